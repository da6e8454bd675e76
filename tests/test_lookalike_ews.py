"""The look-alike Exchange Server, driven by exchangelib's own objects, is answered as Exchange does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests
from exchangelib import (
    BASIC,
    DELEGATE,
    IMPERSONATION,
    UTC,
    Account,
    Configuration,
    Credentials,
    ExtendedProperty,
    FileAttachment,
    Folder,
    HTMLBody,
    ItemAttachment,
    Mailbox,
    Message,
)
from exchangelib.errors import (
    ErrorChangeKeyRequiredForWriteOperations,
    ErrorFolderExists,
    ErrorInvalidSyncStateData,
    ErrorItemNotFound,
    ErrorServerBusy,
    UnauthorizedError,
)
from exchangelib.properties import AlternateId, ItemId
from exchangelib.protocol import BaseProtocol, close_connections
from exchangelib.services import CopyItem, SendItem

from tests.contract import mail
from tests.ews_world import ACCOUNT, ADDRESS, PASSWORD, EwsWorld, exchange
from tests.lookalike.ews import OPERATIONS
from tests.lookalike.faults import Fault


class Key(ExtendedProperty):
    """A named property of ours."""

    property_set_id = "11111111-2222-3333-4444-555555555555"
    property_name = "Key"
    property_type = "String"


class Suppress(ExtendedProperty):
    """An x- header."""

    distinguished_property_set_id = "InternetHeaders"
    property_name = "X-Auto-Response-Suppress"
    property_type = "String"


@pytest.fixture(scope="module", autouse=True)
def _properties() -> Iterator[None]:
    Message.register("ours", Key)
    Message.register("suppress", Suppress)
    yield
    Message.deregister("ours")
    Message.deregister("suppress")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[EwsWorld]:
    """A server, which exchangelib trusts while the test runs."""
    with exchange() as world:

        class Trusting(requests.adapters.HTTPAdapter):
            def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
                super().cert_verify(conn, url, world.server.ca, cert)

        monkeypatch.setattr(BaseProtocol, "HTTP_ADAPTER_CLS", Trusting)
        yield world
        close_connections()


def signed_in(world: EwsWorld, *, password: str = PASSWORD, access: str = IMPERSONATION) -> Account:
    """exchangelib as anybody would use it."""
    config = Configuration(
        service_endpoint=f"{world.server.url}/EWS/Exchange.asmx",
        credentials=Credentials(ACCOUNT, password),
        auth_type=BASIC,
    )
    return Account(ADDRESS, config=config, access_type=access, default_timezone=UTC)


@pytest.fixture
def account(world: EwsWorld) -> Account:
    """Signed in as the mailbox."""
    return signed_in(world)


def test_rules_and_replies(world: EwsWorld, account: Account) -> None:
    """The rules of the Inbox and the automatic reply, which Graph knows too, are told."""
    world.truth.rules += [
        {"sequence": 1, "isEnabled": True, "actions": {"moveToFolder": "AAMkx", "assignCategories": ["Red"]}},
        {"sequence": 2, "isEnabled": False, "actions": {"delete": True, "forwardTo": [{}]}},
    ]
    world.truth.settings["automaticRepliesSetting"] = {
        "status": "scheduled",
        "externalAudience": "all",
        "scheduledStartDateTime": {"dateTime": "2026-03-01T09:00:00"},
        "scheduledEndDateTime": {"dateTime": "2026-03-09T17:00:00"},
    }
    assert [(rule.priority, rule.is_enabled, rule.actions.delete) for rule in account.rules] == [
        (1, True, None),
        (2, False, True),
    ]
    away = account.oof_settings
    assert (away.state, away.external_audience, away.end.day) == ("Scheduled", "All", 9)


def test_every_operation(world: EwsWorld, account: Account) -> None:
    """One run of a service's day uses every operation there is."""
    top = account.msg_folder_root
    folder = Folder(parent=top, name="Reviews / 1")
    folder.save()
    list(top.sync_hierarchy())
    world.deliver(mail())
    assert [kind for kind, _ in account.inbox.sync_items()] == ["create"]
    inbox = account.inbox
    subscription, mark = inbox.subscribe_to_pull()
    world.deliver(mail("Later"))
    list(inbox.get_events(subscription, mark))
    got = account.inbox.get(subject="My review")
    assert b"My review" in got.mime_content
    got.categories = ["Urgent"]
    got.save(update_fields=["categories"])
    (copied,) = CopyItem(account=account).call(items=[got], to_folder=folder)
    got.move(folder)
    reply = got.create_reply("RE: My review", "Thank you").save(account.drafts)
    draft = Message(account=account, folder=account.drafts, id=reply.id, changekey=reply.changekey)
    draft.refresh()
    draft.attach(FileAttachment(name="a.txt", content=b"a"))
    draft.refresh()
    assert draft.attachments[0].content == b"a"
    draft.send()
    Message(account=account, folder=account.drafts, subject="Gone").save().delete()
    list(account.protocol.convert_ids([AlternateId(id=got.id, format="EwsId", mailbox=ADDRESS)], "HexEntryId"))
    list(folder.walk())
    assert copied[0] != got.id
    folder.delete()
    world.mailbox.ensure_categories({"Urgent": "preset9"})
    world.mailbox.ensure_categories({"Overdue": "preset0"})
    assert set(OPERATIONS) <= {entry.operation for entry in world.server.log.entries}


def test_sync(world: EwsWorld, account: Account) -> None:
    """Changes are told once each, in pages, from a state that can be handed on; a state of nobody's is refused."""
    for number in range(5):
        world.deliver(mail(f"Number {number}"))
    inbox = account.inbox
    first = list(inbox.sync_items(max_changes_returned=2))
    assert [kind for kind, _ in first] == ["create"] * 5
    state = inbox.item_sync_state
    assert list(inbox.sync_items(sync_state=state)) == []
    gone, read, changed = (item for _, item in first[:3])
    world.person_removes(gone.id)
    seen = world.truth.item(read.id)
    seen.is_read = True
    world.truth.touch(seen, only_read=True)
    world.truth.touch(world.truth.item(changed.id))
    told = dict(inbox.sync_items(sync_state=state))
    assert told["delete"].id == gone.id
    assert told["read_flag_change"][0].id == read.id
    assert told["update"].id == changed.id
    with pytest.raises(ErrorInvalidSyncStateData):
        list(inbox.sync_items(sync_state="bm9ib2R5J3M="))


def test_search(world: EwsWorld, account: Account) -> None:
    """Restrictions, order and pages work as exchangelib writes them."""
    for number in range(3):
        Message(account=account, folder=account.drafts, subject=f"Draft {number}", ours=f"k{number}").save()
    drafts = account.drafts
    assert drafts.get(ours="K1").subject == "Draft 1"
    assert not drafts.filter(ours="k").exists()
    assert {one.subject for one in drafts.filter(subject__contains="draft")} == {"Draft 0", "Draft 1", "Draft 2"}
    assert {one.subject for one in drafts.filter(subject__startswith="Draft").exclude(ours="k0")} == {
        "Draft 1",
        "Draft 2",
    }
    assert {one.subject for one in drafts.filter(is_draft=True)} == {"Draft 0", "Draft 1", "Draft 2"}
    assert [one.subject for one in drafts.all().order_by("-subject").only("subject")[:2]] == ["Draft 2", "Draft 1"]
    assert len(list(drafts.all().only("ours"))) == 3
    query = drafts.all().only("subject")
    query.page_size = 2
    assert len(list(query)) == 3


def test_moving(world: EwsWorld, account: Account) -> None:
    """An item has another id once it was moved, and none by the old one."""
    world.deliver(mail())
    item = account.inbox.get(subject="My review")
    was = item.id
    item.move(account.junk)
    assert item.id != was
    assert account.junk.get(id=item.id, changekey=None).subject == "My review"
    with pytest.raises(ErrorItemNotFound):
        account.inbox.get(id=was, changekey=None)


def test_properties_and_headers(world: EwsWorld, account: Account) -> None:
    """Properties survive being sent and stay inside; x- headers leave with the message."""
    draft = Message(
        account=account,
        folder=account.drafts,
        subject="Hello",
        body=HTMLBody("<p>Hello</p>"),
        to_recipients=[Mailbox(email_address="pat@home.example")],
        ours="k1",
        suppress="All",
        message_id="<own@pcc.example>",
    ).save()
    draft.send()
    sent = account.sent.get(ours="k1")
    assert (sent.subject, sent.message_id, sent.is_draft) == ("Hello", "<own@pcc.example>", False)
    (left,) = world.sent()
    assert b"X-Auto-Response-Suppress: All" in left
    assert b"k1" not in left


def test_reply(world: EwsWorld, account: Account) -> None:
    """A reply takes its thread, its recipient and the words it answers from the message."""
    world.deliver(mail())
    account.inbox.get(subject="My review").reply("RE: My review", "Thank you")
    (left,) = world.truth.journal
    assert left.recipients == ("pat@home.example",)
    assert b"In-Reply-To: <q1@home.example>" in left.raw
    assert b"Thank you" in left.raw
    assert b"Please review my complaint" in left.raw


def test_attachments(world: EwsWorld, account: Account) -> None:
    """A file and a message inside another come back as they were put in."""
    draft = Message(account=account, folder=account.drafts, subject="With files").save()
    draft.attach(FileAttachment(name="a.pdf", content=b"%PDF", content_type="application/pdf"))
    inner = Message(account=account, folder=account.drafts, subject="Inside", body="Words")
    draft.attach(ItemAttachment(name="Inside", item=inner))
    again = account.drafts.get(subject="With files")
    one, other = sorted(again.attachments, key=lambda one: one.name, reverse=True)
    assert (one.content, one.content_type, other.item.subject) == (b"%PDF", "application/pdf", "Inside")


def test_mime(world: EwsWorld, account: Account) -> None:
    """A draft made from MIME says what the MIME says, without the headers that no machine may set."""
    raw = b"Subject: From MIME\r\nTo: pat@home.example\r\nAuto-Submitted: auto-replied\r\nX-Odd: 1\r\n\r\nWords\r\n"
    Message(account=account, folder=account.drafts, mime_content=raw, ours="k").save().send()
    (left,) = world.sent()
    assert b"Words" in left
    assert b"Auto-Submitted" not in left
    assert b"X-Odd" not in left


def test_sending_needs_the_change_key(world: EwsWorld, account: Account) -> None:
    """A draft is sent only under its present change key, and once."""
    draft = Message(
        account=account, folder=account.drafts, subject="x", to_recipients=[Mailbox(email_address="pat@home.example")]
    ).save()
    send, item = SendItem(account=account), (draft.id, draft.changekey)
    with pytest.raises(ErrorChangeKeyRequiredForWriteOperations):
        list(send.call(items=[ItemId(draft.id)], saved_item_folder=account.sent))
    assert list(send.call(items=[item], saved_item_folder=account.sent)) == [True]
    (again,) = send.call(items=[item], saved_item_folder=account.sent)
    assert isinstance(again, ErrorItemNotFound)
    assert len(world.sent()) == 1


def test_folders(world: EwsWorld, account: Account) -> None:
    """A folder's name is there once in any casing; hidden folders are not told."""
    Folder(parent=account.msg_folder_root, name="Reviews").save()
    with pytest.raises(ErrorFolderExists):
        Folder(parent=account.msg_folder_root, name="REVIEWS").save()
    names = {one.name for one in account.msg_folder_root.walk()}
    assert {"Inbox", "Reviews"} <= names
    assert "Deletions" not in names


def test_delegate(world: EwsWorld) -> None:
    """A delegate names the mailbox with each folder; one who does not is taken for the owner of none."""
    account = signed_in(world, access=DELEGATE)
    world.deliver(mail())
    assert [one.subject for one in account.inbox.all().only("subject")] == ["My review"]
    asked = [entry.body for entry in world.server.log.of("FindItem")]
    assert all(ADDRESS.encode() in body for body in asked)


def test_faults(world: EwsWorld, account: Account) -> None:
    """A busy server says for how long; a stranger is told so; and after a fault the truth is as it says."""
    assert account.inbox.total_count == 0
    world.server.faults.plan("GetFolder", Fault(500, "ErrorServerBusy", retry_after="3"), times=0)
    with pytest.raises(ErrorServerBusy) as busy:
        account.inbox.refresh()
    assert busy.value.back_off == 3
    close_connections()
    with pytest.raises(UnauthorizedError):
        signed_in(world, password="no").inbox.refresh()


def test_lag(world: EwsWorld, account: Account) -> None:
    """What was sent is seen in Sent Items only when transport is done with it."""
    world.truth.habits.sent_lag = timedelta(minutes=2)
    draft = Message(
        account=account, folder=account.drafts, subject="x", to_recipients=[Mailbox(email_address="pat@home.example")]
    ).save()
    draft.send()
    assert (list(account.drafts.all()), list(account.sent.all())) == ([], [])
    world.truth.now.passes(minutes=3)
    assert len(list(account.sent.all())) == 1


def test_order_of_the_schema(world: EwsWorld, account: Account) -> None:
    """Elements out of the order of the schema, which Exchange refuses, are refused."""
    body = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
        'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body>'
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Body BodyType="Text">x</t:Body>'
        "<t:Subject>x</t:Subject></t:Message></m:Items></m:CreateItem></s:Body></s:Envelope>"
    )
    answer = requests.post(
        f"{world.server.url}/EWS/Exchange.asmx",
        data=body,
        auth=(ACCOUNT, PASSWORD),
        headers={"Content-Type": "text/xml"},
        verify=world.server.ca,
        timeout=10,
    )
    assert answer.status_code == 500
    assert "ErrorSchemaValidation" in answer.text
    assert account.drafts.total_count == 0


def test_list_of_categories(world: EwsWorld, account: Account) -> None:
    """The list of categories is told to others as XML, with what Graph knows of it, and only where it lies."""
    with pytest.raises(ErrorItemNotFound):
        account.calendar.get_user_configuration(name="CategoryList", properties="XmlData")
    world.truth.master_categories["Urgent"] = "preset9"
    told = account.calendar.get_user_configuration(name="CategoryList", properties="XmlData")
    assert b'name="Urgent" color="9"' in told.xml_data
    with pytest.raises(ErrorItemNotFound):
        account.inbox.get_user_configuration(name="CategoryList", properties="XmlData")
    world.mailbox.ensure_categories({"Overdue": "preset0"})
    assert world.truth.master_categories == {"Urgent": "preset9", "Overdue": "preset0"}


def test_what_a_listing_cannot_tell(world: EwsWorld, account: Account) -> None:
    """A body is told of one item, never in a listing; exchangelib asks for it in a second question."""
    world.deliver(mail())
    assert [one.text_body is not None or one.body is not None for one in account.inbox.all()] == [True]
    assert [entry.operation for entry in world.server.log.entries][-2:] == ["FindItem", "GetItem"]
