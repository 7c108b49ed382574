"""Evaluates the whole catalogue for one person on one day, and weighs the questions worth asking next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from app.domain.dates import anniversaire
from app.domain.faits import FAITS_DEDUITS, Fait, QuestionPosee
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.profil import Profil
from app.domain.regle import PAS_CONCERNE, Place, Regle
from app.domain.situation import Situation, read_situation
from app.domain.verdicts import Raison, Resultat, Verdict


class Question(NamedTuple):
    """An unanswered fact, how many recommendations its answer can change (never 0), and whether it is intimate."""

    fait: Fait
    peut_changer: int
    personnelle: bool


#: A question and what orders it: intimate or not, how much it changes (negated), its own order, its name.
_Rangee = tuple[bool, int, int, str, Question]


class _Ouverte(NamedTuple):
    """A rule an age leaves open, and the questions it asks about someone of whom nothing is known."""

    regle: Regle
    place: Place
    fenetre: tuple[int, int]
    decisifs: frozenset[str]


class _Cellule(NamedTuple):
    """What one age and sex decide in advance, the rules left open and their positions in display order.

    `d_office` holds what each open rule says when nothing it reads is known. `toujours` are the rules that look at
    the person all the same, `lecteurs` those to ask again when a fact is known, `ouvrent_a` those that begin on a
    birthday. `decisifs` counts the questions of `d_office`, `rangees` holds them in order;
    `sans_objet` are the facts that make no sense to ask at this age and sex.
    """

    ouvertes: list[_Ouverte]
    d_office: list[Resultat]
    toujours: list[int]
    lecteurs: dict[str, list[int]]
    ouvrent_a: dict[int, list[int]]
    fermees: list[Resultat]
    decisifs: Counter[str]
    rangees: list[_Rangee]
    sans_objet: frozenset[str]


class Evaluation(NamedTuple):
    """Every recommendation in display order, and the situation they were judged on.

    `cellule` and `jugees` (the rules that had to look further than age and sex) are for `Moteur.questions`.
    """

    situation: Situation
    resultats: list[Resultat]
    cellule: _Cellule
    jugees: list[tuple[_Ouverte, Resultat]]


class Moteur:
    """The catalogue compiled once. Ages and sexes are indexed: a person meets only the rules still open to them."""

    def __init__(self, fiches: Iterable[Fiche], faits: Mapping[str, Fait]) -> None:
        self._questions = {
            nom: (fait, fait.question) for nom, fait in faits.items() if fait.question and nom not in FAITS_DEDUITS
        }
        #: Questions that past acts or other answers can make pointless, or open.
        self._selon_reponses = {
            nom
            for nom, (_, question) in self._questions.items()
            if question.seulement_si or question.sans_objet_si_fait
        }
        self._regles = [Regle(fiche) for fiche in sorted(fiches, key=lambda fiche: (fiche.priorite, fiche.id))]
        self._par_id = {regle.fiche.id: regle for regle in self._regles}
        self._cellules: dict[tuple[int, int, str | None], _Cellule] = {}

    def evaluate(self, profil: Profil, au: date) -> Evaluation:
        """Judge every recommendation; supposes the profile passed `check_profil` on that day."""
        situation = read_situation(profil, au)
        cellule = self._cellule(situation.age_min, situation.age_max, situation.sexe)
        resultats = cellule.d_office.copy()
        naissance = situation.naissance
        if naissance is not None and naissance.exacte:
            for age, positions in cellule.ouvrent_a.items():
                quand = anniversaire(naissance.premier, age)
                for position in positions:
                    fiche, verdict, _, _, raisons = resultats[position]
                    resultats[position] = Resultat(fiche, verdict, None, quand, raisons)
        a_juger = set(cellule.toujours)
        for connu in (*situation.faits, *situation.historique):
            a_juger.update(cellule.lecteurs.get(connu, ()))
        jugees: list[tuple[_Ouverte, Resultat]] = []
        for position in a_juger:
            ouverte = cellule.ouvertes[position]
            resultat = ouverte.regle.juger(situation, ouverte.place, ouverte.fenetre)
            resultats[position] = resultat
            jugees.append((ouverte, resultat))
        resultats.sort(key=_rang)
        return Evaluation(situation, resultats + cellule.fermees, cellule, jugees)

    def questions(self, evaluation: Evaluation) -> list[Question]:
        """The unanswered facts that can still change a verdict, personal ones last, then the most useful first."""
        situation, cellule = evaluation.situation, evaluation.cellule
        bougent = self._selon_reponses.copy()
        ecarts: Counter[str] = Counter()
        for ouverte, resultat in evaluation.jugees:
            decisifs = self._faits_decisifs(ouverte.regle, resultat, situation)
            if decisifs != ouverte.decisifs:
                ecarts.update(decisifs)
                ecarts.subtract(ouverte.decisifs)
        bougent.update(ecarts)
        rangees = [rangee for rangee in cellule.rangees if rangee[3] not in bougent]
        for nom in bougent:
            rangee = self._ranger(nom, cellule.decisifs[nom] + ecarts[nom], situation)
            if rangee is not None:
                rangees.append(rangee)
        rangees.sort()
        return [rangee[4] for rangee in rangees]

    def _ranger(self, nom: str, nombre: int, situation: Situation) -> _Rangee | None:
        """A question with the place it takes in the order; None when it is not worth asking."""
        posee = self._questions.get(nom)
        if posee is None or nombre <= 0 or not makes_sense(posee[1], situation):
            return None
        fait, question = posee
        personnelle = fait.groupe == "personnel" or question.personnel_si_sexe == situation.sexe is not None
        return personnelle, -nombre, question.ordre, nom, Question(fait, nombre, personnelle)

    def sauf_si(self, fiche: Fiche, situation: Situation) -> list[int]:
        """Positions of the exclusions of a recommendation whose answer is not known."""
        regle = self._par_id[fiche.id]
        return [n for n, (_, evaluate) in enumerate(regle.exclusions) if evaluate(situation.faits)[0] is None]

    def _faits_decisifs(self, regle: Regle, resultat: Resultat, situation: Situation) -> frozenset[str]:
        """The unknown facts that can change this verdict."""
        faits, organe = situation.faits, regle.fiche.pour_qui.organe
        if resultat.verdict is PAS_CONCERNE:
            return self._rouvert_par_organe(regle, resultat, situation)
        decisifs = {raison.critere for raison in resultat.raisons if raison.code == "fait_inconnu"}
        decisifs.update(fait for fait in regle.faits_exclusion if fait not in faits)
        if organe and organe not in faits:
            decisifs.add(organe)
        return frozenset(decisifs)

    def _rouvert_par_organe(self, regle: Regle, resultat: Resultat, situation: Situation) -> frozenset[str]:
        """The organ question, where sex alone closed a recommendation the organ would open."""
        organe = regle.fiche.pour_qui.organe
        if organe is None or resultat.raisons[0].code != "sexe_autre":
            return frozenset()
        place, fenetre = regle.place(situation.age_min, situation.age_max)
        if fenetre is None:
            return frozenset()
        ouverte = regle.juger(replace(situation, faits={**situation.faits, organe: True}), place, fenetre)
        return frozenset() if ouverte.verdict is PAS_CONCERNE else frozenset({organe})

    def _cellule(self, age_min: int, age_max: int, sexe: str | None) -> _Cellule:
        """The cell of these ages, made once: they are few, since a birth date leaves one age, two, or all of them."""
        cellule = self._cellules.get((age_min, age_max, sexe))
        if cellule is None:
            cellule = self._cellules[age_min, age_max, sexe] = self._classer(age_min, age_max, sexe)
        return cellule

    def _classer(self, age_min: int, age_max: int, sexe: str | None) -> _Cellule:
        """Split the rules: those an age and a sex leave open, and the verdicts of those they close for good."""
        sans_objet = frozenset(
            nom for nom, (_, q) in self._questions.items() if not _se_pose(q, age_min, age_max, sexe)
        )
        cellule = _Cellule([], [], [], {}, {}, [], Counter(), [], sans_objet)
        inconnu = Situation(date(2000, 1, 1), None, age_min, age_max, sexe, None, {}, {})
        for regle in self._regles:
            pour_qui = regle.fiche.pour_qui
            place, fenetre = regle.place(age_min, age_max)
            if fenetre is None:
                raison = Raison("age", "age_apres", (pour_qui.ages[-1][1],))
                cellule.fermees.append(Resultat(regle.fiche, PAS_CONCERNE, None, None, (raison,)))
                continue
            if pour_qui.sexe and sexe and sexe != pour_qui.sexe and not pour_qui.organe:
                raison = Raison("sexe", "sexe_autre", (pour_qui.sexe,))
                cellule.fermees.append(Resultat(regle.fiche, PAS_CONCERNE, None, None, (raison,)))
                continue
            position = len(cellule.ouvertes)
            d_office = regle.juger(inconnu, place, fenetre)
            decisifs = self._faits_decisifs(regle, d_office, inconnu)
            cellule.ouvertes.append(_Ouverte(regle, place, fenetre, decisifs))
            cellule.d_office.append(d_office)
            cellule.decisifs.update(decisifs)
            de_saison = regle.campagne is not None and d_office.verdict is not Verdict.A_PRECISER
            if de_saison or place is Place.INCERTAINE or fenetre[0] == age_max + 1:
                cellule.toujours.append(position)
            elif place is Place.AVANT and [raison.code for raison in d_office.raisons] == ["age_avant"]:
                cellule.ouvrent_a.setdefault(fenetre[0], []).append(position)
            for fait in regle.lus:
                cellule.lecteurs.setdefault(fait, []).append(position)
        rangees = (self._ranger(nom, nombre, inconnu) for nom, nombre in cellule.decisifs.items())
        cellule.rangees.extend(sorted(rangee for rangee in rangees if rangee is not None))
        return cellule


def _se_pose(question: QuestionPosee, age_min: int, age_max: int, sexe: str | None) -> bool:
    """Whether asking makes sense at this age and to this sex."""
    debut, fin = question.ages or (0, AGE_MAX)
    return question.pour_sexe in (None, sexe or question.pour_sexe) and debut <= age_max and age_min <= fin


def makes_sense(question: QuestionPosee, situation: Situation) -> bool:
    """Whether asking makes sense, other answers and the history included."""
    if not _se_pose(question, situation.age_min, situation.age_max, situation.sexe):
        return False
    if question.seulement_si and not any(situation.faits.get(fait) is True for fait in question.seulement_si):
        return False
    return question.sans_objet_si_fait not in situation.historique


#: Verdicts in display order.
_RANGS = {verdict: rang for rang, verdict in enumerate(Verdict)}


def _rang(resultat: Resultat) -> int:
    return _RANGS[resultat.verdict]
