"""The words of the dates: a file, a message and a sheet that say nothing unless asked to, and one page of paper."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from app.domain.catalogue import Catalogue
from app.domain.rappels import Echeance, Rappel, regrouper
from app.rendering import choses_a_rappeler
from app.rendering import rappels as rendu
from app.rendering.agenda import TITRE_DISCRET, Agenda, RendezVous
from app.rendering.choses_a_rappeler import INTIMES, unite_de
from app.rendering.gabarits import Mode
from app.rendering.presentation import Presentation
from app.rendering.rappels import (
    MESSAGE_MAX,
    message_de,
    page_frigo,
    page_rappels,
    rappels_pour,
    rendez_vous_de,
)
from app.rendering.ressources import STATIQUE
from app.rendering.voix import LECTEUR, Destinataire, Voix
from app.rendering.vues_rappels import VueChose, VueDate
from tests.factories import AUJOURDHUI
from tests.rendering.conftest import Prevoir, visible

CLE = b"k" * 32
LE = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
#: Roots no line of a silent file, message or sheet may hold: a lock screen is read by anyone.
LEXIQUE = re.compile(
    r"sant|médec|medec|docteur|hôpit|hopit|cliniq|pharm|soin|malad|dépist|depist|cancer|sein\b|mammo|frottis|utérus"
    r"|colo|intestin|\bvih|sida|\bist\b|hpv|vaccin|bilan|examen|prévent|prevent|consult|dent|grossess|enceint|tabac"
    r"|alcool|drogue|sexu|contracep|suicid|violence|psy|sécu\b|\bsecu\b|assurance|traitement|sang|ordonnance",
    re.IGNORECASE,
)
PERSONNES: tuple[dict[str, Any], ...] = (
    {"date_naissance": "1972-05-14", "historique": [{"id": "depistage-cancer-sein", "le": "2025-03-10"}]},
    {"date_naissance": "2026-11-18", "sexe": "M"},
    {"date_naissance": "2001-02-28", "reponses": {"fumeur": True}},
    {"date_naissance": "1948", "sexe": "M"},
)


def fichier(rendez_vous: list[RendezVous], marque: str = "1972-05-14/0", le: datetime = LE) -> bytes:
    return Agenda(CLE).write(rendez_vous, marque, le)


def evenements(octets: bytes) -> list[Any]:
    return list(Calendar.from_ical(octets).walk("VEVENT"))


def jour(quand: date) -> Rappel:
    return Rappel(quand, quand.isoformat(), (Echeance("depistage-cancer-sein", quand),))


# --- the calendar file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quand", [date(2027, 3, 14), date(2028, 2, 29), date(2027, 3, 28), date(2026, 12, 31)])
def test_the_file_is_read_back(quand: date) -> None:
    """A whole day without hour nor zone: the same day in Paris, in Nouméa and in Papeete, whatever the clocks do."""
    octets = fichier([RendezVous(jour(quand), TITRE_DISCRET, "Une ligne, puis\nune autre ; voilà.")])
    calendrier = Calendar.from_ical(octets)
    assert (str(calendrier["method"]), str(calendrier["version"])) == ("PUBLISH", "2.0")
    assert "uid" not in calendrier
    (evenement,) = evenements(octets)
    assert (evenement["dtstart"].dt, evenement["dtend"].dt) == (quand, quand + timedelta(days=1))
    assert type(evenement["dtstart"].dt) is date
    assert evenement["dtstamp"].dt == LE
    assert str(evenement["summary"]) == "Rendez-vous personnel"
    assert str(evenement["description"]) == "Une ligne, puis\nune autre ; voilà."
    assert (str(evenement["class"]), str(evenement["transp"])) == ("PRIVATE", "TRANSPARENT")
    assert b"TZID" not in octets


def test_the_alarms_ring_in_the_morning_seven_days_and_one_day_before() -> None:
    (evenement,) = evenements(fichier([RendezVous(jour(date(2027, 3, 14)), TITRE_DISCRET, "")]))
    debut = datetime(2027, 3, 14)  # noqa: DTZ001 - a whole day has no zone
    sonne = [debut + alarme["trigger"].dt for alarme in evenement.walk("VALARM")]
    assert [f"{quand:%Y-%m-%d %H:%M}" for quand in sonne] == ["2027-03-07 09:00", "2027-03-13 09:00"]
    assert {str(alarme["action"]) for alarme in evenement.walk("VALARM")} == {"DISPLAY"}


def test_asked_again_the_events_are_the_same_and_newer() -> None:
    demandes = [RendezVous(jour(date(2027, 3, 14)), TITRE_DISCRET, ""), RendezVous(jour(date(2028, 1, 1)), "B", "")]
    premiers, seconds = (evenements(fichier(demandes, le=LE + timedelta(seconds=n))) for n in (0, 1))
    assert [e["uid"] for e in premiers] == [e["uid"] for e in seconds]
    assert len({e["uid"] for e in premiers}) == 2
    assert all(avant["sequence"] < apres["sequence"] for avant, apres in zip(premiers, seconds, strict=True))


def test_a_clock_set_back_gives_no_version_below_zero() -> None:
    (evenement,) = evenements(fichier([RendezVous(jour(date(2027, 3, 14)), "A", "")], le=LE - timedelta(days=9999)))
    assert evenement["sequence"] == 0


def test_the_number_of_an_event_holds_no_care_and_depends_on_the_key() -> None:
    """The words chosen, the care, its refinement: nothing of it is in the number."""
    quand = date(2027, 3, 14)
    autre = Rappel(quand, quand.isoformat(), (Echeance("vih-une-fois-dans-la-vie", quand),))
    numeros = [
        evenements(Agenda(cle).write([RendezVous(rappel, titre, "")], marque, LE))[0]["uid"]
        for cle, rappel, titre, marque in (
            (CLE, jour(quand), TITRE_DISCRET, "1972-05-14/0"),
            (CLE, autre, "Le test du VIH", "1972-05-14/0"),
            (b"z" * 32, jour(quand), TITRE_DISCRET, "1972-05-14/0"),
            (CLE, jour(quand), TITRE_DISCRET, "1972-05-14/1"),
        )
    ]
    assert numeros[0] == numeros[1]
    assert len(set(numeros)) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", numero) for numero in numeros)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("profil", PERSONNES)
def test_the_silent_file_names_no_care_and_nobody(
    catalogue: Catalogue, prevoir: Prevoir, profil: dict[str, Any], mode: Mode
) -> None:
    lue = prevoir(profil)
    qui = Destinataire(Voix.PROCHE, "Zxqy W.", 1)
    liste = rappels_pour(catalogue, lue).liste
    assert liste
    texte = fichier(rendez_vous_de(catalogue, liste, qui, mode, clairs=False)).decode()
    deplie = texte.replace("\r\n ", "")
    assert LEXIQUE.findall(deplie) == []
    assert not {"Zxqy", "1972", "1948", "2001", *(fiche.id for fiche in catalogue.fiches)} & set(
        re.findall(r"[\w-]+", deplie)
    )
    assert {str(e["summary"]) for e in evenements(texte.encode())} == {TITRE_DISCRET}


@pytest.mark.parametrize("profil", PERSONNES)
def test_the_lexicon_would_catch_clear_words(catalogue: Catalogue, prevoir: Prevoir, profil: dict[str, Any]) -> None:
    """The planted leak: the same file in clear words."""
    for rappel in rappels_pour(catalogue, prevoir(profil)).liste:
        clair = rendez_vous_de(catalogue, [rappel], LECTEUR, Mode.NORMAL, clairs=True)
        assert LEXIQUE.search(fichier(clair).decode().replace("\r\n ", ""))


@pytest.mark.parametrize("mode", list(Mode))
def test_the_clear_file_names_each_thing_and_the_way_without_internet(
    catalogue: Catalogue, prevoir: Prevoir, mode: Mode
) -> None:
    liste = rappels_pour(catalogue, prevoir(PERSONNES[1])).liste
    textes = rendez_vous_de(catalogue, liste, Destinataire(Voix.ENFANT, "A.B.", 2), mode, clairs=True)
    for rappel, evenement in zip(liste, textes, strict=True):
        assert evenement.titre.startswith("Pour A.B. : ")
        for echeance in rappel.echeances:
            unite = unite_de(catalogue, echeance)
            titre = unite.falc.titre if mode is Mode.FALC else unite.normal.titre
            assert titre in evenement.texte.replace("\u00a0", " ").replace("\u202f", " ")
            assert echeance.detail in evenement.texte.replace("\u00a0", " ")
    assert ", et 2 autres" in textes[0].titre


# --- the message ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", [1, 2, 12, 60])
def test_the_message_fits_and_says_only_dates(nombre: int) -> None:
    septembre = [Echeance("x", date(2027, 9, 1) + timedelta(days=n)) for n in range(nombre)]
    message = message_de(regrouper(septembre, AUJOURDHUI).liste, Destinataire(Voix.PROCHE, "WWWWWWWWWWWW", 1))
    assert message is not None
    assert len(message.texte) <= MESSAGE_MAX
    assert LEXIQUE.findall(message.texte) == []
    assert "1er septembre 2027" in message.texte
    comptes = message.texte.count(" 2027")
    autres = re.search(r"et (\d+) autres? dates?", message.texte)
    assert comptes + int(autres[1] if autres else 0) == nombre
    assert message.sms.startswith("sms:?body=Dates%20")
    assert " " not in message.sms + message.courriel
    assert message.courriel.startswith("mailto:?subject=Dates%20")


def test_no_date_no_message() -> None:
    assert message_de((), LECTEUR) is None


def test_the_script_that_shares_is_light() -> None:
    assert len((STATIQUE / "js" / "partager.js").read_bytes()) < 600


# --- the page and the sheet ----------------------------------------------------------------------------------------


def test_each_date_is_told_clearly_and_silently(presentation: Presentation, prevoir: Prevoir) -> None:
    page = visible(page_rappels(presentation, prevoir(PERSONNES[0]), Mode.NORMAL).texte)
    assert "10 mars 2027" in page
    assert page.replace("\u00a0", " ").count("Pour les noter sans détail : « Rendez-vous personnel », et le jour.") == 1
    assert "cette page ne garde ni adresse, ni numéro" in page


def test_the_sheet_is_silent_unless_asked_and_never_names_what_is_intimate(
    presentation: Presentation, catalogue: Catalogue, prevoir: Prevoir
) -> None:
    lue = prevoir({})
    intimes = [
        unite.normal.titre
        for rappel in rappels_pour(catalogue, lue).liste
        for e in rappel.echeances
        if (unite := catalogue.par_id.get(e.unite)) is not None and unite.famille in INTIMES
    ]
    assert intimes
    silencieuse = visible(page_frigo(presentation, lue, Mode.NORMAL, clairs=False).texte)
    dates = silencieuse.partition("Dates à retenir")[2].partition("Qui appeler")[0]
    assert LEXIQUE.findall(dates.partition("← Mes rappels")[2] or dates) == []
    claire = visible(page_frigo(presentation, lue, Mode.NORMAL, clairs=True).texte)
    assert "Test de dépistage du cancer" in claire
    assert [titre for titre in intimes if titre in claire] == []
    assert TITRE_DISCRET in claire


def test_an_intimate_name_on_the_sheet_is_caught(
    presentation: Presentation, catalogue: Catalogue, prevoir: Prevoir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: nothing is intimate."""
    monkeypatch.setattr(choses_a_rappeler, "INTIMES", frozenset())
    claire = visible(page_frigo(presentation, prevoir({}), Mode.NORMAL, clairs=True).texte)
    assert catalogue.par_id["vih-une-fois-dans-la-vie"].normal.titre in claire


def test_the_sheet_tells_dates_in_order_and_counts_the_others(
    presentation: Presentation, catalogue: Catalogue, prevoir: Prevoir
) -> None:
    page = visible(page_frigo(presentation, prevoir(PERSONNES[1]), Mode.NORMAL, clairs=False).texte)
    assert page.index("25 novembre 2026") < page.index("26 novembre 2026") < page.index("18 décembre 2026")
    gardees = page.count(TITRE_DISCRET)
    assert f"Il reste {len(rappels_pour(catalogue, prevoir(PERSONNES[1])).liste) - gardees} dates, dès le " in page


@pytest.mark.parametrize("mode", list(Mode))
def test_nobody_has_a_sheet_to_fill_in(presentation: Presentation, prevoir: Prevoir, mode: Mode) -> None:
    texte = page_frigo(presentation, prevoir({"date_naissance": None}), mode, clairs=False).texte
    assert texte.count('class="a-ecrire"') == rendu.LIGNES_VIDES[mode]
    assert "36 46" in visible(texte)


def test_a_vaccine_is_named_on_the_page_and_leads_to_its_own(presentation: Presentation, prevoir: Prevoir) -> None:
    lue = prevoir({"date_naissance": "2026-10-02"})
    normal = page_rappels(presentation, lue, Mode.NORMAL).texte
    assert 'href="/vaccins/dtcap-hib-hepb-nourrisson"' in normal
    assert "2 décembre 2026" in visible(normal)
    falc = "".join(page_rappels(presentation, lue, Mode.FALC, numero).texte for numero in (1, 2, 3))
    assert "C'est un vaccin." in visible(falc)


def test_the_wall_names_no_vaccine_that_says_more_than_an_age(presentation: Presentation, prevoir: Prevoir) -> None:
    enceinte = prevoir(
        {"date_naissance": "1995-05-14", "reponses": {"grossesse": True}, "dernieres_regles": "2026-05-20"}
    )
    assert "grossesse (vaccin)" in visible(page_rappels(presentation, enceinte, Mode.NORMAL).texte)
    claire = visible(page_frigo(presentation, enceinte, Mode.NORMAL, clairs=True).texte)
    assert "(vaccin)" in claire
    assert "grossesse (vaccin)" not in claire


def test_the_month_of_a_screening_says_it_is_another_chance(presentation: Presentation, prevoir: Prevoir) -> None:
    lue = prevoir({"date_naissance": "1972-05-14"})
    page = visible(page_rappels(presentation, lue, Mode.NORMAL).texte)
    assert "Octobre rose" in page
    assert "une autre occasion, si ce n'est pas fait" in page


def test_a_day_too_full_for_the_wall_keeps_its_date_and_what_fits() -> None:
    choses = tuple(VueChose(f"Une chose à faire, la {n}e de ce jour", "") for n in range(12))
    (seule,) = rendu._sur_une_page([VueDate("Le 29 novembre", "", choses, maintenant=True)], Mode.FALC)
    assert 0 < len(seule.choses) < 12
    assert seule.choses == choses[: len(seule.choses)]
    assert seule.neutre == TITRE_DISCRET
    (entiere,) = rendu._sur_une_page([VueDate("Le 29 novembre", "", choses[:2], maintenant=True)], Mode.FALC)
    assert (entiere.choses, entiere.neutre) == (choses[:2], "")
