"""Whether somebody says that their complaint has no outcome yet; believes nobody and decides nothing."""

from __future__ import annotations

import re

from handlers.letter_signs import PROVISIONAL
from handlers.passages import Passage, at_a_word, word_set
from store.terms import Quote

_NO_OUTCOME = at_a_word(
    r"(?:still|been) waiting|"
    r"(?:not|\w+n'?t|never|yet to) (?:yet |even )?(?:had|have|got|get|receive|received|seen|given|sent|"
    r"been (?:given|sent|told))(?: \w+){0,2} (?:outcome|decision|answer|letter|result|reply|response|hers|his|mine|"
    r"theirs|anything)(?! (?:b[uy]{1,2} me|with me|to hand|here|on me|in (?:my|front)|any ?more|number|date))|"
    r"\bnothing since\b|"
    r"\b(?:no|never an?) (?:outcome|decision|result|final letter)\b(?! (?:about|on the))|"
    r"\bstill (?:looking|investigating|under investigation|being (?:looked|investigated|dealt)|"
    r"no (?:decision|answer|reply|outcome)|open|ongoing|with (?:the|a) (?:investigator|handler))|"
    r"remains? (?:under investigation|open|unresolved)|"
    r"\b(?:only|three|two|four|several|more|another|every)(?: \w+){0,2} [\"'“”]?updates?\b|"
    r"(?:not|\w+n'?t|never) (?:yet |even )?(?:been )?(?:finalised|concluded|finished|decided|"
    r"completed)(?! properly)|(?:enquiries|investigation) (?:are|is)? ?(?:still )?(?:continuing|continues?|ongoing)|"
    r"(?:ever|never) (?:going to |gonna )?(?:decide|finish|conclude)|before they (?:decide|answer|reply|say|finish)|"
    r"(?:not|n'?t) (?:want to |going to |gonna )?wait for (?:them|the police|an answer|the outcome)|"
    r"(?:on hold|to sleep|parked|paused|suspended|frozen) (?:until|till|pending|while)|(?:only )?just complained|"
    r"suspended (?:my|our|the|his|her) complaint|"
    r"(?:heard|had|got) nothing (?:back|since|from (?:them|the (?:police|"
    r"met|force)))"
)
_NOT_FINAL = at_a_word(
    rf"{PROVISIONAL}|"
    r"(?:each|both|all) (?:of them )?(?:tell\w*|sa[yi]\w*)[^.!?]{0,60}(?:enquir|inquir|investigat)\w*[^.!?]{0,20}"
    r"(?:continu|ongoing)|"
    r"\b(?:final|full|formal|proper|substantive) (?:outcome|decision|letter|report|answer|response)[^.!?]{0,50} "
    r"(?:will|is to|would|shall) (?:follow|be sent|come)\b|"
    r"\bbefore (?:she|he|they|it|i) (?:can|could) (?:reach|come to|make) (?:any|a) "
    r"(?:conclusion|decision|finding|view)\b|"
    r"\bwe are (?:still )?progressing your complaint\b|\bcomplaint outcome\W{1,3}none\b(?! of)|"
    r"\bthere (?:has not|hasn'?t) (?:yet )?been (?:a|any) (?:letter|outcome|decision)\b(?! from )|"
    r"\bdate of (?:the |your )?(?:final )?(?:outcome|decision)(?: letter)?\W{1,3}(?:not (?:had|got|received|sent|yet)|"
    r"none|no (?:letter|outcome|decision)|awaiting|(?:still )?waiting|haven'?t|never)\b"
)
_FINAL_CAME = at_a_word(
    r"\b(?:final|outcome) (?:letter|outcome|decision|response|answer|report|e-?mail)?"
    r"(?: (?:then|finally|only|itself))? ?"
    r"(?:c[ao]me|arrived|was sent|was e-?mailed|reached me|(?:is |was )?dated|of \d|on \d|(?:is|was) in (?:the|a) )|"
    r"\b(?:outcome|final|decision)\b[^.!?\n]{0,40}\bdated (?:the )?\d"
)
_BACK = r"(?:withdrawn|withdrew|rescinded|retracted|revoked|cancel+ed|taken back)"
_THE_OUTCOME = r"(?:the|that|their|its|my|our)(?: own)? (?:outcome|decision)(?: letter)?"
_THEY = r"(?:they|we|police|met|force|psd|dps|standards)"
_TAKEN_BACK = at_a_word(
    rf"\b{_THE_OUTCOME}(?: of \d[^,.;]{{0,20}})? (?:is|was|has been|had been)(?: now| therefore| since)? {_BACK}"
    r"(?! by the (?:cps|crown|dvla|council|court|landlord))|"
    r"\boutcome(?: letter)? (?:was )?(?:sent|issued) in error and should be disregarded|"
    rf"\b{_THEY}(?: have| had| has|'ve)?(?: now| since| then)? {_BACK} (?:their|its|the|that)(?: own)? outcome\b|"
    rf"\b{_THEY}(?: are|'re| is)(?: now)? (?:re-?opening|cancell?ing|withdrawing) (?:my complaint|the complaint|"
    rf"{_THE_OUTCOME})\b|"
    rf"\b{_THEY}(?: have| has)? agreed to (?:re-?open (?:the|my) complaint|withdraw {_THE_OUTCOME})\b"
)
_OF_TAKING_BACK = word_set(
    "withdrawn withdrew rescinded retracted revoked cancelled canceled back disregarded "
    "reopening opening reopen open cancelling canceling withdraw"
)
_SPOKEN = re.compile(
    r"\b(?:rang|phoned|telephoned|(?:tele)?phone call|call(?:ed)? (?:me|us)|came (?:round|to (?:see|our|my)))\b"
)
_IN_WRITING = re.compile(
    r"\b(?:letters?|e-?mail\w*|wrote|written|writing|posted|post|sent|paper|pdf|portal|attach\w*|enclos\w*|dated|outcome|"
    r"decision|received|reply|answer)\b"
)
_OTHERS = re.compile(
    r"\b(?:council|insurers?|insurance|surveyor|landlord|bank|hospital|doctor|gp|school|employer|cps|dvla|housing|vet)\b"
)
_NO_LETTER = re.compile(
    r"\b(?:no|not a|never (?:a|any)|without (?:a|any)|nothing in) (?:letter|e-?mail|writing|paper)\b"
)
_NOT_SO = re.compile(
    r"\b(?:if|whether|unless|until|want|wish|hope|ask|asked|asking|refuse|refused|deny|denied|not|never|first|earlier|original|"
    r"previous)\b|n't\b"
)
_TENTATIVE = word_set(
    "provisional interim preliminary draft enquiries inquiries investigation investigations follow shall date "
    "conclusion decision finding view progressing outcome letter"
)
_WAITING = word_set(
    "waiting outcome decision answer hers final looking investigating investigation yet update updates finalised "
    "hold sleep parked paused suspended frozen enquiries wait decide complained "
    "concluded decided letter result reply response open ongoing unresolved finished completed nothing"
)


def none_yet(body: Passage) -> Quote | None:
    """The sentence in which the writer says that there is no outcome yet, or that they wait for one."""
    waiting = next(body.near(_NO_OUTCOME, _WAITING, 60), None)
    return body.sentence_quote(*waiting.span(), "no outcome yet") if waiting else None


def not_final(body: Passage) -> Quote | None:
    """The sentence in which the writer says that what they got decides nothing yet; None where a final letter came."""
    for found in () if _FINAL_CAME.search(body.folded) else body.near(_NOT_FINAL, _TENTATIVE, 100):
        if not _OTHERS.search(body.folded, *body.sentence(*found.span())):
            return body.sentence_quote(*found.span(), "no final outcome yet")
    return None


def only_spoken(sentence: str) -> bool:
    """Whether a sentence tells of a call or a visit and of nothing in writing: its day is no letter's."""
    said = _NO_LETTER.sub("", sentence.lower())
    return bool(_SPOKEN.search(said)) and not _IN_WRITING.search(said)


def taken_back(body: Passage, letter_on: Quote | None) -> Quote | None:
    """The sentence that says that the outcome was taken back, unless the letter is spoken of only after it."""
    for found in body.near(_TAKEN_BACK, _OF_TAKING_BACK, 120):
        first, last = body.sentence(*found.span())
        again = " ".join(body.text[last:].split())
        later = letter_on is not None and letter_on.words in again
        if not (later or _NOT_SO.search(body.folded, first, last) or _OTHERS.search(body.folded, first, last)):
            return body.sentence_quote(*found.span(), "the outcome was taken back")
    return None
