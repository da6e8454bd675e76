"""The `[papers]` section of the settings: when the force is asked again, and whom it believes; asks nobody."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from config.faults import shown
from config.section import Section
from config.values import AddressOrNothing, Count, Domain, FullPath, LineOrNothing, Month, TimeOfDay

_ORDER = ("reminder_after", "chaser_after", "manager_after", "single_point_after")


def _clamd(value: str) -> str:
    if value and not value.startswith("/") and not re.fullmatch(r"[A-Za-z0-9.-]+:[0-9]{1,5}", value):
        raise ValueError(f"{shown(value)} is neither the path of a socket nor host:port, like 127.0.0.1:3310.")
    return value


def _header_name(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9-]{8,60}", value):
        raise ValueError(f"{shown(value)} is no name for a header of yours; use 8 to 60 letters, digits and strokes.")
    return value


def _marking(value: str) -> str:
    if value and not re.fullmatch(r"[A-Z][A-Z -]{1,58}[A-Z]", value):
        raise ValueError(f"{shown(value)} is no marking; use capitals, strokes and spaces, like OFFICIAL-SENSITIVE.")
    return value


Servers = tuple[Annotated[Domain, AfterValidator(str.lower)], ...]


class LadderSection(Section):
    """`[papers.ladder]`: the steps after a request, in working days after the day it was sent.

    With more than the usual time for the papers, each step keeps its distance from the day they are due.
    """

    reminder_after: Count = 5
    chaser_after: Count = 11
    manager_after: Count = 15
    single_point_after: Count = 20
    task_after: Count = 20

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        days = [getattr(self, name) for name in _ORDER]
        if sorted(set(days)) != days:
            raise ValueError(f"each step comes after the one before it; these are {', '.join(map(str, days))}.")
        return self


class VerifiedSection(Section):
    """`[papers.verified]`: whose word counts about who wrote a mail. Empty, nobody is ever known to be the police.

    `header` is one that the office's own transport rule sets and strips; `servers` end the names of the office's own
    mail servers; `authserv_ids` are what its gateway calls itself; `domains` the exact ones the force writes from.
    """

    header: Annotated[str, AfterValidator(_header_name)] = ""
    servers: Servers = ()
    authserv_ids: Servers = ()
    domains: Servers = ()


class PapersSection(Section):
    """`[papers]`: the contact book, when the force is asked again, and what happens to what it sends.

    `pause_…` and `rest_between` are working days, `most_rests` the replies without papers for which a request rests
    between two mails of ours, `earliest` and `latest` London times, `receipt_window` working days
    in which a mailbox that usually says by itself that a mail arrived should have done so. Every address of the book
    is asked once a year, from the first working day of `check_month` on (0 for never), whether it still stands.
    `marking` stands before every letter to the police, in its subject and as its first line.
    """

    contacts: FullPath | None = None
    single_point: AddressOrNothing = ""
    ladder: LadderSection
    earliest: TimeOfDay = time(9)
    latest: TimeOfDay = time(16)
    pause_after_partial: Count = 2
    pause_after_unverified: Count = 2
    pause_for_post: Count = 5
    most_rests: Count = 2
    rest_between: Count = 2
    most_chases: Count = 4
    stale_after_minutes: Count = 15
    receipt_window: Count = 1
    check_month: Month = 2
    check_answer_within: Count = 20
    clamd: Annotated[LineOrNothing, AfterValidator(_clamd)] = ""
    largest_file_mb: Count = 150
    marking: Annotated[LineOrNothing, AfterValidator(_marking)] = ""
    verified: VerifiedSection

    @model_validator(mode="after")
    def _an_hour_at_least(self) -> Self:
        if self.earliest >= self.latest:
            raise ValueError(f"latest ({self.latest:%H:%M}) has to lie after earliest ({self.earliest:%H:%M}).")
        return self
