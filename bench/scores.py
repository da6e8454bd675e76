"""What spoke for and against the kinds and flags of messages read wrongly, for people who mend the cues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bench.measures import Read as Message
from handlers.chances import weigh_kinds
from handlers.evidence import CueTable, quotes
from handlers.machines import gates
from handlers.said import Read, read_words
from handlers.weighing import weigh
from store.messages import Incoming, OfficeDomains
from store.terms import Kind

MOST = 5


def scores_of(found: Iterable[Message], misses: Iterable[Mapping[str, Any]], cues: CueTable) -> list[dict[str, Any]]:
    """One line for each message with a miss: its misses, the best scores, and the words for what is and was said."""
    by_file: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for miss in misses:
        by_file[miss["file"]].append({key: value for key, value in miss.items() if key != "file"})
    return [_explained(one, by_file[one.file], cues) for one in found if one.file in by_file]


def _explained(one: Message, misses: list[Mapping[str, Any]], cues: CueTable) -> dict[str, Any]:
    line = {
        "file": one.file,
        "why": one.label.get("why", ""),
        "misses": misses,
        "confidence": one.said.get("confidence"),
        "why_not": one.said.get("why_not"),
    }
    if one.incoming is None or one.office is None:
        return {**line, "unreadable": one.said.get("why")}
    weighed = _weighed(one.incoming, one.office, cues)
    gates_passed = [hit.code for hit in gates(one.incoming, one.office, cues, frozenset())]
    if weighed is None:
        return {**line, "gates": gates_passed}
    read, kinds = weighed
    asked = {name for miss in misses for name in names_in(miss)}
    hits = [hit for hit in read.hits if hit.cue.name in asked]
    said = quotes(hits, read.texts, read.words)
    return {
        **line,
        "role": read.role,
        "gates": gates_passed,
        "kinds": _best(kinds, asked),
        "flags": _best(weigh(read, "flags"), asked),
        "reasons": [
            {
                "for": hit.cue.name,
                "weight": hit.cue.weight,
                "place": hit.place,
                "quote": quote.words,
                "says": quote.says,
            }
            for hit, quote in zip(hits, said, strict=True)
        ],
    }


def _weighed(incoming: Incoming, office: OfficeDomains, cues: CueTable) -> tuple[Read, Mapping[Kind, float]] | None:
    """The words and the scores from which recognition concludes; None for a machine, whose words are not read."""
    passed = gates(incoming, office, cues, frozenset())
    if any(hit.kind is not None for hit in passed):
        return None
    read = read_words(incoming, None, office, cues)
    return read, weigh_kinds(read, cues, passed).scores


def names_in(miss: Mapping[str, Any]) -> set[str]:
    """What a miss is about: the fact, and the kinds or flags that were at issue."""
    names = {str(miss["what"])}
    if miss["what"] == "kind":
        names |= {str(miss["is"]), str(miss["said"])}
    elif miss["what"] in ("also", "flags"):
        names |= set(miss["is"]) ^ set(miss["said"])
    return names


def _best(scores: Mapping[Any, float], asked: set[str]) -> dict[str, float]:
    """The highest scores, and those of what was at issue however low."""
    ranked = sorted((name for name in scores if scores[name]), key=lambda name: -scores[name])
    shown = [name for place, name in enumerate(ranked) if place < MOST or name in asked]
    return {str(name): round(scores[name], 2) for name in shown}
