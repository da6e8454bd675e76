"""Categories on Exchange Server: those of an item, and the list with their colours; never touches what others set.

The list is an XML document that lies hidden with the calendar (MS-OXOCFG 2.2.5.2.2); what is not ours in it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid5

from lxml import etree

from bot.mailbox import AccessDenied, Ambiguous, NotFound, Permanent, Ref
from bot.mailbox.ews_answers import item_in, only, settings_in
from bot.mailbox.ews_orders import OURS, Writer
from bot.mailbox.ews_session import Session

_LIST = "CategoryList.xsd"
_NEVER = "1601-01-01T00:00:00.000"
_EMPTY = f'<categories xmlns="{_LIST}" default="" lastSavedSession="0" lastSavedTime="{_NEVER}"/>'
_USES = ("Notes", "Journal", "Contacts", "Tasks", "Calendar", "Mail", "")
_TRIES = 3


class Labels:
    """The categories of one mailbox."""

    def __init__(self, session: Session, writer: Writer) -> None:
        self._session = session
        self._writer = writer

    def label(self, ref: Ref, add: tuple[str, ...], remove: tuple[str, ...]) -> Ref:
        """The item carries these categories and lacks those, whatever others do to it meanwhile. Raises NotFound."""
        for _ in range(_TRIES):
            there = item_in(only(self._session.looks("GetItem", self._writer.told(ref.id, "item:Categories"))))
            wanted = _relabelled(there.categories, add, remove)
            if wanted == there.categories:
                return ref
            try:
                only(self._session.acts("UpdateItem", self._writer.relabelled(ref.id, there.change_key, wanted)))
            except Ambiguous:  # somebody else changed it, or nobody knows: it is looked at again
                continue
            return ref
        raise Ambiguous("The item is being changed by somebody else; it will be labelled later.")

    def ensure(self, colours: Mapping[str, str]) -> frozenset[str]:
        """Every name stands in the list; answers those that could not be written there."""
        missing = list(colours)
        try:
            listed, is_first = self._list()
            there = {one.get("name", "").casefold() for one in listed.iterfind(f"{{{_LIST}}}category")}
            missing = [name for name in colours if name.casefold() not in there]
            listed.extend(_category(name, colours[name]) for name in missing)
            if missing:
                self._write(listed, is_first=is_first)
        except (AccessDenied, NotFound, Permanent):
            return frozenset(missing)
        return frozenset()

    def _list(self) -> tuple[etree._Element, bool]:
        """The list as it stands, and whether it is only about to be made. Raises Permanent for what is none."""
        try:
            kept = settings_in(only(self._session.looks("GetUserConfiguration", self._writer.category_list())))
        except NotFound:
            return etree.fromstring(_EMPTY), True
        try:
            listed = etree.fromstring(kept, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as fault:
            raise Permanent("The list of categories cannot be read.") from fault
        if listed.tag != f"{{{_LIST}}}categories":
            raise Permanent("The list of categories cannot be read.")
        return listed, False

    def _write(self, listed: etree._Element, *, is_first: bool) -> None:
        xml = etree.tostring(listed, encoding="utf-8", xml_declaration=True)
        operation = "CreateUserConfiguration" if is_first else "UpdateUserConfiguration"
        self._session.acts(operation, self._writer.new_category_list(xml, is_first=is_first))


def _relabelled(before: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> tuple[str, ...]:
    """To Exchange a category is the same one in any casing."""
    off = {one.casefold() for one in remove}
    kept = {one.casefold(): one for one in before if one.casefold() not in off}
    return tuple((kept | {one.casefold(): one for one in add if one.casefold() not in kept}).values())


def _category(name: str, colour: str) -> etree._Element:
    """A category that was never used, of one of the 25 colours ("preset7"), or of none."""
    number = colour.removeprefix("preset")
    uses = {f"lastTimeUsed{one}": _NEVER for one in _USES}
    return etree.Element(
        f"{{{_LIST}}}category",
        {
            "name": name,
            "color": number if number.isdigit() else "-1",
            "keyboardShortcut": "0",
            "usageCount": "0",
            **uses,
            "lastSessionUsed": "0",
            "guid": f"{{{str(uuid5(UUID(OURS), name)).upper()}}}",
            "renameOnFirstUse": "0",
        },
    )
