"""Where a letter belongs that a person sent by hand: the messages it answers, and its case. Changes nothing.

A reference or a thread is a hint; that the letter went to a party, or to whoever wrote the message, is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.desk.deeds import reference
from handlers.envelope import belongs
from handlers.reading import references
from store import answers_by_hand, cases, letter_search, refiling
from store.engine import Tx
from store.intake import Held
from store.messages import Incoming

if TYPE_CHECKING:
    from bot.service import Service

_MOST = 20
"""The latest messages of a thread that are looked up."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a letter belongs to: its case, and the messages whose writers it went to.

    `to_party` says that somebody who belongs to the case got it. `intake_id` is the message it goes with to another
    case. `strays_from` is the reference of a case it is about where somebody got it who has no part in that, and
    `reached_both` says that the complainant's side got it and somebody with a line of their own.
    """

    message_ids: tuple[str, ...] = ()
    answered: tuple[Held, ...] = ()
    case_id: int | None = None
    reference: str = ""
    to_party: bool = False
    intake_id: int | None = None
    strays_from: str = ""
    strays_case_id: int | None = None
    by_somebody_else: bool = False
    reached_both: bool = False

    @property
    def belongs(self) -> bool:
        """Whether it is a letter on a case, or answers a message we hold."""
        return self.case_id is not None or bool(self.answered)


def match(service: Service, tx: Tx, incoming: Incoming) -> Match:
    """What this letter out of the shared mailbox belongs to."""
    if not _by_us(service, incoming.sender):
        return Match(by_somebody_else=bool(incoming.sender))
    to = {tx.vault.tag(one, "address"): one for one in (*incoming.to, *incoming.cc)}
    to.pop(tx.vault.tag(service.mailbox_name, "address"), None)
    named = tuple(dict.fromkeys((*incoming.in_reply_to, *reversed(incoming.references))))[:_MOST]
    held = [one for one in (refiling.by_message_id(tx, name) for name in named) if one]
    answered = tuple(one for one in held if answers_by_hand.sender_tag(tx, one.id) in to)
    may_be = _may_be(service, tx, incoming, named, (*answered, *held))
    case_id, to_party = _joined(service, tx, answered, may_be, to)
    about = may_be if case_id is None else (case_id,)
    strays = None if answered else _strays(service, tx, to, about or _named_in(service, tx, incoming.text))
    return Match(
        message_ids=named,
        answered=answered,
        case_id=case_id,
        reference=reference(tx, case_id) if case_id is not None else "",
        to_party=to_party,
        intake_id=next((one.id for one in answered if one.case_id == case_id), None),
        reached_both=case_id is not None
        and all(answers_by_hand.party_tags(tx, case_id, apart=side) & to.keys() for side in (True, False)),
        strays_from=reference(tx, strays) if strays is not None else "",
        strays_case_id=strays,
    )


def _by_us(service: Service, sender: str) -> bool:
    return sender == service.mailbox_name or belongs(sender.rpartition("@")[2], service.domains.own)


def _named_in(service: Service, tx: Tx, text: str) -> tuple[int, ...]:
    """The cases whose reference stands in a text, in their order."""
    found = (cases.case_id_of(tx, one) for one in references((text,), service.settings.office.reference_prefix))
    return tuple(one for one in found if one is not None)


def _may_be(
    service: Service, tx: Tx, incoming: Incoming, named: Iterable[str], held: Iterable[Held]
) -> tuple[int, ...]:
    """The cases the letter may be about, by its thread and then by its subject; none that has been erased."""
    ours = letter_search.by_message_ids(tx, named)
    threads = (*(one.case_id for one in held), ours.case_id if ours else None)
    found = dict.fromkeys((*threads, *_named_in(service, tx, incoming.subject)))
    return tuple(one for one in found if one is not None and not tx.is_erased(one))


def _joined(
    service: Service, tx: Tx, answered: Iterable[Held], may_be: tuple[int, ...], to: Mapping[str, str]
) -> tuple[int | None, bool]:
    """The case the letter belongs to, and whether a party of it was written to.

    It is the case of the message that is answered, or one of whose parties were written to, or the only one it can be
    about where the force or the IOPC was. Whoever has a line of their own is no party whose contact counts.
    """
    parties = {one: bool(answers_by_hand.party_tags(tx, one, apart=False) & to.keys()) for one in may_be}
    apart = [one for one in may_be if answers_by_hand.party_tags(tx, one, apart=True) & to.keys()]
    for one in (*(held.case_id for held in answered), *(one for one in may_be if parties[one]), *apart):
        if one in parties:
            return one, parties[one]
    if len(may_be) == 1 and any(_is_of(one, service.domains.force + service.domains.iopc) for one in to.values()):
        return may_be[0], False
    return None, False


def _strays(service: Service, tx: Tx, to: Mapping[str, str], about: tuple[int, ...]) -> int | None:
    """The case a letter is about of which somebody who has no part in it was told, if it is about any."""
    if not about:
        return None
    theirs = {tag for one in about for side in (True, False) for tag in answers_by_hand.party_tags(tx, one, apart=side)}
    outside = [one for tag, one in to.items() if tag not in theirs and not _is_an_office(service, one)]
    return about[0] if outside else None


def _is_an_office(service: Service, address: str) -> bool:
    """Whether it is our own office, the force, the IOPC, or somebody the office names in its settings."""
    ours = service.domains
    contacts = {one.lower() for one in service.settings.office.contacts.model_dump().values()}
    return address in contacts or _is_of(address, (*ours.own, *ours.force, *ours.iopc))


def _is_of(address: str, domains: tuple[str, ...]) -> bool:
    return belongs(address.rpartition("@")[2], domains)
