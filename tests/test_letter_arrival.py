"""When the letter came, what it does not say of a review, and days told by their distance."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.assessment import assessed
from handlers.letter_told import DISPUTED
from handlers.none_yet import none_yet, not_final
from handlers.passages import passage
from handlers.working_days import WorkingDays
from store.terms import Answer, TimeResult
from tests.test_facts import mail, value

AFTER = datetime(2026, 11, 9, 12, tzinfo=UTC)
LETTER = "The outcome letter for PC/05612/26 is dated 20 October 2026. "


@pytest.mark.parametrize(
    ("text", "arrived_on"),
    [
        ("It reached me on 27 October 2026.", date(2026, 10, 27)),
        ("My reply must be received by you by Tuesday 17 November 2026.", None),
        ("It says they have to receive the answer before midnight on 17 November 2026.", None),
        ("The 28 days after I received the letter are up on 17 November 2026.", None),
        ("I received their update letter on 3 August 2026.", None),
        ("A letter came on 3 August 2026 about the camera.", None),
        ("It came by post on 16 October 2026.", date(2026, 10, 16)),
        ("I had written this by the 27th of October and then my father-in-law arrived with the dog.", None),
        ("She e-mailed me on 27 October about the camera.", None),
        ("A leaflet about reviews came on 27 October.", None),
        ("The letter and a leaflet came on 27 October.", date(2026, 10, 27)),
        ("It is the letter which I collected from the front counter on 27 October.", date(2026, 10, 27)),
        ("\nDate you received the outcome letter: 27/10/2026\n", date(2026, 10, 27)),
        ("The survey they promised turned up on 27 October.", None),
        ("It came with a leaflet and a form on 27 October.", date(2026, 10, 27)),
    ],
)
def test_only_what_may_be_its_arrival_is(text: str, arrived_on: date | None) -> None:
    """A day long before the letter's date and the last day for an answer are not the day it came; a near slip stays."""
    assert value(mail(LETTER + text).arrived_on) == arrived_on


@pytest.mark.parametrize(
    "text",
    [
        "I was in hospital and my neighbour brought it round on 27 October.",
        "It went to my old flat. The new tenant dropped it round on 27 October.",
        "I only signed for it on 27 October at the sorting office.",
        "It was sent to number 6, and the man at 6 was abroad. He put it through my door on the evening of 27 October.",
        "I was at home all that week and it did not come. It came on Tuesday the 27th, from number 6.",
        "It was put through the wrong door, and he was away until 27 October, when he brought it round.",
        "I was away until 27 October, when I came home and found it on the mat.",
        "It went to number 14, and Mr Pegg walked it over on Tuesday 27 October, still sealed.",
        "It went to my old address. When I rang they owned up and on 27 October she e-mailed me the letter.",
        "It did not reach me in Pinner until Tuesday the 27th.",
        "My landing officer give it me on 27 October.",
        "My sister got the post off the council and it come on the wing 27 October.",
    ],
)
def test_how_a_letter_went_astray_is_told_at_length(text: str) -> None:
    """The day it came counts also where its way is told first, and where it ends a time that somebody was away."""
    assert value(mail(LETTER + text).arrived_on) == date(2026, 10, 27)


@pytest.mark.parametrize(
    ("written", "text", "arrived_on"),
    [
        ("10 October", "Counting 28 days, my letter had to have reached you on 7 November 2026.", None),
        ("10 October", "The letter reached me on 7 November 2026.", date(2026, 11, 7)),
        ("20 October", "A letter that has reached you on 17 November 2026 is in time.", None),
    ],
)
def test_the_last_day_of_four_weeks_is_no_arrival(written: str, text: str, arrived_on: date | None) -> None:
    """Four weeks after its date is the last day for an answer where the words say so, or where it is still to come."""
    assert value(mail(f"The outcome letter for PC/05612/26 is dated {written} 2026. {text}").arrived_on) == arrived_on


@pytest.mark.parametrize(
    "text",
    [
        "They closed it, no further action, and nothing about what I can do next.",
        "The letter never tells me where to go with it.",
        "Nobody told me about my right to a review, I found you by myself.",
        "It does not mention a right to appeal.",
        "The page about your rights is missing from the letter.",
        "He says there is no right of review because it was handled outside Schedule 3.",
        "My complaint was logged as feedback and that was that.",
        "The reply doesn't explain how to challenge it.",
    ],
)
def test_a_letter_without_a_word_of_a_review_is_told_in_many_ways(text: str) -> None:
    """Where the writer says that the letter is silent about a review, it is taken to be, with the sentence."""
    found = mail(LETTER + text)
    assert found.review_rights is Answer.NO
    assert found.rights_words is not None


@pytest.mark.parametrize(
    "text",
    [
        "They did not tell me that the camera was broken.",
        "The letter does not say why the officer was right.",
        "It says I can ask you for a review.",
        "Nobody has told me what happened next on the day.",
        "I gave feedback at the desk.",
    ],
)
def test_what_the_letter_leaves_out_otherwise_is_not_the_review(text: str) -> None:
    """Other things that nobody said leave the right to a review unknown."""
    assert mail(LETTER + text).review_rights is Answer.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "The letter says there is no right of review to the IOPC and that I must come to you by 16 November.",
        "It says I have no right of appeal to the Director General, only a review by you.",
    ],
)
def test_that_the_other_body_is_no_way_is_no_word_against_the_review(text: str) -> None:
    """Letters say that the IOPC does not review them; that takes no right away."""
    assert mail(LETTER + text).review_rights is not Answer.NO


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Their letter is dated Friday just gone.", date(2026, 11, 6)),
        ("The decision is dated the Friday before last.", date(2026, 10, 30)),
        ("Their letter is dated Monday gone.", date(2026, 11, 2)),
        ("Their decision was sent to me on Tuesday week.", None),
        ("List z 28. októbra 2026 prikladám, PC/06199/26.", date(2026, 10, 28)),
    ],
)
def test_days_by_their_distance(text: str, day: date | None) -> None:
    """ "Just gone" is the last such day, "before last" the one before it, and "Tuesday week" no day at all."""
    assert value(mail(text).letter_on) == day


def test_who_waits_says_so() -> None:
    """That there is no outcome yet is told with its sentence, and of a letter that has come nothing of the kind."""
    waiting = none_yet(passage("body", "I complained in May. I am still waiting for a decision from them."))
    assert waiting is not None
    assert "still waiting" in waiting.words
    assert none_yet(passage("body", LETTER)) is None


def test_letters_that_report_progress_are_no_outcome() -> None:
    """What came says that work goes on: the review would come too early."""
    for told in (
        'Every four weeks a letter says "we are progressing your complaint". Latest one is 6 January.',
        "Crime case closed: 20/11/2026. Complaint outcome: none.",
        "He said there would be a letter. There has not been a letter.",
    ):
        assert not_final(passage("body", told)) is not None
    assert not_final(passage("body", "Complaint outcome: none of it upheld. The letter is of 6 January.")) is None


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("If you are not satisfied, you have the right to a review. Apply within 28 days.", Answer.YES),
        ("If you do not agree you have a right of review by MOPAC within 28 days.", Answer.YES),
        ("There is no cost to you and you have the right to a review by MOPAC within 28 days.", Answer.YES),
        ("You do not have a right of review through the IOPC. You may apply to MOPAC for a review.", Answer.YES),
        ("You have no right of review.", Answer.NO),
        ("You do not have the right to request a review.", Answer.NO),
        ("You are not entitled to a review.", Answer.NO),
        ("There is no right of review by the IOPC or any other body.", Answer.NO),
    ],
)
def test_a_letter_gives_a_right_or_takes_it(text: str, rights: Answer) -> None:
    """A "not" elsewhere in the sentence takes nothing away, and what rules out one body leaves the other."""
    letter = (
        f"Metropolitan Police Service\n3 November 2026\nDear Ms Kerr\nOutcome of your complaint PC/05612/26\n{text}"
    )
    found = mail("Please review this. PC/05612/26", ("letter.pdf", letter))
    assert found.review_rights is rights


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Their outcome letter is dated Halloween.", date(2026, 10, 31)),
        ("The decision for PC/05612/26 was e-mailed to me on Trafalgar Day.", date(2026, 10, 21)),
        ("My outcome letter is dated Guy Fawkes Night 2026.", date(2026, 11, 5)),
        ("The outcome letter came from St Andrew's Hospital, I work there.", None),
        ("The outcome on the St Patrick's Day arrest is unfair.", None),
        ("Sergeant Valentine's letter with the outcome reached me.", None),
        ("The outcome letter came three weeks before Halloween.", None),
        ("Their outcome letter is dated just before Halloween.", None),
        ("The outcome letter came the Friday before Halloween.", date(2026, 10, 30)),
        ("The outcome letter came the Tuesday after New Year.", date(2026, 1, 6)),
        ("The outcome letter came the Wednesday before Bonfire Night.", date(2026, 11, 4)),
        ("The outcome was e-mailed on the first Friday in October.", date(2026, 10, 2)),
        ("My outcome letter is dated the last Wednesday in September.", date(2026, 9, 30)),
        ("The outcome letter came the last Monday of May 2026.", date(2026, 5, 25)),
        ("The outcome letter is from the ninth of the tenth twenty twenty six.", date(2026, 10, 9)),
        ("The outcome letter were dated a fortnight last Friday.", date(2026, 10, 23)),
        ("The outcome letter were dated a week last Friday.", date(2026, 10, 30)),
        ("The outcome was written on the Tuesday after Boxing Day.", date(2025, 12, 30)),
        ("The outcome letter came the first Monday back after New Year.", date(2026, 1, 5)),
        ("they emailed me the outcome 5 wks ago 2day", date(2026, 10, 5)),
        ("they emailed me the outcome last fri", date(2026, 11, 6)),
        ("The outcome came by email a week ago Tuesday.", date(2026, 10, 27)),
        ("The outcome, their letter of the 25th ult., is rejected.", date(2026, 10, 25)),
        ("The outcome, their letter of the 5th ult., is rejected.", date(2026, 10, 5)),
        ("The outcome, their letter of the 5th inst., is rejected.", date(2026, 11, 5)),
        ("Yer outcome letter is dated the 29th o September.", date(2026, 9, 29)),
        ("The outcome letter is kept where I sat past midnight.", None),
        ("The outcome letter was sent the Friday before the Christmas market opened.", None),
    ],
)
def test_days_by_their_name(text: str, day: date | None) -> None:
    """A day that people call by name is a date like another; a place, a person or a march of that name is none."""
    assert value(mail(text).letter_on) == day


def test_a_form_asks_for_the_letters_date_and_for_its_arrival() -> None:
    """Of two rows of a form that name the letter, the one that says who received it tells when it came."""
    found = mail("Date on the letter: 26/10/2026\nDate you received the outcome letter: 29/10/2026\nPC/05612/26")
    assert (value(found.letter_on), value(found.arrived_on)) == (date(2026, 10, 26), date(2026, 10, 29))
    assert not found.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Then on 4 November they wrote that the outcome letter is therefore withdrawn and has no effect.",
        "Since then they have withdrawn their outcome. A new outcome letter will come within 30 days.",
        "They told me the outcome was sent in error and should be disregarded.",
    ],
)
def test_an_outcome_that_was_taken_back_is_none(text: str) -> None:
    """What the police have taken back is no outcome, whatever they promise."""
    assert mail(LETTER + text).outcome_given is Answer.NO


@pytest.mark.parametrize(
    "text",
    [
        "It says that my allegation of racism was withdrawn.",
        "The decision to charge my son was withdrawn by the CPS in August.",
        "What I want is that the outcome is withdrawn and looked at again.",
        "They told me that they had not withdrawn their outcome.",
        "My complaint was reopened in June after I went to my MP.",
        "The murder of my brother was reopened in 2019.",
        "I withdrew my statement after that.",
    ],
)
def test_what_else_was_taken_back_leaves_the_outcome(text: str) -> None:
    """Another decision, a wish, a denial or what happened before it takes no outcome back."""
    assert mail(LETTER + text).outcome_given is Answer.YES
    assert mail(f"They withdrew their outcome in July. {LETTER}{text}").outcome_given is Answer.YES


PROVISIONAL = (
    "My provisional view is that the service was acceptable. Please let me have any comments by 10 November 2026."
)


@pytest.mark.parametrize(
    ("said", "given"),
    [
        (f"PROVISIONAL FINDINGS. {PROVISIONAL}", Answer.NO),
        ("Thank you for your comments on my provisional findings. The service was acceptable.", Answer.YES),
        ("You seized a car of which the driver has a provisional licence. The service was acceptable.", Answer.YES),
        ("My provisional findings are now final. I do not uphold your complaint.", Answer.YES),
        (
            "Comments by 10 November on my provisional view are in. You have 28 days to ask for a review.",
            Answer.YES,
        ),
    ],
)
def test_what_the_force_only_thinks_so_far_is_no_outcome(said: str, given: Answer) -> None:
    """A letter with provisional findings for comment decides nothing; a final one looks back at them."""
    text = f"Metropolitan Police\n20 October 2026\nPC/05612/26\nDear Ms Vane\n\nOutcome of your complaint. {said}"
    assert mail("Please review.", ("letter.pdf", text)).outcome_given is given


EARLIER = "Your first contact was dealt with outside of Schedule 3. Your complaint was then recorded."
REVIEW = "You may apply to MOPAC for a review within 28 days."


@pytest.mark.parametrize(
    ("said", "rights"),
    [
        (f"{EARLIER} {REVIEW}", Answer.YES),
        (f"You cannot ask for a review of the decision not to charge; that is for the CPS. {REVIEW}", Answer.YES),
        ("It was not recorded as a complaint under Schedule 3, and I do not offer a review.", Answer.NO),
        ("There is no right of review. You can ask for a copy of the footage within 28 days.", Answer.NO),
        ("There is no right of review. You may ask the court for judicial review; 28 days is too late.", Answer.NO),
        ("I refer to your initial e-mail, which was handled outside of Schedule 3. A complaint would carry a right of "
         "review.", Answer.NO),
    ],
)  # fmt: skip
def test_a_whole_paragraph_on_the_review_outweighs_what_had_none(said: str, rights: Answer) -> None:
    """An earlier contact, or another decision, without a right takes none away from this one."""
    text = f"Metropolitan Police\n20 October 2026\nPC/05612/26\nDear Ms Vane\n\nThe service was acceptable. {said}"
    assert mail("Please look at it.", ("a.pdf", text)).review_rights is rights


@pytest.mark.parametrize(
    "text",
    [
        "It says that the service does not offer any review of PNC records but that I may come to you.",
        "At first it was not recorded as a complaint under Schedule 3; then it was, and it says I can apply to you.",
        "The 28 days it gave me are nearly gone. My first complaint, two years ago, was recorded as feedback.",
    ],
)
def test_who_was_told_of_the_review_has_its_right(text: str) -> None:
    """Whatever else had none."""
    assert mail(LETTER + text).review_rights is not Answer.NO


DOUBTS = (
    "The outcome letter is dated 1 October at the top, and 30 October at its end. I do not know which one counts.",
    "It is dated 1 October. He is adamant that he e-mailed it that day; I am just as adamant that I saw nothing.",
    "The letter is dated 1 October. Nobody can say when it was on the mat; neither of them writes anything down.",
    "The decision is dated 1 October. They say they e-mailed it then; neither of us has shown the other anything.",
    "The letter is dated 1 October. My copy and hers bear different dates.",
)


@pytest.mark.parametrize("text", DOUBTS)
def test_a_start_that_nobody_can_prove_is_disputed(text: str) -> None:
    """Nobody is late by the earliest of the days that may count; a person settles it."""
    said = mail(f"I want a review of PC/05612/26. {text}")
    assert DISPUTED in {one.value for one in said.doubts}
    assert value(said.letter_on) == date(2026, 10, 1)
    law = assessed(said, frozenset(), received_at=AFTER, days=WorkingDays(), passed_on_by_iopc=False)
    assert law.time_result is TimeResult.DISPUTED_START


@pytest.mark.parametrize(
    "text",
    [
        "I cannot say which officer it was, and nobody wrote to me about the camera.",
        "There were two officers and both were rude.",
        "What counts for me is the truth.",
        "The officers were adamant I was drunk.",
        "I can't prove the officer swore at me.",
        "The report says two dates for the search, 4 May and 6 May.",
        "It does not say which one is right about who put the cuffs on.",
    ],
)
def test_a_doubt_about_something_else_leaves_the_start(text: str) -> None:
    """Only what is unsure of the day is."""
    said = mail(f"The outcome letter for PC/05612/26 is dated 1 October. {text}")
    assert DISPUTED not in {one.value for one in said.doubts}
