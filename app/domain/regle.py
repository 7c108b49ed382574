"""Holds one recommendation compiled for evaluation: its verdict for one situation, with reasons. Knows no other."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from functools import cache

from app.domain.criteres import Constat, Valeur, clauses, compile_critere
from app.domain.dates import DateApprochee, Duree, add_duree, add_mois, age_on, anniversaire, horizon
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.situation import Historique, Situation
from app.domain.verdicts import Raison, Resultat, Verdict

A_FAIRE, BIENTOT, A_PRECISER, A_JOUR, PAS_CONCERNE = Verdict
Rythme = Duree | str | None
AN = Duree(12, 0)
#: Next dates an act allows, each with the interval that gave it.
Echeances = frozenset[tuple[date, Duree]]
#: A day it may first be due (None: never), and how long before it counts as soon.
Ouverture = tuple[date | None, Duree]


class Place(Enum):
    """Where an age stands among the windows of a recommendation."""

    DEDANS = "dedans"
    AVANT = "avant"
    APRES = "apres"
    INCERTAINE = "incertaine"


class Regle:
    """One content unit, its conditions and exclusions compiled once to closures."""

    __slots__ = (
        "campagne", "condition", "exclusions", "faits_exclusion", "fiche", "lus", "sans_historique", "seuils", "soon",
    )  # fmt: skip

    def __init__(self, fiche: Fiche) -> None:
        self.fiche = fiche
        self.condition = tuple(map(compile_critere, fiche.pour_qui.conditions))
        self.exclusions = tuple((exclusion.si.fait, compile_critere(exclusion.si)) for exclusion in fiche.sauf)
        self.faits_exclusion = tuple(dict.fromkeys(fait for fait, _ in self.exclusions))
        self.campagne = fiche.mois
        rythme = fiche.frequence
        intervalle = rythme if isinstance(rythme, Duree) else None
        #: A rhythm of a month or less, or none, does not look at what was done before.
        self.sans_historique = rythme is None or (intervalle is not None and intervalle.au_plus_un_mois)
        self.soon = horizon(intervalle)
        #: Everything which, when known, can make the verdict other than the plain one.
        self.lus = fiche.faits_lus() | {fiche.id} | set(fiche.frequence_apres)
        #: What time alone makes true in the conditions; nothing is foretold of a pregnancy.
        self.seuils = tuple(
            (clause.fait, clause.au_moins)
            for critere in fiche.pour_qui.conditions
            for clause in clauses(critere)
            if clause.au_moins is not None and (clause.fait == "age" or clause.fait.startswith("semaines_depuis_"))
            if "grossesse" not in self.lus
        )

    def place(self, age_min: int, age_max: int) -> tuple[Place, tuple[int, int] | None]:
        """Where the possible ages stand, with the window they are in or before."""
        for debut, fin in self.fiche.pour_qui.ages:
            if age_max < debut:
                return Place.AVANT, (debut, fin)
            if debut <= age_min and age_max <= fin:
                return Place.DEDANS, (debut, fin)
            if age_min <= fin:
                return Place.INCERTAINE, (debut, fin)
        return Place.APRES, None

    def juger(self, situation: Situation, place: Place, fenetre: tuple[int, int]) -> Resultat:
        """The verdict for a person whose age is in, before, or maybe in `fenetre`."""
        constats = self._constats(situation)
        ferme = self._ferme(situation, fenetre if place is Place.DEDANS else None)
        ferme = ferme or self._condition_fausse(situation, constats, fenetre if place is Place.DEDANS else None)
        if ferme is not None:
            return ferme
        inconnus = self._inconnus(situation, place, constats)
        if place is Place.AVANT:
            return self._avant(situation, fenetre, inconnus)
        imprecise = {raison.code for raison in inconnus} == {"naissance_imprecise"}
        if imprecise and self.campagne not in (None, situation.au.month):  # out of its month whatever the birth date
            return self._pas_concerne(Raison("mois", "mois_campagne", (self.campagne or 0,)))
        if inconnus:
            d_age = () if place is Place.INCERTAINE else _raisons_d_age(fenetre)
            return Resultat(self.fiche, A_PRECISER, None, None, inconnus + d_age)
        if self.campagne is not None and situation.au.month != self.campagne:
            return self._hors_campagne(situation, fenetre, self.campagne)
        return self._selon_historique(situation, fenetre, constats)

    # --- who it concerns -------------------------------------------------------------------------------------------

    def _ferme(self, situation: Situation, fenetre: tuple[int, int] | None) -> Resultat | None:
        """PAS_CONCERNE when sex, an organ or an exclusion decides; None otherwise."""
        faits, pour_qui = situation.faits, self.fiche.pour_qui
        if pour_qui.sexe is not None:
            organe = faits.get(pour_qui.organe) if pour_qui.organe else None
            if organe is False and pour_qui.organe:
                return self._pas_concerne(Raison(pour_qui.organe, "organe_absent"))
            if organe is None and situation.sexe is not None and situation.sexe != pour_qui.sexe:
                return self._pas_concerne(Raison("sexe", "sexe_autre", (pour_qui.sexe,)))
        for position, (fait, evaluate) in enumerate(self.exclusions):
            if fait in faits and evaluate(faits)[0]:
                retour = self._fin_d_exclusion(situation, position, fenetre)
                return self._pas_concerne(Raison(fait, "exclusion", (position,)), retour)
        return None

    def _condition_fausse(
        self, situation: Situation, constats: list[Constat], fenetre: tuple[int, int] | None
    ) -> Resultat | None:
        """PAS_CONCERNE by the first condition that is false, with the day time will make it true."""
        fausses = next((raisons for vrai, raisons in constats if vrai is False), None)
        if fausses is None:
            return None
        quand = self._ouvert_avec_le_temps(situation, fenetre) if fenetre is not None else None
        return Resultat(self.fiche, PAS_CONCERNE, None, quand, fausses)

    def _fin_d_exclusion(self, situation: Situation, position: int, fenetre: tuple[int, int] | None) -> date | None:
        """Day an exclusion of the form "less than N months (or years) ago" ends, if the window is still open then."""
        clause = self.fiche.sauf[position].si
        unite = 1 if clause.fait.startswith("mois_depuis_") else 12 if clause.fait.startswith("annees_depuis_") else 0
        depuis = situation.faits[clause.fait]
        if not unite or clause.inferieur_a is None or isinstance(depuis, tuple) or fenetre is None:
            return None
        constats = self._constats(situation)
        if any(vrai is False for vrai, _ in constats) or self._inconnus(situation, Place.DEDANS, constats):
            return None
        autres = (evaluate for rang, (_, evaluate) in enumerate(self.exclusions) if rang != position)
        if any(evaluate(situation.faits)[0] for evaluate in autres):
            return None
        retour = add_mois(situation.au, -int(-(clause.inferieur_a - depuis) // 1) * unite)
        fermetures = self._fermetures(situation, fenetre)
        return retour if all(fin is None or retour < fin for fin in fermetures) else None

    def _constats(self, situation: Situation) -> list[Constat]:
        return [evaluate(situation.faits) for evaluate in self.condition]

    def _inconnus(self, situation: Situation, place: Place, constats: list[Constat]) -> tuple[Raison, ...]:
        pour_qui = self.fiche.pour_qui
        inconnus: tuple[Raison, ...] = ()
        if place is Place.INCERTAINE:
            inconnus += (
                Raison("date_naissance", "naissance_imprecise" if situation.naissance else "naissance_inconnue"),
            )
        if pour_qui.sexe is not None and situation.sexe is None:
            if pour_qui.organe is None:
                inconnus += (Raison("sexe", "sexe_inconnu", (pour_qui.sexe,)),)
            elif situation.faits.get(pour_qui.organe) is None:
                inconnus += (Raison(pour_qui.organe, "fait_inconnu"),)
        for vrai, raisons in constats:
            if vrai is None:
                inconnus += raisons
        return inconnus

    # --- when ------------------------------------------------------------------------------------------------------

    def _ouvert_avec_le_temps(self, situation: Situation, fenetre: tuple[int, int]) -> date | None:
        """First day an age or a delay makes the conditions true, every answer kept; None when neither ever does."""
        naissance = situation.naissance
        if not self.seuils or naissance is None or not naissance.exacte or self.fiche.id in situation.historique:
            return None
        if self.fiche.pour_qui.sexe is not None and situation.sexe is None:
            return None
        jours = []
        for fait, seuil in self.seuils:
            depuis = situation.faits.get(fait)
            if isinstance(depuis, int | float) and depuis < seuil:
                attente = timedelta(weeks=-int(-(seuil - depuis) // 1))
                jours.append(anniversaire(naissance.premier, int(seuil)) if fait == "age" else situation.au + attente)
        return next((jour for jour in sorted(jours) if self._vraie_le(jour, situation, naissance, fenetre)), None)

    def _vraie_le(self, jour: date, situation: Situation, naissance: DateApprochee, fenetre: tuple[int, int]) -> bool:
        age = age_on(naissance.premier, jour)
        semaines = (jour - situation.au).days // 7
        ecoules: dict[str, Valeur] = {
            fait: valeur + semaines
            for fait, valeur in situation.faits.items()
            if fait.startswith("semaines_depuis_") and isinstance(valeur, int | float)
        }
        faits = {**situation.faits, **ecoules, "age": age}
        return age <= fenetre[1] and all(evaluate(faits)[0] for evaluate in self.condition)

    def _avant(self, situation: Situation, fenetre: tuple[int, int], inconnus: tuple[Raison, ...]) -> Resultat:
        """Too young today: soon, later, or undecided when what is not known decides."""
        debut = fenetre[0]
        raisons = (Raison("age", "age_avant", (debut,)), *inconnus)
        a_plus_d_un_an = debut > situation.age_max + 1
        if situation.naissance is None or (a_plus_d_un_an and inconnus):
            return Resultat(self.fiche, PAS_CONCERNE, None, None, raisons)
        naissance = situation.naissance
        naissances = (naissance.premier,) if naissance.exacte else (naissance.premier, naissance.dernier)
        ouvertures = frozenset[Ouverture]().union(*(self._ouvertures(situation, jour, fenetre) for jour in naissances))
        jours = {jour for jour, _ in ouvertures}
        bientot = {
            jour is not None and self.campagne is None and jour <= add_duree(situation.au, avance)
            for jour, avance in ouvertures
        }
        if bientot == {False}:
            quand = jours.pop() if len(jours) == 1 and not inconnus else None
            return Resultat(self.fiche, PAS_CONCERNE, None, quand, raisons)
        if len(bientot) == 2 or inconnus:
            imprecis = tuple(self._pourquoi_imprecis(situation))
            return Resultat(self.fiche, A_PRECISER, None, None, (*inconnus, *imprecis, raisons[0]))
        return Resultat(self.fiche, BIENTOT, jours.pop() if len(jours) == 1 else None, None, raisons)

    def _ouvertures(self, situation: Situation, naissance: date, fenetre: tuple[int, int]) -> frozenset[Ouverture]:
        """The first days it may be due (None: never in this window): the opening, or later when it was done before."""
        debut = anniversaire(naissance, fenetre[0])
        if self.campagne is not None:
            return frozenset({(_prochain_mois(debut, self.campagne), self.soon)})
        acte = situation.historique.get(self.fiche.id)
        if not self.sans_historique and acte is not None and self.fiche.frequence == "une_fois":
            return frozenset({(None, self.soon)})
        if self.sans_historique or not self._actes(situation):
            return frozenset({(debut, self.soon)})
        _, suivantes = self._dernier_acte(situation)
        if not suivantes:
            rythmes = self._rythmes(situation, acte.nombre if acte else 2)
            avances = {horizon(rythme) for rythme in rythmes if isinstance(rythme, Duree)} or {self.soon}
            return frozenset((jour, avance) for avance in avances for jour in (debut, None))
        fin = None if fenetre[1] >= AGE_MAX else anniversaire(naissance, fenetre[1] + 1)
        dues = ((max(debut, jour), horizon(rythme)) for jour, rythme in suivantes)
        return frozenset((None if fin is not None and jour >= fin else jour, avance) for jour, avance in dues)

    def _hors_campagne(self, situation: Situation, fenetre: tuple[int, int], mois: int) -> Resultat:
        prochain = _prochain_mois(situation.au, mois)
        ferme = any(fin is not None and prochain >= fin for fin in self._fermetures(situation, fenetre))
        return self._pas_concerne(Raison("mois", "mois_campagne", (mois,)), None if ferme else prochain)

    def _selon_historique(self, situation: Situation, fenetre: tuple[int, int], constats: list[Constat]) -> Resultat:
        raisons = self._raisons_pour(situation, fenetre, constats)
        if self.sans_historique:
            return Resultat(self.fiche, A_FAIRE, None, None, raisons)
        acte = situation.historique.get(self.fiche.id)
        if acte is not None and self.fiche.frequence == "une_fois":
            return Resultat(self.fiche, A_JOUR, None, None, (_deja_fait(acte.dernier), *raisons))
        if not self._actes(situation):
            return Resultat(self.fiche, A_FAIRE, None, None, raisons)
        dernier, suivantes = self._dernier_acte(situation)
        raisons = (_deja_fait(dernier), *raisons)
        statuts = {
            _statut(situation.au, suivante, rythme, fermeture)
            for suivante, rythme in suivantes
            for fermeture in self._fermetures(situation, fenetre)
        }
        if len({verdict for verdict, _ in statuts}) != 1:
            imprecis = tuple(self._pourquoi_imprecis(situation))
            return Resultat(self.fiche, A_PRECISER, None, None, imprecis + raisons)
        verdict, echeance = statuts.pop()
        if statuts:  # several dates give the same verdict: none of them is certain
            echeance = None
        return Resultat(self.fiche, verdict, echeance, None, raisons)

    def _actes(self, situation: Situation) -> list[tuple[Historique, Duree | None]]:
        """The past acts that count: its own, and those of `frequence_apres` with their own delay."""
        memes = [(self.fiche.id, None), *self.fiche.frequence_apres.items()]
        passes = ((situation.historique.get(id_), duree) for id_, duree in memes)
        return [(acte, duree) for acte, duree in passes if acte is not None]

    def _dernier_acte(self, situation: Situation) -> tuple[DateApprochee | None, Echeances]:
        """The most recent act that counts and the next dates it allows; nothing when one of them has no date."""
        candidats: list[tuple[DateApprochee, Echeances]] = []
        for acte, duree in self._actes(situation):
            if acte.dernier is None:
                return None, frozenset()
            if duree is None:
                candidats.append((acte.dernier, self._echeances(situation, acte.dernier, acte.nombre)))
            else:
                candidats.append((acte.dernier, _apres(acte.dernier, duree)))
        return max(candidats, key=lambda candidat: candidat[0].dernier)

    def _echeances(self, situation: Situation, le: DateApprochee, nombre: int) -> Echeances:
        """The next dates an act allows, each with the interval that gave it; a campaign comes back in its month."""
        if self.campagne is not None:
            return frozenset((_prochaine_campagne(jour, self.campagne), AN) for jour in (le.premier, le.dernier))
        durees = [rythme for rythme in self._rythmes(situation, nombre) if isinstance(rythme, Duree)]
        return frozenset(echeance for duree in durees for echeance in _apres(le, duree))

    def _rythmes(self, situation: Situation, nombre: int = 2) -> tuple[Rythme, ...]:
        """The rhythms that may hold: several when an unknown fact or age decides between them."""
        fiche = self.fiche
        if fiche.frequence_debut is not None and nombre < 2:
            return (fiche.frequence_debut,)
        if fiche.frequence_selon_age:
            return tuple(
                tranche.frequence
                for tranche in fiche.frequence_selon_age
                if tranche.a_partir_de <= situation.age_max and situation.age_min <= tranche.jusqu_a
            )
        possibles: tuple[Rythme, ...] = ()
        for fait, duree in fiche.frequence_selon_fait.items():
            valeur = situation.faits.get(fait)
            if valeur is not False:
                possibles += (duree,)
            if valeur:
                return possibles
        return (*possibles, fiche.frequence)

    def _fermetures(self, situation: Situation, fenetre: tuple[int, int]) -> set[date | None]:
        """First day after the window, for each possible birth date; None when it never closes."""
        if fenetre[1] >= AGE_MAX or situation.naissance is None:
            return {None}
        naissance = situation.naissance
        return {anniversaire(jour, fenetre[1] + 1) for jour in (naissance.premier, naissance.dernier)}

    # --- reasons ---------------------------------------------------------------------------------------------------

    def _pas_concerne(self, raison: Raison, a_partir_du: date | None = None) -> Resultat:
        return Resultat(self.fiche, PAS_CONCERNE, None, a_partir_du, (raison,))

    def _raisons_pour(
        self, situation: Situation, fenetre: tuple[int, int], constats: list[Constat]
    ) -> tuple[Raison, ...]:
        """Why it concerns the person: age, organ, facts, then the rhythm."""
        raisons = _raisons_d_age(fenetre)
        organe = self.fiche.pour_qui.organe
        if organe and situation.faits.get(organe) is True:
            raisons += (Raison(organe, "organe_present"),)
        for _, faits_vrais in constats:
            raisons += faits_vrais
        if self.campagne is not None:
            raisons += (Raison("mois", "mois_campagne", (self.campagne,)),)
        acte = situation.historique.get(self.fiche.id)
        rythme = self._rythmes(situation, acte.nombre if acte else 2)[-1]
        if rythme is not None and self.campagne is None:
            raisons += (_raison_de_rythme(rythme),)
        return raisons

    def _pourquoi_imprecis(self, situation: Situation) -> Iterable[Raison]:
        """What would have to be known for the dates to agree."""
        dates = [acte.dernier for acte, _ in self._actes(situation)]
        if any(le is None or not le.exacte for le in dates):
            yield Raison("historique", "historique_imprecis")
        if situation.naissance is not None and not situation.naissance.exacte:
            yield Raison("date_naissance", "naissance_imprecise")
        for fait in self.fiche.frequence_selon_fait:
            if situation.faits.get(fait) is None:
                yield Raison(fait, "fait_inconnu")


@cache
def _raisons_d_age(fenetre: tuple[int, int]) -> tuple[Raison, ...]:
    return () if fenetre == (0, AGE_MAX) else (Raison("age", "age_dans", fenetre),)


@cache
def _raison_de_rythme(rythme: Duree | str) -> Raison:
    return Raison("frequence", "rythme", (str(rythme),))


def _prochaine_campagne(fait: date, mois: int) -> date:
    """First day of the next campaign after the one an act was done in, or before."""
    return date(fait.year + (fait.month >= mois), mois, 1)


def _deja_fait(le: DateApprochee | None) -> Raison:
    return Raison("historique", "deja_fait", (le.texte if le else "",))


def _prochain_mois(jour: date, mois: int) -> date:
    """The day itself when it falls in the month, else the first day of the next such month."""
    if jour.month == mois:
        return jour
    return date(jour.year + (jour.month > mois), mois, 1)


def _apres(le: DateApprochee, duree: Duree) -> Echeances:
    return frozenset({(add_duree(le.premier, duree), duree), (add_duree(le.dernier, duree), duree)})


def _statut(au: date, suivante: date, rythme: Duree, fermeture: date | None) -> tuple[Verdict, date | None]:
    """The verdict of a next date; one that falls after the window closes is none."""
    if suivante <= au:
        return A_FAIRE, suivante
    if fermeture is not None and suivante >= fermeture:
        return A_JOUR, None
    return (BIENTOT if suivante <= add_duree(au, horizon(rythme)) else A_JOUR), suivante
