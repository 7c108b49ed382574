"""One year of care: the caps in the order of reimbursement, month by month; sums done by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.budget_ouvert import ActeDemande, Budget, etablit_budget
from app.domain.soins import SituationDeSoins
from tests.domain.additions import BAREME, ORDINAIRE


def acte(nom: str, le: str, quantite: int = 1, chez: str | None = "x", prix: str | None = None) -> ActeDemande:
    """One line of a year: an act of the catalogue, or a family."""
    connu = BAREME.actes.get(nom)
    return ActeDemande(
        acte=connu,
        famille=None if connu else nom,  # type: ignore[arg-type]
        rembourse_le=date.fromisoformat(le),
        professionnel=chez,
        quantite=quantite,
        prix=None if prix is None else Decimal(prix),
    )


def annee(*actes: ActeDemande, an: int = 2026, **dits: Any) -> Budget:
    """The year of an ordinary adult, but `dits`."""
    situation = {cle: valeur for cle, valeur in {**ORDINAIRE, **dits}.items() if valeur is not ...}
    return etablit_budget(an, SituationDeSoins.model_validate(situation), actes, BAREME)


def totaux(budget: Budget) -> str:
    """Participations and franchises of the year."""
    return f"{budget.participation_forfaitaire.montant} {budget.franchise.montant}"


def test_twenty_five_participations_a_year() -> None:
    jours = [f"2026-{mois:02}-{jour:02}" for mois in (1, 2, 3) for jour in range(1, 11)]
    budget = annee(*(acte("medecin", jour) for jour in jours))
    assert totaux(budget) == "50.00 0.00"
    plafond = budget.plafonds["participation_forfaitaire"]
    assert plafond.atteint_le == date(2026, 3, 5)  # the 25th
    assert (plafond.reste.montant, plafond.reste_nombre) == (Decimal("0.00"), 0)
    assert [ligne.plafond for ligne in budget.lignes].count("annee") == 5


def test_the_order_of_the_request_does_not_matter() -> None:
    avant, apres = acte("medecin", "2024-05-14"), acte("medecin", "2024-05-15")
    assert totaux(annee(apres, avant, an=2024)) == totaux(annee(avant, apres, an=2024)) == "3.00 0.00"
    assert [ligne.prevu.rang for ligne in annee(apres, avant, an=2024).lignes] == [1, 0]


def test_four_participations_a_day_with_the_same_professional() -> None:
    assert totaux(annee(acte("biologie", "2026-01-05", 6))) == "8.00 0.00"
    assert totaux(annee(acte("biologie", "2026-01-05", 3), acte("biologie", "2026-01-05", 3))) == "8.00 0.00"
    assert totaux(annee(acte("biologie", "2026-01-05", 3), acte("biologie", "2026-01-05", 3, chez="y"))) == "12.00 0.00"
    assert totaux(annee(acte("biologie", "2026-01-05", 6, chez=None))) == "12.00 0.00"
    assert totaux(annee(acte("biologie", "2026-01-05", 3), acte("biologie", "2026-01-06", 3))) == "12.00 0.00"


def test_a_blood_test_of_five_analyses_counts_four() -> None:
    budget = annee(acte("bilan-sanguin", "2026-01-05"), acte("biologie", "2026-01-05"))
    assert totaux(budget) == "8.00 0.00"


def test_daily_caps_of_the_franchises() -> None:
    assert (
        totaux(annee(acte("auxiliaire", "2026-01-05", 3), acte("auxiliaire", "2026-01-05", 3, chez="y"))) == "0.00 4.00"
    )
    assert totaux(annee(acte("transport", "2026-01-05", 3))) == "0.00 8.00"
    assert totaux(annee(acte("medicament", "2026-01-05", 12))) == "0.00 12.00"
    assert totaux(annee(acte("auxiliaire", "2024-03-30", 9), an=2024)) == "0.00 2.00"


def test_one_yearly_cap_for_all_the_franchises() -> None:
    budget = annee(
        acte("medicament", "2026-01-05", 45), acte("transport", "2026-02-05", 2), acte("medicament", "2026-03-05")
    )
    assert totaux(budget) == "0.00 50.00"
    assert budget.plafonds["franchise"].atteint_le == date(2026, 2, 5)
    assert [str(ligne.franchise.montant) for ligne in budget.lignes] == ["45.00", "5.00", "0.00"]


def test_a_cheap_box_holds_back_less() -> None:
    assert totaux(annee(acte("spasfon", "2026-08-05", 3))) == "0.00 1.41"  # 3 × 0,47 €


def test_what_remains_of_a_priced_year() -> None:
    budget = annee(
        acte("consultation-generaliste", "2026-01-05"),
        acte("seance-kine", "2026-02-05", 2),
        acte("specialiste-secteur-2", "2026-02-10", prix="60.00"),
    )
    assert budget.reste_a_charge is not None
    assert budget.reste_a_charge.montant == Decimal("43.00")  # 2 + 2 × 1 + (37 + 2)
    assert [str(m.reste_a_charge and m.reste_a_charge.montant) for m in budget.mois[:3]] == ["2.00", "41.00", "0.00"]


def test_one_missing_price_hides_the_total_but_not_the_rest() -> None:
    budget = annee(acte("consultation-generaliste", "2026-01-05"), acte("specialiste-secteur-2", "2026-02-10"))
    assert budget.reste_a_charge is None
    assert totaux(budget) == "4.00 0.00"
    assert budget.mois[0].reste_a_charge is not None
    assert budget.mois[1].reste_a_charge is None


def test_a_price_nobody_knows_that_day_hides_its_own_sum_only() -> None:
    budget = annee(acte("bilan-sanguin", "2024-09-02"), acte("consultation-generaliste", "2024-10-01"), an=2024)
    assert totaux(budget) == "10.00 0.00"
    assert budget.reste_a_charge is None
    assert any("Forfait préanalytique" in doute for doute in budget.doutes)


def test_past_the_cap_the_price_to_pay_goes_down() -> None:
    budget = annee(*(acte("consultation-generaliste", f"2026-01-{jour:02}") for jour in range(1, 28)))
    assert budget.reste_a_charge is not None
    assert budget.reste_a_charge.montant == Decimal("50.00")


def test_an_unknown_complementary_is_a_range() -> None:
    budget = annee(acte("consultation-generaliste", "2026-01-05"), complementaire=...)
    assert budget.reste_a_charge is not None
    assert (budget.reste_a_charge.minimum, budget.reste_a_charge.maximum) == (Decimal("2.00"), Decimal("11.00"))
    assert totaux(budget) == "2.00 0.00"


def test_nothing_is_held_back_from_those_the_law_spares() -> None:
    for dits in ({"c2s": True}, {"ame": True}, {"mois_de_grossesse": 7}, {"date_naissance": "2012-05-05"}):
        assert totaux(annee(acte("medecin", "2026-01-05"), acte("medicament", "2026-01-05", 5), **dits)) == "0.00 0.00"


def test_a_minor_turns_adult_on_the_first_of_january() -> None:
    soins = [acte("medecin", "2026-12-31"), acte("medecin", "2027-01-01")]
    assert totaux(annee(*soins, date_naissance="2008-06-01")) == "0.00 0.00"
    assert totaux(annee(*soins, an=2027, date_naissance="2008-06-01")) == "2.00 0.00"


def test_other_years_are_ignored_and_counted() -> None:
    budget = annee(acte("medecin", "2025-12-31"), acte("medecin", "2026-01-01"), acte("medecin", "2027-01-01"))
    assert (totaux(budget), budget.autres_annees, len(budget.lignes)) == ("2.00 0.00", 2, 1)


def test_an_empty_year() -> None:
    budget = annee()
    assert totaux(budget) == "0.00 0.00"
    assert budget.plafonds["participation_forfaitaire"].reste_nombre == 25
    assert budget.plafonds["franchise"].reste.montant == Decimal("50.00")
    assert budget.reste_a_charge is not None


lignes = st.builds(
    acte,
    st.sampled_from(["medecin", "biologie", "medicament", "auxiliaire", "transport", "dentaire", "bilan-sanguin"]),
    st.dates(date(2023, 12, 1), date(2025, 1, 31)).map(date.isoformat),
    st.integers(1, 30),
    st.sampled_from(["a", "b", None]),
)


@pytest.mark.timeout(1800)
def test_no_cap_is_ever_passed(complet: bool) -> None:
    @settings(
        max_examples=5000 if complet else 100,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.lists(lignes, max_size=40))
    def plafonds(actes: list[ActeDemande]) -> None:
        budget = annee(*actes, an=2024)
        assert budget.participation_forfaitaire.montant is not None
        assert budget.participation_forfaitaire.montant <= 50
        assert budget.franchise.montant is not None
        assert budget.franchise.montant <= 50
        assert sum(mois.franchise.minimum or 0 for mois in budget.mois) == budget.franchise.montant
        assert all(ligne.participation_forfaitaire.minimum >= 0 for ligne in budget.lignes)  # type: ignore[operator]
        par_jour: dict[date, Decimal] = {}
        for ligne in budget.lignes:
            if ligne.prevu.soin.famille == "auxiliaire":
                jour = ligne.prevu.rembourse_le
                par_jour[jour] = par_jour.get(jour, Decimal(0)) + (ligne.franchise.minimum or 0)
        assert all(montant <= 4 for montant in par_jour.values())

    plafonds()
