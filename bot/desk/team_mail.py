"""Letters of the service to people of its own team: what it asks of them, and what became of what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from store import cases, casework, outbox
from store.engine import Tx
from store.terms import Audience

if TYPE_CHECKING:
    from bot.service import Service


def tell(
    service: Service,
    tx: Tx,
    address: str,
    lines: Iterable[str],
    about: str,
    case_id: int | None,
    intake_id: int | None = None,
) -> None:
    """A person of the team hears what became of what they said; once for what it is `about`.

    Nothing can be kept under a case that was erased, so what is said of one stands on no case.
    """
    if case_id is not None and tx.is_erased(case_id):
        case_id = None
    case = casework.view(tx, case_id) if case_id is not None else None
    first = intake_id or (cases.first_message(tx, case_id) if case_id is not None else None)
    facts = {"lines": lines, "reference": case.reference if case else ""}
    occasion = f"{case.reference if case else 'no case'}:note-{about.replace(':', ' ')}"
    write(service, tx, "team_note", occasion, case_id, first, address, facts)


def write(
    service: Service,
    tx: Tx,
    letter: str,
    occasion: str,
    case_id: int | None,
    intake_id: int | None,
    to: str,
    facts: Mapping[str, str | Iterable[str]],
    votes: Sequence[str] = (),
) -> str:
    """A letter to one of the team is planned; answers its key. `votes` are the answers a button gives.

    `intake_id` is the message it is about, None for none.
    """
    outbox.queue(
        tx,
        letter=letter,
        occasion=occasion,
        case_id=case_id,
        intake_id=intake_id,
        to=to,
        content={
            "facts": {name: words if isinstance(words, str) else list(words) for name, words in facts.items()},
            "answers_item": "",
            "answers_message_id": "",
            "references": [],
            "votes": [str(vote) for vote in votes],
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
        audience=Audience.TEAM,
    )
    return outbox.key_of(tx, letter, occasion, to)
