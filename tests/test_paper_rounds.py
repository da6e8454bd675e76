"""Asking the force again, through the real store and mailbox: who gets what on which day, and when nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.casework import rulings
from bot.mailbox import Unavailable
from bot.papers import asking_again, days_off, requests
from bot.papers.rounds import _write, pass_, plan
from handlers.working_days import WorkingDays
from store import contacts, outbox, paper_requests, questions, rounds
from store.messages import Ruling, Verb
from store.terms import Approval, LetterState, RequestState, Rung, State
from tests.desk import words
from tests.paper_desk import NORTH, NORTH_LEAD, POINT, SOUTH, PaperDesk

REMINDED, CHASED = date(2026, 11, 30), date(2026, 12, 8)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PaperDesk]:
    """An office on Monday 23 November 2026."""
    office = PaperDesk(tmp_path)
    yield office
    office.close()


def test_a_silent_unit_is_reminded_chased_and_escalated_each_by_its_own_mail(desk: PaperDesk) -> None:
    """Day 5 a reminder, day 11 a chaser, day 15 the manager, day 20 the single point, and a task for our manager."""
    desk.accepted()
    desk.until(2026, 12, 23)
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23), REMINDED, CHASED]
    assert desk.got(NORTH)[1][1].startswith("[PCR/2026/00001] Reminder: papers")
    assert [day for day, _ in desk.got(NORTH_LEAD)] == [date(2026, 12, 14)]
    assert [day for day, _ in desk.got(POINT)] == [date(2026, 12, 21)]
    assert all(time(9) <= at.time() < time(16) for at in desk.left_at())
    assert any(code.startswith("papers_escalation") for code in desk.open_questions())
    assert list(desk.request().done) == [Rung.REMINDER, Rung.CHASER, Rung.MANAGER, Rung.SINGLE_POINT, Rung.TASK]
    assert desk.case().state is State.PAPERS_OVERDUE
    desk.until(2027, 1, 5)
    assert len(desk.left_at()) == 4
    assert all("Archer" not in words(one) for one in desk.sent() if one["To"] in (NORTH_LEAD, POINT))


def test_only_what_is_missing_is_asked_for_again(desk: PaperDesk) -> None:
    """Items that a person ticks are not asked for again, and with the last one the case is ready and nothing leaves."""
    desk.accepted()
    desk.until(2026, 11, 27)
    desk.tells(Verb.PAPER_ITEM, by="A Li", value="items 1-5, 7 and 9 received")
    desk.tells(Verb.PAPER_ITEM, by="A Li", value="item 8 not held", because="no account was taken")
    desk.until(2026, 12, 8, 12)
    (chaser,) = [one for one in desk.sent_to(NORTH) if "Overdue" in str(one["Subject"])]
    missing = words(chaser).partition("What is still missing")[2].partition("What we asked for")[0]
    assert "6. the outcome letter" in missing
    assert not any(f" {number}. " in missing for number in (1, 2, 3, 4, 5, 7, 8, 9))
    assert "not held by you" in words(chaser)
    done = desk.tells(Verb.PAPER_ITEM, by="A Li", value="items 6, 10-11 received")
    assert "Nothing is missing any more" in done.said
    assert (desk.case().state, desk.request().state) == (State.READY, RequestState.COMPLETE)
    before = len(desk.left_at())
    desk.until(2026, 12, 15)
    assert len(desk.left_at()) == before


def test_several_cases_of_one_unit_are_one_list(desk: PaperDesk) -> None:
    """Two cases that are due on one day are one mail, and one of another unit is another's."""
    desk.accepted("Ann", "PC/10417/26")
    desk.accepted("Bob", "PC/10418/26")
    desk.accepted("Cid", "PC/20419/26")
    desk.until(2026, 11, 30)
    assert [subject for day, subject in desk.got(NORTH) if day == REMINDED] == ["Reminder: papers we asked you for"]
    (one,) = [one for one in desk.sent_to(NORTH) if str(one["Subject"]).startswith("Reminder")]
    assert "PCR/2026/00001 (PC/10417/26, AA)" in words(one)
    assert "PCR/2026/00002 (PC/10418/26, BA)" in words(one)
    assert "00003" not in words(one)
    assert [day for day, _ in desk.got(SOUTH)] == [date(2026, 11, 23), REMINDED]
    assert desk.letter("papers_list").state is LetterState.CONFIRMED


def test_a_mail_a_unit_a_day(desk: PaperDesk) -> None:
    """Where one case is due for a chaser and another for a reminder, the chaser leaves and the other waits a day."""
    desk.accepted("Ann", "PC/10417/26")
    desk.until(2026, 12, 1)
    desk.accepted("Bob", "PC/10418/26")
    desk.until(2026, 12, 9, 12)
    found = [(day, subject) for day, subject in desk.got(NORTH) if day > date(2026, 12, 1)]
    assert [day for day, _ in found] == [date(2026, 12, 8), date(2026, 12, 9)]
    assert ("Overdue" in found[0][1], "Reminder" in found[1][1]) == (True, True)


def test_what_does_not_leave_on_its_day_does_not_leave(desk: PaperDesk) -> None:
    """A reminder held up until four o'clock is taken back, and the next morning it is planned anew, once."""
    desk.accepted()
    desk.until(2026, 11, 30, 8)
    stop = desk.service.settings.stop_file
    stop.touch()
    desk.until(2026, 11, 30, 15, 59)
    assert desk.letter("papers_reminder").state is LetterState.RENDERED
    assert desk.request().done == {Rung.REMINDER: REMINDED}
    desk.until(2026, 11, 30, 16, 5)
    stop.unlink()
    desk.runs()
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED
    assert (desk.request().done, desk.request().chases, desk.left_at()) == ({}, 0, [])
    desk.until(2026, 12, 1)
    assert [at.date() for at in desk.left_at()] == [date(2026, 12, 1)]
    assert desk.request().chases == 1


def test_after_an_outage_one_mail_leaves_and_not_four(desk: PaperDesk) -> None:
    """After four weeks without a service the unit gets one chaser in the hours, and time before anybody else hears."""
    desk.accepted()
    desk.until(2026, 11, 24)
    desk.sleeps_until(2026, 12, 22, 7)
    desk.runs()
    assert desk.left_at() == []
    desk.until(2026, 12, 22, 12)
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23), date(2026, 12, 22)]
    assert (desk.got(NORTH_LEAD), desk.got(POINT)) == ([], [])
    desk.until(2026, 12, 31)
    later = desk.got(NORTH_LEAD) + desk.got(POINT)
    assert [day for day, _ in later] == [date(2026, 12, 30)]


def test_nothing_is_asked_again_while_the_mailbox_is_not_read_up_to_now(desk: PaperDesk) -> None:
    """With a last complete look of a quarter of an hour ago nothing is planned, and a minute less is good enough."""
    desk.accepted()
    desk.until(2026, 11, 27)
    desk.sleeps_until(2026, 11, 30)
    now = desk.clock.at
    with desk.service.reading() as tx:
        stale = plan(desk.service, tx, now, now - timedelta(minutes=15))
        fresh = plan(desk.service, tx, now, now - timedelta(minutes=14))
        never = plan(desk.service, tx, now, None)
    assert (len(stale.mails), len(fresh.mails), len(never.mails)) == (0, 1, 0)
    pass_(desk.service, all_read=False)
    assert desk.request().done == {}
    desk.clock.at += timedelta(hours=1)
    pass_(desk.service, all_read=True)
    assert desk.request().done == {Rung.REMINDER: REMINDED}


def test_a_pass_that_did_not_hear_from_a_folder_asks_nothing_again(desk: PaperDesk) -> None:
    """An answer may lie in the folder that did not answer; the next whole pass asks."""
    desk.accepted()
    desk.until(2026, 11, 27)
    desk.sleeps_until(2026, 11, 30)
    with patch.object(desk.service.mailbox, "poll", side_effect=Unavailable("no answer")), pytest.raises(Unavailable):
        desk.service.one_pass()
    assert desk.request().done == {}
    desk.passes(hours=1)
    assert desk.request().done == {Rung.REMINDER: REMINDED}


def test_what_comes_takes_back_what_was_about_to_leave(desk: PaperDesk) -> None:
    """A reminder that waits to leave does not leave once something came, and counts as never written."""
    desk.accepted("Ann", "PC/10417/26")
    desk.accepted("Bob", "PC/10418/26")
    desk.service.settings.stop_file.touch()
    desk.until(2026, 11, 30)
    assert desk.letter("papers_list").state is LetterState.RENDERED
    with desk.service.writing() as tx:
        requests.heard(desk.service, tx, paper_requests.view(tx, 1), REMINDED)
    assert desk.letter("papers_list").state is LetterState.CANCELLED
    assert [(desk.request(case).done, desk.request(case).last_mail_on) for case in (1, 2)] == [({}, None)] * 2
    desk.service.settings.stop_file.unlink()
    desk.passes(hours=1)
    (one,) = [one for one in desk.sent_to(NORTH) if "Reminder" in str(one["Subject"])]
    assert "PCR/2026/00002" in words(one)
    assert "PCR/2026/00001" not in words(one)


def test_mail_of_the_unit_that_lies_in_the_queue_holds_its_reminders_back(desk: PaperDesk) -> None:
    """What came from the unit and nobody could place may be the answer: no reminder, until two working days passed."""
    desk.accepted()
    desk.until(2026, 11, 30, 8)
    desk.person("North", NORTH).writes("Please see below about the matter we discussed.", subject="The matter")
    desk.until(2026, 11, 30, 15)
    assert desk.left_at() == []
    desk.until(2026, 12, 4)
    assert len(desk.left_at()) == 1


def test_a_case_on_hold_is_not_chased_and_has_its_days_back(desk: PaperDesk) -> None:
    """While a case rests nothing leaves; then its date is later by the working days for which it rested."""
    desk.accepted()
    assert desk.request().due_on == date(2026, 12, 7)
    desk.until(2026, 11, 26)
    desk.tells(Verb.HOLD, by="M Okafor", on=date(2026, 12, 18), because="the court has not decided")
    desk.until(2026, 12, 10)
    assert desk.left_at() == []
    desk.tells(Verb.RELEASE, by="M Okafor")
    assert desk.request().due_on == desk.case().papers_due_on == date(2026, 12, 21)
    assert desk.case().next_action.on == date(2026, 12, 21)
    desk.until(2026, 12, 22)
    assert [at.date() for at in desk.left_at()] == [date(2026, 12, 11), date(2026, 12, 22)]


def test_a_new_bank_holiday_moves_the_dates_once(desk: PaperDesk) -> None:
    """A day off that nobody knew of moves due dates by a day, and the administrator has one list of them."""
    desk.accepted()
    desk.until(2026, 11, 25)
    desk.service.days = WorkingDays(frozenset({date(2026, 12, 2)}))
    desk.until(2026, 11, 26)
    assert desk.request().due_on == desk.case().papers_due_on == date(2026, 12, 8)
    assert "days_off_changed" in desk.open_questions()
    desk.until(2026, 11, 27)
    assert desk.request().due_on == date(2026, 12, 8)
    with desk.service.reading() as tx:
        last = rounds.last(tx, days_off.ROUND)
    assert last is not None
    assert last.day == date(2026, 11, 27)


def test_an_end_of_the_case_is_the_end_of_its_requests(desk: PaperDesk) -> None:
    """What a case that ended asked for is not wanted any more, and nothing is asked again."""
    desk.accepted()
    desk.tells(Verb.DRAFT_WITHDRAWAL, by="A Li", value="review")
    assert desk.request().held
    desk.until(2026, 12, 9)
    assert desk.left_at() == []
    with desk.service.writing() as tx:
        rulings.carry_out(desk.service, tx, 1, Ruling(why="It ended.", moves_to=State.WITHDRAWN))
    assert desk.request().state is RequestState.ENDED


def test_a_list_may_name_only_the_cases_it_lists(desk: PaperDesk) -> None:
    """A list whose words name a case that is not on it waits for a person and does not leave."""
    desk.accepted("Ann", "PC/10417/26")
    desk.accepted("Bob", "PC/10418/26")
    desk.until(2026, 11, 30, 8)
    desk.service.settings.stop_file.touch()
    with desk.service.writing() as tx:
        lines = [(paper_requests.view(tx, number), Rung.REMINDER) for number in (1, 2)]
        key = asking_again.write(desk.service, tx, lines, rung=Rung.REMINDER, to=NORTH, units=["north"], on=REMINDED)
        letter = outbox.by_key(tx, key)
        assert letter is not None
        kept = outbox.content(tx, letter)
        kept["names_cases"] = ["PCR/2026/00001"]
        assert outbox.written_anew(tx, letter, kept)
    desk.runs()
    assert desk.letter("papers_list").held_because == "names_another_case"
    assert desk.letter("papers_list").approval is Approval.BY_ITSELF


def test_an_escalation_that_was_answered_early_comes_again_when_it_is_due(desk: PaperDesk) -> None:
    """Whoever was asked because a mail came back is asked anew where every step was taken later, and nothing came."""
    desk.accepted()
    desk.until(2026, 11, 24)
    with desk.service.writing() as tx:
        contacts.freeze(tx, NORTH, "north", "a letter came back")
    desk.until(2026, 12, 2)
    assert "papers_escalation 1.1" in desk.open_questions()
    with desk.service.writing() as tx:
        for one in questions.still_open(tx, case_id=1):
            questions.answer(tx, one, by="M Okafor")
        contacts.thaw(tx, NORTH, by="M Okafor")
    desk.until(2026, 12, 23)
    assert {"papers_escalation 1.1.20261130"} == desk.open_questions()
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    assert desk.open_questions() == set()


def test_what_changed_since_it_was_planned_is_not_written(desk: PaperDesk) -> None:
    """Where the papers are said to be complete between plan and mail, that mail is never written."""
    desk.accepted()
    desk.sleeps_until(2026, 12, 8)
    with desk.service.reading() as tx:
        (mail,) = plan(desk.service, tx, desk.clock.at, desk.clock.at).mails
    before = len(desk.letters())
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    assert _write(desk.service, mail) == 0
    assert len(desk.letters()) == before
