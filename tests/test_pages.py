"""The pages people of the office read: what they tell, how they are built, what nothing written into them can do."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inscriptis import get_text
from jinja2 import UndefinedError

import templates
from handlers.card_papers import of_case
from store.messages import Question
from store.terms import Owner, State
from templates.pages import Asked, Mail, Post, Tone, card_page, page_templates, post_page
from tests.chasing import CHASER, DAYS, LADDER, UNIT, chased
from tests.test_board import shown
from tests.test_course import ACCEPTED, CASE, TODAY
from tests.test_letters import LONDON, Page

MAIL = Mail(
    came="Fri 18:41",
    subject="Request for a review",
    sender="Marguerite Oduya-Finch",
    taken_for="application",
    tone=Tone.CALM,
    done=("opened PCR/2026/00001", "sent: acknowledgement"),
    why="the subject says “Request for a review”",
)
PRESSING = dataclasses.replace(MAIL, subject="my complaint", sender="Ines Quarrell", tone=Tone.NOW)
MACHINE = dataclasses.replace(MAIL, subject="Away", taken_for="automatic reply", tone=Tone.QUIET, done=("no letter",))
POST = Post(
    told_on="Monday 23 November 2026",
    mails=(MAIL, PRESSING, MACHINE),
    cases=2,
    letters_sent=1,
    asked_today=(Asked("PCR/2026/00002", "Who must be told today?", "manager"), Asked("", "What is this?", "manager")),
    asked_later=7,
)
CARD = shown(
    dataclasses.replace(ACCEPTED, state=State.UNDER_REVIEW, adjustments=("large print",)),
    history=(("23 Nov 09:00", "Case opened"),),
    questions=(Question("time", "Was it made in time?", Owner.ADMINISTRATOR, TODAY),),
)
_ASKED = dataclasses.replace(ACCEPTED, requests=(chased(),))
OWED = shown(_ASKED, papers=of_case(_ASKED, {UNIT.key: UNIT}, DAYS, LADDER, CHASER))
QUIET_DAY = Post("Monday 23 November 2026", (), 0, 0, (), 0)

GALLERY = """
{% extends "page.layout.html" %}
{% from "page.macros.html" import bars, table, tag, tiles %}
{% block title %}Every part{% endblock %}
{% block strip %}In every tone{% endblock %}
{% block sheet %}
<h1>Every part</h1>
{{ tiles([("One", 1, "", "calm")]) }}
{{ tiles(tiles_of) }}
{{ bars("Bars", "Kind", "Number", bars_of) }}
<p>{% for tone in tones %}{{ tag(word, tone) }} {% endfor %}</p>
{% call(row) table("Table", [("Case", "fixed"), ("Days", "figure"), ("Words", "half"), ("More", "wide")], rows) %}
<th scope="row" class="cell fixed">PCR/2026/00001</th>
<td class="cell figure">{{ row }}</td>
<td class="cell outside">{{ word }}</td>
<td class="cell wide">{{ word }}</td>
{% endcall %}
{% endblock %}
{% block foot %}{{ word }}{% endblock %}
"""


def gallery(word: str = "a word") -> str:
    """Every part of a page in every tone, with a word put wherever words can stand."""
    bars_of = [(word, number, tone) for number, tone in zip((200, 100, 1, 50, 70), Tone, strict=True)]
    bars_of.append((word, 0, Tone.CALM))
    tiles_of = [(word, 3, word, Tone.CALM), *(("Label", 12, "", tone) for tone in Tone if tone is not Tone.CALM)]
    drawn = page_templates().from_string(GALLERY)
    return drawn.render(office=LONDON, word=word, tones=list(Tone), bars_of=bars_of, tiles_of=tiles_of, rows=[1, 41])


def rows_of(html: str, caption: str) -> list[str]:
    """The rows of the table with this caption."""
    found = re.search(rf"<caption[^>]*>{caption}</caption>(.*?)</tbody>", html, re.DOTALL)
    assert found, caption
    return re.findall(r"<tr.*?</tr>", found[1], re.DOTALL)


# What they tell


def test_the_post_s_page_tells_what_became_of_each_mail() -> None:
    """Counts, what needs a person today, what came, and each mail with what was done and why."""
    words = " ".join(Page(post_page(LONDON, POST)).words)
    for told in (
        "Mayor’s Office for Policing and Crime Police Complaint Reviews Team · Monday 23 November 2026",
        "Questions that need a person today: 2. Questions that can wait: 7.",
        "Mails 3",
        "Cases 2",
        "Letters sent 1",
        "PCR/2026/00002 Who must be told today? For the manager no case What is this?",
        "application 2 automatic reply 1",
        "Fri 18:41 Request for a review Marguerite Oduya-Finch application opened PCR/2026/00001 sent: acknowledgement",
        "the subject says “Request for a review”",
        "The bot decides nothing.",
    ):
        assert told in words.replace("\xa0 ", ""), f"missing: {told}"


def test_a_day_without_post_has_no_empty_tables() -> None:
    """Where nothing came and nothing is asked, one sentence says so and no table stands there without rows."""
    html = post_page(LONDON, QUIET_DAY)
    assert "Nothing needs a person today." in html
    assert "<caption" not in html


def test_the_plain_words_of_a_page_make_sense() -> None:
    """Where a mail program draws the text from the page by itself, each number still stands beside its word."""
    lines = [" ".join(line.split()) for line in get_text(post_page(LONDON, POST)).splitlines()]
    assert "application 2" in lines
    assert "PCR/2026/00002 Who must be told today?" in lines


def test_every_page_is_tested_here() -> None:
    """A new page comes with its test."""
    here = {"post.page.html", "card.page.html", "note.page.html"}
    elsewhere = {"case_file.page.html", "digest.page.html"}  # tests/test_case_export.py, tests/test_digest.py
    assert {path.name for path in templates.HERE.glob("*.page.html")} == here | elsewhere


def test_the_card_tells_what_is_next_and_where_each_fact_came_from() -> None:
    """Read aloud, a card begins with what happens next and says of each fact who said it."""
    words = " ".join(get_text(card_page(LONDON, CARD)).split())
    for told in (
        "Look at it",
        "Monday 23 November 2026",
        "Was it made in time?",
        "said by A Li",
        "How to tell the bot",
    ):
        assert told in words


def test_a_card_shows_the_review_body_test_while_nobody_has_settled_it() -> None:
    """Every limb stands there with what the request says of it, until a person has said whose review it is."""
    assert "Whose review is it?" in card_page(LONDON, shown(CASE))
    assert "Whose review is it?" not in card_page(LONDON, CARD)


def test_a_card_says_what_the_police_owe_while_they_owe_it() -> None:
    """What is missing, whose turn it is, the last mail and the next one stand before the facts, or not at all."""
    words = " ".join(get_text(card_page(LONDON, OWED)).split())
    assert "Still missing 1. the report; 2. the outcome letter" in words
    assert "Next to them the letter to the unit's manager, on Monday 23 November 2026 at the earliest" in words
    assert words.index("Papers from the police") < words.index("Police reference")
    assert "Papers from the police" not in card_page(LONDON, CARD)


# How they are built


@pytest.mark.parametrize(
    "html", [post_page(LONDON, POST), gallery(), card_page(LONDON, CARD)], ids=["post", "gallery", "card"]
)
def test_tables_say_whether_they_lay_out_or_tell(html: str) -> None:
    """A table that lays out says so; one that tells has a caption, and a heading for each column and each row."""
    for table in re.findall(r"<table[^>]*>(?:(?!</?table).)*", html, re.DOTALL):
        tells = "<caption" in table
        assert tells != ('role="presentation"' in table[: table.index(">")])
    for row in re.findall(r"<tr[^>]*>(?=\s*<t[hd][^>]*class=\"cell).*?</tr>", html, re.DOTALL):
        assert row.count('scope="row"') == 1
    assert html.count("<caption") == html.count("<thead")
    assert 'scope="col"' in html


def test_the_longest_bar_is_the_greatest_number_and_none_is_for_nothing() -> None:
    """A bar's length is its share of the greatest in percent, at least one; nothing has no bar."""
    widths = [re.findall(r'<table[^>]* width="(\d+)%"', row) for row in rows_of(gallery(), "Bars")[1:]]
    assert widths == [["100"], ["50"], ["1"], ["25"], ["35"], []]


def test_bars_are_not_read_aloud_and_their_numbers_are() -> None:
    """A bar is hidden from whoever listens to the page; its label and its number are not."""
    for row in rows_of(gallery(), "Bars")[1:]:
        seen, hidden = row.split('aria-hidden="true"')
        assert 'scope="row"' in seen
        assert "<strong>" in seen
        assert "fill" not in seen
        assert "a word" not in hidden


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("part", ["tag", "fill", "edge"])
def test_every_tone_has_its_colour_in_every_part(part: str, tone: Tone) -> None:
    """No tone is without its colour."""
    assert f".{part}-{tone} {{" in (templates.HERE / "page.css").read_text("utf-8")


def test_every_style_is_used() -> None:
    """No class stands in the style that no page wears."""
    style = (templates.HERE / "page.css").read_text("utf-8")
    worn = {
        name
        for names in re.findall(r'class="([^"]+)"', gallery() + post_page(LONDON, POST) + card_page(LONDON, CARD))
        for name in names.split()
    }
    assert set(re.findall(r"\.([a-z]+(?:-[a-z]+)?)(?=[ ,{])", style)) <= worn


def test_word_gets_its_width_and_old_programs_get_no_puzzles() -> None:
    """Outlook's Word engine gets one table of fixed width, and nothing that it cannot draw is used."""
    html = post_page(LONDON, POST)
    assert html.count("<!--[if mso]>") == 2
    assert html.index("<!--[if mso]><table") < html.index('class="page"') < html.rindex("<!--[if mso]></td>")
    assert not re.search(r"flex|grid|rgba|url\(|@import|position:|<img|<script|<link|<svg", html)


def test_the_style_stands_in_the_tags() -> None:
    """Mail programs that drop the style sheet keep the style; only what a phone or the dark needs stays above."""
    html = post_page(LONDON, POST)
    style = html[html.index("<style") : html.index("</style>")]
    assert "prefers-color-scheme: dark" in style
    assert "max-width: 480px" in style
    assert ".tile {" not in style.partition("@media")[0]
    assert 'class="count" style="' in html


# What nothing written into them can do

NASTY = "{{7*7}} {% if %} <script>alert(1)</script> & \"'\r\n\u202e</table></style>"


def test_what_stands_in_a_mail_is_only_words() -> None:
    """Template marks, tags and line breaks in a mail arrive as the harmless characters they are."""
    mail = Mail(NASTY, NASTY, NASTY, NASTY, Tone.NOW, (NASTY, NASTY), NASTY)
    post = dataclasses.replace(POST, mails=(mail,), asked_today=(Asked(NASTY, NASTY, NASTY),), told_on=NASTY)
    calm = dataclasses.replace(
        POST, mails=(dataclasses.replace(mail, done=("", "")),), asked_today=(Asked("", "", ""),)
    )
    html = post_page(dataclasses.replace(LONDON, name=NASTY), post)
    assert Page(html).tags == Page(post_page(LONDON, calm)).tags
    assert "{{7*7}}" in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "\u202e" not in html
    assert "alert(1)&lt;/script&gt; &amp;" in html


@given(st.text(min_size=1, max_size=100))
def test_no_text_whatever_breaks_a_part(word: str) -> None:
    """Whatever characters are given to the parts of a page, no tag is added and none is lost."""
    assert Page(gallery(word)).tags == Page(gallery()).tags


def test_a_missing_fact_stops_a_page() -> None:
    """A page is not drawn with a gap where a fact should be."""
    with pytest.raises(UndefinedError, match="owner"):
        page_templates().from_string("For the {{ owner }}").render()
