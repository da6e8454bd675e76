"""The words that tell a message's kinds, flags and hints to whoever reads it as a whole, as quotes."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.impression import HINTS, Impression, text_of
from handlers.said import Read
from store.messages import Hint
from store.terms import Quote

AS_A_WHOLE = "the message as a whole reads so, these words most of all"


def told_by(whole: Impression | None, names: Iterable[str], read: Read) -> tuple[Quote, ...]:
    """The words that say most of these kinds and flags to whoever reads the message as a whole, each once."""
    if whole is None:
        return ()
    text, body = text_of(read), len(read.incoming.new_text)
    spans = dict.fromkeys(whole.telling[name] for name in names if name in whole.telling)
    return tuple(
        Quote(" ".join(text[start:end].split()), "body" if start < body else "letter", AS_A_WHOLE)
        for start, end in spans
    )


def hints_of(whole: Impression | None, read: Read) -> tuple[Hint, ...]:
    """What the whole hints at; the reader was taught so by English letters of the public alone."""
    if whole is None or read.role != "public" or read.non_english:
        return ()
    said = ((hint, next(iter(told_by(whole, (hint,), read)), None)) for hint in HINTS)
    return tuple(Hint(hint, whole.hints[hint], words) for hint, words in said if hint in whole.hints)
