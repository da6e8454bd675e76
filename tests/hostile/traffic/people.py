"""People whose mail looks a little like a machine's, and who wait for an answer. None of them asks for none."""

# ruff: noqa: E501 - one look a line

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.hostile.build import Header, file, html, multipart, plain
from tests.hostile.traffic.shape import ANSWERING, OUR_WORDS, OURS, PERSON, Letter, letter

REFERENCE = "PC/04417/26"
VOICES = {
    "asks": f"I would like a review of my complaint {REFERENCE}. I am not happy with the outcome, nobody spoke to the witness.",
    "chases": "I wrote three weeks ago about my complaint and have heard nothing. When will somebody answer me?",
    "complains": "Two officers stopped me at Holloway station yesterday and threw my bag on the floor. Who do I complain to?",
    "adds": f"Here is the name of the witness in {REFERENCE}: Bo Quill of 7 Marsh Lane. He saw all of it.",
    "wonders": "My neighbour says that you look at these things. Is that right, and what do I have to do?",
}


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look like a machine: what stands before and after a person's own words, and around them."""

    subject: str = "My complaint"
    before: str = ""
    after: str = ""
    sender: str = "Ada Marlow <ada.marlow@quill.example>"
    headers: tuple[Header, ...] = ()
    entity: str = ""


OUTLOOK: tuple[Header, ...] = (
    ("X-MS-Exchange-Organization-SCL", "1"),
    ("X-MS-Exchange-AntiSpam-Relay", "0"),
    ("X-Microsoft-Antispam", "BCL:0;"),
    ("X-Forefront-Antispam-Report", "CIP:255.255.255.255;CTRY:;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;CAT:NONE;"),
    ("X-MS-Has-Attach", ""),
    ("X-MS-TNEF-Correlator", ""),
    ("Thread-Topic", "My complaint"),
    ("Thread-Index", "AdqG"),
)
FOOTER = (
    "\n\nThis email and any files are confidential. If you are not the intended recipient please do not reply, delete it and "
    "tell the sender. This message was scanned automatically for viruses.\n"
)
QUOTED = "\n\nOn Mon, 23 Nov 2026 at 09:01, Police Complaint Reviews team wrote:\n> " + OUR_WORDS.replace("\n", "\n> ")
BOUNCED = (
    "\n\n---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@quill.example>\nSubject: Delivery Status "
    "Notification (Failure)\n\nYour message wasn't delivered to psd@mps.example because the address couldn't be found.\n"
)

LOOKS: Mapping[str, Look] = {
    "talks of an out of office": Look(before="All I ever get from them is an out of office. "),
    "talks of one in the subject": Look(subject="Complaint: out of office replies from PC Teal"),
    "answers an automatic reply": Look(subject="Re: Automatic reply: my complaint", headers=ANSWERING),
    "passes one on": Look(subject="Fwd: Automatic reply: my complaint", after="\n\nFrom: PSD\nI am out of the office."),
    "passes a bounce on": Look(subject="Fwd: Delivery Status Notification (Failure)", after=BOUNCED),
    "has a bounce as a file": Look(subject="They never got it", entity="bounce"),
    "lost a letter": Look(subject="My letter was returned to sender by your office"),
    "talks of failed delivery": Look(before="My first letter could not be delivered, the post office said. "),
    "says no": Look(headers=(("Auto-Submitted", "no"),)),
    "says no with blanks": Look(headers=(("Auto-submitted", "   No  "),)),
    "wants a receipt": Look(headers=(("Disposition-Notification-To", "ada.marlow@quill.example"), ("Importance", "High"))),
    "uses Outlook": Look(headers=OUTLOOK),
    "was looked at for spam": Look(headers=(("X-Spam-Status", "No, score=1.2 required=5.0"), ("X-Spam-Flag", "NO"))),
    "has a footer": Look(after=FOOTER),
    "answers our letter": Look(subject=f"Re: {OURS}", after=QUOTED, headers=ANSWERING),
    "answers from far": Look(subject=f"AW: {OURS}", after=QUOTED, headers=ANSWERING),
    "is back from holiday": Look(subject=f"Re: {OURS}", before="Sorry for the delay, I was on holiday. ", headers=ANSWERING),
    "goes away soon": Look(subject=f"Re: {OURS}", after="\n\nI am on annual leave from Monday.", headers=ANSWERING),
    "is away and still writes": Look(
        subject=f"Re: {OURS}", before="I am currently on leave so I am writing from my phone. ", headers=ANSWERING
    ),
    "writes from an office": Look(sender="Quill Stores <info@quill.example>"),
    "writes as the administrator": Look(sender="Ada Marlow <admin@quill.example>"),
    "writes from a desk": Look(sender="Ada Marlow <enquiries@quill.example>"),
    "has an unlucky name": Look(sender="Nora Reply <nora.reply@quill.example>"),
    "has another": Look(sender="Scan Lon <scan.lon@quill.example>"),
    "and another": Look(sender="Bounce Bob <bouncy.bob@quill.example>"),
    "speaks of automatic gates": Look(subject="Automatic gates at the station"),
    "speaks of a holiday": Look(subject="Holiday ruined by the police"),
    "has a ticket": Look(subject="Ticket received for parking from PC Teal"),
    "speaks of a failure": Look(subject="Failure of the police to deliver my property"),
    "dictates": Look(after="\n\nSent automatically from my screen reader"),
    "sends an appointment": Look(entity="calendar"),
    "sends HTML alone": Look(entity="html"),
    "is one of several lists": Look(headers=(("X-Mailer", "Apple Mail (2.3774)"), ("X-Originating-IP", "192.0.2.1"))),
    "calls it urgent": Look(subject="URGENT!!! AUTOMATIC REFUSAL OF MY COMPLAINT", headers=(("Precedence", "normal"),)),
}  # fmt: skip


def letters() -> Iterator[Letter]:
    """Every look with every voice."""
    for look_name, look in LOOKS.items():
        for voice, said in VOICES.items():
            text = f"Hello\n\n{look.before}{said}\n\nAda Marlow{look.after}\n"
            if look.before.startswith("I am"):
                text = f"{look.before}{said}\n\nAda Marlow{look.after}\n"
            entity = _entity(look.entity, text)
            yield letter(f"{look_name}, {voice}", PERSON, look.sender, look.subject, text, *look.headers, entity=entity)


def _entity(how: str, text: str) -> bytes:
    if how == "bounce":
        return multipart("mixed", plain(text), file("failed.eml", BOUNCED.encode(), b"message/rfc822"))
    if how == "calendar":
        return multipart(
            "mixed", plain(text), file("hospital.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR", b"text/calendar")
        )
    if how == "html":
        return html("<p>" + text.replace("\n", "<br>") + "</p>")
    return b""
