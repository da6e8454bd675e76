"""Whether words say that something is not wanted, or is only what others want; names no kind and weighs nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.evidence import CueTable, find, words_of
from handlers.phrases import STOP

MOST = 12  # words before, among which a denial stands
_NOT = (
    r"(?:not|never|nor|neither|without|do?nt|wont|cant|cannot|didnt|wouldnt|havent|hadnt|isnt|arent|aint|shouldnt|"
    r"refuse[ds]? to|refusing to|at no (?:point|time|stage)|over my dead body|"
    r"reject\w* (?:the|any|your|his|their) (?:offer|suggestion|idea|advice)|"
    r"before|"
    r"no (?:intention|plans?|wish|desire|reason|way|need)|instead of|rather than|"
    r"why (?:would|should|do|did|have|has|are|were|is|was))"
)
_BETWEEN = (
    r"(?:i|me|my|we|us|you|dare|did|will|would|to|of|on|or|and|be|been|being|have|had|that|it|this|am|is|are|was|"
    r"going|gonna|about|plan|planning|intend(?:ing)?|want(?:ed|ing)?|wish(?:ed|ing)?|ask(?:ed|ing)?|agree(?:d|ing)?|"
    r"like|sa(?:y|id|ying)|ready|prepared|willing|make|force|get|trying|looking|decided|let|allow|yet|really|"
    r"actually|ever|just|simply|even|now|otherwise|at all|by any means|park|shelve|drop|stop|close[d]?|cancel|"
    r"abandon|withdraw(?:n|ing)?|give up)"
)
_DENIED = re.compile(rf"\b{_NOT}(?: {_BETWEEN}){{0,6}}$")
_OTHERS = re.compile(
    r"\b(?<!nobody )(?<!no one )"
    r"(?:told|tells?|telling|asked|asks|asking|wants?|wanted|wanting|pressur\w+|persuad\w+|forc(?:ed|ing)|bull\w+|"
    r"advis\w+|encourag\w+|push\w+|urg(?:ed|ing)|begg(?:ed|ing)|expect\w*|(?:tr(?:y|ied|ying) to|to) (?:get|make|have)|"
    r"invit\w+|offer\w*) (?:me|us)(?: \w+){0,2}?(?: (?:to|into|that|i should|should|had|just|simply|must|better))+$"
)
_ENDS = r"(?:clos(?:e|ing)|cancel|withdraw|drop|stop|end|abandon|delete|bin|shut|discontinue)"
_INSIDE = re.compile(rf"\b{_NOT}(?: {_BETWEEN}){{0,4}} {_ENDS}\b")
_TAKEN = re.compile(
    r"\b(?:tak\w+|took|treat\w*|assum\w*|read|consider\w*|thought|think|say|said)"
    rf"(?: (?:{_BETWEEN}|as|mean|silence))+$"
)
_CONSIDERED = re.compile(r"\b(?:considered|thought about|thinking (?:about|of)|tempted to)$")
_SENTENCE = re.compile(r".+?(?:[.!?;]+(?=\s|\Z)|\n\s*\n|\Z)", re.DOTALL)
_CONCEDED = frozenset({"but", "so", "then", "however", "instead"})
"""After these, what was not wanted may be wanted."""


def denied(words: Sequence[str], start: int, end: int) -> bool:
    """Whether what the words from `start` to `end` say is denied in their sentence, or put in others' mouths."""
    first = start
    while first > 0 and start - first < MOST and words[first - 1] != STOP and words[first - 1] not in _CONCEDED:
        first -= 1
    before = " ".join(words[first:start])
    return any(
        (
            _DENIED.search(before),
            _OTHERS.search(before),
            _TAKEN.search(before),
            _CONSIDERED.search(before),
            _INSIDE.search(" ".join(words[start:end])),
        )
    )


def without_denied(text: str, cues: CueTable) -> str:
    """The text without the sentences that name something only to say that it is not wanted."""
    return "".join(sentence for sentence in _SENTENCE.findall(text) if not _only_denies(words_of(sentence, cues), cues))


def _only_denies(words: Sequence[str], cues: CueTable) -> bool:
    named = [hit for hit in find(words, "body", cues) if hit.cue.deniable]
    return bool(named) and all(denied(words, hit.start, hit.end) for hit in named)
