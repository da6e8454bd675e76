"""Proves the look-alike servers by clients nobody here wrote; each is fetched, run and judged, or skipped and why.

Outside the tests, because it installs packages: `make fidelity`, or `python -m tests.fidelity.run [client …]`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.contract import mail
from tests.lookalike.caller import KEY
from tests.lookalike.ews import Accounts, EwsApplication
from tests.lookalike.faults import Limits
from tests.lookalike.graph import GraphServer
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.serving import Server
from tests.lookalike.tls import client_certificate

HERE = Path(__file__).parent
KEPT = Path(os.environ.get("FIDELITY_DIR", HERE.parent.parent / "build" / "fidelity"))
GRAPH_SDK = ("msgraph-sdk==1.65.0", "azure-identity")
EXCHANGELIB = ("exchangelib==5.6.0",)
DAVMAIL = (
    "davmail-server", "libactivation-java", "libcommons-codec-java", "libcommons-logging-java", "libhtmlcleaner-java",
    "libhttpclient-java", "libhttpcore-java", "libjackrabbit-java", "libjaxen-java", "libjcifs-java", "libjdom2-java",
    "libjettison-java", "libjna-java", "libjna-jni", "liblog4j1.2-java", "libmail-java", "libmsv-java",
    "librelaxng-datatype-java", "libslf4j-java", "libstax2-api-java", "libwoodstox-java", "libxerces2-java",
    "libxml-commons-external-java",
)  # fmt: skip
"""DavMail and every library it needs, as Debian packages."""
PROPERTY_SET = "11111111-2222-3333-4444-555555555555"


class Skipped(Exception):
    """A client cannot be had here; the sentence says why."""


@dataclass(frozen=True)
class Client:
    """One outside client: what makes its program ready and answers the command that runs it, and its server."""

    name: str
    ready: Callable[[], list[str]]
    serve: Callable[[Mailbox], AbstractContextManager[tuple[dict[str, str], Server]]]


@contextmanager
def graph(box: Mailbox) -> Iterator[tuple[dict[str, str], Server]]:
    """The look-alike Graph, and what a client of it is told."""
    mine = client_certificate()
    pem = KEPT / "client.pem"
    pem.write_text(mine.key_pem + mine.pem)
    with GraphServer.over(box) as served:
        served.sign_in.trust(mine.pem)
        about = {"tenant": TENANT, "client": CLIENT, "secret": SECRET, "certificate": str(pem), "key": KEY}
        yield about | {"url": served.url, "ca": served.ca}, served.server


@contextmanager
def exchange(box: Mailbox) -> Iterator[tuple[dict[str, str], Server]]:
    """The look-alike Exchange Server, and what a client of it is told."""
    with _exchange_for(box, Accounts()) as served:
        yield served


@contextmanager
def own_mailbox(box: Mailbox) -> Iterator[tuple[dict[str, str], Server]]:
    """The same, signed in to as the mailbox itself, as people do; with the places DavMail needs."""
    with _exchange_for(box, Accounts({box.address: "pass word"})) as (about, server):
        yield about | {"ca": server.ca, "home": str(KEPT / "davmail"), "root": str(KEPT / "davmail" / "root")}, server


@contextmanager
def _exchange_for(box: Mailbox, accounts: Accounts) -> Iterator[tuple[dict[str, str], Server]]:
    limits = Limits(box.now, at_once=27)
    ((name, password),) = accounts.passwords.items()
    with Server(EwsApplication(box, limits, accounts), limits) as server:
        endpoint = f"{server.url}/EWS/Exchange.asmx"
        yield {"endpoint": endpoint, "username": name, "password": password, "property_set": PROPERTY_SET}, server


def _done(command: list[str], why: str, where: Path = KEPT) -> None:
    """The command has worked. Raises Skipped with the reason it did not."""
    try:
        ran = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise Skipped(f"{why} ({type(trouble).__name__}).") from None
    if ran.returncode:
        last = (ran.stderr or ran.stdout).strip().splitlines()[-1:]
        raise Skipped(f"{why} ({' '.join(last)[:200]}).")


def python_sdk() -> list[str]:
    """The Graph SDK for Python in an environment of its own."""
    return _python("graph_sdk.py", *GRAPH_SDK)


def exchangelib() -> list[str]:
    """exchangelib in an environment of its own, without anything of ours on it."""
    return _python("ews_exchangelib.py", *EXCHANGELIB)


def _python(program: str, *packages: str) -> list[str]:
    home = KEPT / Path(program).stem
    python = home / "bin" / "python"
    if not python.exists():
        _done([sys.executable, "-m", "venv", str(home)], "A virtual environment could not be made")
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    _done(install, "The packages could not be installed")
    return [str(python), str(HERE / program)]


def davmail() -> list[str]:
    """DavMail and its libraries, unpacked into a folder of their own and not installed."""
    if missing := [name for name in ("java", "keytool", "apt-get", "dpkg-deb") if not shutil.which(name)]:
        raise Skipped(f"There is no {missing[0]} here.")
    packages, root = KEPT / "davmail", KEPT / "davmail" / "root"
    packages.mkdir(exist_ok=True)
    if not (root / "usr/share/davmail/davmail.jar").exists():
        _done(["apt-get", "download", "-q", *DAVMAIL], "The Debian packages could not be had", packages)
        for package in sorted(packages.glob("*.deb")):
            _done(["dpkg-deb", "-x", str(package), str(root)], "A Debian package could not be unpacked")
    return [sys.executable, "-m", "tests.fidelity.davmail"]


def graph_client() -> list[str]:
    """The Graph client for JavaScript."""
    return _node("graph_client.mjs", "@microsoft/microsoft-graph-client@3.0.7", "@azure/identity@4")


def ews_client() -> list[str]:
    """The port of Microsoft's EWS Managed API to JavaScript."""
    return _node("ews_client.mjs", "ews-javascript-api@0.15.3")


def _node(program: str, *packages: str) -> list[str]:
    """The program lies beside its packages, where node looks for them."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise Skipped("There is no node or no npm here.")
    install = ["npm", "install", "--no-audit", "--no-fund", "--silent", *packages]
    _done(install, "The packages could not be installed")
    return ["node", str(shutil.copy(HERE / program, KEPT / program))]


CLIENTS = (
    Client("msgraph-sdk (Python)", python_sdk, graph),
    Client("@microsoft/microsoft-graph-client", graph_client, graph),
    Client("ews-javascript-api", ews_client, exchange),
    Client("exchangelib", exchangelib, exchange),
    Client("DavMail", davmail, own_mailbox),
)


def judged(client: Client) -> bool:
    """Whether the client found everything as it expects and one letter left; what it said is printed."""
    command = client.ready()
    box = Mailbox("reviews@pcc.example", now=lambda: datetime(2026, 3, 2, 10, tzinfo=UTC))
    for number in range(23):
        box.deliver(mail(f"Number {number}"))
    with client.serve(box) as (about, server):
        told = json.dumps(about | {"mailbox": box.address})
        environment = os.environ | {
            "NODE_EXTRA_CA_CERTS": server.ca,
            "REQUESTS_CA_BUNDLE": server.ca,
            "PYTHONPATH": str(HERE.parent.parent) if command[0] == sys.executable else "",
        }
        ran = subprocess.run([*command, told], cwd=KEPT, env=environment, capture_output=True, text=True, timeout=300)
        asked = server.log.counts()
    print(ran.stdout, end="")
    if ran.returncode:
        print(ran.stderr[-3000:])
        return False
    left = [one.recipients for one in box.journal]
    print(f"   {sum(asked.values())} requests of {len(asked)} operations; {len(left)} letter left")
    return left == [("pat@home.example",)]


def main(wanted: list[str]) -> int:
    """Runs every client, or those whose names contain a word given; answers how many failed."""
    KEPT.mkdir(parents=True, exist_ok=True)
    failed = 0
    for client in CLIENTS:
        if wanted and not any(word in client.name for word in wanted):
            continue
        print(f"== {client.name}")
        try:
            good = judged(client)
        except Skipped as why:
            print(f"   skipped: {why}")
            continue
        print("   as it should be" if good else "   NOT as it should be")
        failed += not good
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
