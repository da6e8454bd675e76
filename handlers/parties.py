"""Who complained and who writes for them, by the words of a message and its documents; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.envelope import belongs
from handlers.firms import firm_beside, firm_that_acts
from handlers.introductions import officially_named, senders_named, titled_names
from handlers.joint import joint_names
from handlers.letters_inside import letter_inside, passes_on, writer_inside
from handlers.mail_parts import mail_parts
from handlers.name_forms import fullest, one_written_short
from handlers.named_beside import beside_references, each_by_itself
from handlers.names import said_names, same_person, whole_name
from handlers.passages import Passage, at_a_word, word_set
from handlers.represented import Parties, by_a_form, by_a_reference, represented
from handlers.shown_name import certainly_a_desk, shown_name
from handlers.signatures import holds_a_post, signed_name
from handlers.spoken_of import named_in_a_case, spoken_of, written_out
from handlers.writers import agree, writer_of
from handlers.written_for import clients, sent_for, surely_for_another
from store.messages import Fact, Incoming, OfficeDomains

_OWN_COMPLAINT = at_a_word(
    r"(?:it was|i'm|i am|it is) (?:me|the one) (?:that|who) complained|"
    r"i complained\b(?! (?:for|on (?:his|her|their|behalf)))|i made (?:a|the|my) complaint|"
    r"i put in (?:a|the|my) complaint"
)
_OWN_NAME = re.compile(
    r"\bcomplaint(?:'s| is| was) (?:my own|mine)\b|\bmy own complaint\b|\bcompla\w+ in my own name\b|"
    r"\b(?:i act|i am acting|i'm acting|acting|i speak) for myself\b|\bi(?:'m| am) the complainant\b|"
    r"\b(?:represent(?:ing)?) myself\b|\bdoing (?:this|it) (?:all )?(?:on my own|by myself|myself)\b"
)
_MINE = re.compile(r"\b(?:on|about|of|to|with|in|for|regarding|make) my (?:police )?(?:complaint|review|appeal|case)\b")
_FOR_A_CLIENT = word_set("client clients act acts acting instructed instructions behalf mr mrs ms miss")
_COMPLAINED = word_set("complained complaint")
_HEAD_FROM = re.compile(
    r"^[ \t>*]{0,6}from:\*?[ \t]*(?P<name>[^<\n]{2,80}?)[ \t]*<(?P<address>[^>\s]{3,200})>", re.M | re.I
)


def public_heads(body: Passage, office: OfficeDomains) -> Iterator[re.Match[str]]:
    """The heads of the mails that stand in a text and that none of the offices sent."""
    for head in _HEAD_FROM.finditer(body.text):
        if not belongs(head["address"].rpartition("@")[2].lower(), (*office.own, *office.force, *office.iopc)):
            yield head


def of_the_public(
    incoming: Incoming,
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    office: OfficeDomains,
    *,
    represents: bool,
    joint: bool,
    in_person: bool,
) -> Parties:
    """The parties of a letter from the public; `in_person` is whether it can only come from who complained."""
    own = _senders(body, office)
    alone = signed_name(own, "")
    shown = shown_name(incoming, alone.value if alone and not certainly_a_desk(alone.value) else "")
    machine = shown is None and passes_on(incoming.sender_name, incoming.sender)
    inside = letter_inside(own, subject) if machine else None
    own, represents = (inside, False) if inside else (own, represents)
    another = surely_for_another(own)
    advised = firm_beside(own) or firm_that_acts(own)
    represents = represents or (advised is not None and not _FOR_A_CLIENT.isdisjoint(own.words))
    if _their_own(own, subject, another=another):
        represents = another = False
    if (between := by_a_form(own)) is not None:
        return between
    if (apart := _sent_for(own, subject, shown, alone)) is not None:
        return apart
    if represents or (another and not joint):
        return represented(incoming, own, subject, documents, addressees, shown, in_person=in_person)
    if len(together := joint_names(own, incoming.sender_name, flagged=joint)) > 1:
        return Parties(together)
    if not in_person and (brought := named_in_a_case(subject)):
        return Parties((written_out(brought[0], (own,)),))
    name, others = writer_of(incoming, own, body, subject, documents, addressees, shown, in_person=in_person)
    if name is None or (not in_person and holds_a_post(own, name.value)):
        return Parties()
    return Parties((name,), None, tuple(Fact("several_names", one.quote) for one in others))


def _sent_for(own: Passage, subject: Passage, shown: Fact[str] | None, signed: Fact[str] | None) -> Parties | None:
    """Who signed what somebody else only sends, as they say; None where they do not, or are one person."""
    if shown is None or signed is None or not (sent_for(own) or sent_for(subject)):
        return None
    heads = (one for one in senders_named(own) if one.value.split()[0] == signed.value)
    whole = signed if " " in signed.value else next(heads, None)
    if whole is None or " " not in shown.value or one_written_short(whole.value, shown.value):
        return None
    return Parties((whole,), shown)


def _their_own(own: Passage, subject: Passage, *, another: bool) -> bool:
    """Whether the writer says that the complaint is theirs; what they say for somebody else goes before "my"."""
    if _OWN_NAME.search(own.folded):
        return True
    if another:
        return False
    if next(own.near(_OWN_COMPLAINT, _COMPLAINED, 40), None):
        return True
    return _MINE.search(own.folded) is not None and not clients(own, subject)


def of_a_new_address(incoming: Incoming, body: Passage) -> Parties:
    """Who asks us to write elsewhere: only a name that the sender shows and the letter says, for anybody may ask."""
    shown = shown_name(incoming)
    if shown is None:
        return Parties()
    signed = signed_name(body, shown.value, incoming.sender)
    name_says = [word for word in shown.value.casefold().split() if len(word) > 1]
    known = (signed and agree(shown, signed)) or not body.words.isdisjoint(name_says)
    return Parties((shown,)) if known else Parties()


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
    own = _senders(body, office)
    if len(together := joint_names(own, "", flagged=False)) > 1:
        return Parties(together)
    beside = [one for text in (own, subject) for one in beside_references(text) if not _in_small_letters(one, own)]
    if len({one.value for one in beside}) > 1 and len(several := each_by_itself(own)) > 1:
        return Parties(several)
    named = [*officially_named(own), *said_names(body), *by_a_reference(own), *_forwarded(body, office)]
    named += [name for document in documents for name in (*said_names(document), *senders_named(document))]
    named += addressees or officially_named(subject)
    signed = [name for document in documents if (name := signed_name(document, "")) is not None]
    more = [*signed, *titled_names(subject), *titled_names(own), *beside]
    more += [name for document in documents for name in titled_names(document)]
    below = [*by_a_reference(quoted), *titled_names(quoted)] if quoted else []
    if writer:
        spoken = [one for one in (*spoken_of(own, subject), *clients(own, subject)) if " " in one.value]
        named = [one for one in (named or spoken or more or below) if not one_written_short(one.value, writer)]
    elif inside := writer_inside(own, subject):
        named = [inside]
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


def _senders(body: Passage, office: OfficeDomains) -> Passage:
    """What the sender wrote above a mail they pass on in the text."""
    return Passage(body.place, body.text[: next(mail_parts(body, office)).end])


def _forwarded(body: Passage, office: OfficeDomains) -> list[Fact[str]]:
    """The members of the public whose mail an office forwards."""
    return [
        Fact(name, body.quote(*head.span("name"), "whose mail is passed on"))
        for head in public_heads(body, office)
        if (name := whole_name(head["name"]))
    ]
