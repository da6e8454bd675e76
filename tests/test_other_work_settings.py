"""The settings of other work: which kinds there are, what is refused of them, and what doctor says of their law."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor.office_checks import other_work
from bot.service import build
from config.settings import ConfigurationFault, Settings, load
from config.supplied_matters import SUPPLIED
from handlers.matter_lines import new
from store.messages.matters import Counted, MatterKind, NewMatter
from store.terms import Place
from tests.world import ReaderHere, ToldClock, settings_in

ON = "[other_work]\non = true\n"
VISIT = (
    '[[other_matters]]\nkey = "visit"\nname = "Visit"\ndates = { visited = "the day of the visit" }\n'
    '[[other_matters.steps]]\nkey = "report"\nname = "Report"\ndays = 5\nfrom = "visited"\n'
)


def loaded(folder: Path, more: str) -> Settings:
    """The settings of an office in this folder, with more in its file."""
    settings_in(folder)
    path = folder / "config.toml"
    path.write_text(path.read_text() + more)
    return load(path, {})


def test_an_office_that_says_nothing_keeps_none(tmp_path: Path) -> None:
    """Without the switch there are no kinds and no folder, whatever kinds are described."""
    settings = loaded(tmp_path, VISIT)
    assert settings.matter_kinds == ()
    assert Place.OTHER_WORK not in settings.tree()


def test_supplied_kinds_come_with_the_switch(tmp_path: Path) -> None:
    """Appeals, misconduct hearings and associations are there at once, and own kinds beside them."""
    settings = loaded(tmp_path, ON + VISIT)
    assert [one.key for one in settings.matter_kinds] == ["appeal", "misconduct", "association", "visit"]
    assert settings.tree()[Place.OTHER_WORK][-1] == "Other work"
    assert settings.matter_kinds[-1].steps[0].counted is Counted.WORKING


def test_an_own_kind_takes_the_place_of_a_supplied_one(tmp_path: Path) -> None:
    """What the office says of appeals is what appeals are."""
    settings = loaded(tmp_path, ON + VISIT.replace('"visit"', '"appeal"'))
    assert [one.name for one in settings.matter_kinds] == [
        "Visit",
        "Misconduct hearing notice",
        "Notifiable association",
    ]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('prefix = "PCR"\n', "other_work.prefix"),
        (VISIT.replace('from = "visited"', 'from = "never"'), '"never" is none of its dates'),
        (VISIT.replace("days = 5", "days = 501"), "501 is too many"),
        (VISIT.replace('"report"', '"visited"'), "is the word for two things"),
        (VISIT.replace('"report"', '"because"'), "is a word of commands"),
        (VISIT.replace("days = 5", "days = 0\nrepeats = true"), "repeats, so it needs days"),
        (VISIT.replace('"report"', '"The report"'), "is no word to call it by"),
        (VISIT + VISIT, "two kinds of matter are called"),
        (VISIT.partition("[[other_matters.steps]]")[0] + "steps = []\n", "at least one step"),
    ],
)
def test_what_cannot_be_counted_is_refused(tmp_path: Path, more: str, fault: str) -> None:
    """A period from nowhere, too long a one, a word for two things: each is one sentence before anything starts."""
    with pytest.raises(ConfigurationFault) as caught:
        loaded(tmp_path, ON + more)
    assert fault in str(caught.value)


def test_doctor_lists_periods_of_law_nobody_has_confirmed(tmp_path: Path) -> None:
    """The supplied kinds warn; without other work there is nothing to say."""
    for more, result, said in (("", "ok", "none is kept"), (ON, "warning", "appeal: notice, response, told")):
        service = build(
            loaded(tmp_path, more), clock=ToldClock(datetime(2026, 11, 23, tzinfo=UTC)), reader=ReaderHere()
        )
        check = other_work(service)
        assert (check.result, said in check.found) == (result, True)
        service.close()


@pytest.mark.parametrize("kind", SUPPLIED, ids=lambda one: one.key)
def test_supplied_kinds_keep_the_rules_of_the_settings(tmp_path: Path, kind: MatterKind) -> None:
    """Each supplied kind could stand in the settings as it is, and can be opened by its word."""
    steps = "".join(
        f'[[other_matters.steps]]\nkey = "{one.key}"\nname = "{one.name}"\ndays = {one.days}\n'
        f'counted = "{one.counted}"\nfrom = "{one.since}"\nbefore = {str(one.before).lower()}\nlaw = "{one.law}"\n'
        f"serve = {str(one.serve).lower()}\nrepeats = {str(one.repeats).lower()}\n"
        for one in kind.steps
    )
    dates = ", ".join(f'{name} = "{called}"' for name, called in kind.dates.items())
    said = f'[[other_matters]]\nkey = "{kind.key}"\nname = "{kind.name}"\ndates = {{ {dates} }}\n{steps}'
    settings = loaded(tmp_path, ON + said)
    assert kind in settings.matter_kinds
    opened = new(f"{kind.key}: x", "", settings.matter_kinds, datetime(2026, 11, 23, tzinfo=UTC).date())
    assert isinstance(opened, NewMatter)
