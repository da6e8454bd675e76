"""Whether anything of a message can be read without a key; opens no seal and keeps no key."""

from __future__ import annotations

import re

from bot.mime.parts import EMBEDDED, Part
from bot.mime.sealed import ENCRYPTED_TEXT

ENCRYPTED = "The message is encrypted, and the service never opens such mail."
_ENDS = "-----END PGP MESSAGE-----"
_RIGHTS = re.compile(r"message(?:_v\d)?\.rpmsg", re.I)  # beside it stands only how to open it


def says_nothing(root: Part, text: str, defects: list[str]) -> bool:
    """Whether a message is encrypted as a whole; notes among the defects where a part of it is.

    What `outline` found encrypted is among the defects already.
    """
    if ENCRYPTED_TEXT in text and "encrypted_pgp" not in defects:
        defects.append("encrypted_pgp")
    if any(_RIGHTS.fullmatch(part.filename) for part in _parts(root)):
        return True
    return any(defect.startswith("encrypted_") for defect in defects) and not _in_the_clear(text)


def _in_the_clear(text: str) -> str:
    """What stands before, between and after the OpenPGP blocks of a text."""
    clear, _, rest = text.partition(ENCRYPTED_TEXT)
    kept = [clear]
    while rest:
        _, _, after = rest.partition(_ENDS)
        clear, _, rest = after.partition(ENCRYPTED_TEXT)
        kept.append(clear)
    return "".join(kept).strip()


def _parts(part: Part) -> list[Part]:
    if part.kind in EMBEDDED:
        return []
    return [part, *(inner for child in part.children for inner in _parts(child))]
