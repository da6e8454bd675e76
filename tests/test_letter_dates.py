"""The date of the force's letter as people tell it: in their own ways, in other languages, and never another date."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.none_yet import only_spoken
from store.terms import Answer, Kind
from tests.test_facts import mail, value

NOVEMBER, OCTOBER = date(2026, 11, 20), date(2026, 10, 14)
IN_NOVEMBER = (
    ("They got back to me on the 2nd of November saying no case to answer. PC/01234/26", date(2026, 11, 2)),
    (
        "I had a letter from Professional Standards on 28/10/26 to say my complaint had not been upheld.",
        date(2026, 10, 28),
    ),
    ("the met emailed me there decision 30.10.26 n i think its a joke", date(2026, 10, 30)),
    (
        "My complaint (PC/04412/26) was turned down on 5 November. I was stopped on 4 July and I complained on 9 July.",
        date(2026, 11, 5),
    ),
    ("In their letter of the 3rd they say the officer was polite. He was not.", date(2026, 11, 3)),
    ("Ref CO/00123/26 outcome 26th Oct. I was assaulted on 12 March.", date(2026, 10, 26)),
    ("Complaint PC/05544/26 - decision letter dated 9-Nov-2026", date(2026, 11, 9)),
    (
        "I refer to the above complaint and to the letter of Detective Sergeant Poole of 27 October 2026, in "
        "which he tells me that nothing was done wrong.",
        date(2026, 10, 27),
    ),
    (
        "I received the result through the post on the 10th November although it's dated 30th October.",
        date(2026, 10, 30),
    ),
    (
        "Got this off the police Tuesday 3rd Nov PC/06767/26 and its rubbish. I want it looked at by someone else.",
        date(2026, 11, 3),
    ),
    ("my complaint about the custody sergeant was finalised on 1st Nov 2026", date(2026, 11, 1)),
    ("The outcome, sent 4 November, says that the search on 6 May was lawful.", date(2026, 11, 4)),
    ("On 11 November your reviewers wrote to me. I disagree.", None),
    ("I complained on 2 September and heard nothing since. An update came on 4 November.", None),
    ("The hearing is on 4 December and I was arrested on 1 August 2026.", None),
    (
        "I want to appeal the decision of the Met Police made 23rd October 2026 regarding complaint reference "
        "PC/07001/26.",
        date(2026, 10, 23),
    ),
    ("Date of letter: 21/10/2026\nReference: PC/00771/26", date(2026, 10, 21)),
    ("PSD replied to my complaint two days ago and they have not answered a single point.", date(2026, 11, 18)),
    ("I got there letter 2 wks ago", None),
    (
        "Please find attached the final response from Leicestershire Police (6 November 2026) and my reasons.",
        date(2026, 11, 6),
    ),
    (
        "They finally responded on Friday, 13 November 2026, nine months after I made my complaint on 13 February.",
        date(2026, 11, 13),
    ),
    ("Letter dated 14th of october from inspector Hughes CO/00787/26", date(2026, 10, 14)),
    (
        "I am writing about a complaint I made on 15 June 2026. The Met's response was given to me in a letter "
        "I received on 29 October 2026.",
        date(2026, 10, 29),
    ),
    ("The letter says 28 days. It was dated 25 October and today is 20 November.", date(2026, 10, 25)),
    ("On 30 October 2026 Inspector Dale concluded that the service was acceptable.", date(2026, 10, 30)),
    ("we were told on the 29th Oct that our complaint wasnt upheld", date(2026, 10, 29)),
    ("dear sirs the police have finished looking at my complaint see email 3 nov ref PC 7788 26", date(2026, 11, 3)),
    ("My reference is PC/03939/26. The date on the letter is 31 October 2026.", date(2026, 10, 31)),
    ("the decision letter which is dated October 19th arrived on October 24th", date(2026, 10, 19)),
    (
        "Am 12. Oktober 2026 habe ich die Antwort der Polizei bekommen (PC/06112/26). Ich bin nicht einverstanden.",
        date(2026, 10, 12),
    ),
    (
        "Le 22 octobre 2026 la police a répondu à ma plainte (réf PC/06113/26). Je ne suis pas d'accord.",
        date(2026, 10, 22),
    ),
    ("Am primit scrisoarea poliției pe data de 2 noiembrie 2026, PC/06114/26, și nu sunt de acord.", date(2026, 11, 2)),
    ("Policija atsakė 2026-10-28 (PC/06115/26), nesutinku.", date(2026, 10, 28)),
    ("أرسلت الشرطة ردها في 26 أكتوبر 2026 رقم PC/06116/26 ولا أوافق", date(2026, 10, 26)),
    ("Letter of 5 Nov. See attached.", date(2026, 11, 5)),
    ("I have now been sent the outcome (7 Nov) of my complaint about what happened on 1 July.", date(2026, 11, 7)),
    ("My son was stopped on 3 October. He complained on 5 October. We have had no reply.", None),
    ("They closed my complaint on 6 November without even ringing me.", date(2026, 11, 6)),
    (
        "The sergeant rang me on 2 November to tell me the complaint was closed and then the letter came on 6 "
        "November.",
        date(2026, 11, 6),
    ),
    (
        "I enclose a copy of the report of 20 October 2026 by DS Wren which rejects all four heads of complaint.",
        date(2026, 10, 20),
    ),
    (
        "The IOPC wrote to me on 9 November to say you are the right body. The Met letter is dated 26 October.",
        date(2026, 10, 26),
    ),
    (
        "I got the outcome on the 5th November PC/1881/26. You have until the 3rd December to answer I think?",
        date(2026, 11, 5),
    ),
    (
        "Outcome date: 11th November 2026. Incident date: 2nd January 2026. Complaint made: 4th January 2026.",
        date(2026, 11, 11),
    ),
    (
        "On 1 November 2026 I was admitted to hospital. The outcome letter was waiting when I got home on 14 "
        "November; it is dated 28 October 2026.",
        date(2026, 10, 28),
    ),
    (
        "hi there my complaint number PC/05050/26 they wrote to me on twenty third of october and i dont agree",
        date(2026, 10, 23),
    ),
    ("Their decision dated 10/22/2026 is wrong.", date(2026, 10, 22)),
    ("Their letter of Wedensday 28 Octobre is wrong.", date(2026, 10, 28)),
    ("Decision letter 1 Nov 2026; received 4 Nov 2026", date(2026, 11, 1)),
    (
        "I recieved an email from the Metropolitan Police dated 16th Novemeber 2026 informing me of the outcome",
        date(2026, 11, 16),
    ),
    ("The response to my complaint which I received yesterday is not acceptable", date(2026, 11, 19)),
    ("I'm not happy with the reply from the police on Monday.", date(2026, 11, 16)),
    (
        "On 5 November I was informed by Insp. Kaye that no further action would be taken on PC/04040/26.",
        date(2026, 11, 5),
    ),
    ("The letter is dated 5 November or it may be 6 November, I cannot read it.", None),
    ("I was born on 4 May 1960. The letter is from October.", None),
    ("Crime ref 4410233/26 reported 4 October. Complaint PC/09090/26 made 6 October. No outcome.", None),
    ("PC/09090/26 complaint submitted 6 October", None),
    ("I wrote to the Met on 5 October (PC/09091/26) and they have not replied.", None),
    ("My complaint PC/09092/26 is about what happened on 3 October at Brixton.", None),
    ("PC/09093/26 - I was arrested 3 October.", None),
    ("Officers came to my house on 3 October PC/09094/26 and broke the gate. They say it is fine.", None),
    ("I have a meeting on 28 October about PC/09095/26.", None),
)
IN_NOVEMBER += (
    ("The reply, dated Monday of last week, says that a car was sent.", date(2026, 11, 9)),
    ("Last week on Thursday I had their decision by email.", date(2026, 11, 12)),
    ("They emailed me the outcome the day before yesterday.", date(2026, 11, 18)),
    ("The Complaints Unit emailed on the 9th, PC/06290/26.", date(2026, 11, 9)),
    ("The Complaints Unit emailed on the 9th about something or other.", None),
    ("PC/05433/26. 9th october it was dated. They kept my phone for weeks.", date(2026, 10, 9)),
    ("The police should not have written to me on 6 October that it was never booked in.", date(2026, 10, 6)),
    ("The decision notice is headed 14 October 2026.", date(2026, 10, 14)),
    ("Policja przysłała decyzję z dnia 3 listopada 2026, PC/01234/26.", date(2026, 11, 3)),
)

IN_OCTOBER = (
    (
        "Hiya, I've had an email from the cops dated 28th sept, ref pc/4471/26, they reckon the copper did nowt"
        " wrong. Not having it.",
        date(2026, 9, 28),
    ),
    (
        "Please could you look into how my complaint was handled. The Met's final letter (PC/03322/26) reached "
        "me on 1 October.",
        date(2026, 10, 1),
    ),
    (
        "Further to the outcome provided to me on the 30th of September 2026 under reference CO/00321/26 I wish"
        " to seek a review.",
        date(2026, 9, 30),
    ),
    ("I do not accept the findings in Sgt Wall's letter (22 September 2026).", date(2026, 9, 22)),
    (
        "The complaint response dated 24/09/2026 contains errors. The incident took place on 11/02/2026 and I "
        "complained on 12/02/2026.",
        date(2026, 9, 24),
    ),
    ("THE POLICE WROTE BACK 5 OCT. THEY SAY NO CASE. I SAY THERE IS A CASE. PC/06677/26", date(2026, 10, 5)),
    ("my mam got her letter on saturday and shes in bits. PC/06678/26", date(2026, 10, 10)),
    ("They told me by letter, 29 September, that the officer had been 'reminded'.", date(2026, 9, 29)),
    ("On the 1st of this month they wrote to say they won't take it further. PC/07778/26", date(2026, 10, 1)),
    ("I am responding to the Investigation Report and outcome letter issued 18th September 2026.", date(2026, 9, 18)),
    ("Attached is the letter I was handed at the station on 7 October.", date(2026, 10, 7)),
    ("The result came yesterday by email and it says not upheld.", date(2026, 10, 13)),
    ("I have today received the decision on my complaint PC/08080/26 and want to appeal it.", date(2026, 10, 14)),
    ("i got this morning an email from dps saying my complaint is not upheld", date(2026, 10, 14)),
    ("Re your letter of 6 October asking for the police letter: I will send it when I find it.", None),
    (
        "The letter is dated 6 October but it was posted on 9 October and I only got it on 12 October.",
        date(2026, 10, 6),
    ),
    ("Letter dated the 5th October, got it 8th.", date(2026, 10, 5)),
    ("My complaint was logged on 3 August as PC/09001/26. Decision: 2 October.", date(2026, 10, 2)),
    ("Decision of 02.10.2026, PC/09001/26: I disagree.", date(2026, 10, 2)),
    (
        "My hearing loss means I missed the phone call on 28 September. The letter followed on 30 September.",
        date(2026, 9, 30),
    ),
    ("The Met apologised on 25 September (PC/09002/26) for one thing out of six.", date(2026, 9, 25)),
    (
        "He says in his email of Monday 28 September that my witness 'could not be traced'. She lives next door.",
        date(2026, 9, 28),
    ),
    (
        "I was arrested on 14 May and released on 15 May. They say in a letter I had last week that it was all lawful.",
        None,
    ),
    ("The incident was on 25 September and the complaint was made that day. It is still open.", None),
    ("A letter came from the court on 5 October.", None),
    (
        "My MP wrote to them on 28 September and they have now answered. The answer is dated 8 October.",
        date(2026, 10, 8),
    ),
    ("The council wrote on 2 October that they would not help. The police letter is 25 September.", date(2026, 9, 25)),
    ("PC/09004/26, 25 September 2026, CRU. I want that reviewed.", date(2026, 9, 25)),
    ("They said on the phone on 5 October that I'd get a letter. It is dated 7 October.", date(2026, 10, 7)),
    ("I can't make 20 October for a call. My outcome was 30 September, PC/09005/26.", date(2026, 9, 30)),
    ("I'm on holiday from 16 October. The decision I want looked at was sent 1 October.", date(2026, 10, 1)),
    ("They've refused my complaint. Email 25th Sept 2026. Attached.", date(2026, 9, 25)),
    ("the letter (its two pages, dated 29 9 26) says i was drunk. i dont drink.", date(2026, 9, 29)),
    ("Outcome letter - 30 SEP 2026 - PC/09006/26", date(2026, 9, 30)),
    ("Date on letter 30/9", date(2026, 9, 30)),
    (
        "I received a reply to my complaint against PC 4471 from Inspector Boon on Tuesday 6th October. I had "
        "complained on the 12th of June.",
        date(2026, 10, 6),
    ),
    ("Complaint made 12.6.26, answered 6.10.26.", date(2026, 10, 6)),
    (
        "Reference: PC/09007/26\nDate of outcome: 6 October 2026\nDate of incident: 1 June 2026\nDate of "
        "complaint: 12 June 2026",
        date(2026, 10, 6),
    ),
    ("When did you receive the outcome? 06/10/2026\nWhen did you complain? 12/06/2026", date(2026, 10, 6)),
    ("I have until 3 November I think, as the letter is 6 October.", date(2026, 10, 6)),
    ("I wish to complain about the outcome I received on 6 October 2026.", date(2026, 10, 6)),
    ("They wrote 6th Oct. I ring them 7th Oct. They hang up. PC/09008/26", date(2026, 10, 6)),
    ("the polis sent us a letter, 6 oct it says on it, aboot oor Kev's bike PC/09009/26", date(2026, 10, 6)),
    ("I spoke to you on 12 October about my letter from the police dated 6 October.", date(2026, 10, 6)),
    (
        "The Professional Standards Department concluded its enquiries on 6 October 2026 and found the service "
        "I received acceptable. I do not.",
        date(2026, 10, 6),
    ),
    ("On Tuesday last week, 6 October, an Inspector emailed his decision.", date(2026, 10, 6)),
    ("Letter says Tuesday 7 October but Tuesday was the 6th.", None),
)

OTHER_DAYS = (
    "I've rung four times since 3 October about PC/01234/26.",
    "Please reply by 3 December re PC/01234/26.",
    "The officer spoke to me on 3 October (PC/01234/26).",
    "PC/01234/26 was recorded on 3 October.",
    "PC/01234/26: they seized my phone on 3 October and still have it.",
    "My complaint, PC/01234/26, concerns 3 October at Lewisham station.",
    "My solicitor wrote to the Met on 3 October about PC/01234/26.",
    "I sent you the form on 3 November for PC/01234/26.",
    "You acknowledged PC/01234/26 on 3 November.",
    "The Met's letter is enclosed. My son was arrested on 3 October.",
    "They say in the letter that on 3 October the officer called.",
    "The letter says the officer attended on 3 October 2026 at 14:00.",
    "In the letter he claims he left a card on 3 October.",
    "According to the outcome the call was made on 3 October.",
    "The report states the search happened on 3 October.",
    "The outcome quotes an email I sent on 3 October.",
    "The letter refers to a policy of 3 October 2019.",
    "The reply deals with 3 October only and not with 5 October.",
    "Their letter says a PCSO rang my bell on 3 October and again on 5 October.",
    "I got a letter about it. It was 3 October when he hit me.",
    "The outcome is wrong because on 3 October I was in Spain.",
    "The letter ignores what I sent on 3 November with the photographs.",
    "Your 26 October letter",
    "I am complaint to Metropolitan police in 17 February about the officers, reference PC/01234/26.",
    'Every four weeks a letter, "we are progressing your complaint", the latest 13 November. PC/01234/26.',
    "I read the letter late, my father had died and I came back only on 19 October.",
)
BESIDE_OTHERS = (
    "My GP's letter of 3 November is attached, and the police letter of 26 October.",
    "Letter 26 October. Call to you 3 November.",
    "The letter of 26 October says officers attended on 3 July and 4 July.",
    "On 26 October they wrote to tell me that on 3 July there was no car free.",
    "I disagree with the decision about 3 July. The decision is dated 26 October.",
    "The letter, which I have had since 28 October, is dated 26 October.",
    "The outcome of my complaint of 4 March was sent to me on 26 October.",
    "The 26 October letter ignores my witness.",
    "Their 26/10 email is a joke PC/01234/26",
    "They apologised in writing (26 October) but not for the main thing.",
    "Complaint response: 26.10.2026. Incident: 03.07.2026. Complaint: 05.07.2026.",
    "He rejected it on the 26th of October. PC/01234/26",
    "The Inspector's email (26 Oct, 09:14) says nothing about the van.",
    "I only heard back on 26 October: not upheld, no reasons.",
    "I write about the outcome (PC/01234/26) that PSD gave me on Monday 26 October 2026.",
)


@pytest.mark.parametrize(("text", "letter_on"), IN_NOVEMBER)
def test_the_letter_as_it_is_told_in_november(text: str, letter_on: date | None) -> None:
    """Only the force's letter gives its date, however it is told; what names no one day gives none."""
    assert value(mail(text, on=NOVEMBER, kind=Kind.APPLICATION).letter_on) == letter_on


@pytest.mark.parametrize(("text", "letter_on"), IN_OCTOBER)
def test_the_letter_as_it_is_told_in_october(text: str, letter_on: date | None) -> None:
    """The same, read against another day."""
    assert value(mail(text, on=OCTOBER, kind=Kind.APPLICATION).letter_on) == letter_on


@pytest.mark.parametrize("text", OTHER_DAYS)
def test_days_that_a_letter_tells_of_are_not_its_own(text: str) -> None:
    """What happened, what was recorded, and what a letter says of a day give the letter no date."""
    assert mail(text, on=NOVEMBER, kind=Kind.APPLICATION).letter_on is None


@pytest.mark.parametrize("text", BESIDE_OTHERS)
def test_the_letters_day_is_found_beside_others(text: str) -> None:
    """The letter's own day is found among other days, and where its number stands."""
    assert value(mail(text, on=NOVEMBER, kind=Kind.APPLICATION).letter_on) == date(2026, 10, 26)


@pytest.mark.parametrize(
    ("subject", "day"),
    [
        ("Met decision 5th November PC/01010/26 - I want a review", date(2026, 11, 5)),
        ("FW: complaint outcome 02/11/2026", date(2026, 11, 2)),
    ],
)
def test_a_subject_tells_where_the_letter_does_not(subject: str, day: date) -> None:
    """What the subject says of the letter counts where nothing surer does."""
    assert value(mail("Please look at it again", subject=subject, on=NOVEMBER).letter_on) == day
    told = mail("The letter is dated 9 November.", subject=subject, on=NOVEMBER)
    assert value(told.letter_on) == date(2026, 11, 9)


@pytest.mark.parametrize("kind", [Kind.OUTCOME_DISPUTE, Kind.LEGAL, Kind.PRESS, Kind.RECOMMENDATION_RESPONSE])
def test_letters_of_ours_are_not_the_forces(kind: Kind) -> None:
    """Where people write of our decision its date is not the outcome letter's."""
    assert mail("Your decision letter dated 2 November is wrong.", on=NOVEMBER, kind=kind).letter_on is None
    assert mail("The decision dated 2 November is wrong.", on=NOVEMBER, kind=kind).letter_on is None


@pytest.mark.parametrize(
    "text",
    [
        "Further to the decision of 14 October in my parking appeal I apply for a review of that decision.",
        "I ask for mandatory reconsideration of the decision of 23 October. The police took him away years ago.",
        "The CPS told me on 6 November of the decision not to prosecute. I ask for a review. The police were splendid.",
    ],
)
def test_what_another_body_decided_has_no_outcome_letter(text: str) -> None:
    """The day of a decision that no force made is nobody's outcome letter; that of another force's letter is."""
    assert mail(text, on=NOVEMBER, kind=Kind.MISDIRECTED).letter_on is None
    essex = mail("Essex Police's outcome letter is dated 22 October.", on=NOVEMBER, kind=Kind.MISDIRECTED)
    assert value(essex.letter_on) == date(2026, 10, 22)


@pytest.mark.parametrize(
    "text",
    [
        'She has sent me her "provisional view" (2 November) in PC/02717/26. I would rather have your review now.',
        "I have had two letters, 2 October and 30 October, each telling me that enquiries continue. I wish to appeal.",
        "Last letter 28 September: “a final outcome will follow in due course”. I want a review of PC/02717/26.",
        "Date of outcome letter: not had one\nWhat happened: On 5 October they wrote that Mr Bates has it.",
    ],
)
def test_a_letter_that_decides_nothing_gives_no_date(text: str) -> None:
    """What is called provisional, or only says that they go on, is no outcome letter."""
    assert mail(text, on=NOVEMBER, kind=Kind.APPLICATION).letter_on is None


def test_a_weekday_and_a_number_are_the_day_the_letter_came() -> None:
    """ "Tuesday 13th" is the next such Tuesday after the day named before it, and no other weekday is."""
    told = "The letter is dated 2 October. The envelope is franked 9 October. It was put through my door on "
    assert value(mail(f"{told}Tuesday 13th.", on=NOVEMBER, kind=Kind.APPLICATION).arrived_on) == date(2026, 10, 13)
    assert value(mail(f"{told}Sunday 13th.", on=NOVEMBER, kind=Kind.APPLICATION).arrived_on) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 20 October the inspector rang to say sorry and that my complaint was closed. Please review it.", None),
        ("On 20 October the inspector rang to say it is sorted, there is no letter to appeal from.", None),
        ("I rang, and they e-mailed me the outcome on 20 October.", date(2026, 10, 20)),
        ("The outcome letter is dated 20 October. He rang me about it.", date(2026, 10, 20)),
    ],
)
def test_a_call_is_no_letter(text: str, day: date | None) -> None:
    """The day of what was only spoken gives no letter its date."""
    assert value(mail(f"My complaint PC/05612/26. {text}", on=NOVEMBER, kind=Kind.APPLICATION).letter_on) == day


@pytest.mark.parametrize(
    "text",
    [
        "My insurers say a full report will follow on the door.",
        "The council say their final decision on the noise will follow.",
        "The council fined me and the decision has been cancelled.",
        "It told me of my right to a review. The officer closed my theft report as feedback.",
        "The burglary was dealt with informally by the PCSO.",
        "There was no information about my rights in custody.",
    ],
)
def test_what_others_decide_later_leaves_the_outcome(text: str) -> None:
    """A council, an insurer or the crime itself says nothing of the complaint."""
    found = mail(f"Please review PC/05612/26. I received the outcome letter of 3 November 2026. {text}", on=NOVEMBER)
    assert (value(found.letter_on), found.outcome_given) == (date(2026, 11, 3), Answer.YES)
    assert found.review_rights is not Answer.NO


def test_what_was_only_spoken_is_known() -> None:
    """A call or a visit, with nothing in writing."""
    assert only_spoken("On 20 October the inspector rang, there is no letter.")
    assert only_spoken("He came round on 20 October.")
    assert not only_spoken("On 20 October he rang about his letter.")
    assert not only_spoken("The outcome is of 20 October.")


def test_a_letter_is_dated_by_its_weekday() -> None:
    """The last such day; where a number follows, that says it."""
    assert value(mail("The outcome letter is dated Wednesday.", on=NOVEMBER).letter_on) == date(2026, 11, 18)


def test_a_letter_that_came_by_post_has_a_date_of_its_own() -> None:
    """The day of the post is no date of the letter; that of an e-mail is."""
    assert mail("The letter came by post on 9 November.", on=NOVEMBER).letter_on is None
    assert value(mail("The letter came by e-mail on 9 November.", on=NOVEMBER).letter_on) == date(2026, 11, 9)
    late = mail("The letter is dated 12 October; it came into my hand on the 21st.", on=NOVEMBER)
    assert value(late.arrived_on) == date(2026, 10, 21)
