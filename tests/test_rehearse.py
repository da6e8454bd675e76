"""`reviews-bot rehearse`: what would change for old mail, beside other cue tables or the record; nothing is written."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.prompt import other_cues
from config import cues
from tests.world import World, message

SHIPPED = Path(cues.__file__).parent
FIELDS = ["file", "subject", "received_at", "compared", "changed", "was_kind", "was_flags", "was_may_acknowledge"]
FIELDS += ["was_why_not", "kind", "flags", "may_acknowledge", "why_not", "reasons"]
ANIMALS = ("zebra", "giraffe", "okapi", "gnu")
ANIMALS_ARE_PRESS = "".join(
    f'[[press]]\nweight = "certain"\nsays = "is about an animal"\nphrases = ["{one}"]\n' for one in ANIMALS
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A settings file that names the office and no store."""
    path = tmp_path / "office.toml"
    path.write_text('[office]\nprofile = "mopac"\n')
    return path


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A folder with one request for a review."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "ann.eml").write_bytes(message("Ann <ann@person.example>"))
    return folder


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    """A folder with one message that the tables in use can make nothing of."""
    folder = tmp_path / "zoo"
    folder.mkdir()
    text = f"The {', the '.join(ANIMALS)}."
    (folder / "bo.eml").write_bytes(message("Bo <bo@person.example>", text, subject="Animals"))
    return folder


def rehearse(config: Path, folder: Path, *words: str) -> Result:
    """The command, as it would be typed."""
    return CliRunner().invoke(app, ["rehearse", str(folder), "--config", str(config), *words])


def lines(result: Result) -> list[dict[str, Any]]:
    """What it printed with `--json`."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_without_anything_to_compare_mail_is_listed(office: Path, mail: Path) -> None:
    """With no store and no other tables each message is one line with what it would be, and nothing has changed."""
    [line] = lines(rehearse(office, mail, "--json"))
    assert list(line) == FIELDS
    assert (line["file"], line["kind"], line["compared"], line["changed"]) == ("ann.eml", "application", False, [])
    assert line["was_kind"] is None
    shown = rehearse(office, mail).stdout
    assert "ann.eml" in shown
    assert "1 message, 0 compared: 0 would change." in shown


def test_other_tables_show_what_would_change(office: Path, zoo: Path, tmp_path: Path) -> None:
    """Beside a folder of other tables each message says what it was, what it would be, and what of that differs."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "kinds.toml").write_text(ANIMALS_ARE_PRESS)
    [line] = lines(rehearse(office, zoo, "--against", str(rules), "--json"))
    assert (line["was_kind"], line["was_may_acknowledge"], line["was_why_not"]) == ("press", False, "press")
    assert (line["kind"], line["may_acknowledge"], line["why_not"]) == ("unclear", True, None)
    assert line["changed"] == ["kind", "may_acknowledge", "why_not"]
    shown = rehearse(office, zoo, "--against", str(rules)).stdout
    assert "press → unclear" in shown
    assert "no (press) → yes" in shown
    assert "1 message, 1 compared: 1 would change (kind 1, acknowledgement 1)." in shown


def test_the_same_tables_change_nothing(office: Path, mail: Path) -> None:
    """Beside a copy of the tables in use nothing would change, and only the total is shown."""
    assert rehearse(office, mail, "--against", str(SHIPPED)).stdout == "1 message, 1 compared: 0 would change.\n"


def test_a_flag_more_or_less_is_a_change(office: Path, mail: Path, tmp_path: Path) -> None:
    """A flag that only the other tables set is shown as one that would go."""
    rules = tmp_path / "rules"
    rules.mkdir()
    row = '[[prison]]\nweight = "strong"\nsays = "writes from prison"\nphrases = ["dear team"]\n'
    (rules / "flags.toml").write_text(row)
    [line] = lines(rehearse(office, mail, "--against", str(rules), "--json"))
    assert (line["was_flags"], line["flags"], line["changed"]) == (["prison"], [], ["flags"])
    assert "−prison" in rehearse(office, mail, "--against", str(rules)).stdout


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("kinds.toml", "[[nonsense]]\n", "nonsense"),
        ("flags.toml", "not TOML at all", "flags.toml"),
        ("other.toml", "", "no cue tables"),
    ],
)
def test_tables_that_cannot_be_read_are_named(
    office: Path, mail: Path, tmp_path: Path, file: str, text: str, said: str
) -> None:
    """A folder without tables, or with one that cannot be read, ends with exit code 2 and says which."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / file).write_text(text)
    result = rehearse(office, mail, "--against", str(rules))
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose first revision, `old`, takes animals for press, in place of the project's own."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    home = tmp_path / "project"
    (home / "config" / "cues").mkdir(parents=True)
    (home / "config" / "cues" / "kinds.toml").write_text(ANIMALS_ARE_PRESS)
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@person.example", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "old"], ["tag", "old"]):
        subprocess.run([git, "-C", str(home), *who, *words], check=True, capture_output=True)
    monkeypatch.setattr(other_cues, "PROJECT", home)
    return home


def test_an_earlier_revision_is_compared_as_it_stood(office: Path, zoo: Path, repository: Path) -> None:
    """A revision's tables are read out of the repository; what lies in its folder now plays no part."""
    (repository / "config" / "cues" / "kinds.toml").write_text("")
    text = "I would like a review of how my complaint was handled, because nobody spoke to the witness."
    (zoo / "ann.eml").write_bytes(message("Ann <ann@person.example>", text, number=2))
    ann, bo = lines(rehearse(office, zoo, "--against", "old", "--json"))
    assert (bo["was_kind"], bo["kind"]) == ("press", "unclear")
    assert (ann["was_flags"], ann["flags"]) == (["non_english"], [])  # it had no list of English words yet


@pytest.mark.parametrize("revision", ["older", "--output=stolen", "old:config", "HEAD --all"])
def test_what_is_no_revision_is_refused(office: Path, mail: Path, repository: Path, revision: str) -> None:
    """Words that name neither a folder nor a revision end with exit code 2, whatever they look like."""
    result = rehearse(office, mail, "--against", revision)
    assert result.exit_code == 2
    assert "neither a folder nor a revision" in result.stderr


def test_without_a_repository_a_revision_is_refused(
    office: Path, mail: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the service was installed without its history, a revision ends with exit code 2 and says why."""
    monkeypatch.setattr(other_cues, "PROJECT", tmp_path)
    result = rehearse(office, mail, "--against", "v1")
    assert result.exit_code == 2
    assert "not a git repository" in result.stderr


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An office that has done its post: a request, more about that case, and a machine's answer."""
    world = World(tmp_path / "office")
    ann = world.person("Ann")
    ann.writes()
    world.runs()
    [case] = world.cases()
    ann.writes("My neighbour Mr Cole knows the rest.", subject=f"Re: {case.reference}")
    ann.writes("I am away.", headers={"Auto-Submitted": "auto-replied"})
    world.runs()
    return world


def test_beside_the_record_nothing_has_changed(world: World) -> None:
    """With the tables it was read by, mail would be what it was, on its case too; our own letters are no old mail."""
    found = lines(rehearse(world.folder / "config.toml", world.mail, "--json"))
    assert [line["changed"] for line in found] == [[], [], []]
    assert all(line["compared"] for line in found)
    assert sorted(line["kind"] for line in found) == ["application", "automatic_reply", "further_representations"]


def test_beside_the_record_a_change_shows(world: World, tmp_path: Path) -> None:
    """What the record says otherwise is what it was; mail the store never had is listed and not compared."""
    with sqlite3.connect(world.folder / "store" / "reviews.sqlite") as database:
        database.execute("UPDATE intake SET kind = 'press', may_acknowledge = 0, why_not = 'press' WHERE id = 1")
    (tmp_path / "old").mkdir()
    raw = next(path for path in world.mail.rglob("*") if path.is_file() and b"nobody spoke" in path.read_bytes())
    shutil.copy(raw, tmp_path / "old" / "a.eml")
    (tmp_path / "old" / "b.eml").write_bytes(message("Bo <bo@person.example>", "Please review it.", number=77))
    known, new = lines(rehearse(world.folder / "config.toml", tmp_path / "old", "--json"))
    assert (known["was_kind"], known["kind"]) == ("press", "application")
    assert known["changed"] == ["kind", "may_acknowledge", "why_not"]
    assert (new["compared"], new["was_kind"], new["changed"]) == (False, None, [])


def test_a_full_day_is_no_difference(world: World) -> None:
    """A message that was not answered only because of a cap would not be seen otherwise."""
    with sqlite3.connect(world.folder / "store" / "reviews.sqlite") as database:
        database.execute("UPDATE intake SET may_acknowledge = 0, why_not = 'cap' WHERE id = 1")
    assert [line["changed"] for line in lines(rehearse(world.folder / "config.toml", world.mail, "--json"))] == [[]] * 3


def test_a_rehearsal_writes_nothing(world: World) -> None:
    """Mail and store are byte for byte what they were."""
    world.service.close()
    store = world.folder / "store" / "reviews.sqlite"
    with sqlite3.connect(store) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (store.read_bytes(), sorted(world.mail.rglob("*")))
    rehearse(world.folder / "config.toml", world.mail)
    assert (store.read_bytes(), sorted(world.mail.rglob("*"))) == before


def test_a_second_copy_is_one_only_beside_the_first(office: Path, mail: Path) -> None:
    """Of two copies in the folder the second would not be answered, and no tables would see that otherwise."""
    shutil.copy(mail / "ann.eml", mail / "bo.eml")
    found = lines(rehearse(office, mail, "--against", str(SHIPPED), "--json"))
    assert [(line["why_not"], line["changed"]) for line in found] == [(None, []), ("duplicate", [])]


def test_what_cannot_be_read_is_a_line_and_the_rest_go_on(office: Path, mail: Path) -> None:
    """A message beyond the limits is shown as unreadable; a folder without mail ends with exit code 2."""
    (mail / "bad.eml").write_bytes(b"From: x@y.example\nTo: " + b"," * 70_000 + b"\n\nhello\n")
    good, bad = lines(rehearse(office, mail, "--json"))
    assert (good["kind"], bad["kind"], bad["why_not"]) == ("application", None, "unreadable")
    (mail / "gone.eml").symlink_to(mail / "nowhere.eml")
    assert "2 messages, 0 compared: 0 would change; 1 cannot be read." in rehearse(office, mail).stdout
    (mail / "empty").mkdir()
    assert rehearse(office, mail / "empty").exit_code == 2
    assert rehearse(office, mail / "nowhere").exit_code == 2
