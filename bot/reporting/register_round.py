"""The register in its folder: what people changed in it is read back, and each day a new one takes its place.

A file that somebody has open holds nothing up: the new one goes beside it, and takes its place when they have closed
it. A file is only replaced where everything in it has been read. It sends nothing.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reporting import register, register_reading
from bot.reporting.register_cells import Unreadable
from handlers.register import clean
from store import registers, rounds
from store.terms import LONDON, Mode, london_date

if TYPE_CHECKING:
    from bot.service import Service

ROUND, COPY_ROUND = "register", "register copy"
SOMEBODY = "somebody"
_EXCEL_NAME_AT, _EXCEL_WIDE_AT = 1, 57
"""Where Excel's owner file has the name: first in one byte a letter, then in two, a length before each."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the register in the folder stands: whether today's could not be put in its place, and who has it open."""

    waits: bool
    held_by: str
    beside: str = ""


def pass_(service: Service) -> int:
    """Changes are read back, and a register that is due is written; answers how much was done."""
    if service.settings.register.folder is None or service.reads_only:
        return 0
    taken = 0
    try:
        taken = 0 if service.settings.sending.mode is Mode.WATCH else _read_back(service)
        return taken + _write(service, anew=bool(taken))
    except OSError as fault:
        service.log.warning("register_not_written", fault=type(fault).__name__)
        return taken


def standing(service: Service) -> Standing:
    """How the register in the folder stands now, for the digest to say."""
    if service.settings.register.folder is None:
        return Standing(waits=False, held_by="")
    path = _path(service)
    waits = _waiting(path).exists()
    beside = max((one.name for one in _copies(path)), default="") if waits else ""
    return Standing(waits, (held_by(path) or SOMEBODY) if waits else "", beside)


def held_by(path: Path) -> str:
    """Who has the file open, as Excel or LibreOffice says beside it; "" where neither does."""
    with suppress(OSError):
        data = path.with_name(f"~${path.name}").read_bytes()
        if not data:
            return SOMEBODY
        length = int.from_bytes(data[_EXCEL_WIDE_AT - 2 : _EXCEL_WIDE_AT], "little")
        wide = data[_EXCEL_WIDE_AT : _EXCEL_WIDE_AT + 2 * length].decode("utf-16-le", "replace")
        plain = data[_EXCEL_NAME_AT : _EXCEL_NAME_AT + data[0]].decode("cp1252", "replace")
        return clean(wide, 60) or clean(plain, 60) or SOMEBODY
    with suppress(OSError):
        words = path.with_name(f".~lock.{path.name}#").read_text("utf-8", "replace")
        return next(filter(None, (clean(one, 60) for one in words.split(",")[:2])), SOMEBODY)
    return ""


# --- reading --------------------------------------------------------------------------------------------------------


def _read_back(service: Service) -> int:
    """Every register in the folder that was changed since the last look is read; answers how many changes it had."""
    path, count = _path(service), 0
    for one in (path, *_copies(path)):
        data = _bytes(one)
        if data is None or not _is_new(service, sha := hashlib.sha256(data).hexdigest()):
            continue
        try:
            lines = register_reading.take(service, data)
        except Unreadable:
            if _seen_once_before(service, sha):
                service.log.warning("register_unreadable")
                _keep(service, path, data)
                count += 1
            continue
        service.registers_read.add(sha)
        if any(not line.done for line in lines):
            _keep(service, path, data)
        count += len(lines)
    return count


def _seen_once_before(service: Service, sha: str) -> bool:
    """Whether the same bytes could not be read at the last look either: then nobody is saving them just now."""
    again = f"unreadable {sha}" in service.registers_read
    service.registers_read.add(sha if again else f"unreadable {sha}")
    return again


def _keep(service: Service, path: Path, data: bytes) -> None:
    """What could not all be taken stays beside the register, so that nothing somebody wrote is lost."""
    local = service.clock.now().astimezone(LONDON)
    _whole(path, path.with_name(f"{path.stem} (not taken {local:%Y-%m-%d %H-%M}).xlsx"), data)


def _is_new(service: Service, sha: str) -> bool:
    """Whether these bytes are neither as they were written nor read before."""
    if sha in service.registers_read:
        return False
    with service.reading() as tx:
        untouched = registers.is_untouched(tx, sha)
    if untouched:
        service.registers_read.add(sha)
    return not untouched


def _bytes(path: Path) -> bytes | None:
    """What is in the file; None where there is none, or it cannot be read now."""
    try:
        return path.read_bytes()
    except OSError:
        return None


# --- writing --------------------------------------------------------------------------------------------------------


def _write(service: Service, *, anew: bool) -> int:
    """The register of the day waits beside its place and is put there; or beside it, where somebody has it open."""
    path, now = _path(service), service.clock.now()
    with service.reading() as tx:
        last = rounds.last(tx, ROUND)
    today, time = london_date(now), now.astimezone(LONDON).time()
    due = (last is None or last.day < today) and time >= service.settings.register.at
    if due or anew:
        _prepare(service, path)
    if not _waiting(path).exists():
        return 0
    put = _put(service, path)
    if not put:
        _beside(service, path, now)
    if due:
        with service.writing() as tx:
            rounds.finish(tx, ROUND, today, {"held": int(not put)})
    return int(put or due)


def _prepare(service: Service, path: Path) -> None:
    """A register as things stand now waits beside its place, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with service.writing() as tx:
        made = register.bytes_of(service, tx)
    _whole(path, _waiting(path), made.data)


def _whole(path: Path, place: Path, data: bytes) -> None:
    """The file at this place holds exactly this; half of it is never seen."""
    half = path.with_name(f".{path.stem}.part")
    half.write_bytes(data)
    half.replace(place)


def _put(service: Service, path: Path) -> bool:
    """The waiting register is in its place, unless somebody has it open or changed it just now."""
    there = _bytes(path)
    if there is None and path.exists():
        return False
    if there is not None and _is_new(service, hashlib.sha256(there).hexdigest()):
        return False
    try:
        _waiting(path).replace(path)
    except PermissionError:
        return False
    _tidy(service, path)
    return True


def _beside(service: Service, path: Path, now: datetime) -> None:
    """Once a day a copy of the waiting register lies beside the one that somebody has open."""
    today = london_date(now)
    with service.reading() as tx:
        last = rounds.last(tx, COPY_ROUND)
    if last is not None and last.day >= today:
        return
    local = now.astimezone(LONDON)
    _whole(path, path.with_name(f"{path.stem} (new copy {local:%H-%M}).xlsx"), _waiting(path).read_bytes())
    with service.writing() as tx:
        rounds.finish(tx, COPY_ROUND, today, {})
    service.log.info("register_held")


def _tidy(service: Service, path: Path) -> None:
    """Copies that nobody has written in are gone again."""
    for copy in _copies(path):
        data = _bytes(copy)
        if data is None:
            continue
        with service.reading() as tx:
            untouched = registers.is_untouched(tx, hashlib.sha256(data).hexdigest())
        if untouched:
            with suppress(PermissionError):
                copy.unlink(missing_ok=True)


def _path(service: Service) -> Path:
    """Where the register lies; only asked where there is a folder for it."""
    chosen = service.settings.register
    return (chosen.folder or Path()) / f"{chosen.file_name}.xlsx"


def _waiting(path: Path) -> Path:
    return path.with_name(f".{path.stem}.waiting")


def _copies(path: Path) -> tuple[Path, ...]:
    """The copies beside the register, by their names alone."""
    form = re.compile(rf"{re.escape(path.stem)} \(new copy \d\d-\d\d\)\.xlsx")
    try:
        return tuple(sorted(one for one in path.parent.iterdir() if form.fullmatch(one.name)))
    except OSError:
        return ()
