"""Raw mail on disk: written once, sealed under its own key, read back only if every byte is still as remembered.

A blob's name begins with a keyed hash of its content, never with words from mail, and ends with a suffix of its own,
so that no file is ever written over: a process that has lost the lead may still be writing. One that dies before its
commit leaves a file that no row names and nothing opens; only such files are ever removed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from store.points import reached
from store.vault import Sealer, StoreFault, Vault, sync_folder

_SUFFIX = 6


class BlobDamaged(Exception):
    """A blob is missing or not what was remembered: an alarm, never an empty message."""


@dataclass(frozen=True, slots=True)
class Blob:
    """One sealed file: its name in the blob folder, SHA-256 (hex) and size of what is inside, its wrapped key."""

    name: str
    sha256: str
    size: int
    wrapped_key: bytes


class Blobs:
    """The blob folder. `put` is durable only once `settle` has returned."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault
        self._unsettled: set[Path] = set()

    def put(self, raw: bytes) -> Blob:
        """The bytes are on disk, in a new file under a fresh key.

        Raises StoreFault when the disk refuses.
        """
        digest = hashlib.sha256(raw).hexdigest()
        name = f"{self._vault.mark(f'blob {digest}')}-{os.urandom(_SUFFIX).hex()}"
        target = self._path(name)
        wrapped = self._vault.new_wrapped_key(f"blob {name}")
        sealed = self._vault.sealer(wrapped, f"blob {name}").seal(raw, f"blob {name}")
        reached("blob.write.before")
        try:
            self._write(target, sealed)
        except OSError as error:
            raise StoreFault(
                f"Mail could not be kept on disk ({error.strerror}). Nothing was moved; free space or mend the disk "
                "and the service goes on by itself."
            ) from None
        reached("blob.write.after")
        self._unsettled.add(target.parent)
        return Blob(name, digest, len(raw), wrapped)

    def settle(self) -> None:
        """Everything put so far survives a loss of power."""
        reached("blob.settle.before")
        while self._unsettled:
            folder = self._unsettled.pop()
            sync_folder(folder)
        reached("blob.settle.after")

    def read(self, blob: Blob, key: Sealer) -> bytes:
        """The bytes as remembered. Raises BlobDamaged when the file is missing or was changed."""
        try:
            raw = key.unseal(self._path(blob.name).read_bytes(), f"blob {blob.name}")
        except (OSError, StoreFault):
            raise BlobDamaged(f"Blob {blob.name} is missing or was changed.") from None
        if hashlib.sha256(raw).hexdigest() != blob.sha256:
            raise BlobDamaged(f"Blob {blob.name} does not hold what was remembered.")
        return raw

    def names(self) -> frozenset[str]:
        """Every file in the folder, half-written ones too."""
        return frozenset(path.name for path in self._folder.iterdir()) if self._folder.is_dir() else frozenset()

    def remove(self, names: Iterable[str]) -> None:
        """These files, which no row names, are gone."""
        for name in names:
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name  # one folder: what a batch wrote is made durable at once

    def _write(self, target: Path, sealed: bytes) -> None:
        if not self._folder.is_dir():
            self._folder.mkdir(parents=True, mode=0o700, exist_ok=True)
            sync_folder(self._folder.parent)
        half = target.with_suffix(".tmp")
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            view = memoryview(sealed)
            while view:
                view = view[os.write(handle, view) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        half.rename(target)
