"""What every letter has and what is no reason: greetings, names, wishes, references, routes; lists of words."""

from __future__ import annotations

import re

from handlers.passages import at_a_word

WISHES = at_a_word(
    r"(?:please|pls|plz|kindly|could|can|would|should|like|want|wanna|wish|asks?|asking|request\w*|appl(?:y|ies|ying|"
    r"ication)|seek\w*|sought|grateful|obliged|appeals?|appealing|appreciate|accept|submit\w*|invite)\b[^?]{0,90}\b"
    r"(?:reviews?|reviewed|reviewing|look(?:ed|ing)? (?:at|into|over|again)|appeals?|reconsider\w*|afresh|again|"
    r"further|help|somebody|someone|have a look|put right|proper\w*|independent\w*|overturn\w*|set aside|checked|"
    r"consider\w*)\b|(?:review|look at) (?:this|it|my|please|request\w*)\b|i'?m appealing|i appeal|"
    r"(?:kindly|please) \w+"
)
IDENTIFIES = at_a_word(
    r"(?:my|our|the|their|your|police|met|force|complaint|crime|cad|custody|prison\w*)? ?(?:ref\b|reference|"
    r"number(?! of)|no\.)|letter (?:is )?dated|dated \d|"
    r"(?:letter|outcome|decision|e-?mail|it|answer|reply|they)(?: \w+){0,3} (?:came|arrived|was (?:sent|posted|"
    r"e-?mailed|handed|dated)|is (?:from|dated)|reached|posted|e-?mailed)|received|"
    r"(?:ring|phone|call|text|e-?mail|write to|contact|post to|telephone) (?:me|us|her|him)\b|in writing|"
    r"\b(?:text|e-?mails?|letters?|calls?|phone|post)(?: or \w+)? (?:is|are) (?:fine|best|ok|okay|better|good|not)\b|"
    r"cannot hear\b|fill in forms|reply in \w+|be (?:called|rung|phoned) back|"
    r"my (?:number|address|mobile|phone)|i live|large (?:print|font)|\d\d ?pt\b|easy read|"
    r"(?:need|want|require|with|arrange)[^.!?]{0,40} interpreter|(?:more|extra) time|hard of hearing|"
    r"i(?:'m| am)(?: \w+)? (?:deaf|dyslexic|disabled|blind|autistic|writing|\d\d)|telephoned|adjustments?|"
    r"prefers? (?:to|that|a|e-?mail|letters?)|enclos\w*|attach(?:ed|ing|ments?)?|i attach|consent|authori[sz]\w*|"
    r"authority|permission|happy for you|can (?:also )?be spoken|(?:see|is|are|letter) below|(?:i|i've|i have) copied|"
    r"copied (?:it|this|below)|my name is|(?:we|i) (?:act|represent|support)|on behalf|instructed|"
    r"my (?:constituent|client|resident|parishioner)|i write (?:as|for)|i(?:'m| am) (?:helping|supporting|acting|"
    r"an? \w+ (?:advocate|caseworker|solicitor))|look(?:ing)? forward|hesitate|sorry (?:for|to|it|about|i|this)|"
    r"hope (?:you|this)|thank|let me know|deadline|in time|out of time|solicitor|my mp\b|"
    r"complain(?:ed|t) (?:on|in|about|was about|to)|for (?:\d+|\w+) years"
)
"""Who writes, about which complaint, how to reach them, and what they bring."""

OF_THE_ROUTE = re.compile(
    r"28 days|twenty[- ]eight|review body|(?<![^\W\d_])(?:goes?|write|apply|come|appeal|send|turn|contact) (?:it |"
    r"this )?to (?:you|mopac|the (?:mayor|commissioner|police and crime))|you are the|right (?:of|to)(?: a)? review|"
    r"any review|(?:names?|says?|told|mentions?) (?:me |that |it'?s? |is )?(?:you|mopac)|invites me|next step|"
    r"as it says i|review (?:which|that|as|is)[^.!?]{0,30} (?:available|says|offers)|"
    r"says? (?:at the top|on (?:it|the (?:top|envelope)))|past(?:ed|ing) (?:in|it|below|here|the)|"
    r"copied (?:in|below|out)|when (?:i|we) (?:rang|phoned|called)|apply (?:for|4)\b|"
    r"leaflet|booklet|how to (?:apply|appeal)|deadline|mopac|mayor'?s? office"
)
"""Where a review is asked for and by when, and how the letter came or is passed on."""

ASKS_HOW = re.compile(
    r"how (?:long|do i|can i|should)|where (?:do|should|can) i|what (?:happens|do i|should|to do|next|else do)|"
    r"(?:can|could|would|will|do|are|is) (?:you|this|it)\b[^?]{0,60}\?|what do you need|who (?:do|should) i"
)
_GREETS = re.compile(
    r"[\s>*]{0,6}(?:dear|hi|hiya|hello|good (?:morning|afternoon|evening|day)|to whom|sirs?|madam|greetings|morning|"
    r"evening|afternoon|fao|for the attention|re|subject|ref|my ref|our ref)\b[^.!?\n]{0,60}[.,:!?]?\s*$"
)
_CLOSES = re.compile(
    r"[\s>*\-_]{0,6}(?:yours|(?:kind|best|warm|with)(?: \w+)? (?:regards|wishes)|regards|many thanks|thanks|thank you|"
    r"thanking you|cheers|ta\b|god bless|sincerely|respectfully|best\b|sent from|i look forward|looking forward|"
    r"with respect|please do not hesitate|signed\b|-{2,}|_{3,})"
)
_SIGNED = re.compile(
    r"(?:yours(?: \w+)?|(?:\w+ ){0,2}(?:regards|wishes)|sincerely|(?:many )?thanks)[,.!]*(?:\n[^\n]{1,60})?"
)
_NAMES = re.compile(
    r"[\s>*~-]{0,6}(?:(?:Mr|Mrs|Ms|Miss|Dr|Rev|Cllr)\.? )?(?:[A-Z][\w'’.-]*|[a-z]{1,3})(?:[ \n]+(?:&|and|\+|of|de|van|"
    r"[A-Z][\w'’.,()-]*)){0,6}[\s.,]*(?:\+?\d[\d ()-]{8,20})?\s*"
)
_SMALL_PRINT = re.compile(
    r"\b(?:e-?mail|message|communication|attachments?)\b[^.\n]{0,80}\b(?:confidential|privileged|intended|"
    r"virus\w*|in error)\b|\bget outlook for\b"
)


def opens_or_closes(text: str, folded: str) -> bool:
    """Whether a sentence only greets, thanks or signs, or is what a program writes below every mail."""
    return bool(_GREETS.match(folded) or _CLOSES.match(folded) or _SMALL_PRINT.search(folded)) or _a_name(text)


def signs_off(folded: str) -> bool:
    """Whether a sentence is "Yours sincerely" or the like and no more than a name."""
    return _SIGNED.fullmatch(folded) is not None


def _a_name(text: str) -> bool:
    """Whether a line is a name and what stands with it, not a sentence in capitals."""
    return _NAMES.fullmatch(text) is not None and not (text.isupper() and text.count(" ") > 2)
