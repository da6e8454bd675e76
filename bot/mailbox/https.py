"""Sessions to Microsoft's servers that trust exactly what the settings say; knows no password and asks nothing."""

from __future__ import annotations

from pathlib import Path

import requests
from requests.utils import get_environ_proxies


def session(url: str, ca_bundle: Path | None) -> requests.Session:
    """A session for this place, through the proxy the environment names for it.

    Certificates are checked against `ca_bundle` alone where one is given. Nothing else is taken from the environment:
    neither other certificates nor a password from somebody's .netrc, which would displace the token.
    """
    made = requests.Session()
    made.trust_env = False
    made.verify = True if ca_bundle is None else str(ca_bundle)
    made.proxies = get_environ_proxies(url)
    return made
