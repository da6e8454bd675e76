"""`mailbox setup`: what is missing is made, what people renamed stays, and a second time changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.mailbox import MailboxError, Unavailable
from bot.mailbox_plan import Line, State, plan, set_up, summary
from store import events, folders, leadership
from store.terms import Place
from tests.mailrooms import BACK_ENDS, STOP
from tests.world import World, settings_in

URGENT = ".Reviews.1 To do.Urgent"


@pytest.fixture(params=BACK_ENDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """An office at each back end, which only watches."""
    office = World(tmp_path, mode="watch", back_end=request.param)
    yield office
    office.close()


@pytest.fixture
def maildir(tmp_path: Path) -> Iterator[World]:
    """An office with a Maildir, which only watches."""
    office = World(tmp_path, mode="watch")
    yield office
    office.close()


def states(lines: tuple[Line, ...], what: str = "folder") -> dict[str, State]:
    """How each folder stands, by the service's own word for it."""
    return {line.name: line.state for line in lines if line.what == what}


def known(world: World) -> dict[str, str]:
    """The folders on record, with their ids."""
    with world.service.reading() as tx:
        return folders.known(tx)


def paused(world: World) -> bool:
    """Whether sending is paused."""
    with world.service.reading() as tx:
        return leadership.look(tx).paused


def test_everything_is_made_once(world: World) -> None:
    """Everything of the tree is planned, made, known by its id, and there the second time, in watch mode too."""
    tree = world.service.settings.tree()
    assert states(plan(world.service)) == dict.fromkeys(tree, State.TO_MAKE)
    assert not known(world)
    assert states(set_up(world.service, by="A Li")) == dict.fromkeys(tree, State.MADE)
    ids = known(world)
    assert ids.keys() == tree.keys()
    assert world.service.mailbox.ensure_folders(tree) == ids
    assert states(plan(world.service)) == dict.fromkeys(tree, State.THERE)
    assert states(set_up(world.service, by="A Li")) == dict.fromkeys(tree, State.THERE)
    assert known(world) == ids
    assert not paused(world)


def test_what_was_made_is_on_record(maildir: World) -> None:
    """Who had which folders made is in the history, and a time at which nothing was made is not."""
    set_up(maildir.service, by="A Li")
    set_up(maildir.service, by="J Mensah")
    with maildir.service.reading() as tx:
        (made,) = events.history(tx, subject="mailbox")
    assert (made.action, made.actor) == ("folders_made", "A Li")
    assert made.details["folders"] == sorted(maildir.service.settings.tree())


def test_a_deleted_folder_is_made_again(world: World) -> None:
    """A folder that somebody removed is planned and made again, said so, and watched under its new id."""
    set_up(world.service, by="A Li")
    world.room.removes_folder(URGENT)
    assert states(plan(world.service))["urgent"] is State.TAKEN
    found = states(set_up(world.service, by="A Li"))
    assert found.pop("urgent") is State.MADE_AGAIN
    assert set(found.values()) == {State.THERE}
    assert world.service.mailbox.ensure_folders(world.service.settings.tree()) == known(world)
    assert not paused(world)


@pytest.mark.parametrize("world", ["graph", "ews"], indirect=True)
@pytest.mark.parametrize("with_all_above", [False, True])
def test_a_folder_in_deleted_items_is_made_again(world: World, with_all_above: bool) -> None:
    """Deleting in Outlook puts a folder into Deleted Items under its old id, perhaps inside another: it is missing."""
    set_up(world.service, by="A Li")
    box, before = world.room.box, known(world)
    path = ("Reviews", "1 To do", *(() if with_all_above else ("Urgent",)))
    box.folders[box.at(*path).id].parent = box.folder("deleteditems").id
    assert states(plan(world.service))["urgent"] is State.TAKEN
    assert states(set_up(world.service, by="A Li"))["urgent"] is State.MADE_AGAIN
    assert known(world)["urgent"] != before["urgent"]
    assert states(plan(world.service))["urgent"] is State.THERE


@pytest.mark.parametrize("world", ["graph", "ews"], indirect=True)
def test_a_renamed_folder_is_left(world: World) -> None:
    """A folder that people gave another name keeps it, is not made a second time, and is watched under its id."""
    set_up(world.service, by="A Li")
    before = known(world)
    world.room.renames_folder(URGENT, ".Reviews.1 To do.Today")
    names = sorted(one.name for one in world.room.box.folders.values())
    assert states(plan(world.service))["urgent"] is State.LEFT
    assert states(set_up(world.service, by="A Li"))["urgent"] is State.LEFT
    assert sorted(one.name for one in world.room.box.folders.values()) == names
    assert known(world) == before


@pytest.mark.parametrize("world", ["graph", "ews"], indirect=True)
def test_a_renamed_folder_outlives_a_start(world: World) -> None:
    """The service that starts anew files into the folder that people renamed, and makes no second one."""
    world.restarts(mode="draft")
    world.runs()
    before = known(world)
    world.room.renames_folder(".Reviews.1 To do.Confirm new requests", ".Reviews.1 To do.Requests")
    names = sorted(one.name for one in world.room.box.folders.values())
    world.restarts(mode="draft")
    world.person("Ann").writes()
    world.runs()
    now = {name: folder for name, folder in known(world).items() if not name.startswith("case:")}
    assert now == before
    there = sorted(one.name for one in world.room.box.folders.values())
    assert [name for name in there if name != "4 Case files" and not name.startswith("PCR-")] == names
    assert len([one for one in world.room.box.listed() if one.folder == before["confirm"]]) == 1


@pytest.mark.parametrize("how", ["removed", "renamed"])
def test_a_stop_folder_taken_away_is_a_stop(world: World, how: str) -> None:
    """The Stop folder is made again where people look for it, and sending stays paused until a person resumes it."""
    set_up(world.service, by="A Li")
    if how == "removed":
        world.room.removes_folder(STOP)
    else:
        world.room.renames_folder(STOP, ".Reviews.9 Bot.HALT")
    assert states(plan(world.service))[Place.STOP] is State.TAKEN
    assert not paused(world)
    assert states(set_up(world.service, by="A Li"))[Place.STOP] is State.MADE_AGAIN
    assert paused(world)


@pytest.mark.parametrize("world", ["graph", "ews"], indirect=True)
def test_another_stop_folder_is_a_stop(world: World) -> None:
    """A Stop folder that a person made anew is watched under its own id, and having been away counts as a stop."""
    set_up(world.service, by="A Li")
    world.room.removes_folder(STOP)
    anew = world.room.box.at("Reviews", "9 Bot", "Stop").id
    assert states(set_up(world.service, by="A Li"))[Place.STOP] is State.THERE
    assert (known(world)[Place.STOP], paused(world)) == (anew, True)


def test_the_folders_of_cases_too(maildir: World) -> None:
    """The folder of a case that has one is looked at like the rest, and made again where somebody removed it."""
    case = "case:PCR/2026/00001"
    maildir.service.watch({case: maildir.service.settings.case_file("PCR/2026/00001")})
    assert states(plan(maildir.service))[case] is State.THERE
    maildir.room.removes_folder(".Reviews.4 Case files.PCR-2026-00001")
    assert states(set_up(maildir.service, by="A Li"))[case] is State.MADE_AGAIN


def test_categories(world: World) -> None:
    """Every category is planned, then coloured or told to be without a colour."""
    wanted = states(plan(world.service), "category")
    assert set(wanted.values()) == {State.TO_COLOUR}
    assert {"Urgent", "Do: ask MPS", "Overdue", "Bot: see note"} <= wanted.keys()
    after = states(set_up(world.service, by="A Li"), "category")
    assert after.keys() == wanted.keys()
    assert set(after.values()) <= {State.COLOURED, State.PLAIN}


def test_owners_are_those_of_the_team_today(tmp_path: Path) -> None:
    """Everybody who belongs to the team today has a category, and whoever has left gets none."""
    person = '{"name": "%s", "address": "%s@mopac.example", "roles": ["caseworker"]%s}'
    people = (person % ("A Li", "a", ""), person % ("J Mensah", "j", ', "until": "2026-11-22"'))
    office = World(tmp_path, mode="watch", environ={"REVIEWS_TEAM": f"[{', '.join(people)}]"})
    names = states(plan(office.service), "category").keys()
    assert {name for name in names if name.startswith("@")} == {"@A Li"}
    office.close()


def test_categories_refused(maildir: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the mailbox does not let us colour is said to be without a colour, and the rest is coloured."""
    monkeypatch.setattr(maildir.service.mailbox, "ensure_categories", lambda _: frozenset({"Urgent"}))
    found = states(set_up(maildir.service, by="A Li"), "category")
    assert {name for name, state in found.items() if state is State.PLAIN} == {"Urgent"}
    assert found["Overdue"] is State.COLOURED


def test_trouble_records_nothing(maildir: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the mailbox does not answer, nothing is on record as made."""

    def gone(_: object) -> None:
        raise Unavailable("The mailbox does not answer.")

    monkeypatch.setattr(maildir.service.mailbox, "ensure_folders", gone)
    with pytest.raises(MailboxError):
        set_up(maildir.service, by="A Li")
    assert not known(maildir)


def test_summary() -> None:
    """People are told how many stand how."""
    lines = (
        Line("folder", "a", "A", State.THERE),
        Line("folder", "b", "B", State.MADE),
        Line("folder", "c", "C", State.MADE),
    )
    assert summary(lines) == "1 folder there; 2 folders made."


# As people call it


def run(*words: str) -> tuple[int, str]:
    """The command's exit code, and all that it said."""
    done = CliRunner().invoke(app, ["mailbox", "setup", *words])
    return done.exit_code, done.output


def test_the_command(tmp_path: Path) -> None:
    """It shows with --plan and makes without, in watch mode; as JSON it says everything, to people less."""
    settings_in(tmp_path, mode="watch")
    config = str(tmp_path / "config.toml")
    code, said = run("--plan", "--config", config)
    assert (code, "Reviews / 7 → Sort as / → Papers from MPS" in said) == (0, True)
    assert not (tmp_path / "mail").exists()
    assert not (tmp_path / "store").exists()
    code, said = run("--config", config)
    assert (code, "34 folders made" in said) == (0, True)
    assert (tmp_path / "mail" / ".Reviews.9 Bot.Stop" / "cur").is_dir()
    code, said = run("--config", config)
    assert (code, "34 folders there" in said, "Urgent" in said) == (0, True, False)
    code, said = run("--json", "--plan", "--config", config)
    lines = [json.loads(line) for line in said.splitlines()]
    assert code == 0
    assert {"what": "folder", "name": "undo", "shown": "Reviews / 7 → Sort as / → Undo", "state": "there"} in lines
    assert {"what": "category", "name": "Do: hold", "shown": "Do: hold", "state": "to be coloured"} in lines


def test_the_command_in_trouble(tmp_path: Path) -> None:
    """Settings that cannot be used end with 2, a mailbox that is away with 75, each with a sentence."""
    assert run("--config", str(tmp_path / "none.toml"))[0] == 2
    settings_in(tmp_path)
    config = str(tmp_path / "config.toml")
    assert run("--config", config)[0] == 0
    (tmp_path / "mail").rename(tmp_path / "elsewhere")
    (tmp_path / "mail").write_text("no folder")
    code, said = run("--config", config)
    assert (code, bool(said.strip())) == (75, True)
