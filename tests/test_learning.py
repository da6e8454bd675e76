"""Learning from corrections: what is remembered, what is learned, what is refused, and that no kind gets worse."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import mime
from bot.cli import app
from bot.log import Log
from bot.recognising import opinion_model
from bot.recognising.learning import FEWEST, Teacher, is_set_aside
from bot.recognising.opinion_model import FILE, Model, ModelRefused, NoLearning, heard, keep, kept, trained
from handlers.evidence import compile_cues
from store import corrections, events
from store.events import Event
from store.messages import Cue
from store.terms import Kind
from store.vault import Vault
from tests.world import ReaderHere, World, message

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEARNS = all(opinion_model.find_spec(name) for name in ("sklearn", "skops"))
needs_extra = pytest.mark.skipif(not LEARNS, reason="the extra [learn] (scikit-learn and skops) is not installed")
BOTH = (
    Cue("kinds", "information_rights", "may be a request", ("zebra",), 6.0, ("body",)),
    Cue("kinds", "progress_chase", "may be a question", ("zebra",), 6.0, ("body",)),
)
"""Cues by which a message with a zebra in it is either, as surely as the other, so that they alone can never tell."""
WORDS = {Kind.INFORMATION_RIGHTS: "which papers you keep about me", Kind.PROGRESS_CHASE: "when shall i hear any news"}
COLOURS = ("red", "blue", "green", "black", "white", "brown", "grey")


def zebra(kind: Kind, number: int) -> bytes:
    """A message of this kind, told from one of another kind only by words no cue knows."""
    text = f"The {COLOURS[number % 7]} zebra number {number}. I wonder {WORDS[kind]} on day {number}.\n" * 9
    return message(f"P{number} <p{number}@person.example>", text, subject="Hello", number=f"{kind}.{number}")


def named(world: World, how_many: int = FEWEST + 5) -> dict[int, bytes]:
    """So many messages of each kind have come and a person has said what each is; their bytes by row id."""
    raws = {}
    for kind in WORDS:
        for number in range(how_many):
            raw = zebra(kind, number)
            name = world.deliver(raw, f"{kind}.{number}")
            raws[name] = (raw, kind)
    world.runs()
    by_id = {world.held(name).id: pair for name, pair in raws.items()}
    with world.service.store.writing(NOW, "ann") as tx:
        for which, (_, kind) in by_id.items():
            assert corrections.add(tx, which, kind, by="ann", source="command")
    return {which: raw for which, (raw, _) in by_id.items()}


def teacher(world: World) -> Teacher:
    """Who learns from this office's corrections, with cues that cannot tell."""
    return Teacher(world.service.store, world.service.domains, "PCR", ReaderHere(), compile_cues(BOTH))


def learn(world: World) -> dict[str, Any]:
    """What learning says."""
    return dict(teacher(world).learn(world.folder / "store" / FILE, now=NOW, by="ann"))


def of(line: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """What it says of one kind."""
    found: dict[str, Any] = next(one for one in line["kinds"] if one["kind"] == kind)
    return found


def _events(world: World, subject: str) -> tuple[Event, ...]:
    with world.service.reading() as tx:
        return events.history(tx, subject=subject)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An office that only reads."""
    return World(tmp_path, mode="watch")


# --- what people said


def test_what_was_said_last_counts_and_is_on_record(world: World) -> None:
    """A message corrected twice is what was said last; both stand in its history, and what it was taken for stays."""
    name = world.person("Ann").writes()
    world.runs()
    held = world.held(name)
    with world.service.store.writing(NOW, "ann") as tx:
        assert corrections.add(tx, held.id, Kind.PRESS, by="ann", source="command")
        assert corrections.add(tx, held.id, Kind.LEGAL, by="bo", source="command")
        assert not corrections.add(tx, 99, Kind.LEGAL, by="bo", source="command")
    with world.service.reading() as tx:
        assert [(one.kind, one.held.id) for one in corrections.latest(tx)] == [(Kind.LEGAL, held.id)]
    assert world.history(f"intake:{held.id}")[-2:] == ["kind_said", "kind_said"]
    assert world.broken_chain() == []


def test_a_person_says_so_on_the_command_line(world: World) -> None:
    """`mail is ID KIND` remembers it; an unknown kind is exit code 2 and an unknown message 1."""
    world.person("Ann").writes()
    world.runs()
    config = ["--config", str(world.folder / "config.toml")]
    assert CliRunner().invoke(app, ["mail", "is", "1", "press", *config]).exit_code == 0
    with world.service.reading() as tx:
        assert [one.kind for one in corrections.latest(tx)] == [Kind.PRESS]
    assert CliRunner().invoke(app, ["mail", "is", "9", "press", *config]).exit_code == 1
    with world.service.store.writing(NOW, "ann") as tx:
        tx.connection.exec_driver_sql("UPDATE review_key SET wrapped = NULL")
    assert CliRunner().invoke(app, ["mail", "is", "1", "press", *config]).exit_code == 1
    unknown = CliRunner().invoke(app, ["mail", "is", "1", "prss", *config])
    assert unknown.exit_code == 2
    assert "press" in unknown.stderr


# --- what is learned


def test_below_twenty_labels_a_kind_stays_with_its_cues(world: World) -> None:
    """With too few corrections nothing is learned and no file is made, with or without the extra."""
    named(world, FEWEST - 1)
    line = learn(world)
    assert (line["replaced"], line["number"], line["corrections"]) == (False, None, 2 * (FEWEST - 1))
    assert not any(kind["learned"] for kind in line["kinds"])
    assert not (world.folder / "store" / FILE).exists()


@needs_extra
def test_what_people_taught_is_recognised(world: World) -> None:
    """Kinds that cues cannot tell apart are told apart after learning, by messages that were not learned from."""
    named(world)
    line = learn(world)
    assert line["replaced"], line
    assert line["learned_from"] + line["set_aside"] == line["corrections"] == 2 * (FEWEST + 5)
    for kind in WORDS:
        assert (of(line, kind)["right_before"], of(line, kind)["wrongly"]) == (0, 0)
        assert of(line, kind)["right"] > 0
    assert b"zebra" not in (world.folder / "store" / FILE).read_bytes()
    assert world.history("opinion") == ["learned"]


@needs_extra
def test_the_service_listens_after_its_next_start(world: World) -> None:
    """New mail that the cues leave unclear is recognised once the service has started with what was learned."""
    named(world)
    assert learn(world)["replaced"]
    kinds = []
    for number in (901, 902):
        world.service.cues = compile_cues(BOTH)
        name = world.deliver(zebra(Kind.PROGRESS_CHASE, number), str(number))
        world.runs()
        [event] = [one for one in _events(world, f"intake:{world.held(name).id}") if one.action == "understood"]
        kinds.append(event.details["kind"])
        world.restarts()
    assert kinds == ["unclear", "progress_chase"]


@needs_extra
def test_a_model_that_is_worse_is_not_taken(world: World) -> None:
    """Taught the wrong way round, the next model fails on what was set aside, and the one before stays."""
    raws = named(world)
    assert learn(world)["number"] == 1
    before = (world.folder / "store" / FILE).read_bytes()
    kinds = list(WORDS)
    with world.service.store.writing(NOW, "bo") as tx:
        for one in corrections.latest(tx):
            if not is_set_aside(mime.read(raws[one.held.id]).fingerprint):
                other = kinds[1 - kinds.index(one.kind)]
                corrections.add(tx, one.held.id, other, by="bo", source="command")
    line = learn(world)
    assert (line["replaced"], line["number"]) == (False, 1)
    assert any(kind["worse"] for kind in line["kinds"])
    assert "worse" in line["why"]
    assert (world.folder / "store" / FILE).read_bytes() == before


@needs_extra
def test_the_next_model_replaces_the_one_before(world: World) -> None:
    """Where no kind gets worse the new model has the next number; the same corrections give the same model."""
    named(world)
    assert [learn(world)["number"] for _ in range(2)] == [1, 2]


def test_what_has_been_erased_is_not_learned_from(world: World) -> None:
    """A message whose case has been erased, one whose blob is damaged and a second copy are counted and left out."""
    copies = [world.deliver(zebra(Kind.PROGRESS_CHASE, 1), name) for name in ("a", "b")]
    names = [world.person("Ann").writes(), world.deliver(zebra(Kind.PROGRESS_CHASE, 2), "c"), *copies]
    world.runs()
    held = [world.held(name) for name in names]
    assert held[0].case_id is not None
    with world.service.store.writing(NOW, "ann") as tx:
        for one in held:
            corrections.add(tx, one.id, Kind.INFORMATION_RIGHTS, by="ann", source="command")
    with world.service.store.writing(NOW, "ann") as tx:
        tx.connection.exec_driver_sql("UPDATE review_key SET wrapped = NULL")
    (world.folder / "store" / "blobs" / held[1].blob.name).write_bytes(b"damaged" * 9)
    assert learn(world)["skipped"] == {"erased": 1, "damaged": 1, "copies": 1}


def test_a_message_is_set_aside_for_good() -> None:
    """About one message in five is set aside, by its content alone."""
    marks = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(1000)]
    assert 150 < sum(map(is_set_aside, marks)) < 250
    assert [is_set_aside(mark) for mark in marks] == [is_set_aside(mark) for mark in marks]


# --- the file


def model(number: int = 1) -> Model:
    """A small model."""
    kinds = list(WORDS)
    seen = [("Hello", WORDS[kind] * (1 + number), [str(kind)]) for kind in kinds for number in range(6)]
    return trained(seen, [str(kind) for kind in kinds for _ in range(6)], number=number, at=NOW)


VAULT = Vault(b"k" * 32)


@needs_extra
def test_a_model_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    """What is read back says of every message what the kept one said."""
    before = model(7)
    usual = os.umask(0)
    try:
        keep(before, tmp_path / FILE, VAULT)
    finally:
        os.umask(usual)
    after = kept(tmp_path / FILE, VAULT)
    assert after is not None
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert replace(after, classifier=None) == replace(before, classifier=None)
    asked = ("Hello", "any news", ["zebra"])
    assert after(*asked) == before(*asked)
    assert set(after(*asked)) == set(WORDS)


def test_where_there_is_no_model_there_is_none(tmp_path: Path) -> None:
    """No file is no fault."""
    assert kept(tmp_path / FILE, VAULT) is None


@needs_extra
@pytest.mark.parametrize("damage", ["a byte", "cut", "empty", "another store's", "another program's"])
def test_a_broken_or_foreign_file_is_refused(tmp_path: Path, damage: str) -> None:
    """A file that is not byte for byte what this store kept is refused with a sentence that says what to do."""
    file = tmp_path / FILE
    keep(model(), file, Vault(b"o" * 32) if damage == "another store's" else VAULT)
    whole = file.read_bytes()
    changed = {
        "a byte": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "another program's": whole.partition(b"\n")[2],
    }
    file.write_bytes(changed.get(damage, whole))
    with pytest.raises(ModelRefused, match="reviews-bot learn"):
        kept(file, VAULT)


def test_a_model_that_is_refused_is_not_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken model is not listened to, and the log says so and nothing of what is in it."""
    (tmp_path / FILE).write_bytes(b"broken")
    assert heard(tmp_path / "reviews.key", VAULT, Log()) is None
    assert json.loads(capsys.readouterr().err)["event"] == "learned_model_refused"
    assert heard(tmp_path / "elsewhere" / "reviews.key", VAULT, Log()) is None
    assert capsys.readouterr().err == ""


def test_a_rehearsal_goes_on_without_a_model_that_is_refused(world: World) -> None:
    """`rehearse` says that the model is not used, and shows what the cue tables make of the mail."""
    world.person("Ann").writes()
    world.runs()
    (world.folder / "store" / FILE).write_bytes(b"broken")
    words = ["rehearse", str(world.mail), "--json", "--config", str(world.folder / "config.toml")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert "is not used" in result.stderr
    assert json.loads(result.stdout)["kind"] == "application"


def marked(file: Path, what: object) -> None:
    """A file with our own mark whose content is something else."""
    from skops.io import dumps

    content = dumps(what)
    mark = VAULT.mark(f"opinion {hashlib.sha256(content).hexdigest()}").encode()
    file.write_bytes(b"reviews-bot opinion " + mark + b"\n" + content)


@needs_extra
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"format": 99, "made_with": "x"}, "made with"),
        ({"something": "else"}, "understood"),
        ([1, 2], "understood"),
        ({"format": 1, "call": subprocess.run}, "no model of ours"),
    ],
)
def test_a_file_with_another_content_is_refused(tmp_path: Path, what: object, said: str) -> None:
    """Even with our mark a file of another format, or one that holds more than a model does, is refused."""
    marked(tmp_path / FILE, what)
    with pytest.raises(ModelRefused, match=said):
        kept(tmp_path / FILE, VAULT)


@needs_extra
def test_a_model_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After scikit-learn has been changed, the model made with the old one is refused."""
    keep(model(), tmp_path / FILE, VAULT)
    monkeypatch.setattr(opinion_model, "_version", lambda: "scikit-learn 99")
    with pytest.raises(ModelRefused, match="scikit-learn 99"):
        kept(tmp_path / FILE, VAULT)


@needs_extra
def test_learning_goes_on_beside_a_broken_file(world: World) -> None:
    """A broken file is said, counts as none, and is replaced by what is learned."""
    file = world.folder / "store" / FILE
    file.write_bytes(b"broken")
    named(world)
    line = learn(world)
    assert line["replaced"]
    assert "is not used" in line["why"]
    assert kept(file, world.service.store.vault) is not None


# --- without the extra


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither scikit-learn nor skops is installed, as far as can be seen."""
    monkeypatch.setattr(opinion_model, "find_spec", lambda _name: None)


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_learning_says_how_to_install_it(world: World) -> None:
    """With enough corrections and no scikit-learn, `learn` ends with exit code 2 and one sentence."""
    named(world)
    result = CliRunner().invoke(app, ["learn", "--config", str(world.folder / "config.toml")])
    assert result.exit_code == 2
    assert "reviews-bot[learn]" in result.stderr
    with pytest.raises(NoLearning):
        model()


@needs_extra
def test_without_the_extra_a_model_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that was made where the extra was installed is refused where it is not."""
    keep(model(), tmp_path / FILE, VAULT)
    monkeypatch.setattr(opinion_model, "find_spec", lambda _name: None)
    with pytest.raises(ModelRefused, match=r"reviews-bot\[learn\]"):
        kept(tmp_path / FILE, VAULT)


def test_learning_is_loaded_only_when_used() -> None:
    """Neither the command line nor the module that learns loads scikit-learn by itself."""
    heavy = "{'sklearn', 'skops', 'scipy', 'numpy'}"
    code = f"import sys, bot.cli, bot.recognising.learning; assert not {heavy} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_command_reports_one_object(world: World) -> None:
    """`learn --json` prints one object with the documented names, also where nothing is learned yet."""
    named(world, 1)
    result = CliRunner().invoke(app, ["learn", "--json", "--config", str(world.folder / "config.toml")])
    assert result.exit_code == 0, result.output
    line = json.loads(result.stdout)
    assert list(line) == ["replaced", "why", "number", "corrections", "learned_from", "set_aside", "skipped", "kinds"]
    names = {"kind", "labels", "learned", "right_before", "right", "wrongly_before", "wrongly", "worse"}
    assert all(set(kind) == names for kind in line["kinds"])
    assert CliRunner().invoke(app, ["learn", "--config", str(world.folder / "config.toml")]).exit_code == 0
