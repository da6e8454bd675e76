"""What a category that a person set leads to: an act on the item's case, a stop, whose case it is, or a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.desk import answered_by_word, not_for_us, party_deeds
from bot.desk.deeds import Deed, NotDone, Outcome, done, message
from bot.desk.message_deeds import Taken
from bot.desk.people import assignable
from handlers.labels import (
    asks_for_forward,
    asks_for_pause,
    asks_for_settled,
    asks_to_record,
    owner,
    owner_of,
    unknown,
    verb_of,
)
from handlers.told_by_label import KIND_SAID, is_kind
from store import casework, corrections, leadership, outbox, refiling
from store.commands import Command
from store.engine import Tx
from store.messages import Act, Verb
from store.terms import PartyRole, london_date

if TYPE_CHECKING:
    from bot.service import Service

_NO_MESSAGE = "Only a message can be passed on. Set the category on the message that holds the complaint."
_NOBODY_WROTE = "Set it on the message that they wrote. Without one, say it by a mail: party REF officer NAME."
_NO_CASE = "It belongs to no case yet. Drop it in a case's folder, or where new review requests go, first."


def prepared(service: Service, one: Command) -> Deed:
    """The deed that the category asks for."""
    if asks_for_pause(one.place):
        return lambda tx: _pause(tx, one)
    if asks_for_settled(one.place):
        return lambda tx: _settled(tx, one)
    if asks_for_forward(one.place):
        return _forward(service, one)
    if role := asks_to_record(one.place):
        return _record_as(service, one, role)
    if is_kind(one.place):
        return lambda tx: _kind(tx, one)
    if owner_of(one.place):
        return lambda tx: _assign(service, tx, one)
    return lambda tx: _act(service, tx, one)


def _pause(tx: Tx, one: Command) -> Outcome:
    leadership.pause(tx, by="somebody of the team", why=f"the category {one.place} was set")
    return Outcome("Nothing leaves until somebody of the team resumes sending.", removes=(one.place,), note=True)


def _settled(tx: Tx, one: Command) -> Outcome:
    """What was asked about the item is answered; it needs a person no more."""
    said = answered_by_word.by_category(tx, one, _case_if_any(tx, one))
    removes = answered_by_word.cleared(tx, one)
    _known_on_it(tx, one, adds=(), removes=removes)
    return Outcome(said, removes=removes)


def _forward(service: Service, one: Command) -> Deed:
    """The letters that pass a new complaint on are prepared. Raises NotDone where the item is no message."""
    if one.thing != "intake":
        raise NotDone(_NO_MESSAGE)
    taken = Taken(service, one, *message(service, one))

    def deed(tx: Tx) -> Outcome:
        found = not_for_us.redirect(taken, tx, forward=True)
        return replace(found, removes=(*found.removes, one.place))

    return deed


def _record_as(service: Service, one: Command, role: PartyRole) -> Deed:
    """Whoever wrote the message is a party of its own. Raises NotDone where the item is no message."""
    if one.thing != "intake":
        raise NotDone(_NOBODY_WROTE)
    taken = Taken(service, one, *message(service, one))

    def deed(tx: Tx) -> Outcome:
        found = party_deeds.recorded(taken, tx, role)
        return replace(found, removes=(*found.removes, one.place))

    return deed


def _act(service: Service, tx: Tx, one: Command) -> Outcome:
    verb = verb_of(one.place, service.settings.office.force_short)
    if verb is None:
        raise NotDone(unknown(one.place, service.settings.office.force_short))
    on = _came_on(tx, one) if verb is Verb.CHECK_CONTACT else None
    act = Act(verb, on=on, source=f"the category {one.place} was set")
    found = done(service, tx, case_of(tx, one), act, subject=one.subject)
    return Outcome(found.said, removes=(one.place,))


def _assign(service: Service, tx: Tx, one: Command) -> Outcome:
    person, remark = assignable(service.settings.team, owner_of(one.place), london_date(tx.now))
    if person is None:
        raise NotDone(remark)
    case_id = case_of(tx, one)
    before = casework.view(tx, case_id).owner
    act = Act(Verb.ASSIGN, value=person.name, source=f"the category {one.place} was set")
    found = done(service, tx, case_id, act, subject=one.subject)
    name = owner(person.name)
    removes = tuple(dict.fromkeys(was for was in (owner(before) if before else "", one.place) if was not in ("", name)))
    _known_on_it(tx, one, adds=(name,), removes=removes)
    said = f"{found.said} {remark}".strip()
    return Outcome(said, adds=(name,), removes=removes, note=bool(remark))


def _kind(tx: Tx, one: Command) -> Outcome:
    """What the message is, as a person says: kept for learning; the message itself stays where it lies."""
    kind = KIND_SAID[one.place]
    corrections.add(tx, one.row, kind, by="somebody of the team", source=f"the category {one.place}")
    removes = tuple(name for name in KIND_SAID if name != one.place)
    _known_on_it(tx, one, adds=(one.place,), removes=removes)
    return Outcome(f"It was noted that this is {kind.value.replace('_', ' ')}.", removes=removes)


def _known_on_it(tx: Tx, one: Command, *, adds: tuple[str, ...], removes: tuple[str, ...]) -> None:
    if one.thing == "intake" and (held := refiling.by_id(tx, one.row)) is not None:
        stay = (name for name in held.categories.splitlines() if name not in removes)
        refiling.labelled(tx, held.id, (*stay, *adds))


def _came_on(tx: Tx, one: Command) -> date | None:
    """The day on which the message came that bears the category; None on a card or a letter of ours."""
    held = refiling.by_id(tx, one.row) if one.thing == "intake" else None
    return london_date(held.received_at) if held is not None else None


def case_of(tx: Tx, one: Command) -> int:
    """The case of what a command is about. Raises NotDone where it has none."""
    case_id = _case_if_any(tx, one)
    if case_id is None:
        raise NotDone(_NO_CASE)
    return case_id


def _case_if_any(tx: Tx, one: Command) -> int | None:
    if one.thing == "card":
        return one.row
    if one.thing == "letter":
        return next((letter.case_id for letter in outbox.by_ids(tx, [one.row])), None)
    held = refiling.by_id(tx, one.row)
    return held.case_id if held is not None else None
