"""Looks at an office after the torture and says what is wrong: from what was delivered, never from what we believe.

Runs in a process of its own, after a last life that nobody disturbed.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.intake import ATTEMPTS
from bot.service import Service
from store import answers_by_hand, events, intake, papers
from store.blobs import BlobDamaged
from tests.mailrooms import MailRoom
from tests.torture.mail import CONFIRM, LIES_IN, Post, Sort, letters_due, outside, whole

AT_REST = {"confirmed", "bounced"}


@dataclass(frozen=True, slots=True)
class Delivered:
    """Everything the world did to the mailbox: mail, and drafts (by name) that are not the service's to touch."""

    posts: Sequence[Post]
    own_drafts: Mapping[str, bytes]


def broken_already(room: MailRoom, delivered: Delivered) -> Iterator[str]:
    """What no moment may show, whatever was just killed: mail that is nowhere, and letters nobody was to get."""
    lying = room.names()
    for post in delivered.posts:
        if post.name not in lying:
            yield f"lost: {post.sort} {post.name} is nowhere in the mailbox"
    due = letters_due(delivered.posts)
    for (subject, to), count in _got(room).items():
        if count > due[subject, to]:
            yield f"too many letters: {count} × {subject!r} to {to}, {due[subject, to]} due"


def broken_in_the_end(service: Service, database: Path, room: MailRoom, delivered: Delivered) -> Iterator[str]:
    """Everything that is not as it must be once nobody disturbs the service any more."""
    yield from broken_already(room, delivered)
    yield from _mailbox(room, delivered)
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        yield from _sent(room, delivered, connection)
        yield from _records(room, delivered, connection)
        yield from _labels(room, delivered, connection)
        yield from _database(connection)
    yield from _blobs(service, room, delivered)
    with service.reading() as tx:
        yield from (f"chain: {sentence}" for sentence in events.verify(tx))


def _got(room: MailRoom) -> Counter[tuple[str, str]]:
    """How many letters of which subject each address got."""
    return Counter((one.letter, one.to) for one in (outside(letter.raw) for letter in room.sent()))


BOARD = ".Reviews.3 Board."
"""Where the service lays its cards, and nobody delivers anything."""


def _mailbox(room: MailRoom, delivered: Delivered) -> Iterator[str]:
    lying = room.lying()
    for same in _equal(delivered).values():
        if any(post.put_by_a_person for post in same):
            continue
        confirm = [post.name for post in same for one in lying.get(post.name, ()) if one.folder == CONFIRM]
        if len(confirm) != 1:
            yield f"to confirm: {confirm} of {[post.name for post in same]}"
    for post in delivered.posts:
        there = lying.pop(post.name, [])
        if len(there) > 1:
            yield f"twice in the mailbox: {post.sort} {post.name}"
        for one in there:
            if not one.folder.startswith(post.folder if post.put_by_a_person else LIES_IN[post.sort]):
                yield f"misfiled: {post.sort} {post.name} lies in {one.folder!r}"
            if one.raw != post.raw:
                yield f"changed: {post.sort} {post.name}"
            if post.already_read and not one.read:
                yield f"flags lost: {post.sort} {post.name}"
    strange = (name for name, there in lying.items() if not all(one.folder.startswith(BOARD) for one in there))
    yield from (f"nobody delivered {name}" for name in strange)
    drafts = room.drafts()
    yield from (f"draft left over: {name}" for name in drafts.keys() - delivered.own_drafts.keys())
    yield from (f"a person's draft was touched: {n}" for n, raw in delivered.own_drafts.items() if drafts.get(n) != raw)
    yield from (f"half written: {name}" for name in room.half_written())


def _equal(delivered: Delivered) -> Mapping[bytes, list[Post]]:
    """Requests by their bytes: each is one application, however often it was delivered."""
    found: defaultdict[bytes, list[Post]] = defaultdict(list)
    for post in delivered.posts:
        if post.sort in (Sort.APPLICATION, Sort.COPY):
            found[post.raw].append(post)
    return found


def _sent(room: MailRoom, delivered: Delivered, connection: sqlite3.Connection) -> Iterator[str]:
    got = _got(room)
    for (subject, to), count in letters_due(delivered.posts).items():
        if got[subject, to] < count:
            yield f"letter missing: {subject!r} to {to}"
    raws = [letter.raw for letter in room.sent()]
    yield from (f"incomplete: the letter {outside(raw)}" for raw in raws if not whole(raw))
    ids = Counter(outside(raw).message_id for raw in raws)
    yield from (f"sent twice: {one}" for one, count in ids.items() if count > 1)
    if ids.keys() != (known := {row["message_id"] for row in connection.execute("SELECT message_id FROM outbox")}):
        yield f"sent and recorded differ: {sorted(ids.keys() ^ known)}"


def _rows(room: MailRoom, delivered: Delivered, connection: sqlite3.Connection) -> dict[str, sqlite3.Row]:
    """What is recorded of each message, by its name; of what nobody delivered, by what it is recorded as."""
    names = {room.id_of(post.name): post.name for post in delivered.posts}
    rows = connection.execute("SELECT * FROM intake").fetchall()
    return {names.get(row["item"], row["item"]): row for row in rows}


def _records(room: MailRoom, delivered: Delivered, connection: sqlite3.Connection) -> Iterator[str]:
    rows = _rows(room, delivered, connection)
    count = connection.execute("SELECT count(*) FROM intake").fetchone()[0]
    names = {post.name for post in delivered.posts}
    if count != len(names) or rows.keys() != names:
        yield f"rows: {count} for {len(names)} messages; {sorted(rows.keys() ^ names)} have none or nobody sent them"
    for post in delivered.posts:
        row = rows.get(post.name)
        if row is None:
            continue
        if row["sha256"] != sha256(post.raw).hexdigest():
            yield f"recorded wrongly: {post.name}"
        yield from _row(post, row)
    opened: Counter[int] = Counter()
    for same in _equal(delivered).values():
        cases = {rows[post.name]["case_id"] for post in same if post.name in rows}
        if len(cases) != 1 or None in cases:
            yield f"not one case but {sorted(map(str, cases))}: {[post.name for post in same]}"
        opened.update(cases - {None})
    cases = {row["id"] for row in connection.execute("SELECT id FROM review")}
    if opened.keys() != cases or any(count > 1 for count in opened.values()):
        yield f"cases: {len(cases)} for {len(_equal(delivered))} applications"
    bounced = {post.about for post in delivered.posts if post.sort is Sort.BOUNCE}
    for row in connection.execute("SELECT * FROM outbox"):
        if row["state"] not in AT_REST or (row["state"] == "bounced") != (row["message_id"] in bounced):
            yield f"letter {row['id']} stays {row['state']} {row['held_because']}".strip()


def _row(post: Post, row: sqlite3.Row) -> Iterator[str]:
    unread = post.sort in (Sort.BROKEN, Sort.POISON)
    if row["state"] != ("unreadable" if unread else "understood"):
        yield f"{row['state']}: {post.sort} {post.name} {row['fault']} after {row['attempts']} attempts".strip()
    if post.sort is Sort.POISON and (row["failures"], row["attempts"]) not in ((3, row["attempts"]), (1, ATTEMPTS + 1)):
        yield f"set aside after {row['failures']} failures and {row['attempts']} attempts: {post.name}"
    if row["filing"] != "done":
        yield f"filing {row['filing']}: {post.sort} {post.name}"
    if post.sort is Sort.REPLY and row["case_id"] is None:
        yield f"no case: {post.sort} {post.name}"


def _labels(room: MailRoom, delivered: Delivered, connection: sqlite3.Connection) -> Iterator[str]:
    """Every message carries the stamp and the labels that its row says, which people see beside it."""
    lying, wanted = room.lying(), _rows(room, delivered, connection)
    for post in delivered.posts:
        row = wanted.get(post.name)
        for has in lying.get(post.name, ()) if row is not None else ():
            if not has.stamp or not has.categories:
                yield f"unlabelled: {post.sort} {post.name}"
            elif (said := (has.stamp, "\n".join(has.categories), has.flag_on)) != (
                row["stamp"], row["categories"], row["flag_on"] or "",
            ):  # fmt: skip
                yield f"labelled otherwise: {post.sort} {post.name} {said}"


def _database(connection: sqlite3.Connection) -> Iterator[str]:
    (said,) = connection.execute("PRAGMA integrity_check").fetchone()
    if said != "ok":
        yield f"integrity_check: {said}"
    yield from (f"foreign key: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check"))
    control = connection.execute("SELECT * FROM control").fetchone()
    if control["host"]:
        yield f"the lead was not given up: {control['host']}"


def _blobs(service: Service, room: MailRoom, delivered: Delivered) -> Iterator[str]:
    items = {post.name: room.id_of(post.name) for post in delivered.posts}
    with service.reading() as tx:
        rows = intake.held(tx, service.mailbox_name, items.values())
        files = papers.blobs(tx)
        sent_by_hand = answers_by_hand.blobs(tx)  # a letter without a key is a person's, as far as anybody can tell
        for post in delivered.posts:
            if items[post.name] not in rows:
                continue
            try:
                kept: Any = intake.raw_of(service.store, tx, rows[items[post.name]])
            except BlobDamaged as fault:
                kept = fault
            if kept != post.raw:
                yield f"blob: {post.sort} {post.name} {kept if isinstance(kept, BlobDamaged) else 'differs'}"
    blobs = {path.name for path in service.settings.store.blobs.glob("*")}
    named = {row.blob.name for row in rows.values()} | sent_by_hand | files
    yield from (f"blob left over: {name}" for name in blobs - named)


def shortened(faults: Iterable[str], most: int = 3) -> list[str]:
    """No more than a few sentences of each kind, which is what they begin with."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for fault in faults:
        kinds[fault.partition(":")[0]].append(fault)
    rest = (f"{kind}: … {len(found)} in all" for kind, found in kinds.items() if len(found) > most)
    return [fault for found in kinds.values() for fault in found[:most]] + list(rest)


def attempts(database: Path, room: MailRoom, delivered: Delivered) -> Counter[int]:
    """How many messages that can be read were read at which attempt."""
    innocent = {post.name for post in delivered.posts if post.sort not in (Sort.BROKEN, Sort.POISON)}
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        rows = _rows(room, delivered, connection)
    return Counter(row["attempts"] for name, row in rows.items() if name in innocent)
