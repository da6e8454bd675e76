"""Officers who are named by rank: the ranks as people write them, names in any letters, and what is nobody."""

from __future__ import annotations

import time

import pytest

from handlers.officers import officers
from handlers.passages import passage
from handlers.ranks import grade


def named(text: str) -> list[str]:
    """The officers of a text."""
    return [one.value for one in officers([passage("body", text)])]


@pytest.mark.parametrize(
    "text",
    [
        "C/Insp Lyle", "Ch. Insp. Lyle", "CI Lyle", "C/Supt Hall", "Chief Super Hall", "D/Sgt Fenn", "D/Supt Low",
        "Det. Con. Birch", "D/C Birch", "D/S Fenn", "D.I. Fenn", "DPC Shah", "DSI Okafor", "SC Green", "A/PS Lowe",
        "Act Insp Lowe", "P.C. Wills", "Sargent Mills", "Sergant Mills", "Seargent Mills", "Superintendant Bright",
        "Inspecter Bright", "Detective Roe", "AC Louisa Lowe", "Deputy Assistant Commissioner Stiles",
        "Assistant Chief Constable Lee", "PC D Holt", "Dc Blake",
    ],
)  # fmt: skip
def test_a_rank_is_shown_as_it_is_written(text: str) -> None:
    """No part of a rank is lost, however it is shortened or spelt."""
    assert named(f"I was told so by {text} of Ilford.") == [text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INSPECTOR WALSH DID NOT SPEAK TO MY WIFE", ["INSPECTOR Walsh"]),
        ("PC 881 DENT LIED. I SAW IT.", ["PC 881 Dent"]),
        ("SERGEANT MILLS AND PC JENKINS CAME", ["SERGEANT Mills", "PC Jenkins"]),
        ("then pc jenkins told me to shut up", ["pc Jenkins"]),
        ("spoke to dc carter.", ["dc Carter"]),
        ("its sgt morley n pc finch what done it", ["sgt Morley", "pc Finch"]),
        ("its the pc what i bought that is broke", []),
        ("pc dave jenkins said no", ["pc Dave Jenkins"]),
        ("Dc blake was there", ["Dc Blake"]),
        ("PC (Dave) Holt hit me", ["PC Dave Holt"]),
        ("PC's Ray and Nunn", ["PC Ray", "PC Nunn"]),
        ("PC No 445XH", ["PC 445XH"]),
        ("PC 4412 and 5521 came", ["PC 4412", "PC 5521"]),
        ("a PC called Jenkins", ["PC Jenkins"]),
        ("His shoulder number was 4412NE.", ["officer 4412NE"]),
        ("PC Holt, shoulder number 4412NE, and later PC 4412NE", ["PC 4412NE Holt"]),
        ("It says officer Barker used reasonable force.", ["officer Barker"]),
        ("Detective Roe rang, then DC Roe came.", ["DC Roe"]),
        ("Chief Constable Vane and PC Vane", ["Chief Constable Vane", "PC Vane"]),
        ("Regards\nPS Nethercott", ["PS Nethercott"]),
        ("PS 44 told me", ["PS 44"]),
    ],
)
def test_officers_in_any_letters(text: str, found: list[str]) -> None:
    """Names in capitals, in small letters, in brackets, shared ranks and numbers on a shoulder are found."""
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "pc is broken", "my pc 386 broke", "pc world sold it", "the pc grabbed me", "pc grabbed me", "sergeant told me",
        "THE SERGEANT TOLD ME OFF", "THE PC HIT ME", "in washington dc then", "the PC's Ford Focus",
        "PS 44 from my road was the witness", "P.S. Ann is my sister", "PS Could you confirm this?", "Mr P.C. Wills",
        "Yours\nSC Green", "AC Milan won", "AC Brown wrote", "Housing Officer Lee came", "Officer Lee on the wing",
        "The officers. There was one.", "officer I've never met", "I spoke to the sergeant. Ann was there.",
        "The officer (CEO 318) was rude.", "PC 0341826", "Detective work was done", "the inspector yesterday said so",
        "a super idea", "Chief Constable himself", "Say it to officers Jo",
    ],
)  # fmt: skip
def test_what_is_nobody(text: str) -> None:
    """Computers, postscripts, initials, other officers, references and words behind a rank name nobody."""
    assert named(text) == []


def test_what_is_called_999_is_no_second_officer() -> None:
    """A number that everybody rings, a year's people and a span of time are no officers."""
    assert named("PC 4412 and 999 were called") == ["PC 4412"]
    assert named("PC 4412 and 2000 people") == ["PC 4412"]
    assert named("PC 4412 and 300 minutes later") == ["PC 4412"]


@pytest.mark.parametrize(
    ("rank", "same"),
    [
        ("Det Sgt", "sergeant"), ("D/S", "sergeant"), ("Seargent", "sergeant"), ("A/PS", "sergeant"),
        ("T/DCI", "inspector"), ("C/Insp", "inspector"), ("Chief Super", "superintendent"), ("P.C.", "constable"),
        ("Det. Con", "constable"),
        ("Assistant Chief Constable", "chief constable"), ("ACC", "chief constable"), ("AC", "commissioner"),
        ("Detective", ""), ("officer", ""),
    ],
)  # fmt: skip
def test_one_grade_in_its_spellings(rank: str, same: str) -> None:
    """A rank's grade is one however it is written, and none where none is told."""
    assert grade(rank) == same


@pytest.mark.parametrize(
    "bait", ["pc ", "PC's Ray and Nunn ", "sgt ann ", "pc jenkins told ", "det ", "chief ", "PC 1 "]
)
def test_hostile_text_is_read_in_time(bait: str) -> None:
    """A long text of nothing but ranks is read in less than two seconds."""
    start = time.process_time()
    named((bait * (60_000 // len(bait)))[:60_000])
    assert time.process_time() - start < 2
