"""How far a message reads like a machine's, though no header says so; names no other kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.advice import without_advice
from handlers.beside import tells_of_a_machine
from handlers.envelope import head_of, is_answer, is_passed_on
from handlers.evidence import CueTable, find, words_of
from handlers.impression import Impression
from handlers.kinds import MACHINES
from handlers.said import Read
from handlers.weighing import Lean, weigh
from store.terms import Kind

SURELY_ONE = 0.9  # how likely a machine must have written it, as a whole, before it is filed as a machine's
LIKELY = 0.6  # how likely a matter must be by its words to be a person's however much like a machine's it reads
SURELY = 0.97  # how far a message must read like a machine's before words alone make it one
SOUNDS = 0.75  # how far it must before a message that shows no other sign of a machine is not answered
BOTH = 0.6  # and how far its sentences must, beside the whole, so that both together are sure
UNLIKE = 0.25  # and how little, before one that only begins as machines do goes to a person
PERHAPS = 0.5  # and where it says in a mail server's words that a letter did not arrive, or answers in its own language
HEARD = 0.15  # how far a message reads like the examples of a kind that it may be of
MEANT = 3.0  # cues with which a matter is meant, though all else reads like a machine's
MEANT_WELL = 5.0  # and though it reads so through and through
NAMED = 1.5  # cues with which a matter is named, not only brushed
A_LITTLE, FEW = 0.45, 20  # how far a short answer must by its sentences, and how many words that is
OPENS = 12  # words, among which a machine has begun to say what it says
ECHO = 12  # signs of a subject that are no chance where the text has them too
_REFERENCE = re.compile(r"[\[(]?\bpcr/\d{4}/\d+[\])]?", re.IGNORECASE)
_A_SUBJECT = re.compile(
    r"\s*(?:(?:original(?: message)?|message) )?(?:subject|betreff|objet(?: du message)?|asunto|oggetto|assunto|temat|"
    r"emne|ämne|onderwerp|konu|subiect|тема)\s*:",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"\b(?:mailbox|inbox|address|account|box)\b[^.!?\n]{0,40}\b(?:no longer|not|never) (?:being )?"
    r"(?:monitored|in use|used|read|looked at|checked)\b",
    re.IGNORECASE,
)
_A_PERSONS = re.compile(r"\b(?:my|me|mine)\b")


@dataclass(frozen=True, slots=True)
class Sounding:
    """Which machine's a message reads like and how likely a machine wrote it; nobody's where it is passed on.

    `automatic`: no answer goes to it; `is_one`: it is filed as that machine's. `own_words` are the cues it is judged
    by: where it reads like a machine's, not those of the subject, which is somebody else's. `unlike`: neither by its
    sentences nor as a whole does it read like one. `told`: it tells of a machine's mail, or of what came of it.
    """

    machine: Kind | None
    as_one: float
    automatic: bool
    is_one: bool
    own_words: Mapping[str, float]
    unlike: bool
    told: bool


def sounding(
    read: Read,
    cues: CueTable,
    said: Mapping[str, float],
    heard: Mapping[str, Lean],
    parts: Mapping[Kind, float],
    whole: Impression | None,
) -> Sounding:
    """How the message sounds: by its first sentences, as a whole, and beside what matters its words name."""
    machine, as_one = as_a_machines(whole, read, cues)
    in_parts = sum(heard[kind].share for kind in MACHINES if kind in heard)
    unlike = whole is not None and max(as_one, in_parts) < UNLIKE
    if as_one >= SOUNDS and in_parts >= BOTH:
        as_one = max(as_one, SURELY)
    foreign = read.non_english and is_answer(read.incoming.subject)  # its English words are the subject of ours
    own_words = said if as_one < SOUNDS and not foreign else _of_its_own(read, cues)
    means = max(own_words.values(), default=0.0) >= (MEANT if as_one < SURELY else MEANT_WELL)
    means = means or (as_one >= SURELY and own_words.get(Kind.APPLICATION, 0.0) > NAMED)
    begins = _begins_like(heard, said, read)
    enough = SURELY_ONE if means else PERHAPS if foreign else SOUNDS
    automatic = begins is not None or as_one >= enough
    if begins is not None and heard[begins].share >= SURELY:
        machine, as_one = begins, 1.0
    matters = (kind for kind in parts if kind not in (Kind.UNCLEAR, Kind.UNWANTED, *MACHINES))
    meant = max((parts[kind] for kind in matters if _named(kind, own_words, heard)), default=0.0)
    told = read.role == "public" and tells_of_a_machine(read.incoming.new_text)
    is_one = machine is not None and as_one >= SURELY_ONE and not (means or told)
    is_one = is_one and (meant < LIKELY or as_one >= SURELY)
    automatic = automatic or _answers_like_one(read, in_parts)
    return Sounding(machine, as_one, automatic, is_one, own_words, unlike, told)


def _answers_like_one(read: Read, in_parts: float) -> bool:
    """Whether some words in answer to ours ask nothing and read rather like a machine's: nobody need hear of them."""
    text = read.incoming.new_text
    answers = bool(read.incoming.in_reply_to) or is_answer(read.incoming.subject)
    return answers and read.role == "public" and in_parts >= A_LITTLE and len(text.split()) <= FEW and "?" not in text


def as_a_machines(whole: Impression | None, read: Read, cues: CueTable) -> tuple[Kind | None, float]:
    """Which machine's a message is as a whole, and how likely a machine wrote it; nobody's where it is passed on."""
    if whole is None or is_passed_on(read.incoming.subject):
        return None, 0.0
    shares = {kind: whole.kinds.get(kind, 0.0) for kind in MACHINES}
    machine, as_one = max(shares, key=shares.__getitem__), sum(shares.values())
    if as_one >= PERHAPS and _says_not_delivered(read, cues):
        return Kind.DELIVERY_FAILURE, max(as_one, SURELY)
    if machine is Kind.DELIVERY_FAILURE and _CLOSED.search(read.incoming.new_text):
        return Kind.AUTOMATIC_REPLY, as_one  # it came, and nobody reads it there
    return machine, as_one


def _says_not_delivered(read: Read, cues: CueTable) -> bool:
    """Whether its first words are those by which mail servers say that a letter did not arrive."""
    head = head_of(read.incoming.new_text)
    if _A_PERSONS.search(head):
        return False
    return any(phrase in head for phrase in cues.machines.get(("bounce", "body_has"), ()))


def _of_its_own(read: Read, cues: CueTable) -> dict[str, float]:
    """What the cues say apart from the subject, wherever it is repeated, and from what anybody is told to do."""
    held = {hit.cue for hit in read.hits}
    plain = without_advice(_without_echo(read.incoming.new_text, read.incoming.subject))
    hits = (hit for hit in find(words_of(plain, cues), "body", cues) if hit.cue in held)
    return weigh(replace(read, hits=tuple(hits)), "kinds")


def _without_echo(text: str, subject: str) -> str:
    """The text without what it repeats of the subject, which in a machine's mail was somebody else's."""
    for part in {subject, subject.rpartition(": ")[2], _REFERENCE.sub("", subject.rpartition(": ")[2])}:
        if len(part.strip()) >= ECHO:
            text = re.sub(re.escape(part.strip()), " ", text, flags=re.IGNORECASE)
    return "\n".join(line for line in text.split("\n") if not _A_SUBJECT.match(line))


def _begins_like(heard: Mapping[str, Lean], said: Mapping[str, float], read: Read) -> Kind | None:
    """Which machine a message sounds like from its beginning, where nothing else is meant.

    People say such things at the end, and pass them on.
    """
    passed_on = is_passed_on(read.incoming.subject)
    like = max((kind for kind in MACHINES if kind in heard), key=lambda one: heard[one].share, default=None)
    if passed_on or read.non_english or like is None or heard[like].share < SOUNDS or heard[like].start > OPENS:
        return None
    return None if max(said.values(), default=0.0) >= (MEANT if heard[like].share >= SURELY else NAMED) else like


def _named(kind: Kind, said: Mapping[str, float], heard: Mapping[str, Lean]) -> bool:
    """Whether any words speak for a kind: a cue, or sentences that read like its examples."""
    return said.get(kind, 0.0) > 0 or (kind in heard and heard[kind].share >= HEARD)
