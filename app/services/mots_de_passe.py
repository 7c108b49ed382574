"""Judges the passwords of operators when they are chosen, and changes them. Never commits, reads no clock, asks no one.

Citizens have none. Length alone lets through `motdepassemotdepasse`: a library that knows the commonest passwords, and
the words of this service and of the place, say how many guesses a patient attacker needs. Nothing leaves the machine.
"""

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

from sqlalchemy import delete, update
from sqlmodel import col

from app.models import Operateur, SessionOperateur
from app.services.coffre import print_of
from app.services.journal_actions import Registre, note
from app.services.operateurs import MOT_DE_PASSE_MAX, MOT_DE_PASSE_MIN, Dossier, finish, hash_password

#: Guesses needed at least, as a power of ten. 14 signs drawn at random are worth 14; five tries a quarter of an hour.
FORCE_MIN = 13
#: The library reads no further; what follows can only help.
LU_MAX = 72
_SERVICE = (
    "mon budget santé prévention conseil carnet créneau opérateur bilan vaccin rendez vous médecin pharmacie "
    "pharmacien maison centre cabinet hôpital clinique infirmier sage femme assurance maladie sécu ameli cpam rue "
    "place avenue mot de passe motdepasse bonjour soleil azerty azertyuiop qsdfghjklm wxcvbn admin 2025 2026 2027"
)

#: What people put between words.
_ENTRE = re.compile(r"[\s@,.'’_-]+")

COURT = f"Il faut {MOT_DE_PASSE_MIN} caractères au moins. Une phrase va bien : quatre mots qui n'ont rien à voir."
LONG = f"C'est trop long : {MOT_DE_PASSE_MAX} caractères au plus."
DEVINABLE = (
    "Ce mot de passe se devine : il est courant, ou fait des mots de votre lieu ou de ce service. "
    "Prenez quatre mots qui n'ont rien à voir."
)


def refuse_password(mot: str, autour: Iterable[str]) -> str:
    """Why this password may not be chosen, in words; nothing when it may. `autour`: names its owner lives among."""
    if len(mot) < MOT_DE_PASSE_MIN:
        return COURT
    if len(mot) > MOT_DE_PASSE_MAX:
        return LONG
    return DEVINABLE if _guesses(mot, autour) < FORCE_MIN else ""


def change_password(
    registre: Registre, dossier: Dossier, identifiant: str, pas: int, avant: str, mot: str
) -> str | None:
    """Set a new password once the three answers were right; every other session ends. None when the figures served."""
    jeton = finish(registre, dossier, identifiant, pas, avant)
    if jeton is None:
        return None
    ici = col(Operateur.id) == dossier.id
    registre.session.exec(update(Operateur).where(ici).values(mot_de_passe=hash_password(mot)))
    ailleurs = (col(SessionOperateur.operateur_id) == dossier.id, col(SessionOperateur.empreinte) != print_of(jeton))
    registre.session.exec(delete(SessionOperateur).where(*ailleurs))
    note(registre, "mot de passe change", dossier.id)
    return jeton


def _guesses(mot: str, autour: Iterable[str]) -> float:
    """How many guesses, as a power of ten; what stands between words is worth nothing."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 14 MiB of lists, for a page one person opens a year

    connus = [_ENTRE.split(_plain(texte)) for texte in (_SERVICE, *autour)]
    dits = [mot_connu for mots in connus for mot_connu in (*mots, "".join(mots))]
    lus = (_plain(mot), _ENTRE.sub("", _plain(mot)))
    return min(float(zxcvbn(lu[:LU_MAX], user_inputs=dits)["guesses_log10"]) for lu in lus if lu)


def _plain(texte: str) -> str:
    """Without accents: they are the first thing people leave out."""
    return "".join(signe for signe in normalize("NFD", texte) if not combining(signe))
