"""A letter of ours as Microsoft Graph takes and shows it; asks nothing."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from bot.mailbox.graph_items import KEY, VOTES, with_properties
from bot.mailbox.voting import verb_stream
from store.messages import Letter


def written(letter: Letter) -> dict[str, Any]:
    """The letter as Graph takes it; no header but x- ones can be given, and the thread comes from the reply."""
    headers = {"X-Auto-Response-Suppress": "All"} | ({"X-PCR-Loop": letter.loop_mark} if letter.loop_mark else {})
    return {
        "subject": letter.subject,
        "body": {"contentType": "html", "content": letter.html},
        **_recipients(letter),
        "internetMessageHeaders": [{"name": name, "value": value} for name, value in headers.items()],
        **_labels(letter),
        **with_properties({KEY: letter.key} | _buttons(letter)),
    }


def _recipients(letter: Letter) -> dict[str, Any]:
    to = [{"emailAddress": {"address": letter.to}}] if letter.to else []
    return {"toRecipients": to, "ccRecipients": [], "bccRecipients": []}


def _labels(letter: Letter) -> dict[str, Any]:
    return {"categories": list(letter.categories)}


def _buttons(letter: Letter) -> dict[str, str]:
    return {VOTES: base64.b64encode(verb_stream(letter.votes)).decode()} if letter.votes else {}


def amiss(made: Mapping[str, Any], letter: Letter) -> dict[str, Any]:
    """What the draft has to be given, as a reply has some from the message it answers."""
    alone = not made.get("ccRecipients") and not made.get("bccRecipients")
    right = alone and addresses(made, "toRecipients") == ([letter.to] if letter.to else [])
    labelled = {*(made.get("categories") or ())} == {*letter.categories}
    return ({} if right else _recipients(letter)) | ({} if labelled else _labels(letter))


def addresses(message: Mapping[str, Any], name: str) -> list[str]:
    """The addresses in one of an item's lists of recipients."""
    return [(one.get("emailAddress") or {}).get("address") or "" for one in message.get(name) or ()]
