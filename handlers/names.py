"""Names of people in a text as they are written, without titles; knows nobody and proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.passages import Passage, word_set
from store.messages import Fact

TITLE = r"(?:mr|mrs|ms|miss|mx|dr|rev|cllr|canon)\b\.?"
_TITLES = word_set(
    "mr mrs ms miss mx dr doctor prof professor rev revd reverend canon father fr sir lady lord baroness dame cllr "
    "councillor alderman master pastor imam rabbi deacon capt captain lt lieutenant col colonel maj major cmdr brig "
    "brigadier hon corporal cpl evangelist bishop archdeacon sister sr nurse coach big rev'd rev’d emeritus emerita "
    "fru herr frau pan pani señor señora monsieur madame"
)
PARTICLES = word_set("de da do dos del della di van von der den ter la le bin ibn al el mac o st")
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
LETTER = r"[^\W\d_][\u0300-\u036f\u064b-\u0652\u0900-\u0963\u0981-\u09cd\u0a01-\u0a4d]*"  # with its marks
_TOKEN = re.compile(rf"(?:{LETTER})+(?:['’.\-](?:{LETTER})+)*\.?")
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"\S+")
_LETTERS_BEHIND = re.compile(r"\(?[A-Z]{2,5}[,)]?")  # letters somebody has behind their name: "RMN", "IMHA"
_MOST = 5
SHORT_FORM = 2  # letters that a short form of a first name has at least, and one more
_ASIDE = re.compile(
    r"\s*\((?:mr|mrs|ms|miss|mx|dr|mum|mom|mother|dad|father|parent|he|she|they|his|her|on behalf)\b[^()]{0,40}\)",
    re.IGNORECASE,
)
_RETIRED = re.compile(r"^(?:\w+ ){1,2}\((?:ret['’]?d|retired)\.?\) ", re.IGNORECASE)
_PET_NAME = re.compile(r" (?:['‘][^'‘’]{2,20}['’]|[\"“][^\"“”]{2,20}[\"”])(?= )")  # between a first and a last name
_ENDS_IN_INITIAL = re.compile(r" [^\W\d_]\.$")
_RANKS = word_set("DC DS DI DCI DSI PC PS TDC PCSO")
_MC = re.compile(r"\bMc[a-z]")
_SAYS_NAME = re.compile(
    r"\bmy (?:full )?name(?:'s| is| :|:| for the \w+ is) |(?:^|[:.!?] )name is |\bnazywam się |\bme llamo |"
    r"\bmagacaygu waa "
)
_NAMING = word_set("name nazywam llamo magacaygu")
_TURNED = re.compile(r"(?P<last>[^\W\d_a-z][\w'’-]+), (?P<first>[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?)\s*")
_GOES_ON = re.compile(r"\W|and\b|i\b|i'|from\b|my\b|$")
FILLED = r"[ \t]*(?:[:=|\t]|\.{3,}|…+|_{2,}|[-–](?=[ ]))[ \t.…_]*"  # between a form's question and its answer
NUMBERED = r"^[ \t|*•-]*(?:\(?\d{1,2}[.)][ \t]*)?"
_FIRST = re.compile(rf"{NUMBERED}(?:first|given|fore)[ -]?(?:names?|name\(s\)){FILLED}", re.MULTILINE)
_LAST = re.compile(rf"{NUMBERED}(?:sur|last|family)[ -]?name{FILLED}", re.MULTILINE)
_IN_PARTS = word_set("name names surname forename forenames")
LABELS = word_set("name complainant applicant claimant client constituent prisoner behalf")
_LABEL = re.compile(
    rf"""
    {NUMBERED}
    (?:(?:full|your|your[ ]full|first[ ]and[ ]last|complainant'?s?|applicant'?s?|client'?s?)[ ])?
    (?:name(?:[ ]of[ ](?:the[ ])?(?:complainant|applicant))?|complainant|applicant|(?:proposed[ ])?claimant|our[ ]client
      |client|constituent|prisoner){FILLED}
    | ^[ \t]*(?:your[ ]|full[ ]|your[ ]full[ ]|(?:complainant|applicant)'?s[ ](?:full[ ])?)name[ \t]*\n+[ \t]*
    | \bcomplainant:[ \t]* | (?<=[.;|][ ])(?:full[ ])?name:[ \t]*
    """,
    re.MULTILINE | re.VERBOSE,
)
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
        if plain in _RANKS and not kept:
            break
        if kept and word.isupper() and folded in _HONOURS:
            break
        if folded in _NO_NAMES and not (initial and token.endswith(".")) and folded not in ("a", "i"):
            break
        if folded[:2] in ("i", "i'", "i’") and not token.endswith("."):
            break  # "I", "I've"
        if word[0].islower() and folded not in PARTICLES:
            break
        if 1 < len(word) < 5 and word.isupper() and not initial and any(map(str.islower, "".join(kept))):
            break  # "MP", "DOB", "LLP" behind a name
        kept.append(word)
        if len(kept) == most or piece[0].rstrip(")\"'”") != token or (token.endswith(".") and not initial):
            break
    while kept and kept[-1].casefold() in PARTICLES:
        kept.pop()
    name = " ".join(kept)
    if sum(map(str.isalpha, name)) < 2 or not any(len(word.rstrip(".")) > 1 for word in kept):
        return ""
    return in_ordinary_letters(name) if name.isupper() and len(name) > 3 else name


def whole_name(text: str) -> str:
    """The name a line consists of, "" where it holds anything else but a title and an aside in brackets."""
    line = _PET_NAME.sub("", _RETIRED.sub("", _ASIDE.sub("", text))).strip(" \t,;*_-–—~")
    line = line if _ENDS_IN_INITIAL.search(line) else line.rstrip(" .")
    name = name_at(line)
    if not name or len(line) > 60:
        return ""
    words = [word for word in line.split() if word.strip(".,").casefold() not in _TITLES | _HONOURS]
    while len(words) > len(name.split()) > 1 and _LETTERS_BEHIND.fullmatch(words[-1]) and not name.isupper():
        if words.pop().casefold() in _NO_NAMES:
            return ""
    return name if len(words) == len(name.split()) else ""


def in_ordinary_letters(words: str) -> str:
    """Words as names are written: "BRINDLE" and "brindle" are "Brindle", "mccray" is "McCray"."""
    return _MC.sub(lambda found: found[0][:2] + found[0][2].upper(), words.title())


def not_in_capitals(word: str) -> str:
    """A word as it is written, but in ordinary letters where it stands in capitals throughout."""
    return in_ordinary_letters(word) if word.isupper() and len(word) > 1 else word


def said_names(passage: Passage) -> Iterator[Fact[str]]:
    """Who the writer says they are ("My name is …") and what stands behind "Name:" or "Complainant:"."""
    for found in passage.near(_SAYS_NAME, _NAMING, 40):
        line = passage.text[found.end() : found.end() + 100].split("\n")[0]
        name, says = name_at(line), "a name"
        if (
            not name
            and (small := name_at(in_ordinary_letters(line), 3))
            and _GOES_ON.match(line[len(small) :].lstrip().lower())
        ):
            name, says = small, IN_SMALL_LETTERS
        if name:
            yield Fact(name, passage.sentence_quote(found.start(), found.end() + len(name), says))
    yield from labelled(passage, _LABEL, LABELS)
    first, last = (next(labelled(passage, label, _IN_PARTS), None) for label in (_FIRST, _LAST))
    if first and last:
        yield Fact(f"{first.value} {last.value}", first.quote)


def names_after(pattern: re.Pattern[str], passage: Passage) -> list[Fact[str]]:
    """The names that stand behind what this pattern finds."""
    names = []
    for found in pattern.finditer(passage.folded):
        if name := name_at(passage.text[found.end() : found.end() + 100].lstrip().split("\n")[0]):
            names.append(named(passage, found.start(), found.end() + len(name), name))
    return names


def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: one surname and initial, or one the first or last name of the other."""
    first, second = one.casefold().replace(".", "").split(), other.casefold().replace(".", "").split()
    if not first or not second:
        return False
    if len(first) == 1 or len(second) == 1:
        short, long = (first, second) if len(first) == 1 else (second, first)
        return short[0] in (long[0], long[-1]) or (len(short[0]) > SHORT_FORM and long[0].startswith(short[0]))
    return first[-1] == second[-1] and first[0][0] == second[0][0]


def labelled(passage: Passage, label: re.Pattern[str], words: frozenset[str]) -> Iterator[Fact[str]]:
    """The names that stand behind a label of a form; `words` are those of which the label has one."""
    for found in passage.near(label, words, 40):
        line = passage.text[found.end() : found.end() + 100].split("\n")[0].split("  ")[0]
        turned = _TURNED.fullmatch(line)
        if name := name_at(f"{turned['first']} {not_in_capitals(turned['last'])}" if turned else line):
            yield named(passage, found.start(), found.end() + len(name), name)


def named(passage: Passage, start: int, end: int, name: str) -> Fact[str]:
    """The name with the sentence it stands in."""
    return Fact(name, passage.sentence_quote(start, end, "a name"))
