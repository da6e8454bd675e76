"""Cue tables other than those in use: from a folder, or from an earlier revision of this project. Keeps nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Collection
from pathlib import Path

from bot.recognising.recalled import look_up
from bot.recognising.words import as_a_whole
from config import cues
from handlers.evidence import CueTable, compile_cues

PROJECT = Path(cues.__file__).parents[2]
WHERE = "config/cues"
_KINDS = "kinds.toml"
"""The one table of kinds there was before it was divided by who writes."""
_SECONDS = 30


class OtherCuesFault(Exception):
    """There are no such cue tables, or they cannot be read; the sentence says which and why."""


def chosen(named: str) -> CueTable:
    """The tables of the folder with this name, else of this revision, ready for reading. Raises OtherCuesFault."""
    read = _of_folder(Path(named)) if Path(named).is_dir() else _of_revision(named)
    try:
        return compile_cues((cue for cue in cues.load(read) if cue.phrases), look_up, as_a_whole)
    except (ValueError, TypeError, AttributeError, OSError) as fault:
        raise OtherCuesFault(f"The cue tables of {named} cannot be read: {fault}") from None


def _of_folder(folder: Path) -> Callable[[str], str]:
    """The tables of a folder laid out like config/cues, or of a checkout; one that is not there is the one in use."""
    inner = folder / WHERE
    home = inner if inner.is_dir() else folder
    if not any((home / name).exists() for name in ("kinds", _KINDS, "flags.toml", "machines.toml")):
        raise OtherCuesFault(f"{folder} holds no cue tables: it has neither kinds nor flags.toml nor machines.toml.")
    theirs = {path.relative_to(home).as_posix(): path for path in home.rglob("*") if path.is_file()}
    return _tables(theirs, lambda file: theirs[file].read_text("utf-8"), otherwise=cues.shipped)


def _of_revision(revision: str) -> Callable[[str], str]:
    """The tables as they stood in a revision, and no others."""
    if not (PROJECT / ".git").exists():
        raise OtherCuesFault(
            f"{revision} is no folder, and no revision can be looked up: {PROJECT} is not a git repository. "
            "Name a folder with other cue tables."
        )
    wanted = f"{revision}^{{commit}}"
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", wanted).strip()
    if not commit:
        raise OtherCuesFault(f"{revision} is neither a folder nor a revision of the repository at {PROJECT}.")
    names = _git("ls-tree", "-r", "--name-only", commit, f"{WHERE}/").splitlines()
    if not names:
        raise OtherCuesFault(f"The revision {revision} has no cue tables in {WHERE}.")
    theirs = {name.removeprefix(f"{WHERE}/") for name in names}
    return _tables(theirs, lambda file: _git("show", f"{commit}:{WHERE}/{file}"), otherwise=_was_not_there_yet)


def _was_not_there_yet(_file: str) -> str:
    """A table without a line."""
    return ""


def _tables(
    theirs: Collection[str], text_of: Callable[[str], str], *, otherwise: Callable[[str], str]
) -> Callable[[str], str]:
    """Each file as they have it; their one table of kinds, where it is one, in place of the first part."""

    def read(file: str) -> str:
        if file in theirs:
            return text_of(file)
        if _KINDS in theirs and file.startswith("kinds/"):
            return text_of(_KINDS) if file == f"kinds/{cues.KINDS[0]}.toml" else ""
        return otherwise(file)

    return read


def _git(*words: str) -> str:
    program = shutil.which("git")
    if program is None:
        raise OtherCuesFault("No revision can be looked up: git is not installed. Name a folder with other cue tables.")
    try:
        done = subprocess.run(  # noqa: S603 – a fixed program; what was typed can only be a revision
            [program, "-C", str(PROJECT), *words], capture_output=True, encoding="utf-8", timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError) as trouble:
        raise OtherCuesFault(f"git did not answer ({type(trouble).__name__}).") from None
    if done.returncode and done.stderr:
        raise OtherCuesFault(f"git refused: {done.stderr.strip().splitlines()[0]}")
    return done.stdout
