"""What mail tells of the force's own mailboxes, told as stories: a person is asked, and the book never changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.unit_news import UnitNews, read
from tests.bureau import BOOK, PELL, SOUTH, Bureau, bureau_in

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "until", "instead"),
    [
        ("I am out of the office until 14 December. If urgent contact b@mps.example.", (12, 14), ("b@mps.example",)),
        ("I am on annual leave and back on Monday 30 November. E-mail b@mps.example", (11, 29), ("b@mps.example",)),
        ("I am on leave from 23 November to 27 November inclusive.", (11, 27), ()),
        ("I am away, returning on 1/12/2026.", (11, 30), ()),
        ("I will not be back until Tuesday 24 November.", (11, 23), ()),
        ("I am out of the office 23 - 27 November.", (11, 27), ()),
        ("I am on leave.", None, ()),
        ("I am out of the office until Tuesday 14 December 2026.", None, ()),
        ("I am out of the office until 31/11/2026.", None, ()),
        ("I am on sick leave since 2 November.", None, ()),
        ("I am out of the office until 14 December 2029.", None, ()),
    ],
)  # fmt: skip
def test_an_absence_note_is_read(text: str, until: tuple[int, int] | None, instead: tuple[str, ...]) -> None:
    """Until when somebody is away is the last day, day first; a day that does not exist or fit is none at all."""
    last = date(2026, *until) if until else None
    assert read("Automatic reply", text, ON, machine=True) == UnitNews(away=True, until=last, instead=instead)


@pytest.mark.parametrize("machine", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "This mailbox is no longer monitored. Please write to new@mps.example.",
        "I have moved to another team. Please contact new@mps.example in future.",
        "Our email address has changed: please use new@mps.example",
        "I no longer work in professional standards, please e-mail new@mps.example.",
        "This account has been decommissioned; contact new@mps.example.",
    ],
)
def test_a_move_is_read(text: str, machine: bool) -> None:
    """Whoever says that an address is read no more is heard, person or machine, with the address they name."""
    assert read("Re: papers", text, ON, machine=machine) == UnitNews(moved=True, instead=("new@mps.example",))


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your e-mail. We aim to answer within 10 working days. For urgent matters ring 101.",
        "I am on leave until 30 November, the papers follow after that.",
        "The officer has moved to another force and cannot be asked.",
        "I have left the papers with the front desk; the complainant has moved house.",
        "Please update item 3 of your list.",
    ],
)
def test_what_a_person_writes_of_other_things_is_no_news(text: str) -> None:
    """That a person plans a holiday, or an officer moved, says nothing of the mailbox."""
    assert not read("Re: papers", text, ON, machine=False)


def test_known_addresses_are_nobody_to_write_to() -> None:
    """The sender's own address and ours are not who stands in."""
    text = f"I am out of the office. Contact {SOUTH} or reviews@mopac.example."
    assert read("", text, ON, machine=True, but=(SOUTH, "Reviews@mopac.example")).instead == ()


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """An office whose book lies in its folder."""
    return bureau_in(tmp_path)


AWAY = "I am out of the office until 14 December 2026. For urgent matters contact b.ito@mps.example."


def test_an_absence_is_asked_about_once_and_pauses_for_two_days(bureau: Bureau) -> None:
    """An absence note pauses what the unit was asked for two working days, and asks once about the cover it names."""
    bureau.asks()
    name = bureau.hears(AWAY)
    bureau.world.clock.at += timedelta(days=1)
    bureau.hears(AWAY)
    (question,) = bureau.questions()
    number = bureau.world.held(name).id
    assert question.text == (
        f"Message {number} says that the mailbox of South BCU is away until Monday 14 December 2026, and names who "
        "stands in. May we write to them until then? If so, put them under [[units.away]] in the contact book."
    )
    assert (question.code, question.due_on) == ("contact_away", date(2026, 11, 24))
    assert bureau.request().paused_until == date(2026, 11, 25)
    assert {letter["To"] for letter in bureau.world.sent()} == {"ann@person.example"}
    assert (bureau.world.folder / "contacts.toml").read_text("utf-8") == BOOK


def test_another_absence_is_another_question(bureau: Bureau) -> None:
    """A second absence of the unit is asked about too."""
    bureau.asks()
    bureau.hears(AWAY)
    bureau.hears("I am on leave until 23 December 2026.")
    assert "away until Wednesday 23 December 2026, and names nobody else." in bureau.questions()[1].text


def test_who_is_always_away_is_asked_again_all_the_same(bureau: Bureau) -> None:
    """A new absence each day, which nobody proves, is a question each time and one rest between two mails of ours."""
    bureau.asks()
    for day in range(24, 28):
        bureau.hears(f"I am out of the office until {day} November 2026.")
        assert bureau.request().paused_until == date(2026, 11, 25)
        bureau.world.clock.at += timedelta(days=1)
    assert len(bureau.questions()) == 4


def test_that_a_manager_is_away_pauses_nothing(bureau: Bureau) -> None:
    """Where somebody above the unit is away a person is asked, and the unit has its time all the same."""
    bureau.asks()
    bureau.hears(AWAY, sender=PELL)
    (question,) = bureau.questions()
    assert "says that the manager of South BCU is away until" in question.text
    assert bureau.request().paused_until is None


def test_a_move_is_asked_about(bureau: Bureau) -> None:
    """A unit that says that it moved is asked about, and nothing is written to the address it names."""
    bureau.asks()
    bureau.hears("This mailbox is no longer monitored. Please write to new@mps.example.", machine=False)
    (question,) = bureau.questions()
    assert (question.code, "names where to write instead" in question.text) == ("contact_moved", True)
    assert "@" not in question.text
    assert "new@mps.example" not in {letter["To"] for letter in bureau.world.sent()}


@pytest.mark.parametrize("sender", ["stranger@mps.example", "ann@person.example"])
def test_only_addresses_of_the_book_are_heard(bureau: Bureau, sender: str) -> None:
    """What somebody else's machine says of its mailbox is nothing to us."""
    bureau.asks()
    bureau.hears(AWAY, sender=sender)
    assert bureau.questions() == []
    assert bureau.request().paused_until is None


def test_what_is_quoted_is_not_heard(bureau: Bureau) -> None:
    """The words of our own letter below an answer say nothing of the unit's mailbox."""
    bureau.asks()
    quoted = "\n".join(f"> {line}" for line in ("This mailbox is no longer monitored.", AWAY))
    bureau.hears(f"Thank you for your e-mail, we have received it.\n\nOn 23 Nov 2026 Reviews wrote:\n{quoted}\n")
    assert bureau.questions() == []
