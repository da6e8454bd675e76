"""Requests for a review in which other bodies are told of, and letters that are those bodies' alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recognising.words import cue_table
from handlers.police_answer import names_a_force, tells_of_an_answer
from handlers.recognise import recognise
from store.messages import Incoming
from store.terms import Kind
from tests.corpus.stories import COUNTY, OFFICE, Mail

REQUESTS = [
    ("Review", "I ask for a review of my complaint against the officers who evicted me. The council had found me "
     "intentionally homeless and the police helped them in. The outcome came last week."),
    ("review", "pls review my complaint about the cops. they said i was lying cos of my universal credit and the "
     "decision letter says it was ok"),
    ("The council, and then the police", "The council refused my blue badge because a constable wrote that I ran. "
     "I cannot run. I complained to the force and its answer of 2 November is that he wrote what he saw. "
     "The council matter is settled. I would like somebody to look at what the force decided."),
    ("pip and police", "dwp stopped my pip cos of what a cop put in his notes. tribunal is on 4 dec. my complaint "
     "about the cop was rejected on the 9th. can u review that bit"),
    ("insurance", "My insurer declined the claim on the strength of the collision report. That is with the Financial "
     "Ombudsman. Professional Standards say in their letter of 30 October that the report is adequate. It is not, "
     "and I should like that looked at again."),
    ("CPS", "I used the victims right to review and the Crown Prosecution Service decision stands, I accept that. "
     "But my complaint that the officer in the case lost the phone was not upheld on 21 October and I want that "
     "decision of the police reviewed please."),
    ("my landlord", "A sergeant told my landlord I was a dealer and I was out in a fortnight. It was never true. The "
     "police complaint came back saying no case to answer. I appeal against that."),
    ("hospital", "The hospital said sorry for the guard. The police have not: they answered my complaint about the "
     "officer with one line on 6 November. Please go through it again, whatever the NHS complaint found."),
    ("fwd", "Shelter, the housing ombudsman and my councillor have all been kind. The police complaint was thrown out "
     "on Monday and that is the one I am asking you to review."),
]  # fmt: skip
ELSEWHERE = [
    ("stage two", "I want stage two. There is damp in both bedrooms and your surveyor says it is condensation. "
     "The stage one answer from the housing association is rubbish."),
    ("Council tax appeal", "I wish to appeal against the council tax band. The council wrote on 6 October and "
     "upheld it."),
    ("PIP", "my pip was stopped and the mandatory reconsideration says no. i want to appeal the dwp decision. a "
     "policeman helped me home twice so he can tell you i cant walk"),
    ("Hospital", "I complain about the hospital. They lost my mother's ring and their answer of 3 November says it "
     "was never there."),
    ("parking", "I appeal against the penalty charge. The council rejected my representations on 2 November. The car "
     "was broken down and I was waiting for recovery."),
    ("School", "The academy excluded my son and the governors upheld it. I ask for a review of the governors' "
     "decision within 15 school days."),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "text"), REQUESTS)
def test_who_may_have_a_review_coming_is_not_sent_elsewhere(subject: str, text: str) -> None:
    """Whatever other body is told of, a request stays one, or a person looks."""
    assert recognise(_mail(subject, text), None, OFFICE, cue_table()).kind in (Kind.APPLICATION, Kind.UNCLEAR)


def test_most_of_them_are_read_as_requests() -> None:
    """The other body is not what decides: two in three need nobody to say so."""
    table = cue_table()
    kinds = [recognise(_mail(*one), None, OFFICE, table).kind for one in REQUESTS]
    assert 3 * kinds.count(Kind.APPLICATION) >= 2 * len(REQUESTS)


@pytest.mark.parametrize(("subject", "text"), ELSEWHERE)
def test_what_is_another_bodys_alone_stays_so(subject: str, text: str) -> None:
    """Where no police force answered a complaint, a decision of another body is not for us."""
    assert recognise(_mail(subject, text), None, OFFICE, cue_table()).kind is Kind.MISDIRECTED


def test_what_another_force_answered_is_reviewed_by_others() -> None:
    """A force's answer counts only in its own office."""
    mail = _mail("Review", "Essex Police answered my complaint on 27 October. I do not accept it. Please review it.")
    assert recognise(mail, None, OFFICE, cue_table()).kind is Kind.MISDIRECTED
    at_home = replace(COUNTY, force=("essex-police.example",))
    assert recognise(mail, None, at_home, cue_table()).kind is Kind.APPLICATION


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The police came.",
        "I complained to the council. They said no.",
        "The ambulance service answered my complaint about the paramedic. I have no complaint of the police.",
        "My complaint about the prison officer was rejected, he is not police.",
        "I complained to Border Force and had an answer.",
        "The officer was kind.\n\nThe weather held.\n\nMy complaint is about damp.",
    ],
)
def test_no_answer_of_the_police_is_told(text: str) -> None:
    """The police, a complaint and an answer have to stand beside each other."""
    assert not tells_of_an_answer("", text)


@pytest.mark.parametrize(
    "text", ["Kent Police's letter", "West Mids Police say", "Police Scotland's", "the RAF Police"]
)
def test_a_force_is_called_by_its_name(text: str) -> None:
    """What another force answered is not ours, also where no table names it so."""
    assert names_a_force(text)
    assert names_a_force(text, frozenset({"essex-police", "essex", "police"}))
    assert not names_a_force(text, frozenset({"kent", "mids", "scotland", "raf"}))


@pytest.mark.parametrize("text", ["The Police said", "Dear Police", "My police complaint", "police", "Local Police"])
def test_the_police_are_no_other_force(text: str) -> None:
    """Whoever only says police means ours."""
    assert not names_a_force(text)


@given(st.text(max_size=300), st.text(max_size=40))
def test_an_answer_is_told_whatever_stands_around_it(before: str, after: str) -> None:
    """What else is written takes nothing away."""
    assert tells_of_an_answer("", f"{before}\nThe force has rejected my complaint.\n{after}")


def _mail(subject: str, text: str) -> Incoming:
    return Mail("any", Kind.UNCLEAR, text, subject).incoming()
