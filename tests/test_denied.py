"""What is named only to say that it is not wanted is not taken for wanted."""

from __future__ import annotations

import pytest

from bot.recognising.words import cue_table
from handlers.denied import without_denied
from handlers.recognise import recognise
from store.messages import Incoming, Recognition
from store.terms import Kind
from tests.corpus.stories import OFFICE

TABLE = cue_table()


def said(text: str) -> Recognition:
    """What a message from the public with this text is taken to be."""
    return recognise(
        Incoming(sender="pat@home.example", subject="My case", text=text, new_text=text), None, OFFICE, TABLE
    )


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to withdraw my review. Please carry on with it.",
        "Please don't close my case. I am still waiting for the papers from my solicitor.",
        "I never said I wanted to withdraw my complaint. Why did you close it?",
        "The sergeant told me to withdraw my complaint but I want the review to go ahead.",
        "I have no intention of withdrawing my review.",
        "I'm not dropping this. You can't make me drop it.",
        "Why would I withdraw my complaint after all this?",
        "My sister wants me to drop the complaint but I will not. What is happening with my review?",
        "Please do not withdraw my application, that was sent by mistake by my daughter.",
        "They keep pressuring me to just cancel my review.",
    ],
)
def test_what_is_denied_is_no_withdrawal(text: str) -> None:
    """Nobody is taken to withdraw who says that they do not, or whom others want to."""
    found = said(text)
    assert found.kind is not Kind.WITHDRAWAL, found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "I want to withdraw my review.",
        "I do not want this anymore please withdraw my review",
        "I did not want to withdraw at first, but now I do want to withdraw my review. Please close my case.",
        "Forget it, I don't want to go on with it.",
        "I do not wish to proceed with my application. Please cancel it.",
        "He never said sorry and I can't face any more of it so please close my case.",
        "I don't want to go on, please cancel my review.",
        "I cannot go on, close my case",
        "I don't want to talk about it any more just drop it.",
        "You have not helped and I want you to close my case.",
        "Don't bother, I am withdrawing my appeal.",
        "I told them I want to withdraw my review.",
        "Nobody told me to withdraw my review, I am doing it because I want to.",
    ],
)
def test_what_is_wanted_is_a_withdrawal(text: str) -> None:
    """A denial of something else, or one that is taken back, leaves a withdrawal what it is."""
    found = said(text)
    assert found.kind is Kind.WITHDRAWAL, found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "At no point did I withdraw my review.",
        "Withdraw my review? Never.",
        "Please cancel my withdrawal. I want my review to carry on.",
        "Don't you dare close my case.",
        "Over my dead body will I withdraw my review.",
        "I reject the offer to withdraw my review.",
        "The inspector offered me £500 to withdraw my review.",
        "Please keep my case open, my daughter cancelled it by accident.",
        "Before you close my case I want to send you more evidence.",
    ],
)
def test_what_is_taken_back_or_only_offered_is_no_withdrawal(text: str) -> None:
    """Nor is what somebody else proposed, or what the same words undo."""
    assert said(text).kind is not Kind.WITHDRAWAL


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for all your help and your kind letter. I do not want you to close my case.",
        "Many thanks for being so kind on the phone. My wife has persuaded me to withdraw my review.",
        "Thank you very much for all your patience. I never asked you to withdraw my review.",
    ],
)
def test_what_is_denied_beside_thanks_is_not_filed_unread(text: str) -> None:
    """Whoever says what they do not want says more than thanks."""
    assert said(text).kind not in (Kind.THANKS, Kind.UNWANTED, Kind.INTERNAL)


@pytest.mark.parametrize(
    ("denies", "rest"),
    [
        ("The inspector advised me to withdraw my review.", " It stays."),
        ("They keep pushing me to close my case.", " Carry on please."),
        ("They took my silence as withdrawing my review.", " It goes on."),
        ("People assumed I had withdrawn my complaint.", " It stands."),
        ("Somebody said to cancel my review.", " It goes on."),
        ("I considered withdrawing my review.", " I carry on."),
        ("I was tempted to withdraw my complaint.", " It stays."),
        ("Please do not close my case.", " Carry on."),
        ("I want to not withdraw my review.", " Thanks."),
    ],
)
def test_only_what_denies_is_left_out(denies: str, rest: str) -> None:
    """What others want, what was only thought of or taken so, and what is not wanted; the rest is read."""
    assert without_denied(denies + rest, TABLE) == rest
