"""What reads like a machine's and is not, and the reverse; what a program of ours hands on."""

from __future__ import annotations

from datetime import date

from handlers.kinds import URGENT
from store.terms import Answer, Kind
from tests.test_advice import read
from tests.test_facts import mail, value

AUTO = (("auto-submitted", "auto-replied"),)


def test_a_gatekeeper_that_says_it_is_a_program_holds_a_letter_back() -> None:
    """A demand to prove that one is human is a letter that did not arrive, whatever its header says beside."""
    text = "Your message has not been delivered yet. Please prove you are human and it will be released."
    assert read(text, "Please prove you are human", headers=AUTO).kind is Kind.DELIVERY_FAILURE


def test_what_is_denied_in_an_absence_note_is_seen_by_a_person() -> None:
    """What is somebody's own in it keeps a message out of the machines' mail."""
    text = "Thank you for your message, I am on annual leave and back on Monday. Please don't close my case."
    found = read(text, "Re: your letter", "pat@home.example", in_reply_to=("<a@b.example>",))
    assert found.kind is Kind.UNCLEAR


def test_what_somebody_typed_into_our_form_is_no_machines_mail() -> None:
    """However little it says."""
    headers = (("auto-submitted", "auto-generated"),)
    found = read("Name: Jo\nMessage: hello, it is me", "Contact form", "noreply@lpb.example", headers=headers)
    assert found.kind is Kind.UNCLEAR


def test_a_duty_desks_warning_is_nobodys_danger() -> None:
    """A police mailbox that tells whom to ring in danger speaks of none."""
    text = (
        "This mailbox is read on weekdays. We aim to send papers in 15 working days. If your message is a THREAT TO "
        "LIFE, domestic abuse or child-at-risk matter do not wait for us, ring the duty officer. Do not re-send."
    )
    assert not read(text, "Automatic reply: papers", "psu@mps.example").flags & {*URGENT}


def test_a_final_letter_is_one_though_an_earlier_one_was_provisional() -> None:
    """Whoever has the final letter does not come too early."""
    final = mail("It says provisional view but the final letter came on 6 November 2026.")
    assert final.outcome_given is not Answer.NO
    assert mail("All I have is a provisional view.").outcome_given is Answer.NO


def test_the_day_on_which_the_director_general_had_it_is_known() -> None:
    """The IOPC names its head where it passes an application on."""
    text = "Application received by the Director General: 13 November 2026. Application forwarded: 26 November 2026."
    found = mail(text, on=date(2026, 11, 26), sender="intake@iopc.example")
    assert value(found.iopc_received_on) == date(2026, 11, 13)
