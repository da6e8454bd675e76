"""One small test for each rule of machines.py about letters that did not arrive; reads one message, decides nothing."""

from __future__ import annotations

import re

from handlers.envelope import (
    Asked,
    Mark,
    answers,
    by_hand,
    daemon,
    head_has,
    header,
    item_class,
    null_path,
    report_type,
    sender_among,
    subject_has,
)
from handlers.marks import auto_submitted_reply

_BETWEEN_SERVERS = re.compile(
    r"\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b|#5\.\d\.\d|"
    r"\b55[0-4][ -](?:<|no such|user|unknown|mailbox|recipient|requested|rejected|relay|address|message|sorry)|"
    r"\brcpt to\b|\bsmtp (?:error|server)|"
    r"\bremote (?:smtp )?server\b"
)


def arrived(asked: Asked) -> Mark | None:
    """A delivery report by its form that says that everybody has the letter."""
    if report_type(asked) != "delivery-status":
        return None
    told = asked.incoming.content_type.rpartition("; ")[2]
    return ("header content-type", told) if told == "action=delivered" else None


def delivery_report(asked: Asked) -> Mark | None:
    """A delivery report by its form: it is declared as one, or its machine-readable part is there."""
    return ("header content-type", "multipart/report") if report_type(asked) == "delivery-status" else None


def server_bounce(asked: Asked) -> Mark | None:
    """A mail server by its own name, with the words of a bounce; what it quotes is not read."""
    return daemon_bounce(asked) if mailer_daemon(asked) else None


def bounce_of_ours(asked: Asked) -> Mark | None:
    """News from a mail server about a letter whose Message-ID is one of ours."""
    ours = next((failed for failed in asked.incoming.failed_message_ids if failed in asked.own_ids), None)
    told = ours and (daemon(asked) or null_path(asked) or failed_recipients(asked) or delivery_notice(asked))
    return ("failed message", ours) if ours and told else None


def answered_not_delivered(asked: Asked) -> Mark | None:
    """Auto-Submitted says that a program answered, and what it says is that a letter did not arrive."""
    answered = auto_submitted_reply(asked)
    words = mailer_daemon(asked) or daemon_bounce(asked) or _null_path_words(asked) or challenge(asked)
    return answered if answered and words else None


def challenge(asked: Asked) -> Mark | None:
    """A demand to prove that one is human, made in answer to something."""
    held = head_has(asked, "challenge")
    return held if held and (answers(asked) or subject_has(asked, "challenge") or null_path(asked)) else None


def delivery_notice(asked: Asked) -> Mark | None:
    """A report that does not say what it reports, and Outlook's name for one."""
    if report_type(asked) == "unknown":
        return "header content-type", "multipart/report"
    item = item_class(asked)
    return ("item class", item) if item.startswith("report.") and item.endswith((".ndr", ".dr")) else None


def failed_recipients(asked: Asked) -> Mark | None:
    """The header in which some servers name whom they could not reach."""
    return header(asked, "x-failed-recipients")


def daemon_bounce(asked: Asked) -> Mark | None:
    """A mail server as sender, with the words of a bounce."""
    if daemon(asked):
        return subject_has(asked, "bounce") or head_has(asked, "bounce")
    return subject_has(asked, "bounce") if sender_among(asked, "bounce") else None


def null_path_bounce(asked: Asked) -> Mark | None:
    """An empty return path, with a bounce's subject."""
    return subject_has(asked, "bounce") if null_path(asked) and not auto_submitted_reply(asked) else None


def worded_bounce(asked: Asked) -> Mark | None:
    """What mail servers say to each other among the first words, under a bounce's subject or handler."""
    if by_hand(asked) or not (subject_has(asked, "bounce") or asked.local.startswith("bounce")):
        return None
    spoken = _BETWEEN_SERVERS.search(asked.head)
    return ("body", spoken[0]) if spoken else None


def mailer_daemon(asked: Asked) -> Mark | None:
    """The mail server's own name, under which it speaks of nothing but letters on their way."""
    return sender_among(asked, "mailer_daemon")


def _null_path_words(asked: Asked) -> Mark | None:
    """An empty return path with the words of a bounce or of a gatekeeper in the subject."""
    if not null_path(asked):
        return None
    return subject_has(asked, "bounce") or subject_has(asked, "challenge")
