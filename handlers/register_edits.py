"""What people changed in the register, and which act each change asks for; applies nothing and opens no file.

A row proves by its mark how it was written. What was changed elsewhere than in the columns for it, or has changed on
the case since, is not taken, and says why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from handlers.classifying import INVESTIGATION, OTHER
from handlers.command_lines import day_in
from handlers.learning_themes import ONLY
from handlers.register import DAYS, EDITABLE, LONGEST_NOTE, TOLD, Field, said, signed
from handlers.report_tables import ANSWERS, KINDS
from handlers.working_days import in_words
from store.messages import Act, CaseRecord, Verb
from store.terms import State

STEPS: tuple[Verb, ...] = (
    Verb.ASK_POLICE,
    Verb.CHASE_POLICE,
    Verb.PAPERS_COMPLETE,
    Verb.SUBMIT,
    Verb.RELEASE,
    Verb.CLOSE,
)
"""What can be chosen as the next step: nothing that settles or decides, for a file proves nobody's name."""

_NUMBER = re.compile(r"[0-9]{1,18}")
"""An export as its file gives it: no more digits than a number in the store can have."""
_ELSEWHERE = "A cell of this row was changed that is not read back. Put it right in the case itself; nothing was taken."
_UNKNOWN = "The register was not written with this case. Cases are added by a mail: new case."
_TWICE = "The case stands in the file more than once, so nothing of it was taken."
_STALE = "{reference} has changed since the register was written: {how}. Take it from the newest register."
_NOBODY = "A case cannot be nobody's again. Choose another name."
_NO_STEP = "“{said}” is no next step. There are: {steps}."
_NO_DAY = "“{said}” is no day that is still to come. Write it like 4 December {year}."
_NOT_UNSAID = "What was said of {reference} cannot be left blank again. Choose something else."
_NONE_OF_THESE = "“{said}” is none of these: {choices}."
_NOT_READ = "The column {field} is not read back here."


@dataclass(frozen=True, slots=True)
class Written:
    """What the hidden sheet says a row was when it was written; `told` as in `register.Row`."""

    state: str
    owner: str
    hold_until: str
    mark: str
    told: tuple[str, ...] = ("",) * len(TOLD)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register as it was read: its export, its headings, its rows below them, and what each row was."""

    export: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    written: Mapping[str, Written]


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell that somebody changed: on which case, which column, what it says now; `was` is the row before."""

    reference: str
    field: Field
    value: str
    was: Written


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A change that is not applied, with the sentence that says why."""

    reference: str
    field: Field
    value: str
    why: str


def edits(sheet: Sheet, mark: Callable[[str], str]) -> Iterator[Edit | NotTaken]:
    """Every change that somebody made to the file, in the order of its rows; nothing for rows as they were written."""
    places = {name: sheet.header.index(name) for name in Field if name in sheet.header}
    if Field.CASE not in places:
        return
    named = Counter(row[places[Field.CASE]] for row in sheet.rows)
    for row in sheet.rows:
        cells = {name: row[place] for name, place in places.items()}
        if any(cells.values()):
            yield from _of_row(sheet, cells, mark, twice=named[cells[Field.CASE]] > 1)


def _of_row(
    sheet: Sheet, cells: Mapping[Field, str], mark: Callable[[str], str], *, twice: bool
) -> Iterator[Edit | NotTaken]:
    reference, whole = cells[Field.CASE], "\x1f".join(cells.values())
    was = sheet.written.get(reference)
    if was is None:
        yield NotTaken(reference, Field.CASE, whole, _UNKNOWN)
        return
    before = {Field.OWNER: was.owner, Field.NEXT_STEP: "", Field.NOTE: "", Field.HOLD_UNTIL: was.hold_until}
    before |= zip(TOLD, was.told, strict=True)
    as_written = [before.get(name, words) for name, words in cells.items()]
    if signed(sheet.export, was.state, as_written, mark) != was.mark:
        yield NotTaken(reference, Field.CASE, whole, _ELSEWHERE)
        return
    changed = [name for name in EDITABLE if name in cells and cells[name] != before[name]]
    if changed and twice:
        yield NotTaken(reference, Field.CASE, whole, _TWICE)
        return
    for name in changed:
        yield Edit(reference, name, cells[name], was)


def act_of(
    edit: Edit, now: CaseRecord, *, today: date, steps: Mapping[str, Verb], allowed: frozenset[Field]
) -> Act | NotTaken | None:
    """The act that the change asks for on the case as it stands now; None where it is so already, or asks nothing."""
    if edit.field not in allowed:
        return _not(edit, _NOT_READ.format(field=edit.field))
    if edit.field is Field.NOTE:
        return Act(Verb.NOTE, value=edit.value[:LONGEST_NOTE]) if edit.value else None
    if _is_so(edit, now):
        return None
    if how := _moved_on(edit, now):
        return _not(edit, _STALE.format(reference=edit.reference, how=how))
    return _RULES[edit.field](edit, today, steps)


def _is_so(edit: Edit, now: CaseRecord) -> bool:
    if edit.field is Field.OWNER:
        return edit.value == said(now.owner)
    if edit.field in TOLD:
        return edit.value == TOLD[edit.field](now)
    return edit.field is Field.HOLD_UNTIL and edit.value == _held(now)


def _moved_on(edit: Edit, now: CaseRecord) -> str:
    """How the case has changed in what the edit is about, "" where it has not."""
    if edit.field is Field.OWNER and said(now.owner) != edit.was.owner:
        return f"it is {now.owner or 'nobody'}'s now"
    if edit.field is Field.HOLD_UNTIL and _held(now) != edit.was.hold_until:
        return f"it is on hold until {in_words(now.held_until)} now" if _held(now) and now.held_until else "it goes on"
    if edit.field in TOLD:
        stands = TOLD[edit.field](now)
        return f"it says “{stands}” now" if stands != dict(zip(TOLD, edit.was.told, strict=True))[edit.field] else ""
    if edit.field is not Field.OWNER and now.state != edit.was.state:
        return f"it is at {now.stage.value}"
    return ""


def _held(now: CaseRecord) -> str:
    return said(now.held_until) if now.state is State.ON_HOLD else ""


def _owner(edit: Edit, _today: date, _steps: Mapping[str, Verb]) -> Act | NotTaken:
    return Act(Verb.ASSIGN, value=edit.value) if edit.value else _not(edit, _NOBODY)


def _step(edit: Edit, _today: date, steps: Mapping[str, Verb]) -> Act | NotTaken:
    verb = {words.casefold(): one for words, one in steps.items()}.get(edit.value.casefold())
    return Act(verb) if verb else _not(edit, _NO_STEP.format(said=edit.value, steps=", ".join(steps)))


def _hold(edit: Edit, today: date, _steps: Mapping[str, Verb]) -> Act | NotTaken:
    if not edit.value:
        return Act(Verb.RELEASE)
    try:
        on: date | None = date.fromisoformat(edit.value)
    except ValueError:
        on = day_in(edit.value, today, ahead=True)
    if on is None or on <= today:
        return _not(edit, _NO_DAY.format(said=edit.value, year=today.year))
    return Act(Verb.HOLD, on=on)


def _kind(edit: Edit, _today: date, _steps: Mapping[str, Verb]) -> Act | NotTaken:
    kind = _chosen(edit, KINDS)
    return kind if isinstance(kind, NotTaken) else Act(_BY_KIND[kind])


def _about(edit: Edit, _today: date, _steps: Mapping[str, Verb]) -> Act | NotTaken:
    return Act(Verb.ALLEGATIONS, value=edit.value) if edit.value else _blank(edit)


def _themes(edit: Edit, _today: date, _steps: Mapping[str, Verb]) -> Act | NotTaken:
    return Act(Verb.THEME, value=f"{ONLY} {edit.value}".strip())


def _answer(edit: Edit, _today: date, _steps: Mapping[str, Verb]) -> Act | NotTaken:
    word = _chosen(edit, ANSWERS)
    return word if isinstance(word, NotTaken) else Act(Verb.ANSWERED, value=word)


def _chosen(edit: Edit, choices: Mapping[str, str]) -> str | NotTaken:
    """What was chosen from these, by its word."""
    if not edit.value:
        return _blank(edit)
    found = {shown.casefold(): word for word, shown in choices.items()}.get(edit.value.casefold())
    return found or _not(edit, _NONE_OF_THESE.format(said=edit.value, choices=", ".join(choices.values())))


def _blank(edit: Edit) -> NotTaken:
    return _not(edit, _NOT_UNSAID.format(reference=edit.reference))


_BY_KIND = MappingProxyType({INVESTIGATION: Verb.INVESTIGATED, OTHER: Verb.NOT_INVESTIGATED})
_RULES: Mapping[Field, Callable[[Edit, date, Mapping[str, Verb]], Act | NotTaken]] = MappingProxyType(
    {
        Field.OWNER: _owner,
        Field.KIND: _kind,
        Field.ABOUT: _about,
        Field.THEMES: _themes,
        Field.ANSWER: _answer,
        Field.NEXT_STEP: _step,
        Field.HOLD_UNTIL: _hold,
    }
)


def _not(edit: Edit, why: str) -> NotTaken:
    return NotTaken(edit.reference, edit.field, edit.value, why)


def steps(force: str) -> Mapping[str, Verb]:
    """What can be chosen as the next step, in the words of the drop-down; `force` is the force's short name."""
    return MappingProxyType({verb.replace("police", force): verb for verb in STEPS})


def sheet_of(meta: Sequence[Sequence[str]], table: Sequence[Sequence[str]]) -> Sheet | None:
    """The register from the cells of its two sheets; None where they are those of no register of ours."""
    if not meta or len(meta[0]) < 2 or meta[0][0] != "export" or not _NUMBER.fullmatch(meta[0][1]) or not table:
        return None
    written = {row[0]: _written(row) for row in meta[1:] if len(row) >= 5}
    header = tuple(table[0])
    below = (tuple((*row, *("",) * len(header))[: len(header)]) for row in table[1:])
    return Sheet(int(meta[0][1]), header, tuple(_as_words(header, row) for row in below), written)


def _written(row: Sequence[str]) -> Written:
    """What a row was; cells that were empty at its end are not in it."""
    _, state, owner, hold_until, mark, *told = row
    return Written(state, owner, hold_until, mark, tuple((*told, *("",) * len(TOLD))[: len(TOLD)]))


def _as_words(header: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
    """Cells in a column of days lose the time that a program may have added."""
    return tuple(
        words.removesuffix(" 00:00:00") if name in set(DAYS) else words for name, words in zip(header, row, strict=True)
    )
