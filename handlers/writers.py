"""Who writes for themselves, put together from what is shown, signed and said; proves nobody's identity."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.introductions import introduced, officially_named, senders_named
from handlers.name_forms import fullest, one_written_short
from handlers.named_beside import beside_prison_numbers
from handlers.names import IN_SMALL_LETTERS, in_ordinary_letters, said_names
from handlers.passages import Passage
from handlers.shown_name import called_like_a_desk, certainly_a_desk, small_name
from handlers.signatures import signed_name
from handlers.spoken_of import written_out
from handlers.written_for import clients
from store.messages import Fact, Incoming


def writer_of(
    incoming: Incoming,
    own: Passage,
    body: Passage,
    subject: Passage,
    documents: Sequence[Passage],
    addressees: Sequence[Fact[str]],
    shown: Fact[str] | None,
    *,
    in_person: bool,
) -> tuple[Fact[str] | None, list[Fact[str]]]:
    """Who writes for themselves, in the fullest form that the letter gives, and the others who are named like that."""
    signed = signed_name(own, _as_shown(incoming, shown), incoming.sender)
    if signed and certainly_a_desk(signed.value):
        signed = None
    if shown and signed and " " in shown.value and " " not in signed.value:
        shown, signed = _with_first_name(shown, signed), None
    said = [one for one in said_names(own) if not shown or one.quote.says != IN_SMALL_LETTERS or agree(one, shown)]
    inside = [] if shown else [one for text in (subject, body) for one in beside_prison_numbers(text)]
    whole = shown is not None and _is_whole(shown.value)
    told = [*said, *([signed] if signed else [])]
    named = [shown, *told] if shown and whole else [*told, *([shown] if shown else []), *inside[:1]]
    others_words = [] if whole else [*introduced(own, incoming.sender_name), *_passed_on(body, documents)]
    if not shown:
        others_words += clients(own, subject)
    named = named or others_words
    if not named and in_person:
        named = list(addressees) or [written_out(one, (own, subject)) for one in (small_name(incoming),) if one]
    if not named and not in_person:
        named = officially_named(subject)
    if not named:
        return None, []
    documented = [name for document in documents for name in said_names(document)]
    name = fullest(named[0], [*named[1:], *documented, *others_words])
    if shown and "." in shown.value and name.value == shown.value.replace(".", ""):
        name = shown  # initials as they have them
    if " " not in name.value:
        small = small_name(incoming)
        name = fullest(name, [small] if small else [])
        name = written_out(name, (own, subject))
    people = (name.value, named[0].value)
    return name, [one for one in named[1:] if not any(one_written_short(one.value, other) for other in people)]


def _is_whole(name: str) -> bool:
    """Whether a name has a first and a last name, and none of them is an initial."""
    words = [word.rstrip(".") for word in name.split()]
    return len(words) > 1 and len(words[0]) > 1 and len(words[-1]) > 1


def _with_first_name(shown: Fact[str], signed: Fact[str]) -> Fact[str]:
    """The sender's surname and initial as they are shown, with the first name that is signed."""
    initial, first = shown.value.split()[0].rstrip("."), in_ordinary_letters(signed.value)
    if len(initial) > 1 or not first.startswith(initial) or signed.value.isupper():
        return shown
    return Fact(f"{first} {shown.value.split()[-1]}", shown.quote)


def _as_shown(incoming: Incoming, shown: Fact[str] | None) -> str:
    """What the signature has to agree with: the sender's name, in letters and digits too, where it is no desk's."""
    return "" if shown is None and called_like_a_desk(incoming.sender_name) else incoming.sender_name


def agree(one: Fact[str], other: Fact[str]) -> bool:
    """Whether two names have a word in common."""
    return not {*one.value.casefold().split()}.isdisjoint(other.value.casefold().split())


def _passed_on(body: Passage, documents: Sequence[Passage]) -> list[Fact[str]]:
    """Who speaks in a letter that a machine or somebody else passes on: a scan, a fax, a prisoner's message."""
    named = [name for text in (body, *documents) for name in (*senders_named(text), *said_names(text))]
    signed = [name for document in documents if (name := signed_name(document, "")) is not None]
    if named:
        return [fullest(named[0], [*named[1:], *signed])]
    return signed
