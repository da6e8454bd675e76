"""Who introduces themselves, is labelled in a form, or is called by a title; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.names import (
    FILLED,
    LABELS,
    LETTER,
    NUMBERED,
    TITLE,
    in_ordinary_letters,
    labelled,
    name_at,
    named,
    names_after,
    whole_name,
)
from handlers.passages import Passage, word_set
from store.messages import Fact

_CLIENT_LABEL = re.compile(
    rf"{NUMBERED}(?:(?:complainant|applicant|client)'?s?(?: full)? name|name of (?:the )?(?:complainant|applicant|"
    r"client|"
    rf"person you are acting for)|complainant|client|on behalf of|(?:submitted|completed|sent) on behalf of){FILLED}",
    re.MULTILINE,
)
_FILLERS = word_set("submitted completed filled representative")
_FILLER_LABEL = re.compile(
    rf"{NUMBERED}(?:(?:form )?(?:submitted|completed|filled in) by|"
    r"(?:name of )?(?:your )?representative(?:'s)?(?: name)?)"
    rf"{FILLED}",
    re.MULTILINE,
)
_SENDERS = word_set("from sender caller signed message")
_SENDER = re.compile(r"^[ \t]*(?:from|sender|caller|signed|message from)[ \t]*:[ \t]*", re.MULTILINE)
_TITLED = re.compile(rf"\b{TITLE} ?\n?(?={LETTER})")
_INTRODUCES = re.compile(
    r"(?:^|[.!?,;:\n\"“(] ?|\b(?:hi|hello|hey|hiya|yo|um|uh|erm|er|so|ok|right|morning|afternoon|evening|there|all|sir|"
    r"madam|again) )(?:i am|i'?m|it'?s|this is) (?=\S)"
)
_AGAIN = re.compile(r"(?:^|[.!?,\n] ?)(?=[^\W\d_]+ [^\W\d_]+(?: [^\W\d_]+)? (?:again|here)\b)")
_GOES_ON = re.compile(r"\W|(?:im|i'm|i|and|from|again|here|my|age|aged|the|a|an)\b|\d")
_NO_SURNAME = word_set(
    "really so just very only still back sorry upset writing emailing asking hoping trying going fed angry sick now "
    "too well im its ive this what when bit gonna going wanting confused scared happy unhappy sure new okay ok"
)
_WORD = r"[^\W\d_a-z][\w'’-]{1,30}"
_ON_THE_COMPLAINT = re.compile(
    rf"(?<![\w'’-])(?P<name>{_WORD}(?: {_WORD}){{1,3}})"
    r"(?: is (?:the|my) name|(?:,| -| –|;)? (?:it|that|which)(?:['’]s| is)| is what(?:['’]s| is))"
    r"(?: what(?:['’]s| is))? (?:that (?:is|was) )?(?:on|in|under) (?:the|my) "
    r"(?:complaint|letter|form|case|file|record|review|paperwork)"
)
_SHORTEST = 3  # letters of a first name by which its bearer is known in small letters
_OFFICIAL = re.compile(
    rf"""
    \b(?:application|request|review|appeal|complaint|form|letter)s?[ ](?:for[ ]a[ ]review[ ])?(?:is[ ]|was[ ])?
      (?:made[ ]|received[ ]|submitted[ ])?(?:from|by|of)[ ]
      (?=an?[ ]{TITLE}|{TITLE}[ ]|[^\W\d_]+[ ][^\W\d_]{{2,}})(?:an?[ ])?
    | \bcomplainant,?[ ](?:is[ ]|named[ ]|\()?(?={TITLE}[ ]|[^\W\d_]+[ ][^\W\d_]{{2,}})
    | \bapplicant,?[ ](?:is[ ]|named[ ]|\()?(?={TITLE}[ ])
    | \bcaller[ ](?={TITLE}[ ]) | \br[ ]?\((?:on[ ]the[ ]application[ ]of[ ])?(?=[^\W\d_])
    """,
    re.VERBOSE,
)  # fmt: skip
_NO_PARTY = re.compile(
    r"dear (?:\w+ )?$|\b(?:solicitors?|lawyer|barrister|counsel|mp|gp|doctor|caseworker|handler|reviewer|judge|"
    r"landlord)(?: is| was| called| named|,|:)? $"
)


def clients_named(passage: Passage) -> Iterator[Fact[str]]:
    """Whom a form names as the complainant or client, beside somebody else who fills it in."""
    return labelled(passage, _CLIENT_LABEL, LABELS)


def fillers_named(passage: Passage) -> Iterator[Fact[str]]:
    """Who filled in a form for somebody else, as it says."""
    return labelled(passage, _FILLER_LABEL, _FILLERS)


def senders_named(passage: Passage) -> Iterator[Fact[str]]:
    """What stands behind "From:", "Sender:", "Caller:" or "Signed:" in a page that somebody else passes on."""
    for one in labelled(passage, _SENDER, _SENDERS):
        if "@" not in one.quote.words:
            yield one


def introduced(passage: Passage, shown: str = "") -> Iterator[Fact[str]]:
    """A first and a last name with which the writer introduces themselves: "Hello, I'm Ada Brindle".

    In small letters only one that begins as the sender is `shown`.
    """
    for pattern in (_INTRODUCES, _AGAIN):
        for found in pattern.finditer(passage.folded[:400]):
            line = passage.text[found.end() : found.end() + 60].split("\n")[0]
            if " " in (name := name_at(line) or _in_small_letters(line, shown)):
                yield named(passage, found.start(), found.end() + len(name), name)
    for said in _ON_THE_COMPLAINT.finditer(passage.text):
        if name := whole_name(said["name"]):
            yield named(passage, *said.span("name"), name)


def _in_small_letters(line: str, shown: str) -> str:
    """The first and last name with which a line begins in small letters, as the sender is shown; "" where not."""
    first, *rest = shown.casefold().replace(".", "").split() or [""]
    if len(first) < _SHORTEST or not line.casefold().startswith(first):
        return ""
    for most in (2, 3):
        name = name_at(in_ordinary_letters(line), most)
        behind = line[len(name) :].lstrip(" ").lower()
        ends = behind == "" or _GOES_ON.match(behind) is not None
        words = name.casefold().split()
        if len(words) != most or _GOES_ON.fullmatch(words[-1]) or not _NO_SURNAME.isdisjoint(words):
            continue
        if words[-1].startswith(rest[0]) if rest else ends:
            return name
    return ""


def officially_named(passage: Passage) -> list[Fact[str]]:
    """Whom an office names as applicant, complainant or caller, or as whose request or complaint it is."""
    return names_after(_OFFICIAL, passage)


def titled_names(passage: Passage) -> Iterator[Fact[str]]:
    """Everybody who is called Mr, Mrs, Ms … in a text, but whom it greets or calls a solicitor."""
    for found in _TITLED.finditer(passage.folded):
        if _NO_PARTY.search(passage.folded, max(0, found.start() - 20), found.start()):
            continue
        if name := name_at(passage.text[found.end() : found.end() + 100].split("\n\n")[0]):
            yield named(passage, found.start(), found.end() + len(name), name)
