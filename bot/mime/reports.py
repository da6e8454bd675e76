"""What a delivery report says failed (RFC 3464), and of which of our letters; decides nothing about any letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.mime.addresses import plain_addresses
from bot.mime.headers import Head, message_head
from bot.mime.parts import EMBEDDED, Part, content

_STATUS_KINDS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_MESSAGE_ID = re.compile(rb"<[\x21-\x3b\x3d\x3f-\x7e]{3,400}>")
_ID_IN_TEXT = re.compile(r"^[> \t]{0,20}message-id:[ \t]{0,20}(<[!-;=?-~]{3,400}>)", re.I | re.M)
_DAEMON = re.compile(r"mailer-daemon|postmaster|mail delivery|mail administrator", re.I)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|returned mail|delivery (?:status|failure|failed|has failed|notification)|mail delivery|"
    r"failure notice|could not be delivered|nicht zugestellt|unzustellbar|non remis",
    re.I,
)
_GUESSING_BYTES = 200_000
_FAILURE = (b"failed", b"expired", b"undeliverable")
_ARRIVED = (b"delivered", b"relayed", b"expanded")


def is_report(root: Part) -> bool:
    """Whether the message says by its form that it is a delivery report."""
    if root.kind == "multipart/report":
        return root.parameters.get("report-type", "delivery-status").lower() == "delivery-status"
    return "x-failed-recipients" in root.head


def is_from_a_server(head: Head, return_path: str | None) -> bool:
    """Whether a message comes from a mail daemon, or from nowhere."""
    return return_path == "" or bool(_DAEMON.search(head.text("from")[:400]))


def is_bounce_by_its_words(head: Head, return_path: str | None) -> bool:
    """Whether a message without that form comes from a mail daemon, or from nowhere, with a bounce's subject."""
    return is_from_a_server(head, return_path) and bool(_BOUNCE_SUBJECT.search(head.text("subject")[:400]))


def says_it_arrived(root: Part) -> bool:
    """Whether the machine-readable part is there and says of every recipient that the message was delivered."""
    parts = [part for part in _all_parts(root) if part.kind in _STATUS_KINDS]
    actions = [block[b"action"] for part in parts for block in _blocks(part) if b"action" in block]
    return bool(actions) and all(action.lower() in _ARRIVED for action in actions)


def failures(root: Part, text: str, *, formal: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that failed, in lower case, and the Message-IDs of what was sent to them.

    A report that says of every recipient that the message is only delayed, delivered or relayed names none.
    """
    addresses = dict.fromkeys(plain_addresses(root.head.all_raw("x-failed-recipients")))
    ids: dict[str, None] = {}
    actions_seen = False
    for part in _all_parts(root):
        if part.kind in _STATUS_KINDS:
            actions_seen = True
            addresses.update(dict.fromkeys(_failed_in_status(part)))
        elif part.kind in EMBEDDED:
            _add_id(ids, part.children[0].head)
        elif part.kind == "text/rfc822-headers":
            data = content(part, [])
            _add_id(ids, message_head(data, 0, len(data), [])[0])
    if actions_seen and not addresses:
        return (), ()
    if not addresses:
        addresses.update(dict.fromkeys(_guessed(root)))
    if not ids:
        ids.update(dict.fromkeys(_ID_IN_TEXT.findall(text)[:10]))
    return tuple(addresses), (tuple(ids) if addresses or formal else ())


def _all_parts(part: Part) -> list[Part]:
    if part.kind in EMBEDDED:
        return [part]
    return [part, *(inner for child in part.children for inner in _all_parts(child))]


def _failed_in_status(part: Part) -> tuple[str, ...]:
    """The addresses of each block whose action is a failure, or that names no action (RFC 3464 2.3.3)."""
    failed: list[bytes] = []
    for fields in _blocks(part):
        if fields.get(b"action", b"failed").lower() in _FAILURE:
            for name in (b"original-recipient", b"final-recipient"):
                failed.append(fields.get(name, b"").rpartition(b";")[2])
    return plain_addresses(failed)


def _blocks(part: Part) -> Iterator[dict[bytes, bytes]]:
    """The groups of fields of a status part: the first for the message, one more for each recipient."""
    data = content(part, [], most=1_000_000).replace(b"\r\n", b"\n").replace(b"\n ", b" ").replace(b"\n\t", b" ")
    for block in data.split(b"\n\n"):
        fields: dict[bytes, bytes] = {}
        for line in block.split(b"\n"):
            name, _, value = line.partition(b":")
            fields.setdefault(name.strip().lower(), value.strip())
        yield fields


def _add_id(ids: dict[str, None], head: Head) -> None:
    if found := _MESSAGE_ID.search(head.raw("message-id")):
        ids[found[0].decode("ascii")] = None


def _guessed(root: Part) -> tuple[str, ...]:
    """What flufl.bounce makes of a bounce without a machine-readable part; only ever asked once rules say bounce."""
    import email
    import logging

    from flufl.bounce import scan_message

    logging.getLogger("flufl.bounce").disabled = True  # it logs its errors, whose text may quote the message
    try:
        found = scan_message(email.message_from_bytes(root.raw[:_GUESSING_BYTES]))
        return plain_addresses([bytes(address) for address in found])
    except Exception:  # noqa: BLE001 – it raises a dozen kinds of errors on real bounces, and is only a guess
        return ()
