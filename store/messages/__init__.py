"""What crosses between the folders, as frozen data; nothing here does anything."""

from store.messages.cards import CaseCard, Clock, Stated
from store.messages.casework import Act, CaseView, LetterView, PartyView, Post, Ruling, Verb
from store.messages.facts import (
    Cue,
    Fact,
    Facts,
    HowProvided,
)
from store.messages.incoming import (
    Attachment,
    Forwarded,
    Incoming,
)
from store.messages.letters import (
    Card,
    Enclosure,
    Letter,
    Rendered,
)
from store.messages.office import (
    Office,
    OfficeDomains,
)
from store.messages.papers import Away, PaperFile, PaperItem, PaperRequest, ReplyReading, Unit
from store.messages.plans import (
    Decision,
    KnownCase,
    Learned,
    LetterOrder,
    NextAction,
    Plan,
    Question,
    Recognition,
)

__all__ = [
    "Act",
    "Attachment",
    "Away",
    "Card",
    "CaseCard",
    "CaseView",
    "Clock",
    "Cue",
    "Decision",
    "Enclosure",
    "Fact",
    "Facts",
    "Forwarded",
    "HowProvided",
    "Incoming",
    "KnownCase",
    "Learned",
    "Letter",
    "LetterOrder",
    "LetterView",
    "NextAction",
    "Office",
    "OfficeDomains",
    "PaperFile",
    "PaperItem",
    "PaperRequest",
    "PartyView",
    "Plan",
    "Post",
    "Question",
    "Recognition",
    "Rendered",
    "ReplyReading",
    "Ruling",
    "Stated",
    "Unit",
    "Verb",
]
