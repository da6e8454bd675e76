"""What an opinion may do to recognition: move a score a little where words speak for it, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import mime
from bot.recognising.words import cue_table
from handlers.likely import ENOUGH
from handlers.opinion import ABSTAINS, MOST, kept_shut, moved
from handlers.recognise import recognise
from store.messages import OfficeDomains, Recognition
from store.terms import Flag, Kind, WhyNot
from tests.world import ASKS_FOR_REVIEW, message

OFFICE = OfficeDomains("reviews@mopac.example", ("mopac.example",), ("mps.example",), ("iopc.example",))
TABLE = cue_table()
SILENT = {
    "a machine's": message("Away <away@person.example>", headers={"Auto-Submitted": "auto-replied"}),
    "a list's": message("News <news@person.example>", headers={"List-Id": "<news.person.example>"}),
    "a threat": message("Ann <ann@person.example>", f"{ASKS_FOR_REVIEW}\nI will kill the officer who did this.\n"),
    "the press'": message("Jo <jo@paper.example>", "I am a journalist on the Echo. Can you comment for my article?"),
}
KINDS = st.sampled_from(sorted(Kind))


def test_the_likely_kind_gains_and_the_others_taught_lose() -> None:
    """With a sure opinion the kind it names gains all it may, and another it knows loses as much."""
    after = moved({Kind.PRESS: 0.5, Kind.APPLICATION: 0.4}, {Kind.APPLICATION: 1.0, Kind.PRESS: 0.0})
    assert after == {Kind.PRESS: 0.5 - MOST, Kind.APPLICATION: 0.4 + MOST}


def test_a_kind_nobody_taught_keeps_its_score() -> None:
    """What the opinion does not know stays with its cues."""
    assert moved({Kind.LEGAL: 0.6, Kind.PRESS: 0.2}, {Kind.PRESS: 1.0})[Kind.LEGAL] == 0.6


def test_an_opinion_that_is_not_sure_moves_nothing() -> None:
    """Where no kind is likelier than not, every score stays."""
    scores = {Kind.PRESS: 0.5, Kind.APPLICATION: 0.4}
    assert moved(scores, {Kind.PRESS: 0.5, Kind.APPLICATION: 0.5}) == scores
    assert moved(scores, {}) == scores


def test_an_opinion_alone_names_no_kind() -> None:
    """Where no word speaks for a kind nothing does, and what it may add is less than what names a kind."""
    assert moved({Kind.PRESS: 0.01}, {Kind.PRESS: 1.0}) == {Kind.PRESS: 0.01}
    assert moved({}, {Kind.PRESS: 1.0}) == {}
    assert MOST < ENOUGH


def test_no_opinion_is_heard_about_machines() -> None:
    """Whether mail is a machine's, our own or unclear is no matter of learned words."""
    for kind in ABSTAINS:
        assert moved({kind: 0.5}, {kind: 1.0}) == {kind: 0.5}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KINDS, st.floats(-5, 20), max_size=5), st.dictionaries(KINDS, st.floats(), max_size=5))
def test_no_score_moves_further_than_it_may(scores: dict[Kind, float], likely: dict[Kind, float]) -> None:
    """Whatever an opinion says, even nonsense, each score stays within its bounds, and no kind is added."""
    after = moved(scores, likely)
    assert after.keys() == scores.keys()
    for kind, score in scores.items():
        assert abs(after[kind] - score) <= MOST + 1e-9
        assert score > 0 or after[kind] == score


def test_flags_gates_and_silence_are_kept() -> None:
    """What recognition says without an opinion against answering stands, whatever kind the opinion leads to."""
    without = Recognition(Kind.PRESS, 0.9, flags=frozenset({Flag.THREAT}), gates=("bulk",), why_not=WhyNot.PRESS)
    after = kept_shut(without, Recognition(Kind.APPLICATION, 0.7))
    assert after.kind is Kind.APPLICATION
    assert (after.flags, after.gates, after.why_not) == (without.flags, without.gates, WhyNot.PRESS)


def test_a_new_reason_for_silence_counts() -> None:
    """Where only the opinion leads to a kind that is not answered, it is not."""
    after = kept_shut(Recognition(Kind.UNCLEAR, 0.5), Recognition(Kind.PRESS, 0.7, why_not=WhyNot.PRESS))
    assert after.why_not is WhyNot.PRESS


@pytest.mark.parametrize("kind", sorted(Kind))
@pytest.mark.parametrize("which", sorted(SILENT))
def test_no_opinion_opens_a_gate_or_clears_a_flag(which: str, kind: Kind) -> None:
    """Who is not answered without an opinion is not answered with one, however sure it is of whatever kind."""
    incoming = mime.read(SILENT[which])
    without = recognise(incoming, None, OFFICE, TABLE)
    told = recognise(incoming, None, OFFICE, TABLE, opinion=lambda *_: {kind: 1.0})
    assert without.why_not is not None
    assert told.why_not is not None
    assert told.flags >= without.flags
    assert told.gates == without.gates
