"""The rights: each whole, dated, sourced, told alike in both texts; and each fault planted in one is refused."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.loader import CONTENU, load_catalogue
from app.domain.droits import Droit
from app.domain.falc import problemes_droit, problemes_lieu
from app.domain.lieux import LieuDeSoin
from tests.content.refus import refus
from tests.factories import contenu_reel, write_contenu, yaml_text

REEL = contenu_reel()
IDS = list(REEL.droits)
ATTENDUS = {
    "accident-cause-par-un-tiers", "aidants", "aide-medicale-etat", "avant-ma-consultation", "c2s",
    "cent-pour-cent-sante", "cest-plus-cher", "deuxieme-avis", "devis-honoraires", "dossier-medical",
    "interpretariat-accessibilite", "jai-renonce-a-un-soin", "maladie-longue", "ou-aller-ce-soir",
    "permanence-acces-soins", "questions-avant-rendez-vous", "sans-medecin-traitant",
    "teleconsultation-six-points", "transport-partage",
}  # fmt: skip


def test_every_right_the_site_promises_is_there() -> None:
    assert set(IDS) == ATTENDUS
    assert [lieu.id for lieu in REEL.lieux] == [
        "appel-au-15", "medecin-en-journee", "medecin-de-garde", "pharmacie-de-garde", "service-des-urgences",
    ]  # fmt: skip


@pytest.mark.parametrize("id_", IDS)
def test_a_right_is_easy_to_read(id_: str) -> None:
    assert [str(probleme) for probleme in problemes_droit(REEL.droits[id_])] == []


@pytest.mark.parametrize("lieu", REEL.lieux, ids=lambda lieu: lieu.id)
def test_a_place_is_easy_to_read(lieu: LieuDeSoin) -> None:
    assert [str(probleme) for probleme in problemes_lieu(lieu)] == []


@pytest.mark.parametrize("unite", [*REEL.droits.values(), *REEL.lieux], ids=lambda unite: unite.id)
def test_a_right_is_dated_sourced_and_read_by_nobody_invented(unite: Droit | LieuDeSoin) -> None:
    assert unite.relu_par == ()
    assert all(source.vu_le <= unite.verifie_le for source in unite.sources)
    assert unite.verifie_le < unite.a_relire_avant <= unite.verifie_le + timedelta(days=366)
    assert len({str(source.url) for source in unite.sources}) == len(unite.sources)


@pytest.mark.parametrize("id_", IDS)
def test_a_right_can_be_used_without_internet(id_: str) -> None:
    contacts = [REEL.contacts[nom] for nom in REEL.droits[id_].contacts]
    assert any(contact.numero for contact in contacts)
    assert REEL.droits[id_].normal.sans_internet


def test_the_six_points_of_a_teleconsultation_are_six() -> None:
    normal, falc = REEL.droits["teleconsultation-six-points"].normal, REEL.droits["teleconsultation-six-points"].falc
    sujets = ("données", "déroulement", "refus", "accompagnement", "prix", "avis")
    assert [sujet in point.lower() for sujet, point in zip(sujets, normal.points, strict=True)] == [True] * 6
    assert len(falc.points) == 6


def test_the_evening_begins_with_the_emergency_numbers() -> None:
    soir = REEL.droits["ou-aller-ce-soir"]
    assert soir.contacts[:2] == ("tel-15", "tel-112")
    assert soir.normal.points_titre is not None
    assert {"15", "112"} <= set(soir.normal.points_titre.split())


JUGEMENTS = ("mauvais médecin", "abus", "profite", "malhonnête", "arnaque", "méfiez")


@pytest.mark.parametrize("id_", IDS)
def test_no_practitioner_is_judged_and_nobody_is_refused(id_: str) -> None:
    textes = REEL.droits[id_].model_dump_json().lower()
    assert [mot for mot in (*JUGEMENTS, "vous n'avez pas droit") if mot in textes] == []


def test_the_rights_are_named_by_hash() -> None:
    assert set(IDS) <= set(REEL.empreintes)
    assert {nom: REEL.empreintes[nom] for nom in IDS} == {
        nom: hashlib.sha256((CONTENU / "droits" / f"{nom}.yaml").read_bytes()).hexdigest() for nom in IDS
    }


def test_certainty_stops_before_the_rule_and_after_the_review() -> None:
    droit = next(droit for droit in REEL.droits.values() if droit.certitude == "sure")
    veille = droit.en_vigueur_depuis - timedelta(days=1)
    lendemain = droit.a_relire_avant + timedelta(days=1)
    lus = [droit.certitude_le(au) for au in (veille, droit.en_vigueur_depuis, droit.a_relire_avant, lendemain)]
    assert lus == ["a_verifier", "sure", "sure", "a_verifier"]


# --- planted faults -------------------------------------------------------------------------------------------------


def source() -> dict[str, Any]:
    return {
        "editeur": "Éditeur", "titre": "Titre", "url": "https://example.org/", "date": "2026",
        "vu_le": date(2026, 11, 22),
    }  # fmt: skip


def contenu_droit(**changes: Any) -> dict[str, Any]:
    """A right as its file would hold it."""
    return {
        "id": "mon-droit",
        "theme": "choisir",
        "ordre": 1,
        "pictogramme": "livre",
        "normal": {
            "titre": "Un droit", "resume": "Un droit.", "texte": "Le prix est de 70 euros.",
            "points_titre": "À demander", "points": ["Le prix ?"], "comment": ["Demandez."],
            "sans_internet": "Appelez le 36 46.",
            "prix": "Vous payez 70 euros.",
        },
        "falc": {
            "titre": "Un droit", "resume": "Vous avez un droit.", "texte": ["Le prix est de 70 euros."],
            "points_titre": "À demander", "points": ["Quel est le prix ?"], "comment": ["Demandez le prix."],
            "sans_internet": ["Appelez le 36 46."], "prix": ["Vous payez 70 euros."],
        },
        "a_dire": ["70 euros"],
        "contacts": ["tel-essai"],
        "doute": None,
        "sources": [source()],
        "certitude": "sure",
        "en_vigueur_depuis": date(2026, 1, 1),
        "verifie_le": date(2026, 11, 22),
        "a_relire_avant": date(2027, 11, 22),
        "relu_par": [],
        **changes,
    }  # fmt: skip


def contact() -> dict[str, Any]:
    return {
        "id": "tel-essai", "numero": "36 46", "normal": {"nom": "36 46", "quand": "Pour vos droits."},
        "falc": {"nom": "36 46", "quand": ["Appelez le 36 46."]}, "sources": [source()], "certitude": "sure",
        "verifie_le": date(2026, 11, 22), "a_relire_avant": date(2027, 11, 22),
    }  # fmt: skip


def plafond(depuis: date, valeur: str = "10421.00", **changes: Any) -> dict[str, Any]:
    return {
        "depuis": depuis, "valeur": valeur, "certitude": "sure", "sources": [source()],
        "verifie_le": date(2026, 11, 22), "a_relire_avant": date(2027, 3, 31), **changes,
    }  # fmt: skip


def write_droits(racine: Path, *droits: dict[str, Any], plafonds: object = (), lieux: object = ()) -> Path:
    write_contenu(racine)
    (racine / "droits").mkdir()
    (racine / "contacts.yaml").write_text(yaml_text([contact()]), "utf-8")
    for droit in droits:
        (racine / "droits" / f"{droit['id']}.yaml").write_text(yaml_text(droit), "utf-8")
    if plafonds:
        (racine / "droits" / "plafonds-c2s.yaml").write_text(yaml_text(plafonds), "utf-8")
    if lieux:
        (racine / "lieux-de-soin.yaml").write_text(yaml_text(lieux), "utf-8")
    return racine


def change(partie: str, **valeurs: Any) -> dict[str, Any]:
    return {partie: contenu_droit()[partie] | valeurs}


def test_the_model_right_is_accepted_and_clean(tmp_path: Path) -> None:
    catalogue = load_catalogue(write_droits(tmp_path, contenu_droit(), plafonds=[plafond(date(2026, 4, 1))]))
    assert [str(probleme) for probleme in problemes_droit(catalogue.droits["mon-droit"])] == []
    assert len(catalogue.plafonds_c2s) == 1


FAUTES: dict[str, tuple[dict[str, Any], str]] = {
    "clé inconnue": ({"contacs": ["tel-essai"]}, "clé inconnue, vouliez-vous écrire « contacts »"),
    "thème inconnu": ({"theme": "argent"}, "theme : une de ces valeurs est attendue"),
    "contact inconnu": ({"contacts": ["tel-esai"]}, "contact inconnu « tel-esai », vouliez-vous écrire « tel-essai »"),
    "sans contact": ({"contacts": []}, "contacts : il manque au moins un élément"),
    "autre droit inconnu": ({"voir_aussi": ["mon-droid"]}, "autre droit inconnu « mon-droid »"),
    "soi-même": ({"voir_aussi": ["mon-droit"]}, "autre droit inconnu « mon-droit »"),
    "doute tu": ({"certitude": "a_verifier"}, "doute : dites ce qui n'est pas certain"),
    "sans source": ({"sources": []}, "sources : il manque au moins un élément"),
    "relecture passée": ({"a_relire_avant": date(2026, 11, 22)}, "a_relire_avant : une date après verifie_le"),
    "vérifié trop tôt": ({"en_vigueur_depuis": date(2027, 1, 1)}, "en_vigueur_depuis : une date au plus tard"),
    "dit en normal seul": ({"a_dire": ["Demandez."]}, "a_dire : « Demandez. » manque dans le texte falc"),
    "dit en FALC seul": ({"a_dire": ["Demandez le prix"]}, "a_dire : « Demandez le prix » manque dans le texte normal"),
    "points sans titre": (change("normal", points_titre=None), "points_titre : va avec les points"),
    "point oublié en FALC": (change("falc", points=["Quel prix ?", "Quel jour ?"]), "points : autant dans le texte"),
    "titre trop long": (change("normal", titre="x" * 61), "normal.titre : 60 caractères au plus"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), FAUTES.values(), ids=FAUTES)
def test_a_planted_fault_is_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    problemes = refus(write_droits(tmp_path, contenu_droit(**changes)))
    assert [probleme for probleme in problemes if message in probleme], problemes


def test_a_right_bears_the_name_of_its_file(tmp_path: Path) -> None:
    racine = write_droits(tmp_path, contenu_droit())
    (racine / "droits" / "mon-droit.yaml").rename(racine / "droits" / "autre.yaml")
    assert refus(racine) == ("droits/autre.yaml : id « mon-droit » différent du nom du fichier",)


def test_a_place_that_names_an_unknown_contact_is_refused(tmp_path: Path) -> None:
    lieux: list[dict[str, Any]] = yaml.safe_load((CONTENU / "lieux-de-soin.yaml").read_text("utf-8"))[:1]
    (probleme,) = refus(write_droits(tmp_path, lieux=lieux))
    assert "contact inconnu « tel-15 »" in probleme


@pytest.mark.parametrize(
    ("lignes", "message"),
    [
        ([plafond(date(2026, 4, 1)), plafond(date(2025, 4, 1))], "depuis, une date après celle de la ligne d'avant"),
        ([plafond(date(2026, 4, 1)), plafond(date(2026, 4, 1))], "depuis, une date après celle de la ligne d'avant"),
        ([plafond(date(2026, 4, 1), "10421.505")], "montant attendu en euros"),
        ([plafond(date(2026, 4, 1), certitude="a_verifier")], "doute : dites"),
        ([plafond(date(2026, 4, 1), jusqu_a=date(2027, 3, 31))], "clé inconnue"),
    ],
    ids=["ordre", "même jour", "centimes", "doute", "date de fin"],
)
def test_a_dated_figure_only_grows_by_a_later_line(tmp_path: Path, lignes: object, message: str) -> None:
    problemes = refus(write_droits(tmp_path, plafonds=lignes))
    assert [probleme for probleme in problemes if message in probleme], problemes


FALC_FAUTIF: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "sigle": (lambda: change("falc", resume="Demandez la CSS."), "F9"),
    "pourcentage": (lambda: change("falc", texte=["La Sécu paie 70 %.", "70 euros."]), "F5"),
    "point trop long": (
        lambda: change("falc", points=["Est-ce que le prix que vous me dites au téléphone est bien le prix de fin ?"]),
        "F1",
    ),
    "montant ajouté": (lambda: change("falc", comment=["Payez 80 euros."]), "F28"),
    "prix oublié": (lambda: change("falc", prix=["Demandez le prix."], texte=["Le prix est de 70 euros."]), "F28"),
    "téléphone oublié": (lambda: change("falc", sans_internet=["Allez au guichet."]), "F28"),
    "titre des points": (lambda: change("falc", points_titre="Un deux mots"), "F6"),
}


@pytest.mark.parametrize(("faute", "regle"), FALC_FAUTIF.values(), ids=FALC_FAUTIF)
def test_a_falc_fault_in_a_right_is_caught(faute: Callable[[], dict[str, Any]], regle: str) -> None:
    droit = Droit.model_validate(contenu_droit(**faute()))
    assert regle in {probleme.regle for probleme in problemes_droit(droit)}


def test_a_falc_fault_in_a_place_is_caught() -> None:
    lieu = REEL.lieux[0]
    fautif = lieu.model_copy(update={"falc": lieu.falc.model_copy(update={"vous_payez": ("Payez 99 euros.",)})})
    assert [probleme.regle for probleme in problemes_lieu(fautif)] == ["F28"]
