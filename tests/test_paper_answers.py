"""What comes of mail in the police's name on a case that waits for papers; told as stories."""

from __future__ import annotations

import email.policy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from time import perf_counter

import pytest

from handlers.whose_papers import names_another
from store import events, questions
from store.messages import Attachment, PaperRequest
from store.terms import PaperState, Place, RequestState, State
from tests.paper_desk import BOOK, CENTRAL, NORTH, PAPERS, SOUTH, PaperDesk
from tests.signing_world import CONTACTS, INSIDE, LAW, TEAM
from tests.world import MONDAY, OUR_ADDRESS

MARK = "X-PCR-Verified-7f3a"
VERIFIED = f'[papers.verified]\nheader = "{MARK}"\ndomains = ["mps.example"]\n'
PAGE = b"Metropolitan Police\nOutcome of your complaint PC/10417/26\n"
File = tuple[str, bytes]


@dataclass
class Answers(PaperDesk):
    """An office that believes the mark of its own servers, with one case of Ann's that waits for North's papers."""

    more: str = TEAM + LAW + CONTACTS + PAPERS + VERIFIED
    book: str = BOOK

    def hears(
        self,
        text: str = "",
        *files: File,
        subject: str = "",
        sender: str = NORTH,
        proved: bool = True,
        case: int = 1,
        headers: dict[str, str] | None = None,
    ) -> str:
        """A mail comes in, in the thread of our request, and the service has seen it; answers what it goes by."""
        self.numbers += 1
        (asked,) = [one for one in self.letters() if one.letter == "papers_request" and one.case_id == case]
        mail = EmailMessage(policy=email.policy.SMTP.clone(linesep="\n"))
        if proved:
            mail[MARK] = sender.rpartition("@")[2]
        mail["From"], mail["To"] = f"Dana Clerk <{sender}>", OUR_ADDRESS
        mail["Subject"] = subject or f"Re: Papers requested [{self.reference(case)}]"
        mail["Date"] = format_datetime(self.clock.at)
        mail["Message-ID"] = f"<answer{self.numbers}@mps.example>"
        mail["In-Reply-To"] = asked.message_id
        for name, value in (headers or {}).items():
            mail[name] = value
        mail.set_content(text or "\n")
        for name, data in files:
            mail.add_attachment(data, maintype="text", subtype="plain", filename=name)
        name = self.deliver(mail.as_bytes())
        self.runs()
        return name

    def asked_about(self, case: int | None = 1) -> dict[str, str]:
        """The open questions by their code; of one case, or all."""
        with self.service.reading() as tx:
            return {
                one.code: f"{one.owner} {one.due_on:%d.%m.}: {one.text}"
                for one in questions.still_open(tx, case_id=case)
            }

    def read_as(self, mail: str) -> list[str]:
        """By whose word a reply was read, where it was: "verified", "unverified", "forged"."""
        with self.service.reading() as tx:
            found = events.history(tx, subject=f"intake:{self.held(mail).id}")
            return [one.rule for one in found if one.action == "reply_read"]

    def now(self) -> PaperRequest:
        """The request as it stands."""
        return self.request()

    def lies_in(self, mail: str, place: Place | str) -> bool:
        """Whether the mail lies there."""
        return mail in self.items_in(place)

    def all_but(self, *numbers: int) -> str:
        """The numbers of our list without these, as a code gives them."""
        return ",".join(str(one.number) for one in self.now().items if one.number not in numbers)


@pytest.fixture(scope="module")
def waits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office whose request has left half an hour ago."""
    folder = tmp_path_factory.mktemp("waits")
    one = Answers(folder)
    one.accepted()
    one.passes(minutes=30)
    assert one.now().state is RequestState.OPEN
    one.close()
    return folder


@pytest.fixture
def desk(tmp_path: Path, waits: Path) -> Iterator[Answers]:
    """The office on the day the request left."""
    one = _again(tmp_path, waits)
    yield one
    one.close()


def _again(folder: Path, waits: Path, **more: str) -> Answers:
    """An office of its own that stands as that one did."""
    shutil.copytree(waits, folder, dirs_exist_ok=True)
    one = Answers(folder, at=MONDAY + timedelta(minutes=30), numbers=100, **more)  # type: ignore[arg-type]  # settings
    one.runs()
    return one


def states(request: PaperRequest) -> dict[int, PaperState]:
    """How far each item has come."""
    return {one.number: one.state for one in request.items}


# --- sure ------------------------------------------------------------------------------------------------------------


def test_a_proved_answer_that_has_everything_completes_the_request(desk: Answers) -> None:
    """Parts tick their items, and [COMPLETE] once nothing is missing makes the request complete and the case ready."""
    first = desk.hears(f"[PART {desk.all_but(6)}]", ("most.txt", b"Log\n"))
    assert desk.now().state is RequestState.OPEN
    assert [one.number for one in desk.now().missing] == [6]
    desk.passes(days=1)
    mail = desk.hears("[COMPLETE] [PART 6]", ("outcome letter.txt", PAGE))
    assert desk.read_as(first) == desk.read_as(mail) == ["verified"]
    assert desk.now().missing == ()
    desk.passes(days=1)
    desk.hears("[COMPLETE]")
    assert desk.now().state is RequestState.COMPLETE
    assert desk.case("PCR/2026/00001").state is State.READY
    assert desk.lies_in(mail, "case:PCR/2026/00001")


def test_what_the_police_call_complete_is_not_where_our_list_says_otherwise(desk: Answers) -> None:
    """[COMPLETE] with one file: what came is ticked, the rest stays wanted, and a person is asked about it."""
    mail = desk.hears("[COMPLETE]", ("outcome letter.txt", PAGE))
    assert desk.now().state is RequestState.OPEN
    assert desk.case("PCR/2026/00001").state is State.PAPERS_REQUESTED
    assert desk.now().partial_on == date(2026, 11, 23)
    assert "items did not come" in desk.asked_about()["papers_not_all"]
    assert "really_theirs" not in desk.asked_about()
    assert desk.lies_in(mail, "case:PCR/2026/00001")


def test_a_part_ticks_its_numbers_and_lets_the_request_rest(desk: Answers) -> None:
    """[PART 1,3-5] with files ticks these four; the next mail asks only for the others, and not within two days."""
    desk.hears("[PART 1,3-5]", ("papers.txt", b"Log\n"))
    assert {number for number, state in states(desk.now()).items() if state is PaperState.RECEIVED} >= {1, 3, 4, 5}
    assert 2 in {one.number for one in desk.now().missing}
    assert desk.now().partial_on == date(2026, 11, 23)


def test_numbers_without_a_file_tick_nothing(desk: Answers) -> None:
    """A part that brings nothing is words, whoever sent it."""
    desk.hears("[PART 1,3-5]")
    assert set(states(desk.now()).values()) == {PaperState.OUTSTANDING}


def test_what_is_not_held_is_not_asked_for_again(desk: Answers) -> None:
    """[NOT HELD 4] from the unit ends the asking for that item alone."""
    desk.hears("[NOT HELD 4]")
    assert {number for number, state in states(desk.now()).items() if state is PaperState.NOT_HELD} == {4}
    assert "papers_not_held" not in desk.asked_about()
    desk.hears("We hold no CCTV.")
    assert "papers PCR/2026/00001 item N not held" in desk.asked_about()["papers_not_held"]


def test_more_time_is_asked_of_a_person_and_never_granted(desk: Answers) -> None:
    """An extension moves no date: the administrator is asked with the day, and the request rests two working days."""
    due_on = desk.now().due_on
    desk.hears("[NEED TIME 18/12]")
    assert desk.now().due_on == due_on
    assert desk.now().paused_until == date(2026, 11, 25)
    asked = desk.asked_about()["papers_extension"]
    assert "more time PCR/2026/00001 Friday 18 December 2026" in asked
    assert asked.startswith(("case_owner", "administrator"))


def test_a_day_they_have_anyway_is_no_question(desk: Answers) -> None:
    """Papers that are promised for a day before they are due let nothing rest and ask for no more time."""
    desk.hears("The papers will be with you by 1 December.")
    assert desk.now().heard_on == date(2026, 11, 23)
    assert desk.now().paused_until is None


def test_a_link_is_for_today(desk: Answers) -> None:
    """What has to be fetched is asked of a person for the same day, for links expire."""
    desk.hears("[LINK]\nhttps://share.mps.example/f/1 expires on Friday")
    assert desk.asked_about()["papers_link"].startswith("administrator 23.11.")
    assert desk.now().paused_until == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("[NOT OURS -> South]", "not_ours", "They name South."),
        ("[NOT OURS -> PC Vale]", "not_ours", "Their mail may say where."),
        ("[QUERY] which allegation?", "force_query", "Answer them"),
        ("[REFUSED]", "papers_refused", "withheld"),
        ("[SUB JUDICE]", "sub_judice", "hold PCR/2026/00001"),
    ],
)
def test_what_only_a_person_can_settle_is_asked_with_its_command(
    desk: Answers, words: str, code: str, says: str
) -> None:
    """Elsewhere, a question, a refusal, open proceedings: a person decides, nothing else moves, the request rests."""
    desk.hears(words)
    assert says in desk.asked_about()[code]
    assert desk.now().state is RequestState.OPEN
    assert desk.now().unit == "north"
    assert desk.case("PCR/2026/00001").state is State.PAPERS_REQUESTED
    assert desk.now().paused_until == date(2026, 11, 25)


# --- not sure --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sender", [NORTH, "d.clerk@mps.example", SOUTH, CENTRAL])
def test_a_mail_that_nothing_proves_closes_nothing(desk: Answers, sender: str) -> None:
    """Without proof [COMPLETE] with every number is attached for a person, rests the request and ticks nothing."""
    mail = desk.hears(
        f"[COMPLETE] [PART {desk.all_but()}] [NOT HELD 4]", ("outcome.txt", PAGE), sender=sender, proved=False
    )
    assert desk.read_as(mail) == ["unverified"]
    assert set(states(desk.now()).values()) == {PaperState.OUTSTANDING}
    assert desk.now().state is RequestState.OPEN
    assert desk.now().paused_until == date(2026, 11, 25)
    assert "Nothing proves who sent this" in desk.asked_about()["really_theirs"]
    assert desk.lies_in(mail, Place.UNSURE)


@pytest.mark.parametrize("sender", ["d.clerk@mps.example", SOUTH])
def test_the_police_from_another_address_close_nothing(desk: Answers, sender: str) -> None:
    """Proved to be the police and from no address of the unit that was asked, it is for a person too."""
    desk.hears("[COMPLETE]", ("outcome.txt", PAGE), sender=sender)
    assert set(states(desk.now()).values()) == {PaperState.OUTSTANDING}
    assert "no address of the unit" in desk.asked_about()["really_theirs"]


def test_nobody_can_keep_a_request_quiet_by_writing_every_day(desk: Answers) -> None:
    """Mail that nothing proves rests the request once: the second and third before our next mail move no day."""
    desk.hears("Thanks, on it", proved=False)
    until, heard = desk.now().paused_until, desk.now().heard_on
    for _ in range(3):
        desk.passes(days=1)
        desk.hears("Papers to follow", proved=False)
    assert (desk.now().paused_until, desk.now().heard_on) == (until, heard)


def test_a_forged_mail_lies_first_of_all_and_closes_nothing(tmp_path: Path, waits: Path) -> None:
    """What our gateway found not to be from the police is said so to the manager today, at the top of Urgent."""
    verified = (
        '[papers.verified]\nservers = ["ex01.mopac.example"]\nauthserv_ids = ["gw.mopac.example"]\n'
        'domains = ["mps.example"]\n'
    )
    one = _again(tmp_path, waits, more=TEAM + LAW + CONTACTS + PAPERS + verified)
    mail = one.hears(
        "[COMPLETE]",
        proved=False,
        headers={
            "Authentication-Results": "gw.mopac.example; dkim=none; dmarc=fail header.from=mps.example",
            "Received": "from evil.example by gw.mopac.example with SMTP; Mon, 23 Nov 2026 09:00:00 +0000",
        },
    )
    assert one.read_as(mail) == ["forged"]
    assert one.lies_in(mail, Place.URGENT)
    assert one.asked_about()["forged"].startswith("manager 23.11.")
    assert one.now().state is RequestState.OPEN
    assert one.now().paused_until == date(2026, 11, 25)
    one.close()


def test_a_mail_in_our_own_name_from_outside_is_forged(desk: Answers) -> None:
    """A colleague's address on mail that came in anonymously is said to be forged; signed in it is not."""
    mail = desk.hears(
        "Please close this", sender="a.li@mopac.example", headers={"X-MS-Exchange-Organization-AuthAs": "Anonymous"}
    )
    assert desk.lies_in(mail, Place.URGENT)
    assert "our own office" in desk.asked_about(None)["forged"]
    mail = desk.hears("Please close this", sender="a.li@mopac.example", headers=INSIDE)
    assert not desk.lies_in(mail, Place.URGENT)


# --- wrong papers ----------------------------------------------------------------------------------------------------


def test_somebody_else_s_papers_join_no_case(desk: Answers) -> None:
    """Files that name another complaint are kept from the case they were sent for, and the manager hears today."""
    mail = desk.hears("[COMPLETE]", ("Outcome letter PC-20999-26.txt", PAGE), ("PC-20999-26 log.txt", b"Log"))
    assert desk.held(mail).case_id is None
    assert desk.lies_in(mail, Place.URGENT)
    assert desk.asked_about(None)["wrong_papers"].startswith("manager 23.11.")
    assert set(states(desk.now()).values()) == {PaperState.OUTSTANDING}


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("Outcome of PC/20999/26", True),
        ("Outcome of PC/20999/26, linked to PC/10417/26", False),
        ("Complainant: Mr Brian Bell\nDate of birth: 1 May 1980", True),
        ("Complainant's name: Ms A Archer\nOfficer: PC Bell", False),
        ("Complainant: ARCHER, Ann", False),
        ("Complainant\tBrian Bell", True),
        ("Complainant name \t: \tMr. Brian Bell", True),
        ("Complainant Brian Bell", False),
        ("Statement of Brian Bell", False),
        ("", False),
    ],
)
def test_papers_are_another_s_by_what_they_name(text: str, another: bool) -> None:
    """A reference or complainant that is not the case's tells, where none that is the case's stands beside it."""
    file = Attachment("paper.pdf", "application/pdf", 10, "", text=text)
    assert names_another([file], force_reference="PC/10417/26", complainant="Ann Archer") is another
    assert not names_another([file], force_reference="", complainant="")


def test_a_page_of_blanks_costs_no_time() -> None:
    """A file made to be slow to look through, as anybody may send one, is done with in a moment."""
    began = perf_counter()
    file = Attachment("paper.txt", "text/plain", 10, "", text="complainant" + "\t" * 1_000 + "1")
    assert not names_another([file], force_reference="PC/10417/26", complainant="Ann Archer")
    assert perf_counter() - began < 1


def test_papers_with_the_case_s_own_names_join_it(desk: Answers) -> None:
    """The case's own reference among others is no sign of anybody else."""
    mail = desk.hears("[PART]", ("PC-10417-26 and PC-20999-26.txt", PAGE))
    assert desk.held(mail).case_id == 1
    assert "wrong_papers" not in desk.asked_about(None)


@pytest.mark.parametrize(("named", "place"), [("PC/20999/26", Place.UNSURE), ("PC/30111/26", Place.URGENT)])
def test_papers_for_no_known_case(desk: Answers, named: str, place: Place) -> None:
    """Papers that lead to no case wait for a person; where mail and file name two complaints, likely a breach."""
    self_made = desk.person("Dana Clerk", NORTH).writes(
        "Please find attached the papers for PC/20999/26.",
        subject="Papers PC/20999/26",
        attach=(f"Outcome {named.replace('/', '-')}.txt", b"Dear Sir"),
    )
    desk.runs()
    assert desk.lies_in(self_made, place)
    assert ("wrong_papers" in desk.asked_about(None)) == (place is Place.URGENT)


# --- codes, machines, quotes -----------------------------------------------------------------------------------------


def help_sent(desk: Answers) -> list[str]:
    """Who was told how to answer."""
    return [
        str(one["To"]) for one in desk.sent() if "could not read your answer" in " ".join(str(one["Subject"]).split())
    ]


def test_a_bad_code_is_answered_once_to_the_unit_s_own_mailbox(desk: Answers) -> None:
    """[NEED TIME 31/11] gets one helpful letter, and the next bad code of this request none."""
    desk.hears("[NEED TIME 31/11]")
    desk.passes(minutes=30)
    assert help_sent(desk) == [NORTH]
    desk.hears("[COMPELTE]")
    desk.passes(days=1)
    assert help_sent(desk) == [NORTH]


def test_a_bad_code_of_a_stranger_is_not_answered(desk: Answers) -> None:
    """Nobody outside the unit's list makes us write to it."""
    desk.hears("[NEED TIME 31/11]", sender="d.clerk@mps.example")
    desk.passes(minutes=30)
    assert help_sent(desk) == []


def test_our_own_request_quoted_back_says_nothing(desk: Answers) -> None:
    """An acknowledgement above our own letter, quoted or not, is no [COMPLETE] and no refusal."""
    (ours,) = [one for one in desk.sent() if one["To"] == NORTH]
    body = ours.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    for text in (f"Noted.\n\n{quoted}", f"Noted.\n\n{body.get_content()}"):
        desk.hears(text)
        assert set(states(desk.now()).values()) == {PaperState.OUTSTANDING}
        assert not {"papers_not_all", "papers_extension", "papers_refused", "papers_link"} & set(desk.asked_about())
    assert desk.now().heard_on == date(2026, 11, 23)


def test_a_machine_s_mail_is_no_reply(desk: Answers) -> None:
    """An automatic reply that repeats a code is nobody's answer."""
    mail = desk.hears("[COMPLETE]", ("a.txt", PAGE), headers={"Auto-Submitted": "auto-replied"})
    assert desk.read_as(mail) == []
    assert desk.now().heard_on is None


# --- a person looked -------------------------------------------------------------------------------------------------


def test_a_person_who_files_an_unproved_mail_lets_its_files_tick(desk: Answers) -> None:
    """Dropped with its case, an unproved mail ticks what its files are; its numbers and its [COMPLETE] stay words."""
    mail = desk.hears(f"[COMPLETE] [PART {desk.all_but()}]", ("outcome letter.txt", PAGE), proved=False)
    desk.passes(days=1)
    desk.drags(mail, "case:PCR/2026/00001")
    desk.settles()
    came = [one for one in desk.now().items if one.state is PaperState.RECEIVED]
    assert [one.kind for one in came] == ["outcome"]
    assert desk.now().partial_on == date(2026, 11, 24)
    assert desk.now().state is RequestState.OPEN
    assert not {"really_theirs", "papers_all_here"} & set(desk.asked_about())
