"""What a handler is given about one message, and what a row of the table says; holds facts and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.assessment import Assessed
from handlers.working_days import WorkingDays
from store.messages import Incoming, KnownCase, Plan, Question, Recognition
from store.terms import Kind, Owner, Place, WhyNot


@dataclass(frozen=True, slots=True)
class Targets:
    """What the office aims at, in working days from the day a case or message came to where it is; settings choose.

    `update_every`, `hold_within` and `respond_within` are days of the calendar.
    """

    acknowledge_within: int = 5
    first_look_within: int = 1
    settle_within: int = 3
    transfer_within: int = 1
    decide_within: int = 2
    reply_within: int = 10
    remind_within: int = 5
    papers_within: int = 10
    allocate_within: int = 5
    sign_off_within: int = 3
    decision_maker_within: int = 5
    review_within: int = 28
    update_every: int = 28
    hold_within: int = 28
    respond_within: int = 28


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it stands before the handlers: what it says, what it is taken for, its case, and the dates.

    `case` is the likeliest case it may belong to (`whose` decides); only where the sender counts as a party of it does
    the message belong there. For a delivery failure it is the case of the letter that failed, found by our own letter's
    key. `duplicate` says that the same content or matter is already held, and then `case` is its case; `restricted`
    that contact with the sender is only as agreed. `also` and `guesses` are the rows of the further kinds in it, and of
    the likeliest kinds where nobody can say. `assessed` is what the law makes of a request for a review in it.
    """

    incoming: Incoming
    recognition: Recognition
    case: KnownCase | None
    received_on: date
    today: date
    days: WorkingDays
    duplicate: bool = False
    restricted: bool = False
    targets: Targets = Targets()
    assessed: Assessed | None = None
    also: tuple[Rule, ...] = ()
    guesses: tuple[Rule, ...] = ()

    @property
    def known_case(self) -> KnownCase | None:
        """The case this message belongs to, or None where that is only a suggestion or nothing at all."""
        return self.case if self.case and self.case.sender_is_party else None

    @property
    def may_be_application_too(self) -> bool:
        """A request for a review may be inside this message, whatever else it is."""
        return Kind.APPLICATION in self.recognition.also

    def due(self, within: int) -> date:
        """The working day by which a person can act: counted from receipt, but never before today."""
        return max(self.days.add(self.received_on, within), self.days.next_on_or_after(self.today))


class CaseRule(StrEnum):
    """What a kind of message means for the cases."""

    OPENS = "opens one"
    KNOWN = "known case"
    KNOWN_OR_OPENS = "known case or opens"
    KNOWN_OR_NONE = "known case or none"
    NONE = "none"
    OF_LETTER = "the letter it is about"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of kinds.

    `why_not` is None where the kind may be acknowledged by itself; `action` is empty where nothing is to be done,
    and then nobody owns it; `within` counts working days from receipt, and 0 means today.
    """

    kind: Kind
    words: str
    case: CaseRule
    why_not: WhyNot | None
    place: Place
    action: str
    owner: Owner
    within: int
    family: str
    handle: Callable[[Arrival, Rule], Plan]

    def asks(self, arrival: Arrival) -> tuple[Question, ...]:
        """What this kind asks of its owner, as a question, or nothing where it asks nothing of anybody.

        Where no case is known, what its owner would have done falls to the administrator.
        """
        if not self.action:
            return ()
        nobody_owns_it = self.owner is Owner.CASE_OWNER and arrival.known_case is None
        owner = Owner.ADMINISTRATOR if nobody_owns_it else self.owner
        return (Question(self.kind.value, self.action, owner, arrival.due(self.within)),)
