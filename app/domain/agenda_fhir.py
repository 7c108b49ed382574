"""Reads a FHIR bundle as openings: each free Slot is one range, of whoever its Schedule names. No base, no network.

Lines in = lines kept + lines refused: each Slot is a line, under its rank in the bundle. What we cannot follow (who
receives, where, when) is refused, never guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.agenda import Occupation, Ouverture, Periode, is_sure
from app.domain.agenda_recu import (
    DUREE_MAX,
    DUREE_MIN,
    LIEU_ETRANGER,
    LIGNES_MAX,
    AgendaLu,
    AgendaRefuse,
    LigneRecue,
    LigneRefusee,
    Modele,
    Receveur,
    read_modele,
)
from app.domain.creneaux import LieuVu, Profession
from app.domain.fhir_recu import Bundle, Concept, Entree, Illisible, Slot, read_part
from app.domain.fhir_renvois import Dossier, Lui
from app.domain.json_strict import decode_json

#: What says, in `Location.identifier`, which of our places this is.
SYSTEME_LIEU = "urn:mon-budget-sante:lieu"
TYPES_DE_CRENEAU = "TRE-R314-TypeCreneau"
_TYPES = frozenset({"searchset", "collection"})
#: Read for what slots refer to, or harmless: not lines.
_A_COTE = frozenset({
    "Schedule", "Practitioner", "PractitionerRole", "Location", "HealthcareService", "Organization", "OperationOutcome",
})  # fmt: skip
_DE_PATIENTS = frozenset({
    "Patient", "RelatedPerson", "Person", "Appointment", "AppointmentResponse", "Encounter", "Coverage", "Condition",
    "Observation", "QuestionnaireResponse",
})  # fmt: skip
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_RIEN = "Rien n'a changé."
_ILLISIBLE = f"Ce n'est pas du JSON lisible : UTF-8 sans BOM, chaque clé une fois, pas de NaN. {_RIEN}"


class Defauts(NamedTuple):
    """What is said beside the bundle, for the slots that do not say it."""

    qui: Receveur | None
    profession: Profession | None
    modele: Modele


class _PasPourNous(Illisible):
    """A slot that is well said, and that nobody may book here."""


class _Vu(NamedTuple):
    """A slot that could be followed to somebody, a place and a time."""

    rang: int
    libre: bool
    quand: Periode
    lui: Lui


def read_defauts(donnees: Mapping[str, str]) -> Defauts:
    """Read them from named values, all free; AgendaRefuse says which one is wrong."""
    nom, profession = donnees.get("nom", ""), donnees.get("profession", "")
    fixes = {"nom": nom or "-", "profession": profession or Profession.MEDECIN, "duree": str(DUREE_MIN)}
    modele = read_modele({**donnees, **fixes})
    if nom and not profession:
        raise AgendaRefuse(f"profession : donnez celle de cette personne. {_RIEN}")
    return Defauts(modele.qui if nom else None, modele.qui.profession if profession else None, modele)


def read_fhir(octets: bytes, lieux: Mapping[str, LieuVu], defauts: Defauts, lieu: str = "") -> AgendaLu:
    """Every slot, kept or refused; `lieu` is the place of those that name none of ours. AgendaRefuse for the whole."""
    entrees = _entrees(octets)
    dossier = Dossier(entrees, defauts.qui, defauts.profession)
    refusees: list[LigneRefusee] = []
    vus: list[_Vu] = []
    pour_d_autres = lignes = 0
    for rang, entree in enumerate(entrees, 1):
        if entree.genre in _A_COTE:
            continue
        lignes += 1
        try:
            vus.append(_look(rang, entree, dossier))
        except Illisible as faute:
            pour_d_autres += isinstance(faute, _PasPourNous)
            refusees.append(LigneRefusee(rang, str(faute)))
    if lignes > LIGNES_MAX:
        raise AgendaRefuse(f"Ce bundle a plus de {LIGNES_MAX} créneaux. Envoyez moins de jours. {_RIEN}")
    prises = _busy(vu for vu in vus if not vu.libre)
    acceptees: list[LigneRecue] = []
    inconnus = {vu.lui.ou.cle for vu in vus if vu.libre and _ours(vu, lieux) is None and vu.lui.ou.cle}
    nommes = {_ours(vu, lieux) for vu in vus if vu.libre} - {None}
    plusieurs = len(inconnus) + bool(nommes) > 1
    for vu in vus:
        try:
            ou = _where(vu, lieux, lieu, plusieurs=plusieurs)
            acceptees.append(_line(vu, lieux[ou], prises, defauts.modele))
        except Illisible as faute:
            pour_d_autres += isinstance(faute, _PasPourNous)
            refusees.append(LigneRefusee(vu.rang, f"{_said(vu, lieux.get(_ours(vu, lieux) or lieu))} : {faute}"))
    vide = (lieu,) if lieu and not acceptees and pour_d_autres == lignes else ()
    return AgendaLu(tuple(acceptees), tuple(sorted(refusees)), vide)


def _entrees(octets: bytes) -> list[Entree]:
    try:
        bundle = read_part(Bundle, decode_json(octets), "Bundle")
    except ValueError:
        raise AgendaRefuse(_ILLISIBLE) from None
    except Illisible as faute:
        raise AgendaRefuse(f"{faute}. {_RIEN}") from None
    if bundle.resourceType != "Bundle" or bundle.type not in _TYPES:
        raise AgendaRefuse(f"Nous lisons un Bundle de type searchset ou collection. {_RIEN}")
    genres = [entree.genre for entree in bundle.entry]
    if _DE_PATIENTS & {*genres, *(nom for entree in bundle.entry for nom in _contained(entree))}:
        raise AgendaRefuse(
            "Ce bundle parle de patients ou de rendez-vous pris. N'envoyez que des agendas : nous n'avons rien gardé. "
            + _RIEN
        )
    if any(entree.genre == "OperationOutcome" and _is_failure(entree) for entree in bundle.entry):
        raise AgendaRefuse(f"La source dit elle-même que sa réponse est en erreur. {_RIEN}")
    if any(lien.relation == "next" for lien in bundle.link) or (bundle.total or 0) > genres.count("Slot"):
        raise AgendaRefuse(f"Ce bundle n'est qu'une page d'une réponse plus longue. Envoyez-la entière. {_RIEN}")
    return bundle.entry


def _contained(entree: Entree) -> Iterator[str]:
    dedans = entree.resource.get("contained")
    for partie in dedans if isinstance(dedans, list) else []:
        if isinstance(partie, dict) and isinstance(partie.get("resourceType"), str):
            yield partie["resourceType"]


def _is_failure(entree: Entree) -> bool:
    dits = entree.resource.get("issue")
    parties = [dit for dit in dits if isinstance(dit, dict)] if isinstance(dits, list) else []
    return any(dit.get("severity") in ("error", "fatal") for dit in parties)


def _look(rang: int, entree: Entree, dossier: Dossier) -> _Vu:
    """Follow one slot to somebody; busy ones too, since they take time from the free ones."""
    if entree.genre != "Slot":
        raise Illisible("cette entrée n'est pas un créneau ni ce qu'il désigne : nous ne la lisons pas")
    slot = read_part(Slot, entree.resource, "Slot")
    debut, fin = (_instant(brut, nom) for brut, nom in ((slot.start, "start"), (slot.end, "end")))
    if fin <= debut:
        raise Illisible("end : il doit venir après start")
    if slot.status == "entered-in-error":
        raise _PasPourNous("status entered-in-error : la source le dit écrit par erreur")
    libre = slot.status == "free"
    if libre:
        _check_offer(slot)
    return _Vu(rang, libre, Periode(debut, fin), dossier.who(entree, slot.schedule))


def _check_offer(slot: Slot) -> None:
    """Refuse what is free, but for others than the people who book here."""
    publics = {c.code for c in slot.meta.security if TYPES_DE_CRENEAU in c.system}
    if publics and "PUBLIC" not in publics:
        raise _PasPourNous("type de créneau : il n'est pas ouvert au public (PUBLIC)")
    if "WALKIN" in _codes([slot.appointmentType], "0276"):
        raise _PasPourNous("appointmentType WALKIN : ici les gens réservent une heure")
    if (ou := _codes(slot.serviceType, "v3-ActCode")) and "AMB" not in ou:
        raise _PasPourNous("serviceType : à distance ou à domicile seulement, et ici les gens viennent sur place (AMB)")


def _codes(concepts: Iterable[Concept], liste: str) -> set[str]:
    return {codage.code for concept in concepts for codage in concept.coding if liste in codage.system}


def _instant(brut: str, nom: str) -> datetime:
    """FHIR's instant: to the second, with its offset; no hour is guessed."""
    lu = None
    if _INSTANT.fullmatch(brut):
        try:
            lu = datetime.fromisoformat(brut).astimezone(UTC)
        except (ValueError, OverflowError):
            lu = None
    if lu is None:
        raise Illisible(f"{nom} : écrivez un instant avec son décalage, comme 2026-12-07T09:00:00+01:00")
    if lu.second or lu.microsecond:
        raise Illisible(f"{nom} : des minutes entières")
    return lu


def _ours(vu: _Vu, lieux: Mapping[str, LieuVu]) -> str | None:
    """The place of ours that the slot names by its number."""
    return next((numero for numero in vu.lui.ou.numeros if numero in lieux), None)


def _where(vu: _Vu, lieux: Mapping[str, LieuVu], lieu: str, *, plusieurs: bool) -> str:
    """The place of a slot; Illisible when it could be another one than the one people would go to."""
    ou, notre = vu.lui.ou, _ours(vu, lieux)
    if notre is not None:
        if lieu and notre != lieu:
            raise Illisible("lieu : ce n'est pas celui de cette adresse")
        return notre
    if SYSTEME_LIEU in ou.systemes:
        raise Illisible(LIEU_ETRANGER)
    if not lieu:
        raise Illisible(f"lieu : donnez son numéro dans Location.identifier, système {SYSTEME_LIEU}")
    if ou.cle and plusieurs:
        raise Illisible(f"lieu : il y en a plusieurs, donnez son numéro (Location.identifier, {SYSTEME_LIEU})")
    if ou.code_postal and ou.code_postal != lieux[lieu].code_postal:
        raise Illisible("lieu : son code postal n'est pas celui du lieu où vous publiez")
    return lieu


def _busy(prises: Iterable[_Vu]) -> dict[Receveur, Occupation]:
    """The time each person has no more, in pieces that do not overlap."""
    eux: dict[Receveur, list[Periode]] = {}
    for vu in sorted(prises, key=lambda vu: vu.quand):
        siennes = eux.setdefault(vu.lui.qui, [])
        if siennes and vu.quand.debut <= siennes[-1].fin:
            siennes[-1] = Periode(siennes[-1].debut, max(siennes[-1].fin, vu.quand.fin))
        else:
            siennes.append(vu.quand)
    return {qui: Occupation(siennes) for qui, siennes in eux.items()}


def _line(vu: _Vu, lieu: LieuVu, prises: Mapping[Receveur, Occupation], modele: Modele) -> LigneRecue:
    """The range of one day, by the hours on the wall there."""
    if not vu.libre:
        raise _PasPourNous("il est pris : seuls les créneaux libres (free) se publient")
    if vu.lui.qui in prises and prises[vu.lui.qui].touche(vu.quand):
        raise _PasPourNous("il est pris en partie, par un autre créneau de la même personne")
    fuseau = ZoneInfo(lieu.fuseau)
    if not (is_sure(vu.quand.debut, fuseau) and is_sure(vu.quand.fin, fuseau)):
        raise Illisible("cette heure existe deux fois cette nuit-là : personne ne saurait quand venir")
    debut, fin = (instant.astimezone(fuseau) for instant in vu.quand)
    duree = vu.quand.fin - vu.quand.debut
    if not DUREE_MIN <= duree.total_seconds() / 60 <= DUREE_MAX:
        raise Illisible(f"durée : de {DUREE_MIN} à {DUREE_MAX} minutes")
    if debut.date() != fin.date():
        raise Illisible("il passe minuit")
    jour, (places, preavis, tranches) = debut.date(), (modele.places, modele.preavis, modele.tranches)
    ouverture = Ouverture(jour.weekday(), debut.time(), fin.time(), duree, places, jour, jour, preavis, tranches)
    return LigneRecue(vu.rang, lieu.id, vu.lui.qui, ouverture, f"{debut:%d/%m/%Y %H:%M}")


def _said(vu: _Vu, lieu: LieuVu | None) -> str:
    """The time of a slot for people, where it is when we know where."""
    ici = vu.quand.debut.astimezone(ZoneInfo(lieu.fuseau) if lieu else UTC)
    return f"{ici:%d/%m/%Y %H:%M}" + ("" if lieu else " UTC")
