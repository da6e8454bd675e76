"""The office's rules about letters that one more person signs: what they add to a letter, and what is wrong with them.

A rule can only add a signature, or narrow who may give one. Approves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.approving.approval_policy import approval_of, signers_of
from config.approval_section import SignOffRuleSection
from config.faults import shown
from config.settings import Settings
from config.team_section import MemberSection
from handlers.asked_again import TO_UNITS
from handlers.correspondence import BY_NAME, Correspondence
from handlers.sign_off_rules import Drafted, SignOffRule, added, applying
from store import letter_search
from store.engine import Tx
from store.messages import AddedSignature
from store.terms import Approval, Audience, Role, london_date

_NEVER_DRAFTED = frozenset({*TO_UNITS, "receipt", "reply_code_help", "contact_check"})
"""Letters that the service writes and that no act of a person asks for."""


def added_signature(
    settings: Settings, tx: Tx, letter: Correspondence, least: Approval, writer: str, about: str
) -> AddedSignature | None:
    """The signature that a rule adds to a letter somebody wants written now, None where none does.

    `least` is what the letter needs without any rule, `writer` "" where nobody knows who wants it,
    `about` the reference of its case.
    """
    prefix = settings.office.reference_prefix
    drafted = Drafted(letter.name, writer, least, about, london_date(tx.now))
    rules = applying(_rules(settings, letter), drafted)
    if any(rule.first is not None for rule in rules):
        left = letter_search.left_by(tx, letter.name, writer)
        drafted = Drafted(letter.name, writer, least, about, drafted.on, left)
    return added(rules, drafted, prefix)


def _rules(settings: Settings, letter: Correspondence) -> Iterator[SignOffRule]:
    """The rules as they bear on a letter; one for all letters leaves out those that others have to sign anyway."""
    for one in settings.approval.rules:
        if one.letters or _may_ever_sign(settings, one, letter):
            person = settings.team.by_name(one.person) if one.person else None
            name = person.name if person else one.person
            yield SignOffRule(one.letters, name, one.signer.value, one.first, one.percent, one.until)


def _may_ever_sign(settings: Settings, one: SignOffRuleSection, letter: Correspondence) -> bool:
    """Whether the signer of the rule is among those who may sign the letter here."""
    if approval_of(settings, letter) is not Approval.SIGNED or not isinstance(one.signer, Role):
        return True
    return one.signer in signers_of(settings, letter)


# --- what is wrong with them ----------------------------------------------------------------------------------------


def faults(settings: Settings) -> Iterator[str]:
    """Every reason why a rule could not be kept, a sentence each."""
    for number, one in enumerate(settings.approval.rules, start=1):
        which = f" (number {number})" if len(settings.approval.rules) > 1 else ""
        for key, said in _faults_of(settings, one):
            yield f"{settings.naming('approval', 'rules', key)}{which}: {said}"


def _faults_of(settings: Settings, one: SignOffRuleSection) -> Iterator[tuple[str, str]]:
    chosen = [name for name in ("first", "percent", "until") if getattr(one, name) is not None]
    if len(chosen) != 1:
        said = f"says {' and '.join(chosen)}" if chosen else "does not say which of the letters it means"
        yield "first", f"the rule {said}; write one of first, percent and until."
    for name in one.letters:
        if said := _why_no_rule_for(settings, one, name):
            yield "letters", f"{shown(name)}: {said}"
    team = settings.team
    person = team.by_name(one.person) if one.person else None
    if one.person and person is None:
        yield "person", f"{shown(one.person)} is nobody of the team; name somebody of [[team]], or leave it out."
    elif not any(_could_sign(settings, one, other) for other in team.members if other != person):
        but = f" but {person.name}, whose letters it is about" if person else ""
        yield "signer", f"nobody of the team is or may decide {shown(one.signer.value)}{but}, so nobody could sign."


def _why_no_rule_for(settings: Settings, one: SignOffRuleSection, name: str) -> str:
    letter = BY_NAME.get(name)
    if letter is None:
        return "there is no such letter; `reviews-bot templates list` shows those there are."
    if letter.audience is Audience.TEAM or name in _NEVER_DRAFTED:
        return "the service writes this letter by itself, so there is nobody whose letter it is."
    if not _may_ever_sign(settings, one, letter):
        who = " or ".join(role.value for role in signers_of(settings, letter))
        return f"here it is signed by {who}, and {one.signer.value} is none of them."
    return ""


def _could_sign(settings: Settings, one: SignOffRuleSection, person: MemberSection) -> bool:
    """Whether the person has the role, or may decide it by role or by a delegation of whatever days."""
    if isinstance(one.signer, Role):
        return one.signer in person.roles
    delegated = (given for given in settings.delegations if given.function is one.signer)
    by_role = set(person.roles) & set(settings.office.decides.roles(one.signer))
    return bool(by_role) or any(settings.team.by_name(given.person) == person for given in delegated)
