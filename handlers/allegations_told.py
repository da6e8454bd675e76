"""How people tell of what bears on the review-body test (reg. 32) without its names: what happened, and what was said.

Evidence for a person, generous, never an answer.
"""

from __future__ import annotations

from handlers.allegation_words import DISHONESTY, RECORDS, REFERRED, STRIPPED, THEFT
from handlers.done_by import A_DEATH, AN_INJURY, DISCRIMINATION, FORCE, SEXUAL, TORTURE
from handlers.passages import Rule, rule
from store.terms import Limb

_MY = r"(?:my|his|her|our|their)"
_ME = rf"(?:me|him|her|us|{_MY} \w+)"
_IOPC = r"(?:the )?(?:iopc|ipcc|independent office for police conduct)"
_OFFICER = r"(?:officers?|police(?:man|woman|men)?|pcs?|dcs?|constables?|sergeants?|sgts?|detectives?|cops?|coppers?)"
_CLOTHES = r"(?:clothes|clothing|trousers|underwear|bra|knickers|pants|top|everything)"
_MEDICINE = r"(?:inhaler|asthma pump|insulin|medication|medicine|tablets|epipen)"
_KEPT_FROM = r"(?:refus\w+|without|denied|took away|wouldn't (?:give|let)|would not (?:give|let)|not allowed)"
_HELD = r"(?:cells?|custody|detained|station|arrest\w*|van)"
_ONLINE = r"(?:facebook|whatsapp|tiktok|snapchat|instagram|twitter|youtube|social media)"
_WRITTEN = r"(?:notebook|pocket book|notes|log|statement|record|report)"

TOLD: tuple[Rule[Limb], ...] = (
    rule(
        Limb.B_I,
        FORCE,
        "yanked wrenched knelt kneeling tackled bite whacked booted clouted dig hand hands throat neck face bonnet "
        "birth labour dived jumped",
        rf"\b(?:yanked|wrenched|whacked|booted|clouted|tackled) {_ME}\b|\b(?:rugby )?tackled (?:to|by|from)\b|"
        rf"\b(?:knelt|kneeling|jumped|stood) on (?:me|him|her|us|{_MY} (?:back|neck|chest|legs?|hands?|head|arms?))\b|"
        rf"\bdogs? (?:\w+ )?bite {_ME}\b|\bdig in the ribs\b|"
        rf"\bhands? (?:round|around|over) {_MY} (?:throat|neck|mouth)|"
        rf"\b(?:took|taken|got|grabbed) hold of (?:the back of )?{_MY} (?:throat|neck|hair)\b|"
        rf"\b(?:put|pushed|shoved|banged) {_MY} (?:face|head) (?:on|onto|into|against|to|in)\b|\bspat in {_MY} face\b|"
        r"\b(?:handcuff\w*|cuff\w*|chained)\b[^.!?]{0,40}\b(?:gave birth|giving birth|in labour)\b",
    ),
    rule(
        Limb.B_I,
        DISCRIMINATION,
        "skin monkey monkeys tranny poof queer dyke terrorist retard spastic gyppo gypo tinker coon slag bitch english "
        "women lot black asian brown accent stammer autistic autism disabled wheelchair deaf hijab headscarf turban "
        "here country from",
        rf"\bcalled {_ME} (?:a |an )?(?:\w+ )?(?:monkeys?|tranny|poof|queer|dyke|terrorist|retard\w*|spastic|gyp+o|"
        r"tinker|coon|slag|bitch|whore)\b|\b(?:speak|learn)(?: proper)? english\b|\bwomen drivers\b|"
        r"\blicen[cs]e for (?:that|your) skin\b|\byou lot (?:are )?(?:all|always)\b|"
        r"\bonly (?:ever )?(?:stop|pick on|search)(?:s|ped|ed)? (?:the |us )?(?:black|asian|brown)\b|"
        r"\b(?:laugh|mock|mimic|imitat|sneer)\w*\b[^.!?]{0,50}\b(?:accent|stammer|autis\w+|"
        r"disab\w+|wheelchair|deaf|hijab|headscarf|turban|talks|speech)\b|\b(?:accent|stammer|autis\w+|hijab|headscarf|"
        r"turban)\b[^.!?]{0,40}\b(?:laughed|mocked|mimicked|sneered)\b|"
        r"\bwhere (?:i|you|he|she|we) (?:was |were |am |are )?really from\b|"
        r"\bif i (?:was|were) (?:from (?:here|this country)|white|english|british)\b|"
        r"\bin (?:this|our) country we\b",
    ),
    rule(
        Limb.B_I,
        SEXUAL,
        "kiss kissed kissing drink dinner picture pictures photo photos sleeping relationship affair brushed smelled "
        "smelt hair knee thigh leg winked pretty fit gorgeous boyfriend",
        rf"\b(?:tried to kiss|kissed|kissing) {_ME}\b|"
        rf"\b{_OFFICER}\b[^.!?]{{0,80}}\basked {_ME} (?:for|to) (?:a drink|dinner)\b|"
        r"\b(?:pictures?|photos?|selfies?)\b[^.!?]{0,40}\bof himself\b|"
        rf"\b{_OFFICER}\b[^.!?]{{0,40}}\b(?:sleeping with|(?:in )?a relationship with|an affair with)\b|"
        rf"\bbrushed (?:up )?against {_ME}\b|\bi (?:smelled|smelt|looked) (?:nice|lovely|gorgeous|fit|pretty)\b|"
        rf"\b(?:touch|strok|rubb)\w* {_MY} (?:hair|knee|thigh|leg|cheek)\b|\bwhether i had a boyfriend\b|"
        r"\bdid i have a boyfriend\b",
    ),
    rule(
        Limb.B_I,
        STRIPPED,
        "clothes clothing trousers underwear bra knickers pants undress undressed squat everything top",
        rf"\b(?:take|took|taking|pulled|remove\w*) (?:all )?(?:{_MY} )?{_CLOTHES} off\b|"
        rf"\b(?:take|took|taking) off (?:all )?(?:{_MY} )?{_CLOTHES}\b|"
        rf"\b(?:made|told|asked)\b[^.!?]{{0,30}}\b(?:undress|strip|squat)\b|"
        rf"\bremove {_MY} {_CLOTHES}\b|\bundressed in front of\b",
    ),
    rule(
        Limb.B_I,
        THEFT,
        "signed signature ink altered changed rewrote court judge oath jury magistrates knife drugs envelope pocket "
        "before after glovebox quid pounds words rest",
        rf"\bnever signed (?:it|that|this|any)\b|\bnot my (?:signature|words|handwriting)\b|"
        rf"\b(?:altered|changed|rewrote|doctored|backdated) (?:his|her|their|the) {_WRITTEN}\b|\bdifferent ink\b|"
        r"\bswore in court\b|"
        r"\b(?:told|to) the (?:judge|court|jury|magistrates)\b[^.!?]{0,40}\b(?:not true|untrue|a lie|false)\b|"
        rf"\bput (?:a |the |some )?(?:knife|drugs|wrap|weapon)\b[^.!?]{{0,20}} in {_MY}\b|"
        rf"\b{_OFFICER}\b[^.!?]{{0,80}}\benvelope\b[^.!?]{{0,40}}\b(?:notes|cash|money)\b|"
        rf"\b(?:one of them|{_OFFICER})\b[^.!?]{{0,40}}\b(?:put|slip\w*) (?:it|them|something) in(?:to)? (?:his|her) "
        r"(?:pocket|jacket|vest)\b|£ ?\d[\d,]*[^.!?]{0,40}\bbefore\b[^.!?]{0,40}£ ?\d[\d,]*[^.!?]{0,20}\bafter\b|"
        r"\btook (?:\w+ ){1,3}(?:pounds|quid) (?:from|off)\b|\bwhere (?:is|was) (?:the|my) (?:rest|£)",
    ),
    rule(
        Limb.B_I,
        DISHONESTY,
        "made friend mate relative cousin related married brother sister partner page",
        r"\bmade (?:it|that|the whole thing|all of it)(?: \w+)? up\b|"
        r"\bmade up (?:a|the|his|her|their) (?:statement|story|account)\b|"
        rf"\b(?:{_OFFICER}|he|she)\b[^.!?]{{0,30}}\b(?:is|was|are) (?:a |the )?(?:friend|mate|relative|cousin|related|"
        r"married|brother|sister|partner)(?:-in-law| in law)? (?:of|to) (?:the|my|him|her)\b",
    ),
    rule(
        Limb.B_I,
        RECORDS,
        "record computer plate reg facebook whatsapp tiktok snapchat instagram twitter youtube media ex statement "
        "address where",
        rf"\blook(?:ed|ing) at {_MY} record\b|\bran {_MY} (?:number ?plate|plate|reg|name|details)\b|"
        rf"\b(?:put|posted|shared|shown|showed|clip|video|photos?|pictures?)\b[^.!?]{{0,70}}"
        rf"\b(?:on|in|to) (?:a |the |his |her |their )?{_ONLINE}\b|"
        rf"\btold {_MY} (?:ex|ex[- ]\w+|husband|wife|partner)\b[^.!?]{{0,30}}\bwhere (?:i|she|he|we)\b|"
        rf"\bpassed {_MY} (?:statement|address|number|details|video)\b[^.!?]{{0,20}}\bto\b",
    ),
    rule(
        Limb.B_II,
        A_DEATH,
        "stabbed killed dead",
        r"\b(?:nobody|no one|never) came\b[^.!?]{0,60}\b(?:stabbed|killed|dead)\b",
    ),
    rule(
        Limb.B_II,
        AN_INJURY,
        "paralysed blind",
        r"\bparalysed\b(?! (?:with|by) fear)|\b(?:am|is|was|left|went|gone) (?:now )?blind in\b",
    ),
    rule(
        Limb.B_II,
        TORTURE,
        "inhaler pump insulin medication medicine tablets epipen",
        rf"\b{_HELD}\b[^.!?]{{0,80}}\b{_KEPT_FROM}\b[^.!?]{{0,30}}\b{_MEDICINE}\b|"
        rf"\b{_KEPT_FROM}\b[^.!?]{{0,30}}\b{_MEDICINE}\b[^.!?]{{0,80}}\b(?:{_HELD}|passed out|collapsed)\b",
    ),
    rule(
        Limb.C,
        REFERRED,
        "iopc ipcc independent",
        rf"\b(?:is|are|was|were|been|gone|went|already)(?: already| now| still)? (?:with|to) {_IOPC}\b|"
        rf"\b(?:sent|passed|gave) (?:it|this|them|that|the \w+|my \w+) (?:\w+ )?to {_IOPC}\b|"
        rf"{_IOPC} (?:already )?(?:have|has) (?:it|got it|taken|opened|started)\b",
    ),
)  # fmt: skip
