"""The command line as people and scripts meet it: names, exit codes, and one JSON object a line."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import Engine, event
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.world import message

COMMAND = str(Path(sys.executable).parent / "reviews-bot")
FIELDS = ["reference", "stage", "state", "complainant", "force_reference", "received_on", "provided_on", "last_day"]
FIELDS += ["review_body", "time_result", "next_action", "next_owner", "next_on"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A settings file for an office that is live, with one application in its inbox."""
    for part in ("cur", "new", "tmp"):
        (tmp_path / "mail" / part).mkdir(parents=True)
    (tmp_path / "mail" / "new" / "one.eml").write_bytes(message("Ann <ann@person.example>"))
    config = tmp_path / "config.toml"
    config.write_text(
        '[office]\nprofile = "mopac"\n[mailbox.maildir]\npath = "mail"\n'
        '[store]\nurl = "sqlite:///store/reviews.sqlite"\n[sending]\nmode = "live"\n'
    )
    return config


def run(*words: str) -> Result:
    """One command, as it would be typed."""
    return CliRunner().invoke(app, list(words))


def lines(result: Result) -> list[dict[str, object]]:
    """What a `--json` command printed."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_run_once_works_and_the_case_list_shows_it(office: Path) -> None:
    """`run --once` does the post, and `case list --json` prints one object with the promised fields."""
    assert run("run", "--once", "--config", str(office)).exit_code == 0
    [case] = lines(run("case", "list", "--json", "--config", str(office)))
    assert list(case) == FIELDS
    assert (case["reference"], case["stage"], case["received_on"]) == (
        "PCR/2026/00001",
        "1 Validity check",
        "2026-11-23",
    )


def test_the_settings_file_is_taken_before_and_after_the_command(office: Path) -> None:
    """`--config` may stand before or after the command, and the later one counts."""
    assert lines(run("--config", str(office), "case", "list", "--json")) == []
    assert lines(run("--config", "nowhere.toml", "case", "list", "--json", "--config", str(office))) == []


def test_without_one_it_is_config_toml_in_the_working_folder(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no `--config` the settings are read from config.toml here."""
    monkeypatch.chdir(office.parent)
    assert lines(run("case", "list", "--json")) == []


def test_every_configuration_fault_is_said_at_once_with_exit_code_2(office: Path) -> None:
    """Two mistakes in the settings give two sentences and exit code 2, before anything starts."""
    office.write_text(office.read_text().replace("live", "lve").replace("mopac", "mopca"))
    result = run("run", "--once", "--config", str(office))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2
    assert not (office.parent / "store").exists()


def test_a_dry_run_says_what_it_would_do_and_does_nothing(office: Path) -> None:
    """`run --dry-run --json` tells what each new message would lead to, and changes neither mail nor cases."""
    before = sorted((office.parent / "mail").rglob("*"))
    [line] = lines(run("run", "--dry-run", "--json", "--config", str(office)))
    assert (line["kind"], line["opens_case"], line["letters"]) == ("application", True, ["acknowledgement"])
    assert sorted((office.parent / "mail").rglob("*")) == before
    assert lines(run("case", "list", "--json", "--config", str(office))) == []


def test_case_show_tells_questions_and_history(office: Path) -> None:
    """`case show` gives one case with what is open and what happened; a reference nobody has is exit code 1."""
    run("run", "--once", "--config", str(office))
    [case] = lines(run("case", "show", "PCR/2026/00001", "--json", "--config", str(office)))
    assert {one["code"] for one in case["questions"]} >= {"review_body", "time", "right"}  # type: ignore[attr-defined]
    assert next(one["action"] for one in case["history"]) == "case_opened"  # type: ignore[attr-defined]
    assert run("case", "show", "PCR/2026/00009", "--config", str(office)).exit_code == 1
    assert "PCR/2026/00001" in run("case", "show", "PCR/2026/00001", "--config", str(office)).stdout


def test_pause_holds_letters_and_resume_lets_them_go(office: Path) -> None:
    """While paused nothing leaves; after resume it does, and both say so in the history."""
    assert run("pause", "a drill", "--config", str(office)).exit_code == 0
    run("run", "--once", "--config", str(office))
    assert [one["state"] for one in lines(run("outbox", "list", "--json", "--config", str(office)))] == ["rendered"]
    assert run("resume", "--config", str(office)).exit_code == 0
    run("run", "--once", "--config", str(office))
    assert lines(run("outbox", "list", "--json", "--config", str(office))) == []
    assert [one["state"] for one in lines(run("outbox", "list", "--all", "--json", "--config", str(office)))] == [
        "confirmed"
    ]


def test_releasing_what_is_not_held_says_so(office: Path) -> None:
    """`outbox release` with a key nobody holds ends with exit code 1 and a sentence."""
    result = run("outbox", "release", "nothing", "--config", str(office))
    assert result.exit_code == 1
    assert "outbox list" in result.stderr


def test_audit_verify_sees_a_changed_history(office: Path) -> None:
    """`audit verify` is content with a whole chain and ends with 1 when a row was changed behind its back."""
    run("run", "--once", "--config", str(office))
    [whole] = lines(run("audit", "verify", "--json", "--config", str(office)))
    assert whole["whole"] is True
    with sqlite3.connect(office.parent / "store" / "reviews.sqlite") as database:
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE event SET action = 'nothing' WHERE seq = 3")
    result = run("audit", "verify", "--json", "--config", str(office))
    assert result.exit_code == 1
    assert "Event 3 was changed." in json.loads(result.stdout)["faults"]


def test_a_second_instance_changes_nothing_and_says_try_again(office: Path) -> None:
    """While another instance leads, `run --once` ends with 75 and leaves mail and store alone."""
    (office.parent / "store").mkdir()
    with FileLock(office.parent / "store" / "reviews.lead"):
        result = run("run", "--once", "--config", str(office))
    assert result.exit_code == 75
    assert (office.parent / "mail" / "new" / "one.eml").exists()


def test_a_lost_key_file_is_refused_and_never_made_anew(office: Path) -> None:
    """With a store that is not empty, a missing key file is a configuration fault and stays missing."""
    run("run", "--once", "--config", str(office))
    key = office.parent / "store" / "reviews.key"
    key.unlink()
    result = run("case", "list", "--config", str(office))
    assert result.exit_code == 2
    assert "backup" in result.stderr
    assert not key.exists()


def test_a_missing_mailbox_is_said_by_doctor_and_is_no_reason_to_lose_anything(office: Path) -> None:
    """`doctor --json` names each check with its result, and fails when there is no mailbox."""
    import shutil

    found = {str(one["check"]): one["result"] for one in lines(run("doctor", "--json", "--config", str(office)))}
    assert found["mailbox"] == found["history"] == found["key file"] == "ok"
    assert found["law"] == "warning"
    shutil.rmtree(office.parent / "mail")
    assert run("doctor", "--config", str(office)).exit_code == 1


def test_an_unknown_schema_is_refused(office: Path) -> None:
    """A database written by a version we do not know is left alone, with exit code 2."""
    run("run", "--once", "--config", str(office))
    with sqlite3.connect(office.parent / "store" / "reviews.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    result = run("case", "list", "--config", str(office))
    assert result.exit_code == 2
    assert "9999" in result.stderr


def test_a_misused_command_ends_with_2() -> None:
    """An option nobody knows is exit code 2."""
    assert run("case", "list", "--colour").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [["case", "list"], ["mail", "list"], ["question", "list"], ["outbox", "list"], ["doctor"], ["run", "--dry-run"]],
)
def test_commands_that_only_look_make_nothing(office: Path, words: list[str]) -> None:
    """Before the first run, looking leaves no database, key or folder behind."""
    before = sorted(office.parent.rglob("*"))
    assert run(*words, "--json", "--config", str(office)).exit_code == 0
    assert sorted(office.parent.rglob("*")) == before


def test_a_key_file_of_another_store_is_refused(office: Path) -> None:
    """With somebody else's key file nothing is read, sealed or sent: exit code 2."""
    run("run", "--once", "--config", str(office))
    key = office.parent / "store" / "reviews.key"
    head, _, _ = key.read_text().partition("\n")
    key.write_text(head + "\n" + "A" * 43 + "=\n")
    result = run("run", "--once", "--config", str(office))
    assert result.exit_code == 2
    assert "another store" in result.stderr


def test_a_full_disk_is_tried_again_later(office: Path) -> None:
    """While the store cannot grow, the run ends with 75 and says what to do; with room again everything is done."""
    inbox = office.parent / "mail" / "new"
    (inbox / "one.eml").rename(office.parent / "later.eml")
    run("run", "--once", "--config", str(office))
    for number in range(40):
        (inbox / f"more-{number}.eml").write_bytes((office.parent / "later.eml").read_bytes())

    def full(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # as small as what is there

    event.listen(Engine, "connect", full)
    try:
        result = run("run", "--once", "--config", str(office))
    finally:
        event.remove(Engine, "connect", full)
    assert result.exit_code == 75
    assert "The disk with the store is full; free some space." in result.stderr
    assert run("run", "--once", "--config", str(office)).exit_code == 0
    assert len(lines(run("mail", "list", "--json", "--config", str(office)))) == 40


def test_a_mailbox_that_has_gone_is_not_made_anew(office: Path) -> None:
    """When a mailbox worked with before is missing, the run ends with 75 and nothing is taken for removed."""
    import shutil

    run("run", "--once", "--config", str(office))
    shutil.move(office.parent / "mail", office.parent / "elsewhere")
    assert run("run", "--once", "--config", str(office)).exit_code == 75
    assert not (office.parent / "mail").exists()
    shutil.move(office.parent / "elsewhere", office.parent / "mail")
    assert run("run", "--once", "--config", str(office)).exit_code == 0
    [mail] = lines(run("mail", "list", "--json", "--config", str(office)))
    assert "gone_from_view" not in str(lines(run("mail", "show", str(mail["id"]), "--json", "--config", str(office))))


def test_every_message_can_say_why(office: Path) -> None:
    """`mail list` shows each message with its letter or why there is none; `mail show` tells its whole history."""
    auto = message("Away <away@person.example>", headers={"Auto-Submitted": "auto-replied"})
    (office.parent / "mail" / "new" / "two.eml").write_bytes(auto)
    run("run", "--once", "--config", str(office))
    first, second = lines(run("mail", "list", "--json", "--config", str(office)))
    assert (first["letter"], first["reference"]) == ("acknowledgement", "PCR/2026/00001")
    assert (second["letter"], second["why_not"]) == (None, "machine")
    [shown] = lines(run("mail", "show", str(second["id"]), "--json", "--config", str(office)))
    assert [one["action"] for one in shown["history"]] == ["remembered", "understood", "filed"]  # type: ignore[attr-defined]
    assert run("mail", "show", "99", "--config", str(office)).exit_code == 1
    assert "two.eml" not in run("mail", "list", "--config", str(office)).stdout


def test_questions_are_listed_and_settled_by_a_person(office: Path) -> None:
    """`question list` shows what waits for whom; `question answer` closes one and says who did."""
    run("run", "--once", "--config", str(office))
    asked = lines(run("question", "list", "--json", "--config", str(office)))
    assert {one["code"] for one in asked} == {"review_body", "time", "right"}
    assert run("question", "answer", str(asked[0]["id"]), "--config", str(office)).exit_code == 0
    assert run("question", "answer", str(asked[0]["id"]), "--config", str(office)).exit_code == 1
    assert len(lines(run("question", "list", "--json", "--config", str(office)))) == 2
    [case] = lines(run("case", "show", "PCR/2026/00001", "--json", "--config", str(office)))
    assert "answered" in [one["action"] for one in case["history"]]  # type: ignore[attr-defined]


def test_a_held_letter_can_be_seen_and_cancelled(office: Path) -> None:
    """`outbox show` tells to whom a letter goes and what it says; `outbox cancel` ends a held one for good."""
    office.write_text(office.read_text().replace('"live"', '"draft"'))
    run("run", "--once", "--config", str(office))
    office.write_text(office.read_text().replace('"draft"', '"live"'))
    run("run", "--once", "--config", str(office))
    [held] = lines(run("outbox", "list", "--json", "--config", str(office)))
    assert held["held_because"] == "written_before_live"
    [shown] = lines(run("outbox", "show", str(held["key"]), "--json", "--config", str(office)))
    assert shown["to"] == "ann@person.example"
    assert "PCR/2026/00001" in str(shown["text"])
    assert run("outbox", "cancel", str(held["key"]), "--config", str(office)).exit_code == 0
    run("run", "--once", "--config", str(office))
    assert lines(run("outbox", "list", "--json", "--config", str(office))) == []
    assert list((office.parent / "mail" / ".Sent" / "cur").glob("*")) == []
    assert run("outbox", "cancel", str(held["key"]), "--config", str(office)).exit_code == 1


@pytest.mark.parametrize("words", [["--help"], ["version"]])
def test_help_and_version_load_nothing_heavy(words: list[str]) -> None:
    """`--help` and `version` answer without importing database, templates, settings or scheduler."""
    code = (
        "import sys; from bot.cli import app\n"
        f"try: app({words!r})\nexcept SystemExit as end: assert not end.code\n"
        "heavy = {'sqlalchemy', 'jinja2', 'pydantic_settings', 'apscheduler', 'cryptography', 'rich', 'alembic'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_service_stops_cleanly_when_told_to(office: Path) -> None:
    """`run` does its first pass, and on SIGTERM ends by itself with exit code 0, giving up the lead."""
    import signal
    import time

    service = subprocess.Popen([COMMAND, "run", "--config", str(office)], stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 30
        while not list((office.parent / "mail" / ".Sent" / "cur").glob("*")) and time.monotonic() < until:
            time.sleep(0.02)
        service.send_signal(signal.SIGTERM)
        _, log = service.communicate(timeout=30)
    finally:
        service.kill()
    assert service.returncode == 0, log
    events = [json.loads(line)["event"] for line in log.splitlines()]
    assert events[0] == "leading"
    assert events[-1] == "stopped"
    assert "ann@person.example" not in log
