"""`doctor` at a mailbox in Microsoft 365: what it finds, how it grades it, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor.check import Check
from bot.mailbox.graph_examination import rights_in
from bot.service import take_lead
from tests.doctor_world import FORBIDDEN, found, graph_settings, office, written
from tests.graph_world import CLOCK, GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.tls import client_certificate
from tests.world import ToldClock


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GraphWorld]:
    """A mailbox in Microsoft 365."""
    with graph_world(tmp_path) as made:
        yield made


def examined(world: GraphWorld, folder: Path, *, clock: ToldClock = CLOCK, **about: str) -> dict[str, Check]:
    """What doctor finds with these settings."""
    with office(written(folder, graph_settings(world, folder, **about)), clock) as service:
        return found(service)


def certificate(world: GraphWorld, folder: Path, ends: datetime) -> str:
    """The setting for signing in with a certificate that is good until then, and that Entra knows."""
    made = client_certificate(ends=ends)
    path = folder / "reviews-bot.pem"
    path.write_text(made.key_pem + made.pem)
    path.chmod(0o600)
    world.server.sign_in.trust(made.pem)
    return f'certificate_path = "{path}"'


def test_healthy(world: GraphWorld, tmp_path: Path) -> None:
    """Where all is well at the mailbox nothing there is more than ok, and nothing was changed."""
    ends = CLOCK.at.replace(microsecond=0) + timedelta(days=400)
    before = world.box.newest()
    checks = examined(world, tmp_path, signs_in=certificate(world, tmp_path, ends))
    names = [
        "mailbox", "sign-in", "sign-in file", "clock", "folders", "rights", "other mailboxes", "inbox rules",
        "automatic reply", "mailbox time zone", "store", "sending caps", "calendar", "time zone",
    ]  # fmt: skip
    assert {name: checks[name].result for name in names} == dict.fromkeys(names, "ok")
    assert world.box.newest() == before


@pytest.mark.parametrize(
    ("days", "result", "says"),
    [
        (31, "ok", "good until"),
        (29, "warning", ": 29 days"),
        (6, "warning", ": only 6 days"),
    ],
)
def test_certificate_near_its_end(world: GraphWorld, tmp_path: Path, days: int, result: str, says: str) -> None:
    """A certificate warns thirty days before its end, and more plainly seven days before."""
    ends = CLOCK.at.replace(microsecond=0) + timedelta(days=days)
    check = examined(world, tmp_path, signs_in=certificate(world, tmp_path, ends))["sign-in"]
    assert (check.result, says in check.found) == (result, True)


def test_certificate_run_out(world: GraphWorld, tmp_path: Path) -> None:
    """A certificate that has run out fails, with the day; and the mailbox says that nobody lets us in."""
    ends = CLOCK.at.replace(microsecond=0) - timedelta(days=1)
    checks = examined(world, tmp_path, signs_in=certificate(world, tmp_path, ends))
    assert checks["sign-in"].failed
    assert f"{ends:%d %B %Y}" in checks["sign-in"].found
    assert checks["mailbox"].failed
    assert "rights" not in checks


def test_secret(world: GraphWorld, tmp_path: Path) -> None:
    """A secret, whose end nobody can see from here, is a warning; a file that others can read fails."""
    settings = written(tmp_path, graph_settings(world, tmp_path))
    (tmp_path / "secret").chmod(0o644)
    with office(settings) as service:
        checks = found(service)
        (tmp_path / "secret").unlink()
        assert found(service)["sign-in file"].failed
    assert checks["sign-in"].result == "warning"
    assert checks["sign-in file"].remedy == f"chmod o= {tmp_path / 'secret'}"


def test_wide_rights(world: GraphWorld, tmp_path: Path) -> None:
    """A mailbox that must be refused and is open fails; rights nobody needs are named."""
    other = Mailbox(FORBIDDEN, world.box.now)
    world.server.app.boxes[FORBIDDEN] = other
    world.server.sign_in.roles = (*world.server.sign_in.roles, "Calendars.ReadWrite", "User.Read.All")
    checks = examined(world, tmp_path)
    assert checks["other mailboxes"].failed
    assert "docs/it.md" in checks["other mailboxes"].remedy
    assert checks["mailbox"].failed
    assert "Calendars.ReadWrite, User.Read.All" in checks["rights"].found


def test_nobody_to_refuse(world: GraphWorld, tmp_path: Path) -> None:
    """Without a mailbox that must be refused, or with one nobody knows, nothing is proved, and that is said."""
    untried = examined(world, tmp_path, forbidden="")["other mailboxes"]
    assert (untried.result, "for all mailboxes" in untried.found) == ("warning", True)
    unknown = examined(world, tmp_path, forbidden="nobody@nowhere.example")["other mailboxes"]
    assert (unknown.result, "does not know" in unknown.found) == ("warning", True)
    world.server.faults.plan("folders.get", Fault(400), nth=3)
    assert examined(world, tmp_path)["other mailboxes"].result == "warning"


@pytest.mark.parametrize("token", ["no token of theirs", "a.b.c", "a.W10=.c", "a.eyJyb2xlcyI6ICJ4In0.c"])
def test_token_that_tells_nothing(token: str) -> None:
    """A token that cannot be read, or names no rights because they were given for one mailbox, tells of none."""
    assert rights_in(token) == frozenset()


def test_rules(world: GraphWorld, tmp_path: Path) -> None:
    """Rules that take mail away are told by number and act; those that are off, or only colour, are not."""
    world.box.rules += [
        {"sequence": 1, "isEnabled": True, "actions": {"assignCategories": ["Red"]}},
        {"sequence": 2, "isEnabled": True, "displayName": "Mail of Ann", "actions": {"moveToFolder": "x"}},
        {"sequence": 3, "isEnabled": False, "actions": {"delete": True}},
        {"sequence": 4, "isEnabled": True, "actions": {"delete": True, "forwardTo": [{}], "redirectTo": []}},
    ]
    check = examined(world, tmp_path)["inbox rules"]
    assert (check.result, check.found) == (
        "warning",
        "rules take mail away: number 2 (move), number 4 (delete and forward)",
    )
    assert "Ann" not in str(check)


@pytest.mark.parametrize(
    ("setting", "result", "found"),
    [
        ({"status": "alwaysEnabled", "externalAudience": "all"}, "warning", "on"),
        ({"status": "alwaysEnabled", "externalAudience": "none"}, "ok", "on for colleagues only"),
        ({"status": "scheduled", "scheduledEndDateTime": "2026-03-09T17:00:00"}, "warning", "on until 09 March 2026"),
        ({"status": "scheduled", "scheduledEndDateTime": "2026-02-09T17:00:00"}, "ok", "off"),
        ({"status": "scheduled"}, "warning", "on"),
    ],
)  # fmt: skip
def test_automatic_reply(world: GraphWorld, tmp_path: Path, setting: dict[str, str], result: str, found: str) -> None:
    """An automatic reply that is on for people outside would double ours."""
    if ends := setting.get("scheduledEndDateTime"):
        setting = {**setting, "scheduledEndDateTime": {"dateTime": ends, "timeZone": "UTC"}}  # type: ignore[dict-item]
    world.box.settings["automaticRepliesSetting"] = setting
    check = examined(world, tmp_path)["automatic reply"]
    assert (check.result, check.found) == (result, found)


def test_settings_closed(world: GraphWorld, tmp_path: Path) -> None:
    """Without the right to see the settings of the mailbox, what could not be seen is said with the right to give."""
    world.server.sign_in.roles = ("Mail.ReadWrite", "Mail.Send")
    checks = examined(world, tmp_path)
    for name in ("inbox rules", "automatic reply", "mailbox time zone"):
        assert checks[name].result == "warning"
        assert "MailboxSettings.ReadWrite" in checks[name].remedy


def test_another_time_zone(world: GraphWorld, tmp_path: Path) -> None:
    """A mailbox set to another time zone is told with the command that sets it right."""
    world.box.settings["timeZone"] = "Pacific Standard Time"
    assert "Set-MailboxRegionalConfiguration" in examined(world, tmp_path)["mailbox time zone"].remedy


@pytest.mark.parametrize(("seconds", "result"), [(59, "ok"), (-90, "warning"), (400, "failed")])
def test_skewed_clock(world: GraphWorld, tmp_path: Path, seconds: int, result: str) -> None:
    """A clock more than a minute off warns, one more than five fails, whichever way it is wrong."""
    check = examined(world, tmp_path, clock=ToldClock(CLOCK.at + timedelta(seconds=seconds)))["clock"]
    assert check.result == result
    assert f"{abs(seconds)} seconds {'ahead of' if seconds > 0 else 'behind'}" in check.found


def test_unreachable(world: GraphWorld, tmp_path: Path) -> None:
    """Where nobody answers, mailbox and folders fail, the clock warns, and the rest is looked at all the same."""
    world.server.server.stop()
    checks = examined(world, tmp_path)
    assert checks["mailbox"].failed
    assert checks["folders"].failed
    assert checks["clock"].result == "warning"
    assert checks["store"].result == "ok"


def test_folders(world: GraphWorld, tmp_path: Path) -> None:
    """Folders that are not made yet are no fault; one that people moved away is named by its path."""
    with office(written(tmp_path, graph_settings(world, tmp_path))) as service:
        assert "are not there yet" in found(service)["folders"].found
        assert take_lead(service, "a")
        service.start()
        assert found(service)["folders"].found.startswith("all ")
        folder = service.settings.tree()["stop"]
        world.box.folders[world.box.at(*folder).id].name = "Halt"
        check = found(service)["folders"]
        assert (check.result, check.found) == ("warning", f"not where they should be: {' / '.join(folder)}")
