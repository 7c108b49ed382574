"""Reads the cases of the units and of institutions, and plays them once asked. Missing folders mean no case."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.content.croisements import plus_proche
from app.content.lecture import read_yaml
from app.domain.cas import MOTS, Attente, Cas, CasIllisible, CasJoue, EtatDesCas, play
from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from app.domain.verdicts import Verdict

#: Where the repository keeps them; an installation may come without.
DOSSIER = Path(__file__).resolve().parents[2] / "tests" / "scenarios"
_TEXTE = Annotated[str, Field(min_length=1, max_length=160)]
_CLES = "auteur, organisation, date, profil, attendu (et, si besoin, titre, au)"


class _CasEcrit(BaseModel):
    """A case as an institution writes it: signed, dated; `au` is the day of the rules when it is not that date."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    titre: str = ""
    auteur: _TEXTE
    organisation: _TEXTE
    date: date
    au: date | None = None  # type: ignore[valid-type]
    profil: Profil
    attendu: Annotated[dict[str, Any], Field(min_length=1)]


class Bancs:
    """The cases of one catalogue, played at the first asking: they take too long to be played at each start."""

    def __init__(self, catalogue: Catalogue, dossier: Path = DOSSIER) -> None:
        self._catalogue = catalogue
        self._dossier = dossier
        self.etat = lru_cache(maxsize=1)(self._play_all)

    def _play_all(self) -> EtatDesCas:
        par_conseil: dict[str, list[CasJoue]] = {}
        illisibles: list[CasIllisible] = []
        fichiers = sorted((self._dossier / "recommandations").glob("*.yaml"))
        for fichier in fichiers:
            try:
                joues = [play(cas, self._catalogue) for cas in _read_unite(fichier)]
            except (yaml.YAMLError, ValidationError, KeyError, TypeError, AttributeError):
                illisibles.append(CasIllisible(fichier.name, "ce fichier de cas n'est pas lisible"))
                continue
            par_conseil[fichier.stem] = joues
        lus = list(read_institutions(self._dossier / "institutions", self._catalogue))
        return EtatDesCas(
            {id_: tuple(joues) for id_, joues in par_conseil.items()},
            tuple(play(cas, self._catalogue) for cas in lus if isinstance(cas, Cas)),
            (*illisibles, *(cas for cas in lus if isinstance(cas, CasIllisible))),
            presents=bool(fichiers),
        )


def _read_unite(fichier: Path) -> Iterator[Cas]:
    """The scenarios beside a unit: many and ours, read by the fast reader; their own tests are strict."""
    for contenu in yaml.load(fichier.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # noqa: S506
        attendu = dict(contenu["attendu"])
        verdict = attendu.pop("verdict", None)
        attente = Attente(fichier.stem, frozenset({verdict} if verdict else ()), attendu)
        yield Cas(contenu["quand"], contenu["au"], Profil.model_validate(contenu["profil"]), (attente,))


def read_institutions(dossier: Path, catalogue: Catalogue) -> Iterator[Cas | CasIllisible]:
    """Every case of every file, a list or a single one; what cannot be read says why."""
    for fichier in sorted((*dossier.glob("*.yaml"), *dossier.glob("*.yml"))):
        contenu, faute = read_yaml(fichier)
        ecrits = contenu if isinstance(contenu, list) else [contenu]
        if faute or not contenu:
            yield CasIllisible(fichier.name, faute or "le fichier est vide")
            continue
        for position, ecrit in enumerate(ecrits, 1):
            nom = fichier.name if len(ecrits) == 1 else f"{fichier.name}, cas {position}"
            yield _read_institution(nom, ecrit, catalogue)


def _read_institution(nom: str, ecrit: Any, catalogue: Catalogue) -> Cas | CasIllisible:
    try:
        lu = _CasEcrit.model_validate(ecrit)
        attentes = tuple(_attentes(lu.attendu, catalogue))
    except ValidationError as erreur:
        lieux = dict.fromkeys(".".join(map(str, faute["loc"])) or "cas" for faute in erreur.errors(include_input=False))
        return CasIllisible(nom, f"à corriger : {', '.join(lieux)}. Clés attendues : {_CLES}")
    except ValueError as erreur:
        return CasIllisible(nom, str(erreur))
    titre = lu.titre or f"Cas de {lu.organisation}"
    return Cas(titre, lu.au or lu.date, lu.profil, attentes, lu.auteur, lu.organisation, lu.date)


def _attentes(attendu: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Attente]:
    """Either a word and its units (a_faire: [...]), or a unit and its verdict."""
    for cle, valeur in attendu.items():
        if cle in MOTS:
            if not isinstance(valeur, list):
                raise ValueError(f"attendu : sous « {cle} », une liste de conseils")
            yield from (Attente(_known(id_, catalogue), MOTS[cle]) for id_ in valeur)
        elif isinstance(valeur, str) and valeur in set(Verdict):
            yield Attente(_known(cle, catalogue), frozenset({valeur}))
        else:
            proche = plus_proche(cle, [*MOTS, *catalogue.par_id])
            raise ValueError(f"attendu : « {cle} » n'est ni un mot connu ({', '.join(MOTS)}) ni un conseil{proche}")


def _known(id_: object, catalogue: Catalogue) -> str:
    if str(id_) not in catalogue.par_id:
        raise ValueError(f"attendu : conseil inconnu « {id_} »{plus_proche(str(id_), catalogue.par_id)}")
    return str(id_)
