"""Arranges a vaccine forecast into the groups of a page and writes their rows. Decides no status, no date."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from app.rendering.etats_vaccins import etat_vaccin, quand_vaccin, quand_vaccin_falc
from app.rendering.formats import jour_en_mots, nombre_de, typographie
from app.rendering.gabarits import Mode
from app.rendering.raisons_vaccins import texte_vaccin
from app.rendering.voix import Voix
from app.rendering.vues import VueEtat
from app.rendering.vues_vaccins import VueGroupeVaccins, VueVaccin

S = StatutVaccin
MAINTENANT = frozenset({S.EN_RETARD, S.A_FAIRE, S.RATTRAPAGE})
#: Said by the status or its date already.
_DEJA_DIT = frozenset({"fenetre_passee", "limite", "complet", "limite_passee", "rattrapage"})
_DEJA_DIT_FALC = _DEJA_DIT | {"age_conseille", "age_possible", "au_choix", "saison_fermee"}
RAISONS_MAX = 3
_FIN = re.compile(r"(?<=[.?!]) +(?=[A-ZÀÉÈ])")

#: Each group: its anchor, its title, its first line; and who belongs there, first come first served.
_GROUPES: tuple[tuple[str, str, str, Callable[[Prevision, bool], bool]], ...] = (
    ("en-retard", "En retard", "", lambda p, sure: sure and p.statut is S.EN_RETARD),
    ("a-faire", "À faire", "", lambda p, sure: sure and p.statut in MAINTENANT),
    (
        "a-verifier",
        "À vérifier avec un professionnel",
        "Ces règles ne sont pas certaines, ou votre cas demande un avis.",
        lambda p, sure: p.statut in MAINTENANT or p.statut is S.AVIS_PROFESSIONNEL,
    ),
    ("possible", "Possible, si vous voulez", "", lambda p, sure: p.statut is S.POSSIBLE),
    ("plus-tard", "Plus tard", "", lambda p, sure: p.statut in (S.PLUS_TARD, S.HORS_SAISON)),
    ("termine", "Terminé", "", lambda p, sure: p.statut is S.COMPLET),
    ("selon", "Vaccins selon la situation", "", lambda p, sure: bool(p.a_preciser)),
    ("contre-indique", "Vaccins à éviter en ce moment", "", lambda p, sure: p.statut is S.CONTRE_INDIQUE),
    ("non", "Vaccins pas utiles, ou trop tard", "", lambda p, sure: True),
)
A_FAIRE, SUITE, DISCRETS = ("en-retard", "a-faire", "a-verifier", "possible"), ("plus-tard", "termine"), (
    "contre-indique", "selon", "non",
)  # fmt: skip


def arrange(
    previsions: Iterable[Prevision], au: date, tues: frozenset[str] = frozenset()
) -> dict[str, tuple[Prevision, ...]]:
    """The lines of each group, in order.

    A line that another one stands for is left out, and so is one that waits only for the facts of `tues`: personal
    questions do not name themselves.
    """
    groupes: dict[str, list[Prevision]] = {id_: [] for id_, *_ in _GROUPES}
    for prevision in previsions:
        silencieuse = bool(prevision.a_preciser) and tues.issuperset(prevision.a_preciser)
        if prevision.remplacee_par is None and not silencieuse:
            sure = prevision.ligne.certitude_le(au) == "sure"
            groupes[next(id_ for id_, _, _, dedans in _GROUPES if dedans(prevision, sure))].append(prevision)
    groupes["termine"] = _once_a_disease(groupes["termine"])
    return {id_: tuple(dites) for id_, dites in groupes.items()}


def _once_a_disease(completes: list[Prevision]) -> list[Prevision]:
    """The complete lines without those whose diseases an earlier one already covers: the same doses closed both."""
    gardees: list[Prevision] = []
    for prevision in sorted(completes, key=lambda p: p.ligne.ordre):
        antigenes = set(prevision.ligne.antigenes)
        if not any(antigenes < set(autre.ligne.antigenes) or _twin(prevision, autre) for autre in gardees):
            gardees.append(prevision)
    return gardees


def _twin(prevision: Prevision, autre: Prevision) -> bool:
    """Two lines for the same disease and nothing else, where one is a catch-up or waits for a condition."""
    meme = prevision.ligne.antigenes == autre.ligne.antigenes
    return meme and (prevision.ligne.genre == "rattrapage" or bool(prevision.ligne.pour_qui.conditions))


class Redaction:
    """Writes the lines of one page: same catalogue, same day, same way of reading, same person."""

    def __init__(self, catalogue: Catalogue, au: date, mode: Mode, voix: Voix) -> None:
        self._catalogue, self._au, self._mode, self._voix = catalogue, au, mode, voix
        self._campagnes = {
            campagne.famille: campagne
            for campagne in catalogue.vaccins.campagnes
            if campagne.au >= au and campagne.certitude == "a_verifier"
        }

    def groupes(self, ranges: dict[str, tuple[Prevision, ...]], voulus: Iterable[str]) -> tuple[VueGroupeVaccins, ...]:
        """The groups of these names that are not empty."""
        noms = {id_: (titre, intro) for id_, titre, intro, _ in _GROUPES}
        return tuple(
            VueGroupeVaccins(id_, *noms[id_], tuple(self.ligne(p) for p in ranges[id_]))
            for id_ in voulus
            if ranges[id_]
        )

    def ligne(self, prevision: Prevision) -> VueVaccin:
        """One line."""
        ligne, falc = prevision.ligne, self._mode is Mode.FALC
        textes = ligne.falc if falc else ligne.normal
        etat = etat_vaccin(prevision)
        quand = quand_vaccin_falc(prevision, self._voix) if falc else quand_vaccin(prevision)
        prix = ligne.falc.prix if falc else (ligne.normal.prix,)
        return VueVaccin(
            id=ligne.id,
            url=f"{self._mode.prefixe}/vaccins/{ligne.id}",
            titre=typographie(textes.titre),
            etat=VueEtat(etat.mot, etat.forme, typographie(quand)),
            dose=dose_en_mots(prevision),
            obligatoire=ligne.genre == "obligatoire",
            resume=typographie(textes.resume),
            raisons=self._raisons(prevision, falc=falc),
            prix=tuple(map(typographie, prix)),
            doute=self._doute(prevision, falc=falc),
        )

    def _raisons(self, prevision: Prevision, *, falc: bool) -> tuple[str, ...]:
        tues = _DEJA_DIT_FALC if falc else _DEJA_DIT
        dites = [
            texte_vaccin(raison, prevision.ligne, self._catalogue.faits, falc=falc)
            for raison in prevision.raisons
            if raison.code not in tues
        ]
        if falc:  # one sentence a line
            dites = [phrase for dite in dites for phrase in _FIN.split(dite)]
        return tuple(map(typographie, dict.fromkeys(dites[:RAISONS_MAX])))

    def _doute(self, prevision: Prevision, *, falc: bool) -> str:
        """What is not certain of the line, or of the dates of its campaign."""
        ligne = prevision.ligne
        if falc:
            sure = ligne.certitude_le(self._au) == "sure"
            return "" if sure else "Cette information n'est pas certaine."
        if ligne.certitude_le(self._au) == "a_verifier":
            return typographie(ligne.doute or "Ce texte est à relire.")
        campagne = self._campagnes.get(ligne.saison.campagne) if ligne.saison else None
        if campagne is None or prevision.statut not in MAINTENANT | {S.PLUS_TARD, S.HORS_SAISON}:
            return ""
        jours = f"du {jour_en_mots(campagne.du)} au {jour_en_mots(campagne.au)}"
        return typographie(f"les dates de la campagne, {jours}, ne sont pas confirmées.")


def dose_en_mots(prevision: Prevision) -> str:
    """Dose 2 sur 3; the number of doses once they are all done; nothing when there is only one."""
    if prevision.statut is S.COMPLET:
        return nombre_de(prevision.doses_comptees, "dose notée", "doses notées")
    if prevision.dose is None or prevision.statut not in MAINTENANT | {S.PLUS_TARD, S.POSSIBLE}:
        return ""
    if prevision.doses_prevues is None or prevision.doses_prevues < 2:
        return ""
    return f"Dose {prevision.dose} sur {prevision.doses_prevues}"
