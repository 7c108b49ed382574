"""The campaigns and the landmarks: whole, dated, sourced, easy to read, and refused in French when they are not."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.loader import load_catalogue
from app.domain.campagnes import Campagne
from app.domain.falc import problemes_campagne, problemes_repere
from app.domain.reperes import Repere
from tests.content.refus import refus, sans
from tests.factories import contenu_campagne, contenu_fiche, contenu_reel, contenu_repere, write_contenu

REEL = contenu_reel()
CAMPAGNES = {campagne.id: campagne for campagne in REEL.campagnes}
FAITS = Path(__file__).parents[3] / "shared" / "facts" / "prevention.yaml"
TOUTES: list[dict[str, Any]] = yaml.load(FAITS.read_text("utf-8"), yaml.CSafeLoader) if FAITS.is_file() else []


@pytest.mark.parametrize("id_", CAMPAGNES)
def test_campaign_is_easy_to_read(id_: str) -> None:
    assert [str(probleme) for probleme in problemes_campagne(CAMPAGNES[id_])] == []


@pytest.mark.parametrize("id_", REEL.reperes)
def test_landmark_is_easy_to_read(id_: str) -> None:
    assert [str(probleme) for probleme in problemes_repere(REEL.reperes[id_])] == []


@pytest.mark.parametrize("unite", [*REEL.campagnes, *REEL.reperes.values()], ids=lambda unite: unite.id)
def test_each_is_dated_and_sourced(unite: Campagne | Repere) -> None:
    assert all(source.vu_le <= unite.verifie_le for source in unite.sources)
    assert unite.verifie_le < unite.a_relire_avant <= unite.verifie_le + timedelta(days=366)
    assert len({str(source.url) for source in unite.sources}) == len(unite.sources)
    dates = " ".join(source.date for source in unite.sources)
    assert unite.certitude == "a_verifier" or re.search(r"\b20\d\d\b", dates), "sûr demande une source datée"
    assert unite.certitude_le(unite.a_relire_avant + timedelta(days=1)) == "a_verifier"


def test_the_facts_are_all_there() -> None:
    """Each entry of the collected table has its file: a unit, a contact or a campaign."""
    for fait in TOUTES:
        sans_condition = fait["kind"] == "campagne" and not fait["applies_to"]["conditions"]
        lieu = (
            CAMPAGNES if sans_condition else REEL.contacts if fait["kind"] in {"telephone", "contact"} else REEL.par_id
        )
        assert fait["id"] in lieu
        if sans_condition:
            assert CAMPAGNES[fait["id"]].quand.mois == fait["month"]


def test_nothing_of_them_is_judged() -> None:
    """They are no recommendation: the engine, and so the API, does not know them."""
    assert not {*CAMPAGNES, *REEL.reperes} & {fiche.id for fiche in REEL.fiches}


INTERDITS = ("score", "probabilité", "inutile de consulter", " mg ", "milligramme")


@pytest.mark.parametrize("id_", REEL.reperes)
def test_a_landmark_gives_no_dose_and_no_diagnosis(id_: str) -> None:
    repere = REEL.reperes[id_]
    textes = (repere.normal.model_dump_json() + repere.falc.model_dump_json()).lower()
    assert [
        mot for mot in ("score", "probabilité", "inutile de consulter", " mg", "milligramme") if mot in textes
    ] == []
    assert not repere.signes_urgents or "le 15" in f"{repere.normal.limites} {repere.normal.sans_internet}"


def test_the_hashes_follow_their_files(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche(), campagnes=[contenu_campagne()], reperes=[contenu_repere()])
    avant = load_catalogue(racine)
    write_contenu(
        tmp_path, contenu_fiche(), campagnes=[contenu_campagne(quand={"mois": 9})], reperes=[contenu_repere()]
    )
    apres = load_catalogue(racine)
    changees = {id_ for id_ in avant.empreintes if avant.empreintes[id_] != apres.empreintes[id_]}
    assert (changees, avant.version_contenu == apres.version_contenu) == ({"campagne"}, False)
    assert set(apres.reperes) == {"repere"}


FAUTES: dict[str, tuple[dict[str, list[dict[str, Any]]], str]] = {
    "conseil inconnu": (
        {"campagnes": [contenu_campagne(conseils=["consei"])]},
        r"campagnes/campagne\.yaml : conseil inconnu « consei », vouliez-vous écrire « conseil » \?",
    ),
    "conseil inconnu d'un repère": (
        {"reperes": [contenu_repere(conseils=["consei"])]},
        r"reperes/repere\.yaml : conseil inconnu « consei »",
    ),
    "conseil deux fois": (
        {"reperes": [contenu_repere(conseils=["conseil", "conseil"])]},
        r"reperes/repere\.yaml : le conseil « conseil » est cité 2 fois",
    ),
    "aucun conseil": ({"campagnes": [contenu_campagne(conseils=[])]}, r"conseils : il manque au moins un élément"),
    "nom pris par un conseil": ({"reperes": [contenu_repere("conseil")]}, r"« conseil » est déjà le nom d'un autre"),
    "nom pris par une campagne": (
        {"campagnes": [contenu_campagne("double")], "reperes": [contenu_repere("double")]},
        r"reperes/double\.yaml : « double » est déjà le nom d'un autre texte",
    ),
    "année écrite": (
        {"campagnes": [contenu_campagne(quand={"mois": 10, "annee": 2026})]},
        r"quand\.annee : clé inconnue",
    ),
    "jour impossible": (
        {"campagnes": [contenu_campagne(quand={"mois": 4, "jour": 31})]},
        r"quand : quand : le mois 4 n'a pas de jour 31|quand : le mois 4 n'a pas de jour 31",
    ),
    "FALC absent": ({"campagnes": [sans(contenu_campagne(), "falc")]}, r"falc : clé obligatoire absente"),
    "doute tu": ({"reperes": [contenu_repere(certitude="a_verifier")]}, r"doute : dites ce qui n'est pas certain"),
    "doute tu d'une campagne": ({"campagnes": [contenu_campagne(certitude="a_verifier")]}, r"doute : dites ce qui"),
    "relecture passée": (
        {"reperes": [contenu_repere(a_relire_avant=date(2026, 11, 22))]},
        r"a_relire_avant : une date après verifie_le",
    ),
    "relecture passée d'une campagne": (
        {"campagnes": [contenu_campagne(a_relire_avant=date(2026, 11, 22))]},
        r"a_relire_avant : une date après verifie_le",
    ),
    "source absente": ({"reperes": [contenu_repere(sources=[])]}, r"sources : il manque au moins un élément"),
    "sujet inconnu": ({"reperes": [contenu_repere(sujet="cuisine")]}, r"sujet : une de ces valeurs est attendue"),
    "points d'un seul côté": (
        {"reperes": [contenu_repere(normal=contenu_repere()["normal"] | {"points": ["Un signe."]})]},
        r"points : dans les deux textes, ou dans aucun",
    ),
    "clé inconnue": (
        {"reperes": [contenu_repere() | {"pictograme": "bilan"}]},
        r"pictograme : clé inconnue, vouliez-vous écrire « pictogramme »",
    ),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_a_fault_is_refused_with_its_file_and_the_cure(tmp_path: Path, faute: str) -> None:
    contenus, attendu = FAUTES[faute]
    problemes = refus(write_contenu(tmp_path, contenu_fiche(), **contenus))  # type: ignore[arg-type]
    assert [p for p in problemes if re.search(attendu, p)], problemes
    assert all(p.startswith(("campagnes/", "reperes/")) for p in problemes)


def test_a_misnamed_file_is_refused(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche(), reperes=[contenu_repere()])
    (racine / "reperes" / "repere.yaml").rename(racine / "reperes" / "autre.yaml")
    assert refus(racine) == ("reperes/autre.yaml : id « repere » différent du nom du fichier",)


def test_a_link_to_a_unit_that_cannot_be_read_is_not_a_second_fault(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche() | {"couleur": "bleu"}, campagnes=[contenu_campagne()])
    (probleme,) = refus(racine)
    assert probleme.startswith("recommandations/conseil.yaml : couleur")


@pytest.mark.parametrize(
    ("textes", "regle"),
    [
        ({"texte": ["Appelez le 39 89."]}, "F28"),
        ({"texte": ["C'est de 50 à 74 ans."]}, "F28"),
        ({"texte": ["Vous venez ; vous parlez."]}, "F4"),
        ({"titre": "Voyez votre praticien"}, "F11"),
    ],
)
def test_a_hard_text_of_a_campaign_is_seen(textes: dict[str, Any], regle: str) -> None:
    contenu = contenu_campagne(falc=contenu_campagne()["falc"] | textes)
    assert regle in [p.regle for p in problemes_campagne(Campagne.model_validate(contenu))]


@pytest.mark.parametrize(
    ("textes", "regle"),
    [
        ({"prix": ["Vous payez 30 euros."]}, "F28"),
        ({"points": ["Vous voyez un praticien."]}, "F11"),
        ({"pour_qui": ["C'est dès 60 ans."]}, "F28"),
        ({"comment": ["Prenez un IRM."]}, "F9"),
    ],
)
def test_a_hard_text_of_a_landmark_is_seen(textes: dict[str, Any], regle: str) -> None:
    normal = contenu_repere()["normal"] | {"points": ["Un signe."]}
    falc = contenu_repere()["falc"] | {"points": ["Un signe."]} | textes
    repere = Repere.model_validate(contenu_repere(normal=normal, falc=falc))
    assert regle in [p.regle for p in problemes_repere(repere)]
