"""Writes what a person said is not for them, so that they can have it recalled again. Decides nothing."""

from collections.abc import Mapping

from app.domain.catalogue import Catalogue
from app.domain.dossier import Dossier
from app.domain.rappels import Echeance
from app.rendering.abonnements import MOTS_DES_MOTIFS, MOTS_DES_MOTIFS_FALC
from app.rendering.choses_a_rappeler import chose
from app.rendering.gabarits import Mode
from app.rendering.vues_abonnements import VueMisDeCote


def vues_mis_de_cote(
    catalogue: Catalogue, dossier: Dossier, places: Mapping[str, str], mode: Mode
) -> tuple[VueMisDeCote, ...]:
    """Each thing with whose it is, the reader's first; what left the carnet or the content comes back no more."""
    mots = MOTS_DES_MOTIFS_FALC if mode is Mode.FALC else MOTS_DES_MOTIFS
    vues = []
    for place, motif in sorted(places.items()):
        numero, _, unite = place.partition("/")
        qui = dossier.trouver(int(numero))
        if qui is None or not (unite in catalogue.par_id or unite in catalogue.vaccins.par_id):
            continue
        nom = (qui.nom or "votre proche") if qui.proche else ""
        vues.append(VueMisDeCote(place, chose(catalogue, Echeance(unite, None), mode).titre, nom, mots.get(motif, "")))
    return tuple(vues)
