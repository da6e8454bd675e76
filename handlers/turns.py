"""Turns of phrase in a mail, found by patterns: the words that say something, without the names between them.

What is quoted from here may stand in a question, so no word of the mail is in it that the pattern does not name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from store.messages import Incoming
from store.terms import Quote

GAP = r"(?P<gap>[^.!?]{0,60}?)"
"""What may stand between the words of a pattern, a name for one; it is not repeated to anybody."""
_MOST = 6_000  # characters of a mail that are read
_NEAR = 40
_DENIED = re.compile(r"\b(?:no|not|never|nor|neither|without|whether|if|unless|any|isn't|wasn't|hasn't)\b", re.I)
_NONE = re.compile(r"[\s:–-]{0,4}(?:none|nil|n/a|not (?:applicable|known))\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;]")


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of phrase that was found: its quote, and what follows it in the mail."""

    quote: Quote
    after: str


def patterns(words: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """These words as patterns; capitals do not count."""
    return tuple(re.compile(one, re.IGNORECASE) for one in words)


def turn(incoming: Incoming, wanted: Iterable[re.Pattern[str]], says: str) -> Turn | None:
    """The first of these in subject, new text or names of files that its sentence does not deny, or say only "if"."""
    texts = tuple(
        (place, text[:_MOST].replace("’", "'").replace("\n", " "))
        for place, text in (
            ("subject", incoming.subject),
            ("body", incoming.new_text),
            ("attachment", ". ".join(file.name.replace("_", " ") for file in incoming.attachments)),
        )
    )
    for pattern in wanted:
        for place, text in texts:
            for found in pattern.finditer(text):
                if not _denied(text, found):
                    return Turn(Quote(_words(text, found), place, says), text[found.end() :])
    return None


def _words(text: str, found: re.Match[str]) -> str:
    """The words that were found, without what stands between them."""
    first, last = found.span("gap") if "gap" in found.re.groupindex else (found.end(), found.end())
    between = " … " if text[first:last].strip() else " "
    return " ".join(f"{text[found.start() : first]}{between}{text[last : found.end()]}".split())


def _denied(text: str, found: re.Match[str]) -> bool:
    before = _SENTENCE.split(text[max(0, found.start() - _NEAR) : found.start()])[-1]
    said = _DENIED.search(before) or _DENIED.search(found[0]) or _NONE.match(text, found.end())
    return said is not None
