"""One small test for each rule of machines.py about who a message is from or to; reads one message, decides nothing."""

from __future__ import annotations

import re

from handlers.envelope import Asked, Mark, belongs, has_word, sender_among

_NO_REPLY = re.compile(
    r"(?:^|[^a-z])(?:no|not|non|never|dont|donot|do[-_.]not|dnr)[-_.]?(?:reply|replies|respond|response)(?:[^a-z]|$)"
    r"|^(?:unattended|unmonitored|nepasrepondre|ne-pas-repondre|no-?responder|nao-?responda|keine-?antwort)"
)
_LIST_SENDER = re.compile(r"^owner-|-owner$|-request$|-bounces?(?:[-+=]|$)|^bounces?(?:[-+=_.\d]|$)|-errors$")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,64}@[a-z0-9.-]{1,253}")


def own_mailbox(asked: Asked) -> Mark | None:
    """This mailbox as its own sender; our own letters are known by their Message-ID, so nobody can say who wrote it."""
    same = asked.incoming.sender.lower() == asked.office.mailbox_address.lower()
    return ("header from", asked.incoming.sender) if same else None


def own_domain(asked: Asked) -> Mark | None:
    """Somebody of our own office; its scanner and web form carry other people's letters and are not meant."""
    if own_mailbox(asked) or system_sender(asked) or no_reply_sender(asked):
        return None
    return ("header from", asked.incoming.sender) if belongs(asked.domain, asked.office.own) else None


def force(asked: Asked) -> Mark | None:
    """Anybody at the force."""
    return ("header from", asked.incoming.sender) if belongs(asked.domain, asked.office.force) else None


def iopc(asked: Asked) -> Mark | None:
    """Anybody at the IOPC."""
    return ("header from", asked.incoming.sender) if belongs(asked.domain, asked.office.iopc) else None


def own_name(asked: Asked) -> Mark | None:
    """Somebody elsewhere who shows our office's name, or an address at our domain, as a name."""
    if belongs(asked.domain, asked.office.own):
        return None
    if " ".join(asked.incoming.sender_name.lower().split()) in asked.office.names:
        return "header from", asked.incoming.sender_name
    shown = (address.rpartition("@")[2] for address in _ADDRESS.findall(asked.incoming.sender_name.lower()))
    ours = any(belongs(domain, asked.office.own) for domain in shown)
    return ("header from", asked.incoming.sender_name) if ours else None


def no_one_author(asked: Asked) -> Mark | None:
    """No author, several, or one about whom two readings disagree."""
    if asked.incoming.sender and not asked.incoming.sender_doubt:
        return None
    return "header from", asked.incoming.sender_doubt or "no address"


def no_reply_sender(asked: Asked) -> Mark | None:
    """An address that says itself that nobody reads it."""
    return ("header from", asked.incoming.sender) if nobody_reads(asked.local) else None


def nobody_reads(local: str) -> bool:
    """Whether the first part of an address, in small letters, says that nobody reads it."""
    return _NO_REPLY.search(local) is not None


def system_sender(asked: Asked) -> Mark | None:
    """A scanner, a web form, a voicemail box, a list program …; in our own office also as one word of the address."""
    if belongs(asked.domain, asked.office.own):
        named = has_word(asked.local, asked.words, "system", "bringer")
    else:
        named = has_word(asked.local, asked.words, "system_word")
    if named:
        return "header from", asked.incoming.sender
    return sender_among(asked, "system") or sender_among(asked, "bringer")


def list_sender(asked: Asked) -> Mark | None:
    """The address a mailing list or its bounces come from."""
    return ("header from", asked.incoming.sender) if _LIST_SENDER.search(asked.local) else None


def other_sender(asked: Asked) -> Mark | None:
    """A Sender that is not the author (RFC 5322 3.6.2); what stands after a plus sign makes no difference."""
    for value in asked.headers.get("sender", ()):
        named = {_without_tag(address) for address in _ADDRESS.findall(value.lower())}
        if asked.incoming.sender and named and _without_tag(asked.incoming.sender) not in named:
            return "header sender", value
    return None


def blind_copy(asked: Asked) -> Mark | None:
    """Our mailbox in neither To nor Cc (what stands after a plus sign does not count)."""
    addressed = {_without_tag(address.lower()) for address in (*asked.incoming.to, *asked.incoming.cc)}
    if asked.office.mailbox_address.lower() in addressed:
        return None
    return "header to", ", ".join(asked.incoming.to) or "(nobody)"


def _without_tag(address: str) -> str:
    """An address without what stands after a plus sign in its first part."""
    local, at, domain = address.rpartition("@")
    return local.partition("+")[0] + at + domain
