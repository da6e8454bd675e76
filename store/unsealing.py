"""What is sealed under the key of a case, or nothing where none of it is kept or the case was erased; seals nothing."""

from __future__ import annotations

import json
from typing import Any

from store.engine import Tx
from store.vault import Erased


def words_in(tx: Tx, case_id: int | None, sealed: bytes | None, about: str) -> str:
    """The words that were sealed about this, "" where there are none any more."""
    if sealed is None:
        return ""
    try:
        return tx.sealer(case_id).unseal(sealed, about).decode()
    except Erased:
        return ""


def fields_in(tx: Tx, case_id: int | None, sealed: bytes | None, about: str) -> dict[str, Any]:
    """The values that were sealed about this by their names, none where there are none any more."""
    return dict(json.loads(words_in(tx, case_id, sealed, about) or "{}"))
