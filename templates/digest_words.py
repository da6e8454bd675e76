"""The words of the digest, block by block in the order in which they matter; counts nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from store.messages.digest import DigestData, Machine, Need, Outage, Part, Why
from templates.digest_days import MONTHS, WEEKDAYS, instant, many, short
from templates.digest_other_work import late_in, other_work
from templates.digest_parts import Bars, Block, Cell, Facts, Picture, Said
from templates.pages import Tone

_TAGS: Mapping[Why, tuple[str, Tone]] = MappingProxyType(
    {
        Why.ESCALATED: ("Escalated", Tone.NOW),
        Why.OVERDUE: ("Overdue", Tone.NOW),
        Why.SIGN_OFF: ("Sign-off waiting", Tone.SOON),
        Why.BOUNCED: ("Came back", Tone.SOON),
        Why.CANNOT_OPEN: ("Cannot be opened", Tone.SOON),
        Why.UNCLASSIFIED: ("Not yet named", Tone.CALM),
        Why.BY_HAND: ("Sent by hand", Tone.CALM),
        Why.FAULT: ("Service", Tone.QUIET),
    }
)
_AGE_TONES = (Tone.CALM, Tone.CALM, Tone.CALM, Tone.SOON, Tone.NOW)


def subject(data: DigestData) -> str:
    """What the manager reads before opening it."""
    head = data.headline
    told = (f"{head.overdue} overdue", f"{head.due_today} due today", f"{head.escalations + head.sign_offs} for you")
    return f"Reviews: {', '.join(told)}"


def lead(data: DigestData) -> tuple[str, str]:
    """The sentence that stands first: what needs the manager, and what else is late."""
    head = data.headline
    yours = [
        many(number, word)
        for number, word in ((head.escalations, "escalation"), (head.sign_offs, "sign-off"))
        if number
    ]
    needs = head.escalations + head.sign_offs
    first = f"{' and '.join(yours)} {'needs' if needs == 1 else 'need'} you today." if yours else ""
    late = f"{many(head.overdue, 'case').capitalize()} {'is' if head.overdue == 1 else 'are'} overdue"
    due = f"{many(head.due_today, 'case')} {'is' if head.due_today == 1 else 'are'} due today"
    return first or "Nothing needs you today.", f"{late}, and {due}.{late_in(data.other_work)}"


def tiles(data: DigestData) -> Sequence[tuple[str, str, str, Tone]]:
    """The four numbers."""
    head = data.headline
    change = head.open - head.open_a_week_ago
    since = f"New since {WEEKDAYS[head.since.weekday()]}" if head.since else "New"
    if head.since and (data.day - head.since).days > 6:
        since = f"New since {short(head.since)}"
    return (
        (since, str(head.new), f"{head.unclassified} not yet named" if head.unclassified else "all named", Tone.CALM),
        ("Open cases", str(head.open), f"{change:+d} in a week" if change else "as a week ago", Tone.QUIET),
        ("Due this week", str(head.due_this_week), f"{head.due_today} due today", Tone.SOON),
        (
            "Overdue",
            str(head.overdue),
            f"longest {many(head.longest_overdue, 'day')}" if head.overdue else "",
            Tone.NOW,
        ),
    )


def blocks(data: DigestData, *, picture: bool) -> Iterator[Block]:
    """Everything under the numbers; a block with nothing to tell is one line."""
    if first := [Said(words) for words in _first(data)]:
        yield Block("Before you read on", first)
    yield Block("Needs a person today", _needs(data))
    yield Block(
        "Work in progress",
        [
            Bars("Open cases by stage", "Stage", "Cases", [(one.label, one.number, Tone.CALM) for one in data.stages]),
            Bars(
                "Open cases by age since they were received",
                "Age",
                "Cases",
                [(one.label, one.number, tone) for one, tone in zip(data.ages, _AGE_TONES, strict=True)],
            ),
        ]
        if data.headline.open
        else [Said("No case is open.")],
    )
    yield Block("Trend", _trend(data, picture=picture))
    yield Block("Waiting for papers from the police", _waiting(data))
    yield Block("Sign-offs waiting", _sign_offs(data))
    yield Block("Caseload", _caseload(data))
    if data.other_work is not None:
        yield Block("Other work", other_work(data.other_work))
    yield Block(f"Timeliness in {MONTHS[data.in_time.first.month - 1]}", [Said(_in_time(data))])
    if data.machine is not None:
        yield Block("What the service did", [Said(words) for words in _machine(data.machine)])
    yield Block(f"Next working day: {WEEKDAYS[data.tomorrow.day.weekday()]} {short(data.tomorrow.day)}", _next(data))


def _first(data: DigestData) -> Iterator[str]:
    if data.machine is not None and data.machine.stopped:
        yield f"No letter leaves at the moment: {data.machine.stopped}."
    if not data.whole:
        seen = data.machine.last_pass_at if data.machine is not None else None
        when = f"since {instant(seen)}" if seen else "yet"
        yield f"The mailbox has not been read to its end {when}: what came later may be missing here."
    yield from (_outage(one) for one in (data.machine.outages if data.machine is not None else ()))
    yield from data.remarks


def _outage(one: Outage) -> str:
    agreed = {
        True: "None was lost: mailbox and store agree.",
        False: "The nightly count found differences; see below.",
        None: "Mailbox and store are counted against each other in the coming night.",
    }[one.counted]
    came = f"{many(one.messages, 'message').capitalize()} came in that time."
    return f"The mailbox was not read from {instant(one.first)} to {instant(one.last)}. {came} {agreed}"


def _needs(data: DigestData) -> Sequence[Said | Facts]:
    if not data.needs:
        return [Said("Nothing: no escalations, nothing overdue, no bounces, and every message is named.")]
    rows = [
        [
            Cell(one.reference or "no case", case=bool(one.reference)),
            Cell(_why(one), _TAGS[one.why][1]),
            Cell("Restricted case" if one.restricted else one.detail),
            Cell(one.owner),
        ]
        for one in data.needs
    ]
    columns = [("Case", "fixed"), ("Why", ""), ("What", ""), ("For", "wide")]
    table = Facts("The most pressing first", columns, rows)
    more = f"And {data.more_needs} more: they stand in the register, and their cards on the board."
    return [table, Said(more)] if data.more_needs else [table]


def _why(need: Need) -> str:
    word = _TAGS[need.why][0]
    return f"{word} {many(need.days, 'day')}" if need.days else word


def _trend(data: DigestData, *, picture: bool) -> Sequence[Said | Facts | Picture]:
    rows = [
        [Cell(short(one.monday)), Cell(str(one.received)), Cell(str(one.closed)), Cell(str(one.open))]
        for one in data.weeks[-5:]
    ]
    columns = [("Week from", "fixed"), ("Received", "figure"), ("Closed", "figure"), ("Open", "figure")]
    told: list[Said | Facts | Picture] = []
    if picture:
        told.append(Picture(_shown(data)))
    told.append(Facts("The last weeks; this one is not over", columns, rows))
    if data.ahead:
        last = data.ahead[-1]
        told.append(
            Said(
                f"If the last 6 weeks go on: about {last.expected} open in {len(data.ahead)} weeks "
                f"(between {last.low} and {last.high})."
            )
        )
    else:
        told.append(Said("There are too few weeks yet to look ahead."))
    return told


def _shown(data: DigestData) -> str:
    first, last = data.weeks[0], data.weeks[-2]
    ahead = f", and about {data.ahead[-1].expected} expected in {len(data.ahead)} weeks" if data.ahead else ""
    return (
        f"Two line charts of {len(data.weeks)} weeks. Received in the first week {first.received}, in the last whole "
        f"one {last.received}; closed {first.closed} and {last.closed}. Open cases: {first.open} after the first week, "
        f"{data.weeks[-1].open} now{ahead}."
    )


def _waiting(data: DigestData) -> Sequence[Said | Facts]:
    if not data.waiting:
        return [Said("We wait for no papers.")]
    columns = [
        ("Unit", ""), ("Cases", "figure"), ("Average", "figure wide"), ("Longest", "figure"), ("Late", "figure"),
        ("Asked again", "figure wide"),
    ]  # fmt: skip
    rows = [
        [
            Cell(one.unit or "unknown unit"), Cell(str(one.cases)), Cell(f"{one.average:.1f}"), Cell(str(one.longest)),
            Cell(str(one.past_target)), Cell(str(one.chases)),
        ]
        for one in data.waiting
    ]  # fmt: skip
    return [Facts("Working days since we asked, without days on hold; late is past our target", columns, rows)]


def _sign_offs(data: DigestData) -> Sequence[Said | Facts]:
    if not data.sign_offs:
        return [Said("No letter waits for a signature.")]
    columns = [("Case", "fixed"), ("Letters", ""), ("Writer", ""), ("Days", "figure")]
    rows = [
        [
            Cell(one.reference, case=True), Cell("Restricted case" if one.restricted else one.letter.replace("_", " ")),
            Cell(one.writer), Cell(str(one.days)),
        ]
        for one in data.sign_offs
    ]  # fmt: skip
    return [Facts("In working days since the signer was asked", columns, rows)]


def _caseload(data: DigestData) -> Sequence[Said | Facts]:
    if not data.caseload:
        return [Said("Nobody has a case in hand.")]
    columns = [("Caseworker", ""), ("Open", "figure"), ("Due", "figure"), ("Overdue", "figure")]
    rows = [
        [
            Cell(f"{one.name or 'Nobody yet'}{' (away)' if one.is_away else ''}"), Cell(str(one.open)),
            Cell(str(one.due_this_week)), Cell(str(one.overdue)),
        ]
        for one in data.caseload
    ]  # fmt: skip
    return [Facts("Open cases, due this week and overdue, in alphabetical order: no ranking", columns, rows)]


def _in_time(data: DigestData) -> str:
    known = data.in_time
    told = [f"Acknowledged in target: {_part(known.acknowledged_in_target)}."]
    if known.closed and known.median_days is not None:
        told.append(
            f"Closed: {known.closed}; half of them within {known.median_days:g} days, nine in ten within "
            f"{known.p90_days}."
        )
    else:
        told.append("No case has been closed.")
    told.append(f"Upheld: {_part(known.upheld)}.")
    return " ".join(told)


def _part(part: Part) -> str:
    return f"{part.part} of {part.of} ({100 * part.part / part.of:.0f}%)" if part.of else "none to count yet"


def _machine(machine: Machine) -> Iterator[str]:
    since = instant(machine.since)
    yield (
        f"Since {since}: messages read {machine.read}; letters that left by themselves {machine.sent_by_itself}; "
        f"questions put to a person {machine.asked}; readings put right by people {machine.corrected}."
    )
    yield (
        f"Letters on hold: {machine.held_letters}. Messages it could not read: {machine.cannot_read}."
        if machine.held_letters or machine.cannot_read
        else "No letter is on hold, and every message could be read."
    )
    yield _balance(machine)
    seen = f"The mailbox was last read to its end on {instant(machine.last_pass_at)}. " if machine.last_pass_at else ""
    yield f"{seen}Version {machine.version}. History: {machine.head_seq} events, {machine.head[:16]}."


def _balance(machine: Machine) -> str:
    known = machine.balance
    if known is None:
        return "Mailbox and store have not been counted against each other yet."
    said = "they agree" if not known.open else f"{known.open} still differ, and somebody is asked about each"
    return f"Mailbox and store were counted on {short(known.day)}: {many(known.items, 'message')}, and {said}."


def _next(data: DigestData) -> Sequence[Said]:
    known = data.tomorrow
    away = f"Away: {', '.join(known.away)}." if known.away else "Nobody is away."
    closed = " ".join(f"{WEEKDAYS[day.weekday()]} {short(day)} is a {why}." for day, why in known.closed)
    return [Said(" ".join(filter(None, (f"Due by then: {known.due}.", away, closed))))]
