"""Submits claimed drafts and finds out what became of letters; holds what nobody can know. Writes no letter."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from bot.mailbox import (
    AccessDenied,
    Ambiguous,
    AuthError,
    Draft,
    DraftContent,
    Found,
    MailboxError,
    NotFound,
    Outcomes,
    Permanent,
    Ref,
    Throttled,
    Whereabouts,
)
from bot.papers import asking_again
from bot.sending.last_look import ASTRAY, draft_fault, enclosed_in
from bot.sending.next_step import Seen, Step, next_step
from bot.sending.stop_switch import StopSwitch
from store import outbox, parties, questions
from store.engine import Tx
from store.events import record
from store.messages import Question
from store.outbox import Queued
from store.terms import Approval, LetterState, Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

S = TypeVar("S")
T = TypeVar("T")
LOOK_FOR = timedelta(minutes=30)
LOOKS = 20
CONFIRM_WITHIN = timedelta(minutes=60)
ORPHAN_AFTER = timedelta(hours=1)

_LIES_READY = (LetterState.DRAFTED, Seen.DRAFT)
_CERTAINLY_NOT = (Throttled, AuthError, AccessDenied)
_NEEDS_NOBODY = ("cap_domain_hour", "cap_total_hour", "cap_total_day")


def submit(service: Service, claimed: Sequence[Queued], *, again: bool = False) -> int:
    """Each claimed draft is submitted by its id, once; what is known of it afterwards is on record.

    A letter whose answer was lost stays SENDING and is looked for; one that certainly did not leave waits as a draft
    again, unless it was tried before (`again`). Where the mailbox asks to wait, the rest waits for as long as it says.
    Raises MailboxError when the mailbox would not go on.
    """
    sent: list[Queued] = []
    refused: list[Queued] = []
    not_done: list[Queued] = []
    waiting = deque(claimed)
    trouble: MailboxError | None = None
    switch = StopSwitch(service)
    with service.mailbox.together():
        steps = service.mailbox.submit_all([own_draft(one) for one in claimed])
        while waiting and trouble is None and not switch.why_stopped():
            for outcome in next(steps):
                one = waiting.popleft()
                if outcome is None:
                    sent.append(one)
                elif isinstance(outcome, Permanent):
                    refused.append(one)
                elif isinstance(outcome, _CERTAINLY_NOT):
                    not_done.append(one)
                    trouble = trouble or outcome
                elif not isinstance(outcome, NotFound | Ambiguous):
                    trouble = trouble or outcome
    not_done += waiting
    if sent or refused or not_done:
        with service.writing() as tx:
            outbox.steps(tx, [(one, {"sent_at": tx.now}) for one in sent], LetterState.SENT)
            for one in refused:
                hold(service, tx, one, "mailbox_refused_letter")
            for one in () if again else not_done:
                outbox.step(tx, one, LetterState.DRAFTED, rule="not submitted", sending_at=None)
    if isinstance(trouble, Throttled):
        service.pace.rest(service.clock.now(), trouble.retry_after)
        service.log.info("sending_rests", seconds=round(trouble.retry_after))
    elif trouble:
        raise trouble
    return len(sent)


def in_steps(things: Iterable[S], outcomes: Outcomes[T]) -> Iterator[tuple[S, T | MailboxError]]:
    """Each of the things with its outcome; what one step of the mailbox answered is told before the next is asked."""
    left = iter(things)
    for step in outcomes:
        yield from zip(islice(left, len(step)), step, strict=True)


def look_for(service: Service, letters: Sequence[Queued]) -> int:
    """Letters that may have left are looked for; one still lying there as the draft we recorded is submitted again."""
    looked_at = service.clock.now()  # whoever slept while looking saw the mailbox of then, not of now
    seen = _seen(service, letters)
    ready = [(one, where) for one, where in seen if (one.state, where) != _LIES_READY]
    steps = [(one, step_of(service, one, where, looked_at)) for one, where in ready]
    moving = [(one, step) for one, step in steps if step is not Step.SUBMIT]
    taken = 0
    if moving:
        with service.writing() as tx:
            there = [(one, {"confirmed_at": tx.now}) for one, step in moving if step is Step.CONFIRM]
            taken = len(outbox.steps(tx, there, LetterState.CONFIRMED))
            taken += sum(_record(service, tx, one, step) for one, step in moving if step is not Step.CONFIRM)
    lying_there = _may_go_again(service, [one for one, step in steps if step is Step.SUBMIT], looked_at)
    if not lying_there or service.pace.rests(looked_at):
        return taken
    return taken + _submit_again(service, lying_there[: service.mailbox.room()])


def _may_go_again(service: Service, lying_there: Sequence[Queued], at: datetime) -> list[Queued]:
    """Those that may still leave: one that asks the force again only on its day, and while it is right."""
    timed = [one for one in lying_there if asking_again.may_leave_now(service, one, at)]
    if not timed:
        return []
    with service.reading() as tx:
        return [one for one in timed if not asking_again.is_stale(tx, one)]


def still_drafts(service: Service, letters: Sequence[Queued]) -> list[Queued]:
    """Those of these letters, last submitted long ago without an answer, that still lie there as the draft we recorded.

    What a mailbox has accepted is no draft an hour later, so these never left.
    """
    now = service.clock.now()
    old = [one for one in letters if one.sending_at is not None and now - one.sending_at > ORPHAN_AFTER]
    return [one for one, where in _seen(service, old) if where is Seen.DRAFT]


def _submit_again(service: Service, lying_there: Sequence[Queued]) -> int:
    """Only a draft that still says what was written goes again; when it was last submitted is on record before that."""
    ready, changed, _ = read_back(service, lying_there)
    if changed or ready:
        with service.writing() as tx:
            for one, why in changed:
                hold(service, tx, one, why)
            outbox.steps(tx, [(one, {"sending_at": tx.now}) for one in ready], LetterState.SENDING)
    return len(changed) + submit(service, ready, again=True)


def read_back(service: Service, due: Sequence[Queued]) -> tuple[list[Queued], list[tuple[Queued, str]], list[Queued]]:
    """Which drafts may leave as they are, which may not and why, and which are no drafts any more."""
    with service.reading() as tx:
        tx.fetch_keys(one.case_id for one in due)
        kept = {one.id: None if tx.is_erased(one.case_id) else outbox.content(tx, one) for one in due}
        astray = parties.astray(tx, [one.id for one in due])
    ready, changed, gone = [], [], []
    for one, draft in in_steps(due, service.mailbox.read_back_all([own_draft(one) for one in due])):
        if isinstance(draft, NotFound):
            gone.append(one)
        elif isinstance(draft, Permanent):
            changed.append((one, "mailbox_refused_draft"))
        elif isinstance(draft, DraftContent):
            words = kept[one.id]
            fault = "case_erased" if words is None else ASTRAY if one.id in astray else _fault(draft, one, words)
            changed += [(one, fault)] if fault else []
            ready += [] if fault else [one]
        elif not isinstance(draft, Ambiguous):
            raise draft
    return ready, changed, gone


def _fault(draft: DraftContent, one: Queued | None, kept: Mapping[str, Any]) -> str:
    """How the draft differs from what is kept, and from what was approved where the letter needs that; or ""."""
    approved = one.seen_hash if one is not None and one.approved_at is not None else ""
    return draft_fault(
        draft, to=kept["to"], subject=kept["subject"], body=kept["html"], enclosed=enclosed_in(kept), seen_hash=approved
    )


def step_of(service: Service, one: Queued, seen: Seen = Seen.UNASKED, at: datetime | None = None) -> Step:
    """What the table says for this letter now, or said `at` the instant when it was looked for."""
    overdue = _overdue(one, at or service.clock.now())
    may = may_leave(service, one, at or service.clock.now())
    return next_step(one.state, seen, service.settings.sending.mode, overdue=overdue, may_leave=may)


def may_leave(service: Service, one: Queued, now: datetime) -> bool:
    """Whether the letter needs nobody's approval, or has it and the time for second thoughts is over.

    One that asks the force again leaves in the office's hours only.
    """
    if not asking_again.may_leave_now(service, one, now):
        return False
    if one.approval is Approval.BY_ITSELF:
        return True
    return one.approved_at is not None and one.not_before is not None and one.not_before <= now


def own_draft(one: Queued) -> Draft:
    """The one draft of this letter that may ever be submitted."""
    assert one.drafted_at is not None  # noqa: S101 - a row past RENDERED has its draft
    return Draft(Ref(one.draft_item, one.draft_locator), one.mark, one.drafted_at)


def hold(service: Service, tx: Tx, one: Queued, why: str, detail: str = "") -> bool:
    """The letter waits for its reason; a person is asked, unless it goes on by itself when there is room."""
    if not outbox.hold(tx, one, why):
        return False
    if why not in _NEEDS_NOBODY:
        today = london_date(tx.now)
        text = f"A letter ({one.letter}) waits: {why.replace('_', ' ')}. {detail} Look at it, then release it or not."
        due_on = service.days.add(today, 1)
        question = Question("letter_held", " ".join(text.split()), Owner.ADMINISTRATOR, due_on)
        questions.ask(tx, f"letter:{one.key}", question, case_id=one.case_id)
    return True


def sweep_orphans(service: Service) -> None:
    """Now and then, a draft of ours that its letter does not own is taken away once it is too old to be a person's."""
    now = service.clock.now()
    if not service.pace.sweeps(now):
        return
    lying = service.mailbox.drafts()
    there = {draft.ref.id for draft in lying}
    old = [draft for draft in lying if now - draft.made_at > ORPHAN_AFTER]
    if not old:
        return
    with service.reading() as tx:
        owners = [(draft, outbox.by_mark(tx, draft.key)) for draft in old]
        orphans = [
            (draft, None if tx.is_erased(one.case_id) else outbox.content(tx, one))
            for draft, one in owners
            if one and _is_orphan(one, draft, there)
        ]
    for draft, kept in orphans:
        with suppress(NotFound):  # somebody was quicker, or it was sent and is only still shown
            _remove(service, draft, kept)


def _remove(service: Service, draft: Draft, kept: Mapping[str, Any] | None) -> None:
    """The draft is gone if it says exactly what we wrote; one that says anything else is somebody's work and stays.

    One of a case that was erased goes with it, whatever it says: its `kept` words are None.
    """
    content = service.mailbox.read_back(draft)
    changed = kept is not None and ("subject" not in kept or _fault(content, None, kept))
    with service.writing() as tx:
        if changed:
            due_on = service.days.add(london_date(tx.now), 1)
            text = (
                "Somebody keeps a changed copy of a draft of ours. Send it, or remove it, and settle the letter itself."
            )
            question = Question("draft_changed_aside", text, Owner.ADMINISTRATOR, due_on)
            questions.ask(tx, f"draft:{draft.key}", question)
            return
        record(tx, "orphan_draft_removed", f"draft:{draft.key}")
    service.mailbox.discard(draft.ref, draft.key)


def _is_orphan(owner: Queued, draft: Draft, there: Collection[str]) -> bool:
    """Whether the letter has another draft or needs none; one that waits may have been saved anew."""
    needs_a_person = owner.approval is not Approval.BY_ITSELF
    if needs_a_person and owner.state in (LetterState.AWAITING_APPROVAL, LetterState.DRAFTED):
        return owner.draft_item != draft.ref.id and owner.draft_item in there
    return owner.draft_item != draft.ref.id or owner.state in (LetterState.SENT, *outbox.AT_REST)


def _record(service: Service, tx: Tx, one: Queued, step: Step) -> int:
    if step is Step.MARK_SENT:
        rule = "" if one.state is LetterState.SENDING else "sent by a person"
        return outbox.step(tx, one, LetterState.SENT, rule=rule, sent_at=tx.now, sending_at=one.sending_at or tx.now)
    if step is Step.HOLD:
        why = "draft_gone" if one.state is LetterState.DRAFTED else outbox.MAY_HAVE_LEFT
        return hold(service, tx, one, why)
    outbox.looked(tx, one)
    return 0


def _seen(service: Service, letters: Sequence[Queued]) -> list[tuple[Queued, Seen]]:
    seen = []
    for one, found in in_steps(letters, service.mailbox.find_all([one.mark for one in letters])):
        if isinstance(found, MailboxError):
            raise found
        seen.append((one, _where(one, found)))
    return seen


def _where(one: Queued, found: Sequence[Found]) -> Seen:
    if any(copy.where is Whereabouts.SENT for copy in found):
        return Seen.SENT
    return Seen.DRAFT if any(copy.ref.id == one.draft_item for copy in found) else Seen.NOWHERE


def _overdue(one: Queued, now: datetime) -> bool:
    if one.state is LetterState.SENT:
        return one.sent_at is not None and now - one.sent_at > CONFIRM_WITHIN
    since = one.sending_at or one.drafted_at
    return one.looks >= LOOKS and since is not None and now - since > LOOK_FOR
