"""Writes down that a real person read a unit, bound to the hash of the text they read. Never rewrites what is there."""

from datetime import date
from pathlib import Path

import yaml

from app.content.croisements import plus_proche
from app.domain.catalogue import Catalogue
from app.domain.fiches import Lecture

LONGUEUR_MAX = 120
_A_DIRE = {
    "nom": 'Le nom de la personne qui a relu est vide. Ajoutez --nom "Prénom Nom".',
    "role": 'Le rôle est vide. Ajoutez --role, par exemple --role "médecin généraliste".',
    "organisation": 'L\'organisation est vide. Ajoutez --organisation, ou --organisation "à titre personnel".',
}


class RelectureRefusee(Exception):
    """A reading that cannot be recorded; its message says what, why and what to do."""


def record_relecture(
    racine: Path, catalogue: Catalogue, id_: str, personne: dict[str, str], le: date, aujourdhui: date
) -> tuple[Path, bool]:
    """Add the reading at the end of the unit's file; False when the same one is already there."""
    lecture = _check(catalogue, id_, personne, le, aujourdhui)
    fichier = racine / "relectures" / f"{id_}.yaml"
    if lecture in catalogue.relectures.get(id_, ()):
        return fichier, False
    fichier.parent.mkdir(parents=True, exist_ok=True)
    ajout = yaml.safe_dump([lecture.model_dump(mode="python")], allow_unicode=True, sort_keys=False, width=1000)
    deja = fichier.read_text("utf-8") if fichier.is_file() else ""
    with fichier.open("a", encoding="utf-8") as flux:
        flux.write(ajout if not deja or deja.endswith("\n") else f"\n{ajout}")
    return fichier, True


def _check(catalogue: Catalogue, id_: str, personne: dict[str, str], le: date, aujourdhui: date) -> Lecture:
    verifie = catalogue.verifie_le(id_)
    if verifie is None:
        proche = plus_proche(id_, catalogue.empreintes)
        raise RelectureRefusee(
            f"Aucun texte ne s'appelle « {id_} »{proche or '.'} Les noms sont ceux des fichiers de app/content/ ; "
            "un soin, un chiffre et un numéro s'écrivent actes/…, parametres/… et contacts/…"
        )
    mots = {cle: " ".join(valeur.split()) for cle, valeur in personne.items()}
    manques = [_A_DIRE[cle] for cle, valeur in mots.items() if not any(map(str.isalpha, valeur))]
    manques += [
        f"--{cle} est trop long : {LONGUEUR_MAX} caractères au plus."
        for cle, valeur in mots.items()
        if len(valeur) > LONGUEUR_MAX
    ]
    if le > aujourdhui:
        manques.append(f"La relecture est datée du {le.isoformat()}, dans le futur. Corrigez --le.")
    if le < verifie:
        manques.append(
            f"Le texte actuel date du {verifie.isoformat()} : personne n'a pu le relire le {le.isoformat()}. "
            "Relisez-le, ou corrigez --le."
        )
    if manques:
        raise RelectureRefusee("\n".join(manques))
    return Lecture(**mots, le=le, empreinte=catalogue.empreintes[id_])
