"""The rules of how a machine sounds, each on what both voices say of one message, whatever these have been taught."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.recognising.words import cue_table
from handlers.chances import weigh_kinds
from handlers.evidence import CueTable
from handlers.flags import FLAGGED, UNEASY, flags_of
from handlers.impression import Impression, nothing_said
from handlers.listening import listen
from handlers.said import Read, read_words
from handlers.sounding import Sounding, sounding
from handlers.weighing import Lean, weigh
from store.messages import Incoming
from store.terms import Flag, Kind
from tests.corpus.stories import OFFICE

PLAIN = cue_table()


def message(text: str, subject: str = "Hello", sender: str = "pat@home.example") -> Read:
    """What is read of a message."""
    return read_words(Incoming(sender=sender, subject=subject, text=text, new_text=text), None, OFFICE, PLAIN)


def impression(**kinds: float) -> Impression:
    """A whole that leaves the rest of what it says unclear."""
    shares = {Kind(name): share for name, share in kinds.items()}
    return Impression({**shares, Kind.UNCLEAR: 1 - sum(shares.values())}, {}, MappingProxyType({}))


def sounds(read: Read, as_one: float, in_parts: float = 0.0, table: CueTable = PLAIN) -> Sounding:
    """How a message sounds that reads this far like an absence note as a whole, and by its sentences."""
    heard = {Kind.AUTOMATIC_REPLY: Lean(in_parts, 0.0, in_parts, "body", 40, 44)} if in_parts else {}
    whole = impression(automatic_reply=as_one)
    return sounding(read, table, weigh(read, "kinds"), heard, {Kind.UNCLEAR: 1.0}, whole)


def test_both_voices_together_are_sure() -> None:
    """What neither the whole nor the sentences say surely enough alone, they say together."""
    read = message("Nobody is at this desk until Monday week.")
    assert not sounds(read, 0.8, 0.5).is_one
    assert sounds(read, 0.8, 0.65).is_one


def test_what_reads_like_no_machine_at_all_is_told() -> None:
    """By neither voice; where one of them hears a machine it may be one."""
    read = message("I am away with the fairies, love.")
    assert sounds(read, 0.1, 0.1).unlike
    assert not sounds(read, 0.1, 0.4).unlike
    assert not sounds(read, 0.4, 0.1).unlike


@pytest.mark.parametrize("text", ["Your message could not be delivered.", "550 5.1.1 user unknown"])
def test_a_mail_servers_words_say_that_a_letter_came_back(text: str) -> None:
    """Where a person says them of their own letters, nothing came back."""
    assert sounds(message(text), 0.6).machine is Kind.DELIVERY_FAILURE
    assert sounds(message(f"My landlord says: {text}"), 0.6).machine is not Kind.DELIVERY_FAILURE


def test_a_mailbox_that_nobody_reads_has_had_the_letter() -> None:
    """Its notice says where to write instead; the letter came."""
    read = message("This mailbox is no longer monitored. Please write to new@mps.example.")
    whole = impression(delivery_failure=0.95)
    found = sounding(read, PLAIN, weigh(read, "kinds"), {}, {Kind.UNCLEAR: 1.0}, whole)
    assert found.machine is Kind.AUTOMATIC_REPLY


def test_who_tells_of_a_machines_mail_is_no_machine() -> None:
    """However much what they quote of it sounds like one."""
    note = "Nobody is at this desk until Monday week."
    assert sounds(message(note), 0.95).is_one
    told = sounds(message(f"{note} That was three weeks ago, and nothing since."), 0.95)
    assert told.told
    assert not told.is_one


def test_what_a_machine_repeats_or_advises_is_not_its_own() -> None:
    """A subject of somebody else's and advice to everybody ask for nothing."""
    subject = "Please review my complaint outcome"
    plain = message(f"We have your message: {subject}. The office opens on Monday.", subject)
    advised = message("The office is shut. If you are not happy with the outcome please ask for a review of it.")
    for read in (plain, advised):
        assert sounds(read, 0.3).own_words.get(Kind.APPLICATION, 0.0) > 0
        assert sounds(read, 0.9).own_words.get(Kind.APPLICATION, 0.0) <= 0


def test_a_request_that_words_hint_is_not_lost_unless_all_else_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole and sentences together may call it something else; one of them alone may not, and a person is asked."""
    read = message("I want a review of the outcome of my complaint, PC/01234/26.")
    by_words = {**dict.fromkeys(Kind, 0.0), Kind.APPLICATION: 0.6, Kind.PRESS: 0.4}
    monkeypatch.setattr("handlers.chances.likely", lambda *_: by_words)

    def foremost(share: float) -> Kind:
        heard = {"press": Lean(share, 0.0, share), "application": Lean(1 - share, 0.0, 1 - share)}
        monkeypatch.setattr("handlers.chances.lean", lambda _read, _cues: heard)
        scores = weigh_kinds(read, PLAIN, (), impression(press=0.99999)).scores
        return max(scores, key=scores.__getitem__)

    assert foremost(0.6) is Kind.PRESS
    assert foremost(0.4) is Kind.UNCLEAR


def test_a_request_with_a_reference_of_the_force_is_not_sent_elsewhere() -> None:
    """Where the whole says plainly that it asks; without one it is another body's."""
    said = "Kent Police stopped me. Kent Constabulary searched me, and Kent Police answered. The Met were there."

    def foremost(text: str) -> Kind:
        scores = weigh_kinds(message(text, "Kent Police"), PLAIN, (), impression(application=0.99)).scores
        return max(scores, key=scores.__getitem__)

    assert foremost(said) is Kind.MISDIRECTED
    assert foremost(f"{said} PC/01234/26") is Kind.APPLICATION


def test_a_short_rest_of_a_denial_says_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a rest of some words is read alone; of less the message is read whole."""
    monkeypatch.setattr("handlers.chances.likely", lambda *_: dict.fromkeys(Kind, 0.04))

    def hears(_heading: str, text: str) -> Impression:
        return impression(press=0.99999) if "case" not in text else impression(further_representations=0.999)

    def kind(text: str) -> Kind:
        incoming = Incoming(sender="pat@home.example", subject="x", text=text, new_text=text)
        scores = listen(incoming, None, OFFICE, replace(PLAIN, whole=hears), ())[1].scores
        return max(scores, key=scores.__getitem__)

    assert kind("Please do not close my case. Ta for now.") is Kind.FURTHER_REPRESENTATIONS
    assert (
        kind("Please do not close my case. I am still waiting for the letter that they said I would get.") is Kind.PRESS
    )


def test_a_danger_that_no_one_sentence_says_is_feared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What all of it together hints at is asked about, of a child as well."""
    read = message("The kettle is on. The cat is out. The bins went on Monday.")
    low = Impression({Kind.UNCLEAR: 1.0}, dict.fromkeys(map(str, Flag), -9.0), MappingProxyType({}))
    for flag in (Flag.RISK_TO_LIFE, Flag.MINOR):
        assert flag not in flags_of(read, PLAIN, low).feared
        hints = {name: 0.5 * UNEASY + 0.5 * FLAGGED if name == flag else 0.0 for name in map(str, Flag)}
        with monkeypatch.context() as patched:
            patched.setattr("handlers.flags.flag_together", lambda _part, name, _whole, hints=hints: hints[name])
            patched.setattr("handlers.flags._tells", lambda *_: False)
            found = flags_of(read, PLAIN, low)
        assert flag in found.feared
        assert flag not in found.flags


def test_what_colleagues_tell_of_a_caller_is_heard() -> None:
    """Their mail carries fears; that of the force, whose papers speak of such things every day, does not."""
    fears = Impression({Kind.INTERNAL: 1.0}, {Flag.RISK_TO_LIFE: 4.0}, MappingProxyType({}))
    text = "A caller on the line this morning, could somebody take it?"
    assert Flag.RISK_TO_LIFE in flags_of(message(text, sender="jo@lpb.example"), PLAIN, fears).feared
    assert not flags_of(message(text, sender="psu@mps.example"), PLAIN, fears).feared


def test_a_reference_of_ours_makes_a_subject_an_answers() -> None:
    """Such a subject is somebody else's, and counts half of what a new one does."""
    text, subject = "I send this on.", "withdraw my review"
    new, answer = message(text, subject), message(text, f"{subject} PCR/2026/00012")
    assert weigh(answer, "kinds")[Kind.WITHDRAWAL] < weigh(new, "kinds")[Kind.WITHDRAWAL] / 2


def test_an_answer_in_another_language_under_our_subject_says_nothing_of_ours() -> None:
    """Its English words are our subject's, and what half reads like an absence note is not answered."""
    text = "Jestem na urlopie do 9 listopada i nie odbieram poczty. Proszę o kontakt z koleżanką w tej sprawie."
    answer = sounds(message(text, "Odp: please review the outcome of my complaint"), 0.6)
    assert answer.automatic
    assert answer.own_words.get(Kind.APPLICATION, 0.0) <= 0
    assert not sounds(message(text, "Please review the outcome of my complaint"), 0.6).automatic


@pytest.mark.parametrize(
    ("sender", "role"),
    [("reviews@webforms.lpb.example", "public"), ("webform@lpb.example", "public"), ("jo@finance.lpb.example", "own")],
)
def test_who_speaks_through_a_program_of_ours(sender: str, role: str) -> None:
    """A program is known by its name or its machine's; a colleague's department is none."""
    assert message("This is Ada Marlow.", sender=sender).role == role


def test_nobody_reads_as_a_whole_where_nobody_can() -> None:
    """The reader that stands in has nothing to say."""
    assert nothing_said("public new : x", "text") is None
