"""Letters beside the course of a case: the final answer, how to contact us, what is agreed, a check; moves no case."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from handlers.told import Told, day, on_its_way, over, post, refuse, to_them, waiting
from store.messages import Post, Question, Ruling
from store.terms import Audience, Owner, State

BESIDE_ITS_COURSE = frozenset({"final_position", "contact_arrangements"})
"""The letters that a signer signs or returns without any step of their case."""
_LOOKED_AT_AGAIN_AFTER = 6
"""Months after which contact arrangements are looked at again, as the letter says."""
_CONTACT_REVIEW = "contact_review "
_DECIDED = (State.OUTCOME_SENT, State.RECOMMENDATION_PENDING, State.RECOMMENDATION_ANSWERED, State.CLOSED)


def final_position(told: Told) -> Ruling:
    """The letter that says once that the decision stays is prepared, once everybody has been told the outcome."""
    case = told.case
    if case.state not in _DECIDED or case.told_on is None:
        return refuse(f"{case.reference} has no outcome that they were told. There is no final answer to give yet.")
    if waiting(case, "final_position"):
        return refuse("The letter with the final answer is prepared or gone already. It is sent once.")
    facts = {"outcome_on": day(case.decided_on or case.told_on)}
    return Ruling(
        why=f"{told.by} asked for the letter with our final answer.",
        posts=(to_them(case, "final_position", facts),),
        settles=("outcome_dispute",),
    )


def check_contact(told: Told) -> Ruling:
    """The address we hold is asked whether the change is theirs; nothing is changed, and nothing goes to a new one."""
    case, came_on = told.case, told.act.on
    if ended := over(case):
        return refuse(ended)
    if came_on is None:
        return refuse("Say on which day their message came: check contact REF 1 October.")
    if came_on > told.today:
        return refuse(f"{day(came_on)} is still to come. On which day did their message come?")
    if on_its_way(case, "contact_change_check"):
        return refuse("The letter that asks them is prepared already: see For checking.")
    return Ruling(
        why=f"{told.by} had the change checked with the address we hold.",
        posts=(to_them(case, "contact_change_check", {"received_on": day(came_on)}),),
    )


def ask_iopc_date(told: Told) -> Ruling:
    """The IOPC is asked on which day the request reached it, for the time it held it does not count."""
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if waiting(case, "ask_iopc_receipt_date"):
        return refuse("The IOPC was asked already. Write to them yourself if no answer comes.")
    reply_by = told.act.on or told.within(told.targets.reply_within)
    text = f"Has the IOPC said when the request reached it? Then work out the day: time {case.reference} DAY."
    return Ruling(
        why=f"{told.by} had the IOPC asked when the request reached it.",
        posts=(post(case, "ask_iopc_receipt_date", Audience.IOPC, {"reply_by": day(reply_by)}),),
        asks=(Question("iopc_receipt_date", text, Owner.ADMINISTRATOR, reply_by),),
        settles=("iopc_transfer",),
    )


def adjust(told: Told) -> Ruling:
    """An adjustment is agreed: every later letter to the complainant keeps it, and one letter tells them so."""
    case, words = told.case, told.act.value.strip()
    if not words:
        return refuse("Say what was agreed: adjust REF large print.")
    is_new = words not in case.adjustments
    agreed = (*case.adjustments, *((words,) if is_new else ()))
    tells = not over(case) and (is_new or not waiting(case, "adjustments_agreed"))
    return Ruling(
        why=f"{told.by} agreed to work differently with them.",
        sets={"adjustments": agreed},
        posts=(to_them(case, "adjustments_agreed", {"adjustments": agreed}),) if tells else (),
        settles=("adjustment", "adjustment_request"),
        cancels=("adjustments_agreed",) if tells else (),
    )


def restrict(told: Told) -> Ruling:
    """Contact with the complainant is only as agreed: no letter goes to them by itself. Their rights stay.

    A letter that tells them, with the day on which it is looked at again, is prepared where the case has not ended.
    """
    lift = told.act.value.strip().lower() in ("no", "lift", "off")
    before = tuple(sorted(code for code in told.case.asked if code.startswith(_CONTACT_REVIEW)))
    posts, asks = ((), ()) if lift else _told_of_it(told)
    return Ruling(
        why=f"{told.by} {'lifted' if lift else 'set'} the contact arrangements.",
        sets={"restricted": not lift},
        posts=posts,
        asks=asks,
        settles=before if lift or asks else (),
        cancels=("contact_arrangements",) if lift else (),
        decides=(("contact_arrangements", "lifted" if lift else "set"),),
    )


def _told_of_it(told: Told) -> tuple[tuple[Post, ...], tuple[Question, ...]]:
    """The letter, and the question on the day that it promises; neither where one is prepared already."""
    case = told.case
    if over(case) or on_its_way(case, "contact_arrangements"):
        return (), ()
    again_on = told.days.next_on_or_after(_months_after(told.today, _LOOKED_AT_AGAIN_AFTER))
    facts = {"starts_on": day(told.today), "review_on": day(again_on)}
    text = (
        f"They were told that we look today at how they can contact us. Does it go on? Otherwise: restrict "
        f"{case.reference} lift. Tell them either way."
    )
    question = Question(f"{_CONTACT_REVIEW}{again_on.isoformat()}", text, Owner.MANAGER, again_on)
    return (to_them(case, "contact_arrangements", facts),), (question,)


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
