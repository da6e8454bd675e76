"""Who signs in to which Exchange Server; refuses Exchange Online. Knows no library and asks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from bot.mailbox import Permanent

ONLINE_ENDED = (
    "Exchange Online cannot be reached this way: Microsoft has blocked EWS there since 1 October 2026 and ends it on "
    "1 April 2027. Set backend to graph for Microsoft 365; ews is for Exchange Server on your own premises."
)
_ONLINE = (
    "office365.com", "office.com", "outlook.com", "office365.us", "outlook.us", "outlook.de", "office.de",
    "partner.outlook.cn", "cloud.microsoft",
)  # fmt: skip
_ONLINE_USERS = ("onmicrosoft.com", "onmicrosoft.us", "partner.onmschina.cn")


@dataclass(frozen=True, slots=True)
class Login:
    """One mailbox, the endpoint it is reached at, and who signs in.

    With `auth` "oauth" a `token` answers a bearer token, a new one where it is told to renew; otherwise `username`
    and `password` count. By "impersonation" the account acts as the mailbox, as a "delegate" in its own name.
    Raises Permanent for Exchange Online, for plain HTTP and where something is missing.
    """

    endpoint: str
    mailbox: str
    username: str = ""
    password: str = field(default="", repr=False)
    auth: Literal["basic", "ntlm", "oauth"] = "ntlm"
    access: Literal["impersonation", "delegate"] = "impersonation"
    ca_bundle: Path | None = None
    token: Callable[[bool], str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        place = urlsplit(self.endpoint)
        if _below(place.hostname or "", _ONLINE) or _below(self.mailbox.rpartition("@")[2], _ONLINE_USERS):
            raise Permanent(ONLINE_ENDED)
        if place.scheme != "https" or not place.hostname:
            raise Permanent("The endpoint of the Exchange Server begins with https://.")
        if self.auth == "oauth" and self.token is None:
            raise Permanent("Signing in with OAuth needs somebody who gives tokens.")
        if self.auth != "oauth" and not (self.username and self.password):
            raise Permanent("Signing in to the Exchange Server needs a user name and a password.")


def _below(host: str, domains: tuple[str, ...]) -> bool:
    labels = host.lower().rstrip(".")
    return any(labels == domain or labels.endswith(f".{domain}") for domain in domains)
