"""An office with a contact book and one case whose papers a unit was asked for, for stories about its contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from store import outbox, paper_requests, questions
from store.messages import PaperItem, PaperOrder, PaperRequest
from store.outbox import Queued
from store.questions import Open
from store.terms import LONDON, Asked, LetterState, london_date
from tests.world import World, message

SOUTH, PELL = "south@mps.example", "a.pell@mps.example"
BOOK = f"""
default = "dps"
[[units]]
key = "dps"
name = "Professional Standards"
mailbox = "dps@mps.example"
[[units]]
key = "south"
name = "South BCU"
mailbox = "{SOUTH}"
[units.manager]
name = "Inspector A Pell"
address = "{PELL}"
"""
_BOUNCE = """\
From: MAILER-DAEMON@mps.example
To: reviews@mopac.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{number}@mps.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.mps.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: {returned}
To: {to}

--b--
"""


@dataclass
class Bureau:
    """An office with a contact book, and one case whose papers South BCU was asked for."""

    world: World

    def asks(self) -> None:
        """South BCU is asked for the papers of a new case."""
        self.world.person("Ann").writes()
        self.world.runs()
        with self.world.service.writing() as tx:
            today = london_date(tx.now)
            due_on = today + timedelta(days=14)
            order = PaperOrder(Asked.PAPERS, (PaperItem(1, "the complaint"),), due_on, "papers_request")
            number = paper_requests.ask(tx, 1, order, unit="south", letter=f"papers_request:x:{tx.now}")
            paper_requests.sent(tx, paper_requests.view(tx, number), today, due_on)

    def request(self) -> PaperRequest:
        """The request as it stands."""
        with self.world.service.reading() as tx:
            return paper_requests.view(tx, 1)

    def questions(self) -> list[Open]:
        """What is asked about contacts."""
        with self.world.service.reading() as tx:
            return [one for one in questions.still_open(tx) if one.code.startswith("contact_")]

    def hears(self, text: str, *, sender: str = SOUTH, machine: bool = True, answers: str = "") -> str:
        """A mail from the force comes in."""
        self.world.numbers += 1
        headers = {"Auto-Submitted": "auto-replied"} if machine else {}
        raw = message(
            f"South <{sender}>", text, subject="Automatic reply: papers" if machine else "Re: papers",
            at=self.world.clock.at, number=self.world.numbers,
            headers={**headers, **({"In-Reply-To": answers} if answers else {})},
        )  # fmt: skip
        name = self.world.deliver(raw)
        self.world.runs()
        return name

    def bounces(self, letter: Queued) -> None:
        """The letter comes back."""
        with self.world.service.reading() as tx:
            to = outbox.content(tx, letter)["to"]
        self.world.numbers += 1
        self.world.deliver(_BOUNCE.format(number=self.world.numbers, to=to, returned=letter.message_id).encode())
        self.world.runs()

    def letter(self, name: str) -> Queued:
        """The one letter of this name that has left."""
        (found,) = (one for one in self.world.letters() if one.letter == name and one.state is LetterState.CONFIRMED)
        return found

    def comes(self, day: date, hour: int = 10) -> None:
        """It is this day and London hour, and the service looks."""
        self.world.clock.at = datetime.combine(day, time(hour), LONDON).astimezone(self.world.clock.at.tzinfo)
        self.world.runs()


def bureau_in(folder: Path, **environ: str) -> Bureau:
    """A bureau whose book lies in this folder."""
    (folder / "contacts.toml").write_text(BOOK, "utf-8")
    return Bureau(World(folder, environ={"REVIEWS_PAPERS__CONTACTS": "contacts.toml", **environ}))
