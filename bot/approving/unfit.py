"""What the settings say of letters and of who checks, with every contradiction at once; approves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.approving import sign_off_rules
from bot.approving.approval_policy import approval_of
from config.faults import ConfigurationFault, shown
from config.settings import Settings
from handlers.correspondence import BY_NAME


def refuse_unfit(settings: Settings) -> None:
    """What the settings say of letters fits the letters there are. Raises ConfigurationFault with every fault."""
    if faults := tuple(_faults(settings)):
        raise ConfigurationFault(faults)


def _faults(settings: Settings) -> Iterator[str]:
    for name, chosen in settings.approval.letters.items():
        key = settings.naming("approval", "letters", name)
        if name not in BY_NAME:
            yield f"{key}: {_UNKNOWN}"
        elif approval_of(settings, BY_NAME[name]) is not chosen:
            least = approval_of(settings, BY_NAME[name])
            yield f'{key}: this letter is always {least}, which "{chosen}" would lower; take the line out.'
    for one in settings.law.signed_off:
        if one.letter not in BY_NAME:
            yield f"{settings.naming('law', 'signed_off', 'letter')}: {shown(one.letter)}: {_UNKNOWN}"
    yield from sign_off_rules.faults(settings)
    yield from _faults_of_samplers(settings)


def _faults_of_samplers(settings: Settings) -> Iterator[str]:
    chosen, key = settings.quality.samplers, settings.naming("quality", "samplers")
    people = [settings.team.by_name(name) for name in chosen]
    for name, person in zip(chosen, people, strict=True):
        if person is None:
            yield f"{key}: {shown(name)} is nobody of the team; name somebody of [[team]]."
    if len({person.name for person in people if person}) < len([person for person in people if person]):
        yield f"{key}: somebody stands there twice; name everybody once."
    if settings.quality.twice_percent and len(chosen) < 2:
        key = settings.naming("quality", "twice_percent")
        yield f"{key}: only two people can check the same; name two in quality.samplers, or take the line out."


_UNKNOWN = "there is no such letter; `reviews-bot templates list` shows those there are."
