"""What a message is: machine gates first, then kinds and flags by the words in it; decides nothing about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from handlers.beside import asks_a_colleague
from handlers.chances import Weighed
from handlers.evidence import CueTable, Hit, count, quotes
from handlers.flags import Flagged
from handlers.kinds import (
    ASKS_IN_ONE,
    ASKS_WITH_AN_OUTCOME,
    COURTESIES,
    MACHINES,
    MAY_HOLD_ONE,
    MORE_ON_A_CASE,
    NEVER_ALSO,
    PART_OF,
    STOPPING_FLAGS,
    STOPPING_KINDS,
    URGENT,
)
from handlers.likely import ENOUGH
from handlers.listening import listen
from handlers.machines import GateHit, gates
from handlers.opinion import Opinion, kept_shut, moved
from handlers.said import Read
from handlers.sounding import NAMED, SOUNDS, SURELY, SURELY_ONE
from handlers.weighing import Lean
from handlers.words_of_the_whole import hints_of, told_by
from store.messages import Attachment, Cue, Incoming, KnownCase, OfficeDomains, Recognition
from store.terms import Flag, Kind, Quote, WhyNot
from store.terms.codes import names_a_question

MARGIN = 0.03  # a kind that leads by less than this is not named
IN_DOUBT = 0.33  # how likely the kinds that are not answered may be together before nothing is answered
ALSO = 2.5  # evidence of its own with which a second matter is named
CUES, READS = 0.4, 6.0  # what cues and examples count for a second matter
A_PERSONS = frozenset({Flag.PRISON, Flag.DEATH_OR_SERIOUS_INJURY, Flag.DISCRIMINATION})  # no machine speaks of these
WORDED = frozenset({"says_it_is_away", "says_automatic"})  # gates that rest on first words alone
MOST_REASONS = 12
SAYS_SO = 0.2  # how far a message must read like the examples of a kind for its sentence to be shown as a reason
ONE_SAYS_SO = 0.5  # how far one sentence must read like them where the rest of the message says nothing of any kind
OURS, SURELY_OURS = 0.8, 0.9  # how likely a colleague's mail must be the office's, the second where it names a caller
NOTE = 40  # words of a note that hands on whatever caller it names
WHOLE_SAYS_SO = 0.5  # how likely a kind must be by the whole message where no word of it speaks for the kind
DOUBT = 1.5  # evidence with which what looks like a machine's goes to a person rather than to the machines' mail

READS_LIKE = "reads like what others wrote in such a letter"

MACHINERY = ("text/calendar", "application/ics", "message/", "text/rfc822-headers")
DMARC_DATA = re.compile(
    r"[^!]{1,100}![^!]{1,100}!\d{9,11}!\d{9,11}(?:![^!]{1,40})?\.(?:xml|zip|gz|xml\.gz)", re.IGNORECASE
)


def recognise(
    incoming: Incoming,
    known_case: KnownCase | None,
    office: OfficeDomains,
    cues: CueTable,
    own_ids: frozenset[str] = frozenset(),
    *,
    opinion: Opinion | None = None,
) -> Recognition:
    """What the message is taken to be, how surely, by which words, and why nothing automatic may answer it, if so.

    `own_ids` are the Message-IDs of letters we sent. A message that says too little is UNCLEAR, with two guesses.
    An `opinion` is heard where no gate has spoken; it may move scores a little, and opens and clears nothing.
    """
    passed = gates(incoming, office, cues, own_ids)
    for hit in passed:
        if hit.kind is not None:
            return _machine(hit.kind, passed)
    read, weighed, flagged = listen(incoming, known_case, office, cues, passed)
    said = _conclude(read, weighed, flagged, passed)
    if opinion is None or passed:
        return said
    likely_kinds = opinion(incoming.subject, incoming.new_text, sorted({hit.cue.name for hit in read.hits}))
    after = _conclude(read, replace(weighed, scores=moved(weighed.scores, likely_kinds)), flagged, passed)
    return kept_shut(said, after)


def _machine(kind: Kind, passed: tuple[GateHit, ...]) -> Recognition:
    """A message that is a machine's or our own: its words are not read, because nobody meant them for us."""
    return Recognition(
        kind,
        0.99,
        reasons=tuple(hit.quote for hit in passed[:MOST_REASONS]),
        gates=tuple(hit.code for hit in passed),
        why_not=passed[0].why_not,
    )


def _conclude(read: Read, weighed: Weighed, flagged: Flagged, passed: tuple[GateHit, ...]) -> Recognition:
    """The kind the evidence names, or UNCLEAR where it names none, and everything that follows for answering."""
    scores, flags = weighed.scores, flagged.flags
    kind = max(Kind, key=lambda one: scores[one])
    ranked = sorted((one for one in Kind if scores[one] > 0 and one is not Kind.UNCLEAR), key=lambda one: -scores[one])
    if scores[kind] < ENOUGH or _as_likely(kind, ranked, weighed, read) or _says_nothing_of(kind, weighed, read):
        kind = Kind.UNCLEAR
    if weighed.sounds.automatic and not read.known and kind not in MACHINES:
        kind = Kind.UNCLEAR
    if kind is Kind.APPLICATION and _to_many(passed) and not (read.references or read.outcome):
        kind = Kind.UNCLEAR  # a newsletter speaks of reviews too
    if kind is Kind.THANKS and flags & (A_PERSONS | {Flag.LITIGATION}):
        kind = Kind.UNCLEAR  # whoever thanks and tells of a prison, a death or a court says more than thanks
    also: tuple[Kind, ...] = ()
    if kind is Kind.UNCLEAR or kind in MACHINES:
        kind = _otherwise(kind, read, weighed, flags, passed)
    else:
        also = _also(kind, ranked, weighed, read)
    if kind in (Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE):
        flags -= {Flag.NON_ENGLISH}  # nobody need translate it
    guesses = tuple(ranked[:2]) if kind is Kind.UNCLEAR else ()
    if read.role == "own" and not _ours_to_file(kind, read, weighed, passed):
        guesses, kind, also = tuple(dict.fromkeys((*ranked[:1], Kind.INTERNAL))), Kind.UNCLEAR, ()
    return Recognition(
        kind,
        round(scores[kind], 3),
        (
            *_reasons(read, weighed.leans, {kind, *also, *guesses}, flags, passed),
            *told_by(weighed.whole, (kind, *sorted(flags)), read),
        ),
        also,
        flags,
        tuple(hit.code for hit in passed),
        _why_not(kind, also, scores, flags, passed) or (WhyNot.MACHINE if weighed.sounds.automatic else None),
        guesses,
        (
            *quotes(flagged.uneasy, read.texts, read.words),
            *told_by(flagged.whole, sorted(flagged.feared), read),
        ),
        hints_of(weighed.whole, read),
    )


def _as_likely(kind: Kind, ranked: Sequence[Kind], weighed: Weighed, read: Read) -> bool:
    """Whether another kind is as likely, so that nobody can say; two sorts of more on a case are both that."""
    first, second = [*ranked[:2], kind, kind][:2]
    on_a_case = read.known and {first, second} <= MORE_ON_A_CASE
    return first is kind is not second and not on_a_case and weighed.scores[first] - weighed.scores[second] < MARGIN


def _says_nothing_of(kind: Kind, weighed: Weighed, read: Read) -> bool:
    """Whether no word speaks for the kind, and neither the whole nor anything that came with the words does."""
    if kind in MACHINES and weighed.sounds.as_one >= SURELY_ONE:
        return False
    beside = read.outcome or read.references or read.ours or read.known or read.role != "public"
    if weighed.whole is not None and kind not in MACHINES:
        beside = beside or weighed.whole.kinds.get(kind, 0.0) >= WHOLE_SAYS_SO
    if beside or weighed.said.get(kind, 0.0) > 0 or _share(weighed, kind) >= SAYS_SO:
        return False
    return kind not in weighed.leans or weighed.leans[kind].most < ONE_SAYS_SO


def _otherwise(kind: Kind, read: Read, weighed: Weighed, flags: frozenset[Flag], passed: Sequence[GateHit]) -> Kind:
    """What a message is whose words say nothing, or a machine's: that, or what its envelope suggests.

    A person looks where it brings a file or speaks of a risk, and where a likely machine speaks of some matter.
    """
    suggested = next((hit.otherwise for hit in passed if hit.otherwise is not None), kind)
    likely = any(hit.likely for hit in passed)
    if read.brought and not likely:
        return Kind.UNCLEAR  # somebody typed or said it, whatever program sent it
    if suggested is Kind.AUTOMATIC_REPLY and weighed.sounds.machine is not None and weighed.sounds.as_one >= SOUNDS:
        suggested = weighed.sounds.machine  # no header told which
    if read.role == "own" and not likely and suggested in MACHINES:
        suggested = Kind.INTERNAL
    said = (score for name, score in weighed.sounds.own_words.items() if name not in COURTESIES)
    if likely and (read.denied or flags & A_PERSONS or weighed.sounds.told):
        return Kind.UNCLEAR  # whoever is away says something besides
    if likely and weighed.sounds.unlike and {hit.code for hit in passed if hit.likely} <= WORDED:
        return Kind.UNCLEAR  # it only begins like an absence note
    sure = suggested is Kind.DELIVERY_FAILURE and weighed.scores[suggested] >= SURELY
    sure = sure or (weighed.sounds.as_one >= SURELY_ONE and weighed.said.get(Kind.APPLICATION, 0.0) <= 0)
    doubtful = likely and not sure and max(said, default=0.0) >= DOUBT
    if doubtful or not flags.isdisjoint(URGENT):
        return Kind.UNCLEAR
    if suggested is not Kind.UNWANTED and any(_must_be_seen(attachment) for attachment in read.incoming.attachments):
        return Kind.UNCLEAR
    return suggested


def _must_be_seen(attachment: Attachment) -> bool:
    """Whether a file may be somebody's letter: no calendar entry, returned message, DMARC data, picture in the text."""
    machinery = attachment.content_type.lower().startswith(MACHINERY)
    return not (machinery or attachment.inline or DMARC_DATA.fullmatch(attachment.name))


def _ours_to_file(kind: Kind, read: Read, weighed: Weighed, passed: Iterable[GateHit]) -> bool:
    """Whether a colleague's mail may go where its words say: office business without files, or what they hand on."""
    if any(hit.code == "own_mailbox" for hit in passed):
        return False  # we write no mail to ourselves
    if kind in MACHINES:
        return True
    if kind is Kind.INTERNAL:
        return not (_hands_on(weighed, read) or any(_must_be_seen(one) for one in read.incoming.attachments))
    handed_on = read.references or read.texts["letter"] or weighed.said.get(Kind.APPLICATION, 0.0) > 0
    return kind is Kind.UNCLEAR or (kind is Kind.APPLICATION and bool(handed_on))


def _hands_on(weighed: Weighed, read: Read) -> bool:
    """Whether a colleague may hand on what somebody wants: as a whole, and in a note by its words."""
    if names_a_question(read.incoming.subject):
        return False
    asked = asks_a_colleague(read.incoming.new_text)
    if weighed.whole is None or (asked and count(read.words["body"]) <= NOTE):
        return asked
    as_ours = sum(weighed.whole.kinds.get(kind, 0.0) for kind in (Kind.INTERNAL, *MACHINES))
    return as_ours < (SURELY_OURS if asked else OURS)


def _also(kind: Kind, ranked: Iterable[Kind], weighed: Weighed, read: Read) -> tuple[Kind, ...]:
    """The further matters that must be worked too, each named by cues; a transfer always carries an application."""
    part = PART_OF.get(kind, frozenset())
    found = [
        other
        for other in ranked
        if other is not kind
        and other not in part
        and weighed.said.get(other, 0.0) >= NAMED
        and CUES * weighed.said[other] + READS * _share(weighed, other) >= ALSO
    ]
    if kind in MAY_HOLD_ONE and _asks_too(weighed, read):
        found.insert(0, Kind.APPLICATION)
    if kind is Kind.LEGAL and not read.outcome:
        found = [other for other in found if other is not Kind.APPLICATION]  # who sues us asks for a review in passing
    if kind is Kind.IOPC_TRANSFER and Kind.APPLICATION not in found:
        found.insert(0, Kind.APPLICATION)
    return tuple(other for other in dict.fromkeys(found) if other not in NEVER_ALSO)


def _share(weighed: Weighed, kind: Kind) -> float:
    """How far the message reads like the examples of this kind, between 0 and 1."""
    return weighed.leans[kind].share if kind in weighed.leans else 0.0


def _to_many(passed: Iterable[GateHit]) -> bool:
    """Whether it came through a mailing list."""
    return any(hit.code == "list_header" for hit in passed)


def _asks_too(weighed: Weighed, read: Read) -> bool:
    """Whether one sentence asks for a review, where the police's answer, a reference or a letter stands beside it."""
    asks = weighed.leans.get(Kind.APPLICATION)
    if asks is None or not (read.outcome or read.references or read.texts["letter"]):
        return False
    return asks.most >= (ASKS_WITH_AN_OUTCOME if read.outcome else ASKS_IN_ONE)


def _why_not(
    kind: Kind,
    also: Collection[Kind],
    scores: Mapping[Kind, float],
    flags: frozenset[Flag],
    passed: tuple[GateHit, ...],
) -> WhyNot | None:
    """The first reason against answering: a gate, a flag, the kind, a second matter, a kind it may well be."""
    if passed:
        return passed[0].why_not
    for flag, why_not in STOPPING_FLAGS.items():
        if flag in flags:
            return why_not
    grave = [other for other in also if STOPPING_KINDS.get(other) not in (None, WhyNot.INFORMATION_RIGHTS, WhyNot.KIND)]
    for each in (kind, *grave):
        if each in STOPPING_KINDS:
            return STOPPING_KINDS[each]
    perhaps = {each: scores[each] for each in STOPPING_KINDS if each not in also}
    if sum(perhaps.values()) >= IN_DOUBT:
        return STOPPING_KINDS[max(perhaps, key=perhaps.__getitem__)]
    return None


def _reasons(
    read: Read,
    leans: Mapping[str, Lean],
    kinds: set[Kind],
    flags: frozenset[Flag],
    passed: tuple[GateHit, ...],
) -> tuple[Quote, ...]:
    """The words that say so, the weightiest first: of the kinds, then of the flags, then of the gates; each once."""
    names = {str(kind) for kind in kinds} | {str(flag) for flag in flags}
    telling = [hit for hit in read.hits if hit.cue.name in names and hit.cue.weight > 0]
    for kind in kinds & leans.keys():
        one = leans[kind]
        if one.share >= SAYS_SO and one.place:
            cue = Cue("kinds", kind, READS_LIKE, (), READS / 2 * one.share)
            telling.append(Hit(cue, one.place, one.start, one.end))
    telling.sort(key=lambda hit: (hit.cue.table != "kinds", -hit.cue.weight, -(hit.end - hit.start)))
    once: dict[tuple[str, str], Hit] = {}
    for hit in telling:
        once.setdefault((hit.cue.name, hit.cue.says), hit)
    chosen = list(once.values())[:MOST_REASONS]
    return (*quotes(chosen, read.texts, read.words), *(hit.quote for hit in passed))
