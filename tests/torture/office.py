"""One office under torture: mail is delivered and lives of the real service are killed; judges nothing itself."""

from __future__ import annotations

import mmap
import random  # noqa: TID251 - tests may, with a seed
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.reader import ChildReader
from bot.service import Service, build, run_once
from bot.serving import leading, serve
from config.settings import Settings
from store import points
from store.points import POINTS
from tests.mailrooms import Letter, mail_room
from tests.torture import oracle
from tests.torture.life import LONGEST_LIFE, MOMENT, NEVER, Kill, Life, arm
from tests.torture.mail import BAD_FOR_READERS, Post, Writers, outside
from tests.torture.shortcuts import PARTS
from tests.world import MONDAY, ToldClock, settings_in

NAMES = sorted(POINTS)
LONGEST_DELAY = {"maildir": 0.040, "graph": 0.3, "ews": 0.3}
"""Random moments lie within so many seconds of the fork, or of the life's first act."""
BETWEEN_LIVES = {"maildir": timedelta(seconds=1), "graph": timedelta(minutes=1), "ews": timedelta(minutes=1)}
"""In a minute Exchange lets 30 letters leave."""
LATER = timedelta(hours=2)
LAST_LIVES = 3
"""So many undisturbed lives a minute apart are enough for every letter that had to wait."""
_CAPS = ("PER_ADDRESS_DAY", "PER_DOMAIN_HOUR", "TOTAL_HOUR", "TOTAL_DAY")
NO_CAPS = {f"REVIEWS_SENDING__CAPS__{cap}": "100000" for cap in _CAPS}
_POISONED_ENTRY = (
    "import sys, os; sys.path[:] = {path!r}; import bot.reader_child as child; read = child._read\n"
    f"child._read = lambda raw: os.kill(os.getpid(), 9) if {BAD_FOR_READERS!r} in raw else read(raw)\n"
    "child.serve({parent})"
)


@dataclass(frozen=True, slots=True)
class Torture:
    """What one office goes through; everything random in it follows from the seed (when a kill lands does not)."""

    seed: int
    kills: tuple[Kill, ...]
    later_kills: tuple[Kill, ...] = ()
    """Those two hours later, when replies, bounces and orphan drafts are there."""
    back_end: str = "maildir"
    shortcut: str = ""
    child_reader: bool = False
    two_at_once: bool = False
    from_nothing: bool = False
    poison: bool = False
    quiet: bool = False
    """One request for each kill, and nothing more comes in."""


@dataclass
class Outcome:
    """What became of one office, or of several together."""

    kills: int = 0
    lives: int = 0
    messages: int = 0
    killed_at: Counter[tuple[str, int]] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    attempts: Counter[int] = field(default_factory=Counter)
    """How many innocent messages needed how many attempts to be read."""
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Outcome) -> None:
        """This outcome speaks of the other's office too."""
        self.kills += other.kills
        self.lives += other.lives
        self.messages += other.messages
        self.seconds += other.seconds
        self.faults += other.faults
        self.killed_at.update(other.killed_at)
        self.hits.update(other.hits)
        self.attempts.update(other.attempts)


@lru_cache
def _settings(folder: Path) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    return settings_in(folder, environ=NO_CAPS)


class Tally:
    """How often each named point was reached, by lives that cannot tell because they were killed."""

    def __init__(self) -> None:
        self._shared = memoryview(mmap.mmap(-1, 8 * len(NAMES))).cast("Q")

    def reach(self, name: str) -> None:
        """One more."""
        self._shared[NAMES.index(name)] += 1

    def taken(self) -> Counter[str]:
        """The counts since they were last taken."""
        counts = Counter(dict(zip(NAMES, self._shared, strict=True)))
        self._shared[:] = memoryview(bytearray(8 * len(NAMES))).cast("Q")
        return +counts


class Office:
    """One office's folder, tortured: what was delivered there, and the lives of its service."""

    def __init__(self, task: Torture, folder: Path, tally: Tally) -> None:
        self.task = task
        self.settings = _settings(folder)
        self.folder = folder
        self.rng = random.Random(task.seed)
        self.writers = Writers(self.rng)
        self.at = MONDAY
        self.outcome = Outcome()
        self.delivered: list[Post] = []
        self.own_drafts: dict[str, bytes] = {}
        self.trail: list[str] = []
        self._tally = tally
        self._delay = LONGEST_DELAY[task.back_end]
        self.room = mail_room(task.back_end, folder, lambda: self.at)

    # --- the world

    def deliver(self, post: Post) -> None:
        """The message lies in its folder as a mail server, or a mail client that has shown it, would have put it."""
        self.room.deliver(post.name, post.raw, post.folder, read=post.already_read)
        self.delivered.append(post)

    def _some_mail(self) -> None:
        for _ in range(0 if self.task.quiet else self.rng.choice((0, 1, 1, 2))):
            self.deliver(self.writers.next(self.at))

    def _mail_in_three_folders(self) -> None:
        """Enough that every point is reached three times in one life."""
        for folder in ("", ".Junk", ".Reviews.1 To do.Unsure"):
            self.deliver(self.writers.application(self.at, folder=folder))

    def _answers_to_letters(self) -> None:
        """Replies, machines and bounces answer what has been sent, and somebody's mail client saves letters anew."""
        sent = [(one, outside(one.raw)) for one in self.room.sent() if one.at < self.at - LATER / 2]
        self.rng.shuffle(sent)
        for _, letter in sent[:3]:
            for _ in range(self.rng.choice((1, 2))):
                self.deliver(self.writers.reply(letter, self.at))
        for _, letter in sent[3:5]:
            self.deliver(self.writers.out_of_office(self.at, letter))
        for _, letter in sent[5:7]:
            self.deliver(self.writers.bounce(letter, self.at))
        self._orphans([one for one, _ in sent])
        own = self.room.drafts_own(f"{self.rng.randrange(10**6)}", b"To: a@person.example\n\nNot yet.\n")
        self.own_drafts[own] = self.room.drafts()[own]

    def _orphans(self, sent: list[Letter]) -> None:
        """Old drafts that carry the marks of letters that have left, under names their makers chose."""
        for letter in sent[:3]:
            self.room.saves_again(letter, f"{self.rng.randrange(10**9)}", MONDAY)

    # --- its service

    def run(self) -> Outcome:
        """Everything the task says has been done to the office, and the outcome says what is wrong now."""
        began = time.monotonic()
        try:
            self._torment()
        except _Broken as broken:
            self.outcome.faults.append("\n    ".join([f"{self._where()}:", *broken.args[0]]))
        finally:
            self.room.close()
        self.outcome.hits = self._tally.taken()
        self.outcome.messages = len(self.delivered)
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    def _torment(self) -> None:
        if self.task.poison:
            self.deliver(self.writers.poison(self.at))
        for kill in self.task.kills:
            self._one_kill(kill)
        if self.task.later_kills:
            if not self.task.from_nothing:
                self._undisturbed()
            self.at += LATER
        for number, kill in enumerate(self.task.later_kills):
            if number % 4 == 0:
                self._answers_to_letters()
            self._one_kill(kill)
        for _ in range(LAST_LIVES):
            self.at += timedelta(minutes=1)
            self._undisturbed()
        faults, attempts = self._judged()
        self.outcome.attempts.update(attempts)
        if faults:
            raise _Broken(faults)

    def _one_kill(self, kill: Kill) -> None:
        """Lives follow one another until one was killed as wanted; each that ended by itself had too little to do."""
        for again in range(5):
            kill = kill if again < 4 else Kill(MOMENT, after=self.rng.uniform(0, self._delay / 10), from_fork=True)
            self.at += BETWEEN_LIVES[self.task.back_end]
            self._some_mail()
            if self.task.quiet:
                self.deliver(self.writers.application(self.at))
            elif kill.at in POINTS and (kill.nth > 1 or again):
                self._mail_in_three_folders()
            if kill.at in POINTS and "discard" in kill.at:
                self._orphans(self.room.sent())
            if kill.at == NEVER:
                self._undisturbed()
                break
            if self._two_lives(kill) if self.task.two_at_once else self._a_life(kill):
                break
        with self.room.still():
            faults = list(oracle.broken_already(self.room, oracle.Delivered(self.delivered, {})))
        if faults:
            raise _Broken(faults)

    def _a_life(self, kill: Kill) -> bool:
        life = self._begun(lambda me: self._serve(me, kill))
        self._wait(life, kill)
        return self._reaped(life, kill)

    def _wait(self, life: Life, kill: Kill) -> None:
        """Mail comes in meanwhile; a life to be killed at a moment is killed then."""
        if kill.at != MOMENT:
            if not life.ends_within(self.rng.uniform(0, self._delay)):
                self._some_mail()
            return
        if not kill.from_fork:
            life.led(LONGEST_LIFE)
        at = self.rng.random()
        if life.ends_within(kill.after * at):
            return
        self._some_mail()
        life.ends_within(kill.after * (1 - at))
        life.kill()

    def _two_lives(self, kill: Kill) -> bool:
        """Two instances at once, of which one is killed at random; the other then ends as it should, or is killed too.

        Killed at a named point or before an act on a file, both may be: the second when it has taken over.
        """
        until_told = self.rng.random() < 0.5
        work = self._serve_on if until_told else self._serve
        lives = [self._begun(lambda me: work(me, kill, patient=True)) for _ in range(2)]
        self.rng.shuffle(lives)
        self._wait(lives[0], replace(kill, after=self.rng.uniform(0, 3 * self._delay)))
        lives[1].ends_within(self.rng.uniform(0, 3 * self._delay))
        if self.rng.random() < 0.3:
            lives[1].kill()
        for life in lives if until_told else ():
            life.end()
        killed = [self._reaped(life, kill) for life in lives]
        return any(killed)

    def _reaped(self, life: Life, kill: Kill | None) -> bool:
        life.reap()
        self.outcome.lives += 1
        self.outcome.kills += life.killed
        self.trail.append(f"{kill or 'undisturbed'}{' (killed)' if life.killed else ''}")
        if life.failure:
            raise _Broken([f"a life failed: {life.failure}"])
        if life.killed and kill is not None:
            self.outcome.killed_at[kill.at, kill.nth] += 1
        return life.killed

    def _begun(self, work: Callable[[Life], Any]) -> Life:
        """A life that has begun, forked while nobody holds anything of the mailbox's."""
        with self.room.still():
            return Life(work, self.folder / "log")

    def _undisturbed(self) -> None:
        self._reaped(self._begun(lambda me: self._serve(me, None)), None)

    def _judged(self) -> tuple[list[str], Counter[int]]:
        """What is wrong, and how many messages needed how many attempts; found in a life that does nothing else."""
        life = self._begun(lambda me: self._judge())
        life.reap()
        if life.failure:
            raise _Broken([f"the oracle failed: {life.failure}"])
        found: tuple[list[str], Counter[int]] = life.answer
        return found

    def _serve(self, life: Life, kill: Kill | None, *, patient: bool = False) -> None:
        """In the forked process: one life of the service, until nothing is due."""
        may_act = False

        def told(name: str) -> None:
            assert may_act, f"{name} was reached without the lead"
            self._tally.reach(name)

        points.watch(told)
        if kill is not None:
            arm(kill)
        service = self._service()
        until = time.monotonic() + LONGEST_LIFE / 2
        leads = False
        while not leads:
            may_act = True
            with leading(service) as leads:
                may_act = leads
                if leads:
                    life.leads()
                    run_once(service)
            assert leads or patient, "nobody else leads, and yet there was no lead to be had"
            if time.monotonic() > until:
                break
            time.sleep(0 if leads else 0.001)
        service.close()

    def _serve_on(self, life: Life, kill: Kill | None, *, patient: bool = True) -> None:
        """In the forked process: the service until it is told to stop, standing by while another instance leads."""
        points.watch(self._tally.reach)
        if kill is not None:
            arm(kill)
        service = self._service()
        schedule = service.settings.schedule.model_copy(update={"poll_seconds": 0.01})
        service.settings = service.settings.model_copy(update={"schedule": schedule})
        serve(service, on_ready=life.leads)
        service.close()

    def _service(self) -> Service:
        parts = PARTS[self.task.shortcut]
        reader = _child_reader() if self.task.child_reader else parts.reader()
        mailbox = self.room.opened(parts.mailboxes.get(self.task.back_end))
        return build(self.settings, clock=ToldClock(self.at), mailbox=mailbox, reader=reader)

    def _judge(self) -> tuple[list[str], Counter[int]]:
        """In a forked process, after a whole undisturbed life: what is wrong."""
        service = self._service()
        database = Path(service.settings.store.url.removeprefix("sqlite:///"))
        delivered = oracle.Delivered(self.delivered, self.own_drafts)
        faults = list(oracle.broken_in_the_end(service, database, self.room, delivered))
        faults += [f"log: {line}" for line in (self.folder / "log").read_text().splitlines() if '"warning"' in line]
        attempts = oracle.attempts(database, self.room, delivered)
        service.close()
        return oracle.shortened(faults), attempts

    def _where(self) -> str:
        last = "; ".join(self.trail[-4:])
        return f"seed {self.task.seed}, life {len(self.trail)} ({last})"


class _Broken(Exception):
    """The office is not as it must be; the argument lists the sentences."""


def _child_reader() -> ChildReader:
    import bot.reader

    bot.reader._ENTRY = _POISONED_ENTRY
    return ChildReader()
