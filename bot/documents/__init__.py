"""Files that came with mail, opened inside the reader's limited child: documents into text, containers into files.

What the service itself needs of it is here: which files are asked for, and which faults there are. Everything that
takes foreign bytes apart is in the other modules, is loaded by the child alone, and follows no macro, script, link,
picture or entity.
"""

from bot.documents.faults import FAULTS, WARNINGS
from bot.documents.kinds import CHARACTERS, DEPTH, DOCUMENTS, FILES_INSIDE, listed, turns

__all__ = ["CHARACTERS", "DEPTH", "DOCUMENTS", "FAULTS", "FILES_INSIDE", "WARNINGS", "listed", "turns"]
