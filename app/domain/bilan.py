"""Holds the windows of "Mon bilan prévention" as the engine sees them for one person. Judges nothing a second time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.catalogue import Catalogue
from app.domain.dates import anniversaire
from app.domain.fiches import Fiche
from app.domain.profil import Profil
from app.domain.situation import Situation
from app.domain.verdicts import Resultat, Verdict

PREFIXE = "mon-bilan-prevention-"
#: The answer is about the window of today only: it says nothing of those to come.
DEJA_FAIT = "bilan_prevention_fait_dans_la_tranche"


class EtatFenetre(StrEnum):
    """What one window is to one person on one day."""

    OUVERTE = "ouverte"
    A_VENIR = "a-venir"
    FAITE = "faite"
    PASSEE = "passee"
    A_PRECISER = "a-preciser"


@dataclass(frozen=True, slots=True)
class Fenetre:
    """One window. Its dates are known when the birth date is known to the day; `ferme` is the last day."""

    fiche: Fiche
    etat: EtatFenetre
    resultat: Resultat
    ouvre: date | None
    ferme: date | None

    @property
    def ages(self) -> tuple[int, int]:
        """Its first and last age."""
        return self.fiche.pour_qui.ages[0]

    @property
    def tranche(self) -> str:
        """Its short name: 45-50."""
        return self.fiche.id.removeprefix(PREFIXE)


@dataclass(frozen=True, slots=True)
class MesFenetres:
    """The four windows in order of age, and the day they were judged."""

    toutes: tuple[Fenetre, ...]
    situation: Situation

    @property
    def presente(self) -> Fenetre | None:
        """The window of today: open, done, or that a more precise birth date would tell."""
        return self._premiere((EtatFenetre.OUVERTE, EtatFenetre.FAITE, EtatFenetre.A_PRECISER))

    @property
    def prochaine(self) -> Fenetre | None:
        """The next one to open."""
        return self._premiere((EtatFenetre.A_VENIR,))

    def _premiere(self, etats: Iterable[EtatFenetre]) -> Fenetre | None:
        return next((fenetre for fenetre in self.toutes if fenetre.etat in etats), None)


def fiches_du_bilan(catalogue: Catalogue) -> tuple[Fiche, ...]:
    """The four windows, the youngest first."""
    trouvees = (fiche for id_, fiche in catalogue.par_id.items() if id_.startswith(PREFIXE))
    return tuple(sorted(trouvees, key=lambda fiche: fiche.pour_qui.ages))


def read_fenetres(catalogue: Catalogue, profil: Profil, au: date) -> MesFenetres:
    """The windows of one person, each with the engine's own verdict."""
    moteur = catalogue.moteur
    evaluation = moteur.evaluate(profil, au)
    autres = {fait: valeur for fait, valeur in profil.reponses.items() if fait != DEJA_FAIT}
    sans_reponse = moteur.evaluate(profil.model_copy(update={"reponses": autres}), au)
    dits = {resultat.fiche.id: resultat for resultat in evaluation.resultats}
    seuls = {resultat.fiche.id: resultat for resultat in sans_reponse.resultats}
    fenetres = tuple(
        _fenetre(dits[fiche.id], seuls[fiche.id], evaluation.situation) for fiche in fiches_du_bilan(catalogue)
    )
    return MesFenetres(fenetres, evaluation.situation)


def _fenetre(dit: Resultat, seul: Resultat, situation: Situation) -> Fenetre:
    """One window: `seul` is the verdict without the answer "done at this age", which future windows do not hear."""
    debut, fin = dit.fiche.pour_qui.ages[0]
    naissance = situation.naissance
    exacte = naissance.premier if naissance is not None and naissance.exacte else None
    return Fenetre(
        fiche=dit.fiche,
        etat=_etat(dit, seul, notee=dit.fiche.id in situation.historique),
        resultat=dit,
        ouvre=anniversaire(exacte, debut) if exacte else None,
        ferme=anniversaire(exacte, fin + 1) - timedelta(days=1) if exacte else None,
    )


def _etat(dit: Resultat, seul: Resultat, *, notee: bool) -> EtatFenetre:
    """The engine's verdict in the words of a window; done once and noted, it never opens again."""
    codes = {raison.code for raison in seul.raisons}
    if dit.verdict is Verdict.A_FAIRE:
        return EtatFenetre.OUVERTE
    if dit.verdict is Verdict.A_JOUR:
        return EtatFenetre.FAITE
    if "age_apres" in codes:
        return EtatFenetre.PASSEE
    if "age_avant" in codes:
        return EtatFenetre.FAITE if notee else EtatFenetre.A_VENIR
    return EtatFenetre.FAITE if dit.verdict is Verdict.PAS_CONCERNE else EtatFenetre.A_PRECISER
