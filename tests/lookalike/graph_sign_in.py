"""Sign-in of the look-alike: OIDC discovery and the token endpoint; secret or certificate are really checked."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.lookalike.serving import Request, Response

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT = "66666666-7777-8888-9999-000000000000"
SECRET = "look-alike~secret.value"
ROLES = ("Mail.ReadWrite", "Mail.Send", "MailboxSettings.ReadWrite")
CLOCK_SKEW = 300
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class _No(Exception):
    """Sign-in is refused with this number of Entra and its words."""

    def __init__(self, number: int, words: str, *, error: str = "invalid_client", status: int = 401) -> None:
        super().__init__(words)
        self.number, self.error, self.status = number, error, status


@dataclass
class SignIn:
    """The directory of one tenant with one application; `now` is the told clock, by which tokens end.

    `token_lives` is in seconds; `secrets` and certificates may come and go while it runs; `roles` are those of
    tokens given out from now on.
    """

    now: Callable[[], datetime]
    tenant: str = TENANT
    client: str = CLIENT
    token_lives: int = 3600
    roles: tuple[str, ...] = ROLES
    secrets: set[str] = field(default_factory=lambda: {SECRET})
    certificates: list[x509.Certificate] = field(default_factory=list)
    issued: int = 0
    last_assertion: dict[str, Any] = field(default_factory=dict)
    _tokens: dict[str, tuple[datetime, tuple[str, ...]]] = field(default_factory=dict)

    def trust(self, pem: str) -> None:
        """The application may sign in with this certificate."""
        self.certificates.append(x509.load_pem_x509_certificate(pem.encode()))

    def revoke(self) -> None:
        """No token given out until now is good any more; clients that keep one are not told."""
        self._tokens.clear()

    def permissions(self, request: Request) -> tuple[str, ...] | str:
        """What the token of the request allows; in words why it is no good."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return "Access token is empty."
        if token not in self._tokens:
            return "Access token validation failure. Invalid audience or revoked."
        ends, roles = self._tokens[token]
        return roles if self.now() < ends else "Lifetime validation failed, the token is expired."

    def answer(self, request: Request, host: str) -> Response:
        """The discovery document, or a token."""
        tenant = request.path.strip("/").partition("/")[0]
        try:
            if tenant not in {self.tenant, "common", "organizations"}:
                raise _No(90002, f"Tenant '{tenant}' not found.", error="invalid_tenant", status=400)
            if request.path.endswith("/.well-known/openid-configuration"):
                return _said(200, self._discovery(host))
            return _said(200, self._token(dict(parse_qsl(request.body.decode())), f"{host}/{tenant}"))
        except _No as no:
            at = self.now().strftime("%Y-%m-%d %H:%M:%SZ")
            words = f"AADSTS{no.number}: {no} Trace ID: 0 Correlation ID: 0 Timestamp: {at}"
            return _said(no.status, {"error": no.error, "error_description": words, "error_codes": [no.number]})

    def _discovery(self, host: str) -> dict[str, Any]:
        base = f"{host}/{self.tenant}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "response_types_supported": ["code", "id_token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "tenant_region_scope": "EU",
        }

    def _token(self, form: dict[str, str], base: str) -> dict[str, Any]:
        if form.get("grant_type") != "client_credentials":
            raise _No(70003, "The app requested an unsupported grant type.", error="unsupported_grant_type", status=400)
        if form.get("client_id") != self.client:
            raise _No(700016, "Application was not found in the directory.", error="unauthorized_client", status=400)
        if not form.get("scope", "").endswith("/.default"):
            raise _No(1002012, "The provided value for scope is not valid.", error="invalid_scope", status=400)
        if form.get("client_assertion_type") == ASSERTION:
            self._check_assertion(form.get("client_assertion", ""), f"{base}/oauth2/v2.0/token")
        elif form.get("client_secret") not in self.secrets:
            raise _No(7000215, "Invalid client secret provided.")
        self.issued += 1
        ends = self.now() + timedelta(seconds=self.token_lives)
        about = {
            "aud": "https://graph.microsoft.com",
            "iss": f"{base}/v2.0",
            "appid": self.client,
            "tid": self.tenant,
            "roles": list(self.roles),
            "iat": int(self.now().timestamp()),
            "exp": int(ends.timestamp()),
            "uti": str(self.issued),
        }
        token = jwt.encode(about, "the look-alike's own key, no shorter than 32 bytes", algorithm="HS256")
        self._tokens[token] = (ends, self.roles)
        lives = {"expires_in": self.token_lives, "ext_expires_in": self.token_lives}
        return {"token_type": "Bearer", "access_token": token, **lives}

    def _check_assertion(self, assertion: str, endpoint: str) -> None:
        """The assertion names a trusted certificate in force, is signed with its key, about us and for this place."""
        try:
            head = jwt.get_unverified_header(assertion)
        except jwt.PyJWTError:
            raise _No(50027, "Invalid JWT token.", error="invalid_request", status=400) from None
        trusted = next((one for one in self.certificates if _named(head, one)), None)
        if trusted is None:
            raise _No(700027, "The certificate used to sign the client assertion is not registered on application.")
        if trusted.not_valid_after_utc < self.now():
            raise _No(700027, "The certificate used to sign the client assertion has expired.")
        options: Any = {"require": ["exp", "iss", "sub", "jti", "aud"]}
        try:
            said = jwt.decode(
                assertion,
                trusted.public_key(),  # type: ignore[arg-type]
                algorithms=["PS256", "RS256"],
                audience=endpoint,
                issuer=self.client,
                leeway=CLOCK_SKEW,
                options=options,
            )
        except jwt.PyJWTError as trouble:
            raise _No(700027, f"Client assertion failed signature validation ({type(trouble).__name__}).") from None
        if said["sub"] != self.client:
            raise _No(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
        self.last_assertion = {"header": head, "claims": said}


def _named(head: dict[str, Any], certificate: x509.Certificate) -> bool:
    """PS256 goes with the SHA-256 thumbprint, RS256 with the SHA-1 one; padding or none."""
    kinds: dict[str, tuple[str, hashes.HashAlgorithm]] = {
        "PS256": ("x5t#S256", hashes.SHA256()),
        "RS256": ("x5t", hashes.SHA1()),
    }
    if head.get("alg") not in kinds:
        return False
    name, algorithm = kinds[head["alg"]]
    print_ = base64.urlsafe_b64encode(certificate.fingerprint(algorithm)).decode()
    return str(head.get(name, "")).rstrip("=") == print_.rstrip("=")


def _said(status: int, content: dict[str, Any]) -> Response:
    kind = "application/json; charset=utf-8"
    headers = {"Content-Type": kind, "Cache-Control": "no-store, no-cache"}
    return Response(status, json.dumps(content).encode(), headers)
