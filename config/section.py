"""What every section of the settings is: frozen, refusing unknown keys, able to list its keys; holds none itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo

from config.faults import Key


class Section(BaseModel):
    """A table of the settings file."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _open_sections(cls, tables: Any) -> Any:
        """A section left out is an empty one, so that it gets its defaults, or each key it lacks is named."""
        if not isinstance(tables, dict):
            return tables
        required = ((field.alias or name, field) for name, field in cls.model_fields.items() if field.is_required())
        inside = (name for name, field in required if _section_in(field))
        return {**{name: {} for name in inside}, **tables}

    @classmethod
    def fields(cls) -> Iterator[tuple[Key, FieldInfo]]:
        """Every key below this section, as the steps to it, with its field."""
        for name, field in cls.model_fields.items():
            key = field.alias or name
            if section := _section_in(field):
                yield from (((key, *rest), leaf) for rest, leaf in section.fields())
            else:
                yield (key,), field


def _section_in(field: FieldInfo) -> type[Section] | None:
    kinds = (field.annotation, *get_args(field.annotation))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Section)), None)
