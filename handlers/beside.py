"""What somebody says beside what their mail seems to be: thanks, an advertisement, a note, a machine's receipt.

Such mail is filed where hardly anybody looks, so that a person has to see it first.
"""

from __future__ import annotations

import re

_MORE = re.compile(
    r"\b(?:wrong|another(?: \w+['’]s)?|someone else['’]?s|somebody else['’]?s) (?:name|address|flat|"
    r"person|date|letter|file|house)\b|\bno attachment\b|\b(?:won['’]?t|will not|can['’]?t|cannot|doesn['’]?t) open\b|"
    r"\b(?:high court|ombudsman|solicitor|judicial review|lying|lies)\b|\bthanks? (?:a bunch|for nothing)\b|"
    r"\bno thanks\b|\bwrong on\b|\b(?:back at|came to|outside) my (?:door|house)\b|\b(?:died|passed away|deadline)\b|"
    r"\b(?:could|can) (?:the|he|she|they) [^.?!]{3,80}\?|\bhas left the (?:force|job|met)\b|\bleft the force\b|"
    r"\bstart my sentence\b|\bout of hospital\b|\bno printer\b|"
    r"\b(?:please|now|then|instead|from)\b[^!?\n]{0,200}?\S@\w|"
    r"\b(?:(?:my|our|a) new|different|changed (?:my|our)) (?:address|number|flat|house|e-?mail|phone|mobile)\b|"
    r"\b(?:you missed|is missing|never (?:got|received|asked)|(?:did|have|has)(?: not|n['’]t) (?:get|got|receive)|"
    r"you (?:forgot|left out)|as i said|(?:could|can|would) you (?!(?:please )?(?:pass|tell|thank|give|say))|"
    r"please (?:send|ring|call|confirm)|(?:when|what|where|who|how|why|will|did|has|have you)\b[^.?!]{0,80}\?)|"
    r"\b(?:am|are|we're|i'm) moving\b|\bremoval (?:men|van)|\bmov(?:ed|ing) (?:house|to|out)\b",
    re.IGNORECASE,
)
_OWN_MATTER = re.compile(
    r"\bmy (?:complaint|review|appeal)\b|\bcomplaint i (?:sent|made)\b|"
    r"\bi (?:do not|don['’]?t|dont|disagree|did not|didn['’]?t|complained)\b[^.!?\n]{0,80}"
    r"\b(?:police|met|officers?|constables?|complaint|outcome|decided|accept)\b|"
    r"\b(?:police|met|officers?|constables?)\b[^.!?]{0,80}[.!?]\s*i (?:do not|don['’]?t|dont) (?:accept|agree)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.!?;,\n]+|\s[-–—]+\s|[()]|\b(?:but|though|although|however|only|except|ps)\b", re.IGNORECASE)
_THANKS = re.compile(
    r"\b(?:thank(?:s|ful|fully|you)?|thanx|thnx|thx|tysm|ta|cheers|grateful|gratefully|gratitude|appreciat\w+|obliged|"
    r"diolch|god bless|bless you|well done|regards|(?:best|kind(?:est)?|warm(?:est)?) wishes|all the best|"
    r"yours (?:sincerely|faithfully|truly)|take care|have a (?:good|nice|lovely|great) \w+|dear|hi|hello|hiya|"
    r"good (?:morning|afternoon|evening)|(?:how|very|so|really|most) (?:very )?(?:kind|helpful|patient|polite|civil)|"
    r"you(?:['’]ve| have)? (?:were|are|been) (?:all )?(?:a |an )?(?:very |so |really |most )?"
    r"(?:kind|helpful|patient|polite|lovely|brilliant|great|star|angel|diamond|legends?))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:who|what|when|where|how|why|which)(?:['’]?s)? "
    r"(?:long|soon|next|now|do|does|did|will|is|are|can|could|should|happens|about)\b",
    re.IGNORECASE,
)
_LONGEST_THANKS = 16  # words of a clause that does nothing but thank
_LEFT_BESIDE = 5  # words beside thanks that are a name or a pleasantry
_CALLED = re.compile(
    r"\b(?:rang|phoned|telephoned|emailed|e-mailed|messaged|caller|voicemail|dm|dmed|tweeted|walked in|came in|"
    r"call(?:ed)? (?:back|in|about|to say)|ring (?:him|her|them|mr|mrs|ms|miss|dr|back)|"
    r"(?:he|she|they) (?:says?|said|wants?|would like)|"
    r"(?:says?|wants?) (?:he|she|they|his|her|their|a review|to (?:appeal|complain|withdraw)))\b",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"\b(?:review\w*|appeal\w*|complain\w*|withdraw\w*|refused|outcome|decision|the met|police)\b", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:they|he|she|it) (?:said|told|wrote)\b|\bthat was (?:\w+ ){0,3}(?:ago|in)\b|\bnothing since\b|\bas asked\b",
    re.IGNORECASE,
)


def says_more_than_thanks(text: str) -> bool:
    """Whether thanks tell of a new address or trouble, ask something, or want what is still missing."""
    return _MORE.search(text) is not None


def besides_thanks(text: str) -> str:
    """What somebody who thanks us says besides, "" where that is a name or a pleasantry.

    No reader tells an aside that matters ("my son will do the talking from here on") from one that does not, so a
    person looks wherever thanks are not all.
    """
    clauses = (clause.strip(" \t\"'“”‘’") for clause in _CLAUSE.split(text))
    beside = [one for one in clauses if one and not (_THANKS.search(one) and len(one.split()) <= _LONGEST_THANKS)]
    if sum(len(one.split()) for one in beside) > _LEFT_BESIDE or says_more_than_thanks(text) or _ASKS.search(text):
        return " … ".join(beside) or text.strip()
    return ""


def has_own_matter(text: str) -> bool:
    """Whether somebody writes of a complaint of their own, whatever a firm or a program adds to every mail."""
    return _OWN_MATTER.search(text) is not None


def asks_a_colleague(text: str) -> bool:
    """Whether a colleague's note hands on what somebody asked by telephone, at the door or otherwise."""
    return _CALLED.search(text) is not None and _MATTER.search(text) is not None


def tells_of_a_machine(text: str) -> bool:
    """Whether somebody tells of an automatic reply that they had, or of what came of it."""
    return _TOLD.search(text) is not None
