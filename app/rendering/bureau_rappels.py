"""Writes the page of the desk that prints letters and calls people, and the list it calls. Names nobody."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from app.domain.communes import PARIS
from app.domain.envois import CanalRappel
from app.rendering.formats import jour_en_mots, nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page

NOMS = {
    CanalRappel.LETTRE: ("Lettres", "lettre", "lettres"),
    CanalRappel.APPEL: ("Appels", "personne à appeler", "personnes à appeler"),
}
REPONSES = (
    ("fait", "C'est fait"),
    ("plus-tard", "Plus tard"),
    ("pas-pour-moi", "Pas pour moi"),
    ("arreter", "Ne plus recevoir"),
)
NOTEE, INCONNUE = "La réponse est notée.", "Ce numéro ne répond plus. Vérifiez-le : 8 signes, chiffres et lettres."
RIEN, COMPLET = "Rien n'attend.", "Le compte y est : le lot est fermé."
ECART = "Le compte n'y est pas : le lot reste ouvert. Imprimez-le de nouveau, ou recomptez."
FERME = "Ce lot est fermé, ou il n'existe pas."
COMPTE_ILLISIBLE = "Écrivez un nombre, en chiffres. Exemple : 250"
REPONSE_ABSENTE = "Choisissez la réponse cochée ou dite par la personne : rien n'est noté pour le moment."
DATE_ILLISIBLE = "La date ne se lit pas : rien n'est noté. Écrivez-la comme 10/03/2026, ou laissez vide."
#: After this many hours from the hour chosen, it is too late to call today.
DUREE_H = 3


class LotCompte(Protocol):
    """What is known of a batch."""

    id: str
    fait_le: datetime
    nombre: int
    recu_nombre: int | None
    recu_le: datetime | None


class CompteDuBac(Protocol):
    """What is known of a tray."""

    @property
    def canal(self) -> CanalRappel: ...
    @property
    def attend(self) -> int: ...
    @property
    def lots(self) -> Sequence[LotCompte]: ...


class PieceAAppeler(Protocol):
    """What the caller needs."""

    @property
    def reference(self) -> str: ...
    @property
    def destination(self) -> str: ...
    @property
    def phrase(self) -> str: ...
    @property
    def heure(self) -> int: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class VueLot:
    """One batch in words."""

    id: str
    quand: str
    etat: str
    ouvert: bool


@dataclass(frozen=True, slots=True)
class VueBac:
    """One tray: its name, what waits, its batches."""

    canal: str
    titre: str
    attend: str
    rien: bool
    fichier: str
    lots: tuple[VueLot, ...]


def page_bureau(comptes: Sequence[CompteDuBac], message: str = "", erreur: str = "", reference: str = "") -> Page:
    """What waits, the batches made, and where answers are typed back."""
    vues = tuple(_bac(compte) for compte in comptes)
    autres = {"message": message, "erreur": erreur, "reponses": REPONSES, "reference": reference}
    cadre = Cadre("Lettres et appels", "/operateurs/bureau", Mode.NORMAL, equipe=True)
    return page("operateurs_bureau", cadre, vues, **autres)


def liste_d_appels(pieces: Sequence[PieceAAppeler]) -> bytes:
    """The list of the caller, for a spreadsheet: a number, when, what to say, what the answer is noted under."""
    tampon = io.StringIO(newline="")
    ecrit = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrit.writerow(("reference", "telephone", "de", "a", "fuseau", "phrase"))
    for piece in sorted(pieces, key=lambda piece: (piece.heure, piece.reference)):
        fin = min(piece.heure + DUREE_H, 20)
        # Without these letters a spreadsheet would read the + as the beginning of a sum.
        telephone = f"tel:{piece.destination}"
        ecrit.writerow((piece.reference, telephone, f"{piece.heure}h", f"{fin}h", piece.zone, piece.phrase))
    return ("\ufeff" + tampon.getvalue()).encode("utf-8")


def _bac(compte: CompteDuBac) -> VueBac:
    titre, un, plusieurs = NOMS[compte.canal]
    lettre = compte.canal is CanalRappel.LETTRE
    return VueBac(
        canal=compte.canal.value,
        titre=titre,
        attend=f"{nombre_de(compte.attend, un, plusieurs)} en attente",
        rien=not compte.attend,
        fichier="Imprimer (PDF)" if lettre else "La liste (CSV)",
        lots=tuple(_lot(lot, un, plusieurs) for lot in compte.lots),
    )


def _lot(lot: LotCompte, un: str, plusieurs: str) -> VueLot:
    local = lot.fait_le.astimezone(ZoneInfo(PARIS))
    etat = nombre_de(lot.nombre, un, plusieurs)
    if lot.recu_le is not None:
        etat += ", compte rendu complet"
    elif lot.recu_nombre is not None:
        etat += f", compte rendu de {lot.recu_nombre} : il manque une explication"
    else:
        etat += ", compte rendu attendu"
    quand = f"{jour_en_mots(local.date())} à {local:%Hh%M}"
    return VueLot(lot.id, quand, etat, lot.recu_le is None)
