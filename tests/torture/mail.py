"""What people and machines send while the service is being killed, and what must come of each message."""

from __future__ import annotations

import email
import random  # noqa: TID251 - tests may, with a seed
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tests.world import ASKS_FOR_REVIEW, MONDAY, message

ACKNOWLEDGEMENT, RECEIPT = "We have received your message", "We have added your message to our file"
BAD_FOR_READERS = b"this-ends-the-reader"


class Sort(StrEnum):
    """What a message is."""

    APPLICATION = "application"
    COPY = "copy"
    REPLY = "reply"
    AUTOMATIC_REPLY = "automatic reply"
    BOUNCE = "bounce"
    BROKEN = "broken"
    POISON = "poison"


CONFIRM, UNSURE = ".Reviews.1 To do.Confirm new requests", ".Reviews.1 To do.Unsure"
LIES_IN = {
    Sort.APPLICATION: (CONFIRM, UNSURE),
    Sort.COPY: (CONFIRM, UNSURE),
    Sort.REPLY: ".Reviews.4 Case files.PCR-",
    Sort.AUTOMATIC_REPLY: ".Reviews.6 Filed.Machines",
    Sort.BOUNCE: ".Reviews.1 To do.Bounced",
    Sort.BROKEN: ".Reviews.1 To do.Could not read",
    Sort.POISON: ".Reviews.1 To do.Could not read",
}
"""Where a message lies in the end: how its folder's name begins. Of equal bytes whichever was read first opens."""


@dataclass(frozen=True, slots=True)
class Post:
    """One message: the name it goes by, its bytes, and where and how it is delivered."""

    name: str
    raw: bytes
    sort: Sort
    sender: str
    folder: str = ""
    already_read: bool = False
    about: str = ""
    """For a bounce the Message-ID of the letter that did not arrive."""

    @property
    def put_by_a_person(self) -> bool:
        """Whether it came into a folder of the team, where it then stays."""
        return self.folder.startswith(".Reviews")


@dataclass
class Writers:
    """Everybody who writes, in an order that follows from the seed; no two messages but copies are alike."""

    rng: random.Random
    number: int = 0
    written: list[Post] = field(default_factory=list)

    def application(self, at: datetime = MONDAY, *, folder: str = "", **more: object) -> Post:
        """A request for a review from somebody who has not written before."""
        self.number += 1
        who = f"p{self.number}@person.example"
        return self._post(Sort.APPLICATION, who, self._request(who, at, **more), folder=folder)

    def next(self, at: datetime) -> Post:
        """Something that needs no letter of ours to have left before."""
        choices: tuple[tuple[Callable[[datetime], Post], int], ...] = (
            (self.application, 8), (self.copy, 3), (self.same_message_id, 3), (self.read_already, 3), (self.old, 2),
            (self.in_junk, 2), (self.out_of_office, 1), (self.broken, 1),
        )  # fmt: skip
        makers, weights = zip(*choices, strict=True)
        return self.rng.choices(makers, weights)[0](at)

    def copy(self, at: datetime) -> Post:
        """The very bytes of an earlier request once more, or a first request where there is none."""
        originals = [post for post in self.written if post.sort is Sort.APPLICATION and not post.put_by_a_person]
        if not originals:
            return self.application(at)
        one = self.rng.choice(originals)
        return self._post(Sort.COPY, one.sender, one.raw)

    def same_message_id(self, at: datetime) -> Post:
        """A request whose writer chose a Message-ID that others chose too."""
        return self.application(at, headers={"Message-ID": "<chosen@person.example>"})

    def read_already(self, at: datetime) -> Post:
        """A request that somebody opened before the service saw it."""
        self.number += 1
        who = f"p{self.number}@person.example"
        return self._post(Sort.APPLICATION, who, self._request(who, at), already_read=True)

    def old(self, at: datetime) -> Post:
        """A request that took weeks to arrive, by every date it carries."""
        return self.application(at - timedelta(days=self.rng.randint(3, 60)))

    def in_junk(self, at: datetime) -> Post:
        """A request that the mail server took for junk."""
        return self.application(at, folder=".Junk")

    def out_of_office(self, at: datetime, to: Sent | None = None) -> Post:
        """A machine's answer, perhaps to a letter of ours."""
        self.number += 1
        headers = {"Auto-Submitted": "auto-replied"}
        who = f"away{self.number}@person.example"
        if to is not None:
            headers["In-Reply-To"], who = to.message_id, to.to
        text = f"I am away until Monday. ({self.number})\n"
        raw = message(who, text, at=at, subject="Automatic reply: your letter", number=self.number, headers=headers)
        return self._post(Sort.AUTOMATIC_REPLY, who, raw)

    def broken(self, at: datetime) -> Post:
        """A message beyond the limits of what is read."""
        self.number += 1
        raw = message(f"b{self.number}@person.example", at=at, number=self.number)
        return self._post(Sort.BROKEN, "", b"X-More: and more\n" * 1001 + raw)

    def poison(self, at: datetime) -> Post:
        """A message that ends whatever reads it."""
        self.number += 1
        who = f"x{self.number}@person.example"
        raw = message(who, f"{BAD_FOR_READERS.decode()} {self.number}\n", at=at, number=self.number)
        return self._post(Sort.POISON, who, raw)

    def reply(self, to: Sent, at: datetime) -> Post:
        """Somebody adds to a case, answering a letter of ours."""
        self.number += 1
        headers = {"In-Reply-To": to.message_id}
        text = f"Dear team, here is a further letter about my case. I would like to add one thing: {self.number}.\n"
        subject = f"Re: {to.letter} [{to.reference}]"
        raw = message(to.to, text, at=at, subject=subject, number=self.number, headers=headers)
        return self._post(Sort.REPLY, to.to, raw)

    def bounce(self, of: Sent, at: datetime) -> Post:
        """A mail server says that a letter of ours did not arrive."""
        self.number += 1
        edge = f"=={self.number}=="
        raw = (
            f"Return-Path: <>\nDate: {at:%a, %d %b %Y %H:%M:%S} +0000\n"
            f"From: mailer-daemon@person.example\nTo: reviews@mopac.example\nSubject: Undelivered mail\n"
            f"Message-ID: <{self.number}@mx.person.example>\nMIME-Version: 1.0\n"
            f'Content-Type: multipart/report; report-type=delivery-status; boundary="{edge}"\n\n'
            f"--{edge}\nContent-Type: text/plain\n\nSorry, {of.to} could not be reached.\n"
            f"--{edge}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.person.example\n\n"
            f"Final-Recipient: rfc822; {of.to}\nAction: failed\nStatus: 5.1.1\n\n"
            f"--{edge}\nContent-Type: text/rfc822-headers\n\nMessage-ID: {of.message_id}\n\n--{edge}--\n"
        )
        return self._post(Sort.BOUNCE, "mailer-daemon@person.example", raw.encode(), about=of.message_id)

    def _request(self, who: str, at: datetime, headers: Mapping[str, str] | None = None) -> bytes:
        text = f"{ASKS_FOR_REVIEW}Person {self.number}\n"
        return message(f"Person {self.number} <{who}>", text, at=at, number=self.number, headers=headers)

    def _post(
        self, sort: Sort, sender: str, raw: bytes, *, folder: str = "", already_read: bool = False, about: str = ""
    ) -> Post:
        name = f"17954{len(self.written):05d}.M{self.rng.randrange(10**6)}.mx"
        post = Post(name, raw, sort, sender, folder, already_read, about)
        self.written.append(post)
        return post


def letters_due(delivered: Iterable[Post]) -> Counter[tuple[str, str]]:
    """How many letters of which subject each address must have got in the end: one for each case or day, or none."""
    posts = list(delivered)
    due = Counter((ACKNOWLEDGEMENT, post.sender) for post in posts if post.sort is Sort.APPLICATION)
    due.update({(RECEIPT, post.sender): 1 for post in posts if post.sort is Sort.REPLY})
    return due


class Sent(NamedTuple):
    """What is written on the outside of a letter of ours."""

    letter: str
    to: str
    reference: str
    message_id: str


@lru_cache(4096)
def outside(raw: bytes) -> Sent:
    """Which letter it is, by its subject, to whom, and about what."""
    lines = raw.partition(b"\n\n")[0].decode("ascii").replace("\n ", " ").splitlines()
    head = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    subject, _, reference = head["Subject"].partition(" [")
    return Sent(subject, head["To"], reference.rstrip("]"), head["Message-ID"])


def whole(raw: bytes) -> bool:
    """Whether a letter is complete to its last line, in both versions, each with the reference."""
    letter = email.message_from_bytes(raw)
    words = [part.get_payload(decode=True) for part in letter.walk() if not part.is_multipart()]
    html = [text for text in words if isinstance(text, bytes) and text.rstrip().endswith(b"</html>")]
    reference = outside(raw).reference.encode()
    said = bool(reference) and all(isinstance(text, bytes) and reference in text for text in words)
    return said and len(words) == 2 and len(html) == 1 and not letter.defects
