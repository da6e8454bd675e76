"""Measures the reading of mail: what the service makes of a labelled folder, beside what a person said it is.

    python bench/eval.py [DIR] [--half development|frozen] [--json] [--misses [--of NAME]] [--show]

DIR holds *.eml with labels.jsonl and, where its offices are not those of config/offices, mailboxes.json. Each message
is read by the office it is addressed to, without a case, beside those before it. Of the frozen half only totals are
shown, so that nobody tunes on it. It measures and changes nothing; the exit code is 0 however badly the reading went,
2 where there is nothing to measure.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, only this file's own folder is searched

from bench.figures import show, show_misses
from bench.measures import FACTS, Label, Read, Report, measure
from bench.scores import names_in, scores_of
from bot.prompt.explain import lines
from bot.reader import ChildReader, Reader
from bot.recognising.words import cue_table
from config.offices import profiles
from config.sections import OfficeSection
from config.settings import load
from handlers.evidence import CueTable
from store.messages import Incoming

__all__ = ["CORPUS", "FACTS", "Read", "labels", "measure", "office_of", "offices", "read_all"]

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
FROZEN = "frozen"
_ADDRESSED = ("delivered-to", "to", "cc")
_UNDATED = datetime(2026, 11, 22, tzinfo=UTC)
"""When a message is taken to have come whose head does not say; fixed, so that two runs say the same."""


class Watched(ChildReader):
    """The limited child, keeping what it read last so that it can be looked at beside its label."""

    last: Incoming | None = None

    def read(self, raw: bytes) -> Incoming:
        """As the child reads it."""
        self.last = None
        self.last = super().read(raw)
        return self.last


def labels(folder: Path) -> list[Label]:
    """The labels of a folder, in order. Raises OSError where there are none."""
    return [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines() if line]


def read_all(folder: Path, chosen: Iterable[Label]) -> list[Read]:
    """Each chosen message as its office reads it, in the order of their names; a second copy is seen as one."""
    known = offices(folder)
    by_office: dict[str, list[Label]] = defaultdict(list)
    for label in chosen:
        by_office[office_of(folder / label["file"], known)].append(label)
    table = cue_table()
    found = []
    with Watched() as reader:
        _warm(next(iter(known.values())), table, reader)
        for name, theirs in by_office.items():
            office = known[name]
            said = lines((folder / one["file"] for one in theirs), office, table, reader, at=None, now=_UNDATED)
            for label in theirs:
                began = perf_counter()
                line = next(said)
                took = (perf_counter() - began) * 1000
                plain = json.loads(json.dumps(line, default=_in_json))
                found.append(Read(label, plain, took, reader.last, office.domains()))
    return sorted(found, key=lambda one: one.file)


def _warm(office: OfficeSection, table: CueTable, reader: Reader) -> None:
    """The child has started and the tables are learned, so that no message is charged for it."""
    with TemporaryDirectory() as nowhere:
        mail = Path(nowhere, "warm.eml")
        mail.write_bytes(b"From: a@warm.example\n\nThe clock is not running yet, so please take your time.\n")
        list(lines([mail], office, table, reader, at=None, now=_UNDATED))


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


def office_of(file: Path, known: Mapping[str, OfficeSection]) -> str:
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


def report_on(found: list[Read], *, names_of_frozen: bool = False) -> Report:
    """What `measure` says, its misses without those of the frozen half unless they are asked for."""
    report = measure(found)
    if not names_of_frozen:
        hidden = {one.file for one in found if one.label.get("half") == FROZEN}
        report["misses"] = [miss for miss in report["misses"] if miss["file"] not in hidden]
    return report


def main(words: Sequence[str] | None = None) -> None:
    """Measures a folder and prints what was found; `words` are the arguments, those of the command line if none."""
    asked = argparse.ArgumentParser(description="What the service makes of labelled mail, beside its labels.")
    asked.add_argument("folder", type=Path, metavar="DIR", nargs="?", default=CORPUS)
    asked.add_argument("--half", choices=("development", FROZEN), help="only the messages of this half")
    asked.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    asked.add_argument("--misses", action="store_true", help="each miss with scores and reasons; development half only")
    asked.add_argument(
        "--of", metavar="NAME", default="", help="with --misses: only those about this kind, flag or fact"
    )
    asked.add_argument("--show", action="store_true", help="name the misses of the frozen half too")
    given = asked.parse_args(words)
    if given.misses and given.half == FROZEN:
        sys.exit(_misused("--misses is for the development half: whoever tunes on the frozen half has none left."))
    half = "development" if given.misses and given.half is None else given.half
    try:
        chosen = [one for one in labels(given.folder) if half is None or one.get("half", half) == half]
        found = read_all(given.folder, chosen)
    except OSError as fault:
        sys.exit(_misused(f"{given.folder} cannot be measured: {fault}"))
    if not found:
        sys.exit(_misused(f"{given.folder} has no labelled messages of this half."))
    report = report_on(found, names_of_frozen=given.show)
    if given.misses:
        misses = [miss for miss in report["misses"] if not given.of or given.of in names_in(miss)]
        explained = scores_of(found, misses, cue_table())
        show_misses(explained, as_json=given.json)
    elif given.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        show(report)


def _misused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever reads may stop after the first lines
    main()
