"""Who may sign letters today, as the settings, the case and the letters say together; asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.approving.approval_policy import approval_of, signers_of
from config.settings import Settings
from config.team_section import Function, MemberSection
from handlers.correspondence import Correspondence
from handlers.reviewing import signer_role, who_may_not_sign
from store.messages import AddedSignature, CaseView
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


@dataclass(frozen=True, slots=True)
class ToSign:
    """A letter that waits: which, who wanted it written, and the signature that a rule of the office adds to it."""

    letter: Correspondence
    writer: str = ""
    added: AddedSignature | None = None


Letters = Sequence[ToSign]


def permitted(settings: Settings, case: CaseView | None, letters: Letters, on: date) -> tuple[MemberSection, ...]:
    """Everybody who may sign all of these letters on this day, there or not, in the order of the settings."""
    return tuple(one for one in settings.team.members if may_sign(settings, case, letters, one, on))


def may_sign(
    settings: Settings, case: CaseView | None, letters: Iterable[ToSign], person: MemberSection, on: date
) -> bool:
    """Whether this person may sign each of the letters on this day. Whoever wrote them may not, unless the office
    said so; and never where a rule of the office wants somebody else to look.
    """
    wrote = settings.team.by_name(_wrote(settings, case) or "@")
    if person == wrote or not person.belongs(on):
        return False
    return all(_may_sign_one(settings, case, one, person, on) for one in _signed(settings, letters))


def _may_sign_one(settings: Settings, case: CaseView | None, one: ToSign, person: MemberSection, on: date) -> bool:
    if one.added is not None:
        if person == settings.team.by_name(one.writer or "@") or not _has_part(settings, one.added.signer, person, on):
            return False
        if approval_of(settings, one.letter) is not Approval.SIGNED:
            return True
    roles = set(person.roles) & set(roles_for(settings, case, one.letter))
    return bool(roles) and _decides(settings, one.letter, person, on)


def _has_part(settings: Settings, signer: str, person: MemberSection, on: date) -> bool:
    """Whether the person has this role, or may decide this, whichever of the two it names."""
    if signer in set(Role):
        return Role(signer) in person.roles
    return settings.team.may(person, Function(signer), on)


def _signed(settings: Settings, letters: Iterable[ToSign]) -> list[ToSign]:
    return [one for one in letters if one.added or approval_of(settings, one.letter) is Approval.SIGNED]


def roles_for(settings: Settings, case: CaseView | None, letter: Correspondence) -> tuple[Role, ...]:
    """The roles of which one may sign the letter on this case, or on none."""
    roles = signers_of(settings, letter)
    return signer_role(case, roles) if case else roles


def whom_to_ask(settings: Settings, case: CaseView | None, letters: Letters, on: date) -> MemberSection | None:
    """The first who may sign and is there, or their deputy where that one may sign too; None where nobody is there."""
    able = permitted(settings, case, letters, on)
    for one in able:
        here = one if one.is_there(on) else settings.team.deputy_of(one, on)
        if here in able:
            return here
    return None


def whom_it_must_add(settings: Settings, case: CaseView | None, letters: Letters) -> str:
    """Which person the settings lack, in words for whoever looks after them."""
    signed = _signed(settings, letters)
    shared = [role for role in Role if all(role in _roles_of(settings, case, one) for one in signed)]
    roles = " or ".join(role.value.replace("_", " ") for role in shared) or "somebody who may sign all of them"
    wanted = [_function(one.letter) for one in signed]
    wanted += [Function(one.added.signer) for one in signed if one.added and one.added.signer in set(Function)]
    function = next((one for one in wanted if one), None)
    delegated = f", and who may decide {function} (by role or under [[delegations]])" if function else ""
    wrote = _wrote(settings, case) or next((one.writer for one in signed if one.added), "")
    return f"a person with the role {roles}{delegated}{f', other than {wrote}' if wrote else ''}"


def role_of(settings: Settings, case: CaseView | None, letters: Letters, person: MemberSection) -> str:
    """The role in which the person signs these letters."""
    roles = [_roles_of(settings, case, one) for one in _signed(settings, letters)]
    return next((role.value for role in person.roles if all(role in one for one in roles)), person.roles[0].value)


def _roles_of(settings: Settings, case: CaseView | None, one: ToSign) -> set[Role]:
    """The roles in which the letter can be signed, with and without what a rule adds."""
    least = approval_of(settings, one.letter) is Approval.SIGNED
    own = set(roles_for(settings, case, one.letter)) if least else set(Role)
    added = {Role(one.added.signer)} if one.added and one.added.signer in set(Role) else set(Role)
    return own & added or own


def _wrote(settings: Settings, case: CaseView | None) -> str:
    """Whoever wrote the letters and so may not sign them; nobody can know who wrote what is on no case."""
    return who_may_not_sign(case, settings.approval.drafter_may_sign) if case else ""


def _decides(settings: Settings, letter: Correspondence, person: MemberSection, on: date) -> bool:
    function = _function(letter)
    return function is None or settings.team.may(person, function, on)


def _function(letter: Correspondence) -> Function | None:
    return next((function for begins, function in _DECIDES.items() if letter.name.startswith(begins)), None)
