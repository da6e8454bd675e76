"""How likely each kind is in one message, with the rules that no fitted weight overrules; names no kind itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.beside import has_own_matter, says_more_than_thanks
from handlers.envelope import is_answer
from handlers.evidence import CueTable, count
from handlers.impression import Impression, text_of, together
from handlers.kinds import COURTESIES, MACHINES, OF_A_FORCE
from handlers.likely import ENOUGH, ONE_LINE, inputs, likely
from handlers.machines import GateHit
from handlers.police_answer import names_a_force, tells_of_an_answer
from handlers.said import Read
from handlers.sounding import MEANT, NAMED, Sounding, sounding
from handlers.weighing import MOST_CUES, Lean, among, lean, weigh
from store.terms import Kind

CERTAIN = 9.0  # cues that say so whatever else is said
PLAINLY = 0.75  # how likely a request must be by its words before only a person may call it something else
AGREED = 0.95  # how likely something else must be as a whole, with its sentences, to be that all the same
SAID = 0.5  # and where the police's answer or its reference stands beside it
THANKS_ALONE = 0.9  # how likely thanks must be as a whole before only a plain word says that they are more
DENIED = 0.05  # what a matter counts that is named only to say that it is not wanted, or that a table rules out
REQUESTED = 4.0  # cues of a request with which thanks are more than thanks
SELDOM = 0.25  # what a force's kinds count from elsewhere: seldom does one write from an address nobody knows
THANKED = 0.4  # and how likely thanks must be by their words
LONG = 200  # words, and what looks like a machine's is a letter
_NOT_ASKED = frozenset({"not", "dont", "never", "no", "withdraw", "withdrawn", "withdrawing", "papers", "your"})
ABROAD = 0.9  # how likely a kind must be as a whole in another language, of which the examples know nothing
UNREAD = (Kind.THANKS, Kind.UNWANTED, Kind.INTERNAL)  # what lies where nobody must look
BESIDE = 0.01  # what another body's matter counts where the police answered a complaint
ELSEWHERE = 6.5  # cues from which a matter is another body's


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for each kind: the cues, the examples, and how likely it is by both and by what is known beside.

    `whole` is what the message says as a whole, where somebody has read it so; of our own people's mail no kind is
    likelier for it, and it only tells whether that is office business. `sounds`: how far it sounds like a machine's.
    """

    said: Mapping[str, float]
    leans: Mapping[str, Lean]
    scores: Mapping[Kind, float]
    sounds: Sounding
    whole: Impression | None = None


def weigh_kinds(read: Read, cues: CueTable, passed: Sequence[GateHit], whole: Impression | None = None) -> Weighed:
    """What speaks for each kind in a message that is not certainly a machine's, by its parts and as a whole."""
    doubtful = any(hit.likely for hit in passed)
    said = weigh(read, "kinds", echo=doubtful)
    ours = read.role == "own" and not doubtful  # what a program of our own office says is office business
    suggested = frozenset() if ours or read.brought else MACHINES & {hit.otherwise for hit in passed}
    heard = lean(read, cues)
    leans = among(heard, MACHINES - suggested)  # the rest of a letter speaks for itself
    answered = _answered(read)
    if answered and said.get(Kind.MISDIRECTED, 0.0) > MOST_CUES:
        said[Kind.MISDIRECTED] = MOST_CUES  # no table is certain of another body where the police answered as well
    certain = any(score >= CERTAIN for score in said.values())  # what a table says for certain nobody outvotes
    parts = likely(inputs(read, said, leans, passed), cues.weights)
    plainer = doubtful or read.role != "public"  # offices' own words are, and what a gate takes for a machine's
    heard_whole = None if plainer or (read.non_english and not _believed(whole)) else whole
    scores = together(parts, None if certain else heard_whole)
    ruled_out = {hit.cue.name for hit in read.hits if hit.cue.table == "kinds" and hit.cue.weight <= -CERTAIN}
    scores.update({Kind(name): DENIED * scores[Kind(name)] for name in read.denied | ruled_out})
    if read.role == "public":
        scores.update({kind: SELDOM * scores[kind] for kind in OF_A_FORCE})
    if answered:
        scores = _not_sent_elsewhere(scores)
    foremost = max(scores, key=scores.__getitem__)
    if foremost is Kind.UNWANTED and read.role == "public" and has_own_matter(read.incoming.new_text):
        scores[Kind.UNCLEAR] = 1.0  # somebody's own matter over what a program or a firm adds to every mail
    elif foremost is Kind.WITHDRAWAL and _only_our_subject_withdraws(read):
        scores[Kind.UNCLEAR] = 1.0  # we spoke of it, not they
    elif _hides_a_request(foremost, parts, said, read, heard_whole) and not _plainly(foremost, heard_whole, heard):
        scores[Kind.UNCLEAR] = 1.0  # a request that words tell plainly is not lost to how the rest reads
    elif foremost is Kind.UNCLEAR and _asks_in_few_words(said, read):
        scores[Kind.APPLICATION] = 1.0  # its subject asks, and there is hardly more
    sounds = sounding(read, cues, said, heard, parts, whole)
    shut = MACHINES - suggested
    if sounds.is_one and sounds.machine and not suggested:
        scores = {
            kind: sounds.as_one if kind is sounds.machine else (1 - sounds.as_one) * score
            for kind, score in scores.items()
        }
        shut -= {sounds.machine}
    if suggested:
        shut |= {Kind.INTERNAL}  # a machine of ours is a machine
    if doubtful:
        shut |= COURTESIES
    scores.update(dict.fromkeys(shut, 0.0))
    if read.non_english and not doubtful and shut & MACHINES == MACHINES - suggested:
        _in_another_language(scores, said, None if sounds.automatic else heard_whole)
    for name, score in said.items():
        if score >= CERTAIN:
            scores[Kind(name)] = min(1.0, scores[Kind(name)] + 0.5)
    if said.get(Kind.MISDIRECTED, 0.0) >= ELSEWHERE and not (read.references and _says(heard_whole, Kind.APPLICATION)):
        every = (Kind.MISDIRECTED, Kind.APPLICATION, Kind.NEW_COMPLAINT)
        scores[Kind.MISDIRECTED] = min(1.0, sum(scores[kind] for kind in every))
        scores[Kind.APPLICATION] = scores[Kind.NEW_COMPLAINT] = 0.0
    if read.known and read.role != "own" and not (doubtful and count(read.words["body"]) <= LONG):
        _on_a_case(scores, read)
    return Weighed(said, leans, scores, sounds, whole if ours else heard_whole)


def _answered(read: Read) -> bool:
    """Whether somebody tells that the police answered a complaint of theirs, and no force names itself but ours.

    What another force answered is reviewed by others.
    """
    text, named = text_of(read), (hit.cue for hit in read.hits if hit.cue.name == Kind.MISDIRECTED)
    another = any(cue.not_for for cue in named) or names_a_force(text, read.force_words)
    if read.role != "public" or another:
        return False
    return read.outcome or tells_of_an_answer(read.incoming.subject, text)


def _not_sent_elsewhere(scores: Mapping[Kind, float]) -> dict[Kind, float]:
    """The kinds, together 1, where a review may be due whatever other body is told of; in doubt a person looks."""
    beside = {kind: BESIDE * score if kind is Kind.MISDIRECTED else score for kind, score in scores.items()}
    every = sum(beside.values())
    shares = {kind: score / every for kind, score in beside.items()}
    if max(shares, key=shares.__getitem__) is Kind.MISDIRECTED:
        shares[Kind.UNCLEAR] = 1.0
    return shares


def _plainly(kind: Kind, whole: Impression | None, heard: Mapping[str, Lean]) -> bool:
    """Whether the message as a whole and its sentences agree on what it is; of thanks nobody is so sure."""
    if whole is None or kind not in heard or kind is Kind.THANKS:
        return False
    return whole.kinds.get(kind, 0.0) >= AGREED and heard[kind].share >= SAID


def _hides_a_request(
    kind: Kind, parts: Mapping[Kind, float], said: Mapping[str, float], read: Read, whole: Impression | None
) -> bool:
    """Whether words ask plainly for a review in what would be called something else; thanks are filed unread."""
    if kind is Kind.THANKS and _says_more(said, parts, read, whole):
        return True
    enough = SAID if read.references or read.outcome else PLAINLY
    return kind is not Kind.APPLICATION and parts[Kind.APPLICATION] >= enough


def _only_our_subject_withdraws(read: Read) -> bool:
    """Whether nothing but the subject that a message answers speaks of withdrawing."""
    places = {hit.place for hit in read.hits if hit.cue.table == "kinds" and hit.cue.name == Kind.WITHDRAWAL}
    return places == {"subject"} and is_answer(read.incoming.subject)


def _asks_in_few_words(said: Mapping[str, float], read: Read) -> bool:
    """Whether hardly anything is said but a request: a subject over a scan, a picture or a link."""
    others = (score for name, score in said.items() if name != Kind.APPLICATION)
    few = count(read.words["body"]) <= ONE_LINE and not _NOT_ASKED.intersection(read.words["subject"])
    return few and said.get(Kind.APPLICATION, 0.0) >= MOST_CUES > max(others, default=0.0)


def _says_more(said: Mapping[str, float], parts: Mapping[Kind, float], read: Read, whole: Impression | None) -> bool:
    """Whether what reads like thanks says, or may well say, something else in its text.

    Where it is thanks through and through, only a plain word of something else counts.
    """
    if says_more_than_thanks(read.incoming.new_text):
        return True
    if whole is not None and whole.kinds.get(Kind.THANKS, 0.0) >= THANKS_ALONE:
        return False
    others = (score for name, score in said.items() if name not in (Kind.THANKS, Kind.APPLICATION))
    asked = (hit for hit in read.hits if hit.cue.name == Kind.APPLICATION and hit.place != "subject")
    asks = said.get(Kind.APPLICATION, 0.0) >= REQUESTED
    asks = asks and sum(hit.cue.weight for hit in asked if hit.cue.table == "kinds") >= REQUESTED
    return asks or max(others, default=0.0) >= MEANT or parts[Kind.THANKS] < THANKED


def _says(whole: Impression | None, kind: Kind) -> bool:
    """Whether the message as a whole says plainly that it is of a kind."""
    return whole is not None and whole.kinds.get(kind, 0.0) >= AGREED


def _believed(whole: Impression | None) -> bool:
    """Whether a message in another language is read plainly enough as a whole, and would not be filed unread."""
    kinds = whole.kinds if whole is not None else {Kind.UNCLEAR: 1.0}
    plainly = max(kinds, key=kinds.__getitem__)
    return kinds[plainly] >= ABROAD and plainly not in (Kind.UNCLEAR, *UNREAD, *MACHINES)


def _in_another_language(scores: dict[Kind, float], said: Mapping[str, float], whole: Impression | None) -> None:
    """Changes how likely each kind is where the letter is not in English, as the examples are.

    What is read plainly as a whole is believed; otherwise its cues speak.
    """
    if whole is not None:
        scores.update(whole.kinds)
        return
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
