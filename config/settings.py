"""The settings: one TOML file with the environment over it, read once and then frozen; starts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from pydantic import Field, PrivateAttr, ValidationError, ValidationInfo, field_validator

from config import contacts
from config.approval_section import ApprovalSection, LawSection
from config.contacts import ContactBook
from config.digest_section import DigestSection
from config.escalation_section import EscalationSection
from config.faults import ConfigurationFault, refuse, sentences, shown
from config.folders import FoldersSection
from config.mailbox_section import MailboxSection
from config.other_work_section import MatterKindSection, OtherWorkSection, faults_of_kinds, kinds
from config.papers_section import PapersSection
from config.quality_section import QualitySection
from config.register_section import RegisterSection
from config.reports_section import ReportsSection
from config.section import Section
from config.sections import OfficeSection, ScheduleSection, SendingSection, StoreSection
from config.targets_section import PointsSection, TargetSection, faults_of_targets, target_table
from config.team_section import DelegationSection, MemberSection, Team, at_one_of
from config.values import FORCE
from store.messages import TargetTable
from store.messages.matters import MatterKind
from store.terms import Place

if TYPE_CHECKING:
    from config.layers import Layers

__all__ = ["ConfigurationFault", "Settings", "load"]


class Settings(Section):
    """Everything an office has chosen. `mailbox` and `store` may be left out by commands that need neither."""

    office: OfficeSection
    mailbox_section: MailboxSection | None = Field(default=None, alias="mailbox")
    store_section: StoreSection | None = Field(default=None, alias="store")
    schedule: ScheduleSection
    sending: SendingSection
    approval: ApprovalSection
    law: LawSection
    papers: PapersSection
    digest: DigestSection
    register_section: RegisterSection = Field(alias="register")
    escalation: EscalationSection
    quality: QualitySection
    reports: ReportsSection
    other_work: OtherWorkSection
    other_matters: tuple[MatterKindSection, ...] = ()
    people: tuple[MemberSection, ...] = Field(default=(), alias="team")
    delegations: tuple[DelegationSection, ...] = Field(default=(), validate_default=True)
    targets: tuple[TargetSection, ...] = ()
    points: PointsSection
    folders: FoldersSection

    _path: Path = PrivateAttr()
    _book: ContactBook = PrivateAttr()
    _layers: Layers = PrivateAttr()

    @field_validator("papers")
    @classmethod
    def _goes_on_within_the_force(cls, papers: PapersSection, info: ValidationInfo) -> PapersSection:
        office: OfficeSection | None = info.data.get("office")
        point = papers.single_point.lower()
        if office is not None and point and not at_one_of(point, office.domains().force):
            said = f"{shown(papers.single_point)} is at none of office.force_domains."
            refuse([(("papers", "single_point"), said)])
        return papers

    @field_validator("delegations")
    @classmethod
    def _known_to_each_other(
        cls, delegations: tuple[DelegationSection, ...], info: ValidationInfo
    ) -> tuple[DelegationSection, ...]:
        """People, their deputies and what is delegated to them fit together, as far as each was said rightly."""
        office, people = info.data.get("office"), info.data.get("people")
        if office is not None and people is not None:
            team = Team(people, delegations, office.decides, office.decides_by_delegation)
            members = team.faults_of_members(office.own_domains, office.mailbox_address)
            refuse((*members, *team.faults_of_delegations()))
        return delegations

    @field_validator("other_work")
    @classmethod
    def _with_numbers_of_its_own(cls, other: OtherWorkSection, info: ValidationInfo) -> OtherWorkSection:
        office: OfficeSection | None = info.data.get("office")
        if office is not None and other.prefix == office.reference_prefix:
            refuse([(("other_work", "prefix"), f"{shown(other.prefix)} is what cases begin with; choose another.")])
        return other

    @field_validator("other_matters")
    @classmethod
    def _steps_that_can_be_counted(cls, matters: tuple[MatterKindSection, ...]) -> tuple[MatterKindSection, ...]:
        refuse(faults_of_kinds(matters))
        return matters

    @field_validator("targets")
    @classmethod
    def _one_for_each_day(cls, targets: tuple[TargetSection, ...]) -> tuple[TargetSection, ...]:
        refuse(faults_of_targets(targets))
        return targets

    @field_validator("folders")
    @classmethod
    def _no_two_are_one(cls, folders: FoldersSection, info: ValidationInfo) -> FoldersSection:
        office = info.data.get("office")
        return folders.each_with_its_own_name(office.force_short if office is not None else FORCE)

    @classmethod
    def judged(cls, path: Path, layers: Layers, tables: Mapping[str, Any]) -> Self:
        """The settings these tables say; raises ConfigurationFault with every fault at once."""
        try:
            settings = cls.model_validate(tables, context=path)
        except ValidationError as error:
            faults = sentences(error.errors(include_url=False), dict(cls.fields()), layers)
            raise ConfigurationFault(faults) from None
        settings._path, settings._layers, settings._book = path, layers, settings._read_book()
        return settings

    def _read_book(self) -> ContactBook:
        office, papers = self.office, self.papers
        if papers.contacts is None:
            return contacts.without_book(office.contacts.force, office.force_name, papers.single_point)
        return contacts.read(papers.contacts, office.domains(), papers.single_point)

    def require(self, *names: Literal["mailbox", "store"]) -> None:
        """These sections are there; raises ConfigurationFault naming every key that is missing."""
        absent: dict[str, Any] = {name: {} for name in names if name not in self._layers.tables}
        if absent:
            self.judged(self._path, self._layers, {**self._layers.tables, **absent})

    def naming(self, *key: str) -> str:
        """Where a key was set and how it is spelt there, as a fault about it begins."""
        return self._layers.origin(key).naming(key)

    @property
    def mailbox(self) -> MailboxSection:
        """Where the mail is; raises ConfigurationFault where the settings do not say."""
        self.require("mailbox")
        return cast(MailboxSection, self.mailbox_section)

    @property
    def store(self) -> StoreSection:
        """Where everything is remembered; raises ConfigurationFault where the settings do not say."""
        self.require("store")
        return cast(StoreSection, self.store_section)

    @property
    def register(self) -> RegisterSection:
        """Where the register is kept and what is read back (pydantic has a `register` of its own for classes)."""
        return self.register_section

    @property
    def team(self) -> Team:
        """Who works in the office, and what each may decide."""
        return Team(self.people, self.delegations, self.office.decides, self.office.decides_by_delegation)

    @property
    def book(self) -> ContactBook:
        """The units of the force; without a contact book the one at `office.contacts.force`."""
        return self._book

    @property
    def target_table(self) -> TargetTable:
        """What the office measures itself by, each target from its day on."""
        return target_table(self.targets, self.office.promises)

    @property
    def matter_kinds(self) -> tuple[MatterKind, ...]:
        """The kinds of matter the office keeps beside reviews, none while that is off."""
        return kinds(self.other_matters) if self.other_work.on else ()

    def tree(self) -> dict[str, tuple[str, ...]]:
        """Every fixed folder of ours by the place's word in the code, with its path as people see it."""
        tree = self.folders.tree(self.office.force_short)
        return {place: path for place, path in tree.items() if place != Place.OTHER_WORK or self.other_work.on}

    def case_file(self, reference: str) -> tuple[str, ...]:
        """The path of one case's folder, as people see it."""
        return self.folders.case_file(reference, self.office.force_short)

    @property
    def stop_file(self) -> Path:
        """The file whose presence stops all sending: the one chosen, or STOP beside the key file."""
        return self.sending.stop_file or self.store.key_file.parent / "STOP"


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings file at `path` with every `REVIEWS_SECTION__KEY` of `environ` laid over it.

    Raises ConfigurationFault with every fault at once. Paths in the settings are named from the file's folder.
    """
    from config import layers  # pydantic-settings takes a tenth of a second to import

    found = layers.read(path, environ)
    return Settings.judged(path, found, found.tables)
