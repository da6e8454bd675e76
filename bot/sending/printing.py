"""Letters to people without e-mail: the page to print, the word that it was posted, its draft put away. Sends none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.approving.approval_checks import refusal
from bot.mailbox import NotFound, Permanent, Ref
from store import casework, drafts, outbox, questions
from store.engine import Tx
from store.outbox import Queued
from store.terms import Approval, LetterState, Place
from store.vault import Erased
from templates.printed import printed

if TYPE_CHECKING:
    from bot.service import Service

_WAIT_IN = (Place.FOR_CHECKING, Place.FOR_SIGN_OFF, Place.APPROVE)
_READY = (LetterState.AWAITING_APPROVAL, LetterState.DRAFTED)


class CannotPrint(Exception):
    """The letter cannot be printed or posted as it stands; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Printable:
    """A letter as it is printed: its page, and whether the postal address stands on it."""

    html: str
    addressed: bool


def page(service: Service, tx: Tx, key: str) -> Printable:
    """The letter with this key as a page to print, with the postal address where it is known. Raises CannotPrint."""
    one = _letter(tx, key)
    kept = _content(tx, one)
    if "html" not in kept:
        raise CannotPrint("The letter has not been written yet. Run the service first.")
    if one.state is not LetterState.CONFIRMED:
        _refuse(service, tx, one, bool(kept["to"]))
    lines = () if kept["to"] else _address(tx, one)
    return Printable(printed(str(kept["html"]), lines), bool(lines))


def posted(service: Service, tx: Tx, key: str, *, by: str) -> None:
    """The letter with this key was posted, on this person's word. Raises CannotPrint where it could not be."""
    one = _letter(tx, key)
    if one.state is LetterState.CONFIRMED:
        raise CannotPrint("It was posted or sent already.")
    _refuse(service, tx, one, bool(_content(tx, one)["to"]))
    drafts.posted(tx, one, by=by)
    for asked in list(questions.still_open(tx, subject=f"letter:{one.key}")):
        questions.answer(tx, asked, by=by)


def file_posted(service: Service) -> int:
    """Drafts of letters that were posted lie with what is filed, and wait no more; answers how many were moved.

    Raises MailboxError when the mailbox would not go on.
    """
    waiting = [service.folders[place] for place in _WAIT_IN if place in service.folders]
    with service.reading() as tx:
        lying = drafts.posted_lying(tx, waiting)
    filed = service.folders.get(Place.FILED, "")
    for one in lying if filed else ():
        item, locator = "", ""
        with suppress(NotFound, Permanent):  # somebody took it away, or it stays where it is
            ref = service.mailbox.file(Ref(one.draft_item, one.draft_locator), filed)
            item, locator = ref.id, ref.locator
        with service.writing() as tx:
            drafts.now_called(tx, one, item=item, locator=locator, rule="posted")
            drafts.lies_in(tx, one, filed)
    return len(lying) if filed else 0


def _letter(tx: Tx, key: str) -> Queued:
    one = outbox.by_key(tx, key)
    if one is None:
        raise CannotPrint(f"There is no letter {key}. `reviews-bot outbox list --all` shows those there are.")
    return one


def _content(tx: Tx, one: Queued) -> Mapping[str, Any]:
    try:
        return outbox.content(tx, one)
    except Erased:
        raise CannotPrint("The personal data of its case has been erased.") from None


def _refuse(service: Service, tx: Tx, one: Queued, by_mail: bool) -> None:
    """Only what is to be posted, says all it must and has the signature it needs is printed."""
    if by_mail:
        raise CannotPrint("This letter goes by e-mail. What has left can be printed.")
    if one.state not in _READY:
        raise CannotPrint(f"The letter is {one.state.replace('_', ' ')}: it is not ready to be posted.")
    if one.approval is Approval.SIGNED and one.approved_at is None:
        raise CannotPrint("Its signer has not approved it yet.")
    if one.case_id is not None and drafts.on_hold(tx, [one.case_id]):
        raise CannotPrint("Its case is on hold. Release the case first.")
    if why := refusal(service, tx, one):
        raise CannotPrint(why)


def _address(tx: Tx, one: Queued) -> tuple[str, ...]:
    """Name and postal address of whoever the letter is for, one line each; none where nobody has said it."""
    if one.case_id is None:
        return ()
    speaker = casework.view(tx, one.case_id).speaks_for_them
    if speaker is None or not speaker.postal:
        return ()
    return (speaker.name, *(part.strip() for part in speaker.postal.split(",") if part.strip()))
