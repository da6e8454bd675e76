"""What is passed on to the manager, and why: the triggers as rules over a case as it is counted; tells nobody.

Each rule answers how much of it there is: the number of the newest message that says so, or a count. A case is passed
on again only when that has grown, and stays with the manager until somebody says that they have seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from handlers.kinds import URGENT as DANGERS
from handlers.told import Told, refuse
from handlers.working_days import WorkingDays
from store.messages import CaseRecord, Question, Ruling
from store.terms import Flag, Kind, Owner, State, Trigger

CODE = "escalation:"
"""How the code of a question begins with which something is passed on."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A case with the number of its newest message that carries a flag or is of a kind, by the word for that."""

    record: CaseRecord
    newest: Mapping[str, int]
    today: date
    old_after: int


@dataclass(frozen=True, slots=True)
class Escalation:
    """Something to be passed on: why, how much of it there is, and one sentence without personal data."""

    trigger: Trigger
    evidence: int
    why: str

    @property
    def code(self) -> str:
        """The code of the question that asks whether it was seen."""
        return f"{CODE}{self.trigger} {self.evidence}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One trigger: how much of it there is on a case, 0 for none, and the sentence that says why it matters."""

    trigger: Trigger
    evidence: Callable[[Watched], int]
    why: str


def _says(*words: Flag | Kind) -> Callable[[Watched], int]:
    return lambda watched: max((watched.newest.get(word, 0) for word in words), default=0)


def _asked(code: str) -> Callable[[Watched], int]:
    """How many open questions of the case have this code, or begin with it and say of which request."""
    return lambda watched: sum(one.code.partition(" ")[0] == code for one in watched.record.questions)


def _raised(watched: Watched) -> int:
    """The latest day, as a number, on which somebody of the team passed it on and it was not seen since."""
    raised = f"{CODE}{Trigger.RAISED} "
    days = (one.code.removeprefix(raised) for one in watched.record.questions if one.code.startswith(raised))
    return max((int(day) for day in days if day.isdigit()), default=0)


def _disputes(watched: Watched) -> int:
    return sum(span.state is State.BODY_DISPUTED for span in watched.record.spans)


def _age(watched: Watched) -> int:
    """How many times over it is old."""
    return (watched.today - watched.record.received_on).days // watched.old_after


_T = Trigger
RULES: tuple[Rule, ...] = (
    Rule(_T.RISK, _says(*DANGERS), "A message speaks of danger to somebody. Read it at once."),
    Rule(
        _T.WRONG_PERSON,
        _asked("may_have_gone_to_the_wrong_person"),
        "A letter may have reached the wrong person. That may have to be reported within 72 hours.",
    ),
    Rule(_T.RAISED, _raised, "Somebody of the team passed it on to you. The history of the case says why."),
    Rule(_T.DEATH, _says(Flag.DEATH_OR_SERIOUS_INJURY), "It speaks of a death or a serious injury."),
    Rule(_T.CHILD, _says(Flag.MINOR), "It seems to come from a child or young person."),
    Rule(_T.DISCRIMINATION, _says(Flag.DISCRIMINATION), "It speaks of discrimination."),
    Rule(_T.SENIOR_OFFICER, _says(Flag.SENIOR_OFFICER), "It seems to be about a senior officer."),
    Rule(
        _T.MEDIA,
        _says(Kind.PRESS, Kind.ELECTED_REPRESENTATIVE),
        "The press or somebody elected has written about it.",
    ),
    Rule(_T.LITIGATION, _says(Flag.LITIGATION, Kind.LEGAL), "It speaks of a court, a claim or a lawyer."),
    Rule(_T.SEVERAL_PEOPLE, _says(Flag.JOINT), "Several people complain together."),
    Rule(_T.PAPERS_REFUSED, _asked("papers_refused"), "The police will not send papers."),
    Rule(
        _T.RECOMMENDATION_REFUSED,
        lambda watched: int(watched.record.recommendation == "rejected"),
        "The police have not accepted our recommendation.",
    ),
    Rule(_T.BODY_DISPUTED, _disputes, "It is disputed whose review it is."),
    Rule(_T.OLD, _age, "It has been with us for very long."),
)
"""What is passed on to the manager: the practice of the office, which no provision of law asks for."""
_WHY: Mapping[Trigger, str] = MappingProxyType({rule.trigger: rule.why for rule in RULES})


def escalations(watched: Watched) -> Iterator[Escalation]:
    """Everything about the case that belongs before the manager today, the most pressing first."""
    for rule in RULES:
        if evidence := rule.evidence(watched):
            yield Escalation(rule.trigger, evidence, rule.why)


def of_message(number: int, flags: Iterable[str]) -> Iterator[Escalation]:
    """What of a message that belongs to no case the manager has to know: that it speaks of danger."""
    if set(flags) & set(DANGERS):
        yield Escalation(Trigger.RISK, number, why(Trigger.RISK))


def why(trigger: Trigger) -> str:
    """Why it matters, in one sentence."""
    return _WHY[trigger]


def question(found: Escalation, reference: str, today: date, days: WorkingDays) -> Question:
    """The question with which it stays with the manager until somebody has seen it."""
    seen = f"Once you have: seen {reference}." if reference else "Once you have, say so: settled."
    return Question(found.code, f"{found.why} {seen}", Owner.MANAGER, days.add(today, 1))


def escalate(told: Told) -> Ruling:
    """The case is passed on to the manager for the reason given, once a day at most."""
    because, case = told.act.because or told.act.value, told.case
    if not because:
        return refuse("Say why the manager should know: escalate REF because …")
    found = Escalation(Trigger.RAISED, int(told.today.strftime("%Y%m%d")), why(Trigger.RAISED))
    if found.code in case.asked:
        return refuse(f"{case.reference} was passed on to the manager today already.")
    return Ruling(
        why=f"{told.by} passed it on to the manager: {because}",
        asks=(question(found, case.reference, told.today, told.days),),
    )


def seen(told: Told) -> Ruling:
    """Everything that was passed on to the manager about the case has been seen."""
    codes = tuple(sorted(code for code in told.case.asked if code.startswith(CODE)))
    if not codes:
        return refuse(f"Nothing that was passed on about {told.case.reference} waits to be seen.")
    return Ruling(why=f"{told.by} has seen what was passed on to the manager.", settles=codes)
