"""An office with two decisions of November, which other people check; for stories about the quality of decisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import casework, decisions
from store.engine import Tx
from store.terms import State
from tests.desk import Desk
from tests.signing_world import TEAM

MONTH = "2026-11"
_DAY = date(2026, 11, 23)


def two_decided(folder: Path, section: str) -> Desk:
    """An office with an upheld case of C Writer's, and a late request that A Li had refused and M Okafor approved."""
    made = Desk(folder, more=TEAM + section)
    for who in ("Ann", "Bea"):
        made.person(who).writes(f"I would like a review of how my complaint was handled by the police. I am {who}.")
    made.runs()
    with made.service.writing() as tx:
        upheld(tx, 1)
        casework.change(tx, 2, on=_DAY, state=State.OUT_OF_TIME, sets={"owner": "A Li"}, next_action=None)
        decisions.keep(tx, 2, "provided_on", "2026-09-01", by="A Li")
        decisions.keep(tx, 2, "approved", "yes", by="M Okafor", letter_key="late_refused:x:y")
    return made


def upheld(tx: Tx, case_id: int) -> None:
    """C Writer upheld the case, and M Okafor approved the letter that says so."""
    sets = {"outcome": "upheld", "decided_on": _DAY, "owner": "C Writer"}
    casework.change(tx, case_id, on=_DAY, state=State.OUTCOME_SENT, sets=sets, next_action=None)
    decisions.keep(tx, case_id, "approved", "yes", by="M Okafor", letter_key="outcome_upheld:x:y")
