"""Automatic mail and loops: rows 45 to 62 of the list of bad input; tests/hostile/traffic holds more."""

from __future__ import annotations

from tests.hostile.build import ASKS, file, html, mail, multipart, plain
from tests.hostile.row import (
    ACCEPTED,
    BOUNCED,
    MACHINES,
    UNSURE,
    UNWANTED,
    Later,
    Mail,
    Proved,
    filed,
    silent,
)

SPINE, HERE = "tests/test_spine.py", "tests/test_hostile.py"
DAEMON = "Mail Delivery Subsystem <MAILER-DAEMON@mx.archer.example>"
AWAY = filed("automatic_reply", "machine", MACHINES)
NOT_DELIVERED = filed("delivery_failure", "machine", BOUNCED, "find another way to reach them")
ARRIVED = filed("automatic_reply", "machine", MACHINES)


def report(action: str, status: str, about: str = "ann@archer.example") -> bytes:
    """A delivery report about a letter that nobody here has sent."""
    told = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {about}\nAction: {action}\nStatus: {status}\n"
    return mail(
        sender=DAEMON,
        subject="Delivery Status Notification",
        entity=multipart(
            "report",
            plain("About your letter."),
            b"Content-Type: message/delivery-status\n\n" + told.encode(),
            b"Content-Type: text/rfc822-headers\n\nMessage-ID: <somebody@else.example>\nSubject: Hello\n",
            extra="; report-type=delivery-status",
        ),
    )


def _away(name: str, subject: str, text: str, *headers: tuple[str, str]) -> Mail:
    return Mail(46, name, mail(text, *headers, subject=subject), AWAY)


MAILS = (
    Mail(
        45,
        "an absence note that says so",
        mail("I am away until Monday.", ("Auto-Submitted", "auto-replied"), subject="Away"),
        AWAY,
    ),
    _away("Outlook's", "Automatic reply: We have received your message", "I am on leave."),
    _away("in German", "Abwesenheitsnotiz: Ihr Schreiben", "Ich bin nicht im Büro."),
    _away("in two words", "Out of Office", "Back on Monday."),
    _away(
        "only its words",
        "Re: We have received your message",
        "I am out of the office until 4 December and will answer then.",
        ("In-Reply-To", "<a1@mopac.example>"),
    ),
    Mail(48, "a report about a letter that is not ours", report("failed", "5.1.1"), NOT_DELIVERED),
    Mail(49, "late, and it says so", report("delayed", "4.4.1"), NOT_DELIVERED),
    Mail(49, "arrived", report("delivered", "2.0.0"), ARRIVED),
    Mail(50, "a report that names somebody else", report("failed", "5.1.1", "minister@city.example"), NOT_DELIVERED),
    Mail(
        53,
        "a request through a mailing list",
        mail(ASKS, ("List-Id", "Neighbours <neighbours.archer.example>")),
        silent("bulk"),
    ),
    Mail(
        53,
        "talk on a mailing list",
        mail("The choir meets on Tuesday this week.", ("List-Id", "<neighbours.archer.example>"), subject="Choir"),
        filed("unclear", "bulk", UNSURE),
    ),
    Mail(54, "a gateway calls a request bulk", mail(ASKS, ("Precedence", "bulk")), silent("bulk")),
    Mail(55, "Outlook asks for no answer", mail(ASKS, ("X-Auto-Response-Suppress", "All")), silent("never_answer")),
    Mail(
        56,
        "a read receipt",
        mail(
            subject="Read: We have received your message",
            entity=multipart(
                "report",
                plain("Your message was read."),
                b"Content-Type: message/disposition-notification\n\nDisposition: manual-action; displayed\n",
                extra="; report-type=disposition-notification",
            ),
        ),
        AWAY,
    ),
    Mail(
        56,
        "a request that asks for a receipt",
        mail(ASKS, ("Disposition-Notification-To", "ann@archer.example"), ("Return-Receipt-To", "ann@archer.example")),
        ACCEPTED,
    ),
    Mail(
        57,
        "an invitation from outside",
        mail(
            subject="Invitation: meeting about my case",
            entity=multipart(
                "alternative",
                plain("Ann Archer invites you: Tuesday 10:00."),
                b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n",
            ),
        ),
        filed("unclear", "never_answer", UNSURE, "a calendar entry"),
    ),
    Mail(
        58,
        "Outlook takes a message back",
        mail('Ann Archer would like to recall the message, "Thursday".', subject="Recall: Thursday"),
        AWAY,
    ),
    Mail(
        58,
        "a thumb",
        mail("Ann Archer reacted to your message:\n👍", subject="Ann Archer reacted to your message"),
        AWAY,
    ),
    Mail(
        58,
        "a vote by button",
        mail("", ("X-MS-Exchange-Message-Class", "IPM.Note"), subject="Approve: dates for the meeting"),
        filed("unclear", "", UNSURE, letters=1),
    ),
    Mail(59, "we were only Bcc", mail(to="mayor@city.example"), silent("never_answer")),
    Mail(
        60,
        "sixty people at once",
        mail(ASKS, ("Cc", ", ".join(f"desk{n}@paper{n}.example" for n in range(60)))),
        ACCEPTED,
    ),
    Mail(
        61,
        "a newsletter that speaks of reviews",
        mail(
            "This week's best reviews\n\nRead our review of the new complaint software, and request a review of your "
            "own: our experts review complaints handling for free. Was this useful? Leave us a review!\n",
            ("List-Id", "<weekly.quill.example>"),
            ("List-Unsubscribe", "<mailto:off@quill.example>"),
            sender="Quill Weekly <news@quill.example>",
            subject="Reviews of the week: complaints software reviewed",
        ),
        filed("unwanted", "bulk", UNWANTED),
    ),
    Mail(
        61,
        "advertising",
        mail(
            "We build links for your website and bring you to the top of the search results. Special offer this week. "
            "Unsubscribe here.\n",
            ("List-Unsubscribe", "<mailto:off@quill.example>"),
            sender="Quill SEO <sales@quill.example>",
            subject="Increase your website traffic",
        ),
        filed("unwanted", "bulk", UNWANTED),
    ),
    Mail(
        62,
        "the list of mail that was held back",
        mail(
            "You have 2 messages in quarantine.",
            ("Auto-Submitted", "auto-generated"),
            sender="quarantine@messaging.mailhost.example",
            subject="Microsoft 365 security: You have messages in quarantine",
        ),
        filed("unwanted", "machine", UNWANTED),
    ),
    Mail(
        62,
        "the mailbox is almost full",
        mail(
            "Your mailbox is almost full.",
            sender="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mopac.example",
            subject="Your mailbox is almost full",
        ),
        filed("internal", "own_system", "6 Filed"),
    ),
    Mail(
        62,
        "a picture only",
        mail(entity=multipart("related", html("<img src=cid:a>"), file("a.png", b"\x89PNG", b"image/png"))),
        ACCEPTED,
    ),
)

ELSEWHERE = (
    Proved(47, f"{SPINE}::test_our_letter_coming_back_is_known_by_our_own_message_id"),
    Proved(51, f"{SPINE}::test_a_machine_that_answers_our_letter_within_minutes_gets_no_second_one"),
    Proved(52, f"{HERE}::test_our_own_letter_come_back_is_answered_by_nothing"),
    Later(49, "a delay is named with the failures, as the table of kinds has it; its task should not be due for a day"),
    Later(62, "the alarm for quarantine and quota is raised by the watch over the service's own health"),
)
