"""Mail of parties with a line of their own, or of somebody who may be one; answers nobody and names no role itself.

An officer, their Federation, an interested person or a witness is kept apart: nothing of the complainant goes to them.
What they are is for a person to say (`party_acts`); their words only suggest it.
"""

from __future__ import annotations

from dataclasses import replace

from handlers import further, standing_orders
from handlers.arrival import Arrival, Rule
from handlers.kinds import MACHINES
from handlers.party_roles import CALLED, suggested
from handlers.whose import Whose
from store.messages import Incoming, Plan, Question, Recognition
from store.terms import APART, Kind, Owner, Place, WhyNot

_STAYS = MACHINES | {
    Kind.THIRD_PARTY, Kind.UNWANTED, Kind.INTERNAL, Kind.LEGAL, Kind.PRESS, Kind.INFORMATION_RIGHTS,
    Kind.ELECTED_REPRESENTATIVE, Kind.CHIEF_OFFICER_COMPLAINT, Kind.COMPLAINT_ABOUT_US,
}  # fmt: skip
"""What a mail stays whoever of a case wrote it: it goes to whoever deals with that, and is not answered either."""
_OWN_MATTER = frozenset({Kind.APPLICATION, Kind.IOPC_TRANSFER, Kind.NEW_COMPLAINT, Kind.CONTACT_CHANGE})
"""What a witness or an officer can ask for in a matter of their own, where they point to no case of ours."""
_HOW = (
    "Set on the message who it is: “Do: record as officer”, “… Federation”, “… interested person” or “… witness”. They "
    "are kept apart: tell them nothing about the complainant."
)


def taken_for(recognition: Recognition, found: Whose) -> Recognition:
    """What a mail is taken for that a party with a line of its own wrote: their part in the case, and no one else's.

    Where it asks for a review as well, that is not lost: a person is asked.
    """
    kind = recognition.kind
    if kind in _STAYS or not (found.wrote_apart or (found.known_only_apart and kind not in _OWN_MATTER)):
        return recognition
    asks_too = {Kind.APPLICATION} & {kind, *recognition.also}
    return replace(
        recognition,
        kind=Kind.THIRD_PARTY,
        also=tuple(sorted(asks_too)),
        guesses=(),
        why_not=recognition.why_not or WhyNot.THIRD_PARTY,
    )


def handle(arrival: Arrival, rule: Rule) -> Plan:
    """A known party's part goes to the case file and its owner is told; who anybody else is, a person is asked."""
    known = arrival.known_case
    if known is not None and known.role in APART:
        return standing_orders.plan(
            arrival,
            rule,
            place=Place.CASE_FILE,
            joins_case=known.reference,
            asks=(_representations(arrival, rule, known.role), *further.perhaps_new(arrival)),
        )
    plan = further.handle(arrival, rule)
    if known is None or known.role:
        return plan
    asks = (_who(one, arrival.incoming) if one.code == rule.kind.value else one for one in plan.asks)
    return replace(plan, asks=tuple(asks))


def asked(plan: Plan, incoming: Incoming, kind: Kind) -> Plan:
    """The plan of such a mail whose case nobody has said, asking with it who may have written, and how that is said."""
    if kind is not Kind.THIRD_PARTY or plan.joins_case:
        return plan
    asks = (
        replace(one, text=f"{one.text} Drop it in the case's folder. {_guess(incoming)}{_HOW}")
        if one.code == "which_case"
        else one
        for one in plan.asks
    )
    return replace(plan, asks=tuple(asks))


def _representations(arrival: Arrival, rule: Rule, role: str) -> Question:
    text = (
        f"Representations came from {CALLED[role]}. Read them; nobody was answered. Nothing of the complainant goes to "
        "them, and nothing of theirs to the complainant."
    )
    return Question(rule.kind.value, text, Owner.CASE_OWNER, arrival.due(rule.within))


def _who(question: Question, incoming: Incoming) -> Question:
    return replace(question, text=f"Who is this? {_guess(incoming)}{_HOW}")


def _guess(incoming: Incoming) -> str:
    """Who it may be, in their own words."""
    said = suggested(incoming)
    return f"It reads as from {CALLED[said.role]} ({said.quote.place}: “{said.quote.words}”). " if said else ""
