"""Commands that people of the team give by mail: proved to be theirs, read, done, and answered with one sentence.

Only a mail that the mail server vouches for is a command; any other is just mail. Sends nothing itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.carry_out import Understood
from bot.casework import case_new
from bot.casework.rulings import act_on
from bot.desk import answered_by_word, mail_orders, party_deeds
from bot.desk.people import assignable
from bot.desk.powers import why_not
from bot.desk.proof import by_a_program, proved_internal
from bot.desk.team_mail import tell
from bot.matters import saying as matters_said
from bot.reporting import register_mail
from config.team_section import MemberSection
from handlers import post
from handlers.command_lines import HELP, CommandLine, Misread, Order, command_line
from handlers.party_acts import NOT
from handlers.reading import references
from store import cases
from store.engine import Tx
from store.events import record
from store.intake import Held
from store.messages import Act, Incoming, Verb
from store.terms import Kind, london_date

if TYPE_CHECKING:
    from bot.service import Service

_SHORT = 12  # words: a line with a case in it that is no longer is meant for the bot, and is answered with help
_UNKNOWN = "I do not know what you mean by that. You can say:"


def given(service: Service, incoming: Incoming) -> CommandLine | Misread | None:
    """What a mail tells the bot to do; None where it is just mail: nothing proves that the team wrote it, or a program
    of theirs did.
    """
    person = service.settings.team.by_address(incoming.sender)
    now = london_date(service.clock.now())
    if person is None or not person.belongs(now) or by_a_program(incoming):
        return None
    line = next((line for line in incoming.new_text.splitlines() if line.strip()), "")
    read = command_line(line, now)
    if read is None and not _is_for_the_bot(service, incoming, line):
        return None
    if not proved_internal(service, incoming):
        return None
    return read or Misread(_UNKNOWN)


def as_command(service: Service, tx: Tx, held: Held, understood: Understood) -> Understood:
    """What is a command, or no review, is our own office's whatever its words are about: it opens and joins no case."""
    recognition = replace(understood.recognition, kind=Kind.INTERNAL, also=(), guesses=())
    plan = post.plan(
        understood.incoming,
        recognition,
        None,
        received_on=london_date(held.received_at),
        today=london_date(tx.now),
        days=service.days,
    )
    return replace(understood, recognition=recognition, plan=plan, duplicate_of=None, returned=None)


def obey(service: Service, tx: Tx, held: Held, incoming: Incoming, said: CommandLine | Misread) -> None:
    """The command is done or refused, and whoever gave it is told in one sentence at their own address."""
    person = service.settings.team.by_address(incoming.sender)
    assert person is not None  # noqa: S101 - only theirs are commands
    case_id, lines = _done(service, tx, held, incoming, said, person)
    asked = said.asks if isinstance(said, CommandLine) else "unknown"
    record(tx, "told_by_mail", f"intake:{held.id}", case_id=case_id, rule=asked, by=person.name, said=lines[0])
    tell(service, tx, person.address, lines, f"message {held.id}", case_id, held.id)


def _done(
    service: Service, tx: Tx, held: Held, incoming: Incoming, said: CommandLine | Misread, person: MemberSection
) -> tuple[int | None, tuple[str, ...]]:
    """The case it was about, and what to answer."""
    if isinstance(said, Misread):
        return None, (said.sentence, *(HELP if said.sentence == _UNKNOWN else ()))
    if why := why_not(service.settings.team, said.asks, person, london_date(tx.now)):
        return None, (why,)
    if said.asks is Order.HELP:
        return None, ("You can say, in the first line of a mail:", *HELP)
    if said.asks in (Order.PAUSE, Order.RESUME):
        return None, (mail_orders.switch(tx, said.asks is Order.PAUSE, by=person.name),)
    if said.asks is Order.NEW_CASE:
        return case_new.by_mail(service, tx, held, incoming, by=person.name)
    if said.asks is Order.REGISTER:
        return None, register_mail.obey(service, tx, held, incoming, person)
    if said.asks is Order.MATTER:
        return None, matters_said.by_mail(service, tx, held, incoming, said.value, by=person.name)
    reference = said.reference or _named_in_subject(service, incoming)
    if said.asks is Order.SETTLED and not reference:
        return None, answered_by_word.about_no_case(tx, said.value, by=person.name)
    case_id, why = _case(service, tx, reference)
    if case_id is None:
        return None, (why,)
    if said.asks is Order.STATUS:
        return case_id, mail_orders.status(service, tx, case_id)
    if said.asks is Order.SETTLED:
        return case_id, answered_by_word.by_mail(tx, case_id, said.value, by=person.name, subject=f"intake:{held.id}")
    if said.asks is Order.UNDO:
        return case_id, (mail_orders.undo(service, tx, case_id),)
    if said.asks is Order.LINK:
        return case_id, (mail_orders.link(tx, case_id, said.value, by=person.name),)
    return case_id, (_act(service, tx, held, case_id, said, person),)


def _act(service: Service, tx: Tx, held: Held, case_id: int, said: CommandLine, person: MemberSection) -> str:
    assert isinstance(said.asks, Verb)  # noqa: S101 - every order was dealt with
    value, remark = said.value, ""
    if said.asks is Verb.ASSIGN:
        to, remark = assignable(service.settings.team, value, london_date(tx.now))
        if to is None:
            return remark
        value = to.name
    subject, address = f"intake:{held.id}", ""
    if said.asks is Verb.LINK:
        other, why = _case(service, tx, value.removeprefix(NOT))
        known = cases.known(tx, other)
        if known is None:
            return why or "The personal data of that case has been erased, so it belongs with nothing any more."
        value = f"{NOT if value.startswith(NOT) else ''}{known.reference}"
    elif said.asks is Verb.PARTY and "@" not in value and (found := party_deeds.about(service, tx, case_id, value)):
        subject, address = f"intake:{found[0].id}", found[1].sender
    act = Act(
        said.asks, by=person.name, roles=frozenset(person.roles), value=value, on=said.on, because=said.because,
        source="a mail", address=address,
    )  # fmt: skip
    done = act_on(service, tx, case_id, act, subject=subject)
    return f"{done.said or 'It is so already.'} {remark}".strip()


def _case(service: Service, tx: Tx, said: str) -> tuple[int | None, str]:
    """The case that was meant, or why there is none; a bare number is one of this year."""
    if not said:
        return None, "Say which case, by its reference or its number: status 417."
    prefix = service.settings.office.reference_prefix
    wanted = {f"{prefix}/{london_date(tx.now).year}/{int(said):05d}"} if said.isdigit() else references((said,), prefix)
    found = cases.by_references(tx, wanted)
    if len(found) == 1:
        return next(iter(found)), ""
    return None, f"There is no such case{' of this year' if said.isdigit() else ''}. Give its whole reference."


def _named_in_subject(service: Service, incoming: Incoming) -> str:
    named = tuple(references((incoming.subject,), service.settings.office.reference_prefix))
    return named[0] if len(named) == 1 else ""


def _is_for_the_bot(service: Service, incoming: Incoming, line: str) -> bool:
    """Whether words that are no command were meant as one: nothing else was written, and they name a case."""
    rest = [other for other in incoming.new_text.splitlines() if other.strip()]
    named = tuple(references((line,), service.settings.office.reference_prefix))
    return len(rest) == 1 and bool(named) and len(line.split()) <= _SHORT and not incoming.attachments
