"""Whether a message may be answered by itself, and if not, why not in words; orders letters and writes none."""

from __future__ import annotations

from handlers.arrival import Arrival, Rule
from handlers.kinds import STOPPING_FLAGS
from handlers.working_days import in_words
from store.messages import Decision, LetterOrder, Question
from store.terms import Flag, Kind, Owner, WhyNot

# No comma or semicolon in these words: Outlook separates categories with them.
REASONS = {
    WhyNot.MACHINE: "a machine sent it",
    WhyNot.BULK: "it went to many people at once",
    WhyNot.NEVER_ANSWER: "nobody reads the address it came from",
    WhyNot.OWN_SYSTEM: "it came from one of our own systems",
    WhyNot.FORCE_OR_IOPC: "it came from the police or the IOPC",
    WhyNot.RISK: "somebody may be at risk",
    WhyNot.ABUSIVE: "it may be abusive",
    WhyNot.MINOR: "somebody in it may be under 18",
    WhyNot.RESTRICTED: "we write to this person only as agreed",
    WhyNot.FORGED: "the sender may be forged",
    WhyNot.LEGAL: "it is a legal matter",
    WhyNot.PRESS: "it came from the press",
    WhyNot.ELECTED: "it came from an elected office",
    WhyNot.CHIEF_OFFICER: "it is about a chief officer",
    WhyNot.ABOUT_US: "it is about our own service",
    WhyNot.INFORMATION_RIGHTS: "it asks for information or reports a breach",
    WhyNot.THIRD_PARTY: "it is not from the complainant",
    WhyNot.DUPLICATE: "we already hold the same message",
    WhyNot.CAP: "the limit for automatic letters is reached",
    WhyNot.PAUSED: "sending is paused",
    WhyNot.UNREADABLE: "the sender cannot be read for certain",
    WhyNot.BY_HAND: "a person put it where people deal with it",
    WhyNot.KIND: "this kind of message is not answered automatically",
}

# Where nobody can say what a message is, these mean that no member of the public waits for an answer.
NOT_THE_PUBLIC = (WhyNot.MACHINE, WhyNot.BULK, WhyNot.OWN_SYSTEM, WhyNot.FORCE_OR_IOPC)


def may_acknowledge(arrival: Arrival, rule: Rule) -> Decision:
    """Whether the neutral letter may go to the sender by itself; the first reason against it wins."""
    why_not = _first_reason_against(arrival, rule)
    if why_not is None:
        return Decision(True, "a person wrote to us and nothing speaks against a neutral answer")
    return Decision(False, REASONS[why_not], why_not)


def _first_reason_against(arrival: Arrival, rule: Rule) -> WhyNot | None:
    if arrival.duplicate:
        return WhyNot.DUPLICATE
    if arrival.recognition.why_not:
        return arrival.recognition.why_not
    if arrival.restricted:
        return WhyNot.RESTRICTED
    for flag, why_not in STOPPING_FLAGS.items():
        if flag in arrival.recognition.flags:
            return why_not
    if not arrival.incoming.sender:
        return WhyNot.UNREADABLE
    return rule.why_not


def letters(arrival: Arrival, decision: Decision, *, opens_case: bool, joins_case: str) -> tuple[LetterOrder, ...]:
    """The one letter a message is answered with, or none where it may not be answered by itself."""
    if not decision.may:
        return ()
    facts = {"received_on": in_words(arrival.received_on), "reply_by": _look_by(arrival)}
    if not joins_case:
        facts |= {"for_another": "yes" if Flag.REPRESENTATIVE in arrival.recognition.flags else "", "on_paper": ""}
    if opens_case:
        return (LetterOrder("acknowledgement", "opened", facts),)
    return (LetterOrder("receipt" if joins_case else "acknowledgement", "received", facts),)


def _look_by(arrival: Arrival) -> str:
    """The day a letter may promise: the office's own target, and after a delay of ours the next working day."""
    target = arrival.days.add(arrival.received_on, arrival.targets.acknowledge_within)
    return in_words(max(target, arrival.days.add(arrival.today, 1)))


def by_hand(arrival: Arrival, rule: Rule, decision: Decision, *, opens_case: bool) -> tuple[Question, ...]:
    """Asks a person to answer whoever may expect an answer and cannot have an automatic one."""
    if decision.may or decision.why_not is WhyNot.DUPLICATE or not (opens_case or _expects_an_answer(rule, decision)):
        return ()
    text = f"Acknowledge this by hand: no automatic answer went because {decision.reason}."
    due_on = arrival.days.add(arrival.received_on, arrival.targets.acknowledge_within)
    return (Question("acknowledge_by_hand", text, Owner.ADMINISTRATOR, due_on),)


def _expects_an_answer(rule: Rule, decision: Decision) -> bool:
    if decision.why_not is WhyNot.BY_HAND or (rule.kind is Kind.UNCLEAR and decision.why_not in NOT_THE_PUBLIC):
        return False
    return rule.why_not is None
