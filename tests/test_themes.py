"""Themes of cases are found by people, told when one comes too often in a unit, and written up without names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.reporting.learning import in_word
from handlers.learning_themes import alerts, as_markdown, note
from store import casework, questions, themes
from store.messages import ThemeRecord, Verb
from store.terms import Theme
from tests.desk import FIRST, Desk
from tests.signing_world import ADA, TEAM

TODAY = date(2026, 11, 23)


def theme(
    number: int, days_ago: int = 0, unit: str = "south", name: str = "delay", *, upheld: bool = True
) -> ThemeRecord:
    """A theme that a case shows, found so many days ago."""
    return ThemeRecord(f"PCR/2026/{number:05d}", name, unit, TODAY - timedelta(days=days_ago), upheld)


def found(*those: ThemeRecord) -> list[tuple[str, str, int, int]]:
    """What is told of these, at three within sixty days."""
    return [(one.unit, one.theme, one.lately, one.number) for one in alerts(those, TODAY, at=3, within=60)]


def test_three_within_sixty_days_are_told() -> None:
    """The third case of one theme in one unit is told; two are not, nor three over a longer time or in two units."""
    three = [theme(at, at) for at in range(3)]
    assert found(*three) == [("south", "delay", 3, 1)]
    assert found(*three[:2]) == []
    assert found(*three[:2], theme(3, 59)) == [("south", "delay", 3, 1)]
    assert found(*three[:2], theme(3, 60)) == []
    assert found(*three[:2], theme(3, unit="north")) == []
    assert found(*three[:2], theme(3, name="tone")) == []


def test_it_is_told_anew_when_as_many_have_come_again() -> None:
    """Four and five say nothing new; six are a second time."""
    assert [found(*(theme(at) for at in range(number)))[0][3] for number in (3, 4, 5, 6)] == [1, 1, 1, 2]


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(("south", "north", "")), st.sampled_from(Theme))))
def test_nothing_is_told_of_fewer_than_asked(rows: list[tuple[int, str, Theme]]) -> None:
    """Each alert has its number of cases within the days, and no unit and theme comes twice."""
    those = [theme(at, days, unit, name) for at, (days, unit, name) in enumerate(rows)]
    told = list(alerts(those, TODAY, at=3, within=60))
    assert len({one.subject for one in told}) == len(told)
    for one in told:
        lately = [
            each
            for each in those
            if (each.unit, each.theme) == (one.unit, one.theme) and each.on > TODAY - timedelta(days=60)
        ]
        assert len(lately) == one.lately >= 3


def test_the_note_counts_and_names_nobody() -> None:
    """The note has a table for all units and one for each, the most frequent first, and units are text."""
    those = [theme(1), theme(2, upheld=False), theme(2, name="tone"), theme(3, unit="")]
    written = as_markdown(note(those, "2026Q4", {"south": "South [BCU](http://x.example)"}))
    assert "3 reviews of this quarter showed something" in written
    assert "| delay | 3 | 2 |\n| tone | 1 | 1 |" in written
    assert "## South \\[BCU\\]\\(http://x.example\\)" in written
    assert written.index("## South") < written.index("## No unit known")
    assert "PCR/" not in written
    assert "No review of this quarter" in as_markdown(note([], "2026Q4", {}))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with three cases, each with an outcome."""
    made = Desk(tmp_path, more=TEAM)
    for who in ("Ann", "Bea", "Cyd"):
        made.person(who).writes(f"I would like a review of how my complaint was handled by the police. I am {who}.")
    made.runs()
    with made.service.writing() as tx:
        for case_id in (1, 2, 3):
            casework.change(
                tx, case_id, on=TODAY, state=None, sets={"outcome": "upheld", "unit": "south"}, next_action=None
            )
    yield made
    made.close()


def standing(desk: Desk) -> list[tuple[str, str]]:
    """Every theme of every case as it stands."""
    with desk.service.reading() as tx:
        return [(one.reference, one.theme) for one in themes.between(tx, date(2026, 1, 1), date(2026, 12, 31))]


def test_a_theme_is_found_and_taken_back_by_a_mail(desk: Desk) -> None:
    """Whoever finds a theme says so once or twice and it counts once; taken back it counts no more."""
    assert "shows this theme: delay" in desk.mails(ADA, "theme 1 Delay")[0]
    desk.mails(ADA, "theme 1 delay")
    assert standing(desk) == [(FIRST, "delay")]
    assert "does not show" in desk.mails(ADA, "theme 1 not delay")[0]
    assert standing(desk) == []
    assert "There is no such theme" in desk.mails(ADA, "theme 1 sloth")[0]


def test_a_case_without_an_outcome_shows_nothing_yet(desk: Desk) -> None:
    """A theme belongs to what was decided."""
    with desk.service.writing() as tx:
        casework.change(tx, 1, on=TODAY, state=None, sets={"outcome": ""}, next_action=None)
    assert "no outcome yet" in desk.tells(Verb.THEME, value="delay").said
    assert standing(desk) == []


def test_the_manager_is_asked_once_and_the_note_is_written(desk: Desk) -> None:
    """The third case of a theme in a unit becomes one question to the manager, and the quarter's note counts it."""
    for case in (1, 2, 3):
        desk.tells(Verb.THEME, case=case, value="delay")
    for _ in range(2):
        desk.clock.at += timedelta(hours=1)
        desk.runs()
    with desk.service.reading() as tx:
        (asked,) = [one for one in questions.still_open(tx) if one.code.startswith("theme_alert")]
    assert (asked.subject, asked.owner) == ("theme:south:delay", "manager")
    assert "3 cases within 60 days" in asked.text
    path = str(desk.folder / "config.toml")
    done = CliRunner().invoke(app, ["learning", "note", "--quarter", "2026Q4", "--config", path])
    assert done.exit_code == 0, done.output
    assert "| delay | 3 | 3 |" in done.output
    assert CliRunner().invoke(app, ["learning", "note", "--quarter", "4", "--config", path]).exit_code == 2
    paper = desk.folder / "note.docx"
    done = CliRunner().invoke(app, ["learning", "note", "--quarter", "2026Q4", "--word", str(paper), "--config", path])
    assert (done.exit_code, done.output.strip()) == (0, str(paper))
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in docx.Document(str(paper)).tables]
    assert tables == [[["Theme", "Reviews", "Of these upheld"], ["delay", "3", "3"]]] * 2


def test_the_note_has_the_offices_own_quarters(desk: Desk) -> None:
    """Where the office's year begins in April its third quarter ends in December, in the note as in the report."""
    desk.tells(Verb.THEME, value="delay")
    with (desk.folder / "config.toml").open("a", encoding="utf-8") as more:
        more.write('[reports]\nyear_begins = "april"\n')
    path = str(desk.folder / "config.toml")
    found = [
        "| delay |" in CliRunner().invoke(app, ["learning", "note", "--quarter", one, "--config", path]).output
        for one in ("2026Q3", "2026Q4")
    ]
    assert found == [True, False]


HOSTILE = '=HYPERLINK("https://x.example") <b>x</b> \u202egnp.exe\x07\n| `{{ 7 }}` ' + "w" * 3000


def test_a_hostile_unit_is_text_in_the_note() -> None:
    """Whatever a unit is called, the Word file opens and has its name as one line that can be read."""
    written = note([theme(1)], "2026Q4", {"south": HOSTILE})
    paper = docx.Document(io.BytesIO(in_word(written, HOSTILE, TODAY)))
    (heading,) = [one.text for one in paper.paragraphs if one.text.startswith("=HYPERLINK")][-1:]
    assert heading.isprintable()
    assert "<b>x</b>" in heading
    assert not any("hyperlink" in one.reltype for one in paper.part.rels.values())
    assert "\\`\\{\\{" in as_markdown(written)
