"""What EWS tells of a mailbox's rules and its automatic reply, both kept as Graph has them; changes nothing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from tests.lookalike.ews_words import m, t, yes
from tests.lookalike.mailbox import Mailbox

_ACTIONS = {
    "assignCategories": "AssignCategories",
    "delete": "Delete",
    "forwardTo": "ForwardToRecipients",
    "moveToFolder": "MoveToFolder",
    "permanentDelete": "PermanentDelete",
    "redirectTo": "RedirectToRecipients",
}
_STATES = {"disabled": "Disabled", "alwaysEnabled": "Enabled", "scheduled": "Scheduled"}


def rules(mailbox: Mailbox) -> ET.Element:
    """The answer to GetInboxRules, which comes without the usual list of messages."""
    told = m("InboxRules", *(_rule(one) for one in mailbox.rules)) if mailbox.rules else None
    return m(
        "GetInboxRulesResponse",
        m("ResponseCode", "NoError"),
        m("OutlookRuleBlobExists", "true"),
        told,
        ResponseClass="Success",
    )


def automatic_reply(mailbox: Mailbox, whose: str) -> ET.Element:
    """The answer to GetUserOofSettings; whoever only has access to a mailbox of somebody else is refused."""
    if whose:
        refused = (m("MessageText", "Access is denied."), m("ResponseCode", "ErrorAccessDenied"))
        return m("GetUserOofSettingsResponse", m("ResponseMessage", *refused, ResponseClass="Error"))
    setting = mailbox.settings.get("automaticRepliesSetting", {})
    times = [(name, setting.get(f"scheduled{name}DateTime", {}).get("dateTime")) for name in ("Start", "End")]
    return m(
        "GetUserOofSettingsResponse",
        m("ResponseMessage", m("ResponseCode", "NoError"), ResponseClass="Success"),
        t(
            "OofSettings",
            t("OofState", _STATES[setting.get("status", "disabled")]),
            t("ExternalAudience", setting.get("externalAudience", "all").capitalize()),
            t("Duration", *(t(f"{name}Time", at) for name, at in times if at)),
            t("InternalReply", t("Message", "Away.")),
            t("ExternalReply", t("Message", "Away.")),
        ),
        m("AllowExternalOof", "All"),
    )


def _rule(given: dict[str, Any]) -> ET.Element:
    acts = [name for name in _ACTIONS if given["actions"].get(name)]
    return t(
        "Rule",
        t("RuleId", f"rule{given['sequence']}"),
        t("DisplayName", given.get("displayName", "A rule")),
        t("Priority", str(given["sequence"])),
        t("IsEnabled", yes(given["isEnabled"])),
        t("Actions", *(_action(name, given["actions"][name]) for name in acts)),
    )


def _action(name: str, value: Any) -> ET.Element:
    if name == "moveToFolder":
        return t("MoveToFolder", t("FolderId", Id=str(value)))
    if name == "assignCategories":
        return t("AssignCategories", *(t("String", one) for one in value))
    if isinstance(value, list):
        return t(_ACTIONS[name], *(t("Address", t("EmailAddress", "somebody@person.example")) for _ in value))
    return t(_ACTIONS[name], yes(value))
