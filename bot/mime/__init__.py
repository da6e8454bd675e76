"""Mail as bytes: raw messages into `Incoming`, `Letter` into bytes (Maildir only); does no I/O and trusts no byte.

The only package that may import `email`, and it reads without it: headers, boundaries and encodings are taken apart
as bytes, in linear time and under limits, because the standard parser raises on real mail and takes seconds on
hostile mail. Untrusted bytes are read by `bot.reader`'s limited child, never in the service itself.
"""

from bot.mime.addresses import is_strict as is_strict_address
from bot.mime.composing import compose
from bot.mime.dates import received_at
from bot.mime.limits import Unreadable
from bot.mime.reading import LetterContent, contents, letter_key, read, read_letter, too_much

__all__ = [
    "LetterContent",
    "Unreadable",
    "compose",
    "contents",
    "is_strict_address",
    "letter_key",
    "read",
    "read_letter",
    "received_at",
    "too_much",
]
