"""What the makers of traffic have in common: a labelled letter, and the letter of ours that a machine answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tests.hostile.build import OFFICE, Header, mail

BOUNCE, REPLY, MACHINE, PERSON = "bounce", "reply", "machine", "person"
"""What a letter is: one did not arrive, a program answered, a program wrote for another reason, a person wrote."""

OURS = "We have received your message [PCR/2026/00417]"
OUR_ID = "<4c9e.pcr-2026-00417@mopac.example>"
OUR_WORDS = (
    "Thank you for your message.\n\nWe received it on Monday 23 November 2026. Your reference is PCR/2026/00417.\n\n"
    "We review how police complaints were handled. A person will read your request for a review and write to you.\n"
)
OUR_HEAD = (
    f"From: Police Complaint Reviews team <{OFFICE}>\nTo: tom.teal@person.example\nSubject: {OURS}\n"
    f"Message-ID: {OUR_ID}\nDate: Mon, 23 Nov 2026 09:01:00 +0000\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n"
)
ANSWERING: tuple[Header, ...] = (("In-Reply-To", OUR_ID), ("References", OUR_ID))


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter with what it is."""

    name: str
    what: str
    raw: bytes

    @property
    def held_back(self) -> bool:
        """Whether it belongs to the half of which only figures are looked at."""
        return hashlib.sha256(f"half 7 {self.name}".encode()).digest()[0] % 2 == 1


def letter(name: str, what: str, sender: str, subject: str, text: str, *headers: Header, entity: bytes = b"") -> Letter:
    """A letter from somebody else to us."""
    return Letter(name, what, mail(text, *headers, sender=sender, subject=subject, entity=entity, number=len(name)))
