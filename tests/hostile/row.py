"""What a row of the list of bad input promises, in the project's own words; runs nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

CONFIRM, UNSURE, URGENT = "1 To do.Confirm new requests", "1 To do.Unsure", "1 To do.Urgent"
BOUNCED, COULD_NOT_READ = "1 To do.Bounced", "1 To do.Could not read"
MACHINES, UNWANTED, FILED = "6 Filed.Machines", "6 Filed.Held as unwanted", "6 Filed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one mail: kind and why not, both "" where it is not read and may be answered; its folder.

    `letters` is how many leave because of it. `shown` are words that must stand where a person sees them: among the
    reasons, questions and labels.
    """

    kind: str
    why_not: str
    folder: str
    opens: bool
    letters: int
    shown: tuple[str, ...] = ()


ACCEPTED = Outcome("application", "", CONFIRM, opens=True, letters=1)


def silent(why_not: str, folder: str = CONFIRM, kind: str = "application") -> Outcome:
    """A request for a review: its case opens, nothing answers by itself, and a person is asked to."""
    return Outcome(kind, why_not, folder, opens=True, letters=0, shown=("Acknowledge this by hand",))


def aside(sentence: str) -> Outcome:
    """The message is not read; it waits, whole, where people find what could not be read."""
    return Outcome("", "unreadable", COULD_NOT_READ, opens=False, letters=0, shown=(sentence,))


def filed(kind: str, why_not: str, folder: str, *shown: str, letters: int = 0) -> Outcome:
    """No case opens; the message lies in this folder."""
    return Outcome(kind, why_not, folder, opens=False, letters=letters, shown=shown)


def showing(outcome: Outcome, *shown: str) -> Outcome:
    """The same, and these words are before a person's eyes."""
    return replace(outcome, shown=(*outcome.shown, *shown))


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a row with what must become of it; `missing` says why that is not so yet."""

    row: int
    name: str
    raw: bytes
    outcome: Outcome
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Proved:
    """A row, or what a mail alone cannot show of it, that a story elsewhere proves: the test's file and name."""

    row: int
    test: str


@dataclass(frozen=True, slots=True)
class Later:
    """What a row asks of a part that does not exist yet, and why it cannot be shown before."""

    row: int
    why: str
