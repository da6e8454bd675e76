"""Whose case it is, told as stories: one matter sent often, strangers who quote, relatives, and the police."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.prompt import show
from store.questions import still_open
from tests.conftest import Opens
from tests.world import MONDAY, Person, World

THEIRS = "PC/04417/26"
REQUEST = (
    "Dear team,\n\nI would like a review of how my complaint was handled by the Metropolitan Police. "
    "The outcome letter is dated 9 November 2026 and the reference is PC/04417/26. "
    "I am not happy with the outcome because nobody spoke to the witness.\n\nYours sincerely\n{name}\n"
)
AGAIN = (
    "Hello,\n\nI am sending this to every address I can find. Please review the outcome of my complaint PC/04417/26 "
    "to the Metropolitan Police. Their letter is dated 9 November 2026. The officer never looked at the video.\n\n"
    "Yours sincerely\n{name}\n"
)
PAPERS = (
    "Dear colleague,\n\nPlease find attached the papers you asked for in the review {about}: the complaint file, "
    "the investigation report and the outcome letter.\n\nKind regards\nProfessional Standards Unit\n"
)
UNSURE = "1 To do.Unsure"
CONFIRM = "1 To do.Confirm new requests"


def asks(person: Person, words: str = REQUEST, **more: object) -> str:
    """This person asks for a review, signing with their name."""
    return person.writes(words.format(name=person.name), **more)


def questions(world: World, name: str) -> dict[str, str]:
    """What is asked about one message, by its code."""
    with world.service.reading() as tx:
        about = f"intake:{world.held(name).id}"
        return {one.code: one.text for one in still_open(tx, subject=about)}


def found(world: World, name: str) -> tuple[str, list[str]]:
    """What was decided about whose case a message is, and the cases it may be, as `mail show` has them."""
    with world.service.reading() as tx:
        shown = show.mail_line(tx, world.held(name).id)
    assert shown is not None
    looked = [one for one in shown["history"] if one["action"] == "case_looked_for"]
    return (looked[0]["rule"], [one["reference"] for one in looked[0]["details"]["cases"]]) if looked else ("", [])


# One matter, sent often


def test_one_matter_sent_three_times_from_two_addresses_is_one_case_and_one_letter(world: World) -> None:
    """The same person about the same complaint, in other words and from another address: one case, one letter."""
    home, work = world.person("Ann Other", "ann@home.example"), world.person("Ann Other", "a.other@work.example")
    asks(home)
    world.passes(hours=1)
    second, third = asks(home, AGAIN), asks(work, AGAIN)
    world.passes(hours=1)
    assert len(world.cases()) == 1
    assert [letter["To"] for letter in world.sent()] == ["ann@home.example"]
    assert sorted(world.lying_in(UNSURE)) == sorted([second, third])
    assert world.held(second).case_id == 1
    assert (world.held(third).case_id, found(world, third)) == (None, ("same matter", ["PCR/2026/00001"]))
    assert "PCR/2026/00001 (it came from an address of that case" in questions(world, second)["same_again"]
    assert "PC/04417/26, same name) once more, from another address" in questions(world, third)["same_again"]


def test_one_mail_to_two_of_our_addresses_is_one_case_and_one_letter(world: World) -> None:
    """Two deliveries of one mail, the second to another address of ours, are linked and answered once."""
    ann = world.person("Ann Other", "ann@home.example")
    first, second = asks(ann), asks(ann, headers={"To": "enquiries@mopac.example", "Cc": "reviews@mopac.example"})
    world.runs()
    assert len(world.cases()) == len(world.sent()) == 1
    assert world.held(first).case_id == world.held(second).case_id == 1


def test_the_same_letter_from_the_same_person_without_a_reference_is_one_matter(world: World) -> None:
    """Where the second mail names no reference, the outcome letter attached to both says that it is one matter."""
    home, work = world.person("Ann Other", "ann@home.example"), world.person("Ann Other", "a.other@work.example")
    letter = ("outcome.bin", b"an outcome letter that nobody can read")
    asks(home, attach=letter)
    world.passes(hours=1)
    name = asks(work, REQUEST.replace(" and the reference is PC/04417/26", ""), attach=letter)
    world.passes(hours=1)
    assert len(world.cases()) == len(world.sent()) == 1
    assert "it brings the same file, same name" in questions(world, name)["same_again"]


def test_a_copy_that_came_earlier_gives_the_case_its_day_of_receipt(world: World) -> None:
    """A copy found later but received earlier moves the day of receipt back, and a person looks at the time again."""
    ann = world.person("Ann Other", "ann@home.example")
    asks(ann)
    world.passes(hours=1)
    world.clock.at -= timedelta(days=3)
    name = asks(ann, AGAIN)
    world.clock.at += timedelta(days=3)
    world.runs()
    [case] = world.cases()
    assert case.received_on == (MONDAY - timedelta(days=3)).date()
    assert "earlier than the case says" in questions(world, name)["received_earlier"]
    assert "received_earlier" in world.history("case:PCR/2026/00001")


def test_another_complaint_of_the_same_person_is_another_case(world: World) -> None:
    """The same person about another complaint has a second case, a second letter, and nobody is asked about it."""
    ann = world.person("Ann Other", "ann@home.example")
    asks(ann)
    name = asks(ann, REQUEST.replace("04417", "05555"))
    world.runs()
    assert len(world.cases()) == len(ann.letters()) == 2
    assert "new_or_known" not in questions(world, name)


def test_another_letter_about_the_same_complaint_is_a_case_until_a_person_says_otherwise(world: World) -> None:
    """A complaint may be dealt with anew: where the dates of the letters differ, the request opens a case and asks."""
    ann = world.person("Ann Other", "ann@home.example")
    asks(ann)
    world.passes(hours=1)
    name = asks(ann, AGAIN.replace("9 November", "16 November"))
    world.passes(hours=1)
    assert len(world.cases()) == 2
    assert "This may belong to PCR/2026/00001" in questions(world, name)["new_or_known"]


def test_one_request_passed_on_by_the_iopc_too_is_one_case(world: World) -> None:
    """What the applicant sent to us and the IOPC passes on is linked to its case, and its date of receipt asked for."""
    asks(world.person("Ann Other", "ann@home.example"))
    world.passes(hours=1)
    name = _passed_on(world)
    world.passes(hours=1)
    assert len(world.cases()) == len(world.sent()) == 1
    assert world.held(name).case_id == 1
    assert {"same_again", "iopc_transfer"} <= set(questions(world, name))


def test_where_nobody_was_answered_yet_a_person_is_asked_to(world: World) -> None:
    """A request that the IOPC passed on first was not acknowledged: the applicant's own is linked, a person writes."""
    _passed_on(world)
    world.passes(hours=1)
    name = asks(world.person("Ann Other", "ann@home.example"))
    world.passes(hours=1)
    assert len(world.cases()) == 1
    assert world.sent() == []
    assert "nobody has been answered" in questions(world, name)["acknowledge_by_hand"]


def _passed_on(world: World) -> str:
    return world.person("IOPC Casework", "casework@iopc.example").writes(
        "Dear colleague,\n\nWe have received an application for a review from Ms Ann Other which is for you as the "
        "relevant review body. We forward the application under paragraph 31 of Schedule 3. The force reference is "
        "PC/04417/26.\n\nKind regards\nIOPC Casework\n",
        subject="Application for review forwarded: PC/04417/26",
    )


# Somebody else


@pytest.mark.parametrize(
    "name", ["Bob Other", "Zoe Quince", "Anne Other", "A Other"], ids=["surname", "stranger", "alike", "initial"]
)
def test_another_person_with_the_same_force_reference_has_a_case_of_their_own(world: World, name: str) -> None:
    """A joint applicant, a relative or a stranger: a case and a letter of their own, and a person is asked why."""
    asks(world.person("Ann Other", "ann@home.example"))
    world.passes(hours=1)
    other = world.person(name, "other@elsewhere.example")
    mail = asks(other)
    world.passes(hours=1)
    assert len(world.cases()) == 2
    assert [letter["Subject"] for letter in other.letters()] == ["We have received your message [PCR/2026/00002]"]
    assert found(world, mail) == ("suggested", ["PCR/2026/00001"])
    asked = questions(world, mail)["new_or_known"]
    assert asked.startswith("This may belong to PCR/2026/00001 (same force reference PC/04417/26")
    assert world.lying_in(CONFIRM).count(mail) == 1


def test_two_of_one_family_who_share_an_address_have_a_case_each(world: World) -> None:
    """An address and a complaint in common do not make two people one."""
    for name in ("Ann Other", "Bob Other"):
        asks(world.person(name, "family@home.example"), attach=("outcome.bin", b"the same letter"))
        world.passes(hours=1)
    assert len(world.cases()) == 2


def test_a_solicitor_writing_for_a_second_client_opens_a_second_case(world: World) -> None:
    """One solicitor's address and one complaint, two clients: two cases."""
    for client in ("Ann Other", "Bob Quince"):
        world.person("Sol Icitor", "sol@law.example").writes(
            f"Dear team,\n\nWe act for {client} and on behalf of our client {client} ask for a review of the outcome "
            f"of the complaint to the Metropolitan Police. The reference is {THEIRS}.\n\nYours faithfully\nSol Icitor\n"
        )
        world.passes(hours=1)
    assert len(world.cases()) == 2


# Strangers


def test_a_stranger_in_a_forged_thread_attaches_nothing_and_learns_nothing(world: World) -> None:
    """An answer to our letter from an address that is not the case's joins nothing, and a person sees the case."""
    ann = world.person("Ann Other", "ann@home.example")
    asks(ann)
    world.passes(hours=1)
    ours = ann.letters()[0]["Message-ID"]
    eve = world.person("Eve", "eve@elsewhere.example")
    name = eve.writes(
        "Could you tell me how far you are with my review?",
        subject="Re: We have received your message [PCR/2026/00001]",
        headers={"In-Reply-To": ours, "References": ours},
    )
    world.passes(hours=1)
    assert world.held(name).case_id is None
    assert found(world, name) == ("suggested", ["PCR/2026/00001"])
    assert "it names our reference, it answers a letter of ours" in questions(world, name)["which_case"]
    assert all("PCR/2026" not in letter.as_string() for letter in eve.letters())


@pytest.mark.parametrize(
    "words",
    [
        "Could you tell me how far you are with my review {reference}?",
        "I want to withdraw my application for a review {reference}.",
        "I need you to write to me in large print, please, in the review {reference}.",
        "About {reference} and PC/04417/26: hello.",
    ],
    ids=["progress", "withdrawal", "adjustment", "unclear"],
)
def test_what_a_stranger_is_told_does_not_show_whether_a_case_exists(opens: Opens, words: str) -> None:
    """The same words from a stranger are answered alike whether the case they quote exists or not."""
    letters = []
    for folder, there in (("with", True), ("without", False)):
        world = opens(folder)
        asks(world.person("Ann Other", "ann@home.example"), REQUEST if there else REQUEST.replace("04417", "07777"))
        world.passes(hours=1)
        eve = world.person("Eve", "eve@elsewhere.example")
        eve.writes(words.format(reference="PCR/2026/00001" if there else "PCR/2026/00099"), subject="hello")
        world.passes(hours=1)
        letters.append([(one["Subject"], one.get_body(("plain",)).get_content()) for one in eve.letters()])  # type: ignore[union-attr]
    assert letters[0] == letters[1]
    assert len(letters[0]) == 1


def test_a_party_without_reference_or_thread_attaches_nothing(world: World) -> None:
    """Who wrote says nothing of what it is about: the case is suggested, with its reason."""
    ann = world.person("Ann Other", "ann@home.example")
    asks(ann)
    world.passes(hours=1)
    name = ann.writes("Could you tell me how far you are with my review?", subject="my review")
    world.passes(hours=1)
    assert world.held(name).case_id is None
    assert "PCR/2026/00001 (it came from an address of that case, same name)" in questions(world, name)["which_case"]


def test_two_of_our_references_in_one_mail_attach_to_neither(world: World) -> None:
    """A mail that names two cases of its sender belongs to neither until a person says so, and both are shown."""
    ann = world.person("Ann Other", "ann@home.example")
    asks(ann)
    asks(ann, REQUEST.replace("04417", "05555"))
    world.passes(hours=1)
    name = ann.writes("Could you tell me how far you are with my reviews PCR/2026/00001 and PCR/2026/00002?")
    world.passes(hours=1)
    assert world.held(name).case_id is None
    assert sorted(found(world, name)[1]) == ["PCR/2026/00001", "PCR/2026/00002"]


# The police and the IOPC


@pytest.mark.parametrize("about", ["PCR/2026/00001", THEIRS])
def test_papers_from_the_force_join_the_case_they_name_and_wait_for_a_person(world: World, about: str) -> None:
    """The force's mail joins the one case of our or their reference, and waits: nothing proves its sender."""
    asks(world.person("Ann Other", "ann@home.example"))
    world.passes(hours=1)
    name = world.person("PSU", "psu@mps.example").writes(PAPERS.format(about=about), subject=f"Papers {about}")
    world.passes(hours=1)
    assert world.held(name).case_id == 1
    assert world.lying_in(UNSURE) == [name]
    assert found(world, name) == ("attached", ["PCR/2026/00001"])
    assert "Nothing proves who sent this" in questions(world, name)["really_theirs"]
    assert len(world.sent()) == 1


def test_papers_from_anybody_else_join_nothing(world: World) -> None:
    """Whoever sends papers from an address that is not the force's is suggested a case and attaches nothing."""
    asks(world.person("Ann Other", "ann@home.example"))
    world.passes(hours=1)
    name = world.person("PSU", "psu@mps-police.example").writes(PAPERS.format(about="PCR/2026/00001"))
    world.passes(hours=1)
    assert world.held(name).case_id is None
    assert found(world, name) == ("suggested", ["PCR/2026/00001"])


def test_papers_for_two_cases_of_one_force_reference_wait_with_both_shown(world: World) -> None:
    """A force reference of two open cases says not which of them papers are for."""
    for person in ("Ann Other", "Bob Quince"):
        asks(world.person(person, f"{person[:3].lower()}@home.example"))
        world.passes(hours=1)
    name = world.person("PSU", "psu@mps.example").writes(PAPERS.format(about=THEIRS), subject="Papers")
    world.passes(hours=1)
    assert world.held(name).case_id is None
    assert len(found(world, name)[1]) == 2
    assert "PCR/2026/00001" in questions(world, name)["which_case"]
    assert "PCR/2026/00002" in questions(world, name)["which_case"]
