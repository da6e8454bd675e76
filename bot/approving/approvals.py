"""What people do with drafts: approve them by a drag, send them back, submit them for a signature. Sends nothing.

A drag proves no name, so it approves only letters that decide nothing; any other it submits to its signer. Every
refusal is one sentence: the draft lies where it lay before, and a note beside it says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import commands
from bot.approving import draft_reading, sign_offs
from bot.approving.approval_checks import not_before, refusal
from bot.approving.together import out_of_place
from bot.casework.rulings import act_on
from bot.sending import printing
from store import drafts, outbox
from store.commands import SETTLING, Command, under_way
from store.engine import Tx
from store.messages import Act, Verb
from store.outbox import Queued
from store.terms import Approval, LetterState, Mode, Place

if TYPE_CHECKING:
    from bot.service import Service

_WAITS = LetterState.AWAITING_APPROVAL
_APPROVED = LetterState.DRAFTED
_MANY = 10_000
_IN_ORDER = (Place.RETURN, Place.APPROVE)
"""What is returned goes before what is approved."""


def pass_(service: Service) -> int:
    """What people did with drafts since the last pass is done or refused; answers how much that was.

    Raises MailboxError when the mailbox would not go on; all that is known by then is on record.
    """
    if service.settings.sending.mode is Mode.WATCH or Place.APPROVE not in service.folders:
        return 0
    done = draft_reading.pass_(service) + _taken_back(service)
    for command, one in _settled(service):
        if command.place == Place.RETURN:
            _return(service, command, one)
        else:
            _approve(service, command, one)
        done += 1
    return done + sign_offs.pass_(service) + printing.file_posted(service)


def _settled(service: Service) -> list[tuple[Command, Queued]]:
    """The drafts that people have put into a command folder, and left there long enough to mean it."""
    due = commands.settled(service, *_IN_ORDER)
    with service.reading() as tx:
        letters = {one.id: one for one in outbox.by_ids(tx, [one.row for one in due])} if due else {}
    in_order = sorted(due, key=lambda one: _IN_ORDER.index(Place(one.place)))
    return [(one, letters[one.row]) for one in in_order]


def home_of(one: Queued) -> Place:
    """The folder in which a draft of this letter waits for a person."""
    return Place.FOR_SIGN_OFF if one.approval is Approval.SIGNED else Place.FOR_CHECKING


def lapse(tx: Tx, one: Queued, why: str) -> int:
    """The approval of the letter, and of all that were approved with it, counts no more."""
    return drafts.lapse(tx, _together(tx, one), why)


# --- what a person did ----------------------------------------------------------------------------------------------


def _taken_back(service: Service) -> int:
    """A draft that somebody took out of its folder before it has left, and did not put back, is approved no more."""
    with service.reading() as tx:
        approved = outbox.in_states(tx, [_APPROVED], _MANY)
        out = [one for one in approved if out_of_place(service, one)]
        meant = [one for one in out if not any(told.state == SETTLING for told in under_way(tx, f"letter:{one.id}"))]
    if not meant:
        return 0
    with service.writing() as tx:
        return sum(lapse(tx, one, "taken back before it left") for one in meant)


def _return(service: Service, command: Command, one: Queued) -> None:
    """The letter goes back to its writer: what was asked of a signer lapses."""
    with service.writing() as tx:
        said, refused = "It is its writer's again.", False
        lapse(tx, one, "taken back before it left")
        one = outbox.by_ids(tx, [one.id])[0]
        if one.approval is Approval.SIGNED and one.state is _WAITS and sign_offs.stands_alone((one,)):
            drafts.submitted_alone(tx, _together(tx, one), yes=False)
        elif one.approval is Approval.SIGNED and one.state is _WAITS and one.case_id is not None:
            act = Act(Verb.RETURN, source="the draft was moved to the folder for returned letters")
            done = act_on(service, tx, one.case_id, act, subject=command.subject)
            said, refused = done.said, done.refused
        _answer(service, tx, command, said, refused=refused, goes_to=home_of(one))


def _approve(service: Service, command: Command, one: Queued) -> None:
    """The letter is approved, submitted for its signature, or refused with the reason."""
    with service.reading() as tx:
        together = _together(tx, one)
    draft_reading.look(service, [other for other in together if other.state is _WAITS])
    with service.writing() as tx:
        one = outbox.by_ids(tx, [one.id])[0]
        by_post = one.to_tag == tx.vault.tag("", "address")
        if one.state is _APPROVED and by_post:
            drafts.posted(tx, one)
            _answer(service, tx, command, "It was posted.", goes_to=Place.FILED)
        elif one.state is not _WAITS:
            _answer(service, tx, command, "It does not wait for approval any more.")
        elif why := _on_hold(tx, one) or refusal(service, tx, one):
            _answer(service, tx, command, why, refused=True, goes_to=home_of(one))
        elif one.approval is Approval.SIGNED:
            _submit(service, tx, command, one)
        elif by_post:
            drafts.posted(tx, one)
            _answer(service, tx, command, "It was posted.", goes_to=Place.FILED)
        else:
            drafts.approve(tx, [one], by="", not_before=not_before(service, tx), mode=service.settings.sending.mode)
            _answer(service, tx, command, "It was approved, and leaves in a moment.")


def _submit(service: Service, tx: Tx, command: Command, one: Queued) -> None:
    """Its signer is asked for a signature: a drag proves no name."""
    if one.case_id is None or sign_offs.stands_alone((one,)):
        drafts.submitted_alone(tx, _together(tx, one), yes=True)
        _answer(service, tx, command, "Its signer is asked for a signature.", goes_to=home_of(one))
        return
    act = Act(Verb.SUBMIT, source="the draft was moved to the folder for approved letters")
    done = act_on(service, tx, one.case_id, act, subject=command.subject)
    said = done.said or "Its signer was asked already; it leaves once they have approved it."
    _answer(service, tx, command, said, refused=done.refused or not done.said, goes_to=home_of(one))


def _answer(
    service: Service, tx: Tx, command: Command, said: str, *, refused: bool = False, goes_to: Place | None = None
) -> None:
    """What came of it; where it was refused the draft lies where it lay before, and a note beside it says why."""
    if refused:
        commands.refuse(service, tx, replace(command, came_from=command.came_from or goes_to or ""), said)
    else:
        commands.obey(tx, command, said, goes_to=goes_to or "")


def _on_hold(tx: Tx, one: Queued) -> str:
    if one.case_id is None or not drafts.on_hold(tx, [one.case_id]):
        return ""
    return "Its case is on hold. Release the case first."


def _together(tx: Tx, one: Queued) -> Sequence[Queued]:
    return drafts.of_packages(tx, [one.package]).get(one.package, (one,))
