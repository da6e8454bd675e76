"""What desks tell everybody to do in danger is nobody's danger; what somebody writes of themselves is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recognising.words import cue_table
from handlers.advice import without_advice
from handlers.kinds import URGENT
from handlers.recognise import recognise
from store.messages import Incoming, Recognition
from store.terms import Flag, Kind, WhyNot
from tests.corpus.stories import OFFICE

TABLE = cue_table()
DESK = "Thank you for contacting Northgate outreach. We are in training until Monday 16 November. "
ADVICE = (
    "If you or your children are in immediate danger ring 999 and, if you can't speak, press 55. "
    "If he is checking your phone, use the exit button on our site. "
    "If you feel suicidal the Samaritans are on 116 123. "
)
END = "We will answer on our return."


def read(text: str, subject: str, sender: str = "outreach@northgate.example", **more: Any) -> Recognition:
    """What a message with this text is taken to be."""
    made = Incoming(sender=sender, subject=subject, text=text, new_text=text, **more)
    return recognise(made, None, OFFICE, TABLE)


def test_a_desk_that_tells_where_help_is_speaks_of_no_danger() -> None:
    """An absence note with the usual advice is a machine's mail without a flag."""
    found = read(DESK + ADVICE + END, "Automatic reply: Your review [PCR/2026/00677]")
    assert (found.kind, found.flags & {*URGENT}) == (Kind.AUTOMATIC_REPLY, frozenset())


def test_what_somebody_adds_to_an_absence_note_is_not_lost() -> None:
    """A danger of one's own under the same subject goes to a person at once."""
    found = read(DESK + ADVICE + "I can't go on, I will end my life tonight.", "Automatic reply: Your review")
    assert Flag.RISK_TO_LIFE in found.flags
    assert found.kind is Kind.UNCLEAR


def test_only_advice_is_left_out() -> None:
    """Every other sentence stays as it is written, and so does what begins like advice and is meant."""
    assert without_advice(DESK + ADVICE + END).split() == (DESK + END).split()
    assert without_advice("If I don't hear by Friday I will call my MP. Ring me.") == (
        "If I don't hear by Friday I will call my MP. Ring me."
    )


@given(st.text(alphabet="ab .!?\n;'", max_size=60))
def test_text_without_advice_is_the_same_text(text: str) -> None:
    """Nothing is lost of what is not advice."""
    assert without_advice(text) == text


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("noreply@forms.lpb.example", "Website contact form #88290"),
        ("no-reply@lpb.example", "New voicemail from 07700 900123"),
        ("noreply@lpb.example", "Scanned document 4417"),
    ],
)
def test_our_own_machines_bring_what_the_public_says(sender: str, subject: str) -> None:
    """A form, a voicemail and a scan come from our own domain and are somebody's words; nothing answers the machine."""
    text = "Two officers laughed at my son in Tottenham on Sunday. I wish to make a complaint about them."
    found = read(text, subject, sender)
    assert found.kind is Kind.NEW_COMPLAINT
    assert found.why_not is WhyNot.NEVER_ANSWER


def test_a_colleague_who_writes_of_a_voicemail_is_a_colleague() -> None:
    """Only an address nobody reads hands on what the public says."""
    found = read("Can somebody pick up the voicemail from Friday? I am on leave.", "Voicemail", "jo@lpb.example")
    assert found.kind in (Kind.INTERNAL, Kind.UNCLEAR)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your patience. From Saturday please use my daughter's e-mail, oldforge@honeypost.example, as I "
        "shall be closing this one.",
        "A line to say thank you for the lovely clear letter. The removal men come on Saturday and then it is Flat 3.",
    ],
)
def test_thanks_that_tell_a_new_address_are_not_filed_unread(text: str) -> None:
    """Somebody looks at them, and nothing is answered by itself."""
    found = read(text, "Thank you", "edna@honeypost.example")
    assert found.kind not in (Kind.THANKS, Kind.UNWANTED)
    assert found.why_not is not None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Unzustellbar: [PCR/2026/00530] Outcome of your review",
            "Ihre E-Mail konnte nicht zugestellt werden. Grund: Das Postfach existiert nicht oder wurde gekündigt. Es "
            "werden keine weiteren Zustellversuche unternommen.",
        ),
        (
            "Échec de remise : [PCR/2026/00866] We have received your request",
            "Ceci est un avis automatique. Votre message n'a pas pu être remis au destinataire suivant : "
            "yaelle@courrivert.example. Motif : boîte de réception pleine.",
        ),
    ],
)
def test_a_letter_that_did_not_arrive_is_known_in_other_languages(subject: str, text: str) -> None:
    """A bounce that no header marks is one, though it repeats what our letter was about."""
    found = read(text, subject, "zustellung@postwerk.example")
    assert found.kind is Kind.DELIVERY_FAILURE
    assert found.why_not is not None


@pytest.mark.parametrize(
    ("subject", "text", "flag"),
    [
        (
            "Re: your letter",
            "I am out of the office until Monday. If you get this too late please tell the children goodbye, the rope "
            "is ready.",
            Flag.RISK_TO_LIFE,
        ),
        (
            "Re: your letter",
            "I am out of the office. If you contact the house he will beat her again, please do not.",
            Flag.DOMESTIC_ABUSE,
        ),
        (
            "Automatic reply: your letter",
            "I am on annual leave. If you send the officer again there will be a knife waiting. Do not send him.",
            Flag.THREAT,
        ),
        ("Away", "I am away from the office until Monday. I will jump if you do not answer.", Flag.RISK_TO_LIFE),
    ],
)
def test_a_danger_in_an_absence_notes_clothes_is_a_danger(subject: str, text: str, flag: Flag) -> None:
    """What only begins like advice or like an absence note, and names nobody who helps, goes to a person."""
    found = read(text, subject, "pat@home.example")
    assert flag in found.flags
    assert found.kind is Kind.UNCLEAR


@pytest.mark.parametrize("sender", ["jo@lpb.example", "desk@mps.example"])
@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("If the review fails I will kill the sergeant.", Flag.THREAT),
        ("Goodbye. By the time you read this I am gone.", Flag.RISK_TO_LIFE),
    ],
)
def test_what_colleagues_and_the_force_pass_on_is_read_as_its_writers(sender: str, text: str, flag: Flag) -> None:
    """Whether or not the subject says that it is passed on."""
    passed_on = f"For you I think.\n\nFrom: Sam Okoro <sam@home.example>\nSent: 3 November 2026\nSubject: x\n\n{text}"
    mail = Incoming(sender=sender, subject="my complaint", text=passed_on, new_text="For you I think.")
    assert flag in recognise(mail, None, OFFICE, TABLE).flags


def test_what_a_colleague_tells_of_a_caller_is_shown_to_a_person() -> None:
    """An office's own words set flags where they are plain."""
    found = read("Gentleman on the phone in tears, has taken tablets.", "Mr Okoro", "jo@lpb.example")
    assert Flag.RISK_TO_LIFE in found.flags
