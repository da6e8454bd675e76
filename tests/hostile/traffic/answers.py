"""Answers that programs give, and what programs write of themselves, as many systems do it."""

# ruff: noqa: E501 - what systems write stands as they write it, one entry a line

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.build import Header, html, multipart, plain
from tests.hostile.traffic.shape import ANSWERING, MACHINE, OURS, REPLY, Letter, letter

TOM = "Tom Teal <tom.teal@person.example>"
REPLIED: Header = ("Auto-Submitted", "auto-replied")
SUPPRESS: Header = ("X-Auto-Response-Suppress", "All")
AWAY = "Thank you for your email. I am out of the office until Monday 7 December with no access to email.\n\nTom Teal\n"

Shape = tuple[str, str, tuple[Header, ...]]
ABSENT: dict[str, Shape] = {
    "Outlook": (f"Automatic reply: {OURS}", AWAY, (REPLIED, SUPPRESS, *ANSWERING)),
    "Outlook outside": (f"Automatic reply: {OURS}", AWAY, (SUPPRESS,)),
    "Outlook of old": (f"Out of Office AutoReply: {OURS}", AWAY, ()),
    "Outlook through a gateway": (f"[EXTERNAL] Automatic reply: {OURS}", AWAY, ()),
    "Gmail": (f"Re: {OURS}", AWAY, (REPLIED, ("X-Autoreply", "yes"), ("Precedence", "bulk"), *ANSWERING)),
    "Gmail, headers lost": (f"Re: {OURS}", AWAY, ANSWERING),
    "vacation(1)": (f"Re: {OURS}", AWAY, (("Auto-Submitted", "auto-replied (vacation)"), ("Precedence", "bulk"))),
    "Sieve": (f"Auto: {OURS}", AWAY, (("Auto-Submitted", "auto-replied (vacation)"), *ANSWERING)),
    "Sieve with a subject": ("Away until Monday", AWAY, (REPLIED, *ANSWERING)),
    "iCloud": (f"Re: {OURS}", AWAY, (REPLIED, ("Return-Path", "<>"), *ANSWERING)),
    "Domino": (
        "Tom Teal is out of the office (returning 07/12/2026)",
        "I will respond to your message when I return.",
        (),
    ),
    "Domino of old": (
        "Tom Teal/HQ/Quill is out of the office.",
        "I will be out of the office starting 23/11/2026.",
        (SUPPRESS,),
    ),
    "GroupWise": (f"Out of Office: {OURS} (Away until Monday)", AWAY, (("X-Mailer", "Novell GroupWise"),)),
    "Zimbra": (f"Out of Office: {OURS}", AWAY, (REPLIED, ("Precedence", "bulk"))),
    "Yahoo": (f"Auto: Re: {OURS}", AWAY, (("X-Autoreply", "yes"),)),
    "GMX": ("Abwesenheitsnotiz", "Ich bin derzeit nicht erreichbar.", (REPLIED,)),
    "web.de": (f"Automatische Antwort: {OURS}", "Ich bin bis zum 7. Dezember nicht im Büro.", ()),
    "cPanel": (f"Re: {OURS}", AWAY, (("X-Autorespond", OURS), ("Precedence", "auto_reply"))),
    "Plesk": (f"Autoresponder: {OURS}", AWAY, (("X-Loop", "tom.teal@person.example"),)),
    "ISPConfig": ("Out of office reply", AWAY, (("Precedence", "auto_reply"),)),
    "Mimecast": (f"Out of Office: {OURS}", AWAY, (("X-Mimecast-Spam-Score", "0"), REPLIED)),
    "Symantec": (f"Re: {OURS}", AWAY, (("X-Post-MessageClass", "9; Autoresponder"),)),
    "Orange": (f"Réponse automatique : {OURS}", "Je suis absent jusqu'au 7 décembre.", ()),
    "Free.fr": (f"[Répondeur] {OURS}", "Je suis absent du bureau jusqu'au lundi 7 décembre.", (REPLIED,)),
    "Yandex": (f"Автоответ: {OURS}", "Я в отпуске до 7 декабря.", ()),
    "mail.ru": (f"Автоматический ответ: {OURS}", "Я буду отсутствовать до 7 декабря.", ()),
    "Spanish": (f"Respuesta automática: {OURS}", "Estoy fuera de la oficina.", (SUPPRESS,)),
    "Portuguese": (f"Resposta automática: {OURS}", "Estou ausente até 7 de dezembro.", ()),
    "Italian": (f"Risposta automatica: {OURS}", "Sono fuori ufficio.", ()),
    "Dutch": (f"Automatisch antwoord: {OURS}", "Ik ben afwezig tot 7 december.", (SUPPRESS,)),
    "Polish": (f"Automatyczna odpowiedź: {OURS}", "Jestem poza biurem.", ()),
    "Swedish": (f"Autosvar: {OURS}", "Jag är inte på kontoret.", ()),
    "Danish": (f"Automatisk svar: {OURS}", "Jeg er ikke på kontoret.", ()),
    "Finnish": (f"Automaattinen vastaus: {OURS}", "Olen poissa toimistosta.", ()),
    "Norwegian": (f"Automatisk svar: {OURS}", "Jeg er ute av kontoret.", (SUPPRESS,)),
    "Czech": (f"Automatická odpověď: {OURS}", "Jsem mimo kancelář.", ()),
    "Romanian": (f"Răspuns automat: {OURS}", "Sunt plecat din birou.", ()),
    "Turkish": (f"Otomatik Yanıt: {OURS}", "Ofis dışındayım.", ()),
    "Greek": (f"Αυτόματη απάντηση: {OURS}", "Απουσιάζω από το γραφείο.", ()),
    "Hungarian": (f"Automatikus válasz: {OURS}", "Nem vagyok az irodában.", ()),
    "Arabic": (f"الرد التلقائي: {OURS}", "أنا خارج المكتب.", ()),
    "Hebrew": (f"תשובה אוטומטית: {OURS}", "אני לא במשרד.", ()),
    "Japanese": (f"自動応答: {OURS}", "ただいま不在にしております。", ()),
    "Chinese": (f"自动答复: {OURS}", "我正在休假。", ()),
    "Welsh": (f"Ateb awtomatig: {OURS}", "Rwyf allan o'r swyddfa.", ()),
    "a new address": (
        f"Re: {OURS}",
        "I no longer work at Quill. Please contact info@person.example.",
        (("In-Reply-To", "<a@b>"),),
    ),
    "left, with a subject": (
        "I have left the company",
        "Tom Teal has left the company. Your email will not be read.",
        (REPLIED,),
    ),
    "maternity": ("Maternity leave Re: We have received your message", "I am now on maternity leave until June.", ()),
    "an emoji": (f"🌴 Out of office 🌴 Re: {OURS}", AWAY, ()),
    "a phone while driving": (
        "Driving Focus",
        "I'm driving with Focus turned on. I'll see your message when I get where I'm "
        "going. (I'm not receiving notifications.)",
        (REPLIED,),
    ),
    "a clinic": (
        f"Automatic reply: {OURS}",
        "This mailbox is not monitored at weekends. If you are in danger call 999.",
        (SUPPRESS,),
    ),
    "a desk": (
        f"Thank you for contacting Quill Housing Re: {OURS}",
        "This is an automated response. We aim to answer within five working days.",
        ANSWERING,
    ),
    "a desk with a header": (
        "Thank you for your enquiry",
        "We have received your enquiry and will answer soon.",
        (("X-Auto-Response-Suppress", "DR, OOF, AutoReply"), REPLIED),
    ),
    "a police inbox abroad": (
        "We have received your email",
        "THIS IS AN AUTOMATED MESSAGE - PLEASE DO NOT REPLY.",
        (("Auto-Submitted", "auto-generated"),),
    ),
}

TICKETS: dict[str, tuple[str, str, str, tuple[Header, ...]]] = {
    "Zendesk": (
        "Quill Support <support@quill.example>",
        f"[Request received] {OURS}",
        "##- Please type your reply above this line -##\n\nYour request (77) has been received and is being reviewed by our "
        "support staff.\n",
        (("Auto-Submitted", "auto-generated"), ("X-Mailer", "Zendesk Mailer")),
    ),
    "Zendesk, headers lost": (
        "Quill Support <support@quill.example>",
        f"[Request received] {OURS}",
        "##- Please type your reply above this line -##\n\nYour request (77) has been received.\n",
        ANSWERING,
    ),
    "Freshdesk": (
        "Quill <help@quill.example>",
        f"Ticket Received - {OURS}",
        "Dear Reviews,\n\nWe would like to acknowledge that we have received your request and a ticket has been created "
        "with Ticket ID - 77.\n",
        (),
    ),
    "ServiceNow": (
        "Quill IT <service@quill.example>",
        "Incident INC0010077 -- opened on your behalf",
        "Your incident INC0010077 has been logged. Ref:MSG0012345\n",
        (("Auto-Submitted", "auto-generated"), ("X-ServiceNow-Generated", "true")),
    ),
    "Salesforce": (
        "Quill Care <care@quill.example>",
        "Case 00001077: We have received your message [ ref:_00D2.5003z:ref ]",
        "Thank you for contacting us. Your case number is 00001077. This is an automated message.\n",
        (("X-SFDC-LK", "00D"), ("Precedence", "bulk")),
    ),
    "Jira": (
        "Quill Desk <jira@quill.example>",
        "HELP-77 We have received your message",
        "—-—-—-—\nReply above this line.\n\nJust confirming that we got your request. We're on it.\n",
        (("X-JIRA-FingerPrint", "a"), ("Auto-Submitted", "auto-generated")),
    ),
    "Jira, headers lost": (
        "Quill Desk <jira@quill.example>",
        "HELP-78 We have received your message",
        "Reply above this line.\n\nJust confirming that we got your request. We're on it.\n",
        (),
    ),
    "OTRS": (
        "Quill <otrs@quill.example>",
        f"[Ticket#2026112310000077] RE: {OURS}",
        "This is an automatic response. Your email has been received under ticket number 2026112310000077.\n",
        (("X-OTRS-Loop", "yes"), ("Precedence", "bulk"), REPLIED),
    ),
    "Request Tracker": (
        "Quill via RT <rt@quill.example>",
        f"[quill.example #77] AutoReply: {OURS}",
        "This message has been automatically generated in response to the creation of a trouble ticket.\n",
        (("RT-Ticket", "quill.example #77"), ("X-RT-Loop-Prevention", "quill"), ("Precedence", "bulk")),
    ),
    "Request Tracker, headers lost": (
        "Quill via RT <rt@quill.example>",
        f"[quill.example #77] AutoReply: {OURS}",
        "This message has been automatically generated in response to the creation of a trouble ticket.\n",
        (),
    ),
    "HubSpot": (
        "Quill <hello@quill.example>",
        "Thanks for getting in touch",
        "We've received your message and a member of the team will be in touch. This is an automated email.\n",
        (("X-HubSpot-Notification", "true"), ("Feedback-ID", "a:b:hubspot")),
    ),
    "osTicket": (
        "Quill <support@quill.example>",
        "Support Ticket Opened [#100077]",
        "A request for support has been created and assigned #100077.\n",
        (("X-Auto-Response-Suppress", "ALL"),),
    ),
    "Help Scout": (
        "Quill <help@quill.example>",
        f"Re: {OURS}",
        "This is an automatic reply to let you know that we got your email.\n",
        (("X-HelpScout-Message-Type", "auto.reply"), *ANSWERING),
    ),
    "Zoho Desk": (
        "Quill <support@quill.example>",
        "[##77##] We have received your message",
        'Your ticket has been created with the ticket ID 77 and subject "We have received your message".\n',
        (),
    ),
    "Zammad": (
        "Quill <zammad@quill.example>",
        f"Thanks for your inquiry ({OURS}) [Ticket#77077]",
        "Your request (Ticket#77077) has been received and will be reviewed by our support staff.\n",
        (("X-Zammad-Auto-Reply", "true"), REPLIED),
    ),
    "Intercom": (
        "Quill Bot <operator@quill.example>",
        f"Re: {OURS}",
        "The team typically replies in a few hours. This is an automated message.\n",
        ANSWERING,
    ),
    "an MP's office": (
        "Rosa Teal MP <rosa.teal.mp@parliament.example>",
        f"Automatic reply: {OURS}",
        "Thank you for contacting Rosa Teal MP. If you are a constituent please give your address.\n",
        (SUPPRESS,),
    ),
    "a council": (
        "Customer services <contact@council.example>",
        "Automatic acknowledgement of your email",
        "We have received your email. Please do not reply to this email.\n",
        (),
    ),
    "a force's inbox": (
        "Professional Standards <psd@mps.example>",
        f"Automatic reply: {OURS}",
        "This mailbox is monitored from 9 to 5. If you want to make a complaint use our form.\n",
        (SUPPRESS,),
    ),
    "WordPress": (
        "Quill <wordpress@quill.example>",
        "Thank you for your message",
        "Thanks! This is a confirmation of what you sent through our contact form.\n",
        (("Auto-Submitted", "auto-generated"), ("X-Mailer", "PHPMailer 6.9.1")),
    ),
    "a bank": (
        "Quill Bank <do-not-reply@bank.example>",
        "Thank you for contacting us",
        "Please do not answer this email.\n",
        (),
    ),
    "an airline": (
        "Quill Air <noreply@air.example>",
        "Case 77: we are looking into it",
        "Our reply will come soon.\n",
        (),
    ),
}

REPORTS: dict[str, tuple[str, str, str, tuple[Header, ...]]] = {
    "DMARC by Google": ("noreply-dmarc-support@googlemail.example", "Report domain: mopac.example Submitter: googlemail.example",
                        "", ()),
    "DMARC by Microsoft": ("dmarcreport@mailhost.example", "[Preview] Report Domain: mopac.example Submitter: mailhost.example",
                           "This is a DMARC aggregate report.", ()),
    "quarantine": ("quarantine@messaging.mailhost.example", "You have messages in quarantine", "Review them.",
                   (("Auto-Submitted", "auto-generated"),)),
    "newsletter": ("Quill Weekly <news@quill.example>", "This week's stories", "Hello! Here is our news. View in browser.",
                   (("List-Unsubscribe", "<mailto:off@quill.example>"), ("List-Id", "<w.quill.example>"))),
    "newsletter without a list": ("Quill <newsletter@quill.example>", "Autumn offers", "Unsubscribe here.", ()),
    "cron": ("Cron Daemon <root@host.example>", "Cron <root@host> backup", "done", (("Auto-Submitted", "auto-generated"),)),
    "a calendar": ("calendar-notification@calendar.example", "Notification: meeting", "A meeting begins at 10:00.", ()),
    "a mailing list": ("Neighbours <neighbours-bounces@list.example>", "Neighbours Digest, Vol 7", "Send submissions to …",
                       (("List-Post", "<mailto:neighbours@list.example>"), ("Precedence", "list"))),
    "moderation": ("neighbours-bounces@list.example", "Your message to Neighbours awaits moderator approval",
                   "Is being held until the list moderator can review it for approval.",
                   (("X-List-Administrivia", "yes"), ("Precedence", "bulk"), ("List-Id", "<n.list.example>"))),
    "a delivery firm": ("notifications@parcel.example", "Your parcel is on its way", "Track it here.", ()),
    "a social network": ("Faces <notification+abc@faces.example>", "You have a new message", "See it here.",
                         (("List-Unsubscribe", "<https://faces.example/o>"),)),
}  # fmt: skip


def letters() -> Iterator[Letter]:
    """Every answer of a program, some of them as HTML, and every program's own report."""
    for number, (system, (subject, text, headers)) in enumerate(ABSENT.items()):
        entity = b""
        if number % 4 == 1:
            entity = html(f"<html><body><p>{text}</p></body></html>")
        elif number % 4 == 2:
            entity = multipart("alternative", plain(text), html(f"<p>{text}</p>"))
        yield letter(f"absent: {system}", REPLY, TOM, subject, text, *headers, entity=entity)
    for system, (sender, subject, text, headers) in TICKETS.items():
        yield letter(f"ticket: {system}", REPLY, sender, subject, text, *headers)
    for system, (sender, subject, text, headers) in REPORTS.items():
        yield letter(f"report: {system}", MACHINE, sender, subject, text, *headers)
