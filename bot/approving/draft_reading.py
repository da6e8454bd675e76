"""Reads back the drafts that wait for a person: new versions, drafts sent by hand or taken away. Approves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.approving.sign_off_words import lines_of
from bot.mailbox import Ambiguous, DraftContent, Enclosed, Found, MailboxError, NotFound, Permanent, Whereabouts
from bot.sending import settle
from bot.sending.last_look import as_kept, words_hash
from store import drafts, outbox, questions
from store.engine import Tx
from store.messages import Question
from store.outbox import Queued
from store.terms import Approval, Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

LOOKS = 3
"""In how many passes a draft must be missing before a person is asked: a mail client that saves one takes it away."""


def pass_(service: Service) -> int:
    """Every draft that waits has been read, now and then; drafts of letters that were given up are gone."""
    done = _clear_away(service)
    if service.pace.reads_drafts(service.clock.now()):
        with service.reading() as tx:
            letters = drafts.waiting(tx)
        done += sum(not says_the_same for says_the_same in look(service, letters).values())
    return done


def look(service: Service, letters: Sequence[Queued]) -> dict[int, bool]:
    """What each of these waiting drafts says now is on record; answers, by row id, which said the same as before.

    A draft that is not in the answer could not be read: it was sent by hand, taken away or saved anew, which is on
    record too, or the mailbox did not tell. Raises MailboxError when the mailbox would not go on.
    """
    read: list[tuple[Queued, DraftContent]] = []
    gone: list[Queued] = []
    own = [settle.own_draft(one) for one in letters]
    for one, said in settle.in_steps(letters, service.mailbox.read_back_all(own)):
        if isinstance(said, DraftContent):
            read.append((one, said))
        elif isinstance(said, NotFound):
            gone.append(one)
        elif not isinstance(said, Permanent | Ambiguous):
            raise said
    changed = [(one, said) for one, said in read if words_hash(said) != one.seen_hash]
    if changed:
        with service.writing() as tx:
            tx.fetch_keys(one.case_id for one, _ in changed)
            for one, said in changed:
                _note(tx, one, said)
    _look_for(service, gone)
    return {one.id: words_hash(said) == one.seen_hash for one, said in read}


def as_last_read(kept: Mapping[str, Any]) -> DraftContent:
    """What a draft said when it was last read."""
    said = as_kept(kept)
    files = tuple(Enclosed(name, sha256) for name, sha256 in kept.get("files", kept.get("enclosed", ())))
    return replace(said, to=tuple(kept.get("addressed", said.to)), attachments=files)


def found_anew(service: Service, letters: Sequence[Queued]) -> list[Queued]:
    """Approved drafts that a mail client has saved as another item wait for approval again; answers the other ones."""
    others = []
    for one, found in _found(service, letters):
        copies = [copy for copy in found if copy.where is Whereabouts.DRAFT]
        if len(copies) != 1 or len(found) != 1 or copies[0].ref.id == one.draft_item:
            others.append(one)
            continue
        with service.writing() as tx:
            drafts.lapse(tx, _with_its_package(tx, one), "the draft was saved anew")
            drafts.now_called(tx, one, item=copies[0].ref.id, locator=copies[0].ref.locator)
    return others


def _with_its_package(tx: Tx, one: Queued) -> tuple[Queued, ...]:
    return drafts.of_packages(tx, [one.package]).get(one.package, (one,))


def _note(tx: Tx, one: Queued, said: DraftContent) -> None:
    """What the draft says now is kept with its letter; nothing is kept any more of a case that was erased."""
    if tx.is_erased(one.case_id):
        return
    text = "\n".join(lines_of(said.html))
    drafts.written(
        tx, one, to=(*said.to, *said.copies), subject=said.subject, html=said.html, text=text,
        files=[(file.name, file.sha256) for file in said.attachments], words_hash=words_hash(said),
    )  # fmt: skip


def _found(service: Service, letters: Sequence[Queued]) -> list[tuple[Queued, tuple[Found, ...]]]:
    seen = []
    for one, found in settle.in_steps(letters, service.mailbox.find_all([one.mark for one in letters])):
        if isinstance(found, MailboxError):
            raise found
        seen.append((one, found))
    return seen


def _look_for(service: Service, gone: Sequence[Queued]) -> None:
    """Waiting drafts that are not where they were: sent by hand, saved anew by a mail client, or taken away."""
    if not gone:
        return
    found = _found(service, gone)
    with service.writing() as tx:
        for one, copies in found:
            waiting = [copy for copy in copies if copy.where is Whereabouts.DRAFT]
            if any(copy.where is Whereabouts.SENT for copy in copies):
                _sent_by_hand(service, tx, one)
            elif len(waiting) == 1:
                drafts.now_called(tx, one, item=waiting[0].ref.id, locator=waiting[0].ref.locator)
            elif one.looks + 1 < LOOKS:
                outbox.looked(tx, one)
            else:
                settle.hold(service, tx, one, "draft_gone", "Somebody took its draft away; released, it is made again.")


def _sent_by_hand(service: Service, tx: Tx, one: Queued) -> None:
    if drafts.sent_by_hand(tx, one, tx.now) and one.approval is Approval.SIGNED:
        due_on = service.days.add(london_date(tx.now), 1)
        text = (
            f"A letter that needs a signature ({one.letter}) was sent by hand, and nobody had signed it. "
            "See that it may stand, or say what is to be done."
        )
        question = Question("sent_by_hand", text, Owner.MANAGER, due_on)
        questions.ask(tx, f"letter:{one.key}", question, case_id=one.case_id)


def _clear_away(service: Service) -> int:
    """The drafts of letters that were given up are taken away, once what a person wrote in them is kept."""
    with service.reading() as tx:
        letters = drafts.left_lying(tx)
    for one in letters:
        try:
            said = service.mailbox.read_back(settle.own_draft(one))
            with service.writing() as tx:
                if words_hash(said) != one.seen_hash:
                    _note(tx, one, said)
            service.mailbox.discard(settle.own_draft(one).ref, one.mark)
        except NotFound:
            sent = any(copy.where is Whereabouts.SENT for _, found in _found(service, [one]) for copy in found)
            _say_if_sent(service, one, sent=sent)
        except Permanent:
            service.log.warning("draft_stays", letter=one.mark)
        with service.writing() as tx:
            drafts.now_called(tx, one, item="", locator="", rule="taken away")
    return len(letters)


def _say_if_sent(service: Service, one: Queued, *, sent: bool) -> None:
    if not sent:
        return
    with service.writing() as tx:
        due_on = service.days.add(london_date(tx.now), 1)
        text = f"A letter that had been given up ({one.letter}) was sent by hand. See what has to be put right."
        question = Question("sent_by_hand", text, Owner.MANAGER, due_on)
        questions.ask(tx, f"letter:{one.key}", question, case_id=one.case_id)
