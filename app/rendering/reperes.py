"""Writes the landmarks: their list by subject, and one in full. Of a person, knows the day of a talk alone."""

from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.dossier import EtatNavigateur
from app.domain.reperes import Repere, Sujet
from app.rendering.fiche import relecture
from app.rendering.formats import date_approchee_en_mots, jour_complet, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page, paragraphes
from app.rendering.liens import liens_conseils
from app.rendering.lots import lot_de
from app.rendering.page import Page
from app.rendering.vues import VueChamp, VueSource
from app.rendering.vues_reperes import VueEntretien, VueLigneRepere, VueRepere, VueReperes, VueSujet

PAR_PAGE_FALC = 3
SUJETS: dict[Sujet, tuple[str, str, str]] = {
    # plain name, FALC name, pictogram
    "pharmacie": ("Ce que le pharmacien peut faire", "Le pharmacien peut vous aider", "bouclier"),
    "ateliers": ("Apprendre à plusieurs", "Apprendre avec d'autres personnes", "famille"),
    "handicap": ("Se soigner avec un handicap", "Se soigner avec un handicap", "maison"),
    "maladies-longues": ("Vivre avec une maladie longue", "Vivre avec une maladie longue", "coeur"),
}


def page_reperes(catalogue: Catalogue, mode: Mode, numero: int) -> Page:
    """The list, subject by subject; in FALC, three cards a page."""
    ranges = [repere for sujet in SUJETS for repere in catalogue.reperes.values() if repere.sujet == sujet]
    montres, numero, pages = lot_de(ranges, numero, PAR_PAGE_FALC if mode is Mode.FALC else None)
    groupes = []
    for sujet, (nom, nom_falc, pictogramme) in SUJETS.items():
        lignes = tuple(
            VueLigneRepere(
                f"{mode.prefixe}/reperes/{repere.id}", _titre(repere, mode), _resume(repere, mode), repere.pictogramme
            )
            for repere in montres
            if repere.sujet == sujet
        )
        if lignes:
            groupes.append(VueSujet(nom_falc if mode is Mode.FALC else nom, pictogramme, lignes))
    vue = VueReperes(tuple(groupes), page=numero, pages=pages)
    return page("reperes", Cadre("Les repères", "/reperes", mode), vue)


def vue_entretien(
    repere: Repere, etat: EtatNavigateur, mode: Mode, champ: VueChamp, *, gardees: bool
) -> VueEntretien | None:
    """The day noted for the person shown; nothing when the landmark is no interview."""
    if not repere.entretien:
        return None
    iso = max((acte.le.texte for acte in etat.profil.historique if acte.id == repere.id), default="")
    exact = mode is Mode.FALC and len(iso) == 10
    fait = f"le {jour_complet(date.fromisoformat(iso))}" if exact else date_approchee_en_mots(iso) if iso else ""
    qui = (etat.nom or "votre proche") if etat.proche else ""
    return VueEntretien(etat.numero, qui, typographie(fait), champ, gardees)


def page_repere(
    catalogue: Catalogue, repere: Repere, mode: Mode, au: date, entretien: VueEntretien | None = None
) -> Page:
    """One landmark in full."""
    falc = mode is Mode.FALC
    normal, textes = repere.normal, repere.falc if falc else repere.normal
    certain = repere.certitude_le(au) == "sure"
    vue = VueRepere(
        id=repere.id,
        titre=_titre(repere, mode),
        resume=_resume(repere, mode),
        pictogramme=repere.pictogramme,
        pour_qui=tuple(map(typographie, repere.falc.pour_qui if falc else (normal.pour_qui,))),
        texte=tuple(map(typographie, repere.falc.texte if falc else paragraphes(normal.texte))),
        points=tuple(map(typographie, textes.points)),
        comment=tuple(map(typographie, textes.comment)),
        sans_internet=repere.falc.sans_internet if falc else (normal.sans_internet,),
        prix=tuple(map(typographie, repere.falc.prix if falc else (normal.prix,))),
        limites=typographie(normal.limites or ""),
        mots=tuple(typographie(mot.sens) for mot in repere.falc.mots),
        doute="" if certain else typographie(repere.doute or "Ce texte est à relire."),
        signes_urgents=repere.signes_urgents,
        voir_aussi=liens_conseils(catalogue, repere.conseils, mode),
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in repere.sources),
        entretien=entretien,
        verifie=f"Vérifié le {jour_en_mots(repere.verifie_le)}, "
        f"à revoir avant le {jour_en_mots(repere.a_relire_avant)}. {relecture(catalogue, repere.id)}",
    )
    return page("repere", Cadre("Un repère", f"/reperes/{repere.id}", mode), vue)


def _titre(repere: Repere, mode: Mode) -> str:
    return typographie(repere.falc.titre if mode is Mode.FALC else repere.normal.titre)


def _resume(repere: Repere, mode: Mode) -> str:
    return typographie(repere.falc.resume if mode is Mode.FALC else repere.normal.resume)
