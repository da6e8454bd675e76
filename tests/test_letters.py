"""The letters themselves: what they say, how plainly, in both versions, and what nothing written into them can do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import templates
from store.messages import Office, Rendered

LONDON = Office(
    name="Mayor’s Office for Policing and Crime",
    team="Police Complaint Reviews Team",
    mailbox_address="reviews@policingoffice.example",
    force_name="Metropolitan Police Service",
    telephone="020 7946 0123",
    website="www.policingoffice.example",
    postal_address="1 Example Street, London SE1 0AA",
)
COUNTY = Office(
    name="Office of the Police and Crime Commissioner for Leicestershire",
    team="Reviews and Policy Office",
    mailbox_address="reviews@county.example",
    force_name="Leicestershire Police",
)
OFFICES = [pytest.param(LONDON, id="london"), pytest.param(COUNTY, id="county")]
REFERENCE = "PCR/2026/00417"
DATES = {"received_on": "Monday 9 November 2026", "reply_by": "Monday 16 November 2026"}
FACTS = {**DATES, "for_another": "", "reference": REFERENCE}
NO_CASE = {**FACTS, "reference": ""}
LETTERS = [
    pytest.param("acknowledgement", FACTS, id="acknowledgement"),
    pytest.param("acknowledgement", NO_CASE, id="acknowledgement-no-case"),
    pytest.param("acknowledgement", {**FACTS, "for_another": "yes"}, id="acknowledgement-representative"),
    pytest.param("receipt", FACTS, id="receipt"),
]
every_office = pytest.mark.parametrize("office", OFFICES)
every_letter = pytest.mark.parametrize(("letter", "facts"), LETTERS)

AVOIDED = re.compile(
    r"\b(appellant|appeal|pursuant|aforementioned|whilst|utilise|hereby|herein|thereof|commence|terminate|endeavour"
    r"|regarding|correspondence|henceforth|notwithstanding|prior|ensure|forthwith|liaise|uphold|allegation|invalid)\b"
)
MOST_WORDS_A_SENTENCE = 30
MEAN_WORDS_A_SENTENCE = 16
HIGHEST_READING_INDEX = 9


class Page(HTMLParser):
    """What a reader of the HTML sees, word by word, and which tags and attributes brought it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._seen: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._hidden = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._hidden += tag == "head"
        if tag not in ("strong", "span"):
            self._seen.append(" - " if tag == "li" else " ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "head"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._seen.append(data)

    @property
    def words(self) -> list[str]:
        return "".join(self._seen).split()


def written(letter: str, facts: Mapping[str, str], office: Office = LONDON) -> Rendered:
    """A letter with its facts."""
    return templates.render(letter, office, facts)


def prose(text: str) -> str:
    """A letter's whole sentences: no heading, and not the block that says who sends it."""
    said = text[: text.index("It is free.") + len("It is free.")]
    return "\n".join(line for line in said.splitlines() if line.endswith((".", "?", "!")))


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    parts = re.split(r"(?<=[.?!])\s+|\n+", text)
    found = [re.findall(r"[\w’'/-]+", part) for part in parts]
    return [words for words in found if any(word != "-" for word in words)]


def reading_index(text: str) -> float:
    """The Automated Readability Index: about the years at school that a reader needs; 5 is read at the age of ten."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    marks = sum(len(re.sub(r"\W", "", word)) for word in words)
    return 4.71 * marks / len(words) + 0.5 * len(words) / len(found) - 21.43


# What they say


@every_office
def test_the_acknowledgement_says_all_it_must(office: Office) -> None:
    """The acknowledgement gives the dates, the reference, what it does not decide, help, and whom to call in danger."""
    text = written("acknowledgement", FACTS, office).text
    for words in (
        "We received your message on Monday 9 November 2026",
        "Our reference is PCR/2026/00417",
        "Please put it in the subject line",
        "will look at your message by Monday 16 November 2026",
        "It is not a decision",
        "in time, is valid or is one for us",
        "do not send the same message again",
        "do not send original documents",
        "large print",
        "another language",
        "do something differently",
        "Call 999",
        "do not watch this mailbox for emergencies",
        "Samaritans",
        "116 123",
        office.team,
        office.name,
        office.mailbox_address,
        "not part of the police",
    ):
        assert words in text, f"missing: {words}"


@every_office
def test_without_a_case_no_reference_is_spoken_of(office: Office) -> None:
    """Where no case was opened, the acknowledgement has no brackets in its subject and no word of a reference."""
    letter = written("acknowledgement", NO_CASE, office)
    assert letter.subject == "We have received your message"
    assert "reference" not in letter.text.lower()
    assert "subject line" not in letter.text


@every_letter
def test_no_letter_confirms_that_anybody_complained(letter: str, facts: Mapping[str, str]) -> None:
    """Apart from the team's own name, nothing says that there is a complaint, a case, an officer or an outcome."""
    rendered = written(letter, facts, COUNTY)
    said = f"{rendered.subject}\n{rendered.text}".lower().replace("not part of the police", "")
    said = said.replace(COUNTY.name.lower(), "").replace(COUNTY.team.lower(), "")
    assert not re.search(r"complain|police|officer|outcome|your (request|case|review)", said)


@pytest.mark.parametrize(
    ("letter", "facts", "subject"),
    [
        ("acknowledgement", FACTS, "We have received your message [PCR/2026/00417]"),
        ("acknowledgement", NO_CASE, "We have received your message"),
        ("receipt", FACTS, "We have added your message to our file [PCR/2026/00417]"),
    ],
)
def test_subjects_are_ours_and_neutral(letter: str, facts: Mapping[str, str], subject: str) -> None:
    """A subject says only that a message came, with the reference at its end."""
    assert written(letter, facts).subject == subject


def test_a_receipt_needs_its_reference() -> None:
    """There is no receipt for a message that was added to no case."""
    with pytest.raises(templates.LetterError, match="reference"):
        written("receipt", NO_CASE)


def test_an_office_without_telephone_or_address_leaves_no_gap() -> None:
    """What an office does not have is not spoken of and leaves no empty line."""
    text = written("acknowledgement", FACTS, COUNTY).text
    assert "Reply to this email." in text
    assert "\n\n\n" not in text
    assert text.endswith("reviews@county.example\nWe are not part of the police.\n")


@pytest.mark.parametrize("letter", templates.letters())
def test_every_letter_says_what_it_rests_on(letter: str) -> None:
    """Each letter names the provision or the promise it rests on, and never in the letter itself."""
    grounds = templates.rests_on(letter)
    assert len(grounds) > 40
    assert grounds.splitlines()[0] not in written(letter, FACTS).html


def test_every_letter_is_tested_here() -> None:
    """A new letter comes with a line in this test."""
    assert set(templates.letters()) == {str(case.values[0]) for case in LETTERS}


# How plainly


@every_office
@every_letter
def test_letters_are_plain_english(letter: str, facts: Mapping[str, str], office: Office) -> None:
    """No sentence is long, the mean is short, and a child of ten or eleven can read it."""
    text = prose(written(letter, facts, office).text)
    found = sentences(text)
    assert max(map(len, found)) <= MOST_WORDS_A_SENTENCE
    assert sum(map(len, found)) / len(found) <= MEAN_WORDS_A_SENTENCE
    assert reading_index(text) <= HIGHEST_READING_INDEX


def test_the_reading_index_tells_plain_words_from_officialese() -> None:
    """A child's sentences stay far below the limit, and an office's go far above it."""
    assert reading_index("We got your note. We will read it soon. You can call us.") < 1
    officialese = "Notwithstanding the aforementioned considerations, correspondence received subsequently to the"
    assert reading_index(f"{officialese} determination will be disregarded.") > 2 * HIGHEST_READING_INDEX


@every_letter
def test_letters_avoid_the_words_of_offices(letter: str, facts: Mapping[str, str]) -> None:
    """None of the words that keep people from understanding stands in a letter."""
    assert not AVOIDED.search(written(letter, facts).text.lower())


# Both versions


@every_office
@every_letter
def test_html_and_text_say_the_same_words(letter: str, facts: Mapping[str, str], office: Office) -> None:
    """Whoever reads the plain text reads every word of the HTML, in the same order, and no other."""
    rendered = written(letter, facts, office)
    assert rendered.text.split() == Page(rendered.html).words


@every_office
@every_letter
def test_letters_hold_nothing_to_click_or_fetch(letter: str, facts: Mapping[str, str], office: Office) -> None:
    """A letter has no link, picture, script, form or address that a mail client could fetch."""
    html = written(letter, facts, office).html
    page = Page(html)
    assert not set(page.tags) & {"a", "img", "script", "link", "iframe", "form", "object", "table", "input"}
    assert not {name for name, _ in page.attributes} & {"href", "src", "background", "action", "srcset"}
    assert not re.search(r"https?:|www\.|url\(|@import", html)


@every_letter
def test_letters_can_be_read_by_everybody(letter: str, facts: Mapping[str, str]) -> None:
    """A letter tells its language twice, has one main heading, readable letters, and follows the reader's dark mode."""
    html = written(letter, facts).html
    page = Page(html)
    assert page.attributes.count(("lang", "en-GB")) == 2
    assert page.tags.count("h1") == 1
    assert "font-size: 16px" in html
    assert "prefers-color-scheme: dark" in html
    assert ("name", "viewport") in page.attributes


# What nothing written into them can do


@pytest.mark.parametrize(
    ("letter", "name"),
    [("acknowledgement", name) for name in FACTS] + [("receipt", name) for name in (*DATES, "reference")],
)
def test_a_missing_fact_stops_the_letter(letter: str, name: str) -> None:
    """A letter is not written with a gap where a fact should be."""
    facts = {key: value for key, value in FACTS.items() if key != name}
    with pytest.raises(templates.LetterError, match=name):
        written(letter, facts)


def test_a_letter_that_does_not_exist_is_refused() -> None:
    """Only the letters in the folder can be written, and no path reaches another file."""
    for letter in ("outcome", "letter.layout", "../pyproject", ""):
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
    calm, wild = (written("acknowledgement", {**FACTS, "received_on": fact}) for fact in ("Monday", value))
    assert len(wild.subject.splitlines()) == 1
    assert Page(wild.html).tags == Page(calm.html).tags
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
    for number, changed in enumerate(("acknowledgement.html", "letter.layout.html", "mail.css")):
        folder = tmp_path / str(number)
        shutil.copytree(templates.HERE, folder)
        file = folder / changed
        file.write_text(re.sub(r"Thank you|If you need|24px", r"\g<0> ", file.read_text("utf-8")), "utf-8")
        versions.add(templates.Stationery(folder).render("acknowledgement", LONDON, FACTS).template_version)
    assert len(versions) == 4


def test_a_letter_with_a_part_missing_is_refused(tmp_path: Path) -> None:
    """A file without its subject, its grounds or its letter, or with anything outside them, is no letter."""
    shutil.copytree(templates.HERE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "half.html").write_text("{% block letter %}<p>Hello</p>{% endblock %}", "utf-8")
    with pytest.raises(templates.LetterError, match="rests_on"):
        templates.Stationery(tmp_path).render("half", LONDON, FACTS)


@pytest.mark.parametrize("file", [*(f"{letter}.html" for letter in templates.letters()), templates.LAYOUT])
def test_template_marks_survive_being_read_as_html(file: str) -> None:
    """No template mark of a letter holds a character that reading the file as HTML would change."""
    marks = re.findall(r"{{.*?}}|{%.*?%}", (templates.HERE / file).read_text(encoding="utf-8"))
    assert marks
    assert not [mark for mark in marks if set(mark) & set("<>&")]


@every_office
def test_a_representative_is_asked_for_consent_and_told_nothing(office: Office) -> None:
    """Whoever writes for somebody else is told that consent is needed, and not that anybody has a case."""
    text = written("acknowledgement", {**FACTS, "for_another": "yes"}, office).text
    assert "written consent" in text
    assert "does not say that anybody has a case" in text
    assert "consent" not in written("acknowledgement", FACTS, office).text
