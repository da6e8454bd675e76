"""A name behind a rank in small letters, or in a text all in capitals, where a name looks like any other word."""

from __future__ import annotations

import re

from handlers.passages import word_set

NO_NAMES = word_set(
    "world comics universe motor power lite mail general chief said told and registrar country street road milan monza "
    "games marvel thomson"
)
"""What has a capital behind a rank and is nobody's name: "PC World"."""
_RANKS = word_set(
    "pc wpc pcso dc dci dpc tdc ds sgt sergeant sergent sergant sargent sargeant seargent insp inspector inspecter "
    "constable supt superintendent superintendant commander p.c d.c"
)
_NO_SMALL_NAMES = NO_NAMES | word_set(
    "himself herself themselves myself yourself itself ourselves "
    "the a an this that these those my your our his her its their some any each every no not all both another other "
    "one two three four five six seven eight nine ten first second third last same such i me we us you he him she it "
    "they them who whom whose which what where when why how there here now then today yesterday tomorrow tonight again "
    "also just only even still never ever always often once twice soon later before after since until till during "
    "while as because although though unless whether than like about above across against along among around at behind "
    "below beside between beyond by despite down downstairs upstairs outside inside for from in into near of off on "
    "onto out over past per round through throughout to toward towards under up upon via with within without but yet "
    "nor so too very quite rather really much many more most few less little several enough else instead maybe perhaps "
    "please yes sorry thanks however therefore meanwhile otherwise am is are was were be been being has have had "
    "having do does did done can could may might must shall should will would wont dont didnt wasnt isnt hasnt cant "
    "couldnt came come comes went go goes gone got get gets give gives gave given take takes took taken tell tells say "
    "says see sees saw seen make makes made know knows knew known think thinks thought find finds found leave leaves "
    "left keep keeps kept let lets put puts set sets hit hits cut hurt shut break broke broken speak speaks spoke "
    "spoken swear swore write writes wrote written drive drives drove driven run runs ran sit sat stand stands stood "
    "hold holds held throw threw thrown draw drew catch caught bring brings brought buy bought fight fought teach "
    "taught stick stuck strike struck swing swung shoot shot shake shook send sends sent spend spent lend lent mean "
    "means meant meet met feel feels felt fall fell bend bent spit spat lie lies lay lead led read ring rang rung sing "
    "ride rode rise rose wake woke wear wore win won lose lost pay paid hear hears heard build built begin began begun "
    "choose chose freeze froze forget forgot forgiven hang hung hide hid knelt kneel grew grow flew blew bit beat "
    "became become bled dealt dug fed fled laid leant leapt learnt lit quit rid seek sought slept slid stole swept "
    "tore understood upheld withdrew need needs want wants work works use uses call calls ask asks try tries look "
    "looks seem seems turn start help show play move live believe happen happens include continue allow add stay open "
    "walk offer remember love consider wait serve die expect remain suggest raise pass sell require report decide pull "
    "push kick grab punch force refuse refuses people person man men woman women male female lady guy bloke boy girl "
    "lads officer officers police policeman policewoman constable sergeant inspector superintendent commander "
    "detective team unit station desk custody duty counter number numbers badge shoulder collar name names notebook "
    "statement letter letters email emails complaint complaints case reference ref form forms camera cameras bodycam "
    "footage video van car cars uniform taser screen monitor keyboard desktop laptop tower shop shops repair repairs "
    "store virus software hardware user users game gaming gamer crash crashes problem problems issue issues time times "
    "day days week weeks month months year years hour hours minute minutes morning afternoon evening night rank ranks "
    "level grade exam exams training"
)
_NAMES_AFTER_ALL = word_set(
    "ahmed mohamed mohammed reed creed saeed syed javed naveed majeed king harding manning browning fleming golding "
    "pickering keating downing dowling kelly reilly connolly donnelly daly o'reilly"
)
_AS_VERBS_END = ("ed", "ing", "ly", "n't")
_SHORTEST = 3  # letters
_WORD = re.compile(r"[ \n](?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)")
_END = re.compile(r"$|[.,;:!?)\"\n]|[ ]?\(|[ ](?:\d|and\b|or\b|n\b|what\b|wot\b|who\b)")
_VERB = re.compile(
    r"[ ](?:who|from|at|of|said|says|told|tells|was|is|were|had|has|did|does|didn't|wasn't|isn't|hasn't|won't|wouldn't|"
    r"would|will|could|couldn't|can|cannot|can't|came|comes|went|hit|took|put|threw|kept|never|just|then|also|wrote|"
    r"rang|spoke|swore|knew|gave|made|saw|got|left|ran|held|upheld|thought|felt|broke|sat|stood|shot|found|brought|"
    r"wants|do|not|dealt|knelt|drove|drew|hung|sent|read|led|met|[a-z]{2,12}ed)\b"
)
_ONE_OF_MANY = re.compile(
    r"\b(?:the|an?|my|your|our|his|her|their|this|that|these|those|each|every|any|some|no|another|one|other|same|first|"
    r"second|female|male|young|old|new|custody|desk|duty|gaming|work|home|windows|which|what|arresting|washington,?)\s$"
)


def small_name(folded: str, at: int, rank: str, begins: int, *, capitals: bool) -> str:
    """The name behind a rank that begins and ends at these places, with capitals; "" where what follows is none.

    `capitals` says that the text is all in capitals, so that a rank of few letters is no other word.
    """
    last = rank.casefold().rstrip(".").split()[-1].split("/")[-1]
    if (last not in _RANKS and not capitals) or _ONE_OF_MANY.search(folded, max(0, begins - 20), begins):
        return ""
    first = _WORD.match(folded, at)
    if not first or not may_be_a_name(first["word"]):
        return ""
    end = first.end()
    if first["word"].endswith("'s") or _END.match(folded, end) or _VERB.match(folded, end):
        return first["word"].removesuffix("'s").title()
    second = _WORD.match(folded, end)
    if second and may_be_a_name(second["word"]) and _VERB.match(folded, second.end()):
        return f"{first['word']} {second['word']}".title()
    return ""


def may_be_a_name(word: str) -> bool:
    """Whether a word in small letters is none of those that often stand behind a rank, and does not end as verbs do."""
    plain = word.replace("’", "'").removesuffix("'s")
    if plain in _NAMES_AFTER_ALL:
        return True
    known = plain in _NO_SMALL_NAMES or plain.split("'")[0] in _NO_SMALL_NAMES
    return len(plain) >= _SHORTEST and not known and not plain.endswith(_AS_VERBS_END)
