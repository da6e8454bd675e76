"""Whether words are a force's to somebody who complained, or of somebody who complains; decides nothing."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,300}[\"”]")
_TO_YOU = (
    re.compile(r"\byou (?:told us|complained|alleged?|stated?|raised|reported|felt|were unhappy)\b"),
    re.compile(r"\byour (?:complaint|allegations?|concerns?|expression of|dissatisfaction|account)\b"),
    re.compile(
        r"\byou (?:can|may|might|could|have (?:the|a) right|are entitled)\b[^.]{0,60}\b(?:review|apply|appeal|28)|"
        r"\byou have (?:28|twenty[- ]eight) days|\byour right (?:of|to)\b|\bdear (?:mr|mrs|ms|miss|mx|dr)\b"
    ),
    re.compile(
        r"\bif you (?:need|would like|require|want|prefer|are (?:unhappy|dissatisfied|not))\b[^.]{0,80}\b"
        r"(?:letter|large print|easy read|language|format|review|braille|time|contact|call)\b|"
        r"\bplease (?:quote|do not reply to this)\b"
    ),
)
_DECIDES = (
    re.compile(
        r"\b(?:i|we)(?:'ve| have)(?: now| also)? (?:concluded|decided|determined|considered|reviewed|completed|"
        r"finished|investigated|assessed|looked|spoken)\b|\bi am (?:satisfied|content|writing to)\b|"
        r"\bmy (?:findings?|enquiries|investigation|determination)\b"
    ),
    re.compile(
        r"\bservice (?:\w+ ){0,5}was (?:\w+ ){0,3}acceptable|\bno further action will\b|\bno case to answer\b|"
        r"\b(?:i|we) apologi[sz]e\b|\bnot (?:been )?upheld\b|\b(?:officer|sergeant|constable) said he\b"
    ),
)
_COMPLAINS = re.compile(
    r"\bmy (?:\w+ )?complaint\b(?! handler| reviewer)|\bi(?:'d| would| should| do| am)?(?: \w+){0,4} (?:want|like|ask|"
    r"asking|request|seek|apply|applying|appeal|wish)\b[^.]{0,60}\b(?:review|appeal|look|again|apology)|"
    r"\bi(?: \w+){0,2} (?:disagree|dispute)\b|\bi (?:do not|don't|can't|cannot) (?:agree|accept)\b|"
    r"\bplease review\b|\bi complained\b|\bi'?m (?:not happy|unhappy|not having)"
)


def complains(folded: str) -> bool:
    """Whether a text in lower case is of somebody who complains or asks for a review."""
    return _COMPLAINS.search(folded) is not None


def of_a_force(folded: str) -> bool:
    """Whether a text in lower case speaks as a force does to who complained.

    It has two signs of that, one of them "you", and none of the other side; what it only quotes is no sign.
    """
    without = _QUOTED.sub(" ", folded)
    text = without if len(without) * 2 > len(folded) else folded
    addressed = _signs(_TO_YOU, text)
    return bool(addressed) and addressed + _signs(_DECIDES, text) > 1 and not complains(text)


def addresses_complainant(folded: str) -> bool:
    """Whether a text in lower case has any sign of a force's letter to who complained."""
    return bool(_signs((*_TO_YOU, *_DECIDES), folded))


def _signs(signs: tuple[re.Pattern[str], ...], text: str) -> int:
    return sum(bool(one.search(text)) for one in signs)
