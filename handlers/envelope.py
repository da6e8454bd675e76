"""A message as the machine-mail rules look at it, and the senses they use; reads one message, decides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.evidence import CueTable
from store.messages import Incoming, OfficeDomains

HEAD = 600  # characters of a text within which a machine says what it is
UNSEEN = frozenset({"Cf", "Mn", "Me"})  # marks of direction, joiners, what turns a sign into a picture
READING = ("disposition-notification", "feedback-report")
SAYS_NO = frozenset({"", "no", "false", "0", "none"})
_DAEMON_NAME = re.compile(
    r"mailer[- ]?daemon|postmaster|mail delivery (?:sub)?system|mail administrator", re.IGNORECASE
)
_BETWEEN_WORDS = re.compile(r"[-_.+]+")
_COMMENT = re.compile(r"\([^()]*\)")
_TAGS = re.compile(r"^(?:(?:\[[^\]]{1,30}\]|(?:external(?: e-?mail)?|ext|official(?:[ -]sensitive)?) ?[:-]) ?){1,5}")

PASSES_ON = ("fw:", "fwd:", "wg:", "tr:", "rv:", "pd:")
ANSWERS = ("re:", "aw:", "sv:", "antw:", "odp:", "rif:", "vs:", "ynt:")
"""How the subject begins where somebody passes on what another wrote, or answers."""

Mark = tuple[str, str]  # the place, and the words that stand there


@dataclass(frozen=True, slots=True)
class Asked:
    """One message as the rules look at it: headers by lower-case name, sender split, subject and first lines folded."""

    incoming: Incoming
    office: OfficeDomains
    words: Mapping[tuple[str, str], tuple[str, ...]]
    own_ids: frozenset[str]
    headers: Mapping[str, tuple[str, ...]]
    local: str
    domain: str
    subject: str
    untagged: str
    head: str


def look_at(incoming: Incoming, office: OfficeDomains, cues: CueTable, own_ids: frozenset[str]) -> Asked:
    """The message as the rules look at it."""
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in incoming.headers:
        key = name.lower()
        headers[key] = (*headers.get(key, ()), value)
    local, _, domain = incoming.sender.lower().rpartition("@")
    subject, head = _plain(incoming.subject), head_of(incoming.new_text)
    return Asked(
        incoming, office, cues.machines, own_ids, headers, local, domain, subject, _TAGS.sub("", subject), head
    )


def head_of(text: str) -> str:
    """The first words of a text, folded: where a machine says what it is."""
    return " ".join(text[: HEAD * 2].casefold().replace("’", "'").split())[:HEAD]


def is_passed_on(subject: str) -> bool:
    """Whether a subject begins as a mail program makes it when passing on what somebody else wrote."""
    return _TAGS.sub("", _plain(subject)).startswith(PASSES_ON)


def is_answer(subject: str) -> bool:
    """Whether a subject begins as a mail program makes it when answering."""
    return _TAGS.sub("", _plain(subject)).startswith(ANSWERS)


def _plain(subject: str) -> str:
    """A subject in small letters, without pictures and the invisible signs some programs put in front."""
    seen = (character for character in subject[:1_000] if unicodedata.category(character) not in UNSEEN)
    shown = "".join(" " if unicodedata.category(character) == "So" else character for character in seen)
    return " ".join(shown.casefold().split())


def belongs(domain: str, domains: tuple[str, ...]) -> bool:
    """Whether a domain is one of these or a sub-domain of one."""
    return any(domain == owner or domain.endswith("." + owner) for owner in (known.lower() for known in domains))


def header(asked: Asked, *names: str, unless: frozenset[str] = frozenset()) -> Mark | None:
    """The first of these headers whose value is none of `unless`."""
    for name in names:
        for value in asked.headers.get(name, ()):
            if value.strip().lower() not in unless:
                return f"header {name}", value.strip() or "(empty)"
    return None


def header_naming(asked: Asked, names: tuple[str, ...], wanted: frozenset[str]) -> Mark | None:
    """The first of these headers, any of several of one name, with one of the wanted values in its comma list."""
    for name in names:
        for value in asked.headers.get(name, ()):
            if any(token(part) in wanted for part in value.split(",")):
                return f"header {name}", value.strip()
    return None


def token(value: str) -> str:
    """The first word of a header value in lower case, without comments, blanks, quotes and parameters."""
    bare = value[:1_000]
    for _ in range(3):
        bare = _COMMENT.sub(" ", bare)
    words = bare.lower().replace(";", " ").split()
    return words[0].strip("\"',") if words else ""


def subject_starts(asked: Asked, group: str) -> Mark | None:
    """The subject, where it begins with (or is) one of the group's phrases, tags such as [EXTERNAL] left aside."""
    starts, whole = asked.words.get((group, "subject_starts"), ()), asked.words.get((group, "subject_is"), ())
    says = [asked.subject, asked.untagged]
    if asked.untagged != asked.subject:  # some gateways' "[EXTERNAL] Re: " stands before a program's own subject
        says.append(asked.untagged.removeprefix("re: "))
    for said in says:
        if said.startswith(starts) or said.strip(" .!") in whole:
            return "subject", asked.incoming.subject
    return None


def subject_has(asked: Asked, group: str) -> Mark | None:
    """The subject, where one of the group's phrases stands anywhere in it."""
    found = any(phrase in asked.subject for phrase in asked.words.get((group, "subject_has"), ()))
    return ("subject", asked.incoming.subject) if found else None


def head_has(asked: Asked, group: str, place: str = "body_has", within: int = HEAD) -> Mark | None:
    """The group's phrase that stands near the beginning of the text."""
    head = asked.head[:within]
    return next((("body", phrase) for phrase in asked.words.get((group, place), ()) if phrase in head), None)


def sender_among(asked: Asked, group: str) -> Mark | None:
    """The sender, where the first part of the address is one of the group's."""
    return ("header from", asked.incoming.sender) if asked.local in asked.words.get((group, "local_part"), ()) else None


def has_word(local: str, words: Mapping[tuple[str, str], Sequence[str]], *groups: str) -> bool:
    """Whether the first part of an address, or a word of it without its numbers, is one of these groups'."""
    said = {local.casefold()} | {word.strip("0123456789") for word in _BETWEEN_WORDS.split(local.casefold())}
    return any(not said.isdisjoint(words.get((group, "local_part"), ())) for group in groups)


def daemon(asked: Asked) -> Mark | None:
    """The sender, where it is a mail server speaking."""
    if asked.local.startswith("microsoftexchange"):
        return "header from", asked.incoming.sender
    if asked.incoming.sender:
        return sender_among(asked, "mail_server")
    author = next(iter(asked.headers.get("from", ())), asked.incoming.sender_name)
    return ("header from", author) if _DAEMON_NAME.search(author) else None


def null_path(asked: Asked) -> Mark | None:
    """The return path, where one came and it is empty."""
    path = asked.incoming.return_path
    return ("header return-path", "<>") if path is not None and path.strip(" <>") == "" else None


def item_class(asked: Asked) -> str:
    """What kind of Outlook item it says it is, in lower case; empty where nothing says so."""
    named = (values[0] for name, values in asked.headers.items() if name.endswith(("message-class", "item-class")))
    return next(named, "").strip().lower()


def report_type(asked: Asked) -> str:
    """What a multipart/report reports: empty where the message is none, "unknown" where nothing says what."""
    if not asked.incoming.content_type.lower().startswith("multipart/report"):
        return ""
    declared = " ".join((asked.incoming.content_type, *asked.headers.get("content-type", ()))).lower()
    files = (file for file in asked.incoming.attachments if not file.inside)
    inside = " ".join(file.content_type.lower() for file in files)
    for report in (*READING, "delivery-status"):
        if report in declared or f"message/{report}" in inside:
            return report
    return "unknown"


def answers(asked: Asked) -> bool:
    """Whether the message presents itself as an answer to something."""
    return bool(asked.incoming.in_reply_to or asked.incoming.references) or by_hand(asked)


def by_hand(asked: Asked) -> bool:
    """Whether the subject begins as a person's mail program makes it when answering or passing on."""
    return asked.untagged.startswith((*ANSWERS, *PASSES_ON))


def passed_on(asked: Asked) -> bool:
    """Whether the subject begins as a person's mail program makes it when passing on what somebody else wrote."""
    return asked.untagged.startswith(PASSES_ON)
