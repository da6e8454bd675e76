"""Reads Authentication-Results (RFC 8601) and the servers of a Received header, strictly; believes neither of them.

What is not written as the standard has it says nothing at all: a header that two readers could take in two ways must
not vouch for anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST = 1_990
"""Characters of a header that are read; one as long as that may have been cut, and then says nothing."""
_BARE = re.compile(r"[^\s;()\"\\=]+")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)?")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_VERSION = re.compile(r"[0-9]{1,4}")
_QUOTED = "quoted"


class _Malformed(Exception):
    """The header is not written as it should be."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one method found: "dmarc" "pass", and the properties it looked at, by their full name in lower case."""

    method: str
    result: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """One whole header: whose results they are ("" where it does not say), and what each method found."""

    server: str
    results: tuple[Result, ...]

    def of(self, method: str) -> tuple[Result, ...]:
        """What this method found, as often as it is there."""
        return tuple(one for one in self.results if one.method == method)


def authentication_results(value: str) -> Results | None:
    """What a whole Authentication-Results header says, in lower case; None where it is not well formed.

    Microsoft leaves out the server's name, which the standard wants first: then `server` is "".
    """
    if len(value) >= LONGEST or not value.isascii():
        return None
    try:
        parts = list(_parts(value.lower()))
        if parts and not parts[-1]:
            parts.pop()
        server = ""
        if parts and "=" not in parts[0]:
            server = _server(parts.pop(0))
        if parts == [["none"]]:
            parts = []
        return Results(server, tuple(_result(part) for part in parts))
    except _Malformed:
        return None


def received_by(value: str) -> str:
    """The server that wrote this Received header, by its own name in lower case; "" where that cannot be told."""
    try:
        words = next(_parts(value.lower()), []) if value.isascii() else []
    except _Malformed:
        return ""
    if words[:1] == ["from"]:
        words = words[2:]
    if len(words) < 2 or words[0] != "by" or not _NAME.fullmatch(words[1]):
        return ""
    return words[1]


def _parts(value: str) -> Iterator[list[str]]:
    """The pieces between semicolons as words: "=" is one of its own, comments are gone, quotes hide what they hold."""
    words: list[str] = []
    at, apart = 0, True
    while at < len(value):
        sign = value[at]
        if sign == "(":
            at, apart = _after_comment(value, at), True
        elif sign == ";":
            yield words
            words, at, apart = [], at + 1, True
        elif sign == "=":
            words.append(sign)
            at, apart = at + 1, True
        elif sign.isspace():
            at, apart = at + 1, True
        else:
            word, at = (_QUOTED, _after_quotes(value, at)) if sign == '"' else _bare(value, at)
            if apart:
                words.append(word)
            else:  # "a b"@c is one word, and no domain
                words[-1] = f'"{words[-1]}{word}'
            apart = False
    yield words


def _bare(value: str, at: int) -> tuple[str, int]:
    found = _BARE.match(value, at)
    if found is None:
        raise _Malformed
    return found[0], found.end()


def _after_comment(value: str, at: int) -> int:
    """Where the comment that begins here ends; comments lie in one another."""
    depth = 0
    while at < len(value):
        sign = value[at]
        if sign == "\\":
            at += 1
        depth += (sign == "(") - (sign == ")")
        at += 1
        if depth == 0:
            return at
    raise _Malformed


def _after_quotes(value: str, at: int) -> int:
    at += 1
    while at < len(value):
        if value[at] == '"':
            return at + 1
        at += 2 if value[at] == "\\" else 1
    raise _Malformed


def _server(words: list[str]) -> str:
    named, version = words[:1], words[1:]
    if not named or not _NAME.fullmatch(named[0]) or len(version) > 1 or not all(map(_VERSION.fullmatch, version)):
        raise _Malformed
    return named[0]


def _result(words: list[str]) -> Result:
    """One method with what it found, as `method = result`, then `name = value` as often as it likes, each name once."""
    if len(words) < 3 or len(words) % 3 or any(words[1::3][number] != "=" for number in range(len(words) // 3)):
        raise _Malformed
    names, values = words[::3], words[2::3]
    method, slash, version = names[0].partition("/")
    if "=" in names or "=" in values or len(set(names)) < len(names) or (slash and not _VERSION.fullmatch(version)):
        raise _Malformed
    if not all(map(_KEY.fullmatch, (method, *names[1:]))):
        raise _Malformed
    return Result(method, values[0], dict(zip(names[1:], values[1:], strict=True)))
