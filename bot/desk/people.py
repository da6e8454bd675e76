"""Who can be given a case on a day, and who stands in for whom, in words; gives no case to anybody."""

from __future__ import annotations

from datetime import date

from config.team_section import MemberSection, Team
from handlers.working_days import in_words


def assignable(team: Team, name: str, on: date) -> tuple[MemberSection | None, str]:
    """The person of this name and a remark, "" for somebody who is there; with nobody, the remark says why."""
    person = team.by_name(name)
    if person is None:
        return None, f"Nobody of the team is called {' '.join(name.split())}. IT adds people under [[team]]."
    if not person.belongs(on):
        return None, f"{person.name} is not one of the team today."
    return person, absence(team, person, on)


def absence(team: Team, person: MemberSection, on: date) -> str:
    """That the person is away, until when and who stands in; "" where they are there."""
    last = next((last for first, last in person.absent if first <= on <= last), None)
    if last is None:
        return ""
    deputy = team.deputy_of(person, on)
    stands_in = f"{deputy.name} stands in." if deputy else "Nobody stands in."
    return f"{person.name} is away until {in_words(last)}; {stands_in}"
