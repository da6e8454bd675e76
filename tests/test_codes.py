"""The codes by which an answer finds its question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.terms.codes import ALPHABET, CHECK, CHECK_BEGINS, LONG, SIGN_OFF, code_of, names_a_question

MARKS = st.integers(0, 2**256 - 1).map("{:064x}".format)


@given(MARKS)
def test_every_code_is_found_again(mark: str) -> None:
    """What is made of any mark stands in a subject and is found there, a sign-off's as that, a check's as that."""
    code = code_of(mark)
    assert len(code) == LONG
    assert set(code) <= set(ALPHABET)
    signed, checked = f"Re: Please sign #{code} today", f"Re: Please check # {CHECK_BEGINS}{code}"
    assert SIGN_OFF.findall(signed) == [code]
    assert CHECK.findall(checked) == [CHECK_BEGINS + code]
    assert SIGN_OFF.search(checked) is None
    assert names_a_question(signed)
    assert names_a_question(checked)


def test_other_numbers_are_no_codes() -> None:
    """A ticket, a hashtag and an address are none."""
    for subject in ("Ticket #10021", "#justice", "Flat #2B", "Review", "", "#ABCDEFGH"):
        assert not names_a_question(subject)
