"""Reads a message for its kinds and its flags, and again without what speaks for nobody; concludes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.advice import without_help
from handlers.chances import UNREAD, Weighed, weigh_kinds
from handlers.denied import without_denied
from handlers.evidence import CueTable, count
from handlers.flags import Flagged, flags_of, without
from handlers.impression import FEARED, Impression, heading, text_of
from handlers.kinds import URGENT
from handlers.machines import GateHit
from handlers.said import Read, read_words
from handlers.sounding import SURELY_ONE, as_a_machines
from store.messages import Incoming, KnownCase, OfficeDomains

ENOUGH_LEFT = 8  # words besides what is denied, from which on these say what a message is


def listen(
    incoming: Incoming, known_case: KnownCase | None, office: OfficeDomains, cues: CueTable, passed: Sequence[GateHit]
) -> tuple[Read, Weighed, Flagged]:
    """The message's words with what tells of its flags, how likely each kind is, and the flags themselves.

    A danger that a machine's mail only advises about is none, and what a message denies names no kind.
    """

    def hear(text: str) -> tuple[Read, Impression | None]:
        read = read_words(replace(incoming, new_text=text), known_case, office, cues)
        said = read.words["body"] or read.words["letter"]
        return read, cues.whole(heading(read), text_of(read)) if said else None

    likely = any(hit.likely for hit in passed)
    read, whole = hear(incoming.new_text)
    flagged = _flagged(read, whole, cues, likely=likely)
    if flagged.flags & frozenset(URGENT) and (likely or as_a_machines(whole, read, cues)[1] >= SURELY_ONE):
        plain = _flagged(*hear(without_help(incoming.new_text)), cues, likely=likely)
        flagged = without(flagged, frozenset(URGENT) - plain.flags)
    read = replace(read, hits=(*read.hits, *flagged.telling))
    weighed = weigh_kinds(read, cues, passed, whole)
    if read.denied:
        rest, as_rest = hear(without_denied(incoming.new_text, cues))
        if count(rest.words["body"]) >= ENOUGH_LEFT:
            rest = replace(rest, denied=read.denied)
            weighed = replace(weighed, scores=weigh_kinds(rest, cues, passed, as_rest).scores)
        weighed = replace(weighed, scores={**weighed.scores, **dict.fromkeys(UNREAD, 0.0)})
    return read, weighed, flagged


def _flagged(read: Read, whole: Impression | None, cues: CueTable, *, likely: bool) -> Flagged:
    """The flags of a message; a likely machine's is not read as a whole but for what it fears."""
    return flags_of(read, cues, None if read.non_english else _fears_of(whole) if likely else whole)


def _fears_of(whole: Impression | None) -> Impression | None:
    """What a message half speaks of as a whole, with nothing that speaks against a flag."""
    return whole and replace(whole, flags={flag: odds for flag, odds in whole.flags.items() if odds >= FEARED})
