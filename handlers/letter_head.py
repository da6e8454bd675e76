"""The date a letter or form gives itself: by its label, on its own line or above the greeting; never one it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from handlers.dates import DateFound, dates, spoken_dates
from handlers.passages import Passage

_GREETING = re.compile(r"^[ \t]*dear\b", re.MULTILINE)
MOST = 200  # dates of one document: more is a table, and no letter
_REACH = 160  # characters of a line that are looked at to either side of a date
_TOP = 900  # characters of a letter without a greeting within which its date stands
_CELL = re.compile(r"\t|\||  +")
_OWN = re.compile(
    r"(?:dates?(?: of)?|dated|when) (?:on |of )?(?:this |the |your |our |my |force'?s? |police'?s? |final |outcome |"
    r"decision )*(?:letter|notice|outcome|decision|e-?mail|report|document|determination|answer|result)\b|"
    r"\b(?:letter|notice|outcome|decision|final response)(?: letter)?(?: was)?(?: under review)?(?: (?:date|sent|"
    r"issued|e-?mailed|posted|provided|given|dated|finalised|complete))?(?: to (?:the )?complainant)?[\s:|=]*(?:by "
    r"[a-z-]+[\s:|=]*)?$|"
    r"\b(?:final |outcome |decision )(?:letter|report|response)\b|date (?:sent|issued|posted|provided|finalised|"
    r"closed)|"
    r"^[\s*]*(?:sent|issued|posted|e-?mailed|dated?|served|date finalised|finalised|closed)(?: on)?[\s:|=]*$|"
    r"when did (?:the police|they)(?: \w+){0,2} (?:tell|give|write|send|answer|reply)|"
    r"date (?:you|they) were (?:told|given|sent)|letter is dated|decided on\b"
)
_ANOTHER = re.compile(
    r"complain(?:t|ed)\b(?! (?:outcome|decision|closed|finalised))|incident|event|received|recei?pt|logged|recorded|"
    r"acknowledg|"
    r"\bmade\b|typed|draft|check|review of|due|your (?:letter|e-?mail|message|ref|call)|\bborn\b|birth|\bdob\b|expir|"
    r"concerning|\babout\b|report(?:ed)?\b(?! letter)|\bread\b|crime|meeting|interview|update|interim|progress|arrest|"
    r"hearing|allegation|subject|period|deadline|last day|before|until|\bby\b|\bfrom\b|\bsince\b|review (?:due|date)|"
    r"recommend|our letter|determination:|application|requested|asked|forwarded|printed|case opened|retention"
)
_YOURS = re.compile(r"your (?:letter|e-?mail|message|ref|form|call|application)\b")
_ALONE = re.compile(r"[\s*\"“']*(?:(?:date|dated|this)?[:\s]*)?(?:the )?(?:\w{2,9}day,? )?(?:the )?[\s*]*")
_AFTER = re.compile(
    r"[\s.*,]*(?:two thousand(?: and)? [a-z-]+|20\d\d)?[\s.*,]*(?:\d\d?[:.]\d\d(?: ?(?:am|pm|"
    r"hrs))?)?[\s.*]*"
)
_SET_APART = re.compile(r"(?:[:=?]|\s[-–])[\s*]*$")
_FIGURE = re.compile(r"\d")
_LABEL, _LINE, _HEAD = 3, 2, 1


@dataclass(frozen=True, slots=True)
class _Cell:
    """One date with what stands before and behind it in its cell, before it on its line, and in the cell before it."""

    found: DateFound
    before: str
    behind: str
    line: str
    label: str
    above: bool

    @property
    def rank(self) -> int:
        """How surely this is the document's own date; 0 where it is not."""
        label = self.before if self.before.strip(" *:") else self.label
        if _YOURS.search(label) or (_ANOTHER.search(label) and not _OWN.search(label)):
            return 0
        if _OWN.search(label):
            return _LABEL
        alone = _ALONE.fullmatch(self.before) and _AFTER.fullmatch(self.behind)
        if alone and (self.above or not self.line.strip() or self.before.strip()):
            return _LINE
        return _HEAD if self.above else 0


def own_date(document: Passage, on: date, start: int = 0) -> DateFound | None:
    """The date a letter or form bears; of two that are as surely its own the first; None where it bears none."""
    best: DateFound | None = None
    highest = 0
    for cell in _cells(document, on, start):
        if cell.rank > highest:
            best, highest = cell.found, cell.rank
    return best


def labelled_dates(document: Passage, on: date, *, in_prose: bool) -> Iterator[DateFound]:
    """Dates to which a form, a table or a log gives the label of an outcome letter.

    Where people write prose (`in_prose`) only what a colon, a bar or a column sets apart is a label.
    """
    for cell in _cells(document, on, 0):
        label = cell.before if cell.before.strip(" *:|") else cell.label
        if in_prose and cell.before.strip(" *:|") and not _SET_APART.search(cell.before):
            continue
        logged = not cell.line.strip(" *-|") and _LOGGED.match(cell.behind)
        labelled = _OF_AN_OUTCOME.search(label) and not _NOT_OUTCOME.search(label)
        if cell.found.day and (labelled or logged):
            yield cell.found


_OF_AN_OUTCOME = re.compile(
    r"outcome letter|(?:dates? |when )?(?:of|on) (?:the |your |our |this |force'?s? |police'?s? )*(?:final |outcome |"
    r"decision )*"
    r"(?:outcome|decision|letter)\b|decision letter|final letter|outcome (?:was )?sent|letter dated?|final response|"
    r"date (?:you|they) were (?:told|given|sent) the (?:outcome|result|decision)|"
    r"when did (?:the police|they)(?: \w+){0,2} (?:tell|give|write|send)|decision (?:letter )?dated?|"
    r"letter to complainant|"
    r"outcome dated?|date (?:of )?outcome"
)
_LOGGED = re.compile(
    r"[\s:|–-]*(?:\d\d?[:.]\d\d[\s:|–-]*)?(?:final |outcome |decision )(?:letter |report |"
    r"response )?(?:was )?(?:e-?mailed|sent|"
    r"posted|issued|provided)\b"
)
_NOT_OUTCOME = re.compile(
    r"draft|update|holding|interim|acknowledg|authority|complaint letter|letter of complaint|your decision|"
    r"(?<!on )your letter|application|received (?:here|by)|not (?:yet )?sent|"
    r"\b(?:you|i|we|complainant|applicant) (?:first )?(?:received|got|had)\b"
)


def _cells(document: Passage, on: date, start: int) -> Iterator[_Cell]:
    folded = document.folded
    greeting = _GREETING.search(folded, start)
    head = greeting.start() if greeting else start + _TOP
    written, spoken = islice(dates(folded, on, start), MOST), islice(spoken_dates(document, on), MOST)
    found = sorted((*written, *spoken), key=lambda one: one.start)
    for one in found:
        if one.start < start:
            continue
        first = max(folded.rfind("\n", 0, one.start) + 1, one.start - _REACH)
        last = folded.find("\n", one.end, one.end + _REACH)
        last = min(len(folded), one.end + _REACH) if last < 0 else last
        line = folded[first : one.start]
        cells = _CELL.split(line)
        behind = _CELL.split(folded[one.end : last])[0]
        sentence = max(line.rfind(". "), line.rfind("; ")) + 1
        labels = [cell for cell in cells[:-1] if cell.strip()]
        label = labels[-1] if labels and not _FIGURE.search(labels[-1]) else ""
        before = line[sentence:] if len(cells) == 1 else cells[-1]
        yield _Cell(one, before[-80:], behind, line, label, one.start < head)
