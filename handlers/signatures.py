"""Who a letter is signed by, as it is written: a person, in small letters too, or a firm; proves nobody's identity."""

from __future__ import annotations

import re

from handlers.names import same_person, whole_name
from handlers.passages import Passage, word_set
from store.messages import Fact
from store.terms import Quote

_CLOSING = re.compile(
    r"""
    (?: yours(?:[ ]+\w+){0,2} | sincerely | faithfully | respectfully
      | (?:(?:with|my)[ ]+)*(?:(?:kind|kindest|best|warm|warmest|many|every|good)[ ]+)*(?:regards|wishes?)
      | (?:(?:many|with|kind)[ ]+)?thanks(?:[ ]+(?:and|again|in|so)\b.{0,30})? | thank[ ]+you(?:[ ].{0,40})?
      | cheers | ta | best | all[ ]the[ ]best | take[ ]care | bye(?:[ ]for[ ]now)? | signed | cordially
      | .{0,30}(?:obedient|humble)[ ]servant
      | z[ ](?:powa[żz]aniem|wyrazami[ ]szacunku) | pozdrawiam | cumprimentos | atenciosamente | obrigad[oa]
      | (?:un[ ]|muchos[ ])?(?:cordial[ ])?saludos? | atentamente | gracias | cordialement | merci | cordiali[ ]saluti
      | grazie | mit[ ]freundlichen[ ]grü(?:ß|ss)en | cu[ ](?:stimă|stima|respect) | mulțumesc | multumesc | pagarbiai
      | ačiū | sayg[ıi]lar[ıi]mla | teşekkürler | mahadsanid | me[ ]respekt | faleminderit | üdvözlettel | köszönöm
      | с[ ]уважением | спасибо | з[ ]повагою | дякую
    ) [ ,.!:;-]*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOSING_AND_NAME = re.compile(
    r"(?:.{0,200}?[.!?] )?(?:yours +(?:\w+)|(?:kind|best|many)? *(?:regards|wishes|thanks)|thanks|thank you|cheers|"
    r"signed|respectfully|sincerely|faithfully)[ ,.:;!-]+(.{2,50})$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"sent (?:from|with|via)\b|get outlook|https?:|www\.|@|^[+(\d][\d ()-]{5,}$|"
    r"^(?:tel|mob|phone|mobile|email|e-mail)\b|^[\W_]*$|^\(.*\)$|^pcr/",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"&|\b(?:llp|ltd|limited|plc|solicitors?|law|legal|chambers|claims|advocates|advocacy|associates|partners)\b", re.I
)
_ADVISERS = re.compile(
    r"(?:\w|&)[ ,]+(?:llp|solicitors|law|legal|chambers|advocates|lawyers)\b|\blaw (?:centre|clinic)|"
    r"\bllp\b",
    re.I,
)
_FIRM_ACTS = re.compile(
    r"(?<![\w'’-])([A-Z][\w'’-]{1,30}(?: (?:&|and|[A-Z][\w'’-]{1,30})){0,3} "
    r"(?:LLP|Law|Legal|Solicitors|Chambers|Lawyers|Claims))"
    r" (?:acts? |is (?:authorised|regulated)|are (?:authorised|regulated|instructed|solicitors))"
)
_SIGNED_FOR = re.compile(r"^(?:pp|p\.p\.|for|on behalf of|.{3,40}, (?:for|pp|on behalf of))\s+", re.IGNORECASE)
_POST_HELD = re.compile(
    r"\b(?:officer|manager|fellow|member|co-?ordinator|director|editor|reporter|producer|lecturer|professor|researcher|"
    r"administrator|assistant|adviser|advisor|analyst|clerk|secretary|councillor|chair(?:man|woman)?|head|lead)\b",
    re.I,
)
_NO_SIGNATURE = word_set(
    "please help thanks cheers bye hi hello hiya hey ok okay love cool lol asap urgent regards sorry yes no end xx xxx "
    "ta thx thnx plz pls dear sir madam team cant dont im its the and but for you your mum dad me us it now"
)
_NAME_AT_END = re.compile(r"[.!?][\"”’')]? {1,2}([^\W\d_a-z][^\s.!?]*\.?(?: [^\W\d_a-z][^\s.!?]*){1,3})[\"”.]*$")
_TAIL = 120  # characters at the end of a letter in which a name may stand behind the last sentence
_PRISON_NUMBER = re.compile(r",? [A-Z]\d{4}[A-Z]{2}\b")
_SMALL = re.compile(r"[^\W\d_]{2,15}(?:[ -][^\W\d_]{1,15}){0,2}")
_DIGITS_AS_LETTERS = str.maketrans("013457", "oleast")
_LAST_LINES = 16
_SHORT = 80  # characters of a line that may be a signature
_ENDS = 3  # last lines of which one may be a signature without a closing line


def signed_name(passage: Passage, shown: str, address: str = "") -> Fact[str] | None:
    """The name a letter is signed with; without a closing line only one that agrees with the sender's own, if any.

    A name in small letters counts where it agrees with the sender's name or address.
    """
    lines = _last_lines(passage)
    for at in range(len(lines) - 1, -1, -1):
        if _CLOSING.match(lines[at]):
            below = next((line for line in lines[at + 1 :] if line), "")
            name = whole_name(below) or _before_a_comma(below) or _small_name(below, shown, address)
            if name or at < len(lines) - 2 - _ENDS:
                fuller = _fuller(name, lines[at + 1 :]) if name else ""
                return Fact(fuller or name, _line(passage, fuller or below)) if name else None
        elif (found := _CLOSING_AND_NAME.match(lines[at])) and (name := whole_name(found[1])):
            return Fact(name, _line(passage, lines[at]))
    shown_name = whole_name(shown)
    tokens = {token.casefold() for token in shown.split()}
    for line in [line for line in reversed(lines) if line and not _NOISE.search(line)][:_ENDS]:
        name = whole_name(_PRISON_NUMBER.split(line)[0]) or _before_a_comma(line)
        if name and " " not in name and name.casefold() not in tokens:
            name = name if _agrees(name.casefold(), shown, address) else ""
        name = name or _small_name(line, shown, address)
        if name and (not shown_name or _shares_a_word(name, shown_name)):
            return Fact(name, _line(passage, line))
    return _behind_the_last_sentence(passage, shown_name)


def _behind_the_last_sentence(passage: Passage, shown: str) -> Fact[str] | None:
    """A whole name right behind the last sentence of a letter, on its line."""
    found = _NAME_AT_END.search(passage.text[-_TAIL:].rstrip(" \n\r\t-–—_*"))
    name = whole_name(found[1]) if found else ""
    if not found or " " not in name or (shown and not _shares_a_word(name, shown)):
        return None
    return Fact(name, _line(passage, found[1]))


def signed_by_firm(passage: Passage) -> Fact[str] | None:
    """The firm in whose name a letter is signed; one in capitals as it is written elsewhere in the letter, if it is."""
    lines = _last_lines(passage)
    for at in range(len(lines) - 1, -1, -1):
        if _CLOSING.match(lines[at]):
            below = next((line for line in lines[at + 1 :] if line), "")
            if len(below) > 60 or not _FIRM.search(below):
                return None
            elsewhere = re.search(re.escape(below), passage.text.replace(below, ""), re.IGNORECASE)
            name = (elsewhere[0] if elsewhere else below.title().replace("Llp", "LLP")) if below.isupper() else below
            return Fact(_bare(name), _line(passage, below))
    return None


def firm_beside(passage: Passage) -> Fact[str] | None:
    """The firm of advisers that stands below a person's name at the end of a letter, or beside it on the line."""
    lines = [line for line in _last_lines(passage) if line]
    for at, line in enumerate(lines):
        person, *beside = (part.strip() for part in line.split("|"))
        if beside and whole_name(person):
            if firm := next((part for part in beside if _ADVISERS.search(part)), ""):
                return Fact(firm, _line(passage, line))
        elif at and len(line) < _SHORT // 2 and _ADVISERS.search(line) and whole_name(lines[at - 1].split("|")[0]):
            return Fact(_bare(line), _line(passage, line))
    found = _FIRM_ACTS.search(passage.text)
    return Fact(found[1], passage.quote(*found.span(), "the firm that acts")) if found else None


def _bare(firm: str) -> str:
    """A firm's name without what says that somebody signs for it, and without its address beside it."""
    return _SIGNED_FOR.sub("", firm.split("|")[0]).strip(" ,.")


def called_an_adviser(name: str) -> bool:
    """Whether a firm's name says that it advises people in law."""
    return _ADVISERS.search(name) is not None


def holds_a_post(passage: Passage, name: str) -> bool:
    """Whether the line below a signature names a post, so that the writer writes for an organisation."""
    lines = _last_lines(passage)
    signed = [at for at, line in enumerate(lines) if name.split()[0] in line and len(line) < len(name) + 8]
    below = next((line for line in lines[signed[-1] + 1 :] if line), "") if signed else ""
    return bool(_POST_HELD.search(below))


def _last_lines(passage: Passage) -> list[str]:
    lines = map(str.strip, passage.text[-3_000:].rstrip().split("\n")[-_LAST_LINES:])
    return [line.strip("-–—*_~ ") for line in lines if len(line) < _SHORT]


def _fuller(name: str, lines: list[str]) -> str:
    """The whole name that stands below a first name alone, as in a printed signature."""
    if " " in name:
        return ""
    below = (whole_name(re.split(r"[|,(]", line)[0]) for line in lines)
    return next((one for one in below if " " in one and one[:3] == name[:3]), "")


def _before_a_comma(line: str) -> str:
    """The name before what somebody adds to it: "Ada Brindle, Coalville", "Ada Brindle (Miss), 11B"."""
    name = whole_name(line.split(",")[0].split(" (")[0]) if "," in line or " (" in line else ""
    return name if " " in name else ""


def _small_name(line: str, shown: str, address: str) -> str:
    """A line in small letters as a name, where the sender's own name or address has it too."""
    bare = line.strip(" .,!-~x") if line != "x" else ""
    first = " ".join(bare.split()[:2])
    if first != bare and first == shown.strip().casefold():
        bare = first  # what follows is where they live
    if not _SMALL.fullmatch(bare) or not bare.islower() or not _NO_SIGNATURE.isdisjoint(bare.split()):
        return ""
    return bare if _agrees(bare, shown, address) else ""


def _agrees(name: str, shown: str, address: str) -> bool:
    """Whether a word of the name stands in the sender's own name or address, or begins with its only letter."""
    local = address.rpartition("@")[0]
    own = f"{shown} {local}".casefold()
    joined, words = re.sub(r"[\W_]", "", own.translate(_DIGITS_AS_LETTERS)), re.split(r"[\W\d_]+", own)
    if any((len(word) > 2 and word in joined) or word in words for word in name.split()):
        return True
    initials = [word for word in re.split(r"\W+", shown.casefold()) if word]
    return len(initials) == 1 and len(initials[0]) == 1 and name.startswith(initials[0])


def _shares_a_word(name: str, shown: str) -> bool:
    """Whether two ways of writing a name can be one person's, or share the first or the last word."""
    one, other = name.casefold().split(), shown.casefold().split()
    initial = other[0].rstrip(".")
    first_name = len(one) == 1 and len(initial) == 1 and one[0].startswith(initial)
    return first_name or same_person(name, shown) or one[-1] == other[-1] or one[0] == other[0]


def _line(passage: Passage, line: str) -> Quote:
    at = passage.text.rfind(line)
    return passage.quote(at, at + len(line), "a signature")
