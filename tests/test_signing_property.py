"""Whatever people, mails and the clock do in whatever order: nothing that decides leaves unsigned, and nobody else
gets a letter, and no open case is without a next action.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handlers.correspondence import BY_NAME
from store import decisions, outbox
from store.messages import Verb
from store.terms import ENDS, Approval, Audience, LetterState
from tests.signing_world import ADA, APPROVE, CHECKING, FORCE, HAN, IOPC, MO, RETURN, SIGNING, Office

LEFT = (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)
VERBS = (
    Verb.ACCEPT, Verb.OURS, Verb.DRAFT_TRANSFER, Verb.DRAFT_NOT_VALID, Verb.DRAFT_WITHDRAWAL, Verb.DRAFT_NOT_UPHELD,
    Verb.PAPERS_COMPLETE, Verb.SUBMIT, Verb.RETURN, Verb.HOLD, Verb.RELEASE, Verb.DISPUTE,
)  # fmt: skip
PEOPLE = (ADA, MO, HAN, "ann@person.example", "eve@stranger.example")


class Signing(RuleBasedStateMachine):
    """One office, and everything people can do to its drafts and sign-offs."""

    @initialize()
    def a_case(self) -> None:
        """Ann has asked for a review."""
        self.folder = tempfile.TemporaryDirectory()
        self.office = Office(Path(self.folder.name))
        self.office.has_a_case()
        self.office.tells(Verb.DRAFT_TRANSFER, by="A Li")
        self.by_hand: set[str] = set()

    def teardown(self) -> None:
        """Nothing of it runs any more."""
        if hasattr(self, "office"):
            self.office.close()
            self.folder.cleanup()

    @rule(verb=st.sampled_from(VERBS))
    def somebody_says(self, verb: Verb) -> None:
        """Any act, in any state."""
        self.office.tells(verb, by="A Li", value="C Writer")

    @rule(minutes=st.sampled_from((1, 3, 200, 60 * 24 * 3)))
    def time_goes_by(self, minutes: int) -> None:
        """A moment, or days."""
        self.office.passes(minutes=minutes)

    @rule(who=st.sampled_from(PEOPLE), word=st.sampled_from(("Approve", "Return", "Hello")), inside=st.booleans())
    def somebody_answers(self, who: str, word: str, inside: bool) -> None:
        """The newest sign-off mail is answered by anybody, in any words, proved or not."""
        if self.office.sign_offs():
            self.office.answers_sign_off(who, word, inside=inside)

    @precondition(lambda self: self.office.sign_offs())
    @rule(which=st.integers(0, 3), word=st.sampled_from(("Approve", "Approve", "Return")))
    def the_signer_answers(self, which: int, word: str) -> None:
        """One of those who were asked answers as they should, perhaps late."""
        asked = self.office.sign_offs()[-1 - which % len(self.office.sign_offs())]
        signer = self.office.service.settings.team.by_name(asked.signer)
        assert signer is not None
        self.office.answers_sign_off(signer.address, word, code=asked.code)

    @precondition(lambda self: self.office.lying())
    @rule(data=st.data(), folder=st.sampled_from((APPROVE, RETURN, CHECKING, SIGNING)))
    def somebody_drags(self, data: st.DataObject, folder: str) -> None:
        """A draft is put into any of the four folders, and may settle there."""
        self.office.drags_draft(self._one(data), folder)
        self.office.runs()
        self.office.passes(seconds=70)

    @precondition(lambda self: self.office.lying())
    @rule(data=st.data(), words=st.sampled_from(("[CASEWORKER: x]", "other words")))
    def somebody_edits(self, data: st.DataObject, words: str) -> None:
        """The words of a draft change at any moment."""
        self.office.edits_draft(self._one(data), r"<h1([^>]*)>", rf"<p>{words}</p><h1\1>")

    @precondition(lambda self: self.office.lying())
    @rule(data=st.data(), to=st.sampled_from(("eve@stranger.example", "ann@person.example")))
    def somebody_redirects(self, data: st.DataObject, to: str) -> None:
        """Somebody puts another recipient into a draft."""
        self.office.redirects_draft(self._one(data), to)

    @precondition(lambda self: self.office.lying())
    @rule(data=st.data())
    def somebody_fills_in(self, data: st.DataObject) -> None:
        """The gaps of a draft are filled in."""
        letter = self._one(data)
        if b"[CASEWORKER" in self.office.draft(letter).read_bytes():
            self.office.fills_in(letter)

    @precondition(lambda self: self.office.lying())
    @rule(data=st.data())
    def somebody_removes(self, data: st.DataObject) -> None:
        """A draft is deleted."""
        self.office.removes_draft(self._one(data))

    @rule()
    def the_service_restarts(self) -> None:
        """The service stops and starts again."""
        self.office.restarts()
        self.office.runs()

    @invariant()
    def what_left_was_approved(self) -> None:
        """Every letter that left and needs a person was approved in these words; what decides, by name."""
        if not hasattr(self, "office"):
            return
        with self.office.service.reading() as tx:
            approved = {one.letter_key: one for one in decisions.of(tx, 1) if one.value == "approved"}
            for one in self.office.letters():
                if one.state not in LEFT or one.approval is Approval.BY_ITSELF:
                    continue
                assert one.approved_at is not None, one.letter
                assert approved[one.key].words_hash == one.seen_hash
                assert one.approved_by in (["A Li", "M Okafor", "H Head"] if BY_NAME[one.letter].decides else [""])
                assert "[CASEWORKER" not in outbox.content(tx, one)["html"]

    @invariant()
    def nobody_else_gets_a_letter(self) -> None:
        """Letters go to Ann, the police, the IOPC and the team, each only what is for them."""
        if not hasattr(self, "office"):
            return
        whose = {Audience.COMPLAINANT: "ann@person.example", Audience.FORCE: FORCE, Audience.IOPC: IOPC}
        for mail in self.office.sent():
            key = str(mail["X-Reviews-Key"])
            (one,) = [letter for letter in self.office.letters() if letter.mark == key]
            if one.case_id is None:
                continue  # the neutral answer to whoever wrote, on no case
            assert mail["To"] == whose.get(one.audience, mail["To"])
            assert mail["To"] in (*whose.values(), ADA, MO, HAN)
            assert mail["Cc"] is None
            assert "[CASEWORKER" not in mail.as_string() or one.audience is Audience.TEAM

    @invariant()
    def the_case_goes_on(self) -> None:
        """An open case has its next action, with a day."""
        if hasattr(self, "office"):
            case = self.office.case("PCR/2026/00001")
            assert case.state in ENDS or (case.next_action.what and case.next_action.on)

    def _one(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.office.lying())))


TestSigning = Signing.TestCase
TestSigning.settings = settings(
    max_examples=8,
    stateful_step_count=18,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # a failing story is short enough to read, and shrinking one takes minutes
    suppress_health_check=list(HealthCheck),
)
