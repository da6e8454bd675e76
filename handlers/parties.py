"""Who complained and who writes for them, by the words of a message and its documents; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.force_references import force_references
from handlers.names import fullest, name_at, said_names, same_person, signed_name, whole_name
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact, Incoming
from store.terms import Quote

_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|rev|cllr)\b\.?"
_RELATIVE = (
    r"(?:son|daughter|child|mother|mum|father|dad|husband|wife|partner|brother|sister|nephew|niece|grandson|"
    r"granddaughter|"
    r"grandmother|grandfather|friend|neighbour|client|constituent|aunt|uncle)"
)
_CLIENT = re.compile(
    r"\b(?:our|my) (?:above[- ]named )?client(?:'s name)?(?: is)?[:,]? +|\b(?:we|i) act (?:for|on behalf of) +|"
    r"\binstructed by +|"
    rf"\bon behalf of (?:(?:my|our) {_RELATIVE},? )?(?:called |named )?|\bmy {_RELATIVE},? (?:called |named |"
    rf"is called )?|"
    r"\b(?:our |my )?constituent,? +|\bauthorise[sd]? .{2,60} to act for "
)
_SURELY_FOR = at_a_word(
    rf"(?:our|my) client\b|(?:we|i) act (?:for|on behalf of)\b|on behalf of (?:my|our|mr|mrs|ms|miss)\b|"
    rf"my {_RELATIVE}'?s complaint\b|our constituent\b|"
    rf"i am (?:writing|acting|helping)? ?(?:for|on behalf of) my {_RELATIVE}\b"
)
_FOR = word_set(
    "client act behalf constituent son daughter child mother mum father dad husband wife partner brother "
    "sister nephew niece grandson friend neighbour aunt uncle"
)
_OFFICIAL = re.compile(
    rf"\b(?:application|request|review|appeal|complaint|form|letter)s? (?:made |received |submitted )?(?:from|by|"
    rf"of) (?={_TITLE} )|"
    rf"\bcomplainant,? (?:is |named )?(?={_TITLE} )|\bapplicant,? (?:is |named )?(?={_TITLE} )"
)
_TITLED = re.compile(rf"\b{_TITLE} ")
_I_NAME = re.compile(r"^[ \t]*i, ", re.MULTILINE)
_LISTED = re.compile(r"^[ \t]*(?:[-*•–]|\(?\d{1,2}[.)])?[ \t]*")
_MOST_JOINT = 12


@dataclass(frozen=True, slots=True)
class Parties:
    """The complainant or complainants, who writes for them, and what a person should see."""

    complainants: tuple[Fact[str], ...] = ()
    representative: Fact[str] | None = None
    doubts: tuple[Fact[str], ...] = ()

    @property
    def complainant(self) -> Fact[str] | None:
        """All complainants in one fact, their names joined with "; "."""
        if not self.complainants:
            return None
        first = self.complainants[0].quote
        words = "; ".join(one.quote.words for one in self.complainants)
        return Fact("; ".join(one.value for one in self.complainants), Quote(words, first.place, first.says))


def of_the_public(
    incoming: Incoming, body: Passage, subject: Passage, documents: Sequence[Passage], *, represents: bool, speaks: bool
) -> Parties:
    """The parties of a letter from the public; `speaks` is whether its writer is taken to be on one side of a "
    "case."""
    shown = _shown(incoming)
    if represents or next(body.near(_SURELY_FOR, _FOR, 30), None):
        return _represented(incoming, body, subject, documents, shown)
    if not speaks:
        return Parties()
    if len(joint := _joint(body)) > 1:
        return Parties(joint)
    signed = signed_name(body, incoming.sender_name)
    own = [*said_names(body), *([signed] if signed else []), *([shown] if shown else [])]
    if not own:
        return Parties()
    documented = [name for document in documents for name in said_names(document)]
    name = fullest(own[0], [*own[1:], *documented])
    others = [
        one for one in own[1:] if not same_person(one.value, name.value) and not same_person(one.value, own[0].value)
    ]
    return Parties((name,), None, tuple(Fact("several_names", one.quote) for one in others))


def of_an_office(
    body: Passage, subject: Passage, documents: Sequence[Passage], letters: Sequence[Fact[str]]
) -> Parties:
    """The complainant as a force, the IOPC or our own people name them, in their mail or in its documents."""
    named = [*_after(_OFFICIAL, body), *said_names(body)]
    named += [name for document in documents for name in said_names(document)]
    named += letters or _after(_OFFICIAL, subject)
    if not named:
        return Parties()
    name = fullest(named[0], named[1:])
    others = [one for one in named if not same_person(one.value, name.value)]
    return Parties((name,), None, tuple(Fact("several_names", one.quote) for one in others[:3]))


def _shown(incoming: Incoming) -> Fact[str] | None:
    name = whole_name(incoming.sender_name)
    return Fact(name, Quote(incoming.sender_name, "header From", "the sender's name")) if name else None


def _represented(
    incoming: Incoming, body: Passage, subject: Passage, documents: Sequence[Passage], shown: Fact[str] | None
) -> Parties:
    said = " ".join(incoming.sender_name.split())
    header = Fact(said, Quote(said, "header From", "who writes")) if said and " " in said else shown
    representative = header or signed_name(body, incoming.sender_name)
    named = [*_after(_CLIENT, body), *_after(_CLIENT, subject)]
    named += [name for document in documents for name in (*_after(_I_NAME, document), *said_names(document))]
    named += _after(_TITLED, subject)
    clients = [one for one in named if representative is None or not same_person(one.value, representative.value)]
    if not clients:
        doubt = Fact(
            "client_not_named", representative.quote if representative else Quote("", body.place, "who writes")
        )
        return Parties((), representative, (doubt,))
    return Parties((fullest(clients[0], clients[1:]),), representative)


def _after(pattern: re.Pattern[str], passage: Passage) -> list[Fact[str]]:
    """The names that stand behind what this pattern finds."""
    names = []
    for found in pattern.finditer(passage.folded):
        if name := name_at(passage.text[found.end() : found.end() + 100].lstrip().split("\n")[0]):
            names.append(
                Fact(name, passage.sentence_quote(found.start(), found.end() + len(name), "the complainant's name"))
            )
    return names


def _joint(body: Passage) -> tuple[Fact[str], ...]:
    """The names of a list in which each person stands with a reference of their own."""
    if len(force_references((body,))) < 2:
        return ()
    found: dict[str, Fact[str]] = {}
    for line in body.text.split("\n"):
        if "/" not in line:
            continue
        name = name_at(_LISTED.sub("", line[:200]))
        if " " in name and (references := force_references((Passage(body.place, line[:200]),))):
            words = Quote(" ".join(line[:200].split()), body.place, "one of several complainants")
            found.setdefault(references[0].value, Fact(name, words))
    return tuple({one.value: one for one in found.values()}.values())[:_MOST_JOINT]
