"""What people say of a case for the figures: by mail, label, command line or register, asked once, and undoable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from handlers.allegation_groups import GROUPS, MOST, codes, groups, named
from handlers.classifying import FOR_THE_FIGURES, suggested
from handlers.command_lines import CommandLine, Misread, command_line
from handlers.report import report
from store import casework, decisions, migrate, questions, records, themes
from store.engine import open_store
from store.messages import CaseRecord, CaseView, NextAction, Verb
from store.terms import Owner, State, Theme
from tests.desk import FIRST
from tests.figures_world import Years
from tests.test_report import COUNTS, Q3, TARGETS, TODAY, upheld

SAID = ("investigated", "allegations B4 H", "theme tone, delay")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Years]:
    """An office with one case that a caseworker is about to decide."""
    here = Years(tmp_path)
    with here.service.writing() as tx:
        here._opens(tx)
        casework.change(
            tx, 1, on=date(2026, 11, 20), state=State.UNDER_REVIEW, next_action=None,
            sets={"review_body": "LPB", "owner": "C Writer", "accepted_on": date(2026, 11, 20)},
        )  # fmt: skip
    yield here
    here.close()


def does(office: Years, line: str, *, by: str = "C Writer", number: int = 1) -> str:
    """What came of a command line on the case, with rows and history seen to agree afterwards."""
    from bot.prompt.case_doing import do

    words, _, because = line.partition(" because ")
    with office.service.writing() as tx:
        said = do(office.service, tx, f"{FIRST[:-1]}{number}", words.split(), because=because, by=by).said
    assert office.from_history() == office.from_rows()
    return said


def undoes(office: Years, number: int = 1) -> None:
    """The last thing done on the case is taken back, and rows and history still agree."""
    from bot.desk.mail_orders import undo

    with office.service.writing() as tx:
        assert undo(office.service, tx, number).startswith("Taken back")
    assert office.from_history() == office.from_rows()


def case(office: Years, number: int = 1) -> CaseView:
    """The case as it stands."""
    with office.service.reading() as tx:
        return casework.view(tx, number)


# --- codes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("B4", ("B4",)),
        ("h, b4 and A1", ("A1", "B4", "H")),
        ("B10 B9 B", ("B", "B9", "B10")),
        (named("B"), ("B",)),
        ("D Access to or disclosure of information; E Use of police vehicles", ("D", "E")),
        ("", ()),
        ("I", None),
        ("M2", None),
        ("B0", None),
        ("B100", None),
        ("use of force", None),
        (" ".join(f"B{n}" for n in range(1, MOST + 2)), None),
    ],
)
def test_codes_are_read(said: str, means: tuple[str, ...] | None) -> None:
    """Letters of groups with or without numbers, in any order, once each; anything else is no code."""
    assert codes(said) == means


@given(st.lists(st.tuples(st.sampled_from(sorted(GROUPS)), st.sampled_from(["", "1", "4", "10"])), max_size=MOST))
def test_codes_read_again_are_the_same(those: list[tuple[str, str]]) -> None:
    """What a case keeps is read as what it is, whatever came first."""
    found = codes(", ".join(letter + number for letter, number in those))
    assert found is not None
    assert codes(" ".join(found)) == found
    assert groups(" ".join(found)) == {letter for letter, _ in those}


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("investigated 417", CommandLine(Verb.INVESTIGATED, "417")),
        ("not investigated 417", CommandLine(Verb.NOT_INVESTIGATED, "417")),
        ("allegations 417 B4, H", CommandLine(Verb.ALLEGATIONS, "417", "B4, H")),
        ("theme 417 not contacted", CommandLine(Verb.THEME, "417", "not contacted")),
        ("answered 417", CommandLine(Verb.ANSWERED, "417")),
        ("answered 417 Accepted", CommandLine(Verb.ANSWERED, "417", "accepted")),
        ("answered 417 partly, on 20 November 2026", CommandLine(Verb.ANSWERED, "417", "partly", date(2026, 11, 20))),
        (
            "answered 417 rejected because the officer has left",
            CommandLine(Verb.ANSWERED, "417", "rejected", because="the officer has left"),
        ),
        (
            "answered 417 on 20 November 2026 because of their letter",
            CommandLine(Verb.ANSWERED, "417", on=date(2026, 11, 20), because="of their letter"),
        ),
        ("Allegations against the sergeant are new to me", None),
    ],
)
def test_lines_are_read(line: str, means: CommandLine | None) -> None:
    """Each can be said in one line of a mail, the answer of the police with what they made of it, when and why."""
    assert command_line(line, date(2026, 11, 23)) == means


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("allegations 417", "by the IOPC's letters"),
        ("answered 417 acceptedly", "cannot read 'acceptedly' as a day"),
        ("answered 417 accepted on 1 December 2026", "still to come"),
    ],
)
def test_lines_are_misread(line: str, says: str) -> None:
    """What lacks something, or is not so yet, is told in a sentence."""
    found = command_line(line, date(2026, 11, 23))
    assert isinstance(found, Misread)
    assert says in found.sentence


# --- on a case ------------------------------------------------------------------------------------------------------


def test_all_is_said_asked_and_taken_back(office: Years) -> None:
    """Drafting the outcome asks once for all that is missing; saying the last of it answers; undo asks again."""
    does(office, "draft upheld")
    assert FOR_THE_FIGURES in case(office).asked
    for line in SAID[:2]:
        does(office, line)
    assert FOR_THE_FIGURES in case(office).asked
    assert does(office, SAID[2]) == "C Writer said that it shows these themes: delay, tone."
    now = case(office)
    assert (now.review_kind, now.allegations, now.themes) == ("investigation", "B4 H", "delay, tone")
    assert FOR_THE_FIGURES not in now.asked
    undoes(office)
    assert (case(office).themes, FOR_THE_FIGURES in case(office).asked) == ("", True)
    undoes(office)
    undoes(office)
    assert (case(office).allegations, case(office).review_kind) == ("", "")


def test_said_before_nothing_is_asked(office: Years) -> None:
    """Where all was said when the outcome is drafted nobody is asked; not upheld needs no reason."""
    does(office, "not investigated")
    does(office, "allegations F6")
    does(office, "draft not upheld")
    assert FOR_THE_FIGURES not in case(office).asked
    does(office, "draft upheld")
    assert FOR_THE_FIGURES in case(office).asked
    does(office, "draft not upheld")
    assert FOR_THE_FIGURES not in case(office).asked


def test_no_letter_and_no_closing_waits_for_it(office: Years) -> None:
    """With nothing said the letters are prepared and the case closes; closing asks, and it can be said and undone."""
    assert does(office, "draft not upheld").startswith("C Writer asked for the letters")
    with office.service.writing() as tx:
        for one in questions.still_open(tx, case_id=1):
            questions.answer(tx, one, by="A Li")
        casework.change(tx, 1, on=date(2026, 11, 23), state=State.OUTCOME_SENT, sets={}, next_action=None)
    with office.service.writing() as tx:
        office._opens(tx)
        told = {"review_body": "LPB", "outcome": "upheld", "told_on": date(2026, 11, 23)}
        casework.change(tx, 2, on=date(2026, 11, 23), state=State.OUTCOME_SENT, sets=told, next_action=None)
    for number, asked in ((1, False), (2, True)):  # of the first somebody has said already that nobody will say
        does(office, "close", by="A Li", number=number)
        assert (case(office, number).state, FOR_THE_FIGURES in case(office, number).asked) == (State.CLOSED, asked)
    for line in SAID:
        assert "said that" in does(office, line, number=2)
    assert FOR_THE_FIGURES not in case(office, 2).asked
    for _ in SAID:
        undoes(office, 2)
    now = case(office, 2)
    assert (now.state, now.review_kind, now.allegations, now.themes) == (State.CLOSED, "", "", "")
    assert FOR_THE_FIGURES in now.asked


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("allegations B4 X", "Say the letters"),
        ("allegations", "Say the letters"),
        ("theme delay", "has no outcome yet"),
        ("recommendation answered maybe", "Say what they made of it: answered PCR/2026/00001 accepted, partly"),
        ("recommendation answered accepted", "does not wait for an answer"),
    ],
)
def test_what_cannot_be_said_is_one_sentence(office: Years, line: str, says: str) -> None:
    """Nothing is changed, and the sentence says why."""
    before = case(office)
    assert says in does(office, line)
    assert case(office) == before


def test_a_case_on_hold_can_be_told_of(office: Years) -> None:
    """What is said for the figures waits for no hold to end."""
    does(office, "hold", by="M Okafor")
    assert case(office).state is State.ON_HOLD
    does(office, "investigated")
    assert (case(office).state, case(office).review_kind) == (State.ON_HOLD, "investigation")


def test_themes_are_added_taken_back_or_replaced(office: Years) -> None:
    """Each way of saying them, a theme whose name begins with not among them; the note counts what stands."""
    does(office, "draft upheld")
    for line, stand in (
        ("theme not contacted", "not contacted"),
        ("theme delay, not contacted", "not contacted, delay"),
        ("theme not delay", "not contacted"),
        ("theme not not contacted", ""),
        ("theme only tone, delay", "delay, tone"),
        ("theme only remedy not enough", "remedy not enough"),
    ):
        does(office, line)
        assert (case(office).themes, standing(office)) == (stand, set(stand.split(", ")) - {""})
    undoes(office)
    assert (case(office).themes, standing(office)) == ("delay, tone", {"delay", "tone"})


def standing(office: Years) -> set[str]:
    """The themes of the case as the learning note counts them."""
    with office.service.reading() as tx:
        return {one.theme for one in themes.between(tx, date(2020, 1, 1), date(2030, 1, 1))}


def test_what_the_police_made_of_it(office: Years) -> None:
    """Their answer is recorded with its word and reason; without a word somebody is asked, and can say it later."""
    with office.service.writing() as tx:
        casework.change(
            tx, 1, on=date(2026, 11, 20), state=State.RECOMMENDATION_PENDING,
            sets={"outcome": "upheld", "told_on": date(2026, 11, 20), "response_due_on": date(2026, 12, 18)},
            next_action=NextAction("Wait", Owner.CASE_OWNER, date(2026, 12, 18)),
        )  # fmt: skip
    assert does(office, "recommendation answered") == "C Writer recorded the answer to the recommendation."
    assert "recommendation_made_of_it" in case(office).asked
    assert "what the police made of the recommendation: partly" in does(office, "recommendation answered partly")
    now = case(office)
    assert (now.recommendation, now.state) == ("partly", State.RECOMMENDATION_ANSWERED)
    assert "recommendation_made_of_it" not in now.asked
    does(office, "recommendation answered rejected because they think it is done")
    assert sum(one.letter == "recommendation_answered" for one in case(office).letters) == 1
    with office.service.reading() as tx:
        kept = [(one.value, one.reasons) for one in decisions.of(tx, 1) if one.what == "recommendation"]
    assert kept == [("partly", ""), ("rejected", "they think it is done")]
    undoes(office)
    assert case(office).recommendation == "partly"


def test_the_card_hints_with_the_words_of_the_request(office: Years) -> None:
    """A group is suggested from words of the request, with these words; once somebody has said one it is not."""
    quote = "the message says “he hit my arm” (force or an assault)"
    seen = replace(case(office), sources={"complainant": "x (discrimination)", "limb b_i": quote})
    assert suggested(seen) == ("B4", quote)
    assert suggested(replace(seen, allegations="H1")) == ("", "")
    assert suggested(replace(seen, sources={"limb a": "the message says “a commander” (a rank)"})) == ("", "")


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_the_reason_for_reopening_is_sealed(office: Years) -> None:
    """Why a case was reopened stands in no column that anybody with the database could read."""
    with office.service.writing() as tx:
        casework.change(tx, 1, on=date(2026, 11, 20), state=State.CLOSED, sets={}, next_action=None)
    does(office, "reopen because Ann Archer has rung", by="M Okafor")
    with office.service.reading() as tx:
        (decided,) = [one for one in decisions.of(tx, 1) if one.what == "reopened"]
        assert (decided.value, decided.reasons) == ("yes", "Ann Archer has rung")
        rows = tx.connection.execute(text("SELECT value, reasons FROM decision")).all()
    assert not any("rung" in value or b"rung" in (reasons or b"") for value, reasons in rows)


def test_an_old_store_comes_along(tmp_path: Path) -> None:
    """Of a store of the version before, themes stand on their cases, and no reason for reopening is left unsealed."""
    place = tmp_path / "store.sqlite"
    settings = Config()
    settings.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0007")
    engine.dispose()
    at = "2026-11-20T09:00:00.000000Z"
    with sqlite3.connect(place) as old:
        names = [row[1] for row in old.execute("PRAGMA table_info(review)")]
        known = {"id": 1, "reference": FIRST, "year": 2026, "number": 1, "opened_at": at, "received_on": "2026-11-20",
                 "state": "closed", "outcome": "upheld", "unit": "north", "next_action": "x",
                 "next_owner": "administrator", "next_on": "2026-11-20", "restricted": 0}  # fmt: skip
        those = [name for name in names if name in known]
        marks = ", ".join("?" for _ in those)
        old.execute(f"INSERT INTO review ({', '.join(those)}) VALUES ({marks})", [known[one] for one in those])
        for what, value in (
            ("theme", "delay"), ("theme", "tone"), ("theme", "not delay"), ("theme", "no rationale"),
            ("theme", "tone"), ("reopened", "Ann rang"),
        ):  # fmt: skip
            old.execute(
                "INSERT INTO decision (case_id, what, value, by, role, at, letter_key, words_hash) "
                "VALUES (1, ?, ?, 'A Li', '', ?, '', '')", (what, value, at),
            )  # fmt: skip
    open_store(f"sqlite:///{tmp_path}/another.sqlite", tmp_path / "blobs", tmp_path / "key").close()  # makes the key
    store = open_store(f"sqlite:///{place}", tmp_path / "blobs", tmp_path / "key")
    with store.reading(datetime(2026, 11, 23, tzinfo=UTC)) as tx:
        (found,) = records.all_records(tx)
        assert (found.themes, found.allegations) == ("tone, no rationale", "")
        assert {one.theme for one in themes.between(tx, date(2026, 1, 1), date(2026, 12, 31))} == {
            "tone",
            "no rationale",
        }
        values = tx.connection.execute(text("SELECT value FROM decision WHERE what = 'reopened'")).scalars().all()
        assert values == ["yes"]
    store.close()


# --- what is counted ------------------------------------------------------------------------------------------------


def counted(*those: CaseRecord) -> dict[str, dict[object, tuple[object, ...]]]:
    """The rows of each table of the quarter's report on these cases, by their names."""
    made = report(those, Q3, TODAY, TARGETS, COUNTS, {})
    return {one.key: {row[0]: row[1:] for row in one.rows} for one in made.tables}


def test_what_complaints_were_about_is_counted() -> None:
    """A case stands in each of its groups, once in each, and once in the total; the others are not known."""
    found = counted(
        upheld(1, date(2026, 7, 15), allegations="B4 B9 H1"),
        upheld(2, date(2026, 7, 16), allegations="H"),
        upheld(3, date(2026, 7, 17)),
        upheld(4, date(2026, 10, 2), allegations="A1"),
    )["allegations"]
    assert found[named("B")] == (0, 0, 1, 1)
    assert found[named("H")] == (0, 0, 2, 2)
    assert found[named("A")] == (0, 0, 0, 0)
    assert (found["Not known"], found["Total"]) == ((0, 0, 1, 1), (0, 0, 3, 3))
    assert len(found) == len(GROUPS) + 2


def test_why_reviews_were_upheld_is_counted() -> None:
    """By theme, of those told in the quarter that were upheld; a case without one is not known."""
    found = counted(
        upheld(1, date(2026, 7, 15), themes="delay, tone"),
        upheld(2, date(2026, 7, 16), themes="delay"),
        upheld(3, date(2026, 7, 17)),
        replace(upheld(4, date(2026, 7, 18)), outcome="not_upheld", themes="no rationale"),
    )["reasons"]
    assert found == {"Delay": (2,), "Tone": (1,), "Not known": (1,), "Total": (3,)}


def test_every_theme_can_be_said() -> None:
    """No theme is read as another, or as one taken back."""
    from handlers.learning_themes import _named

    assert [_named(one) for one in Theme] == [("", {one}) for one in Theme]
