"""Makes, opens, reads, writes and closes carnets. Never commits and reads no clock; erasing is in `effacements`.

Codes and tokens are random and kept as hashes: the base gives neither back. A code serves once; the row it had is gone.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import (
    CODE_LONGUEUR,
    CODES,
    Appareil,
    CarnetOuvert,
    EtatCarnet,
    GesteCarnet,
    effacement_prevu,
    is_open,
    read_code_carnet,
    write_code_carnet,
)
from app.domain.consentement import ActeConsentement, agreed_together
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.erreurs import AgeDuCarnet, CarnetChange, CarnetFerme
from app.models import AccesCarnet, Carnet, CodeCarnet, PersonneCarnet, SessionCarnet, SuiviPersonne
from app.services.acces import read_cles, read_lien
from app.services.carnet_scelle import Scribe
from app.services.consentements import add_acte, read_actes, subject_of
from app.services.departs import take_out
from app.services.envois.planification import mark_carnet
from app.services.suivis import (
    change_behind,
    followed_by,
    links_on,
    lock_carnets,
    people_of,
    quit_following,
    rewrite_followed,
    tell,
)
from app.services.traces import CODE, bury_outside

#: A visit is noted at most this often: reading a page is not a reason to write.
VISITE = timedelta(minutes=10)
_OCTETS_JETON = 32
_BITS_CODE = 5 * CODE_LONGUEUR
#: What a line that cannot be a code is looked up as: the same work as for a code nobody has.
_PAS_UN_CODE = "0" * CODE_LONGUEUR


class Classeur(NamedTuple):
    """What every gesture needs: the transaction, the seals, the instant."""

    session: Session
    scribe: Scribe
    maintenant: datetime


class CarnetCree(NamedTuple):
    """What only the person will have: the token of this device, and the codes to print."""

    jeton: str
    codes: tuple[str, ...]


def create(classeur: Classeur, dossier: Dossier, *actes: ActeConsentement) -> CarnetCree:
    """A new carnet with these people in it, the consents first (a child's and a parent's), open on this device."""
    check_age(classeur, dossier, actes)
    jour = classeur.maintenant.date()
    carnet = Carnet(
        id=uuid4().hex, revision=0, crees=dossier.crees, sel=secrets.token_hex(16), cree_le=jour, utilise_le=jour
    )
    classeur.session.add(carnet)
    classeur.session.flush()
    for acte in actes:
        add_acte(classeur.session, subject_of(carnet), acte)
    for personne in dossier.personnes:
        classeur.session.add(classeur.scribe.new_row(carnet.id, personne, jour))
    note(classeur, carnet.id, GesteCarnet.CREE)
    jeton = _open_session(classeur, carnet.id, dossier.personne.numero)
    return CarnetCree(jeton, _write_codes(classeur, carnet.id))


def open_with(classeur: Classeur, saisie: str, ancien: str) -> str | None:
    """Open the carnet of this code on this device: a new token, the former one dead. None for any other line."""
    carnet = take_code(classeur, saisie)
    return None if carnet is None else enter(classeur, carnet, ancien, GesteCarnet.OUVERT)


def take_code(classeur: Classeur, saisie: str, *du: str) -> str | None:
    """The carnet of this code, which has served from now on; None for any other line, or when it is not `du`.

    A line that cannot be a code costs the same search as one that could.
    """
    code = read_code_carnet(saisie)
    ici = [col(CodeCarnet.condense) == _hash("code", code or _PAS_UN_CODE)]
    if du:
        ici.append(col(CodeCarnet.carnet_id).in_(du))
    carnet = classeur.session.execute(delete(CodeCarnet).where(*ici).returning(col(CodeCarnet.carnet_id))).scalar()
    if code is None or carnet is None:
        return None
    bury_outside(classeur.session, CODE, _hash("code", code))
    return str(carnet)


def enter(classeur: Classeur, carnet: str, ancien: str, geste: GesteCarnet, *, prouve: bool = True) -> str:
    """Open a carnet here for its owner: a new token, the former one dead. `prouve` when they were there, just now."""
    if ancien:
        _kill(classeur, ancien)
    _touch(classeur, carnet)
    note(classeur, carnet, geste)
    return _open_session(classeur, carnet, 0, prouve=prouve)


def load(classeur: Classeur, jeton: str) -> CarnetOuvert | None:
    """The carnet this device has open; None when it was closed, has slept too long or was erased."""
    ici = _hash("jeton", jeton)
    ligne = classeur.session.get(SessionCarnet, ici)
    if ligne is None or not is_open(ligne.ouvert_le, ligne.vu_le, classeur.maintenant):
        return None
    if classeur.maintenant - ligne.vu_le >= VISITE:
        ligne.vu_le = classeur.maintenant
        classeur.session.add(ligne)
        _touch(classeur, ligne.carnet_id)
    carnet = _carnet(classeur, ligne.carnet_id)
    jour = classeur.maintenant.date()
    if carnet.oublier_commune:
        siens = select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet.id)
        _forget_commune(classeur, carnet, classeur.session.exec(siens).all())
    personnes = tuple(people_of(classeur.session, classeur.scribe, carnet.id, jour))
    dossier = Dossier(personnes, 0, carnet.crees).choisir(ligne.montre)
    return CarnetOuvert(carnet.id, ici, carnet.revision, dossier)


def save(classeur: Classeur, ouvert: CarnetOuvert, dossier: Dossier) -> None:
    """Write what changed since the carnet was read; CarnetChange when somebody wrote meanwhile."""
    session, jour = classeur.session, classeur.maintenant.date()
    montre = dossier.personne.numero
    ici = col(SessionCarnet.condense) == ouvert.session
    if session.exec(update(SessionCarnet).where(ici).values(montre=montre)).rowcount == 0:
        raise CarnetFerme
    avant = {personne.numero: personne for personne in ouvert.dossier.personnes}
    apres = {personne.numero: personne for personne in dossier.personnes}
    if avant == apres and ouvert.dossier.crees == dossier.crees:
        return
    if dossier.trop_jeune(jour):
        check_age(classeur, dossier, read_actes(session, subject_of(_carnet(classeur, ouvert.id))))
    autres = _others(session, ouvert.id)
    changes = {numero for numero in avant.keys() | apres.keys() if avant.get(numero) != apres.get(numero)}
    if changes & autres.keys():
        lock_carnets(session, (ouvert.id, *(autres[numero] for numero in changes & autres.keys())))
    advance(classeur, ouvert, dossier.crees)
    _write(classeur, ouvert.id, apres, changes)
    for numero in changes & autres.keys() & apres.keys():
        change_behind(session, autres[numero], jour)
        tell(session, ouvert.id, GesteCarnet.SUIVI_MOI, classeur.maintenant)
        tell(session, autres[numero], GesteCarnet.SUIVI_AUTRE, classeur.maintenant)
    mark_carnet(session, ouvert.id, jour)


def _write(classeur: Classeur, carnet: str, apres: Mapping[int, EtatNavigateur], changes: set[int]) -> None:
    """Write the people of a carnet that changed, take out those who left; who is followed has their row elsewhere."""
    session, jour = classeur.session, classeur.maintenant.date()
    rangees = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet)).all()
    par_numero, suivies = {rangee.numero: rangee for rangee in rangees}, followed_by(session, carnet)
    for numero in sorted(changes & apres.keys()):
        if numero in suivies:
            rewrite_followed(session, classeur.scribe, suivies[numero], apres[numero], jour)
        elif numero in par_numero:
            classeur.scribe.rewrite(par_numero[numero], apres[numero], jour)
            session.add(par_numero[numero])
        else:
            session.add(classeur.scribe.new_row(carnet, apres[numero], jour))
    for numero in par_numero.keys() - apres.keys():
        take_out(session, classeur.scribe, par_numero[numero], classeur.maintenant)
    for numero in suivies.keys() - apres.keys():
        quit_following(session, suivies[numero], classeur.maintenant)


def _others(session: Session, carnet: str) -> dict[int, str]:
    """The other carnet of each person whom two adults follow, by their number in this one."""
    siens = select(PersonneCarnet.id, PersonneCarnet.numero).where(PersonneCarnet.carnet_id == carnet)
    numeros, liens = dict(session.exec(siens).all()), links_on(session, carnet)
    ailleurs = {numero: suivie.ligne.carnet_id for numero, suivie in followed_by(session, carnet).items()}
    return ailleurs | {numeros[personne]: lien.carnet_id for personne, lien in liens.items()}


def advance(classeur: Classeur, ouvert: CarnetOuvert, crees: int) -> None:
    """Take the next revision of a carnet, or CarnetChange when this page has not read the last one."""
    ici = (col(Carnet.id) == ouvert.id, col(Carnet.revision) == ouvert.revision)
    suivante = update(Carnet).where(*ici).values(revision=ouvert.revision + 1, crees=crees)
    if classeur.session.exec(suivante).rowcount == 0:
        raise CarnetChange


def close(classeur: Classeur, jeton: str) -> None:
    """Close the carnet on this device; a token that opens nothing closes nothing."""
    ici = col(SessionCarnet.condense) == _hash("jeton", jeton)
    carnet = classeur.session.execute(delete(SessionCarnet).where(ici).returning(col(SessionCarnet.carnet_id))).scalar()
    if carnet is not None:
        note(classeur, carnet, GesteCarnet.FERME)


def close_device(classeur: Classeur, ouvert: CarnetOuvert, appareil: str) -> None:
    """Close the carnet on one of its own devices; the name of another carnet's device does nothing."""
    ici = (col(SessionCarnet.carnet_id) == ouvert.id, col(SessionCarnet.appareil) == appareil)
    if classeur.session.exec(delete(SessionCarnet).where(*ici)).rowcount:
        note(classeur, ouvert.id, GesteCarnet.FERME)


def close_everywhere(classeur: Classeur, ouvert: CarnetOuvert) -> None:
    """Close the carnet on every device, this one included."""
    classeur.session.exec(delete(SessionCarnet).where(col(SessionCarnet.carnet_id) == ouvert.id))
    note(classeur, ouvert.id, GesteCarnet.FERME_PARTOUT)


def renew_codes(classeur: Classeur, ouvert: CarnetOuvert) -> tuple[str, ...]:
    """A new sheet; the codes of the former one open nothing any more."""
    _carnet(classeur, ouvert.id)
    anciens = delete(CodeCarnet).where(col(CodeCarnet.carnet_id) == ouvert.id).returning(col(CodeCarnet.condense))
    for condense in classeur.session.execute(anciens).scalars().all():
        bury_outside(classeur.session, CODE, condense)
    note(classeur, ouvert.id, GesteCarnet.CODES)
    return _write_codes(classeur, ouvert.id)


def read_etat(classeur: Classeur, ouvert: CarnetOuvert) -> EtatCarnet:
    """What the owner may know of their carnet."""
    session, carnet = classeur.session, _carnet(classeur, ouvert.id)
    codes = select(func.count()).select_from(CodeCarnet).where(CodeCarnet.carnet_id == carnet.id)
    sessions = select(SessionCarnet).where(SessionCarnet.carnet_id == carnet.id)
    appareils = [
        Appareil(ligne.appareil, ligne.ouvert_le, ligne.vu_le, ligne.condense == ouvert.session)
        for ligne in session.exec(sessions.order_by(col(SessionCarnet.ouvert_le).desc()))
        if is_open(ligne.ouvert_le, ligne.vu_le, classeur.maintenant)
    ]
    gestes = select(AccesCarnet).where(AccesCarnet.carnet_id == carnet.id).order_by(col(AccesCarnet.id).desc())
    return EtatCarnet(
        cree_le=carnet.cree_le,
        personnes=len(ouvert.dossier.personnes),
        codes=session.exec(codes).one(),
        appareils=tuple(appareils),
        gestes=tuple((ligne.le, GesteCarnet(ligne.geste)) for ligne in session.exec(gestes)),
        actes=read_actes(session, subject_of(carnet)),
        efface_le=effacement_prevu(carnet.utilise_le),
        prevenu_pour=carnet.prevenu_pour,
        cles=read_cles(session, carnet.id),
        relie_le=read_lien(session, carnet.id),
        compte_en=carnet.compte_en,
        a_deux=frozenset(_others(session, carnet.id)),
    )


def note(classeur: Classeur, carnet: str, geste: GesteCarnet) -> None:
    """Write one line of what was done, for the owner."""
    classeur.session.add(AccesCarnet(carnet_id=carnet, le=classeur.maintenant, geste=geste))


def accept_again(classeur: Classeur, ouvert: CarnetOuvert, acte: ActeConsentement) -> None:
    """Write one more yes, to the text of the day: the former ones stay where they are."""
    add_acte(classeur.session, subject_of(_carnet(classeur, ouvert.id)), acte)


def note_geste(classeur: Classeur, ouvert: CarnetOuvert, geste: GesteCarnet) -> None:
    """Write one line of what was done with the carnet that is open."""
    note(classeur, ouvert.id, geste)


def check_age(classeur: Classeur, dossier: Dossier, actes: Iterable[ActeConsentement]) -> None:
    """Refuse a carnet whose reader is too young to agree alone, unless a parent agreed too."""
    if dossier.trop_jeune(classeur.maintenant.date()) and not agreed_together(actes):
        raise AgeDuCarnet


def rewrap_some(classeur: Classeur, courante: str, lot: int) -> int:
    """Bring some keys under the master key in use; how many were brought."""
    ailleurs = select(PersonneCarnet).where(PersonneCarnet.maitresse != courante).limit(lot).with_for_update()
    lignes: Sequence[PersonneCarnet] = classeur.session.exec(ailleurs).all()
    encore = select(SuiviPersonne).where(SuiviPersonne.maitresse != courante).limit(lot - len(lignes)).with_for_update()
    liens: Sequence[SuiviPersonne] = classeur.session.exec(encore).all()
    tous: list[PersonneCarnet | SuiviPersonne] = [*lignes, *liens]
    for ligne in tous:
        classeur.scribe.rewrap(ligne)
        classeur.session.add(ligne)
    return len(lignes) + len(liens)


def _forget_commune(classeur: Classeur, carnet: Carnet, lignes: Iterable[PersonneCarnet]) -> None:
    """Erase a commune that a backup brought back after its withdrawal."""
    jour = classeur.maintenant.date()
    for ligne in lignes:
        classeur.scribe.rewrite(ligne, replace(classeur.scribe.read(ligne, jour), commune=""), jour)
        classeur.session.add(ligne)
    carnet.oublier_commune = False
    classeur.session.add(carnet)


def _carnet(classeur: Classeur, id_: str) -> Carnet:
    carnet = classeur.session.get(Carnet, id_)
    if carnet is None:
        raise CarnetFerme
    return carnet


def _open_session(classeur: Classeur, carnet: str, montre: int, *, prouve: bool = True) -> str:
    jeton = secrets.token_urlsafe(_OCTETS_JETON)
    instant = classeur.maintenant
    classeur.session.add(
        SessionCarnet(
            condense=_hash("jeton", jeton),
            carnet_id=carnet,
            appareil=secrets.token_hex(8),
            ouvert_le=instant,
            vu_le=instant,
            prouve_le=instant if prouve else None,
            montre=montre,
        )
    )
    return jeton


def _write_codes(classeur: Classeur, carnet: str) -> tuple[str, ...]:
    codes = tuple(write_code_carnet(secrets.randbits(_BITS_CODE)) for _ in range(CODES))
    for code in codes:
        classeur.session.add(CodeCarnet(condense=_hash("code", code.replace("-", "")), carnet_id=carnet))
    return codes


def _kill(classeur: Classeur, jeton: str) -> None:
    classeur.session.exec(delete(SessionCarnet).where(col(SessionCarnet.condense) == _hash("jeton", jeton)))


def _touch(classeur: Classeur, carnet: str) -> None:
    jour = classeur.maintenant.date()
    classeur.session.exec(update(Carnet).where(col(Carnet.id) == carnet).values(utilise_le=jour))


def _hash(quoi: str, secret: str) -> str:
    return sha256(f"mon-budget-sante {quoi};{secret}".encode()).hexdigest()
