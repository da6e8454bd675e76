"""Whether a mail was proved to come from inside the office; believes no address and decides nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.mailbox_section import MaildirSection
from config.team_section import at_one_of
from handlers.envelope import token
from store.messages import Incoming

if TYPE_CHECKING:
    from bot.service import Service

INSIDE = "x-ms-exchange-organization-authas"
"""Exchange sets it, and takes it out of whatever comes from outside."""


def by_a_program(incoming: Incoming) -> bool:
    """Whether the mail says itself that a program sent it (RFC 3834, 5); words like an absence note's do not."""
    return any(token(value) != "no" for value in incoming.header("auto-submitted"))


def proved_internal(service: Service, incoming: Incoming) -> bool:
    """Whether the mail server vouches that somebody of the office, signed in, sent this from the address it bears.

    Exchange does so by a header that no mail from outside can bring along. A Maildir knows no such rule: its mail
    server is believed only where the settings say that it keeps it.
    """
    chosen = service.settings.mailbox.chosen
    if isinstance(chosen, MaildirSection) and not chosen.vouches_for_internal:
        return False
    said = [value.strip().casefold() for name, value in incoming.headers if name.casefold() == INSIDE]
    inside = at_one_of(incoming.sender.casefold(), service.domains.own)
    return said == ["internal"] and inside and not incoming.sender_doubt
