"""What `doctor` looks at: each check says what it found and, where something is wrong, what to do. Changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.doctor.check import Check
from bot.doctor.mailbox_checks import mailbox_checks
from bot.doctor.office_checks import (
    calendar,
    caps,
    contact_book,
    contacts,
    letters_law,
    other_work,
    store,
    team,
    time_zone,
)
from bot.doctor.scanner_check import scanner
from bot.nightly_count import ROUND, What
from bot.recognising.opinion_model import OTHER, ModelRefused, file_of, kept
from bot.recognising.whole_letters import whole_reader
from bot.sending.stop_switch import why_stopped
from handlers.provisions import unverified
from store import events, leadership, restoration, rounds
from store.terms import Mode

if TYPE_CHECKING:
    from bot.service import Service

_ROOM_WANTED = 1_000_000_000
_COUNT_WANTED = timedelta(hours=30)
_COUNT_REMEDY = "`reviews-bot audit reconcile` shows what differs now; `question list` what a person has to look at."


def all_checks(service: Service) -> Iterator[Check]:
    """Every check, in the order in which a person would want to know."""
    yield _mode(service)
    yield from mailbox_checks(service)
    for look in _CHECKS:
        yield look(service)


def _mode(service: Service) -> Check:
    mode = service.settings.sending.mode
    said = {
        Mode.WATCH: "watch: mail is read and recorded; nothing in the mailbox changes and nothing leaves",
        Mode.DRAFT: "draft: mail is filed and letters are drafted; nothing leaves",
        Mode.LIVE: "live: letters leave",
    }
    return Check("mode", "ok", said[mode])


def _history(service: Service) -> Check:
    with service.reading() as tx:
        fault = next(events.verify(tx), "")
        number, _ = events.head(tx)
    if fault:
        return Check("history", "failed", fault, "Stop the service, keep the files as they are, and tell the manager.")
    return Check("history", "ok", f"{number} events, whole")


def _lead(service: Service) -> Check:
    with service.reading() as tx:
        control = leadership.look(tx)
    if control.last_pass_at is None:
        return Check("last pass", "warning", "the service has never finished a pass on this store", "Start it.")
    who = f"led by {control.host}" if control.host else "nobody leads now"
    return Check("last pass", "ok", f"{control.last_pass_at:%Y-%m-%d %H:%M} UTC, {who}")


def _sending(service: Service) -> Check:
    with service.reading() as tx:
        service.epoch = leadership.look(tx).epoch
    why = why_stopped(service)
    if why:
        return Check("kill switch", "warning", f"on: {why}", "`reviews-bot resume`, or take the file or item away.")
    return Check("kill switch", "ok", "off")


def _restored(service: Service) -> Check:
    with service.reading() as tx:
        waiting = restoration.waiting(tx)
    if waiting:
        found = f"restored from an older copy, noticed on {waiting.at:%Y-%m-%d %H:%M} UTC: {waiting.why}"
        remedy = "Look at `reviews-bot restore show`, then accept it with `reviews-bot restore accept --by NAME`."
        return Check("restore", "failed", f"{found}; the service only reads", remedy)
    return Check("restore", "ok", "the store is no older than the mailbox, as far as was seen at the last start")


def _counted(service: Service) -> Check:
    with service.reading() as tx:
        last = rounds.last(tx, ROUND)
    if last is None:
        return Check("nightly count", "ok", "not counted yet; the first count is in the night after the first run")
    seen = last.result
    kinds = ", ".join(f"{seen[what]} {what.replace('_', ' ')}" for what in What if seen[what])
    found = f"{last.day}: {seen['items']} messages and {seen['letters']} letters; {kinds or 'no difference'}"
    if service.clock.now() - last.finished_at > _COUNT_WANTED:
        remedy = "See whether the service runs; `reviews-bot audit reconcile` counts now."
        return Check("nightly count", "warning", f"{found}; older than a night", remedy)
    if kinds:
        return Check("nightly count", "warning", f"{found}; {seen['open']} not mended", _COUNT_REMEDY)
    return Check("nightly count", "ok", found)


def _key_file(service: Service) -> Check:
    path = service.settings.store.key_file
    if not path.exists():
        return Check("key file", "ok", "will be made with the store, at the first run")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Check("key file", "failed", f"{path} can be read by others", f"chmod 600 {path}")
    return Check("key file", "ok", "there, and for this account only; keep a copy apart from the backups of the store")


def _room(service: Service) -> Check:
    return _room_at("disk", service.settings.store.blobs)


def _room_at(name: str, path: Path) -> Check:
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free
    found = f"{free / 1e9:.1f} GB free"
    if free < _ROOM_WANTED:
        return Check(name, "warning", found, "Free some space: with a full disk no mail is taken in.")
    return Check(name, "ok", found)


def _reader(service: Service) -> Check:
    service.reader.start()
    isolation = service.reader.isolation
    if isolation != "namespace":
        said = f"mail is read in a limited child process; its network is closed by {isolation}"
        return Check(
            "reading", "warning", said, "Allow the service unprivileged network namespaces, for a firmer wall."
        )
    return Check("reading", "ok", "mail is read in a limited child process without a network")


def _own_domains(service: Service) -> Check:
    domain = service.domains.mailbox_address.rpartition("@")[2]
    if not any(domain == own or domain.endswith(f".{own}") for own in service.domains.own):
        said = f"the mailbox is at {domain}, which is not among the office's own domains"
        return Check("own domains", "warning", said, "Name it in [office] own_domains.")
    return Check("own domains", "ok", "the mailbox is at a domain of our own")


def _law(_service: Service) -> Check:
    doubtful = unverified()
    if doubtful:
        found = f"{len(doubtful)} provisions nobody has confirmed: {'; '.join(one.place for one in doubtful)}"
        return Check("law", "warning", found, "Findings under them go to a person; have your lawyer confirm them.")
    return Check("law", "ok", "every provision has been confirmed")


def _learned(service: Service) -> Check:
    try:
        model = kept(file_of(service.settings.store.key_file), service.store.vault)
    except ModelRefused as fault:
        return Check("learned model", "warning", str(fault), "run `reviews-bot learn`, or remove the file")
    if model is None:
        return Check("learned model", "ok", "none; recognition rests on the cue tables alone")
    kinds = ", ".join(name for name in model.kinds if name != OTHER)
    return Check("learned model", "ok", f"number {model.number}, from {model.messages} messages, for {kinds}")


def _whole(_service: Service) -> Check:
    if whole_reader() is None:
        return Check(
            "language model",
            "warning",
            "its runtime is not made for this machine; messages are read by phrases and examples",
        )
    return Check("language model", "ok", "reads messages as a whole, here and on one core")


def _account(_service: Service) -> Check:
    if os.geteuid() == 0:
        return Check("account", "warning", "running as root", "Give the service an account of its own.")
    return Check("account", "ok", "an ordinary account")


_CHECKS: tuple[Callable[[Service], Check], ...] = (
    _restored, _sending, caps, _lead, _counted, store, _history, _key_file, _room, _reader, time_zone, calendar,
    _own_domains, team, contacts, contact_book, scanner, _law, letters_law, other_work, _whole,
    _learned, _account,
)  # fmt: skip
