"""Never answer a machine: the whole rule set as one ordered table; says why nothing may answer, and sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers import authors, marks, undelivered
from handlers.envelope import Asked, Mark, daemon, look_at, null_path
from handlers.evidence import CueTable
from store.messages import Incoming, OfficeDomains
from store.terms import Kind, Quote, WhyNot

MACHINE, NEVER, BULK, OURS = WhyNot.MACHINE, WhyNot.NEVER_ANSWER, WhyNot.BULK, WhyNot.OWN_SYSTEM
UNREADABLE = WhyNot.UNREADABLE
REPLY, BOUNCE = Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE


@dataclass(frozen=True, slots=True)
class Gate:
    """One rule. `kind`: the message is that by its form. `otherwise`: it is that unless its own words say else.

    Words and easily forged headers never give a `kind`: they may stop the answer, never the case; only which of two
    machines' kinds it is may words say. `likely`: being on a known case, or a courtesy, is not enough to make it
    something else. Where neither is set the case opens anyway.
    """

    code: str
    why_not: WhyNot
    kind: Kind | None
    says: str
    test: Callable[[Asked], Mark | None]
    otherwise: Kind | None = None
    likely: bool = False


@dataclass(frozen=True, slots=True)
class GateHit:
    """A rule that holds for a message, with the words that show it."""

    code: str
    why_not: WhyNot
    kind: Kind | None
    otherwise: Kind | None
    quote: Quote
    likely: bool = False


def _likely(code: str, why_not: WhyNot, otherwise: Kind, says: str, test: Callable[[Asked], Mark | None]) -> Gate:
    """A rule that rests on words or on a weak header: most likely `otherwise`, but a person may be writing."""
    return Gate(code, why_not, None, says, test, otherwise, likely=True)


# Order is the decision: the first rule that holds gives the reason, the first with a kind gives the kind.
GATES: tuple[Gate, ...] = (
    # What a machine is by its form: nobody's words are in it. (Where a server or a program speaks in its own name,
    # words only tell a letter that did not arrive from an answer.)
    Gate("arrived", MACHINE, REPLY, "a mail server reports that a letter has arrived", undelivered.arrived),
    Gate("delivery_report", MACHINE, BOUNCE, "a mail server reports on a delivery", undelivered.delivery_report),
    Gate("bounce_of_ours", MACHINE, BOUNCE, "a mail server returns a letter that we sent", undelivered.bounce_of_ours),
    Gate("own_letter", OURS, REPLY, "our own letter has come back", marks.own_letter),
    Gate("server_bounce", MACHINE, BOUNCE, "a mail server says a letter did not arrive", undelivered.server_bounce),
    Gate("answered_not_delivered", MACHINE, BOUNCE, "a program returned a letter", undelivered.answered_not_delivered),
    Gate("auto_submitted", MACHINE, REPLY, "it says that a program answered", marks.auto_submitted_reply),
    Gate("receipt", MACHINE, REPLY, "a mail program reports what became of a letter", marks.receipt),
    # What did not arrive, as far as words and weak headers tell. First, because our own mail server reports it too.
    _likely("challenge", MACHINE, BOUNCE, "a gatekeeper holds our letter back", undelivered.challenge),
    _likely("delivery_notice", MACHINE, BOUNCE, "it calls itself a mail server's report", undelivered.delivery_notice),
    _likely(
        "failed_recipients", MACHINE, BOUNCE, "it names whom a letter did not reach", undelivered.failed_recipients
    ),
    _likely("daemon_bounce", MACHINE, BOUNCE, "a mail server says a letter did not arrive", undelivered.daemon_bounce),
    _likely(
        "null_path_bounce", MACHINE, BOUNCE, "no return path, and the words of a bounce", undelivered.null_path_bounce
    ),
    _likely(
        "worded_bounce", MACHINE, BOUNCE, "a bounce's subject, and a mail server's answer", undelivered.worded_bounce
    ),
    _likely("mailer_daemon", MACHINE, BOUNCE, "a mail server's own name", undelivered.mailer_daemon),
    # What looks like our own.
    _likely("own_mark", OURS, REPLY, "it carries the mark of our own letters", marks.own_mark),
    Gate("own_mailbox", OURS, None, "it comes from this mailbox itself", authors.own_mailbox),
    # What a program answered, as far as words and weak headers tell.
    _likely("autoreply_header", MACHINE, REPLY, "it carries an automatic reply's mark", marks.autoreply_header),
    _likely("precedence_reply", MACHINE, REPLY, "its precedence says automatic reply", marks.precedence_reply),
    _likely("post_message_class", MACHINE, REPLY, "it says it is an autoresponder", marks.post_message_class),
    _likely("item_class", MACHINE, REPLY, "Outlook made it by a rule or as a report", marks.reply_item_class),
    _likely("recall", MACHINE, REPLY, "somebody takes an earlier message back", marks.recall),
    _likely("reaction", MACHINE, REPLY, "a reaction, not a message", marks.reaction),
    _likely("says_automatic", MACHINE, REPLY, "its subject says automatic reply", marks.says_automatic),
    Gate("away_subject", MACHINE, None, "its subject is an absence note's, its words are not", marks.away_subject),
    _likely("says_it_is_away", MACHINE, REPLY, "a short answer that begins as absence notes do", marks.says_it_is_away),
    _likely("ticket_system", MACHINE, REPLY, "a ticket system says that it has our message", marks.ticket_system),
    _likely("desk", MACHINE, REPLY, "a desk's receipt that a program wrote", marks.desk),
    _likely("robot", MACHINE, REPLY, "a program's regular report or confirmation", marks.robot),
    Gate("auto_generated", MACHINE, None, "it says that a program made it", marks.auto_generated, REPLY),
    Gate("machine_generated", MACHINE, None, "it says that a program made it", marks.machine_generated, REPLY),
    Gate("loop_mark", MACHINE, None, "it carries another system's loop mark", marks.loop_mark, REPLY),
    Gate("own_domain", OURS, None, "it comes from our own office", authors.own_domain, Kind.INTERNAL),
    Gate("force", WhyNot.FORCE_OR_IOPC, None, "it comes from the force", authors.force),
    Gate("iopc", WhyNot.FORCE_OR_IOPC, None, "it comes from the IOPC", authors.iopc),
    Gate("null_path", NEVER, None, "an empty return path wants no answer", null_path, REPLY),
    Gate("daemon_sender", NEVER, None, "it comes from a mail server", daemon, REPLY),
    Gate("own_name", UNREADABLE, None, "it comes from elsewhere under our own address as a name", authors.own_name),
    Gate("no_one_author", NEVER, None, "nobody can say for sure who wrote it", authors.no_one_author),
    Gate("no_reply_sender", NEVER, None, "its address says that nobody reads it", authors.no_reply_sender),
    Gate("system_sender", NEVER, None, "its address is a system's, not a person's", authors.system_sender),
    Gate("list_sender", NEVER, None, "its address is a mailing list's", authors.list_sender),
    Gate("list_header", BULK, None, "it came through a mailing list", marks.list_header),
    Gate("precedence_bulk", BULK, None, "its precedence says bulk, list or junk", marks.precedence_bulk),
    Gate("spam_verdict", BULK, None, "a filter on its way took it for spam", marks.spam_verdict, Kind.UNWANTED),
    Gate("other_sender", UNREADABLE, None, "somebody else sent it than the author it names", authors.other_sender),
    Gate("encrypted_part", UNREADABLE, None, "part of it is encrypted", marks.encrypted_part),
    Gate("calendar", NEVER, None, "a calendar entry; we never accept one", marks.calendar),
    Gate("suppress", NEVER, None, "it asks for no automatic answer", marks.suppress),
    Gate("no_ack", NEVER, None, "it asks for no acknowledgement", marks.no_ack),
    Gate("blind_copy", NEVER, None, "we are in neither To nor Cc", authors.blind_copy),
)


def gates(
    incoming: Incoming, office: OfficeDomains, cues: CueTable, own_ids: frozenset[str] = frozenset()
) -> tuple[GateHit, ...]:
    """Every rule that holds, in the table's order, each with its words; none means that a person wrote it.

    `own_ids` are the Message-IDs of letters we sent.
    """
    asked = look_at(incoming, office, cues, own_ids)
    found = ((gate, gate.test(asked)) for gate in GATES)
    return tuple(_hit(gate, mark) for gate, mark in found if mark is not None)


def _hit(gate: Gate, mark: Mark) -> GateHit:
    """A rule and its words, these cut to a line."""
    place, words = mark
    return GateHit(
        gate.code, gate.why_not, gate.kind, gate.otherwise, Quote(words[:200], place, gate.says), gate.likely
    )
