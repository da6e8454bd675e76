"""Limits of a message, counted on raw bytes; reads nothing of what a message says.

A message beyond a limit is not read at all: it goes to a person with its raw bytes kept.
"""

from __future__ import annotations

MESSAGE_BYTES = 150_000_000
HEAD_BYTES = 1_000_000
HEADER_BYTES = 64_000
HEADERS = 1_000
ADDRESSES = 500
PARAMETERS = 200
PARTS = 100
DEPTH = 20

_LONG_BUT_HARMLESS = frozenset({"references", "in-reply-to", "subject"})  # only a piece of these is ever read
_ADDRESS_HEADERS = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc"})
_PARAMETER_HEADERS = frozenset({"content-type", "content-disposition"})


class Unreadable(Exception):
    """A message must be seen by a person instead: `code` is stable, `sentence` says why without personal data."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def check_size(raw: bytes) -> None:
    """The message is small enough to be looked at. Raises Unreadable."""
    if len(raw) > MESSAGE_BYTES:
        raise Unreadable("too_big", f"The message is larger than {MESSAGE_BYTES // 1_000_000} MB.")


def check_head(pairs: list[tuple[str, bytes]], *, of_message: bool) -> None:
    """One header block is within limits; address and length limits hold for the message's own. Raises Unreadable."""
    if len(pairs) > HEADERS:
        raise Unreadable("too_many_headers", f"The message has more than {HEADERS} headers.")
    for name, value in pairs:
        if name in _PARAMETER_HEADERS and value.count(b";") > PARAMETERS:
            raise Unreadable("too_many_parameters", f"A MIME header has more than {PARAMETERS} parameters.")
        if not of_message:
            continue
        if len(value) > HEADER_BYTES and name not in _LONG_BUT_HARMLESS:
            raise Unreadable("header_too_long", f"One header is longer than {HEADER_BYTES // 1000} kB.")
        if name in _ADDRESS_HEADERS and value.count(b",") >= ADDRESSES:
            raise Unreadable("too_many_addresses", f"One header names more than {ADDRESSES} addresses.")
