"""What people changed in a register is done on its cases, once each, or not taken with the reason; sends nothing.

A file proves nobody's name: from the folder it is the register that says so, and only what decides nothing can be
said. A register that came with a mail proved to be a person's is theirs, with what they may do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from bot.casework.rulings import act_on
from bot.desk.people import assignable
from bot.reporting import check_sheet
from bot.reporting.register import META, REGISTER, editable
from bot.reporting.register_cells import cells
from config.team_section import MemberSection
from handlers.check_rows import CheckEdit
from handlers.register import Field
from handlers.register_edits import Edit, NotTaken, Sheet, act_of, edits, sheet_of, steps
from store import cases, records, registers
from store.engine import Tx
from store.events import record
from store.messages import Act, Verb
from store.terms import london_date

if TYPE_CHECKING:
    from bot.service import Service

NOBODY = "the register"
"""Whose word a change is in a file that everybody can open."""
NOT_OURS = "This is no register of ours, or its hidden sheet was taken away; nothing was taken from it."
_NOTED = "The note is in the history of the case."


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one change, in a sentence."""

    reference: str
    field: str
    done: bool
    said: str


_NONE = Line("", "", done=False, said=NOT_OURS)


def take(service: Service, data: bytes) -> tuple[Line, ...]:
    """Every change in a file from the folder that was not read before is done or not taken, with what became of each.

    All changes to one case are one transaction. Raises Unreadable where the file cannot be read.
    """
    sheet, checks = _sheets(service, data)
    taken: list[Line] = []
    with service.reading() as tx:
        if sheet is None or not registers.is_known(tx, sheet.export):
            return (_NONE,)
        new = [left for theirs in _by_case(service, sheet) if (left := _not_read(tx, sheet, theirs))]
    for theirs in new:
        with service.writing() as tx:
            taken += _of_case(service, tx, sheet, theirs, None)
    return (*taken, *(Line(*one) for one in check_sheet.take(service, sheet.export, checks)))


def take_from(service: Service, tx: Tx, data: bytes, person: MemberSection) -> tuple[Line, ...]:
    """As `take`, on a person's word and in one transaction, for a register that they sent. Raises Unreadable."""
    sheet, checks = _sheets(service, data)
    if sheet is None or not registers.is_known(tx, sheet.export):
        return (_NONE,)
    lines = [line for theirs in _by_case(service, sheet) for line in _of_case(service, tx, sheet, theirs, person)]
    return (*lines, *(Line(*one) for one in check_sheet.take_in(service, tx, sheet.export, checks, person)))


def _sheets(service: Service, data: bytes) -> tuple[Sheet | None, tuple[CheckEdit, ...]]:
    """The register in the file, and which of its checks somebody changed."""
    found = cells(data, (META, REGISTER, check_sheet.CHECKS, check_sheet.WRITTEN))
    sheet = sheet_of(found.get(META, ()), found.get(REGISTER, ()))
    if sheet is None:
        return None, ()
    shown, written = found.get(check_sheet.CHECKS, ()), found.get(check_sheet.WRITTEN, ())
    return sheet, check_sheet.changed(service, sheet.export, shown, written)


def _by_case(service: Service, sheet: Sheet) -> Iterator[tuple[Edit | NotTaken, ...]]:
    """The changes in the file, those to one case together."""
    for _, theirs in groupby(edits(sheet, service.store.vault.mark), key=lambda one: one.reference):
        yield tuple(theirs)


def _not_read(tx: Tx, sheet: Sheet, theirs: tuple[Edit | NotTaken, ...]) -> tuple[Edit | NotTaken, ...]:
    """Those changes to one case that were not read before."""
    known = theirs[0].reference if cases.case_id_of(tx, theirs[0].reference) is not None else ""
    return tuple(one for one in theirs if not registers.was_read(tx, sheet.export, known, one.field, one.value))


def _of_case(
    service: Service, tx: Tx, sheet: Sheet, theirs: tuple[Edit | NotTaken, ...], person: MemberSection | None
) -> list[Line]:
    case_id, new = cases.case_id_of(tx, theirs[0].reference), _not_read(tx, sheet, theirs)
    meant = [_meant(service, tx, case_id, one, person) for one in new]  # each by the case as it stood
    return [
        _done(service, tx, sheet.export, case_id, one, asked, person)
        for one, asked in zip(new, meant, strict=True)
        if asked is not None
    ]


def _meant(
    service: Service, tx: Tx, case_id: int | None, one: Edit | NotTaken, person: MemberSection | None
) -> Act | NotTaken | None:
    """The act that a change asks for, with whose word it is; None where it is so already."""
    if isinstance(one, NotTaken):
        return one
    if case_id is None:
        return NotTaken(one.reference, one.field, one.value, f"There is no case {one.reference}.")
    today, team = london_date(tx.now), service.settings.team
    words, allowed = steps(service.settings.office.force_short), frozenset(editable(service))
    act = act_of(one, records.of_case(tx, case_id), today=today, steps=words, allowed=allowed)
    if act is None or isinstance(act, NotTaken):
        return act
    if act.verb is Verb.ASSIGN:
        somebody, remark = assignable(team, act.value, today)
        if somebody is None:
            return NotTaken(one.reference, one.field, one.value, remark)
        act = replace(act, value=somebody.name)
    by, roles = (person.name, frozenset(person.roles)) if person else (NOBODY, frozenset())
    return replace(act, by=by, roles=roles, source="a register that came by mail" if person else NOBODY)


def _done(
    service: Service,
    tx: Tx,
    export: int,
    case_id: int | None,
    one: Edit | NotTaken,
    asked: Act | NotTaken,
    person: MemberSection | None,
) -> Line:
    """The change is done or not taken, and on record, so that it is never read again."""
    if isinstance(asked, NotTaken) or case_id is None:
        why = asked.why if isinstance(asked, NotTaken) else ""
        line = Line(one.reference if case_id is not None else "", one.field, done=False, said=why)
    else:
        found = act_on(service, tx, case_id, asked, subject=f"register:{export}")
        said = _NOTED if one.field is Field.NOTE and not found.refused else found.said or "It is so already."
        line = Line(one.reference, one.field, done=not found.refused, said=said)
    registers.read(tx, export, line.reference, line.field, one.value, done=line.done, said=line.said)
    rule, by = "done" if line.done else "not_taken", person.name if person else NOBODY
    record(tx, "register_read", f"register:{export}", case_id=case_id, rule=rule, field=line.field, by=by)
    return line
