"""Signatures: who is asked, on which words, whose answer counts, and that nothing that decides leaves without it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from store import questions
from store.messages import Verb
from store.terms import LetterState, State
from tests.signing_world import ADA, CONTACTS, FORCE, HAN, IOPC, LAW, MO, SIGNING, TEAM, Office

OUT = ("forwarding", "transfer_notice", "transfer_note")
GONE = (LetterState.SENT, LetterState.CONFIRMED)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office on a Maildir whose mail server vouches for its people."""
    made = Office(tmp_path)
    yield made
    made.close()


def _transfer(office: Office) -> None:
    office.has_a_case()
    office.tells(Verb.DRAFT_TRANSFER, by="A Li")
    office.passes(minutes=2)


def test_a_transfer_leaves_on_one_signature_with_the_application(office: Office) -> None:
    """All letters of a transfer are asked for by one mail, leave as one after the undo time, and end the case."""
    _transfer(office)
    [mail] = office.sign_off_mails(ADA)
    [asked] = office.sign_offs()
    assert str(mail["Subject"]).endswith(f"for PCR/2026/00001 #{asked.code}")
    assert mail["X-Reviews-Votes"] == "Approve;Return"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Letter 1 of 3, to the IOPC:" in text
    assert "With it goes: application PCR-2026-00001.eml" in text
    assert {office.lies(letter) for letter in OUT} == {SIGNING}
    office.answers_sign_off(ADA, "Approve", "Agreed, it is for the IOPC.")
    assert {office.state(letter) for letter in OUT} == {LetterState.DRAFTED}
    assert office.sent_to(IOPC) == []
    office.passes(minutes=3)
    office.passes(minutes=1)
    assert {office.state(letter) for letter in OUT} == {LetterState.CONFIRMED}
    [forwarded] = office.sent_to(IOPC)
    [file] = list(forwarded.iter_attachments())
    assert file.get_filename() == "application PCR-2026-00001.eml"
    assert b"nobody spoke to the witness" in file.get_payload(decode=True)
    assert len(office.sent_to(FORCE)) == 1
    assert office.case("PCR/2026/00001").state is State.TRANSFERRED
    assert office.decided("transfer_notice") == [("approved", "A Li", "administrator")]
    assert office.broken_chain() == []


@pytest.mark.parametrize("back_end", ["graph", "ews"])
def test_a_transfer_is_signed_at_every_sort_of_mailbox(tmp_path: Path, back_end: str) -> None:
    """On Exchange too the drafts wait unchanged, one answer lets all of them go, and the application goes along."""
    office = Office(tmp_path, back_end=back_end)
    _transfer(office)
    office.passes(minutes=5)
    assert [one.is_open for one in office.sign_offs()] == [True]
    assert {office.state(letter) for letter in OUT} == {LetterState.AWAITING_APPROVAL}
    office.answers_sign_off(ADA, "Approve")
    office.passes(minutes=3)
    office.passes(minutes=1)
    assert {office.state(letter) for letter in OUT} == {LetterState.CONFIRMED}
    [forwarded] = office.sent_to(IOPC)
    assert [file.get_filename() for file in forwarded.iter_attachments()] == ["application PCR-2026-00001.eml"]
    office.close()


def test_nothing_leaves_without_an_answer(office: Office) -> None:
    """A letter that decides waits for its signer for ever: no time and no restart lets it go."""
    _transfer(office)
    office.passes(days=3)
    office.restarts()
    office.passes(days=30)
    assert {office.state(letter) for letter in OUT} == {LetterState.AWAITING_APPROVAL}
    assert office.sent_to(IOPC) == office.sent_to(FORCE) == []
    assert len(office.sign_off_mails(ADA)) == 1


@pytest.mark.parametrize(
    ("who", "first", "inside", "code"),
    [
        ("ann@person.example", "Approve", True, ""),
        (ADA, "Approve", False, ""),
        (MO, "Approve", True, ""),
        (ADA, "Approve", True, "22222"),
        (ADA, "Yes please", True, ""),
    ],
    ids=["a stranger", "not proved", "another of the team", "another code", "other words"],
)
def test_an_answer_that_proves_nothing_approves_nothing(
    office: Office, who: str, first: str, inside: bool, code: str
) -> None:
    """Only the one who was asked, proved to be inside, with the open code and the right word, signs a letter."""
    _transfer(office)
    office.answers_sign_off(who, first, inside=inside, code=code)
    office.passes(minutes=10)
    assert {office.state(letter) for letter in OUT} == {LetterState.AWAITING_APPROVAL}
    told = [one for one in office.sent_to(who) if str(one["Subject"]).startswith("What became of")]
    assert len(told) == (0 if who.startswith("ann") else 1)


def test_a_maildir_believes_nobody_unless_the_settings_say_so(tmp_path: Path) -> None:
    """Where nobody said that the mail server keeps the header out, an answer from inside proves nothing."""
    office = Office(tmp_path, environ={"REVIEWS_MAILBOX__MAILDIR__VOUCHES_FOR_INTERNAL": "false"})
    _transfer(office)
    office.answers_sign_off(ADA, "Approve")
    office.passes(minutes=10)
    assert office.state("forwarding") is LetterState.AWAITING_APPROVAL
    office.close()


def test_a_header_that_stands_twice_proves_nothing(office: Office) -> None:
    """A mail that brings its own header beside the server's is not believed."""
    _transfer(office)
    code = office.sign_offs()[-1].code
    office.deliver(
        b"Received: from x by y; Mon, 23 Nov 2026 09:00:00 +0000\nX-MS-Exchange-Organization-AuthAs: Internal\n"
        b"X-MS-Exchange-Organization-AuthAs: Anonymous\nFrom: a.li@mopac.example\nTo: reviews@mopac.example\n"
        + f"Subject: Approve: Sign-off #{code}\nMessage-ID: <t@t.example>\n\nApprove\n".encode()
    )
    office.passes(minutes=10)
    assert office.state("forwarding") is LetterState.AWAITING_APPROVAL


def test_the_second_answer_changes_nothing(office: Office) -> None:
    """Whoever approved and then returns is told that it was answered already."""
    _transfer(office)
    code = office.sign_offs()[-1].code
    office.answers_sign_off(ADA, "Approve", code=code)
    office.answers_sign_off(ADA, "Return", code=code)
    office.passes(minutes=3)
    assert {office.state(letter) for letter in OUT} <= set(GONE)
    assert len(office.sent_to(ADA)) == 2


def test_an_edit_after_the_question_makes_the_answer_void(office: Office) -> None:
    """The signer approves exactly what they saw: changed words are asked for anew, with what changed."""
    _transfer(office)
    first = office.sign_offs()[-1].code
    office.edits_draft("transfer_notice", "send anything new to the IOPC", "send all new things to the IOPC")
    office.answers_sign_off(ADA, "Approve", code=first)
    assert office.state("transfer_notice") is LetterState.AWAITING_APPROVAL
    office.passes(minutes=5)
    office.passes(minutes=5)
    [old, new] = office.sign_offs()
    assert (old.code, new.code) == (first, office.sign_offs()[-1].code)
    assert old.lapsed_at is not None
    [_, mail] = office.sign_off_mails(ADA)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "+ Please send all new things to the IOPC" in text
    assert "- Please send anything new to the IOPC" in text
    office.answers_sign_off(ADA, "Approve")
    office.passes(minutes=3)
    assert office.state("transfer_notice") in GONE
    assert any("all new things" in letter.as_string() for letter in office.person("Ann").letters())


def test_an_edit_after_the_approval_voids_it(office: Office) -> None:
    """Words changed in the undo time do not leave: the whole package waits, and the signer is asked again."""
    _transfer(office)
    office.answers_sign_off(ADA, "Approve")
    office.edits_draft("transfer_note", "Please send us no more papers", "Please send us all papers")
    office.passes(minutes=3)
    assert {office.state(letter) for letter in OUT} == {LetterState.AWAITING_APPROVAL}
    office.passes(minutes=5)
    assert len(office.sign_off_mails(ADA)) == 2
    assert office.sent_to(IOPC) == []


def test_a_changed_recipient_cannot_be_signed(office: Office) -> None:
    """A draft that somebody addressed to another person is never asked for, and a person hears why."""
    _transfer(office)
    office.redirects_draft("transfer_notice", "eve@stranger.example")
    office.answers_sign_off(ADA, "Approve")
    office.passes(minutes=5)
    office.passes(minutes=5)
    assert office.state("transfer_notice") is LetterState.AWAITING_APPROVAL
    assert "cannot_leave" in office.open_questions()
    assert len(office.sign_off_mails(ADA)) == 1


def test_returned_with_words(office: Office) -> None:
    """Return sends the letters back with the signer's words; nothing is asked again before somebody submits them."""
    _transfer(office)
    office.answers_sign_off(ADA, "Return", "Return: the reason is missing.")
    office.passes(minutes=10)
    case = office.case("PCR/2026/00001")
    assert case.state is State.DECISION_PENDING
    assert case.next_action.what == "Correct the returned letters, then submit them"
    assert office.decided("forwarding") == [("returned", "A Li", "")]
    assert len(office.sign_off_mails(ADA)) == 1
    office.tells(Verb.SUBMIT, by="C Writer")
    office.passes(minutes=3)
    assert len(office.sign_off_mails(ADA)) == 2


def test_an_outcome_waits_for_its_gaps_and_for_being_submitted(office: Office) -> None:
    """An outcome letter is asked for once its gaps are filled and somebody has submitted it."""
    office.has_an_outcome(submitted=False)
    assert office.sign_off_mails() == []
    office.tells(Verb.SUBMIT, by="C Writer")
    office.passes(minutes=3)
    [mail] = office.sign_off_mails(MO)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "+ We looked at it with care." in text
    assert "[CASEWORKER" in text.partition("The whole letter")[0]  # it was taken out of the standard letter
    assert "[CASEWORKER" not in text.partition("The whole letter")[2]
    office.answers_sign_off(MO, "Approve", "Approve. Well reasoned.")
    office.passes(minutes=3)
    office.passes(minutes=1)
    assert office.case("PCR/2026/00001").state is State.OUTCOME_SENT
    assert len(office.sent_to(FORCE)) == 2  # the papers request, and the outcome


def test_an_outcome_with_a_gap_is_not_asked_for(office: Office) -> None:
    """Where somebody submits a letter with a gap in it, no signer sees it and a person hears why."""
    office.has_a_case()
    office.tells(Verb.ACCEPT, by="A Li")
    office.tells(Verb.PAPERS_COMPLETE)
    office.tells(Verb.DRAFT_NOT_UPHELD, by="C Writer")
    office.tells(Verb.SUBMIT, by="C Writer")
    office.passes(minutes=3)
    assert office.sign_off_mails() == []
    assert "cannot_leave" in office.open_questions()


def test_whoever_wrote_it_does_not_sign_it(tmp_path: Path) -> None:
    """The manager who has the case is not asked; the next who may sign is."""
    office = Office(tmp_path)
    office.has_a_case()
    for verb in (Verb.ACCEPT, Verb.PAPERS_COMPLETE):
        office.tells(verb, by="A Li")
    office.tells(Verb.ASSIGN, value="M Okafor")
    office.tells(Verb.DRAFT_NOT_UPHELD)
    office.fills_in("outcome_not_upheld")
    if b"[CASEWORKER" in office.draft("outcome_to_force").read_bytes():
        office.fills_in("outcome_to_force")
    office.passes(minutes=3)
    office.tells(Verb.SUBMIT)
    office.passes(minutes=3)
    assert office.sign_off_mails(MO) == []
    assert len(office.sign_off_mails(HAN)) == 1
    office.close()


def test_in_an_absence_the_deputy_is_asked(tmp_path: Path) -> None:
    """A manager who is away is not asked; the deputy is, if they may sign."""
    away = TEAM.replace('deputy = "H Head"', 'deputy = "H Head"\nabsent = [["2026-11-20", "2026-12-05"]]')
    office = Office(tmp_path, more=away + LAW + CONTACTS)
    office.has_an_outcome()
    assert office.sign_off_mails(MO) == []
    assert len(office.sign_off_mails(HAN)) == 1
    office.close()


def test_without_a_signer_the_manager_hears_whom_it_must_add(tmp_path: Path) -> None:
    """Where nobody may sign, nothing leaves and a person is told which line the settings lack."""
    office = Office(tmp_path, more=TEAM.partition("[[delegations]]")[0] + LAW + CONTACTS)
    office.has_an_outcome()
    assert office.sign_offs() == []
    assert "no_signer" in office.open_questions()
    [text] = [text for text in _questions(office) if "IT adds" in text]
    assert "manager or" in text
    assert "[[delegations]]" in text
    office.close()


def test_law_that_nobody_confirmed_keeps_a_letter_a_draft(tmp_path: Path) -> None:
    """A letter on unconfirmed law is not even asked for until a lawyer has signed the law off."""
    office = Office(tmp_path, more=TEAM + CONTACTS)
    office.has_an_outcome()
    assert office.sign_off_mails() == []
    assert any("Nobody has confirmed the law" in text for text in _questions(office))
    office.close()


def test_a_role_that_was_lost_meanwhile_signs_nothing(tmp_path: Path) -> None:
    """Whoever is not of the team any more when the answer comes does not sign."""
    until = TEAM.replace(f'address = "{ADA}"', f'address = "{ADA}"\nuntil = 2026-11-24')
    office = Office(tmp_path, more=until + LAW + CONTACTS)
    _transfer(office)
    code = office.sign_offs()[-1].code
    office.clock.at += timedelta(days=2)
    office.answers_sign_off(ADA, "Approve", code=code)
    office.passes(minutes=10)
    assert office.state("forwarding") is LetterState.AWAITING_APPROVAL
    assert len(office.sign_off_mails(MO)) == 1
    office.close()


def test_a_sensitive_case_is_signed_by_the_manager(office: Office) -> None:
    """Where somebody may be at risk, an administrator does not sign the transfer."""
    office.person("Bea").writes(
        "I ask for a review of how the Metropolitan Police handled my complaint PC/04417/26, outcome letter dated "
        "9 November 2026. I am not happy with the outcome. My son is 15 years old and social services are involved "
        "because he was hurt by his father at home."
    )
    office.runs()
    office.tells(Verb.DRAFT_TRANSFER, by="A Li")
    office.passes(minutes=2)
    assert office.case("PCR/2026/00001").flags & {"safeguarding", "domestic_abuse", "minor"}
    assert office.sign_off_mails(ADA) == []
    assert len(office.sign_off_mails(MO)) == 1


def test_in_leicestershire_only_the_decision_maker_signs_an_outcome(tmp_path: Path) -> None:
    """Nothing decisive leaves without the Commissioner's own answer, whoever else leads the team."""
    pcc = "pcc@mopac.example"
    environ = {"REVIEWS_OFFICE__DECISION_MAKER_SIGNS_OUTCOMES": "true"}
    more = TEAM.partition("[[delegations]]")[0] + (
        f'[[team]]\nname = "P Commissioner"\naddress = "{pcc}"\nroles = ["decision_maker"]\n'
        '[office.decides]\nreview_body = ["manager"]\nout_of_time = ["manager"]\nright = ["manager"]\n'
        'outcome = ["decision_maker", "manager"]\nwithdrawal = ["manager"]\nrecommendation = ["decision_maker"]\n'
    )
    office = Office(tmp_path, environ=environ, more=more + LAW + CONTACTS)
    office.has_an_outcome()
    assert office.sign_off_mails(MO) == []
    assert len(office.sign_off_mails(pcc)) == 1
    assert office.case("PCR/2026/00001").state is State.WITH_DECISION_MAKER
    office.close()


def test_a_letter_sent_by_hand_unsigned_is_an_exception(office: Office) -> None:
    """A person can always press Send; where a signature was due the manager is asked, and the case goes on."""
    _transfer(office)
    for letter in OUT:
        office.sends_by_hand(letter)
    office.passes(minutes=5)
    office.passes(minutes=5)
    assert {office.state(letter) for letter in OUT} == {LetterState.CONFIRMED}
    assert office.decided("forwarding") == [("sent_by_hand", "somebody of the team", "")]
    assert "sent_by_hand" in office.open_questions()
    assert office.case("PCR/2026/00001").state is State.TRANSFERRED
    assert office.sign_offs()[-1].lapsed_at is not None


def test_a_draft_that_was_taken_away_is_asked_about(office: Office) -> None:
    """A draft that somebody deleted is on hold with a question; released, it is made again with the same words."""
    _transfer(office)
    office.removes_draft("transfer_notice")
    for _ in range(4):
        office.passes(minutes=3)
    assert office.letter("transfer_notice").held_because == "draft_gone"
    assert "letter_held" in office.open_questions()
    assert office.sign_offs()[-1].lapsed_at is not None


def _questions(office: Office) -> list[str]:
    with office.service.reading() as tx:
        return [one.text for one in questions.still_open(tx)]
