"""Everybody but the service: people and machines who write, and people at Outlook, who may do anything at any step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - seeded: a run is its seed
from typing import TYPE_CHECKING

from store import leadership
from tests.simulation.sim_mailbox import ELSEWHERE, INBOX, JUNK, Piece, Sheet
from tests.world import message

if TYPE_CHECKING:
    from tests.simulation.world import World

APPLICATION, MACHINE = "application", "machine"
LATE = timedelta(minutes=10)
_ABOUT_LETTERS = ("sends", "rewords", "readdresses", "drops", "stops")


SAYS_NOTHING = ("1 To do", "5 Hand over", "6 Filed")


@dataclass(frozen=True)
class Arrival:
    """One message that will arrive: what it really is, from whom, its bytes, and the step at which it comes."""

    number: int
    what: str
    sender: str
    raw: bytes
    at_step: int
    folder: str
    late: timedelta


def arrivals(rng: Random, count: int, steps: int, late_rate: float, at: datetime) -> list[Arrival]:
    """What will arrive: requests for reviews, copies of them, forged Message-IDs and machines' mail."""
    made: list[Arrival] = []
    for number in range(count):
        requests = [one for one in made if one.what == APPLICATION]
        kind = rng.choice(("new", "new", "new", "copy", "forged", "machine")) if requests else "new"
        like = rng.choice(requests) if requests else None
        if kind == "copy" and like:
            what, sender, raw = like.what, like.sender, like.raw
        elif kind == "machine":
            what, sender = MACHINE, f"robot{number}@machine{number}.example"
            raw = _machine(sender, number, at)
        else:
            what, sender = APPLICATION, f"ann{number}@home{number}.example"
            raw = _request(sender, like.number if kind == "forged" and like else number, number, at)
        made.append(
            Arrival(
                number,
                what,
                sender,
                raw,
                rng.randrange(steps // 2),
                rng.choice((INBOX, INBOX, INBOX, JUNK)),
                LATE if rng.random() < late_rate else timedelta(),
            )
        )
    return sorted(made, key=lambda one: (one.at_step, one.number))


def _request(sender: str, message_number: int, number: int, at: datetime) -> bytes:
    text = (
        "Dear team,\n\nI would like a review of how my complaint was handled by the Metropolitan Police. The outcome "
        f"letter is dated 9 November 2026 and the reference is PC/{4000 + number:05d}/26. I am not happy with the "
        "outcome because nobody spoke to the witness.\n\nYours sincerely\n"
    )
    return message(f"Ann <{sender}>", text, at=at, number=message_number)


def _machine(sender: str, number: int, at: datetime) -> bytes:
    headers = {"Auto-Submitted": "auto-replied"}
    return message(sender, "I am away.\n", at=at, subject="Automatic reply: away", number=number, headers=headers)


class People:
    """People at Outlook and at the server's console. Each act is a method; which of them exist the draw says."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.server = world.server
        self.stopped: dict[str, int] = {}
        self.disturbed: set[str] = set()
        self._brake: Piece | None = None

    def act(self, rng: Random) -> None:
        """Somebody does something, if what it needs is there; where drafts lie about, often to those."""
        acts = self.world.draw.acts
        if self.server.unsent() and rng.random() < 0.5:
            acts = tuple(act for act in acts if act in _ABOUT_LETTERS) or acts
        what = rng.choice(acts)
        if said := getattr(self, f"_{what}")(rng):
            self.world.note(f"person {what} {said}")

    def release_everything(self) -> None:
        """Nothing stops the sending any more."""
        for what in list(self.stopped):
            self._resume(what)

    def _a_piece(self, rng: Random, *folders: str) -> Piece | None:
        seen = [piece for piece in self.server.pieces.values() if piece is not self._brake and self.server.seen(piece)]
        seen = [piece for piece in seen if not folders or piece.folder in folders]
        return rng.choice(seen) if seen else None

    def _a_message(self, rng: Random) -> Piece | None:
        seen = [piece for piece in self.server.pieces.values() if piece is not self._brake and self.server.seen(piece)]
        seen = [piece for piece in seen if not piece.key]
        return rng.choice(seen) if seen else None

    def _a_sheet(self, rng: Random) -> Sheet | None:
        unsent = self.server.unsent()
        return rng.choice(unsent) if unsent else None

    def _reads(self, rng: Random) -> str:
        if piece := self._a_piece(rng, INBOX, JUNK):
            piece.read = True
            return piece.id
        return ""

    def _flags(self, rng: Random) -> str:
        if piece := self._a_piece(rng):
            piece.labels = (*piece.labels[:3], "Red")
            self.server.touch(piece)
            return piece.id
        return ""

    def _moves(self, rng: Random) -> str:
        """Where a drag tells the service nothing; what drags tell it is for the stories of commands."""
        silent = [folder for path, folder in self.server.folders.items() if path[1] in SAYS_NOTHING]
        if piece := self._a_message(rng):
            return self._drag(piece, rng.choice([INBOX, JUNK, ELSEWHERE, *silent]))
        return ""

    def _returns(self, rng: Random) -> str:
        piece = self._a_message(rng)
        return self._drag(piece, INBOX) if piece else ""

    def _drag(self, piece: Piece, folder: str) -> str:
        was = piece.id
        self.server.move(piece, folder, by_person=True)
        return f"{was} to {folder} as {piece.id}"

    def _takes_away(self, rng: Random) -> str:
        if piece := self._a_piece(rng):
            self.server.remove(piece)
            return piece.id
        return ""

    def _sends(self, rng: Random) -> str:
        if sheet := self._a_sheet(rng):
            self.disturbed.add(sheet.key)
            self.server.send(sheet, "person")
            return sheet.id
        return ""

    def _rewords(self, rng: Random) -> str:
        if sheet := self._a_sheet(rng):
            self._change(sheet)
            sheet.html += "<p>And we lost it.</p>"
            return sheet.id
        return ""

    def _readdresses(self, rng: Random) -> str:
        if sheet := self._a_sheet(rng):
            self._change(sheet)
            sheet.to = ("somebody.else@home.example",)
            return sheet.id
        return ""

    def _change(self, sheet: Sheet) -> None:
        self.disturbed.add(sheet.key)
        sheet.changed_at = self.world.steps

    def _drops(self, rng: Random) -> str:
        if sheet := self._a_sheet(rng):
            self.disturbed.add(sheet.key)
            self.server.drop(sheet)
            return sheet.id
        return ""

    def _stops(self, rng: Random) -> str:
        what = rng.choice(("file", "row", "item"))
        if what in self.stopped:
            self._resume(what)
            return f"no longer by {what}"
        if what == "item" and not self.world.stop_folder:
            return ""
        self._stop(what)
        self.stopped[what] = self.world.steps
        return f"by {what}"

    def _stop(self, what: str) -> None:
        if what == "file":
            self.world.office.settings.stop_file.touch()
        elif what == "row":
            with self.world.admin() as tx:
                leadership.pause(tx, by="admin", why="to see")
        else:
            self._brake = Piece(
                self.server.name("m"), b"", self.world.stop_folder, self.world.now(), self.world.now(), arrival=-1
            )
            self._brake.raw = message("Ann Smith <ann@mopac.example>", "Stop.", subject="Stop", number=self._brake.id)
            self.server.lives[-1] = self.server.lives.get(-1, 0) + 1
            self.server.pieces[self._brake.id] = self._brake
            self.server.touch(self._brake)

    def _resume(self, what: str) -> None:
        del self.stopped[what]
        if what == "file":
            self.world.office.settings.stop_file.unlink()
        elif what == "row":
            with self.world.admin() as tx:
                leadership.resume(tx, by="admin")
        elif self._brake:
            if self._brake.id in self.server.pieces:
                self.server.remove(self._brake)
            self._brake = None
