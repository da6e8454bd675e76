"""Notices of the police or the IOPC that may move, restart or end a review: found by their words, and only asked about.

Another complaint from the same incident, a complaint taken up again, a new outcome letter, a referral to the IOPC. What
follows is a person's to say, by the verbs there are; while one is open, nothing lapses and no refusal leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from handlers.arrival import Arrival, Rule
from handlers.dates import dates
from handlers.told import day
from handlers.turns import GAP, patterns, turn
from handlers.whose import OF_THE_FORCE, OF_THE_IOPC, Sender
from store.messages import CaseView, Incoming, Plan, Question, Recognition, Verb
from store.terms import ENDS, Kind, Owner, Quote, State, WhyNot

PREFIX = "notice_"
"""How the code of every question about a notice begins."""
WAITING_LETTERS = frozenset({"late_refused", "no_right"})
"""The letters that refuse, which do not leave while a notice is open."""
_NEAR = 100  # characters after the words in which the date of a new letter stands
_QUOTED = 60
_IOPC = r"(?:the )?(?:iopc|independent office for police conduct)"
_MATTER = r"(?:complaint|matter|case|investigation|file)"
_AGAIN = r"(?:re-?open|re-?investigat|re-?handl|re-?consider|re-?examin)"


class Notice(StrEnum):
    """What a notice tells; the value is the code of its question."""

    LINKED = "notice_linked"
    REOPENED = "notice_reopened"
    NEW_OUTCOME = "notice_new_outcome"
    REFERRED = "notice_referred"


WORDS: Mapping[Notice, tuple[str, ...]] = MappingProxyType(
    {
        Notice.NEW_OUTCOME: (
            r"\b(?:new|revised|amended|corrected|replacement|updated|fresh|second|further) (?:final )?"
            r"(?:outcome|decision) (?:letter|report)\b",
            r"\bre-?(?:issued?|issuing|sent) (?:the |our |an? )?(?:amended |corrected )?outcome (?:letter|report)\b",
            rf"\boutcome (?:letter|report)\b{GAP}\b(?:re-?issued|replaced|superseded|re-?sent|amended)\b",
            r"\b(?:supersedes|replaces) (?:the |our )?(?:letter|outcome)\b",
        ),
        Notice.REOPENED: (
            rf"\b{_AGAIN}(?:ed|ing|led|ling)? (?:the |this |that |your |his |her |their )?{_MATTER}\b",
            rf"\b{_MATTER}\b{GAP}\b(?:has been|is being|is now being|will be|was|is to be|is) (?:now )?{_AGAIN}"
            r"(?:ed|led)?\b",
            rf"\b{_MATTER} (?:has been|is being|will be) (?:looked at|dealt with) (?:again|afresh|anew)\b",
            rf"\boutcome\b{GAP}\b(?:has been|is|was) (?:withdrawn|rescinded|set aside)\b",
            r"\b(?:withdrawn|withdrawing|withdrew|rescinded|set aside) (?:the|our|that) outcome\b",
        ),
        Notice.REFERRED: (
            rf"\b(?:referred|referring|refer)\b{GAP}\bto {_IOPC}\b",
            r"\b(?:made|making|make) (?:a |an )?(?:mandatory |voluntary )?referral\b",
            rf"\b(?:mandatory|voluntary) referral\b{GAP}\b(?:made|sent|submitted)\b",
            rf"\b{_IOPC} (?:has|have) (?:called|taken) (?:it|this|the matter|the complaint) (?:in|over)\b",
            r"\bhas (?:now )?been referred to us\b",
            r"\bwe (?:have decided|have determined|are|will) (?:to |be )?(?:investigat(?:e|ing) (?:this|it|the)"
            r"|call(?:ing)? (?:it|this) in)\b",
        ),
        Notice.LINKED: (
            rf"\b(?:another|a further|a second|a related|a separate) {_MATTER}\b{GAP}"
            r"\bsame (?:incident|event|matter|arrest|circumstances|stop|day)\b",
            r"\blinked (?:complaint|matter|case|conduct matter)s?\b",
            rf"\b{_MATTER} (?:is |are )?(?:linked|related|connected) (?:to|with) (?:this|another|the|your|a)\b",
            r"\barising from the same (?:incident|event|arrest|circumstances|stop)\b",
        ),
    }
)
"""What the police and the IOPC write, as patterns; the first notices ask for more than the later ones."""
_PATTERNS = MappingProxyType({notice: patterns(words) for notice, words in WORDS.items()})
_NOT_ITS_KIND = frozenset(
    {
        Kind.UNCLEAR, Kind.THANKS, Kind.FURTHER_REPRESENTATIONS, Kind.PROGRESS_CHASE, Kind.OUTCOME_DISPUTE,
        Kind.NEW_COMPLAINT, Kind.MISDIRECTED, Kind.THIRD_PARTY,
    }
)  # fmt: skip
"""What a notice may be taken for by its words, though the police and the IOPC write no such thing."""
_BODY = frozenset({Notice.LINKED, Notice.REFERRED})
ANSWERED_BY: Mapping[Verb, frozenset[Notice]] = MappingProxyType(
    {
        Verb.OURS: _BODY,
        Verb.DISPUTE: _BODY,
        Verb.TIME: frozenset({Notice.NEW_OUTCOME}),
        Verb.DRAFT_NOT_VALID: frozenset({Notice.REOPENED, Notice.NEW_OUTCOME}),
        **dict.fromkeys((Verb.DRAFT_TRANSFER, Verb.DRAFT_WITHDRAWAL, Verb.HOLD, Verb.REOPEN), frozenset(Notice)),
    }
)
"""Which notices are answered by what a person says of the case anyway."""
_WHO: Mapping[Sender, str] = MappingProxyType({Sender.FORCE: "The police say", Sender.IOPC: "The IOPC says"})
_ASKED: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.LINKED: (
            "that another complaint belongs with this one{quote}. If both come from one incident and the other is the "
            "IOPC's, this review may be too (regulation 32): dispute REF, draft transfer REF e, or ours REF. Are both "
            "ours? Then say: link REF to the other."
        ),
        Notice.REOPENED: (
            "that the complaint is taken up again{quote}. The outcome may not stand any more, and the review may have "
            "to wait or end: put the case on hold, or say not valid REF no outcome."
        ),
        Notice.NEW_OUTCOME: (
            "that there is a new outcome letter{on}{quote}. Does the time run anew from it? If so, say: time REF "
            "{when}. If the request came before it, put the case on hold and ask them which outcome they mean."
        ),
        Notice.REFERRED: (
            "that the matter goes to the IOPC{quote}. The review may then be the IOPC's (regulation 32), or have to "
            "wait: say dispute REF, draft transfer REF c, or ours REF; or put the case on hold."
        ),
    }
)
_NOTHING = " If nothing changes: settled REF notice."
_ENDED = " This review has ended: if it has to be looked at again, say reopen REF because …"


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice with the words that say so, and of a new letter its date, None where none is clear."""

    notice: Notice
    quote: Quote
    on: date | None = None


def noticed(incoming: Incoming, received_on: date) -> tuple[Noticed, ...]:
    """Every notice in the new words of a mail, whoever wrote it."""
    return tuple(_noticed(incoming, received_on))


def _noticed(incoming: Incoming, received_on: date) -> Iterator[Noticed]:
    for notice, wanted in _PATTERNS.items():
        if said := turn(incoming, wanted, "a notice"):
            on = _dated(said.after, received_on) if notice is Notice.NEW_OUTCOME else None
            yield Noticed(notice, said.quote, on)


def _dated(after: str, received_on: date) -> date | None:
    """The one clear day in the words that follow, none that is still to come."""
    found = [one for one in dates(after[:_NEAR].casefold(), received_on) if not one.doubt and one.day]
    return found[0].day if found and found[0].day and found[0].day <= received_on else None


def taken_for(recognition: Recognition, incoming: Incoming, sender: Sender, received_on: date) -> Recognition:
    """What a mail of the police or the IOPC is taken for, where its words are a notice and its manner says nothing."""
    if sender is Sender.ANYBODY or recognition.kind not in _NOT_ITS_KIND or not noticed(incoming, received_on):
        return recognition
    kind = Kind.FORCE_QUERY if sender is Sender.FORCE else Kind.IOPC_CORRESPONDENCE
    return replace(recognition, kind=kind, guesses=(), why_not=recognition.why_not or WhyNot.FORCE_OR_IOPC)


def of(arrival: Arrival, rule: Rule) -> tuple[Question, ...]:
    """What is asked because of notices in a mail of the police or the IOPC on a known case.

    Whoever is a party of the case gives none, whatever their mail was taken for.
    """
    if not is_one(arrival, rule) or arrival.known_case is None or arrival.known_case.role:
        return ()
    found = noticed(arrival.incoming, arrival.received_on)
    sender = Sender.IOPC if rule.kind in OF_THE_IOPC else Sender.FORCE
    return asks(found, sender, arrival.known_case.reference, arrival.known_case.state, arrival.due(0))


def unheeded(plan: Plan) -> Plan:
    """The plan without what its notices ask: nothing of a case waits for what is surely forged."""
    return replace(plan, asks=tuple(one for one in plan.asks if not one.code.startswith(PREFIX)))


def is_one(arrival: Arrival, rule: Rule) -> bool:
    """Whether a mail of the police or the IOPC is a notice."""
    return rule.kind in OF_THE_FORCE | OF_THE_IOPC and bool(noticed(arrival.incoming, arrival.received_on))


def asks(found: Iterable[Noticed], sender: Sender, reference: str, state: State, due_on: date) -> tuple[Question, ...]:
    """What the administrator is asked about each notice, the same day, with what it can change."""
    questions = []
    for one in found:
        quote = " ".join(one.quote.words.split())
        quote = quote if len(quote) <= _QUOTED else f"{quote[: _QUOTED - 1]}…"
        said = (
            _ASKED[one.notice]
            .replace("REF", reference)
            .format(
                quote=f" (“{quote}”)",
                on=f" of {day(one.on)}" if one.on else "",
                when=day(one.on) if one.on else "and the day it was provided",
            )
        )
        more = (_ENDED if state in ENDS else _NOTHING).replace("REF", reference)
        text = f"{_WHO.get(sender, 'A mail says')} {said}{more}"
        questions.append(Question(one.notice.value, text, Owner.ADMINISTRATOR, due_on))
    return tuple(questions)


def is_open(case: CaseView) -> bool:
    """Whether a notice about the case waits for an answer."""
    return any(code.startswith(PREFIX) for code in case.asked)


def answered(case: CaseView, verb: Verb) -> tuple[str, ...]:
    """The open questions about notices that this verb answers."""
    return tuple(sorted(case.asked & {one.value for one in ANSWERED_BY.get(verb, ())}))
