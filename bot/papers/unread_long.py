"""Says to a person that the police are asked for nothing, because the mailbox has not been read to its end for days.

It reads nothing, and asks nobody outside. Nothing is decided on knowledge that is not up to date, so all asking rests.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handlers.working_days import in_words
from store import questions
from store.engine import Tx
from store.messages import Question
from store.terms import LONDON, Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

REST = "asking_rests"
"""What is asked where no round could be planned for a working day."""
_SUBJECT = "mailbox:unread"


def pass_(service: Service, read_up_to: datetime | None) -> int:
    """A person knows which folder keeps the asking from going on, once for each time; it is settled when it goes on."""
    if read_up_to is None:
        return 0
    now = service.clock.now()
    is_read = now - read_up_to < timedelta(minutes=service.settings.papers.stale_after_minutes)
    is_long = service.days.add(london_date(read_up_to), 1) <= london_date(now)
    with service.writing() as tx:
        if is_read:
            return _settled(tx)
        question = Question(REST, _text(service, read_up_to), Owner.ADMINISTRATOR, london_date(now))
        return questions.ask(tx, f"{_SUBJECT} {london_date(read_up_to)}", question) if is_long else 0


def _settled(tx: Tx) -> int:
    asked = [one for one in questions.still_open(tx) if one.code == REST]
    for one in asked:
        questions.answer(tx, one, by="the service, which reads the mailbox again")
    return len(asked)


def _text(service: Service, read_up_to: datetime) -> str:
    silent = service.apart or set(service.silent)
    names = sorted(name for name, folder in service.folders.items() if folder in silent)
    which = f"The folder {' and '.join(names)} does not answer." if names else "It does not answer."
    at = read_up_to.astimezone(LONDON)
    return (
        f"The mailbox was last read to its end on {in_words(at.date())} at {at:%H:%M}. {which} An answer of the police "
        "may lie there, so nobody is reminded or chased until it is read. Tell IT; ring a unit if it cannot wait."
    )
