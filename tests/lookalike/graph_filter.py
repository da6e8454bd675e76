"""$filter and $orderby of the look-alike Graph: parsed by hand, judged on the JSON of a message or folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from tests.lookalike.graph_call import bad
from tests.lookalike.items import Item, Property

Test = Callable[[dict[str, Any], Item | None], bool]
TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<date>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?)|(?P<number>-?\d+)"
    r"|(?P<word>[A-Za-z_][\w/.]*)|(?P<mark>[(),:]))"
)
T = TypeVar("T")
EXTENDED = ("singlevalueextendedproperties", "multivalueextendedproperties")
FUNCTIONS = ("contains", "startswith", "endswith")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda one, two: bool(one == two),
    "ne": lambda one, two: bool(one != two),
    "gt": lambda one, two: bool(one > two),
    "ge": lambda one, two: bool(one >= two),
    "lt": lambda one, two: bool(one < two),
    "le": lambda one, two: bool(one <= two),
}


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while text[place:].strip():
        match = TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise bad(f"Syntax error at position {place} in '{text}'.", "BadRequest")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


def fold(value: Any) -> Any:
    """A value as it is compared: instants as instants, texts in lower case."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value) if re.match(r"\d{4}-\d\d-\d\dT", value) else value.lower()
        except ValueError:
            return value.lower()
    return value


def look(shown: dict[str, Any], path: str) -> Any:
    """What stands at a path of the JSON, None where nothing does."""
    here: Any = shown
    for name in path.split("/"):
        if not isinstance(here, dict):
            return None
        here = {key.lower(): value for key, value in here.items()}.get(name.lower())
    return here


class Filter:
    """A $filter, parsed; `fields` are the properties it names, in order.

    `reads_json` is False where it judges by extended properties alone.
    """

    def __init__(self, text: str) -> None:
        self.text, self.fields = text, list[str]()
        self._left = _tokens(text)
        self._test = self._either()
        if self._left:
            raise bad(f"Syntax error: '{self._left[0][1]}' was not expected in '{text}'.")

    @property
    def reads_json(self) -> bool:
        """Whether it must be given the JSON of what it judges."""
        return any(field.lower() not in EXTENDED for field in self.fields)

    def __call__(self, shown: dict[str, Any], item: Item | None = None) -> bool:
        """Whether it fits."""
        return self._test(shown, item)

    def _next(self) -> tuple[str, str]:
        return self._left[0] if self._left else ("end", "")

    def _take(self, wanted: str = "") -> tuple[str, str]:
        kind, value = self._next()
        if kind == "end" or (wanted and value.lower() != wanted):
            raise bad(f"Syntax error in '{self.text}': expected {wanted or 'more'}.")
        return self._left.pop(0)

    def _either(self) -> Test:
        tests = [self._both()]
        while self._next()[1].lower() == "or":
            self._take()
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda shown, item: any(test(shown, item) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._next()[1].lower() == "and":
            self._take()
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda shown, item: all(test(shown, item) for test in tests)

    def _one(self) -> Test:
        kind, value = self._take()
        if value == "(":
            inner = self._either()
            self._take(")")
            return inner
        if kind != "word":
            raise bad(f"Syntax error in '{self.text}' at {value}.")
        if value.lower() == "not":
            test = self._one()
            return lambda shown, item: not test(shown, item)
        if value.lower() in FUNCTIONS:
            return self._function(value.lower())
        if value.lower().endswith("/any"):
            return self._any(value[: -len("/any")])
        self.fields.append(value)
        return self._compared(lambda shown, item: look(shown, value))

    def _function(self, name: str) -> Test:
        self._take("(")
        field = self._take()[1]
        self.fields.append(field)
        self._take(",")
        wanted = str(self._literal()).lower()
        self._take(")")
        methods = {"contains": str.__contains__, "startswith": str.startswith, "endswith": str.endswith}
        return lambda shown, item: bool(methods[name](str(look(shown, field) or "").lower(), wanted))

    def _compared(self, value: Callable[[dict[str, Any], Item | None], Any]) -> Test:
        sign = self._take()[1].lower()
        if sign not in COMPARE:
            raise bad(f"Syntax error in '{self.text}': '{sign}' compares nothing.")
        wanted = fold(self._literal())

        def fits(shown: dict[str, Any], item: Item | None) -> bool:
            found = fold(value(shown, item))
            try:
                return COMPARE[sign](found, wanted)
            except TypeError:
                return False

        return fits

    def _literal(self) -> Any:
        kind, value = self._take()
        if kind == "text":
            return value[1:-1].replace("''", "'")
        if kind == "number":
            return int(value)
        if kind == "date":
            return value if "T" in value else f"{value}T00:00:00+00:00"
        words = {"true": True, "false": False, "null": None}
        if kind == "word" and value.lower() in words:
            return words[value.lower()]
        raise bad(f"Syntax error in '{self.text}' at {value}: a text needs its quotes.")

    def _any(self, collection: str) -> Test:
        self.fields.append(collection)
        self._take("(")
        name = self._take()[1]
        self._take(":")
        if collection.lower() in EXTENDED:
            return self._extended(name)
        self._take(name.lower())
        sign, wanted = self._take("eq"), fold(self._literal())
        self._take(")")
        return lambda shown, item: bool(sign) and wanted in [fold(one) for one in look(shown, collection) or ()]

    def _extended(self, name: str) -> Test:
        """`ep/id eq '…' and ep/value eq '…'`: the name of the property in its case, its value in any."""
        self._take(f"{name}/id".lower())
        self._take("eq")
        try:
            wanted = Property.graph(str(self._literal()))
        except ValueError as trouble:
            raise bad(str(trouble), "ErrorInvalidProperty") from None
        self._take("and")
        function = self._take()[1].lower()
        if function in FUNCTIONS:
            self._take("(")
            self._take(f"{name}/value".lower())
            self._take(",")
            text = str(self._literal()).lower()
            self._take(")")
            method = {"contains": str.__contains__, "startswith": str.startswith, "endswith": str.endswith}[function]
        elif function == f"{name}/value".lower():
            self._take("eq")
            text, method = str(self._literal()).lower(), str.__eq__
        else:
            raise bad(f"Syntax error in '{self.text}' at {function}.")
        self._take(")")

        def fits(shown: dict[str, Any], item: Item | None) -> bool:
            value = item.value(wanted) if item else None
            values = value if isinstance(value, list) else [] if value is None else [value]
            return any(bool(method(one.lower(), text)) for one in values)

        return fits


def ordered(found: list[T], show: Callable[[T], dict[str, Any]], order: str, chosen: Filter | None) -> list[T]:
    """In the order asked for. Raises GraphError(InefficientFilter): what orders must lead the filter, in that order."""
    keys = [part.split() for part in order.split(",")]
    names = [key[0].lower() for key in keys]
    if chosen and [field.lower() for field in dict.fromkeys(chosen.fields)][: len(names)] != names:
        raise bad("The restriction or sort order is too complex for this operation.", "InefficientFilter")
    for key in reversed(keys):
        down = key[-1].lower() == "desc"
        found = sorted(found, key=lambda one, name=key[0]: str(look(show(one), name) or ""), reverse=down)  # type: ignore[misc]
    return found
