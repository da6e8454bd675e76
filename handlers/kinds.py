"""What kinds and flags of mail mean for answering, and which kinds are part of others; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from store.terms import Flag, Kind, WhyNot

URGENT = (Flag.RISK_TO_LIFE, Flag.THREAT, Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE)
STOPPING_FLAGS = MappingProxyType(
    {**dict.fromkeys(URGENT, WhyNot.RISK), Flag.ABUSIVE: WhyNot.ABUSIVE, Flag.MINOR: WhyNot.MINOR}
)
STOPPING_KINDS = MappingProxyType(
    {
        Kind.LEGAL: WhyNot.LEGAL,
        Kind.PRESS: WhyNot.PRESS,
        Kind.ELECTED_REPRESENTATIVE: WhyNot.ELECTED,
        Kind.CHIEF_OFFICER_COMPLAINT: WhyNot.CHIEF_OFFICER,
        Kind.COMPLAINT_ABOUT_US: WhyNot.ABOUT_US,
        Kind.INFORMATION_RIGHTS: WhyNot.INFORMATION_RIGHTS,
        Kind.THIRD_PARTY: WhyNot.THIRD_PARTY,
        Kind.IOPC_TRANSFER: WhyNot.FORCE_OR_IOPC,
        Kind.IOPC_CORRESPONDENCE: WhyNot.FORCE_OR_IOPC,
        Kind.PAPERS: WhyNot.FORCE_OR_IOPC,
        Kind.PAPERS_EXTENSION: WhyNot.FORCE_OR_IOPC,
        Kind.FORCE_QUERY: WhyNot.FORCE_OR_IOPC,
        Kind.RECOMMENDATION_RESPONSE: WhyNot.FORCE_OR_IOPC,
        Kind.AUTOMATIC_REPLY: WhyNot.MACHINE,
        Kind.DELIVERY_FAILURE: WhyNot.MACHINE,
        Kind.CONTACT_CHANGE: WhyNot.KIND,
        Kind.THANKS: WhyNot.KIND,
        Kind.UNWANTED: WhyNot.KIND,
        Kind.INTERNAL: WhyNot.KIND,
    }
)
# Kinds whose words belong to another kind when that one is what the message is.
PART_OF: Mapping[Kind, frozenset[Kind]] = MappingProxyType(
    {
        Kind.APPLICATION: frozenset(
            {
                Kind.NEW_COMPLAINT,
                Kind.ADJUSTMENT_REQUEST,
                Kind.OUTCOME_DISPUTE,
                Kind.FURTHER_REPRESENTATIONS,
                Kind.PROGRESS_CHASE,
                Kind.MISDIRECTED,
            }
        ),
        Kind.FURTHER_REPRESENTATIONS: frozenset({Kind.APPLICATION, Kind.ADJUSTMENT_REQUEST}),
        Kind.PROGRESS_CHASE: frozenset({Kind.APPLICATION, Kind.FURTHER_REPRESENTATIONS}),
        Kind.OUTCOME_DISPUTE: frozenset({Kind.APPLICATION, Kind.FURTHER_REPRESENTATIONS, Kind.NEW_COMPLAINT}),
        Kind.WITHDRAWAL: frozenset({Kind.APPLICATION, Kind.FURTHER_REPRESENTATIONS, Kind.PROGRESS_CHASE}),
        Kind.CONTACT_CHANGE: frozenset({Kind.FURTHER_REPRESENTATIONS}),
        Kind.ADJUSTMENT_REQUEST: frozenset({Kind.FURTHER_REPRESENTATIONS}),
        Kind.INFORMATION_RIGHTS: frozenset({Kind.FURTHER_REPRESENTATIONS, Kind.OUTCOME_DISPUTE}),
        Kind.MISDIRECTED: frozenset({Kind.APPLICATION, Kind.NEW_COMPLAINT, Kind.PROGRESS_CHASE}),
        Kind.CHIEF_OFFICER_COMPLAINT: frozenset({Kind.NEW_COMPLAINT, Kind.COMPLAINT_ABOUT_US}),
        Kind.COMPLAINT_ABOUT_US: frozenset(
            {Kind.NEW_COMPLAINT, Kind.PROGRESS_CHASE, Kind.OUTCOME_DISPUTE, Kind.FURTHER_REPRESENTATIONS}
        ),
        Kind.PRESS: frozenset({Kind.PROGRESS_CHASE, Kind.APPLICATION}),
        Kind.LEGAL: frozenset(
            {
                Kind.FURTHER_REPRESENTATIONS,
                Kind.APPLICATION,
                Kind.NEW_COMPLAINT,
                Kind.OUTCOME_DISPUTE,
                Kind.PROGRESS_CHASE,
            }
        ),
        Kind.ELECTED_REPRESENTATIVE: frozenset({Kind.FURTHER_REPRESENTATIONS, Kind.PROGRESS_CHASE, Kind.NEW_COMPLAINT}),
        Kind.PAPERS: frozenset({Kind.FORCE_QUERY, Kind.THIRD_PARTY}),
        Kind.PAPERS_EXTENSION: frozenset({Kind.PAPERS, Kind.FORCE_QUERY}),
        Kind.RECOMMENDATION_RESPONSE: frozenset({Kind.PAPERS, Kind.FORCE_QUERY}),
        Kind.IOPC_TRANSFER: frozenset({Kind.IOPC_CORRESPONDENCE}),
        Kind.UNWANTED: frozenset(Kind),
    }
)
MACHINES = frozenset({Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE})
OF_A_FORCE = frozenset({Kind.PAPERS, Kind.PAPERS_EXTENSION, Kind.FORCE_QUERY, Kind.RECOMMENDATION_RESPONSE})
MORE_ON_A_CASE = frozenset({Kind.FURTHER_REPRESENTATIONS, Kind.PROGRESS_CHASE})
# What an automatic reply may say without being it: it thanks, it advertises.
COURTESIES = frozenset({Kind.THANKS, Kind.UNWANTED, Kind.INTERNAL, Kind.IOPC_CORRESPONDENCE})
NEVER_ALSO = frozenset({Kind.THANKS, Kind.UNWANTED, Kind.INTERNAL, Kind.IOPC_CORRESPONDENCE})
# Kinds in which somebody may ask for a review as well, which must not be lost.
MAY_HOLD_ONE = frozenset(
    {
        Kind.ELECTED_REPRESENTATIVE, Kind.PROGRESS_CHASE, Kind.FURTHER_REPRESENTATIONS, Kind.CONTACT_CHANGE,
        Kind.INFORMATION_RIGHTS, Kind.COMPLAINT_ABOUT_US, Kind.ADJUSTMENT_REQUEST, Kind.CHIEF_OFFICER_COMPLAINT,
        Kind.LEGAL,
    }
)  # fmt: skip
ASKS_IN_ONE, ASKS_WITH_AN_OUTCOME = 0.4, 0.16  # how likely one sentence alone must ask for a review
