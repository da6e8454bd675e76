"""TELL THE STORIES: what people and offices write to a reviews team, and what each message is taken to be."""

from __future__ import annotations

import re
from dataclasses import replace
from time import process_time
from typing import Any

import pytest

from bot.recognising.words import cue_table
from config import cues
from handlers.evidence import CueTable, compile_cues, find, quotes, words_of
from handlers.impression import nothing_said
from handlers.likely import ALWAYS
from handlers.recognise import recognise
from store.messages import Attachment, Cue, Incoming, KnownCase, Recognition
from store.terms import Flag, Kind, State, WhyNot
from tests.corpus.stories import (
    APPLICATION,
    CASE,
    CHASE,
    CHILD,
    COLLEAGUE,
    EVERYTHING,
    HOME,
    MORE,
    NEW,
    OFFICE,
    PSU,
    RISK,
    THREAT,
    UNCLEAR,
    WATCHDOG,
    Mail,
)  # fmt: skip

TABLE = cue_table()


def what_is(story: Mail) -> Recognition:
    """What a message is taken to be."""
    return recognise(story.incoming(), story.case(), story.office, TABLE)


@pytest.mark.parametrize("story", EVERYTHING, ids=[f"{story.kind}: {story.name}" for story in EVERYTHING])
def test_what_a_message_is(story: Mail) -> None:
    """A message is taken for what a caseworker would take it for, with the flags a caseworker would set."""
    found = what_is(story)
    assert (found.kind, found.flags, found.also) == (story.kind, story.flags, story.also), found.reasons


SILENT = {
    Kind.CONTACT_CHANGE: WhyNot.KIND,
    Kind.CHIEF_OFFICER_COMPLAINT: WhyNot.CHIEF_OFFICER,
    Kind.COMPLAINT_ABOUT_US: WhyNot.ABOUT_US,
    Kind.THIRD_PARTY: WhyNot.THIRD_PARTY,
    Kind.INFORMATION_RIGHTS: WhyNot.INFORMATION_RIGHTS,
    Kind.ELECTED_REPRESENTATIVE: WhyNot.ELECTED,
    Kind.LEGAL: WhyNot.LEGAL,
    Kind.PRESS: WhyNot.PRESS,
    Kind.THANKS: WhyNot.KIND,
    Kind.UNWANTED: WhyNot.KIND,
}
FROM_OFFICES = {PSU: WhyNot.FORCE_OR_IOPC, WATCHDOG: WhyNot.FORCE_OR_IOPC, COLLEAGUE: WhyNot.OWN_SYSTEM}


@pytest.mark.parametrize("story", EVERYTHING, ids=[f"{story.kind}: {story.name}" for story in EVERYTHING])
def test_who_may_be_answered(story: Mail) -> None:
    """An office is not answered for its address, a person at risk for the risk, anybody else for the kind alone."""
    expected = FROM_OFFICES.get(story.sender, SILENT.get(story.kind))
    if story.sender not in FROM_OFFICES:
        if story.flags & {RISK, THREAT, CHILD, HOME}:
            expected = WhyNot.RISK
        elif Flag.ABUSIVE in story.flags:
            expected = WhyNot.ABUSIVE
        elif Flag.MINOR in story.flags:
            expected = WhyNot.MINOR
    assert what_is(story).why_not == expected


def test_every_kind_and_every_flag_has_a_story() -> None:
    """No kind and no flag goes without a message that is read as it (machines have tests/test_machines.py)."""
    told = {story.kind for story in EVERYTHING}
    missing = set(Kind) - told - {Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE}
    assert not missing, f"Add a story to tests/test_recognise.py for {sorted(missing)}."
    unflagged = set(Flag) - {flag for story in EVERYTHING for flag in story.flags}
    assert not unflagged, f"Add a story to tests/test_recognise.py for the flags {sorted(unflagged)}."


def read(text: str = "", case: KnownCase | None = None, table: CueTable = TABLE, **parts: object) -> Recognition:
    """What a message from Ada Marlow with these parts is taken to be."""
    given = {"sender": "ada.marlow@quill.example", "to": ("reviews@lpb.example",), "text": text, "new_text": text}
    return recognise(Incoming(**{**given, **parts}), case, OFFICE, table)  # type: ignore[arg-type]  # Incoming's names


def test_a_machine_is_not_read() -> None:
    """An automatic reply stays one and raises no alarm, whatever danger its standing text speaks of."""
    found = read(
        "If you are in danger call 999. If you feel suicidal call somebody. To request a review use the form.",
        subject="Automatic reply: papers",
        headers=(("auto-submitted", "auto-replied"),),
    )
    assert (found.kind, found.flags, found.why_not) == (Kind.AUTOMATIC_REPLY, frozenset(), WhyNot.MACHINE)
    assert found.gates == ("auto_submitted", "says_automatic")
    assert found.reasons[0].words == "auto-replied"


@pytest.mark.parametrize(
    ("header", "why_not"),
    [
        (("precedence", "bulk"), WhyNot.BULK),
        (("list-id", "<a.b>"), WhyNot.BULK),
        (("x-auto-response-suppress", "All"), WhyNot.NEVER_ANSWER),
        (("auto-submitted", "auto-generated"), WhyNot.MACHINE),
        (("x-spam-flag", "YES"), WhyNot.BULK),
        (("x-loop", "a@quill.example"), WhyNot.MACHINE),
    ],
)
def test_silence_never_costs_the_case(header: tuple[str, str], why_not: WhyNot) -> None:
    """An application that may not be answered automatically is an application all the same."""
    found = read("I would like a review of my complaint PC/01234/26.", headers=(header,))
    assert (found.kind, found.why_not) == (APPLICATION, why_not)


def test_a_machine_without_words_is_what_its_envelope_says() -> None:
    """What a program made is an automatic reply where its words say nothing, unless a file may be somebody's letter."""
    made: dict[str, Any] = {"headers": (("auto-submitted", "auto-generated"),)}
    letter = Attachment("scan.pdf", "application/pdf", 9, "0" * 64)
    assert read("Your message has arrived.", **made).kind is Kind.AUTOMATIC_REPLY
    assert read("A form was filled in.", attachments=(letter,), **made).kind is UNCLEAR


ASKS = "I would like a review of my complaint PC/01234/26. I am not happy with the outcome."
DIES = "I want to die."
LOOKS_LIKE_A_MACHINE: dict[str, dict[str, Any]] = {
    **{
        subject: {"subject": subject}
        for subject in (
            "Automatic reply",
            "Auto: stopped on the M1",
            "Vacation",
            "Holiday",
            "Away",
            "On leave",
            "On annual leave when they came",
            "Read: my letter",
            "I am away",
            "Support Ticket Opened [#7]",
            "Report domain: lpb.example",
            "The sergeant is out of the office",
        )
    },
    **{
        f"<> {subject}": {"subject": subject, "return_path": ""}
        for subject in ("Rejected: my letter", "Delivery to the station", "Not delivered", "My letter returned mail")
    },
    "administrator, not delivered": {"sender": "admin@quill.example", "subject": "Letter not delivered"},
    "X-Failed-Recipients": {"headers": (("x-failed-recipients", "a@quill.example"),)},
    "X-Vacation": {"headers": (("x-vacation", "yes"),)},
    "X-Autoreply": {"headers": (("x-autoreply", "yes"),)},
    "Precedence: auto_reply": {"headers": (("precedence", "auto_reply"),)},
    "X-PCR-Loop of somebody else": {"headers": (("x-pcr-loop", "forged"),)},
    "an Outlook rule's class": {"headers": (("x-message-class", "IPM.Note.Rules.ReplyTemplate"),)},
    "a report of nothing": {"content_type": "multipart/report"},
}


@pytest.mark.parametrize("parts", LOOKS_LIKE_A_MACHINE.values(), ids=LOOKS_LIKE_A_MACHINE.keys())
def test_a_subject_may_stop_the_answer_and_never_the_case(parts: dict[str, Any]) -> None:
    """An application that looks like a machine's mail is not answered, and is an application all the same."""
    found = read(ASKS, **parts)
    assert found.kind is APPLICATION
    assert found.why_not in (WhyNot.MACHINE, WhyNot.OWN_SYSTEM)


@pytest.mark.parametrize("parts", LOOKS_LIKE_A_MACHINE.values(), ids=LOOKS_LIKE_A_MACHINE.keys())
def test_a_risk_is_read_whatever_a_message_looks_like(parts: dict[str, Any]) -> None:
    """Words of danger are seen in everything that is not by its form a machine's, and a person reads it."""
    found = read(DIES, **parts)
    assert (found.flags & {RISK}, found.kind) == ({RISK}, UNCLEAR)


@pytest.mark.parametrize("parts", LOOKS_LIKE_A_MACHINE.values(), ids=LOOKS_LIKE_A_MACHINE.keys())
@pytest.mark.parametrize("case", [None, CASE], ids=["no case", "a case"])
def test_a_machine_s_few_words_stay_a_machine_s(case: KnownCase | None, parts: dict[str, Any]) -> None:
    """The same mail with an absence note in it is filed as the machine's, on a known case too."""
    found = read("Thank you for your email. I am out of the office until Monday.", case, **parts)
    assert found.kind in (Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE)
    assert found.why_not in (WhyNot.MACHINE, WhyNot.OWN_SYSTEM)


def test_danger_in_the_subject_alone() -> None:
    """What an absence note's subject says of danger is enough."""
    assert RISK in read("", subject="I am away - I want to die").flags
    assert RISK in read("I am going to kill myself tonight", subject="On leave").flags


def test_a_gatekeeper_s_words_do_not_cost_the_case() -> None:
    """A person who was told to prove to be human still applies; the gatekeeper's own mail is a letter not delivered."""
    words = "Prove you are human, they said. "
    assert read(words + ASKS, subject="Re: my complaint").kind is APPLICATION
    assert read(words + DIES, subject="Re: my complaint").flags >= {RISK}
    assert read("To deliver your message click here.", subject="Re: your letter").kind is Kind.DELIVERY_FAILURE


def test_what_only_half_speaks_of_a_matter_goes_to_a_person() -> None:
    """Half the evidence of a matter under an absence note's subject is for a person, a DMARC report is for nobody."""
    assert read("", subject="Vacation: request for a review of my complaint").kind is not Kind.AUTOMATIC_REPLY
    half = "He never gave it back and I have the letter which says they did nothing wrong."
    for case in (None, CASE):
        found = read(half, case, subject="Auto: PC Teal took my car")
        assert found.kind in (UNCLEAR, APPLICATION)
        assert found.why_not is WhyNot.MACHINE
    data = Attachment("quill.example!lpb.example!1767225600!1767311999.zip", "application/zip", 9, "0" * 64)
    report: dict[str, Any] = {"sender": "dmarc-support@quill.example", "subject": "Report domain: lpb.example"}
    assert read("", attachments=(data,), **report).kind is Kind.AUTOMATIC_REPLY
    letter = Attachment("letter.zip", "application/zip", 9, "0" * 64)
    assert read("", attachments=(letter,), **report).kind is UNCLEAR


def test_what_is_quoted_below_decides_nothing() -> None:
    """Words that stand only in the quoted part of a message count for nothing."""
    found = recognise(
        Incoming(
            sender="ada.marlow@quill.example",
            to=("reviews@lpb.example",),
            subject="Re: hello",
            text=(
                "Thank you.\n\nOn Monday Kit wrote:\n> I want to withdraw. I want to die. Under the Freedom of "
                "Information Act"
            ),
            new_text="Thank you.",
        ),
        CASE,
        OFFICE,
        TABLE,
    )
    assert (found.kind, found.flags) == (Kind.THANKS, frozenset())


def test_words_on_a_known_case_are_about_that_case() -> None:
    """Words that would be a new request on their own belong to the case where the sender is a party of it."""
    words = "The shop has the video of it, and I hope you will review that too."
    assert read(words, CASE, subject="Re: x", in_reply_to=("<a@b.example>",)).kind is MORE
    stranger = KnownCase("PCR/2026/00417", State.TRIAGE, sender_is_party=False)
    assert read("Please review my complaint.", stranger).kind is APPLICATION


def two_cues(one: Kind, other: Kind) -> CueTable:
    """A table in which "one" speaks for one kind as much as "other" for another, and nothing else says anything."""
    return compile_cues(
        Cue("kinds", kind, "x", (phrase,), 9.0, ("body",)) for kind, phrase in ((one, "one"), (other, "other"))
    )


def test_a_message_that_says_two_things_equally_gets_two_guesses() -> None:
    """A message that speaks for two things alike is unclear, says which two, and may be answered as a person's."""
    found = read("one and other", table=two_cues(Kind.ADJUSTMENT_REQUEST, NEW))
    assert found.kind is UNCLEAR
    assert set(found.guesses) == {Kind.ADJUSTMENT_REQUEST, NEW}
    assert found.confidence < 0.5
    assert found.why_not is None


def test_a_guess_that_is_half_proved_is_not_answered() -> None:
    """Where one of two likely kinds may not be answered, as with a new address, nobody is answered yet."""
    found = read("one and other", table=two_cues(Kind.CONTACT_CHANGE, NEW))
    assert found.kind is UNCLEAR
    assert found.why_not is WhyNot.KIND


def test_reasons_are_the_words_as_they_stand() -> None:
    """Every reason quotes the message letter by letter, with its place and what it says."""
    found = read("Hello,\nI’m   not happy with\nthe OUTCOME. I'd like a Review, please.", subject="PC/01234/26")
    quoted = {(reason.words, reason.place) for reason in found.reasons}
    assert ("not happy with the OUTCOME", "body") in quoted
    assert ("like a Review", "body") in quoted
    assert all(reason.says for reason in found.reasons)


def test_the_first_reason_against_answering_is_the_envelope() -> None:
    """A gate comes before a flag, and a flag before the kind."""
    words = "I want to kill myself. Under the Freedom of Information Act I want everything."
    assert read(words, headers=(("precedence", "bulk"),)).why_not is WhyNot.BULK
    assert read(words).why_not is WhyNot.RISK
    assert read(words.partition(". ")[2]).why_not is WhyNot.INFORMATION_RIGHTS


def test_an_office_speaks_of_danger_every_day() -> None:
    """A sign of risk that is no more than a hint counts from a person and not from the police."""
    hint = "He has lost hope and stopped taking his medication, at breaking point."
    assert RISK in read(hint).flags
    assert RISK not in read(hint, sender=PSU).flags


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("I DON’T WANT TO LIVE", True),
        ("i dont want   to\nlive", True),
        ("I do not want to live", True),
        ("I don't want to live here any more than you do", True),
        ("I don't want to leave", False),
    ],
)
def test_apostrophes_blanks_and_capitals_make_no_difference(typed: str, found: bool) -> None:
    """The same words are found however they are typed."""
    said = recognise(Mail("", UNCLEAR, typed).incoming(), None, OFFICE, replace(TABLE, whole=nothing_said))
    assert (RISK in said.flags) is found


def test_our_own_reference_is_no_complaint_reference() -> None:
    """Several references are counted once each, in any spelling, and ours is none of them."""
    assert Flag.MULTIPLE_REFERENCES not in read("PCR/2026/00417, PC/01234/26 and pc/1234/26 on 11/02/26").flags
    assert Flag.MULTIPLE_REFERENCES in read("PC/01234/26 and PC 4321/26").flags


# --- the tables themselves


def _filled(phrase: str) -> str:
    """A phrase with the first words of each group it names."""
    groups = {cue.name: cue.phrases[0] for cue in TABLE.cues if cue.table == "words"}
    return re.sub(r"\{([a-z_]+)\}", lambda found: _filled(groups[found[1]]), phrase)


def test_every_phrase_of_every_table_is_found_where_it_counts() -> None:
    """Each phrase a caseworker wrote finds its own row when it stands in the right place."""
    for cue in TABLE.cues:
        if cue.table not in ("kinds", "flags"):
            continue
        for phrase in cue.phrases:
            said = re.sub(r"\.{2,5}|\*", "", _filled(phrase)).replace("<18", "15").replace("#", "7")
            hits = find(words_of(said, TABLE), cue.places[0], TABLE)
            assert any(hit.cue is cue for hit in hits), f"{cue.table}, {cue.name}: {phrase!r} never finds anything."


def test_a_phrase_with_signs_finds_what_the_signs_mean() -> None:
    """A star is any ending, a number sign any number, three dots up to four other words."""
    table = compile_cues([Cue("kinds", "press", "x", ("report* of # for ... today",), 1.0, ("body",))])
    for said, there in (
        ("reporters of 7 for today", True),
        ("Reporting of 12 for you and me, today", True),
        ("report of seven for today", False),
        ("report of 7 for one two three four five today", False),
    ):
        words = words_of(said, table)
        hits = find(words, "body", table)
        assert bool(hits) is there, said
        assert [quote.words for quote in quotes(hits, {"body": said}, {"body": words})] == ([said] if there else [])


def test_too_short_a_beginning_is_refused() -> None:
    """A word beginning of fewer than four letters is refused with a sentence."""
    with pytest.raises(ValueError, match="at least four letters"):
        compile_cues([Cue("kinds", "press", "x", ("jo*",), 1.0, ("body",))])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"weight": "huge", "says": "x", "phrases": ["a"]}, "the weight must be one of"),
        ({"weight": "some", "says": "x", "phrases": []}, "at least one phrase"),
        ({"weight": "some", "phrases": ["a"]}, "needs `says`"),
        ({"weight": "some", "says": "x", "phrases": ["a"], "where": "body"}, "where is not a key"),
        ({"weight": "some", "says": "x", "phrases": ["a"], "in": ["footer"]}, "`in` takes"),
        ({"weight": "some", "says": "x", "phrases": ["a"], "from": ["martians"]}, "`from` takes"),
    ],
)
def test_a_fault_in_a_table_is_said_in_a_sentence(row: dict[str, object], sentence: str) -> None:
    """A row that cannot be read is refused with the table, the row and what is wrong."""
    with pytest.raises(cues.CueFault, match=sentence) as fault:
        list(cues.scored("kinds", "x.toml", {"press": [row]}, {"press"}))
    assert "row 1 of press" in str(fault.value)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    """A heading that is no kind, and a place that is none, are refused."""
    with pytest.raises(cues.CueFault, match="there is no 'presss'"):
        list(cues.scored("kinds", "x.toml", {"presss": []}, {"press"}))
    with pytest.raises(cues.CueFault, match="is no place"):
        list(cues.machine_words({"bounce": {"footer": ["x"]}}))


BAIT = {
    "one letter": "a" * 300_000,
    "one word": "want " * 60_000,
    "openings of phrases": "i would like a please can you i am not i do not " * 6_000,
    "numbers": "15 " * 80_000,
    "apostrophes": "'" * 300_000,
    "letters and apostrophes": "a'" * 150_000,
    "slashes": "/26" * 80_000,
    "references": "PC/01234/26 " * 20_000,
    "no blanks": "删" * 200_000,
}


@pytest.mark.parametrize("bait", BAIT.values(), ids=BAIT.keys())
def test_reading_is_linear(bait: str) -> None:
    """A text made to be slow to read costs at most a few times what any text of its length costs."""
    began = process_time()
    read(bait, subject=bait[:2_000])
    assert process_time() - began < 3.0


def letter(text: str, name: str = "letter.pdf") -> Attachment:
    """A file a message brings, with the words that were read in it."""
    return Attachment(name, "application/pdf", 9, "0" * 64, text=text)


def outcome_of(force: str) -> Attachment:
    """The letter with which a force ends somebody's complaint."""
    return letter(
        f"{force}\n2 October 2026\nDear Ms Marlow\nOutcome of your complaint\nI have determined that the service "
        "provided was acceptable. You have a right to apply for a review.",
        "outcome.pdf",
    )


@pytest.mark.parametrize("local", ["voicemail", "web-form", "scan2", "reviews.webform"])
def test_what_our_own_machines_bring_is_the_publics(local: str) -> None:
    """A message that our voicemail, scanner or web form brings is read as its speaker's, and never answered there."""
    sender = f"{local}@{OFFICE.own[0]}"
    text = "This is Ada Marlow. The police wrote that my complaint PC/01234/26 is not upheld. Please review it."
    found = read(text, sender=sender)
    assert (found.kind, found.why_not) == (Kind.APPLICATION, WhyNot.NEVER_ANSWER)
    assert RISK in read("I am going to kill myself tonight and nobody will notice.", sender=sender).flags


def test_what_a_program_of_our_own_office_says_is_office_business() -> None:
    """A notice that our own systems make is filed as such, and asks nothing of anybody."""
    notice = Mail(
        "", Kind.INTERNAL, "Ticket INC0094417 has moved to Resolved. Resolution notes: index rebuilt.", "Resolved"
    )
    made = replace(
        notice.incoming(), sender=f"servicedesk@{OFFICE.own[0]}", headers=(("Auto-Submitted", "auto-generated"),)
    )
    assert recognise(made, None, OFFICE, TABLE).kind is Kind.INTERNAL


def test_a_request_in_the_subject_over_a_scan_is_one() -> None:
    """Where hardly anything is said but a request, that is what it is."""
    scan = replace(Mail("", APPLICATION, "", "Request for a review").incoming(), attachments=(letter("", "scan.pdf"),))
    assert recognise(scan, None, OFFICE, TABLE).kind is APPLICATION


def test_what_reads_like_an_automatic_answer_is_not_answered() -> None:
    """Without one sign of a machine in its head, words that only machines write are met with silence."""
    text = (
        "I am away from my desk this week and will reply when I return on Monday. If your message is urgent please "
        "ring the switchboard and ask for the duty team."
    )
    found = read(text, subject="PC/04417/26")
    assert (found.gates, found.why_not) == ((), WhyNot.MACHINE)
    assert found.kind in (UNCLEAR, Kind.AUTOMATIC_REPLY)


def test_a_receipt_that_names_a_matter_is_a_machines_and_one_that_asks_for_a_review_is_not() -> None:
    """What a gate takes for a machine's and reads like one all through is filed so, unless it asks something."""
    text = (
        "Your e-mail has been logged as HLC-77120. We aim to reply in 15 working days. If you are facing eviction "
        "today or are in police custody please ring rather than write. This is an unattended account."
    )
    subject = "Thank you for contacting us - ref HLC-77120"
    found = read(text, subject=subject)
    assert (found.kind, found.why_not) == (Kind.AUTOMATIC_REPLY, WhyNot.MACHINE)
    asks = read(f"{text}\n\nI am not happy with the outcome PC/04417/26 and would like it reviewed.", subject=subject)
    assert asks.kind in (APPLICATION, Kind.UNCLEAR)  # a person reads it
    assert read("You logged my e-mail in October. I wish to make a complaint about a constable.").why_not is None


def test_what_may_well_be_a_kind_that_is_not_answered_is_not_answered() -> None:
    """Two kinds that meet silence, together likely enough, keep silent a mail that is likelier something else."""
    text = "I would like a review of the outcome of my complaint."

    def why_not(silent: float) -> WhyNot | None:
        weights = {APPLICATION: 1.0, Kind.PRESS: silent, Kind.LEGAL: silent}
        fitted = {ALWAYS: [(kind, weights.get(kind, -9.0)) for kind in Kind]}
        found = read(text, table=replace(TABLE, weights=fitted, whole=nothing_said))
        assert found.kind is APPLICATION
        return found.why_not

    assert why_not(0.5) in (WhyNot.PRESS, WhyNot.LEGAL)
    assert why_not(-2.0) is None


def test_a_newsletter_about_reviews_opens_no_case() -> None:
    """What came through a mailing list and brings neither reference nor letter is for a person, whatever it says."""
    text = "Please review my complaint. I would like a review of the outcome."
    assert read(text).kind is APPLICATION
    assert read(text, headers=(("List-Id", "<weekly.quill.example>"),)).kind is not APPLICATION


def test_a_request_inside_another_letter_is_not_lost() -> None:
    """Somebody who asks how far we are, and brings another outcome they do not accept, asks for a review of it too."""
    text = (
        "Any news on my review PCR/2026/00417? It has been eight weeks and I have heard nothing from you. "
        "They have also answered my other complaint. I do not accept it and would like your office to review it."
    )
    found = read(text, CASE, attachments=(outcome_of("Metropolitan Police Service"),))
    assert APPLICATION in (found.kind, *found.also)
    quiet = read(text.split("They")[0], CASE)
    assert (quiet.kind, quiet.also) == (CHASE, ())


def test_a_letter_under_a_cover_note_says_what_the_mail_is() -> None:
    """A mail that says next to nothing is what the letter it brings says."""
    asks = letter(
        "Dear team, I am not happy with how my complaint was dealt with and would like it to be reviewed by you."
    )
    assert read("As attached.", attachments=(asks,)).kind is APPLICATION
    assert read("As attached.").kind is not APPLICATION


def test_another_forces_letter_is_another_bodys_matter() -> None:
    """Whose complaint it was stands at the head of the outcome letter."""
    text = "I would like a review of the enclosed outcome."
    assert read(text, attachments=(outcome_of("Kent Police"),)).kind is Kind.MISDIRECTED
    assert read(text, attachments=(outcome_of("Metropolitan Police Service"),)).kind is APPLICATION


def test_one_plain_sentence_is_enough_where_no_word_of_police_is_said() -> None:
    """A neighbour's quarrel is another body's matter though most of its sentences say nothing of any kind."""
    text = (
        "Dear Sir, The man on plot 9 has moved the string again. It is the third time. He says he measured it. "
        "I have held plot 8 since 1988. I spoke with the committee and they will not get involved as he is the "
        "treasurer. Kindly write to him."
    )
    assert read(text, subject="Plot 9").kind is Kind.MISDIRECTED
