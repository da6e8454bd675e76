"""What a sentence of an application is: a reason against the outcome, the incident, or mere form; decides nothing."""

from __future__ import annotations

import re

from handlers.grounds_form import ASKS_HOW, IDENTIFIES, OF_THE_ROUTE, WISHES, opens_or_closes
from handlers.grounds_words import (
    DISAGREES_WITH_IT,
    JUDGES_IT,
    NAMES_IT,
    NOT_LOOKED_INTO,
    SAYS_BECAUSE_OF_IT,
    SAYS_OF_IT,
)
from handlers.passages import at_a_word

# How much a sentence says of why somebody is unhappy with the outcome.
NOTHING, OF_THE_INCIDENT, BESIDE_THE_OUTCOME, DISAGREES, JUDGES, OF_THE_OUTCOME, SAYS_BECAUSE = 0, 1, 2, 3, 4, 6, 9
CLOSING, FORM = -2, -1
"""What a letter needs and no reason: a greeting or a name; a wish, a reference, how to reach somebody."""

_LATE = re.compile(r"(?:reason|why|because)[^.!?]{0,60}\b(?:late|delay\w*|writing to you|sooner|in time)\b")
_IN_PERSON = re.compile(r"\b(?:i|we|he|she)(?: \w+)? *\Z")
_BEFORE = 30
_ASKS_WHY = re.compile(
    r"(?<![^\W\d_])(?:why|how (?:can|could|is|was|did|come|does)|where (?:is|are|was|were|did)|what about|"
    r"who (?:was|is|did|were|looked|decided)|which|what)\b[^?]{2,200}\?"
)
_INCIDENT = at_a_word(
    r"(?:they|he|she|police|mps|met|officers?|sergeant|constable|inspector|pcs?|p[cs] [a-z']+|cops?)(?: \w+){0,2} "
    r"(?:did|does|do|has|have|had|was|were|could|would|is|are)(?: ?n[o']?t)\b|"
    r"(?:they|he|she|who|officers?|sergeant|constable|inspector|pcs?|police)(?: \w+)? (?:ain'?t|didnt|dint|wasnt|said|"
    r"told|called|claimed|says?|refused|ignored|lied|never|neva)\b|nobody|no[ -]?one|noone"
)
_QUOTED = re.compile(r"[\"“][^\"“”]{1,300}[\"”]")
_BEGINS_QUOTED = re.compile(r"[\"“][^\"“”]{12,300}[\"”]")
_ASIDE = re.compile(r" \([^()\n]{1,200}\)")


def weight(text: str, folded: str, *, of_outcome: bool) -> int:
    """What a sentence says of why its writer is unhappy, as one of the weights above.

    `of_outcome` is whether its paragraph has named the outcome: then what officers said is what they say of it,
    otherwise it is the incident.
    """
    if opens_or_closes(text, folded):
        return CLOSING
    plain = _QUOTED.sub(" ", folded)
    if SAYS_BECAUSE_OF_IT.search(plain) and not _LATE.search(plain):
        return SAYS_BECAUSE
    if _not_looked_into(plain):
        return OF_THE_OUTCOME
    judges, route = JUDGES_IT.search(plain) is not None, OF_THE_ROUTE.search(plain) is not None
    if (judges or not route) and _says_of_it(folded, of_outcome=of_outcome, judges=judges):
        return OF_THE_OUTCOME
    if judges or (_ASKS_WHY.search(plain) and not ASKS_HOW.search(plain)):
        return JUDGES
    if DISAGREES_WITH_IT.search(plain):
        return DISAGREES
    incident = _INCIDENT.search(plain) is not None
    if of_outcome and incident and not route:
        return BESIDE_THE_OUTCOME
    if route or WISHES.search(plain) or IDENTIFIES.search(plain):
        return FORM
    return OF_THE_INCIDENT if incident else NOTHING


def _not_looked_into(plain: str) -> bool:
    """Whether a sentence says what was not done, other than by one person at the incident."""
    found = NOT_LOOKED_INTO.search(plain)
    return found is not None and not _IN_PERSON.search(plain, max(0, found.start() - _BEFORE), found.start())


def _says_of_it(folded: str, *, of_outcome: bool, judges: bool) -> bool:
    """Whether a sentence tells what the outcome says, and does not only ask for its review."""
    says = SAYS_OF_IT.search(_ASIDE.sub(" ", folded)) or (of_outcome and _BEGINS_QUOTED.match(folded))
    return bool(says) and (judges or not WISHES.match(folded))


def names_outcome(folded: str) -> bool:
    """Whether a sentence names the outcome, so that what follows in its paragraph is likely to speak of it."""
    return NAMES_IT.search(_QUOTED.sub(" ", folded)) is not None
