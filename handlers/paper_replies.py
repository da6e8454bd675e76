"""What a reply of the police says about a request for papers: its codes first, else its sentences; believes nobody.

Only new words are read. What quotes our own letter, which explains the codes, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.asked_dates import DayAsked, days_asked
from handlers.evidence import CueTable, words_of
from handlers.phrases import Phrases, phrases
from handlers.reply_codes import NO_SUCH_CODE, CodeRead, codes_in, numbers
from store.messages import Cue, ReplyReading
from store.terms import Said

LONGEST = 12_000
"""Characters of a reply that are read; what stands after that is a paper and no answer."""
MOST_REASONS = 6
_STRONG, _SOME = 3.0, 1.5
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-*•–]|\(?\d{1,2}[.)]|items? \d)\s*)", re.IGNORECASE)
_ANSWERS = re.compile(r"^\s*(?:re|fw|fwd|aw|sv|wg)\s*:", re.IGNORECASE)
_ITEMS = re.compile(
    r"\b(?:items?|nos?\.|numbers?)\s*(\d{1,2}(?:\s*(?:,|-|–|&|\band\b|\bto\b)+\s*\d{1,2})*)", re.IGNORECASE
)
_WEB = re.compile(r"https://[^\s<>\"]{8,}", re.IGNORECASE)
_SHARED = re.compile(
    r"egress|quatrix|sharefile|share|transfer|objective|evidence|niceinvestigate|download|onedrive|box\b|drop|secure|"
    r"files?\.|dams", re.IGNORECASE
)  # fmt: skip
_TO_WHOM = re.compile(
    r"(?:redirect|resend|re-send|send|sent|direct|forward(?:ed)?|pass(?:ed)?|address(?:ed)?|transferred|moved|go|belongs|"
    r"falls|dealt with|handled|sits|rests|is|one|matter|contact|approach|responsibility)"
    r"(?: (?:it|this|them|these|your|the|request|requests|on|complaint|enquiry|email|instead|please|back|now|being))*?"
    r" (?:to|by|with|for|of)? ?(?:the )?(?P<who>(?:[A-Z][\w&'’-]*|[\w.+-]+@[\w.-]+\w)"
    r"(?:[ ,](?:[A-Z&][\w&'’-]*|and|of|for|unit|[\w.+-]+@[\w.-]+\w))*)"
)
_MORE_TIME = re.compile(r"\b(?:time|extension|deadline|until|weeks?|days?)\b", re.IGNORECASE)
_NO_NAME = frozenset({"I", "We", "This", "It", "Please", "Thanks", "The", "PC", "DC", "DS", "PS", "OIC"})


@dataclass(frozen=True)
class ReplyWords:
    """The cue rows for replies made ready for reading: build it once and pass it on; nothing changes it."""

    cues: tuple[Cue, ...]
    phrases: Phrases
    table: CueTable


def compile_reply_words(cues: Sequence[Cue], table: CueTable) -> ReplyWords:
    """The rows of papers.toml ready for reading, with the spellings and word groups of the other tables."""
    groups = {cue.name: cue.phrases for cue in table.cues if cue.table == "words"}
    return ReplyWords(tuple(cues), phrases([cue.phrases for cue in cues], groups, table.spellings), table)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a reply and what it says, by how surely; the words of a cue stand for its reason."""

    text: str
    says: dict[Said, float]
    because: dict[Said, str]


def read_reply(subject: str, text: str, on: date, words: ReplyWords, *, files: bool) -> ReplyReading:
    """What a reply says, from its subject and its new words, as seen on the day it came.

    `files` is whether it brought any file that may be a paper. What its codes say goes before what its sentences do.
    """
    text = text[:LONGEST]
    codes = codes_in(subject, text.splitlines()[:12], on)
    told = () if _ANSWERS.match(subject) else (_plain_subject(subject),)
    sentences = tuple(_read((*told, *_sentences(text)), words))
    by_words = _by_words(sentences, text, files=files)
    if codes:
        return _by_codes(codes, by_words, sentences, on, files=files)
    says = frozenset(by_words) or frozenset({Said.UNCLEAR})
    days = _until(sentences, on) if Said.EXTENSION in says else ()
    return ReplyReading(
        says=says,
        until=days[0].day if len(days) == 1 else None,
        redirect=_redirect(sentences) if Said.NOT_OURS in says else "",
        items=_items(sentences, Said.PART, but=Said.NOT_HELD) if Said.PART in says else (),
        not_held=_items(sentences, Said.NOT_HELD) if Said.NOT_HELD in says else (),
        faults=tuple(one.doubt for one in days[:1] if one.doubt),
        reasons=tuple(by_words.values())[:MOST_REASONS],
    )


def _by_codes(
    codes: Sequence[CodeRead],
    by_words: dict[Said, str],
    sentences: Sequence[_Sentence],
    on: date,
    *,
    files: bool,
) -> ReplyReading:
    """What the codes say, with what else a code cannot say: a link, a password, a disc, nothing held."""
    says = {one.says for one in codes}
    if any(one.written.upper().strip("[] :.-").startswith("RECEIVED") for one in codes) and not files:
        says = says - {Said.COMPLETE} | {Said.RECEIVED}  # "RECEIVED" over an empty mail tells of our request
    faults = tuple(one.fault for one in codes if one.fault)
    misspelt = {one.says for one in codes if one.fault.startswith(NO_SUCH_CODE)}
    says = (says - misspelt) | ({Said.BAD_CODE} if faults else set())
    says |= by_words.keys() & {Said.LINK, Said.LOCKED, Said.NOT_HELD, Said.BY_POST}
    if Said.PART in says:
        says.discard(Said.COMPLETE)
    items = [item for one in codes if one.says is Said.PART for item in one.items]
    not_held = [item for one in codes if one.says is Said.NOT_HELD for item in one.items]
    until = next((one.until for one in codes if one.until), None)
    days = _until(sentences, on) if Said.EXTENSION in says and until is None and not faults else ()
    redirect = next((one.redirect for one in codes if one.redirect), "")
    return ReplyReading(
        says=frozenset(says) or frozenset({Said.UNCLEAR}),
        until=until or (days[0].day if len(days) == 1 else None),
        redirect=redirect or (_redirect(sentences) if Said.NOT_OURS in says else ""),
        items=tuple(dict.fromkeys(items)),
        not_held=tuple(dict.fromkeys(not_held)) or (_items(sentences, Said.NOT_HELD) if Said.NOT_HELD in says else ()),
        codes=tuple(one.written for one in codes),
        faults=faults,
        reasons=(*(f"it is marked {one.written}" for one in codes), *by_words.values())[:MOST_REASONS],
    )


def _by_words(sentences: Sequence[_Sentence], text: str, *, files: bool) -> dict[Said, str]:
    """What the sentences say together, each with the sentence that says so; the surer of two that disagree."""
    sure: dict[Said, float] = {}
    because: dict[Said, str] = {}
    for one in sentences:
        for said, weight in one.says.items():
            if weight > sure.get(said, 0.0):
                sure[said], because[said] = weight, one.because[said]
    if Said.LINK not in sure and any(_SHARED.search(address) for address in _WEB.findall(text)):
        sure[Said.LINK], because[Said.LINK] = _STRONG, "it holds the address of a share"
    if sure.get(Said.PART, 0.0) >= _STRONG:
        sure.pop(Said.COMPLETE, None)
    elif Said.COMPLETE in sure:
        sure.pop(Said.PART, None)
    brings = files or Said.LINK in sure or Said.LOCKED in sure
    if not brings:
        sure.pop(Said.COMPLETE, None)  # it speaks of papers and brings none
    if not brings or (not files and sure.get(Said.PART, 0.0) < _STRONG):
        sure.pop(Said.PART, None)
    elif files and sure.keys() <= {Said.RECEIVED, Said.QUERY}:
        sure[Said.PART], because[Said.PART] = _SOME, "it brings files and does not say what they are"
    if Said.NOT_OURS in sure or _only_by_post(sentences):
        sure.pop(Said.EXTENSION, None)
    if Said.RECOMMENDATION in sure and sure.get(Said.PART, 0.0) < _STRONG:
        sure.pop(Said.PART, None)
    if len(sure) > 1:
        sure.pop(Said.RECEIVED, None)
    return {said: because[said] for said in sure}


def _only_by_post(sentences: Sequence[_Sentence]) -> bool:
    """Whether what sounds like more time is only that papers come another way."""
    later = [one for one in sentences if Said.EXTENSION in one.says]
    return bool(later) and all(Said.BY_POST in one.says and not _MORE_TIME.search(one.text) for one in later)


def _read(sentences: Sequence[str], words: ReplyWords) -> Iterator[_Sentence]:
    """What each sentence says; nothing from the first on that is our own letter's, and no notices."""
    for text in sentences:
        standing = words.phrases.standing(words_of(text, words.table))
        cues = [words.cues[number] for number, _, _ in standing]
        names = {cue.name for cue in cues}
        if "our_words" in names:
            return
        if "not_read" in names and len(text) < 600:
            continue
        never = {cue.name for cue in cues if cue.weight < 0}
        says: dict[Said, float] = {}
        because: dict[Said, str] = {}
        for cue in cues:
            if cue.weight > 0 and cue.name not in never and cue.name != "not_read":
                said = Said(cue.name)
                if cue.weight > says.get(said, 0.0):
                    says[said], because[said] = cue.weight, f"{cue.says}: “{_cut(text)}”"
        if not says and text.endswith("?") and Said.QUERY not in never:
            says[Said.QUERY], because[Said.QUERY] = _SOME, f"asks: “{_cut(text)}”"
        yield _Sentence(text, says, because)


def _sentences(text: str) -> list[str]:
    """The sentences of a text, lines joined; a point of a list is one of its own, and a quoted line is none."""
    kept = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    pieces = (" ".join(piece.split()) for piece in _SENTENCE.split(kept))
    return [piece for piece in pieces if piece]


def _plain_subject(subject: str) -> str:
    return re.sub(r"\[[^\[\]]*\]", " ", subject)


def _until(sentences: Sequence[_Sentence], on: date) -> tuple[DayAsked, ...]:
    """The day an extension asks for: in a sentence that asks, else in the one after it; two different days are none."""
    for number, one in enumerate(sentences):
        if Said.EXTENSION in one.says:
            for near in (one, *sentences[number + 1 : number + 2]):
                found = tuple({asked.day: asked for asked in days_asked(near.text, on)}.values())
                if found:
                    sure = tuple(asked for asked in found if asked.day)
                    return sure or found[:1]
    return ()


def _items(sentences: Sequence[_Sentence], said: Said, *, but: Said | None = None) -> tuple[str, ...]:
    """The item numbers in the sentences that say this, each once."""
    found: dict[str, None] = {}
    for one in sentences:
        if said in one.says and (but is None or but not in one.says):
            for listed in _ITEMS.findall(one.text):
                found |= dict.fromkeys(numbers(listed) or ())
    return tuple(found)


def _redirect(sentences: Sequence[_Sentence]) -> str:
    """The name or address that "not ours" points to, "" where it names none."""
    for one in sentences:
        if Said.NOT_OURS in one.says:
            for found in _TO_WHOM.finditer(one.text):
                who = found["who"].strip(" ,.")
                if who.split()[0] not in _NO_NAME:
                    return who[:60]
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"
