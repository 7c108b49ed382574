"""Builds valid content units, facts, profiles and content folders: a test names only what matters to it."""

import gc
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.content.loader import load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.faits import Fait
from app.domain.fiches import Fiche
from app.domain.moteur import Evaluation, Moteur
from app.domain.profil import Profil
from app.domain.situation import Situation, read_situation
from app.domain.verdicts import Resultat

AUJOURDHUI = date(2026, 11, 22)
_POUR_QUI = ("ages", "sexe", "organe", "conditions")

#: Facts of every kind a rule may read, for tests that need no real content.
FAITS_D_ESSAI: Mapping[str, Mapping[str, Any]] = {
    "a_un_col_uterus": {"type": "bool"},
    "fumeur": {"type": "bool"},
    "ancien_fumeur": {"type": "bool"},
    "ald": {"type": "bool"},
    "obesite": {"type": "bool"},
    "grossesse": {"type": "bool"},
    "age": {"type": "number", "min": 0, "max": 120},
    "age_nouveau_ne_jours": {"type": "number", "min": 0, "max": 366},
    "imc": {"type": "number", "min": 5, "max": 150},
    "annees_depuis_arret_tabac": {"type": "number", "min": 0, "max": 110},
    "mois_depuis_mammographie": {"type": "number", "min": 0, "max": 1200},
    "mois_de_grossesse": {"type": "number", "min": 0, "max": 10},
    "territoire-guyane": {"type": "bool"},
    "territoire-mayotte": {"type": "bool"},
}


@cache
def contenu_reel() -> Catalogue:
    """The real content, read once for the whole run."""
    catalogue = load_catalogue()
    # It stays to the end: looking through it for what could be thrown away costs time and frees nothing.
    gc.freeze()
    return catalogue


#: What campaigns and landmarks have in common with a unit.
_SOURCE_ET_DATES: Mapping[str, Any] = {
    "sources": [
        {
            "editeur": "Éditeur",
            "titre": "Titre",
            "url": "https://example.org/page",
            "date": "2026-01-01",
            "vu_le": date(2026, 11, 22),
        }
    ],
    "certitude": "sure",
    "verifie_le": date(2026, 11, 22),
    "a_relire_avant": date(2027, 11, 22),
}


def contenu_fiche(id_: str = "conseil", **changes: Any) -> dict[str, Any]:
    """A valid content unit as its file would hold it; `ages`, `sexe`, `organe`, `conditions` go under pour_qui."""
    pour_qui: dict[str, Any] = {"ages": [[50, 74]]}
    demandes = {cle: changes.pop(cle, None) for cle in _POUR_QUI}
    pour_qui.update({cle: valeur for cle, valeur in demandes.items() if valeur is not None})
    return {
        "id": id_,
        "genre": "campagne" if changes.get("mois") else "rendez-vous",
        "famille": "bilans",
        "priorite": 30,
        "pictogramme": "bilan",
        "pour_qui": pour_qui,
        "frequence": None,
        "normal": {
            "titre": "Un rendez-vous",
            "resume": "Un rendez-vous de prévention.",
            "texte": "Ce rendez-vous est prévu de 50 à 74 ans.",
            "pourquoi": "Il commence à 50 ans.",
            "comment": ["Prenez rendez-vous."],
            "sans_internet": "Appelez le 36 46.",
            "prix": "Vous payez 0 euro.",
        },
        "falc": {
            "titre": "Un rendez-vous",
            "resume": "Un rendez-vous pour votre santé.",
            "texte": ["Ce rendez-vous est de 50 à 74 ans."],
            "comment": ["Prenez rendez-vous."],
            "sans_internet": ["Appelez le 36 46."],
            "prix": ["Vous payez 0 euro."],
        },
        "cout": {"a_payer": "0.00", "reste_a_charge": "0.00"},
        "sources": [
            {
                "editeur": "Éditeur",
                "titre": "Titre",
                "url": "https://example.org/page",
                "date": "2026-01-01",
                "vu_le": date(2026, 11, 22),
            }
        ],
        "certitude": "sure",
        "en_vigueur_depuis": date(2026, 1, 1),
        "verifie_le": date(2026, 11, 22),
        "a_relire_avant": date(2027, 11, 22),
        **changes,
    }


def contenu_campagne(id_: str = "campagne", **changes: Any) -> dict[str, Any]:
    """A valid campaign as its file would hold it."""
    return {
        "id": id_,
        "pictogramme": "calendrier",
        "quand": {"mois": 10},
        "normal": {"titre": "Une campagne", "texte": "Un mois pour en parler."},
        "falc": {"titre": "Un mois", "texte": ["C'est tout le mois."]},
        "conseils": ["conseil"],
        **_SOURCE_ET_DATES,
        **changes,
    }


def contenu_repere(id_: str = "repere", **changes: Any) -> dict[str, Any]:
    """A valid landmark as its file would hold it."""
    return {
        "id": id_,
        "sujet": "pharmacie",
        "pictogramme": "bilan",
        "normal": {
            "titre": "Un repère",
            "resume": "Ce que c'est.",
            "pour_qui": "Pour tout le monde.",
            "texte": "Le texte.",
            "comment": ["Demandez."],
            "sans_internet": "Appelez le 36 46.",
            "prix": "Vous payez 0 euro.",
        },
        "falc": {
            "titre": "Un repère",
            "resume": "Ce que c'est.",
            "pour_qui": ["C'est pour tout le monde."],
            "texte": ["C'est un texte."],
            "comment": ["Demandez."],
            "sans_internet": ["Appelez le 36 46."],
            "prix": ["Vous payez 0 euro."],
        },
        "conseils": ["conseil"],
        **_SOURCE_ET_DATES,
        **changes,
    }


def make_fiche(id_: str = "conseil", **changes: Any) -> Fiche:
    """A validated content unit."""
    return Fiche.model_validate(contenu_fiche(id_, **changes))


def exclusion(**clause: Any) -> dict[str, Any]:
    """An exclusion as a file holds it."""
    return {"si": clause, "parce_que": "Cela ne vous concerne pas.", "parce_que_falc": "Ce n'est pas pour vous."}


def question(fait: str, ordre: int = 50, **changes: Any) -> dict[str, Any]:
    """A question as a file holds it."""
    contenu = {
        "fait": fait,
        "ordre": ordre,
        "question": "Est-ce le cas ?",
        "question_falc": "Est-ce le cas ?",
        "pourquoi": "Cela change un conseil.",
        "pourquoi_falc": "Cela change un conseil.",
        "affirmation": "c'est le cas",
        "negation": "ce n'est pas le cas",
    }
    if FAITS_D_ESSAI.get(fait, {}).get("type") == "number":
        contenu["unite"] = "ans"
    return contenu | changes


def make_faits(groupe: str = "sante-generale", **changements: dict[str, Any]) -> dict[str, Fait]:
    """The trial vocabulary, one question a fact; `changements` gives another form to some questions."""
    return {
        nom: Fait.model_validate(
            {
                "nom": nom,
                "definition": definition,
                "question": question(nom, **changements.get(nom, {})),
                "groupe": groupe,
            }
        )
        for nom, definition in FAITS_D_ESSAI.items()
    }


#: A vaccine schedule with nothing in it, for content folders that are about something else.
VACCINS_VIDES: Mapping[str, Any] = {
    "vaccins-codes.yaml": {},
    "campagnes_vaccinales.yaml": [],
    "vaccins-reperes.yaml": [
        {
            "id": id_,
            "titre": "Une règle",
            "texte": "Une règle générale.",
            "titre_falc": "Une règle",
            "texte_falc": ["Voici une règle."],
            "sources": [
                {
                    "editeur": "Éditeur",
                    "titre": "Titre",
                    "url": "https://example.org/page",
                    "date": "2026-01-01",
                    "vu_le": date(2026, 11, 22),
                }
            ],
            "certitude": "sure",
            "verifie_le": date(2026, 11, 22),
            "a_relire_avant": date(2027, 11, 22),
        }
        for id_ in ("regle-vivants", "regle-trop-tot")
    ],
    "vaccins-reglages.yaml": {
        "ecart_entre_vivants": "P28D",
        "regle_entre_vivants": "regle-vivants",
        "regle_dose_trop_tot": "regle-trop-tot",
        "carnet_perdu": "ald",
        "evenements": ["zona"],
        "campagnes": ["automne"],
        "horizon": "P20Y",
        "annonce_de_saison": "P1Y",
        "rappel_de_fin": "P1Y",
        "majorite": "P18Y",
        "serie_recente": "P12M",
        "retard_min": "P1M",
    },
}


_FAITS = make_faits()


def make_moteur(*fiches: Fiche) -> Moteur:
    """An engine over these units and the trial vocabulary."""
    return Moteur(fiches, _FAITS)


def make_profil(naissance: str | date | None = None, sexe: str | None = None, **reste: Any) -> Profil:
    """A profile; what is not a field of it is an answer."""
    champs = {cle: reste.pop(cle) for cle in list(reste) if cle in Profil.model_fields}
    reponses = champs.pop("reponses", {}) | reste
    return Profil.model_validate({"date_naissance": naissance, "sexe": sexe, "reponses": reponses, **champs})


def juge(fiche: Fiche, profil: Profil, au: date = AUJOURDHUI) -> Resultat:
    """The engine's result for one unit alone."""
    return evalue(profil, au, fiche).resultats[0]


def lu(resultat: Resultat) -> tuple[str, str | None, str | None]:
    """A result as three words a table of cases can hold: verdict, due date, opening date."""
    echeance, depart = resultat.echeance, resultat.a_partir_du
    return str(resultat.verdict), echeance and echeance.isoformat(), depart and depart.isoformat()


def evalue(profil: Profil, au: date, *fiches: Fiche) -> Evaluation:
    """The engine's evaluation of these units alone."""
    return make_moteur(*fiches).evaluate(profil, au)


def lis(profil: Profil, au: date = AUJOURDHUI) -> Situation:
    """The profile as the engine reads it that day."""
    return read_situation(profil, au)


def write_contenu(
    racine: Path,
    *unites: dict[str, Any],
    vocabulaire: Mapping[str, Any] | None = None,
    questions: Mapping[str, list[dict[str, Any]]] | None = None,
    campagnes: Iterable[dict[str, Any]] = (),
    reperes: Iterable[dict[str, Any]] = (),
) -> Path:
    """A content folder holding these units and what they need; returns the folder."""
    recommandations = racine / "recommandations"
    recommandations.mkdir(parents=True, exist_ok=True)
    (racine / "questions").mkdir(exist_ok=True)
    for dossier, contenus in (("campagnes", campagnes), ("reperes", reperes)):
        (racine / dossier).mkdir(exist_ok=True)
        for contenu in contenus:
            (racine / dossier / f"{contenu['id']}.yaml").write_text(yaml_text(contenu), "utf-8")
    for unite in unites:
        (recommandations / f"{unite['id']}.yaml").write_text(yaml_text(unite), "utf-8")
    defauts = {"tabac-alcool": [question("fumeur"), question("ancien_fumeur", 60)]}
    for groupe, posees in (questions or defauts).items():
        (racine / "questions" / f"{groupe}.yaml").write_text(yaml_text(posees), "utf-8")
    contenu = {nom: dict(definition) for nom, definition in (vocabulaire or FAITS_D_ESSAI).items()}
    (racine / "vocabulaire.yaml").write_text(yaml_text(contenu), "utf-8")
    for nom, vide in VACCINS_VIDES.items():
        if not (racine / nom).exists():
            (racine / nom).write_text(yaml_text(vide), "utf-8")
    return racine


def yaml_text(contenu: Any) -> str:
    """YAML in the order given, accents kept, no alias."""
    return yaml.dump(contenu, Dumper=_SansAlias, allow_unicode=True, sort_keys=False)


class _SansAlias(yaml.SafeDumper):
    """Writes the same value twice rather than an alias, which the loader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never write an alias."""
        return True
