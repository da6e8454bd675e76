"""The words by which people say that a letter came, and those by which they say something else; reads nothing."""

from __future__ import annotations

import re

BORDER = re.compile(
    r"[;)]|\b(?:but|whereas|although|though|because|while|unless)\b|"
    r",? (?:and|so|then|when|after|before|until|as|since|that|or) "
    r"(?=(?:i|we|they|he|she|it|my|the|you|there|our|nobody)\b)|"
    r"(?:,| [–—-]) (?=(?:i|we|they|he|she|it|you|please)\b)"
)
"""Where one clause ends and another begins."""
THE_LETTER = re.compile(
    r"\b(?:outcomes?|decisions?|determination|verdict|findings?|results?|answer(?:ed)?|repl(?:y|ied)|respon(?:se|ded)|"
    r"letters?(?! (?:of (?:complaint|authority|consent|claim)\b|to (?:the|my|them)\b|-?box))|lettr|leter|"
    r"(?:they|met|police|psd|dps|force) (?:finally )?wrote|back to (?:me|us)|upheld|dismissed|no case|"
    r"(?:was|were|is) (?:ok|fine|lawful|acceptable|justified|proportionate)|"
    r"scrisoare\w*|carta|lettre|resposta|respuesta|list(?:u|em)?|pism\w|decyzj\w+|decis[aãoó]\w+)\b"
)
"""What a letter with the outcome is called, or what it says."""
IT = re.compile(r"\b(?:it|this|they|one|both|same|copy)\b")
_THEM = r"(?:me|us|him|her|them)"
_SEND = (
    r"(?:e[- ]?mail|send|post|write|reply|respond|contact|return|confirm|communicate|forward|provide|answer|come|"
    r"deliver|give|get|receive|let|put|have)"
)
_SENT = r"(?:e[- ]?maile?d|sent|posted|written|returned|provided|delivered|given|received|handed)"
_I = r"(?:i|we|my (?:solicitor|wife|husband|son|daughter|mum|dad|friend|mp|brother|sister|partner))"
_HAVE = r"(?:'ve|'d|'m|'re|'ll| have| had| am| are| will| would| can| could| did| do| don't| didn't)?"
_NOT_PASSIVE = r"(?:(?!(?:was|were|been|got|being|received|had|an?|the|their)\b)[\w']+ ){0,2}"
_OWN = (
    rf"{_I}{_HAVE} {_NOT_PASSIVE}(?:e[- ]?mail\w*|sen[dt]\w*|post(?:ed|ing)?|wr[io]t\w*|repl(?:y|ied)|complain\w*|"
    r"ask\w*|submit\w*|put|made|make|chas\w+|contact\w*|told|report\w*|appl(?:y|ied)|attach\w*|enclos\w*|provid\w*|"
    r"gave|give|hand\w*|deliver\w*|took|take|drop\w*|request\w*|respond\w*|need|want|prefer|like|use|lodged?|showed|"
    r"explain\w*|came|come|go|went|attend\w*|visit\w*|say|said|spoke|forward\w*|bin|stick|scan\w*)\b|"
    r"my (?:own |original |first )?(?:complaint|evidence|statement|form|application|request|appeal|photos?|"
    r"photographs?|footage|cheque|letter of complaint|letter to|first letter|e[- ]?mail to)"
    r"(?!'s| outcome| result| decision| response)\b"
    rf"(?: (?:was|had|went|has|been|itself|form|also|first|in)){{0,4}}(?: {_SENT})?\b"
)
_READERS = (
    r"(?<!how |did )you(?:'ve|'ll|'d| have| had| will| can| could)? (?:\w+ ){0,2}(?:got|get|received?|send|sent|"
    r"wrote|write|e[- ]?maile?d?|posted?|gave|give|reply|replied|had|hold)\b"
)
_WISHED = (
    rf"(?:please )?(?:could|can|may) (?:i|we) (?:please )?have (?:\w+ ){{0,3}}?{_SENT}\b|"
    rf"(?:please|could you|can you|would you|will you|kindly|to(?= {_SEND}\b)) (?:\w+ ){{0,3}}?{_SEND}\b|"
    r"please (?:find|see) (?:\w+ ){0,3}?(?:attached|enclosed|below)\b|"
    r"(?:grateful|thankful|appreciate\w*|hop(?:e|ing)|forward) (?:for|to)?\b"
)
_TO_COME = (
    rf"(?:will|would|should|could|must|may|can|might)(?: (?:also|then|be|only|now|not)){{0,2}} (?:{_SEND}|{_SENT})\b|"
    rf"(?:can|could|may) (?:[\w']+ ){{1,4}}(?:come|be sent)\b|(?<=[yeui])'(?:ll|d) (?:be {_SENT}|{_SEND})\b|"
    r"follow\w*|lost|along|on its way|is (?=in the post)|'s (?=in the post)"
)
_DENIED = (
    r"(?:never|not|n't|nothing|nobody)(?: \w+){0,2}? (?:rec(?:ei|ie)ved?|got|get|came|come|sent|had|arrived?|reached|"
    r"e[- ]?maile?d|posted|wrote)\b|(?:rec(?:ei|ie)ved|got|had|came|heard|with) (?:no|nothing|neither|not|any)\b|"
    r"no (?:\w+ ){1,3}(?:came|arrived|was received|reached|was sent)\b"
)
_TO_THEM = (
    r"rec(?:ei|ie|i)?v\w*|got|had|have (?:it|the|their)|comes?|cum|came|arriv\w*|reach\w*|landed|turned up|dropped|"
    r"brought|picked|collected|get|(?:sent|e[- ]?maile?d|posted|gave|given|handed|delivered|served)"
    rf"(?: (?:it|this|them))?(?: (?:to|on))? (?:{_THEM}|our client)|was on|were on|"
    r"primit|recib\w+|receb\w+|reçu\w*|otrzyma\w*|dosta[lł]\w*"
)
_WENT = (
    r"sent|send|re-?sent|e[- ]?maile?d|posted|delivered|given|gave|handed|provided|issued|served|dated|headed|notified|"
    r"informed|communicated|told|wrote|written|answered|replied|responded|attached|went|put|pushed|slid|slipped|shoved|"
    r"took it in|decided|closed|mailed|(?:is|was|were) (?:a |an )?(?=(?:by|via|in|on|through|special|recorded)\b)"
)
ACT = re.compile(
    rf"\b(?:(?P<not_it>{_OWN}|{_READERS}|{_WISHED}|{_TO_COME}|{_DENIED})|(?P<to_them>{_TO_THEM})\b|(?P<went>{_WENT})\b)"
)
"""What anybody does: what is no coming of the letter, its having come to them, and its having gone out."""
CLAIMED = re.compile(
    r"\b(?:they|he|she|police|met|psd|dps|force|copper|officer|inspector|handler|wing) (?:(?:say|says|claims?|claimed|"
    r"insists?|insisted|reckons?|swears?|maintains?|is adamant)|(?:said|told me)(?= that| it| he| they))(?: that)? "
    r"(?:it|the letter|this|he|she|they|the outcome|the met)\b[^.;,]{0,60}$|"
    r"\b(?:letter|outcome|decision|report|reply) (?:says|states|said|claims|alleges)\b"
    r"(?:(?!\b(?:came|come|cum|arrived)\b)[^.;,]){0,80}$"
)
"""What is only said by others, or in the letter itself."""
OTHER_PAPERS = re.compile(
    r"\b(?:acknowledg\w*|holding|interim|progress|survey|leaflet|receipt|questionnaire|footage|statement|evidence|"
    r"photo\w*|cheque|consent|authority|parcel|keys?|money|notice|ticket|summons|warning|draft\w*|provisional|proposed|"
    r"updates?|crime number)\b"
)
TO_ELSEWHERE = re.compile(
    r"\bto (?:(?:an?|the|my|our) (?:old|wrong|previous|former|different)\b|"
    r"(?!(?:me|us|him|her|my|our|this|you|say|the|date)\b)[\w']+)"
)
BY_SOMEBODY = re.compile(
    r"\b(?:caretaker|neighbou?r|daughter|son|wife|husband|mum|mother|sister|brother|porter|friend|warden|worker|"
    r"manager)\b[^.;]{0,40}$"
)
"""Whoever hands on what had come to them."""
