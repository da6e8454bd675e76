"""What mail in the wild does to the reader, and what our own letters look like as bytes."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import mime
from store.messages import Letter

HEAD = b"From: Ann Archer <ann@archer.example>\nTo: reviews@office.example\nSubject: Review\n"


def multipart(kind: bytes, *parts: bytes, extra: bytes = b"") -> bytes:
    """One multipart entity whose parts are given with their headers."""
    boundary = b"=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:12].encode()
    inside = b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts)
    return (
        b"Content-Type: multipart/"
        + kind
        + extra
        + b'; boundary="'
        + boundary
        + b'"\n\n'
        + inside
        + b"--"
        + boundary
        + b"--\n"
    )


def plain(text: bytes, extra: bytes = b"") -> bytes:
    """One text/plain part."""
    return b"Content-Type: text/plain; charset=utf-8\n" + extra + b"\n" + text


def html(text: bytes) -> bytes:
    """One text/html part."""
    return b"Content-Type: text/html; charset=utf-8\n\n" + text


def pdf(name: bytes, data: bytes = b"%PDF-1.4", how: bytes = b"attachment") -> bytes:
    """One PDF part in base64."""
    return (
        b"Content-Type: application/pdf\nContent-Disposition: " + how + b"; filename=" + name
        + b"\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"From: Ann@Archer.EXAMPLE", "ann@archer.example"),
        (b"From: <ann@archer.example>", "ann@archer.example"),
        (b"From: ann@archer.example (Ann)", "ann@archer.example"),
        (b'From: "bob@met.example" <evil@x.test>', "evil@x.test"),
        (b"From: =?utf-8?q?bob=40met.example?= <evil@x.test>", "evil@x.test"),
        (b'From: "Archer, Ann \\"A\\"" <ann@archer.example>', "ann@archer.example"),
        (b"From: Ann M. O'Archer (home) <ann@archer.example>", "ann@archer.example"),
        (b"From: J\xc3\xb3zef <jozef@archer.example>", "jozef@archer.example"),
        (b"From: Ann\n <ann@archer.example>", "ann@archer.example"),
        (b"FROM : < ann@archer.example >", "ann@archer.example"),
        (b"From: ann@xn--met-plice-x9a.example", "ann@xn--met-plice-x9a.example"),
        (b"From: ann+review@sub.archer.example,", "ann+review@sub.archer.example"),
    ],
)
def test_a_plain_author_is_read(header: bytes, sender: str) -> None:
    """One mailbox that every reading agrees on is the sender, in lower case."""
    read = mime.read(header + b"\n\nHello")
    assert (read.sender, read.sender_doubt) == (sender, "")


@pytest.mark.parametrize(
    ("header", "doubt"),
    [
        (b"From: bob@met.example <evil@x.test>", "two_readings"),
        (b"From: a@x.test\nFrom: b@x.test", "two_from"),
        (b"From: a@x.test, b@x.test", "several_authors"),
        (b"From: group: bob@met.example; evil@x.test", "group"),
        (b"From: alice@x.test)bob@met.example", "malformed"),
        (b"From: alice@x.test(bob@met.example)", "two_readings"),
        (b"From: alice(c)@x.test", "malformed"),
        (b"From: <a@x.test> <b@y.test>", "two_readings"),
        (b"From: <@relay.test:a@x.test>", "two_readings"),
        (b"From: <a@x.test", "malformed"),
        (b"From: a@b@x.test", "two_readings"),
        (b"From:", "no_address"),
        (b"From: <>", "no_address"),
        (b"From: undisclosed-recipients:;", "no_address"),
        (b"Subject: nobody", "no_address"),
        (b"From: MAILER-DAEMON (Mail Delivery System)", "no_address"),
        (b'From: "', "no_address"),
        (b"From: a@[", "malformed"),
        (b"From: root@localhost", "malformed"),
        (b"From: a..b@x.test", "malformed"),
        (b"From: bob%met.example@x.test", "malformed"),
        (b"From: =?utf-8?q?evil?=@x.test", "malformed"),
        (b"From: Archer, Ann <ann@archer.example>", "malformed"),
        (b"From: bob@met.example\x00.x.test", "control_characters"),
        (b"From: bob@met.example\rBcc: evil@x.test", "control_characters"),
        ("From: bob@met.example。x.test".encode(), "malformed"),
        ("From: bob@met.pоlice.example".encode(), "international"),
        ("From: józef@пример.test".encode(), "international"),
        (b'From: "bob@met.example"@x.test', "quoted_local_part"),
        (b'From: Bob <"bob"@x.test>', "quoted_local_part"),
        (b"From: " + b"a" * 3000 + b"@x.test", "malformed"),
    ],
)
def test_a_doubtful_author_is_nobody(header: bytes, doubt: str) -> None:
    """Where two readers of mail could take different authors there is no sender, and a code says why."""
    read = mime.read(header + b"\n\nHello")
    assert (read.sender, read.sender_doubt) == ("", doubt)


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        (b"\n\n" + HEAD + b"\nHello", "junk_before_headers"),
        (b"\xef\xbb\xbf" + HEAD + b"\nHello", ""),
        (b"some junk\n" + HEAD + b"\nHello", "header_without_colon"),
        (b"some junk\n\n" + HEAD + b"\nHello", "junk_before_headers"),
        (b"From ann@archer.example Thu Nov 19 09:31:40 2026\n" + HEAD + b"\nHello", ""),
        (b"Received: by x\nno colon here\n" + HEAD + b"\nHello", "header_without_colon"),
        (HEAD.replace(b"\n", b"\r\n") + b"\r\nHello", ""),
        (HEAD.replace(b"\n", b"\r\r\n") + b"\r\r\nHello", ""),
        (HEAD.replace(b"\n", b"\r") + b"\rHello", ""),
        (HEAD + b"Hello", "header_without_colon"),
    ],
)
def test_junk_costs_no_header(raw: bytes, defect: str) -> None:
    """Junk before, among or right after the headers loses neither the author nor the text."""
    read = mime.read(raw)
    assert (read.sender, read.text) == ("ann@archer.example", "Hello")
    assert defect == "" or defect in read.defects


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (b"=?utf-8?q?Caf=C3=A9?= =?utf-8?b?IGRpYXJ5?=", "Café diary"),
        (b"=?utf-8?b?w6k=?=\n =?utf-8?b?w6k=?=", "éé"),
        (b"=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é"),
        (b"=?utf-8?q?Hi=0D=0ABcc=3A_evil=40x.test?=", "Hi Bcc: evil@x.test"),
        (b"=?utf-7?q?x+2AA-y?=", "x y"),
        (b"=?x-klingon?q?caf=C3=A9?=", "café"),
        (b"=?rot13?q?Uryyb?=", "Uryyb"),
        (b"=?idna?q?xn--a?=", "xn--a"),
        (b"=??q?plain?=", "plain"),
        (b"=?gb2312?b?vNI=?=", "家"),
        (b"=?utf-8?b?!!!?= x", "x"),
        (b"caf\xe9 \x80", "café €"),
        (b"caf\xc3\xa9", "café"),
        (b"a\x00b\x85c \x1b[1m", "a b\u2026c  [1m"),
        ("a\u2028b\u202ec".encode(), "a bc"),
        (b"=?utf-8?q?unended", "=?utf-8?q?unended"),
        (b"{{7*7}} ${jndi:x}", "{{7*7}} ${jndi:x}"),
    ],
)
def test_subjects_become_one_harmless_line(subject: bytes, expected: str) -> None:
    """Encoded words and raw bytes of any charset become one line that a database takes."""
    read = mime.read(b"From: a@x.test\nSubject: " + subject + b"\n\nx")
    assert read.subject == expected
    assert read.subject.isprintable()
    assert read.header("SUBJECT") == (expected,)


@pytest.mark.parametrize(
    ("head", "body", "expected", "defect"),
    [
        (b"charset=x-klingon", "café".encode(), "café", "unknown_charset"),
        (b'charset=""', "café".encode(), "café", ""),
        (b'charset="a\x00b"', b"cafe", "cafe", "unknown_charset"),
        (b"charset=us-ascii", b"caf\xe9 \x93hi\x94", "café “hi”", ""),
        (b"charset=iso-8859-1", b"\x93hi\x94", "“hi”", ""),
        (b"charset=ks_c_5601-1987", "똠".encode("cp949"), "똠", ""),
        (b"charset=utf-7", b"y+2AA-x", "y x", ""),
        (b"charset=utf-8", b"caf\xe9", "café", ""),
        (b"charset=utf-8", "ééé".encode() + b"\xff", "ééé\ufffd", ""),
        (b"charset=utf-8", b"a\x00b\rc\r\nd\x07", "a b\nc\nd", ""),
    ],
)
def test_text_of_any_charset_is_read(head: bytes, body: bytes, expected: str, defect: str) -> None:
    """The chain is: declared, what that means in practice, UTF-8, Windows-1252; no surrogate or NUL comes through."""
    read = mime.read(b"From: a@x.test\nContent-Type: text/plain; " + head + b"\n\n" + body)
    assert read.text == expected
    assert defect == "" or defect in read.defects


TWO_WAYS = (plain(b"plain words"), html(b"<p>html <b>words</b></p>"))


@pytest.mark.parametrize(
    ("entity", "text", "names"),
    [
        (multipart(b"alternative", *TWO_WAYS), "plain words", ()),
        (multipart(b"alternative", plain(b" \n"), TWO_WAYS[1]), "html words", ()),
        (html(b"<p>one</p><p>two</p><script>no()</script>"), "one\n\ntwo", ()),
        (multipart(b"mixed", plain(b"one"), pdf(b"a.pdf"), plain(b"two")), "one\n\ntwo", ("a.pdf",)),
        (
            multipart(b"alternative", plain(b"one"), multipart(b"mixed", html(b"h"), pdf(b"a.pdf", how=b"inline"))),
            "one",
            ("a.pdf",),
        ),
        (multipart(b"alternative", multipart(b"related", html(b"<p>h</p>"), pdf(b"a.pdf"))), "h", ("a.pdf",)),
        (b'Content-Type: text/plain; name="letter.txt"\n\nmy letter', "my letter", ("letter.txt",)),
        (multipart(b"digest", HEAD + b"\ninner"), "", ("message.eml",)),
    ],
)  # fmt: skip
def test_the_best_text_and_every_file_are_found(entity: bytes, text: str, names: tuple[str, ...]) -> None:
    """Plain text is preferred unless blank, later texts follow, and no nesting hides a file."""
    read = mime.read(HEAD + b"MIME-Version: 1.0\n" + entity)
    assert read.text == text
    assert tuple(file.name for file in read.attachments) == names


def test_a_file_is_described_by_its_decoded_bytes() -> None:
    """Size and hash are those of the file itself."""
    read = mime.read(HEAD + multipart(b"mixed", plain(b"x"), pdf(b"a.pdf", b"%PDF" * 1000)))
    (file,) = read.attachments
    assert (file.content_type, file.size, file.inline) == ("application/pdf", 4000, False)
    assert file.sha256 == hashlib.sha256(b"%PDF" * 1000).hexdigest()


def test_an_embedded_message_is_a_file_and_so_are_its_files() -> None:
    """A forwarded message is listed as .eml, followed by what it brought, even in base64."""
    inner = b"From: b@x.test\n" + multipart(b"mixed", plain(b"inner"), pdf(b"b.pdf"))
    wrapped = b"Content-Type: message/rfc822; name=Letter\n"
    coded = wrapped + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(inner)
    for entity in (wrapped + b"\n" + inner, coded):
        read = mime.read(HEAD + multipart(b"mixed", plain(b"see"), entity))
        assert [(file.name, file.content_type) for file in read.attachments] == [
            ("Letter.eml", "message/rfc822"),
            ("b.pdf", "application/pdf"),
        ]
        assert (read.sender, read.text) == ("ann@archer.example", "see")


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        (b'filename="../../etc/passwd"', "passwd"),
        (b'filename="C:\\\\x\\\\y.pdf"', "y.pdf"),
        (b"filename*=utf-8''caf%C3%A9%2F..%2Fz.pdf", "z.pdf"),
        (b"filename*0*=utf-8''caf%C3; filename*1*=%A9; filename*2=.pdf", "café.pdf"),
        (b'filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        (b'filename="caf\xe9.pdf"', "café.pdf"),
        ('filename="annexe\u202efdp.exe"'.encode(), "annexefdp.exe"),
        (b'filename="a.pdf\x00.exe"', "a.pdf .exe"),
        (b'filename=""', "unnamed.pdf"),
        (b'filename=".."', "unnamed.pdf"),
        (b"filename=plain name.pdf", "plain name.pdf"),
        (b"filename*=iso-2022-jp''%1B%24%42%FF", "unnamed.pdf"),
        (b"filename=" + b"a" * 4000 + b".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_file_names_are_labels(parameter: bytes, name: str) -> None:
    """A name is decoded, loses its path and its tricks, and is never longer than 200 characters."""
    part = b"Content-Type: application/pdf\nContent-Disposition: attachment; " + parameter + b"\n\n%PDF"
    (file,) = mime.read(HEAD + multipart(b"mixed", plain(b"x"), part)).attachments
    assert file.name.startswith("\ufffd") or file.name.endswith("B\ufffd") or "\x1b" not in file.name
    if b"2022" not in parameter:
        assert file.name == name


def test_only_pictures_inside_the_text_are_inline() -> None:
    """A picture with a Content-ID is inline; one that is attached, or merely shown in place, is evidence."""
    picture = b"Content-Type: image/png\n"
    parts = (
        picture + b"Content-ID: <a@x>\n\nx",
        picture + b"Content-ID: <b@x>\nContent-Disposition: attachment\n\ny",
        picture + b"Content-Disposition: inline; filename=IMG_1.png\n\nz",
    )
    read = mime.read(HEAD + multipart(b"related", html(b"<p>h</p>"), *parts))
    assert [file.inline for file in read.attachments] == [True, False, False]


@pytest.mark.parametrize(
    ("encoding", "data", "content", "defect"),
    [
        (b"base64", b"aGVsbG8", b"hello", "damaged_base64"),
        (b"base64", b"aGVs\n**bG8=", b"hello", "damaged_base64"),
        (b"base64", b"aGVsbG8=d29ybGQ=", b"helloworld", ""),
        (b"base64", b"aGVsbG8h\n____\nfooter of a list", b"hello!", "damaged_base64"),
        (b"x-uuencode", b"begin 644 x\n%:&5L;&\\\n`\nend", b"hello", ""),
        (b"x-uuencode", b"begin 644 x\n\xff\xff\xff", b"", "damaged_uuencoding"),
        (b"x-strange", b"hello", b"hello", "unknown_transfer_encoding"),
    ],
)
def test_damaged_files_are_still_listed(encoding: bytes, data: bytes, content: bytes, defect: str) -> None:
    """What can be decoded is, the file stays on the list, and the damage is told."""
    part = b"Content-Type: application/pdf\nContent-Transfer-Encoding: " + encoding + b"\n\n" + data
    read = mime.read(HEAD + multipart(b"mixed", plain(b"x"), part))
    (file,) = read.attachments
    assert file.size >= len(content)
    if b"footer" not in data:
        assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (defect in read.defects) if defect else not read.defects


def test_text_that_only_claims_to_be_base64_is_kept() -> None:
    """Readable text under a wrong transfer encoding is read as it stands."""
    read = mime.read(HEAD + b"Content-Transfer-Encoding: base64\n\nI would like a review, please.")
    assert (read.text, read.defects) == ("I would like a review, please.", ("wrong_transfer_encoding",))


@pytest.mark.parametrize(
    ("entity", "defect"),
    [
        (b"Content-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nHello\n--b--\n", "boundary_missing"),
        (
            b"Content-Type: multipart/mixed; boundary=c\n\n--b\nContent-Type: text/plain\n\nHello\n--b--\n",
            "boundary_missing",
        ),
        (b"Content-Type: multipart/mixed; boundary=\n\nHello", "boundary_missing"),
        (b'Content-Type: multipart/mixed; boundary="b "\n\n--b  \n\nHello\n--b--\n', ""),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello", "no_closing_boundary"),
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--bb\r\n--b--\r\n", ""),
        (b"Content-Type: nonsense\n\nHello", ""),
    ],
)
def test_broken_boundaries_lose_no_text(entity: bytes, defect: str) -> None:
    """A boundary that is missing, wrong, empty or never closed costs a defect and no words."""
    read = mime.read(HEAD + entity)
    assert read.text.startswith("Hello")
    assert (defect in read.defects) if defect else not read.defects


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
MANY_PARTS = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 20_000
EXTERNAL = b"Content-Type: message/external-body; access-type=URL; URL=http://x.test\n\n"
TOO_MUCH = [
    (HEAD + NESTED, "too_deep"),
    (HEAD + b"Content-Type: message/rfc822\n\n" * 2000, "too_deep"),
    (HEAD + MANY_PARTS, "too_many_parts"),
    (HEAD + b"Cc: " + b"," * 20_000 + b"\n\nx", "too_many_addresses"),
    (HEAD + b"Content-Type: text/plain;" + b" a=b;" * 5000 + b"\n\nx", "too_many_parameters"),
    (HEAD + b"X: y\n" * 20_000 + b"\nx", "too_many_headers"),
    (HEAD + b"X: " + b"y" * 70_000 + b"\n\nx", "header_too_long"),
    (HEAD + b"X: " + b"y" * 1_100_000 + b"\n\nx", "head_too_long"),
    (HEAD + b"Content-Type: message/partial; id=a; number=1\n\nx", "partial_message"),
    (HEAD + multipart(b"mixed", plain(b"x"), EXTERNAL), "external_body"),
]


@pytest.mark.parametrize(("raw", "code"), TOO_MUCH, ids=[code for _, code in TOO_MUCH])
def test_what_is_too_much_goes_to_a_person(raw: bytes, code: str) -> None:
    """Beyond a limit nothing is read at all; the reason has a code and a sentence without personal data."""
    with pytest.raises(mime.Unreadable) as raised:
        mime.read(raw)
    reason = mime.too_much(raw)
    assert reason is not None
    assert (raised.value.code, reason.code) == (code, code)
    assert raised.value.sentence.endswith(".")
    assert "ann" not in raised.value.sentence


LONG = [
    b"References: " + b"".join(b"<%d@x.test>\n " % n for n in range(20_000)) + b"\n\nx",
    b"Subject: " + b"=?a?b?" * 30_000 + b"\n\nx",
    b'Cc: "' + b'\\"' * 30_000 + b"\n\nx",
    b"Cc: " + b"a" * 60_000 + b"\n\nx",
    b"\n" + b">" * 100_000,
    b"\n" + b">\n" * 50_000,
    b"\nhello\n" + b"From: \n" * 50_000,
    b"\nhello\n" + b"On x wrote:\n" * 50_000 + b"> x",
    b"\n" + b" " * 1_000_000,
    b"\n" + b"a" * 10_000_000,
    b"Content-Type: text/html\n\n" + b"<" * 500_000,
    b"Content-Type: text/html\n\n" + b"<div>" * 50_000,
    b"Content-Type: text/html\n\n" + b"<script>" * 50_000,
]


@pytest.mark.parametrize("tail", LONG, ids=range(len(LONG)))
def test_bait_for_slow_patterns_is_read_like_anything_else(tail: bytes) -> None:
    """What is long but allowed is read (linear patterns; the child's own limits would end anything else)."""
    read = mime.read(b"From: a@x.test\n" + tail)
    assert read.sender == "a@x.test"
    assert len(read.references) in (0, 50)
    assert len(read.text) <= 1_000_000
    assert len(read.subject) <= 2_000
    assert all(len(value) <= 2_000 for _, value in read.headers)


@pytest.mark.parametrize("raw", [b"", b"\n\n\n", b"\0" * 100, b"\r\r\r", b"no header at all"])
def test_almost_nothing_is_still_a_message(raw: bytes) -> None:
    """An empty message is read as what it is, with a defect for the person who sees it."""
    read = mime.read(raw)
    assert read.sender_doubt == "no_address"
    assert "no_headers" in read.defects
    assert read.text == raw.decode().strip("\0\r\n")


TROUBLE = (
    b"From: ", b"To: ", b"Date: ", b"Content-Type: ", b"Content-Type: multipart/mixed; boundary=b\n\n", b"\n--b\n",
    b"Content-Transfer-Encoding: base64\n", b"message/rfc822", b"text/html", b"charset=", b"filename*0*=", b"a@x.test",
    b"=?", b"?utf-7?q?+2AA-?=", b"--b--", b"\n", b"\r\n", b"\0", b'"', b"<", b">", b"(",
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=20),
            st.sampled_from(TROUBLE),
        ),
        max_size=40,
    )
)
def test_no_bytes_make_the_reader_raise(pieces: list[bytes]) -> None:
    """Any bytes give a message that can be stored, or a reason for a person."""
    raw = b"".join(pieces)
    try:
        read = mime.read(raw)
    except mime.Unreadable:
        return
    assert "\0" not in repr(read).encode("utf-8").decode()
    assert "\n" not in read.subject + read.sender + read.sender_name
    mime.received_at(raw)
    mime.read_letter(raw)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Thu, 19 Nov 2026 09:31:40 +0000", datetime(2026, 11, 19, 9, 31, 40, tzinfo=UTC)),
        ("19 Nov 26 09:31 GMT", datetime(2026, 11, 19, 9, 31, tzinfo=UTC)),
        ("Tue, 20 Oct 2026 00:20:00 +0100 (BST)", datetime(2026, 10, 19, 23, 20, tzinfo=UTC)),
        ("Thu, 19 Nov 2026 09:31:60 -0500", datetime(2026, 11, 19, 14, 31, 59, tzinfo=UTC)),
        ("Thu Nov 19 09:31:40 2026", datetime(2026, 11, 19, 9, 31, 40, tzinfo=UTC)),
        ("Thu, 19 Nov 0000 09:31:40 +0000", None),
        ("Thu, 19 Nov 99999 09:31:40 +0000", None),
        ("Thu, 19 Nov 2026 09:31:40 +99999", None),
        ("Thu, 19 Nov 2026 09:31:40 +9900", None),
        ("Thu, 31 Feb 2026 09:31:40 +0000", None),
        ("Thu, 19 Nov 2026 25:31:40 +0000", None),
        ("yesterday-ish", None),
        ("", None),
    ],
)
def test_dates_are_instants_or_nothing(date: str, expected: datetime | None) -> None:
    """A Date header and the stamp of a Received header become the same aware UTC instant, nonsense becomes none."""
    received = f"Received: from a by b for <c@x.test>;\n {date}\nReceived: x; 1 Jan 2020 00:00:00 +0000\n"
    raw = f"{received}Date: {date}\n\nx".encode()
    assert mime.read(raw).sent_at == expected
    assert mime.received_at(raw) == expected


@pytest.mark.parametrize(
    "head", [b"", b"Date: 1 Jan 2026 00:00:00 +0000\n\nx", b"A: b\n\nReceived: x; 1 Jan 2026 00:00:00 +0000"]
)
def test_no_received_header_gives_no_instant(head: bytes) -> None:
    """Only a Received header in the head says when a message arrived."""
    assert mime.received_at(head) is None


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Thanks.\n\nOn Mon, 9 Nov 2026, Bob wrote:\n> old\n> older", "Thanks."),
        ("Thanks.\n\nOn Mon, 9 Nov 2026 at 10:00,\nBob <b@x.test> wrote:\n\nold words", "Thanks."),
        ("On Mon, 9 Nov 2026, Bob wrote:\n> old\n\nMy answer is no.", "My answer is no."),
        ("> first?\nyes\n> second?\nno", "yes\nno"),
        ("Thanks.\n\n-----Original Message-----\nFrom: Bob\nold", "Thanks."),
        ("Thanks.\n________________________________\nFrom: B\nSent: Monday\nTo: A\nSubject: S\n\nold", "Thanks."),
        ("Thanks.\n\n*From:* B\n*Sent:* Monday\n*To:* A\n*Subject:* S\n\nold", "Thanks."),
        ("My answers are below in red.\n\nFrom: B\nSent: M\nTo: A\nSubject: S\n\nold new", None),
        ("From: B\nSent: Monday\nTo: A\nSubject: S\n\nold", None),
        ("Look.\n\n---------- Forwarded message ---------\nFrom: B\nDate: x\nSubject: S\n\nits words", None),
        ("From: the start I complained.\nOn the day I wrote:\nthis", None),
        ("I complained.\n\nOn 9 November 2026 I wrote:\n\nplease answer", None),
        ("> only a quotation", None),
        (">From the start I said so", "From the start I said so"),
        ("Dzień dobry\n\nW dniu 9 lis 2026 Bob napisał(a):\n> stare", "Dzień dobry"),
    ],
)
def test_new_words_are_told_from_quoted_mail(text: str, new: str | None) -> None:
    """Quoted earlier mail is left out, new words above, below or between stay, and in doubt everything stays."""
    read = mime.read(b"From: a@x.test\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode())
    assert read.text == text
    assert read.new_text == (text if new is None else new)


def test_a_forward_is_wholly_new() -> None:
    """What somebody forwards is what they bring, so nothing of it is cut."""
    raw = b"From: a@x.test\nSubject: Fw: Outcome\n\nSee.\n\n-----Original Message-----\nouter"
    assert mime.read(raw).new_text.endswith("outer")


def report(fields: bytes, original: bytes = b"") -> bytes:
    """A delivery report as mail servers write it."""
    parts = [plain(b"sorry"), b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n" + fields]
    parts += [original] if original else []
    return b"From: mailer-daemon@x.test\nSubject: Failure\n" + multipart(
        b"report", *parts, extra=b"; report-type=Delivery-Status"
    )


ORIGINAL = b"Content-Type: message/rfc822\n\nFrom: r@office.example\nMessage-ID: <key@office.example>\n\nx"
ONLY_HEADERS = b"Content-Type: text/rfc822-headers\n\nFrom: r@office.example\nMessage-ID: <key@office.example>\n"


@pytest.mark.parametrize("original", [ORIGINAL, ONLY_HEADERS])
def test_a_delivery_report_names_what_failed(original: bytes) -> None:
    """The failed address and the Message-ID of the letter are read from the report."""
    raw = report(b"Final-Recipient: rfc822; Gone@X.test\nAction: failed\n\n", original)
    read = mime.read(raw)
    assert read.content_type == "multipart/report; report-type=delivery-status"
    assert read.failed_recipients == ("gone@x.test",)
    assert read.failed_message_ids == ("<key@office.example>",)


def test_a_delay_is_no_failure() -> None:
    """A report that a letter is only late names neither an address nor a letter."""
    read = mime.read(report(b"Final-Recipient: rfc822; slow@x.test\nAction: delayed\n\n", ORIGINAL))
    assert (read.failed_recipients, read.failed_message_ids) == ((), ())


@pytest.mark.parametrize(("action", "says"), [(b"delivered", True), (b"relayed", True), (b"delayed", False)])
def test_a_report_that_a_letter_arrived_says_so(action: bytes, says: bool) -> None:
    """Only a report that everybody has the letter is marked as one, in the type of the message."""
    read = mime.read(report(b"Final-Recipient: rfc822; a@x.test\nAction: " + action + b"\n\n", ORIGINAL))
    assert read.content_type.endswith("; action=delivered") is says


def test_what_a_server_returns_is_not_what_it_says() -> None:
    """The copy of a letter under a server's words is no new text; a person who passes such a mail on keeps it all."""
    text = b"Hi. It did not work out.\n\n--- Below this line is a copy of the message.\n\nI would like a review.\n"
    server = mime.read(b"From: MAILER-DAEMON@mx.test\nSubject: failure notice\n\n" + text)
    assert (server.new_text, "I would like a review." in server.text) == ("Hi. It did not work out.", True)
    assert "I would like a review." in mime.read(HEAD + b"\n" + text).new_text


ARMOURED = b"-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"


@pytest.mark.parametrize(
    "entity",
    [
        b"\n" + ARMOURED,
        b"\n" + ARMOURED + b"\n" + ARMOURED,
        b"\n" + ARMOURED.replace(b"-----END PGP MESSAGE-----", b""),
        html(b"<pre>" + ARMOURED + b"</pre>"),
        multipart(b"mixed", plain(b"Open this in Outlook."), pdf(b"message_v2.rpmsg")),
    ],
)
def test_what_is_encrypted_as_a_whole_goes_to_a_person(entity: bytes) -> None:
    """A message of which nothing can be read without a key is not read."""
    with pytest.raises(mime.Unreadable) as raised:
        mime.read(HEAD + entity)
    assert raised.value.code == "encrypted"


def test_a_part_that_is_encrypted_costs_no_other_words() -> None:
    """What stands in the clear beside an encrypted part is read, with a defect; quoted armour is somebody else's."""
    read = mime.read(HEAD + b"\nI would like a review.\n\n" + ARMOURED)
    assert read.text.startswith("I would like a review.")
    assert read.defects == ("encrypted_pgp",)


def test_old_bounces_are_read_from_their_headers_and_words() -> None:
    """Without a machine-readable report the failed address comes from X-Failed-Recipients or the text."""
    copy = b"\n----- copy of the message -----\nMessage-ID: <key@office.example>\n"
    exim = mime.read(b"From: mailer-daemon@x.test\nX-Failed-Recipients: gone@x.test\n\nfailed" + copy)
    assert (exim.failed_recipients, exim.failed_message_ids) == (("gone@x.test",), ("<key@office.example>",))
    qmail = (
        b"Return-Path: <>\nFrom: MAILER-DAEMON@x.test\nSubject: failure notice\n\n"
        b"Hi. This is the qmail-send program at x.test.\n"
        b"I'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent "
        b"error; I've given up. Sorry it didn't work out.\n\n<gone@x.test>:\nSorry, no mailbox here by that name.\n\n"
        b"--- Below this line is a copy of the message.\n" + copy
    )
    assert mime.read(qmail).failed_recipients == ("gone@x.test",)


def test_people_who_write_about_a_failure_report_none() -> None:
    """A person's mail that quotes a failed address is no bounce."""
    read = mime.read(HEAD + b"\nMy mail to <gone@x.test> failed:\nMessage-ID: <key@office.example>")
    assert (read.failed_recipients, read.failed_message_ids) == ((), ())


def test_threads_and_recipients_are_read() -> None:
    """Ids keep their brackets, recipients are plain addresses, and a null return path differs from none."""
    read = mime.read(
        b'Return-Path: <>\nFrom: a@x.test\nTo: "B, C" <B@x.test>, list: c@x.test;\nCc: d@x.test\nReply-To: e@x.test\n'
        b"Message-ID: <[1]@x.test>\nIn-Reply-To: Your mail of Monday <0@x.test>\nReferences: <a@x> <b@x>\n\nx"
    )
    assert (read.to, read.cc, read.reply_to) == (("b@x.test", "c@x.test"), ("d@x.test",), ("e@x.test",))
    assert (read.message_id, read.in_reply_to) == ("<[1]@x.test>", ("<0@x.test>",))
    assert read.references == ("<a@x>", "<b@x>")
    assert read.return_path == ""
    assert mime.read(b"From: a@x.test\n\nx").return_path is None
    assert mime.read(b"Message-ID: <\nFrom: a@x.test\n\nx").message_id == ""


def test_the_fingerprint_follows_the_content() -> None:
    """Two copies that came different ways share a fingerprint; other words or files give another."""
    one = mime.read(b"Received: a\n" + HEAD + b"\nHello  you\n")
    assert one.fingerprint == mime.read(HEAD + b"\nHello you").fingerprint
    assert one.fingerprint != mime.read(HEAD + b"\nHello them").fingerprint
    with_file = mime.read(HEAD + multipart(b"mixed", plain(b"Hello you"), pdf(b"a.pdf")))
    assert one.fingerprint != with_file.fingerprint


LETTER = Letter(
    key="acknowledgement:item-1",
    message_id="<pcr.1@office.example>",
    sender_name="Police Complaint Reviews, Team “A”",
    sender="reviews@office.example",
    to="ann@archer.example",
    subject="We have received your message [PCR/2026/00417]",
    html="<p>Dear Józef,</p>\n<p>a=b &amp; c" + "x" * 200 + "</p>\n",
    text="Dear Józef,\n\nFrom here = on \n.\n--\n" + "long words " * 40 + "\n",
    written_at=datetime(2026, 11, 19, 10, 31, 40, tzinfo=timezone(timedelta(hours=1))),
    answers_message_id="<q@archer.example>",
    references=tuple(f"<{n}@archer.example>" for n in range(60)),
    loop_mark="mark-1",
)


@pytest.mark.parametrize(
    "letter",
    [
        LETTER,
        replace(
            LETTER,
            sender_name="",
            subject="Zażółć gęślą jaźń " * 12,
            references=(),
            answers_message_id="",
            loop_mark="",
        ),
        replace(
            LETTER,
            sender_name='Reviews "A" (team)',
            subject="We " + "really have received it " * 9 + "x",
            html="<p>x</p>",
        ),
        replace(LETTER, sender_name="Reviews team", subject="=?utf-8?q?not_a_word?=", text=""),
        replace(LETTER, subject=" two  blanks ", text="no newline at the end"),
    ],
)
def test_a_letter_says_the_same_as_bytes(letter: Letter) -> None:
    """A composed letter, read by the standard library and by us, says exactly what the letter says."""
    raw = mime.compose(letter)
    assert raw == mime.compose(letter)
    assert b"\r" not in raw
    assert max(map(len, raw.split(b"\n"))) <= 78
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert not message.defects
    address = message["From"].addresses[0]
    assert (address.display_name, address.addr_spec) == (letter.sender_name, letter.sender)
    assert message["To"] == letter.to
    assert str(message["Subject"]).strip() == letter.subject.strip()
    assert message["Date"].datetime == letter.written_at
    assert message["Message-ID"] == letter.message_id
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert (message["Content-Language"], message["X-Reviews-Key"]) == ("en-GB", letter.key)
    assert message["X-PCR-Loop"] == (letter.loop_mark or None)
    texts = [part.get_content() for part in message.iter_parts()]
    assert texts == [letter.text, letter.html]
    assert mime.read_letter(raw) == mime.LetterContent(
        letter.key, (letter.to,), (), letter.subject.strip(), letter.html, ()
    )
    read = mime.read(raw)
    assert (read.sender, read.text) == (letter.sender, letter.text.strip() or read.text)
    assert read.in_reply_to == ((letter.answers_message_id,) if letter.answers_message_id else ())
    assert read.references[:1] == letter.references[:1]
    assert len(read.references) == (20 if letter.references else 0)
    assert mime.letter_key(raw) == letter.key


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Hello\nBcc: evil@x.test"},
        {"subject": "Hello\u2028"},
        {"sender_name": "A\rB"},
        {"to": "a@x.test, b@x.test"},
        {"to": "a@x.test\nBcc: b@x.test"},
        {"sender": "not an address"},
        {"message_id": "1@x.test"},
        {"references": ("<a@x>\nBcc: b@x.test",)},
        {"key": "two words"},
        {"loop_mark": "a\nb"},
        {"written_at": datetime(2026, 11, 19)},  # noqa: DTZ001 – a naive instant is the point
    ],
)
def test_a_letter_cannot_grow_headers(change: dict[str, object]) -> None:
    """What would break a header, or name more than one recipient, is refused before there are any bytes."""
    with pytest.raises(ValueError, match=r"\.$"):
        mime.compose(replace(LETTER, **change))  # type: ignore[arg-type]  # one table for fields of several types


def test_every_recipient_of_a_draft_is_read_back() -> None:
    """A person's changes to a draft are seen: other recipients, copies, files, subject."""
    raw = mime.compose(LETTER).replace(b"\nTo: ", b"\nBcc: c@x.test\nCc: b@x.test\nTo: d@x.test, ", 1)
    content = mime.read_letter(raw)
    assert content.to == ("d@x.test", "ann@archer.example")
    assert content.copies == ("b@x.test", "c@x.test")
    with_file = HEAD + b"X-Reviews-Key: k\n" + multipart(b"mixed", html(b"<p>x</p>"), pdf(b"a.pdf"))
    assert [file.name for file in mime.read_letter(with_file).attachments] == ["a.pdf"]


@pytest.mark.parametrize(
    ("head", "key"),
    [
        (b"A: b\r\nx-reviews-KEY: ack:1\r\n\r\nbody", "ack:1"),
        (b"A: b\n\nX-Reviews-Key: in-the-body", ""),
        (b"X-Reviews-Key: one\nX-Reviews-Key: two\n\n", ""),
        (b"", ""),
    ],
)
def test_the_key_is_read_from_a_head(head: bytes, key: str) -> None:
    """Exactly one key header, in the head, is a key."""
    assert mime.letter_key(head) == key
