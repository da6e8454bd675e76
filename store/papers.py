"""The files the force sent on a case: one row for each coming, its bytes sealed under that case's key; decides nothing.

The same bytes twice on one case are one blob; two cases never share one. A name is a label and never a path.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store import paper_requests
from store.blobs import Blob
from store.engine import Store, Tx
from store.events import record
from store.messages import PackedFile, PaperFile
from store.paper_tables import PaperFileRow, PaperItemRow
from store.terms import Paper, PaperState, RequestState, Scan, Vouched, london_date
from store.unsealing import fields_in, words_in
from store.vault import Sealer

BY_FILE = "a file that came"
"""By whose word a line of a request is ticked, where a file did it."""
_ALL = select(PaperFileRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_NEW = insert(PaperFileRow)
_ONE = update(PaperFileRow).where(col(PaperFileRow.id) == bindparam("which"))
_OF_CASE = _ALL.where(col(PaperFileRow.case_id) == bindparam("case_id")).order_by(col(PaperFileRow.id))
_OF_MESSAGE = _ALL.where(col(PaperFileRow.intake_id) == bindparam("intake_id")).order_by(col(PaperFileRow.id))
_BY_ID = _ALL.where(col(PaperFileRow.id) == bindparam("which"))
_NOT_KEPT = (
    select(PaperFileRow.intake_id)
    .where(col(PaperFileRow.blob) == "", col(PaperFileRow.fault) == "", col(PaperFileRow.case_id).is_not(None))
    .group_by(col(PaperFileRow.intake_id))
    .order_by(col(PaperFileRow.intake_id))
    .limit(bindparam("most"))
)
_TWIN = (
    _ALL.where(
        col(PaperFileRow.case_id) == bindparam("case_id"),
        col(PaperFileRow.sha256) == bindparam("sha256"),
        col(PaperFileRow.id) != bindparam("but"),
        col(PaperFileRow.blob) != "",
    )
    .order_by(col(PaperFileRow.id).desc())
    .limit(1)
)
_SHARED = (
    select(PaperFileRow.id)
    .where(col(PaperFileRow.blob) == bindparam("name"), col(PaperFileRow.id) != bindparam("but"))
    .limit(1)
)
_DAMAGED = update(PaperFileRow).where(col(PaperFileRow.blob) == bindparam("name"))
_TICKED_BY = select(PaperItemRow.by).where(
    col(PaperItemRow.request_id) == bindparam("which"), col(PaperItemRow.number) == bindparam("nth")
)


@dataclass(frozen=True, slots=True)
class NewFile:
    """One file as it came: its place among the files of its message, what it says it is, and what is in it."""

    part: str
    label: str
    sha256: str
    size: int
    by_name: str
    declared: str
    scan: Scan = Scan.PENDING
    scan_reason: str = ""
    fault: str = ""
    kinds: tuple[Paper, ...] = ()
    kind_reason: str = ""
    inside: tuple[PackedFile, ...] = ()
    inline: bool = False


def came(tx: Tx, intake_id: int, case_id: int, files: Sequence[NewFile], *, on: date) -> None:
    """Each file of the message has its row on this case; one that had a row keeps its bytes and its scan.

    The bytes of a new one are still to be taken out of the mail.
    """
    follow(tx, intake_id, case_id)
    known = {(one.part, one.sha256): one.id for one in of_message(tx, intake_id)}
    for file in files:
        seems = {"kinds": " ".join(file.kinds), "kind_reason": file.kind_reason}
        if (which := known.get((file.part, file.sha256))) is not None:
            tx.connection.execute(_ONE, {"which": which, **seems})
            continue
        row = {
            "case_id": case_id, "intake_id": intake_id, "part": file.part, "sha256": file.sha256, "size": file.size,
            "by_name": file.by_name, "declared": file.declared, "scan": file.scan, "scan_reason": file.scan_reason,
            "fault": file.fault, "came_on": on, "scan_again_on": on if file.scan is Scan.PENDING else None,
            **seems, **_sealed(tx, case_id, file, intake_id),
        }  # fmt: skip
        tx.connection.execute(_NEW, row)
    for one in of_message(tx, intake_id):
        if one.id not in known.values():
            said = {"sha256": one.sha256, "label": one.label, "scan": one.scan}
            record(tx, "paper_came", f"paper:{one.id}", case_id=case_id, **said)


def follow(tx: Tx, intake_id: int, case_id: int | None) -> None:
    """The files of the message are this case's, or nobody's, as the message is; sealed under its key as that is.

    What they ticked is taken back. Bytes that stay with a file of another case are to be kept anew for this one.
    """
    had = of_message(tx, intake_id)
    taken_back(tx, had)
    for one in had:
        if one.case_id != case_id:
            values = {"case_id": case_id, **_sealed(tx, case_id, one), **_moved(tx, one, case_id)}
            tx.connection.execute(_ONE, {"which": one.id, **values})
            record(tx, "paper_follows", f"paper:{one.id}", case_id=case_id, sha256=one.sha256)


def of_case(tx: Tx, case_id: int) -> tuple[PaperFile, ...]:
    """Every file that came on a case, the first first; one whose case was erased has no label."""
    return tuple(file_of(tx, row) for row in tx.connection.execute(_OF_CASE, {"case_id": case_id}))


def of_message(tx: Tx, intake_id: int) -> tuple[PaperFile, ...]:
    """The files of one message, in their order."""
    return tuple(file_of(tx, row) for row in tx.connection.execute(_OF_MESSAGE, {"intake_id": intake_id}))


def by_id(tx: Tx, file_id: int) -> PaperFile | None:
    """One file."""
    row = tx.connection.execute(_BY_ID, {"which": file_id}).first()
    return None if row is None else file_of(tx, row)


def not_kept(tx: Tx, limit: int) -> tuple[int, ...]:
    """The messages (by row id) of which files are still to be taken out."""
    return tuple(tx.connection.execute(_NOT_KEPT, {"most": limit}).scalars())


def twin(tx: Tx, one: PaperFile) -> PaperFile | None:
    """The file of the same case whose kept bytes have the same hash, the one kept last."""
    wanted = {"case_id": one.case_id, "sha256": one.sha256, "but": one.id}
    row = tx.connection.execute(_TWIN, wanted).first()
    return None if row is None else file_of(tx, row)


def kept(tx: Tx, one: PaperFile, blob: Blob) -> None:
    """The file's bytes are in this blob, whose key only its case's key opens."""
    wrapped = tx.vault.rewrapped(blob.wrapped_key, f"blob {blob.name}", tx.sealer(one.case_id))
    tx.connection.execute(_ONE, {"which": one.id, "blob": blob.name, "wrapped_key": wrapped})


def kept_as(tx: Tx, one: PaperFile, other: PaperFile) -> None:
    """The file's bytes are those of another file of its case."""
    row = tx.connection.execute(_BY_ID, {"which": other.id}).one()
    tx.connection.execute(_ONE, {"which": one.id, "blob": row.blob, "wrapped_key": row.wrapped_key})


def seen_by_content(tx: Tx, one: PaperFile, by_content: str, warnings: Iterable[str]) -> None:
    """What the file is by its bytes, and what in it might act by itself, stands in its row."""
    sealed = _sealed(tx, one.case_id, replace(one, warnings=tuple(warnings)))
    tx.connection.execute(_ONE, {"which": one.id, "by_content": by_content, **sealed})


def cannot_be_kept(tx: Tx, one: PaperFile, fault: str) -> None:
    """The file's bytes cannot be had, and are not tried again; why is on record."""
    values = {"fault": fault, "scan": Scan.UNSCANNED, "scan_reason": "its bytes could not be taken out of the mail"}
    tx.connection.execute(_ONE, {"which": one.id, "scan_again_on": None, **values})
    record(tx, "paper_not_kept", f"paper:{one.id}", case_id=one.case_id, rule=fault)


def erased(tx: Tx, one: PaperFile) -> None:
    """The file's case was erased, and with it the file: nobody looks for it any more."""
    values = {"fault": "erased", "scan": Scan.UNSCANNED, "scan_reason": "its case was erased", "scan_again_on": None}
    tx.connection.execute(_ONE, {"which": one.id, **values})
    record(tx, "paper_erased", f"paper:{one.id}")


def content(tx: Tx, store: Store, one: PaperFile) -> bytes:
    """The file as it came, every byte as remembered. Raises BlobDamaged, or Erased when the case has been erased.

    Raises LookupError for a file whose bytes have not been taken out of its mail.
    """
    row = tx.connection.execute(_BY_ID, {"which": one.id}).one()
    if not row.blob:
        raise LookupError("Its bytes have not been taken out of the mail yet.")
    return store.blobs.read(*_blob(tx, row))


def damaged(tx: Tx, one: PaperFile) -> None:
    """The blob of this file holds something else now: it is nobody's any more, and is taken out of the mail anew."""
    name = tx.connection.execute(_BY_ID, {"which": one.id}).one().blob
    tx.connection.execute(_DAMAGED.values(blob="", wrapped_key=None), {"name": name})
    record(tx, "paper_damaged", f"paper:{one.id}", case_id=one.case_id)


# --- what it is and whose -------------------------------------------------------------------------------------------


def vouched(tx: Tx, intake_id: int, how: Vouched) -> None:
    """How far the mail these files came in is known to be the force's stands beside each of them."""
    for one in of_message(tx, intake_id):
        tx.connection.execute(_ONE, {"which": one.id, "vouched": how})


def ticks(tx: Tx, one: PaperFile, lines: Iterable[tuple[int, int]]) -> None:
    """These lines of requests (request id and number) were ticked because of this file."""
    said = " ".join(f"{request}.{number}" for request, number in lines)
    tx.connection.execute(_ONE, {"which": one.id, "ticks": said})


def taken_back(tx: Tx, lost: Sequence[PaperFile]) -> None:
    """What only these files had ticked is outstanding again, for a round to see; what a person said of it stays."""
    today, gone = london_date(tx.now), {file.id for file in lost}
    for case_id in {file.case_id for file in lost if file.ticks and file.case_id is not None}:
        mine = {line for file in lost if file.case_id == case_id for line in file.ticks}
        others = {line for file in of_case(tx, case_id) if file.id not in gone for line in file.ticks}
        for request in paper_requests.of_case(tx, case_id):
            for number in sorted(number for request_id, number in mine - others if request_id == request.id):
                wanted = {"which": request.id, "nth": number}
                if tx.connection.execute(_TICKED_BY, wanted).scalar_one() == BY_FILE:
                    paper_requests.item(tx, request, number, PaperState.OUTSTANDING, today)
                    if request.state is RequestState.OPEN:
                        paper_requests.look_again(tx, request.id, today)
    for file in lost:
        ticks(tx, file, ())


def blobs(tx: Tx) -> frozenset[str]:
    """The name of every blob that a file has."""
    return frozenset(tx.connection.execute(select(PaperFileRow.blob).where(col(PaperFileRow.blob) != "")).scalars())


def _sealed(tx: Tx, case_id: int | None, one: PaperFile | NewFile, intake_id: int = 0) -> dict[str, bytes]:
    """What of a file only its case's key opens: its label, what lies in it and what may act by itself."""
    about = f"paper {one.intake_id if isinstance(one, PaperFile) else intake_id} {one.part}"
    inside = [(each.place, each.size, each.fault) for each in one.inside]
    warnings = list(one.warnings) if isinstance(one, PaperFile) else []
    details = json.dumps({"inside": inside, "inline": one.inline, "warnings": warnings}).encode()
    seal = tx.sealer(case_id)
    return {"label": seal.seal(one.label.encode(), f"{about} label"), "details": seal.seal(details, f"{about} details")}


def _moved(tx: Tx, one: PaperFile, case_id: int | None) -> dict[str, object]:
    """The blob of a file that goes to another case, its key wrapped as that one's; none where another file needs it."""
    row = tx.connection.execute(_BY_ID, {"which": one.id}).one()
    if not row.blob or tx.connection.execute(_SHARED, {"name": row.blob, "but": one.id}).first() is not None:
        return {"blob": "", "wrapped_key": None}
    about = f"blob {row.blob}"
    key = row.wrapped_key if one.case_id is None else tx.vault.wrapped(row.wrapped_key, about, tx.sealer(one.case_id))
    return {"wrapped_key": key if case_id is None else tx.vault.rewrapped(key, about, tx.sealer(case_id))}


def _blob(tx: Tx, row: Any) -> tuple[Blob, Sealer]:
    """The blob of a row and the key that opens it. Raises Erased."""
    about = f"blob {row.blob}"
    if row.case_id is None:
        key = tx.vault.sealer(row.wrapped_key, about)
    else:
        key = Sealer(tx.sealer(row.case_id).unseal(row.wrapped_key, about))
    return Blob(row.blob, row.sha256, row.size, row.wrapped_key), key


def file_of(tx: Tx, row: Any) -> PaperFile:
    """The row as others see it; where its case was erased, without what was sealed."""
    about = f"paper {row.intake_id} {row.part}"
    label = words_in(tx, row.case_id, row.label, f"{about} label")
    details = fields_in(tx, row.case_id, row.details, f"{about} details")
    lines = (said.partition(".") for said in row.ticks.split())
    return PaperFile(
        id=row.id, case_id=row.case_id, intake_id=row.intake_id, part=row.part, label=label, sha256=row.sha256,
        size=row.size, by_name=row.by_name, declared=row.declared, by_content=row.by_content, scan=Scan(row.scan),
        scan_reason=row.scan_reason, kinds=tuple(map(Paper, row.kinds.split())), kind_reason=row.kind_reason,
        ticks=tuple((int(request), int(number)) for request, _, number in lines),
        vouched=Vouched(row.vouched), came_on=row.came_on, is_kept=bool(row.blob),
        inside=tuple(PackedFile(*one) for one in details.get("inside", ())),
        warnings=tuple(details.get("warnings", ())), inline=details.get("inline", False),
    )  # fmt: skip
