"""The lives of a case that end before anybody reviews it, or that begin late, as people live through them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.terms import Place, State
from tests.desk import FIRST
from tests.lives import ANN, Life, living
from tests.mailrooms import BACK_ENDS
from tests.signing_world import ADA, FORCE, IOPC

TODAY = date(2026, 11, 23)
every_mailbox = pytest.mark.parametrize("back_end", BACK_ENDS)
maildir_and_ews = pytest.mark.parametrize("back_end", ["maildir", "ews"])


@every_mailbox
def test_transferred_to_the_iopc(tmp_path: Path, back_end: str) -> None:
    """For the IOPC: both letters of paragraph 32 and the note to the police leave on the day, signed as one."""
    with living(Life(tmp_path, back_end=back_end)) as life:
        life.files(life.ann_asks())
        assert "IOPC is the relevant review body" in life.says_by_mail(ADA, f"draft transfer {FIRST} b(ii)")
        assert life.on_the_board() == (Place.BOARD_VALIDITY, "decision_pending")
        assert life.next() == ("Check and approve the prepared letters", date(2026, 11, 24))
        assert "drag this card" not in life.card_says()
        assert life.waits_for_sign_off() == [
            "We have passed your request on [PCR/2026/00001]",
            "[PCR/2026/00001] Passed to the IOPC: PC/04417/26",
            "[PCR/2026/00001] Request for a review, forwarded to you: PC/04417/26",
        ]
        life.passes(minutes=3)
        life.signs(ADA)
        assert "nobody spoke to the witness" in life.enclosed(IOPC)
        reason = "the right to life or the ban on inhuman treatment"
        for letter, who, subject in (
            ("forwarding", IOPC, "[PCR/2026/00001] Request"),
            ("transfer_notice", ANN, "We have passed your request on"),
            ("transfer_note", FORCE, "[PCR/2026/00001] Passed"),
        ):
            assert life.left_on(letter) == TODAY
            assert reason in life.got(who, subject)
            assert "Monday 23 November 2026" in life.got(who, subject)
        assert len(life.subjects(ANN)) == 2
        assert len(life.subjects(FORCE)) == 1
        assert life.case(FIRST).closed_on == TODAY
        life.ended_as(State.TRANSFERRED)


def _asked_why_late(life: Life) -> None:
    """A late request: whose it is comes first, then Ann is asked for her reasons, once, with a day to answer by."""
    life.files(life.ann_asks("1 October 2026"))
    assert "Late request?" in life.card_labels()
    life.says_by_category("Do: draft late")
    assert life.notes() == [
        "This was not done: Whose review it is comes before the time. "
        "Say first that it is ours, or prepare the transfer."
    ]
    assert life.letters_to(FORCE) == []
    assert "this review is ours" in life.says_by_mail(ADA, f"ours {FIRST}")
    assert life.next()[0] == "Settle whether it was made in time"
    assert "24 days late" in life.says_by_mail(ADA, f"time {FIRST} provided 2 October 2026")
    assert life.next() == ("It came late: ask them for their reasons", date(2026, 11, 26))
    assert "drag this card to “3 Waiting for the complainant”" in life.card_says()
    assert "not been asked for their reasons" in life.says_by_mail(ADA, f"draft late {FIRST}")
    life.drags_card(Place.BOARD_COMPLAINANT)
    assert life.on_the_board() == (Place.BOARD_COMPLAINANT, "awaiting_complainant")
    assert life.next() == ("Decide on what is held if nothing has come", date(2026, 12, 7))
    life.lets_go("ask_for_reasons")
    asked = life.got(ANN, "Please tell us more about your request by 7 December")
    assert "Friday 30 October 2026" in asked
    assert "24 days" in asked
    assert "already" in life.says_by_mail(ADA, f"ask for reasons {FIRST}")
    assert "They have until Monday 7 December 2026" in life.says_by_mail(ADA, f"draft late {FIRST}")


@maildir_and_ews
def test_out_of_time_refused(tmp_path: Path, back_end: str) -> None:
    """Late and silent: asked once, nothing came, refused with reasons that a person wrote in, signed."""
    with living(Life(tmp_path, back_end=back_end)) as life:
        _asked_why_late(life)
        life.comes(2026, 12, 7)
        assert life.on_the_board() == (Place.BOARD_COMPLAINANT, "awaiting_complainant")
        life.comes(2026, 12, 8)
        assert life.on_the_board() == (Place.BOARD_VALIDITY, "time_check")
        assert life.next() == ("Nothing came: decide on what is held", date(2026, 12, 10))
        assert "nothing_came" in life.case(FIRST).asked
        life.says_by_category("Do: draft late")
        assert life.on_the_board() == (Place.BOARD_VALIDITY, "decision_pending")
        assert life.waits_for_sign_off() == [
            "Our decision on your request [PCR/2026/00001]",
            "[PCR/2026/00001] Late request for a review: PC/04417/26",
        ]
        life.passes(days=1)
        assert life.sign_off_mails(ADA) == []
        life.writes_in("late_refused", "You gave no reasons, and we know of none.")
        assert life.sign_off_mails(ADA) == []
        assert f"submit {FIRST}" in life.card_says()
        assert "submitted" in life.says_by_mail(ADA, f"submit {FIRST}")
        life.passes(minutes=3)
        life.signs(ADA, "No special circumstances.")
        refused = life.got(ANN, "Our decision on your request")
        assert "You gave no reasons, and we know of none." in refused
        assert "We asked you for your reasons. You gave us none." in refused
        assert "Friday 30 October 2026" in refused
        assert "judicial review" in refused
        assert life.left_on("late_refused") == life.left_on("late_decision_note") == date(2026, 12, 9)
        assert life.decided("late_refused") == [("approved", "A Li", "administrator")]
        life.ended_as(State.OUT_OF_TIME)


def test_out_of_time_accepted(tmp_path: Path) -> None:
    """Late with reasons: read, accepted by a signed letter, then accepted as valid like any other."""
    with living(Life(tmp_path)) as life:
        _asked_why_late(life)
        life.comes(2026, 11, 25)
        reasons = life.person("Ann Archer", ANN).writes(
            "About PCR/2026/00001: I was in hospital from 5 October to 20 November 2026 and could not write.",
            subject="Re: Please tell us more about your request [PCR/2026/00001]",
        )
        life.runs()
        assert life.items_in(f"case:{FIRST}").count(reasons) == 1
        assert life.subjects(ANN)[-1] == "We have added your message to our file [PCR/2026/00001]"
        assert life.on_the_board() == (Place.BOARD_VALIDITY, "time_check")
        assert life.next() == ("Settle whether it was made in time", date(2026, 11, 26))
        assert "further_representations" in life.case(FIRST).asked
        life.says_by_category("Do: draft accept late")
        life.writes_in("late_accepted", "You were in hospital for most of the time.")
        assert "submitted" in life.says_by_mail(ADA, f"submit {FIRST}")
        life.passes(minutes=3)
        life.signs(ADA)
        assert "You were in hospital" in life.got(ANN, "Our decision on your request")
        assert life.subjects(FORCE) == ["[PCR/2026/00001] Late request for a review: PC/04417/26"]
        assert life.on_the_board() == (Place.BOARD_VALIDITY, "right_check")
        assert life.next()[0] == "Settle whether there is a right to a review"
        life.drags_card(Place.BOARD_POLICE)
        assert life.on_the_board() == (Place.BOARD_POLICE, "papers_requested")
        assert life.next() == ("See that the papers have come", date(2026, 12, 9))
        assert "Late request?" not in life.card_labels()
        life.lets_go("accepted")
        assert life.subjects(FORCE)[-1] == "[PCR/2026/00001] Papers requested: PC/04417/26 – reply by 9 December"
        life.others_are_told()
        assert life.case(FIRST).asked == frozenset()
        assert life.broken_chain() == []


def test_reasons_that_came_are_never_denied(tmp_path: Path) -> None:
    """Refused though reasons came: the letter cannot leave before a person has put them in."""
    with living(Life(tmp_path)) as life:
        _asked_why_late(life)
        life.comes(2026, 11, 25)
        life.person("Ann Archer", ANN).writes(
            "About PCR/2026/00001: I forgot about it.", subject="Re: your letter [PCR/2026/00001]"
        )
        life.runs()
        life.says_by_category("Do: draft late")
        life.writes_in("late_refused", "you forgot about it", "To forget is no special circumstance.")
        assert "submitted" in life.says_by_mail(ADA, f"submit {FIRST}")
        life.passes(minutes=3)
        life.signs(ADA)
        refused = life.got(ANN, "Our decision on your request")
        assert "You gave us these reasons: you forgot about it." in refused
        assert "You gave us none" not in refused
        life.ended_as(State.OUT_OF_TIME)


def test_withdrawn(tmp_path: Path) -> None:
    """Withdrawn while the papers are awaited: confirmed by a signed letter; what was prepared before never leaves."""
    with living(Life(tmp_path)) as life:
        life.files(life.ann_asks())
        life.drags_card(Place.BOARD_POLICE)
        life.others_are_told()
        assert life.waits_for_checking() == ["We will do your review [PCR/2026/00001]"]
        life.comes(2026, 11, 25)
        mail = life.person("Ann Archer", ANN).writes(
            "I want to withdraw my request for a review PCR/2026/00001. I do not want it any more.",
            subject="Withdraw [PCR/2026/00001]",
        )
        life.runs()
        assert life.items_in(Place.CONFIRM) == [mail]
        assert life.case(FIRST).asked == {"withdrawal"}
        assert life.on_the_board() == (Place.BOARD_POLICE, "papers_requested")
        life.files(mail)
        life.says_by_category("Do: draft withdrawal")
        assert life.on_the_board() == (Place.BOARD_VALIDITY, "decision_pending")
        assert life.next() == ("Check and approve the prepared letters", date(2026, 11, 27))
        life.passes(minutes=3)
        life.signs(ADA)
        confirmed = life.got(ANN, "You have withdrawn your request")
        assert "Wednesday 25 November 2026" in confirmed
        assert "you can ask again until Monday 7 December 2026" in confirmed
        assert life.left_on("withdrawal_confirmed") == life.left_on("withdrawal_note") == date(2026, 11, 25)
        assert not any(one.startswith("We will do your review") for one in life.subjects(ANN))
        life.ended_as(State.WITHDRAWN)
