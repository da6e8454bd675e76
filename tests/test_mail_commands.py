"""Commands that people of the team give by mail: how they are read, who may give them, and what is answered."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.powers import MAY
from handlers.command_lines import HELP, ROWS, CommandLine, Misread, Order, command_line
from store import leadership
from store.messages import Verb
from store.terms import Kind, Place, State
from tests.desk import FIRST, Desk
from tests.signing_world import ADA, CAZ, INSIDE, MO
from tests.world import message

TODAY = date(2026, 11, 23)


# --- the grammar ----------------------------------------------------------------------------------------------------

_V = Verb


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("accept 417", CommandLine(_V.ACCEPT, "417")),
        ("Please accept PCR 2026 00417.", CommandLine(_V.ACCEPT, "PCR 2026 00417")),
        ("ours PCR/2026/00417", CommandLine(_V.OURS, "PCR/2026/00417")),
        ("time 417 provided 1 October 2026", CommandLine(_V.TIME, "417", on=date(2026, 10, 1))),
        ("time 417 01/10/2026", CommandLine(_V.TIME, "417", on=date(2026, 10, 1))),
        ("answered 417 on 20 November", CommandLine(_V.ANSWERED, "417", on=date(2026, 11, 20))),
        (
            "hold 417 until 4 December because the court has not decided.",
            CommandLine(_V.HOLD, "417", on=date(2026, 12, 4), because="the court has not decided"),
        ),
        ("assign 417 to J Mensah", CommandLine(_V.ASSIGN, "417", "J Mensah")),
        ("note 417 rang her, no answer", CommandLine(_V.NOTE, "417", "rang her, no answer")),
        ("not valid 417 no outcome", CommandLine(_V.DRAFT_NOT_VALID, "417", "no outcome")),
        ("draft not valid 417 before 2020", CommandLine(_V.DRAFT_NOT_VALID, "417", "before 2020")),
        ("draft not upheld 417", CommandLine(_V.DRAFT_NOT_UPHELD, "417")),
        ("draft upheld 417", CommandLine(_V.DRAFT_UPHELD, "417")),
        (
            "draft transfer 417 b(i) because it is grave",
            CommandLine(_V.DRAFT_TRANSFER, "417", "b(i)", None, "it is grave"),
        ),
        ("stage 417 in assessment", CommandLine(_V.STAGE, "417", "4 In assessment")),
        ("chase 417", CommandLine(_V.CHASE_POLICE, "417")),
        ("restrict 417 lift", CommandLine(_V.RESTRICT, "417", "lift")),
        ("adjust 417 large print", CommandLine(_V.ADJUST, "417", "large print")),
        ("undo 417", CommandLine(Order.UNDO, "417")),
        ("link <a@b.example> to 417", CommandLine(Order.LINK, "417", "<a@b.example>")),
        ("pause", CommandLine(Order.PAUSE)),
        ("help", CommandLine(Order.HELP)),
        ("status", CommandLine(Order.STATUS)),
        ("Time and again I have asked you to look at this", None),
        ("Note that I am away tomorrow", None),
        ("Help me with this case please", None),
        ("Hi all, see below", None),
        ("", None),
    ],
)
def test_reads(line: str, means: CommandLine | None) -> None:
    """The first line of a mail is a command, or it is just words."""
    assert command_line(line, TODAY) == means


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("time 417", "Say the day"),
        ("hold 417 until whenever", "cannot read 'whenever' as a day"),
        ("not valid 417 silly", "no such ground"),
        ("stage 417 nowhere", "Say one stage"),
        ("assign 417", "Say whose it is"),
        ("note 417", "Say what"),
        ("link this to 417", "Say which message"),
    ],
)
def test_misreads(line: str, says: str) -> None:
    """A command that lacks something is answered with what it lacks."""
    found = command_line(line, TODAY)
    assert isinstance(found, Misread)
    assert says in found.sentence


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words.replace(" ", "_"))
def test_help_tells_the_truth(row: object) -> None:
    """Every line of the help begins with words that are read as the command they stand for."""
    example = f"{row.words} 417 1 October 2026" if row.case else row.words  # type: ignore[attr-defined]
    if row.asks is Order.LINK:  # type: ignore[attr-defined]
        example = "link <a@b.example> to 417"
    found = command_line(example, TODAY)
    assert isinstance(found, Misread) or (found is not None and found.asks is row.asks)  # type: ignore[attr-defined]


def test_every_verb_can_be_said() -> None:
    """Everything that can be told by a card, a folder or a category can be told by a mail too."""
    assert {row.asks for row in ROWS} >= set(Verb)
    assert len(HELP) == len(set(HELP)) == len(ROWS)
    assert set(MAY) <= {row.asks for row in ROWS}


# --- who gives it, and what is answered ------------------------------------------------------------------------------


def test_accept(desk: Desk) -> None:
    """An administrator accepts a case by its number of this year, and is told what came of it."""
    (answer,) = desk.mails(ADA, "accept 1")
    assert "A Li accepted the request" in answer
    assert desk.case().state is State.PAPERS_REQUESTED
    assert desk.case().right_by == "A Li"


def test_not_proved(desk: Desk) -> None:
    """A mail that only bears the address of somebody of the team is just mail."""
    assert desk.mails(ADA, "accept 1", inside=False) == []
    assert desk.case().state is State.TRIAGE


def test_stranger(desk: Desk) -> None:
    """What somebody outside the team writes is just mail, even where it is marked as internal."""
    assert desk.mails("else@mopac.example", "accept 1") == []
    assert not any("command" in answer for answer in desk.mails("ann@person.example", "accept 1"))
    assert desk.case().state is State.TRIAGE


def test_it_is_no_request(desk: Desk) -> None:
    """A command is the office's own mail, whatever its words are about: it opens no case and is filed."""
    before = len(desk.cases())
    desk.mails(ADA, "note 1 she would like a review of how her complaint was handled by the Metropolitan Police")
    assert len(desk.cases()) == before
    (mail,) = desk.items_in(Place.FILED)
    assert desk.kind(mail) is Kind.INTERNAL
    assert "acted" in desk.history(f"case:{FIRST}")


def test_role(desk: Desk) -> None:
    """What needs a role is refused to others, with one sentence; somebody who has it may."""
    (answer,) = desk.mails(CAZ, "hold 1 until 4 December because of a court case")
    assert "Only the head or the manager can say 'hold'" in answer
    assert desk.case().state is State.TRIAGE
    (answer,) = desk.mails(MO, "hold 1 until 4 December because of a court case")
    assert "M Okafor put the case on hold: of a court case" in answer
    assert desk.case().held_until == date(2026, 12, 4)


def test_who_may_decide(desk: Desk) -> None:
    """A caseworker without a delegation cannot settle whose review it is."""
    (answer,) = desk.mails(CAZ, "ours 1")
    assert "whoever may decide that here" in answer
    assert desk.case().body_by == ""
    desk.mails(MO, "ours 1")
    assert desk.case().body_by == "M Okafor"


def test_status(desk: Desk) -> None:
    """Status tells where the case stands, whose it is, what is next and what is asked."""
    (answer,) = desk.mails(CAZ, f"status {FIRST}")
    assert "1 Validity check" in answer
    assert "It is nobody's yet." in answer
    assert "Is this review for us or for the IOPC?" in answer


def test_case_in_the_subject(desk: Desk) -> None:
    """The case may stand in the subject, as it does in an answer to one of our mails."""
    (answer,) = desk.mails(CAZ, "status", subject=f"Re: What became of your command [{FIRST}]")
    assert "1 Validity check" in answer


@pytest.mark.parametrize("line", ["status 99", "status PCR/2025/00001", "status"])
def test_no_such_case(desk: Desk, line: str) -> None:
    """A case that is not there, or not named, is asked for."""
    (answer,) = desk.mails(CAZ, line)
    assert "There is no such case" in answer or "Say which case" in answer


def test_unknown_words(desk: Desk) -> None:
    """Words that are no command, with a case in them and nothing else, are answered with what can be said."""
    (answer,) = desk.mails(CAZ, f"finish {FIRST}")
    assert "I do not know what you mean" in answer
    assert "hold REF until DAY because" in answer


def test_just_mail(desk: Desk) -> None:
    """A colleague's mail in their own words is not answered at all."""
    assert desk.mails(CAZ, f"Could somebody look at this?\nI think {FIRST} is late.\nThanks") == []


def test_machine(desk: Desk) -> None:
    """An automatic reply of a colleague's own mailbox is no command and is not answered, whatever it says."""
    for number, line in enumerate(("hold 1 because I am away", "I am away, and A Li has PCR/2026/00001."), start=900):
        headers = {**INSIDE, "Auto-Submitted": "auto-replied"}
        raw = message(f"Mo <{MO}>", line, at=desk.clock.at, number=number, subject="Automatic reply", headers=headers)
        desk.deliver(raw)
        desk.runs()
    assert desk.case().state is State.TRIAGE
    assert desk.sent_to(MO) == []
    assert desk.mails(MO, "hold 1 until 4 December because I am out of the office", subject="Re: away")
    assert desk.case().state is State.ON_HOLD


def test_help(desk: Desk) -> None:
    """Help lists everything."""
    (answer,) = desk.mails(CAZ, "help")
    assert all(usage in answer for usage in HELP)


def test_pause_and_resume(desk: Desk) -> None:
    """Anybody of the team may pause; whoever runs the desk resumes. The answer to a pause leaves after it."""
    desk.mails(CAZ, "pause")
    with desk.service.reading() as tx:
        assert leadership.look(tx).paused
    desk.mails(CAZ, "resume")
    with desk.service.reading() as tx:
        assert leadership.look(tx).paused
    desk.mails(ADA, "resume")
    with desk.service.reading() as tx:
        assert not leadership.look(tx).paused


def test_assign(desk: Desk) -> None:
    """A case is given to somebody by name, in any casing; nobody of that name gets none."""
    desk.mails(MO, "assign 1 to c writer")
    assert desk.case().owner == "C Writer"
    (answer,) = desk.mails(MO, "assign 1 to Z Stranger")
    assert "Nobody of the team is called Z Stranger" in answer
    assert desk.case().owner == "C Writer"


def test_undo(desk: Desk) -> None:
    """Undo takes back the last thing done on the case."""
    desk.mails(MO, "hold 1 until 4 December")
    (answer,) = desk.mails(MO, "undo 1")
    assert "Taken back: hold" in answer
    assert desk.case().state is State.TRIAGE


def test_link(desk: Desk) -> None:
    """A message is put to a case by its Message-ID, once that has settled, as if it had been dragged there."""
    mail = desk.person("Ann").writes("Here is what I meant.", subject="hello")
    desk.runs()
    (answer,) = desk.mails(ADA, f"link <{desk.number_of(mail)}@person.example> to 1")
    assert "being put to PCR/2026/00001" in answer
    desk.settles()
    assert desk.held(mail).case_id == 1
    assert mail in desk.items_in(f"case:{FIRST}")
    (answer,) = desk.mails(ADA, "link <nothing@person.example> to 1")
    assert "I know no message" in answer


def test_once(desk: Desk) -> None:
    """A command mail that is seen again after a restart, or that somebody moves, is done once."""
    desk.mails(ADA, "note 1 once only")
    desk.restarts()
    (mail,) = desk.items_in(Place.FILED)
    desk.drags(mail, Place.UNSURE)
    desk.settles()
    assert desk.history(f"case:{FIRST}").count("acted") == 1
