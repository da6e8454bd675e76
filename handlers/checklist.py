"""Which papers of the checklist a file is, by its name, its type and its pages, with the reason; never guesses.

The words come as cues; reasons quote these and never the file, so that they hold nothing about anybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.phrases import Phrases, phrases
from store.messages import Attachment, Cue
from store.terms import Paper

NO_PAPER = "no_paper"
_CALLED, _MAY_BE, _ENDINGS = "called", "may_be", "endings"
_HEADING_WORDS, _BEFORE, _TITLE, _FIRST_PAGE, _LINES, _LOOKED_AT = 12, 3, 4, 15, 2_000, 200_000
_JOINT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_LISTED = re.compile(r"\s*(?:\(?[0-9a-z]{1,3}[.):]|[0-9]{1,3}\s|[-–•*·])|.*(?:\.{3,}|…|\s[0-9]{1,3}\s*$)", re.I)
_ABOUT = frozenset({"re", "fw", "fwd", "regarding", "about"})  # what follows is what it is about, not what it is
_BUNDLE = frozenset({"bundle", "pack", "papers", "combined", "complete", "everything", "folder", "documents", "file"})


@dataclass(frozen=True)
class Checklist:
    """The words by which papers are known, made ready for reading; built once and changed by nothing."""

    cues: tuple[Cue, ...]
    phrases: Phrases
    endings: Mapping[str, Paper]


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which papers a file is, none where nobody can tell, and why."""

    papers: tuple[Paper, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one name or heading says: papers named outright and papers half named, each with the words."""

    named: Mapping[str, str]
    half: Mapping[str, str]


def compile_checklist(cues: Iterable[Cue]) -> Checklist:
    """The words made ready for reading. Raises ValueError where a phrase cannot be read."""
    every = tuple(cue for cue in cues if cue.table == "checklist")
    spoken = [[_apart(said) for said in cue.phrases] if cue.places != (_ENDINGS,) else [] for cue in every]
    endings = {end: Paper(cue.name) for cue in every if cue.places == (_ENDINGS,) for end in cue.phrases}
    return Checklist(every, phrases(spoken, {}, {}), endings)


def recognised(file: Attachment, inside: Sequence[Attachment], checklist: Checklist) -> Recognised:
    """The papers that a file, or what lies in it, is; where its name and its pages say different things, none."""
    own = _one(file, checklist)
    if not inside:
        return own
    found: dict[Paper, str] = dict.fromkeys(own.papers, own.reason)
    for one in inside:
        if not (one.inline or one.text_fault.startswith("encrypted")):
            read = _one(one, checklist)
            found.update({paper: f"a file in it: {read.reason}" for paper in read.papers if paper not in found})
    papers = tuple(paper for paper in Paper if paper in found)
    return Recognised(papers, "; ".join(dict.fromkeys(found.values())) or own.reason)


def _one(file: Attachment, checklist: Checklist) -> Recognised:
    if file.inline:
        return Recognised((), "a picture in the text of the mail")
    stem, _, ending = file.name.rpartition(".")
    if ending.casefold() in checklist.endings and stem:
        paper = checklist.endings[ending.casefold()]
        return Recognised((paper,), f"it ends in .{ending.casefold()}")
    words = _words(stem or file.name)
    words = words[: next((at for at, word in enumerate(words) if word in _ABOUT), len(words))]
    name = _seen(words, checklist)
    if NO_PAPER in name.named:
        return Recognised((), f"its name says “{name.named[NO_PAPER]}”")
    title, first, later = _headings(file.text, checklist, bundle=bool(_BUNDLE & set(words)))
    if NO_PAPER in first.named and not later.named:
        return Recognised((), f"its first page says “{first.named[NO_PAPER]}”")
    return _weighed(name, title if title.named else first, later, titled=bool(title.named))


def _weighed(name: _Seen, first: _Seen, later: _Seen, *, titled: bool) -> Recognised:
    """What its name and its page make of a file: a name goes before all but a title, a title before the rest."""
    named = dict(name.named)
    headed = {paper: said for paper, said in first.named.items() if paper != NO_PAPER}
    if named and not titled:
        headed = {paper: said for paper, said in headed.items() if paper in named}
    if named and headed and not named.keys() & headed.keys() and not later.named:
        said = f"its name says “{_any(named)}”, its first page “{_any(headed)}”"
        return Recognised((), f"{said}: a person has to say which it is")
    if named or headed or later.named:
        found = {paper: f"a heading in it says “{said}”" for paper, said in later.named.items() if paper != NO_PAPER}
        found |= {paper: f"its first page says “{said}”" for paper, said in headed.items() if not named or later.named}
        found |= {paper: f"its name says “{said}”" for paper, said in named.items()}
        return Recognised(tuple(paper for paper in Paper if paper in found), "; ".join(found.values()))
    both = name.half.keys() & first.half.keys()
    if len(both) == 1:
        paper = both.pop()
        said = f"its name says “{name.half[paper]}” and its first page “{first.half[paper]}”"
        return Recognised((Paper(paper),), said)
    if len(both) > 1:
        return Recognised((), "it may be more than one of the papers: a person has to say which")
    return Recognised((), "neither its name nor its first page says which paper it is")


def _headings(text: str, checklist: Checklist, *, bundle: bool) -> tuple[_Seen, _Seen, _Seen]:
    """What the title says, and the headings of the first page; where a file is several papers in one, all the others.

    The title is the first heading in the first lines that names a paper.
    """
    title = _Seen({}, {})
    first: list[_Seen] = []
    later: list[_Seen] = []
    lines = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:_LINES]
    for number, line in enumerate(lines if bundle else lines[:_FIRST_PAGE]):
        words = _words(line)
        if len(words) <= _HEADING_WORDS and not (number and _LISTED.match(line)):
            seen = _seen(words, checklist, within=_BEFORE)
            (first if number < _FIRST_PAGE else later).append(seen)
            title = seen if number < _TITLE and seen.named and not title.named else title
    return title, _together(first), _together(later)


def _together(seen: Sequence[_Seen]) -> _Seen:
    named: dict[str, str] = {}
    half: dict[str, str] = {}
    for one in reversed(seen):
        named |= one.named
        half |= one.half
    return _Seen(named, half)


def _seen(words: Sequence[str], checklist: Checklist, within: int = _LOOKED_AT) -> _Seen:
    """The papers that these words name, those beginning `within` the first of them; longer phrases cover shorter."""
    standing = checklist.phrases.standing(words)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for number, start, end in standing:
        cue = checklist.cues[number]
        inside = any(begin <= start and end <= stop and stop - begin > end - start for _, begin, stop in standing)
        if start <= within and not inside:
            found[cue.places[0]].setdefault(cue.name, " ".join(words[start:end]))
    return _Seen(found[_CALLED], {paper: said for paper, said in found[_MAY_BE].items() if paper not in found[_CALLED]})


def _words(text: str) -> list[str]:
    """The words of a name or line, those run together taken apart: "OutcomeLetter04417" too."""
    return [word.casefold() for word in _WORD.findall(_apart(text).replace("_", " "))]


def _apart(text: str) -> str:
    return _JOINT.sub(" ", text.translate(_APOSTROPHES))


def _any(found: Mapping[str, str]) -> str:
    return next(iter(found.values()))
