"""For whom somebody writes, and of whom a third party speaks: the names their words give; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handlers.named_beside import NO_PERSON
from handlers.names import TITLE, names_after, one_written_short, same_person, whole_name
from handlers.passages import Passage, at_a_word, word_set
from handlers.shown_name import called_like_a_desk
from store.messages import Fact

_RELATIVE = (
    r"(?:(?:step|grand|god|foster |half[- ])?(?:son|daughter|child|mother|father|brother|sister)(?:[- ]in[- ]law)?|mum|"
    r"mam|dad|(?:ex[- ]|former |late )?(?:husband|wife|partner)|boyfriend|girlfriend|bf|gf|fianc[eé]e?|nephew|niece|"
    r"friend|neighbour|client|constituent|resident|tenant|patient|parishioner|service user|aunt|auntie|uncle|cousin|"
    r"mate|flatmate|nan|nana|gran|granny|grandma|grandad|grandpa|lad|boy|girl)"
)
_HELPER = (
    r"(?:(?:support|social|key|youth|outreach) ?worker|advocate|imha|imca|idva|isva|carer|guardian|appropriate "
    r"adult|probation officer|personal officer|solicitor|lawyer|attorney|deputy|litigation friend|representative|"
    r"interpreter|intermediary|teacher|chaplain|key ?worker|appointee)"
)
_WORD = r"(?<!\w)(?:[^\W\d_a-z]\.|[^\W\d_a-z](?:[^\W\d_]|-|['’](?=[A-Z]))+(?!\w))"
_NAME = rf"(?:(?i:{TITLE}) )?(?P<name>{_WORD}(?: {_WORD}){{0,3}})"
_CLIENT = re.compile(
    rf"""
    \b(?:our|my)[ ](?:above[- ]named[ ])?client(?:'s[ ]name)?(?:[ ]is)?[:,]?[ ]+
    | \b(?:we|i|who|which|llp|solicitors?|law|legal|chambers)[ ]acts?[ ](?:for|on[ ]behalf[ ]of)[ ]+
    | \b(?:instructed|retained|approached|contacted|asked|consulted)(?:[ ]on[ ]a[ ][\w ]{{1,30}})?[ ]by[ ]+
    | \bon[ ]behalf[ ]of:?[ ](?:(?:my|our|a)[ ]{_RELATIVE},?[ ](?:of[ ]my[ ]ward,?[ ])?)?(?:called[ ]|named[ ])?
    | \b(?:i|we)[ ](?:support|am[ ]helping|am[ ]writing[ ]for|write[ ]for|do[ ]support[ ]work[ ]for|
      type[ ]this[ ]for|care[ ]for|act[ ]as[ ]attorney[ ]for|(?:can|may)[ ](?:speak|talk|write|act)[ ]for)[ ]+
    | \bmy[ ]{_RELATIVE},?[ ](?:is[ ]|called[ ]|named[ ]|is[ ]called[ ])?
    | \b(?:our[ ]|my[ ])?(?:constituents?|resident|one[ ]of[ ](?:my|our)[ ](?:residents|constituents|tenants)),?[ ]+
    | \b{_HELPER}[ ](?:of|for|to)[ ]+
    | \b(?:typed|written|dictated|forwarded|sent|scanned)[ ](?:on[ ])?(?:for|by)[ ](?={TITLE}[ ])
    | \b(?:i|we)[ ]represent[ ](?={TITLE}[ ])
    | \bauthorise[sd]?[ ].{{2,60}}[ ]to[ ]act[ ]for[ ]
    """,
    re.VERBOSE,
)  # fmt: skip
_IS_THEIRS = re.compile(
    rf"(?i:\b(?:i['’]?m|i am|it['’]?s|this is|here|again|hold|as|,)) ?,? ?{_NAME}['’]s? (?:(?:\w+ ){{0,2}}?"
    rf"(?:{_RELATIVE}|(?P<sure>{_HELPER}))\b|(?P<form>form|consent|authority|permission)\b)"
)
_ASKED_US = re.compile(
    rf"{_NAME}(?: of [\w' ]{{2,30}}?)?(?:,[^,.]{{1,60}},)? (?:has |have |had )?(?:asked|asks|begged|authorised|wants|"
    r"instructs|"
    r"instructed) (?:me|us)\b(?:,[^,]{1,40},)? (?:to (?:write|apply|send|ask|act|say|help|speak|request|find|seek|take|"
    r"make|put|chase|forward|pass|reply|tell|let)|for help)"
)
_PERMITTED = re.compile(
    rf"{_NAME} (?:\([^)]{{1,20}}\) )?(?:has |have )?(?:given (?:me|us)|signed (?:the|a|an|my|our|his|her|their)|"
    r"consents|"
    r"gives (?:me|us|her|his|my))"
)
_COMPLAINS = re.compile(
    rf"{_NAME}(?:['’]s? (?:police )?(?:complaint|review|case|application|appeal|file|matter)\b| (?:has|had|put in|"
    r"made|asked (?:you )?for|applied for|says you) (?:for )?(?:an? )?(?:open |police )?(?:complaint|case|review|"
    r"her review|"
    r"his review|['’]?ve had))"
)
_FOR_THE_SIGNED = re.compile(
    rf"^[ \t]*{_WORD}(?: {_WORD}){{0,3}}[ ,(]+(?:for|pp|p\.p\.|on behalf of|obo) {_NAME}\)?[ \t]*$", re.MULTILINE
)
_I_GIVE = re.compile(rf"\bI,? {_NAME}\b[^.\n]{{0,60}}? (?:give|authorise|appoint|consent)\b")
_PER_PRO = re.compile(rf"^[ \t]*(?:pp|p\.p\.)[ \t]+{_NAME}[ \t]*$", re.MULTILINE)
_SUBJECT_OF = re.compile(
    rf"(?:for|re|behalf of|about|constituent|client|resident|patient|tenant):? (?:my {_RELATIVE}:? )?"
    rf"(?={TITLE} |[^\W\d_]+ [^\W\d_])"
)
_VERSUS = re.compile(
    rf"(?:^|[-–—:] ){_NAME} v\.? (?i:the |a )?(?i:mayor|mopac|police|office|commissioner|chief|pcc|you\b)"
)
_SURELY = at_a_word(
    r"(?:our|my) client\b|(?:we|i) act (?:for|on behalf of)\b|on behalf of (?:my|our|mr|mrs|ms|miss)\b|"
    r"our constituent\b|"
    rf"i(?:'m| am)? (?:write|writing|acting|helping|act)? ?(?:this )?(?:for|on behalf of) my {_RELATIVE}\b|"
    rf"[\w-]+'?s {_RELATIVE} (?:here|writing)\b|"
    r"(?:i|me|we|us) (?:can|may|could|to) (?:talk|speak|write|act|deal)(?: to you| with you)? for (?:him|her|them)\b|"
    r"i(?:'m| am) (?:typing|writing|acting|speaking) for (?:him|her|them)\b|(?:i am|i'm|as) (?:(?:an?|the|his|her) )?"
    rf"(?:\w+ ){{0,2}}{_HELPER} (?:of|for|to) (?:mr|mrs|ms|miss|my|our|him|her)\b|"
    r"(?:i hold|i have|i've|have|hold|under|with) (?:an? |the |his |her )?(?:lasting |"
    r"enduring )?power of attorney for\b|"
    r"(?:has|have|had|he|she|they) (?:given|signed|gave)(?: me| us)? (?:his|her|their|a|an|the|my)? ?(?:\w+ ){0,2}(?:"
    r"consent|permission|authority|authorisation|leave)\b|"
    r"i(?:'ve| have)? (?:got |have |hold )?(?:his|her|their) (?:\w+ )?(?:consent|permission|authority|leave)\b|"
    r"with (?:his|her|their) (?:\w+ )?(?:consent|permission|authority)\b|"
    r"(?:lodge|apply|appeal|complain|ask)\w*(?: \w+){0,3} in (?:his|her|their) name\b|"
    r"(?:complain\w*|complaint|review|appeal) for (?:him|her|them)\b|on (?:his|her|their) behalf\b|(?:asked|asks|"
    r"wants) me to (?:write|apply|act|send|do)(?: \w+)? (?:to you|this|for|on|in)\b"
)
_SURE_WORDS = word_set(
    "client act behalf constituent son daughter child mother mum father dad husband wife partner brother sister nephew "
    "niece grandson friend neighbour aunt uncle mate nan gran him her them consent permission authority authorisation "
    "leave name me mr mrs ms miss my our attorney"
)
_RANK = re.compile(
    r"\b(?:pc|ps|dc|ds|di|dci|sgt|sergeant|insp|inspector|constable|officer|supt|judge|justice)\.? $", re.IGNORECASE
)
_WHERE = re.compile(r"\b(?:in|at|near|around|outside|of)\s$")
_IN_TEXT = re.compile(rf"{_WORD}(?: {_WORD}){{1,4}}")
_BEGINS = re.compile(r"(?:^|[.!?:]\s{1,2}|\n)$")
_LONGEST = 3_000


def surely_for_another(own: Passage) -> bool:
    """Whether the writer says in plain words that they write for somebody else."""
    if next(own.near(_SURELY, _SURE_WORDS, 40), None) is not None:
        return True
    if any(_before(_FOR_THE_SIGNED, own)) or any(_before(_I_GIVE, own)):
        return True
    return any(found["sure"] or found["form"] for found in _IS_THEIRS.finditer(own.text[:_LONGEST]))


def clients(own: Passage, subject: Passage) -> list[Fact[str]]:
    """Those for whom a letter says it is written, the surest words first."""
    said = [
        *(one for pattern in (_FOR_THE_SIGNED, _PER_PRO, _I_GIVE) for one in _before(pattern, own)),
        *names_after(_CLIENT, own),
        *(one for pattern in (_IS_THEIRS, _ASKED_US, _PERMITTED) for one in _before(pattern, own)),
    ]
    return [*said, *names_after(_CLIENT, subject)]


def spoken_of(own: Passage, subject: Passage) -> list[Fact[str]]:
    """Those of whose complaint or review a letter speaks."""
    texts = (own, subject)
    return [
        *(one for text in texts for one in _before(_COMPLAINS, text)),
        *(one for text in texts for one in _before(_VERSUS, text)),
        *names_after(_SUBJECT_OF, subject),
    ]  # fmt: skip


def written_out(name: Fact[str], texts: Iterable[Passage], others: Sequence[str] = ()) -> Fact[str]:
    """The fuller form of a name that the texts give, where they give just one; `others` are other people."""
    found: dict[str, Fact[str]] = {}
    for text in texts:
        for one in _IN_TEXT.finditer(text.text[:_LONGEST]):
            fuller = _fuller_in(one, text, name.value)
            if fuller and not any(same_person(fuller, other) for other in others if " " in other):
                found.setdefault(fuller.casefold(), Fact(fuller, text.quote(*one.span(), name.quote.says)))
    return next(iter(found.values())) if len(found) == 1 else name


def _fuller_in(row: re.Match[str], text: Passage, name: str) -> str:
    """The name as a row of words with capitals has it in full, "" where not; a sentence's first word may be none."""
    words = row[0].split()
    for first in range(len(words) - 1):
        fuller = _person(" ".join(words[first:]))
        if not _longer(fuller, name) or (not first and _an_officer(text, row.start())):
            continue
        begins_with_it = fuller.split()[0].casefold() == name.split()[0].casefold()
        before = text.text[max(0, row.start() - 4) : row.start()]
        if first or begins_with_it or text.place == "subject" or not whole_name(words[0]) or not _BEGINS.search(before):
            return fuller
    return ""


def _longer(fuller: str, name: str) -> bool:
    """Whether this is the name, with more of it written out."""
    if not fuller or " " not in fuller or not one_written_short(fuller, name):
        return False
    short, long = name.split(), fuller.split()
    if len(short) == 1:
        return short[0].casefold() in (long[0].casefold(), long[-1].casefold())
    return len(long[0].rstrip(".")) > len(short[0].rstrip(".")) and long[-1].casefold() == short[-1].casefold()


def _before(pattern: re.Pattern[str], text: Passage) -> Iterator[Fact[str]]:
    for found in pattern.finditer(text.text[:_LONGEST]):
        name = _person(found["name"])
        at = found.start("name")
        if name and not _an_officer(text, at) and not (pattern is _ASKED_US and _a_place(text, at)):
            yield Fact(name, text.sentence_quote(*found.span("name"), "for whom somebody writes"))


def _an_officer(text: Passage, at: int) -> bool:
    return _RANK.search(text.text[max(0, at - 14) : at]) is not None


def _a_place(text: Passage, at: int) -> bool:
    return _WHERE.search(text.text[max(0, at - 9) : at]) is not None


def _person(words: str) -> str:
    """The name these words are, or their last ones where the first only begin a sentence."""
    parts = words.split()
    for first in range(len(parts)):
        words = " ".join(parts[first:])
        if not NO_PERSON.search(words) and (name := whole_name(words)):
            return "" if called_like_a_desk(name) else name
    return ""
