"""For whom somebody writes: whether they say so, and the names their words give; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.names import TITLE, in_ordinary_letters, name_at, named, names_after, whole_name
from handlers.passages import Passage, at_a_word, word_set
from handlers.people import LONGEST, NAME, RELATIVE, WORD, people
from store.messages import Fact

_HELPER = (
    r"(?:(?:support|social|key|youth|outreach) ?worker|advocate|imha|imca|idva|isva|carer|guardian|appropriate "
    r"adult|probation officer|personal officer|solicitor|lawyer|attorney|deputy|litigation friend|representative|"
    r"interpreter|intermediary|teacher|chaplain|key ?worker|appointee)"
)
_CLIENT = re.compile(
    rf"""
    \b(?:our|my)[ ](?:above[- ]named[ ])?client(?:'s[ ]name)?(?:[ ]is)?[:,]?[ ]+
    | \b(?:we|i|who|which|llp|solicitors?|law|legal|chambers)[ ]acts?[ ](?:for|on[ ]behalf[ ]of)[ ]+
    | \b(?:instructed|retained|approached|contacted|asked|consulted)(?:[ ]on[ ]a[ ][\w ]{{1,30}})?[ ]by[ ]+
    | \bon[ ]behalf[ ]of:?[ ](?:(?:my|our|a)[ ]{RELATIVE},?[ ](?:of[ ]my[ ]ward,?[ ])?)?(?:called[ ]|named[ ])?
    | \b(?:i|we)[ ](?:support|am[ ]helping|am[ ]writing[ ]for|write[ ]for|do[ ]support[ ]work[ ]for|
      type[ ]this[ ]for|care[ ]for|act[ ]as[ ]attorney[ ]for|(?:can|may)[ ](?:speak|talk|write|act)[ ]for)[ ]+
    | \b(?:my|our)[ ]{RELATIVE},?[ ](?:is[ ]|called[ ]|named[ ]|is[ ]called[ ])?
    | \b(?:our[ ]|my[ ])?(?:constituents?|resident|one[ ]of[ ](?:my|our)[ ](?:residents|constituents|tenants)),?[ ]+
    | \b{_HELPER}[ ](?:of|for|to)[ ]+
    | \b(?:typed|written|dictated|forwarded|sent|scanned)[ ](?:on[ ])?(?:for|by)[ ](?={TITLE}[ ])
    | \b(?:i|we|and|who|which|also)[ ]represents?[ ](?={TITLE}[ ])
    | \b(?:am|are|is|i'm|we're|been|here)[ ](?:now[ ])?(?:acting|writing|emailing|applying|asking|appealing|speaking)
      [ ](?:to[ ]you[ ]|this[ ]|in[ ]|today[ ])?(?:for|on[ ]behalf[ ]of)[ ]+
    | \b(?:supporting|assisting)[ ](?={TITLE}[ ])
    | \b(?:from|by|for|my|our)[ ](?:my[ ]|our[ ])?{RELATIVE},?[ ]?\(
    | \b(?:gentleman|lady|woman|man|lad|girl|customer|user|client|constituent|resident|tenant|patient)[ ]
      (?:called|named)[ ]
    | \b(?:his|her|their)[ ](?:full[ ])?name(?:'s|[ ]is|[ ]its|[ ]it's)?[ ,:]+(?:it'?s[ ])?
    | \bauthorise[sd]?[ ].{{2,60}}[ ]to[ ]act[ ]for[ ]
    """,
    re.VERBOSE,
)  # fmt: skip
_SMALL_CLIENT = re.compile(
    rf"\b(?:my|our) {RELATIVE},? {TITLE} (?P<name>[^\W\d_]{{2,15}} [^\W\d_][^\W\d_'-]{{1,20}})(?=\W|$)"
)
_KIN = re.compile(
    rf"\b(?:i am|i'm|as|being|am writing as) (?:the )?{RELATIVE}(?: and [\w ]{{2,20}})?,? (?:of|to) "
    rf"(?={TITLE} |[^\W\d_]+ [^\W\d_]{{2,}})"
)
_IS_THEIRS = re.compile(
    rf"(?i:\b(?:i['’]?m|i am|it['’]?s|this is|here|again|hold|as|,)) ?,? ?{NAME}['’]s? (?:(?:\w+ ){{0,2}}?"
    rf"(?:{RELATIVE}|(?P<sure>{_HELPER}))\b|(?P<form>form|consent|authority|permission)\b)"
)
_REPRESENTS = re.compile(rf"\b(?:I|We|[Ww]e|and|who|also) represents? {NAME}")
_IS_KIN = re.compile(
    rf"(?i:\b(?:i['’]?m|i am|it['’]?s|this is)) {NAME}['’]s? (?:\w+ )?(?:mum|mother|mam|dad|father|parent|son|daughter|"
    r"wife|husband|carer|next of kin|nan|gran(?:dmother|ny)?|grand(?:ad|father|son|daughter))\b"
)
_ASKED_US = re.compile(
    rf"{NAME}(?: [A-Z]\d{{4}}[A-Z]{{2}})?(?: of [\w' ]{{2,30}}?)?(?:,[^,.]{{1,60}},)? "
    r"(?:has |have |had )?(?:asked|asks|begged|authorised|wants|instructs|instructed) (?:me|us)\b(?:,[^,]{1,40},)? "
    r"(?:to (?:write|apply|send|ask|act|say|help|speak|request|find|seek|take|make|put|chase|forward|pass|reply|tell|"
    r"type|let)|for help)"
)
_PERMITTED = re.compile(
    rf"{NAME} (?:\([^)]{{1,20}}\) )?(?:has |have )?(?:given (?:me|us)|signed (?:the|a|an|my|our|his|her|their)|"
    r"consents|"
    r"gives (?:me|us|her|his|my))"
)
_FOR_THE_SIGNED = re.compile(
    rf"^[ \t]*{WORD}(?: {WORD}){{0,3}}[ ,(]+(?:for|pp|p\.p\.|on behalf of|obo) {NAME}\)?[ \t]*$", re.MULTILINE
)
_I_GIVE = re.compile(rf"\bI,? {NAME}\b[^.\n]{{0,60}}? (?:give|authorise|appoint|consent)\b")
_PER_PRO = re.compile(rf"^[ \t]*(?:pp|p\.p\.)[ \t]+{NAME}[ \t]*$", re.MULTILINE)
_SURELY = at_a_word(
    r"(?:our|my) client\b|(?:we|i) act (?:for|on behalf of)\b(?! (?:you|myself|ourselves))|"
    r"on behalf of (?:my|our|mr|mrs|ms|miss)\b|our constituent\b|"
    rf"i(?:'m| am)? (?:write|writing|acting|helping|act)? ?(?:this )?(?:for|on behalf of) my {RELATIVE}\b|"
    rf"[\w-]+'?s {RELATIVE} (?:here|writing)\b|"
    r"(?:i|me|we|us) (?:can|may|could|to) (?:talk|speak|write|act|deal)(?: to you| with you)? for (?:him|her|them)\b|"
    r"i(?:'m| am) (?:typing|writing|acting|speaking) for (?:him|her|them)\b|(?:i am|i'm|as) (?:(?:an?|the|his|her) )?"
    rf"(?:\w+ ){{0,2}}{_HELPER} (?:of|for|to) (?:mr|mrs|ms|miss|my|our|him|her)\b|"
    r"(?:i hold|i have|i've|have|hold|under|with) (?:an? |the |his |her )?(?:lasting |"
    r"enduring |registered )?power of attorney for\b|"
    r"(?:has|have|had|he|she|they) (?:given|signed|gave)(?: me| us)? (?:his|her|their|a|an|the|my)? ?(?:\w+ ){0,2}(?:"
    r"consent\b|permission\b|authority\b|authorisation\b|leave (?:to|for) )|"
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
_DENIED = re.compile(
    r"(?:\b(?:not|never|nor|neither|nobody|no one|without|sorry|apologi[sz]\w+)\b|n't )"
    r"(?:(?!\b(?:so|but|because|and)\b)[^.;!?\n]){0,30}$"
)
_ACTING = at_a_word(
    r"(?:acting|act|acts|speaking|writing|write|complaining|asking|here) (?:for|on behalf of) "
    r"(?:him|her|them|anyone|anybody|someone|somebody|the|a)\b|on (?:his|her|their) behalf\b"
)
_SENT_FOR = at_a_word(
    r"(?:asked|asks|told|wants|wanted|begged) (?:me|us) to (?:send|type|e-?mail|forward|write|post) "
    rf"(?:it|this|that|them)\b|(?:sent|typed|written|e-?mailed|submitted)(?: \w+){{0,3}} by my {RELATIVE}\b|"
    r"(?:please )?(?:send|sending|type|typing) (?:it|this)(?: \w+)? for (?:me|him|her|them)\b|"
    r"dictated (?:it|this|to)\b"
)
_WITNESS = re.compile(
    r",? (?:who )?(?:saw|seen|witnessed|filmed|heard|drove|was (?:there|with|stood|present|in the)|were with)\b"
)
_WHERE = re.compile(r"\b(?:in|at|near|around|outside|of)\s$")


def surely_for_another(own: Passage) -> bool:
    """Whether the writer says in plain words that they write for somebody else."""
    if any(not denied(own, one.start()) for one in own.near(_SURELY, _SURE_WORDS, 40)):
        return True
    if any(people(_FOR_THE_SIGNED, own)) or any(people(_I_GIVE, own)):
        return True
    if any(" " in one.value for one in people(_IS_KIN, own)):
        return True
    return any(found["sure"] or found["form"] for found in _IS_THEIRS.finditer(own.text[:LONGEST]))


def sent_for(own: Passage) -> bool:
    """Whether a text says that one person only sends what another wrote: "he asked me to send it"."""
    return _SENT_FOR.search(own.folded) is not None


def for_nobody_else(own: Passage) -> bool:
    """Whether the writer says that they write for nobody else: "I am not writing on her behalf"."""
    return any(denied(own, one.start()) for one in _ACTING.finditer(own.folded)) and not surely_for_another(own)


def denied(text: Passage, at: int) -> bool:
    """Whether what begins here is denied right before it."""
    return _DENIED.search(text.folded, max(0, at - 40), at) is not None


def clients(own: Passage, subject: Passage) -> list[Fact[str]]:
    """Those for whom a letter says it is written, the surest words first."""
    said = [
        *(one for pattern in (_FOR_THE_SIGNED, _PER_PRO, _I_GIVE) for one in people(pattern, own)),
        *_after(_CLIENT, own),
        *people(_IS_THEIRS, own),
        *people(_ASKED_US, own, unless=_WHERE),
        *people(_PERMITTED, own),
    ]
    said += _after(_CLIENT, subject)
    return said or [one for text in (subject, own) for one in _in_small_letters(text)]


def _after(pattern: re.Pattern[str], text: Passage) -> Iterator[Fact[str]]:
    """The names that stand behind what this pattern finds where it is not denied."""
    for found in pattern.finditer(text.folded):
        line = text.text[found.end() : found.end() + 100].lstrip().split("\n")[0]
        name = name_at(line)
        if name and not denied(text, found.start()) and not _WITNESS.match(line[len(name) :]):
            yield named(text, found.start(), found.end() + len(name), name)


def _in_small_letters(text: Passage) -> Iterator[Fact[str]]:
    """Those whom the writer names with a title in small letters: "my mum mrs ada brindle"."""
    for found in _SMALL_CLIENT.finditer(text.folded[:LONGEST]):
        if name := whole_name(in_ordinary_letters(found["name"])):
            yield Fact(name, text.sentence_quote(*found.span("name"), "for whom somebody writes"))


def kin(own: Passage) -> list[Fact[str]]:
    """Those whose relative the writer says they are ("as the mother of Ada Brindle"), or whom they represent."""
    return [*names_after(_KIN, own), *(one for one in people(_REPRESENTS, own) if " " in one.value)]
