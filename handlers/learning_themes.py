"""What cases show of how the police deal with complaints: themes, when one comes too often, and the note of a quarter.

It names units and counts, and no person. A theme is a person's finding; nothing here finds one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.classifying import settled
from handlers.told import Told, refuse
from handlers.working_days import WorkingDays
from store.messages import Question, Ruling, ThemeRecord
from store.terms import Owner, Theme

DECIDED = "theme"
"""As what such a finding is on record."""
NOT, ONLY = "not", "only"
"""The words that take themes back, and that say that a case shows these and no others."""
_NONE = f"There is no such theme. There are: {', '.join(Theme)}."


def tag(told: Told) -> Ruling:
    """The case shows the themes named from now on, or no more."""
    case, (way, names) = told.case, _named(told.act.value)
    if names - set(Theme) or not (names or way == ONLY):
        return refuse(_NONE)
    if not case.outcome:
        return refuse(f"{case.reference} has no outcome yet. A theme is found once there is one.")
    before = set(themes_of(case.themes))
    now = {"": before | names, NOT: before - names, ONLY: names}[way]
    if now == before:
        return Ruling()
    shown = kept(now)
    found, gone = kept(now - before), kept(before - now)
    said = " and ".join(
        f"{how} {'these themes' if ',' in those else 'this theme'}: {those}"
        for how, those in (("shows", found), ("does not show", gone))
        if those
    )
    return Ruling(
        why=f"{told.by} said that it {said}.",
        sets={"themes": shown},
        settles=settled(case, themes=shown),
        decides=tuple((DECIDED, one) for one in (*themes_of(found), *(f"{NOT} {one}" for one in themes_of(gone)))),
    )


def _named(said: str) -> tuple[str, set[str]]:
    """NOT or ONLY or "", and the themes that follow; "not contacted" is a theme itself."""
    words = " ".join(said.casefold().split())
    way, _, rest = words.partition(" ")
    if way not in (NOT, ONLY) or words.partition(",")[0].strip() in set(Theme):
        way, rest = "", words
    return way, {one for one in (part.strip() for part in rest.split(",")) if one}


def kept(themes: Iterable[str]) -> str:
    """Themes as a case keeps them: each once, in one order."""
    return ", ".join(one for one in Theme if one in themes)


def themes_of(said: str) -> tuple[str, ...]:
    """The themes that a case keeps."""
    return tuple(one for one in said.split(", ") if one)


@dataclass(frozen=True, slots=True)
class Alert:
    """A theme that came too often in one unit ("" for none): how often lately, and which time it is told."""

    unit: str
    theme: str
    lately: int
    number: int

    @property
    def subject(self) -> str:
        """What the question about it is about."""
        return f"theme:{self.unit}:{self.theme}"


def alerts(themes: Iterable[ThemeRecord], today: date, *, at: int, within: int) -> Iterator[Alert]:
    """Each unit and theme with so many cases or more within so many days; anew when as many have come again."""
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for one in themes:
        found[one.unit, one.theme].append(one.on)
    for (unit, theme), days in sorted(found.items()):
        lately = sum(today - timedelta(days=within) < day <= today for day in days)
        if lately >= at:
            yield Alert(unit, theme, lately, len(days) // at)


def question(alert: Alert, unit: str, today: date, days: WorkingDays, *, within: int) -> Question:
    """What the manager is asked about it; `unit` is its name as people say it."""
    text = (
        f"{alert.lately} cases within {within} days show the same theme in {unit or 'no unit we know'}: {alert.theme}. "
        "Is it one for the police to learn from now?"
    )
    return Question(f"theme_alert {alert.number}", text, Owner.MANAGER, days.add(today, 5))


@dataclass(frozen=True, slots=True)
class Note:
    """The learning note of a quarter for the force: what it is about, and a table for each unit after that of all.

    Each row is a theme with how many reviews showed it, and how many of these were upheld.
    """

    title: str
    says: str
    tables: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...]


COLUMNS = ("Theme", "Reviews", "Of these upheld")


def note(themes: Sequence[ThemeRecord], quarter: str, names: dict[str, str]) -> Note:
    """The learning note of a quarter: by unit, how many cases show which theme."""
    title = f"Learning from reviews, {quarter}"
    if not themes:
        return Note(title, "No review of this quarter showed a theme.", ())
    cases = len({one.reference for one in themes})
    says = (
        f"{cases} {'review' if cases == 1 else 'reviews'} of this quarter showed something to learn from. "
        "One review can show several themes. Nobody is named here."
    )
    units = sorted({one.unit for one in themes}, key=lambda unit: (not unit, names.get(unit, unit)))
    by_unit = (
        (names.get(unit, unit) or "No unit known", _rows([one for one in themes if one.unit == unit])) for unit in units
    )
    return Note(title, says, (("All units", _rows(themes)), *by_unit))


def _rows(themes: Sequence[ThemeRecord]) -> tuple[tuple[str, int, int], ...]:
    every, upheld = Counter(one.theme for one in themes), Counter(one.theme for one in themes if one.upheld)
    often = sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((theme, number, upheld[theme]) for theme, number in often)


def as_markdown(written: Note) -> str:
    """The note as Markdown."""
    lines = [f"# {_plain(written.title)}", "", written.says]
    for heading, rows in written.tables:
        lines += ["", f"## {_plain(heading)}", "", f"| {' | '.join(COLUMNS)} |", "| --- | ---: | ---: |"]
        lines += [f"| {theme} | {number} | {upheld} |" for theme, number, upheld in rows]
    return "\n".join([*lines, ""])


def _plain(name: str) -> str:
    """A name that is text in Markdown, whatever is in it."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]<>()#+!|~" else mark for mark in " ".join(name.split()))
