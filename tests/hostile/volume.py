"""Volume, people, timing: rows 121 to 130 of the list of bad input. Most are stories."""

from __future__ import annotations

from tests.hostile.build import ASKS, mail
from tests.hostile.row import UNSURE, Later, Mail, Proved, filed, silent

SPINE, HERE = "tests/test_spine.py", "tests/test_hostile.py"

MAILS = (
    Mail(
        129,
        "somebody else asks for the outcome",
        mail(
            "I am the ex-partner of Ann Archer. Please tell me the outcome of her review PCR/2026/00098.",
            sender="Bob Teal <bob@teal.example>",
            subject="Outcome of her review",
        ),
        filed("third_party", "third_party", UNSURE),
    ),
    Mail(
        130,
        "a rule at our old address sends a request on",
        mail(ASKS, ("X-MS-Exchange-Organization-AutoForwarded", "true"), to="appeals@old-office.example"),
        silent("never_answer"),
    ),
)

ELSEWHERE = (
    Proved(121, f"{SPINE}::test_caps_hold_and_never_drop"),
    Proved(122, f"{HERE}::test_a_storm_from_one_domain_meets_the_cap_and_nothing_is_lost"),
    Proved(123, f"{HERE}::test_the_last_second_of_the_last_day_counts_though_it_is_read_two_days_later"),
    Proved(124, f"{SPINE}::test_mail_in_junk_is_taken_in_too"),
    Proved(125, f"{SPINE}::test_a_message_put_back_into_the_inbox_is_no_new_case"),
    Proved(125, f"{SPINE}::test_mail_somebody_has_read_is_still_new"),
    Proved(127, f"{SPINE}::test_a_draft_a_person_changed_is_held"),
    Proved(128, f"{HERE}::test_a_new_address_is_never_written_to_and_a_person_checks_it"),
    Proved(128, "tests/test_plans.py::test_a_new_address_is_never_written_to"),
    Later(
        126, "what people send by hand is not watched yet: an answer in Sent Items does not stop the acknowledgement"
    ),
    Later(130, "ARC of our own tenant is trusted only with Exchange; a Maildir trusts nothing, so a person answers"),
)
