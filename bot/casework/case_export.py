"""The file of one case as a zip, for disclosure: every message, every letter that left, every record; changes nothing.

The names in it are made here, never taken from mail. What is equal in the store gives an equal file: order, times and
names come from the records. Nothing of another case is in it: its own rows are read, and in what the service wrote
itself the reference of any other case is taken out. Messages and letters are whole, as they came and left.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from bot.casework.bundle import Bundle
from bot.mime import Unreadable
from bot.proofing import letter_pdf
from handlers.party_roles import CALLED
from handlers.timeline import only_of, told
from handlers.working_days import in_words
from store import answers_by_hand, case_file, casework, decisions, events, intake, outbox, parties, refiling
from store.answers_by_hand import Answer
from store.blobs import Blob, BlobDamaged
from store.engine import Tx
from store.intake import Held
from store.messages import CaseView, Incoming, PartyView
from store.outbox import Queued
from store.terms import APART, LONDON, Audience, Kind, LetterState
from store.vault import Erased
from templates.case_file import CaseFile, Kept, index_page, index_text

if TYPE_CHECKING:
    from bot.service import Service

LEFT = (LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)
ERASED = "The personal data of this case has been erased: its messages, letters and details can be read no more."
_OTHERS = "other-parties"
_SENT_BY_HAND = "A letter sent by hand"
_APART = (
    "What officers, their Federation, interested persons and witnesses wrote stands in a part of its own. It is not "
    "for the complainant, and the complainant's is not for them: take out what the reader of this file may not have."
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PREPARED = ("letter", "state", "held_because", "planned_at", "audience")


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail as it came or left: what it is called, the folder of the zip it lies in, its bytes, and when."""

    what: str
    folder: str
    blob: Blob
    at: str


def export(service: Service, tx: Tx, case_id: int, out: Path) -> CaseFile:
    """The file of the case is written there, whole or not at all; answers its index. Raises OSError."""
    half = out.with_name(f"{out.name}.part")
    try:
        index = _written(service, tx, case_id, half)
        half.rename(out)
    finally:
        half.unlink(missing_ok=True)
    return index


def _written(service: Service, tx: Tx, case_id: int, out: Path) -> CaseFile:
    case = casework.view(tx, case_id)
    history = events.history(tx, case_id=case_id)
    erased = tx.is_erased(case_id)
    with out.open("wb") as stream, ZipFile(stream, "w") as archive:
        bundle = Bundle(archive)
        held = refiling.of_case(tx, case_id)
        apart = _apart(tx, held, parties.written_by(tx, case_id))
        messages = [_message(service, tx, bundle, case, one) for one in held if one.id not in apart]
        every = case_file.letters(tx, case_id)
        sent = [one for one in every if one.state in LEFT]
        not_sent = [one for one in every if one.state not in LEFT]
        letters = [_letter(tx, bundle, one) for one in sent]
        by_hand = answers_by_hand.of_case(tx, case_id)
        letters += [_by_hand(service, tx, bundle, case, one) for one in by_hand if one.intake_id not in apart]
        others = [_message(service, tx, bundle, case, one, apart[one.id]) for one in held if one.id in apart]
        others += [
            _by_hand(service, tx, bundle, case, one, apart[one.intake_id]) for one in by_hand if one.intake_id in apart
        ]
        records = list(_records(tx, bundle, case, case_id, history, not_sent))
        index = CaseFile(
            reference=case.reference,
            stands=f"{case.state.replace('_', ' ').capitalize()}; received on {in_words(case.received_on)}",
            as_of=_as_of(history),
            remarks=tuple(_remarks(erased, sent, bool(others))),
            messages=tuple(messages),
            letters=tuple(letters),
            records=tuple(records),
            apart=tuple(others),
        )
        bundle.put("index.html", index_page(service.letterhead, index).encode())
        bundle.put("index.txt", index_text(service.letterhead, index).encode())
    return index


def _as_of(history: Sequence[events.Event]) -> str:
    return f"As it stood after event {history[-1].seq}, {_time(history[-1].at)}" if history else "Without a history"


def _remarks(erased: bool, sent: Sequence[Queued], others: bool) -> Iterator[str]:
    if erased:
        yield ERASED
    if others:
        yield _APART
    if sent and not letter_pdf.available():
        yield "Letters are here as they were sent by e-mail (HTML and text), without PDF: its extra is not installed."
    yield "Where our own records named another case, its reference was taken out."


# --- messages and letters -------------------------------------------------------------------------------------------


def _apart(tx: Tx, held: Iterable[Held], roles: Mapping[int, str]) -> dict[int, str]:
    """The messages that are not the complainant's, by row id, with who wrote them: somebody else where nobody said."""
    unsaid = (one.id for one in held if one.id not in roles and refiling.kind_of(tx, one.id) == Kind.THIRD_PARTY)
    said = {one.id: CALLED[roles[one.id]] for one in held if roles.get(one.id) in APART}
    return said | dict.fromkeys(unsaid, "somebody else")


def _message(service: Service, tx: Tx, bundle: Bundle, case: CaseView, one: Held, who: str = "") -> Kept:
    what, folder = (f"Representations of {who}", _OTHERS) if who else ("A message", "messages")
    kept, came = _Mail(what, folder, one.blob, _time(one.received_at)), bundle.next()
    return _mail(service, bundle, case, came, kept, lambda: intake.raw_of(service.store, tx, one))


def _by_hand(service: Service, tx: Tx, bundle: Bundle, case: CaseView, one: Answer, who: str = "") -> Kept:
    folder = _OTHERS if who else "letters"
    kept, came = _Mail(_SENT_BY_HAND, folder, one.blob, _time(one.sent_at)), bundle.next()
    return _mail(service, bundle, case, came, kept, lambda: answers_by_hand.raw_of(service.store, tx, one))


def _mail(
    service: Service, bundle: Bundle, case: CaseView, number: int, mail: _Mail, raw_of: Callable[[], bytes]
) -> Kept:
    try:
        raw = raw_of()
    except Erased:
        return Kept(number, mail.at, mail.what, "erased", "", "", ("It has been erased.",))
    except BlobDamaged:
        note = f"What was kept of it is damaged. Its SHA-256 was {mail.blob.sha256}."
        return Kept(number, mail.at, mail.what, "not known", "", "", (note,))
    name = f"{mail.folder}/{number:03}.eml"
    digest = bundle.put(name, raw)
    try:
        incoming = service.reader.read(raw)
    except Unreadable as fault:
        return Kept(number, mail.at, mail.what, "not known", name, digest, (fault.sentence,))
    what = only_of(case.reference, incoming.subject) or "no subject"
    to = f", to {', '.join(incoming.to)}" if mail.what == _SENT_BY_HAND else ""
    notes = (*([f"{mail.what}{to}"] if to or mail.folder == _OTHERS else []), *_files(incoming))
    return Kept(
        number, mail.at, what, _from(incoming), name, digest, tuple(only_of(case.reference, one) for one in notes)
    )


def _from(incoming: Incoming) -> str:
    if not incoming.sender:
        return f"from {incoming.sender_name or 'somebody'}, whose address cannot be read for certain"
    return f"from {incoming.sender_name} <{incoming.sender}>" if incoming.sender_name else f"from {incoming.sender}"


def _files(incoming: Incoming) -> Iterator[str]:
    for file in incoming.attachments:
        if not file.inside:
            yield f"With it: {file.name or 'a file without a name'}, {file.size} bytes, SHA-256 {file.sha256}"


def _letter(tx: Tx, bundle: Bundle, one: Queued) -> Kept:
    number, name, at = bundle.next(), one.letter.replace("_", " "), case_file.left_at(tx, one)
    left = _time(at) if at else ""
    try:
        kept = outbox.content(tx, one)
    except Erased:
        return Kept(number, left, f"Letter “{name}”", "erased", "", "", ("It has been erased.",))
    page = f"letters/{number:03}.html"
    digest = bundle.put(page, str(kept["html"]).encode())
    text = f"letters/{number:03}.txt"
    notes = [*_became(one, kept), f"In plain text: {text}, SHA-256 {bundle.put(text, _as_text(kept))}"]
    if letter_pdf.available():
        printed = f"letters/{number:03}.pdf"
        notes.append(f"As PDF: {printed}, SHA-256 {bundle.put(printed, letter_pdf.pdf(str(kept['html'])))}")
    who = f"from us to {kept['to']}" if kept["to"] else "from us, by post"
    return Kept(number, left, str(kept["subject"]), who, page, digest, tuple(notes))


def _as_text(kept: Mapping[str, Any]) -> bytes:
    return f"{kept['subject']}\n\n{kept['text']}".encode()


def _became(one: Queued, kept: Mapping[str, Any]) -> Iterator[str]:
    said = {LetterState.SENT: "It was sent.", LetterState.BOUNCED: "It came back: it did not arrive."}
    yield said.get(one.state, "It was sent." if kept["to"] else "It was posted.")
    if one.audience is Audience.TEAM:
        yield "It is internal: it went to somebody of the team."
    if one.approved_by:
        yield f"Approved by {one.approved_by}."
    for name, digest in kept.get("enclosed", ()):
        yield f"With it: {name}, SHA-256 {digest}"


# --- records --------------------------------------------------------------------------------------------------------


def _records(
    tx: Tx,
    bundle: Bundle,
    case: CaseView,
    case_id: int,
    history: Sequence[events.Event],
    not_sent: Sequence[Queued],
) -> Iterator[Kept]:
    """Each table as CSV, for whoever opens it in a spreadsheet; the events as JSON lines, too."""
    lines = [_event(one) for one in history]
    decided, asked = decisions.of(tx, case_id), case_file.questions(tx, case_id)
    tables: Mapping[str, tuple[str, Sequence[str], Iterable[Mapping[str, Any]]]] = {
        "events.csv": ("Everything that was done, oldest first", (*_names(events.Event), "words"), lines),
        "decisions.csv": ("Decisions, with who made them and why", _names(decisions.Decided), map(asdict, decided)),
        "parties.csv": ("Who belongs to the case", _names(PartyView), map(asdict, case.parties)),
        "questions.csv": ("What people were asked", _names(case_file.Question), map(asdict, asked)),
        "letters-not-sent.csv": ("Letters that did not leave", _PREPARED, map(_prepared, not_sent)),
    }
    for name, (what, columns, rows) in tables.items():
        cleared = [only_of(case.reference, row) for row in rows]
        yield _record(bundle, name, what, _csv(columns, cleared), _counted(len(cleared)))
    as_json = "".join(f"{_json(only_of(case.reference, line))}\n" for line in lines)
    yield _record(bundle, "events.jsonl", "The same events, one JSON object a line", as_json, _counted(len(lines)))
    facts = {name: value for name, value in asdict(case).items() if name not in ("parties", "letters")}
    known = _json(only_of(case.reference, facts))
    yield _record(bundle, "case.json", "The facts and dates of the case", f"{known}\n", "one JSON object")


def _record(bundle: Bundle, name: str, what: str, content: str, note: str) -> Kept:
    number = bundle.next()
    digest = bundle.put(f"records/{name}", content.encode())
    return Kept(number, "", what, note, f"records/{name}", digest)


def _event(one: events.Event) -> dict[str, Any]:
    words = told(one.action, one.subject, one.rule, one.details)
    return {**asdict(one), "details": dict(one.details), "words": words}


def _prepared(one: Queued) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _PREPARED}


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _counted(lines: int) -> str:
    return f"{lines or 'no'} line{'' if lines == 1 else 's'}"


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows under their headings; no cell begins as a formula does."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    words = (
        _json(value)
        if isinstance(value, Mapping | list)
        else value.isoformat()
        if isinstance(value, datetime)
        else str(value)
    )
    return f"'{words}" if words.startswith(_FORMULA) else words


def _json(value: object) -> str:
    return json.dumps(value, default=_in_json, ensure_ascii=False)


def _in_json(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _time(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%d %b %Y %H:%M}"
