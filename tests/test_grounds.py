"""Why somebody is unhappy with an outcome: in their own words, as one piece of their mail, and never in a force's."""

from __future__ import annotations

import time
from datetime import date

import pytest

from handlers.facts import facts
from store.messages import Attachment, Facts, Incoming, OfficeDomains

OFFICE = OfficeDomains("reviews@office.example", ("office.example",), ("force.example",), ("iopc.example",))
DECISION = """Dear Ms Brindle

You told us that PC Stroud was rude to you in Long Lane. The officer said he did not shout. I have decided that the
service was acceptable and no further action will be taken.

If you need this letter in large print or easy read, or would like more time, please call us.

Yours sincerely
DS Neil Roe
Complaints Unit"""
GMAIL = f"""---------- Forwarded message ---------
From: Complaints <psd@force.example>
Date: Thu, 5 Nov 2026 at 09:12
Subject: Your complaint
To: <ada@post.example>

{DECISION}
"""
OUTLOOK = f"""________________________________
From: Complaints <psd@force.example>
Sent: 05 November 2026 09:12
To: ada@post.example
Subject: Your complaint

{DECISION}
"""


def read(text: str, *files: tuple[str, str], sender: str = "ada@post.example", subject: str = "Review") -> Facts:
    """What a mail of these words and documents says."""
    attachments = tuple(Attachment(name, "application/pdf", 9, "0" * 64, text=said) for name, said in files)
    incoming = Incoming(sender=sender, subject=subject, text=text, new_text=text, attachments=attachments)
    return facts(incoming, OFFICE, date(2026, 11, 9))


def told(text: str, *files: tuple[str, str], sender: str = "ada@post.example") -> str | None:
    """The grounds of a mail, which stand in it or in a document of it word for word."""
    found = read(text, *files, sender=sender).grounds
    assert found is None or any(found.value in one for one in (text, *(said for _, said in files)))
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"Please look at it again. He has not even mentioned my door.\n\nKind regards\nAda Brindle\n\n{OUTLOOK}",
            "He has not even mentioned my door.",
        ),
        (f"Review this please as they are wrong.\n\n{GMAIL}", "Review this please as they are wrong."),
        (f"Please review this.\n\n{GMAIL}", None),
        (f"Please review this.\n\n{OUTLOOK}", None),
        (
            f"Their letter is below.\n\n{DECISION}\n\nThat is the letter. What I say is this. He did shout and the "
            "doorbell recorded it.",
            "What I say is this. He did shout and the doorbell recorded it.",
        ),
        (
            'I have typed out the letter. "2 November 2026. Dear Ms Brindle, I have concluded my enquiries into your '
            'complaint. Sergeant Platt said he did not shout. The service was acceptable. Inspector Hale."\n\nMy '
            "answer to that is: there were three witnesses and he asked only Sergeant Platt.\n\nAda Brindle",
            "My answer to that is: there were three witnesses and he asked only Sergeant Platt.",
        ),
        (
            f"{GMAIL}\n\nI do not accept any of this. The officer shouted at me and two people heard it.",
            "I do not accept any of this. The officer shouted at me and two people heard it.",
        ),
        (
            "Please see what I was sent:\n\nOn 5 Nov 2026, at 09:12, Complaints <psd@force.example> wrote:\n\n"
            "> The officer said he did not shout.\n\nHe did. Nobody asked the neighbour.\n\n> The service was "
            "acceptable.",
            "He did. Nobody asked the neighbour.",
        ),
        (
            "> You complained that PC Low was rude.\nHe was, three people heard it.\n> The service was acceptable.\nIt "
            "was not. Nobody rang the shop.\n",
            "It was not. Nobody rang the shop.",
        ),
        (
            "This is what they wrote:\n\nOutcome of your complaint. You complained that PC Low shouted. We have "
            "determined that the service was acceptable. He said he did not shout.\n\nHe did shout, and the shop "
            "camera has it.",
            "He did shout, and the shop camera has it.",
        ),
        (
            "They said: 'Dear Ms Brindle, I have concluded my enquiries into your complaint. The officer said he did "
            "not shout. Yours sincerely, DS Roe.' I say nobody asked my neighbour.",
            "I say nobody asked my neighbour.",
        ),
        (
            "Please review. See below.\n\nFrom: Ada Brindle <ada@post.example>\nSent: 3 November 2026 10:00\n"
            "To: psd@force.example\nSubject: RE: outcome\n\nYou have ignored my witness, Mr Patel.\n\n"
            "From: PSD <psd@force.example>\nSent: 2 November 2026 10:00\nTo: Ada\nSubject: outcome\n\n" + DECISION,
            "You have ignored my witness, Mr Patel.",
        ),
        (
            "Dear Mr Smith\n\nThank you for your letter about my complaint. You told us that we can apply. They never "
            "asked my wife.\n\nYours sincerely\nAda",
            "They never asked my wife.",
        ),
    ],
)
def test_what_a_force_wrote_is_never_the_reason(text: str, expected: str | None) -> None:
    """A force's letter that is passed on or copied gives no grounds; what is said above, between or below it does."""
    assert told(text) == expected


@pytest.mark.parametrize("passed_on", [GMAIL, OUTLOOK, DECISION])
def test_what_a_force_offers_everybody_is_no_wish(passed_on: str) -> None:
    """Large print and more time in a force's letter are not what its reader asks for; what the reader asks for is."""
    assert read(f"Please review this. It is below.\n\n{passed_on}").adjustments == ()
    asked = read(f"Please review this. I am dyslexic. It is below.\n\n{passed_on}").adjustments
    assert [one.value for one in asked] == ["dyslexia"]


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir,\n\nI would like my complaint reviewed. I say the decision is wrong because he was never interviewed."
        "\n\nYours\nLee Marriner",
        "HMP Thornley\n\nDear MOPAC\n\nPlease review my complaint. The letter ignores the nurse's notes.\n\nL Marriner",
        "Telephone note 18/11/2026\n\nCaller: Mrs Elsie Rudd\nWants: a review\nShe is not happy because they have the "
        "wrong house.",
        "Please log this application. The relevant review body is the local policing body. Her grounds as given on our "
        'web form: "They never spoke to the shop manager."',
    ],
)
def test_an_office_passes_on_the_applicants_reasons(text: str) -> None:
    """What our own post room scans, notes or copies is heard as the applicant's."""
    assert told(text, sender="postroom@office.example") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Please find attached the papers. The complainant is unhappy because nobody rang. I would like these back.",
        "We have reviewed the file. He says that the officer lied, which is not accepted.",
        "Reason: the complaint was closed because he did not reply.",
    ],
)
def test_an_office_gives_no_reasons_of_its_own(text: str) -> None:
    """What an office says itself of a complaint is nobody's grounds."""
    assert told(text, sender="psd@force.example") is None


@pytest.mark.parametrize(
    "text",
    [
        "He seeks a review because the appropriate authority did not consider the video.",
        "The review is sought since the appropriate authority did not secure the telephone records.",
        "Please review because they interviewed him with no appropriate adult.",
        "He thinks it's wrong as the sergeant who tasered him wrote the report.",
        "She feels it unjust that the officer's word was preferred.",
        "I'm not happy cos the old bill never knocked next door.",
        "The reason is simple: the decision concerns another man.",
        "My grounds are short. The plan was never obtained.",
        "I said I wanted an apology. There is no apology.",
        "Why was the sergeant's log not looked at? Where is the footage?",
        "I was hoping for an apology and all I got was two pages of excuses.",
        "They neva even watched the cctv.",
        "They got it all wrong.",
        "I was told I matched a description but they will not say whose.",
        "We'd like it reviewed as the letters contradict each other.",
        'The finding is that my horse "was not startled". He was in the canal.',
        "They done nothing and now it is sold on.",
        'They\'ve now said the officer "has been spoken to".',
        'I do not think that "lessons learned" is an answer to anything.',
        "It doesn't mention the photograph.",
        "Nie zgadzam się z tym.",
    ],
)
def test_reasons_are_found_however_they_are_put(text: str) -> None:
    """Whoever says what the outcome leaves out, gets wrong or does not answer has given a reason."""
    assert told(f"Dear team\n\nMy reference is PC/1/26, letter of 2 November 2026.\n\n{text}\n\nYours\nAda") == text


@pytest.mark.parametrize(
    "text",
    [
        "Please review my complaint PC/1/26. The letter is dated 2 November 2026 and came by post.",
        "Thank you for taking the time to read this. I never thought I would write a letter like this.",
        "The letter says that I have 28 days and that MOPAC is the review body. Please review it.",
        "How long will it take? What happens next? Can you ring me?",
        "I am late because my mother was ill. Please review PC/1/26.",
        "My dad asked me to write as he has no e-mail. I enclose his consent. Please look at it again.",
        "Review please.\n\nAda Brindle\n020 7946 0123\n\nThis e-mail is confidential and not to be disclosed.",
    ],
)
def test_politeness_wishes_and_references_are_no_reasons(text: str) -> None:
    """A wish for a review, the way the letter came and the writer's circumstances do not say what is wrong with it."""
    assert told(text) is None


INCIDENT = "On 2 May an officer stopped me. He said I was seen trying car doors. He never let me speak."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{INCIDENT}\n\nI complained on 10 May and waited.\n\nMy reasons are these. The letter says nothing about "
            "my wrist. The choir leader has still not been contacted.\n\nI look forward to hearing from you.",
            "My reasons are these. The letter says nothing about my wrist. The choir leader has still not been "
            "contacted.",
        ),
        (
            f"{INCIDENT}\n\nI believe the outcome is unreasonable. It relies on notes written two days later.\n\n"
            "Please do not hesitate to contact me.",
            "I believe the outcome is unreasonable. It relies on notes written two days later.",
        ),
        (
            f"{INCIDENT}\n\nThe letter of 2 November says the card was left at my flat. There was no card.",
            "The letter of 2 November says the card was left at my flat. There was no card.",
        ),
        ("They said it was a civil matter. He never took a statement.",) * 2,
    ],
)
def test_the_outcome_comes_before_the_incident(text: str, expected: str) -> None:
    """What officers said and did on the day counts only where nothing is said of the outcome."""
    assert told(f"Dear team\n\n{text}\n\nYours sincerely\nAda Brindle") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Please review PC/1/26. Letter dated 9 November 2026. Nobody rang my witness. Please ring me on "
            "020 7946 0123, I am deaf in one ear. Ada Brindle",
            "Nobody rang my witness.",
        ),
        (
            "My constituent Mrs Broom wrote to me. She feels it is unsatisfactory because the force did not address "
            "her calls. I would be grateful if you would review it. I enclose her consent.",
            "She feels it is unsatisfactory because the force did not address her calls.",
        ),
        (
            "1. I refer to PC/1/26.\n2. I apply for a review.\n3. The handler applied the wrong test.\n4. No "
            "consideration was given to the visitor's note.\n5. I have copied this to my MP.\n\nA. Brindle",
            "3. The handler applied the wrong test.\n4. No consideration was given to the visitor's note.",
        ),
        (
            "I am unhappy for the following reasons:\n\n- it took eleven months\n- the rank is wrong\n\nI have lived "
            "here for 40 years.",
            "I am unhappy for the following reasons:\n\n- it took eleven months\n- the rank is wrong",
        ),
    ],
)
def test_only_the_sentences_that_say_why_are_taken(text: str, expected: str) -> None:
    """References, dates, telephone numbers, wishes and names around the reasons are left out."""
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ref: PC/1/26\nSent to you by: first class post\nReasons for asking for review:\n1) no reply on the keys\n"
            "2) wrong officer interviewed\nAdjustments: large print",
            "1) no reply on the keys\n2) wrong officer interviewed",
        ),
        (
            "4. Date of the letter\n6 November 2026\n\n5. Why are you unhappy with the outcome?\nThe decision says I "
            "consented. I never did.\n\n6. What would put it right?\nAn apology.",
            "The decision says I consented. I never did.",
        ),
        (
            "Name: Ada\nWhy are you unhappy with the outcome?: The log is wrong.\nDo you need any help from us?: No",
            "The log is wrong.",
        ),
        (
            "Summary of the complaint\nPC Low refused to take my report. He said I was rude.\n\nWhy I disagree\n"
            "The letter accepts it was wrong and finds it acceptable.\n\nOutcome sought\nAn apology.",
            "The letter accepts it was wrong and finds it acceptable.",
        ),
        (
            "I am disappointed with the reply. My grounds:\n\nThe officer marked his own homework.\n\nNo need to ring.",
            "The officer marked his own homework.",
        ),
        (
            "Message: Hello, my name is Ada. They never checked the camera. Please ring me.\nPhone: 020 7946 0123",
            "They never checked the camera.",
        ),
        ("Reason for being late: I was ill.\nGrounds: no notes were kept.", "no notes were kept."),
        (
            "I want a review. Ground 1: the outcome was not reasonable or proportionate. Ground 2: it took a year.",
            "the outcome was not reasonable or proportionate. Ground 2: it took a year.",
        ),
    ],
)
def test_what_a_form_calls_grounds_is_taken_without_its_label(text: str, expected: str) -> None:
    """Under a label, a heading or a question stands the answer alone, as far as the next one."""
    assert told(text) == expected


def test_a_document_of_the_applicants_is_read_for_reasons_too() -> None:
    """A letter that is attached gives its writer's reasons; a force's letter beside it gives none."""
    letter = "Dear Sir\nI want a review of my complaint.\n\nThe report ignores the camera.\n\nYours\nAda Brindle"
    assert told("Please see attached.", ("mine.pdf", letter)) == "The report ignores the camera."
    assert told("Please see attached.", ("theirs.pdf", f"Northshire Police\n{DECISION}")) is None


@pytest.mark.parametrize(
    "bait",
    [
        'Dear Ada, "you complained ',
        "they never said. ",
        "review because ",
        "From: a@b.example\nSent: x\n",
        "grounds:\na. ",
        "> a\n\n",
    ],
)
def test_bait_is_read_for_reasons_in_bounded_time(bait: str) -> None:
    """Text made to be slow costs little, whatever it repeats."""
    started = time.perf_counter()
    read((bait * 100_000)[:200_000])
    assert time.perf_counter() - started < 2.5
