"""Who writes for somebody, and for whom, by the words of a letter and its documents; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.force_references import force_references, has_reference
from handlers.introductions import clients_named, fillers_named, senders_named, titled_names
from handlers.name_forms import fullest, one_written_short
from handlers.names import names_after, said_names, whole_name
from handlers.passages import Passage
from handlers.people import RELATIVE
from handlers.representatives import representative
from handlers.signatures import signed_name
from handlers.spoken_of import spoken_of, the_one_spoken_of, written_out
from handlers.written_for import clients, denied, for_nobody_else, kin
from store.messages import Fact, Incoming
from store.terms import Quote

_ANOTHERS = re.compile(
    rf"\b(?:he|she|they)'d like\b|"
    rf"\b(?:he|she|they|{RELATIVE})(?:'s| is| has| have| was| had)? (?:also |now |just |been )?(?:wants?|wanted|"
    r"would like|'d like|wish(?:es)?|asks?|asked|asking|complain\w*|puts? (?:in|a complaint)|made|wrote|consent\w*|"
    r"agree\w*|signed|authori[sz]\w+|doesn't|does not|can't|cannot|can not|couldn't|unable|happy|given|gave|feels?|"
    r"thinks?|disagree\w*)\b|"
    r"\b(?:his|her|their) (?:own )?(?:complaint|review|appeal|consent|permission|authority|behalf|application|"
    rf"request)\b|\b(?:for|by|of) (?:him|her|them|my {RELATIVE}|our {RELATIVE})\b|\bclients?\b|\bconstituents?\b|"
    r"\bbehalf\b|\bconsents?\b|\bwho has\b|\bsay(?:s|ing) i (?:may|can)\b|\binstructed\b|"
    rf"\b{RELATIVE}'?s (?:\w+ )?(?:complaint|review|appeal|case)\b"
)
_ANOTHER_COMPLAINS = re.compile(r"\b(?:his|her|their) (?:own )?(?:police )?(?:complaint|review|appeal|case)\b")
_I_NAME = re.compile(r"^[ \t]*i,? (?=[^\W\d_]+ [^\W\d_])", re.MULTILINE)
_A_MEMBER = re.compile(r"\b(?:MP|AM|MSP|Cllr|Councillor|Baroness|Lord)\b")


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
    *,
    in_person: bool,
) -> Parties:
    """The parties of a letter that somebody writes for somebody else; a doubt where it does not name for whom."""
    signed = signed_name(body, "")
    if for_nobody_else(body) and shown and (signed is None or one_written_short(signed.value, shown.value)):
        return Parties() if _ANOTHER_COMPLAINS.search(body.folded) else Parties((shown,))
    writer = representative(incoming, body, subject, documents, shown, in_person=in_person)
    named = [*clients(body, subject), *kin(body), *said_names(body)]
    for document in documents:
        named += [*names_after(_I_NAME, document), *said_names(document)]
    named += [*titled_names(subject), *addressees, *by_a_reference(body), *spoken_of(body, subject)]
    named += [name for document in documents for name in titled_names(document)]
    writers = [one.value for one in (writer, shown, signed) if one]
    senders = incoming.sender_name.casefold()
    for_whom = [
        one for one in named
        if one.value.casefold() not in senders and not any(one_written_short(one.value, other) for other in writers)
    ]  # fmt: skip
    themselves = [one for one in named[:1] if one.quote.says == "a name"]
    themselves += [one for one in senders_named(body) if writer and one_written_short(one.value, writer.value)]
    if not for_whom and themselves and writer:
        return Parties((fullest(themselves[0], [writer]),))  # a form that names its sender writes for nobody else
    if not for_whom and (alone := the_one_spoken_of((subject, body), [*writers, incoming.sender_name])):
        for_whom = [alone]
    speaks_of = any(
        not denied(text, one.start()) for text in (body, subject) for one in _ANOTHERS.finditer(text.folded)
    )
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
