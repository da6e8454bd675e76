"""Fills a store with old cases as the service leaves them, quickly: rows in bulk, history through its chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from corpus import Known, known
from sqlmodel import insert

from config.settings import Settings
from store.engine import Store, Tx, open_store
from store.events import record
from store.tables import CaseKeyRow, CaseRow, ClueRow, IntakeRow, LetterRow, PartyRow, QuestionRow

AT_ONCE = 2_000
A_YEAR = 12_000


def fill(settings: Settings, *, answered: int, others: int) -> None:
    """The store holds `answered` cases to which the bench's replies belong, and `others` beside them."""
    store = open_store(settings.store.url, settings.store.blobs, settings.store.key_file)
    cases = _cases(answered, others)
    first = 1
    while some := list(islice(cases, AT_ONCE)):
        with store.writing(datetime(2026, 11, 2, 9, 12, tzinfo=UTC), "bot@bench") as tx:
            _add(tx, store, first, some)
        first += len(some)
    store.close()


def _cases(answered: int, others: int) -> Iterator[tuple[int, int, Known]]:
    """Year, number and names: those answered first, then the other years from this one backwards."""
    for number in range(1, answered + 1):
        yield 2026, number, known(number)
    for count in range(others):
        year, number = 2026 - count // A_YEAR, count % A_YEAR + 1 + (answered if count < A_YEAR else 0)
        yield year, number, known(number, year)


def _add(tx: Tx, store: Store, first: int, cases: list[tuple[int, int, Known]]) -> None:
    rows: dict[type, list[dict[str, Any]]] = {
        table: [] for table in (CaseRow, CaseKeyRow, PartyRow, ClueRow, IntakeRow, LetterRow, QuestionRow)
    }
    for number, (year, count, case) in enumerate(cases, first):
        _one(tx, store, rows, number, year, count, case)
    for table, some in rows.items():
        tx.connection.execute(insert(table), some)


def _one(tx: Tx, store: Store, rows: Any, case_id: int, year: int, number: int, case: Known) -> None:
    """The rows and events that one request leaves behind: case, key, party, message, letter, question, history."""
    vault = store.vault
    wrapped = vault.new_wrapped_key(f"case {case_id}")
    sealer = tx._sealers[case_id] = vault.sealer(wrapped, f"case {case_id}")
    day, at = date(year, 1, 5) + timedelta(days=number % 300), datetime(year, 1, 5, 9, tzinfo=UTC)
    at += timedelta(days=number % 300)
    tag, mark = vault.tag(case.address, "address"), vault.mark(f"bench {case.reference}")
    facts = sealer.seal(json.dumps({"complainant": "Old Case", "address": case.address}).encode(), "facts")
    action = {"next_action": "Look at the new request", "next_owner": "administrator", "next_on": day}
    rows[CaseRow].append(
        {"id": case_id, "reference": case.reference, "year": year, "number": number, "opened_at": at,
         "received_on": day, "state": "triage", "facts": facts, **action}
    )  # fmt: skip
    rows[CaseKeyRow].append({"case_id": case_id, "wrapped": wrapped})
    rows[PartyRow].append({"case_id": case_id, "role": "complainant", "address_tag": tag})
    for clue, purpose in ((f"old case{number % 9_000}", "name"), (f"CO/{number:05d}/{year % 100}", "force reference")):
        rows[ClueRow].append({"tag": vault.tag(clue, purpose), "case_id": case_id})
    rows[IntakeRow].append(
        {"id": case_id, "mailbox": "reviews@mopac.example", "item": f"old.{case_id}", "stamp": mark, "folder": "",
         "seen_at": at, "received_at": at, "size": 4_000, "sha256": mark * 2, "blob": mark, "wrapped_key": wrapped,
         "locator": "", "state": "understood", "attempts": 1, "kind": "application", "may_acknowledge": True,
         "case_id": case_id, "sender_tag": tag, "fingerprint_tag": vault.mark(f"print {case_id}"), "filing": "done",
         "target": "confirm", "categories": f"{case.reference}\nNew request", "flag_on": day}
    )  # fmt: skip
    rows[LetterRow].append(
        {"key": f"acknowledgement:{case.reference}:opened:{tag}", "mark": mark, "letter": "acknowledgement",
         "case_id": case_id, "intake_id": case_id, "state": "confirmed", "planned_at": at, "planned_in": "live",
         "to_tag": tag, "domain_tag": vault.tag(case.address.rpartition("@")[2], "domain"), "sealed": facts * 8,
         "content_hash": mark * 2, "template_version": "0" * 12, "message_id": case.message_id, "draft_item": mark,
         "drafted_at": at, "sending_at": at, "sent_at": at, "confirmed_at": at}
    )  # fmt: skip
    rows[QuestionRow].append(
        {"subject": f"intake:{case_id}", "code": "application", "case_id": case_id, "text": "Look at the new request.",
         "owner": "administrator", "due_on": day, "asked_at": at, "answered_at": at}
    )  # fmt: skip
    subject = f"intake:{case_id}"
    record(tx, "case_opened", f"case:{case.reference}", case_id=case_id, received_on=day)
    record(tx, "understood", subject, case_id=case_id, kind="application", why="asks for a review")
    record(tx, "asked", subject, case_id=case_id, rule="application", due_on=day)
    record(tx, "filed", subject, case_id=case_id, folder="confirm")
    record(tx, "letter_confirmed", f"letter:{mark}", case_id=case_id)
