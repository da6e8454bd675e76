"""Invented mail, the same for the same seed: 70 % new requests, 20 % replies, 5 % with a file, 5 % from machines."""

from __future__ import annotations

import base64
import random  # noqa: TID251 - with a seed
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

OFFICE = "reviews@mopac.example"
FIRST_AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
FORCE = "Metropolitan Police"

ASKS = (
    "I would like a review of how my complaint was handled by the Metropolitan Police.",
    "Please accept this letter as my request for a review of the outcome of my complaint.",
    "I am not happy with the outcome of my complaint and I want it reviewed.",
)
TELLS = (
    "I reported the matter on the Tuesday and was given a number at the front desk.",
    "Nobody rang me back although I was told that somebody would within a week.",
    "The letter says that the body worn video was looked at, but not from which camera.",
    "My neighbour saw all of it from her window and was never asked what she saw.",
    "The officer wrote down a different street, which is why the rest makes no sense.",
    "I have kept the receipts and the bus tickets and can send copies if they help.",
    "When I asked for the notes I was told they could not be found at the station.",
    "The answer repeats what I had written and does not say what was done about it.",
    "It took eleven weeks to hear anything and then it was two short paragraphs.",
    "I do not understand how the conclusion follows from what the letter says before it.",
)
ADDS = (
    "I want to add something to my case: the date in my first letter should be the fourth, not the fifth.",
    "I have found the letter I spoke of and can send it; here is what else I remember for my case.",
    "Could you tell me how far you are with my review? I have not heard since your letter.",
)
NAMES = ("Ann", "Ben", "Chidi", "Dora", "Ewan", "Farah", "Grace", "Hamid", "Ines", "Jonas", "Kit", "Lena")
FAMILIES = ("Abel", "Brook", "Carver", "Dhillon", "Ellis", "Farrow", "Gale", "Hart", "Iqbal", "Jarvis", "Keane")


@dataclass(frozen=True, slots=True)
class Known:
    """A case there was before, to which somebody replies: its reference, their address, our letter's Message-ID."""

    reference: str
    address: str
    message_id: str


def known(number: int, year: int = 2026) -> Known:
    """The old case with this number in its year; the store is filled with the same (`old_cases`)."""
    reference = f"PCR/{year}/{number:05d}"
    return Known(reference, f"old{number}.{year}@home{number % 97}.example", f"<pcr.old{number}.{year}@mopac.example>")


def replies_among(count: int) -> int:
    """How many old cases are needed so that each reply has one of its own."""
    return count // 5 + 2


def mails(count: int, *, files: bool = True, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """File names and raw bytes of so many mails, a minute apart; without `files` those 5 % are new requests too."""
    chance = random.Random(seed)
    replies = 0
    for number in range(count):
        kind = number % 20  # every 20 mails hold 14 new requests, 4 replies, 1 with a file and 1 from a machine
        writer = _Writer(chance, number)
        if kind in (3, 8, 13, 18):
            replies += 1
            raw = writer.reply(known(replies))
        elif kind == 10:
            raw = writer.machine()
        else:
            raw = writer.request(attached=files and kind == 5)
        yield f"{1795000000 + number}.M{number}P1.mx", raw


class _Writer:
    """Writes one mail with the headers that real mail brings."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self._chance = chance
        self._number = number
        self._at = FIRST_AT + timedelta(minutes=number)
        self._name = f"{chance.choice(NAMES)} {chance.choice(FAMILIES)}"
        self._address = f"person{number}@home{number % 89}.example"

    def request(self, *, attached: bool) -> bytes:
        """Somebody asks for a review."""
        force_reference = f"PC/{self._number:05d}/26"
        opening = f"{self._chance.choice(ASKS)} The outcome letter is {force_reference}."
        text = f"Dear team,\n\n{opening}\n\n{self._story(self._chance.randint(400, 2_800))}\n\n{self._close()}"
        return self._mail(self._name, self._address, "Request for a review", text, attached=attached)

    def reply(self, case: Known) -> bytes:
        """Somebody writes more on a case of theirs, above our letter."""
        quoted = "\n".join(f"> {line}" for line in self._story(900).splitlines())
        text = (
            f"Hello,\n\n{self._chance.choice(ADDS)}\n\n{self._story(self._chance.randint(200, 1_500))}\n\n"
            f"{self._close()}\n\nOn Mon, 2 Nov 2026 at 09:12, Reviews team <{OFFICE}> wrote:\n{quoted}\n"
        )
        more = {"In-Reply-To": case.message_id, "References": case.message_id}
        subject = f"Re: We have received your message [{case.reference}]"
        return self._mail(self._name, case.address, subject, text, more=more)

    def machine(self) -> bytes:
        """An absence note, or a newsletter."""
        if self._number % 40 < 20:
            text = "Thank you for your message. I am out of the office until Monday and will answer after that.\n"
            more = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
            return self._mail(self._name, self._address, "Automatic reply: Your letter", text, more=more)
        text = f"News for November\n\n{self._story(1_200)}\n\nTo unsubscribe, follow the link.\n"
        more = {"List-Id": "<news.council.example>", "List-Unsubscribe": "<https://council.example/u>"}
        return self._mail(
            "Council news", "news@council.example", "News for November", text, more={**more, "Precedence": "bulk"}
        )

    def _story(self, characters: int) -> str:
        told = ""
        while len(told) < characters:
            told += self._chance.choice(TELLS) + ("\n\n" if self._chance.random() < 0.2 else "\n")
        return told.rstrip()

    def _close(self) -> str:
        return f"Yours faithfully\n{self._name}\n"

    def _mail(
        self,
        name: str,
        address: str,
        subject: str,
        text: str,
        *,
        more: dict[str, str] | None = None,
        attached: bool = False,
    ) -> bytes:
        head = [*self._trace(address), *self._named(name, address, subject)]
        head += [f"{field}: {value}" for field, value in (more or {}).items()]
        body = self._body(text)
        if attached:
            body = self._parted("mixed", [body, self._file()])
        return ("\n".join([*head, "MIME-Version: 1.0", *body]) + "\n").encode()

    def _trace(self, address: str) -> list[str]:
        domain, at = address.partition("@")[2], format_datetime(self._at)
        mark = self._token(44)
        return [
            f"Return-Path: <{address}>",
            "Received: from mx2.mopac.example (mx2.mopac.example [198.51.100.7])",
            f"\tby store.mopac.example with ESMTPS id {mark[:12]}\n\tfor <{OFFICE}>; {at}",
            f"Received: from out.{domain} (out.{domain} [203.0.113.{self._number % 250}])",
            f"\tby mx2.mopac.example with ESMTPS id {mark[12:24]}; {at}",
            f"Authentication-Results: mx2.mopac.example; spf=pass smtp.mailfrom={domain};",
            f"\tdkim=pass header.d={domain}; dmarc=pass header.from={domain}",
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1;",
            f"\th=from:to:subject:date:message-id; bh={mark}=;",
            f"\tb={self._token(64)}\n\t {self._token(64)}\n\t {self._token(42)}==",
            "X-Mailer: Invented Mail 11.2",
        ]

    def _named(self, name: str, address: str, subject: str) -> list[str]:
        return [
            f"From: {name} <{address}>",
            f"To: Reviews team <{OFFICE}>",
            f"Subject: {subject}",
            f"Date: {format_datetime(self._at)}",
            f"Message-ID: <{self._token(24)}@{address.partition('@')[2]}>",
            "Content-Language: en-GB",
        ]

    def _body(self, text: str) -> list[str]:
        """As mail programs write it: half plain, most of the rest in both forms, a few as HTML alone."""
        form = self._chance.random()
        paragraphs = "".join(f"<p>{escape(one).replace(chr(10), '<br>')}</p>\n" for one in text.split("\n\n"))
        page = f'<html><head><meta charset=3D"utf-8"></head><body>\n{paragraphs}</body></html>'
        plain = ['Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: 8bit", "", text]
        marked = ['Content-Type: text/html; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable", "", page]
        if form < 0.5:
            return plain
        return marked if form > 0.97 else self._parted("alternative", [plain, marked])

    def _file(self) -> list[str]:
        data = base64.encodebytes(b"%PDF-1.7\n" + self._chance.randbytes(self._chance.randint(200_000, 740_000)))
        return [
            'Content-Type: application/pdf; name="outcome letter.pdf"',
            'Content-Disposition: attachment; filename="outcome letter.pdf"',
            "Content-Transfer-Encoding: base64",
            "",
            data.decode("ascii"),
        ]

    def _parted(self, kind: str, parts: list[list[str]]) -> list[str]:
        edge = f"=_{self._token(24)}"
        lines = [f'Content-Type: multipart/{kind}; boundary="{edge}"', ""]
        for part in parts:
            lines += [f"--{edge}", *part]
        return [*lines, f"--{edge}--"]

    def _token(self, length: int) -> str:
        return "".join(self._chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))
