"""Addresses that came back are written to no more, and each address in use is asked once a year; told as stories."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor.office_checks import contact_book
from bot.papers import contact_news
from bot.papers.contact_checks import season
from bot.papers.requests import unit
from store import contacts, outbox, paper_requests, questions, unit_mails
from store.messages import PaperOrder, Unit
from store.terms import Asked, Audience, LetterState, Rung
from tests.bureau import PELL, SOUTH, Bureau, bureau_in

FIRST = date(2027, 2, 1)
"""The first working day of the month of the check, a Monday."""


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """An office that has asked South BCU for papers."""
    made = bureau_in(tmp_path)
    made.asks()
    return made


def checks(bureau: Bureau) -> list[str]:
    """To whom the yearly letter went, in order."""
    return [str(one["To"]) for one in bureau.world.sent() if str(one["Subject"]).startswith("Is this still")]


def as_it_stands(bureau: Bureau) -> Unit:
    """South BCU today, with what came back."""
    with bureau.world.service.reading() as tx:
        return unit(bureau.world.service, tx, "south")


def test_each_address_in_use_is_asked_once_a_year_one_a_day(bureau: Bureau) -> None:
    """Mailbox and manager of a unit that was ever asked get the letter, a day apart, and not again that year."""
    for days in range(3):
        bureau.comes(FIRST + timedelta(days=days))
    bureau.comes(FIRST + timedelta(days=2), hour=14)
    assert checks(bureau) == [SOUTH, PELL]
    letter = bureau.world.sent()[-1]
    assert letter["Subject"] == "Is this still the right address? South BCU"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Tuesday 2 March 2027" in body.get_content()
    bureau.comes(date(2027, 4, 1))
    assert checks(bureau) == [SOUTH, PELL]
    bureau.comes(date(2028, 2, 1))
    assert checks(bureau) == [SOUTH, PELL, SOUTH]


def test_nothing_is_asked_outside_hours_and_season(bureau: Bureau) -> None:
    """The yearly letter leaves between nine and four on working days of its season, and at no other time."""
    for day, hour in ((date(2027, 1, 29), 10), (FIRST, 8), (FIRST, 16), (date(2027, 2, 6), 10), (date(2027, 7, 1), 10)):
        bureau.comes(day, hour)
        assert checks(bureau) == []
    bureau.comes(date(2028, 2, 1), 15)
    assert checks(bureau) == [SOUTH]


def test_a_unit_that_was_written_to_waits_a_day(bureau: Bureau) -> None:
    """The yearly letter is the unit's one mail of its day: it waits where there was another, and counts as one."""
    with bureau.world.service.writing() as tx:
        unit_mails.add(tx, "south", FIRST, letter="papers_chaser:x:y", rung=Rung.CHASER)
    bureau.comes(FIRST)
    assert checks(bureau) == []
    bureau.comes(FIRST + timedelta(days=1))
    assert checks(bureau) == [SOUTH]
    with bureau.world.service.reading() as tx:
        assert "south" in unit_mails.on(tx, FIRST + timedelta(days=1))


def test_without_a_month_nobody_is_asked(tmp_path: Path) -> None:
    """An office that wants no yearly check has none."""
    bureau = bureau_in(tmp_path, REVIEWS_PAPERS__CHECK_MONTH="0")
    bureau.asks()
    bureau.comes(FIRST)
    assert checks(bureau) == []


def test_an_answer_confirms_and_silence_is_asked_about(bureau: Bureau) -> None:
    """Who answers in the letter's own thread has confirmed; after twenty working days of silence a person is asked."""
    bureau.comes(FIRST)
    asked = bureau.letter("contact_check").message_id
    bureau.comes(FIRST + timedelta(days=1))
    bureau.hears("CONFIRMED", machine=False, answers=asked)
    bureau.comes(date(2027, 3, 2))
    assert bureau.questions() == []
    bureau.comes(date(2027, 3, 3))
    bureau.comes(date(2027, 3, 4))
    (question,) = bureau.questions()
    assert question.code == "contact_silent"
    assert question.text.startswith(
        "The address of South BCU that gets what its unit has not answered has not answered since Tuesday 2 February"
    )


@pytest.mark.parametrize("machine", [True, False])
def test_no_other_mail_confirms(bureau: Bureau, machine: bool) -> None:
    """Neither a machine's answer to the letter nor a mail outside its thread says that somebody reads the mailbox."""
    bureau.comes(FIRST)
    asked = bureau.letter("contact_check").message_id
    bureau.hears("CONFIRMED", machine=machine, answers=asked if machine else "")
    with bureau.world.service.reading() as tx:
        assert contacts.of(tx, SOUTH).confirmed_on is None


def test_nobody_else_confirms_for_an_address(bureau: Bureau) -> None:
    """An answer from another address, though it is in the thread, does not confirm the one that was asked."""
    bureau.comes(FIRST)
    bureau.hears("CONFIRMED", machine=False, sender=PELL, answers=bureau.letter("contact_check").message_id)
    with bureau.world.service.reading() as tx:
        assert contacts.of(tx, SOUTH).confirmed_on is contacts.of(tx, PELL).confirmed_on is None


def test_a_letter_that_comes_back_freezes_its_address(bureau: Bureau) -> None:
    """After a bounce the address is frozen, a person is asked once, and what is queued for it is held."""
    bureau.comes(FIRST)
    bureau.bounces(bureau.letter("contact_check"))
    assert as_it_stands(bureau).frozen == {SOUTH}
    (question,) = bureau.questions()
    assert question.code == "contact_came_back"
    assert "A letter to the mailbox of South BCU came back" in question.text
    assert "@" not in question.text
    assert bureau.request().id == 1
    with bureau.world.service.writing() as tx:
        for to, audience in ((SOUTH, Audience.FORCE), (SOUTH.upper(), Audience.OFFICER), (PELL, Audience.FORCE)):
            outbox.queue(
                tx, letter="contact_check", occasion=f"again-{audience}", case_id=None, intake_id=1, to=to,
                audience=audience,
                content={"facts": {"unit": "x", "role": "y", "reply_by": "z"}, "answers_item": "",
                         "answers_message_id": "", "references": []},
                message_id_domain="mopac.example", mode="live",
            )  # fmt: skip
    bureau.world.runs()
    again = [one for one in bureau.world.letters() if ":again-" in one.key]
    assert [(one.state, one.held_because) for one in again] == [
        (LetterState.HOLD, "contact_frozen"),
        (LetterState.HOLD, "contact_frozen"),
        (LetterState.CONFIRMED, ""),
    ]


def test_a_frozen_address_is_thawed_by_a_person(bureau: Bureau) -> None:
    """The command line lets an address in again, once, with the name of who said so in the history."""
    bureau.comes(FIRST)
    bureau.bounces(bureau.letter("contact_check"))
    config = ["--config", str(bureau.world.folder / "config.toml")]
    bureau.world.close()
    run = CliRunner()
    environ = {"REVIEWS_PAPERS__CONTACTS": "contacts.toml"}
    listed = run.invoke(app, ["contacts", "list", "--json", *config], env=environ)
    assert f'"frozen": ["{SOUTH}"]' in listed.output
    assert run.invoke(app, ["contacts", "thaw", SOUTH.upper(), *config], env=environ).exit_code == 0
    assert run.invoke(app, ["contacts", "thaw", SOUTH, *config], env=environ).exit_code == 1
    shown = run.invoke(app, ["contacts", "show", "south", "--json", *config], env=environ)
    assert '"frozen": []' in shown.output
    assert '"asked_on": "2027-02-01"' in shown.output
    assert '"who": "Inspector A Pell"' in shown.output
    assert run.invoke(app, ["contacts", "show", "west", *config], env=environ).exit_code == 1


def test_a_bounce_of_another_letter_freezes_nothing(bureau: Bureau) -> None:
    """A letter to a complainant that comes back concerns no contact, and its own question is asked as ever."""
    (letter,) = (one for one in bureau.world.letters() if one.letter == "acknowledgement")
    bureau.bounces(letter)
    assert bureau.questions() == []
    assert "letter_bounced" in _codes(bureau)


def _codes(bureau: Bureau) -> set[str]:
    with bureau.world.service.reading() as tx:
        return {one.code for one in questions.still_open(tx)}


def test_a_second_bounce_asks_nothing_again(bureau: Bureau) -> None:
    """Two letters to one address that both come back are one question."""
    bureau.comes(FIRST)
    letter = bureau.letter("contact_check")
    bureau.bounces(letter)
    with bureau.world.service.writing() as tx:
        assert contact_news.bounced(bureau.world.service, tx, letter)
    assert len(bureau.questions()) == 1


def test_a_mailbox_that_answers_by_itself_is_known(bureau: Bureau) -> None:
    """A mailbox that said of eight requests in ten, and of five at least, that they came, usually does so."""
    with bureau.world.service.writing() as tx:
        for number in range(5):
            contacts.asked(tx, SOUTH, "south")
            contacts.acknowledged(tx, SOUTH, "south")
            assert contacts.acknowledging(tx) == ({"south"} if number == 4 else set())
        contacts.asked(tx, SOUTH, "south")
        assert contacts.acknowledging(tx) == {"south"}
        contacts.asked(tx, SOUTH, "south")
        assert contacts.acknowledging(tx) == frozenset()


def test_doctor_and_check_tell_what_the_book_lacks(bureau: Bureau) -> None:
    """Doctor warns of units without a manager, and of an address that came back; `contacts check` says all of it."""
    service = bureau.world.service
    assert contact_book(service).found.startswith("2 units; No manager is named for Professional Standards")
    bureau.comes(FIRST)
    bureau.bounces(bureau.letter("contact_check"))
    check = contact_book(service)
    assert (check.result, check.found) == ("warning", f"nothing is written to {SOUTH}: a letter came back")
    bureau.world.close()
    told = CliRunner().invoke(
        app,
        ["contacts", "check", "--config", str(bureau.world.folder / "config.toml")],
        env={"REVIEWS_PAPERS__CONTACTS": "contacts.toml"},
    )
    assert "No single point of contact is named for Professional Standards, South BCU" in told.output
    assert "The book holds 2 units today; where nothing says which, Professional Standards is asked." in told.output


def test_the_season_of_the_check() -> None:
    """A year's check goes on for four months from the first of its month, over the end of the year too."""
    assert season(date(2027, 2, 1), 2) == season(date(2027, 5, 31), 2) == date(2027, 2, 1)
    assert season(date(2027, 1, 31), 2) is season(date(2027, 6, 1), 2) is None
    assert season(date(2027, 1, 15), 11) == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "heard"), [("We have received your e-mail.", 1), ("I am out of the office until 9 March.", 0)]
)
def test_a_receipt_counts_and_an_absence_does_not(bureau: Bureau, text: str, heard: int) -> None:
    """A mailbox that says by itself that a request came has acknowledged it; one that is away has not."""
    bureau.comes(FIRST)
    letter = bureau.letter("contact_check")
    with bureau.world.service.writing() as tx:
        order = PaperOrder(Asked.BODY, (), FIRST, "papers_request")
        paper_requests.ask(tx, 1, order, unit="south", letter=letter.key)
        contacts.asked(tx, SOUTH, "south")
    bureau.hears(text, answers=letter.message_id)
    bureau.hears(text, answers="<else@mps.example>")
    with bureau.world.service.reading() as tx:
        assert (contacts.of(tx, SOUTH).heard, contacts.of(tx, SOUTH).asked) == (heard, 1)
