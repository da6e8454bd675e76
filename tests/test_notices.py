"""Notices of the police and the IOPC: found by their words, asked the same day, and what waits while one is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.approving.approval_checks import refusal
from handlers import notices
from handlers.arrival import Targets
from handlers.by_day import due
from handlers.notices import Notice, noticed
from handlers.post import plan
from handlers.whose import Sender
from store import questions
from store.messages import Attachment, Incoming, KnownCase, NextAction, Recognition, Verb
from store.terms import Flag, Kind, Owner, Place, State, WhyNot
from tests.desk import FIRST, Desk
from tests.paper_desk import PAPERS
from tests.signing_world import ADA, CONTACTS, LAW, TEAM
from tests.test_course import CASE, DAYS, TODAY, ruled
from tests.test_paper_answers import Answers
from tests.world import message

UNIT = "PSU Central South <psu@mps.example>"
FAILED = {
    "Authentication-Results": "gw.mopac.example; dkim=none; dmarc=fail header.from=mps.example",
    "Received": "from evil.example by gw.mopac.example with SMTP; Mon, 23 Nov 2026 09:00:00 +0000",
}
RETOLD = "Please note that this complaint, PC/04417/26, has been re-opened by the unit and will be looked at again."


def tells(desk: Desk, text: str, who: str = UNIT, subject: str = FIRST) -> str:
    """The police write about Ann's case."""
    desk.numbers += 1
    mail = desk.deliver(message(who, text, at=desk.clock.at, number=f"unit{desk.numbers}", subject=subject))
    desk.runs()
    return mail


# --- words ------------------------------------------------------------------------------------------------------------

_N = Notice


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This complaint has been re-opened by DPS.", {_N.REOPENED}),
        ("We are re-opening the investigation into this.", {_N.REOPENED}),
        ("The outcome sent in October has been withdrawn.", {_N.REOPENED}),
        ("The complaint is being dealt with. The case is now being reinvestigated.", {_N.REOPENED}),
        ("Please find attached the revised outcome letter.", {_N.NEW_OUTCOME}),
        ("We have re-issued the outcome letter today.", {_N.NEW_OUTCOME}),
        ("The outcome letter you hold has been superseded.", {_N.NEW_OUTCOME}),
        ("This matter was referred yesterday to the IOPC.", {_N.REFERRED}),
        ("We have made a mandatory referral.", {_N.REFERRED}),
        ("The IOPC has called the matter in.", {_N.REFERRED}),
        ("It has now been referred to us and we will investigate it.", {_N.REFERRED}),
        ("There is another complaint by a neighbour arising from the same incident.", {_N.LINKED}),
        ("This case is linked to a complaint in Hackney.", {_N.LINKED}),
        (
            "The complaint has been reopened. It was referred to the Independent Office for Police Conduct.",
            {_N.REOPENED, _N.REFERRED},
        ),
        ("It was not referred to the IOPC.", set()),
        ("We have not reopened the complaint.", set()),
        ("Please say whether it was referred to the IOPC.", set()),
        ("11. Linked complaints: none", set()),
        ("There are no linked complaints.", set()),
        ("Attached: the outcome letter as it was sent, the report, the decision log.", set()),
        ("We are looking into your request and will send the papers on Friday.", set()),
        ("The right of review lies with you and not with the IOPC.", set()),
    ],
)
def test_what_is_a_notice(text: str, found: set[Notice]) -> None:
    """What the police and the IOPC write of a case that may move it is found; its denial is not."""
    assert {one.notice for one in noticed(Incoming(new_text=text), TODAY)} == found


def test_only_new_words_count() -> None:
    """What a mail only repeats of an earlier one is no notice; a subject and the name of a file are."""
    quoted = Incoming(text="> The complaint has been reopened.", new_text="Noted, thanks.")
    assert noticed(quoted, TODAY) == ()
    named = Incoming(subject="Complaint reopened", new_text="See attached.")
    assert [one.notice for one in noticed(replace(named, subject="The complaint has been reopened"), TODAY)] == [
        Notice.REOPENED
    ]
    file = Attachment(name="Revised_outcome_letter.pdf", content_type="application/pdf", size=9, sha256="0" * 64)
    assert [one.notice for one in noticed(Incoming(new_text="See attached.", attachments=(file,)), TODAY)] == [
        Notice.NEW_OUTCOME
    ]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("the revised outcome letter dated 12 November 2026.", date(2026, 11, 12)),
        ("the new outcome letter of 2nd Oct 2026", date(2026, 10, 2)),
        ("the new outcome letter will follow on 12 December 2026", None),
        ("the new outcome letter", None),
    ],
)
def test_the_date_of_a_new_letter(text: str, on: date | None) -> None:
    """The one clear day beside a new letter is asked about; none that is still to come, and none is made up."""
    (one,) = noticed(Incoming(new_text=f"Please find attached {text}"), TODAY)
    assert one.on == on


def test_the_question_holds_no_name_between_the_words() -> None:
    """Of the mail only the words of the pattern are repeated, and the case is named in the commands alone."""
    text = "There is another complaint by Daniel Reyes about the same incident. REFERRED to the IOPC too."
    found = noticed(Incoming(new_text=text), TODAY)
    asked = notices.asks(found, Sender.FORCE, FIRST, State.TRIAGE, TODAY)
    assert {one.code for one in asked} == {"notice_linked", "notice_referred"}
    assert all("Reyes" not in one.text and one.owner is Owner.ADMINISTRATOR and one.due_on == TODAY for one in asked)
    assert any("“REFERRED to the IOPC”" in one.text for one in asked)
    assert all(f"settled {FIRST} notice" in one.text and "REF " not in one.text for one in asked)
    (ended,) = notices.asks(found[:1], Sender.IOPC, FIRST, State.CLOSED, TODAY)
    assert ended.text.startswith("The IOPC says")
    assert f"reopen {FIRST} because" in ended.text


@pytest.mark.parametrize(
    ("sender", "kind", "becomes"),
    [
        (Sender.FORCE, Kind.UNCLEAR, Kind.FORCE_QUERY),
        (Sender.FORCE, Kind.OUTCOME_DISPUTE, Kind.FORCE_QUERY),
        (Sender.IOPC, Kind.UNCLEAR, Kind.IOPC_CORRESPONDENCE),
        (Sender.FORCE, Kind.PAPERS, Kind.PAPERS),
        (Sender.FORCE, Kind.AUTOMATIC_REPLY, Kind.AUTOMATIC_REPLY),
        (Sender.FORCE, Kind.WITHDRAWAL, Kind.WITHDRAWAL),
        (Sender.ANYBODY, Kind.UNCLEAR, Kind.UNCLEAR),
        (Sender.ANYBODY, Kind.FURTHER_REPRESENTATIONS, Kind.FURTHER_REPRESENTATIONS),
    ],
)
def test_taken_for(sender: Sender, kind: Kind, becomes: Kind) -> None:
    """A notice is the police's or the IOPC's where its manner says nothing; a member of the public gives none."""
    was = Recognition(kind, 0.4, flags=frozenset({Flag.RISK_TO_LIFE}))
    now = notices.taken_for(was, Incoming(new_text=RETOLD), sender, TODAY)
    assert now.kind is becomes
    assert now.flags == was.flags
    assert now.why_not is (WhyNot.FORCE_OR_IOPC if becomes is not kind else None)
    same = notices.taken_for(was, Incoming(new_text="Please call me."), sender, TODAY)
    assert same is was


# --- what it holds up, and what answers it ----------------------------------------------------------------------------


def test_nothing_lapses_while_a_notice_is_open() -> None:
    """Their time ran out, and the case waits all the same until somebody has said what the notice means."""
    asked = replace(
        CASE,
        state=State.AWAITING_COMPLAINANT,
        reply_by=TODAY - timedelta(days=1),
        state_since=TODAY - timedelta(days=20),
        next_action=NextAction("Wait", Owner.ADMINISTRATOR, TODAY),
    )
    assert [one.what for one in due(asked, TODAY, DAYS, Targets())] == ["never_asked"]
    for code in Notice:
        waits = replace(asked, asked=frozenset({code.value}))
        assert list(due(waits, TODAY, DAYS, Targets())) == []
    other = replace(asked, asked=frozenset({"which_case"}))
    assert [one.what for one in due(other, TODAY, DAYS, Targets())] == ["never_asked"]


@pytest.mark.parametrize(
    ("verb", "code", "answers"),
    [
        (Verb.OURS, "notice_linked", True),
        (Verb.OURS, "notice_new_outcome", False),
        (Verb.HOLD, "notice_reopened", True),
        (Verb.DRAFT_TRANSFER, "notice_referred", True),
        (Verb.NOTE, "notice_reopened", False),
    ],
)
def test_what_answers_it(verb: Verb, code: str, answers: bool) -> None:
    """What a person says of the case anyway answers the notice that asks for it, and no other."""
    case = replace(CASE, asked=frozenset({code, "right"}))
    value = "she rang" if verb is Verb.NOTE else ""
    assert (code in ruled(case, verb, value=value).settles) is answers


def test_a_refused_act_answers_nothing() -> None:
    """What was not done has settled no question."""
    case = replace(CASE, state=State.CLOSED, asked=frozenset({"notice_referred"}))
    found = ruled(case, Verb.OURS)
    assert found.refused
    assert found.settles == ()


# --- in the mailbox ---------------------------------------------------------------------------------------------------


def test_a_complaint_is_taken_up_again_and_a_person_says_what_follows(desk: Desk) -> None:
    """The unit says so: the administrator is asked the same day on the case; a refusal waits; the hold answers it."""
    mail = tells(desk, RETOLD)
    assert desk.kind(mail) is Kind.FORCE_QUERY
    assert desk.held(mail).case_id == 1
    (asked,) = [one for one in open_on(desk) if one.code == "notice_reopened"]
    assert asked.due_on == desk.clock.at.date()
    assert "“complaint … has been re-opened”" in asked.text
    assert "“complaint … has been re-opened”" in " ".join(desk.room.words(desk.card(FIRST)).split())
    desk.tells(Verb.DRAFT_NOT_VALID, value="not eligible")
    assert "notice_reopened" not in desk.case().asked, "Whoever refuses it for that reason has answered."
    desk.drags(desk.card(FIRST), Place.UNDO)
    desk.settles()
    assert "notice_reopened" in desk.case().asked
    desk.labels(desk.card(FIRST), "Do: hold")
    desk.settles()
    assert desk.case().state is State.ON_HOLD
    assert "notice_reopened" not in desk.case().asked


def test_a_new_outcome_letter_restarts_the_time_on_a_persons_word(desk: Desk) -> None:
    """The date found is in the question; the time verb sets it, and until then nothing of the case has changed."""
    was = desk.case().provided_on
    tells(desk, "Please see the revised outcome letter dated 20 November 2026, sent to her on that day.")
    assert desk.case().provided_on == was
    (asked,) = [one for one in open_on(desk) if one.code == "notice_new_outcome"]
    said = asked.text.partition("say: ")[2].partition(".")[0]
    assert said == f"time {FIRST} Friday 20 November 2026"
    (answer,) = desk.mails(ADA, said)
    assert "provided on Friday 20 November 2026" in answer
    assert desk.case().provided_on == date(2026, 11, 20)
    assert "notice_new_outcome" not in desk.case().asked


def test_a_refusal_does_not_leave_while_a_notice_is_open(desk: Desk) -> None:
    """A prepared refusal is not approved before somebody has said what the notice means."""
    desk.tells(Verb.DRAFT_NOT_VALID, value="not eligible")
    tells(desk, RETOLD)
    desk.fills_in("no_right") if b"[CASEWORKER" in desk.draft("no_right").read_bytes() else None
    desk.passes(minutes=3)
    with desk.service.reading() as tx:
        assert "waits for an answer" in refusal(desk.service, tx, desk.letter("no_right"))
    desk.mails(ADA, "settled 1 notice")
    with desk.service.reading() as tx:
        assert "waits for an answer" not in refusal(desk.service, tx, desk.letter("no_right"))


def test_a_notice_of_no_known_case_is_looked_at_today_and_asked_once_it_has_one(desk: Desk) -> None:
    """It lies in Unsure, due the same day; dragged to its case, its question is the case's."""
    mail = tells(desk, "We have made a mandatory referral in this matter.", subject="a matter")
    assert desk.held(mail).target == Place.UNSURE
    with desk.service.reading() as tx:
        (asked,) = questions.still_open(tx, subject=f"intake:{desk.held(mail).id}")
    assert (asked.code, asked.due_on) == ("which_case", desk.clock.at.date())
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert "notice_referred" in desk.case().asked
    assert desk.sent_to("psu@mps.example") == []


def test_the_iopc_gives_notice_and_a_member_of_the_public_does_not(desk: Desk) -> None:
    """The same words from the complainant are her representations; from the IOPC they are asked about."""
    desk.person("Ann").writes(f"{FIRST}: they told me the complaint has been reopened.", subject=FIRST)
    desk.runs()
    assert not any(code.startswith("notice_") for code in desk.case().asked)
    tells(desk, f"{FIRST}: this matter has now been referred to us.", who="IOPC <case@iopc.example>")
    assert "notice_referred" in desk.case().asked


def test_a_party_of_the_case_gives_no_notice() -> None:
    """Whatever her mail was taken for, nothing of her case waits for words of the complainant or the officer."""
    recognition, incoming = Recognition(Kind.FORCE_QUERY, 0.9), Incoming(sender="a@home.example", new_text=RETOLD)
    for role, asks in (("", True), ("complainant", False), ("officer", False)):
        case = KnownCase(FIRST, State.TRIAGE, sender_is_party=True, role=role)
        found = plan(incoming, recognition, case, received_on=TODAY, today=TODAY, days=DAYS)
        assert any(one.code == "notice_reopened" for one in found.asks) is asks


def test_a_forged_notice_holds_nothing_up(tmp_path: Path) -> None:
    """What our gateway found not to be from the police is looked at today, and the case waits for nothing."""
    verified = (
        '[papers.verified]\nservers = ["ex01.mopac.example"]\nauthserv_ids = ["gw.mopac.example"]\n'
        'domains = ["mps.example"]\n'
    )
    office = Answers(tmp_path, more=TEAM + LAW + CONTACTS + PAPERS + verified)
    office.accepted()
    words = RETOLD.replace("PC/04417/26", "PC/10417/26")
    mail = office.hears(words, proved=False, headers=FAILED)
    assert office.held(mail).case_id == 1
    assert "forged" in office.open_questions()
    assert not any(code.startswith("notice_") for code in office.open_questions())
    office.hears(f"{words} Kind regards", proved=False)
    assert "notice_reopened" in office.open_questions()
    office.close()


def open_on(desk: Desk) -> list[questions.Open]:
    """The open questions of the first case."""
    with desk.service.reading() as tx:
        return list(questions.still_open(tx, case_id=1))
