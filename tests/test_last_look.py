"""The last look sees every way in which a draft can differ from what was approved, its files too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.mailbox import DraftContent, Enclosed
from bot.sending.last_look import draft_fault

ONE, TWO = Enclosed("one.pdf", "1" * 64), Enclosed("two.pdf", "2" * 64)
SAID = DraftContent(("ann@archer.example",), (), "Your review", "<p>Dear Ann</p>", (ONE, TWO))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"attachments": (TWO, ONE)}, ""),
        ({"to": ("ANN@archer.example",)}, ""),
        ({"to": ()}, "draft_recipient_changed"),
        ({"to": ("ann@archer.example", "b@x.example")}, "draft_recipient_changed"),
        ({"copies": ("b@x.example",)}, "draft_recipient_changed"),
        ({"subject": "Your review!"}, "draft_subject_changed"),
        ({"html": "<p>Dear Bob</p>"}, "draft_text_changed"),
        ({"html": "<div>Dear\n Ann</div>"}, ""),
        ({"attachments": (ONE, TWO, Enclosed("three.pdf", "3" * 64))}, "draft_attachment_added"),
        ({"attachments": (ONE, ONE, TWO)}, "draft_attachment_added"),
        ({"attachments": (ONE, replace(TWO, sha256="3" * 64))}, "draft_attachment_changed"),
        ({"attachments": (ONE, replace(TWO, name="other.pdf"))}, "draft_attachment_changed"),
        ({"attachments": (ONE,)}, "draft_attachment_changed"),
    ],
)
def test_what_differs(change: dict[str, tuple[str, ...]], fault: str) -> None:
    """Another recipient, word or file is a fault; the order of files and what a server does to tags are none."""
    said = replace(SAID, **change)  # type: ignore[arg-type] # one table for fields of several types
    assert (
        draft_fault(said, to="ann@archer.example", subject="Your review", body=SAID.html, enclosed=(ONE, TWO)) == fault
    )


def test_nobody_to_send_it_to() -> None:
    """A letter that is posted has no recipient, and one that appears is a fault; a file nobody approved always is."""
    posted = replace(SAID, to=(), attachments=())
    assert draft_fault(posted, to="", subject=SAID.subject, body=SAID.html) == ""
    assert draft_fault(SAID, to="", subject=SAID.subject, body=SAID.html) == "draft_recipient_changed"
    assert draft_fault(replace(posted, attachments=(ONE,)), to="", subject=SAID.subject, body=SAID.html) == (
        "draft_attachment_added"
    )
