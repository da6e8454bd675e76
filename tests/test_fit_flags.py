"""The weights of flags are found from letters: what speaks for a flag counts for it, and a missed danger is dearer."""

from __future__ import annotations

from bench.fit_flags import Letter, check, fitted, said
from handlers.flag_odds import ALWAYS, flag_inputs, odds

DANGER, LESSER = "risk_to_life", "joint"


def letter(words: float, *flags: str) -> Letter:
    """A letter in which the phrases of both flags say this much."""
    inputs = {ALWAYS: 1.0, "words": words}
    return Letter(frozenset(flags), {DANGER: inputs, LESSER: inputs}, 1.0)


MIXED = [letter(1.0, DANGER, LESSER)] * 3 + [letter(1.0)] * 12 + [letter(0.0)] * 60


def test_what_speaks_for_a_flag_counts_for_it() -> None:
    """Phrases that stand in the letters with the flag and in no other get a weight with which they set it."""
    letters = [letter(1.0, DANGER)] * 10 + [letter(0.0)] * 60
    weights = fitted(DANGER, letters)
    assert weights["words"] > 0 > weights[ALWAYS]
    assert said(DANGER, letters, weights) == [True] * 10 + [False] * 60


def test_a_missed_danger_is_dearer_than_another_missed_flag() -> None:
    """On the same letters, words that mean it one time in five set a danger and no lesser flag."""
    doubtful = [letter(1.0)]
    assert said(DANGER, doubtful, fitted(DANGER, MIXED)) == [True]
    assert said(LESSER, doubtful, fitted(LESSER, MIXED)) == [False]


def test_a_collection_is_checked_by_weights_it_had_no_part_in() -> None:
    """What only one collection teaches is not found in it when it is left out."""
    alone = {"one": [letter(1.0, DANGER)] * 5 + [letter(0.0)] * 20, "other": [letter(0.0)] * 20}
    lines = {line.split()[0]: line for line in check(alone)}
    assert "recall 0/5" in lines[DANGER]


def test_letters_in_which_a_flag_is_never_said_are_checked_too() -> None:
    """A flag nobody carries and nothing says is told as such, and nothing breaks."""
    assert any("0/0" in line for line in check({"one": [letter(0.0)], "other": [letter(0.0)]}))


def test_what_speaks_for_a_flag_is_bounded() -> None:
    """No sentence settles a flag however much it says, a danger elsewhere is an input, and odds stay within 0 and 1."""
    loud, quiet = (900.0, "body", 0, 10), (20.0, "body", 12, 20)
    sentences = {"threat": [loud], "safeguarding": [quiet]}
    others = {loud: {"threat": 900.0, "safeguarding": 15.0}, quiet: {"safeguarding": 20.0}}
    inputs = flag_inputs("threat", 0.0, sentences, others, ("threat", "safeguarding"), length=2)
    assert inputs["sentence"] == 8.0
    assert (inputs["elsewhere safeguarding"], inputs["same safeguarding"]) == (2.0, 1.5)
    assert 0.0 < odds(inputs, {"sentence": -1e9}) < 0.5 < odds(inputs, {"sentence": 1e9}) < 1.0
