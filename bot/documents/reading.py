"""One file opened as what its name, its type or its first bytes say; never raises, whatever the bytes are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.documents import archives, mail, office, old_word, outlook, pdf, rich_text, sealed_files, simple, tnef
from bot.documents.compound import MAGIC, Compound
from bot.documents.faults import Refused
from bot.documents.kinds import BYTES, CHARACTERS, kind_of
from bot.documents.opened import Document, Inner
from bot.mime.charsets import harmless
from bot.mime.sealed import ENCRYPTED_TEXT

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def _compound(data: bytes) -> Document:
    """A compound file; many a name says wrongly which kind of it."""
    box = Compound(data)
    if box.lock:
        raise Refused(box.lock)
    if outlook.PROPERTIES in box:
        return outlook.read(box)
    if old_word.MAIN in box:
        return old_word.read(box)
    raise Refused("unsupported")


_READERS: Mapping[str, Callable[[bytes], Document]] = {
    "pdf": pdf.read,
    "docx": office.read_docx,
    "odt": office.read_odt,
    "rtf": rich_text.read,
    "html": simple.read_html,
    "text": simple.read_plain,
    "pgp": simple.read_pgp,
    "mail": mail.read,
    "tnef": tnef.read,
    "zip": archives.read,
    "compound": _compound,
    "smime": sealed_files.read_smime,
    "rights": sealed_files.refuse_rights,
    "portal": sealed_files.refuse_portal,
    "unsupported": sealed_files.refuse_unsupported,
}
_FIRST_BYTES = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"PK\x03\x04", "zip"),
    (MAGIC, "compound"),
    (tnef.SIGNATURE, "tnef"),
    (b"\x76\xe8\x04\x60", "rights"),  # message.rpmsg
    (ENCRYPTED_TEXT.encode("ascii"), "pgp"),
)
_SAY_LITTLE = frozenset({"unnamed", "text", "html", "rtf", "doc", "msg"})  # such names are often given to other files
_OFTEN_COMPOUND = frozenset({"docx", "odt", "pdf", "zip"})


def read_document(name: str, content_type: str, data: bytes) -> Document:
    """What one attached file says and what lies in it.

    Of FAULTS "cut" comes with the beginning of a text, "damaged" sometimes; every other one comes without text.
    """
    kind = kind_of(name, content_type)
    if kind in _SAY_LITTLE:
        kind = next((found for first, found in _FIRST_BYTES if data.startswith(first)), kind)
    elif kind in _OFTEN_COMPOUND and data.startswith(MAGIC):
        kind = "compound"
    if kind == "doc" and data[:400].lstrip().startswith(b"<"):
        kind = "html"
    if kind == "unnamed":
        return Document("")
    if kind not in _READERS:
        return Document("", "damaged")
    if len(data) > BYTES:
        return Document("", "too_big")
    return _guarded(lambda: _READERS[kind](data))


def read_inner(file: Inner) -> Document:
    """What one file says that lies in another."""
    return _guarded(file.opens) if file.opens else read_document(file.name, file.content_type, file.data)


def _guarded(opens: Callable[[], Document]) -> Document:
    try:
        found = opens()
    except Refused as reason:
        return Document("", str(reason))
    except MemoryError:
        return Document("", "too_big")
    except Exception:  # noqa: BLE001 – foreign parsers on hostile bytes raise anything; their words may quote the file
        return Document("", "damaged")
    text = harmless(found.text).translate(_LIGATURES).strip()
    if not text:
        return found._replace(text="", fault=found.fault or ("" if found.inside else "no_text"))
    fault = found.fault or ("cut" if len(text) > CHARACTERS else "")
    return found._replace(text=text[:CHARACTERS], fault=fault)
