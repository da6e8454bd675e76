"""Every letter there is, on one table: for whom, what it decides, who must agree, what it rests on. Writes none.

A letter decides where it decides or transfers something, or tells somebody that this was done: so it leaves only when a
named signer has answered. By themselves leave only letters that decide nothing and tell nothing of the case that could
be wrong. The words of each letter stand in `templates`, in the file of the same name.

A fact is a line of words or a list of lines (`LISTS`). Days are in words already ("Friday 4 December 2026"); a fact
that is a yes or no is "yes" or ""; `CHOICES` are the facts that take only certain words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from handlers.provisions import (
    COMMENCEMENT,
    CPR_54_5,
    EQUALITY_20_29,
    PARA_2_6A,
    PARA_25_1C,
    PARA_28ZA,
    PARA_30_1_A,
    PARA_30_1_B,
    PARA_31,
    PARA_32,
    REG_29_2,
    REG_29_3_A,
    REG_29_4,
    REG_29_5,
    REG_33_2_A,
    REG_38,
    REGS_30_31,
    RIGHT_OF_REVIEW,
)
from store.terms import Approval, Audience, Provision, Role, Rung

Law = tuple[Provision, ...]
Names = tuple[str, ...]
Roles = tuple[Role, ...]

BY_ITSELF, CHECKED, SIGNED = Approval.BY_ITSELF, Approval.CHECKED, Approval.SIGNED
COMPLAINANT, FORCE, IOPC, OFFICER = Audience.COMPLAINANT, Audience.FORCE, Audience.IOPC, Audience.OFFICER
INTERESTED, TEAM = Audience.INTERESTED_PERSON, Audience.TEAM

LEAD: Roles = (Role.MANAGER, Role.HEAD)
DESK: Roles = (Role.ADMINISTRATOR, *LEAD)
ALSO_TOLD: Roles = (*LEAD, Role.DECISION_MAKER)
OUTCOME: Roles = (Role.CASEWORKER, *ALSO_TOLD)

LISTS = frozenset(
    {"adjustments", "items", "papers", "summary", "changes", "text", "lines", "missing", "cases", "history"}
    | {"questions"}
)
"""The facts that are lists of lines; every other is one line."""

CHOICES = MappingProxyType(
    {
        "ground": (
            "no_outcome",
            "outside_schedule_3",
            "independent_or_directed",
            "not_eligible",
            "before_2020",
            "another_force",
        ),
        "review_kind": ("investigation", "other", "to_be_said"),
        "what": ("review", "complaint"),
        "step": tuple(rung.value for rung in Rung if rung is not Rung.TASK),
    }
)
"""The facts for which a letter has words only if they are one of these."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One letter: `name` is its file's, `code` what the field calls it ("" where nobody does).

    `facts` must be given and have words; `optional` must be given and may be "" or (). `signers` may sign it, and are
    nobody unless it needs a signature.
    """

    name: str
    code: str
    audience: Audience
    decides: bool
    approval: Approval
    signers: Roles
    rests_on: Law
    facts: Names
    optional: Names

    @property
    def verified(self) -> bool:
        """Every provision it rests on is confirmed."""
        return all(provision.verified for provision in self.rests_on)


def _letter(
    name: str, code: str, audience: Audience, needs: Approval | Roles, law: Law = (), facts: str = "", may: str = ""
) -> Correspondence:
    """A row; `needs` is who may sign it, or that nobody signs; the facts every letter of its kind has are added."""
    signers = () if isinstance(needs, Approval) else needs
    approval = needs if isinstance(needs, Approval) else SIGNED
    return Correspondence(
        name, code, audience, bool(signers), approval, signers, law, tuple(facts.split()), tuple(may.split())
    )


WHO = "name force_reference for_name adjustments on_paper"
WHICH = "force_reference name"
ASKED_AGAIN = "reference asked_on due_on items missing"
WAITED = f"{ASKED_AGAIN} days_waiting"
LATE = "reference received_on provided_on last_day days_late"
DECIDED = "reference decided_by"
REVIEW = (PARA_30_1_B, RIGHT_OF_REVIEW)
ACCEPTS = (PARA_30_1_B, PARA_25_1C)
RECOMMENDS = (*REVIEW, PARA_28ZA, REGS_30_31)
IN_TIME = (REG_29_2, REG_33_2_A)

# fmt: off
LETTERS: tuple[Correspondence, ...] = (
    # To whoever wrote, the complainant, or whoever acts for them
    _letter("acknowledgement", "L-ACK", COMPLAINANT, BY_ITSELF,
            facts="received_on reply_by", may="reference for_another on_paper"),
    _letter("receipt", "L-RECEIPT", COMPLAINANT, BY_ITSELF, facts="reference received_on reply_by"),
    _letter("ask_for_particulars", "L-INFO", COMPLAINANT, CHECKED, (REG_29_5,),
            facts="reference received_on items reply_by", may=f"{WHO} reminder"),
    _letter("ask_for_consent", "L-CONSENT", COMPLAINANT, CHECKED,
            facts="reference received_on reply_by", may="name reminder on_paper"),
    _letter("ask_for_reasons", "L-REASONS", COMPLAINANT, CHECKED, (*IN_TIME, REG_29_4), f"{LATE} reply_by", WHO),
    _letter("transfer_notice", "L-TRANSFER-IOPC", COMPLAINANT, DESK, (PARA_32, PARA_30_1_A),
            "reference received_on limb_words", WHO),
    _letter("no_right", "L-INVALID", COMPLAINANT, DESK, (RIGHT_OF_REVIEW, COMMENCEMENT, PARA_2_6A),
            "reference received_on ground", f"{WHO} route_words"),
    _letter("late_accepted", "L-OOT-ACCEPT", COMPLAINANT, DESK, (*IN_TIME, REG_29_4), LATE, WHO),
    _letter("late_refused", "L-OOT-REFUSE", COMPLAINANT, DESK, (*IN_TIME, REG_29_4, CPR_54_5),
            f"{LATE} decided_by", f"{WHO} left_out reasons_given"),
    _letter("accepted", "L-ACCEPT", COMPLAINANT, CHECKED, ACCEPTS,
            "reference received_on papers_due_on update_on", WHO),
    _letter("progress", "L-UPDATE", COMPLAINANT, BY_ITSELF,
            facts="reference received_on stage_words next_words next_on", may=f"{WHO} sorry"),
    _letter("outcome_not_upheld", "L-OUTCOME-NOT-UPHELD", COMPLAINANT, OUTCOME, (*REVIEW, CPR_54_5),
            f"{DECIDED} received_on review_kind", WHO),
    _letter("outcome_upheld", "L-OUTCOME-UPHELD", COMPLAINANT, OUTCOME, (*RECOMMENDS, CPR_54_5),
            f"{DECIDED} received_on review_kind response_due_on", WHO),
    _letter("recommendation_answered", "L-REC-RESPONSE", COMPLAINANT, CHECKED, (REGS_30_31,), "reference", WHO),
    _letter("withdrawal_confirmed", "L-WITHDRAW-CONFIRM", COMPLAINANT, DESK, (REG_29_2, REG_38),
            "reference what withdrawn_on", f"{WHO} last_day"),
    _letter("redirected", "L-MISDIRECT", COMPLAINANT, DESK,
            facts="received_on body_words", may=f"reference {WHO} forwarded"),
    _letter("new_complaint_redirected", "L-MISDIRECT", COMPLAINANT, DESK,
            facts="received_on", may=f"reference {WHO} forwarded route_words"),
    _letter("final_position", "L-FINAL-POSITION", COMPLAINANT, LEAD, (RIGHT_OF_REVIEW,), "reference outcome_on", WHO),
    _letter("contact_arrangements", "L-BEHAVIOUR", COMPLAINANT, LEAD,
            facts="reference starts_on review_on", may=WHO),
    _letter("chief_officer_complaint", "L-CHIEF", COMPLAINANT, LEAD, (PARA_30_1_A,), "received_on", f"reference {WHO}"),
    _letter("contact_change_check", "", COMPLAINANT, CHECKED, facts="reference received_on", may=WHO),
    _letter("correction", "", COMPLAINANT, CHECKED, facts="reference what_went went_on", may=WHO),
    _letter("adjustments_agreed", "", COMPLAINANT, CHECKED, (EQUALITY_20_29,),
            facts="reference adjustments", may="name force_reference for_name on_paper"),

    # To the police force, and through its unit to those whom it must tell
    _letter("body_papers_request", "L-NOTIFY-AA", FORCE, CHECKED, (PARA_30_1_A, PARA_30_1_B),
            "reference received_on papers due_on", WHICH),
    _letter("papers_request", "L-NOTIFY-AA", FORCE, BY_ITSELF, (PARA_30_1_B,),
            "reference received_on papers due_on", f"{WHICH} review_kind copy"),
    _letter("papers_reminder", "", FORCE, BY_ITSELF, facts=ASKED_AGAIN, may="force_reference initials"),
    _letter("papers_chaser", "", FORCE, BY_ITSELF, facts=WAITED, may="force_reference initials"),
    _letter("papers_to_manager", "", FORCE, BY_ITSELF, facts=WAITED, may="force_reference initials"),
    _letter("papers_to_single_point", "", FORCE, BY_ITSELF,
            facts=f"{WAITED} history", may="force_reference initials"),
    _letter("papers_list", "", FORCE, BY_ITSELF, facts="cases step", may="recommendations"),
    _letter("papers_more_time", "", FORCE, BY_ITSELF,
            facts="reference due_on", may="force_reference initials recommendations missing"),
    _letter("reply_code_help", "", FORCE, BY_ITSELF, facts="reference due_on example_day", may="force_reference"),
    _letter("contact_check", "", FORCE, BY_ITSELF, facts="unit role reply_by"),
    _letter("transfer_note", "L-TRANSFER-AA", FORCE, DESK, (PARA_32, PARA_30_1_A),
            "reference received_on limb_words", WHICH),
    _letter("late_decision_note", "L-OOT-ACCEPT", FORCE, DESK, (*IN_TIME, REG_29_4),
            "reference received_on provided_on last_day", f"{WHICH} accepted"),
    _letter("withdrawal_note", "L-WITHDRAW-CONFIRM", FORCE, DESK, (REG_38,),
            "reference what withdrawn_on", WHICH),
    _letter("outcome_to_force", "L-OUTCOME-AA", FORCE, ALSO_TOLD, RECOMMENDS,
            DECIDED, f"{WHICH} upheld response_due_on"),
    _letter("recommendation_reminder", "L-REC-REMIND", FORCE, BY_ITSELF, (REGS_30_31,),
            "reference response_due_on sent_on step", "force_reference overdue history"),
    _letter("new_complaint_note", "L-MISDIRECT", FORCE, DESK, facts="received_on", may="reference name"),
    _letter("officer_notice", "L-NOTIFY-OFFICER", OFFICER, CHECKED, (PARA_25_1C,),
            "reference received_on", "force_reference"),
    _letter("interested_person_notice", "L-NOTIFY-IP", INTERESTED, CHECKED, (PARA_25_1C,),
            "reference received_on", "force_reference"),
    _letter("outcome_to_officer", "L-OUTCOME-OFFICER", OFFICER, ALSO_TOLD, REVIEW, DECIDED, "force_reference upheld"),
    _letter("outcome_to_interested_person", "L-OUTCOME-IP", INTERESTED, ALSO_TOLD, REVIEW,
            DECIDED, "force_reference upheld"),

    # To the IOPC
    _letter("forwarding", "L-FWD-IOPC", IOPC, DESK, (PARA_32, PARA_30_1_A),
            "reference received_on limb_words", f"{WHICH} risk"),
    _letter("ask_iopc_receipt_date", "", IOPC, CHECKED, (PARA_31, REG_29_3_A), "reference received_on reply_by", WHICH),

    # To people of the team, each at their own address
    _letter("sign_off", "", TEAM, BY_ITSELF,
            facts="letter_words recipient_words summary text code", may="reference changes because"),
    _letter("check_form", "", TEAM, BY_ITSELF, facts="reference code decided decided_on letter_words questions"),
    _letter("team_note", "", TEAM, BY_ITSELF, facts="lines", may="reference"),
    _letter("escalation", "", TEAM, BY_ITSELF, facts="lines", may="reference"),
    _letter("matter_reminder", "", TEAM, BY_ITSELF, facts="lines"),
)
# fmt: on

BY_NAME: Mapping[str, Correspondence] = MappingProxyType({letter.name: letter for letter in LETTERS})
"""Every letter by the name of its file."""


def lacking(letter: Correspondence, facts: Mapping[str, str | Sequence[str]]) -> tuple[str, ...]:
    """The names of the facts with which this letter cannot be written: absent, empty, of the wrong shape or choice."""
    return tuple(name for name in (*letter.facts, *letter.optional) if not _will_do(letter, name, facts))


def _will_do(letter: Correspondence, name: str, facts: Mapping[str, str | Sequence[str]]) -> bool:
    if name not in facts or isinstance(facts[name], str) is (name in LISTS):
        return False
    value = facts[name]
    if not value:
        return name in letter.optional
    return name not in CHOICES or value in CHOICES[name]
