"""Whatever is done to true files, the reader answers with a message or with a reason, and its child is not hurt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.documents import FAULTS
from bot.mime import Unreadable
from bot.reader import ChildReader
from tests.containers import a_doc, a_tnef, a_zip, an_odt, compound, enveloped, item, packed_rich_text, signed
from tests.test_containers import ENCRYPTED, ENTITY, eml, mail
from tests.test_documents import RICH, a_docx, a_pdf, attached, encrypted, paragraphs

LENGTHS = [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\1\0\0\0"]
REASONS = {"too_deep", "too_many_parts", "partial_message", "external_body", "reader_out_of_memory"}
OURS = {"reader_died", "reader_answered_badly", "reader_failed"}  # a fault of ours, whatever came


@cache
def true_files() -> dict[str, bytes]:
    """One true file of each kind, the containers filled with others."""
    letter = a_docx(paragraphs("Dear Ann", "26 October 2026"))
    inner = item("I complain", inner=True)
    return {
        "a.pdf": a_pdf("26 October 2026", "Your right to a review"),
        "locked.pdf": encrypted("x"),
        "a.docx": letter,
        "a.odt": an_odt("<text:p>26 October</text:p>"),
        "a.rtf": RICH,
        "a.html": "<table><tr><td>26 October</td></tr></table><p>café".encode(),
        "a.doc": compound(a_doc("Dear Ann,\r26 October 2026\rUpheld")),
        "a.msg": compound(item("Dear Ann", files={"a.docx": letter, "b.txt": b"26" * 3_000}, items={"in": inner})),
        "rich.msg": compound(item("", rich=packed_rich_text(RICH), html=b"")),
        "winmail.dat": a_tnef("Dear team", {"a.docx": letter}, items={"note": a_tnef("I say", {"c.txt": b"x"})}),
        "a.zip": a_zip({"a.docx": letter, "b.zip": a_zip({"c.txt": b"26 October"}), "d.jpg": b"x"}),
        "a.eml": eml("Dear Ann", attached("a.docx", letter)),
        "smime.p7m": signed(ENTITY),
        "locked.p7m": enveloped(ENTITY),
        "a.asc": ENCRYPTED,
    }


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A true file with up to six places spoiled: changed, cut out, repeated, or put in from another file."""
    files = true_files()
    name = draw(st.sampled_from(sorted(files)))
    data = bytearray(files[name])
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        size = draw(st.integers(1, 64))
        act = draw(st.sampled_from(["bytes", "cut", "repeat", "length", "splice", "end"]))
        if act == "bytes":
            data[at : at + size] = draw(st.binary(max_size=size))
        elif act == "cut":
            del data[at : at + size]
        elif act == "repeat":
            data[at:at] = data[at : at + size] * draw(st.sampled_from([1, 2, 300]))
        elif act == "length":
            data[at : at + 4] = draw(
                st.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\1\0\0\0"])
            )
        elif act == "splice":
            other = files[draw(st.sampled_from(sorted(files)))]
            data[at : at + size] = other[at % len(other) : at % len(other) + size]
        else:
            del data[at:]
    named = draw(st.sampled_from([name, name, name, draw(st.sampled_from(sorted(files))), "unnamed"]))
    return named, bytes(data)


@pytest.fixture(scope="module")
def reader() -> Iterator[ChildReader]:
    """One reader for all that comes; its child is gone afterwards."""
    with ChildReader(seconds=15) as reader:
        yield reader


@settings(
    max_examples=1_000,
    deadline=None,
    database=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=list(HealthCheck),
)
@given(files=st.lists(spoiled(), min_size=1, max_size=3))
def test_a_spoiled_file_gives_a_value_or_a_reason(files: list[tuple[str, bytes]], reader: ChildReader) -> None:
    """A message with spoiled files is read or is Unreadable; each file has its text, or a reason that is known."""
    try:
        got = reader.read(mail(*(attached(name, data) for name, data in files)))
        faults = {file.text_fault for file in got.attachments}
    except Unreadable as reason:
        faults = {reason.code}
    assert not faults & OURS
    assert faults <= {"", *FAULTS, "reader_timed_out", "reader_out_of_cpu", *REASONS}
