"""Whose case a message is about: what leads to which case, how much that says, and whether it belongs there.

Pure, and by one rule: our reference or a letter of ours may be quoted by anybody, and a sender may write about
anything, so only both together attach a message to a case. All else is suggested to a person, with its reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.alike import can_be_one, whole_name, words_of
from handlers.names import same_person
from store.terms import APART, STAGE_OF, Kind, Stage, State


class Sign(StrEnum):
    """Something a message has in common with a case, in the words of a reason."""

    OUR_REFERENCE = "it names our reference"
    OUR_LETTER = "it answers a letter of ours"
    PARTY = "it came from an address of that case"
    FILE = "it brings the same file"
    FORCE_REFERENCE = "same force reference"
    NAME = "same name"
    LIKE_NAME = "a name like it"
    SURNAME = "same surname"


WEIGHT = {
    Sign.OUR_LETTER: 40,
    Sign.OUR_REFERENCE: 40,
    Sign.PARTY: 30,
    Sign.FILE: 30,
    Sign.FORCE_REFERENCE: 25,
    Sign.NAME: 20,
    Sign.LIKE_NAME: 15,
    Sign.SURNAME: 10,
}
POINTS = frozenset({Sign.OUR_REFERENCE, Sign.OUR_LETTER})
ENOUGH = 20  # a score below this is not worth a person's time
ANOTHER_COMPLAINT = -35  # both name force references and none in common: the same person may complain twice
ANOTHER = "but another force reference"

ASKS_FOR_A_REVIEW = frozenset({Kind.APPLICATION, Kind.IOPC_TRANSFER})
OF_THE_FORCE = frozenset({Kind.PAPERS, Kind.PAPERS_EXTENSION, Kind.FORCE_QUERY, Kind.RECOMMENDATION_RESPONSE})
OF_THE_IOPC = frozenset({Kind.IOPC_CORRESPONDENCE, Kind.IOPC_TRANSFER})


class Sender(StrEnum):
    """Who wrote, by the domain of the address alone; nothing here proves it."""

    FORCE = "force"
    IOPC = "iopc"
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Trace:
    """A case that something in a message leads to, as the store holds it.

    `named`, `answered`, `from_party` and `same_file` say what the store saw leading there, and `role` what the sender
    is to it, "" where nobody knows. `complainant` and `force_reference` join several with "; " and are "" where nobody
    knows them.
    """

    reference: str
    state: State
    named: bool = False
    answered: bool = False
    from_party: bool = False
    same_file: bool = False
    complainant: str = ""
    force_reference: str = ""
    provided_on: date | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a message itself says of whose case it is about, in the same words as a trace."""

    kind: Kind
    sender: Sender = Sender.ANYBODY
    name: str = ""
    for_another: bool = False
    force_reference: str = ""
    provided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case a message may belong to, with what speaks for it and how much that comes to."""

    trace: Trace
    signs: frozenset[Sign]
    score: int
    reasons: tuple[str, ...]

    @property
    def names_another_complaint(self) -> bool:
        """Whether the message names force references, and none that the case has."""
        return ANOTHER in self.reasons

    @property
    def in_words(self) -> str:
        """The case and its reasons."""
        return f"{self.trace.reference} ({', '.join(self.reasons)})"


@dataclass(frozen=True, slots=True)
class Whose:
    """What was found: every candidate, the likeliest first, and whether the message belongs to the first of them.

    `again` says that it asks for the very review the first of them is about: one matter, sent once more.
    """

    candidates: tuple[Candidate, ...] = ()
    belongs: bool = False
    again: bool = False

    @property
    def first(self) -> Candidate | None:
        """The likeliest case, or none."""
        return self.candidates[0] if self.candidates else None

    @property
    def wrote_apart(self) -> bool:
        """Whether a party with a line of its own wrote on the case the message belongs to."""
        return self.belongs and self.first is not None and self.first.trace.role in APART

    @property
    def known_only_apart(self) -> bool:
        """Whether the sender is known, and only as a party with a line of its own."""
        roles = {one.trace.role for one in self.candidates} - {""}
        return bool(roles) and roles <= APART

    def decision(self, *, joined: bool) -> str:
        """What became of it, as the history has it; some kinds of message join no case whoever wrote them."""
        return "same matter" if self.again else "attached" if joined else "suggested"


def whose(about: About, traces: Sequence[Trace]) -> Whose:
    """Whose case the message is about. It belongs only to one that is pointed to and whose party wrote it.

    The force and the IOPC are parties of every case of theirs, in the kinds of mail that only they write; they may
    also point to the one open case of a force reference. The same matter again needs the same person and the same
    force reference or file; from an address that is not the case's it is linked and does not belong.
    """
    found = sorted((_weighed(about, trace) for trace in traces), key=lambda one: -one.score)
    candidates = [one for one in found if one.score >= ENOUGH or one.signs & POINTS]
    if one := _same_matter(about, candidates):
        mine = Sign.PARTY in one.signs or _is_the_office(about)
        return Whose(_first(one, candidates), belongs=mine, again=True)
    if one := _pointed_to(about, candidates):
        return Whose(_first(one, candidates), belongs=Sign.PARTY in one.signs or _is_the_office(about))
    return Whose(tuple(candidates))


def _first(chosen: Candidate, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return (chosen, *(one for one in candidates if one is not chosen))


def _weighed(about: About, trace: Trace) -> Candidate:
    shared = sorted(_split(about.force_reference) & _split(trace.force_reference))
    seen = {
        Sign.OUR_REFERENCE: trace.named,
        Sign.OUR_LETTER: trace.answered,
        Sign.PARTY: trace.from_party,
        Sign.FILE: trace.same_file,
        Sign.FORCE_REFERENCE: bool(shared),
    }
    signs = [sign for sign, there in seen.items() if there]
    if likeness := _likeness(about.name, trace.complainant):
        signs.append(likeness)
    score = sum(WEIGHT[sign] for sign in signs)
    reasons = [f"{sign} {', '.join(shared)}" if sign is Sign.FORCE_REFERENCE else str(sign) for sign in signs]
    if _another_complaint(about, trace):
        score += ANOTHER_COMPLAINT
        reasons.append(ANOTHER)
    return Candidate(trace, frozenset(signs), score, tuple(reasons))


def _pointed_to(about: About, candidates: Sequence[Candidate]) -> Candidate | None:
    """The one case the message points to: two, or words about another case of the same sender, point to none."""
    pointed = [one for one in candidates if one.signs & POINTS]
    if len(pointed) == 1:
        one = pointed[0]
        others = [other for other in candidates if other is not one and Sign.FORCE_REFERENCE in other.signs]
        astray = _another_complaint(about, one.trace) and (others or _is_the_office(about))
        return None if astray else one
    if pointed or not _is_the_office(about) or len(_split(about.force_reference)) != 1:
        return None
    named = [one for one in candidates if Sign.FORCE_REFERENCE in one.signs and _is_open(one.trace)]
    return named[0] if len(named) == 1 else None


def _same_matter(about: About, candidates: Sequence[Candidate]) -> Candidate | None:
    """The one open case of the same person about the same complaint; where two could be meant, neither is.

    An officer, a witness or whoever else has a line of their own is not the person who complained.
    """
    if about.kind not in ASKS_FOR_A_REVIEW:
        return None
    same = [
        one for one in candidates
        if _is_open(one.trace) and one.trace.role not in APART
        and _one_complaint(about, one) and _one_person(about, one)
    ]  # fmt: skip
    if len(same) > 1:
        same = [one for one in same if Sign.PARTY in one.signs]
    return same[0] if len(same) == 1 else None


def _one_complaint(about: About, one: Candidate) -> bool:
    """The same letter, or the same force reference and no two dates on which a letter came."""
    if _another_complaint(about, one.trace):
        return False
    two_letters = about.provided_on and one.trace.provided_on and about.provided_on != one.trace.provided_on
    return Sign.FILE in one.signs or (Sign.FORCE_REFERENCE in one.signs and not two_letters)


def _one_person(about: About, one: Candidate) -> bool:
    """Surely one person: a whole name in common; for an address of the case a name that does not contradict it.

    Families share addresses and surnames, and solicitors write for many.
    """
    theirs = one.trace.complainant
    if Sign.PARTY not in one.signs:
        return Sign.NAME in one.signs and not about.for_another
    if about.for_another or "; " in about.name or "; " in theirs:
        return Sign.NAME in one.signs
    return not about.name or not theirs or can_be_one(words_of(about.name), words_of(theirs))


def _is_the_office(about: About) -> bool:
    """The force or the IOPC, writing what only they write."""
    of_force = about.sender is Sender.FORCE and about.kind in OF_THE_FORCE
    return of_force or (about.sender is Sender.IOPC and about.kind in OF_THE_IOPC)


def _is_open(trace: Trace) -> bool:
    return STAGE_OF[trace.state] is not Stage.CLOSED


def _another_complaint(about: About, trace: Trace) -> bool:
    ours, theirs = _split(about.force_reference), _split(trace.force_reference)
    return bool(ours and theirs and not ours & theirs)


def _split(joined: str) -> frozenset[str]:
    return frozenset(filter(None, joined.split("; ")))


def _likeness(name: str, complainant: str) -> Sign | None:
    """How alike two names are; several names are the same where each has its like on the other side."""
    ours, theirs = ({words_of(one) for one in joined.split("; ")} - {()} for joined in (name, complainant))
    if not ours or not theirs:
        return None
    if len(ours) == len(theirs) and all(any(whole_name(one, other) for other in theirs) for one in ours):
        return Sign.NAME
    if any(same_person(" ".join(one), " ".join(other)) for one in ours for other in theirs):
        return Sign.LIKE_NAME
    return Sign.SURNAME if {words[-1] for words in ours} & {words[-1] for words in theirs} else None
