"""The ranks of police officers as people write them; finds nobody."""

from __future__ import annotations

import re

from handlers.passages import at_a_word, word_set

_ACTING = r"(?:(?:acting|temporary|temp|act)\.?[ ]|[at]/)?"
_HIGHER = r"(?:(?:police|special|detective|det|trainee|chief|ch|assistant|deputy)(?:\.?[ \n]|\.?/|\.)|[dcp]/){0,3}"
_SERGEANT = r"(?:ser|sar|sear)(?:ge|g|j)[ea]{1,2}nts?|sgts?"
_BEGINS = r"(?=a[cs/]|c[hiosc/]|d[acegips./]|in|of|p[cdos./]|s[acegup]|t[der/]|w[dp.])"  # where no other is tried
RANK = at_a_word(
    rf"{_BEGINS}(?:{_ACTING}{_HIGHER}(?:constables?|{_SERGEANT}|inspect[eo]rs?|insps?|superintend[ea]nts?|supts?|commander|"
    r"(?:(?<=chief )|(?<=ch )|(?<=ch\. ))super|(?:(?<=det )|(?<=det\. )|(?<=detective )|(?<=d/))con(?:st)?)|"
    rf"{_ACTING}(?:(?:deputy |assistant ){{1,2}}commissioner|pc's|w?pcs?|pcso|dpc|spc|[tpw]?dc|ps|ds|di|dci|ci|dsi|dcs|"
    r"dsu|[dc]supt|[dc]insp|dsgt|acc|dcc|dac|ac|sc|[dp]/c|d/[si]|(?:w\.)?p\.c\.|p\.s\.|d\.[csi]\.|detective|det|"
    r"officers?))(?=\d|[^\w/-])\.?"
)
"""A rank in folded text; whom it is of is for others to find."""
WORDS = word_set(
    "constable constables sergeant sergeants sergent sergents sergant sergants sargent sargents sargeant sargeants "
    "seargent seargents seargeant seargeants serjeant serjeants sgt sgts dsgt inspector inspectors inspecter "
    "inspecters insp insps dinsp cinsp superintendent superintendents superintendant superintendants supt supts csupt "
    "super commander commissioner con const pc pcs wpc pcso dpc spc tdc pdc wdc dc ps ds di dci ci dsi dcs dsu dsupt "
    "acc dcc dac ac sc p d detective det officer officers"
)
SEVERAL = word_set(
    "pcs pc's constables sergeants sergents sargents sargeants sgts inspectors superintendents supts officers"
)
IN_CAPITALS = word_set("ps p.s di ci sc ac acc")
"""Ranks that are words or names where they are not in capitals: "Di", "PS"."""
SELDOM = word_set("ci sc ac")
"""Ranks that are seldom meant by these letters, which are initials as well."""
_GRADES = {
    "pc": "constable", "wpc": "constable", "dc": "constable", "tdc": "constable", "pdc": "constable",
    "dpc": "constable", "spc": "constable", "wdc": "constable", "sc": "constable", "d/c": "constable",
    "p/c": "constable", "con": "constable", "const": "constable", "ps": "sergeant", "ds": "sergeant",
    "d/s": "sergeant", "sgt": "sergeant", "dsgt": "sergeant", "insp": "inspector", "di": "inspector",
    "d/i": "inspector", "dci": "inspector", "ci": "inspector", "dinsp": "inspector", "cinsp": "inspector",
    "inspecter": "inspector", "supt": "superintendent", "super": "superintendent",
    "superintendant": "superintendent", "dsu": "superintendent", "dsi": "superintendent", "dsupt": "superintendent",
    "csupt": "superintendent", "dcs": "superintendent", "acc": "chief constable", "dcc": "chief constable",
    "ac": "commissioner", "dac": "commissioner", "detective": "", "det": "", "officer": "",
}  # fmt: skip
_MISSPELT = re.compile(r"s[ea]{1,2}r[gj]\w{1,4}nt")


def grade(rank: str) -> str:
    """The grade with the ways of writing it made one: "Det Sgt" and "DS" are sergeants; "" where none is told."""
    plain = " ".join(rank.casefold().replace(".", "").split())
    if plain.endswith("chief constable"):
        return "chief constable"
    last = plain.split()[-1].removeprefix("a/").removeprefix("t/")
    last = last if last in _GRADES else last.split("/")[-1]
    return "sergeant" if _MISSPELT.fullmatch(last) else _GRADES.get(last, last)
