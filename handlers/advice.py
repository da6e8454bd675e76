"""What desks tell everybody who writes to do in danger; such words speak of nobody's, and are left out."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r".+?(?:[.!?;]+(?=\s|\Z)|\n|\Z)", re.DOTALL)
_IN_CASE = re.compile(
    r"\s*(?:(?:but|and|please|however|note|remember|nb|important|warning)\b[,: ]*(?:note )?(?:that )?)?"
    r"(?:if (?!i\b|i['’]|we\b)|in (?:an |any |case of )|for (?:an )?(?:emergenc|urgent)|should (?:you|any|some)|"
    r"where (?:you|there)|unless (?:you|it)|anyone who|any(?:one|body) in|those in)",
    re.IGNORECASE,
)
_DO = re.compile(
    r"\b(?:ring|call|dial|phone|telephone|contact|text|talk to|speak to|go to|visit|use|press|seek|leave|do not|"
    r"don['’]t|reply|send|give|quote|include|ask|apply|may|please|"
    r"999|111|101|112|116 ?123|samaritans|childline|helplines?|nhs|a&e|emergency services|there (?:are|is))\b",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"\b(?:999|111|101|112|116 ?123|55|samaritans|childline|refuge|crisis|helplines?|hotlines?|nhs|a&e|gp|"
    r"emergency services|exit button|our website|(?:duty|orderly) \w+|welfare line|switchboard|"
    r"(?:ring|call|phone|contact) (?:the|your) (?:\w+['’]?s? )?(?:police|prison|council|school|hospital|line|team))\b",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(r"\b(?:i|my|me|mine)\b", re.IGNORECASE)


def without_advice(text: str) -> str:
    """The text without the sentences that tell whoever reads it what to do in a case that may be nobody's."""
    return "".join(sentence for sentence in _SENTENCE.findall(text) if not _is_advice(sentence))


def without_help(text: str) -> str:
    """The text without those of these sentences that name who helps: of danger only they speak for nobody."""
    sentences = _SENTENCE.findall(text)
    return "".join(one for one in sentences if not (_is_advice(one) and _HELP.search(one)))


def _is_advice(sentence: str) -> bool:
    return bool(_IN_CASE.match(sentence) and _DO.search(sentence)) and not _OF_ONESELF.search(sentence)
