"""Shows the site to an imaginary population, seeded, and measures how calm, different and light its answers are.

Ages and sexes follow a census; answers are drawn without any statistic behind them and describe no real person.
"""

import random
import re
import statistics
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from app.compression import FORMAT_GZIP, NIVEAU
from app.content.lecture import read_yaml
from app.domain.catalogue import Catalogue
from app.domain.controle import check_profil
from app.domain.dates import DateApprochee, anniversaire
from app.domain.erreurs import ProfilInvalide
from app.domain.fiches import Fiche
from app.domain.moteur import Question
from app.domain.profil import Profil
from app.rendering.json_conseils import RedacteurConseils
from app.rendering.lecture import Lecture
from app.rendering.presentation import Presentation
from app.settings import RACINE

PYRAMIDE = Path(__file__).with_name("pyramide.yaml")
DOCUMENT = RACINE / "docs/population.md"
GRAINE = 2026
PREMIERS_MEDIANE_MAX = 5
OCTETS_MAX = 30_000
#: Two persons this far apart in age never have the same list, until the age past which no public rule changes.
ANNEES_ELOIGNEES = 20
AGE_SANS_CHANGEMENT = 76
#: At these ages a woman and a man never have the same list either.
ADULTES = range(25, 66)
#: The share of alarming words of an ordinary text, and of one that must make someone act at once.
PART_ALARMANTE, PART_ALARMANTE_URGENTE = 0.02, 0.06
ALARMANTS = re.compile(
    r"\b(?:graves?|gravement|dangers?|dangereu(?:x|ses?)|morts?|mortel(?:le)?s?|mour\w+|décès|fata(?:l|le|ux)|tue(?:nt|r)?"
    r"|catastroph\w+|terribles?|menac\w+|peurs?|alarm\w+|inquiét\w+|sévères?|drame\w*|dramatique\w*"
    r"|(?<!contraception d')urgences?|urgente?s?)\b",
    re.IGNORECASE,
)
_MOT = re.compile(r"[^\W\d_]+")
#: How many of the questions asked first are answered, and how often the answer is yes: chosen, not observed.
REPONDUES = (0, 0, 5, 15)
OUI = 0.2


class Personne(NamedTuple):
    """An imaginary person."""

    age: int
    sexe: Literal["F", "M"]
    profil: Profil


@dataclass(frozen=True)
class Mesures:
    """What was measured, and what is wrong."""

    personnes: int
    premiers: list[int]
    a_faire: list[int]
    listes: int
    octets: list[int]
    alarmants: list[tuple[float, str]]
    fautes: list[str]


def tirer(catalogue: Catalogue, nombre: int, au: date, graine: int = GRAINE) -> Iterator[Personne]:
    """`nombre` persons, always the same ones."""
    hasard = random.Random(graine)  # noqa: S311 - nothing secret is drawn
    lignes = _pyramide()
    poids = [effectif for _, _, hommes, femmes in lignes for effectif in (hommes, femmes)]
    cases = [(debut, fin, sexe) for debut, fin, _, _ in lignes for sexe in ("M", "F")]
    for debut, fin, sexe in hasard.choices(cases, poids, k=nombre):
        age = hasard.randint(debut, fin)
        naissance = anniversaire(au, -age) - timedelta(days=hasard.randrange(365))
        profil = Profil.model_validate({"date_naissance": DateApprochee(naissance, naissance), "sexe": sexe})
        yield Personne(age, "F" if sexe == "F" else "M", _repondre(catalogue, profil, au, hasard))


def mesurer(catalogue: Catalogue, nombre: int, au: date, *, un_sur: int = 1) -> Mesures:
    """Show everyone their list; weigh one answer in `un_sur`."""
    presentation, redacteur, moteur = Presentation(catalogue), RedacteurConseils(catalogue), catalogue.moteur
    premiers, a_faire, octets = [], [], []
    vues: dict[tuple[str, ...], list[Personne]] = {}
    for rang, personne in enumerate(tirer(catalogue, nombre, au)):
        evaluation = moteur.evaluate(personne.profil, au)
        rangement = presentation.ranger(Lecture(personne.profil, evaluation))
        premiers.append(len(rangement.premiers))
        a_faire.append(rangement.a_faire)
        liste = tuple(sorted(r.fiche.id for r in (*rangement.premiers, *rangement.autres, *rangement.a_verifier)))
        vues.setdefault(liste, []).append(personne)
        if rang % un_sur == 0:
            corps = redacteur.write(au, evaluation, moteur.questions(evaluation), textes=True)
            octets.append(_poids(corps))
    alarmants = sorted(((part_alarmante(fiche), fiche.id) for fiche in catalogue.fiches), reverse=True)
    mesures = Mesures(nombre, premiers, a_faire, len(vues), octets, alarmants, [])
    mesures.fautes.extend((*_trop(mesures), *trop_semblables(vues), *trop_alarmantes(catalogue.fiches)))
    return mesures


def part_alarmante(fiche: Fiche) -> float:
    """The share of alarming words in everything a unit says, its names of signs and diseases included."""
    texte = " ".join((*_chaines(fiche.normal.model_dump()), *_chaines(fiche.falc.model_dump())))
    return len(ALARMANTS.findall(texte)) / len(_MOT.findall(texte))


def trop_alarmantes(fiches: Sequence[Fiche]) -> Iterator[str]:
    """Texts that frighten more than they need to."""
    for fiche in fiches:
        urgente = fiche.signes_urgents or fiche.genre == "alerte" or fiche.famille in {"securite", "violences"}
        part, limite = part_alarmante(fiche), PART_ALARMANTE_URGENTE if urgente else PART_ALARMANTE
        if part > limite:
            yield f"{fiche.id} : {part:.1%} de mots alarmants, {limite:.0%} au plus"


def trop_semblables(vues: dict[tuple[str, ...], list[Personne]]) -> Iterator[str]:
    """Lists that persons far apart share."""
    for liste, personnes in vues.items():
        ages = [personne.age for personne in personnes]
        if min(max(ages), AGE_SANS_CHANGEMENT) - min(ages) >= ANNEES_ELOIGNEES:
            yield f"même liste de {len(liste)} conseils à {min(ages)} ans et à {max(ages)} ans"
        if len({personne.sexe for personne in personnes if personne.age in ADULTES}) > 1:
            yield f"même liste de {len(liste)} conseils pour des femmes et des hommes adultes ({min(ages)} ans)"


def rapport(mesures: Mesures, au: date) -> str:
    """The figures, in French."""
    lignes = "\n".join(f"| {mesure} | {valeur} | {but} |" for mesure, valeur, but in _lignes(mesures))
    return f"""# Ce que voit une population imaginaire

Écrit par `scripts/contenu population --ecrire`, le {au} : {mesures.personnes} personnes inventées, toujours les mêmes
(graine {GRAINE}). Leurs âges et leurs sexes suivent le recensement de 2018 (Insee, POP1B, France entière :
`app/atelier/pyramide.yaml`). Leurs réponses sont tirées au sort : la moitié ne donne que la date de naissance et le
sexe, les autres répondent aux 5 ou 15 premières questions posées, « oui » une fois sur cinq. Aucune statistique de
santé n'est supposée.

| Mesure | Valeur | But |
|---|---|---|
{lignes}

La page ne montre pas d'abord plus de {PREMIERS_MEDIANE_MAX} conseils : la ligne « en tout » dit combien il y en a
vraiment. Après {AGE_SANS_CHANGEMENT - 1} ans, aucune règle publique de ce contenu ne change plus avec l'âge : à 76 et à
96 ans, deux personnes qui ne disent rien d'autre ont la même liste.
"""


def _lignes(mesures: Mesures) -> Iterator[tuple[str, str, str]]:
    """The rows of the report: what, how much, the goal."""
    a_faire, premiers, parts = mesures.a_faire, mesures.premiers, [part for part, _ in mesures.alarmants]
    semblables = sum(faute.startswith("même liste") for faute in mesures.fautes)
    ordinaires, urgents = f"{PART_ALARMANTE:.0%}", f"{PART_ALARMANTE_URGENTE:.0%}"
    yield "Conseils montrés d'abord, médiane", f"{statistics.median(premiers):g}", f"{PREMIERS_MEDIANE_MAX} au plus"
    yield "Conseils montrés d'abord, au plus", f"{max(premiers)}", ""
    yield "Choses à faire en tout, médiane", f"{statistics.median(a_faire):g}", ""
    yield "Choses à faire en tout, pour 9 personnes sur 10", f"{statistics.quantiles(a_faire, n=10)[8]:g} au plus", ""
    yield "Choses à faire en tout, au plus", f"{max(a_faire)}", ""
    yield "Listes différentes", f"{mesures.listes}", ""
    yield f"Listes égales à {ANNEES_ELOIGNEES} ans d'écart, ou pour les deux sexes adultes", f"{semblables}", "0"
    yield "Mots alarmants, médiane des conseils", f"{statistics.median(parts):.1%}", ""
    yield "Mots alarmants, au plus", f"{parts[0]:.1%} (`{mesures.alarmants[0][1]}`)", f"{ordinaires}, urgents {urgents}"
    yield "Réponse compressée la plus lourde", f"{max(mesures.octets)} octets", f"{OCTETS_MAX} au plus"


def main(catalogue: Catalogue, nombre: int, au: date, *, ecrire: bool) -> int:
    """Measure, print, and write the document when asked."""
    mesures = mesurer(catalogue, nombre, au, un_sur=max(1, nombre // 1000))
    texte = rapport(mesures, au)
    print(texte)
    if ecrire:
        DOCUMENT.write_text(texte, "utf-8")
    for faute in mesures.fautes:
        print(f"Trop loin du but : {faute}")
    return 1 if mesures.fautes else 0


def _trop(mesures: Mesures) -> Iterator[str]:
    if statistics.median(mesures.premiers) > PREMIERS_MEDIANE_MAX:
        yield f"plus de {PREMIERS_MEDIANE_MAX} conseils montrés d'abord, en médiane"
    if max(mesures.octets) > OCTETS_MAX:
        yield f"une réponse pèse {max(mesures.octets)} octets, {OCTETS_MAX} au plus"


def _pyramide() -> list[tuple[int, int, int, int]]:
    lignes, faute = read_yaml(PYRAMIDE)
    if faute:
        raise ValueError(faute)
    return [(debut, fin, hommes, femmes) for debut, fin, hommes, femmes in lignes]


def _repondre(catalogue: Catalogue, profil: Profil, au: date, hasard: random.Random) -> Profil:
    nombre = hasard.choice(REPONDUES)
    posees: list[Question] = catalogue.moteur.questions(catalogue.moteur.evaluate(profil, au))[:nombre]
    reponses = {q.fait.nom: hasard.random() < OUI for q in posees if q.fait.definition.type == "bool"}
    repondu = profil.model_copy(update={"reponses": reponses})
    try:
        check_profil(repondu, au, catalogue)
    except ProfilInvalide:
        return profil
    return repondu


def _poids(corps: bytes) -> int:
    presse = zlib.compressobj(NIVEAU, zlib.DEFLATED, FORMAT_GZIP)
    return len(presse.compress(corps)) + len(presse.flush())


def _chaines(valeur: object) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict):
        for partie in valeur.values():
            yield from _chaines(partie)
    elif isinstance(valeur, tuple | list):
        for partie in valeur:
            yield from _chaines(partie)
