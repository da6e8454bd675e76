"""An office with a case whose papers were asked for, and a unit of the force that sends files."""

from __future__ import annotations

import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import text

from store import intake, paper_requests, papers
from store.messages import PaperFile, PaperItem, PaperOrder
from store.terms import Asked, PaperState
from tests.desk import FIRST, SECOND, Desk
from tests.signing_world import FORCE
from tests.world import OUR_ADDRESS

File = tuple[str, bytes] | tuple[str, bytes, str]
ITEMS = ("complaint", "report", "outcome")
PDF = b"%PDF-1.4\n% an invented page\n%%EOF\n"


@dataclass
class Papers(Desk):
    """A Desk with one case of Ann's, and papers asked of the force for it."""

    def opens(self, *people: str) -> None:
        """Ann, or these people, have a case each; for the first the force was asked for three papers."""
        for person in people or ("Ann",):
            self.person(person).writes()
            self.runs()
        self.asks(FIRST)

    def asks(self, reference: str, kinds: Sequence[str] = ITEMS) -> None:
        """The force was asked for these papers on a case, by a letter that left today."""
        items = tuple(PaperItem(number, f"the {kind}", kind) for number, kind in enumerate(kinds, start=1))
        order = PaperOrder(Asked.PAPERS, items, date(2026, 12, 7), "papers_request")
        with self.service.writing() as tx:
            key = f"{reference}:{len(items)}"
            number = paper_requests.ask(tx, self._case_id(tx, reference), order, unit="force", letter=key)
            paper_requests.sent(tx, paper_requests.view(tx, number), self.clock.at.date(), order.due_on)

    def sends(self, *files: File, about: str = FIRST, words: str = "", sender: str = FORCE) -> str:
        """The unit sends these files about a case, and the service has seen them; answers the mail's name."""
        self.numbers += 1
        mail = EmailMessage(policy=email.policy.SMTP.clone(linesep="\n"))
        mail["Received"] = f"from mail.mps.example by mx.mopac.example; {format_datetime(self.clock.at)}"
        mail["From"], mail["To"] = f"PSU <{sender}>", OUR_ADDRESS
        mail["Subject"] = f"Papers {about} PC/04417/26"
        mail["Date"] = format_datetime(self.clock.at)
        mail["Message-ID"] = f"<papers{self.numbers}@mps.example>"
        mail.set_content(words or f"Please find attached the papers you asked for on {about}.\n")
        for name, data, *kind in files:
            main, _, sub = (kind[0] if kind else "application/octet-stream").partition("/")
            mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
        name = self.deliver(mail.as_bytes())
        self.runs()
        return name

    def files(self, reference: str = FIRST) -> tuple[PaperFile, ...]:
        """What is kept of a case's papers."""
        with self.service.reading() as tx:
            return papers.of_case(tx, self._case_id(tx, reference))

    def content(self, file: PaperFile) -> bytes:
        """The bytes of a file, as they are kept."""
        with self.service.reading() as tx:
            return papers.content(tx, self.service.store, file)

    def puts_in(self, mail: str, reference: str = FIRST) -> None:
        """Somebody drops the mail in the folder of a case."""
        self.drags(mail, f"case:{reference}")
        self.settles()

    def ticked(self, reference: str = FIRST) -> set[str]:
        """The papers of a case that stand as received."""
        with self.service.reading() as tx:
            return {
                item.kind
                for request in paper_requests.of_case(tx, self._case_id(tx, reference))
                for item in request.items
                if item.state is PaperState.RECEIVED
            }

    def blob_of(self, file: PaperFile) -> str:
        """The name under which a file's bytes lie on disk."""
        with self.service.reading() as tx:
            wanted = text("SELECT blob FROM paper_file WHERE id = :id")
            return str(tx.connection.execute(wanted, {"id": file.id}).scalar_one())

    def named(self) -> frozenset[str]:
        """Every blob that a mail or a file has."""
        with self.service.reading() as tx:
            return intake.blobs(tx) | papers.blobs(tx)

    def destroys_key(self, reference: str) -> None:
        """The key of a case is gone, and with it all that is personal."""
        with self.service.writing() as tx:
            wanted = {"case_id": self._case_id(tx, reference)}
            tx.connection.execute(text("UPDATE review_key SET wrapped = NULL WHERE case_id = :case_id"), wanted)


__all__ = ["FIRST", "FORCE", "PDF", "SECOND", "Papers"]
