"""Puts a backup back: checks it, erases again what was erased since, then only puts it in the place of the base."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.services import copie_postgresql, copie_sqlite
from app.services.effacements import read_effacements
from app.services.liste_effacements import NOM as LISTE
from app.services.liste_effacements import ListeEffacements, Traces, merge, read_traces, write_line
from app.services.photo import take_photo
from app.services.reprise import Repris, reapply, still_there
from app.services.sauvegarde import BASE, PREFIXE, Manifeste, check, read_list
from app.services.sauvegarde_refus import SauvegardeRefusee
from app.services.traces import CARNET


@dataclass(frozen=True, slots=True)
class Demande:
    """What is put back, where, and what is known: keys, steps of the migrations, other lists of what was erased."""

    dossier: Path
    engine: Engine
    liste: ListeEffacements
    cle_service: str
    cle: bytes
    cles_carnet: frozenset[str]
    revisions: frozenset[str]
    migre: Callable[[Engine], None]
    autres_listes: tuple[Path, ...] = ()
    remplacer: bool = False
    liste_perdue: bool = False


class Rendu(NamedTuple):
    """What was put back and done again."""

    manifeste: Manifeste
    lignes: Mapping[str, int]
    repris: Repris


def restore(demande: Demande, maintenant: datetime) -> Rendu:
    """Put a backup back; SauvegardeRefusee before anything was replaced when it cannot be."""
    manifeste = check(demande.dossier)
    copie = _copie(manifeste, demande.engine)
    _check_keys(demande, manifeste)
    if manifeste.revision not in demande.revisions:
        raise SauvegardeRefusee(
            "Cette sauvegarde vient d'une version du site plus récente que celle-ci. Mettez d'abord le site à jour."
        )
    _forget_half_done(copie, demande.engine)
    if _exists(copie, demande.engine) and not demande.remplacer:
        raise SauvegardeRefusee(
            "Il y a déjà une base à cette adresse. Rien n'a changé. Pour la remplacer, ajoutez --remplacer."
        )
    copie.close_living(demande.engine)
    lignes = _known_lines(demande, maintenant)
    _check_covered(demande, manifeste)
    traces = read_traces(lignes)
    try:
        pret = copie.begin(demande.engine, demande.cle, demande.dossier / BASE)
        _check_counts(manifeste, pret)
        demande.migre(pret)
        repris = _reapply(pret, traces, maintenant)
        # The list of this machine knows from now on all that the other ones knew.
        demande.liste.begin(maintenant)
        deja = set(read_list(demande.liste))
        demande.liste.add_lines(ligne for ligne in lignes if ligne not in deja)
        copie.finish(demande.engine, pret)
    except SQLAlchemyError as erreur:
        copie.forget_side(demande.engine)
        raise SauvegardeRefusee(f"La base n'a pas accepté cette sauvegarde ({type(erreur).__name__}).") from None
    except BaseException:
        copie.forget_side(demande.engine)
        raise
    return Rendu(manifeste, manifeste.lignes, repris)


def _copie(manifeste: Manifeste, engine: Engine) -> ModuleType:
    if manifeste.moteur != engine.dialect.name:
        raise SauvegardeRefusee(
            f"Cette sauvegarde est celle d'une base {manifeste.moteur}, et DATABASE_URL désigne une base "
            f"{engine.dialect.name}. Changez DATABASE_URL, ou de sauvegarde."
        )
    return copie_sqlite if manifeste.moteur == "sqlite" else copie_postgresql


def _exists(copie: ModuleType, engine: Engine) -> bool:
    try:
        return bool(copie.exists(engine))
    except SQLAlchemyError:
        raise SauvegardeRefusee("La base ne répond pas. Vérifiez DATABASE_URL, et que la base existe.") from None


def _check_keys(demande: Demande, manifeste: Manifeste) -> None:
    """A base whose keys are not there would look restored, and nobody could open anything."""
    manquent = sorted(set(manifeste.cles_carnet) - demande.cles_carnet)
    if demande.cle_service != manifeste.cle_service:
        manquent.insert(0, manifeste.cle_service)
    if manquent:
        raise SauvegardeRefusee(
            "Ces clés n'ouvrent pas cette sauvegarde. Rendez d'abord les clés du même moment (--cles), ou donnez-les "
            "dans MBS_CLE_COOKIE, MBS_CLE_CARNET et MBS_CLES_CARNET_ANCIENNES. Clés manquantes : "
            f"{', '.join(manquent)}."
        )


def _forget_half_done(copie: ModuleType, engine: Engine) -> None:
    """A restore that was killed may have left the base aside: it comes back before anything else."""
    with suppress(SQLAlchemyError):
        copie.forget_side(engine)


def _known_lines(demande: Demande, maintenant: datetime) -> list[bytes]:
    """Every line of every list at hand: this machine's, the ones given, those of each backup beside this one."""
    voisines = sorted(demande.dossier.parent.glob(f"{PREFIXE}*/{LISTE}"))
    fichiers = [demande.dossier / LISTE, *voisines, *demande.autres_listes]
    absents = [fichier for fichier in demande.autres_listes if not fichier.is_file()]
    if absents:
        raise SauvegardeRefusee(f"Cette liste des effacements n'existe pas : {absents[0]}")
    listes = [demande.liste, *(ListeEffacements(fichier) for fichier in fichiers)]
    return list(merge(*(read_list(liste) for liste in listes), _of_living_base(demande, maintenant)))


def _of_living_base(demande: Demande, maintenant: datetime) -> list[bytes]:
    """What the base that is about to be replaced says was erased, when it still answers."""
    copie = copie_sqlite if demande.engine.dialect.name == "sqlite" else copie_postgresql
    try:
        if not copie.exists(demande.engine):
            return []
        with Session(demande.engine) as session:
            return [
                write_line({"genre": CARNET, "condense": condense, "le": maintenant.isoformat()})
                for condense in sorted(read_effacements(session))
            ]
    except SQLAlchemyError:
        return []


def _check_covered(demande: Demande, manifeste: Manifeste) -> None:
    """Refuse when the list of what was erased since the backup is not here: it could bring people back."""
    listes = [demande.liste, *(ListeEffacements(fichier) for fichier in demande.autres_listes)]
    debuts = [read_traces(read_list(liste)).depuis for liste in listes]
    if demande.liste_perdue or any(debut is not None and debut <= manifeste.le for debut in debuts):
        return
    raise SauvegardeRefusee(
        f"La liste des effacements ({demande.liste.fichier}) manque, ou commence après cette sauvegarde. Des personnes "
        "effacées depuis pourraient revenir. Rendez ce fichier, ou donnez celui d'une autre machine (--effacements). "
        "S'il est perdu pour de bon : --liste-perdue, et dites-le aux personnes concernées."
    )


def _check_counts(manifeste: Manifeste, pret: Engine) -> None:
    with pret.connect() as connexion:
        photo = take_photo(connexion)
    ecarts = [nom for nom in manifeste.lignes | photo.lignes if manifeste.lignes.get(nom) != photo.lignes.get(nom)]
    if ecarts or photo.revision != manifeste.revision:
        raise SauvegardeRefusee(
            f"Le nombre de lignes n'est pas celui que la sauvegarde annonce ({', '.join(ecarts) or 'étape'}). "
            "Prenez-en une autre."
        )


def _reapply(pret: Engine, traces: Traces, maintenant: datetime) -> Repris:
    with Session(pret) as session, session.begin():
        repris = reapply(session, traces, maintenant)
    with Session(pret) as session, session.begin():
        reste = still_there(session, traces)
    if reste:
        raise SauvegardeRefusee(f"{reste} effacements n'ont pas pu être refaits. Rien n'est remplacé.")
    return repris
