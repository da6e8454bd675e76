"""What left before a restore: compared with the outbox, adopted as sent by a person's word, matched with new plans.

Only reads the mailbox, and sends nothing. A letter that answers a message which a found letter answers never leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import forgotten, restored
from bot.prompt.show import Line
from bot.restored import Unaccounted
from bot.sending import settle
from handlers.reading import references
from store import leadership, letter_search, outbox, questions, restoration, whereabouts
from store.engine import Tx
from store.messages import Question
from store.outbox import Queued
from store.restoration import FoundLetter
from store.terms import LetterState, Owner, london_date
from store.vault import Erased

if TYPE_CHECKING:
    from bot.service import Service

_CLOCKS_DIFFER = timedelta(minutes=5)
_OF_ITS_DAY = timedelta(days=1)
"""A letter about no message is of its day: one found that is older is another."""


class NotYet(Exception):
    """The comparison cannot be accepted now; the sentence says what has to happen first."""


def lines(service: Service) -> Iterator[Line]:
    """One line for each letter in Sent Items that the store does not know to have left, and each such draft."""
    for one in _comparison(service):
        said = forgotten.said(service, one.found.ref)
        yield {
            "where": "sent",
            "left_at": one.found.sent_at,
            "to": ", ".join(said.to),
            "subject": said.subject,
            "outbox": one.known.state if one.known else "unknown",
            "key": one.found.key,
        }
    drafts = service.mailbox.drafts()
    with service.reading() as tx:
        known = outbox.by_marks(tx, [draft.key for draft in drafts])
    for draft in drafts:
        if draft.key not in known:
            nothing = {"left_at": None, "to": None, "subject": None}
            yield {"where": "draft", **nothing, "outbox": "unknown", "key": draft.key}


def accept(service: Service, *, by: str) -> int:
    """Every letter found in Sent Items counts as sent, and the service works again; answers how many were adopted.

    Raises NotYet while there is nothing to accept, or the mailbox has not been read since the restore was noticed.
    """
    with service.reading() as tx:
        waiting, control = restoration.waiting(tx), leadership.look(tx)
    if waiting is None:
        raise NotYet("No restore waits to be accepted.")
    if control.last_pass_at is None or control.last_pass_at < waiting.at <= service.clock.now():
        raise NotYet("The service has not read the mailbox since it noticed the restore. Let it, then accept.")
    found = [(one, forgotten.said(service, one.found.ref)) for one in _comparison(service)]
    prefix = service.settings.office.reference_prefix
    with service.store.writing(service.clock.now(), by) as tx:
        for one, said in found:
            answers = said.in_reply_to[0] if said.in_reply_to else ""
            if one.known is not None:
                restoration.left(tx, one.known, one.found.sent_at)
                if not answers or answers == _answers(tx, one.known):
                    continue
                _answered_another(service, tx, one.known)
            restoration.adopt(
                tx,
                mark=one.found.key,
                sent_at=one.found.sent_at,
                to=said.to[0] if len(said.to) == 1 else "",
                answers=answers,
                reference=next(iter(references((said.subject,), prefix)), ""),
            )
        _match(service, tx)
        restoration.accept(tx, by=by, adopted=len(found))
        for asked in list(questions.still_open(tx, subject=restored.asked_about(waiting.at))):
            questions.answer(tx, asked, by=by)
    return len(found)


def _comparison(service: Service) -> list[Unaccounted]:
    """What left since the restored store was written and it does not know of, each letter once, oldest first."""
    with service.reading() as tx:
        waiting = restoration.waiting(tx)
        since = waiting.since if waiting else restored.since_last_sent(tx)
    found: dict[str, Unaccounted] = {}
    for batch in restored.batches(service.mailbox.sent_since(since)):
        with service.reading() as tx:
            found |= {one.found.key: one for one in restored.unaccounted(tx, batch)}
    return sorted(found.values(), key=lambda one: one.found.sent_at)


# --- letters planned anew -------------------------------------------------------------------------------------------


def match(service: Service) -> int:
    """Letters planned anew that had left before the restore count as sent; where nobody can tell, they wait."""
    with service.reading() as tx:
        if not _twins(tx):
            return 0
    with service.writing() as tx:
        return _match(service, tx)


def _match(service: Service, tx: Tx) -> int:
    done = 0
    used: set[str] = set()
    for one, found in _twins(tx):
        if found is None:
            done += _wait(service, tx, one)
        elif found.mark not in used and restoration.match(tx, found, one):
            used.add(found.mark)
            done += 1
            _told_otherwise(service, tx, one, found)
    return done


def _twins(tx: Tx) -> list[tuple[Queued, FoundLetter | None]]:
    """Letters never drafted with the found letter that answers the same message; None where nobody can tell.

    A letter found before the message came cannot be its answer, nor can one that answers another message.
    """
    found = restoration.unmatched(tx)
    letters = letter_search.never_drafted(tx, {one.to_tag for one in found if one.to_tag}) if found else ()
    came_at = whereabouts.received_at(tx, {one.intake_id for one in letters if one.intake_id is not None})
    tx.fetch_keys(one.case_id for one in letters)
    twins: list[tuple[Queued, FoundLetter | None]] = []
    taken: set[str] = set()
    for one in letters:
        came = one.planned_at - _OF_ITS_DAY if one.intake_id is None else came_at[one.intake_id]
        after = came - _CLOCKS_DIFFER
        fits = [it for it in found if it.to_tag == one.to_tag and it.sent_at >= after and it.mark not in taken]
        answers = _answers(tx, one)
        exact = next((it for it in fits if restoration.matches(tx, it, answers)), None)
        if exact:
            taken.add(exact.mark)
            twins.append((one, exact))
        elif any(not it.answers_tag for it in fits) and not _settled(one):
            twins.append((one, None))
    return twins


def _answers(tx: Tx, one: Queued) -> str:
    """The Message-ID of what the letter answers, "" where it has none or its case has been erased."""
    try:
        return str(outbox.content(tx, one)["answers_message_id"])
    except Erased:
        return ""


def _settled(one: Queued) -> bool:
    """Whether a person has been asked about it already."""
    return one.held_because == restoration.UNSURE or (one.state is not LetterState.HOLD and bool(one.released_by))


def _wait(service: Service, tx: Tx, one: Queued) -> int:
    if one.state is not LetterState.HOLD:
        return settle.hold(service, tx, one, restoration.UNSURE)
    return restoration.hold_as_unsure(tx, one)


def _told_otherwise(service: Service, tx: Tx, one: Queued, found: FoundLetter) -> None:
    """A person is asked where the letter that left gave another reference than the case has now."""
    reference = outbox.content(tx, one)["facts"]["reference"]
    if found.reference and reference and found.reference != reference:
        text = (
            f"Before the store was restored this person was told the reference {found.reference}; the case is "
            f"{reference} now. Tell them, and look for both when they write."
        )
        due_on = service.days.add(london_date(tx.now), 1)
        question = Question("told_another_reference", text, Owner.ADMINISTRATOR, due_on)
        questions.ask(tx, f"letter:{one.key}", question, case_id=one.case_id)


def _answered_another(service: Service, tx: Tx, one: Queued) -> None:
    """A person is asked to look: the letter of this key that left was the answer to another message."""
    text = (
        "Before the store was restored a letter left for this case's number in answer to another message of the same "
        "person. Look whether this message still has to be answered, and answer it by hand."
    )
    question = Question("answered_another_message", text, Owner.ADMINISTRATOR, service.days.add(london_date(tx.now), 1))
    questions.ask(tx, f"letter:{one.key}", question, case_id=one.case_id)
