"""What people see the folders called in Outlook; makes none of them."""

from __future__ import annotations

from collections import Counter
from typing import Self

from pydantic import model_validator

from config.section import Section
from config.values import FolderName
from store.terms import Place


class FoldersSection(Section):
    """`[folders]`: one name for each folder under the root, which is all the service touches."""

    root: FolderName = "Reviews"

    to_do: FolderName = "1 To do"
    confirm: FolderName = "Confirm new requests"
    unsure: FolderName = "Unsure"
    urgent: FolderName = "Urgent"
    bounced: FolderName = "Bounced"
    cannot_open: FolderName = "Cannot open"
    could_not_read: FolderName = "Could not read"

    case_files: FolderName = "4 Case files"

    hand_over: FolderName = "5 Hand over"
    the_force: FolderName = "The force"
    chief_officer: FolderName = "Chief officer"
    information_rights: FolderName = "Information rights"
    press: FolderName = "Press"
    other_bodies: FolderName = "Other bodies"

    filed: FolderName = "6 Filed"
    machines: FolderName = "Machines"
    unwanted: FolderName = "Held as unwanted"

    bot: FolderName = "9 Bot"
    stop: FolderName = "Stop"

    def tree(self) -> dict[str, tuple[str, ...]]:
        """Every fixed folder of ours: the place's word in the code, and its path as people see it."""
        to_do, hand_over, filed = (self.root, self.to_do), (self.root, self.hand_over), (self.root, self.filed)
        return {
            Place.CONFIRM.value: (*to_do, self.confirm),
            Place.UNSURE.value: (*to_do, self.unsure),
            Place.URGENT.value: (*to_do, self.urgent),
            Place.BOUNCED.value: (*to_do, self.bounced),
            Place.CANNOT_OPEN.value: (*to_do, self.cannot_open),
            Place.COULD_NOT_READ.value: (*to_do, self.could_not_read),
            Place.THE_FORCE.value: (*hand_over, self.the_force),
            Place.CHIEF_OFFICER.value: (*hand_over, self.chief_officer),
            Place.INFORMATION_RIGHTS.value: (*hand_over, self.information_rights),
            Place.PRESS.value: (*hand_over, self.press),
            Place.OTHER_BODIES.value: (*hand_over, self.other_bodies),
            Place.FILED.value: filed,
            Place.MACHINES.value: (*filed, self.machines),
            Place.UNWANTED.value: (*filed, self.unwanted),
            Place.STOP.value: (self.root, self.bot, self.stop),
        }

    def case_file(self, reference: str) -> tuple[str, ...]:
        """The path of one case's folder; a reference's strokes become hyphens, as folder names hold none."""
        return (self.root, self.case_files, reference.replace("/", "-"))

    @model_validator(mode="after")
    def _each_has_its_own(self) -> Self:
        """Capitals do not tell folders apart, nor does a full stop from a hyphen: mail servers see one folder."""
        paths = (
            *self.tree().values(),
            (self.root, self.to_do),
            (self.root, self.hand_over),
            (self.root, self.bot),
            (self.root, self.case_files),
        )
        seen = Counter("/".join(path).casefold().replace(".", "-") for path in paths)
        twice = [" / ".join(path) for path in paths if seen["/".join(path).casefold().replace(".", "-")] > 1]
        if twice:
            raise ValueError(f"two folders would both be called {twice[0]}; give each its own name.")
        return self
