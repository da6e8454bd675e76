"""Who may sign letters today, as the settings, the case and the letters say together; asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.approving.approval_policy import approval_of, signers_of
from config.settings import Settings
from config.team_section import Function, MemberSection
from handlers.correspondence import Correspondence
from handlers.reviewing import signer_role, who_may_not_sign
from store.messages import CaseView
from store.terms import Approval, Role

_DECIDES = {
    "forwarding": Function.REVIEW_BODY,
    "transfer_": Function.REVIEW_BODY,
    "redirected": Function.REVIEW_BODY,
    "late_": Function.OUT_OF_TIME,
    "no_right": Function.RIGHT,
    "withdrawal_": Function.WITHDRAWAL,
    "outcome_": Function.OUTCOME,
}
"""What a letter decides, by how its name begins; a letter that is not here needs a role alone."""


def permitted(
    settings: Settings, case: CaseView | None, letters: Sequence[Correspondence], on: date
) -> tuple[MemberSection, ...]:
    """Everybody who may sign all of these letters on this day, there or not, in the order of the settings."""
    return tuple(one for one in settings.team.members if may_sign(settings, case, letters, one, on))


def may_sign(
    settings: Settings, case: CaseView | None, letters: Iterable[Correspondence], person: MemberSection, on: date
) -> bool:
    """Whether this person may sign each of the letters on this day. Whoever wrote them may not, unless the office
    said so.
    """
    wrote = settings.team.by_name(_wrote(settings, case) or "@")
    if person == wrote or not person.belongs(on):
        return False
    signed = [letter for letter in letters if approval_of(settings, letter) is Approval.SIGNED]
    return all(
        set(person.roles) & set(roles_for(settings, case, letter)) and _decides(settings, letter, person, on)
        for letter in signed
    )


def roles_for(settings: Settings, case: CaseView | None, letter: Correspondence) -> tuple[Role, ...]:
    """The roles of which one may sign the letter on this case, or on none."""
    roles = signers_of(settings, letter)
    return signer_role(case, roles) if case else roles


def whom_to_ask(
    settings: Settings, case: CaseView | None, letters: Sequence[Correspondence], on: date
) -> MemberSection | None:
    """The first who may sign and is there, or their deputy where that one may sign too; None where nobody is there."""
    able = permitted(settings, case, letters, on)
    for one in able:
        here = one if one.is_there(on) else settings.team.deputy_of(one, on)
        if here in able:
            return here
    return None


def whom_it_must_add(settings: Settings, case: CaseView | None, letters: Sequence[Correspondence]) -> str:
    """Which person the settings lack, in words for whoever looks after them."""
    signed = [letter for letter in letters if approval_of(settings, letter) is Approval.SIGNED]
    shared = [role for role in Role if all(role in roles_for(settings, case, letter) for letter in signed)]
    roles = " or ".join(role.value.replace("_", " ") for role in shared) or "somebody who may sign all of them"
    function = next((found for letter in signed if (found := _function(letter))), None)
    delegated = f", and who may decide {function} (by role or under [[delegations]])" if function else ""
    wrote = _wrote(settings, case)
    return f"a person with the role {roles}{delegated}{f', other than {wrote}' if wrote else ''}"


def role_of(settings: Settings, case: CaseView | None, letters: Sequence[Correspondence], person: MemberSection) -> str:
    """The role in which the person signs these letters."""
    roles = [set(roles_for(settings, case, one)) for one in letters if approval_of(settings, one) is Approval.SIGNED]
    return next((role.value for role in person.roles if all(role in one for one in roles)), person.roles[0].value)


def _wrote(settings: Settings, case: CaseView | None) -> str:
    """Whoever wrote the letters and so may not sign them; nobody can know who wrote what is on no case."""
    return who_may_not_sign(case, settings.approval.drafter_may_sign) if case else ""


def _decides(settings: Settings, letter: Correspondence, person: MemberSection, on: date) -> bool:
    function = _function(letter)
    return function is None or settings.team.may(person, function, on)


def _function(letter: Correspondence) -> Function | None:
    return next((function for begins, function in _DECIDES.items() if letter.name.startswith(begins)), None)
