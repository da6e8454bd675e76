"""NTLM at the door of a look-alike Exchange Server with Extended Protection: a sign-in that belongs to a connection."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import spnego
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from spnego._ntlm_raw.messages import Authenticate, AvId, NTClientChallengeV2
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import SpnegoError

from tests.lookalike.tls import authority

_SIGNED_IN, _UNDER_WAY = "ntlm.signed_in", "ntlm.under_way"


class Ntlm:
    """Checks handshakes against names and passwords, and that each is bound to this very server's certificate."""

    def __init__(self, passwords: dict[str, str]) -> None:
        self._lines = "".join(f"{_line(user)}:{word}\n" for user, word in passwords.items())

    def step(self, connection: dict[str, Any], proof: str) -> tuple[str, str]:
        """Who is signed in on this connection now ("" for nobody), and the challenge to send back, "" for none."""
        if not proof:
            return connection.get(_SIGNED_IN, ""), ""
        try:
            sent = base64.b64decode(proof, validate=True)
            with self._known():
                context = connection.pop(_UNDER_WAY, None) or spnego.server(
                    protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm
                )
                answer = context.step(sent)
        except (SpnegoError, ValueError, binascii.Error):
            return "", ""
        if not context.complete:
            connection[_UNDER_WAY] = context
        elif _bound(sent):
            connection[_SIGNED_IN] = str(context.client_principal)
        return connection.get(_SIGNED_IN, ""), base64.b64encode(answer).decode() if answer else ""

    @contextmanager
    def _known(self) -> Iterator[None]:
        """The names and passwords are where spnego looks for them."""
        with tempfile.TemporaryDirectory() as folder:
            known = Path(folder, "known")
            known.write_text(self._lines)
            with patch.dict(os.environ, NTLM_USER_FILE=str(known)):
                yield


def _bound(sent: bytes) -> bool:
    """Whether a proof is bound to the certificate that this server shows."""
    shown = x509.load_pem_x509_certificate(authority().chain.read_bytes()).fingerprint(hashes.SHA256())
    binding = GssChannelBindings(application_data=b"tls-server-end-point:" + shown)
    said = NTClientChallengeV2.unpack(Authenticate.unpack(sent).nt_challenge_response[16:]).av_pairs
    return said.get(AvId.channel_bindings) == hashlib.md5(binding.pack()).digest()


def _line(user: str) -> str:
    domain, _, name = user.rpartition("\\")
    return f"{domain}:{name}"
