"""Who works in the office: who may decide what on which day, who stands in, and what cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.settings import ConfigurationFault, Settings, load
from config.team_section import Function, Team
from store.terms import Role

PEOPLE = """
[[team]]
name = "A Li"
address = "A.Li@mopac.example"
roles = ["caseworker"]
from = 2026-11-01
until = 2027-01-31
absent = [["2026-12-01", "2026-12-05"], [2026-12-24, 2027-01-02]]
deputy = "B Shah"
[[team]]
name = "B Shah"
address = "b.shah@sub.mopac.example"
roles = ["administrator", "caseworker"]
absent = [["2026-12-04", "2026-12-04"]]
deputy = "@j mensah"
[[team]]
name = "J Mensah"
address = "j.mensah@mopac.example"
roles = ["manager"]
"""
DELEGATED = """
[[delegations]]
person = "A Li"
function = "outcome"
from = 2026-11-10
until = 2026-12-31
"""
DAY = date(2026, 11, 23)


def loaded(folder: Path, text: str, profile: str = "mopac", **environ: str) -> Settings:
    """The settings of an office that says this of its people."""
    path = folder / "config.toml"
    path.write_text(f'[office]\nprofile = "{profile}"\n{text}', encoding="utf-8")
    return load(path, environ)


def faults(folder: Path, text: str, profile: str = "mopac") -> tuple[str, ...]:
    """What is wrong with them."""
    with pytest.raises(ConfigurationFault) as caught:
        loaded(folder, text, profile)
    return caught.value.faults


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Three people, one of whom may decide reviews by delegation."""
    return loaded(tmp_path, PEOPLE + DELEGATED).team


def decides(team: Team, name: str, function: str, on: date = DAY) -> bool:
    """Whether somebody of this name may decide it."""
    person = team.by_name(name)
    assert person is not None
    return team.may(person, Function(function), on)


def deputy(team: Team, name: str, on: date) -> str:
    """The name of who stands in."""
    person = team.by_name(name)
    assert person is not None
    found = team.deputy_of(person, on)
    return found.name if found else ""


def test_people_are_found(team: Team) -> None:
    """A person is found by name, with or without the @ of their category, and by address, in any casing."""
    for name in ("A Li", "@A Li", " a  li"):
        found = team.by_name(name)
        assert found is not None, name
        assert found.address == "A.Li@mopac.example"
    assert team.by_address("a.li@MOPAC.example") == team.by_name("A Li")
    assert team.by_address("a.li@person.example") is None
    assert team.by_name("") is None


def test_roles_of_the_day(team: Team) -> None:
    """Those with a role are those who belong to the team that day and are not absent."""
    assert [one.name for one in team.with_role(Role.CASEWORKER, DAY)] == ["A Li", "B Shah"]
    assert [one.name for one in team.with_role(Role.CASEWORKER, date(2026, 12, 3))] == ["B Shah"]
    assert [one.name for one in team.with_role(Role.CASEWORKER, date(2027, 2, 1))] == ["B Shah"]
    assert team.with_role(Role.HEAD, DAY) == ()


def test_deciding_by_delegation(team: Team) -> None:
    """At MOPAC a review is decided by whoever it is delegated to, from the first to the last of those days."""
    for on, may in ((9, False), (10, True), (30, True)):
        assert decides(team, "A Li", "outcome", date(2026, 11, on)) is may
    assert decides(team, "A Li", "outcome", date(2026, 12, 31))
    assert not decides(team, "A Li", "outcome", date(2027, 1, 1))
    assert not decides(team, "J Mensah", "outcome")
    assert not decides(team, "B Shah", "outcome")
    assert not decides(team, "A Li", "recommendation")


def test_deciding_by_role(team: Team) -> None:
    """At MOPAC administrators and managers decide whose review it is and what is late; caseworkers do not."""
    for function in ("review_body", "out_of_time", "right", "withdrawal"):
        assert decides(team, "B Shah", function)
        assert decides(team, "J Mensah", function)
        assert not decides(team, "A Li", function)


def test_who_left_decides_nothing(tmp_path: Path) -> None:
    """Before the first and after the last day in the team nobody decides anything, whatever was delegated to them."""
    team = loaded(tmp_path, PEOPLE + DELEGATED.replace("until = 2026-12-31", "")).team
    assert decides(team, "A Li", "outcome", date(2027, 1, 31))
    assert not decides(team, "A Li", "outcome", date(2027, 2, 1))


def test_leicestershire(tmp_path: Path) -> None:
    """In Leicestershire the decision maker decides reviews, nobody else by role, and no caseworker by delegation."""
    people = PEOPLE.replace("mopac", "leics-opcc") + (
        '[[team]]\nname = "P Commissioner"\naddress = "p@leics-opcc.example"\nroles = ["decision_maker"]\n'
    )
    settings = loaded(tmp_path, people, "leicestershire")
    assert settings.office.decision_maker_signs_outcomes
    assert [
        name for name in ("A Li", "B Shah", "J Mensah", "P Commissioner") if decides(settings.team, name, "outcome")
    ] == ["P Commissioner"]
    senior = loaded(tmp_path, people + DELEGATED.replace("A Li", "J Mensah"), "leicestershire").team
    assert decides(senior, "J Mensah", "outcome")
    (fault,) = faults(tmp_path, people + DELEGATED, "leicestershire")
    assert fault == (
        "config.toml: delegations.function: outcome can be delegated to manager or head here, and A Li is none of "
        "them; office.decides_by_delegation says so."
    )


def test_an_office_says_otherwise(tmp_path: Path) -> None:
    """Which roles decide what is the office's own scheme, one function at a time."""
    team = loaded(tmp_path, '[office.decides]\noutcome = ["manager"]\n' + PEOPLE).team
    assert decides(team, "J Mensah", "outcome")
    assert decides(team, "J Mensah", "review_body")
    assert not decides(team, "A Li", "outcome")


def test_deputies(team: Team) -> None:
    """Whoever is away is stood in for by their deputy, or the deputy's; nobody stands in for whoever is there."""
    assert deputy(team, "A Li", DAY) == ""
    assert deputy(team, "A Li", date(2026, 12, 1)) == "B Shah"
    assert deputy(team, "A Li", date(2026, 12, 4)) == "J Mensah"
    assert deputy(team, "A Li", date(2026, 12, 6)) == ""
    assert deputy(team, "A Li", date(2027, 1, 2)) == "B Shah"
    assert deputy(team, "A Li", date(2027, 2, 1)) == "B Shah"
    assert deputy(team, "J Mensah", DAY) == ""


def test_deputies_in_a_circle(tmp_path: Path) -> None:
    """Two who stand in for each other and are both away have nobody."""
    text = PEOPLE.replace('"@j mensah"', '"A Li"').replace("2026-12-04", "2026-12-01")
    assert deputy(loaded(tmp_path, text).team, "A Li", date(2026, 12, 1)) == ""


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Names and addresses that two have, deputies and delegates who are nobody, and strange addresses, in one go."""
    text = """
        [[team]]
        name = "A Li"
        address = "a.li@mopac.example"
        roles = ["manager"]
        deputy = "Nobody"
        [[team]]
        name = "a  li"
        address = "A.LI@mopac.example"
        roles = ["manager"]
        deputy = "A Li"
        [[team]]
        name = "C Doe"
        address = "c.doe@notmopac.example"
        roles = ["manager"]
        [[team]]
        name = "D Roe"
        address = "reviews@mopac.example"
        roles = ["manager"]
        [[delegations]]
        person = "E Stranger"
        function = "outcome"
        from = 2026-11-10
        """
    assert faults(tmp_path, text) == (
        'config.toml: team.deputy: A Li has "Nobody" as deputy; that has to be somebody else of the team.',
        'config.toml: team.name: two people are called "a  li"; give one a name of their own.',
        "config.toml: team.address: a  li and A Li have one address; each has their own.",
        'config.toml: team.address: "c.doe@notmopac.example" is at none of office.own_domains; C Doe needs such one.',
        "config.toml: team.address: D Roe cannot have the address of the shared mailbox.",
        'config.toml: delegations.person: "E Stranger" is nobody of the team; delegate to somebody named in [[team]].',
    )


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('name = "A Li"', 'name = "Li, A"', "team.name (number 1): a name has at most 40 characters, no comma"),
        ('name = "J Mensah"', 'name = "@J Mensah"', "team.name (number 3): a name has at most 40 characters,"),
        ('name = "B Shah"', "", "team.name (number 2): this key is missing; it is who it is, as in the category"),
        (
            '"caseworker"]\nfrom',
            '"boss"]\nfrom',
            'team.roles (number 1): "boss" is not one of administrator, caseworker',
        ),
        ('["manager"]', "[]", "team.roles (number 3): a person needs at least one of these: administrator,"),
        ("from = 2026-11-01", 'from = "soon"', 'team.from (number 1): "soon" is no day; write it like 2026-12-01.'),
        ("from = 2026-11-01", "from = 20261101", "team.from (number 1): 20261101 is no day; write it like"),
        ("until = 2027-01-31", 'until = "2026-02-30"', 'team.until (number 1): "2026-02-30" is no day; write it'),
        ("until = 2027-01-31", "until = 2026-10-31", "team.until (number 1): 2026-10-31 lies before 2026-11-01, the"),
        ('"2026-12-05"]', '"2026-11-30"]', "team.absent (number 1): 2026-11-30 lies before 2026-12-01; write"),
        ("A.Li@mopac.example", "a li", 'team.address (number 1): "a li" is not an e-mail address; write it like'),
        (
            'deputy = "B Shah"',
            'deputi = "B"',
            "team.deputi (number 1): there is no such key; did you mean team.deputy?",
        ),
        (
            '"outcome"',
            '"out come"',
            'delegations.function (number 1): "out come" is not one of review_body, out_of_time',
        ),
        ("from = 2026-11-10", "", "delegations.from (number 1): this key is missing; it is the first day it holds."),
    ],
)
def test_a_mistake_says_in_which_section(tmp_path: Path, was: str, becomes: str, fault: str) -> None:
    """A mistake in one of several sections is named with its number, and says what to write."""
    text = PEOPLE + DELEGATED
    assert text.count(was) == 1
    (said,) = faults(tmp_path, text.replace(was, becomes))
    assert said.startswith(f"config.toml: {fault}")


def test_the_environment_may_name_people(tmp_path: Path) -> None:
    """A variable holds people as a JSON list, whose faults are the variable's."""
    person = '[{"name": "A Li", "address": "a@%s", "roles": ["manager"], "from": "2026-11-01"}]'
    team = loaded(tmp_path, "", REVIEWS_TEAM=person % "mopac.example").team
    assert team.members[0].starts_on == date(2026, 11, 1)
    with pytest.raises(ConfigurationFault) as caught:
        loaded(tmp_path, "", REVIEWS_TEAM=person % "person.example")
    assert caught.value.faults[0].startswith("environment: REVIEWS_TEAM__ADDRESS: ")
