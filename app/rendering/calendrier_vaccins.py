"""Writes the calendar of vaccines: by age for anyone, with dates and marks for one person. Forecasts nothing itself."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from app.domain.calendrier_par_age import RendezVousVaccinal, appointments_by_age
from app.domain.carnet import Carnet
from app.domain.catalogue import Catalogue
from app.domain.dates import DateApprochee, Duree, add_duree
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from app.rendering.etats_vaccins import etat_vaccin, quand_vaccin
from app.rendering.formats import (
    date_approchee_en_mots,
    duree_en_mots,
    majuscule,
    mois_court,
    mois_en_mots,
    typographie,
)
from app.rendering.frise import POINTS_MAX, frise
from app.rendering.gabarits import Mode
from app.rendering.groupes_vaccins import MAINTENANT, dose_en_mots
from app.rendering.vues import PointFrise, VueEtat
from app.rendering.vues_vaccins import VueAge, VueRendezVous

S = StatutVaccin
FAIT, PLUS_TARD = VueEtat("Fait", "a-jour"), VueEtat("Plus tard", "bientot")
_ENFANCE = Duree(18 * 12, 0)
#: Beyond two years the month says less than the year.
_AN_PLUS = 2


@lru_cache(maxsize=4)
def _rendez_vous(calendrier: CalendrierVaccinal) -> tuple[RendezVousVaccinal, ...]:
    return appointments_by_age(calendrier)


def age_en_mots(age: Duree) -> str:
    """À la naissance, 2 mois, 16 ans."""
    return majuscule(duree_en_mots(age)) or "À la naissance"


def ages_pour_tous(catalogue: Catalogue, mode: Mode) -> tuple[VueAge, ...]:
    """The whole schedule by age, the same for everyone."""
    return _par_age((trouve.age, _ligne(trouve, mode, "", None)) for trouve in _rendez_vous(catalogue.vaccins))


def enfance(
    catalogue: Catalogue, previsions: Iterable[Prevision], naissance: DateApprochee, mode: Mode
) -> tuple[VueAge, ...]:
    """From birth to 18, for one child: the month of each dose and what became of it.

    A line closed to the child is left out: another one follows the same disease.
    """
    par_ligne = {prevision.ligne.id: prevision for prevision in previsions}
    lignes = []
    for trouve in _rendez_vous(catalogue.vaccins):
        prevision = par_ligne.get(trouve.ligne.id)
        if prevision is None or trouve.age.mois >= _ENFANCE.mois:
            continue
        etat = _etat(trouve, prevision)
        if etat is not None:
            prevu = naissance.exacte and etat is not FAIT
            quand = mois_en_mots(add_duree(naissance.premier, trouve.age)) if prevu else ""
            lignes.append((trouve.age, _ligne(trouve, mode, quand, etat)))
    return _par_age(lignes)


def _etat(trouve: RendezVousVaccinal, prevision: Prevision) -> VueEtat | None:
    """What became of one dose of the calendar; None when the line does not follow this child."""
    if prevision.statut is S.COMPLET or trouve.dose <= prevision.doses_comptees:
        return FAIT
    if prevision.statut is S.PAS_INDIQUE or (prevision.statut is S.TROP_TARD and trouve.dose != prevision.dose):
        return None
    if trouve.dose == prevision.dose or prevision.statut not in MAINTENANT:
        return etat_vaccin(prevision)
    return PLUS_TARD


def vie(previsions: Iterable[Prevision], carnet: Carnet, catalogue: Catalogue, mode: Mode) -> tuple[VueAge, ...]:
    """An adult's calendar: what was received, what is for now, what follows."""
    notees = tuple(
        VueRendezVous(
            quand=typographie(majuscule(date_approchee_en_mots(dose.le))),
            titre=nom_de_la_dose(catalogue, dose.vaccin, mode),
            url="",
            obligatoire=False,
            etat=FAIT,
        )
        for dose in carnet
    )
    vues: dict[str, list[VueRendezVous]] = {"Maintenant": [], "Ensuite": []}
    for prevision in previsions:
        if prevision.remplacee_par is None and prevision.statut in MAINTENANT | {S.PLUS_TARD, S.HORS_SAISON}:
            moment = "Maintenant" if prevision.statut in MAINTENANT else "Ensuite"
            vues[moment].append(_prevue(prevision, mode))
    moments = [("Déjà notés", notees), *((nom, tuple(lignes)) for nom, lignes in vues.items())]
    return tuple(VueAge(nom, lignes) for nom, lignes in moments if lignes)


def _prevue(prevision: Prevision, mode: Mode) -> VueRendezVous:
    ligne, etat = prevision.ligne, etat_vaccin(prevision)
    titre = ligne.falc.titre if mode is Mode.FALC else ligne.normal.titre
    dose = dose_en_mots(prevision)
    return VueRendezVous(
        quand=typographie(quand_vaccin(prevision)),
        titre=typographie(f"{titre}, {dose[:1].lower()}{dose[1:]}" if dose else titre),
        url=f"{mode.prefixe}/vaccins/{ligne.id}",
        obligatoire=ligne.genre == "obligatoire",
        etat=etat,
    )


def nom_de_la_dose(catalogue: Catalogue, code: str, mode: Mode) -> str:
    """The words of a vaccine someone received."""
    connu = catalogue.vaccins.codes.get(code)
    if connu is None:
        return code
    return typographie(connu.libelle_falc if mode is Mode.FALC else connu.libelle)


def _ligne(trouve: RendezVousVaccinal, mode: Mode, quand: str, etat: VueEtat | None) -> VueRendezVous:
    ligne = trouve.ligne
    titre = ligne.falc.titre if mode is Mode.FALC else ligne.normal.titre
    dose = f"dose {trouve.dose}" if trouve.doses > 1 else ""
    if mode is Mode.FALC:  # a title stays short: the dose is said with its moment
        quand, dose = majuscule(" : ".join(filter(None, (dose, quand)))), ""
    return VueRendezVous(
        quand=quand,
        titre=typographie(f"{titre}, {dose}" if dose else titre),
        url=f"{mode.prefixe}/vaccins/{ligne.id}",
        obligatoire=ligne.genre == "obligatoire",
        etat=etat,
    )


def _par_age(lignes: Iterable[tuple[Duree, VueRendezVous]]) -> tuple[VueAge, ...]:
    return tuple(
        VueAge(typographie(age_en_mots(age)), tuple(ligne for _, ligne in groupe))
        for age, groupe in groupby(lignes, key=lambda couple: couple[0])
    )


def frise_vaccins(previsions: Iterable[Prevision], carnet: Carnet, au: date) -> Markup:
    """The line of time: doses noted, what is for now, the next moments. Nothing when there is one moment only."""
    suite: dict[str, int] = {}
    visibles = [p for p in previsions if p.remplacee_par is None]
    maintenant = sum(p.statut in MAINTENANT for p in visibles)
    futurs = sorted(
        p.date_conseillee for p in visibles if p.statut in (S.PLUS_TARD, S.HORS_SAISON) and p.date_conseillee
    )
    for jour in futurs:
        libelle = mois_court(jour) if jour.year - au.year < _AN_PLUS else str(jour.year)
        suite[libelle] = suite.get(libelle, 0) + 1
    passes = [PointFrise("Notés", len(carnet))] if carnet else []
    suivants = [PointFrise(libelle, compte) for libelle, compte in suite.items()]
    points = [*passes, PointFrise("Maintenant", maintenant), *suivants]
    return frise(tuple(points[:POINTS_MAX]), len(passes))
