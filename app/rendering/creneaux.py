"""Writes the page where slots are looked for and chosen. Searches nothing itself."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.communes import Commune
from app.domain.creneaux import LieuTrouve, Silence, Trouves
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, nombre_de, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lots import Lot, lot_de
from app.rendering.mots_creneaux import (
    AVEC_ACCES,
    AVEC_ACCES_FALC,
    BESOINS,
    PERSONNE_ICI,
    PERSONNE_ICI_FALC,
    PROFESSIONS,
    RAYONS,
    SILENCES,
    SILENCES_FALC,
    TRANCHES,
    ZONE,
    ZONE_FALC,
    acces_dits,
    heure,
    il_y_a,
    jour_du_mur,
    langues_dites,
    quand_complet,
)
from app.rendering.page import Page
from app.rendering.vues import VueChamp
from app.rendering.vues_creneaux import SaisieCreneaux, VueCreneau, VueCreneaux, VueJour, VueLieuTrouve, VueResultats

#: Places a page.
LIEUX, LIEUX_FALC = 6, 2
#: Days shown at once, slots of each.
JOURS_MONTRES, JOURS_FALC, PAR_JOUR = 2, 1, 3
PAR_LIEU = 16

OU_VIDE = "Écrivez une commune ou un code postal, par exemple Mâcon ou 71000."
OU_INCONNU = "Nous ne trouvons pas cette commune. Vérifiez le code postal, ou écrivez le nom en entier."


def page_recherche(
    saisie: SaisieCreneaux,
    mode: Mode,
    *,
    cle: str = "",
    erreur: str = "",
    refus: str = "",
    propositions: tuple[Commune, ...] = (),
    resultats: VueResultats | None = None,
) -> Page:
    """The form, the communes it may mean, or what was found."""
    vue = VueCreneaux(
        saisie=saisie,
        champ=VueChamp(saisie.ou, erreur),
        refus=refus,
        propositions=tuple((c.code, f"{c.nom} ({c.codes_postaux[0]})") for c in propositions),
        resultats=resultats,
        rayons=tuple(RAYONS.items()),
        professions=tuple((p.value, nom) for p, nom in PROFESSIONS.items()),
        tranches=tuple((t.value, nom) for t, nom in TRANCHES.items()),
        besoins=tuple((besoin.value, nom) for besoin, (_, nom) in BESOINS.items()),
        cle=cle,
    )
    return page("creneaux", Cadre("Rendez-vous", "/creneaux", mode), vue)


def lieux_montres(lieux: Sequence[LieuTrouve], page: int, mode: Mode) -> Lot[Sequence[LieuTrouve]]:
    """The places of one page: those with slots first, the nearest first."""
    tries = sorted(lieux, key=lambda trouve: trouve.silence is not None)
    return lot_de(tries, page, LIEUX_FALC if mode is Mode.FALC else LIEUX)


def resultats_de(
    trouves: Trouves, commune: Commune, saisie: SaisieCreneaux, mode: Mode, maintenant: datetime
) -> VueResultats:
    """What was found, some places a page."""
    falc = mode is Mode.FALC
    ici, numero, nombre = lieux_montres(trouves.lieux, saisie.page, mode)
    return VueResultats(
        titre=f"Autour de {commune.nom}",
        lieux=tuple(_lieu(trouve, mode, maintenant) for trouve in ici),
        page=numero,
        nombre=nombre,
        silence=_silence(trouves, saisie, falc=falc),
        plus_loin="50" if saisie.rayon in {"", "5", "20"} else "100" if saisie.rayon == "50" else "",
        acces_inconnu=_acces_inconnu(trouves.acces_inconnu, falc=falc),
        demonstration=any(trouve.lieu.demonstration for trouve in trouves.lieux),
        environ=commune.environ,
    )


def _lieu(trouve: LieuTrouve, mode: Mode, maintenant: datetime) -> VueLieuTrouve:
    lieu, falc = trouve.lieu, mode is Mode.FALC
    jours, suite = _jours(trouve, falc=falc)
    return VueLieuTrouve(
        nom=lieu.nom,
        adresse=f"{lieu.adresse}, {lieu.code_postal} {lieu.ville}",
        distance=_distance(trouve.distance_km),
        acces=acces_dits(lieu),
        langues=langues_dites(lieu),
        telephone=lieu.telephone,
        vu=_vu(lieu.vu_le, maintenant, falc=falc) if jours else "",
        jours=jours,
        suite=suite,
        silence=_silence_du_lieu(trouve, falc=falc),
        attendre=lieu.id if trouve.silence is Silence.AUCUN else "",
    )


def _jours(trouve: LieuTrouve, *, falc: bool) -> tuple[tuple[VueJour, ...], tuple[VueJour, ...]]:
    """The first hours of the first days, then all the rest: people choose a day first."""
    fuseau, montres = trouve.lieu.fuseau, JOURS_FALC if falc else JOURS_MONTRES
    par_jour: dict[str, list[VueCreneau]] = {}
    for creneau in trouve.creneaux:
        mur = heure(creneau.debut, fuseau, falc=falc)
        vue = VueCreneau(creneau.id, mur, creneau.professionnel.nom)
        par_jour.setdefault(majuscule(jour_du_mur(creneau.debut, fuseau)), []).append(vue)
    premiers, suite = [], []
    for rang, (jour, creneaux) in enumerate(par_jour.items()):
        coupe = PAR_JOUR if rang < montres else 0
        premiers += [VueJour(jour, tuple(creneaux[:coupe]))] if coupe else []
        suite += [VueJour(jour, tuple(creneaux[coupe:]))] if creneaux[coupe:] else []
    return tuple(premiers), tuple(suite)


def _silence_du_lieu(trouve: LieuTrouve, *, falc: bool) -> tuple[str, ...]:
    if trouve.silence is None:
        return ()
    lieu = trouve.lieu
    suite: tuple[str, ...] = ()
    if trouve.prochaine is not None:
        jour = quand_complet(trouve.prochaine, lieu.fuseau, falc=falc).partition(" à ")
        debut = "Le prochain rendez-vous est" if falc else "Prochain créneau connu :"
        suite = (f"{debut} {jour[0]}.",) if falc else (f"{debut} {''.join(jour)}.",)
    if falc:
        depuis = jour_complet(lieu.vu_le.astimezone(ZoneInfo(lieu.fuseau)).date())
        return (*(phrase.format(depuis) for phrase in SILENCES_FALC[trouve.silence]), *suite)
    depuis = quand_complet(lieu.vu_le, lieu.fuseau)
    return (typographie(SILENCES[trouve.silence].format(depuis)), *suite)


def _vu(vu_le: datetime, maintenant: datetime, *, falc: bool) -> str:
    """When the agenda last spoke: what is shown may have changed since."""
    if falc:
        return f"Nous avons vu ces dates {il_y_a(vu_le, maintenant)}."
    return f"Agenda vu {il_y_a(vu_le, maintenant)}."


def _silence(trouves: Trouves, saisie: SaisieCreneaux, *, falc: bool) -> tuple[str, ...]:
    """Why nothing is free anywhere around, then the next known date."""
    if trouves.silence is None:
        return ()
    if not trouves.lieux and saisie.acces and trouves.acces_inconnu:
        return AVEC_ACCES_FALC if falc else AVEC_ACCES
    if not trouves.lieux:
        return PERSONNE_ICI_FALC if falc else PERSONNE_ICI
    phrases = ZONE_FALC[trouves.silence] if falc else ZONE[trouves.silence]
    if trouves.silence is Silence.AUCUN and not falc:
        phrases = tuple(phrase.format(jour_en_mots(trouves.au)) for phrase in phrases)
    if trouves.prochaine is None:
        return phrases
    fuseau = next(t.lieu.fuseau for t in trouves.lieux if t.prochaine == trouves.prochaine)
    quand = quand_complet(trouves.prochaine, fuseau, falc=falc)
    if not falc:
        return (*phrases, f"Prochain rendez-vous connu : {quand}.")
    jour, _, mur = quand.partition(" à ")
    return (*phrases, f"Le prochain rendez-vous est {jour}.", f"C'est à {mur}.")


def _acces_inconnu(nombre: int, *, falc: bool) -> str:
    if not nombre:
        return ""
    lieux = nombre_de(nombre, "lieu", "lieux")
    if falc:
        return f"{lieux} ne disent rien sur ces accès." if nombre > 1 else "1 lieu ne dit rien sur ces accès."
    verbe = "ne dit pas s'il a" if nombre == 1 else "ne disent pas s'ils ont"
    return f"{lieux} {verbe} ces accès : {'il n’est' if nombre == 1 else 'ils ne sont'} pas dans cette liste."


def _distance(km: float | None) -> str:
    if km is None:
        return ""
    return "moins de 1 km" if km < 1 else f"environ {round(km)} km"
