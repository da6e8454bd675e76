"""The post table: what every kind of mail does to the cases, where it lies and who acts next; decides, does nothing."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from handlers import application, automatic, duplicate, elsewhere, further, third_parties
from handlers.application import FIRST_LOOK
from handlers.arrival import Arrival, CaseRule, Rule, Targets
from handlers.assessment import Assessed
from handlers.working_days import WorkingDays
from store.messages import Incoming, KnownCase, Plan, Recognition
from store.terms import Kind, Owner, Place, WhyNot

OPENS, KNOWN, NONE, OF_LETTER = CaseRule.OPENS, CaseRule.KNOWN, CaseRule.NONE, CaseRule.OF_LETTER
KNOWN_OR_OPENS, KNOWN_OR_NONE = CaseRule.KNOWN_OR_OPENS, CaseRule.KNOWN_OR_NONE
ADMIN, CASE_OWNER, MANAGER = Owner.ADMINISTRATOR, Owner.CASE_OWNER, Owner.MANAGER
ANSWER = None
NOBODY = ("", ADMIN, 0)

NEW, COMPLAINANT, POLICE, IOPC = "New request", "From complainant", "From the police", "From the IOPC"
OTHERS, NOT_FOR_US, MACHINE, OURS = "From others", "Not for us", "From a machine", "Our own"
UNKNOWN = ""

# fmt: off
TABLE: tuple[Rule, ...] = (
    Rule(Kind.APPLICATION, "a request for a review", OPENS, ANSWER, Place.CONFIRM,
         FIRST_LOOK, ADMIN, 1, NEW, application.handle),
    Rule(Kind.FURTHER_REPRESENTATIONS, "more about a case", KNOWN, ANSWER, Place.CASE_FILE,
         "Read what has been added to your case", CASE_OWNER, 1, COMPLAINANT, further.handle),
    Rule(Kind.PROGRESS_CHASE, "a question about progress", KNOWN, ANSWER, Place.CASE_FILE,
         "Tell them how far we are", CASE_OWNER, 2, COMPLAINANT, further.handle),
    Rule(Kind.WITHDRAWAL, "a wish to withdraw", KNOWN, ANSWER, Place.CONFIRM,
         "What exactly do they withdraw, and is it their own free wish?", ADMIN, 2, COMPLAINANT, further.handle),
    Rule(Kind.OUTCOME_DISPUTE, "disagreement with a finished review", KNOWN, ANSWER, Place.UNSURE,
         "Is there an error to put right, or is the final letter due?", MANAGER, 2, COMPLAINANT, further.handle),
    Rule(Kind.CONTACT_CHANGE, "new contact details", KNOWN, WhyNot.KIND, Place.UNSURE,
         "Check the change through the contact we already have", ADMIN, 2, COMPLAINANT, further.handle),
    Rule(Kind.ADJUSTMENT_REQUEST, "a request to work differently with them", KNOWN_OR_OPENS, ANSWER, Place.CONFIRM,
         "Agree what they need from us and record it", ADMIN, 1, COMPLAINANT, further.handle),
    Rule(Kind.NEW_COMPLAINT, "a new complaint about the police", NONE, ANSWER, Place.THE_FORCE,
         "Pass it on or tell them where to send it, as the office decided", ADMIN, 1, NOT_FOR_US, elsewhere.handle),
    Rule(Kind.CHIEF_OFFICER_COMPLAINT, "a complaint about a chief officer", NONE, WhyNot.CHIEF_OFFICER,
         Place.CHIEF_OFFICER, "Tell whoever leads on complaints about chief officers", MANAGER, 0, NOT_FOR_US,
         elsewhere.handle),
    Rule(Kind.COMPLAINT_ABOUT_US, "a complaint about our own service", NONE, WhyNot.ABOUT_US, Place.URGENT,
         "Decide who deals with it, away from whoever it names", MANAGER, 1, OTHERS, elsewhere.handle),
    Rule(Kind.IOPC_TRANSFER, "a request for a review passed on by the IOPC", OPENS, WhyNot.FORCE_OR_IOPC,
         Place.CONFIRM, "Ask the IOPC for its date of receipt if it is missing", ADMIN, 1, NEW, application.handle),
    Rule(Kind.IOPC_CORRESPONDENCE, "a letter from the IOPC", KNOWN, WhyNot.FORCE_OR_IOPC, Place.CASE_FILE,
         "Read the IOPC's letter and answer it", ADMIN, 2, IOPC, further.handle),
    Rule(Kind.PAPERS, "papers from the police", KNOWN, WhyNot.FORCE_OR_IOPC, Place.CASE_FILE,
         "Check which papers came and whose they are", ADMIN, 2, POLICE, further.handle),
    Rule(Kind.PAPERS_EXTENSION, "a request for more time for the papers", KNOWN, WhyNot.FORCE_OR_IOPC, Place.CASE_FILE,
         "Decide on the new date for the papers", CASE_OWNER, 2, POLICE, further.handle),
    Rule(Kind.FORCE_QUERY, "a question from the police", KNOWN, WhyNot.FORCE_OR_IOPC, Place.CASE_FILE,
         "Answer the police", ADMIN, 2, POLICE, further.handle),
    Rule(Kind.RECOMMENDATION_RESPONSE, "an answer to a recommendation", KNOWN, WhyNot.FORCE_OR_IOPC, Place.CASE_FILE,
         "Record what the police accept and refuse", CASE_OWNER, 2, POLICE, further.handle),
    Rule(Kind.THIRD_PARTY, "somebody else's part in a case", KNOWN, WhyNot.THIRD_PARTY, Place.UNSURE,
         "Keep this person separate and tell them nothing about the complainant", ADMIN, 2, OTHERS,
         third_parties.handle),
    Rule(Kind.INFORMATION_RIGHTS, "a request or report about information", KNOWN_OR_NONE, WhyNot.INFORMATION_RIGHTS,
         Place.INFORMATION_RIGHTS, "Pass it to the information team; a breach goes to the data protection officer now",
         ADMIN, 0, NOT_FOR_US, further.handle),
    Rule(Kind.ELECTED_REPRESENTATIVE, "a letter from an elected office", KNOWN_OR_OPENS, WhyNot.ELECTED, Place.URGENT,
         "Is there consent, and who answers?", MANAGER, 1, OTHERS, further.handle),
    Rule(Kind.LEGAL, "a legal letter", KNOWN_OR_NONE, WhyNot.LEGAL, Place.URGENT,
         "Pass it to legal today and keep everything it may concern", MANAGER, 0, OTHERS, further.handle),
    Rule(Kind.PRESS, "a question from the press", NONE, WhyNot.PRESS, Place.PRESS,
         "Pass it to the press office; confirm nothing", ADMIN, 0, NOT_FOR_US, elsewhere.handle),
    Rule(Kind.MISDIRECTED, "mail for another body", NONE, ANSWER, Place.OTHER_BODIES,
         "Tell them the right body today; their time may be running", ADMIN, 0, NOT_FOR_US, elsewhere.handle),
    Rule(Kind.THANKS, "thanks", KNOWN_OR_NONE, WhyNot.KIND, Place.CASE_FILE,
         *NOBODY, COMPLAINANT, further.handle),
    Rule(Kind.AUTOMATIC_REPLY, "an automatic reply", KNOWN_OR_NONE, WhyNot.MACHINE, Place.MACHINES,
         *NOBODY, MACHINE, automatic.handle),
    Rule(Kind.DELIVERY_FAILURE, "news that a letter of ours was not delivered", OF_LETTER, WhyNot.MACHINE,
         Place.BOUNCED, "Our letter did not arrive: find another way to reach them", ADMIN, 1, MACHINE,
         automatic.handle),
    Rule(Kind.UNWANTED, "unwanted mail", NONE, WhyNot.KIND, Place.UNWANTED,
         *NOBODY, UNKNOWN, elsewhere.handle),
    Rule(Kind.INTERNAL, "our own office's mail", NONE, WhyNot.KIND, Place.FILED,
         *NOBODY, OURS, elsewhere.handle),
    Rule(Kind.UNCLEAR, "something only a person can name", NONE, ANSWER, Place.UNSURE,
         "What is this message?", ADMIN, 1, UNKNOWN, elsewhere.handle),
)
# fmt: on

RULES = MappingProxyType({rule.kind: rule for rule in TABLE})


def plan(
    incoming: Incoming,
    recognition: Recognition,
    case: KnownCase | None,
    *,
    received_on: date,
    today: date,
    days: WorkingDays,
    duplicate: bool = False,
    restricted: bool = False,
    targets: Targets | None = None,
    assessed: Assessed | None = None,
) -> Plan:
    """Everything one message leads to, by its row and its handler, with every further kind in it asked about."""
    arrival = Arrival(
        incoming=incoming,
        recognition=recognition,
        case=case,
        received_on=received_on,
        today=today,
        days=days,
        duplicate=duplicate,
        restricted=restricted,
        targets=targets or Targets(),
        assessed=assessed,
        also=tuple(RULES[kind] for kind in recognition.also if kind is not recognition.kind),
        guesses=tuple(RULES[kind] for kind in recognition.guesses),
    )
    return _handle(arrival, RULES[recognition.kind])


def _handle(arrival: Arrival, rule: Rule) -> Plan:
    if arrival.duplicate and rule.action:
        return duplicate.handle(arrival, rule)
    if arrival.may_be_application_too and not arrival.known_case and rule.why_not is not WhyNot.MACHINE:
        return application.handle(arrival, rule)
    return rule.handle(arrival, rule)
