"""Who somebody is to a case beside the complainant, and which cases belong together, as people say it; sends nothing.

Whoever is recorded has a line of their own. Officers and interested persons are told of a review and its outcome
through the unit of the police (Schedule 3 paragraph 25(1C)); nothing is ever addressed to them by us.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.alike import words_of
from handlers.party_roles import CALLED, suggested
from handlers.told import Told, on_its_way, post, refuse, waiting
from handlers.validity import TOLD_INTERESTED, TOLD_OFFICER
from store.messages import Incoming, PartyView, Post, Question, Ruling
from store.terms import ENDS, THEIR_SIDE, Audience, Kind, Owner, PartyRole

NOT = "not "
"""How the words begin that take a link back."""
SAID_AS: Mapping[str, PartyRole] = MappingProxyType(
    {
        "federation representative": PartyRole.FEDERATION,
        "interested person": PartyRole.INTERESTED_PERSON,
        "injured person": PartyRole.INTERESTED_PERSON,
        "federation rep": PartyRole.FEDERATION,
        "federation": PartyRole.FEDERATION,
        "fed rep": PartyRole.FEDERATION,
        "relative": PartyRole.INTERESTED_PERSON,
        "officer": PartyRole.OFFICER,
        "witness": PartyRole.WITNESS,
    }
)
"""What people say, and the role it is; the longer words first."""
ABOUT_THEM = frozenset(
    {
        Kind.THIRD_PARTY.value, Kind.FURTHER_REPRESENTATIONS.value, Kind.PROGRESS_CHASE.value, Kind.UNCLEAR.value,
        Kind.PAPERS.value, Kind.FORCE_QUERY.value, "really_theirs", "which_case", "belongs_here", "acknowledge_by_hand",
    }
)  # fmt: skip
"""What was asked about their message that is answered once it is said who they are."""
_WHICH = (
    "Say who it is and their name: party REF officer NAME. It can also be Federation, interested person or witness."
)
_ADDRESS = re.compile(r"<?([^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+?)>?[.,;]?$")
_LINK = re.compile(r"(not\b)? ?(?:(?:to|with)\b)? ?(.*)", re.IGNORECASE)
_RANKS = frozenset({"chief", "constable", "dci", "insp", "inspector", "miss", "mrs", "pcso", "sergeant", "sgt"})
"""What stands before names of many; shorter words say as little."""
_NAME = 120  # characters


def record(told: Told) -> Ruling:
    """Whoever it is belongs to the case from now on, apart; while the review goes on, the unit is to tell them."""
    case, act = told.case, told.act
    role, rest = _role(act.value)
    words = rest.split()
    address = act.address or next((found[1] for word in words if (found := _ADDRESS.fullmatch(word))), "")
    name = " ".join(word for word in words if "@" not in word)[:_NAME].strip(" ,;:<>()")
    if "@" in rest and not address:
        return refuse("That address cannot be read for certain. Give the name alone, or the whole address.")
    if role is None or not (name or address):
        return refuse(_WHICH.replace("REF", case.reference))
    party = PartyView(role, name, address.lower())
    known = next((one for one in case.parties if address and one.address.lower() == party.address), None)
    if known is not None and known.role in THEIR_SIDE:
        return refuse(f"That is the address of {CALLED[known.role]} of {case.reference}. Nobody is on both sides.")
    posts, asks = _duty(told, party)
    return Ruling(
        why=f"{told.by} said that {CALLED[role]} belongs to this case, with a line of their own.",
        parties=(party,),
        answers=ABOUT_THEM,
        posts=posts,
        asks=asks,
    )


def may_have_written(said: str, incoming: Incoming) -> bool:
    """Whether who is meant by a role and a name may be who wrote a mail: by the name, or without one by their words.

    Somebody of another name is somebody else, whom no mail of theirs makes the officer.
    """
    role, rest = _role(said)
    name, writer = ({word for word in words_of(one) if len(word) > 2} - _RANKS for one in (rest, incoming.sender_name))
    if name and writer:
        return bool(name & writer)
    reads_as = suggested(incoming)
    return not name or (reads_as is not None and reads_as.role is role)


def _role(said: str) -> tuple[PartyRole | None, str]:
    """The role that these words begin with, and the rest of them."""
    words = " ".join(said.replace("_", " ").split())
    for called, role in SAID_AS.items():
        if re.match(rf"(?:the |an? )?{called}(?!\w)", words, re.IGNORECASE):
            return role, re.sub(rf"^(?:the |an? )?{called}[\s:,]*", "", words, flags=re.IGNORECASE)
    return None, words


def _duty(told: Told, party: PartyView) -> tuple[tuple[Post, ...], tuple[Question, ...]]:
    """What paragraph 25(1C) asks for a party that becomes known between acceptance and outcome: notice, and its proof.

    Before acceptance nothing is due, for accepting prepares it; the Federation and witnesses are told nothing.
    """
    case = told.case
    is_due = case.accepted_on is not None and case.told_on is None and case.state not in ENDS
    is_new = not any(one.role == party.role and one.name.casefold() == party.name.casefold() for one in case.parties)
    if not is_due or not is_new:
        return (), ()
    which = sum(one.role == party.role for one in case.parties) + 1
    due_on = told.within(told.targets.decide_within)
    if party.role == PartyRole.OFFICER:
        letter, audience, code, who = "officer_notice", Audience.OFFICER, TOLD_OFFICER, "the officer"
        is_told = waiting(case, letter)
    elif party.role == PartyRole.INTERESTED_PERSON:
        letter, audience = "interested_person_notice", Audience.INTERESTED_PERSON
        code, who, is_told = TOLD_INTERESTED, "the interested person", on_its_way(case, letter)
    else:
        return (), ()
    text = f"Has {who} who became known been told through the unit that there is a review?"
    asks = () if code in case.asked else (Question(f"{code} {which}", text, Owner.ADMINISTRATOR, due_on),)
    return () if is_told else (post(case, letter, audience, {}),), asks


def link(told: Told) -> Ruling:
    """Two cases belong together from now on, or no more; their parties and papers stay each its own."""
    case = told.case
    no, other = _LINK.fullmatch(" ".join(told.act.value.split())).groups()  # type: ignore[union-attr]  # it fits all
    if not other:
        return refuse(f"Say which case: link {case.reference} to its reference.")
    if other == case.reference:
        return refuse("That is the same case.")
    linked = not no
    if (other in case.linked) is linked:
        return Ruling()
    words = "belong together" if linked else "do not belong together any more"
    return Ruling(why=f"{told.by} said that this case and another {words}.", links={other: linked})
