"""Publishes what an organisation says of its own places, and of no other. Never commits and reads no clock.

Whatever the way it came (form, file, calendar), an agenda is openings in the base, and slots made from them at once.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.domain.agenda import HORIZON, Ouverture, Periode
from app.domain.agenda_recu import AgendaLu, LigneRecue, Receveur, ReglesDuLieu, check_agenda, slots_of
from app.domain.communes import Communes
from app.domain.creneaux import Agenda, Profession
from app.domain.publication import Attendu, Bilan, Horaires, LieuGere, Source
from app.models import Absence, Creneau, Lieu, LieuPublie, Plage, Professionnel, RendezVous
from app.services.agenda import FRAICHEUR, publish_creneaux
from app.services.creneaux import lieu_vu
from app.services.journal_actions import Registre, note
from app.services.jours_feries import feries_entre

#: Openings typed by a person are believed this long; then they must say again that nothing changed.
FRAICHEUR_SAISIE = timedelta(days=14)
HORIZON_DEFAUT = 6
#: Those who come, as one page shows them: a place needs the coming days, not everyone at once.
ATTENDUS_MAX, HIER = 100, timedelta(hours=24)


def own_places(registre: Registre, communes: Communes) -> list[LieuGere]:
    """The places of the organisation that asks."""
    return [_gere(registre, communes, lieu, publie) for lieu, publie in _own(registre)]


def own_place(registre: Registre, communes: Communes, lieu: str) -> LieuGere | None:
    """One of its places; None for any other, known or not."""
    return next((_gere(registre, communes, *ligne) for ligne in _own(registre, lieu)), None)


def add_place(registre: Registre, lieu: Lieu, organisation: str) -> None:
    """Write a place and who speaks for it."""
    registre.session.add(lieu)
    registre.session.flush()
    registre.session.add(
        LieuPublie(lieu_id=lieu.id, organisation_id=organisation, source="", horizon_semaines=HORIZON_DEFAUT)
    )
    registre.session.flush()
    note(registre, "lieu ajoute", lieu.id)


def publish_agenda(
    registre: Registre, communes: Communes, lu: AgendaLu, source: Source, fraicheur: timedelta = FRAICHEUR
) -> Bilan:
    """Put these lines in the place of what the same places said before.

    With no line kept, nothing changes, unless the source itself says that nothing is free.
    """
    lieux = {lieu.id: lieu for lieu, _ in _own(registre)}
    regles = {nom: rules_of(lieu, communes, registre.maintenant) for nom, lieu in lieux.items()}
    juge = check_agenda(lu, regles)
    # Always in the same order, the journal last: two publications that cross wait, and never for each other.
    noms = sorted({ligne.lieu for ligne in juge.acceptees} | (set(juge.vides) & set(lieux)))
    ouverts = {nom: _locked(registre.session, nom) for nom in noms}
    offerts = 0
    for nom, lieu in ouverts.items():
        registre.session.exec(delete(Plage).where(col(Plage.lieu_id) == nom))
        siennes = [ligne for ligne in juge.acceptees if ligne.lieu == nom]
        registre.session.add_all(_plages(registre, nom, siennes))
        registre.session.flush()
        offerts += _speak(registre, communes, lieu, source, HORIZON, fraicheur)
    for nom in noms:
        note(registre, f"agenda publie ({source})", nom)
    lus = sum(slots_of(ligne, regles[ligne.lieu]) for ligne in juge.acceptees)
    return Bilan(juge.lignes, len(juge.acceptees), juge.refusees, lus, offerts)


def publish_horaires(registre: Registre, communes: Communes, lieu: str, horaires: Horaires) -> int:
    """Put someone's week in the place of theirs here; give the slots the whole place now offers."""
    session = registre.session
    ici = _locked(session, lieu)
    qui = _professionnel(registre, horaires.qui)
    session.exec(delete(Plage).where(col(Plage.lieu_id) == lieu, col(Plage.professionnel_id) == qui))
    session.exec(delete(Absence).where(col(Absence.professionnel_id) == qui))
    session.add_all(_plage(lieu, qui, ouverture) for ouverture in horaires.ouvertures)
    session.add_all(
        Absence(id=uuid4().hex, professionnel_id=qui, debut=absence.debut, fin=absence.fin)
        for absence in horaires.absences
    )
    session.flush()
    semaines = session.get_one(LieuPublie, lieu).horizon_semaines
    nombre = _speak(registre, communes, ici, Source.FORMULAIRE, timedelta(weeks=semaines), FRAICHEUR_SAISIE)
    note(registre, "agenda publie (formulaire)", lieu)
    return nombre


def confirm_place(registre: Registre, communes: Communes, lieu: str, semaines: int) -> int:
    """Say again that nothing changed, and how far the openings are published."""
    publie = registre.session.get_one(LieuPublie, lieu)
    publie.horizon_semaines = semaines
    registre.session.add(publie)
    ici = _locked(registre.session, lieu)
    nombre = _speak(registre, communes, ici, Source.FORMULAIRE, timedelta(weeks=semaines), FRAICHEUR_SAISIE)
    note(registre, "agenda publie (formulaire)", lieu)
    return nombre


def read_horaires(registre: Registre, lieu: str) -> list[Horaires]:
    """Who receives at a place and when, as the form shows it."""
    session = registre.session
    plages = session.exec(
        select(Plage, Professionnel)
        .join(Professionnel, col(Professionnel.id) == col(Plage.professionnel_id))
        .where(col(Plage.lieu_id) == lieu)
        .order_by(col(Professionnel.nom), col(Professionnel.id), col(Plage.du), col(Plage.jour), col(Plage.debut))
    ).all()
    connus = {professionnel.id: professionnel for _, professionnel in plages}
    return [
        Horaires(
            qui,
            Receveur(p.prenom, p.nom, Profession(p.profession)),
            tuple(_ouverture(plage) for plage, autre in plages if autre.id == qui),
            _absences(session, qui),
        )
        for qui, p in connus.items()
    ]


def read_attendus(registre: Registre, lieu: str) -> list[Attendu]:
    """Who comes to a place from today on, the first ones; each reading leaves a line in the journal."""
    lignes = registre.session.execute(
        select(  # type: ignore[call-overload]
            Creneau.debut,
            Professionnel.prenom.label("prenom_pro"),  # type: ignore[attr-defined]
            Professionnel.nom.label("nom_pro"),  # type: ignore[attr-defined]
            RendezVous.prenom,
            RendezVous.nom,
            RendezVous.contact,
        )
        .join(Creneau, col(Creneau.id) == col(RendezVous.creneau_id))
        .join(Professionnel, col(Professionnel.id) == col(Creneau.professionnel_id))
        .where(
            col(Creneau.lieu_id) == lieu,
            col(RendezVous.etat) == "confirme",
            col(Creneau.fin) > registre.maintenant - HIER,
        )
        .order_by(col(Creneau.debut), col(RendezVous.nom))
        .limit(ATTENDUS_MAX)
    ).all()
    note(registre, "rendez-vous lus", lieu)
    return [
        Attendu(x.debut, f"{x.prenom_pro} {x.nom_pro}".strip(), x.prenom or "", x.nom or "", x.contact or "")
        for x in lignes
    ]


def rules_of(lieu: Lieu, communes: Communes, maintenant: datetime) -> ReglesDuLieu:
    """What the days of a place are held against."""
    fuseau = ZoneInfo(lieu.fuseau)
    aujourdhui = maintenant.astimezone(fuseau).date()
    feries = feries_entre(_departement(lieu, communes), aujourdhui, aujourdhui + HORIZON)
    return ReglesDuLieu(fuseau, aujourdhui, feries)


def professionnel_id(organisation: str, qui: Receveur) -> str:
    """The name of someone in the base: the same word for the same organisation, another for any other."""
    mots = (organisation, qui.prenom.casefold(), qui.nom.casefold(), qui.profession)
    return sha256("\x1f".join(mots).encode()).hexdigest()[:32]


def _speak(
    registre: Registre, communes: Communes, lieu: Lieu, source: Source, duree: timedelta, fraicheur: timedelta
) -> int:
    lieu.agenda = Agenda.EN_LIGNE
    publie = registre.session.get_one(LieuPublie, lieu.id)
    publie.source = source
    registre.session.add_all((lieu, publie))
    departement = _departement(lieu, communes)
    return publish_creneaux(registre.session, lieu, departement, registre.maintenant, duree, fraicheur)


def _locked(session: Session, lieu: str) -> Lieu:
    """The place, its row kept for us: of two publications at once, one waits."""
    return session.exec(select(Lieu).where(col(Lieu.id) == lieu).with_for_update()).one()


def _departement(lieu: Lieu, communes: Communes) -> str:
    commune = communes.get(lieu.commune)
    return commune.departement if commune else ""


def _own(registre: Registre, lieu: str | None = None) -> Sequence[tuple[Lieu, LieuPublie]]:
    """Every query about a place begins here: the organisation is part of it."""
    conditions = [col(LieuPublie.organisation_id) == (registre.acteur.organisation_id or "")]
    if lieu is not None:
        conditions.append(col(Lieu.id) == lieu)
    lien = col(LieuPublie.lieu_id) == col(Lieu.id)
    demande = select(Lieu, LieuPublie).join(LieuPublie, lien).where(*conditions)
    return registre.session.exec(demande.order_by(col(Lieu.nom), col(Lieu.id))).all()


def _gere(registre: Registre, communes: Communes, lieu: Lieu, publie: LieuPublie) -> LieuGere:
    visibles = (col(Creneau.lieu_id) == lieu.id, col(Creneau.limite) > registre.maintenant)
    nombre = registre.session.exec(select(func.count()).select_from(Creneau).where(*visibles)).one()
    source = Source(publie.source) if publie.source else None
    return LieuGere(lieu_vu(lieu, communes), source, publie.horizon_semaines, lieu.perime_le, nombre)


def _plages(registre: Registre, lieu: str, lignes: Sequence[LigneRecue]) -> Iterable[Plage]:
    connus = {qui: _professionnel(registre, qui) for qui in dict.fromkeys(ligne.qui for ligne in lignes)}
    return [_plage(lieu, connus[ligne.qui], ligne.ouverture) for ligne in lignes]


def _professionnel(registre: Registre, qui: Receveur) -> str:
    nom = professionnel_id(registre.acteur.organisation_id or "", qui)
    if registre.session.get(Professionnel, nom) is None:
        registre.session.add(
            Professionnel(id=nom, prenom=qui.prenom, nom=qui.nom, profession=qui.profession, demonstration=False)
        )
        registre.session.flush()
    return nom


def _plage(lieu: str, qui: str, ouverture: Ouverture) -> Plage:
    return Plage(
        id=uuid4().hex,
        professionnel_id=qui,
        lieu_id=lieu,
        jour=ouverture.jour,
        debut=ouverture.debut,
        fin=ouverture.fin,
        du=ouverture.du,
        au=None if ouverture.au == date.max else ouverture.au,
        duree_minutes=int(ouverture.duree.total_seconds()) // 60,
        places=ouverture.places,
        preavis_heures=int(ouverture.preavis.total_seconds()) // 3600,
        tranches=ouverture.tranches,
    )


def _ouverture(plage: Plage) -> Ouverture:
    return Ouverture(
        plage.jour,
        plage.debut,
        plage.fin,
        timedelta(minutes=plage.duree_minutes),
        plage.places,
        plage.du,
        plage.au or date.max,
        timedelta(hours=plage.preavis_heures),
        plage.tranches,
    )


def _absences(session: Session, qui: str) -> tuple[Periode, ...]:
    lignes = session.exec(select(Absence).where(col(Absence.professionnel_id) == qui).order_by(col(Absence.debut)))
    return tuple(Periode(ligne.debut, ligne.fin) for ligne in lignes)
