"""Writes the totals of reminders for those who run the service. Names nobody and sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.envois import CanalRappel, ComptesCanal, MotifEnvoi
from app.rendering.formats import nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page

#: Each channel in one word.
NOMS: Mapping[CanalRappel, str] = {
    CanalRappel.COURRIEL: "E-mail",
    CanalRappel.LETTRE: "Lettre",
    CanalRappel.PUSH: "Notification",
    CanalRappel.SMS: "SMS",
    CanalRappel.APPEL: "Appel",
}
_MOTIFS: Mapping[str, str] = {
    MotifEnvoi.RETIRE: "accord retiré",
    MotifEnvoi.EFFACE: "carnet effacé",
    MotifEnvoi.PLUS_CONCERNE: "plus rien à rappeler",
    MotifEnvoi.REMPLACE: "remplacé par un autre",
    MotifEnvoi.PERIME: "trop tard",
    MotifEnvoi.REFUS: "refusé par le prestataire",
    MotifEnvoi.PARTI: "adresse qui n'existe plus",
    MotifEnvoi.EPUISE: "prestataire muet jusqu'au dernier essai",
}
ANORMAL = "Le nombre d'hier est loin de l'habitude : regardez le prestataire et le journal du service."


@dataclass(frozen=True, slots=True)
class VueComptes:
    """One channel: what must be looked at, then the totals."""

    canal: str
    nom: str
    alertes: tuple[str, ...]
    lignes: tuple[str, ...]


def page_comptes(canaux: tuple[ComptesCanal, ...]) -> Page:
    """The totals, channel by channel."""
    vues = tuple(_canal(canal) for canal in canaux)
    return page(
        "operateurs_rappels", Cadre("Rappels", "/operateurs/rappels", Mode.NORMAL, equipe=True), None, canaux=vues
    )


def _canal(c: ComptesCanal) -> VueComptes:
    alertes = [ANORMAL] if c.anormal else []
    if c.inexpliques:
        alertes.append(f"{nombre_de(c.inexpliques, 'rappel')} sans explication : aucun ne devrait l'être.")
    lignes = [f"Dus : {c.dus}", f"Reçus par le prestataire : {c.recus}", f"En attente : {c.attendent}"]
    lignes += [f"Échoués, {_MOTIFS[motif]} : {nombre}" for motif, nombre in c.echecs]
    lignes += [f"Supprimés, {_MOTIFS[motif]} : {nombre}" for motif, nombre in c.supprimes]
    lignes.append(f"Sans explication : {c.inexpliques}")
    return VueComptes(c.canal, NOMS[c.canal], tuple(alertes), tuple(lignes))
