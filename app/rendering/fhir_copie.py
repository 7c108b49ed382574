"""Writes what is kept of people as a FHIR R4 bundle, for another program to take over. Claims no national profile.

A Patient here has no name, no number and no address. What R4 has no resource for (answers, expenses, illnesses that
move a vaccine) is in QuestionnaireResponse, under the words this site uses. The JSON copy is the one that comes back.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from app.domain.carnet_en_ligne import EtatCarnet
from app.domain.catalogue import Catalogue
from app.domain.consentement import ActeConsentement, Geste
from app.domain.dossier import EtatNavigateur
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from app.rendering.fhir_carnet import items_of
from app.rendering.mes_donnees_carnet import Section, sections_en_json

Ressource = dict[str, Any]
_NOUS = "urn:mon-budget-sante"
_TERMES = "http://terminology.hl7.org/CodeSystem"
_SEXES = {"F": "female", "M": "male"}
#: Statuses R4 has a word for; the others keep ours.
_STATUTS = {
    StatutVaccin.A_FAIRE: "due",
    StatutVaccin.RATTRAPAGE: "due",
    StatutVaccin.EN_RETARD: "overdue",
    StatutVaccin.COMPLET: "complete",
    StatutVaccin.CONTRE_INDIQUE: "contraindicated",
}
_TUS = {StatutVaccin.PAS_INDIQUE, StatutVaccin.AVIS_PROFESSIONNEL, StatutVaccin.POSSIBLE, StatutVaccin.TROP_TARD}


class PersonneFhir(NamedTuple):
    """One person and the forecast of their vaccines."""

    personne: EtatNavigateur
    previsions: tuple[Prevision, ...]


class CarnetFhir(NamedTuple):
    """What was agreed to, and what the open carnet says of itself; None when none is."""

    actes: tuple[ActeConsentement, ...]
    etat: EtatCarnet | None = None


def write_copie_fhir(
    personnes: Sequence[PersonneFhir],
    gardees: CarnetFhir,
    catalogue: Catalogue,
    le: datetime,
) -> Ressource:
    """Everyone, then what was agreed to and the rest of the carnet: one collection."""
    ressources = [ressource for qui in personnes for ressource in _of_person(qui, catalogue, le)]
    lecteur = next((_urn("patient", 0) for qui in personnes if not qui.personne.proche), None)
    ressources += _consents(gardees.actes, catalogue, lecteur)
    ressources += _of_carnet(gardees.etat, lecteur, le) if gardees.etat else ()
    return {
        "resourceType": "Bundle",
        "meta": {"versionId": catalogue.version_contenu[:64], "lastUpdated": _instant(le)},
        "type": "collection",
        "timestamp": _instant(le),
        "entry": [{"fullUrl": f"urn:uuid:{ressource['id']}", "resource": ressource} for ressource in ressources],
    }


def _of_person(qui: PersonneFhir, catalogue: Catalogue, le: datetime) -> Iterator[Ressource]:
    personne = qui.personne
    naissance = personne.profil.date_naissance
    patient: Ressource = {"resourceType": "Patient", "id": _id("patient", personne.numero)}
    if personne.profil.sexe:
        patient["gender"] = _SEXES[personne.profil.sexe]
    if naissance:
        patient["birthDate"] = naissance.texte
    yield patient
    sujet = {"reference": _urn("patient", personne.numero)}
    for nom, lignes in _questionnaires(personne, catalogue):
        if lignes:
            yield _responses(nom, personne.numero, lignes, le) | {"subject": sujet}
    for rang, dose in enumerate(personne.vaccinations):
        code = catalogue.vaccins.codes.get(dose.vaccin)
        yield {
            "resourceType": "Immunization",
            "id": _id(f"dose-{rang}", personne.numero),
            "status": "completed",
            "vaccineCode": _concept("vaccins", dose.vaccin, code.libelle if code else dose.vaccin),
            "patient": sujet,
            "occurrenceDateTime": dose.le.texte,
            "primarySource": False,
            "reportOrigin": {"text": "Noté par la personne elle-même"},
        }
    lignes = [_recommendation(p) for p in qui.previsions if p.statut not in _TUS and not p.a_preciser]
    if lignes:
        yield {
            "resourceType": "ImmunizationRecommendation",
            "id": _id("calendrier", personne.numero),
            "patient": sujet,
            "date": _instant(le),
            "recommendation": lignes,
        }


def _of_carnet(etat: EtatCarnet, lecteur: str | None, le: datetime) -> Iterator[Ressource]:
    """What the carnet keeps besides its people, under the names of the JSON copy."""
    compte: Section = ({"compte_en": etat.compte_en},) if etat.compte_en else ()
    for nom, section in (*sections_en_json(etat).items(), ("statistiques", compte)):
        if section:
            sujet = {"subject": {"reference": lecteur}} if lecteur else {}
            yield _responses(nom, 0, items_of(nom, section), le) | sujet


def _responses(nom: str, numero: int, lignes: list[Ressource], le: datetime) -> Ressource:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": _id(nom, numero),
        "questionnaire": f"{_NOUS}:{nom}",
        "status": "completed",
        "authored": _instant(le),
        "item": lignes,
    }


def _recommendation(prevision: Prevision) -> Ressource:
    statut = _STATUTS.get(prevision.statut)
    systeme = f"{_TERMES}/immunization-recommendation-status" if statut else f"{_NOUS}:statut-vaccin"
    ligne: Ressource = {
        "vaccineCode": [_concept("lignes-vaccinales", prevision.ligne.id, prevision.ligne.normal.titre)],
        "forecastStatus": {"coding": [{"system": systeme, "code": statut or prevision.statut.value}]},
        "description": "Règles publiques françaises, sans avis d'un professionnel.",
    }
    criteres = (
        ("30980-7", "Date vaccine due", prevision.date_conseillee),
        ("30981-5", "Earliest date to give", prevision.au_plus_tot),
        ("59778-1", "Date when overdue for immunization", prevision.en_retard_depuis),
        ("59777-3", "Latest date to give immunization", prevision.date_limite),
    )
    dates = [
        {"code": {"coding": [{"system": "http://loinc.org", "code": code, "display": dit}]}, "value": jour.isoformat()}
        for code, dit, jour in criteres
        if jour is not None
    ]
    if dates:
        ligne["dateCriterion"] = dates
    if prevision.dose:
        ligne["doseNumberPositiveInt"] = prevision.dose
    if prevision.doses_prevues:
        ligne["seriesDosesPositiveInt"] = prevision.doses_prevues
    return ligne


def _questionnaires(personne: EtatNavigateur, catalogue: Catalogue) -> Iterator[tuple[str, list[Ressource]]]:
    yield "reponses", list(_answers(personne, catalogue))
    yield "historique", list(_history(personne, catalogue))
    yield "maladies", [_item(nom, nom, {"valueDate": le.texte}) for nom, le in personne.maladies]
    questions = {question.id: question for theme in catalogue.themes_du_bilan for question in theme.questions}
    yield (
        "bilan-prevention",
        [
            _item(id_, questions[id_].normal if id_ in questions else id_, {"valueString": valeur})
            for id_, valeur in personne.questionnaire
        ],
    )
    yield "depenses", list(_expenses(personne, catalogue))


def _answers(personne: EtatNavigateur, catalogue: Catalogue) -> Iterator[Ressource]:
    profil = personne.profil
    if profil.departement:
        yield _item("departement", "Département", {"valueString": profil.departement})
    if personne.commune:
        yield _item("commune", "Commune retenue", {"valueString": personne.commune})
    if profil.dernieres_regles:
        yield _item("dernieres_regles", "Dernières règles", _day(profil.dernieres_regles))
    if profil.terme_prevu:
        yield _item("terme_prevu", "Terme prévu", _day(profil.terme_prevu))
    if personne.personnel:
        yield _item("questions_personnelles", "Questions personnelles ouvertes", {"valueBoolean": True})
    for nom, valeur in profil.reponses.items():
        fait = catalogue.faits.get(nom)
        libelle = fait.question.question if fait and fait.question else nom.replace("_", " ")
        yield _item(nom, libelle, _answer(valeur))


def _history(personne: EtatNavigateur, catalogue: Catalogue) -> Iterator[Ressource]:
    for acte in personne.profil.historique:
        yield _item(acte.id, catalogue.titre_du_fait(acte.id), {"valueDate": acte.le.texte})
    for id_, nombre in personne.profil.nombre_faits.items():
        yield _item(f"{id_}:nombre", "Nombre en tout", {"valueInteger": nombre})


def _expenses(personne: EtatNavigateur, catalogue: Catalogue) -> Iterator[Ressource]:
    couverture = personne.depenses.couverture
    if couverture.value != "inconnue":
        yield _item("couverture", "Complémentaire santé", {"valueString": couverture.value})
    for rang, ligne in enumerate(personne.depenses.lignes):
        acte = catalogue.bareme.actes.get(ligne.acte)
        details = [_item(f"depense-{rang}:le", "Date", _day(ligne.le))]
        details.append(_item(f"depense-{rang}:quantite", "Nombre", {"valueInteger": ligne.quantite}))
        if ligne.prix is not None:
            details.append(_item(f"depense-{rang}:prix", "Prix en euros", {"valueDecimal": float(ligne.prix)}))
        libelle = acte.normal.libelle if acte else ligne.libelle or ligne.acte
        yield {"linkId": f"depense-{rang}", "text": libelle, "item": details}


def _consents(actes: tuple[ActeConsentement, ...], catalogue: Catalogue, lecteur: str | None) -> Iterator[Ressource]:
    derniers = {acte.finalite: rang for rang, acte in enumerate(actes)}
    for rang, acte in enumerate(actes):
        oui, vaut = acte.geste is Geste.DONNE, derniers[acte.finalite] == rang
        accord = catalogue.consentements.get(acte.finalite)
        titre = accord.versions[acte.version - 1].normal.titre if accord else acte.finalite
        consent: Ressource = {
            "resourceType": "Consent",
            "id": _id(f"accord-{rang}", 0),
            "status": ("active" if oui else "rejected") if vaut else "inactive",
            "scope": {"coding": [{"system": f"{_TERMES}/consentscope", "code": "patient-privacy"}]},
            "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
            "dateTime": _instant(acte.le),
            "policy": [{"uri": f"{_NOUS}:accord:{acte.finalite}:{acte.version}:{acte.empreinte}"}],
            "policyRule": {
                "text": f"{titre} (version {acte.version}, {acte.geste}, {acte.mode}, {acte.canal}, {acte.auteur})"
            },
            "provision": {"type": "permit" if oui else "deny"},
        }
        if lecteur:
            consent["patient"] = {"reference": lecteur}
        yield consent


def _item(lien: str, texte: str, reponse: Ressource) -> Ressource:
    item: Ressource = {"linkId": lien, "text": texte}
    return item | ({"answer": [reponse]} if reponse else {})


def _answer(valeur: float | bool | None) -> Ressource:
    """An answer somebody chose not to give has no value."""
    if valeur is None:
        return {}
    if isinstance(valeur, bool):
        return {"valueBoolean": valeur}
    return {"valueInteger": valeur} if isinstance(valeur, int) else {"valueDecimal": valeur}


def _day(jour: date) -> Ressource:
    return {"valueDate": jour.isoformat()}


def _concept(systeme: str, code: str, dit: str) -> Ressource:
    return {"coding": [{"system": f"{_NOUS}:{systeme}", "code": code, "display": dit}], "text": dit}


def _id(quoi: str, numero: int) -> str:
    """A number of this bundle alone: it names nobody elsewhere, and is the same in two copies."""
    return str(UUID(bytes=sha256(f"{quoi};{numero}".encode()).digest()[:16], version=4))


def _urn(quoi: str, numero: int) -> str:
    return f"urn:uuid:{_id(quoi, numero)}"


def _instant(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
