"""Which allegations point to the IOPC, and which words only sound like one; evidence for a person, never an answer."""

from __future__ import annotations

import pytest

from handlers.allegation_words import DISHONESTY, UNLAWFUL
from handlers.body_told import AS_TOLD
from handlers.done_by import BY_ITSELF, BY_OTHERS
from store.terms import Kind, ReviewBody
from tests.test_facts import mail

OPEN = (DISHONESTY, UNLAWFUL)
POINTS_THERE = (
    "An officer pushed me down the stairs.",
    "He put his knee on my neck.",
    "They sprayed me with PAVA.",
    "The dog bit me while I was lying down.",
    "I was handcuffed so tight my wrists bled.",
    "He grabbed me by the throat.",
    "The sergeant touched my breast during the search.",
    "They strip searched my 15 year old.",
    "He called me a P*** and told me to go home. It was racist.",
    "They only stopped me because I'm Black.",
    "They treated me like that because I am a Traveller.",
    "My brother died in the cell.",
    "My mum was found dead after they refused to come.",
    "Commander Hale ordered it.",
    "The Deputy Chief Constable wrote to my employer.",
    "He looked me up on the police computer for his mate.",
    "The officer passed my address to my ex.",
    "They planted drugs on me.",
    "The officer stole £200 from my wallet.",
    "He took money to drop it.",
    "He lied in court under oath.",
    "The officer asked me out after taking my statement.",
    "The constable sent me pictures of himself.",
    "He drove the van into me and broke my leg.",
    "They tasered him twice.",
    "The officer slapped my son.",
    "I lost the baby after they pushed me over.",
    "she was tazed",
    "He was homophobic and laughed at my boyfriend.",
    "The police were told he would kill her and did nothing and she was murdered.",
    "shoved me against the wall",
    "he punched my mate in the face",
    "bent my arm up my back till it cracked",
    "they smashed my face into the bonnet",
    "The PC threw me to the floor",
    "I was hit with a baton",
    "The copper kneed me in the back and I heard a crack.",
    "Two of them jumped on me and one sat on my head.",
    "He took me down so hard I needed stitches.",
    "My daughter, 14, was thrown on the floor by a male officer.",
    "She said 'your lot are all the same' and I think it is because I wear a hijab.",
    "The custody sergeant left my diabetic brother in the cell without insulin and he died.",
    "They used a spit hood and I couldn't breathe.",
    "Superintendent? No, the Assistant Commissioner signed it off.",
    "This was referred to the IOPC who sent it back.",
    "The constable called me a dirty pikey.",
    "he stamped on my foot on purpose",
    "An officer headbutted me.",
    "They left me on the ground with a broken ankle",
    "I was pepper sprayed",
    "The officer took £50 out of my purse",
    "he elbowed me in the face in the van",
    "PC Dale deleted the video on my phone and falsified his notes",
    "He was restrained on the floor, he went blue and he died.",
    "My son died in 2024 in custody.",
    "My complaint is about being punched in the van.",
    "The police were violent with me.",
    "Commander Hale told me so himself.",
    "They tortured him, the officers did.",
    "One of them pulled her up by her hair.",
    "He was dragging my grandson across the yard.",
    "The sergeant threatened to break my arm.",
    "I have six stitches over the eye from the officer's ring.",
    "The PC kept texting my wife after he took her statement.",
    "There were forty messages, all from his own phone.",
    "He asked what I was wearing.",
    "The constable had his hands where he had no business.",
    "Another had his hand up my skirt, the PC I mean.",
    "I say that the officer took the money.",
    "They counted it in the hall and one of them had it away.",
    "The property sheet says £400, so the cash is £200 short.",
    "The takings were £90 less when custody gave them back.",
    "My husband is in the force and he was looking up my new address.",
    "She asked me for my passport before I could say what had been stolen.",
    "He said people like you ought to be grateful.",
    "He said somebody your age should not drive.",
    "The officer yanked my arm up behind my back until something popped.",
    "Two of them knelt on me by the bins.",
    "He put my face into the bonnet twice.",
    "They kept me in handcuffs while I gave birth.",
    "The PC called my brother a monkey.",
    "She told me to speak English if I want help.",
    "They mimicked my accent the whole way to the station.",
    "He tried to kiss me in the interview room.",
    "The detective has been sleeping with a witness.",
    "My daughter was told to take off her clothes while he watched.",
    "There was £800 in the tin before they came and £300 after.",
    "The sergeant altered his notebook, it is in different ink.",
    "The officer told the judge something that he knew was not true.",
    "They put a knife in my bag that was never mine.",
    "He ran my number plate because his wife parks next to me.",
    "The film of my nan was put on WhatsApp.",
    "Somebody at the station told my ex husband where I am living.",
    "They left me in the cell without my insulin.",
    "He hit a wall on the moped with their van behind him and is paralysed.",
    "My case is with the IOPC already.",
    "The force sent it to the IOPC.",
)
POINTS_NOWHERE = (
    "I could have died of embarrassment.",
    "Nobody rang me back.",
    "He was rude to me.",
    "My neighbour punched me and the police did nothing.",
    "My son was assaulted by three boys and the officer closed the case after a day.",
    "The officer did not come when my car was stolen.",
    "I was robbed and they never came.",
    "He broke my phone.",
    "They broke my door.",
    "I am disabled and need large print.",
    "My husband died in 2019 and the clock was his.",
    "My late wife's ring was taken by the burglar.",
    "She was killed by a driver and they never told me the court date.",
    "The thieves stole my bike.",
    "My ex hit me and the police closed it.",
    "I was punched by a man in the pub. The officer lost my statement.",
    "the Commissioner's office",
    "Dear Police and Crime Commissioner",
    "I was the victim of a racist attack by my neighbour and the police recorded it wrong.",
    "It broke my heart.",
    "I was dying to know.",
    "The letter says I used force on the door.",
    "my hands are blind with arthritis",
    "They hit the nail on the head.",
    "I have a brain injury from a fall years ago.",
    "the officer beat about the bush",
    "The call handler hung up on me.",
    "It took 4 hours to come out.",
    "He told me to calm down dear.",
    "My van was towed and crushed.",
    "They gave me the wrong crime number.",
    "I asked for the CCTV from the bus and it was wiped.",
    "My late father's medals were stolen and they did nothing.",
    "My wife hit the roof when she read it.",
    "They knocked on the wrong door.",
    "The window was broken and nobody took prints.",
    "The kids kick a ball against my wall and the PCSO laughs.",
    "The officer lost my passport.",
    "Somebody hit my parked car and drove off.",
    "I suffer from chronic pain and depression.",
    "My neighbour threatens me with a bat and the police do nothing.",
    "He struck me as bored.",
    "I have been pushed from pillar to post.",
    "It was a blow to be told no.",
    "They beat me to it.",
    "my complaint got knocked back",
    "a burglar broke my arm in 2024 and the detective never rang",
    "The doctor said my blood pressure hit the ceiling",
    "they kicked my case into the long grass",
    "He threw the letter at me",
    "I grabbed my coat",
    "My father died in his sleep in 2011. The officer lost his medals.",
    "My husband died three years ago from asbestosis and the constable laughed at his lathe.",
    "I nearly died when my appendix burst, and the officer was less sympathetic than the surgeon.",
    "A man was kicked to death, I read it in the paper, and the officer asked me where I had been.",
    "I grew up in a house where my father hit my mother and no constable ever came.",
    "My job gets me assaulted about twice a year.",
    "They have thrown away my husband's razor.",
    "I had been a bit slow with my papers.",
    "The tour was a great hit with the children and then the officer came.",
    "The officer lost the papers about my stolen trailer.",
    "A courier said that the bank was corrupt.",
    "I have been at the fracture clinic.",
    "I cannot read it because of a brain injury.",
    "The constable discriminated perfectly well between red and green.",
    "I make no point about my religion.",
    "The answer is signed on behalf of the Commander.",
    "We have written to the Commander as well.",
    "I have been tortured since February by the noise.",
    "I beat him at draughts on Sundays.",
    "My cat was strangled and nobody came.",
    "I looked her up before I wrote.",
    "My ex was there. He hit me twice.",
    "On New Year's Eve I was beaten up in the street.",
    "Some poachers threw him in the river.",
    "The door had been banging all night.",
    "We were in stitches about the typing.",
    "The money came short this month, so forgive the late stamp.",
    "My sister keeps texting me to get on with it.",
    "At my age one has to write things down.",
    "Two blokes in masks punched my dad in the face.",
    "I heard the Assistant Commissioner on the wireless.",
    "The Assistant Chief Constable's office sent me a receipt.",
    "He stood on my front path with his chainsaw.",
    "I have a photo of his shoulder number.",
    "I took my coat off because the room was hot.",
    "I was paralysed with fear that I was late.",
    "The pharmacy was shut and I was without my tablets.",
    "I put it on Facebook myself.",
    "They laughed and said that it happens to them too.",
    "I first sent this to the IOPC by mistake.",
    "My letter was strangled at birth, so to speak.",
    "We were battered 5-0 that night.",
    "The letter bears the signature of a Commander.",
)


def plainly(text: str) -> list[str]:
    """What plainly points to the IOPC in a request with these words."""
    limbs = mail(f"I want a review. {text}", kind=Kind.APPLICATION).limbs
    return [cue.quote.says for cue in limbs if cue.quote.says not in OPEN and not cue.quote.says.endswith(BY_OTHERS)]


@pytest.mark.parametrize("text", POINTS_THERE)
def test_what_was_alleged_of_the_police_points_to_the_iopc(text: str) -> None:
    """Force, discrimination, sexual matters, corruption, deaths, serious injuries, high ranks, referrals."""
    assert plainly(text)


@pytest.mark.parametrize("text", POINTS_NOWHERE)
def test_what_others_did_and_figures_of_speech_do_not(text: str) -> None:
    """What a neighbour or a burglar did leaves the body open, and a figure of speech says nothing."""
    assert not plainly(text)


def test_a_death_that_came_by_itself_is_told_as_such() -> None:
    """A natural death is marked, so that a flag set by the word alone points nowhere."""
    quotes = [
        cue.quote.says for cue in mail("I want a review. My father died in his sleep.", kind=Kind.APPLICATION).limbs
    ]
    assert [BY_ITSELF in says and says.endswith(BY_OTHERS) for says in quotes] == [True]
    assert BY_ITSELF not in mail("My brother died in the cell.", kind=Kind.APPLICATION).limbs[0].quote.says


NAMES_US = (
    "It says on the letter that I can ask MOPAC for a review.",
    "letter 11 nov says mopac at bottom",
    "It lists you, mopac, as who to appeal to.",
    "Each of us has a letter, and both name the Office of the Police and Crime Commissioner.",
    "Please take it on, review body shown as MOPAC.",
    "It's MOPAC on the letter.",
    "Who reviews it according to the letter: “Mayor's Office for Policing & Crime”",
    "On the back it is put that any appeal must go to the Mayors Office for policing.",
    "To: MOPAC (as advised in the last paragraph of the force's letter)",
    "I was told at the foot of the letter to address MOPAC, so good day MOPAC.",
    "CO/00981/26; they wrote on 3 September; it says the Commissioner (your office) reviews.",
    "The letter of 2 October names you as the body.",
    "My letter gives your office as the one to write to.",
    "Which body does your letter name?: MOPAC",
    "Who does the letter say should review it? Mayor's Office for Policing and Crime",
    "There is a bit at the end about MOPAC and twenty eight days.",
    "At the end is: if not content, Mayor's Office for Policing and Crime.",
    "It is to go to the Commissioner's people, as the letter says the Commissioner's people do it.",
    "Paper say ask commissioner office.",
    "The email said it goes to the mayors office for policing, thats you isnt it?",
    "The deadline for applying to MOPAC is given as 9 November.",
)
NAMES_NOBODY = (
    "The letter does not mention MOPAC.",
    "Dear MOPAC, I want a review of the outcome letter.",
    "My MP copied the letter to MOPAC and said so.",
    "The letter says the Commissioner is proud of his officers.",
    "Does the letter say MOPAC?",
    "Your letter says that MOPAC has my file.",
    "The police told me at the counter that MOPAC pays for the cameras.",
    "It says the officer was moved to a post funded by MOPAC.",
    "My neighbour was told by the council in a letter to ask the Mayor's Office about lighting.",
    "It says they followed the IOPC guidance on how to look at camera footage.",
    "The letter identifies the Mayor's Office as the review body; we doubt that it can be right.",
    "The letter says that I may ask you within 28 days.",
    "Does the letter mean that I go to MOPAC, or is that the council?",
    "It says the IOPC reviewed the referral in May and sent it back to the force.",
)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("It says on the letter that I should write to the IOPC for a review.", ReviewBody.DIRECTOR_GENERAL),
        ("On the last page is written that I can ask the I.O.P.C. for review.", ReviewBody.DIRECTOR_GENERAL),
        ("It says on the bottom that I should right to the I owe PC", ReviewBody.DIRECTOR_GENERAL),
        ("The letter does give the Independent Office as the ones to write to.", ReviewBody.DIRECTOR_GENERAL),
        ("The letter says the IOPC is not the body to review this.", None),
        ("The officer said the IOPC was no use.", None),
        *((text, ReviewBody.LOCAL_POLICING_BODY) for text in NAMES_US),
        *((text, None) for text in NAMES_NOBODY),
    ],
)
def test_what_a_reader_says_their_letter_names(text: str, body: ReviewBody | None) -> None:
    """Either body, as told; nothing that is said of us otherwise."""
    named = mail(text, kind=Kind.APPLICATION).review_body_named
    assert (named.value if named else None) is body
    assert named is None or named.quote.says == AS_TOLD


def test_what_an_office_says_of_us_is_not_what_a_letter_names() -> None:
    """Only the public retells its letters."""
    text = "They were told in the letter to go to MOPAC."
    assert mail(text, kind=Kind.FORCE_QUERY, sender="psd@force.example").review_body_named is None
    assert mail(text, kind=Kind.APPLICATION).review_body_named is not None


def test_a_paper_beside_the_letter_may_name_the_body() -> None:
    """An attached paper that names the relevant review body is read, unless it is the writer's own."""
    paper = ("rights.pdf", "Relevant review body: the Mayor's Office for Policing and Crime (MOPAC).")
    named = mail("Please review.", paper, kind=Kind.APPLICATION).review_body_named
    assert named is not None
    assert named.value is ReviewBody.LOCAL_POLICING_BODY
    own = ("mine.pdf", "I want this looked at again. The relevant review body is MOPAC, and I disagree.")
    assert mail("Please review.", own, kind=Kind.APPLICATION).review_body_named is None
