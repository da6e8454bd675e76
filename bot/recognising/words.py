"""The cue tables of this installation, read once for a process; everybody here shares them."""

from __future__ import annotations

from functools import cache

from bot.recognising.recalled import recall
from bot.recognising.whole_letters import whole_reader
from config import cues
from handlers.evidence import CueTable, compile_cues
from handlers.impression import Impression
from handlers.paper_replies import ReplyWords, compile_reply_words


@cache
def cue_table() -> CueTable:
    """The shipped tables, made ready for reading. Raises CueFault where one cannot be read."""
    return compile_cues(cues.load(), recall, as_a_whole)


@cache
def reply_words() -> ReplyWords:
    """What the police write in replies, made ready for reading. Raises CueFault where it cannot be read."""
    return compile_reply_words(cues.replies(), cue_table())


def as_a_whole(heading: str, text: str) -> Impression | None:
    """What a message says as a whole; the model is read when the first one is."""
    read = whole_reader()
    return read(heading, text) if read is not None else None
