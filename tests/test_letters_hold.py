"""What letters hold against: facts that are missing, empty or nasty, and files that are not as they must be."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import templates
from bot.proofing.letter_samples import samples
from handlers.correspondence import BY_NAME, LISTS
from store.messages import Office
from tests.test_letters import COUNTY, FACTS, LONDON, NO_CASE, Page, every_letter, written

# What nothing written into them can do


@every_letter
def test_a_missing_fact_stops_the_letter(letter: str) -> None:
    """No letter is written without one of its facts, whether it must have words or may be empty."""
    everything = next(samples(BY_NAME[letter])).facts
    for name in BY_NAME[letter].facts:
        less = {key: value for key, value in everything.items() if key != name}
        with pytest.raises(templates.LetterError, match=name):
            written(letter, less)


@every_letter
def test_an_empty_fact_stops_the_letter(letter: str) -> None:
    """No letter is written with a gap where words should be: not "Please reply by ." and not an empty list."""
    everything = next(samples(BY_NAME[letter])).facts
    for name in BY_NAME[letter].facts:
        empty: templates.Words = () if name in LISTS else " \n"
        with pytest.raises(templates.LetterError, match=name):
            written(letter, {**everything, name: empty})


def test_a_letter_that_does_not_exist_is_refused() -> None:
    """Only the letters in the folder can be written, and no path reaches another file."""
    for letter in ("outcome", "letter.layout", "letter.macros", "../pyproject", ""):
        with pytest.raises(templates.LetterError, match="acknowledgement"):
            written(letter, FACTS)


def test_what_stands_in_a_fact_is_only_words() -> None:
    """Template marks, tags and line breaks in a fact arrive as the harmless characters they are."""
    nasty = "{{7*7}} {% if %} <script>alert(1)</script> & \"'\r\nBcc: all@force.example\u2028\u202e"
    letter = written("acknowledgement", {**FACTS, "reference": nasty})
    assert "{{7*7}}" in letter.text
    assert "49" not in letter.text
    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert "\u202e" not in letter.text + letter.html + letter.subject
    assert letter.subject.endswith("Bcc: all@force.example]")


@given(st.text(max_size=200))
def test_no_text_whatever_breaks_a_letter(value: str) -> None:
    """Whatever characters stand in a fact, the subject is one line, no tag is added, and both versions agree."""
    facts = {**FACTS, "received_on": value}
    if not templates.one_line(value):
        with pytest.raises(templates.LetterError, match="received_on"):
            written("acknowledgement", facts)
        return
    calm, wild = written("acknowledgement", FACTS), written("acknowledgement", facts)
    assert len(wild.subject.splitlines()) == 1
    assert Page(wild.html).tags == Page(calm.html).tags
    assert wild.text.split() == Page(wild.html).words


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_no_list_whatever_breaks_a_letter(values: list[str]) -> None:
    """Whatever stands in a list, each of its lines is one harmless line in both versions."""
    wild = written("team_note", {"lines": tuple(values), "reference": ""})
    assert Page(wild.html).tags.count("li") == len(values)
    assert wild.text.split() == Page(wild.html).words


def test_an_office_name_is_only_words_too() -> None:
    """Nothing in an office's own settings becomes a tag or a line of its own."""
    office = Office("A & B <b>Office</b>", "Team\r\nX-Header: 1", "a@b.example", "Force")
    letter = written("receipt", FACTS, office)
    assert "A &amp; B &lt;b&gt;Office&lt;/b&gt;" in letter.html
    assert "A & B <b>Office</b>" in letter.text
    assert "Team X-Header: 1" in letter.text


# Versions and files


def test_the_version_follows_the_words_and_nothing_else(tmp_path: Path) -> None:
    """The version of a letter stays with its words and changes with the letter, its layout or its style alone."""
    versions = {written("acknowledgement", FACTS).template_version}
    assert versions == {written("acknowledgement", NO_CASE, COUNTY).template_version}
    assert all(re.fullmatch(r"[0-9a-f]{12}", version) for version in versions)
    changes = ("acknowledgement.html", "letter.layout.html", "public.layout.html", "letter.macros.html", "mail.css")
    for number, changed in enumerate(changes):
        folder = tmp_path / str(number)
        shutil.copytree(templates.HERE, folder)
        file = folder / changed
        words = re.sub(r"Thank you|office.team|If you need|Our reference|24px", r"\g<0> ", file.read_text("utf-8"))
        file.write_text(words, "utf-8")
        versions.add(templates.Stationery(folder).render("acknowledgement", LONDON, FACTS).template_version)
    assert len(versions) == 1 + len(changes)


@pytest.mark.parametrize(
    ("words", "instead", "why"),
    [
        ('[% extends "public.layout.html" %]', "", "must name its layout"),
        ("[% block rests_on %]", "[% block other %]", "rests_on"),
        ("[% endblock %]", "[% endblock %]<p>Also</p>", "blocks alone"),
        ("<h1>", "<h1>{{ reference | shout }}", "half.html is not as it must be.*shout"),
        ("our_reference()", "no_such_part()", "half.html is not as it must be.*no_such_part"),
    ],
    ids=["no layout", "no grounds", "words outside", "unknown filter", "unknown part"],
)
def test_a_letter_that_is_not_as_it_must_be_is_refused(tmp_path: Path, words: str, instead: str, why: str) -> None:
    """A file without its layout or one of its blocks, with words outside them or with unknown marks, is no letter."""
    shutil.copytree(templates.HERE, tmp_path, dirs_exist_ok=True)
    whole = (templates.HERE / "receipt.html").read_text("utf-8")
    assert words in whole
    (tmp_path / "half.html").write_text(whole.replace(words, instead), "utf-8")
    with pytest.raises(templates.LetterError, match=why):
        templates.Stationery(tmp_path).render("half", LONDON, FACTS)


@pytest.mark.parametrize("file", sorted(path.name for path in templates.HERE.glob("*.html") if "page" not in path.name))
def test_template_marks_survive_being_read_as_html(file: str) -> None:
    """No template mark of a letter holds a character that reading the file as HTML would change."""
    marks = re.findall(r"{{.*?}}|{%.*?%}", (templates.HERE / file).read_text(encoding="utf-8"))
    assert not [mark for mark in marks if set(mark) & set("<>&")]
