"""`doctor` at an Exchange Server: version, rules, replies, and what a trial shows; nothing is sent or left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.mailbox.examination import TRIAL
from bot.service import Service
from tests.doctor_world import ews_settings, found, left, office, tried, written
from tests.ews_world import ACCOUNT, ADDRESS, PASSWORD, EwsWorld, exchange
from tests.lookalike.ews import Accounts
from tests.lookalike.faults import Fault
from tests.lookalike.graph_sign_in import CLIENT, TENANT
from tests.lookalike.tls import client_certificate
from tests.world import ToldClock

RULES = [
    {"sequence": 1, "isEnabled": True, "actions": {"assignCategories": ["Red"]}},
    {"sequence": 2, "isEnabled": True, "actions": {"moveToFolder": "AAMkx"}},
    {"sequence": 3, "isEnabled": False, "actions": {"delete": True}},
    {"sequence": 4, "isEnabled": True, "actions": {"delete": True, "forwardTo": [{}]}},
]
AWAY = {
    "status": "scheduled",
    "externalAudience": "all",
    "scheduledStartDateTime": {"dateTime": "2026-03-01T09:00:00"},
    "scheduledEndDateTime": {"dateTime": "2026-03-09T17:00:00"},
}


@pytest.fixture
def server() -> Iterator[EwsWorld]:
    """A mailbox on an Exchange Server."""
    with exchange() as made:
        yield made


@pytest.fixture
def office_there(server: EwsWorld, tmp_path: Path) -> Iterator[Service]:
    """A service at it."""
    with office(written(tmp_path, ews_settings(server, tmp_path)), ToldClock(server.truth.now())) as service:
        service.mailbox = server.restarted()
        yield service


def test_exchange_server(server: EwsWorld, office_there: Service) -> None:
    """On an Exchange Server everything is tried, nothing was sent and nothing is left."""
    seen = tried(office_there)
    assert {check.result for check in seen.values()} == {"ok"}
    assert list(seen)[5:] == ["note", "changes", "ids", "moves", "Auto-Submitted", "folder"]
    assert "gets another id" in seen["ids"].found
    folders, subjects, sent = left(server.truth)
    assert (folders, sent) == ([], 0)
    assert subjects == ["A trial of the Reviews Bot"]  # among what people can still recover
    assert "SendItem" not in server.asked()


def test_exchange_server_through_faults(server: EwsWorld, office_there: Service) -> None:
    """A trial that is broken off there says so and takes its folder away; a folder left by another is used."""
    server.truth.at(TRIAL)
    server.server.faults.plan("MoveItem", Fault(200, code="ErrorAccessDenied"), times=0)
    seen = tried(office_there)
    assert seen["trial"].failed
    assert left(server.truth)[0] == []
    server.server.faults.plan("CreateFolder", Fault(200, code="ErrorAccessDenied"), times=0)
    assert tried(office_there)["folder"].failed


def test_without_stamps(office_there: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes that come without our stamp, or not at all, fail."""
    monkeypatch.setattr("bot.mailbox.ews_answers._marked", lambda *_: "")
    assert "without our stamp" in tried(office_there)["changes"].found
    monkeypatch.setattr("bot.mailbox.ews_trial.EwsTrial._look", lambda *_: None)
    seen = tried(office_there)
    assert seen["changes"].failed
    assert seen["moves"].failed


def test_what_doctor_says_there(server: EwsWorld, office_there: Service) -> None:
    """The version of the server is told with its support; Exchange Online under another name is refused."""
    checks = found(office_there)
    assert "14 October 2025" in checks["EWS"].found
    assert checks["sign-in"].found == "an account with a password, by BASIC"
    assert checks["clock"].result == "ok"
    assert "are not there yet" in checks["folders"].found


@pytest.mark.parametrize(
    ("build", "result"), [("15.2.2562.17", "ok"), ("15.20.9123.4", "failed"), ("15.1.2507.6", "warning")]
)
def test_versions(office_there: Service, monkeypatch: pytest.MonkeyPatch, build: str, result: str) -> None:
    """Subscription Edition is well, what is older warns, and what Microsoft runs itself fails with the dates."""
    monkeypatch.setattr("bot.mailbox.ews_session.Session.server", lambda _: f"Exchange Server {build}")
    check = found(office_there)["EWS"]
    assert check.result == result
    assert result != "failed" or "1 April 2027" in check.remedy


def test_rules_and_replies(server: EwsWorld, office_there: Service) -> None:
    """Rules that take mail away and a reply that doubles ours are told."""
    server.truth.rules += RULES
    server.truth.settings["automaticRepliesSetting"] = AWAY
    checks = found(office_there)
    assert checks["inbox rules"].found == "rules take mail away: number 2 (move), number 4 (delete and forward)"
    assert checks["automatic reply"].found == "on until 09 March 2026"


def test_what_a_delegate_is_not_told(tmp_path: Path) -> None:
    """Where the server does not tell an account of a mailbox's replies, the command that shows them is named."""
    accounts = Accounts({ACCOUNT: PASSWORD}, impersonates=False)
    with exchange(accounts, access="delegate") as server:
        settings = written(tmp_path, ews_settings(server, tmp_path) + 'access = "delegate"\n')
        with office(settings, ToldClock(server.truth.now())) as service:
            checks = found(service)
            assert checks["mailbox"].result == "ok"
            assert "Get-MailboxAutoReplyConfiguration" in checks["automatic reply"].remedy
            server.server.faults.plan("GetInboxRules", Fault(500), times=0)
            service.mailbox = server.restarted(access="delegate")
            assert "Get-InboxRule" in found(service)["inbox rules"].remedy


def test_unreachable(server: EwsWorld, office_there: Service) -> None:
    """Where nobody answers, that is said once, and nothing is said of what could not be seen."""
    server.server.stop()
    checks = found(office_there)
    assert checks["mailbox"].failed
    assert not {"EWS", "inbox rules", "automatic reply"} & set(checks)


def test_exchange_online(server: EwsWorld, tmp_path: Path) -> None:
    """An endpoint of Exchange Online is refused with the reason and both dates, and exit code 1."""
    online = ews_settings(server, tmp_path).replace(server.server.url, "https://outlook.office365.com")
    result = CliRunner().invoke(app, ["doctor", "--config", str(written(tmp_path, online))])
    assert result.exit_code == 1
    assert "1 October 2026" in result.stderr
    assert "1 April 2027" in result.stderr


def test_signing_in_as_an_application(server: EwsWorld, tmp_path: Path) -> None:
    """With OAuth the certificate of the application counts, and no password is looked for."""
    made = client_certificate(ends=server.truth.now() + timedelta(days=20))
    (tmp_path / "bot.pem").write_text(made.key_pem + made.pem)
    (tmp_path / "bot.pem").chmod(0o600)
    settings = (
        f'[mailbox]\nbackend = "ews"\n[mailbox.ews]\nendpoint = "{server.server.url}/EWS/Exchange.asmx"\n'
        f'mailbox = "{ADDRESS}"\nauth = "oauth"\nca_bundle = "{server.server.ca}"\n'
        f'[mailbox.graph]\ntenant_id = "{TENANT}"\nclient_id = "{CLIENT}"\nmailbox = "{ADDRESS}"\n'
        f'authority = "{server.server.url}"\ncertificate_path = "bot.pem"\nca_bundle = "{server.server.ca}"\n'
    )
    with office(written(tmp_path, settings), ToldClock(server.truth.now())) as service:
        checks = found(service)
    assert (checks["sign-in"].result, ": 20 days" in checks["sign-in"].found) == ("warning", True)
    assert checks["sign-in file"].result == "ok"
    assert checks["mailbox"].failed
