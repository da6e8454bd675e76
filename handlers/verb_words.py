"""The verbs as people type and read them: one line each, and which one some words begin with; does nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from handlers.reviewing import RESPONSES
from handlers.validity import GROUNDS
from store.messages import Verb
from store.terms import Stage, Theme

_V = Verb
MEANINGS: Mapping[Verb, str] = MappingProxyType(
    {
        _V.ACCEPT: "It is ours, in time and there is a right to it; the police are asked for their papers.",
        _V.OURS: "The review is ours.",
        _V.TIME: "The outcome was provided --on that day; whether it is in time follows by the law.",
        _V.ASK_MORE: "Prepare the letter that asks them for what is missing, or for your WORDS; --on is their date.",
        _V.ASK_CONSENT: "Prepare the letter that asks a representative for written consent.",
        _V.ASK_REASONS: "Prepare the letter that asks why the request came late.",
        _V.ASK_POLICE: "Ask the police for papers.",
        _V.CHASE_POLICE: "Ask the police again for what is missing.",
        _V.PAPERS_COMPLETE: "The papers are all here.",
        _V.PAPER_ITEM: "An item of our request: WORDS such as “item 3 received”, not held, withheld or not needed.",
        _V.MORE_TIME: "The police have until --on; the second time a caseworker says so, then the manager.",
        _V.UNIT: "The papers are with that unit of the police: its name as WORDS. It is asked instead of the other.",
        _V.ASSIGN: "Give the case to somebody of the team: their name as WORDS.",
        _V.NO_CONFLICT: "Whoever has the case knows nobody in it; --by is that person, or the manager.",
        _V.ENQUIRE: "More is being asked before it can be decided; --on is when to look again.",
        _V.INVESTIGATED: "The police investigated the complaint: it is a review under paragraph 25.",
        _V.NOT_INVESTIGATED: "The police dealt with the complaint without investigating it: paragraph 6A.",
        _V.ALLEGATIONS: "What the complaint was about, by the IOPC's letters and numbers: WORDS such as “B4 H”.",
        _V.DRAFT_TRANSFER: "It is the IOPC's: prepare the letters that pass it on. WORDS: the limb, such as b(ii).",
        _V.DRAFT_LATE: "Prepare the refusal of a late request.",
        _V.DRAFT_ACCEPT_LATE: "Prepare the acceptance of a late request.",
        _V.DRAFT_NOT_VALID: f"Prepare the letter that there is no right to it. WORDS: {', '.join(GROUNDS)}.",
        _V.DRAFT_WITHDRAWAL: "Prepare the letters that it is withdrawn. WORDS: review or complaint; --on is the day.",
        _V.DRAFT_UPHELD: "Prepare the letters that the review is upheld.",
        _V.DRAFT_NOT_UPHELD: "Prepare the letters that the review is not upheld.",
        _V.ACKNOWLEDGE: "Acknowledge the request, where no letter has.",
        _V.SUBMIT: "The outcome letters are ready for their signer.",
        _V.RETURN: "The letters go back to whoever writes them.",
        _V.HOLD: "The case rests until --on, four weeks at most; say --because.",
        _V.RELEASE: "The case goes on where it was.",
        _V.DISPUTE: "It is disputed whose review it is.",
        _V.ANSWERED: f"The police have answered the recommendation, --on that day. WORDS: {', '.join(RESPONSES)}.",
        _V.CLOSE: "Close the case: everybody has been told.",
        _V.REOPEN: "Open the case again; say --because.",
        _V.STAGE: "As if the card had been dragged: WORDS are the stage, by its name or its number.",
        _V.NOTE: "Keep your WORDS in the history.",
        _V.CONSENT: "The representative's written consent is held, from --on.",
        _V.ADJUST: "Agree what they need from us: WORDS, such as large print.",
        _V.RESTRICT: "Write to them only as agreed; with the word “lift” as before.",
        _V.DRAFT_FINAL: "Prepare the letter that says once that the decision stays.",
        _V.CHECK_CONTACT: "Ask the address we hold whether a change is theirs; --on is when their message came.",
        _V.ESCALATE: "Pass the case on to the manager, who is told at once; say --because.",
        _V.SEEN: "The manager has seen what was passed on to them about the case.",
        _V.THEME: f"What the case shows of how the police work, or why it was upheld: {', '.join(Theme)}. With “not” "
        "before it, no more; with “only”, these and no others.",
        _V.PARTY: "Somebody beside the complainant, kept apart. WORDS: officer, Federation, interested person or "
        "witness, then their name, and their address if it is known.",
        _V.LINK: "The case belongs together with another: its reference as WORDS. With “not” before it, no more.",
        _V.ASK_IOPC_DATE: "Ask the IOPC when the request reached it; --on is their date.",
    }
)


def spoken(words: Sequence[str]) -> tuple[Verb, str] | None:
    """The verb these words begin with, the longest that fits, and the rest of them; None where there is none.

    Hyphens and underscores may stand for blanks: "draft-transfer" is "draft transfer".
    """
    every = " ".join(words).split()
    for length in range(len(every), 0, -1):
        verb = _BY_WORDS.get(_plain(" ".join(every[:length])))
        if verb:
            return verb, " ".join(every[length:])
    return None


def stage_named(words: str) -> Stage | None:
    """The stage with this name, this number, or this name without its number; None where there is none."""
    wanted = _plain(words)
    return next((stage for stage in Stage if wanted in _names(stage)), None)


def _names(stage: Stage) -> tuple[str, ...]:
    whole = _plain(stage.value)
    number, _, name = whole.partition(" ")
    return (whole, number, name) if number.isdigit() else (whole,)


def _plain(words: str) -> str:
    return " ".join(words.replace("-", " ").replace("_", " ").split()).casefold()


_BY_WORDS: Mapping[str, Verb] = MappingProxyType({_plain(verb.value): verb for verb in Verb})
