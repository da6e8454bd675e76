"""READ BETWEEN THE LINES: risk is seen in plain words, in hidden ones and in bad spelling; idioms stay idioms."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from bot.recognising.words import cue_table
from config import cues
from config.cues import EXAMPLES
from handlers.evidence import CueTable, compile_cues, words_of
from handlers.flags import COUNTED, SAYS, flags_of
from handlers.kinds import URGENT
from handlers.leanings import counted, features
from handlers.recognise import recognise
from handlers.said import read_words
from handlers.tellings import NEAR, learn_each
from store.messages import Incoming, OfficeDomains, Recognition
from store.terms import Flag, WhyNot

TABLE = cue_table()
OFFICE = OfficeDomains("reviews@lpb.example", ("lpb.example",), ("mps.example",), ("iopc.example",))
RISK, THREAT, CHILD, HOME = URGENT
LONG_LETTER = "I asked at the desk for the log and was given a form. The form had two pages and neither was mine. " * 40


def read(
    text: str, subject: str = "", sender: str = "ada.marlow@quill.example", table: CueTable = TABLE
) -> Recognition:
    """What a message is taken to be."""
    incoming = Incoming(
        sender=sender, return_path=sender, to=(OFFICE.mailbox_address,), subject=subject, text=text, new_text=text
    )
    return recognise(incoming, None, OFFICE, table)


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        (RISK, "I have stopped the milk and put the keys in an envelope for the landlord. The dog went on Sunday."),
        (RISK, "im gona end it 2nite tell the sgt he won"),
        (RISK, "He has given away his tools and says that he won't need them where he is going."),
        (RISK, "No need to write back, there will be nobody here to open it."),
        (RISK, "I stand too near the edge of the platform and let the trains go by. Each day it is harder."),
        (THREAT, "You have until Friday, then I start on your windows and after the windows whoever sits behind them."),
        (THREAT, "Such a pretty road your colleague lives in. Her little girls walk to school alone, I notice."),
        (THREAT, "My brother has left the house with a hammer to find that officer. Please warn someone."),
        (CHILD, "The toddlers next door are on their own again with the lights off and I can hear the baby crying."),
        (CHILD, "They came for one night and now they have my bank card and my bed and say when I can go out."),
        (CHILD, "Her grandson takes her pension every week and she has bruises on her wrists."),
        (HOME, "He checks my phone when he gets in, so please only ring on Mondays when he is at the gym."),
        (
            HOME,
            "He has seen your letter and is sat with me now. He says to say I won't be needing it. "
            "He goes through my phone.",
        ),
        (HOME, "My husband keeps my passport and gives me ten pounds on a Friday. I have to show him receipts."),
    ],
)
def test_what_is_said_without_its_name_is_seen_anywhere(flag: Flag, said: str) -> None:
    """A risk told in nobody's set words calls a person, alone and far down in a long letter, and nothing answers it."""
    for text in (said, f"{LONG_LETTER}\n\n{said}\n\n{LONG_LETTER}"):
        found = read(text)
        assert flag in found.flags
        assert found.why_not is WhyNot.RISK


@pytest.mark.parametrize(
    "said",
    [
        "I am going to k i l l m y s e l f tonight and nobody will notice.",
        "im gonna k*ll myself",
        "i want to d1e tonight",
        "thinking of s*icide every night now",
    ],
)
def test_words_written_so_that_a_filter_would_miss_them_are_seen(said: str) -> None:
    """People write with signs in a word, or letter by letter, what they expect to be hidden otherwise."""
    assert RISK in read(f"{LONG_LETTER}\n\n{said}\n\n{LONG_LETTER}").flags


@pytest.mark.parametrize(
    "said",
    [
        "Dear Sir or Madam, I would like a review. Kind regards, Ada Marlow",
        "I could murder a curry after four hours in that waiting room. Please look at the outcome again.",
        "I am losing the will to live filling in this form, ha ha.",
        "My battery died and I am tied up with moving house, so this is late.",
        "I won't be here next week, I am on holiday in Wales. My neighbour has a key for the post.",
        "The officer threatened to arrest me if I carried on filming, and that is my complaint.",
        "The sergeant works in the domestic abuse unit but my complaint is only about how he parked.",
        "My husband and I disagree with the outcome about our noisy neighbours.",
        "Nobody was hurt and the children were at their nan's.",
        "I'll be at your reception on Monday at ten to hand in the papers.",
    ],
)
def test_figures_of_speech_and_everyday_words_call_nobody(said: str) -> None:
    """Idioms, quoted threats and everyday mentions of knives, husbands and holidays are not taken for risk."""
    assert not read(said).flags.intersection(URGENT)


def test_the_sentence_that_says_so_is_shown() -> None:
    """The person who looks sees which sentence set the flag, as it was written."""
    found = read("Please review PC/01919/26. My nan has given her rings away; she says she won't be needing them.")
    shown = {quote.words for quote in found.reasons if quote.says == SAYS}
    assert RISK in found.flags
    assert any("rings away" in words or "needing them" in words for words in shown)


def test_an_office_is_taken_at_its_plain_word_only() -> None:
    """A sentence that merely reads like a risk sets no flag in mail from the police, the IOPC or a colleague."""
    said = "He has given away his tools and says that he won't need them where he is going."
    for sender in ("psu@mps.example", "casework@iopc.example", "kit.rowan@lpb.example"):
        assert RISK not in read(said, sender=sender).flags
    assert RISK in read("The complainant is suicidal and told us so today.", sender="psu@mps.example").flags


def test_what_only_reads_like_a_danger_in_an_offices_mail_is_read_by_a_person() -> None:
    """A hint of danger from the police sets no flag, and its sentence is kept for a person; everyday words are not."""
    found = read("He has given away his tools and won't need them where he is going.", sender="psu@mps.example")
    assert RISK not in found.flags
    assert "given away his tools" in found.uneasy[0].words
    assert not read("The six papers on your list are attached.", sender="psu@mps.example").uneasy


@pytest.mark.parametrize(
    ("young", "grown"),
    [
        ("can i complain if im 15\n\ntwo officers took my mates keys last night", "my bus was 15\n\nminutes late"),
        ("I'm 16 and this is my complaint about the police.", "When I was 16 they stopped me; I am 58 now."),
        ("My brother is only 13 and they put him in the van.", "My brother is 34 and they put him in the van."),
    ],
)
def test_who_says_that_they_are_a_child_is_heard(young: str, grown: str) -> None:
    """Somebody under 18 now is seen by their age however short the mail; an age of long ago or of a grown-up is not."""
    assert Flag.MINOR in read(young).flags
    assert Flag.MINOR not in read(grown).flags


def test_a_flag_without_weights_is_set_by_a_strong_phrase_alone() -> None:
    """Tables that hold no weights for flags still set them by their strong phrases, and not by a hint."""
    bare = replace(TABLE, flag_weights={})
    assert RISK in read("I am going to kill myself.", table=bare).flags
    assert RISK not in read("There was a suicide on the line that day.", table=bare).flags


def test_every_flag_that_words_can_tell_has_examples_and_a_measure() -> None:
    """Each flag read from sentences has example lines, and those that call a person have lines that nearly say it."""
    names = set(EXAMPLES["flags"])
    read = {str(flag) for flag in Flag} - COUNTED
    assert read == {name for name in names if not name.startswith(NEAR)} == TABLE.flag_weights.keys()
    assert {NEAR + name for name in URGENT} <= names


def test_an_example_teaches() -> None:
    """A line added to the examples is enough for a mail that says the same to be seen, and a near miss to be spared."""
    said, nearly = "The heron has left the pond and will not be back", "The heron has left the pond and eaten my fish"
    lines = {name: counted([words_of(line, TABLE) for line in given]) for name, given in
             {"risk_to_life": [said], "not_risk_to_life": [nearly]}.items()}  # fmt: skip
    told = learn_each(lines, ())
    scores = [told.of(features(words_of(line, TABLE))).get("risk_to_life", 0.0) for line in (said, nearly)]
    assert scores[0] > 3 > 0 >= scores[1]


def test_a_table_without_examples_reads_its_cues() -> None:
    """Where an office keeps no example lines, the cue rows alone set flags."""
    rows = tuple(cue for cue in cues.load() if cue.table != "examples")
    assert RISK in read("I am suicidal.", table=compile_cues(rows)).flags


def test_flags_cost_little() -> None:
    """A letter of three hundred words is read for all flags within a few milliseconds."""
    text = LONG_LETTER[: 300 * 5]
    said = read_words(Incoming(sender="ada@quill.example", text=text, new_text=text), None, OFFICE, TABLE)
    flags_of(said, TABLE)
    began = process_time()
    for _ in range(20):
        flags_of(said, TABLE)
    assert (process_time() - began) / 20 < 0.02


@pytest.mark.parametrize(
    "said",
    [
        "My brother took his own life in 2014 and this brought it all back.",
        "They put my old overdose on the form though it was years ago.",
        "When I was nineteen I jumped from a bridge, and the letter mentions it as if it mattered.",
    ],
)
def test_what_is_long_past_sets_no_flag_and_a_person_reads_it(said: str) -> None:
    """An old death or a past attempt stops no letter, and its words are kept for whoever looks."""
    found = read(f"I would like a review of the outcome of my complaint PC/01234/26. {said}")
    assert RISK not in found.flags
    assert found.uneasy
    assert found.why_not is None


@pytest.mark.parametrize(
    ("flag", "over", "not_over"),
    [
        (
            RISK,
            "In April I was suicidal and an officer sneered. I'm well now and back at work.",
            "In April I was suicidal and an officer sneered. I am still not safe with myself.",
        ),
        (
            RISK,
            "Last year I took an overdose. I am doing fine now.",
            "Last year I took an overdose. I am doing fine now. I want to die.",
        ),
        (
            RISK,
            "Two officers decided I was about to kill myself. I was watching birds.",
            "Two officers decided I was about to jump. They are right and I am going to kill myself.",
        ),
        (
            THREAT,
            'The constable told me: "I will find you. I know where you live." That is my complaint.',
            "The constable told me to go home. I will kill him.",
        ),
        (
            THREAT,
            "The sergeant said he would put him in hospital if he came back.",
            "I told the sergeant I would put him in hospital if he came back.",
        ),
        (
            RISK,
            "I took an overdose in 2016 and the letter mocks it.",
            "I took an overdose in 2016 and I want to finish what I began with an overdose.",
        ),
        (
            RISK,
            "In April I took an overdose. I am well now.",
            "In April I took an overdose. Nobody asked how I am.",
        ),
        (
            THREAT,
            'The officer said to me: "I know where you live." I wrote it down.',
            'My son told the officer who said it was over: "I know where you live." I wrote it down.',
        ),
        (
            HOME,
            "Nobody is frightened of him any more, he went to prison in 2019.",
            "I am frightened of him, he is outside.",
        ),
    ],
)
def test_what_is_over_denied_or_an_officers_own_goes_to_a_person(flag: Flag, over: str, not_over: str) -> None:
    """Words of danger that tell of what is over, was denied or was an officer's to say set no flag; a twin does."""
    asks = "I would like a review of the outcome of my complaint PC/01234/26. "
    found = read(asks + over)
    assert flag not in found.flags
    assert found.uneasy
    assert flag in read(asks + not_over).flags


def test_a_prison_that_is_only_named_is_not_where_the_writer_is() -> None:
    """Who visits a prison or works in one is free; who writes from a cell is not."""
    asks = "I would like a review of the outcome of my complaint PC/01234/26. "
    assert Flag.PRISON not in read(asks + "I was visiting my cousin at HMP Wellmarsh when the dog barked.").flags
    assert Flag.PRISON not in read(asks + "I live opposite HMP Wellmarsh and was stopped outside my door.").flags
    assert Flag.PRISON in read(asks + "I am in prison, HMP Wellmarsh, so please write to my cell.").flags


def test_what_no_one_sentence_says_is_asked_about_all_the_same() -> None:
    """Where all that speaks of a danger is faint and misspelt, or a child may write, a person looks."""
    text = (
        "i hav tooken all of the tabblets wot the docter giv me, feel sleapy now, just wanted u 2 no it was importent"
    )
    found = read(text)
    assert RISK in found.flags or found.uneasy
    child = read("I am doing my GCSEs and live with my nan. The police were rude to me. Can I appeal the letter?")
    assert Flag.MINOR in child.flags or child.uneasy
