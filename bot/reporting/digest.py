"""Brings the digest out: once a working day, one letter for each reader, and a sign of life once it has left.

What was missed while nothing ran is made up for by one digest, the newest; an older one that has not left is given up.
Nothing here counts or words anything.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reporting import gathering, register, register_round
from bot.reporting.trend import picture
from store import cancelling, digest_counts, leadership, outbox, rounds
from store.engine import Tx
from store.messages import Enclosure, Rendered
from store.messages.digest import DigestData
from store.terms import Audience, LetterState, Mode, london_date
from templates.digest import PICTURE, render_digest

if TYPE_CHECKING:
    from bot.service import Service

LETTER, PING = "digest", "digest_ping"
WAITS_FOR_THE_MAILBOX = timedelta(hours=1)
"""So long a digest waits for the mailbox to be read to its end; then it comes and says that it was not."""
AWAY_AFTER = timedelta(hours=2)
"""Reading that rested longer than this was an outage, of which the digest tells."""
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNSENT = (LetterState.PLANNED, LetterState.RENDERED, LetterState.DRAFTED, LetterState.HOLD)


def pass_(service: Service, *, all_read: bool) -> int:
    """The day's digest is on its way, if it is due; answers how many letters that were. Silence means a fault."""
    if all_read:
        _notice_an_outage(service)
    chosen, now = service.settings.digest, service.clock.now()
    if not chosen.send or service.settings.sending.mode is Mode.WATCH or not _is_due(service, now, all_read=all_read):
        return _sign_of_life(service) if chosen.send else 0
    today = london_date(now)
    with service.reading() as tx:
        data = gathering.told(service, tx, whole=all_read, remarks=tuple(_remarks(service)))
    words, enclosed = shown(service, data)
    with service.writing() as tx:
        _give_up_older(tx, today)
        files = _register(service, tx)
        written = sum(
            _write(service, tx, LETTER, to, today, words, (*enclosed, *files)) for to in readers(service, today)
        )
        rounds.finish(tx, gathering.ROUND, today, {"letters": written, "open": data.headline.open})
    service.log.info("digest_written", done=written)
    return written


def shown(service: Service, data: DigestData) -> tuple[Rendered, tuple[Enclosure, ...]]:
    """The words of a digest, and its picture where one can be drawn."""
    drawn = picture(data)
    words = render_digest(
        service.letterhead, data, picture=bool(drawn), link_base=service.settings.digest.link_base
    )  # fmt: skip
    return words, (Enclosure(f"{PICTURE}.png", "image/png", drawn, content_id=PICTURE),) if drawn else ()


def readers(service: Service, day: date) -> tuple[str, ...]:
    """Who gets the digest of a day: those named, otherwise everybody of the role, away or not."""
    chosen, people = service.settings.digest, service.settings.people
    named = chosen.to or [one.address for one in people if chosen.to_role in one.roles and one.belongs(day)]
    return tuple(dict.fromkeys(address.lower() for address in named))


def _is_due(service: Service, now: datetime, *, all_read: bool) -> bool:
    """Whether this working day's digest is still to be written. There is none on the day the store began."""
    today = london_date(now)
    due_at = gathering.at(service, today)
    if not service.days.is_working_day(today) or now < due_at or not readers(service, today):
        return False
    if not all_read and now < due_at + WAITS_FOR_THE_MAILBOX:
        return False
    with service.reading() as tx:
        last, began_at = rounds.last(tx, gathering.ROUND), rounds.began_at(tx)
    return bool(began_at and london_date(began_at) < today and (last is None or last.day < today))


def _write(
    service: Service, tx: Tx, letter: str, to: str, day: date, words: Rendered, files: Iterable[Enclosure] = ()
) -> bool:
    return outbox.queue(
        tx,
        letter=letter,
        occasion=day.isoformat(),
        case_id=None,
        intake_id=None,
        to=to,
        content={
            "facts": {},
            "answers_item": "",
            "answers_message_id": "",
            "references": [],
            "written": {
                "subject": words.subject, "html": words.html, "text": words.text,
                "template_version": words.template_version,
            },
            "files": [
                {"name": one.name, "content_type": one.content_type, "content_id": one.content_id,
                 "content": base64.b64encode(one.content).decode()}
                for one in files
            ],
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
        audience=Audience.TEAM,
    )  # fmt: skip


def _give_up_older(tx: Tx, today: date) -> None:
    """A digest of an earlier day that has not left does not leave any more: the newest says it all."""
    for one in outbox.in_states(tx, _UNSENT, 10_000):
        if one.letter in (LETTER, PING) and one.key.split(":")[1] < today.isoformat():
            cancelling.cancel(tx, one, "a newer digest tells it all")


def _register(service: Service, tx: Tx) -> tuple[Enclosure, ...]:
    """The register as it stands now, where it goes with the digest."""
    if not service.settings.digest.attach_register:
        return ()
    name = f"{service.settings.register.file_name}.xlsx"
    return (Enclosure(name, _EXCEL, register.bytes_of(service, tx).data),)


def _remarks(service: Service) -> Iterator[str]:
    """What the manager should know about the register in its folder."""
    try:
        lies = register_round.standing(service)
    except OSError:
        yield "The folder of the register cannot be reached."
        return
    if lies.waits:
        where = f"; today's lies beside it as {lies.beside}" if lies.beside else ""
        yield f"The register could not be replaced, for {lies.held_by} has it open{where}."


# --- signs of life --------------------------------------------------------------------------------------------------


def _sign_of_life(service: Service) -> int:
    """Once every letter of the day's digest has certainly left, whoever watches from outside is told, once."""
    chosen, today = service.settings.digest, london_date(service.clock.now())
    if not chosen.ping_address and chosen.ping_file is None:
        return 0
    with service.reading() as tx:
        last, told = rounds.last(tx, gathering.ROUND), rounds.last(tx, PING)
        if last is None or last.day != today or (told and told.day >= today) or not last.result["letters"]:
            return 0
        keys = [outbox.key_of(tx, LETTER, today.isoformat(), to) for to in readers(service, today)]
        letters = [outbox.by_key(tx, key) for key in keys]
    if not all(one is None or one.state is LetterState.CONFIRMED for one in letters):
        return 0
    if chosen.ping_file is not None and not _renewed(service, chosen.ping_file, today):
        return 0
    with service.writing() as tx:
        if chosen.ping_address:
            _write(service, tx, PING, chosen.ping_address, today, _ping_words(today))
        rounds.finish(tx, PING, today, {})
    return 1


def _renewed(service: Service, path: Path, today: date) -> bool:
    """Whether the file is this day's; where it cannot be written it is tried again, and holds nothing up."""
    coming = path.with_name(f"{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        coming.write_text(f"{today.isoformat()} {service.clock.now().isoformat()}\n", "utf-8")
        coming.replace(path)
    except OSError as fault:
        service.log.warning("trouble", fault=type(fault).__name__)
        return False
    return True


def _ping_words(today: date) -> Rendered:
    said = f"The daily digest of {today.isoformat()} has left. If this mail stops coming, look at the service."
    return Rendered(f"Reviews: digest of {today.isoformat()} has left", f"<p>{said}</p>", f"{said}\n", "digest-ping-1")


def _notice_an_outage(service: Service) -> None:
    """That the mailbox had not been read to its end for long is on record, now that it was."""
    with service.reading() as tx:
        last = leadership.look(tx).last_pass_at
        if last is None or tx.now - last <= AWAY_AFTER:
            return
    with service.writing() as tx:
        digest_counts.was_away(tx, london_date(tx.now), last, tx.now)
