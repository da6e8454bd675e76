"""Names of people in a text as they are written, without titles; knows nobody and proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handlers.passages import Passage, word_set
from store.messages import Fact

TITLE = r"(?:mr|mrs|ms|miss|mx|dr|rev|cllr|canon)\b\.?"
_TITLES = word_set(
    "mr mrs ms miss mx dr doctor prof professor rev revd reverend canon father fr sir lady lord baroness dame cllr "
    "councillor alderman master pastor imam rabbi deacon capt captain lt lieutenant col colonel maj major cmdr brig "
    "brigadier hon emeritus fru herr frau pan pani señor señora monsieur madame"
)
_PARTICLES = word_set("de da do dos del della di van von der den ter la le bin ibn al el mac o st")
_NO_NAMES = word_set(
    "a about address after again all also am an and appeal application are as at attached author bank be because "
    "been before best bottom but by call can case centre chambers chief claims clerk clerks colleague colleagues "
    "commissioner committee complainant complaint complaints conduct constable council court crime customer date "
    "dear department desk detective directorate email enquiries every fax force for from front further good group "
    "hello help he hi his her hmp hospital how i if in inspector iopc is it justice kind legal letter limited llp "
    "ltd madam mail mailbox mailroom many me member met metropolitan mobile mopac mr mrs ms my name no none not of "
    "office officer on or our outcome pc phone please police policing press prison professional ps psd psu re ref "
    "reference regards regarding relations request resident residents resource review reviews scan scanner senior "
    "sent sergeant service services she sincerely respectfully faithfully sir sirs so solicitor solicitors standards"
    " support team tel "
    "telephone thank thanks that the their they this tick to trust unit unknown update urgent us via was we were who"
    " whom will with would yes you your yours"
)
_HONOURS = word_set(
    "mp am msp ms obe mbe cbe qc kc jp phd esq frics mrics frcs frcp fbhi fca aca cdir ceng bsc ba ma msc llb mba "
    "rgn rn dl"
)
_LETTER = r"[^\W\d_][\u0300-\u036f\u064b-\u0652\u0900-\u0963\u0981-\u09cd\u0a01-\u0a4d]*"  # with its marks
_TOKEN = re.compile(rf"(?:{_LETTER})+(?:['’.\-](?:{_LETTER})+)*\.?")
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"\S+")
_LETTERS_BEHIND = re.compile(r"\(?[A-Z]{2,5}[,)]?")  # letters somebody has behind their name: "RMN", "IMHA"
_MOST = 5
_WHOLE = 2  # words that a first and a last name have
_SHORT_FORM = 2  # letters that a short form of a first name has at least, and one more
_ASIDE = re.compile(
    r"\s*\((?:mr|mrs|ms|miss|mx|dr|mum|mom|mother|dad|father|parent|he|she|they|his|her|on behalf)\b[^()]{0,40}\)",
    re.IGNORECASE,
)
_SAYS_NAME = re.compile(
    r"\bmy (?:full )?name(?:'s| is| :|:| for the \w+ is) |(?:^|[:.!?] )name is |\bnazywam się |\bme llamo |"
    r"\bmagacaygu waa "
)
_NAMING = word_set("name nazywam llamo magacaygu")
_TURNED = re.compile(r"(?P<last>[^\W\d_a-z][\w'’-]+), (?P<first>[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?)\s*")
_GOES_ON = re.compile(r"\W|and\b|i\b|i'|from\b|my\b|$")
_FILLED = r"[ \t]*(?:[:=|\t]|\.{3,}|…+|_{2,}|[-–](?=[ ]))[ \t.…_]*"  # between a form's question and its answer
_NUMBERED = r"^[ \t|*•-]*(?:\(?\d{1,2}[.)][ \t]*)?"
_FIRST = re.compile(rf"{_NUMBERED}(?:first|given|fore)[ -]?(?:names?|name\(s\)){_FILLED}", re.MULTILINE)
_LAST = re.compile(rf"{_NUMBERED}(?:sur|last|family)[ -]?name{_FILLED}", re.MULTILINE)
_IN_PARTS = word_set("name names surname forename forenames")
_LABELS = word_set("name complainant applicant claimant client constituent prisoner behalf")
_LABEL = re.compile(
    rf"""
    {_NUMBERED}
    (?:(?:full|your|your[ ]full|first[ ]and[ ]last|complainant'?s?|applicant'?s?|client'?s?)[ ])?
    (?:name(?:[ ]of[ ](?:the[ ])?(?:complainant|applicant))?|complainant|applicant|(?:proposed[ ])?claimant|our[ ]client
      |client|constituent|prisoner){_FILLED}
    | ^[ \t]*(?:your[ ]|full[ ]|your[ ]full[ ]|(?:complainant|applicant)'?s[ ](?:full[ ])?)name[ \t]*\n+[ \t]*
    | \bcomplainant:[ \t]*
    """,
    re.MULTILINE | re.VERBOSE,
)
_CLIENT_LABEL = re.compile(
    rf"{_NUMBERED}(?:(?:complainant|applicant|client)'?s?(?: full)? name|name of (?:the )?(?:complainant|applicant|"
    r"client|"
    rf"person you are acting for)|complainant|client|on behalf of|(?:submitted|completed|sent) on behalf of){_FILLED}",
    re.MULTILINE,
)
_FILLERS = word_set("submitted completed filled representative")
_FILLER_LABEL = re.compile(
    rf"{_NUMBERED}(?:(?:form )?(?:submitted|completed|filled in) by|"
    r"(?:name of )?(?:your )?representative(?:'s)?(?: name)?)"
    rf"{_FILLED}",
    re.MULTILINE,
)
_SENDERS = word_set("from sender caller signed message")
_SENDER = re.compile(r"^[ \t]*(?:from|sender|caller|signed|message from)[ \t]*:[ \t]*", re.MULTILINE)
_TITLED = re.compile(rf"\b{TITLE} ?\n?(?={_LETTER})")
_INTRODUCES = re.compile(r"(?:^|[.!,\n] ?)(?:i am|i'?m|it'?s|this is) (?=\S)")
_GREETS = re.compile(r"dear (?:\w+ )?$")
IN_SMALL_LETTERS = "a name in small letters"
"""What a fact says whose name stands in small letters, so that it may be another word: "my name is right"."""


def name_at(text: str, most: int = _MOST) -> str:
    """The name with which this text begins, "" where it begins with none; capitals throughout are made ordinary."""
    kept: list[str] = []
    for piece in _PIECE.finditer(text[:120]):
        bare = "" if kept and (piece[0][0] == "(" or _DIGIT.search(piece[0])) else piece[0].lstrip("(\"'“")
        found = _TOKEN.match(bare)
        if not found:
            break
        token = found[0].removesuffix("'s").removesuffix("’s")
        plain = token.rstrip(".")
        initial = len(plain) == 1 or (plain.isupper() and "." in plain)
        word = token if initial else plain
        folded = plain.casefold()
        if folded in _TITLES and not kept:
            continue
        if kept and word.isupper() and folded in _HONOURS:
            break
        if folded in _NO_NAMES and not (initial and token.endswith(".")) and folded not in ("a", "i"):
            break
        if folded == "i" and not token.endswith("."):
            break
        if word[0].islower() and folded not in _PARTICLES:
            break
        if 1 < len(word) < 5 and word.isupper() and not initial and any(map(str.islower, "".join(kept))):
            break  # "MP", "DOB", "LLP" behind a name
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
    line = _ASIDE.sub("", text).strip(" \t,.;*_-–—~")
    name = name_at(line)
    if not name or len(line) > 60:
        return ""
    words = [word for word in line.split() if word.strip(".,").casefold() not in _TITLES | _HONOURS]
    while len(words) > len(name.split()) > 1 and _LETTERS_BEHIND.fullmatch(words[-1]) and not name.isupper():
        if words.pop().casefold() in _NO_NAMES:
            return ""
    return name if len(words) == len(name.split()) else ""


def said_names(passage: Passage) -> Iterator[Fact[str]]:
    """Who the writer says they are ("My name is …") and what stands behind "Name:" or "Complainant:"."""
    for found in passage.near(_SAYS_NAME, _NAMING, 40):
        line = passage.text[found.end() : found.end() + 100].split("\n")[0]
        name, says = name_at(line), "a name"
        if not name and (small := name_at(line.title(), 3)) and _GOES_ON.match(line[len(small) :].lstrip().lower()):
            name, says = small, IN_SMALL_LETTERS
        if name:
            yield Fact(name, passage.sentence_quote(found.start(), found.end() + len(name), says))
    yield from _labelled(passage, _LABEL, _LABELS)
    first, last = (next(_labelled(passage, label, _IN_PARTS), None) for label in (_FIRST, _LAST))
    if first and last:
        yield Fact(f"{first.value} {last.value}", first.quote)


def clients_named(passage: Passage) -> Iterator[Fact[str]]:
    """Whom a form names as the complainant or client, beside somebody else who fills it in."""
    return _labelled(passage, _CLIENT_LABEL, _LABELS)


def fillers_named(passage: Passage) -> Iterator[Fact[str]]:
    """Who filled in a form for somebody else, as it says."""
    return _labelled(passage, _FILLER_LABEL, _FILLERS)


def senders_named(passage: Passage) -> Iterator[Fact[str]]:
    """What stands behind "From:", "Sender:", "Caller:" or "Signed:" in a page that somebody else passes on."""
    for one in _labelled(passage, _SENDER, _SENDERS):
        if "@" not in one.quote.words:
            yield one


def introduced(passage: Passage) -> Iterator[Fact[str]]:
    """A first and a last name with which the writer introduces themselves: "Hello, I'm Ada Brindle"."""
    for found in _INTRODUCES.finditer(passage.folded[:400]):
        if " " in (name := name_at(passage.text[found.end() : found.end() + 60].split("\n")[0])):
            yield _named(passage, found.start(), found.end() + len(name), name)


def titled_names(passage: Passage) -> Iterator[Fact[str]]:
    """Everybody who is called Mr, Mrs, Ms … in a text, but whom it greets."""
    for found in _TITLED.finditer(passage.folded):
        if _GREETS.search(passage.folded, max(0, found.start() - 16), found.start()):
            continue
        if name := name_at(passage.text[found.end() : found.end() + 100].split("\n\n")[0]):
            yield _named(passage, found.start(), found.end() + len(name), name)


def names_after(pattern: re.Pattern[str], passage: Passage) -> list[Fact[str]]:
    """The names that stand behind what this pattern finds."""
    names = []
    for found in pattern.finditer(passage.folded):
        if name := name_at(passage.text[found.end() : found.end() + 100].lstrip().split("\n")[0]):
            names.append(_named(passage, found.start(), found.end() + len(name), name))
    return names


def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: one surname and initial, or one the first or last name of the other."""
    first, second = one.casefold().replace(".", "").split(), other.casefold().replace(".", "").split()
    if not first or not second:
        return False
    if len(first) == 1 or len(second) == 1:
        short, long = (first, second) if len(first) == 1 else (second, first)
        return short[0] in (long[0], long[-1]) or (len(short[0]) > _SHORT_FORM and long[0].startswith(short[0]))
    return first[-1] == second[-1] and first[0][0] == second[0][0]


def fullest(first: Fact[str], others: Iterable[Fact[str]]) -> Fact[str]:
    """Of the ways one person's name is written, the one that says most; the first where all say the same."""
    every = [first, *(one for one in others if one_written_short(first.value, one.value))]
    return max(every, key=lambda one: _says(one.value.split()))


def one_written_short(one: str, other: str) -> bool:
    """Whether two names are one person's, one perhaps with an initial for a surname or a pet name for a first one."""
    if same_person(one, other):
        return True
    first, second = one.casefold().replace(".", "").split(), other.casefold().replace(".", "").split()
    if len(first) < _WHOLE or len(second) < _WHOLE:
        return False
    short, long = sorted((first, second), key=lambda name: len(name[0]))
    if first[-1] == second[-1]:
        return len(short[0]) > _SHORT_FORM and short[0] in long[0]
    surnames = sorted((first[-1], second[-1]), key=len)
    return first[0] == second[0] and len(surnames[0]) == 1 and surnames[1].startswith(surnames[0])


def _says(words: list[str]) -> tuple[bool, bool, int, int]:
    first, last = words[0].rstrip("."), words[-1].rstrip(".")
    return len(words) > 1, len(last) > 1, len(first), len(words)


def _labelled(passage: Passage, label: re.Pattern[str], words: frozenset[str]) -> Iterator[Fact[str]]:
    for found in passage.near(label, words, 40):
        line = passage.text[found.end() : found.end() + 100].split("\n")[0].split("  ")[0]
        turned = _TURNED.fullmatch(line)
        if name := name_at(f"{turned['first']} {turned['last']}" if turned else line):
            yield _named(passage, found.start(), found.end() + len(name), name)


def _named(passage: Passage, start: int, end: int, name: str) -> Fact[str]:
    return Fact(name, passage.sentence_quote(start, end, "a name"))
