"""The words in which people ask for letters they can read: their print, their language, their form; decides nothing."""

from __future__ import annotations

from handlers.adjustment_words import ASKED, CANNOT, DO_NOT, OWN, SAID, STARTS, Row, row

_LANGUAGE = (
    r"(?:urdu|p[au]njabi|mirpuri|pashto|polish|romanian|somali|arabic|bengali|bangla|sylheti|gujarati|hindi|tamil|"
    r"turkish|kurdish|sorani|kurmanji|farsi|persian|dari|tigrinya|amharic|oromo|spanish|portuguese|french|italian|"
    r"german|lithuanian|latvian|russian|ukrainian|albanian|bulgarian|hungarian|slovak|czech|greek|chinese|mandarin|"
    r"cantonese|vietnamese|thai|tagalog|yoruba|igbo|twi|swahili|welsh|japanese|korean|nepali|sinhala|"
    r"my (?:own )?language)"
)
_COLOUR = r"(?:yellow|cream|coloured|colored|pastel|buff|tinted|off[- ]white|blue|green|pink|purple|lilac|peach)"

FORMATS: tuple[Row, ...] = (
    row(
        "large print", ASKED,
        "print printed prints letters lettering font type typeface text writing writin pt point size arial verdana "
        "calibri sans tahoma big bigger large larger",
        r"(?:large|larger|big|bigger|enlarged|giant)[ -]?(?:print|letter(?:s|ing)|fonts?|type|typeface|text|"
        r"writing?)\b|(?:font |type |text )?size (?:of )?(?:1[4-9]|[2-4]\d)\b(?! (?:shoe|dress|boot|jean|trouser|feet|"
        r"foot))|(?:1[4-9]|[2-4]\d)[ -]?(?:point|pt)\b|(?:arial|verdana|calibri|comic sans|tahoma|font)(?: size| in|"
        r" at)? (?:1[4-9]|[2-4]\d)\b|(?:write|print|type|printed|written)(?: (?!was|were|is|a|the)\w+){0,2} (?:large|"
        r"larger|big|bigger)\b(?! lies)",
    ),
    row(
        "large print", OWN, "small tiny little fine normal ordinary",
        rf"{CANNOT} (?:see|read|c|make out|manage)(?: \w+){{0,2}} (?:small|tiny|little|fine|normal|"
        r"ordinary)(?: \w+)? ?(?:print|writing?|letters|text|type)\b|small print is (?:\w+ )?(?:difficult|hard|lost)",
    ),
    row(
        "coloured paper", ASKED, "paper background overlay overlays yellow cream",
        rf"{_COLOUR}(?: \w+)? (?:paper|background|overlays?)\b(?! (?:slip|copy|form|record|ticket))|"
        r"on (?:yellow|cream)\b(?! lines?)|black on yellow",
    ),
    row(
        "coloured paper", SAID, "white",
        r"(?:black on (?:bright )?white|white paper|black and white print)(?: just| is| only)? (?:makes?|swims?|"
        r"moves?|danc\w+|glares?|jumps?|hurts?)",
    ),
    row("braille", ASKED, "braille", r"braille\b"),
    row("braille", OWN, "braille", r"(?:reads?|use|uses|using) braille\b|braille (?:is how|reader|display|user)"),
    row(
        "audio", ASKED, "audio cd tape cassette read recorded recording",
        r"(?:in|as|by|on|into|make it|or|and|want|need) (?:an )?audio\b(?! (?:from|of|recording|evidence|clip|track))|"
        r"audio (?:format|version|cd|tape|letters?|description)\b|"
        r"(?:letters?|reply|replies|decision|report|answer|everything|it|them|correspondence)(?: \w+){0,3} on (?:a |"
        r"an )?(?:cd|tape|audio|cassette)\b|(?:please|someone|somebody|person|you|to|"
        r"and) read (?:(?:it|them|this|everything|the (?:letter|decision|report)|"
        r"your (?:letter|reply))(?: over)?(?: out| out loud| aloud)?(?: to (?:me|him|her)| out)\b|"
        r"me (?:it|the|your)\b)|(?:have|be|need|needs|want)(?: it| them| this| everything| the letters?|"
        r" letters)? read (?:out )?to (?:me|him|her)\b|read (?:it|them|the (?:letter|decision))(?: out|"
        r" aloud) to (?:me|him|her)\b",
    ),
    row(
        "screen reader", OWN, "screen talking speech reader magnifier zoomtext",
        r"screen[ -]?read(?:er|ing)s?\b|talking (?:computer|software)|text[- ]to[- ]speech|reader software|zoomtext",
    ),
    row(
        "easy read", ASKED,
        "read easyread english words word language sentences sentence version terms talk",
        r"easy[ -]?(?:to[ -])?read\b|(?:plain|simple|simpler|easy|easier|basic|short|shorter|small) (?:english|words?|"
        r"language|sentences?|talk|terms)\b(?! ?:)|(?:easy|easier|simple|simpler) version",
    ),
    row(
        "easy read", OWN, "words",
        rf"(?:{CANNOT}|{DO_NOT}) (?:do|read|understand|follow|know|get)(?: \w+){{0,2}} (?:big|long|hard) words",
    ),
    row(
        "one question at a time", ASKED,
        "one bullet bullets short shorter numbered number questions small",
        r"one (?:question|thing|matter|topic|point|subject)\b(?: \w+){0,2} (?:at (?:a|the|one) time|to a letter|"
        r"an e-?mail|per e-?mail)|(?:questions?|things|them|it)(?: \w+){0,2} one at a time|"
        r"bullet ?points?\b(?! (?:below|above|are|that))|short(?:er)? (?:letters|e-?mails|paragraphs|messages|"
        r"numbered)\b|small (?:chunks|steps|portions|pieces)|"
        r"number(?:ed|ing)? (?:your |the |any |each )?(?:questions?|paragraphs?|points)\b(?! (?:below|above|are|that))",
    ),
    row(
        "one question at a time", SAID, "number",
        rf"{STARTS}number (?:your|the|any|each|all) (?:questions?|paragraphs?|points)\b",
    ),
    row(
        "sign language", ASKED, "bsl sign signed signer signers makaton lipspeaker speaker",
        r"bsl\b|british sign\b|sign[- ]language|signers?\b|signed video|makaton|lip[ -]?speaker",
    ),
    row(
        "sign language", OWN, "bsl sign makaton",
        r"(?:use|uses|using|speaks?|knows?) (?:bsl|british sign|sign[- ]language|makaton)|bsl user|"
        r"(?:bsl|(?:british )?sign language) is (?:my|his|her)|after bsl\b",
    ),
    row(
        "interpreter", ASKED,
        "interpreter interpreters interpretor translator translators translate translated translation language urdu "
        "punjabi panjabi mirpuri pashto polish romanian somali arabic bengali bangla sylheti gujarati hindi tamil "
        "turkish kurdish sorani kurmanji farsi persian dari tigrinya amharic oromo spanish portuguese french italian "
        "german lithuanian latvian russian ukrainian albanian bulgarian hungarian slovak czech greek chinese mandarin "
        "cantonese vietnamese thai tagalog yoruba igbo twi swahili welsh japanese korean nepali sinhala",
        r"(?<!bsl )(?<!sign )(?<!sign language )(?:interpret[eo]rs?|translators?)\b(?! app)|"
        rf"translate\b(?! (?:app|(?:it |this )?into an?)\b)|(?:speaks?|speaking) {_LANGUAGE}\b|"
        rf"in(?:to)? {_LANGUAGE}\b(?= ?(?:[.,;:!?)\n]|\Z|(?:please|if|or|and|as|on|so|by|for|instead|only|too|"
        rf"when)\b))|{_LANGUAGE}[ -](?:speak\w+|version|translation)",
    ),
    row(
        "interpreter", OWN, "english language tongue translate translator",
        r"my (?:\w+ )?english(?: \w+){0,2} ?(?:not|isn'?t|no|aint|ain'?t)(?: \w+)? (?:good|great|nice|best|perfect|"
        r"enough|well|strong|fluent)|my (?:\w+ )?english(?: is|'s)?(?: (?:very|so|quite|too|only))? (?:poor|bad|small|"
        r"little|weak|limited|broken|basic|terrible|for (?:the )?shop)|"
        r"(?:sorry|excuse|forgive|pardon|patience)(?: \w+){0,2} my (?:\w+ )?english|"
        r"english(?: \w+)? (?:is|'s) not\b(?: (?:my|his|her|our|their)\b)?(?! (?:law|the|a|an)\b)|english isn'?t|"
        r"english (?:is )?(?:my |his |her )?(?:second|third|2nd)|english not (?:my )?(?:first|1st)|"
        rf"(?:{DO_NOT}|{CANNOT}|no|not)(?: \w+)? (?:speak|read|write|understand|follow|know|"
        r"manage)(?: \w+){0,2} english\b|(?:have|has|i'?ve|we've|got|with) no english|"
        r"(?:have|has|with) (?:very |so |only )?(?:poor|bad|limited|broken|basic) english|"
        r"no (?:speak )(?:good )?english|little english|(?:speak|understand|know|have)s? (?:only )?(?:a )?(?:small|"
        r"little|bit|basic|poor) (?:bit )?(?:of )?english|(?:mother tongue|first language|native language)(?: is|"
        r"'s)? (?!english)\w+|(?:use|using|with|through|by) (?:google|phone|a phone) translat\w+",
    ),
    row(
        "interpreter", OWN,
        "speak speaks read reads understand understands only language",
        rf"(?:only|just) (?:speak|read|understand|write)s? {_LANGUAGE}\b|"
        rf"(?:speak|read|understand|write)s?,? (?:only|just) {_LANGUAGE}\b|"
        rf"(?:speak|read|understand)s? {_LANGUAGE} (?:only|and no|but not|with you)\b",
    ),
    row(
        "interpreter", SAID,
        "polsku angielsku angielskiego tłumacza tłumacz intérprete interprete interprète turjubaan tercüman "
        "traducător traductor tradutor dolmetscher vertėjo përkthyes переводчик переводчика перекладач перекладача "
        "مترجم مترجما vertėją vertėjas tłumaczem inglés inglês anglais engleza inglese englisch español",
        r"(?<!nie było )(?<!odmówiono )(?:po polsku|po angielsku|nie (?:znam|mówię)(?: \w+)? (?:po )?angielsk\w+|"
        r"t[łl]umacz\w*|int[ée]rpr[eè]te\b|turjubaan|tercüman|traduc[ăa]?tor|tradutor|dolmetscher|vertėj\w+|përkthyes|"
        r"переводчик|перекладач|مترجم|(?:mi|mio|meu|mon|mein) (?:ingl[eé]se?|inglês|anglais|englisch)\b|"
        r"(?:no hablo|não falo|falo pouco|nu vorbesc)(?: \w+)? (?:inglés|inglês|engleza)\b|engleza mea|"
        r"pas (?:\w+ ){0,2}(?:l'|d'|bien l')?anglais|en español)",
    ),
    row(
        "no form", OWN, "form forms",
        rf"(?:{CANNOT}|{DO_NOT})(?: (?:really|even|ever))?(?: (?:do|use|manage|understand|read|write|face|handle|"
        r"follow|complete|fill|cope|get on|see to))?(?: (?:in|out|up|with|another|any|long|big|a|the|your|these|"
        r"online|paper|official)){0,3} forms?\b(?! of\b)|(?:no good|not good) (?:at|with) forms|not a forms? person|"
        r"forms (?:and me|are beyond|make me|confuse)",
    ),
    row("no form", ASKED, "form forms", r"no forms\b|without (?:a |the |any )forms?\b(?! of)"),
)  # fmt: skip
"""How a letter is to look and sound; the order is that in which adjustments are told."""
