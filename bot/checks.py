"""What `doctor` looks at: each check says what it found and, where something is wrong, what to do. Changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.mailbox import MailboxError
from bot.opinion_model import OTHER, ModelRefused, file_of, kept
from bot.show import Line
from bot.stop_switch import why_stopped
from handlers.law import unverified
from store import events, leadership
from store.terms import Mode

if TYPE_CHECKING:
    from bot.service import Service

_ROOM_WANTED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. A warning is worth reading; a failure keeps the service from doing its work."""

    name: str
    result: str
    found: str
    remedy: str = ""

    @property
    def failed(self) -> bool:
        """Whether the service cannot do its work like this."""
        return self.result == "failed"

    def line(self) -> Line:
        """As it is printed."""
        return {"check": self.name, "result": self.result, "found": self.found, "remedy": self.remedy or None}


def all_checks(service: Service) -> Iterator[Check]:
    """Every check, in the order in which a person would want to know."""
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


def _mailbox(service: Service) -> Check:
    try:
        health = service.mailbox.check()
    except MailboxError as trouble:
        return Check("mailbox", "failed", str(trouble), "See that the mailbox is there and this account may use it.")
    if not health.ok:
        return Check("mailbox", "failed", health.detail, "See that the mailbox is there and this account may use it.")
    return Check("mailbox", "ok", health.detail)


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


def _account(_service: Service) -> Check:
    if os.geteuid() == 0:
        return Check("account", "warning", "running as root", "Give the service an account of its own.")
    return Check("account", "ok", "an ordinary account")


_CHECKS: tuple[Callable[[Service], Check], ...] = (
    _mode, _mailbox, _sending, _lead, _history, _key_file, _room, _reader, _own_domains, _law, _learned, _account,
)  # fmt: skip
