"""What the example lines teach is kept beside the tables, and a file that does not fit is never believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognising import recalled
from bot.recognising.words import cue_table
from config import cues
from handlers.evidence import CueTable, compile_cues, words_of
from handlers.leanings import units
from handlers.packed import unpacked
from store.messages import Cue

SHIPPED = tuple(cue for cue in cues.load() if cue.table == "examples")
LETTER = "I have moved house, please write to the new flat. Please look again at what the sergeant wrote about my bike."


def few(extra: str = "") -> CueTable:
    """A table with few lines, kept and recalled as the whole one is."""
    more = (extra,) if extra else ()
    short = [Cue(cue.table, cue.name, "", cue.phrases[:40] + more, senders=cue.senders) for cue in SHIPPED]
    return compile_cues(short, recalled.recall)


def says(table: CueTable) -> object:
    """What the lines make of a letter: kinds and flags."""
    sentences = units(words_of(LETTER, table))
    said = [table.leanings["public"].of(one) for one in sentences]
    return said, [table.tellings.of(one.features) for one in sentences]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is kept."""
    monkeypatch.setattr(recalled, "FOLDER", tmp_path / "kept")
    return tmp_path / "kept"


def test_what_is_kept_says_what_was_learnt(folder: Path) -> None:
    """A second start takes the numbers from the file, and they say the same of every sentence."""
    first = says(few())
    [kept] = folder.iterdir()
    before = kept.stat().st_mtime_ns
    assert says(few()) == first
    assert kept.stat().st_mtime_ns == before


def test_other_lines_are_learnt_anew(folder: Path) -> None:
    """A line more is another file, and the old one goes."""
    says(few())
    [old] = folder.iterdir()
    says(few("a line that was not there before and says something else"))
    [new] = folder.iterdir()
    assert new.name != old.name


@pytest.mark.parametrize("content", [b"", b"[]\n", b"x" * 5000])
def test_a_file_that_is_not_whole_is_learnt_again(folder: Path, content: bytes) -> None:
    """Whatever stands in the file instead, the lines are read again and the file is mended."""
    first = says(few())
    [kept] = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(content)
    assert says(few()) == first
    assert kept.read_bytes() == whole


def test_one_byte_that_changed_is_noticed(folder: Path) -> None:
    """A single changed number makes the file not whole."""
    first = says(few())
    [kept] = folder.iterdir()
    whole = bytearray(kept.read_bytes())
    whole[len(whole) // 2] ^= 1
    kept.write_bytes(whole)
    assert says(few()) == first


def test_where_nothing_may_be_kept_it_is_learnt_each_time(folder: Path) -> None:
    """A folder that cannot be made costs time and nothing else."""
    folder.write_text("a file stands where the folder would be")
    assert says(few()) == says(few())


def test_parts_that_do_not_belong_together_are_refused() -> None:
    """Numbers of another table are no table."""
    parts = cue_table().tellings.said.parts()
    with pytest.raises(ValueError, match="belong together"):
        unpacked(("one",), parts)
    with pytest.raises(ValueError, match="belong together"):
        unpacked(cue_table().tellings.said.names, (parts[0][:-4], *parts[1:]))
