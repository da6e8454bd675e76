"""What it means that a person put a message, a card or a letter of ours into a folder; does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from store.terms import BOARD, Kind, Place, Stage


class Thing(StrEnum):
    """What was put somewhere."""

    MESSAGE = "intake"
    CARD = "card"
    LETTER = "letter"


class Deed(StrEnum):
    """What the person asks for."""

    NOTHING = "nothing"
    REFUSED = "refused"
    JOIN = "it belongs to that case"
    STAGE = "its case is at that stage"
    OPEN = "it is a new request"
    PAPERS = "it is papers from the police"
    TRANSFER = "it is for the IOPC"
    REDIRECT = "it is for somebody else"
    DONE_WITH = "nothing is to be done about it"
    UNDO = "the last thing is taken back"
    LOOK = "a person must look at it"
    HAND_OVER = "it is for somebody else to deal with"
    OTHER_WORK = "it belongs to a matter that is no review"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a move asks for: with `stage` for a stage, `kind` where it says what a message is, or why it is refused."""

    deed: Deed
    stage: Stage | None = None
    kind: Kind | None = None
    refused: str = ""


_SORT: Mapping[str, Deed] = MappingProxyType(
    {
        Place.SORT_APPLICATION.value: Deed.OPEN,
        Place.SORT_PAPERS.value: Deed.PAPERS,
        Place.SORT_IOPC.value: Deed.TRANSFER,
        Place.SORT_OTHER.value: Deed.REDIRECT,
        Place.SORT_NOTHING.value: Deed.DONE_WITH,
    }
)
_QUEUES = frozenset(
    {
        Place.CONFIRM.value,
        Place.UNSURE.value,
        Place.URGENT.value,
        Place.BOUNCED.value,
        Place.CANNOT_OPEN.value,
        Place.COULD_NOT_READ.value,
    }
)
_HAND_OVER: Mapping[str, Kind] = MappingProxyType(
    {
        Place.THE_FORCE.value: Kind.NEW_COMPLAINT,
        Place.CHIEF_OFFICER.value: Kind.CHIEF_OFFICER_COMPLAINT,
        Place.INFORMATION_RIGHTS.value: Kind.INFORMATION_RIGHTS,
        Place.PRESS.value: Kind.PRESS,
        Place.OTHER_BODIES.value: Kind.MISDIRECTED,
    }
)
_UNANSWERED = frozenset(
    {
        Place.URGENT.value, Place.BOUNCED.value, Place.CANNOT_OPEN.value, Place.COULD_NOT_READ.value,
        Place.CHIEF_OFFICER.value, Place.INFORMATION_RIGHTS.value, Place.PRESS.value,
        Place.FILED.value, Place.MACHINES.value, Place.UNWANTED.value,
        Place.SORT_PAPERS.value, Place.SORT_IOPC.value, Place.SORT_NOTHING.value,
    }
)  # fmt: skip
"""Where nothing is acknowledged that lies there: a person who puts a message there deals with it."""
_STAGES = {place.value: stage for stage, place in BOARD.items()}
_DRAFTS = frozenset({Place.FOR_CHECKING.value, Place.FOR_SIGN_OFF.value})
_APPROVAL = frozenset({Place.APPROVE.value, Place.RETURN.value})

_ONLY_LETTERS = "Only a draft letter of ours goes here. Drop the message where it says what the message is."
_ONLY_BOARD = "A case card stays on the board. Drag it to a stage, or to Undo."
_ONLY_APPROVAL = "This is a draft letter of ours. Approve it, return it, or leave it where it waits."


def meaning(thing: Thing, place: str, *, case_folder: bool = False) -> Meaning:
    """What it means that the thing lies in this place now; `case_folder` where the place is the folder of a case."""
    if place == Place.UNDO:
        return Meaning(Deed.UNDO)
    if thing is Thing.CARD:
        return _card(place)
    if thing is Thing.LETTER:
        return _letter(place)
    if case_folder:
        return Meaning(Deed.JOIN)
    if place in _STAGES:
        return Meaning(Deed.STAGE, stage=_STAGES[place])
    if place in _SORT:
        return Meaning(_SORT[place])
    if place in _QUEUES:
        return Meaning(Deed.LOOK)
    if place in _HAND_OVER:
        return Meaning(Deed.HAND_OVER, kind=_HAND_OVER[place])
    if place == Place.OTHER_WORK:
        return Meaning(Deed.OTHER_WORK)
    if place in _DRAFTS | _APPROVAL:
        return Meaning(Deed.REFUSED, refused=_ONLY_LETTERS)
    return Meaning(Deed.NOTHING)


def answers_nobody(place: str, *, of: str = "", joins: str = "") -> bool:
    """Whether no automatic answer leaves for a message that a person put in this place.

    `of` is the case whose folder it is: what would open or join another one than that is not answered either, for it
    would be answered with the wrong reference.
    """
    return place in _UNANSWERED or (bool(of) and joins != of)


def _card(place: str) -> Meaning:
    if place in _STAGES:
        return Meaning(Deed.STAGE, stage=_STAGES[place])
    return Meaning(Deed.REFUSED, refused=_ONLY_BOARD)


def _letter(place: str) -> Meaning:
    if place in _STAGES or place in _SORT:
        return Meaning(Deed.REFUSED, refused=_ONLY_APPROVAL)
    return Meaning(Deed.NOTHING)
