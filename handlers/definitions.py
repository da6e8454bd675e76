"""What each figure means, in words: shown beside it wherever it stands; counts nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

DEFINITIONS: Mapping[str, str] = MappingProxyType(
    {
        "new": "Cases opened since the last digest.",
        "open": "Cases that have not ended. Cases opened by mistake are not counted anywhere.",
        "due this week": "Open cases, not on hold, whose next action is due from today to Sunday.",
        "due today": "Open cases, not on hold, whose next action is due today.",
        "overdue": "Open cases, not on hold, whose next action was due before today.",
        "age": "Days of the calendar since the request was received.",
        "received": "Requests for a review by the day they were received, whether or not they turned out to be valid.",
        "closed": "Cases by the day they ended: closed, passed to the IOPC, refused, not valid or withdrawn.",
        "forecast": "Open cases if the last six whole weeks go on: their average change a week, and its spread.",
        "median": "The middle one: half of the cases took no longer.",
        "90th percentile": "Nine cases in ten took no longer.",
        "in target": "Cases that took no longer than the target in force on the day the step began.",
        "working days": "Monday to Friday without bank holidays. The day a step begins on is day 0.",
        "waiting for the police": "Working days since the first request left, without days on hold.",
        "past target": "Open requests for papers that have waited longer than the target for papers.",
        "acknowledgement": "From receipt until the complainant first heard from us.",
        "triage": "From receipt until a person first did anything on the case.",
        "review body": "From receipt until a person first settled whose review it is.",
        "transfer": "From settling that it is the IOPC's until everybody was told.",
        "papers": "From the day the first request for papers left until they were complete.",
        "allocation": "From complete papers until the case was given to a person.",
        "completion": "From receipt until everybody was told the outcome, for valid reviews.",
        "recommendation response": "From telling the police of a recommendation until they answered it.",
        "us": "Days on which the case waited on nobody but us.",
        "unit": "Days on which we waited for papers or an answer of the police.",
        "complainant": "Days on which we waited for the complainant.",
        "hold": "Days on which the case was on hold or its review body was in dispute.",
        "upheld": "Valid reviews whose outcome was told in the period, and which were upheld.",
        "valid": "Reviews that were accepted and not passed on, withdrawn or found not valid later.",
        "points": "What a case weighs by its kind and flags; one that waits on somebody else weighs less.",
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
        "about": "The groups in which the IOPC counts what complaints are about, as somebody of the team said.",
        "reasons": "What somebody of the team found to be wrong with how the police dealt with the complaint.",
        "flags": "Requests received in the quarter in whose mail this was seen. One request can have several.",
    }
)


def meanings(terms: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each of these terms with what it means, once, in the order in which they come. Raises KeyError for another."""
    return tuple((term, DEFINITIONS[term]) for term in dict.fromkeys(terms))
