"""Years of an office told in seconds: real rulings on a real store, by chance drawn from a seed; reads no mail.

Letters leave, come back or wait as chance has it; what that means for their cases is worked out by the service itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random  # noqa: TID251 - seeded: a run is its seed

from bot.casework import aftermath, erasing
from bot.casework.rulings import act_on
from bot.desk.deeds import NotDone
from bot.desk.opened_by_mistake import cancelled
from bot.desk.undoing import undone
from handlers.replay import ACTIONS, replay
from store import cases, casework, corrections, events, intake, outbox, questions, records, refiling, sign_offs, steps
from store.engine import Tx
from store.intake import Seen, Verdict
from store.messages import Act, CaseRecord, Learned, NextAction, Question, Verb
from store.outbox import Queued
from store.terms import Kind, LetterState, Owner, Role, State, london_date
from tests.desk import Desk

_EARLY = (Verb.OURS, Verb.TIME, Verb.ACCEPT, Verb.ACCEPT)
_WORK = (Verb.ASSIGN, Verb.DRAFT_UPHELD, Verb.DRAFT_NOT_UPHELD, Verb.SUBMIT)
_ON_ITS_COURSE = {
    **dict.fromkeys((State.TRIAGE, State.BODY_CHECK, State.TIME_CHECK, State.RIGHT_CHECK), _EARLY),
    State.PAPERS_REQUESTED: (Verb.PAPERS_COMPLETE, Verb.MORE_TIME),
    **dict.fromkeys((State.READY, State.UNDER_REVIEW, State.DRAFTING, State.FURTHER_ENQUIRY, State.REOPENED), _WORK),
    State.ON_HOLD: (Verb.RELEASE,),
    State.RECOMMENDATION_PENDING: (Verb.ANSWERED,),
    State.RECOMMENDATION_ANSWERED: (Verb.CLOSE,),
    State.OUTCOME_SENT: (Verb.CLOSE,),
}
"""What usually comes next."""
_BESIDE_IT = (
    Verb.ASK_MORE, Verb.ASK_REASONS, Verb.ASK_POLICE, Verb.CHASE_POLICE, Verb.MORE_TIME, Verb.ENQUIRE, Verb.HOLD,
    Verb.RELEASE, Verb.DISPUTE, Verb.DRAFT_TRANSFER, Verb.DRAFT_NOT_VALID, Verb.DRAFT_WITHDRAWAL, Verb.RETURN,
    Verb.REOPEN, Verb.NO_CONFLICT, Verb.NOTE, Verb.ACKNOWLEDGE,
)  # fmt: skip
_FOR_THE_FIGURES = (
    (Verb.INVESTIGATED, ("",)),
    (Verb.NOT_INVESTIGATED, ("",)),
    (Verb.ALLEGATIONS, ("B4", "H1 B4", "F")),
    (Verb.THEME, ("delay", "not delay", "not contacted, tone", "only no rationale")),
    (Verb.ANSWERED, ("accepted", "rejected")),
)
_PEOPLE = ("A Li", "C Writer", "")
_WORDS = {
    Verb.ASSIGN: ("C Writer", "A Li"),
    Verb.DRAFT_NOT_VALID: ("before 2020", "no outcome", "another force", "not eligible"),
    Verb.DRAFT_WITHDRAWAL: ("review", "complaint"),
    Verb.ANSWERED: ("", "accepted", "partly", "rejected"),
    Verb.NOTE: ("A call came.",),
}
_FLAGS = ("", "", "", "minor", "discrimination", "litigation threat")
_LEFT = (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED)
_RESTS = (*_LEFT, LetterState.CANCELLED, LetterState.BOUNCED)


@dataclass
class Years(Desk):
    """An office whose cases live by chance; `happened` counts what became of them."""

    seed: int = 1
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.chance, self.beside = Random(self.seed), Random(self.seed)
        self.erased: set[int] = set()
        self.number = 0

    def live(self, days: int, *, new_a_day: float = 0.5, acts_a_day: int = 4) -> None:
        """So many days go by, with new cases, acts of people, letters on their way, and what went wrong."""
        for _ in range(days):
            self.clock.at += timedelta(days=1, hours=self.chance.randrange(-3, 4))
            with self.service.writing() as tx:
                if self.chance.random() < new_a_day:
                    self._opens(tx)
                some = self._ids(tx)
                for _ in range(min(acts_a_day, len(some))):
                    self._something(tx, self.chance.choice(some))
                if some and self.beside.random() < 0.5:
                    self._says_for_the_figures(tx, self.beside.choice(some))
            self._post()

    def _ids(self, tx: Tx) -> list[int]:
        """The cases something may still happen to, the open ones above all."""
        every = [case_id for case_id in range(1, cases.count(tx) + 1) if case_id not in self.erased]
        still = [one for one in casework.open_cases(tx) if one not in self.erased]
        ended = [one for one in every if one not in still]
        return still + self.chance.sample(ended, len(ended) // 5)

    # --- what comes

    def _opens(self, tx: Tx) -> None:
        today, chance = london_date(tx.now), self.chance
        opened = cases.open_case(
            tx, prefix="PCR", received_on=today - timedelta(days=chance.randrange(4)), complainant="Ann Archer",
            address=f"ann{self.number}@person.example", next_action=self._first_action(today),
            learned=Learned(
                force_reference=chance.choice([None, f"PC/{self.number}/26"]),
                provided_on=chance.choice([None, today - timedelta(days=chance.randrange(20, 40))]),
                review_body=chance.choice([None, "LPB", "IOPC"]),
                officers=chance.choice([(), ("PC Bloggs",)]),
            ),
        )  # fmt: skip
        self.happened["opened"] += 1
        for _ in range(chance.randrange(1, 3)):
            self._message(tx, opened.case_id)

    def _first_action(self, today: date) -> NextAction:
        return NextAction("Settle whose review it is", Owner.ADMINISTRATOR, self.service.days.add(today, 1))

    def _message(self, tx: Tx, case_id: int | None) -> None:
        self.number += 1
        blob = self.service.store.blobs.put(f"mail {self.number}".encode())
        seen = Seen(f"item{self.number}", "", "inbox", tx.now, blob)
        intake.remember(tx, "m", [seen])
        one = intake.held(tx, "m", [seen.item])[seen.item]
        flags = self.chance.choice(_FLAGS)
        verdict = Verdict(Kind.APPLICATION, flags, False, "kind", case_id, "", "", "", None, "filed", "", None)
        intake.understood(tx, one, verdict)
        events.record(tx, "understood", f"intake:{one.id}", case_id=case_id)
        due_on = london_date(tx.now) + timedelta(days=3)
        asks = (
            Question("review_body", "Whose?", Owner.ADMINISTRATOR, due_on),
            Question("x", "What?", Owner.MANAGER, due_on),
        )
        questions.ask(tx, f"intake:{one.id}", *asks[: self.chance.randrange(3)], case_id=case_id)

    # --- what people do

    def _something(self, tx: Tx, case_id: int) -> None:
        happens, chance = self.chance.random(), self.chance
        if happens < 0.06:
            self._undoes(tx, case_id)
        elif happens < 0.1:
            self._moves_a_message(tx, case_id)
        elif happens < 0.12:
            reference = records.of_case(tx, case_id).reference
            day = records.of_case(tx, case_id).received_on - timedelta(days=1)
            self.happened["received earlier"] += cases.received_by(tx, reference, day)
        elif happens < 0.18 and not records.of_case(tx, case_id).is_open:
            self._erases(tx, case_id)
        elif happens < 0.19:
            self._signer(tx, case_id)
        elif happens < 0.21:
            for one in list(questions.still_open(tx, case_id=case_id))[:1]:
                questions.answer(tx, one, by="A Li")
        elif happens < 0.215:
            self.happened["by mistake"] += bool(cancelled(self.service, tx, case_id))
        else:
            usual = _ON_ITS_COURSE.get(records.of_case(tx, case_id).state, _BESIDE_IT)
            verb = chance.choice(usual if happens < 0.88 else _BESIDE_IT)
            self._acts(tx, case_id, verb)

    def _acts(self, tx: Tx, case_id: int, verb: Verb) -> None:
        record, today = records.of_case(tx, case_id), london_date(tx.now)
        on = {
            Verb.TIME: record.received_on - timedelta(days=self.chance.choice((5, 20, 60))),
            Verb.HOLD: today + timedelta(days=10),
            Verb.MORE_TIME: today + timedelta(days=7),
        }.get(verb)
        act = Act(
            verb, by=self.chance.choice(_PEOPLE), roles=frozenset({Role.MANAGER, Role.CASEWORKER}), on=on,
            value=self.chance.choice(_WORDS.get(verb, ("",))), because="of what was said", source="a test",
        )  # fmt: skip
        done = act_on(self.service, tx, case_id, act)
        self.happened["refused" if done.refused else str(verb)] += 1

    def _says_for_the_figures(self, tx: Tx, case_id: int) -> None:
        """Somebody says what moves no case: by chance of its own, and about any case that is there."""
        verb, words = self.beside.choice(_FOR_THE_FIGURES)
        if verb is Verb.ANSWERED and not records.of_case(tx, case_id).responded_on:
            return
        done = act_on(self.service, tx, case_id, Act(verb, by="A Li", value=self.beside.choice(words)))
        self.happened["not said" if done.refused else f"said: {verb}"] += 1

    def _undoes(self, tx: Tx, case_id: int) -> None:
        last = steps.last(tx, case_id)
        if last is None or "message" in last.before:
            return
        try:
            undone(self.service, tx, case_id, last)
            self.happened["undone"] += 1
        except NotDone:
            self.happened["not undone"] += 1

    def _moves_a_message(self, tx: Tx, case_id: int) -> None:
        """A message goes to another case, or to none, with what is asked about it."""
        theirs = refiling.of_case(tx, case_id)
        others = [one for one in self._ids(tx) if one != case_id]
        if len(theirs) < 2 or not others:
            return
        to = self.chance.choice([None, *others])
        one = theirs[-1]
        refiling.released(tx, one) if to is None else refiling.rejoined(tx, one, to)
        questions.belong(tx, f"intake:{one.id}", to)
        corrections.add(tx, one.id, Kind.APPLICATION, by="A Li", source="a test")
        self.happened["message moved"] += 1

    def _erases(self, tx: Tx, case_id: int) -> None:
        try:
            erasing.erase(tx, case_id, by="M Okafor", because="six years are over")
        except erasing.NotErased:
            return
        self.erased.add(case_id)
        self.happened["erased"] += 1

    def _signer(self, tx: Tx, case_id: int) -> None:
        waiting = [one for one in sign_offs.not_settled(tx) if one.is_open]
        if waiting and self.chance.random() < 0.6:
            one = waiting[0]
            if self.chance.random() < 0.5:
                sign_offs.lapse(tx, one, "edited")
            else:
                sign_offs.answered(tx, one, "Approve", by="M Okafor", reasons="", subject="intake:1")
            return
        package = f"{records.of_case(tx, case_id).reference}:outcome-1"
        code = sign_offs.new_code(tx, package)
        sign_offs.ask(
            tx, case_id, package, code=code, signer="M Okafor", shown_hash="h", shown={}, mail_key=f"mail {code}"
        )
        self.happened["sign-off asked"] += 1

    # --- what becomes of letters

    def _post(self) -> None:
        with self.service.writing() as tx:
            for one in outbox.in_states(tx, [one for one in LetterState if one not in _RESTS], 1000):
                if one.case_id not in self.erased:
                    self._goes_on(tx, one)
            for one in outbox.in_states(tx, [LetterState.CONFIRMED], 1000):
                if self.chance.random() < 0.003 and one.case_id not in self.erased:
                    outbox.step(tx, one, LetterState.BOUNCED, noted=False)
                    self.happened["bounced"] += 1
        aftermath.pass_(self.service)

    def _goes_on(self, tx: Tx, one: Queued) -> None:
        if self.chance.random() < 0.25:
            return
        if one.approval != "by_itself" and one.state is LetterState.PLANNED:
            outbox.step(tx, one, LetterState.AWAITING_APPROVAL)
        else:
            outbox.step(tx, one, LetterState.CONFIRMED, sent_at=tx.now)
            self.happened[f"left {one.letter}"] += 1

    # --- what there is to see

    def from_rows(self) -> tuple[CaseRecord, ...]:
        """Every case as the rows have it, by their references."""
        with self.service.reading() as tx:
            return tuple(sorted(records.all_records(tx), key=lambda one: one.reference))

    def from_history(self) -> tuple[CaseRecord, ...]:
        """Every case as the history has it, by their references."""
        with self.service.reading() as tx:
            return tuple(sorted(replay(events.every(tx, ACTIONS)), key=lambda one: one.reference))

    def states(self) -> Counter[State]:
        """How many cases stand in each state."""
        return Counter(one.state for one in self.from_rows())
