"""The people one browser keeps: each answer goes to the person it is about, whoever was added or removed since."""

import pytest

from app.domain.dossier import PERSONNES_MAX, VIDE, Dossier, EtatNavigateur, clean_nom
from app.domain.erreurs import TropDePersonnes
from app.domain.profil import Profil

MOI = EtatNavigateur(Profil(sexe="F"))
MERE = EtatNavigateur(Profil(sexe="F"), nom="Mère", proche=True)
FILS = EtatNavigateur(Profil(sexe="M"), nom="A.", proche=True)


def noms(dossier: Dossier) -> list[str]:
    return [personne.nom for personne in dossier.personnes]


def test_nobody_is_someone_unknown_who_reads() -> None:
    assert Dossier().personne == Dossier().lecteur == VIDE
    assert not VIDE.proche


def test_the_first_answers_are_the_readers() -> None:
    dossier = Dossier().garder(MOI)
    assert dossier.personnes == (MOI,)
    assert dossier.lecteur == dossier.personne == MOI


def test_one_added_is_shown_and_the_others_stay() -> None:
    dossier = Dossier().ajouter(MOI).ajouter(MERE).ajouter(FILS)
    assert noms(dossier) == ["", "Mère", "A."]
    assert [personne.numero for personne in dossier.personnes] == [0, 1, 2]
    assert dossier.personne.nom == "A."
    assert dossier.lecteur.profil == MOI.profil


def test_answers_change_the_person_shown_only() -> None:
    dossier = Dossier().ajouter(MOI).ajouter(MERE).choisir(0).garder(EtatNavigateur(Profil(departement="71")))
    assert dossier.personnes[0].profil.departement == "71"
    assert dossier.personnes[1] == dossier.trouver(1)
    assert dossier.personnes[1].profil == MERE.profil


def test_a_number_never_serves_twice() -> None:
    dossier = Dossier().ajouter(MOI).ajouter(MERE).retirer(1).ajouter(FILS)
    assert dossier.trouver(1) is None
    assert dossier.personne.numero == 2


def test_a_number_survives_what_a_page_gives_back() -> None:
    dossier = Dossier().ajouter(MOI).ajouter(MERE).garder(EtatNavigateur(numero=7, proche=True))
    assert dossier.personne.numero == 1


def test_choosing_who_is_not_there_changes_nothing() -> None:
    dossier = Dossier().ajouter(MOI).ajouter(MERE)
    assert dossier.choisir(9) == dossier


@pytest.mark.parametrize(("retire", "montre"), [(0, 2), (1, 2), (2, 0)])
def test_removing_keeps_the_one_shown_or_returns_to_the_reader(retire: int, montre: int) -> None:
    dossier = Dossier().ajouter(MOI).ajouter(MERE).ajouter(FILS).retirer(retire)
    assert dossier.personne.numero == montre
    assert dossier.trouver(retire) is None


def test_the_last_one_can_leave() -> None:
    assert Dossier().ajouter(MERE).retirer(1).personne == VIDE


def test_the_reader_may_come_after_a_relative() -> None:
    dossier = Dossier().ajouter(MERE).garder_lecteur(MOI)
    assert dossier.personne == MOI
    encore = dossier.choisir(1).garder_lecteur(EtatNavigateur(Profil(sexe="M")))
    assert encore.personne.profil.sexe == "M"
    assert len(encore.personnes) == 2


def test_six_and_no_more() -> None:
    dossier = Dossier()
    for _ in range(PERSONNES_MAX):
        dossier = dossier.ajouter(MERE)
    with pytest.raises(TropDePersonnes):
        dossier.ajouter(MERE)


@pytest.mark.parametrize(
    ("saisie", "propre"),
    [(" A. ", "A."), ("é", "é"), ("a\nb\tc", "a b c"), ("a\u202eb", "a b"), ("a\u00a0\u2003b", "a b"), ("\x00", "")],
)
def test_a_name_is_one_visible_line(saisie: str, propre: str) -> None:
    assert clean_nom(saisie) == propre
