"""Sealed files: S/MIME that is only signed is read through; what is encrypted is said to be, never opened."""

from __future__ import annotations

from bot.documents import mail
from bot.documents.faults import Refused
from bot.documents.opened import Document
from bot.mime.sealed import Sealed, opened


def read_smime(data: bytes) -> Document:
    """The message inside a signature, which is no proof of anything here. Raises Refused for an encrypted one."""
    seal, content = opened(data)
    if seal is Sealed.ENCRYPTED:
        raise Refused("encrypted_smime")
    if seal is Sealed.UNKNOWN:
        raise Refused("damaged")
    return mail.read(content, of_another=False) if content else Document("", "no_text")


def refuse_rights(_: bytes) -> Document:
    """Raises Refused: rights management opens only for the people it names."""
    raise Refused("encrypted_rights")


def refuse_portal(_: bytes) -> Document:
    """Raises Refused: the file only leads to a secure mail site."""
    raise Refused("encrypted_portal")


def refuse_unsupported(_: bytes) -> Document:
    """Raises Refused: nothing here reads such files."""
    raise Refused("unsupported")
