"""Who a letter is signed by, as it is written, in small letters too; proves nobody's identity."""

from __future__ import annotations

import re

from handlers.names import in_ordinary_letters, same_person, whole_name
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
_POST_HELD = re.compile(
    r"\b(?:officer|manager|fellow|member|co-?ordinator|director|editor|reporter|producer|lecturer|professor|researcher|"
    r"administrator|assistant|adviser|advisor|analyst|clerk|secretary|councillor|chair(?:man|woman)?|head|lead)\b",
    re.I,
)
_NO_SIGNATURE = word_set(
    "please help thanks cheers bye hi hello hiya hey ok okay love cool lol asap urgent regards sorry yes no end xx xxx "
    "ta thx thnx plz pls dear sir madam team cant dont im its the and but for you your mum dad me us it now"
)
_NAME_AT_END = re.compile(
    r"[.!?)][\"”’')]?[ ]{1,2}(?:-+ ?)?([^\W\d_a-z][^\s.!?]{0,30}\.?(?: [^\W\d_a-z][^\s.!?]{0,30}){1,3}|"
    r"[^\W\d_A-Z]{2,15} [^\W\d_A-Z][^\W\d_A-Z'’-]{1,20})[\"”.]{0,3}$"
)
_TAIL = 120  # characters at the end of a paragraph in which a name may stand behind the last sentence
_NUMBER_BEHIND = re.compile(
    r"[\s,;|:(–-]{1,4}(?:(?:tel|mob|phone|ref)\w{0,6}[.:]? ?)?(?:\+?\d[\d ()/-]{6,20}|[A-Z]{2,4}/[\dA-Z/-]{4,16})\)?$",
    re.IGNORECASE,
)
_PRISON_NUMBER = re.compile(r",? [A-Z]\d{4}[A-Z]{2}\b")
_SMALL = re.compile(r"[^\W\d_]{2,15}(?:[ -][^\W\d_]{1,15}){0,2}")
_DIGITS_AS_LETTERS = str.maketrans("013457", "oleast")
_LAST_LINES = 16
SHORT = 80  # characters of a line that may be a signature
_ENDS = 3  # last lines of which one may be a signature without a closing line


def signed_name(passage: Passage, shown: str, address: str = "") -> Fact[str] | None:
    """The name a letter is signed with; without a closing line only one that agrees with the sender's own, if any.

    A name in small letters counts where it agrees with the sender's name or address.
    """
    lines = last_lines(passage)
    for at in range(len(lines) - 1, -1, -1):
        if _CLOSING.match(lines[at]):
            below = next((line for line in lines[at + 1 :] if line), "")
            name = whole_name(below) or _before_a_comma(below) or _small_name(below, shown, address)
            if name or at < len(lines) - 2 - _ENDS:
                fuller = _fuller(name, lines[at + 1 :]) if name else ""
                return Fact(fuller or name, line_quote(passage, fuller or below)) if name else None
        elif (found := _CLOSING_AND_NAME.match(lines[at])) and (name := whole_name(found[1])):
            return Fact(name, line_quote(passage, lines[at]))
    shown_name = whole_name(shown)
    tokens = {token.casefold() for token in shown.split()}
    for line in [line for line in reversed(lines) if line and not _NOISE.search(line)][:_ENDS]:
        line = _NUMBER_BEHIND.sub("", line)
        name = whole_name(_PRISON_NUMBER.split(line)[0]) or _before_a_comma(line)
        if name and " " not in name and name.casefold() not in tokens:
            name = name if _agrees(name.casefold(), shown, address) else ""
        name = name or _small_name(line, shown, address)
        if name and (not shown_name or _shares_a_word(name, shown_name)):
            return Fact(name, line_quote(passage, line))
    return _behind_the_last_sentence(passage, shown, address)


def _behind_the_last_sentence(passage: Passage, shown: str, address: str) -> Fact[str] | None:
    """A whole name right behind the last sentence of a letter, on its line; above it only one that agrees."""
    ends = [
        end for line in passage.text[-3_000:].split("\n") if (end := _bare(line[-_TAIL:])) and not _NOISE.search(end)
    ]
    for at, end in enumerate(reversed(ends[-_ENDS:])):
        found = _NAME_AT_END.search(end)
        if not found:
            continue
        name = whole_name(found[1]) or _small_name(found[1], shown, address)
        known = whole_name(shown) or (whole_name(in_ordinary_letters(shown)) if at else "")
        if " " in name and (_shares_a_word(name, known) if known else not at):
            return Fact(name, line_quote(passage, found[1]))
    return None


def line_below_closing(passage: Passage) -> str:
    """The line below the last closing line of a letter, "" where it has none."""
    lines = last_lines(passage)
    for at in range(len(lines) - 1, -1, -1):
        if _CLOSING.match(lines[at]):
            return next((line for line in lines[at + 1 :] if line), "")
    return ""


def holds_a_post(passage: Passage, name: str) -> bool:
    """Whether the line below a signature names a post, so that the writer writes for an organisation."""
    lines = last_lines(passage)
    signed = [at for at, line in enumerate(lines) if name.split()[0] in line and len(line) < len(name) + 8]
    below = next((line for line in lines[signed[-1] + 1 :] if line), "") if signed else ""
    return bool(_POST_HELD.search(below))


def last_lines(passage: Passage) -> list[str]:
    """The last lines of a letter that are short enough for a signature, without rules and dashes around them."""
    lines = map(str.strip, passage.text[-3_000:].rstrip().split("\n")[-_LAST_LINES:])
    return [line.strip("-–—*_~ ") for line in lines if len(line) < SHORT]


def _bare(end: str) -> str:
    """The end of a line without dashes, and without the telephone number or reference behind a name."""
    return _NUMBER_BEHIND.sub("", end.strip(" \r\t-–—_*"))


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
    if not _agrees(bare, shown, address):
        return ""
    return in_ordinary_letters(bare) if " " in bare else bare


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


def line_quote(passage: Passage, line: str) -> Quote:
    """The last place of this line, as a signature."""
    at = passage.text.rfind(line)
    return passage.quote(at, at + len(line), "a signature")
