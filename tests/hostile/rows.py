"""Every row of the list of bad input (reliability, section 4), group by group."""

from __future__ import annotations

from tests.hostile import attached, automatic, structure, volume, which_case, who, words
from tests.hostile.row import Later, Mail, Proved

GROUPS = (who, which_case, automatic, structure, words, attached, volume)
MAILS: tuple[Mail, ...] = tuple(one for group in GROUPS for one in group.MAILS)
ELSEWHERE: tuple[Proved | Later, ...] = tuple(one for group in GROUPS for one in group.ELSEWHERE)
