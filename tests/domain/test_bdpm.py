"""The public medicines files, line by line: every oddity read or refused with its reason, no amount ever guessed."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import bdpm
from app.domain.bdpm import Boite, ListeRefusee, check_longueur, decode, read_liste, read_noms, read_prix
from app.domain.medicaments import mots_cherches, read_cip, texte_de_recherche
from bench.liste_fictive import ecrire

DOSSIER = Path(__file__).resolve().parents[1] / "base" / "bdpm"
OCTETS = (DOSSIER / "CIS_CIP_bdpm.txt").read_bytes()
NOMS = read_noms(decode((DOSSIER / "CIS_bdpm.txt").read_bytes()))
LISTE = read_liste(decode(OCTETS), NOMS)
BONNE = (
    "69000001\t3900001\tboîte\tPrésentation active\tDéclaration de commercialisation\t\t3400939000011\toui\t65%\t"
    "1,16\t2,18\t1,02\t"
)


def boite(cip13: str) -> Boite:
    return next(boite for boite in LISTE.boites if boite.cip13 == cip13)


def avec(**colonnes: str) -> str:
    """The good line with other columns, named by their place."""
    morceaux = BONNE.split("\t")
    for place, valeur in colonnes.items():
        morceaux[int(place[1:])] = valeur
    return "\t".join(morceaux) + "\n"


def test_every_line_is_loaded_or_refused() -> None:
    remplies = [ligne for ligne in OCTETS.splitlines() if ligne.strip()]
    assert (LISTE.lignes, len(LISTE.boites), len(LISTE.rejets)) == (len(remplies), 19, 11) == (30, 19, 11)


def test_every_refused_line_has_its_number_and_its_reason() -> None:
    assert [(rejet.numero, rejet.raison) for rejet in LISTE.rejets] == [
        (21, "ce code CIP13 est déjà sur une autre ligne"),
        (22, "le code CIS n'a pas 8 chiffres"),
        (23, "le code CIP7 n'a pas 7 chiffres"),
        (24, "le code CIP13 n'a pas 13 chiffres"),
        (25, "la présentation n'a pas de libellé"),
        (26, "le taux « 165% » ne se lit pas"),
        (27, "le taux « partiel » ne se lit pas"),
        (28, "le prix « 1,234 » ne se lit pas"),
        (29, "le prix « -2,18 » ne se lit pas"),
        (30, "le prix est nul"),
        (31, "3 colonnes au lieu de 13"),
    ]


@pytest.mark.parametrize(
    ("cip13", "taux", "prix", "honoraire"),
    [
        ("3400939000011", (65,), "2.18", "1.02"),
        ("3400939000022", (65,), "2.74", "1.02"),
        ("3400939000033", (), None, None),
        ("3400939000055", (30,), "1469.05", "2.76"),
        ("3400939000066", (100,), "7519.60", "1.02"),
        ("3400939000088", (65, 30), "13.83", "1.02"),
        ("3400939000099", (65,), None, None),  # a rate without a price: unknown, not free
        ("3400939000100", (), "9.27", "1.02"),  # a price without a rate: nothing is paid back
        ("3400939000111", (65,), "4.19", "1.02"),
        ("3400939000122", (65,), None, None),  # the price without the fee is not what is paid
        ("3400939000133", (65,), "9.99", None),  # the three amounts disagree: the fee is not told
        ("3400939000199", (), "4.02", "1.02"),  # a rate of zero is no rate
    ],
)
def test_amounts_and_rates(cip13: str, taux: tuple[int, ...], prix: str | None, honoraire: str | None) -> None:
    lue = boite(cip13)
    attendu = (taux, prix and Decimal(prix), honoraire and Decimal(honoraire))
    assert (lue.taux, lue.prix, lue.honoraire) == attendu


def test_names_labels_and_sale() -> None:
    assert boite("3400939000177").nom == "CŒURVAL 50 mg/0,5 ml, solution injectable"
    assert boite("3400939000155").nom == ""
    assert boite("3400939000144").cip7 == ""
    assert [boite(code).en_vente for code in ("3400939000011", "3400939000033", "3400939000166")] == [
        True,
        False,
        False,
    ]


def test_the_same_file_in_utf8_says_the_same() -> None:
    texte = OCTETS.decode("cp1252")
    for octets in (texte.encode(), b"\xef\xbb\xbf" + texte.encode(), texte.replace("\r\n", "\n").encode()):
        assert read_liste(decode(octets), NOMS) == LISTE


@pytest.mark.parametrize(
    "brut",
    ["1,2,3", "1,234", "12,345", "1,23,456", "1.234.567", "12,", ",50", "+1,00", "1e3", "1,00 $", "٣,00", "1 2,00"],
)
def test_a_price_that_could_be_read_two_ways_is_refused(brut: str) -> None:
    liste = read_liste(avec(c10=brut) + BONNE.replace("3400939000011", "3400939000012") + "\n", {})
    assert [rejet.raison for rejet in liste.rejets] == [f"le prix « {brut} » ne se lit pas"]


@pytest.mark.parametrize(
    ("brut", "prix"),
    [
        ("24", "24.00"),
        ("24,5", "24.50"),
        ("24.34", "24.34"),
        ("1 234,56", "1234.56"),
        ("1.234,56 €", "1234.56"),
        ("", None),
    ],
)
def test_other_ways_people_write_a_price(brut: str, prix: str | None) -> None:
    assert read_prix(brut) == (prix and Decimal(prix))


def lecture_naive(brut: str) -> Decimal:
    """The planted bug: every comma but none taken as thousands, or the first taken as the cents."""
    return Decimal(brut.replace(",", ".", 1).replace(",", ""))


@given(st.integers(1, 99_999_999))
def test_every_amount_the_file_can_hold_comes_back_to_the_cent(centimes: int) -> None:
    brut = f"{centimes // 100:,},{centimes % 100:02}"
    lu = read_prix(brut)
    assert lu is not None
    assert Fraction(lu) == Fraction(centimes, 100)
    assert lu.as_tuple().exponent == -2
    if centimes >= 100_000:
        assert lecture_naive(brut) != lu, "the planted bug must show above a thousand euros"


@given(st.text(max_size=12))
def test_any_text_is_a_price_or_a_refusal_and_never_anything_else(brut: str) -> None:
    try:
        prix = read_prix(brut)
    except bdpm._Illisible:
        return
    assert prix is None or (prix.is_finite() and prix >= 0)


@given(st.lists(st.text(st.characters(exclude_characters="\n\r\x00"), max_size=60), max_size=20))
def test_no_line_is_lost_whatever_it_holds(lignes: list[str]) -> None:
    bonnes = [avec(c6=f"34009390{n:05}") for n in range(30)]
    liste = read_liste("".join(bonnes) + "".join(f"{ligne}\n" for ligne in lignes), {})
    assert liste.lignes == 30 + sum(bool(ligne.strip()) for ligne in lignes)


@pytest.mark.parametrize("coupe", [3, 4, 6, 11, 40, 100])
def test_a_file_cut_in_the_middle_of_a_line_is_refused(coupe: int) -> None:
    entier = BONNE + "\n" + BONNE.replace("3400939000011", "3400939000022") + "\n"
    with pytest.raises(ListeRefusee, match="coupé"):
        read_liste(entier[:-coupe], {})


def test_a_last_line_without_its_end_is_read_when_it_is_whole() -> None:
    assert len(read_liste(BONNE, {}).boites) == 1


def test_a_file_cut_between_two_lines_is_refused_when_a_longer_list_is_in_place() -> None:
    liste = read_liste(ecrire(100).presentations, {})
    for deja in (0, 100, 133):
        check_longueur(liste, deja)
    with pytest.raises(ListeRefusee, match="il semble coupé"):
        check_longueur(liste, 134)


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"\n\n", b"<!doctype html><html>\n<p>erreur</p>\n</html>\n", b"PK\x03\x04\0\0\0", b"cip,prix\n340,2\n",
        (DOSSIER / "CIS_bdpm.txt").read_bytes(), OCTETS.replace(b"\t", b";"), "été\n".encode("utf-16"),
    ],
)  # fmt: skip
def test_another_file_is_refused_whole(octets: bytes) -> None:
    with pytest.raises(ListeRefusee):
        read_liste(decode(octets), {})


@pytest.mark.parametrize("octets", [b"", OCTETS, (DOSSIER / "CIS_bdpm.txt").read_bytes()[:-40]])
def test_another_file_of_names_is_refused(octets: bytes) -> None:
    with pytest.raises(ListeRefusee):
        read_noms(decode(octets))


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("3400939000011", "3400939000011"), ("34009 390 0001 1", "3400939000011"), ("03400939000011", "3400939000011"),
        ("3900001", "3900001"), ("doliprane", None), ("1000", None), ("1721275123456", None), ("", None),
    ],
)  # fmt: skip
def test_a_code_is_known_from_a_name_and_from_a_social_security_number(texte: str, code: str | None) -> None:
    assert read_cip(texte) == code


def test_the_words_of_a_box_are_those_people_type() -> None:
    texte = texte_de_recherche(boite("3400939000088"))
    for demande in ("Respirea", "RESPIRÉA", "suspension inhalation", "récipients", "espiré", "prix du respirea"):
        assert all(mot in texte for mot in mots_cherches(demande)), demande
    assert len(mots_cherches(" ".join(str(n) * 3 for n in range(40)))) <= 8
    assert mots_cherches("!!! …") == ()


def test_the_invented_list_is_whole_and_the_same_each_time() -> None:
    fichiers = ecrire(300)
    assert fichiers == ecrire(300)
    liste = read_liste(fichiers.presentations, read_noms(fichiers.noms))
    assert (len(liste.boites), liste.rejets) == (300, ())
    assert all(boite.nom for boite in liste.boites)
    assert {len(boite.taux) for boite in liste.boites} == {0, 1, 2}
    assert any(boite.prix and boite.prix > 1000 for boite in liste.boites)
