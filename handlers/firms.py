"""A firm of advisers at the end of a letter: the name in which it is signed, or below the person who signs it."""

from __future__ import annotations

import re

from handlers.names import whole_name
from handlers.passages import Passage
from handlers.signatures import SHORT, last_lines, line_below_closing, line_quote
from store.messages import Fact

_FIRM = re.compile(
    r"&|\b(?:llp|ltd|limited|plc|solicitors?|law|legal|chambers|claims|advocates|advocacy|associates|partners)\b", re.I
)
_ADVISERS = re.compile(
    r"(?:\w|&)[ ,]+(?:LLP|Llp|llp|(?:Solicitors|Law|Legal|Chambers|Advocates|Lawyers|SOLICITORS|LAW|LEGAL|CHAMBERS)\b)|"
    r"(?i:\blaw (?:centre|clinic)\b|\bllp\b)"
)
_FIRM_ACTS = re.compile(
    r"(?<![\w'’-])([A-Z][\w'’-]{1,30}(?: (?:&|and|[A-Z][\w'’-]{1,30})){0,3} "
    r"(?:LLP|Law|Legal|Solicitors|Chambers|Lawyers|Claims))"
    r" (?:acts? |is (?:authorised|regulated)|are (?:authorised|regulated|instructed|solicitors))"
)
_SIGNED_FOR = re.compile(r"^(?:pp|p\.p\.|for|on behalf of|.{3,40}, (?:for|pp|on behalf of))\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|,]\s*")
_TO_THE_FIRM = re.compile(
    r"\b(?:correspondence|replies|letters|communications?|everything)\b[^.\n]{0,60}\bto (?:this|our) (?:firm|office)\b"
)
_SMALL_WORD = re.compile(r"\b(?!(?:and|of|the|for|in|llp)\b)[a-z]{2,}")
_LONGEST = 60  # characters of a line that may name a firm


def signed_by_firm(passage: Passage) -> Fact[str] | None:
    """The firm in whose name a letter is signed; one in capitals as it is written elsewhere in the letter, if it is."""
    below = line_below_closing(passage)
    if len(below) > _LONGEST or not _FIRM.search(below) or not (named := _bare(below)):
        return None
    if below.isupper():
        elsewhere = re.search(re.escape(named), passage.text.replace(below, ""), re.IGNORECASE)
        named = elsewhere[0] if elsewhere else named.title().replace("Llp", "LLP")
    return Fact(named, line_quote(passage, below))


def firm_beside(passage: Passage) -> Fact[str] | None:
    """The firm of advisers that stands below a person's name at the end of a letter, or beside it on the line."""
    lines = [line for line in last_lines(passage) if line]
    for at, line in enumerate(lines):
        person, *beside = (part.strip() for part in line.split("|"))
        if beside and whole_name(person):
            if firm := next((part for part in beside if _ADVISERS.search(part)), ""):
                return Fact(firm, line_quote(passage, line))
        elif at and len(line) < SHORT and (firm := _of_advisers(line)) and _signs(lines[max(0, at - 2) : at]):
            return Fact(firm, line_quote(passage, line))
    return None


def firm_that_acts(passage: Passage) -> Fact[str] | None:
    """The firm of which the letter says that it acts, or is regulated."""
    found = _FIRM_ACTS.search(passage.text)
    return Fact(found[1], passage.quote(*found.span(), "the firm that acts")) if found else None


def wants_the_letters(passage: Passage) -> bool:
    """Whether a firm asks that everything be sent to it, and not to whoever signs."""
    return _TO_THE_FIRM.search(passage.folded) is not None


def called_an_adviser(name: str) -> bool:
    """Whether a firm's name says that it advises people in law."""
    return _ADVISERS.search(name) is not None


def _signs(above: list[str]) -> bool:
    """Whether a person's name stands on one of the two lines above, the nearer one a post at most."""
    return any(whole_name(line.split("|")[0].split(",")[0]) for line in above)


def _of_advisers(line: str) -> str:
    """The part of a line that names a firm of advisers, without the post before it and the address behind it."""
    parts = _PARTS.split(_SIGNED_FOR.sub("", line).rstrip(" ,."))
    return next((part for part in parts if _ADVISERS.search(part) and not _SMALL_WORD.search(part)), "")


def _bare(firm: str) -> str:
    """A firm's name without what says that somebody signs for it, and without its address beside it."""
    return _SIGNED_FOR.sub("", firm.split("|")[0]).strip(" ,.")
