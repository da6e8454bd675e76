"""What somebody asks for in their own words: why they are unhappy, and what would help them; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.passages import Passage, Rule, at_a_word, rule, told, word_set
from store.messages import Fact
from store.terms import Quote

GROUNDS_CHARACTERS = 4_000

_CANNOT = r"(?:can(?:no|')?t|can not|do not|don'?t|struggle (?:with|to)|unable to|difficult to|hard to)"
_ADJUSTMENTS: tuple[Rule[str], ...] = (
    rule(
        "large print",
        "needs large print",
        "print printed prints big bigger large larger letters eyesight blind partially sighted font point type arial "
        "degeneration glaucoma cataracts eyes write",
        r"(?:large|bigg?(?:er)?|larger) (?:print|letters|font|type|text|writing)|small print (?:is|very)|"
        r"partially sighted|registered blind|\bi (?:am|'m) blind|(?:poor|bad|failing) eyesight|macular|"
        r"\b(?:1[4-9]|2\d)[ -]?(?:point|pt)\b|(?:write|print)(?: \w+)? (?:large|big)\b|"
        r"(?:can(?:no|')t|do not|don'?t) see (?:well|small|very well)|my eyes (?:will not|won'?t|are)",
    ),
    rule(
        "coloured paper",
        "needs coloured paper",
        "paper yellow coloured colored cream overlay white",
        r"(?:yellow|cream|coloured|colored|blue|green|pink) (?:paper|background|overlay)|on (?:yellow|cream)\b|"
        r"black on (?:bright )?white",
    ),
    rule(
        "no form",
        "cannot use forms",
        "form forms",
        rf"{_CANNOT}(?: \w+){{0,3}} (?:long |a |the |your )?forms?\b",
    ),
    rule(
        "telephone",
        "asks to be telephoned",
        "call ring rung phone telephone",
        r"(?:please|pls|plz|can (?:you|someone|somebody|sombody)|could you|rather you|better if you|want you to|"
        r"prefer you to|or) (?:call|ring|phone|telephone)\b|"
        r"(?:by|over the|on the) (?:tele)?phone (?:instead|please|only|rather|not)|"
        r"prefer (?:a |the |to (?:speak|talk)[^.]{0,20})?(?:phone|telephone|call)|like to be (?:rung|called|phoned)",
    ),
    rule(
        "no telephone",
        "asks not to be telephoned",
        "phone ring call calls telephone telephones phoned hear writing",
        r"(?:do not|don'?t|can(?:no|')?t|please no|not by|rather not|no)(?: \w+){0,3} "
        r"(?:phone|ring|call|telephone)s?\b(?! (?:it|the|this|handler|sign|from))|e-?mail (?:only|is best)|"
        r"(?:everything|anything|all)(?: \w+){0,4} in writing|do(?:es)? not (?:hear|care for) (?:the )?telephones?",
    ),
    rule(
        "dyslexia",
        "has dyslexia or finds reading hard",
        "dyslexia dyslexic dislexia dislexic dyslexa reading read writing spelling",
        r"d[yi]sl[ei]x\w+|(?:trouble|difficulty|problems?|struggle)(?: \w+){0,2} (?:with )?(?:reading|read|writing)\b|"
        r"can(?:no|')?t read (?:or write|well|very)|words (?:jump|swim|move)",
    ),
    rule(
        "neurodivergence",
        "is autistic or has ADHD or a learning disability",
        "autism autistic adhd aspergers asperger learning lerning",
        r"\bautis(?:m|tic)\b|\badhd\b|\basperger'?s?\b|(?:learning|lerning) (?:disabilit|difficult)\w+|slow le?a?rning",
    ),
    rule(
        "easy read",
        "asks for plain or easy words",
        "easy plain simple braille audio bsl sign deaf hearing hear",
        r"easy[- ]?read|plain english|simple (?:words|english|language)|\bbraille\b|\baudio\b|\bbsl\b|sign language|"
        r"\bi (?:am|'m) deaf|hard of hearing|hearing (?:loss|impair\w+|aids?)",
    ),
    rule(
        "interpreter",
        "asks for another language",
        "interpreter translator translation english polsku angielsku tłumacza tłumacz language intérprete interprete"
        " interprète turjubaan tercüman traducător traductor tradutor dolmetscher vertėjo përkthyes переводчик "
        "перекладач",
        r"(?:need|want|please|an?|my) (?:interpreter|translator)|(?:my|speak|little|poor|good|write|read) english|"
        r"english (?:writing )?is not|not speak english|po polsku|po angielsku|in my (?:own )?language|"
        r"t[łl]umacz\w*|int[ée]rpr[eè]te|turjubaan|tercüman|traduc[ăa]?tor|tradutor|dolmetscher|vertėj\w+|përkthyes|"
        r"переводчик|перекладач",
    ),
    rule(
        "more time",
        "asks for more time",
        "more extra longer extension additional",
        r"(?:more|extra|bit of|additional) time\b|need longer|(?:takes?|need) me longer",
    ),
    rule(
        "somebody with them",
        "is helped by somebody",
        "advocate carer niece nephew daughter son support intermediary behalf types",
        r"\b(?:advocate|carer|support worker|intermediary|appropriate adult)\b|"
        r"(?:niece|nephew|daughter|son|friend|neighbour) (?:types|is typing|writes|is writing|helps|is helping)",
    ),
    rule(
        "health",
        "tells of an illness or disability",
        "disability disabled illness ill ptsd anxiety depression mental stroke adjustments adjustment",
        r"\bi (?:am|'m) disabled|my disabilit\w+|\bptsd\b|(?:severe |my )(?:anxiety|depression)|"
        r"mental health (?:problem|condition|issue)s?|i (?:have )?had a stroke|reasonable adjustments?",
    ),
)  # fmt: skip

_LABEL = re.compile(
    r"(?:^[ \t\d.)*-]{0,6}|(?<=[.!?] ))(?:grounds?|reasons?|why do you (?:disagree|want a review)|"
    r"(?:your )?message)(?: (?:for|of) (?:the |my |this )?(?:review|appeal|request|application))?[ \t]*[:?][ \t]*",
    re.M,
)
_LABELS = word_set("ground grounds reason reasons why message")
_BECAUSES = word_set("because follows reasons")
_BECAUSE = re.compile(
    r"(?:unhappy|not happy|dissatisfied|not satisfied|disagree\w*|(?:don'?t|do not) (?:agree|accept)|appeal\w*|"
    r"(?:want|like|ask\w*|request\w*|apply\w*)[^.\n]{0,40} review\w*)[^.\n]{0,80}?(?:because|as follows|"
    r"for these reasons|:)"
)
_WHO = (
    r"(?:they|he|she|it|nobody|no[ -]?one|police|mps|met|officers?|letters?|handler|log|report|reply|answer|decision|"
    r"outcome|response|sergeant|constable|inspector|investigat\w+)"
)
_SAYS_WHY = at_a_word(
    rf"\b{_WHO}(?: \w+){{0,2}} (?:did|does|do|has|have|had|was|were|could|would|is|are)(?: ?n[o']?t)\b|"
    rf"\b{_WHO} (?:ain'?t|didnt|dint|wasnt|isnt|wont|says?|said|calls?|called|claims?|states?|lists?|found|find|"
    r"upheld|ignores?|contends?)\b|"
    r"\b(?:letter|reply|answer|decision|outcome|response|result|e-?mail)\b[^.;!?]{0,60}\b(?:says?|said|calls?|"
    r"claims?|finds?)\b|\bi (?:do not|don'?t|cannot|can'?t) (?:agree|accept|see how)|"
    r"\b(?:nobody|no[ -]one|noone|not one|never|failed to|fails to|untrue|not true|contradict\w*|ignored|ignores|"
    r"neither|no warrant|disagree|dispute|unfair|unfairly|unreasonable|whitewash|rubbish|nonsense)\b|"
    r"\bi (?:told|gave|sent|showed|offered) (?:them|him|her|it)\b|"
    r"\bi have (?:the|a) (?:film|footage|photo\w*|video|proof|witness\w*|receipt|minutes|recording)|"
    r"\b(?:police|officers?|they|he|she|who)(?: \w+){0,2} lied\b|\bthat (?:is|was) (?:not true|wrong|a lie)|"
    r"nie zgadzam|no estoy de acuerdo|não aceito|nu sunt de acord|kuma qanacsan|itiraz ediyorum|pas d'accord|"
    r"nicht einverstanden|nesutinku|не соглас|не згод"
)
_ENDS = re.compile(
    r"\n[ \t]*\n(?![ \t]*(?:[-*•]|\(?\w{1,2}[.)]|points?\b|grounds?\b|reasons?\b))|\n[ \t]*(?:yours|"
    r"kind regards|regards|many thanks|thanks|thank you)\b|\n[ \t]*[a-z][a-z ]{3,30}:[ \t]",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\n[ \t]*(?:yours|kind regards|regards|many thanks|thanks|thank you|sent from)\b", re.IGNORECASE)


def adjustments(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """What would help the writer to be heard, each once with the words that ask for it."""
    found: dict[str, Fact[str]] = {}
    for fact in told(_ADJUSTMENTS, passages):
        found.setdefault(fact.value, fact)
    return tuple(found.values())


def grounds(own: Sequence[Passage], others: Sequence[Passage]) -> Fact[str] | None:
    """The applicant's reasons, word for word: what is called so, what follows "because", or what disagrees.

    In what is not the applicant's own words (a form, a log) only what is called grounds counts.
    """
    for passage in (*own, *others):
        if label := next(passage.near(_LABEL, _LABELS), None):
            return _span(passage, label.end())
    for passage in own:
        if because := next(passage.near(_BECAUSE, _BECAUSES), None):
            return _span(passage, passage.sentence(because.start(), because.end())[0])
        why = [found.start() for found in _SAYS_WHY.finditer(passage.folded)]
        if why:
            return _from_to(passage, why[0], why[-1])
    return None


def _span(passage: Passage, start: int) -> Fact[str] | None:
    ends = _ENDS.search(passage.text, start + 10)
    return _words(passage, start, ends.start() if ends else len(passage.text))


def _from_to(passage: Passage, first: int, last: int) -> Fact[str] | None:
    """The paragraphs from one place to another, without the closing of the letter."""
    start = passage.text.rfind("\n\n", 0, first) + 2
    end = passage.text.find("\n\n", last)
    end = end if end >= 0 else len(passage.text)
    closes = _CLOSES.search(passage.text, last, end)
    return _words(passage, start if start > 1 else 0, closes.start() if closes else end)


def _words(passage: Passage, start: int, end: int) -> Fact[str] | None:
    words = passage.text[start : min(end, start + GROUNDS_CHARACTERS)].strip()
    return Fact(words, Quote(" ".join(words[:160].split()), passage.place, "why they are unhappy")) if words else None
