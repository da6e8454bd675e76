"""The contact book: the units of the force as a TOML of the team's says. The service reads it and never writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from config.faults import ConfigurationFault, refuse, sentences, shown
from config.faults import Key as Steps
from config.section import Section
from config.unit_section import Key, UnitSection, folded
from store.messages import OfficeDomains, Territory, Unit

FORCE = "force"
"""The key of the one unit there is without a contact book."""
_ADVICE = "Copy config/contacts.example.toml to that place and fill it in."
_NEXT = timedelta(days=1)


class BookSection(Section):
    """The whole book: every unit, and the one that is written to where nothing says which."""

    units: tuple[UnitSection, ...] = Field(default=(), validate_default=True)
    default: Key = Field(description="the key of the unit to write to where nothing says which")

    @field_validator("units")
    @classmethod
    def _kept_apart(cls, units: tuple[UnitSection, ...]) -> tuple[UnitSection, ...]:
        """On no day does anything lead to two units."""
        if not units:
            raise ValueError("the book is empty; it needs at least one unit.")
        refuse(_faults(units))
        return units

    @field_validator("default")
    @classmethod
    def _there_on_every_day(cls, default: str, info: ValidationInfo) -> str:
        entries = sorted((one for one in info.data.get("units", ()) if one.key == default), key=lambda one: one.first)
        if not entries and info.data.get("units"):
            raise ValueError(f"{shown(default)} is the key of no unit here.")
        whole = all(_follows(one, other) for one, other in pairwise(entries))
        if entries and not (whole and entries[0].first == date.min and entries[-1].last == date.max):
            raise ValueError(f"{shown(default)} is not there on every day; the default has no gap, first or last day.")
        return default


def _follows(one: UnitSection, other: UnitSection) -> bool:
    return one.last < date.max and one.last + _NEXT == other.first


def _faults(units: Iterable[UnitSection]) -> Iterator[tuple[Steps, str]]:
    for one, other in combinations(units, 2):
        if max(one.first, other.first) > min(one.last, other.last):
            continue
        if one.key == other.key:
            said = f"two entries of {shown(one.key)} hold on one day; let the second begin after the first has ended."
            yield ("units", "key"), said
            continue
        both = f"belongs to {one.name} and to {other.name}"
        for borough in _shared(one.boroughs, other.boroughs):
            yield ("units", "boroughs"), f"{shown(borough)} {both}; leave it with one of them."
        for name in _shared(one.names(), other.names()):
            yield ("units", "name"), f"{shown(name)} {both}; a name leads to one unit only."
        for shape in sorted({*one.references} & {*other.references}):
            yield ("units", "references"), f"{shown(shape)} {both}; leave it with one of them."


def _shared(some: Iterable[str], others: Iterable[str]) -> list[str]:
    known = {folded(other) for other in others}
    return [one for one in some if folded(one) in known]


@dataclass(frozen=True, slots=True)
class ContactBook:
    """Every unit the force has, had and will have, with the day each holds; `single_point` is the force's own."""

    entries: tuple[UnitSection, ...]
    default: str
    single_point: str = ""
    is_kept: bool = True

    def unit(
        self,
        key: str,
        on: date,
        frozen: frozenset[str] = frozenset(),
        *,
        acknowledging: frozenset[str] = frozenset(),
    ) -> Unit:
        """The unit of this key on this day, or the default where there is none of it then.

        `frozen` are addresses that came back, `acknowledging` the keys of units whose mailbox answers by itself.
        """
        entry = self._entry(key, on) or self._entry(self.default, on)
        if entry is None:  # only with no address for the force at all, or a day before the book begins
            return Unit(self.default, self.default, "")
        return entry.unit(self.single_point, frozen, acknowledges=entry.key in acknowledging)

    def units(self, on: date) -> tuple[Unit, ...]:
        """Every unit there is on this day, in the order of the book."""
        return tuple(one.unit(self.single_point, frozenset(), acknowledges=False) for one in self._standing(on))

    def territories(self, on: date) -> tuple[Territory, ...]:
        """What leads to each unit on this day."""
        return tuple(one.territory() for one in self._standing(on))

    def of_address(self, address: str, on: date) -> tuple[Unit, ...]:
        """The units of which this is an address on this day; of its manager and its single point too."""
        wanted = address.strip().lower()
        return tuple(one for one in self.units(on) if wanted in addresses_of(one))

    def addresses(self, on: date) -> tuple[str, ...]:
        """Every address that may be written to on this day, each once, in the order of the book."""
        ways = (
            (one.mailbox, *(away.cover for away in one.away), one.manager, one.single_point) for one in self.units(on)
        )
        return tuple(dict.fromkeys(address for way in ways for address in way if address))

    def name_of(self, address: str) -> str:
        """The name the book gives to an address of a person or a unit, "" where it has none."""
        wanted = address.strip().lower()
        people = (one.name for entry in self.entries for one in entry.people() if one.address == wanted)
        return next(people, "") or next((one.name for one in self.entries if one.mailbox == wanted), "")

    def _entry(self, key: str, on: date) -> UnitSection | None:
        return next((one for one in self._standing(on) if one.key == key), None)

    def _standing(self, on: date) -> Iterator[UnitSection]:
        return (one for one in self.entries if one.stands(on))


def addresses_of(unit: Unit) -> frozenset[str]:
    """Every address from which the unit, whoever covers for it, its manager or its single point may write."""
    covers = (one.cover for one in unit.away)
    return (unit.addresses | {unit.mailbox, unit.manager, unit.single_point, *covers}) - {""}


def without_book(force: str, name: str, single_point: str) -> ContactBook:
    """One unit, key "force", at the address of the office's settings; none where that is empty."""
    entries = (UnitSection.model_construct(key=FORCE, name=name, mailbox=force.lower()),) if force else ()
    return ContactBook(entries, FORCE, single_point.lower(), is_kept=False)


def read(path: Path, office: OfficeDomains, single_point: str = "") -> ContactBook:
    """The book at `path`. Raises ConfigurationFault with everything that is wrong with it at once."""
    from config import layers  # pydantic-settings takes a tenth of a second to import

    found = layers.alone(path, _ADVICE)
    try:
        book = BookSection.model_validate(found.tables, context=office)
    except ValidationError as error:
        faults = sentences(error.errors(include_url=False), dict(BookSection.fields()), found)
        raise ConfigurationFault(faults) from None
    return ContactBook(book.units, book.default, single_point.lower())
