"""The ways in which a complaint's reference is written, told from an officer's number with a number behind it.

Says where one stands and how it is written in full; knows neither whose it is nor whether it is the one that is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers.passages import Passage, word_set

_BLANK = r"[ \t]{0,2}"
_STROKE = rf"{_BLANK}[/\\|–—-]{_BLANK}\n?{_BLANK}"
_REFERENCE = re.compile(
    r"(?<![a-z0-9])(?<![a-z0-9][*])(?P<kind>p[./]?c|c[./]?o|cm|mi|ds|ix|pcc)(?P<first>\.?(?:"
    rf"{_STROKE}|[:_.][ \t]?|[ \t]{{1,2}}|(?=\d))(?:(?:no|num|number|ref|reference)[.: \t/]{{1,3}}){{0,2}})"
    rf"(?:(?P<number>o{{0,2}}\d[\do]{{0,7}})(?P<mark>{_STROKE}|[_.]|[ \t]{{1,2}}(?:of[ ])?)(?:20)?(?P<year>\d\d)|"
    r"(?P<whole>0\d{4}(?:20)?[12]\d))(?!\d)"
)
_KINDS = word_set("p c o pc co cm mi ds ix pcc")
# Without its kind a number is a complaint's where it is called so; four figures may be a span of years.
_BARE = re.compile(
    r"(?<![^\W_])(?:complaints?|(?:psd|dps)(?:'s)?(?= ref| n))"
    r"(?: (?:ref(?:erence)?|number|num|no|id|case)\b[.:]?){0,3}(?: is| was)?[ :=#]{1,3}"
    r"(?P<number>(?!20[12]\d[/-])\d{4,5})[/-](?:20)?(?P<year>\d\d)(?![\w*]|[/\-.:]\d)(?:[ ]?\((?P<kind>pc|co)\))?"
)
_COMPLAINT = word_set("complaint complaints psd dps")
_SAME_KIND = re.compile(
    r"[ ]?(?:[,;&+]|,? ?and|or)[ \n](?:also |the )?(?P<number>(?!20[12]\d/)\d{4,5})/(?:20)?(?P<year>\d\d)"
    r"(?![\w*]|[/\-.:]\d)"
)
_REACH = 40

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?! (?:i|we|you)\b)|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_COUNTED = re.compile(
    rf"[ \t\n-]{{0,2}}(?:(?:of )?{_MONTH}|(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|"
    r"times?|stone|miles?|met(?:re|er)s?|foot|feet|pounds?|quid|people|men|women|children|officers?|others?|more|later|"
    r"odd|of (?:the|us|them|these|those|my))\b|%|percent|per cent)"
)
"""A month, a unit or what else the figures before it count: "PC 4412 20 minutes later"."""
_SEVERAL = re.compile(r" (?!(?:is|was|has|this|its|says|as|us|his|yes|thanks|pls|plus|does)\b)[a-z]{3,20}s\b")
_CLOSED = re.compile(r"[ \t]?(?:$|[.,;:)\]!?\n\"'|<])")
_SAID_BEHIND = re.compile(r"[ ](?:is|was|it is|review|ref|complaint|outcome|letter)\b")
_SAID_BEFORE = re.compile(
    r"\b(?:ref|refs|reference|number|num|no|nos|complaint|case|quote|quoting|re|review|outcome|letter)\b\.?[^.!?\n]{0,40}$"
)
_LATTER_DAYS = range(15, 40)  # years that may be meant where only blanks stand between the figures
_RUNS_ON = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[\d-]|(?:st|nd|rd|th|am|pm|h|hrs?|m|mins?|k|s|yrs?)(?![a-z])"
)
_FIGURES_BEHIND = re.compile(r"\d|[*_/\-.:–]\d")
_PART_BEHIND = re.compile(r"[/-]\d{1,2}(?![\d/.-])")
_OF_THE_FORCE = re.compile(r"(?<![a-z])(?:met|mps|dps|psd|psu|bcu|cru|ref|no|complaint)/$")
_PADDED, _SURE, _DATES = 5, 4, 100  # figures of a whole number, of one that is surely one, and where a date's end

_ANOTHERS = r"(?:crime|cris|connect|cad|incident|foi|iopc|ipcc|custody|occurrence)"
_NUMBER = r"(?:(?: report| record| log)?(?: ref(?:erence)?s?| nos?| numbers?))"
_ANOTHER = re.compile(
    rf"\b{_ANOTHERS}(?:'s)?(?:{_NUMBER}[.]?(?: number| no)?(?: is| was)?|(?<!incident)(?<!custody)(?<!connect))"
    r"[:=#( \t]{0,3}$"
)
_ANOTHER_BEHIND = re.compile(
    rf"[ ]?[(\[](?:the |my |a |their )?{_ANOTHERS}{_NUMBER}?[.]?[)\]]|"
    rf",? (?:which |that )?(?:is|was) (?:the |my |a |their )?{_ANOTHERS}{_NUMBER}"
)
_A_CLAIM = re.compile(r"\br ?\(|\bclaim\b|\bcourt\b|judicial|\bv\.? ")
_ABOVE = 100


class Written(NamedTuple):
    """A reference as it stands in a text: from where to where, its kind ("" where it says none), number and year."""

    start: int
    end: int
    kind: str
    number: int
    year: str


def written_in(passage: Passage) -> list[Written]:
    """Every complaint reference of a passage in order, without its kind where "complaint 02226/26" names none."""
    folded = passage.folded
    found = [one for match in passage.near(_REFERENCE, _KINDS, _REACH) if (one := _read(folded, match))]
    found += [one for first in tuple(found) for one in _of_the_same_kind(folded, first)]
    taken = {at for one in found for at in range(one.start, one.end)}
    bare = (_bare(match) for match in passage.near(_BARE, _COMPLAINT, _REACH))
    return sorted([*found, *(one for one in bare if one.start not in taken)])


def is_written(folded: str, start: int, end: int) -> bool:
    """Whether a complaint reference stands between these places of a text in lower case."""
    if any(_read(folded, match) for match in _REFERENCE.finditer(folded, start, end)):
        return True
    return _BARE.search(folded, start, end) is not None


def _bare(match: re.Match[str]) -> Written:
    return Written(match.start("number"), match.end(), match["kind"] or "", int(match["number"]), match["year"])


def _of_the_same_kind(folded: str, first: Written) -> Iterator[Written]:
    """The numbers behind a reference that share its kind: "PC/02230/26 and 02231/26"."""
    end = first.end
    while more := _SAME_KIND.match(folded, end):
        end = more.end()
        yield Written(more.start("number"), end, first.kind, int(more["number"]), more["year"])


def _read(folded: str, match: re.Match[str]) -> Written | None:
    """What was found as a reference; None where it is an officer with a number behind, or another's number."""
    figures = (match["whole"][:_PADDED] if match["whole"] else match["number"]).replace("o", "0")
    number, year = int(figures), (match["year"] or match["whole"][-2:])
    kind = "".join(filter(str.isalpha, match["kind"]))
    if not 0 < number < 1_000_000 or _of_another(folded, match, kind):
        return None
    start, end = match.span()
    if folded[start - 1 : start] == "/" and not _OF_THE_FORCE.search(folded, max(0, start - 12), start):
        return None
    said = _SAID_BEFORE.search(folded, max(0, start - 60), start) is not None
    strokes = any(sign in match[0][len(match["kind"]) :] for sign in "/\\|")
    if number < _DATES and (not strokes or (match["first"][0] in " \t" and not said)):
        return None
    padded = len(figures) == _PADDED and figures.startswith("0")
    if not _ends(folded, end, sure=len(figures) >= _SURE and strokes, padded=padded):
        return None
    loose = match["whole"] is None and not any(sign in match["mark"] for sign in "/\\|_") and " " in match["mark"]
    if loose and not padded and not _means_one(folded, end, int(year), said=said):
        return None
    return Written(start, end, kind, number, year)


def _ends(folded: str, end: int, *, sure: bool, padded: bool) -> bool:
    """Whether a reference can end here: no date, time or longer number goes on; a part's number behind it may."""
    if _FIGURES_BEHIND.match(folded, end):
        return padded and _PART_BEHIND.match(folded, end) is not None
    return not folded[end : end + 1].isalpha() or (sure and not _RUNS_ON.match(folded, end))


def _means_one(folded: str, end: int, year: int, *, said: bool) -> bool:
    """Whether figures with blanks between them are a reference: they count nothing, and are called one or end there."""
    if year not in _LATTER_DAYS or _COUNTED.match(folded, end):
        return False
    if said:
        return True
    return bool(_CLOSED.match(folded, end) or _SAID_BEHIND.match(folded, end)) and not _SEVERAL.match(folded, end)


def _of_another(folded: str, match: re.Match[str], kind: str) -> bool:
    """Whether the number is called a crime's, the IOPC's or another's, or is a claim's at the Administrative Court."""
    start, end = match.span()
    if _ANOTHER.search(folded, max(0, start - _REACH), start) or _ANOTHER_BEHIND.match(folded, end):
        return True
    claim = kind == "co" and match["number"] and match["number"][0] not in "0o" and end - match.start("year") == 2
    whole_year = folded[max(0, end - 4) : end - 2] == "20"
    return bool(claim) and whole_year and _A_CLAIM.search(folded, max(0, start - _ABOVE), start) is not None
