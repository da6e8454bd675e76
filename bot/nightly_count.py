"""Once a night everything in the watched folders is counted against the store; what differs is mended and recorded.

Mended is what the ordinary intake can mend: a folder that differs is read from its start again. Nothing is done about
a mailbox that cannot be listed whole, but for folders that may not be read. One folder's ids are in memory at a time,
and never a message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot import intake as taking_in
from bot import mailbox_plan, restored
from bot.desk import noticing
from bot.mailbox import Item, MailboxError, Unavailable
from bot.prompt.show import Line
from bot.restored import Unaccounted
from bot.sending.settle import CONFIRM_WITHIN
from store import answers_by_hand, intake, leadership, letter_search, outbox, questions, rounds, whereabouts
from store.engine import Tx
from store.events import record
from store.messages import Question
from store.terms import LONDON, Mode, Owner, Place, london_date

if TYPE_CHECKING:
    from bot.service import Service

ROUND = "count"
LETTERS_OF = timedelta(days=7)
_AGAIN_AFTER = timedelta(hours=1)
_AT_ONCE = 400


class What(StrEnum):
    """How mailbox and store can differ."""

    NOT_REMEMBERED = "not_remembered"
    GONE = "gone"
    ELSEWHERE = "elsewhere"
    NOT_IN_SENT_ITEMS = "not_in_sent_items"
    UNKNOWN_LETTER = "unknown_letter"
    UNKNOWN_DRAFT = "unknown_draft"


_MENDED_BY_READING = (What.NOT_REMEMBERED, What.GONE, What.ELSEWHERE)
_ASKED = {
    What.NOT_REMEMBERED: "A message lies in the mailbox and cannot be taken in. Look what it is.",
    What.GONE: "A message is recorded as lying in a folder and is not there. Look for it.",
    What.ELSEWHERE: "A message lies in another folder than recorded, and the record could not be put right.",
    What.NOT_IN_SENT_ITEMS: "A letter that was sent is not in Sent Items any more. Find out who took it away, and why.",
    What.UNKNOWN_DRAFT: "A draft of ours lies in Drafts and nobody knows of it. Remove it unless you know what it is.",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: an item or a letter by its key, the folder it lies in and the one on record, by name."""

    what: What
    about: str
    lies_in: str = ""
    recorded_in: str = ""
    row: int = 0
    received_at: datetime | None = None

    def line(self) -> Line:
        """As it is shown."""
        lies_in, recorded_in = self.lies_in or None, self.recorded_in or None
        seen = {"received_at": self.received_at, "lies_in": lies_in, "recorded_in": recorded_in}
        return {"what": self.what, "about": self.about, **seen}


@dataclass(slots=True)
class Counted:
    """What a count saw: how many items and letters, what differs, and which letters left that nobody remembers."""

    items: int = 0
    letters: int = 0
    differs: list[Difference] = field(default_factory=list)
    left: list[Unaccounted] = field(default_factory=list)


# --- the night ------------------------------------------------------------------------------------------------------


def pass_(service: Service) -> int:
    """The count of this night is done and on record, if it was due and the mailbox could be listed whole.

    Answers how much was taken in and mended meanwhile.
    """
    day = _due(service)
    if day is None:
        return 0
    try:
        if service.settings.sending.mode is not Mode.WATCH:
            service.watch_all()  # Outlook deletes a folder by moving it: under its id it is still there
        counted = count(service)
        done = 0
        if any(one.what in _MENDED_BY_READING for one in counted.differs):
            done += taking_in.pass_(service)  # what the mailbox would have told by itself is no difference
            counted.differs = _still(service, counted.differs)
        done += _mend(service, counted.differs)
        restored.notice(service, counted.left)
    except MailboxError as trouble:
        service.count_again_at = service.clock.now() + _AGAIN_AFTER
        service.log.warning("count_put_off", fault=type(trouble).__name__)
        return 0
    _record(service, day, counted, _still(service, counted.differs))
    _colour(service)
    return done


def _colour(service: Service) -> None:
    """A category that somebody took out of the mailbox's list has its colour again, where the mailbox lets us."""
    if service.settings.sending.mode is Mode.WATCH:
        return
    try:
        mailbox_plan.colour(service)
    except MailboxError as trouble:
        service.log.warning("colours_put_off", fault=type(trouble).__name__)


def _due(service: Service) -> date | None:
    """The day in London whose count is due now. The first night is the one after the store began."""
    now = service.clock.now()
    here = now.astimezone(LONDON)
    put_off = service.count_again_at is not None and now < service.count_again_at <= now + _AGAIN_AFTER
    if service.reads_only or put_off or here.time() < service.settings.schedule.count_at:
        return None
    with service.reading() as tx:
        last, began_at = rounds.last(tx, ROUND), rounds.began_at(tx)
    before = last.day if last else began_at and london_date(began_at)
    return here.date() if before and before < here.date() else None


def _mend(service: Service, differs: Sequence[Difference]) -> int:
    """Every folder that differs was read from its start once more; answers how much was taken in."""
    folders = {one.lies_in or one.recorded_in for one in differs if one.what in _MENDED_BY_READING}
    if not folders:
        return 0
    service.cursors.update({service.folders[name]: "" for name in folders})
    return taking_in.pass_(service) + 1


def _still(service: Service, differs: Sequence[Difference]) -> list[Difference]:
    """Those of which the store has learned nothing since they were seen."""
    with service.reading() as tx:
        return [one for one in differs if _is_still_so(service, tx, one)]


def _is_still_so(service: Service, tx: Tx, one: Difference) -> bool:
    if one.what not in _MENDED_BY_READING:
        return True
    if one.what is What.NOT_REMEMBERED:
        return not intake.held(tx, service.mailbox_name, [one.about])
    return _name(service, whereabouts.folder_of(tx, one.row)) == one.recorded_in


def _record(service: Service, day: date, counted: Counted, open_still: Sequence[Difference]) -> None:
    kinds = Counter(one.what for one in counted.differs)
    result = {str(what): kinds[what] for what in What}
    result |= {"items": counted.items, "letters": counted.letters, "open": len(open_still)}
    with service.writing() as tx:
        rounds.finish(tx, ROUND, day, result)
        told = [(one.what, one.about, one.lies_in, one.recorded_in) for one in counted.differs]
        rule = "agrees" if not counted.differs else "differs"
        record(tx, "counted", f"count:{day}", rule=rule, **result, differences=told)
        for one in open_still:
            if said := _ASKED.get(one.what):
                question = Question(f"count_{one.what}", said, Owner.ADMINISTRATOR, service.days.add(day, 1))
                questions.ask(tx, f"{_subject(one.what)}:{one.about}", question)


def _subject(what: What) -> str:
    if what is What.UNKNOWN_DRAFT:
        return "draft"
    return "letter" if what is What.NOT_IN_SENT_ITEMS else "item"


# --- counting -------------------------------------------------------------------------------------------------------


def count(service: Service) -> Counted:
    """Everything that differs between mailbox and store now; changes neither.

    Raises MailboxError where any part of the mailbox cannot be listed whole, or where all of it seems to be empty.
    """
    _there(service)
    counted = Counted()
    missing: dict[int, Difference] = {}
    elsewhere: set[int] = set()
    remembered = 0
    for name, folder in _folders(service).items():
        if name == Place.SENT:
            continue  # what people sent is no mail to be held
        remembered += _count_folder(service, counted, name, folder, missing, elsewhere)
    if remembered and not counted.items:
        raise Unavailable("The mailbox shows nothing at all, though mail is known to lie in it.")
    counted.differs += [one for row, one in missing.items() if row not in elsewhere]
    _count_letters(service, counted)
    _count_drafts(service, counted)
    _there(service)
    return counted


def lines(service: Service) -> Iterator[Line]:
    """One line for each difference, but for mail that came since the service last looked."""
    with service.reading() as tx:
        looked_at = leadership.look(tx).last_pass_at
    for one in count(service).differs:
        if not (one.what is What.NOT_REMEMBERED and looked_at and one.received_at and one.received_at > looked_at):
            yield one.line()


def _there(service: Service) -> None:
    health = service.mailbox.check()
    if not health.ok:
        raise Unavailable(health.detail)


def _folders(service: Service) -> dict[str, str]:
    """Every folder that may be read, once, by its name."""
    readable = _named(service).items()
    return {name: folder for name, folder in readable if folder not in service.refused}


def _named(service: Service) -> dict[str, str]:
    return {name: folder for folder, name in {folder: name for name, folder in service.folders.items()}.items()}


def _name(service: Service, folder: str) -> str:
    return next((name for name, known in _named(service).items() if known == folder), folder)


def _count_folder(
    service: Service, counted: Counted, name: str, folder: str, missing: dict[int, Difference], elsewhere: set[int]
) -> int:
    """How many items the store believes to lie in this folder; what differs in it is noted."""
    here: dict[str, Item] = {}
    whole = False
    for page in service.mailbox.poll({folder: ""}):
        whole = whole or page.complete
        here |= {item.ref.id: item for item in page.created}
    if not whole:
        raise Unavailable("A folder of the mailbox could not be listed whole.")
    with service.reading() as tx:
        ours = noticing.our_keys(tx, here.values())
        sent = answers_by_hand.kept(tx, service.mailbox_name, here)
        here = {item: one for item, one in here.items() if not one.draft and one.key not in ours and item not in sent}
        known = intake.recognised(tx, service.mailbox_name, {item: one.stamp for item, one in here.items()})
        believed = whereabouts.rows_in(tx, service.mailbox_name, folder)
    counted.items += len(here)
    for item, one in here.items():
        held = known.get(item)
        if held is None:
            seen = Difference(What.NOT_REMEMBERED, item, lies_in=name, received_at=one.received_at)
            counted.differs.append(seen)
        elif held.folder != folder:
            elsewhere.add(held.id)
            recorded_in = _name(service, held.folder)
            counted.differs.append(Difference(What.ELSEWHERE, item, name, recorded_in, held.id, held.received_at))
    lying_here = {held.id for held in known.values()}
    for row, item in believed.items():
        if row not in lying_here:
            missing[row] = Difference(What.GONE, item, recorded_in=name, row=row)
    return len(believed)


def _count_letters(service: Service, counted: Counted) -> None:
    """The letters of the last seven days, on record and in Sent Items."""
    now = service.clock.now()
    there: set[str] = set()
    for batch in restored.batches(service.mailbox.sent_since(now - LETTERS_OF - timedelta(days=1))):
        there |= {one.key for one in batch}
        with service.reading() as tx:
            counted.left += restored.unaccounted(tx, batch)
    counted.letters = len(there)
    counted.differs += [Difference(What.UNKNOWN_LETTER, one.found.key) for one in counted.left if one.is_proof]
    after = 0
    while True:
        with service.reading() as tx:
            sent = letter_search.sent_between(tx, now - LETTERS_OF, now - CONFIRM_WITHIN, _AT_ONCE, after=after)
        if not sent:
            return
        counted.differs += [Difference(What.NOT_IN_SENT_ITEMS, one.key) for one in sent if one.mark not in there]
        after = sent[-1].id


def _count_drafts(service: Service, counted: Counted) -> None:
    keys = [draft.key for draft in service.mailbox.drafts()]
    with service.reading() as tx:
        known = outbox.by_marks(tx, keys)
    counted.differs += [Difference(What.UNKNOWN_DRAFT, key) for key in keys if key not in known]
