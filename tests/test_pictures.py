"""The pictures in docs: small, whole in themselves, of invented people, and told in words to who cannot see them."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from bot import demo_day

HOUSE = Path(__file__).parent.parent
PICTURES = sorted((HOUSE / "docs" / "pictures").glob("*.svg"))
every_picture = pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)


@every_picture
def test_a_picture_is_small_and_fetches_nothing(picture: Path) -> None:
    """A picture has less than 150 kB, and no script, link or address outside itself."""
    drawn = picture.read_text("utf-8")
    assert len(drawn.encode()) < 150_000
    assert set(re.findall(r"https?://[^\"\s]+", drawn)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<image|href|@import|url\((?!#)", drawn)


@every_picture
def test_a_picture_is_told_in_the_readme(picture: Path) -> None:
    """The README shows each picture and says in words what is on it."""
    told = re.search(rf"!\[([^]]+)\]\(docs/pictures/{picture.name}\)", (HOUSE / "README.md").read_text("utf-8"))
    assert told
    assert len(told[1].split()) > 40


def test_the_people_on_the_picture_are_the_demonstration_s() -> None:
    """Whoever is shown sends one of the demonstration's invented mails."""
    shown = _senders((HOUSE / "docs" / "pictures" / "demo.svg").read_text("utf-8"))
    invented = {mail.sender.partition("<")[0].strip() for mail in demo_day.the_post()}
    assert len(shown) >= 5
    assert set(shown) <= invented


def test_the_picture_can_be_drawn_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script beside the picture draws today's demonstration, with the people whom it means to show."""
    spec = spec_from_file_location("drawing", HOUSE / "docs" / "pictures" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    drawing = module_from_spec(spec)
    spec.loader.exec_module(drawing)
    monkeypatch.setattr(drawing, "PICTURE", tmp_path / "demo.svg")
    drawing.main()
    drawn = (tmp_path / "demo.svg").read_text("utf-8")
    assert _senders(drawn) == list(drawing.SHOWN)
    assert "messages" in drawn


def _senders(drawn: str) -> list[str]:
    return re.findall(r">\s{13}([^\s<][^<]*?)\s{2,}[^<]*<", drawn.replace("&#160;", " "))
