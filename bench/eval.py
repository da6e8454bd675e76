"""Measures the reading of mail: what the service makes of a labelled folder, beside what a person said it is.

    python bench/eval.py [DIR] [--half development|frozen] [--json]

DIR holds *.eml with labels.jsonl and, where its offices are not those of config/offices, mailboxes.json. Each message
is read by the office it is addressed to, without a case, beside those before it. It measures and changes nothing; the
exit code is 0 however badly the reading went, 2 where there is nothing to measure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bot.explain import lines
from bot.reader import ChildReader
from config import cues
from config.offices import profiles
from config.sections import OfficeSection
from config.settings import load
from handlers.evidence import compile_cues

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
FACTS = ("complainant_name", "representative_name", "force_reference", "outcome_letter_date", "received_on")
BINS = 5
ABSTAINED = {"UNKNOWN", "START_UNKNOWN"}
"""Answers that claim nothing: they can miss what is so, and are never false."""
_ADDRESSED = ("delivered-to", "to", "cc")
_UNDATED = datetime(2026, 11, 22, tzinfo=UTC)
"""When a message is taken to have come whose head does not say; fixed, so that two runs say the same."""

Label = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """One message: what a person said it is, what the service said, and how long that took."""

    label: Label
    said: Mapping[str, Any]
    milliseconds: float

    @property
    def file(self) -> str:
        return str(self.label["file"])

    @property
    def kind_is_right(self) -> bool:
        return bool(self.said["kind"] == self.label["kind"])


def labels(folder: Path) -> list[Label]:
    """The labels of a folder, in order. Raises OSError where there are none."""
    return [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines() if line]


def read_all(folder: Path, chosen: Iterable[Label]) -> list[Read]:
    """Each chosen message as its office reads it, in the order of the labels; a second copy is seen as one."""
    known = offices(folder)
    by_office: dict[str, list[Label]] = defaultdict(list)
    for label in chosen:
        by_office[_office_of(folder / label["file"], known)].append(label)
    table = compile_cues(cues.load())
    found = []
    with ChildReader() as reader:
        reader.read(b"From: a@warm.example\n\nThe first child is started before the clock is.\n")
        for name, theirs in by_office.items():
            said = lines((folder / one["file"] for one in theirs), known[name], table, reader, at=None, now=_UNDATED)
            for label in theirs:
                began = perf_counter()
                line = json.loads(json.dumps(next(said), default=_in_json))
                found.append(Read(label, line, (perf_counter() - began) * 1000))
    return sorted(found, key=lambda one: one.file)


def offices(folder: Path) -> dict[str, OfficeSection]:
    """The offices mail of this folder may be for: those of mailboxes.json, or every profile as it is."""
    file = folder / "mailboxes.json"
    if not file.exists():
        return {name: _office(name, {}) for name in profiles()}
    named = json.loads(file.read_text(encoding="utf-8"))
    return {name: _office(name, _as_settings(given)) for name, given in named.items()}


def _as_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"mailbox_address" if key == "mailbox" else key: value for key, value in given.items()}


def _office(name: str, said_otherwise: Mapping[str, Any]) -> OfficeSection:
    profile = name if name in profiles() else profiles()[0]
    keys = {"profile": profile, **said_otherwise}
    with TemporaryDirectory() as nowhere:
        path = Path(nowhere, "office.toml")
        path.write_text("[office]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items()))
        return load(path, {}).office


def _office_of(file: Path, known: Mapping[str, OfficeSection]) -> str:
    """Whose mailbox a message was sent to, by the domains in its head; the first office where no domain is known."""
    with file.open("rb") as mail:
        head = BytesHeaderParser().parse(mail)
    for header in _ADDRESSED:
        for _, address in getaddresses([str(value) for value in head.get_all(header, ())]):
            domain = address.rpartition("@")[2].lower()
            for name, office in known.items():
                if any(domain == own or domain.endswith(f".{own}") for own in office.domains().own):
                    return name
    return next(iter(known))


def _in_json(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


# --- what is counted


def measure(found: list[Read]) -> dict[str, Any]:
    """Every figure of these messages as one object of plain values."""
    return {
        "messages": len(found),
        "kinds_right": sum(one.kind_is_right for one in found),
        "confused": [
            {"file": one.file, "is": one.label["kind"], "taken_for": one.said["kind"]}
            for one in found
            if not one.kind_is_right
        ],
        "kinds": _by_name(found, lambda line: {line["kind"]} - {None}),
        "also": _by_name(found, lambda line: set(line.get("also", ()))),
        "flags": _by_name(found, lambda line: set(line.get("flags", ()))),
        "flags_wrong": [
            {"file": one.file, "missed": missed, "invented": invented}
            for one in found
            for missed, invented in [_differences(one, "flags")]
            if missed or invented
        ],
        "wrongly_acknowledged": [
            one.file for one in found if one.said["may_acknowledge"] and not one.label["may_acknowledge"]
        ],
        "wrongly_silent": [
            {"file": one.file, "why_not": one.said["why_not"]}
            for one in found
            if one.label["may_acknowledge"] and not one.said["may_acknowledge"]
        ],
        "facts": {name: _answers(found, _fact(name)) for name in FACTS},
        "time_result": _answers(found, lambda line: line.get("time_result"))
        | _false(found, "time_result", "time_result"),
        "review_body": _answers(found, _body) | _false(found, "review_body_hint", "review_body"),
        "calibration": _calibration(found),
        "milliseconds": _milliseconds(found),
    }


def _by_name(found: list[Read], names: Callable[[Label], set[str]]) -> dict[str, dict[str, int]]:
    """For each kind or flag: how often it is there, how often it was said, and how often both."""
    there, said, both = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        wanted, given = names(one.label), names(one.said)
        there.update(wanted)
        said.update(given)
        both.update(wanted & given)
    return {name: {"there": there[name], "said": said[name], "right": both[name]} for name in sorted(there | said)}


def _differences(one: Read, name: str) -> tuple[list[str], list[str]]:
    wanted, given = set(one.label[name]), set(one.said.get(name, ()))
    return sorted(wanted - given), sorted(given - wanted)


def _fact(name: str) -> Callable[[Label], str | None]:
    return lambda line: line.get("facts", {}).get(name)


def _body(line: Label) -> str | None:
    body: str | None = line.get("review_body_hint", line.get("review_body"))
    return body


def _answers(found: list[Read], answer: Callable[[Label], str | None]) -> dict[str, Any]:
    """How often an answer that is to be had was right, wrong or missed, and how often one was made up."""
    counted: Counter[str] = Counter(right=0, wrong=0, missed=0, invented=0, rightly_none=0)
    misses = []
    for one in found:
        wanted, given = answer(one.label), answer(one.said)
        outcome = _outcome(_same(wanted), _same(given))
        counted[outcome] += 1
        if outcome not in ("right", "rightly_none"):
            misses.append({"file": one.file, "is": wanted, "said": given})
    return {**counted, "misses": misses}


def _outcome(wanted: frozenset[str], given: frozenset[str]) -> str:
    if wanted == given:
        return "right" if wanted else "rightly_none"
    if not wanted:
        return "invented"
    return "wrong" if given - {one.casefold() for one in ABSTAINED} else "missed"


def _same(words: str | None) -> frozenset[str]:
    """An answer without its capitals, and several joined by semicolons without their order."""
    return frozenset(" ".join(one.split()).casefold() for one in (words or "").split(";") if one.strip())


def _false(found: list[Read], label: str, said: str) -> dict[str, list[str]]:
    """The messages for which each claim was made and is not so, also where there was no question."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for one in found:
        given = one.said.get(said)
        if given and given not in ABSTAINED and given != one.label[label]:
            wrong[f"false_{given}"].append(one.file)
    return dict(sorted(wrong.items()))


def _calibration(found: list[Read]) -> list[dict[str, Any]]:
    """Five bins of confidence, each with its messages, the mean confidence in it and how many kinds are right."""
    bins: list[list[Read]] = [[] for _ in range(BINS)]
    for one in found:
        bins[min(int(one.said.get("confidence", 0.0) * BINS), BINS - 1)].append(one)
    return [
        {
            "from": number / BINS,
            "to": (number + 1) / BINS,
            "messages": len(held),
            "right": sum(one.kind_is_right for one in held),
            "confidence": round(sum(one.said.get("confidence", 0.0) for one in held) / len(held), 3) if held else None,
        }
        for number, held in enumerate(bins)
    ]


def _milliseconds(found: list[Read]) -> dict[str, float]:
    taken = sorted(one.milliseconds for one in found)
    return {
        "mean": round(sum(taken) / len(taken), 1),
        "median": round(median(taken), 1),
        "p95": round(taken[ceil(len(taken) * 0.95) - 1], 1),
        "most": round(taken[-1], 1),
    }


# --- for people


def show(report: Mapping[str, Any]) -> None:
    """The report on standard output, the misses with their files."""
    print(f"kinds right  {_share(report['kinds_right'], report['messages'])}")
    for miss in report["confused"]:
        print(f"  {miss['file']}: {miss['is']} taken for {miss['taken_for']}")
    for name in ("kinds", "flags", "also"):
        _show_names(name, report[name])
    for miss in report["flags_wrong"]:
        print(f"  {miss['file']}: missed {_listed(miss['missed'])}, invented {_listed(miss['invented'])}")
    _show_silence(report)
    print(f"\n{'answers':<22}{'right':>16}{'wrong':>7}{'missed':>8}{'invented':>10}")
    for name in FACTS:
        _show_answers(name, report["facts"][name])
    for name in ("time_result", "review_body"):
        _show_answers(name, report[name])
        for false in (key for key in report[name] if key.startswith("false_")):
            print(f"  {false.replace('_', ' ', 1)}: {_listed(report[name][false])}")
    _show_calibration(report["calibration"])
    taken = report["milliseconds"]
    print("\nmilliseconds a message: " + ", ".join(f"{name} {value}" for name, value in taken.items()))


def _show_names(title: str, table: Mapping[str, Mapping[str, int]]) -> None:
    print(f"\n{title:<26}{'there':>6}{'said':>6}{'right':>6}{'precision':>11}{'recall':>8}")
    whole = {key: sum(row[key] for row in table.values()) for key in ("there", "said", "right")}
    for name, row in [*table.items(), ("all", whole)]:
        precision, recall = _percent(row["right"], row["said"]), _percent(row["right"], row["there"])
        print(f"{name:<26}{row['there']:>6}{row['said']:>6}{row['right']:>6}{precision:>11}{recall:>8}")


def _show_silence(report: Mapping[str, Any]) -> None:
    wrongly, silent = report["wrongly_acknowledged"], report["wrongly_silent"]
    print(f"\nwrongly acknowledged  {len(wrongly)}: {_listed(wrongly)}")
    reasons = (f"{one['file']} ({one['why_not']})" for one in silent)
    print(f"wrongly silent  {len(silent)}: {_listed(reasons)}")


def _show_answers(name: str, counted: Mapping[str, Any]) -> None:
    to_be_had = counted["right"] + counted["wrong"] + counted["missed"]
    share = _share(counted["right"], to_be_had)
    print(f"{name:<22}{share:>16}{counted['wrong']:>7}{counted['missed']:>8}{counted['invented']:>10}")
    for miss in counted["misses"]:
        print(f"  {miss['file']}: {miss['is'] or '–'}, said {miss['said'] or '–'}")


def _show_calibration(bins: Iterable[Mapping[str, Any]]) -> None:
    print(f"\n{'confidence':<14}{'messages':>9}{'mean':>7}{'right':>8}")
    for row in bins:
        mean = "–" if row["confidence"] is None else f"{row['confidence']:.2f}"
        right = _percent(row["right"], row["messages"])
        print(f"{row['from']:.1f} to {row['to']:.1f}    {row['messages']:>9}{mean:>7}{right:>8}")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {_percent(part, whole)}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def main() -> None:
    """Measures a folder and prints what was found."""
    asked = argparse.ArgumentParser(description="What the service makes of labelled mail, beside its labels.")
    asked.add_argument("folder", type=Path, metavar="DIR", nargs="?", default=CORPUS)
    asked.add_argument("--half", choices=("development", "frozen"), help="only the messages of this half")
    asked.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    given = asked.parse_args()
    try:
        found = read_all(given.folder, [one for one in labels(given.folder) if given.half in (None, one.get("half"))])
    except OSError as fault:
        sys.exit(_misused(f"{given.folder} cannot be measured: {fault}"))
    if not found:
        sys.exit(_misused(f"{given.folder} has no labelled messages of this half."))
    report = measure(found)
    if given.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        show(report)


def _misused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
