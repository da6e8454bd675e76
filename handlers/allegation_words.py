"""The words of the review-body test (reg. 32) that people use of what was done to them; generous, never an answer.

Most people tell what happened and not what it is called: the rules of `TOLD` know how such things are told.
"""

from __future__ import annotations

from handlers.done_by import A_DEATH, A_RANK, AN_INJURY, DISCRIMINATION, FORCE, SEXUAL, TORTURE, WAS
from handlers.passages import Rule, rule
from store.terms import Limb

DISHONESTY = "dishonesty or misuse of office"
UNLAWFUL = "an unlawful arrest, entry or search"
THEFT = "corruption, theft or a planted or forged record"
RECORDS = "misuse of police records"
STRIPPED = "a strip search"
REFERRED = "a referral to the IOPC"

_IOPC = r"(?:the )?(?:iopc|ipcc|independent office for police conduct)"
_PERSON = (
    r"(?:(?:grand)?(?:son|daughter|child|children)|kids?|boy|girl|lad|baby|brother|sister|mum|mother|mam|dad|father|wife|husband|"
    r"partner|boyfriend|girlfriend|mate|friend|cousin|nephew|niece|nan|gran\w*|uncle|aunt\w*|client|passenger)"
)
_LIMBS_OF_A_BODY = (
    r"(?:arm|leg|wrist|nose|jaw|ribs?|ankle|cheekbone|collarbone|finger|hand|teeth|tooth|bones?|skull|back|neck|elbow|"
    r"shoulder|eye socket|knee|hip|foot|head|face|throat|chest|stomach|hair|eye)"
)
_WHOM = (
    r"(?:(?:me|him|her|them|us)(?! (?:as|to it|back|from pillar|for|at (?:draughts|chess|cards|darts|golf|bowls|"
    r"tennis|snooker|"
    rf"pool|it|his|her|their))\b)|"
    rf"(?:my|his|her|our|their|the) (?:[\w-]+ ){{0,2}}(?:{_PERSON}|{_LIMBS_OF_A_BODY}))\b(?!'s)"
)
_STRUCK = (
    r"(?:punch(?:ed)?|kick(?:ed)?|slapp?(?:ed)?|struck|strike|hit|beat(?:en)?|push(?:ed)?|shov(?:ed?)|grabb?(?:ed)?|"
    r"thr[eo]wn?|dragg?(?:ed)?|kneed?|bit(?:ten)?|bent|twist(?:ed)?|slamm?(?:ed)?|chok(?:ed?)|strangl(?:ed?)|"
    r"stamp(?:ed)?(?: on)?|smash(?:ed)?|elbow(?:ed)?|thump(?:ed)?|batter(?:ed)?|headbutt(?:ed)?|"
    r"ramm(?:ed)|pinn(?:ed)|spray(?:ed)?|crush(?:ed)?|spat (?:at|on))"
)
_STRIKING = r"(?:dragg|kick|punch|hitt|slapp|shov|bang)ing"
_NO_THING = "".join(
    f"(?<!{thing} )" for thing in ("car", "van", "lorry", "taxi", "bus", "bike", "door", "gate", "wall")
)
_GROUP = (
    r"(?:race|colou?r|skin|black|asian|muslim|jewish|sikh|hindu|gypsy|travell?er|roma|gay|lesbian|trans|bisexual|"
    r"disabled|disability|autistic|religion|faith|foreign|polish|romanian|african|somali|immigrant|accent|hijab|turban|"
    r"pregnant|deaf|down'?s)"
)
_MY = r"(?:my|his|her|our|their)"
_MY_OR_ME = rf"(?:me|him|her|us|{_MY} \w+)"
_OFFICER = r"(?:officers?|police(?:man|woman|men)?|pcs?|dcs?|constables?|sergeants?|sgts?|detectives?|cops?|coppers?)"
_TAKEN_IN = r"(?:search\w*|custody|property (?:sheet|store|record|office)|seiz\w+|exhibit)"
_CASH = r"(?:money|cash|takings|£ ?\d[\d,.]*)"

RULES: tuple[Rule[Limb], ...] = (
    rule(
        Limb.AA,
        "the chief officer's own conduct",
        "commissioner chief",
        r"commissioner of (?:police (?:of|for) the|the) metropol|(?:conduct of|complain\w* (?:about|against)) the "
        r"(?:met(?:ropolitan)? (?:police )?)?(?:commissioner|chief constable)|(?:met|metropolitan police) commissioner|"
        r"(?<!assistant )(?<!deputy )chief constable (?:himself|herself|personally|said|told|lied)|"
        r"commissioner (?:himself|herself|personally)",
    ),
    rule(
        Limb.A,
        A_RANK,
        "commander commissioner constable acc dcc dac",
        r"(?<!borough )(?<!bcu )(?<!area )(?<!unit )\bcommander\b|(?:assistant|deputy) (?:assistant )?commissioner|"
        r"(?:assistant|deputy|temporary) chief constable\b(?! \w+'s office)(?!'s office)|\b(?:acc|dcc|dac) [a-z]",
    ),
    rule(
        Limb.B_I,
        FORCE,
        "assault assaulted assaulting force kneed knee knees elbow fist boot baton truncheon taser tasered tazered "
        "tased tazed pava handcuffs handcuffed cuffs cuffed sat violence violent punched punch kicked kick slapped "
        "struck hit beat beaten pushed shoved grabbed threw thrown dragged bit bitten bent twisted slammed choked "
        "strangled stamped smashed elbowed thumped battered headbutted knocked rammed pinned sprayed crushed spat "
        "dragging kicking punching hitting slapping shoving banging hair threatened threatening",
        r"\bassault\w*|"
        r"(?:excessive|unreasonable|unlawful|unnecessary|physical|brute|too much)(?: \w+){0,2} force\b|"
        r"(?:police|officers?'?s?|their|his) use of force|\bforce (?:used|was used)|"
        rf"\bused(?: \w+)? force (?:on|against) {_WHOM}|\b{_STRUCK}(?: (?!with\b|it\b|off\b|for\b|into\b|"
        rf"away\b)\w+){{0,1}} {_WHOM}(?! neck of)|"
        rf"{_NO_THING}{WAS}(?<! a ){_STRUCK}\b(?! (?:by (?:a |the |another )?(?:news|letter|car|van|lorry|bus|bike|"
        r"cyclist|"
        rf"driver|"
        r"taxi)|at (?:the|birth)|\d|from behind|with a (?:fine|bill|charge)|off|back|from pillar))|"
        rf"\bknock\w* {_WHOM} (?:over|down|out|off|to|into)\b|\b(?:tas(?:er)?ed|taz(?:er)?ed|batoned)\b|"
        r"\b(?:taser|baton|pava|truncheon)\b|"
        rf"(?:knee|elbow|fist|boot|hands?|arm|foot)s? (?:on|in|into|to|round|around) {_MY} (?:neck|face|back|throat|"
        r"chest|head|ribs|stomach)|"
        rf"\b{_STRIKING} {_WHOM}|\b(?:by|bye) {_MY} hair\b|"
        r"threaten\w*(?: \w+)? to (?:break|kill|hurt|beat|tas|batter|knock)\w* "
        rf"(?:me|him|her|us|{_MY})\b|"
        r"(?:handcuff(?:s|ed)?|cuff(?:s|ed)?)(?: \w+){0,4} (?:tight\w*|bled|bruis\w*|cut (?:into|my|his|her))|"
        r"\bsat on (?:my|his|her) (?:head|neck|chest|back)|\bviolent(?:ly)? (?:arrest\w*|restrain\w*|officers?|towards|"
        r"with|against|to)\b|\bviolence (?:by|from|of|against|used|towards|on)\b|\bpolice violence|\b(?:was|were|got|"
        r"being) violent\b",
    ),
    rule(
        Limb.B_I,
        DISCRIMINATION,
        "racist racism racial racially race colour color skin black asian muslim jewish sikh hindu gypsy traveller "
        "roma gay trans lesbian disabled disability discrimination discriminated discriminatory sexist sexism "
        "misogyny misogynist misogynistic homophobic homophobia transphobic islamophobic islamophobia antisemitic "
        "ableist profiled profiling stereotype stereotyped hijab turban religion faith foreign polish romanian "
        "african somali accent slur slurs pregnant deaf autistic immigrant pikey pikeys paki faggot home back kind "
        "sort people house downs age immigration papers passport visa",
        r"racis[tm]|\bracial|discriminat\w*(?! (?:\w+ ){0,2}between)\b|sexis[tm]|misogyn\w*|homophob\w*|transphob\w*|"
        r"islamophob\w*|"
        r"antisemit\w*|ableis[tm]|profil(?:ed|ing)|stereotyp\w*|\bslurs?\b|\bpikeys?\b|\bpaki\b|\bfaggot\b|"
        rf"(?:because|about|due to|based on|account)(?: of)?(?: [\w']+){{0,3}} {_GROUP}\b|"
        rf"{_MY} (?:race|colou?r|religion)\b|"
        rf"\bonly (?:\w+ )?{_GROUP} (?:man|woman|person|one|boy|girl|lad|kid|family|driver)|"
        r"(?:if|wouldn'?t|would not)[^.]{0,40} (?:was|were|been) (?:white|english|british)\b|"
        r"\bgo (?:back )?home if\b|\bgo back (?:to (?:your|my|his|her|their)|where)\b|"
        r"\b(?:your|my|our) (?:kind|sort) (?:of people|always)\b|\bpeople like you\b|"
        r"\b(?:someone|somebody|anyone|people|a (?:man|woman)) (?:of )?your age\b|"
        rf"\basked (?:me|him|her|us) (?:for|about) {_MY} (?:immigration \w+|passport|visa|status|papers)\b|"
        r"\byou people (?:can|always|are|have|all|never)\b|\bman of the house\b",
    ),
    rule(
        Limb.B_I,
        SEXUAL,
        "sexual sexually rape raped groped grope indecent breast breasts genitals upskirt bum bottom groin thigh "
        "flirted flirting himself out texting texted texts messaging messages messaged wearing hand hands",
        r"\bsexual\w*|\brap(?:e|ed|ist)\b|\bgrop(?:e|ed|ing)\b|\bindecent\w*|\bbreasts?\b|\bgenitals\b|\bupskirt|"
        r"touch\w*(?: \w+){0,2} (?:bum|bottom|groin|thigh|private)|flirt\w+ with (?:me|her|my)|"
        r"(?:pictures?|photos?|selfies?) of himself|asked (?:me|her|my \w+) out\b|"
        rf"\b{_OFFICER}\b[^.!?]{{0,80}}\b(?:started|began|kept|keeps) (?:on )?(?:text|messag)ing {_MY_OR_ME}\b|"
        rf"\b(?:texts|messages)\b[^.!?]{{0,40}} from (?:his|her|the {_OFFICER}'?s) (?:own|personal|private) "
        rf"(?:phone|mobile|number)|\b{_OFFICER}\b[^.!?]{{0,60}}\btexted {_MY_OR_ME}\b[^.!?]{{0,60}}\b(?:off duty|"
        r"at night|drink|lonely|single|pretty|fit|gorgeous|boyfriend|wearing)\b|"
        r"\bwhat (?:i was|was i|she was|was she) wearing\b|"
        r"\bhands? (?:up|down|inside|under) (?:my|her) (?:top|skirt|shirt|blouse|trousers|bra|dress|jumper|pants|leg)|"
        r"\bhands? (?:somewhere|where) (?:he|she|they|it|no ?body) (?:should|had no|has no)",
    ),
    rule(
        Limb.B_I,
        THEFT,
        "perjury perjured corrupt corruption bribe bribed bribery stole stolen fabricated falsified planted forged "
        "lied lying oath misconduct misfeasance bung backhander money cash purse wallet pocket bag pocketed missing "
        "short gone less away counted discrepancy",
        r"\bperjur\w*|\bcorruption\b|corrupt (?:officers?|police|cops?|copper)|"
        r"\b(?:they|officers?|police|he|she|all|force|met)(?: \w+){0,3} (?:is|are|was|were) (?:all )?corrupt\b|"
        r"\bbrib\w*|(?:officers?|police|constable|sergeant|cops?|pc)(?: \w+){0,4} (?:stole|planted)\b|"
        r"(?:took|taken|taking|accept\w*) (?:a )?(?:bung|backhander|money (?:to|from)|cash (?:to|from))|"
        rf"\b(?:{_OFFICER}|one of (?:them|the two|the police)|this one)\b(?: [\w']+){{0,4}} (?:took|taken|had) "
        r"(?:the|my|his|her|our|some of (?:the|my)) (?:money|cash|savings|notes)\b|"
        rf"\b(?:one of (?:them|the two)|{_OFFICER})\b(?: [\w']+){{0,4}} (?:pocketed|had it away)\b|"
        rf"\b{_TAKEN_IN}\b[^.!?]{{0,80}}\b{_CASH}\b[^.!?]{{0,40}}\b(?:missing|short|gone|discrepancy|less)\b|"
        rf"\b{_CASH}\b[^.!?]{{0,40}}\b(?:missing|short|gone|less|discrepancy)\b[^.!?]{{0,60}}\b{_TAKEN_IN}\b|"
        r"\btook (?:£|\d|money|cash|notes)\S* (?:\S+ )?(?:from|out of) my (?:purse|wallet|pocket)|"
        r"\bplanted(?: \w+){0,2} (?:on me|on him|drugs|evidence)|"
        r"(?:fabricat|falsif|forg)\w*(?: \w+){0,2} (?:evidence|statement|notes?|log|record|account|signature|"
        r"allegation)|lied(?: \w+){0,2} (?:under|on) oath|lied (?:in|to the) court|gross misconduct|"
        r"misconduct in public office|misfeasance",
    ),
    rule(
        Limb.B_I,
        RECORDS,
        "computer database records record details address look looked checked accessed leaked system pnc search",
        rf"look(?:ed|ing|s)? (?:me|him|her|us|{_MY} \w+) up\b|look(?:ed|ing) up (?:me|my|her|his|our)\b|"
        r"(?:police|force) (?:computer|database|systems?) (?:to (?:find|look|check|get)|for (?:his|her|a|their)|and "
        r"(?:looked|found|checked))|"
        rf"(?:leaked|accessed)(?: \w+){{0,2}} (?:my|her|his|our|personal|private) (?:data|details|information|records?|"
        rf"address|file|history)|(?:checked|searched) (?:me|her|him) on (?:the )?(?:pnc|system|computer)|"
        rf"(?:passed|gave|given|sold)(?: \w+)? {_MY} (?:\w+ )?(?:address|details|number)(?: \w+)? to (?:{_MY} (?:ex|"
        r"husband|wife|partner|mate|friend|brother)|the press|a (?:mate|friend))",
    ),
    rule(
        Limb.B_I,
        STRIPPED,
        "strip naked searched",
        r"strip[- ]?search\w*|searched (?:me |him |her )?naked|\bnaked\b",
    ),
    rule(
        Limb.B_I,
        DISHONESTY,
        "lied lying abuse abused passed false falsely criminal stole",
        r"(?:police|officers?|they|he|she|who)(?: \w+){0,3} lied|lied (?:on|in|to)(?: \w+)? (?:his|her|their|the|me)|"
        r"abuse of (?:power|position|authority)|\bstole(?: \w+){0,2} (?:my|from me)|"
        r"passed on(?: \w+){0,2} (?:my|personal|private) (?:data|details|information|records?|address)|"
        r"false (?:evidence|statement|imprisonment)|falsely (?:arrested|accused|imprisoned)|"
        r"police national computer|criminal offence",
    ),
    rule(
        Limb.B_I,
        UNLAWFUL,
        "warrant unlawful unlawfully illegal illegally wrongful wrongfully",
        r"(?:no|without(?: a)?|false|wrong) (?:search )?warrant|warrant (?:that |which )?(?:named|naming|was for|for|"
        r"gave) (?:a |an |"
        r"the )?(?:different|another|other|wrong|next door)|(?:unlawful|illegal|wrongful)(?:ly)? "
        r"(?:arrest|entry|enter|search|detain|detention|imprison|evict|stop)\w*",
    ),
    rule(
        Limb.B_II,
        A_DEATH,
        "death died dead dying killed suicide murdered murder life coma wake",
        r"\bdeath (?:of|in|following|after)\b|\b(?:died|murdered)\b(?! (?:of|from|with|laughing|inside))|found dead|"
        r"killed (?:by|my|him|her)|(?:suicide|life|lives)[- ](?:attempt|threatening)|attempted suicide|"
        r"nearly (?:died|killed)(?! of)|(?:danger|risk|threat)s? to (?:my |his |her )?life|in a coma|failed to protect|"
        r"(?:did not|didn't|never) wake up",
    ),
    rule(
        Limb.B_II,
        AN_INJURY,
        "fracture fractured fractures broke broken cheekbone dislocated unconscious consciousness breathing breathe "
        "surgery stitches teeth tooth hospital hospitalised permanent scar scarred blind miscarriage miscarried "
        "ruptured intensive brain baby cracked",
        rf"\bfractur\w*\b(?! clinic)|\b(?:broke|broken|cracked)\b(?: \w+){{0,2}} {_LIMBS_OF_A_BODY}\b(?! of)|"
        r"\bdislocat\w*|"
        r"\bunconscious\b|lost consciousness|(?:stop|could ?n[o']t|cannot|unable to)\w*(?: \w+)? breath\w*|"
        r"(?:needed|had|need|got|have|with) (?:(?:\w+|\d+) )?(?:surgery|stitches|an operation)\b|"
        r"\b(?:lost|knocked out) (?:\w+ ){0,2}(?:teeth|tooth)\b|permanent(?:ly)? (?:injur|scar|damage|blind)\w*|"
        r"\bmiscarr\w*|lost (?:the|my|our|her) baby|\bruptured\b|intensive care|"
        r"(?<!of a )(?<!has a )(?<!have a )(?<!with a )(?<!my )brain (?:damage|injury|"
        r"bleed)(?! from an? (?:motor|car|bike|fall))|"
        r"hospitali[sz]ed",
    ),
    rule(
        Limb.B_II,
        TORTURE,
        "torture tortured inhuman degrading article degraded humiliated",
        r"\btortur\w*|\binhuman\b|\bdegrad(?:ing|ed)\b|\barticles? (?:2|3|two|three)\b",
    ),
    rule(
        Limb.C,
        REFERRED,
        "iopc ipcc independent referral",
        rf"refer\w*(?: (?!no\b)\w+){{0,5}} to {_IOPC}|{_IOPC} (?:is|are|was|were|has|have|had) (?:been )?"
        r"(?:investigat\w*|looking|referred|involved|direct\w*)|mandatory referral|"
        rf"(?:also |now |still )with {_IOPC}|(?:independent|directed) investigation by {_IOPC}|regulation 32\(c\)",
    ),
    rule(
        Limb.D,
        "taken up by the IOPC of its own accord",
        "initiative called calling treated treating iopc",
        r"power of initiative|(?:iopc|they|independent office)(?: \w+){0,3} (?:called|calling|call) (?:it |this |"
        r"the matter |them )?in\b|treat\w*(?: \w+){0,4} as referred",
    ),
)  # fmt: skip
