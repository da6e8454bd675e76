"""How much a message's words, and what is known beside them, speak for each kind and flag; names no kind itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from types import MappingProxyType

from handlers.evidence import CueTable, count
from handlers.said import Read
from store.messages import Cue
from store.terms import Kind

ENOUGH = 1.3  # evidence below this names no kind
ALSO = 2.5  # a second matter needs this much of its own
CUES, MOST_CUES = 0.4, 6.0  # how much the cue tables count beside the examples, and up to which score
COURTESY = 1.5  # other cues beside which thanks are a courtesy
ELSEWHERE = 6.5  # cues from which a matter is another body's
REPEATED = 0.25  # what a further phrase of one row adds, and at most twice as much
FADING = 0.6  # what each further row counts beside those that say more
ONE_LINE = 15  # words, and a letter with thanks in it is hardly anything else
LONG = 200  # words, and what looks like a machine's is a letter
LEANS = 6.0  # what a message counts that reads like the examples of one kind and no other
DOUBTED = 0.03  # how likely a sentence that reads like nothing of a kind may still be of it
EASE = 1.5  # the sentences of one message repeat each other, those of a long one more
SUBJECT = 0.8  # what a subject counts beside a sentence
FROM_ANYBODY: Mapping[Kind, float] = MappingProxyType({Kind.APPLICATION: 1.5, Kind.OUTCOME_DISPUTE: -1.0})
WITH_AN_OUTCOME: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.APPLICATION: 3.5, Kind.MISDIRECTED: -1.0, Kind.UNWANTED: -1.0, Kind.OUTCOME_DISPUTE: -1.0,
        Kind.THIRD_PARTY: -1.0,
    }
)  # fmt: skip
ON_A_CASE: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.APPLICATION: -1.5, Kind.FURTHER_REPRESENTATIONS: 2.0, Kind.PROGRESS_CHASE: 1.5,
        Kind.OUTCOME_DISPUTE: 0.5, Kind.WITHDRAWAL: 0.5, Kind.CONTACT_CHANGE: 0.5, Kind.ADJUSTMENT_REQUEST: 0.5,
        Kind.THANKS: 1.0, Kind.NEW_COMPLAINT: -1.0, Kind.MISDIRECTED: -2.0, Kind.UNWANTED: -2.0,
        Kind.THIRD_PARTY: -0.5, Kind.INFORMATION_RIGHTS: -1.0,
    }
)  # fmt: skip
WITH_A_REFERENCE: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.APPLICATION: 3.0, Kind.MISDIRECTED: -1.0, Kind.UNWANTED: -1.0, Kind.OUTCOME_DISPUTE: -1.0,
        Kind.THIRD_PARTY: -0.5,
    }
)  # fmt: skip
HARDLY_ANYTHING = 6  # words, from which nothing is expected
NEVER_SEEN: Mapping[Kind, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Lean:
    """How far a message reads like the examples of one kind, and how likely the sentence is that does so most."""

    score: float
    most: float
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the sentences of a message say together, as logarithms of how likely each meaning is; the surest of each."""

    names: tuple[str, ...] = ()
    logs: Sequence[float] = ()
    best: Sequence[tuple[float, str, int, int]] = ()
    said: int = 0
    thanks: int = 0


def draw(read: Read, cues: CueTable) -> Drawn:
    """Every sentence of the message beside the examples by such senders."""
    table = cues.leanings.get(read.role)
    if table is None or not table.names:
        return Drawn()
    names = table.names
    courtesy = {at for at, name in enumerate(names) if name in ("nothing", Kind.THANKS)}
    logs, best = [0.0] * len(names), [(0.0, "", 0, 0)] * len(names)
    said = thanks = 0
    for place, share in (("body", 1.0), ("subject", SUBJECT), *((("letter", 1.0),) if read.covers else ())):
        for unit in read.units[place]:
            likelies = table.of(unit)
            said += 1
            thanks += likelies.index(max(likelies)) in courtesy
            for at, likely in enumerate(likelies):
                logs[at] += share * log(likely + DOUBTED)
                if likely > best[at][0]:
                    best[at] = (likely, place, unit.start, unit.end)
    if not read.covers and Kind.APPLICATION in names:
        asks = names.index(Kind.APPLICATION)
        for unit in read.units["letter"]:  # a letter that is brought may ask for what the mail does not
            likely = table.of(unit)[asks]
            if likely > best[asks][0]:
                best[asks] = (likely, "letter", unit.start, unit.end)
    return Drawn(names, logs, best, said, thanks)


def lean(drawn: Drawn, read: Read, *, without: frozenset[Kind] = frozenset()) -> dict[str, Lean]:
    """For each kind but these of which there are examples by such senders: how far the message reads like them."""
    expected = _expected(read)
    logs = {
        name: (one + expected.get(name, 0.0), best)  # type: ignore[call-overload]
        for name, one, best in zip(drawn.names, drawn.logs, drawn.best, strict=True)
        if name != "nothing" and name not in without
    }
    ease = EASE * max(1.0, drawn.said / 4) ** 0.3
    top = max((one for one, _ in logs.values()), default=0.0)
    shares = {name: exp((one - top) / ease) for name, (one, _) in logs.items()}
    if Kind.THANKS in shares and count(read.words["body"]) > 2 * ONE_LINE:
        shares[Kind.THANKS] *= drawn.thanks / max(1, drawn.said)  # thanks are all there is, or a courtesy
    whole = sum(shares.values())
    return {name: Lean(LEANS * one / whole, *logs[name][1]) for name, one in shares.items()}


# --- weighing -------------------------------------------------------------------------------------------------------


def weigh(read: Read, table: str, *, echo: bool = False) -> dict[str, float]:
    """The evidence for each name of a table: each row once, its further phrases a little, a reply's subject half.

    `echo`: the subject is half evidence as well, because a machine's repeats another one.
    """
    rows: dict[int, tuple[Cue, float, int]] = {}
    for hit in read.hits:
        if hit.cue.table == table:
            _, share, phrases = rows.get(id(hit.cue), (hit.cue, 0.0, 0))
            rows[id(hit.cue)] = (hit.cue, max(share, _share(read, hit.place, echo)), phrases + 1)
    said: dict[str, list[float]] = defaultdict(list)
    for cue, share, phrases in rows.values():
        said[cue.name].append(cue.weight * share * (1 + min(phrases - 1, 2) * REPEATED))
    return {name: _together(weights) for name, weights in said.items()}


def _together(weights: list[float]) -> float:
    """What several rows say together: the strongest whole, each further one less, as they repeat each other."""
    speaking = sorted((one for one in weights if one > 0), reverse=True)
    most = max(MOST_CUES, speaking[0]) if speaking else 0.0
    said = min(most, sum(one * FADING**at for at, one in enumerate(speaking)))
    return max(-MOST_CUES, said + sum(one for one in weights if one < 0))


def _share(read: Read, place: str, echo: bool) -> float:
    """How much a place counts: a new subject says what the mail is about, an answer's subject is somebody else's."""
    if place != "subject":
        return 1.0
    answer = read.incoming.in_reply_to or read.incoming.subject.lower().startswith(("re:", "aw:"))
    return 0.25 if echo else 0.5 if answer else 1.25


def in_context(
    scores: Mapping[str, float], leans: Mapping[str, Lean], read: Read, *, machine: bool = False
) -> dict[Kind, float]:
    """The evidence of cues and examples together, with what is known beside the words: sender, case, references, files.

    `machine`: it is likely a machine's, so a short text that says nothing is nothing, on a known case too.
    """
    weighed = {
        kind: CUES * scores.get(kind, 0.0) + (leans[kind].score if kind in leans else 0.0)
        for kind in Kind
    }  # fmt: skip
    _BY_ROLE[read.role](weighed, scores, read)
    says_something = bool(read.words["body"] or read.incoming.attachments)
    if read.known and read.role != "own" and says_something and not (machine and count(read.words["body"]) <= LONG):
        _on_a_case(weighed, read)
    return weighed


def _on_a_case(weighed: dict[Kind, float], read: Read) -> None:
    """What a message on a known case is where its words say little: more about it."""
    likely = Kind.FURTHER_REPRESENTATIONS
    if read.role == "force":
        likely = Kind.PAPERS if read.incoming.attachments else Kind.FORCE_QUERY
    elif read.role == "iopc":
        likely = Kind.IOPC_CORRESPONDENCE
    if max(weighed.values()) < ENOUGH:
        weighed[likely] = max(weighed.values()) + ENOUGH


def _expected(read: Read) -> Mapping[Kind, float]:
    """What such a message most often is, before a word of it is read, as logarithms of odds."""
    if read.role != "public":
        return NEVER_SEEN
    if read.known or read.ours:
        return ON_A_CASE
    if read.outcome:
        return WITH_AN_OUTCOME
    if read.references:
        return WITH_A_REFERENCE
    return FROM_ANYBODY if read.covers or count(read.words["body"]) > HARDLY_ANYTHING else NEVER_SEEN


def _from_public(weighed: dict[Kind, float], scores: Mapping[str, float], read: Read) -> None:
    """Changes the scores of a letter from the public: another body's matter, a need and a courtesy beside a request."""
    if scores.get(Kind.MISDIRECTED, 0.0) >= ELSEWHERE:
        weighed[Kind.MISDIRECTED] += max(weighed[Kind.APPLICATION], weighed[Kind.NEW_COMPLAINT], 0.0)
    if weighed[Kind.APPLICATION] >= ENOUGH:
        weighed[Kind.ADJUSTMENT_REQUEST] *= 0.6
    if max(weighed[Kind.CHIEF_OFFICER_COMPLAINT], weighed[Kind.COMPLAINT_ABOUT_US]) >= ENOUGH:
        weighed[Kind.NEW_COMPLAINT] *= 0.6
    if scores.get(Kind.THANKS, 0.0) > 0:
        others = max((score for kind, score in scores.items() if kind != Kind.THANKS), default=0.0)
        brief = count(read.words["body"]) <= ONE_LINE and others < COURTESY
        weighed[Kind.THANKS] += 1.0 if brief else -CUES * scores[Kind.THANKS]


def _from_force(weighed: dict[Kind, float], scores: Mapping[str, float], read: Read) -> None:
    """Changes the scores of a letter from the force: with files it is more likely papers."""
    if read.incoming.attachments:
        weighed[Kind.PAPERS] += 1.5 if scores.get(Kind.PAPERS, 0.0) >= COURTESY else 0.7


def _from_iopc(weighed: dict[Kind, float], _scores: Mapping[str, float], _read: Read) -> None:
    """Changes the scores of a letter from the IOPC: what is no transfer and no data return is correspondence."""
    weighed[Kind.IOPC_CORRESPONDENCE] += 0.5
    if weighed[Kind.APPLICATION] > 0:  # the IOPC only hands it on
        weighed[Kind.IOPC_TRANSFER] += weighed[Kind.APPLICATION]
        weighed[Kind.APPLICATION] = 0.0
    weighed[Kind.LEGAL] = weighed[Kind.INFORMATION_RIGHTS] = weighed[Kind.THIRD_PARTY] = 0.0


def _from_us(weighed: dict[Kind, float], scores: Mapping[str, float], read: Read) -> None:
    """Changes the scores of a colleague's mail: it is the office's own business, unless it hands something on."""
    weighed[Kind.INTERNAL] += 1.0
    if not (read.references or read.incoming.attachments or scores.get(Kind.APPLICATION, 0.0) > 0):
        weighed[Kind.APPLICATION] = 0.0


_BY_ROLE = MappingProxyType({"public": _from_public, "force": _from_force, "iopc": _from_iopc, "own": _from_us})
