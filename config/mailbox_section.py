"""The `[mailbox]` section of the settings: which of three kinds of mailbox, and what each needs; opens none.

Secrets are never written here: a key names the file that holds one, or the environment names that file.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from config.section import Section
from config.values import Address, FullPath, GraphUrl, Https, Id, LineOrNothing


def _one_of_two(value: Any, info: ValidationInfo) -> Any:
    """An application proves itself with a certificate or with a secret; says so where neither is named."""
    if value is None and info.data.get("certificate_path", value) is None:
        raise ValueError("name a file here, or better a certificate in certificate_path: one of the two is needed.")
    return value


def _unless_oauth(value: Any, info: ValidationInfo) -> Any:
    """An account that signs in by itself has a name and a password."""
    if not value and info.data.get("auth") in ("ntlm", "basic"):
        raise ValueError('this is needed, unless auth is "oauth".')
    return value


class MaildirSection(Section):
    """`[mailbox.maildir]`: a mailbox that is a folder on this computer."""

    path: FullPath = Field(description='the folder the mailbox lies in, for example "/var/mail/reviews"')
    vouches_for_internal: bool = False


class GraphSection(Section):
    """`[mailbox.graph]`: a shared mailbox in Microsoft 365, which the service enters as an application."""

    tenant_id: Id = Field(description="the id of your organisation in Microsoft Entra")
    client_id: Id = Field(description="the id of the application registered for the service")
    mailbox: Address = Field(description="the address of the shared mailbox in Microsoft 365")
    certificate_path: FullPath | None = None
    client_secret_file: Annotated[FullPath | None, AfterValidator(_one_of_two)] = Field(
        default=None, validate_default=True
    )
    authority: Https = "https://login.microsoftonline.com"
    base_url: GraphUrl = "https://graph.microsoft.com/v1.0"
    ca_bundle: FullPath | None = None
    forbidden_mailbox: Address | None = None


class EwsSection(Section):
    """`[mailbox.ews]`: a shared mailbox on an Exchange Server on premises.

    With "oauth" the application of `[mailbox.graph]` signs in, and neither `username` nor `password_file` counts.
    """

    endpoint: Https = Field(description='the server, for example "https://mail.office.example/EWS/Exchange.asmx"')
    mailbox: Address = Field(description="the address of the shared mailbox on the server")
    auth: Literal["ntlm", "basic", "oauth"] = "ntlm"
    username: Annotated[LineOrNothing, AfterValidator(_unless_oauth)] = Field(default="", validate_default=True)
    password_file: Annotated[FullPath | None, AfterValidator(_unless_oauth)] = Field(
        default=None, validate_default=True
    )
    access: Literal["impersonation", "delegate"] = "impersonation"
    ca_bundle: FullPath | None = None


class MailboxSection(Section):
    """`[mailbox]`: where the mail is. Only the section of the chosen kind counts, and that one is there."""

    backend: Literal["maildir", "graph", "ews"] = "maildir"
    maildir: MaildirSection | None = None
    graph: GraphSection | None = None
    ews: EwsSection | None = None

    @property
    def chosen(self) -> MaildirSection | GraphSection | EwsSection:
        """The section of the chosen kind."""
        section: MaildirSection | GraphSection | EwsSection = getattr(self, self.backend)
        return section

    @model_validator(mode="before")
    @classmethod
    def _chosen_is_there(cls, tables: Any) -> Any:
        """The chosen section, left out, is an empty one, so that each key it lacks is named."""
        if not isinstance(tables, dict):
            return tables
        chosen, ews = tables.get("backend", "maildir"), tables.get("ews")
        signs_in = ["graph"] if chosen == "ews" and isinstance(ews, dict) and ews.get("auth") == "oauth" else []
        needed = [name for name in ("maildir", "graph", "ews") if name == chosen]
        return {**{name: {} for name in (*needed, *signs_in)}, **tables}
