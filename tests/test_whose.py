"""Whose case a message is about: what attaches it, what only suggests, and what makes two requests one matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.whose import (
    ASKS_FOR_A_REVIEW,
    ENOUGH,
    OF_THE_FORCE,
    OF_THE_IOPC,
    POINTS,
    About,
    Sender,
    Sign,
    Trace,
    Whose,
    whose,
)
from handlers.whose_asked import asked
from store.messages import Decision, Plan, Question
from store.terms import Kind, Owner, Place, State

FIRST, SECOND = "PCR/2026/00001", "PCR/2026/00002"
PC1, PC2 = "PC/00001/26", "PC/00002/26"
TUESDAY = date(2026, 11, 10)


def case(reference: str = FIRST, **more: Any) -> Trace:
    """A case of Ann Other's about her complaint PC/00001/26."""
    of_ann = {"complainant": "Ann Other", "force_reference": PC1}
    return Trace(reference, State.TRIAGE, **(of_ann | more))


def mail(kind: Kind = Kind.PROGRESS_CHASE, **more: Any) -> About:
    """A message that says nothing but what is said here."""
    return About(kind, **more)


def suggested(found: Whose) -> list[str]:
    """The cases found, the likeliest first."""
    return [one.trace.reference for one in found.candidates]


# What attaches


@pytest.mark.parametrize("points", [{"named": True}, {"answered": True}, {"named": True, "answered": True}])
@pytest.mark.parametrize("party", [True, False])
def test_a_pointer_attaches_only_with_a_party(points: dict[str, bool], party: bool) -> None:
    """Our reference or a letter of ours attaches what a party wrote, and for anybody else is a suggestion."""
    found = whose(mail(name="Ann Other"), [case(FIRST, from_party=party, **points)])
    assert found.belongs is party
    assert suggested(found) == [FIRST]


def test_a_party_attaches_only_with_a_pointer() -> None:
    """An address, name, force reference and file in common, all together, attach nothing without a pointer."""
    found = whose(mail(name="Ann Other", force_reference=PC1), [case(from_party=True, same_file=True)])
    assert not found.belongs
    assert found.first is not None
    assert found.first.score == 105


def test_two_pointers_point_to_none() -> None:
    """A mail that names one case of its sender and answers a letter of another belongs to neither."""
    found = whose(mail(), [case(named=True, from_party=True), case(SECOND, answered=True, from_party=True)])
    assert not found.belongs
    assert len(found.candidates) == 2


def test_words_about_another_case_take_a_pointer_back() -> None:
    """A reply in one case's thread about the complaint of another is for a person, with both shown."""
    one = case(answered=True, from_party=True)
    other = case(SECOND, force_reference=PC2, from_party=True)
    assert not whose(mail(force_reference=PC2), [one, other]).belongs
    assert whose(mail(force_reference=PC2), [one]).belongs


@pytest.mark.parametrize("kind", sorted(OF_THE_FORCE | OF_THE_IOPC))
@pytest.mark.parametrize("sender", Sender)
@pytest.mark.parametrize("about", [{}, {"force_reference": PC1}])
def test_an_office_is_a_party_in_its_own_kinds_of_mail(kind: Kind, sender: Sender, about: dict[str, str]) -> None:
    """The force's and the IOPC's own kinds attach by our reference, or by one force reference of one open case."""
    theirs = kind in (OF_THE_FORCE if sender is Sender.FORCE else OF_THE_IOPC) and sender is not Sender.ANYBODY
    assert whose(mail(kind, sender=sender, **about), [case(named=not about)]).belongs is theirs


@pytest.mark.parametrize("kind", sorted(set(Kind) - OF_THE_FORCE - OF_THE_IOPC))
def test_an_office_is_no_party_in_anybody_elses(kind: Kind) -> None:
    """What anybody may write, a police officer writes as anybody."""
    for sender in (Sender.FORCE, Sender.IOPC):
        assert not whose(mail(kind, sender=sender, name="Bob Quince"), [case(named=True)]).belongs


def test_a_force_reference_of_two_cases_or_with_another_points_to_none() -> None:
    """Two open cases of one force reference, two force references, or a pointer that disagrees: a person says which."""
    papers = mail(Kind.PAPERS, sender=Sender.FORCE, force_reference=PC1)
    assert not whose(papers, [case(), case(SECOND)]).belongs
    assert whose(papers, [case(), case(SECOND, named=True)]).first.trace.reference == SECOND  # type: ignore[union-attr]
    assert not whose(mail(Kind.PAPERS, sender=Sender.FORCE, force_reference=f"{PC1}; {PC2}"), [case()]).belongs
    assert not whose(mail(Kind.PAPERS, sender=Sender.FORCE, force_reference=PC2), [case(named=True)]).belongs


# What suggests


def test_a_surname_alone_is_not_worth_anybodys_time() -> None:
    """Below the threshold nothing is suggested; a pointer always is."""
    assert whose(mail(name="Bob Other"), [case()]).candidates == ()
    assert suggested(whose(mail(name="Bob Quince", force_reference=PC2), [case(named=True)])) == [FIRST]


def test_another_complaint_of_a_party_is_not_suggested() -> None:
    """One person may complain often: a force reference of its own speaks against the earlier cases."""
    found = whose(mail(Kind.APPLICATION, name="Ann Other", force_reference=PC2), [case(from_party=True)])
    assert found.candidates == ()


def test_the_likeliest_comes_first_and_says_why() -> None:
    """Candidates are in the order of their scores, each with its reasons in words."""
    found = whose(mail(name="Bob Other", force_reference=PC1), [case(SECOND, complainant=""), case()])
    assert suggested(found) == [FIRST, SECOND]
    assert found.candidates[0].in_words == f"{FIRST} (same force reference {PC1}, same surname)"


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Ann Other", Sign.NAME),
        ("ANN OTHER", Sign.NAME),
        ("Ann Mary Other", Sign.NAME),
        ("A Other", Sign.LIKE_NAME),
        ("Anna Other", Sign.LIKE_NAME),
        ("Ann", Sign.LIKE_NAME),
        ("Bob Other", Sign.SURNAME),
        ("Ann Other; Bob Other", Sign.LIKE_NAME),
        ("Bob Quince", None),
        ("ann@home.example", None),
        ("", None),
    ],
)
def test_how_alike_two_names_are(name: str, sign: Sign | None) -> None:
    """Only a whole name, first and last, is the same name."""
    found = whose(mail(name=name), [case(named=True)])
    names = {Sign.NAME, Sign.LIKE_NAME, Sign.SURNAME}
    assert found.first is not None
    assert found.first.signs & names == ({sign} if sign else set())


def test_accents_and_apostrophes_do_not_make_another_name() -> None:
    """A name is the same however its letters are dressed; two different middle names make two people."""
    zoe = case(named=True, complainant="Zoë O’Hara-Lee")
    assert Sign.NAME in whose(mail(name="Zoe O'Hara-Lee"), [zoe]).first.signs  # type: ignore[union-attr]
    john = case(named=True, complainant="John Michael Smith")
    assert Sign.NAME not in whose(mail(name="John Peter Smith"), [john]).first.signs  # type: ignore[union-attr]


# One matter


@pytest.mark.parametrize(
    ("about", "trace", "again"),
    [
        ({"name": "Ann Other", "force_reference": PC1}, {}, True),
        ({"name": "Ann Other"}, {"same_file": True}, True),
        ({"name": "", "force_reference": PC1}, {"from_party": True}, True),
        ({"name": "A Other", "force_reference": PC1}, {"from_party": True}, True),
        ({"name": "Ann", "force_reference": PC1}, {"from_party": True}, True),
        ({"name": "Ann Other", "force_reference": PC1}, {"complainant": ""}, False),
        ({"name": "A Other", "force_reference": PC1}, {}, False),
        ({"name": "Ann", "force_reference": PC1}, {"complainant": "Ann"}, False),
        ({"name": "Anne Other", "force_reference": PC1}, {"from_party": True}, False),
        ({"name": "Bob Other", "force_reference": PC1}, {"from_party": True}, False),
        ({"name": "Ann Other", "for_another": True, "force_reference": PC1}, {}, False),
        ({"name": "", "for_another": True, "force_reference": PC1}, {"from_party": True}, False),
        ({"name": "Ann Other", "for_another": True, "force_reference": PC1}, {"from_party": True}, True),
        ({"name": "Ann Other; Bob Other", "force_reference": PC1}, {"from_party": True}, False),
        ({"name": "Ann Other", "force_reference": PC2}, {"same_file": True, "from_party": True}, False),
        ({"name": "Ann Other"}, {"from_party": True}, False),
        (
            {"name": "Ann Other", "force_reference": PC1, "provided_on": TUESDAY},
            {"from_party": True, "provided_on": date(2026, 10, 1)},
            False,
        ),
        (
            {"name": "Ann Other", "force_reference": PC1, "provided_on": TUESDAY},
            {"from_party": True, "provided_on": date(2026, 10, 1), "same_file": True},
            True,
        ),
    ],
)
def test_one_matter_is_one_person_about_one_letter(about: dict[str, Any], trace: dict[str, Any], again: bool) -> None:
    """The same person about the same complaint; in doubt about either it is another request."""
    found = whose(mail(Kind.APPLICATION, **about), [case(FIRST, **trace)])
    assert found.again is again
    assert found.belongs is (again and bool(trace.get("from_party")))


def test_where_two_cases_could_be_meant_the_partys_own_is() -> None:
    """Of two cases that could be the same matter the one of the sender's address is; of two others neither."""
    about = mail(Kind.APPLICATION, name="Ann Other", force_reference=PC1)
    assert not whose(about, [case(), case(SECOND)]).again
    found = whose(about, [case(SECOND), case(from_party=True)])
    assert (found.again, suggested(found)[0]) == (True, FIRST)


def test_only_a_request_for_a_review_is_the_same_matter() -> None:
    """More about a case is no second request."""
    for kind in set(Kind) - ASKS_FOR_A_REVIEW:
        assert not whose(mail(kind, name="Ann Other", force_reference=PC1), [case(from_party=True)]).again


# Whatever comes together

_NAMES = st.sampled_from(["", "Ann Other", "A Other", "Ann", "Bob Other", "Ann Other; Bob Other", "Zoe Quince"])
_REFERENCES = st.sampled_from(["", PC1, PC2, f"{PC1}; {PC2}"])
_DAYS = st.none() | st.sampled_from([TUESDAY, date(2026, 10, 1)])
_ABOUT = st.builds(
    About,
    kind=st.sampled_from(Kind),
    sender=st.sampled_from(Sender),
    name=_NAMES,
    for_another=st.booleans(),
    force_reference=_REFERENCES,
    provided_on=_DAYS,
)
_TRACES = st.lists(
    st.builds(
        Trace,
        reference=st.sampled_from([f"PCR/2026/{number:05d}" for number in range(1, 9)]),
        state=st.sampled_from(State),
        named=st.booleans(),
        answered=st.booleans(),
        from_party=st.booleans(),
        same_file=st.booleans(),
        complainant=_NAMES,
        force_reference=_REFERENCES,
        provided_on=_DAYS,
    ),
    max_size=5,
    unique_by=lambda trace: trace.reference,
)


@given(about=_ABOUT, traces=_TRACES)
def test_nothing_is_ever_attached_without_a_party(about: About, traces: Sequence[Trace]) -> None:
    """What is attached was written from an address of that very case, or by the office whose kind of mail it is."""
    found = whose(about, traces)
    if not found.belongs:
        return
    first = found.first
    assert first is not None
    if about.sender is Sender.ANYBODY:
        assert Sign.PARTY in first.signs
    elif Sign.PARTY not in first.signs:
        assert about.kind in (OF_THE_FORCE if about.sender is Sender.FORCE else OF_THE_IOPC)
    assert first.signs & {*POINTS, Sign.FORCE_REFERENCE, Sign.FILE}
    if not found.again and about.sender is Sender.ANYBODY:
        assert first.signs & POINTS
        assert sum(trace.named or trace.answered for trace in traces) == 1


@given(about=_ABOUT, traces=_TRACES, order=st.randoms(use_true_random=False))
def test_the_order_in_which_cases_are_found_decides_nothing(about: About, traces: list[Trace], order: object) -> None:
    """The same cases in another order give the same decision about the same case."""
    found = whose(about, traces)
    shuffled = list(traces)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    other = whose(about, shuffled)
    assert (found.belongs, found.again) == (other.belongs, other.again)
    assert {one.trace for one in found.candidates} == {one.trace for one in other.candidates}
    if found.belongs or found.again:
        assert found.first == other.first


@given(about=_ABOUT, traces=_TRACES)
def test_whatever_points_to_a_case_is_shown_to_a_person(about: About, traces: Sequence[Trace]) -> None:
    """No case that a message names or answers is left out, nor any that scores enough; nothing else is shown."""
    shown = {one.trace.reference for one in whose(about, traces).candidates}
    assert {trace.reference for trace in traces if trace.named or trace.answered} <= shown
    assert all(one.score >= ENOUGH or one.signs & POINTS for one in whose(about, traces).candidates)


# What is asked


def plan(*codes: str, opens: bool = False) -> Plan:
    """A plan that asks these questions."""
    asks = tuple(Question(code, "?", Owner.ADMINISTRATOR, TUESDAY) for code in codes)
    return Plan("", Place.UNSURE, Decision(True, ""), opens_case=opens, asks=asks, flag_on=TUESDAY if asks else None)


def test_what_is_asked_about_its_case_names_the_cases_and_the_reasons() -> None:
    """The handler's question keeps its code, owner and day, and gets the cases in words; other questions stay."""
    found = whose(mail(name="Bob Other", force_reference=PC1), [case()])
    done = asked(plan("unclear", "which_case"), found, Kind.PROGRESS_CHASE, due_on=TUESDAY)
    says = f"This may belong to {FIRST} (same force reference {PC1}, same surname). Does it?"
    assert [one.text for one in done.asks] == ["?", says]
    opened = asked(plan("new_or_known", opens=True), found, Kind.APPLICATION, due_on=TUESDAY)
    assert opened.asks[0].text.endswith("It has a case of its own for now. Is it part of that one?")


def test_an_unclear_message_with_a_suggested_case_asks_for_it() -> None:
    """What only a person can name asks for its case too; what needs nobody asks nothing."""
    found = whose(mail(Kind.UNCLEAR), [case(named=True)])
    done = asked(plan("unclear"), found, Kind.UNCLEAR, due_on=TUESDAY)
    assert [one.code for one in done.asks] == ["unclear", "which_case"]
    assert asked(plan(), found, Kind.THANKS, due_on=TUESDAY).asks == ()
    assert asked(plan("unclear"), Whose(), Kind.UNCLEAR, due_on=TUESDAY) == plan("unclear")


def test_of_many_candidates_three_are_shown_and_the_rest_counted() -> None:
    """A question stays short."""
    traces = [case(f"PCR/2026/{number:05d}") for number in range(1, 6)]
    found = whose(mail(force_reference=PC1), traces)
    text = asked(plan("which_case"), found, Kind.PROGRESS_CHASE, due_on=TUESDAY).asks[0].text
    assert text.count("PCR/") == 3
    assert "or one of 2 more" in text


def test_what_joins_its_case_asks_nothing_more() -> None:
    """Where a message was attached its plan stays as it is; where its kind joins none the case is asked for."""
    found = whose(mail(), [case(named=True, from_party=True)])
    joined = replace(plan("progress_chase"), joins_case=FIRST)
    assert asked(joined, found, Kind.PROGRESS_CHASE, due_on=TUESDAY) == joined
    assert found.decision(joined=True) == "attached"
    unclear = asked(plan("unclear"), found, Kind.UNCLEAR, due_on=TUESDAY)
    assert unclear.asks[1].text.startswith(f"This may belong to {FIRST} (it names our reference")
    assert found.decision(joined=False) == "suggested"


def test_where_nobody_was_written_to_a_person_is_asked_to_write() -> None:
    """One matter is acknowledged once, and not never."""
    found = whose(mail(Kind.APPLICATION, name="Ann Other", force_reference=PC1), [case()])
    for written_to, codes in ((True, ["same_again"]), (False, ["same_again", "acknowledge_by_hand"])):
        done = asked(plan("same_again"), found, Kind.APPLICATION, due_on=TUESDAY, written_to=written_to)
        assert [one.code for one in done.asks] == codes
