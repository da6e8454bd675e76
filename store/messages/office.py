"""What is known of our own office and whose mail is whose; nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeDomains:
    """Whose mail is whose: our own addresses and domains, the force's and the IOPC's; sub-domains belong to them.

    `names` are what the office calls itself, in lower case: nobody else writes under them.
    """

    mailbox_address: str
    own: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    iopc: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def force_words(self) -> frozenset[str]:
        """The words of the force's domains, by which a table is bound to one force: "leics-police" is also "leics"."""
        labels = (label for domain in self.force for label in domain.lower().split("."))
        return frozenset(part for label in labels for part in (label, *label.split("-")))


@dataclass(frozen=True, slots=True)
class Office:
    """What letters say about the office that sends them."""

    name: str
    team: str
    mailbox_address: str
    force_name: str
    telephone: str = ""
    website: str = ""
    postal_address: str = ""
