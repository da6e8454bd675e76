"""The demonstration: a morning's post, done by the real service and told in one table; a second time nothing is new."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.demo import day as demo_day
from bot.demo import morning as demo
from bot.demo import papers as demo_papers
from bot.demo.day import Mail


@dataclass
class Done:
    """One demonstration, done once: where, what was printed, and what its commands tell about it."""

    folder: Path
    printed: str
    mail: dict[str, dict[str, Any]]
    sent: list[EmailMessage]
    post: dict[str, Mail]


def _command(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The demonstration in a folder of its own."""
    folder = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        printed = _command("run", "--demo")
        listed = [
            json.loads(line) for line in _command("mail", "list", "--json", "--config", "demo/config.toml").splitlines()
        ]
    letters = sorted((folder / "demo" / "mail" / ".Sent" / "cur").iterdir())
    return Done(
        folder=folder,
        printed=printed,
        mail={line["item"]: line for line in reversed(listed)},
        sent=[email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in letters],  # type: ignore[misc]  # the policy makes it an EmailMessage
        post={mail.key: mail for mail in demo_day.the_post()},
    )


def test_a_whole_morning_is_delivered_and_every_message_has_its_row(done: Done) -> None:
    """At least sixty messages come, none is left in the Inbox, and the table tells of each what became of it."""
    assert len(done.post) >= 60
    assert set(done.mail) == set(done.post)
    assert {line["state"] for line in done.mail.values()} == {"understood", "unreadable"}
    assert not list((done.folder / "demo" / "mail").glob("new/*"))
    assert not list((done.folder / "demo" / "mail").glob("cur/*"))
    rows = [line for line in done.printed.splitlines() if line[:4] in ("Fri ", "Sat ", "Sun ", "Mon ")]
    assert len(rows) == len(done.post)


def test_the_page_tells_of_each_mail_what_the_table_tells(done: Done) -> None:
    """The page has a row for each message, its totals are the table's, and a stranger's template marks are words."""
    page = (done.folder / "demo" / "result.html").read_text("utf-8")
    assert len(re.findall(r'<th class="cell outside"[^>]*scope="row"', page)) == len(done.post)
    for total in (len(done.post), len(done.sent)):
        assert re.search(rf'<p class="count"[^>]*>{total}</p>', page)
    assert "{{ 7 * 7 }}" in page


def test_it_says_where_everything_lies_and_what_to_try_next(done: Done) -> None:
    """Below the table stand counts, places that are there, and commands that work."""
    assert f"{len(done.post)} messages" in done.printed
    assert f"{len(done.sent)} letters sent" in done.printed
    for place in ("demo/mail", "demo/mail/.Sent", "demo/store", "demo/result.html"):
        assert f" {place} " in done.printed
        assert (done.folder / place).exists()
    commands = [line.partition("reviews-bot")[2].split() for line in done.printed.splitlines() if "--config" in line]
    assert len(commands) == 4


def test_nothing_but_people_outside_is_answered(done: Done) -> None:
    """No letter goes to a machine, the IOPC or our own office, and the force gets its request for papers alone."""
    senders = {mail.sender.rstrip(">").rpartition("<")[2] for mail in done.post.values()}
    asked = [letter for letter in done.sent if "Papers requested" in str(letter["Subject"])]
    assert [str(letter["To"]) for letter in asked] == ["psu.north@mps.example"]
    written_to = Counter(str(letter["To"]) for letter in done.sent if letter not in asked)
    assert set(written_to) <= senders
    domains = {address.rpartition("@")[2] for address in written_to}
    assert not {domain for domain in domains if domain.endswith(("mps.example", "iopc.example", "mopac.example"))}
    unasked = ["50-psu-away", "79-newsletter", "80-bulletin", "81-spam", "82-seo", "83-scanner", "84-mailer"]
    assert [key for key in unasked if done.mail[key]["letter"]] == []


def test_each_application_has_one_case_and_at_most_one_answer(done: Done) -> None:
    """Each request opens one case of its own; the second copy of a message shares its case and is not answered."""
    asked = [line for key, line in done.mail.items() if key[:2] < "30" and not done.post[key].again]
    references = [line["reference"] for line in asked]
    assert {line["kind"] for line in asked} == {"application"}
    assert len(set(references)) == len(references)
    assert None not in references
    copy, first = done.mail["19-same-letter-twice"], done.mail["03-pemberwick"]
    assert (copy["reference"], copy["letter"], first["letter"]) == (first["reference"], None, "acknowledgement")
    acknowledged = Counter(line["reference"] for line in done.mail.values() if line["letter"] == "acknowledgement")
    assert {number for reference, number in acknowledged.items() if reference} == {1}


@pytest.mark.parametrize("key", ["70-danger", "71-threat", "72-husband"])
def test_who_may_be_in_danger_gets_no_letter_and_lies_in_urgent(done: Done, key: str) -> None:
    """A message that may tell of danger is answered by nobody but a person, today."""
    line = done.mail[key]
    assert (line["letter"], line["why_not"], line["folder"]) == (None, "risk", ".Reviews.1 To do.Urgent")


def test_a_child_is_not_answered_by_itself(done: Done) -> None:
    """A message from or about somebody under 18 gets no automatic letter."""
    assert [done.mail[key]["letter"] for key in ("14-mother", "73-schoolboy")] == [None, None]


@pytest.mark.parametrize(
    ("key", "about"),
    [
        ("30-more-from-oduya", "01-oduya"),
        ("32-chaser", "11-angry"),
        ("33-withdrawal", "09-no-details"),
        ("34-evidence", "13-forwarded"),
    ],
)
def test_replies_find_the_case_they_are_about(done: Done, key: str, about: str) -> None:
    """A reply that names the reference its writer was given that morning joins that case."""
    assert done.mail[key]["reference"] == done.mail[about]["reference"] is not None


def test_a_unit_that_was_asked_is_understood_and_what_it_owes_is_told(done: Done) -> None:
    """Its reply ticks what it brought, nobody is asked who wrote it, and the end says what is missing."""
    line = done.mail["51-papers"]
    assert (line["kind"], line["folder"]) == ("papers", ".Reviews.4 Case files.PCR-2026-00001")
    told = done.printed.partition("Papers from the police")[2].partition("\n\n")[0]
    told = " ".join(told.split())
    assert "PSU North; asked on Monday 23 November 2026, due on Monday 7 December 2026" in told
    assert "6. the outcome letter as it was sent" in told
    assert "5. " not in told
    assert "Next to them: the chaser, on Tuesday 8 December 2026" in told
    (shown,) = [
        json.loads(one)
        for one in _command(
            "papers", "show", "PCR/2026/00001", "--json", "--config", str(done.folder / "demo/config.toml")
        ).splitlines()
    ]
    assert [item["number"] for item in shown["items"] if item["state"] == "received"] == [5]
    assert {file["vouched"] for file in shown["files"]} == {"verified"}


def test_words_of_strangers_change_nothing(done: Done) -> None:
    """Template marks and formulas in a message reach no letter worked out, and no stranger joins a case."""
    assert not [letter for letter in done.sent if "49" in str(letter["Subject"])]
    assert done.mail["89-two-senders"]["reference"] is None
    assert done.mail["39-officer"]["reference"] is None


def test_what_cannot_be_read_is_set_aside_for_a_person(done: Done) -> None:
    """A message of a hundred boxes in boxes is not read any further and stops nothing else."""
    assert done.mail["90-boxes"]["folder"] == ".Reviews.1 To do.Could not read"


def test_a_second_run_says_that_nothing_is_new(done: Done, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run again, it delivers, files and sends nothing, and says so."""
    monkeypatch.chdir(done.folder)
    lying = sorted(path.name for path in (done.folder / "demo" / "mail").rglob("cur/*"))
    again = _command("run", "--demo")
    assert again.splitlines()[0] == "Nothing is new."
    assert "demo/mail/.Sent" in again
    assert sorted(path.name for path in (done.folder / "demo" / "mail").rglob("cur/*")) == lying


def test_the_morning_is_the_same_every_time() -> None:
    """Each message and each letter in it has the same bytes whenever it is made, and no key stands twice."""
    first, second = demo_day.the_post(), demo_day.the_post()
    assert [demo_day.raw(mail, "PCR/2026/00001") for mail in first] == [
        demo_day.raw(mail, "PCR/2026/00001") for mail in second
    ]
    assert len({mail.key for mail in first}) == len(first)
    made = sum(len(mail.files) for mail in first if not mail.again)
    assert made >= 12
    assert demo_papers.pdf("One line (and) a \\ stroke.").startswith(b"%PDF-1.4")


def test_every_address_is_an_invented_one() -> None:
    """Every domain in the morning's mail ends in .example."""
    for mail in demo_day.the_post():
        assert mail.sender.rstrip(">").endswith(".example"), mail.key


def test_a_morning_that_broke_off_is_finished_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after the first look, the next run delivers and does the rest, and nobody is written to twice."""
    monkeypatch.chdir(tmp_path)
    early = demo_day.the_post()[:30]
    with monkeypatch.context() as shorter:
        shorter.setattr(demo, "LOOKS_AT", demo.LOOKS_AT[:1])
        shorter.setattr(demo_day, "the_post", lambda: early)
        assert "30 messages" in _command("run", "--demo")
    assert f"{len(demo_day.the_post())} messages" in _command("run", "--demo")
    letters = [email.message_from_bytes(path.read_bytes()) for path in (tmp_path / "demo/mail/.Sent/cur").iterdir()]
    answered = Counter(str(letter["In-Reply-To"]) for letter in letters)
    assert set(answered.values()) == {1}
