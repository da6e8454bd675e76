"""What the message as a whole hints at, beside what rules read in its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.recognising.whole_letters import whole_reader
from bot.recognising.words import cue_table
from handlers.assessment import assessed
from handlers.hinted import SURE, UNLIKE, hinted
from handlers.impression import Impression
from handlers.letter_told import DISPUTED
from handlers.recognise import recognise
from handlers.understanding import understand
from handlers.working_days import WorkingDays
from store.messages import Fact, Facts, Hint, Incoming, Recognition
from store.terms import Answer, Kind, Limb, Quote, ReviewBody, TimeResult
from tests.corpus.stories import OFFICE

WORDS = Quote("that is what it says", "body", "the message as a whole reads so")
TOLD = Quote("dated 1 October", "body", "the letter's date")
SHOWN = Quote("1 October 2026", "attachment letter.pdf", "the letter's own date")
LATE = date(2026, 10, 1)
RECEIVED = datetime(2026, 11, 9, 12, tzinfo=UTC)
DAYS = WorkingDays(frozenset())


def facts(quote: Quote = TOLD, on: date = LATE, **parts: object) -> Facts:
    """A letter of this day, told or shown."""
    return Facts(letter_on=Fact(on, quote), outcome_given=Answer.YES, **parts)  # type: ignore[arg-type]


def hint(result: TimeResult | ReviewBody, more: float = 0.1) -> Hint:
    """A hint that is just believed."""
    return Hint(result, SURE[result] + more, WORDS)


def time(said: Facts) -> TimeResult:
    """What the law makes of it, received on Monday 9 November 2026."""
    return assessed(said, frozenset(), received_at=RECEIVED, days=DAYS, passed_on_by_iopc=False).time_result


@pytest.mark.parametrize("result", [one for one in SURE if isinstance(one, TimeResult)])
def test_a_sure_hint_says_why_no_time_runs(result: TimeResult) -> None:
    """A day that is only told gives way to it; an unsure hint changes nothing."""
    assert time(facts()) is TimeResult.LATE
    assert time(hinted(facts(), [hint(result)])) is result
    assert hinted(facts(), [hint(result, -0.2)]) == facts()


@pytest.mark.parametrize("result", [TimeResult.PREMATURE, TimeResult.CLOCK_NOT_STARTED, TimeResult.START_UNKNOWN])
def test_a_letter_that_can_be_seen_outweighs_a_hint(result: TimeResult) -> None:
    """Only that its start is disputed can be said against its day."""
    assert hinted(facts(SHOWN), [hint(result)]) == facts(SHOWN)
    assert time(hinted(facts(SHOWN), [hint(TimeResult.DISPUTED_START)])) is TimeResult.DISPUTED_START


def test_the_surer_of_two_hints_counts() -> None:
    """No outcome at all, or one without a right."""
    no_right = hint(TimeResult.CLOCK_NOT_STARTED, 2.0)
    assert time(hinted(facts(), [hint(TimeResult.PREMATURE), no_right])) is TimeResult.CLOCK_NOT_STARTED
    assert time(hinted(facts(), [hint(TimeResult.PREMATURE, 3.0), no_right])) is TimeResult.PREMATURE


def test_who_says_hardly_anything_has_no_start_yet_and_nothing_more() -> None:
    """Where no day is known at all, that no right was told is not read into it."""
    bare = Facts()
    said = hinted(bare, [hint(TimeResult.CLOCK_NOT_STARTED), hint(TimeResult.START_UNKNOWN)])
    assert time(said) is TimeResult.START_UNKNOWN


def test_what_the_whole_speaks_against_is_not_read_between_the_lines() -> None:
    """Words that rules take for "no outcome yet" or "no right" say something else then."""
    waiting = Facts(outcome_given=Answer.NO, outcome_words=WORDS, review_rights=Answer.NO, rights_words=WORDS)
    against = [Hint(one, UNLIKE - 0.1, None) for one in (TimeResult.PREMATURE, TimeResult.CLOCK_NOT_STARTED)]
    assert hinted(waiting, against) == Facts()
    assert hinted(waiting, [Hint(one.result, UNLIKE + 0.1, None) for one in against]) == waiting


def test_a_dispute_matters_only_where_the_letters_day_makes_it_late() -> None:
    """In time by the letter's own date is in time."""
    said = hinted(facts(on=date(2026, 11, 2)), [hint(TimeResult.DISPUTED_START)])
    assert [one.value for one in said.doubts] == [DISPUTED]
    assert time(said) is TimeResult.IN_TIME


def test_what_is_serious_as_a_whole_may_be_the_iopcs() -> None:
    """It is evidence of a limb, with its words, where no word of a limb was found."""
    ours = facts(review_body_named=Fact(ReviewBody.LOCAL_POLICING_BODY, TOLD))

    def body(said: Facts) -> ReviewBody | None:
        return assessed(said, frozenset(), received_at=RECEIVED, days=DAYS, passed_on_by_iopc=False).points_to

    assert body(ours) is ReviewBody.LOCAL_POLICING_BODY
    said = hinted(ours, [hint(ReviewBody.DIRECTOR_GENERAL)])
    assert body(said) is ReviewBody.DIRECTOR_GENERAL
    assert [one.quote.words for one in said.limbs] == [WORDS.words]


def test_a_right_that_was_read_and_a_limb_that_was_found_stand() -> None:
    """A hint adds nothing to what words say."""
    with_right = facts(review_rights=Answer.YES)
    assert hinted(with_right, [hint(TimeResult.CLOCK_NOT_STARTED)]) == with_right
    with_limb = facts(limbs=(Fact(Limb.A, TOLD),))
    assert hinted(with_limb, [hint(ReviewBody.DIRECTOR_GENERAL)]) == with_limb


def test_only_english_letters_of_the_public_hint() -> None:
    """The reader was taught no others so."""
    whole = Impression({Kind.UNCLEAR: 1.0}, {}, {"PREMATURE": (0, 9)}, {"PREMATURE": 3.0})
    table = replace(cue_table(), whole=lambda _heading, _text: whole)

    def hints(text: str, sender: str = "pat@home.example") -> list[Hint]:
        incoming = Incoming(sender=sender, subject="x", text=text, new_text=text)
        return list(recognise(incoming, None, OFFICE, table).hints)

    assert [(one.result, one.odds, one.words and one.words.words) for one in hints("I want a review of it.")] == [
        (TimeResult.PREMATURE, 3.0, "I want a")
    ]
    assert not hints("I want a review of it.", "psu@mps.example")
    assert not hints("Nie zgadzam się z decyzją policji i proszę o ponowne rozpatrzenie mojej skargi przez państwa.")


def test_the_words_that_hint_are_told() -> None:
    """By the reader that ships."""
    reader = whole_reader()
    assert reader is not None
    said = reader(
        "public new reference: review PC/01788/26",
        "I complained on 9 April. All I get is updates saying enquiries go on and a final outcome will follow. "
        "I want you to take it off them and review it yourselves.",
    )
    assert said is not None
    assert said.hints["PREMATURE"] > 0
    assert "PREMATURE" in said.telling


@pytest.mark.parametrize(("kind", "kept"), [(Kind.APPLICATION, False), (Kind.PROGRESS_CHASE, True)])
def test_only_a_request_hints(kind: Kind, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other mail tells of a letter stays as its words say."""
    known = Recognition(kind, 0.9, hints=(hint(TimeResult.PREMATURE),))
    monkeypatch.setattr("handlers.understanding.recognise", lambda *_, **__: known)
    text = "The outcome letter for PC/05612/26 is dated 1 October 2026."
    incoming = Incoming(sender="pat@home.example", subject="x", text=text, new_text=text)
    found = understand(incoming, None, OFFICE, cue_table(), received_at=RECEIVED, days=DAYS)
    assert (found.facts.letter_on is not None) is kept
