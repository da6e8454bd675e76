"""A case is counted alike from its rows and from the history, whatever happened to it; erasing it loses no figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event as sql_events
from sqlalchemy import text

from bot.casework.rulings import act_on
from bot.desk.undoing import undone
from store import cases, casework, counted, events, records, steps
from store.messages import Act, CaseRecord, Learned, NextAction, Verb
from store.terms import ENDS, Owner, State
from tests.figures_world import Years

NAME = "Ann Archer"
SEEDS = (3, 4)


@pytest.fixture(scope="module", params=SEEDS)
def years(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:
    """An office after half a year."""
    office = Years(tmp_path_factory.mktemp("years"), seed=request.param)
    office.live(130, new_a_day=0.6)
    yield office
    office.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Years]:
    """An office with two cases and nothing done."""
    here = Years(tmp_path)
    for _ in range(2):
        opens(here)
    yield here
    here.close()


def opens(office: Years) -> None:
    """Ann's request opens a case."""
    with office.service.writing() as tx:
        opened = cases.open_case(
            tx, prefix="PCR", received_on=date(2026, 11, 20), complainant=NAME, address="ann@person.example",
            next_action=NextAction("Look", Owner.ADMINISTRATOR, date(2026, 11, 24)),
            learned=Learned(force_reference="PC/1/26", provided_on=date(2026, 11, 9)),
        )  # fmt: skip
        office._message(tx, opened.case_id)


def tells(office: Years, verb: Verb, **more: object) -> None:
    """Somebody says it on the first case, and it is done."""
    with office.service.writing() as tx:
        done = act_on(office.service, tx, 1, Act(verb, by="A Li", **more))  # type: ignore[arg-type]
    assert not done.refused, done.said


def first(office: Years) -> CaseRecord:
    """The first case, once rows and history have been seen to agree."""
    rows = office.from_rows()
    assert office.from_history() == rows
    return rows[0]


def test_history_and_rows_say_the_same(years: Years) -> None:
    """Every field of every case is in the history, whatever was undone, moved, erased, bounced or reopened."""
    assert years.from_history() == years.from_rows()
    assert years.broken_chain() == []


def test_much_happened_in_those_years(years: Years) -> None:
    """Cases ended in most ways, and what makes counting hard happened often."""
    often = {"undone", "erased", "message moved", "bounced", "received earlier", "by mistake", "sign-off asked"}
    assert not often - set(years.happened), years.happened
    ends = {one.state for one in years.from_rows()} & set(ENDS)
    assert len(ends) >= 3, ends


def test_every_field_was_used(tmp_path: Path) -> None:
    """No field agrees only because nothing ever stood in it."""
    office = Years(tmp_path, seed=1)
    office.live(150, new_a_day=0.6, acts_a_day=6)
    rows = office.from_rows()
    assert office.from_history() == rows
    unused = {one.name for one in fields(CaseRecord) if len({getattr(row, one.name) for row in rows}) < 2}
    assert unused == set()
    office.close()


def test_what_is_not_counted_in_the_history_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field that a ruling set and the history did not hear of shows."""
    monkeypatch.setattr(counted, "CASE", counted.CASE - {"accepted_on"})
    office = Years(tmp_path)
    opens(office)
    tells(office, Verb.ACCEPT)
    with pytest.raises(AssertionError):
        first(office)
    office.close()


def test_the_first_days_stay(office: Years) -> None:
    """The day somebody first looked and the day the review body was first settled stay when it is settled anew."""
    tells(office, Verb.OURS)
    day = first(office).looked_on
    office.clock.at += timedelta(days=3)
    tells(office, Verb.DISPUTE)
    tells(office, Verb.OURS)
    assert (first(office).looked_on, first(office).body_settled_on) == (day, day)


def test_undone_is_as_it_was(office: Years) -> None:
    """What was taken back is in no figure, but for the days it took and that somebody looked."""
    before = first(office)
    tells(office, Verb.ACCEPT)
    office.clock.at += timedelta(days=2)
    with office.service.writing() as tx:
        last = steps.last(tx, 1)
        assert last is not None
        undone(office.service, tx, 1, last)
    after = first(office)
    assert (after.accepted_on, after.body_settled_on, after.unit, after.state) == (None, None, "", State.TRIAGE)
    assert [span.state for span in after.spans] == [State.TRIAGE, State.PAPERS_REQUESTED, State.TRIAGE]
    kept = replace(after, spans=before.spans, looked_on=None, requests=(), questions=before.questions)
    assert replace(kept, next_on=before.next_on) == replace(before, next_on=before.next_on)


def test_erasing_loses_no_figure(office: Years) -> None:
    """Once its key is destroyed a case counts as before; only the force's reference and its questions are gone."""
    tells(office, Verb.ACCEPT)
    before = first(office)
    assert before.force_reference == "PC/1/26"
    assert before.questions
    with office.service.writing() as tx:
        tx.connection.execute(text("UPDATE review_key SET wrapped = NULL WHERE case_id = 1"))
    assert first(office) == replace(before, force_reference="", questions=())


def test_nothing_of_a_person_is_counted(office: Years) -> None:
    """Neither the records nor what stands in the chain in the clear names the complainant or the force's reference."""
    tells(office, Verb.ACCEPT)
    tells(office, Verb.NOTE, value=f"{NAME} called")
    with office.service.reading() as tx:
        rules = [one.rule for one in events.every(tx, {"counted", "acted", "moved", "case_opened", "asked"})]
    assert any("accepted_on" in rule for rule in rules)
    assert not any(word in rule for rule in rules for word in (NAME, "Archer", "ann@", "PC/1/26"))
    assert NAME not in str(office.from_rows())


def test_a_correction_of_the_day_of_receipt_is_counted(office: Years) -> None:
    """The day of receipt is the corrected one, in the rows and in the history."""
    with office.service.writing() as tx:
        assert cases.received_by(tx, "PCR/2026/00001", date(2026, 11, 12))
    assert first(office).received_on == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("ground", "state", "reason"),
    [
        ("no_outcome", State.INVALID, "premature"),
        ("another_force", State.INVALID, "not RRB"),
        ("", State.TRANSFERRED, "not RRB"),
        ("", State.OUT_OF_TIME, "out of time"),
        ("", State.WITHDRAWN, "withdrawn"),
        ("opened_by_mistake", State.CLOSED, "duplicate"),
        ("no_outcome", State.CLOSED, ""),
        ("no_outcome", State.READY, ""),
    ],
)
def test_why_it_was_no_valid_review(office: Years, ground: str, state: State, reason: str) -> None:
    """An end has one of the IOPC's reasons where the request was no valid review, and none where it was one."""
    assert replace(first(office), ground=ground, state=state).invalid_reason == reason


def test_open_ones_are_those_not_ended(years: Years) -> None:
    """What is read as open is what has not ended, the same records as among all."""
    with years.service.reading() as tx:
        assert records.open_records(tx) == tuple(one for one in records.all_records(tx) if one.is_open)


def test_a_period_has_all_that_was_open_in_it(years: Years) -> None:
    """A period has every case received by its last day that had not ended before its first, and no other."""
    every = years.from_rows()
    start = min(one.received_on for one in every)
    for first_day, last_day in ((start, start + timedelta(days=40)), (start + timedelta(60), start + timedelta(75))):
        with years.service.reading() as tx:
            found = records.between(tx, first_day, last_day)
        expected = [
            one for one in every
            if one.received_on <= last_day and (one.ended_on is None or one.ended_on >= first_day)
        ]  # fmt: skip
        assert [one.reference for one in found] == [one.reference for one in expected]
        assert 0 < len(found) < len(every)


def test_as_many_queries_for_many_cases_as_for_few(years: Years, office: Years) -> None:
    """The number of queries does not depend on the number of cases."""

    def queries(of: Years) -> int:
        asked: list[str] = []
        with of.service.reading() as tx:
            sql_events.listen(tx.connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
            records.open_records(tx)
        return sum(one.startswith("SELECT") for one in asked)

    assert queries(years) == queries(office) == 7


def test_cases_in_many_batches_are_all_read(years: Years, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few are in memory at once, all are read, each once."""
    whole = years.from_rows()
    monkeypatch.setattr(records, "_AT_ONCE", 7)
    assert years.from_rows() == whole


def test_days_are_those_of_london(office: Years) -> None:
    """A case that comes to a state at half past midnight in London summer time came on that London day."""
    office.clock.at = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
    tells(office, Verb.OURS)
    assert first(office).spans[-1].first == date(2027, 6, 2)
    assert first(office).looked_on == date(2027, 6, 2)


def test_no_ruling_may_set_what_is_no_field(office: Years) -> None:
    """A field that is none of the case is refused before anything is written."""
    with pytest.raises(KeyError), office.service.writing() as tx:
        casework.change(tx, 1, on=date(2026, 11, 23), state=None, sets={"flags": "x"}, next_action=None)
