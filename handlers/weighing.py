"""What speaks for each kind in a message: its cues, its sentences beside the examples; names no kind itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from handlers.envelope import is_answer
from handlers.evidence import CueTable
from handlers.said import Read
from store.messages import Cue
from store.terms import Kind

MOST_CUES = 6.0  # the cues of one kind together say no more than this
REPEATED = 0.25  # what a further phrase of one row adds, and at most twice as much
FADING = 0.6  # what each further row counts beside those that say more
DOUBTED = 0.03  # how likely a sentence that reads like nothing of a kind may still be of it
EASE = 1.5  # the sentences of one message repeat each other, those of a long one more
SUBJECT = 0.8  # what a subject counts beside a sentence
_OURS = re.compile(r"\bpcr/\d{4}/\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lean:
    """How far a message reads like the examples of one meaning, beside those of all others.

    `share` is between 0 and 1 and all shares together are 1; `behind` is how far it falls behind the best, 0 or less;
    `most` how likely the one sentence is that reads most like it, and where that stands.
    """

    share: float
    behind: float
    most: float
    place: str = ""
    start: int = 0
    end: int = 0


def lean(read: Read, cues: CueTable) -> dict[str, Lean]:
    """For each meaning of which there are examples by such senders: how far the message reads like them."""
    table = cues.leanings.get(read.role)
    if table is None or not table.names:
        return {}
    logs, best, said = [0.0] * len(table.names), [(0.0, "", 0, 0)] * len(table.names), 0
    for place, weight in (("body", 1.0), ("subject", SUBJECT), *((("letter", 1.0),) if read.covers else ())):
        for unit in read.units[place]:
            said += 1
            for at, likely in enumerate(table.of(unit)):
                logs[at] += weight * log(likely + DOUBTED)
                if likely > best[at][0]:
                    best[at] = (likely, place, unit.start, unit.end)
    if not read.covers and Kind.APPLICATION in table.names:
        asks = table.names.index(Kind.APPLICATION)
        for unit in read.units["letter"]:  # a letter that is brought may ask for what the mail does not
            likely = table.of(unit)[asks]
            if likely > best[asks][0]:
                best[asks] = (likely, "letter", unit.start, unit.end)
    ease = EASE * max(1.0, said / 4) ** 0.3
    behind = [(one - max(logs)) / ease for one in logs]
    whole = sum(map(exp, behind))
    return {
        name: Lean(exp(one) / whole, one, *found) for name, one, found in zip(table.names, behind, best, strict=True)
    }


def among(leans: Mapping[str, Lean], without: Collection[str]) -> dict[str, Lean]:
    """The same as if there were no examples of these meanings: what reads like them speaks for no other either."""
    kept = {name: one for name, one in leans.items() if name not in without}
    top = max((one.behind for one in kept.values()), default=0.0)
    whole = sum(exp(one.behind - top) for one in kept.values())
    return {
        name: replace(one, share=exp(one.behind - top) / whole, behind=one.behind - top) for name, one in kept.items()
    }


def weigh(read: Read, table: str, *, echo: bool = False) -> dict[str, float]:
    """The evidence for each name of a table: each row once, its further phrases a little, a reply's subject half.

    `echo`: the subject is half evidence as well, because a machine's repeats another one.
    """
    rows: dict[int, tuple[Cue, float, int]] = {}
    for hit in read.hits:
        if hit.cue.table == table:
            _, share, phrases = rows.get(id(hit.cue), (hit.cue, 0.0, 0))
            rows[id(hit.cue)] = (hit.cue, max(share, _share(read, hit.place, echo)), phrases + 1)
    said: dict[str, list[float]] = defaultdict(list)
    for cue, share, phrases in rows.values():
        said[cue.name].append(cue.weight * share * (1 + min(phrases - 1, 2) * REPEATED))
    return {name: _together(weights) for name, weights in said.items()}


def _together(weights: Sequence[float]) -> float:
    """What several rows say together: the strongest whole, each further one less, as they repeat each other."""
    speaking = sorted((one for one in weights if one > 0), reverse=True)
    most = max(MOST_CUES, speaking[0]) if speaking else 0.0
    said = min(most, sum(one * FADING**at for at, one in enumerate(speaking)))
    return max(-MOST_CUES, said + sum(one for one in weights if one < 0))


def _share(read: Read, place: str, echo: bool) -> float:
    """How much a place counts: a new subject says what the mail is about, an answer's subject is somebody else's."""
    if place != "subject":
        return 1.0
    subject = read.incoming.subject
    answer = read.incoming.in_reply_to or is_answer(subject) or _OURS.search(subject)
    return 0.25 if echo else 0.5 if answer else 1.25
