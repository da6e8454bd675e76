"""Officers, their Federation, interested persons and witnesses: parties with a line of their own, in stories."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.approving.approval_checks import refusal
from bot.mailbox import Ambiguous
from handlers.labels import RECORD_AS
from handlers.party_acts import may_have_written
from store import cancelling, case_links, leadership, outbox, parties, questions
from store.engine import Tx
from store.messages import Incoming, PartyView, Verb
from store.terms import APART, THEIR_SIDE, Audience, Kind, LetterState, PartyRole, Place, RequestState, State
from tests.by_hand import Hands
from tests.desk import FIRST, SECOND, Desk
from tests.paper_desk import PaperDesk
from tests.signing_world import ADA, FORCE
from tests.test_case_export import exported
from tests.world import ASKS_FOR_REVIEW, message

JO = "jo.field@home.example"
ACCOUNT = (
    "Dear Sir, I am the officer who was complained about in this matter. My account is that I acted properly when I "
    "stopped the car.\n\nPC 1234 Field\n"
)


def writes(desk: Desk, text: str, *, who: str = f"PC Jo Field <{JO}>", subject: str = "The complaint") -> str:
    """Somebody beside the complainant writes to the office."""
    desk.numbers += 1
    mail = desk.deliver(message(who, text, at=desk.clock.at, number=f"other{desk.numbers}", subject=subject))
    desk.runs()
    return mail


def asked_about(desk: Desk, mail: str) -> dict[str, str]:
    """The open questions about a message, by their codes."""
    with desk.service.reading() as tx:
        return {one.code: one.text for one in questions.still_open(tx, subject=f"intake:{desk.held(mail).id}")}


def recorded(desk: Desk, category: str = "Do: record as officer", text: str = ACCOUNT) -> str:
    """The officer's mail was filed with Ann's case and its writer recorded; answers its name."""
    mail = writes(desk, text)
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    desk.labels(mail, category)
    desk.settles()
    return mail


# --- a party of its own ---------------------------------------------------------------------------------------------


def test_the_officer_writes_is_recorded_writes_again_and_is_in_a_part_of_the_file(desk: Hands) -> None:
    """An officer's mail is suggested as such and recorded by a category; the next joins its case; none is answered."""
    mail = writes(desk, ACCOUNT)
    assert desk.held(mail).target == Place.UNSURE
    assert "from the officer" in asked_about(desk, mail)["which_case"]
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert "“I am the officer who was complained”" in asked_about(desk, mail)["third_party"]
    desk.labels(mail, "do: record as OFFICER")
    desk.settles()
    assert asked_about(desk, mail) == {}
    assert not {"Needs a person", "do: record as OFFICER"} & desk.categories(mail)
    officer = desk.case().party(PartyRole.OFFICER)
    assert officer == PartyView("officer", "PC Jo Field", JO, heard_on=desk.clock.at.date())
    card = desk.room.words(desk.card(FIRST))
    assert "PC Jo Field" in card
    assert "kept apart; last heard on Monday 23 November 2026" in " ".join(card.split())

    desk.passes(days=2)
    again = writes(desk, f"About {FIRST}: how is the review going? I ask that it is dropped.", subject=f"Re: {FIRST}")
    assert desk.kind(again) is Kind.THIRD_PARTY
    assert again in desk.items_in(f"case:{FIRST}")
    assert "Representations came from the officer" in asked_about(desk, again)["third_party"]
    assert "Needs a person" not in desk.categories(again)
    assert desk.case().party(PartyRole.OFFICER).heard_on == desk.clock.at.date()  # type: ignore[union-attr]
    assert desk.sent_to(JO) == []
    assert [one.letter for one in desk.letters() if one.audience is Audience.COMPLAINANT] == ["acknowledgement"]

    index, inside = exported(desk)
    assert [one.what for one in index.messages] == ["Request for a review"]
    assert [one.notes[0] for one in index.apart] == ["Representations of the officer"] * 2
    assert {one.file.partition("/")[0] for one in index.apart} == {"other-parties"}
    assert all(one.file in inside for one in index.apart)
    assert any("not for the complainant" in " ".join(remark.split()) for remark in index.remarks)
    assert b"Other parties" in inside["index.html"]
    assert desk.broken_chain() == []


def test_a_file_without_other_parties_has_no_such_part(desk: Hands) -> None:
    """Where only the complainant wrote, nothing is said of anybody else."""
    index, inside = exported(desk)
    assert index.apart == ()
    assert b"Other parties" not in inside["index.html"] + inside["index.txt"]


def test_undo_takes_the_party_off_again(desk: Hands) -> None:
    """The card dropped in Undo takes the officer off the case and asks again who wrote; then they are a stranger."""
    mail = recorded(desk)
    desk.drags(desk.card(FIRST), Place.UNDO)
    desk.settles()
    assert desk.case().apart == ()
    assert "third_party" in asked_about(desk, mail)
    again = writes(desk, f"More on {FIRST} from the officer complained of.", subject=FIRST)
    assert desk.held(again).case_id is None
    assert desk.history("case:1").count("party_removed") == 1


def test_a_changed_role_is_changed_back(desk: Hands) -> None:
    """By each category they are what it says, one after the other; by Undo they are what they were before."""
    mail = recorded(desk)
    for category, role in (*list(RECORD_AS.items())[::-1], ("Do: record as Federation", PartyRole.FEDERATION)):
        desk.labels(mail, category)
        desk.settles()
        assert [one.role for one in desk.case().apart] == [role]
    desk.drags(desk.card(FIRST), Place.UNDO)
    desk.settles()
    assert [(one.role, one.name, one.address) for one in desk.case().apart] == [("officer", "PC Jo Field", JO)]


def test_what_has_no_case_or_is_no_message_is_refused(desk: Hands) -> None:
    """Whose case it is comes first, and a card has no writer."""
    mail = writes(desk, ACCOUNT)
    desk.labels(mail, "Do: record as witness")
    desk.labels(desk.card(FIRST), "Do: record as witness")
    desk.settles()
    assert desk.case().apart == ()
    notes = " ".join(desk.notes())
    assert "Drop it in the folder of its case first" in notes
    assert "Set it on the message that they wrote" in notes


def test_the_complainant_stays_the_complainant(desk: Hands) -> None:
    """The category on the complainant's own mail changes nothing and says why."""
    mail = next(name for name in desk.room.lying() if desk.room.subject(name) == "Request for a review")
    desk.labels(mail, "Do: record as officer")
    desk.settles()
    assert [one.role for one in desk.case().parties] == ["complainant"]
    assert any("Nobody is on both sides" in note for note in desk.notes())


def test_an_office_is_no_person(desk: Hands) -> None:
    """The unit's mailbox, our own and that of somebody of the team are nobody's own address."""
    for address in (FORCE, FORCE.upper(), ADA, desk.service.settings.office.mailbox_address):
        done = desk.tells(Verb.PARTY, value=f"officer Jo {address}")
        assert done.refused
        assert "an office" in done.said
    assert desk.tells(Verb.PARTY, value="officer Jo jo@@home.example").refused
    assert desk.case().apart == ()


def test_by_mail_and_by_its_address(desk: Hands) -> None:
    """A mail records a person by name, by address, or as the writer of the one message that waits for it."""
    (answer,) = desk.mails(ADA, "party 1 interested person Uma Field")
    assert "A Li said that an interested person belongs to this case" in answer
    desk.mails(ADA, "party 1 interested person Uma Field <uma@home.example>")
    assert [(one.name, one.address) for one in desk.case().apart] == [("Uma Field", "uma@home.example")]
    mail = writes(desk, ACCOUNT)
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    desk.mails(ADA, "party 1 officer PC Field")
    assert [(one.role, one.address) for one in desk.case().apart][1:] == [("officer", JO)]
    assert asked_about(desk, mail) == {}
    (answer,) = desk.mails(ADA, "party 1 friend Jo")
    assert "Say who it is" in answer


def test_waiting_for_the_complainant_is_not_ended_by_the_officer(desk: Hands) -> None:
    """We asked Ann for something: what the officer writes, or their machine, does not count as her answer."""
    recorded(desk)
    desk.tells(Verb.ASK_MORE, value="a copy of the letter")
    assert desk.case().state is State.AWAITING_COMPLAINANT
    writes(desk, f"More about {FIRST} from me, the officer.", subject=FIRST)
    assert desk.case().state is State.AWAITING_COMPLAINANT
    desk.numbers += 1
    away = message(f"Jo <{JO}>", "I am away.", at=desk.clock.at, number="away", subject=f"Automatic reply: {FIRST}",
                   headers={"Auto-Submitted": "auto-replied"})  # fmt: skip
    desk.deliver(away)
    desk.runs()
    assert desk.case().state is State.AWAITING_COMPLAINANT
    desk.person("Ann").writes(f"Here is the letter for {FIRST}.", subject=FIRST)
    desk.runs()
    assert desk.case().state is not State.AWAITING_COMPLAINANT


def test_danger_in_their_mail_comes_first(desk: Hands) -> None:
    """An officer who writes that they will kill themselves lies in Urgent and with the case."""
    recorded(desk)
    mail = writes(desk, f"{FIRST}: I cannot go on. I am going to kill myself tonight.", subject=FIRST)
    assert desk.held(mail).target == Place.URGENT
    assert desk.held(mail).case_id == 1
    assert {"safety", "third_party"} <= asked_about(desk, mail).keys()


def test_the_officer_on_the_forces_own_domain_is_no_unit(tmp_path: Path) -> None:
    """What an officer sends from the police's domain ticks nothing and rests no request, as a unit's reply would."""
    desk = PaperDesk(tmp_path)
    desk.accepted()
    request = desk.request()
    desk.tells(Verb.PARTY, value="officer PC Jo Field jo.field@mps.example")
    mail = writes(desk, f"Re {FIRST}. Item 3 is attached.", who="Jo <jo.field@mps.example>", subject=FIRST)
    assert desk.kind(mail) is Kind.THIRD_PARTY
    now = desk.request()
    assert (now.state, now.heard_on, len(now.missing)) == (RequestState.OPEN, None, len(request.missing))
    assert "reply_read" not in desk.history(f"intake:{desk.held(mail).id}")
    unit = writes(desk, f"Re {FIRST}. We are looking into it.", who="PSU <someone@mps.example>", subject=FIRST)
    assert "reply_read" in desk.history(f"intake:{desk.held(unit).id}")
    desk.close()


def test_an_officers_files_tick_nothing_once_it_is_known_whose_they_are(tmp_path: Path) -> None:
    """A mail from the police's domain was filed as papers and ticked a line; recorded as the officer's it does not."""
    desk = PaperDesk(tmp_path)
    desk.accepted()
    whole = len(desk.request().missing)
    file = ("Investigation report.txt", b"Investigation report\nI looked into it.\n")
    raw = message("Jo <jo.field@mps.example>", f"Papers for {FIRST} are attached.", at=desk.clock.at, number="papers",
                  subject=FIRST, attach=file)  # fmt: skip
    mail = desk.deliver(raw)
    desk.runs()
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert len(desk.request().missing) == whole - 1
    desk.labels(mail, "Do: record as officer")
    desk.settles()
    assert len(desk.request().missing) == whole
    assert [one.role for one in desk.case().apart] == ["officer"]
    desk.close()


def test_without_our_reference_a_party_apart_is_asked_about(desk: Hands) -> None:
    """A known officer who names no case opens none and is not acknowledged; a person is asked, and a drag files it."""
    recorded(desk)
    mail = writes(desk, "Any news? I would like to know how long this will take.", subject="hello")
    assert len(desk.cases()) == 1
    assert desk.held(mail).target == Place.UNSURE
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert desk.kind(mail) is Kind.THIRD_PARTY
    assert "Representations came from the officer" in asked_about(desk, mail)["third_party"]
    assert desk.sent_to(JO) == []


def test_what_was_theirs_stays_apart_in_the_file_after_an_undo(desk: Hands) -> None:
    """Recorded by mistake and taken back: what they wrote is somebody else's, and not among the complainant's mail."""
    recorded(desk)
    writes(desk, f"About {FIRST}: here is more of my account of the stop.", subject=f"Re: {FIRST}")
    desk.drags(desk.card(FIRST), Place.UNDO)
    desk.settles()
    assert desk.case().apart == ()
    index, _ = exported(desk)
    assert [one.what for one in index.messages] == ["Request for a review"]
    assert [one.notes for one in index.apart] == [("Representations of somebody else",)] * 2


def test_a_name_is_given_to_who_has_it(desk: Hands) -> None:
    """The one mail that waits is of a witness: recording an officer of another name makes its writer no officer."""
    text = "I am a witness: I saw the whole arrest of your complainant from the bus."
    mail = writes(desk, text, who="Sue Moss <sue@home.example>")
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert "third_party" in asked_about(desk, mail)
    desk.mails(ADA, "party 1 officer PC Field")
    assert [(one.role, one.name, one.address) for one in desk.case().apart] == [("officer", "PC Field", "")]
    assert "third_party" in asked_about(desk, mail)
    desk.mails(ADA, "party 1 witness Sue Moss")
    assert desk.case().apart[1].address == "sue@home.example"


@pytest.mark.parametrize(
    ("said", "name", "text", "may"),
    [
        ("officer PC Field", "PC Jo Field", "", True),
        ("officer PC Field", "PC Jo Moss", "I am the officer complained of.", False),
        ("officer Sergeant Field", "Sergeant Moss", "", False),
        ("officer", "Sue Moss", "", True),
        ("officer PC Field", "", "I am the officer complained of.", True),
        ("officer PC Field", "", "I am a witness to it.", False),
    ],
)
def test_who_may_have_written(said: str, name: str, text: str, may: bool) -> None:
    """A mail is of whoever is meant by the name; a rank is none, and where a name is missing the words have to fit."""
    assert may_have_written(said, Incoming(sender_name=name, new_text=text)) is may


# --- letters by hand ------------------------------------------------------------------------------------------------


def test_writing_to_the_officer_by_hand_is_no_contact_with_the_complainant(desk: Hands) -> None:
    """A colleague's answer to the officer is kept in their part of the file and counts as no contact with Ann."""
    mail = recorded(desk)
    contact = desk.case().contact_on
    desk.passes(days=3)
    desk.sends(JO, answers=mail, subject=f"RE: {FIRST}")
    desk.runs()
    assert desk.case().contact_on == contact
    assert "may_have_gone_to_the_wrong_person" not in desk.asked()
    assert "went_to_both_sides" not in desk.asked()
    index, _ = exported(desk)
    assert any("sent by hand" in note for one in index.apart for note in one.notes)
    assert not any("sent by hand" in note for one in index.letters for note in one.notes)


def test_one_letter_to_both_sides_is_asked_about(desk: Hands) -> None:
    """A letter by hand that reached Ann and the officer at once is put before the manager."""
    recorded(desk)
    desk.sends("ann@person.example", cc=JO, subject=f"Your review {FIRST}")
    desk.runs()
    assert "went_to_both_sides" in desk.asked()


# --- no letter crosses over -----------------------------------------------------------------------------------------


def test_what_was_prepared_for_an_address_does_not_leave_once_it_is_another_partys(desk: Hands) -> None:
    """A letter for the complainant's side to this address is cancelled when its owner turns out to be the officer."""
    with desk.service.writing() as tx:
        (first,) = [one for one in outbox.of_case(tx, 1) if one.letter == "acknowledgement"]
        _queue(tx, first, JO, "one")
    desk.tells(Verb.PARTY, value=f"officer Jo {JO}")
    assert [one.state for one in desk.letters() if one.letter == "progress"] == [LetterState.CANCELLED]
    assert desk.sent_to(JO) == []


def _queue(tx: Tx, like: outbox.Queued, to: str, occasion: str, audience: Audience = Audience.COMPLAINANT) -> None:
    """A letter of the first case that leaves by itself, whose words are those of a progress letter."""
    facts = {
        "reference": FIRST, "received_on": "Monday 23 November 2026", "stage_words": "we read your papers",
        "next_words": "we write to you", "next_on": "Monday 21 December 2026", "sorry": "", "name": "Ann",
        "force_reference": "", "for_name": "", "adjustments": (), "on_paper": "",
    }  # fmt: skip
    outbox.queue(
        tx, letter="progress", occasion=f"{FIRST}:{occasion}", case_id=1, intake_id=like.intake_id, to=to,
        content={"facts": facts, "answers_item": "", "answers_message_id": "", "references": [], "encloses": []},
        message_id_domain="mopac.example", mode="live", audience=audience,
    )  # fmt: skip


_ROLES = st.dictionaries(
    st.sampled_from(["one@home.example", "two@home.example", "three@home.example", "unit@office.example"]),
    st.sampled_from(sorted(PartyRole)), max_size=4,
)  # fmt: skip


def test_no_letter_reaches_a_party_it_is_not_for(tmp_path: Path) -> None:
    """Whoever are the parties and whatever letter is planned to whom, only the complainant's side gets a letter."""
    office = Hands(tmp_path)
    office.person("Ann").writes()
    office.runs()
    count = iter(range(10_000))

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        _ROLES, st.sampled_from([Audience.COMPLAINANT, Audience.OFFICER, Audience.INTERESTED_PERSON, Audience.FORCE])
    )
    def planned(roles: dict[str, PartyRole], audience: Audience) -> None:
        nth = next(count)
        known = {address.replace("@", f"{nth}@"): role for address, role in roles.items()}
        with office.service.writing() as tx:
            (first,) = [one for one in outbox.of_case(tx, 1) if one.letter == "acknowledgement"]
            for address, role in known.items():
                parties.add(tx, 1, PartyView(role, "Somebody Else", address))
                _queue(tx, first, address, f"{nth}-{address}", audience)
        office.passes(days=1)
        got = {str(letter["To"]) for letter in office.sent()} & known.keys()
        for_them = {one for one, role in known.items() if audience is Audience.COMPLAINANT and role in THEIR_SIDE}
        assert got == for_them
        with office.service.writing() as tx:
            for one in outbox.of_case(tx, 1):
                if one.state is LetterState.HOLD:
                    assert one.held_because == "recipient_is_another_party"
                    cancelling.cancel(tx, one, "seen")

    planned()
    office.close()


def test_a_released_letter_is_looked_at_again(desk: Hands) -> None:
    """Whoever releases such a letter cannot make it leave: it is held for the same reason."""
    with desk.service.writing() as tx:
        parties.add(tx, 1, PartyView(PartyRole.WITNESS, "Wim", JO))
        (first,) = [one for one in outbox.of_case(tx, 1) if one.letter == "acknowledgement"]
        _queue(tx, first, JO, "held")
    desk.runs()
    letter = next(one for one in desk.letters() if one.letter == "progress")
    assert (letter.state, letter.held_because) == (LetterState.HOLD, "recipient_is_another_party")
    assert letter.draft_item == "", "Not even a draft of it is made."
    with desk.service.writing() as tx:
        assert outbox.release(tx, letter, by="A Li")
    desk.runs()
    assert next(one for one in desk.letters() if one.letter == "progress").state is LetterState.HOLD
    assert desk.sent_to(JO) == []


def test_a_letter_on_its_way_stops_where_its_address_has_become_anothers(desk: Hands) -> None:
    """Written while sending was paused, for somebody who is a witness when it is resumed: it does not leave."""
    with desk.service.writing() as tx:
        (first,) = [one for one in outbox.of_case(tx, 1) if one.letter == "acknowledgement"]
        leadership.pause(tx, by="A Li", why="a story")
        _queue(tx, first, JO, "paused")
    desk.runs()
    assert next(one for one in desk.letters() if one.letter == "progress").state is LetterState.RENDERED
    with desk.service.writing() as tx:
        parties.add(tx, 1, PartyView(PartyRole.WITNESS, "Wim", JO))
        leadership.resume(tx, by="A Li")
    desk.runs()
    letter = next(one for one in desk.letters() if one.letter == "progress")
    assert (letter.state, letter.held_because) == (LetterState.HOLD, "recipient_is_another_party")
    assert desk.sent_to(JO) == []


def test_an_answer_that_waited_does_not_reach_them(desk: Hands) -> None:
    """Two mails were to be acknowledged while sending was paused; their writer is the officer when it is resumed."""
    with desk.service.writing() as tx:
        leadership.pause(tx, by="A Li", why="a story")
    first, second = (writes(desk, f"Hello, what about my thing? This is mail {n}.", subject="hello") for n in (1, 2))
    waiting = [one.letter for one in desk.letters() if one.state is not LetterState.CONFIRMED]
    assert waiting == ["acknowledgement"], "One a day is enough."
    desk.drags(first, f"case:{FIRST}")
    desk.labels(first, "Do: record as officer")
    desk.settles()
    desk.drags(second, f"case:{FIRST}")
    desk.settles()
    assert [one.state for one in desk.letters() if one.case_id is None] == [LetterState.CANCELLED]
    with desk.service.writing() as tx:
        leadership.resume(tx, by="A Li")
    desk.passes(minutes=5)
    assert desk.sent_to(JO) == []


def test_an_answer_to_mail_that_was_put_with_the_case_later_is_held(desk: Hands) -> None:
    """Who wrote it is known as the officer already when it turns out to be about the case."""
    with desk.service.writing() as tx:
        leadership.pause(tx, by="A Li", why="a story")
    mail = writes(desk, "Hello, what about my thing?", subject="hello")
    desk.tells(Verb.PARTY, value=f"officer Jo {JO}")
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    with desk.service.writing() as tx:
        leadership.resume(tx, by="A Li")
    desk.passes(minutes=5)
    (letter,) = [one for one in desk.letters() if one.case_id is None]
    assert (letter.state, letter.held_because) == (LetterState.HOLD, "recipient_is_another_party")
    assert desk.sent_to(JO) == []


def test_what_may_be_leaving_does_not_go_again_to_another_party(desk: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows whether it left, its draft lies there still, and its address is the officer's now: it is held."""
    with desk.service.writing() as tx:
        (first,) = [one for one in outbox.of_case(tx, 1) if one.letter == "acknowledgement"]
        _queue(tx, first, JO, "lost")
    with monkeypatch.context() as patch:
        patch.setattr(desk.service.mailbox, "submit_all", lambda drafts: iter([[Ambiguous("who knows")] * len(drafts)]))
        desk.runs()
        assert desk.letter("progress").state is LetterState.SENDING
        desk.tells(Verb.PARTY, value=f"officer Jo {JO}")
    desk.passes(minutes=5)
    letter = desk.letter("progress")
    assert (letter.state, letter.held_because) == (LetterState.HOLD, "recipient_is_another_party")
    assert desk.sent_to(JO) == []


def test_a_request_of_their_own_can_turn_out_to_be_their_part(desk: Hands) -> None:
    """An officer's mail that reads as a request opens a case; dropped in the other it is their part there."""
    recorded(desk)
    mail = writes(desk, ASKS_FOR_REVIEW)
    assert len(desk.cases()) == 2
    desk.drags(mail, f"case:{FIRST}")
    desk.settles()
    assert desk.held(mail).case_id == 1
    assert desk.said_of(mail) == [Kind.THIRD_PARTY]
    assert "Representations came from the officer" in asked_about(desk, mail)["third_party"]


def test_a_waiting_letter_is_for_its_own_side_only(desk: Hands) -> None:
    """A letter to the complainant that waits for approval is refused where its address is by now a witness's."""
    desk.tells(Verb.ACCEPT)
    with desk.service.writing() as tx:
        assert "does not belong" not in refusal(desk.service, tx, desk.letter("accepted"))
        parties.add(tx, 1, PartyView(PartyRole.WITNESS, "Ann", "ann@person.example"))
        assert "does not belong to this case any more" in refusal(desk.service, tx, desk.letter("accepted"))


def test_a_draft_through_the_unit_may_not_name_the_complainant(desk: Hands) -> None:
    """A person who writes Ann's address into the officer's notice is told so when they approve it."""
    desk.tells(Verb.PARTY, value="officer Jo Field")
    desk.tells(Verb.ACCEPT)
    desk.edits_draft("officer_notice", "</p>", " Her address is ann@person.example.</p>")
    desk.passes(minutes=3)
    desk.drags_draft("officer_notice", "2 Drafts.→ Approve and send")
    desk.settles()
    assert desk.state("officer_notice") is LetterState.AWAITING_APPROVAL
    assert any("the address of the complainant" in note for note in desk.notes())


# --- cases that belong together -------------------------------------------------------------------------------------


def test_linked_cases_show_it_on_both_cards_and_share_nothing(desk: Hands) -> None:
    """A link is seen from both sides, merges nothing, is taken back by Undo, and is left out of a case file."""
    desk.person("Bea").writes("I would like a review of my complaint PC/09999/26, the letter is of 10 November 2026.")
    desk.runs()
    (answer,) = desk.mails(ADA, "link 1 to 2")
    assert "this case and another belong together" in answer
    assert (desk.case(FIRST).linked, desk.case(SECOND).linked) == ((SECOND,), (FIRST,))
    assert SECOND in desk.room.words(desk.card(FIRST))
    assert FIRST in desk.room.words(desk.card(SECOND))
    assert [one.name for one in desk.case(FIRST).parties] == ["Ann"]
    _, inside = exported(desk)
    assert not any(SECOND.encode() in content for content in inside.values())
    desk.drags(desk.card(FIRST), Place.UNDO)
    desk.settles()
    assert (desk.case(FIRST).linked, desk.case(SECOND).linked) == ((), ())
    desk.mails(ADA, f"link cases 1 {SECOND}")
    (answer,) = desk.mails(ADA, "link cases 2 not 1")
    assert "do not belong together any more" in answer
    assert desk.case(FIRST).linked == ()


def test_a_link_leads_to_a_case_there_is(desk: Hands) -> None:
    """A reference that nobody has is refused, by mail and by command."""
    (answer,) = desk.mails(ADA, "link 1 to 77")
    assert "There is no such case" in answer
    assert desk.tells(Verb.LINK, value="PCR/2026/00077").refused
    with desk.service.writing() as tx, pytest.raises(LookupError):
        case_links.put(tx, 1, "PCR/2026/00077", linked=True)


def test_every_role_apart_has_its_category() -> None:
    """Whoever can be a party of their own can be recorded from Outlook."""
    assert set(RECORD_AS.values()) == APART
