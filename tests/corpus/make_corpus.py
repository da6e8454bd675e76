"""Makes the corpus' mail and labels out of development/*.toml and frozen/*.toml; the same bytes every time, no clock.

.venv/bin/python -m tests.corpus.make_corpus          # writes *.eml and labels.jsonl beside this file
"""

from __future__ import annotations

import json
import quopri
import tomllib
from base64 import b64encode, encodebytes
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.corpus.dressing import dressed
from tests.corpus.letter_files import docx, odt, pdf, picture, plain, rtf

HERE = Path(__file__).parent
HALVES = ("development", "frozen")
MAILBOX = "reviews@mopac.example"
MAKERS = {
    ".pdf": ("application/pdf", pdf),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    ".odt": ("application/vnd.oasis.opendocument.text", odt),
    ".txt": ('text/plain; charset="utf-8"', plain),
    ".rtf": ("application/rtf", rtf),
    ".jpg": ("image/jpeg", picture),
}

Source = Mapping[str, Any]


def made() -> Iterator[tuple[str, bytes]]:
    """Every file of the corpus with its bytes: the messages in order, then the labels."""
    labels = []
    for half in HALVES:
        sources = [one for path in sorted((HERE / half).glob("*.toml")) for one in _sources(path)]
        named = {one["file"]: one for one in sources}
        for one in sources:
            whole = {**named[one["copy_of"]], **one} if "copy_of" in one else one
            yield f"{one['file']}.eml", message(whole)
            labels.append(label(one, half))
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in labels)
    yield "labels.jsonl", "".join(lines).encode()


def _sources(path: Path) -> list[dict[str, Any]]:
    sources: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["message"]
    return sources


def label(one: Source, half: str) -> dict[str, Any]:
    """What is true of one message, in the order and with the names the shared samples use."""
    letter = one.get("letter")
    return {
        "file": f"{one['file']}.eml",
        "half": half,
        "kind": one["kind"],
        "also": one.get("also", []),
        "flags": one.get("flags", []),
        "may_acknowledge": one["ack"],
        **({"why_not": one["why_not"]} if "why_not" in one else {}),
        "facts": {
            "complainant_name": one.get("name"),
            "representative_name": one.get("rep"),
            "force_reference": one.get("ref"),
            "outcome_letter_date": letter.isoformat() if letter else None,
            "received_on": one["received"].astimezone(ZoneInfo("Europe/London")).date().isoformat(),
        },
        "time_result": one.get("time"),
        "review_body_hint": one.get("body"),
        "why": one["why"],
    }


def message(one: Source) -> bytes:
    """One message as it arrived: RFC 5322 bytes with CRLF."""
    if "raw" in one:
        return _lines(one["raw"].lstrip("\n"))
    words, page = dressed(one)
    body = [_text("plain", words)]
    if page is not None:
        body = [_multipart("alternative", f"=_{one['file']}_text", [*body, _text("html", page)])]
    parts = [*body, *(_file(name=given["name"], text=given["text"]) for given in one.get("attach", ()))]
    content = parts[0] if len(parts) == 1 else _multipart("mixed", f"=_{one['file']}", parts)
    return _lines(_head(one)) + content


def _head(one: Source) -> str:
    name, _, address = one["from"].rstrip(">").rpartition("<")
    at = format_datetime(one["received"].astimezone(UTC))
    to = one.get("to", MAILBOX)
    theirs, ours = address.rpartition("@")[2], to.rpartition("@")[2]
    headers = {
        "Return-Path": f"<{address}>",
        "Received": f"from mail.{theirs} (mail.{theirs} [192.0.2.7]) by mx.{ours} with ESMTPS id {one['file'][:3]}\n"
        f" for <{to}>; {at}",
        "Date": at,
        "From": f"{_word(name.strip())} <{address}>".strip(),
        "To": to,
        "Subject": _word(one["subject"], bare=True),
        "Message-ID": f"<{one['file']}@{theirs}>",
        **one.get("headers", {}),
        "MIME-Version": "1.0",
    }
    return "".join(f"{header}: {value}\n" for header, value in headers.items())


def _word(words: str, *, bare: bool = False) -> str:
    """Words as a header may hold them: as they are, in quotes, or encoded (RFC 2047)."""
    if not words.isascii():
        return f"=?utf-8?b?{b64encode(words.encode()).decode()}?="
    plain = bare or all(sign.isalnum() or sign in " -'" for sign in words)
    return words if plain else f'"{words}"'


def _text(subtype: str, words: str) -> bytes:
    head = f'Content-Type: text/{subtype}; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
    return _lines(head + quopri.encodestring(words.encode()).decode())


def _file(*, name: str, text: str) -> bytes:
    place = f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quote(name)}"
    ending = Path(name).suffix.lower()
    if ending == ".eml":
        return _lines(_file_head("message/rfc822", "8bit", place) + text.strip() + "\n")
    media_type, make = MAKERS[ending]
    return _lines(_file_head(media_type, "base64", place) + encodebytes(make(text.strip())).decode())


def _file_head(media_type: str, coding: str, place: str) -> str:
    fields = (f"Type: {media_type}", f"Transfer-Encoding: {coding}", f"Disposition: attachment; {place}")
    return "".join(f"Content-{field}\n" for field in fields) + "\n"


def _multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    head = _lines(f'Content-Type: multipart/{subtype}; boundary="{boundary}"\n\n')
    return head + b"".join(_lines(f"--{boundary}\n") + part + b"\r\n" for part in parts) + _lines(f"--{boundary}--\n")


def _lines(words: str) -> bytes:
    return words.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def main() -> None:
    """The folder holds exactly what the TOML files say."""
    for old in HERE.glob("*.eml"):
        old.unlink()
    for name, content in made():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
