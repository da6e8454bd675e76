"""Holds the lead and passes whenever the schedule wakes it, until it is told to stop; decides and does nothing itself.

APScheduler only wakes; what is due is a query of each pass, so a missed tick loses nothing.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC

from bot.mailbox import MailboxError
from bot.reader import ReaderUnavailable
from bot.service import Service, take_lead
from store import leadership
from store.engine import LeadLost
from store.terms import LONDON
from store.vault import StoreFault


@contextmanager
def leading(service: Service) -> Iterator[bool]:
    """Whether this instance leads, while the block runs; where it does, it has taken over from whoever died."""
    from filelock import FileLock, Timeout

    lock = FileLock(service.settings.store.key_file.with_suffix(".lead"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield take_lead(service, socket.gethostname())
    finally:
        if service.epoch:
            _give_up(service)
        lock.release()


def _give_up(service: Service) -> None:
    try:
        with service.writing() as tx:
            leadership.give_up_lead(tx)
    except LeadLost:
        service.log.warning("lead_was_lost")


def serve(service: Service, on_ready: Callable[[], None] = lambda: None) -> None:
    """Passes, each woken by the schedule, until SIGTERM or SIGINT; an instance that does not lead stands by."""
    from apscheduler.schedulers.background import BackgroundScheduler

    wake, stop = threading.Event(), threading.Event()

    def _stop(_number: int, _frame: object) -> None:
        stop.set()
        wake.set()

    previous = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGINT)}
    seconds = service.settings.schedule.poll_seconds
    schedule = BackgroundScheduler(timezone=UTC)
    at = service.settings.schedule.count_at
    once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    schedule.add_job(wake.set, "interval", seconds=seconds, **once)
    schedule.add_job(wake.set, "cron", hour=at.hour, minute=at.minute, timezone=LONDON, **once)
    schedule.start()
    on_ready()
    try:
        while not stop.is_set():
            _lead_until(service, stop, wake)
            _rest(stop, wake)
    finally:
        schedule.shutdown(wait=False)
        for number, handler in previous.items():
            signal.signal(number, handler)
        service.log.info("stopped")


def _lead_until(service: Service, stop: threading.Event, wake: threading.Event) -> None:
    with leading(service) as lead:
        if not lead:
            service.log.info("standing_by")
            return
        service.log.info("leading", epoch=service.epoch, mode=service.settings.sending.mode)
        started = False
        while not stop.is_set():
            try:
                if not started:
                    service.start()
                    started = True
                done = service.one_pass()
                service.log.info("pass", done=done)
            except LeadLost:
                service.log.warning("lead_was_lost")
                return
            except (MailboxError, ReaderUnavailable, StoreFault) as trouble:
                service.log.warning("trouble", fault=type(trouble).__name__)
            _rest(stop, wake)


def _rest(stop: threading.Event, wake: threading.Event) -> None:
    """Until the schedule wakes the service, or it is told to stop."""
    if not stop.is_set():
        wake.wait()
        wake.clear()
