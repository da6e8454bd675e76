"""The service proves itself to Microsoft by certificate or secret, and says in a sentence what is wrong with either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    NoEncryption,
    load_pem_private_key,
    pkcs12,
)

from bot.mailbox import AuthError, Unavailable
from bot.mailbox.sign_in import Credential, certificate, secret
from tests.graph_world import GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.lookalike.tls import ENDS, ClientCertificate, client_certificate


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GraphWorld]:
    """A tenant at the look-alike that trusts one certificate."""
    with graph_world(tmp_path) as made:
        made.server.sign_in.trust(client_certificate().pem)
        yield made


def _pem(folder: Path, made: ClientCertificate, *, order: int = 1) -> Path:
    path = folder / "bot.pem"
    path.write_text("".join([made.key_pem, made.pem][::order]))
    return path


def _pfx(folder: Path, made: ClientCertificate, password: str = "") -> Path:
    path = folder / "bot.pfx"
    lock: KeySerializationEncryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    key = load_pem_private_key(made.key_pem.encode(), None)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"bot", key, made.certificate, None, lock))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("order", [1, -1])
def test_pem(world: GraphWorld, order: int) -> None:
    """A PEM file with certificate and key, in either order, signs in, and tells until when it is good."""
    credential = certificate(_pem(world.folder, client_certificate(), order=order))
    assert (credential.kind, credential.good_until) == ("certificate", ENDS)
    assert world.signs_in(credential=credential).token()
    assert world.server.sign_in.last_assertion["header"]["alg"] == "PS256"


def test_pfx(world: GraphWorld) -> None:
    """A .pfx file without a password signs in; one with a password cannot be used, and that is said."""
    assert world.signs_in(credential=certificate(_pfx(world.folder, client_certificate()))).token()
    with pytest.raises(AuthError, match=r"without a password"):
        certificate(_pfx(world.folder, client_certificate(), "hunter2"))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", client_certificate().pem.encode(), client_certificate().key_pem.encode()]
)
@pytest.mark.parametrize("name", ["bot.pem", "bot.pfx"])
def test_no_certificate(tmp_path: Path, content: bytes, name: str) -> None:
    """A file that does not hold both certificate and key is refused when it is read, with its name."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AuthError, match=name):
        certificate(path)


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there, or holds no secret, is named."""
    for reads in (certificate, secret):
        with pytest.raises(AuthError, match="nowhere"):
            reads(tmp_path / "nowhere")
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(AuthError, match="empty"):
        secret(tmp_path / "empty")


def test_secret_is_not_shown(tmp_path: Path) -> None:
    """Neither secret nor key stands in what a credential shows of itself."""
    (tmp_path / "secret").write_text("hunter2\n")
    shown = f"{secret(tmp_path / 'secret')!r}{certificate(_pem(tmp_path, client_certificate()))!r}"
    assert "hunter2" not in shown
    assert "PRIVATE" not in shown


def test_not_accepted(world: GraphWorld) -> None:
    """Of a wrong secret or application, an unknown certificate or one that ran out, Microsoft's number is told."""
    other = certificate(_pem(world.folder, client_certificate("other")))
    ended = client_certificate("ended", datetime(2025, 1, 1, tzinfo=UTC))
    world.server.sign_in.trust(ended.pem)
    for choices, number in (
        ({"credential": Credential("secret", None, "wrong")}, "AADSTS7000215"),
        ({"credential": other}, "AADSTS700027"),
        ({"credential": certificate(_pem(world.folder, ended))}, "AADSTS700027"),
        ({"credential": other, "client_id": "00000000-0000-0000-0000-000000000000"}, "AADSTS700016"),
    ):
        with pytest.raises(AuthError, match=number):
            world.signs_in(**choices).token()


def test_unknown_tenant(world: GraphWorld) -> None:
    """A tenant that Microsoft does not know is said to be."""
    with pytest.raises(AuthError, match="tenant"):
        world.signs_in(credential=Credential("secret", None, "x"), tenant_id="nobody.example").token()


@pytest.mark.parametrize("fault", [Fault(503), Fault(429, retry_after="9"), Fault(reset=True), Fault(body=b"<html>")])
@pytest.mark.parametrize("operation", ["sign_in", "discovery"])
def test_not_available(world: GraphWorld, fault: Fault, operation: str) -> None:
    """A sign-in that does not answer is asked again later; what was refused for a moment is not refused for good."""
    signs_in = world.signs_in(credential=certificate(_pem(world.folder, client_certificate())))
    world.server.faults.plan(operation, fault)
    with pytest.raises(Unavailable):
        signs_in.token()
    world.sleep(60)
    assert world.signs_in(credential=signs_in.credential).token()


def test_one_token_until_it_runs_out(world: GraphWorld) -> None:
    """A token is used until it is told to be renewed."""
    signs_in = world.signs_in(credential=certificate(_pem(world.folder, client_certificate())))
    first = signs_in.token()
    assert signs_in.token() == first
    assert signs_in.token(renew=True) != first
    assert world.server.sign_in.issued == 2
