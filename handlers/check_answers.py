"""A checklist as a form in a mail, and what somebody wrote in their answer to it; keeps nothing and judges nobody.

    1: yes
    2: no - the letter came a day later
    found: one sentence about all of it

A line begins with the number of its question or its name. What an answer leaves out is left out here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handlers.quality import CHECKLIST, Answer
from store.terms import Check

_SAYS = r"(?P<says>yes|no|n\s?/\s?a|na|not applicable|y|n)"
_IS_NO_ANSWER = r"(?!\s+(?:(?:and|or)\s+(?:no|yes)|problem|issue|concern|objection|doubt|fault|worr|complaint)s?)"
"""What makes another thing of the word before it: "no problem" says that all is well."""
_WHICH = rf"(?P<which>[1-{len(CHECKLIST)}]|{'|'.join(Check)})"
_MARKS = r"[\s>|*\u2022]*"
_DASHES = r"\u2013\u2014-"
_LINE = re.compile(
    rf"^{_MARKS}{_WHICH}\s*[:.)={_DASHES}]+\s*{_SAYS}(?![\w/]){_IS_NO_ANSWER}[\s,.;:{_DASHES}]*(?P<why>.*)$",
    re.IGNORECASE,
)
_UNREAD = re.compile(rf"^{_MARKS}{_WHICH}\s*[:=]\s*(?P<said>\S.*)$", re.IGNORECASE)
_FOUND = re.compile(rf"^{_MARKS}(?:found|finding)\s*[:=]\s*(?P<words>\S.*)$", re.IGNORECASE)
_NEXT_ON_THE_LINE = re.compile(r"[\s,;]+(?=[1-9]\s*[:=]\s*(?:yes|no|n/a)\b)", re.IGNORECASE)
_NUMBERED = re.compile(rf"^{_MARKS}[1-9]\s*[:.)=]")
"""The next question of the form, or its line without an answer: no part of the reason before it."""
_BESIDE = "found"
_LONGEST = 500
"""Characters of a reason that are kept."""
NUMBERS: Mapping[Check, int] = {check: number for number, check in enumerate(CHECKLIST, start=1)}
"""The number of each question in the form."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered so far: to which questions, why, and what they found beside them.

    `unread` are the questions with an answer that is none.
    """

    answers: Mapping[Check, Answer] = field(default_factory=dict)
    reasons: Mapping[Check, str] = field(default_factory=dict)
    found: str = ""
    unread: tuple[Check, ...] = ()

    @property
    def missing(self) -> tuple[Check, ...]:
        """The questions that are not answered, in the order of the list."""
        return tuple(check for check in CHECKLIST if check not in self.answers)

    @property
    def finding(self) -> str:
        """Every reason and what was found beside, as one line."""
        why = (f"{check}: {self.reasons[check]}" for check in CHECKLIST if self.reasons.get(check))
        return "; ".join([*why, *([self.found] if self.found else [])])

    def over(self, before: Given) -> Given:
        """This answer laid over an earlier one; a question that is answered anew loses the reason it had."""
        kept = {check: why for check, why in before.reasons.items() if check not in self.answers}
        answers = {**before.answers, **self.answers}
        return Given(answers, {**kept, **self.reasons}, self.found or before.found, self.unread)

    def left_open_by(self, later: Given) -> Given:
        """Of this answer what one that was given later leaves open."""
        answers = {check: said for check, said in self.answers.items() if check not in later.answers}
        reasons = {check: why for check, why in self.reasons.items() if check in answers}
        return Given(answers, reasons, "" if later.found else self.found)


def form() -> tuple[str, ...]:
    """The questions as lines of a mail, each with a line to answer on."""
    return tuple(
        line for check, asked in CHECKLIST.items() for line in (f"{NUMBERS[check]}. {asked}", f"{NUMBERS[check]}:")
    )


def read(text: str) -> Given:
    """What the lines of somebody's own words answer; the last line about a question counts."""
    return _read(part for line in text.splitlines() for part in _parts(line))


def _parts(line: str) -> list[str]:
    """Several answers on one line, each by itself."""
    return _NEXT_ON_THE_LINE.split(line) if _LINE.match(line) else [line]


def read_in_form(text: str) -> Given:
    """What was written into the form itself, wherever it is quoted."""
    return _read(text.splitlines())


def _read(lines: Iterable[str]) -> Given:
    answers: dict[Check, Answer] = {}
    words: dict[str, str] = {}
    unread: list[Check] = []
    goes_on = ""
    for line in lines:
        rest = line.strip(" \t>|")
        if said := _LINE.match(line):
            goes_on = check = _check(said["which"])
            answers[check], words[check] = _answer(said["says"]), said["why"].strip()
        elif found := _FOUND.match(line):
            goes_on = _BESIDE
            words[_BESIDE] = found["words"].strip()
        elif other := _UNREAD.match(line):
            unread.append(_check(other["which"]))
            goes_on = ""
        elif rest and words.get(goes_on) and not _NUMBERED.match(line):
            words[goes_on] += f" {rest}"
        else:
            goes_on = ""
    kept = {check: words[check][:_LONGEST] for check in answers if words[check]}
    beside = words.get(_BESIDE, "")[:_LONGEST]
    return Given(answers, kept, beside, tuple(check for check in unread if check not in answers))


def _check(which: str) -> Check:
    return tuple(CHECKLIST)[int(which) - 1] if which.isdigit() else Check(which.casefold())


def _answer(says: str) -> Answer:
    first = says[0].casefold()
    if first == "y":
        return Answer.YES
    return Answer.NO if says.casefold() in ("n", "no") else Answer.NOT_ASKED


def sentence(given: Given) -> str:
    """One sentence that names what is still to be answered, "" where nothing is."""
    said = f"What you wrote for {_names(given.unread)} is neither yes, no nor n/a. " if given.unread else ""
    if not given.missing:
        return said.strip()
    kept = "What you answered is kept. " if given.answers else ""
    return f"{said}{kept}Still to be answered: {_names(given.missing)}."


def _names(checks: Iterable[Check]) -> str:
    return ", ".join(f"{NUMBERS[check]} ({check})" for check in checks)
