"""Fills the agenda with made-up places and professionals, said to be so wherever they show. Never commits.

Names say "démonstration", and the telephone numbers are of the block kept for fiction, which nobody answers. Seeded
again, it makes nothing twice: dates follow the day, and what was booked stays.
"""

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.domain.communes import Commune, Communes, Point
from app.domain.creneaux import Acces, Agenda, Profession, TrancheDAge
from app.models import Absence, Attente, Creneau, Lieu, Plage, Professionnel, RendezVous
from app.services.agenda import publish_creneaux

#: Large towns, small ones, Alsace-Moselle, and overseas from one ocean to another.
COMMUNES = (
    "75112", "69387", "13201", "59350", "31555", "33063", "44109", "35238", "67482", "57463",
    "21231", "71270", "23096", "2A004", "29019", "97120", "97209", "97302", "97411", "98735",
)  # fmt: skip
DUREE = timedelta(weeks=6)
#: Places of each commune: two online, then one by telephone alone or whose agenda stopped speaking.
LIEUX = 3
_TOUTES = ",".join(TrancheDAge)
_NOMS = {
    Profession.MEDECIN: "Médecin",
    Profession.INFIRMIER: "Infirmier",
    Profession.PHARMACIEN: "Pharmacien",
    Profession.SAGE_FEMME: "Sage-femme",
}
_GENRES = ("Maison de santé", "Pharmacie", "Centre d'examens")
#: What each place says of its access, in turn: yes, no, nothing.
_DITS: tuple[dict[Acces, bool], ...] = (
    {Acces.PMR: True, Acces.PARKING: True, Acces.TRANSPORT: True},
    {Acces.PMR: False, Acces.TRANSPORT: True},
    {Acces.PMR: True, Acces.LSF: True, Acces.BOUCLE: True},
    {},
)


def seed_demonstration(session: Session, communes: Communes, code: str, maintenant: datetime) -> int:
    """Make or refresh the places of one of the communes; give the number of slots offered there."""
    commune, rang, nombre = communes.get(code), COMMUNES.index(code), 0
    if commune is None or commune.centre is None:
        return 0
    for numero in range(LIEUX):
        muet = _is_silent(rang, numero)
        # A place that speaks says so now; the silent ones were last heard of three days ago.
        vu_le = maintenant - timedelta(days=3) if muet else maintenant
        lieu = session.merge(_lieu(commune, commune.centre, rang, numero, vu_le))
        session.flush()
        _equipe(session, lieu, rang, numero, maintenant.date())
        if lieu.agenda == Agenda.EN_LIGNE and not muet:
            nombre += publish_creneaux(session, lieu, commune.departement, maintenant, DUREE)
    return nombre


def remove_demonstration(session: Session) -> None:
    """Erase all that was made up, its bookings included: it exists only when asked for."""
    lieux = select(Lieu.id).where(col(Lieu.demonstration))
    qui = select(Professionnel.id).where(col(Professionnel.demonstration))
    creneaux = select(Creneau.id).where(col(Creneau.lieu_id).in_(lieux))
    session.exec(delete(Attente).where(col(Attente.lieu_id).in_(lieux)))
    session.exec(delete(RendezVous).where(col(RendezVous.creneau_id).in_(creneaux)))
    session.exec(delete(Creneau).where(col(Creneau.lieu_id).in_(lieux)))
    session.exec(delete(Absence).where(col(Absence.lieu_id).in_(lieux) | col(Absence.professionnel_id).in_(qui)))
    session.exec(delete(Plage).where(col(Plage.lieu_id).in_(lieux)))
    session.exec(delete(Lieu).where(col(Lieu.demonstration)))
    session.exec(delete(Professionnel).where(col(Professionnel.demonstration)))


def _is_silent(rang: int, numero: int) -> bool:
    return numero == LIEUX - 1 and rang % 4 == 1


def _id(*parties: object) -> str:
    return sha256("/".join(map(str, ("demonstration", *parties))).encode()).hexdigest()[:32]


def _lieu(commune: Commune, centre: Point, rang: int, numero: int, vu_le: datetime) -> Lieu:
    au_telephone = numero == LIEUX - 1 and not _is_silent(rang, numero)
    dits = _DITS[(rang + numero) % len(_DITS)]
    return Lieu(
        id=_id("lieu", commune.code, numero),
        nom=f"{_GENRES[numero]} de démonstration",
        adresse=f"{numero + 1} rue de la Démonstration",
        code_postal=commune.codes_postaux[0],
        commune=commune.code,
        fuseau=commune.fuseau,
        latitude=centre.latitude + numero / 100,
        longitude=centre.longitude,
        telephone=f"01 99 00 {rang:02} {numero:02}",
        agenda=Agenda.TELEPHONE if au_telephone else Agenda.EN_LIGNE,
        pmr=dits.get(Acces.PMR),
        lsf=dits.get(Acces.LSF),
        boucle=dits.get(Acces.BOUCLE),
        parking=dits.get(Acces.PARKING),
        transport=dits.get(Acces.TRANSPORT),
        langues=("fr,en", "fr", None)[numero],
        vu_le=vu_le,
        perime_le=vu_le + timedelta(days=2),
        demonstration=True,
    )


def _equipe(session: Session, lieu: Lieu, rang: int, numero: int, du: date) -> None:
    """Two professionals, each two half-days a week; on Saturdays, one session for several people."""
    for membre in range(2):
        profession = tuple(_NOMS)[(rang + numero + membre) % len(_NOMS)]
        qui = _id("professionnel", lieu.id, membre)
        if session.get(Professionnel, qui) is not None:
            continue
        nom = f"{_NOMS[profession]} de démonstration {membre + 1}"
        session.add(Professionnel(id=qui, prenom="", nom=nom, profession=profession, demonstration=True))
        session.flush()
        matin = (membre + rang) % 5
        tranches = _TOUTES if membre == 0 else "45-50,60-65,70-75"
        session.add(_plage(lieu.id, qui, (matin, time(9), time(12)), tranches, du))
        session.add(_plage(lieu.id, qui, ((matin + 2) % 5, time(14), time(17)), tranches, du))
        if membre == 0 and numero == 0:
            session.add(_plage(lieu.id, qui, (5, time(10), time(10, 45)), _TOUTES, du, places=6))
    session.flush()


def _plage(lieu: str, qui: str, quand: tuple[int, time, time], tranches: str, du: date, places: int = 1) -> Plage:
    jour, debut, fin = quand
    return Plage(
        id=_id("plage", lieu, qui, jour),
        lieu_id=lieu,
        professionnel_id=qui,
        jour=jour,
        debut=debut,
        fin=fin,
        du=du - timedelta(days=7),
        duree_minutes=45,
        places=places,
        preavis_heures=2,
        tranches=tranches,
    )
