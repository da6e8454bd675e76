"""A zip of files with private modes and no dates of its own: equal contents give an equal zip. Chooses no name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: what is in it has its dates in the index
_PRIVATE = 0o600 << 16


@dataclass
class Bundle:
    """The zip while it is written, with the number of the thing that came last."""

    zip: ZipFile
    number: int = 0

    def put(self, name: str, content: bytes) -> str:
        """The file is in the zip; answers its SHA-256."""
        entry = ZipInfo(name, _FIRST_DAY)
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, _PRIVATE
        self.zip.writestr(entry, content)
        return hashlib.sha256(content).hexdigest()

    def next(self) -> int:
        """The number of the next thing."""
        self.number += 1
        return self.number
