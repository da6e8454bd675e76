"""`doctor` beside the mailbox: calendar, caps, time zone and store, each graded with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import office_checks
from bot.service import Service, build
from config.settings import load
from handlers.working_days import bank_holidays
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
