"""Sentences in other words that say something else, and such as do not, whatever a reader thinks of them.

By what is changed; beside a reviewer's examples stand others of ours that the same rule must hold for.
"""

from collections.abc import Sequence

import pytest

from bot.verify import verify


class Agrees:
    """Thinks of every sentence that the text says so."""

    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        return [9.0 for _ in sentences]


UNITS = {
    "De gemeente beslist binnen zes weken na de aanvraag.": [
        "De gemeente beslist binnen zes maanden na de aanvraag.",
        "De gemeente beslist zes weken na de aanvraag.",
        "De gemeente beslist na zes weken over de aanvraag.",
        "De gemeente beslist zes weken voor de aanvraag.",
        "De gemeente beslist binnen zes dagen na de aanvraag.",
    ],
    "De eigen bijdrage is € 19 per maand.": [
        "De eigen bijdrage is € 19 per week.",
        "De eigen bijdrage is 19 procent per maand.",
        "De eigen bijdrage kost € 19.",
        "De eigen bijdrage is jaarlijks € 19.",
        "De eigen bijdrage duurt 19 maanden.",
    ],
    "Een gezin krijgt € 1.250 per jaar.": ["Een gezin krijgt € 1.250 per maand."],
    "De gemeente reageert binnen 5 werkdagen.": [
        "De gemeente reageert binnen 5 weken.",
        "De gemeente reageert binnen vijf uur.",
    ],
    "In 2015 koos 8 procent van de gemeenten voor wijkteams.": [
        "In 2015 kozen 8 gemeenten voor wijkteams.",
        "In 2015 kozen acht wijkteams voor gemeenten.",
    ],
    "Het tekort is 3 miljoen euro.": ["Het tekort is 3 miljoen procent.", "Het tekort is 3 euro."],
}
PREPOSITIONS = {
    "Sinds 2013 werkt Breda met wijkteams.": [
        "Tot 2013 werkte Breda met wijkteams.",
        "Voor 2013 werkte Breda met wijkteams.",
        "In 2013 werkte Breda met wijkteams.",
    ],
    "De wet ging in op 1 januari 2015.": [
        "De wet ging in voor 1 januari 2015.",
        "De wet ging na 1 januari 2015 in.",
    ],
    "Jongeren onder de 18 jaar betalen niets.": [
        "Jongeren boven de 18 jaar betalen niets.",
        "Jongeren van 18 jaar betalen niets.",
    ],
    "De vergoeding is maximaal 500 euro.": [
        "De vergoeding is minimaal 500 euro.",
        "De vergoeding is 500 euro.",
    ],
}
RANGES = {
    "Een wijkteam telt 8 tot 12 medewerkers.": [
        "Een wijkteam telt 12 medewerkers.",
        "Een wijkteam telt acht medewerkers.",
        "Een wijkteam telt 8 en 12 medewerkers.",
        "Een wijkteam telt meer dan 12 medewerkers.",
    ],
    "Tussen 2012 en 2014 daalde het aantal aanvragen.": [
        "Na 2014 daalde het aantal aanvragen.",
        "In 2014 daalde het aantal aanvragen.",
        "Vanaf 2012 daalde het aantal aanvragen.",
    ],
    "Kinderen van 4 t/m 11 jaar krijgen hulp.": ["Kinderen van 11 jaar krijgen hulp."],
}
FRACTIONS = {
    "Een derde van de gemeenten heeft een tekort.": [
        "Een kwart van de gemeenten heeft een tekort.",
        "De helft van de gemeenten heeft een tekort.",
        "Drie gemeenten hebben een tekort.",
    ],
    "De helft van de ouders betaalt mee.": [
        "Een kwart van de ouders betaalt mee.",
        "60 procent van de ouders betaalt mee.",
    ],
    "Een kwart van de teams is klaar.": ["Driekwart van de teams is klaar."],
    "Het plan komt in het voorjaar van 2016.": [
        "Het plan komt in het najaar van 2016.",
        "Het plan komt in de herfst van 2016.",
    ],
    "Eind 2014 begon de proef.": ["Begin 2014 begon de proef."],
}
CONDITIONS = {
    "De gemeente betaalt de hulp, mits de cliënt een indicatie heeft.": [
        "De gemeente betaalt de hulp, tenzij de cliënt een indicatie heeft.",
        "De gemeente betaalt de hulp van de cliënt met een tekort.",
    ],
    "De gemeente betaalt de hulp, tenzij de cliënt geen indicatie heeft.": [
        "De gemeente betaalt de hulp als de cliënt geen indicatie heeft.",
        "De gemeente betaalt de hulp, mits de cliënt geen indicatie heeft.",
        "De gemeente betaalt de hulp bij de cliënt die geen indicatie heeft.",
    ],
    "Alle ouders betalen, behalve alleenstaande ouders.": ["Alle ouders betalen als zij alleenstaand zijn."],
}
HEDGES = {
    "De VNG vreest dat de kosten stijgen.": [
        "De VNG hoopt dat de kosten stijgen.",
        "De VNG wil dat de kosten stijgen.",
    ],
    "De minister wil dat gemeenten meer samenwerken.": [
        "Gemeenten willen dat de minister meer samenwerkt.",
        "De minister vreest dat gemeenten meer samenwerken.",
    ],
    "Gemeenten mogen een eigen bijdrage vragen.": [
        "Gemeenten zijn verplicht een eigen bijdrage te vragen.",
        "Gemeenten vragen een eigen bijdrage.",
        "Gemeenten moeten een eigen bijdrage vragen.",
    ],
    "De minister ontkent dat de wachtlijsten groeien.": [
        "De wachtlijsten worden langer.",
        "De minister zegt dat de wachtlijsten groeien.",
    ],
    "De wethouder belooft dat het loket open blijft.": ["Het loket blijft open."],
    "Het is een misverstand dat de gemeente alles betaalt.": ["De gemeente betaalt alles."],
    "De teams zouden minder kosten.": ["De teams moeten minder kosten."],
}
ROLES = {
    "De gemeente stelt de eigen bijdrage vast en het CAK int die.": [
        "Het CAK stelt de eigen bijdrage vast en de gemeente int die.",
        "Het CAK stelt de eigen bijdrage vast.",
        "De eigen bijdrage wordt door het CAK vastgesteld.",
    ],
    "Het UWV beoordeelt of iemand kan werken.": ["Iemand beoordeelt of het UWV kan werken."],
    "De SVB betaalt de zorgverleners.": [
        "Zorgverleners betalen de SVB.",
        "De cliënt betaalt de zorgverleners.",
        "De SVB wordt door de zorgverleners betaald.",
    ],
    "Het Rijk kort de gemeenten.": ["De gemeenten korten het Rijk.", "Het Rijk wordt gekort door gemeenten."],
    "Het Rijk draagt taken over aan gemeenten.": [
        "Gemeenten dragen taken over aan het Rijk.",
        "Aan het Rijk dragen gemeenten taken over.",
    ],
    "Een consulent bespreekt de aanvraag met de aanvrager.": [
        "Een wijkverpleegkundige bespreekt de aanvraag met de aanvrager.",
        "Een cliënt bespreekt de aanvraag met de consulent.",
    ],
    "De aanbieder stuurt de rekening.": ["De cliënt stuurt de rekening."],
    "De gemeenteraad besluit over het budget.": ["De gemeente besluit over het budget."],
}
NEGATIONS = {
    "Niet alle gemeenten werken met wijkteams.": [
        "Alle gemeenten werken niet met wijkteams.",
        "Gemeenten werken niet met wijkteams.",
        "Alle gemeenten werken met wijkteams.",
    ],
    "Wijkteams hebben geen eigen budget.": ["Wijkteams hebben geen budget."],
    "Er is geen tweede loket.": ["Er is geen loket."],
    "Sommige gemeenten werken samen.": [
        "Gemeenten werken samen.",
        "De gemeenten werken samen.",
        "De meeste gemeenten werken samen.",
    ],
    "De meeste ouders zijn tevreden.": ["De ouders zijn tevreden."],
    "Veel wijkteams missen kennis.": ["Wijkteams missen kennis."],
    "De gemeente betaalt de hulp, en niet het CAK.": ["De gemeente betaalt de hulp niet, maar het CAK."],
}
SPEAKERS = {
    "Volgens de VNG werken er 8 teams.": ["Er werken acht teams."],
    "Volgens het onderzoek noemt 8 procent van de gemeenten participatie.": [
        "8 procent van de gemeenten noemt participatie.",
    ],
}
SWAPS = {
    "In Utrecht daalde het aantal aanvragen, in Rotterdam steeg het.": [
        "In Rotterdam daalde het aantal aanvragen, in Utrecht steeg het.",
        "In Utrecht steeg het aantal aanvragen.",
    ],
    "Breda heeft 5 wijkteams en Tilburg 9.": [
        "Breda heeft 9 wijkteams en Tilburg 5.",
        "Tilburg heeft vijf wijkteams.",
    ],
    "De Jeugdwet gaat over kinderen, de Participatiewet over werk.": [
        "De Participatiewet gaat over kinderen, de Jeugdwet over werk.",
    ],
    "In 2014 was het tekort 3 miljoen euro, in 2016 was het 8 miljoen euro.": [
        "In 2014 was het tekort 8 miljoen euro, in 2016 was het 3 miljoen euro.",
        "In 2016 was het tekort 3 miljoen euro.",
    ],
    "Grote gemeenten kiezen wijkteams, kleine gemeenten kiezen een loket.": [
        "Kleine gemeenten kiezen wijkteams, grote gemeenten kiezen een loket.",
    ],
    "Eerst praat het team met de ouders, daarna belt het de school.": [
        "Eerst belt het team de school, daarna praat het met de ouders.",
    ],
}
CAUSES = {
    "De kosten stijgen doordat meer ouderen thuis wonen.": [
        "Meer ouderen wonen thuis doordat de kosten stijgen.",
        "De kosten stijgen, waardoor meer ouderen thuis wonen.",
    ],
    "De vraag naar zorg groeide.": ["De vraag naar zorg kromp.", "De vraag naar zorg is gekrompen."],
    "Het aantal klachten nam toe.": ["Het aantal klachten nam af."],
    "De prijzen zijn gestegen.": ["De prijzen daalden."],
}
# Written after the checks, and put to them before anything was mended.
OTHERS = {
    "Het SCP onderzocht tien gemeenten in 2012.": ["Tien gemeenten onderzochten het SCP in 2012."],
    "De school meldt het kind bij het wijkteam.": ["Het wijkteam meldt het kind bij de school."],
    "De huisarts verwijst ouders naar het wijkteam.": ["Ouders verwijzen de huisarts naar het wijkteam."],
    "De rechter wees het verzoek van de gemeente af.": ["De gemeente wees het verzoek van de rechter af."],
    "De raad controleert het college.": ["Het college controleert de raad."],
    "Almelo werkt samen met Hengelo en betaalt de helft.": ["Hengelo betaalt de helft."],
    "Wethouder Jansen kritiseert minister De Jonge.": ["Minister De Jonge kritiseert wethouder Jansen."],
    "Bij de 12 teams werken 80 mensen.": ["Bij de 80 teams werken 12 mensen."],
    "Het budget daalde van 40 naar 25 miljoen euro.": ["Het budget daalde van 25 naar 40 miljoen euro."],
    "Het budget steeg met 5 procent.": ["Het budget steeg naar 5 procent."],
    "De termijn is acht weken, voor spoed twee weken.": ["De termijn is twee weken, voor spoed acht weken."],
    "Uiterlijk 1 juli 2016 is het plan er.": ["Vanaf 1 juli 2016 is het plan er."],
    "Kinderen jonger dan 12 mogen gratis mee.": ["Kinderen ouder dan 12 mogen gratis mee."],
    "Minstens 30 uur per week is er iemand.": ["Hoogstens 30 uur per week is er iemand."],
    "Twee op de drie ouders zijn tevreden.": ["Een op de drie ouders is tevreden."],
    "Ruim de helft van de teams is klaar.": ["Bijna de helft van de teams is klaar."],
    "In de zomer sluit het loket op maandag.": ["In de zomer sluit het loket op dinsdag."],
    "De minister overweegt de wet te wijzigen.": ["De minister wijzigt de wet."],
    "Critici vrezen dat ouders afhaken.": ["Ouders haken af."],
    "Alleen ouders met schulden krijgen hulp.": ["Ouders krijgen hulp."],
    "De wijkteams werken samen, behalve in Breda.": ["De wijkteams werken samen in Breda."],
    "Als de gemeente betaalt, helpt het team.": ["Als het team helpt, betaalt de gemeente."],
    "De hulp is goedkoper omdat ze korter duurt.": ["De hulp duurt korter omdat ze goedkoper is."],
}
FALSE = [
    (quote, sentence)
    for kind in (
        UNITS,
        PREPOSITIONS,
        RANGES,
        FRACTIONS,
        CONDITIONS,
        HEDGES,
        ROLES,
        NEGATIONS,
        SPEAKERS,
        SWAPS,
        CAUSES,
        OTHERS,
    )
    for quote, sentences in kind.items()
    for sentence in sentences
]

HONEST = [
    ("De eigen bijdrage is maximaal € 19 per maand.", "Per maand is de eigen bijdrage ten hoogste € 19,00."),
    ("De eigen bijdrage is € 19 per maand.", "De maandelijkse eigen bijdrage is 19 euro."),
    ("De gemeente beslist binnen zes weken.", "Binnen 6 weken neemt de gemeente een besluit."),
    ("Sinds 2013 werkt Breda met wijkteams.", "Vanaf 2013 werken er in Breda wijkteams."),
    (
        "Een wijkteam telt 8 tot 12 medewerkers.",
        "Er werken tussen acht en twaalf medewerkers in een wijkteam.",
    ),
    ("Tussen 2012 en 2014 daalde het aantal aanvragen.", "Het aantal aanvragen nam van 2012 tot 2014 af."),
    ("Ruim twintig teams doen mee.", "Meer dan twintig teams doen mee."),
    ("De helft van de ouders betaalt mee.", "50 procent van de ouders betaalt mee."),
    ("25 procent van de teams is klaar.", "Een kwart van de teams is klaar."),
    ("Slechts 8 procent koos wijkteams.", "Niet meer dan 8 procent koos voor wijkteams."),
    ("De wet ging in op 12 maart 2014.", "De wet ging in op 12-03-'14."),
    ("De wet ging in op 12 maart 2014.", "De wet ging in op 2014-03-12."),
    ("De wet ging in op 1 januari 2015.", "De wet ging in 2015 in."),
    ("Het team heeft acht medewerkers.", "Het team bestaat uit 8 medewerkers."),
    (
        "De gemeente stelt de eigen bijdrage vast en het CAK int die.",
        "Het CAK int de eigen bijdrage die de gemeente vaststelt.",
    ),
    (
        "De gemeente stelt de eigen bijdrage vast en het CAK int die.",
        "De gemeente bepaalt de eigen bijdrage; het CAK int die.",
    ),
    (
        "De gemeente stelt de eigen bijdrage vast.",
        "De eigen bijdrage wordt door de gemeente vastgesteld.",
    ),
    ("De gemeente stelt geld beschikbaar.", "Er is geld van de gemeente."),
    ("Het Rijk draagt taken over aan gemeenten.", "Gemeenten krijgen taken van het Rijk."),
    ("Het college beslist over de aanvraag.", "Burgemeester en wethouders beslissen over de aanvraag."),
    ("De SVB betaalt de zorgverleners.", "De Sociale Verzekeringsbank betaalt de zorgverleners."),
    (
        "Het Sociaal en Cultureel Planbureau onderzocht de teams.",
        "Het SCP deed onderzoek naar de teams.",
    ),
    ("Sommige gemeenten werken samen.", "Sommige gemeenten werken met elkaar samen."),
    ("Niet alle gemeenten werken met wijkteams.", "Sommige gemeenten werken zonder wijkteams."),
    (
        "Alle cliënten betalen een eigen bijdrage, behalve kinderen.",
        "Kinderen betalen als enigen geen eigen bijdrage.",
    ),
    ("De VNG vreest dat de kosten stijgen.", "Volgens de VNG dreigen de kosten te stijgen."),
    ("Gemeenten mogen een eigen bijdrage vragen.", "Een eigen bijdrage kunnen gemeenten vragen."),
    ("De gemeente betaalt, tenzij het CAK betaalt.", "De gemeente betaalt, behalve als het CAK betaalt."),
    ("De gemeente betaalt, mits u in Breda woont.", "De gemeente betaalt als u in Breda woont."),
    ("Breda heeft 5 wijkteams en Tilburg 9.", "Tilburg heeft negen wijkteams."),
    ("Breda heeft 5 wijkteams en Tilburg 9.", "In Breda zijn vijf wijkteams, in Tilburg negen."),
    (
        "In Utrecht daalde het aantal aanvragen, in Rotterdam steeg het.",
        "In Rotterdam steeg het aantal aanvragen, in Utrecht daalde het.",
    ),
    (
        "De kosten stijgen doordat meer ouderen thuis wonen.",
        "Doordat meer ouderen thuis wonen, stijgen de kosten.",
    ),
    (
        "De kosten stijgen doordat meer ouderen thuis wonen.",
        "Meer ouderen wonen thuis, waardoor de kosten stijgen.",
    ),
    ("Wijkteams hebben geen eigen budget.", "Een eigen budget hebben wijkteams niet."),
    ("Het aantal klachten nam toe.", "Het aantal klachten steeg."),
    ("Het SCP onderzocht tien gemeenten in 2012.", "In 2012 zijn tien gemeenten door het SCP onderzocht."),
    (
        "Volgens de onderzoekers weten gemeenten weinig van burgers.",
        "De onderzoekers zeggen dat gemeenten weinig weten van burgers.",
    ),
    (
        "Uit de interviews blijkt dat gemeenten bezuinigen op welzijn.",
        "Gemeenten bezuinigen op welzijn, zo blijkt uit interviews.",
    ),
    ("Wethouder Jansen vindt het team te groot.", "Het team is volgens wethouder Jansen te groot."),
    ("De gemeenten kregen minder geld van het Rijk.", "Het Rijk gaf gemeenten minder geld."),
    (
        "Niet de gemeente maar het Rijk betaalt de uitkering.",
        "Het Rijk betaalt de uitkering, niet de gemeente.",
    ),
    ("Het college van Breda nam vorig jaar 12 mensen aan.", "Vorig jaar heeft Breda 12 mensen aangenomen."),
    ("De vrijwilligers worden begeleid door een coördinator.", "Een coördinator begeleidt de vrijwilligers."),
    ("Van de 30 gemeenten hebben er 12 een wijkteam.", "12 van de 30 gemeenten hebben een wijkteam."),
    (
        "Het aantal klachten daalde van 40 in 2014 naar 25 in 2016.",
        "In 2016 waren er 25 klachten, in 2014 nog 40.",
    ),
]


@pytest.mark.parametrize(("quote", "sentence"), FALSE)
def test_what_says_something_else_is_refused_even_if_a_reader_agrees(quote: str, sentence: str) -> None:
    assert not verify(sentence, quote, Agrees()).passed


@pytest.mark.parametrize(("quote", "sentence"), HONEST)
def test_what_says_the_same_passes_if_a_reader_agrees(quote: str, sentence: str) -> None:
    assert verify(sentence, quote, Agrees()).reason == ""


@pytest.mark.parametrize("quote", sorted({quote for quote, _ in FALSE + HONEST}))
def test_every_quote_says_what_it_says(quote: str) -> None:
    assert verify(quote, quote).reason == ""


ALMELO = "De gemeente Almelo zet de wijkteams de komende tijd meer in op vroegsignalering en samenwerking."


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("Almelo stopt met wijkteams.", "weighty"),
        ("Almelo sluit de wijkteams.", "weighty"),
        ("Almelo betaalt de wijkteams.", "weighty"),
        ("Almelo helpt Almelo.", "repeated"),
        ("De wijkteams doen de wijkteams doen.", "repeated"),
        ("Almelo is.", "statement"),
        ("Almelo zet de wijkteams meer in op samenwerking, en Almelo op vroegsignalering.", ""),
    ],
)
def test_words_that_turn_a_matter_and_loops_are_refused(sentence: str, check: str) -> None:
    assert verify(sentence, ALMELO, Agrees()).check == check


def test_what_the_source_says_is_no_new_turn() -> None:
    assert verify(
        "Breda stopt met het team.", "De gemeente Breda is gestopt: zij stopt met het team.", Agrees()
    ).passed
