"""The letters themselves: what they say, how plainly, in both versions, and what nothing written into them can do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import pytest

import templates
from bot.proofing.letter_samples import samples
from handlers.correspondence import BY_NAME
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
FACTS = {**DATES, "for_another": "", "on_paper": "", "reference": REFERENCE}
NO_CASE = {**FACTS, "reference": ""}
AUTOMATIC = [
    pytest.param("acknowledgement", FACTS, id="acknowledgement"),
    pytest.param("acknowledgement", NO_CASE, id="acknowledgement-no-case"),
    pytest.param("acknowledgement", {**FACTS, "for_another": "yes"}, id="acknowledgement-representative"),
    pytest.param("receipt", FACTS, id="receipt"),
]
every_office = pytest.mark.parametrize("office", OFFICES)
every_automatic_letter = pytest.mark.parametrize(("letter", "facts"), AUTOMATIC)
every_letter = pytest.mark.parametrize("letter", templates.letters())


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


def written(letter: str, facts: Mapping[str, templates.Words], office: Office = LONDON) -> Rendered:
    """A letter with its facts."""
    return templates.render(letter, office, facts)


def sheets(letter: str) -> Iterator[Rendered]:
    """A letter to each invented person from each office."""
    for sample in samples(BY_NAME[letter]):
        for office in (LONDON, COUNTY):
            yield written(letter, sample.facts, office)


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


@every_automatic_letter
def test_no_automatic_letter_confirms_that_anybody_complained(letter: str, facts: Mapping[str, str]) -> None:
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


@every_letter
def test_every_letter_says_what_it_rests_on(letter: str) -> None:
    """Each letter names the provision or the promise it rests on, and never in the letter itself."""
    grounds = templates.rests_on(letter)
    assert len(grounds) > 40
    assert grounds.splitlines()[0] not in next(sheets(letter)).html


@every_office
def test_a_representative_is_asked_for_consent_and_told_nothing(office: Office) -> None:
    """Whoever writes for somebody else is told that consent is needed, and not that anybody has a case."""
    text = written("acknowledgement", {**FACTS, "for_another": "yes"}, office).text
    assert "written consent" in text
    assert "does not say that anybody has a case" in text
    assert "consent" not in written("acknowledgement", FACTS, office).text


# Both versions


@every_letter
def test_html_and_text_say_the_same_words(letter: str) -> None:
    """Whoever reads the plain text reads every word of the HTML, in the same order, and no other."""
    for rendered in sheets(letter):
        assert rendered.text.split() == Page(rendered.html).words


@every_letter
def test_letters_hold_nothing_to_click_or_fetch(letter: str) -> None:
    """A letter has no link, picture, script, form or address that a mail client could fetch."""
    for rendered in sheets(letter):
        page = Page(rendered.html)
        assert not set(page.tags) & {"a", "img", "script", "link", "iframe", "form", "object", "table", "input"}
        assert not {name for name, _ in page.attributes} & {"href", "src", "background", "action", "srcset"}
        assert not re.search(r"https?:|www\.|url\(|@import", rendered.html)


@every_letter
def test_letters_can_be_read_by_everybody(letter: str) -> None:
    """A letter tells its language twice, has one main heading, readable letters, and follows the reader's dark mode."""
    for rendered in sheets(letter):
        page = Page(rendered.html)
        assert page.attributes.count(("lang", "en-GB")) == 2
        assert page.tags.count("h1") == 1
        assert re.search("font-size: (16|20)px", rendered.html)
        assert "prefers-color-scheme: dark" in rendered.html
        assert ("name", "viewport") in page.attributes


@every_letter
def test_the_plain_text_stands_well(letter: str) -> None:
    """In the plain text nothing runs into the next line: a heading, a paragraph and an item have lines of their own."""
    for rendered in sheets(letter):
        assert "\n\n\n" not in rendered.text
        parts = re.findall(r"<(h1|h2|p|li)\b[^>]*>(.*?)</\1>", rendered.html, re.DOTALL)
        lines = [" ".join(line.removeprefix("- ").split()) for line in rendered.text.splitlines()]
        for _, part in parts:
            assert " ".join(Page(f"<p>{part}</p>").words) in lines
