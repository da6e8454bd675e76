"""What people say of a case for the figures alone: whether the complaint was investigated, and what it was about.

Whoever writes the outcome is asked once for what has not been said. No letter waits for it, it can be said of a case
that has ended, and it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from handlers.allegation_groups import GROUPS, codes
from handlers.told import Told, refuse
from store.messages import CaseView, Question, Ruling
from store.terms import Owner, Theme

FOR_THE_FIGURES = "for_the_figures"
"""The code of the question for what has not been said yet."""
INVESTIGATION, OTHER = "investigation", "other"
_ASKED_WITHIN = 10
_BY_LIMB: Mapping[str, str] = MappingProxyType(
    {
        "force or an assault": "B4",
        "discrimination": "F",
        "a sexual matter": "J",
        "misuse of police records": "D",
        "corruption, theft or a planted or forged record": "G",
    }
)
"""Which code the words that bear on a limb of the review-body test point to."""


def investigated(told: Told) -> Ruling:
    """The complaint was investigated, so it is a review under Schedule 3 paragraph 25."""
    return _said(told, "the complaint was investigated", review_kind=INVESTIGATION)


def not_investigated(told: Told) -> Ruling:
    """The complaint was handled otherwise than by investigation, so it is a review under Schedule 3 paragraph 6A."""
    return _said(told, "the complaint was not investigated", review_kind=OTHER)


def allegations(told: Told) -> Ruling:
    """The complaint was about these groups of the IOPC's, and about no others."""
    found = codes(told.act.value)
    if not found:
        return refuse(f"Say the letters, with or without a number: allegations REF B4 H. There are: {_letters()}.")
    return _said(told, f"the complaint was about {', '.join(found)}", allegations=" ".join(found))


def _letters() -> str:
    return ", ".join(f"{letter} {title.lower()}" for letter, title in GROUPS.items())


def _said(told: Told, what: str, **sets: str) -> Ruling:
    if all(getattr(told.case, name) == value for name, value in sets.items()):
        return Ruling()
    return Ruling(why=f"{told.by} said that {what}.", sets=dict(sets), settles=settled(told.case, **sets))


def settled(case: CaseView, **sets: str) -> tuple[str, ...]:
    """The codes of questions that nothing is left of once these fields of the case are so."""
    return () if tuple(_missing(replace(case, **sets))) else (FOR_THE_FIGURES,)  # type: ignore[arg-type]  # by name


def asked(told: Told, outcome: str = "") -> tuple[Question, ...]:
    """One question for all that has not been said of a case with this outcome, none where nothing is missing."""
    case = replace(told.case, outcome=outcome or told.case.outcome)
    missing = tuple(_missing(case))
    if not missing:
        return ()
    text = f"For the figures, say by a mail: {'; '.join(missing)}. No letter waits for it."
    return (Question(FOR_THE_FIGURES, text, Owner.CASE_OWNER, told.within(_ASKED_WITHIN)),)


def _missing(case: CaseView) -> Iterator[str]:
    """What has not been said, each as it can be said."""
    if not case.review_kind:
        yield f"“investigated {case.reference}” or “not investigated {case.reference}”"
    if not case.allegations:
        yield f"“allegations {case.reference}” and what the complaint was about, such as B4 H ({_letters()})"
    if case.outcome == "upheld" and not case.themes:
        yield f"“theme {case.reference}” and why it was upheld ({', '.join(Theme)})"


def suggested(case: CaseView) -> tuple[str, str]:
    """The code that words of the request point to, and these words with their place; nothing where one was said."""
    if case.allegations:
        return "", ""
    for name, source in case.sources.items():
        for says, code in _BY_LIMB.items():
            if name.startswith("limb ") and source.endswith(f"({says})"):
                return code, source
    return "", ""
