"""Other work of an office through store and mailbox: mails, drops, reminders and the digest, apart from reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.matters.saying import known
from bot.reporting import gathering, register
from bot.reporting.frozen import counted_now
from handlers.quarters import quarter
from store import matter_reading, questions, records
from store.messages.digest import DigestData
from store.messages.matters import Matter, Way
from store.terms import Place, State
from templates.digest import render_digest
from tests.desk import FIRST, Desk, words
from tests.signing_world import ADA, CAZ, HAN, INSIDE, MO, TEAM
from tests.world import ASKS_FOR_REVIEW, message

ON = "[other_work]\non = true\nremind_working_days_before = 2\n"
ONE = "OTH/2026/00001"
NEW = (
    "matter new appeal: Appeal of PC Example\nowner: C Writer\ndecided: 13 November 2026\nreceived: 20 November 2026\n"
)
HEARING = "matter new misconduct: Hearing of PC Other\nhearing: 9 December 2026"  # published by Wednesday 2 December


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office that keeps other work beside its reviews."""
    office = Desk(tmp_path, more=TEAM + ON)
    yield office
    office.close()


def one(desk: Desk, reference: str = ONE) -> Matter:
    """The matter as it is kept."""
    with desk.service.reading() as tx:
        found = known(tx, reference)
    assert found is not None
    return found


def reminded(desk: Desk) -> list[tuple[str, str]]:
    """Who was reminded, in what words, oldest first."""
    return [(str(letter["To"]), words(letter)) for letter in desk.sent() if "a step is due" in str(letter["Subject"])]


def digest(desk: Desk) -> DigestData:
    """The digest as it would be written now."""
    with desk.service.reading() as tx:
        return gathering.told(desk.service, tx)


# --- by mail ----------------------------------------------------------------------------------------------------------


def test_a_matter_lives_by_mail(desk: Desk) -> None:
    """Opened, dated, served with proof, closed with a reason: each said by a mail and answered with what is next."""
    (opened,) = desk.mails(ADA, NEW)
    assert f"Opened {ONE}, Police appeals tribunal. Next: Copies of the notice to the respondent, due on" in opened
    assert "Example" not in opened
    assert (one(desk).title, one(desk).owner) == ("Appeal of PC Example", "C Writer")
    (refused,) = desk.mails(ADA, "matter 1 done copies")
    assert "needs proof of service" in refused
    (unproved,) = desk.mails(ADA, "matter 1 served copies by post to the Chief Constable")
    assert "Say what shows it" in unproved
    assert one(desk).step("copies").served == ()
    (proved,) = desk.mails(ADA, "matter 1 served copies by recorded post to the Chief Constable because receipt RN 7")
    assert "“Copies of the notice to the respondent” was served on Monday 23 November 2026, with proof." in proved
    (proof,) = one(desk).step("copies").served
    assert (proof.how, proof.to, proof.evidence) == (Way.RECORDED_POST, "the Chief Constable", "receipt RN 7")
    assert one(desk).step("copies").done_on == date(2026, 11, 23)
    (dated,) = desk.mails(ADA, f"matter {ONE} date hearing 12 January")
    assert "the day of the hearing, Tuesday 12 January 2027." in dated
    (early,) = desk.mails(ADA, "matter 1 close")
    assert "Still to be done" in early
    assert one(desk).closed_on is None
    (closed,) = desk.mails(ADA, "matter 1 close because the officer has withdrawn")
    assert f"{ONE} is closed." in closed
    (note,) = one(desk).notes
    assert (note.by, note.what, note.words) == ("A Li", "close", "the officer has withdrawn")
    assert desk.cases() == []
    assert not desk.broken_chain()


def test_a_command_mail_belongs_to_its_matter(desk: Desk) -> None:
    """The mails that speak of a matter are kept with it, and one with files is itself the proof."""
    desk.mails(ADA, NEW)
    desk.numbers += 1
    raw = message(
        f"Ada <{ADA}>", "matter 1 served copies by post to the Chief Constable\n", at=desk.clock.at,
        number=desk.numbers, subject="Fw: receipt", headers=INSIDE, attach=("receipt.pdf", b"%PDF-1.4"),
    )  # fmt: skip
    name = desk.deliver(raw)
    desk.runs()
    (proof,) = one(desk).step("copies").served
    assert proof.message == desk.held(name).id
    assert len(one(desk).messages) == 2


def test_only_a_proved_mail_of_the_team_opens_a_matter(desk: Desk) -> None:
    """A stranger's mail with such a line, and one that only bears a colleague's address, open nothing."""
    told = (*desk.mails("ann@person.example", NEW), *desk.mails(ADA, NEW, inside=False))
    assert "matter" not in " ".join(told)
    with desk.service.reading() as tx:
        assert list(matter_reading.every(tx)) == []


def test_where_other_work_is_off(tmp_path: Path) -> None:
    """An office that keeps no other work is told so; it has no folder for it and no block in its digest."""
    office = Desk(tmp_path)
    (answer,) = office.mails(ADA, NEW)
    assert "Other work is not kept here." in answer
    assert Place.OTHER_WORK not in office.service.folders
    assert digest(office).other_work is None
    office.close()


def test_what_is_mailed_back_names_nobody(desk: Desk) -> None:
    """The list and the steps of a matter come by mail without its title and its people."""
    desk.mails(ADA, f"{NEW}appellant: Jo Bloggs, jo@chambers.example")
    (listed,), (shown,) = desk.mails(MO, "matter list"), desk.mails(MO, "matter 1 show")
    assert f"{ONE}, Police appeals tribunal, C Writer's: copies by Tuesday 24 November 2026." in listed
    assert "response, Respondent's documents and statement: due on Friday 11 December 2026" in shown
    assert not [word for word in ("Bloggs", "chambers", "Example") if word in listed + shown]
    assert [who.name for who in one(desk).people] == ["Jo Bloggs"]


# --- by dragging ------------------------------------------------------------------------------------------------------


def test_a_message_dropped_there_belongs_to_the_matter_it_names(desk: Desk) -> None:
    """It is the matter's, stays where it was put, and whoever wrote it gets no letter."""
    desk.mails(ADA, NEW)
    name = desk.person("Clerk").writes(f"The chair of {ONE} will be Ms Bell.", subject="Tribunal")
    desk.runs()
    before = len(desk.sent())
    desk.drags(name, Place.OTHER_WORK)
    desk.settles()
    assert desk.held(name).id in one(desk).messages
    assert desk.items_in(Place.OTHER_WORK) == [name]
    assert desk.asked() == []
    assert len(desk.sent()) == before


def test_a_message_dropped_there_that_names_none_is_asked_about(desk: Desk) -> None:
    """A person is asked to which it belongs, with its number; their answer settles it, and Undo takes it out again."""
    desk.mails(ADA, NEW)
    name = desk.person("Clerk").writes("The chair will be Ms Bell.", subject="Tribunal")
    desk.runs()
    came_from, asked = desk.held(name).target, desk.asked()
    desk.drags(name, Place.OTHER_WORK)
    desk.settles()
    number = desk.held(name).id
    assert desk.asked() == ["which_matter"]
    with desk.service.reading() as tx:
        assert f"Message {number} was put" in next(questions.still_open(tx)).text
    (answer,) = desk.mails(ADA, f"matter 1 link {number}")
    assert f"The message belongs to {ONE}." in answer
    assert desk.asked() == []
    assert number in one(desk).messages
    desk.drags(name, Place.UNDO)
    desk.settles()
    assert number not in one(desk).messages
    assert (desk.held(name).target, desk.asked()) == (came_from, asked)
    assert not desk.broken_chain()


def test_a_case_opened_by_such_a_message_is_cancelled(desk: Desk) -> None:
    """A tribunal's mail that was taken for a request leaves no open case, and its words are no case's any more."""
    name = desk.person("Ann").writes()
    desk.runs()
    desk.drags(name, Place.OTHER_WORK)
    desk.settles()
    assert desk.case(FIRST).state is State.CLOSED
    assert desk.held(name).case_id is None
    assert "which_matter" in desk.asked()


def test_what_was_put_there_unseen_is_no_request(desk: Desk) -> None:
    """A message that somebody drops there before the service saw it opens no case and is not answered."""
    desk.mails(ADA, NEW)
    before = len(desk.sent())
    raw = message("Ann <ann@person.example>", f"{ASKS_FOR_REVIEW}\n{ONE}", at=desk.clock.at, number="unseen")
    name = desk.deliver(raw, folder=desk.called(Place.OTHER_WORK))
    desk.runs()
    desk.settles()
    assert desk.cases() == []
    assert len(desk.sent()) == before
    assert desk.held(name).id in one(desk).messages
    assert desk.items_in(Place.OTHER_WORK) == [name]


def test_mail_of_a_case_stays_with_its_case(desk: Desk) -> None:
    """A message of a case with other mail is put back with a sentence; it can be shown with a matter all the same."""
    ann = desk.person("Ann")
    ann.writes()
    desk.runs()
    again = ann.writes(f"I add to {FIRST} that nobody rang me.", subject=FIRST)
    desk.runs()
    desk.mails(ADA, NEW)
    desk.drags(again, Place.OTHER_WORK)
    desk.settles()
    assert desk.items_in(Place.OTHER_WORK) == []
    assert desk.notes()
    number = desk.held(again).id
    desk.mails(ADA, f"matter 1 link {number}")
    assert number in one(desk).messages
    assert desk.held(again).case_id is not None


# --- reminders --------------------------------------------------------------------------------------------------------


def test_the_owner_is_reminded_before_the_day_and_on_it_once(desk: Desk) -> None:
    """Two working days before and on the day, once each, whatever restarts; then never again for that day."""
    desk.mails(CAZ, HEARING)
    told: list[tuple[date, str]] = []
    for _ in range(11):
        before = len(reminded(desk))
        desk.passes(days=1)
        desk.restarts()
        desk.runs()
        told += [(desk.clock.at.date(), to) for to, _ in reminded(desk)[before:]]
    assert told == [(date(2026, 11, 30), CAZ), (date(2026, 12, 2), CAZ)]
    _, words_of_it = reminded(desk)[-1]
    assert "“Notice of the hearing published” (publish) is due on Wednesday 2 December 2026." in words_of_it
    assert "nobody has confirmed it" in words_of_it
    assert "needs proof of service" in words_of_it
    way = f"matter {ONE} served publish by post to WHOM because WHAT SHOWS IT"
    assert f"Once it is done write: {way}" in words_of_it
    desk.mails(CAZ, way.replace("post to WHOM", "website").replace("WHAT SHOWS IT", "the page was printed"))
    assert one(desk).step("publish").done_on == date(2026, 12, 4)


def test_what_was_missed_is_one_mail(desk: Desk) -> None:
    """After an outage over both days one mail comes, and says that the day is over."""
    desk.mails(CAZ, HEARING)
    desk.passes(days=11)  # Friday 4 December
    desk.passes(hours=1)
    (told,) = reminded(desk)
    assert "was due on Wednesday 2 December 2026" in told[1]


def test_whoever_is_away_is_stood_in_for(tmp_path: Path) -> None:
    """Where the owner is away the reminder goes to their deputy, and without one to a manager."""
    away = 'absent = [[2026-11-28, 2026-12-31]]\n[[team]]\nname = "M Okafor"'
    office = Desk(tmp_path, more=TEAM.replace('[[team]]\nname = "M Okafor"', away) + ON)
    office.mails(ADA, HEARING)
    office.passes(days=7)
    assert [to for to, _ in reminded(office)] == [MO]
    office.close()


def test_a_day_that_was_moved_is_reminded_of_anew(desk: Desk) -> None:
    """With another day the step is due then, and its owner hears before that day and on it."""
    desk.mails(CAZ, HEARING)
    desk.passes(days=7)
    desk.mails(CAZ, "matter 1 due publish 11 December because the chair directed it")
    desk.passes(days=2)
    assert len(reminded(desk)) == 1
    desk.passes(days=7)  # Wednesday 9 December, two working days before; the hearing itself is due as well
    _, last = reminded(desk)[-1]
    assert "(publish) is due on Friday 11 December 2026" in last


def test_a_clock_that_was_ahead_keeps_no_reminder_back(desk: Desk) -> None:
    """After a day on which the clock said next year, each reminder still comes at its time, once."""
    desk.mails(CAZ, HEARING)
    right = desk.clock.at
    desk.clock.at = right + timedelta(days=365)
    desk.runs()
    wrong = len(reminded(desk))
    desk.clock.at = right
    told = []
    for _ in range(11):
        before = len(reminded(desk))
        desk.passes(days=1)
        told += [desk.clock.at.date() for _ in reminded(desk)[before:]]
    assert wrong == 1
    assert told == [date(2026, 11, 30), date(2026, 12, 2)]


def test_before_live_and_at_night_nobody_is_reminded(tmp_path: Path) -> None:
    """While the service only watches no reminder is written, and none before the hour of the digest."""
    office = Desk(tmp_path, more=TEAM + ON)
    office.mails(CAZ, HEARING)
    office.restarts("watch")
    office.passes(days=7)
    office.restarts("live")
    office.clock.at = office.clock.at.replace(hour=6)
    office.runs()
    assert reminded(office) == []
    office.passes(hours=2)
    assert len(reminded(office)) == 1
    office.close()


# --- the digest, and the figures --------------------------------------------------------------------------------------


def test_the_digest_has_a_block_of_its_own(desk: Desk) -> None:
    """Overdue and due this week, with whose it is; what waits for a day says so; titles are not told."""
    desk.mails(ADA, NEW)
    desk.mails(ADA, "matter new misconduct: Hearing of PC Other")
    desk.passes(days=2)
    said = render_digest(desk.service.letterhead, digest(desk), picture=False).text
    assert "no cases are due today. Of other work 1 step is overdue." in said
    block = said.partition("OTHER WORK")[2].partition("TIMELINESS")[0]
    assert (
        f"- {ONE}: Overdue 1 day, Police appeals tribunal: Copies of the notice to the respondent, for C Writer"
        in block
    )
    assert f"- {ONE}: Due Friday 27 November, Police appeals tribunal: Last day for the officer's notice" in block
    assert "OTH/2026/00002 waits for the first day of the hearing" in block
    assert "PC " not in block


def test_no_figure_of_reviews_knows_of_other_work(desk: Desk) -> None:
    """Digest, register, records and the quarter's report are the same with matters, overdue ones too, as without."""
    desk.person("Ann").writes()
    desk.runs()
    desk.passes(days=2)
    before = figures(desk)
    desk.mails(ADA, NEW)
    desk.mails(ADA, HEARING)
    desk.mails(ADA, "matter 1 served copies by hand to Jo because a receipt")
    assert figures(desk) == before
    work = digest(desk).other_work
    assert work is not None
    assert work.open == 2


def figures(desk: Desk) -> tuple[object, ...]:
    """All that is counted of reviews, without the instant and the end of the history."""
    with desk.service.reading() as tx:
        data = gathering.told(desk.service, tx)
        report = replace(counted_now(desk.service, tx, quarter("2026Q4")), events=0, head="")
        rows = register.current(desk.service, tx)
        kept = tuple(records.between(tx, date(2026, 10, 1), date(2026, 12, 31)))
    return replace(data, at=desk.clock.at, machine=None, other_work=None), report, rows, kept  # type: ignore[arg-type]


def test_nothing_leaves_the_team_for_a_matter(desk: Desk) -> None:
    """Whatever is said of matters, letters go to people of the team alone."""
    desk.mails(ADA, f"{NEW}appellant: Jo Bloggs, jo@chambers.example")
    desk.mails(ADA, "matter 1 served copies by e-mail to jo@chambers.example because a receipt")
    desk.passes(days=30)
    assert {str(letter["To"]) for letter in desk.sent()} <= {ADA, MO, HAN, CAZ}
