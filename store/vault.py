"""Keys: one key file wraps a key for each case; everything personal is sealed under one of them.

Never writes plain text anywhere and never keeps a case's key longer than it is asked for.
"""

from __future__ import annotations

import base64
import hmac
import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_HEAD = "reviews-bot key 1\n"
_NONCE = 12
_HALF = 16


class StoreFault(Exception):
    """The store cannot be used as it is; the sentence says what to do."""


class Unfit(StoreFault):
    """The store, or its key file, is not one this service may work with: somebody has to set it right first."""


class Erased(Exception):
    """What is asked for was sealed under a key that has been destroyed."""


class Sealer:
    """One AES-256-GCM key, ready for use. `seal` binds `about`, so a sealed text cannot be moved elsewhere."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, about: str) -> bytes:
        """Nonce and ciphertext."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """What was sealed. Raises StoreFault when it was changed, or sealed under another key or for another use."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except (InvalidTag, ValueError):  # ValueError: there is less of it than a nonce
            raise StoreFault(
                f"The sealed {about} cannot be opened: it was changed, or the key file is not its own."
            ) from None


class Vault:
    """What the key file opens: wraps case keys, seals what has no case, and makes tags and marks."""

    def __init__(self, master: bytes) -> None:
        self.general = Sealer(_derive(master, b"general"))
        self._wrap = Sealer(_derive(master, b"wrap"))
        self._tags = _derive(master, b"tags")
        self._marks = _derive(master, b"marks")

    def new_wrapped_key(self, about: str) -> bytes:
        """A fresh key, wrapped."""
        return self._wrap.seal(AESGCM.generate_key(256), about)

    def sealer(self, wrapped: bytes, about: str) -> Sealer:
        """The key inside, ready for use."""
        return Sealer(self._wrap.unseal(wrapped, about))

    def rewrapped(self, wrapped: bytes, about: str, under: Sealer) -> bytes:
        """The same key, sealed under another one instead of the key file."""
        return under.seal(self._wrap.unseal(wrapped, about), about)

    def wrapped(self, sealed: bytes, about: str, under: Sealer) -> bytes:
        """The same key, wrapped by the key file instead of the other one."""
        return self._wrap.seal(under.unseal(sealed, about), about)

    def tag(self, text: str, purpose: str) -> str:
        """A keyed hash of a folded text: equal texts have equal tags, which nobody can guess without the key file."""
        folded = f"{purpose}\0{text.strip().casefold()}".encode()
        return hmac.digest(self._tags, folded, "sha256").hex()[:32]

    def mark(self, name: str) -> str:
        """The mark (128 bits, hex) that only this store can make for a name."""
        return hmac.digest(self._marks, name.encode(), "sha256").hex()[:32]

    def own_key(self, name: str) -> str:
        """A mark for a thing that says by itself that this store made it, whatever has been forgotten since."""
        half = self.mark(name)[:_HALF]
        return half + self.mark(f"own {half}")[:_HALF]

    def is_own_key(self, key: str) -> bool:
        """Whether `own_key` made it."""
        half = key[:_HALF]
        whole = half + self.mark(f"own {half}")[:_HALF]
        return hmac.compare_digest(key.encode(errors="replace"), whole.encode())


def open_vault(key_file: Path, *, may_create: bool) -> Vault:
    """The vault of this key file; made (mode 0600) only where `may_create`, that is with an empty store.

    Raises Unfit when it is missing, unreadable or not a key file.
    """
    try:
        text = key_file.read_text("ascii")
    except FileNotFoundError:
        if not may_create:
            raise Unfit(
                f"The key file {key_file} is missing, and this store is not empty: without it none of its mail can be "
                "read. Put the key file back from your backup; the service does not make a new one."
            ) from None
        _create(key_file)
        return open_vault(key_file, may_create=False)
    except (OSError, UnicodeDecodeError) as error:
        raise Unfit(f"The key file {key_file} cannot be read ({type(error).__name__}).") from None
    try:
        master = base64.b64decode(text.removeprefix(_HEAD), validate=False)
    except ValueError:
        master = b""
    if not text.startswith(_HEAD) or len(master) != 32:
        raise Unfit(f"{key_file} is not a key file of this service. Put the right one back from your backup.")
    return Vault(master)


def _create(key_file: Path) -> None:
    """A whole key file is there, or none; where another instance was quicker, it is that one's."""
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = key_file.with_name(f"{key_file.name}.{os.getpid()}.tmp")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(_HEAD + base64.b64encode(AESGCM.generate_key(256)).decode() + "\n")
        out.flush()
        os.fsync(handle)
    with suppress(FileExistsError):
        os.link(half, key_file)
    half.unlink()
    sync_folder(key_file.parent)


def sync_folder(folder: Path) -> None:
    """Names made or changed in this folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _derive(master: bytes, purpose: bytes) -> bytes:
    return hmac.digest(master, b"reviews-bot/" + purpose, "sha256")
