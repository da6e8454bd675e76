"""The measuring of mail: each fault shows in its own figure, and the frozen half is seen as totals only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.eval import main, report_on
from bench.measures import FACTS, Read, measure
from store.messages import Attachment, Incoming
from tests.world import message

NO_FACTS = dict.fromkeys(FACTS)


def label(file: str = "a.eml", **more: Any) -> dict[str, Any]:
    """What is so: an application that may be answered, unless told otherwise."""
    return {
        "file": file, "half": "development", "kind": "application", "also": [], "flags": [], "may_acknowledge": True,
        "facts": NO_FACTS, "time_result": None, "review_body_hint": None, "why": "", **more,
    }  # fmt: skip


def said(**more: Any) -> dict[str, Any]:
    """What the service says: the same, unless told otherwise."""
    return {
        "kind": "application", "confidence": 1.0, "also": [], "flags": [], "may_acknowledge": True, "why_not": None,
        "facts": NO_FACTS, "time_result": None, "review_body": None, **more,
    }  # fmt: skip


def test_a_figure_counts_what_it_says() -> None:
    """A missed flag, a false IN_TIME, a letter too many and an invented name each show in their own figure."""
    is_ = label(flags=["threat"], may_acknowledge=False, time_result="LATE", review_body_hint="UNKNOWN")
    given = said(
        kind="thanks", flags=["minor"], facts={**NO_FACTS, "complainant_name": "Ann Other"}, time_result="IN_TIME",
        review_body="LPB",
    )  # fmt: skip
    report = measure([Read(is_, given, 2.0)])
    assert report["confusion"] == {"application": {"thanks": 1}}
    assert report["kinds"]["application"] == {"there": 1, "said": 0, "right": 0, "precision": None, "recall": 0.0}
    assert report["flags"]["threat"]["recall"] == report["flags"]["minor"]["precision"] == 0.0
    assert report["acknowledgement"]["wrongly_acknowledged_kinds"] == {"application": 1}
    assert report["facts"]["complainant_name"]["invented"] == 1
    assert (report["time_result"]["wrong"], report["time_result"]["false_IN_TIME"]) == (1, 1)
    assert (report["review_body"]["wrong"], report["review_body"]["false_LPB"]) == (1, 1)
    assert [row["messages"] for row in report["calibration"]["bins"]] == [0, 0, 0, 0, 1]
    assert (report["calibration"]["apart"], report["calibration"]["brier"]) == (1.0, 1.0)
    assert {miss["what"] for miss in report["misses"]} == {
        "kind", "flags", "may_acknowledge", "complainant_name", "time_result", "review_body",
    }  # fmt: skip


def test_silence_is_counted_by_direction_and_by_reason() -> None:
    """Who was wrongly kept in silence is counted by the reason said, and a right silence by whether it was for that."""
    report = measure(
        [
            Read(label("a.eml"), said(may_acknowledge=False, why_not="risk"), 1.0),
            Read(
                label("b.eml", may_acknowledge=False, why_not="press"), said(may_acknowledge=False, why_not="kind"), 1.0
            ),
            Read(label("c.eml"), said(), 1.0),
        ]
    )["acknowledgement"]
    assert (report["rightly_acknowledged"], report["rightly_silent"]) == (1, 1)
    assert (report["wrongly_acknowledged"], report["wrongly_silent"]) == (0, 1)
    assert report["wrongly_silent_because"] == {"risk": 1}
    assert (report["reasons_labelled"], report["reasons_right"]) == (1, 0)


def test_an_answer_that_claims_nothing_is_missed_and_never_wrong() -> None:
    """UNKNOWN where a body was to be had is a miss, not a false claim; capitals and order of names do not count."""
    is_ = label(review_body_hint="LPB", facts={**NO_FACTS, "complainant_name": "Ann Other; Bo Other"})
    given = said(review_body="UNKNOWN", facts={**NO_FACTS, "complainant_name": "BO OTHER; ann other"})
    report = measure([Read(is_, given, 1.0)])
    assert (report["review_body"]["missed"], report["review_body"]["wrong"]) == (1, 0)
    assert not [key for key in report["review_body"] if key.startswith("false_")]
    assert report["facts"]["complainant_name"]["accuracy"] == 1.0


def test_time_is_told_with_and_without_files() -> None:
    """Messages with files have a median of their own."""
    file = Attachment("letter.pdf", "application/pdf", 10, "0" * 64)
    found = [
        Read(label("a.eml"), said(), 2.0, Incoming()),
        Read(label("b.eml"), said(), 8.0, Incoming(attachments=(file,))),
    ]
    times = measure(found)["milliseconds"]
    assert (times["without_files"]["median"], times["with_files"]["median"], times["all"]["median"]) == (2.0, 8.0, 5.0)


def test_the_frozen_half_names_nobody() -> None:
    """A miss of the frozen half counts in every total and is named only when asked for."""
    found = [
        Read(label("d.eml"), said(kind="thanks"), 1.0),
        Read(label("f.eml", half="frozen"), said(kind="thanks"), 1.0),
    ]
    hidden = report_on(found)
    assert hidden["kinds_right"] == 0
    assert hidden["kinds"]["application"]["there"] == 2
    assert "f.eml" not in json.dumps(hidden)
    assert [miss["file"] for miss in hidden["misses"]] == ["d.eml"]
    assert [miss["file"] for miss in report_on(found, names_of_frozen=True)["misses"]] == ["d.eml", "f.eml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one message of each half, each labelled as what it is not."""
    for name in ("d1.eml", "f1.eml"):
        (tmp_path / name).write_bytes(message("Ann <ann@person.example>"))
    halves = (("d1.eml", "development"), ("f1.eml", "frozen"))
    lines = [label(name, half=half, kind="press", flags=["threat"], may_acknowledge=False) for name, half in halves]
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return tmp_path


@pytest.fixture
def measured(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """The command, as it would be typed; answers what it printed."""

    def run(*words: str | Path) -> str:
        main([str(word) for word in words])
        return capsys.readouterr().out

    return run


def test_the_command_shows_totals_of_the_frozen_half(folder: Path, measured: Callable[..., str]) -> None:
    """`--half frozen` prints figures without a file's name, `--show` with it; `--half development` names its own."""
    totals = measured(folder, "--half", "frozen")
    assert "press" in totals
    assert ".eml" not in totals
    assert ".eml" not in measured(folder, "--half", "frozen", "--json")
    assert "f1.eml" in measured(folder, "--half", "frozen", "--show")
    development = measured(folder, "--half", "development")
    assert "d1.eml" in development
    assert "f1.eml" not in development


def test_misses_are_explained_and_only_in_the_development_half(folder: Path, measured: Callable[..., str]) -> None:
    """`--misses` gives scores and the words behind them; for the frozen half it is refused with exit code 2."""
    [line] = map(json.loads, measured(folder, "--misses", "--json").splitlines())
    assert line["file"] == "d1.eml"
    assert {"what": "kind", "is": "press", "said": "application"} in line["misses"]
    assert line["kinds"]["application"] > 0
    assert "application" in {reason["for"] for reason in line["reasons"]}
    assert "d1.eml" in measured(folder, "--misses", "--of", "threat")
    assert measured(folder, "--misses", "--of", "legal") == ""
    with pytest.raises(SystemExit, match="2"):
        measured(folder, "--misses", "--half", "frozen")


def test_nothing_to_measure_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without labels ends with exit code 2 and a sentence."""
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path)])
    assert "cannot be measured" in capsys.readouterr().err
