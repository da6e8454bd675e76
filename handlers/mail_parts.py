"""A text in the mails that stand in it, and whose each of them is by its head and words; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import islice
from typing import NamedTuple

from handlers.envelope import belongs
from handlers.force_voice import complains, of_a_force
from handlers.passages import Passage
from store.messages import OfficeDomains

_HEAD = re.compile(
    r"""
    ^[ \t>]{0,6}(?:-{2,}[ ]?(?:original|forwarded)[ ]message[^\n]{0,20}|begin[ ]forwarded[ ]message:?)[ \t>]*$
    | ^[ \t>*]{0,6}from:\*?[ \t]*(?P<from>[^\n]{1,300})$
      (?=(?:\n[^\n]{0,300}){0,3}?\n[ \t>*]{0,6}(?:date|sent|to|subject):)
    | ^[ \t>]{0,6}on[ ](?=[^\n]{0,80}\d)(?P<wrote>[^\n]{6,200}(?:\n[^\n]{0,100})?)[ \n]wrote:[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE,
)
_HEAD_LINES = re.compile(
    r"(?:[ \t>*]{0,6}(?:(?:from|date|sent|to|cc|subject|reply-to|importance|attachments?)"
    r":[^\n]{0,300})?(?:\n|\Z)){1,12}"
)
_ADDRESS = re.compile(r"@([\w.-]+)")
_CALLED_LIKE_A_FORCE = re.compile(
    r"\bpolice\b|constabulary|\b(?:psd|dps|psu|cru|mps|met)\b|complaint|standards|resolution|\bcommand unit\b"
)
_MOST = 40
_BEGINNING = 3_000  # characters of a mail by which it is known whose it is


class Whose(Enum):
    """Who wrote a part of a text: who sends it, a member of the public, a force, or an office like ours."""

    SENDER = "sender"
    PUBLIC = "public"
    FORCE = "force"
    OFFICE = "office"


class Part(NamedTuple):
    """A stretch of a text without the head above it, and whose it is."""

    start: int
    end: int
    whose: Whose


def mail_parts(body: Passage, office: OfficeDomains) -> Iterator[Part]:
    """What stands above the first head of a mail, then what stands below each head."""
    heads = list(islice(_HEAD.finditer(body.folded), _MOST))
    start, whose = 0, Whose.SENDER
    for head, after in zip(heads, [*heads, None][1:], strict=True):
        if head.start() < start:
            continue
        yield Part(start, head.start(), whose)
        lines = None if head["wrote"] else _HEAD_LINES.match(body.folded, head.end())
        start = lines.end() if lines else head.end()
        sender = head["wrote"] or body.folded[head.start() : start].partition("from:")[2].partition("\n")[0]
        until = after.start() if after and after.start() > start else len(body.text)
        whose = _whose(sender, body.folded[start : min(until, start + _BEGINNING)], office)
    yield Part(start, len(body.text), whose)


def _whose(sender: str, below: str, office: OfficeDomains) -> Whose:
    """Whose a mail is by its address, or by its sender's name and its words where that says nothing."""
    domains = _ADDRESS.findall(sender)
    if any(belongs(one, office.force) for one in domains):
        return Whose.FORCE
    if any(belongs(one, (*office.own, *office.iopc)) for one in domains):
        return Whose.OFFICE
    if of_a_force(below) or (_CALLED_LIKE_A_FORCE.search(sender) and not complains(below)):
        return Whose.FORCE
    return Whose.PUBLIC
