"""The codes by which the police can answer in a subject or a first line: [PART 1,3-5], NEED TIME 14/6; reads only them.

A code stands in square brackets, or in capitals, or alone on its line. Our own letters explain the codes, so a line
that holds many of them, or several lines that begin with one each, is an explanation and no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from handlers.asked_dates import days_asked
from store.terms import Said

CODES: dict[str, Said] = {
    "COMPLETE": Said.COMPLETE, "COMPLETED": Said.COMPLETE, "ALL PAPERS": Said.COMPLETE, "RECEIVED": Said.COMPLETE,
    "PART": Said.PART, "PARTIAL": Said.PART, "PARTS": Said.PART,
    "LINK": Said.LINK,
    "PASSWORD": Said.LOCKED,
    "BY POST": Said.BY_POST, "ON DISC": Said.BY_POST,
    "NEED TIME": Said.EXTENSION, "NEED MORE TIME": Said.EXTENSION, "MORE TIME": Said.EXTENSION,
    "EXTENSION": Said.EXTENSION,
    "NOT HELD": Said.NOT_HELD, "NONE HELD": Said.NOT_HELD,
    "NOT OURS": Said.NOT_OURS, "NOT OUR COMPLAINT": Said.NOT_OURS, "WRONG UNIT": Said.NOT_OURS,
    "QUERY": Said.QUERY, "QUESTION": Said.QUERY,
    "REFUSED": Said.REFUSAL, "REFUSAL": Said.REFUSAL, "REFUSE": Said.REFUSAL,
    "SUB JUDICE": Said.SUB_JUDICE, "SUBJUDICE": Said.SUB_JUDICE, "SUB-JUDICE": Said.SUB_JUDICE,
}  # fmt: skip
NO_SUCH_CODE = "there is no such code"
MOST = 3
MOST_ITEMS = 60
_WORDS = "|".join(sorted((re.escape(one).replace(r"\ ", r"[ _-]?") for one in CODES), key=len, reverse=True))
_BRACKETED = re.compile(r"\[([^\[\]]{1,80})\]")
_BEGINS = re.compile(rf"\s*(?P<code>{_WORDS})(?![A-Za-z])\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_CAPITALS = re.compile(rf"(?P<code>{_WORDS})(?![A-Za-z])(?P<rest>.*)", re.DOTALL)
_TAGS = re.compile(r"\s*(?:(?:re|fw|fwd|aw)\s*:\s*|\[[^\[\]]{1,80}\]\s*)", re.IGNORECASE)
_REFERENCE = re.compile(r"[A-Za-z]{2,6}[/ -](?:20)?\d\d[/ -]\d{1,6}")
_ITEM_LIST = re.compile(
    r"(?:items?|nos?\.?|numbers?)?\s*:?\s*(\d{1,3}(?:\s*(?:,|-|–|/|&|\band\b|\bto\b|\s)\s*\d{1,3})*)", re.IGNORECASE
)
_OF = re.compile(r"\d{1,2} ?(?:of|/) ?\d{1,2}", re.IGNORECASE)
_ARROW = re.compile(r"^\s*(?:->|=>|→|»|>|:|-|–|—|\bto\b)?\s*", re.IGNORECASE)
_DELIMITER = re.compile(r"\s*(?:$|[:.,;–—]|-(?!>)|\()")


@dataclass(frozen=True, slots=True)
class CodeRead:
    """One code as it was written, and what it says; `fault` is a clause where it cannot be taken as it stands."""

    written: str
    says: Said
    until: date | None = None
    items: tuple[str, ...] = ()
    redirect: str = ""
    fault: str = ""


def codes_in(subject: str, first_lines: Iterable[str], on: date) -> tuple[CodeRead, ...]:
    """The codes of a reply, those of its subject first; none where a text only explains them."""
    found = [*_in_line(_untagged(subject), _brackets(subject), on)]
    lines = [line.strip() for line in first_lines if line.strip() and not line.lstrip().startswith(">")][:6]
    if sum(bool(_CAPITALS.match(line.lstrip("[*-• "))) for line in lines) < MOST:
        for number, line in enumerate(lines):
            inside = _brackets(line)
            only_codes = bool(inside) and not _BRACKETED.sub("", line).strip(" ,;.+&-")
            if number == 0 or only_codes:
                found += _in_line(line, inside, on)
    once = {(one.says, one.until, one.items, one.redirect, one.fault): one for one in reversed(found)}
    return tuple(reversed(once.values())) if len({one.says for one in found}) <= MOST else ()


def numbers(text: str) -> tuple[str, ...] | None:
    """The item numbers of a list like "1,3-5", each once; None where it is none."""
    found = _ITEM_LIST.fullmatch(text.strip())
    if found is None:
        return None
    every: dict[str, None] = {}
    for first, last in re.findall(r"(\d{1,3})(?:\s*(?:-|–|\bto\b)\s*(\d{1,3}))?", found[1], re.IGNORECASE):
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= MOST_ITEMS:
            return None
        every |= dict.fromkeys(map(str, range(low, high + 1)))
    return tuple(every)


def _brackets(line: str) -> list[str]:
    """What stands in square brackets and may be a code: no reference of ours, no tag of a gateway."""
    return [one.strip() for one in _BRACKETED.findall(line) if not _REFERENCE.fullmatch(one.strip())]


def _untagged(subject: str) -> str:
    """A subject without what programs put in front, and without what stands in brackets."""
    while (tag := _TAGS.match(subject)) and tag.end():
        subject = subject[tag.end() :]
    return _BRACKETED.sub("", subject).strip()


def _in_line(line: str, inside: list[str], on: date) -> list[CodeRead]:
    """The codes of one line: those in brackets, or else the one it begins with."""
    if inside and (found := [one for text in inside for piece in text.split(";") if (one := _bracketed(piece, on))]):
        return found
    bare = line.strip().lstrip("*")
    if found_at := _CAPITALS.match(bare):
        one = _code(found_at["code"], found_at["rest"], on, bare)
        ends = _DELIMITER.match(found_at["rest"])
        if ends or (one.fault == "" and (one.until or one.items or one.redirect)):
            return [one]
    alone = _BEGINS.fullmatch(bare.rstrip(" .!"))
    if alone is None:
        return []
    read = _code(alone["code"], alone["rest"], on, bare)
    says_more = alone["rest"].strip(" :-–") and not (read.items or read.until)
    return [] if read.fault or says_more else [read]


def _bracketed(text: str, on: date) -> CodeRead | None:
    """The code in brackets; one that is a slip of the pen says so, and other words are none."""
    if found := _BEGINS.fullmatch(text):
        return _code(found["code"], found["rest"], on, f"[{text.strip()}]")
    words = " ".join(text.upper().split()[:2])
    for near in (words, words.partition(" ")[0]):
        if len(near) > 3 and (meant := get_close_matches(near, CODES, 1, 0.8)):
            fault = f"{NO_SUCH_CODE}; {meant[0]} may be meant"
            return CodeRead(f"[{text.strip()}]", CODES[meant[0]], fault=fault)
    return None


def _canonical(code: str) -> str:
    plain = " ".join(re.split(r"[ _-]+", code.upper()))
    return plain if plain in CODES else next(one for one in CODES if one.replace(" ", "") == plain.replace(" ", ""))


def _code(code: str, rest: str, on: date, written: str) -> CodeRead:
    """What one code says with what stands behind it."""
    says, rest, written = CODES[_canonical(code)], rest.strip(" .!"), written.strip()[:80]
    if says is Said.EXTENSION:
        return _extension(rest, on, written)
    if says is Said.NOT_OURS:
        return CodeRead(written, says, redirect=_ARROW.sub("", rest, count=1).strip(" .")[:60])
    if says in (Said.PART, Said.NOT_HELD):
        return _items(says, rest, written)
    return CodeRead(written, says)


def _extension(rest: str, on: date, written: str) -> CodeRead:
    asked = days_asked(rest, on)
    sure = [one for one in asked if one.day is not None]
    if len(sure) == 1 and len(asked) == 1:
        return CodeRead(written, Said.EXTENSION, until=sure[0].day)
    if not asked:
        return CodeRead(written, Said.EXTENSION, fault="it names no day")
    doubt = next((one.doubt for one in asked if one.doubt), "it names more than one day")
    return CodeRead(written, Said.EXTENSION, fault=doubt)


def _items(says: Said, rest: str, written: str) -> CodeRead:
    """A part of the papers, or what is not held: the item numbers that follow at once, or behind a colon."""
    bare = rest.lstrip(":-–—_ ")
    if says is Said.PART and _OF.fullmatch(bare):
        return CodeRead(written, says)
    begins = _ITEM_LIST.match(bare)
    apart = bare != rest or bare.lower().startswith("item") or written.startswith("[")
    if begins and (begins.end() == len(bare) or (apart and not bare[begins.end() :][:1].isalnum())):
        listed = numbers(begins[0])
        return CodeRead(written, says, items=listed or (), fault="" if listed else "its item numbers cannot be read")
    if says is Said.NOT_HELD and apart:
        return CodeRead(written, says, items=(bare[:60],) if bare else ())
    return CodeRead(written, says)
