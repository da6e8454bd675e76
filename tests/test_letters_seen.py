"""The letters and pages as people see them: in a browser, by day and by night, at a desk and on a phone.

One browser opens everything side by side, each in a frame of its own, and asks axe-core about each.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bot.proofing.letter_samples import FACTS as FACTS_OF_ALL
from bot.proofing.letter_samples import LEAST, LONG, samples
from handlers.correspondence import BY_NAME
from templates.case_file import CaseFile, Kept, index_page
from templates.digest import render_digest
from templates.pages import card_page, post_page
from templates.previews import Sheet as PreviewSheet
from templates.previews import Shown, index
from tests.digest_samples import FULL, QUIET
from tests.test_letters import COUNTY, FACTS, LONDON, written
from tests.test_pages import MAIL, OWED, POST, QUIET_DAY, gallery

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = find_spec("axe_core_python")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium is installed here, so nobody can see the letters."),
    pytest.mark.skipif(AXE is None, reason="axe-core-python is not installed: requirements-dev.lock has it."),
]

PHONE, DESK = 360, 700
LIGHTS = {"day": 1, "night": 0}
"""What Chromium calls the light and the dark that a reader may prefer."""
WCAG = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"}
UNBROKEN = "x" * 300
_KEPT = Kept(1, "9 Nov 2026 10:14", UNBROKEN, UNBROKEN, "messages/001.eml", "0" * 64, (UNBROKEN,))
CASE_FILE = CaseFile("PCR/2026/00417", "Closed", "As it stood after event 9", ("A remark.",), (_KEPT,), (_KEPT,), ())

LOOK = """
const read = (id) => document.getElementById(id).textContent;
async function look({name, html, width}) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width: ${width}px; height: 3000px; border: 0`;
  frame.srcdoc = html;
  await new Promise((loaded) => { frame.onload = loaded; document.body.append(frame); });
  const seen = frame.contentDocument, axe = seen.createElement("script");
  const {scrollWidth, scrollHeight} = seen.documentElement;
  frame.style.height = `${scrollHeight + 100}px`;  // what lies outside nobody sees, whatever the fonts here
  const every = (name) => [...seen.getElementsByClassName(name)];
  const lefts = new Set(every("tile").map((tile) => tile.offsetLeft)).size;
  const kept = every("wide").filter((cell) => cell.offsetWidth).length;
  const {color, backgroundColor} = frame.contentWindow.getComputedStyle(seen.body);
  axe.textContent = read("axe");
  seen.head.append(axe);
  const found = await frame.contentWindow.axe.run(seen);
  const told = (rules) => rules.map(({id, tags, nodes}) => ({id, tags, at: nodes.map((node) => node.html)}));
  frame.remove();
  return {name, wide: scrollWidth, lefts, kept, ink: color, paper: backgroundColor,
          passes: found.passes.length, violations: told(found.violations),
          unsure: told(found.incomplete)};
}
(async () => {
  const all = [];
  for (const sheet of JSON.parse(read("sheets"))) all.push(await look(sheet));
  document.getElementById("found").textContent = JSON.stringify(all);
})();
"""


@dataclass(frozen=True)
class Sheet:
    """One letter or page as one reader opens it."""

    name: str
    html: str
    width: int
    whole_page: bool = False
    lights: tuple[str, ...] = tuple(LIGHTS)


def _letters(width: int) -> Iterator[Sheet]:
    """Every letter: on a phone by night with all that can stand in it, at a desk by day with as little as can be."""
    office, about, lights = (LONDON, LONG, ("night",)) if width == PHONE else (COUNTY, LEAST, ("day",))
    for name, letter in BY_NAME.items():
        facts = next(sample.facts for sample in samples(letter) if sample.about == about)
        yield Sheet(f"{name} {width}", written(name, facts, office).html, width, lights=lights)
    far = replace(LONDON, mailbox_address=f"{UNBROKEN}@long.example")
    yield Sheet(f"unbroken letter {width}", written("receipt", FACTS, far).html, width)
    facts = {**FACTS_OF_ALL, "text": (UNBROKEN,), "changes": (UNBROKEN,), "summary": (UNBROKEN,)}
    yield Sheet(f"unbroken sign-off {width}", written("sign_off", facts).html, width)


def _pages(width: int) -> Iterator[Sheet]:
    mail = replace(MAIL, subject=UNBROKEN, sender=UNBROKEN, why=UNBROKEN)
    pages = {
        "london post": post_page(LONDON, POST),
        "county post": post_page(COUNTY, POST),
        "quiet day": post_page(COUNTY, QUIET_DAY),
        "unbroken post": post_page(LONDON, replace(POST, mails=(mail,))),
        "card": card_page(LONDON, OWED),
        "unbroken card": card_page(LONDON, replace(OWED, papers=(("Still missing", UNBROKEN),))),
        "case file": index_page(LONDON, CASE_FILE),
        "digest": render_digest(LONDON, FULL, picture=True, link_base="https://reviews.mopac.example/case/").html,
        "quiet digest": render_digest(COUNTY, QUIET, picture=False).html,
        "gallery": gallery(),
        "list of letters": index([Shown("receipt", "A receipt.", (PreviewSheet("receipt", "Subject", "long name"),))]),
    }
    for name, page in pages.items():
        yield Sheet(f"{name} {width}", page, width, whole_page=True)


SHEETS = [sheet for width in (PHONE, DESK) for sheet in (*_letters(width), *_pages(width))]
POOR = Sheet(
    "poor",
    '<html><body><p style="color: #bbbbbb; background-color: #ffffff">Pale words</p><img src="data:,">'
    f'<div style="width: {DESK * 2}px">Wide</div></body></html>',
    DESK,
)
every_look = pytest.mark.parametrize(
    ("light", "sheet"),
    [
        pytest.param(light, sheet, id=f"{light} {sheet.name}")
        for light in LIGHTS
        for sheet in SHEETS
        if light in sheet.lights
    ],
)
every_light = pytest.mark.parametrize("light", LIGHTS)

Seen = Mapping[str, Mapping[str, Any]]
Looks = Callable[[str], Seen]


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Looks:
    """Asks the browser about every sheet in one light, and asks once."""
    return cache(lambda light: _look(light, tmp_path_factory.mktemp(light)))


def _look(light: str, folder: Path) -> Seen:
    """What the browser says of each sheet in this light."""
    assert AXE is not None
    assert AXE.origin is not None
    shown = [sheet.__dict__ for sheet in (*SHEETS, POOR) if light in sheet.lights]
    sheets = json.dumps(shown).replace("</", "<\\/")
    parts = {"sheets": sheets, "axe": (Path(AXE.origin).parent / "axe.min.js").read_text("utf-8")}
    kept = "".join(f'<script type="text/plain" id="{name}">{text}</script>' for name, text in parts.items())
    page = folder / "sheets.html"
    page.write_text(
        f'<!DOCTYPE html><meta charset="utf-8">{kept}<pre id="found"></pre><script>{LOOK}</script>', "utf-8"
    )
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--blink-settings=preferredColorScheme={LIGHTS[light]}",
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=600000",
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    found = re.search(r'<pre id="found">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found, f"The browser said nothing: {done.stderr[-2000:]}"
    return {one["name"]: one for one in json.loads(html.unescape(found[1]))}


@every_look
def test_everybody_can_read_it(looks: Looks, light: str, sheet: Sheet) -> None:
    """axe-core finds nothing against WCAG 2.2 A or AA, and is sure of it; a page also keeps its good practice."""
    found = looks(light)[sheet.name]
    against = [rule for rule in found["violations"] if sheet.whole_page or WCAG & set(rule["tags"])]
    assert not against
    assert not found["unsure"]
    assert found["passes"] >= 10


@every_look
def test_it_fits_the_screen(looks: Looks, light: str, sheet: Sheet) -> None:
    """Nothing sticks out at the side, not even words without a break."""
    assert looks(light)[sheet.name]["wide"] <= sheet.width


@every_light
@pytest.mark.parametrize("name", ["london post", "gallery"])
def test_a_phone_gets_one_column_of_tiles_and_no_side_matter(looks: Looks, light: str, name: str) -> None:
    """At a desk the tiles stand side by side and every column is there; on a phone neither."""
    phone, desk = (looks(light)[f"{name} {width}"] for width in (PHONE, DESK))
    assert (phone["lefts"], phone["kept"]) == (1, 0)
    assert desk["lefts"] >= 4
    assert desk["kept"] >= 3


@every_look
def test_it_follows_the_light(looks: Looks, light: str, sheet: Sheet) -> None:
    """By day it is dark on light, and by night light on dark."""
    ink, paper = (sum(map(int, re.findall(r"\d+", looks(light)[sheet.name][what])[:3])) for what in ("ink", "paper"))
    darker, lighter = (ink, paper) if light == "day" else (paper, ink)
    assert darker < 100
    assert lighter > 600


@every_light
def test_these_checks_can_fail(looks: Looks, light: str) -> None:
    """A poor page is found out: no language, no title, a picture without words, pale print, too wide."""
    poor = looks(light)[POOR.name]
    assert {rule["id"] for rule in poor["violations"] if WCAG & set(rule["tags"])} == {
        "color-contrast",
        "document-title",
        "html-has-lang",
        "image-alt",
    }
    assert poor["wide"] > POOR.width
