"""An office that asks the force for papers, with a contact book; stories look at what left, to whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from store import cases, paper_requests
from store.messages import PaperRequest, Verb
from store.terms import LONDON, Asked
from tests.desk import Desk
from tests.signing_world import CONTACTS, LAW, TEAM
from tests.world import ASKS_FOR_REVIEW

NORTH, SOUTH, CENTRAL = "north.psu@mps.example", "south.psu@mps.example", "dps.reviews@mps.example"
NORTH_LEAD, POINT = "n.lead@mps.example", "point@mps.example"
BOOK = f"""
default = "central"

[[units]]
key = "central"
name = "Professional Standards"
mailbox = "{CENTRAL}"

[[units]]
key = "north"
name = "North"
references = ["PC/1*"]
mailbox = "{NORTH}"
manager = {{ name = "N Lead", address = "{NORTH_LEAD}" }}

[[units]]
key = "south"
name = "South"
references = ["PC/2*"]
mailbox = "{SOUTH}"
"""
PAPERS = f'[papers]\ncontacts = "contacts.toml"\nsingle_point = "{POINT}"\n'
TICKS = (time(9, 30), time(16, 30))
MORE_LAW = '[[law.signed_off]]\nletter = "recommendation_reminder"\nby = "L Aw"\non = 2026-01-05\n'


@dataclass
class PaperDesk(Desk):
    """An office with people and a contact book."""

    more: str = TEAM + LAW + MORE_LAW + CONTACTS + PAPERS
    book: str = BOOK

    def __post_init__(self) -> None:
        (self.folder / "contacts.toml").write_text(self.book)
        super().__post_init__()

    def accepted(self, name: str = "Ann", force_reference: str = "PC/10417/26") -> int:
        """A request came today and was accepted, so the papers were asked for; answers the number of its case."""
        asks = ASKS_FOR_REVIEW.replace("PC/04417/26", force_reference)
        self.person(f"{name} Archer", f"{name.lower()}@person.example").writes(asks)
        self.runs()
        number = len(self.cases())
        done = self.tells(Verb.ACCEPT, case=number, by="A Li")
        assert not done.refused, done.said
        return number

    def until(self, year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> None:
        """It is that moment in London, and the service looked a few times on every day until then."""
        end = datetime(year, month, day, hour, minute, tzinfo=LONDON)
        while self.clock.at < end:
            self.clock.at = min(end, next(at for at in self._ticks() if at > self.clock.at))
            self.runs()

    def _ticks(self) -> Iterator[datetime]:
        today = self.clock.at.astimezone(LONDON).date()
        for one in (today, today + timedelta(days=1)):
            for at in TICKS:
                yield datetime.combine(one, at, LONDON)

    def sleeps_until(self, year: int, month: int, day: int, hour: int = 10) -> None:
        """It is that moment in London, and nothing ran until then."""
        self.clock.at = datetime(year, month, day, hour, tzinfo=LONDON)

    def request(self, case: int = 1, asked: Asked = Asked.PAPERS) -> PaperRequest:
        """The newest request of this kind on a case."""
        with self.service.reading() as tx:
            return [one for one in paper_requests.of_case(tx, case) if one.asked is asked][-1]

    def got(self, address: str) -> list[tuple[date, str]]:
        """What somebody of the force got, oldest first: the day in London, and the subject."""
        found = [one for one in self.sent() if one["To"] == address]
        days = [one["Date"].datetime.astimezone(LONDON) for one in found]
        return sorted((day.date(), " ".join(str(one["Subject"]).split())) for day, one in zip(days, found, strict=True))

    def left_at(self) -> list[datetime]:
        """When letters that ask the force again left, in London."""
        return [one["Date"].datetime.astimezone(LONDON) for one in self.sent() if _asks_again(str(one["Subject"]))]

    def reference(self, case: int) -> str:
        """The reference of a case by its number."""
        with self.service.reading() as tx:
            known = cases.known(tx, case)
        assert known is not None
        return known.reference


def _asks_again(subject: str) -> bool:
    return any(word in subject for word in ("Reminder", "Overdue papers", "Answer due"))


def office_in(folder: Path, **more: object) -> PaperDesk:
    """The office, in this folder."""
    return PaperDesk(folder, **more)  # type: ignore[arg-type]  # whatever a desk can be told
