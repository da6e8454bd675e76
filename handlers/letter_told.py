"""What is told of the outcome letter beside its date: how it came, what it says of a review, whether there is one."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.letter_date import LetterDates
from handlers.letters import OutcomeLetter
from handlers.passages import Passage, Rule, at_a_word, rule, told, word_set
from store.messages import Fact, HowProvided
from store.terms import Answer, Quote

_NO_OUTCOME = at_a_word(
    r"(?:still|been) waiting|"
    r"(?:not|\w+n'?t|never|yet to) (?:yet |even )?(?:had|have|got|get|receive|received|seen|given|sent|"
    r"been (?:given|sent|told))(?: \w+){0,2} (?:outcome|decision|answer|letter|result|reply|response|hers|his|mine|"
    r"theirs|anything)|\bnothing since\b|"
    r"\b(?:no|never an?) (?:outcome|decision|result|final letter)\b(?! (?:about|on the))|"
    r"\bstill (?:looking|investigating|under investigation|being (?:looked|investigated|dealt)|"
    r"no (?:decision|answer|reply|outcome)|open|ongoing|with (?:the|a) (?:investigator|handler))|"
    r"remains? (?:under investigation|open|unresolved)|"
    r"\b(?:only|three|two|four|several|more|another|every)(?: \w+){0,2} [\"'“”]?updates?\b|"
    r"(?:not|\w+n'?t|never) (?:yet |even )?(?:been )?(?:finalised|concluded|finished|decided|"
    r"completed)(?! properly)|(?:enquiries|investigation) (?:are|is) (?:still )?(?:continuing|ongoing)|"
    r"(?:ever|never) (?:going to |gonna )?(?:decide|finish|conclude)|before they (?:decide|answer|reply|say|finish)|"
    r"(?:not|n'?t) (?:want to |going to |gonna )?wait for (?:them|the police|an answer|the outcome)|"
    r"(?:on hold|to sleep|parked|paused|suspended|frozen) (?:until|till|pending|while)|(?:only )?just complained|"
    r"suspended (?:my|our|the|his|her) complaint|(?:heard|had|got) nothing (?:back|since|from (?:them|the (?:police|"
    r"met|force)))"
)
_WAITING = word_set(
    "waiting outcome decision answer hers final looking investigating investigation yet update updates finalised "
    "hold sleep parked paused suspended frozen enquiries wait decide complained "
    "concluded decided letter result reply response open ongoing unresolved finished completed nothing"
)
_NO_RIGHTS = at_a_word(
    r"\b(?:letter|they|it|e-?mail|outcome)(?: \w+){0,2} (?:(?:does|did|do) ?n[o']t|never)(?: even)? "
    r"(?:say|said|tell|told|mention|mentioned|give)(?: \w+){0,4} (?:review|appeal|who i go|right)|"
    r"\b(?:no|without(?: any)?) (?:mention|information|word) (?:about|of) (?:a |the |any |my )?"
    r"(?:right (?:to|of) )?(?:review|appeal)|\bnothing (?:\w+ ){0,2}about (?:a |the |any |my )?(?:review|appeal)|"
    r"nothing (?:\w+ ){0,4}about where to go|\bno review (?:bit|part|paragraph|section)|"
    r"(?:nowhere does (?:it|the (?:letter|e-?mail))|(?:letter|they|it|e-?mail)(?: \w+){0,2} (?:does|did|do) ?n[o']t)"
    r"(?: even)? (?:say|tell|mention)(?: \w+){0,3} (?:may|can|could|might) (?:go|turn|ask|take (?:it|this))"
    r"(?: \w+){0,2} (?:anybody|anyone|somebody|someone|anywhere|somewhere) else"
)
_OF_RIGHTS = word_set("review appeal else where")
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


def how_provided(letters: Sequence[OutcomeLetter], body: Passage) -> Fact[HowProvided] | None:
    """How the letter came: by what the writer says, otherwise by what the letter does."""
    if not _ABOUT_A_LETTER.isdisjoint(body.words):
        for said in told(_HOW, (body,)):
            return said
    return next((one.how for one in letters if one.how), None)


def review_rights(letters: Sequence[OutcomeLetter], body: Passage) -> tuple[Answer, Quote | None]:
    """Whether the letter tells of the right to a review: yes by its words, no where it was read whole and does not."""
    for one in letters:
        if one.rights is Answer.YES:
            return Answer.YES, one.rights_words
    if found := next(body.near(_NO_RIGHTS, _OF_RIGHTS, 80), None):
        return Answer.NO, body.sentence_quote(*found.span(), "no word of a review")
    if letters and all(one.rights is Answer.NO for one in letters):
        return Answer.NO, letters[0].passage.quote(0, 100, "no word of a review")
    return Answer.UNKNOWN, None


def outcome_given(
    letters: Sequence[OutcomeLetter], when: LetterDates, body: Passage | None, *, joint: bool
) -> tuple[Answer, Quote | None]:
    """Whether there is an outcome yet, by the applicant's own words; one of several without makes it unknown."""
    waiting = next(body.near(_NO_OUTCOME, _WAITING, 60), None) if body else None
    words = body.sentence_quote(*waiting.span(), "no outcome yet") if body and waiting else None
    if letters or when.letter_on or when.every or when.arrived_on:
        return (Answer.UNKNOWN, words) if joint and waiting else (Answer.YES, None)
    return (Answer.NO, words) if waiting else (Answer.UNKNOWN, None)
