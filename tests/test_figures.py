"""Every figure is what a naive count over the same cases gives; each example says what a figure means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.aims import points as points_of
from config.settings import ConfigurationFault, Settings, load
from handlers import figures, holders, performance, weeks
from handlers.allocating import Person, Points, rooms
from handlers.day_counts import DayCounts, Spent
from handlers.definitions import DEFINITIONS
from handlers.holders import HeldBy
from handlers.measures import Share, middle, share
from handlers.silence import silent
from handlers.working_days import WorkingDays
from store.messages import (
    MISTAKE,
    CaseRecord,
    PaperRequest,
    RequestRecord,
    Step,
    Target,
    TargetTable,
    WaitingLetter,
    spans,
)
from store.terms import ENDS, Asked, RequestState, Stage, State

DAYS = WorkingDays()
COUNTS = DayCounts(DAYS)
MONDAY = date(2026, 11, 23)
FIVE = TargetTable((Target(Step.ACKNOWLEDGEMENT, 5), Target(Step.PAPERS, 10), Target(Step.COMPLETION, 60, False)))
DAY = timedelta(days=1)


def case(number: int = 1, received_on: date = MONDAY, *moves: tuple[State, date], **more: object) -> CaseRecord:
    """A case that was received and opened on a day, and came to these states."""
    known: dict[str, object] = {"next_on": received_on, "opened_on": received_on, **more}
    opened_on = known.pop("opened_on")
    assert isinstance(opened_on, date)
    state = moves[-1][0] if moves else State.TRIAGE
    return CaseRecord(
        f"PCR/2026/{number:05d}", received_on, opened_on, state, spans(opened_on, moves), **known  # type: ignore[arg-type]
    )  # fmt: skip


@st.composite
def some_cases(draw: st.DrawFn) -> list[CaseRecord]:
    """Cases with any course, on any days of a year with bank holidays in it."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        received = date(2026, 3, 1) + draw(st.integers(0, 260)) * DAY
        day, moves = received, []
        for _ in range(draw(st.integers(0, 6))):
            day += draw(st.integers(0, 40)) * DAY
            moves.append((draw(st.sampled_from(State)), day))
        maybe = st.one_of(st.none(), st.dates(received, received + 120 * DAY))
        found.append(
            case(
                number,
                received,
                *moves,
                acknowledged_on=draw(maybe),
                accepted_on=draw(maybe),
                told_on=draw(maybe),
                next_on=draw(maybe),
                owner=draw(st.sampled_from(["", "A Li", "C Writer"])),
                outcome=draw(st.sampled_from(["", "upheld", "not_upheld"])),
                ground=draw(st.sampled_from(["", "", MISTAKE])),
            )
        )
    return found


TODAY = st.integers(0, 330).map(lambda n: date(2026, 3, 1) + n * DAY)


def naive_working(since: date, until: date) -> int:
    """Day by day."""
    return sum(DAYS.is_working_day(since + n * DAY) for n in range(1, (until - since).days + 1))


# --- days -----------------------------------------------------------------------------------------------------------


@given(st.dates(date(2019, 1, 1), date(2028, 12, 31)), st.integers(-50, 1200))
@settings(max_examples=200, deadline=None)
def test_working_days_are_counted_one_by_one(since: date, more: int) -> None:
    """The quick count is the count day by day, over New Year and over years; an earlier day gives none."""
    assert COUNTS.working(since, since + more * DAY) == naive_working(since, since + more * DAY)


@given(st.lists(st.integers(0, 90), min_size=1))
def test_the_ninetieth_percentile_is_one_of_them(values: list[int]) -> None:
    """It is the smallest number that nine in ten do not exceed."""
    found = middle(values).p90
    assert found in values
    assert sum(one <= found for one in values) * 10 >= len(values) * 9
    smaller = [one for one in values if one < found]
    assert len(smaller) * 10 < len(values) * 9


def test_of_nothing_there_is_no_share() -> None:
    """Of no cases there is neither a share nor a median, which is not the same as nought."""
    assert share([]).percent is None
    assert (middle([]).median, middle([]).p90, middle([]).n) == (None, None, 0)
    assert share([True, False]) == Share(1, 2)


# --- a day ----------------------------------------------------------------------------------------------------------


@given(some_cases(), TODAY)
@settings(max_examples=150, deadline=None)
def test_a_day_is_counted_as_by_hand(cases: list[CaseRecord], today: date) -> None:
    """Open, due, overdue, stages and ages are what a plain loop over the cases finds."""
    still = [one for one in cases if one.ground != MISTAKE and one.state not in ENDS]
    held = (State.ON_HOLD, State.BODY_DISPUTED)
    due = [one.next_on for one in still if one.state not in held and one.next_on]
    week = {today + n * DAY for n in range(7 - today.weekday())}
    found = figures.tiles(cases, today, since=today - 3 * DAY)
    assert found.open == len(still)
    assert found.overdue == len([on for on in due if on < today])
    assert found.due_today == due.count(today)
    assert found.due_this_week == len([on for on in due if on in week])
    recent = {today, today - DAY, today - 2 * DAY}
    assert found.new == len([one for one in cases if one.opened_on in recent and one.ground != MISTAKE])
    assert sum(figures.by_stage(cases).values()) == len(still)
    came = [one for one in still if one.received_on <= today]
    assert sum(figures.by_age(came, today)) == len(came)


def test_the_bands_of_age_meet() -> None:
    """Days 14, 28, 42 and 56 lie in the lower band, the days after them in the upper one."""
    ages = (0, 14, 15, 28, 29, 42, 43, 56, 57, 400)
    assert figures.by_age([case(n, MONDAY - n * DAY) for n in ages], MONDAY) == (2, 2, 2, 2, 2)


def test_a_case_on_hold_is_not_overdue() -> None:
    """What rests is neither due nor overdue, and is open."""
    held = case(1, MONDAY - 30 * DAY, (State.ON_HOLD, MONDAY - DAY))
    found = figures.tiles([held], MONDAY, since=MONDAY)
    assert (found.open, found.overdue, found.due_this_week) == (1, 0, 0)


def test_stages_come_in_the_order_of_the_board() -> None:
    """Every open stage is there, empty ones too, and Closed is not."""
    assert list(figures.by_stage([])) == [one for one in Stage if one is not Stage.CLOSED]


@given(some_cases(), TODAY)
@settings(max_examples=100, deadline=None)
def test_each_week_is_counted_as_by_hand(cases: list[CaseRecord], today: date) -> None:
    """What was received, ended and open in a week is what the courses say day by day."""
    real = [one for one in cases if one.ground != MISTAKE]
    for week in weeks.weeks(cases, today, 4):
        its_days = [week.monday + n * DAY for n in range(7) if week.monday + n * DAY <= today]
        assert week.received == len([one for one in real if one.received_on in its_days])
        ended = [one for one in real if one.state in ENDS and one.spans[-1].first in its_days]
        assert week.closed == len(ended)
        assert week.open == len([one for one in real if _stood(one, its_days[-1])])


def _stood(one: CaseRecord, day: date) -> bool:
    state = None
    for span in one.spans:
        if span.first <= day:
            state = span.state
    return state is not None and state not in ENDS


def test_a_forecast_goes_on_as_before() -> None:
    """Six weeks that each added two cases lead to eight more in four weeks, without spread."""
    past = [weeks.Week(MONDAY + n * weeks.WEEK, 3, 1, 10 + 2 * n) for n in range(8)]
    ahead = weeks.forecast(past)
    assert [(one.expected, one.low, one.high) for one in ahead] == [(n, n, n) for n in (24, 26, 28, 30)]
    assert ahead[0].monday == past[-1].monday


def test_there_is_no_forecast_without_six_whole_weeks() -> None:
    """Five changes from week to week are too few, and the running week is none of them."""
    past = [weeks.Week(MONDAY + n * weeks.WEEK, 0, 0, n) for n in range(7)]
    assert weeks.forecast(past) == ()


def test_a_forecast_is_wider_the_farther_ahead_and_never_below_none() -> None:
    """The range grows with the weeks, and nobody expects fewer than no cases."""
    past = [weeks.Week(MONDAY + n * weeks.WEEK, 0, 0, on) for n, on in enumerate((40, 30, 22, 16, 9, 5, 1, 0))]
    ahead = weeks.forecast(past)
    assert all(one.low <= one.expected <= one.high for one in ahead)
    assert ahead[-1].low == ahead[-1].expected == 0


# --- who had it -----------------------------------------------------------------------------------------------------


def test_each_day_counts_for_one_holder() -> None:
    """Two days with us, then five working days with the unit, a week of rest, and the rest with us again."""
    one = case(
        1, MONDAY, (State.PAPERS_REQUESTED, MONDAY + 2 * DAY), (State.ON_HOLD, MONDAY + 9 * DAY),
        (State.READY, MONDAY + 16 * DAY), (State.CLOSED, MONDAY + 17 * DAY),
    )  # fmt: skip
    found = holders.by_holder(one, MONDAY + 60 * DAY, COUNTS)
    assert found == {
        HeldBy.US: Spent(3, 3), HeldBy.UNIT: Spent(7, 5), HeldBy.COMPLAINANT: Spent(), HeldBy.HOLD: Spent(7, 5),
    }  # fmt: skip


@given(some_cases(), TODAY)
@settings(max_examples=100, deadline=None)
def test_holders_share_all_days(cases: list[CaseRecord], today: date) -> None:
    """The days of all holders together are those on which the case was open, each once."""
    for one in cases:
        found = holders.by_holder(one, today, COUNTS)
        open_days = [
            day for day in (one.opened_on + n * DAY for n in range(1, max(0, (today - one.opened_on).days) + 1))
            if _stood(one, day - DAY)
        ]  # fmt: skip
        assert sum(spent.calendar for spent in found.values()) == len(open_days)
        assert sum(spent.working for spent in found.values()) == sum(map(DAYS.is_working_day, open_days))


def test_what_a_unit_is_waited_for() -> None:
    """Days on hold do not count, the target for papers does, and chases are added up."""
    asked = RequestRecord(Asked.PAPERS, "AS", RequestState.OPEN, MONDAY, MONDAY + 14 * DAY, None, 2)
    late = case(1, MONDAY, (State.PAPERS_REQUESTED, MONDAY), unit="AS", requests=(asked,))
    rested = case(
        2, MONDAY, (State.PAPERS_REQUESTED, MONDAY), (State.ON_HOLD, MONDAY + 7 * DAY),
        (State.PAPERS_REQUESTED, MONDAY + 14 * DAY), unit="AS", requests=(asked,),
    )  # fmt: skip
    resting = case(3, MONDAY, (State.ON_HOLD, MONDAY), unit="AS", requests=(asked,))
    (found,) = figures.waiting_for_force([late, rested, resting], MONDAY + 16 * DAY, FIVE, COUNTS)
    assert (found.unit, found.cases, found.past_target, found.chases) == ("AS", 2, 1, 4)
    assert (found.waits.longest, found.waits.average) == (12, 9.5)


def test_an_answered_request_is_waited_for_no_more() -> None:
    """Papers that are complete, and a request that has not left, count for no unit."""
    ones = [
        case(n, unit="AS", requests=(RequestRecord(Asked.PAPERS, "AS", state, on, MONDAY),))
        for n, (state, on) in enumerate([(RequestState.COMPLETE, MONDAY), (RequestState.OPEN, None)])
    ]
    assert figures.waiting_for_force(ones, MONDAY + 9 * DAY, FIVE, COUNTS) == ()


def test_the_caseload_is_alphabetical() -> None:
    """Everybody of the team and whoever else has a case, by name and not by how much they have."""
    ones = [case(n, owner=who) for n, who in enumerate(["b Other", "C Writer", "C Writer", ""])]
    found = figures.caseload(ones, MONDAY, ["C Writer", "A Li"], away=frozenset({"A Li"}))
    assert [(one.person, one.open, one.is_away) for one in found] == [
        ("A Li", 0, True), ("b Other", 1, False), ("C Writer", 2, False),
    ]  # fmt: skip


def test_sign_offs_wait_the_longest_first() -> None:
    """Each with its case, its writer and its working days."""
    ones = [case(n, sign_offs=(WaitingLetter("outcome", MONDAY - n * DAY),), owner="C Writer") for n in (1, 5)]
    found = figures.sign_offs_waiting(ones, MONDAY, COUNTS)
    assert [(one.reference[-1], one.writer, one.days) for one in found] == [("5", "C Writer", 3), ("1", "C Writer", 1)]


# --- how long -------------------------------------------------------------------------------------------------------


def test_a_target_holds_from_its_day() -> None:
    """What began before a target changed is measured by the old one, whenever it ended."""
    table = TargetTable((Target(Step.ACKNOWLEDGEMENT, 5), Target(Step.ACKNOWLEDGEMENT, 1, since=MONDAY)))
    ones = [case(n, on, acknowledged_on=MONDAY + 3 * DAY) for n, on in enumerate((MONDAY - DAY, MONDAY))]
    steps = performance.performance(ones, MONDAY, MONDAY + 9 * DAY, table, COUNTS)
    (found,) = [one for one in steps if one.step is Step.ACKNOWLEDGEMENT]
    assert (found.n, found.in_target, [one.within for one in found.targets]) == (2, Share(1, 2), [5, 1])


@given(some_cases(), TODAY, st.integers(0, 90))
@settings(max_examples=100, deadline=None)
def test_steps_are_counted_as_by_hand(cases: list[CaseRecord], first: date, long: int) -> None:
    """A step counts in the period in which it ended, with its days and its target."""
    last = first + long * DAY
    found = {one.step: one for one in performance.performance(cases, first, last, FIVE, COUNTS)}
    real = [one for one in cases if one.ground != MISTAKE]
    acknowledged = [one for one in real if one.acknowledged_on and first <= one.acknowledged_on <= last]
    took = [naive_working(one.received_on, one.acknowledged_on) for one in acknowledged if one.acknowledged_on]
    assert found[Step.ACKNOWLEDGEMENT].working == middle(took)
    assert found[Step.ACKNOWLEDGEMENT].in_target == Share(sum(n <= 5 for n in took), len(took))
    told = [one for one in real if one.accepted_on and one.told_on and first <= one.told_on <= last]
    days = [(one.told_on - one.received_on).days for one in told if one.told_on]
    assert found[Step.COMPLETION].calendar == middle(days)
    assert found[Step.COMPLETION].in_target == Share(sum(n <= 60 for n in days), len(days))


def test_the_last_day_of_a_target_is_in_it() -> None:
    """The fifth of five working days is in target and the sixth is not; the day of receipt is day 0."""
    ones = [case(n, MONDAY, acknowledged_on=MONDAY + n * DAY) for n in (7, 8)]
    (found, *_) = performance.performance(ones, MONDAY, MONDAY + 9 * DAY, FIVE, COUNTS)
    assert (found.working.median, found.in_target) == (5.5, Share(1, 2))


def test_without_a_target_nothing_is_in_it() -> None:
    """A step that no target is set for has its days, and no share."""
    one = case(1, MONDAY, acknowledged_on=MONDAY)
    (found, *_) = performance.performance([one], MONDAY, MONDAY, TargetTable(), COUNTS)
    assert (found.n, found.in_target.percent) == (1, None)


def test_what_is_late_and_not_done() -> None:
    """An open case past its target that was not acknowledged is late; one on hold, or acknowledged, is not."""
    old = MONDAY - 8 * DAY
    ones = [
        case(1, old), case(2, old, acknowledged_on=MONDAY), case(3, old, (State.ON_HOLD, MONDAY)),
        case(4, old, (State.WITHDRAWN, MONDAY)), case(5, MONDAY - 7 * DAY),
    ]  # fmt: skip
    late = performance.late(ones, Step.ACKNOWLEDGEMENT, MONDAY + DAY, FIVE, COUNTS)
    assert late == ("PCR/2026/00001", "PCR/2026/00005")
    assert performance.late(ones, Step.ACKNOWLEDGEMENT, MONDAY, FIVE, COUNTS) == ("PCR/2026/00001",)
    assert performance.late(ones, Step.ACKNOWLEDGEMENT, MONDAY - 3 * DAY, FIVE, COUNTS) == ()


def test_a_month_in_a_line() -> None:
    """Closed by the day it ended, upheld by the day everybody was told, of valid reviews only."""
    ones = [
        case(
            1, MONDAY, (State.CLOSED, MONDAY + 8 * DAY), told_on=MONDAY + 2 * DAY, accepted_on=MONDAY, outcome="upheld"
        ),
        case(2, MONDAY, told_on=MONDAY + 3 * DAY, accepted_on=MONDAY, outcome="not_upheld"),
        case(3, MONDAY, (State.CLOSED, MONDAY + 40 * DAY), ground=""),
        case(4, MONDAY, (State.CLOSED, MONDAY + 4 * DAY), ground=MISTAKE),
    ]
    found = figures.timeliness(ones, MONDAY, MONDAY + 30 * DAY, FIVE, COUNTS)
    assert (found.to_close.n, found.to_close.median, found.to_close_working.median) == (1, 8, 6)
    assert found.upheld == Share(1, 2)


# --- who might take it, who is silent -------------------------------------------------------------------------------


def test_the_next_case_goes_where_there_is_room() -> None:
    """Half as many days there make the same points weigh double; who is away today comes last; each has reasons."""
    ones = [case(n, owner=who, flags=frozenset({"minor"} if n == 0 else ())) for n, who in enumerate("ABAB")]
    ones.append(case(9, MONDAY, (State.PAPERS_REQUESTED, MONDAY), owner="A"))
    last = MONDAY + 25 * DAY
    people = (
        Person("A"),
        Person("B", ((MONDAY + DAY, MONDAY + 18 * DAY),)),
        Person("C", ((MONDAY, MONDAY),)),
    )
    found = rooms(ones, people, Points(by_flag={"minor": 3}), today=MONDAY, until=last, counts=COUNTS)
    assert [(one.person, one.points, one.there, one.may_take) for one in found] == [
        ("A", 8, 19, True), ("B", 4, 5, True), ("C", 0, 19, False),
    ]  # fmt: skip
    assert found[0].reasons[:2] == ("3 open cases, 8 points", "1 of them wait on somebody else and weigh 1 each")
    assert "away today" in found[2].reasons


def test_a_unit_that_usually_answers_is_missed() -> None:
    """After its day it is silent; one that never answers, one that was heard and one with time left are not."""

    def asked(number: int, unit: str, **more: object) -> PaperRequest:
        given: dict[str, object] = {"asked_on": MONDAY, "due_on": MONDAY, **more}
        reference = f"PCR/2026/{number:05d}"
        return PaperRequest(number, number, reference, "", unit, Asked.PAPERS, RequestState.OPEN, **given)  # type: ignore[arg-type]

    ones = [
        asked(1, "AS"), asked(2, "BS"), asked(3, "AS", heard_on=MONDAY), asked(4, "AS", asked_on=MONDAY + DAY),
        replace(asked(5, "AS"), state=RequestState.COMPLETE),
    ]  # fmt: skip
    for today, expected in ((MONDAY + DAY, []), (MONDAY + 2 * DAY, [("AS", ("PCR/2026/00001",))])):
        found = silent(frozenset({"AS"}), ones, today=today, within=1, days=DAYS)
        assert [(one.unit, one.references) for one in found] == expected


# --- what the office chose ------------------------------------------------------------------------------------------


def office(folder: Path, more: str, environ: Mapping[str, str] | None = None) -> Settings:
    """An office with these lines in its settings."""
    path = folder / "config.toml"
    path.write_text(f'[office]\nprofile = "mopac"\n{more}')
    return load(path, environ or {})


def test_the_promises_are_the_targets(tmp_path: Path) -> None:
    """Without further words each step is measured by what the office promises, and one without a promise by nothing."""
    table = office(tmp_path, "[office.promises]\npapers_within_working_days = 7\n").target_table
    assert table.in_force(Step.PAPERS, MONDAY) == Target(Step.PAPERS, 7)
    assert table.in_force(Step.RESPONSE, MONDAY) == Target(Step.RESPONSE, 28, in_working_days=False)
    assert table.in_force(Step.COMPLETION, MONDAY) is None


def test_a_changed_target_leaves_the_past_alone(tmp_path: Path) -> None:
    """A target from a day on holds from that day; until then it was the promise."""
    table = office(tmp_path, '[[targets]]\nstep = "papers"\nwithin = 15\nfrom = 2026-11-23\n').target_table
    assert [table.in_force(Step.PAPERS, on).within for on in (MONDAY - DAY, MONDAY)] == [10, 15]  # type: ignore[union-attr]
    assert [one.within for one in table.in_use(Step.PAPERS, MONDAY - DAY, MONDAY)] == [10, 15]


def test_two_targets_for_one_day_are_refused(tmp_path: Path) -> None:
    """Nobody could say which of them counts."""
    line = '[[targets]]\nstep = "papers"\nwithin = 15\nfrom = 2026-11-23\n'
    with pytest.raises(ConfigurationFault, match="two targets"):
        office(tmp_path, line * 2)


def test_the_office_says_what_a_case_weighs(tmp_path: Path) -> None:
    """Points come from the settings, by kind and by flag; a flag nobody knows is refused."""
    found = points_of(office(tmp_path, "[points]\neach = 3\nflags = { minor = 4 }\n").points)
    assert (found.each, found.by_flag, found.by_kind["investigation"]) == (3, {"minor": 4}, 2)
    with pytest.raises(ConfigurationFault):
        office(tmp_path, "[points]\nflags = { tall = 4 }\n")


def test_every_figure_has_its_words() -> None:
    """Each step and each holder is defined in a sentence."""
    names = {str(one).replace("_", " ") for one in (*Step, *HeldBy)}
    assert names <= set(DEFINITIONS)
    assert all(words.endswith(".") for words in DEFINITIONS.values())
