"""What a person is asked because of what the police said, and what kind of mail their words make it; decides nothing.

An extension is never granted and a case never held by a mail. Whoever wrote is not believed here: only the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from handlers.told import day
from handlers.working_days import WorkingDays
from store.messages import PaperRequest, Question, ReplyReading
from store.terms import Kind, Owner, Said

_KIND_BY_SAID = (
    (Kind.RECOMMENDATION_RESPONSE, {Said.RECOMMENDATION}),
    (Kind.PAPERS, {Said.COMPLETE, Said.PART, Said.LINK, Said.LOCKED, Said.NOT_HELD, Said.BY_POST}),
    (Kind.PAPERS_EXTENSION, {Said.EXTENSION}),
    (Kind.FORCE_QUERY, {Said.NOT_OURS, Said.QUERY, Said.REFUSAL, Said.SUB_JUDICE, Said.BAD_CODE}),
)
_ANOTHER_TIME = {0: "for the first time", 1: "for the second time"}
WRONG_PAPERS, FORGED = "wrong_papers", "forged"


def kind_said(reading: ReplyReading, kind: Kind) -> Kind:
    """The kind of mail that a reply is by what it says; as it was taken for where it says nothing of the matter."""
    return next((one for one, some in _KIND_BY_SAID if reading.says & some), kind)


def asks(
    reading: ReplyReading,
    request: PaperRequest | None,
    *,
    reference: str,
    today: date,
    days: WorkingDays,
    unit_named: str = "",
    sure: bool = False,
    in_the_post: int = 5,
) -> tuple[Question, ...]:
    """What only a person can settle of a reply about this request, each with the day it has to be settled by.

    `reference` is the case's, as commands name it; `unit_named` is a unit of the contact book that the reply points to.
    A `sure` reply is believed where it says by number what nobody holds. What comes by post has `in_the_post` working
    days.
    """
    noted = sure and _all_numbered(reading, request)
    found = _asks(reading, request, today, days, unit_named, noted=noted, in_the_post=in_the_post)
    return tuple(replace(one, text=one.text.replace("REF", reference)) for one in found)


def in_place_of(planned: Iterable[Question], more: Sequence[Question]) -> tuple[Question, ...]:
    """What a message's kind asks anyway, with the fuller question where a reply asks the same, and the rest of them."""
    fuller = {one.code: one for one in more}
    kept = [
        replace(one, text=fuller[one.code].text, due_on=min(one.due_on, fuller[one.code].due_on))
        if one.code in fuller
        else one
        for one in planned
    ]
    known = {one.code for one in kept}
    return (*kept, *(one for one in more if one.code not in known))


def _asks(
    reading: ReplyReading,
    request: PaperRequest | None,
    today: date,
    days: WorkingDays,
    unit_named: str,
    *,
    noted: bool,
    in_the_post: int,
) -> Iterator[Question]:
    now, soon = days.next_on_or_after(today), days.add(today, 1)
    says = reading.says
    if says & {Said.LINK, Said.LOCKED}:
        text = "The papers have to be fetched today: the link may expire." if Said.LINK in says else ""
        locked = "The police sent something behind a password. Ask the unit for it by telephone."
        yield Question("papers_link", text or locked, Owner.ADMINISTRATOR, now)
    if Said.BY_POST in says:
        come_by = days.add(today, in_the_post)
        text = (
            "The police say that papers come by post or on a disc. Has it come? Then say which item it is: papers REF "
            f"item N received. They are not chased before {day(come_by)}; then they are asked for what is missing."
        )
        yield Question("papers_by_post", text, Owner.ADMINISTRATOR, come_by)
    if Said.EXTENSION in says and _asks_for_more(reading, request):
        yield _extension(reading, request, days.add(today, 2))
    if Said.NOT_OURS in says:
        where = f"They name {unit_named}." if unit_named else "Their mail may say where."
        text = f"The unit says that the papers are elsewhere. {where} Whom do we ask? Say it: unit REF and its name."
        yield Question("not_ours", text, Owner.ADMINISTRATOR, soon)
    if Said.QUERY in says:
        text = "The police ask something before they send the papers. Answer them; they are not chased for two days."
        yield Question(Kind.FORCE_QUERY.value, text, Owner.ADMINISTRATOR, soon)
    if Said.REFUSAL in says:
        text = (
            "The police say that they will not send something, or hold it back. Do you accept their reason? If so, say "
            "which item: papers REF item N withheld. If not, take it up with them."
        )
        yield Question("papers_refused", text, Owner.CASE_OWNER, soon)
    if Said.SUB_JUDICE in says:
        text = (
            "The police say that court or other proceedings are open. Is the case to wait? Say: hold REF until a day."
        )
        yield Question("sub_judice", text, Owner.CASE_OWNER, soon)
    if Said.NOT_HELD in says and not noted:
        text = "The police say that something is not held. Which item is it? Say: papers REF item N not held."
        yield Question("papers_not_held", text, Owner.ADMINISTRATOR, soon)


def _asks_for_more(reading: ReplyReading, request: PaperRequest | None) -> bool:
    """Whether the day they name is later than the one they have anyway."""
    return request is None or reading.until is None or reading.until > request.due_on


def _extension(reading: ReplyReading, request: PaperRequest | None, due_on: date) -> Question:
    """Due once the pause for it is over; the second time it is for the caseworker, then for the manager."""
    times = request.extensions if request else 0
    often = _ANOTHER_TIME.get(times, "once more")
    until = f"until {day(reading.until)}" if reading.until else "and name no clear day"
    grant = f"more time REF {day(reading.until)}" if reading.until else "more time REF and the day"
    text = f"The police ask {often} for more time {until}. If you agree, say: {grant}. If not, tell them."
    owner = (Owner.ADMINISTRATOR, Owner.CASE_OWNER, Owner.MANAGER)[min(times, 2)]
    return Question(Kind.PAPERS_EXTENSION.value, text, owner, due_on)


def _all_numbered(reading: ReplyReading, request: PaperRequest | None) -> bool:
    """Whether each thing that is not held is a number of the request's own list."""
    known = {str(item.number) for item in request.items} if request else set()
    return bool(reading.not_held) and set(reading.not_held) <= known


def wrong_papers(today: date, because: str) -> Question:
    """What the manager is asked today about papers that may be somebody else's, working day or not."""
    text = (
        f"Files from the police may be somebody else's. {because} Open and pass on no more than you need. If they are "
        "not ours, this is likely a breach of the police's: tell the data protection officer and the unit today."
    )
    return Question(WRONG_PAPERS, text, Owner.MANAGER, today)


def forged(today: date, because: str) -> Question:
    """What the manager is asked today about a mail that is not from whom it names."""
    text = f"This mail is likely forged: {because}. Believe nothing in it, open nothing, and tell IT. Who else got it?"
    return Question(FORGED, text, Owner.MANAGER, today)


def not_all(reference: str, missing: int, today: date, days: WorkingDays) -> Question:
    """What is asked where the police say that everything is there and our list says that it is not."""
    items = "one item" if missing == 1 else f"{missing} items"
    text = (
        f"The police say that everything is there, and by our list {items} did not come. Look through what came "
        f"and say what each is: papers {reference} item N received. If something is missing: chase {reference}."
    )
    return Question("papers_not_all", text, Owner.ADMINISTRATOR, days.add(today, 1))


def all_here(reference: str, today: date, days: WorkingDays) -> Question:
    """What is asked where everything on our list came and the police did not say that it is all."""
    text = f"Everything on our list has come, and more may follow. If it is enough, say: papers complete {reference}."
    return Question("papers_all_here", text, Owner.ADMINISTRATOR, days.add(today, 1))
