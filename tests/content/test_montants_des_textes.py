"""No euro of a text is typed twice: what a dated figure says is cited by name; every other one has its reason."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from app.content.loader import load_catalogue
from app.domain.citations import INCONNU
from app.domain.editions import Editions
from app.domain.falc import faits_chiffres, problemes_droit, problemes_lieu
from app.domain.familles import CHIFFRES_DES_REGLES
from tests.content.refus import refus
from tests.content.test_droits import contenu_droit, write_droits
from tests.factories import contenu_reel, yaml_text

BRUT = contenu_reel().brut
assert BRUT is not None
_EUROS = re.compile(r"(?<![\d,.])(\d[\d   ]*)(?:[,.](\d\d))? ?(?:€|euros?)(?: (\d\d)\b)?")
#: A doubt quotes what was read and where, a source its own title: neither is a price of today.
_CITE_AILLEURS = frozenset({"sources", "source", "doute", "id"})

#: Amounts a text keeps in digits: (unit, amount) and why no dated figure says it.
PERMIS: dict[tuple[str, str], str] = {
    ("fertilite-information-29-ans", "40.00"): "ordre de grandeur d'un service non remboursé, à vérifier",
    ("medecin-en-journee", "40.00"): "calcul de ce site sur des parts publiées, dit comme tel",
    ("service-des-urgences", "268.00"): "moyenne publiée pour 2023, avec son calcul",
    ("service-des-urgences", "100.00"): "ordre de grandeur, « plus de »",
    ("vrs-75-et-plus", "200.00"): "prix libre vu en février 2026, daté dans la phrase",
    ("vrs-65-a-risque", "200.00"): "prix libre vu en février 2026, daté dans la phrase",
    ("fievre-jaune-guyane", "60.00"): "prix libre d'un centre à l'autre, « environ »",
    ("appareil-auditif-libre", "1700.00"): "plafond du contrat responsable, aucun décompte ne le lit",
    ("lunettes-libres", "420.00"): "plafond du contrat responsable, aucun décompte ne le lit",
    ("sejour-medecine", "900.00"): "exemple d'un seul hôpital, dit comme tel",
    ("irm-cerveau", "135.00"): "prix observés chez certains radiologues",
    ("consultation-generaliste-dimanche", "5.00"): "supplément au plus, selon le cabinet",
    ("consultation-generaliste", "39.90"): "calcul de ce site, avec ses sources",
    ("generaliste-non-conventionne", "1.00"): "« moins de 1 euro » : un ordre, pas un tarif",
    ("specialiste-non-conventionne", "1.00"): "« un peu plus de 1 euro » : un ordre, pas un tarif",
    ("honoraire-ordonnance", "1.00"): "« moins de 1 euro » : un ordre, pas un tarif",
    ("gynecologue", "35.00"): "tarif sans lettre au médecin traitant, qu'aucun soin de la liste ne lit",
    ("ophtalmologue", "13.80"): "dépassement moyen publié pour 2021",
    ("vsl", "1.02"): "kilomètre du barème de 2021, daté dans la phrase",
    ("urgences-sans-hospitalisation", "267.80"): "moyenne publiée pour 2023, avec son calcul",
    ("urgences-sans-hospitalisation", "227.00"): "bornes d'autres calculs publiés",
    ("tel-3237", "0.35"): "prix d'un appel vu en 2018, daté dans la phrase",
}  # fmt: skip


def _unites() -> tuple[Any, ...]:
    return (
        *BRUT.fiches, *BRUT.campagnes, *BRUT.reperes.values(), *BRUT.droits.values(), *BRUT.lieux,
        *BRUT.vaccins.lignes, *BRUT.bareme.actes.values(), *BRUT.contacts.values(),
    )  # fmt: skip


def _textes(valeur: object) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, BaseModel):
        for nom, membre in valeur:
            if nom not in _CITE_AILLEURS:
                yield from _textes(membre)
    elif isinstance(valeur, tuple):
        for membre in valeur:
            yield from _textes(membre)


def tapes(unite: BaseModel) -> set[str]:
    """The amounts other than zero that a unit writes in digits."""
    trouves = (lu for texte in _textes(unite) for lu in _EUROS.findall(texte))
    lus = {f"{re.sub(r'[^0-9]', '', euros)}.{virgule or centimes or '00'}" for euros, virgule, centimes in trouves}
    return lus - {"0.00"}


def test_an_amount_in_digits_has_its_reason_and_each_reason_its_amount() -> None:
    trouves = {(unite.id, montant) for unite in _unites() for montant in tapes(unite)}
    assert trouves == set(PERMIS), trouves ^ set(PERMIS)


def test_a_planted_amount_is_found() -> None:
    droit = BRUT.droits["c2s"]
    plante = droit.model_copy(update={"normal": droit.normal.model_copy(update={"prix": "Comptez 8 euros 50."})})
    assert tapes(droit) == set()
    assert tapes(plante) == {"8.50"}


# --- both twins, on the eve and the day of every change -------------------------------------------------------------

EDITIONS = Editions(BRUT)
MOMENTS = [jour for change in EDITIONS.jours if change.year >= 2024 for jour in (change - timedelta(days=1), change)]


@pytest.mark.parametrize("jour", MOMENTS, ids=str)
def test_the_easy_text_says_the_same_amounts_on_the_eve_and_the_day_of_every_change(jour: date) -> None:
    edition = EDITIONS.le(jour)
    # Before anybody knows a figure the sentence says so, and may run long: no page of ours goes back that far.
    droits = [droit for droit in edition.droits.values() if INCONNU not in "".join(_textes(droit))]
    assert [str(p) for droit in droits for p in problemes_droit(droit)] == []
    assert [str(p) for lieu in edition.lieux for p in problemes_lieu(lieu)] == []


@pytest.mark.parametrize("id_", [id_ for id_, droit in BRUT.droits.items() if "{" in droit.normal.prix])
def test_the_price_in_easy_words_equals_the_plain_one_to_the_cent(id_: str) -> None:
    droit = EDITIONS.le(date(2026, 11, 22)).droits[id_]
    normal, falc = faits_chiffres(droit.normal.prix)["montant"], faits_chiffres(" ".join(droit.falc.prix))["montant"]
    assert falc - {"0.00"} <= normal
    assert {montant for cite in droit.a_dire for montant in faits_chiffres(cite)["montant"]} & normal <= falc


def test_nothing_served_shows_a_name_instead_of_an_amount() -> None:
    edition = EDITIONS.le(date(2026, 11, 22))
    unites = (
        *edition.fiches, *edition.reperes.values(), *edition.droits.values(), *edition.lieux,
        *edition.vaccins.lignes, *edition.bareme.actes.values(),
    )  # fmt: skip
    assert [texte for unite in unites for texte in _textes(unite) if "{" in texte] == []


# --- what the loader refuses ----------------------------------------------------------------------------------------


def chiffre(depuis: date = date(2024, 1, 1)) -> dict[str, Any]:
    source = {"editeur": "Éditeur", "titre": "Titre", "url": "https://example.org/", "date": "2026"}
    return {
        "id": "seuil", "libelle": "Seuil", "unite": "euros",
        "valeurs": [{"depuis": depuis, "valeur": "70.00", "source": source | {"vu_le": date(2026, 11, 22)}}],
        "certitude": "sure", "verifie_le": date(2026, 11, 22), "a_relire_avant": date(2027, 11, 22), "relu_par": [],
    }  # fmt: skip


def citant(nom: str) -> dict[str, Any]:
    """The model right, its amount cited under that name."""
    droit = contenu_droit(a_dire=[f"{{{nom}}}"])
    for textes in (droit["normal"], droit["falc"]):
        for cle, valeur in textes.items():
            lus = valeur if isinstance(valeur, list) else [valeur]
            dits = [texte.replace("70 euros", f"{{{nom}}}") for texte in lus]
            textes[cle] = dits if isinstance(valeur, list) else dits[0]
    return droit


def ecrit(racine: Path, droit: dict[str, Any], parametre: dict[str, Any]) -> Path:
    write_droits(racine, droit)
    (racine / "parametres").mkdir()
    regles = [chiffre() | {"id": nom} for nom in CHIFFRES_DES_REGLES]
    (racine / "parametres" / "essai.yaml").write_text(yaml_text([parametre, *regles]), "utf-8")
    return racine


def test_a_right_that_cites_a_figure_reads_its_amount(tmp_path: Path) -> None:
    catalogue = load_catalogue(ecrit(tmp_path, citant("montant:seuil"), chiffre()))
    droit = catalogue.droits["mon-droit"]
    assert droit.normal.prix == "Vous payez 70 euros."
    assert [str(probleme) for probleme in problemes_droit(droit)] == []


@pytest.mark.parametrize(
    ("nom", "depuis", "message"),
    [
        ("montant:seuill", date(2024, 1, 1), "chiffre inconnu « seuill », vouliez-vous écrire « seuil » ?"),
        ("montant:seuil", date(2027, 1, 1), "n'a pas de montant connu le 2026-11-22"),
        ("prix:seuil", date(2024, 1, 1), "soin inconnu « seuil »"),
        ("tarif:seuil", date(2024, 1, 1), "citation inconnue « tarif »"),
    ],
)
def test_a_citation_nobody_can_read_is_refused(tmp_path: Path, nom: str, depuis: date, message: str) -> None:
    problemes = refus(ecrit(tmp_path, citant(nom), chiffre(depuis)))
    assert [probleme for probleme in problemes if message in probleme], problemes


def test_a_title_cites_no_amount(tmp_path: Path) -> None:
    droit = citant("montant:seuil")
    droit["normal"]["titre"] = "À partir de {montant:seuil}"
    problemes = refus(ecrit(tmp_path, droit, chiffre()))
    assert "droits/mon-droit.yaml : un titre ne cite pas de montant" in problemes
