"""The post of one invented morning, told in demo_mail/*.toml, as the raw mail it would be; touches no mailbox.

A `[[mail]]` says its key, when it came (`at`), its sender, subject and text, and where there is more to it:
  looks     "outlook", "iphone" or "gmail": written as those programs write (HTML); left out, it is plain text
  quotes    the earlier mail below it: by, at (in words), text
  answers   the key of an earlier mail: {reference} becomes the reference that mail's case was given
  again     the key of an earlier mail, of which this is the second copy
  proved    whether the office's own server found that the sender's domain vouches for it
  headers   further headers · broken: how it is broken · files: what it brings
A file has a name and its `text`, or the facts of an outcome letter (`to`, `on`, `reference`, `found`, `last_day`,
`body`), and becomes PDF or DOCX by its name.
"""

from __future__ import annotations

import base64
import quopri
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from bot.demo import papers as demo_papers

OFFICE = "reviews@mopac.example"
_SERVER = "mx.mopac.example"

_FOLDER = Path(__file__).parent / "demo_mail"
_PDF, _DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODIES = {
    "MOPAC": "the Mayor's Office for Policing And Crime (MOPAC). The relevant review body is MOPAC",
    "IOPC": "the Independent Office for Police Conduct. The relevant review body is the IOPC",
}
_OUTCOME = """\
METROPOLITAN POLICE SERVICE
Directorate of Professional Standards, Complaints Resolution Unit
PO Box 4417, London

Sent by {by}
Our reference: {reference}
Date: {on}

{to}

Dear {to}

OUTCOME OF YOUR COMPLAINT

I am writing to tell you the outcome of your complaint, which has been handled under Schedule 3 to the Police
Reform Act 2002.

{found}

YOUR RIGHT OF REVIEW
If you are not satisfied with this outcome you have a right to apply for a review. Send your application for review
to {body}. Your application must be received no later than {last_day}.

Yours sincerely

R Hallam, Complaints Resolution Officer
"""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message of the morning, in plain words."""

    key: str
    at: datetime
    sender: str
    subject: str = ""
    text: str = ""
    looks: str = ""
    quotes: Mapping[str, str] = field(default_factory=dict)
    answers: str = ""
    again: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""
    proved: bool = False
    files: tuple[Mapping[str, str], ...] = ()


def the_post() -> list[Mail]:
    """Every message of the morning, in the order in which they came; a second copy says what the first says."""
    told: dict[str, dict[str, Any]] = {}
    for page in sorted(_FOLDER.glob("*.toml")):
        for one in tomllib.loads(page.read_text("utf-8"))["mail"]:
            told[one["key"]] = one
    every = [Mail(**{**told.get(one.get("again", ""), {}), **one}) for one in told.values()]
    return sorted(every, key=lambda mail: mail.at)


def came_at(mail: Mail) -> datetime:
    """When the office's server took the message in; in November London's clocks show UTC."""
    return mail.at.replace(tzinfo=UTC)


def raw(mail: Mail, reference: str = "") -> bytes:
    """The message as the mailbox receives it; `reference` is that of the case it is about, where it names one."""
    said = mail.text.strip().replace("{reference}", reference)
    if mail.broken:
        kind, body = _BROKEN[mail.broken]
    else:
        kind, body = _written(mail, said)
    head = _head(mail, mail.subject.replace("{reference}", reference).strip())
    return "\r\n".join([*head, *kind]).encode() + b"\r\n\r\n" + body


def _head(mail: Mail, subject: str) -> list[str]:
    name, _, address = mail.sender.rstrip(">").rpartition("<")
    domain = address.rpartition("@")[2]
    at = f"{came_at(mail):%a, %d %b %Y %H:%M:%S} +0000"
    return [
        f"Return-Path: <{mail.headers.get('Return-Path', address)}>",
        *(
            [f"Authentication-Results: {_SERVER}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"]
            * mail.proved
        ),
        f"Received: from mail.{domain} by {_SERVER} with ESMTPS; {at}",
        f"Date: {at}",
        f"From: {_in_header(name.strip())} <{address}>" if name else f"From: {address}",
        f"To: {OFFICE}",
        f"Subject: {_in_header(subject)}",
        f"Message-ID: <{mail.again or mail.key}@{domain}>",
        *(f"{name}: {value}" for name, value in mail.headers.items() if name != "Return-Path"),
        "MIME-Version: 1.0",
    ]


def _in_header(words: str) -> str:
    if words.isascii():
        return words
    pieces = [words[at : at + 12] for at in range(0, len(words), 12)]
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(piece.encode()).decode()}?=" for piece in pieces)


# --- what a message is made of ----------------------------------------------------------------------------------------

_Part = tuple[list[str], bytes]


def _written(mail: Mail, said: str) -> _Part:
    quoted = mail.quotes.get("text", "").strip()
    below = f"\n\nOn {mail.quotes['at']}, {mail.quotes['by']} wrote:\n" + _marked(quoted) if quoted else ""
    whole = _text("plain", said + below)
    if mail.looks:
        whole = _several("alternative", [whole, _text("html", _HTML[mail.looks](said, mail.quotes))])
    if mail.files:
        whole = _several("mixed", [whole, *(_file(one) for one in mail.files)])
    return whole


def _marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _text(kind: str, words: str) -> _Part:
    head = [f'Content-Type: text/{kind}; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable"]
    return head, quopri.encodestring(words.encode() + b"\n").replace(b"\n", b"\r\n")


def _file(one: Mapping[str, str]) -> _Part:
    text = one["text"].strip() if "text" in one else outcome_letter(one)
    is_pdf = one["name"].lower().endswith(".pdf")
    made = demo_papers.pdf(text) if is_pdf else demo_papers.docx(text)
    head = [
        f'Content-Type: {_PDF if is_pdf else _DOCX}; name="{one["name"]}"',
        f'Content-Disposition: attachment; filename="{one["name"]}"',
        "Content-Transfer-Encoding: base64",
    ]
    return head, base64.encodebytes(made).replace(b"\n", b"\r\n")


def outcome_letter(facts: Mapping[str, str]) -> str:
    """The force's letter that gives the outcome of a complaint, with its right of review."""
    told = {"by": "email", **facts, "body": _BODIES[facts.get("body", "MOPAC")]}
    return _OUTCOME.format_map(told)


def _several(kind: str, parts: list[_Part]) -> _Part:
    edge = f"=_demo_{kind}"
    body = b"".join(
        f"--{edge}\r\n".encode() + "\r\n".join(head).encode() + b"\r\n\r\n" + inside + b"\r\n" for head, inside in parts
    )
    return [f'Content-Type: multipart/{kind}; boundary="{edge}"'], body + f"--{edge}--\r\n".encode()


# --- the handwriting of mail programs ---------------------------------------------------------------------------------


def _outlook(said: str, quotes: Mapping[str, str]) -> str:
    below = ""
    if quotes:
        below = (
            '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            f'<p class="MsoNormal"><b>From:</b> {escape(quotes["by"])}<br><b>Sent:</b> {quotes["at"]}<br>'
            f"<b>To:</b> {OFFICE}<br><b>Subject:</b> {escape(quotes.get('subject', 'Your review'))}</p></div></div>"
            + _paragraphs(quotes["text"], "MsoNormal")
        )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm; '
        'font-size:11.0pt; font-family:"Calibri",sans-serif;} --></style></head><body lang="EN-GB">'
        f'<div class="WordSection1">{_paragraphs(said, "MsoNormal")}{below}</div></body></html>'
    )


def _iphone(said: str, quotes: Mapping[str, str]) -> str:
    below = '<div dir="ltr">Sent from my iPhone</div>'
    if quotes:
        below += (
            f'<div dir="ltr"><br><blockquote type="cite">On {quotes["at"]}, {escape(quotes["by"])} wrote:<br><br>'
            f'</blockquote></div><blockquote type="cite">{_broken_lines(quotes["text"])}</blockquote>'
        )
    return f'<html><body dir="auto">{_broken_lines(said)}<br><br>{below}</body></html>'


def _gmail(said: str, quotes: Mapping[str, str]) -> str:
    below = ""
    if quotes:
        below = (
            f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On {quotes["at"]}, '
            f'{escape(quotes["by"])} wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">'
            f"{_broken_lines(quotes['text'])}</blockquote></div>"
        )
    return f'<div dir="ltr">{_broken_lines(said)}</div>{below}'


def _paragraphs(text: str, style: str) -> str:
    return "".join(f'<p class="{style}">{escape(line) or "&nbsp;"}</p>' for line in text.strip().splitlines())


def _broken_lines(text: str) -> str:
    return escape(text.strip()).replace("\n", "<br>\n")


_HTML = {"outlook": _outlook, "iphone": _iphone, "gmail": _gmail}


# --- what no mail program writes --------------------------------------------------------------------------------------


def _boxes_in_boxes() -> _Part:
    depth = 120
    opened = (f'--b{one}\r\nContent-Type: multipart/mixed; boundary="b{one + 1}"\r\n\r\n' for one in range(depth))
    return ['Content-Type: multipart/mixed; boundary="b0"'], "".join(opened).encode()


def _cut_short() -> _Part:
    """A message whose only part breaks off in the middle of an encoded file, with a charset that does not exist."""
    head = ['Content-Type: multipart/mixed; boundary="never-comes"']
    body = (
        b'--never-comes\r\nContent-Type: text/plain; charset="x-nobody-knows"\r\n\r\n\xff\xfe\x00I w\x00ould like\r\n'
        b'--never-comes\r\nContent-Type: application/pdf; name="letter.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        b"JVBERi0xLjQKJ==="
    )
    return head, body


_BROKEN = {"boxes in boxes": _boxes_in_boxes(), "cut short": _cut_short()}
