"""Builds the catalogue from the content files: checks everything, lists every fault at once.

Run `python -m app.content.loader` to check the content without starting the service.
"""

import hashlib
import sys
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError

from app.content.accessibilite import read_grille
from app.content.autoquestionnaires import read_themes
from app.content.consentements import read_consentements
from app.content.couts import UniteCitante, check_actes_des_vaccins, check_citations, check_prix, read_couts
from app.content.croisements import cross_check, cross_check_droits, cross_check_links, plus_proche
from app.content.droits import read_droits
from app.content.fichiers import FichierLu, attendu, empreinte_de, lire, par_id, unites, valider
from app.content.genres import read_genres
from app.content.mots import explain
from app.content.statistiques import read_statistiques
from app.content.suivi import read_changements, read_relectures
from app.content.vaccins import read_vaccins
from app.domain.campagnes import Campagne
from app.domain.catalogue import Catalogue
from app.domain.changements import publish
from app.domain.contacts import Contact
from app.domain.droits import Droit
from app.domain.editions import Editions
from app.domain.erreurs import ContenuInvalide
from app.domain.faits import DefinitionFait, Fait, Groupe, QuestionPosee
from app.domain.fiches import Fiche, MotExplique
from app.domain.moteur import Moteur
from app.domain.reperes import Repere
from app.domain.vaccination_lignes import LigneVaccin

CONTENU = Path(__file__).parent


def load_catalogue(racine: Path = CONTENU) -> Catalogue:
    """Read every content file under `racine`; raise ContenuInvalide with all the faults found in all the files."""
    problemes: list[str] = []
    vocabulaire = _vocabulaire(racine, problemes)
    questions = _questions(racine, problemes)
    mots = _mots(racine, problemes)
    fiches = [(lu, explain(fiche, mots)) for lu, fiche in unites(Fiche, racine, "recommandations", problemes)]
    campagnes = unites(Campagne, racine, "campagnes", problemes)
    reperes = [(lu, explain(repere, mots)) for lu, repere in unites(Repere, racine, "reperes", problemes)]
    droits, lieux, plafonds = read_droits(racine, mots, problemes)
    consentements = read_consentements(racine, problemes)
    statistiques = read_statistiques(racine, vocabulaire, problemes)
    accessibilite = read_grille(racine, problemes)
    contacts = par_id(racine, "contacts.yaml", Contact, problemes)
    posees = {nom: posee for nom, (_, posee) in questions.items()}
    themes = read_themes(racine, contacts, posees, problemes)
    bareme, empreintes_couts = read_couts(racine, problemes)
    calendrier, vaccins = read_vaccins(racine, vocabulaire, problemes)
    if vocabulaire:  # without it every fact would look unknown
        problemes += cross_check([fiche for _, fiche in fiches], vocabulaire, questions)
    annexes: list[tuple[FichierLu, Campagne | Repere]] = [*campagnes, *reperes]
    servies: list[tuple[FichierLu, Fiche | Campagne | Repere | Droit | LigneVaccin]] = [
        *fiches, *annexes, *droits, *vaccins,
    ]  # fmt: skip
    problemes += [
        f"{lu.nom} : id « {unite.id} » différent du nom du fichier" for lu, unite in servies if unite.id != lu.racine
    ]
    problemes += cross_check_links(
        {fichier.stem for fichier in (racine / "recommandations").glob("*.yaml")},
        [(lu.nom, unite) for lu, unite in annexes],
    )
    conseils = {fiche.id: fiche for _, fiche in fiches}
    signes: list[tuple[FichierLu, Fiche | Droit | LigneVaccin]] = [*fiches, *droits, *vaccins]
    genres = read_genres(racine, contacts, conseils, problemes)
    problemes += [
        f"{lu.nom} : relu_par reste vide, une relecture se note avec scripts/valider"
        for lu, unite in signes
        if unite.relu_par
    ]
    empreintes = {unite.id: lu.empreinte for lu, unite in servies} | empreintes_couts
    empreintes |= {f"contacts/{id_}": empreinte_de(contact) for id_, contact in contacts.items()}
    relectures = read_relectures(racine, set(empreintes), problemes)
    changements = read_changements(racine, conseils, vocabulaire, problemes)
    problemes += cross_check_droits([droit for _, droit in droits], contacts, lieux)
    if not problemes:
        problemes += check_prix([fiche for _, fiche in fiches], bareme)
        problemes += check_actes_des_vaccins((ligne for _, ligne in vaccins), bareme)
        citantes: list[tuple[str, UniteCitante]] = [
            *((lu.nom, unite) for lu, unite in servies),
            *(("lieux-de-soin.yaml", lieu) for lieu in lieux.values()),
            *((f"actes/{acte.famille}/{acte.id}.yaml", acte) for acte in bareme.actes.values()),
        ]
        problemes += check_citations(citantes, bareme)
    if problemes or calendrier is None:
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
    valides = {
        id_: {"relu_par": tuple(lecture for lecture in lectures if lecture.empreinte == empreintes[id_])}
        for id_, lectures in relectures.items()
    }
    conseils |= {id_: conseils[id_].model_copy(update=valides[id_]) for id_ in conseils.keys() & valides.keys()}
    toutes = tuple(sorted(conseils.values(), key=lambda fiche: (fiche.priorite, fiche.id)))
    brut = Catalogue(
        fiches=toutes,
        par_id={fiche.id: fiche for fiche in toutes},
        faits=faits,
        contacts=contacts,
        bareme=bareme,
        version_contenu=_empreinte_du_dossier(racine),
        empreintes=empreintes,
        moteur=Moteur(toutes, faits),
        vaccins=calendrier,
        campagnes=tuple(campagne for _, campagne in campagnes),
        reperes={repere.id: repere for _, repere in reperes},
        relectures=relectures,
        changements=publish(changements, conseils, faits),
        droits={droit.id: droit.model_copy(update=valides.get(droit.id)) for _, droit in droits},
        lieux=tuple(lieux.values()),
        plafonds_c2s=plafonds,
        consentements=consentements,
        statistiques=statistiques,
        accessibilite=accessibilite,
        themes_du_bilan=themes,
        genres_de_lieux={genre.id: genre for genre in genres},
    )
    return Editions(brut).a_la_verification()


def _vocabulaire(racine: Path, problemes: list[str]) -> dict[str, DefinitionFait]:
    definitions: dict[str, DefinitionFait] = {}
    for lu in lire(racine, [racine / "vocabulaire.yaml"], problemes):
        for nom, contenu in attendu(dict, lu, problemes).items():
            definition = valider(DefinitionFait, lu._replace(nom=f"{lu.nom} : {nom}"), contenu, problemes)
            if definition:
                definitions[nom] = definition
    return definitions


def _questions(racine: Path, problemes: list[str]) -> dict[str, tuple[Groupe, QuestionPosee]]:
    questions: dict[str, tuple[Groupe, QuestionPosee]] = {}
    for lu in lire(racine, sorted((racine / "questions").glob("*.yaml")), problemes):
        try:
            groupe = TypeAdapter[Groupe](Groupe).validate_python(lu.racine)
        except ValidationError:
            problemes.append(f"{lu.nom} : groupe inconnu{plus_proche(lu.racine, get_args(Groupe))}")
            continue
        for position, contenu in enumerate(attendu(list, lu, problemes)):
            question = valider(QuestionPosee, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if question and question.fait in questions:
                problemes.append(f"{lu.nom} : la question « {question.fait} » existe déjà")
            elif question:
                questions[question.fait] = (groupe, question)
    return questions


def _mots(racine: Path, problemes: list[str]) -> list[MotExplique]:
    mots: dict[str, MotExplique] = {}
    for lu in lire(racine, sorted(racine.glob("mots.yaml")), problemes):
        for position, contenu in enumerate(attendu(list, lu, problemes)):
            mot = valider(MotExplique, lu._replace(nom=f"{lu.nom} [{position}]"), contenu, problemes)
            if mot and mot.mot.lower() in mots:
                problemes.append(f"{lu.nom} : le mot « {mot.mot} » existe déjà")
            elif mot:
                mots[mot.mot.lower()] = mot
    return list(mots.values())


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
        f"{len(catalogue.droits)} droits, {len(catalogue.faits)} faits, {len(catalogue.bareme.actes)} actes, "
        f"{len(catalogue.vaccins.lignes)} lignes de vaccins, "
        f"{len(catalogue.bareme.parametres.par_id)} chiffres datés"
    )
    print(f"Contenu valide : {comptes}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
