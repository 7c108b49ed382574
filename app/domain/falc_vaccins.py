"""Holds which easy-to-read texts the vaccine schedule has, for the checker of FALC rules. Holds no rule of its own."""

import re
from collections.abc import Iterable, Iterator

from app.domain.falc import ProblemeFalc, problemes_texte
from app.domain.vaccination_codes import RepereVaccinal
from app.domain.vaccination_lignes import LigneVaccin

_FIN_DE_PHRASE = re.compile(r"(?<=[.?!]) +")


def problemes_vaccin(ligne: LigneVaccin) -> Iterator[ProblemeFalc]:
    """Every broken rule of one vaccine line; a reason may hold two short sentences."""
    normal, falc = ligne.normal, ligne.falc
    causes = [*ligne.sauf, *(cause for cause in (ligne.avis, ligne.dose_trop_tot) if cause is not None)]
    parties: dict[str, Iterable[str]] = {"resume": (falc.resume,)}
    parties |= {nom: getattr(falc, nom) for nom in ("pourquoi", "ou", "prix", "preuve")}
    parties["raisons"] = [phrase for cause in causes for phrase in _FIN_DE_PHRASE.split(cause.parce_que_falc)]
    plain = (normal.titre, normal.resume, normal.pourquoi, normal.origine, normal.ou, normal.prix, normal.preuve)
    yield from problemes_texte(falc.titre, parties, falc.mots, (*plain, *(cause.parce_que for cause in causes)))


def problemes_regle_vaccinale(repere: RepereVaccinal) -> Iterator[ProblemeFalc]:
    """Every broken rule of one general rule of the vaccine schedule."""
    yield from problemes_texte(repere.titre_falc, {"texte": repere.texte_falc}, (), (repere.titre, repere.texte))
