"""Drives the look-alike Exchange Server with exchangelib's own objects, in an environment of its own."""

from __future__ import annotations

import json
import sys

from exchangelib import (
    BASIC,
    IMPERSONATION,
    Account,
    Configuration,
    Credentials,
    ExtendedProperty,
    FileAttachment,
    Folder,
    HTMLBody,
    Message,
)
from exchangelib.errors import ErrorFolderExists, ErrorItemNotFound
from exchangelib.services import GetItem


class Key(ExtendedProperty):
    """A named property."""

    property_set_id = "11111111-2222-3333-4444-555555555555"
    property_name = "Key"
    property_type = "String"


def main(told: dict[str, str]) -> None:
    """Every step, each said when it worked."""
    Message.register("ours", Key)
    server = Configuration(
        service_endpoint=told["endpoint"],
        credentials=Credentials(told["username"], told["password"]),
        auth_type=BASIC,
    )
    account = Account(told["mailbox"], config=server, autodiscover=False, access_type=IMPERSONATION)
    assert account.version.build.major_version == 15
    print("ok sign in")

    made = Folder(parent=account.msg_folder_root, name="From exchangelib")
    made.save()
    Folder(parent=made, name="Inside").save()
    try:
        Folder(parent=account.msg_folder_root, name="From exchangelib").save()
    except ErrorFolderExists:
        print("ok folders")

    assert account.inbox.all().count() == 23
    first = account.inbox.get(subject="Number 7")
    assert b"Subject: Number 7" in first.mime_content
    print("ok a list, a filter and MIME")

    assert len(list(account.inbox.sync_items())) == 23
    state = account.inbox.item_sync_state
    first.categories = ["Seen"]
    first.save(update_fields=["categories"])
    assert [what for what, _ in account.inbox.sync_items(sync_state=state)] == ["update"]
    print("ok changes")

    message = Message(
        account=account, folder=account.drafts, subject="From exchangelib", body=HTMLBody("<p>Received.</p>"),
        to_recipients=["pat@home.example"], ours="from-exchangelib",
    )  # fmt: skip
    message.attach(FileAttachment(name="a.txt", content=b"abc"))
    message.save()
    message.refresh()
    assert [one.name for one in message.attachments] == ["a.txt"]
    message.send()
    (found,) = account.sent.filter(ours="from-exchangelib")
    assert found.subject == "From exchangelib"
    print("ok a keyed draft with a file, sent and found")

    draft = first.create_reply(subject="RE: Number 7", body="Received.").save(account.drafts)
    assert [one.subject for one in account.drafts.filter(subject="RE: Number 7")] == ["RE: Number 7"]
    assert draft is not None
    print("ok a reply kept as a draft")

    before = first.id
    first.move(made)
    assert first.id != before
    answers = list(GetItem(account=account).call(items=[(before, None)], additional_fields=[], shape="IdOnly"))
    assert isinstance(answers[0], ErrorItemNotFound)
    print("ok a move changes the id")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
