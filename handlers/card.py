"""What the card of a case shows: what happens next, the facts and where they came from, its clocks; moves no case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from handlers.allegation_groups import groups, named
from handlers.arrival import Targets
from handlers.classifying import suggested
from handlers.labels import Alarm, Due, Result, owner
from handlers.report_tables import ANSWERS, KINDS
from handlers.told import BEFORE_ACCEPTANCE, IOPCS, OURS, waiting
from handlers.validity import checklist
from handlers.working_days import MONTHS, WorkingDays, in_words
from store.messages import CaseCard, CaseView, Clock, PartyView, Question, Stated
from store.terms import APART, ENDS, STAGE_OF, Audience, LetterState, Owner, Stage, State, TimeResult, london_date

_WHO = {
    Owner.ADMINISTRATOR: "the administrator",
    Owner.CASE_OWNER: "whoever has the case",
    Owner.MANAGER: "the manager",
}
UNKNOWN = "not known"
_BODY = {OURS: "us", IOPCS: "the IOPC"}
_ASSESSED = "what the request says; nobody has confirmed it"
_TIME = {
    TimeResult.IN_TIME.value: "in time",
    TimeResult.LATE.value: "late",
    TimeResult.BORDERLINE_NON_WORKING_LAST_DAY.value: "on the border: its last day was no working day",
    TimeResult.DISPUTED_START.value: "unclear: it is disputed when the outcome came",
    TimeResult.START_UNKNOWN.value: "unclear: nobody has said when the outcome came",
    TimeResult.CLOCK_NOT_STARTED.value: "the time has not begun to run",
    TimeResult.PREMATURE.value: "there is no outcome yet",
    TimeResult.DATA_ERROR.value: "unclear: the dates do not fit together",
}
_LETTER_STATE = {
    LetterState.PLANNED: "being written",
    LetterState.RENDERED: "being written",
    LetterState.AWAITING_APPROVAL: "waits for approval",
    LetterState.DRAFTED: "about to leave",
    LetterState.SENDING: "about to leave",
    LetterState.SENT: "sent",
    LetterState.CONFIRMED: "sent",
    LetterState.HOLD: "held",
    LetterState.BOUNCED: "came back",
}
HISTORY = 10


def card(
    case: CaseView,
    *,
    today: date,
    days: WorkingDays,
    targets: Targets,
    questions: Sequence[Question],
    papers: Sequence[tuple[str, str]],
    history: Sequence[tuple[str, str]],
    stages: Mapping[Stage, str],
    force: str,
) -> CaseCard:
    """The card as it should stand today.

    `stages` are the names of the stage folders as people see them, `papers` what `card_papers` says of the case,
    `history` the events of the case in words, the newest first.
    """
    overdue = case.next_action.on < today and case.state not in ENDS
    return CaseCard(
        reference=case.reference,
        subject=_subject(case, today),
        stage=stages[STAGE_OF[case.state]],
        next_what=case.next_action.what,
        next_who=case.owner or _WHO[case.next_action.owner],
        next_on="" if case.state in ENDS else in_words(case.next_action.on),
        overdue=overdue,
        facts=tuple(_facts(case)),
        clocks=tuple(_clocks(case, today, days, targets)),
        checklist=checklist(case) if case.state in BEFORE_ACCEPTANCE and not case.body_by else (),
        questions=tuple((one.text, _WHO[one.owner], in_words(one.due_on)) for one in questions),
        papers=tuple(papers),
        letters=tuple(_letters(case)),
        history=tuple(history[:HISTORY]),
        how_to=_how_to(case, stages, force),
        categories=categories(case, today, days),
        flag_on=None if case.state in ENDS else case.next_action.on,
    )


def _subject(case: CaseView, today: date) -> str:
    """A row of a list: reference, surname, unit, age, what is next or how it ended. It never leaves the mailbox."""
    surname = case.complainant.split()[-1] if case.complainant and "@" not in case.complainant else "name not known"
    unit = case.units[0] if case.units else ""
    age = "" if case.state in ENDS else f"day {(today - case.received_on).days}"
    ended = f"{case.state.replace('_', ' ')} {_short(case.closed_on or case.state_since)}"
    next_up = ended if case.state in ENDS else f"{_short(case.next_action.on)}: {case.next_action.what}"
    return " · ".join(part for part in (case.reference, surname, unit, age, next_up) if part)


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _facts(case: CaseView) -> Iterator[Stated]:
    came_from = partial(_source, case.sources)
    yield Stated("Complainant", case.complainant or UNKNOWN, came_from("complainant", case.complainant))
    for party in case.parties:
        if party.role != "complainant":
            yield Stated(party.role.replace("_", " ").capitalize(), party.name or UNKNOWN, _consent(party))
    if case.linked:
        yield Stated("Belongs together with", ", ".join(case.linked), "a person of the team")
    yield Stated(
        "Police reference", case.force_reference or UNKNOWN, came_from("force_reference", case.force_reference)
    )
    yield Stated("Request received", in_words(case.received_on), "the mailbox")
    yield Stated(
        "Outcome provided", _day(case.provided_on), _said(case.time_by) or came_from("provided_on", case.provided_on)
    )
    yield Stated("Last day to ask", _day(case.last_day), "regulation 29(2): 28 days starting with the day after")
    yield Stated("Made in time?", _TIME.get(case.time_result, UNKNOWN), _said(case.time_by) or _ASSESSED)
    yield Stated("Whose review?", _BODY.get(case.review_body, UNKNOWN), _said(case.body_by) or _ASSESSED)
    if about := _about(case):
        yield about
    lists = (
        ("Officers named", case.officers, "the request"),
        ("Agreed with them", case.adjustments, "a person of the team"),
        ("To bear in mind", sorted(flag.replace("_", " ") for flag in case.flags), "the messages"),
        ("Contact", ("only as agreed",) if case.restricted else (), "the manager"),
        ("Kind of review", (KINDS[case.review_kind],) if case.review_kind else (), "a person of the team"),
        ("Outcome", (case.outcome.replace("_", " "),) if case.outcome else (), "the letters"),
        ("What it shows", (case.themes,) if case.themes else (), "a person of the team"),
        ("The police's answer", (ANSWERS[case.recommendation],) if case.recommendation else (), "a person of the team"),
    )
    for label, words, source in lists:
        if words:
            yield Stated(label, ", ".join(words), source)


def _about(case: CaseView) -> Stated | None:
    """What the complaint was about; once a case is accepted and nobody has said it, what words of the request hint."""
    if case.allegations:
        named_groups = (named(letter) for letter in sorted(groups(case.allegations)))
        return Stated("Complaint about", f"{case.allegations} ({', '.join(named_groups)})", "a person of the team")
    code, source = suggested(case)
    return Stated("Complaint about", f"{UNKNOWN}; perhaps {code}", source) if code and case.accepted_on else None


def _source(sources: Mapping[str, str], name: str, value: object) -> str:
    return sources.get(name, "") if value else "nobody has said"


def _said(by: str) -> str:
    return f"said by {by}" if by else ""


def _day(value: date | None) -> str:
    return in_words(value) if value else UNKNOWN


def _consent(party: PartyView) -> str:
    """What a card says beside a party: consent held, or that a line of its own is theirs and when they last wrote."""
    if party.role in APART:
        return f"kept apart; {f'last heard on {in_words(party.heard_on)}' if party.heard_on else 'not heard yet'}"
    if party.role != "representative":
        return ""
    return f"consent held since {in_words(party.consent_on)}" if party.consent_on else "no written consent held yet"


def _clocks(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Iterator[Clock]:
    if case.provided_on and case.last_day:
        whole, said = (case.last_day - case.provided_on).days, f"made on {in_words(case.received_on)}"
        yield _clock("Time to ask for a review", case.provided_on, whole, case.received_on, said)
    if case.papers_due_on and case.state in (State.PAPERS_REQUESTED, State.PAPERS_OVERDUE) and case.accepted_on:
        yield _until("Papers from the police", case.accepted_on, case.papers_due_on, today)
    if case.accepted_on and case.told_on is None and case.state not in ENDS:
        end = days.add(case.accepted_on, targets.papers_within + targets.review_within)
        yield _until("The whole review (our aim)", case.accepted_on, end, today)
    if case.state is State.RECOMMENDATION_PENDING and case.told_on and case.response_due_on:
        yield _until("Answer to the recommendation", case.told_on, case.response_due_on, today)
    if case.state is State.AWAITING_COMPLAINANT and case.reply_by:
        yield _until("Their answer", case.state_since, case.reply_by, today)
    if case.state is State.ON_HOLD and case.held_until:
        yield _until("On hold", case.state_since, case.held_until, today)


def _until(label: str, start: date, end: date, today: date) -> Clock:
    return _clock(label, start, (end - start).days, today, f"ends {in_words(end)}")


def _clock(label: str, start: date, whole: int, at: date, said: str) -> Clock:
    gone = max(0, (at - start) // timedelta(days=1))
    over = f", {gone - whole} {'day' if gone - whole == 1 else 'days'} over" if gone > whole else ""
    return Clock(label, max(whole, 1), gone, f"day {gone} of {whole}{over}; {said}")


def _letters(case: CaseView) -> Iterator[tuple[str, str]]:
    for one in case.letters:
        if one.state in _LETTER_STATE and one.audience is not Audience.TEAM:
            on = f" on {_short(london_date(one.confirmed_at))}" if one.confirmed_at else ""
            by = f", approved by {one.approved_by}" if one.approved_by else ""
            rule = f": {one.added_because}" if one.added_because and one.state is LetterState.AWAITING_APPROVAL else ""
            where = f"{_LETTER_STATE[one.state]}{on}{by}{rule}"
            yield f"{one.letter.replace('_', ' ')} (to {_AUDIENCE[one.audience.value]})", where


_AUDIENCE = {
    "complainant": "the complainant",
    "force": "the police",
    "iopc": "the IOPC",
    "officer": "the officer",
    "interested_person": "an interested person",
}


def categories(case: CaseView, today: date, days: WorkingDays) -> tuple[str, ...]:
    """The labels of the card: its case, who has it, how near its date is, and one alarm at most."""
    due = _due(case, today, days)
    alarm = Alarm.LATE.value if case.time_result == TimeResult.LATE and case.accepted_on is None else ""
    result = {"upheld": Result.UPHELD.value, "not_upheld": Result.NOT_UPHELD.value}.get(case.outcome, "")
    shown = (case.reference, owner(case.owner) if case.owner else "", due, alarm or (result if case.told_on else ""))
    return tuple(name for name in shown if name)


def _due(case: CaseView, today: date, days: WorkingDays) -> str:
    if case.state in ENDS:
        return ""
    on = case.next_action.on
    if on < today:
        return Due.OVERDUE.value
    if on == today:
        return Due.TODAY.value
    return Due.THIS_WEEK.value if on <= days.add(today, 5 - min(today.weekday(), 4)) else ""


_BY_DRAG = {
    Stage.VALIDITY: (Stage.WAITING_POLICE, "It is ours, in time and valid"),
    Stage.WAITING_POLICE: (Stage.ASSESSMENT, "The papers are complete"),
    Stage.ASSESSMENT: (Stage.SIGN_OFF, "The outcome letters are ready for sign-off"),
    Stage.SIGN_OFF: (Stage.ASSESSMENT, "The letters go back to whoever writes them"),
    Stage.READY_TO_CLOSE: (Stage.CLOSED, "Everybody has been told: close it"),
}
_LATE_BY_DRAG = (Stage.WAITING_COMPLAINANT, "It came late: ask for their reasons")
_WITHOUT_A_DRAG = (State.DECISION_PENDING, State.RECOMMENDATION_PENDING)


def _how_to(case: CaseView, stages: Mapping[Stage, str], force: str) -> tuple[str, ...]:
    """Three lines at most: the drag that is next, the labels that fit, and how to say anything else."""
    stage, lines = STAGE_OF[case.state], []
    if stage in _BY_DRAG and case.state not in _WITHOUT_A_DRAG:
        to, words = _LATE_BY_DRAG if _is_late(case) else _BY_DRAG[stage]
        lines.append(f"{words}: drag this card to “{stages[to]}”.")
    if labels := _labels(case, stage, force):
        lines.append(f"Or set a category: {labels}. “@Name” gives the case to somebody.")
    lines.append(f"Or write to this mailbox: {_mail(case)}, “help”.")
    if not lines[0].startswith("Or"):
        return tuple(lines)
    return (f"{lines[0][3].upper()}{lines[0][4:]}", *lines[1:])


def _is_late(case: CaseView) -> bool:
    """Whether it came late and nobody has asked them why."""
    checked = STAGE_OF[case.state] is Stage.VALIDITY and bool(case.body_by)
    return checked and case.time_result == TimeResult.LATE and not waiting(case, "ask_for_reasons", "late_accepted")


def _labels(case: CaseView, stage: Stage, force: str) -> str:
    if case.state in _WITHOUT_A_DRAG:
        return ""
    if stage is Stage.VALIDITY and case.body_by:
        late = "“Do: draft late”, “Do: draft accept late”, " if case.time_result == TimeResult.LATE else ""
        return f"{late}“Do: ask for more”, “Do: draft not valid”, “Do: draft transfer” (it is the IOPC's after all)"
    return {
        Stage.VALIDITY: "“Do: ours”, “Do: draft transfer” (it is the IOPC's), “Do: ask for more”",
        Stage.WAITING_POLICE: f"“Do: chase {force}”, “Do: papers complete”",
        Stage.ASSESSMENT: "“Do: draft upheld”, “Do: draft not upheld”, “Do: hold”",
        Stage.ON_HOLD: "“Do: release”",
        Stage.CLOSED: "“Do: reopen”",
    }.get(stage, "")


def _mail(case: CaseView) -> str:
    """What people say by mail where it stands."""
    if case.state is State.DECISION_PENDING:
        return f"“submit {case.reference}” (the letters are finished), “return {case.reference}” (give them up)"
    if case.state is State.RECOMMENDATION_PENDING:
        return f"“answered {case.reference} accepted on 4 December” (or partly, or rejected: what the police answered)"
    return f"“note {case.reference} …”"
