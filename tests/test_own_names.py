"""How people say who they are, alone or together: introductions, signatures, flats; other words are no names."""

from __future__ import annotations

import pytest

from tests.test_facts import mail, value
from tests.test_who_is_named import told


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hi um im ada brindle im in year 11. can you look", "ada"),
        ("hi um im Ada Brindle im in year 11. can you look", "Ada"),
        ("hiya its ada brindle any news", "Ada B"),
        ("Hello this is Ada Brindle full stop I am speaking this", "Voice to text"),
        ("Hi, Ada Brindle again. Any news?\nAda", "Coach Ada"),
        ("I don't put my name in mails. Ada if you need it, Ada Brindle, it's on the complaint.", "A."),
        ("Please don't use my first name. Ada Brindle is the name on the complaint.", "R."),
        ("text or email is best. Ada Brindle 07700900456", "dazza"),
        ("I will not have it. Ada Brindle, PC/1/26\n\nSent from my phone", ""),
        ("and i aint having it. ada brindle\n\nSent from my phone", "ada"),
        ("im 19 before you ask. Ada Brindle\n\nthe letter is a screenshot\n\nSent from my phone", "ada"),
        ("look at it\n\nada brindle", "ada"),
        ("look at it\n\nada", "ada brindle"),
        ("look at it\nA Brindle", "Ada Brindle A1120GH"),
        ("look at it", "Brindle, Ada"),
        ("look at it", "Ada 'Trixie' Brindle"),
        ("look at it", "Sgt (retd) Ada Brindle"),
        ("look at it", "Big Ada Brindle"),
    ],
)
def test_people_say_who_they_are_in_many_ways(text: str, shown: str) -> None:
    """A whole name that people introduce themselves or sign with goes before the short one they are shown by."""
    assert told(text, shown, sender="ada7@post.example") == ("Ada Brindle", None)


@pytest.mark.parametrize(
    ("text", "shown", "name"),
    [
        ("im ada im 14 and it was not fair", "ada", "Ada"),
        ("I'm ada really upset. Regards", "ada", "Ada"),
        ("The sergeant is DC H., who sold it. His wife has DC H.'s house", "Ada Brindle", "Ada Brindle"),
        ("look at it\nM Cray", "M. Cray", "M. Cray"),
        ("look at it", "Ada Mbeki-Law", "Ada Mbeki-Law"),
        ("look at it", "maisie :)", "Maisie"),
        ("look at it", "terry mccray", "Terry McCray"),
        ("look at it\nPanel Secretariat", "Panel Secretariat", None),
    ],
)
def test_other_words_make_no_name_longer(text: str, shown: str, name: str | None) -> None:
    """What follows a first name is no surname, an officer is nobody who complains, and a desk signs for nobody."""
    assert told(text, shown, sender="x1@post.example") == (name, None)


@pytest.mark.parametrize(
    "text",
    [
        "We the undersigned want a review.\n\nAda Brindle, flat 1\nMrs B Cray, flat 6\nJay Orme, flat 3",
        "There are two of us: me (Ada) and my older brother Jay Orme.\nAda + Jay",
        "From Ada Brindle (no. 6) and Jay Orme (no. 8), Elm Close. We both complained.\n\nA. Brindle\nJ. Orme",
        "My partner Jay Orme and I both complained.\nAda Brindle",
        "We complained together. This is from me, Ada Brindle (flat 3) and Jay Orme (flat 5).\nAda & Jay",
    ],
)
def test_all_who_write_together_are_named_in_full(text: str) -> None:
    """Signatures with flats, "me and my brother" and initials that the letter writes out name every complainant."""
    wanted = "Ada Brindle; B Cray; Jay Orme" if "undersigned" in text else "Ada Brindle; Jay Orme"
    assert told(text, "Ada Brindle") == (wanted, None)


@pytest.mark.parametrize(
    "text",
    [
        "There were two of us.\nAda Brindle\nLong Fold",
        "We each complained.\nAda Brindle\nElmfold Farm",
        "There were eight of us in the Palace Players & Dramatic Society.\nAda Brindle",
        "My solicitor Jay Orme and I both complained.\nAda Brindle",
    ],
)
def test_a_village_or_society_is_no_second_person(text: str) -> None:
    """Where somebody lives, a society of two words, or their solicitor does not complain with them."""
    assert told(text, "Ada Brindle") == ("Ada Brindle", None)


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        ("Para 31 forward - LEIC CO/00655/26", "Attached.", None),
        ("Private: PC/05544/26", "Attached.", None),
        ("Record", "Record: CO/00702/26  Complainant: BRINDLE, Ada", "Ada Brindle"),
        ("Form", "IOPC review form. Name: Ada Brindle. Force: Northshire", "Ada Brindle"),
    ],
)
def test_marks_of_a_reference_are_no_name(subject: str, text: str, name: str | None) -> None:
    """A force's short form or "private" before a number names nobody; a label within a line does."""
    assert value(mail(text, subject=subject, sender="psu@force.example").complainant_name) == name
