"""The last look at a letter before it may leave: who gets it, what it gives away, what the mailbox made of it.

Answers with a reason to hold, or a sentence why it is refused, or with nothing; it changes and sends nothing.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.mailbox import DraftContent, Enclosed
from handlers.party_roles import CALLED
from store.identifiers import Identifiers
from store.messages import PartyView, Rendered
from store.terms import THEIR_SIDE, Audience
from templates import GAP

_ADDRESS = re.compile(
    r"(?!-)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.[A-Za-z]{2,63}"
)
_TAG = re.compile(r"<(?:style|script|head|title)\b.*?</(?:style|script|head|title)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
ASTRAY = "recipient_is_another_party"
"""Why a letter waits whose address is that of somebody of its case for whom it is not."""
_THROUGH_THE_UNIT = (Audience.OFFICER, Audience.INTERESTED_PERSON)
_UNFINISHED = {GAP: "a gap that somebody has to fill", "{{": "a placeholder ({{)", "XXXX": "a placeholder (XXXX)"}


def recipient_fault(address: str, own: str) -> str:
    """Why nothing may be addressed like this, or ""."""
    if not _ADDRESS.fullmatch(address) or ".." in address or len(address) > 254:
        return "recipient_malformed"
    return "recipient_is_ourselves" if address.lower() == own.lower() else ""


def leak_fault(words: Rendered, *, cases: Collection[str], prefix: str, office_address: str) -> str:
    """Why these words may give away another case or person, or "": no reference but of its own cases and no address.

    A letter is about one case; only a list for one unit of the force is about several.
    """
    everything = f"{words.subject}\n{words.text}\n{visible(words.html)}"
    if references_in(everything, prefix) - set(cases):
        return "names_another_case"
    if any(found.lower() != office_address.lower() for found in _ADDRESS.findall(everything)):
        return "names_an_address"
    return ""


def draft_fault(
    draft: DraftContent, *, to: str, subject: str, body: str, enclosed: Sequence[Enclosed] = (), seen_hash: str = ""
) -> str:
    """How the draft in the mailbox differs from the letter that was approved, or ""."""
    if tuple(address.lower() for address in draft.to) != ((to.lower(),) if to else ()) or draft.copies:
        return "draft_recipient_changed"
    if draft.subject != subject:
        return "draft_subject_changed"
    if _files(draft.attachments) != _files(enclosed):
        return "draft_attachment_added" if len(draft.attachments) > len(enclosed) else "draft_attachment_changed"
    if seen_hash and words_hash(draft) != seen_hash:
        return "draft_text_changed"
    same = draft.html == body or visible(draft.html) == visible(body)
    return "" if same else "draft_text_changed"


def words_hash(draft: DraftContent) -> str:
    """What a draft says, to whom and with which files, as one hash; white space and tags play no part in it."""
    said = [
        sorted(address.lower() for address in draft.to),
        sorted(address.lower() for address in draft.copies),
        draft.subject,
        visible(draft.html),
        _files(draft.attachments),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def as_kept(kept: Mapping[str, Any]) -> DraftContent:
    """The draft that says exactly what is kept of the letter."""
    to = (kept["to"],) if kept["to"] else ()
    return DraftContent(to, (), kept["subject"], kept["html"], enclosed_in(kept))


def enclosed_in(kept: Mapping[str, Any]) -> tuple[Enclosed, ...]:
    """The files that belong to the letter."""
    return tuple(Enclosed(name, sha256) for name, sha256 in kept.get("enclosed", ()))


def unfinished(draft: DraftContent) -> str:
    """What still stands in the draft that a person has to replace, or ""."""
    text = f"{draft.subject}\n{visible(draft.html)}"
    return next((words for mark, words in _UNFINISHED.items() if mark.casefold() in text.casefold()), "")


def why_refused(
    draft: DraftContent,
    *,
    to: str,
    allowed: Iterable[str],
    enclosed: Sequence[Enclosed],
    reference: str,
    prefix: str,
    own: Iterable[str],
    others: Iterable[Identifiers],
) -> str:
    """One sentence why a draft may not leave as it is, or "". The order is that in which people can mend it.

    `to` is "" for a letter that is printed; `allowed` are the parties of its case and the contact of its audience.
    `own` is what its case is known by, and what another case (`others`) has in common with it says nothing.
    """
    if what := unfinished(draft):
        return f"It is not finished: {what} stands in it."
    recipients = [address.lower() for address in (*draft.to, *draft.copies)]
    if recipients != ([to.lower()] if to else []):
        return "It has exactly one recipient, the one it was written for. Put that back, or write a letter of your own."
    if to and to.lower() not in {address.lower() for address in allowed}:
        return "Its recipient does not belong to this case any more."
    text = " ".join((draft.subject, visible(draft.html), *(one.name for one in draft.attachments)))
    found = references_in(text.replace("-", "/"), prefix) | references_in(text, prefix)
    if found != ({reference} if reference else set()):
        return f"It must name {reference} and no other case." if reference else "It must name no case."
    if named := _another_case(text, {_plain(one) for one in own}, others):
        return f"It names {named}. Take that out."
    if _files(draft.attachments) != _files(enclosed):
        return "The files with it are not those it was made with. Attach nothing and take nothing away."
    return ""


def keeps_apart(draft: DraftContent, audience: Audience, parties: Iterable[PartyView]) -> str:
    """What of the other side stands in a draft, in words, or "".

    No officer, interested person or witness reads of the complainant, and no letter to the complainant's side has the
    address of one of these. A name of one word alone tells of nobody; an officer's may well stand in an outcome.
    """
    text = " ".join((draft.subject, visible(draft.html), *(one.name for one in draft.attachments)))
    words = f" {_plain(text)} "
    for party in parties:
        theirs = party.role in THEIR_SIDE
        if audience not in (_THROUGH_THE_UNIT if theirs else (Audience.COMPLAINANT,)):
            continue
        known = {"the address": party.address, "the name": party.name if theirs and " " in party.name.strip() else ""}
        for what, value in known.items():
            if (said := _plain(value)) and f" {said} " in words:
                return f"{what} of {CALLED[party.role]}"
    return ""


def references_in(text: str, prefix: str) -> set[str]:
    """Every case reference that stands in a text."""
    return set(re.findall(rf"\b{re.escape(prefix)}/\d{{4}}/\d{{5,}}", text))


def visible(page: str) -> str:
    """The words of an HTML page in order, whatever a mail server did to its tags and white space."""
    return " ".join(html.unescape(_TAG.sub(" ", page)).split())


def _another_case(text: str, own: Collection[str], others: Iterable[Identifiers]) -> str:
    """What of another case stands in the text, in words; a name of one word alone tells of nobody."""
    words = f" {_plain(text)} "
    for other in others:
        known = {
            "the complainant": other.complainant if " " in other.complainant.strip() else "",
            "the address of the complainant": other.address,
            "the police reference": other.force_reference,
        }
        for what, value in known.items():
            if (said := _plain(value)) and said not in own and f" {said} " in words:
                return f"{what} of {other.reference}"
    return ""


def _plain(text: str) -> str:
    """Words and numbers only, so that neither a comma nor a capital letter hides a name."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _files(files: Iterable[Enclosed]) -> list[tuple[str, str]]:
    return sorted((one.name, one.sha256) for one in files)
