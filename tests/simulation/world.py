"""Runs one seed: tells the time, decides who acts next, what fails and who is killed, and writes down every step.

Two instances are two threads that pass a baton at port calls and after commits, so that one transaction is one step
and nothing ever races: the same seed is the same run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - seeded: a run is its seed
from threading import Lock, Thread
from typing import TypeVar, cast

from bot.log import Log
from bot.mailbox import Ambiguous, MailboxError, Throttled, Unavailable
from bot.service import Service, take_lead
from store import points
from store.engine import LeadLost, Tx
from store.terms import Place
from store.vault import StoreFault
from tests.simulation.checker import Broken, Checker
from tests.simulation.draw import Draw
from tests.simulation.office import HOSTS, Office, office
from tests.simulation.people import People, arrivals
from tests.simulation.restoring import Restoring, is_drawn, without_hands_on_drafts
from tests.simulation.sim_mailbox import Calm, Server, Sheet, SimMailbox
from tests.world import MONDAY

T = TypeVar("T")
PASSES = 70
SHOWN = 60
PAUSE = timedelta(minutes=10)


class Killed(BaseException):
    """The process is gone; nothing in the core may catch this."""


class Over(BaseException):
    """The first part of the run has ended; every process is stopped where it stands."""


@dataclass(frozen=True)
class Result:
    """How a run ended: what was broken ("" when nothing), what happened, and the hash of all that happened."""

    seed: int
    draw: Draw
    broken: str
    trace: tuple[str, ...]

    @property
    def hash(self) -> str:
        """Equal for equal runs."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()

    def told(self) -> str:
        """Everything needed to understand and replay it."""
        last = "\n".join(self.trace[-SHOWN:])
        replay = f"SIM_FIRST={self.seed} SIM_SEEDS=1 .venv/bin/python -m pytest tests/test_simulation.py -k promises"
        return f"seed {self.seed}: {self.broken}\n{self.draw}\n{last}\nReplay: {replay}"


class _Quiet:
    """A log that is part of the trace."""

    def __init__(self, world: World) -> None:
        self._world = world

    def info(self, event: str, **fields: object) -> None:
        return None

    def warning(self, event: str, **fields: object) -> None:
        self._world.note(f"log {event} {fields}")


class _Bot:
    """One instance on its own host: starts, serves, dies, starts again."""

    def __init__(self, world: World, host: str) -> None:
        self.world, self.host = world, host
        self.wakes_at = world.at
        self.turn = Lock()
        self.turn.acquire()
        self.free_since = 0
        self.read_back_at: dict[str, int] = {}
        self.born: int | None = None
        self.thread = Thread(target=self._thread, name=f"host-{host}", daemon=True)

    def _thread(self) -> None:
        try:
            self.turn.acquire()
            while not self.world.over:
                try:
                    self._lives()
                except Killed:
                    self.born = None
                    self.world.note("killed")
                    self.world.sleep(timedelta(seconds=self.world.rng.choice((1, 1, 30, 120))))
        except Over:
            pass
        except Broken as broken:
            self.world.broken = str(broken)
        except Exception as error:  # noqa: BLE001 - told as what broke this run
            self.world.broken = f"the service fell over: {error!r}"
        self.world.ended.release()

    def _lives(self) -> None:
        self.born = self.world.age
        service = self.world.service(self.host, self.world)
        while True:
            if take_lead(service, self.host):
                self.world.note(f"leads with epoch {service.epoch}")
                self._leads(service)
            self.world.sleep(timedelta(seconds=30))

    def _leads(self, service: Service) -> None:
        started = False
        while True:
            try:
                if not started:
                    service.start()
                    started = True
                self.read_back_at.clear()
                service.one_pass()
            except LeadLost:
                self.world.note("lead lost")
                return
            except (MailboxError, StoreFault) as trouble:
                self.world.note(f"trouble {type(trouble).__name__}")
            self.world.sleep(timedelta(seconds=60))


class World:
    """One seed's world. It is also the weather of its mailbox and everybody's clock."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = Random(seed)
        draw = Draw.of(self.rng)
        self.draw = draw = without_hands_on_drafts(draw) if is_drawn(seed) else draw
        self.at = MONDAY
        self.steps = 0
        self.trace: list[str] = []
        self.broken = ""
        self.over = False
        self.age = 0
        self._inside = False
        self.alone = False
        self.ended = Lock()
        self.ended.acquire()
        self.office: Office = office()
        self.server = Server(
            now=self.now,
            step=lambda: self.steps,
            stable_ids=draw.stable_ids,
            at_once=draw.at_once,
            sent_lag=timedelta(minutes=draw.sent_lag),
            lingers=timedelta(minutes=draw.draft_lingers),
        )
        self.restoring = Restoring(self) if is_drawn(seed) else None
        self.coming = arrivals(self.rng, draw.letters, draw.steps, draw.late_rate, self.at)
        self.arrivals = list(self.coming)
        self.people = People(self)
        self.checker = Checker(self)
        self.server.on_delivery = self.checker.delivered
        self.server.on_sheet = self._garble
        self.bots = [_Bot(self, host) for host in HOSTS[: draw.instances]]
        self.current = self.bots[0]

    # --- one run -----------------------------------------------------------------------------------------------------

    def run(self) -> Result:
        """Faults on, where safety must hold at every step; then faults off, where everything must come to rest."""
        self.office.empty()
        unwatch = points.watch(self._point)
        try:
            self._stormy()
            if not self.broken:
                self._calm()
        except Broken as broken:
            self.broken = str(broken)
        except Exception as error:  # noqa: BLE001 - told as what broke this run
            self.broken = f"the service fell over in calm weather: {error!r}"
        finally:
            unwatch()
        return Result(self.seed, self.draw, self.broken, tuple(self.trace))

    def _stormy(self) -> None:
        for bot in self.bots:
            bot.thread.start()
        self.current.turn.release()
        self.ended.acquire()
        self.over = True
        last = self.current
        for bot in self.bots:
            if bot is not last:
                self.current = bot
                bot.turn.release()
            bot.thread.join()

    def _calm(self) -> None:
        self.current = _Bot(self, self.bots[0].host)
        self.note("the weather clears")
        self._inside = True
        self.people.release_everything()
        self._bring(everything=True)
        self.at += timedelta(minutes=11)
        service = self.service(self.bots[0].host, Calm())
        assert take_lead(service, self.bots[0].host)
        service.start()
        unfinished = [""]
        for number in range(PASSES):
            self.note(f"pass {number} in calm weather")
            try:
                service.one_pass()
            except MailboxError as trouble:
                self.note(f"trouble {trouble!r}")
            self.at += timedelta(minutes=3 if number < 8 else 12)
            if self.restoring:
                self.restoring.accepts()
            if not (unfinished := self.checker.unfinished()):
                return self.checker.at_rest(service)
        raise Broken(f"after {PASSES} calm passes: {'; '.join(unfinished)}")

    def service(self, host: str, weather: object) -> Service:
        """A process just started on this host."""
        mailbox = SimMailbox(self.server, cast("World", weather))
        return self.office.service(host, mailbox, self, cast(Log, _Quiet(self)))

    # --- time, and who acts next -------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The instant it is, for everybody."""
        return self.at

    @property
    def stop_folder(self) -> str:
        """The id of the Stop folder, "" before it is made."""
        path = self.office.settings.tree()[Place.STOP]
        return self.server.folders.get(path, "")

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """What is done inside is done by a person, to whom nothing happens."""
        inside, self._inside = self._inside, True
        try:
            yield
        finally:
            self._inside = inside

    @contextmanager
    def admin(self) -> Iterator[Tx]:
        """A transaction of a person at the server's console."""
        with self.undisturbed(), self.office.stores[self.bots[0].host].writing(self.at, "admin") as tx:
            yield tx

    def note(self, what: str) -> None:
        """One more line of the trace."""
        self.trace.append(f"{self.steps} +{(self.at - MONDAY).total_seconds():.0f}s {self.current.host} {what}")

    def sleep(self, how_long: timedelta) -> None:
        """This instance does nothing for so long; the others go on."""
        self.current.wakes_at = self.at + how_long
        self._hand_over()

    def _hand_over(self) -> None:
        me = self.current
        awake = [bot for bot in self.bots if bot.wakes_at <= self.at]
        if not awake:
            self.at = min(bot.wakes_at for bot in self.bots)
            awake = [bot for bot in self.bots if bot.wakes_at <= self.at]
        self._step("wakes")
        other = self.rng.choice(awake)
        if other is not me:
            self.current = other
            other.turn.release()
            me.turn.acquire()
            if self.over:
                raise Over
        if me.born not in (None, self.age):
            raise Killed

    # --- what happens at each step -----------------------------------------------------------------------------------

    def _step(self, what: str) -> None:
        if self.over:
            raise Over
        self.steps += 1
        self.note(what)
        if self.steps >= self.draw.steps:
            raise Over
        self.at += timedelta(seconds=self.rng.choice((0, 0, 1, 3)))
        if self.restoring and self.restoring.step():
            self.age += 1
            if self.current.born is not None:
                raise Killed
        self._bring()
        if self.rng.random() < self.draw.jump_rate:
            self.at += timedelta(minutes=self.rng.choice((1, 5, 61)))
        if self.rng.random() < self.draw.people_rate and not self.alone:
            self._inside = True
            self.people.act(self.rng)
            self._inside = False

    def _bring(self, *, everything: bool = False) -> None:
        while self.coming and (everything or self.coming[0].at_step <= self.steps):
            one = self.coming.pop(0)
            piece = self.server.deliver(one.raw, one.folder, self.at, arrival=one.number, late=one.late)
            self.note(f"arrives {one.what} {one.number} from {one.sender} as {piece.id} in {one.folder}")

    def _maybe_switch(self) -> None:
        if len(self.bots) == 1 or self.alone:
            return
        if self.rng.random() < self.draw.pause_rate:
            self.note("pauses for ten minutes")
            self.current.wakes_at = self.at + PAUSE
            self._hand_over()
        elif self.rng.random() < self.draw.switch_rate:
            self._hand_over()

    def _maybe_die(self, where: str) -> None:
        if where in self.draw.deadly and self.rng.random() < self.draw.crash_rate:
            raise Killed

    def _point(self, name: str) -> None:
        """A named point of the store: a process may die there, and after a commit the others may go on."""
        if self._inside:
            return
        bot = self.current
        self.note(name)
        self._maybe_die(name)
        if name == "commit.after":
            self._step("committed")
            self._maybe_switch()
        bot.free_since = self.steps

    # --- the weather of the mailbox ----------------------------------------------------------------------------------

    def before(self, call: str, about: str = "", *, acts: bool = False) -> MailboxError | None:
        """The world goes on, and the call may fail or its answer be lost."""
        bot = self.current
        self._step(f"{call} {about}")
        self._maybe_switch()
        self._maybe_die(call)
        asks_the_switch = call == "poll" and about == self.stop_folder != ""
        if not asks_the_switch and call != "submit":
            bot.free_since = self.steps
        return self._fault(call, acts)

    def after(self, call: str, about: str = "") -> None:
        """The call took effect; the process may die before it hears of it."""
        bot = self.current
        bot.free_since = self.steps
        if call == "read_back":
            bot.read_back_at[about] = self.steps
        self._maybe_die(call)

    def _fault(self, call: str, acts: bool) -> MailboxError | None:
        if call not in self.draw.failing or self.rng.random() >= self.draw.fault_rate:
            return None
        what = self.rng.choice(self.draw.faults)
        self.note(f"{call} {what}")
        if what == "throttled":
            raise Throttled("Too many requests.", 10)
        error = Unavailable("No answer.") if what.startswith("unavailable") else Ambiguous("The answer was lost.")
        if not acts:
            raise Unavailable("No answer.")
        if what.endswith("before"):
            raise error
        return error

    def chance(self, of: str) -> bool:
        """Whether the server does something odd now."""
        odd = self.rng.random() < self.draw.page_rate
        if odd:
            self.note(of)
        return odd

    def shuffled(self, items: list[T]) -> list[T]:
        """The items in the order the server happens to tell them."""
        if self.draw.page_rate:
            self.rng.shuffle(items)
        return items

    def _garble(self, sheet: Sheet) -> None:
        if not self.over and self.rng.random() < self.draw.garble_rate:
            self.note(f"the server garbles {sheet.id}")
            self.people.disturbed.add(sheet.key)
            sheet.changed_at = self.steps
            if self.rng.random() < 0.5:
                sheet.html += "<p>Sent from our server.</p>"
            else:
                sheet.copies = ("list@everybody.example",)


def run(seed: int, before: Callable[[World], None] = lambda world: None) -> Result:
    """The run of this seed."""
    world = World(seed)
    before(world)
    return world.run()
