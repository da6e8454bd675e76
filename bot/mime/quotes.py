"""What a sender wrote newly, without the earlier mail quoted beneath; in doubt it keeps, since losing is worse.

Only linear patterns, each on a bounded piece of one line.
"""

from __future__ import annotations

import re

_MAY_OPEN_QUOTE = re.compile(
    r"[ \t]*+(?:On |Am |Le |El |Il |Em |Op |Den |W dniu |Dnia |-{2}|_{5}|"
    r"\*?(?:From|Von|De|Od|Van|Da)\*? ?:|Begin forwarded)"
)
_WROTE = re.compile(r"\b(?:wrote|schrieb|a écrit|escribió|ha scritto|napisał|pisze|schreef|escreveu|skrev)\b", re.I)
_BY_A_PROGRAM = re.compile(r"\d[:.h]\d\d|@")  # people who write "On 9 November I wrote:" give no time and no address
_ORIGINAL = re.compile(
    r"-{2,} ?(?:original (?:message|appointment)|ursprüngliche nachricht|message d'origine|mensaje original|"
    r"wiadomość oryginalna|messaggio originale|oorspronkelijk bericht) ?-{2,}",
    re.I,
)
_FORWARDED = re.compile(r"-{2,} ?forwarded message ?-{2,}|begin forwarded message:", re.I)
_BLOCK_FROM = re.compile(r"\*?(?:From|Von|De|Od|Van|Da)\*? ?:")
_BLOCK_WHEN = re.compile(r"\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Wysłano|Data|Verzonden|Inviato)\*? ?:")
_BLOCK_SUBJECT = re.compile(r"\*?(?:Subject|Betreff|Objet|Asunto|Temat|Onderwerp|Oggetto|Assunto)\*? ?:")
_ANSWERS_BELOW = re.compile(r"\b(?:below|underneath|in ?line|in (?:red|blue|green|bold|caps|capitals?))\b", re.I)
_FORWARD_SUBJECT = re.compile(r"(?:fwd?|wg|tr|pd|rv|i) ?:", re.I)
_COPY = re.compile(
    r"^[ \t]{0,9}-{2,30} ?(?:below this line is a copy|this is a copy of|a copy of (?:the|your) message|original |"
    r"unsent message|returned message|message header|the header of|included is a copy|your message)",
    re.I | re.M,
)
_LONGEST_LINE = 300
_BLOCK_LINES = 8


def new_text(text: str, subject: str = "") -> str:
    """The text without quoted earlier mail; the whole text where nothing else would be left, or it is a forward."""
    if _FORWARD_SUBJECT.match(subject):
        return text
    lines = text.split("\n")
    starts = [line.lstrip(" \t\xa0")[:_LONGEST_LINE] for line in lines]
    quoted = [start.startswith(">") and not start.startswith(">From ") for start in starts]
    last_quoted = max((number for number, is_quoted in enumerate(quoted) if is_quoted), default=-1)
    kept: list[str] = []
    keeps_blocks = False
    at = 0
    while at < len(lines):
        start = starts[at]
        if quoted[at]:
            at += 1
            continue
        if start.startswith(">From "):  # a mailbox file's mark, not a quotation
            kept.append(start[1:])
        elif not _MAY_OPEN_QUOTE.match(start):
            kept.append(lines[at])
        elif _FORWARDED.match(start):
            kept.extend(lines[at:])
            break
        elif height := _attribution(starts, quoted, at):
            if last_quoted >= at:
                at += height
                continue
            if _says_something(kept):
                break
            kept.append(lines[at])
        elif not keeps_blocks and _opens_block(starts, at) and _says_something(kept):
            keeps_blocks = bool(_ANSWERS_BELOW.search("\n".join(kept)))
            if not keeps_blocks:
                break
            kept.append(lines[at])
        else:
            kept.append(lines[at])
        at += 1
    return "\n".join(kept).strip() or text


def before_the_copy(text: str) -> str:
    """What a mail server says of a letter, without the copy of the letter under it."""
    copy = _COPY.search(text)
    return text[: copy.start()].strip() if copy else text


def _says_something(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _attribution(starts: list[str], quoted: list[bool], at: int) -> int:
    """How many lines "On …, … wrote:" takes here, 0 where it does not stand here."""
    if starts[at].startswith(("-", "_")):
        return 0
    joined = ""
    for height in range(1, 4):
        if at + height > len(starts):
            return 0
        joined = f"{joined} {starts[at + height - 1].rstrip()}"
        if joined.endswith(":") and _WROTE.search(joined):
            quotes_next = any(quoted[at + height : at + height + 2])
            return height if quotes_next or _BY_A_PROGRAM.search(joined) else 0
    return 0


def _opens_block(starts: list[str], at: int) -> bool:
    """Whether Outlook's header block, or the line it draws above one, begins here."""
    if _ORIGINAL.match(starts[at]):
        return True
    block = [start for start in starts[at : at + _BLOCK_LINES] if start.strip("_- \t")]
    return (
        bool(block)
        and bool(_BLOCK_FROM.match(block[0]))
        and any(_BLOCK_WHEN.match(line) for line in block[1:4])
        and any(_BLOCK_SUBJECT.match(line) for line in block[2:])
    )
