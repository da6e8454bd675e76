"""Who writes for somebody, and for whom, by the words of a letter and its documents; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.force_references import force_references, has_reference
from handlers.names import (
    clients_named,
    fillers_named,
    fullest,
    names_after,
    one_written_short,
    said_names,
    titled_names,
    whole_name,
)
from handlers.passages import Passage, word_set
from handlers.shown_name import called_like_a_desk
from handlers.signatures import called_an_adviser, firm_beside, signed_by_firm, signed_name
from handlers.written_for import clients, spoken_of, written_out
from store.messages import Fact, Incoming
from store.terms import Quote

_THIRD_PERSON = word_set(
    "mr mrs ms miss he she him her his they them client behalf constituent son daughter child mother mum father dad "
    "husband wife partner brother sister nephew niece grandson friend neighbour aunt uncle mate nan gran"
)
_I_NAME = re.compile(r"^[ \t]*i,? (?=[^\W\d_]+ [^\W\d_])", re.MULTILINE)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_A_MEMBER = re.compile(r"\b(?:MP|AM|MSP|Cllr|Councillor|Baroness|Lord)\b")
_OF_A_MEMBER = re.compile(r"\b(?:office of|mp|am|msp|ms)\b", re.I)
_MEMBER = re.compile(r"(?:^|\b(?:[Ff]rom|[Oo]ffice of) )(?P<name>[^\W\d_][^\n,;:()]{3,50}?) (?:MP|AM|MSP)\b", re.M)
_DESK_OF = re.compile(r"^(?P<desk>[^,–-]{3,40}?)(?:,| [-–]) (?:for |at |on behalf of )?(?P<whole>.{3,60})$")
_CLERK = re.compile(r"(?: clerks?(?:' room)?| reception| team)$", re.IGNORECASE)
_DESK = re.compile(
    r"\b(?:room|desk|team|office|dept\.?|department|casework(?:er)?|records|claims|paralegal|intake|enquiries|clerks?|"
    r"secretary|reception|accounts|admin|sustainment|liaison|correspondence)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parties:
    """The complainant or complainants, who writes for them, and what a person should see."""

    complainants: tuple[Fact[str], ...] = ()
    representative: Fact[str] | None = None
    doubts: tuple[Fact[str], ...] = ()

    @property
    def complainant(self) -> Fact[str] | None:
        """All complainants in one fact, their names joined with "; "."""
        if not self.complainants:
            return None
        first = self.complainants[0].quote
        words = "; ".join(one.quote.words for one in self.complainants)
        return Fact("; ".join(one.value for one in self.complainants), Quote(words, first.place, first.says))


def represented(
    incoming: Incoming,
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    shown: Fact[str] | None,
) -> Parties:
    """The parties of a letter that somebody writes for somebody else; a doubt where it does not name for whom."""
    writer = representative(incoming, body, subject, documents, shown)
    named = [*clients(body, subject), *said_names(body)]
    for document in documents:
        named += [*names_after(_I_NAME, document), *said_names(document)]
    named += [*titled_names(subject), *addressees, *by_a_reference(body), *spoken_of(body, subject)]
    named += [name for document in documents for name in titled_names(document)]
    writers = [one.value for one in (writer, shown, signed_name(body, "")) if one]
    senders = incoming.sender_name.casefold()
    for_whom = [
        one for one in named
        if one.value.casefold() not in senders and not any(one_written_short(one.value, other) for other in writers)
    ]  # fmt: skip
    if not for_whom and named and writer and named[0].quote.says == "a name":
        return Parties((fullest(named[0], [writer]),))  # a form that names its sender writes for nobody else
    speaks_of = _THIRD_PERSON & (body.words | subject.words)
    if not for_whom and not speaks_of and writer and whole_name(writer.value):
        # Nobody is spoken of for whom they could write: a member asks for themselves, anybody else complains.
        return Parties() if _A_MEMBER.search(incoming.sender_name) else Parties((writer,))
    if not for_whom:
        doubt = Fact("client_not_named", writer.quote if writer else Quote("", body.place, "who writes"))
        return Parties((), writer, (doubt,))
    name = fullest(for_whom[0], for_whom[1:])
    return Parties((written_out(name, (subject, body, *documents), writers),), writer)


def by_a_form(body: Passage) -> Parties | None:
    """The parties of a form that names a complainant and, as who fills it in, somebody else; None where none does."""
    client = next(clients_named(body), None)
    filled_in = [*said_names(body), *fillers_named(body)] if client else []
    writer = next((one for one in filled_in if client and not one_written_short(one.value, client.value)), None)
    return Parties((client,), writer) if client and writer else None


def representative(
    incoming: Incoming, body: Passage, subject: Passage, documents: Sequence[Passage], shown: Fact[str] | None
) -> Fact[str] | None:
    """Who writes for somebody: the firm or the person that signs, else the sender as they are shown."""
    said = _without_desk(_IN_BRACKETS.sub("", " ".join(incoming.sender_name.split())))
    signed = signed_name(body, incoming.sender_name, incoming.sender)
    if firm := signed_by_firm(body) or firm_beside(body):
        return Fact(said, firm.quote) if called_an_adviser(said) and said.startswith(firm.value) else firm
    person = whole_name(said)
    if person and " " in person:
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


def by_a_reference(body: Passage) -> list[Fact[str]]:
    """People who are named right before the complaint's number."""
    if not force_references((body,)):
        return []
    found = []
    for one in titled_names(body):
        at = body.text.find(one.value)
        if has_reference(body.folded, at, at + len(one.value) + 24):
            found.append(one)
    return found


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
