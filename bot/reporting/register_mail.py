"""A register that somebody of the team sends back by mail: read as their word, and answered; sends nothing itself.

Only for a mail that was proved to be theirs. Its bytes are taken out and read in limited children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.mime import Unreadable as UnreadableMail
from bot.reader import ReaderUnavailable
from bot.reporting import register_reading
from bot.reporting.register_cells import Unreadable
from config.team_section import MemberSection
from store import intake
from store.blobs import BlobDamaged
from store.engine import Tx
from store.intake import Held
from store.messages import Incoming

if TYPE_CHECKING:
    from bot.service import Service

_NO_FILE = "Send the register along: one Excel file, as it was saved."
_UNREADABLE = "The file cannot be read as a register. Save it again as an Excel workbook (.xlsx) and send it."
_NOTHING = "Nothing was changed in it, or all of it was read before."
_MOST = 30


def obey(service: Service, tx: Tx, held: Held, incoming: Incoming, person: MemberSection) -> tuple[str, ...]:
    """What the person changed in the one register of their mail is done or not taken; answers what became of each."""
    try:
        taken = service.reader.files(intake.raw_of(service.store, tx, held)) if incoming.attachments else ()
        files = [one.content for one in taken if one.by_content == "xlsx"]
        if len(files) != 1:
            return (_NO_FILE,)
        lines = register_reading.take_from(service, tx, files[0], person)
    except (Unreadable, UnreadableMail, BlobDamaged, ReaderUnavailable):
        return (_UNREADABLE,)
    if not lines:
        return (_NOTHING,)
    said = [": ".join(filter(None, (" ".join(filter(None, (one.reference, one.field))), one.said))) for one in lines]
    more = (f"{len(said) - _MOST} more changes were read.",) if len(said) > _MOST else ()
    return (f"{sum(one.done for one in lines)} of {len(lines)} changes were taken.", *said[:_MOST], *more)
