"""The sheet Checks of the register: written with what was asked for, and read back once for each row; sends nothing.

A file proves nobody's name: what comes from the folder stands on record as the register's word. A register that came
with somebody's own mail is theirs, and then only whoever was asked can answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.reporting import check_answers
from config.team_section import MemberSection
from handlers.check_rows import FIXED, FOUND, HEADER, CheckEdit, CheckRow, edits, proof
from handlers.quality import Answer
from handlers.register import LONGEST_NOTE
from store import cases, checks_asked, registers
from store.checks_asked import Asked
from store.engine import Tx
from store.events import record

if TYPE_CHECKING:
    from bot.service import Service

CHECKS, WRITTEN = "Checks", "_checks"
_SHOWN_FOR = timedelta(days=60)
"""So long a check that was answered stays in the sheet, to be put right."""
_NOT_READ = "Checks are not read back here."
Became = tuple[str, str, bool, str]
"""What became of a row: its case, which check, whether anything was taken, and a sentence."""


def rows(service: Service, tx: Tx) -> tuple[CheckRow, ...]:
    """Every check that was asked for and is open, or was answered not long ago; none where they are not read back."""
    if "checks" not in service.settings.register.editable:
        return ()
    found = checks_asked.open_or_since(tx, tx.now - _SHOWN_FOR)
    given = {one.code: check_answers.of_words(one).answers for one in found}
    return tuple(
        CheckRow(one.code, one.reference, one.decision, one.decided_on, one.sampler, given[one.code]) for one in found
    )


def add_to(book: Any, export: int, those: Sequence[CheckRow], mark: Callable[[str], str]) -> None:
    """The workbook has the sheet, and hidden beside it what proves how each row was written; nothing without checks."""
    if not those:
        return
    sheet = book.add_worksheet(CHECKS)
    day = book.add_format({"num_format": "d mmm yyyy", "align": "left"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    edited = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E3EEF9"})
    heads = [{"header": name, "header_format": head if name in FIXED else edited} for name in HEADER]
    sheet.add_table(
        0, 0, len(those), len(HEADER) - 1, {"name": "Checks", "style": "Table Style Light 1", "columns": heads}
    )
    for line, one in enumerate(those, start=1):
        for column, words in enumerate((*one.fixed, *one.given)):
            if column == FIXED.index("Decided on"):
                sheet.write_datetime(line, column, one.decided_on, day)
            elif words:
                sheet.write_string(line, column, words)
    _lay_out(book, sheet, len(those))
    hidden = book.add_worksheet(WRITTEN)
    for line, one in enumerate(those):
        for column, words in enumerate((one.code, proof(export, one, mark), *one.given)):
            if words:
                hidden.write_string(line, column, words)
    hidden.very_hidden()


def _lay_out(book: Any, sheet: Any, last: int) -> None:
    """Widths, print set-up, and what can be chosen or typed."""
    first, found = len(FIXED), len(HEADER) - 1
    sheet.set_column(0, first - 1, 16)
    sheet.set_column(first, found - 1, 14)
    sheet.set_column(found, found, 50, book.add_format({"text_wrap": True, "valign": "top"}))
    answers = {
        "validate": "list", "source": [str(one) for one in Answer], "input_title": "An answer",
        "input_message": "yes, no, or n/a where the question does not arise.",
    }  # fmt: skip
    words = {
        "validate": "length", "criteria": "<=", "value": LONGEST_NOTE, "input_title": FOUND,
        "input_message": "Why you answered no, and what else you found. It is kept, and the cell is empty again.",
    }  # fmt: skip
    sheet.data_validation(1, first, last, found - 1, {"ignore_blank": True, **answers})
    sheet.data_validation(1, found, last, found, {"ignore_blank": True, **words})
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)


def changed(
    service: Service, export: int, table: Sequence[Sequence[str]], written: Sequence[Sequence[str]]
) -> tuple[CheckEdit, ...]:
    """The rows of the sheet that somebody changed."""
    return tuple(edits(export, table, written, service.store.vault.mark))


def take(service: Service, export: int, those: Iterable[CheckEdit]) -> Iterator[Became]:
    """Each row that was not read before is kept or not taken, in a transaction of its own."""
    for one in those:
        with service.writing() as tx:
            yield from take_in(service, tx, export, [one], None)


def take_in(
    service: Service, tx: Tx, export: int, those: Iterable[CheckEdit], person: MemberSection | None
) -> Iterator[Became]:
    """As `take`, in one transaction, on a person's word where it is one."""
    for one in those:
        known = one.reference if cases.case_id_of(tx, one.reference) is not None else ""
        field = f"Check {one.code}" if known else "Check"
        if registers.was_read(tx, export, known, field, one.whole):
            continue
        done, said = _take(service, tx, one, person)
        registers.read(tx, export, known, field, one.whole, done=done, said=said)
        by = person.name if person else "the register"
        case_id = cases.case_id_of(tx, known) if known else None
        about = f"register:{export}"
        record(tx, "register_read", about, case_id=case_id, rule="done" if done else "not_taken", field=field, by=by)
        yield known, field, done, said


def _take(service: Service, tx: Tx, one: CheckEdit, person: MemberSection | None) -> tuple[bool, str]:
    asked = checks_asked.by_code(tx, one.code)
    if one.why or asked is None:
        return False, one.why or "Nobody was asked for this check."
    if "checks" not in service.settings.register.editable:
        return False, _NOT_READ
    if person is not None and person.name != asked.sampler:
        return False, f"{asked.sampler} was asked to check {asked.reference}, and only they can answer."
    if moved := _moved(asked, one):
        return False, f"What was answered to {', '.join(moved)} has changed since. Take it from the newest register."
    by, source = (person.name, "a register that came by mail") if person else ("the register", "the register")
    given = replace(one.given, found=_beside(check_answers.of_words(asked).found, one.given.found))
    return check_answers.take(service, tx, asked, given, by=by, source=source, at=tx.now)


def _beside(known: str, found: str) -> str:
    """What is found now with what was found before, for the sheet never shows that to whoever writes into it."""
    return "; ".join(filter(None, (known, found))) if found and found not in known else ""


def _moved(asked: Asked, one: CheckEdit) -> list[str]:
    """The questions that were answered otherwise since the register was written, and not as the row says now."""
    now = check_answers.of_words(asked).answers
    return [
        str(check) for check, was in one.before.items() if now.get(check, "") not in (was, one.given.answers.get(check))
    ]
