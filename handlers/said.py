"""A message as its words are read: who may be speaking, and which cues stand in which place; weighs nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.authors import nobody_reads
from handlers.denied import denied
from handlers.envelope import belongs, has_word, is_answer, is_passed_on
from handlers.evidence import CueTable, Hit, count, find, is_english, words_of
from handlers.force_references import force_references
from handlers.leanings import Unit, units
from handlers.letters import gives_outcome, quotes_outcome
from handlers.passages import passage
from store.messages import Cue, Incoming, KnownCase, OfficeDomains
from store.terms import Kind

PASSING_NOTE = 40  # words over what is passed on, where the subject says so
PASSING_WORDS = 15  # and where it does not
COVER_NOTE = 30  # words beside which a letter that is brought says what a mail is about
LONGEST_LETTER = 20_000  # characters
LETTERHEAD = 1_200  # characters within which a letter says who wrote it
SAYS_WHOSE = 9.0  # the weight of cues that name a force
_PASTED = re.compile(
    r"^[> ]*From: [^\n@]{0,200}@(?P<domain>[\w.-]{1,253})[^\n]{0,200}\n[> ]*(?:Sent|Date|To|Subject): ",
    re.MULTILINE | re.IGNORECASE,
)
_OURS = re.compile(
    r"\bpcr[/ -]?(?:20)?\d\d[/ -]?\d{1,5}\b|(?<![/\w-])00\d{3}(?![/\w-])|"
    r"^re: (?:we have received your|your re(?:quest|view))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A message as its words were read: who may be speaking, the texts by place, and every cue that stands in them."""

    incoming: Incoming
    role: str
    known: bool
    texts: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    units: Mapping[str, Sequence[Unit]]  # the sentences of subject, body and letter
    hits: tuple[Hit, ...]
    references: frozenset[str]
    ours: bool  # it names a reference of ours, or answers a letter of ours
    outcome: bool  # it brings an outcome letter of the force, or passes one on
    non_english: bool
    covers: bool  # it says next to nothing beside the letter it brings
    denied: frozenset[str] = frozenset()  # what it names only to say that it is not wanted
    force_words: frozenset[str] = frozenset()  # what the office's own force is called in its mail domains
    brought: bool = False  # a program of our own hands on what somebody said


def read_words(incoming: Incoming, known_case: KnownCase | None, office: OfficeDomains, cues: CueTable) -> Read:
    """The message's words, place by place, and the cues that hold for this sender and this force."""
    role = _role(incoming, office, cues)
    if role in ("own", "force"):
        incoming = _whole_of_it(incoming, office)
    letter, outcome, letters = _brought(incoming, office)
    body = words_of(incoming.new_text, cues)
    covers = bool(letter) and role in ("public", "own") and count(body) <= COVER_NOTE
    if covers or (role in ("own", "force") and _pastes(incoming, office)):
        role = "public"  # a colleague or a scanner that hands on somebody's letter is not its writer
    texts = {
        "subject": incoming.subject,
        "body": incoming.new_text,
        "letter": letter if role == "public" else "",
        "outcome": letters if role == "public" else "",
        "files": "\n".join(attachment.name for attachment in incoming.attachments),
        "sender": f"{incoming.sender_name}\n{incoming.sender}",
    }
    words = {place: body if place == "body" else words_of(text, cues) for place, text in texts.items()}
    force = office.force_words
    found = [hit for place, said in words.items() for hit in _found(said, place, cues, covers=covers)]
    hits = tuple(hit for hit in dict.fromkeys(_meant(found, words, cues)) if _holds(hit.cue, role, force))
    whole = f"{incoming.subject}\n{incoming.new_text}"
    known = known_case is not None and (known_case.sender_is_party or role != "public")
    return Read(
        incoming,
        role,
        known,
        texts,
        words,
        {place: units(words[place]) for place in ("subject", "body", "letter")},
        hits,
        frozenset(one.value for one in force_references((passage("text", whole),))),
        _OURS.search(whole) is not None,
        role == "public" and outcome,
        not is_english(words["letter" if covers else "body"], cues),
        covers,
        _denied(found, hits),
        force,
        role == "public" and belongs(incoming.sender.rpartition("@")[2], office.own),
    )


def _whole_of_it(incoming: Incoming, office: OfficeDomains) -> Incoming:
    """The message with what its sender only passes on, which is no earlier message of theirs."""
    short = len(incoming.new_text.split()) <= PASSING_WORDS and not is_answer(incoming.subject)
    whole = replace(incoming, new_text=incoming.text)
    return whole if short and incoming.text != incoming.new_text and _pastes(whole, office) else incoming


def _pastes(incoming: Incoming, office: OfficeDomains) -> bool:
    """Whether a short note stands over somebody else's message, by the lines that mail programs put before one."""
    head = _PASTED.search(incoming.new_text)
    most = PASSING_NOTE if is_passed_on(incoming.subject) else PASSING_WORDS
    if head is None or len(incoming.new_text[: head.start()].split()) > most:
        return False
    domain = head["domain"].lower()
    return not any(belongs(domain, ours) for ours in (office.own, office.force, office.iopc))


def _brought(incoming: Incoming, office: OfficeDomains) -> tuple[str, bool, str]:
    """The words of the files that are no outcome letter, whether there is one, and how those that are begin."""
    letters, outcome, heads = [], quotes_outcome(passage("text", incoming.text), office), []
    for file in incoming.attachments:
        if file.text and gives_outcome(passage(file.name, file.text)):
            outcome = True
            heads.append(file.text[:LETTERHEAD])
        elif file.text:
            letters.append(file.text[:LONGEST_LETTER])
    return "\n\n".join(letters)[:LONGEST_LETTER], outcome, "\n\n".join(heads)[:LONGEST_LETTER]


def _found(said: Sequence[str], place: str, cues: CueTable, *, covers: bool) -> Iterator[Hit]:
    """The cues in a place; a letter says what the mail is about where the mail only covers it, and of danger always."""
    if place not in ("letter", "outcome"):
        yield from find(said, place, cues)
        return
    for hit in find(said, "body", cues):
        if place == "outcome" and hit.cue.name == Kind.MISDIRECTED and abs(hit.cue.weight) >= SAYS_WHOSE:
            yield replace(hit, place=place)  # whose letter it is: another force's, or our own's
        elif place == "letter" and (covers or hit.cue.table == "flags"):
            yield replace(hit, place=place)


def _denied(found: Sequence[Hit], meant: Sequence[Hit]) -> frozenset[str]:
    """What is oftener denied than meant."""
    named = Counter(hit.cue.name for hit in found if hit.cue.deniable)
    wanted = Counter(hit.cue.name for hit in meant if hit.cue.deniable)
    return frozenset(name for name, times in named.items() if times > 2 * wanted[name])


def _meant(found: Iterable[Hit], words: Mapping[str, Sequence[str]], cues: CueTable) -> Iterator[Hit]:
    """The cues without those that are denied where they stand, wherever they stand again."""
    for hit in found:
        said = words[hit.place]
        if not hit.cue.deniable or not denied(said, hit.start, hit.end):
            yield hit
            continue
        again = (one for one in find(said[hit.end :], "body", cues) if one.cue is hit.cue)
        moved = (replace(one, place=hit.place, start=one.start + hit.end, end=one.end + hit.end) for one in again)
        yield from (one for one in moved if not denied(said, one.start, one.end))


def _role(incoming: Incoming, office: OfficeDomains, cues: CueTable) -> str:
    """Who is speaking, by the domain of the one author; in doubt the public, whose words count most.

    Our own scanner, voicemail and web form bring what the public says.
    """
    local, _, domain = incoming.sender.rpartition("@")
    if belongs(domain, office.own) and _brings(incoming, local, domain, cues):
        return "public"
    for role, domains in (("force", office.force), ("iopc", office.iopc), ("own", office.own)):
        if domain and belongs(domain, domains):
            return role
    return "public"


def _brings(incoming: Incoming, local: str, domain: str, cues: CueTable) -> bool:
    """Whether a program of ours hands on what somebody said: by its name, its machine's, or what it calls it."""
    if any(has_word(name, cues.machines, "bringer") for name in (local, domain.split(".")[0])):
        return True
    called = cues.machines.get(("bringer", "subject_has"), ())
    return nobody_reads(local.lower()) and any(name in incoming.subject.casefold() for name in called)


def _holds(cue: Cue, role: str, force: frozenset[str]) -> bool:
    """Whether a cue counts for this speaker and this office."""
    if cue.senders and role not in cue.senders:
        return False
    if cue.only_for and force.isdisjoint(cue.only_for):
        return False
    return not (cue.not_for and not force.isdisjoint(cue.not_for))
