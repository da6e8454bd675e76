"""What became of letters is on record with their cases: an end, a deadline, somebody not told. Sends none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.casework import rulings
from bot.casework.aims import targets
from bot.papers import request_letters
from handlers.letters_gone import came_back, left
from store import casework, outbox
from store.engine import Tx
from store.messages import CaseView, LetterView, Ruling
from store.outbox import Queued
from store.terms import LetterState, london_date

if TYPE_CHECKING:
    from bot.service import Service

BATCH = 50


def pass_(service: Service) -> int:
    """Every letter that left or came back has had its effect on its case, once; answers how many."""
    done = 0
    while True:
        with service.reading() as tx:
            letters = outbox.to_note(tx, BATCH)
        if not letters:
            return done
        with service.writing() as tx:
            for one in letters:
                _note(service, tx, one)
        done += len(letters)


def _note(service: Service, tx: Tx, one: Queued) -> None:
    outbox.note(tx, one)
    if one.case_id is None:
        return
    case = casework.view(tx, one.case_id)
    letter = next((letter for letter in case.letters if _is(letter, one)), None)
    if letter is not None:
        ruling = _ruling(service, tx, case, letter)
        rulings.carry_out(service, tx, one.case_id, ruling, subject=f"letter:{one.key}")
        request_letters.left(service, tx, one)


def _ruling(service: Service, tx: Tx, case: CaseView, letter: LetterView) -> Ruling:
    today = london_date(tx.now)
    if letter.state is LetterState.BOUNCED:
        return came_back(case, letter, today, service.days)
    return left(case, letter, today, service.days, targets(service.settings.office))


def _is(letter: LetterView, one: Queued) -> bool:
    return letter.letter == one.letter and letter.audience is one.audience and one.key.split(":")[-2] == letter.occasion
