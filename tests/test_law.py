"""The law by example and by property: every case of law_cases.toml, and what holds for every date."""

from __future__ import annotations

import ast
import dataclasses
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers import law, provisions
from handlers.correspondence import LETTERS
from handlers.counted_days import day_by_day
from handlers.counting import Detour, TimeFacts, time_limit
from handlers.law import LimbFact, Step, assess, open_limbs, relevant_review_body
from handlers.working_days import WorkingDays
from store.terms import (
    LONDON,
    Answer,
    Basis,
    Count,
    Finding,
    Holder,
    Limb,
    Provision,
    Quote,
    ReviewBody,
    TimeFinding,
    TimeResult,
    Unsettled,
)

CASES: Mapping[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "law_cases.toml").read_text())
DAYS = WorkingDays()
SOME_DAY = st.dates(date(2019, 1, 1), date(2040, 12, 31))
REVIEW_DAY = st.dates(date(2020, 2, 1), date(2040, 12, 31))
ELSEWHERE = [holder for holder in Holder if holder not in law.LEFT_OUT]
SUMS = ("day_1", "last_day", "closes_on", "rolled_on", "elapsed", "net")
QUOTE = Quote("my solicitor says", "body", "something")


def cases(kind: str) -> pytest.MarkDecorator:
    """One test for each example, called by its own name."""
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["name"])


def facts_of(case: Mapping[str, Any]) -> TimeFacts:
    """What a [[time]] or [[calendar]] example says is known."""
    detours = tuple(
        Detour(Holder(d["held_by"]), d.get("received_on"), d.get("forwarded_on")) for d in case.get("detours", ())
    )
    dates = ("received", "letter_on", "arrived_on", "provided_on", "complaint_made_on")
    known: dict[str, Any] = {name: case[name] for name in dates if name in case}
    known |= {name: Answer(case[name]) for name in ("review_rights", "outcome_given") if name in case}
    return TimeFacts(**known, detours=detours)


def limbs_of(case: Mapping[str, Any]) -> dict[Limb, LimbFact]:
    """What a [[body]] example says of each limb; the ones it does not name are settled as not met."""
    said = {Limb(limb): answer for answer in (Answer.YES, Answer.UNKNOWN) for limb in case.get(answer.value, ())}
    return {limb: LimbFact(said.get(limb, Answer.NO)) for limb in Limb}


def days(on: date, count: int) -> date:
    """So many days later."""
    return on + timedelta(days=count)


def found(facts: TimeFacts) -> TimeFinding:
    """The time finding for these facts, where they are not unsettled."""
    finding = time_limit(facts, DAYS)
    assert isinstance(finding, TimeFinding)
    return finding


def counted(facts: TimeFacts) -> Count:
    """The sum for these facts."""
    count = found(facts).count
    assert count is not None
    return count


def late(letter_on: date, received: date | datetime, *detours: Detour) -> int:
    """How many days late a letter of one day is answered on another."""
    return counted(TimeFacts(letter_on=letter_on, received=received, detours=detours)).days_late


@cases("time")
def test_each_example_of_the_time_limit(case: dict[str, Any]) -> None:
    """Each example of regulation 29 gives its result, under its provision, with its sum."""
    answer = time_limit(facts_of(case), DAYS)
    assert answer.under.place == case["under"]
    if case.get("unsettled"):
        assert isinstance(answer, Unsettled)
        assert answer.question.endswith("?") or "manager" in answer.question
        return
    assert isinstance(answer, TimeFinding)
    assert answer.value == case["result"]
    assert case.get("says", "") in answer.reason
    _check_sum(case, answer)


def _check_sum(case: Mapping[str, Any], answer: TimeFinding) -> None:
    expected = {name: case[name] for name in SUMS if name in case}
    if answer.count is None:
        assert not expected
        return
    assert {name: getattr(answer.count, name) for name in expected} == expected
    assert len(answer.count.days_left_out) == case.get("left_out", len(answer.count.days_left_out))
    assert answer.count.days_late == case.get("late", answer.count.days_late)
    assert answer.count.basis == case.get("basis", answer.count.basis)
    if "last_day_on_arrival" in case:
        assert answer.on_arrival
        assert answer.on_arrival.last_day == case["last_day_on_arrival"]


@cases("body")
def test_each_example_of_the_review_body(case: dict[str, Any]) -> None:
    """Each example of paragraph 30 and regulation 32 gives its body under its limb, or asks."""
    named = ReviewBody(case["letter_names"]) if "letter_names" in case else None
    answer = relevant_review_body(limbs_of(case), letter_names=named)
    assert answer.under.place == case["under"]
    if case.get("unsettled"):
        assert isinstance(answer, Unsettled)
        assert case["says"] in answer.question
        return
    assert isinstance(answer, Finding)
    assert answer.value == case["body"]
    assert case.get("says", "") in answer.reason


def _time_of(word: str) -> TimeFinding | Unsettled:
    """The first [[time]] example with this result, or the unsettled one meant."""
    for case in CASES["time"]:
        unsettled, under = case.get("unsettled", False), case["under"]
        if word == "unsettled" and unsettled and under == provisions.PARA_31.place:
            return time_limit(facts_of(case), DAYS)
        if word == "older law" and unsettled and under == provisions.COMMENCEMENT.place:
            return time_limit(facts_of(case), DAYS)
        if word.endswith("29(3)(b)") and not unsettled and under == provisions.REG_29_3_B.place:
            return time_limit(facts_of(case), DAYS)
        if case.get("result") == word:
            return time_limit(facts_of(case), DAYS)
    raise AssertionError(f"law_cases.toml has no [[time]] example with the result {word}.")


def _body_of(word: str) -> Finding[ReviewBody] | Unsettled:
    answer = {"unsettled": Answer.UNKNOWN, "LPB": Answer.NO, "IOPC": Answer.NO}[word]
    limbs = {limb: LimbFact(answer) for limb in Limb}
    if word == "IOPC":
        limbs[Limb.B_I] = LimbFact(Answer.YES)
    return relevant_review_body(limbs)


@cases("order")
def test_each_example_of_the_order(case: dict[str, Any]) -> None:
    """Each pair of answers leads to one next step, with its question under its provision."""
    answer = assess(
        _body_of(case["body"]), _time_of(case["time"]), passed_on_by_iopc=case.get("passed_on_by_iopc", False)
    )
    assert answer.step == case["step"]
    assert (answer.question.under.place if answer.question else None) == case.get("under")


@cases("calendar")
def test_each_example_of_the_calendar(case: dict[str, Any]) -> None:
    """Each day of a count is explained in the words of the example."""
    rows = {row.on: row for row in day_by_day(counted(facts_of(case)), DAYS)}
    assert len(rows) == case["rows"]
    for on, *number, note in case["days"]:
        assert rows[on].note == note
        assert rows[on].number == (number[0] if number else None)


def test_every_result_has_an_example() -> None:
    """No time result is without a worked example."""
    missing = set(TimeResult) - {case.get("result") for case in CASES["time"]}
    assert not missing, (
        f"No example in law_cases.toml shows the time results {sorted(missing)}; add a [[time]] for each."
    )


def test_every_limb_and_body_has_an_example() -> None:
    """Every limb is shown to be enough alone, and both bodies are shown."""
    alone = {case["yes"][0] for case in CASES["body"] if len(case.get("yes", ())) == 1 and "unknown" not in case}
    missing = {limb.value for limb in Limb} - alone
    assert not missing, (
        f"No example in law_cases.toml shows the limbs {sorted(missing)} alone; add a [[body]] for each."
    )
    assert {body.value for body in ReviewBody} <= {case.get("body") for case in CASES["body"]}


def test_every_provision_has_an_example() -> None:
    """No provision a rule rests on is without an example, and every other is what a letter rests on."""
    shown = {case.get("under") for kind in ("time", "body", "order") for case in CASES[kind]}
    written = {provision for letter in LETTERS for provision in letter.rests_on}
    missing = [one.place for one in provisions.PROVISIONS if one.place not in shown and one not in written]
    assert not missing, f"No example in law_cases.toml and no letter rests on {missing}; add one, or take it out."
    ruled = [one.place for one in vars(law).values() if isinstance(one, Provision) and one.place not in shown]
    assert not ruled, f"No example in law_cases.toml rests on {ruled}; add one on each side of its line."


def test_every_step_has_an_example() -> None:
    """No next step is without an example."""
    missing = set(Step) - {case["step"] for case in CASES["order"]}
    assert not missing, f"No example in law_cases.toml leads to the steps {sorted(missing)}; add an [[order]] for each."


def test_every_example_says_its_law_in_words_and_has_its_own_name() -> None:
    """Every example can be read by a lawyer, and none stands twice."""
    every = [case for kind in ("time", "body", "order") for case in CASES[kind]]
    assert all(case["law"] for case in every)
    names = [case["name"] for case in every]
    assert len(names) == len(set(names))
    told = " ".join(names)
    assert all(f"T{number} " in told for number in range(1, 16))


def test_every_example_uses_only_words_that_are_known() -> None:
    """A misspelt word in an example is a fault, not something silently left out."""
    known = {
        "time": "name law under received letter_on arrived_on provided_on complaint_made_on review_rights "
        "outcome_given detours result unsettled day_1 last_day closes_on rolled_on elapsed left_out net late basis "
        "last_day_on_arrival says",
        "body": "name law under yes unknown letter_names body unsettled says",
        "order": "name law under body time passed_on_by_iopc step",
        "calendar": "name letter_on received detours rows days",
    }
    assert set(CASES) == set(known)
    for kind, words in known.items():
        assert not [word for case in CASES[kind] for word in case if word not in words.split()]


def _named_provisions() -> Iterator[Provision]:
    yield from (value for value in vars(provisions).values() if isinstance(value, Provision))


def test_every_provision_stands_on_the_page_once() -> None:
    """Whatever is named as a provision is on the list, once, and its place is its own."""
    assert set(provisions.PROVISIONS) == set(_named_provisions())
    assert len({provision.place for provision in provisions.PROVISIONS}) == len(provisions.PROVISIONS)


def test_what_nobody_confirmed_is_said_and_listed() -> None:
    """The unconfirmed provisions are exactly those whose text was not read in full, each with a note why."""
    assert provisions.unverified() == (
        provisions.RIGHT_OF_REVIEW,
        provisions.PARA_31,
        provisions.REG_29_3_B,
        provisions.REG_29_4,
        provisions.NEXT_OPEN_DAY,
        provisions.PARA_28ZA,
        provisions.REGS_30_31,
        provisions.REG_29_5,
        provisions.CPR_54_5,
        provisions.EQUALITY_20_29,
    )
    assert all(provision.note for provision in provisions.unverified())
    assert all(provision.commenced or provision.act == "common law" for provision in provisions.PROVISIONS)


def test_the_page_of_the_law_knows_nothing_but_the_words_of_the_field() -> None:
    """The law imports its provisions, store.terms and nothing else of ours: the calendar is always given to it."""
    tree = ast.parse(Path(law.__file__).read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    modules |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert modules - set(sys.stdlib_module_names) - {"collections.abc"} == {"store.terms", "handlers.provisions"}


def test_a_finding_cannot_be_made_without_its_provision() -> None:
    """A finding without its provision and reason is no finding."""
    with pytest.raises(TypeError):
        Finding(TimeResult.LATE)  # type: ignore[call-arg]  # what is missing is the point
    with pytest.raises(dataclasses.FrozenInstanceError):
        relevant_review_body({Limb.A: LimbFact(Answer.YES)}).under = provisions.REG_29_2  # type: ignore[misc]


def test_the_evidence_travels_with_the_finding() -> None:
    """Quotes given with the facts are in the finding, those of met limbs only where one is met."""
    facts = TimeFacts(letter_on=date(2026, 11, 2), received=date(2026, 11, 9), evidence=(QUOTE,))
    assert found(facts).evidence == (QUOTE,)
    body = relevant_review_body({Limb.A: LimbFact(Answer.YES, (QUOTE,)), Limb.C: LimbFact(Answer.UNKNOWN, (QUOTE,))})
    assert isinstance(body, Finding)
    assert body.evidence == (QUOTE,)
    assert not body.for_a_person


def test_a_provision_names_itself() -> None:
    """A provision in a sentence is its place and its act."""
    assert str(provisions.REG_29_2) == "regulation 29(2), Police (Complaints and Misconduct) Regulations 2020"


def test_an_office_that_is_closed_more_often_rolls_further_and_says_so() -> None:
    """A day off of the office can only make a late application borderline, and the calendar names it."""
    office = WorkingDays(frozenset({date(2026, 12, 24)}))
    facts = TimeFacts(letter_on=date(2026, 11, 26), received=date(2026, 12, 29))
    finding = time_limit(facts, office)
    assert isinstance(finding, TimeFinding)
    assert finding.value is TimeResult.BORDERLINE_NON_WORKING_LAST_DAY
    assert found(facts).value is TimeResult.LATE
    assert finding.count
    assert any("last day falls on a day off of the office" in row.note for row in day_by_day(finding.count, office))


@given(st.dictionaries(st.sampled_from(Limb), st.sampled_from(Answer)), st.sampled_from([None, *ReviewBody]))
def test_the_review_body_for_every_set_of_answers(answers: dict[Limb, Answer], named: ReviewBody | None) -> None:
    """One limb met is the IOPC's; all limbs not met are ours; everything else is asked, whatever the letter names."""
    limbs = {limb: LimbFact(answer) for limb, answer in answers.items()}
    body = relevant_review_body(limbs, letter_names=named)
    if Answer.YES in answers.values():
        assert isinstance(body, Finding)
        assert body.value is ReviewBody.DIRECTOR_GENERAL
        first = next(rule for rule in law.LIMBS if answers.get(rule.limb) is Answer.YES)
        assert body.under is first.under
    elif all(answers.get(limb) is Answer.NO for limb in Limb):
        assert isinstance(body, Finding)
        assert body.value is ReviewBody.LOCAL_POLICING_BODY
    else:
        assert isinstance(body, Unsettled)
        assert all(asked.question in body.question for asked in open_limbs(limbs))
        assert open_limbs(limbs)


@given(st.sampled_from(TimeResult), st.sampled_from(["LPB", "IOPC", "unsettled"]), st.booleans())
def test_lateness_is_asked_about_only_where_the_review_is_ours(result: TimeResult, body: str, passed_on: bool) -> None:
    """No question rests on regulation 29 before the body is settled as ours, and only a clean in-time asks nothing."""
    answer = assess(_body_of(body), _time_of(result.value), passed_on_by_iopc=passed_on)
    if body != "LPB":
        assert answer.step in (Step.SETTLE_THE_BODY, Step.FORWARD, Step.AGREE_THE_BODY)
        assert answer.question
        assert not answer.question.under.place.startswith("regulation 29")
    else:
        assert (answer.question is None) is (result is TimeResult.IN_TIME)


@given(REVIEW_DAY, st.integers(0, 365))
def test_the_last_day_is_28_days_on_and_the_rolled_day_a_working_day(start: date, later: int) -> None:
    """Strictly the last day is 28 days on; rolled it is the first working day on or after that."""
    count = counted(TimeFacts(letter_on=start, received=days(start, later)))
    assert count.day_1 == days(start, 1)
    assert count.last_day == count.closes_on == days(start, 28)
    assert count.rolled_on == DAYS.next_on_or_after(count.last_day) >= count.last_day
    assert DAYS.is_working_day(count.rolled_on)
    assert count.days_late == max(0, later - 28)


@given(REVIEW_DAY, st.integers(-30, 500))
def test_the_result_for_every_distance(start: date, later: int) -> None:
    """Before the letter or after a year the dates are asked about; else it is in time, borderline or late, in order."""
    received = days(start, later)
    result = found(TimeFacts(letter_on=start, received=received)).value
    if later < 0 or later > 366:
        assert result is TimeResult.DATA_ERROR
    elif later <= 28:
        assert result is TimeResult.IN_TIME
    elif received <= DAYS.next_on_or_after(days(start, 28)):
        assert result is TimeResult.BORDERLINE_NON_WORKING_LAST_DAY
    elif later < 365:
        assert result is TimeResult.LATE


@given(REVIEW_DAY, st.integers(0, 200), st.integers(0, 160))
def test_coming_later_never_helps(start: date, first: int, more: int) -> None:
    """What comes on a later day is never less late, nor better placed."""
    rank = [TimeResult.IN_TIME, TimeResult.BORDERLINE_NON_WORKING_LAST_DAY, TimeResult.LATE]
    early = found(TimeFacts(letter_on=start, received=days(start, first)))
    later = found(TimeFacts(letter_on=start, received=days(start, first + more)))
    assert early.count
    assert later.count
    assert early.count.days_late <= later.count.days_late
    assert rank.index(early.value) <= rank.index(later.value)


@given(REVIEW_DAY, st.integers(0, 200), st.times(), st.times())
def test_every_instant_of_a_london_day_gives_the_same(start: date, later: int, one: time, other: time) -> None:
    """The answer is the same for any instant within one day in London, and for that day itself."""
    on = days(start, later)
    instants = [datetime.combine(on, clock, LONDON) for clock in (one, other, time.min, time.max)]
    answers = {time_limit(TimeFacts(letter_on=start, received=received), DAYS) for received in (on, *instants)}
    assert len(answers) == 1


@given(REVIEW_DAY, st.integers(0, 90), st.integers(0, 90), st.integers(0, 5))
def test_leaving_out_never_makes_it_later_and_is_the_day_the_wrong_body_had_it(
    start: date, first: int, held: int, post: int
) -> None:
    """With the IOPC's time left out it is as late as the day it came there, and never later than without."""
    there, on = days(start, first), days(start, first + held)
    received = days(on, post)
    left_out = late(start, received, Detour(Holder.DIRECTOR_GENERAL, there, on))
    assert left_out == late(start, there)
    assert left_out <= late(start, received)


@given(REVIEW_DAY, st.integers(0, 90), st.integers(0, 90), st.sampled_from(ELSEWHERE))
def test_time_with_anybody_else_changes_nothing(start: date, first: int, held: int, who: Holder) -> None:
    """Only the statutory bodies' time is left out; the force's, an elected office's and everybody else's counts."""
    received = days(start, first + held)
    assert late(start, received, Detour(who, days(start, first), received)) == late(start, received)


@given(REVIEW_DAY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4), st.integers(0, 60))
def test_the_calendar_agrees_with_the_sum(start: date, spans: list[tuple[int, int]], later: int) -> None:
    """Whatever is left out, the row of the day it was made carries the net days, and 28 numbered days reach the end."""
    received = days(start, 120 + later)
    detours = tuple(Detour(Holder.DIRECTOR_GENERAL, days(start, a), days(start, a + b)) for a, b in spans)
    facts = TimeFacts(letter_on=start, received=received, detours=(*detours, Detour(Holder.FORCE, None, None)))
    count = counted(facts)
    rows = day_by_day(count, DAYS)
    assert [row.on for row in rows] == [days(start, n) for n in range(len(rows))]
    assert max(row.number or 0 for row in rows if row.on <= count.made_on) == count.net
    assert max(row.number or 0 for row in rows if row.on <= count.closes_on) == 28
    assert {row.on for row in rows if row.number is None} == count.days_left_out
    assert (count.made_on <= count.closes_on) is (count.days_late == 0)
    assert all(row.note for row in rows)


@given(SOME_DAY, SOME_DAY, st.none() | SOME_DAY, st.none() | SOME_DAY, st.sampled_from(Answer), st.sampled_from(Answer))
def test_every_set_of_dates_has_an_answer_with_its_reason(
    received: date, letter: date, arrived: date | None, confirmed: date | None, rights: Answer, outcome: Answer
) -> None:
    """Any dates at all give a result or a question; only IN_TIME needs no person; nothing before 2020 is counted."""
    facts = TimeFacts(
        received=received,
        letter_on=letter,
        arrived_on=arrived,
        provided_on=confirmed,
        review_rights=rights,
        outcome_given=outcome,
    )
    answer = time_limit(facts, DAYS)
    named = [day for day in (letter, arrived, confirmed) if day]
    assert isinstance(answer, Unsettled) is (min(named) < provisions.REVIEWS_BEGAN)
    if isinstance(answer, TimeFinding):
        assert answer.reason
        assert answer.for_a_person is not (answer.value is TimeResult.IN_TIME)
        counts = answer.value in {*law.TO_DECIDE, TimeResult.IN_TIME, TimeResult.DISPUTED_START}
        assert (answer.count is not None) is counts


@given(REVIEW_DAY, st.integers(1, 60), st.integers(0, 120))
def test_a_later_arrival_never_hurts(start: date, posted: int, later: int) -> None:
    """A later arrival turns what is late by the letter's date into a dispute, and leaves what is in time in time."""
    assume(posted <= later)
    facts = TimeFacts(letter_on=start, received=days(start, later))
    answer = found(dataclasses.replace(facts, arrived_on=days(start, posted)))
    in_time = found(facts).value is TimeResult.IN_TIME
    assert answer.value is (TimeResult.IN_TIME if in_time else TimeResult.DISPUTED_START)
    assert (answer.on_arrival is None) is in_time


@given(REVIEW_DAY, st.integers(0, 90))
def test_the_same_day_confirmed_by_a_person_gives_the_same_sum(start: date, later: int) -> None:
    """Whether a day is the letter's, stated or confirmed changes what it rests on and nothing else."""
    received = days(start, later)
    sums = {
        basis: counted(TimeFacts(received=received, **{name: start}))  # type: ignore[arg-type]  # all three are dates
        for basis, name in zip(Basis, ("provided_on", "letter_on", "arrived_on"), strict=True)
    }
    assert all(count.basis is basis for basis, count in sums.items())
    assert len({(count.last_day, count.rolled_on, count.net) for count in sums.values()}) == 1
