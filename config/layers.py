"""The layers a setting can come from: environment over settings file over office profile; judges no value.

The only importer of pydantic-settings, which takes a tenth of a second: `load` imports this when it is called.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any

from pydantic_settings import BaseSettings, InitSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from config import offices
from config.faults import ConfigurationFault, Key

PREFIX = "REVIEWS_"


@dataclass(frozen=True, slots=True)
class Layer:
    """One place settings come from: its name, its tables, and how a key is spelt there."""

    name: str
    tables: Mapping[str, Any]
    spelling: Callable[[Key], str]

    def naming(self, key: Key) -> str:
        """Place and key as a fault begins with them."""
        return f"{self.name}: {self.spelling(key)}"

    def holds(self, key: Key) -> bool:
        """Whether this key is set here; a list of tables that is set here sets every key in them."""
        here: object = self.tables
        for step in key:
            if isinstance(here, list):
                return True
            if not isinstance(here, Mapping) or step not in here:
                return False
            here = here[step]
        return True


@dataclass(frozen=True, slots=True)
class Layers:
    """Every layer, strongest first, with `tables` as they come out when laid over each other."""

    environment: Layer
    file: Layer
    profile: Layer
    profile_is_known: bool
    tables: Mapping[str, Any]

    def origin(self, key: Key) -> Layer:
        """The layer whose value counts for a key; the settings file where nobody set it."""
        return next((layer for layer in (self.environment, self.file, self.profile) if layer.holds(key)), self.file)


class _Overlay(BaseSettings):
    """Takes whatever the sources hold; `config.settings` is where it is judged."""

    model_config = SettingsConfigDict(extra="allow")


def read(path: Path, environ: Mapping[str, str]) -> Layers:
    """The settings file, the REVIEWS_ variables and the chosen office profile are read and laid over each other.

    Raises ConfigurationFault where a file is not there or is not TOML.
    """
    environment = Layer("environment", _from_environment(environ), _as_variable)
    file = Layer(path.name, _from_toml(path, path.name), ".".join)
    office = _overlaid(environment.tables, file.tables).get("office")
    chosen = office.get("profile") if isinstance(office, dict) else None
    known = chosen in offices.profiles()
    profile = _profile(str(chosen)) if known else Layer("offices", {}, ".".join)
    tables = _overlaid(environment.tables, file.tables, profile.tables)
    return Layers(environment, file, profile, known, tables)


def alone(path: Path, advice: str) -> Layers:
    """A file of its own, which nothing is laid over; `advice` is what to do where it is not there.

    Raises ConfigurationFault where it is not there or is not TOML.
    """
    file, nothing = Layer(path.name, _from_toml(path, path.name, advice), ".".join), Layer("", {}, ".".join)
    return Layers(nothing, file, nothing, True, file.tables)


def _as_variable(key: Key) -> str:
    return PREFIX + "__".join(key).upper()


def _as_in_a_profile(key: Key) -> str:
    """A profile holds what stands under [office], without saying so."""
    return ".".join(key[1:])


def _profile(name: str) -> Layer:
    path = offices.FOLDER / f"{name}.toml"
    shown_as = f"offices/{path.name}"
    return Layer(shown_as, {"office": _from_toml(path, shown_as)}, _as_in_a_profile)


def _overlaid(*tables: Mapping[str, Any]) -> dict[str, Any]:
    sources = tuple(InitSettingsSource(_Overlay, dict(table)) for table in tables)
    return _Overlay(_build_sources=(sources, {})).model_extra or {}


def _from_toml(path: Path, name: str, advice: str = "") -> dict[str, Any]:
    try:
        if path.is_file():
            return TomlConfigSettingsSource(_Overlay, toml_file=path).toml_data
    except TOMLDecodeError as error:
        raise ConfigurationFault([f"{name}: this cannot be read as TOML: {error}."]) from None
    except UnicodeDecodeError:
        raise ConfigurationFault([f"{name}: this is not UTF-8 text; save it again with that encoding."]) from None
    except OSError as error:
        raise ConfigurationFault([f"{path}: this file cannot be opened ({error.strerror})."]) from None
    what = f"file. {advice}" if advice else "settings file. Copy config/example.toml to that place and fill it in."
    raise ConfigurationFault([f"{path}: there is no such {what}"])


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """Nested tables; a variable below one that already holds a plain value is left out, as that one is the fault."""
    tables: dict[str, Any] = {}
    for name in sorted(variable for variable in environ if variable.upper().startswith(PREFIX)):
        *sections, key = name[len(PREFIX) :].lower().split("__")
        table = tables
        for section in sections:
            table = table.setdefault(section, {})
            if not isinstance(table, dict):
                break
        else:
            table[key] = _value(environ[name])
    return tables


def _value(text: str) -> object:
    """A list where the text is a JSON list, otherwise the text; numbers are read where a number is due."""
    if not text.lstrip().startswith("["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
