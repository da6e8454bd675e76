"""Whichever mailbox the settings choose is opened, and the libraries of the others are left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.mailbox import AuthError, Permanent
from bot.open_mailbox import open_mailbox
from config.settings import load
from store.messages import Card
from tests.graph_world import OURS, graph_world
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT

OFFICE = '[office]\nprofile = "mopac"\n[mailbox]\n'


def _written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(OFFICE + text)
    return path


def test_microsoft_365(tmp_path: Path) -> None:
    """Settings for Microsoft 365 lead to the mailbox there, with the certificates and the secret they name."""
    with graph_world(tmp_path) as world:
        path = _written(
            tmp_path,
            f'backend = "graph"\n[mailbox.graph]\ntenant_id = "{TENANT}"\nclient_id = "{CLIENT}"\nmailbox = "{OURS}"\n'
            f'authority = "{world.server.url}"\nbase_url = "{world.server.url}/v1.0"\nca_bundle = "{world.server.ca}"\n'
            'client_secret_file = "secret"\nforbidden_mailbox = "somebody.else@pcc.example"\n',
        )
        (tmp_path / "secret").write_text(SECRET)
        mailbox = open_mailbox(load(path, {}).mailbox, OURS)
        assert (mailbox.caps.name, mailbox.check().ok) == ("graph", True)
        (tmp_path / "secret").unlink()
        with pytest.raises(AuthError, match="secret"):
            open_mailbox(load(path, {}).mailbox, OURS)


def test_maildir(tmp_path: Path) -> None:
    """Settings for a folder lead to the Maildir in it."""
    mailbox = open_mailbox(load(_written(tmp_path, '[mailbox.maildir]\npath = "mail"\n'), {}).mailbox, OURS)
    assert (mailbox.caps.name, mailbox.check().ok) == ("maildir", False)
    folder = mailbox.ensure_folders({"board": ("Board",)})["board"]
    note = mailbox.note(folder, Card(key="note-1", subject="Note", html="<p>Read this.</p>", text="Read this.\n"))
    assert OURS.encode() in mailbox.mime(note).partition(b"\n\n")[0]


def test_exchange_server(tmp_path: Path) -> None:
    """Settings for an Exchange Server lead there; for Exchange Online they are refused with the reason."""
    pytest.importorskip("exchangelib")
    (tmp_path / "password").write_text("hunter2\n")
    ews = (
        'backend = "ews"\n[mailbox.ews]\nendpoint = "https://mail.office.example/EWS/Exchange.asmx"\n'
        f'mailbox = "{OURS}"\nusername = "bot"\npassword_file = "password"\n'
    )
    assert open_mailbox(load(_written(tmp_path, ews), {}).mailbox, OURS).caps.name == "ews"
    online = ews.replace("mail.office.example", "outlook.office365.com")
    with pytest.raises(Permanent, match="1 April 2027"):
        open_mailbox(load(_written(tmp_path, online), {}).mailbox, OURS)
    (tmp_path / "password").unlink()
    with pytest.raises(AuthError, match="password"):
        open_mailbox(load(_written(tmp_path, ews), {}).mailbox, OURS)


def test_only_what_is_needed_is_imported() -> None:
    """The command line and the service come without any library for mailboxes; each is half a second to import."""
    script = (
        "import sys, bot.cli, bot.prompt.opening, bot.service\n"
        "heavy = {'O365', 'msal', 'exchangelib', 'requests'} & {name.partition('.')[0] for name in sys.modules}\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
