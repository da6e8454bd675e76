"""The `[approval]` and `[law]` sections of the settings: what a letter needs before it leaves; approves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from config.section import Section
from config.team_section import Function
from config.values import Count, Day, Line, LineOrNothing, Seconds
from store.terms import Approval, Role


def _frozen(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(value))


def _not_nothing(value: Approval) -> Approval:
    if value is Approval.BY_ITSELF:
        raise ValueError(f'a letter can only be told to need more; write "{Approval.CHECKED}" or "{Approval.SIGNED}".')
    return value


More = Annotated[Approval, AfterValidator(_not_nothing)]


def _every_or_some(value: object) -> object:
    """ "*" is every letter that a person has to agree to; a list without any letter is a mistake."""
    if value in ([], ()):
        raise ValueError('no letter stands there; name some, or write "*" for all that a person has to agree to.')
    return () if value == "*" else value


class SignOffRuleSection(Section):
    """`[[approval.rules]]`: which letters of whom are signed as well, by whom, and which of them; says only one of
    `first`, `percent` and `until`.

    `signer` is a role, or what somebody may decide. Whether all that fits together `bot.approving.sign_off_rules` says.
    """

    letters: Annotated[tuple[Line, ...], BeforeValidator(_every_or_some)] = Field(
        description='the list of letters it is for, or "*" for all that a person has to agree to'
    )
    person: LineOrNothing = ""
    signer: Role | Function = Role.MANAGER
    first: Count | None = None
    percent: Annotated[Count, Field(le=100)] | None = None
    until: Day | None = None


class ApprovalSection(Section):
    """`[approval]`: what stands between a draft and its leaving. `letters` can only ask for more than a letter needs.

    Ask `bot.approving.approval_policy` what one letter needs: which letters there are is not known here.
    """

    undo_seconds: Annotated[Seconds, Field(ge=0, le=3600)] = 120
    settle_seconds: Annotated[Seconds, Field(ge=0, le=600)] = 60
    drafter_may_sign: bool = False
    letters: Annotated[Mapping[str, More], AfterValidator(_frozen)] = Field(default_factory=lambda: _frozen({}))
    rules: tuple[SignOffRuleSection, ...] = ()


class SignedOffSection(Section):
    """`[[law.signed_off]]`: a lawyer has looked at what one letter rests on, from this day on it may leave."""

    letter: Line = Field(description="the name of the letter, as `reviews-bot templates list` gives it")
    by: Line = Field(description="who looked at the law it rests on")
    on: Day = Field(description="the day on which they did")


class LawSection(Section):
    """`[law]`: which letters may leave though nobody could confirm all of the law they rest on."""

    signed_off: tuple[SignedOffSection, ...] = ()
