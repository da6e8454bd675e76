"""The promises: what must hold at every delivery, and what must have become of everything once the faults have ended.

It compares the world's own truth with the tables as they lie on disk, read with plain SQL, not with our code.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.service import Service
from store import events, intake, restoration
from store.blobs import BlobDamaged
from tests.simulation.people import APPLICATION, Arrival
from tests.simulation.sim_mailbox import ELSEWHERE, INBOX, JUNK, Delivery, Piece

if TYPE_CHECKING:
    from tests.simulation.world import World

_LETTER_ENDS = {"confirmed", "hold", "cancelled"}
_DISTURBED = {
    "draft_gone",
    "cannot_tell_whether_it_left",
    "draft_recipient_changed",
    "draft_subject_changed",
    "draft_text_changed",
}
_AFTER_A_RESTORE = {"written_before_live", restoration.UNSURE}
"""What came in while the service only read waits for a person, and so does what may have left before."""


class Broken(BaseException):
    """A promise was broken; the sentence says which. Nothing in the core may catch this."""


class Checker:
    """Watches one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    # --- at every delivery -------------------------------------------------------------------------------------------

    def delivered(self, one: Delivery) -> None:
        """Whatever leaves by the service's hand is one unchanged letter, to whoever wrote, while nothing stops it."""
        self.world.note(f"LEFT by {one.by}: {one.sheet.id} to {one.sheet.to} {one.sheet.subject!r}")
        if one.by == "person":
            return
        self._not_stopped(one)
        self._as_written(one)
        writers = {arrival.sender for arrival in self._applications()}
        if one.sheet.key and not self._changed_since(one):
            self._must(set(one.sheet.to) <= writers, f"a letter went to {one.sheet.to}, who never asked for anything")
        by_us = [other for other in self.world.server.delivered if other.by == "bot"]
        same = [other for other in by_us if other.sheet.key == one.sheet.key]
        self._must(len(same) == 1, f"the letter {one.sheet.subject!r} was delivered {len(same)} times")
        told = {other.sheet.to for other in by_us if other.sheet.subject == one.sheet.subject}
        if not self._changed_since(one):
            self._must(len(told) == 1, f"{sorted(told)} were told the same reference, in {one.sheet.subject!r}")
        to_them = [other for other in by_us if other.sheet.to == one.sheet.to]
        asked = {arrival.raw for arrival in self._applications() if (arrival.sender,) == one.sheet.to}
        if not self._changed_since(one):
            self._must(len(to_them) <= len(asked), f"{one.sheet.to} asked {len(asked)} times, got {len(to_them)}")

    def _not_stopped(self, one: Delivery) -> None:
        began = self.world.current.free_since if not self.world.over else self.world.steps
        for what, since in self.world.people.stopped.items():
            self._must(since > began, f"{one.sheet.id} was sent although stopped by {what} since step {since}")

    def _as_written(self, one: Delivery) -> None:
        asked = one.sheet.letter
        self._must(asked is not None, "something left that we never wrote")
        if asked is None or self._changed_since(one):
            return
        same = (one.sheet.to, one.sheet.copies, one.sheet.html) == ((asked.to,), (), asked.html)
        self._must(same and one.sheet.subject == asked.subject, f"{one.sheet.id} left with other words or readers")

    def _changed_since(self, one: Delivery) -> bool:
        """Whether somebody changed the draft after this process had read it back in this very pass."""
        seen_at = self.world.current.read_back_at.get(one.sheet.id, -1)
        return one.sheet.changed_at > seen_at >= 0

    # --- when the faults have ended ----------------------------------------------------------------------------------

    def unfinished(self) -> list[str]:
        """What has not come to rest yet, in words."""
        with closing(self._database()) as db:
            failed = db.execute("SELECT subject FROM question WHERE code = 'round_failed'")
            rounds = [f"{row['subject']} failed" for row in failed]
            if self.world.restoring and self.world.restoring.waits():
                rounds.append("the restore waits to be accepted")
            return [*rounds, *self._unfinished_letters(db), *self._unfinished_items(db)]

    def _unfinished_letters(self, db: sqlite3.Connection) -> Iterator[str]:
        states: dict[str, str] = {}
        aside = db.execute("SELECT subject FROM question WHERE code = 'draft_changed_aside'")
        asked_aside = {row["subject"].removeprefix("draft:") for row in aside}
        answers = "SELECT mark, outbox.state, why_not FROM outbox LEFT JOIN intake ON intake.id = intake_id"
        for row in db.execute(answers):
            states[row["mark"]] = row["state"]
            given_up = row["state"] == "cancelled" and row["why_not"] == "by_hand"  # whoever took the mail answers it
            if row["state"] not in _LETTER_ENDS and not given_up:
                yield f"letter {row['mark'][:6]} is {row['state']}"
        for sheet in self.world.server.in_sight():
            if self.world.restoring and (sheet.key not in states or sheet.key in asked_aside):
                continue  # `restore show` and the night's count name it, or a person is asked
            if sheet.key and sheet.changed_at < 0 and states.get(sheet.key) != "hold":  # a changed one is its author's
                yield f"draft {sheet.id} is left over"

    def _unfinished_items(self, db: sqlite3.Connection) -> Iterator[str]:
        rows = {row["item"]: row for row in db.execute("SELECT id, item, folder, state, filing FROM intake")}
        asked = db.execute("SELECT subject FROM question WHERE code = 'filing_refused'")
        for_a_person = {row["subject"] for row in asked}  # nine times nothing answered: it is put away by hand
        for row in rows.values():
            if row["state"] not in ("understood", "unreadable", "copy") or row["filing"] not in ("done", "overtaken"):
                yield f"item {row['item']} is {row['state']}, filing {row['filing']}"
        for piece in self._watched():
            row = rows.get(piece.id)
            if piece.key:
                continue  # cards and notes: what a break-off leaves of them is swept away once a day
            if row is None:
                yield f"{piece.id} in {piece.folder} is not on record"
            elif row["folder"] != piece.folder:
                yield f"{piece.id} lies in {piece.folder} and is on record in {row['folder'] or 'no folder'}"
            elif piece.folder in (INBOX, JUNK) and not piece.dragged and f"intake:{row['id']}" not in for_a_person:
                yield f"{piece.id} was left in {piece.folder}"

    def at_rest(self, service: Service) -> None:
        """Everything that came has become what it must, and the history is whole."""
        with closing(self._database()) as db:
            self._cases(db)
            if self.world.restoring:
                self._references(db)
            self._letters(db)
        with service.reading() as tx:
            faults = list(events.verify(tx))
            self._must(not faults, f"the history is not whole: {faults}")
            with closing(self._database()) as db:
                items = [row["item"] for row in db.execute("SELECT item FROM intake")]
            for one in intake.held(tx, service.mailbox_name, items).values():
                try:
                    intake.raw_of(service.store, tx, one)
                except BlobDamaged as damage:
                    raise Broken(f"the mail itself is lost: {damage}") from None

    def _cases(self, db: sqlite3.Connection) -> None:
        rows: dict[str, list[Any]] = defaultdict(list)
        for row in db.execute("SELECT * FROM intake"):
            rows[row["sha256"]].append(row)
        applications = self._by_content(self._applications())
        opened = 0
        for digest, arrivals in applications.items():
            cases = {row["case_id"] for row in rows[digest] if row["state"] != "copy"}
            numbers = [arrival.number for arrival in arrivals]
            self._must(len(cases) <= 1 and None not in cases, f"arrivals {numbers} belong to the cases {cases}")
            self._must(bool(cases) or self._excused(numbers), f"arrivals {numbers} are lost: no case")
            planned = [row for row in self._letters_of(db, rows[digest]) if row["letter"] == "acknowledgement"]
            letters = [row for row in planned if row["state"] != "cancelled"]
            may = any(row["may_acknowledge"] for row in rows[digest])
            theirs = any(
                row["why_not"] == "by_hand" for row in rows[digest]
            ) and not self.world.server.put_by_people.isdisjoint(numbers)
            due = bool(cases) and not theirs
            self._must(len(letters) == due, f"arrivals {numbers}: {len(letters)} acknowledgements planned")
            self._must(may or not due, f"arrivals {numbers} may not be acknowledged")
            opened += len(cases)
        number = db.execute("SELECT count(*) FROM review").fetchone()[0]
        self._must(number == opened, f"{number} cases were opened by {opened} requests")
        for digest, arrivals in self._by_content(self.world.arrivals).items():
            allowed = sum(self.world.server.lives.get(arrival.number, 0) for arrival in arrivals)
            self._must(len(rows[digest]) <= allowed, f"{len(rows[digest])} rows for {allowed} items")
            if digest not in applications:
                self._must(not self._letters_of(db, rows[digest]), "a machine was written to")
                self._must(all(row["case_id"] is None for row in rows[digest]), "a machine's mail opened a case")

    def _references(self, db: sqlite3.Connection) -> None:
        """The case of a reference that somebody was told is theirs, whatever the store had forgotten meanwhile."""
        senders = {hashlib.sha256(one.raw).hexdigest(): one.sender for one in self._applications()}
        found = db.execute("SELECT reference, sha256 FROM review JOIN intake ON case_id = review.id")
        theirs = {row["reference"]: senders.get(row["sha256"]) for row in found}
        for one in self.world.server.delivered:
            reference = one.sheet.subject.rpartition("[")[2].rstrip("]")
            if one.by == "bot" and reference in theirs:
                what = f"{reference} is the case of {theirs[reference]}, and {one.sheet.to} were told it"
                self._must((theirs[reference],) == one.sheet.to, what)

    def _letters(self, db: sqlite3.Connection) -> None:
        left: dict[str, list[Delivery]] = defaultdict(list)
        for one in self.world.server.delivered:
            left[one.sheet.key].append(one)
        adopted: dict[Any, list[Delivery]] = defaultdict(list)
        for row in db.execute("SELECT mark, letter_id FROM found_letter"):
            adopted[row["letter_id"]] += left.pop(row["mark"], [])
        for row in db.execute("SELECT * FROM outbox"):
            gone = left.pop(row["mark"], []) + adopted[row["id"]]
            twins = row["mark"] in self.world.people.disturbed
            what = f"letter {row['mark'][:6]} ({row['state']} {row['held_because']}) left {len(gone)} times"
            if row["state"] == "confirmed":
                self._must(len(gone) == 1 or (twins and len(gone) > 1), what)
                continue
            if row["state"] == "cancelled":
                by_hand = "SELECT 1 FROM intake WHERE id = ? AND why_not = 'by_hand'"
                self._must(not gone and db.execute(by_hand, (row["intake_id"],)).fetchone() is not None, what)
                continue
            if self.world.restoring and row["held_because"] in _AFTER_A_RESTORE:
                continue
            self._must(row["held_because"] in _DISTURBED and twins, f"{what}, held for no reason of ours")
            asked = db.execute("SELECT 1 FROM question WHERE subject = ?", (f"letter:{row['key']}",)).fetchone()
            self._must(asked is not None, f"{what}, and nobody is asked")
        self._must(not left, f"letters left that no row knows: {list(left)}")

    def _letters_of(self, db: sqlite3.Connection, rows: list[Any]) -> list[Any]:
        ids = ",".join(str(row["id"]) for row in rows)
        return db.execute(f"SELECT * FROM outbox WHERE intake_id IN ({ids})").fetchall()

    def _excused(self, numbers: list[int]) -> bool:
        """A person took every one of these away before the service had put its stamp on it, or a restore forgot it."""
        server, forgetful = self.world.server, self.world.restoring is not None
        came = [piece for piece in (*server.pieces.values(), *server.removed) if not piece.key]
        pieces = [piece for piece in came if piece.arrival in numbers]
        return all(
            (forgetful or not piece.stamp)
            and (piece in server.removed or (piece.folder == ELSEWHERE and piece.dragged))
            for piece in pieces
        )

    def _watched(self) -> list[Piece]:
        server = self.world.server
        return [piece for piece in server.pieces.values() if piece.folder != ELSEWHERE and server.seen(piece)]

    def _applications(self) -> list[Arrival]:
        return [arrival for arrival in self.world.arrivals if arrival.what == APPLICATION]

    def _by_content(self, arrivals: list[Arrival]) -> dict[str, list[Arrival]]:
        found: dict[str, list[Arrival]] = defaultdict(list)
        for arrival in arrivals:
            found[hashlib.sha256(arrival.raw).hexdigest()].append(arrival)
        return found

    def _database(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.world.office.database)
        db.row_factory = sqlite3.Row
        return db

    def _must(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise Broken(otherwise)
