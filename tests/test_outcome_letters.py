"""Which documents are a force's outcome letter, and what they say of the review."""

from __future__ import annotations

from datetime import date

import pytest

from store.terms import Answer, Kind, ReviewBody
from tests.test_facts import mail, value

NOVEMBER = date(2026, 11, 20)
THEIRS, OURS = ReviewBody.DIRECTOR_GENERAL, ReviewBody.LOCAL_POLICING_BODY
LETTERS = (
    (
        "Metropolitan Police Service\n"
        "Complaint Support Team\n"
        "Our Ref: PC/02211/26\n"
        "Date: 3rd November 2026\n"
        "\n"
        "Dear Mr Ashby,\n"
        "\n"
        "Thank you for your patience while I looked into the concerns you raised on 4 August 2026. Having "
        "viewed the body worn video I consider that PC Hale acted reasonably and I do not uphold this "
        "allegation.\n"
        "\n"
        "If you are unhappy with this outcome you can request a review from the Mayor's Office for Policing and"
        " Crime (MOPAC) within 28 days.\n"
        "Yours sincerely\n"
        "Insp Dale\n",
        date(2026, 11, 3),
        OURS,
        Answer.YES,
    ),
    (
        "Leicestershire Police, Professional Standards Department, Force Headquarters, Enderby\n"
        "5/11/2026\n"
        "CO/00881/26\n"
        "Dear Miss Vantongeren\n"
        "RE: Complaint\n"
        "I am the complaint handler appointed to your case. The service you received was not to the standard we"
        " aim for and I apologise.\n"
        "Your complaint has been handled otherwise than by investigation. You have a right of review. The "
        "review body in this case is the IOPC, PO Box 1, because of the nature of what you alleged.\n",
        date(2026, 11, 5),
        THEIRS,
        Answer.YES,
    ),
    (
        "PRIVATE AND CONFIDENTIAL\n"
        "Mrs T Adeyinka\n"
        "9 Poplar Walk\n"
        "\n"
        "Professional Standards Unit\n"
        "Tel 101\n"
        "28 October 2026\n"
        "Dear Mrs Adeyinka\n"
        "Complaint reference: PC/03330/26\n"
        "You complained on 12 May 2026 that your stepson was spoken to rudely. We have now finished our "
        "enquiries. There is no case to answer for any officer.\n"
        "You may apply for a review to the Independent Office for Police Conduct and not to MOPAC. You must "
        "apply no later than 25 November 2026.\n",
        date(2026, 10, 28),
        THEIRS,
        Answer.YES,
    ),
    (
        "From the Complaints Resolution Unit, New Scotland Yard\n"
        "Sent by email\n"
        "Thursday, 29 October 2026\n"
        "Hello Ms Trelawney-Jones,\n"
        "Your complaint PC/05551/26\n"
        "I reviewed the CAD and I am satisfied that officers attended as soon as they could. No further action.\n"
        "What next: should you wish, MOPAC will review how we dealt with this. Write to them within twenty-"
        "eight days of the day after you get this e-mail.\n",
        date(2026, 10, 29),
        OURS,
        Answer.YES,
    ),
    (
        "Metropolitan Police\n"
        "2 November 2026\n"
        "Dear Mr Odum\n"
        "Your dissatisfaction was dealt with outside of Schedule 3 and there is no right of review. I hope this"
        " explanation helps. Your concerns were shared with the team.\n",
        date(2026, 11, 2),
        None,
        Answer.NO,
    ),
)
SOMETHING_ELSE = (
    (
        "Review form\n"
        "1. Your name: Bob Stone\n"
        "2. Police force: Metropolitan Police\n"
        "3. Their reference: PC/05512/26\n"
        "4. Why do you want a review? The service was not acceptable.\n"
    ),
    (
        "Dear Reviews Team\n"
        "I complained to the Metropolitan Police and they say the service was acceptable. I want a review of "
        "PC/05512/26.\n"
        "Yours faithfully Bob Stone\n"
    ),
    (
        "Metropolitan Police Service\n"
        "Handler's log PC/05882/26\n"
        "16/06 Allocated. 02/07 Called complainant, no answer. 21/09 Outcome sent by e-mail.\n"
    ),
    (
        "Metropolitan Police\n"
        "4 November 2026\n"
        "Dear Mr Stone\n"
        "Thank you for your complaint PC/0999/26. It has been recorded and a handler will contact you within 28 days.\n"
    ),
    (
        "Metropolitan Police\n"
        "4 November 2026\n"
        "Dear Mr Stone\n"
        "PC/0999/26: update. My enquiries are continuing and I am sorry for the delay. I will write again in "
        "four weeks.\n"
    ),
    (
        "Hospital\n"
        "3 Nov 2026\n"
        "Dear Mr Stone\n"
        "You have an appointment on 5 December. Please review the leaflet. If you are unhappy you can complain "
        "to PALS within 28 days.\n"
    ),
    (
        "Crown Prosecution Service\n"
        "3 Nov 2026\n"
        "Dear Mr Stone\n"
        "I have decided to stop the case. You may request a review of this decision under the Victims' Right to"
        " Review scheme.\n"
    ),
    (
        "Mayor's Office for Policing and Crime\n"
        "3 November 2026\n"
        "Dear Mr Stone\n"
        "Your review PCR/2026/00123\n"
        "You asked us to review the outcome of your complaint to the Metropolitan Police. I have decided that "
        "the outcome was reasonable and proportionate and your review is not upheld.\n"
    ),
)


@pytest.mark.parametrize(("letter", "day", "body", "rights"), LETTERS)
def test_an_outcome_letter_is_known_by_what_it_says(
    letter: str, day: date, body: ReviewBody | None, rights: Answer
) -> None:
    """Its date, the body it names and whether it tells of a review are read in many layouts."""
    found = mail("Please review.", ("letter.pdf", letter), on=NOVEMBER, kind=Kind.APPLICATION)
    assert (value(found.letter_on), value(found.review_body_named), found.review_rights) == (day, body, rights)


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_other_documents_are_no_outcome_letter(text: str) -> None:
    """Forms, logs, updates, our own decisions and other bodies' letters give no date and name no review body."""
    found = mail("Please see.", ("document.pdf", text), on=NOVEMBER, kind=Kind.APPLICATION)
    assert (found.letter_on, found.review_body_named) == (None, None)


def test_a_letter_pasted_into_the_mail_is_read() -> None:
    """A letter between the writer's own words is a letter, with the date above its greeting."""
    letter = LETTERS[0][0]
    found = mail(f"I copied it in.\n\n{letter}\nWhat rubbish.", on=NOVEMBER, kind=Kind.APPLICATION)
    assert (value(found.letter_on), value(found.review_body_named)) == (date(2026, 11, 3), OURS)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("The remark is denied. You may apply for a review to the Commissioner within 28 days.", date(2026, 11, 10)),
        ("If you wish to have this reviewed you have 28 days from tomorrow.", date(2026, 11, 10)),
        ("In the end you will be told how to apply for a review. We aim to write within 28 days.", None),
        ("An inspector will contact you. You may apply for a review at the end.", None),
    ],
)
def test_a_mail_of_the_force_that_offers_a_review_is_its_outcome(said: str, day: date | None) -> None:
    """Whatever else it says, where the 28 days are told; what only explains the way ahead is none."""
    quoted = f"From: Standards <psd@force.example>\nSent: 10 November 2026 08:15\nTo: Bo Vane\n\nDear Mr Vane\n\n{said}"
    found = mail(f"I do not agree with it.\n\n{quoted}", on=NOVEMBER, kind=Kind.APPLICATION)
    assert value(found.letter_on) == day


def test_a_mail_that_brings_a_letter_again_tells_when_it_first_went() -> None:
    """The letter keeps its date, and came with the mail that brought it."""
    cover = (
        "From: Standards <psd@force.example>\nSent: 10 November 2026 10:31\nSubject: copy\n\nDear Mr Vane\n"
        "I attach a copy of the letter, dated 14 September 2026, which we sent to your old address."
    )
    found = mail(f"They posted it to the wrong house.\n\n{cover}", on=NOVEMBER, kind=Kind.APPLICATION)
    assert (value(found.letter_on), value(found.arrived_on)) == (date(2026, 9, 14), date(2026, 11, 10))


def test_a_quoted_mail_of_the_force_is_its_letter() -> None:
    """An answer typed above the force's mail brings that letter, marks of quotation and all."""
    quoted = (
        "On Tue, 10 Nov 2026 at 14:12, Standards <psd@force.example> wrote:\n\n> Dear Mr Vane\n>\n"
        "> The service you received was acceptable. You may apply for a\n> review to the Police and Crime "
        "Commissioner.\n"
    )
    found = mail(new_text="Not good enough.", text=f"{quoted}\nNot good enough.", on=NOVEMBER, kind=Kind.APPLICATION)
    assert (value(found.letter_on), value(found.review_body_named)) == (date(2026, 11, 10), OURS)
