"""Folders, categories, settings and rules of the look-alike Graph."""

from __future__ import annotations

import uuid
from typing import Any

from tests.lookalike.folders import Refused
from tests.lookalike.graph_call import Answer, Call, GraphError, Route, bad, page
from tests.lookalike.graph_filter import Filter, ordered
from tests.lookalike.items import Folder

SETTINGS = ("MailboxSettings.ReadWrite",)
SETTINGS_READ = ("MailboxSettings.Read", "MailboxSettings.ReadWrite")
READS = ("Mail.Read", "Mail.ReadWrite")
PRESETS = {"none", *(f"preset{number}" for number in range(25))}


def folder_json(call: Call, folder: Folder) -> dict[str, Any]:
    """A folder as it is shown."""
    inside = call.box.listed(folder.id)
    return {
        "id": folder.id,
        "displayName": folder.name,
        "parentFolderId": folder.parent,
        "childFolderCount": len(call.box.children(folder.id, hidden=False)),
        "unreadItemCount": len([one for one in inside if not one.is_read]),
        "totalItemCount": len(inside),
        "isHidden": folder.hidden,
    }


def _folder(call: Call) -> Folder:
    found = call.box.folder(call.ids["folder"])
    if found.well_known == "root":
        raise Refused("ErrorItemNotFound", "The specified folder could not be found in the store.")
    return found


def _listed(call: Call, parent: str) -> Answer:
    hidden = call.options.get("includehiddenfolders", "").lower() == "true"
    chosen = Filter(text) if (text := call.options.get("$filter", "")) else None
    found = [folder_json(call, one) for one in call.box.children(parent, hidden=hidden)]
    found = [one for one in found if chosen is None or chosen(one)]
    if order := call.options.get("$orderby", ""):
        found = ordered(found, lambda one: one, order, None)
    wanted = {name.strip() for name in call.options.get("$select", "").split(",") if name.strip()}
    return page(call, found, lambda one: {k: v for k, v in one.items() if not wanted or k in wanted | {"id"}})


def top_folders(call: Call) -> Answer:
    """The folders directly under the top, ten a page."""
    return _listed(call, "msgfolderroot")


def child_folders(call: Call) -> Answer:
    """The folders directly inside one, ten a page."""
    return _listed(call, _folder(call).id)


def one(call: Call) -> Answer:
    """One folder, by id or well-known name."""
    return Answer(200, folder_json(call, _folder(call)))


def _name(given: dict[str, Any]) -> str:
    if not str(given.get("displayName", "")).strip():
        raise bad("The folder needs a name.", "ErrorInvalidRequest")
    return str(given["displayName"])


def create(call: Call) -> Answer:
    """The folder is there; 409 where one has that name."""
    given = call.json()
    parent = _folder(call).id if "folder" in call.ids else "msgfolderroot"
    made = call.box.make_folder(parent, _name(given), hidden=bool(given.get("isHidden")))
    return Answer(201, folder_json(call, made))


def patch(call: Call) -> Answer:
    """The folder has another name."""
    found, name = _folder(call), _name(call.json())
    if found.well_known:
        raise GraphError(403, "ErrorAccessDenied", "A distinguished folder keeps its name.")
    found.name = name
    return Answer(200, folder_json(call, found))


def delete(call: Call) -> Answer:
    """The folder is gone with everything in it; those every mailbox has stay."""
    found = _folder(call)
    if found.well_known:
        raise GraphError(403, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.")
    call.box.remove_folder(found.id)
    return Answer(204)


def _category(name: str, colour: str) -> dict[str, Any]:
    return {"id": str(uuid.uuid5(uuid.NAMESPACE_OID, name)), "displayName": name, "color": colour}


def categories(call: Call) -> Answer:
    """The master list of categories."""
    found = [_category(name, colour) for name, colour in call.box.master_categories.items()]
    return page(call, found, lambda one: one, default=1000)


def new_category(call: Call) -> Answer:
    """The master list has it; a name that is there already in any casing is refused."""
    given = call.json()
    name, colour = str(given.get("displayName", "")), str(given.get("color", "none")).lower()
    if not name or colour not in PRESETS:
        raise bad("A category needs a name and one of the preset colours.", "ErrorInvalidRequest")
    if name.lower() in {one.lower() for one in call.box.master_categories}:
        raise GraphError(409, "CategoryNameDuplicate", "The name of the category is in use.")
    call.box.master_categories[name] = colour
    return Answer(201, _category(name, colour))


def _known_category(call: Call) -> str:
    for name in call.box.master_categories:
        if _category(name, "")["id"] == call.ids["category"]:
            return name
    raise GraphError(404, "ErrorItemNotFound", "There is no such category.")


def patch_category(call: Call) -> Answer:
    """The category has another colour; its name never changes."""
    name, given = _known_category(call), call.json()
    if "displayName" in given:
        raise bad("The name of a category cannot be changed.", "ErrorInvalidRequest")
    call.box.master_categories[name] = given.get("color", "none")
    return Answer(200, _category(name, call.box.master_categories[name]))


def delete_category(call: Call) -> Answer:
    """The category is off the master list."""
    del call.box.master_categories[_known_category(call)]
    return Answer(204)


def settings(call: Call) -> Answer:
    """The settings of the mailbox."""
    return Answer(200, _settings(call))


def _settings(call: Call) -> dict[str, Any]:
    standard: dict[str, Any] = {
        "timeZone": "GMT Standard Time",
        "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm",
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "automaticRepliesSetting": {"status": "disabled", "externalAudience": "all"},
        "userPurpose": "shared",
    }
    return standard | call.box.settings


def patch_settings(call: Call) -> Answer:
    """The settings have what the body says."""
    call.box.settings |= call.json()
    return Answer(200, _settings(call))


def rules(call: Call) -> Answer:
    """The rules of the Inbox."""
    return Answer(200, {"value": call.box.rules})


def new_rule(call: Call) -> Answer:
    """The Inbox has the rule, which is only kept and never carried out."""
    given = call.json() | {"id": call.box.new_id("RU")[:24]}
    call.box.rules.append(given)
    return Answer(201, given)


def delete_rule(call: Call) -> Answer:
    """The rule is gone."""
    call.box.rules[:] = [one for one in call.box.rules if one["id"] != call.ids["rule"]]
    return Answer(204)


ROUTES = [
    Route("folders.list", "GET", "mailFolders", top_folders, READS),
    Route("folders.create", "POST", "mailFolders", create),
    Route("folders.get", "GET", "mailFolders/{folder}", one, READS),
    Route("folders.patch", "PATCH", "mailFolders/{folder}", patch),
    Route("folders.delete", "DELETE", "mailFolders/{folder}", delete),
    Route("folders.children", "GET", "mailFolders/{folder}/childFolders", child_folders, READS),
    Route("folders.create", "POST", "mailFolders/{folder}/childFolders", create),
    Route("categories.list", "GET", "outlook/masterCategories", categories, SETTINGS_READ),
    Route("categories.create", "POST", "outlook/masterCategories", new_category, SETTINGS),
    Route("categories.patch", "PATCH", "outlook/masterCategories/{category}", patch_category, SETTINGS),
    Route("categories.delete", "DELETE", "outlook/masterCategories/{category}", delete_category, SETTINGS),
    Route("settings.get", "GET", "mailboxSettings", settings, SETTINGS_READ),
    Route("settings.patch", "PATCH", "mailboxSettings", patch_settings, SETTINGS),
    Route("rules.list", "GET", "mailFolders/inbox/messageRules", rules, SETTINGS_READ),
    Route("rules.create", "POST", "mailFolders/inbox/messageRules", new_rule, SETTINGS),
    Route("rules.delete", "DELETE", "mailFolders/inbox/messageRules/{rule}", delete_rule, SETTINGS),
]
