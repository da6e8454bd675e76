"""What mail says of a complaint and its outcome: each fact with its words, doubts as doubts, nothing guessed."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest

from handlers.dates import dates
from handlers.facts import facts
from handlers.names import name_at, same_person, whole_name
from handlers.passages import passage
from store.messages import Attachment, Fact, Facts, HowProvided, Incoming, OfficeDomains, Recognition
from store.terms import Answer, Flag, Kind, Limb, ReviewBody

T = TypeVar("T")
OFFICE = OfficeDomains("reviews@office.example", ("office.example",), ("force.example",), ("iopc.example",))
MONDAY = date(2026, 11, 9)
LETTER = """Northshire Police
Professional Standards Department
Tuesday 20 October 2026
Our ref: CO/00412/26
By email
Dear Ms Ada Brindle
Outcome of your complaint
You complained on 3 May 2026 that two officers assaulted you in Long Lane.
I have determined that the service provided was acceptable.
The relevant review body is the Police and Crime Commissioner. There is no right to apply to the IOPC.
Your application must be received by 17 November 2026.
Yours sincerely
"""


def mail(
    text: str = "", *files: tuple[str, str], on: date = MONDAY, kind: Kind | None = None, **parts: object
) -> Facts:
    """What a message of these words and documents says when it comes on that day."""
    incoming = Incoming(
        **{  # type: ignore[arg-type]
            "sender": "ada@post.example",
            "text": text,
            "new_text": text,
            "attachments": tuple(Attachment(name, "application/pdf", 9, "0" * 64, text=said) for name, said in files),
            **{key: value for key, value in parts.items() if key != "flags"},
        }
    )
    flags = frozenset(parts.get("flags", ()))  # type: ignore[call-overload]
    return facts(incoming, OFFICE, on, Recognition(kind, 0.9, flags=flags) if kind else None)


def value(fact: Fact[T] | None) -> T | None:
    """The value of a fact, None where there is none."""
    return None if fact is None else fact.value


def doubts(found: Facts) -> set[str]:
    """The codes of what a person should see."""
    return {doubt.value for doubt in found.doubts}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("dated 26 October 2026.", date(2026, 10, 26)),
        ("dated 26th of October, 2026", date(2026, 10, 26)),
        ("dated Mon, 26 Oct 2026", date(2026, 10, 26)),
        ("dated 26-Oct-26", date(2026, 10, 26)),
        ("dated 26oct 26", date(2026, 10, 26)),
        ("dated 3/4/26", date(2026, 4, 3)),
        ("dated 03.04.2026.", date(2026, 4, 3)),
        ("dated 2026-10-26", date(2026, 10, 26)),
        ("dated October 26th, 2026", date(2026, 10, 26)),
        ("dated 26\nOctober", date(2026, 10, 26)),
        ("dated 30 November", date(2025, 11, 30)),
        ("on 3 May 20 officers came", date(2026, 5, 3)),
        ("26 Sept. 2026", date(2026, 9, 26)),
    ],
)
def test_british_dates_are_read(text: str, day: date) -> None:
    """The day comes first, a short year is of this century, and a date without a year is the last such day."""
    on = date(2026, 12, 31) if day.year == 2026 else date(2026, 9, 1)
    assert [found.day for found in dates(text.lower(), on)] == [day]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31 June 2026", "no_such_day"),
        ("10/26/2026", "month_first"),
        ("Friday 26 October 2026", "weekday_disagrees"),
        ("Friday 26 October", "weekday_disagrees"),
        ("20 November", "year_unclear"),
        ("on the 8th", "vague_date"),
    ],
)
def test_doubtful_dates_say_so(text: str, code: str) -> None:
    """A date that cannot be right, or could be two, carries its doubt; without a year it then names no day."""
    (found,) = dates(text.lower(), MONDAY)
    assert found.doubt == code
    assert (found.day is None) == (code in ("no_such_day", "year_unclear", "vague_date") or text == "Friday 26 October")


@pytest.mark.parametrize(
    "text",
    ["24/7", "ref 12/3456/26", "£3.50", "call 0161 496 0000", "at 10.30", "CAD 12/05OCT26", "99 May", "2 officers"],
)
def test_other_figures_are_no_dates(text: str) -> None:
    """Times, sums, telephone numbers and references are not taken for dates."""
    assert list(dates(text.lower(), MONDAY)) == []


@pytest.mark.parametrize(
    ("text", "letter_on"),
    [
        ("I disagree with the letter dated 26 October 2026.", date(2026, 10, 26)),
        ("The outcome was emailed to me on 26 Oct.", date(2026, 10, 26)),
        ("The police wrote to me on 5/11/26 and said my complaint is not upheld.", date(2026, 11, 5)),
        ("On 26 October 2026 they sent me their decision.", date(2026, 10, 26)),
        ("My outcome letter of Monday 26th October is wrong.", date(2026, 10, 26)),
        ("They emailed me the outcome last Tuesday.", date(2026, 11, 3)),
        ("The decision was sent to me yesterday.", date(2026, 11, 8)),
        ("I have the letter here. 26th October. Please look.", date(2026, 10, 26)),
        ("I complained on 4 April. The decision is dated 26 October, I was stopped on 2 March.", date(2026, 10, 26)),
        ("I was stopped on 2 March 2026 and complained on 3 March.", None),
        ("They sent another update letter on 30 October 2026.", None),
        ("My GP's letter. I saw the doctor on 3 November.", None),
        ("I wrote to you on 2 November about the letter.", None),
        ("Your letter of 2 November 2026 does not help me.", None),
        ("Please reply by 20 October with your decision.", None),
        ("I got the letter two weeks ago.", None),
        ("He received the outcome of his complaint on Friday 30th October.", date(2026, 10, 30)),
        ("The letter came at the end of October.", None),
    ],
)  # fmt: skip
def test_the_date_of_the_letter_is_the_only_one_taken(text: str, letter_on: date | None) -> None:
    """Only a date said to be the outcome letter's is its date, never the incident's, the complaint's or one of ours."""
    assert value(mail(text).letter_on) == letter_on


def test_vague_and_contradictory_dates_are_reported() -> None:
    """What names no day, or two, is a doubt with its words, and no date."""
    vague = mail("I got the letter about two weeks ago.")
    assert [(doubt.value, doubt.quote.words) for doubt in vague.doubts] == [
        ("vague_date", "I got the letter about two weeks ago.")
    ]
    two = mail("The letter is dated 5 October 2026. The letter is dated 7 October 2026.")
    assert two.letter_on is None
    assert doubts(two) == {"contradictory_dates"}
    assert {fact.value.day for fact in two.letter_dates} == {5, 7}
    assert doubts(mail("The outcome letter is dated 1 December 2026.")) == {"date_after_receipt"}


def test_the_letter_itself_says_more_than_the_mail() -> None:
    """An attached outcome letter gives its date, its reference, its deadline, its body and the right of review."""
    found = mail("Please review this. I do not agree.\n\nAda Brindle", ("outcome.pdf", LETTER))
    assert value(found.letter_on) == date(2026, 10, 20)
    assert found.letter_on is not None
    assert found.letter_on.quote.place == "attachment outcome.pdf"
    assert value(found.force_reference) == "CO/00412/26"
    assert value(found.force_named) == "Northshire Police"
    assert value(found.deadline_stated) == date(2026, 11, 17)
    assert value(found.review_body_named) is ReviewBody.LOCAL_POLICING_BODY
    assert value(found.how_provided) is HowProvided.EMAIL
    assert (found.review_rights, found.outcome_given) == (Answer.YES, Answer.YES)
    assert not found.doubts
    told = mail("The letter is dated 22 October 2026.\n\nAda Brindle", ("outcome.pdf", LETTER))
    assert value(told.letter_on) == date(2026, 10, 20)
    assert doubts(told) == {"contradictory_dates"}


def test_the_last_letter_is_the_final_one() -> None:
    """Of two outcome letters to one person the later counts, and that there are two is said."""
    second = LETTER.replace("Tuesday 20 October", "Thursday 5 November")
    found = mail("Ada Brindle", ("first.pdf", LETTER), ("second.pdf", second))
    assert value(found.letter_on) == date(2026, 11, 5)
    assert doubts(found) == {"contradictory_dates"}


def test_a_letter_without_review_rights_says_so_only_when_it_was_read_whole() -> None:
    """A letter that was read to its end and gives no right of review means no; one cut short means unknown."""
    short = LETTER[: LETTER.index("The relevant")]
    assert mail("", ("a.pdf", short)).review_rights is Answer.NO
    cut = Attachment("a.pdf", "application/pdf", 9, "0" * 64, text=short, text_fault="cut")
    assert mail(attachments=(cut,)).review_rights is Answer.UNKNOWN
    assert mail("The letter doesn't say anything about a review.").review_rights is Answer.NO
    for told in (
        "It says that this does not form part of the statutory complaints process.",
        "He calls it a personal letter outside any process.",
        "Last line: as agreed this has not been put through the complaints system.",
        "It was never recorded as a complaint, the letter says.",
        "There was no call for a complaint to be opened, he says.",
        "The usual avenues of challenge do not arise, it says.",
    ):
        assert mail(told).review_rights is Answer.NO
    assert mail("My complaint went through the complaints system for a year.").review_rights is Answer.UNKNOWN
    assert mail("I waited outside, the process server came by.").review_rights is Answer.UNKNOWN


def test_the_inner_mail_of_a_forward_is_the_letter() -> None:
    """A forwarded outcome has the day on which the force sent it, not the day of the forward."""
    text = (
        "See below\n\n---------- Forwarded message ---------\nFrom: PSD <psd@force.example>\n"
        "Date: Mon, 19 Oct 2026 at 15:40\nSubject: Outcome\nTo: <ada@post.example>\n\nDear Ms Brindle,\n"
        "Your complaint is not upheld. The relevant review body is the Independent Office for Police Conduct (IOPC).\n"
    )
    found = mail(text)
    assert value(found.letter_on) == date(2026, 10, 19)
    assert value(found.review_body_named) is ReviewBody.DIRECTOR_GENERAL
    assert value(mail(text.replace("psd@force.example", "me@post.example")).letter_on) is None


@pytest.mark.parametrize(
    ("text", "arrived_on", "how"),
    [
        ("The letter is dated 15 October; it reached me on 22 October by post.", date(2026, 10, 22), HowProvided.POST),
        ("The letter of 15 October came through the door on 21 October 2026.", date(2026, 10, 21), HowProvided.POST),
        ("The letter dated 15 October was received by email that day.", date(2026, 10, 15), HowProvided.EMAIL),
        ("The letter is dated 15 October. I recieved it from the Met on the 28th Oct.", date(2026, 10, 28), None),
        ("The letter dated 15 October 2026 was handed to me in person.", None, HowProvided.IN_PERSON),
        ("The letter is dated 15 October 2026.", None, None),
    ],
)  # fmt: skip
def test_how_and_when_the_letter_came(text: str, arrived_on: date | None, how: HowProvided | None) -> None:
    """The day and the way the letter is said to have come stand beside its own date."""
    found = mail(text)
    assert value(found.letter_on) == date(2026, 10, 15)
    assert (value(found.arrived_on), value(found.how_provided)) == (arrived_on, how)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("my ref is pc/4417/26", "PC/04417/26"),
        ("PC-1234-26 and again PC 1234/2026", "PC/01234/26"),
        ("CO/00733/26.", "CO/00733/26"),
        ("(CM 00733 26)", "CM/00733/26"),
        ("CO/1/26; CO/2/26", "CO/00001/26; CO/00002/26"),
        ("our PCR/2026/00417, IOPC 2026/214877, crime 01/7712345/26, CAD 4471/19FEB26, 01/FOI/26/012345", None),
        ("crime ref CO/12345/26", None),
        ("PC 1234 told me on 12/03/26", None),
        ("PC 12/03/26", None),
    ],
)
def test_only_complaint_references_are_taken(text: str, reference: str | None) -> None:
    """Complaint references are made one form; ours, the IOPC's, crime, CAD and FOI numbers are not taken for them."""
    found = mail(text)
    assert value(found.force_reference) == reference
    assert ("several_references" in doubts(found)) == (reference is not None and ";" in reference)


def test_the_newest_words_name_the_reference() -> None:
    """A reference in the new words goes before the letter's, and that before one in quoted mail."""
    assert value(mail("about PC/1/26", ("a.pdf", LETTER)).force_reference) == "PC/00001/26"
    assert value(mail("help", ("a.pdf", LETTER)).force_reference) == "CO/00412/26"
    assert value(mail(new_text="help", text="help\n> PC/7/26").force_reference) == "PC/00007/26"


@pytest.mark.parametrize(
    ("text", "shown", "name"),
    [
        ("My name is Ada Brindle and I complained.", "", "Ada Brindle"),
        ("Please review.\n\nYours faithfully,\n\nMrs A Brindle\n07700 900111", "Ada Brindle", "Ada Brindle"),
        ("Please review.\nThanks, Ada", "Ada Brindle", "Ada Brindle"),
        ("PLEASE REVIEW\n\nADA BRINDLE-ØST\n\nSent from my iPhone", "", "Ada Brindle-Øst"),
        ("Please review.\nAda Brindle (Miss)", "ada_b_77", "Ada Brindle"),
        ("Please review my complaint", "Dr Ada O'Brindle", "Ada O'Brindle"),
        ("Please review my complaint", "ada.b", None),
        ("Please review.\n\nRegards\nSenior Caseworker Team", "", None),
        ("hi my name is ada al-brindle, police came", "ada", "Ada Al-Brindle"),
        ("1) Name: Ada Brindle\n2) Reference: x", "", "Ada Brindle"),
        ("Name: Ada van der Brindle\nReference: x", "", "Ada van der Brindle"),
        ("Please review.\nAda Brindle\n—\n* * *", "", "Ada Brindle"),
    ],
)
def test_the_complainant_is_who_signs(text: str, shown: str, name: str | None) -> None:
    """The name is what the writer says, signs or shows, in its fullest form, without a title."""
    assert value(mail(text, sender_name=shown).complainant_name) == name


def test_names_are_told_from_other_words() -> None:
    """A name has capitals and stops where the sentence goes on; initials and one surname can be one person."""
    assert name_at("Ada Brindle, PC/1/26") == "Ada Brindle"
    assert name_at("Police Complaint Reviews Team") == ""
    assert whole_name("Ada Brindle came too") == ""
    assert same_person("A. Brindle", "Ada Brindle")
    assert not same_person("Bea Brindle", "Ada Brindle")


@pytest.mark.parametrize(
    ("text", "shown", "subject", "complainant"),
    [
        (
            "We act for the above.\nOur client: Mr C. Vane (d.o.b. 1990)\nYours faithfully\nFell LLP",
            "Fell LLP",
            "",
            "C. Vane",
        ),
        ("I write on behalf of my mother Ivy Vane.\nTom Vane", "Tom Vane", "", "Ivy Vane"),
        ("my son Max is 17. his complaint was turned down\nIda Orme (mum)", "Ida Orme", "my sons complaint", "Max"),
        ("He wants a review.\nRegards, Caseworker", "Office of the MP for X", "Constituent Ms D. Lisle", "D. Lisle"),
        ("He wants a review.", "Fell LLP", "A complaint", None),
    ],
)
def test_a_representative_is_not_the_complainant(text: str, shown: str, subject: str, complainant: str | None) -> None:
    """Who writes for somebody is named as such, and where the other is not named a person is told."""
    kind = Kind.ELECTED_REPRESENTATIVE if "MP" in shown else Kind.APPLICATION
    found = mail(text, sender_name=shown, subject=subject, kind=kind, flags=[Flag.REPRESENTATIVE])
    assert (value(found.complainant_name), value(found.representative_name)) == (complainant, shown)
    assert ("client_not_named" in doubts(found)) == (complainant is None)


def test_a_relative_in_the_story_is_no_client() -> None:
    """Somebody who tells of their sister writes for themselves."""
    found = mail("My sister Bea was in the car. I want a review.\nAda Brindle")
    assert (value(found.complainant_name), found.representative_name) == ("Ada Brindle", None)


def test_several_applicants_are_all_named() -> None:
    """Each line of a list with a name and a reference is one applicant; the earliest letter runs out first."""
    text = "We all want this:\n- Ada Brindle, PC/1/26\n- Mr Bo Cray, PC/2/26\n- Cy Dunn, PC/3/26, has not had his yet\n"
    other = LETTER.replace("Tuesday 20", "Friday 2").replace("Ms Ada Brindle", "Mr Cray")
    found = mail(text, ("a.pdf", LETTER), ("b.pdf", other), kind=Kind.APPLICATION)
    assert value(found.complainant_name) == "Ada Brindle; Bo Cray; Cy Dunn"
    assert value(found.letter_on) == date(2026, 10, 2)
    assert found.outcome_given is Answer.UNKNOWN
    assert doubts(found) == {"several_references"}


def test_somebody_elses_letter_is_noticed() -> None:
    """A letter addressed to none of the complainants is a doubt."""
    assert doubts(mail("Zoe Quill", ("a.pdf", LETTER), sender_name="Zoe Quill")) == {"letter_to_another"}


def test_papers_of_the_force_name_the_complainant() -> None:
    """In mail from an office its people are not the complainant; its documents say who is."""
    form = (
        "form.pdf",
        "Complaint form\nComplainant: Ms Ada Brindle\nReference: CO/412/26\nOutcome letter sent 20/10/26.",
    )
    found = mail("Papers attached.\nKind regards\nPat Sands", form, sender="psu@force.example", sender_name="Pat Sands")
    assert value(found.complainant_name) == "Ada Brindle"
    assert value(found.letter_on) == date(2026, 10, 20)
    assert (
        value(mail("Thanks\nPat Sands", sender="psu@force.example", sender_name="Pat Sands").complainant_name) is None
    )


def test_a_transfer_tells_when_the_iopc_had_it() -> None:
    """The day on which the IOPC received an application is read from its mail."""
    text = "We received the attached application from Ms A. Brindle on 8 October 2026. It is forwarded to you today."
    found = mail(text, sender="reviews@iopc.example", sender_name="IOPC Reviews")
    assert value(found.iopc_received_on) == date(2026, 10, 8)
    assert value(found.complainant_name) == "A. Brindle"
    assert mail(text, sender="psu@force.example").iopc_received_on is None
    assert value(mail("Stamped: received by the IOPC on 8 October 2026").iopc_received_on) == date(2026, 10, 8)


@pytest.mark.parametrize(
    "text",
    [
        "I complained in April and I am still waiting.",
        "I have not had an outcome.",
        "They are still investigating after seven months.",
        "I only get \"update\" letters.",
        "There is no decision yet.",
        "I have not received a final letter.",
    ],
)  # fmt: skip
def test_a_missing_outcome_is_noticed(text: str) -> None:
    """Who still waits for the force has no outcome, unless a letter shows one."""
    found = mail(text)
    assert found.outcome_given is Answer.NO
    assert found.outcome_words is not None
    assert mail(text, ("a.pdf", LETTER)).outcome_given is Answer.YES
    assert mail("I want a review.").outcome_given is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("text", "limb"),
    [
        ("The Assistant Chief Constable ordered it.", Limb.A),
        ("I complain about the conduct of the Chief Constable.", Limb.AA),
        ("He punched me twice.", Limb.B_I),
        ("It was because I am black.", Limb.B_I),
        ("They strip-searched my daughter.", Limb.B_I),
        ("The officer lied in his statement.", Limb.B_I),
        ("My brother died in the cell.", Limb.B_II),
        ("They broke my wrist.", Limb.B_II),
        ("The force referred it to the IOPC.", Limb.C),
        ("The IOPC called it in.", Limb.D),
    ],
)
def test_words_that_may_bear_on_the_review_body(text: str, limb: Limb) -> None:
    """Ranks, force, discrimination, deaths and referrals are shown with their words and their limb."""
    ((found),) = mail(f"I want a review. {text} Please help.").limbs
    assert (found.value, found.quote.words) == (limb, text)


def test_what_the_letter_always_says_is_no_cue() -> None:
    """That there is no right to apply to the IOPC, or who the commissioner is, bears on no limb."""
    letter = LETTER.replace("assaulted you", "did not call back")
    assert mail("Dear Commissioner, nobody called me back.", ("a.pdf", letter)).limbs == ()


@pytest.mark.parametrize(
    "text",
    [
        "The letter says he left a card. There was no card.",
        "They never rang the shop.",
        "Nobody asked my neighbour.",
        "I gave them the film and the answer does not mention it.",
        "No estoy de acuerdo con la respuesta.",
    ],
)
def test_reasons_are_heard_however_they_are_put(text: str) -> None:
    """Whoever says what the force left out, or that its letter is wrong, has given a reason."""
    assert value(mail(f"Please review PC/1/26.\n\n{text}\n\nYours\nAda").grounds) == text


def test_reasons_in_what_is_passed_on_are_the_applicants() -> None:
    """A letter that the force scans or forwards gives its writer's reasons, not those of the office."""
    letter = "Dear Sir\nI want a review of my complaint.\n\nThey never rang me.\n\nYours\nAda Brindle"
    found = mail("Letter handed in. They say it is urgent.", ("scan.pdf", letter), sender="desk@force.example")
    assert value(found.grounds) == "They never rang me."


def test_grounds_are_kept_word_for_word() -> None:
    """Reasons are the writer's own span, with its list, without greeting and signature."""
    text = "Dear team\n\nI am unhappy because:\n1. Nobody rang.\n2. They lost the film.\n\nYours sincerely\nAda Brindle"
    assert value(mail(text).grounds) == "I am unhappy because:\n1. Nobody rang.\n2. They lost the film."
    assert value(mail("Grounds: (a) no notes; (b) no film.\nName: Ada Brindle").grounds) == "(a) no notes; (b) no film."
    assert mail("Please review my complaint PC/1/26.").grounds is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("can it be in large print", "large print"),
        ("i cant do long forms", "no form"),
        ("please call me", "telephone"),
        ("Please do not ring me", "no telephone"),
        ("I am dislexic", "dyslexia"),
        ("I need an interpreter", "interpreter"),
        ("I am autistic", "neurodivergence"),
        ("I need more time", "more time"),
        ("in 18 point type", "large print"),
        ("on yellow paper", "coloured paper"),
        ("Necesito un intérprete", "interpreter"),
        ("Might everything be in writing?", "no telephone"),
    ],
)
def test_adjustments_are_heard(text: str, wish: str) -> None:
    """What would help somebody is noticed however they put it."""
    assert [fact.value for fact in mail(text).adjustments] == [wish]


def test_mail_that_is_believed_of_nobody_gives_no_facts() -> None:
    """Machine mail and unwanted mail give nothing; a reporter names no complainant."""
    text = "The letter dated 20 October 2026, PC/1/26.\nAda Brindle"
    assert mail(text, kind=Kind.UNWANTED) == mail(text, kind=Kind.DELIVERY_FAILURE) == Facts()
    found = mail(text, kind=Kind.PRESS, sender_name="Ada Brindle")
    assert found.complainant_name is None
    assert found.force_reference is not None


def test_a_new_address_names_only_who_signs_as_they_are_shown() -> None:
    """Anybody may ask us to write elsewhere: a name counts where the signature and the sender agree on it."""
    asks = "Please write to this address from now on.\n"
    assert value(mail(f"{asks}Ada", kind=Kind.CONTACT_CHANGE, sender_name="Ada Brindle").complainant_name) == (
        "Ada Brindle"
    )
    for signed in ("A", "Pip", ""):
        assert mail(asks + signed, kind=Kind.CONTACT_CHANGE, sender_name="Ada Brindle").complainant_name is None


def test_the_day_of_writing_is_the_senders_where_it_can_be_believed() -> None:
    """ "Yesterday" is counted from the sender's London day, or from ours where the sender's clock is far off."""
    late = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    text = "They emailed me the outcome yesterday."
    assert value(mail(text, sent_at=late, on=date(2026, 10, 26)).letter_on) == date(2026, 10, 24)
    assert value(mail(text, sent_at=late, on=date(2026, 11, 26)).letter_on) == date(2026, 11, 25)


def test_every_quote_stands_in_its_place() -> None:
    """The words of each fact are words of the message, so that a person can find them."""
    text = (
        "My name is Ada Brindle. The letter dated 20 October 2026 (PC/1/26) reached me on 22 October. They punched me."
    )
    found = mail(text, ("a.pdf", LETTER))
    passages = {"body": text, "attachment a.pdf": " ".join(LETTER.split())}
    every = [getattr(found, name) for name in Facts.__slots__]
    quotes = [
        one.quote for each in every for one in (each if isinstance(each, tuple) else (each,)) if isinstance(one, Fact)
    ]
    assert len(quotes) > 10
    for quote in quotes:
        assert quote.words in passages[quote.place]


@pytest.mark.parametrize(
    "bait",
    [
        "letter of 5 May ",
        "5 may ",
        "my name is A ",
        "Dear ",
        "- A B, CO/12345/26\n",
        "From: <a@force.example>\n",
        " ",
        "A",
        "1/1/26 ",
        "not had iopc refer more ",
        "grounds:",
        "complaint outcome ",
        '"Dear Mr A, ',
    ],
)
def test_bait_costs_little(bait: str) -> None:
    """Text made to be slow is read in bounded time, whatever it repeats."""
    big = (bait * 100_000)[:200_000]
    started = time.perf_counter()
    mail(big, ("a.pdf", f"Your complaint is upheld. {big}"), subject=big[:2_000])
    mail(big)
    assert time.perf_counter() - started < 2.5


def test_passages_keep_their_length_when_folded() -> None:
    """Folding never shifts a character, so that words are found where they stand."""
    odd = passage("body", "İstanbul ß ’s K")
    assert len(odd.folded) == len(odd.text)
