"""What a letter needs in an office: never less than it needs by itself, and who may sign it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.approving.approval_policy import approval_of, signers_of, unconfirmed_law
from bot.approving.unfit import refuse_unfit
from config.settings import ConfigurationFault, Settings, load
from handlers.correspondence import BY_NAME, LEAD, LETTERS
from store.terms import Approval, Role

ORDER = (Approval.BY_ITSELF, Approval.CHECKED, Approval.SIGNED)
DAY = date(2026, 11, 23)


def office(folder: Path, text: str = "", profile: str = "mopac") -> Settings:
    """The settings of an office that says this."""
    path = folder / "config.toml"
    path.write_text(f'[office]\nprofile = "{profile}"\n{text}', encoding="utf-8")
    return load(path, {})


def test_a_letter_needs_what_it_needs(tmp_path: Path) -> None:
    """Where nothing is chosen each letter needs what its row says, and its own signers sign it."""
    settings = office(tmp_path)
    for letter in LETTERS:
        assert approval_of(settings, letter) is letter.approval
        assert signers_of(settings, letter) == letter.signers
    refuse_unfit(settings)


@pytest.mark.parametrize("chosen", ["checked", "signed"])
def test_choosing_never_lowers(tmp_path: Path, chosen: str) -> None:
    """Whatever is chosen for every letter, none needs less than before, and one that decides is signed."""
    settings = office(tmp_path, "[approval.letters]\n" + "\n".join(f'{one.name} = "{chosen}"' for one in LETTERS))
    for letter in LETTERS:
        needed = approval_of(settings, letter)
        assert ORDER.index(needed) >= max(ORDER.index(letter.approval), ORDER.index(Approval(chosen)))
        assert needed is Approval.SIGNED or not letter.decides
        assert bool(signers_of(settings, letter)) is (needed is Approval.SIGNED)


def test_a_deciding_letter_is_signed_whatever_its_row_says(tmp_path: Path) -> None:
    """A row that would let a deciding letter go by itself is not believed."""
    careless = replace(BY_NAME["late_refused"], approval=Approval.BY_ITSELF)
    assert approval_of(office(tmp_path), careless) is Approval.SIGNED


def test_whoever_leads_signs_what_only_the_office_wants_signed(tmp_path: Path) -> None:
    """A letter that nobody need sign is signed by manager or head where the office wants a signature."""
    settings = office(tmp_path, '[approval.letters]\nprogress = "signed"')
    assert signers_of(settings, BY_NAME["progress"]) == LEAD


def test_the_commissioner_signs_outcomes(tmp_path: Path) -> None:
    """In Leicestershire the decision maker alone signs outcomes; what decides before them is signed as elsewhere."""
    settings = office(tmp_path, profile="leicestershire")
    for name in ("outcome_upheld", "outcome_not_upheld", "outcome_to_force"):
        assert signers_of(settings, BY_NAME[name]) == (Role.DECISION_MAKER,)
    for name in ("late_refused", "transfer_notice"):
        assert signers_of(settings, BY_NAME[name]) == BY_NAME[name].signers
    assert Role.CASEWORKER in signers_of(office(tmp_path), BY_NAME["outcome_upheld"])


def test_unconfirmed_law_until_it_is_signed_off(tmp_path: Path) -> None:
    """What nobody could confirm keeps its letter a draft until the day on which a lawyer signed off that letter."""
    letter = BY_NAME["late_refused"]
    doubtful = unconfirmed_law(office(tmp_path), letter, DAY)
    assert "regulation 29(4)" in [one.place for one in doubtful]
    assert doubtful == tuple(one for one in letter.rests_on if not one.verified)
    signed = '[[law.signed_off]]\nletter = "late_refused"\nby = "R Okafor"\non = 2026-11-23\n'
    settings = office(tmp_path, signed)
    assert unconfirmed_law(settings, letter, DAY) == ()
    assert unconfirmed_law(settings, letter, date(2026, 11, 22)) == doubtful
    assert unconfirmed_law(settings, BY_NAME["late_accepted"], DAY)
    assert unconfirmed_law(office(tmp_path), BY_NAME["acknowledgement"], DAY) == ()


def test_what_fits_no_letter_is_refused_at_once(tmp_path: Path) -> None:
    """Unknown letters and attempts to lower one are all named, each with its key."""
    settings = office(
        tmp_path,
        '[approval.letters]\noutcome_upheld = "checked"\nprogress = "checked"\noutcome = "signed"\n'
        '[[law.signed_off]]\nletter = "late"\nby = "R Okafor"\non = 2026-11-23\n',
    )
    with pytest.raises(ConfigurationFault) as caught:
        refuse_unfit(settings)
    unknown = "there is no such letter; `reviews-bot templates list` shows those there are."
    assert caught.value.faults == (
        'config.toml: approval.letters.outcome_upheld: this letter is always signed, which "checked" would lower; '
        "take the line out.",
        f"config.toml: approval.letters.outcome: {unknown}",
        f'config.toml: law.signed_off.letter: "late": {unknown}',
    )


def test_who_checks_is_somebody_of_the_team(tmp_path: Path) -> None:
    """Names of nobody, a name twice and a comparison without a second person are refused with the rest."""
    person = '[[team]]\nname = "A Li"\naddress = "a.li@mopac.example"\nroles = ["administrator"]\n'
    domains = 'own_domains = ["mopac.example"]\nmailbox_address = "reviews@mopac.example"\n'
    settings = office(tmp_path, f'{domains}{person}[quality]\nsamplers = ["X Stranger", "A Li", "a li"]\n')
    with pytest.raises(ConfigurationFault) as caught:
        refuse_unfit(settings)
    assert caught.value.faults == (
        'config.toml: quality.samplers: "X Stranger" is nobody of the team; name somebody of [[team]].',
        "config.toml: quality.samplers: somebody stands there twice; name everybody once.",
    )
    settings = office(tmp_path, f'{domains}{person}[quality]\nsamplers = ["A Li"]\ntwice_percent = 10\n')
    with pytest.raises(ConfigurationFault, match="only two people can check the same"):
        refuse_unfit(settings)
