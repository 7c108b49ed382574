"""Holds a case: who, which day, what is expected, and how it is played. Opens no file and decides no verdict."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.domain.catalogue import Catalogue
from app.domain.controle import check_profil
from app.domain.erreurs import ProfilInvalide
from app.domain.profil import Profil
from app.domain.verdicts import Resultat, Verdict

#: What an institution may write under `attendu`, and the verdicts each word admits.
MOTS: Mapping[str, frozenset[str]] = {
    "a_faire": frozenset({Verdict.A_FAIRE}),
    "bientot": frozenset({Verdict.BIENTOT}),
    "a_jour": frozenset({Verdict.A_JOUR, Verdict.BIENTOT}),
    "a_preciser": frozenset({Verdict.A_PRECISER}),
    "pas_concerne": frozenset({Verdict.PAS_CONCERNE}),
    "pas_a_faire": frozenset(Verdict) - {Verdict.A_FAIRE},
}


class Attente(NamedTuple):
    """What a case expects of one unit; `details` holds the dates and the criterion it names, and only those."""

    conseil: str
    verdicts: frozenset[str]
    details: Mapping[str, Any] = {}


class Cas(NamedTuple):
    """One person, one day, and what is expected; `auteur` and `organisation` sign the cases of institutions."""

    titre: str
    au: date
    profil: Profil
    attentes: tuple[Attente, ...]
    auteur: str = ""
    organisation: str = ""
    le: date | None = None


class CasJoue(NamedTuple):
    """A case and what differs, one French line a difference; none means green."""

    cas: Cas
    ecarts: tuple[str, ...]


class CasIllisible(NamedTuple):
    """A file of cases that cannot be read: it counts as red."""

    fichier: str
    message: str


class EtatDesCas(NamedTuple):
    """Every case played: those of each unit, those of institutions. `presents` is false where no case is installed."""

    par_conseil: Mapping[str, tuple[CasJoue, ...]]
    institutions: tuple[CasJoue, ...]
    illisibles: tuple[CasIllisible, ...]
    presents: bool

    @property
    def nombre(self) -> int:
        """How many cases of units were played."""
        return sum(map(len, self.par_conseil.values()))

    @property
    def rouges(self) -> int:
        """How many cases of units differ."""
        return sum(bool(joue.ecarts) for joues in self.par_conseil.values() for joue in joues)


def play(cas: Cas, catalogue: Catalogue) -> CasJoue:
    """Evaluate the case's person on its day and list what differs."""
    try:
        check_profil(cas.profil, cas.au, catalogue)
    except ProfilInvalide as erreur:
        return CasJoue(cas, (f"profil impossible : {erreur.message}",))
    resultats = {r.fiche.id: r for r in catalogue.moteur.evaluate(cas.profil, cas.au).resultats}
    return CasJoue(cas, tuple(ligne for attente in cas.attentes for ligne in _ecarts(attente, resultats)))


def _ecarts(attente: Attente, resultats: Mapping[str, Resultat]) -> Iterator[str]:
    resultat = resultats.get(attente.conseil)
    if resultat is None:
        yield f"{attente.conseil} : aucun conseil de ce nom"
        return
    if attente.verdicts and resultat.verdict not in attente.verdicts:
        admis = " ou ".join(sorted(attente.verdicts))
        yield f"{attente.conseil} : attendu {admis}, trouvé {resultat.verdict}"
    trouve = {"echeance": resultat.echeance, "a_partir_du": resultat.a_partir_du}
    for nom, valeur in attente.details.items():
        if nom == "critere":
            if valeur not in {raison.critere for raison in resultat.raisons}:
                yield f"{attente.conseil} : critère « {valeur} » attendu"
        elif trouve[nom] != valeur:
            yield f"{attente.conseil} : {nom} attendu {valeur}, trouvé {trouve[nom]}"
