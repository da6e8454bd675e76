"""How the words in which people ask to be heard in another way are kept and read; decides nothing.

A row is read in one of three ways (handlers.adjustments): what is ASKED for counts where the sentence wishes it now,
what is SAID is a wish by its own words, and what is OWN is a condition that counts of the writer.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from handlers.passages import at_a_word, word_set


class How(Enum):
    """What a row's words need around them."""

    ASKED = "a wish"
    SAID = "nothing"
    OWN = "the writer"


class Row(NamedTuple):
    """One adjustment, how its words are read, words one of which must be there, and the exact pattern."""

    value: str
    how: How
    words: frozenset[str]
    pattern: re.Pattern[str]


ASKED, SAID, OWN = How.ASKED, How.SAID, How.OWN
SAYS = {
    "large print": "asks for large print",
    "coloured paper": "asks for coloured paper or another contrast",
    "braille": "asks for Braille",
    "audio": "asks for audio or to have it read out",
    "screen reader": "reads with a screen reader",
    "easy read": "asks for easy or plain words",
    "one question at a time": "asks for one question at a time or for short letters",
    "sign language": "signs, or asks for a signer",
    "interpreter": "asks for another language, or finds English hard",
    "no form": "cannot use forms",
    "telephone": "asks to be telephoned",
    "no telephone": "is not to be telephoned",
    "e-mail": "asks for e-mail and nothing else",
    "text message": "asks for text messages",
    "post": "asks for letters on paper, or has no computer",
    "more time": "asks for more time",
    "meeting in person": "asks to be met in person",
    "step-free access": "needs a place without steps",
    "somebody with them": "is helped by somebody",
    "reasonable adjustments": "asks for reasonable adjustments",
    "sight loss": "is blind or partially sighted",
    "hearing loss": "is deaf or hard of hearing",
    "speech difficulty": "finds speaking hard",
    "dyslexia": "has dyslexia or finds reading hard",
    "neurodivergence": "is autistic or has ADHD or a learning disability",
    "memory or concentration": "finds it hard to remember or to concentrate",
    "health": "tells of an illness or disability",
}
"""Every adjustment with what its words tell."""

CANNOT = r"(?:can(?:no|')?t|carn'?t|can not|unable to|not able to|struggle (?:with|to)|(?:difficult|hard) to)"
DO_NOT = r"(?:do not|don'?t|does not|doesn'?t)"
RELATIVE = (
    r"(?:(?:step|grand|god)?(?:son|daughter|child|mother|father|brother|sister)|mum|mam|dad|husband|wife|partner|"
    r"nephew|niece|friend|neighbour|aunt|auntie|uncle|cousin|(?:pad )?mate|nan|gran|grandma|grandad|sis)"
)
HELPER = (
    r"(?:advocate|carer|(?:support|key|social|youth|outreach) ?worker|intermediary|befriender|personal assistant|"
    r"appropriate (?:adult|person))"
)
STARTS = (
    r"(?:\A|(?<=\n)|(?<=[.!?;:,)–-] )|(?<= so )|(?<= then )|(?<= just )|(?<= but )|(?<=text me )|(?<=email me )|"
    r"(?<=please )|(?<=pls )|(?<=plz )|(?<=kindly ))"
)
"""Pieces of several patterns; STARTS is where a sentence or what is asked in it begins."""


def row(value: str, how: How, words: str, pattern: str) -> Row:
    """A row, its pattern compiled; a blank in it stands for the end of a line as well."""
    return Row(value, how, word_set(words), at_a_word(pattern.replace(" ", r"\s")))
