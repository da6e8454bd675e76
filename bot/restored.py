"""After the store was restored from an older copy the service only reads, until a person accepts what left meanwhile.

Signs of that, none of which an untouched store can show: a letter in Sent Items whose key the outbox does not know or
never wrote out, and a stamp of ours, on an item in our folders, that no message was given. Changes no mailbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bot import folder_reading, forgotten
from bot.mailbox import SENT, AccessDenied, NotFound, SentLetter, Unavailable
from store import intake, letter_search, outbox, questions, restoration, stamps
from store.engine import Tx
from store.messages import Question
from store.outbox import Queued
from store.terms import LetterState, Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

_AT_ONCE = 100
_CLOCKS_DIFFER = timedelta(days=1)
_NOTHING_SENT_YET = timedelta(days=31)
_NO_DRAFT = (LetterState.PLANNED, LetterState.RENDERED)
_LETTER_SIGN = "Sent Items hold a letter of ours that the store does not know to have left"
_STAMP_SIGN = "a message in our folders carries a stamp of ours that the store did not give it"


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """A letter that left, and what the outbox says of it: None where it does not know it."""

    found: SentLetter
    known: Queued | None

    @property
    def is_proof(self) -> bool:
        """Whether only an older store says so: a draft may be sent before its id was recorded, not before its words."""
        return self.known is None or LetterState.PLANNED in (self.known.state, self.known.held_from)


def waits(service: Service) -> bool:
    """Whether a restore waits to be accepted by a person."""
    with service.reading() as tx:
        return restoration.waiting(tx) is not None


def look(service: Service) -> bool:
    """Whether the service may only read; Sent Items have been looked through from the last recorded letter on.

    While Sent Items do not answer nobody knows what has left: mail is kept, and what could show a restore stays as it
    is. It looks again before its next pass. A letter whose draft somebody sent before its id was recorded is on record
    as sent from now on.
    """
    service.unsure, service.unlooked = False, set()
    if waits(service):
        return True
    try:
        found = _look_through(service)
    except Unavailable:
        service.unsure = True
        service.unlooked = set(forgotten.our_cursors(service))
        folder_reading.say_silent(service, SENT)
        return True
    folder_reading.answers_again(service, SENT)
    return found


def _look_through(service: Service) -> bool:
    with service.reading() as tx:
        since = since_last_sent(tx)
    for batch in batches(service.mailbox.sent_since(since)):
        with service.reading() as tx:
            left = unaccounted(tx, batch)
        if any(one.is_proof for one in left):
            _notice(service, since, _LETTER_SIGN)
            return True
        if left:
            with service.writing() as tx:
                for one in left:
                    assert one.known is not None  # noqa: S101 - what is no proof is known
                    restoration.left(tx, one.known, one.found.sent_at)
    return False


def look_at_stamps(service: Service) -> bool:
    """Whether the service may only read, since something in our folders carries a stamp it gave and has forgotten.

    The Inbox, Junk and Sent Items do not count: what others send may carry anything. Folders are read from their marks;
    one that does not answer stays `unlooked`, and nothing is taken out of it before it has been looked at.
    """
    cursors = {one: at for one, at in forgotten.our_cursors(service).items() if one in service.unlooked}
    service.unlooked = set()
    while cursors:
        try:
            found = _strange_stamp(service, cursors)
        except Unavailable as trouble:
            if trouble.folder not in cursors:
                service.unlooked.update(cursors)
                raise
            del cursors[trouble.folder]
            service.unlooked.add(trouble.folder)
            folder_reading.leave_out(service, trouble.folder)
            continue
        if found:
            with service.reading() as tx:
                since = since_last_sent(tx)
            _notice(service, since, _STAMP_SIGN)
        return found
    return False


def notice(service: Service, left: Iterable[Unaccounted]) -> None:
    """The service only reads from now on, if one of these letters shows that the store is older than the mailbox."""
    proofs = [one.found.sent_at for one in left if one.is_proof]
    if proofs:
        _notice(service, min(proofs) - _CLOCKS_DIFFER, _LETTER_SIGN)
        service.only_read(True)


def unaccounted(tx: Tx, letters: Sequence[SentLetter]) -> list[Unaccounted]:
    """Those of these sent letters that the outbox does not know, or knows only as never drafted."""
    marks = [one.key for one in letters]
    rows, adopted = outbox.by_marks(tx, marks), restoration.adopted(tx, marks)
    found = [Unaccounted(one, rows.get(one.key)) for one in letters if one.key not in adopted]
    return [one for one in found if one.known is None or _never_drafted(one.known)]


def _never_drafted(one: Queued) -> bool:
    return one.state in _NO_DRAFT or (one.state is LetterState.HOLD and one.held_from in _NO_DRAFT)


def since_last_sent(tx: Tx) -> datetime:
    """From when on Sent Items may hold what the store forgot."""
    last = letter_search.last_sent(tx)
    return tx.now - _NOTHING_SENT_YET if last is None else last - _CLOCKS_DIFFER


def _notice(service: Service, since: datetime, why: str) -> None:
    """A person is asked, and before any case is opened it is known which references are taken."""
    letters = [draft.ref for draft in service.mailbox.drafts()]
    for batch in batches(service.mailbox.sent_since(since)):
        with service.reading() as tx:
            letters += [one.found.ref for one in unaccounted(tx, batch)]
    forgotten.remember(service, letters)
    with service.writing() as tx:
        if not restoration.notice(tx, since=since, why=why):
            return
        text = (
            "The store is older than the mailbox, so it was restored from an older copy. Nothing is sent, filed or "
            "drafted. Look at `reviews-bot restore show`, then accept it with `reviews-bot restore accept`."
        )
        questions.ask(tx, asked_about(tx.now), Question("store_restored", text, Owner.MANAGER, london_date(tx.now)))
    service.log.warning("store_was_restored")


def asked_about(noticed_at: datetime) -> str:
    """What the question to the manager is about, for a restore noticed at this instant."""
    return f"restore:{noticed_at:%Y-%m-%dT%H:%M:%SZ}"


def _strange_stamp(service: Service, cursors: dict[str, str]) -> bool:
    try:
        for items in forgotten.came_since(service, cursors):
            carried = {item.ref.id: item.stamp for item in items if item.stamp}
            with service.reading() as tx:
                known = intake.recognised(tx, service.mailbox_name, carried)
                if stamps.forgot(tx, (stamp for item, stamp in carried.items() if item not in known)):
                    return True
    except (AccessDenied, NotFound):
        pass  # a folder that somebody took away is made again by the pass, which says too what may not be read
    return False


def batches(letters: Iterator[SentLetter]) -> Iterator[list[SentLetter]]:
    """The letters, a hundred at a time."""
    while batch := list(islice(letters, _AT_ONCE)):
        yield batch
