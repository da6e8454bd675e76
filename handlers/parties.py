"""Who complained and who writes for them, by the words of a message and its documents; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.envelope import belongs
from handlers.joint import joint_names
from handlers.named_beside import beside_prison_numbers, beside_references, each_by_itself
from handlers.names import (
    IN_SMALL_LETTERS,
    TITLE,
    fullest,
    introduced,
    names_after,
    one_written_short,
    said_names,
    same_person,
    senders_named,
    titled_names,
    whole_name,
)
from handlers.passages import Passage, at_a_word, word_set
from handlers.represented import Parties, by_a_form, by_a_reference, represented
from handlers.shown_name import called_like_a_desk, shown_name, small_name
from handlers.signatures import firm_beside, holds_a_post, signed_name
from handlers.written_for import clients, spoken_of, surely_for_another, written_out
from store.messages import Fact, Incoming, OfficeDomains

_OWN_COMPLAINT = at_a_word(
    r"(?:it was|i'm|i am|it is) (?:me|the one) (?:that|who) complained|"
    r"i complained\b(?! (?:for|on (?:his|her|their|behalf)))|i made (?:a|the|my) complaint|"
    r"i put in (?:a|the|my) complaint"
)
_OWN_NAME = re.compile(
    r"\bcomplaint(?:'s| is| was) (?:my own|mine)\b|\bmy own complaint\b|\bcompla\w+ in my own name\b"
)
_MINE = re.compile(r"\b(?:on|about|of|to|with|in|for|regarding|make) my (?:police )?(?:complaint|review|appeal|case)\b")
_FOR_A_CLIENT = word_set("client clients act acts acting instructed instructions behalf mr mrs ms miss")
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
_FORWARD = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:original|forwarded) message|begin forwarded message|_{10,}$|from:[ \t]*[^\n]{0,200}@)", re.M
)
_HEAD_FROM = re.compile(
    r"^[ \t>*]{0,6}from:\*?[ \t]*(?P<name>[^<\n]{2,80}?)[ \t]*<(?P<address>[^>\s]{3,200})>", re.M | re.I
)


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
    alone = signed_name(own, "")
    shown = shown_name(incoming, alone.value if alone else "")
    another = surely_for_another(own)
    represents = represents or (firm_beside(own) is not None and not _FOR_A_CLIENT.isdisjoint(own.words))
    if _their_own(own, subject, another=another):
        represents = another = False
    if (between := by_a_form(own)) is not None:
        return between
    if represents or (another and not joint):
        return represented(incoming, own, subject, documents, addressees, shown)
    if len(together := joint_names(own, incoming.sender_name, flagged=joint)) > 1:
        return Parties(together)
    name, others = _writer(incoming, own, body, subject, documents, addressees, shown, in_person=in_person)
    if name is None or (not in_person and holds_a_post(own, name.value)):
        return Parties()
    return Parties((name,), None, tuple(Fact("several_names", one.quote) for one in others))


def _their_own(own: Passage, subject: Passage, *, another: bool) -> bool:
    """Whether the writer says that the complaint is theirs; what they say for somebody else goes before "my"."""
    if _OWN_NAME.search(own.folded):
        return True
    if another:
        return False
    if next(own.near(_OWN_COMPLAINT, _COMPLAINED, 40), None):
        return True
    return _MINE.search(own.folded) is not None and not clients(own, subject)


def _writer(
    incoming: Incoming,
    own: Passage,
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    shown: Fact[str] | None,
    *,
    in_person: bool,
) -> tuple[Fact[str] | None, list[Fact[str]]]:
    """Who writes for themselves, in the fullest form that the letter gives, and the others who are named like that."""
    signed = signed_name(own, _as_shown(incoming, shown), incoming.sender)
    if shown and signed and " " in shown.value and " " not in signed.value:
        shown, signed = _with_first_name(shown, signed), None
    said = [one for one in said_names(own) if not shown or one.quote.says != IN_SMALL_LETTERS or _agree(one, shown)]
    inside = [] if shown else [one for text in (subject, body) for one in beside_prison_numbers(text)]
    whole = shown is not None and len(shown.value.split()[0].rstrip(".")) > 1 and " " in shown.value
    told = [*said, *([signed] if signed else [])]
    named = [shown, *told] if shown and whole else [*told, *([shown] if shown else []), *inside[:1]]
    others_words = [] if shown and " " in shown.value else [*introduced(own), *_passed_on(body, documents)]
    if not shown:
        others_words += clients(own, subject)
    named = named or others_words
    if not named and in_person:
        named = list(addressees) or [written_out(one, (own, subject)) for one in (small_name(incoming),) if one]
    if not named and not in_person:
        named = names_after(_OFFICIAL, subject)
    if not named:
        return None, []
    documented = [name for document in documents for name in said_names(document)]
    name = fullest(named[0], [*named[1:], *documented, *others_words])
    people = (name.value, named[0].value)
    return name, [one for one in named[1:] if not any(one_written_short(one.value, other) for other in people)]


def _with_first_name(shown: Fact[str], signed: Fact[str]) -> Fact[str]:
    """The sender's surname and initial as they are shown, with the first name that is signed."""
    initial, first = shown.value.split()[0].rstrip("."), signed.value.title()
    if len(initial) > 1 or not first.startswith(initial) or signed.value.isupper():
        return shown
    return Fact(f"{first} {shown.value.split()[-1]}", shown.quote)


def _as_shown(incoming: Incoming, shown: Fact[str] | None) -> str:
    """What the signature has to agree with: the sender's name, in letters and digits too, where it is no desk's."""
    return "" if shown is None and called_like_a_desk(incoming.sender_name) else incoming.sender_name


def _agree(one: Fact[str], other: Fact[str]) -> bool:
    return not {*one.value.casefold().split()}.isdisjoint(other.value.casefold().split())


def of_a_new_address(incoming: Incoming, body: Passage) -> Parties:
    """Who asks us to write elsewhere: only a name that the sender shows and the letter says, for anybody may ask."""
    shown = shown_name(incoming)
    if shown is None:
        return Parties()
    signed = signed_name(body, shown.value, incoming.sender)
    name_says = [word for word in shown.value.casefold().split() if len(word) > 1]
    agree = (signed and _agree(shown, signed)) or not body.words.isdisjoint(name_says)
    return Parties((shown,)) if agree else Parties()


def of_an_office(
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    office: OfficeDomains,
    quoted: Passage | None = None,
    writer: str = "",
) -> Parties:
    """The complainant as an office or a third party names them, in its mail, what it passes on or its documents.

    `writer` is a third party's own name, who is not the complainant.
    """
    own = _above_the_forward(body)
    if len(together := joint_names(own, "", flagged=False)) > 1:
        return Parties(together)
    beside = [one for text in (own, subject) for one in beside_references(text) if not _in_small_letters(one, own)]
    if len({one.value for one in beside}) > 1 and len(several := each_by_itself(own)) > 1:
        return Parties(several)
    named = [*names_after(_OFFICIAL, own), *said_names(body), *by_a_reference(own), *_forwarded(body, office)]
    named += [name for document in documents for name in (*said_names(document), *senders_named(document))]
    named += addressees or names_after(_OFFICIAL, subject)
    signed = [name for document in documents if (name := signed_name(document, "")) is not None]
    more = [*signed, *titled_names(subject), *titled_names(own), *beside]
    more += [name for document in documents for name in titled_names(document)]
    below = [*by_a_reference(quoted), *titled_names(quoted)] if quoted else []
    if writer:
        spoken = [one for one in (*spoken_of(own, subject), *clients(own, subject)) if " " in one.value]
        named = [one for one in (named or spoken or more or below) if not one_written_short(one.value, writer)]
    else:
        named = named or more or below
    if not named:
        return Parties()
    name = fullest(named[0], [*named[1:], *more, *below])
    name = written_out(name, (subject, own), (writer,))
    others = [one for one in named if not same_person(one.value, name.value)]
    return Parties((name,), None, tuple(Fact("several_names", one.quote) for one in others[:3]))


def _in_small_letters(one: Fact[str], body: Passage) -> bool:
    """Whether what looks like a name also stands in the text as any other word does."""
    small = one.value.casefold()
    return small in body.text and re.search(rf"\b{re.escape(small)}\b", body.text) is not None


def _above_the_forward(body: Passage) -> Passage:
    """What the sender wrote above a mail they pass on in the text."""
    found = _FORWARD.search(body.folded)
    return Passage(body.place, body.text[: found.start()]) if found else body


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
