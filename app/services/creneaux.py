"""Finds the places around a commune and their free slots. Reads only; the caller gives the instant."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from math import cos, radians
from types import SimpleNamespace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_
from sqlmodel import Session, col, select

from app.domain.annuaire import GENRE_DU_BILAN
from app.domain.communes import Commune, Communes, Point, distance_km
from app.domain.creneaux import (
    Acces,
    Agenda,
    CreneauVu,
    LieuTrouve,
    LieuVu,
    Profession,
    ProfessionnelVu,
    Recherche,
    Trouves,
    a_les_acces,
    fenetre,
    silence_de_la_zone,
    silence_du_lieu,
)
from app.models import Creneau, Lieu, Plage, Professionnel

KM_PAR_DEGRE = 111.0
#: What a place is shown with; `lieu_vu` reads it, on a row as on a place.
_DU_LIEU = (
    *("id", "nom", "adresse", "code_postal", "commune", "fuseau", "telephone", "langues", "vu_le", "demonstration"),
    *(besoin.value for besoin in Acces),
)
_POUR_CHERCHER = ("latitude", "longitude", "agenda", "perime_le")


class Zone:
    """One search, made ready: what is looked for, around which commune, between which instants."""

    def __init__(self, recherche: Recherche, commune: Commune, maintenant: datetime) -> None:
        fuseau = ZoneInfo(commune.fuseau)
        self.recherche, self.commune, self.maintenant = recherche, commune, maintenant
        self.du, self.au = fenetre(recherche, maintenant.astimezone(fuseau).date())
        self.debut = max(maintenant, datetime.combine(self.du, time(), fuseau))
        self.fin = datetime.combine(self.au + timedelta(days=1), time(), fuseau)


#: The places found, without their slots: which of them are shown.
Choix = Callable[[Sequence[LieuTrouve]], Iterable[LieuTrouve]]


class Etendue(NamedTuple):
    """How much of what is free is read: so many slots a place, of the places shown, the soonest of all when it says."""

    par_lieu: int
    choix: Choix = tuple
    en_tout: int | None = None


def chercher(session: Session, zone: Zone, communes: Communes, etendue: Etendue) -> Trouves:
    """The places around, the nearest first; a place without silence has free slots, given for those that are shown."""
    lignes, acces_inconnu = _lieux(session, zone)
    ids = [ligne.id for ligne, _ in lignes]
    ouverts = _ouverts(session, zone, ids)
    suites = _prochaines(session, zone, [lieu for lieu in ids if lieu not in ouverts])
    lieux = [
        LieuTrouve(
            lieu_vu(ligne, communes),
            distance,
            (),
            None if ligne.id in ouverts else silence_du_lieu(Agenda(ligne.agenda), ligne.perime_le, zone.maintenant),
            suites.get(ligne.id),
        )
        for ligne, distance in lignes
    ]
    if ouverts:
        montres = {trouve.lieu.id for trouve in etendue.choix(lieux)} & ouverts
        libres = _creneaux(session, zone, sorted(montres), etendue)
        complets = (
            replace(trouve, creneaux=tuple(libres[trouve.lieu.id])) if trouve.lieu.id in libres else trouve
            for trouve in lieux
        )
        return Trouves(tuple(complets), zone.du, zone.au, acces_inconnu=acces_inconnu)
    silence = silence_de_la_zone(lieu.silence for lieu in lieux if lieu.silence)
    return Trouves(tuple(lieux), zone.du, zone.au, silence, min(suites.values(), default=None), acces_inconnu)


def _lieux(session: Session, zone: Zone) -> tuple[list[tuple[Any, float | None]], int]:
    """Every place within the radius that has the access asked for, and how many did not say."""
    recherche, centre = zone.recherche, zone.commune.centre
    ou = col(Lieu.commune) == zone.commune.code
    ici = ou if centre is None else or_(ou, carre(centre, recherche.rayon_km))
    if recherche.profession is not None:
        ici = and_(ici, _exerce(recherche.profession))
    trouves, inconnus = [], 0
    lieux = select(*(getattr(Lieu, nom) for nom in _DU_LIEU + _POUR_CHERCHER))
    for lieu in session.execute(lieux.where(ici, col(Lieu.genre) == GENRE_DU_BILAN)):
        distance = distance_du_lieu(centre, lieu)
        if lieu.commune != zone.commune.code and (distance is None or distance > recherche.rayon_km):
            continue
        avec = a_les_acces(_acces(lieu), recherche.acces)
        inconnus += avec is None
        if avec:
            trouves.append((lieu, distance))
    trouves.sort(key=lambda trouve: (trouve[1] or 0.0, trouve[0].nom, trouve[0].id))
    return trouves, inconnus


def carre(centre: Point, rayon_km: int) -> ColumnElement[bool]:
    """A square that holds the circle: what an index can find."""
    haut = rayon_km / KM_PAR_DEGRE
    large = haut / max(cos(radians(centre.latitude)), 0.01)
    return and_(
        col(Lieu.latitude).between(centre.latitude - haut, centre.latitude + haut),
        col(Lieu.longitude).between(centre.longitude - large, centre.longitude + large),
    )


def _exerce(profession: Profession) -> ColumnElement[bool]:
    """The place has such a professional, or never said who works there."""
    ici = col(Plage.lieu_id) == col(Lieu.id)
    eux = exists().where(ici, col(Plage.professionnel_id) == col(Professionnel.id))
    return or_(eux.where(col(Professionnel.profession) == profession.value), ~exists().where(ici))


def _ouverts(session: Session, zone: Zone, lieux: Sequence[str]) -> set[str]:
    """The places that have a free slot between the two instants; the first found is enough."""
    libre = exists().where(col(Creneau.lieu_id) == col(Lieu.id), *_entre(zone), *_libre(zone))
    if zone.recherche.profession is not None:
        libre = libre.where(col(Professionnel.id) == col(Creneau.professionnel_id))
    return set(session.exec(select(Lieu.id).where(col(Lieu.id).in_(lieux), libre)))


def _entre(zone: Zone) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Creneau.debut) >= zone.debut, col(Creneau.debut) < zone.fin


def _creneaux(session: Session, zone: Zone, lieux: Sequence[str], etendue: Etendue) -> dict[str, list[CreneauVu]]:
    """The first free slots of each place between the two instants."""
    ordre = (col(Creneau.debut), col(Creneau.id))
    rang = func.row_number().over(partition_by=col(Creneau.lieu_id), order_by=ordre)
    comptes = (
        select(*colonnes_du_creneau(), rang.label("rang"))  # type: ignore[call-overload]
        .join(Professionnel, col(Professionnel.id) == col(Creneau.professionnel_id))
        .where(col(Creneau.lieu_id).in_(lieux), *_entre(zone), *_libre(zone))
        .subquery()
    )
    premiers = comptes.select().where(comptes.c.rang <= etendue.par_lieu)
    if etendue.en_tout is not None:
        # Those of one instant stay together: which are the nearest is not for the base to say.
        tous = premiers.add_columns(func.rank().over(order_by=comptes.c.debut).label("en_tout")).subquery()
        comptes, premiers = tous, tous.select().where(tous.c.en_tout <= etendue.en_tout)
    trouves: dict[str, list[CreneauVu]] = defaultdict(list)
    for ligne in session.execute(premiers.order_by(comptes.c.debut, comptes.c.id)):
        trouves[ligne.lieu_id].append(creneau_vu(ligne))
    return trouves


def _prochaines(session: Session, zone: Zone, lieux: Sequence[str]) -> dict[str, datetime]:
    """The first free slot after the days asked for, of each of these places that has one."""
    if not lieux:
        return {}
    suite = (
        select(col(Creneau.lieu_id), func.min(col(Creneau.debut)))
        .join(Professionnel, col(Professionnel.id) == col(Creneau.professionnel_id))
        .where(col(Creneau.lieu_id).in_(lieux), col(Creneau.debut) >= zone.fin, *_libre(zone))
        .group_by(col(Creneau.lieu_id))
    )
    return dict(session.exec(suite).all())


def _libre(zone: Zone) -> list[ColumnElement[bool]]:
    conditions = [col(Creneau.prises) < col(Creneau.places), col(Creneau.limite) > zone.maintenant]
    if zone.recherche.tranche is not None:
        conditions.append(col(Creneau.tranches).contains(zone.recherche.tranche.value, autoescape=True))
    if zone.recherche.profession is not None:
        conditions.append(col(Professionnel.profession) == zone.recherche.profession.value)
    return conditions


def colonnes_du_creneau() -> Iterable[Any]:
    """What a slot is shown with; `creneau_vu` reads it."""
    creneau = (Creneau.id, Creneau.lieu_id, Creneau.debut, Creneau.fin, Creneau.vu_le, Creneau.professionnel_id)
    return (*creneau, Professionnel.prenom, Professionnel.nom, Professionnel.profession, Professionnel.demonstration)


def creneau_vu(ligne: Any) -> CreneauVu:
    """A slot from a row of these columns."""
    nom = " ".join(filter(None, (ligne.prenom, ligne.nom)))
    qui = ProfessionnelVu(nom, Profession(ligne.profession), ligne.demonstration, ligne.professionnel_id)
    return CreneauVu(ligne.id, ligne.debut, ligne.fin, qui, ligne.vu_le)


def creneau_et_lieu() -> Select[Any]:
    """Slots, free or not, who receives and where, in one reading; `vus` reads each."""
    du_lieu = (getattr(Lieu, nom).label(f"du_{nom}") for nom in _DU_LIEU)
    lecture: Select[Any] = (
        select(*colonnes_du_creneau(), *du_lieu)
        .join(Professionnel, col(Professionnel.id) == col(Creneau.professionnel_id))
        .join(Lieu, col(Lieu.id) == col(Creneau.lieu_id))
    )
    return lecture


def vus(ligne: Any, communes: Communes) -> tuple[CreneauVu, LieuVu]:
    """A slot and its place from a row of these columns."""
    lieu = SimpleNamespace(**{nom: getattr(ligne, f"du_{nom}") for nom in _DU_LIEU})
    return creneau_vu(ligne), lieu_vu(lieu, communes)


_CRENEAU_ET_LIEU = creneau_et_lieu().where(col(Creneau.id) == bindparam("creneau"))


def read_creneau(session: Session, creneau: str, communes: Communes) -> tuple[CreneauVu, LieuVu]:
    """One slot, free or not, and its place."""
    return vus(session.execute(_CRENEAU_ET_LIEU, {"creneau": creneau}).one(), communes)


def lieu_vu(lieu: Any, communes: Communes) -> LieuVu:
    """A place as it is shown."""
    commune = communes.get(lieu.commune)
    return LieuVu(
        id=lieu.id,
        nom=lieu.nom,
        adresse=lieu.adresse,
        code_postal=lieu.code_postal,
        ville=commune.nom if commune else "",
        fuseau=lieu.fuseau,
        telephone=lieu.telephone or "",
        acces=_acces(lieu),
        langues=tuple(filter(None, (lieu.langues or "").split(","))),
        vu_le=lieu.vu_le,
        demonstration=lieu.demonstration,
    )


def _acces(lieu: Any) -> dict[Acces, bool | None]:
    return {besoin: getattr(lieu, besoin.value) for besoin in Acces}


def distance_du_lieu(centre: Point | None, lieu: Any) -> float | None:
    """How far a place is from a centre; None when one of the two is not known."""
    if centre is None or lieu.latitude is None or lieu.longitude is None:
        return None
    return distance_km(centre, Point(lieu.latitude, lieu.longitude))
