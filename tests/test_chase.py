"""When the force is asked again about one request, and when it is not; each rule by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.chase import next_day
from handlers.moved_days import moved_by_calendar
from handlers.working_days import WorkingDays
from store.messages import Away, PaperRequest
from store.terms import Asked, PaperState, RequestState, Rung
from tests.chasing import (
    A_DAY,
    ASKED,
    BOSS,
    BOX,
    CHASER,
    DAYS,
    DUE,
    ITEMS,
    LADDER,
    MANAGER,
    POINT,
    POINT_DAY,
    UNIT,
    asked,
    chased,
    round_of,
    steps_of,
)


@pytest.mark.parametrize(
    ("request_", "first", "rung", "to"),
    [
        (asked(), date(2026, 11, 9), Rung.REMINDER, BOX),
        (asked(heard_on=ASKED), CHASER, Rung.CHASER, BOX),
        (chased(), MANAGER, Rung.MANAGER, BOSS),
        (chased(done={Rung.CHASER: CHASER, Rung.MANAGER: MANAGER}), POINT_DAY, Rung.SINGLE_POINT, POINT),
        (asked(heard_on=ASKED, clock=2, due_on=date(2026, 12, 23)), date(2026, 12, 24), Rung.CHASER, BOX),
        (asked(heard_on=ASKED, due_on=date(2026, 12, 24)), date(2026, 12, 29), Rung.CHASER, BOX),
        (asked(heard_on=ASKED, due_on=date(2026, 12, 25)), date(2026, 12, 30), Rung.CHASER, BOX),
        (
            asked(asked=Asked.RECOMMENDATION, items=(), due_on=date(2026, 11, 30)),
            date(2026, 11, 23),
            Rung.REMINDER,
            BOX,
        ),
    ],
    ids=["reminder", "chaser", "manager", "point", "later", "christmas", "holiday", "recommendation"],
)
def test_each_step_comes_on_its_day(request_: PaperRequest, first: date, rung: Rung, to: str) -> None:
    """A step is taken on its working day and not a day before, and the next look is on that day."""
    assert steps_of(round_of(request_, on=first)) == [("PCR/2026/00001", rung, to)]
    before = max(day for day in (first - n * A_DAY for n in range(1, 9)) if DAYS.is_working_day(day))
    assert round_of(request_, on=before).mails == ()
    assert next_day(request_, UNIT, DAYS, LADDER, before) == first


@pytest.mark.parametrize("change", [{"heard_on": ASKED}, {"partial_on": ASKED}, {"clock": 2}])
def test_no_reminder_once_anything_was_heard(change: dict[str, object]) -> None:
    """Who said anything, or got another date, is not reminded but chased when it is late."""
    assert round_of(asked(**change), on=date(2026, 11, 10)).mails == ()
    assert next_day(asked(**change), UNIT, DAYS, LADDER, date(2026, 11, 10)) == CHASER


def test_after_the_due_date_nobody_is_reminded() -> None:
    """A reminder that was missed is left out, and the chaser says so."""
    plan = round_of(asked(), on=CHASER)
    assert [rung for _, rung, _ in steps_of(plan)] == [Rung.CHASER]


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({"heard_on": CHASER}, date(2026, 11, 19)),
        ({"partial_on": CHASER}, date(2026, 11, 19)),
        ({"heard_on": ASKED, "paused_until": date(2026, 11, 21)}, date(2026, 11, 23)),
        ({"heard_on": ASKED, "last_mail_on": DUE}, date(2026, 11, 18)),
    ],
)
def test_pauses(change: dict[str, object], first: date) -> None:
    """A possible reply, part of the papers, a pause, a mail just sent: each puts the chaser off, and no longer."""
    assert next_day(asked(**change), UNIT, DAYS, LADDER, CHASER) == first
    [over] = round_of(asked(**change), on=CHASER).passed_over
    assert over.again_on == first
    assert over.why.startswith("Nothing today: ")
    assert "not due before" not in over.why
    assert round_of(asked(**change), on=first).mails


def test_only_what_is_missing_is_asked_for() -> None:
    """The reason names the numbers that are missing, and once the required ones are here nothing is asked."""
    first, second, _ = ITEMS
    part = replace(first, state=PaperState.RECEIVED), second, ITEMS[2]
    [mail] = round_of(asked(items=part, partial_on=ASKED), on=CHASER).mails
    assert "still missing: 2." in mail.why
    here = part[0], replace(second, state=PaperState.NOT_HELD), ITEMS[2]
    plan = round_of(asked(items=here), on=CHASER)
    assert plan.mails == ()
    [task] = round_of(asked(items=here), on=POINT_DAY).tasks
    assert "Can it be closed?" in task.why


def test_a_held_case_is_left_alone_and_looked_at_again() -> None:
    """On hold nothing is asked and no task is given; in five working days it is looked at again."""
    plan = round_of(chased(held=True), on=POINT_DAY)
    assert (plan.mails, plan.tasks) == ((), ())
    assert [one.again_on for one in plan.passed_over] == [date(2026, 12, 7)]


def test_nobody_above_the_unit_hears_before_the_unit_was_chased() -> None:
    """After an outage the unit is chased first, and its superiors hear four working days later at the earliest."""
    after = date(2026, 12, 3)
    assert [rung for _, rung, _ in steps_of(round_of(asked(heard_on=ASKED), on=after))] == [Rung.CHASER]
    late = chased(done={Rung.CHASER: after}, last_mail_on=after)
    assert next_day(late, UNIT, DAYS, LADDER, after + A_DAY) == after + A_DAY  # the task, which is due
    given = replace(late, done={**late.done, Rung.TASK: after})
    assert next_day(given, UNIT, DAYS, LADDER, after + A_DAY) == date(2026, 12, 9)


def test_a_step_is_never_taken_below_one_that_was() -> None:
    """Once the single point of contact was written to, neither manager nor unit is for this due date."""
    done = {Rung.CHASER: CHASER, Rung.SINGLE_POINT: POINT_DAY, Rung.TASK: POINT_DAY}
    plan = round_of(chased(done=done, last_mail_on=POINT_DAY), on=date(2026, 12, 21))
    assert (plan.mails, plan.tasks) == ((), ())
    assert [one.again_on for one in plan.passed_over] == [date(2026, 12, 30)]


def test_the_task_comes_with_the_last_mail() -> None:
    """On the twentieth working day the Reviews Manager gets a task that says what was done."""
    plan = round_of(chased(), on=POINT_DAY)
    [task] = plan.tasks
    assert "chaser on Tuesday 17 November 2026" in task.why
    assert "Monday 16 November 2026" in task.why
    assert steps_of(plan)


def test_replies_that_may_be_forged_put_no_task_off() -> None:
    """Somebody who writes every day can pause the mails, but not the task for the Reviews Manager."""
    plan = round_of(chased(heard_on=POINT_DAY, paused_until=POINT_DAY + 9 * A_DAY), on=POINT_DAY)
    assert plan.mails == ()
    assert len(plan.tasks) == 1


def test_four_mails_then_a_person() -> None:
    """After four mails no more is written; on the day of the next step a person has it, and says why."""
    tired = asked(heard_on=ASKED, chases=4, clock=3, last_mail_on=ASKED)
    assert next_day(tired, UNIT, DAYS, LADDER, ASKED) == CHASER
    plan = round_of(tired, on=CHASER)
    assert plan.mails == ()
    assert "4 mails have gone" in plan.tasks[0].why


def test_a_contact_who_is_away_is_not_written_to() -> None:
    """While the contact is away nothing goes to the mailbox, unless somebody stands in; the manager is not away."""
    back = date(2026, 11, 25)
    away = replace(UNIT, away=(Away(CHASER, back - A_DAY),))
    assert round_of(asked(heard_on=ASKED), on=CHASER, unit=away).mails == ()
    assert next_day(asked(heard_on=ASKED), away, DAYS, LADDER, CHASER) == back
    late = replace(UNIT, away=(Away(CHASER + A_DAY, back - A_DAY),))
    assert round_of(asked(heard_on=ASKED), on=CHASER + A_DAY, unit=late).mails == ()
    cover = replace(UNIT, away=(Away(CHASER, back, cover="cover@force.example"),))
    assert [to for _, _, to in steps_of(round_of(asked(heard_on=ASKED), on=CHASER, unit=cover))] == [
        "cover@force.example"
    ]
    no_cover = replace(cover, frozen=frozenset({"cover@force.example"}))
    assert round_of(asked(heard_on=ASKED), on=CHASER, unit=no_cover).mails == ()
    assert [to for _, _, to in steps_of(round_of(chased(), on=MANAGER, unit=away))] == [BOSS]


def test_what_is_not_open_is_never_asked() -> None:
    """A complete or ended request has no next day and no mail; every open one has a day."""
    for state in (RequestState.COMPLETE, RequestState.ENDED, RequestState.WRITTEN):
        assert next_day(asked(state=state), UNIT, DAYS, LADDER, POINT_DAY) is None
        plan = round_of(asked(state=state), on=POINT_DAY)
        assert (plan.mails, plan.tasks) == ((), ())


def test_a_new_day_off_moves_open_dates_once() -> None:
    """A due date keeps its working days, an agreed one only leaves a day off, one that passed stands."""
    off = WorkingDays(frozenset({date(2026, 11, 12)}))
    units = {"psu": UNIT}
    agreed = asked(2, clock=2, heard_on=ASKED)
    past = asked(3, due_on=date(2026, 11, 9), heard_on=ASKED)
    today = date(2026, 11, 11)
    moved = moved_by_calendar([asked(heard_on=ASKED), agreed, past], units, LADDER, today, old=DAYS, new=off)
    assert [(one.request.id, one.due_on, one.next_was, one.next_on) for one in moved] == [
        (1, DUE + A_DAY, CHASER, CHASER + A_DAY),
    ]
    on_it = replace(agreed, due_on=date(2026, 11, 12))
    [one] = moved_by_calendar([on_it], units, LADDER, today, old=DAYS, new=off)
    assert one.due_on == date(2026, 11, 13)
    assert moved_by_calendar([asked()], units, LADDER, today, old=DAYS, new=DAYS) == ()
    late = asked(heard_on=ASKED)
    assert moved_by_calendar([late], units, LADDER, DUE + 2 * A_DAY, old=DAYS, new=off) == ()
    taken_back = asked(heard_on=ASKED, due_on=DUE + A_DAY)
    assert moved_by_calendar([taken_back], units, LADDER, today, old=off, new=DAYS) == ()
