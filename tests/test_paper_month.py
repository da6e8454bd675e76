"""A month of asking the force for papers through the real store and a real Maildir, judged as the year in memory is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: a run is its seed

from handlers.asked_again import LADDER
from store import outbox, paper_requests
from store.engine import Tx
from store.messages import Verb
from store.outbox import Queued
from store.terms import LONDON, Asked, LetterState, RequestState, Rung
from tests.paper_desk import POINT, PaperDesk
from tests.paper_oracle import Came, Happened, Sent, Truth, faults, london

UNITS = 3
FIRST, LAST = date(2026, 11, 23), date(2026, 12, 24)
OUTAGE = frozenset(date(2026, 12, day) for day in (9, 10, 11))
TICKS = (time(9, 30), time(16, 20))
OPENED_ON = {date(2026, 11, 23): 6, date(2026, 11, 25): 5, date(2026, 12, 1): 3}
BOOK = 'default = "unit0"\n' + "".join(
    f'[[units]]\nkey = "unit{n}"\nname = "Unit {n}"\nreferences = ["PC/{n + 1}*"]\nmailbox = "unit{n}@mps.example"\n'
    f'manager = {{ name = "Lead {n}", address = "lead{n}@mps.example" }}\n'
    for n in range(UNITS)
)


class Month:
    """The month, a look at a time; whatever units do is noted as it truly was."""

    def __init__(self, desk: PaperDesk, seed: int) -> None:
        self.desk, self.chance = desk, Random(seed)
        self.truths: dict[int, Truth] = {}
        self.plans: dict[tuple[date, time], list[tuple[int, str]]] = {}

    def lives(self) -> Happened:
        day = FIRST
        while day <= LAST:
            for at in TICKS if day not in OUTAGE and day.weekday() < 5 else ():
                self.desk.clock.at = datetime.combine(day, at, LONDON)
                for number, what in self.plans.pop((day, at), ()):
                    self._comes(number, what)
                self.desk.runs()
                if at == TICKS[0]:
                    for _ in range(OPENED_ON.get(day, 0)):
                        self._open(day)
            day += timedelta(days=1)
        with self.desk.service.reading() as tx:
            for number, truth in self.truths.items():
                done = paper_requests.view(tx, number).done
                truth.tasks += [done[Rung.TASK]] if Rung.TASK in done else []
            sent = sorted(self._sent(tx), key=lambda one: one.at)
        return Happened(self.truths, sent, LAST, idle=set(OUTAGE), points=frozenset({POINT}))

    def _open(self, day: date) -> None:
        number = len(self.truths) + 1
        unit = self.chance.randrange(UNITS)
        case = self.desk.accepted(f"Person{chr(64 + number)}", f"PC/{unit + 1}{number:04}/26")
        request = self.desk.request(case)
        assert (request.id, request.state, request.unit) == (number, RequestState.OPEN, f"unit{unit}")
        items = frozenset(one.number for one in request.items)
        self.truths[number] = Truth(number, case, request.unit, Asked.PAPERS, day, items, [(day, request.due_on)])
        kind = self.chance.choice(("silent", "silent", "complete", "part", "forged", "more_time"))
        if kind != "silent":
            on = day + timedelta(days=self.chance.randrange(2, 20))
            while on.weekday() > 4 or on in OUTAGE:
                on += timedelta(days=1)
            self.plans.setdefault((on, TICKS[0]), []).append((number, kind))

    def _comes(self, number: int, what: str) -> None:
        """A mail of the unit lies there, is read, and a person of the team does what it leads to."""
        truth, now = self.truths[number], self.desk.clock.at
        reference = self.desk.reference(truth.case_id)
        self.desk.person("Unit", f"{truth.unit}@mps.example").writes(
            f"[{'COMPLETE' if what == 'forged' else 'PART'}] The papers of {reference} are attached.\n",
            subject=f"Papers {reference}",
            attach=("report.txt", b"The report."),
        )
        self.desk.runs()
        today = london(now).date()
        items: frozenset[int] = frozenset()
        if what == "complete":
            items = truth.items
            assert not self.desk.tells(Verb.PAPERS_COMPLETE, case=truth.case_id, by="A Li").refused
            truth.closed_on = today
        elif what == "part":
            items = frozenset({1, 2, 3})
            assert not self.desk.tells(Verb.PAPER_ITEM, case=truth.case_id, by="A Li", value="1-3 received").refused
        elif what == "more_time":
            until = today + timedelta(days=20)
            self.desk.tells(Verb.MORE_TIME, case=truth.case_id, by="A Li", on=until)
            truth.clocks.append((today, self.desk.request(truth.case_id).due_on))
        truth.came.append(Came(now, "query" if what == "forged" else what, what != "forged", items, now))

    def _sent(self, tx: Tx) -> Iterator[Sent]:
        for letter in outbox.in_states(tx, [LetterState.CONFIRMED], 1000):
            if letter.letter in LADDER:
                assert letter.sent_at is not None
                kept = outbox.content(tx, letter)
                lines = tuple(self._lines(letter, kept["asks_again"], kept["facts"]))
                units = tuple(sorted({self.truths[number].unit for number, _, _ in lines}))
                yield Sent(letter.sent_at, kept["to"], units, lines)

    def _lines(
        self, letter: Queued, asked: list[list[int | str]], facts: dict[str, list[str]]
    ) -> Iterator[tuple[int, str, frozenset[int]]]:
        for nth, (number, rung, *_) in enumerate(asked):
            if letter.letter == "papers_list":
                _, named, missing = facts["cases"][nth].partition(" Missing: ")
                whole = re.search(r"Nothing has come yet of (\d+) items", facts["cases"][nth])
                said = [one.partition(".")[0] for one in missing.split("; ")] if named else []
                said = [str(number) for number in range(1, int(whole[1]) + 1)] if whole else said
            else:
                said = [line.partition(".")[0] for line in facts["missing"]]
            yield int(number), str(rung), frozenset(map(int, said))


def test_a_month_through_store_and_mailbox_keeps_every_promise_of_the_year(tmp_path: Path) -> None:
    """Every mail was due, fresh, in the hours and alone; nothing was closed by a forged mail, nobody forgotten."""
    desk = PaperDesk(tmp_path, book=BOOK)
    try:
        happened = Month(desk, 3).lives()
        assert faults(happened) == []
        steps = {rung for one in happened.sent for _, rung, _ in one.lines}
        assert steps == {"reminder", "chaser", "manager", "single_point_of_contact"}
        assert any(len(one.lines) > 1 for one in happened.sent)
        assert len({letter["Message-ID"] for letter in desk.sent()}) == len(desk.sent())
        assert desk.broken_chain() == []
    finally:
        desk.close()
