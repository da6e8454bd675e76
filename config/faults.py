"""What is wrong with the settings, as sentences; never shows a secret, and corrects nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from config.layers import Layer, Layers

Key = tuple[str, ...]
_LONGEST_SHOWN = 60


class ConfigurationFault(Exception):
    """The settings cannot be used; `faults` holds every reason at once, a sentence each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Several(ValueError):
    """What is wrong with keys taken together: each its key from the top, and a sentence."""

    def __init__(self, faults: Iterable[tuple[Key, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(sentence for _, sentence in self.faults))


def refuse(faults: Iterable[tuple[Key, str]]) -> None:
    """Nothing is wrong with keys taken together. Raises Several with all that is."""
    if found := tuple(faults):
        raise Several(found)


def shown(value: object) -> str:
    """A value as a sentence may quote it; long ones and addresses of services, which can hold secrets, never are."""
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, str) and len(value) <= _LONGEST_SHOWN and "://" not in value:
        return json.dumps(value, ensure_ascii=False)
    return "this value"


def sentences(errors: Iterable[ErrorDetails], fields: Mapping[Key, FieldInfo], layers: Layers) -> tuple[str, ...]:
    """One sentence for every error, naming where the value came from, its key and what to do.

    What a missing office profile would have brought is not complained of: the profile is the fault.
    """
    found = []
    for error in errors:
        key, fault = tuple(step for step in error["loc"] if isinstance(step, str)), error.get("ctx", {}).get("error")
        if error["type"] == "missing" and key[0] == "office" and not layers.profile_is_known:
            continue
        if isinstance(fault, Several):
            found += [f"{layers.origin(one).naming(one)}: {said}" for one, said in fault.faults]
            continue
        layer = layers.origin(key)
        found.append(f"{layer.naming(key)}{_which(error)}: {_complaint(error, key, fields, layer)}")
    return tuple(dict.fromkeys(found))


def _which(error: ErrorDetails) -> str:
    """Which of several tables of one name is meant, counted as people count; "" where there is but one."""
    steps = error["loc"]
    numbers = [step for step, below in pairwise(steps) if isinstance(step, int) and isinstance(below, str)]
    return f" (number {numbers[0] + 1})" if numbers else ""


def _complaint(error: ErrorDetails, key: Key, fields: Mapping[Key, FieldInfo], layer: Layer) -> str:
    field, facts = fields.get(key), error.get("ctx", {})
    value = shown(error["input"]) if field is not None and field.repr else "this value"
    match error["type"]:
        case "missing":
            return f"this key is missing; it is {field.description}." if field else "this key is missing."
        case "extra_forbidden":
            what = "section" if isinstance(error["input"], dict) else "key"
            return f"there is no such {what}{_suggestion(key, fields, layer)}"
        case "value_error":
            return str(facts["error"])
        case "enum" | "literal_error":
            choices = facts["expected"].replace("'", "").replace(" or ", ", ")
            return f"{value} is not one of {choices}."
        case "greater_than_equal":
            return f"{value} is too small; the least is {facts['ge']}."
        case "less_than_equal":
            return f"{value} is too large; the most is {facts['le']}."
        case "tuple_type":
            return f'{value} is not a list; write it like ["one.example", "two.example"].'
        case "string_type" | "path_type":
            return f"{value} is not text; write it in quotation marks."
        case "bool_parsing" | "bool_type":
            return f"{value} is neither true nor false."
        case "dict_type" | "mapping_type" | "model_type" | "model_attributes_type":
            return "this is a section with keys of its own, not a single value."
        case _:
            return f"{error['msg']}."


def _suggestion(key: Key, fields: Mapping[Key, FieldInfo], layer: Layer) -> str:
    """The likeliest key that was meant: one spelt nearly so beside it, or one of this name in another section."""
    *section, name = key
    depth = len(section)
    beside = {field[depth] for field in fields if len(field) > depth and list(field[:depth]) == section}
    near = [(*section, match) for match in get_close_matches(name, sorted(beside), n=1)]
    meant = near or [field for field in fields if field[-1] == name]
    return f"; did you mean {layer.spelling(meant[0])}?" if meant else "."
