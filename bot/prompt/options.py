"""The options and arguments that many commands take, each said once. Opens nothing and reads nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.prompt.opening import Chosen

Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The settings file (config.toml).")]
UnreadConfig = Annotated[Path | None, typer.Option("--config", metavar="FILE", hidden=True)]
"""Taken like anywhere else, by commands that read no settings."""
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The case, such as PCR/2026/00417.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so, as [[team]] names them.")]
Zip = Annotated[Path | None, typer.Option("--out", metavar="FILE.zip", help="Where it is put.")]


def settings_file(context: typer.Context, config: Path | None) -> Chosen:
    """The settings file that the command line named, before the command or after it."""
    return Chosen(context.find_root().obj, config)
