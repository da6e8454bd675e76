"""Which allegations point to the IOPC, and which words only sound like one; evidence for a person, never an answer."""

from __future__ import annotations

import pytest

from handlers.allegations import BY_OTHERS, DISHONESTY, UNLAWFUL
from store.terms import Kind
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
