"""Builds the service from its settings and makes its passes, each part in its turn; wakes itself for none."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import version

from bot import commands, dispatch, intake, mailbox_plan, nightly_count, restored
from bot.apart import apart
from bot.approving.unfit import refuse_unfit
from bot.carry_out import CASE_TARGET
from bot.casework import aftermath, board, by_day, erasing
from bot.clock import Clock, SystemClock
from bot.desk import still_there
from bot.log import Log
from bot.mailbox import SENT, CursorExpired, Mailbox, MailboxError, Tree, Unavailable
from bot.matters import reminders
from bot.open_mailbox import open_mailbox
from bot.papers import contact_checks, keeping, rounds, scanning
from bot.papers.scanning import ScannerState
from bot.reader import ChildReader, Reader
from bot.recognising.opinion_model import heard
from bot.recognising.words import cue_table
from bot.reporting import checks_asked, digest, escalations, register_round
from bot.reporting.escalations import EscalationState
from bot.sending import adopting, stop_switch
from bot.sending.pace import Pace
from config.settings import Settings
from handlers.evidence import CueTable
from handlers.working_days import WorkingDays
from store import answers_by_hand, folders, leadership, papers
from store import intake as intake_rows
from store.engine import Store, Tx, open_store
from store.events import record
from store.messages import Office, OfficeDomains
from store.terms import Mode, Place

_ENOUGH_PASSES = 1000


@dataclass
class Service:
    """Everything one instance works with. `epoch` is the lead it holds; with 0 it holds none and writes nothing.

    While it `reads_only`, because the store was restored, its settings say `watch`, whatever the file says. Folders in
    `apart` have not answered for long, and those `refused` may not be read; nothing is taken out of one `unlooked` at,
    for it did not answer when stamps were looked for. While `unsure` whether the store was restored, mail is kept
    and not understood. After a poll that did not see every folder only the commands `sure_of` may be acted on; it is
    None after one that did.
    """

    settings: Settings
    store: Store
    mailbox: Mailbox
    reader: Reader
    clock: Clock
    log: Log
    cues: CueTable
    epoch: int = 0
    predecessor_died: bool = False
    reads_only: bool = False
    count_again_at: datetime | None = None
    commands_seen: int = 0
    round_at: datetime | None = None
    board_seen: int = 0
    board_day: date | None = None
    board_at: datetime | None = None
    board_untidy: bool = False
    board_left: set[int] = field(default_factory=set)
    days: WorkingDays = field(default_factory=WorkingDays)
    pace: Pace = field(default_factory=Pace)
    scanner: ScannerState = field(default_factory=ScannerState)
    escalation: EscalationState = field(default_factory=EscalationState)
    folders: dict[str, str] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    unanswered: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    apart: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    unlooked: set[str] = field(default_factory=set)
    unsure: bool = False
    sure_of: frozenset[int] | None = None
    registers_read: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """What never changes while the service runs is worked out once."""
        self.domains: OfficeDomains = self.settings.office.domains()
        self.letterhead: Office = self.settings.office.letterhead()
        self.opinion = heard(self.settings.store.key_file, self.store.vault, self.log)
        self.mailbox_name = self.settings.office.mailbox_address.lower()
        self.loop_mark = self.store.vault.mark(f"loop {self.mailbox_name}")
        self.actor = f"bot@{version('reviews-bot')}"
        self._told = self.settings

    def only_read(self, yes: bool) -> None:
        """The service changes nothing in the mailbox from now on; or works as it was told again."""
        if yes and not self.reads_only:
            self._told = self.settings
            sending = self.settings.sending.model_copy(update={"mode": Mode.WATCH})
            self.settings = self.settings.model_copy(update={"sending": sending})
        elif self.reads_only and not yes:
            self.settings = self._told
        self.reads_only = yes

    def writing(self) -> AbstractContextManager[Tx]:
        """A transaction under this instance's lead. Raises LeadLost when another has it."""
        return self.store.writing(self.clock.now(), self.actor, epoch=self.epoch)

    def reading(self) -> AbstractContextManager[Tx]:
        """A consistent view of the store."""
        return self.store.reading(self.clock.now())

    def watch(self, tree: Tree) -> None:
        """These folders exist in the mailbox and are polled; another Stop folder than before counts as a stop."""
        stop, ids = self.folders.get(Place.STOP), self.mailbox.ensure_folders(mailbox_plan.where_it_belongs(self, tree))
        with self.writing() as tx:
            folders.keep(tx, ids)
            if stop and ids.get(Place.STOP, stop) != stop:
                leadership.pause(tx, by=self.actor, why="the Stop folder was renamed or moved")
        self._watching(ids)

    def known_folders(self) -> None:
        """The folders on record are those that are watched, each from where it was read up to."""
        with self.reading() as tx:
            self._watching(folders.known(tx))
            self.cursors.update(folders.cursors(tx))

    def start(self) -> None:
        """The folders are known, and made where the mode allows it; where the store was restored it only reads.

        Raises Unavailable where the mailbox cannot be used as it should; a Maildir, where it was there before.
        """
        self.known_folders()
        there = self.folders or self.settings.mailbox.backend != "maildir"  # a Maildir may yet be made
        if there and not (health := self.mailbox.check()).ok:
            raise Unavailable(health.detail)
        if not {Place.INBOX, Place.JUNK, Place.SENT} <= set(self.folders):
            ids = {str(Place.INBOX): "INBOX", str(Place.JUNK): "JUNK", str(Place.SENT): SENT}
            with self.writing() as tx:
                folders.keep(tx, ids)
            self._watching(ids)
        self.only_read(restored.look(self))
        if self.settings.sending.mode is not Mode.WATCH:
            stop_switch.mind(self)
            self._watch_the_tree()
        if not self.reads_only:
            self.unlooked = set(self.cursors)
            self.only_read(restored.look_at_stamps(self))
        if self.predecessor_died and not self.reads_only:
            _remove_unnamed_blobs(self)
            self.predecessor_died = False

    def _watch_the_tree(self) -> None:
        """Our folders are watched; those known already also where the mailbox does not say whether they are there."""
        try:
            self.watch(self.settings.tree())
        except Unavailable:
            if not self.settings.tree().keys() <= self.folders.keys():
                raise
            self.log.warning("folders_not_looked_at")

    def look_anew(self, trouble: MailboxError) -> None:
        """Folders that somebody took away are there again, and every folder is read from its start at the next poll.

        Sent Items, which nobody can take away, are so only where a cursor is no longer good.
        """
        from_start = self.cursors.keys() - (() if isinstance(trouble, CursorExpired) else {SENT})
        with self.writing() as tx:
            record(tx, "looking_anew", "service", why=type(trouble).__name__)
            for folder in sorted(from_start):
                folders.read_up_to(tx, folder, "")
        self.cursors.update(dict.fromkeys(from_start, ""))
        if self.settings.sending.mode is not Mode.WATCH:
            stop_switch.mind(self)
            self.watch_all()

    def watch_all(self) -> None:
        """Every folder of the tree and of every case is where people see it, and watched under the id it has there."""
        cases = (name for name in self.folders if name.startswith(CASE_TARGET))
        files = {name: self.settings.case_file(name.removeprefix(CASE_TARGET)) for name in cases}
        self.watch(self.settings.tree() | files)

    def one_pass(self) -> int:
        """One pass over mailbox and outbox; answers how much was done. Raises MailboxError, LeadLost, StoreFault.

        A folder that does not answer keeps no letter back, and the pass does not count as finished. Commands go on once
        it is read apart, as far as their things are seen to lie where they were put.
        """
        if self.reads_only and not restored.waits(self):
            self.start()
        elif self.unlooked and not self.reads_only:
            self.only_read(restored.look_at_stamps(self))
        unread: Unavailable | None = None
        self.sure_of = frozenset()
        try:
            done, self.sure_of = intake.pass_(self), None
        except Unavailable as trouble:
            done, unread = 0, trouble
        others_read = unread is None or unread.folder in self.apart
        if unread and others_read:
            self.sure_of = still_there.seen(self)
        done += commands.pass_(self) if others_read else 0
        done += adopting.match(self) + self._by_the_calendar(all_read=unread is None)
        done += erasing.pass_(self) + dispatch.pass_(self) + aftermath.pass_(self)
        done += apart(self, "keeping papers", lambda: keeping.pass_(self))
        done += apart(self, "scanning papers", lambda: scanning.pass_(self))
        done += nightly_count.pass_(self) + apart(self, "the register", lambda: register_round.pass_(self))
        if others_read and (not done or board.is_overdue(self)):  # letters come before cards
            done += board.pass_(self)
        if unread:
            raise unread
        with self.writing() as tx:
            leadership.pass_finished(tx)
        return done

    def _by_the_calendar(self, *, all_read: bool) -> int:
        read = all_read and bool(self.cursors.get(self.folders[Place.INBOX]))
        return (
            apart(self, "what is due by the day", lambda: by_day.pass_(self))
            + apart(self, "asking for papers", lambda: rounds.pass_(self, all_read=read))
            + apart(self, "the check of contacts", lambda: contact_checks.pass_(self))
            + apart(self, "escalation", lambda: escalations.pass_(self))
            + apart(self, "asking for checks", lambda: checks_asked.pass_(self))
            + apart(self, "reminders of other work", lambda: reminders.pass_(self))
            + apart(self, "the digest", lambda: digest.pass_(self, all_read=all_read))
        )

    def close(self) -> None:
        """Child process and database are closed."""
        self.reader.close()
        self.store.close()

    def _watching(self, ids: Mapping[str, str]) -> None:
        self.folders.update(ids)
        self.cursors = {folder: self.cursors.get(folder, "") for folder in self.folders.values()}


def build(
    settings: Settings,
    *,
    store: Store | None = None,
    clock: Clock | None = None,
    mailbox: Mailbox | None = None,
    reader: Reader | None = None,
) -> Service:
    """The service as the settings describe it, holding no lead yet. Raises ConfigurationFault, Unfit or StoreFault."""
    refuse_unfit(settings)
    return Service(
        settings=settings,
        store=store or open_store(settings.store.url, settings.store.blobs, settings.store.key_file),
        mailbox=mailbox or open_mailbox(settings.mailbox, settings.office.mailbox_address),
        reader=reader or ChildReader(),
        clock=clock or SystemClock(),
        log=Log(),
        cues=cue_table(),
    )


def take_lead(service: Service, host: str) -> bool:
    """This instance leads from now on, unless another host holds a fresh lead."""
    now, holder = service.clock.now(), uuid.uuid4().hex  # noqa: TID251 - a name for this run, nothing is decided by it
    lead = leadership.take_lead(service.store, now, actor=service.actor, holder=holder, host=host)
    service.epoch = lead.epoch if lead else 0
    service.predecessor_died = bool(lead and lead.after_a_death)
    return lead is not None


def _remove_unnamed_blobs(service: Service) -> None:
    """What somebody who died had written and never committed is gone; the mail itself still lies in the mailbox."""
    blobs = service.store.blobs
    with service.reading() as tx:
        unnamed = blobs.names() - intake_rows.blobs(tx) - papers.blobs(tx) - answers_by_hand.blobs(tx)
    blobs.remove(unnamed)


def run_once(service: Service) -> int:
    """Passes until nothing is due now; answers how much was done altogether."""
    service.start()
    total = 0
    for _ in range(_ENOUGH_PASSES):
        done = service.one_pass()
        total += done
        if not done:
            break
    service.log.info("idle", done=total)
    return total
