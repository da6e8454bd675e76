"""What a message says as a whole, beside its cues and sentences; holds no model and reads no file.

Whoever reads it so (bot.recognising.whole_letters) hands in a `WholeReader` with the cue tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, log
from types import MappingProxyType
from typing import TYPE_CHECKING

from handlers.kinds import URGENT
from store.terms import Flag, Kind, ReviewBody, TimeResult

if TYPE_CHECKING:
    from handlers.said import Read

BY_PARTS, AS_A_WHOLE = 0.6, 0.8
"""What each voice counts beside the other, as it did best on letters that neither had read (bench/fit_together.py)."""
BY_SENTENCES = 0.5  # what phrases and sentences count for a flag beside the whole
RATHER: Mapping[str, float] = MappingProxyType(
    {
        Flag.RISK_TO_LIFE: -0.75,
        Flag.THREAT: -1.8,
        Flag.SAFEGUARDING: -1.8,
        Flag.DOMESTIC_ABUSE: -1.0,
        Flag.DISCRIMINATION: -0.5,
        Flag.MINOR: -1.0,
        Flag.DEATH_OR_SERIOUS_INJURY: -1.5,
    }
)
"""How far both voices together are leant to a flag, as the logarithm of odds: found likewise, so that of ten dangers
nine or ten are found in mail nobody had seen, and more than half of those said are there."""
LEAST: Mapping[str, float] = MappingProxyType({Flag.SAFEGUARDING: 0.0, Flag.DOMESTIC_ABUSE: 0.0})
"""The odds that the whole must give a danger at least, whatever sentences say of it: all that were there had more."""
SURELY_AS_ONE, FEARED = 4.0, 1.5  # odds from which the whole alone sets a danger, and from which a person looks for one
ONLY_HINTED = -0.2  # the odds of what sentences say and the whole does not: no flag, and a person looks
DENIED = -2.0  # odds below which the whole plainly speaks against a danger that a strong phrase names
FURTHEST = 7.0  # how far one voice may lean, as the logarithm of odds: neither is ever certain alone
FAINTEST = 1e-6
HINTS = (
    TimeResult.CLOCK_NOT_STARTED,
    TimeResult.DISPUTED_START,
    TimeResult.PREMATURE,
    TimeResult.START_UNKNOWN,
    ReviewBody.DIRECTOR_GENERAL,
)
"""What applicants tell between the lines: why no time runs yet or can be counted, and that the review is the IOPC's."""


@dataclass(frozen=True, slots=True)
class Impression:
    """How likely each kind is, together 1; the odds of flags as logarithms; and the words that say most of each.

    `telling` has, for the likeliest kinds and flags, the stretch of the text that says so: from which sign to which.
    `hints` are the odds of each of HINTS, which say something only of a request for a review.
    """

    kinds: Mapping[Kind, float]
    flags: Mapping[str, float]
    telling: Mapping[str, tuple[int, int]]
    hints: Mapping[str, float] = field(default_factory=dict)


WholeReader = Callable[[str, str], Impression | None]
"""Reads a heading (of `heading`) and a text; None where it has nothing to say."""


def nothing_said(_heading: str, _text: str) -> Impression | None:
    """Stands in where nobody reads messages as a whole."""
    return None


def heading(read: Read) -> str:
    """What is known beside the text, as the reader was taught: who writes, what is known and brought, the subject."""
    beside = {
        "outcome": read.outcome,
        "reference": bool(read.references),
        "ours": read.ours or read.known,
    }
    said = " ".join(word for word, true in beside.items() if true)
    return f"{read.role} {'known' if read.known else 'new'} {said}: {read.incoming.subject}"


def text_of(read: Read) -> str:
    """The words that are read as a whole: the new text, and the letter it brings."""
    return f"{read.incoming.new_text}\n{read.texts['letter']}"


def together(parts: Mapping[Kind, float], whole: Impression | None) -> dict[Kind, float]:
    """How likely each kind is by its parts and as a whole, together 1: a logarithmic pool of both (Genest, 1984)."""
    if whole is None:
        return dict(parts)
    scores = {
        kind: BY_PARTS * log(max(FAINTEST, share)) + AS_A_WHOLE * log(max(FAINTEST, whole.kinds.get(kind, 0.0)))
        for kind, share in parts.items()
    }
    top = max(scores.values())
    shares = {kind: exp(score - top) for kind, score in scores.items()}
    every = sum(shares.values())
    return {kind: share / every for kind, share in shares.items()}


def denied(flag: str, whole: Impression | None) -> bool:
    """Whether the message as a whole plainly speaks against a flag."""
    return whole is not None and whole.flags.get(flag, 0.0) < DENIED


def flag_together(part: float, flag: str, whole: Impression | None) -> float:
    """How likely a flag is by its parts, between 0 and 1, and as a whole: the weighed sum of their odds' logarithms."""
    if whole is None or flag not in whole.flags:
        return part
    sure = min(1 - FAINTEST, max(FAINTEST, part))
    by_parts, as_one = (max(-FURTHEST, min(FURTHEST, voice)) for voice in (log(sure / (1 - sure)), whole.flags[flag]))
    score = BY_SENTENCES * by_parts + as_one + RATHER.get(flag, 0.0)
    if flag in URGENT and as_one >= SURELY_AS_ONE:
        score = max(score, as_one)
    if as_one < LEAST.get(flag, -FURTHEST):
        score = min(score, ONLY_HINTED)
    return 1 / (1 + exp(-score))
