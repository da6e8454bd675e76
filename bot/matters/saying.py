"""What somebody of the team says of a matter is done, or refused with one sentence; by mail or on the command line.

Sends nothing, and opens and changes no case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.desk.people import assignable
from handlers.command_lines import Misread
from handlers.matter_lines import USAGE, Addressed, act, addressed, new
from handlers.matter_steps import due_on, waits_for
from handlers.matters import refusal, said, shown, wrong_with
from handlers.working_days import in_words
from store import matter_reading, matters, questions, refiling
from store.engine import Tx
from store.intake import Held
from store.messages import Incoming
from store.messages.matters import Matter, MatterAct, MatterVerb, NewMatter, Served, Way
from store.terms import london_date

if TYPE_CHECKING:
    from bot.service import Service

WHICH = "which_matter"
"""The question about a message that belongs to a matter, while nobody knows to which."""
_V = MatterVerb
_OFF = "Other work is not kept here. IT switches it on: [other_work] on = true."
_NO_MESSAGE = "I know no such message. Give its number, as `mail list` shows it, or its Message-ID."
_MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it, in lines that name nobody of the public; `reference` is the matter's, where there is one."""

    lines: tuple[str, ...]
    refused: bool = False
    reference: str = ""


def by_mail(service: Service, tx: Tx, held: Held, incoming: Incoming, words: str, *, by: str) -> tuple[str, ...]:
    """What the mail says of a matter is done, and the mail belongs to that matter; answers what to tell its writer.

    That it comes from this person of the team was proved before.
    """
    below = incoming.new_text.strip("\n").partition("\n")[2]
    return in_words_of(service, tx, words, below, by=by, mail=held.id, shows=bool(incoming.attachments)).lines


def in_words_of(
    service: Service, tx: Tx, words: str, below: str = "", *, by: str, mail: int | None = None, shows: bool = False
) -> Told:
    """What the words ask for is done. `mail` is the message they came in, which `shows` what it tells by its files."""
    settings, today = service.settings, london_date(tx.now)
    if not settings.other_work.on:
        return _refused(_OFF)
    if not words:
        return Told(USAGE)
    found = addressed(words, settings.other_work.prefix, today)
    if isinstance(found, Misread):
        return _refused(found.sentence)
    if found.verb is _V.NEW:
        read = new(found.rest, below, settings.matter_kinds, today)
        return _refused(read.sentence) if isinstance(read, Misread) else open_new(service, tx, read, by=by, mail=mail)
    if found.verb is _V.LIST:
        return Told(_listed(service, tx))
    if found.verb is _V.KINDS:
        return Told(tuple(f"{one.key}: {one.name}; days: {', '.join(one.dates)}" for one in settings.matter_kinds))
    return _of_one(service, tx, found, by=by, mail=mail, shows=shows)


def _of_one(service: Service, tx: Tx, found: Addressed, *, by: str, mail: int | None, shows: bool) -> Told:
    one = known(tx, found.reference)
    if one is None:
        return _no_matter(found.reference)
    if found.verb is _V.SHOW:
        return Told(shown(one, service.days), reference=one.reference)
    read = act(found.verb, found.rest, one.kind, london_date(tx.now))
    if isinstance(read, Misread):
        return _refused(read.sentence)
    if read.verb is _V.SERVED and shows and not read.message and mail is not None:
        read = replace(read, message=str(mail))
    return do(service, tx, one.reference, read, by=by, mail=mail)


def open_new(service: Service, tx: Tx, one: NewMatter, *, by: str, mail: int | None = None) -> Told:
    """The matter is open with its days, people and note; or one sentence says why not."""
    settings, today = service.settings, london_date(tx.now)
    kind = next((kind for kind in settings.matter_kinds if kind.key == one.kind), None)
    if kind is None:
        known_kinds = ", ".join(kind.key for kind in settings.matter_kinds)
        return _refused(f"Say of which kind: {known_kinds}." if known_kinds else _OFF)
    wrong = wrong_with(one, kind, today)
    person, remark = assignable(settings.team, one.owner or by, today)
    if wrong or person is None:
        return _refused(wrong or f"Say whose it is. {remark}")
    opened = matters.open_matter(
        tx, kind, prefix=settings.other_work.prefix, title=" ".join(one.title.split()), owner=person.name,
        people=one.people, on=today, by=by,
    )  # fmt: skip
    for name, on in (one.dates or {}).items():
        matters.set_date(tx, opened, name, on, by=by)
    if one.note:
        matters.note(tx, opened, _V.NOTE, one.note, by=by)
    _belongs(tx, opened, mail, by=by)
    now = matter_reading.of(tx, opened.id)
    return Told(_lines(said(now, None, service.days), remark), reference=now.reference)


def do(service: Service, tx: Tx, reference: str, asked: MatterAct, *, by: str, mail: int | None = None) -> Told:
    """The act is done to the matter, or one sentence says why not."""
    one, today = known(tx, reference), london_date(tx.now)
    if one is None:
        return _no_matter(reference)
    remark, number = "", None
    if asked.verb is _V.OWNER:
        person, remark = assignable(service.settings.team, asked.words, today)
        if person is None:
            return _refused(remark)
        asked = replace(asked, words=person.name)
    if asked.message:
        number = _message(tx, asked.message)
        if number is None:
            return _refused(_NO_MESSAGE)
    if why := refusal(one, asked, today):
        return _refused(why)
    _done(service, tx, one, asked, number, by=by)
    if asked.verb is not _V.UNLINK:
        _belongs(tx, one, number, by=by)
        _belongs(tx, one, mail, by=by)
    now = matter_reading.of(tx, one.id)
    return Told(_lines(said(now, asked, service.days), remark), reference=now.reference)


def _done(service: Service, tx: Tx, one: Matter, asked: MatterAct, number: int | None, *, by: str) -> None:
    """The rows and the history say what was done; the words said with it stand as a note."""
    on, step = asked.on or london_date(tx.now), asked.what
    if asked.verb is _V.DATE:
        matters.set_date(tx, one, asked.what, on, by=by)
    elif asked.verb is _V.DUE:
        matters.move_due(tx, one, step, on, by=by)
    elif asked.verb is _V.DONE:
        matters.done(tx, one, step, on, by=by, due_on=due_on(one, one.step(step), service.days))
    elif asked.verb is _V.SERVED:
        proof = Served(asked.how or Way.OTHER, on, asked.to, asked.words, number)
        matters.served(tx, one, step, proof, by=by)
        if one.step(step).is_open:
            matters.done(tx, one, step, on, by=by, due_on=due_on(one, one.step(step), service.days))
    elif asked.verb is _V.PERSON and asked.person is not None:
        matters.add_person(tx, one, asked.person, by=by)
    elif asked.verb is _V.OWNER:
        matters.give(tx, one, asked.words, by=by)
    elif asked.verb is _V.UNLINK and number is not None:
        matters.unlink(tx, one, number, by=by)
    elif asked.verb is _V.CLOSE:
        matters.close(tx, one, on, by=by)
    elif asked.verb is _V.REOPEN:
        matters.not_done(tx, one, step, by=by) if step else matters.reopen(tx, one, by=by)
    if asked.words and asked.verb not in (_V.OWNER, _V.SERVED):
        matters.note(tx, one, f"{asked.verb} {step}".strip(), asked.words, by=by)


def erase(tx: Tx, reference: str, *, by: str, because: str) -> Told:
    """Nobody can read any more whom and what the matter was about; its dates, steps and history stay."""
    one = known(tx, reference)
    if one is None:
        return _no_matter(reference)
    if one.is_erased:
        return _refused(f"What {one.reference} was about has been erased already.")
    if one.closed_on is None:
        return _refused(f"{one.reference} is open. Close it first.")
    gone = matters.erase(tx, one, by=by, because=because)
    return Told((f"What {one.reference} was about has been erased, with {gone} of its messages.",), False, reference)


def known(tx: Tx, reference: str) -> Matter | None:
    """The matter of exactly this reference."""
    matter_id = matter_reading.id_of(tx, reference)
    return None if matter_id is None else matter_reading.of(tx, matter_id)


def _message(tx: Tx, named: str) -> int | None:
    held = refiling.by_id(tx, int(named)) if named.isdigit() else refiling.by_message_id(tx, f"<{named.strip('<>')}>")
    return None if held is None else held.id


def _belongs(tx: Tx, one: Matter, message: int | None, *, by: str) -> None:
    """The message belongs to the matter, and nobody is asked to which any more."""
    if message is None:
        return
    matters.link(tx, one, message, by=by)
    for asked in list(questions.still_open(tx, subject=f"intake:{message}")):
        if asked.code == WHICH:
            questions.answer(tx, asked, by=by)


def _listed(service: Service, tx: Tx) -> tuple[str, ...]:
    """Each open matter in a line, as many as a mail can hold."""
    found = [_line(service, one) for one in matter_reading.every(tx, closed_too=False)]
    more = (f"And {len(found) - _MOST_LISTED} more.",) if len(found) > _MOST_LISTED else ()
    return (*found[:_MOST_LISTED], *more) or ("No matter is open.",)


def _line(service: Service, one: Matter) -> str:
    coming = [(on, step) for step in one.steps if step.is_open and (on := due_on(one, step, service.days))]
    if not coming:
        return f"{one.reference}, {one.kind.name}, {one.owner}'s: {waits_for(one, service.days)}."
    on, step = min(coming, key=lambda pair: pair[0])
    late = ", which is over" if on < london_date(service.clock.now()) else ""
    return f"{one.reference}, {one.kind.name}, {one.owner}'s: {step.rule.key} by {in_words(on)}{late}."


def _lines(words: str, remark: str) -> tuple[str, ...]:
    return (f"{words} {remark}".strip(),)


def _refused(sentence: str) -> Told:
    return Told((sentence,), refused=True)


def _no_matter(reference: str) -> Told:
    return _refused(f"There is no matter {reference}. Say matter list, and you see those that are open.")
