"""The pages in docs say what there is: folders, categories, commands, letters and settings; a new one is told there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.desk.powers import MAY
from config.folders import FoldersSection
from config.papers_section import LadderSection, PapersSection, VerifiedSection
from handlers.command_lines import ROWS
from handlers.correspondence import LETTERS
from handlers.labels import FORWARD, PAUSE, RECORD_AS, SETTLED, commands
from handlers.reply_codes import codes_in
from store.messages import Verb
from store.terms import Approval, Audience, Role, Said

HOUSE = Path(__file__).parent.parent
PAGES = [*sorted((HOUSE / "docs").glob("*.md")), HOUSE / "README.md", HOUSE / "CHANGELOG.md"]


def _page(name: str) -> str:
    return " ".join((HOUSE / "docs" / f"{name}.md").read_text("utf-8").split())


BY_ITSELF = {
    "acknowledgement": "The acknowledgement",
    "receipt": "the receipt",
    "papers_request": "the papers request of an accepted case",
    "progress": "news of progress",
    "papers_reminder": "a reminder",
    "papers_chaser": "a chaser",
    "papers_to_manager": "to the unit's manager",
    "papers_to_single_point": "to the single point of contact",
    "papers_list": "a list of several cases",
    "recommendation_reminder": "the answer to a recommendation",
    "papers_more_time": "the time you gave a unit",
    "reply_code_help": "help with a reply code that could not be read",
    "contact_check": "the yearly check of an address",
}
"""How the manager's page names each letter that leaves by itself."""


ADMINISTRATOR, CASEWORKER, MANAGER, PAPERS, IT = (
    _page("administrator"),
    _page("caseworker"),
    _page("manager"),
    _page("papers"),
    _page("it"),
)


@pytest.mark.parametrize("category", [*commands("MPS").values(), *RECORD_AS, FORWARD, SETTLED, PAUSE])
def test_every_command_category_is_told(category: str) -> None:
    """Whoever looks for a label finds it on the administrator's page, spelt as it is."""
    labels = ADMINISTRATOR.partition("The labels, all beginning with")[2].partition("Nobody can know")[0]
    assert f"`{category.removeprefix('Do: ')}`" in labels


@pytest.mark.parametrize("words", [row.words for row in ROWS])
def test_every_mail_command_is_told(words: str) -> None:
    """Each command that a mail can give stands in the table of the administrator's page."""
    table = ADMINISTRATOR.partition("## Commands by mail")[2].partition("## What it never does")[0]
    assert f"`{words} " in table or f"`{words}`" in table


@pytest.mark.parametrize("name", sorted({path[-1] for path in FoldersSection().tree("MPS").values()}))
def test_every_folder_is_told(name: str) -> None:
    """Each folder is named on the administrator's page, in a table or in the words of its picture."""
    assert name.lstrip("→0123456789 ") in ADMINISTRATOR


@pytest.mark.parametrize(
    "letter",
    [one.name for one in LETTERS if not one.verified and not one.name.startswith("outcome_")],
)
def test_every_letter_on_unconfirmed_law_is_told(letter: str) -> None:
    """The manager's page names each letter that a lawyer has to look at; the outcome letters in one word."""
    assert f"`{letter}`" in MANAGER
    assert "all outcome letters" in MANAGER


def test_what_leaves_by_itself_is_told() -> None:
    """As many letters leave by themselves as the manager's page says: none may join them unsaid."""
    alone = {one.name for one in LETTERS if one.approval is Approval.BY_ITSELF and one.audience is not Audience.TEAM}
    said = MANAGER.partition("## What leaves by itself")[2].partition("## Signing")[0]
    assert alone == set(BY_ITSELF)
    assert [words for words in BY_ITSELF.values() if words not in said] == []


@pytest.mark.parametrize("says", sorted({*Said} - {Said.RECOMMENDATION, Said.RECEIVED, Said.BAD_CODE, Said.UNCLEAR}))
def test_every_reply_code_is_told(says: Said) -> None:
    """Each thing that a code can say stands under the table of codes by a code that says it."""
    table = PAPERS.partition("## Reply codes")[2].partition("## What")[0]
    told = [
        one.says for row in re.findall(r"`(\[[A-Z][^`]*\])`", table) for one in codes_in(row, (), date(2026, 11, 2))
    ]
    assert says in told


def test_every_setting_about_papers_is_told() -> None:
    """IT's page has each key of the three sections, with its default where that is a number or a time."""
    told = IT.partition("| `[papers]` |")[2].partition("| `[folders]` |")[0]
    for section in (PapersSection, LadderSection, VerifiedSection):
        for name, field in section.model_fields.items():
            default = field.default
            number = f" {default}" if isinstance(default, int) and not isinstance(default, bool) else ""
            assert name in ("ladder", "verified") or f"`{name}`{number}" in told, name


def test_the_ladder_on_the_page_is_the_settings_own() -> None:
    """The days of the table are the defaults."""
    told = re.findall(r"^\| (\d+) \|", (HOUSE / "docs" / "papers.md").read_text("utf-8"), re.MULTILINE)
    assert [int(day) for day in told] == [field.default for field in LadderSection.model_fields.values()]


def test_who_alone_may_mail_a_command_is_told() -> None:
    """The commands that only a manager or head may mail are those on the manager's page."""
    leads = {verb.value for verb, who in MAY.items() if who == {Role.MANAGER, Role.HEAD}}
    assert leads == {Verb.HOLD, Verb.RELEASE, Verb.REOPEN, Verb.RESTRICT, Verb.DRAFT_FINAL, Verb.SEEN}
    assert "may mail: `hold`, `release`, `reopen`, `restrict`, `draft final position`, `seen`" in MANAGER


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of ours leads to one that is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["administrator", "caseworker"])
def test_a_page_is_one_page(name: str) -> None:
    """Whoever lives in Outlook has one page of at most 200 lines to read."""
    assert len((HOUSE / "docs" / f"{name}.md").read_text("utf-8").splitlines()) <= 200
