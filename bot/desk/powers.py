"""Which of the team may say what, by a mail or on the command line; a drag proves nobody's name and asks none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from config.team_section import Function, MemberSection, Team
from handlers.command_lines import Order
from store.messages import Verb
from store.terms import Role

_LEADS = frozenset({Role.MANAGER, Role.HEAD})
_DESK = _LEADS | {Role.ADMINISTRATOR}
_WORKS = _LEADS | {Role.CASEWORKER}
MAY: Mapping[Verb | Order, frozenset[Role] | Function] = MappingProxyType(
    {
        Verb.OURS: Function.REVIEW_BODY,
        Verb.TIME: Function.OUT_OF_TIME,
        Verb.ACCEPT: Function.RIGHT,
        Verb.DISPUTE: _DESK,
        Verb.PAPERS_COMPLETE: _DESK | _WORKS,
        Verb.PAPER_ITEM: _DESK | _WORKS,
        Verb.MORE_TIME: _DESK | _WORKS,
        Verb.UNIT: _DESK | _WORKS,
        Verb.ASSIGN: _DESK,
        Verb.DRAFT_UPHELD: _WORKS,
        Verb.DRAFT_NOT_UPHELD: _WORKS,
        Verb.RESTRICT: _LEADS,
        Verb.DRAFT_FINAL: _LEADS,
        Verb.HOLD: _LEADS,
        Verb.RELEASE: _LEADS,
        Verb.REOPEN: _LEADS,
        Verb.SEEN: _LEADS,
        Verb.PARTY: _DESK | _WORKS,
        Verb.LINK: _DESK | _WORKS,
        Verb.CLOSE: _DESK,
        Order.RESUME: _DESK,
    }
)
"""Who may say what: somebody with one of these roles, or who may decide this today. What is not named here anybody of
the team may; a letter that decides something needs its signer, whoever asked for it."""


def why_not(team: Team, asks: Verb | Order, person: MemberSection, on: date) -> str:
    """Why this person may not say that on this day, "" where they may."""
    needs = MAY.get(asks)
    if needs is None:
        return ""
    if isinstance(needs, Function):
        may = team.may(person, needs, on)
        who = "whoever may decide that here"
    else:
        may = bool(needs & set(person.roles))
        who = f"the {' or the '.join(sorted(role.replace('_', ' ') for role in needs))}"
    return "" if may else f"Only {who} can say {str(asks)!r}. Ask them."
