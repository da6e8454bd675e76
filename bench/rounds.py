"""Measures one round of chasers over a table of 100,000 open requests beside one over 1,000, with 500 due in each.

    python -m bench.rounds [--requests 100000] [--beside 1000] [--due 500] [--rounds 15]

A round is what the service does: the due requests are read with their items, the plan is made, and every request that
was looked at gets its next day. It is taken back each time, so that every round finds the same. Tables take turns.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from sqlmodel import insert

from bot.papers import requests, rounds
from bot.service import Service, build
from config.settings import load
from store import paper_requests
from store.paper_tables import PaperItemRow, PaperRequestRow
from store.tables import CaseKeyRow, CaseRow
from store.terms import Asked, RequestState, Rung

CONTACTS = Path(__file__).parent.parent / "config" / "contacts.example.toml"
CONFIG = f"""[office]
profile = "mopac"
[mailbox.maildir]
path = "mail"
[store]
url = "sqlite:///store/reviews.sqlite"
[papers]
contacts = "{CONTACTS}"
"""
NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
TODAY = NOW.date()
ASKED_ON, DUE_ON = date(2026, 11, 2), date(2026, 11, 16)
ITEMS = ("the report", "the outcome letter", "all letters to the complainant", "the decision log")
AT_ONCE = 2_000
BETTER = 1.5


class ToldTime:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


class Office:
    """A service whose store holds so many open requests, of which the first `due` are to be looked at today."""

    def __init__(self, folder: Path, count: int, due: int) -> None:
        folder.mkdir()
        (folder / "config.toml").write_text(CONFIG)
        self.due = due
        self.seconds: list[float] = []
        self.service: Service = build(load(folder / "config.toml", {}), clock=ToldTime())
        self._fill(count, [one.key for one in self.service.settings.book.units(TODAY)])

    def round(self) -> None:
        """One round, timed and taken back."""
        store = self.service.store
        with store.trying(NOW) as tx:
            began = time.perf_counter()
            plan = rounds.plan(self.service, tx, NOW, NOW)
            looked_at = [line.request for mail in plan.mails for line in mail.lines]
            for mail in plan.mails:
                for line in mail.lines:
                    paper_requests.mailed(tx, line.request, line.rung, TODAY)
            for request in looked_at:
                requests.look_again(self.service, tx, request.id)
            for over in plan.passed_over:
                paper_requests.look_again(tx, over.request.id, over.again_on)
            self.seconds.append(time.perf_counter() - began)
        seen = {one.id for one in looked_at} | {one.request.id for one in plan.passed_over}
        if len(seen) != self.due or not plan.mails:
            raise SystemExit(f"{len(seen)} of {self.due} requests were looked at, in {len(plan.mails)} mails.")

    def _fill(self, count: int, units: list[str]) -> None:
        numbers = iter(range(1, count + 1))
        while some := list(islice(numbers, AT_ONCE)):
            with self.service.store.writing(NOW, "bot@bench") as tx:
                rows: dict[Any, list[dict[str, Any]]] = {
                    CaseRow: [], CaseKeyRow: [], PaperRequestRow: [], PaperItemRow: [],
                }  # fmt: skip
                for number in some:
                    for table, row in self._rows(number, units):
                        rows[table].append(row)
                for table, ones in rows.items():
                    tx.connection.execute(insert(table), ones)

    def _rows(self, number: int, units: list[str]) -> Iterator[tuple[type, dict[str, Any]]]:
        """One case that waits for its papers: the due ones late by a day, the others with their time still to come."""
        vault = self.service.store.vault
        wrapped = vault.new_wrapped_key(f"case {number}")
        facts = vault.sealer(wrapped, f"case {number}").seal(json.dumps({"complainant": "Old Case"}).encode(), "facts")
        late = number <= self.due
        due_on = DUE_ON if late else TODAY + timedelta(days=1 + number % 60)
        done = {} if late else {Rung.REMINDER: TODAY.isoformat()}
        yield CaseRow, {
            "id": number, "reference": f"PCR/2026/{number:06}", "year": 2026, "number": number, "opened_at": NOW,
            "received_on": ASKED_ON, "state": "papers_requested", "facts": facts, "unit": units[number % len(units)],
            "next_action": "See that the papers have come", "next_owner": "administrator", "next_on": due_on,
        }  # fmt: skip
        yield CaseKeyRow, {"case_id": number, "wrapped": wrapped}
        yield PaperRequestRow, {
            "id": number, "case_id": number, "unit": units[number % len(units)], "asked": Asked.PAPERS,
            "state": RequestState.OPEN, "letter_key": f"papers_request:{number}", "written_at": NOW,
            "asked_on": ASKED_ON, "due_on": due_on, "done": json.dumps(done), "heard_on": ASKED_ON,
            "next_on": TODAY if late else due_on + timedelta(days=1),
        }  # fmt: skip
        for nth, what in enumerate(ITEMS, 1):
            yield PaperItemRow, {"request_id": number, "number": nth, "what": what}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--beside", type=int, default=1_000)
    parser.add_argument("--due", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as where:
        big = Office(Path(where) / "big", args.requests, args.due)
        small = Office(Path(where) / "small", args.beside, args.due)
        for office in (big, small):
            office.round()  # once before it counts: imports, the pages of the store
            office.seconds.clear()
        for _ in range(args.rounds):
            big.round()
            small.round()
        for office in (big, small):
            office.service.close()
    ratio = median(one / other for one, other in zip(big.seconds, small.seconds, strict=True))
    for count, office in ((args.requests, big), (args.beside, small)):
        print(f"{args.due} due of {count:>7,} open requests: {median(office.seconds) * 1000:6.0f} ms a round")
    print(f"the one beside the other: {ratio:.2f}, to be no more than {BETTER}")
    if ratio > BETTER:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
