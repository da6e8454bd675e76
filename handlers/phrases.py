"""Phrases of plain words as one table of steps, and where they stand in a text; knows nothing of what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

GAPS = {"..": 2, "...": 4, ".....": 8}  # up to how many other words of the same sentence a sign stands for
ANY_NUMBER, UNDER_18 = "#", "<18"
STOP = "."  # stands among the words where a sentence ends
_UNDER_18 = frozenset(str(age) for age in range(10, 18))
_GROUP = re.compile(r"\{([a-z_]+)\}")
_SHORT_FORMS = (
    ("i am", "im"), ("i have", "ive"), ("i will", "ill"), ("i would", "id"), ("do not", "dont"), ("does not", "doesnt"),
    ("did not", "didnt"), ("can not", "cannot"), ("cannot", "cant"), ("will not", "wont"), ("is not", "isnt"),
    ("was not", "wasnt"), ("would not", "wouldnt"), ("could not", "couldnt"), ("have not", "havent"),
    ("has not", "hasnt"), ("had not", "hadnt"), ("should not", "shouldnt"), ("are not", "arent"),
    ("were not", "werent"), ("you are", "youre"), ("you have", "youve"), ("he is", "hes"), ("she is", "shes"),
    ("they are", "theyre"), ("they have", "theyve"), ("we have", "weve"), ("it is", "its"),
    ("what is", "whats"), ("that is", "thats"), ("there is", "theres"), ("let us", "lets"),
)  # fmt: skip


@dataclass(slots=True)
class Step:
    """One word of the phrases, what may follow it, and which phrases or groups end here."""

    words: dict[str, Step] = field(default_factory=dict)
    stems: dict[str, Step] = field(default_factory=dict)
    groups: dict[str, Step] = field(default_factory=dict)
    gaps: dict[int, Step] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


Standing = tuple[int, int, int]  # the number of a list of phrases, from which word up to which
_Found = dict[int, tuple[Step, int, int]]  # by the step at which a phrase ends
_Groups = list[dict[str, list[int]]]  # by the word they begin at: the groups that stand there, and where each ends


@dataclass(frozen=True)
class Phrases:
    """Phrases made ready for looking: `levels` are the word groups, each built only on those before it."""

    levels: tuple[Step, ...]
    first: Step

    def standing(self, words: Sequence[str]) -> list[Standing]:
        """Each phrase that stands in these words where it first does, in the order of the text; in linear time."""
        groups: _Groups = [{} for _ in range(len(words) + 1)]
        found: _Found = {}
        steps = (*self.levels, self.first)
        for start in range(len(words) - 1, -1, -1):  # from the end, so that the groups further on are known
            for step in steps:
                if _may_go_on(step, words[start], groups[start]):
                    _follow(step, words, start, start, groups, found)
        return sorted(
            ((number, start, end) for step, start, end in found.values() for number in step.ends),
            key=lambda one: one[1:],
        )


def phrases(every: Sequence[Sequence[str]], groups: Mapping[str, Sequence[str]], mend: Mapping[str, str]) -> Phrases:
    """The table of these lists of phrases (numbered by list) and word groups; `mend` puts slips right.

    Raises ValueError where a phrase names an unknown group, groups go round in a circle, or a word beginning is too
    short to tell.
    """
    depth: dict[str, int] = {}
    for name in groups:
        _depth(name, groups, depth, ())
    levels = [Step() for _ in range(max(depth.values(), default=-1) + 1)]
    for name, said in groups.items():
        for words in _all_variants(said, mend):
            _plant(levels[depth[name]], words).names.append(name)
    first = Step()
    for number, said in enumerate(every):
        for words in _all_variants(said, mend):
            if unknown := next((one for one in words if one[0] == "{" and one[1:-1] not in groups), None):
                raise ValueError(f"{unknown} is no word group; name it in words.toml.")
            ends = _plant(first, words).ends
            if number not in ends:
                ends.append(number)
    return Phrases(tuple(levels), first)


def _depth(name: str, groups: Mapping[str, Sequence[str]], known: dict[str, int], above: tuple[str, ...]) -> int:
    if name in above:
        raise ValueError(f"The word groups {', '.join((*above, name))} go round in a circle.")
    if name not in groups:
        raise ValueError(f"{{{name}}} is no word group; name it in words.toml.")
    if name not in known:
        inner = {one for said in groups[name] for one in _GROUP.findall(said)}
        known[name] = 1 + max((_depth(one, groups, known, (*above, name)) for one in sorted(inner)), default=-1)
    return known[name]


def _all_variants(said: Iterable[str], mend: Mapping[str, str]) -> list[list[str]]:
    return [variant for phrase in said for variant in _variants(phrase, mend)]


def _variants(phrase: str, mend: Mapping[str, str]) -> list[list[str]]:
    """A phrase as lists of words, mended as texts are, with its short forms: "I am" also as "I'm"."""
    plain = " ".join(mend.get(piece, piece) for piece in _pieces(phrase))
    choices = [(long, short) for long, short in _SHORT_FORMS if f" {long} " in f" {plain} "]
    forms = set()
    for pick in product(*(((long, long), (long, short)) for long, short in choices)):
        said = f" {plain} "
        for long, chosen in pick:
            said = said.replace(f" {long} ", f" {chosen} ")
        forms.add(said)
    return [said.split() for said in sorted(forms)]


_PIECE = re.compile(r"\{[a-z_]+\}|<18|#|\.{2,5}|[^\W_]+\*?|\.")
_CJK = re.compile("([\u3040-\u30ff\u3400-\u9fff])")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


def _pieces(phrase: str) -> list[str]:
    """The words, word beginnings, groups and signs of one phrase, as a caseworker wrote it."""
    return _PIECE.findall(_CJK.sub(r" \1 ", phrase.casefold().translate(_APOSTROPHES)))


def _plant(step: Step, pieces: Sequence[str]) -> Step:
    """The step at which this phrase ends, made where it was missing; ValueError for a beginning under four letters."""
    for piece in pieces:
        if piece in GAPS:
            step = step.gaps.setdefault(GAPS[piece], Step())
        elif piece[0] == "{":
            step = step.groups.setdefault(piece[1:-1], Step())
        elif piece.endswith("*"):
            if len(piece) < 5:
                raise ValueError(f"{piece!r} is too short a beginning of a word; give at least four letters.")
            step = step.stems.setdefault(piece[:4], Step()).stems.setdefault(piece[:-1], Step())
        else:
            step = step.words.setdefault(piece, Step())
    return step


def _may_go_on(step: Step, word: str, groups: Mapping[str, object]) -> bool:
    """Whether any phrase may go on with this word, found out at less cost than by trying."""
    return (
        word in step.words
        or word[:4] in step.stems
        or word[0].isdigit()
        or bool(groups and step.groups.keys() & groups)
    )


def _follow(step: Step, words: Sequence[str], at: int, start: int, groups: _Groups, found: _Found) -> None:
    """Notes every phrase and group that goes on from this step at word `at`; as deep as the longest phrase."""
    if step.ends:
        found[id(step)] = (step, start, at)
    for name in step.names:
        ends = groups[start].setdefault(name, [])
        if at not in ends:
            ends.append(at)
    if at == len(words):
        return
    word = words[at]
    after = step.words.get(word)
    if after is not None:
        _follow(after, words, at + 1, start, groups, found)
    if step.stems and (stems := step.stems.get(word[:4])) is not None:
        for stem, beyond in stems.stems.items():
            if word.startswith(stem):
                _follow(beyond, words, at + 1, start, groups, found)
    if word[0].isdigit() and word.isdigit() and step.words:
        for numeral in (ANY_NUMBER, UNDER_18) if word in _UNDER_18 else (ANY_NUMBER,):
            after = step.words.get(numeral)
            if after is not None:
                _follow(after, words, at + 1, start, groups, found)
    if step.groups and groups[at]:
        for name, beyond in step.groups.items():
            for end in tuple(groups[at].get(name, ())):
                _follow(beyond, words, end, start, groups, found)
    for size, beyond in step.gaps.items():
        for here in range(at, min(at + size + 1, len(words))):
            if _may_go_on(beyond, words[here], groups[here]):
                _follow(beyond, words, here, start, groups, found)
            if words[here] == STOP:
                break
