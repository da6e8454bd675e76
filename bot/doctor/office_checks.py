"""What `doctor` looks at beside the mailbox: calendar, caps, store, team, contacts, letters. Changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.approving.approval_policy import unconfirmed_law
from bot.doctor.check import Check
from bot.papers.book_gaps import gaps
from config.values import is_postgresql, sqlite_file
from handlers.correspondence import LETTERS
from store import contacts as contact_rows
from store import letter_search
from store.terms import LONDON, LetterState, Role, london_date

if TYPE_CHECKING:
    from bot.service import Service

BANK_HOLIDAYS_PROCLAIMED_UNTIL = date(2028, 12, 31)
"""Until this day the calendar has been compared with GOV.UK's list; after it, holidays go by rule alone."""
_HORIZON = timedelta(days=400)
_SUMMER, _WINTER = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC)
_TO_ONE_A_DAY, _A_MINUTE, _A_DAY = 10, 30, 10_000
_MOUNTS = Path("/proc/self/mounts")
_ON_A_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "glusterfs"})


def time_zone(_service: Service) -> Check:
    """Whether days are London's, summer and winter."""
    hours = [at.astimezone(LONDON).utcoffset() for at in (_WINTER, _SUMMER)]
    if hours != [timedelta(), timedelta(hours=1)]:
        remedy = "Install the package tzdata into the virtual environment of the service."
        return Check("time zone", "failed", "this computer does not know London's time", remedy)
    return Check("time zone", "ok", "days are London's, whatever this computer is set to")


def calendar(service: Service) -> Check:
    """How far ahead bank holidays are known."""
    found = f"bank holidays are known until {BANK_HOLIDAYS_PROCLAIMED_UNTIL:%d %B %Y}"
    if BANK_HOLIDAYS_PROCLAIMED_UNTIL - london_date(service.clock.now()) < _HORIZON:
        remedy = "Update the service; until then look up working days beyond that day."
        return Check("calendar", "warning", f"{found} and go by rule after it", remedy)
    return Check("calendar", "ok", found)


def caps(service: Service) -> Check:
    """How much may leave, and whether that still guards against anything."""
    most = service.settings.sending.caps
    with service.reading() as tx:
        waiting = letter_search.counts(tx).get(LetterState.HOLD, 0)
    found = (
        f"at most {most.per_address_day} letters to an address a day, {most.per_domain_hour} to a domain an hour, "
        f"{most.total_hour} an hour and {most.total_day} a day; {waiting} are held"
    )
    if most.per_address_day > _TO_ONE_A_DAY or most.total_hour > _A_MINUTE * 60 or most.total_day > _A_DAY:
        remedy = "Lower the caps: Exchange sends 30 a minute, and two machines must not answer each other for long."
        return Check("sending caps", "warning", found, remedy)
    return Check("sending caps", "ok", found)


def store(service: Service) -> Check:
    """What the store is kept in, and whether that can be relied upon."""
    url = service.settings.store.url
    if is_postgresql(url):
        return Check("store", "ok", "PostgreSQL, at the schema of this version")
    path = Path(sqlite_file(url))
    if not path.exists():
        return Check("store", "ok", f"will be made at {path} at the first run")
    kind = _file_system(path)
    if kind in _ON_A_NETWORK:
        found = f"SQLite on a network disk ({kind}), which may lose what was written"
        return Check("store", "failed", found, "Move it to a disk of this computer, or use PostgreSQL.")
    if path.stat().st_mode & 0o004 and path.parent.stat().st_mode & 0o001:
        return Check("store", "failed", f"{path} can be read by everybody here", f"chmod o= {path}")
    return Check("store", "ok", f"SQLite, {path.stat().st_size / 1e6:.1f} MB, at the schema of this version")


def _file_system(path: Path) -> str:
    """The kind of file system a file lies on, "" where this computer does not say."""
    try:
        lines = [line.split() for line in _MOUNTS.read_text().splitlines()]
    except OSError:
        return ""
    mounts = {Path(words[1].replace("\\040", " ")): words[2] for words in lines if len(words) > 2}
    return next((mounts[one] for one in (path, *path.resolve().parents) if one in mounts), "")


def team(service: Service) -> Check:
    """Whether somebody is named who can decide and sign, today."""
    settings, today = service.settings, london_date(service.clock.now())
    people = [one for one in settings.people if one.belongs(today)]
    if not people:
        remedy = "Name those who work with the mailbox under [[team]]: commands and signatures count only from them."
        return Check("team", "warning", "nobody is named", remedy)
    found = f"{len(people)} named, {sum(one.is_there(today) for one in people)} of them not absent"
    wanted = [Role.MANAGER, *[Role.DECISION_MAKER] * settings.office.decision_maker_signs_outcomes]
    lacking = [role.replace("_", " ") for role in wanted if not any(role in one.roles for one in people)]
    if lacking:
        said = f"{found}; no {' and no '.join(lacking)} among them"
        return Check("team", "warning", said, "Give somebody that role under [[team]], or letters wait for a signer.")
    return Check("team", "ok", found)


def contacts(service: Service) -> Check:
    """Whether the office has said where it writes to."""
    known = service.settings.office.contacts.model_dump()
    missing = [name.replace("_", " ") for name, address in known.items() if not address]
    if missing:
        remedy = "Name them in [office.contacts]: what would go there waits for a person meanwhile."
        return Check("contacts", "warning", f"no address for: {', '.join(missing)}", remedy)
    return Check("contacts", "ok", "all are named")


def contact_book(service: Service) -> Check:
    """Whether the units of the force can be written to, and what their book lacks."""
    settings, today = service.settings, london_date(service.clock.now())
    book = settings.book
    with service.reading() as tx:
        stopped = contact_rows.frozen(tx)
        frozen = [one for one in book.addresses(today) if contact_rows.tag_of(tx, one) in stopped]
    if frozen:
        remedy = "Put the right ones into the contact book, or say `reviews-bot contacts thaw ADDRESS` where one is."
        return Check(
            "contact book", "warning", f"nothing is written to {', '.join(frozen)}: a letter came back", remedy
        )
    if not book.is_kept:
        return Check("contact book", "ok", "none is kept; the force is asked at office.contacts.force")
    units = len(book.units(today))
    if lacks := list(gaps(settings, today)):
        return Check(
            "contact book", "warning", f"{units} units; {lacks[0]}", "`reviews-bot contacts check` says it all."
        )
    return Check("contact book", "ok", f"{units} units, and {book.unit(book.default, today).name} for the rest")


def letters_law(service: Service) -> Check:
    """Which letters stay drafts, because nobody could confirm the law they rest on and no lawyer signed them off."""
    settings, today = service.settings, london_date(service.clock.now())
    waiting: dict[str, list[str]] = {}
    for letter in LETTERS:
        for provision in unconfirmed_law(settings, letter, today):
            waiting.setdefault(provision.place, []).append(letter.name)
    if not waiting:
        return Check("law of letters", "ok", "every letter rests on law that was confirmed or signed off")
    said = "; ".join(f"{place}: {', '.join(names)}" for place, names in waiting.items())
    remedy = "Have your lawyer look, and name each letter under [[law.signed_off]]; until then it stays a draft."
    return Check("law of letters", "warning", f"letters rest on what nobody has confirmed: {said}", remedy)


def other_work(service: Service) -> Check:
    """Which periods of matters that are no reviews follow a law, though nobody has confirmed them."""
    kinds = service.settings.matter_kinds
    if not kinds:
        return Check("other work", "ok", "none is kept here")
    waiting = {
        kind.key: names
        for kind in kinds
        if (names := [step.key for step in kind.steps if step.law and not step.verified])
    }
    if not waiting:
        return Check("other work", "ok", f"{len(kinds)} kinds; every period that follows a law was confirmed")
    said = "; ".join(f"{key}: {', '.join(names)}" for key, names in waiting.items())
    remedy = "Have your lawyer look, and write the kind under [[other_matters]] with verified = true at these steps."
    return Check("other work", "warning", f"periods of law that nobody has confirmed: {said}", remedy)
