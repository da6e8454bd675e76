"""Why a file could not be read, and what in it might act by itself: a code and the sentence a person is shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "encrypted": "It needs a password.",
        "encrypted_smime": "It is encrypted (S/MIME) for a key that is not held here.",
        "encrypted_pgp": "It is encrypted (PGP) for a key that is not held here.",
        "encrypted_rights": "It is protected by Microsoft rights management and opens only for the people it names.",
        "encrypted_portal": "It opens only on the sender's secure mail site (Egress, Cisco, Zix or Proofpoint).",
        "damaged": "It is damaged, or is not what its name says.",
        "no_text": "There is no text in it; it may be a scan.",
        "too_big": "It is larger than anything that is read here.",
        "bomb": "It unpacks to far more than it should, as files do that are made to do harm.",
        "too_deep": "It lies in too many files packed into one another.",
        "too_many": "The message brings more documents than are read of one message.",
        "unsupported": "It is of a kind that cannot be read here.",
        "link": "Only a link to it came, which is never followed.",
        "cut": "Only its beginning, or a part of what lies in it, was read.",
    }
)

WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "macros": "It holds macros, which may act when it is opened.",
        "script": "It holds a script, which may act when it is opened.",
        "launch": "It asks to start another program.",
        "files_inside": "It holds other files.",
    }
)


class Refused(Exception):
    """The file cannot be read; the argument is its code, one of FAULTS."""
