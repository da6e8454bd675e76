"""The course of a case: what every state leads to, what each act may do, and the promises of the life cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.acts import RULES, rule
from handlers.arrival import Targets
from handlers.by_day import due
from handlers.correspondence import BY_NAME, lacking
from handlers.course import MOVES, NEXT, may_follow, next_action
from handlers.letters_gone import came_back, left
from handlers.told import OfficePolicy, Told
from handlers.working_days import WorkingDays
from store.messages import Act, CaseView, LetterView, NextAction, PartyView, Post, Ruling, Verb
from store.terms import BOARD, ENDS, STAGE_OF, Approval, Audience, LetterState, Owner, Stage, State

TODAY = date(2026, 11, 23)
DAYS, TARGETS = WorkingDays(), Targets()
CASE = CaseView(
    reference="PCR/2026/00417",
    state=State.TRIAGE,
    received_on=date(2026, 11, 20),
    next_action=NextAction("Look at it", Owner.ADMINISTRATOR, TODAY),
    state_since=date(2026, 11, 20),
    complainant="Ada Okonkwo-Hale",
    force_reference="PC/03381/26",
    provided_on=date(2026, 11, 2),
    last_day=date(2026, 11, 30),
    review_body="LPB",
    time_result="IN_TIME",
    parties=(PartyView("complainant", "Ada Okonkwo-Hale", "ada@home.example"),),
)
ACCEPTED = replace(CASE, state=State.UNDER_REVIEW, body_by="A Li", accepted_on=date(2026, 11, 20), owner="J Mensah")
LATE = replace(CASE, received_on=date(2026, 12, 4), time_result="LATE", body_by="A Li")


def ruled(case: CaseView, verb: Verb, *, today: date = TODAY, signs: bool = False, **said: object) -> Ruling:
    """What an act leads to on a case."""
    act = Act(verb, **said)  # type: ignore[arg-type]
    return rule(Told(act, case, today, DAYS, TARGETS, OfficePolicy(decision_maker_signs=signs)))


def letters(ruling: Ruling) -> dict[str, Post]:
    """The letters of a ruling by name."""
    return {post.letter: post for post in ruling.posts}


def gone(case: CaseView, ruling: Ruling, state: LetterState = LetterState.CONFIRMED) -> CaseView:
    """The case once every letter of the ruling has left, with what the ruling set."""
    sets = {name: value for name, value in ruling.sets.items() if hasattr(case, name)}
    views = tuple(
        LetterView(one.letter, one.occasion, one.audience, Approval.SIGNED, state, one.package, "M Roe")
        for one in ruling.posts
    )
    moved = replace(case, state=ruling.moves_to or case.state, **sets)  # type: ignore[arg-type]
    return replace(moved, letters=(*case.letters, *views))


HEARD = replace(gone(LATE, ruled(LATE, Verb.ASK_REASONS)), state=State.TIME_CHECK, reply_by=None)
"""A late request whose reasons were asked for, and came."""


def test_every_state_is_on_the_board_and_every_stage_has_a_folder() -> None:
    """No state is without a stage and no stage without a folder."""
    assert set(STAGE_OF) == set(State)
    assert set(BOARD) == set(Stage) == set(STAGE_OF.values())


def test_every_open_state_says_what_happens_next_and_leads_somewhere() -> None:
    """Whoever looks at an open case sees one next action, and no state is a trap."""
    assert set(NEXT) == set(State) - ENDS
    assert set(MOVES) == set(State)
    assert all(MOVES[state] for state in State)
    for state in State:
        action = next_action(state, TODAY, DAYS, TARGETS)
        assert action.what
        assert action.on >= TODAY


def test_every_state_can_be_reached_from_triage() -> None:
    """There is no state that nothing leads to."""
    reached, waiting = {State.TRIAGE}, [State.TRIAGE]
    while waiting:
        for state in MOVES[waiting.pop()] - reached:
            reached.add(state)
            waiting.append(state)
    assert reached == set(State)


def test_a_case_ends_only_by_a_decision_or_once_everybody_has_been_told() -> None:
    """No act moves a case from work in progress straight to an end."""
    for state in set(State) - {State.DECISION_PENDING, State.OUTCOME_SENT, State.RECOMMENDATION_ANSWERED}:
        assert not MOVES[state] & ENDS, state
    assert MOVES[State.DECISION_PENDING] & ENDS == ENDS - {State.CLOSED}
    assert all(MOVES[end] == {State.REOPENED} for end in ENDS)


def test_every_verb_has_its_rule() -> None:
    """What a person can say is answered, STAGE by what it means where the case stands."""
    assert set(RULES) == set(Verb) - {Verb.STAGE}


def test_accepting_asks_the_police_and_tells_the_complainant_at_once() -> None:
    """One drag of the card accepts the request, with both letters and the day the papers are due."""
    ruling = ruled(CASE, Verb.STAGE, value=Stage.WAITING_POLICE.value)
    assert ruling.moves_to is State.PAPERS_REQUESTED
    assert set(letters(ruling)) == {"accepted", "papers_request"}
    assert ruling.next_action is not None
    assert ruling.next_action.on == DAYS.add(TODAY, TARGETS.papers_within)
    assert {"review_body", "time", "right"} <= set(ruling.settles)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (replace(CASE, review_body="IOPC"), "point to the IOPC"),
        (replace(CASE, review_body="IOPC", body_by="A Li"), "said that this review is the IOPC's"),
        (LATE, "reads as late"),
        (replace(CASE, time_result="PREMATURE"), "no outcome"),
        (ACCEPTED, "accepted already"),
        (replace(CASE, state=State.WITHDRAWN), "has ended"),
    ],
)
def test_what_speaks_against_acceptance_is_said_and_nothing_happens(case: CaseView, words: str) -> None:
    """A drag never accepts what the law or a person has called something else."""
    ruling = ruled(case, Verb.ACCEPT)
    assert words in ruling.refused
    assert ruling == Ruling(refused=ruling.refused)


def test_not_for_us_prepares_both_letters_of_paragraph_32_and_the_note() -> None:
    """The application goes to the IOPC with its files, the applicant hears so, the force too, all in one package."""
    ruling = ruled(CASE, Verb.DRAFT_TRANSFER, by="A Li")
    posts = letters(ruling)
    assert set(posts) == {"forwarding", "transfer_notice", "transfer_note"}
    assert len({post.package for post in posts.values()}) == 1
    assert posts["forwarding"].encloses == ("application",)
    assert posts["forwarding"].audience is Audience.IOPC
    assert ruling.moves_to is State.DECISION_PENDING


def test_a_transfer_waits_for_no_time_question() -> None:
    """Lateness is for the relevant review body: a late request that is the IOPC's is passed on all the same."""
    assert not ruled(replace(LATE, body_by=""), Verb.DRAFT_TRANSFER).refused


@pytest.mark.parametrize("verb", [Verb.DRAFT_LATE, Verb.DRAFT_ACCEPT_LATE, Verb.ASK_REASONS])
def test_the_review_body_comes_before_the_time(verb: Verb) -> None:
    """No letter about lateness can be prepared while nobody has settled that the review is ours."""
    assert "Whose review it is" in ruled(replace(LATE, body_by=""), verb).refused
    assert "Whose review it is" in ruled(replace(LATE, review_body="IOPC"), verb).refused
    assert not ruled(LATE if verb is Verb.ASK_REASONS else HEARD, verb).refused


def test_nobody_is_refused_as_late_before_they_were_asked_why() -> None:
    """The refusal says that they were asked: so the letter has left, and their time is over or they have written."""
    assert "not been asked" in ruled(LATE, Verb.DRAFT_LATE).refused
    prepared = gone(LATE, ruled(LATE, Verb.ASK_REASONS), LetterState.AWAITING_APPROVAL)
    assert "not been asked" in ruled(prepared, Verb.DRAFT_LATE).refused
    asked = gone(LATE, ruled(LATE, Verb.ASK_REASONS))
    assert asked.reply_by is not None
    assert "They have until" in ruled(asked, Verb.DRAFT_LATE, today=asked.reply_by).refused
    assert not ruled(asked, Verb.DRAFT_LATE, today=asked.reply_by + timedelta(days=1)).refused
    assert not ruled(asked, Verb.DRAFT_ACCEPT_LATE).refused


def test_a_refusal_says_that_nothing_came_only_where_nothing_came() -> None:
    """Reasons that came are put in by whoever decides: no letter denies them."""
    wrote = letters(ruled(HEARD, Verb.DRAFT_LATE))["late_refused"]
    assert "[CASEWORKER" in str(wrote.facts["reasons_given"])
    silent = letters(ruled(replace(HEARD, asked=frozenset({"nothing_came"})), Verb.DRAFT_LATE))["late_refused"]
    assert silent.facts["reasons_given"] == ""


def test_their_time_does_not_run_out_on_a_letter_that_never_left() -> None:
    """Whoever was not asked has not been silent: the letter is given up, and somebody asks anew."""
    prepared = gone(LATE, ruled(LATE, Verb.ASK_REASONS), LetterState.AWAITING_APPROVAL)
    assert prepared.reply_by is not None
    (one,) = due(prepared, prepared.reply_by + timedelta(days=1), DAYS, TARGETS)
    assert one.what == "never_asked"
    assert "ask_for_reasons" in one.ruling.cancels
    assert not one.ruling.asks


def test_what_was_withdrawn_and_returned_goes_on_where_it_was() -> None:
    """Letters that are given up leave the case where it stood, not at its beginning."""
    waits = replace(ACCEPTED, state=State.PAPERS_REQUESTED)
    withdrawn = gone(waits, ruled(waits, Verb.DRAFT_WITHDRAWAL), LetterState.AWAITING_APPROVAL)
    assert ruled(withdrawn, Verb.RETURN).moves_to is State.PAPERS_REQUESTED


def test_an_end_gives_up_what_never_left_and_answers_what_it_settles() -> None:
    """No draft of an ended case waits for approval, and no question on its course; a letter that came back stays."""
    before = replace(ACCEPTED, asked=frozenset({"right", "conflict J Mensah", "letter_bounced"}))
    unsent = LetterView("accepted", "accepted-1", Audience.COMPLAINANT, Approval.CHECKED, LetterState.AWAITING_APPROVAL)
    after = gone(replace(before, letters=(unsent,)), ruled(before, Verb.DRAFT_WITHDRAWAL))
    end = left(after, after.letters[-1], TODAY, DAYS, TARGETS)
    assert end.cancels == ("accepted",)
    assert set(end.settles) == {"right", "conflict J Mensah"}


def test_a_request_in_time_is_never_refused_as_late() -> None:
    """What came by its last day is not late, whoever says so."""
    on_the_day = replace(LATE, received_on=date(2026, 11, 30))
    assert "not late" in ruled(on_the_day, Verb.DRAFT_LATE).refused


def test_the_reasons_of_a_late_request_are_asked_for_once() -> None:
    """Somebody who was asked is decided on, not asked again."""
    once = gone(LATE, ruled(LATE, Verb.ASK_REASONS))
    assert once.state is State.AWAITING_COMPLAINANT
    assert "already" in ruled(once, Verb.ASK_REASONS).refused


def test_settling_the_day_gives_the_time_result_of_the_law() -> None:
    """28 days starting with the day after: the last day counts, the day after it does not."""
    in_time = ruled(replace(CASE, body_by="A Li"), Verb.TIME, on=date(2026, 10, 23), by="A Li")
    assert in_time.sets["time_result"] == "IN_TIME"
    assert in_time.sets["last_day"] == date(2026, 11, 20)
    late = ruled(replace(CASE, body_by="A Li"), Verb.TIME, on=date(2026, 10, 22), by="A Li")
    assert late.sets["time_result"] == "LATE"
    assert late.sets["time_by"] == ""
    assert "after the request came" in ruled(CASE, Verb.TIME, on=date(2026, 11, 21)).refused


def test_a_recommendation_only_goes_with_an_upheld_review() -> None:
    """A review that is not upheld carries no recommendation and no date for an answer."""
    upheld, not_upheld = ruled(ACCEPTED, Verb.DRAFT_UPHELD), ruled(ACCEPTED, Verb.DRAFT_NOT_UPHELD)
    assert letters(upheld)["outcome_to_force"].facts["response_due_on"]
    assert not letters(not_upheld)["outcome_to_force"].facts["response_due_on"]
    assert not_upheld.sets["response_due_on"] is None


def test_the_officer_and_interested_persons_are_told_through_the_unit_where_there_are_any() -> None:
    """Each hears by a letter of their own, on the same day and in the same package."""
    case = replace(ACCEPTED, officers=("PC Jones",), parties=(*CASE.parties, PartyView("interested_person", "B", "")))
    posts = letters(ruled(case, Verb.DRAFT_NOT_UPHELD))
    assert {"outcome_to_officer", "outcome_to_interested_person"} <= set(posts)
    assert len({post.package for post in posts.values()}) == 1


def test_the_outcome_goes_to_the_decision_maker_where_the_office_has_one() -> None:
    """In Leicestershire no outcome passes the Commissioner by."""
    case = gone(ACCEPTED, ruled(ACCEPTED, Verb.DRAFT_UPHELD), LetterState.AWAITING_APPROVAL)
    assert ruled(case, Verb.SUBMIT).moves_to is State.SIGN_OFF
    assert ruled(case, Verb.SUBMIT, signs=True).moves_to is State.WITH_DECISION_MAKER
    assert "no outcome letter" in ruled(ACCEPTED, Verb.STAGE, value=Stage.SIGN_OFF.value).refused


@pytest.mark.parametrize(
    ("verb", "case", "end"),
    [
        (Verb.DRAFT_TRANSFER, CASE, State.TRANSFERRED),
        (Verb.DRAFT_LATE, HEARD, State.OUT_OF_TIME),
        (Verb.DRAFT_WITHDRAWAL, ACCEPTED, State.WITHDRAWN),
    ],
)
def test_a_case_ends_once_everybody_of_the_package_has_been_written_to(verb: Verb, case: CaseView, end: State) -> None:
    """One letter that has not left keeps the case open."""
    after = gone(case, ruled(case, verb))
    last = after.letters[-1]
    assert left(after, last, TODAY, DAYS, TARGETS).moves_to is end
    unsent = replace(after.letters[-2], state=LetterState.AWAITING_APPROVAL)
    waiting = replace(after, letters=(*after.letters[:-2], unsent, last))
    assert left(waiting, last, TODAY, DAYS, TARGETS).moves_to is None


def test_an_upheld_outcome_starts_the_clock_of_the_recommendation() -> None:
    """Its answer is due four weeks after it left, and the case cannot be closed before it came."""
    case = gone(ACCEPTED, ruled(ACCEPTED, Verb.DRAFT_UPHELD))
    ruling = left(case, case.letters[-1], TODAY, DAYS, TARGETS)
    assert ruling.moves_to is State.RECOMMENDATION_PENDING
    assert ruling.sets["response_due_on"] == TODAY + timedelta(days=28)
    pending = replace(
        case, state=State.RECOMMENDATION_PENDING, told_on=TODAY, response_due_on=TODAY + timedelta(days=28)
    )
    assert "to answer the recommendation" in ruled(pending, Verb.CLOSE).refused
    assert ruled(pending, Verb.ANSWERED).moves_to is State.RECOMMENDATION_ANSWERED


def test_a_decision_letter_that_came_back_reopens_its_case_and_keeps_it_from_closing() -> None:
    """Somebody who has not been told is nobody's finished case."""
    case = gone(ACCEPTED, ruled(ACCEPTED, Verb.DRAFT_NOT_UPHELD))
    back = replace(case.letters[0], state=LetterState.BOUNCED)
    closed = replace(case, state=State.CLOSED, letters=(back, *case.letters[1:]))
    assert came_back(closed, back, TODAY, DAYS).moves_to is State.REOPENED
    assert "somebody has not been told" in ruled(replace(closed, state=State.OUTCOME_SENT), Verb.CLOSE).refused


def test_a_hold_goes_back_where_it_came_from_and_is_looked_at_in_four_weeks() -> None:
    """On hold a case answers only to what lets it go on, and no hold is for ever."""
    held = gone(ACCEPTED, ruled(ACCEPTED, Verb.HOLD, on=date(2027, 6, 1)))
    assert held.state is State.ON_HOLD
    assert held.held_until == TODAY + timedelta(days=28)
    assert "on hold" in ruled(held, Verb.DRAFT_UPHELD).refused
    assert ruled(held, Verb.RELEASE).moves_to is ACCEPTED.state
    assert [one.what for one in due(held, TODAY + timedelta(days=28), DAYS, TARGETS) if one.what == "hold_review"]


def test_progress_is_told_every_four_weeks_and_not_sooner() -> None:
    """A person who wrote yesterday is not written to today."""
    on = ACCEPTED.accepted_on
    assert on is not None
    assert not [one for one in due(ACCEPTED, on + timedelta(days=27), DAYS, TARGETS) if one.what == "progress"]
    assert [one for one in due(ACCEPTED, on + timedelta(days=28), DAYS, TARGETS) if one.what == "progress"]
    wrote = replace(ACCEPTED, contact_on=on + timedelta(days=20))
    assert not [one for one in due(wrote, on + timedelta(days=28), DAYS, TARGETS) if one.what == "progress"]


def test_silence_is_decided_on_by_a_person() -> None:
    """Once the day has passed the case is back where it was, with a question and no letter."""
    asked = gone(replace(CASE, force_reference=""), ruled(replace(CASE, force_reference=""), Verb.ASK_MORE))
    assert asked.reply_by is not None
    (lapsed,) = [one for one in due(asked, asked.reply_by + timedelta(days=1), DAYS, TARGETS) if one.what == "lapsed"]
    assert lapsed.ruling.moves_to is State.TRIAGE
    assert lapsed.ruling.asks
    assert not lapsed.ruling.posts


VERBS = st.sampled_from(sorted(set(RULES)))


@given(
    st.lists(st.tuples(VERBS, st.integers(0, 40), st.booleans()), max_size=12),
    st.sampled_from([CASE, LATE, ACCEPTED, replace(CASE, review_body="IOPC")]),
)
def test_no_sequence_of_acts_breaks_the_promises(steps: list[tuple[Verb, int, bool]], start: CaseView) -> None:
    """Every state follows, an open case keeps its next action, and nothing that decides leaves unsigned."""
    case, today = start, TODAY
    for verb, days, send in steps:
        today += timedelta(days=days)
        ruling = ruled(case, verb, today=today, value="large print", on=today, by="A Li")
        if ruling.refused:
            continue
        assert may_follow(case.state, ruling.moves_to or case.state)
        for post in ruling.posts:
            letter = BY_NAME[post.letter]
            assert letter.audience is post.audience
            given_facts = {**_common(case), **post.facts}
            assert not lacking(letter, {name: given_facts.get(name, _nothing(name)) for name in _names(post.letter)})
            if letter.decides:
                assert letter.approval is Approval.SIGNED
        case = gone(case, ruling, LetterState.CONFIRMED if send else LetterState.AWAITING_APPROVAL)
        if ruling.next_action:
            case = replace(case, next_action=ruling.next_action)
        if send and ruling.posts:
            after = left(case, case.letters[-1], today, DAYS, TARGETS)
            assert may_follow(case.state, after.moves_to or case.state)
            case = replace(case, state=after.moves_to or case.state)
        assert case.state in ENDS or (case.next_action.what and case.next_action.on)


def _common(case: CaseView) -> dict[str, object]:
    return {
        "reference": case.reference,
        "force_reference": case.force_reference,
        "name": case.complainant,
        "received_on": "Friday 20 November 2026",
        "adjustments": case.adjustments,
    }


def _names(letter: str) -> tuple[str, ...]:
    row = BY_NAME[letter]
    return (*row.facts, *row.optional)


def _nothing(name: str) -> object:
    return () if name in ("adjustments", "items", "papers") else ""
