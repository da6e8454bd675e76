"""Makes a store of many cases and says what digest, report and their figures cost beside their bare queries.

    python -m bench.case_figures FOLDER [--cases 100000] [--open 5000] [--messages 2]

The bare queries are the very ones that are run, every row fetched and nothing made of it. The digest is the whole of
it: gathered by the service, worded, and drawn. Each case has so many messages, and a letter or two that left.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import insert

from bot.reporting import digest as digests
from bot.reporting import frozen, gathering, report
from bot.service import Service, build
from config.settings import load
from handlers import figures, holders, performance, weeks
from handlers.day_counts import DayCounts
from handlers.digest import first_day
from handlers.quarters import quarter
from handlers.working_days import WorkingDays
from store import digest_counts, records
from store.engine import Store, Tx
from store.event_tables import EventRow
from store.messages import Step, Target, TargetTable
from store.paper_tables import PaperRequestRow
from store.tables import CaseKeyRow, CaseRow, IntakeRow, LetterRow, QuestionRow
from store.terms import State, london_date

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COURSE = (State.BODY_CHECK, State.TIME_CHECK, State.RIGHT_CHECK, State.PAPERS_REQUESTED, State.READY,
          State.UNDER_REVIEW, State.DRAFTING, State.SIGN_OFF, State.OUTCOME_SENT, State.CLOSED)  # fmt: skip
OTHER_EVENTS = 12
"""Events of a case that no figure needs, and that have to be passed over."""
TABLE = TargetTable((Target(Step.ACKNOWLEDGEMENT, 5), Target(Step.PAPERS, 10), Target(Step.COMPLETION, 60, False)))
BETTER, MOST_MB = 5.0, 300
"""A figure may cost so many times its bare queries, and all of them so much memory."""
PEOPLE = tuple(f"Person {n}" for n in range(12))


CONFIG = """[office]
profile = "mopac"
mailbox_address = "reviews@office.example"
own_domains = ["office.example"]
[mailbox.maildir]
path = "mail"
[store]
url = "sqlite:///store.sqlite"
[[team]]
name = "M Okafor"
address = "m.okafor@office.example"
roles = ["manager"]
"""


def fill(store: Store, many: int, still_open: int, messages: int) -> None:
    """The store has so many cases, the latest of them open."""
    for start in range(0, many, 2000):
        with store.writing(NOW, "bench") as tx:
            numbers = range(start, min(start + 2000, many))
            stands = {n: len(COURSE) if n < many - still_open else n % len(COURSE) for n in numbers}
            tx.connection.execute(insert(CaseRow), [_case(n, many, stands[n]) for n in numbers])
            tx.connection.execute(insert(CaseKeyRow), [{"case_id": n + 1, "wrapped": b"k"} for n in numbers])
            tx.connection.execute(insert(EventRow), [one for n in numbers for one in _events(n, many, stands[n])])
            tx.connection.execute(insert(PaperRequestRow), [_request(n, many, stands[n]) for n in numbers])
            asked = [_question(n) for n in numbers if stands[n] < len(COURSE)]
            tx.connection.execute(insert(QuestionRow), asked or [_question(start)])
            mail = [_message(n, nth, many) for n in numbers for nth in range(messages)]
            if mail:
                tx.connection.execute(insert(IntakeRow), mail)
                tx.connection.execute(insert(LetterRow), [_letter(n, many, messages) for n in numbers])


def _received(n: int, many: int) -> datetime:
    """The cases came over ten years, the open ones lately."""
    return NOW - timedelta(minutes=(many - n) * 3650 * 24 * 60 // many)


def _case(n: int, many: int, stands: int) -> dict[str, Any]:
    at = _received(n, many)
    day = london_date(at)
    return {
        "id": n + 1, "reference": f"PCR/{day.year}/{n:06d}", "year": day.year, "number": n, "opened_at": at,
        "received_on": day, "state": COURSE[stands - 1] if stands else State.TRIAGE,
        "state_since": day + timedelta(days=5 * stands), "acknowledged_on": day + timedelta(days=n % 9),
        "looked_on": day + timedelta(days=1), "accepted_on": day + timedelta(days=15) if stands > 3 else None,
        "papers_complete_on": day + timedelta(days=25) if stands > 4 else None,
        "allocated_on": day + timedelta(days=30) if stands > 5 else None,
        "told_on": day + timedelta(days=45) if stands > 8 else None, "outcome": ("upheld", "not_upheld")[n % 2],
        "unit": f"unit{n % 14:02d}", "owner": PEOPLE[n % 12] if stands > 5 else "", "next_action": "See to it",
        "next_owner": "administrator", "next_on": TODAY + timedelta(days=n % 20 - 5),
    }  # fmt: skip


def _events(n: int, many: int, stands: int) -> Iterator[dict[str, Any]]:
    at, seq = _received(n, many), n * (len(COURSE) + OTHER_EVENTS)
    for nth in range(stands + OTHER_EVENTS):
        moved = nth < stands
        yield {
            "seq": seq + nth + 1, "at": at + timedelta(days=5 * min(nth + 1, stands)), "actor": "bench",
            "action": "moved" if moved else "filed", "subject": f"case:{n}", "case_id": n + 1,
            "rule": COURSE[nth] if moved else "", "details_hash": "h" * 64, "previous": "h" * 64, "hash": "h" * 64,
        }  # fmt: skip


def _request(n: int, many: int, stands: int) -> dict[str, Any]:
    day = london_date(_received(n, many))
    return {
        "case_id": n + 1, "unit": f"unit{n % 14:02d}", "asked": "papers", "letter_key": f"k{n}", "written_at": NOW,
        "state": "complete" if stands > 4 else "open", "asked_on": day + timedelta(days=15),
        "due_on": day + timedelta(days=29), "chases": n % 4,
    }  # fmt: skip


def _question(n: int) -> dict[str, Any]:
    return {"subject": f"case:{n}", "code": "time", "case_id": n + 1, "text": "?", "owner": "administrator",
            "due_on": TODAY, "asked_at": NOW, "answered_at": None}  # fmt: skip


def _message(n: int, nth: int, many: int) -> dict[str, Any]:
    at = _received(n, many) + timedelta(days=5 * nth)
    return {
        "mailbox": "m", "item": f"{n}.{nth}", "folder": "inbox", "received_at": at, "seen_at": at, "size": 9000,
        "stamp": f"{n}.{nth}", "sha256": "h" * 64, "blob": "b" * 64, "wrapped_key": b"k" * 60, "state": "filed",
        "case_id": n + 1, "kind": "application", "flags": "minor" if n % 9 == 0 else "", "filing": "done",
    }  # fmt: skip


def _letter(n: int, many: int, messages: int) -> dict[str, Any]:
    at = _received(n, many)
    return {
        "key": f"acknowledgement:{n}", "mark": f"mark{n}", "case_id": n + 1, "intake_id": n * messages + 1,
        "letter": "acknowledgement", "state": "confirmed", "planned_at": at, "planned_in": "live", "to_tag": "t" * 32,
        "domain_tag": "d" * 32, "message_id": f"{n}@office.example", "sealed": b"s" * 900, "sending_at": at,
        "sent_at": at, "confirmed_at": at,
    }  # fmt: skip


# --- what is measured -----------------------------------------------------------------------------------------------


def bare(tx: Tx, queries: Any, given: dict[str, object]) -> int:
    """Every row of these queries is fetched."""
    found = sum(len(tx.connection.execute(query, given).all()) for query in queries.beside)
    return found + len(tx.connection.execute(queries.cases, given).all())


def a_day(tx: Tx) -> int:
    """Every figure of the open cases."""
    every, counts = records.open_records(tx), DayCounts(WorkingDays())
    figures.tiles(every, TODAY, since=TODAY - timedelta(days=1))
    figures.by_stage(every)
    figures.by_age(every, TODAY)
    figures.waiting_for_force(every, TODAY, TABLE, counts)
    figures.sign_offs_waiting(every, TODAY, counts)
    figures.caseload(every, TODAY, PEOPLE)
    for step in Step:
        performance.late(every, step, TODAY, TABLE, counts)
    return len(every)


QUARTER = {"first_day_of_it": date(2026, 7, 1), "last_day_of_it": date(2026, 9, 30)}


def a_quarter(tx: Tx) -> int:
    """Every figure of a quarter."""
    first, last = QUARTER.values()
    every, counts = records.between(tx, first, last), DayCounts(WorkingDays())
    performance.performance(every, first, last, TABLE, counts)
    performance.by_unit(Step.PAPERS, every, first, last, TABLE, counts)
    holders.middle_by_holder(every, last, counts)
    holders.by_unit(every, last, counts)
    figures.timeliness(every, first, last, TABLE, counts)
    weeks.forecast(weeks.weeks(every, last, 13))
    return len(every)


def everything(tx: Tx) -> int:
    """Every case there ever was, a few at a time."""
    counts = DayCounts(WorkingDays())
    return sum(1 for one in records.all_records(tx) if holders.by_holder(one, TODAY, counts))


class ToldTime:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


def a_digest(service: Service, tx: Tx) -> int:
    """The whole digest: gathered, worded and drawn."""
    words, enclosed = digests.shown(service, gathering.told(service, tx))
    return len(words.html) + sum(len(one.content) for one in enclosed)


def bare_digest(tx: Tx) -> int:
    """Every row of the queries that the digest makes."""
    last = london_date(tx.now)
    digest_counts.did(tx, tx.now - timedelta(days=1))
    beside = len(list(digest_counts.loose_questions(tx))) + len(digest_counts.restricted(tx))
    return beside + bare(tx, records.CASES_BETWEEN, {"first_day_of_it": first_day(last), "last_day_of_it": last})


def a_report(service: Service, tx: Tx, folder: Path) -> int:
    """A quarter's report as Word, Excel and CSV."""
    data = frozen.counted_now(service, tx, quarter("2026Q3"))
    return sum(one.stat().st_size for one in report.write(data, folder, "An office"))


def took(store: Store, what: Callable[[Tx], int]) -> tuple[float, int]:
    """Seconds of the best of three, each in a transaction of its own, and how many that were."""
    best, many = float("inf"), 0
    for _ in range(3):
        with store.reading(NOW) as tx:
            began = time.perf_counter()
            many = what(tx)
            best = min(best, time.perf_counter() - began)
    return best, many


def opened(folder: Path) -> Service:
    """The service over the store in this folder, with a mailbox and one manager."""
    (folder / "mail").mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(CONFIG)
    return build(load(folder / "config.toml", {}), clock=ToldTime())


def main() -> None:
    """One line of JSON."""
    asked = argparse.ArgumentParser(description="What figures cost.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--open", type=int, default=5_000)
    asked.add_argument("--messages", type=int, default=2)
    given = asked.parse_args()
    made = (given.folder / "store.sqlite").exists()
    service = opened(given.folder)
    store = service.store
    if not made:
        fill(store, given.cases, given.open, given.messages)
    found: dict[str, object] = {"filled_before": made}
    for name, ours, theirs in (
        ("day", a_day, lambda tx: bare(tx, records.OPEN_CASES, {})),
        ("quarter", a_quarter, lambda tx: bare(tx, records.CASES_BETWEEN, dict(QUARTER))),
        ("digest", lambda tx: a_digest(service, tx), bare_digest),
        (
            "report",
            lambda tx: a_report(service, tx, given.folder),
            lambda tx: bare(tx, records.CASES_BETWEEN, dict(QUARTER)),
        ),
    ):
        took_ours, of = took(store, ours)
        took_bare, rows = took(store, theirs)
        found |= {
            f"{name}_s": round(took_ours, 3), f"{name}_bare_s": round(took_bare, 3),
            f"{name}_times": round(took_ours / took_bare, 2), f"{name}_of": of, f"{name}_rows": rows,
        }  # fmt: skip
    found["peak_before_all_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    whole, all_of_them = took(store, everything)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "all": all_of_them, "all_s": round(whole, 1), "peak_mb": round(peak)}))
    service.close()
    too_much = [name for name in ("day", "quarter", "digest", "report") if float(str(found[f"{name}_times"])) > BETTER]
    if too_much or peak > MOST_MB:
        raise SystemExit(f"Too much: {', '.join(too_much) or 'memory'}.")


if __name__ == "__main__":
    main()
