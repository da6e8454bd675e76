"""An act on a case as somebody types it: which verb, what it needs, and what came of it. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.casework.rulings import Done, act_on
from bot.desk.people import assignable
from handlers.verb_words import spoken, stage_named
from store import cases
from store.engine import Tx
from store.messages import Act, Verb
from store.terms import Role, Stage, london_date

if TYPE_CHECKING:
    from bot.service import Service


def do(
    service: Service,
    tx: Tx,
    reference: str,
    words: Sequence[str],
    *,
    on: date | None = None,
    because: str = "",
    by: str = "",
    roles: frozenset[Role] = frozenset(),
) -> Done:
    """What the words ask for is done on the case, or refused with the one sentence that says why."""
    case_id = cases.case_id_of(tx, reference)
    if case_id is None:
        return _refused(f"There is no case {reference}. `reviews-bot case list` shows those there are.")
    found = spoken(words)
    if found is None:
        return _refused(f"“{' '.join(words)}” begins with no verb. `reviews-bot case verbs` shows those there are.")
    verb, value = found
    remark = ""
    if verb is Verb.ASSIGN and value:
        person, remark = assignable(service.settings.team, value, london_date(tx.now))
        if person is None:
            return _refused(remark)
        value = person.name
    if verb is Verb.STAGE:
        stage = stage_named(value)
        if stage is None:
            return _refused(f"There is no stage “{value}”. There are {', '.join(Stage)}.")
        value = stage.value
    act = Act(verb, by=by, roles=roles, value=value, on=on, because=because, source="the command line")
    done = act_on(service, tx, case_id, act)
    said = " ".join(filter(None, (done.said or "Nothing had to be done.", remark)))
    return Done(said, refused=done.refused, letters=done.letters)


def _refused(sentence: str) -> Done:
    return Done(sentence, refused=True)
