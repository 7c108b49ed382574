"""Holds the cookie that carries people's answers: encrypted by us, kept by their browser. Stores nothing here."""

import base64
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ValidationError

from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.erreurs import ReponsesIllisibles, TropDeReponses
from app.domain.faits import Fait
from app.services.personnes_gardees import pack_personne, unpack_personne
from app.services.questionnaire_garde import pack_reponses, unpack_reponses

NOM = "__Host-mbs"
#: No expiry date: the cookie dies with the browser session. `__Host-` demands Secure, the root path and no domain.
ATTRIBUTS = "; Path=/; Secure; HttpOnly; SameSite=Lax"
#: With the person's consent to keep the answers on this device: one year after the last answer.
DUREE_ACCORD = timedelta(days=365)
ATTRIBUTS_ACCORD = f"{ATTRIBUTS}; Max-Age={int(DUREE_ACCORD.total_seconds())}"
#: Browsers may drop a longer cookie without a word; the attributes are counted, as the oldest of them do.
OCTETS_MAX = 4096
#: Browsers reopen yesterday's session with its cookies: past half a day, whoever sits here may be someone else.
GARDE = timedelta(hours=12)
#: Clocks of several machines differ a little; more than this is not a clock.
AVANCE_TOLEREE = timedelta(minutes=5)
FORMAT = 1
_NONCE = 12
_BRUT_MAX = 64 * 1024
_MINUTE = timedelta(minutes=1)
_EPOQUE = datetime(1970, 1, 1, tzinfo=UTC)


class CodecReponses:
    """Writes and reads the cookie. One object for the whole service: the key and the dictionary are prepared once.

    The content is compressed with the vocabulary as a preset dictionary, then sealed with AES-GCM. What is sealed
    binds the cookie's name, the format and that dictionary: a value moved under another name, or written by a service
    with another vocabulary, cannot be opened.
    """

    def __init__(
        self,
        cle: bytes,
        faits: Mapping[str, Fait],
        ids: Iterable[str],
        *,
        vaccins: Iterable[str] = (),
        soins: Iterable[str] = (),
        questions: Iterable[str] = (),
    ) -> None:
        self._coffre = AESGCM(cle)
        self._faits = faits
        self._dictionnaire = _questions(questions) + _dictionary(faits, ids, vaccins, soins)
        self._associees = b"%s;%d;%s" % (NOM.encode(), FORMAT, sha256(self._dictionnaire).digest())

    def seal(self, dossier: Dossier, le: datetime) -> str:
        """Give the cookie's value; TropDeReponses when a browser could not keep it."""
        paquets = [_pack(personne, le.date()) for personne in dossier.personnes]
        contenu: dict[str, Any] = {"le": _minutes(le), "a": dossier.actif, "c": dossier.crees, "p": paquets}
        if dossier.accord is not None:
            contenu["k"] = _pack_accord(dossier.accord)
        presse = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=self._dictionnaire)
        clair = presse.compress(orjson.dumps(contenu)) + presse.flush()
        nonce = os.urandom(_NONCE)
        scelle = nonce + self._coffre.encrypt(nonce, clair, self._associees)
        valeur = base64.urlsafe_b64encode(scelle).rstrip(b"=").decode("ascii")
        if len(NOM) + 1 + len(valeur) + len(ATTRIBUTS_ACCORD) > OCTETS_MAX:
            raise TropDeReponses
        return valeur

    def open(self, valeur: str, le: datetime) -> Dossier:
        """Read the value back; ReponsesIllisibles when it was altered, is too old or comes from another version."""
        if len(valeur) > OCTETS_MAX:
            raise ReponsesIllisibles
        try:
            scelle = base64.urlsafe_b64decode(valeur + "=" * (-len(valeur) % 4))
            clair = self._coffre.decrypt(scelle[:_NONCE], scelle[_NONCE:], self._associees)
            detendu = zlib.decompressobj(-zlib.MAX_WBITS, zdict=self._dictionnaire).decompress(clair, _BRUT_MAX)
            contenu = orjson.loads(detendu)
            age = (_minutes(le) - contenu["le"]) * _MINUTE
            accord = _unpack_accord(contenu["k"]) if "k" in contenu else None
            if not -AVANCE_TOLEREE <= age <= (GARDE if accord is None else DUREE_ACCORD):
                raise ReponsesIllisibles
            personnes = tuple(_unpack(paquet, le.date(), self._faits) for paquet in contenu["p"])
            return Dossier(personnes, contenu["a"], contenu["c"], accord)
        except (InvalidTag, ValueError, KeyError, TypeError, zlib.error, ValidationError):
            raise ReponsesIllisibles from None

    def set_cookie(self, dossier: Dossier, le: datetime) -> str:
        """Give the whole Set-Cookie header: it ends with the browser's session, unless the person agreed to more."""
        return f"{NOM}={self.seal(dossier, le)}{ATTRIBUTS if dossier.accord is None else ATTRIBUTS_ACCORD}"

    @staticmethod
    def clear_cookie() -> str:
        """Give the Set-Cookie header that erases."""
        return f"{NOM}={ATTRIBUTS}; Max-Age=0"


def _pack(personne: EtatNavigateur, au: date) -> dict[str, Any]:
    """Everything kept of one person here; the self-questionnaire is in this cookie alone, never in a carnet."""
    paquet = pack_personne(personne, au)
    return {**paquet, "b": pack_reponses(personne.questionnaire)} if personne.questionnaire else paquet


def _unpack(paquet: dict[str, Any], au: date, faits: Mapping[str, Fait]) -> EtatNavigateur:
    personne = unpack_personne(paquet, au, faits)
    return replace(personne, questionnaire=unpack_reponses(paquet["b"])) if "b" in paquet else personne


def _questions(questions: Iterable[str]) -> bytes:
    """The questions of the bilan and the answers they often get."""
    valeurs = ("rarement", "tous-les-jours", "certains-jours", "ne-dis-pas", "ne-sais-pas", "jamais", "souvent")
    mots = [f'":"{valeur}","' for valeur in (*valeurs, "parfois", "oui", "non")]
    return "".join([f',"{question}":"non"' for question in sorted(questions)] + mots).encode("utf-8")


def _minutes(instant: datetime) -> int:
    return int(instant.timestamp()) // 60


def _dictionary(faits: Mapping[str, Fait], ids: Iterable[str], vaccins: Iterable[str], soins: Iterable[str]) -> bytes:
    """Everything a profile may repeat, the most frequent last: the compressor reaches the end at the least cost."""
    actes = "".join(f'{{"id":"{id_}","le":"20' for id_ in sorted(ids))
    depenses = "".join(f'],["{id_}",2' for id_ in sorted(soins))
    reponses = "".join(f'"{nom}":true,' for nom in sorted(faits))
    cadre = (
        '"dernieres_regles":"20","terme_prevu":"20","nombre_faits":{"historique":[],"departement":"'
        '},"d":{"x":1,"s":["":false,"":false,"le":2,"a":0,"c":1,"p":[{"f":{"date_naissance":"19","sexe":"F",'
        '"sexe":"M","reponses":{"},"q":1,"i":1,"n":"'
    )
    doses = "".join(f'"{code} 20' for code in sorted(vaccins))
    return (depenses + doses + actes + reponses + cadre).encode("utf-8")


def _pack_accord(accord: ActeConsentement) -> list[Any]:
    return [accord.version, accord.empreinte, accord.mode, int(accord.le.timestamp())]


def _unpack_accord(paquet: list[Any]) -> ActeConsentement:
    version, empreinte, mode, le = paquet
    return ActeConsentement(
        Finalite.GARDER_ICI, Geste.DONNE, int(version), str(empreinte), str(mode), _EPOQUE + timedelta(seconds=le)
    )
