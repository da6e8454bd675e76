"""The sample of a month is the same for everybody who draws it, has every kind of work in it, and nobody's own."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sampling import Decided, Sample, decision_of, draw, month_of
from store.messages import MISTAKE, CaseRecord, spans
from store.terms import DecisionKind, State

PEOPLE = ("A Li", "C Writer", "M Okafor")
SEED = "PCR 2026-11"


def decided(number: int, person: str, kind: DecisionKind, *others: str, on: date = date(2026, 11, 12)) -> Decided:
    """One decision of a month."""
    return Decided(f"PCR/2026/{number:05d}", kind, on, person, frozenset({person, *others}) - {""})


def drawn(every: list[Decided], sampler: str = "Q Checker", *, percent: int = 10, at_least: int = 5) -> Sample:
    """The sample of November 2026 with the usual share."""
    return draw(every, sampler, SEED, percent=percent, at_least=at_least, started_on=date(2026, 10, 1))


months = st.lists(
    st.tuples(st.sampled_from((*PEOPLE, "")), st.sampled_from(DecisionKind), st.booleans()), max_size=80
).map(lambda rows: [decided(at, *row[:2], *(["M Okafor"] if row[2] else [])) for at, row in enumerate(rows)])


@given(months, st.permutations(range(80)), st.sampled_from(PEOPLE))
def test_the_draw_does_not_depend_on_the_order(every: list[Decided], order: list[int], sampler: str) -> None:
    """In whatever order the decisions come, the same ones are drawn, in the same order."""
    mixed = [every[at] for at in order if at < len(every)]
    assert drawn(every, sampler) == drawn(mixed, sampler)


@given(months, st.sampled_from(PEOPLE), st.integers(1, 100), st.integers(1, 20))
def test_nobody_checks_their_own_and_enough_are_checked(
    every: list[Decided], sampler: str, percent: int, at_least: int
) -> None:
    """Nothing a sampler had a part in is theirs, none is there twice, and there are as many as the office chose."""
    found = drawn(every, sampler, percent=percent, at_least=at_least)
    checked = (*found.drawn, *found.always)
    assert len({one.reference for one in checked}) == len(checked)
    assert not any(sampler in one.people for one in checked)
    others = [one for one in every if sampler not in one.people and one.decision is not DecisionKind.LATE_REFUSED]
    wanted = max(at_least, -(-percent * len(every) // 100))
    assert len(found.drawn) == min(wanted, len(others))
    late = {one.reference for one in every if one.decision is DecisionKind.LATE_REFUSED}
    assert {one.reference for one in (*found.always, *found.for_others)} == late


@given(months, st.integers(1, 30))
def test_every_kind_of_everybodys_work_comes_before_any_comes_twice(every: list[Decided], at_least: int) -> None:
    """No decision of one person and kind is drawn a second time while one of another has not been drawn at all."""
    found = drawn(every, at_least=at_least)
    there = {(one.person, one.decision) for one in every if one.decision is not DecisionKind.LATE_REFUSED}
    count = Counter((one.person, one.decision) for one in found.drawn)
    assert len(count) == len(there) or max(count.values(), default=0) <= 1


def test_what_is_plenty_is_drawn_more_often() -> None:
    """After one of each, large heaps of work give more than small ones."""
    many = [decided(at, "C Writer", DecisionKind.NOT_UPHELD) for at in range(40)]
    few = [decided(at + 100, "A Li", DecisionKind.TRANSFERRED) for at in range(4)]
    count = Counter(one.person for one in drawn(many + few, at_least=11).drawn)
    assert count == {"C Writer": 10, "A Li": 1}


def test_another_month_draws_others() -> None:
    """The seed decides: the same cases in another month give another sample."""
    every = [decided(at, "C Writer", DecisionKind.UPHELD) for at in range(60)]
    other = draw(every, "Q Checker", "PCR 2026-12", percent=10, at_least=5)
    assert {one.reference for one in other.drawn} != {one.reference for one in drawn(every).drawn}


@pytest.mark.parametrize(
    ("on", "always"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_every_late_refusal_is_checked_in_the_first_three_months(on: date, *, always: bool) -> None:
    """From the first day and for three months each refusal of a late request is checked, and then as any other."""
    (one,) = [decided(1, "A Li", DecisionKind.LATE_REFUSED, on=on)]
    found = drawn([one])
    assert (found.always, found.drawn) == (((one,), ()) if always else ((), (one,)))
    assert drawn([one], "A Li").for_others == ((one,) if always else ())


def record(**more: object) -> CaseRecord:
    """A case received on 1 November 2026 that waits in triage."""
    day = date(2026, 11, 1)
    facts = {"reference": "PCR/2026/00001", "received_on": day, "opened_on": day, "state": State.TRIAGE}
    state = more.get("state", State.TRIAGE)
    course = spans(day, [] if state is State.TRIAGE else [(state, date(2026, 11, 20))])  # type: ignore[list-item]  # a state
    return CaseRecord(**{**facts, "spans": course, **more})  # type: ignore[arg-type]  # by name


def test_what_was_decided_is_read_from_the_record() -> None:
    """An outcome counts on the day it was decided, an end without one on the day of the end, a mistake not at all."""
    day = date(2026, 11, 20)
    assert decision_of(record()) is None
    assert decision_of(record(state=State.TRANSFERRED)) == (DecisionKind.TRANSFERRED, day)
    assert decision_of(record(state=State.OUT_OF_TIME)) == (DecisionKind.LATE_REFUSED, day)
    assert decision_of(record(state=State.INVALID)) == (DecisionKind.NOT_VALID, day)
    assert decision_of(record(state=State.INVALID, ground=MISTAKE)) is None
    assert decision_of(record(state=State.WITHDRAWN, outcome="upheld")) == (DecisionKind.WITHDRAWN, day)
    upheld = record(state=State.CLOSED, outcome="upheld", decided_on=date(2026, 11, 9))
    assert decision_of(upheld) == (DecisionKind.UPHELD, date(2026, 11, 9))
    assert decision_of(record(state=State.DRAFTING, outcome="upheld")) is None


def test_a_month_has_its_first_and_last_day() -> None:
    """A month is written with its year, and anything else is refused."""
    assert month_of("2026-12") == (date(2026, 12, 1), date(2026, 12, 31))
    assert month_of("2028-02") == (date(2028, 2, 1), date(2028, 2, 29))
    for wrong in ("2026", "2026-13", "November", ""):
        with pytest.raises(ValueError, match=r"Invalid|month"):
            month_of(wrong)
