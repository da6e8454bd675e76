"""What complaints are about, in the groups of the IOPC, and how their codes are read; decides nothing.

A code is the letter of its group, and the number of the kind within it where that was said: "B4". The groups are those
of the IOPC's guidance on capturing data about police complaints, which has no group I. The numbers within a group are
kept as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "A": "Delivery of duties and service",
        "B": "Police powers, policies and procedures",
        "C": "Handling of or damage to property or premises",
        "D": "Access to or disclosure of information",
        "E": "Use of police vehicles",
        "F": "Discriminatory behaviour",
        "G": "Abuse of position or corruption",
        "H": "Individual behaviours",
        "J": "Sexual conduct",
        "K": "Discreditable conduct",
        "L": "Other",
    }
)
"""Each group by its letter."""
MOST = 12
"""So many codes a case can have."""
_CODE = re.compile(rf"[{''.join(GROUPS)}](?:[1-9][0-9]?)?")
_BETWEEN = re.compile(r"[\s,;/&]+|\band\b", re.IGNORECASE)


def codes(said: str) -> tuple[str, ...] | None:
    """The codes in what somebody said, each once and in their order; None where anything in it is no code."""
    found = {one.upper() for one in _BETWEEN.split(_without_titles(said)) if one}
    if len(found) > MOST or not all(map(_CODE.fullmatch, found)):
        return None
    return tuple(sorted(found, key=lambda one: (one[0], int(one[1:] or 0))))


def _without_titles(said: str) -> str:
    """What was said without the titles of groups, as they are chosen from a list: "B Police powers" is "B"."""
    for letter, title in GROUPS.items():
        said = re.sub(rf"\b{letter}\W+{re.escape(title)}", letter, said, flags=re.IGNORECASE)
    return said


def groups(kept: str) -> frozenset[str]:
    """The letters of the groups in the codes of a case."""
    return frozenset(code[0] for code in kept.split())


def named(letter: str) -> str:
    """A group as it stands in lists: its letter and its title."""
    return f"{letter} {GROUPS[letter]}"
