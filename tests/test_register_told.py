"""What people say for the figures in the columns of the register: done once, or not taken with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.allegation_groups import named
from handlers.register import TOLD, Field
from handlers.register_edits import Edit, NotTaken, Written, act_of, sheet_of
from store import casework
from store.messages import Act, CaseRecord, Verb, spans
from store.terms import State
from tests.desk import FIRST
from tests.register_desk import RegisterDesk

TODAY = date(2026, 11, 17)
NOW = CaseRecord("PCR/2026/00001", TODAY, TODAY, State.TRIAGE, spans(TODAY, []), outcome="upheld")
WAS = Written("triage", "", "", "x")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RegisterDesk]:
    """An office with a register and one case in it that was upheld."""
    office = RegisterDesk(tmp_path)
    office.begins()
    with office.service.writing() as tx:
        casework.change(tx, 1, on=TODAY, state=None, sets={"outcome": "upheld"}, next_action=None)
    yield office
    office.close()


@pytest.mark.parametrize(
    ("field", "said", "means"),
    [
        (Field.KIND, "Investigated (25)", Act(Verb.INVESTIGATED)),
        (Field.KIND, "not investigated (6a)", Act(Verb.NOT_INVESTIGATED)),
        (Field.KIND, "perhaps", "“perhaps” is none of these: Not investigated (6A), Investigated (25)."),
        (Field.KIND, "", "cannot be left blank again"),
        (Field.ABOUT, named("B"), Act(Verb.ALLEGATIONS, value=named("B"))),
        (Field.ABOUT, "", "cannot be left blank again"),
        (Field.THEMES, "delay, tone", Act(Verb.THEME, value="only delay, tone")),
        (Field.THEMES, "", Act(Verb.THEME, value="only")),
        (Field.ANSWER, "Not accepted", Act(Verb.ANSWERED, value="rejected")),
        (Field.ANSWER, "=1+1", "“=1+1” is none of these"),
    ],
)
def test_a_cell_asks_for_its_act(field: Field, said: str, means: Act | str) -> None:
    """What is chosen or typed is the act that a mail would ask for, or is not taken with the reason."""
    was = replace(WAS, told=("Investigated (25)", "H", "tone", "Accepted"))
    now = replace(NOW, review_kind="investigation", allegations="H", themes="tone", recommendation="accepted")
    if said == "Investigated (25)":
        was, now = replace(was, told=("", "H", "tone", "Accepted")), replace(now, review_kind="")
    found = act_of(Edit(FIRST, field, said, was), now, today=TODAY, steps={}, allowed=frozenset(Field))
    assert found == means if isinstance(means, Act) else isinstance(found, NotTaken) and means in found.why


@pytest.mark.parametrize("field", TOLD)
def test_what_changed_meanwhile_is_not_set_back(field: Field) -> None:
    """A cell changed in a register from before somebody said it is not taken; one that says the same asks nothing."""
    words = {Field.KIND: "Investigated (25)", Field.ABOUT: "B4", Field.THEMES: "delay", Field.ANSWER: "Accepted"}
    now = replace(NOW, review_kind="investigation", allegations="B4", themes="delay", recommendation="accepted")
    edit = Edit(FIRST, field, "something else", WAS)
    found = act_of(edit, now, today=TODAY, steps={}, allowed=frozenset(Field))
    assert isinstance(found, NotTaken)
    assert f"it says “{words[field]}” now" in found.why
    same = replace(edit, value=words[field])
    assert act_of(same, now, today=TODAY, steps={}, allowed=frozenset(Field)) is None


def test_a_register_of_an_older_version_is_read() -> None:
    """A file written before there were these columns has its rows all the same."""
    meta = (("export", "1"), ("PCR/2026/00001", "triage", "A Li", "", "mark"))
    sheet = sheet_of(meta, (("Case", "Owner"), ("PCR/2026/00001", "A Li")))
    assert sheet is not None
    assert sheet.written["PCR/2026/00001"] == Written("triage", "A Li", "", "mark", ("", "", "", ""))


def test_the_columns_are_read_back(desk: RegisterDesk) -> None:
    """Four cells of one row are each done once, shown in the next register, and done no more when it is saved again."""
    desk.changes(kind_of_review="Investigated (25)", about="H, B4", themes="tone, delay")
    desk.runs()
    now = desk.case(FIRST)
    assert (now.review_kind, now.allegations, now.themes) == ("investigation", "B4 H", "delay, tone")
    shown = {name: desk.shows(name) for name in ("Kind of review", "About", "Themes", "Answer")}
    assert shown == {"Kind of review": "Investigated (25)", "About": "B4 H", "Themes": "delay, tone", "Answer": None}
    desk.changes(note="saved again")
    desk.runs()
    assert [one.field for one in desk.read_back() if one.done].count("About") == 1
    assert not [one for one in desk.read_back() if not one.done]
    desk.changes(about="Z9")
    desk.runs()
    assert next(one.said for one in desk.read_back() if not one.done).startswith("Say the letters")
    assert desk.case(FIRST).allegations == "B4 H"


def test_what_can_be_chosen_is_in_lists(desk: RegisterDesk) -> None:
    """Each of the columns has its list; where there can be several, other words may be typed."""
    from tests.register_desk import opened

    book = opened(desk.path)
    rules = {rule.promptTitle: rule for rule in book["Register"].data_validations.dataValidation}
    lists = {name: _list(book, rule.formula1) for name, rule in rules.items() if rule.type == "list"}
    assert lists["How the police dealt with it"] == ["Not investigated (6A)", "Investigated (25)"]
    assert lists["What it was about"][1] == named("B")
    assert "remedy not enough" in lists["What the case shows"]
    assert lists["The recommendation"] == ["Accepted", "Partly accepted", "Not accepted"]
    free = {name for name, rule in rules.items() if rule.type == "list" and not rule.showErrorMessage}
    assert free == {"What it was about", "What the case shows"}


def _list(book: Any, formula: str) -> list[str]:
    sheet, _, cells = formula.replace("'", "").replace("$", "").partition("!")
    return [row[0].value for row in book[sheet][cells]]
