"""Names one thing to be reminded of, advice or vaccine: title, page, way without internet. Dates nothing."""

from collections.abc import Mapping

from app.domain.catalogue import Catalogue
from app.domain.fiches import Fiche
from app.domain.rappels import Echeance
from app.domain.vaccination_lignes import LigneVaccin
from app.rendering.formats import jour_en_mots, typographie
from app.rendering.gabarits import Mode
from app.rendering.vues_rappels import VueChose

#: A wall is read by everyone who comes in: these are never named on it, whatever was chosen.
INTIMES = frozenset({"sexualite", "violences", "addictions", "sante-mentale"})


def unite_de(catalogue: Catalogue, echeance: Echeance) -> Fiche | LigneVaccin:
    """What is reminded: advice, or a line of the vaccine schedule. Their names are never the same."""
    fiche = catalogue.par_id.get(echeance.unite)
    return fiche if fiche is not None else catalogue.vaccins.par_id[echeance.unite]


def chose(catalogue: Catalogue, echeance: Echeance, mode: Mode) -> VueChose:
    """One thing of a day; in easy-to-read its detail is a sentence."""
    unite, falc = unite_de(catalogue, echeance), mode is Mode.FALC
    titre = unite.falc.titre if falc else unite.normal.titre
    vaccin = isinstance(unite, LigneVaccin)
    if vaccin and not falc and "vaccin" not in titre.casefold():
        titre += " (vaccin)"
    detail = _detail_falc(echeance, vaccin=vaccin) if falc else _detail(catalogue, echeance)
    rubrique = "vaccins" if vaccin else "conseils"
    return VueChose(typographie(titre), f"{mode.prefixe}/{rubrique}/{unite.id}", typographie(detail))


def sans_internet(catalogue: Catalogue, echeance: Echeance, mode: Mode) -> tuple[str, ...]:
    """The way that needs no screen."""
    unite, falc = unite_de(catalogue, echeance), mode is Mode.FALC
    if isinstance(unite, LigneVaccin):
        return unite.falc.ou if falc else (unite.normal.ou,)
    return unite.falc.sans_internet if falc else (unite.normal.sans_internet,)


def intime(catalogue: Catalogue, echeance: Echeance) -> bool:
    """What a wall never names: intimate advice, and a vaccine that says more of the person than their age."""
    unite = unite_de(catalogue, echeance)
    if isinstance(unite, LigneVaccin):
        return bool(unite.pour_qui.conditions) or unite.fenetre_grossesse is not None
    return unite.famille in INTIMES


def _detail(catalogue: Catalogue, echeance: Echeance) -> str:
    parts = [echeance.detail, f"jusqu'au {jour_en_mots(echeance.jusqu_au)}" if echeance.jusqu_au is not None else ""]
    if echeance.campagne:
        parts.append(f"{_campagnes(catalogue)[echeance.campagne]} : une autre occasion, si ce n'est pas fait")
    return ", ".join(part for part in parts if part)


def _detail_falc(echeance: Echeance, *, vaccin: bool) -> str:
    if vaccin:
        return "C'est un vaccin."
    if echeance.campagne:
        return "Faites-le ce jour-là si ce n'est pas fait."
    return f"C'est l'examen {echeance.detail}." if echeance.detail else ""


def _campagnes(catalogue: Catalogue) -> Mapping[str, str]:
    return {campagne.id: campagne.normal.titre for campagne in catalogue.campagnes}
