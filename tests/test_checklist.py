"""Which of the papers a file is: by its name, its type and its pages, with a reason, and never by a guess."""

from __future__ import annotations

import pytest

from config.cues import CueFault
from config.cues import checklist as words
from handlers.checklist import Checklist, Recognised, compile_checklist, recognised
from store.messages import Attachment, Cue
from store.terms import Paper

NAMES = {
    # plainly called so, as forces and people write it
    "Outcome letter.pdf": "outcome",
    "OutcomeLetter_PC0441726.pdf": "outcome",
    "PC-04417-26 FINAL LETTER signed.pdf": "outcome",
    "20261109_complaint_outcome_letter.docx": "outcome",
    "Proof of posting.jpg": "outcome",
    "Investigation Report v2 FINAL.docx": "report",
    "IO report.pdf": "report",
    "Investigating Officer's Report.pdf": "report",
    "complaint handler’s report.odt": "report",
    "Complaint outcome report.docx": "report",
    "2026-10-05_Decision_Log.xlsx": "report",
    "Centurion case record PC0441726.pdf": "report",
    "RRB Assessment.pdf": "review_body",
    "Relevant Review Body determination (reg 32).docx": "review_body",
    "Complaint form.pdf": "complaint",
    "Original complaint 3 Oct.pdf": "complaint",
    "list of allegations.docx": "complaint",
    "AA decision.pdf": "handling",
    "Handling decision - otherwise than by investigation.pdf": "handling",
    "SeverityAssessment.pdf": "severity",
    "Scoping notes.docx": "first_contact",
    "initial contact notes 05102026.pdf": "first_contact",
    "Correspondence with complainant.zip": "letters",
    "28 day update 2.msg": "letters",
    "emails_to_complainant.pdf": "letters",
    "Officer's account.pdf": "accounts",
    "Reflective Practice Review.docx": "accounts",
    "MG6C.pdf": "material",
    "List of material considered.pdf": "material",
    "Interested persons.docx": "people",
    "IOPC referral form.pdf": "linked",
    "Letter of claim.pdf": "linked",
    "BWV PC 1234.mp4": "video",
    "clip0007.MOV": "video",
    "CCTV footage receipt.pdf": "video",
    "999call.wav": "calls",
    "call transcript.docx": "calls",
    "CAD 1234 05OCT26.pdf": "incident_log",
    "CRIS 4212345-26.pdf": "crime_report",
    "CustodyRecord.pdf": "custody",
    "Stop and search record.pdf": "forms",
    "use-of-force form.pdf": "forms",
    "MG11 (signed).pdf": "statements",
    "Witness statements.zip": "statements",
    "search warrant.pdf": "search",
    "Property record.pdf": "property",
    "PNB pages 3-9.pdf": "notebook",
    "ANPR.csv": "vehicle",
    "Merlin report.pdf": "safeguarding",
    "Force policy.pdf": "policy",
    "Legal advice - privileged.pdf": "legal_advice",
    "Response to recommendations.docx": "answer",
    # several papers in one
    "Investigation report and outcome letter.pdf": "report outcome",
    "Complaint form, RRB decision & outcome letter.pdf": "complaint review_body outcome",
    # what nobody can tell from the name, or what only speaks of a paper
    "scan0001.pdf": "",
    "Letter.pdf": "",
    "Complaint.pdf": "",
    "Report.docx": "",
    "image001.png": "",
    "PC-04417-26.pdf": "",
    "draft outcome letter.docx": "",
    "Outcome letter template.dotx": "",
    "Re outcome letter.msg": "",
    "FW outcome letter.eml": "",
    "Request for papers.pdf": "",
    "Index of papers.docx": "",
    "Response to PC Smith.docx": "",
    "": "",
    ".pdf": "",
}


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    """The words as they are shipped."""
    return compile_checklist(words.load())


def read(checklist: Checklist, name: str, text: str = "", *inside: Attachment, **more: object) -> Recognised:
    """What a file of this name and text is taken for."""
    return recognised(Attachment(name, "application/octet-stream", 9, "", text=text, **more), inside, checklist)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_file_is_known_by_its_name(name: str, checklist: Checklist) -> None:
    """A name says which paper a file is, or nothing does; and why is always said."""
    found = read(checklist, name)
    assert " ".join(found.papers) == NAMES[name]
    assert found.reason


def test_the_heading_of_the_first_page_names_a_scan(checklist: Checklist) -> None:
    """A file that is called nothing is known by the heading of its first page."""
    found = read(checklist, "scan0001.pdf", "Metropolitan Police Service\n\nCUSTODY RECORD\n\nDetained person: …\n")
    assert found == Recognised((Paper.CUSTODY,), "its first page says “custody record”")


def test_a_sentence_about_a_paper_is_no_heading(checklist: Checklist) -> None:
    """A page that speaks of the custody record in a sentence is not the custody record."""
    text = "Dear team,\nI have looked at the custody record and at what you asked for and will send more next week.\n"
    assert not read(checklist, "scan0001.pdf", text).papers
    assert not read(checklist, "scan0001.pdf", "The officer then looked into the custody record\n").papers


def test_a_name_and_a_page_that_disagree_are_for_a_person(checklist: Checklist) -> None:
    """What is called an outcome letter and begins as a custody record is neither until a person says so."""
    found = read(checklist, "Outcome letter.pdf", "CUSTODY RECORD\nDetained person\n")
    assert not found.papers
    assert "a person has to say" in found.reason


def test_a_name_and_a_page_that_agree_need_no_person(checklist: Checklist) -> None:
    """What the name says first is what it is, though the first page names a second paper under it."""
    text = "INVESTIGATION REPORT\nPC/04417/26\nOfficer accounts\nThe officers were asked.\n"
    assert read(checklist, "Investigation report.pdf", text).papers == (Paper.REPORT,)


def test_a_name_or_a_title_goes_before_words_further_inside(checklist: Checklist) -> None:
    """A report that speaks of the incident log under a heading is the report, with its reason, and no log."""
    inside = "Metropolitan Police\nPC/04417/26\nMs A\nDS Smith\nPage one\nIncident log\nThe call came at nine.\n"
    found = read(checklist, "Investigation report.docx", inside)
    assert found == Recognised((Paper.REPORT,), "its name says “investigation report”")
    titled = read(checklist, "scan0001.pdf", f"Investigation report\n{inside}")
    assert titled == Recognised((Paper.REPORT,), "its first page says “investigation report”")
    assert read(checklist, "scan0001.pdf", inside).papers == (Paper("incident_log"),)


def test_half_a_name_and_half_a_heading_make_one_paper(checklist: Checklist) -> None:
    """ "Complaint" alone is too little, and enough where the page is headed so too."""
    assert not read(checklist, "Complaint.pdf").papers
    assert read(checklist, "Complaint.pdf", "COMPLAINT\nOn 3 October I was stopped.\n").papers == (Paper.COMPLAINT,)
    assert not read(checklist, "Complaint report.pdf", "Complaint\nReport\n").papers


def test_a_bundle_is_every_paper_it_has_a_heading_of(checklist: Checklist) -> None:
    """One PDF of several papers is all of those whose own headings stand in it, the list in front of it aside."""
    pages = ["INDEX OF PAPERS", *(f"{number}. Custody record ..... {number}" for number in range(1, 9))]
    pages += ["Filler that is long enough to be no heading of anything whatsoever, as every text of a page is."] * 15
    pages += ["Complaint form", "Some text of the complaint.", "Outcome letter", "Dear Ms Archer,"]
    assert read(checklist, "Full bundle.pdf", "\n".join(pages)).papers == (Paper.COMPLAINT, Paper.OUTCOME_LETTER)
    assert not read(checklist, "scan.pdf", "\n".join(pages)).papers


def test_a_section_of_a_report_is_no_paper_of_its_own(checklist: Checklist) -> None:
    """A report with a section headed "Officer accounts" on a later page is a report and nothing else."""
    pages = ["INVESTIGATION REPORT", *["A line of text that goes on for quite a while, as lines in reports do."] * 30]
    text = "\n".join([*pages, "Officer accounts", "They said that they were there."])
    assert read(checklist, "Investigation report.pdf", text).papers == (Paper.REPORT,)


def test_an_archive_is_what_lies_in_it(checklist: Checklist) -> None:
    """An archive is every paper that a file in it is, but for those that need a password."""
    files = (
        Attachment("Complaint form.pdf", "", 1, ""),
        Attachment("Outcome letter.pdf", "", 1, "", text_fault="encrypted"),
        Attachment("photo.jpg", "", 1, ""),
    )
    found = read(checklist, "papers.zip", "", *files)
    assert found == Recognised((Paper.COMPLAINT,), "a file in it: its name says “complaint form”")


def test_a_picture_in_the_text_is_no_paper(checklist: Checklist) -> None:
    """A picture in the text of a mail ticks nothing, whatever it is called."""
    assert not read(checklist, "Outcome letter.png", inline=True).papers


def test_a_reason_holds_nothing_of_the_file(checklist: Checklist) -> None:
    """A reason quotes the checklist's own words, so that no name of anybody gets into it."""
    found = read(checklist, "Ann Archer custody record.pdf", "CUSTODY RECORD of Ann Archer\n")
    assert "ann" not in found.reason
    assert "archer" not in found.reason


def test_the_table_has_words_for_every_paper() -> None:
    """Every paper of the checklist can be known by something."""
    assert {cue.name for cue in words.load()} == {*map(str, Paper), words.NO_PAPER}


def test_no_phrase_means_two_papers() -> None:
    """No words mean two papers by themselves."""
    called = [(phrase, cue.name) for cue in words.load() if cue.places == ("called",) for phrase in cue.phrases]
    assert len({phrase for phrase, _ in called}) == len(called)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[nonsense]\ncalled = ['x']", "there is no paper"),
        ("[report]\nnamed = ['x']", "named is not"),
        ("[", "cannot be"),
    ],
)
def test_a_fault_in_the_table_is_told(table: str, said: str) -> None:
    """A table that names no paper, has another key or is no TOML is refused in a sentence."""
    with pytest.raises(CueFault, match=said):
        words.load(lambda _name: table)


def test_a_table_of_other_cues_is_left_alone() -> None:
    """Cues of other tables count for nothing here."""
    assert not compile_checklist([Cue("kinds", "papers", "", ("outcome letter",))]).cues
