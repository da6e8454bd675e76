"""A piece of text with the place it stands in, as the fact readers look at it; says nothing about its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from store.messages import Fact
from store.terms import Quote

T = TypeVar("T")
LONGEST = 60_000  # characters of one passage that are read for facts
REACH = 200  # characters a sentence is looked for to either side
AHEAD = 30  # characters behind its first by which a new line is known to begin a sentence
QUOTED = 160
NEAR = 100  # characters around a word within which its pattern is looked for
_NO_LETTERS = str.maketrans(
    {sign: " " for sign in map(chr, range(0x250)) if not sign.isalpha()} | dict.fromkeys("“”–—…€\u2009\u202f", " ")
)
# A sentence ends at its mark (an initial's or "r." is none), at an empty line, and before a list item, a label or a
# line that begins with a date and a dash.
_BREAK = re.compile(
    r"(?<![\s(]\w)(?<!(?i:insp|supt|cllr))(?<!(?i:sgt|det|mrs|ref))(?<!(?i: mr| ms| dr| st| no))[.!?][\"'”)\]]*\s|"
    r"[!?][\"'”)\]]*\s|\n\s*\n|"
    r"\n(?=[ \t]*(?:[-*•>–]|\(?\w{1,2}[.)] |[A-Z][\w ]{1,20}:|\d{1,2}[a-z]{0,2}[ /.][\w/.]{1,12} ?[-–:=] ))"
)


@dataclass(frozen=True)
class Passage:
    """Text from one place: "body", "subject", "attachment NAME" …; `folded` has the same length in lower case."""

    place: str
    text: str

    @cached_property
    def folded(self) -> str:
        """The text in lower case with straight apostrophes, character for character."""
        folded = self.text.replace("’", "'").replace("‘", "'").replace("\xa0", " ").lower()
        if len(folded) != len(self.text):
            folded = "".join(small if len(small := letter.lower()) == 1 else letter for letter in self.text)
        return folded

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the text once, in lower case."""
        return frozenset(self.folded.translate(_NO_LETTERS).split())

    def near(self, pattern: re.Pattern[str], words: frozenset[str], reach: int = NEAR) -> Iterator[re.Match[str]]:
        """Where the pattern stands near one of these words, in order; without any of them nothing is searched.

        A mail is much longer than what matters in it, and looking for plain words is quick.
        """
        here = words & self.words
        if not here:
            return
        folded, until = self.folded, 0
        spans = ((at, at + len(word)) for word in here for at in _places(word, folded))
        for start, stop in _joined(spans, 2 * reach):
            end = folded.find(" ", stop + reach, stop + reach + NEAR)
            for found in pattern.finditer(folded, max(until, start - reach), stop + reach + NEAR if end < 0 else end):
                until = found.end()
                yield found

    def places(self, words: frozenset[str]) -> list[int]:
        """Where any of these words stands, in order."""
        return sorted(at for word in words & self.words for at in _places(word, self.folded))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the sentence, line or list item around these characters goes."""
        first = max(0, start - REACH)
        for stop in _BREAK.finditer(self.text, first, start + AHEAD):
            first = stop.end() if stop.end() <= start else first
        stop_after = _BREAK.search(self.text, end, end + REACH)
        return first, stop_after.start() + 1 if stop_after else min(len(self.text), end + REACH)

    def quote(self, start: int, end: int, says: str) -> Quote:
        """The words from here to there on one line, shortened around their middle where they are many."""
        if end - start > QUOTED:
            end = start + QUOTED
        return Quote(" ".join(self.text[start:end].split()), self.place, says)

    def sentence_quote(self, start: int, end: int, says: str) -> Quote:
        """The sentence around these characters, or the part of it that is nearest to them."""
        first, last = self.sentence(start, end)
        if last - first > QUOTED and start - first > QUOTED // 3:
            first = self.text.find(" ", start - QUOTED // 3, start) + 1 or start
        return self.quote(first, last, says)


def _joined(spans: Iterable[tuple[int, int]], gap: int) -> Iterator[tuple[int, int]]:
    """These spans in order, those with no more than a gap between them made one."""
    start = stop = -1
    for first, last in sorted(spans):
        if start >= 0 and first - stop > gap:
            yield start, stop
            start = -1
        start, stop = (first if start < 0 else start), max(stop, last)
    if start >= 0:
        yield start, stop


def _places(word: str, folded: str) -> Iterator[int]:
    """Where the word stands by itself."""
    at = folded.find(word)
    while at >= 0:
        end = at + len(word)
        if not folded[at - 1 : at].isalpha() and not folded[end : end + 1].isalpha():
            yield at
        at = folded.find(word, end)


def passage(place: str, text: str) -> Passage:
    """A passage of this text, of its beginning where it is very long."""
    return Passage(place, text[:LONGEST])


class Rule(NamedTuple, Generic[T]):
    """What stands for what: a value, what it tells, words one of which must be there, and the exact pattern.

    The pattern reads the folded text.
    """

    value: T
    says: str
    words: frozenset[str]
    pattern: re.Pattern[str]


def rule(value: T, says: str, words: str, pattern: str) -> Rule[T]:
    """A rule, its pattern compiled."""
    return Rule(value, says, word_set(words), at_a_word(pattern))


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written with blanks."""
    return frozenset(words.split())


def at_a_word(pattern: str) -> re.Pattern[str]:
    """A pattern that is tried only where a word begins, which is five times as quick."""
    return re.compile(rf"(?<![^\W\d_])(?:{pattern})")


def told(rules: Iterable[Rule[T]], passages: Iterable[Passage]) -> Iterator[Fact[T]]:
    """What each rule finds in each passage, its first place there, with the sentence around it."""
    rules = tuple(rules)
    for one in passages:
        for each in rules:
            if each.words.isdisjoint(one.words):
                continue
            if found := next(one.near(each.pattern, each.words, 60), None):
                yield Fact(each.value, one.sentence_quote(found.start(), found.end(), each.says))
