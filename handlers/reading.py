"""What a text says, with where it says it; decides nothing about it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = r"[/ -]?(?:20)?(\d\d)[/ -]?(\d{1,5})(?!\d)"
_MANY = 20


def references(texts: Iterable[str], prefix: str) -> tuple[str, ...]:
    """Our own case references in these texts, as they are written in full, each once, in order (at most 20).

    People write "PCR 26 417" for "PCR/2026/00417". A reference is a hint and never proof of anything.
    """
    pattern = re.compile(rf"\b{re.escape(prefix)}{_NUMBER}", re.IGNORECASE)
    found: dict[str, None] = {}
    for text in texts:
        for match in pattern.finditer(text):
            found[f"{prefix}/20{match[1]}/{int(match[2]):05d}"] = None
            if len(found) >= _MANY:
                return tuple(found)
    return tuple(found)
