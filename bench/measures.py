"""Counts how well mail was read: kinds, flags, facts, silence, confidence and time, beside what a person said.

Everything but `misses` is a total that names no message, so that the frozen half can be looked at without learning it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

from store.messages import Incoming, OfficeDomains

FACTS = ("complainant_name", "representative_name", "force_reference", "outcome_letter_date", "received_on")
BINS = 5
ABSTAINED = frozenset({"unknown", "start_unknown"})
"""Answers that claim nothing: they can miss what is so, and are never false."""

Label = Mapping[str, Any]
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """One message: what a person said it is, what the service said, how long that took, and what was read of it."""

    label: Label
    said: Mapping[str, Any]
    milliseconds: float
    incoming: Incoming | None = None
    office: OfficeDomains | None = None

    @property
    def file(self) -> str:
        return str(self.label["file"])

    @property
    def kind_is_right(self) -> bool:
        return bool(self.said["kind"] == self.label["kind"])

    @property
    def attached(self) -> bool:
        return self.incoming is not None and bool(self.incoming.attachments)


def measure(found: list[Read]) -> Report:
    """Every figure of these messages as one object of plain values; `misses` has a line for each single fault."""
    return {
        "messages": len(found),
        "kinds_right": sum(one.kind_is_right for one in found),
        "confusion": _confusion(found),
        "kinds": _by_name(found, lambda line: {line["kind"]} - {None}),
        "also": _by_name(found, lambda line: set(line.get("also", ()))),
        "flags": _by_name(found, lambda line: set(line.get("flags", ()))),
        "acknowledgement": _acknowledgement(found),
        "facts": {name: _answers(found, _fact(name)) for name in FACTS},
        "time_result": _answers(found, _time) | _false(found, _time),
        "review_body": _answers(found, _body) | _false(found, _body),
        "calibration": _calibration(found),
        "milliseconds": {
            "all": _milliseconds([one.milliseconds for one in found]),
            "with_files": _milliseconds([one.milliseconds for one in found if one.attached]),
            "without_files": _milliseconds([one.milliseconds for one in found if not one.attached]),
        },
        "misses": [miss for one in found for miss in misses_of(one)],
    }


def misses_of(one: Read) -> Iterator[dict[str, Any]]:
    """Each single thing that was read wrongly in one message: which, what is so, and what was said."""
    for what, wanted, given in _compared(one):
        if wanted != given:
            yield {"file": one.file, "what": what, "is": wanted, "said": given}


def _compared(one: Read) -> Iterator[tuple[str, Any, Any]]:
    label, said = one.label, one.said
    yield "kind", label["kind"], said["kind"]
    yield "also", sorted(label.get("also", ())), sorted(said.get("also", ()))
    yield "flags", sorted(label.get("flags", ())), sorted(said.get("flags", ()))
    yield "may_acknowledge", bool(label["may_acknowledge"]), bool(said["may_acknowledge"])
    for name, answer in (*((name, _fact(name)) for name in FACTS), ("time_result", _time), ("review_body", _body)):
        wanted, given = answer(label), answer(said)
        yield name, *((wanted, given) if _same(wanted) != _same(given) else (wanted, wanted))


# --- kinds, flags, silence ------------------------------------------------------------------------------------------


def _confusion(found: list[Read]) -> dict[str, dict[str, int]]:
    """For each kind there is, how often it was taken for which; the rightly taken are in it too."""
    table: dict[str, Counter[str]] = {}
    for one in found:
        table.setdefault(one.label["kind"], Counter())[one.said["kind"] or "unreadable"] += 1
    return {kind: dict(table[kind].most_common()) for kind in sorted(table)}


def _by_name(found: list[Read], names: Callable[[Label], set[str]]) -> dict[str, dict[str, Any]]:
    """For each kind or flag: how often it is there, how often it was said, how often both, and the shares of that."""
    there, said, both = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        wanted, given = names(one.label), names(one.said)
        there.update(wanted)
        said.update(given)
        both.update(wanted & given)
    rows = {name: _row(there[name], said[name], both[name]) for name in sorted(there | said)}
    return rows | {"all": _row(there.total(), said.total(), both.total())}


def _row(there: int, said: int, right: int) -> dict[str, Any]:
    shares = {"precision": _share(right, said), "recall": _share(right, there)}
    return {"there": there, "said": said, "right": right, **shares}


def _acknowledgement(found: list[Read]) -> dict[str, Any]:
    """Who was rightly and wrongly answered and kept in silence; the wrong ones by their kind and by the reason said."""
    wrongly = [one for one in found if one.said["may_acknowledge"] and not one.label["may_acknowledge"]]
    silent = [one for one in found if one.label["may_acknowledge"] and not one.said["may_acknowledge"]]
    right = [one for one in found if one.label["may_acknowledge"] == one.said["may_acknowledge"]]
    rightly_silent = [one for one in right if not one.said["may_acknowledge"]]
    reasoned = [one for one in rightly_silent if one.label.get("why_not")]
    return {
        "rightly_acknowledged": len(right) - len(rightly_silent),
        "rightly_silent": len(rightly_silent),
        "wrongly_acknowledged": len(wrongly),
        "wrongly_acknowledged_kinds": dict(Counter(one.label["kind"] for one in wrongly).most_common()),
        "wrongly_silent": len(silent),
        "wrongly_silent_because": dict(Counter(str(one.said["why_not"]) for one in silent).most_common()),
        "reasons_labelled": len(reasoned),
        "reasons_right": sum(one.said["why_not"] == one.label["why_not"] for one in reasoned),
    }


# --- answers --------------------------------------------------------------------------------------------------------


def _fact(name: str) -> Callable[[Label], str | None]:
    return lambda line: line.get("facts", {}).get(name)


def _time(line: Label) -> str | None:
    result: str | None = line.get("time_result")
    return result


def _body(line: Label) -> str | None:
    body: str | None = line.get("review_body_hint", line.get("review_body"))
    return body


def _answers(found: list[Read], answer: Callable[[Label], str | None]) -> dict[str, Any]:
    """How often an answer that is to be had was right, wrong or missed, and how often one was made up."""
    counted: Counter[str] = Counter(right=0, wrong=0, missed=0, invented=0, rightly_none=0)
    counted.update(_outcome(_same(answer(one.label)), _same(answer(one.said))) for one in found)
    to_be_had = counted["right"] + counted["wrong"] + counted["missed"]
    return {**counted, "accuracy": _share(counted["right"], to_be_had)}


def _outcome(wanted: frozenset[str], given: frozenset[str]) -> str:
    if wanted == given:
        return "right" if wanted else "rightly_none"
    if not wanted:
        return "invented"
    return "wrong" if given - ABSTAINED else "missed"


def _same(words: str | None) -> frozenset[str]:
    """An answer without its capitals, and several joined by semicolons without their order."""
    return frozenset(" ".join(one.split()).casefold() for one in (words or "").split(";") if one.strip())


def _false(found: list[Read], answer: Callable[[Label], str | None]) -> dict[str, int]:
    """How often each claim was made and is not so, also where there was no question."""
    wrong: Counter[str] = Counter()
    for one in found:
        given = answer(one.said)
        if given and given.casefold() not in ABSTAINED and given != answer(one.label):
            wrong[f"false_{given}"] += 1
    return dict(sorted(wrong.items()))


# --- confidence and time --------------------------------------------------------------------------------------------


def _calibration(found: list[Read]) -> dict[str, Any]:
    """Five bins of confidence, how far confidence and truth lie apart on the whole, and the Brier score."""
    sure = [(min(float(one.said.get("confidence", 0.0)), 1.0), one.kind_is_right) for one in found]
    bins = [[pair for pair in sure if min(int(pair[0] * BINS), BINS - 1) == number] for number in range(BINS)]
    apart = sum(abs(sum(much - right for much, right in held)) for held in bins)
    return {
        "bins": [
            {
                "from": number / BINS,
                "to": (number + 1) / BINS,
                "messages": len(held),
                "right": sum(right for _, right in held),
                "confidence": round(sum(much for much, _ in held) / len(held), 3) if held else None,
            }
            for number, held in enumerate(bins)
        ],
        "apart": round(apart / len(found), 3),
        "brier": round(sum((much - right) ** 2 for much, right in sure) / len(found), 3),
    }


def _milliseconds(taken: list[float]) -> dict[str, Any] | None:
    if not taken:
        return None
    taken = sorted(taken)
    return {
        "messages": len(taken),
        "mean": round(sum(taken) / len(taken), 1),
        "median": round(median(taken), 1),
        "p95": round(taken[ceil(len(taken) * 0.95) - 1], 1),
        "most": round(taken[-1], 1),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
