"""How many letters went out lately, as the caps ask; over keyed tags of address and domain, never the addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from store.columns import InstantColumn
from store.engine import Tx
from store.outbox import Queued
from store.tables import LetterRow
from store.terms import LetterState

_CLOCKS_DIFFER = timedelta(hours=1)
_WENT_OUT = (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)
# What went out lately is found by its instant: `coalesce` keeps SQLite from looking by state or domain, that is among
# all that ever left.
_LATELY = (
    func.coalesce(col(LetterRow.state), "").in_(_WENT_OUT),
    col(LetterRow.sending_at) > bindparam("since", type_=InstantColumn),
    col(LetterRow.sending_at) <= bindparam("until", type_=InstantColumn),
)
_OUT = select(func.count()).select_from(LetterRow).where(*_LATELY)
_DOMAIN = func.coalesce(col(LetterRow.domain_tag), "")
_OUT_BY_DOMAIN = select(_DOMAIN, func.count()).where(*_LATELY).group_by(_DOMAIN)
_OUT_BY_ADDRESS = (
    select(LetterRow.to_tag, func.count())
    .where(*_LATELY, col(LetterRow.to_tag).in_(bindparam("tags", expanding=True)))
    .group_by(col(LetterRow.to_tag))
)


@dataclass(frozen=True, slots=True)
class Usage:
    """How many letters went out within the windows the caps speak of; the mappings are by tag."""

    in_hour: int
    in_day: int
    to_address_in_day: Mapping[str, int]
    to_domain_in_hour: Mapping[str, int]


def lately(tx: Tx, letters: Sequence[Queued], *, hour_ago: datetime, day_ago: datetime) -> Usage:
    """What went out already, as far as the caps on these letters need to know.

    What is dated more than an hour ahead left by a wrong clock, and would fill the caps until that day comes.
    """
    tags = list({one.to_tag for one in letters})
    hour = {"since": hour_ago, "until": tx.now + _CLOCKS_DIFFER}
    day = hour | {"since": day_ago}
    to_domain = {row[0]: row[1] for row in tx.connection.execute(_OUT_BY_DOMAIN, hour)}
    in_day = int(tx.connection.execute(_OUT, day).scalar_one())
    to_address = tx.connection.execute(_OUT_BY_ADDRESS, {**day, "tags": tags})
    return Usage(sum(to_domain.values()), in_day, {row[0]: row[1] for row in to_address}, to_domain)
