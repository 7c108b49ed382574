"""Holds every sentence a reminder may say, at most three a channel. Nothing of health, nothing about the person."""

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.envois import CanalRappel, GenreEnvoi

PHRASES_MAX = 3


class Phrase(NamedTuple):
    """The same sentence in the two ways of reading."""

    normal: str
    falc: str

    def texte(self, mode: str) -> str:
        """The sentence of one way of reading."""
        return self.falc if mode == "falc" else self.normal


_RAPPEL = Phrase("Vous avez un rappel personnel à lire.", "Vous avez un rappel à lire.")
_RELANCE = Phrase("Votre rappel personnel vous attend encore.", "Votre rappel attend encore.")
_CONFIRMATION = Phrase(
    "Vous avez demandé à recevoir vos rappels ici. Confirmez-le.", "Vous voulez vos rappels ici. Dites oui."
)
_PAR_ECRIT: Mapping[GenreEnvoi, Phrase] = {
    GenreEnvoi.RAPPEL: _RAPPEL,
    GenreEnvoi.RELANCE: _RELANCE,
    GenreEnvoi.CONFIRMATION: _CONFIRMATION,
    # The same words: nobody who reads over a shoulder can tell a question from a reminder.
    GenreEnvoi.NOUVELLES: _RAPPEL,
    GenreEnvoi.CHANGEMENT: _RAPPEL,
}
PHRASES: Mapping[CanalRappel, Mapping[GenreEnvoi, Phrase]] = dict.fromkeys(CanalRappel, _PAR_ECRIT)

#: What may leave, channel by channel, and nothing else.
PERMISES: Mapping[CanalRappel, frozenset[str]] = {
    canal: frozenset(texte for phrase in phrases.values() for texte in phrase) for canal, phrases in PHRASES.items()
}


def phrase_de(canal: CanalRappel, genre: GenreEnvoi, mode: str) -> str:
    """The one sentence of a message."""
    return PHRASES[canal][genre].texte(mode)


def est_permise(canal: CanalRappel, texte: str) -> bool:
    """Whether a text may leave on that channel."""
    return texte in PERMISES[canal]
