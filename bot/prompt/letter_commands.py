"""`reviews-bot templates`: which letters there are, how they look, whether they keep the rules. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.prompt.opening import FAILED, print_lines
from bot.prompt.options import Json, UnreadConfig

if TYPE_CHECKING:
    from bot.proofing.letter_gates import Looked
    from handlers.correspondence import Correspondence
    from templates.previews import Sheet

Out = Annotated[Path, typer.Option("--out", metavar="DIR", file_okay=False, help="Where the pages are put.")]

_COLUMNS = ("name", "code", "audience", "approval", "decides", "verified", "rests_on")

templates_app = typer.Typer(help="The letters.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """The commands of this module can be called."""
    app.add_typer(templates_app, name="templates")


@templates_app.command("list")
def list_(as_json: Json = False, _config: UnreadConfig = None) -> None:
    """Every letter: for whom, what it decides, who must agree, what it rests on and whether that is verified."""
    from handlers.correspondence import LETTERS

    print_lines(map(_line, LETTERS), as_json=as_json, columns=_COLUMNS)


def _line(letter: Correspondence) -> dict[str, Any]:
    return {
        "name": letter.name,
        "code": letter.code,
        "audience": letter.audience,
        "approval": letter.approval,
        "signers": list(letter.signers),
        "decides": letter.decides,
        "rests_on": [provision.place for provision in letter.rests_on],
        "verified": letter.verified,
        "facts": list(letter.facts),
        "optional": list(letter.optional),
    }


@templates_app.command("preview")
def preview(out: Out = Path("letters"), _config: UnreadConfig = None) -> None:
    """Write every letter to invented people from each office into a folder, as HTML and as plain text."""
    from handlers.correspondence import LETTERS
    from templates.previews import Shown, index

    out.mkdir(parents=True, exist_ok=True)
    shown = [Shown(letter.name, _told(letter), tuple(_sheets(letter, out))) for letter in LETTERS]
    page = out / "index.html"
    page.write_text(index(shown), "utf-8")
    typer.echo(f"{len(shown)} letters, {sum(len(one.sheets) for one in shown)} renderings. Open {page}")


def _sheets(letter: Correspondence, out: Path) -> Iterator[Sheet]:
    from bot.proofing.letter_samples import letterheads, samples
    from templates import render
    from templates.previews import Sheet

    for profile, office in letterheads().items():
        for sample in samples(letter):
            words = render(letter.name, office, sample.facts)
            file = f"{profile}-{letter.name}-{sample.about.replace(' ', '-')}"
            (out / f"{file}.html").write_text(words.html, "utf-8")
            (out / f"{file}.txt").write_text(f"{words.subject}\n\n{words.text}", "utf-8")
            yield Sheet(file, words.subject, f"{sample.about}, {profile}")


def _told(letter: Correspondence) -> str:
    known = "" if letter.verified else " Some of the law it rests on is not verified."
    return f"{letter.code or 'no code'}, for the {letter.audience}, {letter.approval}.{known}".replace("_", " ")


@templates_app.command("check")
def check(as_json: Json = False, _config: UnreadConfig = None) -> None:
    """Look at every letter: plain words, one wording in both versions, readable colours, every fact known."""
    from bot.proofing.letter_gates import all_looked_at, house_faults

    of_the_house, found = list(house_faults()), list(all_looked_at())
    faults = [*of_the_house, *(fault for looked in found for fault in looked.faults)]
    if as_json:
        print_lines([*({"name": "", "faults": [fault]} for fault in of_the_house), *map(_figures, found)], as_json=True)
    else:
        for fault in faults:
            typer.echo(fault)
        seen = sum(looked.renderings for looked in found)
        typer.echo(f"{len(found)} letters, {seen} renderings, {len(faults) or 'no'} fault{'s' * (len(faults) != 1)}.")
    if faults:
        raise typer.Exit(FAILED)


def _figures(looked: Looked) -> dict[str, Any]:
    return {
        "name": looked.name,
        "renderings": looked.renderings,
        "longest_sentence": looked.plain.longest,
        "mean_sentence": round(looked.plain.mean, 1),
        "reading_index": round(looked.plain.reading_index, 1),
        "faults": list(looked.faults),
    }
