"""What `doctor` looks at of the virus scanner: there, not blind, not old, and large enough. Changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.check import Check
from bot.papers.clamd import Clamd, ScannerSilent, eicar
from bot.papers.scanning import OLD, largest_looked_into
from store import paper_scans
from store.terms import Scan

if TYPE_CHECKING:
    from bot.service import Service

_NAME = "virus scanner"
_NONE = "Install ClamAV's daemon and name its socket in [papers] clamd; until then no file is handed out by one person."
_START = "Start ClamAV's daemon, or name its socket in [papers] clamd as it is."
_FRESH = "Let freshclam run; scanning goes on with what there is."
_LIMITS = "Raise StreamMaxLength, MaxFileSize and MaxScanSize in clamd.conf, or lower [papers] largest_file_mb."
_SIGNS = "See that ClamAV has signatures and that ScanArchive is not off; until then nothing counts as scanned."


def scanner(service: Service) -> Check:
    """Whether files that come are scanned, by a scanner that knows what it should."""
    papers = service.settings.papers
    if not papers.clamd:
        return Check(_NAME, "warning", f"none is configured; {_waiting(service)}", _NONE)
    asked, most = Clamd(papers.clamd), papers.largest_file_mb * 1_000_000
    try:
        version = asked.version()
        found = asked.scan(eicar()).scan is Scan.INFECTED
        size = largest_looked_into(asked, most) if found else 0
    except ScannerSilent as silence:
        return Check(_NAME, "warning", f"{silence}; {_waiting(service)}", _START)
    if not size:
        return Check(_NAME, "warning", f"{version.engine} does not know the test file", _SIGNS)
    if size < most:
        return Check(_NAME, "warning", f"{version.engine} looks into files up to {size / 1e6:.0f} MB only", _LIMITS)
    made = version.signatures_at
    if made is None:
        return Check(_NAME, "warning", f"{version.engine} does not say how old its signatures are", _FRESH)
    if service.clock.now() - made > OLD:
        return Check(_NAME, "warning", f"{version.engine}, its signatures of {made:%Y-%m-%d %H:%M} are old", _FRESH)
    return Check(_NAME, "ok", f"{version.engine}, signatures of {made:%Y-%m-%d %H:%M}; {_waiting(service)}")


def _waiting(service: Service) -> str:
    with service.reading() as tx:
        counts = paper_scans.counts(tx)
    return f"{counts.get(Scan.UNSCANNED, 0) + counts.get(Scan.PENDING, 0)} files are not scanned"
