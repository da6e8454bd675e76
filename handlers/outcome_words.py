"""The words by which people say what a date is the date of, one list for each meaning; reads nothing by itself."""

from __future__ import annotations

from enum import StrEnum

from handlers.passages import at_a_word


class Role(StrEnum):
    """What a date is said to be the date of."""

    DATED = "the letter's date"
    NEAR = "perhaps the letter's date"
    SENT = "when the letter was sent"
    ARRIVED = "when the letter came"
    COMPLAINT = "when the complaint was made"
    DEADLINE = "a day by which something is due"
    OTHER = "another day"
    UNSAID = "a day of which nothing is said"


LETTER = r"(?:e-?mail|let+e?r|decision|outcome|reply|response|answer|determination|verdict|decyzj[aęi]|pism[ao])"
_ELSEWHERE = (
    r"(?:cps|crown prosecution service|council|court|ombudsman|dvla|hospital|gp|doctor|surgery|bank|landlord|school|"
    r"employer|solicitors?|insurers?|iopc|investigator|mp|mayor|commissioner)"
)
# The nearest cue to a date says what it is; longer ones stand first because they begin with the shorter.
_CUES_BY_ROLE: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (
        Role.OTHER,
        (
            r"\b(?:i|we)(?:'ve| have| had|'d)? (?:also |then |only |just |finally |first |"
            r"later |therefore |now |already |accordingly )?"
            r"(?:wrote(?! to [^.]{0,60}(?:outcome|decision|finding|determination))|"
            r"written|sent|e-?mailed|posted|replied|applied|asked|called|rang|phoned|spoke|handed|reported|chased|"
            r"ring|phone|call|write|chase)\b",
            r"\b(?:he|she) (?:applied|asked|called|rang|phoned)\b",
            r"\b(?:in-law|father|mother|mum|dad|husband|wife|son|daughter|brother|sister|friends?|family|visitors?|guests?|"
            r"ambulance)s? (?:arrived|turned up|landed|came (?!(?:round |over |by )?with (?:it|the)))",
            r"(?<!and a )(?<!and the )(?<!with a )(?:leaflet|booklet|brochure|survey|questionnaire|parcel|"
            r"cheque|invoice|summons|footage)s? (?:\w+ ){0,4}(?:c[ao]me|arrived|followed|turned up|landed|"
            r"reached (?:me|us))\b",
            r"\b(?:i|we) (?:only )?(?:c[ao]me (?:back|home)|returned|travel+ed|flew)\b",
            r"update[\"'”]* (?:letter|e-?mail)s?",
            r"(?:holding|interim|acknowledg\w+|progress|appointment|hospital|court|discharge|same) (?:letter|"
            r"e-?mail|report)s?",
            rf"letter from (?:my |the |our |a )?{_ELSEWHERE}\b|{_ELSEWHERE}'?s?'? (?:letter|e-?mail|report|note)\b",
            r"(?:concerns|concerning|relates to|regarding|about|deals with|not with) (?:on )?(?:the )?$|\byour $",
            rf"{_ELSEWHERE}(?: \w+){{0,3}} (?:wrote|sent|told|e-?mailed|rejected|said|decided|replied|answered)\b",
            r"(?:letter|note|e-?mail) from (?:the |my |our |dr |doctor )?(?!the\b|police|met\b|metropolitan|psd|dps|"
            r"psu|cru|"
            r"prof|complaint|leic|force|insp|serg|sgt|d[sic]\b|dci|p[cs]\b|chief|det|super|supt|station|officer|them|"
            r"you|him|her|"
            r"stand|your|\d)\w+",
            r"sent (?:them|him|her)\b|sent to you\b|passed (?:on )?to you\b|transferred",
            r"letter of (?:authority|complaint|claim|instruction|consent)|(?:authority|consent|mandate|claim form|"
            r"certificate|"
            r"invoice|receipt|ticket|statement|application|request|note|photo\w*|policy|warrant) (?:\w+ ){0,2}dated\b",
            r"\b(?:first|earlier|previous|last but one) (?:letter|e-?mail|reply|answer|response)",
            rf"said in their (?:update|first)|this {LETTER} (?:of|dated)|\bpromis\w+",
            r"my (?:e-?mail|letter) (?:of|to)\b",
            rf"your (?:last |own |latest )?{LETTER}|your (?:reviewers?|office|team)\b",
            r"(?:rang|phoned|called|telephoned|visited) (?:me|us|him|her)\b|\b(?:rang|phoned|telephoned)\b|today is\b|"
            r"(?:incident|complaint|event) date",
            r"(?:officers?|police(?:m[ae]n)?|they|he|she|who|cops?|pcs?) c[ao]me\b",
            r"(?:mopac|commissioner|pcc|office)'s (?:decision|letter|outcome)",
            r"this e-?mail|recording decision|decision to record|clock (?:started|starts|began)",
            r"received by (?:the )?(?:iopc|us|our|mopac|o?pf?cc)\b|(?:we|iopc|unit|team|office) (?:\w+ )?received\b",
            r"happened|incident|took place|occurred|arrest\w*|stopped|\bstop (?:on|of|at|in)\b|search\w*|attended|"
            r"raid\w*",
            r"\bfall\b|hospital|admitted|discharged|born|d\.o\.b|\bdob\b|birth|update|acknowledg\w*|interview\w*|"
            r"meeting|court",
            r"charged|statement|custody|crime|\bcad\b|holiday|on leave|appointment|surgery|operation|recommend\w*|"
            r"forwarded",
            r"spoke (?:to|with)|\bsince\b|seized|took (?:my|our|his|her|the)|taken from|detained|handcuffed|assault\w*|"
            r"punched|kicked|shouted|smashed|broke|visited|birthday|anniversary|funeral|wedding|meeting|hearing|trial|"
            r"c[ao]me (?:round|to (?:my|our) (?:house|home|flat))|going away|flying",
            r"complain(?:ed|t)(?: (?:is|was))? (?:that|about)|burgl\w*|stolen|\btheft\b|moving|moved",
        ),
    ),
    (
        Role.ARRIVED,
        (
            rf"rec(?:ei|ie)ved (?:the |this |your |my |our )?(?:(?:final|outcome|decision) ){{0,2}}{LETTER}(?= ?[:=|])|"
            r"rec(?:ei|ie|i)ved?\b|reached|reach (?:me|us|him|her)\b|"
            r"(?:not|n't|never|only) (?:come|arrive|land|turn up|get (?:here|to (?:me|us)))\b|delivered|landed|"
            r"turned up|arrived|opened|picked (?:it )?up|doorstep|"
            r"letter ?box",
            rf"(?:got|had) (?:it\b|(?:(?:the|this|that|their|my|his|her|an?|your|our) )?(?:[\w']+ ){{0,2}}{LETTER})",
            r"(?:got|had) (?:their|the) (?:final|last) (?:word|say)\b",
            r"c[ao]me (?:in|by|through|to|into|on the (?:wing|ward|landing|spur))\b|\bcame\b|"
            r"got (?:it )?on\b|handed to (?:me|us|him|her)",
            r"(?:saw|seen|read|found|collected) it\b|"
            r"which (?:i|we|he|she) (?:\w+ )?(?:collected|fetched|picked up)\b|"
            r"(?:put|placed|pushed|slid|posted|slipped|shoved|given) (?:it |"
            r"them )?"
            r"(?:in|into|under|through|to) (?:my|his|her|our|their|the) (?:\w+ )?(?:hands?|door|letter ?box|"
            r"pigeon ?hole)|"
            r"put (?:it |this )?in(?:to)? (?:my|his|her) hands?|on (?:the|my|our) (?:door ?)?mat|"
            r"(?:postman|postie|postwoman|post) (?:brought|delivered)|date[- ]stamped|brought (?:it|me|him|her|us|"
            r"round)\b|"
            r"signed for (?:it|this|the|that)\b|(?:dropped|passed|walked|carried|took|popped|ran) it "
            r"(?:round|off|in|over|across|back|up|down|on to)\b|"
            r"came (?:round|over|by|across) with it\b|g[ai]ve it (?:to )?(?:me|us)\b|g[ai]ve (?:me|us) it\b|"
            r"\bin (?:my|the|our) (?:junk|spam|wrong)[^.]{0,24}? until\b|"
            r"logged (?:in|on)\b|first (?:saw|seen|read|heard of it|knew)|"
            r"first (?:i|we|he|she) (?:knew|heard|saw)|gives? (?:me|us|him|her) (?:an?|the|this) (?:envelope|letter)|"
            r"(?:gave|given|handed|passed) (?:it |this )?(?:to )?(?:me|us|him|her|them) (?:on the|in (?:my|his|her|"
            r"the)|over|"
            r"through|at) (?:\w+ )?(?:ward|cell|gate|desk|counter|prison|wing|hospital|door)|handed (?:me|us|him|her|"
            r"it)\b",
        ),
    ),
    (
        Role.DATED,
        (
            r"(?:outcome|result|decision|response|reply|findings|letter|report)[^.;,\n]{0,40}complaint(?! (?:of|made))",
            r"z dnia\b|de fecha\b|du (?=\d)|tarihli\b|datad[oa]\b",
            rf"the one (?:of|dated|from)\b|letter to (?:the )?complainant|bears? the date(?: of)?|"
            rf"\bdated?\b(?: (?:is|was))?|\b{LETTER}(?!ed|ing)|"
            rf"result|findings|final report|report of(?= )|\bheaded\b",
        ),
    ),
    (
        Role.COMPLAINT,
        (
            r"(?:recorded|logged|registered) (?:on|as|under)\b|complained|"
            r"complaint(?:'s)? (?:was |is |were |i |which i |that i |we )?(?:first )?(?:made|submitted|sent|lodged|"
            r"recorded|filed|reported|put in|registered|went in|on\b|of\b|dated)",
            r"\bi (?:am|was|do|did|have|had) (?:an? |my )?complain(?:t|ing)?\b",
            r"complaint [^.,;]{0,25}\b(?:made|submitted|lodged|raised|put in)\b",
            r"(?:made|submitted|lodged|put in) (?:a|my|the|our|this) (?:formal )?complaint|made on|submitted on",
        ),
    ),
    (
        Role.SENT,
        (
            r"e-?mailed|\bsent\b|\bwrote\b(?! ?:)|writ(?:ten|es) to|provided|\bgiven?\b|gave (?:me|us|him|her)\b|"
            r"\btold\b|\btell (?:me|us)\b|issued",
            r"communicated|\btook (?:them |him |her )?(?:until|till)\b|telling (?:me|us)\b|followed on\b|\bcome back\b|"
            r"\bwent (?:out |off )?(?:to (?:him|her|them|me|us)|on|by)\b|determined|notified|informed|posted|"
            r"postmark\w*|replied|responded|answered|concluded|finalised|served|\bsaid\b|"
            r"came back",
            r"closed (?:my|the|our|this) (?:complaint|case)|"
            r"complaint[^.,;]{0,30}\b(?:closed|rejected|dismissed|finalised)",
            r"(?:got|came|gets?) back to (?:me|us)|turned (?:\w+ )?down|rejected|apologised|heard back|"
            r"knocked (?:\w+ )?back",
        ),
    ),
    (
        Role.DEADLINE,
        (
            r"\b(?:by|before)(?: (?:the|end of|close of|midnight|noon|on|close|at|\d+ ?[ap]m))*"
            r"(?: (?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?)?(?: the)? *$|"
            r"deadline|last day|no later than|expires?\b|\bdue\b|\buntil\b|till\b",
            r"\bwithin\b",
        ),
    ),
)  # fmt: skip
CUES = at_a_word("|".join(f"(?P<{role.name}>{'|'.join(cues)})" for role, cues in _CUES_BY_ROLE))
