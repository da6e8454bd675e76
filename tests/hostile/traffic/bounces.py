"""Letters that did not arrive, as many mail systems say it."""

# ruff: noqa: E501 - what systems write stands as they write it, one entry a line

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.build import Header, html, multipart, plain
from tests.hostile.traffic.shape import BOUNCE, OUR_HEAD, OUR_WORDS, OURS, Letter, letter

TOM = "tom.teal@person.example"
NULL: Header = ("Return-Path", "<>")
REPLIED: Header = ("Auto-Submitted", "auto-replied")
COPY = f"{OUR_HEAD}\n{OUR_WORDS}"
REASONS = (
    ("5.1.1", "550 5.1.1 <tom.teal@person.example>: Recipient address rejected: User unknown"),
    ("5.2.2", "552 5.2.2 Mailbox full: over quota"),
    ("5.7.1", "554 5.7.1 Message refused by policy"),
    ("5.4.4", "Host or domain name not found"),
)


def status(code: str, said: str, action: str = "failed") -> bytes:
    """The machine-readable part of a delivery report."""
    return (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.person.example\n\n"
        f"Final-Recipient: rfc822; {TOM}\nAction: {action}\nStatus: {code}\nDiagnostic-Code: smtp; {said}\n"
    ).encode()


def _report(told: str, code: str, said: str, *, whole: bool = True, page: str = "") -> bytes:
    first = multipart("alternative", plain(told), html(page)) if page else plain(told)
    original = b"Content-Type: message/rfc822\n\n" + COPY.encode()
    if not whole:
        original = b"Content-Type: text/rfc822-headers\n\n" + OUR_HEAD.encode()
    return multipart("report", first, status(code, said), original, extra="; report-type=delivery-status")


FORMAL = {
    "Postfix": (
        "MAILER-DAEMON@mx.person.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.person.example.\n\nI'm sorry to have to inform you that your message "
        "could not be\ndelivered to one or more recipients. It's attached below.\n",
    ),
    "Sendmail": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.person.example>",
        "Returned mail: see transcript for details",
        "   ----- The following addresses had permanent fatal errors -----\n<tom.teal@person.example>\n",
    ),
    "Exchange 2007": (
        "<postmaster@person.example>",
        f"Undeliverable: {OURS}",
        "Delivery has failed to these recipients or distribution lists:\n\nTom Teal\nThe recipient's mailbox "
        "is full and can't accept messages now.\n",
    ),
    "Exchange Online": (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@person.example>",
        f"Undeliverable: {OURS}",
        "Your message to tom.teal@person.example couldn't be delivered.\n\nTom.Teal wasn't found at person.example.\n",
    ),
    "Exchange Online in German": (
        "Microsoft Outlook <MicrosoftExchange329e71ec@person.example>",
        f"Unzustellbar: {OURS}",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n",
    ),
    "Gmail": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to tom.teal@person.example because the address "
        "couldn't be found.\n",
    ),
    "Yahoo": (
        "MAILER-DAEMON@yahoomail.example",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<tom.teal@person.example>:\n",
    ),
    "iCloud": (
        "MAILER-DAEMON@cloudmail.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host ms.cloudmail.example.\n",
    ),
    "Zimbra": (
        "MAILER-DAEMON@zimbra.person.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host zimbra.person.example.\n",
    ),
    "Domino": (
        "Postmaster@person.example",
        "DELIVERY FAILURE: User tom.teal (tom.teal@person.example) not listed in Domino Directory",
        "Your message\n\n  Subject: We have received your message\n\nwas not delivered to:\n\n  tom.teal@person.example\n",
    ),
    "Mimecast": (
        "<postmaster@person.example>",
        "[Postmaster] Email Delivery Failure",
        "This is a delivery failure notification message indicating that an email you addressed to "
        "tom.teal@person.example could not be delivered.\n",
    ),
    "Proofpoint": (
        "Mail Delivery Subsystem <MAILER-DAEMON@pps.person.example>",
        "Returned mail: see transcript for details",
        "The original message was received at Mon, 23 Nov 2026 09:01:02 GMT\n",
    ),
    "Amazon SES": (
        "MAILER-DAEMON@eu-west-2.mailcloud.example",
        "Delivery Status Notification (Failure)",
        "An error occurred while trying to deliver the mail to the following recipients:\ntom.teal@person.example\n",
    ),
    "AOL": (
        "Mail Delivery Subsystem <MAILER-DAEMON@aolmail.example>",
        "Mail Delivery Problem",
        "Your mail is returned to you because there was a problem with its delivery.\n",
    ),
    "Yandex": (
        "mailer-daemon@yandexmail.example",
        "Undelivered Mail Returned to Sender",
        "Это письмо отправлено почтовым сервером. К сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо "
        "не может быть отправлено одному или нескольким адресатам.\n",
    ),
    "GroupWise": (
        "<postmaster@person.example>",
        "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n\ttom.teal (user not found)\n",
    ),
    "Kerio": (
        "Mail Delivery Subsystem <MAILER-DAEMON@kerio.person.example>",
        "Mail Delivery Error",
        "There was an error in the delivery of your message.\n",
    ),
    "IronPort": (
        "Mail Delivery System <MAILER-DAEMON@ironport.person.example>",
        "Delivery Status Notification (Failure)",
        "The following message to <tom.teal@person.example> was undeliverable.\n",
    ),
    "Communigate": (
        "<MAILER-DAEMON@cg.person.example>",
        "Undeliverable mail: We have received your message",
        "Failed to deliver to 'tom.teal@person.example'\n",
    ),
    "MDaemon": (
        "MDaemon at person.example <MDaemon@person.example>",
        "Permanent Delivery Failure",
        "The attached message had PERMANENT fatal delivery errors!\n",
    ),
    "Barracuda": (
        "<postmaster@barracuda.person.example>",
        "**Message you sent blocked by our bulk email filter**",
        "Your message to: tom.teal@person.example\nwas blocked by our Spam Firewall.\n",
    ),
}

EXIM = (
    "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered "
    "to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
    "  tom.teal@person.example\n    Unrouteable address\n\n"
    f"------ This is a copy of the message, including all the headers. ------\n\n{COPY}"
)
QMAIL = (
    "Hi. This is the qmail-send program at mx.person.example.\nI'm afraid I wasn't able to deliver your message to the "
    "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    f"<tom.teal@person.example>:\n{{said}}\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <{{path}}>\n{COPY}"
)
WORDED: dict[str, tuple[str, str, str, tuple[Header, ...]]] = {
    "Exim": ("Mail Delivery System <Mailer-Daemon@mx.person.example>", "Mail delivery failed: returning message to sender",
             EXIM, (("X-Failed-Recipients", TOM), REPLIED, NULL)),
    "Exim, headers lost": ("Mail Delivery System <Mailer-Daemon@mx.person.example>",
                           "Mail delivery failed: returning message to sender", EXIM, ()),
    "cPanel": ("Mail Delivery System <Mailer-Daemon@host9.webhost.example>", "Mail failure - rejected by local scanning code",
               EXIM.replace("Unrouteable address", "550 No Such User Here"), (REPLIED, NULL)),
    "web.de": ("mailer-daemon@freemail.example", "Mail delivery failed: returning message to sender",
               "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
               "delivered to one or more of\nits recipients. The following addresses failed:\n\ntom.teal@person.example:\n"
               "SMTP error from remote server for RCPT TO command, host: mx reason: 550 Requested action not taken\n", ()),
    "qmail": ("MAILER-DAEMON@mx.person.example", "failure notice", QMAIL.format(said="Sorry, no mailbox here by that name. (#5.1.1)", path=""), (NULL,)),
    "qmail, over quota": ("MAILER-DAEMON@mx.person.example", "failure notice",
                          QMAIL.format(said="Maildir over quota. (#5.2.2)", path="reviews@mopac.example"), ()),
    "Yahoo of old": ("MAILER-DAEMON@yahoomail.example", "Failure Notice",
                     "Message from yahoomail.example.\nUnable to deliver message to the following address(es).\n\n"
                     "<tom.teal@person.example>:\nThis user doesn't have an account (tom.teal@person.example) [0]\n\n"
                     f"--- Original message follows.\n\n{COPY}", ()),
    "Yahoo without a subject": ("MAILER-DAEMON@yahoomail.example", "",
                                "I'm afraid I wasn't able to deliver the following message.\nThis is a permanent error; I've "
                                "given up.\n", ()),
    "mail.ru": ("mailer-daemon@mx183.russianmail.example", "Ваше сообщение не доставлено. Mail failure.",
                "Это письмо создано автоматически сервером, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может "
                "быть доставлено одному или нескольким получателям:\n\ntom.teal@person.example\n", (REPLIED,)),
    "Orange": ("MAILER-DAEMON@orangemail.example", "Votre message n'a pas pu être remis",
               "Bonjour,\nVotre message n'a pas pu être remis à son destinataire : adresse inconnue.\n", (NULL,)),
    "Free.fr": ("MAILER-DAEMON@librefai.example (Mail Delivery System)", "Undelivered Mail Returned to Sender",
                "This is the Postfix program at host mx.librefai.example.\n", ()),
    "MailEnable": ("postmaster@person.example", "Message Delivery Failure",
                   "MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be "
                   "reached:\n\n\t[SMTP:tom.teal@person.example]: Remote SMTP Server Returned: 550\n", (REPLIED,)),
    "EarthLink": ("MAILER-DAEMON@earthmail.example", f"Undeliverable: {OURS}",
                  "Delivery has failed to these recipients or distribution lists:\n", (REPLIED,)),
    "Symantec": ("symantec_antivirus_for_smtp_gateways@person.example", "Delivery failure notification",
                 "Your message with Subject: We have received your message\ncould not be delivered to the following "
                 "recipients:\n<tom.teal@person.example>: 550 5.1.1 unknown user\n", ()),
    "InterScan": ("imss@person.example", "Mail could not be delivered",
                  "****** Message from InterScan Messaging Security Suite ******\n\nSent <<< RCPT TO:<tom.teal@person.example>\n"
                  "Received >>> 550 5.1.1 User unknown\n\nUnable to deliver message to <tom.teal@person.example>.\n", ()),
    "a gateway's own name": ("mail.gateway@person.example", "Undeliverable mail",
                             "The following message could not be delivered: 550 no such user tom.teal\n", ()),
    "Exchange 5.5": ("System Administrator <postmaster@person.example>", f"Undeliverable: {OURS}",
                     "Your message\n\n  To:      Tom Teal\n  Subject: We have received your message\n\ndid not reach the following "
                     "recipient(s):\n\ntom.teal@person.example on Mon, 23 Nov 2026 09:02\n    The recipient name is not recognized\n", ()),
    "Domino by words": ("Postmaster <postmaster@person.example>", "Report to Sender",
                        "Your document:  We have received your message\nwas not delivered to:  tom.teal@person.example\nbecause:  "
                        "User not unique\n", (NULL,)),
    "GroupWise by words": ("Mail-Gateway <postmaster@person.example>", "Mail System Error - Returned Mail",
                           "This Message was undeliverable due to the following reason:\n\nThe user(s) account is disabled.\n", ()),
    "SendGrid": ("MAILER-DAEMON@gridmail.example", "Delivery Status Notification (Failure)",
                 "This is an automatically generated message from gridmail.\nI'm sorry to have to tell you that your message was not "
                 "able to be delivered to one of its intended recipients.\n", (NULL,)),
    "Mailgun": ("postmaster@gunmail.example", "Failed to deliver: We have received your message",
                "Too old: tom.teal@person.example. Server response: 550 5.1.1 No such user\n", (NULL,)),
    "a quota robot": ("postmaster@person.example", "Mailbox full: message rejected",
                      "The mailbox of tom.teal@person.example is over quota. Your message was not delivered.\n", (NULL,)),
    "Sieve": ("Tom Teal <tom.teal@person.example>", "Automatically rejected mail",
              "Your message to <tom.teal@person.example> was automatically rejected:\nI do not take mail here any more.\n",
              (NULL, REPLIED)),
    "Chinese": ("MAILER-DAEMON@newmail.example", "系统退信", "很抱歉，您发送的邮件被退回，无法发送到 tom.teal@person.example。\n", (NULL,)),
    "Japanese": ("Mail Delivery Subsystem <MAILER-DAEMON@jp.person.example>", "Mail System Error - Returned Mail",
                 "次のあて先へのメッセージはエラーのため送信できませんでした。\n", ()),
    "Italian": ("postmaster@person.example", "Mancato recapito: We have received your message",
                "Impossibile recapitare il messaggio ai seguenti destinatari.\n", ()),
    "Spanish": ("postmaster@person.example", f"No se puede entregar: {OURS}",
                "No se pudo entregar el mensaje a estos destinatarios: Tom Teal\n", (NULL,)),
    "Dutch": ("postmaster@person.example", f"Onbestelbaar: {OURS}", "Uw bericht kon niet worden afgeleverd bij: Tom Teal\n", (NULL,)),
    "Polish": ("postmaster@person.example", f"Niedostarczalne: {OURS}", "Nie można dostarczyć wiadomości do adresata.\n", (NULL,)),
    "Portuguese": ("postmaster@person.example", f"Não é possível entregar: {OURS}",
                   "Falha na entrega para estes destinatários ou grupos: Tom Teal\n", (NULL,)),
    "Swedish": ("postmaster@person.example", f"Det gick inte att leverera: {OURS}", "Meddelandet kunde inte levereras.\n", (NULL,)),
    "Turkish": ("postmaster@person.example", f"Teslim edilemedi: {OURS}", "İletiniz teslim edilemedi.\n", (NULL,)),
    "Boxbe": ("Boxbe Notifications <notifications@boxguard.example>", f"{OURS} (Action Required)",
              "Hello,\n\nYour message about \"We have received your message\" was waitlisted. Please add yourself to my Guest List "
              "so your messages will be delivered to my Inbox.\n", (NULL, REPLIED)),
    "SpamArrest": ("Tom Teal <tom.teal@person.example>", "Re: We have received your message (verification required)",
                   "To deliver your message please prove you are human: this is a one-time verification.\n", ()),
    "TMDA": ("tom.teal-confirm@person.example", "Please confirm your message",
             "This message was created automatically by mail delivery software (TMDA).\n\nYour message is being held because the "
             "address has not been verified.\n", (NULL, ("Auto-Submitted", "auto-replied (challenge)"))),
}  # fmt: skip


def letters() -> Iterator[Letter]:
    """Every bounce: the formal ones with two reasons each, whole or with headers only, and those with words alone."""
    for number, (system, (sender, subject, told)) in enumerate(FORMAL.items()):
        for turn in range(2):
            code, said = REASONS[(number + turn) % len(REASONS)]
            entity = _report(told, code, said, whole=bool(turn), page="<p>See below.</p>" if number % 3 == 0 else "")
            extra: tuple[Header, ...] = ((NULL, REPLIED), (), (NULL,))[(number + turn) % 3]
            yield letter(f"{system} {code}", BOUNCE, sender, subject, "", *extra, entity=entity)
    for system, (sender, subject, told, extra) in WORDED.items():
        yield letter(system, BOUNCE, sender, subject, told, *extra)
