"""How people speak of an outcome: what it says, what it leaves out, why it is wrong; lists of words, no judgement."""

from __future__ import annotations

import re

from handlers.passages import at_a_word

_WORD = r"(?<![^\W\d_])"
_OUTCOME = (
    r"(?<!dentist )(?<!dentist's )(?<!hospital )(?<!doctor's )(?<!council )(?<!solicitor's )(?<!covering )(?<!update )"
    r"(?:lett?ers?|repl(?:y|ies)|response|answer|decision|outcome|results?|findings?|conclusions?|determination|e-?mail)"
)
_PART_OF_IT = (
    r"(?:report|summary|timeline|explanation|investigation|enquiry|inquiry|assessment|account|paper|document|page|log|"
    r"review|handler|investigator|sergeant|inspector|officer who (?:wrote|dealt|looked)[^.!?]{0,30})"
)
_SAYS = (
    r"(?:says?|sayin|saying|said|states?|stated|claims?|claimed|calls?|called|finds?|found|reckons?|tells?|told|"
    r"concludes?|concluded|accepts?|accepted|relies|relied|ignores?|ignored|mentions?|mentioned|treats?|treated|"
    r"describes?|described|deals?|dealt|covers?|counts?|apologi[sz]e[sd]?|contradicts?|skips?|omits?|repeats?|"
    r"repeated|miss(?:es|ed)|denies|denied|puts|talks|names|confuses|concerns|fail(?:s|ed)|dont|agrees?|agreed|thanks|"
    r"blames?|goes on|keeps|was based|is based|is about|(?:never|does not|doesn'?t|did not|didn'?t|has not|hasn'?t)"
    r"(?! (?:\w+ )?(?:arriv\w+|come|came|reach\w*|get|got|turn)))"
)
_THEY = (
    r"(?:it|they|nobody|no[ -]?one|police|mps|met|psd|dps|force|authority|handler|investigator|reviewer|superintendent|"
    r"whoever (?:wrote|looked|decided|dealt)[^.!?]{0,30})"
)
SAYS_OF_IT = at_a_word(
    rf"{_OUTCOME}\b[^.;!?]{{0,70}}?\b{_SAYS}\b|{_PART_OF_IT}(?: (?:just|only|also|even|simply))? {_SAYS}\b|"
    rf"{_OUTCOME}\b[^.;!?\n]{{0,60}} [\"“]\w|{_OUTCOME}s?: ?[\"“]|"
    rf"{_OUTCOME} (?:is|was|are|were|looks?|seems?)\b[^.;!?]{{0,40}}\b(?:wrong|unfair|about|written|blank|one|short|"
    r"word|based)|"
    r"(?:the|their|this|that) (?:letter|reply|answer|decision|outcome|response|report) (?!comes|arrives|names|carries|"
    r"bears|includes|contains|gives|shows|lists|this|was|has|does|goes)\w{3,12}s\b|"
    r"(?:it|they|police|met|psd|dps|force)(?: (?:just|only|also|even|then|basically|now)){0,2} (?:says?|sayin|calls?|"
    r"tells me|reckons?|claims?|states?|finds?|concludes?|accepts?|relies|rely|ignored?|ignores|treat(?:s|ed)?|deals?|"
    r"counts?|doesn'?t|does not|talks?|thinks?|described?|decided|concluded|found that|put it down)\b|"
    r"(?:it|they|which|letter)(?: (?:just|only|also|then|now|even))? [\"“](?:\w+(?:ed|s)\b|do |did|accept|find|found|"
    r"had|could|regret|recall|note|appreciat)|"
    r"(?:they|police|met)(?:(?:'ve| have)(?: \w+)? (?:said|put|called|told)| say| write back)\b[^.!?\n]{0,80} [\"“]\w|"
    r"(?:they|he|she|police|met) (?:say|said|reckon|claim)\b[^.!?]{0,12} there(?:'s| is| are| was| were) (?:no|"
    r"nothing)|(?:he|she|they) writes? (?:that|the|to say|in|of)\b|"
    r"(?:wrote|written|replied|came back)(?: \w+){0,2} (?:saying|that|to say)\b|"
    rf"{_THEY}(?: (?:has|have|had|just|only|'ve|simply|then)){{0,2}} (?:copied|repeated|accepted|believed?|chosen?|"
    r"chose|preferred|(?:took|taken) (?:his|her|their|the)|made up|got (?:it|the|my|this|all|everything)|lost|closed|"
    r"relied|based|skipped|answered|missed|used|misused)\b|"
    rf"{_THEY}(?:(?:'ve| have| has) (?:\w+ed|lost|made|got|found|said|told|put|sent|written)|'d (?:lost|closed|"
    r"made up))\b|"
    r"(?<!i )finds (?:that|the|it|no|this)\b|(?:is|are|was|were|has been|have been) denied|"
    r"(?:what|all) (?:they|he|she) (?:answered|wrote|sent)|all i (?:got|get|received|have had)|"
    r"what i got (?:was|is|back|in the end)|"
    r"i(?:'m| am| was) (?:told|informed|assured) (?:that )?(?:they|there|no|[^.!?\"“]{0,40}[\"“])|"
    r"(?:they|police|met|nobody|no[ -]?one) (?:will not|won'?t|would not|wouldn'?t|cannot|can'?t|refuse to|would|will) "
    r"(?:say|tell|explain|name|answer|give|show|let)\b|"
    r"i (?:said|told them) (?:that )?i (?:wanted|asked|needed)|"
    r"(?:para(?:graph)?|section|allegation|point|head|limb)s? (?:\d|[a-e]\b|one|two|three)|"
    r"carta (?:diz|dice)|lettre dit|scrisoarea spune"
)
"""What the outcome says, or what those who decided said and did."""

_NOT = (
    r"(?:(?<!\bi )(?<!\bwe )(?:never|neva|nevr)|(?<!\bi do )(?<!\bi did )(?<!\bi have )(?<!\bi am )(?<!\bi could )"
    r"(?<!\bi can )(?<!\bwe do )(?<!\bwe did )(?<!\bif )not|didnt|dint|hasnt|havent|wasnt|werent|isnt|doesnt|without|"
    r"failed to|fails to|refused to|failure to|ain'?t|nobody|no[ -]?one|none|neither|nothing|not one)"
)
_NT = r"(?<!\bi do)(?<!\bwe do)(?<!\bi did)(?<!\bca)(?<!\bi wo)(?<!\bi have)(?<!\bi could)n't"
_LOOKS = (
    r"(?:interview\w*|ask(?:ed|ing)?(?! me\b| us\b| for\b)|sp[eo]a?ke?n? (?:to|with)(?! me\b)|talk(?:ed)? to|view\w*|"
    r"watch\w*|check\w*|look\w*|listen\w*|read|obtain\w*|secur\w*|consider\w*|address\w*|answer\w*|mention\w*|"
    r"explain\w*|investigat\w*|contact\w*|disclos\w*|deal|dealt|cover\w*|knock\w*|requested|sought|examin\w*|review\w*|"
    r"play\w*|preserv\w*|justif\w*|identif\w*|quot\w*|tak\w+ into account|took into account|finish\w*|resolv\w*|"
    r"recorded|understood|understand|upheld|apologi[sz]\w*|gone into|engag\w*)"
)
NOT_LOOKED_INTO = re.compile(
    rf"{_WORD}{_NOT}\b(?: [\w']+){{0,5}}? {_LOOKS}\b|{_NT}\b(?: [\w']+){{0,4}}? {_LOOKS}\b|"
    rf"{_WORD}(?:no|zero) (?:\w+ ){{0,2}}(?:apolog\w+|explanation|reasons?|mention|consideration|account|weight|site "
    r"visit|notes?|statements?|names?|reply|answer|response|updates?|enquiries) ?(?:\b(?:was|were|is|are|has|have|"
    r"given|made|offered|taken|of|for|to|from|about|as|why|at all)\b|[.,;!]|$)|"
    rf"{_WORD}(?:nothing|nowt) (?:was|has been|is|about|of|on|to|they)\b|"
    rf"{_WORD}not one (?:of|was|has|had|is)\b|(?:was|were|been|is|are) (?:not|never) (?:\w+ )?(?:taken|seen|heard|"
    r"shown|kept|given|asked|told|found)\b|"
    rf"{_WORD}there (?:is|are|'s) (?:still )?(?:no|nothing)\b|{_WORD}still (?:missing|waiting|not)\b|"
    rf"(?<!\bi ){_WORD}(?:never|neva) (?:even )?(?:rang|rung|called|came back|told|spoke|replied)\b"
)
"""What nobody asked, watched, answered or explained."""

JUDGES_IT = at_a_word(
    r"wrong(?:ly)?|unfair\w*|unjust\w*|unreasonable|untrue|not(?: \w+)? (?:true|right|fair|good enough|acceptable|"
    r"correct|accurate|credible|proportionate|an? (?:answer|apology|explanation|reason))|isn't (?:true|right|fair|an)|"
    r"false(?:ly)?|nonsense|rubbish|whitewash|joke|farce|insult\w*|excuses|lies|lied|lying|bias\w*|one[- ]sided|"
    r"cover(?:ed|ing)?[- ]up|contradict\w*|inconsisten\w*|inaccura\w*|incorrect\w*|factual\w*|ignor(?:ed|es|ing)|"
    r"overlook\w*|disregard\w*|unsupported|supported by|irrational|misunderst\w*|misread\w*|misl(?:ead|ed)\w*|"
    r"irrelevant|inadequate|insufficient|contrary to|fobb\w*|brush\w* (?:it |me |this )?off|swept|word for word|"
    r"mark(?:ing|ed)? (?:his|her|their|its) own|took (?:his|her|their|the officer'?s?) (?:side|word)|not even|"
    r"(?:his|her|their|the|officer'?s?) word (?:for|over|was)|half (?:the|of)|not what i|"
    r"(?:doesn'?t|does not|don'?t) (?:add up|follow|make sense|matter|explain)|how can (?:they|it|he|she|that|a)|"
    r"(?:want|like|love) to know (?:how|why|who|what)|"
    r"(?:do not|don'?t|can'?t|cannot) (?:think|believe|consider|feel|see (?:how|why)|understand (?:how|why))|"
    r"(?:he|she|they) did (?!not\b|it\b|this\b|that\b|so\b|nothing\b|was\b|to\b|is\b|the\b|what\b|say\b)[a-z]{3,15}\b|"
    r"i did(?: not|n'?t) (?:say|do|ask|complain)|i never (?:said|agreed|asked|did|received|complained|signed|gave)|"
    r"(?:done|did) (?:absolutely )?(?:nothing|nowt|sod all)|nothing (?:got |gets )?done|"
    r"that'?s? (?:is |was )?(?:a lie|not|no|untrue)|(?:only|just) (?:asked|spoke|interviewed|looked|believed|took|used|"
    r"read)|i (?:have|'ve|'ve got|have got|hold|kept|can prove|can show|enclose|attach) (?:\w+ ){0,3}(?:film|footage|"
    r"photo\w*|video|proof|witness\w*|receipts?|minutes|recordings?|messages|bill|slip|x-rays?|evidence|statements?|"
    r"texts)|there (?:was|were|is|are|'s) (?:\w+ ){0,3}(?:witness\w*|cctv|cameras?|footage|recordings?|video)|"
    r"i (?:told|gave|sent|showed|offered) (?:them|the police|the met|the man|the lady)"
)
DISAGREES_WITH_IT = at_a_word(
    r"disagree\w*|disput(?:e|ed|es)|(?:don'?t|do not|not|cannot|can'?t|won'?t|didn'?t) (?:agree\w*|accept\w*)|appeal "
    r"against|not having (?:it|this|that)|nie zgadzam|no estoy de acuerdo|n[ãa]o (?:concordo|aceito)|nu sunt de acord|"
    r"kuma qanacsan|itiraz ediyorum|pas d'accord|nicht einverstanden|nesutinku|не соглас|не згод|"
    r"(?:not satisfied|dissatisfied|unhappy|not happy) (?:with|about|at|that|as|cos|and)"
)
_BECAUSE = (
    r"(?:because(?! of (?:this|that|the above))|becuase|becos|bcos|cos|cuz|coz|bc|'cause|due to the fact|"
    r"on (?:the )?(?:basis|grounds?|footing) that|in that|for (?:the following|these|this) reasons?|as follows|"
    r"the following (?:grounds|reasons)|(?:as|since) (?:they|he|she|it|the|no|nobody|there|this|that|mine|we|police|"
    r"officers?|p[cs]|sgt|nothing|what|whoever|my (?!solicitor|mum|dad|friend|name)|our|i (?:was|did|never|have "
    r"(?:proof|evidence))|i (?:do not|don'?t) (?:think|agree|believe|accept)|one)\b(?! (?:follows|per)))"
)
_UNHAPPY = (
    r"(?:unhappy|not (?:happy|satisfied|content)|ain'?t happy|dissatisfied|disagree\w*|(?:don'?t|do not) (?:agree|"
    r"accept)|appeal\w*|reviews?|reviewed|look(?:ed)? (?:at|into)|wrong|unfair|unjust|unreasonable|unsatisfactory|"
    r"isn'?t right|not right|contest|challenge|dispute|again|complain about|object\w*|incorrect|flawed)"
)
SAYS_BECAUSE_OF_IT = at_a_word(
    rf"{_UNHAPPY}\b[^.!?]{{0,140}}?{_WORD}{_BECAUSE}|{_UNHAPPY}\b[^.!?\n]{{0,60}}:\s*(?:$|\(?1|-)|"
    r"(?:my|our|his|her|their|client'?s|the|these|three|two|four|five|six|following) (?:\w+ )?(?:grounds?|reasons?|"
    r"points?)\b(?! (?:given|they gave|i(?:'m| am) (?:late|writing to))|[^.!?:]{0,30}\b(?:late\w*|delay\w*))"
    rf"[^.!?:\n]{{0,70}}{_WORD}(?:are|is|being|in (?:short|brief|outline)|briefly|shortly|follows?|below|simple|"
    r"short)\b|"
    r"(?:my|our|his|her) (?:answer|reply|response|case|position|argument|objection) (?:to (?:that|this|it|them) )?(?:"
    r"is|was)\b|what (?:i am|i'm|we are|we're) (?:not|un)\w+|what i (?:say|think) (?:is )?(?:is|wrong|this)?|"
    r"the main (?:things?|points?)\b|here(?:'s| is) why|(?:is|that'?s|are) my (?:reason|ground|point)s?\b|"
    r"my (?:grievance|point|concern|issue|problem|objection) (?:is(?! (?:attached|enclosed))|remains)\b|"
    r"my complaint (?:remains|still stands)|on (?:these|the following|two|three|four|five|six|several) grounds\b|"
    r"i (?:say|submit|contend|believe|feel|think|consider)(?: that)? (?:the|their|this|that|his) (?:decision|outcome|"
    r"finding|answer|letter|result|conclusion|response)\b|(?:feels?|thinks?|believes?|says?)(?: that)? (?:it|this|the "
    r"(?:decision|outcome|letter|reply))\b[^.!?]{0,40}\b(?:wrong|unjust|unfair|unreasonable|isn'?t|not|did)"
)
"""Where somebody says that now the reasons come."""

NAMES_IT = at_a_word(rf"{_OUTCOME}\b(?! (?:the|my) (?:door|phone|call|bell))")
