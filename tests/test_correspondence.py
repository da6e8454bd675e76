"""The table of all letters: it fits their files, nothing that decides leaves unsigned, and no fact is wanting."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

import templates
from bot.proofing.letter_samples import FACTS, letterheads, samples
from handlers.correspondence import BY_NAME, CHOICES, LETTERS, LISTS, Correspondence, lacking
from handlers.provisions import PROVISIONS
from handlers.working_days import in_words
from store.terms import Approval, Audience, Role

every_row = pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)

DECIDING = {
    "transfer_notice", "no_right", "late_accepted", "late_refused", "outcome_not_upheld", "outcome_upheld",
    "withdrawal_confirmed", "redirected", "new_complaint_redirected", "final_position", "contact_arrangements",
    "chief_officer_complaint", "transfer_note", "late_decision_note", "withdrawal_note", "outcome_to_force",
    "new_complaint_note", "outcome_to_officer", "outcome_to_interested_person", "forwarding",
}  # fmt: skip
BY_ITSELF = {
    "acknowledgement", "receipt", "progress", "papers_request", "recommendation_reminder", "sign_off", "team_note",
    "papers_reminder", "papers_chaser", "papers_to_manager", "papers_to_single_point", "papers_list", "contact_check",
    "papers_more_time", "reply_code_help", "escalation", "matter_reminder", "check_form",
}  # fmt: skip
CODES = {
    "L-ACK", "L-INFO", "L-CONSENT", "L-REASONS", "L-TRANSFER-IOPC", "L-FWD-IOPC", "L-TRANSFER-AA", "L-INVALID",
    "L-OOT-ACCEPT", "L-OOT-REFUSE", "L-ACCEPT", "L-NOTIFY-AA", "L-NOTIFY-IP", "L-NOTIFY-OFFICER", "L-UPDATE",
    "L-OUTCOME-NOT-UPHELD", "L-OUTCOME-UPHELD", "L-OUTCOME-AA", "L-OUTCOME-OFFICER", "L-OUTCOME-IP", "L-REC-REMIND",
    "L-REC-RESPONSE", "L-WITHDRAW-CONFIRM", "L-MISDIRECT", "L-CHIEF", "L-FINAL-POSITION", "L-BEHAVIOUR",
}  # fmt: skip
"""What the field calls its letters; L-ACK-REP is a variant of L-ACK; chasers and digest are rounds."""


def test_every_letter_has_its_row_and_every_row_its_letter() -> None:
    """The table and the folder of letters name the same letters, each once."""
    assert set(templates.letters()) == set(BY_NAME)
    assert len(LETTERS) == len(BY_NAME)


@every_row
def test_a_row_has_the_facts_its_letter_speaks_of(letter: Correspondence) -> None:
    """No letter speaks of a fact that its row does not have, and no row has one of which its letter does not speak."""
    assert not set(letter.facts) & set(letter.optional)
    assert templates.stationery().names(letter.name) == {*letter.facts, *letter.optional}


@every_row
def test_what_decides_is_signed_and_nothing_else(letter: Correspondence) -> None:
    """Whatever decides or transfers, or tells somebody of that, needs a signature; then somebody may sign it."""
    assert letter.decides is (letter.approval is Approval.SIGNED) is (letter.name in DECIDING) is bool(letter.signers)


def test_only_what_decides_nothing_leaves_by_itself() -> None:
    """The list of letters that nobody looks at is as short as it is."""
    assert {letter.name for letter in LETTERS if letter.approval is Approval.BY_ITSELF} == BY_ITSELF


@every_row
def test_a_manager_may_sign_whatever_is_signed(letter: Correspondence) -> None:
    """A manager stands in for everybody; an outcome can also be the decision-maker's, and never an administrator's."""
    if letter.signers:
        assert {Role.MANAGER, Role.HEAD} <= set(letter.signers)
    if letter.name.startswith("outcome_"):
        assert Role.DECISION_MAKER in letter.signers
        assert Role.ADMINISTRATOR not in letter.signers


def test_only_the_outcome_to_the_complainant_can_be_the_caseworker_s() -> None:
    """A caseworker signs nothing but the outcome; telling the force and the officers is for those above."""
    signed = {letter.name for letter in LETTERS if Role.CASEWORKER in letter.signers}
    assert signed == {"outcome_upheld", "outcome_not_upheld"}


def test_every_letter_of_the_field_is_there() -> None:
    """Whatever the field has a name for has a letter here."""
    assert {letter.code for letter in LETTERS} - {"", "L-RECEIPT"} == CODES


@every_row
def test_a_letter_rests_on_provisions_of_the_law_page(letter: Correspondence) -> None:
    """A provision stands on the page of the law, once; whether it is verified is said there and nowhere else."""
    assert set(letter.rests_on) <= set(PROVISIONS)
    assert letter.verified is not any(not provision.verified for provision in letter.rests_on)


def test_a_late_request_is_refused_under_law_that_is_not_verified() -> None:
    """That the time can be extended stands in a provision whose words nobody has read; forwarding rests on read law."""
    assert not BY_NAME["late_refused"].verified
    assert BY_NAME["transfer_notice"].verified
    assert BY_NAME["forwarding"].verified


@every_row
def test_the_complainant_is_named_only_where_that_is_needed(letter: Correspondence) -> None:
    """Officers and interested persons never learn the complainant's name from us, nor does a reminder repeat it."""
    told = {*letter.facts, *letter.optional}
    if letter.audience in (Audience.OFFICER, Audience.INTERESTED_PERSON) or letter.name == "recommendation_reminder":
        assert not told & {"name", "for_name"}
    if letter.audience is not Audience.COMPLAINANT:
        assert not told & {"for_name", "adjustments"}


# What is wanting


@every_row
def test_samples_want_nothing(letter: Correspondence) -> None:
    """Every invented person has every fact of the letter."""
    for sample in samples(letter):
        assert lacking(letter, sample.facts) == ()


@every_row
def test_whatever_is_left_out_is_named(letter: Correspondence) -> None:
    """A fact that is not given is named, even where it may be empty; an empty one where it may not."""
    everything = next(samples(letter)).facts
    for name in everything:
        assert lacking(letter, {key: value for key, value in everything.items() if key != name}) == (name,)
        empty: str | tuple[str, ...] = () if name in LISTS else ""
        assert lacking(letter, {**everything, name: empty}) == (() if name in letter.optional else (name,))


def test_a_fact_of_the_wrong_shape_is_named() -> None:
    """A list where one line is due, and one line where a list is due, will not do."""
    letter = BY_NAME["papers_request"]
    facts = next(samples(letter)).facts
    assert lacking(letter, {**facts, "papers": "the complaint"}) == ("papers",)
    assert lacking(letter, {**facts, "due_on": ("Friday 4 December 2026",)}) == ("due_on",)
    assert lacking(letter, {**facts, "papers": ["the complaint"]}) == ()


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_without_words_is_named_and_stops_the_letter(name: str) -> None:
    """A fact that takes only certain words is refused with any other, by the table and by the letter."""
    for letter in LETTERS:
        if name in letter.facts:
            facts = {**next(samples(letter)).facts, name: "something else"}
            assert lacking(letter, facts) == (name,)
            with pytest.raises(templates.LetterError, match="no words for 'something else'"):
                templates.render(letter.name, letterheads()["mopac"], facts)


def test_every_fact_is_used_by_some_letter() -> None:
    """The table of samples holds no fact that no letter has."""
    assert set(FACTS) == {name for letter in LETTERS for name in (*letter.facts, *letter.optional)}
    assert set(CHOICES) | LISTS <= set(FACTS)


def test_days_of_the_samples_are_real() -> None:
    """Every day in the samples is written with its own day of the week."""
    days = [value for name, value in FACTS.items() if re.search(r"(_on|^reply_by|last_day)$", name)]
    assert len(days) > 12
    for day in days:
        assert in_words(datetime.strptime(str(day), "%A %d %B %Y").date()) == day  # noqa: DTZ007 - a day has no zone
