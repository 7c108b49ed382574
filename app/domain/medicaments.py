"""Holds the price of one box, who pays it, and the words it is found by. Adds up nothing itself: the décompte does."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.bdpm import Boite
from app.domain.decompte_ouvert import DecompteOuvert, Demande, etablit
from app.domain.erreurs import ActeInconnu
from app.domain.euros import ZERO
from app.domain.recherche import mots_de
from app.domain.soins import SituationDeSoins, Soin

RECHERCHE_MAX = 80
MOTS_MAX = 8
#: A box has no care pathway and no excess: those answers move nothing, so they are not left open.
_AVEC = SituationDeSoins.model_validate(
    {"parcours": "respecte", "complementaire": "responsable", "complementaire_depassement": "0.00"}
)
_SANS = _AVEC.model_copy(update={"complementaire": "aucune"})
_CIP = re.compile(r"0?(34009\d{8})|(\d{7})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CompteDeBoite:
    """The sum of one box at one rate, with a complementary that keeps to the usual contract, and without any."""

    avec: DecompteOuvert
    sans: DecompteOuvert


def compte_boite(boite: Boite, le: date, bareme: Bareme) -> tuple[CompteDeBoite, ...]:
    """One sum for each rate the list gives, one without the Sécu when it gives none; nothing without a price."""
    if boite.prix is None:
        return ()
    rembourses = [Soin("medicament", boite.prix, boite.prix, taux=Decimal(taux) / 100) for taux in boite.taux]
    soins = rembourses or [Soin("non_rembourse", ZERO, boite.prix)]
    return tuple(_compte(Demande(le, SituationDeSoins(), soin=soin), bareme) for soin in soins)


def compte_acte(acte: Acte, le: date, bareme: Bareme) -> CompteDeBoite:
    """The same sum for a box of the small list, which is an act."""
    return _compte(Demande(le, SituationDeSoins(), acte=acte), bareme)


def _compte(demande: Demande, bareme: Bareme) -> CompteDeBoite:
    return CompteDeBoite(*(etablit(replace(demande, situation=situation), bareme) for situation in (_AVEC, _SANS)))


def petite_liste(bareme: Bareme, texte: str = "") -> tuple[Acte, ...]:
    """The boxes that are acts of the catalogue, those of these words when there are any."""
    actes = bareme.index.cherche(texte, len(bareme.actes)) if texte.strip() else bareme.index.tous()
    return tuple(acte for acte in actes if acte.famille == "medicament" and acte.prix_constate is None)


def acte_de_la_petite_liste(bareme: Bareme, id_: str) -> Acte:
    """The box of that name; ActeInconnu, even when it is an act of another kind."""
    acte = bareme.acte(id_)
    if acte.famille != "medicament":
        raise ActeInconnu
    return acte


def read_cip(texte: str) -> str | None:
    """The code of 7 or 13 figures written on a box, as people copy it; None when the text is something else."""
    lu = _CIP.fullmatch(re.sub(r"[\s.\-]", "", texte))
    return (lu[1] or lu[2]) if lu else None


def mots_cherches(texte: str) -> tuple[str, ...]:
    """The words a box must hold, in plain form."""
    return mots_de(texte[:RECHERCHE_MAX])[:MOTS_MAX]


def texte_de_recherche(boite: Boite) -> str:
    """Where the words are looked for: the name, then the box, in plain form; a space before each word."""
    return "".join(f" {mot}" for mot in (*mots_de(boite.nom), *mots_de(boite.libelle)))
