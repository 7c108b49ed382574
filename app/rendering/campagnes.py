"""Writes the awareness campaigns: their page, and the quiet line other pages show in their month. Knows no person."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from app.domain.campagnes import Campagne, JourDuMois, Quand, campagnes_le, from_now
from app.domain.catalogue import Catalogue
from app.rendering.formats import MOIS, enumeration, jour_en_mots, majuscule, typographie
from app.rendering.gabarits import Cadre, Mode, call_macro, page
from app.rendering.liens import liens_conseils
from app.rendering.lots import lot_de
from app.rendering.page import Page
from app.rendering.vues import VueSource
from app.rendering.vues_reperes import VueCampagne, VueCampagnes

PAR_PAGE = {Mode.NORMAL: 8, Mode.FALC: 3}
_VOYELLES = "ao"


def quand_en_mots(quand: Quand) -> str:
    """When it takes place any year: en octobre, le 4 février, la dernière semaine d'avril, du 1er juin au…"""
    nom = MOIS[quand.mois - 1]
    if quand.semaine is not None:
        rang = {1: "1re", "derniere": "dernière"}.get(quand.semaine, f"{quand.semaine}e")
        return f"la {rang} semaine {_de(nom)}"
    if quand.jour is None:
        return f"en {nom}"
    if quand.semaines is not None:
        duree = f"{quand.semaines} semaines" if quand.semaines > 1 else "une semaine"
        return f"{duree} en {nom}"
    jour = _jour(JourDuMois(mois=quand.mois, jour=quand.jour))
    return f"du {jour} au {_jour(quand.jusqu_au)}" if quand.jusqu_au else f"le {jour}"


def _jour(jour: JourDuMois) -> str:
    return f"{'1er' if jour.jour == 1 else jour.jour} {MOIS[jour.mois - 1]}"


def _de(mois: str) -> str:
    return f"d'{mois}" if mois[0] in _VOYELLES else f"de {mois}"


def ce_mois_ci(catalogue: Catalogue, au: date, mode: Mode) -> Markup:
    """The quiet line; nothing in a month without campaign. A discreet campaign is left to the campaigns' own page."""
    campagnes = [campagne for campagne in campagnes_le(catalogue.campagnes, au) if not campagne.discrete]
    if not campagnes:
        return Markup("")
    if mode is Mode.FALC:
        phrases = [f"{typographie(campagne.falc.titre)}." for campagne in campagnes]
        return call_macro("campagnes", "ce_mois_ci_falc", phrases)
    noms = [_nom(campagne) for campagne in campagnes]
    return call_macro("campagnes", "ce_mois_ci", typographie(enumeration(noms)))


def _nom(campagne: Campagne) -> str:
    """The title, with its day when it has one: the month alone is already said."""
    quand = campagne.quand
    seul = quand.jour is not None and quand.jusqu_au is None and quand.semaines is None
    return f"{campagne.normal.titre} ({quand_en_mots(quand)})" if seul else campagne.normal.titre


def page_campagnes(catalogue: Catalogue, au: date, mode: Mode, numero: int) -> Page:
    """Every campaign, from this month on, a few a page."""
    campagnes: Sequence[Campagne] = from_now(catalogue.campagnes, au)
    du_mois = frozenset(campagne.id for campagne in campagnes_le(catalogue.campagnes, au))
    campagnes, numero, pages = lot_de(campagnes, numero, PAR_PAGE[mode])
    vue = VueCampagnes(
        tuple(_vue(catalogue, campagne, au, mode) for campagne in campagnes if campagne.id in du_mois),
        tuple(_vue(catalogue, campagne, au, mode) for campagne in campagnes if campagne.id not in du_mois),
        page=numero,
        pages=pages,
    )
    return page("campagnes", Cadre("Les campagnes de l'année", "/campagnes", mode), vue).fixe()


def _vue(catalogue: Catalogue, campagne: Campagne, au: date, mode: Mode) -> VueCampagne:
    falc = mode is Mode.FALC
    textes = campagne.falc.texte if falc else (campagne.normal.texte,)
    certaine = campagne.certitude_le(au) == "sure"
    return VueCampagne(
        id=campagne.id,
        titre=typographie(campagne.falc.titre if falc else campagne.normal.titre),
        quand=typographie(majuscule(quand_en_mots(campagne.quand))),
        pictogramme=campagne.pictogramme,
        phrases=textes,
        conseils=liens_conseils(catalogue, campagne.conseils, mode),
        doute="" if certaine else typographie(campagne.doute or "Ce texte est à relire."),
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in campagne.sources),
    )
