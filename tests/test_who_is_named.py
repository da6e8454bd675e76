"""Who complained and who writes for them: desks and robots, forms, couples, helpers, short forms; nobody is guessed."""

from __future__ import annotations

import pytest

from handlers.name_forms import one_written_short
from handlers.shown_name import called_like_a_desk
from store.terms import Flag, Kind
from tests.test_facts import doubts, mail, value

ASKS = "Please look at PC/1/26 again.\n"


def told(text: str, shown: str = "", **more: object) -> tuple[str | None, str | None]:
    """The complainant and the representative of a request with these words from a sender shown like this."""
    found = mail(text, sender_name=shown, kind=more.pop("kind", Kind.APPLICATION), **more)  # type: ignore[arg-type]
    return value(found.complainant_name), value(found.representative_name)


@pytest.mark.parametrize(
    ("shown", "sender"),
    [
        ("Report-It Portal", "portal@post.example"),
        ("Legal Aid Hub", "hello@post.example"),
        ("Team 3", "team3@post.example"),
        ("Blue Lamp Bulletin", "news@post.example"),
        ("GuardGate", "gate@post.example"),
        ("Brindle Lettings Disputes", "disputes@brindlelettings.example"),
        ("Anonymous", "x1@post.example"),
    ],
)
def test_a_desk_or_robot_is_nobody(shown: str, sender: str) -> None:
    """What is shown as the sender is no complainant where it is a desk's, firm's or robot's; who signs is."""
    assert told(ASKS, shown, sender=sender) == (None, None)
    assert told(f"{ASKS}Ada Brindle", shown, sender=sender) == ("Ada Brindle", None)


@pytest.mark.parametrize(
    ("shown", "sender", "name"),
    [
        ("Bo Ward", "b77@post.example", "Bo Ward"),
        ("Ada Marketing", "ada.marketing@post.example", "Ada Marketing"),
        ("Capt. Ada Brindle", "x@post.example", "Ada Brindle"),
        ("Revd Bo Cray", "x@post.example", "Bo Cray"),
        ("DJ Bo (Bo Cray)", "x@post.example", "Bo Cray"),
        ("李娜 Na Li", "x@post.example", "Na Li"),
        ("Trần Mỹ Linh", "x@post.example", "Trần Mỹ Linh"),
        ("bo cray", "x@post.example", "Bo Cray"),
        ("bo_cray", "x@post.example", None),
        ("angry tenant", "x@post.example", None),
    ],
)
def test_a_person_is_known_by_what_is_shown(shown: str, sender: str, name: str | None) -> None:
    """Titles go, a name in brackets or of one alphabet stays, and a surname that is also a desk's word is a surname."""
    assert told(ASKS, shown, sender=sender) == (name, None)


def test_two_words_in_one_are_a_robots_name() -> None:
    """A capital inside a word is a robot's, unless families have such names."""
    assert called_like_a_desk("PrisonPost")
    assert not called_like_a_desk("McBrindle")
    assert not called_like_a_desk("DeShawn")


@pytest.mark.parametrize(
    ("signed", "shown", "name"),
    [
        ("Ada B", "Ada Brindle", "Ada Brindle"),
        ("ada", "A. Brindle", "Ada Brindle"),
        ("Tony Cray", "Antony Cray", "Antony Cray"),
        ("Ada Brindle RGN", "", "Ada Brindle"),
        ("It was late. Ada Brindle", "", "Ada Brindle"),
    ],
)
def test_the_fullest_form_is_taken(signed: str, shown: str, name: str) -> None:
    """Initials, pet names and letters behind a name give way to the form that says most."""
    assert told(f"{ASKS}{signed}", shown) == (name, None)


def test_other_words_are_no_name() -> None:
    """ "My name is right" tells no name where the sender shows another, and a stranger with one surname is another."""
    found = mail(f"{ASKS}I want a letter in which my name is right, please.", sender_name="Ada Brindle")
    assert (value(found.complainant_name), doubts(found)) == ("Ada Brindle", set())
    assert one_written_short("Ada B", "Ada Brindle")
    assert not one_written_short("Ada C", "Ada Brindle")
    assert not one_written_short("Bea Brindle", "Ada Brindle")


@pytest.mark.parametrize(
    "row",
    [
        "Full name ....... Ada Brindle",
        "Full name\nAda Brindle",
        "| Name | Ada Brindle |",
        "2. First name: Ada\n3. Last name: Brindle",
        "Prisoner: Ada Brindle  Number: A1234BC",
    ],
)
def test_a_form_names_who_fills_it_in(row: str) -> None:
    """However a form draws its rows, the answer to the question for a name is the complainant."""
    assert told(f"New entry\n{row}\nReference: PC/1/26\n", "Web Form", sender="forms@post.example") == (
        "Ada Brindle",
        None,
    )


def test_a_form_filled_in_for_another_names_both() -> None:
    """The complainant of a form is whom it calls so, and who fills it in writes for them."""
    form = "Your name: Bo Cray\nComplainant's name: Ada Brindle\n"
    assert told(form, "Web Form", sender="forms@post.example") == ("Ada Brindle", "Bo Cray")
    assert told("Your name: Ada Brindle\nComplainant: A. Brindle\n", "Web Form")[1] is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("We each complained.\nAda Brindle\nBo Brindle", "Ada Brindle"),
        ("We would like a review.\nAda and Bo", "Ada and Bo Brindle"),
        ("We would like a review.\nAda and Bo Brindle", "Ada Brindle"),
        ("We both complained.\nAda Brindle + Bo Brindle", "Ada Brindle"),
    ],
)
def test_two_who_sign_are_both_named(text: str, shown: str) -> None:
    """Two people who write together are both complainants, however they sign."""
    assert told(text, shown) == ("Ada Brindle; Bo Brindle", None)


def test_a_firm_below_a_name_is_no_second_person() -> None:
    """Somebody's business below their name, or a firm of two names, is nobody who complains with them."""
    assert told("We each complained.\nAda Brindle\nBrindle Livery", "Ada Brindle") == ("Ada Brindle", None)
    assert told("We ask again.\nCray & Daughter Ceramics", "Ada Brindle") == ("Ada Brindle", None)


@pytest.mark.parametrize(
    "text",
    [
        "I'm Ada Brindle's support worker. She asks for a review.\nBo Cray",
        "As Ada Brindle's advocate I ask for a review.\nBo Cray",
        "I am the carer of Mrs Ada Brindle. She asks for a review.\nBo Cray",
        "I have power of attorney for my mother, Ada Brindle. Please review.\nBo Cray",
        "My wife Ada Brindle wants a review. You have the form, I can speak for her.\nBo Cray",
        "I Ada Brindle A1234BC give my brother Bo leave to deal with this.\nBo Cray",
        "She wants it looked at again.\nBo Cray for Ada Brindle",
    ],
)
def test_who_writes_for_another_says_so(text: str) -> None:
    """A helper who says in plain words for whom they write is the representative, without any flag."""
    assert told(text, "Bo Cray") == ("Ada Brindle", "Bo Cray")


def test_a_short_name_is_written_out_as_the_letter_has_it() -> None:
    """A first name or a surname alone is given in full where the letter has just one such name in full."""
    flags = [Flag.REPRESENTATIVE]
    short = "My grandson Jay has asked me to write.\nIvy Vane"
    assert told(short, "Ivy Vane", subject="Jay Orme, PC/1/26", flags=flags) == ("Jay Orme", "Ivy Vane")
    assert told(short, "Ivy Vane", subject="Jay Orme and Jay Lisle", flags=flags) == ("Jay", "Ivy Vane")
    client = "We act for Mr Orme. Mr Jay Orme has signed our form.\nFell LLP"
    assert told(client, "Fell LLP", flags=flags) == ("Jay Orme", "Fell LLP")


@pytest.mark.parametrize(
    "text",
    [
        "I hold power of attorney for my father, but the complaint is mine. Review it, please.\nAda Brindle",
        "I disagree with the decision on my complaint. My mother was there.\nAda Brindle",
        "He has asked me to leave. I want it reviewed.\nAda Brindle",
    ],
)
def test_their_own_complaint_is_nobody_elses(text: str) -> None:
    """Who says that the complaint is theirs represents nobody, though a flag or a word may look like it."""
    assert told(text, "Ada Brindle", flags=[Flag.REPRESENTATIVE] if "my complaint" in text else []) == (
        "Ada Brindle",
        None,
    )


def test_a_member_is_no_complainant_and_a_ward_no_client() -> None:
    """Who is elected writes for somebody or asks for themselves; their ward is nobody for whom they write."""
    asks = "I represent Poplar Court ward. How many reviews are open?\nBo Cray"
    assert told(asks, "Cllr Bo Cray", kind=Kind.ELECTED_REPRESENTATIVE) == (None, None)
    for_one = mail(
        f"A resident wrote. She is upset. {asks}", sender_name="Cllr Bo Cray", kind=Kind.ELECTED_REPRESENTATIVE
    )
    assert (value(for_one.complainant_name), value(for_one.representative_name)) == (None, "Bo Cray")
    assert doubts(for_one) == {"client_not_named"}


@pytest.mark.parametrize(
    ("shown", "text", "who"),
    [
        ("Post Room, Fell Law", "Our client Mr Jay Orme asks for a review.", "Fell Law"),
        ("Ivy Vane", "Fell Law acts for Mr Jay Orme, who asks for a review.", "Fell Law"),
        ("Ivy Vane", "We act for Mr Jay Orme.\nYours faithfully\npp Fell LLP", "Fell LLP"),
        ("Fell Chambers Clerks", "Our client Mr Jay Orme asks for a review.", "Fell Chambers"),
        ("Chaplaincy", "I write on behalf of Mr Jay Orme.\nRegards\nIvy Vane", "Ivy Vane"),
    ],
)
def test_the_representative_is_the_firm_or_the_person(shown: str, text: str, who: str) -> None:
    """A firm of lawyers represents and not its post room; a charity's or chaplain's person does and not their desk."""
    assert told(text, shown, flags=[Flag.REPRESENTATIVE]) == ("Jay Orme", who)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Brindle's complaint is with you. I was the passenger.\nBo Cray", "Ada Brindle"),
        ("I was married to him. Ada Brindle has a review with you.\nBo Cray", "Ada Brindle"),
        ("My name is in a letter. Mr Cray confirmed nothing.\nB. Cray", None),
    ],
)
def test_a_third_party_names_somebody_else(text: str, name: str | None) -> None:
    """Of a third party's mail the complainant is of whom it speaks, and never the writer."""
    assert told(text, "Bo Cray", kind=Kind.THIRD_PARTY) == (name, None)


def test_a_word_before_a_reference_is_no_name_where_the_mail_has_it_small() -> None:
    """ "Overdue PC/1/26" names nobody where the mail says "overdue" too."""
    said = mail("It is overdue, I know.", subject="Overdue PC/1/26", sender="psu@force.example")
    assert said.complainant_name is None
    assert value(mail("Here it is.", subject="Orme PC/1/26", sender="psu@force.example").complainant_name) == "Orme"
