"""How the outcome letter came, as people say it, and what else they say of letters, mails and doors."""

from __future__ import annotations

import time

import pytest

from handlers.how_provided import how_provided
from handlers.passages import passage
from store.messages import HowProvided

BY_EMAIL = (
    "Outcome letter 4 November 2026. They emailed it. I have sent you a copy by post too.",
    "My letter of complaint went by post; the outcome was emailed.",
    "An email came from DPS on 4 November 2026 with the result.",
    "The outcome came as an attachment to an email.",
    "Outcome received by e mail on 9 November.",
    "They sent me an email with the outcome letter on 9 November.",
    "The outcome email is dated 9 November.",
    "The outcome was attached to an email of 11/11/2026.",
    "Date of letter: 5 Nov\nHow did you receive it: Email\nWhy",
    "MPS ref: PC/03208/26\nOutcome letter: 5/11/2026 (email)\n",
    "I received the outcome as an email attachment.",
    "Outcome received by Email.",
    "I got the decision letter on email.",
    "I received their outcome email on 9 November.",
    "PSD mailed me the outcome.",
    "The decision dated 4 November 2026 was sent to my email address. I disagree",
    "letter dated 6 November 2026, sent by email to her on the same day",
    "I would like a review of the outcome I received by email on 5 November.",
    "Please review the outcome PC/03018/26 sent by email on 5 November.",
    "I am not happy with the outcome I was sent by email.",
    "I do not accept the decision emailed to me on 5 November.",
    "Outcome PC/03018/26 by email 10 November 2026.",
    "I got their letter by email on 2 November 2026",
    "They emailed me the outcome on 11/11/2026.",
    "got the outcome yesterday by email.",
    "The letter I received by email on 5 November 2026 tells me",
    "She received it by email on 4 November. The outcome",
    "about the outcome of her complaint PC/01919/26. She received it by email on 4 November.",
    "Outcome received: 6 November 2026 via email",
    "outcome of PC/03111/26 sent to my wife's email on 5 November 2026.",
    "The decision was emailed on 4 January.",
    "My complaint outcome came by email",
    "The Met's decision arrived in my inbox on 4 November.",
    "I had an email from the DPS on 3 Nov with the decision",
    "I had an email on the 3rd of November telling me the complaint was not upheld.",
    "The outcome, sent to me by email, says the officer was right.",
    "I was emailed the final letter on 9 November.",
    "The decision came in an email from Inspector Shaw.",
    "My outcome was in an email dated 9 November 2026.",
    "the met emailed me their answer on friday",
    "I only found the outcome email in my junk folder on the 12th.",
    "Outcome letter (PDF, by email) dated 9 November.",
    "Leics police sent the letter as a pdf by e-mail.",
    "The report and the letter were both e-mailed to us on 4 November.",
    "Date letter received: 9/11/26 by email",
    "Received via email 9/11/26. The outcome is that no action is taken.",
)
BY_POST = (
    "4. Date of decision letter and how you received it\n6 November 2026 - by post\n\n5. Why are you unhappy?",
    "letter says 'no further action' dated 10/11/26 come thru post.",
    "I received your acknowledgement by email. The outcome letter arrived on my mat.",
    "I asked for the outcome by email but they put it in the post, dated 4 November 2026.",
    "The letter was sent recorded delivery.",
    "I got the letter dated 4 November 2026 on the 7th, Royal Mail signed for.",
    "The postman brought the letter on 6 November 2026.",
    "The letter dated 4 November 2026 landed on my doormat on the 6th.",
    "The letter came thru the door",
    "letter come thru post i aint happy",
    "Letter posted 9 November, second class.",
    "I have now got the outcome (PC/03212/26, letter dated 5 November 2026, posted).",
    "They sent the outcome letter by normal mail.",
    "Complaint ref: pc/03104/26\nSent to you by: first class post\n",
    "The letter came by post on 9 November. I emailed them back to say I was unhappy.",
    "I emailed them my complaint and the letter arrived by post.",
    "The outcome came through the letter-box.",
    "The letter was sent by Royal Mail.",
    "I got the letter in the post.",
    "It was posted on 4 November and I got the letter on 9 November.",
    "The letter came while I was away, my neighbour took it in from the postie.",
    "The outcome letter was dated 2 November 2026 and was received by me by post on 5 November 2026.",
    "Says letter dated 4 Nov came by post on 6 Nov.",
    "letter from the police came last Tuesday in the post",
    "The outcome letter is dated 3 November 2026 and came by second class post on the 9th.",
    "By letter dated 30 October 2026, sent to our client by first class post and received on 3 November, DPS informed",
    "He had a letter from the police dated 3rd November 2026, which arrived by recorded delivery.",
    "got a letter thru the door last wk sayin my complaint is not upheld",
    "I have typed out the letter they posted me because I have no scanner.",
    "Date of outcome letter\n6 November 2026 - by post\n",
    "was answered on 5 November 2026 by letter through the post.",
    "The outcome letter came through my letterbox on 5 Nov",
    "the outcome arrived by 2nd class post",
    "They posted the outcome letter to me.",
    "The letter is dated 4 November but second class post meant I only had it on the 10th.",
    "The outcome letter arrived in the post this morning.",
    "They sent it recorded and I signed for the letter on 6 November.",
    "I received a letter from the police in the post on Saturday saying my complaint was not upheld.",
    "The decision letter was posted to me on 2 November and arrived 5 November.",
    "the letter dropped through my letterbox on tuesday",
    "My postman delivered the outcome on 7 November.",
    "It came by Royal Mail Special Delivery on 5 November. The letter says no.",
    "How was the outcome sent to you? Post",
    "How did you get the letter? By post",
    "The letter, which came by ordinary post, is dated 4 November.",
    "we got the decision letter through the post on 5th nov",
)
IN_PERSON = (
    "The outcome letter was hand-delivered.",
    "A police officer brought the letter round to my house on 6 November 2026.",
    "The outcome dated 4 November 2026 was given to me at Lewisham front counter.",
    "They gave me the answer by hand on the wing 4 November 2026.",
    "The result was hand delivered to me.",
    "A PC handed over the letter.",
    "The sergeant gave me the letter in person.",
    "I picked up the letter from the police station.",
    "The letter dated 4 November 2026 was pushed through my letter box by hand on the 5th.",
    "The inspector handed me the outcome letter",
    "The outcome letter was handed to me by Sergeant Low at the station.",
    "Two officers came and hand delivered the letter on 5 November.",
    "I collected the outcome from Brixton police station on 5 November.",
    "The decision was given to me in person on 5 November.",
    "The outcome letter was delivered by hand on 5 November.",
)
NOT_SAID = (
    "Please could I have my letters emailed. The outcome letter is dated 5 November.",
    'I have these:\n20 May - letter, "we are considering"\n28 August - email, "we expect to conclude in autumn"',
    "I sent my complaint in by email and got no answer for months, then a decision letter.",
    "I received no reply by email or phone for months. Outcome letter 9 Nov.",
    "I sent my evidence by email. The letter is dated 9 November.",
    "Outcome letter dated 4 November 2026. I am sending you this by post as well as email.",
    "Please send your letter to me by post.",
    "The letter is dated 4 November. PS Could you confirm you got this by post as well?",
    "My letterbox was broken by the police. The outcome letter ignores it.",
    "Officers stood on my doorstep. The letter denies this.",
    "The letter says drugs were found in the envelope.",
    "The outcome says he tied me to a post with the door open.",
    "They told me the decision by phone and the letter never came.",
    "The outcome was only told to me over the phone.",
    "The letter says my evidence was sent to PC Low by email, which he denies.",
    "I would like your decision by email please.",
    "The officer kicked my door; the letter says I opened the door with the post in my hand.",
    "My letterbox was taped. The outcome letter ignores it.",
    "PC Low searched me by hand. The decision says this was fine.",
    "The letter says he handed me the receipt, he did not.",
    "I downloaded the outcome letter from the police portal on 6 November 2026.",
    "Please write to me by post, the outcome letter is dated 5 November.",
    "Email only please. Outcome letter 5 November.",
    "The outcome letter is dated 5 November. My evidence will follow by post.",
    "I never received the outcome letter by email or post.",
    "They say they emailed the outcome on 5 November but I never got it.",
    "I handed in the letter of complaint at the counter. The decision is wrong.",
    "The outcome letter says I posted threats online",
    "The letter says he posted it on Facebook",
    "the officer handed me a notice in person. The letter says",
    "The outcome says the call was by email",
    "I sent a letter by recorded delivery to the police in May. Their decision is wrong.",
    "I emailed the officer twice and had no answer.",
    "Can you email me your decision?",
    "I would be grateful for a reply by email.",
    "The outcome does not mention the email I sent on 4 May.",
    "I posted my complaint on 4 May and the outcome is dated 9 November.",
    "My email address is jo@home.example. The outcome letter is attached to this email.",
    "I attach the outcome letter to this email.",
    "Please find attached the outcome letter by email.",
    "The decision ignores the emails between me and DS Low.",
    "The officer came through my door without a warrant and the outcome says that is fine.",
    "The police pushed through the door. The letter does not explain.",
    "They kicked in the door and the decision says it was lawful.",
    "He was handed to me as a suspect. The outcome is wrong.",
    "He handed me the ticket. The letter says he did not.",
    "The officer gave me the phone at the station. The letter says he kept it.",
    "I have had no outcome by post or email.",
    "I am still waiting for the outcome to come in the post.",
    "The outcome is dated 4 November. Please acknowledge this email.",
    "They said they would email the outcome but they never did.",
    "I asked them to email me the outcome letter.",
    "I will send the outcome letter by post.",
    "I am putting the letter in the post to you today.",
    "PC Low found the drugs in the post. The decision is unfair.",
    "The letter says the parcel was posted on 4 May.",
    "Further to my email of 3 November, I disagree with the outcome.",
    "Thank you for your email. My outcome letter is dated 4 November.",
    "My statement was emailed to the officer but the outcome says he had none.",
    "The officer never emailed me the footage. The outcome ignores this.",
    "He took my hand by the door and the letter says nothing.",
    "She was arrested on the doorstep; the decision letter denies it.",
    "The first email from the handler said he had made up his mind. The outcome is dated 4 November.",
    "I complained by post. The outcome was told to me by phone.",
    "I do not have email. The outcome letter is dated 4 November.",
    "Email is best. The outcome letter is dated 4 November.",
    "Can the decision be sent by email?",
    "He sent threatening emails and the outcome letter says there is no evidence.",
    "The neighbour sent me an email with threats. The police decision is not to act.",
    "The result of the search by hand of my car was nothing.",
    "The officer posted the keys through my letterbox. The letter denies it.",
)


def how(text: str) -> HowProvided | None:
    """How the letter came, by these words."""
    said = how_provided((), passage("body", text))
    return said.value if said else None


@pytest.mark.parametrize("text", BY_EMAIL)
def test_it_came_by_email(text: str) -> None:
    """The outcome came by e-mail, whatever else went in another way."""
    assert how(text) is HowProvided.EMAIL


@pytest.mark.parametrize("text", BY_POST)
def test_it_came_by_post(text: str) -> None:
    """The outcome came by post, whatever else went in another way."""
    assert how(text) is HowProvided.POST


@pytest.mark.parametrize("text", IN_PERSON)
def test_it_was_handed_over(text: str) -> None:
    """Somebody of the police, or who held the writer, gave them the outcome."""
    assert how(text) is HowProvided.IN_PERSON


@pytest.mark.parametrize("text", NOT_SAID)
def test_how_it_came_is_not_said(text: str) -> None:
    """What the writer sent, what is wished for, denied or only claimed, other papers and events say nothing of it."""
    assert how(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was posted to Flat 6, my old flat. On 2 November she e-mailed the letter to me.", HowProvided.EMAIL),
        ("They posted their decision to Tooting. They apologised and e-mailed it.", HowProvided.EMAIL),
        ("The answer was posted to number 58 in place of 85.", HowProvided.POST),
    ],
)
def test_what_came_goes_before_what_went_astray(text: str, value: HowProvided) -> None:
    """A letter sent to another address came in the way in which it came to them at last, if any is told."""
    assert how(text) is value


@pytest.mark.parametrize(
    "bait", ["email ", "the letter came by email ", "it came by post and ", "sent ", "gave me at the "]
)
def test_hostile_text_is_read_in_time(bait: str) -> None:
    """A long text of nothing but ways is read in less than a second."""
    start = time.process_time()
    how((bait * (60_000 // len(bait)))[:60_000])
    assert time.process_time() - start < 1
