"""Which flags a message carries: by the cues for them, and by its sentences that read like their examples."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.bygone import not_meant, told_as_past
from handlers.evidence import CueTable, Hit, in_quotation_marks
from handlers.flag_odds import UNFITTED, Sentence, flag_inputs, odds
from handlers.impression import FEARED, Impression, denied, flag_together
from handlers.kinds import STOPPING_FLAGS, URGENT
from handlers.said import Read
from handlers.weighing import weigh
from store.messages import Cue
from store.terms import Flag

FLAGGED = 0.5  # how likely a flag must be to be set
NEITHER = 0.25  # how likely a danger is taken to be by words of which none is known
UNEASY = 0.25  # and from where on a person looks though nothing is flagged: a past danger, or a hint of one
SHOWN = 8.0  # how much a sentence must say of a flag to be shown as the reason for it
PLAINLY = 1.0  # words that say so by themselves: those of a strong phrase
CERTAINLY = 2.0  # and those of a certain one
BYGONE = 6.0  # how much it must say to be looked at for words that it is over
COUNTED = frozenset({Flag.NON_ENGLISH, Flag.MULTIPLE_REFERENCES})  # these are counted, not read
SAYS = "reads like what others wrote who meant this"
HALF_SAYS = "reads a little like what others wrote in danger"


@dataclass(frozen=True, slots=True)
class Flagged:
    """The flags whose evidence is enough, the sentences that say so by themselves, and what half speaks of danger.

    `feared`: dangers that the message half speaks of as a whole; `whole` is what of it was heard.
    """

    flags: frozenset[Flag]
    telling: tuple[Hit, ...]
    uneasy: tuple[Hit, ...]
    feared: frozenset[Flag] = frozenset()
    whole: Impression | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What speaks for each flag in a message: the inputs of its weights, its sentences, and what is over or denied."""

    inputs: Mapping[str, Mapping[str, float]]
    sentences: Mapping[str, Sequence[Sentence]]
    bygone: tuple[Hit, ...]
    present: Read


def hear(read: Read, cues: CueTable) -> Heard:
    """What speaks for each flag, what tells of no danger now left out."""
    bygone = [hit for hit in read.hits if _calls(hit) and _is_bygone(hit.cue.name, read, hit.place, hit.start, hit.end)]
    present = replace(read, hits=tuple(hit for hit in read.hits if hit not in bygone)) if bygone else read
    words = weigh(present, "flags")
    sentences, others = _sentences(read, cues)
    past = _without_bygone(sentences, read, bygone)
    sentences[Flag.MINOR] = [one for one in sentences.get(Flag.MINOR, ()) if not _of_another_time(one, read)]
    length = sum(map(len, read.units.values()))
    inputs = {
        str(flag): flag_inputs(flag, words.get(flag, 0.0), sentences, others, URGENT, length=length)
        for flag in Flag
        if flag not in COUNTED
    }
    said = {hit.cue.says: hit for hit in bygone}
    return Heard(inputs, sentences, (*said.values(), *past), present)


def flags_of(read: Read, cues: CueTable, whole: Impression | None = None) -> Flagged:
    """What the message carries beside its kind, by its parts and, where somebody has read it so, as a whole."""
    heard = hear(read, cues)
    parts = {name: odds(values, cues.flag_weights.get(name, UNFITTED)) for name, values in heard.inputs.items()}
    if read.words["body"] and cues.english.isdisjoint(read.words["body"]):
        parts |= {name: max(NEITHER, parts[name]) for name in URGENT}  # not a word of it is known
    plain = {name for name in URGENT if heard.inputs[name].get("words", 0.0) >= PLAINLY and not denied(name, whole)}
    likely = {
        name: max(part, flag_together(part, name, whole)) if name in plain else flag_together(part, name, whole)
        for name, part in parts.items()
    }  # what a strong phrase says is not talked away
    public = read.role == "public"
    flags = {Flag(name) for name, one in likely.items() if one >= FLAGGED} if public else set()
    flags |= {Flag(name) for name, one in heard.inputs.items() if one.get("words", 0.0) >= _enough(name, public=public)}
    telling = [_hit(flag, SAYS, heard.sentences[flag][0]) for flag in Flag if flag in flags and _tells(heard, flag)]
    enough = UNEASY if public else FLAGGED
    hinted = [flag for flag in (*URGENT, Flag.MINOR) if flag not in flags and max(parts[flag], likely[flag]) >= enough]
    half = [flag for flag in hinted if _tells(heard, flag)]
    uneasy = [*heard.bygone, *(_hit(flag, HALF_SAYS, heard.sentences[flag][0]) for flag in half)]
    uneasy += _hints(heard.present, flags)
    if read.non_english:
        flags.add(Flag.NON_ENGLISH)
    if len(read.references) > 1:
        flags.add(Flag.MULTIPLE_REFERENCES)
    fears = whole.flags if whole is not None and read.role in ("public", "own") else {}  # colleagues tell of callers
    feared = {flag for flag in URGENT if flag not in flags and fears.get(flag, 0.0) >= FEARED}
    if public and whole is not None:
        feared.update(flag for flag in hinted if flag not in half)  # no one sentence says it
    return Flagged(frozenset(flags), tuple(telling), tuple(uneasy), frozenset(feared), whole)


def without(flagged: Flagged, gone: Collection[Flag]) -> Flagged:
    """The same without some flags and what tells of them."""
    telling = tuple(hit for hit in flagged.telling if hit.cue.name not in gone)
    return replace(flagged, flags=flagged.flags.difference(gone), telling=telling)


def _enough(flag: str, *, public: bool) -> float:
    """The words that set a flag whatever its odds: a strong phrase, and a certain one where letters are stopped.

    An office's papers speak of such things every day, so that its plain words count and its sentences do not.
    """
    return CERTAINLY if public and flag in STOPPING_FLAGS else PLAINLY


def _tells(heard: Heard, flag: str) -> bool:
    """Whether one sentence says enough of this flag to be its reason."""
    return any(sentence[0] >= SHOWN for sentence in heard.sentences.get(flag, ())[:1])


def _hit(flag: str, says: str, sentence: Sentence) -> Hit:
    score, place, start, end = sentence
    return Hit(Cue("flags", flag, says, (), score / 10), place, start, end)


def _hints(read: Read, flags: Collection[Flag]) -> list[Hit]:
    """Words that speak of a death or an attempt, where nothing says that anybody is in danger."""
    if read.role != "public" or Flag.RISK_TO_LIFE in flags:
        return []
    hinted = [hit for hit in read.hits if hit.cue.name == Flag.RISK_TO_LIFE and hit.cue.weight > 0]
    return list({hit.cue.says: hit for hit in hinted}.values())


def _calls(hit: Hit) -> bool:
    """Whether these words call a person at once."""
    return hit.cue.table == "flags" and hit.cue.name in URGENT and hit.cue.weight > 0


def _is_bygone(flag: str, read: Read, place: str, start: int, end: int) -> bool:
    """Whether words that call a person tell of no danger that anybody is in now."""
    words = read.words[place]
    quoted = flag == Flag.THREAT and in_quotation_marks(read.texts[place], words, start)
    return told_as_past(words, start, end) or not_meant(flag, words, start, end, quoted=quoted)


def _of_another_time(sentence: Sentence, read: Read) -> bool:
    """Whether a sentence tells of how young somebody was long ago, in words the table has against it."""
    _, place, start, end = sentence
    against = (hit for hit in read.hits if hit.cue.name == Flag.MINOR and hit.cue.weight < 0)
    return any(hit.place == place and start <= hit.start < end for hit in against)


def _without_bygone(found: dict[str, list[Sentence]], read: Read, bygone: Sequence[Hit]) -> list[Hit]:
    """Takes sentences that tell of no danger now out of what calls a person; answers what would have called one."""
    past: list[Hit] = []
    for name in URGENT:
        kept = []
        for sentence in found.get(name, ()):
            score, place, start, end = sentence
            said = any(hit.cue.name == name and hit.place == place and start <= hit.start < end for hit in bygone)
            if not said and (score < BYGONE or not told_as_past(read.words[place], start, end)):
                kept.append(sentence)
            elif score >= SHOWN:
                past.append(_hit(name, HALF_SAYS, sentence))
        found[name] = kept
    return past


def _sentences(read: Read, cues: CueTable) -> tuple[dict[str, list[Sentence]], dict[Sentence, Mapping[str, float]]]:
    """For each flag, the sentences that read like its examples, the most first; and what each says of every flag."""
    found: dict[str, list[Sentence]] = {}
    others: dict[Sentence, Mapping[str, float]] = {}
    for place in ("body", "subject", "letter"):
        for unit in read.units[place]:
            scores = cues.tellings.of(unit.features)
            for name, score in scores.items():
                if score > 0:
                    sentence = (score, place, unit.start, unit.end)
                    found.setdefault(name, []).append(sentence)
                    others[sentence] = scores
    for sentences in found.values():
        sentences.sort(reverse=True)
    return found, others
