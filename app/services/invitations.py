"""Makes, finds, takes back and forgets the codes given by hand about someone of a carnet. Moves nobody, never commits.

A code is random and kept as a hash. What it lets do is looked at without using it; it is used in the transaction of
what it did, so that a refusal or a crash leaves it good.
"""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import CODE_LONGUEUR, CarnetOuvert, GesteCarnet, read_code_carnet, write_code_carnet
from app.domain.erreurs import PersonneRetiree
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.passage import DUREE_DU_CODE, GenreInvitation, Invitation
from app.models import InvitationCarnet, PersonneCarnet
from app.services.carnet import Classeur, note
from app.services.suivis import lock_carnets
from app.services.traces import INVITATION, bury_outside

_BITS_CODE = 5 * CODE_LONGUEUR
#: What a line that cannot be a code is looked up as: the same work as for a code nobody has.
_PAS_UN_CODE = "0" * CODE_LONGUEUR


class Trouvee(NamedTuple):
    """A code that is good now: its row, and the person it is about."""

    invitation: InvitationCarnet
    personne: PersonneCarnet

    @property
    def genre(self) -> GenreInvitation:
        """What it lets do."""
        return GenreInvitation(self.invitation.genre)


def invite(classeur: Classeur, ouvert: CarnetOuvert, numero: int, genre: GenreInvitation) -> str:
    """A new code about one person of the open carnet, shown once; the former one of that kind is dead."""
    ici = select(PersonneCarnet.id).where(PersonneCarnet.carnet_id == ouvert.id, PersonneCarnet.numero == numero)
    personne = classeur.session.exec(ici).one_or_none()
    if personne is None:
        raise PersonneRetiree
    _drop(classeur.session, col(InvitationCarnet.personne) == personne, col(InvitationCarnet.genre) == genre)
    code = write_code_carnet(secrets.randbits(_BITS_CODE))
    classeur.session.add(
        InvitationCarnet(
            condense=_hash(code.replace("-", "")),
            carnet_id=ouvert.id,
            personne=personne,
            genre=genre,
            expire_le=classeur.maintenant + DUREE_DU_CODE,
        )
    )
    note(classeur, ouvert.id, GesteCarnet.CODE_DONNE)
    return code


def take_back(classeur: Classeur, ouvert: CarnetOuvert, numero: int, genre: GenreInvitation) -> None:
    """Kill the code about one person of this carnet; nothing when there is none, or it is another carnet's."""
    siennes = select(PersonneCarnet.id).where(PersonneCarnet.carnet_id == ouvert.id, PersonneCarnet.numero == numero)
    ici = (col(InvitationCarnet.personne).in_(siennes), col(InvitationCarnet.genre) == genre)
    if _drop(classeur.session, *ici):
        note(classeur, ouvert.id, GesteCarnet.CODE_ANNULE)


def read_invitations(classeur: Classeur, ouvert: CarnetOuvert) -> tuple[Invitation, ...]:
    """The codes of this carnet that wait, never the codes themselves."""
    ici = (
        select(InvitationCarnet, PersonneCarnet.numero)
        .join(PersonneCarnet, col(PersonneCarnet.id) == col(InvitationCarnet.personne))
        .where(InvitationCarnet.carnet_id == ouvert.id, col(InvitationCarnet.expire_le) > classeur.maintenant)
        .order_by(col(PersonneCarnet.numero), col(InvitationCarnet.genre))
    )
    return tuple(
        Invitation(numero, GenreInvitation(ligne.genre), ligne.expire_le)
        for ligne, numero in classeur.session.exec(ici)
    )


def find(classeur: Classeur, saisie: str) -> Trouvee:
    """What this line opens, unused; PassageRefuse when it is no code that is good now. Both carnets are not locked."""
    code = read_code_carnet(saisie)
    ici = (
        select(InvitationCarnet, PersonneCarnet)
        .join(PersonneCarnet, col(PersonneCarnet.id) == col(InvitationCarnet.personne))
        .where(InvitationCarnet.condense == _hash(code or _PAS_UN_CODE))
    )
    trouvee = classeur.session.exec(ici.execution_options(populate_existing=True)).one_or_none()
    if code is None or trouvee is None or trouvee[0].expire_le <= classeur.maintenant:
        raise PassageRefuse(RaisonDePassage.CODE)
    return Trouvee(*trouvee)


def use(classeur: Classeur, saisie: str, *carnets: str) -> Trouvee:
    """The same for good: these carnets and the code's own are locked, and nobody else can use it."""
    trouvee = find(classeur, saisie)
    lock_carnets(classeur.session, (trouvee.invitation.carnet_id, *carnets))
    # Somebody may have used it, or its person may have changed or left, while we waited for the locks.
    trouvee = find(classeur, saisie)
    if not _drop(classeur.session, col(InvitationCarnet.condense) == trouvee.invitation.condense):
        raise PassageRefuse(RaisonDePassage.CODE)
    return trouvee


def purge_invitations(session: Session, maintenant: datetime) -> int:
    """Forget the codes whose time is over: what they were about has not moved."""
    return session.exec(delete(InvitationCarnet).where(col(InvitationCarnet.expire_le) <= maintenant)).rowcount


def _drop(session: Session, *ici: ColumnElement[bool]) -> int:
    """Kill these codes, outside the base too: no backup makes them good again. How many there were."""
    morts = session.execute(delete(InvitationCarnet).where(*ici).returning(col(InvitationCarnet.condense)))
    condenses = morts.scalars().all()
    for condense in condenses:
        bury_outside(session, INVITATION, condense)
    return len(condenses)


def _hash(code: str) -> str:
    return sha256(f"mon-budget-sante invitation;{code}".encode("ascii")).hexdigest()
