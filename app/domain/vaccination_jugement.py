"""Judges one line for one person: concerned or not, complete, closed, or its next dose. Knows no other line.

What only the whole schedule tells (which other lines are complete) is given to it.
"""

from collections.abc import Container, Sequence
from datetime import date

from app.domain.criteres import compile_critere
from app.domain.dates import add_duree
from app.domain.vaccination_codes import ReglagesVaccins
from app.domain.vaccination_concernes import Concernes
from app.domain.vaccination_doses import SANS_DOSE, Decompte, age_at, count_doses
from app.domain.vaccination_dossier import DoseRecue, DossierVaccinal
from app.domain.vaccination_lignes import LigneVaccin, SchemaVaccinal
from app.domain.vaccination_prevision import Prevoyance
from app.domain.vaccination_saisons import season_in_course
from app.domain.vaccination_statuts import ProchaineDose
from app.domain.vaccination_verdicts import Prevision, RaisonVaccin, StatutVaccin

S = StatutVaccin


class LigneCompilee:
    """One line prepared to be judged."""

    def __init__(self, ligne: LigneVaccin, reglages: ReglagesVaccins, vivants: Container[str]) -> None:
        self.ligne = ligne
        self._reglages = reglages
        self._qui = Concernes(ligne)
        delais = {
            numero: tuple((compile_critere(selon.si), selon.delai) for selon in precedent.delai_selon)
            for numero, precedent in enumerate(ligne.precedents)
            if precedent.delai_selon
        }
        self._suite = ProchaineDose(ligne, reglages, Prevoyance(ligne, reglages, vivants, delais))
        self._saisonniere = ligne.saison is not None and ligne.saison.chaque_saison
        debuts = [dose.valable_des for dose in (schema.doses[0] for schema in ligne.schemas)]
        self._vierges = [(schema, SANS_DOSE) for schema in ligne.schemas]
        self._debut_de_serie = ligne.debut_de_serie or next((age for age in debuts if age is not None), None)

    def juger(self, dossier: DossierVaccinal, completes: Container[str]) -> Prevision | None:
        """What the line says to the person; None when it neither concerns nor concerned them."""
        ligne, qui = self.ligne, self._qui
        if qui.sexe_autre(dossier):
            return None
        vrai, faits = qui.conditions(dossier)
        if ligne.genre == "regle":
            return self._suite.avis(None, faits) if vrai else None
        recues = tuple(dose for dose in dossier.doses if dose.code in ligne.vaccins)
        if vrai is not True and not recues and (qui.pas_encore(dossier) or qui.passee(dossier)):
            return None
        plancher = self._plancher(dossier)
        en_cours = plancher is None or plancher <= dossier.au
        comptables = recues if en_cours else ()
        decomptes = self._decomptes(dossier, comptables, plancher)
        complets = [couple for couple in decomptes if couple[1].complet and self._pour_elle(*couple, dossier, recues)]
        if complets and en_cours and self._complet_dit(dossier, vrai):
            exclue = qui.exclue(dossier, completes, pour_de_bon=True) if vrai is not False else None
            if exclue is None:
                return self._complet(complets[0][1], saison=self._saisonniere)
        return self._incomplete(dossier, completes, self._schema(dossier, recues, decomptes), vrai, faits)

    def _incomplete(
        self,
        dossier: DossierVaccinal,
        completes: Container[str],
        en_cours: tuple[SchemaVaccinal | None, Decompte | None],
        vrai: bool | None,
        faits: tuple[RaisonVaccin, ...],
    ) -> Prevision | None:
        qui, (schema, decompte) = self._qui, en_cours
        commence = decompte is not None and bool(decompte.comptees)
        if qui.pas_encore(dossier) and not commence:
            return self._future(dossier, schema, decompte, completes) if vrai else None
        if qui.passee(dossier) and not (commence and vrai and not self._hors_d_age(decompte, dossier)):
            return None if vrai is not True else self._passee(dossier, schema)
        fermee = self._fermee(dossier, decompte, completes, vrai, faits)
        if fermee is not None:
            return fermee
        if schema is None or decompte is None:
            return Prevision(self.ligne, S.PAS_INDIQUE, raisons=(RaisonVaccin("historique", "autre_schema"),))
        return self._suite.prevoir(dossier, schema, decompte, faits)

    def _complet_dit(self, dossier: DossierVaccinal, vrai: bool | None) -> bool:
        """Whether a complete line is told: always when it concerns the person, otherwise when it still could."""
        if vrai is True:
            return True
        return not (self._par_periode or self.ligne.genre == "rattrapage" or self._qui.passee(dossier))

    @property
    def _par_periode(self) -> bool:
        """Whether doses count for a season or a pregnancy only."""
        return self._saisonniere or self.ligne.fenetre_grossesse is not None

    def _plancher(self, dossier: DossierVaccinal) -> date | None:
        """The day before which a dose counts for nothing; after today when no season and no pregnancy is on."""
        saison, fenetre = self.ligne.saison, self.ligne.fenetre_grossesse
        plancher: date | None = None
        if saison is not None and saison.chaque_saison:
            connues = dossier.saisons.get(saison.campagne, ())
            plancher = season_in_course(connues, dossier.au, saison.avance) or date.max
        if fenetre is not None:
            debut = add_duree(dossier.regles, fenetre.de) if dossier.regles is not None else date.max
            plancher = debut if plancher is None else max(plancher, debut)
        return plancher

    def _decomptes(
        self, dossier: DossierVaccinal, recues: Sequence[DoseRecue], plancher: date | None
    ) -> list[tuple[SchemaVaccinal, Decompte]]:
        """Each scheme with the doses it has received, begun at its own age."""
        if not recues:
            return self._vierges
        anterieures = plancher is not None and any(dose.dernier < plancher for dose in recues)
        decomptes = []
        for schema in self.ligne.schemas:
            suivi = _without_first_season(schema) if anterieures else schema
            debut = age_at(dossier.naissance, schema.commence_a)
            doses = [d for d in recues if not schema.vaccins or d.code in schema.vaccins]
            if debut is not None:
                doses = [dose for dose in doses if dose.dernier >= debut]
            if self._saisonniere and plancher is not None:
                doses = [dose for dose in doses if dose.dernier >= plancher]
            decompte = count_doses(suivi, doses, dossier.naissance, plancher=plancher)
            decomptes.append((suivi, _never_over(decompte) if self.ligne.se_repete else decompte))
        return decomptes

    def _schema(
        self,
        dossier: DossierVaccinal,
        recues: Sequence[DoseRecue],
        decomptes: Sequence[tuple[SchemaVaccinal, Decompte]],
    ) -> tuple[SchemaVaccinal | None, Decompte | None]:
        """The scheme in course: by the product begun, and by the age at the first dose, or today's without any."""
        if len(decomptes) < 2 and not recues:
            return decomptes[0] if decomptes else (None, None)
        debut = self._debut(dossier, recues)
        jour = debut or dossier.au
        possibles = [couple for couple in decomptes if self._commence_bien(couple[0], dossier, jour)]
        if debut is None and not possibles and decomptes:
            futurs = [c for c in decomptes if jour < (age_at(dossier.naissance, c[0].commence_a) or date.min)]
            possibles = futurs[:1] or [decomptes[-1]]
        return max(possibles, key=lambda couple: len(couple[1].comptees), default=(None, None))

    @staticmethod
    def _commence_bien(schema: SchemaVaccinal, dossier: DossierVaccinal, jour: date) -> bool:
        debut = age_at(dossier.naissance, schema.commence_a)
        fin = age_at(dossier.naissance, schema.commence_avant)
        return (debut is None or debut <= jour) and (fin is None or jour < fin)

    def _pour_elle(
        self, schema: SchemaVaccinal, decompte: Decompte, dossier: DossierVaccinal, recues: Sequence[DoseRecue]
    ) -> bool:
        """Whether a scheme is the person's: two doses begun at 16 never complete what is for those begun before 15."""
        debut, fin = self._debut(dossier, recues), age_at(dossier.naissance, schema.commence_avant)
        return (debut is None or fin is None or debut < fin) and not self._hors_d_age(decompte, dossier)

    def _hors_d_age(self, decompte: Decompte | None, dossier: DossierVaccinal) -> bool:
        """Whether the dose of this season came after the line's last age: it is another line's."""
        avant = age_at(dossier.naissance, self.ligne.pour_qui.avant)
        if not self._saisonniere or avant is None or decompte is None or not decompte.comptees:
            return False
        return decompte.comptees[0].premier >= avant

    def _debut(self, dossier: DossierVaccinal, recues: Sequence[DoseRecue]) -> date | None:
        """The day the series began; None without a dose that begins it."""
        des = age_at(dossier.naissance, self._debut_de_serie)
        premiere = next((dose for dose in recues if des is None or dose.dernier >= des), None)
        return None if premiere is None else max(premiere.premier, des or date.min)

    def _complet(self, decompte: Decompte, *, saison: bool) -> Prevision:
        raison = RaisonVaccin("saison", "fait_cette_saison") if saison else RaisonVaccin("historique", "complet")
        nombre = len(decompte.comptees)
        douteux = (RaisonVaccin("historique", "date_imprecise"),) if decompte.grace_au_doute else ()
        return Prevision(
            self.ligne,
            S.COMPLET,
            raisons=(raison, *douteux),
            doses_comptees=nombre,
            doses_prevues=nombre,
            incertain=decompte.grace_au_doute,
        )

    def _future(
        self,
        dossier: DossierVaccinal,
        schema: SchemaVaccinal | None,
        decompte: Decompte | None,
        completes: Container[str],
    ) -> Prevision | None:
        """A line not open yet: shown when it will come by itself, and its day (or its age, in a campaign) is near."""
        if self.ligne.genre in ("rattrapage", "possible") or schema is None or decompte is None:
            return None
        if self.ligne.avis is not None or self._qui.hors_cohorte(dossier) or self._qui.exclue(dossier, completes):
            return None
        prevision = self._suite.prevoir(dossier, schema, decompte, ())
        jour = prevision.date_conseillee
        if prevision.statut is S.PAS_INDIQUE:
            return prevision
        if jour is None:  # which campaign is not known yet
            jour, horizon = age_at(dossier.naissance, self.ligne.pour_qui.de), self._reglages.annonce_de_saison
        else:
            horizon = self._reglages.horizon
        return prevision if jour is not None and jour <= add_duree(dossier.au, horizon) else None

    def _passee(self, dossier: DossierVaccinal, schema: SchemaVaccinal | None) -> Prevision | None:
        """A line that is over without a dose: told to children, and to adults while it is recent."""
        if self.ligne.saison is not None or schema is None:
            return None
        cohorte = self._qui.hors_cohorte(dossier)
        mineur = dossier.au < add_duree(dossier.naissance, self._reglages.majorite)
        limite = age_at(dossier.naissance, schema.doses[0].age_limite)
        if cohorte is not None:  # never theirs: nothing came too late
            return Prevision(self.ligne, S.PAS_INDIQUE, raisons=(cohorte,)) if mineur else None
        if limite is not None and limite <= dossier.au:
            if mineur or dossier.au < add_duree(limite, self._reglages.rappel_de_fin):
                return self._suite.trop_tard(limite, 1, None, len(schema.doses))
            return None
        if not mineur:
            return None
        return Prevision(self.ligne, S.PAS_INDIQUE, raisons=(RaisonVaccin("age", "age_passe"),))

    def _fermee(
        self,
        dossier: DossierVaccinal,
        decompte: Decompte | None,
        completes: Container[str],
        vrai: bool | None,
        faits: tuple[RaisonVaccin, ...],
    ) -> Prevision | None:
        """What closes the line, from the most certain to the least; None when it is open."""
        ligne, qui = self.ligne, self._qui
        cohorte = qui.hors_cohorte(dossier)
        if cohorte is not None:
            return Prevision(ligne, S.PAS_INDIQUE, raisons=(cohorte,))
        faites = len(decompte.comptees) if decompte is not None else 0
        if not faites and any(dose.code in ligne.incompatibles for dose in dossier.doses):
            return Prevision(ligne, S.PAS_INDIQUE, raisons=(RaisonVaccin("historique", "autre_produit"),))
        exclue = qui.exclue(dossier, completes, pour_de_bon=True)
        if exclue is None and vrai is not True:
            inconnus = tuple(raison.critere for raison in faits) if vrai is None else ()
            return Prevision(ligne, S.PAS_INDIQUE, raisons=faits, a_preciser=inconnus)
        exclue = exclue or qui.exclue(dossier, completes)
        if exclue is not None:
            return Prevision(ligne, exclue.statut, dose=faites + 1, raisons=(exclue.raison, *faits))
        return None


def _never_over(decompte: Decompte) -> Decompte:
    """What is done again and again starts anew after each dose."""
    return decompte._replace(comptees=(), complet=False)


def _without_first_season(schema: SchemaVaccinal) -> SchemaVaccinal:
    """The scheme of someone who already had a dose in an earlier season."""
    doses = tuple(dose for dose in schema.doses if not dose.premiere_saison)
    return schema if len(doses) == len(schema.doses) else schema.model_copy(update={"doses": doses})
