"""What the service asks of Microsoft 365, counted by the look-alike: a backlog, the same on a bad day, and a long day.

    python -m bench.graph [--messages 1000]

Time is told, not waited for: a pass begins every minute. The caps on letters are lifted; thirty a minute still hold.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from math import ceil
from pathlib import Path

from store.terms import LetterState
from tests.graph_world import GraphOffice, graph_office
from tests.lookalike.faults import Fault

_PASSES = 2000
_DAY = 24 * 60


def backlog(office: GraphOffice, messages: int) -> dict[str, object]:
    """So many messages lay there in the morning; what it took until each had its acknowledgement and was confirmed."""
    office.hears_from(*range(messages))
    began, passes, failed = time.perf_counter(), 0, 0
    while passes < _PASSES and office.states() != {LetterState.CONFIRMED: messages}:
        failed += len(office.tries(1, seconds=60))
        passes += 1
        if passes == messages // 30 * 3:
            office.mailbox.server.faults.clear()
    return {
        **_asked(office, messages),
        "passes": passes,
        "of them broken off": failed,
        "seconds": round(time.perf_counter() - began),
    }


def bad_backlog(office: GraphOffice, messages: int) -> dict[str, object]:
    """The same while requests and whole batches are refused, fail before or after they are done, and break off."""
    faults = office.mailbox.server.faults
    for operation, rarer in (("messages.*", 10), ("batch", 1)):
        faults.plan(operation, Fault(429, retry_after="2"), nth=5, times=0, every=17 * rarer)
        faults.plan(operation, Fault(503), after=True, nth=7, times=0, every=23 * rarer)
        faults.plan(operation, Fault(504), nth=3, times=0, every=29 * rarer)
        faults.plan(operation, Fault(reset=True), nth=11, times=0, every=31 * rarer)
        faults.plan(operation, Fault(reset=True), after=True, nth=13, times=0, every=37 * rarer)
    return backlog(office, messages)


def long_day(office: GraphOffice, messages: int) -> dict[str, object]:
    """For 24 hours a pass a minute; tokens live five minutes and one is revoked; two messages come every hour."""
    del messages
    signs = office.mailbox.server.sign_in
    signs.token_lives = 300
    office.restarts()
    office.service.start()
    failed = 0
    for minute in range(_DAY):
        if minute % 30 == 0:
            office.hears_from(minute)
        if minute == _DAY // 2 + 7:
            signs.revoke()
        failed += len(office.tries(1, seconds=60))
    tokens = len(office.mailbox.server.log.of("sign_in"))
    figures = {**_asked(office, _DAY // 30), "passes": _DAY, "of them broken off": failed, "tokens": tokens}
    del figures["at most"]  # nearly all of it are looks at folders in which nothing changed
    return figures


def _asked(office: GraphOffice, messages: int) -> dict[str, object]:
    entries = office.mailbox.server.log.entries
    refused = [one for one in entries if one.status == 429]
    answered = Counter(office.answered().values())
    return {
        "messages": messages,
        "requests": sum(office.mailbox.requests().values()),
        "at most": ceil(messages / 50) + 7 * messages,
        "HTTP calls": office.mailbox.calls(),
        "429 injected": sum(bool(one.struck) for one in refused),
        "429 caused by us": sum(not one.struck for one in refused),
        "struck by faults": sum(bool(one.struck) for one in entries),
        "answered once": answered.pop(1, 0),
        "answered more often": sum(answered.values()),
        "confirmed": office.states()[LetterState.CONFIRMED],
    }


def main() -> None:
    asked = argparse.ArgumentParser(description="What the service asks of Microsoft 365, at the look-alike.")
    asked.add_argument("--messages", type=int, default=1000)
    given = asked.parse_args()
    runs: tuple[Callable[[GraphOffice, int], dict[str, object]], ...] = (backlog, bad_backlog, long_day)
    for run in runs:
        with tempfile.TemporaryDirectory() as folder, graph_office(Path(folder)) as office:
            print(run.__name__.replace("_", " "))
            for name, figure in run(office, given.messages).items():
                print(f"  {name:<20} {figure:>7}")


if __name__ == "__main__":
    main()
