"""A message that came as a file, read by the mail reader itself; the files in it wait for their own turn."""

from __future__ import annotations

from bot import mime
from bot.documents.faults import Refused
from bot.documents.opened import Document, inner_file, message
from bot.mime.holders import holders
from store.messages import Forwarded


def read(data: bytes, *, of_another: bool = True) -> Document:
    """Its head, its text and the files that lie in it directly. Raises Refused where the mail reader refuses it.

    Without `of_another` it is the body of the message around it, and says nothing of who wrote it.
    """
    try:
        inner = mime.read(data)
        own = [number for number, holder in enumerate(holders(data)) if holder is None]
        files = [inner.attachments[number] for number in own]
        inside = tuple(
            inner_file(file.name, file.content_type, content, inline=file.inline)
            for file, content in zip(files, mime.contents(data, own), strict=True)
        )
    except mime.Unreadable as reason:
        raise Refused("too_deep" if reason.code == "too_deep" else "damaged") from None
    if not of_another:
        return Document(inner.text, "", inside)
    claimed = Forwarded(inner.sender, inner.sender_name, inner.sent_at, inner.subject)
    return message(claimed, next(iter(inner.header("date")), ""), inner.text, inside)
