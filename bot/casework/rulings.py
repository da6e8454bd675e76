"""Carries out what was ruled on a case: fields, letters, questions, decisions and history, all or none of them.

It touches no mailbox. Letters get their address from the case and the settings, never from the mail they answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.approving.approval_policy import approval_of, unconfirmed_law
from bot.approving.sign_off_rules import added_signature
from bot.carry_out import CASE_TARGET
from bot.casework import belonging, no_message
from bot.casework.aims import targets
from bot.desk.powers import why_not
from bot.papers import requests
from handlers import asking
from handlers.acts import meant, rule
from handlers.correspondence import BY_NAME, LISTS, Correspondence
from handlers.labels import Alarm
from handlers.letters_gone import risky
from handlers.reviewing import sensitive
from handlers.told import BEFORE_ACCEPTANCE, OfficePolicy, Told
from handlers.working_days import in_words
from store import cancelling, cases, casework, decisions, drafts, outbox, paper_undoing, questions, refiling, steps
from store.engine import Tx
from store.events import record
from store.messages import Act, CaseView, Post, Ruling, Verb
from store.terms import Approval, Audience, Place, Role, london_date

if TYPE_CHECKING:
    from bot.service import Service

_EMPTY = "{reference} was opened by mistake: what opened it belongs to another case. Undo that first."
_ERASED = "The personal data of {reference} has been erased, so nothing can be done with it any more."
WITH_FORCE = (Audience.FORCE, Audience.OFFICER, Audience.INTERESTED_PERSON)
"""Whose letters go to a unit of the force."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act: why, in one sentence; `refused` where nothing was done. `letters` are keys of new ones."""

    said: str
    refused: bool = False
    letters: tuple[str, ...] = ()


def policy(service: Service) -> OfficePolicy:
    """Who decides what in this office."""
    office = service.settings.office
    signs = office.decision_maker_signs_outcomes
    decider = "the Police and Crime Commissioner" if signs else f"a reviewer at {office.name}"
    units = service.settings.book.units(london_date(service.clock.now()))
    known = tuple((one.key, one.name) for one in units)
    return OfficePolicy(decision_maker_signs=signs, decider=decider, force=office.force_short, units=known)


def told(service: Service, tx: Tx, case: CaseView, act: Act) -> Told:
    """The act as those see it who rule on it."""
    return Told(act, case, london_date(tx.now), service.days, targets(service.settings.office), policy(service))


def act_on(service: Service, tx: Tx, case_id: int, act: Act, *, subject: str = "") -> Done:
    """The act is ruled on and carried out, or refused with one sentence; either way it is in the case's history."""
    case = casework.view(tx, case_id)
    meaning = meant(case, act)
    erased = _ERASED.format(reference=case.reference) if tx.is_erased(case_id) else ""
    why = erased or _may_not(service, tx, act.by, meaning)
    found = Ruling(refused=why) if why else rule(told(service, tx, case, act))
    if cases.first_message(tx, case_id) is None:
        found = replace(found, refused=_EMPTY.format(reference=case.reference))
    found = replace(found, refused=_cannot_be_written(service, tx, case, found)) if not found.refused else found
    about = subject or f"case:{case.reference}"
    found = replace(found, refused=belonging.why_not(service, tx, case_id, found)) if not found.refused else found
    if found.refused:
        record(tx, "refused", about, case_id=case_id, rule=act.verb, why=found.refused, by=act.by, source=act.source)
        return Done(found.refused, refused=True)
    casework.looked_at(tx, case_id, london_date(tx.now))
    return carry_out(service, tx, case_id, found, by=act.by, roles=act.roles, verb=meaning, subject=about)


def _may_not(service: Service, tx: Tx, by: str, meaning: Verb) -> str:
    """Why whoever is named may not say this today; a drag names nobody, and is nobody's to refuse."""
    team = service.settings.team
    person = team.by_name(by) if by else None
    return why_not(team, meaning, person, london_date(tx.now)) if person else ""


def something_came(service: Service, tx: Tx, case_id: int | None) -> None:
    """A case that waited for the complainant goes on, for a party of it has written."""
    if case_id is None:
        return
    case, aims = casework.view(tx, case_id), targets(service.settings.office)
    ruling = asking.something_came(case, london_date(tx.now), service.days, aims)
    if ruling.why:
        carry_out(service, tx, case_id, ruling)


def carry_out(
    service: Service,
    tx: Tx,
    case_id: int,
    ruling: Ruling,
    *,
    by: str = "",
    roles: frozenset[Role] = frozenset(),
    verb: str = "",
    subject: str = "",
) -> Done:
    """Everything the ruling says stands in the store, with what is needed to take it back; none of an erased case."""
    case, papers_were = casework.view(tx, case_id), paper_undoing.kept(tx, case_id)
    if tx.is_erased(case_id):
        return Done(_ERASED.format(reference=case.reference), refused=True)
    today = london_date(tx.now)
    ruling = _to_its_unit(service, tx, case, ruling) if ruling.asks_police else ruling
    before = casework.change(
        tx, case_id, on=today, state=ruling.moves_to, sets=ruling.sets, next_action=ruling.next_action
    )
    before = {**before, **belonging.carry_out(tx, case_id, ruling)}
    answered = _settle(tx, case_id, ruling, subject, by=by)
    if ruling.moves_to and case.state in BEFORE_ACCEPTANCE and ruling.moves_to not in BEFORE_ACCEPTANCE:
        confirm = service.folders.get(Place.CONFIRM, "")
        refiling.settled_for(tx, case_id, confirm, f"{CASE_TARGET}{case.reference}", Alarm.NEEDS_A_PERSON)
    cancelling.cancel_packages(tx, case_id, ruling.cancels)
    letters = _order_all(service, tx, case_id, ruling.posts, _writer(service, case, by) if verb else None)
    by_name = {key.partition(":")[0]: key for key in letters}
    letters += requests.carry_out(service, tx, case_id, ruling, by_name, by=by)
    questions.ask(tx, f"case:{case.reference}", *ruling.asks, case_id=case_id)
    for what, value in ruling.decides:
        decisions.keep(
            tx, case_id, what, value, by=by or "somebody of the team", role=_role(roles), reasons=ruling.reasons
        )
    if ruling.why:
        record(tx, "acted", f"case:{case.reference}", case_id=case_id, rule=verb, why=ruling.why, by=by)
    if verb in (Verb.SUBMIT, Verb.RETURN):
        drafts.submitted(tx, case_id, yes=verb == Verb.SUBMIT)
    papers = paper_undoing.changed(papers_were, paper_undoing.kept(tx, case_id))
    if verb and (before or letters or answered or papers):
        steps.keep(
            tx, case_id, verb=verb, by=by, subject=subject, before=before, letters=letters, answered=answered,
            papers=papers,
        )  # fmt: skip
    return Done(ruling.why, letters=tuple(letters))


def _to_its_unit(service: Service, tx: Tx, case: CaseView, ruling: Ruling) -> Ruling:
    """The ruling with the unit whose papers they are, where the case has none, and what a person settles about that."""
    found = requests.routed(service, tx, case)
    if found.unit == case.unit or "unit" in ruling.sets:
        return ruling
    return replace(
        ruling,
        why=f"{ruling.why} Asked is {found.why}",
        sets={**ruling.sets, "unit": found.unit},
        asks=(*ruling.asks, *found.asks),
    )


def _settle(tx: Tx, case_id: int, ruling: Ruling, subject: str, *, by: str) -> list[int]:
    """Open questions that the ruling answers, of the case or about this subject, are closed; answers their ids."""
    done = [
        one
        for one in questions.still_open(tx, case_id=case_id)
        if one.code in ruling.settles or (one.subject == subject and one.code in ruling.answers)
    ]
    for one in done:
        questions.answer(tx, one, by=by or "the team")
    return [one.id for one in done]


def _role(roles: frozenset[Role]) -> str:
    return " ".join(sorted(roles))


# --- letters --------------------------------------------------------------------------------------------------------


def _writer(service: Service, case: CaseView, by: str) -> str:
    """Who wants the letters of an act written: whoever said so by name, otherwise whose case it is."""
    person = service.settings.team.by_name(by) if by else None
    return person.name if person else case.owner


def _order_all(service: Service, tx: Tx, case_id: int, posts: Sequence[Post], writer: str | None = None) -> list[str]:
    """The letters are planned; answers the keys of those that were not planned before. Without a `writer` nobody, not
    even somebody unknown, wanted them: they are the service's own.

    A letter answers what opened its case: where that was put with another case none is planned, and a person is asked.
    """
    if not posts:
        return []
    case, first = casework.view(tx, case_id), cases.first_message(tx, case_id)
    if first is None:
        no_message.ask(service, tx, case_id, case.reference)
        return []
    return [key for post in posts if (key := _order(service, tx, case_id, case, first, post, writer))]


def _order(service: Service, tx: Tx, case_id: int, case: CaseView, first: int, post: Post, writer: str | None) -> str:
    """The letter is planned; answers its key, "" where one for this occasion and address was planned before."""
    letter, occasion = BY_NAME[post.letter], f"{case.reference}:{post.occasion}"
    to = address_of(service, case, post.audience)
    least = needed(service, case, letter)
    added = None if writer is None else added_signature(service.settings, tx, letter, least, writer, case.reference)
    queued = outbox.queue(
        tx,
        letter=post.letter,
        occasion=occasion,
        case_id=case_id,
        intake_id=first,
        to=to,
        content={
            "facts": facts_of(case, letter, post.facts),
            "answers_item": "",
            "answers_message_id": "",
            "references": [],
            "encloses": list(post.encloses),
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
        audience=post.audience,
        approval=Approval.SIGNED if added else least,
        package=f"{case.reference}:{post.package}" if post.package else "",
        writer=writer or "",
        added=added,
    )
    return outbox.key_of(tx, post.letter, occasion, to) if queued else ""


def needed(service: Service, case: CaseView, letter: Correspondence) -> Approval:
    """What the letter needs here: at least a person's look where somebody may be at risk or contact is limited, where
    it is printed and posted, and where it rests on law that nobody could confirm.
    """
    least = approval_of(service.settings, letter)
    if least is not Approval.BY_ITSELF:
        return least
    by_post = not address_of(service, case, letter.audience)
    unconfirmed = unconfirmed_law(service.settings, letter, london_date(service.clock.now()))
    to_them = letter.audience is Audience.COMPLAINANT and (risky(case) or sensitive(case))
    return Approval.CHECKED if by_post or to_them or unconfirmed else least


def facts_of(
    case: CaseView, letter: Correspondence, given: Mapping[str, str | tuple[str, ...]]
) -> dict[str, str | tuple[str, ...]]:
    """Every fact the letter has words for: those given, and those every letter on this case shares."""
    speaker = case.speaks_for_them
    for_another = speaker is not None and speaker.role == "representative"
    shared: dict[str, str | tuple[str, ...]] = {
        "reference": case.reference,
        "force_reference": case.force_reference,
        "name": speaker.name if for_another and speaker else _name(case),
        "for_name": _name(case) if for_another else "",
        "received_on": in_words(case.received_on),
        "adjustments": case.adjustments,
        "on_paper": "" if speaker and speaker.address else "yes",
    }
    if letter.audience is not Audience.COMPLAINANT:
        shared["name"] = _name(case)
    empty = {name: () if name in LISTS else "" for name in (*letter.facts, *letter.optional)}
    return {name: {**empty, **shared, **given}[name] for name in empty}


def _name(case: CaseView) -> str:
    return "" if "@" in case.complainant else case.complainant


def address_of(service: Service, case: CaseView, audience: Audience) -> str:
    """Where a letter for this audience goes; "" for a complainant who is written to by post."""
    if audience in WITH_FORCE:
        today = london_date(service.clock.now())
        return requests.address(service.settings.book.unit(case.unit, today), today)
    if audience is Audience.IOPC:
        return service.settings.office.contacts.iopc
    speaker = case.speaks_for_them
    return speaker.address if speaker else ""


def _cannot_be_written(service: Service, tx: Tx, case: CaseView, ruling: Ruling) -> str:
    """Why the letters of a ruling cannot be written to whom they are for, "" where they can."""
    audiences = {post.audience for post in ruling.posts}
    if audiences & {*WITH_FORCE} and not address_of(service, case, Audience.FORCE):
        return "Nobody has said where to write to the police. IT sets it: [office.contacts] force."
    if Audience.IOPC in audiences and not service.settings.office.contacts.iopc:
        return "Nobody has said where to write to the IOPC. IT sets it: [office.contacts] iopc."
    if any(post.letter not in BY_NAME for post in ruling.posts):
        return "There is no such letter."
    return requests.why_not_written(service, tx, case, ruling)
