"""What `doctor` looks at on an Exchange Server: version, folders, rules, replies; changes nothing. Needs the extra."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from lxml import etree

from bot.doctor.check import Check
from bot.mailbox import FolderId, MailboxError, Tree
from bot.mailbox.ews_answers import only
from bot.mailbox.ews_folders import Known
from bot.mailbox.ews_login import ONLINE_ENDED
from bot.mailbox.ews_orders import TYPES, M, T, Writer
from bot.mailbox.ews_session import Session
from bot.mailbox.ews_trial import EwsTrial
from bot.mailbox.examination import reply_found, rules_found

_ONLINE = (15, 20)
_TAKES_AWAY = {
    "MoveToFolder": "move",
    "Delete": "delete",
    "PermanentDelete": "delete",
    "ForwardToRecipients": "forward",
    "ForwardAsAttachmentToRecipients": "forward",
    "RedirectToRecipients": "redirect",
}
_SUPPORTED = (15, 2, 2562)
"""Exchange Server Subscription Edition; support for whatever is older ended on 14 October 2025."""


class EwsExamined:
    """One mailbox on one Exchange Server under examination; `known` lists its folders by parent and name."""

    def __init__(
        self,
        session: Session,
        writer: Writer,
        mailbox: str,
        known: Callable[[], Known],
        *,
        sleep: Callable[[float], None],
    ) -> None:
        self._mailbox = mailbox
        self._session = session
        self._writer = writer
        self._known = known
        self._sleep = sleep

    def missing(self, tree: Tree) -> tuple[str, ...]:
        """The folders of the tree that are not there. Raises MailboxError."""
        known = self._known()
        return tuple(name for name, path in tree.items() if not _there(path, known))

    def facts(self, now: datetime, /) -> Iterator[Check]:
        """The server's version, rules, automatic replies; what it does not tell is said with where to look."""
        try:
            yield _version(self._session.server())
        except MailboxError:
            return
        yield self._seen("inbox rules", "Get-InboxRule -Mailbox ADDRESS", self._rules)
        yield self._seen("automatic reply", "Get-MailboxAutoReplyConfiguration ADDRESS", lambda: self._reply(now))

    def trial(self) -> Iterator[Check]:
        """What the mailbox does with a folder, a note and a draft of a trial, all of which go; never raises."""
        return EwsTrial(self._session, self._writer, self._known, self._sleep).run()

    def _rules(self) -> Check:
        answer = only(self._session.looks("GetInboxRules", M.GetInboxRules(M.MailboxSmtpAddress(self._mailbox))))
        rules = list(answer.iter(f"{{{TYPES}}}Rule"))
        return rules_found(len(rules), {_text(rule, "Priority"): acts for rule in rules if (acts := _acts(rule))})

    def _reply(self, now: datetime) -> Check:
        question = M.GetUserOofSettingsRequest(T.Mailbox(T.Address(self._mailbox)))
        answer = only(self._session.looks("GetUserOofSettings", question))
        ends = _text(answer, "EndTime")
        until = datetime.fromisoformat(ends).replace(tzinfo=UTC) if ends else None
        return reply_found(_text(answer, "OofState") or "Disabled", _text(answer, "ExternalAudience"), until, now)

    def _seen(self, name: str, command: str, look: Callable[[], Check]) -> Check:
        try:
            return look()
        except MailboxError:
            return Check(name, "warning", "the server does not tell this account", f"{command} shows it.")


def _acts(rule: etree._Element) -> list[str]:
    """What a rule does that takes mail away; nothing for one that is off."""
    is_on = _text(rule, "IsEnabled") == "true"
    return [word for tag, word in _TAKES_AWAY.items() if is_on and rule.find(f".//{{{TYPES}}}{tag}") is not None]


def _text(element: etree._Element, tag: str) -> str:
    return element.findtext(f".//{{{TYPES}}}{tag}") or ""


def _there(path: tuple[str, ...], known: Known) -> bool:
    here: FolderId | None = ""
    for name in path:
        here = None if here is None else known.get((here, name.casefold()))
    return here is not None


def _version(server: str) -> Check:
    build = tuple(int(one) for one in re.findall(r"\d+", server))
    if build[:2] == _ONLINE:
        return Check("EWS", "failed", f"{server} is Exchange Online under another name", ONLINE_ENDED)
    if build < _SUPPORTED:
        found = f"{server}, which Microsoft has not supported since 14 October 2025"
        return Check("EWS", "warning", found, "Go on to Exchange Server Subscription Edition.")
    return Check("EWS", "ok", f"{server}, on which EWS goes on; only in Exchange Online has it ended")
