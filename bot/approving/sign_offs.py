"""Signatures: asks the one who may sign, on the very words that will leave, and does what they answer. Signs nothing.

An answer counts only from that person's own mailbox, proved internal, with the open code, while the drafts still say
what was shown; any later edit makes it void, and the signer is asked anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.approving import approval_checks, draft_reading, signers
from bot.approving.sign_off_words import (
    Answer,
    as_first_written,
    as_shown,
    changes,
    letter_words,
    recipient_words,
    summary,
    whole_text,
)
from bot.approving.signers import ToSign
from bot.casework.rulings import act_on
from bot.desk.team_mail import tell, write
from config.team_section import MemberSection
from handlers.correspondence import BY_NAME
from handlers.further_letters import BESIDE_ITS_COURSE
from handlers.reviewing import FOR_A_SIGNER
from store import casework, decisions, drafts, outbox, questions, sign_offs
from store.engine import Tx
from store.messages import Act, CaseView, Question, Verb
from store.outbox import Queued
from store.sign_offs import Asked
from store.terms import Approval, LetterState, Owner, State, london_date

if TYPE_CHECKING:
    from bot.service import Service

_WAITS = LetterState.AWAITING_APPROVAL
Unit = Sequence[Queued]
"""The letters of one package that are left, or one letter by itself: what is signed as one."""


def pass_(service: Service) -> int:
    """Answers have had their effect, questions on changed words have lapsed, whoever is to sign next has been asked."""
    done = 0
    with service.reading() as tx:
        pending = sign_offs.not_settled(tx)
    for one in pending:
        done += _answered(service, one) if one.answered_at else _still_stands(service, one)
    with service.reading() as tx:
        units = _waiting(tx)
    for package, unit in units.items():
        done += _ask(service, package, unit)
    return done


# --- asking ---------------------------------------------------------------------------------------------------------


def _waiting(tx: Tx) -> Mapping[str, Unit]:
    """What waits for a signature, whole packages only."""
    letters = [one for one in drafts.waiting(tx) if one.approval is Approval.SIGNED]
    packages = drafts.of_packages(tx, {one.package for one in letters})
    units = {one.package or one.key: packages.get(one.package, (one,)) for one in letters}
    return {name: unit for name, unit in units.items() if all(one.state is _WAITS for one in unit)}


def _ask(service: Service, package: str, unit: Unit) -> int:
    """The one who may sign is asked, once the letters are finished and have rested; or a person hears why not."""
    settle = timedelta(seconds=service.settings.approval.settle_seconds)
    if any(one.changed_at and service.clock.now() - one.changed_at < settle for one in unit):
        return 0
    with service.reading() as tx:
        last = sign_offs.last(tx, package)
        case = _case(tx, unit[0].case_id)
        kept = {one.key: outbox.content(tx, one) for one in unit}
        waits = last is not None and last.lapsed_at is None and last.settled_at is None
        if waits or (case and case.state is State.ON_HOLD) or not _is_due(case, unit, kept, last):
            return 0
        why = next((why for one in unit if (why := approval_checks.refusal(service, tx, one))), "")
        letters = _letters(unit)
        signer = signers.whom_to_ask(service.settings, case, letters, london_date(tx.now))
        known = {asked.code for asked in questions.still_open(tx, subject=f"package:{package}")}
    code = "cannot_leave" if why else "no_signer"
    if ((why or signer is None) and code in known) or not _is_as_read(service, unit):
        return 0
    with service.writing() as tx:
        if why or signer is None:
            lacks = signers.whom_it_must_add(service.settings, case, letters)
            why = why or f"Nobody who may sign it is there. IT adds {lacks} to the settings."
            return _tell_a_person(service, tx, package, unit, code, why)
        _ask_signer(service, tx, package, unit, case, kept, signer, last)
    return 1


def _is_as_read(service: Service, unit: Unit) -> bool:
    """Whether every draft says at this moment what was last read in it."""
    said_the_same = draft_reading.look(service, unit)
    return all(said_the_same.get(one.id) for one in unit)


def _is_due(case: CaseView | None, unit: Unit, kept: Mapping[str, Mapping[str, Any]], last: Asked | None) -> bool:
    """Whether it is to be signed now: by itself where nothing was left open in it, otherwise once somebody said so."""
    submitted = any(one.submitted_at for one in unit)
    if last is not None and last.answer == Answer.RETURN:
        return any(one.submitted_at and last.answered_at and one.submitted_at > last.answered_at for one in unit)
    outcome = case is not None and case.state in FOR_A_SIGNER and any(one.letter.startswith("outcome_") for one in unit)
    return submitted or outcome or not any(words.get("gaps") for words in kept.values())


def _ask_signer(
    service: Service,
    tx: Tx,
    package: str,
    unit: Unit,
    case: CaseView | None,
    kept: Mapping[str, Mapping[str, Any]],
    signer: MemberSection,
    last: Asked | None,
) -> None:
    shown = {key: as_shown(words) for key, words in kept.items()}
    before = [_before(one.key, kept[one.key], last) for one in unit]
    code = sign_offs.new_code(tx, package)
    case_id, reference = unit[0].case_id, case.reference if case else ""
    occasion = f"{reference or 'no case'}:sign_off-{code}"
    facts = {
        "reference": reference,
        "letter_words": letter_words(unit),
        "recipient_words": recipient_words(unit),
        "summary": summary(case),
        "text": whole_text(unit, shown),
        "code": code,
        "changes": changes(before, [shown[one.key] for one in unit]),
        "because": "; ".join(dict.fromkeys(one.added.because for one in unit if one.added)),
    }
    mail_key = write(
        service, tx, "sign_off", occasion, case_id, unit[0].intake_id, signer.address, facts, votes=list(Answer)
    )  # fmt: skip
    sign_offs.ask(
        tx, case_id, package, code=code, signer=signer.name, shown_hash=_hash(unit), shown=shown,
        mail_key=mail_key,
    )  # fmt: skip
    for asked in list(questions.still_open(tx, subject=f"package:{package}")):
        questions.answer(tx, asked, by="the service, which could ask now")


def _before(key: str, kept: Mapping[str, Any], last: Asked | None) -> Sequence[str]:
    """What the signer saw of this letter last, or how it was written before anybody changed it."""
    return last.shown[key] if last is not None and key in last.shown else as_first_written(kept)


def _tell_a_person(service: Service, tx: Tx, package: str, unit: Unit, code: str, why: str) -> int:
    due_on = service.days.add(london_date(tx.now), 1)
    text = f"No signature can be asked for ({letter_words(unit)}). {why}"
    question = Question(code, text, Owner.MANAGER, due_on)
    return questions.ask(tx, f"package:{package}", question, case_id=unit[0].case_id)


# --- what became of a question --------------------------------------------------------------------------------------


def _still_stands(service: Service, one: Asked) -> int:
    """An open question lapses once the letters say something else or are not to be signed, or its signer is away."""
    with service.reading() as tx:
        why = _why_it_lapses(service, tx, one, _unit(tx, one))
    if not why:
        return 0
    with service.writing() as tx:
        sign_offs.lapse(tx, one, why)
    return 1


def _why_it_lapses(service: Service, tx: Tx, one: Asked, unit: Unit) -> str:
    if not unit or any(letter.state is not _WAITS for letter in unit):
        return "the letters do not wait any more"
    if _hash(unit) != one.shown_hash:
        return "the letters were changed"
    case = _case(tx, one.case_id)
    kept = {letter.key: outbox.content(tx, letter) for letter in unit}
    if not _is_due(case, unit, kept, None):
        return "the letters were returned"
    today = london_date(tx.now)
    signer = service.settings.team.by_name(one.signer)
    able = signer is not None and signers.may_sign(service.settings, case, _letters(unit), signer, today)
    if signer is None or not able or not signer.is_there(today):
        return "its signer is not there" if able else "its signer may not sign any more"
    return ""


def _answered(service: Service, one: Asked) -> int:
    """The answer has its effect on the drafts as they are now, or none if they are others by now."""
    with service.reading() as tx:
        unit = _unit(tx, one)
    draft_reading.look(service, [letter for letter in unit if letter.state is _WAITS])
    with service.writing() as tx:
        unit = _unit(tx, one)
        why = _approve(service, tx, one, unit) if one.answer == Answer.APPROVE else _return(service, tx, one, unit)
        if why:
            sign_offs.lapse(tx, one, why)
            lines = (f"Your answer to #{one.code} had no effect: {why}.", "You are asked again if it is still needed.")
            signer = service.settings.team.by_name(one.signer)
            if signer is not None:
                asked_by = outbox.by_key(tx, one.mail_key)
                about = asked_by.intake_id if asked_by else None
                tell(service, tx, signer.address, lines, f"sign_off:{one.code}", one.case_id, about)
        else:
            sign_offs.settled(tx, one)
    return 1


def _approve(service: Service, tx: Tx, one: Asked, unit: Unit) -> str:
    """The letters are approved by name, or the reason why they are not."""
    if why := _why_not_now(service, tx, one, unit):
        return why
    case = _case(tx, one.case_id)
    signer = service.settings.team.by_name(one.signer)
    assert signer is not None  # noqa: S101 - `_why_not_now` asked
    role = signers.role_of(service.settings, case, _letters(unit), signer)
    leaves_at = approval_checks.not_before(service, tx)
    mode = service.settings.sending.mode
    drafts.approve(tx, unit, by=one.signer, role=role, not_before=leaves_at, mode=mode, reasons=one.reasons)
    return ""


def _why_not_now(service: Service, tx: Tx, one: Asked, unit: Unit) -> str:
    if not unit or any(letter.state is not _WAITS for letter in unit):
        return "the letters do not wait any more"
    if _hash(unit) != one.shown_hash:
        return "the letters were changed after you were asked"
    signer = service.settings.team.by_name(one.signer)
    case = _case(tx, one.case_id)
    if signer is None or not signers.may_sign(service.settings, case, _letters(unit), signer, london_date(tx.now)):
        return "you may not sign these letters today"
    if drafts.on_hold(tx, [one.case_id]):
        return "the case is on hold"
    return next((why.rstrip(".") for letter in unit if (why := approval_checks.refusal(service, tx, letter))), "")


def _return(service: Service, tx: Tx, one: Asked, unit: Unit) -> str:
    """The letters are their writer's again, with the signer's words."""
    signer = service.settings.team.by_name(one.signer)
    roles = frozenset(signer.roles) if signer else frozenset()
    because = one.reasons or "no reason given"
    act = Act(Verb.RETURN, by=one.signer, roles=roles, because=because, source="the answer to a sign-off mail")
    if one.case_id is None or stands_alone(unit):
        drafts.submitted_alone(tx, unit, yes=False)
        _tell_its_writer(service, tx, one, unit)
    elif (done := act_on(service, tx, one.case_id, act, subject=f"sign_off:{one.code}")).refused:
        return done.said.rstrip(".")
    for letter in unit:
        decisions.keep(
            tx, one.case_id, drafts.decision_on(letter), "returned", by=one.signer, letter_key=letter.key,
            words_hash=letter.seen_hash, reasons=because,
        )  # fmt: skip
    return ""


def _tell_its_writer(service: Service, tx: Tx, one: Asked, unit: Unit) -> None:
    """A person hears of a return that no card shows; the reasons stand in the signer's own mail."""
    due_on = service.days.add(london_date(tx.now), 1)
    text = (
        f"{one.signer} returned a letter ({letter_words(unit)}). Read why in their answer to #{one.code}, correct the "
        "draft in For sign-off, then drop it in Approve and send again."
    )
    question = Question(f"returned {one.code}", text, Owner.ADMINISTRATOR, due_on)
    questions.ask(tx, f"package:{one.package}", question, case_id=one.case_id)


def stands_alone(unit: Unit) -> bool:
    """Whether signing or returning these letters is no step of a case: there is none, or it goes on beside them."""
    beside = BESIDE_ITS_COURSE | {name for name, letter in BY_NAME.items() if not letter.decides}
    return all(one.case_id is None or one.letter in beside for one in unit)


# --- what they share ------------------------------------------------------------------------------------------------


def _unit(tx: Tx, one: Asked) -> Unit:
    letter = outbox.by_key(tx, one.package)
    found = (letter,) if letter else drafts.of_packages(tx, [one.package]).get(one.package, ())
    return tuple(letter for letter in found if letter.state is not LetterState.CANCELLED)


def _hash(unit: Unit) -> str:
    """What the letters say, all of them together, as one hash."""
    said_now = sorted((one.key, one.seen_hash) for one in unit)
    return hashlib.sha256(json.dumps(said_now).encode()).hexdigest()


def _letters(unit: Unit) -> list[ToSign]:
    return [ToSign(BY_NAME[one.letter], one.writer, one.added) for one in unit]


def _case(tx: Tx, case_id: int | None) -> CaseView | None:
    return None if case_id is None else casework.view(tx, case_id)
