"""Which unit of the force is asked, and why: by what the case names, and never by a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.routing import WHICH_UNIT, Routed, unit_named, unit_of
from store.messages import CaseView, NextAction, Territory
from store.terms import Owner, State

ON = date(2026, 11, 24)
DPS = Territory("dps", "Directorate of Professional Standards", ("DPS",))
SOUTH = Territory("central-south", "Central South BCU", ("Central South", "AS"), ("Lambeth", "Southwark"), ("AS/*",))
NORTH = Territory("north", "North BCU", ("North Area",), ("Enfield", "Haringey"), ("NA/*", "PC/9*/26"))
WEST = Territory("central-west", "Central West BCU", (), ("Westminster", "Hammersmith and Fulham"))
ALL = (DPS, SOUTH, NORTH, WEST)
CASE = CaseView("PCR/2026/00417", State.READY, ON, NextAction("", Owner.ADMINISTRATOR, ON), ON)


def routed(*units: str, reference: str = "", unit: str = "", default: str = "dps") -> Routed:
    """Where a case that names these units goes."""
    return unit_of(replace(CASE, units=units, force_reference=reference, unit=unit), ALL, default, ON)


@pytest.mark.parametrize(
    "named",
    ["Central South BCU", "central south", "Central South PSU", "the Central South Basic Command Unit", "AS", "Lambeth",
     "London Borough of Southwark", "lambeth borough"],
)  # fmt: skip
def test_a_name_or_a_borough_leads_to_its_unit(named: str) -> None:
    """A unit is found by its name, however it is written, and by a borough of its own; the reason repeats the word."""
    found = routed(named)
    assert (found.unit, found.asks) == ("central-south", ())
    assert found.why == f"Central South BCU: the case names {named}."


@pytest.mark.parametrize("named", ["City of Westminster", "Hammersmith & Fulham"])
def test_a_borough_may_be_written_in_more_than_one_way(named: str) -> None:
    """Westminster is a city too, and an "and" may be a sign."""
    assert routed(named).unit == "central-west"


def test_the_force_s_own_reference_leads_to_a_unit() -> None:
    """Where the force's references are a unit's alone, they say which it is, whatever their case."""
    assert routed(reference="AS/00123/26").unit == "central-south"
    assert routed(reference="as/00123/26").unit == "central-south"
    assert routed(reference="PC/00001/26; PC/91234/26").unit == "north"
    assert routed(reference="PC/01234/26") == Routed("dps", f"{DPS.name}: nothing in the case says which unit.")


def test_two_clues_that_agree_are_both_told() -> None:
    """Name and reference of one unit settle it, and the reason gives both."""
    found = routed("Lambeth", reference="AS/00123/26")
    assert (found.unit, found.asks) == ("central-south", ())
    assert found.why == "Central South BCU: the case names Lambeth and the force's own reference is one of its."


@pytest.mark.parametrize(
    ("units", "reference"),
    [
        (("Lambeth",), "NA/00123/26"),
        (("Lambeth", "Enfield"), ""),
        (("Central South BCU", "North BCU"), ""),
        ((), "AS/1/26; NA/1/26"),
        (("Westminster",), "AS/1/26; NA/1/26"),
    ],
)
def test_clues_that_disagree_go_to_the_default_with_a_question(units: tuple[str, ...], reference: str) -> None:
    """Where two things point to two units none is chosen: the default is asked, and a person says which is right."""
    for order in permutations(units):
        found = routed(*order, reference=reference)
        assert found.unit == "dps"
        (question,) = found.asks
        assert (question.code, question.owner, question.due_on) == (WHICH_UNIT, Owner.ADMINISTRATOR, ON)
        assert DPS.name in question.text
        assert found.why.startswith(DPS.name)


def test_a_reference_chooses_among_what_the_case_names() -> None:
    """A case that names two places and bears one unit's reference is that unit's, for both clues agree on it alone."""
    found = routed("Lambeth", "Enfield", reference="NA/00123/26")
    assert (found.unit, found.asks) == ("north", ())


def test_a_name_counts_before_a_place() -> None:
    """Where the case names a unit outright, a borough beside it does not count."""
    assert routed("Central South BCU", "Enfield").unit == "central-south"


def test_what_leads_nowhere_is_the_default_s() -> None:
    """A unit that the book does not know goes to the default, without a question each time."""
    assert routed("Met Detention").unit == routed().unit == "dps"
    assert routed("Met Detention").asks == routed().asks == ()


@pytest.mark.parametrize("named", ["City of London", "the City of London Police"])
def test_the_city_of_london_is_another_force(named: str) -> None:
    """The City of London is not the Met: the default is asked, whatever else the case says, and so is a person."""
    found = routed(named, "Lambeth", reference="AS/00123/26")
    assert found.unit == "dps"
    assert "police force of its own" in found.asks[0].text


def test_the_unit_a_case_has_stays() -> None:
    """A unit that was set already stays, whatever the case names; one that is no more is sought anew."""
    assert routed("Enfield", unit="central-south").unit == "central-south"
    assert routed("Enfield", unit="gone").unit == "north"


def test_whether_a_name_leads_anywhere() -> None:
    """One name alone can be asked about."""
    assert unit_named("Lambeth", ALL)
    assert not unit_named("Met Detention", ALL)


@given(st.lists(st.sampled_from([*(one for unit in ALL for one in (unit.name, *unit.names, *unit.boroughs)), "Leeds"])),
       st.sampled_from(["", "AS/1/26", "NA/1/26", "AS/1/26; NA/1/26", "PC/1/26"]))  # fmt: skip
def test_no_unit_but_the_default_is_asked_without_a_clue_of_its_own(named: list[str], reference: str) -> None:
    """Whatever a case names, and in whatever order, a unit other than the default has a name or reference to show."""
    found = routed(*named, reference=reference)
    assert found == replace(routed(*reversed(named), reference=reference), why=found.why, asks=found.asks)
    if found.unit != "dps":
        unit = next(one for one in ALL if one.key == found.unit)
        assert not found.asks
        by_name = {unit.name, *unit.names, *unit.boroughs} & set(named)
        by_reference = any(reference.startswith(shape[:2]) for shape in unit.references)
        assert by_name or by_reference
