"""How a Maildir spells things: folders, file names with their flags, and ids; touches no disk.

Whatever comes in here may be hostile: a name made here never leaves its folder and always fits into 255 bytes.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256

INBOX, JUNK, DRAFTS, SENT = "INBOX", "JUNK", ".Drafts", ".Sent"
"""What the port calls the Inbox and Junk, and where letters lie."""
SENT_ITEMS = "SENT"
"""What the port calls the folder of what was sent."""
ALWAYS = (INBOX, JUNK, SENT_ITEMS)
"""The folders that always work."""

_DIRECTORIES = {INBOX: "", JUNK: ".Junk", SENT_ITEMS: SENT}
_SHOWN = {INBOX: "Inbox", JUNK: "Junk", SENT_ITEMS: "Sent Items"}
_FLAGGED = re.compile(r"(.+):2,([A-Za-z]*)", re.DOTALL)
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_PLAIN = re.compile(r"[\x20-\x7e]+")
_LONGEST = 255
_OURS, _CARD = ".reviews-bot", ".reviews-card"


def to_utf7(text: str) -> str:
    """The text in IMAP's modified UTF-7 (RFC 3501, 5.1.3): ASCII only, without "/" of its own making."""
    return "".join(_shift(run) for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text))


def _shift(run: str) -> str:
    if _PLAIN.fullmatch(run):
        return run.replace("&", "&-")
    code = b64encode(run.encode("utf-16-be", "surrogatepass")).decode("ascii")
    return "&" + code.rstrip("=").replace("/", ",") + "-"


def from_utf7(name: str) -> str:
    """What `to_utf7` was given; a run that is no valid modified UTF-7 stays as it stands."""
    return _SHIFTED.sub(lambda found: _unshift(found[0], found[1]), name)


def _unshift(whole: str, code: str) -> str:
    if not code:
        return "&"
    try:
        return b64decode(code.replace(",", "/") + "=" * (-len(code) % 4)).decode("utf-16-be", "surrogatepass")
    except ValueError:
        return whole


def directories_of(path: tuple[str, ...]) -> tuple[str, ...]:
    """The directories for a folder path and all folders above it, outermost first; the Inbox is the root, ""."""
    if len(path) == 1 and path[0].casefold() == "inbox":
        return ("",)
    parts = [to_utf7(re.sub(r"[./\x00-\x1f\x7f]", "-", part.strip()) or "-") for part in path]
    return tuple("." + ".".join(parts[: depth + 1]) for depth in range(len(parts)))


def directory_of(folder: str) -> str | None:
    """The directory of a folder id below the root ("" for the Inbox), or None where no folder can have that id."""
    if folder in _DIRECTORIES:
        return _DIRECTORIES[folder]
    fits = folder.startswith(".") and folder.strip(".") and not re.search(r"[/\x00]|\.\.", folder)
    return folder if fits else None


def folder_of(directory: str) -> str:
    """The one id of the folder in this directory; undoes `directory_of`."""
    return next((folder for folder, known in _DIRECTORIES.items() if known == directory), directory)


def shown(folder: str) -> str:
    """A folder id as a person reads it, for sentences."""
    return _SHOWN.get(folder) or " / ".join(map(from_utf7, folder.lstrip(".").split(".")))


def unique_of(name: str) -> str:
    """The part of a file name that stays when its flags change."""
    found = _FLAGGED.fullmatch(name)
    return found[1] if found else name


def flags_of(name: str) -> str:
    """The flags in a file name, each once, in the order Maildir wants."""
    found = _FLAGGED.fullmatch(name)
    return "".join(sorted(set(found[2]))) if found else ""


def file_name(unique: str, flags: str) -> str:
    """A file name for `cur`; two names with the same unique part name the same message."""
    return f"{unique}:2,{flags}"


def another_unique(unique: str, attempt: int) -> str:
    """A unique part for where this one cannot be used: the same at attempt 0 unless it is too long, then others."""
    ending = f"~{attempt + 1}" if attempt else ""
    if len(_bytes(unique + ending)) <= _LONGEST - len(":2,") - 26:
        return unique + ending
    start = _bytes(unique)[:120].decode("utf-8", "surrogateescape")
    return f"{start}~{_digest(unique, 16)}{ending}"


def item_id(unique: str) -> str:
    """The id that goes with a unique part: itself, with what cannot be printed or stored spelled as %xx."""
    if unique.isprintable():
        return unique
    return "".join(one if one.isprintable() else _escaped(one) for one in unique)


def _escaped(one: str) -> str:
    return "".join(f"%{byte:02x}" for byte in _bytes(one))


def letter_unique(key: str) -> str:
    """The unique part under which the letter with this key lies, as draft and when sent."""
    return f"{_readable(key, 60)}.{_digest(key, 24)}{_OURS}"


def card_unique(key: str) -> str:
    """The unique part under which the card with this key lies."""
    return f"{_readable(key, 60)}.{_digest(key, 24)}{_CARD}"


def is_letter(name: str) -> bool:
    """Whether a file name, or an item's id, is one that only our letters have."""
    return unique_of(name).endswith(_OURS)


def is_card(name: str) -> bool:
    """Whether a file name, or an item's id, is one that only our cards have."""
    return unique_of(name).endswith(_CARD)


def is_flagged_draft(name: str) -> bool:
    """Whether a file name says that its message is a draft; mail that is delivered never says so."""
    return "D" in name.rpartition(":2,")[2] and "D" in flags_of(name)


def side_name(item: str) -> str:
    """The name of the side data file of this item: never a path, whatever the id says."""
    return f"{_readable(item, 80)}.{_digest(item, 32)}.json"


def _readable(text: str, length: int) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", text)[:length].strip("-") or "item"


def _digest(text: str, length: int) -> str:
    return sha256(_bytes(text)).hexdigest()[:length]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
