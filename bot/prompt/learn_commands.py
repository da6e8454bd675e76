"""`reviews-bot rehearse`, `learn` and `mail is`: what words and people's corrections teach. Touches no mailbox."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.prompt.opening import (
    FAILED,
    MISUSED,
    Chosen,
    now,
    opened_reader,
    opened_store,
    person,
    print_lines,
    print_one,
    stop,
)
from bot.prompt.options import Config, Json, settings_file

if TYPE_CHECKING:
    from bot.prompt.rehearse import Before, Judge
    from config.settings import Settings
    from handlers.opinion import Opinion
    from store.engine import Store


def add_to(app: typer.Typer, mail_app: typer.Typer) -> None:
    """The commands of this module can be called."""
    app.command()(rehearse)
    app.command()(learn)
    mail_app.command("is")(mail_is)


def rehearse(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False, readable=True)],
    config: Config = None,
    against: Annotated[
        str, typer.Option(metavar="RULES_OR_REV", help="Compare with the cue tables of this folder or git revision.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say what would change for old mail in a folder: the cue tables in use beside others, or beside the record."""
    chosen = settings_file(context, config)
    with opened_reader(chosen) as (settings, reader), ExitStack() as stack:
        from bot.prompt.rehearse import Judge, lines, mail_in, row, total
        from bot.recognising.words import cue_table

        files = mail_in(folder)
        if not files:
            stop(MISUSED, f"There is no mail in {folder}: name a folder of *.eml files, or a Maildir.")
        store = _store(stack, chosen, settings)
        judge = Judge(settings.office, _opinion(settings, store))
        before = _before(store, settings, judge, against)
        found = lines(files, folder, judge, cue_table(), reader, before, now=now())
        if as_json:
            print_lines(found, as_json=True)
            return
        every = list(found)
        compared = [line for line in every if line["compared"]]
        print_lines([row(line) for line in every if line["changed"] or not compared], as_json=False)
        typer.echo(total(every))


def _store(stack: ExitStack, chosen: Chosen, settings: Settings) -> Store | None:
    """The store, where one is configured."""
    if settings.store_section is None or settings.mailbox_section is None:
        return None
    return stack.enter_context(opened_store(chosen, only_looks=True))


def _opinion(settings: Settings, store: Store | None) -> Opinion | None:
    """What was learned, where it is fit for use; what is wrong with it where it is not is on standard error."""
    from bot.recognising.opinion_model import ModelRefused, file_of, kept

    try:
        return kept(file_of(settings.store.key_file), store.vault) if store else None
    except ModelRefused as fault:
        typer.echo(str(fault), err=True)
        return None


def _before(store: Store | None, settings: Settings, judge: Judge, against: str) -> Before:
    """What the messages are compared with: other cue tables, the store where one is configured, or nothing."""
    from bot.prompt import rehearse as rehearsal

    if against:
        from bot.prompt.other_cues import OtherCuesFault
        from bot.prompt.other_cues import chosen as other_cues

        try:
            return rehearsal.by_other_cues(judge, other_cues(against))
        except OtherCuesFault as fault:
            stop(MISUSED, str(fault))
    if store is None:
        return rehearsal.nothing_before
    return rehearsal.as_recorded(store, settings.office.reference_prefix, now())


def mail_is(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", min=1, max=2**53)],
    kind: Annotated[str, typer.Argument(metavar="KIND", help="What it is: application, thanks, press …")],
    config: Config = None,
) -> None:
    """Remember what a message really is, for `learn`; it is neither moved nor answered by that."""
    from store.terms import Kind

    if kind not in set(Kind):
        stop(MISUSED, f"There is no kind {kind!r}. There are: {', '.join(sorted(Kind))}.")
    from store import corrections, refiling

    with opened_store(settings_file(context, config)) as store, store.writing(now(), person()) as tx:
        held = refiling.by_id(tx, number)
        if held is not None and tx.is_erased(held.case_id):
            stop(FAILED, f"Message {number} belongs to a case that has been erased; nothing more is remembered of it.")
        done = corrections.add(tx, number, Kind(kind), by=person(), source="command")
    if not done:
        stop(FAILED, f"There is no message {number}. `reviews-bot mail list` shows those there are.")


def learn(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Learn from what people said messages are; say, kind by kind, whether recognition is better by it."""
    chosen = settings_file(context, config)
    with opened_reader(chosen) as (settings, reader), opened_store(chosen) as store:
        from bot.recognising.learning import Teacher
        from bot.recognising.opinion_model import NoLearning, file_of
        from bot.recognising.words import cue_table

        office = settings.office
        teacher = Teacher(store, office.domains(), office.reference_prefix, reader, cue_table())
        try:
            line = teacher.learn(file_of(settings.store.key_file), now=now(), by=person())
        except NoLearning as fault:
            stop(MISUSED, str(fault))
        print_one(line, lists=("kinds",), as_json=as_json)
