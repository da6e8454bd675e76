"""What the real O365 does on the look-alike Graph: what works, and each trap seen from the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msal
import pytest
import requests
from O365 import Account, Connection, MSGraphProtocol
from O365.utils.token import MemoryTokenBackend

from tests.contract import mail
from tests.lookalike.faults import Fault
from tests.lookalike.graph import GraphServer
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT
from tests.lookalike.items import Attachment
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.on_graph import OnGraph
from tests.world import ToldClock


@pytest.fixture(autouse=True)
def no_other_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the environment names another authority to trust."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


class _Protocol(MSGraphProtocol):  # type: ignore[misc] # O365 has no types
    _protocol_url = ""


class _Connection(Connection):  # type: ignore[misc] # O365 has no types
    authority = ""

    @property
    def msal_client(self) -> Any:
        if self._msal_client is None:
            self._msal_client = msal.ConfidentialClientApplication(
                self.auth[0],
                client_credential=self.auth[1],
                authority=self.authority,
                token_cache=self.token_backend,
                verify=self.verify_ssl,
                instance_discovery=False,
            )
        return self._msal_client


class TestO365(OnGraph):
    """What O365 does, seen from the server."""

    @pytest.fixture
    def account(self, graph: GraphServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
        """A signed-in account that asks for ids that last."""
        monkeypatch.setattr(_Protocol, "_protocol_url", f"{graph.url}/")
        monkeypatch.setattr(_Connection, "authority", f"{graph.url}/{TENANT}")
        monkeypatch.setattr(Account, "connection_constructor", _Connection)
        account = Account(
            (CLIENT, SECRET),
            auth_flow_type="credentials",
            tenant_id=TENANT,
            protocol=_Protocol(timezone="UTC"),
            token_backend=MemoryTokenBackend(),
            requests_delay=0,
            request_retries=1,
            timeout=30,
            verify_ssl=graph.ca,
            default_headers={"Prefer": 'IdType="ImmutableId"'},
        )
        assert account.authenticate()
        yield account
        if account.connection.session:
            account.connection.session.close()
        account.connection.msal_client.http_client.close()

    def test_reads(self, box: Mailbox, account: Any) -> None:
        """Lists, MIME, folders and categories work; ids are those that last."""
        item = box.deliver(mail())
        mailbox = account.mailbox(resource=box.address)
        (message,) = mailbox.inbox_folder().get_messages(limit=5)
        assert (message.object_id, message.subject) == (item.immutable_id, "My review")
        assert message.get_mime_content() == mail()
        folder = mailbox.create_child_folder("Reviews")
        assert message.move(folder)
        with pytest.raises(requests.HTTPError, match="409"):
            mailbox.create_child_folder("Reviews")
        account.outlook_categories(resource=box.address).create_category("Urgent", color="red")
        assert box.master_categories == {"Urgent": "preset0"}

    def test_attachments(self, box: Mailbox, account: Any) -> None:
        """An attached message has its MIME; a link looks like a file without content."""
        item = box.deliver(mail())
        box.attach(item, Attachment("", "Inner", "item", mail("Inner"), "message/rfc822"))
        box.attach(item, Attachment("", "Link", "reference", url="https://files.example/x"))
        (message,) = account.mailbox(resource=box.address).inbox_folder().get_messages(limit=5)
        message.attachments.download_attachments()
        inner, link = message.attachments
        assert b"Subject: Inner" in message.attachments.get_mime_content(inner)
        assert (link.attachment_type, link.content) == ("file", None)

    def test_whose_categories(self, account: Any) -> None:
        """Without the mailbox's name the master list is asked of nobody, and refused."""
        with pytest.raises(requests.HTTPError, match="400"):
            account.outlook_categories().get_categories()

    def test_quotes_are_not_escaped(self, box: Mailbox, account: Any) -> None:
        """A folder asked for by a name with a quote makes a bad request."""
        with pytest.raises(requests.HTTPError, match="400"):
            account.mailbox(resource=box.address).get_folder(folder_name="O'Brien")

    def test_headers_are_dropped(self, graph: GraphServer, box: Mailbox, account: Any) -> None:
        """A header set on a reply is dropped without a word: saving makes no request, and the letter has none."""
        box.deliver(mail())
        (message,) = account.mailbox(resource=box.address).inbox_folder().get_messages(limit=5)
        reply = message.reply(to_all=False)
        reply.save_draft()
        graph.log.clear()
        reply.message_headers = [{"name": "x-loop", "value": "1"}]
        assert reply.save_draft()
        assert graph.log.entries == []
        assert reply.send()
        assert b"x-loop" not in box.journal[0].raw.lower()

    def test_acts_are_not_repeated(self, graph: GraphServer, box: Mailbox, account: Any) -> None:
        """O365 makes a POST once whatever is answered, and hides what a read was answered."""
        graph.faults.plan("messages.send", Fault(status=503), times=0)
        draft = account.mailbox(resource=box.address).new_message()
        draft.to.add("pat@home.example")
        draft.save_draft()
        with pytest.raises(requests.HTTPError):
            draft.send()
        assert len(graph.log.of("messages.send")) == 1
        graph.faults.plan("messages.list", Fault(status=429, retry_after="0"), times=0)
        with pytest.raises(requests.exceptions.RetryError) as trouble:
            list(account.mailbox(resource=box.address).inbox_folder().get_messages(limit=5))
        assert trouble.value.response is None

    def test_send_returns_its_error(self, box: Mailbox, account: Any) -> None:
        """Sending what is no draft answers an error instead of raising it."""
        box.deliver(mail())
        (message,) = account.mailbox(resource=box.address).inbox_folder().get_messages(limit=5)
        assert isinstance(message.send(), RuntimeError)

    def test_large_files(self, graph: GraphServer, box: Mailbox, account: Any, tmp_path: Path) -> None:
        """A large file goes by upload session with a draft that exists, and too large inline with a new one."""
        path = tmp_path / "large.bin"
        path.write_bytes(b"x" * 4_000_000)
        new = account.mailbox(resource=box.address).new_message()
        new.attachments.add(str(path))
        with pytest.raises(requests.HTTPError, match="413"):
            new.save_draft()
        draft = account.mailbox(resource=box.address).new_message()
        draft.save_draft()
        draft.attachments.add(str(path))
        draft.save_draft()
        assert [len(one.content) for one in box.listed("drafts")[0].attachments] == [4_000_000]
        assert len(graph.log.of("attachments.upload")) == 2

    def test_raw_calls(self, box: Mailbox, account: Any) -> None:
        """The connection makes what O365 has no words for: changes of a folder, replies with a body, MIME."""
        item, base = box.deliver(mail()), f"{account.protocol.service_url}users/{box.address}"
        delta = account.connection.get(
            f"{base}/mailFolders/inbox/messages/delta", headers={"Prefer": "odata.maxpagesize=50"}
        )
        assert delta.json()["value"][0]["id"] == item.immutable_id
        reply = {"message": {"body": {"contentType": "html", "content": "<p>Hello</p>"}}}
        made = account.connection.post(f"{base}/messages/{item.immutable_id}/createReply", data=reply)
        assert made.status_code == 201

    def test_expiry_breaks_it(self, box: Mailbox, account: Any, clock: ToldClock) -> None:
        """Once its token has ended, and msal has dropped it, every call of O365's fails on an assertion."""
        mailbox, backend = account.mailbox(resource=box.address), account.connection.token_backend
        assert mailbox.get_folders()
        clock.at += timedelta(hours=1)
        for token in list(backend.search(msal.TokenCache.CredentialType.ACCESS_TOKEN)):
            backend.remove_at(token)
        for _ in range(2):
            with pytest.raises(AssertionError, match="Invalid parameter type"):
                mailbox.get_folders()

    def test_revocation_breaks_it(self, graph: GraphServer, box: Mailbox, account: Any) -> None:
        """A revoked token is never replaced."""
        graph.sign_in.revoke()
        for _ in range(2):
            with pytest.raises(requests.HTTPError, match="401"):
                account.mailbox(resource=box.address).get_folders()
        assert graph.sign_in.issued == 1
