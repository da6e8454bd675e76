"""For whom somebody writes, and who it is that writes: relatives, helpers, firms, denials; nobody is guessed."""

from __future__ import annotations

import pytest

from store.terms import Flag, Kind
from tests.test_facts import doubts, mail
from tests.test_who_is_named import ASKS, told

FOR_SOMEBODY = [Flag.REPRESENTATIVE]


@pytest.mark.parametrize(
    "text",
    [
        "I am writing as the mother of Ada Brindle, who is 15.",
        "I am Ada Brindle's mum, she is 22 and disabled.",
        "Hello. I am her mother. Ada Brindle is 22 and cannot write.",
        "I am acting for Ada Brindle in her review.",
        "I am a caseworker at a charity and represent Ms Ada Brindle (DOB 3.4.1991).",
        "We also represent Ada Brindle, who asks for a review.",
        "I'm an advocate, supporting Ms Ada Brindle with her complaint.",
        "My nan said to put her name its Ada Brindle. She is sat here.",
        "Please see below from Mum (Ada Brindle, 88). She is happy for you to deal with me.",
        "I write for our member Ada Brindle, who has signed our form.",
        "A lady called Ada Brindle asked me to type this. She does not read.",
        "Ada Brindle lives with us and cannot read. She has asked me to say so.",
        "Had Mrs Ada Brindle of Elm Row in tonight, she would like it looked at.",
        "Hi Ada Brindle A7713TR has asked me to send this in for her.",
        "This is for my mum mrs ada brindle, she does not do email.",
    ],
)
def test_for_whom_a_letter_is_written(text: str) -> None:
    """However a relative or helper says it, whoever they name is the complainant and they represent."""
    assert told(f"{ASKS}{text}\nBo Cray", "Bo Cray", flags=FOR_SOMEBODY) == ("Ada Brindle", "Bo Cray")


@pytest.mark.parametrize(
    "text",
    [
        "I'm Ada's partner. She asked me to send this for her. My mate Kyle Benson saw it.\n\nAda Brindle",
        "I am Ada's mum. She asked me to send it.\n\nDear Reviews\n\nI want my complaint reviewed.\n\nAda Brindle",
        "I wish to have my complaint reviewed.\n\nYours faithfully\nAda Brindle\n(sent by my grandson Bo)",
    ],
)
def test_who_signs_what_another_sends(text: str) -> None:
    """Where one person says that they only send it, the other who signs complained; a witness is nobody's client."""
    assert told(f"{ASKS}{text}", "Bo Cray") == ("Ada Brindle", "Bo Cray")


def test_a_form_in_brackets_names_the_client() -> None:
    """Whom a helper names in full behind an initial is the complainant."""
    text = f"{ASKS}I enclose a signed form from Ms B (Ada Brindle). She'd like it looked at.\nBo Cray"
    assert told(text, "Bo Cray", flags=FOR_SOMEBODY) == ("Ada Brindle", "Bo Cray")


@pytest.mark.parametrize(
    "text",
    [
        "She wants it looked at. PC Ada Brindle was there.",
        "She wants it looked at. My mate Ada Brindle saw it all.",
        "She wants it looked at. I went to Wood Green and Blaby Rd with her.",
        "She wants it looked at. Ada Brindle is a friend and Ivy Vane was there.",
        "She says it is wrong. Mr & Mrs Le Breton live next door to her and her complaint was late.",
    ],
)
def test_nobody_is_named_for_whom(text: str) -> None:
    """An officer, a place, one of two people or a surname alone is not taken for whom somebody writes."""
    assert told(text, "Bo Cray", flags=FOR_SOMEBODY) == (None, "Bo Cray")
    assert "client_not_named" in doubts(mail(text, sender_name="Bo Cray", kind=Kind.APPLICATION, flags=FOR_SOMEBODY))


@pytest.mark.parametrize(
    "text",
    [
        "I don't know the mother and am not writing on her behalf; he told me to mind my own business.",
        "I am the complainant in this matter and I act for myself.",
        "My solicitor Mr Peter Dean said I should ask. I'm doing this on my own.",
        "I'd like an apology from Mr Rudge and not from the force on behalf of Mr Rudge.",
        "He says it was the officer who sold the house, with his brother-in-law. I have read the letter.",
    ],
)
def test_who_denies_it_represents_nobody(text: str) -> None:
    """Who says that they write for nobody else, or of nobody who wants anything, complains themselves."""
    assert told(f"{text}\nBo Cray", "Bo Cray", flags=FOR_SOMEBODY) == ("Bo Cray", None)


def test_leave_to_ring_is_no_leave_to_write() -> None:
    """That somebody gave leave for something else makes nobody a representative."""
    text = f"{ASKS}He told us where he was. He gave me leave, and I rang 999.\nBo Cray"
    assert told(text, "Bo Cray") == ("Bo Cray", None)


def test_a_witness_who_acts_for_nobody_is_no_party() -> None:
    """Who speaks of somebody else's complaint and says that they do not act for them is neither of both."""
    text = (
        "A neighbour, Mrs Ada Brindle, told me of her complaint. Please don't read this as me acting for her.\nBo Cray"
    )
    assert told(text, "Bo Cray", flags=FOR_SOMEBODY) == (None, None)


def test_a_caller_named_as_the_sender_complains() -> None:
    """A note of a call from the caller's own address names the complainant, whoever else may be spoken to."""
    note = "Telephone note\n\nCaller: Mrs Ada Brindle, 0161 496 0000\nHer daughter Ivy Brindle can also be spoken to."
    assert told(note, "Ada Brindle", flags=FOR_SOMEBODY) == ("Ada Brindle", None)


@pytest.mark.parametrize(
    ("shown", "signature", "who"),
    [
        ("Bo Cray", "Bo Cray\nCaseworker, Southfold Law Centre", "Bo Cray"),
        ("Bo Cray", "Bo Cray\nAssociate\nFell Marsh LLP, 14 Elm Rise", "Bo Cray"),
        ("Bo Cray", "Yours faithfully\n\nBo Cray\nFell & Marsh Solicitors", "Bo Cray"),
        ("Bo Cray", "Bo Cray\nTrainee legal executive\nFell Law LLP", "Bo Cray"),
        ("Bo Cray", "Send all further correspondence to this firm.\nBo Cray\nSolicitor, Fell Law LLP", "Fell Law LLP"),
        ("Fell Law LLP", "Bo Cray\nPartner, Fell Law LLP", "Fell Law LLP"),
        ("Bo Cray (Paralegal)", "Bo Cray | Paralegal | Fell Law", "Fell Law"),
        ("Elmfold Advocacy", "Bo Cray\nAdvocate", "Bo Cray"),
        ("Sister Bo Cray", "Sr Bo Cray", "Bo Cray"),
    ],
)
def test_the_person_who_signs_represents(shown: str, signature: str, who: str) -> None:
    """The person represents whose firm stands below, unless the firm asks for the letters or is who is shown."""
    text = f"We act for Ms Ada Brindle.\n{ASKS}{signature}"
    assert told(text, shown, flags=FOR_SOMEBODY) == ("Ada Brindle", who)


def test_a_claim_is_the_firms() -> None:
    """In a legal letter the firm stands before whoever signs, without the post they hold."""
    text = "We act for Ms Ada Brindle in her claim.\nBo Cray\nPartner, Fell Law LLP"
    assert told(text, "Bo Cray", kind=Kind.LEGAL, flags=FOR_SOMEBODY) == ("Ada Brindle", "Fell Law LLP")


@pytest.mark.parametrize(
    "subject", ["R (Brindle) v Mayor's Office - CO/2/2026", "Notice of Issue - Brindle v Office of the Commissioner"]
)
def test_a_court_names_who_brings_the_case(subject: str) -> None:
    """The name before the "v" is the complainant's, in full where the letter has it, and no clerk's."""
    text = "A claim has been issued by Ms Ada Brindle.\nJ. Fenner, Clerk"
    assert told(text, "Claims Centre", subject=subject, kind=Kind.LEGAL) == ("Ada Brindle", None)
