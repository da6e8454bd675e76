"""Letters and cards as the XML of Exchange Web Services; asks nothing. A letter leaves whole or not at all."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from lxml import etree

from bot.mailbox import Permanent
from bot.mailbox.ews_orders import CARD, KEY, MESSAGE_FLAGS, READ_AND_NO_DRAFT, T, extended, flagged
from bot.mailbox.voting import verb_stream
from store.messages import Card, Enclosure, Letter

_VOTES = {"DistinguishedPropertySetId": "Common", "PropertyId": str(0x8520), "PropertyType": "Binary"}
_UNHOLDABLE = "It holds characters, or answers by button, that Exchange Server does not take."


def message(letter: Letter, *, own_id: bool) -> etree._Element:
    """The letter with its key and all its files, in its thread, to its one recipient if it has one.

    Raises Permanent for a letter that XML cannot hold.
    """
    try:
        return T.Message(
            T.Subject(letter.subject),
            T.Body(letter.html, BodyType="HTML"),
            *_listed("Attachments", (_file(one) for one in letter.enclosures)),
            *_listed("Categories", (T.String(one) for one in letter.categories)),
            *([T.InReplyTo(letter.answers_message_id)] if letter.answers_message_id else []),
            *(extended(where, value) for where, value in _marks(letter)),
            *([T.ToRecipients(_person(letter.to))] if letter.to else []),
            T.From(_person(letter.sender, letter.sender_name)),
            *([T.InternetMessageId(letter.message_id)] if own_id else []),
            *([T.References(" ".join(thread))] if (thread := _thread(letter)) else []),
        )
    except ValueError as fault:
        raise Permanent(_UNHOLDABLE) from fault


def note(card: Card, mailbox: str) -> etree._Element:
    """The card with its key, from the mailbox to nobody, and no draft. Raises Permanent where XML cannot hold it."""
    try:
        return T.Message(
            T.Subject(card.subject),
            T.Body(card.html, BodyType="HTML"),
            *_listed("Categories", (T.String(one) for one in card.categories)),
            T.Importance("High" if card.important else "Normal"),
            extended(MESSAGE_FLAGS, READ_AND_NO_DRAFT),
            extended(CARD, card.key),
            *([flagged(card.flag_on)] if card.flag_on else []),
            T.From(_person(mailbox)),
        )
    except ValueError as fault:
        raise Permanent(_UNHOLDABLE) from fault


def _listed(tag: str, inside: Iterable[etree._Element]) -> list[etree._Element]:
    """The element with what is in it, which the schema does not allow to be empty."""
    given = list(inside)
    return [T(tag, *given)] if given else []


def _file(one: Enclosure) -> etree._Element:
    content = b64encode(one.content).decode()
    return T.FileAttachment(
        T.Name(one.name),
        T.ContentType(one.content_type),
        *([T.ContentId(one.content_id)] if one.content_id else []),
        T.IsInline("true" if one.content_id else "false"),
        T.Content(content),
    )


def _person(address: str, name: str = "") -> etree._Element:
    return T.Mailbox(*([T.Name(name)] if name else []), T.EmailAddress(address))


def _marks(letter: Letter) -> list[tuple[dict[str, str], str]]:
    """The key of the letter, the headers that keep machines from answering it, and its voting buttons."""
    headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "X-PCR-Loop": letter.loop_mark}
    votes = [(_VOTES, b64encode(verb_stream(letter.votes)).decode())] if letter.votes else []
    return [(KEY, letter.key), *((_header(name), value) for name, value in headers.items() if value), *votes]


def _header(name: str) -> dict[str, str]:
    return {"DistinguishedPropertySetId": "InternetHeaders", "PropertyName": name, "PropertyType": "String"}


def _thread(letter: Letter) -> list[str]:
    """The messages this letter follows, ending with the one it answers."""
    ids = [*letter.references, letter.answers_message_id]
    return list(dict.fromkeys(one for one in reversed(ids) if one))[::-1]
