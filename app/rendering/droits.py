"""Writes the pages about rights: the list, one right, the card to print, the evening. Knows no person."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from app.domain.catalogue import Catalogue
from app.domain.droits import Droit, Theme, UniteSourcee
from app.domain.lieux import LieuDeSoin
from app.rendering.feuille import numero_de
from app.rendering.fiche import PAS_RELU
from app.rendering.formats import enumeration, jour_complet, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page, paragraphes
from app.rendering.lots import choisir, couper, lot_de
from app.rendering.page import Page
from app.rendering.vues import VueSource
from app.rendering.vues_droits import (
    VueDroit,
    VueDroits,
    VueLien,
    VueLieu,
    VueProvenance,
    VueSoir,
    VueThemeDroits,
)

T = TypeVar("T")
#: Prices beside their place are read down a column, in figures.
_EUROS = re.compile(r" euros?\b")
THEMES: dict[Theme, tuple[str, str]] = {
    "avant-de-payer": ("Que vais-je payer ?", "piece"),
    "trop-cher": ("C'est trop cher pour moi", "coeur"),
    "ma-situation": ("Ma situation change le prix", "famille"),
    "choisir": ("Comprendre et choisir", "question"),
    "acces": ("Je ne trouve pas de soin", "porte"),
}
SOIR, CONSULTATION = "ou-aller-ce-soir", "avant-ma-consultation"
TEST_C2S = "/droits/test-c2s"
CARTES_FALC, LIEUX_FALC = 3, 2
ANCIEN = "La date de relecture est passée : ce texte a pu changer."
FUTUR = "Ces règles valent à partir du {} : avant ce jour, les montants étaient différents."


def page_droits(catalogue: Catalogue, mode: Mode, numero: int = 1) -> Page:
    """Every right, under everyday questions; in easy-to-read, three cards a page."""
    falc = mode is Mode.FALC
    droits = list(catalogue.droits.values())
    liens = [_lien(droit, mode) for droit in (*_avec_page(droits), *(d for d in droits if not d.page))]
    cartes, numero, pages = lot_de([*liens, _lien_du_test(mode)], numero, CARTES_FALC)
    vue = VueDroits(
        pages=tuple(_lien(droit, mode) for droit in _avec_page(droits)),
        themes=() if falc else tuple(_theme(theme, droits, mode) for theme in THEMES),
        cartes=tuple(cartes) if falc else (),
        page=numero,
        nombre=pages,
    )
    return page("droits", Cadre("Vos droits", "/droits", mode), vue)


def page_droit(catalogue: Catalogue, droit: Droit, mode: Mode, au: date, numero: int = 1) -> Page:
    """One right at its own address, in the form it is read in."""
    if droit.id == SOIR:
        return _page_soir(catalogue, droit, mode, au, numero)
    if droit.id == CONSULTATION:
        return page_carte(catalogue, droit, mode, au)
    vue = _vue(catalogue, droit, mode, au)
    cadre = Cadre(vue.titre, droit.chemin, mode)
    return page("droit", cadre, vue, test_c2s=_test(droit, mode), carte=f"{mode.prefixe}/imprimer/droits/{droit.id}")


def page_carte(catalogue: Catalogue, droit: Droit, mode: Mode, au: date) -> Page:
    """The card to print: the points, with room to write on the one for a consultation, and whom to call."""
    vue = _vue(catalogue, droit, mode, au)
    ecrire = droit.id == CONSULTATION
    chemin = droit.chemin if ecrire else f"/imprimer/droits/{droit.id}"
    cadre = Cadre(vue.titre, chemin, mode, feuille=True)
    return page("carte", cadre, vue, ecrire=ecrire, cases=not ecrire and droit.id != SOIR)


def provenance(unite: UniteSourcee, au: date) -> VueProvenance:
    """The sources of a text and what is not certain in it that day."""
    doutes = [unite.doute] if unite.doute else []
    if au < unite.en_vigueur_depuis:
        doutes.append(FUTUR.format(jour_en_mots(unite.en_vigueur_depuis)))
    elif au > unite.a_relire_avant:
        doutes.append(ANCIEN)
    lecteurs = [f"{lecture.nom}, {lecture.role} ({lecture.organisation})" for lecture in unite.relu_par]
    return VueProvenance(
        doute=typographie(" ".join(doutes)),
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in unite.sources),
        verifie=f"En vigueur depuis le {jour_en_mots(unite.en_vigueur_depuis)}. "
        f"Vérifié le {jour_en_mots(unite.verifie_le)}, à revoir avant le {jour_en_mots(unite.a_relire_avant)}.",
        relecture=f"Relu par {enumeration(lecteurs)}." if lecteurs else PAS_RELU,
    )


def _page_soir(catalogue: Catalogue, droit: Droit, mode: Mode, au: date, numero: int) -> Page:
    lieux = [_lieu(catalogue, lieu, mode, au) for lieu in catalogue.lieux]
    lots = [[], *couper(lieux, LIEUX_FALC)] if mode is Mode.FALC else [lieux]
    montres, numero, pages = choisir(lots, numero)
    vue = VueSoir(_vue(catalogue, droit, mode, au), tuple(montres), numero, pages)
    return page("ou_aller", Cadre("Où aller ce soir ?", droit.chemin, mode), vue)


def _vue(catalogue: Catalogue, droit: Droit, mode: Mode, au: date) -> VueDroit:
    textes = droit.falc if mode is Mode.FALC else droit.normal
    return VueDroit(
        id=droit.id,
        titre=typographie(textes.titre),
        resume=typographie(textes.resume),
        pictogramme=droit.pictogramme,
        texte=tuple(paragraphes(textes.texte)) if isinstance(textes.texte, str) else textes.texte,
        points_titre=typographie(textes.points_titre or ""),
        points=textes.points,
        comment=textes.comment,
        sans_internet=_une_ou_plusieurs(textes.sans_internet),
        prix=_une_ou_plusieurs(textes.prix),
        mots=tuple(mot.sens for mot in droit.falc.mots),
        contacts=tuple(numero_de(catalogue.contacts[nom], mode, au) for nom in droit.contacts),
        voir_aussi=tuple(_lien(catalogue.droits[nom], mode) for nom in droit.voir_aussi),
        provenance=provenance(droit, au),
        date=jour_complet(au) if mode is Mode.FALC else jour_en_mots(au),
        version=catalogue.version_contenu[:8],
    )


def _lieu(catalogue: Catalogue, lieu: LieuDeSoin, mode: Mode, au: date) -> VueLieu:
    textes = lieu.falc if mode is Mode.FALC else lieu.normal
    return VueLieu(
        nom=typographie(textes.nom),
        pictogramme=lieu.pictogramme,
        contact=numero_de(catalogue.contacts[lieu.contact], mode, au) if lieu.contact else None,
        quoi=_une_ou_plusieurs(textes.quoi),
        prix=typographie(_EUROS.sub(" €", lieu.normal.prix)),
        prix_de_tous=typographie(lieu.normal.prix_de_tous or ""),
        vous_payez=_une_ou_plusieurs(textes.vous_payez),
        tous_payent=_une_ou_plusieurs(textes.tous_payent),
        provenance=provenance(lieu, au),
    )


def _lien(droit: Droit, mode: Mode) -> VueLien:
    textes = droit.falc if mode is Mode.FALC else droit.normal
    return VueLien(
        mode.prefixe + droit.chemin, typographie(textes.titre), droit.pictogramme, typographie(textes.resume)
    )


def _lien_du_test(mode: Mode) -> VueLien:
    falc = mode is Mode.FALC
    titre = "Une aide pour payer vos soins ?" if falc else "Ai-je droit à la complémentaire santé solidaire ?"
    resume = "Répondez à 3 questions." if falc else "Trois questions, et où demander. Rien n'est gardé."
    return VueLien(mode.prefixe + TEST_C2S, typographie(titre), "question", typographie(resume))


def _theme(theme: Theme, droits: Sequence[Droit], mode: Mode) -> VueThemeDroits:
    titre, pictogramme = THEMES[theme]
    liens = [_lien(droit, mode) for droit in droits if droit.theme == theme and not droit.page]
    if theme == "trop-cher":
        liens.insert(0, _lien_du_test(mode))
    return VueThemeDroits(typographie(titre), pictogramme, tuple(liens))


def _avec_page(droits: Sequence[Droit]) -> list[Droit]:
    return [droit for droit in droits if droit.page]


def _test(droit: Droit, mode: Mode) -> str:
    """Where the test is, on the pages of those it may help."""
    return mode.prefixe + TEST_C2S if droit.theme == "trop-cher" else ""


def _une_ou_plusieurs(textes: str | tuple[str, ...]) -> tuple[str, ...]:
    return (textes,) if isinstance(textes, str) else textes
