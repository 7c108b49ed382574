"""Gives the next dose of an open line its status: dates, season, lateness, catch-up, professional advice.

Whether the line is open to the person at all is judged elsewhere.
"""

from datetime import date

from app.domain.criteres import compile_critere
from app.domain.dates import add_duree
from app.domain.vaccination_codes import ReglagesVaccins
from app.domain.vaccination_doses import Decompte, age_at, next_dose
from app.domain.vaccination_dossier import DossierVaccinal
from app.domain.vaccination_lignes import LigneVaccin, SchemaVaccinal
from app.domain.vaccination_prevision import DatesDeDose, Prevoyance
from app.domain.vaccination_saisons import next_opening
from app.domain.vaccination_verdicts import Prevision, RaisonVaccin, StatutVaccin

S = StatutVaccin
#: A dose is advised, today or on a day to come.
_CONSEILS = (S.A_FAIRE, S.EN_RETARD, S.PLUS_TARD)


class ProchaineDose:
    """What one line says of the dose it expects next."""

    def __init__(self, ligne: LigneVaccin, reglages: ReglagesVaccins, dates: Prevoyance) -> None:
        self.ligne = ligne
        self._reglages = reglages
        self._dates = dates
        self._en_retard_si = compile_critere(ligne.en_retard_si) if ligne.en_retard_si is not None else None

    def prevoir(
        self,
        dossier: DossierVaccinal,
        schema: SchemaVaccinal,
        decompte: Decompte,
        faits: tuple[RaisonVaccin, ...],
    ) -> Prevision:
        """The next dose of an open line."""
        ligne = self.ligne
        prevue = next_dose(schema, decompte.comptees, dossier.naissance)
        if prevue is None:  # a fixed appointment comes back; another scheme is complete otherwise
            return Prevision(ligne, S.COMPLET, raisons=(RaisonVaccin("historique", "complet"),))
        if self._avis_demande(dossier) and not self._seulement_si_deja_recue:
            return self.avis(len(decompte.comptees) + 1, faits)
        dates = self._dates.dates(schema, prevue, decompte, dossier)
        if dates.reportee is not None:
            report = RaisonVaccin("intervalle", "report", (str(dates.reportee),))
            return Prevision(ligne, S.PAS_INDIQUE, raisons=(report,))
        faites = self._faites(dossier) if ligne.se_repete else len(decompte.comptees)
        base = Prevision(
            ligne,
            S.PLUS_TARD,
            dose=faites + 1,
            date_conseillee=dates.conseillee,
            au_plus_tot=dates.au_plus_tot,
            en_retard_depuis=dates.en_retard_depuis,
            date_limite=dates.limite,
            raisons=(*dates.raisons, *faits, *self._doutes(dossier, decompte)),
            doses_comptees=faites,
            doses_prevues=None if ligne.se_repete else len(schema.doses),
            incertain=decompte.grace_au_doute or dossier.carnet_perdu,
        )
        dite = self._statuer(base, dossier, decompte, dates)
        if dite.statut in _CONSEILS and self._seulement_si_deja_recue and self._deja_recue(dossier):
            return self.avis(dite.dose, faits)
        return dite

    def _statuer(self, base: Prevision, dossier: DossierVaccinal, decompte: Decompte, dates: DatesDeDose) -> Prevision:
        ligne, au, limite = self.ligne, dossier.au, dates.limite
        if decompte.trop_tot is not None and decompte.trop_proche and decompte.comptees and ligne.dose_trop_tot:
            return self._avis_trop_tot(base)
        if limite is not None and (limite <= au or limite <= dates.au_plus_tot):
            return self.trop_tard(limite, base.dose, base, base.doses_prevues)
        if ligne.fenetre_grossesse is not None and dossier.regles is None:
            return self._terme_inconnu(base)
        if ligne.saison is not None:
            base, decide = self._saison(base, dossier)
            if decide:
                return base
        conseillee = base.date_conseillee
        if conseillee is None or conseillee > au:
            return base
        statut, raison = self._statut_du_jour(base, dossier, decompte, conseillee)
        raisons = (raison, *base.raisons) if raison is not None else base.raisons
        if limite is not None:
            raisons += (RaisonVaccin("age", "limite", (limite.isoformat(),)),)
        retard = base.en_retard_depuis
        if statut is S.EN_RETARD and ligne.obligation is not None:
            retard = add_duree(dossier.naissance, ligne.obligation.en_retard_a)
        return base._replace(statut=statut, raisons=raisons, en_retard_depuis=retard)

    def _statut_du_jour(
        self, base: Prevision, dossier: DossierVaccinal, decompte: Decompte, conseillee: date
    ) -> tuple[StatutVaccin, RaisonVaccin | None]:
        """The status of a dose whose day has come."""
        ligne, au = self.ligne, dossier.au
        if ligne.genre == "rattrapage":
            if decompte.comptees and au < add_duree(conseillee, self._reglages.serie_recente):
                return S.A_FAIRE, None
            if self._obligatoire(dossier):
                return S.EN_RETARD, RaisonVaccin("age", "obligatoire")
            return S.RATTRAPAGE, RaisonVaccin("age", "rattrapage")
        if ligne.genre == "possible" and not decompte.comptees:
            return S.POSSIBLE, RaisonVaccin("age", "au_choix")
        retard = base.en_retard_depuis
        if retard is not None and retard <= au and self._retard_dit(dossier):
            return S.EN_RETARD, RaisonVaccin("age", "fenetre_passee", (retard.isoformat(),))
        return S.A_FAIRE, None

    def _obligatoire(self, dossier: DossierVaccinal) -> bool:
        obligation = self.ligne.obligation
        if obligation is None or dossier.naissance < obligation.ne_depuis:
            return False
        debut, fin = (
            add_duree(dossier.naissance, obligation.en_retard_a),
            add_duree(dossier.naissance, obligation.avant),
        )
        return debut <= dossier.au < fin

    def _retard_dit(self, dossier: DossierVaccinal) -> bool:
        return self._en_retard_si is None or self._en_retard_si(dossier.faits)[0] is True

    def _faites(self, dossier: DossierVaccinal) -> int:
        """How many doses a repeated line has had since its age."""
        debut = age_at(dossier.naissance, self.ligne.schemas[0].doses[0].valable_des)
        if debut is None:
            return 0
        return sum(dose.code in self.ligne.vaccins and dose.dernier >= debut for dose in dossier.doses)

    def _saison(self, base: Prevision, dossier: DossierVaccinal) -> tuple[Prevision, bool]:
        """Put the dose in a campaign; the second value says that the season alone decides the status."""
        saison, des = self.ligne.saison, base.date_conseillee
        if saison is None or des is None:
            return base, False
        connues = dossier.saisons.get(saison.campagne, ())
        ouverture = next_opening(connues, dossier.au, des)
        limite = base.date_limite
        if ouverture is not None and limite is not None and limite <= ouverture.jour:
            if self.ligne.fenetre_grossesse is None:
                return self.trop_tard(limite, base.dose, base, base.doses_prevues), True
            ouverture = None  # no campaign meets the window: nothing is too late
        if ouverture is None:
            attendu = des > dossier.au and self.ligne.fenetre_grossesse is None
            raison = RaisonVaccin("saison", "saison_fermee", ("",))
            vide = base._replace(
                date_conseillee=None, au_plus_tot=None, en_retard_depuis=None, raisons=(raison, *base.raisons)
            )
            return vide._replace(statut=S.PLUS_TARD if attendu else S.HORS_SAISON), True
        au_plus_tot = next_opening(connues, dossier.au, base.au_plus_tot or des)
        if ouverture.jour > des:  # the campaign decides: the age it became possible at explains nothing more
            base = base._replace(raisons=tuple(r for r in base.raisons if r.code != "age_possible"))
        fixee = base._replace(
            date_conseillee=ouverture.jour, au_plus_tot=au_plus_tot.jour if au_plus_tot else ouverture.jour
        )
        if ouverture.ouverte:
            raison = RaisonVaccin("saison", "saison_ouverte", (ouverture.fin.isoformat(),))
            return fixee._replace(raisons=(raison, *base.raisons)), False
        raison = RaisonVaccin("saison", "saison_fermee", (ouverture.jour.isoformat(),))
        statut = S.HORS_SAISON if des <= dossier.au else S.PLUS_TARD
        return fixee._replace(statut=statut, raisons=(raison, *base.raisons)), True

    def _terme_inconnu(self, base: Prevision) -> Prevision:
        """Pregnant, and nothing says since when: said now rather than too late, with what is missing."""
        fenetre = self.ligne.fenetre_grossesse
        valeurs = (str(fenetre.de), str(fenetre.avant)) if fenetre else ()
        return base._replace(
            statut=S.A_FAIRE,
            date_conseillee=None,
            au_plus_tot=None,
            raisons=(RaisonVaccin("dernieres_regles", "terme_inconnu", valeurs), *base.raisons),
            a_preciser=("dernieres_regles",),
        )

    def trop_tard(self, limite: date, dose: int | None, base: Prevision | None, prevues: int | None) -> Prevision:
        """Say that the limit is over."""
        raison = RaisonVaccin("age", "limite_passee", (limite.isoformat(),))
        return Prevision(
            self.ligne,
            S.TROP_TARD,
            dose=dose,
            date_limite=limite,
            raisons=(raison, *(base.raisons if base else ())),
            doses_comptees=base.doses_comptees if base else 0,
            doses_prevues=prevues,
        )

    def _avis_demande(self, dossier: DossierVaccinal) -> bool:
        avis = self.ligne.avis
        if avis is None:
            return False
        debut, fin = age_at(dossier.naissance, avis.de), age_at(dossier.naissance, avis.avant)
        return (debut is None or debut <= dossier.au) and (fin is None or dossier.au < fin)

    @property
    def _seulement_si_deja_recue(self) -> bool:
        return self.ligne.avis is not None and self.ligne.avis.si_deja_recue

    def _deja_recue(self, dossier: DossierVaccinal) -> bool:
        return any(dose.code in self.ligne.vaccins for dose in dossier.doses)

    def avis(self, dose: int | None, faits: tuple[RaisonVaccin, ...]) -> Prevision:
        """Send to a professional, without a date: the sources forbid a program to decide."""
        return Prevision(self.ligne, S.AVIS_PROFESSIONNEL, dose=dose, raisons=(RaisonVaccin("avis", "avis"), *faits))

    def _avis_trop_tot(self, base: Prevision) -> Prevision:
        regle = self.ligne.dose_trop_tot
        raisons = (
            RaisonVaccin("historique", "dose_trop_tot_avis", (), self._reglages.regle_dose_trop_tot),
            *base.raisons,
        )
        avis = base._replace(statut=S.AVIS_PROFESSIONNEL, raisons=raisons, en_retard_depuis=None)
        if regle is None or not regle.dose_suivante:
            return avis
        return avis._replace(dose=(base.dose or 0) + 1, date_conseillee=None, au_plus_tot=None)

    def _doutes(self, dossier: DossierVaccinal, decompte: Decompte) -> tuple[RaisonVaccin, ...]:
        raisons: list[RaisonVaccin] = []
        attendues = {code for precedent in self.ligne.precedents for code in precedent.vaccins}
        if decompte.trop_tot is not None and decompte.trop_tot.code not in attendues:
            quand = (decompte.trop_tot.premier.isoformat(),)
            raisons.append(RaisonVaccin("historique", "dose_trop_tot", quand, self._reglages.regle_dose_trop_tot))
        if decompte.grace_au_doute:
            raisons.append(RaisonVaccin("historique", "date_imprecise"))
        if dossier.carnet_perdu:
            raisons.append(RaisonVaccin(self._reglages.carnet_perdu, "carnet_perdu"))
        return tuple(raisons)
