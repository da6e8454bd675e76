"""What would help somebody to be heard, as they ask for it in their own words; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.passages import Passage, Rule, rule, told
from store.messages import Fact

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


def adjustments(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """What would help the writer to be heard, each once with the words that ask for it."""
    found: dict[str, Fact[str]] = {}
    for fact in told(_ADJUSTMENTS, passages):
        found.setdefault(fact.value, fact)
    return tuple(found.values())
