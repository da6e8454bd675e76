"""Decisions are checked by people who had no part in them, kept with every answer, and reported; told as stories."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.reporting import quality as reporting
from handlers.quality import CHECKLIST, NotAnswered, answers, report
from store import quality
from store.messages import CheckRecord
from store.terms import Check
from tests.desk import FIRST, SECOND, Desk
from tests.quality_desk import MONTH, two_decided

ALL_YES = [f"{check}=yes" for check in Check]
QUALITY = "[quality]\npercent = 100\nstarted_on = 2026-11-01\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with an upheld case of C Writer's, and a late request that A Li had refused and M Okafor approved."""
    made = two_decided(tmp_path, QUALITY)
    yield made
    made.close()


def sampled(desk: Desk, sampler: str) -> dict[str, str]:
    """What this person checks of November, and why each is among it."""
    with desk.service.reading() as tx:
        found = reporting.sample(desk.service.settings, tx, MONTH, sampler)
    return {str(line["reference"]): str(line["why"]) for line in reporting.sample_lines(found)}


def keeps(desk: Desk, words: list[str], *, reference: str = FIRST, sampler: str = "H Head", finding: str = "") -> str:
    """Somebody keeps what they found; answers what they are told, also where it is refused."""
    with desk.service.writing() as tx:
        try:
            return reporting.keep(desk.service.settings, tx, reference, words, sampler, finding)
        except NotAnswered as why:
            return str(why)


def kept(desk: Desk) -> list[CheckRecord]:
    """Every check of November."""
    with desk.service.reading() as tx:
        return list(quality.of_months(tx, MONTH, MONTH))


def runs(desk: Desk, *words: str) -> tuple[int, str]:
    """What the command answers, and its exit code."""
    done = CliRunner().invoke(app, [*words, "--config", str(desk.folder / "config.toml")])
    return done.exit_code, done.output


def test_nobodys_own_work_is_in_their_sample(desk: Desk) -> None:
    """Whoever wrote, refused or approved a case does not check it; a late refusal then waits for somebody else."""
    assert sampled(desk, "H Head") == {FIRST: "drawn", SECOND: "always"}
    assert sampled(desk, "C Writer") == {SECOND: "always"}
    assert sampled(desk, "A Li") == {FIRST: "drawn", SECOND: "for somebody else"}
    assert sampled(desk, "M Okafor") == {SECOND: "for somebody else"}


def test_whose_decision_it_was_is_found(desk: Desk) -> None:
    """An outcome is its caseworker's; a refusal is whoever's who approved its letter."""
    with desk.service.reading() as tx:
        found = {one.reference: (one.person, one.letter) for one in reporting.decided_in(tx, MONTH)}
        assert reporting.decided_in(tx, "2026-10") == ()
    assert found == {FIRST: ("C Writer", "outcome_upheld"), SECOND: ("M Okafor", "late_refused")}


def test_a_check_is_kept_with_every_answer(desk: Desk) -> None:
    """A check has its points, its finding and whose decision it was, and stands in the history of the case."""
    words = [*ALL_YES[:5], "told=no", "recommendation=n/a", "data=no"]
    assert keeps(desk, words, finding="The officer was not told.") == f"{FIRST} is checked."
    (one,) = kept(desk)
    assert (one.person, one.sampler, one.decision, one.score, one.out_of) == ("C Writer", "H Head", "upheld", 5, 7)
    assert one.answers["told"] == "no"
    assert one.finding == "The officer was not told."
    assert f"has checked {FIRST} already" in keeps(desk, ALL_YES)
    assert len(kept(desk)) == 1


def test_what_cannot_be_kept_is_refused_in_one_sentence(desk: Desk) -> None:
    """Own work, strangers, undecided cases and half a checklist are refused, and nothing of them is kept."""
    assert "had a part" in keeps(desk, ALL_YES, sampler="C Writer")
    assert "had a part" in keeps(desk, ALL_YES, sampler="M Okafor")
    assert "Nobody of the team" in keeps(desk, ALL_YES, sampler="X Stranger")
    assert "no case" in keeps(desk, ALL_YES, reference="PCR/2026/00099")
    assert "not answered: data" in keeps(desk, ALL_YES[:-1])
    assert "twice" in keeps(desk, [*ALL_YES, "data=no"])
    assert "body=yes" in keeps(desk, [*ALL_YES[1:], "body=perhaps"])
    desk.person("Cyd").writes("I would like a review of how my complaint was handled by the police. I am Cyd.")
    desk.runs()
    assert "Nothing has been decided" in keeps(desk, ALL_YES, reference="PCR/2026/00003")
    assert kept(desk) == []


def test_a_finding_goes_with_the_key_of_its_case(desk: Desk) -> None:
    """Once a case is erased its finding is gone, and the points still count."""
    keeps(desk, ALL_YES, finding="About somebody.")
    with desk.service.writing() as tx:
        tx.connection.execute(text("UPDATE review_key SET wrapped = NULL WHERE case_id = 1"))
    (one,) = kept(desk)
    assert (one.finding, one.score) == ("", 8)


def check(person: str, sampler: str, *no: Check, number: int = 1, decision: str = "upheld") -> CheckRecord:
    """A check in which these were answered no."""
    said = {str(one): "no" if one in no else "yes" for one in Check}
    return CheckRecord(number, FIRST, decision, person, MONTH, sampler, 8 - len(no), 8, said)


def test_the_report_shows_findings_consistency_and_needs() -> None:
    """Points by person, decision and checker; a question answered no twice for one person is a need for training."""
    found = report(
        (
            check("C Writer", "H Head", Check.REASONS, Check.TONE),
            check("C Writer", "A Li", Check.REASONS, decision="not_upheld"),
            check("A Li", "H Head", Check.TONE, decision="transferred"),
            check("M Okafor", "A Li"),
        )
    )
    assert (found.checks, found.feedback_to_give) == (4, 3)
    assert [(one.label, one.checks, one.percent) for one in found.by_person] == [
        ("A Li", 1, 88), ("C Writer", 2, 81), ("M Okafor", 1, 100),
    ]  # fmt: skip
    assert [(one.label, one.percent) for one in found.by_sampler] == [("A Li", 94), ("H Head", 81)]
    assert found.findings == ((Check.REASONS, 2), (Check.TONE, 2))
    assert found.needs == (("C Writer", Check.REASONS, 2),)
    assert report(()).by_person == ()


def test_two_who_checked_the_same_are_compared() -> None:
    """Two people agree in so many of their answers on the same decisions, altogether and question by question."""
    found = report(
        (
            check("C Writer", "H Head", Check.REASONS, Check.TONE),
            check("C Writer", "A Li", Check.REASONS),
            check("C Writer", "A Li", Check.TIME, decision="not_upheld"),
        )
    )
    assert [(one.label, one.decisions, one.alike, one.answers, one.percent) for one in found.agreement] == [
        ("", 1, 7, 8, 88), ("A Li and H Head", 1, 7, 8, 88),
    ]  # fmt: skip
    assert {one.label: one.percent for one in found.agreement_on} == {
        **{str(one): 100 for one in Check}, "tone": 0,
    }  # fmt: skip
    assert report((check("C Writer", "H Head"),)).agreement == report((check("C Writer", "H Head"),)).agreement_on == ()


def test_one_mistake_seen_by_two_is_one() -> None:
    """A need for training counts decisions, not those who checked them, and from as many as the office says."""
    twice = (check("C Writer", "H Head", Check.TONE), check("C Writer", "A Li", Check.TONE))
    assert report(twice).needs == ()
    more = (*twice, check("C Writer", "A Li", Check.TONE, decision="not_upheld"))
    assert report(more).needs == (("C Writer", Check.TONE, 2),)
    assert report(more, need_at=3).needs == ()


def test_every_question_has_its_words() -> None:
    """The checklist asks each of its questions in words, and the answers come in its order."""
    assert list(CHECKLIST) == list(Check)
    assert list(answers(reversed(ALL_YES))) == list(Check)


def test_the_commands_do_it_all(desk: Desk) -> None:
    """Sample, record, feedback and report work from the command line, and say what is wrong with what was typed."""
    code, said = runs(desk, "quality", "sample", "--month", MONTH, "--sampler", "h head", "--json")
    assert code == 0, said
    assert [json.loads(line)["reference"] for line in said.splitlines()] == [FIRST, SECOND]
    assert runs(desk, "quality", "sample", "--month", "x", "--sampler", "H Head")[0] == 2
    assert runs(desk, "quality", "sample", "--month", MONTH, "--sampler", "X")[0] == 1
    words = [*ALL_YES[:-1], "data=no"]
    assert runs(desk, "quality", "record", FIRST, *words, "--sampler", "H Head", "--finding", "=1+1")[0] == 0
    assert runs(desk, "quality", "record", FIRST, *words, "--sampler", "H Head")[0] == 1
    code, said = runs(desk, "quality", "report", "--from", MONTH, "--checks", "--json")
    (line,) = [json.loads(line) for line in said.splitlines()]
    assert (line["score"], line["no"], line["finding"], line["feedback_on"]) == ("7/8", "data", "=1+1", None)
    assert runs(desk, "quality", "feedback", str(line["number"]))[0] == 0
    assert runs(desk, "quality", "feedback", str(line["number"]))[0] == 1
    code, said = runs(desk, "quality", "report", "--from", MONTH, "--json")
    lines = [json.loads(line) for line in said.splitlines()]
    assert {"about": "feedback to give", "label": "", "number": 0, "percent": None} in lines
    assert {"about": "person", "label": "C Writer", "number": 1, "percent": 88} in lines
