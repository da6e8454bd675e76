"""TELL THE STORIES: no machine is ever answered, and nobody is met with silence for looking a little like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.recognising.words import cue_table
from handlers import absence
from handlers.machines import GATES, GateHit, gates
from store.messages import Attachment, Incoming, OfficeDomains
from store.terms import Kind, WhyNot

TABLE = cue_table()
OFFICE = OfficeDomains("reviews@lpb.example", ("lpb.example",), ("force.example",), ("iopc.example",))
OWN_IDS = frozenset({"<pcr-2026-00417.ack@lpb.example>"})
PERSON = Incoming(
    sender="ada.marlow@quill.example",
    sender_name="Ada Marlow",
    to=("reviews@lpb.example",),
    subject="My complaint",
    return_path="ada.marlow@quill.example",
    text="I would like a review.",
    new_text="I would like a review.",
)


def mail(**changes: object) -> Incoming:
    """A person's mail with these parts changed; `text` is new text."""
    if "text" in changes:
        changes["new_text"] = changes["text"]
    return replace(PERSON, **changes)  # type: ignore[arg-type]  # the names are Incoming's own


def headed(*pairs: tuple[str, str], **changes: object) -> Incoming:
    """A person's mail with these headers added."""
    return mail(headers=pairs, **changes)


def file(name: str, content_type: str, *, inline: bool = False) -> Attachment:
    """A file that came with a message."""
    return Attachment(name, content_type, 100, "0" * 64, inline)


def codes(incoming: Incoming) -> tuple[str, ...]:
    """The codes of the rules that hold."""
    return tuple(hit.code for hit in gates(incoming, OFFICE, TABLE, OWN_IDS))


Cases = dict[str, Incoming]

DAEMON = "mailer-daemon@mx.quill.example"
REPORT = "multipart/report; report-type=delivery-status"
ANSWER = ("<pcr-2026-00417.ack@lpb.example>",)

# For every rule: mail it must see (first), and mail of people that looks close and is still answered (second).
EXAMPLES: dict[str, tuple[Cases, Cases]] = {
    "arrived": (
        {"a letter has arrived": mail(content_type=f"{REPORT}; action=delivered")},
        {"a person writes that it arrived": mail(subject="Delivery Status: your letter has arrived, thank you")},
    ),
    "delivery_report": (
        {
            "multipart/report; report-type=delivery-status": mail(content_type=REPORT),
            "its part, without a report-type": mail(
                content_type="multipart/report", attachments=(file("", "message/delivery-status"),)
            ),
        },
        {
            "a person sends a bounce on as an attachment": mail(
                content_type="multipart/mixed",
                subject="this came back",
                attachments=(file("bounce.eml", "message/rfc822"), file("d.txt", "message/delivery-status")),
            ),
        },
    ),
    "server_bounce": (
        {
            "mailer-daemon: Undelivered Mail": mail(sender=DAEMON, subject="Undelivered Mail Returned to Sender"),
            "mailer-daemon, no subject, its words": mail(
                sender=DAEMON, subject="", text="I'm afraid I wasn't able to deliver the following message."
            ),
        },
        {"a person quotes a server": mail(subject="Fwd: failure notice", text="Undelivered Mail, it said. Why?")},
    ),
    "answered_not_delivered": (
        {
            "auto-replied, and a bounce's subject": headed(
                ("auto-submitted", "auto-replied"), return_path="", subject="Automatically rejected mail"
            ),
            "auto-replied, by a mail server": headed(("auto-submitted", "auto-replied"), sender=DAEMON, subject="退信"),
            "auto-replied, and a gatekeeper's subject": headed(
                ("auto-submitted", "auto-replied (challenge)"), return_path="", subject="Please confirm your message"
            ),
        },
        {"a person answers a bounce": headed(("auto-submitted", "no"), subject="Re: Undelivered Mail")},
    ),
    "worded_bounce": (
        {
            "a gateway under its own name": mail(
                sender="gw.antivirus@quill.example", subject="Undeliverable mail", text="550 5.1.1 user unknown"
            ),
            "a bounce handler": mail(
                sender="bounces+srs0=a@quill.example",
                subject="Your letter",
                text="That mailbox said: 554 5.7.1 rejected",
            ),
            "what servers say to each other": mail(
                subject="Mail could not be delivered", text="Sent <<< RCPT TO:<a@b> Received >>> 550 unknown"
            ),
        },
        {
            "a person passes a bounce on": mail(subject="Fwd: Undeliverable: complaint", text="550 5.1.1 user unknown"),
            "a person whose parcel did not come": mail(subject="Parcel not delivered", text="It is 550 days ago."),
        },
    ),
    "mailer_daemon": (
        {"it says what nobody understands": mail(sender=DAEMON, subject="Hei", text="Ei onnistu.")},
        {"a person with such a name": mail(sender="mai.ler-daemon@quill.example")},
    ),
    "bounce_of_ours": (
        {
            "a daemon names a letter of ours": mail(sender=DAEMON, failed_message_ids=ANSWER),
            "no return path, and a letter of ours": mail(return_path="", failed_message_ids=ANSWER),
        },
        {"a person sends on the bounce they got": mail(failed_message_ids=ANSWER)},
    ),
    "delivery_notice": (
        {
            "multipart/report that does not say of what": mail(content_type="multipart/report"),
            "Exchange item class REPORT.IPM.Note.NDR": headed(("x-ms-message-class", "REPORT.IPM.Note.NDR")),
        },
        {"a letter about a report": mail(content_type="multipart/mixed", subject="The report on my delivery")},
    ),
    "failed_recipients": (
        {"X-Failed-Recipients": headed(("x-failed-recipients", "ada.marlow@quill.example"))},
        {"X-Original-To is no failed recipient": headed(("x-original-to", "reviews@lpb.example"))},
    ),
    "daemon_bounce": (
        {
            "mailer-daemon: Undelivered Mail Returned to Sender": mail(
                sender=DAEMON, subject="Undelivered Mail Returned to Sender"
            ),
            "MAILER-DAEMON without an address": mail(
                sender="",
                sender_doubt="no address",
                subject="Returned mail: User unknown",
                headers=(("from", "MAILER-DAEMON (Mail Delivery Subsystem)"),),
            ),
            "postmaster, no known subject, qmail's words": mail(
                sender="postmaster@quill.example",
                subject="Re: your letter",
                text="Hi. This is the qmail-send program at quill.example.",
            ),
            "administrator: Undeliverable": mail(
                sender="administrator@quill.example", subject="Undeliverable: your letter"
            ),
            "post.master: 550 5.1.1 user unknown": mail(
                sender="post.master@quill.example", subject="your letter", text="550 5.1.1 user unknown"
            ),
            "our own Exchange: Unzustellbar": mail(sender="postmaster@lpb.example", subject="Unzustellbar: Ihr Brief"),
        },
        {
            "a person forwards a bounce": mail(subject="Fwd: Undelivered Mail Returned to Sender"),
            "a person whose letter did not arrive": mail(subject="The letter could not be delivered to my old flat"),
        },
    ),
    "null_path_bounce": (
        {
            "<> and Mail delivery failed": mail(return_path="", subject="Mail delivery failed: returning message"),
            "<> and Delivery Status Notification (Delay)": mail(
                return_path="<>", subject="Delivery Status Notification (Delay)"
            ),
        },
        {"no Return-Path at all, and mail delivery is the complaint": mail(return_path=None, subject="Mail delivery")},
    ),
    "challenge": (
        {
            "a gatekeeper answers our letter": mail(
                subject="Re: We have received your message",
                in_reply_to=ANSWER,
                text="To deliver your message please click and prove you are human. One-time verification.",
            ),
            "a gatekeeper that speaks like a butler": mail(
                subject="Re: Your request for a review - [PCR/2027/00044]",
                text="Ray doesn't know you yet, so it waits outside. To let it in pick out the pictures of boats.",
            ),
        },
        {
            "a person was shown pictures": mail(
                subject="My complaint", text="The sergeant made me tick the box by each picture and sign it."
            ),
            "a person was asked to prove who they are": mail(
                subject="The police made me wait", text="They said my letter was pending your verification of identity."
            ),
        },
    ),
    "own_letter": (
        {
            "our own Message-ID comes back": mail(message_id="<pcr-2026-00417.ack@lpb.example>"),
        },
        {"a person's answer to our letter": mail(subject="Re: We have received your message", in_reply_to=ANSWER)},
    ),
    "own_mark": (
        {"X-PCR-Loop, ours or another office's": headed(("x-pcr-loop", "1"))},
        {"a person asks about a loop": mail(subject="X-PCR-Loop"), "X-PCR is no mark": headed(("x-pcr", "1"))},
    ),
    "own_mailbox": (
        {
            "From is this mailbox": mail(sender="reviews@lpb.example"),
            "From is this mailbox in capitals": mail(sender="REVIEWS@LPB.EXAMPLE"),
        },
        {"the same name elsewhere": mail(sender="reviews@quill.example")},
    ),
    "auto_submitted": (
        {
            "auto-replied": headed(("auto-submitted", "auto-replied")),
            "Auto-Replied; owner-email=x": headed(("auto-submitted", "Auto-Replied; owner-email=a@quill.example")),
            "auto-replied (vacation)": headed(("auto-submitted", "auto-replied (vacation)")),
            "(vacation) auto-replied": headed(("auto-submitted", "(vacation (summer)) auto-replied")),
            "auto-notified": headed(("auto-submitted", "auto-notified; owner-email=a@quill.example")),
            "two headers, the second auto-replied": headed(
                ("auto-submitted", "no"), ("auto-submitted", "auto-replied")
            ),
        },
        {
            "no": headed(("auto-submitted", "no")),
            "No": headed(("auto-submitted", "No")),
            "no with blanks": headed(("auto-submitted", "   No  ")),
            "no; x": headed(("auto-submitted", "no; x=y")),
            "no, still with its newline": headed(("auto-submitted", "no\n")),
            "no (a person)": headed(("auto-submitted", "no (typed by hand)")),
            "(a person) no": headed(("auto-submitted", "(typed by hand) no")),
            "an empty header": headed(("auto-submitted", "")),
        },
    ),
    "autoreply_header": (
        {
            name: headed((name, value))
            for name, value in (
                ("x-autoreply", "yes"),
                ("x-autorespond", "My letter"),
                ("x-auto-reply", "1"),
                ("x-auto-respond", "yes"),
                ("x-autogenerated", "Reply"),
                ("x-mail-autoreply", "yes"),
                ("x-autoreply-from", "a@quill.example"),
                ("x-vacation", "yes"),
            )
        },
        {"X-Autoreply: no": headed(("x-autoreply", "no")), "X-Autorespond: empty": headed(("x-autorespond", ""))},
    ),
    "precedence_reply": (
        {
            "auto_reply": headed(("precedence", "auto_reply")),
            "Auto-Reply": headed(("precedence", "Auto-Reply")),
            "X-Precedence: auto_reply": headed(("x-precedence", "auto_reply")),
        },
        {"first-class": headed(("precedence", "first-class")), "normal": headed(("precedence", "normal"))},
    ),
    "post_message_class": (
        {"9; Autoresponder": headed(("x-post-messageclass", "9; Autoresponder"))},
        {"1; Normal": headed(("x-post-messageclass", "1; Normal"))},
    ),
    "item_class": (
        {
            "IPM.Note.Rules.OofTemplate.Microsoft": headed(
                ("x-ms-exchange-message-class", "IPM.Note.Rules.OofTemplate.Microsoft")
            ),
            "IPM.Note.Rules.ReplyTemplate": headed(("x-message-class", "IPM.Note.Rules.ReplyTemplate.Microsoft")),
            "REPORT.IPM.Note.IPNRN, a read receipt": headed(("x-item-class", "REPORT.IPM.Note.IPNRN")),
            "IPM.Outlook.Recall": headed(("x-message-class", "IPM.Outlook.Recall")),
        },
        {"IPM.Note, any letter": headed(("x-message-class", "IPM.Note"))},
    ),
    "receipt": (
        {
            "a read receipt": mail(content_type="multipart/report; report-type=disposition-notification"),
            "a read receipt by its part": mail(
                content_type="multipart/report", attachments=(file("", "message/disposition-notification"),)
            ),
            "an abuse report": mail(content_type="multipart/report; report-type=feedback-report"),
        },
        {"a person asks for a read receipt": headed(("disposition-notification-to", "ada.marlow@quill.example"))},
    ),
    "recall": (
        {
            "Outlook's recall": mail(
                subject="Recall: My complaint", text='Ada Marlow would like to recall the message, "My complaint".'
            ),
        },
        {"a person writes about a recall": mail(subject="Recall: the police car", text="The car had a recall notice.")},
    ),
    "reaction": (
        {
            "Ada reacted to your message": mail(
                subject="Ada Marlow reacted to your message",
                text="Ada Marlow reacted to your message: We have received",
            ),
            "Gmail's reaction part": mail(
                content_type="multipart/alternative", attachments=(file("", "text/vnd.google.email-reaction+json"),)
            ),
        },
        {
            "a person asks how they reacted": mail(
                subject="How the officer reacted to my complaint", text="He reacted badly to your message to him."
            ),
        },
    ),
    "says_automatic": (
        {
            **{
                subject: mail(subject=subject)
                for subject in (
                    "Automatic reply: We have received your message",
                    "AUTOMATIC REPLY: your letter",
                    "[EXTERNAL] Automatic reply: your letter",
                    "External: Out of Office: your letter",
                    "[Auto-Reply] your letter",
                    "autoreply",
                    "Auto-reply to your message",
                    "Out of office",
                    "Out of Office Re: your letter",
                    "Out of the office until 4 May",
                    "OOO: your letter",
                    "Autosvar: your letter",
                    "Automatiskt svar: your letter",
                    "Abwesenheitsnotiz",
                    "Automatische Antwort: your letter",
                    "Réponse automatique : your letter",
                    "Respuesta automática: your letter",
                    "Risposta automatica: your letter",
                    "Automatisch antwoord: your letter",
                    "Automatyczna odpowiedź: your letter",
                    "Otomatik Yanıt: your letter",
                    "Автоматический ответ: your letter",
                    "Odpowiedź automatyczna: your letter",
                    "Read: your letter",
                    "Return Receipt (displayed) - your letter",
                    "Bob Smith is out of the office",
                    "Bob Smith is out of the office (returning 01/12/2026)",
                    "Bob Smith is currently out of office until 4 May.",
                    "\u200eAutomatic reply: your letter",
                    "EXTERNAL EMAIL: Automatic reply: your letter",
                    "[EXTERNAL] Re: Automatic reply: your letter",
                    "🌴 Out of office 🌴",
                    "🏖️ Automatic reply: your letter",
                    "Holiday: Re: We have received your message",
                )
            },
        },
        {
            "a person answers our automatic reply": mail(
                subject="Re: Automatic reply: We have received your message", text="Thank you, here is the letter."
            ),
            "a person sends the force's on": mail(subject="Fwd: Automatic reply: my complaint"),
            "a person complains about one": mail(subject="All I get is an out of office"),
            "out of office hours": mail(subject="Out of office hours the station was closed"),
            "your out of office, in the text": mail(text="I keep getting your out of office. I would like a review."),
            "somebody who was away": mail(subject="Nobody answers: the sergeant is out of the office every time"),
            "somebody's office": mail(subject="The way he threw me out of the office"),
            "a holiday": mail(subject="Holiday ruined by the police at the airport"),
            "a picture in front": mail(subject="🚓 My complaint"),
            "our gateway's mark and Re:": mail(subject="[EXTERNAL] Re: We have received your message"),
            "a receipt from the shop": mail(subject="Return receipt from the shop, as evidence"),
            "reading is not a receipt": mail(subject="Reading your letter again"),
        },
    ),
    "away_subject": (
        {
            "a person complains under the words of a note": mail(
                subject="Out of office", text="Every time I write I get a robot. Has anybody opened my file yet?"
            ),
            "a person who goes away and sends a paper first": mail(
                subject="Annual leave", text="Here is the letter of 3 October about the bus and the dog."
            ),
        },
        {"a leave that is no note's": mail(subject="The sergeant's annual leave", text="He never answered me at all.")},
    ),
    "says_it_is_away": (
        {
            "no header at all, in answer to us": mail(
                subject="Re: your letter", in_reply_to=ANSWER, text="Hello. I am out of the office until Monday 4 May."
            ),
            "a desk that only takes mail by machine": mail(
                subject="Re: papers", in_reply_to=ANSWER, text="This is an automated message. Your mail has arrived."
            ),
            "ich bin derzeit nicht im Büro": mail(
                subject="AW: your letter", text="Ich bin derzeit nicht im Büro und lese keine Post."
            ),
            "with no word of anything else": mail(
                subject="Re: your letter",
                text="Thank you for your email.\nI am on annual leave until 7 December with no access to my mailbox. "
                "If it is urgent please call my colleague Bo Quill on 020 7946 0001.\n\nKind regards\nAda Marlow",
            ),
            "who has left": mail(
                subject="Re: your letter", text="Bob Smith no longer works here. Please contact info@quill.example."
            ),
        },
        {
            "a person tells further down that they are away": mail(
                subject="Re: your letter",
                in_reply_to=ANSWER,
                text="Here is what you asked for: the letter, the photographs, the name of the witness and the number "
                "of the bus, all of it as far as I have it at home. I am on annual leave next week.",
            ),
            "a person who is away and writes all the same": mail(
                subject="Re: your letter",
                in_reply_to=ANSWER,
                text="I am on annual leave, so from my phone: the witness is Bo Quill of 7 Marsh Lane. He saw it all.",
            ),
            "a person passes an absence note on": mail(
                subject="Fwd: Re: my complaint", text="I am out of the office until Monday. That is all I get."
            ),
            "an officer who has left": mail(
                subject="Re: your letter", text="They told me the officer no longer works here. I want a review."
            ),
            "a person begins with it, in a letter of their own": mail(text="I am on holiday and want a review."),
        },
    ),
    "ticket_system": (
        {
            "Zendesk": mail(
                subject="[Request received] your letter",
                text="##- Please type your reply above this line -## Your request (77) has been received.",
            ),
            "Zendesk, by its line": mail(text="##- Please type your reply above this line -##"),
            "osTicket": mail(subject="Support Ticket Opened [#123456]"),
            "Jira": mail(subject="HELP-7 your letter", text="Just confirming that we got your request."),
            "Freshdesk": mail(subject="Ticket Received - your letter"),
        },
        {
            "a parking ticket": mail(subject="Ticket received from PC Teal for parking"),
            "a request nobody received": mail(subject="Request received no answer"),
            "no confirmation": mail(text="Nobody is confirming that they got my request for a review."),
        },
    ),
    "desk": (
        {
            "beside a header": headed(
                ("precedence", "bulk"), text="This is an automated message. Your case number is 7."
            ),
            "from an address nobody reads": mail(
                sender="noreply@quill.example", text="We have received your enquiry and will answer it soon."
            ),
        },
        {"a person tells what a desk said": mail(text="They wrote: your case number is 7, please do not reply.")},
    ),
    "robot": (
        {
            "DMARC by its sender": mail(sender="dmarc-support@quill.example", subject="Report"),
            "DMARC by its subject": mail(subject="Report domain: lpb.example Submitter: quill.example"),
            "auto-confirm": mail(sender="auto-confirm@quill.example"),
        },
        {
            "a name that begins alike": mail(sender="dmarco.rossi@quill.example"),
            "a report of a theft": mail(subject="Report: domain of the park warden"),
        },
    ),
    "auto_generated": (
        {
            "auto-generated": headed(("auto-submitted", "auto-generated")),
            "auto-generated (rejected)": headed(("auto-submitted", "auto-generated (rejected)")),
            "a word nobody has registered": headed(("auto-submitted", "auto-forwarded")),
        },
        {"X-Mailer is no mark": headed(("x-mailer", "auto-generated by hand"))},
    ),
    "machine_generated": (
        {"X-FC-MachineGenerated: true": headed(("x-fc-machinegenerated", "true"))},
        {"X-FC-MachineGenerated: false": headed(("x-fc-machinegenerated", "false"))},
    ),
    "loop_mark": (
        {
            name: headed((name, value))
            for name, value in (
                ("x-loop", "desk@quill.example"),
                ("x-no-loop", "yes"),
                ("x-otrs-loop", "yes"),
                ("x-rt-loop-prevention", "desk"),
                ("x-roundup-loop", "hello"),
                ("x-zammad-loop", "true"),
                ("x-freescout-mail-type", "auto.reply"),
            )
        },
        {"X-Loop: no": headed(("x-loop", "no")), "X-OTRS-Loop: false": headed(("x-otrs-loop", "false"))},
    ),
    "own_domain": (
        {
            "a colleague": mail(sender="front.desk@lpb.example"),
            "a colleague at a sub-domain": mail(sender="kit@team.lpb.example"),
        },
        {"a domain that only ends alike": mail(sender="ada@notlpb.example")},
    ),
    "force": (
        {
            "the force": mail(sender="psu@force.example"),
            "a sub-domain of the force": mail(sender="psu@north.force.example"),
        },
        {
            "a domain that only ends alike": mail(sender="ada@taskforce.example"),
            "a display name that says police": mail(sender_name="psu@force.example"),
        },
    ),
    "iopc": (
        {"the IOPC": mail(sender="casework@iopc.example"), "its sub-domain": mail(sender="a@north.iopc.example")},
        {"a look-alike": mail(sender="casework@iopc-reviews.example")},
    ),
    "null_path": (
        {"Return-Path: <>": mail(return_path=""), "Return-Path: <> with blanks": mail(return_path=" <> ")},
        {"no Return-Path came": mail(return_path=None)},
    ),
    "daemon_sender": (
        {
            "postmaster says something": mail(sender="postmaster@quill.example", subject="Hello"),
            "Exchange's own address": mail(sender="microsoftexchange329e71ec88ae4615@quill.example", subject="Hello"),
        },
        {"a person with a daemon in the name": mail(sender="damon.postmaster-jones@quill.example")},
    ),
    "own_name": (
        {
            "our own address as a name": mail(sender_name="reviews@lpb.example"),
            "another address of ours as a name": mail(sender_name="Kit (kit@team.lpb.example)"),
        },
        {
            "a name that looks like somebody else's address": mail(sender_name="ada@quill.example"),
            "a name that speaks of us": mail(sender_name="Ada, for reviews at lpb"),
        },
    ),
    "no_one_author": (
        {
            "no From at all": mail(sender=""),
            "From: <>": mail(sender="", sender_doubt="no address"),
            "two From headers": mail(sender="", sender_doubt="two From headers"),
            "two readings of one address": mail(sender_doubt="two readings"),
        },
        {"a name that looks like an address": mail(sender_name="bob@force.example")},
    ),
    "no_reply_sender": (
        {
            local: mail(sender=f"{local}@quill.example")
            for local in (
                "noreply",
                "no-reply",
                "no_reply",
                "no.reply",
                "NoReply",
                "donotreply",
                "do-not-reply",
                "do_not_reply",
                "noreply+1234",
                "reviews.no-reply",
                "no-reply-forms",
                "nepasrepondre",
            )
        },
        {
            local: mail(sender=f"{local}@quill.example")
            for local in ("norah.replyton", "nora.reply", "eleanor-reply", "replyto.ada", "donna.replogle")
        },
    ),
    "system_sender": (
        {
            local: mail(sender=f"{local}@quill.example")
            for local in (
                "scanner",
                "webform",
                "voicemail",
                "root",
                "abuse",
                "notifications",
                "newsletter",
                "fax",
                "calendar-notification",
                "mailer.quill",
                "gateway",
                "mail-guard",
            )
        }
        | {
            f"our own {local}": mail(sender=f"{local}@lpb.example")
            for local in ("scanner-floor2", "xerox.mfd3", "copier2", "web-form", "voicemail.gateway")
        },
        {
            local: mail(sender=f"{local}@quill.example")
            for local in ("rooty.abuser", "scanlon", "formby", "ada.alert", "info", "office", "admin")
        },
    ),
    "list_sender": (
        {
            local: mail(sender=f"{local}@quill.example")
            for local in (
                "owner-neighbours",
                "neighbours-request",
                "neighbours-bounces",
                "bounce",
                "bounce-123",
                "bounces+a=b",
            )
        },
        {
            local: mail(sender=f"{local}@quill.example")
            for local in ("bouncer.bob", "bouncycastle.hire", "request.ada", "home-owner.ada", "ada")
        },
    ),
    "list_header": (
        {
            name: headed((name, value))
            for name, value in (
                ("list-id", "<neighbours.quill.example>"),
                ("list-unsubscribe", "<mailto:off@quill.example>"),
                ("list-post", "<mailto:on@quill.example>"),
                ("mailing-list", "neighbours"),
                ("feedback-id", "7:campaign:quill"),
            )
        },
        {"X-Listener is no list": headed(("x-listener", "yes")), "feedback": mail(subject="Feedback-ID 7")},
    ),
    "precedence_bulk": (
        {
            "bulk": headed(("precedence", "bulk")),
            "BULK": headed(("precedence", "BULK")),
            "list": headed(("precedence", "list")),
            "Junk": headed(("precedence", "Junk")),
            "the second of two says bulk": headed(("precedence", "normal"), ("precedence", "bulk")),
            "X-Precedence: bulk": headed(("x-precedence", "bulk")),
        },
        {
            "normal": headed(("precedence", "normal")),
            "special-delivery": headed(("precedence", "special-delivery")),
            "Priority is not Precedence": headed(("priority", "bulk")),
        },
    ),
    "spam_verdict": (
        {
            "X-Spam-Flag: YES": headed(("x-spam-flag", "YES")),
            "X-Spam-Status: Yes, score=9": headed(("x-spam-status", "Yes, score=9.1 required=5.0")),
            "SCL 5": headed(("x-ms-exchange-organization-scl", "5")),
            "SCL:9 in Forefront's report": headed(("x-forefront-antispam-report", "CIP:1.2.3.4;CTRY:GB;SCL:9;SFV:SPM")),
            "***SPAM*** in the subject": mail(subject="***SPAM*** My complaint"),
        },
        {
            "X-Spam-Flag: NO": headed(("x-spam-flag", "NO")),
            "X-Spam-Status: No, score=1": headed(("x-spam-status", "No, score=1.0 required=5.0")),
            "SCL 1": headed(("x-ms-exchange-organization-scl", "1")),
            "SCL -1": headed(("x-forefront-antispam-report", "CIP:1.2.3.4;SCL:-1;SFV:NSPM")),
            "capitals and many exclamation marks": mail(subject="I WANT A REVIEW!!!!"),
        },
    ),
    "other_sender": (
        {
            "somebody else sent it": headed(("sender", "Eve <eve@quill.example>")),
            "the second of two Senders": headed(
                ("sender", "ada.marlow@quill.example"), ("sender", "eve@quill.example")
            ),
        },
        {
            "she sent it herself": headed(("sender", "Ada Marlow <ADA.MARLOW@quill.example>")),
            "with a mark of her own": headed(("sender", "ada.marlow+list@quill.example")),
            "a Sender without an address": headed(("sender", "Ada")),
        },
    ),
    "encrypted_part": (
        {"a part nobody can open": mail(defects=("encrypted_pgp",))},
        {"a letter about encryption": mail(text="The police encrypted my file. I would like a review.")},
    ),
    "calendar": (
        {
            "an invitation": mail(content_type="text/calendar"),
            "an invitation beside its text": mail(
                content_type="multipart/alternative", attachments=(file("", "text/calendar"),)
            ),
            "Invitation: with its file": mail(
                content_type="multipart/mixed",
                subject="Invitation: meeting @ Mon 4 May",
                attachments=(file("invite.ics", "application/ics"),),
            ),
            "an answer in words alone": mail(subject="Declined: a call", text="When: Tuesday 24 November 10:00"),
            "content-class calendarmessage": headed(("content-class", "urn:content-classes:calendarmessage")),
            "IPM.Schedule.Meeting.Request": headed(("x-message-class", "IPM.Schedule.Meeting.Request")),
        },
        {
            "a letter with an appointment as evidence": mail(
                content_type="multipart/mixed", attachments=(file("hospital.ics", "text/calendar"),)
            ),
            "who was declined something": mail(subject="Declined: my complaint", text="They declined it."),
            "an invitation to the station, in words": mail(subject="Invitation: the police asked me to come in"),
        },
    ),
    "suppress": (
        {
            value: headed(("x-auto-response-suppress", value))
            for value in ("All", "OOF", "AutoReply", "DR, OOF, AutoReply", "DR,RN,NRN,OOF,AutoReply", "dr")
        },
        {value: headed(("x-auto-response-suppress", value)) for value in ("None", "RN, NRN", "")},
    ),
    "no_ack": (
        {"X-No-Ack: yes": headed(("x-no-ack", "yes")), "X-Ack: no": headed(("x-ack", "No"))},
        {"X-No-Ack: no": headed(("x-no-ack", "no")), "X-Ack: yes": headed(("x-ack", "yes"))},
    ),
    "blind_copy": (
        {
            "undisclosed recipients": mail(to=()),
            "to somebody else": mail(to=("mayor@city.example",), cc=("press@city.example",)),
        },
        {
            "we are in Cc": mail(to=("mayor@city.example",), cc=("Reviews@LPB.example",)),
            "we are one of sixty": mail(to=tuple(f"a{n}@city.example" for n in range(60)), cc=("reviews@lpb.example",)),
            "a plus address of ours": mail(to=("reviews+pcr@lpb.example",)),
        },
    ),
}


def _rows(side: int) -> list[object]:
    return [
        pytest.param(code, incoming, id=f"{code}: {name}")
        for code, sides in EXAMPLES.items()
        for name, incoming in sides[side].items()
    ]


@pytest.mark.parametrize(("code", "incoming"), _rows(0))
def test_a_machine_is_seen(code: str, incoming: Incoming) -> None:
    """Mail that a rule is made for is caught by that rule, and so is never answered."""
    assert code in codes(incoming)


@pytest.mark.parametrize(("code", "incoming"), _rows(1))
def test_a_person_who_looks_close_is_still_answered(code: str, incoming: Incoming) -> None:
    """A person's mail that resembles what a rule is made for passes every rule."""
    assert codes(incoming) == (), f"{code} and its neighbours must leave this person alone"


def test_every_rule_has_an_example_and_a_twin() -> None:
    """Each row of the table has mail it catches and a person's mail that looks close and is not caught."""
    for gate in GATES:
        caught, spared = EXAMPLES.get(gate.code, ({}, {}))
        assert caught, f"The rule {gate.code!r} has no example in tests/test_machines.py: add mail that it must catch."
        assert spared, (
            f"The rule {gate.code!r} has no twin: add a person's mail that looks close and is still answered."
        )
    assert EXAMPLES.keys() == {gate.code for gate in GATES}, "An example names a rule that is not in the table."


def test_codes_are_unique_and_every_rule_says_what_it_sees() -> None:
    """No two rules share a code, and each says in words what it sees."""
    assert len({gate.code for gate in GATES}) == len(GATES)
    assert all(gate.says for gate in GATES)


@pytest.mark.parametrize("name", ["Precedence", "PRECEDENCE", "precedence", "pReCeDeNcE"])
@pytest.mark.parametrize("value", ["bulk", "Bulk", "list", "JUNK"])
def test_header_names_in_every_casing(name: str, value: str) -> None:
    """A header is seen however its name and value are cased."""
    assert codes(headed((name, value))) == ("precedence_bulk",)


@pytest.mark.parametrize("value", ["auto-generated", "auto-replied", "auto-notified", "AUTO-NOTIFIED; x=no", "yes"])
def test_everything_but_no_is_a_machine(value: str) -> None:
    """Every value of Auto-Submitted but "no" is a machine's, "auto-notified" included though "no" is inside it."""
    assert codes(headed(("Auto-Submitted", value)))


def test_a_subject_that_starts_with_autoreply() -> None:
    """A phrase at the very first letter of the subject is found."""
    assert codes(mail(subject="autoreply: hello")) == ("says_automatic",)


FACTS: list[tuple[str, Incoming, str, WhyNot, Kind | None]] = [
    ("a bounce", mail(return_path="", content_type=REPORT), "delivery_report", WhyNot.MACHINE, Kind.DELIVERY_FAILURE),
    (
        "our own server's bounce is no colleague's mail",
        mail(sender="postmaster@lpb.example", subject="Undeliverable: your letter"),
        "daemon_bounce",
        WhyNot.MACHINE,
        None,
    ),
    (
        "a bounce that calls itself an answer",
        headed(("auto-submitted", "auto-replied"), return_path="", subject="Undelivered mail"),
        "answered_not_delivered",
        WhyNot.MACHINE,
        Kind.DELIVERY_FAILURE,
    ),
    (
        "a colleague's absence note",
        mail(sender="kit@lpb.example", subject="Automatic reply: hello"),
        "says_automatic",
        WhyNot.MACHINE,
        None,
    ),
    (
        "the force's absence note",
        headed(("auto-submitted", "auto-replied"), sender="psu@force.example", return_path=""),
        "auto_submitted",
        WhyNot.MACHINE,
        Kind.AUTOMATIC_REPLY,
    ),
    (
        "a loop",
        headed(("X-PCR-Loop", "1"), message_id=ANSWER[0]),
        "own_letter",
        WhyNot.OWN_SYSTEM,
        Kind.AUTOMATIC_REPLY,
    ),
    ("our mark alone", headed(("X-PCR-Loop", "1")), "own_mark", WhyNot.OWN_SYSTEM, None),
    ("this mailbox", mail(sender="reviews@lpb.example"), "own_mailbox", WhyNot.OWN_SYSTEM, None),
    (
        "it arrived",
        mail(content_type=f"{REPORT}; action=delivered"),
        "arrived",
        WhyNot.MACHINE,
        Kind.AUTOMATIC_REPLY,
    ),
    ("our own no-reply", mail(sender="noreply@lpb.example"), "no_reply_sender", WhyNot.NEVER_ANSWER, None),
    ("our name", mail(sender_name="reviews@lpb.example"), "own_name", WhyNot.UNREADABLE, None),
    ("sent by another", headed(("Sender", "eve@quill.example")), "other_sender", WhyNot.UNREADABLE, None),
    (
        "a list's Sender",
        headed(("Sender", "a-bounces@b.example"), ("List-Id", "<a.b>")),
        "list_header",
        WhyNot.BULK,
        None,
    ),
    ("the IOPC's no-reply", mail(sender="no-reply@iopc.example"), "iopc", WhyNot.FORCE_OR_IOPC, None),
    ("our scanner brings letters", mail(sender="scanner@lpb.example"), "system_sender", WhyNot.NEVER_ANSWER, None),
    ("a mailing list", headed(("List-Id", "<a.b>")), "list_header", WhyNot.BULK, None),
    ("a gateway's bulk", headed(("Precedence", "bulk")), "precedence_bulk", WhyNot.BULK, None),
    ("Outlook's own request", headed(("X-Auto-Response-Suppress", "All")), "suppress", WhyNot.NEVER_ANSWER, None),
    ("Bcc", mail(to=()), "blind_copy", WhyNot.NEVER_ANSWER, None),
    ("a web form", headed(("Auto-Submitted", "auto-generated")), "auto_generated", WhyNot.MACHINE, None),
    ("a doubtful sender", mail(sender="", sender_doubt="two readings"), "no_one_author", WhyNot.NEVER_ANSWER, None),
]


@pytest.mark.parametrize(
    ("incoming", "code", "why_not", "kind"), [row[1:] for row in FACTS], ids=[row[0] for row in FACTS]
)
def test_the_first_rule_gives_the_reason(incoming: Incoming, code: str, why_not: WhyNot, kind: Kind | None) -> None:
    """The first rule that holds gives the reason, and the first rule with a kind gives the kind."""
    hits = gates(incoming, OFFICE, TABLE, OWN_IDS)
    assert (hits[0].code, hits[0].why_not) == (code, why_not)
    assert next((hit.kind for hit in hits if hit.kind), None) == kind


def test_only_the_form_of_a_message_makes_it_a_machine_s() -> None:
    """A rule gives a kind only where the form is certain; what a subject or a text says never does."""
    certain = {"arrived", "delivery_report", "bounce_of_ours", "own_letter", "auto_submitted", "receipt"}
    words_choose_the_kind = {"server_bounce", "answered_not_delivered"}  # of what is a machine's by its form
    assert {gate.code for gate in GATES if gate.kind is not None} == certain | words_choose_the_kind
    assert all(gate.otherwise is not None for gate in GATES if gate.likely)


def test_a_hit_quotes_the_words_that_show_it() -> None:
    """What a rule saw is quoted as it stands, with its place and its meaning, and never longer than a line."""
    hit: GateHit = gates(headed(("Precedence", " Bulk " + "x" * 999)), OFFICE, TABLE)[0]
    assert hit.quote.place == "header precedence"
    assert hit.quote.words.startswith("Bulk")
    assert len(hit.quote.words) <= 200
    assert hit.quote.says == "its precedence says bulk, list or junk"


def test_hits_come_in_the_order_of_the_table() -> None:
    """Several rules that hold are reported in the table's order."""
    everything = headed(
        ("Precedence", "bulk"), ("List-Id", "<a.b>"), ("X-Ack", "no"), sender="noreply@iopc.example", to=()
    )
    order = [gate.code for gate in GATES]
    found = codes(everything)
    assert len(found) >= 6
    assert list(found) == sorted(found, key=order.index)


@pytest.mark.parametrize("bait", ["(" * 50_000, "((a)" * 20_000, "[" * 50_000, "re: " * 30_000, "external: " * 20_000])
def test_bait_is_read_in_no_time(bait: str) -> None:
    """Headers and subjects made to be slow to read are answered for all the same."""
    assert isinstance(codes(headed(("Auto-Submitted", bait), ("Precedence", bait), subject=bait, text=bait)), tuple)


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("", True),
        (
            "Thank you for your email. I am on leave until Monday and will answer then.\nKind regards\nAda",
            True,
        ),
        ("I am away. For anything urgent please call Bo Quill on 020 7946 0001.", True),
        ("Ich bin bis zum 7. Dezember nicht im Haus und lese meine Post erst danach wieder.", True),
        ("I am away. The witness lives at 7 Marsh Lane and saw all of it.", False),
        ("I am on leave. He said it. She heard it. I did too. My bag was on the floor of the bus.", False),
    ],
)
def test_an_absence_note_speaks_of_nothing_else(text: str, is_all: bool) -> None:
    """A text is an absence note only where it speaks of the absence and the post, and of nothing of its own."""
    assert absence.is_all(text, TABLE.machines["absence", "body_has"]) is is_all
