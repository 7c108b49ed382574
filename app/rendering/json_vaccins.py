"""Writes a vaccine forecast as the JSON of the contract. Decides no status and computes no date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from app.domain.catalogue import Catalogue
from app.domain.vaccination_lignes import LigneVaccin
from app.domain.vaccination_verdicts import Prevision
from app.rendering.raisons_vaccins import texte_vaccin

Objet = dict[str, Any]


class RedacteurVaccins:
    """Writes answers for one catalogue; the texts of each line are prepared once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._textes = {ligne.id: _textes(ligne) for ligne in catalogue.vaccins.lignes}
        self._campagnes: list[tuple[date, Objet]] = [
            (
                campagne.au,
                {
                    "cle": campagne.cle,
                    "du": campagne.du,
                    "au": campagne.au,
                    "certitude": campagne.certitude,
                    "doute": campagne.doute,
                },
            )
            for campagne in catalogue.vaccins.campagnes
        ]

    def write(
        self, au: date, previsions: Sequence[Prevision], departement: str | None, *, naissance: bool, textes: bool
    ) -> bytes:
        """Give the whole body; `textes` False leaves out what is for reading, except the titles."""
        corps: Objet = {
            "au": au,
            "version_contenu": self._catalogue.version_contenu,
            "lignes": [self._ligne(au, prevision, departement, textes=textes) for prevision in previsions],
            "a_preciser": [] if naissance else ["date_naissance"],
        }
        if textes:
            corps["campagnes"] = [dite for fin, dite in self._campagnes if fin >= au]
        return orjson.dumps(corps)

    def _ligne(self, au: date, prevision: Prevision, departement: str | None, *, textes: bool) -> Objet:
        ligne = prevision.ligne
        raisons: list[Objet] = []
        for raison in prevision.raisons:
            dite: Objet = {"critere": raison.critere, "regle": raison.regle}
            if textes:
                dite["texte"] = texte_vaccin(raison, ligne, self._catalogue.faits)
            raisons.append(dite)
        objet: Objet = {
            "ligne": ligne.id,
            "serie": ligne.serie,
            "genre": ligne.genre,
            "titre": ligne.normal.titre,
            "dose": prevision.dose,
            "doses_comptees": prevision.doses_comptees,
            "doses_prevues": prevision.doses_prevues,
            "statut": prevision.statut,
            "date_conseillee": prevision.date_conseillee,
            "au_plus_tot": prevision.au_plus_tot,
            "en_retard_depuis": prevision.en_retard_depuis,
            "date_limite": prevision.date_limite,
            "raisons": raisons,
            "a_preciser": prevision.a_preciser,
            "incertain": prevision.incertain,
            "remplacee_par": prevision.remplacee_par,
            "certitude": ligne.certitude_le(au),
            "cout": {"a_payer": None, "reste_a_charge": None},
        }
        if not textes:
            return objet
        fixes = self._textes[ligne.id]
        objet["cout"] = {"a_payer": None, "reste_a_charge": None, "texte": ligne.normal.prix}
        objet |= fixes
        if ligne.territoires:
            objet["territoires"] = [
                {"departements": territoire.departements, "texte": territoire.texte}
                for territoire in ligne.territoires
                if departement is None or departement in territoire.departements
            ]
        return objet


def _textes(ligne: LigneVaccin) -> Objet:
    """What is read of a line, the same for everyone."""
    return {
        "texte": f"{ligne.normal.resume} {ligne.normal.pourquoi}",
        "texte_falc": " ".join((ligne.falc.resume, *ligne.falc.pourquoi)),
        "comment": [ligne.normal.ou, ligne.normal.preuve],
        "precautions": ligne.normal.precautions,
        "doute": ligne.doute,
        "sources": [
            {"editeur": s.editeur, "titre": s.titre, "url": str(s.url), "date": s.date, "verifie_le": s.vu_le}
            for s in ligne.sources
        ],
    }
