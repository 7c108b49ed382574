"""A year of expenses in the cookie: whole to the cent, small enough, refused when it is not one."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.catalogue import Catalogue
from app.domain.depenses import LIGNES_MAX, Couverture, Depense, Depenses
from app.domain.dossier import PERSONNES_MAX, Dossier, EtatNavigateur
from app.domain.erreurs import ReponsesIllisibles
from app.services import personnes_gardees
from app.services.reponses_chiffrees import OCTETS_MAX, CodecReponses
from tests.web.test_reponses_chiffrees import CLE, MIDI, PROFIL, household


def a_year(catalogue: Catalogue, lignes: int, hasard: random.Random) -> Depenses:
    """Lines as people write them: frequent care, one in four with its price, one in six a cost of their own."""
    frequents = [acte.id for acte in catalogue.bareme.index.frequents()]
    depenses = Depenses(couverture=Couverture.RESPONSABLE)
    for _ in range(lignes):
        le = date(2026, 1, 1) + timedelta(days=hasard.randrange(365))
        prix = Decimal(hasard.randrange(500, 9000)) / 100 if hasard.random() < 0.25 else None
        if hasard.random() < 1 / 6:
            note = hasard.choice(("Ostéopathe", "Parking de l'hôpital", "Crème", "Pansements"))
            depenses = depenses.ajouter(Depense(le, libelle=note, prix=prix or Decimal("12.50")))
        else:
            acte = hasard.choice(frequents)
            depenses = depenses.ajouter(Depense(le, acte, quantite=hasard.choice((1, 1, 3)), prix=prix))
    return depenses


def test_a_year_comes_back_whole_cents_and_words_included(catalogue: Catalogue) -> None:
    codec = CodecReponses(CLE, catalogue.faits, catalogue.par_id, soins=catalogue.bareme.actes)
    limites = (
        Depense(date(2000, 2, 29), libelle="é!🎂", prix=Decimal("0.01")),
        Depense(date(2026, 12, 31), libelle="!", prix=Decimal("99999.99")),
        Depense(date(2026, 12, 31), "seance-kine", quantite=99),
        Depense(date(2026, 12, 31), "seance-kine", prix=Decimal("0.00")),
    )
    for depenses in (Depenses(limites), Depenses((), Couverture.C2S), a_year(catalogue, LIGNES_MAX, random.Random(5))):
        dossier = Dossier().ajouter(EtatNavigateur(PROFIL, depenses=depenses))
        assert codec.open(codec.seal(dossier, MIDI), MIDI) == dossier


def test_a_full_year_and_a_household_with_theirs_fit(catalogue: Catalogue) -> None:
    """Sixty lines for one person, twelve for each of six who answered as people do."""
    codec = CodecReponses(CLE, catalogue.faits, catalogue.par_id, soins=catalogue.bareme.actes)
    hasard = random.Random(9)
    seul = Dossier().ajouter(EtatNavigateur(PROFIL, depenses=a_year(catalogue, LIGNES_MAX, hasard)))
    assert len(codec.set_cookie(seul, MIDI)) <= 1600
    famille = household([PROFIL] * PERSONNES_MAX)
    annees = tuple(replace(personne, depenses=a_year(catalogue, 12, hasard)) for personne in famille.personnes)
    assert len(codec.set_cookie(replace(famille, personnes=annees), MIDI)) <= OCTETS_MAX // 2


def test_a_year_that_is_not_one_is_refused(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    codec = CodecReponses(CLE, catalogue.faits, catalogue.par_id, soins=catalogue.bareme.actes)
    etat = Dossier((EtatNavigateur(depenses=Depenses(couverture=Couverture.AUCUNE)),))
    for paquet in ([], ["peut-etre"], ["oui", ["acte"]], ["oui", ["acte", "hier"]], ["oui", 3], None):
        with monkeypatch.context() as change:
            change.setattr(personnes_gardees, "pack_depenses", lambda _, paquet=paquet: paquet)
            valeur = codec.seal(etat, MIDI)
        with pytest.raises(ReponsesIllisibles):
            codec.open(valeur, MIDI)
