"""Signs in to Microsoft as an application, by certificate or secret; keeps tokens in memory and shows them to nobody.

The only importer of msal. A token is asked of it before every request, because only it knows when one runs out.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msal
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from msal.exceptions import MsalError
from requests import RequestException, Response

from bot.mailbox import AuthError, Unavailable
from bot.mailbox.https import session

TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and of silence, after which any request is given up."""
_SILENT = "Microsoft's sign-in did not answer as it should; it is asked again at the next pass."
_TALKATIVE = ("msal", "O365", "urllib3", "requests")
_PASSING = frozenset({"temporarily_unavailable", "server_error", "service_unavailable", "timeout"})


@dataclass(frozen=True, slots=True)
class Credential:
    """What the application proves itself with, read from its file: never shown. `good_until` is None for a secret."""

    kind: str
    good_until: datetime | None = None
    for_msal: str | Mapping[str, str] = field(default="", repr=False)


def certificate(path: Path) -> Credential:
    """The certificate and private key in a PEM or PFX file. Raises AuthError where they cannot be used."""
    raw = _read(path, "certificate")
    try:
        if path.suffix.lower() in (".pfx", ".p12"):
            _, found, _ = pkcs12.load_key_and_certificates(raw, None)
            for_msal = {"private_key_pfx_path": str(path)}
        else:
            load_pem_private_key(raw, None)
            found = x509.load_pem_x509_certificate(raw)
            for_msal = {"private_key": raw.decode(), "public_certificate": raw.decode()}
    except (ValueError, TypeError) as fault:
        raise AuthError(
            f"{path} cannot be used to sign in: it holds the certificate and its private key, without a password, "
            "as PEM or as .pfx."
        ) from fault
    if found is None:
        raise AuthError(f"{path} holds no certificate.")
    return Credential("certificate", found.not_valid_after_utc, for_msal)


def secret(path: Path) -> Credential:
    """The client secret in a file of its own. Raises AuthError where there is none."""
    text = _read(path, "client secret").decode("utf-8", "replace").strip()
    if not text:
        raise AuthError(f"{path} is empty; the client secret belongs into it.")
    return Credential("secret", None, text)


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise AuthError(f"The {what} cannot be read from {path} ({fault.strerror}).") from fault


class SignIn:
    """One application in one tenant, signed in for one resource; for one thread."""

    def __init__(
        self,
        *,
        authority: str,
        tenant_id: str,
        client_id: str,
        credential: Credential,
        resource: str,
        ca_bundle: Path | None = None,
    ) -> None:
        _silence()
        self.credential = credential
        self.client_id = client_id
        self.tenant_id = tenant_id
        self._authority = f"{authority}/{tenant_id}"
        self._scopes = [f"{resource}/.default"]
        self._ca_bundle = ca_bundle
        self._app: Any = None
        self._last_status = 0

    def token(self, renew: bool = False) -> str:
        """A token that is good now; with `renew` a new one. Raises AuthError, Unavailable."""
        try:
            if self._app is None:
                self._app = self._application()
            if renew:
                self._app.remove_tokens_for_client()
            answer: Mapping[str, Any] = self._app.acquire_token_for_client(scopes=self._scopes) or {}
        except (RequestException, MsalError) as fault:
            raise Unavailable(_SILENT) from fault
        except ValueError as fault:  # msal's word for any answer it does not understand
            if self._last_status != 400:
                raise Unavailable(_SILENT) from fault
            raise AuthError("Microsoft knows no such tenant; see tenant_id and authority.") from fault
        if token := answer.get("access_token"):
            return str(token)
        codes = ", ".join(f"AADSTS{code}" for code in answer.get("error_codes") or ()) or str(answer.get("error"))
        if answer.get("error") in _PASSING:
            raise Unavailable(f"Microsoft's sign-in is not available ({codes}).")
        raise AuthError(
            f"Microsoft does not accept the {self.credential.kind} of this application ({codes}); see whether it has "
            "expired, and whether tenant_id and client_id are right."
        )

    def _application(self) -> Any:
        http = session(self._authority, self._ca_bundle)
        http.request = partial(http.request, timeout=TIMEOUT)  # type: ignore[method-assign] # msal asks without one
        http.hooks["response"].append(self._note)
        return msal.ConfidentialClientApplication(
            self.client_id,
            client_credential=self.credential.for_msal,
            authority=self._authority,
            instance_discovery=False,
            http_client=http,
        )

    def _note(self, response: Response, **_: object) -> None:
        self._last_status = response.status_code


def _silence() -> None:
    """The libraries log nothing, whatever level somebody sets: at DEBUG they write tokens, addresses, whole letters."""
    for name in [*_TALKATIVE, *logging.Logger.manager.loggerDict]:
        if name.partition(".")[0] in _TALKATIVE:
            logging.getLogger(name).disabled = True
