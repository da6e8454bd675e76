"""What words mean, as tables a caseworker can read and correct; reads its own TOML files and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

from store.messages import Cue
from store.terms import Flag, Kind, Said

WEIGHTS = {"certain": 9.0, "strong": 3.0, "some": 1.5, "weak": 0.5, "against": -3.0, "never": -9.0}
PLACES = frozenset({"subject", "body", "files", "sender"})
SENDERS = frozenset({"public", "force", "iopc", "own"})
MACHINE_PLACES = frozenset({"subject_starts", "subject_is", "subject_has", "body_starts", "body_has", "local_part"})
KINDS = ("application", "case", "business", "force", "iopc", "other_forces")
EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "public": (
            "adjustment_request", "application", "automatic_reply", "chief_officer_complaint", "complaint_about_us",
            "contact_change", "delivery_failure", "elected_representative", "further_representations",
            "information_rights", "legal", "misdirected", "new_complaint", "nothing", "outcome_dispute", "press",
            "progress_chase", "thanks", "third_party", "unwanted", "withdrawal",
        ),
        "force": (
            "application", "automatic_reply", "force_query", "information_rights", "nothing", "papers",
            "papers_extension", "recommendation_response", "thanks", "third_party",
        ),
        "iopc": ("internal", "iopc_correspondence", "iopc_transfer", "nothing"),
        "own": ("application", "internal", "nothing"),
        "flags": (
            "abusive", "adjustment", "death_or_serious_injury", "discrimination", "domestic_abuse",
            "joint", "litigation", "minor", "not_abusive", "not_adjustment",
            "not_death_or_serious_injury", "not_discrimination",
            "not_domestic_abuse", "not_joint", "not_litigation", "not_minor", "not_prison", "not_representative",
            "not_risk_to_life", "not_safeguarding", "not_senior_officer", "not_threat", "prison", "representative",
            "risk_to_life", "safeguarding", "senior_officer", "threat",
        ),
    }
)  # fmt: skip
UNIT_KEYS = frozenset({"short", "names", "places", "also_words"})
ROW_KEYS = frozenset({"weight", "in", "from", "only_for", "not_for", "deniable", "says", "phrases"})


class CueFault(ValueError):
    """A cue table says something that cannot be read; the message names the table and the row."""


def shipped(file: str) -> str:
    """The text of one of the package's own tables, by its name under config/cues."""
    return resources.files(__package__).joinpath(file).read_text(encoding="utf-8")


def load(read: Callable[[str], str] = shipped) -> tuple[Cue, ...]:
    """Every cue of the tables `read` gives, in the order of the files. Raises CueFault where one cannot be read."""
    kinds, flags = {str(kind) for kind in Kind}, {str(flag) for flag in Flag}
    return (
        *(cue for part in KINDS for cue in scored("kinds", f"kinds/{part}.toml", _table(read, f"kinds/{part}"), kinds)),
        *scored("flags", "flags.toml", _table(read, "flags"), flags),
        *machine_words(_table(read, "machines")),
        *_examples(read),
        *_weights(_table(read, "weights"), kinds, flags),
        *(Cue("letter_dates", of, "", (of,), float(one)) for of, one in _table(read, "letter_dates").items()),
        *_lists("words", _table(read, "words")),
        *_lists("spellings", _table(read, "spellings")),
        *_lists("languages", _table(read, "languages")),
        *places(_table(read, "places")),
    )


SAYS_NOTHING = frozenset({"our_words", "not_read"})


def replies(read: Callable[[str], str] = shipped) -> tuple[Cue, ...]:
    """What the police write when they answer a request for papers. Raises CueFault where it cannot be read."""
    return tuple(scored("papers", "papers.toml", _table(read, "papers"), {*map(str, Said), *SAYS_NOTHING}))


def _examples(read: Callable[[str], str]) -> Iterator[Cue]:
    """The example lines, one cue for each file of them; what begins with # is for people."""
    for who, meanings in EXAMPLES.items():
        for name in meanings:
            lines = (line.strip() for line in read(f"examples/{who}/{name}.txt").splitlines())
            yield Cue("examples", name, "", tuple(line for line in lines if line and line[0] != "#"), senders=(who,))


def scored(table: str, file: str, rows: Mapping[str, Any], names: set[str]) -> Iterator[Cue]:
    """The rows of a file of a scored table as cues, each name one of `names`. Raises CueFault."""
    for name, lines in rows.items():
        if name not in names:
            raise CueFault(f"{file}: there is no {name!r}; a heading must be the name of a kind or flag of mail.")
        for number, line in enumerate(lines, start=1):
            yield _row(table, name, line, f"{file}, row {number} of {name}")


def fitted(table: str, rows: Mapping[str, Mapping[str, float]], names: set[str]) -> Iterator[Cue]:
    """Fitted weights as cues: `name` the kind or flag they count for, its phrase what they are for. Raises CueFault."""
    for name, weights in rows.items():
        if name not in names:
            raise CueFault(f"weights.toml: there is no {name!r}; a heading must be the name of a kind or flag of mail.")
        for of, weight in weights.items():
            yield Cue(table, name, "", (of,), float(weight))


def _weights(rows: Mapping[str, Any], kinds: set[str], flags: set[str]) -> Iterator[Cue]:
    """The weights of the kinds, and under `flags` those of the flags. Raises CueFault."""
    yield from fitted("weights", {name: weights for name, weights in rows.items() if name != "flags"}, kinds)
    yield from fitted("flag_weights", rows.get("flags", {}), flags)


def machine_words(groups: Mapping[str, Any]) -> Iterator[Cue]:
    """The words machines use, one cue for each group and place. Raises CueFault."""
    for name, group in groups.items():
        for place, phrases in group.items():
            if place not in MACHINE_PLACES:
                raise CueFault(f"machines.toml, {name}: {place!r} is no place; use one of {sorted(MACHINE_PLACES)}.")
            yield Cue("machines", name, "", tuple(phrases), places=(place,))


def places(forces: Mapping[str, Any]) -> Iterator[Cue]:
    """The units of each force, one cue for their names, one for their places and one for places that are words too."""
    for force in forces.values():
        only_for, unit_words = tuple(force.get("only_for", ())), force.get("unit_words", ())
        for unit, row in force.get("units", {}).items():
            if unknown := row.keys() - UNIT_KEYS:
                raise CueFault(f"places.toml, {unit}: {', '.join(sorted(unknown))} is not a key of a unit.")
            both = [(name, word) for name in row.get("short", ()) for word in unit_words]
            named = [f"{first} {then}" for name, word in both for first, then in ((name, word), (word, name))]
            for weight, says, phrases in (
                ("certain", "names the unit", (*row.get("names", ()), *named)),
                ("strong", f"a place in {unit}", row.get("places", ())),
                ("some", f"a place in {unit}", row.get("also_words", ())),
            ):
                if phrases:
                    yield Cue("places", unit, says, tuple(phrases), WEIGHTS[weight], only_for=only_for)


def _table(read: Callable[[str], str], name: str) -> dict[str, Any]:
    """One TOML file, parsed. Raises CueFault where it is not TOML."""
    try:
        return tomllib.loads(read(f"{name}.toml"))
    except tomllib.TOMLDecodeError as fault:
        raise CueFault(f"{name}.toml cannot be read: {fault}") from fault


def _lists(table: str, rows: Mapping[str, Any]) -> Iterator[Cue]:
    """Plain lists (word groups, spellings, languages) as cues."""
    for name, words in rows.items():
        yield Cue(table, name, "", tuple(words))


def _row(table: str, name: str, line: Mapping[str, Any], where: str) -> Cue:
    """One row as a cue. Raises CueFault with `where` when a key, weight, place or sender is unknown."""
    unknown = line.keys() - ROW_KEYS
    places, senders = tuple(line.get("in", ("subject", "body"))), tuple(line.get("from", ()))
    if unknown:
        raise CueFault(f"{where}: {', '.join(sorted(unknown))} is not a key of a row.")
    if line.get("weight") not in WEIGHTS:
        raise CueFault(f"{where}: the weight must be one of {', '.join(WEIGHTS)}.")
    if not line.get("says") or not line.get("phrases"):
        raise CueFault(f"{where}: a row needs `says` and at least one phrase.")
    if set(places) - PLACES or set(senders) - SENDERS:
        raise CueFault(f"{where}: `in` takes {sorted(PLACES)} and `from` takes {sorted(SENDERS)}.")
    return Cue(
        table,
        name,
        str(line["says"]),
        tuple(line["phrases"]),
        WEIGHTS[line["weight"]],
        places,
        senders,
        tuple(line.get("only_for", ())),
        tuple(line.get("not_for", ())),
        bool(line.get("deniable")),
    )
