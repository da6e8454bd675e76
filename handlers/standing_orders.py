"""What holds for every message whatever its kind: risk first, no silence without a reason, a date for every question.

Every handler's Plan is made here from the part that is the handler's own; nothing in here does anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers import answering
from handlers.arrival import Arrival, Rule
from handlers.beside import besides_thanks
from store.messages import Decision, Learned, NextAction, Plan, Question
from store.terms import Flag, Kind, Owner, Place, Quote

LONGEST_QUOTE = 60
MOST_QUOTES = 2

RISK_WORDS = {
    Flag.RISK_TO_LIFE: "risk to life",
    Flag.THREAT: "a threat",
    Flag.SAFEGUARDING: "somebody who needs protecting",
    Flag.DOMESTIC_ABUSE: "domestic abuse",
}

# What a flag asks of a person on a message from the public: text, owner, working days.
STEERING = {
    Flag.ADJUSTMENT: ("What do they need us to do differently, and is it recorded?", Owner.ADMINISTRATOR, 1),
    Flag.NON_ENGLISH: ("Which language do they need, and who translates?", Owner.ADMINISTRATOR, 1),
    Flag.REPRESENTATIVE: ("May this person act for the complainant? Is there written consent?", Owner.ADMINISTRATOR, 2),
    Flag.JOINT: ("Several people seem to ask together. Does each need a case?", Owner.ADMINISTRATOR, 2),
    Flag.MULTIPLE_REFERENCES: ("It names several references. Which of them is it about?", Owner.ADMINISTRATOR, 2),
    Flag.PRISON: ("They may be in custody. How do we write to them privately?", Owner.ADMINISTRATOR, 2),
    Flag.LITIGATION: ("Is a legal claim meant, and must anything be kept or paused?", Owner.MANAGER, 1),
    Flag.DISCRIMINATION: ("It speaks of discrimination. Does this change who must know?", Owner.MANAGER, 2),
    Flag.DEATH_OR_SERIOUS_INJURY: ("It speaks of a death or serious injury. Who must know?", Owner.MANAGER, 1),
    Flag.SENIOR_OFFICER: ("It speaks of a senior officer. Does this change who must know?", Owner.MANAGER, 1),
}

# Where nobody need look at once, and what half speaks of danger or of more than thanks must not lie.
OUT_OF_SIGHT = (Place.CASE_FILE, Place.FILED, Place.MACHINES, Place.UNWANTED)

# The queues of folder "1 To do" that wait for a decision.
WAITING_FOR_A_PERSON = (Place.CONFIRM, Place.UNSURE, Place.BOUNCED)


def plan(
    arrival: Arrival,
    rule: Rule,
    *,
    place: Place,
    joins_case: str = "",
    next_action: NextAction | None = None,
    learns: Learned | None = None,
    asks: Sequence[Question] = (),
) -> Plan:
    """The whole Plan for a message whose handler says where it goes, what becomes of its case and what it asks.

    A case is opened exactly where a next action is given, so no case is ever without one.
    """
    opens_case = next_action is not None
    decision = answering.may_acknowledge(arrival, rule)
    risks = [words for flag, words in RISK_WORDS.items() if flag in arrival.recognition.flags]
    uneasy = () if risks else (*_uneasy(arrival), *_besides_thanks(arrival))
    if uneasy and place in OUT_OF_SIGHT:
        place = Place.CONFIRM if opens_case else Place.UNSURE
    place = Place.URGENT if risks else place
    everything_asked = (
        *_safety(arrival, risks),
        *uneasy,
        *asks,
        *_further_kinds(arrival),
        *(_steering(arrival) if opens_case or rule.why_not is None else ()),
        *answering.by_hand(arrival, rule, decision, opens_case=opens_case),
    )
    dates = [question.due_on for question in everything_asked]
    return Plan(
        why=_why(arrival, rule, risks),
        place=place,
        may_acknowledge=decision,
        opens_case=opens_case,
        joins_case=joins_case,
        next_action=next_action,
        learns=learns or Learned(),
        letters=answering.letters(arrival, decision, opens_case=opens_case, joins_case=joins_case),
        asks=everything_asked,
        categories=_categories(rule, place, decision),
        flag_on=min([*dates, next_action.on] if next_action else dates, default=None),
    )


def _safety(arrival: Arrival, risks: Sequence[str]) -> tuple[Question, ...]:
    """Due today even on a Sunday: the question goes to whoever is called out."""
    if not risks:
        return ()
    text = f"Read this now: it may tell of {' and '.join(risks)}. Who must be told today?"
    return (Question("safety", text, Owner.MANAGER, arrival.today),)


def _uneasy(arrival: Arrival) -> tuple[Question, ...]:
    """A person reads what half speaks of danger: an old death and a past attempt are told in the same words."""
    if not arrival.recognition.uneasy or arrival.duplicate:
        return ()
    words = " ".join(arrival.recognition.uneasy[0].words.split())
    text = f"It says “{_cut(words)}”. Is that past, or is somebody at risk now?"
    return (Question("past_danger", text, Owner.ADMINISTRATOR, arrival.today),)


def _besides_thanks(arrival: Arrival) -> tuple[Question, ...]:
    """A person reads thanks that are not all that somebody says, or that bring a file: what matters may stand there."""
    if arrival.recognition.kind is not Kind.THANKS or arrival.duplicate:
        return ()
    says = besides_thanks(arrival.incoming.new_text)
    brings = any(not file.inline for file in arrival.incoming.attachments)
    if not (says or brings):
        return ()
    besides = " and ".join(([f"says “{_cut(says)}”"] if says else []) + (["brings a file"] if brings else []))
    text = f"It thanks us and {besides}. Is there anything in it to do?"
    return (Question("besides_thanks", text, Owner.ADMINISTRATOR, arrival.due(2)),)


def _further_kinds(arrival: Arrival) -> tuple[Question, ...]:
    """What the other kinds in the message ask; a request for a review among them is the handler's to deal with."""
    if arrival.duplicate:
        return ()
    others = (other for other in arrival.also if other.kind is not Kind.APPLICATION)
    return tuple(question for other in others for question in other.asks(arrival))


def _steering(arrival: Arrival) -> tuple[Question, ...]:
    if arrival.duplicate:
        return ()
    return tuple(
        Question(flag.value, text, owner, arrival.due(within))
        for flag, (text, owner, within) in STEERING.items()
        if flag in arrival.recognition.flags
    )


def _categories(rule: Rule, place: Place, decision: Decision) -> tuple[str, ...]:
    alarm = "Urgent" if place is Place.URGENT else "Needs a person" if place in WAITING_FOR_A_PERSON else ""
    silence = "" if decision.may else f"No auto-reply: {decision.reason}"
    return tuple(name for name in (rule.family, alarm, silence) if name)


def _why(arrival: Arrival, rule: Rule, risks: Sequence[str]) -> str:
    """One sentence: what the message was taken for and the words that said so."""
    read_as = f"Read as {rule.words}"
    if rule.kind is Kind.UNCLEAR:
        likeliest = " or ".join(other.words for other in arrival.guesses)
        read_as = f"Nothing in it says surely what it is{'; it may be ' + likeliest if likeliest else ''}"
    evidence = " and ".join(quoted(quote) for quote in arrival.recognition.reasons[:MOST_QUOTES])
    urgency = f", and put first because it may tell of {' and '.join(risks)}" if risks else ""
    return f"{read_as}{', because ' + evidence if evidence else ''}{urgency}."


def quoted(quote: Quote) -> str:
    """The words of a quote, cut short, with where they stood."""
    words = _cut(" ".join(quote.words.split()))
    says = " ".join(quote.says.split()).rstrip(".")
    return f"the {quote.place} says “{words}”{f' ({says})' if says else ''}"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"
