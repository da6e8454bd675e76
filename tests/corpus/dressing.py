"""The clothes of a message: what a mail program makes of the words typed into it, as plain text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WRAPPED = 60
"""A line at least this long was broken by the program; a shorter one was ended by its writer."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The mail that a message answers or passes on, as the programs name its parts."""

    words: str
    sender: str
    to: str
    subject: str
    at: datetime

    @property
    def name(self) -> str:
        """The sender's name, or the address where no name is given."""
        return self.sender.partition("<")[0].strip() or self.address

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return self.sender.rstrip(">").rpartition("<")[2]


@dataclass(frozen=True, slots=True)
class Client:
    """How one mail program writes: its line at the end, its heads over quoted mail, its HTML."""

    reply_head: Callable[[Earlier], str]
    forward_head: Callable[[Earlier], str]
    marked: bool
    page: str
    paragraph: str
    quote: str
    line: str = ""
    flows: bool = True


def dressed(one: Mapping[str, Any]) -> tuple[str, str | None]:
    """The plain text of a message, and its HTML where its client sends one."""
    typed = one.get("text", "").strip()
    name = one.get("client", "html" if one.get("html") else "plain")
    client = CLIENTS.get(name, PLAIN)
    earlier = _earlier(one) if "quoted" in one else None
    line = one.get("sent_from", client.line)
    own = "\n\n".join(part for part in (_flowing(typed) if client.flows else typed, line) if part)
    if earlier is None:
        plain = own + "\n"
    else:
        plain = _below(own, _plain_quote(one, client, earlier), first=one.get("quote_first", False)) + "\n"
    if name == "plain":
        return plain, None
    if name == "html":
        return plain, page(plain)
    return plain, _html(one, client, typed=typed, line=line, earlier=earlier)


def page(words: str) -> str:
    """The plainest HTML: one paragraph for each of the text's, without line breaks."""
    paragraphs = (escape(one).replace("\n", " ") for one in words.strip().split("\n\n"))
    return "<html><body>\n" + "".join(f"<p>{one}</p>\n" for one in paragraphs) + "</body></html>\n"


def _earlier(one: Mapping[str, Any]) -> Earlier:
    bare = re.sub(r"^(?:(?:re|fwd?|aw|odp)\s*:\s*)+", "", one["subject"], flags=re.IGNORECASE)
    return Earlier(
        words=one["quoted"].strip(),
        sender=one["quoted_from"],
        to=one.get("quoted_to", one["from"]),
        subject=one.get("quoted_subject", bare),
        at=one["quoted_at"].astimezone(LONDON),
    )


def _below(own: str, quoted: str, *, first: bool) -> str:
    return "\n\n".join(part for part in ((quoted, own) if first else (own, quoted)) if part)


def _head(one: Mapping[str, Any], client: Client, earlier: Earlier) -> str:
    return client.forward_head(earlier) if one.get("forwarded") else client.reply_head(earlier)


def _plain_quote(one: Mapping[str, Any], client: Client, earlier: Earlier) -> str:
    words = earlier.words
    if client.marked and not one.get("forwarded"):
        words = "\n".join(f"> {line}".rstrip() for line in words.splitlines())
        return f"{_head(one, client, earlier)}\n{words}"
    return f"{_head(one, client, earlier)}\n\n{_flowing(words) if client.flows else words}"


def _html(one: Mapping[str, Any], client: Client, *, typed: str, line: str, earlier: Earlier | None) -> str:
    own = _paragraphs(client, "\n\n".join(part for part in (typed, line) if part))
    if earlier is None:
        return client.page.format(own)
    quoted = client.quote.format(head=_html_head(_head(one, client, earlier)), words=_paragraphs(client, earlier.words))
    return client.page.format(_below(own, quoted, first=one.get("quote_first", False)))


def _html_head(words: str) -> str:
    """The head as HTML: the names of fields in bold, and no line of underscores."""
    lines = escape(words.lstrip("_\n")).replace("\n", "<br>\n")
    return re.sub(r"^(From|Sent|Date|To|Subject):", r"<b>\1:</b>", lines, flags=re.MULTILINE)


def _paragraphs(client: Client, words: str) -> str:
    each = (escape(one).replace("\n", "<br>\n") for one in _flowing(words).split("\n\n"))
    return "\n".join(client.paragraph.format(one) for one in each)


def _flowing(words: str) -> str:
    """The words without the breaks of wrapping: a long line runs on unless the next begins a list."""
    lines: list[str] = []
    long = False
    for line in words.splitlines():
        if long and line.strip() and not re.match(r"\s*(?:[-*•>]|\(?\w{1,2}[.)]\s)", line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
        long = len(line) >= WRAPPED
    return "\n".join(lines)


def _fields(*pairs: tuple[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in pairs)


def _plain_reply(mail: Earlier) -> str:
    return f"On {mail.at:%d/%m/%Y %H:%M}, {mail.name} wrote:"


def _gmail_reply(mail: Earlier) -> str:
    return f"On {mail.at:%a, %-d %b %Y at %H:%M}, {mail.name} <{mail.address}> wrote:\n"


def _gmail_forward(mail: Earlier) -> str:
    when = f"{mail.at:%a, %-d %b %Y at %H:%M}"
    fields = (("From", mail.sender), ("Date", when), ("Subject", mail.subject), ("To", mail.to))
    return "---------- Forwarded message ---------\n" + _fields(*fields)


def _outlook_head(mail: Earlier) -> str:
    when = f"{mail.at:%-d %B %Y %H:%M}"
    fields = (("From", mail.sender), ("Sent", when), ("To", mail.to), ("Subject", mail.subject))
    return "________________________________\n" + _fields(*fields)


def _iphone_reply(mail: Earlier) -> str:
    return f"On {mail.at:%-d %b %Y, at %H:%M}, {mail.name} <{mail.address}> wrote:\n"


def _iphone_forward(mail: Earlier) -> str:
    when = f"{mail.at:%-d %B %Y at %H:%M:%S %Z}"
    fields = (("From", mail.sender), ("Date", when), ("To", mail.to), ("Subject", mail.subject))
    return "Begin forwarded message:\n\n" + _fields(*fields)


def _android_head(mail: Earlier) -> str:
    when = f"{mail.at:%d/%m/%Y %H:%M} (GMT{mail.at.isoformat()[-6:]})"
    fields = (("From", mail.sender), ("Date", when), ("To", mail.to), ("Subject", mail.subject))
    return "-------- Original message --------\n" + _fields(*fields)


def _yahoo_reply(mail: Earlier) -> str:
    return f"    On {mail.at:%A, %-d %B %Y at %H:%M:%S %Z}, {mail.name} <{mail.address}> wrote:"


def _yahoo_forward(mail: Earlier) -> str:
    when = f"{mail.at:%A, %-d %B %Y at %H:%M:%S %Z}"
    fields = (("From", mail.sender), ("To", mail.to), ("Sent", when), ("Subject", mail.subject))
    return "----- Forwarded message -----\n" + _fields(*fields)


def _thunderbird_forward(mail: Earlier) -> str:
    when = f"{mail.at:%a, %-d %b %Y %H:%M:%S %z}"
    fields = (("Subject", mail.subject), ("Date", when), ("From", mail.sender), ("To", mail.to))
    return "-------- Forwarded Message --------\n" + _fields(*fields)


PLAIN = Client(
    reply_head=_plain_reply,
    forward_head=_thunderbird_forward,
    marked=True,
    page="",
    paragraph="",
    quote="",
    flows=False,
)
CLIENTS = {
    "outlook": Client(
        reply_head=_outlook_head,
        forward_head=_outlook_head,
        marked=False,
        page='<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">\n<head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n<style><!--\np.MsoNormal {{margin:0cm;'
        ' font-size:11.0pt; font-family:"Calibri",sans-serif;}}\n--></style></head>\n<body lang="EN-GB" link="#0563C1"'
        ' vlink="#954F72">\n<div class="WordSection1">\n{}\n</div>\n</body>\n</html>\n',
        paragraph='<p class="MsoNormal">{}</p>\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>',
        quote='<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">\n'
        '<p class="MsoNormal">{head}</p>\n</div>\n{words}',
    ),
    "gmail": Client(
        reply_head=_gmail_reply,
        forward_head=_gmail_forward,
        marked=True,
        page='<div dir="ltr">{}</div>\n',
        paragraph="<div>{}</div><div><br></div>",
        quote='<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{head}<br></div>\n'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);'
        'padding-left:1ex">\n{words}</blockquote></div>',
        flows=False,
    ),
    "iphone": Client(
        reply_head=_iphone_reply,
        forward_head=_iphone_forward,
        marked=True,
        page='<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        '<body dir="auto">{}</body></html>\n',
        paragraph='<div dir="ltr">{}</div><div dir="ltr"><br></div>',
        quote='<div dir="ltr"><br><blockquote type="cite">{head}<br><br></blockquote></div>\n'
        '<blockquote type="cite"><div dir="ltr">{words}</div></blockquote>',
        line="Sent from my iPhone",
    ),
    "android": Client(
        reply_head=_android_head,
        forward_head=_android_head,
        marked=False,
        page='<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head>'
        '<body dir="auto">{}</body></html>\n',
        paragraph='<div dir="auto">{}</div><div dir="auto"><br></div>',
        quote='<div align="left" dir="auto" style="font-size:100%;color:#000000"><div>{head}</div>'
        "<div><br></div></div>\n{words}",
        line="Sent from my Galaxy",
    ),
    "yahoo": Client(
        reply_head=_yahoo_reply,
        forward_head=_yahoo_forward,
        marked=False,
        page='<html><head></head><body><div class="yahoo-style-wrap" style="font-family:Helvetica Neue, Helvetica,'
        ' Arial, sans-serif;font-size:13px;">{}</div></body></html>\n',
        paragraph='<div dir="ltr" data-setdir="false">{}</div><div><br></div>',
        quote='<div id="yahoo_quoted_1" class="yahoo_quoted"><div>{head}</div>\n<div><br></div>\n{words}</div>',
    ),
    "thunderbird": Client(
        reply_head=_plain_reply,
        forward_head=_thunderbird_forward,
        marked=True,
        page='<!DOCTYPE html>\n<html>\n  <head>\n    <meta http-equiv="Content-Type" content="text/html;'
        ' charset=UTF-8">\n  </head>\n  <body>\n{}\n  </body>\n</html>\n',
        paragraph="    <p>{}</p>",
        quote='    <div class="moz-cite-prefix">{head}<br></div>\n    <blockquote type="cite">\n{words}\n'
        "    </blockquote>",
        flows=False,
    ),
}
