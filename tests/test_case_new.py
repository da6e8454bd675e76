"""Requests that did not come by mail: entered by hand, kept as a message, opened as a case, answered on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.approving.enclosing import APPLICATION
from bot.casework import case_new, rulings
from bot.casework.case_new import Opened
from bot.cli import app
from bot.mime import read
from bot.sending import printing
from handlers.entry_form import Entry, NotAnEntry, Way, parse
from store import casework, decisions, intake, outbox, parties, questions, received, refiling
from store.cases import CaseLine
from store.messages import Act, CaseView, PartyView, Verb
from store.outbox import Queued
from store.terms import Approval, LetterState, State
from tests.world import World

TEAM = [{"name": "A Li", "address": "a.li@mopac.example", "roles": ["administrator"]}]
CONTACTS = {"REVIEWS_OFFICE__CONTACTS__FORCE": "psu@mps.example", "REVIEWS_OFFICE__CONTACTS__IOPC": "case@iopc.example"}
ENVIRON = {**CONTACTS, "REVIEWS_TEAM": json.dumps(TEAM)}
BY_POST = Entry(
    way=Way.POST,
    received_on=date(2026, 11, 19),
    name="Carla Post",
    postal="1 High Street, London, N1 1AA",
    force_reference="PC/09999/26",
    outcome_dated=date(2026, 11, 2),
    note="I want a review of the outcome. Nobody spoke to the witness.",
)
FORM = """New case:
by: telephone
received: 20/11/2026
name: Dana Caller
e-mail: dana@person.example
police reference: PC/08888/26
outcome dated: 3 November
adjustment: large print
adjustment: calls after four
note: She says nobody listened.
The officer: did not come.
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[World]:
    """An office with somebody in it and nothing in its inbox."""
    world = World(tmp_path, environ=ENVIRON)
    world.runs()
    yield world
    world.close()


def enters(world: World, entry: Entry, *files: tuple[str, bytes]) -> Opened:
    """A Li enters this."""
    today = world.clock.at.date()
    one = case_new.written(world.service, entry, files, by="A Li", today=today)
    with world.service.store.writing(world.clock.at, "a.li") as tx:
        return case_new.enter(world.service, tx, one)


def view(world: World, opened: Opened) -> CaseView:
    """The case as it stands."""
    with world.service.reading() as tx:
        return casework.view(tx, opened.case_id)


def asked(world: World, opened: Opened) -> set[str]:
    """The codes of what is open on the case."""
    with world.service.reading() as tx:
        return {one.code for one in questions.still_open(tx, case_id=opened.case_id)}


def letter(world: World, name: str) -> Queued:
    """The one letter of this name."""
    (one,) = [one for one in world.letters() if one.letter == name]
    return one


# --- entered --------------------------------------------------------------------------------------------------------


def test_a_request_by_post_opens_its_case_from_the_day_it_came(office: World) -> None:
    """What was typed in is what is known, still to be confirmed; whose it is, time and right are asked as always."""
    opened = enters(office, BY_POST)
    case = view(office, opened)
    (line,) = office.cases()
    assert (opened.reference, case.state) == ("PCR/2026/00001", State.TRIAGE)
    assert (case.received_on, case.complainant, case.force_reference) == (
        date(2026, 11, 19), "Carla Post", "PC/09999/26",
    )  # fmt: skip
    assert (case.provided_on, case.last_day, case.time_result) == (date(2026, 11, 2), date(2026, 11, 30), "IN_TIME")
    assert "entry by hand" in case.sources["provided_on"]
    assert (case.body_by, case.time_by, case.right_by) == ("", "", "")
    assert case.parties == (PartyView("complainant", "Carla Post", "", postal="1 High Street, London, N1 1AA"),)
    assert asked(office, opened) == {"review_body", "time", "right"}
    assert isinstance(line, CaseLine)
    assert line.next_on == date(2026, 11, 23)


def test_the_entry_is_kept_as_a_message_that_says_who_entered_it(office: World) -> None:
    """Its bytes are kept under the case's key, with the scan; it lies in no folder and is looked for in none."""
    opened = enters(office, BY_POST, ("scan of letter.txt", b"THE-SCAN"))
    with office.service.reading() as tx:
        assert [one.filing for one in refiling.of_case(tx, opened.case_id)] == ["overtaken"]
    office.runs()
    office.passes(days=1)
    with office.service.reading() as tx:
        (held,) = refiling.of_case(tx, opened.case_id)
        raw = intake.raw_of(office.service.store, tx, held)
        (shown,) = received.lines(tx)
    kept = read(raw)
    assert "Entered by hand by A Li. The request came by post on Thursday 19 November 2026." in kept.text
    assert "Postal address: 1 High Street, London, N1 1AA" in kept.text
    assert [(file.name, file.size) for file in kept.attachments] == [("scan of letter.txt", 8)]
    assert b"Auto-Submitted" not in raw
    assert (shown.kind, shown.folder, held.filing) == ("application", "", "overtaken")
    assert "entered_by_hand" in office.history(f"case:{opened.reference}")
    assert office.broken_chain() == []


def test_the_same_entry_twice_is_one_case(office: World) -> None:
    """Whoever enters it again hears which case it is."""
    enters(office, BY_POST)
    with pytest.raises(NotAnEntry, match="PCR/2026/00001"):
        enters(office, BY_POST)
    assert len(office.cases()) == 1


def test_who_has_an_e_mail_address_is_acknowledged_by_mail(office: World) -> None:
    """The letter goes by itself, as it would have for a mail; nothing in it answers the entry."""
    enters(office, replace(BY_POST, way=Way.WALK_IN, address="Carla@person.example"))
    office.runs()
    (sent,) = office.sent()
    assert (sent["To"], sent["In-Reply-To"]) == ("carla@person.example", None)
    with office.service.reading() as tx:
        assert outbox.content(tx, letter(office, "acknowledgement"))["answers_item"] == ""
    assert "Thursday 19 November 2026" in sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_words_that_tell_of_danger_are_heard_though_they_came_on_paper(office: World) -> None:
    """A person reads them today, and nothing is answered by itself or printed."""
    opened = enters(office, replace(BY_POST, note="If nobody helps me I am going to kill myself tonight."))
    assert {"safety", "acknowledge_by_hand"} <= asked(office, opened)
    assert office.letters() == []


def test_prison_and_what_was_agreed_are_kept_with_the_case(office: World) -> None:
    """A request from prison asks how to write privately; what was agreed stands in every later letter."""
    opened = enters(office, replace(BY_POST, way=Way.PRISON, adjustments=("large print", "short letters")))
    case = view(office, opened)
    assert case.adjustments == ("large print", "short letters")
    assert "prison" in case.flags
    assert "prison" in asked(office, opened)
    assert "adjustment" not in asked(office, opened)
    office.runs()
    with office.service.reading() as tx:
        kept = outbox.content(tx, letter(office, "acknowledgement"))
    assert kept["facts"]["received_on"] == "Thursday 19 November 2026"


def test_who_asks_for_somebody_else_is_their_representative_without_consent_yet(office: World) -> None:
    """Both belong to the case; a person sees to consent and to how they are answered."""
    opened = enters(office, replace(BY_POST, for_name="Ned Post"))
    case = view(office, opened)
    assert case.complainant == "Ned Post"
    assert [(one.role, one.name, one.postal) for one in case.parties] == [
        ("representative", "Carla Post", "1 High Street, London, N1 1AA"),
        ("complainant", "Ned Post", ""),
    ]
    assert {"representative", "acknowledge_by_hand"} <= asked(office, opened)
    assert office.letters() == []


def test_words_alone_make_nobody_a_representative(office: World) -> None:
    """Who is entered as asking for themselves is the complainant, whatever their words are like."""
    opened = enters(
        office, replace(BY_POST, address="c@person.example", note="I write on behalf of my son, as his mother.")
    )
    assert [(one.role, one.name) for one in view(office, opened).parties] == [("complainant", "Carla Post")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"received_on": date(2026, 11, 24)}, "still to come"),
        ({"outcome_dated": date(2026, 11, 20)}, "after the request came"),
        ({"provided": date(2026, 11, 20)}, "after the request came"),
        ({"address": "nowhere"}, "no e-mail address"),
        ({"address": "psu@mps.example"}, "address of an office"),
        ({"name": " "}, "who asks"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(office: World, change: dict[str, object], why: str) -> None:
    """One sentence says what is wrong, and nothing is kept."""
    with pytest.raises(NotAnEntry, match=why):
        enters(office, replace(BY_POST, **change))  # type: ignore[arg-type]
    assert office.cases() == []


def test_an_entry_is_forwarded_with_what_was_written_down(office: World) -> None:
    """The IOPC gets the entry with the scan, as it gets a mail."""
    opened = enters(office, BY_POST, ("scan.txt", b"THE-SCAN"))
    with office.service.writing() as tx:
        done = rulings.act_on(office.service, tx, opened.case_id, Act(Verb.DRAFT_TRANSFER, by="A Li"))
    assert not done.refused, done.said
    office.runs()
    with office.service.reading() as tx:
        kept = outbox.content(tx, letter(office, "forwarding"))
    assert kept["encloses"] == [APPLICATION]
    assert len(kept["enclosed"]) == 1
    assert letter(office, "forwarding").state is LetterState.AWAITING_APPROVAL


# --- on paper -------------------------------------------------------------------------------------------------------


def test_a_letter_on_paper_waits_is_printed_and_said_to_be_posted(office: World) -> None:
    """It has no recipient and lies in For checking; it is printed with the address, and posted on a person's word."""
    opened = enters(office, BY_POST)
    office.runs()
    one = letter(office, "acknowledgement")
    assert opened.letters == (one.key,)
    assert (one.state, one.approval) == (LetterState.AWAITING_APPROVAL, Approval.CHECKED)
    assert len(office.lying_in("2 Drafts.For checking")) == 1
    with office.service.reading() as tx:
        page = printing.page(office.service, tx, one.key)
    assert "Carla Post<br>1 High Street<br>London<br>N1 1AA</p>" in page.html
    assert page.addressed
    with office.service.writing() as tx:
        printing.posted(office.service, tx, one.key, by="A Li")
    assert letter(office, "acknowledgement").state is LetterState.CONFIRMED
    with office.service.reading() as tx:
        (decided,) = decisions.of(tx, opened.case_id)
        assert printing.page(office.service, tx, one.key) == page
    assert (decided.value, decided.by) == ("posted", "A Li")
    with office.service.writing() as tx, pytest.raises(printing.CannotPrint, match="already"):
        printing.posted(office.service, tx, one.key, by="A Li")
    office.passes(hours=2)
    office.passes(hours=2)
    assert office.sent() == []
    assert office.lying_in("2 Drafts.For checking") == []
    assert len(office.lying_in("6 Filed")) == 1
    assert letter(office, "acknowledgement").state is LetterState.CONFIRMED


def test_a_letter_that_decides_is_neither_printed_nor_posted_before_it_is_signed(office: World) -> None:
    """On paper, too, nothing decisive leaves without its approval."""
    opened = enters(office, BY_POST)
    with office.service.writing() as tx:
        act = Act(Verb.DRAFT_NOT_VALID, by="A Li", value="no outcome")
        rulings.act_on(office.service, tx, opened.case_id, act)
    office.runs()
    one = letter(office, "no_right")
    with office.service.writing() as tx:
        for deed in (
            lambda: printing.page(office.service, tx, one.key),
            lambda: printing.posted(office.service, tx, one.key, by="A Li"),
        ):
            with pytest.raises(printing.CannotPrint, match="signer has not approved"):
                deed()
    assert letter(office, "no_right").state is LetterState.AWAITING_APPROVAL


def test_a_letter_by_mail_is_not_posted_and_is_printed_once_it_has_left(office: World) -> None:
    """What leaves by mail leaves once."""
    office.person("Ann").writes()
    office.service.start()
    office.runs()
    one = letter(office, "acknowledgement")
    with office.service.writing() as tx:
        assert "We have received" in printing.page(office.service, tx, one.key).html
        with pytest.raises(printing.CannotPrint):
            printing.posted(office.service, tx, one.key, by="A Li")
        with pytest.raises(printing.CannotPrint, match="There is no letter"):
            printing.page(office.service, tx, "nothing")


def test_a_postal_address_of_bad_words_stays_words(office: World) -> None:
    """What somebody typed cannot become part of the page."""
    opened = enters(office, replace(BY_POST, postal="<script>x</script>, London"))
    office.runs()
    with office.service.reading() as tx:
        page = printing.page(office.service, tx, opened.letters[0])
    assert "&lt;script&gt;x&lt;/script&gt;<br>London" in page.html


# --- the form -------------------------------------------------------------------------------------------------------


def test_the_form_is_read_field_by_field() -> None:
    """Dates are day first, an adjustment may be given twice, and the note takes everything after it."""
    assert parse(FORM, date(2026, 11, 23)) == Entry(
        way=Way.PHONE,
        received_on=date(2026, 11, 20),
        name="Dana Caller",
        address="dana@person.example",
        force_reference="PC/08888/26",
        outcome_dated=date(2026, 11, 3),
        note="She says nobody listened.\nThe officer: did not come.",
        adjustments=("large print", "calls after four"),
    )


def test_everything_wrong_in_a_form_is_said_at_once() -> None:
    """Who sends it need not send it five times."""
    with pytest.raises(NotAnEntry) as said:
        parse("new case\nby: pigeon\nreceived: soon\ncolour: red\n", date(2026, 11, 23))
    for words in ("by: post", "“soon” is no day", "“colour: red” is no field", "name: …"):
        assert words in str(said.value)


def test_the_form_in_a_mail_of_the_team_opens_its_case(office: World) -> None:
    """The mail itself is what is kept of it; whoever is named in it is written to, and not whoever sent it."""
    name = office.person("A Li", "a.li@mopac.example").writes("Minutes of the meeting.", subject="Minutes")
    office.runs()
    held = office.held(name)
    assert held.case_id is None
    with office.service.reading() as tx:
        kept = read(intake.raw_of(office.service.store, tx, held))
    incoming = replace(kept, text=FORM, new_text=FORM)
    with office.service.writing() as tx:
        case_id, said = case_new.by_mail(office.service, tx, held, incoming, by="A Li")
        assert case_id is not None
        opened = Opened("PCR/2026/00001", case_id, ())
    office.runs()
    case = view(office, opened)
    assert said == ("Opened PCR/2026/00001.",)
    assert (case.complainant, case.received_on) == ("Dana Caller", date(2026, 11, 20))
    assert case.adjustments == ("large print", "calls after four")
    with office.service.reading() as tx:
        assert [one.id for one in refiling.of_case(tx, opened.case_id)] == [held.id]
        assert not parties.is_restricted(tx, "dana@person.example")
    assert [one["To"] for one in office.sent()] == ["dana@person.example"]
    now = office.held(name)
    with office.service.writing() as tx:
        none, refused = case_new.by_mail(office.service, tx, now, incoming, by="A Li")
    assert (none, "belongs to a case already" in refused[0]) == (None, True)


# --- typed ----------------------------------------------------------------------------------------------------------


def test_the_commands_enter_print_and_post(office: World) -> None:
    """Each says what it did; a day that is none and a letter that is none are refused."""
    config = ["--config", str(office.folder / "config.toml")]
    scan = office.folder / "scan.txt"
    scan.write_bytes(b"THE-SCAN")
    fields = ["--name", "Carla Post", "--by", "post", "--postal", "1 High Street, London", "--file", str(scan)]
    typed = ["case", "new", *fields, "--received", "2026-11-19", "--entered-by", "A Li", *config]
    done = CliRunner().invoke(app, typed, env=ENVIRON)
    assert done.exit_code == 0, done.output
    reference, prints = done.stdout.splitlines()
    assert reference == "PCR/2026/00001"
    key = prints.rpartition(": ")[2]
    assert CliRunner().invoke(app, typed, env=ENVIRON).exit_code == 1
    office.runs()
    page = office.folder / "letter.html"
    shown = CliRunner().invoke(app, ["outbox", "print", key, "--out", str(page), *config], env=ENVIRON)
    assert (shown.exit_code, shown.stdout) == (0, f"{page}\n")
    assert "1 High Street" in page.read_text()
    again = CliRunner().invoke(app, ["outbox", "print", key, "--out", str(page), *config], env=ENVIRON)
    assert again.exit_code == 1
    posted = CliRunner().invoke(app, ["outbox", "posted", key, "--by", "A Li", *config], env=ENVIRON)
    assert (posted.exit_code, posted.stdout) == (0, "Posted, on the word of A Li.\n")
    assert CliRunner().invoke(app, ["outbox", "posted", "nothing", *config], env=ENVIRON).exit_code == 1
    wrong = CliRunner().invoke(app, ["case", "new", *fields, "--received", "soon", *config], env=ENVIRON)
    assert wrong.exit_code == 2
