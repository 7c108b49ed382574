"""The doses noted: in order, once each, corrected and taken back; and the schedule by age that names no person."""

from app.domain.calendrier_par_age import appointments_by_age
from app.domain.carnet import add_doses, dose_key, find_dose, remove_dose
from app.domain.dates import Duree, parse_date_approchee
from app.domain.questions_vaccins import vaccine_questions
from app.domain.situation import read_situation
from app.domain.vaccination_dossier import Vaccination
from app.domain.vaccination_saisie import RechercheDeVaccin
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from tests.factories import AUJOURDHUI, contenu_reel, make_profil

CATALOGUE = contenu_reel()


def dose(vaccin: str, le: str) -> Vaccination:
    return Vaccination(vaccin=vaccin, le=parse_date_approchee(le))


def test_doses_are_kept_oldest_first_and_once_each() -> None:
    carnet = add_doses((), [dose("ror", "2015-05"), dose("dtp", "2005"), dose("ror", "2015-05"), dose("ror", "2013")])
    assert [dose_key(d) for d in carnet] == ["dtp 2005", "ror 2013", "ror 2015-05"]


def test_a_dose_is_found_and_taken_back_by_its_name() -> None:
    carnet = add_doses((), [dose("ror", "2015-05"), dose("ror", "2016")])
    assert find_dose(carnet, "ror 2016") == dose("ror", "2016")
    assert find_dose(carnet, "ror 2017") is None
    assert remove_dose(carnet, "ror 2016") == (dose("ror", "2015-05"),)
    assert remove_dose(carnet, "ror 2017") == carnet


def test_the_schedule_by_age_holds_what_age_alone_decides() -> None:
    trouves = appointments_by_age(CATALOGUE.vaccins)
    vus = {(t.ligne.id, t.dose): t.age for t in trouves}
    assert vus["dtcap-hib-hepb-nourrisson", 1] == Duree(2, 0)
    assert vus["dtcap-hib-hepb-nourrisson", 3] == Duree(11, 0)
    assert vus["grippe-65-et-plus", 1] == Duree(65 * 12, 0)
    noms = {t.ligne.id for t in trouves}
    assert not noms & {"coqueluche-grossesse", "grippe-18-64-a-risque", "hpv-rattrapage-15-26", "meningocoque-b-15-24"}
    assert [t.age.mois for t in trouves] == sorted(t.age.mois for t in trouves)
    assert all(t.ligne.genre in ("obligatoire", "recommande") for t in trouves)


def test_every_name_offered_is_read_and_a_slip_is_said_to_be_one() -> None:
    recherche = RechercheDeVaccin(CATALOGUE.vaccins.codes)
    for code in CATALOGUE.vaccins.codes.values():
        assert code.code in recherche.find(code.libelle), code.libelle
        assert not recherche.is_near(code.libelle)
    assert recherche.find("priorixx") == ("ror",)
    assert recherche.is_near("priorixx")
    assert not recherche.is_near("rougeole oreillons")


def test_questions_are_the_open_facts_that_decide_most_lines() -> None:
    lignes = CATALOGUE.vaccins.par_id
    grippe, hepatite = lignes["grippe-18-64-a-risque"], lignes["hepatite-b-adulte-a-risque"]
    previsions = [
        Prevision(grippe, StatutVaccin.PAS_INDIQUE, a_preciser=("diabete", "imc", "risque-grippe")),
        Prevision(lignes["pneumocoque-18-64-a-risque"], StatutVaccin.PAS_INDIQUE, a_preciser=("diabete",)),
        Prevision(hepatite, StatutVaccin.PAS_INDIQUE, a_preciser=("risque-hepatite-b",)),
        Prevision(lignes["hib-rattrapage"], StatutVaccin.A_FAIRE, remplacee_par="autre", a_preciser=("soignant",)),
    ]
    situation = read_situation(make_profil("1980-01-01", sexe="M"), AUJOURDHUI)

    def noms(*tues: str) -> list[str]:
        return [fait.nom for fait, _ in vaccine_questions(previsions, CATALOGUE.faits, situation, frozenset(tues))]

    assert noms()[0] == "diabete"
    assert set(noms()) == {"diabete", "risque-grippe", "risque-hepatite-b"}
    assert set(noms("risque-hepatite-b", "diabete")) == {"risque-grippe"}
