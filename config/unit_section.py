"""One unit in the contact book as it is written there: its keys and what each may be; knows no other unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from config.faults import shown
from config.section import Section
from config.team_section import Until, at_one_of
from config.values import Address, Day, Line
from store.messages import Away, OfficeDomains, Territory, Unit

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def folded(name: str) -> str:
    """A name as it is compared: in small letters, "and" spelt out, single spaces."""
    return " ".join(name.replace("&", " and ").casefold().split())


def _of_the_force(value: str, info: ValidationInfo) -> str:
    """In lower case, at a domain of the force and not this very mailbox; the office is the context of the reading."""
    office = cast(OfficeDomains, info.context)
    address = value.lower()
    if address == office.mailbox_address:
        raise ValueError("this is the shared mailbox itself; name where the unit reads its mail.")
    if not at_one_of(address, office.force):
        raise ValueError(f"{shown(value)} is at none of office.force_domains.")
    return address


def _of_the_force_or_nobody(value: str, info: ValidationInfo) -> str:
    return _of_the_force(value, info) if value else ""


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,29}", value):
        raise ValueError(f"{shown(value)} is no key; use at most 30 small letters, digits and hyphens, like south-2.")
    return value


def _shape(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9/.*-]{2,30}", value) or not value.strip("*/.-"):
        raise ValueError(f'{shown(value)} is no shape of a reference; write it like "AS/*", the * for anything.')
    return value.upper()


def _borough(value: str) -> str:
    if folded(value).removeprefix("the ").startswith("city of london"):
        raise ValueError("the City of London has a police force of its own; its complaints are nobody's here.")
    return value


Key = Annotated[str, AfterValidator(_key)]
OfTheForce = Annotated[Address, AfterValidator(_of_the_force)]
OfTheForceOrNobody = Annotated[str, AfterValidator(_of_the_force_or_nobody)]
Borough = Annotated[Line, AfterValidator(_borough)]
Shape = Annotated[str, AfterValidator(_shape)]
Prefers = Literal["each", "monday", "tuesday", "wednesday", "thursday", "friday"]


class ContactSection(Section):
    """`[units.manager]` and `[units.single_point]`: one person, or the desk that stands for one."""

    name: Line = Field(description="who it is")
    address: OfTheForce = Field(description="where they are written to")


class AwaySection(Section):
    """`[[units.away]]`: days, both included, on which nobody reads the unit's mailbox, and who does instead."""

    starts_on: Day = Field(alias="from", description="the first day")
    ends_on: Day = Field(alias="until", description="the last day")
    cover: OfTheForceOrNobody = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(f"{self.ends_on} lies before {self.starts_on}; write the first day first.")
        return self


class UnitSection(Section):
    """`[[units]]`: one unit, from the first to the last day on which this is how to reach it."""

    key: Key = Field(description="a short word for the unit that never changes")
    name: Line = Field(description="the unit as people say it")
    other_names: tuple[Line, ...] = ()
    boroughs: tuple[Borough, ...] = ()
    references: tuple[Shape, ...] = ()
    mailbox: OfTheForce = Field(description="where requests go")
    addresses: tuple[OfTheForce, ...] = ()
    manager: ContactSection | None = None
    single_point: ContactSection | None = None
    away: tuple[AwaySection, ...] = ()
    prefers: Prefers = "each"
    starts_on: Day | None = Field(default=None, alias="from")
    ends_on: Until = Field(default=None, alias="until")

    def stands(self, on: date) -> bool:
        """Whether this is how to reach the unit on this day."""
        return (self.first <= on) and (on <= self.last)

    @property
    def first(self) -> date:
        """The first day on which it stands."""
        return self.starts_on or date.min

    @property
    def last(self) -> date:
        """The last day on which it stands."""
        return self.ends_on or date.max

    def names(self) -> Iterator[str]:
        """Everything the unit is called."""
        yield self.name
        yield from self.other_names

    def people(self) -> Iterator[ContactSection]:
        """Those named with it."""
        yield from (one for one in (self.manager, self.single_point) if one)

    def unit(self, single_point: str, frozen: frozenset[str], *, acknowledges: bool) -> Unit:
        """The unit as those see it who write to it, with this single point where it names none of its own."""
        manager, point = (one.address if one else "" for one in (self.manager, self.single_point))
        known = frozenset({self.mailbox, *self.addresses})
        covers = {one.cover for one in self.away}
        return Unit(
            key=self.key,
            name=self.name,
            mailbox=self.mailbox,
            addresses=known,
            manager=manager,
            single_point=point or single_point,
            weekly_on=WEEKDAYS.index(self.prefers) if self.prefers != "each" else None,
            away=tuple(Away(one.starts_on, one.ends_on, one.cover) for one in self.away),
            frozen=frozen & {*known, *covers, manager, point or single_point},
            usually_acknowledges=acknowledges,
        )

    def territory(self) -> Territory:
        """What leads to the unit."""
        return Territory(self.key, self.name, self.other_names, self.boroughs, self.references)
