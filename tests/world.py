"""The tests' own little language: people write, days pass, and stories look at what was sent, filed and recorded."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from bot import mime
from bot.mailbox import Mailbox
from bot.mailbox.maildir import MaildirMailbox
from bot.service import Service, build, run_once, take_lead
from config.settings import Settings, load
from store import cases, events, intake, outbox
from store.cases import CaseLine
from store.intake import Held
from store.messages import Incoming
from store.outbox import Queued
from store.terms import LetterState

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
        '[office]\nprofile = "mopac"\n'
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


@dataclass
class Person:
    """Somebody who writes to the team."""

    world: World
    name: str
    address: str

    def writes(self, text: str = ASKS_FOR_REVIEW, **more: object) -> str:
        """A mail from this person lies in the inbox; answers its file name."""
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

    def __post_init__(self) -> None:
        self.clock = ToldClock(self.at)
        self.mail = self.folder / "mail"
        for name in ("cur", "new", "tmp"):
            (self.mail / name).mkdir(parents=True, exist_ok=True)
        self.service = self._service()

    def _service(self) -> Service:
        settings = settings_in(self.folder, mode=self.mode, environ=self.environ, database=self.database)
        service = build(settings, clock=self.clock, mailbox=self._mailbox(), reader=ReaderHere())  # type: ignore[arg-type]
        assert take_lead(service, "here")
        return service

    def _mailbox(self) -> Mailbox:
        return MaildirMailbox(self.mail)

    def person(self, name: str, address: str = "") -> Person:
        return Person(self, name, address or f"{name.lower()}@person.example")

    def deliver(self, raw: bytes, name: str = "", folder: str = "") -> str:
        """The bytes lie in `new` of a folder, as a mail server would have put them there."""
        self.numbers += 1
        name = name or f"1795{self.numbers:06d}.M{self.numbers}.mx"
        home = self.mail / folder
        for part in ("cur", "new", "tmp"):
            (home / part).mkdir(parents=True, exist_ok=True)
        (home / "tmp" / name).write_bytes(raw)
        (home / "tmp" / name).rename(home / "new" / name)
        return name

    def runs(self) -> int:
        """Passes until nothing is due."""
        return run_once(self.service)

    def restarts(self, mode: str = "") -> None:
        """The service stops and starts again, perhaps in another mode."""
        self.service.close()
        self.mode = mode or self.mode
        self.service = self._service()

    def passes(self, **time: float) -> None:
        """Time goes by, and the service looks again."""
        self.clock.at += timedelta(**time)
        self.runs()

    def sent(self) -> list[EmailMessage]:
        """Every letter that has left, oldest first."""
        return [letter for _, letter in self._letters(".Sent")]

    def drafts(self) -> list[EmailMessage]:
        """Every letter that lies in Drafts."""
        return [letter for _, letter in self._letters(".Drafts")]

    def _letters(self, folder: str) -> Iterator[tuple[Path, EmailMessage]]:
        for path in sorted((self.mail / folder / "cur").glob("*"), key=lambda path: path.stat().st_mtime_ns):
            yield path, email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[misc]

    def lying_in(self, folder: str) -> list[str]:
        """The unique parts of the names of what lies in a folder such as "1 To do.Urgent" ("" is the inbox)."""
        home = self.mail / (f".Reviews.{folder}" if folder else "")
        return sorted(path.name.partition(":")[0] for part in ("cur", "new") for path in (home / part).glob("*"))

    def cases(self) -> list[CaseLine]:
        with self.service.reading() as tx:
            return list(cases.lines(tx))

    def letters(self) -> list[Queued]:
        with self.service.reading() as tx:
            return list(outbox.in_states(tx, LetterState, 1000))

    def held(self, name: str) -> Held:
        """The row of one message, by its file name."""
        with self.service.reading() as tx:
            return intake.held(tx, self.service.mailbox_name, [name])[name]

    def history(self, subject: str) -> list[str]:
        """What happened about one subject, in order."""
        with self.service.reading() as tx:
            return [event.action for event in events.history(tx, subject=subject)]

    def broken_chain(self) -> list[str]:
        with self.service.reading() as tx:
            return list(events.verify(tx))
