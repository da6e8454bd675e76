"""How well letters stand out from their ground in a style sheet of ours, by day and by night, as WCAG counts it."""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST_CONTRAST = 4.5

_RULE = re.compile(r"([\w. ,]+)\{([^{}]*)\}")
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
_MEDIA = re.compile(r"@media [^{]*\{.*?\n\}", re.DOTALL)
_COLOUR = re.compile(r"(?:^|[;\s])(color|background-color)\s*:\s*#([0-9a-f]{6})")


def pale(style: str) -> Iterator[str]:
    """A sentence for each rule of a style whose letters are too pale on their ground."""
    by_day = _colours(_MEDIA.sub("", style))
    changed = _colours("".join(_DARK.findall(style)))
    by_night = by_day | {where: by_day.get(where, {}) | told for where, told in changed.items()}
    for light, rules in (("by day", by_day), ("by night", by_night)):
        for where, told in rules.items():
            pair = rules.get("body", {}) | told
            if len(pair) == 2 and (ratio := contrast(pair["color"], pair["background-color"])) < LEAST_CONTRAST:
                yield f"{where}: {light} its letters have a contrast of {ratio:.1f}, and the least is {LEAST_CONTRAST}."


def contrast(ink: str, paper: str) -> float:
    """The contrast of two colours, each six hexadecimal digits: from 1 to 21."""
    darker, lighter = sorted((_luminance(ink), _luminance(paper)))
    return (lighter + 0.05) / (darker + 0.05)


def _colours(style: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for where, rule in _RULE.findall(style):
        if told := dict(_COLOUR.findall(rule)):
            found[where.strip()] = found.get(where.strip(), {}) | told
    return found


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
