"""What people do in the six whole lives of a case, and what each of them then sees; people act only as they can."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import chain, repeat

from store.terms import BOARD, ENDS, Approval, LetterState, Place, State, london_date
from tests.desk import FIRST, Desk, words
from tests.signing_world import ADA, CAZ, CONTACTS, FORCE, IOPC, LAW, MO, TEAM

MORE_LAW = "".join(
    f'[[law.signed_off]]\nletter = "{letter}"\nby = "L Aw"\non = 2026-01-05\n'
    for letter in ("ask_for_reasons", "recommendation_reminder", "recommendation_answered")
)
MOPAC = TEAM + LAW + MORE_LAW + CONTACTS
ANN = "ann@person.example"
REQUEST = (
    "Dear team,\n\nI would like a review of how my complaint was handled by {police}. "
    "The outcome letter is dated {day} and the reference is PC/04417/26. "
    "I am not happy with the outcome because nobody spoke to the witness.\n\nYours sincerely\nAnn Archer\n"
)
UNFINISHED = ("[CASEWORKER", "{{", "XXXX", "None")
"""What no letter that left may hold."""


@dataclass
class Life(Desk):
    """An office whose people live through one case, from the first mail to the end."""

    more: str = MOPAC
    police: str = "Metropolitan Police"
    people: tuple[str, ...] = (ANN, FORCE, IOPC, ADA, MO, CAZ)

    # --- what people do

    def ann_asks(self, letter_dated: str = "9 November 2026") -> str:
        """Ann asks for a review, with her outcome letter, and hears at once that it came; answers the mail's name."""
        outcome = ("outcome letter.txt", f"{self.police}\nPC/04417/26\n{letter_dated}\n".encode())
        mail = self.person("Ann Archer", ANN).writes(
            REQUEST.format(day=letter_dated, police=self.police),
            attach=outcome,
            headers={"To": self.service.settings.office.mailbox_address},
        )
        self.runs()
        assert self.subjects(ANN) == ["We have received your message [PCR/2026/00001]"]
        assert self.items_in(Place.CONFIRM) == [mail]
        assert self.on_the_board() == (Place.BOARD_VALIDITY, "triage")
        return mail

    def files(self, mail: str) -> None:
        """Somebody drops a message in the folder of the case, and it lies there, labelled with the case."""
        self.drags(mail, f"case:{FIRST}")
        self.settles()
        assert mail in self.items_in(f"case:{FIRST}")
        assert FIRST in self.categories(mail)

    def drags_card(self, stage: Place) -> None:
        """Somebody drags the card to a stage, and what that means has happened."""
        self.drags(self.its_card(), stage)
        self.settles()

    def says_by_category(self, category: str) -> None:
        """Somebody sets a category on the card, which is gone again once it was done."""
        self.labels(self.its_card(), category)
        self.settles()
        assert category not in self.card_labels() or category.startswith("@")

    def says_by_mail(self, who: str, line: str) -> str:
        """Somebody of the team writes a command; answers what they are told."""
        (answer,) = [one for one in self.mails(who, line) if "What became of your command" in one]
        return answer

    def others_are_told(self, who: str = ADA) -> None:
        """Somebody says that the officer and whoever has an interest know of the review, as accepting it asks."""
        assert {"told_officer", "told_interested"} <= self.case(FIRST).asked, "Our request proves only the third duty."
        self.says_by_mail(who, f"settled {FIRST} complained about")
        self.says_by_mail(who, f"settled {FIRST} interest")
        assert not self.case(FIRST).asked & {"told_officer", "told_interested", "told_authority"}

    def writes_in(self, letter: str, *gaps: str) -> None:
        """A person fills every gap of a draft in Outlook, each with words of its own, the last for all that follow."""
        item = self.draft_item(letter)
        html = self.room.words(item)
        assert "[CASEWORKER" in html, f"{letter} has no gap."
        fills = chain(gaps, repeat(gaps[-1]))
        self.room.rewrites(item, re.sub(r"\[CASEWORKER[^\]]*\]", lambda _found: next(fills), html))
        self.settles()

    def changes(self, letter: str, was: str, becomes: str) -> None:
        """A person writes other words into a draft in Outlook."""
        item = self.draft_item(letter)
        html = self.room.words(item)
        assert was in html
        self.room.rewrites(item, html.replace(was, becomes))
        self.settles()

    def lets_go(self, letter: str) -> None:
        """Somebody drags a checked draft to Approve and send; it leaves after the time to think again."""
        assert self.room.subject(self.draft_item(letter)) in self.waits_for_checking()
        self.drags(self.draft_item(letter), Place.APPROVE)
        self.settles()
        assert self.state(letter) is not LetterState.CONFIRMED
        self.passes(minutes=5)
        self.passes(minutes=1)
        assert self.state(letter) is LetterState.CONFIRMED

    def signs(self, who: str, reasons: str = "") -> EmailMessage:
        """The signer, who was asked by one mail with the whole letter, presses Approve; it leaves minutes later.

        Answers the mail that asked.
        """
        (asked,) = [one for one in self.sign_off_mails(who) if self.sign_offs()[-1].code in str(one["Subject"])]
        assert not any(one in words(asked).partition("The whole letter")[2] for one in UNFINISHED)
        before = len(self.sent())
        self.answers_sign_off(who, "Approve", reasons)
        assert len(self.sent()) == before, "It left before anybody could think again."
        self.passes(minutes=3)
        self.passes(minutes=1)
        return asked

    def comes(self, year: int, month: int, day: int) -> None:
        """It is that morning, and the office was there on every Monday until then."""
        until = datetime(year, month, day, 9, tzinfo=UTC)
        while self.clock.at < until:
            self.clock.at = min(until, self._next_monday())
            self.runs()
            self.holds()

    def _next_monday(self) -> datetime:
        ahead = self.clock.at + timedelta(days=7 - self.clock.at.weekday())
        return ahead.replace(hour=9, minute=0, second=0)

    # --- what people see

    def its_card(self) -> str:
        """What the mailbox calls the one card of the case, which lies on the board and nowhere else."""
        return self._card_and_place()[0]

    def on_the_board(self) -> tuple[Place, str]:
        """In which stage folder the one card lies, and the fine state of the case."""
        return self._card_and_place()[1], str(self.case(FIRST).state)

    def _card_and_place(self) -> tuple[str, Place]:
        stages = {self.called(place): place for place in BOARD.values()}
        lying = (
            (name, stages[one.folder])
            for name, ones in self.room.lying().items()
            for one in ones
            if one.folder in stages
        )
        (found,) = [(name, place) for name, place in lying if self.room.subject(name).startswith(FIRST)]
        return found

    def next(self) -> tuple[str, date]:
        """What is next on the case and by when, as its card says it too."""
        action = self.case(FIRST).next_action
        assert action.what in self.card_says()
        return action.what, action.on

    def card_says(self) -> str:
        """The words of the card."""
        (one,) = self.room.lying()[self.its_card()]
        card = message_from_bytes(one.raw, policy=policy.default)
        part = card.get_body(("html",)) or card.get_body(("plain",))
        assert part is not None
        return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", part.get_content(), flags=re.DOTALL).split())

    def card_labels(self) -> set[str]:
        """The labels of the card."""
        return self.categories(self.its_card())

    def waits_for_checking(self) -> list[str]:
        """The subjects of what lies in For checking."""
        return self._subjects_in(Place.FOR_CHECKING)

    def waits_for_sign_off(self) -> list[str]:
        """The subjects of what lies in For sign-off."""
        return self._subjects_in(Place.FOR_SIGN_OFF)

    def _subjects_in(self, place: Place) -> list[str]:
        return sorted(self.room.subject(one) for one in self.items_in(place))

    def letters_to(self, address: str) -> list[EmailMessage]:
        """Every letter that somebody got, oldest first; in one second, in the order of their subjects."""
        return sorted(self.sent_to(address), key=lambda one: (_when(one), _subject(one)))

    def subjects(self, address: str) -> list[str]:
        """The subjects of what somebody got, oldest first."""
        return [_subject(one) for one in self.letters_to(address)]

    def got(self, address: str, subject: str) -> str:
        """The words of the one letter that somebody got whose subject begins so."""
        (one,) = [one for one in self.letters_to(address) if _subject(one).startswith(subject)]
        return words(one)

    def left_on(self, letter: str) -> date:
        """The day on which the newest such letter left."""
        at = self.letter(letter).sent_at
        assert at is not None, f"{letter} has not left."
        return london_date(at)

    def enclosed(self, address: str) -> str:
        """The words of the message that came with the one letter that somebody got."""
        ((part,),) = [list(one.iter_attachments()) for one in self.letters_to(address)]
        raw = part.get_payload(decode=True)
        inner = part.get_payload()
        if isinstance(inner, list):  # Exchange encloses a message as a message, and writes it in base64
            raw = b64decode(str(inner[0].get_payload()))  # type: ignore[union-attr]  # a message
        assert isinstance(raw, bytes)
        return words(message_from_bytes(raw, policy=policy.default))

    def holds(self) -> None:
        """Whatever the day: nothing unfinished has left, nothing that decides without a name, nobody else was written
        to, an open case has one next action, and a case that ended wants nothing more.
        """
        for letter in self.sent():
            assert str(letter["To"]) in self.people, letter["To"]
            if not str(letter["Subject"]).startswith("Sign-off"):
                assert not any(one in words(letter) for one in UNFINISHED), letter["Subject"]
        gone = (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED)
        assert all(one.approved_by for one in self.letters() if one.approval is Approval.SIGNED and one.state in gone)
        assert self.case(FIRST).next_action.what
        if self.case(FIRST).state in ENDS:
            self.rests()

    def rests(self) -> None:
        """The case has ended: its card lies in Closed without a date, nothing waits, nothing is asked."""
        lies, _ = self.on_the_board()
        assert lies is Place.BOARD_CLOSED
        assert not self.card_labels() & {"Overdue", "Due today", "Due this week"}
        (card,) = self.room.lying()[self.its_card()]
        assert card.flag_on == ""
        assert (self.waits_for_checking(), self.waits_for_sign_off()) == ([], [])
        assert self.case(FIRST).asked == frozenset()
        assert self.items_in(Place.CONFIRM) == self.items_in(Place.UNSURE) == []
        assert self.case(FIRST).closed_on is not None

    def ended_as(self, state: State) -> None:
        """The case came to this end, rests, goes on resting, and its history is whole."""
        assert self.case(FIRST).state is state
        before = len(self.sent())
        self.passes(days=40)
        self.holds()
        assert len(self.sent()) == before
        assert self.broken_chain() == []


@contextmanager
def living(office: Life) -> Iterator[Life]:
    """The life, whose promises hold at its end."""
    try:
        yield office
        office.holds()
    finally:
        office.close()


def _when(letter: EmailMessage) -> datetime:
    at: datetime = letter["Date"].datetime
    return at


def _subject(letter: EmailMessage) -> str:
    """The subject on one line, however the mailbox broke it."""
    return " ".join(str(letter["Subject"]).split())
