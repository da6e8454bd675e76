"""What real mail does to readers of mail, remade with invented people: one fixture for each thing found in the wild."""

# ruff: noqa: E501 - one mail a line

from __future__ import annotations

from dataclasses import dataclass

from tests.hostile.build import ASKS, file, html, mail, multipart, plain

WORDS = "nobody spoke to the witness"


@dataclass(frozen=True, slots=True)
class Wild:
    """One mail: where it was found, what in it can be read all the same, the files that can be reached."""

    section: int
    name: str
    raw: bytes
    text: str = WORDS
    files: tuple[str, ...] = ()
    sender: str = "ann@archer.example"


@dataclass(frozen=True, slots=True)
class Trap:
    """One mail that machines and people are told apart by: the rule that sees it, or "" where a person wrote it."""

    name: str
    raw: bytes
    rule: str


def _text(name: str, charset: bytes, text: bytes = ASKS.encode(), expected: str = WORDS) -> Wild:
    head = b"Content-Type: text/plain; charset=" + charset + b"\n"
    return Wild(1, name, mail(entity=plain(text, head)), expected)


def _named(name: bytes) -> bytes:
    return b"Content-Type: application/pdf\nContent-Disposition: attachment; " + name + b"\n\n%PDF"


PHOTO = file("photo.jpg", b"\xff\xd8", b"image/jpeg", b"inline")
APPLE = multipart(
    "alternative",
    plain(),
    multipart("mixed", html(f"<p>{ASKS}</p>"), PHOTO, html("<p>Second text of hers.</p>"), file("letter.pdf", b"%PDF")),
)
CHINESE, JAPANESE = "警察没有和证人谈话朱镕基", "警察は目撃者と話しませんでした"

WILD = (
    # What raises.
    Wild(
        1,
        "a file name in iso-2022-jp that does not decode",
        mail(entity=multipart("mixed", plain(), _named(b"filename*=iso-2022-jp''%1B%24%42%FF.pdf"))),
        files=("*",),
    ),
    Wild(1, "a Message-ID in brackets", mail(ASKS, ("Message-ID", "<[id@archer.example]>"))),
    Wild(1, "half a Message-ID", mail(ASKS, ("Message-ID", "<["))),
    Wild(1, "a line break in an encoded From", mail(sender="=?utf-8?q?Ann=0D=0AArcher?= <ann@archer.example>")),
    Wild(1, "a line break in an encoded To", mail(to="=?utf-8?q?Us=0A?= <reviews@mopac.example>")),
    Wild(1, "a line break in an encoded Cc", mail(ASKS, ("Cc", "=?utf-8?b?DQo=?= <tom@archer.example>"))),
    Wild(1, "a group in To", mail(to="Offices: reviews@mopac.example, mayor@city.example;")),
    Wild(1, "a boundary that never occurs", mail(entity=b"Content-Type: multipart/mixed; boundary=no\n\n" + ASKS.encode())),
    Wild(1, "no boundary given", mail(entity=b"Content-Type: multipart/related\n\n" + ASKS.encode())),
    Wild(
        1,
        "a multipart without parts inside another",
        mail(entity=multipart("mixed", b"Content-Type: multipart/alternative; boundary=in\n\n--in--\n", plain())),
    ),
    *(
        _text(f"the charset {charset.decode()}", charset)
        for charset in (b'""', b"DEFAULT_CHARSET", b"x-unknown", b"unknown-8bit", b"iso-8859", b'"charset=us-ascii"', b"_iso-2022-jp$ESC")
    ),
    _text("bytes outside the declared charset", b"us-ascii", ASKS.replace("witness", "Zoë").encode("latin-1"), "Zoë"),
    _text("bytes outside the declared charset, and none known", b"x-unknown", b"caf\xe9 \x93nobody\x94", "café “nobody”"),
    Wild(1, "encoded words that do not decode", mail(subject="=?utf-8?b?*?= =?utf-8?q?=ZZ?= =?x?b?YQ?= =?gb2312?b?/w==?=")),
    Wild(1, "499 recipients", mail(ASKS, ("Cc", ", ".join(f"a{n}@x.example" for n in range(499))))),
    # What is lost silently.
    Wild(2, "Apple Mail: files and a second text inside an alternative", mail(entity=APPLE), files=("photo.jpg", "letter.pdf")),
    Wild(
        2,
        "a second text after a picture",
        mail(entity=multipart("mixed", plain("First."), PHOTO, plain(ASKS))),
        files=("photo.jpg",),
    ),
    Wild(2, "a text that comes as a file", mail(entity=multipart("mixed", file("letter.txt", ASKS.encode(), b"text/plain"))),
         files=("letter.txt",)),
    Wild(2, "a text inside a report", mail(entity=multipart("report", plain(), extra="; report-type=x"))),
    Wild(2, "a blank line first", b"\r\n" + mail()),
    Wild(2, "a line of junk first", b">>> spooled by nobody\n" + mail()),
    Wild(2, "an mbox line first", b"From ann@archer.example Mon Nov 23 08:50:00 2026\n" + mail()),
    Wild(2, "a header without a colon before From", b"X-Before: 1\nno colon in this line\n" + mail()),
    Wild(2, "From without an address", mail(sender="Ann Archer"), sender=""),
    Wild(2, "From without an @", mail(sender="<MAILER-DAEMON>"), sender=""),
    Wild(2, "gb2312 that is gbk", mail(entity=plain(CHINESE.encode("gbk"), b"Content-Type: text/plain; charset=gb2312\n")), CHINESE),
    Wild(
        2,
        "shift_jis called iso-2022-jp",
        mail(entity=plain(JAPANESE.encode("shift_jis"), b"Content-Type: text/plain; charset=iso-2022-jp\n")),
        JAPANESE,
    ),
    Wild(2, "a raw subject in Windows-1252", mail(subject="Zoë".encode("cp1252"))),
    Wild(2, "NULs in the text", mail(ASKS.replace(" ", " \0"))
         , "nobody"),
    Wild(2, "a file without a name", mail(entity=multipart("mixed", plain(), b"Content-Type: application/pdf\n\n%PDF")),
         files=("unnamed.pdf",)),
    Wild(
        2,
        "two files of one name",
        mail(entity=multipart("mixed", plain(), file("a.pdf", b"1"), file("a.pdf", b"2"))),
        files=("a.pdf", "a.pdf"),
    ),
    Wild(2, "a path in a name", mail(entity=multipart("mixed", plain(), _named(b'filename="..\\\\a/b.pdf"'))), files=("b.pdf",)),
    Wild(2, "control characters in a name", mail(entity=multipart("mixed", plain(), _named(b'filename="a\x07\x1bb.pdf"'))),
         files=("*",)),
    Wild(
        2,
        "a letter inside a forwarded mail",
        mail(entity=multipart("mixed", plain(), b"Content-Type: message/rfc822\n\n" + mail(entity=multipart("mixed", plain(), PHOTO)))),
        files=("message.eml", "photo.jpg"),
    ),
)  # fmt: skip

STATUS = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; tom@x.example\nAction: failed\n"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.x.example>"
RETURNED = "This message was created automatically by mail delivery software.\n\n  tom@x.example\n    user unknown\n"

TRAPS = (
    Trap("a delivery report", mail(sender=DAEMON, entity=multipart("report", plain(RETURNED), STATUS, extra="; report-type=delivery-status")),
         "delivery_report"),
    Trap("Exim's header", mail(RETURNED, ("X-Failed-Recipients", "tom@x.example"), sender=DAEMON), "server_bounce"),
    Trap("a daemon with the words of a bounce", mail(RETURNED, sender=DAEMON, subject="Undelivered Mail Returned to Sender"),
         "server_bounce"),
    Trap("no return path and the words of a bounce",
         mail(RETURNED, ("Return-Path", "<>"), sender="Tom <tom@x.example>", subject="Mail delivery failed: returning message to sender"),
         "null_path_bounce"),
    Trap("a person who quotes a bounce", mail(f"Look what came back:\n\n> {RETURNED}\n{ASKS}", subject="Fwd: Undelivered Mail"), ""),
    Trap("a person who sends a bounce as a file",
         mail(entity=multipart("mixed", plain(), file("bounce.eml", RETURNED.encode(), b"message/rfc822"))), ""),
    Trap("a person who talks about an out of office", mail(f"All I ever get is an out of office.\n{ASKS}"), ""),
    Trap("a person's subject about one", mail(subject="Re: Out of office replies from PC Teal"), ""),
    Trap("Auto-Submitted: no with blanks", mail(ASKS, ("Auto-submitted", "  No  ")), ""),
    Trap("two Precedence headers, the second bulk", mail(ASKS, ("Precedence", "normal"), ("Precedence", "bulk")), "precedence_bulk"),
    Trap("X-Auto-Response-Suppress alone", mail(ASKS, ("X-Auto-Response-Suppress", "DR, OOF, AutoReply")), "suppress"),
    Trap("an absence note that only its subject shows", mail("Until Monday.", subject="Automatic reply: hello"), "says_automatic"),
    Trap("an absence note that only its words show",
         mail("I am currently out of the office.", ("In-Reply-To", "<a@mopac.example>"), subject="Re: hello"), "says_it_is_away"),
    Trap("a gatekeeper dressed as a delivery report",
         mail("To deliver your message please click here.", ("Return-Path", "<>"), sender="Tom <tom@x.example>",
              subject="Delivery delayed: please confirm your message"), "challenge"),
)  # fmt: skip
