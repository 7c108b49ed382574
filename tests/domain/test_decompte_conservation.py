"""Whatever the care and the person, not a cent is lost: drawn at random, against a second reading, and planted bugs."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import euros
from app.domain.dates import DateApprochee
from app.domain.decompte import MONTANTS
from app.domain.soins import Soin, Statuts
from tests.domain.additions import settled
from tests.domain.seconde_addition import TAUX, arrondi, reste_en_centimes
from tests.factories import AUJOURDHUI

VILLE = sorted(TAUX)
ADULTE = Statuts(DateApprochee(date(1980, 1, 1), date(1980, 1, 1)))
JOUR_MIN = date(2024, 3, 31)

montants = st.one_of(
    st.integers(0, 30_000), st.integers(0, 1_000_000), st.sampled_from([0, 1, 50, 125, 2650, 2651, 12_000, 11_999])
).map(lambda centimes: Decimal(centimes).scaleb(-2))
naissances = st.dates(date(1920, 1, 1), date(2026, 11, 22)).map(lambda jour: DateApprochee(jour, jour))


@st.composite
def statuts_tires(draw: st.DrawFn) -> Statuts:
    """Any settled situation."""
    oui = st.booleans
    ald = draw(oui())
    return Statuts(
        naissance=draw(naissances),
        hors_parcours=draw(oui()),
        ald=ald,
        ald_liee=ald and draw(oui()),
        c2s=draw(oui()) and draw(oui()),
        ame=draw(oui()) and draw(oui()),
        mois_de_grossesse=draw(st.sampled_from([0, 0, 5, 6, 9])),
        alsace_moselle=draw(oui()),
        at_mp=draw(oui()) and draw(oui()),
        responsable=draw(oui()),
        depassement_couvert=draw(st.none() | montants),
        medicaments_couverts=draw(oui()),
    )


@st.composite
def soins_tires(draw: st.DrawFn, familles: list[str]) -> Soin:
    """Any care of these families."""
    famille = draw(st.sampled_from(familles))
    return Soin(
        famille=famille,
        base=draw(montants),
        prix=draw(montants),
        taux=draw(st.none() | st.sampled_from([Decimal(t) for t in ("0", "0.15", "0.30", "0.65", "1")])),
        acte_lourd=draw(st.booleans()) and famille in ("medecin", "hospitalisation"),
        maternite=draw(st.booleans()) and draw(st.booleans()),
        jours=draw(st.integers(0, 40)) if famille == "hospitalisation" else 0,
    )


def grand(complet: bool) -> settings:
    """A few hundred draws, fifty thousand when the heavy rigs run."""
    return settings(
        max_examples=50_000 if complet else 300,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )


def check_conservation(soin: Soin, statuts: Statuts, le: date) -> None:
    """Every identity of the contract."""
    addition = settled(soin, statuts, le)
    assert addition.amo_net + addition.part_complementaire + addition.reste_a_charge == (
        addition.tarif + addition.forfait_non_impute
    )
    assert sum(ligne.montant for ligne in addition.lignes) == addition.reste_a_charge
    assert addition.ticket_moderateur == addition.base - addition.amo_brut - addition.majoration_hors_parcours
    assert addition.depassement == addition.tarif - addition.base
    for nom in (*MONTANTS, "a_payer_min", "a_payer_max", "forfait_non_impute"):
        montant = getattr(addition, nom)
        assert montant >= 0, nom
        assert montant == montant.quantize(Decimal("0.01")), nom
    assert addition.a_payer_min <= addition.a_payer_max <= addition.tarif + addition.forfait_non_impute
    assert all(chiffre.depuis <= le for ligne in addition.lignes for chiffre in ligne.chiffres)
    if addition.forfait_journalier and not soin.acte_lourd:
        du = addition.reste_avant_complementaire - addition.depassement
        assert du == max(addition.ticket_moderateur, addition.forfait_journalier)


@pytest.mark.timeout(1800)
def test_not_a_cent_is_lost(complet: bool) -> None:
    @grand(complet)
    @given(soins_tires([*VILLE, "hospitalisation"]), statuts_tires(), st.dates(JOUR_MIN, date(2027, 12, 31)))
    def conservation(soin: Soin, statuts: Statuts, le: date) -> None:
        check_conservation(soin, statuts, le)

    conservation()


def check_second_reading(soin: Soin, statuts: Statuts) -> None:
    """The engine and the second reading agree to the cent."""
    assert statuts.naissance
    naissance = statuts.naissance.premier
    mineur = AUJOURDHUI.year - naissance.year < 18 or (
        AUJOURDHUI.year - naissance.year == 18 and naissance.month + naissance.day > 2
    )
    enfant = (AUJOURDHUI.year - 16, AUJOURDHUI.month, AUJOURDHUI.day) < (naissance.year, naissance.month, naissance.day)
    addition = settled(soin, statuts, AUJOURDHUI)
    attendu = reste_en_centimes(soin, statuts, mineur=mineur, enfant=enfant)
    assert (int(addition.amo_net * 100), int(addition.reste_a_charge * 100)) == attendu


@pytest.mark.timeout(1800)
def test_a_second_reading_agrees(complet: bool) -> None:
    @grand(complet)
    @given(soins_tires(VILLE), statuts_tires())
    def meme_somme(soin: Soin, statuts: Statuts) -> None:
        check_second_reading(soin, statuts)

    meme_somme()


def check_many_boxes() -> None:
    """The price of every box up to 30 €, for an ordinary adult."""
    for centimes in range(3000):
        prix = Decimal(centimes).scaleb(-2)
        check_second_reading(Soin("medicament", prix, prix), ADULTE)


def test_the_price_of_many_boxes() -> None:
    check_many_boxes()


# --- the planted bugs ---------------------------------------------------------------------------------------------


def test_every_cent_is_rounded_half_up() -> None:
    """Exhaustive: every base to 200 €, every rate of the law, against whole-number arithmetic."""
    for taux in ("0.15", "0.30", "0.55", "0.60", "0.65", "0.70", "0.80", "0.90"):
        for centimes in range(20_001):
            lu = euros.part(Decimal(centimes).scaleb(-2), Decimal(taux))
            assert int(lu * 100) == arrondi(centimes * Fraction(taux)), (centimes, taux)


FAUTES: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "virgule flottante": lambda montant, taux: Decimal(f"{round(float(montant) * float(taux), 2):.2f}"),
    "demi-centime au pair": lambda montant, taux: (montant * taux).quantize(euros.CENTIME, ROUND_HALF_EVEN),
    "tronqué": lambda montant, taux: Decimal(int(montant * taux * 100)).scaleb(-2),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_a_planted_rounding_bug_is_caught(monkeypatch: pytest.MonkeyPatch, faute: str) -> None:
    monkeypatch.setattr(euros, "part", FAUTES[faute])
    with pytest.raises(AssertionError):
        test_every_cent_is_rounded_half_up()
    with pytest.raises(AssertionError):
        check_many_boxes()


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        euros.au_centime(0.1)  # type: ignore[arg-type]


def test_a_cent_taken_twice_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A participation that also leaves the ticket modérateur would still look plausible."""
    from app.domain import decompte_ville

    vrai = decompte_ville.couverture
    monkeypatch.setattr(
        decompte_ville, "couverture", lambda *tout, **noms: (vrai(*tout, **noms)[0] + euros.CENTIME, "responsable")
    )
    prix = Decimal("30.00")
    with pytest.raises(AssertionError):
        check_second_reading(Soin("medecin", prix, prix), ADULTE)
