"""Whether papers are about the case they were sent for, by the references and the name they carry; opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.alike import words_of
from handlers.force_references import force_references
from handlers.passages import passage
from store.messages import Attachment

_LOOKED_AT = 4_000
_AN_INITIAL = 2
_COMPLAINANT = re.compile(
    r"\bcomplainant(?:'s|’s)?(?: full)?(?: name)?(?= *+[:\t])[ \t]*+:?[ \t]*+(?:mr|mrs|ms|miss|mx|dr)?\.?[ \t]*+"
    r"(?P<name>[^\W\d_][\w'’-]*(?:[ \t]+[^\W\d_][\w'’-]*){1,3})",
    re.IGNORECASE,
)


def names_another(files: Iterable[Attachment], *, force_reference: str, complainant: str) -> bool:
    """Whether the files name the force's references and none of the case's, or a complainant and no name of its own.

    What names nothing is no sign of anything, and one word in common is enough: names are written in many ways.
    `force_reference` and `complainant` join several with "; ".
    """
    texts = [f"{file.name}\n{file.text[:_LOOKED_AT]}" for file in files if not file.inline]
    known = frozenset(filter(None, force_reference.split("; ")))
    named = {one.value for text in texts for one in force_references([passage("file", text)])}
    if known and named and not known & named:
        return True
    theirs = {word for one in complainant.split("; ") for word in words_of(one) if len(word) > _AN_INITIAL}
    people = [set(words_of(found["name"])) for text in texts for found in _COMPLAINANT.finditer(text)]
    return bool(theirs and people) and all(theirs.isdisjoint(one) for one in people)
