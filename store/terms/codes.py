"""Short codes in a subject, by which an answer finds the question: how they are made and found again."""

from __future__ import annotations

import re

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is read for something else: no 0 and O, no 1, I and L, no U."""
LONG = 5
CHECK_BEGINS = "Q"
"""What a code of a check begins with, which is one sign longer than that of a sign-off."""
SIGN_OFF = re.compile(rf"#\s?([{ALPHABET}]{{{LONG}}})\b")
CHECK = re.compile(rf"#\s?({CHECK_BEGINS}[{ALPHABET}]{{{LONG}}})\b")


def code_of(mark: str) -> str:
    """The code that a keyed mark, in hexadecimal, comes to: LONG signs that can be read out on the telephone."""
    value = int(mark, 16)
    return "".join(ALPHABET[value // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LONG))


def names_a_question(subject: str) -> bool:
    """Whether a subject carries the code of a sign-off or of a check."""
    return any(pattern.search(subject) for pattern in (SIGN_OFF, CHECK))
