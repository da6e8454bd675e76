"""A received message as it was read, as frozen data; nothing here reads one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What a message that came as a file says of itself: claimed, and vouched for by nobody.

    `sender` is a plain address in lower case, "" where it names none; `sent_at` is None where it says no instant.
    """

    sender: str
    sender_name: str
    sent_at: datetime | None
    subject: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with a message: its label as the sender gave it (cleaned), never a path; size in bytes.

    `text` is what a document says, as far as it was read; `text_fault` is the code of why that is not all, "" where
    it is all or where nobody reads such files (pictures, films). `inside` names the containers the file was found
    in, outermost first (winmail.dat, an archive, an attached message), and is empty for the message's own files;
    inside a container that was not unpacked `sha256` is "". `forwarded` stands where the file is itself a message.
    A file is `packed` where it lies in a file of the message, which had to be opened to find it.
    """

    name: str
    content_type: str
    size: int
    sha256: str
    inline: bool = False
    text: str = ""
    text_fault: str = ""
    inside: tuple[str, ...] = ()
    forwarded: Forwarded | None = None
    packed: bool = field(default=False, compare=False)

    @property
    def place(self) -> str:
        """Where the file lies, in words: "winmail.dat › outcome letter.docx"; its name where it lies in no other."""
        return " › ".join((*self.inside, self.name))


@dataclass(frozen=True, slots=True)
class Incoming:
    """One received message, read: all text is data from outside, with line breaks and control characters made harmless.

    `sender` is set only where the message names exactly one author whose address every reading agrees on, in
    lower case; otherwise it is empty and `sender_doubt` says why. `return_path` is None where no such header
    came and "" where it was the null path. `headers` are in their order, names in lower case, values unfolded.
    """

    sender: str = ""
    sender_name: str = ""
    sender_doubt: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    return_path: str | None = None
    sent_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    text: str = ""
    new_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    failed_recipients: tuple[str, ...] = ()
    failed_message_ids: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    fingerprint: str = ""

    def header(self, name: str) -> tuple[str, ...]:
        """Every value of one header, in order; the name in any casing."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)
