"""The sections of the settings file as frozen types: which keys there are and their defaults; reads nothing."""

from __future__ import annotations

from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from config.faults import refuse, shown
from config.offices import profiles
from config.section import Section
from config.team_section import DecidesSection, at_one_of
from config.values import (
    Address,
    AddressOrNothing,
    Count,
    Domains,
    FullPath,
    Line,
    LineOrNothing,
    LinesOrNothing,
    ReferencePrefix,
    Seconds,
    StoreUrl,
    TimeOfDay,
    Website,
    is_postgresql,
    sqlite_file,
)
from store.messages import Office, OfficeDomains
from store.terms import Mode


def _known_profile(value: str) -> str:
    known = profiles()
    if value in known:
        return value
    near = get_close_matches(value, known, n=1)
    hint = f"Did you mean {near[0]}? There are" if near else "There are"
    said = f"{shown(value)} is no office profile" if value else "no office is chosen"
    raise ValueError(f"{said}. {hint}: {', '.join(known)}.")


class PromisesSection(Section):
    """`[office.promises]`: what the office undertakes or aims at; targets, never periods the law sets.

    In working days where the name says so, otherwise in days of the calendar.
    """

    acknowledge_within_working_days: Count = Field(description="how soon a request is acknowledged")
    first_look_within_working_days: Count = Field(description="how soon a person looks at a new request")
    review_body_within_working_days: Count = 3
    transfer_within_working_days: Count = 1
    decide_within_working_days: Count = 2
    reply_within_working_days: Count = 10
    remind_within_working_days: Count = 5
    papers_within_working_days: Count = 10
    allocate_within_working_days: Count = 5
    sign_off_within_working_days: Count = 3
    decision_maker_within_working_days: Count = 5
    review_within_working_days: Count = 28
    update_every_days: Count = 28
    hold_review_within_days: Count = 28
    recommendation_response_within_days: Count = 28


class ContactsSection(Section):
    """`[office.contacts]`: where the office writes to in other bodies and in its own house; "" where it does not."""

    force: AddressOrNothing = ""
    iopc: AddressOrNothing = ""
    information_rights: AddressOrNothing = ""
    press: AddressOrNothing = ""
    legal: AddressOrNothing = ""
    chief_officer: AddressOrNothing = ""
    data_protection: AddressOrNothing = ""


class OfficeSection(Section):
    """`[office]`: the chosen profile with whatever the settings say otherwise."""

    profile: Annotated[str, AfterValidator(_known_profile)] = Field(default="", validate_default=True)
    name: Line = Field(description="the office's full name, as letters give it")
    team: Line = Field(description="the name letters come from")
    mailbox_address: Address = Field(description="the address of the shared mailbox")
    own_domains: Domains = Field(description="the list of the office's own domains")
    force_domains: Domains = Field(description="the list of the police force's domains")
    iopc_domains: Domains = Field(description="the list of the IOPC's domains")
    force_name: Line = Field(description="the police force as people say it")
    force_short: Line = Field(description="the police force in a word or two")
    reference_prefix: ReferencePrefix = Field(description="the letters every case reference begins with")
    telephone: LineOrNothing = ""
    website: Website = ""
    postal_address: LinesOrNothing = ""
    decision_maker_signs_outcomes: bool = False
    decides: DecidesSection
    decides_by_delegation: DecidesSection
    promises: PromisesSection
    contacts: ContactsSection = Field(default_factory=ContactsSection)

    @field_validator("contacts")
    @classmethod
    def _whose_they_are(cls, contacts: ContactsSection, info: ValidationInfo) -> ContactsSection:
        """The force and the IOPC are written to at domains of theirs, and nobody is who reads this very mailbox."""
        known, faults = info.data, []
        for name, body in (("force", "force_domains"), ("iopc", "iopc_domains")):
            address = getattr(contacts, name)
            if address and body in known and not at_one_of(address.lower(), (one.lower() for one in known[body])):
                faults.append((name, f"{shown(address)} is at none of office.{body}."))
        ours = known.get("mailbox_address", "").lower()
        for name in type(contacts).model_fields:
            if ours and getattr(contacts, name).lower() == ours:
                faults.append((name, "this is the shared mailbox itself; name who reads what it sends."))
        refuse((("office", "contacts", name), said) for name, said in faults)
        return contacts

    def domains(self) -> OfficeDomains:
        """Whose mail is whose, everything in lower case."""
        return OfficeDomains(
            mailbox_address=self.mailbox_address.lower(),
            own=tuple(domain.lower() for domain in self.own_domains),
            force=tuple(domain.lower() for domain in self.force_domains),
            iopc=tuple(domain.lower() for domain in self.iopc_domains),
            names=(self.name.lower(), self.team.lower()),
        )

    def letterhead(self) -> Office:
        """What letters say about this office."""
        return Office(
            name=self.name,
            team=self.team,
            mailbox_address=self.mailbox_address,
            force_name=self.force_name,
            telephone=self.telephone,
            website=self.website,
            postal_address=self.postal_address,
        )


class StoreSection(Section):
    """`[store]`: where everything is remembered. Blobs and key lie beside a SQLite file unless said otherwise."""

    url: StoreUrl = Field(repr=False, description='where cases are kept, for example "sqlite:///data/reviews.sqlite"')
    blobs: FullPath = Field(description="the folder for raw mail and attachments, needed with PostgreSQL")
    key_file: FullPath = Field(description="the file with the encryption key, needed with PostgreSQL")

    @model_validator(mode="before")
    @classmethod
    def _beside_the_sqlite_file(cls, table: Any) -> Any:
        if not isinstance(table, dict) or is_postgresql(table.get("url")):
            return table
        folder = Path(sqlite_file(str(table.get("url", "")))).parent
        return {"blobs": folder / "blobs", "key_file": folder / "reviews.key", **table}


class ScheduleSection(Section):
    """`[schedule]`: how often the service looks, and from what time in London on it counts once a night."""

    poll_seconds: Annotated[Seconds, Field(ge=5, le=3600)] = 60
    count_at: TimeOfDay = time(3, 0)


class CapsSection(Section):
    """`[sending.caps]`: how many letters may leave by themselves; what is over waits."""

    per_address_day: Count = 3
    per_domain_hour: Count = 20
    total_hour: Count = 60
    total_day: Count = 400


class SendingSection(Section):
    """`[sending]`: how far the service may go. Ask `Settings.stop_file` for the switch: here it may be left out."""

    mode: Mode = Mode.WATCH
    stop_file: FullPath | None = None
    caps: CapsSection
