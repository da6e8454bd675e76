"""The text of a PDF, page by page; pictures are not read, and nothing in the file is run or followed."""

from __future__ import annotations

import io
import logging

from bot.documents.faults import Refused
from bot.documents.kinds import CHARACTERS
from bot.documents.opened import Document

PAGES = 30


def read(data: bytes) -> Document:
    """The words of the first pages and what is filled into its form. Raises Refused, and what pypdf raises."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("damaged")
    if b"MicrosoftIRMServices" in data:
        raise Refused("encrypted_rights")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # what it logs quotes the file
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    count = len(reader.pages)
    texts: list[str] = []
    for number in range(min(count, PAGES)):
        texts.append(reader.pages[number].extract_text())
        if sum(map(len, texts)) > CHARACTERS:
            break
    texts += [f"{name}: {value}" for name, value in reader.get_form_text_fields().items() if value]
    return Document("\n".join(texts), "cut" if count > PAGES and any(texts) else "")
