"""`reviews-bot law`: what the law answers for dates and limbs somebody types in. Keeps nothing, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

import typer

from bot.prompt.opening import instant, print_one
from bot.prompt.options import UnreadConfig

app = typer.Typer(help="What the law says, with its provision.", no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@app.command("time")
def time(
    provided_on: Annotated[str, typer.Option(metavar="DATE", help="The day the outcome was provided, 2026-10-26.")],
    received_at: Annotated[str, typer.Option(metavar="ISO", help="When the application came, 2026-11-09T10:14:00Z.")],
    left_out: Annotated[
        list[str] | None,
        typer.Option(metavar="FROM..TO", help="Received by the IOPC .. forwarded to us; may be given again."),
    ] = None,
    as_json: Json = False,
    _config: UnreadConfig = None,
) -> None:
    """Whether an application is in time, day by day (regulation 29)."""
    from handlers.counted_days import day_by_day
    from handlers.counting import Detour, TimeFacts, time_limit
    from handlers.working_days import WorkingDays
    from store.terms import Holder, Unsettled

    days = WorkingDays()
    detours = tuple(Detour(Holder.DIRECTOR_GENERAL, *_period(words)) for words in left_out or ())
    facts = TimeFacts(received=_instant(received_at), provided_on=_date(provided_on), detours=detours)
    found = time_limit(facts, days)
    if isinstance(found, Unsettled):
        print_one({"result": None, "question": found.question, **_provision(found.under)}, lists=(), as_json=as_json)
        return
    said: dict[str, Any] = {"result": found.value, "reason": found.reason, "for_a_person": found.for_a_person}
    if (count := found.count) is not None:
        said |= {
            "provided_on": count.provided_on,
            "day_1": count.day_1,
            "last_day": count.last_day,
            "closes_on": count.closes_on,
            "rolled_on": count.rolled_on,
            "made_on": count.made_on,
            "elapsed_days": count.elapsed,
            "left_out_days": len(count.days_left_out),
            "net_days": count.net,
            "days_late": count.days_late,
        }
    said |= _provision(found.under)
    said["days"] = (
        [{"day": day.number, "on": day.on, "note": day.note} for day in day_by_day(count, days)] if count else []
    )
    print_one(said, lists=("days",), as_json=as_json)


@app.command("review-body")
def review_body(
    limb: Annotated[
        list[str] | None,
        typer.Option(metavar="LIMB=yes|no|unknown", help="aa, a, bi, bii, c, d, e or f; may be given again."),
    ] = None,
    letter_names: Annotated[str, typer.Option(metavar="LPB|IOPC", help="The body the outcome letter names.")] = "",
    as_json: Json = False,
    _config: UnreadConfig = None,
) -> None:
    """Whose review it is: the IOPC's where any limb is met, ours where every limb is settled as not met."""
    from handlers.law import LimbFact, open_limbs, relevant_review_body
    from store.terms import ReviewBody, Unsettled

    limbs = {name: LimbFact(answer) for name, answer in map(_limb, limb or ())}
    if letter_names and letter_names.upper() not in list(ReviewBody):
        raise typer.BadParameter(f"{letter_names} is not LPB or IOPC.", param_hint="--letter-names")
    named = ReviewBody(letter_names.upper()) if letter_names else None
    found = relevant_review_body(limbs, letter_names=named)
    still_open = [{"question": one.question, **_provision(one.under)} for one in open_limbs(limbs)]
    said: dict[str, Any] = (
        {"review_body": "UNKNOWN", "reason": "Somebody has to answer the open questions first."}
        if isinstance(found, Unsettled)
        else {"review_body": found.value, "reason": found.reason}
    )
    asked = still_open if isinstance(found, Unsettled) else []
    print_one({**said, **_provision(found.under), "open": asked}, lists=("open",), as_json=as_json)


def _provision(under: Any) -> Mapping[str, Any]:
    return {"under": str(under), "says": under.says, "verified": under.verified, "note": under.note or None}


def _date(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise typer.BadParameter(f"{words!r} is no date; write it like 2026-10-26.") from None


def _instant(words: str) -> datetime | date:
    at = instant(words)
    return at.date() if len(words) <= len("2026-11-09") else at


def _period(words: str) -> tuple[date, date]:
    first, dots, last = words.partition("..")
    if not dots:
        raise typer.BadParameter(f"{words!r} is no period; write it like 2026-09-25..2026-10-08.")
    return _date(first), _date(last)


def _limb(words: str) -> tuple[Any, Any]:
    from store.terms import Answer, Limb

    name, _, answer = words.partition("=")
    by_name = {limb.replace("(", "").replace(")", ""): limb for limb in Limb}
    plain = name.strip().lower().replace("(", "").replace(")", "")
    if plain not in by_name or answer.strip().lower() not in list(Answer):
        known = ", ".join(by_name)
        raise typer.BadParameter(f"{words!r}: write LIMB=yes, no or unknown, with LIMB one of {known}.")
    return by_name[plain], Answer(answer.strip().lower())
