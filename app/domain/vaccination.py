"""Forecasts every line of a vaccine schedule for one person on one day. The schedule is data: it names no vaccine."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.domain.vaccination_codes import CampagneVaccinale, CodeVaccin, ReglagesVaccins, RepereVaccinal
from app.domain.vaccination_dossier import Dossiers, DossierVaccinal
from app.domain.vaccination_jugement import LigneCompilee
from app.domain.vaccination_lignes import LigneVaccin
from app.domain.vaccination_verdicts import Prevision, RaisonVaccin, StatutVaccin

S = StatutVaccin
#: Something is, or will be, to be done.
ACTIFS = frozenset({S.EN_RETARD, S.A_FAIRE, S.RATTRAPAGE, S.AVIS_PROFESSIONNEL, S.POSSIBLE, S.PLUS_TARD, S.HORS_SAISON})
_RANGS = {statut: rang for rang, statut in enumerate(S)}


class GroupesDePrevisions(NamedTuple):
    """The lines as a page shows them: each group in order, without those that another line already says."""

    en_retard: tuple[Prevision, ...]
    a_faire: tuple[Prevision, ...]
    plus_tard: tuple[Prevision, ...]
    termine: tuple[Prevision, ...]
    a_preciser: tuple[Prevision, ...]
    pas_indique: tuple[Prevision, ...]


class CalendrierVaccinal:
    """A schedule compiled once, shared by every request."""

    def __init__(
        self,
        lignes: Iterable[LigneVaccin],
        codes: Mapping[str, CodeVaccin],
        campagnes: Sequence[CampagneVaccinale],
        reglages: ReglagesVaccins,
        reperes: Sequence[RepereVaccinal] = (),
    ) -> None:
        self.lignes = tuple(sorted(lignes, key=lambda ligne: (ligne.ordre, ligne.id)))
        self.par_id: Mapping[str, LigneVaccin] = {ligne.id: ligne for ligne in self.lignes}
        self.codes = codes
        self.campagnes = tuple(campagnes)
        self.reglages = reglages
        self.reperes = tuple(reperes)
        vivants = frozenset(code.code for code in codes.values() if code.ecart_entre_vivants)
        compilees = {ligne.id: LigneCompilee(ligne, reglages, vivants) for ligne in self.lignes}
        attendues = {e.jusqu_a_fin_de for ligne in self.lignes for e in ligne.sauf if e.jusqu_a_fin_de}
        #: The lines others wait for come first.
        self._compilees = [
            *(compilees[id_] for id_ in compilees if id_ in attendues),
            *(compilees[id_] for id_ in compilees if id_ not in attendues),
        ]
        self._positions = {ligne.id: position for position, ligne in enumerate(self.lignes)}

    def forecast(self, dossiers: Dossiers) -> tuple[Prevision, ...]:
        """Every line that concerns or concerned the person, in display order."""
        previsions = self._one_birth(dossiers.dernier)
        if dossiers.premier is not None:
            previsions = self._merge(previsions, self._one_birth(dossiers.premier))
        ordonnees = sorted(previsions.values(), key=self._rang)
        return _without_repeats(ordonnees)

    def _one_birth(self, dossier: DossierVaccinal) -> dict[str, Prevision]:
        completes: set[str] = set()
        previsions: dict[str, Prevision] = {}
        for compilee in self._compilees:
            prevision = compilee.juger(dossier, completes)
            if prevision is None:
                continue
            previsions[compilee.ligne.id] = prevision
            if prevision.statut is S.COMPLET:
                completes.add(compilee.ligne.id)
        return previsions

    def _merge(self, tard: dict[str, Prevision], tot: dict[str, Prevision]) -> dict[str, Prevision]:
        """Keep what the latest birth says (never too early), and say where the earliest would change it."""
        doute = (RaisonVaccin("date_naissance", "naissance_imprecise"),)
        previsions: dict[str, Prevision] = {}
        for id_ in tard.keys() | tot.keys():
            retenue, autre = tard.get(id_), tot.get(id_)
            if retenue is not None and autre is not None and autre.statut is not S.TROP_TARD:
                retenue = _first_limit(retenue, autre)
            if retenue is not None and autre is not None and retenue.statut is autre.statut:
                previsions[id_] = retenue
                continue
            dite = retenue or autre
            if dite is not None:
                previsions[id_] = dite._replace(incertain=True, raisons=(*dite.raisons, *doute))
        return previsions

    def _rang(self, prevision: Prevision) -> tuple[int, int, int]:
        jour = prevision.date_conseillee
        quand = jour.toordinal() if jour is not None and prevision.statut in (S.PLUS_TARD, S.HORS_SAISON) else 0
        return _RANGS[prevision.statut], quand, self._positions[prevision.ligne.id]


def _first_limit(retenue: Prevision, autre: Prevision) -> Prevision:
    """The same answer with the first of the two limits: a month of birth never makes a dose possible for longer."""
    ancienne, limite = retenue.date_limite, autre.date_limite
    if ancienne is None or limite is None or ancienne <= limite:
        return retenue
    raisons = tuple(
        raison._replace(valeurs=(limite.isoformat(),)) if raison.code in ("limite", "limite_passee") else raison
        for raison in retenue.raisons
    )
    return retenue._replace(date_limite=limite, raisons=raisons)


def _without_repeats(previsions: Sequence[Prevision]) -> tuple[Prevision, ...]:
    """Name, on each line that another one stands for, the line that does."""
    par: dict[str, str] = {}
    for prevision in previsions:
        if prevision.statut in ACTIFS:
            for id_ in prevision.ligne.remplace:
                par.setdefault(id_, prevision.ligne.id)
    return tuple(
        prevision._replace(remplacee_par=par[prevision.ligne.id])
        if prevision.ligne.id in par and prevision.statut in ACTIFS and par[prevision.ligne.id] != prevision.ligne.id
        else prevision
        for prevision in previsions
    )


def group_forecast(previsions: Iterable[Prevision]) -> GroupesDePrevisions:
    """Sort a forecast into the groups a page shows; lines said by another one are left out."""
    groupes: dict[str, list[Prevision]] = {nom: [] for nom in GroupesDePrevisions._fields}
    for prevision in previsions:
        if prevision.remplacee_par is None:
            groupes[_group(prevision)].append(prevision)
    return GroupesDePrevisions(**{nom: tuple(dites) for nom, dites in groupes.items()})


def _group(prevision: Prevision) -> str:
    if prevision.a_preciser and prevision.statut is S.PAS_INDIQUE:
        return "a_preciser"
    return _GROUPES.get(prevision.statut, "pas_indique")


_GROUPES = {
    S.EN_RETARD: "en_retard",
    S.A_FAIRE: "a_faire",
    S.RATTRAPAGE: "a_faire",
    S.AVIS_PROFESSIONNEL: "a_faire",
    S.POSSIBLE: "a_faire",
    S.PLUS_TARD: "plus_tard",
    S.HORS_SAISON: "plus_tard",
    S.COMPLET: "termine",
}
