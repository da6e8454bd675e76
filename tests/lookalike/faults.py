"""What goes wrong at a look-alike server, by rule; what it limits; and the log of what it was asked."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from threading import Condition, RLock
from typing import Literal


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong with a call.

    `status` with `code` and `retry_after` (seconds, an HTTP date or rubbish, sent as it stands) is said the way the
    protocol says errors. `body` is sent as it is instead, as an HTML page of a proxy (status 200 if none is given).
    `reset` breaks the connection; `cut` sends the true answer only up to so many bytes and breaks off. `pause`
    waits so many seconds before the answer, `drip` between each 16 bytes of it.
    """

    status: int = 0
    code: str = ""
    retry_after: str = ""
    body: bytes | None = None
    reset: bool = False
    cut: int | None = None
    pause: float = 0.0
    drip: float = 0.0

    @property
    def replaces(self) -> bool:
        """Whether the true answer never reaches the client."""
        return bool(self.status) or self.body is not None or self.reset


@dataclass
class Rule:
    """When a fault strikes: `after` the act was done or before it is begun, at which calls of an operation.

    `operation` may have wildcards ("send", "*", "messages.*"). Of the calls that match it strikes `times` calls from
    the `nth` on (0: for ever), or with `every` each so-manieth call from then on. `only` narrows it to calls
    about the text: on Graph its path, on EWS the SOAP.
    """

    operation: str
    fault: Fault
    after: bool = False
    nth: int = 1
    times: int = 1
    every: int = 1
    only: str = ""
    seen: int = 0
    struck: int = 0

    def strikes(self, operation: str, target: str) -> bool:
        """Whether it strikes this call, which is counted."""
        if not fnmatchcase(operation, self.operation) or self.only not in target:
            return False
        self.seen += 1
        due = self.seen >= self.nth and (self.seen - self.nth) % self.every == 0
        if not due or (self.times and self.struck >= self.times):
            return False
        self.struck += 1
        return True


class Faults:
    """The rules in force; the first that strikes a call decides."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self._lock = RLock()

    def plan(
        self,
        operation: str,
        fault: Fault,
        *,
        after: bool = False,
        nth: int = 1,
        times: int = 1,
        every: int = 1,
        only: str = "",
    ) -> Rule:
        """From now on this goes wrong; the rule tells how often it struck."""
        with self._lock:
            self.rules.append(Rule(operation, fault, after, nth, times, every, only))
            return self.rules[-1]

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self.rules.clear()

    def meet(self, operation: str, target: str) -> Rule | None:
        """The rule that strikes this call, if any; every rule up to it has counted the call."""
        with self._lock:
            return next((rule for rule in self.rules if rule.strikes(operation, target)), None)


@dataclass
class Window:
    """How many of something may happen within a time that moves along."""

    most: int
    within: timedelta
    _at: deque[datetime] = field(default_factory=deque)

    def take(self, now: datetime) -> float:
        """0 where one more may happen, which is counted; else the seconds until one may."""
        while self._at and self._at[0] <= now - self.within:
            self._at.popleft()
        if len(self._at) >= self.most:
            return max(1.0, (self._at[0] + self.within - now).total_seconds())
        self._at.append(now)
        return 0.0


@dataclass
class Limits:
    """What a mailbox service allows: so many requests at once, so many messages in a minute of the told clock.

    `waits` is how long a request over the first limit is given to find a place, in seconds. `in_ten_minutes` is the
    budget of requests, the parts of a batch counted one by one; 0 is none.
    """

    now: Callable[[], datetime]
    at_once: int = 4
    sends_a_minute: int = 30
    in_ten_minutes: int = 0
    waits: float = 0.0
    most_at_once: int = 0
    _here: int = 0
    _sends: Window = field(default_factory=lambda: Window(30, timedelta(minutes=1)))
    _asked: Window = field(default_factory=lambda: Window(0, timedelta(minutes=10)))
    _free: Condition = field(default_factory=Condition)

    def enter(self) -> bool:
        """A request has come in; False where there are too many already. Each True is followed by `leave`."""
        with self._free:
            if not self._free.wait_for(lambda: self._here < self.at_once, self.waits):
                return False
            self._here += 1
            self.most_at_once = max(self.most_at_once, self._here)
            return True

    def leave(self) -> None:
        """A request that had entered is done."""
        with self._free:
            self._here -= 1
            self._free.notify()

    def may_send(self) -> float:
        """0 where one more message may leave now, which is counted; else the seconds until one may."""
        with self._free:
            self._sends.most = self.sends_a_minute
            return self._sends.take(self.now())

    def may_ask(self) -> float:
        """0 where one more request fits the budget, which is counted; else the seconds until one does."""
        with self._free:
            self._asked.most = self.in_ten_minutes
            return self._asked.take(self.now()) if self.in_ten_minutes else 0.0


@dataclass(frozen=True)
class Entry:
    """One request as it was answered: `status` 0 where the connection was broken; `batch` is the number of the
    HTTP call it was inside of, 0 where it was a call of its own. `body` is what was asked, never what was answered.
    """

    call: int
    operation: str
    method: str
    target: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    batch: int = 0
    struck: Literal["", "before", "after"] = ""


class Log:
    """Every request in order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._lock = RLock()
        self._calls = 0

    def call(self) -> int:
        """The number of a new HTTP call."""
        with self._lock:
            self._calls += 1
            return self._calls

    def add(self, entry: Entry) -> None:
        """The request is in the log."""
        with self._lock:
            self.entries.append(entry)

    def clear(self) -> None:
        """The log is empty; numbers go on."""
        with self._lock:
            self.entries.clear()

    def calls(self) -> list[Entry]:
        """The HTTP calls themselves."""
        return [one for one in self.entries if not one.batch]

    def requests(self) -> list[Entry]:
        """What counts against a budget: the calls, and instead of a batch the requests inside it."""
        batches = {one.batch for one in self.entries}
        return [one for one in self.entries if one.call not in batches or one.batch]

    def of(self, *operations: str) -> list[Entry]:
        """The requests of these operations (wildcards too)."""
        return [one for one in self.entries if any(fnmatchcase(one.operation, name) for name in operations)]

    def counts(self, entries: Iterable[Entry] | None = None) -> dict[str, int]:
        """How many requests of each operation there are, most first."""
        chosen = self.requests() if entries is None else entries
        return dict(Counter(one.operation for one in chosen).most_common())
