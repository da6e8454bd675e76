"""The answers of Exchange Web Services as plain data, or as the port's errors; asks nothing."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from bot.mailbox import NotFound, Unavailable
from bot.mailbox.ews_faults import named
from bot.mailbox.ews_orders import CARD, KEY, MESSAGES, STAMP, TYPES

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANTS = ("Received", "Created", "Sent")
_UNREADABLE = "The Exchange Server told something that cannot be read."
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,6}|[0-9]{1,7});")
_CONTROLS = bytes(one if one >= 0x20 or one in b"\t\n\r" else 0x3F for one in range(256))


@dataclass(frozen=True, slots=True)
class Place:
    """One folder: `kind` is its class, "" where none is told; `parent` the id of the folder it lies in."""

    id: str
    parent: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One attachment as an item tells of it: the id by which its bytes are asked for, and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What an answer tells about one item; what was not asked for or is not there is empty.

    `key` is that of a letter of ours and `card` that of a card.
    """

    id: str
    change_key: str = ""
    stamp: str = ""
    key: str = ""
    card: str = ""
    received_at: datetime = _NEVER
    made_at: datetime = _NEVER
    sent_at: datetime = _NEVER
    size: int = 0
    is_draft: bool = False
    is_leaving: bool = False
    folder: str = ""
    categories: tuple[str, ...] = ()
    message_id: str = ""
    mime: bytes = b""
    subject: str = ""
    body: str = ""
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of what happened in a folder."""

    created: tuple[Piece, ...]
    removed: tuple[str, ...]
    state: str
    is_last: bool


def envelope(content: bytes) -> etree._Element:
    """The XML of a whole answer. What XML forbids but Exchange passes on from letters reads as U+FFFD.

    Raises etree.XMLSyntaxError for anything else that is no XML, and for half an answer.
    """
    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        harmless = _REFERENCE.sub(_allowed, content).translate(_CONTROLS)
        return etree.fromstring(harmless, _parser())


def only(answers: Sequence[etree._Element]) -> etree._Element:
    """The one answer to a question about one thing. Raises Unavailable."""
    if len(answers) != 1:
        raise Unavailable("The Exchange Server answered another question.")
    return answers[0]


def succeeded(answer: etree._Element) -> etree._Element:
    """The answer, where it or the message inside it says that it was done. Raises the port's error otherwise."""
    inside = answer.find(f"{{{MESSAGES}}}ResponseMessage")
    said = answer if inside is None else inside
    code = _text(said, f"{{{MESSAGES}}}ResponseCode")
    if said.get("ResponseClass") == "Success" and code == "NoError":
        return answer
    raise named(code or "no code")


def first_id(answer: etree._Element) -> tuple[str, str]:
    """The id and change key of the first item or folder an answer names. Raises NotFound where it names none."""
    for tag in ("ItemId", "FolderId"):
        for found in answer.iter(f"{{{TYPES}}}{tag}"):
            return found.get("Id", ""), found.get("ChangeKey", "")
    raise NotFound("The Exchange Server did not say where the item is.")


def count_in(answer: etree._Element) -> int:
    """How many items a folder holds."""
    return int(_text(answer, f".//{{{TYPES}}}TotalCount") or "0")


def folders_in(answer: etree._Element) -> Iterator[Place]:
    """Every folder an answer names."""
    for one in answer.iter(f"{{{TYPES}}}FolderId"):
        folder = one.getparent()
        if folder is not None:
            above = _id_of(folder, "ParentFolderId")
            yield Place(one.get("Id", ""), above, _text(folder, _t("DisplayName")), _text(folder, _t("FolderClass")))


def next_offset(answers: Iterable[etree._Element]) -> int | None:
    """From where the rest of a long listing is asked for; None where there is no rest."""
    offsets = []
    for answer in answers:
        root = answer.find(f"{{{MESSAGES}}}RootFolder")
        if root is None:
            raise Unavailable("The Exchange Server answered another question.")
        if root.get("IncludesLastItemInRange") != "true":
            offsets.append(int(root.get("IndexedPagingOffset", "0")))
    if 0 in offsets:
        raise Unavailable("The Exchange Server does not say where its listing goes on.")
    return min(offsets, default=None)


def pieces_in(answer: etree._Element) -> Iterator[Piece]:
    """Every item an answer tells about."""
    for container in (f"{{{MESSAGES}}}Items", f".//{{{TYPES}}}Items"):
        for items in answer.findall(container):
            yield from (_piece(item) for item in items)


def item_in(answer: etree._Element) -> Piece:
    """The one item an answer tells about. Raises Unavailable."""
    for piece in pieces_in(answer):
        return piece
    raise Unavailable("The Exchange Server answered another question.")


def bytes_in(answer: etree._Element) -> bytes:
    """What is in an attachment: a file's bytes, a message as MIME, or the address that a link names.

    Raises Unavailable for an attachment whose bytes are none.
    """
    for tag in ("Content", "MimeContent"):
        for found in answer.iterfind(f"{{{MESSAGES}}}Attachments//{_t(tag)}"):
            return _decoded(found.text or "")
    return _text(answer, f"{{{MESSAGES}}}Attachments//{_t('AttachLongPathName')}").encode()


def settings_in(answer: etree._Element) -> bytes:
    """The XML that a user configuration holds. Raises Unavailable."""
    return _decoded(_text(answer, f".//{_t('XmlData')}"))


def changes_in(answer: etree._Element) -> Changes:
    """What happened in a folder; what changed in an item other than being read counts as if it came anew."""
    created, removed = [], []
    for change in answer.iterfind(f"{{{MESSAGES}}}Changes/*"):
        kind = etree.QName(change).localname
        if kind in {"Create", "Update"}:
            created.append(_piece(change[0]))
        elif kind == "Delete":
            removed.append(first_id(change)[0])
    state = _text(answer, f"{{{MESSAGES}}}SyncState")
    if not state:
        raise Unavailable("The Exchange Server does not say how far it was read.")
    is_last = _text(answer, f"{{{MESSAGES}}}IncludesLastItemInRange") == "true"
    return Changes(tuple(created), tuple(removed), state, is_last)


# --- pieces of XML --------------------------------------------------------------------------------------------------


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=False)


def _allowed(reference: re.Match[bytes]) -> bytes:
    digits = reference[1].decode()
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    good = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000
    return reference[0] if good else b"&#xFFFD;"


def _piece(item: etree._Element) -> Piece:
    """One item. Raises Unavailable where its id or its MIME is not what it should be."""
    identity = item.find(_t("ItemId"))
    if identity is None or not identity.get("Id"):
        raise Unavailable("The Exchange Server told of an item without an id.")
    try:
        size = int(_text(item, _t("Size")) or "0")
        received_at, made_at, sent_at = (_instant(_text(item, _t(f"DateTime{name}"))) for name in _INSTANTS)
    except ValueError as fault:
        raise Unavailable(_UNREADABLE) from fault
    return Piece(
        id=identity.get("Id", ""),
        change_key=identity.get("ChangeKey", ""),
        stamp=_marked(item, STAMP),
        key=_marked(item, KEY),
        card=_marked(item, CARD),
        received_at=received_at,
        made_at=made_at,
        sent_at=sent_at,
        size=size,
        is_draft=_text(item, _t("IsDraft")) == "true",
        is_leaving=_text(item, _t("IsSubmitted")) == "true",
        folder=_id_of(item, "ParentFolderId"),
        categories=tuple(one.text or "" for one in item.iterfind(f"{_t('Categories')}/{_t('String')}")),
        message_id=_text(item, _t("InternetMessageId")),
        mime=_decoded(_text(item, _t("MimeContent"))),
        subject=_text(item, _t("Subject")),
        body=_text(item, _t("Body")),
        to=_people(item, "ToRecipients"),
        copies=_people(item, "CcRecipients", "BccRecipients"),
        files=tuple(
            File(_id_of(one, "AttachmentId"), _text(one, _t("Name"))) for one in item.iterfind(f"{_t('Attachments')}/*")
        ),
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as fault:
        raise Unavailable(_UNREADABLE) from fault


def _id_of(element: etree._Element, tag: str) -> str:
    found = element.find(_t(tag))
    return "" if found is None else found.get("Id", "")


def _marked(item: etree._Element, wanted: dict[str, str]) -> str:
    """What the item says under one of our marks, "" where it carries none."""
    for one in item.iterfind(_t("ExtendedProperty")):
        where = one.find(_t("ExtendedFieldURI"))
        if where is None or where.get("PropertyName") != wanted["PropertyName"]:
            continue
        if where.get("PropertySetId", "").lower() == wanted["PropertySetId"]:
            return _text(one, _t("Value"))
    return ""


def _people(item: etree._Element, *fields: str) -> tuple[str, ...]:
    people = [one for name in fields for one in item.iterfind(f"{_t(name)}/{_t('Mailbox')}")]
    return tuple(_text(one, _t("EmailAddress")) or _text(one, _t("Name")) for one in people)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text) if text else _NEVER
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _text(element: etree._Element, path: str) -> str:
    return element.findtext(path) or ""


def _t(name: str) -> str:
    return f"{{{TYPES}}}{name}"
