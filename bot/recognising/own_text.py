"""A message whose words came in winmail.dat gets them back as its own text; reads no byte."""

from __future__ import annotations

from dataclasses import replace

from bot.documents.kinds import kind_of
from bot.mime.quotes import new_text
from store.messages import Incoming


def with_own_text(incoming: Incoming) -> Incoming:
    """The words of a winmail.dat stand where they belong: once, and in the message if it has none itself.

    Outlook packs the message's own text there beside its files; it is no document that somebody attached.
    """
    for number, file in enumerate(incoming.attachments):
        if not file.text or file.inside or kind_of(file.name, file.content_type) != "tnef":
            continue
        if not incoming.text:
            incoming = replace(incoming, text=file.text, new_text=new_text(file.text, incoming.subject))
        elif _letters(file.text) not in _letters(incoming.text):
            continue
        before, after = incoming.attachments[:number], incoming.attachments[number + 1 :]
        incoming = replace(incoming, attachments=(*before, replace(file, text=""), *after))
    return incoming


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
