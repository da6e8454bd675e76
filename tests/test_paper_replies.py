"""What the police say when they answer a request for papers: their codes, and their sentences."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.recognising.words import reply_words
from handlers.paper_replies import read_reply
from store.messages import ReplyReading

SUBJECT = "Re: Papers requested – reply by 27 May [PCR/2026/00417]"
ON = date(2026, 5, 20)
REPLIES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "corpus" / "replies.toml").read_text())["reply"]


def read(text: str, *, subject: str = SUBJECT, on: date = ON, files: bool = False) -> ReplyReading:
    """What a reply that came on a day says."""
    return read_reply(subject, text, on, reply_words(), files=files)


def of(one: dict[str, Any]) -> ReplyReading:
    """What one reply of the corpus says."""
    return read(one["text"], subject=one.get("subject", SUBJECT), on=one.get("on", ON), files=one.get("files", False))


@pytest.mark.parametrize("one", REPLIES, ids=lambda one: f"{one.get('subject', '')} {one['text']}".strip()[:60])
def test_each_reply_is_read_as_it_was_meant(one: dict[str, Any]) -> None:
    """Every reply of the corpus says what stands beside it, with its day, its items and the unit it points to."""
    found = of(one)
    assert {str(said) for said in found.says} == set(one["says"]), found
    if "until" in one or "extension" in one["says"]:
        assert (found.until.isoformat() if found.until else "") == one.get("until", ""), found
    assert (found.items, found.not_held) == (tuple(one.get("items", ())), tuple(one.get("not_held", ()))), found
    if "redirect" in one:
        assert found.redirect == one["redirect"], found
    assert len(found.faults) == one.get("faults", 0), found
