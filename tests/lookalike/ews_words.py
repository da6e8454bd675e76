"""The words of EWS: its name spaces, its elements built and read, which property a field names, and its refusals."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import UTC, datetime

from tests.lookalike.folders import Refused
from tests.lookalike.items import INTERNET_HEADERS, Property

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
for _prefix, _space in (("s", SOAP), ("t", TYPES), ("m", MESSAGES), ("e", ERRORS)):
    ET.register_namespace(_prefix, _space)

SETS = {
    "InternetHeaders": INTERNET_HEADERS,
    "PublicStrings": "00020329-0000-0000-c000-000000000046",
    "Common": "00062008-0000-0000-c000-000000000046",
    "Address": "00062004-0000-0000-c000-000000000046",
    "Appointment": "00062002-0000-0000-c000-000000000046",
    "Task": "00062003-0000-0000-c000-000000000046",
    "Meeting": "6ed8da90-450b-101b-98da-00aa003f1305",
}


class Faulted(Exception):
    """The whole request is refused by a SOAP fault; `back_off` in milliseconds goes with being busy."""

    def __init__(self, code: str, message: str = "", back_off: int = 0) -> None:
        super().__init__(message or code)
        self.code, self.back_off = code, back_off


def t(name: str, *inside: ET.Element | str | None, **attributes: str) -> ET.Element:
    """An element of the types, without those of its children that are None."""
    return _element(TYPES, name, inside, attributes)


def m(name: str, *inside: ET.Element | str | None, **attributes: str) -> ET.Element:
    """An element of the messages."""
    return _element(MESSAGES, name, inside, attributes)


def _element(
    space: str, name: str, inside: Iterable[ET.Element | str | None], attributes: dict[str, str]
) -> ET.Element:
    made = ET.Element(f"{{{space}}}{name}", attributes)
    for one in inside:
        if isinstance(one, str):
            made.text = one
        elif one is not None:
            made.append(one)
    return made


def local(element: ET.Element) -> str:
    """The name without its space."""
    return element.tag.rpartition("}")[2]


def child(element: ET.Element, name: str) -> ET.Element | None:
    """The first child of this name, of either space."""
    return next((one for one in element if local(one) == name), None)


def need(element: ET.Element, name: str) -> ET.Element:
    """The child of this name. Raises Faulted(ErrorSchemaValidation)."""
    found = child(element, name)
    if found is None:
        raise Faulted("ErrorSchemaValidation", f"The element '{local(element)}' has incomplete content: '{name}'.")
    return found


def said(element: ET.Element, name: str) -> str:
    """The text of a child, "" where there is none."""
    found = child(element, name)
    return "" if found is None or found.text is None else found.text


def yes(value: object) -> str:
    """How EWS writes whether something is so."""
    return "true" if value else "false"


def instant(at: datetime | None) -> str:
    """How EWS writes an instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


def property_of(uri: ET.Element) -> Property:
    """Which property an ExtendedFieldURI names. Raises Refused(ErrorInvalidExtendedProperty)."""
    kind, tag = uri.get("PropertyType", ""), uri.get("PropertyTag")
    if not kind:
        raise Refused("ErrorInvalidExtendedProperty", "The property has no type.")
    if tag:
        return Property(kind, number=_number(tag))
    known = uri.get("DistinguishedPropertySetId", "")
    space = uri.get("PropertySetId", "").lower() or SETS.get(known, "")
    name, number = uri.get("PropertyName", ""), uri.get("PropertyId", "")
    if not space or bool(name) == bool(number):
        raise Refused("ErrorInvalidExtendedProperty", "The property is not named as it must be.")
    return Property(kind, space, name, _number(number) if number else 0)


def _number(text: str) -> int:
    try:
        return int(text, 0)
    except ValueError:
        raise Refused("ErrorInvalidExtendedProperty", "The property has no number.") from None


def extended(uri: ET.Element, value: str | list[str]) -> ET.Element:
    """The property with its value, named as it was asked for."""
    named = t("ExtendedFieldURI", **uri.attrib)
    if isinstance(value, list):
        return t("ExtendedProperty", named, t("Values", *(t("Value", one) for one in value)))
    return t("ExtendedProperty", named, t("Value", value))


def value_of(element: ET.Element) -> str | list[str]:
    """What an ExtendedProperty is to say."""
    listed = child(element, "Values")
    if listed is not None:
        return [one.text or "" for one in listed]
    return said(element, "Value")


def response(operation: str, *inside: ET.Element | None, code: str = "NoError", text: str = "") -> ET.Element:
    """One response message, done or refused."""
    if code == "NoError":
        return m(f"{operation}ResponseMessage", m("ResponseCode", code), *inside, ResponseClass="Success")
    refused = (m("MessageText", text or code), m("ResponseCode", code), m("DescriptiveLinkKey", "0"))
    return m(f"{operation}ResponseMessage", *refused, *inside, ResponseClass="Error")
