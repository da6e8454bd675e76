"""The lives of a case that is reviewed: upheld, not upheld, and decided by the Commissioner, as people live them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.terms import Place, State
from tests.desk import FIRST, words
from tests.lives import ANN, Life, living
from tests.lives_leicestershire import COMMISSIONER, ED, FAY, leicestershire
from tests.signing_world import ADA, CAZ, FORCE, MO

maildir_and_graph = pytest.mark.parametrize("back_end", ["maildir", "graph"])


def _accepted(life: Life) -> None:
    """Ann's request is confirmed and accepted by a drag, and she and the police hear so on the same day."""
    life.files(life.ann_asks())
    life.drags_card(Place.BOARD_POLICE)
    assert life.on_the_board() == (Place.BOARD_POLICE, "papers_requested")
    assert life.next() == ("See that the papers have come", date(2026, 12, 7))
    life.others_are_told()
    assert life.case(FIRST).asked == frozenset()
    assert life.subjects(FORCE) == ["[PCR/2026/00001] Papers requested: PC/04417/26 – reply by 7 December"]
    assert life.waits_for_checking() == ["We will do your review [PCR/2026/00001]"]
    life.lets_go("accepted")
    assert "Monday 7 December 2026" in life.got(ANN, "We will do your review")
    assert life.waits_for_checking() == []


def _assessed(life: Life) -> None:
    """The papers come on a Thursday; the case is given to a writer, who knows nobody in it."""
    life.comes(2026, 11, 26)
    papers = life.person("PSU", FORCE).writes(
        "RECEIVED: everything on PCR/2026/00001 (PC/04417/26) is attached.",
        subject="Papers PCR/2026/00001 PC/04417/26",
        attach=("report.txt", b"Report on PC/04417/26"),
    )
    life.runs()
    assert life.items_in(Place.UNSURE) == [papers]
    assert {"papers", "really_theirs"} <= life.case(FIRST).asked
    life.files(papers)
    assert "From the police" in life.categories(papers)
    life.drags_card(Place.BOARD_ASSESSMENT)
    assert life.on_the_board() == (Place.BOARD_ASSESSMENT, "ready")
    assert life.next() == ("Give the case to a caseworker", date(2026, 12, 3))
    life.says_by_category("@C Writer")
    assert "@C Writer" in life.card_labels()
    assert life.case(FIRST).asked == {"conflict C Writer"}
    assert "knows nobody" in life.says_by_mail(CAZ, f"no conflict {FIRST}")
    assert life.case(FIRST).asked == frozenset()
    assert life.on_the_board() == (Place.BOARD_ASSESSMENT, "under_review")
    assert life.next() == ("Assess the complaint outcome", date(2027, 1, 8))


@maildir_and_graph
def test_upheld_with_a_recommendation(tmp_path: Path, back_end: str) -> None:
    """Upheld: letters drafted, filled in, signed and out on one day; the police answer, Ann hears it, it is closed."""
    with living(Life(tmp_path, back_end=back_end)) as life:
        _accepted(life)
        _assessed(life)
        life.comes(2026, 12, 22)
        assert life.left_on("progress") == date(2026, 12, 21)
        assert "a person in our team is looking" in life.got(ANN, "Where your review stands")
        life.says_by_category("Do: draft upheld")
        assert life.on_the_board() == (Place.BOARD_ASSESSMENT, "drafting")
        assert life.waits_for_sign_off() == [
            "Our decision on your review [PCR/2026/00001]",
            "[PCR/2026/00001] Outcome of a review: PC/04417/26 – answer by 19 January",
        ]
        kind = "They did not investigate it. Our review is under paragraph 6A."
        recommends = "We recommend that the police speak to the witness."
        life.writes_in(
            "outcome_upheld", kind, "The police file.", "Nobody spoke to her.", "So it fell short.", recommends
        )
        life.writes_in("outcome_to_force", "Nobody spoke to the witness.", recommends)
        assert life.sign_off_mails() == []
        life.drags_card(Place.BOARD_SIGN_OFF)
        assert life.on_the_board() == (Place.BOARD_SIGN_OFF, "sign_off")
        assert life.next() == ("Approve or return the outcome letters", date(2026, 12, 29))
        life.passes(minutes=3)
        life.signs(MO, "Well reasoned.")
        assert life.left_on("outcome_upheld") == life.left_on("outcome_to_force") == date(2026, 12, 22)
        assert "We have upheld your review." in life.got(ANN, "Our decision")
        for who, subject in ((ANN, "Our decision"), (FORCE, "[PCR/2026/00001] Outcome")):
            assert recommends in life.got(who, subject)
            assert "Tuesday 19 January 2027" in life.got(who, subject)
        assert life.decided("outcome_upheld") == [("approved", "M Okafor", "manager")]
        assert life.on_the_board() == (Place.BOARD_POLICE, "recommendation_pending")
        assert life.next() == ("The police answer the recommendation", date(2027, 1, 19))
        assert "Upheld" in life.card_labels()
        assert "The papers are complete" not in life.card_says()
        _the_police_answer_late(life)
        life.ended_as(State.CLOSED)


def _said_for_the_figures(life: Life, writer: str) -> None:
    """Whoever wrote the outcome was asked on the card, and says it by a category and a mail."""
    assert life.case(FIRST).asked == {"for_the_figures"}
    assert f"“allegations {FIRST}”" in life.card_says()
    life.says_by_category("Do: not investigated")
    assert "the complaint was about A, H4" in life.says_by_mail(writer, f"allegations {FIRST} H4 and A")
    assert "Not investigated (6A)" in life.card_says()


def _the_police_answer_late(life: Life) -> None:
    """They are reminded after three weeks and when it is overdue, answer, and Ann hears what they say."""
    reminder = "[PCR/2026/00001] Answer due to our recommendation: PC/04417/26 – by 19 January"
    life.comes(2027, 1, 11)
    assert reminder not in life.subjects(FORCE)
    life.comes(2027, 1, 12)
    assert life.subjects(FORCE).count(reminder) == 1
    life.comes(2027, 1, 20)
    assert life.subjects(FORCE)[-1].startswith("[PCR/2026/00001] Answer")
    assert len(life.subjects(FORCE)) == 4
    assert "recommendation_response" in life.case(FIRST).asked
    assert "Overdue" in life.card_labels()
    assert "to answer the recommendation" in life.says_by_mail(ADA, f"close {FIRST}")
    answer = life.person("PSU", FORCE).writes(
        "Response to the recommendation in PCR/2026/00001: we accept it and will speak to the witness.",
        subject="PCR/2026/00001 response to recommendation",
    )
    life.runs()
    life.files(answer)
    assert "the answer to the recommendation: accepted" in life.says_by_mail(
        CAZ, f"answered {FIRST} accepted on 20 January 2027"
    )
    assert life.on_the_board() == (Place.BOARD_READY, "recommendation_answered")
    assert life.next() == ("Pass on what the police answered, then close", date(2027, 1, 27))
    _said_for_the_figures(life, CAZ)
    assert "shows this theme" in life.says_by_mail(CAZ, f"theme {FIRST} evidence not viewed")
    assert life.case(FIRST).asked == frozenset()
    assert "not heard what the police answered" in life.says_by_mail(ADA, f"close {FIRST}")
    life.writes_in("recommendation_answered", "The police accept it. They will speak to the witness.")
    life.lets_go("recommendation_answered")
    assert "They will speak to the witness." in life.got(ANN, "The answer to our recommendation")
    life.drags_card(Place.BOARD_CLOSED)
    assert life.subjects(ANN) == [
        "We have received your message [PCR/2026/00001]",
        "We will do your review [PCR/2026/00001]",
        "Where your review stands [PCR/2026/00001]",
        "Our decision on your review [PCR/2026/00001]",
        "The answer to our recommendation [PCR/2026/00001]",
    ]


def test_not_upheld(tmp_path: Path) -> None:
    """Not upheld: the manager returns the letters once, with a reason, and signs what was written anew."""
    with living(Life(tmp_path)) as life:
        _accepted(life)
        _assessed(life)
        life.comes(2026, 12, 10)
        life.says_by_category("Do: draft not upheld")
        assert life.waits_for_sign_off() == [
            "Our decision on your review [PCR/2026/00001]",
            "[PCR/2026/00001] Outcome of a review: PC/04417/26",
        ]
        kind = "They did not investigate it. Our review is under paragraph 6A."
        life.writes_in(
            "outcome_not_upheld", kind, "The police file.", "Nobody spoke to her, and nobody had to.", "Fair."
        )
        life.writes_in("outcome_to_force", "The witness had seen nothing.")
        life.drags_card(Place.BOARD_SIGN_OFF)
        assert life.on_the_board() == (Place.BOARD_SIGN_OFF, "sign_off")
        life.passes(minutes=3)
        assert life.sign_off_mails(CAZ) == []
        life.answers_sign_off(MO, "Return", "Say why nobody had to speak to her.")
        life.passes(minutes=3)
        assert life.on_the_board() == (Place.BOARD_ASSESSMENT, "drafting")
        assert life.next()[0] == "Finish the outcome letters"
        assert "Say why nobody had to speak to her" in life.card_says()
        assert len(life.subjects(FORCE)) == 1
        life.changes("outcome_not_upheld", "nobody had to", "nobody had to, as she had seen nothing")
        life.drags_card(Place.BOARD_SIGN_OFF)
        life.passes(minutes=3)
        assert "+ Nobody spoke to her, and nobody had to, as she had seen nothing." in words(life.signs(MO))
        decision = life.got(ANN, "Our decision on your review")
        assert "We have not upheld your review." in decision
        assert "as she had seen nothing" in decision
        assert "recommend" not in decision
        assert "recommend" not in life.got(FORCE, "[PCR/2026/00001] Outcome")
        assert life.left_on("outcome_not_upheld") == life.left_on("outcome_to_force") == date(2026, 12, 10)
        assert [one[:2] for one in life.decided("outcome_not_upheld")] == [
            ("returned", "M Okafor"),
            ("approved", "M Okafor"),
        ]
        assert life.on_the_board() == (Place.BOARD_READY, "outcome_sent")
        assert "Not upheld" in life.card_labels()
        _said_for_the_figures(life, CAZ)
        life.drags_card(Place.BOARD_CLOSED)
        life.ended_as(State.CLOSED)


def test_the_commissioner_decides(tmp_path: Path) -> None:
    """In Leicestershire the officer recommends, nobody else can let it out, and the Commissioner's answer does."""
    with living(leicestershire(tmp_path)) as life:
        life.files(life.ann_asks())
        life.drags_card(Place.BOARD_POLICE)
        life.others_are_told(FAY)
        life.lets_go("accepted")
        life.drags_card(Place.BOARD_ASSESSMENT)
        life.says_by_category("@F Officer")
        assert "knows nobody" in life.says_by_mail(FAY, f"no conflict {FIRST}")
        life.says_by_category("Do: draft not upheld")
        life.writes_in("outcome_not_upheld", "Under paragraph 6A.", "The file.", "Nobody had to.", "Fair.")
        life.writes_in("outcome_to_force", "The witness had seen nothing.")
        life.drags_card(Place.BOARD_SIGN_OFF)
        assert life.on_the_board() == (Place.BOARD_SIGN_OFF, "with_decision_maker")
        life.passes(minutes=3)
        assert life.sign_off_mails(FAY) == life.sign_off_mails(ED) == []
        assert len(life.sign_off_mails(COMMISSIONER)) == 1
        for person in (FAY, ED):
            life.answers_sign_off(person, "Approve")
        life.drags(life.draft_item("outcome_not_upheld"), Place.APPROVE)
        life.settles()
        life.passes(days=8)
        assert life.on_the_board() == (Place.BOARD_SIGN_OFF, "with_decision_maker")
        assert not any(one.startswith("Our decision") for one in life.subjects(ANN))
        assert "Overdue" in life.card_labels()
        life.signs(COMMISSIONER, "I agree with the recommendation.")
        assert "decided by the Police and Crime Commissioner" in life.got(ANN, "Our decision on your review")
        assert life.decided("outcome_not_upheld") == [("approved", "P Commissioner", "decision_maker")]
        assert life.on_the_board() == (Place.BOARD_READY, "outcome_sent")
        _said_for_the_figures(life, FAY)
        life.drags_card(Place.BOARD_CLOSED)
        life.ended_as(State.CLOSED)
