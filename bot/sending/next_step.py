"""What to do next with a letter: the whole outbox as one pure table; it does nothing.

A letter that waits for approval rests here: people take it on, and `approvals` sees what they do.
"""

from __future__ import annotations

from enum import StrEnum

from store.terms import LetterState, Mode


class Step(StrEnum):
    """One step a letter can take; every step that acts outside is committed before and after."""

    RENDER = "render"
    DRAFT = "draft"
    CLAIM = "claim"
    SUBMIT = "submit"
    LOOK = "look"
    MARK_SENT = "mark_sent"
    CONFIRM = "confirm"
    HOLD = "hold"
    WAIT = "wait"
    REST = "rest"


class Seen(StrEnum):
    """Where a letter was found when the mailbox was asked for its key."""

    UNASKED = "unasked"
    DRAFT = "draft"
    SENT = "sent"
    NOWHERE = "nowhere"


ANY = None

_ACTS_OUTSIDE = {Step.DRAFT: {Mode.DRAFT, Mode.LIVE}, Step.CLAIM: {Mode.LIVE}, Step.SUBMIT: {Mode.LIVE}}

_TABLE: tuple[tuple[LetterState, Seen | None, bool | None, Step], ...] = (
    # state                  where it was seen   overdue  step
    (LetterState.PLANNED,    ANY,                ANY,     Step.RENDER),
    (LetterState.RENDERED,   ANY,                ANY,     Step.DRAFT),
    (LetterState.DRAFTED,    Seen.UNASKED,       ANY,     Step.CLAIM),
    (LetterState.DRAFTED,    Seen.DRAFT,         ANY,     Step.CLAIM),
    (LetterState.DRAFTED,    Seen.SENT,          ANY,     Step.MARK_SENT),  # a person pressed Send
    (LetterState.DRAFTED,    Seen.NOWHERE,       False,   Step.WAIT),
    (LetterState.DRAFTED,    Seen.NOWHERE,       True,    Step.HOLD),       # a person took the draft away
    (LetterState.SENDING,    Seen.UNASKED,       ANY,     Step.LOOK),
    (LetterState.SENDING,    Seen.DRAFT,         ANY,     Step.SUBMIT),     # a draft can be sent once: safe
    (LetterState.SENDING,    Seen.SENT,          ANY,     Step.MARK_SENT),
    (LetterState.SENDING,    Seen.NOWHERE,       False,   Step.WAIT),
    (LetterState.SENDING,    Seen.NOWHERE,       True,    Step.HOLD),
    (LetterState.SENT,       Seen.UNASKED,       ANY,     Step.LOOK),
    (LetterState.SENT,       Seen.SENT,          ANY,     Step.CONFIRM),
    (LetterState.SENT,       ANY,                False,   Step.WAIT),       # Sent Items may lag
    (LetterState.SENT,       ANY,                True,    Step.HOLD),
)  # fmt: skip


def next_step(state: LetterState, seen: Seen, mode: Mode, *, overdue: bool, may_leave: bool = True) -> Step:
    """The first row of the table that fits, held back to what this mode may do; what rests stays where it is.

    A draft is claimed only where the letter `may_leave`: it needs nobody's approval, or has it and its time has come.
    """
    for row_state, row_seen, row_overdue, step in _TABLE:
        if row_state is state and row_seen in (ANY, seen) and row_overdue in (ANY, overdue):
            allowed = mode in _ACTS_OUTSIDE.get(step, Mode) and (may_leave or step is not Step.CLAIM)
            return step if allowed else Step.WAIT
    return Step.REST
