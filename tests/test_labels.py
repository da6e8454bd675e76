"""The categories people see: one name each, a colour there is, and commands understood as people type them."""

from __future__ import annotations

import pytest

from handlers import labels
from handlers.answering import REASONS
from handlers.labels import Alarm, Due, Result
from handlers.post import TABLE
from store.messages import Verb

FORCES = ("MPS", "Leicestershire Police", "Force, with; marks")


@pytest.mark.parametrize("force", FORCES)
def test_every_category_has_a_colour_of_outlook(force: str) -> None:
    """Every name we set has one of Outlook's 25 colours, and no comma or semicolon, which would make it two."""
    found = labels.colours(force, ["A Li"])
    assert set(found.values()) <= {f"preset{number}" for number in range(25)}
    assert not [name for name in found if set(",;") & set(name) or name != " ".join(name.split())]
    assert len({name.casefold() for name in found}) == len(found)
    families = {rule.family for rule in TABLE} - {""}
    assert families | {*Alarm, *Due, *Result, labels.SEE_NOTE, labels.FORWARD, labels.PAUSE, "@A Li"} <= found.keys()


def test_colours_are_told_apart() -> None:
    """No two of the names that can stand on one message share a colour; owners share one, and so do commands."""
    found = labels.colours("MPS", ["A Li", "J Mensah"])
    asked = {*labels.commands("MPS").values(), labels.SETTLED, labels.FORWARD, labels.PAUSE, *labels.RECORD_AS}
    others = [colour for name, colour in found.items() if name not in asked and not name.startswith("@")]
    assert len(set(others)) == len(others)
    assert {found[name] for name in asked} == {"preset23"}
    assert {found["@A Li"], found["@J Mensah"]} == {"preset5"}
    assert not {"preset23", "preset5"} & set(others)


@pytest.mark.parametrize("force", FORCES)
def test_every_command_is_understood(force: str) -> None:
    """Each command is read back as its verb, in any casing and with spaces as people type them."""
    said = labels.commands(force)
    for verb, category in said.items():
        assert category.startswith("Do: ")
        assert labels.verb_of(category, force) is verb
        assert labels.verb_of(f"  {category.upper().replace(' ', '  ')} ", force) is verb
    assert len(set(said.values())) == len(said)


def test_commands_in_the_offices_words() -> None:
    """The police are called as the office calls them, and only those two commands speak of them."""
    assert labels.commands("MPS")[Verb.ASK_POLICE] == "Do: ask MPS"
    assert labels.commands("Leicestershire Police")[Verb.CHASE_POLICE] == "Do: chase Leicestershire Police"
    assert sum("MPS" in name for name in labels.commands("MPS").values()) == 2


@pytest.mark.parametrize("category", ["Do: sing", "ask MPS", "Do: ask", "", "Urgent", "Do: ask Leicestershire Police"])
def test_what_is_no_command(category: str) -> None:
    """Any other category asks for nothing."""
    assert labels.verb_of(category, "MPS") is None
    assert not labels.asks_for_pause(category)


def test_pause() -> None:
    """The pause is no command for a case and is understood by itself."""
    assert labels.asks_for_pause("do:  Pause")
    assert labels.verb_of(labels.PAUSE, "MPS") is None


def test_owners() -> None:
    """An owner's category is an @ and the name, and gives the name back."""
    assert labels.owner("A Li") == "@A Li"
    assert labels.owner_of(" @ A Li ") == "A Li"
    assert labels.owner_of("A Li") == ""
    assert labels.owner_of("@") == ""


def test_reasons_stay_chips() -> None:
    """The reasons why nobody was answered are shown without a colour: none is in the mailbox's list."""
    assert not {f"No auto-reply: {reason}" for reason in REASONS.values()} & labels.colours("MPS", []).keys()
