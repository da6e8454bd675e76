"""Prints what was measured, for people: plain tables that also read well in a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

NONE = "–"


def show(report: Mapping[str, Any]) -> None:
    """The figures on standard output, and after them the misses that may be named."""
    whole, right = report["messages"], report["kinds_right"]
    print(f"kinds right {right}/{whole} {_percent(right / whole)}")
    _show_kinds(report["kinds"], report["confusion"])
    _show_names("flags", report["flags"])
    _show_names("also", report["also"])
    _show_silence(report["acknowledgement"])
    _show_answers({**report["facts"], "time_result": report["time_result"], "review_body": report["review_body"]})
    _show_calibration(report["calibration"])
    _show_times(report["milliseconds"])
    if report["misses"]:
        print("\nmisses")
    for miss in report["misses"]:
        print(f"  {miss['file']}  {miss['what']}: {_shown(miss['is'])}, said {_shown(miss['said'])}")


def show_misses(lines: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """Each message that was read wrongly: what was missed, what its words scored, and which words they were."""
    for line in lines:
        if as_json:
            print(json.dumps(line, ensure_ascii=False))
            continue
        print(f"{line['file']}  ({line['why']})")
        for miss in line["misses"]:
            print(f"  {miss['what']}: {_shown(miss['is'])}, said {_shown(miss['said'])}")
        for name in ("unreadable", "role", "gates", "confidence", "why_not"):
            if line.get(name):
                print(f"    {name}: {_shown(line[name])}")
        for name in ("kinds", "flags"):
            if line.get(name):
                print(f"    {name}: " + ", ".join(f"{key} {value:g}" for key, value in line[name].items()))
        for reason in line.get("reasons", ()):
            quote = " ".join(reason["quote"].split())
            print(f"    {reason['weight']:+g} {reason['for']} ({reason['place']}): “{quote}” – {reason['says']}")
        print()


def _show_kinds(table: Mapping[str, Mapping[str, Any]], confusion: Mapping[str, Mapping[str, int]]) -> None:
    _heading("kinds", "  taken for")
    for name, row in table.items():
        others = {kind: count for kind, count in confusion.get(name, {}).items() if kind != name}
        _name_row(name, row, "  " + ", ".join(f"{kind} {count}" for kind, count in others.items()))


def _show_names(title: str, table: Mapping[str, Mapping[str, Any]]) -> None:
    _heading(title, "")
    for name, row in table.items():
        _name_row(name, row, "")


def _heading(title: str, more: str) -> None:
    print(f"\n{title:<26}{'there':>6}{'said':>6}{'right':>6}{'precision':>11}{'recall':>8}{more}")


def _name_row(name: str, row: Mapping[str, Any], more: str) -> None:
    shares = f"{_percent(row['precision']):>11}{_percent(row['recall']):>8}"
    print(f"{name:<26}{row['there']:>6}{row['said']:>6}{row['right']:>6}{shares}{more}".rstrip())


def _show_silence(counted: Mapping[str, Any]) -> None:
    print(f"\n{'acknowledgement':<26}{'rightly':>9}{'wrongly':>9}")
    kinds, reasons = counted["wrongly_acknowledged_kinds"], counted["wrongly_silent_because"]
    for name, listed in (("acknowledged", kinds), ("silent", reasons)):
        wrong = ", ".join(f"{key} {count}" for key, count in listed.items())
        print(f"{name:<26}{counted[f'rightly_{name}']:>9}{counted[f'wrongly_{name}']:>9}  {wrong}".rstrip())
    if counted["reasons_labelled"]:
        print(f"silent for the reason that was labelled: {counted['reasons_right']}/{counted['reasons_labelled']}")


def _show_answers(table: Mapping[str, Mapping[str, Any]]) -> None:
    print(f"\n{'answers':<26}{'right':>6}{'wrong':>7}{'missed':>8}{'invented':>10}{'accuracy':>10}")
    for name, row in table.items():
        claims = ", ".join(f"{key.replace('_', ' ', 1)} {row[key]}" for key in row if key.startswith("false_"))
        counts = f"{row['right']:>6}{row['wrong']:>7}{row['missed']:>8}{row['invented']:>10}"
        print(f"{name:<26}{counts}{_percent(row['accuracy']):>10}  {claims}".rstrip())


def _show_calibration(found: Mapping[str, Any]) -> None:
    print(f"\n{'confidence':<14}{'messages':>9}{'mean':>7}{'right':>8}")
    for row in found["bins"]:
        mean = NONE if row["confidence"] is None else f"{row['confidence']:.2f}"
        right = _percent(row["right"] / row["messages"] if row["messages"] else None)
        print(f"{row['from']:.1f} to {row['to']:.1f}    {row['messages']:>9}{mean:>7}{right:>8}")
    print(f"confidence and truth lie {found['apart']:.3f} apart; Brier score {found['brier']:.3f}")


def _show_times(table: Mapping[str, Mapping[str, Any] | None]) -> None:
    print(f"\n{'milliseconds':<16}{'messages':>9}{'median':>8}{'p95':>8}{'mean':>8}{'most':>8}")
    for name, row in table.items():
        if row is not None:
            times = "".join(f"{row[key]:>8}" for key in ("median", "p95", "mean", "most"))
            print(f"{name.replace('_', ' '):<16}{row['messages']:>9}{times}")


def _percent(share: float | None) -> str:
    return NONE if share is None else f"{100 * share:.0f} %"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or NONE
    return NONE if value in (None, "") else str(value)
