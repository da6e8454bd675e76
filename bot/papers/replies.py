"""What a mail in the police's name says and who vouches for it, as it is planned; believes no address, sends nothing.

Only a sender whom our own mail servers prove, at an address of the unit, with the case beyond doubt, is sure. For
whoever else it may be, a person looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.carry_out import Understood
from bot.recognising.words import reply_words
from config.mailbox_section import GraphSection, MaildirSection
from handlers import notices, reply_questions
from handlers.envelope import belongs
from handlers.force_references import force_references
from handlers.labels import Alarm
from handlers.paper_replies import read_reply
from handlers.passages import passage
from handlers.police_sender import Boundary, Edge, Voucher, vouch
from handlers.reply_questions import in_place_of, kind_said
from handlers.requests import FOR_THE_REVIEW, standing
from handlers.understanding import Understanding
from handlers.whose import OF_THE_FORCE, POINTS, Whose
from handlers.whose_papers import names_another
from store import cases, casework
from store.engine import Tx
from store.messages import Attachment, CaseView, Incoming, PaperRequest, Plan, Question, ReplyReading
from store.terms import Asked, Kind, Place, Said, Vouched, WhyNot, london_date

if TYPE_CHECKING:
    from bot.service import Service

MACHINES = frozenset({Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE, Kind.UNWANTED, Kind.INTERNAL})
_NO_PAPERS = ("text/calendar", "message/delivery-status", "text/rfc822-headers", "application/ics")
_SETTLED = frozenset({Said.COMPLETE, Said.RECEIVED, Said.NOT_HELD})
_REALLY_THEIRS = "really_theirs"


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail in the police's name: who vouches for it, what it says, and the case it may be about, if there is one.

    `joined` is whether it was attached there, `on_list` whether its address is one of the unit that was asked.
    """

    incoming: Incoming
    voucher: Voucher
    reading: ReplyReading
    case_id: int | None
    case: CaseView | None
    joined: bool
    on_list: bool

    @property
    def is_sure(self) -> bool:
        """Whether it may tick and close: proved, from an address of the unit, and its case beyond doubt."""
        return self.voucher.vouched is Vouched.VERIFIED and self.on_list and self.joined

    @property
    def requests(self) -> tuple[PaperRequest, ...]:
        """What the force still owes on the case that this may be about."""
        if self.case is None:
            return ()
        for_review = standing(self.case, *FOR_THE_REVIEW)
        if Said.RECOMMENDATION in self.reading.says or not for_review:
            return standing(self.case, Asked.RECOMMENDATION)
        return for_review


def boundary(service: Service) -> Boundary:
    """What stands between the world and this mailbox, as the settings say."""
    chosen, verified = service.settings.mailbox.chosen, service.settings.papers.verified
    edge = Edge.EXCHANGE_ONLINE if isinstance(chosen, GraphSection) else Edge.EXCHANGE_SERVER
    if isinstance(chosen, MaildirSection):
        edge = Edge.MAILDIR
    return Boundary(
        edge,
        firewalled=not isinstance(chosen, MaildirSection) or chosen.vouches_for_internal,
        header=verified.header,
        servers=verified.servers,
        authserv_ids=verified.authserv_ids,
        domains=verified.domains or service.domains.force,
    )


def is_of_the_force(service: Service, incoming: Incoming, kind: Kind) -> bool:
    """Whether a person seems to have written this for the police; what a machine says is no reply."""
    return kind not in MACHINES and belongs(incoming.sender.rpartition("@")[2], service.domains.force)


def reply(service: Service, tx: Tx, incoming: Incoming, found: Whose, joins_case: str, received_on: date) -> Reply:
    """The mail as a reply to what the force was asked."""
    case_id = cases.case_id_of(tx, joins_case) if joins_case else None
    first = found.first
    if case_id is None and first is not None and first.signs & POINTS:
        case_id = cases.case_id_of(tx, first.trace.reference)
    case = casework.view(tx, case_id) if case_id is not None else None
    words = reply_words()
    return Reply(
        incoming,
        vouch(incoming, boundary(service), service.domains),
        read_reply(incoming.subject, incoming.new_text, received_on, words, files=bool(papers_in(incoming))),
        case_id,
        case,
        joined=bool(joins_case),
        on_list=case is not None and incoming.sender in _addresses(service, case, london_date(tx.now)),
    )


def papers_in(incoming: Incoming) -> tuple[Attachment, ...]:
    """The files of a mail that may be papers: no picture in the text, and nothing that only programs read."""
    return tuple(
        file
        for file in incoming.attachments
        if not (file.inline or file.content_type.lower().startswith(_NO_PAPERS)) and file.size
    )


def _addresses(service: Service, case: CaseView, on: date) -> frozenset[str]:
    """From which addresses answers count: those of the units that were asked."""
    book = service.settings.book
    units = {one.unit for one in case.requests} | {case.unit or book.default}
    return frozenset(address for key in units for address in book.unit(key, on).addresses)


# --- before it is planned -------------------------------------------------------------------------------------------


def recognised(
    service: Service, tx: Tx, incoming: Incoming, read: Understanding, received_on: date, pointed: frozenset[int]
) -> Understanding:
    """What the message is taken for, where its codes, or its words in a thread of ours, say more than its manner.

    `pointed` are the cases it points to.
    """
    kind = read.recognition.kind
    if not is_of_the_force(service, incoming, kind):
        return read
    files = bool(papers_in(incoming))
    reading = read_reply(incoming.subject, incoming.new_text, received_on, reply_words(), files=files)
    asked = len(pointed) == 1 and bool(standing(casework.view(tx, next(iter(pointed))), *Asked))
    said = kind_said(reading, kind)
    if said is kind or not (reading.codes or (asked and kind in (Kind.UNCLEAR, Kind.THANKS))):
        return read
    recognition = replace(read.recognition, kind=said, guesses=(), why_not=WhyNot.FORCE_OR_IOPC)
    return replace(read, recognition=recognition)


# --- once it is planned ---------------------------------------------------------------------------------------------


def weighed(service: Service, tx: Tx, understood: Understood, found: Whose, received_on: date) -> Understood:
    """The message with all that is asked because of what it says and of who sent it, lying where that is looked at.

    Papers that are somebody else's join no case, and what is forged lies first of all.
    """
    incoming, plan, kind = understood.incoming, understood.plan, understood.recognition.kind
    today = london_date(tx.now)
    if is_of_the_force(service, incoming, kind):
        one = reply(service, tx, incoming, found, plan.joins_case, received_on)
        if kind in OF_THE_FORCE and (because := _somebody_elses(one, found)):
            plan = _urgent(replace(plan, joins_case=""), reply_questions.wrong_papers(today, because))
        elif kind in OF_THE_FORCE:
            plan = _asking(service, one, plan, today)
    voucher = vouch(incoming, boundary(service), service.domains)
    if voucher.vouched is Vouched.FORGED:
        plan = _urgent(notices.unheeded(plan), reply_questions.forged(today, voucher.because))
    return replace(understood, plan=plan)


def _somebody_elses(one: Reply, found: Whose) -> str:
    """Why files that came may be about somebody else than the case's complainant, "" where nothing says so."""
    files = papers_in(one.incoming)
    if not files:
        return ""
    if one.case is None:
        told = "; ".join({ref.value for ref in force_references([passage("mail", _told_in(one.incoming))])})
        apart = bool(told) and names_another(files, force_reference=told, complainant="")
        return "No case is known, and they name another complaint than the mail that brought them." if apart else ""
    another = names_another(files, force_reference=one.case.force_reference, complainant=one.case.complainant)
    if another or (found.first and not one.joined and found.first.names_another_complaint):
        return "They name another complaint or another person than the case they were sent for."
    return ""


def _asking(service: Service, one: Reply, plan: Plan, today: date) -> Plan:
    """The plan with the questions of this reply; from a sure sender it lies with its case."""
    request = one.requests[-1] if one.requests else None
    more = reply_questions.asks(
        one.reading,
        request,
        reference=one.case.reference if one.case else "REF",
        today=today,
        days=service.days,
        unit_named=_unit_named(service, one, today),
        sure=one.is_sure,
        in_the_post=service.settings.papers.pause_for_post,
    )
    asked = in_place_of((_about_its_sender(each, one) for each in plan.asks), more)
    if not one.is_sure:
        return _with(plan, asked)
    dropped = {_REALLY_THEIRS} | ({Kind.PAPERS.value} if not more and one.reading.says <= _SETTLED else set())
    asked = tuple(each for each in asked if each.code not in dropped)
    if plan.place is Place.UNSURE:
        plan = replace(plan, place=Place.CASE_FILE)
    if not asked:
        plan = replace(plan, categories=tuple(each for each in plan.categories if each != Alarm.NEEDS_A_PERSON))
    return _with(plan, asked)


def _about_its_sender(question: Question, one: Reply) -> Question:
    if question.code != _REALLY_THEIRS or one.case is None:
        return question
    why = f"Nothing proves who sent this ({one.voucher.because})"
    if one.voucher.vouched is Vouched.VERIFIED:
        why = "This came from the police, but from no address of the unit that was asked"
    return replace(question, text=f"{why}. It reads as an answer for {one.case.reference}. Is it really theirs?")


def _unit_named(service: Service, one: Reply, today: date) -> str:
    """The unit of the contact book that "not ours" points to, "" where it names none or two."""
    said = one.reading.redirect.casefold()
    names = {
        each.name
        for each in service.settings.book.territories(today)
        if said and any(name.casefold() in said for name in (each.name, *each.names) if name)
    }
    return names.pop() if len(names) == 1 else ""


def _told_in(incoming: Incoming) -> str:
    return f"{incoming.subject}\n{incoming.new_text}"


def _urgent(plan: Plan, question: Question) -> Plan:
    """The plan with this question before all others, lying where the most pressing mail does."""
    others = tuple(one for one in plan.categories if one not in set(Alarm))
    plan = replace(plan, place=Place.URGENT, categories=(Alarm.URGENT, *others))
    return _with(plan, (question, *plan.asks))


def _with(plan: Plan, asked: Iterable[Question]) -> Plan:
    asks = tuple(asked)
    return replace(plan, asks=asks, flag_on=min((one.due_on for one in asks), default=None))
