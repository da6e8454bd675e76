"""What speaks against a letter's leaving, in one sentence; approves nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.approving.approval_policy import unconfirmed_law
from bot.approving.draft_reading import as_last_read
from bot.casework.rulings import address_of
from bot.papers.request_letters import names_a_day_too_near
from bot.sending.last_look import enclosed_in, keeps_apart, visible, why_refused
from handlers import notices
from handlers.asked_again import TO_UNITS
from handlers.correspondence import BY_NAME
from store import casework, identifiers, outbox
from store.engine import Tx
from store.messages import PartyView
from store.outbox import Queued
from store.terms import WRITTEN_TO, Audience, london_date

if TYPE_CHECKING:
    from bot.service import Service


def refusal(service: Service, tx: Tx, one: Queued) -> str:
    """One sentence why the letter may not leave as its draft was last read, or ""."""
    kept = outbox.content(tx, one)
    letter = BY_NAME[one.letter]
    case = casework.view(tx, one.case_id) if one.case_id is not None else None
    parties = case.parties if case else ()
    address = address_of(service, case, one.audience) if case else kept["to"]
    own = [said for party in parties for said in (party.name, party.address)]
    why = why_refused(
        as_last_read(kept),
        to=kept["to"],
        allowed={address, *_at_their_own(parties, one.audience), *_of_the_force(service, tx, one)},
        enclosed=enclosed_in(kept),
        reference=case.reference if case else "",
        prefix=service.settings.office.reference_prefix,
        own=[*own, case.force_reference if case else ""],
        others=identifiers.of_open_cases(tx, but=one.case_id),
    )
    if why:
        return why
    if case and one.letter in notices.WAITING_LETTERS and notices.is_open(case):
        return f"A notice about {case.reference} waits for an answer and may change this. Answer or settle it first."
    if named := keeps_apart(as_last_read(kept), one.audience, parties):
        return f"It names {named}. Take that out: the two sides have lines of their own."
    if near := names_a_day_too_near(service, tx, one, visible(as_last_read(kept).html)):
        return near
    if law := unconfirmed_law(service.settings, letter, london_date(tx.now)):
        return f"Nobody has confirmed the law it rests on ({law[0].place}). A lawyer looks at it, then IT notes that."
    return ""


def _at_their_own(parties: Sequence[PartyView], audience: Audience) -> tuple[str, ...]:
    """The addresses of the parties to whom a letter for this audience may go."""
    return tuple(party.address for party in parties if party.role in WRITTEN_TO.get(audience, ()))


def _of_the_force(service: Service, tx: Tx, one: Queued) -> tuple[str, ...]:
    """Where a letter that asks the force again may go: wherever the contact book leads today."""
    return service.settings.book.addresses(london_date(tx.now)) if one.letter in TO_UNITS else ()


def not_before(service: Service, tx: Tx) -> datetime:
    """The instant from which a letter approved now may leave."""
    return tx.now + timedelta(seconds=service.settings.approval.undo_seconds)
