"""The ways in which a complaint's reference is written, told from an officer's number with a number behind it.

Says where one stands and what it is; knows neither whose it is nor whether it is the wanted one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers.passages import Passage, word_set

_BLANK = r"[ \t]{0,2}"
_STROKE = rf"{_BLANK}[/\\|–—-]{_BLANK}\n?{_BLANK}"
_NAMED_NUMBER = r"(?:(?:no|num|number|ref|reference)[.: \t/]{1,3}){0,2}"
_FIGURES = r"(?P<number>o{0,2}\d[\do]{0,7})"
_REFERENCE = re.compile(
    rf"(?<![a-z0-9*])(?P<kind>p[./]?cc?|c[./]?o|cm|mi|ds|ix)"
    rf"\.?(?:{_STROKE}|[:_.][ \t]?|[ \t]{{1,2}}|(?=\d)){_NAMED_NUMBER}"
    rf"(?:{_FIGURES}(?P<mark>{_STROKE}|[_.]|[ \t]{{1,2}}(?:of[ ])?)(?:20)?(?P<year>\d\d)|"
    r"(?P<whole>0\d{4}(?:20)?[12]\d))(?!\d)"
)
_KINDS = word_set("p c o pc co cm mi ds ix pcc")
_REACH = 40
_LETTER = re.compile(r"[a-z]")
_OF_THE_FORCE = re.compile(r"(?:met|mps|dps|psd|psu|bcu|cru|ref|no|complaint)/$")
_PADDED = 5  # figures of a number that is written in full: no officer's begins with a nought
_SURE, _SHORT = 4, 3  # figures from which what stands right behind does not matter, and up to which it is a date's
_MONTH = (
    r"(?:jan|feb|mar|apr|may(?! (?:i|we|you|be|have)\b)|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|"
    r"(?:t?em|o|em)ber)?\b"
)
_UNIT = (
    r"(?:second|minute|min|hour|hr|day|week|month|year|yr|time|stone|mile|metre|foot|yard|pound|inche|p|per cent|"
    r"percent|st|nd|rd|th|am|pm|h|k)s?\b|feet\b|people\b|men\b|women\b|children\b|quid\b|odd\b|or (?:more|so)\b|of (?:the|us|"
    r"them|these|those|my)\b|other\b|more\b|later\b"
)
_SEVERAL_OF = r"(?!(?:is|was|has|this|its|says|as|us|his|yes|thanks|pls|plus|does)\b)[a-z]{3,20}s\b"
_COUNTED = re.compile(rf"[ \t\n]?[- ]?(?:{_MONTH}|{_UNIT}|%|{_SEVERAL_OF})")
_DATED = re.compile(rf"(?:{_MONTH}|{_MONTH[:40]}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d|{_UNIT})")
