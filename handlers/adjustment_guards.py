"""Whether the words around a wish or a condition wish it now and tell it of the writer; finds neither by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.passages import Passage, at_a_word, word_set
from handlers.written_for import surely_for_another

_FEW = 4  # words beside a wish that make no sentence of their own
_REACH = 60

_FORCE = (
    r"(?:police|officers?|sergeant|sgt|inspector|insp|constable|pcso?|ps|dc|ds|di|psd|psu|met|force|"
    r"investigat(?:or|ion)|handler|court|council|solicitors?|they|people|everyone|nobody|no one)"
)
_MODAL = r"(?:can|could|may|might|would|will)"
_NOW = (
    rf"please|pls|plz|kindly|{_MODAL} (?:you|u|i|we|it|he|she|someone|somebody|anyone|everything|all|any|the|my|your|"
    rf"this|an?|there|things?|some)\b(?! have (?:had|been))|{_MODAL}$|"
    r"(?:can|could|would|should|must|has to|needs? to) be\b|"
    r"(?:i|we|he|she|it)'d (?:also |really |much )?(?:like|need|prefer|want|rather|be|ask|appreciate|find|require|"
    r"help|sooner|also|really)|would (?:also |really )?(?:like|prefer|need|help|be|rather|suit|appreciate|want|"
    r"require|benefit|do)|needs?|needing|wants?|requires?|prefers?|ask (?:you|that|for|if|to)|asks|asking|i request|"
    r"we request|must|appreciate|grateful|helpful|(?:give|allow|let|grant) (?:me|us|him|her)|thankful|"
    r"is (?:it possible|there)|any (?:chance|way)|possible|"
    r"(?:if|when) you (?:send|post|write|ring|call|phone|reply|could|can|speak|talk|answer)|"
    r"anything you (?:send|post|write)|^(?:and |but |so )?(?:send|give|let|write|print|put|post|make|provide|arrange|"
    r"book|allow|use|only|try|reply)\b|(?:adjustments?|needs|requirements?|support|format|contact|communication|"
    r"access|language|preference)\b[^:]{0,30}:"
)
_NOT_NOW = (
    r"(?:if|do|should|unless) you (?:also )?(?:need|require|prefer|want|would like)|"
    r"(?:don'?t|do not|does not|doesn'?t|did not|didn'?t|not|never|no longer|without|n't|wouldn'?t|would not|"
    r"couldn'?t|won'?t|refused? to|failed to)(?: \w+)? (?:need(?:ing)?|want|require|ask|asking|use|have|give|allow|"
    r"let|grant|get|provide|offer)|no need|needn'?t|without|instead of|rather than|nothing to do with|"
    rf"\b{_FORCE}(?: (?!i\b|we\b|my\b|he\b|she\b|that\b|please\b|to\b|for\b)[\w']+){{0,2}} (?:needs?|wants?|asks?|"
    r"requires?|prefers?|must|would|uses?|ha(?:s|ve) to|should|could|can)|"
    r"(?<!be )(?:asked|requested|begged|needed|wanted|preferred|refus\w+|den(?:ied|y|ies|ying)|declined|offered|"
    r"provided|gave|given|sent|told|made|taken|used|brought|kept|booked|found)|(?<!if i )(?:was|were|had)|wasn'?t|"
    r"weren'?t|hadn'?t|did|didn'?t|wouldn'?t|would not|couldn'?t|could not|won'?t|been|should have|said|spoke|spent|"
    r"spend|spending|wait\w*|called|rang|phoned|ignored|failed|never|took|arrived|whether|how (?:long|much)|came|"
    r"played|went|wrote|got|saw|nobody|(?:which|that|card|letter|notice|sign) says|stop|waste\w*|play|thanks?|"
    r"listen\w*"
)
_MARKS = at_a_word(rf"(?:{_NOT_NOW}|(?P<now>{_NOW}))(?![^\W\d_])")
_MARKS_AFTER = at_a_word(
    r"(?:not (?:needed|required|necessary|wanted)|(?P<now>needed|required|preferred|only|best|works|helps|would make|"
    rf"(?!{_NOT_NOW})(?:{_NOW}))|{_NOT_NOW})(?![^\W\d_])"
)
_WAS_NOT = re.compile(
    r"[\s,]{0,3}(?:at \w+ \w+ |in custody |there |which |that |and )?(?:was|were|wasn'?t|weren'?t|had|hadn'?t|didn'?t|"
    r"did not|never|refused|should have|should've|not (?:provided|offered|given|booked|needed|required))\b"
)
_ANSWER = re.compile(
    r"\s{0,3}(?:needed|required|wanted)?\s?(?:[?:=]\s{0,5}(?:(?:no|none|n/a|nil|not)\b|"
    r"(?P<yes>yes|required|needed|please)\b)|(?<=\s)(?:is |are )?not (?:needed|required))"
)
_LABELLED = re.compile(r"\s?: ?\w")
_GOES_ON = re.compile(r"\s?(?:$|[,.;:–-]|here\b|so\b|and\b|as\b)")
_NO_BEFORE = re.compile(
    r"(?:\b(?:no|not an?|not|never|without|without an?|do not|i'm an?|i am an?|im an?|was an?|as an)|(?<!such )\bas|"
    r"\bdon'?t)$"
)
_WORD = re.compile(r"[\w']+")
_TELLING = word_set(
    "complaint complain about lack failure missing refused denied wrong police officer officers they he she i"
)
_POINTING = word_set("you the my his her our their this that not")
_PAPERS = re.compile(
    r"\b(?:(?:the|our|case|background) (?:papers|file)|oic|officer in (?:the )?case|investigating officer|"
    r"disclosure)\b"
)

_TOLD = re.compile(
    r"(?:\b(?:asked|told|begged|wanted|shouted|warned|promised|instructed|advised|"
    r"ordered)(?: (?!(?:to please|and|so|but)\b)[\w']+){0,4}(?: to| not to)?|"
    r"(?<!\bi )(?<!\bi've )(?:said|which says|card says)[,:]?)(?: [\"'“‘])?$"
)

_PERSON = (
    r"(?:(?:step|grand|god)?(?:son|daughter|child|children|mother|father|brother|sister)|mum|mam|dad|husband|wife|"
    r"partner|nephew|niece|friend|aunt|auntie|uncle|cousin|mate|nan|gran|grandma|grandad|client|member|constituent|"
    r"resident|tenant|patient|service user|complainant|applicant)s?"
)
_STRANGER = (
    r"(?:police|officers?|sergeant|sgt|inspector|insp|constable|pcso?|ps|dc|ds|di|witness(?:es)?|neighbours?|driver|"
    r"man|woman|gentleman|lady|fellow|couple|lad|boy|girl|guy|bloke|person|people|someone|somebody|thief|suspect|"
    r"victim|staff|school|shop)"
)
_OWN_PART = (
    r"(?:eye ?sight|sight|vision|hearing|eyes?|memory|concentration|english|speech|condition|diagnosis|disability|"
    r"problem|difficulty|issue|thing|hands?|left|right|reading|writing|spelling|health|reason|trouble|language|truth|"
    r"fact)"
)
_IS_ANOTHER = re.compile(
    r"(?:\bis|\bhas|'s|\bwas|\bhad|\bsuffers from|\blives with)(?: got)?(?: an?| the| very| also| both| partially|"
    r" profoundly| \w+ly){0,3}$"
)
_OF_SOMEBODY = r"(?:my|our|his|her|the|their|an?|this|that|another|some|any)(?: [\w-]+){0,2}?"
_WRITER = (
    r"as (?:someone|somebody|an? (?:\w+ )?(?:person|man|woman)) (?:who|with)|i am (?:someone|an? \w+) who|"
    r"i(?:'m|'ve|'d|'ll)?|im|ive|myself|me|we(?:'re|'ve)?|us"
)
_NEAR = (
    rf"{_OF_SOMEBODY} {_PERSON}(?:'s)?|he(?:'s)?|she(?:'s)?|they(?:'re|'ve)?|his|her|him|them|their|who(?:se)?|"
    rf"(?:mr|mrs|ms|miss)(?= \w)|{_PERSON}(?:'s)?"
)
_FAR = rf"{_OF_SOMEBODY} {_STRANGER}(?:'s)?|you|your|everyone|nobody|anyone|{_STRANGER}(?:'s)?"
_OTHER = rf"(?:my|our|his|her|the|their)(?: (?!{_OWN_PART}\b)[\w-]+){{1,2}}?(?='s | (?:has|have|is|was|who|had) )"
_WHO = at_a_word(
    rf"(?:(?P<writer>{_WRITER})|(?P<near>{_NEAR})|(?P<far>{_FAR})|(?P<other>{_OTHER})|my|mine|our)(?![^\W\d_])"
)
_SUCH_A_PERSON = re.compile(
    r"(?:-?(?!(?:and|but|so|or|as|the|my|when|because|if|that|which)\b)\w+ )?"
    rf"(?:{_PERSON}|{_STRANGER})\b"
)
_ONE = re.compile(r"\b(?:the|an?|another|that)$")
_I_AM_SUCH = re.compile(
    r"(?:\bas an?(?: \w+)?|\b(?:i am|i'm|im)(?: an?)?(?: (?!told|sure|certain|not|his|her|their|the|he|she|"
    r"they)\w+){0,2})$"
)
_DOCTOR = re.compile(
    r"\b(?:doctor|gp|consultant|psychiatrist|assessor|nurse|optician|specialist|tutor|hospital|clinic) (?:says?|said|"
    r"thinks?)(?: that)? i(?:'m|'ve)?(?: (?!not\b|no\b)[\w']+){0,3}$"
)
_REPORTED = re.compile(
    r"(?:(?<!\bi )(?<!\bi've )(?<!\bi have )(?:said|says?|claim(?:s|ed)?|th(?:inks?|ought)|assum(?:e|es|ed)|"
    r"reckon(?:s|ed)?|alleg(?:es|ed|e)|suggest(?:s|ed)?|implied|implies|wrote|noted|recorded|"
    r"told (?:me|them|him|her|everyone)|(?:asked|ask)(?: me)? (?:if|whether))(?: that)? i(?:'m|'ve)?|"
    r"\b(?:call(?:s|ed|ing)?|label\w*|describ\w+|treat\w*|accus\w+) me)(?: (?!(?:because|as|since|so|but|my|i|i'm|"
    r"when)\b)[\w']+){0,5}$"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|no|was|wasn'?t|without|isn'?t|nor)|n't)(?: have| got| having| suffer from| be)?(?: an?| any|"
    r" even| really| very| my)?$|(?:\bnot|n't|\bnever) have\b[^.,;]{0,40}\b(?:or|nor)(?: an?| any)?$"
)
_YOURS = re.compile(r"\b(?:if|should|do|unless|whether) you (?:need|require|have|are|want)\b[^.,;]{0,60}$")
_HAPPENED = re.compile(r"\b(?:was(?! (?:born|diagnosed))|were|went|got|came|took|did)\b")
_NO_MATTER = re.compile(r"nothing to do with|\b(?:don'?t|do not) need (?:any |your )?(?:help|adjust\w+|allowance)")

_FOR_THEM = at_a_word(
    r"(?:review|complaint|appeal|application|request|writing|asking|applying)(?: \w+)? (?:for|of) (?:my|"
    rf"our) (?:\w+ )?{_PERSON}\b|(?:my|our) {_PERSON}'s (?:complaint|review|appeal|case)|"
    r"i(?:'m| am)?(?: here)? support(?:ing)? (?!the|this|my|you)\w+|advocate(?: \w+){0,4} support\w*|"
    r"helping (?:an?|our|my|mr|mrs|ms) |(?:i|we|who) represents? (?:mr|mrs|ms|miss|dr)|represent (?:mr|mrs|ms|miss) |"
    r"authorised (?:me|us)\b|instructs? (?:me|us)\b|asked (?:me|us) to (?:write|send|do|apply|tell|help)|"
    r"our (?:client|member|service user|constituent|resident)\b|"
    rf"(?:i'm|i am) (?:his|her|their) (?:\w+ )?(?:{_PERSON}|carer|advocate)\b|"
    r"doing (?:it|this) for (?:her|him|my|our)\b|me doing (?:it|this)\b|caller(?: is|:)|telephone note|phone message|"
    r"(?:call|message) taken"
)
_FOR_THEM_WORDS = word_set(
    "for of me support supporting represent represents authorised instructs instruct asked client member user "
    "constituent resident his her their caller note message taken helping complaint review appeal case advocate"
)


def writes_for_another(passages: Sequence[Passage]) -> bool:
    """Whether the writer says, or a note of a call shows, that somebody else is to be heard."""
    return any(
        surely_for_another(one) or next(one.near(_FOR_THEM, _FOR_THEM_WORDS, _REACH), None) is not None
        for one in passages
    )


def answered(folded: str, end: int) -> bool | None:
    """Yes or no where a form asks for what ends there and is answered beside it; None where it is not."""
    answer = _ANSWER.match(folded, end)
    return None if answer is None else answer["yes"] is not None


def said_to_others(before: str) -> bool:
    """Whether what follows was once said by somebody, or to somebody else."""
    return _TOLD.search(before) is not None


def speaks_of_papers(sentence: str) -> bool:
    """Whether a sentence is about a force's papers, for which its own people need time."""
    return _PAPERS.search(sentence) is not None


def wished(before: str, after: str) -> bool:
    """Whether the words around a wish wish it now: the mark nearest before it decides, else the first after it."""
    if _NO_BEFORE.search(before) or _WAS_NOT.match(after):
        return False
    if not before and _LABELLED.match(after):
        return True
    marks = list(_MARKS.finditer(before))
    if marks:
        return marks[-1]["now"] is not None
    if mark := _MARKS_AFTER.search(after):
        return mark["now"] is not None
    around = _WORD.findall(f"{before} {after}")
    if len(around) > _FEW or not _TELLING.isdisjoint(around) or any(word.isdigit() for word in around):
        return False
    return _POINTING.isdisjoint(_WORD.findall(before))


def of_the_writer(before: str, words: str, after: str, *, for_another: bool) -> bool:
    """Whether a condition is told of the writer, or of somebody for whom they write."""
    if _DENIED.search(before) or _REPORTED.search(before) or _YOURS.search(before) or _NO_MATTER.search(after):
        return _DOCTOR.search(before) is not None
    if _I_AM_SUCH.search(before):
        return True
    if _SUCH_A_PERSON.match(after) or (words.endswith("user") and _ONE.search(before)):
        return for_another
    named = list(_WHO.finditer(f"{before} {words}"))
    if not named and not _IS_ANOTHER.search(before):
        who = _WHO.search(after)
        if who is None:
            return (not before and _GOES_ON.match(after) is not None) or len(f"{before} {after}".split()) <= _FEW
        return who["far"] is None and ((who["near"] is None and who["other"] is None) or for_another)
    who = named[-1] if named else None
    if who is None or who["near"] or who["other"] or (who["writer"] and _IS_ANOTHER.search(before)):
        return for_another and not (who and _HAPPENED.search(before, who.end()))
    return who["far"] is None
