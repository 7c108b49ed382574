"""Does again, on a base that came back from a backup, what was erased and withdrawn since. Never commits.

Whatever can be erased one by one has its kind here, and each purpose what its end erases: a kind or a purpose that is
missing stops the suite, since a restore would bring it back.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.domain.carnet_en_ligne import AVIS_JOURS, derniere_visite_gardee
from app.domain.consentement import ActeConsentement, Auteur, Canal, Finalite, Geste
from app.domain.envois import CanalRappel
from app.models import (
    AdresseRappel,
    AgendaAbonne,
    Attente,
    Carnet,
    CleAcces,
    CodeCarnet,
    InvitationCarnet,
    LienIdentite,
    PartageCarnet,
    PersonneCarnet,
    RendezVous,
    SessionCarnet,
    SessionOperateur,
    SuiviPersonne,
)
from app.services.consentements import add_acte, read_actes, subject_of
from app.services.effacements import read_effacements, reapply_effacements
from app.services.envois.adresses import name_of as name_of_address
from app.services.envois.arret import stop_channel
from app.services.liens_identite import name_of
from app.services.liste_effacements import ListeEffacements, Trace, Traces
from app.services.places import ANNULE, count, erase
from app.services.traces import (
    ADRESSE,
    AGENDA,
    ATTENTE,
    CARNET,
    CLE,
    CODE,
    INVITATION,
    LIEN,
    RENDEZ_VOUS,
    SUIVI,
    hash_of,
)

#: A transaction whose fate is unknown is given this long to be seen in the base.
DELAI = timedelta(hours=1)
#: In place of the month someone was counted in, when a backup may have lost it.
PERDU = "perdu"
Effet = Callable[[Session, Carnet, datetime], None]


class Genre(NamedTuple):
    """One kind of what is erased: the numbers that live, and how to erase those that must not."""

    vivants: Callable[[Session], Iterable[str]]
    efface: Callable[[Session, frozenset[str], datetime], int]


class Repris(NamedTuple):
    """How much was done again, by kind, and how many withdrawals."""

    effaces: Mapping[str, int]
    retraits: int


def reapply(session: Session, traces: Traces, maintenant: datetime) -> Repris:
    """Erase and withdraw again; close every session, which may have been closed since; give time to come back."""
    retraits = _withdraw(session, traces.retraits, maintenant)
    effaces = {nom: genre.efface(session, traces.of(nom), maintenant) for nom, genre in GENRES.items()}
    for table in (SessionCarnet, SessionOperateur):
        session.exec(delete(table))
    # Who was counted since the backup is not known here: nobody who may have been is counted a second time.
    session.exec(update(Carnet).where(col(Carnet.compte_en).is_(None)).values(compte_en=PERDU))
    # Visits made since the backup are forgotten: nobody is erased for them before a whole notice has passed.
    recente = derniere_visite_gardee(maintenant.date() + timedelta(days=AVIS_JOURS))
    session.exec(update(Carnet).where(col(Carnet.utilise_le) < recente).values(utilise_le=recente))
    return Repris(effaces, retraits)


def agree_with(session: Session, liste: ListeEffacements, maintenant: datetime) -> None:
    """Add to the list what the base alone knows was erased; take back what was never committed, an hour later."""
    liste.complete(read_effacements(session), CARNET, maintenant)
    for nom, genre in GENRES.items():
        liste.undo(nom, (hash_of(id_, nom) for id_ in genre.vivants(session)), maintenant - DELAI)


def still_there(session: Session, traces: Traces) -> int:
    """How many of those that were erased are in the base: none, after `reapply`."""
    return sum(hash_of(id_, nom) in traces.of(nom) for nom, genre in GENRES.items() for id_ in genre.vivants(session))


def _carnets(session: Session) -> Iterable[str]:
    return [*session.exec(select(Carnet.id)), *session.exec(select(PersonneCarnet.id))]


def _erase_carnets(session: Session, condenses: frozenset[str], maintenant: datetime) -> int:
    return reapply_effacements(session, set(condenses), maintenant)


def _rendez_vous(session: Session) -> Iterable[str]:
    return session.exec(select(RendezVous.id).where(RendezVous.etat != ANNULE)).all()


def _cancel_rendez_vous(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenus = [id_ for id_ in _rendez_vous(session) if hash_of(id_, RENDEZ_VOUS) in condenses]
    for id_ in revenus:
        ligne = session.get_one(RendezVous, id_)
        erase(ligne)
        session.add(ligne)
        session.flush()
        count(session, ligne.creneau_id, -1)
    return len(revenus)


def _attentes(session: Session) -> Iterable[str]:
    return session.exec(select(Attente.id)).all()


def _leave(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenues = [id_ for id_ in _attentes(session) if hash_of(id_, ATTENTE) in condenses]
    session.exec(delete(Attente).where(col(Attente.id).in_(revenues)))
    return len(revenues)


def _codes(session: Session) -> Iterable[str]:
    return session.exec(select(CodeCarnet.condense)).all()


def _close_codes(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenus = [id_ for id_ in _codes(session) if hash_of(id_, CODE) in condenses]
    for id_ in revenus:
        session.exec(delete(CodeCarnet).where(col(CodeCarnet.condense) == id_))
    return len(revenus)


def _cles(session: Session) -> Iterable[str]:
    return session.exec(select(CleAcces.condense)).all()


def _remove_cles(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenues = [id_ for id_ in _cles(session) if hash_of(id_, CLE) in condenses]
    session.exec(delete(CleAcces).where(col(CleAcces.condense).in_(revenues)))
    return len(revenues)


def _liens(session: Session) -> Iterable[str]:
    return [name_of(lien) for lien in session.exec(select(LienIdentite))]


def _remove_liens(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenus = [lien for lien in session.exec(select(LienIdentite)) if hash_of(name_of(lien), LIEN) in condenses]
    for lien in revenus:
        session.delete(lien)
    session.flush()
    return len(revenus)


def _adresses(session: Session) -> Iterable[str]:
    return [name_of_address(adresse) for adresse in session.exec(select(AdresseRappel))]


def _stop_replaced(session: Session, condenses: frozenset[str], maintenant: datetime) -> int:
    """Nothing is written to an address that was replaced; the new one is in no backup, and is asked again."""
    tous = session.exec(select(AdresseRappel)).all()
    revenues = [
        (adresse.personne, CanalRappel(adresse.canal))
        for adresse in tous
        if hash_of(name_of_address(adresse), ADRESSE) in condenses
    ]
    for personne, canal in revenues:
        stop_channel(session, personne, canal, maintenant)
    return len(revenues)


def _agendas(session: Session) -> Iterable[str]:
    return session.exec(select(AgendaAbonne.condense)).all()


def _close_agendas(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenus = [id_ for id_ in _agendas(session) if hash_of(id_, AGENDA) in condenses]
    session.exec(delete(AgendaAbonne).where(col(AgendaAbonne.condense).in_(revenus)))
    return len(revenus)


def _invitations(session: Session) -> Iterable[str]:
    return session.exec(select(InvitationCarnet.condense)).all()


def _kill_invitations(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenues = [id_ for id_ in _invitations(session) if hash_of(id_, INVITATION) in condenses]
    session.exec(delete(InvitationCarnet).where(col(InvitationCarnet.condense).in_(revenues)))
    return len(revenues)


def _suivis(session: Session) -> Iterable[str]:
    return session.exec(select(SuiviPersonne.id)).all()


def _cut_suivis(session: Session, condenses: frozenset[str], _maintenant: datetime) -> int:
    revenus = [id_ for id_ in _suivis(session) if hash_of(id_, SUIVI) in condenses]
    session.exec(delete(SuiviPersonne).where(col(SuiviPersonne.id).in_(revenus)))
    return len(revenus)


def _withdraw(session: Session, retraits: Iterable[Trace], maintenant: datetime) -> int:
    """Write again the acts that ended a consent after the last one this base knows, with what they erase."""
    carnets = {subject_of(carnet): carnet for carnet in session.exec(select(Carnet))}
    nombre = 0
    for trace in retraits:
        sujet, acte = str(trace["sujet"]), read_retrait(trace)
        connus = [connu for connu in read_actes(session, sujet) if connu.finalite is acte.finalite]
        if not connus or connus[-1].le > acte.le or (acte.geste, acte.le) in {(c.geste, c.le) for c in connus}:
            continue
        add_acte(session, sujet, acte)
        nombre += 1
        carnet = carnets.get(sujet)
        effet = EFFETS.get(acte.finalite)
        if carnet is not None and effet is not None:
            effet(session, carnet, maintenant)
    return nombre


def read_retrait(trace: Trace) -> ActeConsentement:
    """The act of one line of the list."""
    return ActeConsentement(
        Finalite(trace["finalite"]),
        Geste(trace["geste"]),
        int(trace["version"]),
        str(trace["empreinte"]),
        str(trace["mode"]),
        datetime.fromisoformat(trace["quand"]),
        Canal(trace["canal"]),
        Auteur(trace["auteur"]),
    )


def _its_tombstone_does_it(_session: Session, _carnet: Carnet, _maintenant: datetime) -> None:
    """Whoever ends the carnet erases it: its own line in the list erases it again."""


def _stop_reminders(canal: CanalRappel, session: Session, carnet: Carnet, maintenant: datetime) -> None:
    """Nothing planned on this channel leaves, and its addresses go."""
    for personne in session.exec(select(PersonneCarnet.id).where(PersonneCarnet.carnet_id == carnet.id)).all():
        stop_channel(session, personne, canal, maintenant)


def _close_the_agenda(session: Session, carnet: Carnet, _maintenant: datetime) -> None:
    """Its address gives nothing more."""
    session.exec(delete(AgendaAbonne).where(col(AgendaAbonne.carnet_id) == carnet.id))


def _stop_sharing(session: Session, carnet: Carnet, _maintenant: datetime) -> None:
    """Every summary goes: none that was stopped may be read again, and a new code takes one gesture."""
    session.exec(delete(PartageCarnet).where(col(PartageCarnet.carnet_id) == carnet.id))


def _forget_commune(session: Session, carnet: Carnet, _maintenant: datetime) -> None:
    """It is sealed, and the seals are not here: nobody sees it any more, and the first opening erases it."""
    carnet.oublier_commune = True
    session.add(carnet)


def _nothing_was_kept(_session: Session, _carnet: Carnet, _maintenant: datetime) -> None:
    """Whoever no longer agrees is not counted: there is nothing else to undo."""


GENRES: Mapping[str, Genre] = {
    CARNET: Genre(_carnets, _erase_carnets),
    RENDEZ_VOUS: Genre(_rendez_vous, _cancel_rendez_vous),
    ATTENTE: Genre(_attentes, _leave),
    CODE: Genre(_codes, _close_codes),
    CLE: Genre(_cles, _remove_cles),
    LIEN: Genre(_liens, _remove_liens),
    ADRESSE: Genre(_adresses, _stop_replaced),
    AGENDA: Genre(_agendas, _close_agendas),
    INVITATION: Genre(_invitations, _kill_invitations),
    SUIVI: Genre(_suivis, _cut_suivis),
}
#: What the end of each purpose erases, when it comes back with a backup. A purpose of the carnet that is not here fails
#: the suite (tests/base/test_liste_effacements.py).
EFFETS: Mapping[Finalite, Effet] = {
    Finalite.CARNET: _its_tombstone_does_it,
    **{canal.finalite: partial(_stop_reminders, canal) for canal in CanalRappel},
    Finalite.RAPPELS_AGENDA: _close_the_agenda,
    Finalite.PARTAGE: _stop_sharing,
    Finalite.COMMUNE: _forget_commune,
    Finalite.STATISTIQUES: _nothing_was_kept,
}
