"""Matters as plain mappings, for people and for programs; changes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from handlers.matter_steps import due_on, waits_for
from handlers.working_days import WorkingDays
from store import events
from store.engine import Tx
from store.messages.matters import Matter, MatterKind, Step

Line = Mapping[str, Any]

LISTED = ("reference", "kind", "title", "owner", "next_step", "next_on", "days_late", "state")


def line(one: Matter, today: date, days: WorkingDays) -> Line:
    """One matter in a line: whose it is, and what is next by when; `state` is open, closed, or what it waits for."""
    coming = [(on, step) for step in one.steps if step.is_open and (on := due_on(one, step, days))]
    on, step = min(coming, key=lambda pair: pair[0]) if coming and one.closed_on is None else (None, None)
    return {
        "reference": one.reference,
        "kind": one.kind.key,
        "title": one.title or None,
        "owner": one.owner,
        "opened_on": one.opened_on,
        "closed_on": one.closed_on,
        "next_step": step.rule.name if step else None,
        "next_on": on,
        "days_late": max(0, (today - on).days) if on else None,
        "state": "closed" if one.closed_on else waits_for(one, days) or "open",
        "erased": one.is_erased,
    }


def whole(tx: Tx, one: Matter, today: date, days: WorkingDays) -> Line:
    """One matter with all that is kept of it, and its history."""
    return {
        **line(one, today, days),
        "dates": {called: one.dates.get(name) for name, called in one.kind.dates.items()},
        "people": [{"role": who.role, "name": who.name, "address": who.address or None} for who in one.people],
        "steps": [_step(one, step, days) for step in one.steps],
        "proofs": list(_proofs(one)),
        "messages": list(one.messages),
        "notes": [{"at": note.at, "by": note.by, "said": note.what, "words": note.words} for note in one.notes],
        "history": [
            {"at": two.at, "by": two.details.get("by") or two.actor, "action": two.action, "rule": two.rule,
             "details": {name: said for name, said in two.details.items() if name not in ("by", "kind")}}
            for two in events.history(tx, subject=f"matter:{one.reference}")
        ],
    }  # fmt: skip


def kind_line(kind: MatterKind) -> Line:
    """One kind of matter with its days and steps in words."""
    return {
        "key": kind.key,
        "name": kind.name,
        "dates": [f"{name}: {called}" for name, called in kind.dates.items()],
        "steps": [
            f"{one.key}: {one.name}, {_rule(one.days, one.counted, one.before)} {one.since}" for one in kind.steps
        ],
    }


def _step(one: Matter, step: Step, days: WorkingDays) -> Line:
    rule = step.rule
    return {
        "step": rule.key,
        "name": rule.name,
        "due_on": due_on(one, step, days) if step.is_open else None,
        "set_by_hand": step.moved_to is not None,
        "done_on": step.done_on,
        "rule": f"{_rule(rule.days, rule.counted, rule.before)} {rule.since}",
        "rests_on": f"{rule.law}{'' if rule.verified else ' (nobody has confirmed the period)'}"
        if rule.law
        else "policy",
        "proof": "needed" if rule.serve and not step.served else f"{len(step.served)} kept",
    }


def _rule(number: int, counted: str, before: bool) -> str:
    unit = "months" if counted == "months" else f"{counted} days"
    return f"{number} {unit} {'before' if before else 'after'}"


def _proofs(one: Matter) -> Iterator[Line]:
    for step in one.steps:
        for proof in step.served:
            yield {
                "step": step.rule.key,
                "how": proof.how,
                "on": proof.on,
                "to": proof.to or None,
                "evidence": proof.evidence or None,
                "message": proof.message,
            }
