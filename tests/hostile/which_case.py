"""Which case is it about: rows 28 to 44 of the list of bad input. What needs a sequence is a story elsewhere."""

from __future__ import annotations

from tests.hostile.build import ASKS, mail
from tests.hostile.row import ACCEPTED, CONFIRM, Later, Mail, Outcome, Proved, showing

SPINE, HERE = "tests/test_spine.py", "tests/test_hostile.py"

MAILS = (
    Mail(34, "two references that are nobody's", mail(f"{ASKS}\nSee PCR/2026/00098 and PCR/2026/00099."), ACCEPTED),
    Mail(39, "no Message-ID", mail(without=("Message-ID",)), ACCEPTED),
    Mail(39, "a Message-ID of 4 kB", mail(ASKS, ("Message-ID", f"<{'x' * 4_000}@archer.example>")), ACCEPTED),
    Mail(39, "a Message-ID that is not ASCII", mail(ASKS, ("Message-ID", "<ärger@archer.example>")), ACCEPTED),
    Mail(
        42,
        "three complaints in one mail",
        mail(f"{ASKS}\nThe same goes for PC/05001/26 and for PC/05002/26, please review them too."),
        showing(ACCEPTED, "It names several references"),
    ),
    Mail(
        43,
        "the IOPC passes an application on",
        mail(
            "Dear colleagues\n\nWe have received the enclosed application for a review. You are the relevant review "
            "body, so we are forwarding it to you under paragraph 31. We received it on 16 November 2026.\n",
            sender="Casework <casework@iopc.example>",
            subject="Application for review: Ann Archer, PC/04417/26",
        ),
        Outcome("iopc_transfer", "force_or_iopc", CONFIRM, opens=True, letters=0, shown=("Acknowledge this by hand",)),
    ),
    Mail(
        44,
        "the letter names the IOPC",
        mail(
            f"{ASKS}\nThe letter says that my request for a review must be sent to the IOPC, but I am sending it to "
            "you because the IOPC do not answer."
        ),
        showing(ACCEPTED, "Is this review for us or for the IOPC?"),
    ),
)

ELSEWHERE = (
    Proved(28, f"{SPINE}::test_a_reply_joins_its_case_and_gets_one_short_receipt_a_day"),
    Proved(29, f"{SPINE}::test_a_reference_from_a_stranger_joins_nothing_and_learns_nothing"),
    Proved(30, f"{HERE}::test_a_party_who_writes_about_another_complaint_is_never_merged_unseen"),
    Proved(31, f"{SPINE}::test_a_reference_from_a_stranger_joins_nothing_and_learns_nothing"),
    Proved(32, f"{HERE}::test_counting_up_references_finds_nothing_out"),
    Proved(33, f"{HERE}::test_counting_up_references_finds_nothing_out"),
    Proved(34, f"{HERE}::test_two_references_join_nothing"),
    Proved(35, f"{HERE}::test_a_made_up_thread_joins_nothing"),
    Proved(37, f"{HERE}::test_our_own_letter_quoted_at_length_is_no_loop"),
    Proved(38, f"{SPINE}::test_the_same_message_id_with_other_words_is_another_application"),
    Proved(40, f"{SPINE}::test_the_same_mail_twice_is_one_case_and_one_letter"),
    Proved(41, f"{HERE}::test_the_same_letter_by_another_way_is_linked_and_answered_once"),
    Later(36, "cases cannot be closed yet; the answer to a closed case belongs to closing"),
)
