"""An office with people who check, sign and send letters, and what they do with drafts in their mail clients."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from bot.casework.rulings import Done, act_on
from bot.mailbox import maildir_names as names
from bot.service import Service, build, take_lead
from config.settings import load
from store import cases, casework, decisions, drafts, outbox, questions, sign_offs
from store.messages import Act, CaseView, Verb
from store.outbox import Queued
from store.sign_offs import Asked
from store.terms import LetterState
from tests import empty_store
from tests.world import ReaderHere, World, message, settings_in

FORCE, IOPC = "reviews@mps.example", "reviews@iopc.example"
ADA, MO, HAN, CAZ = "a.li@mopac.example", "m.okafor@mopac.example", "h.head@mopac.example", "c.writer@mopac.example"
TEAM = f"""
[[team]]
name = "A Li"
address = "{ADA}"
roles = ["administrator"]
[[team]]
name = "M Okafor"
address = "{MO}"
roles = ["manager"]
deputy = "H Head"
[[team]]
name = "H Head"
address = "{HAN}"
roles = ["head"]
[[team]]
name = "C Writer"
address = "{CAZ}"
roles = ["caseworker"]
[[delegations]]
person = "M Okafor"
function = "outcome"
from = 2026-01-01
[[delegations]]
person = "H Head"
function = "outcome"
from = 2026-01-01
"""
LAW = "".join(
    f'[[law.signed_off]]\nletter = "{letter}"\nby = "L Aw"\non = 2026-01-05\n'
    for letter in ("outcome_upheld", "outcome_not_upheld", "outcome_to_force", "accepted", "late_refused",
                   "late_accepted", "late_decision_note", "no_right")
)  # fmt: skip
CONTACTS = f'[office.contacts]\nforce = "{FORCE}"\niopc = "{IOPC}"\n'
INSIDE = {"X-MS-Exchange-Organization-AuthAs": "Internal"}
CHECKING, SIGNING = "2 Drafts.For checking", "2 Drafts.For sign-off"
APPROVE, RETURN = "2 Drafts.→ Approve and send", "2 Drafts.→ Return to writer"


@dataclass
class Office(World):
    """A World with a team; `more` is what else the settings say, `truly_approved` the codes that a story approved."""

    more: str = TEAM + LAW + CONTACTS
    truly_approved: set[str] = field(default_factory=set)

    def _service(self) -> Service:
        settings_in(self.folder, mode=self.mode, database=self.database)
        path = self.folder / "config.toml"
        path.write_text(path.read_text().replace("[store]", "vouches_for_internal = true\n[store]") + self.more)
        settings = load(path, self.environ)
        empty_store.lay(settings.store)
        service = build(settings, clock=self.clock, mailbox=self._mailbox(), reader=ReaderHere())  # type: ignore[arg-type]  # a told clock is a clock
        assert take_lead(service, "here")
        return service

    # --- what the team says

    def tells(self, verb: Verb, case: int = 1, **more: object) -> Done:
        """Somebody says it on a case, and the service takes note of it."""
        with self.service.writing() as tx:
            done = act_on(self.service, tx, case, Act(verb, **more))  # type: ignore[arg-type]
        self.runs()
        return done

    def answers_sign_off(
        self, who: str, first: str, text: str = "", *, code: str = "", inside: bool = True, subject: str = ""
    ) -> None:
        """Somebody answers the newest sign-off mail (or the one with this code) by a button, or by typing."""
        code = code or self.sign_offs()[-1].code
        subject = subject or f"{first}: Sign-off: a letter for PCR/2026/00001 #{code}"
        self.numbers += 1
        raw = message(
            f"Somebody <{who}>", text or "\n", at=self.clock.at, subject=subject, number=self.numbers,
            headers=INSIDE if inside else {},
        )  # fmt: skip
        self.deliver(raw)
        self.runs()

    # --- what people do with drafts

    def draft(self, letter: str) -> Path:
        """The one draft of the newest such letter, wherever it lies."""
        one = self.letter(letter)
        found = [path for path in self.mail.rglob("*") if path.is_file() and self._is(path, one)]
        assert len(found) == 1, found
        return found[0]

    def _is(self, path: Path, one: Queued) -> bool:
        key = f"X-Reviews-Key: {one.mark}".encode()
        return key in path.read_bytes()[:4000] and "D" in names.flags_of(path.name) and ".Sent" not in str(path)

    def drags_draft(self, letter: str, folder: str) -> None:
        """A person puts the draft into a folder of ours."""
        path = self.draft(letter)
        path.rename(self.service_folder(folder) / "cur" / path.name)

    def service_folder(self, folder: str) -> Path:
        path = f"Reviews.{folder}".split(".")
        return self.mail / names.directories_of(tuple(path))[-1]

    def lies(self, letter: str) -> str:
        """In which folder of ours the draft lies, as people see it."""
        where = self.draft(letter).parent.parent
        places = (CHECKING, SIGNING, APPROVE, RETURN)
        return next((one for one in places if self.service_folder(one) == where), where.name)

    def edits_draft(self, letter: str, was: str, becomes: str) -> None:
        """A person changes words in the draft and saves it."""
        path = self.draft(letter)
        mail = self._read(path)
        html = mail.get_body(("html",))
        assert isinstance(html, EmailMessage)
        before = html.get_content()
        after = re.sub(was, becomes, before)
        assert after != before, was
        html.set_content(after, subtype="html")
        path.write_bytes(mail.as_bytes())

    def fills_in(self, letter: str, words: str = "We looked at it with care.") -> None:
        """A person writes something into every gap."""
        self.edits_draft(letter, r"\[CASEWORKER[^\]]*\]", words)

    def redirects_draft(self, letter: str, to: str) -> None:
        """A person puts another recipient into the draft."""
        path = self.draft(letter)
        mail = self._read(path)
        mail.replace_header("To", to)
        path.write_bytes(mail.as_bytes())

    def sends_by_hand(self, letter: str) -> None:
        """A person presses Send on the draft."""
        path = self.draft(letter)
        path.rename(self.mail / ".Sent" / "cur" / path.name.replace("D", ""))

    def removes_draft(self, letter: str) -> None:
        """A person deletes the draft."""
        self.draft(letter).unlink()

    def _read(self, path: Path) -> EmailMessage:
        return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[return-value]

    # --- what there is to see

    def case(self, reference: str = "PCR/2026/00001") -> CaseView:
        """The case as it stands now."""
        with self.service.reading() as tx:
            case_id = cases.case_id_of(tx, reference)
            assert case_id is not None
            return casework.view(tx, case_id)

    def letter(self, letter: str) -> Queued:
        """The newest letter of this name."""
        return [one for one in self.letters() if one.letter == letter][-1]

    def state(self, letter: str) -> LetterState:
        return self.letter(letter).state

    def content_of(self, letter: str) -> dict[str, object]:
        with self.service.reading() as tx:
            return outbox.content(tx, self.letter(letter))

    def sign_offs(self) -> list[Asked]:
        """Every question to a signer about the first case, oldest first."""
        with self.service.reading() as tx:
            return list(sign_offs.of_case(tx, 1))

    def decided(self, what: str) -> list[tuple[str, str, str]]:
        """What was decided about a letter: value, by whom, in which role."""
        with self.service.reading() as tx:
            return [(one.value, one.by, one.role) for one in decisions.of(tx, 1) if one.what == f"letter:{what}"]

    def open_questions(self) -> set[str]:
        with self.service.reading() as tx:
            return {one.code for one in questions.still_open(tx)}

    def sent_to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.sent() if letter["To"] == address]

    def sign_off_mails(self, address: str = MO) -> list[EmailMessage]:
        return [one for one in self.sent_to(address) if str(one["Subject"]).startswith("Sign-off:")]

    def waiting(self) -> set[str]:
        """The letters whose drafts wait for a person."""
        with self.service.reading() as tx:
            return {one.letter for one in drafts.waiting(tx)}

    def lying(self) -> set[str]:
        """The letters that have not left and whose draft a person can find."""
        states = (LetterState.AWAITING_APPROVAL, LetterState.DRAFTED)
        ones = {one.letter: one for one in self.letters() if one.state in states}
        paths = [path for path in self.mail.rglob("*") if path.is_file()]
        return {letter for letter, one in ones.items() if any(self._is(path, one) for path in paths)}

    # --- where a case may stand

    def has_a_case(self) -> None:
        """Ann asked for a review, and her case is open."""
        self.person("Ann").writes()
        self.runs()

    def has_an_outcome(self, *, submitted: bool = True) -> None:
        """The outcome letters of Ann's case are written, and lie with their signer."""
        self.has_a_case()
        self.tells(Verb.ACCEPT)
        self.tells(Verb.PAPERS_COMPLETE)
        self.tells(Verb.ASSIGN, value="C Writer")
        self.tells(Verb.DRAFT_NOT_UPHELD, by="C Writer")
        self.fills_in("outcome_not_upheld")
        if "outcome_to_force" in self.waiting() and b"[CASEWORKER" in self.draft("outcome_to_force").read_bytes():
            self.fills_in("outcome_to_force")
        self.passes(minutes=3)
        if submitted:
            self.tells(Verb.SUBMIT, by="C Writer")
            self.passes(minutes=3)
