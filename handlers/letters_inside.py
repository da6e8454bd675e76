"""A letter that a post room, a scanner or a prison passes on in a mail of its own, and who wrote it; guesses nobody."""

from __future__ import annotations

import re

from handlers.introductions import introduced
from handlers.name_forms import fullest
from handlers.named_beside import beside_prison_numbers
from handlers.names import said_names
from handlers.passages import Passage
from handlers.people import an_officer
from handlers.shown_name import called_like_a_desk
from handlers.signatures import holds_a_post, signed_name
from store.messages import Fact

_PASSED_ON = re.compile(
    r"\b(?:scan|scans|scanned|scanner|scanning|stamped|handwritten|post ?room|text (?:read|recognised|of the letter)|"
    r"typed (?:copy|below|from)|transcri\w+|dictated|letter (?:received|handed in))\b"
)
_THEIRS = re.compile(
    r"\bmy (?:police |own |last )?(?:complaint|review|appeal|application|case)\b|\bi (?:complained|made a complaint|"
    r"do(?:n't| not) agree|disagree|ask (?:you|for)|"
    r"(?:want|would like|wish|request)\b[^.\n]{0,60}\b(?:review\w*|looked|look)\b|"
    r"have (?:had|got|wrote|written)|am writing|wrote)\b"
)
_OWN = re.compile(r"\bmy (?:police |own |last )?(?:complaint|review|appeal)\b")
_PASSES_ON = re.compile(
    r"hmp|prison|inmate|\bwing\b|\bomu\b|scan|post|mailroom|\bmail\b|no-?reply|voicemail|\bfax", re.IGNORECASE
)
_OPENS = re.compile(r"^[ \t]*[\"“](?=\S)", re.MULTILINE)
_CLOSES = re.compile(r"[\"”][ \t]*$", re.MULTILINE)
_HEAD = 300  # characters of a mail within which it says that it passes something on
_SHORTEST = 120  # characters of a letter that stands in quotation marks


def passes_on(sender_name: str, address: str) -> bool:
    """Whether a sender is called like a prison, a post room or a machine that passes letters on."""
    return _PASSES_ON.search(f"{sender_name} {address.rpartition('@')[0]}") is not None


def letter_inside(body: Passage, subject: Passage) -> Passage | None:
    """The letter that a mail passes on: what it quotes as a whole, or all of it where it says so; None where none."""
    first, closes = _OPENS.search(body.text), list(_CLOSES.finditer(body.text))
    if first and closes and closes[-1].start() - first.end() > _SHORTEST:
        quoted = Passage(body.place, body.text[first.end() : closes[-1].start()])
        if _THEIRS.search(quoted.folded):
            return quoted
    said = _PASSED_ON.search(subject.folded) or _PASSED_ON.search(body.folded[:_HEAD])
    return body if said and _THEIRS.search(body.folded) else None


def writer_inside(body: Passage, subject: Passage) -> Fact[str] | None:
    """Who signs the letter of their own that an office's mail passes on; nobody where an official does."""
    letter = letter_inside(body, subject) or (body if _OWN.search(body.folded) else None)
    signed = signed_name(letter, "") if letter else None
    if letter is None or signed is None:
        return None
    if an_officer(letter, letter.text.rfind(signed.value)) or holds_a_post(letter, signed.value):
        return None
    others = [*said_names(letter), *introduced(letter), *beside_prison_numbers(letter)]
    name = fullest(signed, others)
    return name if " " in name.value and not called_like_a_desk(name.value) else None
