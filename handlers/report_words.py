"""What each figure of a report means that `handlers.definitions` does not say yet, in words; counts nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from handlers.definitions import DEFINITIONS

REPORTED: Mapping[str, str] = MappingProxyType(
    {
        "quarter": "A case counts in the quarter of the day that each table names, and in each table once.",
        "not valid": "Requests that ended in the quarter and were no valid review, by the reason the IOPC collects.",
        "opened by mistake": "Opened twice or in error. Counted here and in no other figure.",
        "ended otherwise": "Ended in the quarter before anybody settled whether it was a valid review.",
        "decided": "Valid reviews whose outcome everybody was told in the quarter.",
        "investigated": "Complaints that were investigated are reviewed under paragraph 25, others under 6A.",
        "recommendations made": "Outcomes with a recommendation to the police that were told in the quarter.",
        "recommendations answered": "Recommendations that the police answered in the quarter, and how.",
        "no answer yet": "Recommendations told by the last day of the quarter that had not been answered on that day.",
        "open at the end": "Cases that had been opened and had not ended when the last day of the quarter was over.",
        "flags": "Requests received in the quarter in whose mail this was seen. One request can have several.",
    }
)


def meanings(terms: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each of these terms with what it means, once, in the order in which they come. Raises KeyError for another."""
    return tuple((term, REPORTED.get(term) or DEFINITIONS[term]) for term in dict.fromkeys(terms))
