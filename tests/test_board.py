"""The board: one readable card for each open case, in the folder of its stage, made anew when it says otherwise."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.casework import board
from bot.casework.rulings import act_on
from bot.mailbox import Item, Permanent, Ref, Unavailable
from handlers.card import card, categories
from handlers.working_days import WorkingDays
from store import cards, cases, casework, questions
from store.engine import Tx
from store.messages import Act, Card, CaseCard, CaseView, Verb
from store.terms import BOARD, STAGE_OF, Mode, Place, Stage, State
from tests.desk import Desk
from tests.test_course import ACCEPTED, CASE, DAYS, TARGETS, TODAY
from tests.world import World

STAGES = {stage: stage.value for stage in Stage}


@pytest.fixture
def world(tmp_path: object) -> World:
    """An office."""
    return World(tmp_path)  # type: ignore[arg-type]


def lying(world: World, place: Place) -> list[Item]:
    """The cards in one folder of the board."""
    folder = world.service.folders[place]
    return [item for page in world.service.mailbox.poll({folder: ""}) for item in page.created if item.key]


def everywhere(world: World) -> dict[Place, int]:
    """How many cards lie in each folder that has any."""
    found = {place: len(lying(world, place)) for place in BOARD.values()}
    return {place: number for place, number in found.items() if number}


def read(world: World, item: Item) -> EmailMessage:
    """The card as a mail program reads it."""
    return email.message_from_bytes(world.service.mailbox.mime(item.ref), policy=email.policy.default)  # type: ignore[return-value]


def tells(world: World, verb: Verb, **more: object) -> str:
    """A person tells the service something about the one case; answers what it said."""
    with world.service.writing() as tx:
        (line,) = cases.lines(tx)
        case_id = cases.case_id_of(tx, line.reference)
        assert case_id is not None
        return act_on(world.service, tx, case_id, Act(verb, **more)).said  # type: ignore[arg-type]


def shown(case: object = CASE, **more: object) -> CaseCard:
    """The card of a case on this day."""
    said: dict[str, object] = {"today": TODAY, "days": DAYS, "targets": TARGETS, "stages": STAGES, "force": "MPS"}
    said |= {"questions": (), "papers": (), "history": ()}
    return card(case, **(said | more))  # type: ignore[arg-type]


def test_a_new_case_has_one_card_in_the_validity_check(world: World) -> None:
    """Whoever opens the board sees the case, what happens next, and where each fact came from."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    (item,) = lying(world, Place.BOARD_VALIDITY)
    assert everywhere(world) == {Place.BOARD_VALIDITY: 1}
    words = read(world, item).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Next: Settle whose review it is" in words
    assert "Police reference: PC/04417/26" in words
    assert "PCR/2026/00001" in item.categories


def test_a_card_is_no_message_of_anybody(world: World) -> None:
    """It opens no case, is never taken in, and lies still while nothing changes."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    before = lying(world, Place.BOARD_VALIDITY)
    world.passes(minutes=10)
    assert [item.key for item in lying(world, Place.BOARD_VALIDITY)] == [item.key for item in before]
    assert len(world.cases()) == 1


def test_the_card_follows_its_case_to_another_stage(world: World) -> None:
    """There is one card before and one after, and the old one has gone."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    tells(world, Verb.HOLD, by="M Roe", because="a trial")
    world.runs()
    assert everywhere(world) == {Place.BOARD_HOLD: 1}


def test_a_card_a_person_moves_lies_still_until_its_command_is_understood(tmp_path: Path) -> None:
    """The bot never drags a card back under somebody's hand, though the case was told something else meanwhile."""
    desk = Desk(tmp_path)
    desk.person("Ann", "ann@home.example").writes()
    desk.runs()
    desk.drags(desk.card("PCR/2026/00001"), Place.BOARD_HOLD)
    desk.runs()
    tells(desk, Verb.NOTE, value="a note that the card would show")
    desk.passes(seconds=30)
    assert everywhere(desk) == {Place.BOARD_HOLD: 1}
    assert desk.case().state is State.TRIAGE
    desk.settles()
    assert desk.case().state is State.ON_HOLD
    assert everywhere(desk) == {Place.BOARD_HOLD: 1}
    desk.close()


def test_a_card_the_mailbox_refuses_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other cases have their cards, the pass is finished, and a person is asked about the one without."""
    for name in ("Ann", "Bob"):
        world.person(name).writes()
    real = world.service.mailbox.note

    def refuses_the_first(folder: str, made: Card) -> Ref:
        if made.subject.startswith("PCR/2026/00001"):
            raise Permanent("too odd for this mailbox")
        return real(folder, made)

    monkeypatch.setattr(world.service.mailbox, "note", refuses_the_first)
    world.runs()
    assert everywhere(world) == {Place.BOARD_VALIDITY: 1}
    with world.service.reading() as tx:
        assert "card_refused" in {one.code for one in questions.still_open(tx, case_id=1)}


def test_a_card_that_never_comes_about_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After nine passes without an answer the other cases have their cards, and that one's is tried again and again."""
    for name in ("Ann", "Bob"):
        world.person(name).writes()
    real, tries = world.service.mailbox.note, []

    def never_answers(folder: str, made: Card) -> Ref:
        if made.subject.startswith("PCR/2026/00001"):
            tries.append(made)
            raise Unavailable("no answer")
        return real(folder, made)

    monkeypatch.setattr(world.service.mailbox, "note", never_answers)
    for _ in range(8):
        with pytest.raises(Unavailable):
            world.runs()
    assert everywhere(world) == {}
    world.runs()
    assert everywhere(world) == {Place.BOARD_VALIDITY: 1}
    with world.service.reading() as tx:
        assert "card_refused" in {one.code for one in questions.still_open(tx, case_id=1)}
    before = len(tries)
    world.runs()
    assert len(tries) > before
    monkeypatch.setattr(world.service.mailbox, "note", real)
    world.runs()
    assert everywhere(world) == {Place.BOARD_VALIDITY: 2}


def test_cases_that_ended_long_ago_are_not_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that starts anew looks at no ended case whose card lies in Closed, and at each other case once."""
    for name in ("Ann", "Bob", "Cy"):
        world.person(name).writes()
    world.runs()
    with world.service.writing() as tx:
        for case_id in (1, 2):
            casework.change(tx, case_id, on=TODAY, state=State.WITHDRAWN, sets={}, next_action=None)
    world.runs()
    assert everywhere(world) == {Place.BOARD_CLOSED: 2, Place.BOARD_VALIDITY: 1}
    world.restarts()
    world.service.start()
    real, viewed = casework.view, []

    def counted(tx: Tx, case_id: int) -> CaseView:
        viewed.append(case_id)
        return real(tx, case_id)

    monkeypatch.setattr(casework, "view", counted)
    board.pass_(world.service)
    assert viewed == [3]


def test_a_key_is_known_while_its_card_is_being_made(world: World) -> None:
    """Of any number of keys those are answered that a card carries or is to carry, and no other."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    (item,) = lying(world, Place.BOARD_VALIDITY)
    with world.service.writing() as tx:
        cards.want(tx, 1, "coming")
        others = [f"strange {number}" for number in range(1000)]
        assert cards.known(tx, [*others, "coming", "", item.key]) == {"coming", item.key}


def test_a_card_the_store_has_forgotten_is_nobodys_mail(world: World) -> None:
    """After a restore a card opens no case: it is taken away, and its case has one that the store knows."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    (old,) = lying(world, Place.BOARD_VALIDITY)
    with world.service.writing() as tx:
        tx.connection.exec_driver_sql("DELETE FROM card")
    world.restarts()
    world.service.cursors = dict.fromkeys(world.service.cursors, "")
    world.runs()
    assert len(world.cases()) == 1
    (new,) = lying(world, Place.BOARD_VALIDITY)
    assert new.ref.id == old.ref.id or new.key != old.key


def test_the_card_of_a_case_that_ended_while_nobody_looked_goes_to_closed(world: World) -> None:
    """A service that starts anew looks at ended cases only where their card still lies among the open ones."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    with world.service.writing() as tx:
        casework.change(tx, 1, on=TODAY, state=State.WITHDRAWN, sets={}, next_action=None)
    world.restarts()
    world.runs()
    assert everywhere(world) == {Place.BOARD_CLOSED: 1}


def test_a_break_between_making_and_recording_leaves_one_card(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next pass finds the card that was made and takes it for its own."""
    world.person("Ann", "ann@home.example").writes()
    real = world.service.mailbox.note
    broken = []

    def note_then_break(folder: str, made: object) -> Ref:
        real(folder, made)  # type: ignore[arg-type]
        broken.append(made)
        raise Unavailable("the answer was lost")

    monkeypatch.setattr(world.service.mailbox, "note", note_then_break)
    with pytest.raises(Unavailable):
        world.runs()
    monkeypatch.setattr(world.service.mailbox, "note", real)
    world.runs()
    assert broken
    assert everywhere(world) == {Place.BOARD_VALIDITY: 1}


def test_a_stray_card_is_swept_away_by_the_next_pass(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card whose removal broke off does not lie there for ever."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    real: Callable[[Ref, str], None] = world.service.mailbox.discard

    def broken(_ref: Ref, _key: str) -> None:
        raise Unavailable("no answer")

    monkeypatch.setattr(world.service.mailbox, "discard", broken)
    tells(world, Verb.NOTE, value="a note")
    with pytest.raises(Unavailable):
        world.runs()
    monkeypatch.setattr(world.service.mailbox, "discard", real)
    assert everywhere(world) == {Place.BOARD_VALIDITY: 2}
    world.passes(minutes=1)
    assert everywhere(world) == {Place.BOARD_VALIDITY: 1}


def test_a_card_removed_twice_is_a_question(world: World) -> None:
    """Made again once; then a person is asked whether the case should be closed."""
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    for _ in range(2):
        (item,) = lying(world, Place.BOARD_VALIDITY)
        world.service.mailbox.discard(item.ref, item.key)
        with world.service.writing() as tx:
            one = cards.of_case(tx, 1)
            assert one is not None
            cards.taken_away(tx, one)
        world.runs()
    assert everywhere(world) == {}
    with world.service.reading() as tx:
        assert "card_removed_twice" in {one.code for one in questions.still_open(tx, case_id=1)}


def test_watching_makes_no_card(tmp_path: object) -> None:
    """In watch mode nothing in the mailbox changes."""
    world = World(tmp_path, mode=Mode.WATCH.value)  # type: ignore[arg-type]
    world.person("Ann", "ann@home.example").writes()
    world.runs()
    assert board.pass_(world.service) == 0


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_shown(state: State) -> None:
    """Wherever a case stands its card says what is next and how to tell the bot."""
    case = replace(ACCEPTED, state=state, held_until=date(2026, 12, 4), reply_by=date(2026, 12, 4), told_on=TODAY)
    found = shown(case)
    assert found.next_what
    assert "rite to this mailbox" in found.how_to[-1]
    assert not found.how_to[0].startswith("Or ")
    assert found.stage == STAGE_OF[state].value


def test_the_subject_is_a_row_of_a_list() -> None:
    """Reference, surname, age and what is next; never the allegation, never an address."""
    assert shown().subject == "PCR/2026/00417 · Okonkwo-Hale · day 3 · 23 Nov: Look at it"
    assert "home.example" not in shown(replace(CASE, complainant="ada@home.example")).subject


@pytest.mark.parametrize(
    ("on", "label"),
    [
        (TODAY - timedelta(days=1), "Overdue"),
        (TODAY, "Due today"),
        (date(2026, 11, 27), "Due this week"),
        (date(2026, 12, 7), ""),
    ],
)
def test_the_label_says_how_near_the_next_date_is(on: date, label: str) -> None:
    """One label of nearness at most, and none for what is far away."""
    case = replace(ACCEPTED, next_action=replace(ACCEPTED.next_action, on=on))
    found = set(categories(case, TODAY, WorkingDays())) & {"Overdue", "Due today", "Due this week"}
    assert found == ({label} if label else set())


def test_an_accepted_request_leaves_the_queue(tmp_path: object) -> None:
    """What waited to be confirmed lies in its case's folder once a person has accepted it, and asks nobody any more."""
    world = World(tmp_path, environ={"REVIEWS_OFFICE__CONTACTS__FORCE": "psd@mps.example"})  # type: ignore[arg-type]
    name = world.person("Ann", "ann@home.example").writes()
    world.runs()
    assert world.lying_in("1 To do.Confirm new requests") == [name]
    tells(world, Verb.ACCEPT)
    world.runs()
    assert world.lying_in("1 To do.Confirm new requests") == []
    assert world.lying_in("4 Case files.PCR-2026-00001") == [name]
