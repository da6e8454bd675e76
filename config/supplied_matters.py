"""The kinds of matter an office has that switches other work on, until it says otherwise; their law is unchecked.

They are periods to begin with, as they are commonly understood. An office replaces a kind under [[other_matters]], and
marks there what its lawyer has checked.
"""

from __future__ import annotations

from types import MappingProxyType

from store.messages.matters import Counted, MatterKind, StepRule

_TRIBUNALS = "Police Appeals Tribunals Rules 2020"
_CONDUCT = "Police (Conduct) Regulations 2020"
_W, _C, _M = Counted.WORKING, Counted.CALENDAR, Counted.MONTHS

SUPPLIED: tuple[MatterKind, ...] = (
    MatterKind(
        "appeal",
        "Police appeals tribunal",
        MappingProxyType(
            {
                "decided": "the day the officer was given the decision",
                "received": "the day the notice of appeal came",
                "hearing": "the day of the hearing",
            }
        ),
        (
            StepRule("notice", "Last day for the officer's notice of appeal", 10, _W, "decided", law=_TRIBUNALS),
            StepRule("copies", "Copies of the notice to the respondent", 2, _W, "received", serve=True),
            StepRule("response", "Respondent's documents and statement", 15, _W, "received", law=_TRIBUNALS),
            StepRule("chair", "Chair asked for and appointed", 10, _W, "received"),
            StepRule(
                "told",
                "Both sides told of the hearing",
                20,
                _W,
                "hearing",
                before=True,
                law=_TRIBUNALS,
                serve=True,
            ),
            StepRule("heard", "The hearing itself", 0, _C, "hearing"),
            StepRule("determination", "Determination to both sides", 5, _W, "heard", serve=True),
        ),
    ),
    MatterKind(
        "misconduct",
        "Misconduct hearing notice",
        MappingProxyType({"hearing": "the first day of the hearing"}),
        (
            StepRule("publish", "Notice of the hearing published", 5, _W, "hearing", True, _CONDUCT, serve=True),
            StepRule("heard", "The hearing itself", 0, _C, "hearing"),
            StepRule("outcome", "Outcome report received and published", 10, _W, "heard"),
        ),
    ),
    MatterKind(
        "association",
        "Notifiable association",
        MappingProxyType({"declared": "the day of the declaration"}),
        (
            StepRule("decide", "Decide what follows from the declaration", 10, _W, "declared"),
            StepRule("answer", "Answer to whoever declared it", 5, _W, "decide", serve=True),
            StepRule("review", "Look at the declaration again", 12, _M, "declared", repeats=True),
        ),
    ),
)
