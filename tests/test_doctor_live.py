"""`doctor --live`: it sends nothing, leaves nothing, and says what the mailbox really did, at each kind of mailbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import SystemClock
from bot.mailbox import Throttled
from bot.mailbox.examination import TRIAL
from bot.service import Service, build, run_once, take_lead
from tests.contract import LETTER, mail
from tests.doctor_world import found, graph_settings, left, office, tried, written
from tests.graph_world import CLOCK, GraphWorld, graph_world
from tests.lookalike import graph_folders
from tests.lookalike.faults import Fault
from tests.lookalike.graph_call import Call, Route
from tests.lookalike.items import Item
from tests.world import ToldClock, message, settings_in


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[GraphWorld]:
    """A mailbox in Microsoft 365."""
    with graph_world(tmp_path) as made:
        yield made


@pytest.fixture
def desk(graph: GraphWorld, tmp_path: Path) -> Iterator[Service]:
    """A service at it, whose waiting takes no time."""
    with office(written(tmp_path, graph_settings(graph, tmp_path), mode="live")) as service:
        service.mailbox = graph.restarted()
        yield service


def test_microsoft_365(graph: GraphWorld, desk: Service) -> None:
    """Everything is tried, all of it is well, nothing was sent and nothing is left."""
    graph.deliver(mail())
    before = left(graph.box)
    seen = tried(desk)
    assert list(seen) == [
        "draft", "key", "Message-ID", "tidy", "sent ids", "labels", "senders inside", "people's letters", "note",
        "changes", "ids", "moves", "draft elsewhere", "reply", "folder",
    ]  # fmt: skip
    assert [name for name, check in seen.items() if check.result != "ok"] == ["people's letters"]
    assert "keeps its id" in seen["ids"].found
    assert "is no draft" in seen["note"].found
    assert "is kept" in seen["Message-ID"].found
    assert left(graph.box) == before
    assert "messages.send" not in graph.requests()


@pytest.mark.parametrize("changes", [True, False])
def test_ids_over_sending(graph: GraphWorld, desk: Service, changes: bool) -> None:
    """Letters that have left show whether an id outlasts that, without sending anything for it."""
    graph.box.habits.immutable_changes_on_send = changes
    graph.deliver(message("Ann <ann@person.example>", at=CLOCK.at))
    assert take_lead(desk, "a")
    run_once(desk)
    assert tried(desk)["sent ids"].found.startswith("0 of 1" if changes else "1 of 1")


def test_other_habits(graph: GraphWorld, desk: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenant that does the less welcome of what Exchange has been seen to do is told as it is."""
    monkeypatch.setattr(Call, "immutable", False)
    graph.box.habits.keeps_own_message_id = False
    graph.box.habits.reply_keeps_recipients = True
    seen = tried(desk)
    assert "gets another id" in seen["ids"].found
    assert "replaced by the mailbox's own" in seen["Message-ID"].found
    assert "takes recipients over" in seen["reply"].found
    assert seen["moves"].result == "ok"


def test_what_lies_there(graph: GraphWorld, desk: Service) -> None:
    """Letters of people and the header that tells colleagues are counted; closed categories are told."""
    graph.deliver(mail("Colleague").replace(b"Subject:", b"X-MS-Exchange-Organization-AuthAs: Internal\nSubject:"))
    graph.box.add(Item(subject="By hand", message_id="<by-hand@pcc.example>"), "sentitems")
    graph.server.sign_in.roles = ("Mail.ReadWrite", "Mail.Send")
    graph.server.sign_in.revoke()
    seen = tried(desk)
    assert seen["senders inside"].found == "1 of the newest 1 messages say AuthAs"
    assert seen["people's letters"].found == "1 of 1 letters in Sent Items were written by people"
    assert seen["labels"].result == "warning"


def test_without_our_marks(graph: GraphWorld, desk: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes that come without our stamp, and a reply that loses its key, fail."""
    monkeypatch.setattr("bot.mailbox.graph_changes.mark", lambda *_: "")
    monkeypatch.setattr("bot.mailbox.graph_trial.mark", lambda *_: "")
    seen = tried(desk)
    assert "without our stamp" in seen["changes"].found
    assert (seen["reply"].result, "does not keep the key" in seen["reply"].found) == ("failed", True)


def test_without_changes(desk: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes that never come fail."""
    monkeypatch.setattr("bot.mailbox.graph_trial.GraphTrial._look", lambda *_: None)
    seen = tried(desk)
    assert seen["changes"].failed
    assert seen["moves"].failed


@pytest.mark.parametrize(
    ("operation", "failing"),
    [
        ("folders.create", "folder"),
        ("messages.move", "trial"),
        ("messages.createReply", "reply"),
        ("folders.delete", "folder"),
        ("messages.create", "draft"),
        ("messages.permanentDelete", "tidy"),
    ],
)
def test_through_faults(graph: GraphWorld, desk: Service, operation: str, failing: str) -> None:
    """Whatever is refused is told with its remedy, and what was made until then is taken away as far as it can be."""
    graph.server.faults.plan(operation, Fault(403, code="ErrorAccessDenied"), times=0)
    seen = tried(desk)
    assert seen[failing].failed
    folders, subjects, sent = left(graph.box)
    assert sent == 0
    assert folders == ([TRIAL, "Moved"] if operation == "folders.delete" else [])
    assert subjects == [] or operation in {"messages.permanentDelete", "folders.delete"}


def test_broken_off_before(graph: GraphWorld, desk: Service) -> None:
    """What a trial that was broken off has left is used and taken away; for good, where the cloud knows how to."""
    graph.box.at(TRIAL, "Moved")
    needs = ("Mail.ReadWrite",)
    path = "mailFolders/{folder}/permanentDelete"
    graph.server.app.routes.append(Route("folders.permanentDelete", "POST", path, graph_folders.delete, needs))
    assert tried(desk)["folder"].result == "ok"
    assert left(graph.box) == ([], [], 0)
    assert "folders.delete" not in graph.requests()


def test_maildir(tmp_path: Path) -> None:
    """A Maildir is tried in the same way, and is afterwards as it was."""
    service = build(settings_in(tmp_path), clock=ToldClock(datetime(2026, 3, 2, 10, tzinfo=UTC)))
    assert take_lead(service, "a")
    service.start()
    before = sorted(path for path in (tmp_path / "mail").rglob("*") if path.suffix != ".json")
    assert {name: check.result for name, check in tried(service).items()} == dict.fromkeys(
        ("draft", "key", "Message-ID", "tidy", "sent ids", "folder"), "ok"
    )
    assert sorted(path for path in (tmp_path / "mail").rglob("*") if path.suffix != ".json") == before
    assert found(service)["folders"].result == "ok"
    (tmp_path / "mail").rename(tmp_path / "elsewhere")
    assert tried(service)["folder"].failed
    service.close()


def test_slow_index(desk: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that is found by its key only later is told with the seconds; one that never is fails."""
    really, calls = desk.mailbox.find, [0]

    def later(key: str) -> object:
        calls[0] += 1
        return () if calls[0] < 4 else really(key)

    monkeypatch.setattr(desk.mailbox, "find", later)
    assert tried(desk)["key"].found == "the draft is found by its key after 7 seconds"
    monkeypatch.setattr(desk.mailbox, "find", lambda key: ())
    assert "30 seconds" in tried(desk)["key"].found


def test_still_found(desk: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that somebody changed, that is still found when it is gone, or that cannot be looked at, is told."""
    draft = desk.mailbox.draft(LETTER)
    there = desk.mailbox.find(draft.key)
    monkeypatch.setattr(desk.mailbox, "find", lambda key: there)
    assert tried(desk)["tidy"].result == "warning"
    monkeypatch.setattr("bot.doctor.live_checks.draft_fault", lambda *_, **__: "draft_text_changed")
    assert tried(desk)["draft"].failed

    def busy(draft: object) -> object:
        raise Throttled("Wait.", 600)

    monkeypatch.setattr(desk.mailbox, "read_back", busy)
    assert "broken off" in tried(desk)["draft"].found


def test_command(tmp_path: Path) -> None:
    """`doctor --live --json` prints ordinary checks and trials, one object a line, and ends with 1 where one failed."""
    with graph_world(tmp_path) as world:
        world.box.now = SystemClock().now
        world.server.sign_in.now = SystemClock().now
        world.server.limits.now = SystemClock().now
        settings = written(tmp_path, graph_settings(world, tmp_path))
        result = CliRunner().invoke(app, ["doctor", "--live", "--json", "--config", str(settings)])
        checks = {one["check"]: one for one in map(json.loads, result.stdout.splitlines())}
        assert result.exit_code == 0, result.output
        assert checks["live: folder"]["result"] == checks["clock"]["result"] == "ok"
        assert left(world.box) == ([], [], 0)
        world.server.faults.plan("folders.create", Fault(403), times=0)
        assert CliRunner().invoke(app, ["doctor", "--live", "--config", str(settings)]).exit_code == 1
        assert CliRunner().invoke(app, ["doctor", "--config", str(settings)]).exit_code == 0
