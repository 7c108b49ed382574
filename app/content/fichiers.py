"""Opens content files one by one and validates what they hold; every fault is one French line with its file."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from app.content.croisements import plus_proche
from app.content.lecture import a_remplir, read_yaml
from app.domain.accessibilite import Critere, GrilleRgaa, Preuve, ThemeRgaa
from app.domain.actes import Acte, CoutReel, PrixConstate, ReglesActe, Terme, TexteActe, TexteActeFalc
from app.domain.annuaire import GenreDeLieu, GenreFalc, GenreNormal
from app.domain.autoquestionnaire import Choix, Danger, QuestionDuBilan, ThemeDuBilan, ThemeFalc, ThemeNormal
from app.domain.campagnes import Campagne, CampagneFalc, CampagneNormal, JourDuMois, Quand
from app.domain.changements import Changement, RegleAncienne, TexteChangement, TexteChangementFalc
from app.domain.consentement import Accord, TexteDAccord, VersionDAccord
from app.domain.contacts import Contact, ContactFalc, ContactNormal
from app.domain.criteres import Clause, Tous, UnDe
from app.domain.droits import Droit, DroitFalc, DroitNormal
from app.domain.faits import DefinitionFait, QuestionPosee, QuestionProche, Urgence
from app.domain.fiches import (
    Cout,
    Exclusion,
    Fiche,
    FrequenceSelonAge,
    Lecture,
    MotExplique,
    PourQui,
    Source,
    Territoire,
    TexteFalc,
    TexteNormal,
)  # fmt: skip
from app.domain.jalons import Jalon
from app.domain.lieux import LieuDeSoin, LieuFalc, LieuNormal
from app.domain.parametres import Parametre, Valeur
from app.domain.plafonds_c2s import PlafondC2s
from app.domain.reperes import Repere, RepereFalc, RepereNormal
from app.domain.statistiques import GardeDUneTable, Statistiques, TableauPublie
from app.domain.vaccination_codes import (
    CampagneVaccinale,
    CodeVaccin,
    DatesAilleurs,
    ReglagesVaccins,
    RepereVaccinal,
)  # fmt: skip
from app.domain.vaccination_lignes import (
    AvisProfessionnel,
    DelaiSelon,
    DosePrevue,
    DoseTropTot,
    ExclusionVaccin,
    FenetreGrossesse,
    LigneVaccin,
    Obligation,
    PourQuiVaccin,
    Precedent,
    RendezVousFixe,
    SaisonVaccin,
    SchemaVaccinal,
    TexteVaccin,
    TexteVaccinFalc,
)  # fmt: skip

M = TypeVar("M", bound=BaseModel)
U = TypeVar("U", Contact, LieuDeSoin, GenreDeLieu)
C = TypeVar("C", list[Any], dict[Any, Any])

_MODELES: tuple[type[BaseModel], ...] = (
    Fiche, PourQui, Clause, UnDe, Tous, Exclusion, FrequenceSelonAge, TexteNormal, TexteFalc, MotExplique, Cout,
    Territoire, Source, Lecture, QuestionPosee, QuestionProche, Urgence, DefinitionFait, Contact, ContactNormal,
    ContactFalc, Jalon, Accord, VersionDAccord, TexteDAccord, Statistiques, TableauPublie, GardeDUneTable,
    Parametre, Valeur, Acte, TexteActe, TexteActeFalc, Terme, PrixConstate, CoutReel, ReglesActe,
    Campagne, CampagneNormal, CampagneFalc, Quand, JourDuMois, Repere, RepereNormal, RepereFalc,
    Changement, RegleAncienne, TexteChangement, TexteChangementFalc,
    Droit, DroitNormal, DroitFalc, LieuDeSoin, LieuNormal, LieuFalc, PlafondC2s,
    LigneVaccin, PourQuiVaccin, DosePrevue, SchemaVaccinal, Precedent, DelaiSelon, SaisonVaccin, FenetreGrossesse,
    ExclusionVaccin, AvisProfessionnel, DoseTropTot, Obligation, RendezVousFixe, TexteVaccin, TexteVaccinFalc,
    GenreDeLieu, GenreNormal, GenreFalc, ThemeDuBilan, ThemeNormal, ThemeFalc, QuestionDuBilan, Choix, Danger,
    CodeVaccin, CampagneVaccinale, DatesAilleurs, ReglagesVaccins, RepereVaccinal,
    GrilleRgaa, ThemeRgaa, Critere, Preuve,
)  # fmt: skip
_CLES = sorted({nom for modele in _MODELES for nom in modele.model_fields})
#: French for the faults of form, by Pydantic's code; {…} comes from the fault's own context.
_MESSAGES = {
    "missing": "clé obligatoire absente",
    "extra_forbidden": "clé inconnue",
    "string_type": "un texte est attendu (mettez-le entre guillemets)",
    "string_too_short": "le texte est vide",
    "string_too_long": "{max_length} caractères au plus",
    "string_pattern_mismatch": "le texte n'a pas la forme attendue ({pattern})",
    "too_short": "il manque au moins un élément ({min_length} au moins)",
    "literal_error": "une de ces valeurs est attendue : {expected}",
    "less_than_equal": "{le} au plus",
    "greater_than_equal": "{ge} au moins",
    "url_parsing": "une adresse complète est attendue, avec https://",
    "url_scheme": "une adresse en https:// ou http:// est attendue",
    "date_from_datetime_parsing": "une date est attendue, comme 2026-11-22",
    "date_type": "une date est attendue, comme 2026-11-22",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "bool_type": "true ou false est attendu",
    "tuple_type": "une liste est attendue",
    "dict_type": "des clés et leurs valeurs sont attendues",
    "model_type": "des clés et leurs valeurs sont attendues",
    "decimal_parsing": 'un montant est attendu, comme "8.50"',
}
_AUTRE = "cette valeur n'a pas la forme attendue (voyez CONTRIBUTING.md)"


class FichierLu(NamedTuple):
    """A file's raw content, with the name to show and the hash of its bytes."""

    nom: str
    racine: str
    contenu: Any
    empreinte: str


def lire(racine: Path, fichiers: list[Path], problemes: list[str]) -> Iterator[FichierLu]:
    for fichier in fichiers:
        nom = fichier.relative_to(racine).as_posix()
        contenu, faute = read_yaml(fichier)
        vides = list(a_remplir(contenu))
        if faute:
            problemes.append(f"{nom} : {faute}")
        elif vides:  # its other faults are those of an unfinished file
            problemes += [f"{nom} : {chemin} est à remplir" for chemin in vides]
        else:
            yield FichierLu(nom, fichier.stem, contenu, hashlib.sha256(fichier.read_bytes()).hexdigest())


def attendu(forme: type[C], lu: FichierLu, problemes: list[str]) -> C:
    """The content as a list or as a mapping; an empty one after saying that it is something else."""
    if isinstance(lu.contenu, forme):
        return lu.contenu
    if lu.contenu is not None:
        problemes.append(f"{lu.nom} : {'une liste' if forme is list else 'des clés et leurs valeurs'} attendu ici")
    return forme()


def valider(modele: type[M], lu: FichierLu, contenu: Any, problemes: list[str]) -> M | None:
    """The validated object, or None after listing every fault of the file."""
    try:
        return modele.model_validate(contenu)
    except ValidationError as erreur:
        problemes += [f"{lu.nom} : {_phrase(faute)}" for faute in erreur.errors(include_url=False)]
        return None


def _phrase(faute: Any) -> str:
    chemin = ".".join(str(partie) for partie in faute["loc"] if partie not in ("Clause", "UnDe", "Tous"))
    genre = faute["type"]
    if genre == "value_error":
        return f"{chemin} : {faute['ctx']['error']}".removeprefix(" : ")
    message = _MESSAGES.get(genre, _AUTRE).format_map(faute.get("ctx", {})).replace(" or ", " ou ")
    if genre == "extra_forbidden":
        message += plus_proche(str(faute["loc"][-1]), _CLES)
    return f"{chemin} : {message}"


def empreinte_de(unite: BaseModel) -> str:
    """The hash of one entry of a file that holds many: what is written in it, whatever its neighbours become."""
    ecrit = json.dumps(unite.model_dump(mode="json", exclude_unset=True), sort_keys=True)
    return hashlib.sha256(ecrit.encode("ascii")).hexdigest()


def unites(
    modele: type[M], racine: Path, dossier: str, problemes: list[str], *, sauf: str = ""
) -> list[tuple[FichierLu, M]]:
    """The valid units of a folder, one file each, by name."""
    fichiers = [fichier for fichier in sorted((racine / dossier).glob("*.yaml")) if fichier.name != sauf]
    lues = lire(racine, fichiers, problemes)
    return [(lu, unite) for lu in lues if (unite := valider(modele, lu, lu.contenu, problemes))]


def par_id(racine: Path, nom: str, modele: type[U], problemes: list[str]) -> dict[str, U]:
    """The units of a file that holds a list of them, in its order, by name."""
    unites: dict[str, U] = {}
    for lu in lire(racine, sorted(racine.glob(nom)), problemes):
        for position, contenu in enumerate(attendu(list, lu, problemes)):
            unite = valider(modele, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if unite and unite.id in unites:
                problemes.append(f"{lu.nom} : « {unite.id} » existe déjà")
            elif unite:
                unites[unite.id] = unite
    return unites
