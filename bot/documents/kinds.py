"""Which files of a message are opened, and as what, by their name and type alone; looks at no byte of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from store.messages import Attachment

BYTES = 30_000_000  # of one file
CHARACTERS = 200_000  # of one file
TEXT_IN_ALL = 1_000_000  # characters, of everything one message brings
DOCUMENTS = 20  # of one message
TEXTS_INSIDE = 40  # documents read out of containers, of one message
FILES_INSIDE = 300  # files named that lie in containers, of one message
DEPTH = 3  # containers opened inside one another

_BY_ENDING = {
    "pdf": "pdf", "docx": "docx", "odt": "odt", "doc": "doc",
    "rtf": "rtf", "htm": "html", "html": "html", "txt": "text", "text": "text", "eml": "mail",
    "msg": "msg", "zip": "zip", "p7m": "smime", "asc": "pgp", "pgp": "pgp", "gpg": "pgp",
    "rpmsg": "rights", "pfile": "rights", "ppdf": "rights", "ptxt": "rights", "switch": "portal",
    "7z": "unsupported", "rar": "unsupported", "zipx": "unsupported", "pages": "unsupported",
    "docm": "unsupported", "wpd": "unsupported", "wps": "unsupported", "xps": "unsupported",
}  # fmt: skip
_BY_TYPE = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "text/html": "html",
    "text/plain": "text",
    "message/rfc822": "mail",
    "application/vnd.ms-outlook": "msg",
    "application/ms-tnef": "tnef",
    "application/vnd.ms-tnef": "tnef",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/pkcs7-mime": "smime",
    "application/x-pkcs7-mime": "smime",
    "application/x-microsoft-rpmsg-message": "rights",
    "application/octet-stream": "unnamed",  # only where the name has no ending: what it is, its first bytes say
}
_TNEF = re.compile(r"(?:winmail|win|part\d{0,3}|unnamed|att\d{1,8})\.dat", re.I)
_UNNAMED = re.compile(r"unnamed\.bin|[^.]*", re.I)
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_PORTAL = re.compile(r"(?:securedoc[^.]{0,60}|message_zdm|securemessageatt)\.html?", re.I)


def kind_of(name: str, content_type: str) -> str:
    """As what a file is opened, "" where nobody reads such files (pictures, films, tables, signatures)."""
    declared = content_type.lower().partition(";")[0].strip()
    if declared in _SIGNATURES:
        return ""
    if _PORTAL.fullmatch(name):
        return "portal"
    if declared == "message/rfc822":
        return "mail"
    if _BY_TYPE.get(declared) == "tnef" or _TNEF.fullmatch(name):
        return "tnef"
    by_ending = _BY_ENDING.get(name.rpartition(".")[2].lower() if "." in name else "")
    by_type = by_ending or _BY_TYPE.get(declared, "")
    return "" if by_type == "unnamed" and not _UNNAMED.fullmatch(name) else by_type


def is_document(file: Attachment) -> bool:
    """Whether the file is one whose text is wanted, or that may hold such files."""
    return not file.inline and bool(kind_of(file.name, file.content_type))


def listed(attachments: Sequence[Attachment]) -> tuple[int, ...]:
    """Which of a message's files are read, by their place in the message; at most DOCUMENTS, none too deep inside."""
    found = (number for number, file in enumerate(attachments) if is_document(file) and len(file.inside) <= DEPTH)
    return tuple(found)[:DOCUMENTS]


def turns(files: Sequence[Attachment]) -> Iterator[tuple[Attachment, bool]]:
    """Each file of a message and whether it is read; a document that is not says why."""
    numbers = listed(files)
    for number, file in enumerate(files):
        if number in numbers or not is_document(file):
            yield file, number in numbers
        else:
            yield replace(file, text_fault="too_deep" if len(file.inside) > DEPTH else "too_many"), False
