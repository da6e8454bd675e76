"""Text as the pieces of words that the reader of whole letters knows, each with where it stands; knows no meaning.

WordPiece over lower-cased words without accents (Devlin and others, BERT, 2018, section 3): the longest piece first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

BEGINS, ENDS, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST_WORD = 100  # signs; a longer one is no word
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+|[^\s]")


class Piece(NamedTuple):
    """A piece of a word by its number, and where it stands in the text: from which sign to which."""

    number: int
    start: int
    end: int


class Pieces:
    """The pieces there are, in the order of their numbers."""

    def __init__(self, names: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {name: number for number, name in enumerate(names)}
        self.begins, self.ends, self.unknown = (self._numbers[one] for one in (BEGINS, ENDS, UNKNOWN))

    def of(self, text: str) -> Iterator[Piece]:
        """The pieces of a text in order."""
        for word in _WORD.finditer(text):
            for number in self._cut_word(word.group()):
                yield Piece(number, word.start(), word.end())

    def _cut_word(self, written: str) -> tuple[int, ...]:
        """The numbers of a word's pieces, the longest first; unknown where no pieces make it."""
        if len(written) > LONGEST_WORD:
            return (self.unknown,)
        word = "".join(sign for sign in unicodedata.normalize("NFD", written.lower()) if not _is_accent(sign))
        found: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start and (name := ("##" if start else "") + word[start:end]) not in self._numbers:
                end -= 1
            if end == start:
                return (self.unknown,)
            found.append(self._numbers[name])
            start = end
        return tuple(found)


def _is_accent(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn"
