"""Holds the copy a person takes away: everything kept of each person, in one document, and its way back. No web here.

The model is the schema: a field that is kept and missing here fails a test, so that nothing stays behind unsaid.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.carnet import DOSES_MAX, MALADIES_MAX
from app.domain.dates import DateApprochee
from app.domain.depenses import LIBELLE_MAX, LIGNES_MAX, QUANTITE_MAX, Couverture, Depense, Depenses
from app.domain.dossier import NOM_MAX, PERSONNES_MAX, Dossier, EtatNavigateur, clean_nom
from app.domain.profil import Profil
from app.domain.vaccination_dossier import Vaccination

FORMAT: Literal["mon-budget-sante/copie/1"] = "mon-budget-sante/copie/1"
_STRICT = ConfigDict(frozen=True, extra="forbid")
Id = Annotated[str, Field(max_length=80)]
Mot = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,24}$")]


class DoseCopiee(BaseModel):
    """One vaccine received."""

    model_config = _STRICT

    vaccin: Id
    le: DateApprochee


class MaladieCopiee(BaseModel):
    """An illness that moves a vaccine."""

    model_config = _STRICT

    maladie: Id
    le: DateApprochee


class DepenseCopiee(BaseModel):
    """One line of the year; the price of one act, as text, when it was said."""

    model_config = _STRICT

    le: date
    acte: Id = ""
    libelle: Annotated[str, Field(max_length=LIBELLE_MAX)] = ""
    quantite: Annotated[int, Field(ge=1, le=QUANTITE_MAX)] = 1
    prix: Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)] | None = None


class PersonneCopiee(BaseModel):
    """One person, whole."""

    model_config = _STRICT

    numero: Annotated[int, Field(ge=0, le=9999)]
    nom: Annotated[str, Field(max_length=NOM_MAX)] = ""
    proche: bool = False
    personnel: bool = False
    profil: Profil
    vaccinations: Annotated[tuple[DoseCopiee, ...], Field(max_length=DOSES_MAX)] = ()
    maladies: Annotated[tuple[MaladieCopiee, ...], Field(max_length=MALADIES_MAX)] = ()
    depenses: Annotated[tuple[DepenseCopiee, ...], Field(max_length=LIGNES_MAX)] = ()
    couverture: Couverture = Couverture.INCONNUE
    questionnaire: Annotated[dict[Mot, Mot], Field(max_length=120)] = {}
    #: Told, and not brought back: it has its own consent.
    commune: Annotated[str, Field(max_length=80)] = ""


class Copie(BaseModel):
    """The whole copy. What was agreed to and done is told, and never read back."""

    model_config = _STRICT

    format: Literal["mon-budget-sante/copie/1"] = FORMAT
    le: datetime
    personnes: Annotated[tuple[PersonneCopiee, ...], Field(max_length=PERSONNES_MAX)]
    accords: tuple[Mapping[str, Any], ...] = ()
    gestes: tuple[Mapping[str, Any], ...] = ()
    rappels: tuple[Mapping[str, Any], ...] = ()
    acces: tuple[Mapping[str, Any], ...] = ()
    partages: tuple[Mapping[str, Any], ...] = ()
    compte_en: str | None = None


def copy_of(personne: EtatNavigateur) -> PersonneCopiee:
    """One person as they leave."""
    return PersonneCopiee(
        numero=personne.numero,
        nom=personne.nom,
        proche=personne.proche,
        personnel=personne.personnel,
        profil=personne.profil,
        vaccinations=tuple(DoseCopiee(vaccin=dose.vaccin, le=dose.le) for dose in personne.vaccinations),
        maladies=tuple(MaladieCopiee(maladie=nom, le=le) for nom, le in personne.maladies),
        depenses=tuple(
            DepenseCopiee(le=d.le, acte=d.acte, libelle=d.libelle, quantite=d.quantite, prix=d.prix)
            for d in personne.depenses.lignes
        ),
        couverture=personne.depenses.couverture,
        questionnaire=dict(personne.questionnaire),
        commune=personne.commune,
    )


def read_copie(brut: bytes, connus: Mapping[str, frozenset[str]]) -> Dossier | None:
    """The people of a copy, or None when it is not one of ours.

    `connus` are the words this service knows (faits, conseils, vaccins, actes, answers of the
    questionnaire): a copy never brings others in.
    """
    try:
        copie = Copie.model_validate_json(brut)
    except (ValidationError, ValueError, RecursionError):
        return None
    personnes = tuple(_read(personne) for personne in sorted(copie.personnes, key=lambda p: p.numero))
    numeros = [personne.numero for personne in personnes]
    en_ordre = all(personne.proche is (personne.numero > 0) for personne in personnes)
    if not en_ordre or len(set(numeros)) != len(numeros) or not all(_known(p, connus) for p in personnes):
        return None
    return Dossier(personnes, 0, max(numeros, default=0))


def _read(copie: PersonneCopiee) -> EtatNavigateur:
    return EtatNavigateur(
        profil=copie.profil,
        personnel=copie.personnel,
        nom=clean_nom(copie.nom),
        proche=copie.proche,
        numero=copie.numero,
        vaccinations=tuple(Vaccination(vaccin=dose.vaccin, le=dose.le) for dose in copie.vaccinations),
        maladies=tuple((maladie.maladie, maladie.le) for maladie in copie.maladies),
        depenses=Depenses(
            tuple(Depense(d.le, d.acte, " ".join(d.libelle.split()), d.quantite, d.prix) for d in copie.depenses),
            copie.couverture,
        ),
        questionnaire=tuple(copie.questionnaire.items()),
    )


def _known(personne: EtatNavigateur, connus: Mapping[str, frozenset[str]]) -> bool:
    profil = personne.profil
    conseils = {acte.id for acte in profil.historique} | profil.nombre_faits.keys()
    vaccins = {dose.vaccin for dose in personne.vaccinations}
    actes = {ligne.acte for ligne in personne.depenses.lignes if ligne.acte}
    nommees = all(ligne.acte or (ligne.libelle and ligne.prix is not None) for ligne in personne.depenses.lignes)
    return (
        nommees
        and profil.reponses.keys() <= connus["faits"]
        and conseils <= connus["conseils"]
        and vaccins <= connus["vaccins"]
        and dict(personne.maladies).keys() <= connus["maladies"]
        and actes <= connus["actes"]
        and {" ".join(couple) for couple in personne.questionnaire} <= connus["questionnaire"]
    )
