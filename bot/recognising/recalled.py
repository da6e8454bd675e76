"""What the example lines teach, kept beside the tables so that it is learnt once and not at every start.

A file in the tables' own __pycache__, named for what it was learnt from; where it cannot be read, does not fit or may
not be written, the lines are simply learnt again. It holds numbers only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from config import cues
from handlers import evidence, leanings, packed, phrases, tellings
from handlers.evidence import CueTable, Learnt, learn_from
from handlers.leanings import Leanings
from handlers.packed import Packed, unpacked
from handlers.tellings import Tellings

FOLDER = Path(cues.__file__).parent / "__pycache__"
FLAGS = "flags"
_TAUGHT_BY = (evidence, leanings, packed, phrases, tellings)


def recall(table: CueTable) -> Learnt:
    """What the example lines of this table teach, from the file where it fits, else learnt now and kept."""
    file = _file(table)
    known = _known(file)
    if known is not None:
        return known
    learnt = learn_from(table)
    with suppress(OSError):
        _keep(file, _written(learnt))
    return learnt


def look_up(table: CueTable) -> Learnt:
    """The same for tables that are not those in use: what would be learnt now is not kept."""
    return _known(_file(table)) or learn_from(table)


def _file(table: CueTable) -> Path:
    return FOLDER / f"learnt-{_digest(table)}.bin"


def _known(file: Path) -> Learnt | None:
    with suppress(OSError, ValueError, KeyError, IndexError):
        return _read(file.read_bytes())
    return None


def _digest(table: CueTable) -> str:
    """Of everything that what is learnt depends on: the lines, the spellings, and the code that counts them."""
    made = sha256()
    for module in _TAUGHT_BY:
        made.update(Path(str(module.__file__)).read_bytes())
    for cue in table.cues:
        if cue.table in ("examples", "spellings"):
            made.update(json.dumps([cue.name, cue.senders, cue.phrases]).encode())
    return made.hexdigest()[:24]


def _parts(learnt: Learnt) -> Iterator[tuple[str, Packed]]:
    yield from ((who, leaning.said) for who, leaning in learnt.leanings.items())
    yield FLAGS, learnt.tellings.said


def _written(learnt: Learnt) -> bytes:
    """A line that says what follows, the numbers, and a digest of both."""
    parts = [(who, said.names, said.parts()) for who, said in _parts(learnt)]
    head = json.dumps([[who, names, [len(part) for part in four]] for who, names, four in parts]).encode()
    whole = b"".join([head, b"\n", *(part for _, _, four in parts for part in four)])
    return whole + sha256(whole).digest()


def _read(kept: bytes) -> Learnt:
    """What was written. Raises ValueError where it is not whole."""
    whole, digest = kept[:-32], kept[-32:]
    if sha256(whole).digest() != digest:
        raise ValueError("what was learnt is not whole")
    head, _, rest = whole.partition(b"\n")
    said: dict[str, Packed] = {}
    at = 0
    for who, names, lengths in json.loads(head):
        four = []
        for length in lengths:
            four.append(rest[at : at + length])
            at += length
        said[who] = unpacked(names, four)
    flags = Tellings(said.pop(FLAGS))
    return Learnt({who: Leanings(one) for who, one in said.items()}, flags)


def _keep(file: Path, content: bytes) -> None:
    """The file is there whole, and those learnt from other lines are gone. Raises OSError."""
    file.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix="learning-", delete=False) as made:
        made.write(content)
    Path(made.name).chmod(0o644)
    Path(made.name).replace(file)
    for other in file.parent.glob("learnt-*.bin"):
        if other != file:
            other.unlink(missing_ok=True)
