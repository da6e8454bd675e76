"""What a message and its documents say of a complaint and its outcome, each with its words; proves and "
"guesses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers import parties
from handlers.allegations import allegations
from handlers.envelope import belongs
from handlers.force_references import the_reference
from handlers.letter_date import LetterDates, letter_dates
from handlers.letters import OutcomeLetter, attached_letter, force_named, forwarded_letter, named_body
from handlers.names import same_person
from handlers.passages import Passage, Rule, at_a_word, passage, rule, told, word_set
from handlers.wishes import adjustments, grounds
from store.messages import Attachment, Fact, Facts, HowProvided, Incoming, OfficeDomains, Recognition
from store.terms import Answer, Flag, Kind, Quote, ReviewBody, london_date

# Mail that nobody wrote to us about a case of theirs: what it says is not believed of anybody.
SAYS_NOTHING = frozenset({Kind.UNWANTED, Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE})
# Mail whose writer is no party, or only claims to be the party of a case.
SPEAKS_FOR_NOBODY = frozenset({Kind.PRESS, Kind.CONTACT_CHANGE, Kind.THIRD_PARTY, Kind.INTERNAL})
_NEAR = timedelta(days=3)  # between the sender's clock and ours, before the sender's is not believed

_NO_OUTCOME = at_a_word(
    r"(?:still|been) waiting|(?:not|\w+n't|never) (?:yet )?(?:had|got|received|been (?:given|sent|told))(?: \w+){0,2} "
    r"(?:outcome|decision|answer|letter|result|reply|hers|his|mine|theirs|anything)|"
    r"\bno (?:outcome|decision|result|final letter)|"
    r"\bstill (?:looking|investigating|under investigation|being (?:looked|investigated)|no (?:decision|answer|reply))|"
    r"\b(?:only|three|two|four|several|more|another)(?: \w+){0,2} [\"'“”]?update|(?:not|\w+n't) (?:yet )?(?:been )?"
    r"(?:finalised|concluded|finished|decided)"
)
_WAITING = word_set(
    "waiting outcome decision answer hers final looking investigating investigation yet update updates finalised "
    "concluded decided"
)
_NO_RIGHTS = at_a_word(
    r"\b(?:letter|they|it|e-?mail|outcome)(?: \w+){0,2} (?:(?:does|did|do) ?n[o']t|never)(?: even)? "
    r"(?:say|said|tell|told|mention|mentioned|give)(?: \w+){0,4} (?:review|appeal|who i go|right)|"
    r"\b(?:no|without(?: any)?) (?:mention|information|word) (?:about|of) (?:a |the |any |my )?"
    r"(?:right (?:to|of) )?(?:review|appeal)|\bnothing (?:\w+ ){0,2}about (?:a |the |any |my )?(?:review|appeal)"
)
_OF_RIGHTS = word_set("review appeal")
_HOW: tuple[Rule[HowProvided], ...] = (
    rule(
        HowProvided.EMAIL,
        "how the letter came",
        "emailed email mailed mail inbox",
        r"e-?mailed (?:it |this |that )?to (?:me|us|him|her)|e-?mailed (?:me|us)|"
        r"(?:received|got|came|sent|provided|arrived|outcome|letter)[^.!?]{0,160}"
        r"(?:by|via|in an|in my|to my) (?:e-?mail|inbox)",
    ),
    rule(
        HowProvided.POST,
        "how the letter came",
        "post posted postmarked postmark envelope letterbox door doorstep pocztą",
        r"\b(?:by|in the|through the|with the) (?:normal |ordinary |(?:first|second)[ -]class )?(?:post|door)\b|"
        r"postmark\w*|"
        r"posted (?:it |this )?to (?:me|us)|(?:in|the|kept the) envelope|letterbox|doorstep|pocztą",
    ),
    rule(
        HowProvided.IN_PERSON,
        "how the letter came",
        "handed hand person",
        r"(?:letter|outcome|decision|it)[^.!?]{0,40}(?:handed to (?:me|us)|by hand|in person)|"
        r"handed (?:me|us) (?:the|a|his|her|my) (?:letter|outcome)",
    ),
)
_ABOUT_A_LETTER = word_set("letter outcome decision response reply result email emailed list listu")


def facts(incoming: Incoming, office: OfficeDomains, received_on: date, recognised: Recognition | None = None) -> Facts:
    """What the message says, read against the London day it was written; `recognised` tells who may be speaking.

    Of machine mail and of mail nobody asked for nothing is taken, because its words are not believed.
    """
    if recognised is not None and recognised.kind in SAYS_NOTHING:
        return Facts()
    on = _written_on(incoming, received_on)
    subject, body = passage("subject", incoming.subject), passage("body", incoming.new_text)
    quoted = passage("quoted mail", incoming.text if incoming.text != incoming.new_text else "")
    documents = [passage(f"attachment {file.name}", file.text) for file in incoming.attachments if file.text]
    letters = _letters(incoming.attachments, documents, (body, quoted), office, on)
    ours = [one.passage for one in letters]
    others = [one for one in documents if one not in ours]
    reference, references = the_reference(
        ((body, subject), ours, others, (quoted,), [passage("file name", file.name) for file in incoming.attachments])
    )
    domain = incoming.sender.rpartition("@")[2]
    from_iopc = belongs(domain, office.iopc)
    by_an_office = from_iopc or belongs(domain, (*office.force, *office.own))
    if by_an_office:
        addressees = [one.addressee for one in letters if one.addressee]
        who = parties.of_an_office(body, subject, others, addressees)
    else:
        who = _of_the_public(incoming, recognised, body, subject, others)
    joint = len(who.complainants) > 1
    when = letter_dates(body, quoted, others, incoming.attachments, letters, on, joint=joint, from_iopc=from_iopc)
    rights, rights_words = _rights(letters, body)
    given, given_words = _outcome_given(letters, when, None if by_an_office else body, joint=joint)
    named = _body_named(letters, body)
    written = (body, subject, *documents) if documents else (body, subject)
    return Facts(
        complainant_name=who.complainant,
        representative_name=who.representative,
        force_reference=reference,
        force_named=force_named((*ours, body, *others)),
        letter_on=when.letter_on,
        letter_dates=when.every,
        arrived_on=when.arrived_on,
        how_provided=_how(letters, body),
        complaint_made_on=when.complaint_made_on,
        iopc_received_on=when.iopc_received_on,
        deadline_stated=next((one.deadline for one in letters if one.deadline), None) or when.deadline,
        review_body_named=named[0] if len(named) == 1 else None,
        review_rights=rights,
        rights_words=rights_words,
        outcome_given=given,
        outcome_words=given_words,
        limbs=allegations(written),
        grounds=grounds(body, others, own_words=not by_an_office),
        adjustments=adjustments((body, subject)),
        doubts=(
            *(Fact("several_references", one.quote) for one in references if len(references) > 1),
            *who.doubts,
            *_to_another(letters, who),
            *(Fact("several_bodies", one.quote) for one in named if len(named) > 1),
            *when.doubts,
        ),
    )


def _written_on(incoming: Incoming, received_on: date) -> date:
    """The London day by the sender's clock where it is near the day of receipt, otherwise that day."""
    if incoming.sent_at is None:
        return received_on
    sent_on = london_date(incoming.sent_at)
    return sent_on if abs(sent_on - received_on) <= _NEAR else received_on


def _letters(
    files: Sequence[Attachment], documents: Sequence[Passage], texts: Sequence[Passage], office: OfficeDomains, on: date
) -> list[OutcomeLetter]:
    """Every outcome letter the message brings: its documents first, then what it forwards or quotes."""
    whole = {f"attachment {file.name}" for file in files if file.text and not file.text_fault}
    read = [attached_letter(document, on, whole=document.place in whole) for document in documents]
    read += [forwarded_letter(text, office, on) for text in texts]
    return [one for one in read if one is not None]


def _of_the_public(
    incoming: Incoming, recognised: Recognition | None, body: Passage, subject: Passage, others: Sequence[Passage]
) -> parties.Parties:
    represents = recognised is not None and Flag.REPRESENTATIVE in recognised.flags
    speaks = recognised is None or recognised.kind not in SPEAKS_FOR_NOBODY
    return parties.of_the_public(incoming, body, subject, others, represents=represents, speaks=speaks)


def _body_named(letters: Sequence[OutcomeLetter], body: Passage) -> list[Fact[ReviewBody]]:
    """The review body the letters name, one fact for each body; what the writer says of it where no letter does."""
    named = [one.body for one in letters if one.body] or [one for one in (named_body(body),) if one]
    return list({one.value: one for one in reversed(named)}.values())


def _to_another(letters: Sequence[OutcomeLetter], who: parties.Parties) -> list[Fact[str]]:
    """A letter that is addressed to none of the complainants: perhaps somebody else's, sent or attached by "
    "mistake."""
    return [
        Fact("letter_to_another", one.addressee.quote)
        for one in letters
        if one.addressee and who.complainants
        and not any(same_person(one.addressee.value, complainant.value) for complainant in who.complainants)
    ]  # fmt: skip


def _how(letters: Sequence[OutcomeLetter], body: Passage) -> Fact[HowProvided] | None:
    """How the letter came: by what the writer says, otherwise by what the letter does."""
    if not _ABOUT_A_LETTER.isdisjoint(body.words):
        for said in told(_HOW, (body,)):
            return said
    return next((one.how for one in letters if one.how), None)


def _rights(letters: Sequence[OutcomeLetter], body: Passage) -> tuple[Answer, Quote | None]:
    """Whether the letter tells of the right to a review: yes by its words, no where it was read whole and "
    "does not."""
    for one in letters:
        if one.rights is Answer.YES:
            return Answer.YES, one.rights_words
    if found := next(body.near(_NO_RIGHTS, _OF_RIGHTS, 80), None):
        return Answer.NO, body.sentence_quote(*found.span(), "no word of a review")
    if letters and all(one.rights is Answer.NO for one in letters):
        return Answer.NO, letters[0].passage.quote(0, 100, "no word of a review")
    return Answer.UNKNOWN, None


def _outcome_given(
    letters: Sequence[OutcomeLetter], when: LetterDates, body: Passage | None, *, joint: bool
) -> tuple[Answer, Quote | None]:
    """Whether there is an outcome yet, by the applicant's own words; one of several without makes it unknown."""
    waiting = next(body.near(_NO_OUTCOME, _WAITING, 60), None) if body else None
    words = body.sentence_quote(*waiting.span(), "no outcome yet") if body and waiting else None
    if letters or when.letter_on or when.every or when.arrived_on:
        return (Answer.UNKNOWN, words) if joint and waiting else (Answer.YES, None)
    return (Answer.NO, words) if waiting else (Answer.UNKNOWN, None)
