"""`doctor` beside the mailbox: calendar, caps, time zone and store, each graded with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.doctor import office_checks
from bot.mailbox_plan import set_up
from bot.service import Service, build
from config.settings import load
from handlers.correspondence import LETTERS
from handlers.working_days import bank_holidays
from store import folders
from tests.doctor_world import found
from tests.world import ReaderHere, ToldClock, settings_in

Opens = Callable[..., Service]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens the service of an office with a Maildir, with more of its settings from the environment."""
    made: list[Service] = []

    def opened(**environ: str) -> Service:
        told = {f"REVIEWS_{name}": value for name, value in environ.items()}
        clock = ToldClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
        made.append(build(settings_in(tmp_path, environ=told), clock=clock, reader=ReaderHere()))
        return made[-1]

    yield opened
    for one in made:
        one.close()


def test_calendar(opens: Opens) -> None:
    """Bank holidays warn when less than four hundred days of them are known, and say until when they are."""
    service = opens()
    assert found(service)["calendar"].result == "ok"
    service.clock = ToldClock(datetime(2027, 12, 1, tzinfo=UTC))
    check = found(service)["calendar"]
    assert (check.result, "31 December 2028" in check.found) == ("warning", True)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "1 1, 4 3, 4 6, 5 4, 5 25, 8 31, 12 25, 12 28"),
        (2027, "1 1, 3 26, 3 29, 5 3, 5 31, 8 30, 12 27, 12 28"),
        (2028, "1 3, 4 14, 4 17, 5 1, 5 29, 8 28, 12 25, 12 26"),
    ],
)
def test_bank_holidays_known(year: int, days: str) -> None:
    """Up to the day that doctor names, the weekdays off are those that GOV.UK proclaims."""
    proclaimed = {date(year, int(month), int(day)) for month, day in (one.split() for one in days.split(", "))}
    assert {day for day in bank_holidays(year) if day.weekday() < 5} == proclaimed
    assert office_checks.BANK_HOLIDAYS_PROCLAIMED_UNTIL.year == 2028


@pytest.mark.parametrize(
    ("key", "most", "result"),
    [
        ("PER_ADDRESS_DAY", "10", "ok"),
        ("PER_ADDRESS_DAY", "11", "warning"),
        ("TOTAL_HOUR", "1800", "ok"),
        ("TOTAL_HOUR", "1801", "warning"),
        ("TOTAL_DAY", "10001", "warning"),
    ],
)
def test_caps(opens: Opens, key: str, most: str, result: str) -> None:
    """Caps that no longer guard against two machines, or are beyond what Exchange sends, warn."""
    check = found(opens(**{f"SENDING__CAPS__{key}": most}))["sending caps"]
    assert check.result == result
    assert f" {most} " in check.found
    assert "0 are held" in check.found


def test_time_zone(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that takes London for another place fails."""
    service = opens()
    assert found(service)["time zone"].result == "ok"
    monkeypatch.setattr(office_checks, "LONDON", ZoneInfo("UTC"))
    assert found(service)["time zone"].failed


def test_store(opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite open to everybody, or on a network disk, fails; PostgreSQL and a store not made yet do not."""
    service = opens()
    path = tmp_path / "store" / "reviews.sqlite"
    assert found(service)["store"].found.startswith("SQLite, ")
    path.chmod(0o644)
    assert found(service)["store"].result == "ok"  # its folder is closed
    path.parent.chmod(0o755)
    assert found(service)["store"].remedy == f"chmod o= {path}"
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {path.parent} nfs4 rw 0 0\n")
    monkeypatch.setattr(office_checks, "_MOUNTS", mounts)
    assert "network disk (nfs4)" in found(service)["store"].found
    monkeypatch.setattr(office_checks, "_MOUNTS", tmp_path / "nowhere")
    path.chmod(0o600)
    assert found(service)["store"].result == "ok"
    path.rename(tmp_path / "elsewhere")
    assert "will be made" in office_checks.store(service).found
    service.settings = load(tmp_path / "config.toml", {"REVIEWS_STORE__URL": "postgresql://reviews@db.example/reviews"})
    assert office_checks.store(service).found.startswith("PostgreSQL")


PERSON = '{"name": "%s", "address": "%s@mopac.example", "roles": ["%s"]%s}'


def people(*who: str) -> str:
    """People of the team as a variable holds them."""
    return f"[{', '.join(who)}]"


@pytest.mark.parametrize(
    ("who", "result", "found_in_it"),
    [
        ((), "warning", "nobody is named"),
        (
            (PERSON % ("A Li", "a", "caseworker", ""),),
            "warning",
            "1 named, 1 of them not absent; no manager among them",
        ),
        ((PERSON % ("A Li", "a", "manager", ', "until": "2026-11-22"'),), "warning", "nobody is named"),
        (
            (
                PERSON % ("A Li", "a", "manager", ', "absent": [["2026-11-20", "2026-11-30"]]'),
                PERSON % ("J Mensah", "j", "caseworker", ""),
            ),
            "ok",
            "2 named, 1 of them not absent",
        ),
    ],
)
def test_team(opens: Opens, who: tuple[str, ...], result: str, found_in_it: str) -> None:
    """A team without people, or today without a manager, warns; absence is told and is no fault."""
    check = found(opens(TEAM=people(*who)))["team"]
    assert (check.result, check.found) == (result, found_in_it)


def test_team_with_a_decision_maker(opens: Opens) -> None:
    """Where the decision maker signs outcomes, a team without one warns too."""
    manager = PERSON % ("A Li", "a", "manager", "")
    check = found(opens(TEAM=people(manager), OFFICE__DECISION_MAKER_SIGNS_OUTCOMES="true"))["team"]
    assert (check.result, "no decision maker among them" in check.found) == ("warning", True)


def test_contacts(opens: Opens) -> None:
    """What has no address is named; all with one are well."""
    names = ("FORCE", "IOPC", "INFORMATION_RIGHTS", "PRESS", "LEGAL", "CHIEF_OFFICER", "DATA_PROTECTION")
    told = {f"OFFICE__CONTACTS__{name}": "a@mopac.example" for name in names[2:]}
    told |= {"OFFICE__CONTACTS__FORCE": "a@mps.example"}
    check = found(opens(**told))["contacts"]
    assert (check.result, check.found) == ("warning", "no address for: iopc")
    assert found(opens(**told, OFFICE__CONTACTS__IOPC="a@iopc.example"))["contacts"].result == "ok"


def test_law_of_letters(opens: Opens) -> None:
    """Each unconfirmed provision is listed with the letters that rest on it, until they are signed off."""
    check = found(opens())["law of letters"]
    assert check.result == "warning"
    (of_lateness,) = (part for part in check.found.split("; ") if "regulation 29(4): " in part)
    assert {"late_accepted", "late_refused"} <= set(of_lateness.rpartition(": ")[2].split(", "))
    resting = [letter.name for letter in LETTERS if not letter.verified]
    signed = [f'{{"letter": "{name}", "by": "R Okafor", "on": "2026-11-23"}}' for name in resting]
    check = found(opens(LAW__SIGNED_OFF=people(*signed[1:])))["law of letters"]
    assert (check.result, resting[0] in check.found, resting[1] in check.found) == ("warning", True, False)
    assert found(opens(LAW__SIGNED_OFF=people(*signed)))["law of letters"].result == "ok"
    tomorrow = [one.replace("2026-11-23", "2026-11-24") for one in signed]
    assert found(opens(LAW__SIGNED_OFF=people(*tomorrow)))["law of letters"].result == "warning"


@pytest.mark.parametrize(("of_cases", "result"), [(365, "ok"), (366, "warning")])
def test_many_folders(opens: Opens, of_cases: int, result: str) -> None:
    """From four hundred folders on, with those of cases, Outlook will be slow, and people are told what to do."""
    service = opens()
    set_up(service, by="A Li")
    assert len(service.settings.tree()) == 34
    with service.store.writing(service.clock.now(), "A Li") as tx:
        folders.keep(tx, {f"case:PCR/2026/{number:05d}": f"folder {number}" for number in range(of_cases)})
    check = found(service)["folders"]
    assert (check.result, str(of_cases) in check.found) == (result, True)
