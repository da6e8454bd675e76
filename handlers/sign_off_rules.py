"""Which letters one more person signs than would have to, and why: the rules an office makes; lowers nothing.

A draw is by hashes of office, month, letter and case, so it knows no chance and anybody can draw it again; and nobody
draws anew by giving a letter up and having it written once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from handlers.working_days import in_words
from store.messages import AddedSignature
from store.terms import Approval

_FINE = 10_000
"""A draw is made in hundredths of one in a hundred."""


@dataclass(frozen=True, slots=True)
class SignOffRule:
    """One rule: `letters` () for every letter that a person has to agree to, `person` "" for everybody.

    Exactly one of `first`, `percent` and `until` says which of these letters are signed as well, by whoever has the
    role, or may decide what `signer` names.
    """

    letters: tuple[str, ...]
    person: str
    signer: str
    first: int | None = None
    percent: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A letter that somebody wants written: its name, by whom ("" for nobody by name), what it needs without any rule.

    It is `about` a case, by its reference, or about a message; `left` is how many letters of this name by this person
    have left already.
    """

    letter: str
    person: str
    needs: Approval
    about: str
    on: date
    left: int = 0


def applying(rules: Iterable[SignOffRule], one: Drafted) -> tuple[SignOffRule, ...]:
    """The rules that speak of this letter by this person, in their order, whether or not they ask for more of it."""
    return tuple(rule for rule in rules if _speaks_of(rule, one))


def added(rules: Iterable[SignOffRule], one: Drafted, office: str) -> AddedSignature | None:
    """What the first rule that asks for a signature says; None where none does. `office` begins its references."""
    for rule in applying(rules, one):
        if because := _why(rule, one, office):
            return AddedSignature(rule.signer, because)
    return None


def seed_of(office: str, on: date) -> str:
    """The seed of every draw of a month."""
    return f"{office} {on:%Y-%m}"


def is_drawn(seed: str, letter: str, about: str, percent: int) -> bool:
    """Whether a letter about a case is among so many in a hundred; the same for whoever asks, and whenever."""
    drawn = int(sha256("\n".join((seed, letter, about)).encode()).hexdigest(), 16) % (100 * _FINE)
    return drawn < percent * _FINE


def _speaks_of(rule: SignOffRule, one: Drafted) -> bool:
    named = one.letter in rule.letters if rule.letters else one.needs is not Approval.BY_ITSELF
    return named and rule.person.casefold() in ("", one.person.casefold())


def _why(rule: SignOffRule, one: Drafted, office: str) -> str:
    """Why the rule asks for a signature of this letter, "" where it does not."""
    whose = one.person or "nobody by name"
    if rule.first is not None and one.left < rule.first:
        return f"one of the first {rule.first} of its kind by {whose}; {one.left} left before it"
    if rule.percent is not None and is_drawn(seed := seed_of(office, one.on), one.letter, one.about, rule.percent):
        return f"drawn at random, {rule.percent} in 100, seed {seed}"
    if rule.until is not None and one.on <= rule.until:
        return f"looked at until {in_words(rule.until)}, written by {whose}"
    return ""
