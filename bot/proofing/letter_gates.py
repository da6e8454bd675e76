"""What every letter must keep before anybody gets it: plain words, one wording, readable colours, known facts.

Answers with one sentence for each fault and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import templates
from bot.proofing.contrast import pale
from bot.proofing.letter_samples import Sample, letterheads, samples
from bot.proofing.reading_level import (
    AVOIDED,
    HIGHEST_READING_INDEX,
    MEAN_WORDS_A_SENTENCE,
    MOST_WORDS_A_SENTENCE,
    Plainness,
    plainness,
    prose,
)
from handlers.correspondence import BY_NAME, Correspondence, lacking
from store.messages import Office, Rendered
from store.terms import Audience
from templates.plain import plain

LAYOUTS: Mapping[Audience, tuple[str, ...]] = MappingProxyType(
    {
        Audience.COMPLAINANT: ("complainant", "public"),
        Audience.INTERESTED_PERSON: ("public",),
        Audience.OFFICER: ("office",),
        Audience.FORCE: ("office",),
        Audience.IOPC: ("office",),
        Audience.TEAM: ("office",),
    }
)
"""The layouts a letter may have: only letters to the public say where to get help and whom to call in danger."""

_LINK = re.compile(r"<a\b|https?:|www\.", re.IGNORECASE)
_GIVES_AWAY = re.compile(r"complain|police complaint|police officer|allege|outcome", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of one letter in all its renderings: the worst of each figure, and each fault once."""

    name: str
    renderings: int
    plain: Plainness
    faults: tuple[str, ...]


def all_looked_at() -> Iterator[Looked]:
    """Every letter on the table, in its order."""
    for name in sorted(set(BY_NAME) & set(templates.letters())):
        yield looked_at(name)


def house_faults() -> Iterator[str]:
    """A sentence for each letter without a row on the table or the other way round, and for each pale colour."""
    files = set(templates.letters())
    for name in sorted(files - set(BY_NAME)):
        yield f"{name}: this letter has no row in handlers/correspondence.py."
    for name in sorted(set(BY_NAME) - files):
        yield f"{name}: this row of handlers/correspondence.py has no letter."
    yield from pale((templates.HERE / templates.STYLE).read_text("utf-8"))


def looked_at(name: str) -> Looked:
    """One letter as it is in its file, and for each invented person from each office."""
    letter = BY_NAME[name]
    faults, figures = list(file_faults(letter)), []
    for profile, office in letterheads().items():
        for sample in samples(letter):
            found, figure = _one(letter, office, sample)
            faults += (f"{name} ({sample.about}, {profile}): {fault}" for fault in found)
            figures += figure
    return Looked(name, len(figures), _worst(figures), tuple(dict.fromkeys(faults)))


def _one(letter: Correspondence, office: Office, sample: Sample) -> tuple[list[str], list[Plainness]]:
    """The faults of one rendering and how plain it is, where it can be written."""
    if missing := lacking(letter, sample.facts):
        return [f"these facts are missing or will not do: {', '.join(missing)}."], []
    try:
        rendered = templates.render(letter.name, office, sample.facts)
    except templates.LetterError as fault:
        return [str(fault)], []
    plainly = plainness(prose(rendered.text, up_to=office.team))
    reference = str(sample.facts.get("reference", ""))
    found = [
        *plain_faults(rendered.text, plainly),
        *form_faults(letter, rendered),
        *subject_faults(letter, rendered.subject, reference),
    ]
    return found, [plainly]


def plain_faults(text: str, plainly: Plainness) -> Iterator[str]:
    """What keeps people from understanding these words."""
    if plainly.longest > MOST_WORDS_A_SENTENCE:
        yield f"a sentence has {plainly.longest} words, and the most is {MOST_WORDS_A_SENTENCE}."
    if plainly.mean > MEAN_WORDS_A_SENTENCE:
        yield f"a sentence has {plainly.mean:.1f} words in the mean, and the most is {MEAN_WORDS_A_SENTENCE}."
    if plainly.reading_index > HIGHEST_READING_INDEX:
        yield f"its reading index is {plainly.reading_index:.1f}, and the highest is {HIGHEST_READING_INDEX}."
    for word in sorted(set(AVOIDED.findall(text.lower()))):
        yield f"it says {word!r}, which keeps people from understanding."


def form_faults(letter: Correspondence, rendered: Rendered) -> Iterator[str]:
    """What a rendering must not be, whatever stands in it."""
    if plain(rendered.html).split() != rendered.text.split():
        yield "its plain text does not say the same as its HTML."
    if len(_LINK.findall(rendered.html)) > 1:
        yield "it has more than one link."
    if letter.audience is Audience.COMPLAINANT and not letter.decides and "not a decision" not in rendered.text:
        yield "it decides nothing and does not say so."


def subject_faults(letter: Correspondence, subject: str, reference: str) -> Iterator[str]:
    """What a subject gives away on a locked screen, or does not give for finding the case again."""
    to_office = letter.audience in (Audience.FORCE, Audience.IOPC, Audience.OFFICER, Audience.INTERESTED_PERSON)
    if letter.audience is Audience.COMPLAINANT and (found := _GIVES_AWAY.search(subject)):
        yield f"its subject says {found[0]!r}, which shows on a locked screen."
    if not reference:
        return
    if letter.audience is Audience.COMPLAINANT and not subject.endswith(f" [{reference}]"):
        yield "its subject does not end with the reference."
    if to_office and not subject.startswith(f"[{reference}] "):
        yield "its subject does not begin with the reference."


def file_faults(letter: Correspondence) -> Iterator[str]:
    """How a letter's file and its row on the table differ, one sentence each."""
    file = templates.stationery()
    told, used = {*letter.facts, *letter.optional}, file.names(letter.name)
    for name in sorted(used - told):
        yield f"{letter.name}: it speaks of the fact {name!r}, which its row does not have."
    for name in sorted(told - used):
        yield f"{letter.name}: its row has the fact {name!r}, of which it does not speak."
    if file.layout(letter.name) not in LAYOUTS[letter.audience]:
        yield f"{letter.name}: the layout {file.layout(letter.name)!r} is not for this audience ({letter.audience})."
    grounds = " ".join(file.rests_on(letter.name).lower().split())
    for provision in letter.rests_on:
        if provision.place.lower() not in grounds:
            yield f"{letter.name}: it does not say that it rests on {provision.place}."


def _worst(figures: list[Plainness]) -> Plainness:
    return Plainness(
        max((one.longest for one in figures), default=0),
        max((one.mean for one in figures), default=0.0),
        max((one.reading_index for one in figures), default=0.0),
    )
