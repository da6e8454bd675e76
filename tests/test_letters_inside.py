"""Letters that a post room, a prison or a reception passes on: who wrote them, and nobody else."""

from __future__ import annotations

import pytest

from store.terms import Flag, Kind
from tests.test_facts import mail, value
from tests.test_who_is_named import told

LETTER = "Dear Sir,\n\nI would like my complaint PC/00912/26 reviewed. PC Gavin Stroud was never interviewed.\n"


def passed_on(text: str, subject: str = "Letter", sender: str = "postroom@office.example") -> str | None:
    """The complainant of a letter that one of the offices passes on."""
    return value(mail(text, subject=subject, sender=sender, sender_name="Post room").complainant_name)


@pytest.mark.parametrize(
    "text",
    [
        f"HMP Elmfold\n\n{LETTER}\nYours sincerely\nAda Brindle",
        f"HMP Elmfold\n\n{LETTER}My solicitor is Mr Dean at Cole & Co.\n\nYours sincerely\nAda Brindle",
        f"[scanned, handwritten]\nAda Brindle A4471FQ, C wing\n\n{LETTER}\nyours A Brindle",
        'A card was handed in. It reads:\n\n"To the lady who looked at my complaint. You found against me and I still '
        'think you are wrong, but you wrote as if I could read. God bless. Ada Brindle"\n\nIt is on the shelf\nMo',
    ],
)
def test_who_wrote_a_letter_that_is_passed_on(text: str) -> None:
    """A letter of their own that an office's mail consists of is the complainant's who signs it."""
    assert passed_on(text) == "Ada Brindle"


@pytest.mark.parametrize(
    "text",
    [
        "Please find the papers on Jay Orme's complaint PC/00912/26. I would like more time.\n\nRegards\nDC Ivy Vane",
        'He said "I want my complaint looked at". Over to you.\n\nKind regards\nIvy Vane\nComplaints Manager',
        f"{LETTER}My solicitor is Mr Dean at Cole & Co.",
    ],
)
def test_an_official_is_no_complainant(text: str) -> None:
    """Neither an officer or a manager who signs an office's mail nor somebody's solicitor complains."""
    assert passed_on(text, sender="psu@force.example") not in ("Ivy Vane", "Vane", "Dean")


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (
            "HMP Elmfold OMU",
            f'Typed copy of a letter.\n\n"{LETTER}I am told to write.\nAda Brindle"\n\nM. Oakes, Admin',
        ),
        (
            "Legal Post Scanning",
            f"One letter was scanned.\n\n--- Text of the letter ---\n{LETTER}Ada Brindle\n--- End ---",
        ),
    ],
)
def test_a_prison_or_machine_represents_nobody(shown: str, text: str) -> None:
    """What a prison or a scanner passes on is the writer's own, though somebody else sends it."""
    assert told(text, shown, sender="noreply@post.example", flags=[Flag.REPRESENTATIVE]) == ("Ada Brindle", None)


def test_a_helper_who_types_a_letter_represents() -> None:
    """A person who sends what somebody else dictated represents them, for they can be written to."""
    text = (
        f'Mrs Ada Brindle asked me to type this.\n\n"{LETTER}I am told to write.\nA. Brindle"\n\nKind regards\nBo Cray'
    )
    assert told(text, "Bo Cray", kind=Kind.APPLICATION, flags=[Flag.REPRESENTATIVE]) == ("Ada Brindle", "Bo Cray")
