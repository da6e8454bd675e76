"""What one message says, as far as words and law go: kind, facts, and what the law makes of them; plans nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.assessment import Assessed, assessed
from handlers.evidence import CueTable
from handlers.facts import facts
from handlers.hinted import hinted
from handlers.opinion import Opinion
from handlers.recognise import recognise
from handlers.working_days import WorkingDays
from store.messages import Facts, Incoming, KnownCase, OfficeDomains, Recognition
from store.terms import Kind, london_date


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message recognised and read; `assessed` is there exactly where a request for a review is in it.

    `matter` is equal for two messages of one sender about one complaint that bring the same files: whatever the words
    around them, they are the same thing sent twice. It is "" where that cannot be said.
    """

    recognition: Recognition
    facts: Facts
    assessed: Assessed | None
    matter: str


def understand(
    incoming: Incoming,
    case: KnownCase | None,
    office: OfficeDomains,
    cues: CueTable,
    own_ids: frozenset[str] = frozenset(),
    *,
    received_at: datetime,
    days: WorkingDays,
    opinion: Opinion | None = None,
) -> Understanding:
    """What the message is, what it states, and for a request for a review how it stands to body and time."""
    recognition = recognise(incoming, case, office, cues, own_ids, opinion=opinion)
    said = facts(incoming, office, london_date(received_at), recognition, cues.places, cues.date_weights)
    passed_on = recognition.kind is Kind.IOPC_TRANSFER
    if not passed_on and Kind.APPLICATION not in (recognition.kind, *recognition.also):
        return Understanding(recognition, said, None, "")
    said = hinted(said, recognition.hints)
    law = assessed(said, recognition.flags, received_at=received_at, days=days, passed_on_by_iopc=passed_on)
    return Understanding(recognition, said, law, _matter(incoming, said))


def _matter(incoming: Incoming, said: Facts) -> str:
    files = sorted(file.sha256 for file in incoming.attachments if not file.inline and not file.inside)
    for_whom = said.complainant_name.value if said.complainant_name else incoming.sender_name
    for_somebody = said.complainant_name is None and said.representative_name is not None
    if not files or said.force_reference is None or not incoming.sender or for_somebody:
        return ""
    return "\n".join((incoming.sender, for_whom, said.force_reference.value, *files))
