"""Learns from what people said messages are, and replaces what was learned before only where no kind gets worse."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.mime import Unreadable
from bot.prompt.rehearse import beside
from bot.prompt.show import Line
from bot.reader import Reader
from bot.recognising.opinion_model import OTHER, Model, ModelRefused, Seen, keep, kept, trained
from handlers.evidence import CueTable
from handlers.opinion import ABSTAINS
from handlers.recognise import recognise
from handlers.said import read_words
from store import corrections, intake
from store.blobs import BlobDamaged
from store.corrections import Correction
from store.engine import Store
from store.events import record
from store.messages import Incoming, KnownCase, OfficeDomains
from store.terms import Kind
from store.vault import Erased

FEWEST = 20
"""Messages of a kind that people must have named before it is learned at all."""
SET_ASIDE = 5
"""One message in so many is set aside for good, never learned from, and judges every model."""
FEWEST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A message that a person named, and what it is read beside; `set_aside` is the same at every training."""

    kind: Kind
    incoming: Incoming
    case: KnownCase | None
    own_ids: frozenset[str]
    set_aside: bool


@dataclass(frozen=True)
class Teacher:
    """The store people's corrections are in, and what reads and recognises its mail."""

    store: Store
    office: OfficeDomains
    prefix: str
    reader: Reader
    cues: CueTable

    def learn(self, file: Path, *, now: datetime, by: str) -> Line:
        """What was learned, kind by kind; the file holds the new model where no kind gets worse by it.

        Raises NoLearning where the extra is not installed, and ReaderUnavailable.
        """
        found, skipped = self._examples(now)
        before, refused = _before(file, self.store)
        counts = Counter(one.kind for one in found)
        learned = _learned(found)
        model = self._model(found, learned, number=(before.number if before else 0) + 1, at=now)
        aside = [one for one in found if one.set_aside]
        was = self._judged(aside, before)
        is_ = self._judged(aside, model) if model else was
        kinds = [_line(kind, counts[kind], kind in learned, was, is_) for kind in sorted({*counts, *was, *is_})]
        worse = [line["kind"] for line in kinds if line["worse"]]
        replaced = model is not None and not worse
        if model is not None and replaced:
            keep(model, file, self.store.vault)
            with self.store.writing(now, by) as tx:
                record(tx, "learned", "opinion", number=model.number, messages=model.messages, kinds=sorted(learned))
        in_use = model if model is not None and replaced else before
        return {
            "replaced": replaced,
            "why": " ".join(filter(None, (refused, _why(model is not None, worse)))),
            "number": in_use.number if in_use else None,
            "corrections": len(found) + sum(skipped.values()),
            "learned_from": model.messages if model else 0,
            "set_aside": len(aside),
            "skipped": dict(skipped),
            "kinds": kinds,
        }

    def _examples(self, now: datetime) -> tuple[list[Example], Counter[str]]:
        """Every corrected message that can still be read, each content once; and how many cannot be, by the reason."""
        with self.store.reading(now) as tx:
            said = corrections.latest(tx)
        found: dict[str, Example] = {}
        skipped: Counter[str] = Counter()
        for one in said:
            try:
                example = self._example(one, now)
            except Erased:
                skipped["erased"] += 1
            except BlobDamaged:
                skipped["damaged"] += 1
            except Unreadable:
                skipped["unreadable"] += 1
            else:
                mark = example.incoming.fingerprint or one.held.blob.sha256
                skipped["copies"] += mark in found
                found[mark] = example
        return list(found.values()), +skipped

    def _example(self, one: Correction, now: datetime) -> Example:
        with self.store.reading(now) as tx:
            raw = intake.raw_of(self.store, tx, one.held)
        incoming = self.reader.read(raw)
        with self.store.reading(now) as tx:
            case, own_ids = beside(tx, incoming, self.prefix)
        aside = is_set_aside(incoming.fingerprint or one.held.blob.sha256)
        return Example(one.kind, incoming, case, own_ids, aside)

    def _model(self, found: Iterable[Example], learned: frozenset[Kind], *, number: int, at: datetime) -> Model | None:
        """A model of the learned kinds, with all others as one where there are enough; None where it tells nothing."""
        pairs = [(str(one.kind) if one.kind in learned else OTHER, one) for one in found if not one.set_aside]
        counts = Counter(name for name, _ in pairs)
        pairs = [(name, one) for name, one in pairs if name != OTHER or counts[OTHER] >= FEWEST_OTHERS]
        names = [name for name, _ in pairs]
        if not learned or len(set(names)) < 2:
            return None
        return trained([self._seen(one) for _, one in pairs], names, number=number, at=at)

    def _seen(self, one: Example) -> Seen:
        read = read_words(one.incoming, one.case, self.office, self.cues)
        return one.incoming.subject, one.incoming.new_text, sorted({hit.cue.name for hit in read.hits})

    def _judged(self, aside: Iterable[Example], opinion: Model | None) -> Mapping[Kind, tuple[int, int]]:
        """For each kind how many of those set aside are rightly and how many are wrongly taken for it."""
        right, wrong = Counter[Kind](), Counter[Kind]()
        for one in aside:
            kind = recognise(one.incoming, one.case, self.office, self.cues, one.own_ids, opinion=opinion).kind
            (right if kind is one.kind else wrong)[kind] += 1
        return {kind: (right[kind], wrong[kind]) for kind in {*right, *wrong}}


def is_set_aside(mark: str) -> bool:
    """Whether the message with this fingerprint judges models and never makes them; the same at every training."""
    return hashlib.sha256(mark.encode()).digest()[0] % SET_ASIDE == 0


def _before(file: Path, store: Store) -> tuple[Model | None, str]:
    try:
        return kept(file, store.vault), ""
    except ModelRefused as fault:
        return None, str(fault)


def _learned(found: Iterable[Example]) -> frozenset[Kind]:
    """The kinds there are enough labels of, some of them set aside, that an opinion may be asked about."""
    every = list(found)
    counts, aside = Counter(one.kind for one in every), {one.kind for one in every if one.set_aside}
    return frozenset(kind for kind in counts if counts[kind] >= FEWEST and kind in aside and kind not in ABSTAINS)


def _line(
    kind: Kind,
    labels: int,
    learned: bool,
    was: Mapping[Kind, tuple[int, int]],
    is_: Mapping[Kind, tuple[int, int]],
) -> dict[str, Any]:
    (right_before, wrong_before), (right, wrong) = was.get(kind, (0, 0)), is_.get(kind, (0, 0))
    return {
        "kind": kind,
        "labels": labels,
        "learned": learned,
        "right_before": right_before,
        "right": right,
        "wrongly_before": wrong_before,
        "wrongly": wrong,
        "worse": right < right_before or (wrong > wrong_before and kind is not Kind.UNCLEAR),
    }


def _why(there_is_one: bool, worse: Iterable[str]) -> str:
    if not there_is_one:
        return (
            f"No kind can be learned yet: each needs {FEWEST} messages that people named, and another kind beside it."
        )
    if named := ", ".join(worse):
        return f"The new model was not taken: by the messages set aside it is worse for {named}."
    return "No kind is worse by the messages set aside: the new model is in use from the next start of the service."
