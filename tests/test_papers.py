"""What the force is asked for, what people say of it, and how all of that is taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.desk.undoing import undone
from handlers.requests import first_papers, papers
from store import cancelling, contacts, questions, steps, unit_mails
from store.messages import Question, Verb
from store.terms import Asked, LetterState, Owner, PaperState, RequestState, Rung, State
from tests.desk import FIRST, words
from tests.paper_desk import BOOK, CENTRAL, NORTH, SOUTH, PaperDesk
from tests.signing_world import ADA, CAZ, MO
from tests.world import ASKS_FOR_REVIEW


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PaperDesk]:
    """An office on Monday 23 November 2026."""
    office = PaperDesk(tmp_path)
    yield office
    office.close()


def typed(desk: PaperDesk, *said: str) -> Result:
    """The command line, given the settings file of this office."""
    return CliRunner().invoke(app, [*said, "--config", str(desk.folder / "config.toml")])


def lines(done: Result) -> list[dict[str, object]]:
    """What a command printed with --json."""
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_is_asked_depends_on_whether_it_was_investigated() -> None:
    """Eleven core papers, a twelfth of an investigation, and three while it is in question whose review it is."""
    assert [len(papers(kind)) for kind in ("", "other", "investigation")] == [11, 11, 12]
    assert "investigation report" in papers("investigation")[4].what
    assert "handler's notes" in papers("other")[4].what
    assert [one.kind for one in first_papers()] == ["complaint", "review_body", "outcome"]
    assert [one.number for one in papers("investigation")] == list(range(1, 13))


def test_accepting_asks_the_unit_whose_papers_they_are(desk: PaperDesk) -> None:
    """The request goes to the unit of the force's reference, is open once it left, and is numbered."""
    desk.accepted()
    one = desk.request()
    assert (one.unit, one.state, one.asked_on) == ("north", RequestState.OPEN, date(2026, 11, 23))
    assert (one.due_on, one.initials, len(one.missing)) == (date(2026, 12, 7), "AA", 11)
    assert desk.case().unit == "north"
    (letter,) = desk.sent_to(NORTH)
    assert "Monday 7 December 2026" in words(letter)
    assert "11. any referral to the IOPC" in words(letter)


def test_where_nothing_says_which_unit_the_default_is_asked(desk: PaperDesk) -> None:
    """A reference of nobody's goes to the default unit."""
    desk.accepted(force_reference="PC/90417/26")
    assert desk.request().unit == "central"
    assert len(desk.sent_to(CENTRAL)) == 1


def test_the_three_duties_of_notice_are_three_questions_and_the_request_proves_one(desk: PaperDesk) -> None:
    """The authority is told by the request that left; the officer's and the others' questions wait for proof."""
    desk.accepted()
    asked = desk.open_questions()
    assert {"told_officer", "told_interested"} <= asked
    assert "told_authority" not in asked
    assert "answered" in desk.history(f"case:{FIRST}")


def test_the_question_of_the_authority_stands_until_the_request_has_left(tmp_path: Path) -> None:
    """While the request lies as a draft, nobody can say that the force was told."""
    desk = PaperDesk(tmp_path, mode="draft")
    desk.accepted()
    assert "told_authority" in desk.open_questions()
    assert desk.request().state is RequestState.WRITTEN
    desk.close()


def test_a_request_that_waited_names_a_later_day(tmp_path: Path) -> None:
    """A request that nobody sent for three days is written anew with its whole time, under its own key."""
    desk = PaperDesk(tmp_path, mode="draft")
    desk.accepted()
    key = desk.letter("papers_request").key
    desk.until(2026, 11, 25)
    assert desk.request().due_on == date(2026, 12, 7)
    desk.until(2026, 11, 26)
    assert desk.request().due_on == desk.case().papers_due_on == date(2026, 12, 10)
    assert desk.letter("papers_request").key == key
    (draft,) = [one for one in desk.drafts() if one["To"] == NORTH]
    assert "Thursday 10 December 2026" in words(draft)
    assert "Monday 7 December" not in words(draft)
    desk.sends_by_hand("papers_request")
    desk.passes(minutes=5)
    assert (desk.request().state, desk.request().asked_on) == (RequestState.OPEN, date(2026, 11, 26))
    assert desk.request().due_on == date(2026, 12, 10)
    desk.close()


def test_a_draft_that_somebody_changed_keeps_its_words_and_counts_from_the_day_it_left(tmp_path: Path) -> None:
    """A person's work is not replaced; a request that left late has its whole time from the day it left."""
    desk = PaperDesk(tmp_path, mode="draft")
    desk.accepted()
    desk.edits_draft("papers_request", "Please preserve", "Please do preserve")
    desk.until(2026, 12, 1)
    assert desk.request().due_on == date(2026, 12, 7)
    desk.sends_by_hand("papers_request")
    desk.passes(minutes=5)
    assert (desk.request().asked_on, desk.request().due_on) == (date(2026, 12, 1), date(2026, 12, 15))
    assert desk.case().papers_due_on == date(2026, 12, 15)
    desk.close()


def test_a_request_taken_back_before_it_left_is_over_and_somebody_knows(desk: PaperDesk) -> None:
    """Nobody waits for papers that were never asked for: the case says that the police are to be asked."""
    desk.service.settings.stop_file.touch()
    desk.accepted()
    with desk.service.writing() as tx:
        assert cancelling.cancel(tx, desk.letter("papers_request"), "by A Li")
    desk.runs()
    assert desk.request().state is RequestState.ENDED
    assert desk.case().next_action.what == "Ask the police for the papers"
    desk.service.settings.stop_file.unlink()
    assert not desk.tells(Verb.ASK_POLICE, by="A Li").refused
    assert desk.request().state is RequestState.OPEN
    assert not any(code.startswith("papers_not_asked") for code in desk.open_questions())


def test_more_time_is_given_by_anybody_then_a_caseworker_then_the_manager(desk: PaperDesk) -> None:
    """Each grant begins the ladder anew; who may grant it depends on how often that was done."""
    desk.accepted()
    desk.until(2026, 12, 8, 12)
    assert desk.case().state is State.PAPERS_OVERDUE
    said = desk.mails(ADA, f"more time {FIRST} until 18 December because the officer is away")
    assert "gave the police until Friday 18 December 2026" in said[0]
    one = desk.request()
    assert (one.clock, one.done, one.extensions, one.due_on) == (2, {}, 1, date(2026, 12, 18))
    assert (desk.case().state, desk.case().papers_due_on) == (State.PAPERS_REQUESTED, date(2026, 12, 18))
    assert "Only the caseworker or the manager" in desk.mails(ADA, f"more time {FIRST} 22 December")[0]
    assert "until Tuesday 22 December" in desk.mails(CAZ, f"more time {FIRST} 22 December")[0]
    assert "Only the manager" in desk.mails(CAZ, f"more time {FIRST} 29 December")[0]
    assert "until Tuesday 29 December" in desk.mails(MO, f"more time {FIRST} 29 December")[0]
    assert "have until Tuesday 29 December 2026 already" in desk.mails(MO, f"more time {FIRST} 24 December")[0]


def test_more_time_is_taken_back_with_its_date(desk: PaperDesk) -> None:
    """Undo gives the request its former date, clock and steps, and the case its own."""
    desk.accepted()
    desk.until(2026, 12, 8, 12)
    before, case = desk.request(), desk.case()
    desk.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 18))
    assert "Taken back" in desk.mails(ADA, f"undo {FIRST}")[0]
    assert desk.request() == before
    assert (desk.case().state, desk.case().papers_due_on) == (case.state, case.papers_due_on)


def test_another_unit_has_the_papers(desk: PaperDesk) -> None:
    """A person names the unit: it gets the request on a date of its own, the other hears no more, and undo works."""
    desk.accepted()
    desk.until(2026, 11, 25)
    assert "no such unit. There are: Professional Standards, North, South" in desk.mails(ADA, f"unit {FIRST} West")[0]
    assert "South has the papers" in desk.mails(ADA, f"unit {FIRST} south")[0]
    desk.until(2026, 12, 3)
    assert desk.case().unit == "south"
    assert (desk.request().unit, desk.request().state) == ("south", RequestState.OPEN)
    assert [day for day, _ in desk.got(SOUTH)] == [date(2026, 11, 25), date(2026, 12, 2)]
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23)]
    assert "South has been asked already" in desk.mails(ADA, f"unit {FIRST} South")[0]
    assert "Taken back" in desk.mails(ADA, f"undo {FIRST}")[0]
    stands = {one.unit: one.state for one in desk.case().requests}
    assert (desk.case().unit, stands["north"], stands["south"]) == ("north", RequestState.OPEN, RequestState.ENDED)


def test_which_unit_is_answered_by_its_name(desk: PaperDesk) -> None:
    """Where nobody could say which unit has the papers, naming the one that was asked closes the question alone."""
    desk.accepted()
    with desk.service.writing() as tx:
        questions.ask(
            tx, f"case:{FIRST}", Question("which_unit", "Which?", Owner.ADMINISTRATOR, date(2026, 11, 24)), case_id=1
        )
    assert "North has the papers" in desk.mails(ADA, f"unit {FIRST} North")[0]
    assert "which_unit" not in desk.case().asked
    assert (desk.request().unit, desk.got(SOUTH)) == ("north", [])


def test_items_are_told_by_mail_and_taken_back(desk: PaperDesk) -> None:
    """A line of a mail says how far an item has come; unknown ones are refused in one sentence, and undo works."""
    desk.accepted()
    assert "item 3: received" in desk.mails(ADA, f"papers {FIRST} item 3 received")[0]
    assert desk.request().items[2].state is PaperState.RECEIVED
    assert "There is no item 14" in desk.mails(ADA, f"papers {FIRST} item 14 received")[0]
    assert "Say it like this" in desk.mails(ADA, f"papers {FIRST} something came")[0]
    assert "item 4: not held" in desk.mails(ADA, f"papers {FIRST} item 4 not held because it was shredded")[0]
    assert desk.request().items[3].reason == "it was shredded"
    desk.mails(ADA, f"undo {FIRST}")
    assert [one.state for one in desk.request().items[2:4]] == [PaperState.RECEIVED, PaperState.OUTSTANDING]


def test_complete_papers_end_the_asking_and_undo_begins_it_again(desk: PaperDesk) -> None:
    """With `papers complete` the case is ready; taken back, the request is open and the unit is reminded."""
    desk.accepted()
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    assert (desk.case().state, desk.request().state) == (State.READY, RequestState.COMPLETE)
    desk.mails(ADA, f"undo {FIRST}")
    assert (desk.case().state, desk.request().state) == (State.PAPERS_REQUESTED, RequestState.OPEN)
    desk.until(2026, 11, 30)
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23), date(2026, 11, 30)]


def test_a_person_has_the_police_chased_once_a_day(desk: PaperDesk) -> None:
    """`chase` writes one mail now; a second one on that day is refused, and the reminder does not come on top."""
    desk.accepted()
    assert "written to today" in desk.mails(ADA, f"chase {FIRST}")[0]
    desk.until(2026, 11, 27, 9)
    assert "had the police chased" in desk.mails(ADA, f"chase {FIRST}")[0]
    assert "written to today" in desk.mails(ADA, f"chase {FIRST}")[0]
    desk.until(2026, 12, 2)
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23), date(2026, 11, 27)]
    assert desk.request().chases == 1


def test_a_chaser_of_the_evening_leaves_in_the_morning_unless_it_is_taken_back(desk: PaperDesk) -> None:
    """After four o'clock it waits for nine; undo before that means that it never leaves and was never sent."""
    desk.accepted()
    desk.until(2026, 11, 26, 17)
    desk.mails(ADA, f"chase {FIRST}")
    assert desk.request().last_mail_on == date(2026, 11, 27)
    desk.mails(ADA, f"undo {FIRST}")
    assert (desk.request().last_mail_on, desk.request().chases) == (None, 0)
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED
    desk.mails(ADA, f"chase {FIRST}")
    desk.until(2026, 11, 27, 12)
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23), date(2026, 11, 27)]


def test_undoing_an_acceptance_ends_its_request(desk: PaperDesk) -> None:
    """A case that was not accepted after all asks nobody for papers."""
    desk.accepted()
    desk.mails(ADA, f"undo {FIRST}")
    assert desk.request().state is RequestState.ENDED
    desk.until(2026, 12, 9)
    assert len(desk.got(NORTH)) == 1


def test_the_first_papers_are_no_longer_wanted_once_the_review_is_ours(desk: PaperDesk) -> None:
    """While the body is in question three papers are asked for; that is over when a person says whose it is."""
    desk.person("Ann Archer", "ann@person.example").writes()
    desk.runs()
    desk.tells(Verb.ASK_POLICE, by="A Li")
    assert desk.request(asked=Asked.BODY).state is RequestState.WRITTEN
    desk.tells(Verb.OURS, by="A Li")
    assert desk.request(asked=Asked.BODY).state is RequestState.ENDED
    assert desk.letter("body_papers_request").state is LetterState.CANCELLED


def test_the_commands_show_requests_and_rounds_and_write_nothing(desk: PaperDesk) -> None:
    """`papers list`, `show` and `due` and a dry round say what there is, field by field, and change nothing."""
    desk.accepted()
    (listed,) = lines(typed(desk, "papers", "list", "--json"))
    assert list(listed) == [
        "reference", "force_reference", "unit", "asked", "state", "asked_on", "due_on", "missing", "steps", "chases",
        "last_mail_on", "heard_on", "paused_until", "paused_because", "held", "extensions", "next_on",
    ]  # fmt: skip
    assert (listed["unit"], listed["next_on"]) == ("north", "2026-11-30")
    (shown,) = lines(typed(desk, "papers", "show", FIRST, "--json"))
    assert [*listed, "items", "files"] == list(shown)
    assert typed(desk, "papers", "show", FIRST).exit_code == 0
    assert typed(desk, "papers", "show", "PCR/2026/00099").exit_code == 1
    assert lines(typed(desk, "papers", "due", "--on", "2026-11-27", "--json")) == []
    (due,) = lines(typed(desk, "papers", "due", "--on", "2026-11-30", "--json"))
    assert "nothing was heard since" in str(due["waits_for"])
    before = len(desk.letters())
    (mail,) = lines(typed(desk, "rounds", "run", "--on", "2026-11-30", "--dry-run", "--json"))
    assert mail == {
        "does": "mail", "to": NORTH, "unit": "north", "references": FIRST, "step": "reminder", "why": due["waits_for"],
    }  # fmt: skip
    (sunday,) = lines(typed(desk, "rounds", "run", "--on", "2026-12-06", "--dry-run", "--json"))
    assert (sunday["does"], sunday["why"]) == ("nothing", "Nothing leaves on a Sunday.")
    assert typed(desk, "rounds", "run").exit_code == 2
    assert len(desk.letters()) == before
    assert desk.request().done == {}


def test_a_mailbox_that_came_back_is_not_asked(desk: PaperDesk) -> None:
    """Nothing is written to an address from which a letter came back, and the sentence says what to do."""
    desk.person("Ann Archer", "ann@person.example").writes(ASKS_FOR_REVIEW.replace("PC/04417/26", "PC/10417/26"))
    desk.runs()
    with desk.service.writing() as tx:
        contacts.freeze(tx, NORTH, "north", "a letter came back")
    done = desk.tells(Verb.ACCEPT, by="A Li")
    assert done.refused
    assert "A letter to North came back" in done.said
    assert desk.case().requests == ()
    with desk.service.writing() as tx:
        contacts.thaw(tx, NORTH, by="A Li")
    assert not desk.tells(Verb.ACCEPT, by="A Li").refused
    assert len(desk.got(NORTH)) == 1


def test_a_unit_that_is_unusually_silent_is_asked_about(desk: PaperDesk) -> None:
    """Where its mailbox usually says that a mail arrived and this time did not, a person rings, once for a request."""
    with desk.service.writing() as tx:
        for _ in range(5):
            contacts.asked(tx, NORTH, "north")
            contacts.acknowledged(tx, NORTH, "north")
    desk.accepted()
    desk.until(2026, 11, 24, 12)
    assert "silent_unit" not in desk.case().asked
    desk.until(2026, 11, 26, 12)
    with desk.service.reading() as tx:
        (asked,) = [one for one in questions.still_open(tx) if one.code == "silent_unit"]
    assert (asked.reference, "North" in asked.text, FIRST in asked.text) == (FIRST, True, True)


def test_another_unit_is_asked_where_mail_to_the_first_came_back(desk: PaperDesk) -> None:
    """Naming the unit that has the papers looks at that unit's address, not at the one of the unit before it."""
    desk.accepted()
    with desk.service.writing() as tx:
        contacts.freeze(tx, NORTH, "north", "a letter came back")
    assert not desk.tells(Verb.UNIT, value="South", by="A Li").refused
    assert len(desk.got(SOUTH)) == 1
    done = desk.tells(Verb.UNIT, value="North", by="A Li")
    assert (done.refused, "A letter to North came back" in done.said) == (True, True)
    assert (desk.request().unit, desk.request().state) == ("south", RequestState.OPEN)


def test_a_unit_that_is_asked_no_more_is_not_reminded(desk: PaperDesk) -> None:
    """Undo of `unit` takes back what a round had written to the unit since, so it never leaves."""
    desk.accepted()
    desk.tells(Verb.UNIT, value="South", by="A Li")
    desk.until(2026, 11, 30, 8)
    stop = desk.service.settings.stop_file
    stop.touch()
    desk.until(2026, 11, 30, 12)
    assert desk.letter("papers_reminder").state is LetterState.RENDERED
    with desk.service.writing() as tx:
        found = steps.last(tx, 1)
        assert found is not None
        undone(desk.service, tx, 1, found)
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED
    stop.unlink()
    desk.until(2026, 11, 30, 13)
    assert len(desk.got(SOUTH)) == 1


def test_a_chaser_that_left_stays_taken_whatever_is_undone(desk: PaperDesk) -> None:
    """What has left cannot be taken back, so the ladder does not write the same step once more."""
    desk.accepted()
    desk.until(2026, 11, 26)
    desk.tells(Verb.CHASE_POLICE, by="A Li")
    assert "cannot be unsent" in desk.mails(ADA, f"undo {FIRST}")[0]
    desk.until(2026, 12, 4)
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23), date(2026, 11, 26)]


def test_a_chaser_that_could_not_leave_on_its_day_is_a_question(desk: PaperDesk) -> None:
    """What a person asked for is not forgotten where sending was stopped all day; asking again answers it."""
    desk.accepted()
    desk.until(2026, 11, 26, 15, 50)
    stop = desk.service.settings.stop_file
    stop.touch()
    assert not desk.tells(Verb.CHASE_POLICE, by="A Li").refused
    desk.clock.at += timedelta(minutes=11)
    desk.runs()
    stop.unlink()
    desk.runs()
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED
    assert "papers_not_chased" in desk.open_questions()
    desk.until(2026, 11, 27)
    desk.tells(Verb.CHASE_POLICE, by="A Li")
    assert "papers_not_chased" not in desk.open_questions()
    assert [day for day, _ in desk.got(NORTH)] == [date(2026, 11, 23), date(2026, 11, 27)]


def test_a_unit_that_left_the_book_is_asked_through_the_default(tmp_path: Path) -> None:
    """The default stands for it: one mail a day still, and what comes takes back what was about to leave."""
    until = 'references = ["PC/1*"]\nuntil = 2026-11-25\n'
    desk = PaperDesk(tmp_path, book=BOOK.replace('references = ["PC/1*"]\n', until))
    desk.accepted()
    desk.until(2026, 11, 27, 9)
    with desk.service.writing() as tx:
        unit_mails.add(tx, "central", date(2026, 11, 27), letter="another", rung=Rung.REMINDER)
    done = desk.tells(Verb.CHASE_POLICE, by="A Li")
    assert (done.refused, "Professional Standards gets a mail" in done.said) == (True, True)
    desk.until(2026, 11, 30, 8)
    desk.service.settings.stop_file.touch()
    desk.until(2026, 11, 30, 12)
    assert (desk.letter("papers_reminder").state, desk.request().unit) == (LetterState.RENDERED, "north")
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED
    desk.close()
