"""The house keeps its shape: contracts a planted fault breaks, one home for each thing, locks without addresses."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "templates", "store", "config")
LONGEST = 460

PLANTED = {
    "imports go downhill": ("store/terms/words.py", "import bot"),
    "the words of the field import nothing of ours": ("store/terms/words.py", "import store.messages"),
    "handlers know only the words and the messages of the store": ("handlers/post.py", "import store.cases"),
    "the law knows only the words of the field": ("handlers/law.py", "import store.messages"),
    "handlers are pure": ("handlers/post.py", "import pathlib"),
    "only the store knows SQL": ("bot/prompt/show.py", "import sqlalchemy"),
    "only templates know jinja2": ("bot/prompt/show.py", "import jinja2"),
    "only the mime package knows email": ("bot/prompt/show.py", "import email"),
    "only the readers of documents know foreign formats": ("bot/reader.py", "import pypdf"),
    "only the learned model knows scikit-learn": ("bot/prompt/show.py", "import sklearn"),
    "only the reader of whole letters knows the language model's runtime": ("bot/prompt/show.py", "import onnxruntime"),
    "only the maker of PDFs knows WeasyPrint": ("bot/prompt/show.py", "import weasyprint"),
    "only the reader of registers knows openpyxl": ("bot/reporting/digest.py", "import openpyxl"),
    "only reports know the libraries that write them": ("bot/prompt/show.py", "import xlsxwriter"),
    "only the service knows the scheduler": ("bot/prompt/show.py", "import apscheduler"),
    "only the place where mailboxes are opened knows a back end": (
        "bot/mailbox/maildir.py",
        "import bot.mailbox.graph",
    ),
    "only the connection to Graph knows O365": ("bot/mailbox/graph.py", "import O365"),
    "only signing in knows msal": ("bot/mailbox/graph.py", "import msal"),
    "only the session with Exchange Server knows exchangelib": ("bot/mailbox/graph.py", "import exchangelib"),
}


def _modules() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (HOUSE / folder).rglob("*.py"))


def _lint(where: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    path = {"PYTHONPATH": str(where)}
    return subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=120, env=path)


def test_the_imports_keep_every_contract() -> None:
    """Every import contract is kept as the code stands."""
    done = _lint(HOUSE)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", sorted(PLANTED))
def test_a_planted_fault_breaks_each_contract(contract: str, tmp_path: Path) -> None:
    """Each contract can fail: one forbidden import breaks it."""
    for folder in FOLDERS:
        shutil.copytree(HOUSE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    where, fault = PLANTED[contract]
    path = tmp_path / where
    path.write_text(f"{path.read_text()}\n{fault}\n")
    done = _lint(tmp_path)
    assert f"{contract} BROKEN" in done.stdout, done.stdout


def test_each_contract_has_its_planted_fault() -> None:
    """No contract is without a fault that shows it can break."""
    names = set(re.findall(r'^name = "([^"]+)"$', (HOUSE / "pyproject.toml").read_text(), re.MULTILINE))
    assert names - {"reviews-bot"} == set(PLANTED)


def test_all_of_the_store_but_its_words_and_messages_is_named_as_none_of_the_handlers() -> None:
    """The contract of the handlers names every module of the store that they must not know."""
    contract = (HOUSE / "pyproject.toml").read_text().partition('source_modules = ["handlers"]')[2].partition("]")[0]
    there = {path.stem for path in (HOUSE / "store").iterdir() if path.suffix in ("", ".py")}
    known = {"terms", "messages", "__init__", "__pycache__"}
    assert set(re.findall(r'"store\.(\w+)"', contract)) == there - known


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_each_module_says_what_it_is_and_is_one_thing(path: Path) -> None:
    """Each module begins by saying what it is, and is short enough to be that one thing."""
    text = path.read_text()
    said = ast.get_docstring(ast.parse(text))
    assert said, f"{path.name} does not say what it is."
    assert len(text.splitlines()) <= LONGEST, f"{path.name} has grown to several things; give each its own name."


def test_no_module_has_a_name_that_says_nothing() -> None:
    """Nothing is called utils, helpers, common, core, base or manager."""
    names = {path.stem for path in _modules()}
    assert not names & {"utils", "helpers", "common", "core", "base", "manager", "misc"}


def test_every_package_is_listed_for_installation() -> None:
    """Each folder with code in it stands in the list of packages, so that an installed service is whole."""
    listed = set(re.findall(r'"([a-z_.]+)"', re.search(r"^packages = \[.*?\]", _project(), re.M | re.S)[0]))  # type: ignore[index]
    found = {".".join(path.parent.relative_to(HOUSE).parts) for path in _modules()}
    assert found == listed - {"mypy"}


def _project() -> str:
    text = (HOUSE / "pyproject.toml").read_text()
    return text[text.index("[tool.setuptools]") :]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_name_versions_and_hashes_and_no_address(name: str) -> None:
    """Each lock pins every package with a hash and records no index, link or host."""
    lines = (HOUSE / name).read_text().splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("-")]
    pins = [line for line in lines if line and not line[0].isspace()]
    assert pins
    assert all("==" in pin for pin in pins)
    assert len([line for line in lines if "--hash=sha256:" in line]) >= len(pins)


def test_no_file_keeps_an_address_of_this_machine_or_a_real_police_domain() -> None:
    """Nobody's real mail domain and no path of a build machine stands in what is shipped."""
    real = re.compile(r"@[\w.-]*(?:police\.uk|mopac\.london|london\.gov\.uk)\b|/(?:work|farm)/")
    found = [
        f"{path.relative_to(HOUSE)}: {match[0]}"
        for path in [*_modules(), *(HOUSE / "docs").glob("*.md"), HOUSE / "README.md", *HOUSE.glob("config/**/*.toml")]
        if (match := real.search(path.read_text()))
    ]
    assert not found
