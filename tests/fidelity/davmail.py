"""Drives the look-alike Exchange Server through DavMail, which speaks EWS to it, and IMAP and SMTP to us."""

from __future__ import annotations

import email.message
import imaplib
import json
import shutil
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.contract import mail

IMAP, SMTP = 11143, 11025
_LEFT_OUT = ("over-slf4j", "slf4j-simple", "slf4j-nop", "slf4j-jdk14", "slf4j-jcl", "jcl-over", "jul-to", "migrator",
             "knopfler")  # fmt: skip
_SETTINGS = """davmail.mode=EWS
davmail.url={endpoint}
davmail.server=true
davmail.imapPort={imap}
davmail.smtpPort={smtp}
davmail.popPort=
davmail.caldavPort=
davmail.ldapPort=
davmail.disableUpdateCheck=true
davmail.logFilePath={home}/davmail.log
davmail.bindAddress=127.0.0.1
log4j.rootLogger=WARN
"""


@contextmanager
def gateway(told: dict[str, str]) -> Iterator[None]:
    """DavMail runs."""
    home, root = Path(told["home"]), Path(told["root"])
    trust, native = home / "trust.jks", root / "usr/lib/x86_64-linux-gnu/jni"
    trust.unlink(missing_ok=True)
    store = ["-keystore", str(trust), "-storepass", "changeit"]
    import_ours = ["keytool", "-importcert", "-noprompt", "-file", told["ca"], "-alias", "ca", *store]
    subprocess.run(import_ours, check=True, capture_output=True, timeout=60)
    settings = home / "davmail.properties"
    settings.write_text(_SETTINGS.format(endpoint=told["endpoint"], imap=IMAP, smtp=SMTP, home=home))
    shared = root / "usr/share"
    jars = [one for one in sorted((shared / "java").glob("*.jar")) if not any(word in one.name for word in _LEFT_OUT)]
    command = [
        "java", f"-Djavax.net.ssl.trustStore={trust}", "-Djavax.net.ssl.trustStorePassword=changeit",
        f"-Djna.boot.library.path={native}", f"-Djava.library.path={native}", "-Djna.nosys=false", "-Xmx256m",
        "-cp", ":".join(map(str, (shared / "davmail/davmail.jar", *jars))), "davmail.DavGateway", str(settings),
    ]  # fmt: skip
    with (home / "out.txt").open("w") as out:
        running = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        running.terminate()
        running.wait(30)


def client() -> imaplib.IMAP4:
    """A connection, once DavMail takes one."""
    for _ in range(60):
        try:
            return imaplib.IMAP4("127.0.0.1", IMAP)
        except (OSError, imaplib.IMAP4.abort):
            time.sleep(0.5)
    raise SystemExit("DavMail did not start.")


def good(answer: tuple[str, list[Any]]) -> list[Any]:
    """What was answered, which was OK."""
    assert answer[0] == "OK", answer
    return answer[1]


def main(told: dict[str, str]) -> None:
    """Every step, each said when it worked."""
    with gateway(told):
        imap = client()
        good(imap.login(told["username"], told["password"]))
        print("ok sign in")
        assert b"INBOX" in b"".join(good(imap.list()))
        assert good(imap.select("INBOX")) == [b"23"]
        assert len(good(imap.uid("search", "ALL"))[0].split()) == 23
        print("ok folders and a list")
        whole = good(imap.fetch("1", "(UID FLAGS RFC822.SIZE BODY[])"))
        assert b"Subject: Number" in whole[0][1]
        print("ok MIME")
        assert b"\\Flagged" in good(imap.store("1", "+FLAGS", r"(\Seen \Flagged)"))[0]
        print("ok flags")
        good(imap.create("Reviews"))
        good(imap.copy("1", "Reviews"))
        good(imap.append("Reviews", r"(\Seen)", imaplib.Time2Internaldate(1_772_000_000), mail("Appended")))
        assert good(imap.select("Reviews")) == [b"2"]
        assert len(good(imap.search(None, "SUBJECT", "Appended"))[0].split()) == 1
        print("ok a copy, an item from MIME and a search")
        good(imap.select("INBOX"))
        last = good(imap.uid("search", "ALL"))[0].split()[-1].decode()
        good(imap.uid("MOVE", last, "Reviews"))
        assert good(imap.select("Reviews")) == [b"3"]
        print("ok a move")
        imap.logout()
        letter = email.message.EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = told["mailbox"], "pat@home.example", "From DavMail"
        letter.set_content("Received.")
        with smtplib.SMTP("127.0.0.1", SMTP, timeout=60) as smtp:
            smtp.login(told["username"], told["password"])
            smtp.send_message(letter)
        print("ok a letter sent")


if __name__ == "__main__":
    if not shutil.which("keytool"):
        raise SystemExit("There is no keytool here.")
    main(json.loads(sys.argv[1]))
