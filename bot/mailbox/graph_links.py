"""Links to files in the cloud that Microsoft 365 leaves out of a message's bytes, put with it as text; asks nothing.

Bytes are put together and never parsed: whatever reads the message afterwards sees one more file, named like the link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import quote

_SHOWS_FILES = re.compile(rb"content-disposition:\s*attachment|message/rfc822|name\*?[0-9*]*=", re.IGNORECASE)
_CONTENT = re.compile(rb"^(?:content-[a-z-]+|mime-version)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*", re.I | re.M)
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")


def shows_files(raw: bytes) -> bool:
    """Whether the bytes of a message show any file or message inside it."""
    return _SHOWS_FILES.search(raw) is not None


def with_links(raw: bytes, links: Sequence[tuple[str, str]]) -> bytes:
    """The message with a small text for each link (its name, its address or ""); the first part has all it was."""
    if not links:
        return raw
    end = _HEAD_ENDS.search(raw)
    head, body = (raw[: end.start()] + b"\n", raw[end.end() :]) if end else (raw.rstrip(b"\r\n") + b"\n", b"")
    content = b"".join(_CONTENT.findall(head))
    boundary = b"links-" + sha256(raw).hexdigest()[:40].encode()
    mixed = b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="' + boundary + b'"\n'
    pieces = [_CONTENT.sub(b"", head) + mixed, content + b"\n" + body, *(_text(*one) for one in links)]
    return (b"\n--" + boundary + b"\n").join(pieces) + b"\n--" + boundary + b"--\n"


def _text(name: str, address: str) -> bytes:
    shown = " ".join(name.split()) or "no name"
    said = f"A link to a file in the cloud, which was not fetched: {shown}\n{' '.join(address.split())}".rstrip()
    file = quote(f"{shown[:80]} (link).txt", safe="")
    return (
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        f"Content-Disposition: attachment; filename*=utf-8''{file}\n\n{said}\n"
    ).encode(errors="replace")
