"""Arranges an evaluation into the sections of a page: first things, what follows, families, doubts, not concerned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter

from markupsafe import Markup

from app.domain.dates import DateApprochee, age_on, mois_revolus
from app.domain.fiches import Famille
from app.domain.moteur import Evaluation
from app.domain.situation import Situation
from app.domain.verdicts import Resultat, Verdict
from app.rendering.etats import GENRES_A_FAIRE
from app.rendering.familles import FAMILLES
from app.rendering.formats import ans, date_approchee_en_mots, jour_complet, mois_court, mois_en_mots, nombre_de
from app.rendering.fragments import Fragments
from app.rendering.frise import POINTS_MAX
from app.rendering.gabarits import Mode, call_macro
from app.rendering.raisons import INCONNUES
from app.rendering.voix import LECTEUR, Destinataire, Voix
from app.rendering.vues import PointFrise

PREMIERS_MAX = 5
_JOINT = "\x02"
#: What the first page asks, not the questions.
PAS_DES_QUESTIONS = frozenset({"sexe", "date_naissance", "historique"})
A_FAIRE, BIENTOT, A_PRECISER, PAS_CONCERNE = Verdict.A_FAIRE, Verdict.BIENTOT, Verdict.A_PRECISER, Verdict.PAS_CONCERNE


@dataclass(frozen=True, slots=True)
class Rangement:
    """The results of one person, in the places where the page shows them."""

    premiers: list[Resultat]
    autres: list[Resultat]
    suite: list[tuple[date, Resultat]]
    a_preciser: list[Resultat]
    a_verifier: list[Resultat]
    doutes_a_preciser: list[Resultat]
    pas_concerne: list[Resultat]
    #: Closed by age or sex: the same for everyone of that age and sex.
    fermees: list[Resultat]
    a_faire: int
    questions: int


def ranger(
    evaluation: Evaluation, taire: frozenset[str], repondues: Collection[str], douteuses: Collection[str]
) -> Rangement:
    """Part the results; their display order is kept in every section, time orders what follows.

    An advice that waits only for the facts of `taire` is left out: personal questions do not name themselves.
    Facts of `repondues` were answered or passed: they are no longer counted among the questions.
    Ids of `douteuses` are not certain that day.
    What age or sex close for good comes last, already parted by the engine.
    """
    fermees = evaluation.cellule.fermees
    rangement = Rangement([], [], [], [], [], [], [], fermees, 0, 0)
    actes: list[Resultat] = []
    manquent: set[str] = set()
    for resultat in evaluation.resultats[: len(evaluation.resultats) - len(fermees)]:
        fiche, verdict, echeance, a_partir_du, raisons = resultat
        if verdict is A_PRECISER:
            inconnus = {raison.critere for raison in raisons if raison.code in INCONNUES}
            if not inconnus <= taire:
                manquent |= inconnus
                (rangement.doutes_a_preciser if fiche.id in douteuses else rangement.a_preciser).append(resultat)
        elif verdict is PAS_CONCERNE:
            if a_partir_du is None:
                rangement.pas_concerne.append(resultat)
            else:
                rangement.suite.append((a_partir_du, resultat))
        elif fiche.id in douteuses:
            rangement.a_verifier.append(resultat)
        elif verdict is not A_FAIRE and echeance is not None:
            rangement.suite.append((echeance, resultat))
        elif verdict is A_FAIRE and fiche.genre in GENRES_A_FAIRE:
            actes.append(resultat)
        else:
            rangement.autres.append(resultat)
    rangement.suite.sort(key=itemgetter(0))
    return replace(
        rangement,
        premiers=actes[:PREMIERS_MAX],
        autres=actes[PREMIERS_MAX:] + rangement.autres,
        a_faire=len(actes),
        questions=len(manquent - taire - PAS_DES_QUESTIONS - set(repondues)),
    )


def titre_de(rangement: Rangement, qui: Destinataire = LECTEUR) -> str:
    """The title that answers: how many things there are to do, and for whom when it is not the reader."""
    if not rangement.premiers and not rangement.suite:
        return "Vos conseils" if qui.voix is Voix.VOUS else f"Conseils pour {qui.appele}"
    if not rangement.premiers:
        return qui.titre("Rien à prendre aujourd'hui")
    compte = nombre_de(len(rangement.premiers), "chose") + " à faire"
    return qui.titre(f"{compte} d'abord" if rangement.a_faire > len(rangement.premiers) else compte)


def points_de(rangement: Rangement) -> tuple[PointFrise, ...]:
    """The moments of the timeline: now, then the next months in which something falls."""
    par_mois: dict[tuple[int, int], int] = {}
    for jour, _ in rangement.suite:
        par_mois[jour.year, jour.month] = par_mois.get((jour.year, jour.month), 0) + 1
    suivants = [
        PointFrise(mois_court(date(annee, mois, 1)), compte)
        for (annee, mois), compte in list(par_mois.items())[: POINTS_MAX - 1]
    ]
    return (PointFrise("Maintenant", rangement.a_faire), *suivants)


def write_suite(
    rangement: Rangement, fragments: Fragments, mode: Mode, voix: Voix = Voix.VOUS
) -> tuple[Markup, Markup, int]:
    """What follows, month by month: the months of the timeline, then the later ones and how many advices they hold."""
    lignes = fragments.write([resultat for _, resultat in rangement.suite], mode, "moment", voix)
    mois: dict[str, list[str]] = {}
    tot: dict[str, bool] = {}
    for (jour, resultat), ligne in zip(rangement.suite, lignes, strict=True):
        nom = mois_en_mots(jour)
        mois.setdefault(nom, []).append(ligne)
        tot.setdefault(nom, resultat.verdict is BIENTOT)
    morceaux = []
    for nom, dedans in mois.items():
        avant, apres = _halves_moment(nom, tot[nom])
        morceaux.append("".join((avant, *dedans, apres)))
    proches = POINTS_MAX - 1
    loin = sum(len(dedans) for dedans in list(mois.values())[proches:])
    return Markup("".join(morceaux[:proches])), Markup("".join(morceaux[proches:])), loin  # noqa: S704 - our own fragments


def write_groupes(
    resultats: Sequence[Resultat], fragments: Fragments, mode: Mode, macro: str, voix: Voix = Voix.VOUS
) -> Markup:
    """The same results under the names of their families."""
    par_famille: dict[str, list[str]] = {}
    for resultat, ligne in zip(resultats, fragments.write(resultats, mode, macro, voix), strict=True):
        par_famille.setdefault(resultat.fiche.famille, []).append(ligne)
    morceaux: list[str] = []
    for famille in FAMILLES:
        if famille in par_famille:
            avant, apres = _halves_famille(famille, mode)
            morceaux += (avant, *par_famille[famille], apres)
    return Markup("".join(morceaux))  # noqa: S704 - our own fragments


@lru_cache(maxsize=512)
def _halves_moment(mois: str, tot: bool) -> list[str]:
    return str(call_macro("groupes", "moment", mois, tot, _JOINT)).split(_JOINT)


@lru_cache(maxsize=64)
def _halves_famille(famille: Famille, mode: Mode) -> list[str]:
    nom, nom_falc, pictogramme = FAMILLES[famille]
    titre = nom_falc if mode is Mode.FALC else nom
    return str(call_macro("groupes", "groupe", titre, pictogramme, _JOINT)).split(_JOINT)


def qui_de(situation: Situation) -> str:
    """Femme, 54 ans."""
    mot = {"F": ("Femme", "Fille"), "M": ("Homme", "Garçon"), None: ("", "")}[situation.sexe][situation.age_max < 18]
    if situation.naissance is None:
        return mot or "Âge inconnu"
    age = ans(situation.age_min) if situation.age_min > 1 else _petit_age(situation.naissance, situation.au)
    if situation.age_max != situation.age_min:
        age = f"{situation.age_min} ou {ans(situation.age_max)}"
    return f"{mot}, {age}" if mot else age


def _petit_age(naissance: DateApprochee, au: date) -> str:
    """The age of a small child in months, then in days: 18 mois, 3 mois, 12 jours."""
    if not naissance.exacte:
        return ans(age_on(naissance.premier, au))
    mois = mois_revolus(naissance.premier, au)
    return f"{mois} mois" if mois else nombre_de((au - naissance.premier).days, "jour")


def naissance_de(situation: Situation, mode: Mode) -> str:
    """The birth date repeated in words, so that a day and a month taken for one another are seen at once."""
    if situation.naissance is None:
        return ""
    accord = {"F": "née", "M": "né", None: "naissance"}[situation.sexe]
    if mode is Mode.FALC and situation.naissance.exacte:
        return f"{accord} le {jour_complet(situation.naissance.premier)}"
    return f"{accord} {date_approchee_en_mots(situation.naissance)}"
