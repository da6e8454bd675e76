"""The letter's date where no rule knows the words: by fitted weights, only where one date is clearly likelier."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import cues
from handlers.facts import facts
from handlers.letter_mentions import Mention, mentions
from handlers.letter_odds import Likely, likely_days
from handlers.letter_settled import odds_of, settled, stands_out
from handlers.message_texts import texts_of
from handlers.outcome import MOST_DATES
from store.messages import Attachment, Fact, Facts, Incoming, Recognition
from store.terms import Kind, Quote
from tests.test_facts import OFFICE, value

WEIGHTS = {cue.name: cue.weight for cue in cues.load() if cue.table == "letter_dates"}
MONDAY = date(2026, 11, 9)
THIRD, FIFTH = date(2026, 11, 3), date(2026, 11, 5)


def message(text: str, **parts: object) -> Incoming:
    """A message of these words, and of others below them where it quotes any."""
    below = parts.pop("below", "")
    return Incoming(**{"sender": "ada@post.example", "text": f"{text}{below}", "new_text": text, **parts})  # type: ignore[arg-type]


def read(text: str, kind: Kind = Kind.APPLICATION, *, weights: dict[str, float] = WEIGHTS, **parts: object) -> Facts:
    """What a message says when it comes on that Monday."""
    return facts(message(text, **parts), OFFICE, MONDAY, Recognition(kind, 0.9), weights=weights)


def inputs(text: str, **parts: object) -> list[frozenset[str]]:
    """What speaks for each date of a message, in order."""
    incoming = message(text, **parts)
    return [one.inputs for one in mentions(incoming, texts_of(incoming, OFFICE, MONDAY), OFFICE, None)]


def told(day: date, words: str = "") -> Fact[date]:
    """A date as somebody tells it."""
    return Fact(day, Quote(words or day.isoformat(), "body", "the letter's date"))


UNKNOWN_TO_RULES = (
    (
        "It is about the search on 4 May, and I complained on 9 June. I have read the essay I got from the "
        "Professional Standards people on 28 October and it does not say why. PC/05612/26",
        date(2026, 10, 28),
    ),
    (
        "I was stopped on 4 May. The Met's view, 23 October: \"the officer acted within policy\". I'd like another.",
        date(2026, 10, 23),
    ),
    (
        "Dear Sirs, I do not accept your decision of 21 October, signed by Inspector Marl, that the officers were "
        "right to force my door.",
        date(2026, 10, 21),
    ),
    ("The date on what they sent me is Saturday 24 October 2026. Please look at it again.", date(2026, 10, 24)),
    ("I enclose what I got back on 22 October: eleven pages, and my name wrong in all of them.", date(2026, 10, 22)),
)


@pytest.mark.parametrize(("text", "day"), UNKNOWN_TO_RULES)
def test_a_date_in_words_that_no_rule_knows_is_found(text: str, day: date) -> None:
    """The letter's date is found with its sentence where people call the letter what they like, and not by rules."""
    found = read(text).letter_on
    assert value(found) == day
    assert found is not None
    assert str(day.day) in found.quote.words
    assert value(read(text, weights={}).letter_on) is None


def test_a_letter_deep_in_what_is_quoted_is_found() -> None:
    """The force's mail under marks of quoting gives its date, also where its address is not the force's own."""
    below = (
        "\n\n>> From: Standards <psd@elsewhere.example>\n>> Sent: 22 October 2026 14:02\n>> To: Ada\n>> Subject: Your "
        "complaint\n>>\n>> Dear Ms Abel\n>> Your complaint is concluded. The service was acceptable.\n>> You may apply "
        "for a review."
    )
    above = "See below, this is what they think of me. Will somebody independent check it?"
    assert value(read(above, below=below).letter_on) == date(2026, 10, 22)


@pytest.mark.parametrize(
    "text",
    [
        "I complained on 9 June and heard nothing. The officers came on 4 May.",
        "They stopped me on 20 October outside the shop and I want it reviewed.",
        "I got the letter two weeks ago. They searched my flat on 26 October and found nothing.",
        "The letter says 31 September on it. They searched my flat on 26 October and found nothing.",
    ],
)
def test_no_date_is_taken_where_none_is_likely(text: str) -> None:
    """Other days, and a doubtful day of the letter, give no date of the letter."""
    assert read(text).letter_on is None


def test_where_others_letters_are_spoken_of_nothing_is_guessed() -> None:
    """In mail that disputes our own decision no date is taken by its odds."""
    text, day = UNKNOWN_TO_RULES[0]
    assert value(read(text, Kind.APPLICATION).letter_on) == day
    assert read(text, Kind.OUTCOME_DISPUTE).letter_on is None


def test_the_iopcs_own_days_are_not_the_letters() -> None:
    """What the IOPC tells of when it had or sent an application is no date of the letter, however it reads."""
    text, day = UNKNOWN_TO_RULES[0]
    assert value(read(text).letter_on) == day
    assert read(text, sender="review@iopc.example").letter_on is None


def test_a_rival_that_is_hardly_likely_is_no_contradiction() -> None:
    """A day that the letter tells of, taken by rules for its date, is left out where that is beyond doubt."""
    text = (
        "The outcome letter for PC/04870/26 is dated 20 October. Before that I had complained, and their letter dated "
        "3 March was about another matter."
    )
    assert {one.value for one in read(text, weights={}).doubts} >= {"contradictory_dates"}
    found = read(text)
    assert value(found.letter_on) == date(2026, 10, 20)
    assert "contradictory_dates" not in {one.value for one in found.doubts}


def test_a_plain_word_yields_to_a_date_that_is_far_likelier() -> None:
    """What is said of another day with a word of sending is not the letter's where that stands beside it."""
    text = (
        'The Met say (28 Oct, PC/06712/26) that officers "followed the policy" on 6 July when they asked me what I\'d '
        "said to set him off. I've read the policy."
    )
    assert value(read(text, weights={}).letter_on) == date(2026, 7, 6)
    assert value(read(text).letter_on) == date(2026, 10, 28)


def test_a_form_of_five_questions_gives_the_letters_date() -> None:
    """Of a web form's dates the one that is asked for as the letter's is taken."""
    form = (
        "Q2 What happened: stopped on 4 May\nQ5 Date you complained: 09/06/2026\nQ6 Date of outcome letter (if you "
        "have one): 27/10/2026\nQ7 Why are you unhappy: nobody looked"
    )
    assert value(read(form).letter_on) == date(2026, 10, 27)


def test_what_stands_around_a_date_is_named() -> None:
    """Its place, its form, what stands before and behind it, and how it stands to the others are told by name."""
    first, second = inputs('I complained on 9 June. The answer (CO/00412/26, 28 October 2026) says "no".')
    assert {"asks for a review", "in the mail", "said: when the complaint was made", "the first date"} <= first
    assert {"in brackets", "with its year", "a reference beside it", "after the complaint", "the latest date"} <= second
    assert {"just behind: giving", "just behind: quoted words", "within a month"} <= second
    assert "before: a complaint" not in second


def test_a_table_of_dates_is_read_no_further_than_its_beginning() -> None:
    """Thousands of dates on one line in many files cost no more than two hundred do."""
    files = tuple(Attachment(f"{at}.txt", "text/plain", 9, "0" * 64, text="4 May 2026 " * 900) for at in range(30))
    began = perf_counter()
    assert len(inputs("See the files.", attachments=files)) == MOST_DATES
    assert perf_counter() - began < 5


def test_each_place_of_a_date_is_told() -> None:
    """Dates in the subject, in a file and in what is quoted are told apart, and heads of mail are known."""
    file = Attachment("notes.txt", "text/plain", 9, "0" * 64, text="On 4 May they came.")
    quoted = "\n\nFrom: Ben\nSent: 2 November 2026 10:02\nSubject: x\n\nOn 3 May I was out."
    found = inputs("Hello", subject="my letter of 1 June", attachments=(file,), below=quoted)
    where = [next(name for name in one if name.startswith("in ") and name != "in words") for one in found]
    assert [name for name in where if name != "in the head of a mail"][:2] == ["in the subject", "in a file"]
    heads = ["in the head of a mail" in one for one in found]
    assert heads == [False, False, True, False]
    assert all("in what is quoted" in one for one in found[2:])


def test_a_bare_day_of_the_month_is_the_last_such_day() -> None:
    """ "Letter 7th" names the last seventh before the mail, and is told to be only a day."""
    text = "yo need a rvw. letter 7th"
    (only,) = mentions(message(text), texts_of(message(text), OFFICE, MONDAY), OFFICE, None)
    assert only.fact.value == date(2026, 11, 7)
    assert "only a day of the month" in only.inputs


def test_a_day_named_twice_counts_twice_and_no_weights_say_nothing() -> None:
    """The odds of a day are those of all places that name it; a table without weights makes no day likely."""
    once = Mention(told(THIRD), frozenset({"always"}))
    other = Mention(told(FIFTH), frozenset({"always"}))
    found = likely_days([once, other, once], {"always": 0.0})
    assert [(one.fact.value, one.odds) for one in found] == [(THIRD, 0.5), (FIFTH, 0.25)]
    assert likely_days([once], {}) == likely_days([], {"always": 1.0}) == ()


@given(st.lists(st.tuples(st.dates(), st.floats(-900, 900)), max_size=8))
def test_all_odds_together_are_no_more_than_certain(named: list[tuple[date, float]]) -> None:
    """However weights run, the days come likeliest first and their odds leave room for none of them."""
    weights = {f"input {number}": weight for number, (_, weight) in enumerate(named)}
    days = [Mention(told(day), frozenset({f"input {number}"})) for number, (day, _) in enumerate(named)]
    odds = [one.odds for one in likely_days(days, weights)]
    assert odds == sorted(odds, reverse=True)
    assert all(0 <= one <= 1 + 1e-9 for one in odds)
    assert sum(odds) <= 1 + 1e-9


def likely(*odds: tuple[date, float]) -> tuple[Likely, ...]:
    """These days as likely as said."""
    return tuple(Likely(told(day), share) for day, share in odds)


@pytest.mark.parametrize(
    ("said", "contradicted", "days", "is_on", "disputed"),
    [
        (None, False, likely((THIRD, 0.7), (FIFTH, 0.2)), THIRD, False),
        (None, False, likely((THIRD, 0.55), (FIFTH, 0.1)), None, False),
        (None, False, likely((THIRD, 0.62), (FIFTH, 0.36)), None, False),
        (FIFTH, False, likely((THIRD, 0.5), (FIFTH, 0.4)), FIFTH, False),
        (FIFTH, False, likely((THIRD, 0.5), (FIFTH, 0.3)), None, False),
        (FIFTH, False, likely((THIRD, 0.7), (FIFTH, 0.3)), THIRD, False),
        (None, True, likely((THIRD, 0.8), (FIFTH, 0.1)), None, True),
        (FIFTH, True, likely((THIRD, 0.8), (FIFTH, 0.1)), FIFTH, True),
        (None, True, likely((THIRD, 0.9), (FIFTH, 0.1)), THIRD, False),
        (FIFTH, False, (), FIFTH, False),
        (date(2026, 12, 1), False, likely((THIRD, 0.9)), date(2026, 12, 1), False),
    ],
)
def test_what_is_said_and_what_is_likely_are_settled(
    said: date | None, contradicted: bool, days: tuple[Likely, ...], is_on: date | None, disputed: bool
) -> None:
    """A clear favourite is taken, an unlikely date given up, a contradiction kept unless one date is beyond doubt."""
    found = settled(told(said) if said else None, (), days, MONDAY, contradicted=contradicted)
    assert (value(found.letter_on), found.contradicted) == (is_on, disputed)


def test_a_doubt_about_the_letters_day_lets_no_other_day_in() -> None:
    """Only the very sentence that was vague may be read as a day after all; a day that cannot be lets none in."""
    days = (Likely(told(THIRD, "got it on the 3rd"), 0.9),)
    vague, odd = (
        Fact(code, Quote("got it on the 3rd", "body", "when the letter came")) for code in ("vague_date", "no_such_day")
    )
    elsewhere = Fact("vague_date", Quote("it came two weeks ago", "body", "when the letter came"))
    assert settled(None, [vague], days, MONDAY, contradicted=False).letter_on == days[0].fact
    assert settled(None, [odd], days, MONDAY, contradicted=False).letter_on is None
    assert settled(None, [vague, elsewhere], days, MONDAY, contradicted=False).letter_on is None


def test_a_day_nobody_named_has_no_odds() -> None:
    """Of a day that is not among them the odds are nothing, and one day alone stands out by itself."""
    assert odds_of(FIFTH, likely((THIRD, 0.9))) == 0.0
    assert stands_out(likely((THIRD, 0.6)))
    assert not stands_out(likely((THIRD, 0.59)))


def test_the_day_it_came_is_no_rival_of_its_date() -> None:
    """A later day on which the letter came does not stand in the way of its date; an earlier one does."""
    days = likely((THIRD, 0.45), (FIFTH, 0.4), (date(2026, 5, 4), 0.1))
    assert not stands_out(days)
    assert stands_out(days, {FIFTH})
    assert not stands_out(likely((FIFTH, 0.45), (THIRD, 0.4)), {THIRD})
    text = "The postman brought the envelope with their letter on 21 September. The top of it says 9 September."
    found = read(text, weights={"always": 1.0, "said: when the letter came": -0.1})
    assert (value(found.letter_on), value(found.arrived_on)) == (date(2026, 9, 9), date(2026, 9, 21))


def test_an_arrival_that_is_hardly_likely_starts_no_clock() -> None:
    """Where "a letter today" is all that is told, neither a date of the letter nor a day it came is taken."""
    text = "I got a letter today from the police about the complaint I put in. I don't agree. What happens now?"
    assert value(read(text, weights={}).arrived_on) == MONDAY
    found = read(text)
    assert (found.letter_on, found.arrived_on) == (None, None)


def test_two_dates_told_for_one_letter_stay_a_contradiction() -> None:
    """Where two dates are told alike for one letter neither is taken, and both are kept for a person."""
    found = read("The letter is dated 3 November 2026. On the last page the letter is dated 5 November 2026.")
    assert found.letter_on is None
    assert [one.value for one in found.doubts].count("contradictory_dates") == 2


def test_the_shipped_table_holds_a_weight_for_what_matters() -> None:
    """The table knows what asks for a review and what is near the letter, and each weight is for a plain sentence."""
    assert WEIGHTS["asks for a review"] > 0 > WEIGHTS["speaks of other letters"]
    assert WEIGHTS["said: the letter's date"] > WEIGHTS["said: another day"]
    assert all(name == name.strip() and len(name) < 60 for name in WEIGHTS)
