"""Adds, closes, shows and pulls the outside sources of an organisation's places. Reads no clock.

A pull is three steps: take it (a transaction), ask the source (none is open), write what came (a transaction).
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import Session, col, select

from app.domain.agenda_fhir import Defauts, read_defauts, read_fhir
from app.domain.agenda_recu import AgendaLu, AgendaRefuse
from app.domain.communes import Communes
from app.domain.creneaux import Profession
from app.domain.publication import Source
from app.domain.sources import (
    FRAICHEUR_RELEVE,
    PERIODE,
    RELEVES_GARDES,
    RELEVES_MONTRES,
    Disjoncteur,
    Panne,
    Releve,
    SourceVue,
)
from app.models import LieuPublie, ReleveSource, SourceAgenda
from app.services.coffre import Coffre, CoffreFerme
from app.services.journal_actions import Acteur, Registre, note
from app.services.publication import own_place, own_places, publish_agenda
from app.services.releve_http import Appel, ReleveManquee, fetch

_COMPTE = "1000"


class Atelier(NamedTuple):
    """What pulling needs: transactions of its own, the seals, the communes, the clock."""

    transaction: Callable[[], AbstractContextManager[Session]]
    coffre: Coffre
    communes: Communes
    maintenant: Callable[[], datetime]
    #: Loopback may be called: on a developer's machine and in tests, never in production.
    locales: bool


class _Prise(NamedTuple):
    """A pull that is ours: what to ask, and what the answer is read with."""

    lieu: str
    appel: Appel
    defauts: Defauts


def add_source(registre: Registre, lieu: str, appel: Appel, defauts: Defauts) -> str | None:
    """A source for a place of the organisation; None when the place has one already."""
    session = registre.session
    deja = select(SourceAgenda.id).where(col(SourceAgenda.lieu_id) == lieu, col(SourceAgenda.fermee_le).is_(None))
    if session.exec(deja).first() is not None:
        return None
    numero, qui, modele = uuid4().hex, defauts.qui, defauts.modele
    session.add(
        SourceAgenda(
            id=numero,
            lieu_id=lieu,
            organisation_id=registre.acteur.organisation_id or "",
            adresse=appel.adresse,
            jeton=None if appel.jeton is None else registre.coffre.seal(appel.jeton, f"source:{numero}"),
            prenom=qui.prenom if qui else "",
            nom=qui.nom if qui else "",
            profession=defauts.profession or "",
            places=modele.places,
            preavis_heures=int(modele.preavis.total_seconds()) // 3600,
            tranches=modele.tranches,
            ajoutee_le=registre.maintenant,
            prochaine_le=registre.maintenant,
            echecs=0,
        )
    )
    session.flush()
    note(registre, "source ajoutee", numero)
    return numero


def close_source(registre: Registre, numero: str) -> bool:
    """Stop asking a source; False when there is none. What it published leaves the page at its limit."""
    ligne = registre.session.get(SourceAgenda, numero)
    if ligne is None or ligne.fermee_le is not None:
        return False
    ligne.fermee_le = registre.maintenant
    registre.session.add(ligne)
    note(registre, "source fermee", numero)
    return True


def read_sources(registre: Registre, communes: Communes) -> list[SourceVue]:
    """The sources of the organisation that asks, with their last pulls."""
    siens = {gere.lieu.id: gere for gere in own_places(registre, communes)}
    ouvertes = (
        select(SourceAgenda)
        .where(
            col(SourceAgenda.organisation_id) == (registre.acteur.organisation_id or ""),
            col(SourceAgenda.fermee_le).is_(None),
        )
        .order_by(col(SourceAgenda.ajoutee_le), col(SourceAgenda.id))
    )
    return [
        SourceVue(
            source.id,
            siens[source.lieu_id].lieu,
            urlsplit(source.adresse).hostname or "",
            Disjoncteur(source.echecs, source.suspendue_jusqu_a),
            source.vue_le,
            siens[source.lieu_id].perime_le,
            max(source.prochaine_le, source.suspendue_jusqu_a or source.prochaine_le),
            _releves(registre.session, source.id, RELEVES_MONTRES),
            next(iter(_releves(registre.session, source.id, 1, col(ReleveSource.panne) != "")), None),
        )
        for source in registre.session.exec(ouvertes)
        if source.lieu_id in siens
    ]


def pull_due(atelier: Atelier, combien: int = 1) -> list[tuple[str, Releve]]:
    """Pull the sources whose turn has come, one after the other; give what became of each."""
    with atelier.transaction() as session:
        instant = atelier.maintenant()
        dues = select(SourceAgenda.id).where(*_due(instant)).order_by(col(SourceAgenda.prochaine_le)).limit(combien)
        numeros = session.exec(dues).all()
    faits = ((numero, _pull(atelier, numero)) for numero in numeros)
    return [(numero, releve) for numero, releve in faits if releve is not None]


def _pull(atelier: Atelier, numero: str) -> Releve | None:
    """One pull; None when another process took it."""
    debut = atelier.maintenant()
    with atelier.transaction() as session:
        pris = session.execute(
            update(SourceAgenda)
            .where(col(SourceAgenda.id) == numero, *_due(debut))
            .values(prochaine_le=debut + PERIODE)
            .execution_options(synchronize_session=False)
        )
        if pris.rowcount != 1:  # type: ignore[attr-defined]
            return None
        ligne = session.get_one(SourceAgenda, numero)
        try:
            prise: _Prise | None = _prise(atelier, session, ligne)
        except CoffreFerme:
            prise = None
    issue: bytes | ReleveManquee
    try:
        issue = ReleveManquee(Panne.JETON) if prise is None else fetch(prise.appel, locales=atelier.locales)
    except ReleveManquee as manquee:
        issue = manquee
    with atelier.transaction() as session:
        ligne = session.get_one(SourceAgenda, numero)
        acteur = Acteur(f"source:{numero}", ligne.organisation_id)
        registre = Registre(session, atelier.coffre, acteur, atelier.maintenant())
        releve = _receive(registre, atelier.communes, prise, issue, registre.maintenant - debut)
        _write(registre, ligne, releve)
    return releve


def _due(instant: datetime) -> tuple[ColumnElement[bool], ...]:
    """Open sources whose turn has come and whose breaker lets a try through."""
    return (
        col(SourceAgenda.fermee_le).is_(None),
        col(SourceAgenda.prochaine_le) <= instant,
        or_(col(SourceAgenda.suspendue_jusqu_a).is_(None), col(SourceAgenda.suspendue_jusqu_a) <= instant),
    )


def _prise(atelier: Atelier, session: Session, ligne: SourceAgenda) -> _Prise:
    """What is asked: the search of the guide of the SAS, over the days the place publishes."""
    maintenant = atelier.maintenant()
    semaines = session.get_one(LieuPublie, ligne.lieu_id).horizon_semaines
    parametres = (
        ("status", "free"),
        ("start", f"ge{maintenant:%Y-%m-%dT%H:%M:%SZ}"),
        ("start", f"le{maintenant + timedelta(weeks=semaines):%Y-%m-%dT%H:%M:%SZ}"),
        ("_include", "Slot:schedule"),
        ("_include:iterate", "Schedule:actor"),
        ("_count", _COMPTE),
    )
    jeton = None if ligne.jeton is None else atelier.coffre.open(ligne.jeton, f"source:{ligne.id}")
    dits = {
        "prenom": ligne.prenom,
        "nom": ligne.nom,
        "profession": ligne.profession and Profession(ligne.profession),
        "places": str(ligne.places),
        "preavis": str(ligne.preavis_heures),
        "tranches": ligne.tranches,
    }
    appel = Appel(ligne.adresse, parametres, jeton)
    return _Prise(ligne.lieu_id, appel, read_defauts(dits))


def _receive(
    registre: Registre, communes: Communes, prise: _Prise | None, issue: bytes | ReleveManquee, duree: timedelta
) -> Releve:
    """Publish what came, by the rules of every agenda; say what became of it."""
    le = registre.maintenant
    if isinstance(issue, ReleveManquee) or prise is None:
        manquee = issue if isinstance(issue, ReleveManquee) else ReleveManquee(Panne.JETON)
        return Releve(le, duree, manquee.panne, manquee.precision)
    gere = own_place(registre, communes, prise.lieu)
    siens = {} if gere is None else {gere.lieu.id: gere.lieu}
    try:
        if gere is None:
            raise AgendaRefuse("Ce lieu n'est plus à cette organisation.")
        lu: AgendaLu = read_fhir(issue, siens, prise.defauts, prise.lieu)
    except AgendaRefuse as refus:
        return Releve(le, duree, Panne.ILLISIBLE, str(refus)[:200])
    bilan = publish_agenda(registre, communes, lu, Source.PLATEFORME, FRAICHEUR_RELEVE)
    panne = None if bilan.acceptees or lu.vides else Panne.AUCUNE_LIGNE
    raison = bilan.refusees[0].raison[:200] if bilan.refusees else ""
    return Releve(le, duree, panne, "", bilan.lignes, bilan.acceptees, bilan.creneaux_offerts, raison)


def _write(registre: Registre, ligne: SourceAgenda, releve: Releve) -> None:
    """Keep the pull, and what it says of the source."""
    session, maintenant = registre.session, registre.maintenant
    suite = Disjoncteur(ligne.echecs, ligne.suspendue_jusqu_a).apres(maintenant, reussi=releve.panne is None)
    ligne.echecs, ligne.suspendue_jusqu_a = suite.echecs, suite.jusqu_a
    if releve.panne is None:
        ligne.vue_le = maintenant
    else:
        note(registre, f"releve manquee ({releve.panne})", ligne.id)
    vieux = (col(ReleveSource.source_id) == ligne.id, col(ReleveSource.le) < maintenant - RELEVES_GARDES)
    session.exec(delete(ReleveSource).where(*vieux))
    session.add(ligne)
    session.add(
        ReleveSource(
            id=uuid4().hex,
            source_id=ligne.id,
            le=releve.le,
            duree_ms=int(releve.duree.total_seconds() * 1000),
            panne=releve.panne or "",
            precision=releve.precision,
            lus=releve.lus,
            acceptes=releve.acceptes,
            montres=releve.montres,
            raison=releve.raison,
        )
    )
    session.flush()


def _releves(session: Session, source: str, combien: int, *parmi: ColumnElement[bool]) -> tuple[Releve, ...]:
    """The last pulls, the newest first."""
    ici = select(ReleveSource).where(col(ReleveSource.source_id) == source, *parmi)
    lignes: Sequence[ReleveSource] = session.exec(ici.order_by(col(ReleveSource.le).desc()).limit(combien)).all()
    return tuple(
        Releve(
            ligne.le,
            timedelta(milliseconds=ligne.duree_ms),
            Panne(ligne.panne) if ligne.panne else None,
            ligne.precision,
            ligne.lus,
            ligne.acceptes,
            ligne.montres,
            ligne.raison,
        )
        for ligne in lignes
    )
