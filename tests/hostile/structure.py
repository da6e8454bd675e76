"""How a mail is built: rows 63 to 84 of the list of bad input."""

from __future__ import annotations

from base64 import encodebytes

from tests.hostile.build import ASKS, OFFICE, file, html, mail, multipart, plain, sealed, with_files
from tests.hostile.row import ACCEPTED, UNSURE, Later, Mail, Outcome, Proved, aside, filed, showing

READER = "tests/test_reader.py"
EMPTY = filed("unclear", "never_answer", UNSURE, "no_address")
ENCRYPTED = aside("The message is encrypted, and the service never opens such mail.")
TOO_DEEP, TOO_MANY = aside("Parts are nested more than 20 deep."), aside("The message has more than 100 parts.")
INNER = f"From: Bob <bob@x.example>\nTo: {OFFICE}\nSubject: Request for a review\n\n{ASKS}".encode()
UNCLEAR_ANSWERED = filed("unclear", "", UNSURE, letters=1)
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA1m0\n=abcd\n-----END PGP MESSAGE-----\n"


def _nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))


def _charset(row: int, name: str, charset: str) -> Mail:
    head = f"Content-Type: text/plain; charset={charset}\n".encode()
    return Mail(row, name, mail(entity=plain(ASKS, head)), ACCEPTED)


def _dated(name: str, date: str) -> Mail:
    return Mail(75, name, mail(ASKS, ("Date", date)), ACCEPTED)


MAILS = (
    Mail(63, "nothing at all", b"", EMPTY),
    Mail(63, "only line breaks", b"\n" * 40, EMPTY),
    Mail(63, "a hundred NULs", b"\0" * 100, EMPTY),
    Mail(63, "a head and no word", mail("", subject=""), showing(UNCLEAR_ANSWERED)),
    Mail(64, "500 deep", mail(entity=_nested(500)), TOO_DEEP),
    Mail(64, "2,000 deep", mail(entity=_nested(2_000)), TOO_DEEP),
    Mail(65, "a mail in a mail, 2,000 times", mail(entity=b"Content-Type: message/rfc822\n\n" * 2_000), TOO_DEEP),
    Mail(66, "20,000 commas in To", mail(to="," * 20_000), aside("One header names more than 500 addresses.")),
    Mail(
        67,
        "5,000 parameters",
        mail(entity=b"Content-Type: text/plain;" + b" a=b;" * 5_000 + b"\n\nx"),
        aside("A MIME header has more than 200 parameters."),
    ),
    Mail(
        68,
        "20,000 parts",
        mail(entity=b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 20_000),
        TOO_MANY,
    ),
    Mail(68, "20,000 headers", b"X: y\n" * 20_000 + mail(), aside("The message has more than 1000 headers.")),
    Mail(
        69,
        "20,000 ids in References",
        mail(ASKS, ("References", " ".join(f"<{n}@x.example>" for n in range(20_000)))),
        ACCEPTED,
    ),
    _charset(70, "a charset nobody knows", "x-klingon"),
    _charset(70, "a charset with a NUL", '"a\0b"'),
    _charset(70, "a codec that is no charset", "rot13"),
    _charset(70, "another", "idna"),
    _charset(70, "an empty charset", '""'),
    Mail(71, "half a character in UTF-7", mail(subject="=?utf-7?q?+2AA-?= Request for a review"), ACCEPTED),
    Mail(
        72,
        "a line break in an encoded word",
        mail(subject="=?utf-8?q?Request_for_a_review=0D=0ABcc=3A_evil=40x.example?="),
        ACCEPTED,
    ),
    Mail(
        73,
        "damaged base64",
        mail(entity=with_files(file("letter.pdf", b"%PDF").replace(b"JVBERg==", b"JVB**ERg"))),
        ACCEPTED,
    ),
    Mail(
        73,
        "damaged uuencoding",
        mail(
            entity=with_files(
                b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: uuencode\n\nbegin 644 a\n\xff"
            )
        ),
        ACCEPTED,
    ),
    Mail(73, "text that only says it is base64", mail(ASKS, ("Content-Transfer-Encoding", "base64")), ACCEPTED),
    Mail(
        74,
        "no boundary",
        mail(entity=b"Content-Type: multipart/mixed\n\n--b\n\n" + ASKS.encode() + b"\n--b--\n"),
        ACCEPTED,
    ),
    Mail(
        74,
        "an empty boundary",
        mail(entity=b'Content-Type: multipart/mixed; boundary=""\n\n' + ASKS.encode()),
        ACCEPTED,
    ),
    Mail(
        74,
        "a blank after the boundary",
        mail(entity=b'Content-Type: multipart/mixed; boundary="b "\n\n--b  \n\n' + ASKS.encode() + b"\n--b--\n"),
        ACCEPTED,
    ),
    Mail(
        74,
        "never closed",
        mail(entity=b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + ASKS.encode()),
        ACCEPTED,
    ),
    Mail(75, "no Date", mail(without=("Date",)), ACCEPTED),
    _dated("the year 0", "Mon, 1 Jan 0000 00:00:00 +0000"),
    _dated("the year 99999", "Mon, 1 Jan 99999 00:00:00 +0000"),
    _dated("no such zone", "Mon, 23 Nov 2026 08:00:00 +99999"),
    _dated("yesterday-ish", "yesterday-ish"),
    Mail(76, "sent three weeks ago", mail(ASKS, ("Date", "Mon, 2 Nov 2026 08:00:00 +0000")), ACCEPTED),
    Mail(
        76,
        "received in the future",
        mail(ASKS, ("Received", "from a by mx.mopac.example; Mon, 23 Nov 2099 08:00:00 +0000")),
        ACCEPTED,
    ),
    Mail(
        77,
        "a piece of a mail",
        mail(entity=b"Content-Type: message/partial; id=a; number=1; total=2\n\n" + ASKS.encode()),
        aside("one piece of a larger one"),
    ),
    Mail(
        77,
        "a pointer instead of a file",
        mail(entity=with_files(b"Content-Type: message/external-body; access-type=URL; URL=http://x.example/\n\n")),
        aside("points to a file elsewhere"),
    ),
    Mail(
        78,
        "winmail.dat",
        mail(entity=with_files(file("winmail.dat", b"\x78\x9f\x3e\x22" * 9, b"application/ms-tnef"))),
        ACCEPTED,
    ),
    Mail(
        78,
        "winmail.dat cut off",
        mail(entity=with_files(file("winmail.dat", b"\x78\x9f", b"application/ms-tnef"))),
        ACCEPTED,
    ),
    Mail(
        79,
        "the application is an attached mail",
        mail(
            subject="Request for a review",
            entity=multipart("mixed", plain("See attached."), b"Content-Type: message/rfc822\n\n" + INNER),
        ),
        ACCEPTED,
    ),
    Mail(
        79,
        "the application is an Outlook file",
        mail(entity=with_files(file("request.msg", b"\xd0\xcf\x11\xe0"), text="See attached.")),
        ACCEPTED,
    ),
    Mail(
        80,
        "OpenPGP",
        mail(
            entity=multipart(
                "encrypted",
                b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
                b"Content-Type: application/octet-stream; name=encrypted.asc\n\n" + PGP.encode(),
                extra='; protocol="application/pgp-encrypted"',
            )
        ),
        ENCRYPTED,
    ),
    Mail(80, "OpenPGP as text", mail(PGP), ENCRYPTED),
    Mail(80, "OpenPGP as HTML", mail(entity=html(f"<pre>{PGP}</pre>")), ENCRYPTED),
    Mail(
        80,
        "S/MIME",
        mail(
            entity=b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
            b"Content-Transfer-Encoding: base64\n\n" + encodebytes(sealed(3, b""))
        ),
        ENCRYPTED,
    ),
    Mail(
        80,
        "Microsoft's own",
        mail(
            entity=multipart(
                "mixed",
                plain("This message is protected. Open it with Outlook or sign in to read the message."),
                file("message_v2.rpmsg", b"\x76\xe8\x04\x60", b"application/x-microsoft-rpmsg-message"),
            )
        ),
        ENCRYPTED,
    ),
    Mail(
        80,
        "a request with a part that is encrypted",
        mail(f"{ASKS}\n{PGP}"),
        Outcome(
            "application",
            "unreadable",
            "1 To do.Confirm new requests",
            opens=True,
            letters=0,
            shown=("Acknowledge this by hand", "encrypted"),
        ),
    ),
    Mail(
        81,
        "signed with S/MIME",
        mail(
            entity=multipart(
                "signed",
                plain(),
                file("smime.p7s", b"\x30\x82", b"application/pkcs7-signature"),
                extra='; protocol="application/pkcs7-signature"; micalg=sha-256',
            )
        ),
        ACCEPTED,
    ),
    Mail(
        81,
        "signed and sealed with S/MIME",
        mail(
            entity=b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
            b"Content-Transfer-Encoding: base64\n\n" + encodebytes(sealed(2, plain()))
        ),
        ACCEPTED,
    ),
    Mail(
        81,
        "signed with OpenPGP, as text",
        mail(f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{ASKS}\n{SIGNATURE}"),
        ACCEPTED,
    ),
    Mail(
        82,
        "a link to a file in a cloud",
        mail(f"{ASKS}\nThe letter is here: https://files.x.example/s/abc?e=1\n"),
        ACCEPTED,
    ),
    Mail(
        83,
        "only a scan",
        mail(entity=multipart("mixed", file("scan.pdf", b"%PDF-1.4 no text", b"application/pdf"))),
        ACCEPTED,
    ),
    Mail(
        83,
        "only a scan, and no subject",
        mail(subject="", entity=file("scan.pdf", b"%PDF-1.4", b"application/pdf")),
        UNCLEAR_ANSWERED,
    ),
    Mail(
        84,
        "text and HTML say different things",
        mail(entity=multipart("alternative", plain(), html("<p>Please send everything to eve@x.example</p>"))),
        ACCEPTED,
    ),
)

ELSEWHERE = (
    Proved(64, f"{READER}::test_bait_ends_within_the_limits_of_the_child"),
    Proved(66, "tests/test_mime.py::test_what_is_too_much_goes_to_a_person"),
    Proved(77, f"{READER}::test_the_network_of_the_child_is_empty_or_refused"),
    Later(78, "what is inside a winmail.dat is not unpacked; the file is kept and listed"),
    Later(82, "Graph's reference attachments come with that mailbox"),
    Later(84, "both texts side by side are for the viewer; the plain one is read"),
)
