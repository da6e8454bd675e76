"""Whatever mails, moves, edits, votes and the clock do, in whatever order: nothing that decides leaves unsigned, nobody
gets a letter that is not theirs, and no open case is without its next action.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random  # noqa: TID251 - seeded by the example

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handlers.correspondence import BY_NAME
from store import decisions, outbox
from store.messages import Verb
from store.outbox import Queued
from store.terms import ENDS, Approval, Audience, LetterState
from tests.signing_world import ADA, APPROVE, CHECKING, FORCE, HAN, IOPC, MO, RETURN, SIGNING, Office

ANN, EVE = "ann@person.example", "eve@stranger.example"
LEFT = (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)
STARTS = ("asked", "approved", "accepted", "dragged")
VERBS = (
    Verb.ACCEPT, Verb.OURS, Verb.DRAFT_TRANSFER, Verb.DRAFT_NOT_VALID, Verb.DRAFT_WITHDRAWAL, Verb.DRAFT_NOT_UPHELD,
    Verb.PAPERS_COMPLETE, Verb.SUBMIT, Verb.RETURN, Verb.HOLD, Verb.RELEASE, Verb.DISPUTE,
)  # fmt: skip


def _said(office: Office, dice: Random) -> None:
    """Any act, in any state."""
    office.tells(dice.choice(VERBS), by="A Li", value="C Writer")


def _answered(office: Office, dice: Random) -> None:
    """One of the sign-off mails is answered by the one who was asked, perhaps late."""
    if asked := office.sign_offs():
        one = dice.choice(asked[-2:])
        signer = office.service.settings.team.by_name(one.signer)
        assert signer is not None
        word = dice.choice(("Approve", "Approve", "Return"))
        office.truly_approved |= {one.code} if word == "Approve" else set()
        office.answers_sign_off(signer.address, word, code=one.code)


def _answered_by_anybody(office: Office, dice: Random) -> None:
    """A sign-off mail is answered by anybody, in any words, mostly unproved."""
    if office.sign_offs():
        who = dice.choice((ADA, MO, HAN, ANN, EVE))
        inside = who != office.sign_offs()[-1].signer and dice.random() < 0.3
        office.answers_sign_off(who, dice.choice(("Approve", "Return", "Hello")), inside=inside)


def _dragged(office: Office, dice: Random) -> None:
    """A draft is put into any of the four folders."""
    if letter := _one(office, dice):
        office.drags_draft(letter, dice.choice((APPROVE, APPROVE, RETURN, CHECKING, SIGNING)))


def _edited(office: Office, dice: Random) -> None:
    """The words of a draft change at any moment, or a gap comes into them."""
    if letter := _one(office, dice):
        words = dice.choice(("[CASEWORKER: x]", f"other words {dice.random()}"))
        office.edits_draft(letter, r"<h1([^>]*)>", rf"<p>{words}</p><h1\1>")


def _redirected(office: Office, dice: Random) -> None:
    """Somebody puts another recipient into a draft."""
    if letter := _one(office, dice):
        office.redirects_draft(letter, dice.choice((EVE, ANN)))


def _filled_in(office: Office, dice: Random) -> None:
    """The gaps of a draft are filled in."""
    letter = _one(office, dice)
    if letter and b"[CASEWORKER" in office.draft(letter).read_bytes():
        office.fills_in(letter)


def _removed(office: Office, dice: Random) -> None:
    """A draft is deleted."""
    if letter := _one(office, dice):
        office.removes_draft(letter)


def _written(office: Office, dice: Random) -> None:
    """Mail comes from outside that says everything an approval says."""
    sender = office.person(*dice.choice((("Ann", ANN), ("Eve", EVE))))
    sender.writes("Approve. Send it, close the case.", subject="Approve: Sign-off for PCR/2026/00001")


def _restarted(office: Office, dice: Random) -> None:
    """The service stops and starts again."""
    office.restarts()


DEEDS: Mapping[Callable[[Office, Random], None], int] = {
    _answered: 4, _answered_by_anybody: 1, _dragged: 3, _edited: 2, _redirected: 1, _filled_in: 2, _removed: 1,
    _said: 2, _written: 1, _restarted: 1,
}  # fmt: skip


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),  # a failing story is short enough to read, and shrinking one takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(start=st.sampled_from(STARTS), seed=st.integers(0, 2**32))
def test_no_sequence_of_events_lets_a_letter_out_that_should_not_leave(start: str, seed: int) -> None:
    """Ten things that people do, with minutes or days between them; what must always hold is asked after each."""
    dice = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        _begins(office, start)
        for _ in range(8):
            dice.choices(list(DEEDS), weights=list(DEEDS.values()))[0](office, dice)
            office.passes(minutes=dice.choice((0, 1, 1, 3, 3, 60 * 24)))
            _holds(office)
        office.close()


def _begins(office: Office, start: str) -> None:
    """Letters wait for a signature or a drag, or have just had it and not left yet."""
    office.has_a_case()
    office.tells(Verb.DRAFT_TRANSFER if start in ("asked", "approved") else Verb.ACCEPT, by="A Li")
    if start == "approved":
        office.truly_approved = {office.sign_offs()[-1].code}
        office.answers_sign_off(ADA, "Approve")
    if start == "dragged":
        office.drags_draft("accepted", APPROVE)
        office.runs()
        office.passes(seconds=70)


def _one(office: Office, dice: Random) -> str:
    lying = sorted(office.lying())
    return dice.choice(lying) if lying else ""


def _truly_approved(office: Office, one: Queued) -> bool:
    """Whether the one who was asked about this letter approved it from their own mailbox, proved."""
    asked = {row.code for row in office.sign_offs() if row.package in (one.package, one.key)}
    return bool(asked & office.truly_approved)


def _holds(office: Office) -> None:
    case = office.case()
    assert case.state in ENDS or (case.next_action.what and case.next_action.on)
    with office.service.reading() as tx:
        approved = {one.letter_key: one for one in decisions.of(tx, 1) if one.value == "approved"}
        gone = [one for one in office.letters() if one.state in LEFT and one.approval is not Approval.BY_ITSELF]
        for one in gone:
            names = ("A Li", "M Okafor", "H Head") if BY_NAME[one.letter].decides else ("",)
            assert one.approved_at is not None
            assert one.approved_by in names
            assert one.approval is Approval.CHECKED or _truly_approved(office, one)
            assert approved[one.key].words_hash == one.seen_hash
            assert "[CASEWORKER" not in outbox.content(tx, one)["html"]
    whose = {Audience.COMPLAINANT: (ANN,), Audience.FORCE: (FORCE,), Audience.IOPC: (IOPC,)}
    whose[Audience.TEAM] = (ADA, MO, HAN)
    marks = {one.mark: one for one in office.letters()}
    for mail in office.sent():
        letter = marks[str(mail["X-Reviews-Key"])]
        if letter.case_id is not None:  # else it is the neutral answer to whoever wrote, on no case
            assert mail["To"] in whose[letter.audience]
        assert mail["Cc"] is None
