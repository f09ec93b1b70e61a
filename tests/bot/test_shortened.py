"""Shortenings of a sentence in its own words that change what it says, and such as do not."""

import pytest

from bot.verify import verify

# Precision, a share, or what somebody no longer is, left out at the front.
FRONT = [
    ("Circa twintig organisaties doen mee aan de proef.", "Twintig organisaties doen mee aan de proef."),
    ("Hooguit twintig organisaties doen mee.", "Twintig organisaties doen mee."),
    ("Zo'n 40 procent van de ouders betaalt.", "40 procent van de ouders betaalt."),
    ("Naar schatting 40 procent van de ouders betaalt.", "40 procent van de ouders betaalt."),
    ("Ten hoogste 40 procent van de ouders betaalt.", "40 procent van de ouders betaalt."),
    ("Een kleine 40 procent van de ouders betaalt.", "40 procent van de ouders betaalt."),
    ("Krap dertig wijkteams werken 's avonds.", "Dertig wijkteams werken 's avonds."),
    ("Vrijwel alle gemeenten kopen zorg in.", "Alle gemeenten kopen zorg in."),
    ("Nagenoeg iedere school heeft een loket.", "Iedere school heeft een loket."),
    ("Eén op drie gemeenten werkt samen.", "Drie gemeenten werkt samen."),
    ("Twee van de vijf scholen krijgen hulp.", "Vijf scholen krijgen hulp."),
    ("Voormalig minister Klijnsma maakt een plan.", "Minister Klijnsma maakt een plan."),
    ("Oud-wethouder Jansen leidt de commissie.", "Jansen leidt de commissie."),
    ("Beoogd voorzitter De Wit leidt het overleg.", "De Wit leidt het overleg."),
]
# What a clause is a part of, left out with who says, denies, asks or wants it.
EMBEDDED = [
    ("Het is een misverstand dat de wachtlijsten groeien.", "De wachtlijsten groeien."),
    ("De minister ontkent dat de wachtlijsten groeien.", "De wachtlijsten groeien."),
    ("De wethouder belooft dat het loket open blijft.", "Het loket open blijft."),
    ("Critici suggereren dat de gemeente te veel betaalt.", "De gemeente te veel betaalt."),
    ("Lezers klagen dat het loket dicht is.", "Het loket dicht is."),
    ("Het rapport onderzoekt of gemeenten te veel betalen.", "Gemeenten te veel betalen."),
    ("De VNG overweegt of zij de hulp betaalt.", "Zij de hulp betaalt."),
    ("Niemand gelooft dat de wijkteams verdwijnen.", "De wijkteams verdwijnen."),
    ("Een fabel: de gemeente betaalt alle hulp.", "De gemeente betaalt alle hulp."),
    ("De VNG eist: gemeenten krijgen meer geld.", "Gemeenten krijgen meer geld."),
    ("Stel, de gemeente betaalt alle hulp.", "De gemeente betaalt alle hulp."),
]
# For whom, on what condition, or up to where, left out at the end.
LIMITED = [
    ("De hulp is gratis voor kinderen onder de 18 jaar.", "De hulp is gratis."),
    ("De hulp is gratis bij een inkomen onder de grens.", "De hulp is gratis."),
    ("De gemeente betaalt de hulp na een verzoek.", "De gemeente betaalt de hulp."),
    ("De gemeente betaalt de hulp tot een maximum van 500 euro.", "De gemeente betaalt de hulp."),
    ("De hulp is gratis in de eerste drie maanden van het jaar.", "De hulp is gratis."),
    ("De gemeente vergoedt reiskosten met een verklaring van de arts.", "De gemeente vergoedt reiskosten."),
    ("Het loket is open op afspraak.", "Het loket is open."),
    ("De gemeente betaalt de hulp, mits het inkomen laag is.", "De gemeente betaalt de hulp."),
    ("De gemeente betaalt de hulp, maar hooguit een jaar.", "De gemeente betaalt de hulp."),
    ("De gemeente stopt niet omdat het geld op is.", "De gemeente stopt niet."),
    ("Het loket ligt tussen de school en de kerk.", "Het loket ligt tussen de school."),
    ("De gemeente heeft de hulp en de zorg afgeschaft.", "De gemeente heeft de hulp."),
    ("De gemeente zet de hulp en de zorg stop.", "De gemeente zet de hulp."),
    ("Het CAK zet hulp, zorg en begeleiding stop.", "Het CAK zet hulp."),
]
# A restriction, or another who acts, within.
WITHIN = [
    ("Ouders die hulp weigeren, verliezen de uitkering.", "Ouders verliezen de uitkering."),
    ("Mensen met een hoog inkomen, zoals ondernemers, betalen zelf.", "Mensen betalen zelf."),
    ("Het CAK, dat de gemeente inschakelt, int de eigen bijdrage.", "De gemeente int de eigen bijdrage."),
    ("Kinderen (onder de 18 jaar) betalen niets.", "Kinderen betalen niets."),
    ("Ouders, mits zij werken, krijgen opvang.", "Ouders krijgen opvang."),
    ("De gemeente, zo hoopt de wethouder, betaalt de hulp.", "De gemeente betaalt de hulp."),
    ("Scholen waar ouders meedoen, krijgen geld.", "Scholen krijgen geld."),
]
# What is left is no sentence.
FRAGMENTS = [
    (
        "In 2015 kregen gemeenten te maken met drie taken in het sociale domein.",
        "In 2015 kregen gemeenten in het sociale domein.",
    ),
    ("De participatiewet – de oude bijstandswet – geldt nog.", "De participatiewet – de oude bijstandswet."),
    ("De wijkteams, die zij gingen formeren, waren anders.", "De wijkteams."),
    ("Die andere focus ging vooral uit naar werk.", "Die andere focus ging vooral."),
    ("Hulp en begeleiding kosten geld.", "Hulp."),
    (
        "Er is een te laag of geen inkomen en de daarbij horende schuldenproblematiek.",
        "Geen inkomen en de daarbij horende schuldenproblematiek.",
    ),
]

SOUND = [
    ("De gemeente Almelo zet de wijkteams in.", "Almelo zet de wijkteams in."),
    ("Staatssecretaris Jetta Klijnsma krijgt gelijk.", "Jetta Klijnsma krijgt gelijk."),
    ("En dus betaalt de gemeente ook de hulp.", "Betaalt de gemeente de hulp."),
    ("De gemeente betaalt de hulp, die veel geld kost.", "De gemeente betaalt de hulp."),
    ("De gemeente betaalt de hulp omdat het Rijk stopt.", "De gemeente betaalt de hulp."),
    ("De gemeente betaalt vervoer, zoals een taxi of een bus.", "De gemeente betaalt vervoer."),
    ("De gemeente betaalt hulp en vraagt een eigen bijdrage.", "De gemeente betaalt hulp."),
    ("Het CAK, dat in Den Haag zit, int de bijdrage.", "Het CAK int de bijdrage."),
    ("Het loket (de Wmo-balie) krijgt klachten.", "Het loket krijgt klachten."),
]


@pytest.mark.parametrize(("quote", "sentence"), FRONT + EMBEDDED + LIMITED + WITHIN + FRAGMENTS)
def test_a_cut_that_changes_what_is_said_is_refused(quote: str, sentence: str) -> None:
    assert verify(quote, quote).reason == ""
    assert not verify(sentence, quote).passed


@pytest.mark.parametrize(("quote", "sentence"), SOUND)
def test_a_cut_that_leaves_what_is_said_passes(quote: str, sentence: str) -> None:
    assert verify(sentence, quote).reason == ""
