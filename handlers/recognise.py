"""What a message is: machine gates first, then kinds and flags by the words in it; decides nothing about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from handlers.evidence import CueTable, Hit, quotes
from handlers.machines import GateHit, gates
from handlers.weighing import ALSO, ENOUGH, Read, flags_of, in_context, read_words, weigh
from store.messages import Attachment, Incoming, KnownCase, OfficeDomains, Recognition
from store.terms import Flag, Kind, Quote, WhyNot

MARGIN = 0.75  # no kind is named by evidence that leads by less than this
MOST_REASONS = 12
DOUBT = 1.5  # evidence with which what looks like a machine's goes to a person rather than to the machines' mail

MACHINERY = ("text/calendar", "application/ics", "message/", "text/rfc822-headers")
DMARC_DATA = re.compile(
    r"[^!]{1,100}![^!]{1,100}!\d{9,11}!\d{9,11}(?:![^!]{1,40})?\.(?:xml|zip|gz|xml\.gz)", re.IGNORECASE
)

URGENT = (Flag.RISK_TO_LIFE, Flag.THREAT, Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE)
STOPPING_FLAGS = MappingProxyType(
    {**dict.fromkeys(URGENT, WhyNot.RISK), Flag.ABUSIVE: WhyNot.ABUSIVE, Flag.MINOR: WhyNot.MINOR}
)
STOPPING_KINDS = MappingProxyType(
    {
        Kind.LEGAL: WhyNot.LEGAL,
        Kind.PRESS: WhyNot.PRESS,
        Kind.ELECTED_REPRESENTATIVE: WhyNot.ELECTED,
        Kind.CHIEF_OFFICER_COMPLAINT: WhyNot.CHIEF_OFFICER,
        Kind.COMPLAINT_ABOUT_US: WhyNot.ABOUT_US,
        Kind.INFORMATION_RIGHTS: WhyNot.INFORMATION_RIGHTS,
        Kind.THIRD_PARTY: WhyNot.THIRD_PARTY,
        Kind.IOPC_TRANSFER: WhyNot.FORCE_OR_IOPC,
        Kind.IOPC_CORRESPONDENCE: WhyNot.FORCE_OR_IOPC,
        Kind.PAPERS: WhyNot.FORCE_OR_IOPC,
        Kind.PAPERS_EXTENSION: WhyNot.FORCE_OR_IOPC,
        Kind.FORCE_QUERY: WhyNot.FORCE_OR_IOPC,
        Kind.RECOMMENDATION_RESPONSE: WhyNot.FORCE_OR_IOPC,
        Kind.AUTOMATIC_REPLY: WhyNot.MACHINE,
        Kind.DELIVERY_FAILURE: WhyNot.MACHINE,
        Kind.CONTACT_CHANGE: WhyNot.KIND,
        Kind.THANKS: WhyNot.KIND,
        Kind.UNWANTED: WhyNot.KIND,
        Kind.INTERNAL: WhyNot.KIND,
    }
)
# Kinds whose words belong to another kind when that one is what the message is.
PART_OF: Mapping[Kind, frozenset[Kind]] = MappingProxyType(
    {
        Kind.APPLICATION: frozenset(
            {
                Kind.NEW_COMPLAINT,
                Kind.ADJUSTMENT_REQUEST,
                Kind.OUTCOME_DISPUTE,
                Kind.FURTHER_REPRESENTATIONS,
                Kind.PROGRESS_CHASE,
                Kind.MISDIRECTED,
            }
        ),
        Kind.FURTHER_REPRESENTATIONS: frozenset({Kind.APPLICATION, Kind.ADJUSTMENT_REQUEST}),
        Kind.PROGRESS_CHASE: frozenset({Kind.APPLICATION, Kind.FURTHER_REPRESENTATIONS}),
        Kind.OUTCOME_DISPUTE: frozenset({Kind.APPLICATION, Kind.FURTHER_REPRESENTATIONS, Kind.NEW_COMPLAINT}),
        Kind.WITHDRAWAL: frozenset({Kind.APPLICATION, Kind.FURTHER_REPRESENTATIONS, Kind.PROGRESS_CHASE}),
        Kind.CONTACT_CHANGE: frozenset({Kind.FURTHER_REPRESENTATIONS}),
        Kind.ADJUSTMENT_REQUEST: frozenset({Kind.FURTHER_REPRESENTATIONS}),
        Kind.INFORMATION_RIGHTS: frozenset({Kind.FURTHER_REPRESENTATIONS, Kind.OUTCOME_DISPUTE}),
        Kind.MISDIRECTED: frozenset({Kind.APPLICATION, Kind.NEW_COMPLAINT, Kind.PROGRESS_CHASE}),
        Kind.CHIEF_OFFICER_COMPLAINT: frozenset({Kind.NEW_COMPLAINT, Kind.COMPLAINT_ABOUT_US}),
        Kind.COMPLAINT_ABOUT_US: frozenset(
            {Kind.NEW_COMPLAINT, Kind.PROGRESS_CHASE, Kind.OUTCOME_DISPUTE, Kind.FURTHER_REPRESENTATIONS}
        ),
        Kind.PRESS: frozenset({Kind.PROGRESS_CHASE, Kind.APPLICATION}),
        Kind.LEGAL: frozenset(
            {
                Kind.FURTHER_REPRESENTATIONS,
                Kind.APPLICATION,
                Kind.NEW_COMPLAINT,
                Kind.OUTCOME_DISPUTE,
                Kind.PROGRESS_CHASE,
            }
        ),
        Kind.ELECTED_REPRESENTATIVE: frozenset({Kind.FURTHER_REPRESENTATIONS, Kind.PROGRESS_CHASE, Kind.NEW_COMPLAINT}),
        Kind.PAPERS: frozenset({Kind.FORCE_QUERY, Kind.THIRD_PARTY}),
        Kind.PAPERS_EXTENSION: frozenset({Kind.PAPERS, Kind.FORCE_QUERY}),
        Kind.RECOMMENDATION_RESPONSE: frozenset({Kind.PAPERS, Kind.FORCE_QUERY}),
        Kind.IOPC_TRANSFER: frozenset({Kind.IOPC_CORRESPONDENCE}),
        Kind.UNWANTED: frozenset(Kind),
    }
)
# What an automatic reply may say without being it: it thanks, it advertises.
COURTESIES = frozenset({Kind.THANKS, Kind.UNWANTED, Kind.INTERNAL, Kind.IOPC_CORRESPONDENCE})
NEVER_ALSO = frozenset({Kind.THANKS, Kind.UNWANTED, Kind.INTERNAL, Kind.IOPC_CORRESPONDENCE})


def recognise(
    incoming: Incoming,
    known_case: KnownCase | None,
    office: OfficeDomains,
    cues: CueTable,
    own_ids: frozenset[str] = frozenset(),
) -> Recognition:
    """What the message is taken to be, how surely, by which words, and why nothing automatic may answer it, if so.

    `own_ids` are the Message-IDs of letters we sent. A message that says too little is UNCLEAR, with two guesses.
    """
    passed = gates(incoming, office, cues, own_ids)
    for hit in passed:
        if hit.kind is not None:
            return _machine(hit.kind, passed)
    read = read_words(incoming, known_case, office, cues)
    likely = any(hit.likely for hit in passed)
    scores = in_context(weigh(read, "kinds", echo=likely), read, machine=likely)
    if likely:
        scores.update(dict.fromkeys(COURTESIES, 0.0))
    flags = flags_of(read, cues)
    return _conclude(read, scores, flags, passed)


def _machine(kind: Kind, passed: tuple[GateHit, ...]) -> Recognition:
    """A message that is a machine's or our own: its words are not read, because nobody meant them for us."""
    return Recognition(
        kind,
        0.99,
        reasons=tuple(hit.quote for hit in passed[:MOST_REASONS]),
        gates=tuple(hit.code for hit in passed),
        why_not=passed[0].why_not,
    )


def _conclude(
    read: Read, scores: Mapping[Kind, float], flags: frozenset[Flag], passed: tuple[GateHit, ...]
) -> Recognition:
    """The kind the evidence names, or UNCLEAR where it names none, and everything that follows for answering."""
    ranked = sorted((kind for kind in Kind if scores[kind] > 0), key=lambda kind: -scores[kind])
    best, second = _at(ranked, 0), _at(ranked, 1)
    lead = scores[best] - (scores[second] if second not in PART_OF.get(best, ()) else 0.0)
    kind = best if scores[best] >= ENOUGH and lead >= MARGIN else Kind.UNCLEAR
    also: tuple[Kind, ...] = ()
    if kind is Kind.UNCLEAR:
        kind = _otherwise(read, flags, passed)
    else:
        also = _also(kind, ranked, scores)
    if kind in (Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE):
        flags -= {Flag.NON_ENGLISH}  # nobody need translate it
    guesses = tuple(ranked[:2]) if kind is Kind.UNCLEAR else ()
    if read.role == "own" and kind not in (Kind.INTERNAL, Kind.UNCLEAR):
        guesses, kind, also = (best, Kind.INTERNAL), Kind.UNCLEAR, ()
    return Recognition(
        kind,
        round(_confidence(kind, scores, best, lead), 3),
        _reasons(read, {kind, *also, *guesses}, flags, passed),
        also,
        flags,
        tuple(hit.code for hit in passed),
        _why_not(kind, also, guesses, scores, flags, passed),
        guesses,
    )


def _otherwise(read: Read, flags: frozenset[Flag], passed: Sequence[GateHit]) -> Kind:
    """What a message is whose words say nothing: what its envelope suggests.

    A person looks where it brings a file or speaks of a risk, and where a likely machine speaks of some matter.
    """
    suggested = next((hit.otherwise for hit in passed if hit.otherwise is not None), Kind.UNCLEAR)
    likely = any(hit.likely for hit in passed)
    said = (score for name, score in weigh(read, "kinds", echo=likely).items() if name not in COURTESIES)
    if not flags.isdisjoint(URGENT) or (likely and max(said, default=0.0) >= DOUBT):
        return Kind.UNCLEAR
    if suggested is not Kind.UNWANTED and any(_must_be_seen(attachment) for attachment in read.incoming.attachments):
        return Kind.UNCLEAR
    return suggested


def _must_be_seen(attachment: Attachment) -> bool:
    """Whether a file may be somebody's letter: no calendar entry, returned message, DMARC data, picture in the text."""
    machinery = attachment.content_type.lower().startswith(MACHINERY)
    return not (machinery or attachment.inline or DMARC_DATA.fullmatch(attachment.name))


def _at(ranked: Sequence[Kind], position: int) -> Kind:
    """The kind at a place of the ranking; UNCLEAR where there is none."""
    return ranked[position] if len(ranked) > position else Kind.UNCLEAR


def _also(kind: Kind, ranked: Iterable[Kind], scores: Mapping[Kind, float]) -> tuple[Kind, ...]:
    """The further matters that must be worked too; a transfer always carries an application."""
    part = PART_OF.get(kind, frozenset())
    found = [other for other in ranked if other is not kind and scores[other] >= ALSO and other not in part]
    if kind is Kind.IOPC_TRANSFER and Kind.APPLICATION not in found:
        found.insert(0, Kind.APPLICATION)
    return tuple(other for other in found if other not in NEVER_ALSO)


def _confidence(kind: Kind, scores: Mapping[Kind, float], best: Kind, lead: float) -> float:
    """Between 0 and 1: how much evidence there is and how far it leads."""
    if kind is not best:
        return 0.3
    return min(0.98, 0.5 + 0.08 * min(scores[best], 3.0) + 0.08 * min(max(lead, 0.0), 3.0))


def _why_not(
    kind: Kind,
    also: Iterable[Kind],
    guesses: Iterable[Kind],
    scores: Mapping[Kind, float],
    flags: frozenset[Flag],
    passed: tuple[GateHit, ...],
) -> WhyNot | None:
    """The first reason against answering: a gate, a flag, the kind, a second matter, a guess that is half proved."""
    if passed:
        return passed[0].why_not
    for flag, why_not in STOPPING_FLAGS.items():
        if flag in flags:
            return why_not
    half_proved = [guess for guess in guesses if scores[guess] >= ENOUGH]
    grave = [other for other in also if STOPPING_KINDS.get(other) not in (None, WhyNot.INFORMATION_RIGHTS, WhyNot.KIND)]
    for each in (kind, *grave, *half_proved):
        if each in STOPPING_KINDS:
            return STOPPING_KINDS[each]
    return None


def _reasons(read: Read, kinds: set[Kind], flags: frozenset[Flag], passed: tuple[GateHit, ...]) -> tuple[Quote, ...]:
    """The words that say so, the weightiest first: of the kinds, then of the flags, then of the gates; each once."""
    names = {str(kind) for kind in kinds} | {str(flag) for flag in flags}
    telling = [hit for hit in read.hits if hit.cue.name in names and hit.cue.weight > 0]
    telling.sort(key=lambda hit: (hit.cue.table != "kinds", -hit.cue.weight, -(hit.end - hit.start)))
    once: dict[tuple[str, str], Hit] = {}
    for hit in telling:
        once.setdefault((hit.cue.name, hit.cue.says), hit)
    chosen = list(once.values())[:MOST_REASONS]
    return (*quotes(chosen, read.texts, read.words), *(hit.quote for hit in passed))
