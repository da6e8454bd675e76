"""Drives the look-alike Graph with Microsoft's Python SDK and its own sign-in library, in an environment of its own."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import ssl
import sys
from typing import Any

import httpx
from azure.identity import CertificateCredential, ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphServiceClient
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.internet_message_header import InternetMessageHeader
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.mail_folder import MailFolder
from msgraph.generated.models.message import Message
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.outlook_category import OutlookCategory
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.models.single_value_legacy_extended_property import SingleValueLegacyExtendedProperty
from msgraph.generated.users.item.messages.item.create_reply.create_reply_post_request_body import (
    CreateReplyPostRequestBody,
)
from msgraph.generated.users.item.messages.item.move.move_post_request_body import MovePostRequestBody
from msgraph.generated.users.item.messages.messages_request_builder import MessagesRequestBuilder
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph_core import GraphClientFactory

SCOPES = ["https://graph.microsoft.com/.default"]


def clients(told: dict[str, str]) -> list[GraphServiceClient]:
    """A client signed in by secret and one by certificate."""
    about: dict[str, Any] = {
        "authority": told["url"],
        "disable_instance_discovery": True,
        "connection_verify": told["ca"],
    }
    credentials = (
        ClientSecretCredential(told["tenant"], told["client"], told["secret"], **about),
        CertificateCredential(told["tenant"], told["client"], told["certificate"], **about),
    )
    made = []
    for credential in credentials:
        session = httpx.AsyncClient(verify=ssl.create_default_context(cafile=told["ca"]), timeout=30)
        provider = AzureIdentityAuthenticationProvider(credential, scopes=SCOPES, allowed_hosts=["localhost"])
        adapter = GraphRequestAdapter(provider, GraphClientFactory.create_with_default_middleware(client=session))
        adapter.base_url = f"{told['url']}/v1.0"
        made.append(GraphServiceClient(request_adapter=adapter))
    return made


async def refused(act: Any, code: str) -> None:
    """The act is refused with this code."""
    found = ""
    try:
        await act
    except ODataError as trouble:
        found = (trouble.error and trouble.error.code) or "without a code"
    assert found == code, found


def unknown(shown: Any) -> set[str]:
    """Every name the server told that Graph's own schema does not have."""
    if isinstance(shown, list):
        return {name for one in shown for name in unknown(one)}
    if not dataclasses.is_dataclass(shown):
        return set()
    names = [
        field.name for field in dataclasses.fields(shown) if field.name not in {"additional_data", "backing_store"}
    ]
    here = {f"{type(shown).__name__}.{name}" for name in getattr(shown, "additional_data", {}) if "@odata" not in name}
    return here.union(*(unknown(getattr(shown, name)) for name in names))


async def main(told: dict[str, str]) -> None:
    """Every step, each said when it worked."""
    graph, certified = clients(told)
    user = graph.users.by_user_id(told["mailbox"])
    inbox = user.mail_folders.by_mail_folder_id("inbox")

    folders = await certified.users.by_user_id(told["mailbox"]).mail_folders.get()
    assert folders.value
    print("ok sign in with a certificate")

    made = await user.mail_folders.post(MailFolder(display_name="From Python"))
    await user.mail_folders.by_mail_folder_id(made.id).child_folders.post(MailFolder(display_name="Inside"))
    await refused(user.mail_folders.post(MailFolder(display_name="From Python")), "ErrorFolderExists")
    print("ok folders")

    seen, page = [], await inbox.messages.get()
    while page:
        seen += page.value
        page = await inbox.messages.with_url(page.odata_next_link).get() if page.odata_next_link else None
    assert len(seen) == 23
    assert seen[0].from_.email_address.address == "pat@home.example"
    assert seen[0].received_date_time.tzinfo is not None
    print("ok every page of a list")

    told_by_delta, changes = [], await inbox.messages.delta.get()
    while changes.odata_next_link:
        told_by_delta += changes.value
        changes = await inbox.messages.delta.with_url(changes.odata_next_link).get()
    assert len(told_by_delta + changes.value) == 23
    first = user.messages.by_message_id(seen[0].id)
    await first.patch(Message(categories=["Seen"]))
    later = await inbox.messages.delta.with_url(changes.odata_delta_link).get()
    assert [one.categories for one in later.value] == [["Seen"]]
    print("ok changes, page by page")

    assert b"Subject: Number" in await first.content.get()
    print("ok MIME")

    body = CreateReplyPostRequestBody(
        message=Message(
            body=ItemBody(content_type=BodyType.Html, content="<p>Received.</p>"),
            to_recipients=[Recipient(email_address=EmailAddress(address="pat@home.example"))],
            internet_message_headers=[InternetMessageHeader(name="x-loop", value="1")],
            single_value_extended_properties=[
                SingleValueLegacyExtendedProperty(id=told["key"], value="from-python"),
            ],
        )
    )
    reply = await first.create_reply.post(body)
    assert reply.is_draft is True
    assert reply.conversation_id == seen[0].conversation_id
    print("ok a keyed reply")

    draft = user.messages.by_message_id(reply.id)
    await draft.attachments.post(
        FileAttachment(name="a.txt", content_bytes=b"abc", odata_type="#microsoft.graph.fileAttachment")
    )
    files = (await draft.attachments.get()).value
    assert [(type(one), one.name) for one in files] == [(FileAttachment, "a.txt")]
    print("ok attachments")

    told_of = [seen, folders.value, made, files, reply, later.value, await user.mailbox_settings.get()]
    assert seen[0].body.content
    assert not unknown(told_of), unknown(told_of)
    print("ok every name is one of the schema")

    await draft.send.post()
    await refused(draft.send.post(), "ErrorItemNotFound")
    wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{told['key']}' and ep/value eq 'from-python')"
    query = MessagesRequestBuilder.MessagesRequestBuilderGetQueryParameters(filter=wanted)
    found = await user.messages.get(request_configuration=RequestConfiguration(query_parameters=query))
    assert [one.internet_message_id for one in found.value] == [reply.internet_message_id]
    assert [one.is_draft for one in found.value] == [False]
    print("ok sent once and found by its key")

    moved = await first.move.post(MovePostRequestBody(destination_id=made.id))
    assert moved.parent_folder_id == made.id
    await refused(first.get(), "ErrorItemNotFound")
    print("ok a move changes the id")

    await user.outlook.master_categories.post(OutlookCategory(display_name="From Python"))
    assert (await user.mailbox_settings.get()).time_zone == "GMT Standard Time"
    assert (await inbox.message_rules.get()).value == []
    print("ok categories, settings and rules")

    await refused(graph.users.by_user_id("chief@pcc.example").messages.get(), "ErrorAccessDenied")
    query = MessagesRequestBuilder.MessagesRequestBuilderGetQueryParameters(filter="subject eq 'O'Brien'")
    await refused(user.messages.get(request_configuration=RequestConfiguration(query_parameters=query)), "BadRequest")
    print("ok refusals")


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
