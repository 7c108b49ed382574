"""Follows what a FHIR slot refers to: its schedule, who receives, the place. Reads no time and decides no offer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.domain.agenda_recu import AgendaRefuse, Receveur, faute_de_nom, read_profession
from app.domain.creneaux import Profession
from app.domain.fhir_recu import (
    Concept,
    Entree,
    HealthcareService,
    Illisible,
    Location,
    Practitioner,
    PractitionerRole,
    Renvoi,
    Schedule,
    read_part,
)
from app.domain.rendez_vous import clean_texte

#: The national list of health professions, under both of its names, and the four that may do the bilan.
LISTES_DE_PROFESSIONS = ("TRE-G15-ProfessionSante", "urn:oid:1.2.250.1.71.1.2.7")
PROFESSIONS: Mapping[str, Profession] = {
    "10": Profession.MEDECIN,
    "21": Profession.PHARMACIEN,
    "50": Profession.SAGE_FEMME,
    "60": Profession.INFIRMIER,
}


class Ou(NamedTuple):
    """A place as the bundle says it; `cle` is the same for two resources about one place, empty when none is said."""

    cle: tuple[str, ...] = ()
    numeros: tuple[str, ...] = ()
    systemes: tuple[str, ...] = ()
    code_postal: str = ""


class Lui(NamedTuple):
    """Who receives, and where."""

    qui: Receveur
    ou: Ou


class Dossier:
    """The resources of one bundle, found by what others call them."""

    def __init__(self, entrees: Sequence[Entree], qui: Receveur | None, profession: Profession | None) -> None:
        self._qui, self._profession = qui, profession
        self._par_adresse: dict[str, Entree] = {}
        self._par_nom: dict[str, Entree | None] = {}
        self._lus: dict[int, Lui | Illisible] = {}
        for entree in entrees:
            adresse, nom = entree.fullUrl, f"{entree.genre}/{entree.resource.get('id')}"
            if adresse and self._par_adresse.setdefault(adresse, entree) is not entree:
                raise AgendaRefuse("Deux ressources ont la même adresse (fullUrl). Rien n'a changé. Corrigez-le.")
            # Two servers may use one short name: then it names nobody.
            self._par_nom[nom] = None if nom in self._par_nom else entree

    def who(self, slot: Entree, renvoi: Renvoi) -> Lui:
        """Whose slot it is; each schedule is read once."""
        agenda = self._follow(renvoi, slot, "Slot.schedule")
        if agenda.genre != "Schedule":
            raise Illisible("Slot.schedule : il ne désigne pas un Schedule")
        lu = self._lus.get(id(agenda.resource))
        if lu is None:
            try:
                lu = self._read(agenda)
            except Illisible as faute:
                lu = faute
            self._lus[id(agenda.resource)] = lu
        if isinstance(lu, Illisible):
            raise Illisible(str(lu))
        return lu

    def _read(self, agenda: Entree) -> Lui:
        lu = read_part(Schedule, agenda.resource, "Schedule")
        if not lu.active:
            raise Illisible("Schedule.active : cet agenda ne sert plus")
        personnes: list[Entree] = []
        professions: list[Concept] = []
        lieux: list[tuple[Renvoi, Entree]] = []
        for acteur in lu.actor:
            vise = self._follow(acteur, agenda, "Schedule.actor")
            if vise.genre == "Practitioner":
                personnes.append(vise)
            elif vise.genre == "PractitionerRole":
                role = read_part(PractitionerRole, vise.resource, "PractitionerRole")
                professions += role.code
                lieux += [(renvoi, vise) for renvoi in role.location]
                if role.practitioner.reference:
                    personnes.append(self._follow(role.practitioner, vise, "PractitionerRole.practitioner"))
            elif vise.genre == "HealthcareService":
                service = read_part(HealthcareService, vise.resource, "HealthcareService")
                lieux += [(renvoi, vise) for renvoi in service.location]
            elif vise.genre == "Location":
                lieux.append((acteur, agenda))
        return Lui(self._person(personnes, professions), self._place(lieux))

    def _person(self, personnes: Iterable[Entree], professions: Sequence[Concept]) -> Receveur:
        eux = list({id(p.resource): p for p in personnes}.values())
        if len(eux) > 1:
            raise Illisible("Schedule.actor : plusieurs personnes, envoyez un Schedule par personne")
        if not eux:
            if self._qui is None:
                raise Illisible("qui reçoit : le Schedule ne désigne pas de Practitioner")
            return self._qui
        lui = read_part(Practitioner, eux[0].resource, "Practitioner")
        if not lui.name:
            raise Illisible("Practitioner.name : écrivez qui reçoit")
        nom, prenom = lui.name[0].family or lui.name[0].text, " ".join(lui.name[0].given) if lui.name[0].family else ""
        if faute := faute_de_nom(prenom, nom):
            raise Illisible(faute)
        dites = set(_professions(professions)) or set(_professions(q.code for q in lui.qualification))
        profession = self._profession if not dites else next(iter(dites)) if len(dites) == 1 else None
        if profession is None:
            raise Illisible("profession : une seule de celles du bilan, dans PractitionerRole.code (TRE_G15)")
        return Receveur(clean_texte(prenom), clean_texte(nom), profession)

    def _place(self, renvois: Iterable[tuple[Renvoi, Entree]]) -> Ou:
        lieux = {self._one_place(renvoi, depuis) for renvoi, depuis in renvois if renvoi.reference}
        if len(lieux) > 1:
            raise Illisible("lieu : le Schedule en désigne plusieurs, envoyez un Schedule par lieu")
        return lieux.pop() if lieux else Ou()

    def _one_place(self, renvoi: Renvoi, depuis: Entree) -> Ou:
        trouve = self._find(renvoi, depuis)
        if trouve is None:
            # A place that stays at its owner's is still another place than those we know.
            return Ou((renvoi.reference,))
        lieu = read_part(Location, trouve.resource, "Location")
        numeros = tuple(sorted({n.value for n in lieu.identifier if n.value}))
        adresse = (*lieu.address.line, lieu.address.postalCode, lieu.address.city)
        cle = numeros or (adresse if any(adresse) else (renvoi.reference,))
        connus = (*numeros, lieu.id.removeprefix("urn:uuid:"))
        numeros_bruts = tuple(numero.replace("-", "").lower() for numero in connus)
        return Ou(cle, numeros_bruts, tuple(sorted({n.system for n in lieu.identifier})), lieu.address.postalCode)

    def _follow(self, renvoi: Renvoi, depuis: Entree, nom: str) -> Entree:
        trouve = self._find(renvoi, depuis)
        if trouve is None:
            raise Illisible(f"{nom} : ce qu'il désigne n'est pas dans le bundle")
        return trouve

    def _find(self, renvoi: Renvoi, depuis: Entree) -> Entree | None:
        """By the rules of a bundle: contained, then by address, then beside the one that refers, then by name."""
        cible = renvoi.reference.partition("/_history/")[0]
        if cible.startswith("#"):
            return _contained(depuis, cible[1:])
        base = depuis.fullUrl.rsplit("/", 2)[0]
        for adresse in (cible, f"{base}/{cible}"):
            if adresse in self._par_adresse:
                return self._par_adresse[adresse]
        return self._par_nom.get(cible)


def _contained(depuis: Entree, nom: str) -> Entree | None:
    dedans = depuis.resource.get("contained")
    for partie in dedans if isinstance(dedans, list) else []:
        if isinstance(partie, dict) and nom and partie.get("id") == nom:
            # The very same object each time: it is known by its identity.
            return Entree.model_construct(resource=partie)
    return None


def _professions(concepts: Iterable[Concept]) -> Iterable[Profession]:
    for concept in concepts:
        for codage in concept.coding:
            if codage.code in PROFESSIONS and any(liste in codage.system for liste in LISTES_DE_PROFESSIONS):
                yield PROFESSIONS[codage.code]
        if (dite := read_profession(concept.text)) is not None:
            yield dite
