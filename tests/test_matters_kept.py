"""What is kept of matters: their history alone gives them again, erasing makes them unreadable, the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.matters.matter_export import export
from bot.matters.saying import Told, do, erase, known, open_new
from handlers.matter_steps import due_on
from handlers.matters import EVENTS, replayed, standing
from store import events, intake, matter_reading, refiling
from store.messages.matters import MatterAct, MatterVerb, NewMatter, Person, Way
from store.vault import Erased
from tests.desk import Desk
from tests.signing_world import TEAM

ON = "[other_work]\non = true\n"
ONE = "OTH/2026/00001"
TODAY = date(2026, 11, 23)
_V = MatterVerb


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office that keeps other work beside its reviews, with one message."""
    office = Desk(tmp_path, more=TEAM + ON)
    office.person("Clerk").writes("The chair will be Ms Bell.", subject="Tribunal")
    office.runs()
    yield office
    office.close()


def opens(desk: Desk, **more: object) -> str:
    """A tribunal is opened; answers its reference."""
    asked = NewMatter("appeal", "Appeal of PC Example", **more)  # type: ignore[arg-type]
    with desk.service.writing() as tx:
        told = open_new(desk.service, tx, asked, by="A Li")
    assert not told.refused, told
    return told.reference


def says(desk: Desk, reference: str, act: MatterAct) -> Told:
    """Somebody says it of the matter."""
    with desk.service.writing() as tx:
        return do(desk.service, tx, reference, act, by="A Li")


# --- the history ------------------------------------------------------------------------------------------------------

_STEPS = st.sampled_from(["copies", "chair", "heard", "response"])
_DAYS = st.dates(min_value=TODAY - timedelta(days=60), max_value=TODAY + timedelta(days=60))
_WORDS = st.sampled_from(["", "a reason"])
_ACTS = st.one_of(
    st.builds(MatterAct, st.just(_V.DATE), st.sampled_from(["decided", "received", "hearing"]), _DAYS),
    st.builds(MatterAct, st.sampled_from([_V.DONE, _V.DUE]), _STEPS, _DAYS, words=_WORDS),
    st.builds(
        MatterAct, st.just(_V.SERVED), _STEPS, _DAYS, st.sampled_from(list(Way)), st.just("Jo"), _WORDS,
        st.sampled_from(["", "1", "77"]),
    ),
    st.builds(MatterAct, st.sampled_from([_V.CLOSE, _V.NOTE]), words=_WORDS),
    st.builds(MatterAct, st.just(_V.REOPEN), st.one_of(st.just(""), _STEPS), words=_WORDS),
    st.builds(MatterAct, st.just(_V.OWNER), words=st.sampled_from(["A Li", "M Okafor", "Nobody"])),
    st.builds(MatterAct, st.sampled_from([_V.LINK, _V.UNLINK]), message=st.sampled_from(["1", "77"])),
)  # fmt: skip


_EACH_ONCE = [
    MatterAct(_V.DATE, "received", TODAY),
    MatterAct(_V.DUE, "chair", TODAY, words="a reason"),
    MatterAct(_V.DONE, "chair", TODAY),
    MatterAct(_V.REOPEN, "chair", words="a reason"),
    MatterAct(_V.SERVED, "copies", TODAY, Way.HAND, "Jo", "a reason", "1"),
    MatterAct(_V.UNLINK, message="1"),
    MatterAct(_V.OWNER, words="M Okafor"),
    MatterAct(_V.CLOSE, words="a reason"),
    MatterAct(_V.REOPEN, words="a reason"),
]


@given(acts=st.lists(_ACTS, max_size=12), ends=st.booleans())
@example(acts=_EACH_ONCE, ends=False)
@example(acts=[*_EACH_ONCE[:3], MatterAct(_V.CLOSE, words="a reason")], ends=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_history_alone_gives_every_matter_again(desk: Desk, acts: list[MatterAct], ends: bool) -> None:
    """Whatever is said in whatever order, a refusal changes nothing and the events tell all that is not personal."""
    reference = opens(desk)
    for act in acts:
        with desk.service.reading() as tx:
            before = known(tx, reference)
        told = says(desk, reference, act)
        with desk.service.reading() as tx:
            assert not told.refused or known(tx, reference) == before
    if ends:
        with desk.service.writing() as tx:
            erase(tx, reference, by="A Li", because="its time is over")
    with desk.service.reading() as tx:
        kept = {one.reference: standing(one) for one in matter_reading.every(tx)}
        assert replayed(events.every(tx, EVENTS)) == kept
        assert list(events.verify(tx)) == []


def test_numbers_run_on_within_a_year(desk: Desk) -> None:
    """References follow one another, and begin again with a new year."""
    assert [opens(desk), opens(desk)] == [ONE, "OTH/2026/00002"]
    desk.clock.at += timedelta(days=60)
    assert opens(desk) == "OTH/2027/00001"


def test_a_matter_keeps_the_steps_it_was_opened_with(desk: Desk) -> None:
    """Other periods in the settings are those of new matters alone."""
    opens(desk)
    desk.more += (
        '[[other_matters]]\nkey = "appeal"\nname = "Tribunal"\ndates = { asked = "the day it was asked" }\n'
        '[[other_matters.steps]]\nkey = "sit"\nname = "Sit"\ndays = 3\ncounted = "calendar"\nfrom = "asked"\n'
    )
    desk.restarts()
    opens(desk, dates={"asked": TODAY})
    with desk.service.reading() as tx:
        old, new = matter_reading.every(tx)
    assert len(old.steps) == 7
    assert [one.rule.key for one in new.steps] == ["sit"]


def test_what_repeats_is_counted_from_its_last_doing(desk: Desk) -> None:
    """A review that was put off and then done is due a year after that, not on the day it had been put off to."""
    asked = NewMatter("association", "A friend", dates={"declared": date(2025, 10, 1)})
    with desk.service.writing() as tx:
        reference = open_new(desk.service, tx, asked, by="A Li").reference
    says(desk, reference, MatterAct(_V.DUE, "review", TODAY + timedelta(days=9), words="they are away"))
    told = says(desk, reference, MatterAct(_V.DONE, "review", TODAY))
    assert not told.refused
    with desk.service.reading() as tx:
        one = known(tx, reference)
    assert one is not None
    assert due_on(one, one.step("review"), desk.service.days) == date(2027, 11, 23)


# --- erasing ----------------------------------------------------------------------------------------------------------


def test_an_erased_matter_names_nobody_any_more(desk: Desk) -> None:
    """Title, people, notes, proofs and messages can be read no more; days, steps and the history stay, and verify."""
    reference = opens(desk, people=(Person("appellant", "Jo Bloggs"),), note="She rang", dates={"received": TODAY})
    says(desk, reference, MatterAct(_V.SERVED, "copies", TODAY, Way.POST, "Jo Bloggs", "receipt", "1"))
    with desk.service.writing() as tx:
        open_matter = erase(tx, reference, by="A Li", because="its time is over")
    assert open_matter.refused
    says(desk, reference, MatterAct(_V.CLOSE, words="withdrawn"))
    with desk.service.writing() as tx:
        told = erase(tx, reference, by="A Li", because="its time is over")
    assert told.lines == (f"What {reference} was about has been erased, with 1 of its messages.",)
    with desk.service.reading() as tx:
        one = known(tx, reference)
        held = refiling.by_id(tx, 1)
        assert one is not None
        assert held is not None
        with pytest.raises(Erased):
            intake.raw_of(desk.service.store, tx, held)
        assert list(events.verify(tx)) == []
    assert (one.title, one.people, one.notes, one.step("copies").served[0].to) == ("", (), (), "")
    assert one.step("copies").done_on == TODAY
    assert says(desk, reference, MatterAct(_V.REOPEN, words="after all")).refused
    desk.passes(days=3)


def test_what_another_matter_or_a_case_has_stays(desk: Desk) -> None:
    """A message that also belongs to a case, or to a matter that was not erased, is not erased with this one."""
    desk.person("Ann").writes()
    desk.runs()
    first, second = opens(desk), opens(desk)
    with desk.service.reading() as tx:
        of_case = next(number for number in (1, 2) if (held := refiling.by_id(tx, number)) and held.case_id)
    for reference in (first, second):
        says(desk, reference, MatterAct(_V.LINK, message="1"))
    says(desk, first, MatterAct(_V.LINK, message=str(of_case)))
    says(desk, first, MatterAct(_V.CLOSE, words="withdrawn"))
    with desk.service.writing() as tx:
        assert "with 0 of its messages" in erase(tx, first, by="A Li", because="its time is over").lines[0]
    with desk.service.reading() as tx:
        for number in (1, of_case):
            held = refiling.by_id(tx, number)
            assert held is not None
            assert intake.raw_of(desk.service.store, tx, held)


def test_what_erased_matters_alone_have_is_erased(desk: Desk) -> None:
    """A message of two matters goes with the second of them, and a proof of service goes though it was unlinked."""
    desk.person("Clerk").writes("I have the copies.", subject="Copies")
    desk.runs()
    first, second = opens(desk), opens(desk)
    for reference in (first, second):
        says(desk, reference, MatterAct(_V.LINK, message="1"))
    says(desk, second, MatterAct(_V.SERVED, "copies", TODAY, Way.POST, "Jo Bloggs", "", "2"))
    says(desk, second, MatterAct(_V.UNLINK, message="2"))
    for reference, gone in ((first, 0), (second, 2)):
        says(desk, reference, MatterAct(_V.CLOSE, words="withdrawn"))
        with desk.service.writing() as tx:
            told = erase(tx, reference, by="A Li", because="its time is over")
        assert f"with {gone} of its messages" in told.lines[0]
    with desk.service.reading() as tx:
        for number in (1, 2):
            held = refiling.by_id(tx, number)
            assert held is not None
            with pytest.raises(Erased):
                intake.raw_of(desk.service.store, tx, held)


def test_no_event_of_a_matter_holds_its_words(desk: Desk) -> None:
    """Names, title, notes and proofs stand in no event, where erasing could not reach them."""
    reference = opens(desk, people=(Person("appellant", "Jo Bloggs", "jo@chambers.example"),), note="Jo Bloggs rang")
    says(desk, reference, MatterAct(_V.SERVED, "copies", TODAY, Way.EMAIL, "jo@chambers.example", "Bloggs wrote"))
    says(desk, reference, MatterAct(_V.DUE, "chair", TODAY, words="Bloggs asked"))
    with desk.service.reading() as tx:
        said = repr(events.history(tx, subject=f"matter:{reference}"))
    assert "matter_served" in said
    assert not [word for word in ("Bloggs", "chambers", "Example") if word in said]


# --- the file, and the command line -----------------------------------------------------------------------------------


def test_the_file_of_a_matter(desk: Desk, tmp_path: Path) -> None:
    """Facts, history and messages lie in one zip, equal each time; of an erased matter it says what is gone."""
    reference = opens(desk)
    says(desk, reference, MatterAct(_V.LINK, message="1"))
    with desk.service.reading() as tx:
        one = known(tx, reference)
        assert one is not None
        assert [export(desk.service, tx, one, tmp_path / name) for name in ("a.zip", "b.zip")] == [1, 1]
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["matter.json", "messages/1.eml", "index.txt"]
        assert b"Ms Bell" in archive.read("messages/1.eml")
        assert json.loads(archive.read("matter.json"))["title"] == "Appeal of PC Example"
    says(desk, reference, MatterAct(_V.CLOSE, words="withdrawn"))
    with desk.service.writing() as tx:
        erase(tx, reference, by="A Li", because="its time is over")
        one = known(tx, reference)
        assert one is not None
        assert export(desk.service, tx, one, tmp_path / "c.zip") == 0
    with ZipFile(tmp_path / "c.zip") as archive:
        assert "Message 1: it has been erased." in archive.read("index.txt").decode()
        assert b"Example" not in archive.read("matter.json")


def test_the_command_line(desk: Desk, tmp_path: Path) -> None:
    """A matter is opened, listed, served, done, closed, exported and erased by commands, each with its answer."""

    def runs(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["matter", *words, "--config", str(desk.folder / "config.toml")])
        return done.exit_code, done.output

    code, said = runs("new", "misconduct", "Hearing of PC Other", "--with", "hearing: 2030-01-14", "--by", "A Li")
    assert code == 0, said
    reference = said.split()[1].rstrip(",")
    assert "Next: Notice of the hearing published, due on Monday 7 January 2030" in said
    (line,) = [json.loads(one) for one in runs("list", "--json")[1].splitlines()]
    assert (line["reference"], line["owner"], line["next_on"]) == (reference, "A Li", "2030-01-07")
    assert runs("done", reference, "publish", "--by", "A Li")[0] == 1
    code, said = runs(
        "served", reference, "publish", "--how", "website", "--to", "all (as on 3 May)", "--because", "page 7",
        "--by", "A Li",
    )  # fmt: skip
    assert code == 0, said
    shown = json.loads(runs("show", reference, "--json")[1])
    assert [(one["how"], one["to"], one["evidence"]) for one in shown["proofs"]] == [
        ("website", "all (as on 3 May)", "page 7")
    ]
    assert "Hearing of PC Other" in runs("show", reference)[1]
    assert runs("do", reference, "date", "hearing", "2030-01-21", "--by", "A Li")[0] == 0
    assert "misconduct" in runs("kinds")[1]
    code, said = runs("close", reference, "--by", "A Li")
    assert (code, "Still to be done" in said) == (1, True)
    assert runs("close", reference, "--because", "it was called off", "--by", "A Li")[0] == 0
    assert runs("list")[1] == ""
    code, said = runs("export", reference, "--out", str(tmp_path / "m.zip"), "--by", "A Li")
    assert (code, "messages 0" in said) == (0, True)
    assert runs("erase", reference, "--because", "its time is over", "--by", "A Li")[0] == 0
    assert "Hearing of PC Other" not in runs("show", reference)[1]
    assert runs("show", "OTH/2026/99999")[0] == 1


def test_a_matter_is_somebodys_of_the_team(desk: Desk) -> None:
    """Without an owner of the team a matter is not opened; it can be given to another."""
    with desk.service.writing() as tx:
        told = open_new(desk.service, tx, NewMatter("appeal", "x", owner="Nobody"), by="A Li")
    assert told.refused
    reference = opens(desk)
    says(desk, reference, MatterAct(_V.OWNER, words="m okafor"))
    with desk.service.reading() as tx:
        one = known(tx, reference)
    assert one is not None
    assert one.owner == "M Okafor"
