"""Packs what is kept of one person into JSON values, and reads it back. Encrypts nothing and stores nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.dates import DateApprochee, parse_date_approchee
from app.domain.depenses import Depenses
from app.domain.dossier import EtatNavigateur
from app.domain.faits import Fait
from app.domain.profil import Profil
from app.domain.vaccination_dossier import Vaccination
from app.services.depenses_gardees import pack_depenses, unpack_depenses
from app.services.durees_gardees import merge_durees, split_durees


def pack_personne(personne: EtatNavigateur, au: date) -> dict[str, Any]:
    """What is kept of one person, durations as their first day; not the self-questionnaire, for the cookie alone."""
    stables, debuts = split_durees(personne.profil.reponses, au)
    profil = personne.profil.model_copy(update={"reponses": stables})
    paquet: dict[str, Any] = {"f": profil.model_dump(mode="json", exclude_defaults=True)}
    if debuts:
        paquet["d"] = debuts
    if personne.personnel:
        paquet["x"] = 1
    if personne.proche:
        paquet["q"] = 1
    if personne.numero:
        paquet["i"] = personne.numero
    if personne.nom:
        paquet["n"] = personne.nom
    if personne.commune:
        paquet["c"] = personne.commune
    if personne.vaccinations:
        paquet["v"] = [f"{dose.vaccin} {dose.le.texte}" for dose in personne.vaccinations]
    if personne.maladies:
        paquet["m"] = [f"{nom} {le.texte}" for nom, le in personne.maladies]
    if personne.depenses != Depenses():
        paquet["e"] = pack_depenses(personne.depenses)
    return paquet


def unpack_personne(paquet: dict[str, Any], au: date, faits: Mapping[str, Fait]) -> EtatNavigateur:
    """The same person on another day; ValueError, KeyError or TypeError when it is not one of ours."""
    profil = paquet["f"]
    if "d" in paquet:
        debuts = {fait: date.fromisoformat(jour) for fait, jour in paquet["d"].items()}
        profil["reponses"] = merge_durees(profil.get("reponses", {}), debuts, au, faits)
    return EtatNavigateur(
        profil=Profil.model_validate(profil),
        personnel="x" in paquet,
        nom=paquet.get("n", ""),
        proche="q" in paquet,
        numero=paquet.get("i", 0),
        commune=paquet.get("c", ""),
        vaccinations=tuple(_dose(dose) for dose in paquet.get("v", ())),
        maladies=tuple(_maladie(maladie) for maladie in paquet.get("m", ())),
        depenses=unpack_depenses(paquet["e"]) if "e" in paquet else Depenses(),
    )


def _dose(texte: str) -> Vaccination:
    vaccin, _, le = texte.partition(" ")
    return Vaccination(vaccin=vaccin, le=parse_date_approchee(le))


def _maladie(texte: str) -> tuple[str, DateApprochee]:
    nom, _, le = texte.partition(" ")
    return nom, parse_date_approchee(le)
