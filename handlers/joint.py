"""Several people who complain in one message, as they name themselves; knows nobody and proves nobody's identity."""

from __future__ import annotations

import re

from handlers.force_references import force_references
from handlers.names import name_at, whole_name
from handlers.passages import Passage, at_a_word, word_set
from handlers.shown_name import called_like_a_desk
from handlers.spoken_of import PLACE, written_out
from store.messages import Fact
from store.terms import Quote

MOST = 12
_SAYS = "one of several complainants"
_LISTED = re.compile(r"^[ \t]*(?:[-*•–]|\(?\d{1,2}[.)])?[ \t]*")
_TOGETHER = at_a_word(
    r"(?:both|all|each|two|three|four|five|six) of us\b|of us\b|we both\b|we all\b|joint\w*\b|we,|between us\b|"
    r"(?:my )?(?:wife|husband|partner|neighbours?|brother|sister) and i\b|\bus (?:two|three|four|all)\b|we each\b|"
    r"(?:we|families|neighbours) sign\b|(?:two|three|four) who complain|and i (?:don't|do not|both|each|would like)\b|"
    r"our complaints\b|undersigned\b|complained together\b"
)
_WORDS = word_set(
    "both all each us we joint jointly between wife husband partner neighbours brother sister two three four our i "
    "undersigned together"
)
_NAME = r"(?<![\w'’.-])[^\W\d_a-z][\w'’.-]{1,40}"
_FULL = rf"{_NAME}(?: {_NAME}){{1,3}}"
_AND = r"(?:,?[ \n]and[ \n]|,? & |,[ \n]|;[ \n])"
_ROW = re.compile(rf"{_FULL}(?:{_AND}{_FULL})+")
_IN_BRACKETS = re.compile(r" \([^()\n]{1,30}\)")
_ME_AND = re.compile(
    rf"\b[Mm]e,? \(?(?P<first>{_NAME}(?: {_NAME}){{0,3}})(?: [A-Z]{{2}}/[\d/]{{4,12}})?\)?,?"
    rf"(?: \([^()\n]{{1,30}}\))? and (?:my )?(?:[a-z]{{2,12}} ){{0,3}}(?P<second>{_FULL})"
)
_AND_I = re.compile(
    rf"\b[Mm]y (?!(?:client|colleague|solicitor|manager)\b)(?:[a-z]{{2,12}} ){{1,2}}(?P<second>{_FULL}) "
    r"and (?:I|me|myself)\b"
)
_ONE_SURNAME = re.compile(rf"^[ \t]*(?P<first>{_NAME}) (?:and|&) (?P<second>{_NAME}) (?P<surname>{_NAME})[ \t]*$", re.M)
_SPLIT = re.compile(_AND)
_PLURAL = word_set("we us our ours")
_BOTH = re.compile(rf"(?P<first>{_NAME}(?: {_NAME})?) (?:and|&|\+) (?P<second>{_NAME}(?: {_NAME})+)")
_BESIDE = re.compile(r" (?:\+|&|and) ")
_WHERE_THEY_LIVE = re.compile(
    r"(?:,| -| –| \() ?(?:(?:flat|no|number|house|unit|room|apt)\b\.? ?)?\d{1,4}[a-z]?\b[^,]{0,30}\)?$", re.I
)
_VILLAGE = re.compile(
    r"(?:long|market|great|little|upper|lower|north|south|east|west|new|old|church|castle|st)\b", re.I
)
_END, _LAST, _SHORT, _SEVERAL = 600, 8, 60, 2  # characters and lines that may hold signatures, and how long one is


def joint_names(body: Passage, shown: str, *, flagged: bool) -> tuple[Fact[str], ...]:
    """The people who write together: each with a reference of their own, signing, named in a row, or shown as senders.

    `shown` is the sender's own name.
    """
    listed = _by_reference(body)
    if len(listed) > 1:
        return listed
    if flagged or next(body.near(_TOGETHER, _WORDS, 40), None):
        together = max(_me_and(body, shown), _signing(body, flagged=flagged), key=len)
        if len(together) > 1:
            return together
        return _in_a_row(body, shown) or shown_together(shown)
    return () if body.words.isdisjoint(_PLURAL) else (shown_together(shown) or _couple(body, shown))


def _me_and(body: Passage, shown: str) -> tuple[Fact[str], ...]:
    """The writer and whom they name beside themselves: "me (Ada) and my brother Bo Cray", "my wife Ada Cray and I"."""
    found = _ME_AND.search(body.text) or _AND_I.search(body.text)
    if not found:
        return ()
    first = whole_name(found.groupdict().get("first") or "")
    sender = whole_name(shown)
    if " " not in first and (not first or first == sender.split(" ")[0]):
        first = sender
    names = [first, whole_name(found["second"])]
    words = body.quote(*found.span(), _SAYS)
    whole = all(" " in name for name in names) and names[0] != names[1]
    return tuple(Fact(name, words) for name in names) if whole else ()


def shown_together(shown: str) -> tuple[Fact[str], ...]:
    """The two people whom a sender's name names: "Ada and Bo Brindle", "Ada Brindle & Bo Cray"."""
    found = _BOTH.fullmatch(" ".join(shown.split()))
    if not found or called_like_a_desk(shown):
        return ()
    first = found["first"] if " " in found["first"] else f"{found['first']} {found['second'].split()[-1]}"
    names = [whole_name(first), whole_name(found["second"])]
    words = Quote(shown, "header From", _SAYS)
    return tuple(Fact(name, words) for name in names) if all(" " in name for name in names) else ()


def _signing(body: Passage, *, flagged: bool) -> tuple[Fact[str], ...]:
    """The people who sign below each other, or beside each other with a plus sign, at the end of a letter."""
    lines = [said for line in body.text[-_END:].split("\n") if (said := line.strip(" \t*_-–—~"))][-_LAST:]
    signing: list[str] = []
    for line in lines:
        bare = _WHERE_THEY_LIVE.sub("", line)
        names = [whole_name(part) for part in _BESIDE.split(bare)] if len(line) < _SHORT else [""]
        again = bool(signing) and line.split()[0] == signing[-1].split()[-1]  # the writer's firm below their name
        if all(" " in name for name in names) and not again and not _no_person(bare):
            signing += names
        elif len(signing) < _SEVERAL:
            signing = []
    if len(signing) == _SEVERAL and not flagged and not _both_known(body, signing):
        return ()
    words = Quote("; ".join(signing), body.place, _SAYS)
    signed = [Fact(name, words) for name in dict.fromkeys(signing)][:MOST]
    whole = {fuller.value: fuller for one in signed for fuller in [written_out(one, (body,))]}
    return tuple(whole.values())


def _both_known(body: Passage, signing: list[str]) -> bool:
    """Whether of two names below each other the second is no village: one surname, or a word the letter has again."""
    first, second = (name.split() for name in signing)
    return first[-1] == second[-1] or any(body.text.count(word) > 1 for word in (second[0], second[-1]))


def _no_person(line: str) -> bool:
    """Whether a line of two names is a firm's, a club's or a place's."""
    return called_like_a_desk(line) or PLACE.search(line) is not None or _VILLAGE.match(line) is not None


def _by_reference(body: Passage) -> tuple[Fact[str], ...]:
    """The names of a list in which each person stands with a reference of their own."""
    if len(force_references((body,))) < 2:
        return ()
    found: dict[str, Fact[str]] = {}
    for line in body.text.split("\n"):
        if "/" not in line:
            continue
        name = name_at(_LISTED.sub("", line[:200]))
        if " " in name and (references := force_references((Passage(body.place, line[:200]),))):
            words = Quote(" ".join(line[:200].split()), body.place, _SAYS)
            found.setdefault(references[0].value, Fact(name, words))
    return tuple({one.value: one for one in found.values()}.values())[:MOST]


def _in_a_row(body: Passage, shown: str) -> tuple[Fact[str], ...]:
    """The names of the first row of full names, or of a signature of two people with one surname."""
    for row in _ROW.finditer(bare := _IN_BRACKETS.sub("", body.text)):
        names = [whole_name(part) for part in _SPLIT.split(row[0])]
        if len(names) > 1 and all(" " in name for name in names) and not any(map(_no_person, _SPLIT.split(row[0]))):
            words = Quote(" ".join(bare[slice(*row.span())].split()), body.place, _SAYS)
            return tuple(Fact(name, words) for name in dict.fromkeys(names))[:MOST]
    return _couple(body, shown)


def _couple(body: Passage, shown: str) -> tuple[Fact[str], ...]:
    """The two people with one surname who sign on one line, whose surname is the sender's too, if any is shown."""
    couple = _ONE_SURNAME.search(body.text[-_END:])
    if not couple or called_like_a_desk(couple[0]) or "&" in shown:
        return ()
    if couple["surname"].casefold() in shown.casefold() or (" " not in shown and " and " in couple[0]):
        names = [whole_name(f"{couple[one]} {couple['surname']}") for one in ("first", "second")]
        if all(names):
            return tuple(Fact(name, Quote(couple[0].strip(), body.place, _SAYS)) for name in names)
    return ()
