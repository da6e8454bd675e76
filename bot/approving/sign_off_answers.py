"""Answers to sign-off mails: whose they are, whether anything proves it, and what they say; approves nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.approving.sign_off_words import Answer, code_in, said
from bot.desk.proof import proved_internal
from bot.desk.team_mail import tell
from config.team_section import MemberSection
from store import sign_offs
from store.engine import Tx
from store.events import record
from store.intake import Held
from store.messages import Incoming
from store.sign_offs import Asked
from store.terms import Kind, london_date

if TYPE_CHECKING:
    from bot.service import Service

_MACHINES = (Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE)


def heard(service: Service, tx: Tx, held: Held, incoming: Incoming, kind: Kind) -> bool:
    """Whether a mail is an answer of somebody of the team to a sign-off; what it leads to is on record.

    A stranger's, a forged, a late or a second answer changes nothing; whoever of the team sent it is told.
    """
    code = code_in(incoming)
    if not code or kind in _MACHINES:
        return False
    one, person = sign_offs.by_code(tx, code), service.settings.team.by_address(incoming.sender)
    subject, case_id = f"intake:{held.id}", one.case_id if one else None
    if person is None or not person.belongs(london_date(tx.now)):
        record(tx, "answer_of_a_stranger", subject, case_id=case_id, rule=code)
        return False
    if not proved_internal(service, incoming):
        record(tx, "answer_not_proved", subject, case_id=case_id, rule=code, by=person.name)
        lines = ("A mail in your name answers a sign-off. Nothing proves that it came from you, so it had no effect.",)
        tell(service, tx, person.address, lines, f"not proved {london_date(tx.now)}", case_id, held.id)
        return True
    words = said(incoming)
    why = _why_no_answer(one, person, words.answer)
    if one is None or words.answer is None or why:
        record(tx, "answer_without_effect", subject, case_id=case_id, rule=code, by=person.name, why=why)
        tell(service, tx, person.address, (f"Your answer to #{code} had no effect. {why}",), subject, case_id, held.id)
    else:
        sign_offs.answered(tx, one, words.answer, by=person.name, reasons=words.reasons, subject=subject)
    return True


def _why_no_answer(one: Asked | None, person: MemberSection, answer: Answer | None) -> str:
    if one is None:
        return "There is no such code."
    if one.signer != person.name:
        return f"{one.signer} was asked, and only they can answer."
    if one.answered_at is not None:
        return f"It was answered already: {one.answer}."
    if one.lapsed_at is not None:
        return "The letters were changed or taken back after you were asked."
    return "" if answer else "Begin your reply with the one word Approve or the one word Return."
