"""Units of the police and officers: what a message names or implies, with its words; a word is not yet a place."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import update

from bot.prompt.show import case_line
from config import cues
from handlers.facts import facts
from handlers.officers import officers
from handlers.passages import passage
from handlers.places import compile_places
from handlers.places import units as units_in
from store import cases
from store.engine import open_store
from store.messages import Attachment, Facts, Incoming, Learned, NextAction, OfficeDomains
from store.tables import CaseRow
from store.terms import Owner

MET = OfficeDomains("reviews@office.example", ("office.example",), ("mps.example",), ("iopc.example",))
LEICS = replace(MET, force=("leics-police.example",))
PLACES = compile_places(cues.load())
NOW = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
ADDRESS = "\n\nYours faithfully\n\nAda Brindle\n14 Long Lane\nEnfield\nEN1 2AB"


def read(text: str, office: OfficeDomains = MET, *, subject: str = "", letter: str = "") -> Facts:
    """What a message of these words says, with a letter attached where there is one."""
    files = (Attachment("letter.pdf", "application/pdf", 9, "0" * 64, text=letter),) if letter else ()
    incoming = Incoming(sender="ada@post.example", subject=subject, text=text, new_text=text, attachments=files)
    return facts(incoming, office, date(2026, 11, 9), places=PLACES)


def units(text: str, office: OfficeDomains = MET, *, subject: str = "", letter: str = "") -> list[str]:
    """The units a message points to, the likeliest first."""
    return [one.value for one in read(text, office, subject=subject, letter=letter).units]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This concerns North East BCU.", ["North East BCU"]),
        ("I was arrested in Croydon. The file is with Central North BCU.", ["Central North BCU"]),
        ("Kevin\nComplaints Support Officer | PSU North East\nMetropolitan Police Service", ["North East BCU"]),
        ("Complaints support officer, PSU North East", ["North East BCU"]),
        ("They wrote from the PSU (North-East) at Croydon police station.", ["North East BCU"]),
        ("The South Area BCU has the papers.", ["South BCU"]),
        ("It went to CN BCU.", ["Central North BCU"]),
        ("Such as PSU staff say.", []),
        ("Somewhere in south east London officers stopped me.", []),
        ("The PSU South London staff", []),
        ("I was stopped outside Tottenham police station.", ["North BCU"]),
        ("i was stopped in tottenham on 3 may", ["North BCU"]),
        ("Officers searched me near King’s Cross.", ["Central North BCU"]),
        ("Officers came to us at Kings Cross.", ["Central North BCU"]),
        ("They arrested him in Barking & Dagenham.", ["East BCU"]),
        ("We had been to Wembley. Officers stopped us in Peckham.", ["Central South BCU", "North West BCU"]),
        ("I was arrested in Brixton, then held at Lewisham.", ["Central South BCU", "South East BCU"]),
        ("Officers at Heathrow took my bag.", ["Aviation Policing"]),
        ("The Roads and Transport Policing Command wrote.", ["Roads and Transport Policing Command"]),
        ("Nothing at all about a place.", []),
    ],
)
def test_a_unit_is_named_outright_or_by_its_places(text: str, found: list[str]) -> None:
    """A unit's own name comes before every place; of places the one where something happened comes first."""
    assert units(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I was stopped in Loughborough.", ["Charnwood"]),
        ("The sergeant at Market Harborough told me so.", ["Harborough and Wigston"]),
        ("the police came to oadby", ["Harborough and Wigston"]),
        ("Police in Blaby stopped me.", ["Hinckley and Blaby"]),
        ("Melton and Rutland NPA has it; I live in Hinckley.", ["Melton and Rutland"]),
        ("I was stopped in Croydon.", []),
    ],
)
def test_each_force_has_its_own_places(text: str, found: list[str]) -> None:
    """A place counts for the force it belongs to, and for no other."""
    assert units(text, LEICS) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The dog was barking at the police.", []),
        ("Police came because of barking in the street.", []),
        ("Officers stopped me in Barking.", ["East BCU"]),
        ("I was reading in the car when police came. Reading is what I do.", []),
        ("They came in May and I live in hope; Mrs May and Mr Hope saw the officers.", []),
        ("My son was educated at Harrow. Officers stopped him.", []),
        ("He goes to Harrow School and officers stopped him.", []),
        ("Officers stopped him in Harrow.", ["North West BCU"]),
        ("I was stopped on 3 May at Harrow.", ["North West BCU"]),
        ("Officers were shouting at Victoria.", []),
        ("officers stopped him in harrow", ["North West BCU"]),
        ("PC Barnet and Sgt 4410 Bromley stopped me; so did Inspector Lewisham.", []),
        ("Victoria and Chelsea Smith saw the police. I told Victoria.", []),
        ("Officers stopped us outside Victoria station.", ["Central West BCU"]),
        ("Officers walked past the Kingston Road shops.", []),
        ("Officers searched me.\nThank you\nAurelio Stanmore", []),
        ("Officers searched me, says Ms Marisa Feltham-Diaz", []),
        ("Officers searched me.\nFrom Force Headquarters, Wembley", []),
        ("They arrested me in Tottenham Court Road.", ["Central North BCU"]),
        ("We watched Tottenham Hotspur with the officers.", []),
        ("The officers bow to nobody, and it was like an angel.", []),
    ],
)
def test_a_word_or_a_surname_is_no_place(text: str, found: list[str]) -> None:
    """What is somebody's name, a street, a school or a plain word points to no unit; its twin does."""
    assert units(text) == found


def test_a_surname_of_leicestershire_is_no_place() -> None:
    """Blaby and Melton as people are not the places."""
    assert units("Mr Blaby and PC Melton saw it. Blaby told me so.", LEICS) == []


def test_an_address_counts_only_where_nothing_else_does() -> None:
    """Where somebody lives points to a unit only where no other place is there."""
    assert units(f"Officers stopped me in Peckham.{ADDRESS}") == ["Central South BCU"]
    assert units(f"Officers stopped me.{ADDRESS}") == ["North BCU"]
    assert units("I live in Enfield. Officers stopped me in Ilford.") == ["East BCU"]


def test_the_subject_and_the_letter_are_read_too() -> None:
    """A place in the subject, or in a letter that is attached, points to its unit; its words are quoted."""
    assert units("See below.", subject="Complaint: Ilford, 3 May") == ["East BCU"]
    said = read("See attached.", letter="Dear Ms Brindle\nYou complained that officers in Ilford pushed you.").units
    assert [(one.value, one.quote.place) for one in said] == [("East BCU", "attachment letter.pdf")]
    assert "Ilford" in said[0].quote.words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PC 2281 stopped me with PC 3390NW. Later PC2281 laughed.", ["PC 2281", "PC 3390NW"]),
        ("I spoke to Sgt Smith and then Sergeant Adam Smith rang.", ["Sergeant Adam Smith"]),
        ("Chief Superintendent Ada Brindle wrote; DI Fenn agreed.", ["Chief Superintendent Ada Brindle", "DI Fenn"]),
        ("T/DCI Saskia Vane signed for Detective Chief\nInspector Ames.", ["T/DCI Saskia Vane",
                                                                              "Detective Chief Inspector Ames"]),
        ("PCs 2281 and 3390 and Sgts Rowe and Hallam.", ["PC 2281", "PC 3390", "Sgt Rowe", "Sgt Hallam"]),
        ("PC 2281 Rowe, then PC Rowe again, then PC 2281", ["PC 2281 Rowe"]),
        ("Constable Verrall (4411KF) wrote", ["Constable 4411KF Verrall"]),
        ("pc 2281nw and officer no 4417", ["pc 2281NW", "officer 4417"]),
        ("THE SERGEANT TOLD ME OFF. PC 2281 HIT ME.", ["PC 2281"]),
        ("Chief Constable Ines Vane and PCSO 7714", ["Chief Constable Ines Vane", "PCSO 7714"]),
        ("PC/04417/26, PC 4417/26 and DS/00123/26", []),
        ("My PC broke. PC World sold it. An officer 24 hours later.", []),
        ("Thank you.\nPS Ines is my sister.\nPS I enclose it.", []),
        ("Mr Di Stefano of Washington DC; the Chief Constable of Leicestershire; the sergeant said so.", []),
    ],
)  # fmt: skip
def test_officers_are_named_by_rank_with_a_name_or_number(text: str, found: list[str]) -> None:
    """Each officer is there once, as they are named most fully; references, computers and postscripts are none."""
    assert [one.value for one in officers([passage("body", text)])] == found
    assert [one.value for one in read(text).officers] == found


def test_officers_are_twelve_at_most() -> None:
    """However many are named, twelve are kept."""
    assert len(read(" ".join(f"PC {number} came." for number in range(2000, 2050))).officers) == 12


def test_the_table_is_one_a_caseworker_can_correct() -> None:
    """Every unit has its force; what is not a key of a unit is said with the unit's name."""
    units_of = {cue.name: cue.only_for for cue in cues.load() if cue.table == "places"}
    assert len([name for name in units_of if name.endswith(" BCU")]) == 12
    assert all(units_of.values())
    with pytest.raises(cues.CueFault, match=r"places\.toml, North BCU: towns"):
        list(cues.places({"force": {"units": {"North BCU": {"towns": ["Enfield"]}}}}))


def test_reading_places_and_officers_costs_next_to_nothing() -> None:
    """A long mail is read for units and officers in well under a millisecond."""
    text = "Officers came to my home and nobody listened to what I had to say about the matter. " * 40
    text += "PC 2281 stopped me in Ilford near the station. North of the road Sgt Fenn waited."
    took = []
    for _ in range(30):
        body = passage("body", text)
        assert body.words
        assert body.folded
        start = time.process_time()
        units_in(PLACES, MET, passage("subject", ""), [body])
        officers([body])
        took.append(time.process_time() - start)
    assert min(took) < 0.001


def test_a_case_keeps_them_and_an_older_case_has_none(tmp_path: Path) -> None:
    """A case shows the units and officers of its request; one kept before there were any shows none."""
    store = open_store(f"sqlite:///{tmp_path}/store.sqlite", tmp_path / "blobs", tmp_path / "key")
    learned = Learned(units=("North East BCU",), officers=("PC 2281", "Sgt Fenn"))
    with store.writing(NOW, "test") as tx:
        first = cases.open_case(
            tx, prefix="PCR", received_on=NOW.date(), complainant="Ada Brindle", address="",
            next_action=NextAction("Look", Owner.ADMINISTRATOR, NOW.date()), learned=learned,
        )  # fmt: skip
        line = case_line(tx, first.reference)
        assert line is not None
        assert (line["units"], line["officers"]) == (learned.units, learned.officers)
        older = tx.sealer(first.case_id).seal(b'{"complainant": "Ada Brindle", "address": ""}', "facts")
        tx.connection.execute(update(CaseRow).values(facts=older))
        line = case_line(tx, first.reference)
        assert line is not None
        assert (line["complainant"], line["units"], line["officers"]) == ("Ada Brindle", (), ())
    store.close()
