"""Turns the people of a carnet into sealed rows and back. Writes no row by itself and knows no session."""

import hmac
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

import orjson
from pydantic import ValidationError

from app.domain.controle import is_admissible
from app.domain.dossier import EtatNavigateur
from app.domain.erreurs import CarnetIllisible
from app.domain.faits import Fait
from app.models import PersonneCarnet, SuiviPersonne
from app.services.coffre_carnet import CoffreCarnet, seal, unseal
from app.services.personnes_gardees import pack_personne, unpack_personne

#: What was done and received goes to the second column; who the person is, to the first.
_HISTORIQUE = ("historique", "nombre_faits")
_A_PART = ("v", "e")


class Scribe:
    """Seals and reads people with the keys and the words of this service."""

    def __init__(self, coffre: CoffreCarnet, faits: Mapping[str, Fait]) -> None:
        self._coffre = coffre
        self._faits = faits

    def new_row(self, carnet: str, personne: EtatNavigateur, au: date) -> PersonneCarnet:
        """A new person under a new key."""
        id_, cle = uuid4().hex, self._coffre.new_key()
        profil, historique = _seal(cle, f"{carnet};{id_}", personne, au)
        return PersonneCarnet(
            id=id_,
            carnet_id=carnet,
            numero=personne.numero,
            maitresse=self._coffre.courante,
            cle=self._coffre.wrap(cle, f"{carnet};{id_}"),
            profil=profil,
            historique=historique,
        )

    def new_link(self, ligne: PersonneCarnet, carnet: str, numero: int) -> SuiviPersonne:
        """The key of a person once more, for a second carnet, that person and no other."""
        proprietaire = f"{carnet};{ligne.id}"
        return SuiviPersonne(
            id=uuid4().hex,
            carnet_id=carnet,
            numero=numero,
            personne=ligne.id,
            maitresse=self._coffre.courante,
            cle=self._coffre.wrap(self._key(ligne), proprietaire),
        )

    def rewrite(
        self, ligne: PersonneCarnet, personne: EtatNavigateur, au: date, lien: SuiviPersonne | None = None
    ) -> None:
        """The same person, told again; by a second adult with the key of their own link."""
        ligne.profil, ligne.historique = _seal(self._key(ligne, lien), f"{ligne.carnet_id};{ligne.id}", personne, au)

    def rewrap(self, ligne: PersonneCarnet | SuiviPersonne) -> None:
        """The same key under the master key in use; what it seals is not touched."""
        proprietaire = f"{ligne.carnet_id};{ligne.personne if isinstance(ligne, SuiviPersonne) else ligne.id}"
        cle = self._coffre.unwrap(ligne.cle, ligne.maitresse, proprietaire)
        ligne.cle, ligne.maitresse = self._coffre.wrap(cle, proprietaire), self._coffre.courante

    def seal_beside(self, ligne: PersonneCarnet, champ: str, clair: bytes) -> bytes:
        """A text of this person that is kept in another table, under a name of its own."""
        return seal(self._key(ligne), clair, f"{ligne.carnet_id};{ligne.id}", champ)

    def unseal_beside(self, ligne: PersonneCarnet, champ: str, scelle: bytes) -> bytes:
        """The same text; CarnetIllisible when it is not whole, or was moved."""
        return unseal(self._key(ligne), scelle, f"{ligne.carnet_id};{ligne.id}", champ)

    def secret_of(self, ligne: PersonneCarnet) -> bytes:
        """What names things about this person so that nobody else can tell what they name; gone with their key."""
        return hmac.new(self._key(ligne), b"mon-budget-sante noms 1", sha256).digest()

    def _key(self, ligne: PersonneCarnet, lien: SuiviPersonne | None = None) -> bytes:
        if lien is not None:
            return self._coffre.unwrap(lien.cle, lien.maitresse, f"{lien.carnet_id};{ligne.id}")
        return self._coffre.unwrap(ligne.cle, ligne.maitresse, f"{ligne.carnet_id};{ligne.id}")

    def read(self, ligne: PersonneCarnet, au: date, lien: SuiviPersonne | None = None) -> EtatNavigateur:
        """The person of a row, by their own key or a second adult's; CarnetIllisible when it is not whole and there."""
        proprietaire, cle = f"{ligne.carnet_id};{ligne.id}", self._key(ligne, lien)
        try:
            paquet = orjson.loads(unseal(cle, ligne.profil, proprietaire, "profil"))
            histoire = orjson.loads(unseal(cle, ligne.historique, proprietaire, "historique"))
            paquet |= {lettre: histoire[lettre] for lettre in _A_PART if lettre in histoire}
            paquet["f"] |= {nom: histoire[nom] for nom in _HISTORIQUE if nom in histoire}
            personne = unpack_personne(self._known(paquet), au, self._faits)
        except (ValueError, KeyError, TypeError, ValidationError):
            raise CarnetIllisible from None
        if personne.numero != ligne.numero:
            raise CarnetIllisible
        return personne

    def _known(self, paquet: dict[str, Any]) -> dict[str, Any]:
        """Without what no longer answers a question of today: its name is gone, its kind or its bounds changed.

        It counts as never asked, so the page asks again; all the rest is read as it was.
        """
        paquet["f"]["reponses"] = {
            nom: valeur
            for nom, valeur in paquet["f"].get("reponses", {}).items()
            if nom in self._faits and is_admissible(valeur, self._faits[nom].definition)
        }
        if "d" in paquet:
            paquet["d"] = {
                nom: jour
                for nom, jour in paquet["d"].items()
                if nom in self._faits and self._faits[nom].definition.type == "number"
            }
        return paquet


def _seal(cle: bytes, proprietaire: str, personne: EtatNavigateur, au: date) -> tuple[bytes, bytes]:
    paquet = pack_personne(personne, au)
    histoire = {nom: paquet["f"].pop(nom) for nom in _HISTORIQUE if nom in paquet["f"]}
    histoire |= {lettre: paquet.pop(lettre) for lettre in _A_PART if lettre in paquet}
    return (
        seal(cle, orjson.dumps(paquet), proprietaire, "profil"),
        seal(cle, orjson.dumps(histoire), proprietaire, "historique"),
    )
