"""The only module that opens the content files: checks everything, lists every fault at once, builds the catalogue.

Run `python -m app.content.loader` to check the content without starting the service.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from app.content.croisements import cross_check, cross_check_droits, cross_check_links, plus_proche
from app.content.lecture import a_remplir, read_yaml
from app.content.mots import explain
from app.domain.campagnes import Campagne, CampagneFalc, CampagneNormal, JourDuMois, Quand
from app.domain.catalogue import Catalogue
from app.domain.changements import Changement, RegleAncienne, TexteChangement, TexteChangementFalc, publish
from app.domain.contacts import Contact, ContactFalc, ContactNormal
from app.domain.criteres import Clause, Tous, UnDe
from app.domain.droits import Droit, DroitFalc, DroitNormal, Theme
from app.domain.erreurs import ContenuInvalide
from app.domain.faits import DefinitionFait, Fait, Groupe, QuestionPosee, QuestionProche, Urgence
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
from app.domain.moteur import Moteur
from app.domain.plafonds_c2s import PlafondC2s
from app.domain.reperes import Repere, RepereFalc, RepereNormal

CONTENU = Path(__file__).parent
PLAFONDS = "plafonds-c2s.yaml"
M = TypeVar("M", bound=BaseModel)
U = TypeVar("U", Contact, LieuDeSoin)
C = TypeVar("C", list[Any], dict[Any, Any])

_MODELES: tuple[type[BaseModel], ...] = (
    Fiche, PourQui, Clause, UnDe, Tous, Exclusion, FrequenceSelonAge, TexteNormal, TexteFalc, MotExplique, Cout,
    Territoire, Source, Lecture, QuestionPosee, QuestionProche, Urgence, DefinitionFait, Contact, ContactNormal,
    ContactFalc, Jalon,
    Campagne, CampagneNormal, CampagneFalc, Quand, JourDuMois, Repere, RepereNormal, RepereFalc,
    Changement, RegleAncienne, TexteChangement, TexteChangementFalc,
    Droit, DroitNormal, DroitFalc, LieuDeSoin, LieuNormal, LieuFalc, PlafondC2s,
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


class _Lu(NamedTuple):
    """A file's raw content, with the name to show and the hash of its bytes."""

    nom: str
    racine: str
    contenu: Any
    empreinte: str


def load_catalogue(racine: Path = CONTENU) -> Catalogue:
    """Read every content file under `racine`; raise ContenuInvalide with all the faults found in all the files."""
    problemes: list[str] = []
    vocabulaire = _vocabulaire(racine, problemes)
    questions = _questions(racine, problemes)
    mots = _mots(racine, problemes)
    fiches = [(lu, explain(fiche, mots)) for lu, fiche in _unites(Fiche, racine, "recommandations", problemes)]
    campagnes = _unites(Campagne, racine, "campagnes", problemes)
    reperes = [(lu, explain(repere, mots)) for lu, repere in _unites(Repere, racine, "reperes", problemes)]
    droits = [(lu, explain(droit, mots)) for lu, droit in _unites(Droit, racine, "droits", problemes, sauf=PLAFONDS)]
    contacts = _par_id(racine, "contacts.yaml", Contact, problemes)
    lieux = _par_id(racine, "lieux-de-soin.yaml", LieuDeSoin, problemes)
    plafonds = _plafonds(racine, problemes)
    if vocabulaire:  # without it every fact would look unknown
        problemes += cross_check([fiche for _, fiche in fiches], vocabulaire, questions)
    annexes: list[tuple[_Lu, Campagne | Repere]] = [*campagnes, *reperes]
    servies: list[tuple[_Lu, Fiche | Campagne | Repere | Droit]] = [*fiches, *annexes, *droits]
    problemes += [
        f"{lu.nom} : id « {unite.id} » différent du nom du fichier" for lu, unite in servies if unite.id != lu.racine
    ]
    problemes += cross_check_links(
        {fichier.stem for fichier in (racine / "recommandations").glob("*.yaml")},
        [(lu.nom, unite) for lu, unite in annexes],
    )
    par_id = {fiche.id: fiche for _, fiche in fiches}
    problemes += [
        f"{lu.nom} : relu_par reste vide, une relecture se note avec scripts/valider"
        for lu, fiche in fiches
        if fiche.relu_par
    ]
    relectures = _relectures(racine, {unite.id for _, unite in servies}, problemes)
    changements = _changements(racine, par_id, vocabulaire, problemes)
    problemes += cross_check_droits([droit for _, droit in droits], contacts, lieux)
    if problemes:
        raise ContenuInvalide(tuple(problemes))
    faits = {
        nom: Fait(
            nom=nom,
            definition=definition,
            question=questions[nom][1] if nom in questions else None,
            groupe=questions[nom][0] if nom in questions else None,
        )
        for nom, definition in vocabulaire.items()
    }
    empreintes = {unite.id: lu.empreinte for lu, unite in servies}
    for id_ in par_id.keys() & relectures.keys():
        valides = tuple(lecture for lecture in relectures[id_] if lecture.empreinte == empreintes[id_])
        par_id[id_] = par_id[id_].model_copy(update={"relu_par": valides})
    toutes = tuple(sorted(par_id.values(), key=lambda fiche: (fiche.priorite, fiche.id)))
    return Catalogue(
        fiches=toutes,
        par_id={fiche.id: fiche for fiche in toutes},
        faits=faits,
        contacts=contacts,
        version_contenu=_empreinte_du_dossier(racine),
        campagnes=tuple(campagne for _, campagne in campagnes),
        reperes={repere.id: repere for _, repere in reperes},
        empreintes=empreintes,
        moteur=Moteur(toutes, faits),
        relectures=relectures,
        changements=publish(changements, par_id, faits),
        droits={droit.id: droit for _, droit in sorted(droits, key=lambda paire: _rang(paire[1]))},
        lieux=tuple(lieux.values()),
        plafonds_c2s=plafonds,
    )


def _unites(
    modele: type[M], racine: Path, dossier: str, problemes: list[str], *, sauf: str = ""
) -> list[tuple[_Lu, M]]:
    """The valid units of a folder, one file each, by name."""
    fichiers = [fichier for fichier in sorted((racine / dossier).glob("*.yaml")) if fichier.name != sauf]
    lues = _lire(racine, fichiers, problemes)
    return [(lu, unite) for lu in lues if (unite := _valider(modele, lu, lu.contenu, problemes))]


def _lire(racine: Path, fichiers: list[Path], problemes: list[str]) -> Iterator[_Lu]:
    for fichier in fichiers:
        nom = fichier.relative_to(racine).as_posix()
        contenu, faute = read_yaml(fichier)
        vides = list(a_remplir(contenu))
        if faute:
            problemes.append(f"{nom} : {faute}")
        elif vides:  # its other faults are those of an unfinished file
            problemes += [f"{nom} : {chemin} est à remplir" for chemin in vides]
        else:
            yield _Lu(nom, fichier.stem, contenu, hashlib.sha256(fichier.read_bytes()).hexdigest())


def _attendu(forme: type[C], lu: _Lu, problemes: list[str]) -> C:
    """The content as a list or as a mapping; an empty one after saying that it is something else."""
    if isinstance(lu.contenu, forme):
        return lu.contenu
    if lu.contenu is not None:
        problemes.append(f"{lu.nom} : {'une liste' if forme is list else 'des clés et leurs valeurs'} attendu ici")
    return forme()


def _valider(modele: type[M], lu: _Lu, contenu: Any, problemes: list[str]) -> M | None:
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


def _vocabulaire(racine: Path, problemes: list[str]) -> dict[str, DefinitionFait]:
    definitions: dict[str, DefinitionFait] = {}
    for lu in _lire(racine, [racine / "vocabulaire.yaml"], problemes):
        for nom, contenu in _attendu(dict, lu, problemes).items():
            definition = _valider(DefinitionFait, lu._replace(nom=f"{lu.nom} : {nom}"), contenu, problemes)
            if definition:
                definitions[nom] = definition
    return definitions


def _questions(racine: Path, problemes: list[str]) -> dict[str, tuple[Groupe, QuestionPosee]]:
    questions: dict[str, tuple[Groupe, QuestionPosee]] = {}
    for lu in _lire(racine, sorted((racine / "questions").glob("*.yaml")), problemes):
        try:
            groupe = TypeAdapter[Groupe](Groupe).validate_python(lu.racine)
        except ValidationError:
            problemes.append(f"{lu.nom} : groupe inconnu{plus_proche(lu.racine, get_args(Groupe))}")
            continue
        for position, contenu in enumerate(_attendu(list, lu, problemes)):
            question = _valider(QuestionPosee, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if question and question.fait in questions:
                problemes.append(f"{lu.nom} : la question « {question.fait} » existe déjà")
            elif question:
                questions[question.fait] = (groupe, question)
    return questions


def _mots(racine: Path, problemes: list[str]) -> list[MotExplique]:
    mots: dict[str, MotExplique] = {}
    for lu in _lire(racine, sorted(racine.glob("mots.yaml")), problemes):
        for position, contenu in enumerate(_attendu(list, lu, problemes)):
            mot = _valider(MotExplique, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if mot and mot.mot.lower() in mots:
                problemes.append(f"{lu.nom} : le mot « {mot.mot} » existe déjà")
            elif mot:
                mots[mot.mot.lower()] = mot
    return list(mots.values())


def _par_id(racine: Path, nom: str, modele: type[U], problemes: list[str]) -> dict[str, U]:
    """The units of a file that holds a list of them, in its order, by name."""
    unites: dict[str, U] = {}
    for lu in _lire(racine, sorted(racine.glob(nom)), problemes):
        for position, contenu in enumerate(_attendu(list, lu, problemes)):
            unite = _valider(modele, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if unite and unite.id in unites:
                problemes.append(f"{lu.nom} : « {unite.id} » existe déjà")
            elif unite:
                unites[unite.id] = unite
    return unites


def _rang(droit: Droit) -> tuple[int, int, str]:
    return get_args(Theme).index(droit.theme), droit.ordre, droit.id


def _plafonds(racine: Path, problemes: list[str]) -> tuple[PlafondC2s, ...]:
    """The dated ceilings, which only ever grow by a later line."""
    lignes: list[PlafondC2s] = []
    for lu in _lire(racine, sorted((racine / "droits").glob(PLAFONDS)), problemes):
        for position, contenu in enumerate(_attendu(list, lu, problemes)):
            ligne = _valider(PlafondC2s, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if ligne and lignes and ligne.depuis <= lignes[-1].depuis:
                problemes.append(f"{lu.nom} [{position}] : depuis, une date après celle de la ligne d'avant")
            elif ligne:
                lignes.append(ligne)
    return tuple(lignes)


def _relectures(racine: Path, connus: set[str], problemes: list[str]) -> dict[str, tuple[Lecture, ...]]:
    """Every reading recorded by scripts/valider, whatever text it was bound to."""
    relectures: dict[str, tuple[Lecture, ...]] = {}
    for lu in _lire(racine, sorted((racine / "relectures").glob("*.yaml")), problemes):
        if lu.racine not in connus:
            problemes.append(f"{lu.nom} : conseil inconnu « {lu.racine} »{plus_proche(lu.racine, connus)}")
        positions = enumerate(_attendu(list, lu, problemes))
        lectures = [
            _valider(Lecture, lu._replace(nom=f"{lu.nom} [{n}]"), contenu, problemes) for n, contenu in positions
        ]
        relectures[lu.racine] = tuple(lecture for lecture in lectures if lecture)
    return relectures


def _changements(
    racine: Path, fiches: Mapping[str, Fiche], vocabulaire: Mapping[str, DefinitionFait], problemes: list[str]
) -> list[Changement]:
    """The history told to citizens, the oldest first: entries are added at the end, never moved."""
    changements: list[Changement] = []
    for lu in _lire(racine, sorted(racine.glob("changements.yaml")), problemes):
        for position, contenu in enumerate(_attendu(list, lu, problemes)):
            nom = f"{lu.nom} [{position}]"
            changement = _valider(Changement, lu._replace(nom=nom), contenu, problemes)
            if not changement:
                continue
            if changements and changement.le < changements[-1].le:
                problemes.append(f"{nom} : le, les changements vont du plus ancien au plus récent")
            changements.append(changement)
            for id_ in changement.conseils:
                if id_ not in fiches:
                    problemes.append(f"{nom} : conseil inconnu « {id_} »{plus_proche(id_, fiches)}")
                elif id_ in changement.regle_avant:
                    lus = changement.regle_avant[id_].applied_to(fiches[id_]).faits_lus()
                    problemes += [f"{nom} : fait inconnu « {fait} »" for fait in sorted(lus - vocabulaire.keys())]
    return changements


def _empreinte_du_dossier(racine: Path) -> str:
    """Hash of every content file, names included, in a fixed order."""
    somme = hashlib.sha256()
    for fichier in sorted(racine.rglob("*.yaml")):
        somme.update(fichier.relative_to(racine).as_posix().encode() + b"\0")
        somme.update(hashlib.sha256(fichier.read_bytes()).digest())
    return somme.hexdigest()


def main() -> Literal[0, 1]:
    """Check the content of the folder given as argument, or of the service; print every fault."""
    try:
        catalogue = load_catalogue(Path(sys.argv[1]) if len(sys.argv) > 1 else CONTENU)
    except ContenuInvalide as erreur:
        print(erreur.message, file=sys.stderr)
        return 1
    comptes = (
        f"{len(catalogue.fiches)} conseils, {len(catalogue.reperes)} repères, {len(catalogue.campagnes)} campagnes, "
        f"{len(catalogue.droits)} droits, {len(catalogue.faits)} faits"
    )
    print(f"Contenu valide : {comptes}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
