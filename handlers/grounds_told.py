"""Which sentences of a letter tell why its writer is unhappy with the outcome; reads words, decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from handlers.grounds_form import signs_off
from handlers.grounds_signs import (
    CLOSING,
    DISAGREES,
    FORM,
    NOTHING,
    OF_THE_INCIDENT,
    OF_THE_OUTCOME,
    SAYS_BECAUSE,
    names_outcome,
    weight,
)
from handlers.passages import Passage
from handlers.sentences import is_item, sentences

_READ = 20_000  # characters of one passage in which reasons are looked for
_MOST = 600  # sentences that are weighed
_APART = 300  # characters between two reasons, with a paragraph that gives none, beyond which they are not one span
_FAR = 700  # characters between two reasons beyond which they are not one span
_TAIL = 300  # characters of what is added to a reason in its own paragraph
_BRIEF = 80  # characters of a sentence that only says that what stands above is the reason
_LEADS_ON = re.compile(
    r"(?::|\b(?:these|this|follows?|grounds|reasons|points|(?:two|three|four|five|six|several) things|below|short|"
    r"simple|briefly)[.,]?)\s*$"
)
_GOES_ON = re.compile(
    r"(?:and|but|so|well|which|it|that|this|those|these|not|nor|none|neither|he did|she did|they did|then|again|"
    r"recorded|even|yet|because)\b"
)

_ANSWERS = re.compile(
    r"(?:no|not true|untrue|rubbish|wrong|(?:he|she|they|it|i|we) (?:did|was|were|had|have|never)(?: ?n[o']?t)?"
    r"(?: so)?)[.!]*"
)


class Said(NamedTuple):
    """A sentence and what it says of why somebody is unhappy."""

    start: int
    end: int
    paragraph: int
    weight: int


class Told(NamedTuple):
    """From where to where reasons go, and how much they say."""

    start: int
    end: int
    much: int


def told(passage: Passage, start: int, end: int) -> Told | None:
    """Where a letter tells why, None where it does not: the reasons that say most and stand together."""
    said = _above_the_name(weighed(passage, start, min(end, start + _READ)), passage)
    if said and passage.folded[said[-1].start : said[-1].end].rstrip(" '\"“").endswith(":"):
        said.pop()  # it announces what is not there, or not the writer's
    best = max((one.weight for one in said), default=NOTHING)
    least = DISAGREES if best >= DISAGREES else OF_THE_INCIDENT
    blocks = list(_blocks(passage, said, [number for number, one in enumerate(said) if one.weight >= least]))
    if not blocks:
        return None
    first, last = max(reversed(blocks), key=lambda one: _sum(said[one[0] : one[1] + 1]))
    much = _sum(said[first : last + 1])
    first = _first_of_the_outcome(said, first, last)
    first, last = _begun(passage, said, first), _ended(passage, said, last)
    return Told(said[first].start, said[last].end, much)


def _above_the_name(said: list[Said], passage: Passage) -> list[Said]:
    """What stands above the end of a letter, without its small print."""
    for number, one in enumerate(said):
        if number * 2 > len(said) and signs_off(passage.folded[one.start : one.end]):
            return said[:number]
    return said


def _sum(said: Sequence[Said]) -> int:
    """How much sentences say together; one that is sure outweighs many that are not."""
    return sum(one.weight**2 for one in said if one.weight > NOTHING)


def _first_of_the_outcome(said: Sequence[Said], first: int, last: int) -> int:
    """The first reason in the first paragraph that surely speaks of the outcome, if there is one."""
    sure = next((one.paragraph for one in said[first : last + 1] if one.weight >= OF_THE_OUTCOME), None)
    return next(
        (
            number
            for number in range(first, last + 1)
            if said[number].paragraph == sure and said[number].weight > DISAGREES
        ),
        first,
    )


def weighed(passage: Passage, start: int, end: int) -> list[Said]:
    """Each sentence with its weight; what stands in a paragraph after the outcome was named is said of it."""
    found: list[Said] = []
    named, here = False, -1
    for one in islice(sentences(passage, start, end), _MOST):
        folded = passage.folded[one.start : one.end]
        named = names_outcome(folded) or (named and one.paragraph == here)
        here = one.paragraph
        found.append(Said(*one, weight(passage.text[one.start : one.end], folded, of_outcome=named)))
    return found


def _blocks(passage: Passage, said: Sequence[Said], reasons: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Reasons that stand so near each other that they are one, as the first and last of their sentences."""
    because = next((number for number in reasons if said[number].weight == SAYS_BECAUSE), len(said))
    if because < len(said) and not _announces(passage, said, because):
        because = len(said)
    first = last = -1
    for number in reasons:
        if first >= 0 and _parted(said[last], said[number], begins=number == because):
            yield first, last
            first = -1
        first, last = (number if first < 0 else first), number
    if first >= 0:
        yield first, last


def _announces(passage: Passage, said: Sequence[Said], number: int) -> bool:
    """Whether a sentence says that reasons come, and they do."""
    one = said[number]
    more = number + 1 < len(said) and said[number + 1].paragraph == one.paragraph
    return more or one.end - one.start > _BRIEF or _leads_on(passage, one)


def _leads_on(passage: Passage, one: Said) -> bool:
    return _LEADS_ON.search(passage.folded, max(one.start, one.end - 40), one.end) is not None


def _parted(one: Said, other: Said, *, begins: bool) -> bool:
    """Whether one reason is too far above another, or that says first of all that now the reasons come."""
    apart, paragraphs = other.start - one.end, other.paragraph - one.paragraph
    told = max(one.weight, other.weight) >= DISAGREES
    return (paragraphs > 0 and (begins or not told)) or apart > (_APART if paragraphs > 1 else _FAR)


def _begun(passage: Passage, said: Sequence[Said], first: int) -> int:
    """The first reason, the sentence above it that it goes on from, or the first item of the list it stands in."""
    if first and said[first - 1].weight == DISAGREES and not _parted(said[first - 1], said[first], begins=False):
        first -= 1
    here = said[first].paragraph
    above = said[first - 1] if first and not is_item(passage, said[first].start) else None
    if above and above.paragraph == here and above.weight in (NOTHING, OF_THE_INCIDENT):
        goes_on = _GOES_ON.match(passage.folded, said[first].start) is not None
        first -= goes_on or _ANSWERS.fullmatch(passage.folded, above.start, above.end) is not None
    begins = first
    while first and said[first - 1].weight > FORM and said[first - 1].paragraph == here:
        first -= 1
        if is_item(passage, said[first].start):
            begins = first
    return begins


def _ended(passage: Passage, said: Sequence[Said], last: int) -> int:
    """The last reason, or the last of what is added to it: the rest of its paragraph, or the list it announces."""
    end, announced = last, _leads_on(passage, said[last])
    for number in range(last + 1, len(said)):
        one, above = said[number], said[end]
        listed = is_item(passage, one.start) and (announced or is_item(passage, above.start))
        near = one.paragraph == said[last].paragraph and one.end - said[last].end <= _TAIL
        if (
            one.weight == CLOSING
            or (one.weight == FORM and not (listed and announced))
            or not (near or listed or announced)
        ):
            break
        end, announced = number, announced and listed
    return end
