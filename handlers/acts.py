"""The table of acts: what each thing a person can say leads to, and where a dragged card tells it; does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from handlers import (
    asking,
    classifying,
    ending,
    escalation,
    further_letters,
    lateness,
    learning_themes,
    notices,
    paper_acts,
    party_acts,
    reviewing,
    validity,
)
from handlers.course import may_follow
from handlers.told import BEFORE_ACCEPTANCE, Told, refuse
from store.messages import Act, CaseView, Ruling, Verb
from store.terms import STAGE_OF, Stage, State, TimeResult

_V = Verb
RULES: Mapping[Verb, Callable[[Told], Ruling]] = MappingProxyType(
    {
        _V.ACCEPT: validity.accept,
        _V.OURS: validity.settle_body,
        _V.TIME: validity.settle_time,
        _V.DISPUTE: validity.dispute,
        _V.DRAFT_TRANSFER: validity.transfer,
        _V.DRAFT_LATE: lateness.late,
        _V.DRAFT_ACCEPT_LATE: lateness.accept_late,
        _V.DRAFT_NOT_VALID: validity.not_valid,
        _V.ASK_MORE: asking.ask_more,
        _V.ASK_CONSENT: asking.ask_consent,
        _V.ASK_REASONS: asking.ask_reasons,
        _V.CONSENT: asking.consent,
        _V.ADJUST: further_letters.adjust,
        _V.RESTRICT: further_letters.restrict,
        _V.DRAFT_FINAL: further_letters.final_position,
        _V.CHECK_CONTACT: further_letters.check_contact,
        _V.ASK_IOPC_DATE: further_letters.ask_iopc_date,
        _V.ASK_POLICE: paper_acts.ask_police,
        _V.CHASE_POLICE: paper_acts.chase_police,
        _V.PAPERS_COMPLETE: paper_acts.papers_complete,
        _V.PAPER_ITEM: paper_acts.paper_item,
        _V.MORE_TIME: paper_acts.more_time,
        _V.UNIT: paper_acts.unit,
        _V.ASSIGN: reviewing.assign,
        _V.NO_CONFLICT: reviewing.no_conflict,
        _V.ENQUIRE: reviewing.enquire,
        _V.INVESTIGATED: classifying.investigated,
        _V.NOT_INVESTIGATED: classifying.not_investigated,
        _V.ALLEGATIONS: classifying.allegations,
        _V.DRAFT_UPHELD: reviewing.upheld,
        _V.DRAFT_NOT_UPHELD: reviewing.not_upheld,
        _V.SUBMIT: reviewing.submit,
        _V.RETURN: reviewing.returned,
        _V.ANSWERED: reviewing.answered,
        _V.DRAFT_WITHDRAWAL: ending.withdrawal,
        _V.HOLD: ending.hold,
        _V.RELEASE: ending.release,
        _V.CLOSE: ending.close,
        _V.REOPEN: ending.reopen,
        _V.NOTE: ending.note,
        _V.ACKNOWLEDGE: ending.acknowledge,
        _V.ESCALATE: escalation.escalate,
        _V.SEEN: escalation.seen,
        _V.THEME: learning_themes.tag,
        _V.PARTY: party_acts.record,
        _V.LINK: party_acts.link,
    }
)


def rule(told: Told) -> Ruling:
    """Everything the act leads to, or the one sentence that says why nothing happens.

    A case on hold answers only to what lets it go on, to notes and to who owns it; a state never follows another that
    `MOVES` does not allow.
    """
    if told.act.verb is Verb.STAGE:
        return _dragged(told, Stage(told.act.value))
    if told.case.state is State.ON_HOLD and told.act.verb not in _ON_HOLD:
        return refuse(f"{told.case.reference} is on hold. Release it first.")
    found = RULES[told.act.verb](told)
    if found.moves_to and not may_follow(told.case.state, found.moves_to):
        words = found.moves_to.replace("_", " ")
        return refuse(f"{told.case.reference} cannot go from {told.case.state.replace('_', ' ')} to {words}.")
    answered = () if found.refused else notices.answered(told.case, told.act.verb)
    return replace(found, settles=(*found.settles, *answered)) if answered else found


_ON_HOLD = (
    Verb.RELEASE,
    Verb.NOTE,
    Verb.ASSIGN,
    Verb.DRAFT_WITHDRAWAL,
    Verb.ADJUST,
    Verb.RESTRICT,
    Verb.CONSENT,
    Verb.ESCALATE,
    Verb.SEEN,
    Verb.PARTY,
    Verb.LINK,
    Verb.INVESTIGATED,
    Verb.NOT_INVESTIGATED,
    Verb.ALLEGATIONS,
    Verb.THEME,
)


def _dragged(told: Told, stage: Stage) -> Ruling:
    """What it means that the card lies in this stage now."""
    if STAGE_OF[told.case.state] is stage:
        return Ruling()
    verb = _meaning(told.case, stage)
    if verb is None:
        return refuse(_NOT_BY_A_DRAG[stage].format(reference=told.case.reference))
    return rule(replace(told, act=replace(told.act, verb=verb, value="")))


def meant(case: CaseView, act: Act) -> Verb:
    """What somebody said by an act: of a dragged card, what it means where the case stands."""
    return act.verb if act.verb is not Verb.STAGE else _meaning(case, Stage(act.value)) or act.verb


def _meaning(case: CaseView, stage: Stage) -> Verb | None:
    if case.state is State.ON_HOLD:
        return Verb.RELEASE if case.held_from and STAGE_OF[case.held_from] is stage else None
    if stage is Stage.ON_HOLD:
        return Verb.HOLD
    if stage is Stage.CLOSED:
        return Verb.CLOSE
    if stage is Stage.WAITING_POLICE:
        return Verb.ACCEPT if case.state in BEFORE_ACCEPTANCE else None
    if stage is Stage.WAITING_COMPLAINANT:
        return _what_to_ask(case)
    if stage is Stage.ASSESSMENT:
        if case.state in reviewing.FOR_A_SIGNER:
            return Verb.RETURN
        return Verb.PAPERS_COMPLETE if STAGE_OF[case.state] is Stage.WAITING_POLICE else None
    if stage is Stage.SIGN_OFF:
        return Verb.SUBMIT
    return None


def _what_to_ask(case: CaseView) -> Verb | None:
    """What is asked of them: consent before anything else, then reasons where it is late, then what is missing."""
    representative = case.party("representative")
    if representative and not representative.consent_on:
        return Verb.ASK_CONSENT
    if case.state not in BEFORE_ACCEPTANCE:
        return None
    return Verb.ASK_REASONS if case.time_result == TimeResult.LATE and case.body_by else Verb.ASK_MORE


_NOT_BY_A_DRAG: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.VALIDITY: "{reference} is past the validity check. Reopen that question by a mail: say what is wrong.",
        Stage.WAITING_POLICE: "{reference} was accepted already. `Do: ask` or `Do: chase` writes to the police.",
        Stage.WAITING_COMPLAINANT: "Write to them yourself: no ready letter fits where {reference} stands.",
        Stage.ASSESSMENT: "{reference} cannot be assessed before it is accepted and its papers are here.",
        Stage.SIGN_OFF: "There is no outcome letter yet for {reference}.",
        Stage.READY_TO_CLOSE: "{reference} comes here by itself once everybody has been told the outcome.",
        Stage.ON_HOLD: "{reference} is on hold already.",
        Stage.CLOSED: "{reference} ends by the letter that tells people so.",
    }
)
