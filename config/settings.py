"""The settings: one TOML file with the environment over it, read once and then frozen; starts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from pydantic import Field, PrivateAttr, ValidationError

from config.faults import ConfigurationFault, sentences
from config.folders import FoldersSection
from config.mailbox_section import MailboxSection
from config.section import Section
from config.sections import OfficeSection, ScheduleSection, SendingSection, StoreSection

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
    folders: FoldersSection

    _path: Path = PrivateAttr()
    _layers: Layers = PrivateAttr()

    @classmethod
    def judged(cls, path: Path, layers: Layers, tables: Mapping[str, Any]) -> Self:
        """The settings these tables say; raises ConfigurationFault with every fault at once."""
        try:
            settings = cls.model_validate(tables, context=path)
        except ValidationError as error:
            faults = sentences(error.errors(include_url=False), dict(cls.fields()), layers)
            raise ConfigurationFault(faults) from None
        settings._path, settings._layers = path, layers
        return settings

    def require(self, *names: Literal["mailbox", "store"]) -> None:
        """These sections are there; raises ConfigurationFault naming every key that is missing."""
        absent: dict[str, Any] = {name: {} for name in names if name not in self._layers.tables}
        if absent:
            self.judged(self._path, self._layers, {**self._layers.tables, **absent})

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
