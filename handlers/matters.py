"""What may be done with a matter, what is said of it then, and how it stands by its history alone; does nothing.

A matter is no review: no figure, register or report of reviews counts it, and no letter of ours leaves for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from handlers.matter_steps import due_on, open_steps, waits_for
from handlers.working_days import WorkingDays, in_words
from store.messages import Happened
from store.messages.matters import Matter, MatterAct, MatterKind, MatterVerb, NewMatter, Standing, StepRule, Way

_V = MatterVerb
_SUBJECT = "matter:"
_FIRST_YEAR, _YEARS_AHEAD = 1990, 20
_PAST = (_V.DONE, _V.SERVED)


def refusal(matter: Matter, act: MatterAct, today: date) -> str:
    """Why this cannot be done to the matter, in one sentence; "" where it can."""
    if matter.is_erased:
        return f"What {matter.reference} was about has been erased. Nothing more can be added to it."
    if matter.closed_on and act.verb not in (_V.REOPEN, _V.NOTE):
        return f"{matter.reference} is closed. Reopen it first, and say why."
    if wrong := _wrong_day(act, today):
        return wrong
    rule = _RULES.get(act.verb)
    return rule(matter, act) if rule else ""


def _wrong_day(act: MatterAct, today: date) -> str:
    if act.on is None:
        return ""
    if act.verb in _PAST and act.on > today:
        return f"{in_words(act.on)} is still to come. Say it once it has happened."
    return far_off(act.on, today)


def far_off(day: date, today: date) -> str:
    """Why a day cannot be right, in one sentence; "" where it can."""
    if _FIRST_YEAR <= day.year <= today.year + _YEARS_AHEAD:
        return ""
    return f"{in_words(day)} cannot be right. Say the day with its year."


def _due(matter: Matter, act: MatterAct) -> str:
    if not matter.step(act.what).is_open:
        return _done_already(matter, act)
    return "" if act.words else "Say why it has another day: due STEP DAY because the chair allowed it."


def _done(matter: Matter, act: MatterAct) -> str:
    step = matter.step(act.what)
    if not step.is_open:
        return _done_already(matter, act)
    if step.rule.serve:
        return f"“{step.rule.name}” needs proof of service: served {step.rule.key} by post to WHOM on DAY."
    return ""


def _served(matter: Matter, act: MatterAct) -> str:
    if act.how is None:
        return f"Say how it was served: by {', '.join(Way)}."
    if not act.to and act.how is not Way.WEBSITE:
        return "Say to whom it was served: served STEP by post to WHOM."
    if matter.step(act.what).rule.serve and not act.words and not act.message:
        return "Say what shows it: message N, or because and your words."
    return ""


def _close(matter: Matter, act: MatterAct) -> str:
    left = [one.rule.name for one in matter.steps if one.is_open]
    if left and not act.words:
        return f"Still to be done: {'; '.join(left)}. Say why it closes all the same: close because …"
    return ""


def _reopen(matter: Matter, act: MatterAct) -> str:
    if not act.words:
        return "Say why: reopen because …"
    if act.what:
        if matter.closed_on:
            return f"{matter.reference} is closed. Reopen the matter first, then its step."
        done = matter.step(act.what).done_on is not None
        return "" if done else f"“{matter.step(act.what).rule.name}” is open."
    return "" if matter.closed_on else f"{matter.reference} is open. To open a step again name it."


def _done_already(matter: Matter, act: MatterAct) -> str:
    step = matter.step(act.what)
    when = f" on {in_words(step.done_on)}" if step.done_on else ""
    return f"“{step.rule.name}” was done{when}. If that is wrong: reopen {step.rule.key} because …"


_RULES: Mapping[MatterVerb, Callable[[Matter, MatterAct], str]] = MappingProxyType(
    {_V.DUE: _due, _V.DONE: _done, _V.SERVED: _served, _V.CLOSE: _close, _V.REOPEN: _reopen}
)


def wrong_with(new: NewMatter, kind: MatterKind, today: date) -> str:
    """Why a matter cannot be opened as it was written down, in one sentence; "" where it can."""
    if not new.title:
        return f"Say what it is, in a few words: new {kind.key}: TITLE."
    return next(filter(None, (far_off(day, today) for day in (new.dates or {}).values())), "")


def said(matter: Matter, act: MatterAct | None, days: WorkingDays) -> str:
    """What became of an act on the matter, as it stands after it; names nobody."""
    what = _SAID[act.verb](matter, act) if act else f"Opened {matter.reference}, {matter.kind.name}."
    return f"{what} {next_day(matter, days)}".strip()


def next_day(matter: Matter, days: WorkingDays) -> str:
    """The next day of the matter in one sentence."""
    if matter.closed_on:
        return ""
    coming = min(open_steps((matter,), days), key=lambda one: one.on, default=None)
    if coming is None:
        return f"It {waits_for(matter, days)}." if any(one.is_open for one in matter.steps) else "All of it is done."
    rule = coming.step.rule
    return f"Next: {rule.name}, due on {in_words(coming.on)}{_unconfirmed(rule)}."


def _unconfirmed(rule: StepRule) -> str:
    return " (nobody has confirmed this period of law)" if rule.law and not rule.verified else ""


def _of_step(words: str) -> Callable[[Matter, MatterAct], str]:
    def told(matter: Matter, act: MatterAct) -> str:
        on = in_words(act.on) if act.on else ""
        return words.format(reference=matter.reference, step=matter.step(act.what).rule.name, on=on)

    return told


def _of_matter(words: str) -> Callable[[Matter, MatterAct], str]:
    return lambda matter, _act: words.format(reference=matter.reference, owner=matter.owner)


_SAID: Mapping[MatterVerb, Callable[[Matter, MatterAct], str]] = MappingProxyType(
    {
        _V.DATE: lambda matter, act: (
            f"{matter.reference}: {matter.kind.dates[act.what]}, {in_words(act.on) if act.on else ''}."
        ),
        _V.DUE: _of_step("{reference}: “{step}” is due on {on} now."),
        _V.DONE: _of_step("{reference}: “{step}” was done on {on}."),
        _V.SERVED: _of_step("{reference}: “{step}” was served on {on}, with proof."),
        _V.NOTE: _of_matter("{reference}: noted."),
        _V.PERSON: _of_matter("{reference}: added."),
        _V.OWNER: _of_matter("{reference} is {owner}'s."),
        _V.LINK: _of_matter("The message belongs to {reference}."),
        _V.UNLINK: _of_matter("The message belongs to {reference} no more."),
        _V.CLOSE: _of_matter("{reference} is closed."),
        _V.REOPEN: lambda matter, act: (
            f"{matter.reference}: “{matter.step(act.what).rule.name}” is open again."
            if act.what
            else f"{matter.reference} is open again."
        ),
    }
)


def shown(matter: Matter, days: WorkingDays) -> tuple[str, ...]:
    """The matter in a few lines that name nobody, for a mail."""
    stands = f"closed on {in_words(matter.closed_on)}" if matter.closed_on else f"open, {matter.owner}'s"
    lines = [f"{matter.reference}, {matter.kind.name}: {stands}."]
    for step in matter.steps:
        on = due_on(matter, step, days)
        due = f"due on {in_words(on)}{_unconfirmed(step.rule)}" if on else "no day yet"
        was = f"done on {in_words(step.done_on)}" if step.done_on else ""
        proofs = f"{len(step.served)} proved" if step.served else ""
        state = (was, proofs) if not step.is_open else (due, was, proofs)
        lines.append(f"{step.rule.key}, {step.rule.name}: {'; '.join(filter(None, state))}.")
    return tuple(lines)


# --- the history ----------------------------------------------------------------------------------------------------


def standing(matter: Matter) -> Standing:
    """What of the matter is not personal."""
    return Standing(
        kind=matter.kind.key,
        owner=matter.owner,
        opened_on=matter.opened_on,
        closed_on=matter.closed_on,
        dates=tuple(sorted(matter.dates.items())),
        moved=tuple(sorted((one.rule.key, one.moved_to) for one in matter.steps if one.moved_to)),
        done=tuple(sorted((one.rule.key, one.done_on) for one in matter.steps if one.done_on)),
        served=tuple(sorted((one.rule.key, two.how, two.on) for one in matter.steps for two in one.served)),
        messages=tuple(sorted(matter.messages)),
        is_erased=matter.is_erased,
    )


def replayed(happened: Iterable[Happened]) -> Mapping[str, Standing]:
    """Every matter as its events alone give it, by its reference."""
    found: dict[str, Standing] = {}
    for one in happened:
        if not one.subject.startswith(_SUBJECT):
            continue
        reference, details = one.subject.removeprefix(_SUBJECT), one.details
        if one.action == "matter_opened":
            opened_on = date.fromisoformat(str(details["opened_on"]))
            found[reference] = Standing(one.rule, str(details["owner"]), opened_on)
        elif step := _REPLAY.get(one.action):
            found[reference] = step(found[reference], one.rule, details)
    return found


Details = Mapping[str, object]


def _on(details: Details) -> date:
    return date.fromisoformat(str(details["on"]))


def _with(pairs: tuple[tuple[str, date], ...], key: str, on: date | None) -> tuple[tuple[str, date], ...]:
    kept = {**dict(pairs), key: on}
    return tuple(sorted((name, day) for name, day in kept.items() if day is not None))


def _step_done(was: Standing, rule: str, details: Details) -> Standing:
    moved = _with(was.moved, rule, None) if details.get("again") else was.moved
    return replace(was, done=_with(was.done, rule, _on(details)), moved=moved)


def _was_served(was: Standing, rule: str, details: Details) -> Standing:
    proof = (rule, Way(str(details["how"])), _on(details))
    return replace(was, served=tuple(sorted((*was.served, proof))))


def _messages(was: Standing, details: Details, *, more: bool) -> Standing:
    number = int(str(details["message"]))
    those = {*was.messages, number} if more else set(was.messages) - {number}
    return replace(was, messages=tuple(sorted(those)))


_REPLAY: Mapping[str, Callable[[Standing, str, Details], Standing]] = MappingProxyType(
    {
        "matter_dated": lambda was, rule, details: replace(was, dates=_with(was.dates, rule, _on(details))),
        "matter_due_moved": lambda was, rule, details: replace(was, moved=_with(was.moved, rule, _on(details))),
        "matter_step_done": _step_done,
        "matter_step_reopened": lambda was, rule, _details: replace(was, done=_with(was.done, rule, None)),
        "matter_served": _was_served,
        "matter_given": lambda was, _rule, details: replace(was, owner=str(details["owner"])),
        "matter_linked": lambda was, _rule, details: _messages(was, details, more=True),
        "matter_unlinked": lambda was, _rule, details: _messages(was, details, more=False),
        "matter_closed": lambda was, _rule, details: replace(was, closed_on=_on(details)),
        "matter_reopened": lambda was, _rule, _details: replace(was, closed_on=None),
        "matter_erased": lambda was, _rule, _details: replace(was, is_erased=True),
    }
)
"""What each event means for a matter; one that is not here changes nothing that is not personal."""
EVENTS = ("matter_opened", *_REPLAY)
"""The actions from which every matter can be told again."""
