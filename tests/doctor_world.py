"""An office whose mailbox is at a look-alike, opened from its settings file as `doctor` opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.clock import Clock
from bot.doctor.check import Check
from bot.doctor.checks import all_checks
from bot.doctor.live_checks import live_checks
from bot.service import Service, build
from config.settings import load
from tests.ews_world import ACCOUNT, ADDRESS, PASSWORD, EwsWorld
from tests.graph_world import CLOCK, OURS, GraphWorld
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT
from tests.lookalike.mailbox import Mailbox
from tests.world import ReaderHere

FORBIDDEN = "somebody.else@pcc.example"


def graph_settings(world: GraphWorld, folder: Path, *, signs_in: str = "", forbidden: str = FORBIDDEN) -> str:
    """The settings file's words about Microsoft 365, by default with a secret, which is there."""
    path = folder / "secret"
    path.write_text(SECRET)
    path.chmod(0o600)
    return (
        f'[mailbox]\nbackend = "graph"\n[mailbox.graph]\ntenant_id = "{TENANT}"\nclient_id = "{CLIENT}"\n'
        f'mailbox = "{OURS}"\nauthority = "{world.server.url}"\nbase_url = "{world.server.url}/v1.0"\n'
        f'ca_bundle = "{world.server.ca}"\n{signs_in or f"""client_secret_file = "{path}" """}\n'
        + (f'forbidden_mailbox = "{forbidden}"\n' if forbidden else "")
    )


def ews_settings(world: EwsWorld, folder: Path) -> str:
    """The settings file's words about an Exchange Server."""
    path = folder / "password"
    path.write_text(PASSWORD)
    path.chmod(0o600)
    return (
        f'[mailbox]\nbackend = "ews"\n[mailbox.ews]\nendpoint = "{world.server.url}/EWS/Exchange.asmx"\n'
        f'mailbox = "{ADDRESS}"\nusername = "{ACCOUNT}"\npassword_file = "{path}"\nauth = "basic"\n'
        f'ca_bundle = "{world.server.ca}"\n'
    )


def written(folder: Path, about_mailbox: str, *, mode: str = "draft", more: str = "") -> Path:
    """The settings file of the office."""
    path = folder / "config.toml"
    path.write_text(
        f'[office]\nprofile = "mopac"\n{about_mailbox}[store]\nurl = "sqlite:///store/reviews.sqlite"\n'
        f'[sending]\nmode = "{mode}"\n{more}'
    )
    return path


@contextmanager
def office(settings: Path, clock: Clock = CLOCK) -> Iterator[Service]:
    """The service these settings describe, at the look-alike's time; it leads nothing."""
    service = build(load(settings, {}), clock=clock, reader=ReaderHere())
    try:
        yield service
    finally:
        service.close()


def found(service: Service) -> dict[str, Check]:
    """What doctor finds, by name."""
    checks = list(all_checks(service))
    assert all(check.remedy for check in checks if check.result != "ok")
    return {check.name: check for check in checks}


def tried(service: Service) -> dict[str, Check]:
    """What was seen, by name without "live: "."""
    checks = list(live_checks(service, sleep=lambda _: None))
    assert all(check.name.startswith("live: ") for check in checks)
    assert all(check.remedy for check in checks if check.result != "ok")
    return {check.name.removeprefix("live: "): check for check in checks}


def left(box: Mailbox) -> tuple[list[str], list[str], int]:
    """The names of folders, the subjects of items and the number of letters that left."""
    folders = [one.name for one in box.folders.values() if not one.well_known]
    return folders, [one.subject for one in box.listed()], len(box.journal)
