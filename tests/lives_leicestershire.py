"""The office of the Commissioner for Leicestershire: one officer does the work, and the Commissioner decides."""

from __future__ import annotations

from pathlib import Path

from tests.lives import ANN, MORE_LAW, Life
from tests.signing_world import IOPC, LAW

FAY, ED, PSD = "f.officer@leics-opcc.example", "e.director@leics-opcc.example", "psd@leics-police.example"
COMMISSIONER = "p.commissioner@leics-opcc.example"
LEICESTERSHIRE = (
    f"""
[[team]]
name = "F Officer"
address = "{FAY}"
roles = ["administrator", "caseworker"]
[[team]]
name = "E Director"
address = "{ED}"
roles = ["manager"]
[[team]]
name = "P Commissioner"
address = "{COMMISSIONER}"
roles = ["decision_maker"]
[office.contacts]
force = "{PSD}"
iopc = "{IOPC}"
"""
    + LAW
    + MORE_LAW
)


def leicestershire(folder: Path) -> Life:
    """The office of the Commissioner, in which one officer does the work and the Commissioner decides."""
    return Life(
        folder,
        environ={"REVIEWS_OFFICE__PROFILE": "leicestershire"},
        more=LEICESTERSHIRE,
        police="Leicestershire Police",
        people=(ANN, PSD, FAY, ED, COMMISSIONER),
    )
