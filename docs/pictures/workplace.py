"""Draws how it looks in Outlook: `.venv/bin/python -m docs.pictures.workplace` from the project's folder.

`tree.svg` are the folders as the settings name them; `card.png` and `letter.png` come from an invented case in a
throwaway Maildir, `digest.png` from a full morning of an invented office, drawn by Chromium, each with the mark of its
words in it, by which the tests know an old picture.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.casework import board
from bot.demo import day as demo_day
from bot.proofing.letter_samples import letterheads
from bot.reporting import trend
from bot.sending.last_look import visible
from config.folders import FoldersSection
from store import casework, outbox
from store.terms import Place
from templates.digest import PICTURE, render_digest
from templates.pages import card_page
from tests.desk import FIRST, Desk
from tests.digest_samples import FULL

HERE = Path(__file__).parent
TREE, CARD, LETTER, DIGEST = (HERE / name for name in ("tree.svg", "card.png", "letter.png", "digest.png"))
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
WIDTH = 700
MARK = b"words"
"""What the chunk of a picture is called that holds the hash of the words on it."""
_FONT = 'font-family="Arial, Liberation Sans, sans-serif" font-size="14"'
_LINE, _STEP = 22, 24
_ENOUGH = 6000


# --- the folders ----------------------------------------------------------------------------------------------------


def tree() -> str:
    """The folders as a drawing; one that is a command is bold and says what dropping something there does."""
    rows = list(_rows())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {len(rows) * _LINE + 20}" role="img" {_FONT}>',
        "<title>The folders of the service under the Inbox</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for number, (depth, name, note) in enumerate(rows):
        x, y = 14 + depth * _STEP, number * _LINE + 26
        drop = bool(note)
        lines.append(f'<path d="M{x} {y - 11}h6l2 2h8v10h-16z" fill="{"#1d70b8" if drop else "#b58900"}"/>')
        weight = ' font-weight="bold"' if drop or depth < 2 else ""
        lines.append(f'<text x="{x + 24}" y="{y}" fill="#0b0c0c"{weight}>{escape(name)}</text>')
        if note:
            lines.append(f'<text x="330" y="{y}" fill="#484949">{escape(note)}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _rows() -> Iterator[tuple[int, str, str]]:
    folders = FoldersSection()
    paths = folders.tree("MPS")
    called = {path: place for place, path in paths.items()}
    case = folders.case_file("PCR/2026/00417", "MPS")
    seen: set[tuple[str, ...]] = set()
    in_order = [*paths.values(), case]
    for path in sorted(in_order, key=lambda path: (path[1], in_order.index(path))):
        for depth in range(len(path)):
            here = path[: depth + 1]
            if here not in seen:
                seen.add(here)
                yield depth, here[-1], SAID["case"] if here == case else SAID.get(called.get(here, ""), "")


SAID: Mapping[str, str] = {
    "case": "message dropped here: belongs to this case",
    Place.APPROVE: "draft dropped here: approved, leaves soon",
    Place.RETURN: "draft dropped here: back to its writer",
    Place.BOARD_VALIDITY: "card dropped here: ends a hold that began here",
    Place.BOARD_POLICE: "card dropped here: accept",
    Place.BOARD_COMPLAINANT: "card dropped here: ask them for something",
    Place.BOARD_ASSESSMENT: "card dropped here: papers complete, or return",
    Place.BOARD_SIGN_OFF: "card dropped here: ask for the signature",
    Place.BOARD_READY: "cards come here by themselves",
    Place.BOARD_HOLD: "card dropped here: hold for four weeks",
    Place.BOARD_CLOSED: "card dropped here: close",
    Place.OTHER_WORK: "where switched on: to its tribunal, hearing …",
    Place.SORT_APPLICATION: "message dropped here: opens a case",
    Place.SORT_PAPERS: "message dropped here: papers, to their case",
    Place.SORT_IOPC: "message dropped here: letters to pass it on",
    Place.SORT_OTHER: "message dropped here: letter with the right body",
    Place.SORT_NOTHING: "message dropped here: filed, nothing to do",
    Place.UNDO: "anything dropped here: last step taken back",
    Place.STOP: "message dropped here: nothing leaves",
}
"""What dropping something into a folder does, for those where it does something."""


# --- a card, a letter and a digest -----------------------------------------------------------------------------------


def pages() -> tuple[str, str]:
    """The pages of a new case's card and of the letter that her request is accepted, both as the service writes them.

    She is the first person of the demonstration.
    """
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder), at=MORNING)
        try:
            desk.deliver(demo_day.raw(demo_day.the_post()[0]))
            desk.runs()
            with desk.service.reading() as tx:
                shown = board.shown_card(desk.service, tx, 1, casework.view(tx, 1))
            card = card_page(desk.service.letterhead, shown)
            desk.mails("a.li@mopac.example", f"accept {FIRST}")
            with desk.service.reading() as tx:
                letter = str(outbox.content(tx, desk.letter("accepted"))["html"])
        finally:
            desk.close()
    return card, letter


def digest_page() -> str:
    """The page of a digest on a full morning, as the service writes it, with its picture of the trend in it."""
    drawn = b64encode(trend.picture(FULL)).decode()
    page = render_digest(letterheads()["mopac"], FULL, picture=True).html
    return page.replace(f"cid:{PICTURE}", f"data:image/png;base64,{drawn}")


def mark_of(page: str) -> str:
    """The words of a page as one hash: how they look plays no part."""
    return sha256(visible(page).encode()).hexdigest()


def mark_in(picture: Path) -> str:
    """The mark that a picture carries, "" for none."""
    found = re.search(rb"tEXt%s\0([0-9a-f]{64})" % MARK, picture.read_bytes())
    return found[1].decode() if found else ""


def draw(page: str, target: Path) -> None:
    """The page as a picture, as Chromium shows it by day; its mark is in it."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("No Chromium is installed here, so nobody can draw the pages.")
    with TemporaryDirectory() as folder:
        file, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        asks = "<script>document.title = document.documentElement.scrollHeight</script>"
        file.write_text(f"{page}{asks}", "utf-8")
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--blink-settings=preferredColorScheme=1", f"--user-data-dir={folder}/profile",
        ]  # fmt: skip
        told = _said([*command, f"--window-size={WIDTH},100", "--dump-dom", file.as_uri()])
        found = re.search(r"<title>(\d+)</title>", told)
        height = min(int(found[1]), _ENOUGH) if found else _ENOUGH
        _said([*command, f"--window-size={WIDTH},{height}", f"--screenshot={shot}", file.as_uri()])
        target.write_bytes(small(shot.read_bytes(), mark_of(page)))


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout  # noqa: S603  # ours


# --- a small picture ------------------------------------------------------------------------------------------------


def small(png: bytes, mark: str) -> bytes:
    """A picture of Chromium's in few colours, which is enough for words, with a mark that no eye sees."""
    width, height = struct.unpack(">II", png[16:24])
    colours: dict[bytes, int] = {}
    rows = bytearray()
    for row in _rows_of(png, width, height):
        rows.append(0)
        few = bytes(_ROUNDED[value] for value in row)
        rows.extend(colours.setdefault(few[at : at + 3], len(colours)) for at in range(0, len(few), 3))
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(colours),
        b"tEXt": MARK + b"\0" + mark.encode(),
        b"IDAT": zlib.compress(bytes(rows), 9),
        b"IEND": b"",
    }
    return png[:8] + b"".join(_chunk(kind, data) for kind, data in parts.items())


_ROUNDED = bytes((value + 30) // 60 * 60 if value < 180 else 255 - (255 - value) // 15 * 15 for value in range(256))
"""A few steps of each colour; more of the light ones, for they are large."""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rows_of(png: bytes, width: int, height: int) -> Iterator[bytearray]:
    """The rows of a picture in three colours a point, each told by what stands left of it and above it."""
    at, packed = 8, bytearray()
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    told, long, above = zlib.decompress(bytes(packed)), width * 3, bytearray(width * 3)
    for number in range(height):
        start = number * (long + 1)
        row = bytearray(told[start + 1 : start + 1 + long])
        _untold(told[start], row, above)
        yield row
        above = row


def _untold(way: int, row: bytearray, above: bytearray) -> None:
    for at in range(len(row) if way else 0):
        left, corner = (row[at - 3], above[at - 3]) if at > 2 else (0, 0)
        row[at] = (row[at] + _guess(way, left, above[at], corner)) % 256


def _guess(way: int, left: int, up: int, corner: int) -> int:
    if way == 4:
        return min((left, up, corner), key=lambda near: abs(left + up - corner - near))
    return (0, left, up, (left + up) // 2)[way]


def main() -> None:
    """The pictures show what the service shows today."""
    TREE.write_text(tree(), "utf-8")
    for page, target in zip((*pages(), digest_page()), (CARD, LETTER, DIGEST), strict=True):
        draw(page, target)


if __name__ == "__main__":
    main()
