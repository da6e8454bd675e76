"""Opens the mailbox that the settings choose: one line for each kind of back end; asks nothing of any.

Each is imported only where it is chosen, because their libraries take half a second, and one is an extra.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.mailbox import AuthError, Mailbox
from config.mailbox_section import EwsSection, GraphSection, MailboxSection, MaildirSection

if TYPE_CHECKING:
    from bot.mailbox.sign_in import SignIn


def open_mailbox(chosen: MailboxSection, address: str) -> Mailbox:
    """The mailbox of these settings, which is the office's at this address.

    Raises AuthError where the file with its secret cannot be used, Permanent.
    """
    match chosen.chosen:
        case MaildirSection() as maildir:
            return _maildir(maildir, address)
        case GraphSection() as graph:
            return _graph(graph)
        case EwsSection() as ews:
            return _ews(ews, chosen.graph)


def _maildir(section: MaildirSection, address: str) -> Mailbox:
    from bot.mailbox.maildir import MaildirMailbox

    return MaildirMailbox(section.path, address=address)


def _graph(section: GraphSection) -> Mailbox:
    from bot.mailbox.graph import GraphMailbox
    from bot.mailbox.graph_connection import GraphConnection

    connection = GraphConnection(_application(section, section.base_url), section.base_url, ca_bundle=section.ca_bundle)
    return GraphMailbox(connection, section.mailbox, forbidden=section.forbidden_mailbox or "")


def _ews(section: EwsSection, application: GraphSection | None) -> Mailbox:
    from bot.mailbox.ews import EwsMailbox
    from bot.mailbox.ews_login import Login

    oauth = application if section.auth == "oauth" else None
    return EwsMailbox(
        Login(
            endpoint=section.endpoint,
            mailbox=section.mailbox,
            username=section.username,
            password=_password(section.password_file) if section.password_file else "",
            auth=section.auth,
            access=section.access,
            ca_bundle=section.ca_bundle,
            token=_application(oauth, section.endpoint).token if oauth else None,
        )
    )


def _application(section: GraphSection, url: str) -> SignIn:
    """The application of these settings, to be let in at this place."""
    from bot.mailbox import sign_in

    if section.certificate_path is not None:
        credential = sign_in.certificate(section.certificate_path)
    else:
        credential = sign_in.secret(section.client_secret_file or Path())
    place = urlsplit(url)
    return sign_in.SignIn(
        authority=section.authority,
        tenant_id=section.tenant_id,
        client_id=section.client_id,
        credential=credential,
        resource=f"{place.scheme}://{place.netloc}",
        ca_bundle=section.ca_bundle,
    )


def _password(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise AuthError(f"The password cannot be read from {path}.") from fault
