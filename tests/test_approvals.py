"""What people do with drafts in the approval folders: a drag, a return, a refusal with its reason, a letter posted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.messages import Verb
from store.terms import LetterState, State
from tests.signing_world import (
    ADA,
    APPROVE,
    CHECKING,
    CONTACTS,
    FORCE,
    IOPC,
    LAW,
    MO,
    RETURN,
    SIGNING,
    TEAM,
    Office,
)  # fmt: skip
from tests.world import ASKS_FOR_REVIEW

WAITS = LetterState.AWAITING_APPROVAL
GONE = (LetterState.SENT, LetterState.CONFIRMED)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an accepted case: its acceptance letter waits in For checking."""
    made = Office(tmp_path)
    _accepted(made)
    yield made
    made.close()


def _accepted(office: Office) -> None:
    office.has_a_case()
    office.tells(Verb.ACCEPT, by="A Li")


def _settles(office: Office) -> None:
    """What was dragged is seen, seen again after the settle time, and done."""
    office.runs()
    office.passes(seconds=70)
    office.passes(seconds=1)


def test_a_checked_letter_waits_for_a_drag_and_then_for_the_undo_time(office: Office) -> None:
    """A letter that decides nothing leaves once somebody dragged it and the time for second thoughts is over."""
    assert office.state("accepted") is WAITS
    assert office.lies("accepted") == CHECKING
    office.passes(days=5)
    assert office.state("accepted") is WAITS
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    assert office.state("accepted") is LetterState.DRAFTED
    before = len(office.person("Ann").letters())
    office.passes(seconds=60)
    assert len(office.person("Ann").letters()) == before
    office.passes(seconds=61)
    office.passes(seconds=1)
    assert office.state("accepted") is LetterState.CONFIRMED
    assert len(office.person("Ann").letters()) == before + 1
    assert office.decided("accepted") == [("approved", "somebody of the team", "")]


def test_a_drag_taken_back_at_once_is_nothing(office: Office) -> None:
    """Dragged in and out before it settled, the letter waits as before and nothing is on record."""
    office.drags_draft("accepted", APPROVE)
    office.runs()
    office.drags_draft("accepted", CHECKING)
    _settles(office)
    assert office.state("accepted") is WAITS
    assert office.decided("accepted") == []


def test_a_letter_taken_back_in_the_undo_time_does_not_leave(office: Office) -> None:
    """Taken out of the folder before it has left, an approved letter waits again; the next drag is a new approval."""
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.drags_draft("accepted", CHECKING)
    office.passes(minutes=10)
    assert office.state("accepted") not in GONE
    _settles(office)
    assert office.state("accepted") is WAITS
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.passes(minutes=3)
    assert office.state("accepted") in GONE


def test_taken_out_and_put_back_at_once_the_approval_stands(office: Office) -> None:
    """While it lies elsewhere it does not leave; put back before that settled, it leaves as it was approved."""
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.drags_draft("accepted", CHECKING)
    office.passes(minutes=10)
    office.drags_draft("accepted", APPROVE)
    office.passes(seconds=5)
    office.passes(seconds=5)
    assert office.state("accepted") in GONE
    assert len(office.decided("accepted")) == 1


@pytest.mark.parametrize("minutes", [0, 5])
def test_an_edit_is_what_leaves_if_it_comes_before_the_approval(office: Office, minutes: int) -> None:
    """Words changed before the drag leave as they were changed; every version is kept."""
    office.edits_draft("accepted", "Dear Ann", "Dear Ms Ann")
    office.passes(minutes=minutes)
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.passes(minutes=3)
    assert office.state("accepted") in GONE
    kept = office.content_of("accepted")
    assert len(kept["versions"]) == 1  # type: ignore[arg-type]
    assert "Dear Ms Ann" in str(kept["text"])


def test_an_edit_after_the_drag_voids_it(office: Office) -> None:
    """Words changed in the undo time do not leave."""
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.edits_draft("accepted", "Dear Ann", "Dear Bob")
    office.passes(minutes=10)
    assert office.state("accepted") is WAITS


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("Dear Ann", "Dear [CASEWORKER: who?]", "a gap that somebody has to fill"),
        ("Dear Ann", "Dear {{ name }}", "a placeholder"),
        ("Dear Ann", "Dear xxxx", "a placeholder"),
        ("Dear Ann", "Dear Ann (see also PCR/2026/00002)", "no other case"),
        ("Dear Ann", "Dear Zebedee Quince", "the complainant of PCR/2026/00002"),
        ("Dear Ann", "Dear Ann, write to zq@person.example", "the address of the complainant of PCR/2026/00002"),
        ("Dear Ann", "Dear Ann (PC/09999/26)", "the police reference of PCR/2026/00002"),
    ],
    ids=["gap", "placeholder", "crosses", "reference", "name", "address", "force reference"],
)
def test_what_may_not_leave_is_refused_with_one_sentence(office: Office, was: str, becomes: str, why: str) -> None:
    """A gap, a placeholder or another case in the words: the draft lies where it lay before, and a note says why."""
    office.person("Zebedee Quince", "zq@person.example").writes(ASKS_FOR_REVIEW.replace("PC/04417/26", "PC/09999/26"))
    office.runs()
    office.edits_draft("accepted", was, becomes)
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    assert office.state("accepted") is WAITS
    assert office.lies("accepted") == CHECKING
    assert why in " ".join(_refusals(office))


def test_a_changed_recipient_is_refused(office: Office) -> None:
    """A draft addressed to somebody else stays."""
    office.redirects_draft("accepted", "eve@stranger.example")
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    assert office.state("accepted") is WAITS
    assert "exactly one recipient" in " ".join(_refusals(office))
    assert office.sent_to("eve@stranger.example") == []


def test_whoever_is_no_party_any_more_gets_nothing(office: Office) -> None:
    """A letter written for an address that belongs to the case no more is refused."""
    with office.service.writing() as tx:
        from sqlalchemy import text

        tx.connection.execute(text("delete from party"))
        tx.connection.execute(text("update review set facts = (select facts from review limit 1)"))
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    assert office.state("accepted") is WAITS


def test_a_drag_of_what_decides_only_asks_for_a_signature(office: Office) -> None:
    """A drag proves no name: the draft goes back to For sign-off, and its signer gets the mail."""
    office.tells(Verb.DRAFT_WITHDRAWAL, by="A Li")
    office.passes(minutes=2)
    office.drags_draft("withdrawal_confirmed", APPROVE)
    _settles(office)
    office.passes(minutes=10)
    assert office.state("withdrawal_confirmed") is WAITS
    assert office.lies("withdrawal_confirmed") == SIGNING
    assert len(office.sign_off_mails(ADA)) == 1


def test_a_drag_submits_an_outcome(office: Office) -> None:
    """The outcome letter dragged to be sent goes to its signer, and the case stands at sign-off."""
    office.tells(Verb.PAPERS_COMPLETE)
    office.tells(Verb.DRAFT_NOT_UPHELD, by="C Writer")
    for letter in ("outcome_not_upheld", "outcome_to_force"):
        if b"[CASEWORKER" in office.draft(letter).read_bytes():
            office.fills_in(letter)
    office.drags_draft("outcome_not_upheld", APPROVE)
    _settles(office)
    office.passes(minutes=3)
    assert office.case("PCR/2026/00001").state is State.SIGN_OFF
    assert len(office.sign_off_mails(MO)) == 1
    assert office.lies("outcome_not_upheld") == SIGNING


def test_returned_to_the_writer(office: Office) -> None:
    """An outcome dragged to its writer is in drafting again, the question to the signer lapses, the words stay."""
    office.tells(Verb.PAPERS_COMPLETE)
    office.tells(Verb.DRAFT_NOT_UPHELD, by="C Writer")
    for letter in ("outcome_not_upheld", "outcome_to_force"):
        if b"[CASEWORKER" in office.draft(letter).read_bytes():
            office.fills_in(letter)
    office.tells(Verb.SUBMIT)
    office.passes(minutes=3)
    office.passes(minutes=3)
    assert office.sign_offs()[-1].is_open
    office.drags_draft("outcome_not_upheld", RETURN)
    _settles(office)
    assert office.case("PCR/2026/00001").state is State.DRAFTING
    assert office.sign_offs()[-1].lapsed_at is not None
    assert office.lies("outcome_not_upheld") == SIGNING
    office.answers_sign_off(MO, "Approve")
    office.passes(minutes=10)
    assert office.state("outcome_not_upheld") is WAITS


def test_letters_that_were_given_up_are_taken_away(office: Office) -> None:
    """A decision that overtakes a prepared letter takes its draft away; what a person wrote in it is kept."""
    office.tells(Verb.DRAFT_WITHDRAWAL, by="A Li")
    office.edits_draft("withdrawal_confirmed", "Dear Ann", "Dear Ms Ann")
    office.drags_draft("withdrawal_confirmed", RETURN)
    _settles(office)
    assert office.state("withdrawal_confirmed") is LetterState.CANCELLED
    assert "withdrawal_confirmed" not in {one.letter for one in office.letters() if one.draft_item}
    assert "Dear Ms Ann" in str(office.content_of("withdrawal_confirmed")["text"])
    office.passes(minutes=10)
    assert office.state("withdrawal_confirmed") is LetterState.CANCELLED


def test_a_checked_letter_sent_by_hand_is_no_exception(office: Office) -> None:
    """Where a person's look is all that was due, pressing Send is that look."""
    office.sends_by_hand("accepted")
    office.passes(minutes=5)
    office.passes(minutes=5)
    assert office.state("accepted") is LetterState.CONFIRMED
    assert "sent_by_hand" not in office.open_questions()


def test_in_draft_mode_a_person_sends(tmp_path: Path) -> None:
    """In draft mode an approved letter stays a draft, and what a person sends is recorded."""
    office = Office(tmp_path, mode="draft")
    _accepted(office)
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.passes(hours=1)
    assert office.state("accepted") is LetterState.DRAFTED
    office.sends_by_hand("accepted")
    for _ in range(3):
        office.passes(minutes=5)
    assert office.state("accepted") in GONE
    office.close()


def test_a_letter_approved_long_after_it_was_planned_leaves(office: Office) -> None:
    """The age of a letter counts from its approval, not from when it was prepared."""
    office.passes(days=9)
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.passes(minutes=3)
    assert office.state("accepted") in GONE


def test_nothing_approved_leaves_while_the_case_is_on_hold(office: Office) -> None:
    """A letter approved before the hold waits until the case goes on."""
    office.drags_draft("accepted", APPROVE)
    _settles(office)
    office.tells(Verb.HOLD, by="M Okafor")
    office.passes(minutes=10)
    assert office.state("accepted") is LetterState.DRAFTED
    office.tells(Verb.RELEASE, by="M Okafor")
    office.passes(minutes=1)
    assert office.state("accepted") in GONE


def test_a_letter_for_someone_without_an_address_is_posted(office: Office) -> None:
    """A letter to somebody who has no address is a draft without recipient; dragging it says that it was posted."""
    _writes_by_post(office)
    office.tells(Verb.ADJUST, value="large print")
    office.tells(Verb.DRAFT_WITHDRAWAL, by="A Li")
    office.passes(minutes=2)
    office.answers_sign_off(ADA, "Approve")
    office.passes(minutes=3)
    office.passes(minutes=3)
    assert office.state("withdrawal_note") is LetterState.CONFIRMED
    assert office.state("withdrawal_confirmed") is LetterState.DRAFTED
    assert office.case("PCR/2026/00001").state is State.DECISION_PENDING
    office.drags_draft("withdrawal_confirmed", APPROVE)
    _settles(office)
    assert office.state("withdrawal_confirmed") is LetterState.CONFIRMED
    assert office.case("PCR/2026/00001").state is State.WITHDRAWN
    assert office.decided("withdrawal_confirmed")[-1][0] == "posted"


def test_a_package_is_never_torn_apart(tmp_path: Path) -> None:
    """Where a cap keeps one letter of a package back, none of it leaves; with room, all of it does."""
    caps = "\n[sending.caps]\nper_domain_hour = 1\n"
    office = Office(tmp_path, more=TEAM + LAW + CONTACTS + caps)
    office.has_a_case()  # one letter to Ann, the acknowledgement
    office.passes(hours=1)
    office.person("Ann").writes(
        "I want to add to my review: here is more evidence, a statement of my neighbour.",
        subject="Re: [PCR/2026/00001]",
    )
    office.passes(minutes=2)
    assert [one.letter for one in office.letters()] == ["acknowledgement", "receipt"]
    office.tells(Verb.DRAFT_TRANSFER, by="A Li")
    office.passes(minutes=2)
    office.answers_sign_off(ADA, "Approve")
    office.passes(minutes=3)
    sent = {one.letter: one.state for one in office.letters()}
    if sent["transfer_notice"] is LetterState.HOLD:
        assert office.sent_to(IOPC) == office.sent_to(FORCE) == []
    else:
        pytest.fail(f"the cap let all of it leave: {sent}")
    office.close()


def _writes_by_post(office: Office) -> None:
    """Ann has no address any more: she is written to by post."""
    import json

    from sqlalchemy import text

    from store.messages import PartyView

    with office.service.writing() as tx:
        details = json.dumps({"name": "Ann", "address": ""}).encode()
        tx.connection.execute(
            text("update party set details = :sealed where role = 'complainant'"),
            {"sealed": tx.sealer(1).seal(details, "party")},
        )
    assert PartyView("complainant", "Ann", "") in office.case("PCR/2026/00001").parties


def _refusals(office: Office) -> list[str]:
    """Every sentence with which something was refused."""
    from sqlalchemy import text

    with office.service.reading() as tx:
        return [row[0] for row in tx.connection.execute(text("select said from command where refused"))]


def test_whoever_has_not_been_told_keeps_the_case_open(office: Office) -> None:
    """The outcome leaves to everybody on one day, each its own letter; one that bounces refuses the close."""
    office.tells(Verb.PAPERS_COMPLETE)
    office.tells(Verb.DRAFT_NOT_UPHELD, by="C Writer")
    for letter in ("outcome_not_upheld", "outcome_to_force"):
        if b"[CASEWORKER" in office.draft(letter).read_bytes():
            office.fills_in(letter)
    office.tells(Verb.SUBMIT)
    for _ in range(2):
        office.passes(minutes=3)
    office.answers_sign_off(MO, "Approve")
    for _ in range(2):
        office.passes(minutes=3)
    told = [one for one in office.letters() if one.letter.startswith("outcome_")]
    assert {one.state for one in told} == {LetterState.CONFIRMED}
    assert len({one.sent_at for one in told}) == 1
    office.deliver(_bounce(office.letter("outcome_not_upheld").message_id))
    office.passes(minutes=3)
    assert office.state("outcome_not_upheld") is LetterState.BOUNCED
    assert office.tells(Verb.CLOSE).refused
    assert office.case().next_action.what.startswith("Our letter did not arrive")


def _bounce(message_id: str) -> bytes:
    """What a mail server says of a letter to Ann that it could not deliver."""
    return (
        "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.person.example>\nTo: reviews@mopac.example\n"
        "Subject: Undelivered Mail Returned to Sender\nMessage-ID: <bounce@mx.person.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThe mail could not be delivered.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.person.example\n\n"
        "Final-Recipient: rfc822; ann@person.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n"
    ).encode()
