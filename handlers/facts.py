"""What a message and its documents say of a complaint and its outcome, each with its words; guesses nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from handlers import parties
from handlers.adjustments import adjustments
from handlers.allegations import allegations
from handlers.body_told import bodies_named
from handlers.dates import dates
from handlers.envelope import belongs
from handlers.force_references import the_reference
from handlers.grounds import grounds
from handlers.how_provided import how_provided
from handlers.letter_date import letter_dates, with_cover
from handlers.letter_mentions import SELDOM_SPEAKS_OF_IT, SPEAKS_OF_OTHER_LETTERS, mentions
from handlers.letter_odds import likely_days
from handlers.letter_told import DISPUTED, disputed, outcome_given, review_rights
from handlers.letters import OutcomeLetter, force_named, not_yet_decided, told_in_cover
from handlers.message_texts import texts_of
from handlers.names import same_person
from handlers.none_yet import not_final, only_spoken
from handlers.officers import officers
from handlers.passages import Passage, passage, word_set
from handlers.places import NOWHERE, Places, units
from handlers.represented import Parties
from handlers.sent_astray import went_astray
from handlers.writers_words import own_documents, passed_on_words, writers_words
from store.messages import Fact, Facts, Incoming, OfficeDomains, Recognition
from store.terms import Answer, Flag, Kind

# Mail that nobody wrote to us about a case of theirs: what it says is not believed of anybody.
SAYS_NOTHING = frozenset({Kind.UNWANTED, Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE})
# Mail whose writer is no party, and mail in which a named post may speak for an organisation.
SPEAKS_FOR_NOBODY = frozenset({Kind.PRESS, Kind.INTERNAL})
MAY_SPEAK_FOR_AN_OFFICE = frozenset({Kind.UNCLEAR, Kind.MISDIRECTED, Kind.INFORMATION_RIGHTS, Kind.LEGAL})
_SENT = re.compile(r"^[ \t>*]{0,6}(?:date|sent):\*?[^\n]{0,100}", re.MULTILINE)

_POLICE = word_set("police psd met")
_DECIDED = re.compile(
    r"\b(?:police|psd|the met)\b[^.\n]{0,40}\b(?:decision|outcome|letter|upheld|answer)|"
    r"\b(?:decision|outcome|letter|answer)\b[^.\n]{0,30}\b(?:police|psd|the met)\b"
)


def facts(
    incoming: Incoming,
    office: OfficeDomains,
    received_on: date,
    recognised: Recognition | None = None,
    places: Places = NOWHERE,
    weights: Mapping[str, float] = MappingProxyType({}),
) -> Facts:
    """What the message says, read against the London day it was written; `recognised` tells who may be speaking.

    `weights` say how likely each date is the outcome letter's (handlers.letter_odds).
    Of machine mail and of mail nobody asked for nothing is taken, because its words are not believed.
    """
    if recognised is not None and recognised.kind in SAYS_NOTHING:
        return Facts()
    texts = texts_of(incoming, office, received_on)
    on, subject, body, quoted, letters, others = (
        texts.on, texts.subject, texts.body, texts.quoted, texts.letters, texts.others
    )  # fmt: skip
    ours = [one.passage for one in letters]
    reference, references = the_reference(
        ((body, subject), ours, others, (quoted,), [passage("file name", file.name) for file in incoming.attachments])
    )
    domain = incoming.sender.rpartition("@")[2]
    from_iopc = belongs(domain, office.iopc)
    by_an_office = from_iopc or belongs(domain, (*office.force, *office.own))
    addressees = [one.addressee for one in letters if one.addressee]
    if by_an_office or (recognised is not None and recognised.kind is Kind.THIRD_PARTY):
        writer = "" if by_an_office else incoming.sender_name
        who = parties.of_an_office(body, subject, others, addressees, office, quoted, writer)
    else:
        who = _of_the_public(incoming, recognised, body, subject, others, addressees, office)
    joint = len(who.complainants) > 1
    tells = _tells(recognised, reference, (body, *others))
    elsewhere = not tells and recognised is not None and recognised.kind is Kind.MISDIRECTED
    when = letter_dates(
        body, subject, quoted, others, incoming.attachments, letters, on,
        joint=joint, from_iopc=from_iopc, by_office=by_an_office, tells=tells,
        ours=elsewhere or (recognised is not None and recognised.kind in SPEAKS_OF_OTHER_LETTERS),
        likely=() if from_iopc else likely_days(mentions(incoming, texts, office, recognised), weights),
    )  # fmt: skip
    undecided = [] if letters else not_yet_decided(others, (body, quoted), office, on)
    told_so = undecided and (when.letter_on is None or when.letter_on.value in (day for day, _ in undecided))
    spoken = when.letter_on is not None and only_spoken(when.letter_on.quote.words)
    if told_so or (not letters and (spoken or not_final(body))):
        when = replace(when, letter_on=None, every=(), arrived_on=None)
    elif cover := told_in_cover((body, quoted), office, on):
        when = with_cover(when, *cover)
    astray = went_astray(quoted if quoted.text else body, when.letter_on, when.arrived_on, on)
    if astray:
        when = replace(when, arrived_on=astray.came_on)
    senders = writers_words(body, office)
    own = [*(passed_on_words(body, office) if by_an_office else senders), *own_documents(others, office)]
    days = {one.value: one for one in reversed(when.every)}
    unsure = disputed(body) if days and not by_an_office else None
    if unsure and when.letter_on is None and len(days) > 1:
        when = replace(when, letter_on=days[min(days)])  # the first to run out; a person sees that it is disputed
    rights, rights_words = review_rights(letters, body)
    given, given_words = outcome_given(letters, when, None if by_an_office else body, joint=joint)
    if undecided and given is not Answer.YES:
        given, given_words = Answer.NO, undecided[0][1]
    named = bodies_named(letters, body, others, by_office=by_an_office)
    written = (body, subject, *texts.documents) if texts.documents else (body, subject)
    return Facts(
        complainant_name=who.complainant,
        representative_name=who.representative,
        force_reference=reference,
        force_named=force_named((*ours, body, *others)),
        letter_on=when.letter_on,
        letter_dates=when.every,
        arrived_on=when.arrived_on,
        sent_astray=astray.words if astray else None,
        how_provided=how_provided(letters, body),
        complaint_made_on=when.complaint_made_on,
        iopc_received_on=when.iopc_received_on,
        force_received_on=_with_force(body, office, on) if belongs(domain, office.force) else None,
        deadline_stated=next((one.deadline for one in letters if one.deadline), None) or when.deadline,
        review_body_named=named[0] if len(named) == 1 else None,
        review_rights=rights,
        rights_words=rights_words,
        outcome_given=given,
        outcome_words=given_words,
        limbs=allegations(written),
        grounds=grounds(own, [*others, *(senders if by_an_office else ())]),
        adjustments=adjustments((*own, *([] if belongs(domain, (*office.force, *office.iopc)) else senders), subject)),
        units=units(places, office, subject, (body, *ours, *others)),
        officers=officers((subject, body, *ours, *others)),
        doubts=(
            *(Fact("several_references", one.quote) for one in references if len(references) > 1),
            *who.doubts,
            *_to_another(letters, who),
            *(Fact("several_bodies", one.quote) for one in named if len(named) > 1),
            *when.doubts,
            *([Fact(DISPUTED, unsure)] if unsure and when.letter_on else ()),
        ),
    )


def _tells(recognised: Recognition | None, reference: Fact[str] | None, texts: Sequence[Passage]) -> bool:
    """Whether the writer may speak of a force's outcome letter: one for another body does where a force is named."""
    if recognised is None or Kind.APPLICATION in (recognised.kind, *recognised.also):
        return True
    if recognised.kind is Kind.MISDIRECTED:
        police = any(next(text.near(_DECIDED, _POLICE), None) for text in texts)
        return police or reference is not None or force_named(texts) is not None
    return recognised.kind not in SPEAKS_OF_OTHER_LETTERS | SELDOM_SPEAKS_OF_IT


def _of_the_public(
    incoming: Incoming,
    recognised: Recognition | None,
    body: Passage,
    subject: Passage,
    others: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    office: OfficeDomains,
) -> Parties:
    kind, flags = (recognised.kind, recognised.flags) if recognised else (Kind.APPLICATION, frozenset[Flag]())
    represents = Flag.REPRESENTATIVE in flags or kind is Kind.ELECTED_REPRESENTATIVE
    if kind in SPEAKS_FOR_NOBODY:
        return Parties()
    if kind is Kind.CONTACT_CHANGE and not represents:
        return parties.of_a_new_address(incoming, body)
    return parties.of_the_public(
        incoming, body, subject, others, addressees, office,
        represents=represents, joint=Flag.JOINT in flags, in_person=kind not in MAY_SPEAK_FOR_AN_OFFICE,
    )  # fmt: skip


def _with_force(body: Passage, office: OfficeDomains, on: date) -> Fact[date] | None:
    """The day on which the force had the mail from the public that it passes on."""
    for head in parties.public_heads(body, office):
        below = body.folded[: head.end() + 300]
        if (sent := _SENT.search(below, head.end())) and (found := next(dates(below, on, sent.start()), None)):
            return Fact(found.day, body.quote(*sent.span(), "when the force had it")) if found.day else None
    return None


def _to_another(letters: Sequence[OutcomeLetter], who: Parties) -> list[Fact[str]]:
    """A letter that is addressed to none of the complainants: perhaps somebody else's, sent or attached by mistake."""
    return [
        Fact("letter_to_another", one.addressee.quote)
        for one in letters
        if one.addressee and who.complainants
        and not any(same_person(one.addressee.value, complainant.value) for complainant in who.complainants)
    ]  # fmt: skip
