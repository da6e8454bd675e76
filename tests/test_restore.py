"""A store restored from an older copy, told as stories: nothing leaves, is filed or drafted before a person accepts."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot import forgotten, restored
from bot.cli import app
from bot.doctor.checks import all_checks
from bot.mailbox import Draft, Ref
from bot.mailbox.maildir import MaildirMailbox
from bot.sending import adopting
from bot.sending.adopting import NotYet
from bot.service import Service, take_lead
from store import outbox, questions, restoration, told_references
from store.messages import Letter
from store.terms import LetterState
from tests.world import World

CONFIRM = "1 To do.Confirm new requests"
ANOTHER = (
    "Dear team,\n\nI would like a review of how my complaint about the search of my van was handled by the police. "
    "The outcome letter is dated 2 November 2026 and the reference is PC/05500/26. I am not happy with it.\n"
)


class Restorable(World):
    """An office whose store is backed up and comes back; the mailbox goes on."""

    def backs_up(self, name: str = "backup") -> None:
        """A copy of the store lies aside, taken while nothing is written."""
        self.service.close()
        shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(self.folder / "store", self.folder / name)
        self.service = self._service()

    def comes_back(self, name: str = "backup", *, blobs: bool = True) -> None:
        """The store is as it was when it was backed up, and the service starts anew."""
        self.service.close()
        for path in (self.folder / "store").glob("reviews.sqlite*"):
            path.unlink()
        for path in (self.folder / name).glob("reviews.sqlite*"):
            shutil.copy(path, self.folder / "store")
        if blobs:
            shutil.rmtree(self.folder / "store" / "blobs", ignore_errors=True)
            if (self.folder / name / "blobs").exists():
                shutil.copytree(self.folder / name / "blobs", self.folder / "store" / "blobs")
        self.service = self._service()

    def accepts(self) -> int:
        """A person accepts the comparison."""
        return adopting.accept(self.service, by="Mo")

    def received(self) -> Counter[str]:
        """How many letters each person was sent."""
        return Counter(letter["To"] for letter in self.sent())

    def asked(self) -> set[str]:
        """What people are asked, by code."""
        with self.service.reading() as tx:
            return {one.code for one in questions.still_open(tx)}

    def drags(self, name: str, folder: str) -> None:
        """A person moves a message into another folder of the Maildir."""
        [path] = [one for one in self.mail.rglob(f"{name}*") if one.parent.name in ("cur", "new")]
        home = self.mail / folder
        for part in ("cur", "new", "tmp"):
            (home / part).mkdir(parents=True, exist_ok=True)
        path.rename(home / "cur" / f"{name}:2,S")


@pytest.fixture
def world(tmp_path: Path) -> Restorable:
    """An office that is live and has been backed up with nothing in it but its folders."""
    world = Restorable(tmp_path)
    world.runs()
    world.backs_up()
    return world


def _two_are_answered(world: Restorable) -> tuple[str, str]:
    first, second = world.person("Ann").writes(), world.person("Bob").writes()
    world.passes(minutes=1)
    assert world.received() == {"ann@person.example": 1, "bob@person.example": 1}
    return first, second


def test_nothing_happens_until_a_person_accepts(world: Restorable) -> None:
    """After a restore mail is read and recorded; nothing is filed, drafted or sent, however often it runs."""
    first, second = _two_are_answered(world)
    world.drags(first, "")
    new = world.person("Cid").writes()
    world.passes(minutes=10)
    before = sorted(path for path in world.mail.rglob("*") if path.is_file())
    world.comes_back()
    late = world.person("Dan").writes()
    for _ in range(3):
        world.passes(minutes=20)
    after = sorted(path for path in world.mail.rglob("*") if path.is_file())
    assert len(after) == len(before) + 1
    assert world.received().total() == 3
    assert late in world.lying_in("")
    assert {world.held(name).state for name in (first, second, new, late)} == {"understood"}
    assert "store_restored" in world.asked()
    assert world.drafts() == []


def test_accepted_letters_count_as_sent_and_the_rest_goes_on(world: Restorable) -> None:
    """What lies in Sent Items counts as sent; what came in since waits for a person, and later mail is answered."""
    _two_are_answered(world)
    world.comes_back()
    world.person("Cid").writes()
    world.passes(minutes=5)
    assert world.accepts() == 2
    world.passes(minutes=5)
    assert world.received() == {"ann@person.example": 1, "bob@person.example": 1}
    states = Counter((one.state, one.held_because) for one in world.letters())
    assert states == {(LetterState.CONFIRMED, ""): 2, (LetterState.HOLD, "written_before_live"): 1}
    world.person("Dan").writes()
    world.passes(minutes=5)
    assert world.received()["dan@person.example"] == 1
    assert "store_restored" not in world.asked()
    assert len(world.lying_in(CONFIRM)) == 4
    assert world.broken_chain() == []


def test_other_references_make_no_second_letter(world: Restorable) -> None:
    """Cases that come back in another order have the references people were told, and nobody gets a second letter."""
    first, _ = _two_are_answered(world)
    world.drags(first, ".Elsewhere")
    world.comes_back()
    world.passes(minutes=5)
    assert [case.reference for case in world.cases()] == ["PCR/2026/00002"]
    world.accepts()
    world.passes(minutes=5)
    world.drags(first, "")
    world.person("Cid").writes()
    world.passes(minutes=5)
    assert [case.reference for case in world.cases()] == ["PCR/2026/00001", "PCR/2026/00002", "PCR/2026/00003"]
    assert world.received() == {"ann@person.example": 1, "bob@person.example": 1, "cid@person.example": 1}
    assert {one.state for one in world.letters()} == {LetterState.CONFIRMED}
    assert "told_another_reference" not in world.asked()


def test_a_message_without_an_id_comes_back(world: Restorable) -> None:
    """Whom nobody can tell a reference by, the case has a new one, and a person is asked to say so."""
    world.person("Ann").writes(headers={"Message-ID": ""})
    world.passes(minutes=1)
    world.comes_back()
    world.passes(minutes=5)
    assert [case.reference for case in world.cases()] == ["PCR/2026/00002"]


@pytest.mark.parametrize("sign", ["stamps", "cards", "folders", "none"])
def test_where_a_reference_is_seen(world: Restorable, sign: str) -> None:
    """Labels of what we stamped, our cards, and the names of case folders each show by themselves what was given."""
    names = _two_are_answered(world)
    if sign != "stamps":
        for name in names:
            world.drags(name, ".Elsewhere")
    if sign != "cards":
        for path in world.mail.glob(".Reviews.3 Board*/cur/*"):
            path.unlink()
    if sign != "folders":
        for path in world.mail.glob(".Reviews.4 Case files.*"):
            shutil.rmtree(path)
    world.comes_back()
    world.service.known_folders()
    forgotten.remember(world.service, [])
    with world.service.reading() as tx:
        assert told_references.next_number(tx, 2026) == (1 if sign == "none" else 3)


def test_nobody_else_moves_the_numbers(world: Restorable) -> None:
    """References in mail, in categories people set, and in made-up folders of enormous numbers move no number."""
    world.person("Ann").writes(subject="PCR/2026/00500", text="See PCR/2026/00600.")
    world.runs()
    kept = world.person("Bob").writes(subject="Yours: PCR/2026/00700")
    world.drags(kept, ".Reviews.1 To do.Urgent")
    world.service.mailbox.label(Ref(kept), add=("PCR/2026/00800",))
    for name in ("PCR-2026-00900 and more", "PCR-2026-99999"):
        (world.mail / f".Reviews.4 Case files.{name}" / "cur").mkdir(parents=True)
    forgotten.remember(world.service, [])
    with world.service.reading() as tx:
        assert told_references.next_number(tx, 2026) == len(world.cases()) + 1


def test_a_sent_letter_somebody_removed(world: Restorable) -> None:
    """Where Sent Items were emptied the stamps still show the restore, and letters planned anew wait for a person."""
    _two_are_answered(world)
    for path in (world.mail / ".Sent" / "cur").iterdir():
        path.unlink()
    world.comes_back()
    world.passes(minutes=5)
    assert world.service.reads_only
    assert world.accepts() == 0
    world.passes(minutes=5)
    assert world.sent() == []
    assert {one.held_because for one in world.letters()} == {"written_before_live"}


def test_where_nobody_can_tell_the_letter_waits(world: Restorable) -> None:
    """A message without an id of its own cannot be told from another; the letter waits and is not held twice."""
    name = world.person("Ann").writes(headers={"Message-ID": ""})
    world.drags(name, ".Elsewhere")
    before = world.person("Bob").writes()
    world.passes(minutes=1)
    kept = world.person("Ann").writes(ANOTHER, headers={"Message-ID": ""})
    world.passes(minutes=1)
    assert world.received() == {"ann@person.example": 1, "bob@person.example": 1}
    world.comes_back()
    world.drags(kept, ".Elsewhere")
    world.drags(before, ".Elsewhere")
    world.passes(minutes=5)
    world.accepts()
    world.drags(name, "")
    world.passes(minutes=5)
    [letter] = world.letters()
    assert (letter.state, letter.held_because) == (LetterState.HOLD, restoration.UNSURE)
    with world.service.store.writing(world.clock.at, "mo") as tx:
        [one] = outbox.in_states(tx, [LetterState.HOLD], 9)
        outbox.release(tx, one, by="mo")
    world.passes(minutes=5)
    assert world.received()["ann@person.example"] == 2


def test_the_same_key_for_another_message(world: Restorable) -> None:
    """Where nothing shows a number any more and another message gets it, a person looks, and none goes twice."""
    first = world.person("Ann").writes()
    world.drags(first, ".Elsewhere")
    answered = world.person("Ann").writes(ANOTHER)
    world.passes(minutes=1)
    world.drags(answered, ".Elsewhere")
    (letter,) = (world.mail / ".Sent" / "cur").iterdir()
    left_at = letter.stat().st_mtime_ns
    letter.write_bytes(letter.read_bytes().replace(b"[PCR/2026/00001]", b""))
    os.utime(letter, ns=(left_at, left_at))
    for path in (*world.mail.glob(".Reviews.3 Board*/cur/*"), *world.mail.glob(".Reviews.4 Case files.*/cur")):
        path.unlink() if path.is_file() else shutil.rmtree(path.parent)
    world.comes_back()
    world.drags(first, "")
    world.passes(minutes=5)
    assert world.accepts() == 1
    assert "answered_another_message" in world.asked()
    world.drags(answered, "")
    world.passes(minutes=5)
    world.passes(minutes=5)
    assert len(world.cases()) == 2
    assert world.received().total() == 1


@pytest.mark.parametrize("mode", ["draft", "watch"])
def test_other_modes(tmp_path: Path, mode: str) -> None:
    """A restored store is noticed in every mode in which letters or stamps were made; drafts stay single."""
    world = Restorable(tmp_path, mode="draft")
    world.runs()
    world.backs_up()
    world.person("Ann").writes()
    world.passes(minutes=1)
    assert len(world.drafts()) == 1
    world.mode = mode
    world.comes_back()
    world.passes(minutes=5)
    assert world.service.reads_only
    world.accepts()
    world.passes(minutes=5)
    assert len(world.drafts()) == 1
    assert not world.service.reads_only


def test_an_untouched_store_is_never_taken_for_restored(world: Restorable) -> None:
    """Restarts, deaths, and people who send, move and remove things show no restore."""
    world.service.settings.stop_file.touch()
    first = world.person("Ann").writes()
    world.runs()
    world.person("Bob").writes()
    world.runs()
    for path in (world.mail / ".Drafts" / "cur").iterdir():
        path.rename(world.mail / ".Sent" / "cur" / path.name)
    world.drags(first, "")
    world.service.settings.stop_file.unlink()
    for _ in range(3):
        world.restarts()
        world.passes(hours=2)
        assert not world.service.reads_only


def test_a_draft_sent_before_it_was_recorded(world: Restorable, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that a person sent while the service lay dead counts as sent at the next start, and is no restore."""
    drafts = MaildirMailbox.draft

    def dies(mailbox: MaildirMailbox, letter: Letter) -> Draft:
        drafts(mailbox, letter)
        raise SystemError

    world.person("Ann").writes()
    with monkeypatch.context() as patch:
        patch.setattr(MaildirMailbox, "draft", dies)
        with pytest.raises(SystemError):
            world.runs()
    [path] = (world.mail / ".Drafts" / "cur").iterdir()
    path.rename(world.mail / ".Sent" / "cur" / path.name)
    assert [one.state for one in world.letters()] == [LetterState.RENDERED]
    world.restarts()
    world.passes(minutes=5)
    assert not world.service.reads_only
    assert [one.state for one in world.letters()] == [LetterState.CONFIRMED]
    assert len(world.sent()) == 1


def test_a_lost_store(world: Restorable) -> None:
    """A new and empty store at a mailbox that was worked with changes nothing either."""
    _two_are_answered(world)
    world.service.close()
    shutil.rmtree(world.folder / "store")
    world.service = world._service()
    world.passes(minutes=5)
    assert world.service.reads_only
    assert world.accepts() == 2
    world.passes(minutes=5)
    assert world.received().total() == 2
    assert {one.state for one in world.letters()} == {LetterState.CONFIRMED}


def test_mail_kept_by_the_newer_store_stays(world: Restorable) -> None:
    """Blobs the restored store does not name are kept while it only reads: perhaps the wrong copy was restored."""
    world.service.close()
    world.service = world._service()  # the lead was never given up: the backup is of a running service
    world.backs_up()
    _two_are_answered(world)
    blobs = {path.name for path in (world.folder / "store" / "blobs").rglob("*") if path.is_file()}
    world.comes_back(blobs=False)
    world.service.start()
    assert world.service.predecessor_died
    assert {path.name for path in (world.folder / "store" / "blobs").rglob("*") if path.is_file()} >= blobs


def test_accepting_too_early(world: Restorable) -> None:
    """There is nothing to accept without a restore, nor before the mailbox was read."""
    with pytest.raises(NotYet, match="No restore"):
        world.accepts()
    _two_are_answered(world)
    world.comes_back()
    world.clock.at += timedelta(minutes=1)
    world.service.start()
    with pytest.raises(NotYet, match="has not read"):
        world.accepts()


def test_nothing_is_sent_by_whoever_never_looked(world: Restorable) -> None:
    """While a restore waits, no instance may send, whatever it believes; and `doctor` fails with the remedy."""
    _two_are_answered(world)
    world.comes_back()
    world.passes(minutes=5)
    found = {check.name: check for check in all_checks(world.service)}
    assert found["restore"].failed
    assert "restore accept" in found["restore"].remedy
    assert "restored" in found["kill switch"].found


def test_the_commands(world: Restorable) -> None:
    """`restore show` says what left, `restore accept` names who accepted, and neither works on an untouched store."""
    config = ["--config", str(world.folder / "config.toml")]
    _two_are_answered(world)
    shown = CliRunner().invoke(app, ["restore", "show", *config])
    assert "is known to have left" in shown.stdout
    world.comes_back()
    world.passes(minutes=5)
    shown = CliRunner().invoke(app, ["restore", "show", "--json", *config])
    told = [json.loads(line) for line in shown.stdout.splitlines()]
    assert sorted((one["where"], one["to"], one["outbox"]) for one in told) == [
        ("sent", "ann@person.example", "rendered"),
        ("sent", "bob@person.example", "rendered"),
    ]
    assert CliRunner().invoke(app, ["restore", "accept", *config]).exit_code == 2
    done = CliRunner().invoke(app, ["restore", "accept", "--by", "Mo", *config])
    assert (done.exit_code, done.stdout[:2]) == (0, "2 ")
    again = CliRunner().invoke(app, ["restore", "accept", "--by", "Mo", *config])
    assert again.exit_code == 75
    world.passes(minutes=5)
    assert world.received().total() == 2


# --- whatever is done -----------------------------------------------------------------------------------------------

ACTS = st.lists(
    st.one_of(
        st.just(("writes", 0)),
        st.just(("runs", 0)),
        st.just(("backs_up", 0)),
        st.just(("comes_back", 0)),
        st.just(("restarts", 0)),
        st.just(("accepts", 0)),
        st.just(("releases", 0)),
        st.tuples(st.just("drags"), st.integers(0, 9)),
        st.tuples(st.just("aside"), st.integers(0, 9)),
        st.tuples(st.just("comes_back_without"), st.integers(0, 9)),
        st.tuples(st.just("hours"), st.sampled_from([1, 30, 80])),
    ),
    min_size=1,
    max_size=10,
)

BEFORE = [("writes", 0), ("writes", 0), ("runs", 0)]
AFTER = [("runs", 0), ("accepts", 0), ("runs", 0), ("releases", 0), ("runs", 0)]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_second_acknowledgement_whatever_is_done(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    """Through writing, running, backups, restores, moves, restarts and releases nobody is answered twice."""
    world = Restorable(tmp_path_factory.mktemp("any"))
    world.runs()
    world.backs_up()
    written: list[str] = []
    for what, number in [*BEFORE, *acts, *AFTER]:
        _does(world, what, number, written)
        assert all(count == 1 for count in world.received().values()), world.received()
    assert world.broken_chain() == []


def _does(world: Restorable, what: str, number: int, written: list[str]) -> None:
    world.clock.at += timedelta(minutes=1)
    if what == "writes":
        written.append(world.person(f"P{len(written)}").writes())
    elif what == "runs":
        world.runs()
    elif what == "accepts":
        if restored.waits(world.service):
            _accepted(world)
    elif what == "releases":
        _release_all(world.service)
    elif what in ("drags", "aside"):
        if written:
            world.drags(written[number % len(written)], "" if what == "drags" else ".Elsewhere")
    elif what == "comes_back_without":
        world.drags(written[number % len(written)], ".Elsewhere")
        world.comes_back()
        world.runs()
        world.drags(written[number % len(written)], "")
        world.runs()
    elif what == "hours":
        world.clock.at += timedelta(hours=number)
    else:
        getattr(world, what)()


def _accepted(world: Restorable) -> None:
    try:
        world.accepts()
    except NotYet:
        world.runs()
        world.accepts()


def _release_all(service: Service) -> None:
    """A person releases whatever is held: only a letter nobody could tell of would leave twice, and there is none."""
    with service.store.writing(service.clock.now(), "mo") as tx:
        for one in outbox.in_states(tx, [LetterState.HOLD], 100):
            outbox.release(tx, one, by="mo")
    assert take_lead(service, "here")
