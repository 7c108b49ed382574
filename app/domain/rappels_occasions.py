"""Holds the reminders that vaccines and campaigns give a person. Forecasts no dose, writes no words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from app.domain.campagnes import Campagne
from app.domain.catalogue import Catalogue
from app.domain.dossier import EtatNavigateur
from app.domain.moteur import Evaluation
from app.domain.rappels import Echeance, Rappels, rappels_de
from app.domain.vaccination_codes import CampagneVaccinale
from app.domain.vaccination_dossier import read_dossiers, read_saisons
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from app.domain.verdicts import Resultat, Verdict

S = StatutVaccin
_MAINTENANT = frozenset({S.EN_RETARD, S.A_FAIRE, S.RATTRAPAGE})
_PLUS_TARD = frozenset({S.PLUS_TARD, S.HORS_SAISON})
#: A world day is over before one can turn round: only what lasts is an occasion to do something.
_DUREE_MIN = timedelta(days=6)


def tous_les_rappels(
    catalogue: Catalogue, evaluation: Evaluation, previsions: Iterable[Prevision], au: date
) -> Rappels:
    """Everything one person may be reminded of: advice, vaccines, and the months that speak of a screening."""
    naissance = evaluation.situation.naissance
    if naissance is None:
        return Rappels()
    vaccins, doutes = vaccins_a_rappeler(previsions, catalogue.vaccins.campagnes, au)
    campagnes = campagnes_a_rappeler(catalogue.campagnes, evaluation.resultats, au)
    return rappels_de(evaluation.resultats, naissance, au, (*vaccins, *campagnes), doutes)


def previsions_de(catalogue: Catalogue, etat: EtatNavigateur, au: date) -> tuple[Prevision, ...]:
    """The vaccines of someone; none without a birth date."""
    calendrier, profil = catalogue.vaccins, etat.profil
    saisons = read_saisons(calendrier.campagnes, {}, profil.departement)
    maladies = dict(etat.maladies)
    dossiers = read_dossiers(profil, etat.vaccinations, maladies, saisons, au, calendrier.reglages)
    return () if dossiers is None else calendrier.forecast(dossiers)


def vaccins_a_rappeler(
    previsions: Iterable[Prevision], campagnes: Sequence[CampagneVaccinale], au: date
) -> tuple[list[Echeance], list[Echeance]]:
    """The doses worth a reminder: those that are certain, then those that are not and get no date.

    A dose one may have if one wishes is nobody's errand. A dose of a campaign whose days are not certain is told
    while it can be done, without a last day; before it opens, no day is told.
    """
    douteuses = {campagne.famille for campagne in campagnes if campagne.au >= au and campagne.certitude != "sure"}
    sures: list[Echeance] = []
    doutes: list[Echeance] = []
    for prevision in previsions:
        if prevision.remplacee_par is not None or prevision.a_preciser:
            continue
        saison = prevision.ligne.saison
        flou = saison is not None and saison.campagne in douteuses
        certaine = not prevision.incertain and prevision.ligne.certitude_le(au) == "sure"
        if prevision.statut in _MAINTENANT:
            dernier = None if flou else _dernier_jour(prevision)
            (sures if certaine else doutes).append(Echeance(prevision.ligne.id, None, dernier))
        elif prevision.statut in _PLUS_TARD and prevision.date_conseillee is not None:
            (doutes if flou or not certaine else sures).append(Echeance(prevision.ligne.id, prevision.date_conseillee))
        elif prevision.statut is S.AVIS_PROFESSIONNEL:
            doutes.append(Echeance(prevision.ligne.id, None))
    return sures, doutes


def campagnes_a_rappeler(campagnes: Iterable[Campagne], resultats: Iterable[Resultat], au: date) -> list[Echeance]:
    """A second chance: the next month that speaks of a screening still to be done, once for each screening."""
    par_id: Mapping[str, Resultat] = {
        r.fiche.id: r
        for r in resultats
        if r.verdict is Verdict.A_FAIRE and r.fiche.genre == "depistage" and r.fiche.certitude_le(au) == "sure"
    }
    a_venir = sorted(
        ((_premier_jour(c, au), c) for c in campagnes if not c.discrete and c.certitude_le(au) == "sure"),
        key=lambda trouvee: (trouvee[0] or date.max, trouvee[1].id),
    )
    echeances: dict[str, Echeance] = {}
    for jour, campagne in a_venir:
        for id_ in campagne.conseils:
            if jour is not None and id_ in par_id:
                echeances.setdefault(id_, Echeance(id_, jour, campagne=campagne.id))
    return list(echeances.values())


def _dernier_jour(prevision: Prevision) -> date | None:
    """The last day of a dose that can be had today: the eve of its limit, or the end of its campaign."""
    fins = [date.fromisoformat(str(r.valeurs[0])) for r in prevision.raisons if r.code == "saison_ouverte"]
    if prevision.date_limite is not None:
        fins.append(prevision.date_limite - timedelta(days=1))
    return min(fins, default=None)


def _premier_jour(campagne: Campagne, au: date) -> date | None:
    """The first day of its next time; none for what does not last."""
    for annee in (au.year, au.year + 1):
        premier, dernier = campagne.quand.periode(annee)
        if dernier - premier < _DUREE_MIN:
            return None
        if premier > au:
            return premier
    return None
