"""Whether somebody says that the police answered a complaint of theirs, whatever other body they tell of beside it."""

from __future__ import annotations

import re

_POLICE = re.compile(
    r"\b(?:(?<!not )(?<!not the )police(?! ?(?:man|woman|men|women)\b)|(?<!border )(?<!task )(?<!air )forces?|"
    r"psd|dps|psu|professional standards|constabulary|pcs?|pcso|sgt|sergeant|superintendent|constables?|cops?|coppers?|"
    r"met|mps|feds|old bill|detective)\b",
    re.IGNORECASE,
)
_NOT_OF_THEM = re.compile(
    r"\bno(?:t a|t any|thing)? (?:complaints? )?(?:about|against|of) (?:the |any |an? )?"
    r"(?:police|officers?|constables?|her|him|them|it)\b|"
    r"\b(?:no|any|a|not|got) complaints? (?:about|against|of|with) (?:the |an? )?(?:police|officers?|her|him|them)\b|"
    r"\bnot (?:the )?police\b|\b(?:police|officers?|they) were (?:lovely|very good|kind|great|brilliant)\b",
    re.IGNORECASE,
)
_A_FORCE = re.compile(
    r"\b(?!The|My|Your|Our|Their|This|That|Some|Local|County|Met|Metropolitan|Dear|And|But|For|From|To|Of|If|When|What|"
    r"Then|So|As|By|In|On|No|Because|Since|While|London|Complaint|Review|Council)[A-Z][a-z]+(?: [A-Z][a-z]+)? "
    r"(?:Police|Constabulary)\b|\bPolice Scotland\b|\b(?:RAF|Service|service|Military|military) [Pp]olice\b"
)
_COMPLAINT = re.compile(r"\b(?:compl[ai]*n\w*|grievance|determination)\b", re.IGNORECASE)
_ANSWER = re.compile(
    r"\b(?:told|said|says?|wrote|letter|repl(?:y|ied|ies)|answer\w*|outcome|deci(?:ded|sion)|found|finds?|reject\w*|"
    r"closed?|dismissed|up[hk]eld|uphold|conclu\w+|determin\w+|respon\w+|acceptable|thrown|dealt|results?|considered|"
    r"handled|refused|finali[sz]ed|no further|came back|no case)\b",
    re.IGNORECASE,
)
_EVERY_ONE = frozenset({"police", "constabulary"})  # what nearly every force is called
_PLAINLY = re.compile(
    r"\b(?:police complaints?|complaints? handler|unable to determine|standards of professional behaviour|"
    r"service (?:was |provided was )?(?:not )?acceptable|"
    r"(?:the police|from the police|psd|professional standards)\b[^.!?]{0,60}\b(?:letter|decision|answer|reply)|"
    r"(?:letter|decision|answer|reply|report)\b[^.!?]{0,30}\b(?:the police|psd|professional standards|the force))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def names_a_force(text: str, ours: frozenset[str] = frozenset()) -> bool:
    """Whether a force is called by its name, as "Kent Police" is, other than by a word of `ours`, in small letters."""
    return any(ours.isdisjoint({*found[0].lower().split()} - _EVERY_ONE) for found in _A_FORCE.finditer(text))


def tells_of_an_answer(subject: str, text: str) -> bool:
    """Whether two sentences together speak of the police, of a complaint and of what was answered.

    Not where somebody says that they have no complaint of the police.
    """
    if _NOT_OF_THEM.search(text):
        return False
    if _PLAINLY.search(f"{subject}\n{text}"):
        return True
    said = [one for one in (subject, *_SENTENCE.split(text)) if one.strip()]
    near = (" ".join(said[at : at + 2]) for at in range(len(said)))
    return any(all(words.search(two) for words in (_POLICE, _COMPLAINT, _ANSWER)) for two in near)
