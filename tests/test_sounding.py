"""What reads like a machine's and is not, and the reverse; what a program of ours hands on."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.kinds import URGENT
from store.terms import Answer, Flag, Kind, WhyNot
from tests.test_advice import read
from tests.test_facts import mail, value

AUTO = (("auto-submitted", "auto-replied"),)


def test_a_gatekeeper_that_says_it_is_a_program_holds_a_letter_back() -> None:
    """A demand to prove that one is human is a letter that did not arrive, whatever its header says beside."""
    text = "Your message has not been delivered yet. Please prove you are human and it will be released."
    assert read(text, "Please prove you are human", headers=AUTO).kind is Kind.DELIVERY_FAILURE


def test_what_is_denied_in_an_absence_note_is_seen_by_a_person() -> None:
    """What is somebody's own in it keeps a message out of the machines' mail."""
    text = "Thank you for your message, I am on annual leave and back on Monday. Please don't close my case."
    found = read(text, "Re: your letter", "pat@home.example", in_reply_to=("<a@b.example>",))
    assert found.kind is Kind.UNCLEAR


def test_what_somebody_typed_into_our_form_is_no_machines_mail() -> None:
    """However little it says."""
    headers = (("auto-submitted", "auto-generated"),)
    found = read("Name: Jo\nMessage: hello, it is me", "Contact form", "noreply@lpb.example", headers=headers)
    assert found.kind is Kind.UNCLEAR


def test_who_thanks_and_tells_of_a_prison_says_more() -> None:
    """Only thanks and nothing else are filed."""
    thanks = "Thank you for your help with all this, much appreciated. {}"
    assert read(thanks.format(""), "Re: your letter").kind is Kind.THANKS
    assert read(thanks.format("I am in prison, HMP Larkmoor. "), "Re: your letter").kind is Kind.UNCLEAR


def test_a_duty_desks_warning_is_nobodys_danger() -> None:
    """A police mailbox that tells whom to ring in danger speaks of none."""
    text = (
        "This mailbox is read on weekdays. We aim to send papers in 15 working days. If your message is a THREAT TO "
        "LIFE, domestic abuse or child-at-risk matter do not wait for us, ring the duty officer. Do not re-send."
    )
    assert not read(text, "Automatic reply: papers", "psu@mps.example").flags & {*URGENT}


def test_a_final_letter_is_one_though_an_earlier_one_was_provisional() -> None:
    """Whoever has the final letter does not come too early."""
    final = mail("It says provisional view but the final letter came on 6 November 2026.")
    assert final.outcome_given is not Answer.NO
    assert mail("All I have is a provisional view.").outcome_given is Answer.NO


def test_the_day_on_which_the_director_general_had_it_is_known() -> None:
    """The IOPC names its head where it passes an application on."""
    text = "Application received by the Director General: 13 November 2026. Application forwarded: 26 November 2026."
    found = mail(text, on=date(2026, 11, 26), sender="intake@iopc.example")
    assert value(found.iopc_received_on) == date(2026, 11, 13)


@pytest.mark.parametrize(
    "text",
    [
        "Caller on the main line, Mrs Dilys Crane, wants a review of the Met's letter of 6 November. Please ring her.",
        "Winston Grey, wgrey@post.example. Says his complaint to the Met was refused. Can you pick up?",
        "Lunch moved to 1. Also a lady rang twice about her review, she is upset nobody rang back.",
    ],
)
def test_what_somebody_asked_a_colleague_is_not_filed(text: str) -> None:
    """A colleague's note that hands on a request is read by a person; one about lunch is filed."""
    assert read(text, "Note", "kit@lpb.example").kind is not Kind.INTERNAL
    assert read("Lunch moved to 1. Bring mince pies.", "Note", "kit@lpb.example").kind is Kind.INTERNAL


FOOTER = "\n\nGet 10% off your first order with code FRESH10. Offer ends soon. Unsubscribe | View in browser"


@pytest.mark.parametrize(
    "text",
    [
        "The Met wrote to me on 5 November about my complaint and I am not satisfied and ask for a review.",
        "I dont agree with what the met decided.",
        "Can I get an update? My review has been with you since September.",
    ],
)
def test_somebodys_own_matter_over_a_firms_footer_is_not_unwanted(text: str) -> None:
    """What a program or a shop adds to every mail says nothing about it."""
    assert read(f"{text}{FOOTER}", "Hello", "fade@shop.example").kind is not Kind.UNWANTED


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for the letter. It has another man's name and date of birth in it.",
        "Thanks for your help. I start my sentence on Monday so post goes to HMP Elmley.",
        "Thank you. My brother died on Sunday so I won't manage the deadline.",
        "Thanks for this. There was no attachment.",
        "Very helpful, thank you. I'll take it to the High Court then.",
        "Thank you so much, I'm glad my complaint was upheld. Could the officer be made to say sorry to my daughter?",
    ],
)
def test_who_says_more_than_thanks_is_not_filed_unread(text: str) -> None:
    """Thanks are filed; what stands beside them is read by a person, and nothing answers it by itself."""
    found = read(text, "Re: your letter")
    assert found.kind is not Kind.THANKS, found.reasons


def test_thanks_through_and_through_are_thanks_whatever_they_name() -> None:
    """A word of another matter in warm thanks makes them nothing that nobody can name."""
    text = (
        "You people are lifesavers. I was in such a state about those letters and the lady who rang me was so patient, "
        "she put it all in large print without my having to ask twice. Thank you, thank you, thank you. I shall raise "
        "a glass of sherry to you all on Sunday with my daughter."
    )
    assert read(text, "Re: your letter").kind is Kind.THANKS


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Telephone message for Reviews",
            "Caller: Mrs Comfort Lisle, 020 7946 0518\nTaken: 14.35 by Pat\nShe cannot make out a word of the letters. "
            "Could it be in 24 point, black on yellow, or read to her over the phone.\n\nPat",
        ),
        (
            "Phone message 11.40",
            "Mr Osei, 07700 900123. He has had the outcome from the police and does not accept it, he would like you "
            "to look at it again. Please ring him back after four.",
        ),
    ],
)
def test_what_a_colleague_hands_on_is_no_office_business(subject: str, text: str) -> None:
    """A note about somebody who rang is not filed as our own, whatever words it has for that."""
    assert read(text, subject, "front.desk@lpb.example").kind is not Kind.INTERNAL


def test_office_business_that_speaks_of_callers_is_office_business() -> None:
    """Cover and rotas say who rings whom, and nobody hands anything on."""
    text = (
        "Imogen, Faizal\n\nChristmas: I've got Imogen down for 21-23, Faizal 24 (till one), nobody 25-28, me 29-31. If "
        "either of you wants to withdraw from the deal say so by Friday.\n\nSomebody will need to ring Mr Pettigrew on "
        "the 23rd as he hates e-mail.\n\nHeather"
    )
    assert read(text, "Who is minding the inbox when?", "heather@lpb.example").kind is Kind.INTERNAL


def test_who_tells_of_a_machines_mail_is_no_machine() -> None:
    """People keep the subject of the receipt that they complain about."""
    text = "They said 'we will respond in 5 working days'. That was in July. Nothing since."
    assert read(text, "Automatic reply: Complaint").kind is not Kind.AUTOMATIC_REPLY


def test_a_withdrawal_that_only_our_subject_names_is_asked_about() -> None:
    """Whoever answers "your review will be withdrawn" has not withdrawn it."""
    found = read("On holiday with no laptop. Don't do it please!!", "Re: Withdraw your review", "pat@home.example")
    assert found.kind is not Kind.WITHDRAWAL


@pytest.mark.parametrize(
    ("text", "why_not"),
    [("This is Ray's phone. Ray is on site and will look at this later.", WhyNot.MACHINE), ("Any news?", None)],
)
def test_a_short_answer_that_asks_nothing_and_reads_like_a_machines_is_not_answered(
    text: str, why_not: WhyNot | None
) -> None:
    """It opens and closes nothing; who asks something hears from us."""
    here = {"in_reply_to": ("<a@b.example>",), "to": ("reviews@lpb.example",)}
    assert read(text, "Re: Your review", "pat@home.example", **here).why_not is why_not


def test_an_answer_to_a_meeting_is_not_answered() -> None:
    """Calendars of some programs send words alone; a person who was declined something is no calendar."""
    text = "Declined: Telephone call about your review\nWhen: Tuesday 24 November 10:00"
    assert read(text, "Declined: Telephone call about your review").why_not is not None
    person = "They declined my complaint. I want a review of the outcome, PC/01234/26."
    assert read(person, "Declined: my complaint").kind is Kind.APPLICATION


def test_thanks_for_a_kind_letter_tell_of_no_discrimination() -> None:
    """Only who speaks of "your kind" of people does."""
    assert Flag.DISCRIMINATION not in read("Thank you for your kind message, I was touched.", "Thank you").flags
    told = "The officer said we don't want your kind round here, your kind are always trouble. I want a review."
    assert Flag.DISCRIMINATION in read(told, "Review").flags
