"""Writes a vaccine forecast as the JSON of the contract. Decides no status and computes no date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from app.domain.bareme import Bareme
from app.domain.catalogue import Catalogue
from app.domain.cout_conseil import cout_vaccin_connu
from app.domain.vaccination_lignes import LigneVaccin
from app.domain.vaccination_verdicts import Prevision
from app.rendering.json_couts import fourchette, montant
from app.rendering.raisons_vaccins import texte_vaccin

Objet = dict[str, Any]
#: Some days of every line; a caller who asks for many more days pays for them.
CACHE_MAX = 1_000


class RedacteurVaccins:
    """Writes answers for one catalogue; the texts of each line are prepared once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._textes = {ligne.id: _textes(ligne) for ligne in catalogue.vaccins.lignes}
        self._couts: dict[tuple[str, date, bool], Objet] = {}
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
            "cout": self._cout(ligne, au, textes=textes),
        }
        if not textes:
            return objet
        fixes = self._textes[ligne.id]
        objet |= fixes
        if ligne.territoires:
            objet["territoires"] = [
                {"departements": territoire.departements, "texte": territoire.texte}
                for territoire in ligne.territoires
                if departement is None or departement in territoire.departements
            ]
        return objet

    def _cout(self, ligne: LigneVaccin, au: date, *, textes: bool) -> Objet:
        """The price of a dose, the same for everyone a line concerns: written once for each line and day."""
        cle = (ligne.id, au, textes)
        ecrit = self._couts.get(cle)
        if ecrit is None:
            if len(self._couts) >= CACHE_MAX:
                self._couts.clear()
            ecrit = self._couts[cle] = _cout(ligne, self._catalogue.bareme, au, textes=textes)
        return ecrit


def _cout(ligne: LigneVaccin, bareme: Bareme, au: date, *, textes: bool) -> Objet:
    calcule = cout_vaccin_connu(ligne, bareme, au)
    montants = {"a_payer": calcule.a_payer, "reste_a_charge": calcule.reste_a_charge} if calcule else {}
    ecrit: Objet = {nom: montant(montants[nom].montant) if montants else None for nom in ("a_payer", "reste_a_charge")}
    ecrit["fourchettes"] = {nom: fourchette(valeur) for nom, valeur in montants.items() if valeur.montant is None}
    ecrit["actes"] = ligne.actes
    if textes:
        factures, doutes = (calcule.peut_etre_facture, calcule.doutes) if calcule else ((), ())
        ecrit |= {"texte": ligne.normal.prix, "peut_etre_facture": factures, "doutes": doutes}
    return ecrit


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
