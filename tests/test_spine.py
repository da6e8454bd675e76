"""The spine, told as stories: what comes in, what is recorded, where it lies and what goes out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from store.terms import LetterState
from tests.conftest import Opens
from tests.mailrooms import STOP
from tests.world import ASKS_FOR_REVIEW, MONDAY, OUR_ADDRESS, ReaderHere, World, message

CONFIRM = "1 To do.Confirm new requests"


def test_an_application_becomes_one_case_in_its_folder_with_one_letter(world: World) -> None:
    """A plain request for a review opens one case, lies where people confirm it, and is acknowledged once."""
    ann = world.person("Ann")
    name = ann.writes()
    world.runs()
    [case] = world.cases()
    assert (case.reference, case.complainant, case.received_on) == ("PCR/2026/00001", "Ann", MONDAY.date())
    assert case.next_owner == "administrator"
    assert world.lying_in(CONFIRM) == [name]
    assert world.lying_in("") == []
    [letter] = ann.letters()
    assert letter["Subject"] == "We have received your message [PCR/2026/00001]"
    says_so = "Auto-Submitted" if world.service.mailbox.caps.auto_submitted_header else "X-Auto-Response-Suppress"
    assert letter[says_so] == {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}[says_so]
    assert letter["In-Reply-To"] == "<1@person.example>"
    assert letter.get_content_type() == "multipart/alternative"
    assert world.drafts() == []
    assert [one.state for one in world.letters()] == [LetterState.CONFIRMED]
    assert world.broken_chain() == []


def test_a_second_run_and_a_restart_do_nothing_again(world: World) -> None:
    """Whatever was done is never done again, neither by the next pass nor after a restart."""
    world.person("Ann").writes()
    world.runs()
    assert world.runs() == 0
    world.restarts()
    assert world.runs() == 0
    assert len(world.cases()) == len(world.sent()) == 1


def test_a_machine_gets_no_letter_and_no_case(world: World) -> None:
    """An automatic reply lies among the machines, opens nothing and is not answered."""
    name = world.deliver(message("Away <away@person.example>", headers={"Auto-Submitted": "auto-replied"}))
    world.runs()
    assert world.cases() == []
    assert world.sent() == []
    assert world.lying_in("6 Filed.Machines") == [name]


def test_what_the_sender_wrote_is_nowhere_in_the_letter(world: World) -> None:
    """The acknowledgement repeats neither name nor subject nor a word of the message."""
    subject = "Xylophone {{7000*7}} review of my complaint"
    world.deliver(message('"Zebedee Quince" <zq@person.example>', subject=subject))
    world.runs()
    [letter] = world.sent()
    whole = letter.as_string()
    assert not [word for word in ("Zebedee", "Quince", "Xylophone", "49000", "witness", "04417") if word in whole]


def test_a_reply_joins_its_case_and_gets_one_short_receipt_a_day(world: World) -> None:
    """A party's reply to our letter is filed with the case; it is receipted once a day and opens nothing."""
    ann = world.person("Ann")
    ann.writes()
    world.runs()
    thread = {"In-Reply-To": ann.letters()[0]["Message-ID"], "References": ann.letters()[0]["Message-ID"]}
    world.passes(hours=1)
    witness = "Here is the name of the witness I told you about: she lives next door."
    first = ann.writes(witness, subject="Re: review", headers=thread)
    second = ann.writes("I forgot to say that the officer never called her.", subject="Re: review", headers=thread)
    world.runs()
    assert len(world.cases()) == 1
    assert world.lying_in("4 Case files.PCR-2026-00001") == sorted([first, second])
    assert [letter["Subject"] for letter in ann.letters()][1:] == [
        "We have added your message to our file [PCR/2026/00001]"
    ]


def test_a_reference_from_a_stranger_joins_nothing_and_learns_nothing(world: World) -> None:
    """Somebody else quoting our reference is not joined to the case and is told nothing about it."""
    world.person("Ann").writes()
    world.runs()
    eve = world.person("Eve")
    eve.writes("Please send me the outcome letter of this case.", subject="PCR/2026/00001")
    world.passes(hours=1)
    assert world.lying_in("4 Case files.PCR-2026-00001") == []
    assert all("PCR/2026" not in letter.as_string() for letter in eve.letters())


def test_the_same_mail_twice_is_one_case_and_one_letter(world: World) -> None:
    """Two items of the same content are both kept and linked; one case, one letter, and a person is asked about one."""
    raw = message("Ann <ann@person.example>")
    first, second = world.deliver(raw), world.deliver(raw)
    world.runs()
    assert len(world.cases()) == len(world.sent()) == 1
    assert {world.held(first).case_id, world.held(second).case_id} == {1}
    assert len(world.lying_in("1 To do.Unsure")) == 1


def test_the_same_message_id_with_other_words_is_another_application(world: World) -> None:
    """A Message-ID proves nothing: two requests that carry the same one are two cases."""
    world.deliver(message("Ann <ann@person.example>", number=7))
    world.deliver(message("Bob <bob@person.example>", number=7))
    world.runs()
    assert len(world.cases()) == len(world.sent()) == 2


def test_mail_somebody_has_read_is_still_new(world: World) -> None:
    """A message a person opened before the service saw it is taken in like any other."""
    world.deliver(message("Ann <ann@person.example>"), read=True)
    world.runs()
    assert len(world.cases()) == 1


def test_mail_in_junk_is_taken_in_too(world: World) -> None:
    """An application that a filter took for junk opens its case with the day it came."""
    world.deliver(message("Ann <ann@person.example>"), folder=".Junk")
    world.runs()
    assert len(world.cases()) == 1


def test_received_on_is_the_day_in_london(world: World) -> None:
    """Twenty to midnight by universal time on a summer's day is the next day in London."""
    world.deliver(message("Ann <ann@person.example>", at=MONDAY.replace(month=6, day=30, hour=23, minute=40)))
    world.runs()
    assert world.cases()[0].received_on.isoformat() == "2026-07-01"


def test_watch_changes_nothing_in_the_mailbox(opens: Opens) -> None:
    """In watch mode mail is read and recorded, and nothing in the mailbox is made, moved or changed."""
    world = opens(mode="watch")
    world.person("Ann").writes()
    before = world.room.everything()
    world.runs()
    assert world.room.everything() == before
    assert len(world.cases()) == 1


def test_draft_files_and_drafts_and_sends_nothing(opens: Opens) -> None:
    """In draft mode mail is filed and the letter waits in Drafts."""
    world = opens(mode="draft")
    name = world.person("Ann").writes()
    world.runs()
    assert world.lying_in(CONFIRM) == [name]
    assert (len(world.drafts()), len(world.sent())) == (1, 0)


def test_letters_from_before_going_live_wait_as_one_batch_for_a_person(opens: Opens) -> None:
    """On the switch to live, older letters stay where they are until somebody lets them go; new ones leave."""
    world = opens(mode="watch")
    world.person("Ann").writes()
    world.runs()
    world.restarts(mode="live")
    world.person("Bob").writes()
    world.runs()
    assert [letter["To"] for letter in world.sent()] == ["bob@person.example"]
    [held] = [one for one in world.letters() if one.state is LetterState.HOLD]
    assert held.held_because == "written_before_live"


def test_a_letter_that_could_not_leave_for_two_days_waits_for_a_person(world: World) -> None:
    """An acknowledgement planned more than 48 hours ago is not sent by itself any more."""
    (world.folder / "store" / "STOP").touch()
    world.person("Ann").writes()
    world.runs()
    (world.folder / "store" / "STOP").unlink()
    world.passes(hours=49)
    assert world.sent() == []
    assert [one.held_because for one in world.letters()] == ["older_than_48_hours"]


def test_an_old_date_in_the_mail_holds_nothing_back(world: World) -> None:
    """A message dated last year is answered at once when it is first seen now."""
    world.deliver(message("Ann <ann@person.example>", at=MONDAY.replace(year=2025)))
    world.runs()
    assert len(world.sent()) == 1


@pytest.mark.parametrize("switch", ["file", "unreadable file", "row", "folder"])
def test_any_stop_switch_stops_all_sending_and_nothing_else(world: World, switch: str) -> None:
    """File, row and Stop folder each stop letters at once; mail is still taken in and filed; then letters go."""
    from store import leadership

    world.runs()
    stop_file = world.folder / "store" / "STOP"
    if switch == "file":
        stop_file.touch()
    elif switch == "unreadable file":
        stop_file.symlink_to(stop_file)
    elif switch == "row":
        with world.service.writing() as tx:
            leadership.pause(tx, by="manager", why="drill")
    else:
        world.deliver(b"Subject: stop\n\n", "1.stop", STOP)
    name = world.person("Ann").writes()
    world.runs()
    assert world.sent() == []
    assert world.lying_in(CONFIRM) == [name]
    stop_file.unlink(missing_ok=True)
    if switch == "folder":
        world.room.removes("1.stop")
    with world.service.writing() as tx:
        leadership.resume(tx, by="manager")
    world.runs()
    assert len(world.sent()) == 1


def test_caps_hold_and_never_drop(opens: Opens) -> None:
    """Above the hourly cap letters wait, and leave by themselves as room comes; none is lost."""
    world = opens(environ={"REVIEWS_SENDING__CAPS__TOTAL_HOUR": "2"})
    for number in range(5):
        world.person(f"Person{number}", f"p{number}@home{number}.example").writes()
    world.runs()
    assert (len(world.cases()), len(world.sent())) == (5, 2)
    assert {one.held_because for one in world.letters()} == {"", "cap_total_hour"}
    world.passes(minutes=61)
    assert len(world.sent()) == 4
    world.passes(minutes=61)
    assert len(world.sent()) == 5


def test_the_fourth_letter_to_one_address_in_a_day_waits_for_a_person(world: World) -> None:
    """More than three letters a day to one address need somebody's release, even a day later."""
    from bot.prompt.show import release

    ann = world.person("Ann")
    for number in range(4):
        ann.writes(ASKS_FOR_REVIEW.replace("04417", f"0441{number}"))
    world.runs()
    assert (len(world.cases()), len(ann.letters())) == (4, 3)
    world.passes(hours=30)
    assert len(ann.letters()) == 3
    with world.service.writing() as tx:
        assert release(tx, ["cap_address_day"], by="administrator") == []
    world.runs()
    assert len(ann.letters()) == 4


def test_a_draft_a_person_changed_is_held(world: World) -> None:
    """A letter whose draft no longer says what was rendered does not leave; a person is asked."""
    stop = world.folder / "store" / "STOP"
    world.person("Ann").writes()
    assert world.drafts() == []
    world.restarts(mode="draft")
    world.runs()
    world.room.redirects("ann@person.example", "eve@person.example")
    world.restarts(mode="live")
    world.runs()
    from bot.prompt.show import release

    with world.service.writing() as tx:
        release(tx, ["written_before_live"], by="administrator")
    world.runs()
    assert not stop.exists()
    assert world.sent() == []
    assert [one.held_because for one in world.letters()] == ["draft_recipient_changed"]


def test_our_letter_coming_back_is_known_by_our_own_message_id(world: World) -> None:
    """A bounce of our letter marks that letter, lies among the bounced, and nothing is sent again."""
    ann = world.person("Ann")
    ann.writes()
    world.runs()
    original = ann.letters()[0]
    bounce = (
        "From: Mail Delivery Subsystem <MAILER-DAEMON@mail.person.example>\nTo: " + OUR_ADDRESS + "\n"
        "Subject: Undelivered Mail Returned to Sender\nMessage-ID: <b1@mail.person.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type="delivery-status"; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nUser unknown\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.person.example\n\n"
        f"Final-Recipient: rfc822; {ann.address}\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {original['Message-ID']}\nTo: {ann.address}\n\nx\n--b--\n"
    )
    name = world.deliver(bounce.encode())
    world.runs()
    assert [one.state for one in world.letters()] == [LetterState.BOUNCED]
    assert world.lying_in("1 To do.Bounced") == [name]
    assert world.held(name).case_id == 1
    assert len(world.sent()) == 1


def test_a_message_that_breaks_the_reader_is_set_aside_and_the_rest_go_on(world: World) -> None:
    """After three failures a message lies where a person finds it; everybody else has been served meanwhile."""
    from bot.mime import Unreadable
    from store.messages import Incoming

    class Breaks(ReaderHere):
        attempts = 0

        def read(self, raw: bytes) -> Incoming:
            if b"breaks" in raw:
                self.attempts += 1
                raise Unreadable("reader_died", "The reader died.")
            return super().read(raw)

    world.service.reader = reader = Breaks()
    broken = world.deliver(message("X <x@person.example>", subject="breaks the reader"))
    world.person("Ann").writes()
    world.runs()
    assert reader.attempts == 3
    assert world.lying_in("1 To do.Could not read") == [broken]
    assert len(world.cases()) == len(world.sent()) == 1


def test_a_fault_in_our_own_code_sets_one_message_aside_and_loses_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If planning one message raises, its whole batch is taken back and each goes alone; only that one is set aside."""
    from bot import intake

    real = intake.post.plan

    def plan(incoming, *rest, **more):  # type: ignore[no-untyped-def]
        if incoming.sender == "bad@person.example":
            raise ZeroDivisionError
        return real(incoming, *rest, **more)

    monkeypatch.setattr(intake.post, "plan", plan)
    bad = world.person("Bad").writes()
    for name in ("Ann", "Bob", "Cy"):
        world.person(name).writes()
    world.runs()
    assert world.lying_in("1 To do.Could not read") == [bad]
    assert len(world.cases()) == len(world.sent()) == 3


def test_a_message_a_person_moved_is_left_where_it_lies(opens: Opens) -> None:
    """What somebody filed before the service did stays there, still opens its case and is still acknowledged."""
    world = opens(mode="watch")
    name = world.person("Ann").writes()
    world.runs()
    world.room.moves(name, ".Archive")
    world.restarts(mode="live")
    world.runs()
    assert [one.folder for one in world.room.lying()[name]] == [".Archive"]
    assert world.held(name).filing == "overtaken"


def test_a_message_put_back_into_the_inbox_is_no_new_case(world: World) -> None:
    """Dragging a filed message back is noted as a person's move and opens nothing again."""
    name = world.person("Ann").writes()
    world.runs()
    world.room.moves(name, "")
    world.runs()
    assert len(world.cases()) == len(world.sent()) == 1
    assert world.lying_in("") == [name]
    assert "moved_by_person" in world.history("intake:1")


def test_raw_mail_is_kept_exactly_and_sealed(world: World) -> None:
    """The bytes that came can be had back exactly; on disk nobody can read a word of them."""
    from store import intake

    raw = message("Ann <ann@person.example>")
    name = world.deliver(raw)
    world.runs()
    with world.service.reading() as tx:
        assert intake.raw_of(world.service.store, tx, world.held(name)) == raw
    kept = b"".join(path.read_bytes() for path in (world.folder / "store").rglob("*") if path.is_file())
    assert b"witness" not in kept
    assert b"ann@person.example" not in kept


def test_destroying_a_cases_key_erases_it_and_leaves_the_history_whole(world: World) -> None:
    """Without its key neither mail nor letter nor name of a case can be had back, and the chain still verifies."""
    import sqlite3

    from store import intake
    from store.vault import Erased

    name = world.person("Ann").writes()
    world.runs()
    world.restarts()
    with sqlite3.connect(world.folder / "store" / "reviews.sqlite") as database:
        database.execute("UPDATE review_key SET wrapped = NULL WHERE case_id = 1")
    with world.service.reading() as tx, pytest.raises(Erased):
        intake.raw_of(world.service.store, tx, world.held(name))
    assert world.cases()[0].complainant is None
    assert world.broken_chain() == []


def test_what_a_person_put_into_a_folder_of_ours_stays_there(world: World) -> None:
    """A new message that somebody dragged into Urgent is taken in, lies there, and is left for them to answer."""
    world.runs()
    name = world.deliver(message("Ann <ann@person.example>"), folder=".Reviews.1 To do.Urgent")
    world.runs()
    assert world.lying_in("1 To do.Urgent") == [name]
    assert (len(world.cases()), world.sent()) == (1, [])


def test_a_folder_somebody_deleted_is_there_again(world: World) -> None:
    """When a person removes one of our folders, it is made again, said so, and mail goes on arriving in it."""
    world.runs()
    world.room.removes_folder(f".Reviews.{CONFIRM}")
    name = world.person("Ann").writes()
    world.service.one_pass()
    assert world.lying_in(CONFIRM) == [name]
    assert "looking_anew" in world.history("service")
    assert len(world.sent()) == 1


def test_a_machine_that_answers_our_letter_within_minutes_gets_no_second_one(world: World) -> None:
    """What comes back at once after a letter of ours, though it looks like a person's, is filed and not answered."""
    ann = world.person("Ann")
    ann.writes()
    world.runs()
    world.clock.at += timedelta(minutes=2)
    thread = {"In-Reply-To": ann.letters()[0]["Message-ID"]}
    words = "I forgot to say that the constable's number was 4471, and that the shop's camera looks at that corner."
    name = ann.writes(words, headers=thread)
    world.runs()
    assert world.held(name).case_id == 1
    assert len(ann.letters()) == 1
    assert "answer_withheld" in world.history("intake:2")


def test_a_draft_sent_by_hand_is_seen_in_draft_mode(opens: Opens) -> None:
    """In draft mode a person pressing Send on our draft is noticed, and the letter counts as sent."""
    world = opens(mode="draft")
    world.person("Ann").writes()
    world.runs()
    world.room.sends_draft()
    world.runs()
    assert [one.state for one in world.letters()] == [LetterState.CONFIRMED]


def test_a_stop_file_whose_folder_is_missing_counts_as_on(opens: Opens, tmp_path: Path) -> None:
    """A stop switch that cannot be looked for stops all sending."""
    world = opens(environ={"REVIEWS_SENDING__STOP_FILE": str(tmp_path / "unmounted" / "STOP")})
    world.person("Ann").writes()
    world.runs()
    assert world.sent() == []


def test_mail_that_may_not_be_opened_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message the account has no right to open is asked about once, tried again, and the rest of the post is done."""
    from bot.mailbox import AccessDenied

    closed = world.person("Closed").writes()
    world.person("Ann").writes()
    called = world.room.ids_of(closed)
    real = world.service.mailbox.mime

    def mime(ref):  # type: ignore[no-untyped-def]
        if ref.id in called:
            raise AccessDenied("The mailbox refuses this.")
        return real(ref)

    monkeypatch.setattr(world.service.mailbox, "mime", mime)
    world.runs()
    world.runs()
    assert [letter["To"] for letter in world.sent()] == ["ann@person.example"]
    assert world.history(f"item:{world.room.id_of(closed)}") == ["asked"]
    monkeypatch.setattr(world.service.mailbox, "mime", real)
    world.runs()
    assert len(world.cases()) == len(world.sent()) == 2


def test_a_draft_somebody_saved_anew_is_never_removed(opens: Opens) -> None:
    """Our draft, changed and saved under another name by a mail program, stays however old it is; a person is asked."""
    world = opens(mode="draft")
    world.person("Ann").writes()
    world.runs()
    world.room.saves_anew("Thank you for writing", "Thank you kindly for writing", MONDAY - timedelta(hours=3))
    theirs = world.room.drafts()
    world.passes(hours=3)
    assert world.room.drafts() == theirs


@pytest.mark.parametrize("how", ["removed", "renamed"])
def test_a_stop_folder_taken_away_counts_as_a_stop(world: World, how: str) -> None:
    """When somebody removes or renames the Stop folder, nothing leaves until a person resumes sending."""
    world.runs()
    if how == "removed":
        world.room.removes_folder(STOP)
    else:
        world.room.renames_folder(STOP, ".Reviews.9 Bot.HALT")
    world.person("Ann").writes()
    world.restarts()
    world.runs()
    assert world.sent() == []
    assert "paused" in world.history("service")


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_day_of_receipt_that_cannot_be_is_the_day_it_was_first_seen(world: World, year: int) -> None:
    """A Received header from before reviews began, or from years to come, gives no case and no letter of that year."""
    world.deliver(message("Ann <ann@person.example>", at=MONDAY.replace(year=year)))
    world.runs()
    assert world.cases()[0].reference == "PCR/2026/00001"
    assert str(year) not in world.sent()[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_silence_after_the_days_letter_says_why(world: World) -> None:
    """A second message to which no letter goes the same day carries the reason."""
    from store import received

    ann = world.person("Ann")
    for text in ("Hello, it is me.", "Hello, it is me again."):
        second = ann.writes(text, subject="hello")
        world.passes(hours=1)
    with world.service.reading() as tx:
        assert [line.why_not for line in received.lines(tx)] == ["", "cap"]
    assert "No auto-reply: one letter a day to this address is enough" in world.held(second).categories
    assert len(ann.letters()) == 1
