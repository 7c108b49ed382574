"""Reads where a person wants to be reminded, as they typed it. Keeps nothing and sends nothing."""

import re
from collections.abc import Callable, Mapping

from app.domain.abonnement_push import read_push
from app.domain.adresses_rappel import read_appelable, read_lettre, read_mobile
from app.domain.envois import CanalRappel
from app.domain.erreurs_rappels import AdresseRefusee

LONGUEUR_COURRIEL = 254
#: What mail servers really take: one @, a dotted domain, no space, nothing that could begin a header of its own.
_COURRIEL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def is_courriel(adresse: str) -> bool:
    """Whether mail can be sent there."""
    if len(adresse) > LONGUEUR_COURRIEL or _COURRIEL.fullmatch(adresse) is None:
        return False
    locale = adresse.rpartition("@")[0]
    return not (locale.startswith(".") or locale.endswith(".") or ".." in locale)


def read_courriel(saisie: str) -> str:
    """The address someone typed, spaces around it aside; AdresseRefusee when mail cannot be sent there."""
    adresse = saisie.strip()
    if not is_courriel(adresse):
        raise AdresseRefusee
    return adresse


#: How what is typed is read, channel by channel.
LECTEURS: Mapping[CanalRappel, Callable[[str], str]] = {
    CanalRappel.COURRIEL: read_courriel,
    CanalRappel.LETTRE: read_lettre,
    CanalRappel.PUSH: read_push,
    CanalRappel.SMS: read_mobile,
    CanalRappel.APPEL: read_appelable,
}
