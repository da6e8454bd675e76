"""Messages read as a whole: pieces of words, long letters, what two voices say together, and doing without."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import resources
from math import isclose
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recognising import whole_letters
from bot.recognising.pieces import Piece, Pieces
from bot.recognising.whole_letters import LONGEST, MOST_WINDOWS, STRIDE, whole_reader, windows
from bot.recognising.words import cue_table
from config.cues import shipped
from handlers.evidence import CueTable
from handlers.flags import FLAGGED
from handlers.impression import LEAST, SURELY_AS_ONE, Impression, WholeReader, flag_together, nothing_said, together
from handlers.kinds import MACHINES, URGENT
from handlers.likely import ALWAYS
from handlers.recognise import recognise
from handlers.words_of_the_whole import AS_A_WHOLE
from store.messages import Incoming
from store.terms import Flag, Kind, WhyNot
from tests.corpus.stories import OFFICE, Mail

NAMES = shipped("letters.pieces.txt").splitlines()
PIECES = Pieces(NAMES)
SHARES = st.fixed_dictionaries({kind: st.floats(0.0, 1.0) for kind in Kind}).filter(lambda one: sum(one.values()) > 0)


@pytest.fixture(scope="module")
def read() -> WholeReader:
    """The reader that ships with the tables."""
    found = whole_reader()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("unaffable", ["una", "##ffa", "##ble"]),
        ("Zoë's café — 20:17!", ["zoe", "'", "s", "cafe", "—", "20", ":", "17", "!"]),
        ("naïve résumé", ["naive", "resume"]),
        ("日本語 mail", ["日", "本", "語", "mail"]),
        ("under_score", ["under", "_", "score"]),
        ("x" * 101, ["[UNK]"]),
        ("", []),
    ],
)
def test_words_are_cut_into_the_longest_pieces(text: str, pieces: list[str]) -> None:
    """A word is cut into the longest pieces there are, without capitals and accents."""
    assert [NAMES[piece.number] for piece in PIECES.of(text)] == pieces


@given(st.text(max_size=200))
def test_every_piece_stands_where_it_says(text: str) -> None:
    """Whatever is written, pieces stand in order inside the text, and only space and accents are left out."""
    found = list(PIECES.of(text))
    assert all(0 <= piece.start < piece.end <= len(text) for piece in found)
    assert [piece.start for piece in found] == sorted(piece.start for piece in found)
    seen = {at for piece in found for at in range(piece.start, piece.end)}
    left_out = [sign for at, sign in enumerate(text) if at not in seen]
    assert all(sign.isspace() or category(sign) == "Mn" for sign in left_out)


@given(st.integers(0, 3_000), st.integers(60, LONGEST))
def test_a_long_letter_is_read_to_its_end(length: int, room: int) -> None:
    """No window is too large; the first has beginning and end; a letter of usual length is read without a gap."""
    said = [Piece(number, number, number + 1) for number in range(length)]
    found = windows(said, room)
    assert all(len(window) <= room for window in found)
    assert [*found[0][:1], *found[0][-1:]] == [*said[:1], *said[-1:]]
    if length <= 2 * room - STRIDE + (MOST_WINDOWS - 1) * (room - STRIDE):
        assert {piece for window in found for piece in window} == set(said)


def test_a_danger_in_the_middle_of_a_long_letter_is_heard(read: WholeReader) -> None:
    """What is said of danger counts wherever it stands in a long letter."""
    story = "The officer came on Tuesday about the bicycle and wrote down what was said of the gate. " * 25
    quiet = read("public new reference: My complaint", story + story)
    told = read("public new reference: My complaint", f"{story} I am going to end my life tonight. {story}")
    assert quiet is not None
    assert told is not None
    assert told.flags[Flag.RISK_TO_LIFE] > quiet.flags[Flag.RISK_TO_LIFE] + 1


def test_a_request_is_understood_without_its_usual_words(read: WholeReader) -> None:
    """Somebody who does not accept the answer and turns to us asks for a review, and the words that say so are told."""
    text = "I told them my hip was bad. Their letter says I walked unaided. Somebody above them must go through this."
    said = read("public new reference: Letter of 3 October", text)
    assert said is not None
    assert max(said.kinds, key=lambda kind: said.kinds[kind]) is Kind.APPLICATION
    start, end = said.telling[Kind.APPLICATION]
    assert text[start:end].strip() in {one.strip() for one in text.replace(". ", ".|").split("|")}


def test_one_message_read_twice_says_the_same() -> None:
    """Nothing is remembered from one message to the next."""
    reader = whole_letters.WholeLetters(_model(), NAMES)
    first = reader.read("public new : Hello", "Where is my decision?")
    reader.read("public new : Other", "I will kill him tonight.")
    assert reader.read("public new : Hello", "Where is my decision?") == first


def incoming(text: str, subject: str) -> Incoming:
    """A message from the public."""
    return Mail("any", Kind.UNCLEAR, text, subject).incoming()


def _model() -> bytes:
    return resources.files("config.cues").joinpath(whole_letters.MODEL).read_bytes()


@pytest.mark.parametrize("text", ["", " ", "\x00", "𝕳" * 500, "a" * 200_000, "\u202e." * 4_000])
def test_anything_can_be_read(read: WholeReader, text: str) -> None:
    """Whatever is written, the answer is how likely each kind is, together one."""
    said = read("public new : ", text)
    assert said is not None
    assert isclose(sum(said.kinds.values()), 1, abs_tol=1e-6)
    assert said.kinds.keys() == set(Kind)


@given(SHARES, SHARES)
def test_two_voices_together_make_one(parts: Mapping[Kind, float], whole: Mapping[Kind, float]) -> None:
    """What both say together is one again, and what both hold likeliest stays so."""
    said = together(parts, Impression(whole, {}, {}))
    assert isclose(sum(said.values()), 1)
    best = max(parts, key=lambda kind: parts[kind])
    if whole[best] == max(whole.values()):
        assert said[best] == max(said.values())


@given(SHARES)
def test_one_voice_alone_is_not_changed(parts: Mapping[Kind, float]) -> None:
    """Where nobody reads messages as a whole, the parts stand as they are."""
    assert together(parts, None) == parts
    assert flag_together(0.3, Flag.THREAT, None) == 0.3


@given(st.floats(0, 1), st.floats(-20, 20), st.floats(-20, 20))
def test_a_flag_is_likelier_the_more_the_whole_says_it(part: float, one: float, other: float) -> None:
    """Of two messages with the same words, the one that says a flag more as a whole carries it no less likely."""
    less, more = sorted((one, other))
    found = [flag_together(part, Flag.THREAT, Impression({}, {Flag.THREAT: odds}, {})) for odds in (less, more)]
    assert 0 <= found[0] <= found[1] <= 1


@pytest.mark.parametrize("flag", URGENT)
@given(part=st.floats(0.01, 0.99), odds=st.floats(-20, 20))
def test_a_danger_is_likelier_the_more_each_voice_says_it(flag: Flag, part: float, odds: float) -> None:
    """By words and as a whole; what either says very surely the other does not talk away with a shrug."""

    def both(part: float, odds: float) -> float:
        return flag_together(part, flag, Impression({}, {flag: odds}, {}))

    assert both(part / 2, odds) <= both(part, odds) <= both(part, odds + 1)
    assert both(0.999, LEAST.get(flag, -1.0)) >= FLAGGED
    assert both(0.999, LEAST.get(flag, -20.0) - 0.1) < FLAGGED
    assert both(0.001, SURELY_AS_ONE) >= FLAGGED


def test_the_words_that_say_most_are_a_reason() -> None:
    """A kind that is named by the whole shows the words that said it most."""
    table = replace(cue_table(), whole=_says(Kind.PRESS, (0, 14)))
    said = recognise(incoming("We are closing.", subject="Today"), None, OFFICE, table)
    assert ("We are closing", "body") in {(one.words, one.place) for one in said.reasons if one.says == AS_A_WHOLE}


def test_a_plain_request_is_never_lost_to_the_whole() -> None:
    """Where words ask plainly for a review, the whole may at most leave it to a person."""
    text = "I would like a review of the outcome of my complaint PC/01234/26, which the police sent on 4 November."
    share = {Kind.APPLICATION: 1.0, Kind.WITHDRAWAL: 0.5}
    weights = {ALWAYS: [(kind, share.get(kind, -9.0)) for kind in Kind]}
    table = replace(cue_table(), weights=weights, whole=_says(Kind.WITHDRAWAL, (0, 14)))
    assert recognise(incoming(text, "Review"), None, OFFICE, table).kind in (Kind.APPLICATION, Kind.UNCLEAR)


@pytest.mark.parametrize("thanked", [1, 8])
def test_thanks_hide_no_request(thanked: int) -> None:
    """However much somebody thanks, a request among the thanks is read by a person: thanks are filed unread."""
    thanks = "Thank you so much for everything. " * thanked
    text = f"{thanks}\n\nI request a review. Reference CO/01234/26, letter dated 4 November 2026.\n\n{thanks}"
    assert recognise(incoming(text, "Thank you"), None, OFFICE, cue_table()).kind in (Kind.APPLICATION, Kind.UNCLEAR)


@pytest.mark.parametrize(("odds", "flagged"), [(0.5, True), (-4.0, False)])
def test_a_strong_phrase_stands_unless_the_whole_speaks_against_it(odds: float, flagged: bool) -> None:
    """A nurse who quotes her patients is in no danger, and a person is asked all the same."""
    table = replace(cue_table(), whole=_says(Kind.APPLICATION, (0, 4), risk_to_life=odds))
    said = recognise(incoming("My patients tell me: I want to die. Please review it.", "Review"), None, OFFICE, table)
    assert (Flag.RISK_TO_LIFE in said.flags) is flagged
    assert flagged or said.uneasy


def _says(kind: Kind, span: tuple[int, int], **flags: float) -> WholeReader:
    shares = {one: float(one is kind) for one in Kind}
    return lambda _heading, _text: Impression(shares, flags, dict.fromkeys([*Kind, *flags], span))


@pytest.mark.parametrize("kind", [Kind.THANKS, Kind.UNWANTED])
def test_in_another_language_the_whole_files_nothing_unread(kind: Kind) -> None:
    """What is read plainly as a whole is believed in other languages too, unless nobody would look at it then."""
    text = "Dzień dobry, nie zgadzam się z odpowiedzią policji na moją skargę i proszę o ponowne rozpatrzenie sprawy."
    mail, plainly = incoming(text, subject="Skarga"), _says(Kind.PROGRESS_CHASE, (0, 14))
    assert recognise(mail, None, OFFICE, replace(cue_table(), whole=plainly)).kind is Kind.PROGRESS_CHASE
    unread = recognise(mail, None, OFFICE, replace(cue_table(), whole=_says(kind, (0, 14))))
    assert unread.kind is recognise(mail, None, OFFICE, _by_parts()).kind


@pytest.mark.parametrize(
    "text",
    [
        "We are closed until 4 January and nobody reads this in the meantime.",
        "Jesteśmy na urlopie do 4 stycznia i w tym czasie nikt nie czyta tych wiadomości. Odpowiemy po powrocie.",
    ],
)
@pytest.mark.parametrize("kind", [Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE])
def test_what_a_machine_wrote_is_filed_and_not_answered(text: str, kind: Kind) -> None:
    """Without any header that says so, a machine's message is known by how it reads, in other languages too."""
    table = replace(cue_table(), whole=_says(kind, (0, 14)))
    said = recognise(incoming(text, subject="Re: Your review"), None, OFFICE, table)
    assert (said.kind, said.why_not) == (kind, WhyNot.MACHINE)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Your review", "I would like a review of the outcome of my complaint PC/01234/26, dated 4 November."),
        ("Re: Your review", "I wish to withdraw my request for a review."),
        ("Fwd: Out of office", "We are closed until 4 January and nobody reads this in the meantime."),
    ],
)
def test_whoever_means_something_is_no_machine(subject: str, text: str) -> None:
    """Words that name a matter, and mail that is passed on, are never filed as a machine's."""
    table = replace(cue_table(), whole=_says(Kind.AUTOMATIC_REPLY, (0, 14)))
    assert recognise(incoming(text, subject=subject), None, OFFICE, table).kind not in MACHINES


def test_what_says_nothing_is_not_read_as_a_whole() -> None:
    """Where there is no text nobody is asked."""
    asked: list[str] = []
    recognise(
        incoming("", subject="Review"), None, OFFICE, replace(cue_table(), whole=lambda _, said: asked.append(said))
    )
    assert asked == []


def test_what_a_gate_takes_for_a_machines_is_named_by_its_words() -> None:
    """What looks like a machine's is no other kind by how it reads; a danger in it is heard all the same."""
    mail = incoming("I am away until Monday. I do not see the point of living.", subject="Automatic reply: Review")
    table = replace(cue_table(), whole=_says(Kind.PRESS, (0, 14), **{Flag.RISK_TO_LIFE: 4.0}))
    said = recognise(mail, None, OFFICE, table)
    assert said.kind is Kind.UNCLEAR
    assert said.flags == {Flag.RISK_TO_LIFE}
    assert recognise(incoming("I am away until Monday.", "Automatic reply"), None, OFFICE, table).kind is not Kind.PRESS
    half = replace(table, whole=_says(Kind.PRESS, (0, 14), **{Flag.RISK_TO_LIFE: 1.6}))
    said = recognise(incoming("I am away until Monday.", "Automatic reply: Review"), None, OFFICE, half)
    assert AS_A_WHOLE in {one.says for one in said.uneasy}


@pytest.mark.parametrize("text", ["Chcę się zabić. Nikt mi nie pomaga.", "Rwy'n mynd i ladd fy hun."])
def test_a_danger_in_words_nobody_knows_is_looked_for(text: str) -> None:
    """A few words of another language may set a danger, and are read by a person where they half say one."""
    for odds in (1.6, 4.0):
        table = replace(cue_table(), whole=_says(Kind.UNCLEAR, (0, 14), **{Flag.RISK_TO_LIFE: odds}))
        said = recognise(incoming(text, subject=""), None, OFFICE, table)
        assert Flag.RISK_TO_LIFE in said.flags or said.uneasy


def _by_parts() -> CueTable:
    return replace(cue_table(), whole=nothing_said)


@pytest.fixture
def no_runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine for which the runtime of the language model is not made."""
    whole_reader.cache_clear()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    yield
    whole_reader.cache_clear()


@pytest.mark.usefixtures("no_runtime")
def test_without_the_runtime_messages_are_read_by_their_parts() -> None:
    """Where the runtime is missing everything else works as it does without a language model."""
    assert whole_reader() is None
    mail = incoming("I am not happy with the police's answer to my complaint. Please review it.", subject="Review")
    said = recognise(mail, None, OFFICE, cue_table())
    assert said == recognise(mail, None, OFFICE, _by_parts())
    assert said.kind is Kind.APPLICATION
