"""Writes what changed: for anyone, or for one reader, with what it does to them. Judges nothing itself."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from app.domain.catalogue import Catalogue
from app.domain.changements import Effet, Publie
from app.domain.profil import Profil
from app.domain.verdicts import Resultat, Verdict
from app.rendering.formats import jour_complet, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lots import lot_de
from app.rendering.page import Page
from app.rendering.raisons import INCONNUES, sans_redite, texte
from app.rendering.vues_confiance import VueChangement, VueChangements
from app.rendering.vues_suites import VueArret

PAR_PAGE = {Mode.NORMAL: 20, Mode.FALC: 3}


class DemandeChangements(NamedTuple):
    """What the reader wants to see: their own or all, which page; the day of their last visit when it is known.

    `arretes` are the reminders they were told and that stopped since.
    """

    numero: int = 1
    tout: bool = False
    depuis: date | None = None
    arretes: tuple[VueArret, ...] = ()


def page_changements(
    catalogue: Catalogue, mode: Mode, au: date, profil: Profil, taire: frozenset[str], demande: DemandeChangements
) -> Page:
    """The history up to a day: the reader's own when they answered, unless they ask for all of it.

    `taire` are the facts of personal questions not opened: an advice that waits for them alone is not named.
    """
    numero, tout, depuis, arretes = demande
    repondu = profil != Profil()
    personnelle = repondu and not tout
    vues = []
    for publie in catalogue.changements:
        if publie.changement.le > au:
            continue
        effets = [e for e in publie.effets(profil, au) if _touches(e, taire)] if personnelle else []
        if effets or not personnelle or not publie.changement.conseils:
            vue = _changement(catalogue, publie, effets, mode, personnelle=personnelle)
            vues.append(replace(vue, nouveau=depuis is not None and publie.changement.le > depuis))
    montres, numero, pages = lot_de(vues, numero, PAR_PAGE[mode])
    combien = sum(vue.nouveau for vue in vues)
    # « Nothing changed » above reminders that stopped would be read as their contrary.
    nouveaux = _depuis(depuis, combien, mode) if depuis is not None and (combien or not arretes) else ()
    contenu = VueChangements(personnelle, repondu, tuple(montres), numero, pages, nouveaux, arretes)
    chemin = "/ce-qui-a-change?tout=oui" if repondu and tout else "/ce-qui-a-change"
    return page("changements", Cadre("Ce qui a changé", chemin, mode), contenu)


def _depuis(jour: date, nouveaux: int, mode: Mode) -> tuple[str, ...]:
    """How much is new since a day."""
    pluriel = "s" if nouveaux > 1 else ""
    if mode is Mode.FALC:
        suite = f"Depuis, il y a {nouveaux} changement{pluriel}." if nouveaux else "Depuis, rien n'a changé."
        return (typographie(f"Votre dernière visite : {jour_complet(jour)}."), typographie(suite))
    suite = f"{nouveaux} changement{pluriel}" if nouveaux else "rien n'a changé"
    return (typographie(f"Depuis votre visite du {jour_en_mots(jour)} : {suite}."),)


def _touches(effet: Effet, taire: frozenset[str]) -> bool:
    """Whether the unit concerned the person before the change, or does since."""
    return _concerns(effet.avant, taire) or _concerns(effet.apres, taire)


def _concerns(resultat: Resultat, taire: frozenset[str]) -> bool:
    if resultat.verdict is Verdict.PAS_CONCERNE:
        return False
    inconnus = {raison.critere for raison in resultat.raisons if raison.code in INCONNUES}
    return not inconnus or not inconnus <= taire


def _changement(
    catalogue: Catalogue, publie: Publie, effets: list[Effet], mode: Mode, *, personnelle: bool
) -> VueChangement:
    changement, falc = publie.changement, mode is Mode.FALC
    normal = changement.normal
    cites = [effet.apres.fiche.id for effet in effets] if personnelle else changement.conseils
    fiches = [catalogue.par_id[id_] for id_ in cites]
    return VueChangement(
        date=typographie((jour_complet if falc else jour_en_mots)(changement.le)),
        titres=tuple(
            (f"{mode.prefixe}/conseils/{f.id}", typographie(f.falc.titre if falc else f.normal.titre)) for f in fiches
        ),
        avant=tuple(map(typographie, changement.falc.avant if falc else filter(None, (normal.avant,)))),
        maintenant=tuple(map(typographie, changement.falc.maintenant if falc else (normal.maintenant,))),
        effets=tuple(typographie(phrase) for e in effets for phrase in _effet(catalogue, e, falc=falc)),
    )


def _effet(catalogue: Catalogue, effet: Effet, *, falc: bool) -> list[str]:
    """What it does to the reader, with the reason when they are no longer concerned."""
    avant = effet.avant.verdict is not Verdict.PAS_CONCERNE
    if effet.apres.verdict is Verdict.PAS_CONCERNE:
        raisons = [texte(r, effet.apres.fiche, catalogue.faits, falc=falc) for r in effet.apres.raisons]
        if falc:
            return ["Ce conseil n'est plus pour vous.", *raisons]
        return [_plus_concerne(" ".join(sans_redite(raisons)))]
    if effet.apres.verdict is Verdict.A_PRECISER:
        return ["Ce changement dépend de vos réponses."]
    if not avant:
        return ["Ce conseil est maintenant pour vous."]
    return ["Ce conseil est toujours pour vous."]


def _plus_concerne(raisons: str) -> str:
    debut = "Ce conseil ne vous concerne plus, parce"
    if raisons.startswith("Ce conseil "):
        return f"{debut} qu'il {raisons.removeprefix('Ce conseil ')}"
    if raisons.startswith("Parce "):
        return f"{debut} {raisons.removeprefix('Parce ')}"
    return f"{debut} que : {raisons[:1].lower()}{raisons[1:]}"
