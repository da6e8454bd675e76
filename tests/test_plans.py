"""What every kind of mail leads to: its case, its place, who acts by when, and whether it may be answered by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handlers
from handlers import post
from handlers.answering import REASONS
from handlers.arrival import CaseRule, Targets
from handlers.kinds import STOPPING_FLAGS, URGENT
from handlers.standing_orders import STEERING
from handlers.working_days import WorkingDays
from store.messages import Attachment, Decision, Incoming, KnownCase, Plan, Question, Recognition
from store.terms import Flag, Kind, Owner, Place, Quote, State, WhyNot

MONDAY = date(2026, 11, 9)
TUESDAY = date(2026, 11, 10)
FIFTH_WORKING_DAY = date(2026, 11, 16)
DAYS = WorkingDays()

REFERENCE = "PCR/2026/00417"
OURS = KnownCase(REFERENCE, State.TRIAGE, sender_is_party=True)
SUGGESTED = KnownCase(REFERENCE, State.TRIAGE, sender_is_party=False)

ACKNOWLEDGED = {
    Kind.APPLICATION,
    Kind.FURTHER_REPRESENTATIONS,
    Kind.PROGRESS_CHASE,
    Kind.WITHDRAWAL,
    Kind.OUTCOME_DISPUTE,
    Kind.ADJUSTMENT_REQUEST,
    Kind.NEW_COMPLAINT,
    Kind.MISDIRECTED,
    Kind.UNCLEAR,
}


def planned(
    kind: Kind = Kind.APPLICATION,
    *,
    flags: Iterable[Flag] = (),
    why_not: WhyNot | None = None,
    case: KnownCase | None = None,
    sender: str = "ann@home.example",
    also: tuple[Kind, ...] = (),
    reasons: tuple[Quote, ...] = (),
    guesses: tuple[Kind, ...] = (),
    uneasy: tuple[Quote, ...] = (),
    text: str = "",
    files: tuple[Attachment, ...] = (),
    **rest: Any,
) -> Plan:
    """The Plan for an invented message of a kind that came on Monday 9 November 2026, unless told otherwise."""
    recognition = Recognition(
        kind,
        0.9,
        reasons=reasons,
        also=also,
        flags=frozenset(flags),
        why_not=why_not,
        guesses=guesses,
        uneasy=uneasy,
    )
    known: dict[str, Any] = {"received_on": MONDAY, "today": MONDAY, "days": DAYS, **rest}
    return post.plan(Incoming(sender=sender, new_text=text, attachments=files), recognition, case, **known)


def asked(plan: Plan, code: str) -> Question:
    """The one question of a plan with this code."""
    (question,) = [question for question in plan.asks if question.code == code]
    return question


def codes(plan: Plan) -> list[str]:
    """The codes of everything a plan asks."""
    return [question.code for question in plan.asks]


# The table


def test_every_kind_has_exactly_one_row() -> None:
    """The table has one row for every kind of mail, in the order of the kinds, so that none falls through."""
    missing = set(Kind) - {rule.kind for rule in post.TABLE}
    assert not missing, f"handlers/post.py has no row for {', '.join(sorted(missing))}"
    assert [rule.kind for rule in post.TABLE] == list(Kind)


def test_the_table_acknowledges_what_the_team_decided() -> None:
    """Exactly the kinds that the table of kinds acknowledges may be acknowledged, and every other row says why not."""
    assert {rule.kind for rule in post.TABLE if rule.why_not is None} == ACKNOWLEDGED


def test_every_refusal_has_its_reason_in_words() -> None:
    """Each code for silence has words, without the marks that separate categories in Outlook."""
    assert set(REASONS) == set(WhyNot)
    assert not [words for words in REASONS.values() if set(words) & set(",;")]


def test_every_flag_has_its_consequence() -> None:
    """A flag stops the automatic letter or asks a person something; none does nothing and none does both."""
    assert set(STOPPING_FLAGS) | set(STEERING) == set(Flag)
    assert not set(STOPPING_FLAGS) & set(STEERING)


@pytest.mark.parametrize("kind", Kind)
def test_every_plan_keeps_the_promises_of_its_row(kind: Kind) -> None:
    """Whatever is known of the case, letters go only where they may, and what is asked has a day that can be kept."""
    rule = post.RULES[kind]
    for case, duplicate in product((None, OURS, SUGGESTED), (False, True)):
        plan = planned(kind, case=case, duplicate=duplicate)
        assert bool(plan.letters) is plan.may_acknowledge.may
        assert plan.may_acknowledge.reason
        assert (plan.may_acknowledge.why_not is None) is plan.may_acknowledge.may
        assert plan.opens_case is (plan.next_action is not None)
        assert not (plan.opens_case and plan.joins_case)
        assert all(question.due_on >= MONDAY for question in plan.asks)
        assert len(set(codes(plan))) == len(plan.asks)
        assert bool(plan.asks) is (plan.flag_on is not None)
        assert len(plan.categories) <= 4
        if rule.case is CaseRule.NONE:
            assert not plan.opens_case
            assert duplicate or not plan.joins_case


# Applications


def test_an_application_opens_its_case_and_waits_for_a_person() -> None:
    """A request for a review opens a case, is acknowledged, and lies where a person confirms it."""
    plan = planned(Kind.APPLICATION)
    assert plan.opens_case
    assert plan.place is Place.CONFIRM
    (letter,) = plan.letters
    assert (letter.letter, letter.occasion) == ("acknowledgement", "opened")
    dates = {"received_on": "Monday 9 November 2026", "reply_by": "Monday 16 November 2026"}
    assert letter.facts == {**dates, "for_another": "", "on_paper": ""}
    assert plan.categories == ("New request", "Needs a person")


def test_an_opened_case_has_one_next_action_within_a_working_day() -> None:
    """Somebody looks at a new case on the next working day, and the flag in Outlook says the same day."""
    plan = planned(Kind.APPLICATION)
    assert plan.next_action is not None
    assert (plan.next_action.owner, plan.next_action.on) == (Owner.ADMINISTRATOR, TUESDAY)
    assert plan.flag_on == TUESDAY


def test_whose_review_it_is_comes_before_time_and_right() -> None:
    """Three things are asked of every new case, the review body first and due before the others."""
    plan = planned(Kind.APPLICATION)
    assert codes(plan) == ["review_body", "time", "right"]
    assert plan.asks[0].due_on < plan.asks[1].due_on == plan.asks[2].due_on


def test_whoever_is_written_to_only_as_agreed_gets_no_automatic_answer() -> None:
    """A person acknowledges it, and the reason is given; of a machine's mail it is said first that it is one."""
    plan = planned(Kind.APPLICATION, restricted=True)
    assert plan.letters == ()
    assert plan.may_acknowledge == Decision(False, "we write to this person only as agreed", WhyNot.RESTRICTED)
    assert "we write to this person only as agreed" in asked(plan, "acknowledge_by_hand").text
    assert planned(Kind.APPLICATION).letters
    machine = planned(Kind.APPLICATION, why_not=WhyNot.MACHINE, restricted=True)
    assert machine.may_acknowledge.why_not is WhyNot.MACHINE


def test_after_an_outage_nothing_is_promised_for_the_past() -> None:
    """A message read a fortnight late gets dates a person can keep, while the missed target stays visible."""
    plan = planned(Kind.APPLICATION, why_not=WhyNot.RESTRICTED, today=date(2026, 11, 23))
    assert plan.next_action is not None
    assert plan.next_action.on == date(2026, 11, 23)
    assert asked(plan, "acknowledge_by_hand").due_on == FIFTH_WORKING_DAY
    (letter,) = planned(Kind.APPLICATION, today=date(2026, 11, 23)).letters
    assert letter.facts["reply_by"] == "Tuesday 24 November 2026"


def test_the_office_chooses_its_own_targets() -> None:
    """The day a letter promises and the day of the first look follow the office's targets and not the code."""
    plan = planned(Kind.APPLICATION, targets=Targets(acknowledge_within=3, first_look_within=2))
    assert plan.letters[0].facts["reply_by"] == "Thursday 12 November 2026"
    assert plan.next_action is not None
    assert plan.next_action.on == date(2026, 11, 11)


@pytest.mark.parametrize("why_not", [reason for reason in WhyNot if reason is not WhyNot.DUPLICATE])
def test_silence_never_stops_a_case(why_not: WhyNot) -> None:
    """An application that may not be answered automatically still opens its case, and a person acknowledges it."""
    plan = planned(Kind.APPLICATION, why_not=why_not)
    assert plan.opens_case
    assert not plan.letters
    by_hand = asked(plan, "acknowledge_by_hand")
    assert (by_hand.owner, by_hand.due_on) == (Owner.ADMINISTRATOR, FIFTH_WORKING_DAY)
    assert REASONS[why_not] in by_hand.text
    assert f"No auto-reply: {REASONS[why_not]}" in plan.categories


def test_an_unreadable_sender_is_answered_by_hand() -> None:
    """Where nobody can say who wrote, the case is opened and a person finds out whom to answer."""
    plan = planned(Kind.APPLICATION, sender="")
    assert plan.may_acknowledge.why_not is WhyNot.UNREADABLE
    assert plan.opens_case
    assert "acknowledge_by_hand" in codes(plan)


def test_a_transfer_from_the_iopc_opens_a_case_and_a_person_tells_the_applicant() -> None:
    """The IOPC's mailbox is never answered, but the request it passes on has its case at once."""
    plan = planned(Kind.IOPC_TRANSFER, also=(Kind.APPLICATION,), why_not=WhyNot.NEVER_ANSWER)
    assert plan.opens_case
    assert plan.place is Place.CONFIRM
    assert {"iopc_transfer", "review_body", "acknowledge_by_hand"} <= set(codes(plan))


@pytest.mark.parametrize("kind", [kind for kind in Kind if post.RULES[kind].why_not is not WhyNot.MACHINE])
def test_an_application_inside_other_mail_opens_its_case(kind: Kind) -> None:
    """A request for a review inside any other mail of people opens a case where a person will see it."""
    plan = planned(kind, also=(Kind.APPLICATION,))
    assert plan.opens_case
    assert plan.place not in (Place.CASE_FILE, Place.FILED, Place.UNWANTED)
    assert plan.may_acknowledge.may or "acknowledge_by_hand" in codes(plan)


def test_an_application_that_names_a_case_is_not_merged_into_it() -> None:
    """A new request from somebody whose case we know opens its own, and a person says whether it is new."""
    plan = planned(Kind.APPLICATION, case=OURS)
    assert plan.opens_case
    assert not plan.joins_case
    assert REFERENCE in asked(plan, "new_or_known").text


def test_what_else_is_in_a_message_is_asked_too() -> None:
    """A chaser inside a request for information reaches the person who answers chasers."""
    plan = planned(Kind.INFORMATION_RIGHTS, case=OURS, also=(Kind.PROGRESS_CHASE,))
    assert codes(plan) == ["information_rights", "progress_chase"]
    assert asked(plan, "progress_chase").owner is Owner.CASE_OWNER


# Risk


@pytest.mark.parametrize(("kind", "flag"), list(product(Kind, URGENT)))
def test_risk_goes_first_whatever_the_kind(kind: Kind, flag: Flag) -> None:
    """A message that may tell of danger lies in Urgent, asks the manager today and is never answered by itself."""
    plan = planned(kind, flags=[flag])
    assert plan.place is Place.URGENT
    assert not plan.letters
    safety = asked(plan, "safety")
    assert (safety.owner, safety.due_on, plan.flag_on) == (Owner.MANAGER, MONDAY, MONDAY)
    assert "Urgent" in plan.categories


def test_risk_is_due_today_even_on_a_sunday() -> None:
    """The question to the manager does not wait for a working day."""
    sunday = date(2026, 11, 8)
    plan = planned(flags=[Flag.RISK_TO_LIFE], received_on=sunday, today=sunday)
    assert asked(plan, "safety").due_on == sunday


def test_an_application_with_risk_in_it_still_opens_its_case() -> None:
    """Danger in a request for a review moves the message, not the request."""
    plan = planned(Kind.APPLICATION, flags=[Flag.RISK_TO_LIFE])
    assert plan.opens_case
    assert "acknowledge_by_hand" in codes(plan)
    assert plan.why.endswith("put first because it may tell of risk to life.")


@pytest.mark.parametrize(("flag", "why_not"), [(Flag.ABUSIVE, WhyNot.ABUSIVE), (Flag.MINOR, WhyNot.MINOR)])
def test_abuse_and_youth_are_for_a_person(flag: Flag, why_not: WhyNot) -> None:
    """An abusive message or one about a young person is not answered by itself, and its request counts."""
    plan = planned(Kind.APPLICATION, flags=[flag])
    assert plan.may_acknowledge.why_not is why_not
    assert plan.opens_case
    assert plan.place is Place.CONFIRM


@pytest.mark.parametrize("flag", STEERING)
def test_steering_flags_ask_a_person_and_stop_no_letter(flag: Flag) -> None:
    """A flag that only steers asks its question and leaves the acknowledgement alone."""
    plan = planned(Kind.APPLICATION, flags=[flag])
    assert plan.letters
    assert flag.value in codes(plan)


def test_papers_from_the_police_ask_nothing_about_the_public() -> None:
    """A word in police papers that would steer a complainant's letter asks nothing."""
    assert codes(planned(Kind.PAPERS, case=OURS, flags=[Flag.ADJUSTMENT])) == ["papers", "really_theirs"]


# Known cases


@pytest.mark.parametrize(
    "kind", sorted(ACKNOWLEDGED - {Kind.APPLICATION, Kind.NEW_COMPLAINT, Kind.MISDIRECTED, Kind.UNCLEAR})
)
def test_mail_on_a_known_case_joins_it_and_gets_a_short_receipt(kind: Kind) -> None:
    """What a party adds to a case joins it, lies where its row says and is answered with the receipt."""
    plan = planned(kind, case=OURS)
    assert plan.joins_case == REFERENCE
    assert plan.place is post.RULES[kind].place
    (letter,) = plan.letters
    assert (letter.letter, letter.occasion) == ("receipt", "received")
    assert plan.next_action is None


def test_further_mail_lies_with_its_case_and_tells_its_owner() -> None:
    """More about a case is filed with the case, and its owner reads it by the next working day."""
    plan = planned(Kind.FURTHER_REPRESENTATIONS, case=OURS)
    assert plan.place is Place.CASE_FILE
    assert (plan.asks[0].owner, plan.asks[0].due_on) == (Owner.CASE_OWNER, TUESDAY)


@pytest.mark.parametrize("case", [None, SUGGESTED])
@pytest.mark.parametrize("kind", [rule.kind for rule in post.TABLE if rule.case is CaseRule.KNOWN])
def test_without_a_known_case_nothing_is_joined_and_a_person_is_asked(kind: Kind, case: KnownCase | None) -> None:
    """Mail that belongs to a case we cannot be sure of joins none, opens none and waits for a person."""
    plan = planned(kind, case=case)
    assert not plan.joins_case
    assert not plan.opens_case
    assert plan.place is Place.UNSURE
    assert asked(plan, "which_case").owner is Owner.ADMINISTRATOR


def test_a_stranger_with_a_reference_learns_nothing() -> None:
    """Whether a reference given by a stranger exists or not, the answer ordered is the same."""
    assert planned(Kind.PROGRESS_CHASE, case=SUGGESTED).letters == planned(Kind.PROGRESS_CHASE).letters


def test_a_new_address_is_never_written_to() -> None:
    """A message that gives new contact details is checked through the old ones and not answered."""
    plan = planned(Kind.CONTACT_CHANGE, case=OURS)
    assert not plan.letters
    assert codes(plan) == ["contact_change"]


@pytest.mark.parametrize("kind", [Kind.ADJUSTMENT_REQUEST, Kind.ELECTED_REPRESENTATIVE])
def test_some_kinds_open_a_case_only_where_none_is_known(kind: Kind) -> None:
    """A request for adjustments or an elected office's letter joins its case or opens one, never both."""
    assert planned(kind).opens_case
    assert planned(kind, case=OURS).joins_case == REFERENCE


def test_what_is_answered_opens_its_case_whatever_reference_a_stranger_quotes() -> None:
    """A stranger's answer is the same whether the case they quote exists; what is not answered waits for a person."""
    stranger = planned(Kind.ADJUSTMENT_REQUEST, case=SUGGESTED)
    assert stranger.letters == planned(Kind.ADJUSTMENT_REQUEST).letters
    assert "new_or_known" in codes(stranger)
    assert not planned(Kind.ELECTED_REPRESENTATIVE, case=SUGGESTED).opens_case


@pytest.mark.parametrize("kind", [rule.kind for rule in post.TABLE if rule.why_not is WhyNot.FORCE_OR_IOPC])
def test_the_polices_mail_joins_its_case_and_waits_until_somebody_vouches_for_it(kind: Kind) -> None:
    """Nothing proves that the police or the IOPC sent a message: it joins its case and lies in Unsure."""
    plan = planned(kind, case=OURS)
    if kind is Kind.IOPC_TRANSFER:
        assert plan.opens_case
        return
    assert (plan.joins_case, plan.place) == (REFERENCE, Place.UNSURE)
    assert "nobody vouches for its sender" in asked(plan, "really_theirs").text


def test_thanks_ask_nothing_of_anybody() -> None:
    """Thanks lie with their case where one is known, otherwise they are filed, and nobody has to act."""
    text = "Dear Ms Pell,\n\nThank you so much for your letter, you have been very kind.\n\nBest wishes,\nAnn Other"
    assert planned(Kind.THANKS, case=OURS, text=text).place is Place.CASE_FILE
    plan = planned(Kind.THANKS, text=text)
    assert (plan.place, plan.asks, plan.flag_on) == (Place.FILED, (), None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thank you hun. My son Gareth will be doing the talking from here on.", "Gareth will be doing"),
        ("Thanks for all your hard work, who's next up from you", "who's next"),
        ("thanks how long do these normally go on for", "how long"),
        ("Lovely letter, thank you, but I would still like my review please.", "still like my review"),
    ],
)
def test_thanks_that_go_on_are_read_by_a_person(text: str, words: str) -> None:
    """Whatever stands beside thanks is quoted to somebody, with its case or without, and is not filed unread."""
    for case in (OURS, None):
        plan = planned(Kind.THANKS, case=case, text=text)
        assert plan.place is Place.UNSURE
        assert words in asked(plan, "besides_thanks").text


def test_thanks_that_bring_a_file_are_read_by_a_person() -> None:
    """A file may be anything; a picture in somebody's signature is none."""
    file = Attachment("scan.pdf", "application/pdf", 900, "0" * 64)
    assert "brings a file" in asked(planned(Kind.THANKS, text="Thanks!", files=(file,)), "besides_thanks").text
    assert planned(Kind.THANKS, text="Thanks!", files=(replace(file, inline=True),)).place is Place.FILED


# No case


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (Kind.NEW_COMPLAINT, Place.THE_FORCE),
        (Kind.CHIEF_OFFICER_COMPLAINT, Place.CHIEF_OFFICER),
        (Kind.COMPLAINT_ABOUT_US, Place.URGENT),
        (Kind.INFORMATION_RIGHTS, Place.INFORMATION_RIGHTS),
        (Kind.LEGAL, Place.URGENT),
        (Kind.PRESS, Place.PRESS),
        (Kind.MISDIRECTED, Place.OTHER_BODIES),
        (Kind.UNWANTED, Place.UNWANTED),
        (Kind.INTERNAL, Place.FILED),
    ],
)
def test_mail_for_others_is_handed_over_without_a_case(kind: Kind, place: Place) -> None:
    """Mail that is not a review lies where it is handed over and touches no case."""
    plan = planned(kind)
    assert plan.place is place
    assert not plan.opens_case
    assert not plan.joins_case


def test_an_unclear_message_from_a_person_is_acknowledged_without_a_reference() -> None:
    """Somebody whose message nobody can name yet hears that it arrived, and a person says what it is."""
    plan = planned(Kind.UNCLEAR, guesses=(Kind.APPLICATION, Kind.NEW_COMPLAINT))
    (letter,) = plan.letters
    assert letter.letter == "acknowledgement"
    assert "reference" not in letter.facts
    assert plan.place is Place.UNSURE
    assert "unclear" in codes(plan)
    assert "it may be a request for a review or a new complaint about the police" in plan.why


@pytest.mark.parametrize("why_not", [WhyNot.MACHINE, WhyNot.BULK, WhyNot.OWN_SYSTEM, WhyNot.FORCE_OR_IOPC])
def test_nobody_is_asked_to_thank_a_machine(why_not: WhyNot) -> None:
    """An unclear message that no member of the public wrote is put before a person and acknowledged by nobody."""
    assert codes(planned(Kind.UNCLEAR, why_not=why_not)) == ["unclear"]


# Machines and duplicates


def test_an_automatic_reply_is_filed_with_its_case_and_never_answered() -> None:
    """Somebody's out-of-office note lies with the machines and asks nothing."""
    plan = planned(Kind.AUTOMATIC_REPLY, case=OURS, why_not=WhyNot.MACHINE)
    assert (plan.place, plan.joins_case, plan.asks) == (Place.MACHINES, REFERENCE, ())
    assert plan.may_acknowledge.why_not is WhyNot.MACHINE


def test_a_delivery_failure_belongs_to_the_letter_it_is_about() -> None:
    """A bounce joins the case of the letter that bounced, though a mail system sent it, and asks for another way."""
    plan = planned(Kind.DELIVERY_FAILURE, case=SUGGESTED, why_not=WhyNot.MACHINE)
    assert plan.place is Place.BOUNCED
    assert plan.joins_case == REFERENCE
    assert "find another way to reach them" in asked(plan, "delivery_failure").text
    assert plan.flag_on == TUESDAY


def test_the_same_message_again_is_linked_and_not_answered() -> None:
    """A second copy joins the case of the first, opens and sends nothing, and a person says whether it is the same."""
    plan = planned(Kind.APPLICATION, case=OURS, duplicate=True)
    assert plan.joins_case == REFERENCE
    assert not plan.opens_case
    assert not plan.letters
    assert plan.may_acknowledge.why_not is WhyNot.DUPLICATE
    assert plan.place is Place.UNSURE
    assert codes(plan) == ["same_again"]


def test_the_same_matter_from_another_address_is_linked_and_joins_nothing() -> None:
    """Where the sender is no party of the case, a second request stays outside it until a person says so."""
    plan = planned(Kind.APPLICATION, case=SUGGESTED, duplicate=True)
    assert not plan.joins_case
    assert not plan.opens_case
    assert not plan.letters
    assert codes(plan) == ["same_again"]


def test_what_else_is_in_a_second_copy_is_asked_about() -> None:
    """Other words about the same matter may ask for more, and the IOPC is asked what it is always asked."""
    also = planned(Kind.APPLICATION, case=OURS, duplicate=True, also=(Kind.INFORMATION_RIGHTS,))
    assert codes(also) == ["same_again", "information_rights"]
    assert codes(planned(Kind.IOPC_TRANSFER, case=OURS, duplicate=True)) == ["same_again", "iopc_transfer"]


def test_a_second_copy_of_what_needs_nobody_needs_nobody() -> None:
    """The same automatic reply twice lies with the machines twice and asks nothing."""
    assert planned(Kind.AUTOMATIC_REPLY, duplicate=True).asks == ()


def test_danger_in_a_second_copy_is_still_danger() -> None:
    """A repeated cry for help goes to the manager again."""
    plan = planned(Kind.APPLICATION, case=OURS, duplicate=True, flags=[Flag.RISK_TO_LIFE])
    assert plan.place is Place.URGENT
    assert "safety" in codes(plan)


# Saying why


def test_a_plan_says_in_one_short_sentence_what_was_understood_and_why() -> None:
    """The reason names what the message was taken for with no more than two short quotes on one line."""
    quotes = (
        Quote("request for\r\n  a review", "subject", "asks for a review"),
        Quote("word " * 100, "body", ""),
        Quote("never shown", "body", ""),
    )
    why = planned(Kind.APPLICATION, reasons=quotes).why
    assert why.startswith(
        "Read as a request for a review, because the subject says “request for a review” (asks for a review) and "
    )
    assert "never shown" not in why
    assert len(why) < 250
    assert "\n" not in why


@given(
    kind=st.sampled_from(Kind),
    also=st.lists(st.sampled_from(Kind), max_size=2).map(tuple),
    flags=st.sets(st.sampled_from(Flag), max_size=4),
    why_not=st.none() | st.sampled_from(WhyNot),
    case=st.sampled_from([None, OURS, SUGGESTED]),
    duplicate=st.booleans(),
    received_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_no_message_is_answered_against_a_reason_or_lost(
    kind: Kind,
    also: tuple[Kind, ...],
    flags: set[Flag],
    why_not: WhyNot | None,
    case: KnownCase | None,
    duplicate: bool,
    received_on: date,
) -> None:
    """Whatever comes together, a reason against a letter stops it, and an application has a case or a question."""
    plan = planned(
        kind, also=also, flags=flags, why_not=why_not, case=case, duplicate=duplicate, received_on=received_on,
        today=received_on,
    )  # fmt: skip
    if why_not or duplicate or flags & set(STOPPING_FLAGS):
        assert not plan.letters
    if kind is Kind.APPLICATION:
        assert plan.opens_case or "same_again" in codes(plan)
    assert plan.place is Place.URGENT or not flags & set(URGENT)
    assert not (plan.opens_case and plan.joins_case)
    assert len(plan.letters) <= 1


# The shape of the room


def test_handlers_are_pure() -> None:
    """No handler imports what could do something, tell the time, read a setting or write a letter."""
    forbidden = {"os", "pathlib", "time", "email", "sqlmodel", "jinja2", "bot", "config", "templates", "socket"}
    for path in Path(handlers.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & forbidden, f"{path.name} imports {names}"


PAST = (Quote("took his own life in 2014", "body", "speaks of a death"),)


@pytest.mark.parametrize(("kind", "place"), [(Kind.THANKS, Place.UNSURE), (Kind.APPLICATION, Place.CONFIRM)])
def test_what_half_speaks_of_danger_lies_where_somebody_reads_it_today(kind: Kind, place: Place) -> None:
    """An old death or a past attempt stops no letter, lies in no file unread, and is asked about today."""
    plan = planned(kind, case=OURS if kind is Kind.THANKS else None, uneasy=PAST)
    assert plan.place is place
    assert (asked(plan, "past_danger").due_on, plan.flag_on) == (MONDAY, MONDAY)
    assert "took his own life in 2014" in asked(plan, "past_danger").text
    assert plan.may_acknowledge.may is planned(kind, case=OURS if kind is Kind.THANKS else None).may_acknowledge.may


def test_a_flag_says_more_than_unease() -> None:
    """Where a flag calls a person, the softer question is not asked as well."""
    plan = planned(flags=[Flag.THREAT], uneasy=PAST)
    assert plan.place is Place.URGENT
    assert "past_danger" not in codes(plan)
