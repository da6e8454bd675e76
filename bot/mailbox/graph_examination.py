"""What `doctor` looks at in a mailbox in Microsoft Graph: rights, other mailboxes, rules, replies; changes nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.doctor.check import Check
from bot.mailbox import AccessDenied, MailboxError, NotFound, Tree
from bot.mailbox.examination import reply_found, rules_found
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_trial import GraphTrial

NEEDED = frozenset({"Mail.ReadWrite", "Mail.Send", "MailboxSettings.ReadWrite"})
_ENOUGH = NEEDED | {"MailboxSettings.Read"}
_LONDON = ("GMT Standard Time", "Europe/London")
_TO_SCOPE = "Take the rights away in Entra and give them for this mailbox alone, as docs/it.md says under “Rights”."
_TO_SEE = "Give the application MailboxSettings.ReadWrite for this mailbox."
_TAKES_AWAY = {
    "moveToFolder": "move",
    "delete": "delete",
    "permanentDelete": "delete",
    "forwardTo": "forward",
    "forwardAsAttachmentTo": "forward",
    "redirectTo": "redirect",
}


class GraphExamined:
    """One mailbox in Microsoft 365 under examination; `forbidden` is another one that must be refused, or ""."""

    def __init__(
        self, calls: Calls, folders: Folders, mailbox: str, forbidden: str, *, sleep: Callable[[float], None]
    ) -> None:
        self._calls = calls
        self._folders = folders
        self._mailbox = mailbox
        self._forbidden = forbidden
        self._sleep = sleep

    def missing(self, tree: Tree) -> tuple[str, ...]:
        """The folders of the tree that are not there. Raises MailboxError."""
        inside: dict[str, dict[str, str]] = {}
        return tuple(name for name, path in tree.items() if not self._there(path, inside))

    def facts(self, now: datetime, /) -> Iterator[Check]:
        """Rights, other mailboxes, rules, automatic replies, time zone; nothing where nobody signs us in."""
        try:
            rights = rights_in(self._calls.connection.sign_in.token())
        except MailboxError:
            return
        yield from _needless(rights)
        yield self._others(rights)
        yield self._rules()
        try:
            settings = self._calls.ask(Call("GET", f"{self._mailbox}/mailboxSettings"))
        except MailboxError as trouble:
            yield _unseen("automatic reply", trouble)
            yield _unseen("mailbox time zone", trouble)
            return
        yield _reply(settings.get("automaticRepliesSetting") or {}, now)
        yield _zone(settings.get("timeZone") or "")

    def trial(self) -> Iterator[Check]:
        """What the mailbox does with a folder, a note and drafts of a trial, all of which go again; never raises."""
        return GraphTrial(self._calls, self._folders, self._mailbox, self._sleep).run()

    def _there(self, path: tuple[str, ...], inside: dict[str, dict[str, str]]) -> bool:
        here = "msgfolderroot"
        for name in path:
            if here not in inside:
                call = Call("GET", f"{self._folders.path(here)}/childFolders?$select=id,displayName&$top=250")
                inside[here] = {one["displayName"].casefold(): one["id"] for one in self._calls.pages(call)}
            found = inside[here].get(name.casefold())
            if found is None:
                return False
            here = found
        return True

    def _others(self, rights: frozenset[str]) -> Check:
        """Whether a mailbox that must be refused is refused."""
        name = "other mailboxes"
        everywhere = f"; {', '.join(sorted(rights & _ENOUGH))} were consented for all mailboxes" if rights else ""
        if not self._forbidden:
            remedy = "Name a mailbox that must be refused in [mailbox.graph] forbidden_mailbox."
            return Check(name, "warning", f"nobody has tried whether they are refused{everywhere}", remedy)
        try:
            open_to_us = sees(self._calls, self._forbidden)
        except NotFound:
            remedy = "Name a mailbox that exists in [mailbox.graph] forbidden_mailbox."
            return Check(name, "warning", "the tenant does not know forbidden_mailbox, so nothing is proved", remedy)
        except MailboxError as trouble:
            return Check(name, "warning", f"could not be tried: {trouble}", "Run doctor again.")
        if open_to_us:
            return Check(name, "failed", "the application can read a mailbox it must be refused", _TO_SCOPE)
        return Check(name, "ok", "the one that must be refused is refused")

    def _rules(self) -> Check:
        """What the rules of the Inbox do."""
        try:
            rules = self._calls.pages(Call("GET", f"{self._folders.path('INBOX')}/messageRules"))
        except MailboxError as trouble:
            return _unseen("inbox rules", trouble)
        return rules_found(len(rules), {str(rule.get("sequence")): acts for rule in rules if (acts := _acts(rule))})


def sees(calls: Calls, address: str) -> bool:
    """Whether the application can read the mailbox at this address. Raises NotFound where there is none."""
    try:
        calls.ask(Call("GET", f"/users/{quote(address, safe='@')}/mailFolders/inbox?$select=id"))
    except AccessDenied:
        return False
    return True


def rights_in(token: str) -> frozenset[str]:
    """The rights a token names; none where it cannot be read, which nobody promises."""
    middle = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        roles = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))).get("roles")
    except (binascii.Error, ValueError, AttributeError):
        return frozenset()
    return frozenset(str(one) for one in roles) if isinstance(roles, list) else frozenset()


def _needless(rights: frozenset[str]) -> Iterator[Check]:
    """Rights that the service has no use for."""
    if more := sorted(rights - _ENOUGH):
        found = f"the application has rights that the service does not need: {', '.join(more)}"
        yield Check("rights", "warning", found, "Take them away in Entra under API permissions.")
    else:
        yield Check("rights", "ok", "none that the service does not need")


def _unseen(name: str, trouble: MailboxError) -> Check:
    if isinstance(trouble, AccessDenied):
        return Check(name, "warning", "the application may not look at the settings of the mailbox", _TO_SEE)
    return Check(name, "warning", f"could not be looked at: {trouble}", "Run doctor again.")


def _acts(rule: Mapping[str, Any]) -> list[str]:
    """What a rule does that takes mail away; nothing for one that is off."""
    actions = rule.get("actions") or {}
    return [word for key, word in _TAKES_AWAY.items() if actions.get(key)] if rule.get("isEnabled") else []


def _reply(setting: Mapping[str, Any], now: datetime) -> Check:
    ends = _instant(setting.get("scheduledEndDateTime"))
    return reply_found(setting.get("status") or "disabled", setting.get("externalAudience") or "all", ends, now)


def _zone(zone: str) -> Check:
    if zone in _LONDON:
        return Check("mailbox time zone", "ok", "London")
    remedy = 'Set-MailboxRegionalConfiguration -Identity ADDRESS -TimeZone "GMT Standard Time"'
    found = f"{zone or 'none'}, so that Outlook on the web may show days that are not London's"
    return Check("mailbox time zone", "warning", found, remedy)


def _instant(said: Any) -> datetime | None:
    """An instant with its zone beside it; in a zone other than UTC, to within a day."""
    try:
        return datetime.fromisoformat(str(said["dateTime"])[:19]).replace(tzinfo=UTC)
    except (TypeError, KeyError, ValueError):
        return None
