"""What a request for a review hints at as a whole, beside what rules read in its words; guesses no day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from handlers.letter_told import DISPUTED
from store.messages import Fact, Facts, Hint
from store.terms import Answer, Limb, ReviewBody, TimeResult

SURE: Mapping[TimeResult | ReviewBody, float] = MappingProxyType(
    {
        TimeResult.PREMATURE: 0.25,
        TimeResult.CLOCK_NOT_STARTED: 0.25,
        TimeResult.START_UNKNOWN: 1.5,
        TimeResult.DISPUTED_START: 0.0,
        ReviewBody.DIRECTOR_GENERAL: 1.5,
    }
)
"""Odds, as logarithms, from which a hint is believed where no letter shows otherwise."""
NO_START = (TimeResult.PREMATURE, TimeResult.CLOCK_NOT_STARTED, TimeResult.START_UNKNOWN)  # the likeliest counts alone
UNLIKE = -4.0  # odds below which what rules read between the lines is not believed
SERIOUS = "something serious, as the message as a whole reads"
TOLD = ("body", "subject")  # where people tell of a letter; anywhere else it is there to be seen


def hinted(said: Facts, hints: Sequence[Hint]) -> Facts:
    """The facts with what the message as a whole is sure of.

    That there is no outcome, or none with a right to a review, counts where nobody can see a letter that says
    otherwise; a day that is only told is dropped where the message says that none is known.
    """
    sure = {hint.result: hint for hint in hints if hint.odds >= SURE[hint.result]}
    unlike = {hint.result for hint in hints if hint.odds < UNLIKE}
    shown = said.letter_on is not None and said.letter_on.quote.place not in TOLD
    if said.outcome_given is Answer.NO and TimeResult.PREMATURE in unlike:
        said = replace(said, outcome_given=Answer.UNKNOWN, outcome_words=None)
    if said.review_rights is Answer.NO and TimeResult.CLOCK_NOT_STARTED in unlike:
        said = replace(said, review_rights=Answer.UNKNOWN, rights_words=None)
    foremost = max((hint for hint in hints if hint.result in NO_START), key=lambda hint: hint.odds, default=None)
    if foremost and foremost.result in sure and not shown:
        if foremost.result is TimeResult.PREMATURE:
            said = replace(
                said, outcome_given=Answer.NO, outcome_words=said.outcome_words or foremost.words,
                letter_on=None, letter_dates=(), arrived_on=None, sent_astray=None,
            )  # fmt: skip
        elif foremost.result is TimeResult.START_UNKNOWN:
            said = replace(said, letter_on=None, arrived_on=None, sent_astray=None)
        elif said.review_rights is not Answer.YES:
            said = replace(said, review_rights=Answer.NO, rights_words=said.rights_words or foremost.words)
    disputed, theirs = sure.get(TimeResult.DISPUTED_START), sure.get(ReviewBody.DIRECTOR_GENERAL)
    if disputed and disputed.words and said.letter_on:
        said = replace(said, doubts=(*said.doubts, Fact(DISPUTED, disputed.words)))
    if theirs and theirs.words and not said.limbs:
        said = replace(said, limbs=(Fact(Limb.B_I, replace(theirs.words, says=SERIOUS)),))
    return said
