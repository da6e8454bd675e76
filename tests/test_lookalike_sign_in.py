"""The look-alike's sign-in takes the real msal as Entra does; its tokens end, and are good for one mailbox only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msal
import pytest
import requests
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12

from tests.contract import mail
from tests.lookalike.caller import Caller, code
from tests.lookalike.faults import Fault
from tests.lookalike.graph import GraphServer
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.on_graph import OnGraph
from tests.lookalike.tls import client_certificate
from tests.world import ToldClock

SCOPES = ["https://graph.microsoft.com/.default"]


@pytest.fixture(autouse=True)
def no_other_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the environment names another authority to trust."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


class TestMsal(OnGraph):
    """Tokens through msal."""

    @pytest.fixture
    def app(self, graph: GraphServer) -> Iterator[Callable[..., msal.ConfidentialClientApplication]]:
        """Makes an application that trusts the look-alike."""
        sessions: list[requests.Session] = []

        def make(credential: Any = SECRET, **more: Any) -> msal.ConfidentialClientApplication:
            sessions.append(requests.Session())
            sessions[-1].verify = graph.ca
            place = (
                {} if "oidc_authority" in more else {"authority": f"{graph.url}/{TENANT}", "instance_discovery": False}
            )
            return msal.ConfidentialClientApplication(
                CLIENT, client_credential=credential, http_client=sessions[-1], **(place | more)
            )

        yield make
        for one in sessions:
            one.close()

    def test_secret(self, graph: GraphServer, app: Callable[..., Any]) -> None:
        """A secret is worth a token, which msal keeps as long as it is good."""
        client = app()
        first, second = (client.acquire_token_for_client(SCOPES) for _ in range(2))
        assert first["token_type"] == "Bearer"
        assert second["token_source"] == "cache"
        assert graph.log.counts() == {"discovery": 1, "sign_in": 1}

    def test_issuer(self, graph: GraphServer, app: Callable[..., Any]) -> None:
        """The OIDC form of the authority needs discovery only; 127.0.0.1 is as good a name."""
        for base in (graph.url, graph.url.replace("localhost", "127.0.0.1")):
            client = app(oidc_authority=f"{base}/{TENANT}/v2.0")
            assert client.acquire_token_for_client(SCOPES)["access_token"]

    def test_only_https(self, graph: GraphServer, app: Callable[..., Any]) -> None:
        """msal refuses an authority without TLS."""
        with pytest.raises(ValueError, match="https"):
            app(authority=f"{graph.url.replace('https', 'http')}/{TENANT}")

    @pytest.mark.parametrize(
        ("form", "algorithm", "thumbprint"),
        [("pem", "PS256", "x5t#S256"), ("thumbprint", "RS256", "x5t"), ("pfx", "PS256", "x5t#S256")],
    )
    def test_certificate(
        self, graph: GraphServer, app: Callable[..., Any], tmp_path: Path, form: str, algorithm: str, thumbprint: str
    ) -> None:
        """A certificate signs in by an assertion, each form of it with its own algorithm and thumbprint."""
        mine = client_certificate()
        graph.sign_in.trust(mine.pem)
        pfx = tmp_path / "mine.pfx"
        key: Any = load_pem_private_key(mine.key_pem.encode(), None)
        pfx.write_bytes(
            pkcs12.serialize_key_and_certificates(b"a", key, mine.certificate, None, BestAvailableEncryption(b"p"))
        )
        forms = {
            "pem": {"private_key": mine.key_pem, "public_certificate": mine.pem},
            "thumbprint": {"private_key": mine.key_pem, "thumbprint": mine.thumbprint},
            "pfx": {"private_key_pfx_path": str(pfx), "passphrase": "p"},
        }
        assert app(forms[form]).acquire_token_for_client(SCOPES)["access_token"]
        assertion = graph.sign_in.last_assertion
        assert assertion["header"]["alg"] == algorithm
        assert thumbprint in assertion["header"]
        assert assertion["claims"]["iss"] == assertion["claims"]["sub"] == CLIENT

    def test_refusals(self, graph: GraphServer, app: Callable[..., Any], clock: ToldClock) -> None:
        """A wrong secret, a certificate nobody trusts and one that has ended are each refused by Entra's number."""
        stranger = client_certificate("stranger")
        brief = client_certificate("brief", datetime(2026, 11, 24, tzinfo=UTC))
        graph.sign_in.trust(brief.pem)

        def numbers(credential: Any) -> list[int]:
            return list(app(credential).acquire_token_for_client(SCOPES).get("error_codes", []))

        def assertion(one: Any) -> dict[str, str]:
            return {"private_key": one.key_pem, "public_certificate": one.pem}

        assert numbers("wrong") == [7000215]
        assert numbers(assertion(stranger)) == [700027]
        assert numbers({"private_key": stranger.key_pem, "public_certificate": brief.pem}) == [700027]
        assert numbers(assertion(brief)) == []
        clock.at += timedelta(days=2)
        assert numbers(assertion(brief)) == [700027]

    def test_old_refusals_are_repeated_by_msal(self, graph: GraphServer, app: Callable[..., Any]) -> None:
        """A 503 of the token endpoint is an error of msal's own, and is repeated from memory."""
        graph.faults.plan("sign_in", Fault(status=503, retry_after="60"))
        client = app()
        for _ in range(2):
            with pytest.raises(msal.exceptions.MsalServiceError):
                client.acquire_token_for_client(SCOPES)
        assert len(graph.log.of("sign_in")) == 1

    def test_environment_beats_verify(
        self, graph: GraphServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """REQUESTS_CA_BUNDLE wins over the authority that was named."""
        other = tmp_path / "other.pem"
        other.write_text(client_certificate().pem)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
        with requests.Session() as session:
            session.verify = graph.ca
            with pytest.raises(requests.exceptions.SSLError):
                session.get(graph.url, timeout=30)


class TestTokens(OnGraph):
    """How long tokens are good and for what."""

    def test_expiry_and_revocation(self, graph: GraphServer, caller: Caller, clock: ToldClock) -> None:
        """A token that ended by the told clock or was revoked is answered 401 with a challenge; a new one is good."""
        clock.at += timedelta(seconds=3599)
        caller.get("/messages")
        clock.at += timedelta(seconds=1)
        refused = caller.call("GET", "/messages")
        assert code(refused) == (401, "InvalidAuthenticationToken")
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        caller.sign_in()
        caller.get("/messages")
        graph.sign_in.revoke()
        assert caller.call("GET", "/messages").status_code == 401
        assert caller.call("GET", "/messages", headers={"Authorization": None}).status_code == 401

    def test_whose_mailbox(self, caller: Caller) -> None:
        """Nobody is "me" without a person; another mailbox is denied, one that does not exist is unknown."""
        assert code(caller.call("GET", f"{caller.base}/me/messages")) == (400, "BadRequest")
        other = f"{caller.base}/users/chief@pcc.example/messages"
        assert code(caller.call("GET", other)) == (403, "ErrorAccessDenied")
        assert code(caller.call("GET", f"{caller.base}/users/x@none.example/messages")) == (404, "ErrorInvalidUser")

    def test_a_second_mailbox(self, clock: ToldClock) -> None:
        """A server over two mailboxes lets the application see both, as one whose permissions are too wide."""
        boxes = [Mailbox(f"{name}@pcc.example", now=clock.now) for name in ("reviews", "chief")]
        with GraphServer.over(*boxes) as graph:
            boxes[1].deliver(mail("Private"))
            caller = Caller(graph)
            seen = caller.get(f"{caller.base}/users/chief@pcc.example/messages")
            caller.close()
        assert seen["value"][0]["subject"] == "Private"
