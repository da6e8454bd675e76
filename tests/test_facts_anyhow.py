"""Facts of texts that nobody would write: pieces of letters in every order are read without a fault."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.test_facts import mail

PIECES = (
    "which nobody", "and nobody came", "It was nobody's business.", "but they never rang", "not true.", "he did.",
    "and he laughed at me", "because nobody asked", "I do not agree", "I disagree with the outcome because",
    "My reasons are:", "1. ", "- ", "(a) ", "Grounds:", "The officer lied.",
    "copper last night outside the kebab shop took my chips", "wrong", "Thank you", "Dear Sir", "Dear Ms Brindle",
    "Yours sincerely", "Ada Brindle", "Ada and Ivy Brindle", "PC/05612/26", "letter of the 5th ult.",
    "dated 5 November 2026", "I got it last fri", "the Friday before", "From: Complaints <psd@force.example>",
    "On 5 Nov 2026, Complaints wrote:", "> I have decided that the service was acceptable.", "Sent from my iPhone",
    "Name: Ada Brindle", "Date of letter:", "Please ring me", "email only please", "I am deaf",
    "I used to be blind but", "I write for my mother", "She wants it looked at.", "My name is", "on behalf of",
    "PC Doe", "Metropolitan Police Service", "I have decided not to uphold your complaint.",
    "You have 28 days to apply for a review.", "?", "...", "\t", "\u00a0", "“", "”",
)  # fmt: skip
BETWEEN = (" ", "\n", "\n\n", ". ", ", ", " - ", "")


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BETWEEN)), max_size=14))
@example([("which nobody", "")])
def test_pieces_in_any_order_are_read(pieces: list[tuple[str, str]]) -> None:
    """Whatever stands first or last, every fact is found or not, and each quote stands in its place."""
    text = "".join(piece + between for piece, between in pieces)
    found = mail(text)
    for fact in (found.letter_on, found.arrived_on, found.grounds):
        if fact is not None and fact.quote.place == "body":
            assert " ".join(fact.quote.words.split()) in " ".join(text.split())
