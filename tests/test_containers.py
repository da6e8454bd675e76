"""Files that hold files are opened, or say why they are not: Outlook, winmail.dat, ZIP, attached and sealed mail."""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator

import pytest

from bot import mime
from bot.documents import CHARACTERS, DEPTH, FAULTS, FILES_INSIDE
from bot.documents.kinds import DOCUMENTS, TEXTS_INSIDE
from bot.documents.opened import Document, label
from bot.documents.reading import read_document, read_inner
from bot.mime import Unreadable
from bot.mime.sealed import Sealed, opened, without_armour
from bot.reader import ChildReader
from store.messages import Attachment, Forwarded, Incoming
from tests.containers import (
    SENT_AT,
    a_doc,
    a_tnef,
    a_zip,
    an_odt,
    compound,
    enveloped,
    item,
    packed_rich_text,
    signed,
    signed_in_pieces,
)
from tests.test_documents import a_docx, a_pdf, attached, paragraphs
from tests.test_mime import HEAD, multipart, plain

HEADED = "From: Force <psd@force.example>\nDate: Mon, 19 Oct 2026 14:40:00 +0000\nSubject: Outcome\n\n"
ENTITY = b"Content-Type: text/plain\r\n\r\nsigned words\r\n"
ENCRYPTED = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
CLEAR_SIGNED = (
    "Dear team\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- - 26 October\n- --- end\nAnn\n"
    "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\nafter"
)


@pytest.fixture(scope="module")
def reader() -> Iterator[ChildReader]:
    """A reader whose child is gone afterwards."""
    with ChildReader(seconds=15) as reader:
        yield reader


def mail(*parts: bytes) -> bytes:
    """A message with these parts behind two words."""
    return HEAD + multipart(b"mixed", plain(b"see attached"), *parts)


def places(incoming: Incoming) -> list[tuple[str, str, str]]:
    """Where each file lies, the last line of its text, and its fault."""
    return [(file.place, file.text.rpartition("\n")[2], file.text_fault) for file in incoming.attachments]


def eml(text: str, *parts: bytes, subject: str = "Outcome") -> bytes:
    """A message of the force with this text and these parts."""
    head = f"From: Force <psd@force.example>\nDate: Mon, 19 Oct 2026 15:40:00 +0100\nSubject: {subject}\n"
    return head.encode() + multipart(b"mixed", plain(text.encode()), *parts)


def texts(found: Document) -> list[tuple[str, str, str]]:
    """The name, text and fault of each file that lies in a document."""
    return [(file.name, read_inner(file).text, file.fault or read_inner(file).fault) for file in found.inside]


def test_an_outlook_item_gives_its_head_words_and_files() -> None:
    """A .msg is read as a forwarded mail is, and each file in it is there, an item inside it too."""
    inner = item("I complain", subject="My complaint", sender="ann@archer.example", name="Ann", inner=True)
    made = item(
        "Dear Ann",
        files={"letter.txt": b"26 October 2026\n" * 400, "photo.jpg": b"x"},
        items={"Complaint": inner},
        links=["on the cloud.docx"],
    )
    found = read_document("item.msg", "", compound(made))
    assert (found.text, found.fault) == (HEADED + "Dear Ann", "")
    assert found.forwarded == Forwarded("psd@force.example", "Force", SENT_AT, "Outcome")
    assert [(file.name, file.fault) for file in found.inside] == [
        ("letter.txt", ""),
        ("photo.jpg", ""),
        ("on the cloud.docx", "link"),
        ("Complaint.msg", ""),
    ]
    assert len(read_inner(found.inside[0]).text) == 6_399
    assert read_inner(found.inside[3]).forwarded == Forwarded("ann@archer.example", "Ann", SENT_AT, "My complaint")
    assert read_inner(found.inside[3]).text.endswith("\n\nI complain")


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (item("café", ansi=True), "café"),
        (item("", html=b"<p>caf\xe9 <b>26</b> October"), "café 26 October"),
        (item("", rich=packed_rich_text(b"{\\rtf1 caf\\'e9 26 October}")), "café 26 October"),
        (item("", rich=struct.pack("<II4sI", 20, 9, b"MELA", 0) + b"{\\rtf1 plain}"), "plain"),
    ],
)
def test_an_outlook_item_is_read_in_each_of_its_forms(made: dict[tuple[str, ...], bytes], text: str) -> None:
    """Where an item has no plain text its HTML is read, and where it has neither its rich text."""
    assert read_document("item.msg", "", compound(made)).text == HEADED + text


def test_an_item_of_exchange_names_its_sender_by_its_head() -> None:
    """An address inside Exchange is no plain one; then the head the item once came with is asked."""
    made = item("x", sender="/O=FORCE/CN=PSD", name="PSD")
    made[("__substg1.0_007D001F",)] = "From: psd@force.example\r\nTo: a@b.example\r\n".encode("utf-16-le")
    found = read_document("item.msg", "", compound(made))
    assert found.forwarded is not None
    assert found.forwarded.sender == "psd@force.example"
    assert read_document("i.msg", "", compound(item("x", sender="/O=X"))).forwarded == Forwarded(
        "", "Force", SENT_AT, "Outcome"
    )


def test_winmail_is_the_message_itself_and_its_files(reader: ChildReader) -> None:
    """The words of a winmail.dat are the message's own where it has none, and stand nowhere twice."""
    inner = a_tnef("I say", {"deep.txt": b"deep"})
    data = a_tnef("Dear team,\nplease look", {"letter.docx": a_docx(paragraphs("Upheld"))}, items={"note": inner})
    got = reader.read(HEAD + multipart(b"mixed", plain(b""), attached("winmail.dat", data)))
    assert (got.text, got.new_text) == ("Dear team,\nplease look", "Dear team,\nplease look")
    assert places(got) == [
        ("winmail.dat", "", ""),
        ("winmail.dat › letter.docx", "Upheld", ""),
        ("winmail.dat › note.msg", "I say", ""),
        ("winmail.dat › note.msg › deep.txt", "deep", ""),
    ]
    assert got.attachments[2].forwarded == Forwarded("psd@force.example", "", None, "Outcome")
    same = reader.read(HEAD + multipart(b"mixed", plain(b"Dear team, please look. Ann"), attached("winmail.dat", data)))
    assert (same.text, same.attachments[0].text) == ("Dear team, please look. Ann", "")
    alone = (
        HEAD + b"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)
    )
    assert (reader.read(alone).text, len(reader.read(alone).attachments)) == ("Dear team,\nplease look", 4)
    other = reader.read(mail(attached("winmail.dat", data)))
    assert (other.text, other.attachments[0].text) == ("see attached", "Dear team,\nplease look")


def test_a_winmail_cut_short_gives_what_there_is() -> None:
    """Where a length of it lies the reading ends, with what came before."""
    data = a_tnef("Dear team", {"a.txt": b"one", "b.txt": b"two" * 100})
    found = read_document("winmail.dat", "", data[:-350])
    assert (found.text, found.fault) == ("Dear team", "damaged")
    assert texts(found)[0] == ("a.txt", "one", "")
    for size in range(len(data)):
        assert read_document("winmail.dat", "", data[:size]).fault in {"", *FAULTS}
    for at in range(6, len(data) - 4):
        lying = data[:at] + b"\xff\xff\xff\x7f" + data[at + 4 :]
        assert read_document("winmail.dat", "", lying).fault in {"", *FAULTS}


def test_old_word_is_read() -> None:
    """A .doc gives its words in their order, fields as they show, and says when it is locked or too old."""
    said = "Dear Ann,\r\x13 DATE \x14 26 October\x15\rUpheld\x07café ’s"
    assert read_document("a.doc", "", compound(a_doc(said))) == Document("Dear Ann,\n 26 October\nUpheld\tcafé ’s")
    assert read_document("a.doc", "", compound(a_doc(said, flags=0x0300))).fault == "encrypted"
    assert read_document("a.doc", "", compound(a_doc(said, version=0x0065))).fault == "unsupported"
    assert read_document("a.doc", "", compound({("WordDocument",): b"x" * 999})).fault == "damaged"
    assert read_document("a.doc", "", b"<html><p>26 October").text == "26 October"
    assert read_document("a.doc", "", b"{\\rtf1 26 October}").text == "26 October"
    assert read_document("a.doc", "", a_docx(paragraphs("26 October"))).text == "26 October"


def test_open_document_text_is_read() -> None:
    """An .odt gives letterhead and body without what was deleted or remarked, and says when it is locked."""
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Dear<text:s/>Ann</text:h>"
        "<text:p>up<text:line-break/>held<text:tab/>x<office:annotation><text:p>no</text:p></office:annotation></text:p>"
    )
    assert read_document("a.odt", "", an_odt(body, header="<text:p>26 October</text:p>")).text == (
        "26 October\nDear Ann\nup\nheld\tx"
    )
    assert read_document("a.odt", "", an_odt(body, manifest="<m:encryption-data/>")).fault == "encrypted"
    assert read_document("a.odt", "", an_odt("<!DOCTYPE x>")).fault == "damaged"
    assert read_document("a.odt", "", a_zip({"a.txt": b"x"})).fault == "damaged"


def test_an_archive_is_listed_and_its_documents_are_read(reader: ChildReader) -> None:
    """Every entry of a ZIP is a file of the message, and what can be read of it is."""
    data = a_zip(
        {"bundle/letter.docx": a_docx(paragraphs("Upheld")), "bwv.mp4": b"x" * 99, "in.zip": a_zip({"b.txt": b"26"})}
    )
    got = reader.read(mail(attached("papers.zip", data)))
    assert places(got) == [
        ("papers.zip", "", ""),
        ("papers.zip › letter.docx", "Upheld", ""),
        ("papers.zip › bwv.mp4", "", ""),
        ("papers.zip › in.zip", "", ""),
        ("papers.zip › in.zip › b.txt", "26", ""),
    ]
    letter, film = got.attachments[1:3]
    assert (letter.size, len(letter.sha256)) == (len(a_docx(paragraphs("Upheld"))), 64)
    assert (film.size, film.sha256) == (99, "")


def test_an_archive_that_is_locked_or_a_bomb_says_so() -> None:
    """No password is guessed and no bomb is unpacked; the names in the archive are still known."""
    assert read_document("a.zip", "", a_zip({"a.txt": b"x", "b.jpg": b"x"}, locked=True)).fault == "encrypted"
    found = read_document("a.zip", "", a_zip({"a.txt": b"x", "bomb.txt": b"0" * 30_000_000}))
    assert (found.fault, texts(found)) == ("bomb", [("a.txt", "", "bomb"), ("bomb.txt", "", "bomb")])
    assert read_document("a.zip", "", a_zip({str(n): b"" for n in range(1_001)})).fault == "too_big"
    one_damaged = a_zip({"a.txt": b"one" * 99, "b.txt": b"two"}).replace(b"PK", b"QK", 1)
    assert texts(read_document("a.zip", "", one_damaged)) == [("a.txt", "", "damaged"), ("b.txt", "two", "")]
    assert read_document("a.zip", "", a_zip({})).fault == "no_text"
    assert read_document("letter.zip", "", a_docx(paragraphs("Upheld"))).text == "Upheld"


def test_attached_mail_is_opened_with_its_files(reader: ChildReader) -> None:
    """A message that came as a file says who wrote it and brings its files, whichever way it was attached."""
    inner = eml("Dear Ann", attached("letter.pdf", a_pdf("Upheld")))
    as_file = reader.read(mail(attached("fwd.eml", inner)))
    as_message = reader.read(mail(b"Content-Type: message/rfc822\n\n" + inner))
    assert places(as_file) == [("fwd.eml", "Dear Ann", ""), ("fwd.eml › letter.pdf", "Upheld", "")]
    assert places(as_message) == [("message.eml", "Dear Ann", ""), ("message.eml › letter.pdf", "Upheld", "")]
    for got in (as_file, as_message):
        assert got.attachments[0].forwarded == Forwarded("psd@force.example", "Force", SENT_AT, "Outcome")


def test_an_attached_message_may_hold_another(reader: ChildReader) -> None:
    """What lies deeper than three containers is named and not read."""
    deepest = attached("deep.txt", b"26 October")
    for level in range(DEPTH + 1, 0, -1):
        deepest = attached(f"{level}.eml", eml(f"level {level}", deepest))
    got = reader.read(mail(deepest))
    assert [(file.place, file.text_fault) for file in got.attachments] == [
        ("1.eml", ""),
        ("1.eml › 2.eml", ""),
        ("1.eml › 2.eml › 3.eml", ""),
        ("1.eml › 2.eml › 3.eml › 4.eml", ""),
        ("1.eml › 2.eml › 3.eml › 4.eml › deep.txt", "too_deep"),
    ]


def nested(levels: int) -> bytes:
    """So many messages, one inside the other."""
    return b"From: a@x.test\nContent-Type: message/rfc822\n\n" * levels + b"From: a@x.test\n\n26 October\n"


def test_two_hundred_levels_are_refused(reader: ChildReader) -> None:
    """Messages nested without end are a reason, as a message and as a file of one."""
    with pytest.raises(mime.Unreadable) as raised:
        reader.read(nested(200))
    assert raised.value.code == "too_deep"
    assert places(reader.read(mail(attached("deep.eml", nested(200))))) == [("deep.eml", "", "too_deep")]
    inside = reader.read(nested(6)).attachments
    assert [len(file.inside) for file in inside] == [0, 1, 2, 3, 4, 5]
    assert [file.text_fault for file in inside[4:]] == ["too_deep", "too_deep"]


def smime(data: bytes, kind: str = "signed-data") -> bytes:
    """A message that is nothing but this S/MIME file."""
    head = HEAD + f'Content-Type: application/pkcs7-mime; smime-type={kind}; name="smime.p7m"\n'.encode()
    return head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)


@pytest.mark.parametrize("seal", [signed, signed_in_pieces])
def test_signed_mail_is_read_through(seal: object, reader: ChildReader) -> None:
    """Mail that lies inside its signature is read like any other, its files too."""
    assert callable(seal)
    entity = multipart(b"mixed", plain(b"Dear team"), attached("letter.txt", b"26 October")).replace(b"\n", b"\r\n")
    got = reader.read(smime(seal(entity)))
    assert (got.text, places(got), got.defects) == ("Dear team", [("letter.txt", "26 October", "")], ())
    inside = reader.read(mail(attached("smime.p7m", seal(entity))))
    assert (inside.text, places(inside)) == ("see attached\n\nDear team", [("letter.txt", "26 October", "")])
    outlook = item("", files={"smime.p7m": seal(entity)})
    found = reader.read(mail(attached("signed.msg", compound(outlook))))
    assert places(found)[1:] == [
        ("signed.msg › smime.p7m", "Dear team", ""),
        ("signed.msg › smime.p7m › letter.txt", "26 October", ""),
    ]


def test_broken_seals_are_no_error() -> None:
    """A signature file that is cut short, nests without end or holds nothing is said to be what it is."""
    data = signed_in_pieces(ENTITY)
    for size in range(len(data)):
        seal, _ = opened(data[:size])
        assert seal in Sealed
    assert opened(b"\x30\x80" * 100_000) == (Sealed.UNKNOWN, b"")
    assert opened(data[:44] + b"\x24\x80" * 100_000) == (Sealed.UNKNOWN, b"")
    assert read_document("smime.p7m", "", b"rubbish").fault == "damaged"


ZIX = attached("message_zdm.html", b"<p>Read your secure message</p>")
SEALED_PARTS = [
    (attached("smime.p7m", enveloped(ENTITY)), "encrypted_smime"),
    (attached("encrypted.asc", ENCRYPTED), "encrypted_pgp"),
    (attached("letter.docx.pgp", b"\x85\x01\x0c\x03"), "encrypted_pgp"),
    (attached("letter.txt", ENCRYPTED), "encrypted_pgp"),
    (b"Content-Type: application/octet-stream\n\n" + ENCRYPTED, "encrypted_pgp"),
    (attached("papers.rpmsg", b"\x76\xe8\x04\x60\xc4\x11"), "encrypted_rights"),
    (attached("letter.pfile", b".pfile"), "encrypted_rights"),
    (attached("letter.pdf", b"%PDF-1.7\n/Filter /MicrosoftIRMServices"), "encrypted_rights"),
    (attached("mail.switch", b"x"), "encrypted_portal"),
    (ZIX, "encrypted_portal"),
    (attached("securedoc_20261101T1.html", b"<p>x</p>"), "encrypted_portal"),
    (attached("papers.7z", b"7z\xbc\xaf"), "unsupported"),
    (attached("letter.docm", a_docx(paragraphs("x"))), "unsupported"),
]


@pytest.mark.parametrize(("part", "fault"), SEALED_PARTS, ids=[str(n) for n in range(len(SEALED_PARTS))])
def test_what_is_encrypted_says_how(part: bytes, fault: str, reader: ChildReader) -> None:
    """What no key here opens is a file with its reason, and the message around it is read."""
    got = reader.read(mail(part))
    assert [(file.text, file.text_fault) for file in got.attachments] == [("", fault)]
    assert got.text == "see attached"
    assert fault in FAULTS


def test_encrypted_mail_is_set_aside_as_that(reader: ChildReader) -> None:
    """A message that is itself encrypted cannot be read, whichever way it was encrypted, and says why."""
    pgp = b"Content-Type: application/octet-stream\n\n" + ENCRYPTED
    control = b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n"
    for raw in (
        smime(enveloped(ENTITY), "enveloped-data"),
        HEAD + multipart(b'encrypted; protocol="application/pgp-encrypted"', control, pgp),
        HEAD + b"\n" + ENCRYPTED,
    ):
        with pytest.raises(Unreadable) as fault:
            reader.read(raw)
        assert fault.value.code == "encrypted"


def test_clear_signed_text_is_read_without_its_frame() -> None:
    """What PGP signed in the open is the text; the signature is taken off and proves nothing."""
    assert without_armour(CLEAR_SIGNED) == "Dear team\n- 26 October\n--- end\nAnn\nafter"
    for text in ("", "no frame", CLEAR_SIGNED[:90], "-----BEGIN PGP SIGNED MESSAGE-----" * 9_000):
        assert without_armour(text) == text
    assert read_document("letter.asc", "", CLEAR_SIGNED[10:].encode()).text == "- 26 October\n--- end\nAnn\nafter"
    assert read_document("key.asc", "", b"-----BEGIN PGP PUBLIC KEY BLOCK-----").fault == "unsupported"


def test_a_signature_beside_the_mail_is_no_document(reader: ChildReader) -> None:
    """A detached signature is a file nobody reads, and no fault of the message."""
    signature = b"Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n"
    got = reader.read(HEAD + multipart(b"signed", plain(b"Dear team"), signature))
    assert (got.text, places(got), got.defects) == ("Dear team", [("signature.asc", "", "")], ())


def test_chains_of_sectors_that_loop_or_lie_are_no_error() -> None:
    """An Outlook item whose sectors point at each other, outside or back is read as far as it goes, or is damaged."""
    good = compound(item("Dear Ann", files={"letter.txt": b"26 October" * 900}, inner=False))
    for at in range(0, len(good), 4):
        for pointer in (0, 1, 0x7FFF_FFFF):
            bad = good[:at] + struct.pack("<I", pointer) + good[at + 4 :]
            found = read_document("item.msg", "", bad) if at % 12 == 0 or at < 600 else Document("")
            assert found.fault in {"", *FAULTS}


def test_many_names_for_one_stream_are_a_bomb() -> None:
    """Streams that share their sectors are not read over and over."""
    data = bytearray(compound(item("x", files={f"{n}.txt": b"y" * 4_100 for n in range(40)})))
    big = compound({("a",): b"z" * 3_000_000})
    assert read_document("item.msg", "", bytes(data)).fault == ""
    assert read_document("item.msg", "", big).fault == "unsupported"
    at = -1
    while (at := data.find("__substg1.0_37010102".encode("utf-16-le"), at + 1)) >= 0:
        struct.pack_into("<Q", data, at + 120, 0x7FFF_FFFF)
    assert read_document("item.msg", "", bytes(data)).fault in ("bomb", "damaged")


def test_what_a_message_may_bring_is_bounded(reader: ChildReader) -> None:
    """Beyond the limits of one message nothing more is read, and what is left out says so."""
    many = reader.read(mail(*(attached(f"{n}.txt", b"x") for n in range(DOCUMENTS + 2))))
    assert [file.text_fault for file in many.attachments[DOCUMENTS - 1 :]] == ["", "too_many", "too_many"]
    inside = reader.read(mail(attached("a.zip", a_zip({f"{n}.txt": b"x" for n in range(TEXTS_INSIDE + 2)}))))
    assert [file.text_fault for file in inside.attachments[TEXTS_INSIDE:]] == ["", "too_many", "too_many"]
    full = reader.read(mail(attached("a.zip", a_zip({f"{n}.jpg": b"x" for n in range(FILES_INSIDE + 2)}))))
    assert (len(full.attachments), full.attachments[0].text_fault) == (FILES_INSIDE + 1, "cut")
    long = reader.read(mail(*(attached(f"{n}.txt", b"a word of " * 20_000) for n in range(6))))
    assert [len(file.text) for file in long.attachments] == [199_999] * 5 + [5]
    assert long.attachments[5].text_fault == "cut"
    assert len(long.attachments[0].text) < CHARACTERS


def test_no_message_without_documents_loads_a_reader_of_them(reader: ChildReader) -> None:
    """The readers of documents are loaded with the first document, and foreign ones with the first of their kind."""
    code = (
        "import sys, bot.reader_child; loaded = set(sys.modules)\n"
        "foreign = {'olefile', 'pypdf', 'zipfile', 'lxml', 'inscriptis', 'bot.documents.reading'}\n"
        "print(sorted(foreign & loaded)); import bot.documents.in_turn\n"
        "print(sorted({'olefile', 'pypdf', 'lxml', 'inscriptis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[]\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a/b\\c.txt", "c.txt"),
        ("", "unnamed.bin"),
        ("../..", "unnamed.bin"),
        ("a\u202egpj.exe\0", "agpj.exe"),
        ("\ud800.txt", "?.txt"),
        ("n" * 300 + ".docx", "n" * 195 + ".docx"),
    ],
)
def test_names_inside_containers_are_labels(name: str, shown: str) -> None:
    """A file's name in a container is shown without folders and without what cannot be seen."""
    assert label(name) == shown


def test_a_place_is_a_path_in_words() -> None:
    """A file says where it lies, and one of the message itself only its name."""
    assert Attachment("a.txt", "", 1, "", inside=("x.zip", "y.eml")).place == "x.zip › y.eml › a.txt"
    assert Attachment("a.txt", "", 1, "").place == "a.txt"


def squeezed(length: int) -> bytes:
    """A PDF whose one page unpacks to so many bytes."""
    drawn = zlib.compress(b"BT (26 October) Tj ET\n" * (length // 22), 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    page = a_pdf("x")
    begins, ends = page.index(b"5 0 obj\n") + 8, page.index(b"\nendobj", page.index(b"5 0 obj\n"))
    return page[:begins] + stream + page[ends:]


@pytest.mark.parametrize(
    "data",
    [
        squeezed(200_000_000),
        a_pdf("x").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
        a_pdf("x").replace(b"/Count 1", b"/Count 999999999"),
        a_pdf("x").replace(b"72 720 Td", b"q " * 50_000),
        b"%PDF-1.4\n" + b"[" * 200_000,
        b"%PDF-1.4\n" + b"<<" * 200_000,
        b"%PDF-1.4\n1 0 obj\n<</A 1 0 R>>\nendobj\nxref\n0 99999999\n"
        b"trailer <</Root 1 0 R /Prev 0>>\nstartxref\n36\n%%EOF",
    ],
    ids=[str(number) for number in range(7)],
)
def test_a_pdf_made_to_do_harm_costs_only_itself(data: bytes) -> None:
    """A PDF that unpacks without end, or points at itself, is a value or a reason, and the next message is read."""
    with ChildReader(seconds=12) as reader:
        (file,) = reader.read(mail(attached("a.pdf", data))).attachments
        assert file.text or file.text_fault in {*FAULTS, "reader_died", "reader_out_of_cpu", "reader_timed_out"}
        assert reader.read(mail(attached("a.txt", b"26 October"))).attachments[0].text == "26 October"
