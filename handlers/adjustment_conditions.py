"""The words in which people tell of a condition that stands in their way; decides nothing."""

from __future__ import annotations

from handlers.adjustment_words import ASKED, CANNOT, DO_NOT, OWN, SAID, Row, row

CONDITIONS: tuple[Row, ...] = (
    row(
        "sight loss", OWN,
        "blind sighted sited impaired impairment sight vision eyesight macular glaucoma cataract cataracts retinitis "
        "retinopathy stargardt see eyes dog deafblind",
        r"(?<!colour )(?<!colour-)(?<!color )(?<!a )(?<!the )(?:(?:deaf|registered|severely|totally|partially|nearly|"
        r"partly)[ -]?)?blind\b(?! (?:drunk|spots?|eye|alley|corner|date|trust|faith|side|panic|bend|luck|rage|fury|"
        r"to)\b)|(?:a|as a|i'm a|deaf)[ ]?blind (?:man|woman|person)|partially (?:sighted|sited)|"
        r"visual(?:ly)?[ -]impair\w+|sight[ -]impaired|vision[ -]impaired|sight loss|loss of (?:eye)?sight|low vision|"
        r"no (?:eye)?sight\b(?! of)|(?:poor|bad|failing|weak|limited|impaired|terrible) (?:eye ?sight|sight|vision)\b|"
        r"(?:eye ?sight|sight|vision)(?:'s| is| has)(?: \w+){0,2} (?:poor|bad|failing|going|gone|weak|limited|"
        r"worse)\b|macular|glaucoma|cataracts?\b|retinitis|retinopathy|stargardt|"
        r"(?:can(?:no|')?t|do not|don'?t|does not|doesn'?t) see (?:at all )?(?:well|very well|properly|much|to read|"
        r"print|small)\b|(?:my|his|her) eyes (?:will not|won'?t|are|aren'?t|cannot|"
        r"can'?t)\b(?! (?:\w+ )?(?:sore|red|burn\w*|on|open|black|sting\w*|swollen)\b)|"
        r"lost (?:my|his|her) (?:eye)?sight|guide dog",
    ),
    row(
        "hearing loss", OWN,
        "deaf deafblind hearing hear cochlear lip lipread lipreads tinnitus relay textphone textrelay minicom "
        "ménière's lipreading",
        r"(?<!tone )(?<!tone-)(?<!on )(?<!a )deaf(?:blind)?\b(?! (?:ears?|to)\b)|"
        r"(?<=[ai] )deaf (?:man|woman|person|user)|hard of hearing|"
        r"hearing (?:loss|impair\w+|aids?|problems?|difficult\w+|dog)\b|"
        r"hearing(?:'s| is)(?: \w+)? (?:poor|bad|going|gone|not)\b(?! to)|no hearing (?:in|at)|cochlear|"
        r"lip[ -]?read\w*\b(?! (?:her|him|them|it)\b)|(?:can(?:no|')?t|do not|don'?t) hear(?: \w+){0,2} (?:well|"
        r"properly|(?:on )?the (?:tele)?phone)|(?:can(?:no|')?t|do not|don'?t) hear on\b|tinnitus|"
        r"relay (?:uk|service|call)|text ?relay|textphone|minicom",
    ),
    row("hearing loss", ASKED, "loop", r"(?:hearing|induction) loop\b"),
    row(
        "speech difficulty", OWN,
        "stammer stammers stammering stutter stutters mute mutism aphasia verbal nonverbal laryngectomy speech",
        r"stammer(?:s|ing)?\b|stutter(?:s|ing)?\b|selective(?:ly)? mut\w+|aphasia|non[ -]?verbal|laryngectomy|"
        r"speech (?:impair\w+|imped\w+|difficult\w+|problem\w*)|speech is (?:slurred|poor|slow)",
    ),
    row(
        "dyslexia", OWN,
        "dyslexia dyslexic dislexia dislexic dislexsia dyslexa dyscalculia dyscalculic reading read reader writing "
        "spelling spell literacy illiterate write",
        r"d[yi]sl[ei]x\w+|dyscalculi\w+|(?<!had )(?<!have )(?:trouble|difficult(?:y|ies)|problems?|"
        r"struggl(?:e|es|ing))(?: with| to)?(?: my)? (?:reading|read|writing|"
        r"spelling)\b(?! (?:his|her|their|the|it)\b)|have (?:trouble|difficult(?:y|ies)|"
        r"problems?)(?: with)?(?: my)? (?:reading|writing|spelling)\b|"
        rf"(?:{CANNOT}|{DO_NOT}) (?:really )?read (?:or write|nor write|and write|very|much|well|properly|long)\b|"
        r"not (?:\w+ )?(?:a |the )?(?:great|good|strong|best|much of a) reader|slow reader|"
        r"(?:not able|unable) to read|never (?:learn\w*|was taught|taught)(?: \w+)? to (?:read|write)\b|reading age|"
        r"illiterate|literacy (?:isn'?t|is|problems?|difficult\w+)",
    ),
    row(
        "dyslexia", SAID, "words letters lines",
        r"(?:words|letters|lines) (?:just |start |started |all ){0,2}(?:jump|swim|move|danc)(?:s|ing|ming|e|"
        r"es)?\b(?! (?:to|on|away|house)\b)",
    ),
    row(
        "neurodivergence", OWN,
        "autism autistic adhd aspergers asperger learning lerning neurodivergent neurodiverse neurodiversity spectrum "
        "tourette tourettes syndrome dyspraxia dyspraxic processing learner",
        r"autis(?:m|tic)\b|adhd\b|asperger'?s?\b|(?:learning|lerning) (?:disab|dif|need)\w+|slow le?a?rn(?:er|ing)|"
        r"neuro[ -]?di\w+|on the (?:autis\w+ )?spectrum|tourette'?s?\b|down'?s syndrome|dyspraxi\w+|"
        r"(?:auditory |sensory |visual )?processing (?:disorder|difficult\w*|delay|problem)",
    ),
    row(
        "memory or concentration", OWN,
        "memory concentration concentrate remember dementia alzheimer alzheimers brain head forget",
        r"(?:memory|concentration) (?:problems?|loss|difficult\w*|issues?|trouble|clinic)\b|"
        r"memory(?:'s| is)(?: \w+)? (?:bad|poor|shot|going|not|like a sieve)|(?:bad|poor|terrible|failing) memory\b|"
        r"dementia|alzheimer'?s?\b|brain (?:injury|damage|fog)|"
        r"(?:i have an?|i've an?|i've got an?|my|with an?|because of (?:an?|my)) head injury|"
        r"(?:hard|difficult|struggle|find it hard) to (?:concentrate|remember)\b|forget things",
    ),
    row(
        "health", OWN,
        "disabled disability disabilities ptsd anxiety depression health stroke epilepsy epileptic parkinson "
        "parkinsons sclerosis arthritis fatigue pain fibromyalgia covid bipolar schizophrenia schizophrenic psychosis "
        "agoraphobia ms cfs housebound bedbound house bed chemo chemotherapy dialysis radiotherapy panic crohn crohns "
        "palsy hospital tremor hands hand pen",
        r"disabled\b(?! (?:railcard|passenger\w*|facilities|students?|parking|bays?|badge|toilets?|spaces?|access|"
        r"child\w*|people)\b)|(?<!learning )(?<!lerning )disabilit(?:y|ies)\b(?! (?:hate|discrimination|benefits?|"
        r"allowance|living|rights)\b)|ptsd\b|(?:severe|my|bad|chronic|social|have|with|from) (?:\w+ )?(?:anxiety|"
        r"depression)\b|mental health (?:problem|condition|issue|difficult|illness)\w*|had a (?:\w+ )?stroke\b(?! of)|"
        r"(?:my|the|a) stroke\b(?! (?:of|ward|unit|club|team))|epilep(?:sy|tic)\b|parkinson'?s?\b|multiple sclerosis|"
        r"arthritis|chronic (?:fatigue|pain|illness)|fibromyalgia|long covid|bipolar|schizophreni\w|psychosis|"
        r"agoraphobia|house[ -]?bound|bed[ -]?bound|chemo(?:therapy)?\b|dialysis|radiotherapy|"
        r"panic (?:attacks|disorder)|crohn'?s?\b|cerebral palsy|(?:am|i'm|going|be|still) in(?:to)? hospital\b|"
        r"in hospital (?:until|till)\b|(?:i have|i've|i've got|i got|with) (?:ms|cfs|me/cfs)\b|(?:my|his|her) tremor|"
        r"hands? (?:is|are) (?:\w+ )?bad\b|hands shake|hand does(?:n'?t| not) (?:type|write)|"
        r"(?:can(?:no|')?t|can not) hold a pen",
    ),
)  # fmt: skip
"""What people live with; the order is that in which adjustments are told."""
