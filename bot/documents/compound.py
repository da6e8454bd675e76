"""Compound files (MS-CFB): old Word letters, Outlook items, locked Office files; the only importer of olefile.

Every stream is read within one budget, so that many entries over one chain of sectors give no bomb.
"""

from __future__ import annotations

import io

from bot.documents.faults import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READ_IN_ALL = 60_000_000

Path = tuple[str, ...]


class Compound:
    """One compound file, open. Raises Refused, and what olefile raises, for what is none."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise Refused("damaged")
        from olefile import OleFileIO

        self._file = OleFileIO(io.BytesIO(data))
        self._left = _READ_IN_ALL
        self.streams: tuple[Path, ...] = tuple(map(tuple, self._file.listdir(streams=True, storages=False)))
        self._known = frozenset(self.streams)

    def __contains__(self, path: Path) -> bool:
        return path in self._known

    @property
    def lock(self) -> str:
        """The code of what locks an Office file that was put in here, "" where nothing does."""
        if any("DRMEncrypted" in name or name == "\tDRMContent" for path in self.streams for name in path):
            return "encrypted_rights"
        return "encrypted" if ("EncryptedPackage",) in self else ""

    def stream(self, *path: str) -> bytes:
        """The bytes of one stream, b"" where there is none. Raises Refused beyond the budget."""
        if path not in self._known:
            return b""
        self._left -= int(self._file.get_size(list(path)))
        if self._left < 0:
            raise Refused("bomb")
        with self._file.openstream(list(path)) as opened:
            return bytes(opened.read())

    def names_in(self, *path: str) -> tuple[str, ...]:
        """What lies directly in a storage: its streams, and the storages that hold streams, in order, each once."""
        depth = len(path)
        return tuple(dict.fromkeys(one[depth] for one in self.streams if len(one) > depth and one[:depth] == path))
