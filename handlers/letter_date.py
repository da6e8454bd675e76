"""The date of the force's final letter among all the dates said to be its; keeps contradictions, guesses none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.dates import dates
from handlers.letter_arrival import arrival, iopc_received
from handlers.letter_head import labelled_dates
from handlers.letter_odds import Likely
from handlers.letter_settled import LIKELY, NO_RIVAL, odds_of, settled
from handlers.letter_signs import headed, own_words
from handlers.letters import OutcomeLetter
from handlers.outcome import Said, fact, said_dates, same_day
from handlers.outcome_words import Role
from handlers.passages import Passage, passage
from store.messages import Attachment, Fact
from store.terms import Quote

_NAMED_SO = re.compile(r"outcome|decision|final letter|final response")
_OF_A_REVIEW = re.compile(r"review|appeal|apply|application|deadline|last day|28|twenty.eight")
_LOOSE = re.compile(r"e-?mail|reply|response|answer|report")  # a word for many letters, of which one gives the outcome
_ODD = ("weekday_disagrees", "month_first")  # a date is read and may be another
_BY_POST = re.compile(r"\bpost|door|envelope|stamp|letter ?box|royal mail")
_POSTED = re.compile(r"sent|posted|postmark|provided|given|issued|served")
_AGAIN = re.compile(r"e-?mailed|gave")  # an outcome is told so too, and the letter that went astray is sent so again
_ASTRAY = re.compile(
    r"\b(?:wrong|old|former|previous|last|another|incorrect) (?:address|flat|house|postcode|street)\b|\bastray\b|"
    r"\b(?:posted|sent|went|addressed)\b[^.!?\n]{0,60}\bin error\b|\bre-?sent\b|\bsent (?:it |me it )?again\b|"
    r"\b(?:days|counted|count|run|runs) from today\b|\ban address (?:which |that )?(?:we|they) knew\b"
)
_GREETING = re.compile(r"^[ \t]*(?:dear|to whom)\b", re.MULTILINE)
_ONLY_A_DATE = re.compile(r"^[ \t]*(?:\w+day,? )?\d{1,2}(?:[ ./-]?\w{1,9}){2}[ \t]*$", re.MULTILINE)
_HEAD = 600  # characters at the top of somebody's letter in which its own date stands


@dataclass(frozen=True, slots=True)
class LetterDates:
    """The date of the outcome letter and of what is told beside it."""

    letter_on: Fact[date] | None
    every: tuple[Fact[date], ...]
    arrived_on: Fact[date] | None
    complaint_made_on: Fact[date] | None
    iopc_received_on: Fact[date] | None
    deadline: Fact[date] | None
    doubts: tuple[Fact[str], ...]


@dataclass(slots=True)
class _Told:
    """The dates of one writer's text by what they are said to be."""

    dated: list[Fact[date]] = field(default_factory=list)
    surely: list[Fact[date]] = field(default_factory=list)
    loosely: list[Fact[date]] = field(default_factory=list)
    numbered: list[Fact[date]] = field(default_factory=list)
    near: list[Fact[date]] = field(default_factory=list)
    sent: list[Fact[date]] = field(default_factory=list)
    posted: list[Fact[date]] = field(default_factory=list)
    arrived: list[Fact[date]] = field(default_factory=list)
    came: list[Fact[date]] = field(default_factory=list)
    complaint: list[Fact[date]] = field(default_factory=list)
    deadline: list[Fact[date]] = field(default_factory=list)
    came_the_same_day: Quote | None = None
    arrival_is_vague: bool = False
    doubts: list[Fact[str]] = field(default_factory=list)

    @property
    def tiers(self) -> tuple[list[Fact[date]], ...]:
        """The dates that may be the letter's, the surest first; a day of arrival is, unless the letter came by post."""
        return self.dated, self.surely, self.loosely, self.numbered, self.near, self.sent, self.came


def letter_dates(
    body: Passage,
    subject: Passage,
    quoted: Passage,
    documents: Sequence[Passage],
    files: Sequence[Attachment],
    letters: Sequence[OutcomeLetter],
    on: date,
    *,
    joint: bool,
    from_iopc: bool,
    by_office: bool,
    tells: bool,
    ours: bool,
    likely: Sequence[Likely] = (),
) -> LetterDates:
    """The letter's date: on the letter itself, else as a document or the writer tells, else by a file's name.

    Of several applicants' letters it is the earliest, whose time runs out first; of one person's the latest letter is
    the final one; two dates told for one letter are a contradiction and no date. Where the writer does not speak of a
    force's letter (`tells` is false) only the letter, documents and what stands beside the force's reference count.
    What the writer tells is believed as far as it is `likely` (handlers.letter_settled).
    """
    told = _told(body, on, numbered=not tells, surely=by_office or not ours)
    if by_office:
        told.came, told.loosely = [], []  # what an office received, and its many e-mails, are no outcome letters
    labelled = [one for text in (*documents, body) for one in _labelled(text, on, in_prose=text is body)]
    own = [one.dated for one in letters if one.dated]
    doubts = [doubt for one in letters for doubt in one.doubts]
    tier, sources = _surest(own, labelled, told, subject if tells else None, documents, files, quoted, on)
    letter_on, contradicted = _chosen(tier, final=tier is own, joint=joint)
    if tells and tier is not own and tier is not labelled:
        came = [one.value for one in told.arrived]
        letter_on, contradicted = settled(letter_on, told.doubts, likely, on, contradicted=contradicted, arrived=came)
        if letter_on is None and likely:
            told.arrived = [one for one in told.arrived if odds_of(one.value, likely) >= LIKELY]
    told_otherwise = [
        one
        for one in (*told.dated, *told.loosely)
        if letter_on and one.value != letter_on.value and not (likely and odds_of(one.value, likely) < NO_RIVAL)
    ]
    if contradicted or (told_otherwise and not joint):
        doubts += [Fact("contradictory_dates", one.quote) for one in dict.fromkeys((*tier, *told_otherwise))]
    received = next((one for text in (body, *documents) for one in iopc_received(text, on, from_iopc=from_iopc)), None)
    if received:
        told.arrived = [one for one in told.arrived if one.value != received.value]
    arrived_on = arrival(told.arrived, told.posted, told.came_the_same_day, letter_on, on)
    vague = letter_on is None or (told.arrival_is_vague and arrived_on is None)
    doubts += [one for one in told.doubts if vague or one.value in _ODD]
    if letter_on and letter_on.value > on:
        doubts.append(Fact("date_after_receipt", letter_on.quote))
    return LetterDates(
        letter_on,
        tuple(
            dict.fromkeys(
                (
                    *own,
                    *labelled,
                    *told.dated,
                    *told.surely,
                    *told.loosely,
                    *told.numbered,
                    *told.near,
                    *told.sent,
                    *sources,
                )
            )
        ),
        arrived_on,
        next(iter(told.complaint), None),
        received,
        next((one for one in told.deadline if letter_on and one.value > letter_on.value), None),
        tuple(dict.fromkeys(doubts)),
    )


def with_cover(when: LetterDates, went_on: date | None, covered: Fact[date]) -> LetterDates:
    """The same dates beside the force's mail that brought the letter: it came with that, and first went before it."""
    letter_on = when.letter_on
    if went_on and went_on < covered.value and (letter_on is None or letter_on.value == covered.value):
        letter_on = Fact(went_on, covered.quote)
    if letter_on is None or covered.value <= letter_on.value or when.arrived_on:
        return replace(when, letter_on=letter_on)
    return replace(when, letter_on=letter_on, every=tuple(dict.fromkeys((*when.every, letter_on))), arrived_on=covered)


def _surest(
    own: list[Fact[date]],
    labelled: list[Fact[date]],
    told: _Told,
    subject: Passage | None,
    documents: Sequence[Passage],
    files: Sequence[Attachment],
    quoted: Passage,
    on: date,
) -> tuple[list[Fact[date]], list[Fact[date]]]:
    """The dates of the surest source that has any, and those of a source that is asked only where the surer say none.

    What a letter somebody attached tells, the subject and quoted mail are read only then.
    """
    first, *others = told.tiers
    if tier := next((tier for tier in (own, labelled, first, *others) if tier), None):
        return tier, []
    own_letters = [_below_its_head(one) for one in documents if own_words(one) or not headed(one)]
    for text in (*own_letters, subject) if subject else ():
        if tier := next(filter(None, _told(text, on).tiers), None):
            return tier, tier
    if named := _in_names(files, on):
        return named, []
    if quoted.text and subject and (tier := _told(quoted, on).dated):
        return tier, tier
    return [], []


def _told(text: Passage, on: date, *, numbered: bool = False, surely: bool = False) -> _Told:
    """What a text tells; `numbered` is whether only what stands beside a force's reference is believed.

    `surely` is whether what is plainly said of an outcome is believed as well.
    """
    told = _Told()
    for said in said_dates(text, on):
        found, role = said.found, said.role
        if numbered and not (said.numbered or (surely and said.surely)):
            continue
        about_the_letter = role in (Role.DATED, Role.NEAR, Role.SENT, Role.ARRIVED)
        if role is Role.DEADLINE:
            day = found.ahead or found.day
            if day and _OF_A_REVIEW.search(text.folded, *text.sentence(found.start, found.end)):
                told.deadline.append(fact(text, said, day))
        elif about_the_letter and found.doubt:
            told.doubts.append(Fact(found.doubt, text.sentence_quote(found.start, found.end, role.value)))
            told.arrival_is_vague |= role is Role.ARRIVED and found.day is None
        if found.day is None:
            continue
        if about_the_letter:
            _keep(told, text, said, found.day)
            if same_day(text, found):
                told.came_the_same_day = text.sentence_quote(found.start, found.end, Role.ARRIVED.value)
        elif role is Role.COMPLAINT:
            told.complaint.append(fact(text, said, found.day))
    return told


def _keep(told: _Told, text: Passage, said: Said, day: date) -> None:
    """A date of the letter, put to those that are told as surely."""
    one = fact(text, said, day)
    if said.role is Role.DATED:
        (told.loosely if _LOOSE.search(said.word) and not said.surely else told.dated).append(one)
    elif said.role is Role.ARRIVED:
        told.arrived.append(one)
        if not _BY_POST.search(text.folded, *text.sentence(said.found.start, said.found.end)):
            told.came.append(one)
    else:
        role = told.surely if said.surely else told.near if said.role is Role.NEAR else told.sent
        (told.numbered if said.numbered and not said.surely else role).append(one)
        again = _AGAIN.match(said.word) and _ASTRAY.search(text.folded)
        if said.role is Role.SENT and (again or _POSTED.match(said.word)):
            told.posted.append(one)


def _chosen(tier: Sequence[Fact[date]], *, final: bool, joint: bool) -> tuple[Fact[date] | None, bool]:
    """The one date of a tier, and whether its dates contradict each other."""
    days = {one.value for one in tier}
    if len(days) <= 1:
        return next(iter(tier), None), False
    if joint:
        return min(tier, key=lambda one: one.value), False
    return (max(tier, key=lambda one: one.value) if final else None), True


def _below_its_head(document: Passage) -> Passage:
    """Somebody's own letter without the address and the date at its top."""
    greeting = _GREETING.search(document.folded, 0, _HEAD) or _ONLY_A_DATE.search(document.folded, 0, _HEAD)
    return Passage(document.place, document.text[greeting.end() :]) if greeting else document


def _labelled(text: Passage, on: date, *, in_prose: bool) -> list[Fact[date]]:
    """Dates that a form, a table or a log gives the outcome letter."""
    return [
        Fact(one.day, text.sentence_quote(one.start, one.end, "the letter's date"))
        for one in labelled_dates(text, on, in_prose=in_prose)
        if one.day
    ]


def _in_names(files: Sequence[Attachment], on: date) -> list[Fact[date]]:
    """Dates that stand in the name of a file which is called an outcome."""
    found = []
    for file in files:
        name = passage("file name", file.name.replace("_", " "))
        if _NAMED_SO.search(name.folded):
            found += [
                Fact(one.day, name.quote(0, len(name.text), "a file's name"))
                for one in dates(name.folded, on)
                if one.day
            ]
    return found
