"""The texts of a message as the fact readers look at them: its own words, what is below them, files, letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.letters import OutcomeLetter, attached_letter, forwarded_letter, pasted_letter
from handlers.passages import Passage, passage
from store.messages import Attachment, Incoming, OfficeDomains
from store.terms import london_date

_QUOTE_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_NEAR = timedelta(days=3)  # between the sender's clock and ours, before the sender's is not believed


@dataclass(frozen=True, slots=True)
class Texts:
    """A message in passages: `quoted` is all of its text where it quotes any, `below` only what is quoted.

    `documents` are its files; `on` is the London day it was written.
    """

    on: date
    subject: Passage
    body: Passage
    quoted: Passage
    below: Passage
    documents: tuple[Passage, ...]
    letters: tuple[OutcomeLetter, ...]

    @property
    def others(self) -> tuple[Passage, ...]:
        """The files that are no outcome letter."""
        theirs = [one.passage for one in self.letters]
        return tuple(one for one in self.documents if one not in theirs)


def texts_of(incoming: Incoming, office: OfficeDomains, received_on: date) -> Texts:
    """The message in passages, and every outcome letter of a force that it brings."""
    on = _written_on(incoming, received_on)
    subject, body = passage("subject", incoming.subject), passage("body", incoming.new_text)
    quotes = incoming.text != incoming.new_text
    quoted = passage("quoted mail", _QUOTE_MARKS.sub("", incoming.text) if quotes else "")
    below = passage("quoted mail", _QUOTE_MARKS.sub("", incoming.text.removeprefix(incoming.new_text)))
    documents = tuple(passage(f"attachment {file.name}", file.text) for file in incoming.attachments if file.text)
    letters = tuple(_letters(incoming.attachments, documents, body, quoted, office, on))
    return Texts(on, subject, body, quoted, below, documents, letters)


def _written_on(incoming: Incoming, received_on: date) -> date:
    """The London day by the sender's clock where it is near the day of receipt, otherwise that day."""
    if incoming.sent_at is None:
        return received_on
    sent_on = london_date(incoming.sent_at)
    return sent_on if abs(sent_on - received_on) <= _NEAR else received_on


def _letters(
    files: Sequence[Attachment],
    documents: Sequence[Passage],
    body: Passage,
    quoted: Passage,
    office: OfficeDomains,
    on: date,
) -> list[OutcomeLetter]:
    """Every outcome letter the message brings: its documents first, then what it forwards, quotes or pastes."""
    whole = {f"attachment {file.name}" for file in files if file.text and not file.text_fault}
    read = [attached_letter(document, on, whole=document.place in whole) for document in documents]
    read += [forwarded_letter(text, office, on) for text in (body, quoted)]
    if not any(read):
        read.append(pasted_letter(body, on))
    return [one for one in read if one is not None]
