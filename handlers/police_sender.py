"""Whether a mail is known to come from the police it names, by what our own boundary wrote on it; believes no sender.

Only what the office's own mail servers set, and take out of what comes from outside, can raise the answer. Everything
a sender can write may only lower it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.authentication import Results, authentication_results, received_by
from handlers.envelope import belongs
from store.messages import Incoming, OfficeDomains
from store.terms import Vouched

MOST_HEADERS = 300
"""Headers of a message that are kept; one with as many may have had more, and then nothing vouches for it."""
EXCHANGE_ONLINE = ("prod.outlook.com",)
_RESULTS = "authentication-results"
_INSIDE = "x-ms-exchange-organization-authas"
_SOURCE = "x-ms-exchange-organization-authsource"
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")


class Edge(StrEnum):
    """What stands between the world and the mailbox, which decides whose headers are ours."""

    EXCHANGE_ONLINE = "Exchange Online"
    EXCHANGE_SERVER = "Exchange Server"
    MAILDIR = "a Maildir"


@dataclass(frozen=True, slots=True)
class Boundary:
    """Our own boundary, as the settings tell it.

    `header` is one that a rule of our own sets to the sender's domain, and takes out of what comes from outside;
    `servers` end the names of our own mail servers, and `authserv_ids` are what our gateway calls itself; `domains`
    the exact ones the police write from. `firewalled` is whether nobody outside can bring along Exchange's own headers.
    """

    edge: Edge
    firewalled: bool
    header: str = ""
    servers: tuple[str, ...] = ()
    authserv_ids: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voucher:
    """How far a mail is known to come from whom it names, and why, in one clause for people."""

    vouched: Vouched
    because: str


def vouch(incoming: Incoming, boundary: Boundary, office: OfficeDomains) -> Voucher:
    """Verified only where our own boundary says so of this very sender, whose exact domain is one of the police's.

    Forged where it says the opposite: mail in our own name that came from outside unproved, or in the police's name
    that failed their own policy (DMARC). A boundary that says nothing calls nobody forged.
    """
    domain = incoming.sender.rpartition("@")[2]
    if not domain or incoming.sender_doubt:
        return Voucher(Vouched.UNVERIFIED, "it does not name one plain sender")
    came_in = _only(incoming, _INSIDE) if boundary.firewalled else ""
    if belongs(domain, office.own):
        if came_in == "anonymous":
            return Voucher(Vouched.FORGED, "it names our own office as its sender and came from outside")
        return Voucher(Vouched.UNVERIFIED, "it is not from the police")
    said = _trusted(incoming, boundary, came_in)
    if belongs(domain, office.force) and said is not None and _failed(said, domain):
        return Voucher(Vouched.FORGED, "it names the police and failed the check that their own domain asks for")
    if doubt := _doubt(incoming, boundary, domain, said):
        return Voucher(Vouched.UNVERIFIED, doubt)
    return Voucher(Vouched.VERIFIED, f"our mail server proved that {domain} sent it")


def _doubt(incoming: Incoming, boundary: Boundary, domain: str, said: Results | None) -> str:
    """Why nothing vouches for this sender, "" where our boundary does."""
    if domain not in boundary.domains:
        return "its domain is none that the police are known to write from"
    if len(incoming.headers) >= MOST_HEADERS:
        return "it has more headers than can be looked through"
    if not _one_sender(incoming):
        return "it names another sender beside its author"
    if boundary.header:
        named = incoming.header(boundary.header)
        return "" if [one.strip().lower() for one in named] == [domain] else "our own mark for the police is not on it"
    if said is None:
        return "our mail server says nothing that can be relied on about who sent it"
    return _unproved(said, domain)


def _unproved(said: Results, domain: str) -> str:
    """What the results lack as a proof of this domain, "" where nothing."""
    dmarc = said.of("dmarc")
    if [one.result for one in dmarc] != ["pass"]:
        return "our mail server did not find that its domain vouches for it"
    if dmarc[0].properties.get("header.from") != domain:
        return "our mail server looked at another sender than it names"
    signed = (one.properties.get("header.d", "") for one in said.of("dkim") if one.result == "pass")
    if not any(one == domain or one.endswith(f".{domain}") for one in signed):
        return "its domain did not sign it"
    return ""


def _failed(said: Results, domain: str) -> bool:
    """Whether our boundary found that the policy of the very domain it names was failed."""
    dmarc = said.of("dmarc")
    return [(one.result, one.properties.get("header.from")) for one in dmarc] == [("fail", domain)]


def _one_sender(incoming: Incoming) -> bool:
    """Whether no Sender header names anybody but the author."""
    return all(_plain(one) == incoming.sender for one in incoming.header("sender"))


def _plain(value: str) -> str:
    """The one address that such a header holds, "" where it holds none, several or an unusual one."""
    found = [one[0] for one in _ADDRESS.finditer(value.lower())]
    return found[0] if len(found) == 1 and value.count("@") == 1 else ""


def _trusted(incoming: Incoming, boundary: Boundary, came_in: str) -> Results | None:
    """What our own boundary found, None where nothing on the message is surely its word.

    Exchange Online writes one header without a server's name and with a result of its own; where there are two, one
    may be the sender's. A gateway's is the topmost, above the line in which it says that it received the message.
    """
    if boundary.edge is Edge.EXCHANGE_ONLINE:
        return _of_exchange_online(incoming, boundary, came_in)
    return _of_a_gateway(incoming.headers, boundary)


def _of_exchange_online(incoming: Incoming, boundary: Boundary, came_in: str) -> Results | None:
    values, source = incoming.header(_RESULTS), _only(incoming, _SOURCE)
    ours = belongs(source, (*EXCHANGE_ONLINE, *boundary.servers))
    if came_in != "anonymous" or not ours or len(values) != 1:
        return None
    said = authentication_results(values[0])
    return said if said is not None and not said.server and said.of("compauth") else None


def _of_a_gateway(headers: Sequence[tuple[str, str]], boundary: Boundary) -> Results | None:
    """The one header that a gateway of ours wrote on top of its own Received line, with only our servers above it."""
    if not boundary.authserv_ids or not boundary.servers:
        return None
    found: Results | None = None
    for name, value in headers:
        if name == _RESULTS and found is None:
            said = authentication_results(value)
            if said is None:
                return None
            found = said if said.server in boundary.authserv_ids else None
        elif name == "received":
            by = received_by(value)
            if found is not None:
                return found if by == found.server else None
            if not belongs(by, boundary.servers) or by in boundary.authserv_ids:
                return None
    return None


def _only(incoming: Incoming, name: str) -> str:
    """The one value of a header in lower case, "" where there is none or more than one."""
    values = incoming.header(name)
    return values[0].strip().lower() if len(values) == 1 else ""
