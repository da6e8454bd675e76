"""The provisions of law that this bot's rules and letters rest on, and how sure anybody is of each; applies none.

What nobody has been able to confirm is `verified=False` with a note that says what was not read: a finding under it
goes to a person, and a letter that rests on it stays a draft until a lawyer has signed it off. "The Regulations" are
the Police (Complaints and Misconduct) Regulations 2020.
"""

from __future__ import annotations

from datetime import date

from store.terms import Provision

REVIEWS_BEGAN = date(2020, 2, 1)

ACT = "Police Reform Act 2002"
REGULATIONS = "Police (Complaints and Misconduct) Regulations 2020"


def _read(place: str, says: str, act: str = REGULATIONS) -> Provision:
    return Provision(act, place, says, verified=True, commenced=REVIEWS_BEGAN)


def _unread(place: str, says: str, note: str, act: str = REGULATIONS) -> Provision:
    return Provision(act, place, says, verified=False, commenced=REVIEWS_BEGAN, note=note)


COMMENCEMENT = _read(
    "Schedule 3 as amended from 1 February 2020",
    "A complaint made on or after 1 February 2020 carries a right of review; an older one a right of appeal.",
    ACT,
)
RIGHT_OF_REVIEW = _unread(
    "Schedule 3 paragraphs 6A and 25",
    "There is a right to apply for a review of the outcome of a complaint, once there is an outcome.",
    "The text of paragraph 6A was not read, and only the beginning of paragraph 25.",
    ACT,
)
PARA_30_1_A = _read(
    "Schedule 3 paragraph 30(1)(a)",
    "The relevant review body is the Director General where a local policing body is the appropriate authority or the "
    "complaint is of a description specified in regulations.",
    ACT,
)
PARA_30_1_B = _read(
    "Schedule 3 paragraph 30(1)(b)",
    "The relevant review body is the relevant local policing body in any other case.",
    ACT,
)
PARA_31 = _unread(
    "Schedule 3 paragraph 31",
    "The Director General forwards to the local policing body what is its to review, and it is taken to have been made "
    "when it is forwarded.",
    "Only that it is forwarded was read; the rest is taken to mirror paragraph 32.",
    ACT,
)
PARA_32 = _read(
    "Schedule 3 paragraph 32",
    "The local policing body forwards to the Director General what is his to review and notifies the applicant of "
    "both; it is taken to have been made when it is forwarded.",
    ACT,
)
REG_29_2 = _read(
    "regulation 29(2)",
    "The application must be made within a period of 28 days starting with the day after the day on which the "
    "information mentioned in regulation 33(2)(a) was provided to the complainant.",
)
REG_29_3_A = _read(
    "regulation 29(3)(a)",
    "Time between receipt by the Director General and forwarding to the local policing body is left out of account.",
)
REG_29_3_B = _unread(
    "regulation 29(3)(b)",
    "Time between receipt by the local policing body and forwarding to the Director General is left out of account.",
    "The end of 29(3)(b) was not read; it is taken to mirror 29(3)(a).",
)
REG_29_4 = _unread(
    "regulation 29(4)",
    "The relevant review body may extend the period where, because of the special circumstances of the case, it is "
    "just to do so.",
    "The words were not read; public pages of review bodies say as much.",
)
REG_33_2_A = _read(
    "regulation 33(2)(a)",
    "The complainant is told who the relevant review body is, the time limit, and what an application must say.",
)
NEXT_OPEN_DAY = Provision(
    "common law",
    "Pritam Kaur v S Russell & Sons [1973] QB 336",
    "Where an act can only be done if the office is open on the day, a last day on which it is closed becomes the next "
    "day on which it is open.",
    verified=False,
    commenced=None,
    note="Whether it reaches an application by e-mail or post needs a legal view; regulation 29 as read says nothing.",
)
REG_32_A = _read("regulation 32(a)", "Any complaint about the conduct of a senior officer, above chief superintendent.")
REG_32_B_I = _read(
    "regulation 32(b)(i)",
    "The appropriate authority is unable to satisfy itself, from the complaint alone, that the conduct complained of, "
    "if it were proved, would not justify criminal or disciplinary proceedings.",
)
REG_32_B_II = _read(
    "regulation 32(b)(ii)",
    "The appropriate authority is unable to satisfy itself, from the complaint alone, that the conduct complained of, "
    "if it were proved, would not involve an infringement of Article 2 or 3 of the Convention.",
)
REG_32_C = _read("regulation 32(c)", "The complaint has been, or must be, referred to the Director General.")
REG_32_D = _read("regulation 32(d)", "The Director General is treating the complaint as having been referred.")
REG_32_E = _read("regulation 32(e)", "The complaint arises from the same incident as one within (a) to (d).")
REG_32_F = _read("regulation 32(f)", "Any part of the complaint is within (a) to (e).")
PARA_2_6A = _read(
    "Schedule 3 paragraph 2(6A)",
    "The appropriate authority records the complaint if at any time the complainant indicates a wish for that.",
    ACT,
)
PARA_25_1C = _read(
    "Schedule 3 paragraph 25(1C)",
    "The relevant review body tells of an application: the appropriate authority, every person entitled to be kept "
    "properly informed under section 21, and the person complained against, if any.",
    ACT,
)
PARA_28ZA = _unread(
    "Schedule 3 paragraph 28ZA",
    "On a review the relevant review body may make recommendations with a view to remedying the complainant's "
    "dissatisfaction.",
    "Its text was not read.",
    ACT,
)
REGS_30_31 = _unread(
    "regulations 30 and 31",
    "The appropriate authority answers a recommendation in writing within 28 days starting with the day after it was "
    "made, and says why where it does not accept it; the answer is passed on to the complainant.",
    "Their text was not read, nor the chapter of the statutory guidance on reviews.",
)
REG_29_5 = _unread(
    "regulation 29(5)",
    "What an application must state; the relevant review body may proceed as if the requirements had been met.",
    "Only its heading was read.",
)
REG_38 = _read(
    "regulation 38",
    "A complaint is withdrawn by a signed notification to the appropriate authority, which tells the relevant review "
    "body.",
)
CPR_54_5 = Provision(
    "Civil Procedure Rules",
    "rule 54.5",
    "A claim for judicial review is filed promptly and in any event not later than three months.",
    verified=False,
    commenced=date(2000, 10, 2),
    note="Neither its text nor its commencement was read.",
)
EQUALITY_20_29 = Provision(
    "Equality Act 2010",
    "sections 20 and 29",
    "A body with public functions makes reasonable adjustments.",
    verified=False,
    commenced=date(2010, 10, 1),
    note="Neither their text nor their commencement was read.",
)

PROVISIONS = (
    COMMENCEMENT,
    RIGHT_OF_REVIEW,
    PARA_30_1_A,
    PARA_30_1_B,
    PARA_31,
    PARA_32,
    REG_29_2,
    REG_29_3_A,
    REG_29_3_B,
    REG_29_4,
    REG_33_2_A,
    NEXT_OPEN_DAY,
    REG_32_A,
    REG_32_B_I,
    REG_32_B_II,
    REG_32_C,
    REG_32_D,
    REG_32_E,
    REG_32_F,
    PARA_2_6A,
    PARA_25_1C,
    PARA_28ZA,
    REGS_30_31,
    REG_29_5,
    REG_38,
    CPR_54_5,
    EQUALITY_20_29,
)


def unverified() -> tuple[Provision, ...]:
    """The provisions nobody has been able to confirm: what rests on them goes to a person, and doctor lists them."""
    return tuple(provision for provision in PROVISIONS if not provision.verified)
