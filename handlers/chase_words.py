"""The reasons a round of chasers gives, in words for people; decides nothing."""

from __future__ import annotations

from datetime import date

from handlers.rungs import MAILS, NAMES, Step, all_is_here
from handlers.working_days import in_words
from store.messages import PaperRequest
from store.terms import Asked, RequestState, Rung


def why_asked(request: PaperRequest, rung: Rung, planned: date) -> str:
    """Why a request is in a mail of this step, which the calendar gave this day."""
    if rung is Rung.REMINDER:
        return f"Asked on {in_words(request.asked_on)}, due on {in_words(request.due_on)}; nothing was heard since."
    return f"Due on {in_words(request.due_on)}; {_still(request)}. The {NAMES[rung]} is due since {in_words(planned)}."


def why_left_out(rung: Rung, planned: date, *, works: bool) -> str:
    """Why a lower step is never taken though its day has come; `works` when its address could be written to."""
    because = "one mail is enough" if works else "the book has no address for it that works"
    return f"The {NAMES[rung]} was due on {in_words(planned)} and is left out: {because}."


def why_nothing(request: PaperRequest, open_steps: tuple[Step, ...]) -> str:
    """Why nothing is due for a request now."""
    if request.state is not RequestState.OPEN:
        return f"The request is {request.state.value}, so nothing is asked."
    if request.held:
        return "The case is on hold, so nothing is asked."
    if all_is_here(request):
        return "All that was asked for is here, so nothing is asked."
    if not open_steps:
        return "Every step has been taken, and the Reviews Manager has it."
    return f"Nothing today: {min(open_steps, key=lambda step: step.on).waits}."


def why_a_person(request: PaperRequest, no_mail: str) -> str:
    """What the Reviews Manager is asked: what was asked for, what was done since, and what stands in the way."""
    if all_is_here(request):
        return "All that was asked for is here, and the request is still open. Can it be closed?"
    what = "to answer a recommendation" if request.asked is Asked.RECOMMENDATION else "for papers"
    taken = [f"{NAMES[rung]} on {in_words(day)}" for rung, day in request.done.items() if rung in MAILS]
    since = f"Since then: {', '.join(taken)}." if taken else "No mail has gone about it for this due date."
    stop = f" Nothing more is written: {no_mail}." if no_mail else ""
    asked_on, due_on = in_words(request.asked_on), in_words(request.due_on)
    asked = f"The police were asked {what} on {asked_on}, due on {due_on}; {_still(request)}."
    return f"{asked} {since}{stop} Who takes it up with them?"


def _still(request: PaperRequest) -> str:
    missing = request.missing
    if request.asked is Asked.RECOMMENDATION or not missing:
        return "no answer has come"
    if len(missing) == sum(item.required for item in request.items):
        return "all of it is missing"
    return f"still missing: {', '.join(str(item.number) for item in missing)}"
