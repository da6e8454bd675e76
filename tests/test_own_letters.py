"""What people send by hand belongs to its case, or to nothing, or has gone to the wrong person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from bot.casework.case_export import export
from store import cases, outbox, questions
from store.terms import LetterState, Place
from tests.by_hand import ANN, EVE, Hands, asks, states
from tests.desk import FIRST, SECOND
from tests.mailrooms import BACK_ENDS
from tests.signing_world import FORCE
from tests.world import message


@pytest.fixture(params=BACK_ENDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hands]:
    """An office whose mailbox is of each sort in turn, and which has looked into it once."""
    office = Hands(tmp_path, back_end=request.param)
    office.runs()
    office.clock.at += timedelta(minutes=1)
    yield office
    office.close()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Hands]:
    """The same over a Maildir, for what is the same on every sort."""
    office = Hands(tmp_path)
    office.runs()
    office.clock.at += timedelta(minutes=1)
    yield office
    office.close()


STRAYED = "may_have_gone_to_the_wrong_person"


def test_by_reference(desk: Hands) -> None:
    """A new letter to a party that has our reference in its subject is contact on that case, at the day it left."""
    asks(desk)
    desk.clock.at += timedelta(days=3)
    desk.runs()
    desk.sends(ANN, subject=f"Your review {FIRST}")
    desk.runs()
    assert desk.case().contact_on == date(2026, 11, 26)
    assert desk.by_hand() == ["kept"]
    assert STRAYED not in desk.asked()


def test_older_contact_moves_nothing_back(here: Hands) -> None:
    """A letter that turns up late does not set the day of the last contact back."""
    asks(here)
    here.clock.at += timedelta(days=3)
    here.sends(ANN, subject=f"Your review {FIRST}")
    here.runs()
    here.sends(ANN, subject=f"Your review {FIRST}", ago=timedelta(days=2))
    here.runs()
    assert here.by_hand() == ["kept", "kept"]
    assert here.case().contact_on == date(2026, 11, 26)


def test_to_the_force(here: Hands) -> None:
    """A letter to the police about a case is in its file, and is no contact with the complainant."""
    asks(here)
    before = here.case().contact_on
    here.clock.at += timedelta(days=2)
    here.sends(FORCE, subject=f"{FIRST}: one more paper")
    here.runs()
    assert "written_by_hand" in here.history(f"case:{FIRST}")
    assert "answered_by_hand" not in here.history(f"case:{FIRST}")
    assert here.case().contact_on == before
    assert STRAYED not in here.asked()


def test_to_the_force_about_several(here: Hands) -> None:
    """A letter to the police about several cases is in the file of none, for nobody may read of the others there."""
    asks(here)
    asks(here, "Bob")
    here.sends(FORCE, subject=f"{FIRST} and {SECOND}")
    here.runs()
    assert here.by_hand() == ["nothing_of_ours"]


def test_in_the_case_file(desk: Hands, tmp_path: Path) -> None:
    """The case file has the letter byte for byte with the day it left, and the history says that somebody wrote."""
    mail = asks(desk)
    desk.sends(ANN, answers=mail)
    desk.runs()
    with desk.service.reading() as tx:
        export(desk.service, tx, cases.case_id_of(tx, FIRST) or 0, tmp_path / "file.zip")
    with ZipFile(tmp_path / "file.zip") as file:
        letters = [name for name in file.namelist() if name.startswith("letters/") and name.endswith(".eml")]
        assert len(letters) == 1
        assert b"ring you on Thursday" in file.read(letters[0])
        index, lines = file.read("index.txt").decode(), file.read("records/events.csv").decode()
    assert "A letter sent by hand, to ann@person.example" in index
    assert "Somebody of the team wrote to them on Monday 23 November 2026" in lines


def test_erased_with_its_case(here: Hands, tmp_path: Path) -> None:
    """Whoever destroys the key of a case makes the letters unreadable that people wrote on it."""
    mail = asks(here)
    here.sends(ANN, answers=mail)
    here.runs()
    with here.service.writing() as tx:
        tx.connection.execute(text("UPDATE review_key SET wrapped = NULL"))
    with here.service.reading() as tx:
        export(here.service, tx, cases.case_id_of(tx, FIRST) or 0, tmp_path / "file.zip")
    with ZipFile(tmp_path / "file.zip") as file:
        assert [name for name in file.namelist() if name.endswith(".eml")] == []
        assert all(b"Thursday" not in file.read(name) for name in file.namelist())


def test_goes_with_its_message(here: Hands, tmp_path: Path) -> None:
    """An answer to a message without a case belongs to the case that the message comes to belong to."""
    mail = here.person("Ann").writes(
        "Hello, what about my thing? I would like to know what is going on with all of this."
    )
    here.sends(ANN, answers=mail)
    here.runs()
    assert here.by_hand() == ["kept"]
    assert "answered_by_hand" in here.history(f"intake:{here.held(mail).id}")
    here.drags(mail, Place.SORT_APPLICATION)
    here.settles()
    here.passes(minutes=1)
    with here.service.reading() as tx:
        export(here.service, tx, cases.case_id_of(tx, FIRST) or 0, tmp_path / "file.zip")
    with ZipFile(tmp_path / "file.zip") as file:
        assert len([name for name in file.namelist() if name.startswith("letters/") and name.endswith(".eml")]) == 1


def test_progress_letter_waits(here: Hands) -> None:
    """A progress letter that has not begun to leave does not go to whom a person has written."""
    mail = asks(here)
    with here.service.writing() as tx:
        held = here.held(mail)
        outbox.queue(
            tx, letter="progress", occasion=f"{FIRST}:update", case_id=held.case_id, intake_id=held.id, to=ANN,
            content={}, message_id_domain="mopac.example", mode="live",
        )  # fmt: skip
        (letter,) = [one for one in outbox.of_case(tx, held.case_id or 0) if one.letter == "progress"]
        outbox.hold(tx, letter, "cap_total_hour")
    here.sends(ANN, subject=f"Your review {FIRST}")
    here.service.one_pass()
    assert states(here, "progress") == [LetterState.CANCELLED]


# --- what belongs to nothing -----------------------------------------------------------------------------------------


def test_private_business(desk: Hands) -> None:
    """A letter that has to do with nothing we hold leaves no words and no question, only that there was one."""
    asks(desk)
    files, asked = desk.kept_files(), desk.asked()
    desk.sends(EVE, subject="Lunch on Friday?")
    desk.runs()
    assert desk.by_hand() == ["nothing_of_ours"]
    assert (desk.kept_files(), desk.asked()) == (files, asked)
    assert desk.history(f"case:{FIRST}").count("answered_by_hand") == 0


@pytest.mark.parametrize("where", ["subject", "text"])
def test_wrong_person(desk: Hands, where: str) -> None:
    """A letter that names a case and went to nobody of it is asked about once, of the manager, and nothing else."""
    asks(desk)
    before, files = desk.case().contact_on, desk.kept_files()
    words = (
        {"subject": f"Your review {FIRST}"} if where == "subject" else {"text": f"About {FIRST}: we have decided.\n"}
    )
    desk.sends(EVE, **words)
    desk.runs()
    desk.restarts()
    desk.runs()
    with desk.service.reading() as tx:
        asked = [one for one in questions.still_open(tx) if one.code == STRAYED]
    assert [(one.owner, FIRST in one.text, EVE in one.text) for one in asked] == [("manager", True, False)]
    assert (desk.case().contact_on, desk.kept_files(), desk.by_hand()) == (before, files, ["nothing_of_ours"])


def test_copy_to_a_stranger(here: Hands) -> None:
    """A letter on a case that went to its party and to a stranger too is asked about, and still counts as contact."""
    asks(here)
    here.sends(ANN, subject=f"Your review {FIRST}", cc=EVE)
    here.runs()
    assert STRAYED in here.asked()
    assert here.by_hand() == ["kept"]


def test_forwarded(here: Hands) -> None:
    """Mail of a case that was passed on to a stranger is asked about, though no reference stands in it."""
    mail = asks(here)
    here.sends(EVE, answers=mail, subject="FW: Request for a review")
    here.runs()
    assert STRAYED in here.asked()
    assert here.by_hand() == ["nothing_of_ours"]


def test_stranger_who_wrote_is_answered(here: Hands) -> None:
    """Who answers a stranger that named a case has not written to the wrong person, and the case is not theirs."""
    asks(here)
    mail = here.person("Eve", EVE).writes(f"What happens in {FIRST}? I live next door.", subject=f"About {FIRST}")
    here.runs()
    here.clock.at += timedelta(minutes=1)
    here.sends(EVE, answers=mail, subject=f"RE: About {FIRST}", text="We cannot say.\n")
    here.runs()
    assert STRAYED not in here.asked()
    assert "answered_by_hand" in here.history(f"intake:{here.held(mail).id}")
    assert "answered_by_hand" not in here.history(f"case:{FIRST}")


def test_to_the_team(here: Hands) -> None:
    """What goes to a colleague or to the force is never called strayed."""
    asks(here)
    for to in ("a.li@mopac.example", FORCE):
        here.sends(to, subject=f"{FIRST} please look", text=f"{FIRST}\n")
    here.runs()
    assert STRAYED not in here.asked()


def test_somebody_elses(here: Hands) -> None:
    """A stranger's mail that somebody put into Sent Items unseen is no letter of ours; a person is asked, once."""
    here.puts("theirs", message(f"Ann <{ANN}>", at=here.clock.at), ".Sent")
    here.runs()
    here.restarts()
    here.runs()
    assert here.asked().count("lies_in_sent_items") == 1
    assert here.cases() == []


def test_known_mail_in_sent_items(desk: Hands) -> None:
    """Mail that came in and was dragged into Sent Items is gone from where it lay, and is nobody's answer."""
    mail = asks(desk)
    desk.room.moves(mail, ".Sent")
    desk.runs()
    assert desk.by_hand() == []
    assert "gone_from_view" in desk.history(f"intake:{desk.letters()[0].intake_id}")
