"""Who works in the office, what each may decide and who stands in for whom; decides nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from config.faults import Key, shown
from config.section import Section
from config.values import Address, Day, Person
from store.terms import Role


class Function(StrEnum):
    """What somebody of the office decides in a case, and only they."""

    REVIEW_BODY = "review_body"
    OUT_OF_TIME = "out_of_time"
    RIGHT = "right"
    OUTCOME = "outcome"
    WITHDRAWAL = "withdrawal"
    RECOMMENDATION = "recommendation"


def _not_before_it_starts(value: date | None, info: ValidationInfo) -> date | None:
    starts_on = info.data.get("starts_on")
    if value and starts_on and value < starts_on:
        raise ValueError(f"{value} lies before {starts_on}, the day it begins.")
    return value


def _first_before_last(value: tuple[date, date]) -> tuple[date, date]:
    if value[1] < value[0]:
        raise ValueError(f"{value[1]} lies before {value[0]}; write the first day first.")
    return value


Until = Annotated[Day | None, AfterValidator(_not_before_it_starts)]
Days = Annotated[tuple[Day, Day], AfterValidator(_first_before_last)]
Roles = tuple[Role, ...]


def _at_least_one(value: Roles) -> Roles:
    if not value:
        raise ValueError(f"a person needs at least one of these: {', '.join(Role)}.")
    return value


class DecidesSection(Section):
    """`[office.decides]` and `[office.decides_by_delegation]`: the roles that may decide each thing."""

    review_body: Roles = Field(description="the list of roles that say whose review it is")
    out_of_time: Roles = Field(description="the list of roles that decide about late applications")
    right: Roles = Field(description="the list of roles that decide whether there is a right of review")
    outcome: Roles = Field(description="the list of roles that decide reviews")
    withdrawal: Roles = Field(description="the list of roles that accept a withdrawal")
    recommendation: Roles = Field(description="the list of roles that decide about recommendations")

    def roles(self, function: Function) -> Roles:
        """The roles for one function."""
        roles: Roles = getattr(self, function)
        return roles


class MemberSection(Section):
    """`[[team]]`: one person, from the first to the last day they belong to the team."""

    name: Person = Field(description='who it is, as in the category "@A Li"')
    address: Address = Field(description="the person's own address in the office")
    roles: Annotated[Roles, AfterValidator(_at_least_one)] = Field(description="the list of what the person may do")
    starts_on: Day | None = Field(default=None, alias="from")
    ends_on: Until = Field(default=None, alias="until")
    absent: tuple[Days, ...] = ()
    deputy: str = ""

    def belongs(self, on: date) -> bool:
        """Whether the person is one of the team on this day, there or not."""
        return _within(on, self.starts_on, self.ends_on)

    def is_there(self, on: date) -> bool:
        """Whether the person is one of the team on this day and not absent."""
        return self.belongs(on) and not any(first <= on <= last for first, last in self.absent)


class DelegationSection(Section):
    """`[[delegations]]`: one person may decide one thing, from the first to the last of these days."""

    person: str = Field(description="the name of somebody of the team")
    function: Function = Field(description=f"what they may decide: {', '.join(Function)}")
    starts_on: Day = Field(alias="from", description="the first day it holds")
    ends_on: Until = Field(default=None, alias="until")

    def holds(self, on: date) -> bool:
        """Whether it holds on this day."""
        return _within(on, self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody of the office with what they may decide, as the settings say it."""

    members: tuple[MemberSection, ...]
    delegations: tuple[DelegationSection, ...]
    decides: DecidesSection
    decides_by_delegation: DecidesSection

    def by_name(self, name: str) -> MemberSection | None:
        """The person of this name, in any casing and with or without the @ of their category."""
        wanted = _plain(name)
        return next((one for one in self.members if _plain(one.name) == wanted), None)

    def by_address(self, address: str) -> MemberSection | None:
        """The person who writes from this address, in any casing."""
        wanted = address.strip().casefold()
        return next((one for one in self.members if one.address.casefold() == wanted), None)

    def with_role(self, role: Role, on: date) -> tuple[MemberSection, ...]:
        """Those who have the role and are there on this day, in the order of the settings."""
        return tuple(one for one in self.members if role in one.roles and one.is_there(on))

    def may(self, person: MemberSection, function: Function, on: date) -> bool:
        """Whether the person may decide this on this day: by role, or by a delegation that holds then."""
        if not person.belongs(on):
            return False
        if set(person.roles) & set(self.decides.roles(function)):
            return True
        delegated = (one for one in self.delegations if one.function is function and one.holds(on))
        return any(self.by_name(one.person) == person for one in delegated)

    def deputy_of(self, person: MemberSection, on: date) -> MemberSection | None:
        """Who stands in on a day on which the person is not there; None where they are, or nobody does.

        Where the deputy is away too it is the deputy's deputy.
        """
        passed: list[str] = []
        here: MemberSection | None = person
        while here and not here.is_there(on) and here.name not in passed:
            passed.append(here.name)
            here = self.by_name(here.deputy) if here.deputy else None
        return here if here and here.is_there(on) and here != person else None

    def faults_of_members(self, own_domains: Iterable[str], mailbox_address: str) -> Iterator[tuple[Key, str]]:
        """What is wrong with the people, taken together."""
        names: dict[str, MemberSection] = {}
        addresses: dict[str, MemberSection] = {}
        domains = tuple(domain.casefold() for domain in own_domains)
        for one in self.members:
            name, address = _plain(one.name), one.address.casefold()
            if name in names:
                yield ("team", "name"), f"two people are called {shown(one.name)}; give one a name of their own."
            if address in addresses:
                yield (
                    ("team", "address"),
                    f"{one.name} and {addresses[address].name} have one address; each has their own.",
                )
            names.setdefault(name, one)
            addresses.setdefault(address, one)
            if address == mailbox_address.casefold():
                yield ("team", "address"), f"{one.name} cannot have the address of the shared mailbox."
            elif not at_one_of(address, domains):
                yield (
                    ("team", "address"),
                    f"{shown(one.address)} is at none of office.own_domains; {one.name} needs such one.",
                )
            if one.deputy and (deputy := self.by_name(one.deputy)) in (None, one):
                said = "cannot be their own deputy" if deputy else f"has {shown(one.deputy)} as deputy"
                yield ("team", "deputy"), f"{one.name} {said}; that has to be somebody else of the team."

    def faults_of_delegations(self) -> Iterator[tuple[Key, str]]:
        """What is wrong with the delegations, beside the people they name."""
        for one in self.delegations:
            person = self.by_name(one.person)
            if person is None:
                yield (
                    ("delegations", "person"),
                    f"{shown(one.person)} is nobody of the team; delegate to somebody named in [[team]].",
                )
            elif not set(person.roles) & set(roles := self.decides_by_delegation.roles(one.function)):
                said = f"{one.function} can be delegated to {' or '.join(roles) or 'nobody'} here"
                why = f"{person.name} is none of them; office.decides_by_delegation says so."
                yield ("delegations", "function"), f"{said}, and {why}"


def at_one_of(address: str, domains: Iterable[str]) -> bool:
    """Whether an address is at one of these domains or below it; both in lower case."""
    domain = address.rpartition("@")[2]
    return any(domain == one or domain.endswith(f".{one}") for one in domains)


def _plain(name: str) -> str:
    return " ".join(name.removeprefix("@").split()).casefold()


def _within(on: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)
