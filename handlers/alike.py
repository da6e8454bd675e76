"""How far two written names can be one person's: by their words alone; proves nobody's identity."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")


def words_of(name: str) -> tuple[str, ...]:
    """A name's words, folded: "Zoë O'Hara-Lee" is "zoe" and "oharalee". An address is no name."""
    if "@" in name:
        return ()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if sign.isalpha() or sign.isspace())
    return tuple(_WORD.findall(plain.casefold()))


def whole_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are one in full: first name and surname, and no middle names that differ."""
    if len(one) < 2 or len(other) < 2 or (one[0], one[-1]) != (other[0], other[-1]):
        return False
    middles = zip(one[1:-1], other[1:-1], strict=False)
    return all(mine.startswith(yours) or yours.startswith(mine) for mine, yours in middles)


def can_be_one(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names do not contradict each other: one surname and first name or initial, or half of the other."""
    if not one or not other:
        return True
    if len(one) == 1 or len(other) == 1:
        short, long = (one, other) if len(one) == 1 else (other, one)
        return short[0] in long
    first, second = sorted((one[0], other[0]), key=len)
    return one[-1] == other[-1] and (first == second or (len(first) == 1 and second.startswith(first)))
