"""The words in which people ask how, when and with whom we are to be in touch with them; decides nothing."""

from __future__ import annotations

from handlers.adjustment_words import ASKED, CANNOT, DO_NOT, HELPER, OWN, RELATIVE, SAID, STARTS, Row, row

_RING = r"(?:call|ring|phone|fone|telephone)"
_NO_NAME = (
    r"(?!(?<=call me) (?!please|then|now|today|tomorrow|again|first|instead|anytime|soon|thank|direct|later|here|so|"
    r"when|if|on)\w+ ?(?:[.,!\n]|\Z))"
)
_WHOM = (
    rf"(?:me|us|him|her|them|my (?:\w+ )?(?:{RELATIVE}|{HELPER}|landline|mobile))\b(?! (?:an?|names?|mr|mrs|ms|"
    r"by (?:my|his|her)|back|off|out|up|to discuss|with any|for (?:more|further|"
    rf"any))\b){_NO_NAME}(?![^.!?\n]{{0,40}}\b(?:if|should) you (?:have|need|want|require|would like|wish|get)\b)"
)
_DO_NOT_RING = (
    rf"(?:do not|don'?t|never)(?: (?:please|ever|just|even|try to))? {_RING}(?: (?:me|us|him|her|them|mum|dad|here|"
    r"my \w+|at all|anyone)\b(?! (?:an?|names?|mr|liars?)\b)| (?:as|because|cos|or|before|after|unless|without|if|in|"
    r"on|at|during|between|until|again|and|please)\b|(?= ?(?:[.,;:!?)\n]|\Z|-|–)))"
)

CONTACT: tuple[Row, ...] = (
    row(
        "telephone", SAID,
        "call ring rung rang phone fone telephone called phoned telephoned ringing calling phoning talk speak",
        r"(?<!to )(?<!to, )(?:please|pls|plz)(?: (?:can|could|would|will) (?:you|someone|somebody|"
        rf"sombody))?(?: (?!not|never|don|do\b)\w+)? {_RING} (?:{_WHOM}|(?:after|before|between|mornings?|afternoons?|"
        r"evenings?)\b)|(?:can|could|would|will) (?:you|u|someone|somebody|sombody|sumone|sum1|anyone|"
        rf"one of you\w*)(?: (?!not|never|stop|avoid)\w+){{0,2}} {_RING} {_WHOM}|"
        rf"{STARTS}{_RING} me\b(?! (?:an?|names?|mr|back|all|any\w*|every\w*|that|this|it|"
        rf"what)\b){_NO_NAME}(?! if you (?:have|need|want))|(?:prefers?|rather|sooner|"
        r"better if)(?: (?:to|you|that|if|it|someone|somebody|be|have|an?|the|me|we|us|was|were|by|over|on|"
        r"speak(?:ing)?|talk(?:ing)?|is|just|could)){0,6} (?:phoned?|fone|rung|rang|ring|called|telephoned?|"
        r"phone calls?)\b(?! (?:numbers?|records|me an?|the|his|her|their)\b)|"
        rf"(?:wants?|like|needs?|asks?) (?:us|you|someone|somebody)(?: just)? to {_RING} (?:me|us|her|him|"
        r"them)\b(?! (?:an?|back)\b)|like to be (?:rung|called|phoned|telephoned)(?! (?:an?|mr|mrs|ms|by)\b)|"
        rf"(?<!one )(?<!no )(?<!a )(?:{_RING}|ringing|calling|phoning|telephoning)(?: me| him| her|"
        r" us)?,? (?:rather than|instead of|not|don'?t|and not) (?:\w+ ){0,2}?(?:writ\w+|send\w*|letters?|e-?mail\w*|"
        r"post\w*|forms?)\b|(?:speak|talk) to (?:me|him|her|us) (?:instead|rather)|rather (?:talk|speak) than",
    ),
    row(
        "telephone", SAID, "phone telephone fone",
        r"(?:by|over the|on the|over) (?:tele)?(?:ph|f)one (?:instead|please|only|rather|not)\b|"
        r"(?:(?:tele)?phone calls?|(?:tele)?phone) only\b|(?:i|he|she) can (?:only )?(?:talk|"
        r"speak)(?: \w+){0,2} on the (?:tele)?phone|(?:fine|best|better|easier|happier) (?:on|by|"
        r"over) the (?:tele)?phone|(?:tele)?phone(?: calls?)?(?:'s| is| are| would be)(?: \w+){0,2} (?:better|best|"
        r"easier|more use|preferable)\b",
    ),
    row(
        "telephone", ASKED, "phone telephone fone ring call",
        rf"(?<=and ){_RING} {_WHOM}|(?<=or ){_RING} {_WHOM}|(?:do|doing|speak|talk|tell|explain|explained|answer|go|"
        r"take|read|communicate|deal|fill|contact|reach)\b(?:(?!said|told|was|were|not|call|had|"
        r"\w{1,12}ed\b)[^.!?\n]){0,60} (?:by|over|on|down) (?:the )?(?:tele)?(?:ph|f)one\b",
    ),
    row(
        "no telephone", SAID, "phone ring call telephone fone ringing calling phoning",
        rf"{STARTS}{_DO_NOT_RING}|stop (?:ringing|phoning|calling|telephoning) (?:me|us|him|"
        r"her)\b(?! (?:an?|names?)\b)",
    ),
    row(
        "no telephone", ASKED,
        "phone ring call telephone calls phoning ringing calling telephones rings phones phoned rung called",
        rf"(?<=and ){_DO_NOT_RING}|no (?:tele)?phone ?calls?\b|no (?:tele)?phoning|no calls\b|"
        r"no (?:tele)?phones?\b(?! (?:credit|number|signal|box|at|in|on|reception|line|evidence))|"
        rf"not (?:by|over|on) (?:the )?(?:tele)?phone|that (?:nobody|no one) {_RING}s\b|"
        rf"(?:nobody|no one) is to {_RING}\b|not to (?:be (?:phoned|rung|called|telephoned)|"
        rf"{_RING})\b(?! (?:an?|the)\b)|(?:rather than|instead of|(?<!do )(?<!does )(?<!did )(?<!will )(?<!would "
        r")(?<!could )not) (?:(?:a |an? )?(?<!not a )(?:tele)?phon(?:e|ing)|ring(?:ing)?|call(?:ing)?|"
        r"telephoning)\b(?! (?:the|an?)\b)|avoid (?:phoning|ringing|calling)|"
        r"rather (?:not be|you didn'?t|you did not) (?:phoned?|rung|ring|called?|telephoned?)",
    ),
    row(
        "no telephone", ASKED, "writing",
        r"(?:(?:everything|all|only|replies|contact|correspondence|communications?|"
        r"questions)(?: (?!was|were|had|put|has)\w+,?){0,4}|anything(?: (?!was|were|had|put|has)\w+){1,4}) in writing|"
        r"in writing (?:only|please|from (?:now|here)|rather|not)\b",
    ),
    row(
        "no telephone", OWN, "phone phones telephone telephones calls call phonecalls fone",
        rf"(?:{CANNOT}|{DO_NOT})(?: really| even)? (?:do|use|manage|hear|talk on|speak on|cope with|answer|take|bear|"
        r"handle|deal with|care for|like)(?: (?:on|over|at all|well))?(?: on)?(?: the| a| any)? (?:(?:tele)?phones?|"
        r"fone|(?:tele)?phone ?calls|calls)\b(?! (?:and|because|as|cos) (?:they|the police))|"
        r"(?:cannot|can'?t) telephone\b(?! (?:you|them|any|my|the|him|her)\w*)|"
        rf"(?:(?:have|has|i'?ve|we've|got|own) no|(?:{DO_NOT} (?:have|own)|haven'?t got) (?:an?|any)) (?:mobile |"
        r"tele)?phone\b(?! (?:numbers?|calls?|credit|signal|records?)\b)",
    ),
    row(
        "no telephone", SAID, "phone telephone calls call ringing",
        r"(?:(?:tele)?phone(?: calls?)?|phone ?calls|ringing(?: me)?)(?:'s| is| are|"
        r" would be)(?: just)? (?:no (?:good|use)|useless|impossible|torture|pointless|too much for me)",
    ),
    row(
        "e-mail", ASKED, "email emails mail mails emailed mailed",
        r"e-?mails? only|only (?:by |via |through |using |use )?e-?mail|"
        r"only (?:(?!\w+ed\b|sent|wrote|was|were|came|got)\w+ ){1,5}(?:by|via|through) e-?mail|"
        r"by e-?mail,? (?:only|rather than (?:by )?(?:tele)?phone|not (?:by )?(?:tele)?phone|instead|and not|because)|"
        r"(?:all|everything)(?: \w+){0,3} (?:by|via) e-?mail\b(?! and)|"
        r"e-?mail(?: me| us)? (?:instead|rather than (?:phon|ring|call|telephon)\w+|and not (?:phone|ring|call)|"
        rf"not (?:phone|ring|call))|e-?mail(?: me| us)?,? (?:and )?(?:please )?(?:do not|don'?t|no|never) {_RING}",
    ),
    row(
        "e-mail", SAID, "email emails mail mails emailed mailed",
        r"(?:prefers?|rather|sooner)(?: (?!not|than|rather|instead|phone|call|ring|rang|letter|post|wrote|paper|"
        r"didn)\w+){0,4} e-?mail(?:s|ed)?\b(?! address)|e-?mails?(?:'s| is| are| works| would be|"
        r" suits?)(?: \w+){0,2} (?:best|better|easier|easiest|preferred|preferable|a blessing|the only way)",
    ),
    row(
        "text message", ASKED, "text texts texting sms texted",
        r"(?<!plain )(?<!large )(?:texts?|sms)(?: me| messages?)? (?:only|instead|first|rather)\b|"
        r"by (?:text|sms) (?:please|only|instead|rather|not)\b|only (?:by )?(?:text|sms)\b|text (?:and|or) e-?mail\b|"
        r"texts?(?: messages?)?(?:'s| is| are| would be) (?:best|better|easier)",
    ),
    row("text message", SAID, "text", rf"{STARTS}text (?:me|him|her|us)\b(?! (?:when|back|if you have)\b)"),
    row(
        "post", ASKED, "post letter letters paper mail printed",
        r"(?:write|reply|respond|answer|contact|correspond|send (?:me|it|them|everything|all|your|"
        r"the (?:decision|outcome|reply|answer|result))\b)(?:(?!came|arriv|sent|was|got|receiv|had|"
        r"said)[^.!?\n]){0,40} (?:by|in the|through the) (?:royal mail|post)\b|(?:letters?|post|on paper) only\b|"
        r"only (?:by )?(?:letters?|post)\b|(?:by letter|on paper),? (?:please|not|rather)\b|"
        r"(?:paper|printed) (?:copy|copies|letters?)\b(?= (?:please|would))",
    ),
    row(
        "post", OWN, "computer computers internet online email mail wifi line website",
        r"(?:have|has|i'?ve|we've|got|i'm|i am) (?:no|not got)(?: \w+){0,3} (?:computer|internet|wi-?fi|"
        r"e-?mail(?! (?:from|about|to|back|reply|that|with|or|confirm\w*)\b))\b|"
        r"(?:have ?n[o']?t|has ?n[o']?t|do not have|don'?t have|does not have|"
        r"doesn'?t have)(?: got)?(?: \w+){0,3} (?:computer|internet|wi-?fi|"
        r"e-?mail(?! (?:from|about|to|back|reply|that|with|or|confirm\w*|address for)\b))\b|not on[ -]?line\b|"
        r"not on the internet|(?:can(?:no|')?t|do not|don'?t|does not|doesn'?t|never) (?:use|do|used|work|"
        r"manage) (?:an? |the |any )?(?:computers?|internet|e-?mails?|website)\b(?! (?:of|on) )|"
        r"(?:not|no) good with computers",
    ),
    row(
        "more time", ASKED,
        "time longer extension another more extra further additional fortnight",
        r"(?<!one )(?<!once )(?:more|extra|additional|further) (?:bit of )?time\b(?! with (?:my|her|his))|"
        r"bit of time\b|(?<!how much )(?<!no )(?<!any )(?<!take )(?<!takes )(?<!took )longer\b(?= ?(?:[.,;:!?)\n]|\Z|"
        r"than|to |on |please|as |because|for ))(?! (?:exist\w*|the|any))|"
        r"(?<!phone )(?<!hair )extension\b(?! (?:\d|number|lead|cable|at the|in (?:his|her|the|my|our)|built|roof))|"
        r"another (?:few |couple of )?(?:days?|weeks?|fortnight|months?)\b(?! (?:gone|went|has|had|passed|of|later|on|"
        r"and no|without)\b)|(?:few|two|three|four|couple of|\d{1,2}) (?:more|extra|additional|further) (?:days|weeks|"
        r"months)|(?:days?|weeks?|fortnight|month)(?:'s)? (?:more|longer|extra|grace)\b|"
        r"extra (?:[\w-]+ )?(?:days?|weeks?|fortnight|months?)\b",
    ),
    row(
        "more time", SAID, "until till til longer extend extended deadline date",
        r"(?:can|could|may|might) (?:i|we|he|she) (?:please )?(?:have|be given|be allowed) (?:until|till|til)\b|"
        r"(?<!police )(?<!officers )(?<!they )(?<!you'll )(?<!you )needs? (?:until|till|til)\b|"
        r"(?:(?<!they )(?<!you )|(?<=could you )|(?<=can you )|(?<=would you ))(?:give|allow|grant|let) (?:me|us|him|"
        r"her)(?: have)? (?:until|till|til|longer)\b|takes? (?:me|us|him|her) longer|"
        r"(?:please|kindly) extend (?:the|my|your|this) (?:deadline|time|date|period|limit)|"
        r"(?:can|could|would) (?:you|the|my|your)(?: please)? (?:extend|deadline|date)\b(?: \w+){0,4} (?:time|"
        r"deadline|date|limit|until|till|extended|moved|put back)\b",
    ),
    row(
        "meeting in person", ASKED, "person face home",
        r"(?:meet(?:ing)?|talk|speak|see (?:me|someone|somebody)|explain\w*|do (?:it|this)|come in|interview|"
        r"appointment|tell you|visit)\b(?:(?!officer|sergeant|inspector|constable|apolog|[.!?\n]| pc | him |"
        r" his ).){0,40} (?:in person|face[ -]to[ -]face)|home visit|(?:visit|see|come to) (?:me|him|her) at home",
    ),
    row(
        "step-free access", ASKED, "step floor wheelchair",
        r"step[ -]free|on (?:the|a) ground floor|ground[ -]floor (?:room|meeting|office)|wheelchair access\w*",
    ),
    row(
        "step-free access", OWN, "wheelchair powerchair scooter stairs steps",
        r"wheelchair[ -]user|(?:use|uses|using|in|my|need|needs)(?: an?| the)?(?: \w+)? (?:wheelchair|powerchair|"
        r"mobility scooter)\b(?! spaces?)|(?:can(?:no|')?t|can not) (?:manage|do|climb|use|get up)(?: the| any|"
        r" your)?(?: \w+)? (?:stairs|steps)\b",
    ),
    row(
        "somebody with them", SAID,
        "types typing typed typd writes writing wrote reads reading read helps helping translates sends sending doing",
        rf"(?:my|our) (?!ex\b)(?:\w+ ){{0,2}}(?:{RELATIVE}|{HELPER})(?:'s typing\b|"
        r"(?: \w+)?,? (?:who |is |has |usually |always ){0,2}(?:types|(?:typ(?:ed|ing)|wrote|writ(?:es|ing|ten)|"
        r"sen(?:ds|t|ding)|doing) (?:this\b(?! (?:photo|picture|down|to the police))|it for|for me|on my behalf|"
        r"my (?:letters|e-?mails))|read(?:s|ing)? (?:it|this|them|things|everything|(?:the |my |your |"
        r"all )(?:\w+ )?(?:letters?|post|mail|decision|e-?mails?))? ?(?:out )?(?:to|for) me\b|"
        r"help(?:s|ing|ed)? me (?:with (?:my |the |all |this )?(?:letters?|forms?|post|mail|paperwork|reading|writing|"
        r"e-?mails?|english|this|computer)|(?:to )?(?:write|read|type|fill|understand|send))\b|translates?\b))|"
        r"(?:typ(?:es|ing|ed)|writ(?:es|ing)|wrote|fill(?:s|ing) (?:in|out)|sending|(?<!i'm )(?<!am )doing) (?:this|"
        r"these|my (?:e-?mails|letters))(?: \w+){0,3} for me\b|types (?:for me|this)\b|writing this down\b",
    ),
    row(
        "somebody with them", SAID, "advocate carer worker intermediary support supporting",
        rf"my (?:\w+ )?{HELPER}(?:,? \w+,?)? (?:will|can|may|could|helps|reads|knows how|comes) (?:need to |"
        r"have to )?(?:ring|call|speak|talk|write|contact|be|sit|help|read|explain|me|to|it|with)\w*|"
        r"i(?:'ve| have)(?: got)? an? (?:\w+ )?(?:advocate|(?:support|key|social) ?worker|carer|intermediary)\b(?!')|"
        r"\bneeds? (?:[\w-]+ ){0,4}?an? (?:advocate|intermediary|support worker|appropriate adult)\b|"
        r"i(?:'m| am) (?:an?|the|his|her|their) (?:\w+ ){0,2}(?:advocate|(?:support|key) ?worker|"
        r"intermediary)(?: \w+){0,4} (?:supporting|support)\b|"
        r"i(?:'m| am) (?:his|her|their) (?:carer|advocate|support worker)",
    ),
    row(
        "somebody with them", ASKED,
        "advocate carer worker intermediary adult copy copied sit befriender present somebody someone stay come "
        "sister brother wife husband partner mum dad mother father friend neighbour daughter son niece nephew",
        rf"(?:with|for|bring) my (?:\w+ )?{HELPER}\b|(?:copy|cc|copied)(?: in| it to)? my (?:\w+ )?(?:{RELATIVE}|"
        rf"{HELPER})\b|(?:copy|copied) (?:him|her|them) in\b|"
        rf"my (?:\w+ )?(?:{RELATIVE}|{HELPER})(?: \w+)? (?:to )?(?:sit (?:in|with)|"
        r"be (?:with me|there|present|copied)|with me|come with me|stay with me)\b|(?:somebody|someone) with me\b|"
        r"intermediary\b|appropriate adult\b",
    ),
    row("reasonable adjustments", ASKED, "adjustment adjustments", r"reasonable adjustments?\b"),
)  # fmt: skip
"""The ways to be in touch, time, places and people; the order is that in which adjustments are told."""
