"""Where a reminder may reach someone: what people write, what is kept of it, and what they are told to correct."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.adresse_illisible import AdresseIllisible
from app.domain.adresses_rappel import LETTRES_MAX, LIGNES_MAX, capitales, read_appelable, read_lettre, read_mobile
from tests.domain.strategies import reglage


def test_an_address_is_written_as_machines_read_it() -> None:
    """The name keeps its accents; the street and the town are capitals without a sign."""
    courte = "  Mme Zoé Müller \r\n\r\n12 bis, rue de l'Église\r\n71000  Mâcon\r\n"
    assert read_lettre(courte) == "Mme Zoé Müller\n12 BIS RUE DE L EGLISE\n71000 MACON"
    longue = "Mme Zoé Müller\nAppt 4\nBât. B\n12 rue du Bois\nLe Haut\nF-98800 Nouméa"
    assert read_lettre(longue) == "Mme Zoé Müller\nAppt 4\nBât. B\n12 rue du Bois\nLE HAUT\n98800 NOUMEA"
    assert capitales("Œuilly-sur-Cœur, n°7") == "OEUILLY SUR COEUR N 7"


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("", "comme sur une enveloppe"),
        ("Mme Essai\n71000 Mâcon", "comme sur une enveloppe"),
        ("\n".join("abcdefg"), "comme sur une enveloppe"),
        ("Mme Essai\n1 rue Basse\nMâcon", "code postal"),
        ("Mme Essai\n1 rue Basse\n7100 Mâcon", "code postal"),
        ("Mme Essai\n1 rue Basse\n71000 12", "code postal"),
        (f"{'x' * 39}\n1 rue Basse\n71000 Mâcon", "38 signes"),
        ("<b>Essai\n1 rue Basse\n71000 Mâcon", "ne s'imprime pas"),
        ("Essai\x00\n1 rue Basse\n71000 Mâcon", "ne s'imprime pas"),
        ("Essai\n,,,\n71000 Mâcon", "38 lettres"),
        (f"Essai\n{'œ' * 38}\n71000 Mâcon", "38 lettres"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(ecrit: str, dit: str) -> None:
    with pytest.raises(AdresseIllisible) as refus:
        read_lettre(ecrit)
    assert dit in refus.value.message
    assert "Essai" not in refus.value.message


@given(st.lists(st.text(max_size=50), max_size=7).map("\n".join))
@reglage(150, 3000)
def test_whatever_is_written_it_fits_the_window_or_is_refused(ecrit: str) -> None:
    try:
        lignes = read_lettre(f"{ecrit}\n71000 Mâcon").split("\n")
    except AdresseIllisible:
        return
    assert 3 <= len(lignes) <= LIGNES_MAX
    assert all(0 < len(ligne) <= LETTRES_MAX for ligne in lignes)


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("07.12.34.56.78", "+33712345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("0690 12 34 56", "+590690123456"),
        ("+590 690 12 34 56", "+590690123456"),
        ("0694 12 34 56", "+594694123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0692-12-34-56", "+262692123456"),
        ("0639 12 34 56", "+262639123456"),
        ("+262 639 12 34 56", "+262639123456"),
        ("+687 75 12 34", "+687751234"),
        ("+689 87 12 34 56", "+68987123456"),
        ("+681 82 12 34", "+681821234"),
        ("+508 55 12 34", "+508551234"),
    ],
)
def test_mobiles_of_every_territory(ecrit: str, lu: str) -> None:
    assert read_mobile(ecrit) == lu


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("", "10 chiffres"),
        ("06 12 34 56 7", "10 chiffres"),
        ("06 12 34 56 789", "10 chiffres"),
        ("08 92 68 12 34", "10 chiffres"),
        ("+44 7700 900123", "10 chiffres"),
        ("+594 690 12 34 56", "10 chiffres"),
        ("٠٦١٢٣٤٥٦٧٨", "10 chiffres"),
        ("3646", "10 chiffres"),
        ("<script>", "10 chiffres"),
        ("01 23 45 67 89", "téléphone fixe"),
        ("0590 12 34 56", "téléphone fixe"),
        ("+689 40 12 34 56", "téléphone fixe"),
    ],
)
def test_what_cannot_receive_a_text_message(ecrit: str, dit: str) -> None:
    with pytest.raises(AdresseIllisible) as refus:
        read_mobile(ecrit)
    assert dit in refus.value.message


def test_a_landline_can_be_called() -> None:
    assert read_appelable("03 85 12 34 56") == "+33385123456"
    assert read_appelable("0262 12 34 56") == "+262262123456"
