"""Who and what else belongs to a case, as was ruled: parties with a line of their own, linked cases; rules on nothing.

Whatever was prepared for an address as if it were the complainant's does not leave once it is another party's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.sending.last_look import recipient_fault
from store import cancelling, case_links, cases, outbox, parties, refiling
from store.engine import Tx
from store.messages import Ruling
from store.terms import Audience, london_date

if TYPE_CHECKING:
    from bot.service import Service

_PARTIES, _LINKS = "parties", "links"
_NOT_A_PERSON = "That is the address of an office and not of a person. Say whose it is: party REF officer NAME ADDRESS."
_MALFORMED = "That address cannot be read for certain. Give the name alone, or the whole address."
_TAKEN_BACK = "its recipient is another party of the case"


def why_not(service: Service, tx: Tx, case_id: int, ruling: Ruling) -> str:
    """Why what the ruling says of parties and links cannot stand, in one sentence, or ""."""
    for reference in ruling.links:
        other = cases.case_id_of(tx, reference)
        if other is None:
            return f"There is no case {reference}. Give its whole reference."
        if tx.is_erased(other) or tx.is_erased(case_id):
            return f"{reference} or this case has been erased, and belongs with nothing any more."
    for address in (one.address for one in ruling.parties if one.address):
        if recipient_fault(address, service.settings.office.mailbox_address) == "recipient_malformed":
            return _MALFORMED
        if address in _offices(service, tx) or service.settings.team.by_address(address):
            return _NOT_A_PERSON
    return ""


def _offices(service: Service, tx: Tx) -> frozenset[str]:
    """The addresses that stand in the contact book and in the settings, and our own."""
    office = service.settings.office
    known = {
        *service.settings.book.addresses(london_date(tx.now)),
        *office.contacts.model_dump().values(),
        office.mailbox_address,
    }
    return frozenset(one.lower() for one in known if one)


def carry_out(tx: Tx, case_id: int, ruling: Ruling) -> dict[str, Any]:
    """The parties and links stand as was ruled; answers what takes them back, nothing where all was so."""
    changes = [found for one in ruling.parties if (found := parties.set_apart(tx, case_id, one)) is not None]
    for party in ruling.parties:
        _nothing_meant_for_another(tx, case_id, party.address)
    links = {
        other: not linked for other, linked in ruling.links.items() if case_links.put(tx, case_id, other, linked=linked)
    }
    return {name: value for name, value in ((_PARTIES, changes), (_LINKS, links)) if value}


def take_back(tx: Tx, case_id: int, before: dict[str, Any]) -> None:
    """What `carry_out` answered is as it was, and stands in `before` no more."""
    parties.put_back(tx, case_id, before.pop(_PARTIES, ()))
    links: Mapping[str, bool] = before.pop(_LINKS, {})
    for other, linked in links.items():
        case_links.put(tx, case_id, other, linked=linked)


def _nothing_meant_for_another(tx: Tx, case_id: int, address: str) -> None:
    """Letters for the complainant's side to this address that have not begun to leave never do."""
    if not address:
        return
    tag = tx.vault.tag(address, "address")
    answers = (letter for one in refiling.of_case(tx, case_id) for letter in outbox.of_message(tx, one.id))
    for letter in {one.id: one for one in (*outbox.of_case(tx, case_id), *answers)}.values():
        if letter.to_tag == tag and letter.audience is Audience.COMPLAINANT and letter.sending_at is None:
            cancelling.cancel(tx, letter, _TAKEN_BACK)
