"""The manager's daily mail: what it tells, that it comes once and whenever it should, and that it names nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot import mime
from bot.cli import app
from bot.mailbox import ews_composing, graph_enclosures
from bot.prompt import digest_command
from bot.reporting import gathering, register_round
from bot.reporting.trend import picture
from handlers.day_counts import DayCounts, at_work
from handlers.digest import Morning, digest
from handlers.digest_needs import AskedOfNoCase, needs
from handlers.working_days import WorkingDays
from store import outbox
from store.messages import CaseRecord, Enclosure, Letter, QuestionRecord, TargetTable, WaitingLetter, spans
from store.messages.digest import Why
from store.terms import LONDON, LetterState, State
from templates.digest import render_digest
from tests.desk import Desk
from tests.digest_samples import AFTER_AN_OUTAGE, AT, FULL, MACHINE, MONDAY, QUIET
from tests.mailrooms import BACK_ENDS
from tests.signing_world import HAN, MO
from tests.test_letters import LONDON as OFFICE
from tests.world import message

DAYS = WorkingDays()
COUNTS = DayCounts(DAYS)
STARTED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""A Friday; the first digest is due on the Monday after."""
SEND = {"REVIEWS_DIGEST__SEND": "true"}
ANN = "Ann Quarrell-Oduya <ann.quarrell@person.example>"


def morning_of(folder: Path, **environ: str) -> Desk:
    """An office that has had one request on Friday, on Monday before the digest is due."""
    desk = Desk(folder, at=STARTED, environ={**SEND, **environ})
    desk.deliver(message(ANN, at=STARTED))
    desk.runs()
    desk.clock.at = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    desk.runs()
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Monday morning, before the digest is due."""
    made = morning_of(tmp_path)
    yield made
    made.close()


def digests(desk: Desk) -> list[EmailMessage]:
    """Every digest that has left."""
    return [one for one in desk.sent() if str(one["Subject"]).startswith("Reviews: ") and "overdue" in one["Subject"]]


def words_of(letter: EmailMessage) -> str:
    """Its plain text on one line."""
    body = letter.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return " ".join(body.get_content().split())


# When it comes, and how often


def test_it_comes_at_its_time_to_every_manager_and_to_nobody_else(desk: Desk) -> None:
    """Before half past seven nobody has it; from then on each manager has one mail, and no other of the team."""
    assert not digests(desk)
    desk.passes(minutes=31)
    assert [one["To"] for one in digests(desk)] == [MO]


def test_it_comes_once_a_day_whatever_restarts(desk: Desk) -> None:
    """Passes, restarts and a second hour bring no second digest on the same day, and the next day brings one."""
    desk.passes(minutes=31)
    desk.restarts()
    desk.passes(hours=1)
    desk.restarts()
    desk.passes(hours=6)
    assert len(digests(desk)) == 1
    desk.passes(hours=24)
    assert len(digests(desk)) == 2


def test_no_digest_at_weekends_and_none_for_the_days_missed(desk: Desk) -> None:
    """After five days without the service there is one digest and not one for each of them; none on a Saturday."""
    desk.clock.at = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    desk.runs()
    assert not digests(desk)
    desk.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    desk.runs()
    (only,) = digests(desk)
    assert "Monday 30 November 2026" in words_of(only)


def test_what_could_not_leave_is_given_up_for_the_newest(desk: Desk) -> None:
    """While sending was stopped the digests waited; when it goes on, one mail comes: the last."""
    desk.service.settings.stop_file.touch()
    for day in (23, 24, 25):
        desk.clock.at = datetime(2026, 11, day, 8, 0, tzinfo=UTC)
        desk.runs()
    desk.service.settings.stop_file.unlink()
    desk.passes(minutes=5)
    (only,) = digests(desk)
    assert "Wednesday 25 November 2026" in words_of(only)


def assert_says_that_nothing_is_to_do(desk: Desk) -> None:
    """On Monday morning one digest comes, and nothing in it needs anybody."""
    desk.runs()
    desk.clock.at = datetime(2026, 11, 23, 7, 31, tzinfo=UTC)
    desk.runs()
    (only,) = digests(desk)
    assert only["Subject"] == "Reviews: 0 overdue, 0 due today, 0 for you"


def test_nothing_to_report_still_arrives(tmp_path: Path) -> None:
    """An office whose only mail was a machine's gets its digest, which says that nothing needs anybody."""
    desk = Desk(tmp_path, at=STARTED, environ=SEND)
    automatic = {"Auto-Submitted": "auto-generated"}
    desk.deliver(message("noreply@shop.example", "Your order has left.", subject="Your order", headers=automatic))
    assert_says_that_nothing_is_to_do(desk)
    desk.close()


def test_a_new_installation_hears_of_itself(tmp_path: Path) -> None:
    """An office to which nobody has ever written gets its digest, too: silence would mean that something is broken."""
    desk = Desk(tmp_path, at=STARTED, environ=SEND)
    assert_says_that_nothing_is_to_do(desk)
    desk.close()


@pytest.mark.parametrize(("mode", "drafts"), [("watch", 0), ("draft", 1)])
def test_only_live_sends_it(tmp_path: Path, mode: str, drafts: int) -> None:
    """While the service only watches there is none; while it drafts it lies in Drafts and has not left."""
    desk = Desk(tmp_path, at=STARTED, environ=SEND, mode=mode)
    desk.deliver(message(ANN, at=STARTED))
    desk.runs()
    desk.clock.at = datetime(2026, 11, 23, 7, 31, tzinfo=UTC)
    desk.runs()
    assert not digests(desk)
    assert sum("overdue" in str(one["Subject"]) for one in desk.drafts()) == drafts
    desk.close()


def test_a_sign_of_life_that_cannot_be_written_holds_no_letter_back(tmp_path: Path) -> None:
    """Where its file cannot be written the digest leaves all the same, mail is worked on, and the file comes later."""
    (shut := tmp_path / "shut").write_text("no folder")
    desk = morning_of(tmp_path / "office", REVIEWS_DIGEST__PING_FILE=str(shut / "alive"))
    desk.passes(minutes=31)
    desk.deliver(message("Bo Bell <bo.bell@person.example>", at=desk.clock.at, number=2))
    before = len(desk.sent())
    desk.passes(minutes=31)
    assert (len(digests(desk)), len(desk.sent()) > before) == (1, True)
    shut.unlink()
    desk.passes(minutes=31)
    assert (shut / "alive").read_text().startswith("2026-11-23")
    desk.close()


def test_a_fault_in_the_digest_holds_no_letter_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no digest can be made an applicant still hears that their request came; the digest comes once it can."""
    desk = morning_of(tmp_path)
    desk.bears_faults, before = True, len(desk.sent())

    def breaks(_data: object) -> None:
        raise RuntimeError("no picture")

    with monkeypatch.context() as patched:
        patched.setattr("bot.reporting.digest.picture", breaks)
        desk.deliver(message("Bo Bell <bo.bell@person.example>", at=desk.clock.at, number=2))
        desk.passes(minutes=31)
        desk.passes(minutes=31)
        assert (len(digests(desk)), len(desk.sent()) > before) == (0, True)
    assert desk.failed_rounds() == ["round:the digest:2026-11-23"]
    desk.passes(minutes=31)
    assert len(digests(desk)) == 1
    desk.close()


def test_a_register_folder_that_cannot_be_reached_holds_no_digest_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that does not answer is named in the digest, which leaves all the same."""
    desk = morning_of(tmp_path, REVIEWS_REGISTER__FOLDER=str(tmp_path / "share"))

    def refuses(_service: object) -> None:
        raise OSError("the host is down")

    monkeypatch.setattr(register_round, "standing", refuses)
    desk.passes(minutes=31)
    assert "The folder of the register cannot be reached." in words_of(digests(desk)[0])
    desk.close()


def test_named_readers_get_it_instead_of_the_managers(tmp_path: Path) -> None:
    """Whoever the settings name gets one mail each, addressed to nobody else."""
    desk = morning_of(tmp_path, REVIEWS_DIGEST__TO=json.dumps([HAN, "second@mopac.example"]))
    desk.passes(minutes=31)
    assert sorted(one["To"] for one in digests(desk)) == sorted([HAN, "second@mopac.example"])
    desk.close()


def test_the_message_it_is_kept_with_is_not_shown_as_answered_by_it(desk: Desk) -> None:
    """The list of messages names the acknowledgement of a message and never a digest."""
    from store import received

    desk.passes(minutes=31)
    with desk.service.reading() as tx:
        assert [one.letter for one in received.lines(tx)] == ["acknowledgement"]


# What it brings with it


def test_the_picture_is_in_the_page_and_the_register_beside_it(desk: Desk) -> None:
    """The page shows the picture by its content id, and the one attachment is the register."""
    desk.passes(minutes=31)
    (letter,) = digests(desk)
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds.count("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") == 1
    html = letter.get_body(("html",))
    assert isinstance(html, EmailMessage)
    pictures = [part for part in letter.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == ["<trend>"] * html.get_content().count('src="cid:trend"')


def test_a_picture_belongs_to_the_page_and_is_read_back_as_a_file() -> None:
    """A letter with a picture is alternative words, of which the page is joined to its picture; both files are read."""
    shown = Enclosure("trend.png", "image/png", b"\x89PNG", content_id="trend")
    other = Enclosure("Register.xlsx", "application/octet-stream", b"PK")
    letter = Letter(
        key="k" * 32, message_id="<a@mopac.example>", sender_name="Team", sender="reviews@mopac.example", to=MO,
        subject="Reviews", html='<p><img src="cid:trend" alt="A line"></p>', text="A line\n", written_at=AT,
        enclosures=(other, shown),
    )  # fmt: skip
    raw = mime.compose(letter)
    shape = re.findall(rb"Content-Type: (multipart/\w+|text/\w+|image/png|application/octet-stream)", raw)
    assert shape == [
        b"multipart/mixed", b"multipart/alternative", b"text/plain", b"multipart/related", b"text/html", b"image/png",
        b"application/octet-stream",
    ]  # fmt: skip
    assert {one.name for one in mime.read_letter(raw).attachments} == {"trend.png", "Register.xlsx"}
    assert b"Content-Disposition: inline" in raw


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_it_leaves_from_every_mailbox_with_its_picture_and_the_register(tmp_path: Path, back_end: str) -> None:
    """Once three weeks are known the digest leaves with a picture and the register, read back whole, from each."""
    pytest.importorskip("matplotlib")
    began = datetime(2026, 10, 26, 10, 0, tzinfo=UTC)
    desk = Desk(tmp_path, at=began, environ=SEND, back_end=back_end)
    desk.deliver(message(ANN, at=began))
    desk.runs()
    desk.clock.at = datetime(2026, 11, 23, 7, 31, tzinfo=UTC)
    desk.runs()
    desk.passes(minutes=2)
    (letter,) = [one for one in desk.letters() if one.letter == "digest"]
    assert letter.state is LetterState.CONFIRMED
    kinds = [part.get_content_type() for part in digests(desk)[0].walk()]
    assert kinds.count("image/png") == 1
    assert kinds[-1] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    desk.close()


def test_exchange_is_told_that_a_picture_stands_in_the_page() -> None:
    """Both Exchange back ends put the picture in with its content id as shown inside; a file beside it has none."""
    shown = Enclosure("trend.png", "image/png", b"\x89PNG", content_id="trend")
    beside = replace(shown, content_id="")
    told = graph_enclosures._whole(shown)
    assert (told["isInline"], told["contentId"]) == (True, "trend")
    assert not {"isInline", "contentId"} & graph_enclosures._whole(beside).keys()
    names = {one.tag.rpartition("}")[2]: one.text for one in ews_composing._file(shown)}
    assert (names["IsInline"], names["ContentId"]) == ("true", "trend")
    assert [one.text for one in ews_composing._file(beside) if one.tag.endswith("IsInline")] == ["false"]


def test_without_matplotlib_the_words_say_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no picture can be drawn there is none, no place for one, and the numbers stand in their table."""
    monkeypatch.setattr("bot.reporting.trend.find_spec", lambda _: None)
    assert picture(FULL) == b""
    said = render_digest(OFFICE, FULL, picture=False)
    assert "<img" not in said.html
    assert "If the last 6 weeks go on: about 230 open" in said.text


def test_equal_mornings_draw_equal_pictures() -> None:
    """A picture depends on the numbers alone and is small enough for a mail."""
    pytest.importorskip("matplotlib")
    assert picture(FULL) == picture(FULL)
    assert picture(FULL)[:4] == b"\x89PNG"
    assert len(picture(FULL)) < 100_000


# What it tells


def test_page_and_text_tell_the_same() -> None:
    """Every number and every word of the tables stands in the page and in the text."""
    said = render_digest(OFFICE, replace(FULL, machine=replace(MACHINE, outages=(AFTER_AN_OUTAGE,))), picture=True)
    page = " ".join(re.sub(r"<[^>]*>", " ", said.html.partition("<body")[2]).replace("&nbsp;", " ").split())
    for need in FULL.needs:
        for words in (need.reference, need.detail):
            assert words in said.text
            assert words in page.replace("&#39;", "'")
    for told in ("Central South BCU PSU", "Castellano", "88 of 93 (95%)", "None was lost", "about 230 open"):
        assert told in said.text
        assert told in page


def test_the_blocks_stand_in_the_order_in_which_they_matter() -> None:
    """What needs a person comes first, and how the service is comes after everything about cases."""
    titles = re.findall(r"<h2[^>]*>([^<]*)</h2>", render_digest(OFFICE, FULL, picture=True).html)
    assert titles == [
        "Needs a person today", "Work in progress", "Trend", "Waiting for papers from the police", "Sign-offs waiting",
        "Caseload", "Timeliness in November", "What the service did", "Next working day: Tuesday 24 November",
    ]  # fmt: skip


def test_an_empty_block_is_one_line() -> None:
    """On a day without cases no block but the weeks has a table."""
    said = render_digest(OFFICE, QUIET, picture=False)
    assert said.html.count("<caption") == 1
    for line in ("No case is open.", "We wait for no papers.", "No letter waits for a signature."):
        assert line in said.text


def test_the_subject_says_what_is_late_and_what_is_the_reader_s() -> None:
    """Overdue, due today, and escalations with sign-offs, as numbers."""
    assert render_digest(OFFICE, FULL, picture=False).subject == "Reviews: 7 overdue, 4 due today, 3 for you"


def test_a_reference_leads_somewhere_only_where_a_page_is_named() -> None:
    """Without a page to lead to there is no link at all; with one each reference leads to its own."""
    assert "<a " not in render_digest(OFFICE, FULL, picture=False).html
    linked = render_digest(OFFICE, FULL, picture=False, link_base="https://r.mopac.example/case/").html
    assert 'href="https://r.mopac.example/case/PCR/2026/00311"' in linked


def test_an_outage_is_told_with_what_came_in_it(desk: Desk) -> None:
    """After a weekend without the service the digest names the time, how many messages came, and that none was lost."""
    desk.deliver(message("Bea <bea@person.example>", at=datetime(2026, 11, 21, 12, tzinfo=UTC), number=77))
    desk.clock.at = datetime(2026, 11, 25, 7, 31, tzinfo=UTC)
    desk.runs()
    (told,) = digests(desk)
    assert "not read from Monday 23 November 07:00 to Wednesday 25 November 07:31" in words_of(told)
    assert "coming night" in words_of(told) or "None was lost" in words_of(told)


def test_it_names_nobody_of_the_public(desk: Desk) -> None:
    """Neither the name nor the address nor a word of whoever wrote stands in subject, page or text."""
    desk.passes(minutes=31)
    (told,) = digests(desk)
    everything = told.as_string() + words_of(told) + str(told.get_body(("html",)))
    for private in ("Quarrell", "ann.quarrell", "person.example", "spoke to the witness", "PC/04417/26"):
        assert private not in everything


@given(st.text(min_size=1, max_size=60))
@example('=HYPERLINK("https://x.example","y") <b>x</b> {{ 7 * 7 }}')
@example("\u202egnp.exe\u2066 \x00\x07\x1b[31m \r\nBcc: x@y.example")
@example("w" * 20_000)
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_a_name_stays_words(nasty: str) -> None:
    """No unit, person or detail adds a tag to the page or a line to the subject."""
    hostile = replace(
        FULL,
        needs=(replace(FULL.needs[0], detail=nasty, owner=nasty),),
        waiting=(replace(FULL.waiting[0], unit=nasty),),
        caseload=(replace(FULL.caseload[0], name=nasty),),
    )
    plain = replace(
        FULL,
        needs=(replace(FULL.needs[0], detail="x", owner="x"),),
        waiting=(replace(FULL.waiting[0], unit="x"),),
        caseload=(replace(FULL.caseload[0], name="x"),),
    )
    there, known = (render_digest(OFFICE, one, picture=False) for one in (hostile, plain))
    assert re.findall(r"<[^>]*>", there.html) == re.findall(r"<[^>]*>", known.html)
    assert there.subject == known.subject
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", there.text + there.html)


# What needs a person


def case(number: int, **more: object) -> CaseRecord:
    """A case of a week ago whose next action is far off, unless told otherwise."""
    known: dict[str, object] = {
        "reference": f"PCR/2026/{number:05}", "received_on": date(2026, 11, 16), "opened_on": date(2026, 11, 16),
        "state": State.UNDER_REVIEW, "next_action": "Assess", "next_owner": "case_owner",
        "next_on": date(2026, 12, 20), "owner": "J Mensah",
        "spans": spans(date(2026, 11, 16), [(State.UNDER_REVIEW, date(2026, 11, 17))]),
    }  # fmt: skip
    return CaseRecord(**{**known, **more})  # type: ignore[arg-type]


def test_what_presses_most_stands_first_and_a_case_stands_there_once() -> None:
    """Escalations before what is late, the latest first; a case that is both is shown for its escalation."""
    danger = QuestionRecord("safety", "manager", MONDAY)
    found = needs(
        [
            case(1, next_on=MONDAY - timedelta(days=2)),
            case(2, next_on=MONDAY - timedelta(days=9)),
            case(3, next_on=MONDAY - timedelta(days=1), questions=(danger,)),
            case(4, next_on=MONDAY),
            case(5, sign_offs=(WaitingLetter("outcome", date(2026, 11, 18)),)),
            case(6, sign_offs=(WaitingLetter("outcome", date(2026, 11, 20)),)),
            case(7, questions=(QuestionRecord("escalation:press 4", "manager", MONDAY),)),
        ],
        (), AT, COUNTS,
    )  # fmt: skip
    assert [(one.reference[-1], one.why) for one in found] == [
        ("3", Why.ESCALATED), ("7", Why.ESCALATED), ("2", Why.OVERDUE), ("1", Why.OVERDUE), ("5", Why.SIGN_OFF),
    ]  # fmt: skip


def test_a_case_on_hold_is_not_late() -> None:
    """However long ago its next action was due, a case on hold does not stand among what is overdue."""
    held = case(1, state=State.ON_HOLD, next_on=date(2026, 10, 1))
    assert needs([held], (), AT, COUNTS) == ()


def test_of_a_restricted_case_only_the_number_is_told() -> None:
    """Neither what is due on it nor whose it is stands there."""
    (told,) = needs([case(1, next_on=date(2026, 11, 1))], (), AT, COUNTS, restricted=frozenset({"PCR/2026/00001"}))
    assert (told.reference, told.detail, told.owner, told.days) == ("PCR/2026/00001", "", "", None)


def test_a_message_is_unnamed_only_after_four_hours_of_work() -> None:
    """One that came on Friday at two is shown on Monday morning only if four hours of work have gone by."""
    at_one = AskedOfNoCase("unclear", "administrator", datetime(2026, 11, 20, 12, 59, tzinfo=UTC))
    at_two = AskedOfNoCase("unclear", "administrator", datetime(2026, 11, 20, 13, 1, tzinfo=UTC))
    assert [one.why for one in needs((), [at_one, at_one], AT, COUNTS)] == [Why.UNCLASSIFIED]
    assert "(2)" in needs((), [at_one, at_one], AT, COUNTS)[0].detail
    assert needs((), [at_two], AT, COUNTS) == ()


@given(st.integers(0, 30 * 24 * 60), st.integers(0, 30 * 24 * 60))
def test_hours_of_work_add_up(first: int, more: int) -> None:
    """The hours to a moment and from it on are together those of the whole time, and never more than eight a day."""
    start = datetime(2026, 10, 20, tzinfo=LONDON)
    middle, end = start + timedelta(minutes=first), start + timedelta(minutes=first + more)
    whole = at_work(start, end, DAYS)
    assert at_work(start, middle, DAYS) + at_work(middle, end, DAYS) == whole
    assert whole <= timedelta(hours=8) * ((end - start).days + 2)


def test_at_most_twelve_rows_and_how_many_more() -> None:
    """Of twenty late cases the twelve latest are shown, and that there are eight more."""
    late = [case(n, next_on=MONDAY - timedelta(days=n)) for n in range(1, 21)]
    told = digest(
        Morning(AT, date(2026, 11, 20), date(2026, 1, 1), late, (), frozenset(), (), {}, TargetTable(), MACHINE), DAYS
    )
    assert [one.days for one in told.needs] == list(range(20, 8, -1))
    assert told.more_needs == 8
    assert (told.headline.overdue, told.headline.longest_overdue) == (20, 20)
    assert "And 8 more" in render_digest(OFFICE, told, picture=False).text


# Signs of life


def test_a_file_and_a_mail_tell_that_the_digest_has_left(tmp_path: Path) -> None:
    """Once it is confirmed the file holds the day and one short mail has left; neither comes again that day."""
    sign = tmp_path / "watch" / "digest.sent"
    desk = morning_of(tmp_path, REVIEWS_DIGEST__PING_FILE=str(sign), REVIEWS_DIGEST__PING_ADDRESS="watch@mopac.example")
    assert not sign.exists()
    desk.passes(minutes=31)
    desk.passes(minutes=5)
    desk.passes(minutes=5)
    assert sign.read_text().startswith("2026-11-23 ")
    assert [one["To"] for one in desk.sent()].count("watch@mopac.example") == 1
    desk.close()


def test_no_sign_of_life_before_the_digest_has_left(tmp_path: Path) -> None:
    """While the digest waits because sending is stopped, whoever watches hears nothing."""
    sign = tmp_path / "digest.sent"
    desk = morning_of(tmp_path, REVIEWS_DIGEST__PING_FILE=str(sign))
    desk.service.settings.stop_file.touch()
    desk.passes(minutes=31)
    desk.passes(minutes=31)
    assert not sign.exists()
    desk.close()


# The command


@pytest.mark.parametrize("today", [22, 23, 24])
def test_the_command_shows_the_same_and_sends_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: int
) -> None:
    """As text, as JSON and as a page it says what the mail will say, for today or another day, and nothing leaves."""
    monkeypatch.setattr(digest_command, "now", lambda: datetime(2026, 11, today, 20, tzinfo=UTC))
    config = ["--config", str(desk.folder / "config.toml"), "--date", "2026-11-23"]
    page = tmp_path / "page.html"
    told = CliRunner().invoke(app, ["digest", *config])
    assert told.exit_code == 0, told.output
    assert "Daily digest, Monday 23 November 2026" in told.output
    as_json = CliRunner().invoke(app, ["digest", *config, "--json", "--preview", str(page)])
    line = json.loads(as_json.stdout)
    assert (line["day"], line["headline"]["open"]) == ("2026-11-23", 1)
    assert "<h1" in page.read_text("utf-8")
    assert "cid:" not in page.read_text("utf-8")
    with desk.service.reading() as tx:
        assert gathering.told(desk.service, tx).headline.open == 1
        assert not [one for one in outbox.in_states(tx, LetterState, 100) if one.letter == "digest"]
