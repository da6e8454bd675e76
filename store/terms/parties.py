"""Who can belong to a case, and on which side; imports nothing of ours and does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from store.terms.words import Audience


class PartyRole(StrEnum):
    """What somebody is to a case."""

    COMPLAINANT = "complainant"
    REPRESENTATIVE = "representative"
    OFFICER = "officer"
    FEDERATION = "federation"
    INTERESTED_PERSON = "interested_person"
    WITNESS = "witness"


THEIR_SIDE = frozenset({PartyRole.COMPLAINANT, PartyRole.REPRESENTATIVE})
"""Whoever asked for the review, and who speaks for them."""

APART = frozenset(PartyRole) - THEIR_SIDE
"""Parties with a line of their own: nothing of the complainant's goes to them, and nothing of theirs the other way."""

WRITTEN_TO: Mapping[Audience, frozenset[PartyRole]] = MappingProxyType({Audience.COMPLAINANT: THEIR_SIDE})
"""At whose own address a letter for an audience may arrive; those not named here are written to through an office."""
