"""Writes the pages that say how the content is verified: summary, families, one unit. Verifies nothing itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from app.domain.cas import CasJoue, EtatDesCas
from app.domain.catalogue import Catalogue
from app.domain.fiches import Famille, Fiche, Lecture
from app.rendering.avis import LIBELLES
from app.rendering.familles import FAMILLES
from app.rendering.fiche import perime
from app.rendering.formats import jour_complet, jour_en_mots, nombre_de, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lots import lot_de
from app.rendering.page import Page
from app.rendering.validation_annexes import ANNEXES, liste_annexe, relu, sujets_annexes
from app.rendering.vues import VueSource
from app.rendering.vues_confiance import (
    LigneUnite,
    VueCas,
    VueFamille,
    VueLecture,
    VueListe,
    VueUnite,
    VueValidation,
)

LIGNES_FALC = 5
#: For each unit and version, how many times each opinion was given; None when the base does not answer.
Comptes = Mapping[tuple[str, str], Mapping[str, int]] | None


class Confiance(NamedTuple):
    """What the pages of this module tell: the content, its cases played, readers' opinions, and the day."""

    catalogue: Catalogue
    cas: EtatDesCas
    avis: Comptes
    au: date


def page_validation(su: Confiance, mode: Mode) -> Page:
    """The summary."""
    fiches, falc = su.catalogue.fiches, mode is Mode.FALC
    relus = sum(bool(fiche.relu_par) for fiche in fiches)
    vue = VueValidation(
        titre="Qui a vérifié ces conseils ?",
        introduction=_introduction_falc(su, relus) if falc else (_introduction(len(fiches), relus),),
        comptes=_comptes(su, relus),
        familles=(
            *(_famille(su, famille, mode) for famille in FAMILLES if _de(su, famille)),
            *sujets_annexes(su.catalogue, mode),
        ),
        institutions=tuple(map(_cas, su.cas.institutions)) + _illisibles(su.cas),
        etat_institutions=_etat_institutions(su.cas),
        version=su.catalogue.version_contenu[:12],
    )
    return page("validation", Cadre("Vérification", "/validation", mode), vue)


def page_famille(su: Confiance, famille: str, mode: Mode, numero: int = 1) -> Page | None:
    """The units of one family, or those beside the advice, a few a page in FALC; None when there is no such family."""
    noms = {str(nom): mots for nom, mots in FAMILLES.items()} | ANNEXES
    if famille not in noms:
        return None
    chemin = f"/validation?sujet={famille}"
    cadre = Cadre("Vérification", chemin, mode)
    if famille in ANNEXES:
        return page("validation_famille", cadre, liste_annexe(su.catalogue, famille, su.au, mode, numero)).fixe()
    lignes = [_ligne(su, fiche, mode) for fiche in _de(su, famille)]
    montrees, numero, pages = lot_de(lignes, numero, LIGNES_FALC if mode is Mode.FALC else None)
    vue = VueListe(
        titre=noms[famille][1 if mode is Mode.FALC else 0],
        lignes=tuple(montrees),
        chemin=mode.prefixe + chemin,
        page=numero,
        pages=pages,
    )
    return page("validation_famille", cadre, vue).fixe()


def page_unite(su: Confiance, fiche: Fiche, mode: Mode) -> Page:
    """One unit."""
    falc = mode is Mode.FALC
    joues = su.cas.par_conseil.get(fiche.id, ())
    version = su.catalogue.empreintes[fiche.id]
    vue = VueUnite(
        titre=typographie(fiche.falc.titre if falc else fiche.normal.titre),
        url=f"{mode.prefixe}/conseils/{fiche.id}",
        retour=f"{mode.prefixe}/validation?sujet={fiche.famille}",
        pictogramme=fiche.pictogramme,
        dates=_dates(fiche, su.au, mode),
        perime=perime(fiche, su.au, mode),
        doute=typographie(fiche.doute or ""),
        lectures=_lectures(su.catalogue, fiche),
        etat_cas=_etat_cas(su.cas, joues),
        cas=tuple(map(_cas, joues)),
        institutions=tuple(_cas(c) for c in su.cas.institutions if _parle_de(c, fiche.id)),
        avis=_avis(su.avis, fiche.id, version),
        avis_avant=_avis_avant(su.avis, fiche.id, version),
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in fiche.sources),
        version=version[:12],
    )
    return page("validation_unite", Cadre("Vérification", f"/validation/{fiche.id}", mode), vue)


def _de(su: Confiance, famille: str) -> list[Fiche]:
    return [fiche for fiche in su.catalogue.fiches if fiche.famille == famille]


def _introduction(nombre: int, relus: int) -> str:
    if not relus:
        return typographie(
            f"Personne n'a encore relu ces {nombre_de(nombre, 'conseil')} : ni professionnel de santé, ni association. "
            "Ils viennent de règles publiques, citées et datées une par une."
        )
    return typographie(f"{nombre_de(relus, 'conseil')} sur {nombre} ont été relus dans leur texte actuel.")


def _introduction_falc(su: Confiance, relus: int) -> tuple[str, ...]:
    nombre = len(su.catalogue.fiches)
    douteux = sum(fiche.certitude_le(su.au) == "a_verifier" for fiche in su.catalogue.fiches)
    relecture = (
        f"Des personnes ont relu {nombre_de(relus, 'conseil')}."
        if relus
        else "Aucun médecin n'a encore relu ces conseils."
    )
    phrases = (
        f"Ce site donne {nombre_de(nombre, 'conseil')}.",
        "Les conseils viennent de règles publiques.",
        relecture,
        f"{nombre_de(nombre - douteux, 'conseil')} : nous sommes sûrs.",
        f"{nombre_de(douteux, 'conseil')} : nous ne sommes pas sûrs.",
    )
    return tuple(map(typographie, phrases))


def _comptes(su: Confiance, relus: int) -> tuple[tuple[str, str], ...]:
    fiches = su.catalogue.fiches
    perimees = sum(fiche.perimee_le(su.au) for fiche in fiches)
    douteuses = sum(fiche.certitude_le(su.au) == "a_verifier" for fiche in fiches)
    avis = "indisponible" if su.avis is None else str(sum(sum(c.values()) for c in su.avis.values()))
    cas = "absents ici"
    if su.cas.presents:
        cas = f"{su.cas.nombre - su.cas.rouges} justes, {nombre_de(su.cas.rouges, 'faux', 'faux')}"
    return (
        ("Conseils", str(len(fiches))),
        ("Relus dans leur texte actuel", str(relus)),
        ("À relire, texte modifié depuis", str(sum(bool(su.catalogue.relectures_perimees(f.id)) for f in fiches))),
        ("Sûrs aujourd'hui", str(len(fiches) - douteuses)),
        ("À vérifier", str(douteuses)),
        ("Date de révision dépassée", str(perimees)),
        ("Exemples essayés", cas),
        ("Avis de lecteurs", avis),
    )


def _famille(su: Confiance, famille: Famille, mode: Mode) -> VueFamille:
    nom, nom_falc, pictogramme = FAMILLES[famille]
    fiches = _de(su, famille)
    relus = sum(bool(fiche.relu_par) for fiche in fiches)
    detail = nombre_de(len(fiches), "conseil")
    if mode is Mode.NORMAL:
        detail += f", {nombre_de(relus, 'relu')}" if relus else ", aucun relu"
    url = f"{mode.prefixe}/validation?sujet={famille}"
    return VueFamille(url, nom_falc if mode is Mode.FALC else nom, pictogramme, detail)


def _ligne(su: Confiance, fiche: Fiche, mode: Mode) -> LigneUnite:
    url = f"{mode.prefixe}/validation/{fiche.id}"
    sure = fiche.certitude_le(su.au) == "sure"
    if mode is Mode.FALC:
        phrases = (
            "Nous sommes sûrs." if sure else "Nous ne sommes pas sûrs.",
            "Des personnes ont relu ce texte." if fiche.relu_par else "Personne n'a encore relu ce texte.",
        )
        return LigneUnite(url, typographie(fiche.falc.titre), fiche.pictogramme, phrases)
    certitude = "Sûr" if sure else "À vérifier"
    if fiche.perimee_le(su.au):
        certitude = "À vérifier, révision dépassée"
    nombre = sum(su.avis.get((fiche.id, su.catalogue.empreintes[fiche.id]), {}).values()) if su.avis else 0
    morceaux = [
        f"{certitude}.",
        f"Vérifié le {jour_en_mots(fiche.verifie_le)}.",
        f"{relu(su.catalogue, fiche.id)}.",
        _etat_cas(su.cas, su.cas.par_conseil.get(fiche.id, ())),
        f"{nombre} avis." if nombre else "",
    ]
    detail = typographie(" ".join(filter(None, morceaux)))
    return LigneUnite(url, typographie(fiche.normal.titre), fiche.pictogramme, (detail,))


def _dates(fiche: Fiche, au: date, mode: Mode) -> tuple[tuple[str, str], ...]:
    sure = fiche.certitude_le(au) == "sure"
    if mode is Mode.FALC:
        return (
            ("", "Nous sommes sûrs de ce conseil." if sure else "Nous ne sommes pas sûrs de ce conseil."),
            ("", typographie(f"Nous l'avons vérifié le {jour_complet(fiche.verifie_le)}.")),
            ("", typographie(f"Nous devons le revoir avant le {jour_complet(fiche.a_relire_avant)}.")),
        )
    return (
        ("Certitude", "Sûr" if sure else "À vérifier"),
        ("Règle en vigueur depuis", typographie(jour_en_mots(fiche.en_vigueur_depuis))),
        ("Sources vues", typographie(jour_en_mots(fiche.verifie_le))),
        ("À revoir avant", typographie(jour_en_mots(fiche.a_relire_avant))),
    )


def _lectures(catalogue: Catalogue, fiche: Fiche) -> tuple[VueLecture, ...]:
    return tuple(
        VueLecture(typographie(_signature(lecture)), valide)
        for lectures, valide in ((fiche.relu_par, True), (catalogue.relectures_perimees(fiche.id), False))
        for lecture in lectures
    )


def _signature(lecture: Lecture) -> str:
    return f"{lecture.nom}, {lecture.role}, {lecture.organisation}, le {jour_en_mots(lecture.le)}"


def _etat_cas(etat: EtatDesCas, joues: Sequence[CasJoue]) -> str:
    if not etat.presents:
        return "Cas non joués : ils ne sont pas installés ici."
    rouges = sum(bool(joue.ecarts) for joue in joues)
    if not joues:
        return "Aucun cas."
    couleurs = f"dont {nombre_de(rouges, 'rouge')}" if rouges else "tous verts"
    return f"{len(joues)} cas, {couleurs}."


def _etat_institutions(etat: EtatDesCas) -> str:
    if not etat.institutions and not etat.illisibles:
        return "Aucune institution n'a encore écrit de cas."
    rouges = sum(bool(joue.ecarts) for joue in etat.institutions) + len(etat.illisibles)
    return f"{nombre_de(len(etat.institutions) - rouges + len(etat.illisibles), 'vert')}, {nombre_de(rouges, 'rouge')}."


def _parle_de(joue: CasJoue, id_: str) -> bool:
    return any(attente.conseil == id_ for attente in joue.cas.attentes)


def _cas(joue: CasJoue) -> VueCas:
    cas = joue.cas
    signature = f"{cas.auteur}, {cas.organisation}, le {jour_en_mots(cas.le)}" if cas.le else ""
    return VueCas(typographie(cas.titre), typographie(signature), not joue.ecarts, joue.ecarts)


def _illisibles(etat: EtatDesCas) -> tuple[VueCas, ...]:
    return tuple(VueCas(cas.fichier, "", vert=False, ecarts=(cas.message,)) for cas in etat.illisibles)


def _avis(comptes: Comptes, id_: str, version: str) -> tuple[tuple[str, str], ...]:
    if comptes is None:
        return ()
    ici = comptes.get((id_, version), {})
    return tuple((libelle, str(ici.get(avis.value, 0))) for avis, libelle in LIBELLES.items())


def _avis_avant(comptes: Comptes, id_: str, version: str) -> str:
    """The opinions on former versions: said apart, the text they judged is gone."""
    nombre = _sum(c for (unite, lue), c in (comptes or {}).items() if unite == id_ and lue != version)
    return f"Et {nombre} avis sur des versions d'avant." if nombre else ""


def _sum(comptes: Iterable[Mapping[str, int]]) -> int:
    return sum(sum(compte.values()) for compte in comptes)
