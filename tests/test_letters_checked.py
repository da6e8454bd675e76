"""`reviews-bot templates`, and the rules every letter keeps: plain words, one wording, colours, subjects."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import bot.proofing.letter_gates
import templates
from bot.cli import app
from bot.proofing.contrast import contrast, pale
from bot.proofing.letter_gates import (
    LAYOUTS,
    file_faults,
    form_faults,
    house_faults,
    looked_at,
    plain_faults,
    subject_faults,
)
from bot.proofing.letter_samples import LEAST, letterheads, samples
from bot.proofing.reading_level import plainness, prose, sentences
from handlers.correspondence import BY_NAME, LETTERS
from handlers.provisions import REG_32_A
from store.terms import Audience

RECEIPT = BY_NAME["receipt"]
WRITTEN = templates.render("receipt", letterheads()["mopac"], next(samples(RECEIPT)).facts)


def run(*words: str) -> Result:
    """One `templates` command, as it would be typed."""
    return CliRunner().invoke(app, ["templates", *words])


def lines(result: Result) -> list[dict[str, object]]:
    """What a `--json` command printed."""
    return [json.loads(line) for line in result.stdout.splitlines()]


# The letters keep the rules


@pytest.mark.parametrize("name", templates.letters())
def test_a_letter_keeps_every_rule(name: str) -> None:
    """Nobody gets a letter with a long sentence, a word of offices, a telling subject or an unknown fact."""
    looked = looked_at(name)
    assert not looked.faults
    assert looked.renderings >= 6
    assert 5 < looked.plain.longest <= 30


def test_the_house_keeps_its_rules() -> None:
    """Every letter stands on the table, and the letters' colours can be read by day and by night."""
    assert not list(house_faults())


def test_every_audience_has_its_layouts() -> None:
    """Whoever is of the public gets the layout with help and danger; every audience has one."""
    assert set(LAYOUTS) == set(Audience)
    assert {audience for audience, layouts in LAYOUTS.items() if "public" in layouts} == {
        Audience.COMPLAINANT,
        Audience.INTERESTED_PERSON,
    }


# The rules can be broken


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" ".join(["word"] * 31) + ".", "a sentence has 31 words"),
        (f"{' '.join(['a'] * 20)}. {' '.join(['a'] * 14)}.", "17.0 words in the mean"),
        ("Notwithstanding considerations, determinations remain disregarded.", "reading index is"),
        ("We write regarding this.", "it says 'regarding'"),
        ("We act in accordance with it.", "it says 'in accordance with'"),
    ],
)
def test_words_that_are_not_plain_are_found_out(text: str, fault: str) -> None:
    """A long sentence, long ones in the mean, hard words and the words of offices are each named."""
    assert any(fault in found for found in plain_faults(text, plainness(text)))


def test_plain_words_are_not_found_fault_with() -> None:
    """Short sentences in words of every day pass."""
    text = "We got your note. We will read it soon. You can call us."
    assert not list(plain_faults(text, plainness(text)))
    assert plainness(text).reading_index < 1
    with pytest.raises(ValueError, match="no sentence"):
        plainness("")


def test_the_prose_of_a_letter_is_what_is_read() -> None:
    """Sentences and items of lists count; a heading, a gap and the sender's name and address do not."""
    text = "A heading\n\nA sentence.\n\n- an item\n\n[CASEWORKER: Say why.]\n\nThe Team\nThe Office\nWe are here.\n"
    assert prose(text, up_to="The Team") == "A sentence.\n- an item"
    assert sentences("- an item\nOne. Two three?") == [["-", "an", "item"], ["One"], ["Two", "three"]]


def test_versions_that_differ_and_links_are_found_out() -> None:
    """A text with another word than the HTML, more than one link, and a letter that seems to decide are each named."""
    other = replace(WRITTEN, text=WRITTEN.text.replace("Thank you", "Thanks"))
    assert "its plain text does not say the same as its HTML." in form_faults(RECEIPT, other)
    linked = replace(WRITTEN, html=WRITTEN.html.replace("</p>", '<a href="https://one.example"></a></p>'))
    assert "it has more than one link." in form_faults(RECEIPT, linked)
    silent = replace(WRITTEN, text=WRITTEN.text.replace("not a decision", "a note"))
    assert "it decides nothing and does not say so." in form_faults(RECEIPT, silent)
    assert not list(form_faults(RECEIPT, WRITTEN))


@pytest.mark.parametrize(
    ("letter", "subject", "fault"),
    [
        ("receipt", "Your police complaint [PCR/2026/00417]", "locked screen"),
        ("receipt", "Our decision on the outcome [PCR/2026/00417]", "locked screen"),
        ("receipt", "[PCR/2026/00417] We have your message", "does not end with the reference"),
        ("papers_request", "Papers requested [PCR/2026/00417]", "does not begin with the reference"),
        ("forwarding", "A request", "does not begin with the reference"),
    ],
)
def test_a_subject_that_tells_too_much_or_too_little_is_found_out(letter: str, subject: str, fault: str) -> None:
    """A complainant's subject tells nothing on a locked screen; each has the reference where it is looked for."""
    assert any(fault in found for found in subject_faults(BY_NAME[letter], subject, "PCR/2026/00417"))
    assert not list(subject_faults(RECEIPT, "We have your message [PCR/2026/00417]", "PCR/2026/00417"))
    assert not list(subject_faults(RECEIPT, "We have your message", ""))


def test_a_row_that_does_not_fit_its_file_is_found_out() -> None:
    """A fact too few or too many, another audience's layout and an unnamed provision are each named."""
    row = replace(
        BY_NAME["transfer_note"],
        facts=("reference", "received_on", "weather"),
        audience=Audience.COMPLAINANT,
        rests_on=(REG_32_A,),
    )
    found = " ".join(file_faults(row))
    assert "speaks of the fact 'limb_words'" in found
    assert "has the fact 'weather'" in found
    assert "the layout 'office' is not for this audience (complainant)" in found
    assert "does not say that it rests on regulation 32(a)" in found


def test_pale_letters_are_found_out_by_day_and_by_night() -> None:
    """Grey on white is too pale, and so is a dark ink by night where only the ground was changed; black is not."""
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("767676", "ffffff") == pytest.approx(4.54, abs=0.01)
    day = "body { background-color: #ffffff; color: #0b0c0c; }\n.note { color: #999999; }\n"
    assert [fault.partition(":")[0] for fault in pale(day)] == [".note", ".note"]
    night = (
        "body { background-color: #ffffff; color: #0b0c0c; }\n.box { color: #0b0c0c; }\n"
        "@media (prefers-color-scheme: dark) {\n  body { background-color: #121415 !important; color: #f3f2f1; }\n}\n"
    )
    assert [fault.split()[:3] for fault in pale(night)] == [[".box:", "by", "night"]]


# The command line


def test_the_list_tells_of_each_letter() -> None:
    """`templates list --json` prints one object a letter, with what it decides, who signs it and what it rests on."""
    told = {str(line["name"]): line for line in lines(run("list", "--json"))}
    assert list(told) == [letter.name for letter in LETTERS]
    refused = told["late_refused"]
    assert (refused["code"], refused["audience"], refused["approval"]) == ("L-OOT-REFUSE", "complainant", "signed")
    assert (refused["decides"], refused["verified"]) == (True, False)
    assert refused["signers"] == ["administrator", "manager", "head"]
    assert "regulation 29(4)" in str(refused["rests_on"])
    assert "L-TRANSFER-IOPC" in run("list").stdout


def test_the_preview_shows_every_letter_to_everybody(tmp_path: Path) -> None:
    """`templates preview` writes each letter to each person from each office, twice, and a page that leads to all."""
    done = run("preview", "--out", str(tmp_path / "new" / "letters"))
    assert done.exit_code == 0, done.output
    folder = tmp_path / "new" / "letters"
    page = (folder / "index.html").read_text("utf-8")
    pages = sorted(path.name for path in folder.glob("*.html") if path.name != "index.html")
    texts = sorted(path.name for path in folder.glob("*.txt"))
    sheets = sum(len(list(samples(letter))) for letter in LETTERS) * len(letterheads())
    assert len(pages) == len(texts) == sheets > 6 * len(LETTERS)
    assert not [name for name in (*pages, *texts) if f'href="{name}"' not in page]
    assert f"{len(LETTERS)} letters, {sheets} renderings" in done.stdout
    subject = (folder / f"mopac-receipt-{LEAST.replace(' ', '-')}.txt").read_text("utf-8").splitlines()[0]
    assert subject == "We have added your message to our file [PCR/2026/00417]"
    assert "王秀英" in (folder / "mopac-progress-other-letters.html").read_text("utf-8")


def test_the_check_finds_nothing_and_tells_how_plain_each_letter_is() -> None:
    """`templates check` ends well, and with --json gives each letter's figures."""
    done = run("check")
    assert done.exit_code == 0
    assert done.stdout.endswith("no faults.\n")
    figures = lines(run("check", "--json"))
    assert {line["name"] for line in figures} == set(BY_NAME)
    assert all(line["faults"] == [] and float(str(line["reading_index"])) <= 9 for line in figures)


def test_the_check_ends_badly_with_a_sentence_for_each_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a rule no letter can keep, `templates check` names every letter and ends with 1, with --json too."""
    monkeypatch.setattr(bot.proofing.letter_gates, "MOST_WORDS_A_SENTENCE", 5)
    done = run("check")
    assert done.exit_code == 1
    told = done.stdout.splitlines()
    assert {line.split()[0] for line in told[:-1]} == set(BY_NAME)
    assert all("words, and the most is 5." in line for line in told[:-1])
    as_json = run("check", "--json")
    assert as_json.exit_code == 1
    assert sum(len(list(line["faults"])) for line in lines(as_json)) == len(told) - 1  # type: ignore[call-overload]  # JSON
