"""What a person is asked about whose case it is, in words: the cases it may be and why. Pure; decides none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.whose import Candidate, Whose
from store.messages import Plan, Question
from store.terms import Kind, Owner

_MOST_SHOWN = 3
# What a handler asks about the case a message may belong to; here it gets its reasons.
_ABOUT_ITS_CASE = frozenset({"which_case", "new_or_known", "same_again"})


def asked(plan: Plan, found: Whose, kind: Kind, *, due_on: date, written_to: bool = True) -> Plan:
    """The plan, with whatever is asked about its case said with the cases it may be and the reasons.

    `written_to` is whether anybody has ever been written to in a matter that comes again.
    """
    if found.first is None or (plan.joins_case and not found.again):
        return plan
    text = _again(found.first, found.belongs) if found.again else _perhaps(found.candidates, plan)
    codes = {question.code for question in plan.asks} & _ABOUT_ITS_CASE
    asks = [replace(question, text=text) if question.code in codes else question for question in plan.asks]
    if kind is Kind.UNCLEAR and not codes:
        asks.append(Question("which_case", text, Owner.ADMINISTRATOR, due_on))
    if found.again and not written_to:
        text = "Acknowledge this by hand: nobody has been answered in this matter yet."
        asks.append(Question("acknowledge_by_hand", text, Owner.ADMINISTRATOR, due_on))
    return replace(plan, asks=tuple(asks), flag_on=min((one.due_on for one in asks), default=plan.flag_on))


def _again(one: Candidate, belongs: bool) -> str:
    if belongs:
        return (
            f"This asks again for what {one.in_words} is about. Is it the same matter? "
            "If not, open a case for it and acknowledge it by hand."
        )
    return (
        f"This may be {one.in_words} once more, from another address. Is it the same person and the same matter? "
        "If not, open a case for it and acknowledge it by hand."
    )


def _perhaps(candidates: Sequence[Candidate], plan: Plan) -> str:
    shown = " or ".join(one.in_words for one in candidates[:_MOST_SHOWN])
    more = f", or one of {len(candidates) - _MOST_SHOWN} more" if len(candidates) > _MOST_SHOWN else ""
    if plan.opens_case:
        return f"This may belong to {shown}{more}. It has a case of its own for now. Is it part of that one?"
    return f"This may belong to {shown}{more}. Does it?"
