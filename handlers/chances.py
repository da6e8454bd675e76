"""How likely each kind is in one message, with the rules that no fitted weight overrules; names no kind itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.evidence import CueTable, count
from handlers.impression import Impression, together
from handlers.kinds import COURTESIES, MACHINES, OF_A_FORCE
from handlers.likely import ENOUGH, ONE_LINE, inputs, likely
from handlers.machines import GateHit
from handlers.said import Read
from handlers.weighing import MOST_CUES, Lean, among, lean, weigh
from store.terms import Kind

NAMED = 1.5  # cues with which a matter is named, not only brushed
CERTAIN = 9.0  # cues that say so whatever else is said
PLAINLY = 0.75  # how likely a request must be by its words before only a person may call it something else
SAID = 0.5  # and where the police's answer or its reference stands beside it
DENIED = 0.05  # what a matter counts that is named only to say that it is not wanted
REQUESTED = 4.0  # cues of a request with which thanks are more than thanks
SELDOM = 0.25  # what a force's kinds count from elsewhere: seldom does one write from an address nobody knows
THANKED = 0.4  # and how likely thanks must be by their words
LONG = 200  # words, and what looks like a machine's is a letter
_NOT_ASKED = frozenset({"not", "dont", "never", "no", "withdraw", "withdrawn", "withdrawing", "papers", "your"})
SURELY_ONE = 0.9  # how likely a machine must have written it, as a whole, before it is filed as a machine's
LIKELY = 0.6  # how likely a matter must be by its words to be a person's however much like a machine's it reads
SURELY = 0.97  # how far a message must read like a machine's before words alone make it one
ELSEWHERE = 6.5  # cues from which a matter is another body's
HEARD = 0.15  # how far a message reads like the examples of a kind that it may be of
MEANT = 3.0  # cues with which a matter is meant, though all else reads like a machine's
OPENS = 12  # words, among which a machine has begun to say what it says
SOUNDS = 0.75  # how far it must before a message that shows no other sign of a machine is not answered


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for each kind: the cues, the examples, and how likely it is by both and by what is known beside.

    `whole` is what the message says as a whole, where somebody has read it so; `machine` which machine's it reads like
    then, and `as_one` how likely a machine wrote it.
    """

    said: Mapping[str, float]
    leans: Mapping[str, Lean]
    scores: Mapping[Kind, float]
    sounds_automatic: bool = False
    whole: Impression | None = None
    machine: Kind | None = None
    as_one: float = 0.0


def weigh_kinds(read: Read, cues: CueTable, passed: Sequence[GateHit], whole: Impression | None = None) -> Weighed:
    """What speaks for each kind in a message that is not certainly a machine's, by its parts and as a whole."""
    doubtful = any(hit.likely for hit in passed)
    said = weigh(read, "kinds", echo=doubtful)
    ours = read.role == "own" and not doubtful  # what a program of our own office says is office business
    suggested = frozenset() if ours else MACHINES & {hit.otherwise for hit in passed}
    heard = lean(read, cues)
    leans = among(heard, MACHINES - suggested)  # the rest of a letter speaks for itself
    certain = any(score >= CERTAIN for score in said.values())  # what a table says for certain nobody outvotes
    parts = likely(inputs(read, said, leans, passed), cues.weights)
    plainer = doubtful or read.role != "public"  # offices' own words are, and what a gate takes for a machine's
    heard_whole = None if plainer or read.non_english else whole
    scores = together(parts, None if certain else heard_whole)
    scores.update({Kind(name): DENIED * scores[Kind(name)] for name in read.denied if said.get(name, 0.0) <= 0})
    if read.role == "public":
        scores.update({kind: SELDOM * scores[kind] for kind in OF_A_FORCE})
    foremost = max(scores, key=scores.__getitem__)
    if _hides_a_request(foremost, parts, said, read):
        scores[Kind.UNCLEAR] = 1.0  # a request that words tell plainly is not lost to how the rest reads
    elif foremost is Kind.UNCLEAR and _asks_in_few_words(said, read):
        scores[Kind.APPLICATION] = 1.0  # its subject asks, and there is hardly more
    sounding = None if suggested else _sounding(heard, said, read)
    machine, as_one = _as_a_machines(whole, read)
    means = _means_something(said, MEANT)
    named = {kind: share for kind, share in parts.items() if _named(kind, said, heard)}
    meant = max((share for kind, share in named.items() if kind not in (Kind.UNWANTED, *MACHINES)), default=0.0)
    sounds = sounding is not None or (not suggested and as_one >= (SURELY_ONE if means else SOUNDS))
    shut = MACHINES - suggested
    if sounding is not None and heard[sounding].share >= SURELY:
        machine, as_one = sounding, 1.0
    if machine is not None and as_one >= SURELY_ONE and not means and not suggested and meant < LIKELY:
        scores = {kind: as_one if kind is machine else (1 - as_one) * score for kind, score in scores.items()}
        shut -= {machine}
    if suggested:
        shut |= {Kind.INTERNAL}  # a machine of ours is a machine
    if doubtful:
        shut |= COURTESIES
    scores.update(dict.fromkeys(shut, 0.0))
    if read.non_english:
        _in_another_language(scores, said)
    for name, score in said.items():
        if score >= CERTAIN:
            scores[Kind(name)] = min(1.0, scores[Kind(name)] + 0.5)
    if said.get(Kind.MISDIRECTED, 0.0) >= ELSEWHERE:
        every = (Kind.MISDIRECTED, Kind.APPLICATION, Kind.NEW_COMPLAINT)
        scores[Kind.MISDIRECTED] = min(1.0, sum(scores[kind] for kind in every))
        scores[Kind.APPLICATION] = scores[Kind.NEW_COMPLAINT] = 0.0
    if read.known and read.role != "own" and not (doubtful and count(read.words["body"]) <= LONG):
        _on_a_case(scores, read)
    return Weighed(said, leans, scores, sounds, heard_whole, machine, as_one)


def _hides_a_request(kind: Kind, parts: Mapping[Kind, float], said: Mapping[str, float], read: Read) -> bool:
    """Whether words ask plainly for a review in what would be called something else; thanks are filed unread."""
    if kind is Kind.THANKS and _says_more(said, parts, read):
        return True
    enough = SAID if read.references or read.outcome else PLAINLY
    return kind is not Kind.APPLICATION and parts[Kind.APPLICATION] >= enough


def _asks_in_few_words(said: Mapping[str, float], read: Read) -> bool:
    """Whether hardly anything is said but a request: a subject over a scan, a picture or a link."""
    others = (score for name, score in said.items() if name != Kind.APPLICATION)
    few = count(read.words["body"]) <= ONE_LINE and not _NOT_ASKED.intersection(read.words["subject"])
    return few and said.get(Kind.APPLICATION, 0.0) >= MOST_CUES > max(others, default=0.0)


def _says_more(said: Mapping[str, float], parts: Mapping[Kind, float], read: Read) -> bool:
    """Whether what reads like thanks says, or may well say, something else in its text."""
    others = (score for name, score in said.items() if name not in (Kind.THANKS, Kind.APPLICATION))
    asked = (hit for hit in read.hits if hit.cue.name == Kind.APPLICATION and hit.place != "subject")
    asks = said.get(Kind.APPLICATION, 0.0) >= REQUESTED
    asks = asks and sum(hit.cue.weight for hit in asked if hit.cue.table == "kinds") >= REQUESTED
    return asks or max(others, default=0.0) >= MEANT or parts[Kind.THANKS] < THANKED


def _sounding(heard: Mapping[str, Lean], said: Mapping[str, float], read: Read) -> Kind | None:
    """Which machine a message sounds like from its beginning, where nothing else is meant.

    People say such things at the end, and pass them on.
    """
    passed_on = read.incoming.subject.lower().startswith(("fwd:", "fw:"))
    like = max((kind for kind in MACHINES if kind in heard), key=lambda one: heard[one].share, default=None)
    if passed_on or read.non_english or like is None or heard[like].share < SOUNDS or heard[like].start > OPENS:
        return None
    return None if _means_something(said, MEANT if heard[like].share >= SURELY else NAMED) else like


def _as_a_machines(whole: Impression | None, read: Read) -> tuple[Kind | None, float]:
    """Which machine's a message is as a whole, and how likely a machine wrote it; nobody's where it is passed on."""
    if whole is None or read.incoming.subject.lower().startswith(("fwd:", "fw:")):
        return None, 0.0
    shares = {kind: whole.kinds.get(kind, 0.0) for kind in MACHINES}
    return max(shares, key=shares.__getitem__), sum(shares.values())


def _named(kind: Kind, said: Mapping[str, float], heard: Mapping[str, Lean]) -> bool:
    """Whether any words speak for a kind: a cue, or sentences that read like its examples."""
    return said.get(kind, 0.0) > 0 or (kind in heard and heard[kind].share >= HEARD)


def _means_something(said: Mapping[str, float], enough: float) -> bool:
    """Whether the cues name some matter."""
    return max(said.values(), default=0.0) >= enough


def _in_another_language(scores: dict[Kind, float], said: Mapping[str, float]) -> None:
    """Changes how likely each kind is where the letter is not in English: its cues speak, as the examples are."""
    heard = {name: score for name, score in said.items() if name not in COURTESIES}
    most = max(heard.values(), default=0.0)
    if most >= NAMED:
        named = [Kind(name) for name, score in heard.items() if score == most]
        scores.update({kind: 1 / len(named) if kind in named else 0.0 for kind in Kind})


def _on_a_case(scores: dict[Kind, float], read: Read) -> None:
    """Changes what a message on a known case is where its words say little: more about it."""
    more = Kind.FURTHER_REPRESENTATIONS
    if read.role == "force":
        more = Kind.PAPERS if read.incoming.attachments else Kind.FORCE_QUERY
    elif read.role == "iopc":
        more = Kind.IOPC_CORRESPONDENCE
    says_something = bool(read.words["body"] or read.incoming.attachments)
    if says_something and max(scores, key=scores.__getitem__) is Kind.UNCLEAR:
        scores[more], scores[Kind.UNCLEAR] = max(scores[more] + scores[Kind.UNCLEAR], ENOUGH), 0.0
