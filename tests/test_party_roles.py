"""Which part somebody seems to have beside the complainant, and what recording it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mailbox import DraftContent
from bot.sending.last_look import keeps_apart
from handlers import third_parties
from handlers.command_lines import CommandLine, Misread, Order, command_line
from handlers.party_roles import CALLED, suggested
from handlers.validity import TOLD_INTERESTED, TOLD_OFFICER
from handlers.whose import About, Sender, Sign, Trace, Whose, whose
from store.messages import Incoming, LetterView, PartyView, Recognition, Verb
from store.terms import (
    APART,
    THEIR_SIDE,
    WRITTEN_TO,
    Approval,
    Audience,
    Kind,
    LetterState,
    PartyRole,
    State,
    WhyNot,
)
from tests.test_course import CASE, TODAY, letters, ruled

_R = PartyRole
WITH = replace(CASE, state=State.PAPERS_REQUESTED, accepted_on=date(2026, 11, 20), body_by="A Li")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I am the officer who was complained about by this man.", _R.OFFICER),
        ("I'm the PC concerned and want to give my side.", _R.OFFICER),
        ("I have been told that a complaint has been made against me.", _R.OFFICER),
        ("I was the arresting officer that night.", _R.OFFICER),
        ("I attach my own body-worn footage.", _R.OFFICER),
        ("Please see my account of it.\n\nRegards\nPC 4512 Field", _R.OFFICER),
        ("My account follows.\nJo Field\nWarrant number 214567", _R.OFFICER),
        ("I am the Police Federation rep for the officer you wrote about.", _R.FEDERATION),
        (
            "I write as the Federation representative. The complaint against me... is what my member reads.",
            _R.FEDERATION,
        ),
        ("I represent our member, PC Field.", _R.FEDERATION),
        ("I am his police friend.", _R.FEDERATION),
        ("I am the mother of Daniel Reyes, who died in the cell.", _R.INTERESTED_PERSON),
        ("My late husband was in that van.", _R.INTERESTED_PERSON),
        ("I am an interested person in this review.", _R.INTERESTED_PERSON),
        ("I was also injured in the crash.", _R.INTERESTED_PERSON),
        ("I am a witness to the arrest.", _R.WITNESS),
        ("I was there when they stopped him.", _R.WITNESS),
        ("I saw what happened outside the shop.", _R.WITNESS),
        ("I am not the officer complained of.", None),
        ("The officer who was complained about was rude to me.", None),
        ("They had a witness there, and the Federation helped them.", None),
        ("I would like a review of my complaint.", None),
        ("", None),
    ],
)
def test_which_part_somebody_seems_to_have(text: str, role: PartyRole | None) -> None:
    """People's own words about themselves suggest their part; words about others, and denials, suggest nothing."""
    found = suggested(Incoming(new_text=text))
    assert (found.role if found else None) == role


def test_a_suggestion_repeats_no_name() -> None:
    """The quote leaves out what stands between the words that count."""
    found = suggested(Incoming(new_text="I'm the mother of Daniel Reyes who died there."))
    assert found is not None
    assert found.quote.words == "I'm the mother … died"
    signed = suggested(Incoming(new_text="Yours\nPS Jo Field 4512"))
    assert signed is not None
    assert "Field" not in signed.quote.words


def test_everybody_has_a_side() -> None:
    """Each role is either the complainant's side or apart, has a name for people, and letters go to one side only."""
    assert set(PartyRole) == THEIR_SIDE | APART == set(CALLED)
    assert not THEIR_SIDE & APART
    assert {role for roles in WRITTEN_TO.values() for role in roles} == THEIR_SIDE


# --- whose mail it is -------------------------------------------------------------------------------------------------

OURS = Trace("PCR/2026/00417", State.PAPERS_REQUESTED, named=True, from_party=True, role=_R.OFFICER)


def found(*traces: Trace, kind: Kind = Kind.FURTHER_REPRESENTATIONS, **about: str) -> Whose:
    """Whose case a mail of this kind is about."""
    return whose(About(kind, Sender.ANYBODY, **about), traces)  # type: ignore[arg-type]


def test_a_party_apart_joins_by_reference_and_is_known_as_such() -> None:
    """An officer who names the case writes on it as the officer; the complainant does not, nor does a stranger."""
    assert found(OURS).wrote_apart
    assert not found(replace(OURS, role=_R.COMPLAINANT)).wrote_apart
    assert not found(replace(OURS, from_party=False, role="")).wrote_apart


def test_a_request_of_a_party_apart_is_never_the_same_matter_again() -> None:
    """The same force reference from the officer makes no copy of the request; from the complainant it does."""
    same = replace(OURS, named=False, force_reference="PC/04417/26")
    asks = {"kind": Kind.APPLICATION, "force_reference": "PC/04417/26"}
    assert not found(same, **asks).again  # type: ignore[arg-type]
    assert found(replace(same, role=_R.COMPLAINANT), **asks).again  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(Kind))
def test_what_a_party_apart_writes_is_never_answered(kind: Kind) -> None:
    """On their case every kind that could be answered, or end something, is taken as their part and no one else's."""
    now = third_parties.taken_for(Recognition(kind, 0.9, also=(Kind.APPLICATION,)), found(OURS, kind=kind))
    stays = {
        Kind.THIRD_PARTY, Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE, Kind.UNWANTED, Kind.INTERNAL, Kind.LEGAL,
        Kind.PRESS, Kind.INFORMATION_RIGHTS, Kind.ELECTED_REPRESENTATIVE, Kind.CHIEF_OFFICER_COMPLAINT,
        Kind.COMPLAINT_ABOUT_US,
    }  # fmt: skip
    assert now.kind is (kind if kind in stays else Kind.THIRD_PARTY)
    if kind not in stays:
        assert now.why_not is WhyNot.THIRD_PARTY
        assert now.also == (Kind.APPLICATION,), "A request for a review in it is asked about."


def test_known_only_apart_and_naming_no_case() -> None:
    """A witness who names no case is not answered as if they were somebody new; a request of their own stays one."""
    alone = found(replace(OURS, named=False))
    assert third_parties.taken_for(Recognition(Kind.PROGRESS_CHASE, 0.9), alone).kind is Kind.THIRD_PARTY
    assert third_parties.taken_for(Recognition(Kind.APPLICATION, 0.9), alone).kind is Kind.APPLICATION
    both = found(replace(OURS, named=False), replace(OURS, reference="PCR/2026/00001", named=False, role="complainant"))
    assert third_parties.taken_for(Recognition(Kind.PROGRESS_CHASE, 0.9), both).kind is Kind.PROGRESS_CHASE
    assert Sign.PARTY in {sign for one in both.candidates for sign in one.signs}


# --- recording it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "party"),
    [
        ("officer PC Jo Field", PartyView("officer", "PC Jo Field", "")),
        ("the Officer: Jo Field <J.Field@home.example>", PartyView("officer", "Jo Field", "j.field@home.example")),
        ("Federation rep Sam Hill", PartyView("federation", "Sam Hill", "")),
        ("federation representative Sam Hill", PartyView("federation", "Sam Hill", "")),
        ("interested_person Uma", PartyView("interested_person", "Uma", "")),
        ("relative Uma Field", PartyView("interested_person", "Uma Field", "")),
        ("witness w@home.example", PartyView("witness", "", "w@home.example")),
    ],
)
def test_who_is_recorded(said: str, party: PartyView) -> None:
    """The first words say the role; the rest are the name, and an address where one stands there."""
    assert ruled(CASE, Verb.PARTY, value=said).parties == (party,)


def test_the_address_of_a_message_is_its_senders_whatever_its_name_says() -> None:
    """A sender who calls themselves by another's address is recorded by the address they wrote from."""
    (party,) = ruled(CASE, Verb.PARTY, value="officer boss@met.example Jo", address="Jo@home.example").parties
    assert party == PartyView("officer", "Jo", "jo@home.example")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("", "Say who it is"),
        ("officer", "Say who it is"),
        ("my friend Jo", "Say who it is"),
        ("officers Jo", "Say who it is"),
        ("officer Jo jo@@home.example", "cannot be read"),
        ("officer Jo ada@home.example", "the address of the complainant"),
    ],
)
def test_who_is_not_recorded(said: str, says: str) -> None:
    """Without a role or a name nobody is recorded, and nobody is on both sides."""
    found = ruled(CASE, Verb.PARTY, value=said)
    assert says in found.refused
    assert found.parties == ()


@pytest.mark.parametrize(
    ("role", "letter", "code"),
    [
        ("officer", "officer_notice", TOLD_OFFICER),
        ("interested person", "interested_person_notice", TOLD_INTERESTED),
        ("federation", "", ""),
        ("witness", "", ""),
    ],
)
def test_whoever_becomes_known_is_told_through_the_unit(role: str, letter: str, code: str) -> None:
    """Paragraph 25(1C): between acceptance and outcome, and only then, notice is prepared and its proof asked for."""
    found = ruled(WITH, Verb.PARTY, value=f"{role} Jo Field")
    assert set(letters(found)) == ({letter} if letter else set())
    assert [one.code for one in found.asks] == ([f"{code} 1"] if code else [])
    assert all(post.audience in (Audience.OFFICER, Audience.INTERESTED_PERSON) for post in found.posts)
    for case in (CASE, replace(WITH, told_on=date(2026, 11, 22)), replace(WITH, state=State.CLOSED)):
        early = ruled(case, Verb.PARTY, value=f"{role} Jo Field")
        assert (early.posts, early.asks) == ((), ())
        assert early.parties
    again = replace(WITH, parties=(*WITH.parties, PartyView(found.parties[0].role, "Jo Field", "")))
    assert ruled(again, Verb.PARTY, value=f"{role} Jo Field").posts == ()
    open_now = replace(WITH, asked=frozenset({code}))
    assert ruled(open_now, Verb.PARTY, value=f"{role} Jo Field").asks == ()


def test_a_notice_that_waits_is_not_prepared_twice() -> None:
    """While a notice lies in For checking, a second interested person is covered by it; once it has left, not."""
    lies = LetterView(
        "interested_person_notice", "interested_person_notice-1", Audience.INTERESTED_PERSON, Approval.CHECKED,
        LetterState.AWAITING_APPROVAL,
    )  # fmt: skip
    first = PartyView("interested_person", "Uma Field", "")
    case = replace(WITH, parties=(*WITH.parties, first), letters=(lies,))
    assert ruled(case, Verb.PARTY, value="relative Ben Field").posts == ()
    sent = replace(case, letters=(replace(lies, state=LetterState.CONFIRMED),))
    assert set(letters(ruled(sent, Verb.PARTY, value="relative Ben Field"))) == {"interested_person_notice"}


def test_a_known_officer_is_told_the_outcome_as_one_the_request_names() -> None:
    """An officer who was recorded gets notice and outcome through the unit, though the request named nobody."""
    officer = replace(CASE, parties=(*CASE.parties, PartyView("officer", "Jo Field", "")))
    assert "officer_notice" in letters(ruled(officer, Verb.ACCEPT))
    assert "officer_notice" not in letters(ruled(CASE, Verb.ACCEPT))
    work = replace(officer, state=State.UNDER_REVIEW, body_by="A Li", owner="J Mensah")
    assert "outcome_to_officer" in letters(ruled(work, Verb.DRAFT_UPHELD))


@pytest.mark.parametrize(
    ("said", "links"),
    [
        ("PCR/2026/00418", {"PCR/2026/00418": True}),
        ("to PCR/2026/00418", {"PCR/2026/00418": True}),
        ("not PCR/2026/00002", {"PCR/2026/00002": False}),
        ("PCR/2026/00002", {}),
        ("not PCR/2026/00418", {}),
    ],
)
def test_cases_are_linked_and_unlinked(said: str, links: Mapping[str, bool]) -> None:
    """A link is said once, and taken back once."""
    case = replace(CASE, linked=("PCR/2026/00002",))
    assert ruled(case, Verb.LINK, value=said).links == links


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("party 417 officer PC Jo Field", CommandLine(Verb.PARTY, "417", "officer PC Jo Field")),
        ("Party PCR/2026/00417 witness w@b.example", CommandLine(Verb.PARTY, "PCR/2026/00417", "witness w@b.example")),
        ("link cases 417 to 418", CommandLine(Verb.LINK, "417", "418")),
        ("link PCR/2026/00417 PCR/2026/00418.", CommandLine(Verb.LINK, "PCR/2026/00417", "PCR/2026/00418")),
        ("link cases 417 not 418", CommandLine(Verb.LINK, "417", "not 418")),
        ("link <a@b.example> to 417", CommandLine(Order.LINK, "417", "<a@b.example>")),
        ("Party on Friday evening at my place", None),
    ],
)
def test_how_it_is_said_by_mail(line: str, means: CommandLine | None) -> None:
    """Parties and links have a line of their own, and a message is still linked by its Message-ID."""
    assert command_line(line, TODAY) == means
    assert isinstance(command_line("party 417", TODAY), Misread)
    assert isinstance(command_line("link cases 417", TODAY), Misread)


@pytest.mark.parametrize("said", ["", "PCR/2026/00417", "not "])
def test_a_case_is_not_linked_to_nothing_or_itself(said: str) -> None:
    """One case belongs together with another one."""
    assert ruled(CASE, Verb.LINK, value=said).refused


# --- what letters may say ---------------------------------------------------------------------------------------------

_NAMES = st.sampled_from(["Ada Okonkwo", "Jo Field", "Uma Reyes", "Bo"])
_PARTIES = st.lists(
    st.builds(
        PartyView, st.sampled_from(sorted(PartyRole)), _NAMES, st.sampled_from(["a@b.example", "c@d.example", ""])
    )
)


@given(_PARTIES, st.sampled_from(sorted(Audience)), st.data())
def test_no_letter_gives_one_side_the_others_words(parties: list[PartyView], to: Audience, data: st.DataObject) -> None:
    """A letter through the unit names nobody of the complainant's side, and theirs has no other's address."""
    said = data.draw(st.sampled_from([one.name for one in parties] + [one.address for one in parties] + ["nobody"]))
    draft = DraftContent(("x@y.example",), (), "Your review", f"<p>This is about {said}, as you know.</p>", ())
    found = keeps_apart(draft, to, parties)
    theirs = [one for one in parties if one.role in THEIR_SIDE]
    apart = [one for one in parties if one.role in APART]
    if to in (Audience.OFFICER, Audience.INTERESTED_PERSON):
        names = {one.name for one in theirs if " " in one.name} | {one.address for one in theirs if one.address}
        assert bool(found) is (said in names)
    elif to is Audience.COMPLAINANT:
        assert bool(found) is (said in {one.address for one in apart if one.address})
    else:
        assert found == ""
