"""The office at which hostile mail arrives: a world of the stories that reads with the limited child."""

from __future__ import annotations

from pathlib import Path

from bot.prompt.show import mail_line, question_lines
from bot.reader import ChildReader
from store import intake
from tests.world import World


class Desk:
    """A live office on a Monday morning; `world` is its mailbox and store."""

    def __init__(self, folder: Path, reader: ChildReader) -> None:
        self.world = World(folder)
        self.world.service.reader = reader

    def kept(self, name: str) -> bytes:
        """The raw bytes that the store keeps of one message."""
        with self.world.service.reading() as tx:
            return intake.raw_of(self.world.service.store, tx, self.world.held(name))

    def verdict(self, name: str) -> tuple[str, str]:
        """Kind and why not of one message."""
        with self.world.service.reading() as tx:
            line = mail_line(tx, self.world.held(name).id)
        assert line is not None
        return line["kind"], line["why_not"]

    def shown(self, name: str) -> str:
        """Everything a person can be shown about one message: reasons, questions, labels, faults."""
        held = self.world.held(name)
        with self.world.service.reading() as tx:
            line = mail_line(tx, held.id)
            asked = list(question_lines(tx))
        return f"{line}\n{asked}\n{held.categories}"
