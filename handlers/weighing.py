"""How much a message's words, and what is known beside them, speak for each kind and flag; names no kind itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.envelope import belongs
from handlers.evidence import CueTable, Hit, find, is_english, words_of
from store.messages import Cue, Incoming, KnownCase, OfficeDomains
from store.terms import Flag, Kind

ENOUGH = 2.0  # evidence below this names no kind
ALSO = 2.5  # a second matter needs this much of its own
FLAGGED = 1.0  # evidence that sets a flag in mail from the public
FLAGGED_BY_OFFICES = 3.0  # and in mail from offices, whose papers speak of such things every day
REPEATED = 0.25  # what a further phrase of one row adds, and at most twice as much
COURTESY = 1.0  # other evidence beside which thanks are a courtesy
SHORT = 60  # words of a letter that may be nothing but thanks
ONE_LINE = 15  # words, and they are hardly anything else
LONG = 200  # words, and what looks like a machine's is a letter
ON_A_CASE = 2.0  # what a message on a known case is, where its words say nothing else

YEAR_OF_REFERENCE = re.compile(r"/\d\d\b(?!/)")
BEFORE_THE_YEAR = re.compile(r"\b(?:([A-Za-z]{2,3})/(\d{2,6})|([A-Z]{2,3}) ?(\d{3,6}))$")
OUR_PREFIX = "PCR/"


@dataclass(frozen=True, slots=True)
class Read:
    """A message as its words were read: who may be speaking, the texts by place, and every cue that stands in them."""

    incoming: Incoming
    role: str
    known: bool
    texts: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    hits: tuple[Hit, ...]
    references: frozenset[str]


def read_words(incoming: Incoming, known_case: KnownCase | None, office: OfficeDomains, cues: CueTable) -> Read:
    """The message's words, place by place, and the cues that hold for this sender and this force."""
    role = _role(incoming, office)
    texts = {
        "subject": incoming.subject,
        "body": incoming.new_text,
        "files": "\n".join(attachment.name for attachment in incoming.attachments),
        "sender": f"{incoming.sender_name}\n{incoming.sender}",
    }
    words = {place: words_of(text, cues) for place, text in texts.items()}
    force = frozenset(part for domain in office.force for label in domain.lower().split(".") for part in _parts(label))
    hits = (hit for place, said in words.items() for hit in find(said, place, cues))
    known = known_case is not None and (known_case.sender_is_party or role != "public")
    return Read(
        incoming,
        role,
        known,
        texts,
        words,
        tuple(hit for hit in hits if _holds(hit.cue, role, force)),
        _references(f"{incoming.subject}\n{incoming.new_text}"),
    )


def _parts(label: str) -> tuple[str, ...]:
    """A label of a domain, and its pieces: "leics-police" is also "leics"."""
    return (label, *label.split("-"))


def _role(incoming: Incoming, office: OfficeDomains) -> str:
    """Who is speaking, by the domain of the one author; in doubt the public, whose words count most."""
    domain = incoming.sender.rpartition("@")[2]
    for role, domains in (("force", office.force), ("iopc", office.iopc), ("own", office.own)):
        if domain and belongs(domain, domains):
            return role
    return "public"


def _holds(cue: Cue, role: str, force: frozenset[str]) -> bool:
    """Whether a cue counts for this speaker and this office."""
    if cue.senders and role not in cue.senders:
        return False
    if cue.only_for and force.isdisjoint(cue.only_for):
        return False
    return not (cue.not_for and not force.isdisjoint(cue.not_for))


def _references(text: str) -> frozenset[str]:
    """The complaint references of a force in a text (PC/01234/26, PC 1234/26); our own are none."""
    found = set()
    for year in YEAR_OF_REFERENCE.finditer(text):
        before = BEFORE_THE_YEAR.search(text[max(0, year.start() - 12) : year.start()])
        if before:
            kind, number = (part for part in before.groups() if part)
            found.add(f"{kind.upper()}/{int(number)}{year.group()}")
    return frozenset(reference for reference in found if not reference.startswith(OUR_PREFIX))


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
    scores: dict[str, float] = {}
    for cue, share, phrases in rows.values():
        repeated = min(phrases - 1, 2) * REPEATED
        scores[cue.name] = scores.get(cue.name, 0.0) + cue.weight * share * (1 + repeated)
    return scores


def _share(read: Read, place: str, echo: bool) -> float:
    """How much a place counts: a new subject says what the mail is about, an answer's subject is somebody else's."""
    if place != "subject":
        return 1.0
    answer = read.incoming.in_reply_to or read.incoming.subject.lower().startswith(("re:", "aw:"))
    return 0.5 if echo or answer else 1.25


def in_context(scores: Mapping[str, float], read: Read, *, machine: bool = False) -> dict[Kind, float]:
    """The scores with what is known beside the words: whose mail it is, a case, references, files, the length.

    `machine`: it is likely a machine's, so a short text that says nothing is nothing, on a known case too.
    """
    weighed = {kind: scores.get(kind, 0.0) for kind in Kind}
    others = max(score for kind, score in weighed.items() if kind is not Kind.THANKS)
    if others >= COURTESY or len(read.words["body"]) > SHORT:
        weighed[Kind.THANKS] = 0.0  # a courtesy in a letter about something else
    elif weighed[Kind.THANKS] and len(read.words["body"]) <= ONE_LINE:
        weighed[Kind.THANKS] += 1.0
    reading = {"public": _from_public, "force": _from_force, "iopc": _from_iopc}.get(read.role)
    if reading is not None:
        reading(weighed, read, ON_A_CASE if not machine or len(read.words["body"]) > LONG else 0.0)
    return weighed


def _from_public(weighed: dict[Kind, float], read: Read, on_a_case: float) -> None:
    """Changes the scores of a letter from the public: on a known case little is new, without one most things are."""
    if read.references and weighed[Kind.APPLICATION] > 0:
        weighed[Kind.APPLICATION] += 0.75
    if read.known:
        weighed[Kind.APPLICATION] *= 0.4
        weighed[Kind.OUTCOME_DISPUTE] *= 1.25
        if not weighed[Kind.THANKS] and (read.words["body"] or read.incoming.attachments):
            weighed[Kind.FURTHER_REPRESENTATIONS] += on_a_case
    else:
        weighed[Kind.FURTHER_REPRESENTATIONS] *= 0.5
    if weighed[Kind.MISDIRECTED] >= ENOUGH:
        weighed[Kind.MISDIRECTED] += max(weighed[Kind.APPLICATION], weighed[Kind.NEW_COMPLAINT], 0.0)
    if weighed[Kind.APPLICATION] >= ALSO:
        weighed[Kind.NEW_COMPLAINT] *= 0.5
        weighed[Kind.ADJUSTMENT_REQUEST] *= 0.5
        weighed[Kind.FURTHER_REPRESENTATIONS] *= 0.5
        weighed[Kind.PROGRESS_CHASE] *= 0.6
    if weighed[Kind.CHIEF_OFFICER_COMPLAINT] >= ENOUGH or weighed[Kind.COMPLAINT_ABOUT_US] >= ENOUGH:
        weighed[Kind.NEW_COMPLAINT] *= 0.25
    for later in (Kind.PROGRESS_CHASE, Kind.FURTHER_REPRESENTATIONS):
        if weighed[Kind.WITHDRAWAL] >= ALSO or weighed[Kind.OUTCOME_DISPUTE] >= ALSO:
            weighed[later] *= 0.5
    for grave in (Kind.INFORMATION_RIGHTS, Kind.LEGAL, Kind.PRESS, Kind.ELECTED_REPRESENTATIVE):
        if weighed[grave] >= ALSO:
            weighed[grave] += 1.0
    if read.references and weighed[Kind.UNWANTED] < 4.0:
        weighed[Kind.UNWANTED] *= 0.5


def _from_force(weighed: dict[Kind, float], read: Read, on_a_case: float) -> None:
    """Changes the scores of a letter from the force: with files on a known case it is most likely papers."""
    if read.known and max(weighed.values()) < ENOUGH:
        likely = Kind.PAPERS if read.incoming.attachments else Kind.FORCE_QUERY
        weighed[likely] += on_a_case
    elif read.incoming.attachments:
        weighed[Kind.PAPERS] += 0.75
    if weighed[Kind.PAPERS_EXTENSION] >= ENOUGH and not read.incoming.attachments:
        weighed[Kind.PAPERS] *= 0.5
    if weighed[Kind.RECOMMENDATION_RESPONSE] >= ENOUGH:
        weighed[Kind.PAPERS] *= 0.5
    if weighed[Kind.APPLICATION] >= ENOUGH and not read.known:
        weighed[Kind.FORCE_QUERY] += weighed[Kind.APPLICATION] + 1.0  # the force only hands it on


def _from_iopc(weighed: dict[Kind, float], read: Read, _on_a_case: float) -> None:
    """Changes the scores of a letter from the IOPC: what is no transfer and no data return is correspondence."""
    weighed[Kind.IOPC_CORRESPONDENCE] += 1.5 if read.known else 1.0
    if weighed[Kind.IOPC_TRANSFER] >= ENOUGH or weighed[Kind.INTERNAL] >= ENOUGH:
        weighed[Kind.IOPC_CORRESPONDENCE] *= 0.5
    if weighed[Kind.APPLICATION] >= ENOUGH:
        weighed[Kind.IOPC_TRANSFER] += weighed[Kind.APPLICATION] + 1.0  # the IOPC only hands it on
    weighed[Kind.LEGAL] = weighed[Kind.INFORMATION_RIGHTS] = weighed[Kind.THIRD_PARTY] = 0.0


def flags_of(read: Read, cues: CueTable) -> frozenset[Flag]:
    """Every flag whose evidence is enough; for the public the four that call a person need hardly any."""
    enough = FLAGGED if read.role == "public" else FLAGGED_BY_OFFICES
    flags = {Flag(name) for name, score in weigh(read, "flags").items() if score >= enough}
    if not is_english(read.words["body"], cues):
        flags.add(Flag.NON_ENGLISH)
    if len(read.references) > 1:
        flags.add(Flag.MULTIPLE_REFERENCES)
    return frozenset(flags)
