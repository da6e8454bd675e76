"""The floor: the least that parsing with the standard library, as many durable commits and an answer each can cost.

It knows nothing of ours: `email.message_from_bytes(policy=policy.default)`, seven headers, the text, the names of the
files, rows in SQLite (WAL, synchronous=FULL), and an answer, in the words of our own letter, as an `EmailMessage` in a
Maildir. It recognises, seals, files and reads back nothing, and after a crash would answer some people twice.

    python bench/floor.py MAIL WORK --commits N --answers N
"""

from __future__ import annotations

import argparse
import json
import mailbox
import resource
import sqlite3
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

HERE = Path(__file__).parent
TEXT, PAGE = (HERE / "answer.txt").read_text(), (HERE / "answer.html").read_text()
TABLES = """
CREATE TABLE message (id INTEGER PRIMARY KEY, name TEXT UNIQUE, sender TEXT, subject TEXT, message_id TEXT, body TEXT);
CREATE TABLE review (id INTEGER PRIMARY KEY, reference TEXT UNIQUE, message INTEGER, state TEXT);
CREATE TABLE event (id INTEGER PRIMARY KEY, review INTEGER, what TEXT);
"""


def main() -> None:
    asked = argparse.ArgumentParser(description="The floor under bench/intake.py.")
    asked.add_argument("mail", type=Path)
    asked.add_argument("work", type=Path)
    asked.add_argument("--commits", type=int, required=True)
    asked.add_argument("--answers", type=int, required=True)
    given = asked.parse_args()
    files = sorted((given.mail / "new").iterdir())
    answers = mailbox.Maildir(given.work / "answers", create=True)
    database = _database(given.work / "floor.sqlite")
    began, cpu, kernel = time.perf_counter(), _cpu(), _kernel()
    _work(files, database, answers, commits=given.commits, answered=given.answers)
    seconds, spent = time.perf_counter() - began, _cpu() - cpu
    status = Path("/proc/self/status").read_text()  # ru_maxrss would begin with the peak of whoever started us
    spent_in_kernel = _kernel() - kernel
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(
        json.dumps({"seconds": seconds, "cpu": spent, "kernel": spent_in_kernel, "peak": peak, "answers": len(answers)})
    )


def _database(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.executescript(TABLES)
    return database


def _work(
    files: list[Path], database: sqlite3.Connection, answers: mailbox.Maildir, *, commits: int, answered: int
) -> None:
    """Every message is read, recorded and answered; commits and answers are spread evenly over the messages."""
    committing, answering = _spread(commits, len(files)), _spread(answered, len(files))
    database.execute("BEGIN IMMEDIATE")
    for number, path in enumerate(files, 1):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        sender, day = _record(database, number, path.name, message)
        if next(answering):
            _answer(answers, number, sender, day, str(message["Message-ID"]))
        for _ in range(next(committing)):
            database.execute("COMMIT")
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE review SET state = 'answered' WHERE id = ?", (number,))
    database.execute("COMMIT")


def _spread(total: int, over: int) -> Iterator[int]:
    for number in range(over):
        yield total * (number + 1) // over - total * number // over


def _record(database: sqlite3.Connection, number: int, name: str, message: EmailMessage) -> tuple[str, str]:
    sender, subject, body = str(message["From"]), str(message["Subject"]), message.get_body(("plain", "html"))
    about = (message["To"], message["Date"], message["References"])
    files = [part.get_filename() for part in message.iter_attachments()] if message.is_multipart() else []
    text = body.get_content() if body is not None else ""
    row = (number, name, sender, subject, str(message["Message-ID"]), text)
    database.execute("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?)", row)
    database.execute("INSERT INTO review VALUES (?, ?, ?, 'new')", (number, f"PCR/2026/{number:05d}", number))
    database.execute("INSERT INTO event VALUES (?, ?, ?)", (number, number, f"opened {about} {files}"))
    return sender, str(message["Date"])


def _answer(answers: mailbox.Maildir, number: int, sender: str, day: str, message_id: str) -> None:
    reference = f"PCR/2026/{number:05d}"
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"] = "Police Complaint Reviews team <reviews@mopac.example>"
    letter["To"] = sender
    letter["Subject"] = f"We have received your message [{reference}]"
    letter["Message-ID"] = f"<{number}@mopac.example>"
    letter["In-Reply-To"] = message_id
    letter["Auto-Submitted"] = "auto-replied"
    text, page = (words.replace("[reference]", reference).replace("[received_on]", day) for words in (TEXT, PAGE))
    letter.set_content(text)
    letter.add_alternative(page, subtype="html")
    answers.add(letter)  # writes to tmp, makes it durable, and links it into new


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _kernel() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_stime


if __name__ == "__main__":
    main()
