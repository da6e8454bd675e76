"""What mail tells of the force's own mailboxes: away, moved, gone. A person is asked; the contact book never changes.

Whoever wrote it is not proved, so it pauses for two days at most, asks once and closes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.papers import requests
from handlers import unit_news
from handlers.envelope import belongs
from handlers.unit_news import UnitNews
from handlers.working_days import in_words
from store import contacts, letter_search, paper_requests, questions
from store.engine import Tx
from store.intake import Held
from store.messages import Incoming, PaperRequest, Question, Unit
from store.outbox import Queued
from store.terms import Kind, Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

AWAY, MOVED, GONE = "contact_away", "contact_moved", "contact_came_back"
BOUNCED = "a letter to it came back"
CHECK = "contact_check"
"""The letter that asks once a year whether an address still stands."""
_RESTS = "says that its contact is away or has moved"


def heard(service: Service, tx: Tx, held: Held, incoming: Incoming, kind: Kind) -> None:
    """What a mail from an address of the book says of that address is a question, once for each absence or move."""
    today, domain = london_date(tx.now), incoming.sender.rpartition("@")[2]
    if kind is Kind.DELIVERY_FAILURE or not belongs(domain, service.domains.force):
        return
    found = service.settings.book.of_address(incoming.sender, today)
    if not found:
        return
    machine = kind is Kind.AUTOMATIC_REPLY
    news = unit_news.read(
        incoming.subject,
        incoming.new_text,
        london_date(held.received_at),
        machine=machine,
        but=_known(service, incoming),
    )
    if not news:
        _answered(tx, incoming, found[0], today, machine=machine)
    for unit in found if len(found) == 1 else _whose_mailbox(incoming.sender, found):
        if news:
            _ask(service, tx, held, unit, news, incoming.sender)


def bounced(service: Service, tx: Tx, letter: Queued) -> bool:
    """Whether the letter that came back had gone to an address of the book; nothing more is written there then.

    Nothing is tried again, and no other address is taken; a person is asked, once.
    """
    today, book = london_date(tx.now), service.settings.book
    address = next((one for one in book.addresses(today) if contacts.tag_of(tx, one) == letter.to_tag), "")
    units = book.of_address(address, today)
    if not units or not contacts.freeze(tx, address, units[0].key, BOUNCED):
        return bool(units)
    text = (
        f"A letter to {_who(address, units[0])} came back, so nothing more is written there. Is the address right? "
        "Then say `reviews-bot contacts thaw` with it. If not, put the right one into the contact book."
    )
    question = Question(GONE, text, Owner.ADMINISTRATOR, service.days.add(today, 1))
    questions.ask(tx, f"letter:{letter.key}", question, case_id=letter.case_id)
    for unit in units:
        for one in paper_requests.of_unit(tx, unit.key):
            paper_requests.look_again(tx, one.id, today)
    return True


def thawed(service: Service, tx: Tx, address: str, *, by: str) -> bool:
    """The address may be written to again, and the next round looks at all that waited for it; False where it might."""
    if not contacts.thaw(tx, address, by=by):
        return False
    for unit in service.settings.book.of_address(address, london_date(tx.now)):
        for one in paper_requests.of_unit(tx, unit.key):
            requests.look_again(service, tx, one.id)
    return True


def _ask(service: Service, tx: Tx, held: Held, unit: Unit, news: UnitNews, sender: str) -> None:
    """A person is asked; what the unit was asked for rests for two days, unless it is somebody above who is away.

    Once between two mails of ours: whoever is away for ever, by words that nobody proved, is asked again all the same.
    """
    today, who = london_date(tx.now), _who(sender, unit)
    about = news.until.isoformat() if news.until else f"{today:%Y-%m}"
    due_on = service.days.add(today, 1)
    question = Question(MOVED if news.moved else AWAY, _words(who, news, held.id), Owner.ADMINISTRATOR, due_on)
    if not questions.ask(tx, f"contact:{unit.key}:{who}:{about}", question) or sender not in unit.addresses:
        return
    until = service.days.add(today, service.settings.papers.pause_after_unverified)
    for one in paper_requests.of_unit(tx, unit.key):
        if _has_rested(one):
            continue
        paper_requests.pause(tx, one, until, f"message {held.id} {_RESTS}")
        paper_requests.look_again(tx, one.id, today)


def _has_rested(one: PaperRequest) -> bool:
    """Whether the request has rested for such news since the unit was last written to."""
    since = one.last_mail_on or one.asked_on
    for_it = one.paused_until if one.paused_because.endswith(_RESTS) else None
    return for_it is not None and for_it > since


def _words(who: str, news: UnitNews, number: int) -> str:
    """What a person is asked; addresses stay in the message, for they may be somebody's own."""
    if news.moved:
        other = "names where to write instead" if news.instead else "names nobody else"
        return (
            f"Message {number} says that {who} has moved or is not read any more, and {other}. "
            "Ask the unit, and put what is right into the contact book; nothing changes before."
        )
    until = f"until {in_words(news.until)}" if news.until else "for a time it does not say"
    away = f"Message {number} says that {who} is away {until}"
    if news.instead:
        return (
            f"{away}, and names who stands in. May we write to them until then? "
            "If so, put them under [[units.away]] in the contact book."
        )
    return f"{away}, and names nobody else. Who can be asked meanwhile?"


def _known(service: Service, incoming: Incoming) -> tuple[str, ...]:
    return incoming.sender, service.domains.mailbox_address


def _whose_mailbox(address: str, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units whose own mailbox it is; the first of several where it is somebody above them."""
    return tuple(one for one in units if address in one.addresses) or units[:1]


def _who(address: str, unit: Unit) -> str:
    """Whose address it is, in words."""
    if address in unit.addresses:
        return f"the mailbox of {unit.name}"
    if address == unit.manager:
        return f"the manager of {unit.name}"
    return "the single point of contact" if address == unit.single_point else f"who stands in for {unit.name}"


def _answered(tx: Tx, incoming: Incoming, unit: Unit, today: date, *, machine: bool) -> None:
    """What an answer to a letter of ours shows: a mailbox that speaks for itself, or an address that still stands.

    It stands in the letter's own thread, whose key nobody can guess: so whoever wrote it reads that mailbox.
    """
    letter = letter_search.by_message_ids(tx, (*incoming.in_reply_to, *incoming.references))
    if letter is None or letter.to_tag != contacts.tag_of(tx, incoming.sender):
        return
    if machine and paper_requests.by_letter(tx, letter.key) is not None:
        contacts.acknowledged(tx, incoming.sender, unit.key)
    elif letter.letter == CHECK and not machine:
        contacts.confirmed(tx, incoming.sender, unit.key, today)
