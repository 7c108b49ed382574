"""One person's year: what they noted, the sums done by hand, and what is left unknown."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.annee import AnneePersonnelle, etablit_annee
from app.domain.depenses import LIGNES_MAX, Couverture, Depense, Depenses
from app.domain.erreurs import TropDeDepenses
from app.domain.profil import Profil
from tests.factories import AUJOURDHUI, contenu_reel

BAREME = contenu_reel().bareme
ADULTE = Profil.model_validate({"date_naissance": "1980-01-01"})


def soin(acte: str, le: str, quantite: int = 1, prix: str | None = None) -> Depense:
    return Depense(date.fromisoformat(le), acte, quantite=quantite, prix=None if prix is None else Decimal(prix))


def note(libelle: str, le: str, prix: str) -> Depense:
    return Depense(date.fromisoformat(le), libelle=libelle, prix=Decimal(prix))


def annee(
    *lignes: Depense, couverture: Couverture = Couverture.RESPONSABLE, profil: Profil = ADULTE
) -> AnneePersonnelle:
    depenses = Depenses(couverture=couverture)
    for ligne in lignes:
        depenses = depenses.ajouter(ligne)
    return etablit_annee(depenses, profil, AUJOURDHUI, BAREME)


def bouts(annee_: AnneePersonnelle) -> tuple[str, str]:
    return str(annee_.total.minimum), str(annee_.total.maximum)


def test_une_consultation_et_un_osteopathe() -> None:
    """30 € at 70 %: 21 € less 2 € held back, 9 € by the complémentaire, 2 € remain; 60 € nobody pays back."""
    lue = annee(soin("consultation-generaliste", "2026-03-10"), note("Ostéopathe", "2026-06-30", "60.00"))
    assert bouts(lue) == ("62.00", "62.00")
    assert (str(lue.soins.montant), str(lue.autres)) == ("2.00", "60.00")
    assert [(m.premier.month, str(m.total.montant)) for m in lue.mois if m.lignes] == [(3, "2.00"), (6, "60.00")]


@pytest.mark.parametrize(
    ("couverture", "attendus"),
    [
        (Couverture.RESPONSABLE, ("2.00", "2.00")),
        (Couverture.AUCUNE, ("11.00", "11.00")),
        (Couverture.C2S, ("0.00", "0.00")),
        (Couverture.INCONNUE, ("2.00", "11.00")),
    ],
)
def test_une_complementaire_inconnue_donne_les_deux_bouts(couverture: Couverture, attendus: tuple[str, str]) -> None:
    assert bouts(annee(soin("consultation-generaliste", "2026-03-10"), couverture=couverture)) == attendus


def test_les_plafonds_suivent_les_dates_et_disent_ce_qui_reste() -> None:
    lignes = [
        soin("consultation-generaliste", f"2026-{mois:02}-{jour:02}") for mois in (1, 2, 3) for jour in range(1, 11)
    ]
    lue = annee(*reversed(lignes), soin("doliprane-1000", "2026-11-02", 3))
    participation, franchise = lue.plafonds
    assert (str(participation.retenu.montant), str(participation.reste.montant)) == ("50.00", "0.00")
    assert participation.atteint_le == date(2026, 3, 5)
    assert (str(franchise.retenu.montant), str(franchise.reste.montant)) == ("3.00", "47.00")
    assert [ligne.compte.plafond for ligne in lue.lignes if ligne.compte].count("annee") == 5


def test_dix_seances_du_meme_jour_ne_retiennent_que_le_plafond_du_jour() -> None:
    lue = annee(soin("seance-kine", "2026-04-12", 6), soin("seance-kine", "2026-04-12", 4))
    assert str(lue.plafonds[1].retenu.montant) == "4.00"
    assert [ligne.compte.plafond for ligne in lue.lignes if ligne.compte] == ["jour", "jour"]


def test_un_prix_inconnu_n_est_jamais_zero() -> None:
    lue = annee(soin("lunettes-libres", "2026-12-15"), soin("consultation-generaliste", "2026-12-15"))
    assert lue.sans_prix == 1
    assert [ligne.reste is None for ligne in lue.lignes].count(True) == 1
    decembre = lue.mois[11]
    assert (decembre.sans_prix, str(decembre.soins.montant), decembre.a_venir) == (1, "2.00", True)
    assert annee(soin("lunettes-libres", "2026-12-15", prix="300.00")).sans_prix == 0


def test_ce_qui_vient_apres_aujourd_hui_est_prevu() -> None:
    lue = annee(soin("consultation-generaliste", "2026-11-22"), note("Parking", "2026-11-23", "8.00"))
    assert [ligne.prevue for ligne in lue.lignes] == [False, True]
    assert str(lue.prevu.montant) == "8.00"


def test_une_autre_annee_est_dite_et_pas_comptee() -> None:
    lue = annee(soin("consultation-generaliste", "2025-12-31"), note("Parking", "2027-01-01", "8.00"))
    assert (lue.autres_annees, bouts(lue), lue.lignes) == (2, ("0.00", "0.00"), ())


@pytest.mark.parametrize(
    ("naissance", "couverture", "attendu"),
    [
        ("2010-05-01", Couverture.RESPONSABLE, "mineur"),
        ("2008-01-01", Couverture.RESPONSABLE, ""),
        ("2008-01-02", Couverture.RESPONSABLE, "mineur"),
        ("2008", Couverture.RESPONSABLE, ""),
        ("1980", Couverture.C2S, "c2s"),
    ],
)
def test_qui_ne_paie_ni_participation_ni_franchise(naissance: str, couverture: Couverture, attendu: str) -> None:
    profil = Profil.model_validate({"date_naissance": naissance})
    lue = annee(soin("consultation-generaliste", "2026-03-10"), couverture=couverture, profil=profil)
    assert lue.exempte == attendu
    if attendu:
        assert str(lue.plafonds[0].retenu.montant) == "0.00"


def test_la_moyenne_publiee_est_la_derniere() -> None:
    moyenne = annee().moyenne
    assert moyenne is not None
    assert (str(moyenne.valeur), moyenne.depuis.year) == ("292.00", 2024)


def test_les_mois_font_l_annee() -> None:
    """Whatever was noted, the twelve months add up to the total, at both ends."""
    actes = BAREME.index.tous()
    for couverture in Couverture:
        for debut in range(0, len(actes), LIGNES_MAX):
            lignes = [
                soin(a.id, f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", n % 3 + 1)
                for n, a in enumerate(actes[debut : debut + LIGNES_MAX])
            ]
            lue = annee(*lignes, couverture=couverture)
            for bout in ("minimum", "maximum"):
                assert sum(getattr(m.total, bout) for m in lue.mois) == getattr(lue.total, bout)
            assert couverture is Couverture.INCONNUE or lue.total.montant is not None, "only the cover opens a range"


# --- what is kept -------------------------------------------------------------------------------------------------


def test_une_ligne_de_trop_est_refusee_avec_des_mots() -> None:
    depenses = Depenses(tuple(note(str(n), "2026-01-01", "1.00") for n in range(LIGNES_MAX)))
    with pytest.raises(TropDeDepenses, match="60 lignes"):
        depenses.ajouter(note("x", "2026-01-01", "1.00"))


def test_retirer_n_ote_qu_une_ligne_et_seulement_celle_nommee() -> None:
    deux = Depenses().ajouter(note("a", "2026-01-01", "1.00")).ajouter(note("a", "2026-01-01", "1.00"))
    assert len(deux.retirer(deux.lignes[0].cle).lignes) == 1
    assert deux.retirer("autre") == deux
    lignes = [note("a", "2026-01-01", "1.00"), note("a", "2026-01-01", "2.00"), note("b", "2026-01-01", "1.00")]
    lignes += [note("a", "2026-01-02", "1.00"), soin("a", "2026-01-01", 2)]
    assert len({ligne.cle for ligne in lignes}) == 5
