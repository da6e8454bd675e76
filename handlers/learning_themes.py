"""What cases show of how the police deal with complaints: themes, when one comes too often, and the note of a quarter.

It names units and counts, and no person. A theme is a person's finding; nothing here finds one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.told import Told, refuse
from handlers.working_days import WorkingDays
from store.messages import Question, Ruling, ThemeRecord
from store.terms import Owner, Theme

DECIDED = "theme"
"""As what such a finding is on record."""
NOT = "not "
"""How the word begins that takes a theme back."""


def tag(told: Told) -> Ruling:
    """The case shows this theme from now on, or no more."""
    said = " ".join(told.act.value.casefold().split())
    name = said.removeprefix(NOT)
    if name not in set(Theme):
        return refuse(f"There is no such theme. There are: {', '.join(Theme)}.")
    if not told.case.outcome:
        return refuse(f"{told.case.reference} has no outcome yet. A theme is found once there is one.")
    taken_back = said != name
    return Ruling(
        why=f"{told.by} said that it {'does not show' if taken_back else 'shows'} this theme: {name}.",
        decides=((DECIDED, said),),
    )


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


def note(themes: Sequence[ThemeRecord], quarter: str, names: dict[str, str]) -> str:
    """The learning note of a quarter for the force, as Markdown: by unit, how many cases show which theme."""
    lines = [f"# Learning from reviews, {quarter}", ""]
    if not themes:
        return "\n".join([*lines, "No review of this quarter showed a theme.", ""])
    cases = len({one.reference for one in themes})
    lines += [
        f"{cases} {'review' if cases == 1 else 'reviews'} of this quarter showed something to learn from. "
        "One review can show several themes. Nobody is named here.",
        "",
        "## All units",
        "",
        *_table(themes),
    ]
    units = sorted({one.unit for one in themes}, key=lambda unit: (not unit, names.get(unit, unit)))
    for unit in units:
        theirs = [one for one in themes if one.unit == unit]
        lines += ["", f"## {_plain(names.get(unit, unit)) or 'No unit known'}", "", *_table(theirs)]
    return "\n".join([*lines, ""])


def _table(themes: Sequence[ThemeRecord]) -> Iterator[str]:
    every, upheld = Counter(one.theme for one in themes), Counter(one.theme for one in themes if one.upheld)
    yield "| Theme | Reviews | Of these upheld |"
    yield "| --- | ---: | ---: |"
    for theme, number in sorted(every.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"| {theme} | {number} | {upheld[theme]} |"


def _plain(name: str) -> str:
    """A name that is text in Markdown, whatever is in it."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]<>()#+!|~" else mark for mark in " ".join(name.split()))


def quarter_of(text: str) -> tuple[date, date]:
    """The first and last day of a quarter written like 2026Q3. Raises ValueError for anything else."""
    year, mark, number = text.partition("Q")
    if not mark or number not in ("1", "2", "3", "4") or len(year) != 4 or not year.isdecimal():
        raise ValueError(text)
    first = date(int(year), 3 * int(number) - 2, 1)
    return first, (first + timedelta(days=93)).replace(day=1) - timedelta(days=1)
