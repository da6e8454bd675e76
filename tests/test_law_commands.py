"""The law on the command line: the answer, its provision, and the calendar that leads to it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app


def law(*words: str) -> dict[str, object]:
    """What one `law` command says, as JSON."""
    result = CliRunner().invoke(app, ["law", *words, "--json"])
    assert result.exit_code == 0, result.output
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


@pytest.mark.parametrize(
    ("received_at", "result", "late"),
    [
        ("2026-06-30T22:59:59Z", "IN_TIME", 0),
        ("2026-06-30T23:10:00Z", "LATE", 1),
        ("2026-06-30", "IN_TIME", 0),
        ("2026-07-01T00:10:00", "LATE", 1),
    ],
)
def test_the_last_day_ends_at_midnight_in_london(received_at: str, result: str, late: int) -> None:
    """Ten past midnight on a summer's night is a day late, though it is still the last day by universal time."""
    said = law("time", "--provided-on", "2026-06-02", "--received-at", received_at)
    assert (said["result"], said["days_late"], said["last_day"]) == (result, late, "2026-06-30")
    assert "regulation 29(2)" in str(said["under"])


def test_time_with_the_iopc_is_left_out_and_shown() -> None:
    """What lies between receipt by the IOPC and its forwarding does not count, and the calendar says so day by day."""
    said = law(
        "time", "--provided-on", "2026-09-01", "--received-at", "2026-10-08T10:00:00Z",
        "--left-out", "2026-09-25..2026-10-08",
    )  # fmt: skip
    assert (said["result"], said["elapsed_days"], said["left_out_days"], said["net_days"]) == ("IN_TIME", 37, 13, 24)
    without_number = [day for day in said["days"] if day["day"] is None]  # type: ignore[attr-defined]
    assert len(without_number) == 13


def test_a_last_day_on_a_bank_holiday_is_for_a_person() -> None:
    """Received on the rolled last day, it is borderline and nobody's to refuse by themselves."""
    said = law("time", "--provided-on", "2026-11-27", "--received-at", "2026-12-28")
    assert (said["result"], said["for_a_person"], said["rolled_on"]) == (
        "BORDERLINE_NON_WORKING_LAST_DAY", True, "2026-12-29",
    )  # fmt: skip


def test_one_limb_is_enough_and_all_must_be_settled_for_us() -> None:
    """One yes makes it the IOPC's; only eight noes make it ours; anything else is a list of questions."""
    assert law("review-body", "--limb", "bi=yes")["review_body"] == "IOPC"
    every = [word for limb in ("aa", "a", "b(i)", "bii", "c", "d", "e", "f") for word in ("--limb", f"{limb}=no")]
    assert law("review-body", *every)["review_body"] == "LPB"
    unknown = law("review-body", *every[:-2], "--letter-names", "lpb")
    assert unknown["review_body"] == "UNKNOWN"
    assert len(unknown["open"]) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        ["time", "--provided-on", "yesterday", "--received-at", "2026-11-09"],
        ["time", "--provided-on", "2026-10-26", "--received-at", "soon"],
        ["time", "--provided-on", "2026-10-26", "--received-at", "2026-11-09", "--left-out", "2026-11-01"],
        ["review-body", "--limb", "z=yes"],
        ["review-body", "--limb", "a=perhaps"],
        ["review-body", "--letter-names", "the Mayor"],
    ],
)
def test_what_cannot_be_meant_is_said_with_exit_code_2(words: list[str]) -> None:
    """A date, period, limb or body that is none ends with 2 and a sentence that shows how to write it."""
    result = CliRunner().invoke(app, ["law", *words])
    assert result.exit_code == 2
    assert "Error" in result.stderr
