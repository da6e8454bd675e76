"""The command line: parse, call, print. Heavy imports wait inside the commands, so that --help answers at once.

Exit codes: 0 done, 1 the work failed, 2 usage or configuration, 75 try again later.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.prompt import (
    case_commands,
    case_erase_command,
    case_new_command,
    contact_commands,
    count_commands,
    digest_command,
    doctor_command,
    learn_commands,
    letter_commands,
    matter_commands,
    paper_commands,
    post_commands,
    quality_commands,
    register_command,
    report_commands,
    setup_commands,
)
from bot.prompt.law_commands import app as law_app
from bot.prompt.opening import (
    FAILED,
    TRY_AGAIN,
    instant,
    now,
    opened_reader,
    opened_service,
    opened_store,
    person,
    print_lines,
    print_one,
    stop,
)
from bot.prompt.options import Config, Json, settings_file

app = typer.Typer(
    help="Does the post of a police complaint reviews team.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
case_app = typer.Typer(help="Cases.", no_args_is_help=True, rich_markup_mode=None)
outbox_app = typer.Typer(help="Letters on their way out.", no_args_is_help=True, rich_markup_mode=None)
question_app = typer.Typer(help="What waits for a person.", no_args_is_help=True, rich_markup_mode=None)
mail_app = typer.Typer(help="Messages received.", no_args_is_help=True, rich_markup_mode=None)
audit_app = typer.Typer(help="The history of everything that was done.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(case_app, name="case")
app.add_typer(mail_app, name="mail")
app.add_typer(question_app, name="question")
app.add_typer(outbox_app, name="outbox")
app.add_typer(audit_app, name="audit")
app.add_typer(law_app, name="law")

Number = Annotated[int, typer.Argument(metavar="ID", min=1, max=2**53)]

_EXPLAINED_COLUMNS = ("file", "kind", "flags", "may_acknowledge", "why_not", "time_result", "review_body")
_MAIL_COLUMNS = ("id", "received_at", "kind", "reference", "folder", "letter", "letter_state", "why_not")


@app.callback()
def _before(context: typer.Context, config: Config = None) -> None:
    context.obj = config


@app.command()
def run(
    context: typer.Context,
    config: Config = None,
    once: Annotated[bool, typer.Option("--once", help="Work until nothing is due now, then stop.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Show it on invented mails, in the folder demo.")] = False,
    as_json: Json = False,
) -> None:
    """Do the post: until told to stop, or once."""
    if demo:
        from bot.demo.morning import run as show_demo

        show_demo()
        return
    with opened_service(settings_file(context, config), only_looks=dry_run) as service:
        if dry_run:
            from bot.prompt.dry_run import lines

            print_lines(lines(service), as_json=as_json)
            return
        from bot.service import run_once
        from bot.serving import leading, serve

        if not once:
            serve(service)
            return
        with leading(service) as lead:
            if not lead:
                stop(TRY_AGAIN, "Another instance of the service is at work on this store; this one changed nothing.")
            run_once(service)


@app.command()
def explain(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", exists=True, dir_okay=False, readable=True)],
    config: Config = None,
    received_at: Annotated[str, typer.Option(metavar="ISO", help="When it was received, 2026-11-09T10:14:00Z.")] = "",
    as_json: Json = False,
) -> None:
    """Say what mail in files is taken for, what it states, what would be done with it, and why."""
    with opened_reader(settings_file(context, config)) as (settings, reader):
        from bot.prompt.explain import lines
        from bot.recognising.words import cue_table

        at = instant(received_at) if received_at else None
        found = lines(files, settings.office, cue_table(), reader, at=at, now=now())
        print_lines(found, as_json=as_json, columns=_EXPLAINED_COLUMNS)


@mail_app.command("list")
def mail_list(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Every message: what it was taken for, where it lies, how it was answered and if not why not."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import mail_lines

        print_lines(mail_lines(tx), as_json=as_json, columns=_MAIL_COLUMNS)


@mail_app.command("show")
def mail_show(context: typer.Context, number: Number, config: Config = None, as_json: Json = False) -> None:
    """One message by its id: everything that was done with it, and why."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import mail_line

        line = mail_line(tx, number)
        if line is None:
            stop(FAILED, f"There is no message {number}. `reviews-bot mail list` shows those there are.")
        print_one(line, lists=("history",), as_json=as_json)


@question_app.command("list")
def question_list(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Everything only a person can settle, the most pressing first."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import question_lines

        print_lines(question_lines(tx), as_json=as_json)


@question_app.command("answer")
def question_answer(context: typer.Context, number: Number, config: Config = None) -> None:
    """Say that a question is settled, by its id; who said so is on record."""
    with opened_store(settings_file(context, config)) as store, store.writing(now(), person()) as tx:
        from bot.prompt.show import answer

        done = answer(tx, number, by=person())
    if not done:
        stop(FAILED, f"No open question has the id {number}. `reviews-bot question list` shows those there are.")


@outbox_app.command("list")
def outbox_list(
    context: typer.Context,
    config: Config = None,
    everything: Annotated[bool, typer.Option("--all", help="Also letters that have left.")] = False,
    as_json: Json = False,
) -> None:
    """Letters on their way out, and why they wait."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import letter_lines

        print_lines(letter_lines(tx, everything=everything), as_json=as_json)


@outbox_app.command("show")
def outbox_show(context: typer.Context, key: str, config: Config = None, as_json: Json = False) -> None:
    """One letter: to whom, and what it says."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import letter_line

        line = letter_line(tx, key)
        if line is None:
            stop(FAILED, f"There is no letter {key}. `reviews-bot outbox list --all` shows those there are.")
        print_one(line, lists=(), as_json=as_json)


@outbox_app.command("cancel")
def outbox_cancel(context: typer.Context, key: str, config: Config = None) -> None:
    """Never send a held letter."""
    with opened_store(settings_file(context, config)) as store, store.writing(now(), person()) as tx:
        from bot.prompt.show import cancel

        done = cancel(tx, key, by=person())
    if not done:
        stop(FAILED, f"No letter is held under {key}. `reviews-bot outbox list` shows what is.")


@outbox_app.command("release")
def outbox_release(
    context: typer.Context,
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys of letters, or a reason many wait for.")],
    config: Config = None,
) -> None:
    """Let held letters go on, because you have looked at them."""
    with opened_store(settings_file(context, config)) as store, store.writing(now(), person()) as tx:
        from bot.prompt.show import release

        unknown = release(tx, keys, by=person())
    if unknown:
        stop(FAILED, f"Nothing is held under {', '.join(unknown)}. `reviews-bot outbox list` shows what is.")


@audit_app.command("verify")
def audit_verify(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Check that the history is whole: nothing changed, nothing missing."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from store import events

        faults = list(events.verify(tx))
        number, head = events.head(tx)
        print_lines([{"whole": not faults, "events": number, "head": head, "faults": faults}], as_json=as_json)
    if faults:
        raise typer.Exit(FAILED)


@app.command()
def pause(context: typer.Context, why: Annotated[str, typer.Argument()] = "", config: Config = None) -> None:
    """Stop all sending at once; mail is still read and filed."""
    with opened_store(settings_file(context, config)) as store, store.writing(now(), person()) as tx:
        from store import leadership

        done = leadership.pause(tx, by=person(), why=why)
    typer.echo("Sending is paused." if done else "Sending was paused already.")


@app.command()
def resume(context: typer.Context, config: Config = None) -> None:
    """Let letters leave again, as far as this switch goes."""
    with opened_store(settings_file(context, config)) as store, store.writing(now(), person()) as tx:
        from store import leadership

        done = leadership.resume(tx, by=person())
    typer.echo("Sending goes on." if done else "Sending was not paused.")


@app.command()
def version(as_json: Json = False, _config: Config = None) -> None:
    """Say which version this is."""
    from importlib.metadata import version as installed

    said = installed("reviews-bot")
    if as_json:
        print_lines([{"name": "reviews-bot", "version": said}], as_json=True)
    else:
        typer.echo(f"reviews-bot {said}")


case_commands.add_to(case_app)
case_new_command.add_to(case_app)
case_erase_command.add_to(case_app)
post_commands.add_to(outbox_app)
learn_commands.add_to(app, mail_app)
count_commands.add_to(app, audit_app)
doctor_command.add_to(app)
letter_commands.add_to(app)
setup_commands.add_to(app)
contact_commands.add_to(app)
paper_commands.add_to(app)
quality_commands.add_to(app)
report_commands.add_to(app)
digest_command.add_to(app)
register_command.add_to(app)
matter_commands.add_to(app)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
