"""Letters in which the words that tell their kind and flags are marked (letters/*.toml), as mail and as lines.

A mark is <name>words</name>, where several names are joined by +; marks do not nest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.corpus.make_corpus import message

LETTERS = Path(__file__).parent / "letters"
RECEIVED = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
_MARKED = re.compile(r"<([a-z_]+(?:\+[a-z_]+)*)>(.*?)</\1>", re.DOTALL)
_MARK = re.compile(r"</?[a-z_]+(?:\+[a-z_]+)*>")

Letter = Mapping[str, Any]


def collections() -> dict[str, list[Letter]]:
    """Every letter, by the name of its file."""
    files = sorted(LETTERS.glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["letter"] for path in files}


def plain(text: str) -> str:
    """The text without its marks."""
    return _MARK.sub("", text)


def told(letter: Letter) -> Iterator[tuple[str, str]]:
    """Each marked stretch of a letter on one line, with each name it is marked with."""
    for part in ("subject", "text", "letter"):
        for names, words in _MARKED.findall(letter.get(part, "")):
            for name in names.split("+"):
                yield name, " ".join(words.split())


def raw(letter: Letter) -> bytes:
    """The letter as the mail it would have been."""
    quoted = f"\n\n{plain(letter['quoted'])}" if "quoted" in letter else ""
    everything = " ".join(str(value) for value in letter.values())
    county = "eicester" in everything or "leics" in everything
    to = letter.get("to", "reviews@leics-opcc.example" if county else "reviews@mopac.example")
    files = [{"name": "letter.txt", "text": plain(letter["letter"])}] if "letter" in letter else []
    return message(
        {
            "file": letter["id"],
            "from": letter["from"],
            "to": to,
            "subject": plain(letter["subject"]),
            "received": RECEIVED,
            "text": plain(letter.get("text", "")) + quoted,
            "attach": files,
        }
    )
