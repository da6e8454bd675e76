"""Police officers who are named in a text by their rank with a name or a number; says nothing of what they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from handlers.force_references import reference_spans
from handlers.names import name_at, whole_name
from handlers.passages import Passage, at_a_word, word_set
from handlers.ranks import IN_CAPITALS, RANK, SELDOM, SEVERAL, WORDS, grade
from handlers.small_names import NO_NAMES, may_be_a_name, small_name
from store.messages import Fact

MOST = 12
_LOOKED_AT = 1_000  # ranks of one passage
_SAYS = "an officer"
_DIGITS = r"(?P<number>[A-Za-z]{0,2}\d{2,7}(?:[A-Za-z]{1,2}|[ ][A-Z]{2})?)\b"
_NOT_OFFICERS = (
    r"(?![*]|[ ]?/[ ]?\d|[-.:]\d|[ -]?(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|times?|am|pm|"
    r"officers?|people|men|women|others?|more|miles?|stone|metres?|feet|pounds|of (?:them|us|these|those|the)|%)(?!\w))"
)
_SHOULDER = r"(?:shoulder|collar|epaulettes?|lapel|badge|warrant)"
_NUMBER = re.compile(rf"[ ]?\(?(?:(?:{_SHOULDER}[ ])?(?i:no|num|number)[.:]?[ ]?)?{_DIGITS}{_NOT_OFFICERS}")
_BEHIND = re.compile(
    rf",?[ ][(\[]?(?:(?:his |her |whose |with )?(?:{_SHOULDER}[ ])?(?i:no|num|number)[.:]?[ ](?:is |was )?)?"
    rf"(?=[A-Z]{{0,2}}\d{{3}}){_DIGITS}{_NOT_OFFICERS}"
)
_ON_THE_SHOULDER = at_a_word(
    rf"{_SHOULDER}[ ](?:no|num|number|numeral)s?\b[.:]?[ ](?:(?:was|is|were|are|of)[ ]|:[ ]?)?"
    rf"(?P<number>[a-z]{{0,2}}\d{{2,7}}(?:[a-z]{{1,2}})?)\b{_NOT_OFFICERS}"
)
_SHOULDERS = word_set("shoulder collar epaulette epaulettes lapel badge warrant")
_NAMES_ONE = re.compile(r"\d|[ ](?:\(?[A-Z\d]|(?:no|num|number)\b|called |named )")
_SHORTENED = re.compile(r"(?:sgt|insp|supt|con|const|det|\.[a-z])s?\.$")
_AND = re.compile(r"(?:,| and| &)[ ](?=[A-Z\d])")
_AND_A_NUMBER = re.compile(r"(?: and| &)[ ](?!999\b|101\b)(?=[A-Z]{0,2}\d{3})")
_CALLED = re.compile(r"[ ](?:called|named|by the name of)(?=[ ])")
_ONE = re.compile(r"\b(?:an?|another|one)(?: \w{1,12}){0,2} $")
_IN_BRACKETS = re.compile(r"([ \n])\(([^\W\d_]{2,20})\) (?=[^\W\d_])")
_BEGINS = re.compile(r"(?:^|[.!?]|\n)[ \t]*$")
_A_COMPUTER = re.compile(r"\b(?:my|our|your|new|old|gaming|work|windows|home) $")
_OF_THE_POLICE = re.compile(
    r"(?:^|[.!?,;:(\"\n][ \t]?|\b(?:the|by|an|that|this|and|to|of|from|with|police|arresting|investigating|attending|"
    r"searching|stopping|female|male|says|said|called|when|because|where|as|then|but|so|for|if)[ ])$"
)
_ELSEWHERE = re.compile(r"\b(?:wing|landing|prison|school|council|housing|probation)\b")
_ACTS = re.compile(r"[ ](?:told|said|was|came|did|had|has|is|says|took|asked|and|who)\b")
_NO_NAMES = (NO_NAMES | WORDS) - word_set("p d")
_LINE = 100
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr)\.? $")
_FEW = 3  # figures from which a number behind a postscript's letters is a sergeant's


class _Officer(NamedTuple):
    grade: str
    number: str
    name: str
    fact: Fact[str]

    def is_also(self, other: _Officer) -> bool:
        """Whether two mentions can be of one officer: the number agrees, or the last name where a number is missing."""
        if self.grade != other.grade and self.grade and other.grade:
            return False
        if self.number and other.number:
            return _figures(self.number) == _figures(other.number)
        return bool(self.name and other.name) and self.name.split()[-1] == other.name.split()[-1]

    def says_more_than(self, other: _Officer) -> bool:
        """Whether this mention names the officer more fully: with a grade, or with a name and at more length."""
        if bool(self.grade) != bool(other.grade):
            return bool(self.grade)
        return len(self.fact.value) > len(other.fact.value) and bool(self.name)


def officers(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """The officers named by rank with a name or number, each once as it is said most fully, in order, at most 12."""
    found: list[_Officer] = []
    for passage in passages:
        for one in (*_named(passage), *_numbered(passage)):
            known = next((at for at, other in enumerate(found) if one.is_also(other)), None)
            if known is None and len(found) < MOST:
                found.append(one)
            elif known is not None and one.says_more_than(found[known]):
                found[known] = one
    return tuple(one.fact for one in found)


def _named(passage: Passage) -> Iterator[_Officer]:
    """Each mention; behind a rank that is said of several ("PCs 2281 and 3390") one for each of them."""
    spans: list[tuple[int, int]] | None = None
    for match in islice(passage.near(RANK, WORDS, 30), _LOOKED_AT):
        at, end = match.span()
        if match[0].startswith("officer") and not _NAMES_ONE.match(passage.text, end):
            continue
        spans = reference_spans(passage) if spans is None else spans
        if any(start <= at < stop for start, stop in spans) or _TITLED.search(passage.folded, max(0, at - 8), at):
            continue
        written = " ".join(passage.text[at:end].split())
        several = written.casefold().split()[-1] in SEVERAL
        owns = written.endswith(("'s", "’s"))
        if written.endswith(".") and not _SHORTENED.search(match[0]):
            continue
        rank = written[:-2] if owns else written[:-1] if several else _without_stop(written)
        those = list(_each(passage, rank, at, end, several=several or owns))
        if len(those) > 1 or not (owns or (match[0] == "officers" and those and those[0].name)):
            yield from those


def _each(passage: Passage, rank: str, start: int, end: int, *, several: bool) -> Iterator[_Officer]:
    """Whoever stands behind a rank, and those who share it: names where it is said of several, else a number."""
    at = end
    while True:
        number, name, last = _who(passage, rank, start, at)
        if not (number or name):
            return
        shown = " ".join(word for word in (rank, number, name) if word)
        words = passage.sentence_quote(start if at == end else at, last, _SAYS)
        yield _Officer(grade(rank), number, name, Fact(shown, words))
        alike = _AND if several else _AND_A_NUMBER if number and not name else None
        if not alike or not (found := alike.match(passage.text, last)):
            return
        at = found.end()


def _numbered(passage: Passage) -> Iterator[_Officer]:
    """Whoever is named only by the number on a shoulder or a collar."""
    for match in passage.near(_ON_THE_SHOULDER, _SHOULDERS, 30):
        number = match["number"].upper()
        yield _Officer("", number, "", Fact(f"officer {number}", passage.sentence_quote(*match.span(), _SAYS)))


def _who(passage: Passage, rank: str, start: int, at: int) -> tuple[str, str, int]:
    """The number and the name behind a rank, and where they end; both "" where neither is there."""
    found = None if _is_a_computer(passage, rank, start) else _NUMBER.match(passage.text, at)
    if found and not _is_a_sergeants(passage, rank, start, found):
        found = None
    number, end = (found["number"], found.end()) if found else ("", at)
    if name := _name(passage, rank, start, end, number):
        last = name.split()[-1].lower()
        end = passage.folded.find(last, end) + len(last)
        if not number and (behind := _BEHIND.match(passage.text, end)):
            number, end = behind["number"], behind.end()
    return number.upper(), name, end


def _name(passage: Passage, rank: str, start: int, end: int, number: str) -> str:
    """The name that follows; none behind letters that are a word as well, or where other words would be one."""
    text, short = passage.text, _short(rank)
    if _is_a_postscript(passage, rank, start, end) and not number:
        return ""
    if number and text[end : end + 1] not in (" ", "\n"):
        return ""
    if not number and (called := _CALLED.match(text, end)):
        end = called.end() if _ONE.search(passage.folded, max(0, start - 40), start) else end
    first, last = passage.sentence(start, end)
    capitals = text[first:last].isupper()
    follows = _IN_BRACKETS.sub(r"\1 \2  ", text[end : end + 60], count=1)
    line = follows.removeprefix(" ").removeprefix("\n").split("\n")[0]
    words = line.split()[:2]
    if capitals or (len(words) > 1 and all(map(str.isupper, words)) and all(len(word) > 1 for word in words)):
        return small_name(passage.folded, end, rank, start, capitals=True)
    if short in IN_CAPITALS and not rank.isupper():
        return ""
    name = name_at(" ".join(line.split()), 3)
    if not name:
        return small_name(passage.folded, end, rank, start, capitals=False)
    if name.split()[0].casefold() in _NO_NAMES or not _may_have(passage, rank, start, end, name):
        return ""
    return name


def _may_have(passage: Passage, rank: str, start: int, end: int, name: str) -> bool:
    """Whether the rank and the name belong together where the rank is often something else."""
    short = _short(rank)
    if short == "officer":
        before = passage.folded[max(0, start - 20) : start]
        sentence = passage.folded[slice(*passage.sentence(start, end))]
        known = " " in name or name.isupper() or not may_be_a_name(name.casefold())
        return not known and bool(_OF_THE_POLICE.search(before)) and not _ELSEWHERE.search(sentence)
    if short in SELDOM:
        line = passage.text[passage.text.rfind("\n", 0, start) + 1 :][:_LINE].split("\n")[0]
        return line.strip(" ,.") != f"{rank} {name}" and (short != "ac" or " " in name)
    return True


def _is_a_computer(passage: Passage, rank: str, start: int) -> bool:
    return _short(rank) in ("pc", "ds") and bool(_A_COMPUTER.search(passage.folded, max(0, start - 12), start))


def _is_a_postscript(passage: Passage, rank: str, start: int, end: int) -> bool:
    """Whether a sergeant's letters begin a sentence; with nothing but a name on their line they are a signature."""
    if _short(rank) not in ("ps", "p.s") or "/" in rank or not _begins(passage.text, start):
        return False
    line = passage.text[end : end + _LINE].split("\n")[0].strip()
    return not line or whole_name(line) != line


def _is_a_sergeants(passage: Passage, rank: str, start: int, number: re.Match[str]) -> bool:
    """Whether figures behind a rank are an officer's; a postscript may begin with a house's number."""
    if _short(rank) not in ("ps", "p.s") or not _begins(passage.text, start) or len(number["number"]) >= _FEW:
        return True
    return _ACTS.match(passage.folded, number.end()) is not None


def _begins(text: str, start: int) -> bool:
    return _BEGINS.search(text, max(0, start - 20), start) is not None


def _short(rank: str) -> str:
    return rank.casefold().split("/")[-1].rstrip(".")


def _without_stop(written: str) -> str:
    """A rank without the full stop behind it, which stays where there is another: "Sgt", "P.C."."""
    return written if written.count(".") > 1 else written.rstrip(".")


def _figures(number: str) -> str:
    return "".join(filter(str.isdigit, number))
