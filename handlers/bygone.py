"""Which words of danger tell of what is over, was denied, or was an officer's to say; sets no flag, weighs nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.phrases import STOP
from store.terms import Flag

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_SEASONS = "spring|summer|autumn|winter|easter|christmas"
_LONG_PAST = re.compile(
    r"\b(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|many|"
    r"some)(?: odd)? years (?:ago|back)|years ago|decades ago|(?:in|of) (?:19\d\d|200\d|201\d)|"
    r"as a (?:child|teenager|boy|girl)|"
    r"when i was (?:\d+|\w+teen|a (?:child|boy|girl|kid|teenager|lad)|young|little|at school)|in the war)\b"
)
_PAST = re.compile(
    rf"\b(?:(?:in|that|this|last|of|since) (?:{_MONTHS}|{_SEASONS})|(?:{_MONTHS}) (?:this|last) year|last year|"
    rf"\d+(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})|(?:months|weeks) ago|back then|at the time|in those days)\b"
)
_WAS = re.compile(
    r"\b(?:was|were|had|took|taken|tried|did|went|came|said|told|stood|jumped|cut|used to|got|put|made|threatened|"
    r"hit)\b"
)
_WELL = r"(?:well|better|fine|ok|okay|good|great|safe|recovered|thriving|steady|grand|happy|healthy|settled|alright)"
_OVER = re.compile(
    rf"\b(?:(?:i am|im|hes|she is|shes|we are|doing|is)(?: \w+){{0,2}} {_WELL}(?: \w+){{0,2}} "
    r"(?:now|these days|thankfully|thanks)|"
    rf"(?:i am|im|hes|shes|we are) (?:now|these days|long) {_WELL}|(?:now|frankly|positively) thriving|"
    r"fully recovered|(?:well|safely|long) behind (?:me|us|him|her)|behind (?:me|us) now|over (?:and|n) done|"
    rf"is (?:all )?over now|made my peace|im well|i am well|doing {_WELL} now|been {_WELL} (?:ever )?since|"
    r"did not wake up|(?:been|was|sent him|sent her) (?:deported|back home|sent down|locked up)|years on from)\b"
)
_NOT_OVER = re.compile(
    r"\b(?:(?:some|most|every) (?:nights?|days?|mornings?)|mostly|on and off|(?:comes|coming|came|is|hes) back|"
    r"tonight|lately|at the moment|can ?not sleep|cant sleep|not sleeping|ever since|since then|"
    r"still (?:think|feel|want|hear|see|frightened|scared|afraid|rings?|writes?|follows?|comes?|there|here|at it)|"
    r"keeps? (?:on |thinking|coming|ringing)|worse|sometimes|at times|these nights|right now|next time|"
    r"again (?:now|last|this|on)|will again|started again|happening again)\b"
)
_NOW = re.compile(
    r"\b(?:i|we|he|she|they) (?:just |really |now |also )?"
    r"(?:wants?(?! (?:it|this|that|an?|you|the|some\w*)\b)|wish(?:es)? i|will|am going|is going|am ready|can ?not go|"
    r"am done|am tired|feels?)\b|"
    r"\b(?:im|hes|shes) (?:just |really )?(?:going|gonna|ready|done|tired)\b|\b(?:ill|wanna|gonna)\b"
)
_POLICE = (
    r"(?:officers?|constables?|sergeants?|sgt|inspectors?|pcs?|coppers?|cops?|police(?:man|woman|men)?|detectives?|"
    r"feds?|the (?:tall|short|big|old|young|other|first|second|male|female) (?:one|1))"
)
_SAID = (
    r"(?:said|says|told|tells|shouted|joked|threatened|muttered|whispered|screamed|yelled|goes|went|promised|warned)"
)
_THOUGHT = (
    r"(?:decided|thought|supposed|assumed|claimed?|claims|recorded|wrote|noted|reckoned|insists?|insisted|states|"
    r"alleged?)"
)
_OFFICER_SAYS = re.compile(rf"\b{_POLICE}\b(?: (?!i\b|my\b)\w+){{0,8}}? {_SAID}\b")
_OFFICER_SAYS_THIS = re.compile(rf"{_OFFICER_SAYS.pattern}(?: (?!i\b|im\b|ill\b|so\b|and\b|but\b)\w+){{0,4}}$")
_TOLD_OFFICERS = re.compile(
    rf"\b(?:{_SAID}|tell|telling|warn|swear) (?:to )?(?:(?:the|that|this|an?|your|two) )?{_POLICE}\b"
)
_OFFICER_THOUGHT = re.compile(
    rf"\b(?:{_POLICE}|they|letter|report|record|log)\b(?: \w+){{0,2}}? {_THOUGHT}(?: that)? i\b(?: \w+){{0,6}}$"
)
_NEVER_SAID = re.compile(
    r"\b(?:i|id|ive) (?:have |had )?(?:never|did not|didnt) (?:once )?"
    r"(?:said|say|threatened?|wanted|wished|told)\b(?: \w+){0,5}$"
)
_NOT = re.compile(
    r"\b(?:i am|im|i was|is|was|nobody|we are|are|were) (?:not|never|no longer)(?: \w+)?$|"
    r"\b(?:nobody|isnt|wasnt|arent)(?: \w+)?$"
)
_DENIABLE = frozenset({Flag.THREAT, Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE})


def told_as_past(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the sentence of these words tells of a danger of long ago, or of an earlier one that is said to be over.

    Never where a word beside it, or beside the word that it is over, hints that it is not.
    """
    before, sentence, after = _around(words, start, end)
    if _NOT_OVER.search(f"{before} . {sentence} . {after}") or _NOW.search(sentence) or not _WAS.search(sentence):
        return False
    if _LONG_PAST.search(sentence):
        return True
    if not (_PAST.search(sentence) or _PAST.search(before)):
        return False
    whole = " ".join(words)
    over = _OVER.search(whole)
    return over is not None and not _NOT_OVER.search(whole[max(0, over.start() - 80) : over.end() + 80])


def not_meant(flag: str, words: Sequence[str], start: int, end: int, *, quoted: bool) -> bool:
    """Whether the words of this flag are denied, are what officers supposed of the writer, or an officer's own threat.

    `quoted`: they stand in quotation marks. A threat that anybody else makes, or makes to an officer, is meant.
    """
    before, sentence, _ = _around(words, start, end)
    said = " ".join(words[_begin(words, start) : start])
    if _NOW.search(" ".join(words[end : _finish(words, end)])):
        return False
    if _NEVER_SAID.search(said) or _OFFICER_THOUGHT.search(said):
        return True
    if flag in _DENIABLE and _NOT.search(said):
        return True
    if flag != Flag.THREAT or _TOLD_OFFICERS.search(f"{before} . {sentence}"):
        return False
    if quoted:
        return _OFFICER_SAYS.search(f"{before} . {said}") is not None
    return words[start] not in ("i", "ill", "im") and _OFFICER_SAYS_THIS.search(said) is not None


def _around(words: Sequence[str], start: int, end: int) -> tuple[str, str, str]:
    """The sentence before, the sentence of these words, and the sentence after."""
    first, last = _begin(words, start), _finish(words, end)
    earlier = _begin(words, first - 1) if first else first
    later = _finish(words, last + 1)
    return (
        " ".join(words[earlier : max(earlier, first - 1)]),
        " ".join(words[first:last]),
        " ".join(words[last + 1 : later]),
    )


def _begin(words: Sequence[str], at: int) -> int:
    while at > 0 and words[at - 1] != STOP:
        at -= 1
    return at


def _finish(words: Sequence[str], at: int) -> int:
    while at < len(words) and words[at] != STOP:
        at += 1
    return at
