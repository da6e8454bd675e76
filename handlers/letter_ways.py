"""The ways in which a letter can come, as people name them; tells of none whether a letter came in it."""

from __future__ import annotations

import re

from handlers.passages import at_a_word, word_set
from store.messages import HowProvided

_EMAIL = r"e[- ]?mail"
_WHOSE = r"(?:the|my|our|his|her|their)"
_THEM = r"(?:me|us|him|her|them)"
_DOOR = rf"(?:through|thru|in|into|via) {_WHOSE} (?:\w+ )?(?:door\b|letter ?-?box)"
_OFFICER = r"(?:officers?|police(?:man|woman|men)?|pcs?|pcso|constable|sergeant|sgt|inspector|insp|d[cs]|di)"
_STATION = r"(?:counter|desk|station|nick|wing|ward|cell|gate|reception)"
_IN_PERSON = (
    rf"(?:{_DOOR}|under {_WHOSE} (?:\w+ )?door)(?: \w+){{0,3}} by hand\b|"
    r"by hand\b|in person\b|(?:hand|personally)[- ]?deliver\w*|"
    rf"{_OFFICER} (?:\w+ )?handed (?:over )?(?:(?:me|us|him|her) )?(?:the|it|this|my)\b|"
    rf"handed (?:over )?(?:(?:it|this|that|the letter) )?(?:to )?(?:{_THEM}|my (?:clerk|client))\b|"
    rf"(?:given|gave|passed) (?:(?:it|this|that|the letter|the outcome|the answer) )?(?:to )?{_THEM}\b"
    rf"(?: (?!by\b)[\w']+){{0,5}}? (?:at|over|on|in) (?:[\w']+ ){{0,4}}{_STATION}\b|"
    rf"{_OFFICER} (?:\w+ ){{0,3}}(?:brought|dropped|delivered|took|carried) "
    r"(?:it|me|us|this|the|my|her|his) (?:[\w']+ ){0,4}"
    r"(?:round|over|off|to (?:my|our|the) (?:house|home|door|flat|work))\b|"
    rf"(?:picked|collected) (?:up )?(?:(?:it|the letter|the outcome) )?(?:up )?(?:from|at) "
    rf"(?:[\w']+ ){{0,4}}{_STATION}\b"
)
# Not "Email only please", which is a wish.
_NO_LETTERS_EMAIL = r"(?!:|@| (?:address|account|only|please|from you|is (?:best|fine|good|ok|better|easiest))\b)"
_BY_EMAIL = (
    rf"(?:to|at|on|by|via|in) (?:[\w']+ ){{1,3}}{_EMAIL} (?:address|account)\b|"
    rf"(?:re-?)?{_EMAIL}(?:ed|d|em)?\b{_NO_LETTERS_EMAIL}|inbox\b|mailed (?:(?:it|this) )?(?:to )?{_THEM}\b"
)
_NOT_ONLINE = (
    r"(?! (?:[\w']+ ){0,3}(?:online|facebook|twitter|tiktok|instagram|youtube|social|videos?|comments?|threats)\b)"
)
_BY_POST = (
    r"(?:by|in|via|with|through|thru|from)(?: (?!hand|for|to|and|your)[\w']+){0,3}?[ -]post\b|"
    r"(?<=[:?(|\t\n])[ ]?post\b(?![ ]?(?:code|office|box|room))|"
    rf"(?:re-?)?posted\b{_NOT_ONLINE}|postmark\w*|recorded (?:delivery|post|signed)|special delivery|royal mail|"
    r"(?:sent|posted)[^.;,]{0,30} recorded(?= and|[.,;)\n]|$)|(?:by|sent|via) signed[- ]for\b|"
    r"(?:first|second|1st|2nd)[- ]class\b|(?:normal|ordinary|snail) mail\b|in the mail\b|"
    rf"(?:postman|postie|postwoman|post ?lady)\b|(?:on|onto) {_WHOSE} (?:door ?)?mat\b|{_DOOR}|"
    rf"(?:landed|left|arrived|turned up) on {_WHOSE} doorstep|"
    r"(?:kept|keep|threw|thrown|chucked|binned|lost|have|haven't) (?:(?:away|out) )?(?:the|its|an) envelope|"
    r"envelope (?:it came in|gone|went|is|was|has|had)(?: \w+){0,5} "
    r"(?:recycling|bin|postmarked?|franked|franking|stamped)|"
    r"(?:come?|cum|came|arrived|was|were) in (?:an?|the same|the|one) (?:[\w-]+ )?envelope|"
    r"envelope from (?:the )?(?:met|police|professional|psd|dps|leicestershire)|"
    r"pages? (?:\w+ ){0,4}in the envelope|pocztą"
)
WAY = at_a_word(
    rf"(?P<{HowProvided.IN_PERSON.value}>{_IN_PERSON})|(?P<{HowProvided.EMAIL.value}>{_BY_EMAIL})|"
    rf"(?P<{HowProvided.POST.value}>{_BY_POST})"
)
"""A way in which a letter can come, in folded text; each group is named for it."""
WORDS = word_set(
    "e email emailed emaild emailem mail mailed inbox post posted reposted postmark postmarked recorded special royal "
    "signed class postman postie postwoman postlady lady mat doormat doorstep door letterbox box envelope pocztą hand "
    "handed person personally given gave passed brought dropped delivered took carried picked collected"
)
ENVELOPE = re.compile(r"postmark|[^.]{0,40}envelope")
"""A way that is told by what the letter came in."""
ANOTHER_EMAIL = re.compile(
    r"\b(?:this|that|your|same|no|any|second|another|first|attached to (?:her|his|my|our)) $|"
    r"(?<!to )(?<!at )(?<!on )(?<!in )\b(?:her|his|my|our) $"
)
"""What stands before an e-mail that is not the one with the letter."""
FORM = re.compile(
    r"\bhow (?:(?:did|was|were|has|have) )?(?:(?:you|it|this|the letter|the outcome) )?"
    r"(?:receive|get|got|sent|provided|deliver|come|came|arrive|given)\w*[^:\n?]{0,30}[?:]{1,2}[ \t\n]{0,3}"
    r"(?:(?:by|via) )?$|"
    r"^[ \t]*(?:sent|received|delivered|provided|issued)(?: to (?:you|me|us|him|her))?(?: by| via| how)?[ \t]?:[ \t]?"
    r"(?:(?:by|via) )?$",
    re.MULTILINE,
)
"""What a form asks right before a way is the answer."""
BARE = re.compile(
    r"[\d\s/.,:(–—-]{0,20}(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}[\d\s/.,:(–—-]{0,20})?"
    r"(?:by|via|in)?\s{0,2}"
)
"""What stands before a way that has no subject of its own: nothing, or a day."""
ASKED = re.compile(r"\b(?:date|when|how|received)\b")
"""What a question asks whose answer is a day and a way."""
BESIDE = re.compile(
    r"(?:\b(?:by|via|through|in|on|over|as)(?: an?| the)? |\b(?:outcome|decision|result|final) |[(:,–—-] ?|^)$"
)
"""What stands right before a way where there is no verb: "Outcome by email"."""
