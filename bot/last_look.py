"""The last look at a letter before it may leave: who gets it, what it gives away, what the mailbox made of it.

Answers with a reason to hold or with nothing; it changes and sends nothing.
"""

from __future__ import annotations

import html
import re

from bot.mailbox import DraftContent
from store.messages import Rendered

_ADDRESS = re.compile(
    r"(?!-)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.[A-Za-z]{2,63}"
)
_TAG = re.compile(r"<(?:style|script|head|title)\b.*?</(?:style|script|head|title)>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def recipient_fault(address: str, own: str) -> str:
    """Why nothing may be addressed like this, or ""."""
    if not _ADDRESS.fullmatch(address) or ".." in address or len(address) > 254:
        return "recipient_malformed"
    return "recipient_is_ourselves" if address.lower() == own.lower() else ""


def leak_fault(words: Rendered, *, reference: str, prefix: str, office_address: str) -> str:
    """Why these words may give away another case or person, or "": no other reference, no other address."""
    everything = f"{words.subject}\n{words.text}\n{visible(words.html)}"
    for found in re.findall(rf"\b{re.escape(prefix)}/\d{{4}}/\d{{5,}}", everything):
        if found != reference:
            return "names_another_case"
    for found in _ADDRESS.findall(everything):
        if found.lower() != office_address.lower():
            return "names_an_address"
    return ""


def draft_fault(draft: DraftContent, *, to: str, subject: str, body: str) -> str:
    """How the draft in the mailbox differs from the letter that was approved, or ""."""
    if tuple(address.lower() for address in draft.to) != (to.lower(),) or draft.copies:
        return "draft_recipient_changed"
    if draft.subject != subject:
        return "draft_subject_changed"
    if draft.attachments:
        return "draft_attachment_added"
    same = draft.html == body or visible(draft.html) == visible(body)
    return "" if same else "draft_text_changed"


def visible(page: str) -> str:
    """The words of an HTML page in order, whatever a mail server did to its tags and white space."""
    return " ".join(html.unescape(_TAG.sub(" ", page)).split())
