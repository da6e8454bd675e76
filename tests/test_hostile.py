"""TELL THE STORIES: every row of the list of bad input ends as promised, and no byte of it is lost."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.reader import ChildReader
from tests.hostile import rows
from tests.hostile.build import ASKS, file, mail, with_files
from tests.hostile.desk import Desk
from tests.hostile.row import Later, Mail, Proved
from tests.world import OUR_ADDRESS, Person, message

HOUSE = Path(__file__).parent.parent
ROWS = range(1, 131)
CONFIRM, UNSURE, CASE_FILE = "1 To do.Confirm new requests", "1 To do.Unsure", "4 Case files.PCR-2026-00001"


@pytest.fixture(scope="module")
def reader() -> Iterator[ChildReader]:
    """One limited child for all."""
    with ChildReader() as child:
        yield child


@pytest.fixture
def desk(tmp_path: Path, reader: ChildReader) -> Iterator[Desk]:
    """A live office on a Monday morning."""
    desk = Desk(tmp_path, reader)
    yield desk
    desk.world.service.store.close()


@pytest.fixture
def ann(desk: Desk) -> Person:
    """Ann, whose case PCR/2026/00001 was opened and acknowledged an hour ago."""
    ann = desk.world.person("Ann")
    ann.writes()
    desk.world.runs()
    desk.world.passes(hours=1)
    return ann


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, reader: ChildReader) -> set[str]:
    """Every word that an acknowledgement may hold: with a case, for somebody else, and without a case."""
    plain = (ASKS, f"We act for Ann Archer, our client. {ASKS}", "Hello there, what are your opening times?")
    letters = set()
    for text in plain:
        desk = Desk(tmp_path_factory.mktemp("plain"), reader)
        desk.world.deliver(mail(text, subject="A letter"))
        desk.world.runs()
        letters |= {_words(letter) for letter in desk.world.sent()}
        desk.world.service.store.close()
    assert len(letters) == len(plain)
    return letters


def _words(letter: EmailMessage) -> str:
    """The subject and the words of a letter."""
    plain, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert page is not None
    return f"{letter['Subject']}\n{plain.get_content()}\n{page.get_content()}"


def _mails() -> list[object]:
    return [
        pytest.param(
            one,
            id=f"{one.row}: {one.name}",
            marks=pytest.mark.xfail(reason=one.missing, strict=True) if one.missing else (),
        )
        for one in rows.MAILS
    ]


@pytest.mark.parametrize("one", _mails())
def test_a_mail_ends_as_its_row_says(one: Mail, desk: Desk, reader: ChildReader, ours: set[str]) -> None:
    """The mail is what its row says, lies where people find it, opens a case or none, and brings no letter too many."""
    world, said = desk.world, one.outcome
    name = world.deliver(one.raw)
    world.runs()
    assert (*desk.verdict(name), world.held(name).folder) == (said.kind, said.why_not, f".Reviews.{said.folder}")
    assert world.lying_in(said.folder) == [name]
    assert desk.kept(name) == one.raw
    assert len(world.cases()) == said.opens
    assert len(world.letters()) == len(world.sent()) == said.letters
    assert not [words for words in said.shown if words not in desk.shown(name)], desk.shown(name)
    for letter in world.sent():
        assert letter["To"] == reader.read(one.raw).sender
        assert (letter["Cc"], letter["Bcc"]) == (None, None)
        assert _words(letter) in ours


def test_every_row_is_proved_or_named() -> None:
    """Each of the 130 rows has a mail, a story or the reason why it waits, and few have nothing but that reason."""
    proved = {one.row for one in rows.MAILS} | {one.row for one in rows.ELSEWHERE if isinstance(one, Proved)}
    waiting = {one.row for one in rows.ELSEWHERE if isinstance(one, Later)} - proved
    assert proved | waiting == set(ROWS)
    assert waiting == {19, 36, 111, 119, 120, 126}


@pytest.mark.parametrize("one", [one for one in rows.ELSEWHERE if isinstance(one, Proved)], ids=lambda one: one.test)
def test_a_story_that_is_named_exists(one: Proved) -> None:
    """A row that a story elsewhere proves names a test that is there."""
    path, _, name = one.test.partition("::")
    tests = {node.name for node in ast.walk(ast.parse((HOUSE / path).read_text())) if isinstance(node, ast.FunctionDef)}
    assert name in tests


def test_the_same_bytes_every_time() -> None:
    """The corpus is made anew each time and is the same; no two of its mails share row and name."""
    assert len({(one.row, one.name) for one in rows.MAILS}) == len(rows.MAILS)
    first, second = (mail(entity=with_files(file("a.pdf", b"x"))) for _ in range(2))
    assert first == second


# --- stories of several mails -----------------------------------------------------------------------------------------


def test_two_applicants_may_share_one_address(desk: Desk) -> None:
    """Row 27: husband and wife write from one address; each has a case and a letter of their own."""
    desk.world.deliver(mail(sender="Ann Archer <home@archer.example>", number=1))
    other = ASKS.replace("Ann Archer", "Tom Archer").replace("PC/04417/26", "PC/05555/26")
    desk.world.deliver(mail(other, sender="Tom Archer <home@archer.example>", number=2))
    desk.world.runs()
    assert [case.complainant for case in desk.world.cases()] == ["Ann Archer", "Tom Archer"]
    assert [letter["To"] for letter in desk.world.sent()] == ["home@archer.example"] * 2


def test_a_party_who_writes_about_another_complaint_is_never_merged_unseen(desk: Desk, ann: Person) -> None:
    """Row 30: a reply to our letter that asks for a review of another complaint is asked about."""
    thread = {"In-Reply-To": ann.letters()[0]["Message-ID"]}
    other = ASKS.replace("PC/04417/26", "PC/05555/26").replace("9 November", "12 November")
    name = ann.writes(other, subject="Request for a review of another complaint", headers=thread)
    desk.world.runs()
    assert "new_or_known" in desk.shown(name)
    assert "it answers a letter of ours" in desk.shown(name)


@pytest.mark.parametrize("reference", ["PCR/2026/{:05}", "PCR/2026/0000{:x}", "PCR-2026-{:05}"])
def test_counting_up_references_finds_nothing_out(desk: Desk, ann: Person, reference: str) -> None:
    """Rows 32 and 33: whoever guesses references gets few neutral letters and learns of none, right or wrong."""
    eve = desk.world.person("Eve")
    for number in range(1, 11):
        eve.writes(f"Please send me the outcome of {reference.format(number)}.", subject=f"Case {number}")
    desk.world.runs()
    assert len(eve.letters()) <= 3
    words = {letter.get_body(("plain",)).get_content() for letter in eve.letters()}  # type: ignore[union-attr]
    assert len(words) <= 1
    assert not [text for text in words if "PCR" in text]
    assert desk.world.lying_in(CASE_FILE) == []


def test_two_references_join_nothing(desk: Desk, ann: Person) -> None:
    """Row 34: a stranger who names two of our references joins neither case."""
    desk.world.person("Bob").writes(ASKS.replace("PC/04417/26", "PC/05555/26"))
    desk.world.runs()
    eve = desk.world.person("Eve")
    name = eve.writes("This is about PCR/2026/00001 and PCR/2026/00002.", subject="Two cases")
    desk.world.runs()
    assert desk.world.held(name).case_id is None
    assert desk.world.held(name).folder == f".Reviews.{UNSURE}"


def test_a_made_up_thread_joins_nothing(desk: Desk, ann: Person) -> None:
    """Row 35: an In-Reply-To that only looks like ours points to no case; nor does ours in a stranger's mail."""
    ours = str(ann.letters()[0]["Message-ID"])
    for number, made_up in enumerate((ours, ours.replace("@", "x@", 1), "<PCR-2026-00001@mopac.example>")):
        eve = desk.world.person(f"Eve{number}")
        name = eve.writes("What has become of it?", subject="Re: it", headers={"In-Reply-To": made_up})
        desk.world.runs()
        assert desk.world.held(name).case_id is None
        assert [letter["Subject"] for letter in eve.letters()] in ([], ["We have received your message"])


def test_our_own_letter_quoted_at_length_is_no_loop(desk: Desk, ann: Person) -> None:
    """Row 37: a reply that quotes 200 kB of our letter joins its case, and the reply's own words are what is read."""
    letter = ann.letters()[0]
    quoted = "\n".join(f"> {line}" for line in str(letter.get_body(("plain",))).splitlines()) * 60  # type: ignore[union-attr]
    words = f"The witness lives next door.\n\nOn Monday the team wrote:\n{quoted[:200_000]}"
    name = ann.writes(words, subject=f"Re: {letter['Subject']}", headers={"In-Reply-To": letter["Message-ID"]})
    desk.world.runs()
    assert desk.verdict(name) == ("further_representations", "")
    assert desk.world.lying_in(CASE_FILE) == [name]


def test_the_same_letter_by_another_way_is_linked_and_answered_once(desk: Desk) -> None:
    """Row 41: the same request with the same file, once by mail and once more in other words, is one case."""
    letter = file("outcome.pdf", b"%PDF-1.4 outcome", b"application/pdf")
    desk.world.deliver(mail(entity=with_files(letter), number=1))
    second = desk.world.deliver(mail(entity=with_files(letter, text=f"As on your form:\n{ASKS}"), number=2))
    desk.world.runs()
    assert (len(desk.world.cases()), len(desk.world.sent())) == (1, 1)
    assert "Is this the same message again?" in desk.shown(second)


def test_our_own_letter_come_back_is_answered_by_nothing(desk: Desk, ann: Person) -> None:
    """Row 52: our own letter, delivered to us as it left, is ours and brings no letter and no case."""
    raw = ann.letters()[0].as_bytes().replace(b"ann@person.example", OUR_ADDRESS.encode())
    name = desk.world.deliver(raw)
    desk.world.runs()
    assert desk.verdict(name) == ("automatic_reply", "own_system")
    assert (len(desk.world.cases()), len(desk.world.sent())) == (1, 1)


def test_twenty_mails_in_an_hour_are_kept_and_answered_once(desk: Desk) -> None:
    """Row 114: evidence in twenty mails is kept whole and answered once."""
    photo = file("photo.jpg", b"\xff\xd8" * 10_000, b"image/jpeg")
    names = [
        desk.world.deliver(
            mail(subject=f"Photos {n} of 20", number=n, minutes=n, entity=with_files(photo, text=f"Part {n} of 20."))
        )
        for n in range(1, 21)
    ]
    desk.world.runs()
    assert len(desk.world.letters()) == len(desk.world.sent()) == 1
    assert all(desk.kept(name) for name in names)


def test_a_storm_from_one_domain_meets_the_cap_and_nothing_is_lost(desk: Desk) -> None:
    """Row 122: of thirty people at one company who reply to all, twenty are answered in the hour; all are kept."""
    names = [
        desk.world.deliver(
            message(f"p{n}@company.example", f"Please take me off this list. {n}", subject="Re: hello", number=n)
        )
        for n in range(30)
    ]
    desk.world.runs()
    assert len(desk.world.sent()) == 20
    assert desk.world.lying_in(UNSURE) == sorted(names)


def test_the_last_second_of_the_last_day_counts_though_it_is_read_two_days_later(desk: Desk) -> None:
    """Row 123: received at 23:59:59 on the last of 28 days and read on the 30th, it is in time."""
    last = datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)  # the letter is dated 9 November
    name = desk.world.deliver(message("Ann <ann@person.example>", at=last))
    desk.world.clock.at = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
    desk.world.runs()
    [case] = desk.world.cases()
    assert (case.received_on, case.last_day, case.time_result) == (last.date(), last.date(), "IN_TIME")
    assert len(desk.world.sent()) == 1
    assert desk.world.held(name).received_at == last


def test_a_new_address_is_never_written_to_and_a_person_checks_it(desk: Desk, ann: Person) -> None:
    """Row 128: a new address brings no letter, neither there nor to whoever sent it; a person checks by the old way."""
    thread = {"In-Reply-To": ann.letters()[0]["Message-ID"]}
    words = "I have moved. My new email address is ann.new@person.example. Please use it from now on."
    name = ann.writes(words, subject="Change of address", headers=thread)
    desk.world.runs()
    assert desk.verdict(name)[0] == "contact_change"
    assert desk.world.lying_in(UNSURE) == [name]
    assert [letter["To"] for letter in desk.world.sent()] == [ann.address]
    assert "Check the change through the contact we already have" in desk.shown(name)
