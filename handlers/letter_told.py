"""What is told of the outcome letter beside its date: of a review, whether there is one, and from which day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.letter_date import LetterDates
from handlers.letters import OutcomeLetter
from handlers.none_yet import none_yet, not_final, taken_back
from handlers.passages import Passage, at_a_word, word_set
from store.terms import Answer, Quote

_SAYING = (
    r"(?:say|says|said|saying|tell|tells|told|mention\w*|explain\w*|give[sn]?|gave|include[sd]?|set out|advise[sd]?)"
)
_RIGHT = (
    r"(?:(?:an? |the |any |my |your )?(?:right (?:to|of) )?(?:a )?(?:review|appeal)|who (?:i|we|to|else) |"
    r"where (?:to|i|we|else)\b|what (?:i|we) (?:can|could|may) do|what (?:to do|happens|comes) (?:next|now)|"
    r"(?:my|any|your) (?:review )?rights?|how to (?:appeal|challenge|complain|take it))"
)
_PROCESS = r"(?:complaints? (?:process|system|procedure|scheme|regime)|process)\b"
_NO_RIGHTS = at_a_word(
    rf"(?:letter|they|it|e-?mail|outcome|answer|reply|response|page|nobody|no ?one)(?: \w+){{0,5}} "
    rf"(?:(?:does|did|do|has|have|had) ?n[o']t|never|nobody|no ?one|fails? to|failed to|forgot to)(?: even| ever)? "
    rf"{_SAYING}(?: \w+){{0,4}} {_RIGHT}|"
    rf"(?:nobody|no ?one) (?:ever |has |had |has ever )?{_SAYING}(?: (?:me|us|him|her))? (?:about )?{_RIGHT}|"
    r"\b(?:no|without(?: any)?|not a) (?:mention|information|word|line|hint) (?:about|of|on) (?:\w+ )?"
    rf"{_RIGHT}|\bnothing (?:\w+ ){{0,4}}(?:about|on) {_RIGHT}|"
    r"\bno (?:further )?right (?:of|to)(?: a| any)? (?:review|appeal)\b"
    r"(?! against (?!it|this|the (?:outcome|decision)))"
    r"(?! (?:to|by|with|from) (?:the )?(?:iopc|independent office|director general))|"
    r"(?<!not )outside (?:of )?schedule (?:3|three)\b|"
    rf"(?<!not )\boutside (?:of )?(?:the |any )?(?:formal |statutory |police )?{_PROCESS}|"
    rf"\b(?:not|n'?t|never) (?:\w+ ){{0,3}}(?:part of|through|into) (?:the|a|any) "
    rf"(?:formal |statutory |police )?{_PROCESS}|"
    r"\b(?:not|never)(?: been)?(?: formally)? (?:recorded|registered|logged|opened|treated) as a "
    r"(?:formal )?complaint\b|"
    r"\bno (?:call|need|reason|grounds?) for a (?:formal )?complaint to be (?:opened|recorded|made)\b|"
    r"\b(?:avenues?|rights?|routes?) of (?:challenge|appeal|review) (?:do|does) ?n[o']t (?:arise|apply|exist)\b|"
    r"(?:logged|closed|treated|recorded|filed|marked|resolved|dealt with)(?: \w+){0,4} (?:as|by way of|through|under) "
    r"(?:an? )?[\"'“]?(?:feedback|service (?:recovery|concern)|expression of dissatisfaction)|"
    r"\bnot (?:been )?recorded (?:as a complaint )?under schedule|\b(?:do|does|did) not offer,? (?:me |us |you )?"
    r"(?:a|any) review(?= of (?:this|the outcome|my complaint|it)|[^\w ])|"
    r"(?:offers?|gives?|allows?|grants?)(?: \w+)? no (?:right of )?(?:review|appeal)\b"
    r"(?! (?:to|by|with|from) (?:the )?(?:iopc|independent office|director general))|"
    r"(?:dealt with|resolved|handled|closed|be|been) (?:\w+ )?informally\b|"
    r"\binformal (?:resolution|(?:word|chat) with (?:the |an? )?"
    r"(?:officer|pc|sergeant|inspector|him|her|them|me)\b)|"
    r"nothing (?:\w+ ){0,4}about where to go|\bno review (?:bit|part|paragraph|section|rights?)|"
    r"(?:part|page|bit|paragraph|section) (?:about|on|with) (?:\w+ )?(?:rights?|review\w*|appeal\w*) (?:is|was) "
    r"(?:missing|left out|not there)|"
    r"(?:nowhere does (?:it|the (?:letter|e-?mail))|(?:letter|they|it|e-?mail)(?: \w+){0,2} (?:does|did|do) ?n[o']t)"
    r"(?: even)? (?:say|tell|mention)(?: \w+){0,3} (?:may|can|could|might) (?:go|turn|ask|take (?:it|this))"
    r"(?: \w+){0,2} (?:anybody|anyone|somebody|someone|anywhere|somewhere) else"
)
_OF_RIGHTS = word_set(
    "review appeal challenge schedule informal informally feedback recovery dissatisfaction else where rights right "
    "next now do who outside part through into recorded registered logged opened treated complaint"
)
_MAY_COME = at_a_word(
    r"\b(?:letter|outcome|it|they|he|she)\b[^.!?\n]{0,60}\b(?:gave|gives|says?|said|saying|told|tells)\b[^.!?\n]{0,60}"
    r"\b(?:(?:28|twenty[ -]eight) days|(?:i|we) (?:may|can|could) (?:now )?(?:apply|come|ask|go|write|appeal))|"
    r"\b(?:28|twenty[ -]eight) days (?:it|they|the letter) (?:gave|gives)|"
    r"\bwith (?:the|a) right to (?:come|apply|ask|a review)|"
    r"\b(?:it|letter|they) told (?:me|us) (?:of|about) (?:my|our|the) right"
)
_ABOUT_A_CRIME = re.compile(r"\b(?:theft|burglary|robbery)\b|\bin custody\b|\bbail\b|\bnext door\b")
DISPUTED = "disputed_start"
_DISPUTED = at_a_word(
    r"\b(?:which|what(?= date| day))(?: (?:one|date|day|of (?:them|these|the (?:two|three|dates))))?(?: \w+)? "
    r"(?:is (?:right|it|correct|the right)|are right|counts?|applies|goes|"
    r"to (?:go by|count from|believe|use)|i go by)\b|"
    r"\b(?:do not|don't|not) (?:know|sure|certain|say|tell)(?: \w+){0,3} (?:which|what to tell)\b|\bso which\b|"
    r"\b(?:neither|nobody|no ?one|none of us|nothing|neither of us)\b[^.!?\n]{0,60}"
    r"\b(?:prov\w+|say which|swear|wr[io]tes? (?:it|anything) down|settles?|show\w*)\b|"
    r"\b(?:can ?not|can't|couldn't|cannot) (?:prove|swear|be (?:certain|sure))\b|\bno proof\b|"
    r"\b(?:two|three|both|different) dates\b|\b(?:didn't|did not|doesn't) write it down\b|"
    r"\b(?:adamant|equally (?:sure|certain))\b|\bif you count from\b|\bgo by the (?:first|second)\b|"
    r"\bthe first i (?:saw|had|knew|heard)\b|\bi (?:first|only) saw (?:it|the letter|any letter)\b"
)
_OF_THE_LETTER = re.compile(
    r"\b(?:letters?|outcome|dated|dates? (?:counts?|is right)|which date|which (?:one |of them )?"
    r"(?:counts?|applies|i go by|to go by)|arriv\w+|deadline|28|time limit|late|count(?:ed|s)?|post(?:ed)?|e-?mail\w*|"
    r"inbox|envelope|(?:my|the|front) (?:door|doormat|mat)|deliver\w*|sent|received|came|portal|copy)\b"
)
_OF_THE_MATTER = re.compile(
    r"\b(?:officers?|p\.?c\.?|cuff\w*|search\w*|warrant|drunk|swore|camera|footage|statement|report)\b"
)
_AROUND = 160  # characters to either side within which the letter is spoken of
_OF_A_DISPUTE = word_set(
    "which what neither nobody one none nothing prove swear proof dates down adamant equally count go first only "
    "certain sure"
)


def review_rights(letters: Sequence[OutcomeLetter], body: Passage) -> tuple[Answer, Quote | None]:
    """Whether the letter tells of the right to a review: yes by its words, no where it was read whole and does not."""
    for one in letters:
        if one.rights is Answer.YES:
            return Answer.YES, one.rights_words
    for found in () if _MAY_COME.search(body.folded) else body.near(_NO_RIGHTS, _OF_RIGHTS, 80):
        if not _ABOUT_A_CRIME.search(body.folded, *body.sentence(*found.span())):
            return Answer.NO, body.sentence_quote(*found.span(), "no word of a review")
    if letters and all(one.rights is Answer.NO for one in letters):
        return Answer.NO, letters[0].passage.quote(0, 100, "no word of a review")
    return Answer.UNKNOWN, None


def disputed(body: Passage) -> Quote | None:
    """The sentence that says that nobody knows from which day to count, or that people say different days."""
    for found in body.near(_DISPUTED, _OF_A_DISPUTE, 80):
        first, last = body.sentence(*found.span())
        around = max(0, first - _AROUND), last + _AROUND
        elsewhere = _OF_THE_MATTER.search(body.folded, first, last) or not _OF_THE_LETTER.search(body.folded, *around)
        if _OF_THE_LETTER.search(body.folded, first, last) or not elsewhere:
            return body.sentence_quote(*found.span(), "from which day to count is disputed")
    return None


def outcome_given(
    letters: Sequence[OutcomeLetter], when: LetterDates, body: Passage | None, *, joint: bool
) -> tuple[Answer, Quote | None]:
    """Whether there is an outcome yet, by the applicant's own words; one of several without makes it unknown."""
    told = when.letter_on.quote if when.letter_on else None
    if body and not letters and (words := not_final(body) or taken_back(body, told)):
        return Answer.NO, words  # the dates are those of letters that decide nothing
    words = none_yet(body) if body else None
    if letters or when.letter_on or when.every or when.arrived_on:
        return (Answer.UNKNOWN, words) if joint and words else (Answer.YES, None)
    return (Answer.NO, words) if words else (Answer.UNKNOWN, None)
