"""What the office has chosen about a letter's approval, on top of what the letter needs by itself. Approves nothing."""

from __future__ import annotations

from datetime import date

from config.settings import Settings
from handlers.correspondence import LEAD, Correspondence
from store.terms import Approval, Provision, Role

_FIRMER = (Approval.BY_ITSELF, Approval.CHECKED, Approval.SIGNED)


def approval_of(settings: Settings, letter: Correspondence) -> Approval:
    """What the letter needs in this office: what it needs by itself, or more where the settings ask for more.

    A letter that decides something is signed, whatever anybody wrote anywhere.
    """
    least = Approval.SIGNED if letter.decides else letter.approval
    chosen = settings.approval.letters.get(letter.name, least)
    return max(least, chosen, key=_FIRMER.index)


def signers_of(settings: Settings, letter: Correspondence) -> tuple[Role, ...]:
    """The roles of which one may sign the letter here, none where it needs no signature.

    Where the decision maker signs outcomes, nobody else signs a letter the decision maker can sign. What only the
    settings want signed is signed by whoever leads the team.
    """
    if approval_of(settings, letter) is not Approval.SIGNED:
        return ()
    if settings.office.decision_maker_signs_outcomes and Role.DECISION_MAKER in letter.signers:
        return (Role.DECISION_MAKER,)
    return letter.signers or LEAD


def unconfirmed_law(settings: Settings, letter: Correspondence, on: date) -> tuple[Provision, ...]:
    """The unconfirmed provisions that keep the letter a draft on this day; none once a lawyer has signed it off."""
    if any(one.letter == letter.name and one.on <= on for one in settings.law.signed_off):
        return ()
    return tuple(provision for provision in letter.rests_on if not provision.verified)
