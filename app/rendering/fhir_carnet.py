"""Writes what a carnet keeps besides its people as FHIR R4, a QuestionnaireResponse a section. Hides nothing.

R4 has resources for messages to send, not for « write to me there »: each fact keeps the name of the JSON copy.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from app.domain.envois import CanalRappel
from app.rendering.mes_donnees_carnet import APPAREIL, Section

Item = dict[str, Any]
_TITRES: Mapping[str, str] = {
    "gestes": "Ce qui a été fait avec le carnet",
    "rappels": "Où et quand écrire à la personne",
    "acces": "Ce qui ouvre le carnet",
    "partages": "Ce que la personne montre",
    "statistiques": "Le mois où la personne est comptée dans les totaux publics",
}


def items_of(nom: str, section: Section) -> list[Item]:
    """The facts of one section, in order."""
    return [
        {"linkId": f"{nom}-{rang}", "text": _TITRES[nom], "item": list(_facts(f"{nom}-{rang}", ligne))}
        for rang, ligne in enumerate(section)
    ]


def _facts(lien: str, ligne: Mapping[str, object]) -> Iterator[Item]:
    for cle, valeur in ligne.items():
        ici = f"{lien}:{cle}"
        if isinstance(valeur, list | tuple):
            for rang, sous in enumerate(valeur):
                dedans = {"item": list(_facts(f"{ici}-{rang}", sous))} if isinstance(sous, Mapping) else _said(sous)
                yield {"linkId": f"{ici}-{rang}", "text": _words(cle)} | dedans
        elif valeur is not None and valeur != "":
            un_appareil = cle == "adresse" and ligne.get("canal") == CanalRappel.PUSH
            yield {"linkId": ici, "text": _words(cle)} | _said(APPAREIL if un_appareil else valeur)


def _words(cle: str) -> str:
    return cle.replace("_", " ")


def _said(valeur: object) -> Item:
    return {"answer": [_answer(valeur)]}


def _answer(valeur: object) -> Item:
    if isinstance(valeur, bool):
        return {"valueBoolean": valeur}
    if isinstance(valeur, int):
        return {"valueInteger": valeur}
    texte = str(valeur)
    for genre, lit in (("valueDate", date.fromisoformat), ("valueDateTime", datetime.fromisoformat)):
        try:
            lit(texte)
        except ValueError:
            continue
        return {genre: texte}
    return {"valueString": texte}
