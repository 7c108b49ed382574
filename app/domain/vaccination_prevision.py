"""Works out the dates of the next dose: right from, possible from, late from, too late from. Decides no status."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.criteres import Evaluateur
from app.domain.dates import Duree, add_duree
from app.domain.vaccination_codes import ReglagesVaccins
from app.domain.vaccination_doses import Decompte, age_at
from app.domain.vaccination_dossier import DoseRecue, DossierVaccinal
from app.domain.vaccination_lignes import DosePrevue, LigneVaccin, Precedent, SchemaVaccinal
from app.domain.vaccination_verdicts import CodeVaccinal, RaisonVaccin

#: What explains a date even when another day decides it.
_TOUJOURS_DITES = frozenset({"age_conseille", "terme"})


@dataclass(frozen=True, slots=True)
class Butee:
    """A day before which the dose is not right, whether it also forbids giving it, and why."""

    jour: date
    plancher: bool
    raison: RaisonVaccin | None


@dataclass(frozen=True, slots=True)
class DatesDeDose:
    """The dates of one dose, before its season; `reportee` when a fixed appointment is left to the next."""

    conseillee: date
    au_plus_tot: date
    en_retard_depuis: date | None
    limite: date | None
    raisons: tuple[RaisonVaccin, ...]
    reportee: Duree | None = None


class Prevoyance:
    """The dates of one line, prepared once. `delais` compiles the conditions of its delays."""

    def __init__(
        self,
        ligne: LigneVaccin,
        reglages: ReglagesVaccins,
        vivants: Container[str],
        delais: dict[int, tuple[tuple[Evaluateur, Duree], ...]],
    ) -> None:
        self._ligne = ligne
        self._reglages = reglages
        self._vivants = vivants
        self._delais = delais
        self._vivant = any(code in vivants for code in ligne.vaccins)

    def dates(
        self, schema: SchemaVaccinal, prevue: DosePrevue, decompte: Decompte, dossier: DossierVaccinal
    ) -> DatesDeDose:
        """Take the latest of every day the dose has to wait for."""
        rang = len(decompte.comptees)
        butees = [
            *self._ages(prevue, rang, dossier),
            *self._intervalles(schema, prevue, decompte),
            *self._precedents(rang, dossier),
            *self._vivants_recents(dossier),
            *self._grossesse(dossier),
        ]
        conseillee = max(butee.jour for butee in butees)
        au_plus_tot = max(butee.jour for butee in butees if butee.plancher)
        raisons = tuple(
            dict.fromkeys(
                butee.raison
                for butee in butees
                if butee.raison and (butee.jour == conseillee or butee.raison.code in _TOUJOURS_DITES)
            )
        )
        decalage, reportee = None, None
        if self._ligne.rendez_vous is not None and prevue.age is not None:
            decalage, reportee = self._rendez_vous(prevue.age, conseillee, dossier)
            if decalage is not None:
                conseillee = au_plus_tot = _shifted(dossier.naissance, prevue.age, decalage)
                raisons = (RaisonVaccin("age", "age_conseille", (str(_sum(prevue.age, decalage)),)),)
        limite = self._limite(prevue, dossier)
        if limite is not None and au_plus_tot < limite <= conseillee:
            conseillee = au_plus_tot
        return DatesDeDose(
            conseillee,
            min(au_plus_tot, conseillee),
            self._retard(prevue, decompte, conseillee, dossier, decalage),
            limite,
            raisons,
            reportee,
        )

    def _ages(self, prevue: DosePrevue, rang: int, dossier: DossierVaccinal) -> Iterator[Butee]:
        pour_qui, naissance = self._ligne.pour_qui, dossier.naissance
        debut = None if pour_qui.ou_age else pour_qui.de
        if prevue.age is not None:
            possible = prevue.age_min or prevue.compte_depuis or (prevue.age if rang == 0 else None)
        else:
            ages = [age for age in (prevue.age_min, debut) if age is not None]
            possible = max(ages, key=lambda age: add_duree(naissance, age), default=None)
        if prevue.age is not None:
            raison = RaisonVaccin("age", "age_conseille", (str(prevue.age),))
            yield Butee(add_duree(naissance, prevue.age), False, raison)
        if possible is not None:
            code: CodeVaccinal = "age_conseille" if possible == prevue.age else "age_possible"
            yield Butee(add_duree(naissance, possible), True, RaisonVaccin("age", code, (str(possible),)))
        yield Butee(naissance, True, None)

    def _intervalles(self, schema: SchemaVaccinal, prevue: DosePrevue, decompte: Decompte) -> Iterator[Butee]:
        if decompte.comptees:
            derniere = decompte.comptees[-1].dernier
            if prevue.intervalle is not None:
                yield _after(derniere, prevue.intervalle, "intervalle", plancher=False)
            if prevue.intervalle_min is not None:
                yield _after(derniere, prevue.intervalle_min, "intervalle", plancher=True)
            if prevue.intervalle_depuis_la_premiere is not None:
                premiere = decompte.comptees[0].dernier
                yield _after(premiere, prevue.intervalle_depuis_la_premiere, "depuis_la_premiere", plancher=False)
            yield Butee(derniere, True, None)
        if decompte.trop_tot is not None:
            rang = len(decompte.comptees)
            ecart = prevue.intervalle_min or (
                schema.doses[rang + 1].intervalle_min if rang + 1 < len(schema.doses) else None
            )
            if ecart is not None:
                yield _after(decompte.trop_tot.dernier, ecart, "intervalle", plancher=True)

    def _precedents(self, rang: int, dossier: DossierVaccinal) -> Iterator[Butee]:
        for numero, precedent in enumerate(self._ligne.precedents):
            if rang and precedent.premiere_dose:
                continue
            delai = next(
                (autre for si, autre in self._delais.get(numero, ()) if si(dossier.faits)[0] is True), precedent.delai
            )
            derniere = last_precedent(precedent, dossier.doses)
            if derniere is not None:
                yield _after(derniere, delai, "precedent", plancher=True)
            evenement = dossier.evenements.get(precedent.evenement) if precedent.evenement else None
            if evenement is not None and precedent.evenement is not None:
                jour = add_duree(min(evenement.dernier, dossier.au), delai)
                yield Butee(jour, True, RaisonVaccin("evenement", "evenement", (precedent.evenement, str(delai))))

    def _vivants_recents(self, dossier: DossierVaccinal) -> Iterator[Butee]:
        if not self._vivant:
            return
        ecart, regle = self._reglages.ecart_entre_vivants, self._reglages.regle_entre_vivants
        autres = [d.dernier for d in dossier.doses if d.code in self._vivants and d.code not in self._ligne.vaccins]
        if autres:
            raison = RaisonVaccin("historique", "vivants", (str(ecart),), regle)
            yield Butee(add_duree(max(autres), ecart), True, raison)

    def _grossesse(self, dossier: DossierVaccinal) -> Iterator[Butee]:
        fenetre = self._ligne.fenetre_grossesse
        if fenetre is not None and dossier.regles is not None:
            raison = RaisonVaccin("grossesse", "terme", (str(fenetre.de), str(fenetre.avant)))
            yield Butee(add_duree(dossier.regles, fenetre.de), True, raison)

    def _rendez_vous(self, age: Duree, conseillee: date, dossier: DossierVaccinal) -> tuple[Duree | None, Duree | None]:
        """How much later than the first fixed age the dose falls; or the delay that leaves it to another line."""
        rendez_vous = self._ligne.rendez_vous
        prevu = add_duree(dossier.naissance, age)
        attente = max(
            ((last_precedent(p, dossier.doses), p.delai) for p in self._ligne.precedents),
            key=lambda couple: couple[0] or date.min,
            default=(None, age),
        )
        derniere, delai = attente
        if derniere is None or rendez_vous is None:
            return None, None
        if rendez_vous.tous_les is None:
            return (None, delai) if conseillee > prevu else (None, None)
        decalage = Duree(0, 0)
        while prevu <= derniere or prevu < add_duree(derniere, delai):
            decalage = _sum(decalage, rendez_vous.tous_les)
            prevu = _shifted(dossier.naissance, age, decalage)
        return (decalage, None) if decalage.mois else (None, None)

    def _limite(self, prevue: DosePrevue, dossier: DossierVaccinal) -> date | None:
        limites = [age_at(dossier.naissance, prevue.age_limite)]
        fenetre = self._ligne.fenetre_grossesse
        if fenetre is not None and dossier.regles is not None:
            limites.append(add_duree(dossier.regles, fenetre.avant))
        return min((jour for jour in limites if jour is not None), default=None)

    def _retard(
        self,
        prevue: DosePrevue,
        decompte: Decompte,
        conseillee: date,
        dossier: DossierVaccinal,
        decalage: Duree | None,
    ) -> date | None:
        if prevue.fin_de_fenetre is not None:
            fin = _shifted(dossier.naissance, prevue.fin_de_fenetre, decalage or Duree(0, 0))
            delai = self._reglages.retard_min
            if prevue.age is not None and not decompte.comptees and decalage is None:
                # Decided by age alone, the month is counted from birth: a missing day is made up for once, not twice.
                par_age = add_duree(dossier.naissance, prevue.age)
                if conseillee == par_age:
                    return max(fin, _shifted(dossier.naissance, prevue.age, delai))
            return max(fin, add_duree(conseillee, delai))
        if prevue.intervalle_max is not None and decompte.comptees:
            return max(add_duree(decompte.comptees[-1].dernier, prevue.intervalle_max), conseillee)
        return None


def last_precedent(precedent: Precedent, doses: tuple[DoseRecue, ...]) -> date | None:
    """The last day a dose of these vaccines may have been given; None unless every group was received."""
    if not precedent.vaccins:
        return None
    cites = [dose for dose in doses if dose.code in precedent.vaccins]
    if precedent.et_aussi:
        suites = [dose for dose in doses if dose.code in precedent.et_aussi]
        if not cites or not suites:
            return None
        cites += suites
    return max((dose.dernier for dose in cites), default=None)


def _after(jour: date, delai: Duree, code: CodeVaccinal, *, plancher: bool) -> Butee:
    return Butee(add_duree(jour, delai), plancher, RaisonVaccin("intervalle", code, (str(delai),)))


def _sum(duree: Duree, autre: Duree) -> Duree:
    return Duree(duree.mois + autre.mois, duree.jours + autre.jours)


def _shifted(naissance: date, age: Duree, decalage: Duree) -> date:
    return add_duree(naissance, _sum(age, decalage))
