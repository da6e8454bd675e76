"""Why applicants are unhappy with the outcome, word for word in their own words; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact
from store.terms import Quote

GROUNDS_CHARACTERS = 4_000

_LABEL = re.compile(
    r"(?:^[ \t\d.)*-]{0,6}|(?<=[.!?] ))(?:grounds?|reasons?|why do you (?:disagree|want a review)|"
    r"(?:your )?message)(?: (?:for|of) (?:the |my |this )?(?:review|appeal|request|application))?[ \t]*[:?][ \t]*",
    re.M,
)
_LABELS = word_set("ground grounds reason reasons why message")
_BECAUSES = word_set("because follows reasons")
_BECAUSE = re.compile(
    r"(?:unhappy|not happy|dissatisfied|not satisfied|disagree\w*|(?:don'?t|do not) (?:agree|accept)|appeal\w*|"
    r"(?:want|like|ask\w*|request\w*|apply\w*)[^.\n]{0,40} review\w*)[^.\n]{0,80}?(?:because|as follows|"
    r"for these reasons|:)"
)
_WHO = (
    r"(?:they|he|she|it|nobody|no[ -]?one|police|mps|met|officers?|letters?|handler|log|report|reply|answer|decision|"
    r"outcome|response|sergeant|constable|inspector|investigat\w+)"
)
_SAYS_WHY = at_a_word(
    rf"\b{_WHO}(?: \w+){{0,2}} (?:did|does|do|has|have|had|was|were|could|would|is|are)(?: ?n[o']?t)\b|"
    rf"\b{_WHO} (?:ain'?t|didnt|dint|wasnt|isnt|wont|says?|said|calls?|called|claims?|states?|lists?|found|find|"
    r"upheld|ignores?|contends?)\b|"
    r"\b(?:letter|reply|answer|decision|outcome|response|result|e-?mail)\b[^.;!?]{0,60}\b(?:says?|said|calls?|"
    r"claims?|finds?)\b|\bi (?:do not|don'?t|cannot|can'?t) (?:agree|accept|see how)|"
    r"\b(?:nobody|no[ -]one|noone|not one|never|failed to|fails to|untrue|not true|contradict\w*|ignored|ignores|"
    r"neither|no warrant|disagree|dispute|unfair|unfairly|unreasonable|whitewash|rubbish|nonsense)\b|"
    r"\bi (?:told|gave|sent|showed|offered) (?:them|him|her|it)\b|"
    r"\bi have (?:the|a) (?:film|footage|photo\w*|video|proof|witness\w*|receipt|minutes|recording)|"
    r"\b(?:police|officers?|they|he|she|who)(?: \w+){0,2} lied\b|\bthat (?:is|was) (?:not true|wrong|a lie)|"
    r"nie zgadzam|no estoy de acuerdo|não aceito|nu sunt de acord|kuma qanacsan|itiraz ediyorum|pas d'accord|"
    r"nicht einverstanden|nesutinku|не соглас|не згод"
)
_ENDS = re.compile(
    r"\n[ \t]*\n(?![ \t]*(?:[-*•]|\(?\w{1,2}[.)]|points?\b|grounds?\b|reasons?\b))|\n[ \t]*(?:yours|"
    r"kind regards|regards|many thanks|thanks|thank you)\b|\n[ \t]*[a-z][a-z ]{3,30}:[ \t]",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\n[ \t]*(?:yours|kind regards|regards|many thanks|thanks|thank you|sent from)\b", re.IGNORECASE)


def grounds(own: Sequence[Passage], others: Sequence[Passage]) -> Fact[str] | None:
    """The applicant's reasons, word for word: what is called so, what follows "because", or what disagrees.

    In what is not the applicant's own words (a form, a log) only what is called grounds counts.
    """
    for passage in (*own, *others):
        if label := next(passage.near(_LABEL, _LABELS), None):
            return _span(passage, label.end())
    for passage in own:
        if because := next(passage.near(_BECAUSE, _BECAUSES), None):
            return _span(passage, passage.sentence(because.start(), because.end())[0])
        why = [found.start() for found in _SAYS_WHY.finditer(passage.folded)]
        if why:
            return _from_to(passage, why[0], why[-1])
    return None


def _span(passage: Passage, start: int) -> Fact[str] | None:
    ends = _ENDS.search(passage.text, start + 10)
    return _words(passage, start, ends.start() if ends else len(passage.text))


def _from_to(passage: Passage, first: int, last: int) -> Fact[str] | None:
    """The paragraphs from one place to another, without the closing of the letter."""
    start = passage.text.rfind("\n\n", 0, first) + 2
    end = passage.text.find("\n\n", last)
    end = end if end >= 0 else len(passage.text)
    closes = _CLOSES.search(passage.text, last, end)
    return _words(passage, start if start > 1 else 0, closes.start() if closes else end)


def _words(passage: Passage, start: int, end: int) -> Fact[str] | None:
    words = passage.text[start : min(end, start + GROUNDS_CHARACTERS)].strip()
    return Fact(words, Quote(" ".join(words[:160].split()), passage.place, "why they are unhappy")) if words else None
