"""The sender's name as it is shown, where it is a person's and no desk's or robot's; proves nobody's identity."""

from __future__ import annotations

import re
import unicodedata

from handlers.names import in_ordinary_letters, same_person, whole_name
from handlers.passages import word_set
from store.messages import Fact, Incoming
from store.terms import Quote

# What desks, firms, services and robots are called by, and people who will not say their name.
_NO_PERSON = word_set(
    "academy accounts admin administration advice advocacy agency alert alerts alliance allotments angry anon "
    "anonymous app application applications appointments archive archives assessment association authority bakery "
    "billing board bookings bot box broadcast bulletin bulletins bureau campaign care carers cases casework catering "
    "centre chambers chaplaincy charity chat church citizen city clinic club college committee community company "
    "concerned contact control coop correspondence council counselling county court courts custody deliveries "
    "department dept desk digest direct directory disputes distribution district division duty education enforcement "
    "enquiry events exchange executive express facilities faculty federation feedback finance forum foundation fund "
    "funeral garage gateway governance group guild haulage headquarters healthcare helpdesk helpline holdings home "
    "homes hosting household housing hub inbox info information initiative institute insurance intake investigations "
    "invoice invoices journal law learning lettings liaison library listing listings litigation logistics mailer "
    "mailing maintenance management marketing media meetings membership message messages messaging monitor museum "
    "neighbour neighbourhood network news newsdesk newsletter nobody notice notices notification notifications nurse "
    "occupational omu online operations outcomes outreach panel parish partners partnership patient payroll podcast "
    "police portal post postal practice procurement programme project promotions property protection publications "
    "publishing radio reader reading reception recorder records recruitment referral referrals refuge register "
    "registry removals rentals repairs replies reply report reporting reports rescue responder robot room "
    "safeguarding safer sales scanning scans school secretariat security sender shelter shop society solutions "
    "somebody someone statement statements studio submission submissions subscriptions supplies surgery survey "
    "surveys switchboard system systems taxis tech technologies tenancy tenant ticket tickets training transcripts "
    "transfers transport tribunal trust university updates user utilities ventures victim voice voicemail volunteer "
    "volunteers ward watch web website welfare witness workshop"
)
_SURNAMES_TOO = word_set("ward church law post parish reader court home homes box case shop chambers")
_TWO_IN_ONE = re.compile(r"^(?!(?:Mc|Mac|De|Di|Da|Du|La|Le|Lo|O|Fitz|Van|Von|St|Al|El|Abdul?|Ab)[A-Z])[A-Z][a-z]+[A-Z]")
_ROLES = re.compile(
    r"^(?:no-?reply|do-?not-?reply|donotreply|noreply|scan\w*|fax\w*|copier|mfp|printer|voicemail|web-?form\w*|forms?|"
    r"notifications?|alerts?|mailer)\b|no-?reply$"
)
_INITIALS = re.compile(r"(?:[A-Z]\.? ?){2,3}")
_SMALL = re.compile(r"[^\W\d_A-Z]{2,}(?: [^\W\d_A-Z]+){0,2}")
_BRACKETED = re.compile(r"^(?P<before>[^()]*)\((?P<inside>[^()]*)\)\s*$")
_PRISON_NUMBER = re.compile(r",? [A-Z]\d{4}[A-Z]{2}$")
_TURNED = re.compile(r"^([A-Z][^\W\d_]+), ([A-Z][^\W\d_]+)$")
_FIRST_AND_LAST = 2
_WORDS = re.compile(r"[^\W\d_]+")


def shown_name(incoming: Incoming, signed: str = "") -> Fact[str] | None:
    """The sender's own name where what is shown is a person's; `signed` is what the letter is signed with, if known."""
    shown = _TURNED.sub(r"\2 \1", _PRISON_NUMBER.sub("", " ".join(incoming.sender_name.split())))
    if _ROLES.search(incoming.sender.rpartition("@")[0]):
        return None
    name = whole_name(shown) or _beside_brackets(shown)
    if not name and _INITIALS.fullmatch(shown):
        name = shown
    name = _in_one_script(name)
    if not name or not _is_person(name, incoming.sender, signed):
        return None
    return Fact(name, Quote(incoming.sender_name, "header From", "the sender's name"))


def small_name(incoming: Incoming) -> Fact[str] | None:
    """The sender's own name where it is shown in small letters, of one to three words and nothing else: "ada b"."""
    shown = " ".join(incoming.sender_name.split()).rstrip(" :;)(<3xX*!.")
    if not _SMALL.fullmatch(shown) or called_like_a_desk(shown) or _ROLES.search(incoming.sender.rpartition("@")[0]):
        return None
    name = whole_name(in_ordinary_letters(shown))
    return Fact(name, Quote(incoming.sender_name, "header From", "the sender's name")) if name else None


def called_like_a_desk(name: str) -> bool:
    """Whether a word of this name is one that desks, firms, services and robots are called by, or it is two in one."""
    words = {word.casefold() for word in _WORDS.findall(name)}
    return not words.isdisjoint(_NO_PERSON) or (" " not in name and _TWO_IN_ONE.match(name) is not None)


def certainly_a_desk(name: str) -> bool:
    """Whether a word of this name is one that desks and firms are called by and no family."""
    return not (_NO_PERSON - _SURNAMES_TOO).isdisjoint(word.casefold() for word in _WORDS.findall(name))


def _is_person(name: str, address: str, signed: str) -> bool:
    """Whether a name is a person's: none of a desk's words, or the signature or the address says it as well."""
    if not called_like_a_desk(name):
        return True
    if signed and " " in signed and same_person(signed, name):
        return True
    words = name.casefold().split()
    if (
        len(words) == _FIRST_AND_LAST
        and words[0] not in _NO_PERSON
        and _NO_PERSON & {*words[1].split("-")} <= _SURNAMES_TOO
    ):
        return True
    first, local = name.split()[0], address.rpartition("@")[0].casefold()
    if len(first) == 1 or first.isupper() or first.casefold() in _NO_PERSON:
        return False
    return {*words} <= {*_WORDS.findall(local)}


def _beside_brackets(shown: str) -> str:
    """The name inside the brackets or before them, where only one of both is one: "Bo the Band (Bo Cray)"."""
    found = _BRACKETED.match(shown)
    if not found:
        return ""
    inside, before = whole_name(found["inside"]), whole_name(found["before"])
    return inside if " " in inside else before


def _in_one_script(name: str) -> str:
    """The Latin part of a name that is written in two alphabets, where that is a whole name by itself."""
    latin = [word for word in name.split() if all(_is_latin(letter) for letter in word if letter.isalpha())]
    return " ".join(latin) if 1 < len(latin) < len(name.split()) else name


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
