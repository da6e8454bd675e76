"""The contact book: a TOML the team keeps, read once, with every fault at once; and what each day's units are."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import config
from config.contacts import ContactBook, addresses_of, read
from config.settings import ConfigurationFault, Settings, load
from store.messages import Away, OfficeDomains, Unit

EXAMPLE = Path(config.__file__).with_name("contacts.example.toml")
TODAY = date(2026, 11, 23)
SETTINGS = """
[office]
profile = "{profile}"
{office}
[papers]
contacts = "contacts.toml"
{papers}
"""
DPS = """
default = "dps"
[[units]]
key = "dps"
name = "Professional Standards"
mailbox = "DPS@mps.example"
"""
SOUTH = """
[[units]]
key = "south"
name = "South BCU"
boroughs = ["Lambeth"]
mailbox = "south@mps.example"
"""


MPS = OfficeDomains("reviews@mopac.example", ("mopac.example",), ("mps.example",), ("iopc.example",))


class Office:
    """A folder with settings and a contact book."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def opens(self, book: str, *, profile: str = "mopac", office: str = "", papers: str = "") -> Settings:
        """The settings with this book beside them."""
        (self.folder / "contacts.toml").write_text(book, "utf-8")
        path = self.folder / "config.toml"
        path.write_text(SETTINGS.format(profile=profile, office=office, papers=papers), "utf-8")
        return load(path, {})

    def book(self, book: str, **more: str) -> ContactBook:
        """The book as it was read."""
        return self.opens(book, **more).book

    def faults(self, book: str, **more: str) -> tuple[str, ...]:
        """Everything that is said of a book that cannot be used."""
        with pytest.raises(ConfigurationFault) as caught:
            self.opens(book, **more)
        return caught.value.faults


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office of its own for each test."""
    return Office(tmp_path)


def test_the_example_has_every_borough_once(office: Office) -> None:
    """The shipped book holds 32 boroughs in twelve units, one unit for the roads and one for the rest."""
    book = office.book(EXAMPLE.read_text("utf-8"))
    territories = book.territories(TODAY)
    boroughs = [borough for one in territories for borough in one.boroughs]
    assert len(territories) == 14
    assert len(boroughs) == len(set(boroughs)) == 32
    assert sum(bool(one.boroughs) for one in territories) == 12
    assert book.unit("", TODAY).name == "Directorate of Professional Standards"
    assert all(address.endswith(".example") for address in book.addresses(TODAY))


def test_the_example_shows_every_key(office: Office) -> None:
    """Whatever a unit may have stands in the shipped book, set or behind a #, and can be used."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    used = "\n".join(
        line[1:] if line[:2] in ("#r", "#a", "#p", "#f", "#u", "#[", "#n", "#c") else line for line in lines
    )
    unit = office.book(used).unit("central-south", TODAY)
    assert unit.weekly_on == 0
    assert unit.single_point == "single.point@mps.example"
    assert unit.away == (Away(date(2026, 12, 21), date(2027, 1, 4), "psu.south-east@mps.example"),)
    assert unit.addresses == {"psu.central-south@mps.example", "psu.central-south.2@mps.example"}


def test_the_leicestershire_example_is_a_book(office: Office) -> None:
    """What the shipped book says for Leicestershire is a whole book for that office."""
    text = EXAMPLE.read_text("utf-8").partition("nothing else:\n#\n")[2]
    book = office.book(text.replace("#   ", ""), profile="leicestershire")
    assert book.unit(book.default, TODAY).mailbox == "psd@leics-police.example"


def test_without_a_book_there_is_one_unit(tmp_path: Path) -> None:
    """An office that keeps no book has the unit "force" at the address of its settings."""
    path = tmp_path / "config.toml"
    path.write_text('[office]\nprofile = "mopac"\n[office.contacts]\nforce = "Unit@mps.example"\n')
    book = load(path, {}).book
    expected = Unit("force", "Metropolitan Police", "unit@mps.example", frozenset({"unit@mps.example"}))
    assert book.units(TODAY) == (expected,)
    assert book.unit("whatever", TODAY) == expected
    assert not book.is_kept


def test_without_any_address_the_unit_has_none(tmp_path: Path) -> None:
    """An office that named no address of the force has a unit without a mailbox, so nothing can be sent."""
    path = tmp_path / "config.toml"
    path.write_text('[office]\nprofile = "mopac"\n')
    book = load(path, {}).book
    assert (book.units(TODAY), book.addresses(TODAY)) == ((), ())
    assert book.unit("force", TODAY).mailbox == ""


def test_addresses_are_in_small_letters(office: Office) -> None:
    """However an address is written, it is one; and the unit's own mailbox is among those it answers from."""
    unit = office.book(DPS).unit("dps", TODAY)
    assert unit.mailbox == "dps@mps.example"
    assert unit.addresses == {"dps@mps.example"}


def test_a_unit_without_a_single_point_has_the_force_s(office: Office) -> None:
    """Where a unit names no single point of contact, it is the one under [papers]."""
    book = office.book(DPS + SOUTH + SOUTH_POINT, papers='single_point = "Desk@mps.example"')
    assert book.unit("dps", TODAY).single_point == "desk@mps.example"
    assert book.unit("south", TODAY).single_point == "own@mps.example"
    assert book.name_of("OWN@mps.example") == "Ms B Ito"


SOUTH_POINT = '[units.single_point]\nname = "Ms B Ito"\naddress = "own@mps.example"\n'


def test_who_stands_in_and_what_came_back_belong_to_the_unit(office: Office) -> None:
    """Mail from a cover is the unit's, and of addresses that came back those of the unit are told."""
    away = '[[units.away]]\nfrom = 2026-12-01\nuntil = 2026-12-05\ncover = "cover@mps.example"\n'
    book = office.book(DPS + away)
    unit = book.unit("dps", TODAY, frozenset({"cover@mps.example", "other@mps.example"}))
    assert unit.frozen == {"cover@mps.example"}
    assert addresses_of(unit) == {"dps@mps.example", "cover@mps.example"}
    assert book.of_address("Cover@mps.example", TODAY) == book.units(TODAY)
    assert book.addresses(TODAY) == ("dps@mps.example", "cover@mps.example")


def test_two_entries_follow_each_other(office: Office) -> None:
    """A unit that moves has one entry up to a day and the next from the day after; a closed one is the default's."""
    first = SOUTH + "until = 2026-11-23\n"
    second = SOUTH.replace("south@", "new@") + "from = 2026-11-24\nuntil = 2026-12-31\n"
    book = office.book(DPS + first + second)
    assert book.unit("south", TODAY).mailbox == "south@mps.example"
    assert book.unit("south", TODAY + timedelta(days=1)).mailbox == "new@mps.example"
    assert book.unit("south", date(2027, 1, 1)).key == "dps"


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(["central-south", "gone", ""]))
def test_on_every_day_there_is_a_unit_to_write_to(day: date, key: str) -> None:
    """Whatever the key and the day, somebody of the force is written to."""
    assert read(EXAMPLE, MPS).unit(key, day).mailbox


def test_every_fault_is_told_at_once(office: Office) -> None:
    """A book with several faults says each in a sentence, with the number of the unit."""
    faults = office.faults(
        'default = "nobody"\n'
        '[[units]]\nkey = "A B"\nname = "One"\nmailbox = "one@elsewhere.example"\n'
        '[[units]]\nkey = "two"\nname = ""\nmailbox = "reviews@mps.example"\ncolour = "red"\n'
        '[[units]]\nkey = "three"\nboroughs = ["The City of London"]\nmailbox = "three"\nreferences = ["*"]\n'
        '[[units.away]]\nfrom = 2026-12-05\nuntil = 2026-12-01\ncover = "x@gmail.example"\n',
        office='mailbox_address = "reviews@mps.example"',
    )
    said = "\n".join(faults)
    for sentence in (
        'contacts.toml: units.key (number 1): "A B" is no key; use at most 30 small letters, digits and hyphens',
        'contacts.toml: units.mailbox (number 1): "one@elsewhere.example" is at none of office.force_domains.',
        "contacts.toml: units.name (number 2): this is empty; write something here.",
        "contacts.toml: units.mailbox (number 2): this is the shared mailbox itself; name where the unit reads its",
        "contacts.toml: units.colour (number 2): there is no such key.",
        "contacts.toml: units.name (number 3): this key is missing; it is the unit as people say it.",
        "contacts.toml: units.boroughs (number 3): the City of London has a police force of its own",
        'contacts.toml: units.mailbox (number 3): "three" is not an e-mail address',
        'contacts.toml: units.references (number 3): "*" is no shape of a reference; write it like "AS/*"',
        'contacts.toml: units.away.cover (number 3): "x@gmail.example" is at none of office.force_domains.',
    ):
        assert sentence in said
    assert len(faults) == 10


@pytest.mark.parametrize(
    ("book", "fault"),
    [
        ('default = "x"\nunits = []\n', "units: the book is empty; it needs at least one unit."),
        ("", "units: the book is empty; it needs at least one unit."),
        (DPS.replace('default = "dps"', 'default = "x"'), 'default: "x" is the key of no unit here.'),
        (
            DPS + "until = 2027-01-01\n",
            'default: "dps" is not there on every day; the default has no gap, first or last day.',
        ),
        (
            DPS + "until = 2027-01-01\n" + DPS.partition('"dps"\n')[2].replace("DPS@", "x@") + "from = 2027-01-03\n",
            'default: "dps" is not there on every day; the default has no gap, first or last day.',
        ),
        (
            DPS + SOUTH + SOUTH.replace("Lambeth", "Sutton") + "from = 2027-01-01\n",
            'units.key: two entries of "south" hold on one day; let the second begin after the first has ended.',
        ),
        (
            DPS + SOUTH + SOUTH.replace('"south"', '"other"').replace("South BCU", "Other"),
            'units.boroughs: "Lambeth" belongs to South BCU and to Other; leave it with one of them.',
        ),
        (
            DPS + SOUTH + SOUTH.replace('"south"', '"other"').replace("Lambeth", "Sutton").replace("South", "SOUTH"),
            'units.name: "South BCU" belongs to South BCU and to SOUTH BCU; a name leads to one unit only.',
        ),
        (
            DPS + 'references = ["as/*"]' + SOUTH + 'references = ["AS/*"]',
            'units.references: "AS/*" belongs to Professional Standards and to South BCU; leave it with one of them.',
        ),
        (
            DPS + "[[units.away]]\nfrom = 2026-12-05\nuntil = 2026-12-01\n",
            "units.away (number 1): 2026-12-01 lies before 2026-12-05; write the first day first.",
        ),
        (DPS + 'prefers = "sunday"\n', 'units.prefers (number 1): "sunday" is not one of each, monday,'),
        ("units = [", "this cannot be read as TOML"),
    ],
)
def test_one_fault_is_one_sentence(office: Office, book: str, fault: str) -> None:
    """Whatever is wrong with a book is said in a sentence that tells what to do."""
    (said,) = (one for one in office.faults(book) if "default: this key is missing" not in one)
    assert said.startswith(f"contacts.toml: {fault}")


def test_units_of_different_days_share_what_they_like(office: Office) -> None:
    """A borough may go from one unit to another on a day, and a name with it."""
    other = SOUTH.replace('"south"', '"other"') + "from = 2027-01-01\n"
    book = office.book(DPS + SOUTH + "until = 2026-12-31\n" + other)
    assert [one.key for one in book.territories(TODAY)] == ["dps", "south"]
    assert [one.key for one in book.territories(date(2027, 1, 1))] == ["dps", "other"]


def test_a_book_that_is_not_there(office: Office) -> None:
    """A book that was named and is not there is a fault that says where to begin."""
    (office.folder / "config.toml").write_text(SETTINGS.format(profile="mopac", office="", papers=""), "utf-8")
    with pytest.raises(ConfigurationFault, match=r"no such file\. Copy config/contacts\.example\.toml to that place"):
        load(office.folder / "config.toml", {})


def test_the_single_point_belongs_to_the_force(office: Office) -> None:
    """Nobody outside the force is written to about late papers."""
    faults = office.faults(DPS, papers='single_point = "x@other.example"')
    assert faults == ('config.toml: papers.single_point: "x@other.example" is at none of office.force_domains.',)


@pytest.mark.parametrize(
    ("papers", "fault"),
    [
        ('earliest = "16:00"\n', "papers: latest (16:00) has to lie after earliest (16:00)."),
        ("check_month = 13\n", "papers.check_month: 13 is too large; the most is 12."),
        ('clamd = "clamd"\n', 'papers.clamd: "clamd" is neither the path of a socket nor host:port'),
        (
            "[papers.ladder]\nchaser_after = 4\n",
            "papers.ladder: each step comes after the one before it; these are 5, 4",
        ),
        ('[papers.verified]\nheader = "X Y"\n', 'papers.verified.header: "X Y" is no name for a header of yours'),
        ('[papers.verified]\ndomains = ["@mps"]\n', 'papers.verified.domains: "@mps" is not a domain'),
    ],
)
def test_the_papers_section_is_judged(office: Office, papers: str, fault: str) -> None:
    """Hours, steps, months and servers that make no sense are refused with what to do."""
    (said,) = office.faults(DPS, papers=papers)
    assert said.startswith(f"config.toml: {fault}")
