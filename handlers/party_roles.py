"""Which part somebody seems to have in a case beside the complainant, by their own words; suggests and decides nothing.

Only what people say of themselves counts, for everybody in these letters writes about officers and witnesses. One who
speaks for an officer is the Federation before they are the officer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handlers.turns import GAP, patterns, turn
from store.messages import Incoming
from store.terms import PartyRole, Quote

_I_AM = r"\b(?:i am|i'm|i was|speaking as|writing as|i write as|i write to you as)"
_RELATIVE = (
    r"(?:mother|mum|father|dad|parents?|sister|brother|son|daughter|wife|husband|widow|widower|partner|aunt|uncle|"
    r"grandmother|grandfather|cousin|niece|nephew|next of kin)"
)
_RANK = r"(?:pc|ps|dc|ds|di|dci|t/?ps|a/?ps|constable|sergeant|sgt|inspector|insp|pcso|dso)"
_FED = r"fed(?:eration)?'?s?"
_OFFICER = r"(?:officers?|pc|ps|dc|sergeant|constable|inspector)"
_CONCERNED = r"(?:complained|subject|concerned|involved|named|in question|under)"

WORDS: Mapping[PartyRole, tuple[str, ...]] = MappingProxyType(
    {
        PartyRole.FEDERATION: (
            rf"{_I_AM} (?:an? |the |your |his |her |their )?(?:local |branch |force |metropolitan |met )?(?:police )?"
            rf"{_FED} (?:rep(?:resentative)?|friend|officer|secretary|lead)\b",
            rf"\b(?:police|{_FED}) (?:rep(?:resentative)?|friend) (?:for|of|to) (?:the |this |my )?"
            rf"(?:{_OFFICER}|member)\b",
            rf"{_I_AM} (?:the |his |her |their )?police friend\b",
            rf"\b(?:on behalf of|i (?:act|speak) for|i represent|i am representing|we represent|we act for)"
            rf" (?:my|our|the) (?:federation )?(?:member|{_OFFICER})\b",
            rf"\b{_FED} rep(?:resentative)?\b{GAP}\bbranch\b",
            rf"\bsuperintendents'? association\b{GAP}\b(?:member|behalf)\b",
        ),
        PartyRole.OFFICER: (
            rf"{_I_AM} (?:one of )?(?:the|an) (?:police )?{_OFFICER} (?:(?:who|that) (?:is|was|has been|are|were) )?"
            rf"(?:being )?{_CONCERNED}\b",
            rf"{_I_AM} (?:the )?(?:officer )?subject (?:to|of) (?:this|the|a) (?:complaint|review)",
            r"\b(?:complaints?|allegations?)(?: (?:that )?(?:was|were|has been|have been|is))?(?: made)?"
            r" (?:against|about) (?:me|myself)\b",
            r"\b(?:complained|complaining) (?:about|of) me\b",
            r"\bi (?:was|am) the (?:arresting|attending|investigating|custody|stopping) (?:officer|sergeant)",
            r"\bmy (?:warrant|collar|shoulder) (?:number|no)\b",
            r"\bmy (?:own )?(?:body[- ]worn|bwv)\b",
        ),
        PartyRole.INTERESTED_PERSON: (
            rf"{_I_AM} (?:the |his |her |their )?{_RELATIVE}\b{GAP}\b(?:late|deceased|died|killed|injured)\b",
            rf"\bmy late {_RELATIVE}\b",
            rf"\bmy {_RELATIVE} (?:was killed|died|was (?:badly |seriously )?(?:injured|hurt)) (?:in|during|at|by)\b",
            rf"{_I_AM} (?:an |the )?interested (?:person|party)\b",
            rf"{_I_AM} (?:the |his |her )?next of kin\b",
            r"\bi was (?:also |myself )?(?:badly |seriously )?(?:injured|hurt|knocked down) (?:in|during|at|by|that)\b",
        ),
        PartyRole.WITNESS: (
            rf"{_I_AM} (?:an? |the )?(?:eye ?|independent |key )?witness\b",
            r"\bi (?:was there|was standing|was present) (?:when|that|and saw)\b",
            r"\bi (?:saw|witnessed|filmed|recorded|watched) (?:what happened|it happen|everything|how (?:he|she|they)"
            r"|the (?:whole |entire )?(?:incident|arrest|stop|thing|search))\b",
            r"\bi (?:gave|made|have given|have made) a (?:witness )?statement (?:to|about|as)\b",
        ),
    }
)
"""What people say who have this part, as patterns over their words; the first role that fits leads."""
_SIGNED = re.compile(
    rf"^[ \t]*{_RANK}\.? (?:[a-z]{{0,2}}\d{{2,6}}[a-z]{{0,2}}\b|[^\n]{{2,40}}\b\d{{3,6}}\b)|"
    r"\b(?:warrant|collar|shoulder) (?:number|no\.?)[: ]+\w{0,2}\d{2,6}",
    re.MULTILINE | re.IGNORECASE,
)
_LINES_AT_THE_END = 8
_END = 2_000  # characters of a mail among which its signature stands
_PATTERNS = MappingProxyType({role: patterns(words) for role, words in WORDS.items()})
CALLED: Mapping[str, str] = MappingProxyType(
    {
        PartyRole.COMPLAINANT: "the complainant",
        PartyRole.REPRESENTATIVE: "the complainant's representative",
        PartyRole.OFFICER: "the officer",
        PartyRole.FEDERATION: "the Federation",
        PartyRole.INTERESTED_PERSON: "an interested person",
        PartyRole.WITNESS: "a witness",
    }
)
"""How people call whoever has this part."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A part somebody may have in a case, with the words that say so."""

    role: PartyRole
    quote: Quote


def suggested(incoming: Incoming) -> Suggested | None:
    """The part that the writer of a mail seems to have, or None; a signature with rank and number says officer."""
    for role, wanted in _PATTERNS.items():
        if said := turn(incoming, wanted, f"as {CALLED[role]} says it"):
            return Suggested(role, said.quote)
    end = "\n".join(incoming.new_text[-_END:].splitlines()[-_LINES_AT_THE_END:])
    if not _SIGNED.search(end):
        return None
    return Suggested(PartyRole.OFFICER, Quote("a rank and a number", "signature", "as an officer signs"))
