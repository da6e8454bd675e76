"""The pictures in docs: small, whole in themselves, of invented people, true, and also told in words."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from bot.demo import day as demo_day
from bot.sending.last_look import visible
from docs.pictures import workplace
from handlers.told_by_move import Deed, Thing, meaning
from store.terms import BOARD, Place

HOUSE = Path(__file__).parent.parent
PICTURES = sorted(path for kind in ("svg", "png") for path in (HOUSE / "docs" / "pictures").glob(f"*.{kind}"))
TOLD_IN = {"demo.svg": "README.md", "digest.png": "docs/manager.md"}
"""The page that shows each picture, where it is not the administrator's."""
every_picture = pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)


@every_picture
def test_a_picture_is_small_and_fetches_nothing(picture: Path) -> None:
    """A picture has less than 80 kB, and a drawing no script, link or address outside itself."""
    assert picture.stat().st_size < 80_000
    if picture.suffix == ".svg":
        drawn = picture.read_text("utf-8")
        assert set(re.findall(r"https?://[^\"\s]+", drawn)) == {"http://www.w3.org/2000/svg"}
        assert not re.search(r"<script|<image|href|@import|url\((?!#)", drawn)


@every_picture
def test_a_picture_is_told_in_words(picture: Path) -> None:
    """The page that shows a picture says in words what is on it."""
    page = HOUSE / TOLD_IN.get(picture.name, "docs/administrator.md")
    where = picture.relative_to(page.parent).as_posix()
    told = re.search(rf"!\[([^]]+)\]\({re.escape(where)}\)", page.read_text("utf-8"))
    assert told
    assert len(told[1].split()) > 30


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


def test_the_tree_is_the_one_the_settings_make() -> None:
    """The drawing of the folders is what the script draws today: `python -m docs.pictures.workplace` mends it."""
    assert workplace.TREE.read_text("utf-8") == workplace.tree()


def test_the_tree_tells_of_every_folder_that_does_something() -> None:
    """A folder into which people can drop something to have it done says so on the drawing, and no other does."""
    looked_at = {Deed.LOOK, Deed.HAND_OVER, Deed.NOTHING, Deed.REFUSED}
    acts = {place for place in Place if meaning(Thing.MESSAGE, place).deed not in looked_at}
    assert acts | set(BOARD.values()) | {Place.APPROVE, Place.RETURN, Place.STOP, "case"} == set(workplace.SAID)


def test_card_letter_and_digest_say_what_the_service_writes_today() -> None:
    """The words of the pictures are those of today: `python -m docs.pictures.workplace` mends it."""
    card, letter = workplace.pages()
    assert "Marguerite Oduya-Finch" in visible(card)
    assert "We will do your review" in visible(letter)
    assert workplace.mark_in(workplace.CARD) == workplace.mark_of(card)
    assert workplace.mark_in(workplace.LETTER) == workplace.mark_of(letter)
    assert workplace.mark_in(workplace.DIGEST) == workplace.mark_of(workplace.digest_page())


def test_other_words_are_another_picture() -> None:
    """A picture is known to be old by one changed word, and not by other colours."""
    page = '<p style="color: red">One word</p>'
    assert workplace.mark_of(page) == workplace.mark_of(page.replace("red", "blue"))
    assert workplace.mark_of(page) != workplace.mark_of(page.replace("One", "Another"))


def _senders(drawn: str) -> list[str]:
    return re.findall(r">\s{13}([^\s<][^<]*?)\s{2,}[^<]*<", drawn.replace("&#160;", " "))
