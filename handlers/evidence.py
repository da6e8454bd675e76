"""Which cues stand in a text and where, and how its words are read; decides nothing and keeps nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from handlers.impression import WholeReader, nothing_said
from handlers.leanings import Counted, Leanings, counted, learn
from handlers.phrases import STOP, Phrases, phrases
from handlers.places import Places, compile_places
from handlers.tellings import Tellings, learn_each
from store.messages import Cue
from store.terms import Kind, Quote

LONGEST = 120_000  # characters of one text that are read: more is machine output, and its end is read as well
_CJK = "\u3040-\u30ff\u3400-\u9fff"
_WORD = rf"[{_CJK}]|[^\W_{_CJK}](?:['’‘ʼ`´]*[^\W_{_CJK}])*"
_END = r"\n\s*\n|[.!?;]+(?=[\s\"'”’)\]]|$)|[。！？]"
_READ = re.compile(rf"{_WORD}|{_END}")
_READ_PLAIN = re.compile(rf"[a-z0-9]+|{_END}")
Weights = Mapping[str, Sequence[tuple[Kind, float]]]
"""By input, what it counts for each kind (handlers.likely)."""
UNFITTED: Mapping[str, float] = MappingProxyType({"cues": 1.5, "share": 1.5, "behind": 2.0, "sentence": 1.0})
_BETWEEN_LETTERS = str.maketrans(".-", "  ")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the example lines have in common: of each meaning, by who speaks, and of each flag."""

    leanings: Mapping[str, Leanings]
    tellings: Tellings


@dataclass(frozen=True)
class CueTable:
    """The cue tables made ready for reading: build it once with compile_cues and pass it on; nothing changes it."""

    cues: tuple[Cue, ...]
    phrases: Phrases
    spellings: Mapping[str, str]
    disguises: re.Pattern[str] | None
    english: frozenset[str]
    machines: Mapping[tuple[str, str], tuple[str, ...]]
    places: Places
    weights: Weights
    flag_weights: Mapping[str, Mapping[str, float]]
    date_weights: Mapping[str, float]
    recall: Callable[[CueTable], Learnt]
    whole: WholeReader

    @property
    def leanings(self) -> Mapping[str, Leanings]:
        """By who speaks, what the example lines of each meaning have in common; made when it is first asked for."""
        return self._learnt.leanings

    @property
    def tellings(self) -> Tellings:
        """What the example lines of each flag have in common, against what the public writes otherwise; made once."""
        return self._learnt.tellings

    @cached_property
    def _learnt(self) -> Learnt:
        return self.recall(self)


def learn_from(table: CueTable) -> Learnt:
    """What the example lines of the table have in common, counted from the lines."""
    lines: dict[str, dict[str, Counted]] = defaultdict(dict)
    for cue in table.cues:
        if cue.table == "examples":
            lines[cue.senders[0]][cue.name] = counted([words_of(said, table) for said in cue.phrases])
    flags = learn_each(lines.pop("flags", {}), lines.get("public", {}).values())
    return Learnt({who: learn(meanings) for who, meanings in lines.items()}, flags)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that stands in a text: in which place, from which word up to which."""

    cue: Cue
    place: str
    start: int
    end: int


def compile_cues(
    cues: Iterable[Cue],
    recall: Callable[[CueTable], Learnt] = learn_from,
    whole: WholeReader = nothing_said,
) -> CueTable:
    """The cues made ready for reading, spellings and word groups folded in; ValueError where a phrase cannot be.

    `recall` gives what the example lines teach when that is first asked for; `whole` reads messages as a whole.
    """
    every = tuple(cues)
    spellings = {typed: cue.name for cue in every if cue.table == "spellings" for typed in cue.phrases}
    groups = {cue.name: cue.phrases for cue in every if cue.table == "words"}
    scored = [cue.phrases if cue.table in ("kinds", "flags") else () for cue in every]
    return CueTable(
        every,
        phrases(scored, groups, spellings),
        spellings,
        _disguises(spellings),
        frozenset(word for cue in every if cue.table == "languages" for word in cue.phrases),
        {
            (cue.name, place): tuple(phrase.casefold() for phrase in cue.phrases)
            for cue in every
            if cue.table == "machines"
            for place in cue.places
        },
        compile_places(every),
        _weights(cue for cue in every if cue.table == "weights"),
        _flag_weights(cue for cue in every if cue.table == "flag_weights"),
        {cue.phrases[0]: cue.weight for cue in every if cue.table == "letter_dates"},
        recall,
        whole,
    )


def _weights(cues: Iterable[Cue]) -> Weights:
    """The fitted weights, by what they are for; where there are none, every kind by its own words alone."""
    found: dict[str, list[tuple[Kind, float]]] = defaultdict(list)
    for cue in cues:
        found[cue.phrases[0]].append((Kind(cue.name), cue.weight))
    return found or {f"{sort} {kind}": [(kind, weight)] for sort, weight in UNFITTED.items() for kind in Kind}


def _flag_weights(cues: Iterable[Cue]) -> dict[str, dict[str, float]]:
    """The fitted weights of each flag, by what they are for."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for cue in cues:
        found[cue.name][cue.phrases[0]] = cue.weight
    return dict(found)


def words_of(text: str, table: CueTable) -> list[str]:
    """The words of a text, folded and with common misspellings mended, in order; STOP where a sentence ends."""
    folded = _cut(text).casefold().translate(_APOSTROPHES)
    if table.disguises is not None:
        folded = table.disguises.sub(lambda found: _undisguised(found[0], table), folded)
    words = (_READ_PLAIN if folded.isascii() else _READ).findall(folded)
    return [table.spellings.get(word, word) if word[0].isalnum() else STOP for word in words]


def _disguises(spellings: Mapping[str, str]) -> re.Pattern[str] | None:
    """The spellings that are no one word as words are read: with signs in them, or letter by letter."""
    strange = (re.escape(typed).replace(r"\ ", "[ .-]") for typed in spellings if not typed.isalnum())
    found = "|".join(strange)
    return re.compile(rf"(?<![\w*])(?:{found})(?![\w*])") if found else None


def _undisguised(typed: str, table: CueTable) -> str:
    """The word that was typed with signs in it, or with blanks, points or dashes between its letters."""
    return table.spellings.get(typed) or table.spellings.get(typed.translate(_BETWEEN_LETTERS), typed)


def count(words: Sequence[str]) -> int:
    """How many words there are, the ends of sentences left out."""
    return len(words) - words.count(STOP)


def find(words: Sequence[str], place: str, table: CueTable) -> list[Hit]:
    """Every cue that counts in this place and stands in the words: each of its phrases once, where it first stands."""
    return [
        Hit(table.cues[number], place, start, end)
        for number, start, end in table.phrases.standing(words)
        if place in table.cues[number].places
    ]


def quotes(hits: Iterable[Hit], texts: Mapping[str, str], words: Mapping[str, Sequence[str]]) -> tuple[Quote, ...]:
    """The words of each hit as they stand in the text of its place (as they were read, where the two do not match)."""
    spans: dict[str, list[tuple[int, int]]] = {}
    found = []
    for hit in hits:
        text, read = _cut(texts[hit.place]), words[hit.place]
        if hit.place not in spans:
            spans[hit.place] = [match.span() for match in _READ.finditer(text)]
        here = spans[hit.place]
        said = " ".join(read[hit.start : hit.end])
        if len(here) == len(read):
            said = " ".join(text[here[hit.start][0] : here[hit.end - 1][1]].split())
        found.append(Quote(said, hit.place, hit.cue.says))
    return tuple(found)


def in_quotation_marks(text: str, words: Sequence[str], at: int) -> bool:
    """Whether a word stands in double quotation marks opened in its paragraph; no, where nobody can say."""
    read = _cut(text)
    here = [match.span() for match in _READ.finditer(read)]
    if len(here) != len(words):
        return False
    before = re.split(r"\n\s*\n", read[: here[at][0]])[-1]
    return (before.count('"') + before.count("“") - before.count("”")) % 2 == 1


def is_english(words: Sequence[str], table: CueTable) -> bool:
    """Whether a text may be in English; a text of fewer than ten words always may."""
    known, every = sum(map(table.english.__contains__, words)), count(words)
    return every < 10 or known * 100 >= every * 12


def _cut(text: str) -> str:
    """The beginning and the end of a text that is too long to be a letter."""
    return text if len(text) <= LONGEST else text[: LONGEST // 2] + "\n" + text[-LONGEST // 2 :]
