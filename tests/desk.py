"""A team at work in Outlook: they drag, label, remove and write command mails; stories look at what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy

from store import cards, cases, casework, commands, corrections, questions, refiling
from store.engine import Tx
from store.messages import CaseView
from store.terms import Kind
from tests.signing_world import INSIDE, Office
from tests.world import message

FIRST = "PCR/2026/00001"
SECOND = "PCR/2026/00002"


@dataclass
class Desk(Office):
    """An office whose people work in Outlook."""

    # --- what people do in Outlook

    def drags(self, name: str, place: str) -> None:
        """Somebody of the team drags an item into a folder, which goes by the service's word for it ("case:…" too)."""
        self.room.moves(name, self.called(place))

    def labels(self, name: str, *add: str, remove: tuple[str, ...] = ()) -> None:
        """Somebody of the team sets categories on an item, or takes them off."""
        self.room.labels(name, add, remove)

    def settles(self) -> None:
        """What people did just now is seen, settles and is done."""
        self.runs()
        self.passes(minutes=2)

    def called(self, place: str) -> str:
        """How the mailbox calls one of our folders, by the service's word for it."""
        settings = self.service.settings
        tree = settings.tree()
        return self.room.called(tree[place] if place in tree else settings.case_file(place.removeprefix("case:")))

    def items_in(self, place: str) -> list[str]:
        """The names of what lies in one of our folders, by the service's word for it."""
        folder = self.called(place)
        return sorted(name for name, lying in self.room.lying().items() for one in lying if one.folder == folder)

    def categories(self, name: str) -> set[str]:
        """What an item is labelled with."""
        (one,) = self.room.lying()[name]
        return set(one.categories)

    def card(self, reference: str) -> str:
        """The name of the card of a case."""
        with self.service.reading() as tx:
            lying = cards.of_case(tx, self._case_id(tx, reference))
        assert lying is not None
        return lying.item

    def notes(self) -> list[str]:
        """The subject of every note that the service has laid beside something."""
        with self.service.reading() as tx:
            lying = [one.note_item for one in commands.with_notes(tx)]
        return [self.room.subject(item) for item in lying]

    def case(self, reference: str = "") -> CaseView:
        """One case as those see it who decide on it; the only one where none is named."""
        reference = reference or self.only_case()
        with self.service.reading() as tx:
            return casework.view(tx, self._case_id(tx, reference))

    def asked(self) -> list[str]:
        """The codes of every open question."""
        with self.service.reading() as tx:
            return [one.code for one in questions.still_open(tx)]

    @staticmethod
    def _case_id(tx: Tx, reference: str) -> int:
        case_id = cases.case_id_of(tx, reference)
        assert case_id is not None, f"There is no case {reference}."
        return case_id

    def only_case(self) -> str:
        """The reference of the only case there is."""
        (one,) = self.cases()
        return one.reference

    def said_of(self, name: str) -> list[Kind]:
        """What a person last said a message is, nothing where nobody said so."""
        with self.service.reading() as tx:
            return [one.kind for one in corrections.latest(tx) if one.held.id == self.held(name).id]

    def number_of(self, name: str) -> str:
        """The number in the Message-ID of a mail that a person wrote."""
        (one,) = self.room.lying()[name]
        return str(message_from_bytes(one.raw, policy=policy.default)["Message-ID"]).strip("<>").partition("@")[0]

    def draft_item(self, letter: str) -> str:
        """What the mailbox calls the draft of the newest such letter."""
        return self.letter(letter).draft_item

    def kind(self, name: str) -> Kind:
        """What the service took a message for."""
        with self.service.reading() as tx:
            return Kind(refiling.kind_of(tx, self.held(name).id))

    def mails(self, who: str, line: str, *, inside: bool = True, subject: str = "Command") -> list[str]:
        """Somebody of the team writes a command; answers every line of the answers they get to it."""
        before = {letter["Message-ID"] for letter in self.sent()}
        self.numbers += 1
        headers = INSIDE if inside else {}
        self.deliver(
            message(
                f"Somebody <{who}>",
                f"{line}\n",
                at=self.clock.at,
                number=self.numbers,
                subject=subject,
                headers=headers,
            )
        )
        self.runs()
        new = [letter for letter in self.sent() if letter["Message-ID"] not in before]
        return [words(letter) for letter in new if letter["To"] == who]


def words(letter: object) -> str:
    """The plain words of a letter."""
    body = letter.get_body(("plain",))  # type: ignore[attr-defined]  # an EmailMessage
    return " ".join(body.get_content().split())
