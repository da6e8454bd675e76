"""Checklists that come back, by a mail proved to be the sampler's own or by a row of the register; sends nothing.

An answer that is not whole yet is kept as far as it goes; one more answer puts a check right.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.desk.proof import by_a_program, proved_internal
from bot.desk.team_mail import tell
from bot.reporting.quality import checkable
from handlers.check_answers import Given, read, read_in_form, sentence
from handlers.kinds import MACHINES
from handlers.quality import CHECKLIST, Answer, NotAnswered
from store import checks_asked, quality
from store.checks_asked import Asked
from store.engine import Tx
from store.events import record
from store.intake import Held
from store.messages import Incoming
from store.terms import Check, Kind, codes, london_date

if TYPE_CHECKING:
    from bot.service import Service

_AT = "at"
"""Under which name it is kept when an answer was given."""


def heard(service: Service, tx: Tx, held: Held, incoming: Incoming, kind: Kind) -> bool:
    """Whether a mail of somebody of the team answers a form; what it says is kept, and they hear what became of it.

    A stranger's, a forged or another person's answer changes nothing.
    """
    found = codes.CHECK.search(incoming.subject.upper()) or codes.CHECK.search(incoming.new_text.upper())
    if found is None or by_a_program(incoming) or (kind in MACHINES and not read(incoming.new_text).answers):
        return False
    one, person = checks_asked.by_code(tx, found[1]), service.settings.team.by_address(incoming.sender)
    subject, case_id = f"intake:{held.id}", one.case_id if one else None
    if person is None or not person.belongs(london_date(tx.now)):
        record(tx, "answer_of_a_stranger", subject, case_id=case_id, rule=found[1])
        return False
    if not proved_internal(service, incoming):
        record(tx, "answer_not_proved", subject, case_id=case_id, rule=found[1], by=person.name)
        said = "A mail in your name answers a checklist. Nothing proves that it came from you, so it had no effect."
        tell(service, tx, person.address, (said,), f"not proved {london_date(tx.now)}", case_id, held.id)
        return True
    if one is None:
        said = f"There is no such code: #{found[1]}."
    elif one.sampler != person.name:
        said = f"{one.sampler} was asked to check {one.reference}, and only they can answer."
    else:
        _, said = take(service, tx, one, _given(incoming, one), by=person.name, source="a mail", at=held.received_at)
    tell(service, tx, person.address, (said,), f"check {held.id}", case_id, held.id)
    return True


def _given(incoming: Incoming, one: Asked) -> Given:
    """What the mail answers in its own words; where that is nothing, what was written into the form it brings back.

    Once a check stands, what a mail quotes may be older than it, and counts no more.
    """
    given = read(incoming.new_text)
    if given.answers or given.unread or one.check is not None:
        return given
    return read_in_form(incoming.text)


def take(service: Service, tx: Tx, one: Asked, given: Given, *, by: str, source: str, at: datetime) -> tuple[bool, str]:
    """The answer is kept as far as it goes, or as the check it completes or corrects; whether anything was kept, and
    one sentence for whoever gave it. `by` is who says so, on record, and `at` when they did: an answer that was
    overtaken by a later one only adds what that one left open.
    """
    before, last = of_words(one), _last_said(tx, one)
    overtaken = last is not None and at < last
    whole = (given.left_open_by(before) if overtaken else given).over(before)
    if not given.answers and not given.found:
        return False, sentence(whole) or f"Nothing in it answers a question, and {one.reference} is checked already."
    try:
        may = checkable(service.settings, tx, one.reference, one.sampler)
    except NotAnswered as why:
        return False, str(why)
    if (may.decision, may.on) != (one.decision, one.decided_on):
        return False, f"{one.reference} was decided anew after you were asked, so this check has no decision any more."
    checks_asked.said(tx, one, {**as_words(whole), _AT: max(at, last or at).isoformat()})
    if left := sentence(whole):
        return True, left
    answers = {str(check): str(whole.answers[check]) for check in CHECKLIST}
    number = one.check or quality.check_of(tx, one.case_id, one.decision, one.sampler)
    if number is not None:
        changed = quality.correct(tx, number, answers, whole.finding, by=by, source=source)
        checks_asked.answered(tx, one, number)
        return changed, f"The check of {one.reference} is put right." if changed else f"{one.reference} is checked so."
    number = quality.keep(
        tx, one.case_id, decision=one.decision, person=may.person, month=one.month, sampler=one.sampler,
        answers=answers, finding=whole.finding, source=source,
    )  # fmt: skip
    checks_asked.answered(tx, one, number)
    return True, f"{one.reference} is checked."


def _last_said(tx: Tx, one: Asked) -> datetime | None:
    """When the last answer was given, None without any; one dated later than now was dated by a wrong clock."""
    last = datetime.fromisoformat(one.said[_AT]) if _AT in one.said else None
    return last if last is not None and last <= tx.now else None


def of_words(one: Asked) -> Given:
    """What was answered so far."""
    answers = {Check(name): Answer(said) for name, said in one.said.get("answers", {}).items()}
    reasons = {Check(name): why for name, why in one.said.get("reasons", {}).items()}
    return Given(answers, reasons, one.said.get("found", ""))


def as_words(given: Given) -> dict[str, object]:
    """An answer as it is kept."""
    answers = {str(check): str(answer) for check, answer in given.answers.items()}
    reasons = {str(check): why for check, why in given.reasons.items()}
    return {"answers": answers, "reasons": reasons, "found": given.found}
