"""What each letter must say and must not: the duties of the law, the way on, and nothing that was not decided."""

from __future__ import annotations

import re
from datetime import date

import pytest

import templates
from bot.proofing.letter_samples import FACTS, samples
from bot.recognising.words import reply_words
from handlers.correspondence import BY_NAME, CHOICES, LETTERS
from handlers.paper_replies import read_reply
from store.messages import Rendered
from store.terms import Approval, Audience, Said
from tests.test_letters import COUNTY, LONDON, Page

COURT = "judicial review", "promptly, and within three months", "legal advice"
FINAL = "no further right to a review", "(IOPC) cannot review it", *COURT, "unhappy with how we treated you"
COUNTED = (
    "told you about your right to a review on Friday 2 October 2026",
    "28 days. They began on the next day",
    "last day was Friday 30 October 2026",
    "received your request on Monday 9 November 2026",
    "10 days too late",
    "regulation 29 of the Police (Complaints and Misconduct) Regulations 2020",
)
REPLY_CODES = (
    "[COMPLETE]", "[PART 1,3-5]", "[LINK]", "[BY POST]", "[PASSWORD]", "[NEED TIME ", "[NOT HELD 4]", "[NOT OURS: ",
    "[QUERY]", "[REFUSED]", "[SUB JUDICE]",
)  # fmt: skip
LADDER = "papers_reminder", "papers_chaser", "papers_to_manager", "papers_to_single_point"
TO_UNITS = {one.name for one in LETTERS if one.audience is Audience.FORCE and one.approval is Approval.BY_ITSELF} | {
    "body_papers_request"
}


def said(letter: str, **changes: templates.Words) -> str:
    """The words of a letter in which everything is said that can be, on one line."""
    return " ".join(sent(letter, **changes).text.split())


def sent(letter: str, **changes: templates.Words) -> Rendered:
    """A letter with all its facts, some of them as the test wants them; what it does not speak of is given too."""
    return templates.render(letter, COUNTY, {**FACTS, **changes})


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("ask_for_particulars", ("- your name", "keeps that date", "reply by Monday 23 November 2026")),
        ("ask_for_particulars", ("We can ask the police for some of it", "go on with what we have")),
        ("ask_for_consent", ("written consent", "does not say that anybody has a case", "keeps the date")),
        ("ask_for_reasons", (*COUNTED, "We have not decided this", "special circumstances", "reply by Monday 23")),
        ("transfer_notice", ("IOPC’s Director General the relevant review body", "forwarded your request to")),
        ("transfer_notice", ("IOPC today, on the date", "paragraph 32 of Schedule 3 to the Police Reform Act 2002")),
        ("transfer_notice", ("do not need to apply again", "as made to the IOPC on the day we forwarded it")),
        ("late_accepted", (*COUNTED, "We have given you more time", "nothing about how the review will end")),
        ("late_refused", (*COUNTED, *COURT, "decided by a manager in our team", "you were in hospital")),
        ("late_refused", ("(IOPC) cannot look at this decision", "We did not count this time: Friday 2 October")),
        ("accepted", ("it is for us", "reasonable and proportionate?", "do not have to follow it", "Monday 7")),
        ("accepted", ("paragraph 30 of Schedule 3", "people complained about", "reach us by Tuesday 24 November")),
        ("progress", ("waiting for the papers from the police", "Friday 18 December 2026", "We are sorry")),
        ("outcome_not_upheld", (*FINAL, "not upheld your review", "we find the outcome", "decided by")),
        ("outcome_upheld", (*FINAL, "We have upheld your review", "paragraph 28ZA", "We cannot award money")),
        ("outcome_upheld", ("do not have to do what we recommend", "answer by Thursday 14 January 2027")),
        ("recommendation_answered", ("do not have to follow", "not a decision", "close your case")),
        ("final_position", ("cannot open your review again", *COURT, "review of another complaint")),
        ("contact_arrangements", ("published policy", "keep every right to ask for a review", "Monday 5 July 2027")),
        ("chief_officer_complaint", ("This is not a review", "(IOPC) does it")),
        ("contact_change_check", ("not write to the new address", "tell us at once")),
        ("correction", ("a letter that gave a wrong last day", "our mistake", "we are sorry")),
        ("adjustments_agreed", ("- large print", "Everybody here who writes to you will see it")),
        ("redirected", ("the police authority of the City of London", "Please do it today", "time limit")),
        ("papers_request", ("preserve all body-worn video and CCTV", "by Friday 4 December 2026", *REPLY_CODES)),
        ("papers_request", ("25(1C)", "6. the outcome letter as it was sent", "A copy of the request is enclosed")),
        ("body_papers_request", ("whose review it is", "complaint in its own words", *REPLY_CODES, "at once")),
        ("transfer_note", ("forwarded it to the Independent Office", "paragraph 32", "above the rank")),
        ("withdrawal_note", ("the request for a review was taken back", "send us no more papers")),
        ("officer_notice", ("25(1C)", "we accuse nobody", "through your unit")),
        ("interested_person_notice", ("25(1C)", "do not investigate again", "write to us")),
        ("outcome_to_force", ("upheld the review", "paragraph 28ZA", "by Thursday 14 January 2027", "say why")),
        ("outcome_to_interested_person", FINAL),
        ("recommendation_reminder", ("was due by Thursday 14 January 2027", "whether you accept")),
        *((name, ("Police reference: PC/3381/26", "Initials of the complainant: WF", *REPLY_CODES)) for name in LADDER),
        *((name, ("On Monday 16 November 2026 we asked", "due on Friday 4 December 2026")) for name in LADDER[:3]),
        *((name, ("What is still missing", "- 5. the report", "What we asked for on Monday")) for name in LADDER),
        ("papers_reminder", ("already, thank you", "need more time, ask us before Friday 4 December 2026")),
        ("papers_chaser", ("11 working days since we asked", "Please send what you have today")),
        ("papers_to_manager", ("A person is waiting for this review", "11 working days", "Please see that the papers")),
        ("papers_to_single_point", ("What we have done - Monday 16 November", "we wrote to its manager", "11 working")),
        ("papers_list", ("PCR/2026/00417 (PC/3381/26, WF)", "PCR/2026/00433", "Missing: 5. the report")),
        ("papers_more_time", ("You have until Friday 4 December 2026", "What is still missing", "before that day")),
        ("reply_code_help", ("need not send it again", "[NEED TIME 24/11]", "Plain words do", *REPLY_CODES[:5])),
        ("contact_check", ("Central South BCU", "by Monday 23 November 2026", "CONFIRMED is enough")),
        ("new_complaint_note", ("not a request for a review", "confirm by email")),
        ("forwarding", ("received it on Monday 9 November", "forward it today", "at risk", "PC/3381/26")),
        ("forwarding", ("Director General is the relevant review body", "whether it is in time", "Leicestershire")),
        ("ask_iopc_receipt_date", ("first reached you", "forwarded it", "does not count against")),
        ("sign_off", ("Approve or Return", "first word", "7Q4K", "nobody rang you back", "We have not upheld")),
        ("team_note", ("on hold until Friday 18 December 2026",)),
    ],
)  # fmt: skip
def test_a_letter_says_what_it_must(letter: str, words: tuple[str, ...]) -> None:
    """Whatever the law, a promise or good practice wants told in a letter stands in it."""
    text = said(letter)
    assert not [part for part in words if part not in text]


@pytest.mark.parametrize(
    ("letter", "changes", "there", "not_there"),
    [
        ("ask_for_particulars", {"reminder": ""}, "What we need", "We asked you for this before"),
        ("late_refused", {"reasons_given": ""}, "You gave us none", "these reasons"),
        ("late_refused", {"left_out": ""}, "last day was", "did not count"),
        ("progress", {"sorry": ""}, "still working", "sorry"),
        ("withdrawal_confirmed", {"what": "review"}, "You have not withdrawn your complaint", "regulation 38"),
        ("withdrawal_confirmed", {"what": "complaint"}, "tell them in a signed letter", "withdrawn your request for"),
        ("withdrawal_confirmed", {"last_day": ""}, "You have withdrawn", "ask again"),
        ("withdrawal_note", {"what": "complaint"}, "regulation 38", "taken back"),
        ("redirected", {"forwarded": ""}, "We have not passed your message on", "We have passed"),
        ("new_complaint_redirected", {"forwarded": ""}, "Please send it to them yourself", "We have passed"),
        ("papers_request", {"review_kind": "other"}, "tell us whether this complaint was investigated", "25(1C)"),
        ("papers_request", {"review_kind": ""}, "tell us whether this complaint was investigated", "25(1C)"),
        ("papers_request", {"copy": ""}, "body-worn video", "enclosed"),
        ("late_decision_note", {"accepted": ""}, "There will be no review", "we will do the review"),
        ("late_decision_note", {"accepted": "yes"}, "we will do the review", "There will be no review"),
        ("outcome_to_force", {"upheld": "", "response_due_on": ""}, "not upheld", "recommend"),
        ("outcome_to_officer", {"upheld": ""}, "not upheld", "recommend"),
        ("outcome_not_upheld", {"review_kind": "other"}, "paragraph 6A of Schedule 3", "paragraph 25"),
        ("outcome_upheld", {"review_kind": "investigation"}, "paragraph 25 of Schedule 3", "paragraph 6A"),
        ("recommendation_reminder", {"overdue": ""}, "is due by", "was due by"),
        ("recommendation_reminder", {"history": ()}, "was due by", "What we have done"),
        ("recommendation_reminder", {"step": "manager"}, "your unit owes us is overdue", "to your managers"),
        ("recommendation_reminder", {"step": "single_point_of_contact"}, "take it up with the unit", "see that it"),
        ("papers_list", {"recommendations": ""}, "[COMPLETE]", "recommendation"),
        ("papers_list", {"recommendations": "yes"}, "whether you accept it", "[COMPLETE]"),
        *((name, {"missing": FACTS["items"]}, "Nothing of this has come", "What is still missing") for name in LADDER),
        ("forwarding", {"risk": ""}, "enclosed request", "at risk"),
        ("sign_off", {"changes": ()}, "Nothing was changed", "was added"),
    ],
)  # fmt: skip
def test_a_letter_says_only_what_is_so(
    letter: str, changes: dict[str, templates.Words], there: str, not_there: str
) -> None:
    """What is not so is not said, and what is so instead is."""
    text = said(letter, **changes)
    assert there in text
    assert not_there not in text


@pytest.mark.parametrize(
    ("ground", "why", "way_on"),
    [
        ("no_outcome", "have not told you their final outcome", "wait for the letter with the outcome"),
        ("outside_schedule_3", "outside the formal rules", "ask the police to record your complaint"),
        ("independent_or_directed", "did or directed this investigation", "write to the IOPC"),
        ("not_eligible", "Only the person who complained", "send us their written consent"),
        ("before_2020", "before 1 February 2020", "which rules apply"),
        ("another_force", "one police force only (Leicestershire Police)", "write to the right body today"),
    ],
)
def test_whoever_has_no_right_is_told_why_and_where_to_go(ground: str, why: str, way_on: str) -> None:
    """Each reason for which there is no review has its own words and its own way on, and no other reason's."""
    text = said("no_right", ground=ground)
    assert why in text
    assert way_on in text
    assert all(part in text for part in COURT)
    others = [said("no_right", ground=other) for other in CHOICES["ground"] if other != ground]
    assert not [other for other in others if why in other or way_on in other]


def test_a_review_that_is_not_upheld_recommends_nothing() -> None:
    """Recommendations belong to a review that is upheld: the other letter does not even ask for one."""
    assert "not as a recommendation" in said("outcome_not_upheld")
    assert "recommend" not in said("outcome_not_upheld").replace("not as a recommendation", "")
    assert "[CASEWORKER: Give each recommendation" in said("outcome_upheld")


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_help_and_danger_are_told_to_the_public_alone(name: str) -> None:
    """Whoever is of the public reads whom to call in danger; officers, the force, the IOPC and the team do not."""
    public = BY_NAME[name].audience in (Audience.COMPLAINANT, Audience.INTERESTED_PERSON)
    text = said(name, reference="PCR/2026/00417")
    assert ("Call 999" in text) is ("Samaritans" in text) is ("not part of the police" in text) is public


@pytest.mark.parametrize(
    "name", ["officer_notice", "outcome_to_officer", "interested_person_notice", "outcome_to_interested_person"]
)
def test_nobody_else_learns_who_complained(name: str) -> None:
    """Whoever writes the facts down, an officer or an interested person does not read the complainant's name."""
    rendered = sent(name)
    assert "Wilhelmina" not in rendered.html + rendered.text + rendered.subject


def test_the_force_finds_its_reference_and_the_day_in_the_subject() -> None:
    """A subject to the police gives our reference, what is wanted, theirs, and the day at the end."""
    assert sent("papers_request").subject == "[PCR/2026/00417] Papers requested: PC/3381/26 – reply by 4 December"
    assert (
        sent("papers_request", force_reference="").subject == "[PCR/2026/00417] Papers requested – reply by 4 December"
    )
    assert sent("outcome_to_force", upheld="", response_due_on="").subject.endswith("Outcome of a review: PC/3381/26")
    assert sent("sign_off").subject == "Sign-off: outcome for PCR/2026/00417 #7Q4K"


def test_a_list_of_cases_says_in_its_subject_whom_it_is_for_and_of_what() -> None:
    """The four steps of a list have subjects of their own, and none names a case; answers are no papers."""
    subjects = [sent("papers_list", step=step, recommendations="").subject for step in CHOICES["step"]]
    assert subjects == [
        "Reminder: papers we asked you for",
        "Overdue papers: what we asked you for",
        "Overdue papers: what your unit owes us",
        "Overdue papers: for Professional Standards",
    ]
    assert sent("papers_list").subject == "Reminder: answers we asked you for"


@pytest.mark.parametrize("name", sorted(TO_UNITS))
def test_our_own_words_about_codes_are_no_answer(name: str) -> None:
    """A unit that sends our letter back with its explanation of the codes has said nothing by it."""
    rendered = sent(name)
    read = read_reply(f"RE: {rendered.subject}", rendered.text, date(2026, 12, 1), reply_words(), files=False)
    assert (read.codes, read.faults, read.until, read.items) == ((), (), None, ())
    assert read.says == {Said.UNCLEAR}


@pytest.mark.parametrize("name", sorted(set(BY_NAME) - {"team_note"}))
def test_every_letter_tells_what_happens_next(name: str) -> None:
    """Nobody who gets a letter is left to wonder what comes now; only the answer to a command has said it already."""
    assert "\nWhat happens next\n" in sent(name).text


# Whom a letter speaks to, and how


OWN = [row.name for row in LETTERS if "for_name" in row.optional]


@pytest.mark.parametrize("name", OWN)
def test_whoever_acts_for_somebody_is_told_whom_the_letter_means(name: str) -> None:
    """A representative reads for whom the letter speaks, and nobody else does; an unknown name leaves no gap."""
    assert "You act for Ann Hale. Where this letter says “you”, it means them too." in said(name, for_name="Ann Hale")
    assert "You act for" not in said(name)
    assert said(name, name="").startswith("Hello ")
    assert said(name, name="Ann Hale").startswith("Dear Ann Hale ")


@pytest.mark.parametrize("name", OWN)
def test_what_was_agreed_is_kept_in_every_letter(name: str) -> None:
    """Each letter to a complainant says what was agreed, once, and leaves in large print where that was agreed."""
    large = sent(name, adjustments=("Large print", "we call first"))
    assert large.text.lower().count("- large print") == large.text.count("- we call first") == 1
    assert "font-size: 20px" in large.html
    plain = sent(name, adjustments=("we call first",))
    assert "font-size: 20px" not in plain.html
    if "adjustments" in BY_NAME[name].optional:
        assert "differently for you" not in said(name, adjustments=()).partition("If you need help")[0]


def test_letters_to_a_complainant_that_keep_nothing_agreed_are_few() -> None:
    """Only the automatic letters and the one that asks for consent go out before anything can be agreed."""
    others = {row.name for row in LETTERS if row.audience is Audience.COMPLAINANT} - set(OWN)
    assert others == {"acknowledgement", "receipt", "ask_for_consent"}


# Gaps


GAPPED = {
    "no_right", "late_accepted", "late_refused", "outcome_not_upheld", "outcome_upheld", "recommendation_answered",
    "final_position", "contact_arrangements", "chief_officer_complaint", "correction", "outcome_to_force",
    "outcome_to_officer", "outcome_to_interested_person",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_what_only_a_person_can_say_is_a_gap_that_nobody_overlooks(name: str) -> None:
    """A gap says in both versions what a person has to write, and no frame or colour of it stays once it is filled."""
    for sample in samples(BY_NAME[name]):
        rendered = templates.render(name, LONDON, sample.facts)
        gaps = re.findall(r"<p([^>]*)>(\[CASEWORKER.*?)</p>", rendered.html)
        assert bool(gaps) is (name in GAPPED)
        assert rendered.text.count(templates.GAP) == rendered.html.count(templates.GAP) == len(gaps)
        for dressed, words in gaps:
            assert re.fullmatch(r"\[CASEWORKER: [A-Z].{20,}\.\]", " ".join(Page(f"<p>{words}</p>").words))
            assert "border" not in dressed
            assert "background" not in dressed


@pytest.mark.parametrize("name", [one.name for one in LETTERS if "on_paper" in one.optional])
def test_a_letter_on_paper_is_no_email(name: str) -> None:
    """Who has no e-mail address is asked to write, and not to reply to an email or told what was sent automatically."""
    by_mail, on_paper = said(name, on_paper=""), said(name, on_paper="yes")
    assert "Reply to this email" in by_mail
    assert "Please tell us. Write to us" in on_paper
    assert "Reply to this email" not in on_paper
    assert "automatically" not in on_paper
