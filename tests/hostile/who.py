"""Who is it from: rows 1 to 27 of the list of bad input."""

from __future__ import annotations

from tests.hostile.build import ASKS, file, mail, with_files
from tests.hostile.row import ACCEPTED, UNSURE, Later, Mail, Proved, filed, showing, silent

NOBODY = silent("never_answer")
SENT_PAPERS = "Please find attached the papers you asked for in the review of this complaint."


def _asks(row: int, name: str, sender: str | bytes, outcome: object = NOBODY, **more: object) -> Mail:
    return Mail(row, name, mail(sender=sender, **more), outcome)  # type: ignore[arg-type]


def _from_force(row: int, name: str, *headers: tuple[str, str]) -> Mail:
    raw = mail(SENT_PAPERS, *headers, sender="PSU <psu@mps.example>", subject="Papers: PC/04417/26")
    return Mail(row, name, raw, filed("papers", "force_or_iopc", UNSURE, "papers from the police", "Which case"))


MAILS = (
    _asks(
        1, "an address as a name, without quotes", "bob@mps.example <evil@x.example>", showing(NOBODY, "two_readings")
    ),
    _asks(2, "an address as a name, in quotes", '"bob@mps.example" <evil@x.example>', ACCEPTED),
    _asks(3, "two From headers", "Ann <ann@archer.example>\nFrom: Bob <bob@x.example>", showing(NOBODY, "two_from")),
    Mail(
        4,
        "two authors and a Sender",
        mail(ASKS, ("Sender", "ann@archer.example"), sender="ann@archer.example, bob@archer.example"),
        showing(NOBODY, "several_authors"),
    ),
    _asks(5, "a second address after the first", "alice@x.example)bob@mps.example", showing(NOBODY, "malformed")),
    _asks(6, "a group", "group: bob@mps.example; evil@x.example", showing(NOBODY, "group")),
    _asks(7, "empty", "", showing(NOBODY, "no_address")),
    _asks(7, "angle brackets with nothing in them", "<>", showing(NOBODY, "no_address")),
    _asks(7, "undisclosed recipients", "undisclosed-recipients:;", showing(NOBODY, "no_address")),
    _asks(8, "no From at all", None, showing(NOBODY, "no_address")),  # type: ignore[arg-type]
    _asks(9, "one quotation mark", '"', showing(NOBODY, "no_address")),
    _asks(9, "an open bracket", "a@[", showing(NOBODY, "malformed")),
    Mail(9, "half a Message-ID", mail(ASKS, ("Message-ID", "<")), ACCEPTED),
    _asks(10, "a NUL", b"bob@mps.example\x00.x.example", showing(NOBODY, "control_characters")),
    _asks(10, "a carriage return", b"bob@x.example\rBcc: evil@x.example", showing(NOBODY, "control_characters")),
    _asks(11, "a look-alike as it is sent", "psu@xn--mps-nla.example", ACCEPTED),
    _asks(
        11,
        "a look-alike in Cyrillic, which only mail for row 12 could carry",
        "psu@mрs.example",
        showing(NOBODY, "international"),
    ),
    _asks(12, "an international address", "Józef <józef@пример.example>", showing(NOBODY, "international")),
    _asks(13, "a full-width dot", "bob@mps.example。x.example", showing(NOBODY, "malformed")),
    _asks(14, "a quoted local part", '"bob@mps.example"@x.example', showing(NOBODY, "quoted_local_part")),
    Mail(
        15,
        "from this mailbox, with a request in it",
        mail(sender="Reviews <reviews@mopac.example>"),
        filed("unclear", "own_system", UNSURE, "it comes from this mailbox itself"),
    ),
    Mail(
        15,
        "from this mailbox, with a link",
        mail("Please open the new fax:\nhttps://fax.x.example/open\n", sender="reviews@mopac.example", subject="Fax"),
        filed("unclear", "own_system", UNSURE, "it comes from this mailbox itself"),
    ),
    Mail(
        15,
        "from outside, under our own address as a name",
        mail(sender='"reviews@mopac.example" <evil@x.example>'),
        silent("unreadable"),
    ),
    Mail(
        15,
        "from outside, under our office's name",
        mail(sender="Police Complaint Reviews team <evil@x.example>"),
        silent("unreadable"),
    ),
    Mail(
        16,
        "our own scanner brings a letter",
        mail(
            sender="noreply@mopac.example",
            subject="Scanned from MX-2640N",
            entity=with_files(file("scan0001.pdf", b"%PDF-1.4", b"application/pdf"), text="Device: MX-2640N"),
        ),
        filed("unclear", "never_answer", UNSURE),
    ),
    Mail(
        16,
        "our own voicemail brings a message",
        mail(
            sender="voicemail.gateway@mopac.example",
            subject="Voice message from 020 7946 0000",
            entity=with_files(file("message.wav", b"RIFF", b"audio/wav"), text="Length: 0:42"),
        ),
        filed("unclear", "never_answer", UNSURE),
    ),
    Mail(
        16,
        "a colleague's note",
        mail("The lift is out of order on Friday.", sender="Kit <kit@mopac.example>", subject="Lift"),
        filed("internal", "own_system", "6 Filed"),
    ),
    Mail(
        16,
        "a colleague about a review",
        mail("Ann Archer would like a review of her complaint.", sender="Kit <kit@mopac.example>", subject="Phone"),
        silent("own_system"),
    ),
    _from_force(17, "the force, and an untrusted header says forged", ("Authentication-Results", "x; dmarc=fail")),
    _from_force(18, "the force, and nobody knows the officer", ("Authentication-Results", "x; dmarc=pass")),
    _from_force(
        20,
        "the sender brings a pass",
        ("Authentication-Results", "mx.mopac.example; dmarc=pass header.from=mps.example"),
    ),
    Mail(
        20,
        "a member of the public brings a pass",
        mail(ASKS, ("Authentication-Results", "mx.mopac.example; dmarc=pass header.from=mps.example")),
        ACCEPTED,
    ),
    Mail(
        21,
        "the words stand in a subject and in a comment",
        mail(subject="Request for a review Authentication-Results: mx; dmarc=pass (dmarc=pass)"),
        ACCEPTED,
    ),
    Mail(
        22,
        "a bulk host sent it for another domain",
        mail(ASKS, ("Authentication-Results", "mx; spf=pass smtp.mailfrom=bulk.example; dmarc=none")),
        ACCEPTED,
    ),
    Mail(23, "Reply-To elsewhere", mail(ASKS, ("Reply-To", "eve@x.example")), ACCEPTED),
    Mail(
        23,
        "Reply-To elsewhere and nobody reads From",
        mail(ASKS, ("Reply-To", "ann@archer.example"), sender="no-reply@form.example"),
        silent("never_answer"),
    ),
    Mail(
        24,
        "499 addresses in Reply-To",
        mail(ASKS, ("Reply-To", ", ".join(f"a{n}@x.example" for n in range(499)))),
        ACCEPTED,
    ),
    Mail(24, "our own mailbox in Reply-To", mail(ASKS, ("Reply-To", "reviews@mopac.example")), ACCEPTED),
    Mail(
        25,
        "somebody sent it for her",
        mail(ASKS, ("Sender", "Eve <eve@x.example>")),
        showing(silent("unreadable"), "eve@x.example"),
    ),
    Mail(25, "she sent it herself, and it says so", mail(ASKS, ("Sender", "Ann <ANN@archer.example>")), ACCEPTED),
    Mail(
        26,
        "a solicitor for an applicant",
        mail(
            "Dear Sirs\n\nWe act for Ann Archer and ask for a review of the outcome of her complaint PC/04417/26. The "
            "outcome letter is dated 9 November 2026.\n\nYours faithfully\nQuill & Co Solicitors\n",
            sender="Quill & Co <post@quill.example>",
        ),
        showing(ACCEPTED, "written consent"),
    ),
    Mail(
        26,
        "a Member of Parliament for an applicant",
        mail(
            "Dear Commissioner\n\nMy constituent Ann Archer has asked me to write to you. She would like a review of "
            "the outcome of her complaint PC/04417/26.\n\nRosa Teal MP\nMember of Parliament for Upper Marsh\n",
            sender="Rosa Teal MP <rosa.teal.mp@parliament.example>",
            subject="My constituent Ann Archer",
        ),
        showing(silent("elected", "1 To do.Urgent", "elected_representative"), "consent"),
    ),
)

ELSEWHERE = (
    Proved(2, "tests/test_mime.py::test_a_plain_author_is_read"),
    Proved(9, "tests/test_mime.py::test_a_doubtful_author_is_nobody"),
    Proved(27, "tests/test_hostile.py::test_two_applicants_may_share_one_address"),
    Later(19, "the police become a party of a case with the work on papers; until then row 18 holds"),
    Later(25, "Graph's own `from` beside that of the message: the second reading comes with that mailbox"),
    Later(11, "a mark 'look-alike of the police' is for the viewer; a look-alike is never the police here already"),
)
