"""What was found in thousands of real messages never raises here, never takes long, and loses no text and no file."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from time import process_time

import pytest

from bot import mime
from bot.recognising.words import cue_table
from handlers.machines import gates
from handlers.recognise import recognise
from store.messages import OfficeDomains, Recognition
from store.terms import Kind
from tests.hostile.build import ASKS, mail
from tests.hostile.traffic import answers, bounces, people
from tests.hostile.traffic.shape import BOUNCE, MACHINE, PERSON, REPLY, Letter
from tests.hostile.wild import TRAPS, WILD, Trap, Wild

OFFICE = OfficeDomains("reviews@mopac.example", ("mopac.example",), ("mps.example",), ("iopc.example",))
TABLE = cue_table()
SECONDS = 2.0


@pytest.mark.parametrize("one", WILD, ids=lambda one: f"{one.section}: {one.name}")
def test_text_and_files_are_reached(one: Wild) -> None:
    """No exception, no control character for a database to refuse, the words that stand there, and every file."""
    began = process_time()
    read = mime.read(one.raw)
    assert process_time() - began < SECONDS
    assert one.text in read.text
    assert read.sender == one.sender
    assert len(read.attachments) == len(one.files)
    named = zip(read.attachments, one.files, strict=True)
    assert all(name in ("*", file.name) for file, name in named)
    assert "\0" not in repr(read).encode("utf-8").decode()
    assert "\ufffd" not in read.text
    for file, data in zip(read.attachments, mime.contents(one.raw, range(len(one.files))), strict=True):
        assert len(data) == file.size
    mime.received_at(one.raw)


@pytest.mark.parametrize("one", TRAPS, ids=lambda one: one.name)
def test_machines_and_people_are_told_apart(one: Trap) -> None:
    """The rule that is made for it sees a machine first; a person who only looks like one is seen by none."""
    hits = gates(mime.read(one.raw), OFFICE, TABLE)
    assert (hits[0].code if hits else "") == one.rule


HUGE = {
    "a header of 3 MB": mail(ASKS, ("X-Long", "x" * 3_000_000)),
    "65 kB of recipients": mail(ASKS, ("Cc", ", ".join(f"someone{n}@x{n}.example" for n in range(2_500)))),
    "a text of 60 MB": mail(ASKS + "word " * 12_000_000),
    "HTML of 5 MB": mail(entity=b"Content-Type: text/html\n\n" + b"<table><tr><td>x</td></tr></table>" * 150_000),
    "quotes 60 deep": mail("\n".join(">" * depth + " words" for depth in range(60)) * 1_000),
}


@pytest.mark.parametrize("name", HUGE)
def test_nothing_takes_long(name: str) -> None:
    """What is huge is read, or is for a person, within two seconds; nothing else can happen to it."""
    began = process_time()
    reason = mime.too_much(HUGE[name])
    if reason is None:
        assert mime.read(HUGE[name]).sender == "ann@archer.example"
    assert process_time() - began < SECONDS
    assert reason is None or reason.code in ("header_too_long", "head_too_long", "too_many_addresses")


# --- how far machines can be told from people -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """One letter of the made-up post: what the rules say it is, and what is made of it."""

    letter: Letter
    rules: Kind | None
    made: Recognition


@pytest.fixture(scope="module")
def post() -> list[Seen]:
    """The whole made-up post, read as the service reads it."""
    return [_seen(letter) for maker in (bounces, answers, people) for letter in maker.letters()]


def _seen(letter: Letter) -> Seen:
    incoming = mime.read(letter.raw)
    hits = gates(incoming, OFFICE, TABLE)
    certain = next((hit.kind for hit in hits if hit.kind), None)
    likely = next((hit.otherwise for hit in hits if hit.otherwise), None)
    return Seen(letter, certain or likely, recognise(incoming, None, OFFICE, TABLE))


def _half(post: list[Seen], held_back: bool) -> dict[str, list[Seen]]:
    """One half of the post, by what its letters are."""
    half = defaultdict(list)
    for one in post:
        if one.letter.held_back is held_back:
            half[one.letter.what].append(one)
    return half


HALVES = pytest.mark.parametrize("held_back", [False, True], ids=["development", "held back"])


def test_the_post_is_broad(post: list[Seen]) -> None:
    """At least 150 letters of machines in as many shapes, and 150 of people; the same each time, in two halves."""
    what = Counter(one.letter.what for one in post)
    assert what[BOUNCE] + what[REPLY] + what[MACHINE] >= 150
    assert what[PERSON] >= 150
    assert len({one.letter.name for one in post}) == len(post)
    assert [one.raw for one in bounces.letters()] == [one.raw for one in bounces.letters()]
    assert 0.4 < sum(one.letter.held_back for one in post) / len(post) < 0.6


@HALVES
def test_bounces_are_found(post: list[Seen], held_back: bool) -> None:
    """Of what did not arrive at least 97 in 100 are found, and 99 in 100 of what is called so did not arrive."""
    half = _half(post, held_back)
    found = [one for one in half[BOUNCE] if one.rules is Kind.DELIVERY_FAILURE]
    called = [one for what in half.values() for one in what if one.rules is Kind.DELIVERY_FAILURE]
    assert len(found) >= 0.97 * len(half[BOUNCE])
    assert len(found) >= 0.99 * len(called)


@HALVES
def test_automatic_replies_are_found(post: list[Seen], held_back: bool) -> None:
    """Of what programs answered at least 93 in 100 are found."""
    replies = _half(post, held_back)[REPLY]
    assert sum(one.rules is Kind.AUTOMATIC_REPLY for one in replies) >= 0.93 * len(replies)


@HALVES
def test_hardly_a_machine_is_answered_and_hardly_a_person_is_not(post: list[Seen], held_back: bool) -> None:
    """Of machines 99 in 100 are never answered; of people who ask for no silence fewer than one in 100 meets it."""
    half = _half(post, held_back)
    machines = [*half[BOUNCE], *half[REPLY], *half[MACHINE]]
    answered = [one.letter.name for one in machines if one.made.why_not is None]
    silent = [one.letter.name for one in half[PERSON] if one.made.why_not is not None]
    assert len(answered) <= 0.01 * len(machines), answered
    assert len(silent) < 0.01 * len(half[PERSON]), silent


@HALVES
def test_no_person_lies_where_nobody_looks(post: list[Seen], held_back: bool) -> None:
    """No person's letter is filed among the machines or the unwanted, however much it looks like one."""
    unseen = (Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE, Kind.UNWANTED, Kind.INTERNAL)
    assert not [one.letter.name for one in _half(post, held_back)[PERSON] if one.made.kind in unseen]
