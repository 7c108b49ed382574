"""Who may have their own carnet on which day, and what becomes of two profiles that are one person's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.dates import parse_date_approchee
from app.domain.depenses import Couverture, Depense, Depenses
from app.domain.dossier import VIDE, EtatNavigateur
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.passage import EtapeDeVie, etape_de, joindre, jour_du_consentement, peut_recevoir
from app.domain.profil import ActePasse, Profil
from app.domain.vaccination_dossier import Vaccination
from tests.tables import each

ENFANT, PEUT, MAJEUR, INCONNUE = EtapeDeVie.ENFANT, EtapeDeVie.PEUT_CONSENTIR, EtapeDeVie.MAJEUR, EtapeDeVie.INCONNUE


@each(
    "naissance, le, etape, recoit",
    [
        # 15 years: the eve, the day, the day after.
        ("2011-11-23", "2026-11-22", ENFANT, False),
        ("2011-11-22", "2026-11-22", PEUT, True),
        ("2011-11-21", "2026-11-22", PEUT, True),
        # 18 years.
        ("2008-11-23", "2026-11-22", PEUT, True),
        ("2008-11-22", "2026-11-22", MAJEUR, True),
        ("2008-11-21", "2026-11-22", MAJEUR, True),
        # Born on 29 February: 15 in a common year, 18 in another, 20 in a leap one.
        ("2012-02-29", "2027-02-28", ENFANT, False),
        ("2012-02-29", "2027-03-01", PEUT, True),
        ("2012-02-29", "2027-03-02", PEUT, True),
        ("2008-02-29", "2026-02-28", PEUT, True),
        ("2008-02-29", "2026-03-01", MAJEUR, True),
        ("2008-02-29", "2028-02-29", MAJEUR, True),
        # A month or a year: what every day of it says; surely 15 before anything is given.
        ("2011-11", "2026-11-22", INCONNUE, False),
        ("2011-11", "2026-11-29", INCONNUE, False),
        ("2011-11", "2026-11-30", PEUT, True),
        ("2011", "2026-12-30", INCONNUE, False),
        ("2011", "2026-12-31", PEUT, True),
        ("2008", "2026-11-22", INCONNUE, True),
        ("1950", "2026-11-22", MAJEUR, True),
    ],
)
def test_each_age_says_what_it_lets_do(naissance: str, le: str, etape: EtapeDeVie, recoit: bool) -> None:
    lue, jour = parse_date_approchee(naissance), date.fromisoformat(le)
    assert etape_de(lue, jour) is etape
    assert peut_recevoir(lue, jour) is recoit


def test_nothing_is_given_of_whom_the_birth_is_unknown() -> None:
    assert etape_de(None, date(2026, 11, 22)) is INCONNUE
    assert not peut_recevoir(None, date(2026, 11, 22))


@each("naissance", ["2012-02-29", "2012-02-28", "2011-12-31", "2013", "2012-02", "2011-11-22"])
def test_the_day_that_is_announced_is_the_first_one(naissance: str) -> None:
    lue = parse_date_approchee(naissance)
    jour = jour_du_consentement(lue)
    assert peut_recevoir(lue, jour)
    assert not peut_recevoir(lue, jour - timedelta(days=1))


def someone(**autres: object) -> EtatNavigateur:
    profil = Profil(
        date_naissance=parse_date_approchee("2010-05-14"),
        reponses={"fumeur": None, "imc": 21.0},
        historique=(ActePasse(id="examen-enfant", le=parse_date_approchee("2024-03")),),
        nombre_faits={"examen-enfant": 2},
    )
    doses = (Vaccination(vaccin="ror", le=parse_date_approchee("2011-06")),)
    depenses = Depenses((Depense(date(2026, 3, 2), "", "Lunettes", 1),), Couverture.RESPONSABLE)
    return replace(EtatNavigateur(profil, vaccinations=doses, depenses=depenses), **autres)  # type: ignore[arg-type]


def test_who_has_said_nothing_receives_everything_and_becomes_the_reader() -> None:
    recu = someone(proche=True, numero=3, nom="L.", maladies=(("varicelle", parse_date_approchee("2015")),))
    assert joindre(VIDE, recu) == replace(recu, proche=False, numero=0, nom="")


def test_their_own_answers_stay_and_the_others_complete_them() -> None:
    sien = someone(
        profil=Profil(
            date_naissance=parse_date_approchee("2010"),
            sexe="F",
            reponses={"fumeur": True},
            historique=(ActePasse(id="vue", le=parse_date_approchee("2026-01")),),
        ),
        vaccinations=(Vaccination(vaccin="hpv", le=parse_date_approchee("2023-02-01")),),
        depenses=Depenses((), Couverture.AUCUNE),
        commune="71000 Mâcon",
    )
    tout = joindre(sien, someone(commune="75001 Paris"))
    assert tout.profil.reponses == {"fumeur": True, "imc": 21.0}
    assert (tout.profil.sexe, tout.commune, tout.depenses.couverture) == ("F", "71000 Mâcon", Couverture.AUCUNE)
    assert [acte.id for acte in tout.profil.historique] == ["vue", "examen-enfant"]
    assert [dose.vaccin for dose in tout.vaccinations] == ["ror", "hpv"]
    assert len(tout.depenses.lignes) == 1
    assert joindre(tout, someone()) == tout  # received twice, nothing is there twice


def test_two_births_that_cannot_be_one_are_refused() -> None:
    autre = someone(profil=Profil(date_naissance=parse_date_approchee("2010-05-15")))
    with pytest.raises(PassageRefuse) as refus:
        joindre(autre, someone())
    assert refus.value.raison is RaisonDePassage.AUTRE_PERSONNE
    proche = someone(profil=Profil(date_naissance=parse_date_approchee("2010-05")))
    assert joindre(proche, someone()).profil.date_naissance == parse_date_approchee("2010-05")


def test_more_than_a_profile_holds_is_refused_whole() -> None:
    beaucoup = tuple(Vaccination(vaccin="grippe", le=parse_date_approchee(f"19{an}")) for an in range(30, 90))
    with pytest.raises(PassageRefuse) as refus:
        joindre(someone(vaccinations=beaucoup), someone())
    assert refus.value.raison is RaisonDePassage.TROP
