"""A team that also answers by hand: what they send from Outlook as the mailbox, on every sort of mailbox."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from store import folders
from store.terms import LetterState
from store.work_tables import AnswerRow
from tests.desk import Desk
from tests.mailrooms import SENT
from tests.world import OUR_ADDRESS

WRITTEN = "Dear Ann,\n\nthank you, I have your papers and will ring you on Thursday.\n\nA Li\n"


ANN, EVE = "ann@person.example", "eve@elsewhere.example"


@dataclass
class Hands(Desk):
    """An office whose people answer by hand."""

    def sends(
        self,
        to: str,
        *,
        answers: str = "",
        subject: str = "RE: Request for a review",
        text: str = WRITTEN,
        cc: str = "",
        sender: str = OUR_ADDRESS,
        ago: timedelta = timedelta(),
    ) -> str:
        """Somebody of the team has sent this, perhaps in answer to a mail by its name; answers the name it goes by."""
        self.numbers += 1
        at, name = self.clock.at - ago, f"1796{self.numbers:06d}.M{self.numbers}.hand"
        mail = EmailMessage(policy=SMTP.clone(linesep="\n"))
        mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to, subject, format_datetime(at)
        mail["Message-ID"] = f"<by-hand-{self.numbers}@mopac.example>"
        if cc:
            mail["Cc"] = cc
        if answers:
            mail["In-Reply-To"] = mail["References"] = f"<{self.number_of(answers)}@person.example>"
        mail.set_content(text)
        self.puts(name, mail.as_bytes(), SENT, ago=ago)
        return name

    def puts(self, name: str, raw: bytes, folder: str, *, ago: timedelta = timedelta()) -> None:
        """The message lies in the folder, sent or received as long ago as told."""
        at = self.clock.at - ago
        if self.back_end == "maildir":
            self.room.deliver(name, raw, folder, read=True)
            path = self.in_maildir(name)
            os.utime(path, (at.timestamp(), at.timestamp()))
        else:
            box: Any = self.room
            item = box.box.deliver(raw, "sentitems", at)
            box._delivered[name], box._first_ids[name] = item, item.id

    def moves_own(self, name: str, place: str) -> None:
        """Somebody drags what they sent into one of our folders."""
        if self.back_end == "maildir":
            path = self.in_maildir(name)
            path.rename(self.mail / self.called(place) / "cur" / path.name)
        else:
            self.drags(name, place)

    def puts_back(self, name: str) -> None:
        """Somebody drags it into Sent Items again."""
        if self.back_end == "maildir":
            path = self.in_maildir(name)
            path.rename(self.mail / SENT / "cur" / path.name)
        else:
            self.room.moves(name, SENT)

    def in_maildir(self, name: str) -> Path:
        """Where a file lies, wherever that is."""
        (path,) = [one for one in self.mail.rglob(f"{name}*") if one.is_file()]
        return path

    def lists_anew(self) -> None:
        """Sent Items will be listed from their start once more."""
        with self.service.writing() as tx:
            folders.read_up_to(tx, "SENT", "")

    def by_hand(self) -> list[str]:
        """What became of every letter that people sent, in the order they were seen."""
        with self.service.reading() as tx:
            query = select(AnswerRow.state).order_by(AnswerRow.id)  # type: ignore[arg-type]  # SQLModel types columns as values
            return list(tx.connection.execute(query).scalars())

    def kept_files(self) -> int:
        """How many files of sealed mail there are."""
        return len(self.service.store.blobs.names())


def asks(desk: Hands, name: str = "Ann") -> str:
    """A request for a review has come and been acknowledged."""
    mail = desk.person(name).writes()
    desk.runs()
    desk.clock.at += timedelta(minutes=1)
    return mail


def states(desk: Hands, letter: str = "acknowledgement") -> list[LetterState]:
    """How every such letter stands."""
    return [one.state for one in desk.letters() if one.letter == letter]


def letters_of_ours(desk: Hands) -> list[str]:
    """The subjects of what the service has sent to Ann."""
    by_us = [letter for letter in desk.sent() if "by-hand" not in letter["Message-ID"]]
    return [letter["Subject"] for letter in by_us if letter["To"] == ANN]
