"""What can be chosen or typed in the columns of the register that are read back; reads nothing back itself.

Lists stand in a hidden sheet, so they may be of any length. Where a case can have several of a list, other words can be
typed too: what cannot be taken is told in the sheet Read back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from string import ascii_uppercase
from typing import Any

from handlers.allegation_groups import GROUPS, named
from handlers.register import LONGEST_NOTE, Field
from handlers.report_tables import ANSWERS, KINDS
from store.terms import Theme

LISTS = "_lists"
_TITLES: Mapping[Field, tuple[str, str]] = {
    Field.OWNER: ("Whose case it is", "Choose somebody of the team."),
    Field.NEXT_STEP: ("What to do next", "It is done on the case once the file is saved."),
    Field.KIND: ("How the police dealt with it", "With an investigation, or without one."),
    Field.ABOUT: ("What it was about", "Choose a group, or type several, with or without numbers: B4, H."),
    Field.THEMES: ("What the case shows", "Why it was upheld. Choose one, or type several with commas between them."),
    Field.ANSWER: ("The recommendation", "What the police made of it. Their answer is on record from then on."),
}
_SEVERAL = (Field.ABOUT, Field.THEMES)


def lists(owners: Sequence[str], steps: Sequence[str]) -> Mapping[Field, tuple[str, ...]]:
    """What the drop-downs offer, by their columns."""
    return {
        Field.OWNER: tuple(owners),
        Field.NEXT_STEP: tuple(steps),
        Field.KIND: tuple(KINDS.values()),
        Field.ABOUT: tuple(map(named, GROUPS)),
        Field.THEMES: tuple(Theme),
        Field.ANSWER: tuple(ANSWERS.values()),
    }


def rule(field: Field, offered: Mapping[Field, Sequence[str]], today: date) -> dict[str, Any] | None:
    """The rule for the cells of a column, None where nothing can be chosen in it."""
    if field is Field.NOTE:
        return {
            "validate": "length", "criteria": "<=", "value": LONGEST_NOTE, "input_title": "A note",
            "input_message": "It goes into the history of the case, and the cell is empty again.",
        }  # fmt: skip
    if field is Field.HOLD_UNTIL:
        return {
            "validate": "date", "criteria": ">", "value": today, "input_title": "On hold until",
            "input_message": "A day to come. Emptied, the case goes on.",
        }  # fmt: skip
    if not offered[field]:
        return None
    column, (title, message) = ascii_uppercase[tuple(offered).index(field)], _TITLES[field]
    source = f"='{LISTS}'!${column}$1:${column}${len(offered[field])}"
    free = {"error_type": "information", "show_error": False} if field in _SEVERAL else {}
    return {"validate": "list", "source": source, "input_title": title, "input_message": message, **free}


def add_lists(book: Any, offered: Mapping[Field, Sequence[str]]) -> None:
    """The hidden sheet has what the drop-downs offer, a column for each."""
    sheet = book.add_worksheet(LISTS)
    for column, words in enumerate(offered.values()):
        for line, one in enumerate(words):
            sheet.write_string(line, column, one)
    sheet.very_hidden()
