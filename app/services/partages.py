"""Writes, shows and erases summaries for a professional. Never commits; keeps no code, and nothing in clear."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import CarnetOuvert, GesteCarnet
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.erreurs import CarnetIllisible
from app.domain.erreurs_des_accords import TropDePartages
from app.domain.partage import (
    CODE_BITS,
    CODE_LONGUEUR,
    PARTAGES_MAX,
    Partage,
    Resume,
    read_code_partage,
    write_code_partage,
)
from app.models import Carnet, PartageCarnet
from app.services.carnet import Classeur, accept_again, note
from app.services.coffre_carnet import seal, unseal
from app.services.consentements import add_acte, read_actes, subject_of

_PAS_UN_CODE = "0" * CODE_LONGUEUR


class APartager(NamedTuple):
    """What a person chose to show: of whom, what, until when."""

    numero: int
    resume: Resume


def share(classeur: Classeur, ouvert: CarnetOuvert, choix: APartager, acte: ActeConsentement) -> str:
    """Seal a summary under a new code, and give that code: it is kept nowhere."""
    if len(read_partages(classeur.session, ouvert.id, classeur.maintenant)) >= PARTAGES_MAX:
        raise TropDePartages
    accept_again(classeur, ouvert, acte)
    ecrit = write_code_partage(secrets.randbits(CODE_BITS))
    code, id_ = ecrit.replace("-", ""), secrets.token_hex(8)
    lignes = {"du": choix.resume.du.isoformat(), "rubriques": choix.resume.rubriques}
    classeur.session.add(
        PartageCarnet(
            condense=_hash(code),
            id=id_,
            carnet_id=ouvert.id,
            numero=choix.numero,
            cree_le=classeur.maintenant,
            expire_le=choix.resume.jusqu_a,
            ouvertures=0,
            contenu=seal(_key(code), orjson.dumps(lignes), f"{ouvert.id};{id_}", "partage"),
        )
    )
    note(classeur, ouvert.id, GesteCarnet.PARTAGE)
    return ecrit


def open_shared(classeur: Classeur, saisie: str) -> Resume | None:
    """The summary of a code, its owner being told; None for any other line, or once its time is over."""
    code = read_code_partage(saisie)
    ligne = classeur.session.get(PartageCarnet, _hash(code or _PAS_UN_CODE), with_for_update=True)
    if code is None or ligne is None or ligne.expire_le <= classeur.maintenant:
        return None
    try:
        lu = orjson.loads(unseal(_key(code), ligne.contenu, f"{ligne.carnet_id};{ligne.id}", "partage"))
    except ValueError:
        raise CarnetIllisible from None
    ligne.ouvertures, ligne.vu_le = ligne.ouvertures + 1, classeur.maintenant
    classeur.session.add(ligne)
    note(classeur, ligne.carnet_id, GesteCarnet.PARTAGE_LU)
    rubriques = tuple((titre, tuple((nom, valeur) for nom, valeur in lignes)) for titre, lignes in lu["rubriques"])
    return Resume(datetime.fromisoformat(lu["du"]), ligne.expire_le, rubriques)


def stop(classeur: Classeur, ouvert: CarnetOuvert, id_: str) -> None:
    """Stop one summary of this carnet, or all of them; the name of another carnet's does nothing."""
    ici = [col(PartageCarnet.carnet_id) == ouvert.id] + ([col(PartageCarnet.id) == id_] if id_ != "tout" else [])
    if classeur.session.exec(delete(PartageCarnet).where(*ici)).rowcount:
        carnet = classeur.session.get(Carnet, ouvert.id)
        _end(classeur.session, carnet, Geste.RETIRE, classeur.maintenant)
        note(classeur, ouvert.id, GesteCarnet.PARTAGE_ARRETE)


def purge_partages(session: Session, maintenant: datetime) -> int:
    """Erase the summaries whose time is over; the yes of each ends with the last of its carnet."""
    ici = col(PartageCarnet.expire_le) <= maintenant
    finis = session.execute(delete(PartageCarnet).where(ici).returning(col(PartageCarnet.carnet_id))).scalars().all()
    for carnet_id in set(finis):
        if not read_partages(session, carnet_id, maintenant):
            _end(session, session.get(Carnet, carnet_id), Geste.EXPIRE, maintenant)
    return len(finis)


def read_partages(session: Session, carnet_id: str, maintenant: datetime) -> tuple[Partage, ...]:
    """The summaries of a carnet that can still be read."""
    ici = select(PartageCarnet).where(PartageCarnet.carnet_id == carnet_id, col(PartageCarnet.expire_le) > maintenant)
    return tuple(
        Partage(ligne.id, ligne.numero, ligne.cree_le, ligne.expire_le, ligne.ouvertures, ligne.vu_le)
        for ligne in session.exec(ici.order_by(col(PartageCarnet.cree_le).desc()))
    )


def list_partages(classeur: Classeur, ouvert: CarnetOuvert) -> tuple[Partage, ...]:
    """The same, for the carnet that is open."""
    return read_partages(classeur.session, ouvert.id, classeur.maintenant)


def _end(session: Session, carnet: Carnet | None, geste: Geste, maintenant: datetime) -> None:
    """Write that the yes to sharing is over."""
    if carnet is None:
        return
    sujet = subject_of(carnet)
    siens = [acte for acte in read_actes(session, sujet) if acte.finalite is Finalite.PARTAGE]
    if siens and siens[-1].geste is Geste.DONNE:
        dernier = siens[-1]
        fin = ActeConsentement(
            Finalite.PARTAGE, geste, dernier.version, dernier.empreinte, dernier.mode, maintenant, auteur=dernier.auteur
        )
        add_acte(session, sujet, fin)


def _hash(code: str) -> str:
    return sha256(f"mon-budget-sante partage;{code}".encode("ascii")).hexdigest()


def _key(code: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"mon-budget-sante partage 1").derive(code.encode("ascii"))
