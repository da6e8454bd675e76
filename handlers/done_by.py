"""Who did what a letter tells of: the police, somebody else, or nobody; evidence for a person, never an answer."""

from __future__ import annotations

import re

from handlers.passages import Passage

A_DEATH = "a death or danger to life"
A_RANK = "a rank above chief superintendent"
AN_INJURY = "a serious injury"
DISCRIMINATION = "discrimination"
FORCE = "force or an assault"
SEXUAL = "a sexual matter"
TORTURE = "torture or inhuman or degrading treatment"
BY_OTHERS = ", perhaps not by the police"  # added to what a rule tells where somebody else did it, or nobody is named
BY_ITSELF = ", which perhaps came by itself"  # added before that where a death is told of as nobody's doing

WAS = r"(?:was|were|been|being|got|get|getting) (?:\w+ )?"
"""How a passive begins."""
# What somebody else may have done to the complainant, whom the police then failed: it leaves the body open.
_DONE_BY_SOMEBODY = frozenset({FORCE, DISCRIMINATION, SEXUAL, A_DEATH, AN_INJURY})
_OTHERS = (
    r"(?:neighbou?rs?|ex|ex[- ]\w+|husband|wife|partner|boyfriend|girlfriend|brother|cousin|boys|lads|youths?|kids|"
    r"teenagers?|blokes?|raiders?|muggers?|fans|hooligans?|man|men|woman|girls|drivers?|burglars?|thief|thieves|robbers?|gang|strangers?|tenants?|landlord|"
    r"lodger|attackers?|suspects?|bouncers?|customers?|passenger|cyclist|accident|fall|stroke|cancer|covid|"
    r"somebody|someone|years ago|car|lorry|bus|taxi|bike|bicycle|perpetrators?|intruders?|colleague|stepson|"
    r"stepfather)"
)
_POLICE = (
    r"(?:officers?|police(?:m[ae]n|wom[ae]n)?|pcs?|dcs?|constables?|sergeants?|sgts?|inspectors?|cops?|coppers?|feds|"
    r"pcsos?|commander|custody|cells?|van|arrest\w*|detained|handcuff\w*)"
)
_NAMED = re.compile(rf"\b(?:(?P<others>{_OTHERS})|(?P<police>{_POLICE}))\b")
_ACTOR = re.compile(rf"\b(?:(?P<others>{_OTHERS})|(?P<police>{_POLICE})|(?P<pronoun>they|he|she))\b")
_THEIR_MEANS = re.compile(r"tas|taz|spray|baton|pava|truncheon|cuff")
_BY = re.compile(rf"[^.;]{{0,30}}\b(?:by|from) (?:[\w']+ ){{0,3}}?(?:(?P<others>{_OTHERS})|(?P<police>{_POLICE}))\b")
_PASSIVE = re.compile(rf"{WAS}|(?:assaulted|killed|murdered|attacked|injured) by\b")
_THE_POLICE = re.compile(rf"\b(?:{_POLICE}|they|999)\b")
_ONE_OF_THEIRS = re.compile(
    r"\b(?:step)?(?:father|mother|dad|mum|mam|parents|uncle|aunt|grandfather) (?:had |then |used to )?$"
)
_THE_WRITER = re.compile(
    r"\b(?:i|i'd|i've|i had|i have|we|we'd) (?:\w+ly |never |only |just |once |first |also |already |then )?$"
)
_SOME_PEOPLE = re.compile(r"\b(?P<who>\w{4,}(?:s|men|people)) (?:had |have |then |all |just )?$")
_ANIMAL = re.compile(r"\b(?:cat|kitten|dog|puppy|horse|pony|sheep|hens?|chickens?|rabbit|ferrets?|parrot|budgie)\b")
_RANK_IN_PASSING = re.compile(
    r"\b(?:on behalf of|pp|writ(?:e|ten|ing)(?: \w+)? to|wrote to|cop(?:y|ied)(?: \w+)? to|letter (?:to|from)|"
    r"telephoned|heard|quoted|signature of|"
    r"rang|rung|asked by|signed (?:off )?(?:by|for)|thought to be|dear|cc|regards)[ ,]+(?:the |an? |our |my )?$"
)
_NOT_THE_POINT = re.compile(
    r"\bno (?:point|complaint|issue) about\b|\bnobody\b[^.]{0,30}\babout (?:race|colou?r|religion)|"
    r"\bnot about (?:my )?(?:race|"
    r"colou?r|religion)|\bnothing to do with (?:my )?(?:race|colou?r|religion|being)|couldn't have known"
)
_BARE = re.compile(r"violen|assault(?:s|ed)?$|assaults?\b")  # an act without who did it and to whom
_ALLEGED = re.compile(rf"\b(?:{_POLICE}|police|complain\w*|alleg\w*|cop|force|they|he|she|999)\b")
_TOLD_OF = re.compile(
    r"\b(?:in the (?:paper|papers|news)|on the (?:news|telly|tv)|newspaper|novel|film|(?:i|we) (?:read|grew up)|"
    r"in the (?:war|(?:nineteen )?(?:fif|six|seven|eigh|nine)ties))\b|risk of violence|history of violence"
)
_BESIDE, _AROUND = 60, 200  # characters around a death in which the police are looked for
# What people die of by themselves, and long ago: the police did not do it where nothing else says so.
_NATURAL = re.compile(
    r"\b(?:peaceful\w*|hospice|funeral|cancer|strokes?|heart|pneumonia|dementia|asbestosis|mesothelioma|sepsis|"
    r"overdose|"
    r"illness|natural causes|old age|of age|appendix|operation|surger\w+|childbirth|weeks old|months old|in (?:his|her|"
    r"their) (?:own )?(?:bed|sleep)|at home|years ago|last year|(?:19|20)\d\d|vet|dog|cat|horse|budgie|passed away|"
    r"nobody'?s fault|no one'?s fault|widow\w*|late (?:husband|wife|father|mother|brother|sister|son|daughter)|"
    r"collapsed)\b"
)
_BY_POLICE = re.compile(
    rf"\b(?:custody|cells?|restrain\w*|tasered|handcuff\w*|arrest\w*|pursuit|pursued|chas(?:e|ed|ing)|shot by|knelt|"
    rf"(?:killed|murdered) by (?:the )?(?:{_POLICE}|police)|failed to protect|insulin|medication|"
    rf"(?:police|{_POLICE}|they|999|101|call ?handler|operator|nobody|no one)(?: [\w']+){{0,8}} (?:failed|ignored|"
    r"refused|"
    r"didn't|did not|never|wouldn't|would not|left|turned|sent|released|let|delayed|did nothing|nothing|hung up|came|"
    r"closed|took (?:\w+ )?hours|too late))\b"
)


def in_passing(passage: Passage, match: re.Match[str], says: str) -> bool:
    """Whether the words are no allegation at all: the writer's own act, a rank that only signed, what is set aside."""
    before = passage.folded[max(0, match.start() - 40) : match.start()]
    if says == A_RANK:
        return _RANK_IN_PASSING.search(before) is not None
    if says == DISCRIMINATION:
        return _NOT_THE_POINT.search(passage.folded[slice(*passage.sentence(*match.span()))]) is not None
    return says not in (A_DEATH, AN_INJURY) and not _PASSIVE.match(match[0]) and _THE_WRITER.search(before) is not None


def not_by_the_police(passage: Passage, match: re.Match[str], says: str) -> str:
    """What is added to what a rule tells, "" where nothing: that it was perhaps not by the police, or by itself."""
    if says == TORTURE:
        return "" if not match[0].startswith("tortur") or _alleged(passage, match) else BY_OTHERS
    if says not in _DONE_BY_SOMEBODY or not _by_others(passage, match, says):
        return ""
    first, last = passage.sentence(*match.span())
    return BY_ITSELF + BY_OTHERS if says == A_DEATH and _NATURAL.search(passage.folded, first, last) else BY_OTHERS


def _by_others(passage: Passage, match: re.Match[str], says: str) -> bool:
    """Whether the words around an act name somebody else as who did it, or tell of it as of nothing of the police's."""
    first, last = passage.sentence(match.start(), match.end())
    sentence = passage.folded[first:last]
    before = passage.folded[first : match.start()]
    if _TOLD_OF.search(sentence) or _ONE_OF_THEIRS.search(before) or _some_people(before):
        return True
    if (_PASSIVE.match(match[0]) or says == A_DEATH) and _ANIMAL.search(before[-40:]):
        return True
    by = _BY.match(passage.folded, match.end() - len("by"), last)
    if by and (by["others"] or says != A_DEATH):
        return by["others"] is not None
    if says == A_DEATH:
        return not _death_by_police(passage, match, first, last)
    if _BARE.match(match[0]) and not _alleged(passage, match):
        return True
    if _PASSIVE.match(match[0]):
        return says == FORCE and not _THEIR_MEANS.search(match[0]) and not _alleged(passage, match)
    actors = list(_ACTOR.finditer(passage.folded, first, match.start()))
    if actors and actors[-1]["pronoun"]:
        actors = list(_NAMED.finditer(passage.folded, max(0, actors[-1].start() - _AROUND), actors[-1].start()))
    return bool(actors) and actors[-1]["others"] is not None


def _death_by_police(passage: Passage, match: re.Match[str], first: int, last: int) -> bool:
    """Whether what is said of a death, or right beside it, connects it with what the police did or did not do."""
    by_itself = _NATURAL.search(passage.folded, first, last) is not None
    reach = _BESIDE if by_itself else _AROUND
    begin, end = max(0, match.start() - reach), min(len(passage.folded), match.end() + reach)
    if by_itself:
        begin, end = max(first, begin), min(last, end)
    return _BY_POLICE.search(passage.folded, begin, end) is not None


def _alleged(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the rest of the sentence names the police or says that it is complained of."""
    first, last = passage.sentence(*match.span())
    rest = f"{passage.folded[first : match.start()]} {passage.folded[match.end() : last]}"
    return _ALLEGED.search(rest) is not None


def _some_people(before: str) -> bool:
    """Whether the act is that of several people who are no police, in a sentence that names none before them."""
    found = _SOME_PEOPLE.search(before)
    return found is not None and not _ALLEGED.search(before)
