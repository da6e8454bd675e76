"""Takes letters out: commit, draft, read back, claim, submit. Decides no wording and no recipient.

Every act outside stands between two commits. Only the draft whose id was recorded can ever be submitted, and a
letter that has reached SENDING is never written again: `settle` looks for it. A letter that needs a person becomes a
draft in the folder where people look for it; `approvals` sees what they do with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.approving import approvals, together
from bot.approving.draft_reading import found_anew
from bot.approving.enclosing import CannotEnclose, enclosures, named
from bot.casework.rulings import WITH_FORCE
from bot.mailbox import Ambiguous, Draft, MailboxError, Permanent
from bot.papers import asking_again
from bot.sending import caps, settle
from bot.sending.last_look import ASTRAY, as_kept, leak_fault, recipient_fault, words_hash
from bot.sending.next_step import Step
from bot.sending.stop_switch import why_stopped
from store import outbox, parties
from store.engine import Tx
from store.messages import Letter, Rendered
from store.outbox import Queued
from store.terms import Approval, Audience, LetterState, Mode
from templates import GAP, LetterError, marked, render

if TYPE_CHECKING:
    from bot.service import Service

BATCH = 30
"""Letters that go together: no more than Exchange lets leave in a minute."""
WAITS_ALONE = timedelta(hours=48)

_COMING = (LetterState.PLANNED, LetterState.RENDERED, LetterState.DRAFTED)
_GONE = (LetterState.SENDING, LetterState.SENT)


def pass_(service: Service) -> int:
    """Every letter has taken the steps it can take now; answers how many were taken.

    Raises MailboxError when the mailbox would not go on; all that is known by then is on record.
    """
    taken = approvals.pass_(service)
    for letters in _batches(service, _GONE):
        taken += settle.look_for(service, letters)
    taken += caps.release_where_there_is_room(service)
    if service.settings.sending.mode is Mode.DRAFT:
        for letters in _batches(service, [LetterState.DRAFTED]):
            taken += settle.look_for(service, letters)
    for letters in _batches(service, _COMING):
        taken += _bring_out(service, letters)
    if service.settings.sending.mode is not Mode.WATCH:
        settle.sweep_orphans(service)
    return taken


def _batches(service: Service, states: Iterable[LetterState]) -> Iterable[tuple[Queued, ...]]:
    after = 0
    while True:
        with service.reading() as tx:
            letters = outbox.in_states(tx, states, BATCH, after=after)
        if not letters:
            return
        yield letters
        after = letters[-1].id


def _bring_out(service: Service, letters: Sequence[Queued]) -> int:
    """One batch goes as far as it may; each phase commits before the next looks at the rows again."""
    taken = 0
    for phase in (_gate, _render, _draft, _send):
        done = phase(service, letters)
        letters = _again(service, letters) if done else letters
        taken += done
    return taken + settle.look_for(service, [one for one in letters if one.state in _GONE])


def _again(service: Service, letters: Iterable[Queued]) -> Sequence[Queued]:
    with service.reading() as tx:
        return outbox.by_ids(tx, [one.id for one in letters])


def _due(service: Service, letters: Sequence[Queued], step: Step) -> list[Queued]:
    return [one for one in letters if settle.step_of(service, one) is step]


def _gate(service: Service, letters: Sequence[Queued]) -> int:
    """What may not leave by itself, for its age, its mode or a cap, waits with its reason."""
    if service.settings.sending.mode is not Mode.LIVE:
        return 0
    with service.reading() as tx:
        meter = caps.Meter(service, tx, letters)
    now = service.clock.now()
    letters = [one for one in letters if settle.may_leave(service, one, now)]
    held = [(one, why) for one in letters if (why := _waits_for_a_person(service, one) or meter.why_full(one))]
    if held:
        with service.writing() as tx:
            for one, why in held:
                settle.hold(service, tx, one, why)
    return len(held)


def _waits_for_a_person(service: Service, one: Queued) -> str:
    if one.held_from:
        return ""
    if one.planned_in != Mode.LIVE:
        return "written_before_live"
    waits_since = one.approved_at or one.planned_at
    return "older_than_48_hours" if service.clock.now() - waits_since > WAITS_ALONE else ""


def _render(service: Service, letters: Sequence[Queued]) -> int:
    due = _due(service, letters, Step.RENDER)
    if due:
        with service.writing() as tx:
            tx.fetch_keys(one.case_id for one in due)
            astray = parties.astray(tx, [one.id for one in due])
            for one in due:
                if one.id in astray:
                    settle.hold(service, tx, one, ASTRAY)
                else:
                    _render_one(service, tx, one)
    return len(due)


def _render_one(service: Service, tx: Tx, one: Queued) -> None:
    kept = outbox.content(tx, one)
    office = service.settings.office
    try:
        written = kept.get("written")
        words = Rendered(**written) if written else _words(service, one, kept["facts"])
    except LetterError as error:
        settle.hold(service, tx, one, "template_fault", str(error))
        return
    by_post = kept["to"] == "" and one.approval is not Approval.BY_ITSELF
    fault = "" if by_post else recipient_fault(kept["to"], office.mailbox_address)
    if not fault and one.audience is not Audience.TEAM:  # our own people may read of every case and everybody
        fault = leak_fault(
            words,
            cases={kept["facts"].get("reference", ""), *kept.get("names_cases", ())},
            prefix=office.reference_prefix,
            office_address=office.mailbox_address,
        )
    if fault:
        settle.hold(service, tx, one, fault)
        return
    try:
        kept["enclosed"] = named(enclosures(service, tx, one, kept))
    except CannotEnclose as error:
        settle.hold(service, tx, one, "file_missing", str(error))
        return
    kept |= {"subject": words.subject, "html": words.html, "text": words.text, "gaps": GAP in words.text}
    outbox.rendered(tx, one, kept, template_version=words.template_version)


def _words(service: Service, one: Queued, facts: Mapping[str, str | Sequence[str]]) -> Rendered:
    """The letter in its words; what goes to the police says first how it is to be handled, where the office says so."""
    words, marking = render(one.letter, service.letterhead, facts), service.settings.papers.marking
    return marked(words, marking) if marking and one.audience in WITH_FORCE else words


def _draft(service: Service, letters: Sequence[Queued]) -> int:
    now = service.clock.now()
    due = [one for one in _due(service, letters, Step.DRAFT) if asking_again.may_leave_now(service, one, now)]
    if not due or (service.settings.sending.mode is Mode.LIVE and why_stopped(service)):
        return 0
    with service.reading() as tx:
        tx.fetch_keys(one.case_id for one in due)
        written = [(one, _letter(service, tx, one)) for one in due]
    made: list[tuple[Queued, Draft]] = []
    refused: list[Queued] = []
    unsure: list[Queued] = []
    trouble: MailboxError | None = None
    with service.mailbox.together():
        steps = service.mailbox.draft_all([letter for _, letter in written])
        waiting = deque(one for one, _ in written)
        while waiting and trouble is None:
            for outcome in next(steps):
                one = waiting.popleft()
                if isinstance(outcome, Draft):
                    made.append((one, outcome))
                elif isinstance(outcome, Permanent):
                    refused.append(one)
                elif isinstance(outcome, Ambiguous):
                    unsure.append(one)
                else:
                    trouble = trouble or outcome
    with service.writing() as tx:
        for state in (LetterState.DRAFTED, LetterState.AWAITING_APPROVAL):
            outbox.steps(tx, [_drafted(service, tx, *one) for one in made if _then(one[0]) is state], state)
        for one in unsure:
            outbox.looked(tx, one)
            if one.looks >= settle.LOOKS and tx.now - one.planned_at > settle.LOOK_FOR:
                refused.append(one)
        for one in refused:
            settle.hold(service, tx, one, "mailbox_refused_draft")
    if trouble:
        raise trouble
    return len(made) + len(refused)


def _then(one: Queued) -> LetterState:
    """Where a letter stands once its draft lies there."""
    return LetterState.DRAFTED if one.approval is Approval.BY_ITSELF else LetterState.AWAITING_APPROVAL


def _drafted(service: Service, tx: Tx, one: Queued, draft: Draft) -> tuple[Queued, Mapping[str, object]]:
    """The letter with what is known of its draft."""
    known = {"draft_item": draft.ref.id, "draft_locator": draft.ref.locator, "drafted_at": tx.now}
    if one.approval is Approval.BY_ITSELF:
        return one, known
    nobody = {"approved_by": "", "approved_at": None, "not_before": None}
    words = words_hash(as_kept(outbox.content(tx, one)))
    return one, {**known, **nobody, "draft_folder": _folder(service, one), "seen_hash": words}


def _folder(service: Service, one: Queued) -> str:
    """The folder in which the draft waits for a person, "" for Drafts."""
    if one.approval is Approval.BY_ITSELF:
        return ""
    return service.folders[approvals.home_of(one)]


def _letter(service: Service, tx: Tx, one: Queued) -> Letter:
    kept = outbox.content(tx, one)
    reference = str(kept["facts"].get("reference", ""))
    waits = one.approval is not Approval.BY_ITSELF
    office = service.settings.office
    return Letter(
        key=one.mark,
        message_id=one.message_id,
        sender_name=office.team,
        sender=office.mailbox_address,
        to=kept["to"],
        subject=kept["subject"],
        html=kept["html"],
        text=kept["text"],
        written_at=tx.now,
        answers_item=kept["answers_item"],
        answers_message_id=kept["answers_message_id"],
        references=tuple(kept["references"]),
        loop_mark=service.loop_mark,
        folder=_folder(service, one),
        enclosures=enclosures(service, tx, one, kept),
        votes=tuple(kept.get("votes", ())),
        categories=(reference,) if waits and reference else (),
    )


def _send(service: Service, letters: Sequence[Queued]) -> int:
    due = _due(service, letters, Step.CLAIM)
    if not due or service.pace.rests(service.clock.now()) or why_stopped(service):
        return 0
    ready, changed, gone = settle.read_back(service, together.whole(service, due, service.mailbox.room()))
    gone = found_anew(service, [one for one in gone if one.approved_at]) + [one for one in gone if not one.approved_at]
    with service.writing() as tx:
        meter = caps.Meter(service, tx, ready)
        astray = parties.astray(tx, [one.id for one in ready])
        full = [(one, why) for one in ready if (why := ASTRAY if one.id in astray else meter.why_full(one))]
        kept_back = [one for one, _ in (*full, *changed)]
        stay = {one.id for one in kept_back} | together.torn(tx, ready, [*kept_back, *gone])
        going = [(one, {"sending_at": tx.now}) for one in ready if one.id not in stay]
        claimed = outbox.steps(tx, going, LetterState.SENDING)
        for one, why in (*full, *changed):
            if one.approved_at and why.startswith("draft_"):
                approvals.lapse(tx, one, why)
            else:
                settle.hold(service, tx, one, why)
    with service.reading() as tx:
        sending = outbox.by_ids(tx, sorted(claimed))
    return len(changed) + settle.look_for(service, gone) + settle.submit(service, sending)
