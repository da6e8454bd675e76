"""A case is erased: nothing of it is read, asked or sent any more, nothing breaks, and every figure stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot.casework import erasing
from bot.cli import app
from bot.desk.opened_by_mistake import cancelled
from bot.mailbox import Ambiguous
from bot.papers import rounds
from bot.prompt.show import letter_line
from bot.reporting import gathering
from handlers.replay import ACTIONS, replay
from store import cancelling, cases, events, outbox, records
from store.erasing import left_over
from store.messages import Verb
from store.terms import LetterState, RequestState, State
from tests.desk import FIRST
from tests.paper_desk import NORTH, PaperDesk
from tests.signing_world import ADA, CHECKING
from tests.world import ASKS_FOR_REVIEW


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PaperDesk]:
    """An office on Monday 23 November 2026, with a request that was accepted."""
    office = PaperDesk(tmp_path)
    office.accepted()
    yield office
    office.close()


def erases(desk: PaperDesk) -> None:
    """The manager has the first case erased."""
    with desk.service.writing() as tx:
        erasing.erase(tx, 1, by="M Okafor", because="Six years are over.")


def loses_its_key(desk: PaperDesk) -> None:
    """The key of the first case is gone, whoever destroyed it and however."""
    with desk.service.writing() as tx:
        tx.connection.execute(text("UPDATE review_key SET wrapped = NULL WHERE case_id = 1"))


def counted(desk: PaperDesk, table: str) -> int:
    """How many rows of the first case a table has."""
    with desk.service.reading() as tx:
        wanted = text(f"SELECT count(*) FROM {table} WHERE case_id = 1")
        return int(tx.connection.execute(wanted).scalar_one())


def test_a_case_that_is_worked_on_is_not_erased(desk: PaperDesk) -> None:
    """Erasing an open case is refused with the reason, and nothing of it is lost."""
    with pytest.raises(erasing.NotErased, match="has not ended"):
        erases(desk)
    assert desk.case().complainant == "Ann Archer"


def test_an_erased_case_leaves_nothing_behind_that_waits_or_leads_to_it(desk: PaperDesk) -> None:
    """Its letters do not leave, its draft is taken away, no question or clue is left, and it is in the chain."""
    with desk.service.writing() as tx:
        cancelled(desk.service, tx, 1)
    desk.runs()
    assert desk.lying_in(CHECKING)
    assert counted(desk, "clue")
    erases(desk)
    assert desk.letter("correction").state is LetterState.CANCELLED
    assert counted(desk, "clue") == 0
    assert not desk.open_questions()
    desk.passes(minutes=61)
    assert desk.lying_in(CHECKING) == []
    assert desk.broken_chain() == []
    with desk.service.reading() as tx:
        kept = [one.action for one in events.history(tx, case_id=1)]
        (line,) = cases.lines(tx)
        shown = letter_line(tx, desk.letter("correction").key)
    assert "erased" in kept
    assert shown is not None
    assert (shown["state"], shown["to"], shown["text"]) == (LetterState.CANCELLED, None, None)
    assert (line.complainant, line.force_reference, line.state) == (None, None, State.CLOSED)
    with pytest.raises(erasing.NotErased, match="already"):
        erases(desk)


def test_who_writes_again_is_a_new_case(desk: PaperDesk) -> None:
    """Mail of the same person, in the old thread, by the old reference and with the same words joins nothing erased."""
    with desk.service.writing() as tx:
        cancelled(desk.service, tx, 1)
    erases(desk)
    thread = {"References": next(one.message_id for one in desk.letters() if one.letter == "acknowledgement")}
    desk.person("Ann Archer", "ann@person.example").writes(
        ASKS_FOR_REVIEW + "\nOnce more.\n", subject=f"Review [{FIRST}]", headers=thread
    )
    desk.runs()
    assert desk.failed_rounds() == []
    assert [one.reference for one in desk.cases()] == [FIRST, "PCR/2026/00002"]


def test_nothing_is_done_to_an_erased_case(desk: PaperDesk) -> None:
    """Whatever somebody says on it is refused with one sentence."""
    with desk.service.writing() as tx:
        cancelled(desk.service, tx, 1)
    erases(desk)
    assert "erased" in desk.tells(Verb.REOPEN, by="M Okafor", because="a fact was wrong").said


def test_a_key_that_was_destroyed_elsewhere_ends_the_asking(desk: PaperDesk) -> None:
    """The police are asked no more about a case without a key, its waiting letters are given up, and rounds go on."""
    desk.accepted("Bob", "PC/10418/26")
    desk.until(2026, 11, 27)
    loses_its_key(desk)
    desk.until(2026, 12, 1)
    assert desk.request().state is RequestState.ENDED
    assert [subject[:27] for _, subject in desk.got(NORTH) if "Reminder" in subject] == ["[PCR/2026/00002] Reminder: "]
    assert desk.failed_rounds() == []
    assert desk.broken_chain() == []
    assert not {one.state for one in desk.letters() if one.case_id == 1} & {LetterState.PLANNED, LetterState.RENDERED}


def test_a_round_ends_what_was_asked_of_an_erased_case(desk: PaperDesk) -> None:
    """Where nothing else waits of the case, the first round that meets its request ends it, and says why before."""
    with desk.service.writing() as tx:
        for letter in outbox.of_case(tx, 1):
            cancelling.cancel(tx, letter, "the test wants nothing to wait")
    loses_its_key(desk)
    desk.until(2026, 11, 30, 8)
    assert desk.request().state is RequestState.OPEN
    desk.until(2026, 11, 30)
    assert desk.request().state is RequestState.ENDED


def test_figures_and_digest_count_an_erased_case_and_say_nothing_of_it(desk: PaperDesk) -> None:
    """Rows and history give the record as it was, less the force's reference and the questions; the digest stands."""
    with desk.service.reading() as tx:
        before = records.of_case(tx, 1)
    loses_its_key(desk)
    desk.clock.at += timedelta(days=7)
    with desk.service.reading() as tx:
        assert rounds.plan(desk.service, tx, tx.now, tx.now).mails == ()
        told = gathering.told(desk.service, tx)
        now = records.of_case(tx, 1)
        assert replay(events.every(tx, ACTIONS)) == (now,)
    assert "Archer" not in str(told)
    assert (now.received_on, now.state, len(now.requests)) == (before.received_on, before.state, len(before.requests))
    assert (now.force_reference, now.questions) == ("", ())


def test_the_command_asks_twice_and_only_a_manager_may(desk: PaperDesk) -> None:
    """Without --sure it says what would be lost, an administrator is refused, and a manager's word erases the case."""
    with desk.service.writing() as tx:
        cancelled(desk.service, tx, 1)
    desk.service.close()

    def types(by: str, *more: str) -> Result:
        words = ["case", "erase", FIRST, "--by", by, "--because", "six years", *more]
        return CliRunner().invoke(app, ["--config", str(desk.folder / "config.toml"), *words])

    assert "Only the manager" in types("A Li", "--sure").output
    assert "Nothing was erased" in types("M Okafor").output
    done = types("M Okafor", "--sure")
    assert (done.exit_code, "is erased" in done.output) == (0, True)
    assert "already" in types("M Okafor", "--sure").output


@pytest.mark.parametrize("text", ["Any news about my review? It has been weeks.", "I withdraw my request."])
def test_an_answer_in_the_thread_of_an_erased_case_learns_nothing(desk: PaperDesk, text: str) -> None:
    """It is mail of no case: it may be acknowledged, by words that name none, and cannot be put with the erased one."""
    with desk.service.writing() as tx:
        cancelled(desk.service, tx, 1)
    erases(desk)
    before = {str(one["Message-ID"]) for one in desk.sent()}
    thread = {"References": next(one.message_id for one in desk.letters() if one.letter == "acknowledgement")}
    mail = desk.person("Ann Archer", "ann@person.example").writes(text, subject=f"Re: [{FIRST}]", headers=thread)
    desk.runs()
    assert desk.held(mail).case_id is None
    new = [one for one in desk.sent() if one["Message-ID"] not in before]
    assert not [one for one in new if FIRST in one.as_string()]
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert desk.held(mail).case_id is None
    assert any("has been erased" in note for note in desk.notes())
    assert desk.failed_rounds() == []


def test_a_draft_that_somebody_wrote_in_goes_with_its_case(desk: PaperDesk) -> None:
    """Its words are kept nowhere any more, and the service goes on."""
    with desk.service.writing() as tx:
        cancelled(desk.service, tx, 1)
    desk.runs()
    desk.edits_draft("correction", "</p>", " More words.</p>")
    erases(desk)
    desk.passes(minutes=61)
    assert desk.lying_in(CHECKING) == []
    assert desk.broken_chain() == []


def test_a_reminder_that_nobody_knows_to_have_left_stops_nothing(
    desk: PaperDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key went while it was leaving: it is not submitted again, its request is over, and the service goes on."""
    desk.until(2026, 11, 30, 8)
    with monkeypatch.context() as patch:
        patch.setattr(desk.service.mailbox, "submit_all", lambda drafts: iter([[Ambiguous("who knows")] * len(drafts)]))
        desk.sleeps_until(2026, 11, 30)
        desk.runs()
        assert desk.letter("papers_reminder").state is LetterState.SENDING
        loses_its_key(desk)
    desk.runs()
    desk.passes(minutes=65)
    assert desk.letter("papers_reminder").state is LetterState.CANCELLED
    assert desk.request().state is RequestState.ENDED
    assert [subject for _, subject in desk.got(NORTH) if "Reminder" in subject] == []
    assert desk.failed_rounds() == []


def test_a_link_to_an_erased_case_stands(desk: PaperDesk) -> None:
    """Whoever wants to take it back by mail is told in a sentence why that is not done."""
    desk.accepted("Bob", "PC/10418/26")
    desk.mails(ADA, "link cases 1 to 2")
    with desk.service.writing() as tx:
        cancelled(desk.service, tx, 1)
    erases(desk)
    (answer,) = desk.mails(ADA, "link cases 2 not 1")
    assert "has been erased" in answer
    assert desk.case("PCR/2026/00002").linked == (FIRST,)
    desk.passes(days=1)
    assert desk.failed_rounds() == []


def test_what_may_have_left_is_said_and_goes_with_its_case(desk: PaperDesk) -> None:
    """A letter nobody can tell of is listed as sent and not given up, until its case is erased; then nobody looks."""
    with desk.service.writing() as tx:
        letter = next(one for one in outbox.of_case(tx, 1) if one.letter == "accepted")
        assert outbox.hold(tx, letter, outbox.MAY_HAVE_LEFT)
        assert "accepted" in cancelled(desk.service, tx, 1)
    assert desk.letter("accepted").state is LetterState.HOLD
    erases(desk)
    assert desk.letter("accepted").state is LetterState.CANCELLED
    desk.passes(minutes=61)
    with desk.service.reading() as tx:
        assert left_over(tx) == ()
