"""Which flags a message carries: by the cues for them, and by its sentences that read like their examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from handlers.bygone import not_meant, told_as_past
from handlers.evidence import CueTable, Hit, in_quotation_marks
from handlers.said import Read
from handlers.weighing import weigh
from store.messages import Cue
from store.terms import Flag

FLAGGED = 2.0  # evidence that sets a flag in mail from the public
UNEASY = 0.5  # the share of that with which a person looks, though nothing is flagged: a danger that may be past
FLAGGED_BY_OFFICES = 3.0  # and in mail from offices, whose papers speak of such things every day: cues alone
SECOND = 0.5  # what the sentence that says it second most counts beside the first
OVERTONE = 0.3  # what reads so much less like one call for a person than like another is an overtone of that one
ANOTHER = 3.0  # a sentence that says another call for a person by so much more does not say this one
AT_ONCE = (Flag.RISK_TO_LIFE, Flag.THREAT, Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE)
SURE: Mapping[str, float] = MappingProxyType(
    {
        Flag.RISK_TO_LIFE: 11.6, Flag.THREAT: 13.1, Flag.SAFEGUARDING: 26.0, Flag.DOMESTIC_ABUSE: 18.0,
        Flag.ABUSIVE: 20.0, Flag.MINOR: 22.0, Flag.ADJUSTMENT: 22.0, Flag.REPRESENTATIVE: 30.0, Flag.LITIGATION: 36.0,
        Flag.DISCRIMINATION: 15.5, Flag.DEATH_OR_SERIOUS_INJURY: 21.0, Flag.SENIOR_OFFICER: 21.0, Flag.JOINT: 26.0,
        Flag.PRISON: 18.0,
    }
)  # fmt: skip
SAYS = "reads like what others wrote who meant this"
HALF_SAYS = "reads a little like what others wrote in danger"

Sentence = tuple[float, str, int, int]  # how much it says, in which place, from which word up to which


@dataclass(frozen=True, slots=True)
class Flagged:
    """The flags whose evidence is enough, the sentences that say so by themselves, and what half speaks of danger."""

    flags: frozenset[Flag]
    telling: tuple[Hit, ...]
    uneasy: tuple[Hit, ...]


def flags_of(read: Read, cues: CueTable) -> Flagged:
    """What the message carries beside its kind."""
    bygone = [hit for hit in read.hits if _calls(hit) and _is_bygone(hit.cue.name, read, hit.place, hit.start, hit.end)]
    present = replace(read, hits=tuple(hit for hit in read.hits if hit not in bygone)) if bygone else read
    said = weigh(present, "flags")
    telling: list[Hit] = []
    uneasy: list[Hit] = list({hit.cue.says: hit for hit in bygone}.values())
    if read.role == "public":
        found = _sentences(read, cues)
        uneasy += _without_bygone(found, read, bygone)
        reads = {name: FLAGGED * _together(sentences) / SURE[name] for name, sentences in found.items()}
        surest = max((reads.get(flag, 0.0) + max(0.0, said.get(flag, 0.0)) for flag in AT_ONCE), default=0.0)
        for name, evidence in reads.items():
            if name in AT_ONCE and name not in said and evidence < surest * OVERTONE:
                continue
            said[name] = said.get(name, 0.0) + evidence
            if evidence >= FLAGGED <= said[name]:
                _, place, start, end = found[name][0]
                telling.append(Hit(Cue("flags", name, SAYS, (), evidence), place, start, end))
            elif name in AT_ONCE and said[name] < FLAGGED and evidence >= UNEASY * FLAGGED:
                _, place, start, end = found[name][0]
                uneasy.append(Hit(Cue("flags", name, HALF_SAYS, (), evidence), place, start, end))
        hinted = {hit.cue.says: hit for hit in present.hits if hit.cue.name == Flag.RISK_TO_LIFE and hit.cue.weight > 0}
        uneasy += hinted.values() if said.get(Flag.RISK_TO_LIFE, 0.0) < FLAGGED else ()
    enough = FLAGGED if read.role == "public" else FLAGGED_BY_OFFICES
    flags = {Flag(name) for name, evidence in said.items() if evidence >= enough}
    if read.non_english:
        flags.add(Flag.NON_ENGLISH)
    if len(read.references) > 1:
        flags.add(Flag.MULTIPLE_REFERENCES)
    return Flagged(frozenset(flags), tuple(telling), tuple(uneasy))


def _calls(hit: Hit) -> bool:
    """Whether these words call a person at once."""
    return hit.cue.table == "flags" and hit.cue.name in AT_ONCE and hit.cue.weight > 0


def _is_bygone(flag: str, read: Read, place: str, start: int, end: int) -> bool:
    """Whether words that call a person tell of no danger that anybody is in now."""
    words = read.words[place]
    quoted = flag == Flag.THREAT and in_quotation_marks(read.texts[place], words, start)
    return told_as_past(words, start, end) or not_meant(flag, words, start, end, quoted=quoted)


def _without_bygone(found: dict[str, list[Sentence]], read: Read, bygone: Sequence[Hit]) -> list[Hit]:
    """Takes sentences that tell of no danger now out of what calls a person; answers what would have called one."""
    past: list[Hit] = []
    for name in found.keys() & set(AT_ONCE):
        kept = []
        for sentence in found[name]:
            score, place, start, end = sentence
            said = any(hit.cue.name == name and hit.place == place and start <= hit.start < end for hit in bygone)
            if not said and (score < SURE[name] * UNEASY / 2 or not told_as_past(read.words[place], start, end)):
                kept.append(sentence)
            elif score >= SURE[name] * UNEASY:
                past.append(Hit(Cue("flags", name, HALF_SAYS, (), 0.0), place, start, end))
        found[name] = kept
    return past


def _together(sentences: Sequence[Sentence]) -> float:
    """What the two sentences that say most of a thing say together; the second repeats the first in part."""
    return sum(sentence[0] * SECOND**at for at, sentence in enumerate(sentences[:2]))


def _sentences(read: Read, cues: CueTable) -> dict[str, list[Sentence]]:
    """For each flag, the sentences that read like its examples rather than like anything else, the most first."""
    found: dict[str, list[Sentence]] = {}
    for place in ("body", "subject", "letter"):
        for unit in read.units[place]:
            scores = cues.tellings.of(unit.features)
            most = max((scores.get(flag, 0.0) for flag in AT_ONCE), default=0.0)
            for name, score in scores.items():
                if score > 0 and not (name in AT_ONCE and score < most - ANOTHER):
                    found.setdefault(name, []).append((score, place, unit.start, unit.end))
    for sentences in found.values():
        sentences.sort(reverse=True)
    return found
