"""Who complained and who writes for them, by the words of a message and its documents; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.envelope import belongs
from handlers.force_references import force_references, has_reference
from handlers.joint import joint_names
from handlers.named_beside import beside_prison_numbers, beside_references, each_by_itself
from handlers.names import (
    TITLE,
    fullest,
    introduced,
    names_after,
    said_names,
    same_person,
    senders_named,
    titled_names,
    whole_name,
)
from handlers.passages import Passage, at_a_word, word_set
from handlers.signatures import firm_beside, holds_a_post, signed_by_firm, signed_name
from store.messages import Fact, Incoming, OfficeDomains
from store.terms import Quote

_RELATIVE = (
    r"(?:son|daughter|child|mother|mum|father|dad|husband|wife|partner|brother|sister|nephew|niece|grandson|"
    r"granddaughter|grandmother|grandfather|friend|neighbour|client|constituent|aunt|uncle|mate|nan|gran)"
)
_CLIENT = re.compile(
    rf"""
    \b(?:our|my)[ ](?:above[- ]named[ ])?client(?:'s[ ]name)?(?:[ ]is)?[:,]?[ ]+
    | \b(?:we|i)[ ]act[ ](?:for|on[ ]behalf[ ]of)[ ]+
    | \binstructed[ ]by[ ]+ | \bon[ ]behalf[ ]of[ ](?:(?:my|our)[ ]{_RELATIVE},?[ ])?(?:called[ ]|named[ ])?
    | \b(?:i|we)[ ](?:support|represent|am[ ]helping|am[ ]writing[ ]for)[ ]+
    | \bmy[ ]{_RELATIVE},?[ ](?:is[ ]|called[ ]|named[ ]|is[ ]called[ ])?
    | \b(?:our[ ]|my[ ])?constituent,?[ ]+ | \bauthorise[sd]?[ ].{{2,60}}[ ]to[ ]act[ ]for[ ]
    """,
    re.VERBOSE,
)  # fmt: skip
_SURELY_FOR = at_a_word(
    rf"(?:our|my) client\b|(?:we|i) act (?:for|on behalf of)\b|on behalf of (?:my|our|mr|mrs|ms|miss)\b|"
    rf"our constituent\b|i(?:'m| am)? (?:write|writing|acting|helping|act)? ?(?:this )?(?:for|"
    rf"on behalf of) my {_RELATIVE}\b|"
    rf"[\w-]+'?s (?:{_RELATIVE}) (?:here|writing)\b"
)
_FOR = word_set(
    "client act behalf constituent son daughter child mother mum father dad husband wife partner brother sister nephew "
    "niece grandson friend neighbour aunt uncle mate nan gran"
)
_OWN_COMPLAINT = at_a_word(
    r"(?:it was|i'm|i am|it is) (?:me|the one) (?:that|who) complained|"
    r"i complained\b(?! (?:for|on (?:his|her|their|behalf)))|i made (?:a|the|my) complaint|"
    r"i put in (?:a|the|my) complaint"
)
_THIRD_PERSON = word_set("mr mrs ms miss he she him her his they them")
_COMPLAINED = word_set("complained complaint")
_OFFICIAL = re.compile(
    rf"""
    \b(?:application|request|review|appeal|complaint|form|letter)s?[ ](?:for[ ]a[ ]review[ ])?(?:is[ ]|was[ ])?
      (?:made[ ]|received[ ]|submitted[ ])?(?:from|by|of)[ ]
      (?=an?[ ]{TITLE}|{TITLE}[ ]|[^\W\d_]+[ ][^\W\d_]{{2,}})(?:an?[ ])?
    | \bcomplainant,?[ ](?:is[ ]|named[ ]|\()?(?={TITLE}[ ]|[^\W\d_]+[ ][^\W\d_]{{2,}})
    | \bapplicant,?[ ](?:is[ ]|named[ ]|\()?(?={TITLE}[ ])
    | \bcaller[ ](?={TITLE}[ ]) | \br[ ]?\((?:on[ ]the[ ]application[ ]of[ ])?(?=[^\W\d_])
    """,
    re.VERBOSE,
)  # fmt: skip
_I_NAME = re.compile(r"^[ \t]*i, ", re.MULTILINE)
_FORWARD = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:original|forwarded) message|begin forwarded message|_{10,}$|from:[ \t]*[^\n]{0,200}@)", re.M
)
_HEAD_FROM = re.compile(
    r"^[ \t>*]{0,6}from:\*?[ \t]*(?P<name>[^<\n]{2,80}?)[ \t]*<(?P<address>[^>\s]{3,200})>", re.M | re.I
)
_NOBODY = re.compile(
    r"^(?:no-?reply|do-?not-?reply|donotreply|noreply|scan\w*|fax\w*|copier|mfp|printer|voicemail|web-?form\w*|forms?|"
    r"notifications?|alerts?|mailer)\b|no-?reply$"
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_OF_A_MEMBER = re.compile(r"\b(?:office of|mp|am|msp|ms)\b", re.I)
_MEMBER = re.compile(r"(?:^|\b(?:[Ff]rom|[Oo]ffice of) )(?P<name>[^\W\d_][^\n,;:()]{3,50}?) (?:MP|AM|MSP)\b", re.M)


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


def public_heads(body: Passage, office: OfficeDomains) -> Iterator[re.Match[str]]:
    """The heads of the mails that stand in a text and that none of the offices sent."""
    for head in _HEAD_FROM.finditer(body.text):
        if not belongs(head["address"].rpartition("@")[2].lower(), (*office.own, *office.force, *office.iopc)):
            yield head


def passed_on(body: Passage, office: OfficeDomains) -> list[Passage]:
    """What a member of the public wrote in a mail that is passed on in this text."""
    head = next(public_heads(body, office), None)
    return [Passage(body.place, body.text[head.end() :])] if head else []


def of_the_public(
    incoming: Incoming,
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    *,
    represents: bool,
    joint: bool,
    in_person: bool,
) -> Parties:
    """The parties of a letter from the public; `in_person` is whether it can only come from who complained."""
    own = _above_the_forward(body)
    shown = _shown(incoming)
    represents = represents or firm_beside(own) is not None
    represents = represents and not next(own.near(_OWN_COMPLAINT, _COMPLAINED, 40), None)
    if represents or next(own.near(_SURELY_FOR, _FOR, 30), None):
        return _represented(incoming, own, subject, documents, addressees, shown)
    if len(together := joint_names(own, flagged=joint)) > 1:
        return Parties(together)
    signed = signed_name(own, incoming.sender_name, incoming.sender)
    if shown and signed and " " in shown.value and " " not in signed.value:
        signed = None
    inside = [] if shown else [one for text in (subject, body) for one in beside_prison_numbers(text)]
    named = [*said_names(own), *([signed] if signed else []), *([shown] if shown else []), *inside[:1]]
    others_words = [] if shown else [*introduced(own), *_passed_on(body, documents)]
    named = named or others_words
    if not named and in_person:
        named = list(addressees)
    if not named and not in_person:
        named = [*names_after(_OFFICIAL, subject), *titled_names(own)]
    if not named or (not in_person and holds_a_post(own, named[0].value)):
        return Parties()
    documented = [name for document in documents for name in said_names(document)]
    name = fullest(named[0], [*named[1:], *documented, *others_words])
    others = [
        one
        for one in named[1:]
        if not same_person(one.value, name.value) and not same_person(one.value, named[0].value)
    ]
    return Parties((name,), None, tuple(Fact("several_names", one.quote) for one in others))


def of_a_new_address(incoming: Incoming, body: Passage) -> Parties:
    """Who asks us to write elsewhere: only a name that both the signature and the sender show, for anybody may ask."""
    shown, signed = _shown(incoming), signed_name(body, incoming.sender_name, incoming.sender)
    agree = shown and signed and {*shown.value.casefold().split()} & {*signed.value.casefold().split()}
    return Parties((shown,)) if shown and agree else Parties()


def of_an_office(
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    office: OfficeDomains,
    quoted: Passage | None = None,
) -> Parties:
    """The complainant as an office or a third party names them, in its mail, what it passes on or its documents."""
    own = _above_the_forward(body)
    if len(together := joint_names(own, flagged=False)) > 1:
        return Parties(together)
    beside = [one for text in (own, subject) for one in beside_references(text)]
    if len({one.value for one in beside}) > 1 and len(several := each_by_itself(own)) > 1:
        return Parties(several)
    named = [*names_after(_OFFICIAL, own), *said_names(body), *_by_a_reference(own), *_forwarded(body, office)]
    named += [name for document in documents for name in (*said_names(document), *senders_named(document))]
    named += addressees or names_after(_OFFICIAL, subject)
    signed = [name for document in documents if (name := signed_name(document, "")) is not None]
    more = [*signed, *titled_names(subject), *titled_names(own), *beside]
    more += [name for document in documents for name in titled_names(document)]
    below = [*_by_a_reference(quoted), *titled_names(quoted)] if quoted else []
    named = named or more or below
    if not named:
        return Parties()
    name = fullest(named[0], [*named[1:], *more, *below])
    others = [one for one in named if not same_person(one.value, name.value)]
    return Parties((name,), None, tuple(Fact("several_names", one.quote) for one in others[:3]))


def _above_the_forward(body: Passage) -> Passage:
    """What the sender wrote above a mail they pass on in the text."""
    found = _FORWARD.search(body.folded)
    return Passage(body.place, body.text[: found.start()]) if found else body


def _shown(incoming: Incoming) -> Fact[str] | None:
    name = whole_name(incoming.sender_name)
    initials = incoming.sender_name.strip()
    if not name and re.fullmatch(r"(?:[A-Z]\.? ?){1,3}", initials) and len(initials) > 1:
        name = initials
    if not name or _NOBODY.search(incoming.sender.rpartition("@")[0]):
        return None
    return Fact(name, Quote(incoming.sender_name, "header From", "the sender's name"))


def _passed_on(body: Passage, documents: Sequence[Passage]) -> list[Fact[str]]:
    """Who speaks in a letter that a machine or somebody else passes on: a scan, a fax, a prisoner's message."""
    named = [name for text in (body, *documents) for name in (*senders_named(text), *said_names(text))]
    signed = [name for document in documents if (name := signed_name(document, "")) is not None]
    if named:
        return [fullest(named[0], [*named[1:], *signed])]
    return signed


def _forwarded(body: Passage, office: OfficeDomains) -> list[Fact[str]]:
    """The members of the public whose mail an office forwards."""
    return [
        Fact(name, body.quote(*head.span("name"), "whose mail is passed on"))
        for head in public_heads(body, office)
        if (name := whole_name(head["name"]))
    ]


def _by_a_reference(body: Passage) -> list[Fact[str]]:
    """People who are named right before the complaint's number."""
    if not force_references((body,)):
        return []
    found = []
    for one in titled_names(body):
        at = body.text.find(one.value)
        if has_reference(body.folded, at, at + len(one.value) + 24):
            found.append(one)
    return found


def _represented(
    incoming: Incoming,
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    shown: Fact[str] | None,
) -> Parties:
    representative = _representative(incoming, body, subject, documents, shown)
    named = [*names_after(_CLIENT, body), *said_names(body), *names_after(_CLIENT, subject)]
    for document in documents:
        named += [*names_after(_I_NAME, document), *said_names(document)]
    named += [*titled_names(subject), *addressees, *_by_a_reference(body)]
    named += [name for document in documents for name in titled_names(document)]
    clients = [one for one in named if representative is None or not same_person(one.value, representative.value)]
    if not clients and named and representative and named[0].quote.says == "a name":
        return Parties((fullest(named[0], [representative]),))  # a form that names its sender writes for nobody else
    speaks_of = (_FOR | _THIRD_PERSON) & (body.words | subject.words)
    if not clients and not speaks_of and representative and whole_name(representative.value):
        return Parties((representative,))  # nobody is spoken of for whom they could write
    if not clients:
        doubt = Fact(
            "client_not_named", representative.quote if representative else Quote("", body.place, "who writes")
        )
        return Parties((), representative, (doubt,))
    return Parties((fullest(clients[0], clients[1:]),), representative)


def _representative(
    incoming: Incoming, body: Passage, subject: Passage, documents: Sequence[Passage], shown: Fact[str] | None
) -> Fact[str] | None:
    """Who writes for somebody: the firm or the person that signs, else the sender as they are shown."""
    said = _IN_BRACKETS.sub("", " ".join(incoming.sender_name.split()))
    signed = signed_name(body, incoming.sender_name, incoming.sender)
    if firm := signed_by_firm(body):
        return firm
    if firm := firm_beside(body):
        return firm
    person = whole_name(said)
    if person and " " in person:
        return Fact(person, Quote(said, "header From", "who writes"))
    if said and _OF_A_MEMBER.search(said):
        if signed and signed.value in said:
            return signed
        return Fact(said, Quote(said, "header From", "who writes"))
    for text in (subject, *documents):
        if (found := _MEMBER.search(text.text)) and (name := whole_name(found["name"])):
            return Fact(name, text.quote(*found.span("name"), "who writes"))
    if said and " " in said:
        return Fact(said, Quote(said, "header From", "who writes"))
    return signed or shown
