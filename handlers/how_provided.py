"""How the outcome letter came to whoever complained, as they or the letter say; guesses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.letters import OutcomeLetter
from handlers.passages import Passage, Rule, rule, told, word_set
from store.messages import Fact, HowProvided

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
