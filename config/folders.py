"""What people see the folders called in Outlook; makes none of them."""

from __future__ import annotations

from collections import Counter

from config.section import Section
from config.values import FORCE, FolderName
from store.terms import Place

Path = tuple[str, ...]


class FoldersSection(Section):
    """`[folders]`: one name for each folder under the root, which is all the service touches.

    Ask `Settings.tree` for the folders: `{force}` in a name stands for the police force's short name.
    """

    root: FolderName = "Reviews"

    to_do: FolderName = "1 To do"
    confirm: FolderName = "Confirm new requests"
    unsure: FolderName = "Unsure"
    urgent: FolderName = "Urgent"
    bounced: FolderName = "Bounced"
    cannot_open: FolderName = "Cannot open"
    could_not_read: FolderName = "Could not read"

    drafts: FolderName = "2 Drafts"
    for_checking: FolderName = "For checking"
    for_sign_off: FolderName = "For sign-off"
    approve: FolderName = "→ Approve and send"
    return_to_writer: FolderName = "→ Return to writer"

    board: FolderName = "3 Board"
    board_validity: FolderName = "1 Validity check"
    board_police: FolderName = "2 Waiting for {force}"
    board_complainant: FolderName = "3 Waiting for the complainant"
    board_assessment: FolderName = "4 In assessment"
    board_sign_off: FolderName = "5 Sign-off"
    board_ready: FolderName = "6 Ready to close"
    board_hold: FolderName = "On hold"
    board_closed: FolderName = "Closed"

    case_files: FolderName = "4 Case files"

    hand_over: FolderName = "5 Hand over"
    the_force: FolderName = "The force"
    chief_officer: FolderName = "Chief officer"
    information_rights: FolderName = "Information rights"
    press: FolderName = "Press"
    other_bodies: FolderName = "Other bodies"
    other_work: FolderName = "Other work"

    filed: FolderName = "6 Filed"
    machines: FolderName = "Machines"
    unwanted: FolderName = "Held as unwanted"

    sort_as: FolderName = "7 → Sort as"
    sort_application: FolderName = "→ New review request"
    sort_papers: FolderName = "→ Papers from {force}"
    sort_iopc: FolderName = "→ Not for us: IOPC"
    sort_other: FolderName = "→ Not for us: other"
    sort_nothing: FolderName = "→ No action needed"
    undo: FolderName = "→ Undo"

    bot: FolderName = "9 Bot"
    stop: FolderName = "Stop"

    def tree(self, force: str) -> dict[str, Path]:
        """Every fixed folder of ours: the place's word in the code, and its path as people see it."""
        to_do, drafts, board = (self.root, self.to_do), (self.root, self.drafts), (self.root, self.board)
        hand_over, filed = (self.root, self.hand_over), (self.root, self.filed)
        sort_as, bot = (self.root, self.sort_as), (self.root, self.bot)
        paths = {
            Place.CONFIRM: (*to_do, self.confirm),
            Place.UNSURE: (*to_do, self.unsure),
            Place.URGENT: (*to_do, self.urgent),
            Place.BOUNCED: (*to_do, self.bounced),
            Place.CANNOT_OPEN: (*to_do, self.cannot_open),
            Place.COULD_NOT_READ: (*to_do, self.could_not_read),
            Place.FOR_CHECKING: (*drafts, self.for_checking),
            Place.FOR_SIGN_OFF: (*drafts, self.for_sign_off),
            Place.APPROVE: (*drafts, self.approve),
            Place.RETURN: (*drafts, self.return_to_writer),
            Place.BOARD_VALIDITY: (*board, self.board_validity),
            Place.BOARD_POLICE: (*board, self.board_police),
            Place.BOARD_COMPLAINANT: (*board, self.board_complainant),
            Place.BOARD_ASSESSMENT: (*board, self.board_assessment),
            Place.BOARD_SIGN_OFF: (*board, self.board_sign_off),
            Place.BOARD_READY: (*board, self.board_ready),
            Place.BOARD_HOLD: (*board, self.board_hold),
            Place.BOARD_CLOSED: (*board, self.board_closed),
            Place.THE_FORCE: (*hand_over, self.the_force),
            Place.CHIEF_OFFICER: (*hand_over, self.chief_officer),
            Place.INFORMATION_RIGHTS: (*hand_over, self.information_rights),
            Place.PRESS: (*hand_over, self.press),
            Place.OTHER_BODIES: (*hand_over, self.other_bodies),
            Place.OTHER_WORK: (*hand_over, self.other_work),
            Place.FILED: filed,
            Place.MACHINES: (*filed, self.machines),
            Place.UNWANTED: (*filed, self.unwanted),
            Place.SORT_APPLICATION: (*sort_as, self.sort_application),
            Place.SORT_PAPERS: (*sort_as, self.sort_papers),
            Place.SORT_IOPC: (*sort_as, self.sort_iopc),
            Place.SORT_OTHER: (*sort_as, self.sort_other),
            Place.SORT_NOTHING: (*sort_as, self.sort_nothing),
            Place.UNDO: (*sort_as, self.undo),
            Place.BOT: bot,
            Place.STOP: (*bot, self.stop),
        }
        return {place.value: _said(path, force) for place, path in paths.items()}

    def case_file(self, reference: str, force: str) -> Path:
        """The path of one case's folder; a reference's strokes become hyphens, as folder names hold none."""
        return _said((self.root, self.case_files, reference.replace("/", "-")), force)

    def each_with_its_own_name(self, force: str) -> FoldersSection:
        """These folders, no two of which are one. Raises ValueError.

        Capitals do not tell folders apart, nor does a full stop from a hyphen: mail servers see one folder.
        """
        above = (self.to_do, self.drafts, self.board, self.case_files, self.hand_over, self.sort_as)
        paths = (*self.tree(force).values(), *(_said((self.root, name), force) for name in above))
        seen = Counter(_as_servers_see(path) for path in paths)
        for path in paths:
            if seen[_as_servers_see(path)] > 1:
                raise ValueError(f"two folders would both be called {' / '.join(path)}; give each its own name.")
        return self


def _said(path: Path, force: str) -> Path:
    """The path as people see it; a force's name with a stroke in it is one folder and not two."""
    return tuple(name.replace(FORCE, force.replace("/", "-").replace("\\", "-")) for name in path)


def _as_servers_see(path: Path) -> str:
    return "/".join(path).casefold().replace(".", "-")
