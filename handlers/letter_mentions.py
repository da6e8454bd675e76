"""Every date a message names, with all that speaks for or against its being the outcome letter's; chooses none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from handlers.dates import the_nth
from handlers.envelope import belongs
from handlers.force_references import has_reference
from handlers.message_texts import Texts
from handlers.none_yet import none_yet
from handlers.outcome import MOST_DATES, NOT_FINAL, Said, every_date, fact
from handlers.outcome_words import Role
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact, Incoming, OfficeDomains, Recognition
from store.terms import Kind

# Mail in which a letter's date is not the force's outcome letter's, but one of ours or of somebody else's.
SPEAKS_OF_OTHER_LETTERS = frozenset(
    {
        Kind.OUTCOME_DISPUTE, Kind.RECOMMENDATION_RESPONSE, Kind.PRESS, Kind.INTERNAL, Kind.IOPC_CORRESPONDENCE,
        Kind.LEGAL, Kind.THANKS, Kind.PAPERS_EXTENSION, Kind.CHIEF_OFFICER_COMPLAINT,
    }
)  # fmt: skip
# Mail in which the force's outcome letter is seldom spoken of: only what is plainly said of it counts.
SELDOM_SPEAKS_OF_IT = frozenset(
    {
        Kind.FURTHER_REPRESENTATIONS, Kind.PROGRESS_CHASE, Kind.NEW_COMPLAINT, Kind.ADJUSTMENT_REQUEST,
        Kind.CONTACT_CHANGE, Kind.COMPLAINT_ABOUT_US, Kind.WITHDRAWAL, Kind.UNCLEAR,
    }
)  # fmt: skip
# What stands near a date, in groups of words that say the same of it.
_GROUPS = {
    "a letter": r"letter|lettr|leter|e-?mail(?!ed)|mail\b|note\b|paper|pages?\b|envelope|document|report\b|pdf\b|sheet|"
    r"essay|carta|lettre|pismo|list\b",
    "a decision": r"outcome|decision|decided|determin|finding|finds\b|found\b|verdict|result|conclusion|concluded|"
    r"ruling|final|view\b|upheld|uphold|unfounded|acceptable|unacceptable|closed|closing|finalis|dismiss|reject|"
    r"turned down|no case|no further|learning|decyzj",
    "an answer": r"answer|repl(?:y|ies|ied)|respon[sd]|wr[io]te? back|got back|back from",
    "giving": r"sent\b|sends?\b|e-?mailed|posted|issued|gave\b|given?\b|told\b|tells?\b|wrote|writes?\b|written|"
    r"says?\b|said\b|inform|communicat|signed|provid|notif|deliver|handed|reckon|went (?:out|to)",
    "getting": r"rec(?:ei|ie)v|got\b|get\b|had\b|have\b|c[ao]me\b|coming|arriv|landed|opened|reach|dropped",
    "a date": r"dated?\b|of(?: the)?$|from$|at the top|on it\b|headed|bears",
    "the police": r"police|met\b|psd\b|dps\b|psu\b|cru\b|prof(?:essional)? standards|standards|insp(?:ector)?\b|"
    r"sergeant|sgt\b|sarge|superintendent|supt\b|d[sic]\b|dci\b|force\b|constabulary|they\b|their\b|handler|"
    r"complaints? (?:unit|team|handl)",
    "the writer's own doing": r"(?:i|we|he|she)(?:'ve| have| had|'d)? (?:\w+ )?(?:wrote|written|sent|e-?mailed|posted|"
    r"complained|applied|asked|rang|phoned|called|spoke|made|put|told|reported|chased|submitted|lodged|requested|"
    r"first)\b|my (?:e-?mail|form|statement|application|request)",
    "a complaint": r"complain",
    "an event": r"incident|arrest|stopped|stop\b|search|happen|attended|custody|interview|hearing|call\b|rang\b|phoned|"
    r"telephon|raid|crime|assault|footage|court|hospital|born\b|birth|meeting|visit|seiz|detain|appointment|funeral|"
    r"accident|warrant|statement|cad\b|strip|took\b|taken|crash|collision|died|death|event|allegation|reported",
    "the office": r"you\b|yours?\b|us\b|mopac|commissioner|pcr|acknowledg|review|application|authority|consent",
    "others": r"council|tribunal|ombudsman|bank\b|landlord|school|employer|solicitor|insur|surgery|gp\b|doctor|dvla|"
    r"transport|housing|university|nhs\b|mp\b|iopc|cps\b|magistrat",
    "a last day": r"by\b|until|till\b|before\b|deadline|within|last day|expir|due\b|no later",
    "no end yet": r"update|holding|progress|delay|still|interim|promis|would|will\b|expect|waiting|earlier|first\b",
    "a span": r"since\b|after\b|between\b|from\b|to\b",
}
_GROUP = {name: at_a_word(words) for name, words in _GROUPS.items()}
_OF_A_DECISION = word_set("outcome decision determination finding findings verdict result upheld final conclusion view")
_OF_AN_ANSWER = word_set("letter answer answered reply replied response responded wrote written email emailed")
_QUOTES = re.compile(r"[\"“”]")
_NTH = re.compile(r"\d\d?(?:st|nd|rd|th)?")
_YEAR = re.compile(r"20\d\d|[/.-]\d\d$")
_DISTANCE = re.compile(r"day\b|ago|week|morning|fortnight")
_LABEL = re.compile(r"[:=|\t][ \t]*$")
_AGO = (
    ("still to come", -1),
    ("today", 0),
    ("three days ago", 3),
    ("within a month", 30),
    ("within two months", 60),
    ("within a year", 366),
)  # fmt: skip
_HEAD_LINE = re.compile(r"[ \t>*-]*(?:date|sent):[^\n]{0,20}$")
_OTHER_HEAD_LINES = re.compile(r"^[ \t>*-]*(?:from|to|subject):", re.MULTILINE)
_WROTE = re.compile(
    r"[^\n]{0,120}\n?[^\n]{0,80}(?:wrote|écrit|napisał\w*|escribió|schrieb|a scris):[ \t]*$", re.MULTILINE
)
_BESIDE_IT = 250  # characters around a line of a mail's head in which the others stand
_ABOUT_IT = (Role.DATED, Role.SENT, Role.ARRIVED)
_BESIDE = 28  # characters to either side of a date that stand just before and just behind it
_LONG = 30  # days between two letters
ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Mention:
    """One date as it stands in a message: its day with the sentence, and the names of all that speaks of it."""

    fact: Fact[date]
    inputs: frozenset[str]


def mentions(incoming: Incoming, texts: Texts, office: OfficeDomains, recognised: Recognition | None) -> list[Mention]:
    """Every date the message names itself or quotes, in order; not those of outcome letters it brings.

    Of more than MOST_DATES the first: a message with so many is a table, and no letter.
    """
    places = [("the subject", texts.subject), ("the mail", texts.body), ("what is quoted", texts.below)]
    places[2:2] = [("a file", other) for other in texts.others]
    named = (
        (where, text, said, day)
        for where, text in places
        for said in every_date(text, texts.on)
        if (day := _day(text, said, texts.on))
    )
    found = list(islice(named, MOST_DATES))
    mail = {ALWAYS, *_mail(incoming, texts, office, recognised)} if found else set[str]()
    every = []
    for number, (where, text, said, day) in enumerate(found):
        floor = next((one.found.end for _, there, one, _ in found[:number][-1:] if there is text), 0)
        ceiling = next(
            (one.found.start for _, there, one, _ in found[number + 1 :][:1] if there is text), len(text.text)
        )
        names = {
            f"in {where}",
            f"said: {said.role.value}",
            *_among(said, day, [(one, of) for *_, one, of in found], texts.on),
            *_form(text, said),
            *_words(text, said, floor, max(ceiling, said.found.end)),
        }
        every.append(Mention(fact(text, said, day), frozenset(mail | names)))
    return every


def _day(text: Passage, said: Said, on: date) -> date | None:
    """The day a date names; of a bare "the 5th" the last such day."""
    found = said.found
    if found.day is None and _NTH.fullmatch(text.folded, found.start, found.end):
        return the_nth(text.folded, found, after=None, until=on)
    return found.day


def _mail(incoming: Incoming, texts: Texts, office: OfficeDomains, recognised: Recognition | None) -> Iterator[str]:
    """What is known of the whole mail: who writes, what it is, whether it speaks of an answer at all."""
    domain = incoming.sender.rpartition("@")[2]
    of = {"the IOPC": office.iopc, "the force": office.force, "the office": office.own}
    yield f"from {next((name for name, domains in of.items() if belongs(domain, domains)), 'the public')}"
    kinds = {recognised.kind, *recognised.also} if recognised else {Kind.APPLICATION}
    if Kind.APPLICATION in kinds:
        yield "asks for a review"
    elif kinds & SPEAKS_OF_OTHER_LETTERS:
        yield "speaks of other letters"
    elif kinds & SELDOM_SPEAKS_OF_IT:
        yield "seldom speaks of it"
    elif kinds & {Kind.MISDIRECTED}:
        yield "meant for others"
    words = texts.body.words | texts.subject.words | texts.below.words
    if not words & _OF_A_DECISION:
        yield "no word of a decision"
        if not words & _OF_AN_ANSWER:
            yield "no word of an answer"
    if any(one.dated for one in texts.letters):
        yield "brings the letter"
    elif none_yet(texts.body):
        yield "says there is no outcome yet"


def _among(said: Said, day: date, every: Sequence[tuple[Said, date]], on: date) -> Iterator[str]:
    """How it stands among the other dates of the message and to the day of writing."""
    days = sorted({of for _, of in every})
    past = [of for of in days if of <= on]
    made = [of for one, of in every if one.role is Role.COMPLAINT]
    if len(days) == 1:
        yield "the only date"
    elif past and day == past[-1]:
        yield "the latest date"
    elif past and day == past[0]:
        yield "the first date"
    if said.role not in _ABOUT_IT and any(one.role in _ABOUT_IT for one, _ in every):
        yield "another is said to be"
    if said.role in _ABOUT_IT and any(
        one.role in _ABOUT_IT and (of - day).days > _LONG and of <= on for one, of in every
    ):
        yield "another much later is said to be"
    if made and day != max(made):
        yield "after the complaint" if day > max(made) else "before the complaint"
    yield next((name for name, most in _AGO if (on - day).days <= most), "over a year ago")
    if said.surely:
        yield "said of the decision"


def _form(text: Passage, said: Said) -> Iterator[str]:
    """How the date is written and where it stands on its line."""
    folded, start, end = text.folded, said.found.start, said.found.end
    words = folded[start:end]
    if _YEAR.search(words):
        yield "with its year"
    elif _NTH.fullmatch(words):
        yield "only a day of the month"
    elif _DISTANCE.search(words):
        yield "told by its distance"
    elif not any(letter.isdigit() for letter in words):
        yield "in words"
    line, stop = folded.rfind("\n", 0, start) + 1, folded.find("\n", end)
    before, behind = folded[line:start], folded[end : stop if stop >= 0 else len(folded)]
    if not before.strip(" \t*->") and not behind.strip(" \t.*"):
        yield "alone on its line"
    elif len(before) < 60 and _LABEL.search(before):
        yield "behind a label"
    around = folded[max(0, line - _BESIDE_IT) : end + _BESIDE_IT]
    if (_HEAD_LINE.match(before) and _OTHER_HEAD_LINES.search(around)) or _WROTE.match(folded, end):
        yield "in the head of a mail"
    if before.count("(") > before.count(")"):
        yield "in brackets"


def _words(text: Passage, said: Said, floor: int, ceiling: int) -> Iterator[str]:
    """Which groups of words stand before and behind the date as far as the next, and in the sentence before its own."""
    folded, start, end = text.folded, said.found.start, said.found.end
    first, last = text.sentence(start, end)
    windows = {
        "just before": (max(first, start - _BESIDE, floor), start),
        "before": (max(first, floor), start),
        "just behind": (end, min(last, end + _BESIDE, ceiling)),
        "behind": (end, min(last, ceiling)),
        "in the sentence before": (text.sentence(first - 3, first - 3)[0] if first > 3 else first, first),
    }
    for where, span in windows.items():
        yield from (f"{where}: {group}" for group, words in _GROUP.items() if words.search(folded, *span))
    if _QUOTES.search(folded, end, min(last, end + 40)):
        yield "just behind: quoted words"
    if _QUOTES.search(folded, max(first, start - 40), start):
        yield "just before: quoted words"
    if has_reference(folded, first, last):
        yield "a reference in its sentence"
        if has_reference(folded, max(first, start - 24), start + 1) or has_reference(folded, end, min(last, end + 20)):
            yield "a reference beside it"
    if NOT_FINAL.search(folded, first, last):
        yield "what it is said of is not final"
