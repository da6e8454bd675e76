"""Lets one round of the calendar fail alone: it is in the log, a person is asked, and every other goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.mailbox import MailboxError
from bot.reader import ReaderUnavailable
from store import questions
from store.engine import LeadLost
from store.messages import Question
from store.terms import Owner, london_date
from store.vault import StoreFault

if TYPE_CHECKING:
    from bot.service import Service

ROUND_FAILED = "round_failed"


def apart(service: Service, name: str, do: Callable[[], int]) -> int:
    """What `do` answers, or 0 where it came upon a fault of its own: nobody's letter waits for that.

    A person is asked once a day and round; it is tried again at every pass. Raises LeadLost, StoreFault, MailboxError
    and ReaderUnavailable, for which no round is to blame.
    """
    try:
        return do()
    except (LeadLost, StoreFault, MailboxError, ReaderUnavailable):
        raise
    except Exception as fault:  # noqa: BLE001 - the boundary of one round: no letter waits for another's fault
        service.log.warning(ROUND_FAILED, fault=type(fault).__name__)
    with service.writing() as tx:
        today = london_date(tx.now)
        text = f"A part of the service fails again and again ({name}); everything else goes on. Show IT the log."
        question = Question(ROUND_FAILED, text, Owner.ADMINISTRATOR, service.days.next_on_or_after(today))
        questions.ask(tx, f"round:{name}:{today}", question)
    return 0
