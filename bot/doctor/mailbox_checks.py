"""What `doctor` looks at in the mailbox and the way to it: signing in, rights, folders, clock. Changes nothing."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.doctor.check import Check, Result
from bot.mailbox import MailboxError, Unavailable
from bot.mailbox.examination import Examinable, Examined
from config.mailbox_section import EwsSection, GraphSection, MaildirSection
from store import folders
from store.terms import Mode, Place

if TYPE_CHECKING:
    from bot.service import Service

_SOON, _VERY_SOON = timedelta(days=30), timedelta(days=7)
_SKEW, _TOO_MUCH_SKEW = timedelta(minutes=1), timedelta(minutes=5)
_MANY_FOLDERS = 400
_PATIENCE = (10.0, 30.0)
_NEW_ONE = "Make a new certificate and add it in Entra before the old one goes, as docs/it.md says under “Rotation”."
_SEE_IT = "See what the next lines say, and that the mailbox is there and this account may use it."


def mailbox_checks(service: Service) -> Iterator[Check]:
    """Every check of the mailbox, the gravest first."""
    yield _mailbox(service)
    yield from _sign_in(service)
    yield from _clock(service)
    if isinstance(service.mailbox, Examinable):
        examined = service.mailbox.examined()
        yield _folders(service, examined)
        yield from examined.facts(service.clock.now())


def _mailbox(service: Service) -> Check:
    try:
        health = service.mailbox.check()
    except MailboxError as trouble:
        return Check("mailbox", "failed", str(trouble), _SEE_IT)
    return Check("mailbox", "ok", health.detail) if health.ok else Check("mailbox", "failed", health.detail, _SEE_IT)


def _sign_in(service: Service) -> Iterator[Check]:
    """What the service proves itself with, until when it is good, and who else can read it."""
    graph = service.settings.mailbox.graph
    match service.settings.mailbox.chosen:
        case GraphSection() as section:
            yield from _application(section, service.clock.now())
        case EwsSection(auth="oauth") if graph:
            yield from _application(graph, service.clock.now())
        case EwsSection() as section:
            yield Check("sign-in", "ok", f"an account with a password, by {section.auth.upper()}")
            yield from _kept(section.password_file)
        case MaildirSection():
            yield Check("sign-in", "ok", "none is needed for a folder on this computer")


def _application(section: GraphSection, now: datetime) -> Iterator[Check]:
    if section.certificate_path is None:
        remedy = "Sign in with a certificate, or note in a calendar the day that Entra shows for the secret."
        yield Check("sign-in", "warning", "a secret, and only Entra knows until when it is good", remedy)
        yield from _kept(section.client_secret_file)
        return
    from bot.mailbox.sign_in import certificate

    try:
        until = certificate(section.certificate_path).good_until
    except MailboxError as trouble:
        yield Check("sign-in", "failed", str(trouble), "Put certificate and key into one file, as docs/it.md says.")
        return
    yield _good_until(until, now)
    yield from _kept(section.certificate_path)


def _good_until(until: datetime | None, now: datetime) -> Check:
    if until is None:
        return Check("sign-in", "ok", "a certificate")
    said, left = f"a certificate, good until {until:%d %B %Y}", until - now
    if left <= timedelta():
        return Check("sign-in", "failed", f"a certificate that ran out on {until:%d %B %Y}", _NEW_ONE)
    if left <= _SOON:
        only = "only " if left <= _VERY_SOON else ""
        return Check("sign-in", "warning", f"{said}: {only}{left.days} days", _NEW_ONE)
    return Check("sign-in", "ok", said)


def _kept(path: Path | None) -> Iterator[Check]:
    """Whether only the service can read the file it signs in with."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path else 0
    except OSError as fault:
        yield Check("sign-in file", "failed", f"{path} cannot be read ({fault.strerror})", "Put it there again.")
        return
    if mode & 0o007:
        yield Check("sign-in file", "failed", f"{path} can be read by everybody here", f"chmod o= {path}")
    else:
        yield Check("sign-in file", "ok", "closed to everybody else on this computer")


def _clock(service: Service) -> Iterator[Check]:
    """How far our clock is from that of the mail server."""
    section = service.settings.mailbox.chosen
    if isinstance(section, MaildirSection):
        return
    url = section.base_url if isinstance(section, GraphSection) else section.endpoint
    asked_at = service.clock.now()
    try:
        theirs = _told_by(url, section.ca_bundle)
    except Unavailable as trouble:
        yield Check("clock", "warning", str(trouble), "See the network, the proxy and ca_bundle.")
        return
    skew = asked_at + (service.clock.now() - asked_at) / 2 - theirs
    said = f"{abs(skew).total_seconds():.0f} seconds {'ahead of' if skew > timedelta() else 'behind'} the mail server"
    if abs(skew) <= _SKEW:
        yield Check("clock", "ok", said)
    else:
        result: Result = "failed" if abs(skew) > _TOO_MUCH_SKEW else "warning"
        yield Check("clock", result, said, "Let this computer keep its time by NTP; signing in fails at 5 minutes.")


def _told_by(url: str, ca_bundle: Path | None) -> datetime:
    """The time at this server, from an answer to nobody in particular. Raises Unavailable where it tells none."""
    from requests import RequestException

    from bot.mailbox.https import session

    try:
        with session(url, ca_bundle) as asking:
            said = asking.get(url, timeout=_PATIENCE, allow_redirects=False).headers.get("Date", "")
        return datetime.strptime(said, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except (RequestException, ValueError) as fault:
        raise Unavailable("The mail server does not tell its time.") from fault


def _folders(service: Service, examined: Examined) -> Check:
    tree = service.settings.tree()
    with service.reading() as tx:
        known = folders.known(tx)
    try:
        missing = examined.missing(tree)
    except MailboxError as trouble:
        return Check("folders", "failed", str(trouble), _SEE_IT)
    if not missing:
        return _number_of_folders(len(tree), len(known.keys() - tree.keys() - {Place.INBOX, Place.JUNK, Place.SENT}))
    if not known.keys() & set(missing):
        when = "in the modes draft and live" if service.settings.sending.mode is Mode.WATCH else "at the next start"
        return Check("folders", "ok", f"{len(missing)} of {len(tree)} are not there yet; they are made {when}")
    said = "; ".join(" / ".join(tree[name]) for name in missing)
    remedy = "`reviews-bot mailbox setup --plan` says what became of each; `mailbox setup` makes what was taken away."
    return Check("folders", "warning", f"not where they should be: {said}", remedy)


def _number_of_folders(fixed: int, of_cases: int) -> Check:
    if fixed + of_cases < _MANY_FOLDERS:
        return Check("folders", "ok", f"all {fixed} are there, and {of_cases} of cases")
    remedy = "Outlook grows slow with shared folders beyond 500: close finished cases, so that their folders can go."
    return Check("folders", "warning", f"{fixed + of_cases} folders, {of_cases} of them of cases", remedy)
