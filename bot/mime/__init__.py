"""Mail as bytes: messages into `Incoming`, `Letter` and `Card` into bytes (Maildir only); no I/O, trusts no byte.

The only package that may import `email`, and it reads without it: headers, boundaries and encodings are taken apart
as bytes, in linear time and under limits, because the standard parser raises on real mail and takes seconds on
hostile mail. Untrusted bytes are read by `bot.reader`'s limited child, never in the service itself.
"""

from bot.mime.addresses import is_strict as is_strict_address
from bot.mime.composing import compose, compose_card, compose_entry
from bot.mime.dates import received_at
from bot.mime.limits import Unreadable
from bot.mime.reading import (
    LetterContent,
    card_key,
    contents,
    is_addressed,
    letter_key,
    read,
    read_letter,
    too_much,
)

__all__ = [
    "LetterContent",
    "Unreadable",
    "card_key",
    "compose",
    "compose_card",
    "compose_entry",
    "contents",
    "is_addressed",
    "is_strict_address",
    "letter_key",
    "read",
    "read_letter",
    "received_at",
    "too_much",
]
