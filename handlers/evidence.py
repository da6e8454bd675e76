"""Which cue phrases stand in a text and where; compares words in linear time, decides nothing and keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from store.messages import Cue
from store.terms import Quote

LONGEST = 200_000  # characters of one text that are read: more is machine output, and its end is read as well
GAP = 4  # words that "..." may stand for
ANY_NUMBER, UNDER_18, SOME_WORDS = "#", "<18", "..."
_CJK = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}](?:['’‘ʼ`´]*[^\W_{_CJK}])*")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_UNDER_18 = frozenset(str(age) for age in range(10, 18))
_SHORT_FORMS = (
    ("i am", "im"), ("i have", "ive"), ("i will", "ill"), ("i would", "id"), ("do not", "dont"), ("does not", "doesnt"),
    ("did not", "didnt"), ("can not", "cannot"), ("cannot", "cant"), ("will not", "wont"), ("is not", "isnt"),
    ("was not", "wasnt"), ("would not", "wouldnt"), ("could not", "couldnt"), ("have not", "havent"),
    ("has not", "hasnt"),
    ("you are", "youre"), ("you have", "youve"), ("he is", "hes"), ("she is", "shes"), ("they are", "theyre"),
    ("we have", "weve"), ("it is", "its"), ("what is", "whats"),
)  # fmt: skip


@dataclass(slots=True)
class _Step:
    """One word of the phrases, and the words that may follow it."""

    words: dict[str, _Step] = field(default_factory=dict)
    stems: dict[str, _Step] = field(default_factory=dict)
    gap: _Step | None = None
    ends: list[int] = field(default_factory=list)


_Found = dict[int, tuple[_Step, int, int]]  # by the last step of a phrase: that step, and from which word up to which


@dataclass(frozen=True, slots=True)
class CueTable:
    """The cue tables made ready for reading: build it once with compile_cues and pass it on; nothing changes it."""

    cues: tuple[Cue, ...]
    first: _Step
    spellings: Mapping[str, str]
    english: frozenset[str]
    machines: Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that stands in a text: in which place, from which word up to which."""

    cue: Cue
    place: str
    start: int
    end: int


def compile_cues(cues: Iterable[Cue]) -> CueTable:
    """The cues made ready for reading, spellings folded in."""
    every = tuple(cues)
    first = _Step()
    spellings = {typed: cue.name for cue in every if cue.table == "spellings" for typed in cue.phrases}
    for index, cue in enumerate(every):
        if cue.table in ("kinds", "flags"):
            for phrase in cue.phrases:
                for words in _variants(phrase, spellings):
                    _plant(first, words, index)
    return CueTable(
        every,
        first,
        spellings,
        frozenset(word for cue in every if cue.table == "languages" for word in cue.phrases),
        {
            (cue.name, place): tuple(phrase.casefold() for phrase in cue.phrases)
            for cue in every
            if cue.table == "machines"
            for place in cue.places
        },
    )


def words_of(text: str, table: CueTable) -> list[str]:
    """The words of a text, folded and with common misspellings mended, in their order."""
    folded = _cut(text).casefold().translate(_APOSTROPHES)
    words = (_PLAIN_WORD if folded.isascii() else _WORD).findall(folded)
    return list(map(table.spellings.get, words, words))


def find(words: Sequence[str], place: str, table: CueTable) -> list[Hit]:
    """Every cue that counts in this place and stands in the words: each of its phrases once, where it first stands."""
    found: _Found = {}
    first_words, first_stems, count = table.first.words, table.first.stems, len(words)
    for start, word in enumerate(words):
        step = first_words.get(word)
        if step is not None:
            _follow(step, words, start + 1, start, count, found)
        step = first_stems.get(word[:4])
        if step is not None:
            _follow_stems(step, words, start, start, count, found)
        if word[0].isdigit():
            for numeral in _numerals(word):
                step = first_words.get(numeral)
                if step is not None:
                    _follow(step, words, start + 1, start, count, found)
    return [
        Hit(table.cues[cue], place, start, end)
        for step, start, end in found.values()
        for cue in step.ends
        if place in table.cues[cue].places
    ]


def quotes(hits: Iterable[Hit], texts: Mapping[str, str], words: Mapping[str, Sequence[str]]) -> tuple[Quote, ...]:
    """The words of each hit as they stand in the text of its place (as they were read, where the two do not match)."""
    folded = {place: _cut(text).lower() for place, text in texts.items()}
    spans: dict[str, list[tuple[int, int]]] = {}
    found = []
    for hit in hits:
        text, read = _cut(texts[hit.place]), words[hit.place]
        said = " ".join(read[hit.start : hit.end])
        at = folded[hit.place].find(said) if len(folded[hit.place]) == len(text) else -1
        if at >= 0:
            said = text[at : at + len(said)]
        else:
            here = spans.setdefault(hit.place, []) or [match.span() for match in _WORD.finditer(text)]
            spans[hit.place] = here
            if len(here) == len(read):
                said = " ".join(text[here[hit.start][0] : here[hit.end - 1][1]].split())
        found.append(Quote(said, hit.place, hit.cue.says))
    return tuple(found)


def is_english(words: Sequence[str], table: CueTable) -> bool:
    """Whether a text may be in English; a text of fewer than ten words always may."""
    known = sum(map(table.english.__contains__, words))
    return len(words) < 10 or known * 100 >= len(words) * 12


def _cut(text: str) -> str:
    """The beginning and the end of a text that is too long to be a letter."""
    return text if len(text) <= LONGEST else text[: LONGEST // 2] + "\n" + text[-LONGEST // 2 :]


def _variants(phrase: str, spellings: Mapping[str, str]) -> list[list[str]]:
    """A phrase as lists of words, mended as texts are, with its short forms: "I am" also as "I'm"."""
    plain = " ".join(spellings.get(piece, piece) for piece in _pieces(phrase))
    choices = [(long, short) for long, short in _SHORT_FORMS if f" {long} " in f" {plain} "]
    forms = set()
    for pick in product(*(((long, long), (long, short)) for long, short in choices)):
        said = f" {plain} "
        for long, chosen in pick:
            said = said.replace(f" {long} ", f" {chosen} ")
        forms.add(said)
    return [said.split() for said in sorted(forms)]


def _pieces(phrase: str) -> list[str]:
    """The words, word beginnings and signs of one phrase, as a caseworker wrote it."""
    pieces: list[str] = []
    for part in phrase.split():
        if part in (ANY_NUMBER, UNDER_18, SOME_WORDS):
            pieces.append(part)
            continue
        words = _WORD.findall(part.casefold().translate(_APOSTROPHES))
        pieces += [*words[:-1], words[-1] + "*"] if part.endswith("*") and words else words
    return pieces


def _plant(first: _Step, pieces: Sequence[str], index: int) -> None:
    """Adds one phrase to the steps; a word beginning with fewer than four letters is refused with a ValueError."""
    step = first
    for piece in pieces:
        if piece == SOME_WORDS:
            step.gap = step = step.gap or _Step()
        elif piece.endswith("*"):
            if len(piece) < 5:
                raise ValueError(f"{piece!r} is too short a beginning of a word; give at least four letters.")
            step = step.stems.setdefault(piece[:4], _Step()).stems.setdefault(piece[:-1], _Step())
        else:
            step = step.words.setdefault(piece, _Step())
    if index not in step.ends:
        step.ends.append(index)


def _follow(step: _Step, words: Sequence[str], at: int, start: int, count: int, found: _Found) -> None:
    """Notes every phrase that goes on from this step at word `at`; as deep as the longest phrase, never deeper."""
    if step.ends:
        found.setdefault(id(step), (step, start, at))
    if at == count:
        return
    word = words[at]
    after = step.words.get(word)
    if after is not None:
        _follow(after, words, at + 1, start, count, found)
    if step.stems and (stems := step.stems.get(word[:4])) is not None:
        _follow_stems(stems, words, at, start, count, found)
    if word[0].isdigit() and step.words:
        for numeral in _numerals(word):
            after = step.words.get(numeral)
            if after is not None:
                _follow(after, words, at + 1, start, count, found)
    if step.gap is not None:
        for beyond in range(at, min(at + GAP + 1, count)):
            _follow(step.gap, words, beyond, start, count, found)


def _follow_stems(stems: _Step, words: Sequence[str], at: int, start: int, count: int, found: _Found) -> None:
    """Goes on with every word beginning that fits word `at`."""
    for stem, after in stems.stems.items():
        if words[at].startswith(stem):
            _follow(after, words, at + 1, start, count, found)


def _numerals(word: str) -> tuple[str, ...]:
    """The signs a number in a text may stand for in a phrase."""
    if not word.isdigit():
        return ()
    return (ANY_NUMBER, UNDER_18) if word in _UNDER_18 else (ANY_NUMBER,)
