"""`reviews-bot explain`: what a mail in a file is taken for, what it states and what would be done, without a store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.world import message

LETTER = (
    "My name is Ann Other. Please review how my complaint PC/04417/26 was handled. The outcome letter is dated "
    "9 November 2026 and was emailed to me that day. I am unhappy because nobody spoke to the witness, who saw PC 2281 "
    "stop me in Walthamstow.\n\nAnn Other\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A settings file that names the office and nothing else."""
    path = tmp_path / "office.toml"
    path.write_text('[office]\nprofile = "mopac"\n')
    return path


def explained(office: Path, *files: Path, more: tuple[str, ...] = ()) -> list[dict[str, object]]:
    """What `explain --json` says of these files."""
    result = CliRunner().invoke(app, ["explain", "--json", "--config", str(office), *more, *map(str, files)])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_request_is_explained_with_its_facts_and_its_time(office: Path, tmp_path: Path) -> None:
    """Kind, facts, time result and plan of a request come out as one object, with the words that led to them."""
    mail = tmp_path / "request.eml"
    mail.write_bytes(message("Ann Other <ann@person.example>", LETTER))
    [said] = explained(office, mail)
    assert (said["file"], said["kind"], said["may_acknowledge"], said["why_not"]) == (
        "request.eml", "application", True, None,
    )  # fmt: skip
    assert said["facts"] == {
        "complainant_name": "Ann Other",
        "representative_name": None,
        "force_reference": "PC/04417/26",
        "outcome_letter_date": "2026-11-09",
        "received_on": "2026-11-23",
        "units": ["North East BCU"],
        "officers": ["PC 2281"],
        "grounds": said["facts"]["grounds"],  # type: ignore[index]
        "adjustments": [],
        "how_provided": "email",
        "arrived_on": None,
        "force_received_on": None,
        "iopc_received_on": None,
    }
    assert "nobody spoke to the witness" in said["facts"]["grounds"]  # type: ignore[index]
    assert (said["time_result"], said["review_body"]) == ("IN_TIME", "UNKNOWN")
    assert said["reasons"]
    assert said["plan"]["opens_case"] is True  # type: ignore[index]
    assert sorted(tmp_path.iterdir()) == [office, mail]


def test_the_time_of_receipt_can_be_told(office: Path, tmp_path: Path) -> None:
    """With `--received-at` a month later the same request is late."""
    mail = tmp_path / "request.eml"
    mail.write_bytes(message("Ann Other <ann@person.example>", LETTER))
    [said] = explained(office, mail, more=("--received-at", "2026-12-20T10:00:00Z"))
    assert said["time_result"] == "LATE"
    assert said["facts"]["received_on"] == "2026-12-20"  # type: ignore[index]


def test_a_second_copy_is_a_duplicate_only_beside_the_first(office: Path, tmp_path: Path) -> None:
    """The same message alone may be acknowledged; given after its first copy it may not."""
    first, second = tmp_path / "a.eml", tmp_path / "b.eml"
    for file in (first, second):
        file.write_bytes(message("Ann Other <ann@person.example>", LETTER))
    assert [one["why_not"] for one in explained(office, first, second)] == [None, "duplicate"]
    assert [one["why_not"] for one in explained(office, second)] == [None]


def test_other_mail_has_no_time_result(office: Path, tmp_path: Path) -> None:
    """Where nobody asks for a review, time and review body are not a question."""
    mail = tmp_path / "thanks.eml"
    mail.write_bytes(message("Ann <ann@person.example>", "Thank you so much for your help.", subject="Thank you"))
    [said] = explained(office, mail)
    assert (said["kind"], said["time_result"], said["review_body"]) == ("thanks", None, None)


def test_what_cannot_be_read_says_so_and_the_rest_go_on(office: Path, tmp_path: Path) -> None:
    """A message beyond the limits is one line with its reason; a file that is not there is exit code 2."""
    bad, good = tmp_path / "bad.eml", tmp_path / "good.eml"
    bad.write_bytes(b"From: x@y.example\nTo: " + b"," * 70_000 + b"\n\nhello\n")
    good.write_bytes(message("Ann Other <ann@person.example>", LETTER))
    first, second = explained(office, bad, good)
    assert (first["kind"], first["why_not"]) == (None, "unreadable")
    assert second["kind"] == "application"
    result = CliRunner().invoke(app, ["explain", "--config", str(office), str(tmp_path / "none.eml")])
    assert result.exit_code == 2
