"""Office profiles, one TOML file each; knows where they lie and reads none of them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def profiles() -> tuple[str, ...]:
    """The names `[office] profile` may take, in order: the stem of every TOML file in this folder."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
