"""Digests of an invented office for tests and pictures: a full morning and one on which nothing happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from store.messages.digest import (
    Balance,
    Bar,
    DigestData,
    Headline,
    InTime,
    Load,
    Machine,
    Need,
    Outage,
    Part,
    SignOffWaiting,
    Tomorrow,
    UnitWaiting,
    WeekAhead,
    WeekSeen,
    Why,
)

MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
_STAGES = (
    "Validity check", "Waiting for the police", "Waiting for the complainant", "In assessment", "Sign-off",
    "Ready to close", "On hold",
)  # fmt: skip
_AGES = ("0–14 days", "15–28 days", "29–42 days", "43–56 days", "Over 56 days")
_RECEIVED = (38, 41, 40, 44, 39, 47, 45, 49, 43, 50, 51, 48, 12)
_CLOSED = (36, 35, 40, 37, 40, 38, 44, 39, 42, 43, 41, 45, 9)
_OPEN = (153, 159, 159, 166, 165, 174, 175, 185, 186, 193, 203, 206, 212)

MACHINE = Machine(
    since=datetime(2026, 11, 20, 7, 31, tzinfo=UTC),
    read=61,
    sent_by_itself=38,
    asked=11,
    corrected=2,
    held_letters=1,
    cannot_read=0,
    last_pass_at=AT,
    version="0.8.0",
    stopped="",
    balance=Balance(MONDAY, 4211, 0),
    outages=(),
    head_seq=90210,
    head="5f1c0a9b7e3d2468" * 4,
)
FULL = DigestData(
    day=MONDAY,
    at=AT,
    headline=Headline(date(2026, 11, 20), 14, 3, 212, 206, 19, 4, 7, 12, 1, 2),
    needs=(
        Need("PCR/2026/00388", Why.ESCALATED, "A message speaks of danger: read it at once", "You"),
        Need("PCR/2026/00311", Why.OVERDUE, "Finish the outcome letters", "J Mensah", 12),
        Need("PCR/2026/00369", Why.OVERDUE, "The papers are overdue: chase or escalate", "Administrator", 3),
        Need("PCR/2026/00402", Why.SIGN_OFF, "Letters: outcome", "You", 3),
        Need("PCR/2026/00415", Why.BOUNCED, "A letter did not reach whom it was for", "Administrator"),
        Need("PCR/2026/00377", Why.OVERDUE, "", "", restricted=True),
        Need("", Why.UNCLASSIFIED, "A message that nobody has named yet (3)", "Administrator"),
    ),
    more_needs=0,
    stages=tuple(map(Bar, _STAGES, (30, 78, 27, 61, 11, 5, 0))),
    ages=tuple(map(Bar, _AGES, (64, 58, 47, 31, 12))),
    weeks=tuple(
        WeekSeen(MONDAY - timedelta(weeks=12 - n), *numbers)
        for n, numbers in enumerate(zip(_RECEIVED, _CLOSED, _OPEN, strict=True))
    ),
    ahead=tuple(WeekAhead(MONDAY + timedelta(weeks=n), 206 + 6 * (n + 1), 200 + 4 * n, 216 + 9 * n) for n in range(4)),
    waiting=(
        UnitWaiting("Central South BCU PSU", 16, 14.1, 29, 2, 9),
        UnitWaiting("DPS Specialist Operations", 13, 17.9, 38, 4, 11),
        UnitWaiting("North West BCU PSU", 18, 22.4, 41, 6, 20),
    ),
    sign_offs=(
        SignOffWaiting("PCR/2026/00402", "outcome", "J Mensah", 3),
        SignOffWaiting("PCR/2026/00407", "transfer", "A Li", 0),
    ),
    caseload=(
        Load("A Li", 28, 4, 1),
        Load("J Mensah", 31, 5, 2, is_away=True),
        Load("R Castellano", 34, 6, 3),
        Load("", 9, 0, 1),
    ),
    in_time=InTime(date(2026, 11, 1), Part(88, 93), 112, 41.0, 78, Part(19, 71)),
    machine=MACHINE,
    tomorrow=Tomorrow(date(2026, 11, 24), 6, ("J Mensah",), ()),
)
AFTER_AN_OUTAGE = Outage(
    datetime(2026, 11, 20, 17, 5, tzinfo=UTC), datetime(2026, 11, 23, 6, 10, tzinfo=UTC), 42, counted=True
)
QUIET = DigestData(
    day=MONDAY,
    at=AT,
    headline=Headline(None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    needs=(),
    more_needs=0,
    stages=tuple(Bar(one, 0) for one in _STAGES),
    ages=tuple(Bar(one, 0) for one in _AGES),
    weeks=(WeekSeen(MONDAY - timedelta(weeks=1), 0, 0, 0), WeekSeen(MONDAY, 0, 0, 0)),
    ahead=(),
    waiting=(),
    sign_offs=(),
    caseload=(),
    in_time=InTime(date(2026, 11, 1), Part(0, 0), 0, None, None, Part(0, 0)),
    machine=MACHINE,
    tomorrow=Tomorrow(date(2026, 11, 24), 0, (), ()),
)
