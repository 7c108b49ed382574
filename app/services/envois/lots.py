"""Makes batches of what lies on the trays, reads them to print or to call, and accounts for their receipts.

The consent and the address are read when the batch leaves, not before: whoever withdrew meanwhile is in no batch.
Never commits; every gesture is noted in the journal of operators.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.domain.dates import DateApprochee
from app.domain.envois import CanalRappel, jeton_de
from app.domain.erreurs import CarnetIllisible
from app.models import Envoi, LotRappel, PieceRappel
from app.services.envois.adresses import Bureau, is_allowed, lock_person, read_adresse, read_destination
from app.services.envois.bac import plain_reference
from app.services.envois.jetons import REPONSE
from app.services.envois.reponses import Reponse, Suite, answer
from app.services.journal_actions import Registre, note

#: One sheet each: what a page of the site waits for without losing patience (docs/decisions/0024).
TAILLE = 250
LOTS_MONTRES = 20
GARDE = timedelta(days=400)


class Piece(NamedTuple):
    """What is printed or read by the caller: where, the sentence, the hour chosen, the way of reading."""

    reference: str
    destination: str
    phrase: str
    heure: int
    zone: str
    mode: str


class Compte(NamedTuple):
    """A tray: how many pieces wait, and its last batches."""

    canal: CanalRappel
    attend: int
    lots: tuple[LotRappel, ...]


class ReponseNotee(NamedTuple):
    """What came of an answer typed back, and the reminders that may be leaving meanwhile."""

    suite: Suite
    en_route: Sequence[str]


def count_trays(session: Session, canaux: Sequence[CanalRappel]) -> tuple[Compte, ...]:
    """What waits on each tray."""
    comptes = []
    for canal in canaux:
        libres = (PieceRappel.canal == canal, col(PieceRappel.lot_id).is_(None))
        attend = session.exec(select(func.count()).select_from(PieceRappel).where(*libres)).one()
        derniers = select(LotRappel).where(LotRappel.canal == canal).order_by(col(LotRappel.fait_le).desc())
        comptes.append(Compte(canal, attend, tuple(session.exec(derniers.limit(LOTS_MONTRES)))))
    return tuple(comptes)


def make_lot(registre: Registre, bureau: Bureau, canal: CanalRappel, taille: int = TAILLE) -> str | None:
    """A batch of the oldest pieces that may leave; None when there is none."""
    session = registre.session
    libres = (PieceRappel.canal == canal, col(PieceRappel.lot_id).is_(None))
    ici = select(PieceRappel).where(*libres).order_by(col(PieceRappel.expire_le), col(PieceRappel.cle)).limit(taille)
    pieces = list(session.exec(ici.with_for_update(skip_locked=True)))
    gardees = [piece for piece in pieces if _open(bureau, piece, le=registre.maintenant.date()) is not None]
    if not gardees:
        return None
    lot = LotRappel(id=uuid4().hex, canal=canal, fait_le=registre.maintenant, nombre=len(gardees))
    session.add(lot)
    session.flush()
    for piece in gardees:
        piece.lot_id = lot.id
        session.add(piece)
    session.flush()
    note(registre, f"lot {canal} fait", lot.id)
    return lot.id


def read_lot(registre: Registre, bureau: Bureau, lot_id: str, canal: CanalRappel) -> list[Piece] | None:
    """The pieces of a batch as they leave now; None when there is no such batch, or when it is closed."""
    session = registre.session
    lot = session.get(LotRappel, lot_id, with_for_update=True)
    if lot is None or lot.canal != canal or lot.recu_le is not None:
        return None
    ici = select(PieceRappel).where(PieceRappel.lot_id == lot_id).order_by(col(PieceRappel.reference))
    lues = [_open(bureau, piece, le=registre.maintenant.date()) for piece in session.exec(ici).all()]
    gardees = [piece for piece in lues if piece is not None]
    lot.nombre = len(gardees)
    session.add(lot)
    note(registre, f"lot {canal} lu", lot_id)
    return gardees


def close_lot(registre: Registre, lot_id: str, nombre: int) -> bool | None:
    """Note how many pieces the room or the desk says it dealt with; whether it is all of them, None when no such lot.

    Only a whole count closes the batch: another one is written down, and the batch can be printed again.
    """
    lot = registre.session.get(LotRappel, lot_id, with_for_update=True)
    if lot is None or lot.recu_le is not None:
        return None
    lot.recu_nombre = nombre
    if nombre == lot.nombre:
        lot.recu_le = registre.maintenant
    registre.session.add(lot)
    note(registre, f"lot {lot.canal} : {nombre} sur {lot.nombre}", lot_id)
    return lot.recu_le is not None


def answer_piece(
    registre: Registre,
    bureau: Bureau,
    saisie: str,
    reponse: Reponse,
    le: DateApprochee | None = None,
    motif: str = "",
) -> ReponseNotee | None:
    """Do what somebody answered on paper or to the caller; None when the reference answers nothing any more."""
    ici = select(PieceRappel).where(PieceRappel.reference == plain_reference(saisie))
    piece = registre.session.exec(ici).one_or_none()
    envoi = None if piece is None else _envoi(registre.session, piece)
    personne = None if envoi is None else lock_person(registre.session, envoi.personne)
    if piece is None or personne is None:
        return None
    jeton = jeton_de(bureau.scribe.secret_of(personne), REPONSE, piece.cle)
    fait = answer(bureau, jeton, reponse, le, motif)
    if fait is None:
        return None
    note(registre, f"reponse {reponse} rapportee", piece.reference)
    return ReponseNotee(*fait)


def purge_pieces(session: Session, maintenant: datetime) -> None:
    """Forget what is too old to be answered, and the batches nobody asks about any more."""
    session.exec(delete(PieceRappel).where(col(PieceRappel.expire_le) < maintenant.date()))
    tenus = select(PieceRappel.lot_id).where(col(PieceRappel.lot_id).is_not(None))
    vieux = (col(LotRappel.fait_le) < maintenant - GARDE, col(LotRappel.id).not_in(tenus))
    session.exec(delete(LotRappel).where(*vieux))


def _open(bureau: Bureau, piece: PieceRappel, le: date) -> Piece | None:
    """The piece as it leaves; one that may not leave any more is thrown away."""
    envoi = _envoi(bureau.session, piece)
    personne = None if envoi is None else lock_person(bureau.session, envoi.personne)
    canal = CanalRappel(piece.canal)
    adresse = None if personne is None else read_adresse(bureau.session, personne.id, canal)
    if personne is None or adresse is None or piece.expire_le < le or not is_allowed(bureau, personne, canal):
        bureau.session.delete(piece)
        return None
    try:
        destination = read_destination(bureau.scribe, personne, adresse)
    except CarnetIllisible:  # our keys fail: the piece waits for them
        return None
    ou, mode = destination.adresse, destination.mode
    return Piece(piece.reference, ou, piece.phrase, adresse.heure, adresse.zone, mode)


def _envoi(session: Session, piece: PieceRappel) -> Envoi | None:
    return session.exec(select(Envoi).where(Envoi.cle == piece.cle)).one_or_none()
