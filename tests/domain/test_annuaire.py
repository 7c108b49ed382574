"""A list of places: every row kept or refused with its reason, and a file that is not one refused whole."""

import pytest

from app.domain.annuaire import AnnuaireLu, AnnuaireRefuse, check_taille, read_annuaire
from app.domain.creneaux import Acces
from tests.agendas import communes_reelles

GENRES = {"cegidd", "pmi"}
ENTETE = "identifiant;genre;nom;adresse;code_postal;commune;telephone;pmr;lsf;latitude;longitude;langues"
BONNE = "710000001;cegidd;Centre d'essai;1 place de l'Essai;71000;71270;03 85 00 00 00;oui;;46,3;4,83;fr,en"


def lire(*lignes: str, entete: str = ENTETE) -> AnnuaireLu:
    return read_annuaire("\n".join((entete, *lignes)), communes_reelles(), GENRES)


def test_a_row_comes_whole_and_what_it_does_not_say_is_unknown() -> None:
    lieu = lire(BONNE).lieux[0]
    assert (lieu.identifiant, lieu.genre, lieu.commune.code) == ("710000001", "cegidd", "71270")
    assert (lieu.telephone, lieu.langues) == ("03 85 00 00 00", "fr,en")
    assert lieu.centre is not None
    assert lieu.centre.latitude == 46.3
    assert lieu.acces == {
        Acces.PMR: True, Acces.LSF: None, Acces.BOUCLE: None, Acces.PARKING: None, Acces.TRANSPORT: None,
    }  # fmt: skip


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_the_separator_is_read_from_the_first_line(separateur: str) -> None:
    lignes = (ENTETE.split(";")[:6], ["1", "pmi", "Centre", "Rue", "71000", "71270"])
    texte = "\n".join(map(separateur.join, lignes))
    lu = read_annuaire(texte, communes_reelles(), GENRES)
    assert (len(lu.lieux), len(lu.rejets)) == (1, 0)


@pytest.mark.parametrize(
    ("ligne", "raison"),
    [
        (BONNE.replace("cegidd", "hopital"), "genre inconnu"),
        (BONNE.replace("Centre d'essai", ""), "nom est vide"),
        (BONNE.replace("Centre d'essai", "x" * 121), "nom est trop long"),
        (BONNE.replace("71270", "").replace("71000", "99999"), "code_postal inconnu"),
        (BONNE.replace(";71270;", ";Paris;").replace("71000", "99999"), "code_postal inconnu"),
        (BONNE.replace("03 85 00 00 00", "12 34"), "telephone"),
        (BONNE.replace("oui", "peut-être"), "pmr : oui, non, ou rien"),
        (BONNE.replace("46,3", "nord"), "deux nombres"),
        (BONNE.replace("46,3", "463"), "hors de la Terre"),
        (BONNE.replace("fr,en", "français"), "langues"),
        (BONNE + ";de trop", "plus de cases"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_others_kept(ligne: str, raison: str) -> None:
    autres = [BONNE.replace("710000001", str(rang)) for rang in range(3)]
    lu = lire(*autres, ligne)
    assert [lieu.identifiant for lieu in lu.lieux] == ["0", "1", "2"]
    assert [rejet.numero for rejet in lu.rejets] == [5]
    assert raison in lu.rejets[0].raison


def test_rows_in_are_rows_kept_and_rows_refused() -> None:
    lignes = [BONNE.replace("710000001", str(rang)) for rang in range(40)]
    lignes[7] = lignes[6]
    lu = lire(*lignes[:20], "", *lignes[20:])
    assert (len(lu.lieux), len(lu.rejets)) == (39, 1)
    assert "déjà sur une autre ligne" in lu.rejets[0].raison


def test_another_file_is_refused_whole() -> None:
    for texte, mot in (
        ("", "Il manque la colonne"),
        ("nom;adresse\na;b", "Il manque la colonne identifiant"),
        (f"{ENTETE};telefone\n{BONNE};", "Colonne inconnue ou écrite deux fois : telefone"),
        (f"{ENTETE};nom\n{BONNE};", "écrite deux fois"),
        (ENTETE, "illisible"),
        (f"{ENTETE}\nrien\nrien", "La première raison : ligne 2"),
        (f'{ENTETE}\n1;cegidd;"Centre', "guillemet"),
    ):
        with pytest.raises(AnnuaireRefuse, match=mot):
            read_annuaire(texte, communes_reelles(), GENRES)


def test_a_list_cut_on_the_way_is_refused() -> None:
    lu = lire(BONNE)
    check_taille(lu, 1)
    with pytest.raises(AnnuaireRefuse, match="--plus-court"):
        check_taille(lu, 2)
