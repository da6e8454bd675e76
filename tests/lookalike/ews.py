"""Exchange Web Services as an application for the look-alike server: signs in, reads SOAP, answers each operation.

mailbox = Mailbox("reviews@pcc.example", clock.now)
with Server(EwsApplication(mailbox, limits := Limits(clock.now)), limits) as server:
    endpoint = server.url + "/EWS/Exchange.asmx"
"""

from __future__ import annotations

import base64
import binascii
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.lookalike import ews_settings
from tests.lookalike.ews_folders import Folders
from tests.lookalike.ews_items import Items
from tests.lookalike.ews_ntlm import Ntlm
from tests.lookalike.ews_words import ERRORS, SOAP, Faulted, child, local, m, need, response, t
from tests.lookalike.faults import Fault, Limits
from tests.lookalike.folders import Refused
from tests.lookalike.items import Folder
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.serving import Request, Response

PATH = "/ews/exchange.asmx"
OPERATIONS = (
    "ConvertId", "GetFolder", "FindFolder", "CreateFolder", "SyncFolderHierarchy", "SyncFolderItems", "FindItem",
    "GetItem", "CreateItem", "UpdateItem", "MoveItem", "CopyItem", "SendItem", "DeleteItem", "CreateAttachment",
    "GetAttachment", "Subscribe", "GetEvents", "DeleteFolder", "GetUserConfiguration", "CreateUserConfiguration",
    "UpdateUserConfiguration",
)  # fmt: skip
_XML = {"Content-Type": "text/xml; charset=utf-8"}


@dataclass
class Accounts:
    """Who may sign in: names with passwords, and tokens; who acts as the mailbox and who only in its name."""

    passwords: dict[str, str] = field(default_factory=lambda: {"svc@pcc.example": "pass word"})
    takes_token: Callable[[str], bool] = lambda token: False
    ways: tuple[str, ...] = ("Basic", "NTLM")
    impersonates: bool = True
    delegated: bool = True


class EwsApplication:
    """One mailbox, spoken to by EWS. `operation` of a request is the name of its SOAP operation."""

    def __init__(self, mailbox: Mailbox, limits: Limits, accounts: Accounts | None = None) -> None:
        self.mailbox = mailbox
        self.accounts = accounts or Accounts()
        self._limits = limits
        self._ntlm = Ntlm(self.accounts.passwords)
        self._folders = Folders(mailbox)
        self.categories = ews_settings.CategoryList(mailbox)

    def operation(self, request: Request) -> str:
        """The name of the SOAP operation, "" where there is none: a handshake, or no SOAP at all."""
        try:
            return local(_asked(request.body)[1])
        except (ET.ParseError, Faulted, IndexError):
            return ""

    def about(self, request: Request) -> str:
        """The SOAP itself: every operation has the same path."""
        return request.body.decode("utf-8", "replace")

    def limited(self, request: Request) -> bool:
        """Every request counts."""
        return True

    def too_many(self, request: Request) -> Response:
        """Refused, certainly not done."""
        return _fault("ErrorExceededConnectionCount", "You have exceeded the available concurrent connections.")

    def error(self, request: Request, fault: Fault) -> Response:
        """A SOAP fault with the code, the code as the answer to the operation (status 200), or HTTP alone."""
        if fault.code and fault.status == 200:
            return _soap(m(f"{self.operation(request)}Response", _messages(self.operation(request), fault.code)))
        waits = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        if fault.code:
            seconds = int(fault.retry_after) if fault.retry_after.isdigit() else 0
            return _fault(fault.code, fault.code, seconds * 1000, status=fault.status, headers=waits)
        if fault.status == 401:
            waits |= self._challenge()
        return Response(fault.status, b"", waits)

    def answer(self, request: Request) -> Response:
        """The true answer."""
        if request.path.lower() != PATH:
            return Response(404, b"")
        user = self._signed_in(request)
        if isinstance(user, Response):
            return user
        if request.method != "POST":
            return Response(405, b"")
        try:
            with self.mailbox.lock:
                head, asked = _asked(request.body)
                whose = "" if local(asked) == "ConvertId" else self._whose(head, user)
                if local(asked) == "GetInboxRules":
                    return _soap(ews_settings.rules(self.mailbox))
                if local(asked) == "GetUserOofSettingsRequest":
                    return _soap(ews_settings.automatic_reply(self.mailbox, whose))
                return _soap(m(f"{local(asked)}Response", *self._done(asked, whose)))
        except ET.ParseError:
            return Response(400, b"")
        except Faulted as no:
            return _fault(no.code, str(no), no.back_off)

    # --- signing in ---------------------------------------------------------------------------------------------------

    def _challenge(self) -> dict[str, str]:
        domain = self.mailbox.address.rpartition("@")[2]
        ways = [f'Basic realm="{domain}"' if one == "Basic" else one for one in self.accounts.ways]
        return {"WWW-Authenticate": ", ".join(ways)}

    def _signed_in(self, request: Request) -> Response | str:
        """The name of somebody who may come in, "" for an application; else what they are told."""
        kind, _, proof = request.headers.get("authorization", "").partition(" ")
        if kind == "Basic" and "Basic" in self.accounts.ways:
            try:
                user, _, password = base64.b64decode(proof).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                user = password = ""
            if password and self.accounts.passwords.get(user) == password:
                return user
        elif kind == "Bearer" and self.accounts.takes_token(proof):
            return ""
        elif kind != "Bearer" and "NTLM" in self.accounts.ways:
            user, challenge = self._ntlm.step(request.connection, proof if kind in {"NTLM", "Negotiate"} else "")
            if challenge:
                return Response(401, b"", {"WWW-Authenticate": f"{kind} {challenge}"})
            if user:
                return user
        return Response(401, b"", self._challenge())

    def _whose(self, head: ET.Element | None, user: str) -> str:
        """The mailbox a delegate has to name with each well-known folder; "" for one who acts as it or owns it."""
        impersonated = None if head is None else child(head, "ExchangeImpersonation")
        if impersonated is None and user.lower() == self.mailbox.address.lower():
            return ""
        if impersonated is None:
            if not self.accounts.delegated:
                raise Faulted("ErrorAccessDenied", "Access is denied. Check credentials and try again.")
            return self.mailbox.address
        address = next((one.text or "" for one in need(impersonated, "ConnectingSID")), "")
        if not self.accounts.impersonates:
            raise Faulted("ErrorImpersonateUserDenied", "The account may not impersonate the requested user.")
        if address.lower() != self.mailbox.address.lower():
            raise Faulted("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.")
        return ""

    # --- operations ---------------------------------------------------------------------------------------------------

    def _done(self, asked: ET.Element, whose: str) -> list[ET.Element]:
        operation = local(asked)
        if operation not in OPERATIONS:
            raise Faulted("ErrorInvalidRequest", "The request is invalid.")
        if operation == "ConvertId":
            return [_gathered(_each(operation, need(asked, "SourceIds"), lambda one: _converted(asked, one)))]
        folders = self._folders

        def which(named: ET.Element) -> Folder:
            return folders.which(named, whose)

        items = Items(self.mailbox, self._limits, which)

        def among(name: str, do: Callable[[Folder], ET.Element]) -> list[ET.Element]:
            return _each(operation, need(asked, name), lambda one: do(which(one)))

        def of_each(name: str, do: Callable[[ET.Element], ET.Element]) -> list[ET.Element]:
            return _each(operation, need(asked, name), do)

        ways: dict[str, Callable[[], list[ET.Element]]] = {
            "GetFolder": lambda: among("FolderIds", lambda one: folders.get(asked, one)),
            "FindFolder": lambda: among("ParentFolderIds", lambda one: folders.find(asked, one)),
            "CreateFolder": lambda: folders.create(asked, which(need(asked, "ParentFolderId")[0])),
            "DeleteFolder": lambda: among("FolderIds", lambda one: folders.delete(one)),
            "SyncFolderHierarchy": lambda: (
                among("SyncFolderId", lambda one: folders.hierarchy(asked, one))
                if child(asked, "SyncFolderId") is not None
                else [folders.hierarchy(asked, self.mailbox.folder("msgfolderroot"))]
            ),
            "SyncFolderItems": lambda: among("SyncFolderId", lambda one: folders.items(asked, one)),
            "Subscribe": lambda: [folders.subscribe(asked, [which(one) for one in need(asked[0], "FolderIds")])],
            "GetEvents": lambda: [folders.events(asked)],
            "FindItem": lambda: among("ParentFolderIds", lambda one: items.find(asked, one)),
            "GetItem": lambda: of_each("ItemIds", lambda one: items.get(asked, one)),
            "CreateItem": lambda: of_each("Items", lambda one: items.create(asked, one)),
            "UpdateItem": lambda: of_each("ItemChanges", lambda one: items.update(asked, one)),
            "MoveItem": lambda: of_each("ItemIds", lambda one: items.move(asked, one)),
            "CopyItem": lambda: of_each("ItemIds", lambda one: items.move(asked, one, copy=True)),
            "SendItem": lambda: of_each("ItemIds", lambda one: items.send(asked, one)),
            "DeleteItem": lambda: of_each("ItemIds", lambda one: items.delete(asked, one)),
            "CreateAttachment": lambda: items.attach(asked),
            "GetAttachment": lambda: of_each("AttachmentIds", lambda one: items.attached(asked, one)),
            "GetUserConfiguration": lambda: [self.categories.tell(asked, which)],
            "CreateUserConfiguration": lambda: [self.categories.keep(asked, which)],
            "UpdateUserConfiguration": lambda: [self.categories.keep(asked, which)],
        }
        try:
            return [_gathered(ways[operation]())]
        except Refused as no:
            return [_gathered([response(operation, *_empty(operation), code=no.code, text=str(no))])]


def _each(operation: str, given: ET.Element, do: Callable[[ET.Element], ET.Element]) -> list[ET.Element]:
    """One answer for each; what is refused of one does not touch the others."""
    answers = []
    for one in given:
        try:
            answers.append(do(one))
        except Refused as no:
            answers.append(response(operation, *_empty(operation), code=no.code, text=str(no)))
    return answers


def _empty(operation: str) -> tuple[ET.Element, ...]:
    """The empty elements that a refusal carries as well."""
    if operation in {"GetItem", "CreateItem", "UpdateItem", "MoveItem", "CopyItem"}:
        return (m("Items"),)
    if operation == "SyncFolderItems":
        return m("SyncState"), m("IncludesLastItemInRange", "true")
    if operation == "SyncFolderHierarchy":
        return m("SyncState"), m("IncludesLastFolderInRange", "true")
    return {"GetFolder": (m("Folders"),), "GetAttachment": (m("Attachments"),)}.get(operation, ())


def _gathered(answers: list[ET.Element]) -> ET.Element:
    return m("ResponseMessages", *answers)


def _messages(operation: str, code: str) -> ET.Element:
    return _gathered([response(operation, *_empty(operation), code=code)])


def _converted(asked: ET.Element, given: ET.Element) -> ET.Element:
    """An id in another spelling; only its spelling changes. Raises Refused for what is no id."""
    wanted, name, kind = asked.get("DestinationFormat", ""), given.get("Id", ""), given.get("Format", "")
    plain = {"EwsId", "EwsLegacyId", "OwaId"}
    try:
        raw = bytes.fromhex(name) if "Hex" in kind else base64.b64decode(name)
        known = name if kind in plain else raw.decode()
    except (ValueError, binascii.Error):
        known = ""
    if not known.startswith("AAMk"):
        raise Refused("ErrorInvalidIdMalformed", "Id is malformed.")
    raw = known.encode()
    said_as = known if wanted in plain else raw.hex().upper() if "Hex" in wanted else base64.b64encode(raw).decode()
    made = m("AlternateId", Id=said_as, Format=wanted, Mailbox=given.get("Mailbox", ""))
    made.set("{http://www.w3.org/2001/XMLSchema-instance}type", "t:AlternateIdType")
    return response("ConvertId", made)


def _asked(body: bytes) -> tuple[ET.Element | None, ET.Element]:
    """The SOAP head and the operation asked for. Raises ParseError, Faulted, IndexError."""
    envelope = ET.fromstring(body)
    inside = need(envelope, "Body")
    return child(envelope, "Header"), inside[0]


def _soap(answer: ET.Element, status: int = 200) -> Response:
    version = t(
        "ServerVersionInfo",
        MajorVersion="15",
        MinorVersion="2",
        MajorBuildNumber="1748",
        MinorBuildNumber="10",
        Version="Exchange2016",
    )
    head, body = ET.Element(f"{{{SOAP}}}Header"), ET.Element(f"{{{SOAP}}}Body")
    head.append(version)
    body.append(answer)
    envelope = ET.Element(f"{{{SOAP}}}Envelope")
    envelope.extend((head, body))
    return Response(status, ET.tostring(envelope, "utf-8", xml_declaration=True), dict(_XML))


def _fault(
    code: str, message: str, back_off: int = 0, *, status: int = 500, headers: dict[str, str] | None = None
) -> Response:
    detail = ET.Element("detail")
    for name, text in (("ResponseCode", code), ("Message", message)):
        ET.SubElement(detail, f"{{{ERRORS}}}{name}").text = text
    if back_off:
        detail.append(t("MessageXml", t("Value", str(back_off), Name="BackOffMilliseconds")))
    fault = ET.Element(f"{{{SOAP}}}Fault")
    ET.SubElement(fault, "faultcode").text = f"a:{code}"
    ET.SubElement(fault, "faultstring").text = message
    fault.append(detail)
    made = _soap(fault, status)
    made.headers |= headers or {}
    return made
