"""Names of people in a text as they are written, without titles; knows nobody and proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handlers.passages import Passage, word_set
from store.messages import Fact
from store.terms import Quote

_TITLES_WORDS = "mr mrs ms miss mx dr doctor prof professor rev reverend sir lady lord dame cllr councillor master"
_TITLES = frozenset(_TITLES_WORDS.split())
_PARTICLES_WORDS = "de da do dos del della di van von der den ter la le bin ibn al el mac o st"
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_NO_NAMES = word_set(
    "a about address after again all also am an and appeal application are as at attached author be because "
    "been before "
    "best bottom but by call can case chief colleague colleagues commissioner committee complainant complaint "
    "complaints "
    "constable crime customer date dear department detective directorate email enquiries every force for from "
    "further good hello help he hi his her how i if in inspector iopc is it kind letter madam mailbox many me met "
    "metropolitan mobile mopac mr mrs ms my name no none not of office officer on or our outcome pc phone "
    "please police "
    "policing professional ps psd psu re ref reference regards regarding request resident residents review reviews "
    "sent sergeant service she sincerely sir sirs so standards tel telephone team thank thanks that the their "
    "they this "
    "tick to unknown update urgent us via was we were who whom will with would yes you your yours"
)
_TOKEN = re.compile(r"[^\W\d_][^\W\d_]*(?:['’.\-][^\W\d_]+)*\.?")
_PIECE = re.compile(r"\S+")
_MOST = 5
_CLOSING = re.compile(
    r"(?:yours(?: +(?:sincerely|faithfully|truly|etc))?|sincerely|(?:(?:with +)?(?:kind(?:est)?|best|"
    r"warm(?:est)?|many) +)?"
    r"(?:regards|wishes)|respectfully|(?:(?:many|with|kind) +)?thanks(?: +(?:and|again|in|so)\b.{0,30})?|cheers|"
    r"ta|best|"
    r"thank +you(?: .{0,40})?|signed|z powa(?:ż|z)aniem|pozdrawiam)[ ,.!:;-]*$",
    re.IGNORECASE,
)
_CLOSING_AND_NAME = re.compile(
    r"(?:yours +\w+|(?:kind|best|many)? *(?:regards|wishes|thanks)|thanks|thank you|cheers|"
    r"signed)[,.:;!-]+ *(.{2,50})$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"sent from|get outlook|https?:|www\.|@|\d{5}|^(?:tel|mob|phone|mobile|email|e-mail)\b|^[-_=* ]*$", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\s*\((?:mr|mrs|ms|miss|mx|dr|mum|mom|mother|dad|father|parent|he|she|they|his|her|on behalf)\b[^()]{0,40}\)",
    re.IGNORECASE,
)
_LAST_LINES = 16
_SAYS_NAME = re.compile(r"\bmy (?:full )?name(?:'s| is| :|:) |\bnazywam się ")
_NAMING = word_set("name nazywam")
_LABELS = word_set("name complainant applicant claimant client constituent")
_LABEL = re.compile(
    r"^[ \t]*(?:\(?\d{1,2}[.)][ \t]*)?(?:(?:full|your|first and last|complainant'?s?|applicant'?s?|client'?s?) )?"
    r"(?:name|complainant|applicant|(?:proposed )?claimant|our client|client|constituent)[ \t]*[:=][ \t]*",
    re.MULTILINE,
)


def name_at(text: str, most: int = _MOST) -> str:
    """The name with which this text begins, "" where it begins with none; capitals throughout are made ordinary."""
    kept: list[str] = []
    for piece in _PIECE.finditer(text[:120]):
        found = _TOKEN.match(piece[0].lstrip("(\"'“"))
        if not found:
            break
        token = found[0]
        plain = token.rstrip(".")
        initial = len(plain) == 1 or (plain.isupper() and "." in plain)
        word = token if initial else plain
        folded = plain.casefold()
        if folded in _TITLES and not kept:
            continue
        if folded in _NO_NAMES and not (initial and token.endswith(".")) and folded not in ("a", "i"):
            break
        if folded == "i" and not token.endswith("."):
            break
        if not word[0].isupper() and folded not in _PARTICLES:
            break
        kept.append(word)
        if len(kept) == most or piece[0].rstrip(")\"'”") != token or (token.endswith(".") and not initial):
            break
    while kept and kept[-1].casefold() in _PARTICLES:
        kept.pop()
    name = " ".join(kept)
    if sum(map(str.isalpha, name)) < 2 or not any(len(word.rstrip(".")) > 1 for word in kept):
        return ""
    return name.title() if name.isupper() and len(name) > 3 else name


def whole_name(text: str) -> str:
    """The name a line consists of, "" where it holds anything else but a title and an aside in brackets."""
    line = _ASIDE.sub("", text).strip(" \t,.;*_-–")
    name = name_at(line)
    if not name or len(line) > 60:
        return ""
    words = [word for word in line.split() if word.strip(".,").casefold() not in _TITLES]
    return name if len(words) == len(name.split()) else ""


def said_names(passage: Passage) -> Iterator[Fact[str]]:
    """Who the writer says they are ("My name is …") and what stands behind "Name:" or "Complainant:"."""
    for pattern, words in ((_SAYS_NAME, _NAMING), (_LABEL, _LABELS)):
        for found in passage.near(pattern, words, 40):
            line = passage.text[found.end() : found.end() + 100].split("\n")[0]
            if name := name_at(line) or (name_at(line.title(), 3) if pattern is _SAYS_NAME else ""):
                yield Fact(name, passage.sentence_quote(found.start(), found.end() + len(name), "a name"))


def signed_name(passage: Passage, shown: str) -> Fact[str] | None:
    """The name a letter is signed with; without a closing line only one that agrees with the sender's own, if any."""
    lines = [
        line for line in map(str.strip, passage.text[-3_000:].rstrip().split("\n")[-_LAST_LINES:]) if len(line) < 80
    ]
    for at in range(len(lines) - 1, -1, -1):
        if found := _CLOSING_AND_NAME.match(lines[at]):
            if name := whole_name(found[1]):
                return Fact(name, _line(passage, lines[at]))
        elif _CLOSING.match(lines[at]):
            below = next((line for line in lines[at + 1 :] if line), "")
            return Fact(name, _line(passage, below)) if (name := whole_name(below)) else None
    shown_name = whole_name(shown)
    tokens = {token.casefold() for token in shown.split()}
    for line in [line for line in reversed(lines) if line and not _NOISE.search(line)][:3]:
        name = whole_name(line)
        if not name or (" " not in name and name.casefold() not in tokens):
            continue
        if not shown_name or same_person(name, shown_name):
            return Fact(name, _line(passage, line))
    return None


def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: one surname and one initial, or one the first or last name of "
    "the other."""
    first, second = one.casefold().replace(".", "").split(), other.casefold().replace(".", "").split()
    if not first or not second:
        return False
    if len(first) == 1 or len(second) == 1:
        short, long = (first, second) if len(first) == 1 else (second, first)
        return short[0] in (long[0], long[-1])
    return first[-1] == second[-1] and first[0][0] == second[0][0]


def fullest(first: Fact[str], others: Iterable[Fact[str]]) -> Fact[str]:
    """Of the ways one person's name is written, the one that says most; the first where all say the same."""
    every = [first, *(one for one in others if same_person(first.value, one.value))]
    return max(every, key=lambda one: (" " in one.value, len(one.value.split()[0].rstrip(".")), len(one.value.split())))


def _line(passage: Passage, line: str) -> Quote:
    at = passage.text.rfind(line)
    return passage.quote(at, at + len(line), "a signature")
