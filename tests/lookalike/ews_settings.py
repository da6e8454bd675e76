"""What EWS tells of a mailbox's rules and its automatic reply, kept as Graph has them; and its list of categories."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from tests.lookalike.ews_words import Faulted, local, m, need, response, said, t, yes
from tests.lookalike.folders import MISSING, Refused
from tests.lookalike.items import Folder
from tests.lookalike.mailbox import Mailbox

_ACTIONS = {
    "assignCategories": "AssignCategories",
    "delete": "Delete",
    "forwardTo": "ForwardToRecipients",
    "moveToFolder": "MoveToFolder",
    "permanentDelete": "PermanentDelete",
    "redirectTo": "RedirectToRecipients",
}
_LIST = "CategoryList.xsd"
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


# --- the list of categories -----------------------------------------------------------------------------------------


class CategoryList:
    """The list of categories as an XML document; its names and colours are those that Graph tells."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self.xml = b""

    def tell(self, asked: ET.Element, which: Callable[[ET.Element], Folder]) -> ET.Element:
        """GetUserConfiguration: the list as it was last written, or as Graph knows it."""
        _must_be_the_list(need(asked, "UserConfigurationName"), which)
        if not self._is_there():
            raise Refused(MISSING, "The specified object was not found in the store.")
        name = t("UserConfigurationName", t("DistinguishedFolderId", Id="calendar"), Name="CategoryList")
        xml = t("XmlData", base64.b64encode(self.xml or self._written()).decode())
        return response("GetUserConfiguration", m("UserConfiguration", name, xml))

    def keep(self, asked: ET.Element, which: Callable[[ET.Element], Folder]) -> ET.Element:
        """CreateUserConfiguration and UpdateUserConfiguration: the list is this XML.

        Raises Refused where there is one already, or none.
        """
        operation, given = local(asked), need(asked, "UserConfiguration")
        _must_be_the_list(need(given, "UserConfigurationName"), which)
        if operation == "CreateUserConfiguration" and self._is_there():
            raise Refused("ErrorItemSave", "The item could not be saved.")
        if operation == "UpdateUserConfiguration" and not self._is_there():
            raise Refused(MISSING, "The specified object was not found in the store.")
        self.xml = base64.b64decode(said(given, "XmlData"))
        listed = ET.fromstring(self.xml)
        self._mailbox.master_categories = {one.get("name", ""): f"preset{one.get('color')}" for one in listed}
        return response(operation)

    def _is_there(self) -> bool:
        return bool(self.xml or self._mailbox.master_categories)

    def _written(self) -> bytes:
        listed = ET.Element(f"{{{_LIST}}}categories")
        for name, colour in self._mailbox.master_categories.items():
            ET.SubElement(listed, f"{{{_LIST}}}category", name=name, color=colour.removeprefix("preset"))
        return ET.tostring(listed, "utf-8")


def _must_be_the_list(named: ET.Element, which: Callable[[ET.Element], Folder]) -> None:
    if not len(named):
        raise Faulted("ErrorSchemaValidation", "The folder of the configuration is missing.")
    if which(named[0]).kind != "IPF.Appointment" or named.get("Name") != "CategoryList":
        raise Refused(MISSING, "The specified object was not found in the store.")
