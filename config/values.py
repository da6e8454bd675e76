"""What one setting may look like; refuses with one gentle sentence, and touches no file."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from config.faults import shown

_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
_LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql://", "postgresql+psycopg://")
_LONGEST_FOLDER_NAME = 60
_LONGEST_PERSON = 40

FORCE = "{force}"
"""What stands in a folder's name where the police force's short name belongs."""


def is_postgresql(url: object) -> bool:
    """Whether a store URL speaks of a PostgreSQL server, which has no folder beside which things could lie."""
    return isinstance(url, str) and url.startswith(_POSTGRESQL)


def sqlite_file(url: str) -> str:
    """The path inside a SQLite URL, as it is written there."""
    return url.removeprefix(_SQLITE)


def _whole_number(value: object) -> object:
    """Digits in text count as a number, because an environment holds nothing but text; true and 1.0 do not."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value.strip()):
        return int(value)
    if type(value) is not int:
        raise ValueError(f"{shown(value)} is not a whole number.")
    return value


def _line(value: str) -> str:
    if not value:
        raise ValueError("this is empty; write something here.")
    return _line_or_nothing(value)


def _line_or_nothing(value: str) -> str:
    if not value.isprintable():
        raise ValueError("this holds a line break or control character; keep it to one plain line.")
    return value


def _lines_or_nothing(value: str) -> str:
    for line in value.split("\n"):
        _line_or_nothing(line)
    return value


def _website(value: str) -> str:
    if value and not re.fullmatch(rf"https?://{_DOMAIN}(?::\d+)?(?:/\S*)?", value):
        raise ValueError("this is not the address of a web page; it begins with https:// and holds no spaces.")
    return value


def _link_base(value: str) -> str:
    if value and not re.fullmatch(
        rf"https?://(?:{_DOMAIN}|localhost|127\.0\.0\.1)(?::\d{{1,5}})?/(?:[^\s?#@]*/)?", value
    ):
        raise ValueError(
            "this is no page to lead to; it begins with https:// and ends with /, like https://reviews.office.example/case/."
        )
    return value


def _https(value: str) -> str:
    """Without a stroke at its end; a password in it is refused unseen."""
    if not re.fullmatch(rf"https://(?:{_DOMAIN}|localhost|127\.0\.0\.1)(?::\d{{1,5}})?(?:/[^\s?#@]*)?", value):
        raise ValueError("this is not a server's address; it begins with https:// and holds no name, password or ?.")
    return value.rstrip("/")


def _graph_url(value: str) -> str:
    if not _https(value).endswith("/v1.0"):
        raise ValueError("this goes up to and with /v1.0, like https://graph.microsoft.com/v1.0.")
    return value.rstrip("/")


def _id(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,255}", value):
        raise ValueError(f"{shown(value)} is no id; copy it from the application's page in Microsoft Entra.")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(rf"{_LOCAL_PART}@{_DOMAIN}", value):
        raise ValueError(f"{shown(value)} is not an e-mail address; write it like reviews@office.example.")
    return value


def _domain(value: str) -> str:
    if not re.fullmatch(_DOMAIN, value):
        raise ValueError(f"{shown(value)} is not a domain; write what stands after the @, like office.example.")
    return value


def _at_least_one(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        raise ValueError("the list is empty; it needs at least one.")
    return values


def _folder_name(value: str) -> str:
    if "/" in value or "\\" in value or len(value) > _LONGEST_FOLDER_NAME:
        raise ValueError(f"a folder's name holds no / or \\ and at most {_LONGEST_FOLDER_NAME} characters.")
    if set("{}") & set(value.replace(FORCE, "")):
        raise ValueError(f"a folder's name holds no curly brackets but those of {FORCE}, the force's short name.")
    return _line(value)


def _person(value: str) -> str:
    if len(value) > _LONGEST_PERSON or value.startswith("@") or set(",;") & set(value):
        said = f"at most {_LONGEST_PERSON} characters, no comma or semicolon and no @ before it"
        raise ValueError(f"a name has {said}: it becomes a category in Outlook, like @A Li.")
    return _line(value)


def _address_or_nothing(value: str) -> str:
    return _address(value) if value else ""


def _reference_prefix(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2,6}", value):
        raise ValueError(f"{shown(value)} cannot begin a reference; use two to six capital letters, like PCR.")
    return value


def _written_path(value: object) -> object:
    """A home folder's ~ is refused: the service may run as somebody else than the one who wrote it."""
    text = value.strip() if isinstance(value, str) else value
    if text == "" or (isinstance(text, str) and not text.isprintable()):
        raise ValueError("a path is needed here.")
    if isinstance(text, str) and text.startswith("~"):
        raise ValueError("a path cannot begin with ~ here; write it out from the top.")
    return text


def _from_the_settings_file(path: Path, info: ValidationInfo) -> Path:
    """Named from the folder of the settings file, whose path is the context of every validation."""
    if not isinstance(info.context, Path):
        raise TypeError("Settings are made by config.settings.load, which says where their file lies.")
    return info.context.absolute().parent / path


def _store_url(value: str, info: ValidationInfo) -> str:
    """A SQLite file is named from the folder of the settings file; nothing of the URL is ever repeated."""
    if is_postgresql(value):
        return value
    if not value.startswith(_SQLITE):
        raise ValueError(f"the URL of a store begins with {_SQLITE} or {_POSTGRESQL[0]}, and this one does not.")
    file = sqlite_file(value)
    if file in ("", ":memory:"):
        raise ValueError(f"this names no file, so nothing would be remembered; write it like {_SQLITE}reviews.sqlite.")
    _written_path(file)
    full = _from_the_settings_file(Path(file), info).as_posix()
    if "?" in full:
        raise ValueError("a SQLite file's path cannot hold a question mark.")
    return _SQLITE + full


def _time_of_day(value: object) -> time:
    """Hours and minutes on a clock of 24, as text, which TOML and an environment can both hold."""
    if not isinstance(value, str) or not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", value.strip()):
        raise ValueError(f'{shown(value)} is no time of day; write it like "03:00".')
    return time.fromisoformat(value.strip())


def _day(value: object) -> object:
    """A day as TOML writes one, or as text, which an environment can hold."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise ValueError(f"{shown(value)} is no day; write it like 2026-12-01.")


Count = Annotated[int, BeforeValidator(_whole_number), Field(ge=1)]
Month = Annotated[int, BeforeValidator(_whole_number), Field(ge=0, le=12)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Day = Annotated[date, BeforeValidator(_day)]
Percent = Annotated[int, BeforeValidator(_whole_number), Field(ge=0, le=100)]
Seconds = Annotated[int, BeforeValidator(_whole_number)]
Line = Annotated[str, AfterValidator(_line)]
LineOrNothing = Annotated[str, AfterValidator(_line_or_nothing)]
LinesOrNothing = Annotated[str, AfterValidator(_lines_or_nothing)]
LinkBase = Annotated[str, AfterValidator(_link_base)]
Website = Annotated[str, AfterValidator(_website)]
Address = Annotated[str, AfterValidator(_address)]
AddressOrNothing = Annotated[str, AfterValidator(_address_or_nothing)]
Person = Annotated[str, AfterValidator(_person)]
Https = Annotated[str, AfterValidator(_https)]
GraphUrl = Annotated[str, AfterValidator(_graph_url)]
Id = Annotated[str, AfterValidator(_id)]
Domain = Annotated[str, AfterValidator(_domain)]
Domains = Annotated[tuple[Domain, ...], AfterValidator(_at_least_one)]
FolderName = Annotated[str, AfterValidator(_folder_name)]
ReferencePrefix = Annotated[str, AfterValidator(_reference_prefix)]
FullPath = Annotated[Path, BeforeValidator(_written_path), AfterValidator(_from_the_settings_file)]
StoreUrl = Annotated[str, AfterValidator(_store_url)]
