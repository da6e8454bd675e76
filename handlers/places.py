"""Which unit of the police a text names, outright or by a place in it; knows no map and decides nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from handlers.names import whole_name
from handlers.passages import Passage
from store.messages import Cue, Fact, OfficeDomains

MOST = 4
_NAMED, _PLAIN = 9.0, 3.0  # the weights of a unit's own names and of its places; a place that is a word too has less
_BETWEEN = r"[\s,:|()/–-]{1,3}"
_SIGNS = re.compile(r"[\s,:|()/–-]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_PLACES = 12  # of one passage that are looked at
_BEFORE, _AFTER = 40, 30
_SHORT = 50  # characters of a line of an address

_SOMEBODY = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|dear|cllr|w?pc|pcso|[tp]?dc|ps|ds|sgt|sergeant|insp|inspector|di|dci|supt|"
    r"superintendent|constable|commander|officer)\.?(?: \d+\w*)? $"
)
_SOMETHING_ELSE = re.compile(
    r"[ -](?:court )?(?:road|rd|street|st|lane|avenue|ave|close|drive|way|gardens|crescent|terrace|grove|walk|house|"
    r"arms|tavern|carriages?|hotspur|fc|f\.c|flowers?)\b(?! (?:police|station))"
)
_BESIDE = re.compile(
    r"(?:'s)? (?:borough )?(?:council\w*|hospital|magistrates|crown court|county court|mp|law centre|citizens|times|"
    r"gazette|college|university|school|building society)\b"
)
_AT_SCHOOL = re.compile(r"\b(?:educated|went|sent|studied|schooled|taught|pupil|old boy) (?:at|to|of|in) $")
_LIVES = re.compile(
    r"\b(?:live[sd]?|living|resid\w+|born|brought up|grew up|address(?: is)?|moved|works?|working)(?: \w+){0,4},? $"
)
_HEADQUARTERS = re.compile(r"headquarters\W")  # the letterhead of every letter
_WHERE = re.compile(
    r"\b(?:in|near|outside|around|across|through|into|(?:borough|area|part|side) of|north|south|east|west|central) $|"
    r"\b(?:stopped|arrested|searched|held|detained|based|incident|police|officers?)(?: (?!\w+(?:ed|ing)\b)\w+){0,4} "
    r"(?:at|from) $"
)
_IN = re.compile(r"\b(?:in|near) $")
_THERE = re.compile(
    r" (?:police|cid|high (?:street|road)|town|(?:bus |tube |train )?station|borough|custody|broadway|tube|nick)\b|"
    r", (?:london|leics|leicestershire)\b"
)
_INCIDENT = re.compile(
    r"arrest|\bstop(?:ped|s)?\b|search|officer|police|\bpcs?\b|incident|happen|attend|custody|detain|assault|\braid|"
    r"\bcame\b|handcuff|crash|protest|\b999\b|report|burgl|stole|robb|patrol|\bcells?\b|pulled over|\bscene\b"
)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2}\b")
_SMALL_WORD = re.compile(r"\b(?!(?:of|the|on|upon|and|de|la)\b)[^\W\d_A-Z][^\W\d_]*\b")
_BEGINS_A_NAME = re.compile(
    r"\b(?!(?:in|near|outside|at|to|from|of|the|around|across|through|into|north|south|east|west|central|inner|outer|"
    r"old|new|london|police|met|and|borough)\b)[A-Z][a-z]+ $",
)


class _Tier(IntEnum):
    """How plainly a text speaks of a unit, the plainest first."""

    NAMED = 0
    AT_THE_INCIDENT = 1
    MENTIONED = 2
    BESIDE = 3


class _Stands(NamedTuple):
    start: int
    end: int
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Region:
    """The units of one force: the cues by their words, and for each first word the pattern that finds them."""

    only_for: frozenset[str]
    starts: Mapping[str, re.Pattern[str]]
    cues: Mapping[str, tuple[Cue, ...]]

    def standing(self, passage: Passage) -> Iterator[_Stands]:
        """The longest names and places in the passage, in order."""
        folded, until = passage.folded, 0
        for at in passage.places(frozenset(self.starts.keys() & passage.words)):
            word = _LETTERS.match(folded, at)
            found = self.starts[word[0]].match(folded, at) if word and at >= until else None
            if found:
                until = found.end()
                yield _Stands(at, until, self.cues[_plain(found[0])])


@dataclass(frozen=True)
class Places:
    """The cues of table "places" made ready for reading, force by force."""

    regions: tuple[Region, ...] = ()


NOWHERE = Places()


def compile_places(cues: Iterable[Cue]) -> Places:
    """The places among these cues, ready for reading; ValueError where one has no letters."""
    regions: dict[tuple[str, ...], list[Cue]] = defaultdict(list)
    for cue in cues:
        if cue.table == "places":
            regions[cue.only_for].append(cue)
    return Places(tuple(_region(only_for, found) for only_for, found in regions.items()))


def _region(only_for: tuple[str, ...], cues: Iterable[Cue]) -> Region:
    by_words: dict[str, tuple[Cue, ...]] = {}
    starts: dict[str, list[str]] = defaultdict(list)
    for cue in cues:
        for phrase in cue.phrases:
            said = phrase.lower()
            if not _LETTERS.search(said):
                raise ValueError(f"places, {cue.name}: {phrase!r} is no place.")
            if _plain(said) not in by_words:
                for first in {_LETTERS.findall(said)[0], _LETTERS.findall(said.replace("'", ""))[0]}:
                    starts[first].append(_pattern(said))
            by_words[_plain(said)] = (*by_words.get(_plain(said), ()), cue)
    return Region(
        frozenset(only_for),
        {
            first: re.compile(rf"(?:{'|'.join(sorted(patterns, key=len, reverse=True))})(?![^\W\d_])")
            for first, patterns in starts.items()
        },
        by_words,
    )


def _pattern(said: str) -> str:
    words = (re.escape(word).replace("'", "'?") for word in _plain(said, keep="'").split())
    return _BETWEEN.join("(?:and|&)" if word == "and" else word for word in words)


def _plain(said: str, keep: str = "") -> str:
    """The words alone, so that every way of writing them is one."""
    return _SIGNS.sub(" ", said.replace("&", "and") if keep else said.replace("&", "and").replace("'", ""))


def units(table: Places, office: OfficeDomains, subject: Passage, others: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """The units of this office's force that are named; where none is, those whose places are, the likeliest first.

    A place counts most in a sentence about what happened; one in an address, or where somebody lives, only where there
    is no other.
    """
    force = office.force_words
    told: list[tuple[_Tier, Passage, _Stands, Cue]] = []
    passages = (subject, *others)
    for region in table.regions:
        if region.only_for and region.only_for.isdisjoint(force):
            continue
        standing = [(passage, list(region.standing(passage))) for passage in passages]
        told += [
            (_Tier.NAMED, passage, one, cue)
            for passage, found in standing for one in found for cue in one.cues if _outright(passage, one, cue)
        ]  # fmt: skip
        if told:
            continue
        for passage, found in standing:
            for one in found[:_MOST_PLACES]:
                told += [
                    (tier, passage, one, cue)
                    for cue in one.cues
                    if (tier := _tier(passage, one, cue, heading=passage is subject)) is not None
                ]
    return _likeliest(told)


def _likeliest(told: list[tuple[_Tier, Passage, _Stands, Cue]]) -> tuple[Fact[str], ...]:
    """One fact for each unit, the plainest words first; of the beside none where there are others."""
    told = sorted(told, key=lambda one: one[0])
    best = told[0][0] if told else _Tier.BESIDE
    facts: dict[str, Fact[str]] = {}
    for tier, passage, one, cue in told:
        if cue.name in facts or (best is _Tier.NAMED and tier is not best) or (tier is _Tier.BESIDE is not best):
            continue
        facts[cue.name] = Fact(cue.name, passage.sentence_quote(one.start, one.end, cue.says))
        if len(facts) == MOST:
            break
    return tuple(facts.values())


def _outright(passage: Passage, one: _Stands, cue: Cue) -> bool:
    """Whether the unit's own name stands there; its letters ("NE") count in capitals only."""
    if cue.weight < _NAMED or passage.folded.startswith(" london", one.end):
        return False
    said = _LETTERS.findall(passage.text[one.start : one.end])
    return all(word.isupper() for word in said if len(word) == 2)


def _tier(passage: Passage, one: _Stands, cue: Cue, *, heading: bool) -> _Tier | None:
    """How plainly a place speaks; None where the word is somebody's name, a street's or no place at all."""
    if cue.weight >= _NAMED:
        return None
    before, after = passage.folded[max(0, one.start - _BEFORE) : one.start], passage.folded[one.end : one.end + _AFTER]
    before = before.replace("\n", " ")
    if _SOMEBODY.search(before) or _SOMETHING_ELSE.match(after) or _HEADQUARTERS.search(before):
        return None
    if cue.weight < _PLAIN and not _is_a_place(passage, one, before, after):
        return None
    in_a_name = _BEGINS_A_NAME.search(passage.text, max(0, one.start - _BEFORE), one.start) is not None
    if in_a_name and (after[:1] == "-" or whole_name(_line(passage, one))):
        return None
    if in_a_name or _BESIDE.match(after) or _LIVES.search(before) or _in_address(passage, one):
        return _Tier.BESIDE
    first, last = passage.sentence(one.start, one.end)
    return _Tier.AT_THE_INCIDENT if heading or _INCIDENT.search(passage.folded, first, last) else _Tier.MENTIONED


def _is_a_place(passage: Passage, one: _Stands, before: str, after: str) -> bool:
    """Whether a word that is a place too is meant as one."""
    if _AT_SCHOOL.search(before) or _BESIDE.match(after):
        return False
    if passage.text[one.start].isupper():
        return bool(_WHERE.search(before) or _THERE.match(after))
    first, last = passage.sentence(one.start, one.end)
    in_small_letters = passage.text[first:last] == passage.folded[first:last]
    return in_small_letters and bool(_IN.search(before) or _THERE.match(after))


def _in_address(passage: Passage, one: _Stands) -> bool:
    """Whether the place stands in a postal address: a postcode behind it, or short lines of nothing but names."""
    text = passage.text
    if _POSTCODE.search(passage.folded, one.end, one.end + _AFTER):
        return True
    first, line = text.rfind("\n", 0, one.start) + 1, _line(passage, one)
    above = text[text.rfind("\n", 0, max(0, first - 1)) + 1 : first]
    short = first > 0 and len(line) < _SHORT and len(above) < _SHORT
    return short and not _SMALL_WORD.search(line)


def _line(passage: Passage, one: _Stands) -> str:
    """The line a place stands in."""
    first, last = passage.text.rfind("\n", 0, one.start) + 1, passage.text.find("\n", one.end)
    return passage.text[first : last if last >= 0 else len(passage.text)].strip(" >*\t")
