"""Rules of an office about who signs as well: which letters, of whom, why, and that no rule ever lowers anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approving.signers import ToSign, permitted, whom_it_must_add
from bot.approving.unfit import refuse_unfit
from bot.casework.board import shown_card
from bot.desk import mail_orders
from config.settings import ConfigurationFault, Settings, load
from handlers.correspondence import BY_NAME
from handlers.sign_off_rules import Drafted, SignOffRule, added, is_drawn, seed_of
from store import casework
from store.messages import AddedSignature, Verb
from store.terms import Approval, LetterState, Place, State
from tests.desk import Desk
from tests.signing_world import ADA, APPROVE, CHECKING, CONTACTS, HAN, LAW, MO, SIGNING, TEAM, Office

DAY = date(2026, 11, 23)
ONE = Drafted("accepted", "C Writer", Approval.CHECKED, "PCR/2026/00417", DAY)
FIRST = SignOffRule(("accepted",), "C Writer", "manager", first=10)
RULE = """
[[approval.rules]]
letters = ["accepted"]
person = "A Li"
first = 1
"""


# --- the rules by themselves ----------------------------------------------------------------------------------------


def test_the_first_letters_of_somebody_are_signed() -> None:
    """Of the first ten letters that left each is signed with its reason; the eleventh needs what it always needed."""
    expected = AddedSignature("manager", "one of the first 10 of its kind by C Writer; 9 left before it")
    assert added([FIRST], replace(ONE, left=9), "PCR") == expected
    assert added([FIRST], replace(ONE, left=10), "PCR") is None


def test_a_rule_speaks_of_its_letters_and_its_person() -> None:
    """Another letter and another person are left alone; a rule without a name is for everybody, known or not."""
    assert added([FIRST], replace(ONE, letter="correction"), "PCR") is None
    assert added([FIRST], replace(ONE, person="A Li"), "PCR") is None
    assert added([FIRST], replace(ONE, person=""), "PCR") is None
    everybody = replace(FIRST, person="")
    found = added([everybody], replace(ONE, person=""), "PCR")
    assert "by nobody by name" in (found.because if found else "")


def test_all_letters_are_those_that_a_person_has_to_agree_to() -> None:
    """A rule for all letters leaves those alone that leave by themselves; named, they are signed too."""
    every, itself = replace(FIRST, letters=()), replace(ONE, letter="papers_request", needs=Approval.BY_ITSELF)
    assert added([every], ONE, "PCR") is not None
    assert added([every], itself, "PCR") is None
    assert added([replace(FIRST, letters=("papers_request",))], itself, "PCR") is not None


def test_until_a_day_each_letter_is_signed() -> None:
    """The day itself still counts, the one after it does not."""
    until = SignOffRule((), "C Writer", "head", until=DAY)
    found = added([until], ONE, "PCR")
    assert found == AddedSignature("head", "looked at until Monday 23 November 2026, written by C Writer")
    assert added([until], replace(ONE, on=date(2026, 11, 24)), "PCR") is None


def test_a_draw_can_be_made_again() -> None:
    """Whoever draws a letter again gets the same, and the reason names the seed with which to do it."""
    rule = SignOffRule((), "", "manager", percent=20)
    letters = [replace(ONE, about=f"PCR/2026/{number:05d}") for number in range(1000)]
    drawn = [one.about for one in letters if added([rule], one, "PCR")]
    assert drawn == [one.about for one in letters if is_drawn("PCR 2026-11", one.letter, one.about, 20)]
    assert 150 < len(drawn) < 250
    found = added([rule], next(one for one in letters if one.about == drawn[0]), "PCR")
    assert found == AddedSignature("manager", "drawn at random, 20 in 100, seed PCR 2026-11")
    december = [one for one in letters if added([rule], replace(one, on=date(2026, 12, 1)), "PCR")]
    assert [one.about for one in december] != drawn


@given(percent=st.integers(1, 100), about=st.text(max_size=30))
def test_more_in_a_hundred_draws_more(percent: int, about: str) -> None:
    """What is drawn at some share is drawn at every larger one, and at a hundred everything is."""
    seed = seed_of("PCR", DAY)
    assert not is_drawn(seed, "accepted", about, percent) or is_drawn(seed, "accepted", about, min(100, percent + 7))
    assert is_drawn(seed, "accepted", about, 100)


def test_the_first_rule_that_asks_says_who() -> None:
    """Rules are read in their order; one that asks for nothing now leaves the next its say."""
    over = replace(FIRST, first=1)
    found = added([over, SignOffRule((), "", "head", until=DAY)], replace(ONE, left=1), "PCR")
    assert found == AddedSignature("head", "looked at until Monday 23 November 2026, written by C Writer")


# --- what the settings can say --------------------------------------------------------------------------------------


def settings(folder: Path, rules: str, profile: str = "mopac") -> Settings:
    """The settings of an office with these rules."""
    path = folder / "config.toml"
    domains = 'own_domains = ["mopac.example"]\nmailbox_address = "reviews@mopac.example"\n'
    path.write_text(f'[office]\nprofile = "{profile}"\n{domains}{TEAM}{rules}', encoding="utf-8")
    return load(path, {})


def test_contradictions_are_named_all_at_once(tmp_path: Path) -> None:
    """Rules that could not be kept are refused at the start, each with its key, its number and its reason."""
    rules = """
[[approval.rules]]
letters = "*"
person = "X Stranger"
first = 3
percent = 4
[[approval.rules]]
letters = ["acceptance", "sign_off", "papers_chaser", "final_position"]
signer = "administrator"
[[approval.rules]]
letters = ["accepted"]
person = "m okafor"
first = 5
[[approval.rules]]
letters = ["accepted"]
signer = "decision_maker"
percent = 10
"""
    with pytest.raises(ConfigurationFault) as caught:
        refuse_unfit(settings(tmp_path, rules))
    at = "config.toml: approval.rules"
    alone = "the service writes this letter by itself, so there is nobody whose letter it is."
    nobody = "nobody of the team is or may decide"
    assert caught.value.faults == (
        f"{at}.first (number 1): the rule says first and percent; write one of first, percent and until.",
        f'{at}.person (number 1): "X Stranger" is nobody of the team; name somebody of [[team]], or leave it out.',
        f"{at}.first (number 2): the rule does not say which of the letters it means; write one of first, percent and "
        "until.",
        f'{at}.letters (number 2): "acceptance": there is no such letter; `reviews-bot templates list` shows those '
        "there are.",
        f'{at}.letters (number 2): "sign_off": {alone}',
        f'{at}.letters (number 2): "papers_chaser": {alone}',
        f'{at}.letters (number 2): "final_position": here it is signed by manager or head, and administrator is none '
        "of them.",
        f'{at}.signer (number 3): {nobody} "manager" but M Okafor, whose letters it is about, so nobody could sign.',
        f'{at}.signer (number 4): {nobody} "decision_maker", so nobody could sign.',
    )


def test_a_rule_without_letters_is_refused(tmp_path: Path) -> None:
    """An empty list is no way to say every letter."""
    with pytest.raises(ConfigurationFault) as caught:
        settings(tmp_path, "[[approval.rules]]\nletters = []\nfirst = 3\n")
    assert "no letter stands there" in "".join(caught.value.faults)


def test_nobody_signs_what_a_rule_has_somebody_else_look_at(tmp_path: Path) -> None:
    """Where an office lets writers sign, that does not hold for a rule; its signer has the role or may decide it."""
    chosen = settings(tmp_path, "[approval]\ndrafter_may_sign = true\n")
    by_manager = ToSign(BY_NAME["accepted"], "M Okafor", AddedSignature("manager", "x"))
    assert [one.name for one in permitted(chosen, None, [by_manager], DAY)] == []
    by_outcome = replace(by_manager, added=AddedSignature("outcome", "x"))
    assert [one.name for one in permitted(chosen, None, [by_outcome], DAY)] == ["H Head"]
    of_another = replace(by_manager, writer="A Li")
    assert [one.name for one in permitted(chosen, None, [of_another], DAY)] == ["M Okafor"]
    narrowed = ToSign(BY_NAME["outcome_upheld"], "C Writer", AddedSignature("head", "x"))
    assert [one.name for one in permitted(chosen, None, [narrowed], DAY)] == ["H Head"]
    assert "other than M Okafor" in whom_it_must_add(chosen, None, [by_manager])


def test_what_can_be_kept_is_not_refused(tmp_path: Path) -> None:
    """A rule for all letters, one by function and one by role stand beside each other."""
    rules = (
        RULE
        + """
[[approval.rules]]
letters = "*"
percent = 10
signer = "outcome"
[[approval.rules]]
letters = ["outcome_upheld"]
signer = "head"
until = 2027-01-01
"""
    )
    refuse_unfit(settings(tmp_path, rules))


# --- the rules at work ----------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office in which the manager signs the first acceptance that A Li has written."""
    made = Office(tmp_path, more=TEAM + LAW + CONTACTS + RULE)
    yield made
    made.close()


def said(mail: EmailMessage) -> str:
    """The words of a mail, on one line."""
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return " ".join(body.get_content().split())


def card_of(office: Office) -> str:
    """What the card of the first case says."""
    with office.service.reading() as tx:
        return str(shown_card(office.service, tx, 1, casework.view(tx, 1)).letters)


def test_a_new_colleague_is_looked_at_once(office: Office) -> None:
    """Their first acceptance is signed by the manager, who reads why; the second needs a drag, as for anybody else."""
    office.has_a_case()
    office.tells(Verb.ACCEPT, by="A Li")
    office.passes(minutes=3)
    why = "one of the first 1 of its kind by A Li; 0 left before it"
    assert office.lies("accepted") == SIGNING
    [mail] = office.sign_off_mails(MO)
    assert f"A rule of the office asks for your signature: {why}." in said(mail)
    assert why in card_of(office)
    assert office.sign_off_mails(ADA) == office.sign_off_mails(HAN) == []

    office.drags_draft("accepted", APPROVE)
    office.runs()
    office.passes(minutes=5)
    assert office.state("accepted") is LetterState.AWAITING_APPROVAL
    assert office.lies("accepted") == SIGNING

    office.answers_sign_off(MO, "Return", "Say it more kindly.")
    office.passes(minutes=3)
    assert any(code.startswith("returned") for code in office.open_questions())
    office.edits_draft("accepted", "review", "review of yours")
    office.drags_draft("accepted", APPROVE)
    office.runs()
    office.passes(minutes=5)
    office.passes(minutes=5)
    office.answers_sign_off(MO, "Approve")
    office.passes(minutes=5)
    assert office.state("accepted") is LetterState.CONFIRMED
    assert office.letter("accepted").approved_by == "M Okafor"
    assert office.case().state is State.PAPERS_REQUESTED

    office.person("Bea").writes("I would like a review of how my complaint was handled by the police. I am Bea.")
    office.runs()
    office.tells(Verb.ACCEPT, case=2, by="A Li")
    office.passes(minutes=3)
    assert office.lies("accepted") == CHECKING


EVERY_FIFTH = """
[[approval.rules]]
letters = ["accepted"]
percent = 20
"""


def test_nobody_draws_anew_by_undoing(tmp_path: Path) -> None:
    """A letter that is given up and written once more is drawn, or not, as the one before it was."""
    made = Office(tmp_path, more=TEAM + LAW + CONTACTS + EVERY_FIFTH)
    made.has_a_case()
    for _ in range(12):
        made.tells(Verb.ACCEPT, by="A Li")
        with made.service.writing() as tx:
            mail_orders.undo(made.service, tx, 1)
        made.runs()
    written = [one for one in made.letters() if one.letter == "accepted"]
    assert len({one.key for one in written}) == 12
    assert len({one.added for one in written}) == 1
    made.close()


def test_a_letter_on_no_case_is_looked_at_too(tmp_path: Path) -> None:
    """What a drag alone asks for is nobody's by name, and a rule for everybody narrows who signs it."""
    head = '[[approval.rules]]\nletters = ["redirected"]\npercent = 100\nsigner = "head"\n'
    desk = Desk(tmp_path, more=TEAM + head)
    name = desk.person("Bea").writes("My bin was not emptied by the council.", subject="Bins")
    desk.runs()
    desk.drags(name, Place.SORT_OTHER)
    desk.settles()
    letter = desk.letter("redirected")
    assert letter.approval is Approval.SIGNED
    assert letter.added == AddedSignature("head", "drawn at random, 100 in 100, seed PCR 2026-11")
    desk.close()
