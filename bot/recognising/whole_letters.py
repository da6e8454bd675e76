"""Reads a message as a whole with a small language model that ships with the tables; decides nothing.

The model is all-MiniLM-L6-v2 (Apache licence 2.0; Wang and others, MiniLM, 2020; Reimers and Gurevych, Sentence-BERT,
2019), taught on this project's labelled letters by bench/fit_whole.py and stored in eight bits. It runs here, on one
core, from a file, and asks nobody anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from math import exp
from typing import Any

from bot.recognising.pieces import Piece, Pieces
from config import cues
from handlers.impression import Impression, WholeReader
from store.terms import Kind

MODEL, PIECES = "letters.onnx", "letters.pieces.txt"
LONGEST = 256  # pieces that are read at once
LONGEST_HEADING = 40
BEGINNING = 0.75  # how much of what is read of a long letter is its beginning; the rest is its end
MOST_WINDOWS = 16
STRIDE = 40  # pieces that two windows share
MOST_TEXT = 40_000  # signs
TOLD = 3  # kinds whose words are shown
_SENTENCE = re.compile(r"[^.!?\n]{1,160}[.!?\n]{0,3}")


class WholeLetters:
    """A reader of whole letters; nothing changes it."""

    def __init__(self, model: bytes, names: Sequence[str]) -> None:
        import onnxruntime  # heavy: only where messages are read

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # a long letter leaves nothing behind
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        told = self._session.get_modelmeta().custom_metadata_map
        self._kinds = [Kind(name) for name in json.loads(told["kinds"])]
        self._flags: list[str] = json.loads(told["flags"])
        self._hints: list[str] = json.loads(told["hints"])
        self._pieces = Pieces(names)

    def read(self, heading: str, text: str) -> Impression | None:
        """What the message says as a whole: kinds by its beginning and end, flags by all of it."""
        text = text[:MOST_TEXT]
        before = [piece.number for piece in self._pieces.of(heading)][:LONGEST_HEADING]
        said = list(self._pieces.of(text))
        room = LONGEST - 3 - len(before)
        first, *others = windows(said, room)
        odds, pull = self._run(before, first)
        every = {name: (float(odds[at]), first, pull[:, at]) for at, name in self._named()}
        for window in others:
            more, pulled = self._run(before, window)
            for at, name in self._named():
                if at >= len(self._kinds) and more[at] > every[name][0]:
                    every[name] = (float(more[at]), window, pulled[:, at])
        flags, hints = ({name: every[name][0] for name in names} for names in (self._flags, self._hints))
        kinds = _shares({kind: every[kind][0] for kind in self._kinds})
        shown = [
            *sorted(kinds, key=kinds.__getitem__, reverse=True)[:TOLD],
            *(one for one, odd in (flags | hints).items() if odd > 0),
        ]
        sentences = [found.span() for found in _SENTENCE.finditer(text)]
        skipped = 2 + len(before)
        telling = {str(one): _most(sentences, every[one][1], every[one][2][skipped:-1]) for one in shown}
        return Impression(kinds, flags, {name: span for name, span in telling.items() if span is not None}, hints)

    def _named(self) -> Iterator[tuple[int, str]]:
        return enumerate([*self._kinds, *self._flags, *self._hints])

    def _run(self, before: Sequence[int], window: Sequence[Piece]) -> tuple[Any, Any]:
        """The odds of kinds and flags, and how much each piece pulls towards each of them."""
        import numpy  # heavy, and comes with onnxruntime

        said = (piece.number for piece in window)
        numbers = [self._pieces.begins, *before, self._pieces.ends, *said, self._pieces.ends]
        odds, pull = self._session.run(None, {"pieces": numpy.array([numbers], dtype=numpy.int64)})
        return odds, pull


def windows(said: Sequence[Piece], room: int) -> list[Sequence[Piece]]:
    """What is read at once: all of a letter, or its beginning and end first and then the stretches between."""
    if len(said) <= room:
        return [said]
    begins = int(room * BEGINNING)
    middle = range(begins - STRIDE, len(said) - (room - begins), room - STRIDE)
    return [[*said[:begins], *said[-(room - begins) :]], *(said[at : at + room] for at in middle[:MOST_WINDOWS])]


def _shares(odds: dict[Kind, float]) -> dict[Kind, float]:
    top = max(odds.values())
    shares = {kind: exp(one - top) for kind, one in odds.items()}
    every = sum(shares.values())
    return {kind: share / every for kind, share in shares.items()}


def _most(
    sentences: Sequence[tuple[int, int]], window: Sequence[Piece], pull: Sequence[float]
) -> tuple[int, int] | None:
    """The sentence whose pieces pull most, from which sign to which; None where none pulls."""
    sums = dict.fromkeys(sentences, 0.0)
    at = 0
    for piece, pulled in zip(window, pull, strict=True):
        while at < len(sentences) and sentences[at][1] <= piece.start:
            at += 1
        if at < len(sentences):
            sums[sentences[at]] += float(pulled)
    best = max(sums, key=sums.__getitem__, default=None)
    return best if best is not None and sums[best] > 0 else None


@cache
def whole_reader() -> WholeReader | None:
    """The reader that ships with the tables; None on a machine for which its runtime is not made."""
    folder = resources.files(cues)
    try:
        names = folder.joinpath(PIECES).read_text(encoding="utf-8").split("\n")
        return WholeLetters(folder.joinpath(MODEL).read_bytes(), names[:-1]).read
    except ImportError:
        return None
