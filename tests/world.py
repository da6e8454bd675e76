"""The tests' own little language: people write, days pass, and stories look at what was sent, filed and recorded."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from bot import mime
from bot.apart import ROUND_FAILED
from bot.documents.first_bytes import by_content
from bot.mailbox import Mailbox
from bot.reader_answers import TakenOut
from bot.service import Service, build, run_once, take_lead
from config.settings import Settings, load
from store import cases, events, intake, outbox, questions
from store.cases import CaseLine
from store.intake import Held
from store.messages import Incoming
from store.outbox import Queued
from store.terms import LetterState
from tests import empty_store
from tests.mailrooms import mail_room

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OUR_ADDRESS = "reviews@mopac.example"

ASKS_FOR_REVIEW = (
    "Dear team,\n\nI would like a review of how my complaint was handled by the Metropolitan Police. "
    "The outcome letter is dated 9 November 2026 and the reference is PC/04417/26. "
    "I am not happy with the outcome because nobody spoke to the witness.\n\nYours sincerely\n"
)


class ToldClock:
    """A clock that is told the time."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class ReaderHere:
    """Reads in this process: for stories, in which no message is hostile."""

    isolation = "none"

    def read(self, raw: bytes) -> Incoming:
        return mime.read(raw)

    def files(self, raw: bytes) -> tuple[TakenOut, ...]:
        contents = mime.contents(raw, range(len(mime.read(raw).attachments)))
        return tuple(TakenOut(number, data, by_content(data)) for number, data in enumerate(contents))

    def start(self) -> None:
        """Nothing to start."""

    def ready(self) -> None:
        """It always is."""

    def close(self) -> None:
        """Nothing to close."""


def settings_in(
    folder: Path, *, mode: str = "live", environ: Mapping[str, str] | None = None, database: str = ""
) -> Settings:
    """A settings file in this folder with a Maildir and a store of its own (SQLite unless told otherwise), loaded."""
    path = folder / "config.toml"
    path.write_text(
        '[digest]\nsend = false\n[office]\nprofile = "mopac"\n'
        f'[mailbox.maildir]\npath = "{folder / "mail"}"\n'
        f'[store]\nurl = "{database or f"sqlite:///{folder}/store/reviews.sqlite"}"\n'
        f'blobs = "{folder}/store/blobs"\nkey_file = "{folder}/store/reviews.key"\n'
        f'[sending]\nmode = "{mode}"\n'
    )
    return load(path, environ or {})


def message(
    sender: str,
    text: str = ASKS_FOR_REVIEW,
    *,
    at: datetime = MONDAY,
    subject: str = "Request for a review",
    number: object = 1,
    headers: Mapping[str, str] | None = None,
    attach: tuple[str, bytes] | None = None,
) -> bytes:
    """The raw bytes of one mail as it would lie in the team's mailbox."""
    mail = EmailMessage(policy=email.policy.SMTP.clone(linesep="\n"))
    mail["Received"] = f"from mail.person.example by mx.mopac.example; {format_datetime(at)}"
    mail["From"] = sender
    mail["To"] = OUR_ADDRESS
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{number}@person.example>"
    for name, value in (headers or {}).items():
        del mail[name]
        mail[name] = value
    mail.set_content(text)
    if attach:
        name, data = attach
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@runtime_checkable
class Closable(Protocol):
    """Something that keeps connections open."""

    def close(self) -> None:
        """It keeps none."""


def _letter(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


@dataclass
class Person:
    """Somebody who writes to the team."""

    world: World
    name: str
    address: str

    def writes(self, text: str = ASKS_FOR_REVIEW, **more: object) -> str:
        """A mail from this person lies in the inbox; answers its name."""
        self.world.numbers += 1
        raw = message(f"{self.name} <{self.address}>", text, at=self.world.clock.at, number=self.world.numbers, **more)  # type: ignore[arg-type]
        return self.world.deliver(raw)

    def letters(self) -> list[EmailMessage]:
        """Every letter that was sent to this person."""
        return [letter for letter in self.world.sent() if letter["To"] == self.address]


@dataclass
class World:
    """One office with its mailbox, store and clock, all in one folder."""

    folder: Path
    mode: str = "live"
    environ: Mapping[str, str] = field(default_factory=dict)
    at: datetime = MONDAY
    numbers: int = 0
    database: str = ""
    back_end: str = "maildir"

    def __post_init__(self) -> None:
        self.clock = ToldClock(self.at)
        self.mail = self.folder / "mail"
        self.room = mail_room(self.back_end, self.folder, lambda: self.clock.at)
        self.bears_faults = False
        self.service = self._service()

    def _service(self) -> Service:
        settings = settings_in(self.folder, mode=self.mode, environ=self.environ, database=self.database)
        empty_store.lay(settings.store)
        service = build(settings, clock=self.clock, mailbox=self._mailbox(), reader=ReaderHere())  # type: ignore[arg-type]
        assert take_lead(service, "here")
        return service

    def _mailbox(self) -> Mailbox:
        return self.room.opened()

    def person(self, name: str, address: str = "") -> Person:
        return Person(self, name, address or f"{name.lower()}@person.example")

    def deliver(self, raw: bytes, name: str = "", folder: str = "", *, read: bool = False) -> str:
        """The bytes lie in a folder as new mail, or as mail that somebody has read; answers the name they go by."""
        self.numbers += 1
        name = name or f"1795{self.numbers:06d}.M{self.numbers}.mx"
        self.room.deliver(name, raw, folder, read=read)
        return name

    def runs(self) -> int:
        """Passes until nothing is due."""
        done = run_once(self.service)
        assert self.bears_faults or not self.failed_rounds(), self.failed_rounds()
        return done

    def failed_rounds(self) -> list[str]:
        """The parts of the service that came upon a fault of their own: none, in any story."""
        with self.service.reading() as tx:
            return [one.subject for one in questions.still_open(tx) if one.code == ROUND_FAILED]

    def restarts(self, mode: str = "") -> None:
        """The service stops and starts again, perhaps in another mode."""
        self._stops()
        self.mode = mode or self.mode
        self.service = self._service()

    def close(self) -> None:
        """Nothing of this office is running any more."""
        self._stops()
        self.room.close()

    def _stops(self) -> None:
        self.service.close()
        if isinstance(mailbox := self.service.mailbox, Closable):
            mailbox.close()

    def passes(self, **time: float) -> None:
        """Time goes by, and the service looks again."""
        self.clock.at += timedelta(**time)
        self.runs()

    def sent(self) -> list[EmailMessage]:
        """Every letter that has left, oldest first."""
        return [_letter(letter.raw) for letter in self.room.sent()]

    def drafts(self) -> list[EmailMessage]:
        """Every letter that lies in Drafts."""
        return [_letter(raw) for raw in self.room.drafts().values()]

    def lying_in(self, folder: str) -> list[str]:
        """The names of what lies in a folder such as "1 To do.Urgent" ("" is the Inbox), in their order."""
        folder = f".Reviews.{folder}" if folder else ""
        return sorted(name for name, lying in self.room.lying().items() for one in lying if one.folder == folder)

    def cases(self) -> list[CaseLine]:
        with self.service.reading() as tx:
            return list(cases.lines(tx))

    def letters(self) -> list[Queued]:
        with self.service.reading() as tx:
            return list(outbox.in_states(tx, LetterState, 1000))

    def held(self, name: str) -> Held:
        """The row of one message, by the name it was delivered under."""
        with self.service.reading() as tx:
            (row,) = intake.held(tx, self.service.mailbox_name, self.room.ids_of(name)).values()
        return row

    def history(self, subject: str) -> list[str]:
        """What happened about one subject, in order."""
        with self.service.reading() as tx:
            return [event.action for event in events.history(tx, subject=subject)]

    def broken_chain(self) -> list[str]:
        with self.service.reading() as tx:
            return list(events.verify(tx))
