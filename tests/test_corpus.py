"""The project's own labelled mail: its labels are sound, and the service reads it well enough to be let near people.

Figures of both halves: `make eval`. Only the development half is judged here; a miss in the frozen half is looked at as
a number, never message by message.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest

from bench.eval import CORPUS, FACTS, Read, labels, measure, read_all
from bench.fit import AT_THE_BORDERS, written_in
from handlers.kinds import URGENT
from store.terms import Flag, Kind, ReviewBody, TimeResult, WhyNot
from tests.corpus.make_corpus import HALVES, made

LABELS = labels(CORPUS)
KEYS = {
    "file", "half", "kind", "also", "flags", "may_acknowledge", "facts", "time_result", "review_body_hint", "why",
}  # fmt: skip
NEVER_ANSWERED = {
    Flag.RISK_TO_LIFE, Flag.THREAT, Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE, Flag.ABUSIVE, Flag.MINOR,
}  # fmt: skip
BODIES = {*ReviewBody, "UNKNOWN"}


SETS = written_in()
JUDGED = [one for one in LABELS if SETS.get(one["file"]) not in AT_THE_BORDERS]
READ = [one for one in JUDGED if one["half"] == "frozen" or crc32(one["file"].encode()) % 8 == 0]
"""An eighth of the development half, whatever is added to it, without what was written to be misread: `make eval`
reads it all."""


@pytest.fixture(scope="module")
def whole() -> list[Read]:
    """The messages that are read, as the service reads them."""
    return read_all(CORPUS, READ)


@pytest.fixture(scope="module")
def development(whole: list[Read]) -> dict[str, Any]:
    """The figures of the development half."""
    return measure([one for one in whole if one.label["half"] == "development"])


def test_the_corpus_is_what_its_source_says() -> None:
    """Every file of the corpus is byte for byte what make_corpus.py makes, and there is no other mail in the folder."""
    expected = dict(made())
    assert {file.name for file in CORPUS.glob("*.eml")} == {name for name in expected if name.endswith(".eml")}
    changed = [name for name, content in expected.items() if (CORPUS / name).read_bytes() != content]
    assert not changed, f"Run `.venv/bin/python -m tests.corpus.make_corpus`: {changed} differ from the TOML files."


def test_every_label_is_well_formed() -> None:
    """A label uses only the words of the field, and says of time and body exactly where a review is asked for."""
    wrong = {label["file"]: faults for label in LABELS if (faults := list(_faults(label)))}
    assert not wrong


def _faults(label: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one label."""
    asks = Kind.APPLICATION in (label["kind"], *label["also"])
    result, body = label["time_result"], label["review_body_hint"]
    right = {
        "keys": set(label) - {"why_not"} == KEYS,
        "why_not": label.get("why_not") in (None, *WhyNot),
        "half": label["half"] in HALVES,
        "kinds": {label["kind"], *label["also"]} <= set(Kind),
        "flags": set(label["flags"]) <= set(Flag),
        "facts": set(label["facts"]) == set(FACTS),
        "why": bool(label["why"]),
        "time": result in set(TimeResult) if asks else result is None,
        "body": body in BODIES if asks else body is None,
        "representative": bool(label["facts"]["representative_name"]) is (Flag.REPRESENTATIVE in label["flags"]),
        "acknowledged": not (label["may_acknowledge"] and NEVER_ANSWERED & set(label["flags"])),
    }
    yield from (name for name, holds in right.items() if not holds)


def test_every_kind_and_every_flag_is_in_the_corpus() -> None:
    """The corpus holds at least sixty messages, thirty in each half, and among them every kind and every flag."""
    for half in HALVES:
        assert sum(one["half"] == half for one in LABELS) >= 30
    missing = set(Kind) - {one["kind"] for one in LABELS}
    assert not missing, f"Write a message to tests/corpus for {sorted(missing)}."
    unflagged = set(Flag) - {flag for one in LABELS for flag in one["flags"]}
    assert not unflagged, f"Write a message to tests/corpus with {sorted(unflagged)}."


def test_each_message_gives_a_result(whole: list[Read]) -> None:
    """Every message is read: it has a kind, a confidence between nothing and one, and an answer who may be answered."""
    assert [one.file for one in whole] == sorted(label["file"] for label in READ)
    for one in whole:
        assert one.said["kind"] in set(Kind), one.said.get("why")
        assert 0 <= one.said["confidence"] <= 1
        assert one.said["may_acknowledge"] is (one.said["why_not"] is None)


def test_kinds_are_right(development: dict[str, Any]) -> None:
    """On the development half at least 93 in 100 kinds are right."""
    assert development["kinds_right"] >= 0.93 * development["messages"], development["confusion"]


def test_hardly_anybody_is_wrongly_acknowledged(development: dict[str, Any]) -> None:
    """On the development half at most 1 in 100 gets a letter who must not; the aim is none (see `make eval`)."""
    wrongly = [miss for miss in development["misses"] if miss["what"] == "may_acknowledge" and miss["said"]]
    assert len(wrongly) <= 0.01 * development["messages"], wrongly


def test_hardly_a_danger_is_missed_and_hardly_anybody_is_met_with_silence(whole: list[Read]) -> None:
    """On the development half most in present danger call a person, and few wait in silence who need not.

    In some of its sets every fourth letter only sounds dangerous, and most who wait do there.
    """
    ours = [one for one in whole if one.label["half"] == "development"]
    dangerous = [one for one in ours if {*URGENT} & set(one.label["flags"])]
    called = [one for one in dangerous if {*URGENT} & set(one.said["flags"])]
    assert len(called) >= 0.9 * len(dangerous)
    may = [one for one in ours if one.label["may_acknowledge"]]
    assert sum(not one.said["may_acknowledge"] for one in may) <= 0.07 * len(may)
