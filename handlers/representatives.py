"""Who writes for somebody: the person or the firm that signs, else the sender; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.firms import called_an_adviser, firm_beside, firm_that_acts, signed_by_firm, wants_the_letters
from handlers.names import whole_name
from handlers.passages import Passage
from handlers.shown_name import called_like_a_desk
from handlers.signatures import signed_name
from store.messages import Fact, Incoming
from store.terms import Quote

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_OF_A_MEMBER = re.compile(r"\b(?:office of|mp|am|msp|ms)\b", re.I)
_MEMBER = re.compile(r"(?:^|\b(?:[Ff]rom|[Oo]ffice of) )(?P<name>[^\W\d_][^\n,;:()]{3,50}?) (?:MP|AM|MSP)\b", re.M)
_DESK_OF = re.compile(r"^(?P<desk>[^,–-]{3,40}?)(?:,| [-–]) (?:for |at |on behalf of )?(?P<whole>.{3,60})$")
_CLERK = re.compile(r"(?: clerks?(?:' room)?| reception| team)$", re.IGNORECASE)
_DESK = re.compile(
    r"\b(?:room|desk|team|office|dept\.?|department|casework(?:er)?|records|claims|paralegal|intake|enquiries|clerks?|"
    r"secretary|reception|accounts|admin|sustainment|liaison|correspondence)\b",
    re.IGNORECASE,
)


def representative(
    incoming: Incoming,
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    shown: Fact[str] | None,
    *,
    in_person: bool,
) -> Fact[str] | None:
    """Who writes for somebody: the firm or the person that signs, else the sender as they are shown.

    Where both are named the person represents, unless the firm asks for the letters or, not `in_person`, makes a claim.
    """
    said = _without_desk(_IN_BRACKETS.sub("", " ".join(incoming.sender_name.split())))
    signed = signed_name(body, incoming.sender_name, incoming.sender)
    person = "" if called_like_a_desk(said) and shown is None else whole_name(said)
    beside = firm_beside(body)
    by_name = shown is not None and whole_name(incoming.sender_name) != ""
    if beside and by_name and " " in person and in_person and not wants_the_letters(body):
        return Fact(person, Quote(said, "header From", "who writes"))
    if firm := signed_by_firm(body) or beside or firm_that_acts(body):
        return Fact(said, firm.quote) if called_an_adviser(said) and said.startswith(firm.value) else firm
    if " " in person:
        return Fact(person, Quote(said, "header From", "who writes"))
    if said and _OF_A_MEMBER.search(said):
        if signed and signed.value in said:
            return signed
        return Fact(said, Quote(said, "header From", "who writes"))
    alone = signed_name(body, "") if called_like_a_desk(said) and not called_an_adviser(said) else None
    if alone and " " in alone.value:
        return alone
    for text in (subject, *documents):
        if (found := _MEMBER.search(text.text)) and (name := whole_name(found["name"])):
            return Fact(name, text.quote(*found.span("name"), "who writes"))
    if said and " " in said:
        return Fact(said, Quote(said, "header From", "who writes"))
    return signed or shown


def _without_desk(shown: str) -> str:
    """What is shown without the desk of the office that sends it: "Post Room, Fell Law" is Fell Law."""
    if called_an_adviser(shown):
        shown = _CLERK.sub("", shown)
    found = _DESK_OF.match(shown)
    if not found:
        return shown
    desk, whole = found["desk"], found["whole"]
    if called_an_adviser(whole) and not called_an_adviser(desk):
        return whole
    return whole if _DESK.search(desk) and not called_like_a_desk(whole.split(",")[0]) else shown
