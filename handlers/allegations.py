"""Words that may bear on a limb of the review-body test (reg. 32): evidence for a person, generous, never an "
"answer."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.passages import Passage, Rule, rule, told
from store.messages import Fact
from store.terms import Limb

MOST = 12
_IOPC = r"(?:the )?(?:iopc|ipcc|independent office for police conduct)"

_RULES: tuple[Rule[Limb], ...] = (
    rule(
        Limb.AA,
        "the chief officer's own conduct",
        "commissioner chief",
        r"commissioner of (?:police (?:of|for) the|the) metropol|(?:conduct of|complain\w* (?:about|against)) the "
        r"(?:met(?:ropolitan)? (?:police )?)?(?:commissioner|chief constable)|(?:met|"
        r"metropolitan police) commissioner|"
        r"(?<!assistant )(?<!deputy )chief constable (?:himself|herself|personally|said|told|lied)|"
        r"commissioner (?:himself|herself|personally)",
    ),
    rule(
        Limb.A,
        "a rank above chief superintendent",
        "commander commissioner constable acc dcc dac",
        r"\bcommander\b|(?:assistant|deputy) (?:assistant )?commissioner|(?:assistant|deputy|"
        r"temporary) chief constable|"
        r"\b(?:acc|dcc|dac) [a-z]",
    ),
    rule(
        Limb.B_I,
        "force or an assault",
        "assault assaulted assaulting force kneed punched kicked kick kicking punch struck slapped headbutted "
        "stamped hit "
        "choked strangled throat neck taser tasered tazered tased baton batoned truncheon pava sprayed spray "
        "handcuffs "
        "handcuffed cuffs beat beaten battered slammed threw thrown dragged knee kneeling violence violent bitten",
        r"\bassault\w*|(?:excessive|unreasonable|unlawful|unnecessary|use of|used|physical|brute|"
        r"too much)(?: \w+){0,2} force\b|"
        r"\bforce (?:used|was used)|\b(?:kneed|punched|kicked|struck|slapped|headbutted|stamped on|choked|"
        r"strangled|batoned|"
        r"tas(?:er)?ed|tazered|beaten|battered|slammed|dragged|bitten)\b|\b(?:hit|beat|threw|punch|kick|"
        r"spray)\w*(?: \w+){0,1} "
        r"(?:me|him|her|us|them|my)\b|\b(?:taser|baton|pava|truncheon)\b|knee (?:on|in|into) (?:my|his|her)|"
        r"(?:handcuffs?|cuffs) (?:were |was )?(?:too |so )?tight|\bviolen(?:t|ce)\b",
    ),
    rule(
        Limb.B_I,
        "discrimination",
        "racist racism racial racially race colour color skin black asian muslim jewish sikh gypsy traveller "
        "gay trans lesbian "
        "disabled disability discrimination discriminated discriminatory sexist sexism misogyny misogynist "
        "homophobic homophobia "
        "transphobic islamophobic islamophobia antisemitic profiled profiling stereotype stereotyped hijab "
        "religion foreign "
        "polish romanian accent slur slurs",
        r"racis[tm]|\bracial|discriminat\w*|sexis[tm]|misogyn\w*|homophob\w*|transphob\w*|islamophob\w*|antisemit\w*|"
        r"profil(?:ed|ing)|stereotyp\w*|\bslurs?\b|(?:because|about|due to|based on|account)(?: of)?(?: \w+){0,3} "
        r"(?:race|colou?r|skin|black|asian|muslim|jewish|sikh|gypsy|traveller|gay|lesbian|trans|disabled|"
        r"disability|religion|"
        r"foreign|polish|romanian|accent|hijab)\b|my (?:race|colou?r|religion)\b",
    ),
    rule(
        Limb.B_I,
        "a sexual matter",
        "sexual sexually rape raped groped grope indecent breasts genitals upskirt",
        r"\bsexual\w*|\brap(?:e|ed|ist)\b|\bgrop(?:e|ed|ing)\b|\bindecent\w*|\bbreasts?\b|\bgenitals\b|\bupskirt",
    ),
    rule(
        Limb.B_I,
        "dishonesty, corruption or misuse of office",
        "perjury perjured corrupt corruption bribe bribed bribery stole stolen theft thieves fabricated "
        "falsified planted forged "
        "lied lying oath abuse abused misconduct misfeasance leaked database passed criminal false falsely",
        r"\bperjur\w*|\bcorruption\b|corrupt (?:officers?|police|cops?|copper)|\b(?:is|are|was|were) corrupt\b|"
        r"\bbrib\w*|officers?(?: \w+){0,4} (?:stole|lied|planted)|\b(?:stole|planted)(?: \w+){0,2} "
        r"(?:my|from me|on me|drugs|evidence)|(?:fabricat|falsif|forg)\w*(?: \w+){0,2} (?:evidence|statement|"
        r"notes?|log|record|"
        r"account|signature|allegation)|(?:police|officers?)(?: \w+){0,3} lied|lied (?:under|on|in|"
        r"to the) (?:oath|court|his|her|their)|"
        r"abuse of (?:power|position|authority)|gross misconduct|misconduct in public office|misfeasance|"
        r"(?:leaked|passed on|looked up|accessed)(?: \w+){0,2} (?:my|personal|private) (?:data|details|"
        r"information|records?|address)|"
        r"false (?:evidence|statement|imprisonment)|falsely (?:arrested|accused|imprisoned)|"
        r"police national computer|criminal offence",
    ),
    rule(
        Limb.B_I,
        "an unlawful arrest, entry or search",
        "warrant strip unlawful unlawfully illegal illegally naked wrongful wrongfully",
        r"(?:no|without(?: a)?|false|wrong) (?:search )?warrant|strip[- ]?search\w*|(?:unlawful|illegal|"
        r"wrongful)(?:ly)? "
        r"(?:arrest|entry|enter|search|detain|detention|imprison|evict|stop)\w*|\bnaked\b",
    ),
    rule(
        Limb.B_II,
        "a death or danger to life",
        "death died dead dying killed suicide murdered murder life coma",
        r"\bdeath (?:of|in|following|after)\b|\b(?:died|murdered)\b|killed (?:by|my|him|her)|(?:suicide|life|"
        r"lives)[- ](?:attempt|threatening)|"
        r"attempted suicide|nearly (?:died|killed)|(?:danger|risk|threat)s? to (?:my |his |her )?life|in a coma|"
        r"failed to protect",
    ),
    rule(
        Limb.B_II,
        "a serious injury",
        "fracture fractured fractures broke broken cheekbone dislocated unconscious consciousness breathing "
        "breathe surgery "
        "stitches hospital hospitalised permanent scar scarred blind miscarriage miscarried ruptured intensive brain",
        r"\bfractur\w*|\b(?:broke|broken)\b(?: \w+){0,2} (?:arm|leg|wrist|nose|jaw|ribs?|ankle|cheekbone|"
        r"collarbone|finger|hand|"
        r"teeth|tooth|bones?|skull|back|neck|elbow|shoulder)|\bdislocat\w*|\bunconscious\b|lost consciousness|"
        r"(?:stop|could ?n[o']t|cannot|unable to)\w*(?: \w+)? breath\w*|(?:needed|had|need) (?:surgery|stitches|"
        r"an operation)|"
        r"permanent(?:ly)? (?:injur|scar|damage|blind)\w*|\bmiscarr\w*|\bruptured\b|intensive care|"
        r"brain (?:damage|injury|bleed)|"
        r"hospitali[sz]ed",
    ),
    rule(
        Limb.B_II,
        "torture or inhuman or degrading treatment",
        "torture tortured inhuman degrading article degraded humiliated",
        r"\btortur\w*|\binhuman\b|\bdegrad(?:ing|ed)\b|\barticles? (?:2|3|two|three)\b",
    ),
    rule(
        Limb.C,
        "a referral to the IOPC",
        "iopc ipcc independent referral",
        rf"refer\w*(?: (?!no\b)\w+){{0,5}} to {_IOPC}|{_IOPC} (?:is|are|was|were|has|have|had) (?:been )?"
        r"(?:investigat\w*|looking|referred|involved|direct\w*)|mandatory referral|"
        rf"(?:also |now |still )with {_IOPC}|(?:independent|directed) investigation by {_IOPC}|regulation 32\(c\)",
    ),
    rule(
        Limb.D,
        "taken up by the IOPC of its own accord",
        "initiative called calling treated treating iopc",
        r"power of initiative|(?:iopc|they|independent office)(?: \w+){0,3} (?:called|calling|call) (?:it |"
        r"this |the matter |them )?in\b|"
        r"treat\w*(?: \w+){0,4} as referred",
    ),
)


def allegations(passages: Sequence[Passage]) -> tuple[Fact[Limb], ...]:
    """The words that may bear on a limb, one quotation for each rule, from the first passage that has it."""
    found: dict[tuple[Limb, str], Fact[Limb]] = {}
    for fact in told(_RULES, passages):
        found.setdefault((fact.value, fact.quote.says), fact)
    return tuple(found.values())[:MOST]
