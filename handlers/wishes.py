"""What somebody asks for in their own words: why they are unhappy, and what would help them to be heard; "
"decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.passages import Passage, Rule, at_a_word, rule, told, word_set
from store.messages import Fact
from store.terms import Quote

GROUNDS_CHARACTERS = 4_000

_ADJUSTMENTS: tuple[Rule[str], ...] = (
    rule(
        "large print",
        "needs large print",
        "print big large letters eyesight blind partially sighted font",
        r"(?:large|bigger?|larger) (?:print|letters|font|type|text)|small print (?:is|very)|partially sighted|"
        r"registered blind|"
        r"\bi (?:am|'m) blind|poor eyesight|can(?:no|')t see (?:well|small)|(?:do not|don't) see (?:well|"
        r"very well)",
    ),
    rule(
        "no form",
        "cannot use forms",
        "form forms",
        r"(?:can(?:no|')?t|can not|do not|don'?t|struggle (?:with|to)|unable to|"
        r"difficult to)(?: \w+){0,3} (?:long |a |the |your )?forms?\b",
    ),
    rule(
        "telephone",
        "asks to be telephoned",
        "call ring phone telephone",
        r"(?:please|pls|plz|can you|could you|rather you|better if you|want you to|prefer you to) (?:call|ring|"
        r"phone|telephone)\b|"
        r"(?:by|over the|on the) (?:tele)?phone (?:instead|please|only|rather|not)|prefer (?:a |the )?(?:phone|"
        r"telephone|call)",
    ),
    rule(
        "no telephone",
        "asks not to be telephoned",
        "phone ring call telephone phoned",
        r"(?:do not|don'?t|can(?:no|')?t|please no|not by|rather not)(?: \w+){0,3} (?:phone|ring|call|"
        r"telephone)\b(?! (?:it|the|this))|"
        r"e-?mail (?:only|is best)",
    ),
    rule(
        "dyslexia",
        "has dyslexia or finds reading hard",
        "dyslexia dyslexic dislexia dislexic reading read writing",
        r"d[yi]sl[ei]x\w+|(?:trouble|difficulty|problems?|struggle)(?: \w+){0,2} (?:with )?(?:reading|read|"
        r"writing)\b|"
        r"can(?:no|')?t read (?:or write|well|very)",
    ),
    rule(
        "neurodivergence",
        "is autistic or has ADHD or a learning disability",
        "autism autistic adhd aspergers asperger learning",
        r"\bautis(?:m|tic)\b|\badhd\b|\basperger'?s?\b|learning (?:disabilit|difficult)\w+",
    ),
    rule(
        "easy read",
        "asks for plain or easy words",
        "easy plain simple braille audio bsl sign deaf hearing",
        r"easy[- ]?read|plain english|simple (?:words|english|language)|\bbraille\b|\baudio\b|\bbsl\b|"
        r"sign language|\bi (?:am|'m) deaf|"
        r"hard of hearing|hearing (?:loss|impair\w+|aids?)",
    ),
    rule(
        "interpreter",
        "asks for another language",
        "interpreter translator translation english polsku angielsku tłumacza language",
        r"(?:need|want|please|an?|my) (?:interpreter|translator)|(?:my|speak|little|poor|good|write|"
        r"read) english|english is not|"
        r"not speak english|po polsku|po angielsku|in my (?:own )?language",
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
        "disability disabled illness ill ptsd anxiety depression mental stroke",
        r"\bi (?:am|'m) disabled|my disabilit\w+|\bptsd\b|(?:severe |my )(?:anxiety|depression)|"
        r"mental health (?:problem|condition|issue)s?|"
        r"had a stroke|reasonable adjustments?",
    ),
)

_LABEL = re.compile(
    r"(?:^[ \t\d.)*-]{0,6}|(?<=[.!?] ))(?:grounds?|reasons?)(?: (?:for|of) (?:the |my |this )?(?:review|appeal|request|"
    r"application))?[ \t]*:[ \t]*",
    re.M,
)
_LABELS = word_set("ground grounds reason reasons")
_BECAUSES = word_set("because follows reasons")
_BECAUSE = re.compile(
    r"(?:unhappy|not happy|dissatisfied|not satisfied|disagree\w*|(?:don'?t|do not) (?:agree|accept)|appeal\w*|"
    r"(?:want|like|ask\w*|request\w*|apply\w*)[^.\n]{0,40} review\w*)[^.\n]{0,80}?(?:because|as follows|"
    r"for these reasons|:)"
)
_SAYS_WHY = at_a_word(
    r"\b(?:they|he|she|it|nobody|no one|police|mps|met|officers?|letter|handler|log|report|"
    r"investigat\w+)(?: \w+){0,2} "
    r"(?:did|does|do|has|have|had|was|were|could|would)(?: ?n[o']?t)\b|\bi (?:do not|don'?t|cannot|"
    r"can'?t) (?:agree|accept)|"
    r"\b(?:never|failed to|fails to|untrue|not true|contradict\w*|ignored|ignores|no warrant|disagree|unfair|"
    r"unfairly)\b|"
    r"\b(?:police|officers?|they|he|she|who)(?: \w+){0,2} lied\b|\bthat (?:is|was) (?:not true|wrong|a lie)|"
    r"nie zgadzam"
)
_ASKED = re.compile(r"review|appeal|complain|letter|decision|outcome|decyzj|skarg")
_ENDS = re.compile(
    r"\n[ \t]*\n(?![ \t]*(?:[-*•]|\(?\w{1,2}[.)]|points?\b|grounds?\b|reasons?\b))|\n[ \t]*(?:yours|"
    r"kind regards|regards|many thanks|thanks|thank you)\b|\n[ \t]*[a-z][a-z ]{3,30}:[ \t]",
    re.IGNORECASE,
)


def adjustments(passages: Iterable[Passage]) -> tuple[Fact[str], ...]:
    """What would help the writer to be heard, each once with the words that ask for it."""
    found: dict[str, Fact[str]] = {}
    for fact in told(_ADJUSTMENTS, passages):
        found.setdefault(fact.value, fact)
    return tuple(found.values())


def grounds(body: Passage, documents: Iterable[Passage], *, own_words: bool) -> Fact[str] | None:
    """The writer's reasons, word for word: what stands under "Grounds:", after "because", or in a paragraph "
    "that disagrees.

    Where the body is not the applicant's own words only what is called grounds counts.
    """
    for passage in (body, *documents):
        if label := next(passage.near(_LABEL, _LABELS), None):
            return _span(passage, label.end())
    if not own_words:
        return None
    if because := next(body.near(_BECAUSE, _BECAUSES), None):
        return _span(body, body.sentence(because.start(), because.end())[0])
    if _ASKED.search(body.folded) and (why := _SAYS_WHY.search(body.folded)):
        start = body.folded.rfind("\n\n", 0, why.start()) + 2
        return _span(body, start if start > 1 else 0)
    return None


def _span(passage: Passage, start: int) -> Fact[str] | None:
    ends = _ENDS.search(passage.text, start + 10)
    words = passage.text[start : min(ends.start() if ends else len(passage.text), start + GROUNDS_CHARACTERS)].strip()
    return Fact(words, Quote(" ".join(words[:160].split()), passage.place, "why they are unhappy")) if words else None
