"""The force's complaint references: the ways they are written, what is none, and which of several is meant."""

from __future__ import annotations

import time

import pytest

from handlers.force_references import force_references, has_reference, reference_spans, the_reference
from handlers.officers import officers
from handlers.passages import passage


def references(text: str) -> list[str]:
    """Every reference of a text."""
    return [one.value for one in force_references([passage("body", text)])]


def meant(text: str, subject: str = "") -> tuple[str | None, int]:
    """The reference or references a message is about, and how many it names."""
    fact, every = the_reference([(passage("body", text), passage("subject", subject))])
    return (fact.value if fact else None), len(every)


@pytest.mark.parametrize(
    "text",
    [
        "MET/PC/03418/26",
        "my ref is DPS/PC/03418/26.",
        "MET-PC-03418-26",
        "P.C./03418/26",
        "P/C/3418/26",
        "PC no. 03418/26",
        "PC ref: 3418/26",
        "PC:03418/26",
        "PC–03418–26",
        "PC\\03418\\26",
        "PC|03418|26",
        "PC/O3418/26",
        "pc0341826",
        "PC 0341826",
        "PC/\n03418/26",
        "ref PC/03418/26and dated 5 November",
        "PC/03418/26-1",
        "PC_03418_26_final.pdf",
        "*PC/03418/26*",
        "Complaint No. 03418/26 (PC)",
        "my ref pc 3418 of 26",
        "see email 3 nov ref PC 3418 26",
        "PC 03418 26 i fink",
        "PC 3418 26",
        "Crime number 3412987/26, the complaint is PC/03418/26",
        "They did not investigate the crime. PC/03418/26",
        "PC/03418/26 (IOPC 2026/123456)",
        "P C slash oh three four one eight slash two six",
        "Pea Sea oh three four one eight stroke 26",
        "PC forward slash 03418 forward slash 26",
        "PC/03418/26 may I ask for a review",
    ],
)
def test_a_reference_is_read_however_it_is_written(text: str) -> None:
    """Other strokes, blanks, a letter for nought, a break and what runs into it leave it the same reference."""
    assert references(text) == ["PC/03418/26"]


@pytest.mark.parametrize(
    ("text", "officer"),
    [
        ("PC 4412 20 minutes later came back and hit me.", "PC 4412"),
        ("they wrote PC 4412 10 minutes after the call", "PC 4412"),
        ("DS 221 12 days later wrote to me", "DS 221"),
        ("the arresting officer was PC 4412 26 years in the job", "PC 4412"),
        ("DS 1234 26 Nov 2026", "DS 1234"),
        ("PC 4412 26th November", "PC 4412"),
        ("my complaint is that PC 4412 20 of them watched", "PC 4412"),
        ("I saw PC 4412. 26 November he came back.", "PC 4412"),
        ("PC 4412 - 26 minutes late", "PC 4412"),
        ("PC 4412 25 other people saw it", "PC 4412"),
        ("PC 4412 22 houses down", "PC 4412"),
    ],
)
def test_an_officers_number_with_a_number_behind_is_none(text: str, officer: str) -> None:
    """A unit, a month or what else is counted behind the second number says that it is an officer's."""
    assert references(text) == []
    assert [one.value for one in officers([passage("body", text)])] == [officer]


@pytest.mark.parametrize(
    "text",
    [
        "my pc 12/26 broke",
        "the pc scored 10/10",
        "crime reference is PC/04415/26",
        "Crime reference number is PC/04415/26 they told me",
        "PC/04415/26 (crime)",
        "PC/04415/26, which is the crime number",
        "The IOPC ref is CO/00451/26.",
        "custody record no. PC/04415/26",
        "R (Szabo) v Mayor's Office - CO/2219/2026",
        "complaint 2024/25 figures of the Met",
        "PC/4471/19FEB26",
        "PC 4412 12/03/26",
        "01/PC/04415/26",
    ],
)
def test_what_is_another_number_is_none(text: str) -> None:
    """Crime, custody, IOPC and court numbers, dates and computers are no complaint's, in any of the readers."""
    assert references(text) == []
    assert reference_spans(passage("body", text)) == []
    assert not has_reference(text.lower(), 0, len(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Met say my complaint ref is 02226/26.", ["PC/02226/26"]),
        ("Leicestershire Police complaint number 02226/26", ["CO/02226/26"]),
        ("my complaint ref is 02226/26", []),
        ("Leicestershire and the Met: complaint ref 02226/26", []),
        ("the Met, crime ref 02226/26", []),
        ("PC/02230/26 and 02231/26, both", ["PC/02230/26", "PC/02231/26"]),
        ("PC/02230/26, 2231/26 and 2232/26", ["PC/02230/26", "PC/02231/26", "PC/02232/26"]),
        ("PC/02230/26 and crime 4412345/26", ["PC/02230/26"]),
        ("PC/02230/26, CAD 4412/26", ["PC/02230/26"]),
    ],
)
def test_a_number_without_its_kind(text: str, found: list[str]) -> None:
    """It has the kind of the one before it, or that of the one force that is named; otherwise it is not guessed."""
    assert references(text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "PC/02220/26. My earlier complaint PC/01111/25, which is closed and which I am not asking about.",
            "PC/02220/26",
        ),
        ("It is PC/02220/26, not PC/01111/25.", "PC/02220/26"),
        ("You refused an earlier and unrelated matter, PC/01111/25. Please review PC/02220/26.", "PC/02220/26"),
        ("CO/01777/26? no CO/01779/26", "CO/01779/26"),
        ("Ref PC/1/26. My neighbour Mr Shah's complaint is PC/2/26 and he was upheld!", "PC/00001/26"),
        ("We both complained: PC/1/26, and my neighbour's complaint is PC/2/26.", "PC/00001/26; PC/00002/26"),
        ("Mine is PC/1/26, my husband's is PC/2/26.", "PC/00001/26; PC/00002/26"),
        ("Please review my earlier complaint PC/1/26 and PC/2/26.", "PC/00001/26; PC/00002/26"),
        ("I am not asking you for money. PC/1/26 and PC/2/26.", "PC/00001/26; PC/00002/26"),
    ],
)
def test_what_is_plainly_set_aside_is_not_the_reference(text: str, value: str) -> None:
    """The one that is not asked about, a neighbour's or a slip is still named as a doubt, but not as the reference."""
    assert meant(text) == (value, 2)


def test_a_wrong_subject_is_set_aside() -> None:
    """Where the mail says to ignore its subject, only its own number is meant; a single number always is."""
    assert meant("Ref PC/1/26 (ignore the subject).", "PC/2/26") == ("PC/00001/26", 2)
    assert meant("Ref PC/1/26, not the subject.", "PC/1/26") == ("PC/00001/26", 1)
    assert meant("I am not asking about PC/1/26.") == ("PC/00001/26", 1)


@pytest.mark.parametrize(
    "bait", ["pc ", "pc/", "pc 1 ", "PC/03418/26 and 03419/26, ", "complaint no 02226/26 ", "p c "]
)
def test_hostile_text_is_read_in_time(bait: str) -> None:
    """A long text of nothing but what looks like a reference is read in less than two seconds."""
    text = passage("body", (bait * (60_000 // len(bait)) + "slash")[:60_000])
    start = time.process_time()
    the_reference([(text,)])
    assert time.process_time() - start < 2
