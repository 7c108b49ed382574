"""Writes the general rules of the schedule: who vaccinates, how much, which proof, which edition. Knows no person."""

from functools import lru_cache

from app.domain.catalogue import Catalogue
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_codes import RepereVaccinal
from app.rendering.formats import jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lots import lot_de
from app.rendering.page import Page
from app.rendering.vues import VueSource
from app.rendering.vues_vaccins import VueRepereVaccinal

#: What the page of a person repeats, by the beginning of their names: the edition in force changes every year.
EDITION = "edition-en-vigueur"
PRATIQUES = (EDITION, "acces-qui-peut-vacciner", "cout-", "preuve-", "campagne-")
PAR_PAGE_FALC = 4


def pratiques(calendrier: CalendrierVaccinal, mode: Mode) -> tuple[VueRepereVaccinal, ...]:
    """Who, how much, which proof, which edition, which campaign."""
    return _pratiques(calendrier, mode)


@lru_cache(maxsize=8)
def _pratiques(calendrier: CalendrierVaccinal, mode: Mode) -> tuple[VueRepereVaccinal, ...]:
    return tuple(
        _vue(repere, mode) for debut in PRATIQUES for repere in calendrier.reperes if repere.id.startswith(debut)
    )


def page_regles(catalogue: Catalogue, mode: Mode, numero: int) -> Page:
    """Every general rule with its sources; in FALC, four a page."""
    tous = tuple(_vue(repere, mode) for repere in catalogue.vaccins.reperes)
    reperes, numero, pages = lot_de(tous, numero, PAR_PAGE_FALC if mode is Mode.FALC else None)
    cadre = Cadre("Les règles des vaccins", "/vaccins/regles", mode)
    return page("vaccins_regles", cadre, reperes, numero=numero, pages=pages)


def _vue(repere: RepereVaccinal, mode: Mode) -> VueRepereVaccinal:
    falc = mode is Mode.FALC
    return VueRepereVaccinal(
        id=repere.id,
        titre=typographie(repere.titre_falc if falc else repere.titre),
        phrases=tuple(map(typographie, repere.texte_falc if falc else (repere.texte,))),
        doute=typographie(repere.doute or "") if repere.certitude == "a_verifier" or not falc else "",
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in repere.sources),
        verifie=typographie(f"Vérifié le {jour_en_mots(repere.verifie_le)}."),
        edition=repere.id.startswith(EDITION),
    )
