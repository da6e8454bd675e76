"""Certificates for tests: an authority of our own, a server on the loopback under it, and clients that sign in."""

from __future__ import annotations

import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGINS, ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Authority:
    """Files of one authority: its own certificate, which clients trust, and the server's chain with its key."""

    ca: Path
    chain: Path

    def server_context(self) -> ssl.SSLContext:
        """What a server on localhost, 127.0.0.1 or ::1 shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain)
        return context


@dataclass(frozen=True)
class ClientCertificate:
    """A certificate a client signs in with, and its key, both PEM; the certificate says until when it is good."""

    certificate: x509.Certificate
    pem: str
    key_pem: str

    @property
    def thumbprint(self) -> str:
        """The SHA-1 thumbprint in upper-case hexadecimal, as Entra shows it."""
        return self.certificate.fingerprint(hashes.SHA1()).hex().upper()


@cache
def authority() -> Authority:
    """The authority of this test run; made once."""
    directory = Path(tempfile.mkdtemp(prefix="lookalike-ca-"))
    key, host_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ours = _certificate("Look-alike authority", key, "Look-alike authority", key, authority_itself=True)
    host = _certificate("localhost", host_key, "Look-alike authority", key)
    made = Authority(directory / "ca.pem", directory / "chain.pem")
    made.ca.write_bytes(ours.public_bytes(Encoding.PEM))
    made.chain.write_bytes(_private(host_key) + host.public_bytes(Encoding.PEM))
    return made


@cache
def client_certificate(name: str = "reviews-bot", ends: datetime = ENDS) -> ClientCertificate:
    """A self-signed RSA certificate for signing in; made once for each name and end."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    made = _certificate(name, key, name, key, ends=ends)
    return ClientCertificate(made, made.public_bytes(Encoding.PEM).decode(), _private(key).decode())


def _private(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(
    name: str, key: Key, issuer: str, issuer_key: Key, *, authority_itself: bool = False, ends: datetime = ENDS
) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    hosts = [x509.DNSName("localhost"), *(x509.IPAddress(ip_address(one)) for one in ("127.0.0.1", "::1"))]
    builder = (
        x509.CertificateBuilder(named(issuer), named(name), key.public_key(), x509.random_serial_number(), BEGINS, ends)
        .add_extension(x509.BasicConstraints(ca=authority_itself, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(_usage(authority_itself), critical=True)
    )
    if not authority_itself:
        builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False).add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(authority_itself: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority_itself,
        crl_sign=authority_itself,
        encipher_only=False,
        decipher_only=False,
    )
