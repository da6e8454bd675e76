"""The settings an office chooses: one file, every fault at once, and nothing changed afterwards."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import config
from config import offices
from config.section import Section
from config.settings import ConfigurationFault, Settings, load
from store.messages import Office, OfficeDomains
from store.terms import BOARD, Approval, Mode, Place

EXAMPLE = Path(config.__file__).with_name("example.toml")
LEAST = """
[office]
profile = "mopac"
[mailbox.maildir]
path = "mail"
[store]
url = "sqlite:///data/reviews.sqlite"
"""
NOT_OURS = {Place.INBOX, Place.JUNK, Place.DRAFTS, Place.SENT, Place.CASE_FILE}


class Desk:
    """A folder with one settings file in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "config.toml"

    def load(self, text: str, **environ: str) -> Settings:
        self.path.write_text(text, encoding="utf-8")
        return load(self.path, environ)

    def faults(self, text: str, **environ: str) -> tuple[str, ...]:
        with pytest.raises(ConfigurationFault) as caught:
            self.load(text, **environ)
        return caught.value.faults

    def fault(self, text: str, **environ: str) -> str:
        (fault,) = self.faults(text, **environ)
        return fault


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk of its own for each test."""
    return Desk(tmp_path)


# What a file may leave out


def test_profile_mailbox_and_store_are_enough(desk: Desk) -> None:
    """A file that names its profile, its mailbox and its store has everything it needs, and only watches."""
    settings = desk.load(LEAST)
    settings.require("mailbox", "store")
    assert settings.sending.mode is Mode.WATCH
    assert settings.mailbox.backend == "maildir"
    caps = settings.sending.caps
    assert (caps.per_address_day, caps.per_domain_hour, caps.total_hour, caps.total_day) == (3, 20, 60, 400)


def test_relative_paths_are_named_from_the_settings_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths lie beside the settings file, wherever the service was started, even from a relative name."""
    desk.load(LEAST)
    monkeypatch.chdir(desk.folder)
    for settings in (desk.load(LEAST), load(Path("config.toml"), {})):
        assert settings.mailbox.maildir.path == desk.folder / "mail"
        assert settings.store.url == f"sqlite:///{desk.folder / 'data' / 'reviews.sqlite'}"
        assert settings.store.blobs == desk.folder / "data" / "blobs"
        assert settings.store.key_file == desk.folder / "data" / "reviews.key"
        assert settings.stop_file == desk.folder / "data" / "STOP"


def test_chosen_paths_are_kept(desk: Desk) -> None:
    """Paths that are said are taken as said, absolute ones too, and STOP follows the key file."""
    settings = desk.load(LEAST.replace("data/", "/srv/") + 'blobs = "raw"\nkey_file = "/keys/reviews.key"')
    assert settings.store.url == "sqlite:////srv/reviews.sqlite"
    assert settings.store.blobs == desk.folder / "raw"
    assert settings.stop_file == Path("/keys/STOP")
    settings = desk.load(LEAST + '[sending]\nstop_file = "halt"')
    assert settings.stop_file == desk.folder / "halt"


def test_postgresql_needs_its_folders(desk: Desk) -> None:
    """A PostgreSQL store has no folder of its own, so blobs and key file have to be said."""
    text = LEAST.replace("sqlite:///data/reviews.sqlite", "postgresql://host/reviews")
    first, second = desk.faults(text)
    assert first.startswith("config.toml: store.blobs: this key is missing; it is ")
    assert second.startswith("config.toml: store.key_file: this key is missing; it is ")
    settings = desk.load(text + 'blobs = "blobs"\nkey_file = "key"')
    assert settings.store.url == "postgresql://host/reviews"


def test_explaining_needs_only_the_office(desk: Desk) -> None:
    """A file with only an office loads; asking for more names every key that is missing."""
    settings = desk.load('[office]\nprofile = "mopac"')
    with pytest.raises(ConfigurationFault) as caught:
        settings.require("mailbox", "store")
    mailbox, store = caught.value.faults
    assert mailbox.startswith("config.toml: mailbox.maildir.path: this key is missing; ")
    assert store.startswith("config.toml: store.url: this key is missing; ")
    with pytest.raises(ConfigurationFault, match=re.escape("mailbox.maildir.path")):
        _ = settings.mailbox
    with pytest.raises(ConfigurationFault, match=re.escape("store.url")):
        _ = settings.stop_file


def test_settings_are_frozen(desk: Desk) -> None:
    """Nobody can change a setting after it was read."""
    settings = desk.load(LEAST)
    with pytest.raises(ValidationError):
        settings.sending.mode = Mode.LIVE  # type: ignore[misc]  # that it cannot be done is what is tested
    with pytest.raises(ValidationError):
        settings.schedule = settings.schedule  # type: ignore[misc]  # as above
    assert desk.load(LEAST) == settings


# Offices


@pytest.mark.parametrize("profile", offices.profiles())
def test_every_profile_is_whole(desk: Desk, profile: str) -> None:
    """Every office profile loads by its name alone and leaves no fact about its office to be guessed."""
    office = desk.load(f'[office]\nprofile = "{profile}"').office
    domains, letterhead = office.domains(), office.letterhead()
    assert domains.own
    assert domains.force
    assert domains.iopc
    assert letterhead.team
    assert letterhead.force_name
    assert office.promises.acknowledge_within_working_days == 5
    assert office.promises.first_look_within_working_days == 1
    for domain in (*domains.own, *domains.force, *domains.iopc, domains.mailbox_address):
        assert domain.endswith(".example"), f"{domain} in the profile {profile} is not an invented domain."


def test_both_offices_are_there() -> None:
    """The two offices the service was made for have their profiles."""
    assert {"mopac", "leicestershire"} <= set(offices.profiles())


def test_the_file_overrides_its_profile(desk: Desk) -> None:
    """What the file says about its office wins, one key at a time, and domains are given in lower case."""
    office = desk.load("""
        [office]
        profile = "mopac"
        mailbox_address = "Reviews@Other.Example"
        own_domains = ["Other.Example", "second.example"]
        telephone = "01632 960000"
        postal_address = '''
        1 Any Street
        Anytown'''
        [office.promises]
        acknowledge_within_working_days = 3
        """).office
    assert office.domains() == OfficeDomains(
        mailbox_address="reviews@other.example",
        own=("other.example", "second.example"),
        force=("mps.example",),
        iopc=("iopc.example",),
        names=("mayor's office for policing and crime", "police complaint reviews team"),
    )
    assert office.letterhead() == Office(
        name="Mayor's Office for Policing And Crime",
        team="Police Complaint Reviews team",
        mailbox_address="Reviews@Other.Example",
        force_name="Metropolitan Police",
        telephone="01632 960000",
        website="",
        postal_address="1 Any Street\n        Anytown",
    )
    assert office.promises.acknowledge_within_working_days == 3
    assert office.promises.first_look_within_working_days == 1


def test_a_new_office_is_one_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more TOML file among the profiles is one more office, and its mistakes are named as its own."""
    monkeypatch.setattr(offices, "FOLDER", desk.folder)
    text = Path(offices.__file__).with_name("mopac.toml").read_text(encoding="utf-8")
    new = desk.folder / "essex.toml"
    new.write_text(text.replace('"MPS"', '"Essex"'), encoding="utf-8")
    assert desk.load('[office]\nprofile = "essex"').office.force_short == "Essex"

    new.write_text(text.replace("force_name", "force_nam"), encoding="utf-8")
    missing, misspelt = desk.faults('[office]\nprofile = "essex"')
    assert missing.startswith("config.toml: office.force_name: this key is missing; ")
    assert misspelt == "offices/essex.toml: force_nam: there is no such key; did you mean force_name?"

    new.write_text("name = ", encoding="utf-8")
    assert desk.fault('[office]\nprofile = "essex"').startswith("offices/essex.toml: this cannot be read as TOML: ")


@pytest.mark.parametrize(
    ("office", "fault"),
    [
        (
            'profile = "mopak"',
            'office.profile: "mopak" is no office profile. Did you mean mopac? There are: leicestershire, mopac.',
        ),
        ("", "office.profile: no office is chosen. There are: leicestershire, mopac."),
        ("profile = 7", "office.profile: 7 is not text; write it in quotation marks."),
        (
            'profile = "../example"',
            'office.profile: "../example" is no office profile. There are: leicestershire, mopac.',
        ),
    ],
)
def test_an_unknown_profile_lists_those_there_are(desk: Desk, office: str, fault: str) -> None:
    """A profile that does not exist is one fault, not a dozen, and says which there are."""
    assert desk.fault(f"[office]\n{office}") == f"config.toml: {fault}"


# The environment


def test_the_environment_wins(desk: Desk) -> None:
    """A REVIEWS_ variable wins over the file at any depth; others are not looked at."""
    settings = desk.load(
        LEAST + '[sending]\nmode = "draft"',
        REVIEWS_SENDING__MODE="live",
        REVIEWS_SENDING__CAPS__TOTAL_HOUR="5",
        REVIEWS_MAILBOX__MAILDIR__PATH="/elsewhere",
        REVIEWS_OFFICE__FORCE_DOMAINS='["one.example", "two.example"]',
        REVIEWS_OFFICE__TELEPHONE="01632960000",
        MODE="watch",
    )
    assert settings.sending.mode is Mode.LIVE
    assert settings.sending.caps.total_hour == 5
    assert settings.sending.caps.total_day == 400
    assert settings.mailbox.maildir.path == Path("/elsewhere")
    assert settings.office.domains().force == ("one.example", "two.example")
    assert settings.office.telephone == "01632960000"


def test_the_environment_alone_may_give_a_section(desk: Desk) -> None:
    """What the file leaves out, even the profile, can come from the environment."""
    settings = desk.load(
        "",
        REVIEWS_OFFICE__PROFILE="leicestershire",
        REVIEWS_STORE__URL="sqlite:///a.db",
        REVIEWS_MAILBOX__MAILDIR__PATH="m",
    )
    settings.require("mailbox", "store")
    assert settings.office.force_name == "Leicestershire Police"


def test_the_real_environment_is_not_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the environment that was handed over counts."""
    monkeypatch.setenv("REVIEWS_SENDING__MODE", "live")
    monkeypatch.setenv("SCHEDULE", "x")
    assert desk.load(LEAST).sending.mode is Mode.WATCH


def test_faults_of_the_environment_are_named_as_variables(desk: Desk) -> None:
    """A mistake in a variable is reported with the variable's own name, and all of them at once."""
    assert set(
        desk.faults(
            LEAST,
            REVIEWS_SENDING__MOD="live",
            REVIEWS_SENDNG__MODE="live",
            REVIEWS_SENDING__CAPS__TOTAL_DAY="many",
            REVIEWS_OFFICE__OWN_DOMAINS="mopac.example",
            REVIEWS_OFFICE__FORCE_DOMAINS='["mps.example"',
            REVIEWS_FOLDERS="Reviews",
            REVIEWS_FOLDERS__ROOT="Reviews",
        )
    ) == {
        "environment: REVIEWS_SENDING__MOD: there is no such key; did you mean REVIEWS_SENDING__MODE?",
        "environment: REVIEWS_SENDNG: there is no such section; did you mean REVIEWS_SENDING?",
        'environment: REVIEWS_SENDING__CAPS__TOTAL_DAY: "many" is not a whole number.',
        'environment: REVIEWS_OFFICE__OWN_DOMAINS: "mopac.example" is not a list; '
        'write it like ["one.example", "two.example"].',
        'environment: REVIEWS_OFFICE__FORCE_DOMAINS: "[\\"mps.example\\"" is not a list; '
        'write it like ["one.example", "two.example"].',
        "environment: REVIEWS_FOLDERS: this is a section with keys of its own, not a single value.",
    }


# Faults


def test_five_mistakes_are_five_sentences(desk: Desk) -> None:
    """A file with five mistakes is answered with five sentences, not with the first of them."""
    assert desk.faults("""
        colour = "blue"
        [office]
        profile = "mopac"
        own_domain = ["mopac.example"]
        [schedule]
        poll_seconds = 2
        [sending]
        mode = "lve"
        [sending.caps]
        total_hour = 0
        """) == (
        "config.toml: office.own_domain: there is no such key; did you mean office.own_domains?",
        "config.toml: schedule.poll_seconds: 2 is too small; the least is 5.",
        'config.toml: sending.mode: "lve" is not one of watch, draft, live.',
        "config.toml: sending.caps.total_hour: 0 is too small; the least is 1.",
        "config.toml: colour: there is no such key.",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[schedule]\npoll_seconds = 3601", "schedule.poll_seconds: 3601 is too large; the most is 3600."),
        ('[schedule]\ncount_at = "3 am"', 'schedule.count_at: "3 am" is no time of day; write it like "03:00".'),
        ("[schedule]\ncount_at = 03:00:00", 'schedule.count_at: this value is no time of day; write it like "03:00".'),
        ('[schedule]\npoll_seconds = "soon"', 'schedule.poll_seconds: "soon" is not a whole number.'),
        ("[schedule]\npoll_seconds = true", "schedule.poll_seconds: true is not a whole number."),
        ("[schedule]\npoll_seconds = 60.0", "schedule.poll_seconds: 60.0 is not a whole number."),
        ("[sending.caps]\ntotal_day = -1", "sending.caps.total_day: -1 is too small; the least is 1."),
        ("[sending]\ntotal_day = 9", "sending.total_day: there is no such key; did you mean sending.caps.total_day?"),
        ("sending = 3", "sending: this is a section with keys of its own, not a single value."),
        ("[sendin]\nmode = 1", "sendin: there is no such section; did you mean sending?"),
        (
            '[mailbox]\nbackend = "pop"\n[mailbox.maildir]\npath = "m"',
            'mailbox.backend: "pop" is not one of maildir, graph, ews.',
        ),
        ('[mailbox.maildir]\npath = " "', "mailbox.maildir.path: a path is needed here."),
        ("[mailbox.maildir]\npath = 3", "mailbox.maildir.path: 3 is not text; write it in quotation marks."),
        (
            '[mailbox.maildir]\npath = "~/mail"',
            "mailbox.maildir.path: a path cannot begin with ~ here; write it out from the top.",
        ),
        (
            '[store]\nurl = "sqlite://"',
            "store.url: the URL of a store begins with sqlite:/// or postgresql://, and this one does not.",
        ),
        (
            '[store]\nurl = "sqlite:///:memory:"',
            "store.url: this names no file, so nothing would be remembered; write it like sqlite:///reviews.sqlite.",
        ),
        ('[store]\nurl = "sqlite:///a?b"', "store.url: a SQLite file's path cannot hold a question mark."),
        ('[folders]\npress = "a/b"', "folders.press: a folder's name holds no / or \\ and at most 60 characters."),
        (
            '[folders]\npress = "{Force}"',
            "folders.press: a folder's name holds no curly brackets but those of {force}, the force's short name.",
        ),
        ('[folders]\npress = ""', "folders.press: this is empty; write something here."),
        (
            '[folders]\npress = "THE FORCE"',
            "folders: two folders would both be called Reviews / 5 Hand over / The force; give each its own name.",
        ),
    ],
)
def test_a_mistake_is_one_sentence(desk: Desk, text: str, fault: str) -> None:
    """A mistake is named by its file and key, says what is wrong, and where it can what to write."""
    assert desk.fault(f'{text}\n[office]\nprofile = "mopac"') == f"config.toml: {fault}"


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("mailbox_address", '"reviews"', '"reviews" is not an e-mail address; write it like reviews@office.example.'),
        ("mailbox_address", '"a b@c.example"', '"a b@c.example" is not an e-mail address; write it like'),
        ("mailbox_address", '"a@b@c.example"', '"a@b@c.example" is not an e-mail address; write it like'),
        ("mailbox_address", '"A <a@c.example>"', '"A <a@c.example>" is not an e-mail address; write it like'),
        ("own_domains", '["@mopac.example"]', '"@mopac.example" is not a domain; write what stands after the @,'),
        ("own_domains", '["mopac"]', '"mopac" is not a domain; write what stands after the @,'),
        ("own_domains", "[]", "the list is empty; it needs at least one."),
        ("own_domains", '"mopac.example"', '"mopac.example" is not a list; write it like ["one.example",'),
        ("own_domains", "[1]", "1 is not text; write it in quotation marks."),
        (
            "team",
            '"Team\\r\\nBcc: someone"',
            "this holds a line break or control character; keep it to one plain line.",
        ),
        ("team", '""', "this is empty; write something here."),
        ("website", '"javascript:alert(1)"', "this is not the address of a web page; it begins with https://"),
        ("reference_prefix", '"pcr"', '"pcr" cannot begin a reference; use two to six capital letters, like PCR.'),
    ],
)
def test_facts_about_the_office_have_a_shape(desk: Desk, key: str, value: str, fault: str) -> None:
    """An address, domain or name that could not be one is refused before any letter carries it."""
    said = desk.fault(f'[office]\nprofile = "mopac"\n{key} = {value}')
    assert said.startswith(f"config.toml: office.{key}: {fault}")


def test_a_missing_file_says_what_to_do(desk: Desk) -> None:
    """Where there is no settings file the fault says which is meant and what to copy."""
    with pytest.raises(ConfigurationFault) as caught:
        load(desk.path, {})
    assert caught.value.faults == (
        f"{desk.path}: there is no such settings file. Copy config/example.toml to that place and fill it in.",
    )


def test_what_is_not_toml_is_named_with_its_line(desk: Desk) -> None:
    """A slip in the file's grammar is reported with its line; other encodings are named as such."""
    assert "line 2" in desk.fault('[office]\nprofile mopac = "x"')
    desk.path.write_bytes('[office]\nname = "Bürgerbüro"'.encode("latin-1"))
    with pytest.raises(ConfigurationFault, match="UTF-8"):
        load(desk.path, {})


@pytest.mark.parametrize(
    ("text", "environ"),
    [
        ('[store]\nurl = "mysql://user:hunter2@host/db"', {}),
        ('[store]\nurl = "sqlite://hunter2"', {}),
        ('[store]\nurl = ["hunter2"]', {}),
        ('[store]\npassword = "hunter2"', {}),
        ('store = "postgresql://user:hunter2@host/db"', {}),
        ('[sending]\nmode = "postgresql://user:hunter2@host/db"', {}),
        ('[mailbox]\nbackend = "https://user:hunter2@host"', {}),
        ("", {"REVIEWS_STORE__URL": "mysql://user:hunter2@host/db"}),
        ("", {"REVIEWS_STORE": "hunter2"}),
        ("", {"REVIEWS_PASSWORD": "hunter2"}),
        ("", {"REVIEWS_STORE__URL__PASSWORD": "hunter2"}),
        ('[store]\nurl = "hunter2', {}),
    ],
)
def test_no_secret_is_repeated(desk: Desk, text: str, environ: dict[str, str]) -> None:
    """Whatever is wrong with a store's URL or an unknown key, its value is in no sentence and in no trace."""
    desk.path.write_text(f'{text}\n[office]\nprofile = "mopac"', encoding="utf-8")
    with pytest.raises(ConfigurationFault) as caught:
        load(desk.path, environ)
    assert caught.value.faults
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def test_a_stores_password_is_not_in_the_representation(desk: Desk) -> None:
    """Settings that are printed do not show the store's URL."""
    settings = desk.load(
        LEAST,
        REVIEWS_STORE__URL="postgresql://user:hunter2@host/db",
        REVIEWS_STORE__BLOBS="b",
        REVIEWS_STORE__KEY_FILE="k",
    )
    assert "hunter2" in settings.store.url
    assert "hunter2" not in repr(settings) + str(settings)


# Folders


def test_every_place_of_ours_has_a_folder(desk: Desk) -> None:
    """Every place the code knows has one path in the tree, all under the root, no two the same."""
    tree = desk.load(LEAST + "[other_work]\non = true\n").tree()
    assert set(tree) == {place.value for place in Place} - {place.value for place in NOT_OURS}
    assert len(set(tree.values())) == len(tree)
    assert {path[0] for path in tree.values()} == {"Reviews"}
    assert tree["confirm"] == ("Reviews", "1 To do", "Confirm new requests")
    assert tree["could_not_read"] == ("Reviews", "1 To do", "Could not read")
    assert tree["the_force"] == ("Reviews", "5 Hand over", "The force")
    assert tree["approve"] == ("Reviews", "2 Drafts", "→ Approve and send")
    assert tree["board_police"] == ("Reviews", "3 Board", "2 Waiting for MPS")
    assert tree["sort_papers"] == ("Reviews", "7 → Sort as", "→ Papers from MPS")
    assert tree["bot"] == ("Reviews", "9 Bot")
    assert tree["filed"] == ("Reviews", "6 Filed")
    assert tree["unwanted"] == ("Reviews", "6 Filed", "Held as unwanted")
    assert tree["stop"] == ("Reviews", "9 Bot", "Stop")


def test_folder_names_are_the_offices_choice(desk: Desk) -> None:
    """A changed name changes every path that goes through it."""
    settings = desk.load(LEAST + '[folders]\nroot = "Adolygiadau"\nto_do = "1 I\'w wneud"')
    assert settings.tree()["urgent"] == ("Adolygiadau", "1 I'w wneud", "Urgent")
    assert settings.case_file("PCR/2026/00417") == ("Adolygiadau", "4 Case files", "PCR-2026-00417")


def test_the_board_has_a_folder_for_each_stage(desk: Desk) -> None:
    """Each stage has a folder of its own on the board, called as the stage is but for the force's name."""
    tree = desk.load(LEAST).tree()
    for stage, place in BOARD.items():
        assert tree[place] == ("Reviews", "3 Board", stage.replace("the police", "MPS"))


def test_the_force_in_a_folders_name(desk: Desk) -> None:
    """{force} in a name is the force's short name, in every part of a path, and a stroke in that makes no folder."""
    text = LEAST + '[folders]\ncase_files = "4 {force}"\nurgent = "{force} {force}"'
    settings = desk.load(text, REVIEWS_OFFICE__FORCE_SHORT="A/B")
    assert settings.case_file("PCR/2026/00417") == ("Reviews", "4 A-B", "PCR-2026-00417")
    assert settings.tree()["urgent"][-1] == "A-B A-B"
    assert settings.tree()["sort_papers"][-1] == "→ Papers from A-B"
    leicestershire = desk.load(LEAST.replace("mopac", "leicestershire"))
    assert leicestershire.tree()["board_police"][-1] == "2 Waiting for Leicestershire Police"


def test_the_force_makes_no_two_folders_one(desk: Desk) -> None:
    """Two names that only differ until the force's name stands in them are refused."""
    fault = desk.fault(LEAST + '[folders]\npress = "{force}"\nthe_force = "mps"')
    assert fault.startswith("config.toml: folders: two folders would both be called Reviews / 5 Hand over / ")


# Where the office writes to, what it aims at, what a letter needs


def test_contacts(desk: Desk) -> None:
    """Addresses may be left out; the force's and the IOPC's are at their domains, and none is this very mailbox."""
    assert set(desk.load(LEAST).office.contacts.model_dump().values()) == {""}
    text = LEAST + '[office.contacts]\nforce = "unit@sub.mps.example"\niopc = "r@IOPC.example"\npress = "p@any.example"'
    assert desk.load(text).office.contacts.force == "unit@sub.mps.example"
    assert desk.faults(
        LEAST
        + '[office.contacts]\nforce = "unit@xmps.example"\niopc = "r@mps.example"\nlegal = "Reviews@mopac.example"'
    ) == (
        'config.toml: office.contacts.force: "unit@xmps.example" is at none of office.force_domains.',
        'config.toml: office.contacts.iopc: "r@mps.example" is at none of office.iopc_domains.',
        "config.toml: office.contacts.legal: this is the shared mailbox itself; name who reads what it sends.",
    )
    assert desk.fault(LEAST + '[office.contacts]\npress = "press"').startswith(
        'config.toml: office.contacts.press: "press" is not an e-mail address; write it like'
    )


@pytest.mark.parametrize("profile", offices.profiles())
def test_the_example_shows_the_defaults_of_promises(desk: Desk, profile: str) -> None:
    """Every target in the example is what counts where an office says nothing."""
    uncommented = re.sub(r"^#(?=[a-z\[])", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    shown = tomllib.loads(uncommented)["office"]["promises"]
    assert desk.load(f'[office]\nprofile = "{profile}"').office.promises.model_dump() == shown


def test_approval(desk: Desk) -> None:
    """A letter can be told to need more; it cannot be told to need nothing, and the times have their bounds."""
    approval = desk.load(LEAST).approval
    assert (approval.undo_seconds, approval.settle_seconds, approval.drafter_may_sign) == (120, 60, False)
    assert approval.letters == {}
    approval = desk.load(
        LEAST + '[approval.letters]\nprogress = "signed"', REVIEWS_APPROVAL__DRAFTER_MAY_SIGN="true"
    ).approval
    assert (approval.letters, approval.drafter_may_sign) == ({"progress": Approval.SIGNED}, True)
    with pytest.raises(TypeError):
        approval.letters["progress"] = Approval.CHECKED  # type: ignore[index]  # that it cannot be done is what is tested
    assert desk.faults(
        LEAST + '[approval]\nundo_seconds = 3601\nsettle_seconds = -1\ndrafter_may_sign = "perhaps"\n'
        '[approval.letters]\nprogress = "by_itself"'
    ) == (
        "config.toml: approval.undo_seconds: 3601 is too large; the most is 3600.",
        "config.toml: approval.settle_seconds: -1 is too small; the least is 0.",
        'config.toml: approval.drafter_may_sign: "perhaps" is neither true nor false.',
        'config.toml: approval.letters.progress: a letter can only be told to need more; write "checked" or "signed".',
    )
    assert desk.fault(LEAST + "[approval]\nletters = 1").startswith("config.toml: approval.letters: this is a section")


def test_law_signed_off(desk: Desk) -> None:
    """Who signed off the law of a letter, and when, is said whole or not at all."""
    text = LEAST + '[[law.signed_off]]\nletter = "late_refused"\nby = "R Okafor"\non = 2026-11-20\n'
    (one,) = desk.load(text).law.signed_off
    assert (one.letter, one.by, one.on) == ("late_refused", "R Okafor", date(2026, 11, 20))
    (fault,) = desk.faults(text.replace('by = "R Okafor"\n', ""))
    assert (
        fault
        == "config.toml: law.signed_off.by (number 1): this key is missing; it is who looked at the law it rests on."
    )


# The example, and the price of an import


def _keys(tables: dict[str, Any], *above: str) -> Iterator[tuple[str, ...]]:
    for name, value in tables.items():
        yield (*above, name)
        for table in value if isinstance(value, list) else [value]:
            if isinstance(table, dict):
                yield from _keys(table, *above, name)


def test_the_example_holds_every_key_there_is(desk: Desk) -> None:
    """Every key the settings know stands in config/example.toml, set or behind a #, and loads when it is used."""
    uncommented = re.sub(r"^#(?=[a-z\[])", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    shown = set(_keys(tomllib.loads(uncommented)))
    for key, _ in Settings.fields():
        name = ".".join(key)
        assert key in shown, f"config/example.toml does not show {name}: add it there with a comment in plain words."
    desk.path.with_name("contacts.toml").write_bytes(EXAMPLE.with_name("contacts.example.toml").read_bytes())
    desk.load(uncommented).require("mailbox", "store")


def test_the_example_loads_and_only_watches() -> None:
    """config/example.toml loads as it stands, changes nothing in a mailbox, and says what the defaults are."""
    settings = load(EXAMPLE, {})
    settings.require("mailbox", "store")
    assert settings.sending.mode is Mode.WATCH
    assert settings.schedule.model_dump() == {"poll_seconds": 60, "count_at": time(3)}
    assert settings.folders == type(settings.folders)()


def test_every_key_of_the_example_is_explained() -> None:
    """Each run of keys in config/example.toml and the profiles has a comment in front of it."""
    for file in (EXAMPLE, *offices.FOLDER.glob("*.toml")):
        for block in re.split(r"\n\s*\n|\n(?=\[)", file.read_text(encoding="utf-8")):
            first = block.strip().split("\n")[0]
            explained = first.startswith(("# ", "#\n", "[", "#["))
            assert explained, f"{file.name}: nothing explains {first!r}; put a comment before it."


def test_settings_can_be_imported_cheaply() -> None:
    """Importing config brings no pydantic, and importing config.settings no pydantic-settings."""
    script = (
        "import sys, config; assert 'pydantic' not in sys.modules;"
        "import config.settings; assert 'pydantic_settings' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_every_section_refuses_what_it_does_not_know() -> None:
    """Every section is frozen, forbids unknown keys and hides what was put in from its errors."""
    sections = Section.__subclasses__()
    assert len(sections) > 5
    for section in sections:
        rules = section.model_config
        assert rules.get("frozen"), section.__name__
        assert rules.get("extra") == "forbid", section.__name__
        assert rules.get("hide_input_in_errors"), section.__name__


# Where the mail is


GRAPH = """
[office]
profile = "mopac"
[mailbox]
backend = "graph"
[mailbox.graph]
tenant_id = "11111111-2222-3333-4444-555555555555"
client_id = "66666666-7777-8888-9999-000000000000"
mailbox = "reviews@mopac.example"
certificate_path = "keys/bot.pem"
"""
EWS = """
[office]
profile = "mopac"
[mailbox]
backend = "ews"
[mailbox.ews]
endpoint = "https://mail.mopac.example/EWS/Exchange.asmx"
mailbox = "reviews@mopac.example"
username = "MOPAC\\\\bot"
password_file = "keys/password"
"""


def test_microsoft_365(desk: Desk) -> None:
    """A mailbox in Microsoft 365 is found where people's mail is, unless another cloud is named."""
    graph = desk.load(GRAPH).mailbox.chosen
    assert graph.certificate_path == desk.folder / "keys" / "bot.pem"
    assert (graph.client_secret_file, graph.ca_bundle, graph.forbidden_mailbox) == (None, None, None)
    assert (graph.authority, graph.base_url) == (
        "https://login.microsoftonline.com",
        "https://graph.microsoft.com/v1.0",
    )
    other = desk.load(
        GRAPH + 'authority = "https://login.microsoftonline.us/"\nbase_url = "https://graph.microsoft.us/v1.0/"',
        REVIEWS_MAILBOX__GRAPH__CLIENT_SECRET_FILE="/run/secret",
    ).mailbox.chosen
    assert (other.authority, other.base_url) == ("https://login.microsoftonline.us", "https://graph.microsoft.us/v1.0")
    assert other.client_secret_file == Path("/run/secret")


def test_exchange_server(desk: Desk) -> None:
    """A mailbox on an Exchange Server is entered by impersonation under NTLM, unless something else is chosen."""
    ews = desk.load(EWS).mailbox.chosen
    assert (ews.auth, ews.access, ews.username) == ("ntlm", "impersonation", "MOPAC\\bot")
    assert (ews.password_file, ews.ca_bundle) == (desk.folder / "keys" / "password", None)


def test_only_the_chosen_mailbox_counts(desk: Desk) -> None:
    """Sections of kinds that were not chosen may be left out, or stand there for another day."""
    assert desk.load(GRAPH + EWS.partition('backend = "ews"')[2]).mailbox.chosen.tenant_id.startswith("1111")
    assert desk.load(GRAPH, REVIEWS_MAILBOX__BACKEND="maildir", REVIEWS_MAILBOX__MAILDIR__PATH="m").mailbox.graph


@pytest.mark.parametrize(
    ("backend", "keys"),
    [
        ("graph", ["tenant_id", "client_id", "mailbox", "client_secret_file"]),
        ("ews", ["endpoint", "mailbox", "username", "password_file"]),
        ("maildir", ["path"]),
    ],
)
def test_every_missing_key_of_a_mailbox_is_named(desk: Desk, backend: str, keys: list[str]) -> None:
    """All that the chosen kind of mailbox needs is named at once, in the order of the example."""
    faults = desk.faults(f'[office]\nprofile = "mopac"\n[mailbox]\nbackend = "{backend}"')
    assert [fault.split(": ")[1] for fault in faults] == [f"mailbox.{backend}.{key}" for key in keys]


def test_oauth_on_premises(desk: Desk) -> None:
    """Signing in to an Exchange Server with OAuth needs no account, and the application of Microsoft 365 instead."""
    text = EWS.partition("username")[0] + 'auth = "oauth"\n'
    assert len(desk.faults(text)) == 4
    assert desk.load(text + GRAPH.partition('backend = "graph"')[2]).mailbox.chosen.username == ""


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("11111111-2222", "a b", 'tenant_id: "a b-3333-4444-555555555555" is no id; copy it from'),
        ("reviews@mopac", "reviews mopac", 'mailbox: "reviews mopac.example" is not an e-mail address;'),
        ("certificate_path", 'base_url = "https://graph.microsoft.com"\n#', "base_url: this goes up to and with /v1.0"),
        (
            "certificate_path",
            'authority = "http://a.example"\n#',
            "authority: this is not a server's address; it begins",
        ),
        (
            "certificate_path",
            'authority = "https://u:hunter2@a.example"\n#',
            "authority: this is not a server's address",
        ),
        ("certificate_path", 'client_secret = "hunter2"\n#', "client_secret: there is no such key; did you mean"),
    ],
)
def test_faults_of_a_mailbox(desk: Desk, was: str, becomes: str, says: str) -> None:
    """What cannot be is refused in a sentence, and nothing that may be a secret is repeated."""
    faults = desk.faults(GRAPH.replace(was, becomes))
    assert any(fault.startswith(f"config.toml: mailbox.graph.{says}") for fault in faults), faults
    assert "hunter2" not in str(faults)
