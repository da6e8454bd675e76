"""What makes the asking go on, rest, or reach somebody else: holding replies, more time, cover, another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.desk.undoing import undone
from bot.mailbox import Ambiguous, Draft, Unavailable
from bot.papers import contact_news, requests
from bot.recognising.words import reply_words
from config.faults import ConfigurationFault
from handlers.paper_replies import read_reply
from handlers.requests import answer_to_recommendation
from store import contacts, outbox, paper_requests, questions, steps
from store.messages import PaperOrder, Verb
from store.terms import Asked, LetterState, Role, Rung, Said
from tests.desk import FIRST, words
from tests.paper_desk import BOOK, NORTH, SOUTH, PaperDesk
from tests.test_paper_answers import Answers
from tests.world import message

COVER = "cover.psu@mps.example"
HOLDING = "Thank you. We are looking into this and will come back to you."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PaperDesk]:
    """An office on Monday 23 November 2026, with a request that was accepted."""
    office = PaperDesk(tmp_path)
    office.accepted()
    yield office
    office.close()


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    """The same, where the unit's mail can be proved to be its own."""
    office = Answers(tmp_path)
    office.accepted()
    yield office
    office.close()


# --- holding replies ------------------------------------------------------------------------------------------------


def test_holding_replies_let_a_request_rest_twice_and_then_the_asking_goes_on(answers: Answers) -> None:
    """A unit that only says that it looks into it is chased on its day: it cannot keep a request quiet by answering."""
    answers.clock.at += timedelta(days=10)
    for day in (3, 4):
        answers.sleeps_until(2026, 12, day)
        answers.hears(HOLDING)
    assert (answers.request().rests, answers.request().heard_on) == (2, date(2026, 12, 4))
    answers.sleeps_until(2026, 12, 8, 8)
    answers.hears(HOLDING)
    assert (answers.request().rests, answers.request().heard_on) == (2, date(2026, 12, 4))
    answers.sleeps_until(2026, 12, 8, 10)
    answers.runs()
    assert [day for day, subject in answers.got(NORTH) if "Overdue" in subject] == [date(2026, 12, 8)]
    assert (answers.request().rests, answers.request().done) == (0, {Rung.CHASER: date(2026, 12, 8)})
    assert answers.request().paused_until is None or answers.request().paused_until <= date(2026, 12, 8)


def test_papers_that_come_are_no_holding_reply(answers: Answers) -> None:
    """However often a unit sends a part of the papers, each part is heard, and what asks again waits for it."""
    answers.sleeps_until(2026, 12, 3)
    for number in range(3):
        answers.hears("[PART 1]", (f"outcome letter {number}.txt", b"Outcome of your complaint\n"))
    assert (answers.request().rests, answers.request().partial_on) == (0, date(2026, 12, 3))


# --- more time ------------------------------------------------------------------------------------------------------


def test_a_unit_hears_of_the_time_it_was_given(desk: PaperDesk) -> None:
    """It gets one letter, with the new day and what is missing and no name, and no other mail of ours that day."""
    desk.until(2026, 11, 24)
    desk.tells(Verb.PAPER_ITEM, by="A Li", value="items 1-9 received")
    desk.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 11))
    (told,) = [one for one in desk.sent_to(NORTH) if "Time agreed" in str(one["Subject"])]
    said = words(told)
    assert "until Friday 11 December 2026" in said
    assert "10. " in said.partition("still missing")[2]
    assert "9. " not in said.partition("still missing")[2].partition("How to answer")[0]
    assert "Archer" not in said
    assert desk.request().last_mail_on is None
    assert (desk.request().chases, desk.request().done) == (0, {})


def test_a_unit_that_was_written_to_today_hears_of_it_the_next_day(desk: PaperDesk) -> None:
    """One mail a unit a day: on the day of its reminder the news waits for the next working day."""
    desk.until(2026, 11, 30)
    assert len(desk.got(NORTH)) == 2
    desk.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 11))
    desk.until(2026, 11, 30, 15)
    assert len(desk.got(NORTH)) == 2
    desk.until(2026, 12, 1)
    assert [(day, "Time agreed" in subject) for day, subject in desk.got(NORTH)[2:]] == [(date(2026, 12, 1), True)]


def test_news_that_did_not_leave_is_told_another_day_or_not_at_all(desk: PaperDesk) -> None:
    """Held up for a day it is written anew; taken back it does not leave, and the unit's day is free again."""
    desk.until(2026, 11, 24, 15)
    desk.service.settings.stop_file.touch()
    desk.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 11))
    desk.until(2026, 11, 25, 8)
    desk.service.settings.stop_file.unlink()
    desk.until(2026, 11, 25)
    states = [one.state for one in desk.letters() if one.letter == "papers_more_time"]
    assert states == [LetterState.CANCELLED, LetterState.CONFIRMED]
    desk.service.settings.stop_file.touch()
    desk.tells(Verb.MORE_TIME, by="M Okafor", roles=frozenset({Role.MANAGER}), on=date(2026, 12, 18))
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    assert desk.letter("papers_more_time").state is LetterState.CANCELLED


def test_where_no_letter_can_tell_them_a_person_is_asked_to(desk: PaperDesk) -> None:
    """With an address that came back nothing is written, and the administrator rings the unit."""
    with desk.service.writing() as tx:
        contacts.freeze(tx, NORTH, "north", "a letter came back")
    desk.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 11))
    assert "tell_more_time" in desk.open_questions()
    assert not [one for one in desk.letters() if one.letter == "papers_more_time"]


def test_a_holding_reply_does_not_keep_the_news_back(answers: Answers) -> None:
    """Granted after hours; the unit only thanks us before the letter leaves: it leaves on its day all the same."""
    answers.sleeps_until(2026, 12, 3, 17)
    answers.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 18))
    answers.hears(HOLDING)
    answers.sleeps_until(2026, 12, 4)
    answers.runs()
    assert [day for day, subject in answers.got(NORTH) if "Time agreed" in subject] == [date(2026, 12, 4)]


def test_papers_that_come_before_the_news_are_not_in_its_list(answers: Answers) -> None:
    """The letter is written anew with what is missing still; one letter leaves, on its day."""
    answers.sleeps_until(2026, 12, 3, 17)
    answers.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 18))
    answers.hears("[PART 1]", ("outcome letter.txt", b"Outcome of your complaint\n"))
    answers.sleeps_until(2026, 12, 4)
    answers.runs()
    (told,) = [one for one in answers.sent_to(NORTH) if "Time agreed" in str(one["Subject"])]
    listed = words(told).partition("still missing")[2]
    assert " 1. " not in listed
    assert " 2. " in listed


def test_news_whose_answer_was_lost_goes_again_that_day(desk: PaperDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request for more time of the same morning does not make the letter that grants it wrong."""
    desk.until(2026, 11, 24)
    desk.deliver(message(f"PSU <{NORTH}>", f"We need more time for {FIRST}.", at=desk.clock.at, subject=FIRST))
    desk.runs()
    assert desk.request().heard_on == date(2026, 11, 24)
    with monkeypatch.context() as patch:
        patch.setattr(desk.service.mailbox, "submit_all", lambda drafts: iter([[Ambiguous("who knows")] * len(drafts)]))
        desk.tells(Verb.MORE_TIME, by="A Li", on=date(2026, 12, 11))
        assert desk.letter("papers_more_time").state is LetterState.SENDING
    desk.passes(minutes=5)
    assert len([one for one in desk.sent_to(NORTH) if "Time agreed" in str(one["Subject"])]) == 1


# --- an answer of the mailbox that was lost --------------------------------------------------------------------------


@pytest.fixture
def lost(desk: PaperDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The reminder of today was submitted, nobody knows with what result, and its draft still lies there."""

    def unknown(drafts: list[Draft]) -> Iterator[list[Ambiguous]]:
        yield [Ambiguous("nobody can know") for _ in drafts]

    desk.until(2026, 11, 30, 8)
    with monkeypatch.context() as patch:
        patch.setattr(desk.service.mailbox, "submit_all", unknown)
        desk.sleeps_until(2026, 11, 30, 10)
        desk.runs()
        assert desk.letter("papers_reminder").state is LetterState.SENDING
        yield patch


def test_a_mail_whose_answer_was_lost_is_not_sent_the_next_morning(desk: PaperDesk, lost: pytest.MonkeyPatch) -> None:
    """Left as our draft overnight it is taken back, and the round of the morning looks anew: one mail leaves, once."""
    lost.undo()
    desk.sleeps_until(2026, 12, 1, 10)
    desk.runs()
    states = [one.state for one in desk.letters() if one.letter == "papers_reminder"]
    assert states == [LetterState.CANCELLED, LetterState.CONFIRMED]
    assert [day for day, subject in desk.got(NORTH) if "Reminder" in subject] == [date(2026, 12, 1)]
    assert (desk.request().chases, desk.request().done) == (1, {Rung.REMINDER: date(2026, 12, 1)})


def test_a_mail_whose_answer_was_lost_does_not_go_again_once_it_is_wrong(
    desk: PaperDesk, lost: pytest.MonkeyPatch
) -> None:
    """Papers that came in the same minutes stop it, and an hour later it is taken back for good."""
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    lost.undo()
    desk.runs()
    assert desk.letter("papers_reminder").state is LetterState.SENDING
    desk.passes(minutes=61)
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED
    assert not [subject for _, subject in desk.got(NORTH) if "Reminder" in subject]


def test_what_was_submitted_again_just_now_is_not_taken_back(desk: PaperDesk, lost: pytest.MonkeyPatch) -> None:
    """The hour counts from its last submission: what a mailbox took minutes ago may still look like a draft."""
    del lost  # no answer comes to any submission
    desk.passes(minutes=59)
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    desk.passes(minutes=3)
    assert desk.letter("papers_reminder").state is LetterState.SENDING
    desk.passes(minutes=61)
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED


def test_a_mail_whose_answer_was_lost_goes_again_on_its_day(desk: PaperDesk, lost: pytest.MonkeyPatch) -> None:
    """While it is still right it is submitted again, as every other letter is."""
    lost.undo()
    desk.runs()
    assert desk.letter("papers_reminder").state is LetterState.CONFIRMED
    assert len([subject for _, subject in desk.got(NORTH) if "Reminder" in subject]) == 1


def test_a_mail_that_may_have_left_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer was lost and Sent Items show it days later: a person is asked, and the unit gets no second one."""
    office = PaperDesk(tmp_path, back_end="graph")
    office.accepted()
    office.until(2026, 11, 30, 8)
    office.room.box.habits.sent_lag = timedelta(hours=30)  # type: ignore[attr-defined]  # what only this mailbox has
    real = office.service.mailbox.submit_all
    with monkeypatch.context() as patch:
        patch.setattr(
            office.service.mailbox, "submit_all",
            lambda drafts: ([Ambiguous("lost") for _ in step] for step in real(drafts)),
        )  # fmt: skip
        office.sleeps_until(2026, 11, 30, 10)
        office.runs()
    for _ in range(21):
        office.passes(minutes=2)
    assert office.letter("papers_reminder").held_because == outbox.MAY_HAVE_LEFT
    for day in (1, 3, 4):
        office.sleeps_until(2026, 12, day)
        office.runs()
    assert [one.state for one in office.letters() if one.letter == "papers_reminder"] == [LetterState.HOLD]
    assert [day for day, subject in office.got(NORTH) if "Reminder" in subject] == [date(2026, 11, 30)]
    assert "letter_held" in office.open_questions()
    office.close()


# --- cover, another unit, an address that is right after all, a mailbox that is not read ------------------------------


def test_what_a_person_has_chased_goes_to_whoever_stands_in(tmp_path: Path) -> None:
    """On days on which the unit is away its cover is asked at once; without cover the person hears why nothing goes."""
    away = f'[[units.away]]\nfrom = 2026-11-24\nuntil = 2026-11-24\ncover = "{COVER}"\n'
    alone = "[[units.away]]\nfrom = 2026-11-25\nuntil = 2026-11-25\n"
    book = BOOK.replace('\n[[units]]\nkey = "south"', f'{away}{alone}\n[[units]]\nkey = "south"')
    office = PaperDesk(tmp_path, book=book)
    office.accepted()
    office.until(2026, 11, 24)
    assert not office.tells(Verb.CHASE_POLICE, by="A Li").refused
    assert [day for day, _ in office.got(COVER)] == [date(2026, 11, 24)]
    assert len(office.got(NORTH)) == 1
    office.until(2026, 11, 25)
    refused = office.tells(Verb.CHASE_POLICE, by="A Li")
    assert (refused.refused, "names nobody who stands in" in refused.said) == (True, True)
    office.close()


def test_what_waited_for_an_address_is_looked_at_when_a_person_lets_it_in_again(desk: PaperDesk) -> None:
    """The day of the next step is worked out anew, and no request sleeps because of a mail that came back."""
    desk.until(2026, 11, 27)
    with desk.service.writing() as tx:
        contacts.freeze(tx, NORTH, "north", "a letter came back")
    desk.until(2026, 12, 8, 12)
    with desk.service.reading() as tx:
        before = paper_requests.next_on(tx, 1)
    assert before is not None
    assert before > date(2026, 12, 8)
    with desk.service.writing() as tx:
        assert contact_news.thawed(desk.service, tx, NORTH, by="A Li")
        assert not contact_news.thawed(desk.service, tx, NORTH, by="A Li")
        assert paper_requests.next_on(tx, 1) == date(2026, 12, 8)
    desk.until(2026, 12, 9)
    assert [day for day, subject in desk.got(NORTH) if "Overdue" in subject] == [date(2026, 12, 9)]


def test_a_mailbox_that_is_not_read_for_a_day_is_a_question_that_names_the_folder(
    desk: PaperDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person hears which folder keeps the asking from going on, once; read again, the question is settled."""
    desk.until(2026, 11, 27, 9)
    folder, real = desk.service.folders["unsure"], desk.service.mailbox.poll

    def silent(cursors: dict[str, str]) -> Iterator[object]:
        yield from real({one: cursor for one, cursor in cursors.items() if one != folder})
        if folder in cursors:
            trouble = Unavailable("It does not answer.")
            trouble.folder = folder
            raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(desk.service.mailbox, "poll", silent)
        for _ in range(4):
            desk.clock.at += timedelta(hours=24)
            with pytest.raises(Unavailable):
                desk.service.one_pass()
        with desk.service.reading() as tx:
            (asked,) = [one for one in questions.still_open(tx) if one.code == "asking_rests"]
    assert "unsure does not answer" in asked.text
    assert "Friday 27 November 2026" in asked.text
    assert not [subject for _, subject in desk.got(NORTH) if "Reminder" in subject]
    desk.clock.at += timedelta(hours=1)
    desk.runs()
    assert "asking_rests" not in desk.open_questions()
    assert [subject for _, subject in desk.got(NORTH) if "Reminder" in subject]


def owes_an_answer(desk: PaperDesk) -> None:
    """North has sent its papers, and owes the answer to a recommendation of today by Monday 21 December."""
    desk.tells(Verb.PAPERS_COMPLETE, by="A Li")
    order = PaperOrder(Asked.RECOMMENDATION, answer_to_recommendation(), date(2026, 12, 21), "outcome_to_force")
    with desk.service.writing() as tx:
        which = paper_requests.ask(tx, 1, order, unit="north", letter="outcome_to_force:x:y")
        paper_requests.sent(tx, paper_requests.view(tx, which), date(2026, 11, 23), date(2026, 12, 21))
        requests.look_again(desk.service, tx, which)


def test_another_unit_can_be_made_to_answer_a_recommendation(desk: PaperDesk) -> None:
    """It is reminded from then on and the first one no more, a person sends it the outcome, and undo puts it back."""
    owes_an_answer(desk)
    done = desk.tells(Verb.UNIT, by="A Li", value="South")
    assert (done.refused, "South has to answer" in done.said) == (False, True)
    assert desk.tells(Verb.UNIT, by="A Li", value="South").refused
    assert desk.request(asked=Asked.RECOMMENDATION).unit == desk.case().unit == "south"
    assert "send_outcome_to_unit" in desk.open_questions()
    desk.until(2026, 12, 14)
    assert [day for day, subject in desk.got(SOUTH) if "Answer due" in subject] == [date(2026, 12, 14)]
    assert not [subject for _, subject in desk.got(NORTH) if "Answer due" in subject]
    assert desk.tells(Verb.UNIT, by="A Li", value="North").refused is False
    with desk.service.writing() as tx:
        last = steps.last(tx, 1)
        assert last is not None
        undone(desk.service, tx, 1, last)
    assert desk.request(asked=Asked.RECOMMENDATION).unit == "south"


# --- what else a reply can say, and how letters are marked ------------------------------------------------------------


def test_papers_that_come_by_post_have_their_days_and_a_question(answers: Answers) -> None:
    """A unit whose disc is in the post is not asked for five working days, and a person is asked whether it came."""
    answers.sleeps_until(2026, 12, 7)
    answers.hears("The papers will follow on disc.")
    asked = answers.asked_about()["papers_by_post"]
    assert "papers_extension" not in answers.asked_about()
    assert asked.startswith("administrator 14.12.: ")
    assert "papers PCR/2026/00001 item N received" in asked
    assert answers.request().paused_until == date(2026, 12, 14)
    answers.until(2026, 12, 14)
    assert [day for day, subject in answers.got(NORTH) if "Overdue" in subject] == [date(2026, 12, 14)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The body worn video will follow on disc.", {Said.BY_POST}),
        ("The disc is in the post.", {Said.BY_POST}),
        ("We will post the papers to you on Monday.", {Said.BY_POST}),
        ("We need until 4 December. The video will follow on disc.", {Said.BY_POST, Said.EXTENSION}),
        ("We need more time, the video will follow on disc in two weeks.", {Said.BY_POST, Said.EXTENSION}),
        ("The outcome letter was sent by recorded delivery on 3 March.", {Said.UNCLEAR}),
        ("Can we send this on disc?", {Said.QUERY}),
    ],
)
def test_the_post_is_no_more_time_and_no_letter_of_theirs(text: str, says: set[Said]) -> None:
    """What comes by post asks for no other day by that alone, and a letter they once posted to somebody is none."""
    assert read_reply("Re: Papers", text, date(2026, 12, 1), reply_words(), files=False).says == says


def test_letters_to_the_police_are_marked_where_the_office_says_so(tmp_path: Path) -> None:
    """The marking stands first in the subject and in the text of what goes to a unit, and in nobody else's letter."""
    more = f'{PaperDesk.more}marking = "OFFICIAL-SENSITIVE"\n'
    office = PaperDesk(tmp_path, more=more)
    office.accepted()
    office.runs()
    (asked,) = office.sent_to(NORTH)
    assert str(asked["Subject"]).startswith("OFFICIAL-SENSITIVE [PCR/2026/00001] ")
    for part in asked.walk():
        if part.get_content_maintype() == "text":
            said = re.sub(r"<style.*?</style>|<title.*?</title>|<[^>]+>", " ", part.get_content(), flags=re.DOTALL)
            assert " ".join(said.split()).startswith("OFFICIAL-SENSITIVE")
    others = [one for one in office.sent() if one["To"] != NORTH]
    assert others
    assert not any("SENSITIVE" in f"{one['Subject']}{words(one)}" for one in others)
    office.close()


def test_a_marking_is_a_few_capitals(tmp_path: Path) -> None:
    """What could be taken for a reference or a code of ours is refused with a sentence."""
    with pytest.raises(ConfigurationFault, match="OFFICIAL-SENSITIVE"):
        PaperDesk(tmp_path, more=f'{PaperDesk.more}marking = "[PCR/2026/00001]"\n')
