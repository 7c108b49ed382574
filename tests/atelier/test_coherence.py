"""What the content names and does not hold, holds and never uses, or says twice: one planted fault for each check."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.atelier import coherence
from app.atelier.constats import Constat, Gravite
from app.domain.catalogue import Catalogue
from app.domain.faits import Fait
from app.domain.moteur import Moteur
from tests.factories import contenu_fiche, contenu_reel, make_faits, make_fiche, question, write_contenu, yaml_text

REEL = contenu_reel()


def lignes(constats: Iterable[Constat], gravite: Gravite = Gravite.ERREUR) -> list[str]:
    return [str(constat) for constat in constats if constat.gravite is gravite]


def petit_catalogue(*fiches: Any, faits: dict[str, Fait] | None = None, contacts: Any = None) -> Catalogue:
    """A catalogue of these units, with the real contacts unless told otherwise."""
    faits = faits or {}
    return replace(
        REEL,
        fiches=fiches,
        par_id={fiche.id: fiche for fiche in fiches},
        faits=faits,
        contacts=REEL.contacts if contacts is None else contacts,
        moteur=Moteur(fiches, faits),
    )


def test_the_real_content_is_coherent() -> None:
    assert lignes((*coherence.orphelins(REEL), *coherence.pictogrammes(REEL))) == []


def test_what_is_to_be_read_again_depends_on_the_day() -> None:
    fiche = make_fiche(verifie_le=date(2026, 1, 1), a_relire_avant=date(2026, 12, 1))
    catalogue = petit_catalogue(fiche, contacts={})
    assert list(coherence.relectures(catalogue, date(2026, 11, 30))) == []
    assert lignes(coherence.relectures(catalogue, date(2026, 12, 1)), Gravite.RELECTURE) == [
        "recommandations/conseil.yaml : à relire avant le 2026-12-01"
    ]


def test_a_question_no_rule_reads_is_told() -> None:
    faits = {"fumeur": make_faits()["fumeur"]}
    lue = make_fiche(conditions=[{"fait": "fumeur"}])
    assert lignes(coherence.orphelins(petit_catalogue(lue, faits=faits)), Gravite.AVERTISSEMENT)[:1] != [
        "questions/sante-generale.yaml : « fumeur » : aucun conseil ne lit cette réponse"
    ]
    assert "questions/sante-generale.yaml : « fumeur » : aucun conseil ne lit cette réponse" in lignes(
        coherence.orphelins(petit_catalogue(make_fiche(), faits=faits)), Gravite.AVERTISSEMENT
    )


def test_an_act_that_does_not_exist_is_told() -> None:
    faits = make_faits(fumeur={"sans_objet_si_fait": "conseil-disparu"})
    assert lignes(coherence.orphelins(petit_catalogue(make_fiche(), faits=faits))) == [
        "questions/sante-generale.yaml : « fumeur » : conseil inconnu « conseil-disparu »"
    ]


def test_an_urgent_number_without_contact_is_told() -> None:
    urgence = {"numeros": ["31 14"], "texte": "Appelez le 31 14.", "texte_falc": ["Appelez le 31 14."]}
    faits = make_faits(fumeur={"urgence": urgence})
    sans = {id_: contact for id_, contact in REEL.contacts.items() if id_ != "tel-3114"}
    assert lignes(coherence.orphelins(petit_catalogue(make_fiche(), faits=faits))) == []
    assert lignes(coherence.orphelins(petit_catalogue(make_fiche(), faits=faits, contacts=sans))) == [
        "questions : le 3114, montré en urgence, n'est pas dans contacts.yaml"
    ]


def test_a_contact_no_advice_gives_is_told() -> None:
    contact = REEL.contacts["tel-fil-sante-jeunes"]
    seuls = REEL.contacts | {contact.id: contact}
    cite = make_fiche(normal=contenu_fiche()["normal"] | {"sans_internet": f"Appelez le {contact.numero}."})
    message = f"contacts.yaml : « {contact.id} » : aucun conseil ne donne ce numéro"
    for fiche, attendu in ((make_fiche(), True), (cite, False)):
        constats = coherence.orphelins(petit_catalogue(fiche, contacts=seuls))
        assert (message in lignes(constats, Gravite.AVERTISSEMENT)) is attendu


def test_a_contact_of_the_sheet_that_is_gone_is_told() -> None:
    sans = {id_: contact for id_, contact in REEL.contacts.items() if id_ != "tel-3646"}
    assert lignes(coherence.orphelins(petit_catalogue(make_fiche(), contacts=sans))) == [
        "contacts.yaml : « tel-3646 » manque : la feuille à imprimer le donne"
    ]


def test_a_drawing_asked_for_or_never_shown_is_told(tmp_path: Path) -> None:
    (tmp_path / "rendering").mkdir()
    for nom in ("bilan", "fleche", "oublie"):
        (tmp_path / f"{nom}.svg").write_text("<svg/>", "utf-8")
    (tmp_path / "page.html").write_text('{{ picto("fleche") }}', "utf-8")
    catalogue = petit_catalogue(make_fiche(), make_fiche("autre", pictogramme="inconnu"))
    constats = list(coherence.pictogrammes(catalogue, tmp_path, tmp_path))
    assert lignes(constats) == ["recommandations/autre.yaml : pictogramme inconnu « inconnu »"]
    assert lignes(constats, Gravite.AVERTISSEMENT) == [
        "pictogrammes/oublie.svg : aucun conseil ni aucune page ne le montre"
    ]


def test_a_unit_without_cases_or_cases_without_unit_are_told(tmp_path: Path) -> None:
    unites, cas = tmp_path / "unites", tmp_path / "cas"
    for dossier, noms in ((unites, ("a", "b")), (cas, ("b", "c"))):
        dossier.mkdir()
        for nom in noms:
            (dossier / f"{nom}.yaml").write_text("[]", "utf-8")
    (cas / "b.yaml").write_text("- quand: À REMPLIR", "utf-8")
    assert lignes(coherence.scenarios(unites, cas)) == [
        "recommandations/a.yaml : il manque ses cas (tests/scenarios/recommandations/)",
        "tests/scenarios/recommandations/b.yaml : il reste un « À REMPLIR »",
        "tests/scenarios/recommandations/c.yaml : aucun conseil de ce nom",
    ]


def test_a_missing_twin_is_told_from_the_file_itself(tmp_path: Path) -> None:
    unite = contenu_fiche()
    del unite["falc"]
    assert lignes(coherence.fichiers(write_contenu(tmp_path, unite))) == [
        "recommandations/conseil.yaml : il manque le texte falc"
    ]


@pytest.mark.parametrize(
    "texte",
    [
        "Appelez le 01 40 50 60.",
        "Appelez le 01 40 50 60 70 80.",
        "Appelez le 0 800 23 13.",
        "Appelez le 36 460.",
        "Téléphonez au 29.",
        "Écrivez au 1114.",
        "Composez le 00 12 34 56 78.",
    ],
)
def test_a_number_nobody_can_dial_is_told(texte: str) -> None:
    assert len(list(coherence.numeros_faux(texte))) == 1


@pytest.mark.parametrize(
    "texte",
    [
        "Appelez le 01 40 50 60 70, le 0 800 23 13 13 ou le 0 980 980 930.",
        "Appelez le 36 46, le 3114, le 116 117, le 119, le 15 ou le 112.",
        "Écrivez au 114.",
        "Vous payez 0 euro, de 0 à 2 ans, soit 0,50 euro par an sur 20 000 personnes.",
        "Le 04/05/2026, la recommandation 2026-08 est parue.",
    ],
)
def test_a_right_number_is_not(texte: str) -> None:
    assert list(coherence.numeros_faux(texte)) == []


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        ([{"depuis": "2025-01-01", "valeur": "1"}, {"depuis": "2025-01-01", "valeur": "2"}], "une seule fois"),
        ([{"depuis": "2026-01-01", "valeur": "1"}, {"depuis": "2025-01-01", "valeur": "2"}], "se suivent"),
        ([{"departements": ["971", "973"]}, {"departements": ["973"]}], "le département 973 a deux règles"),
    ],
)
def test_overlapping_windows_are_told(tmp_path: Path, contenu: list[Any], message: str) -> None:
    (tmp_path / "chiffres.yaml").write_text(yaml_text({"prix": contenu}), "utf-8")
    (ligne,) = lignes(coherence.fichiers(tmp_path))
    assert message in ligne
    assert lignes(coherence.fichiers(tmp_path / "vide")) == []


def test_dated_figures_in_order_are_right(tmp_path: Path) -> None:
    justes = [{"depuis": "2024-01-01", "valeur": "1"}, {"depuis": "2025-01-01", "valeur": "2"}]
    (tmp_path / "chiffres.yaml").write_text(yaml_text({"prix": justes, "questions": [question("fumeur")]}), "utf-8")
    assert lignes(coherence.fichiers(tmp_path)) == []
