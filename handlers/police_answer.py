"""Whether somebody says that the police answered a complaint of theirs, whatever other body they tell of beside it."""

from __future__ import annotations

import re

_POLICE = re.compile(
    r"\b(?:police|forces?|psd|dps|psu|professional standards|constabulary|officers?|pcs?|pcso|sgt|sergeant|inspector|"
    r"superintendent|constables?|cops?|coppers?|met|mps|commander|feds|old bill|detective)\b",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(r"\b(?:compl[ai]*n\w*|grievance|determination)\b", re.IGNORECASE)
_ANSWER = re.compile(
    r"\b(?:told|said|says?|wrote|letter|repl(?:y|ied|ies)|answer\w*|outcome|deci(?:ded|sion)|found|finds?|reject\w*|"
    r"closed?|dismissed|up[hk]eld|uphold|conclu\w+|determin\w+|respon\w+|acceptable|thrown|dealt|results?|considered|"
    r"handled|refused|finali[sz]ed|no further|came back|no case)\b",
    re.IGNORECASE,
)
_PLAINLY = re.compile(
    r"\b(?:police complaints?|complaints? handler|unable to determine|standards of professional behaviour|"
    r"service (?:was |provided was )?(?:not )?acceptable|"
    r"(?:the police|from the police|psd|professional standards)\b[^.!?]{0,60}\b(?:letter|decision|answer|reply)|"
    r"(?:letter|decision|answer|reply|report)\b[^.!?]{0,30}\b(?:the police|psd|professional standards|the force))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def tells_of_an_answer(subject: str, text: str) -> bool:
    """Whether two sentences together speak of the police, of a complaint and of what was answered."""
    if _PLAINLY.search(f"{subject}\n{text}"):
        return True
    said = [one for one in (subject, *_SENTENCE.split(text)) if one.strip()]
    near = (" ".join(said[at : at + 2]) for at in range(len(said)))
    return any(all(words.search(two) for words in (_POLICE, _COMPLAINT, _ANSWER)) for two in near)
