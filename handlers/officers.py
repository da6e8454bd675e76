"""Police officers who are named in a text by their rank with a name or a number; says nothing of what they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from handlers.force_references import has_reference
from handlers.names import name_at
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact

MOST = 12
_RANK = at_a_word(
    r"(?:(?:acting|temporary|temp) |[at]/)?(?:"
    r"(?:(?:police|special|detective|det\.?|trainee|chief|ch\.?|assistant|deputy)[ \n]){0,3}"
    r"(?:constables?|sergeants?|sgts?|inspectors?|insp|superintendents?|supt|commander)|"
    r"(?:deputy |assistant ){1,2}commissioner|w?pcs?|pcso|[tp]?dc|ps|ds|di|dci|dcs|dsu|dsupt|acc|dcc|dac|"
    r"officers?(?= ?(?:no\.? ?|number )?\d))(?=\d|[^\w/-])\.?"
)
_WORDS = word_set(
    "constable constables sergeant sergeants sgt sgts inspector inspectors insp superintendent superintendents supt "
    "commander commissioner pc pcs wpc pcso tdc pdc dc ps ds di dci dcs dsu dsupt acc dcc dac officer officers"
)
_DIGITS = r"(?P<number>[A-Za-z]{0,2}\d{2,7}(?:[A-Za-z]{1,2}|[ ][A-Z]{2})?)\b"
_NOT_OFFICERS = (
    r"(?![*]|[ ]?[/\-.:][ ]?\d|[ ]?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|times?|am|pm|officers?|%))"
)
_NUMBER = re.compile(rf"[ ]?\(?(?:(?:no|number)[.:]?[ ]?)?{_DIGITS}{_NOT_OFFICERS}")
_BEHIND = re.compile(rf",?[ ][(\[]?(?=[A-Z]{{0,2}}\d{{3}}){_DIGITS}{_NOT_OFFICERS}")
_AND = re.compile(r"(?:,| and| &)[ ](?=[A-Z\d])")
_GRADES = {
    "pc": "constable", "wpc": "constable", "dc": "constable", "tdc": "constable", "pdc": "constable",
    "officer": "constable", "ps": "sergeant", "ds": "sergeant", "sgt": "sergeant", "insp": "inspector",
    "di": "inspector", "dci": "inspector", "supt": "superintendent", "dsu": "superintendent",
    "dsupt": "superintendent", "dcs": "superintendent",
}  # fmt: skip
_IN_CAPITALS = word_set("ps ds di dc dci dcs dsu acc dcc dac wpc tdc pdc")  # otherwise words or names: "Di", "Ps"
_SEVERAL = word_set("pcs constables sergeants sgts inspectors superintendents officers")
_NOT_NAMES = word_set("world comics mail general chief said told and registrar country street road")
_BEGINS = re.compile(r"(?:^|[.!?]|\n)[ \t]*$")


class _Officer(NamedTuple):
    grade: str
    number: str
    name: str
    fact: Fact[str]

    def is_also(self, other: _Officer) -> bool:
        """Whether two mentions can be of one officer: the number agrees, or the last name where a number is missing."""
        if self.grade != other.grade:
            return False
        if self.number and other.number:
            return _figures(self.number) == _figures(other.number)
        return bool(self.name and other.name) and self.name.split()[-1] == other.name.split()[-1]


def officers(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """The officers named by rank with a name or number, each once as it is said most fully, in order, at most 12."""
    found: list[_Officer] = []
    for passage in passages:
        for one in _named(passage):
            known = next((at for at, other in enumerate(found) if one.is_also(other)), None)
            if known is None and len(found) < MOST:
                found.append(one)
            elif known is not None and len(one.fact.value) > len(found[known].fact.value) and one.name:
                found[known] = one
    return tuple(one.fact for one in found)


def _named(passage: Passage) -> Iterator[_Officer]:
    """Each mention; behind a rank that is said of several ("PCs 2281 and 3390") one for each of them."""
    text = passage.text
    for match in passage.near(_RANK, _WORDS, 30):
        if has_reference(passage.folded, match.start(), match.start() + 20):
            continue
        rank = " ".join(text[match.start() : match.end()].split()).rstrip(".")
        several = rank.casefold().split()[-1] in _SEVERAL
        rank = rank[:-1] if several else rank
        at, more = match.end(), True
        while more:
            number, name, end = _who(passage, rank, match.start(), at)
            if not (number or name):
                break
            shown = " ".join(word for word in (rank, number, name) if word)
            start = match.start() if at == match.end() else at
            yield _Officer(_grade(rank), number, name, Fact(shown, passage.sentence_quote(start, end, "an officer")))
            found = _AND.match(text, end) if several else None
            at, more = (found.end(), True) if found else (end, False)


def _who(passage: Passage, rank: str, start: int, at: int) -> tuple[str, str, int]:
    """The number and the name behind a rank, and where they end; both "" where neither is there."""
    found = _NUMBER.match(passage.text, at)
    number, end = (found["number"], found.end()) if found else ("", at)
    if name := _name(passage, rank, start, end, number):
        last = name.split()[-1].lower()
        end = passage.folded.find(last, end) + len(last)
        if not number and (behind := _BEHIND.match(passage.text, end)):
            number, end = behind["number"], behind.end()
    return number.upper(), name, end


def _name(passage: Passage, rank: str, start: int, end: int, number: str) -> str:
    """The name that follows; none behind letters that are a word as well, or where everything is in capitals."""
    text, short = passage.text, rank.casefold().split("/")[-1]
    if short in _IN_CAPITALS and not rank.isupper():
        return ""
    if short == "ps" and _BEGINS.search(text, max(0, start - 20), start) and not text[end : end + 1].isdigit():
        return ""  # a postscript
    follows = text[end : end + 60]
    if number and follows[:1] not in (" ", "\n"):
        return ""
    line = follows.removeprefix(" ").removeprefix("\n").split("\n")[0]
    name = name_at(line, 3)
    if not name or name.split()[0].casefold() in _NOT_NAMES | _WORDS:
        return ""
    first, last = passage.sentence(start, end)
    return "" if text[first:last].isupper() else name


def _grade(rank: str) -> str:
    """The grade with the ways of writing it made one: "Det Sgt" and "DS" are sergeants."""
    last = rank.casefold().replace(".", "").split("/")[-1].split()[-1]
    return _GRADES.get(last, last)


def _figures(number: str) -> str:
    return "".join(filter(str.isdigit, number))
