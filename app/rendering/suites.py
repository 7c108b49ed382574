"""Writes what follows a reminder: how the person is a week later, what an answer was about, what stopped and why.

The pages a link opens without signing in name nothing of what was done.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.rappels import Echeance
from app.domain.rappels_arretes import Arret, Cause
from app.domain.verdicts import Resultat
from app.rendering.choses_a_rappeler import chose
from app.rendering.feuille import numero_de
from app.rendering.formats import jour_complet, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.raisons import texte
from app.rendering.voix import Voix
from app.rendering.vues import VueChamp
from app.rendering.vues_suites import VueArret, VueChoseAPreciser, VueNouvelles, VuePreciser

#: Urgent numbers first, then whoever is near.
URGENCES = ("tel-15", "tel-112", "tel-114")
QUI_APPELER = ("contact-pharmacie", "tel-116117")
ADRESSE_PRECISER = "/carnet/reponse"
#: The fields of the page that asks which thing was meant.
CHOIX, QUAND = "chose-", "quand-"
RIEN_COCHE = "Cochez au moins une ligne, ou dites que vous ne savez plus."


def page_nouvelles(catalogue: Catalogue, jeton: str, mode: Mode, au: date, *, aide: bool = False) -> Page:
    """« Comment ça va ? », who to call, and three answers; `aide` once the person said that they need help."""
    vue = VueNouvelles(
        jeton=jeton,
        aide=aide,
        urgences=tuple(numero_de(catalogue.contacts[nom], mode, au) for nom in URGENCES),
        contacts=tuple(numero_de(catalogue.contacts[nom], mode, au) for nom in QUI_APPELER),
    )
    titre = "Qui appeler" if aide else "Comment ça va ?"
    return page("nouvelles", Cadre(titre, f"/reponse/{jeton}", mode), vue)


def page_preciser(
    catalogue: Catalogue,
    dossier: Dossier,
    question: tuple[str, date, tuple[str, ...], bool],
    mode: Mode,
    champs: Mapping[str, VueChamp] | None = None,
    erreur: str = "",
) -> Page:
    """What an answer was about: `question` is its name, its day, the things, and whether it was « done »."""
    cle, le, choses, fait = question
    champs = champs or {}
    lignes = (_a_preciser(catalogue, dossier, nom, rang, mode, champs.get(nom)) for rang, nom in enumerate(choses))
    vues = tuple(ligne for ligne in lignes if ligne is not None)
    jour = typographie((jour_complet if mode is Mode.FALC else jour_en_mots)(le))
    vue = VuePreciser(cle=cle, jour=jour, fait=fait, choses=vues, erreur=erreur)
    return page("preciser", Cadre("Votre réponse", ADRESSE_PRECISER, mode), vue)


def page_rien_a_preciser(mode: Mode) -> Page:
    """The same address when no answer waits."""
    return page("preciser", Cadre("Votre réponse", ADRESSE_PRECISER, mode), VuePreciser("", "", fait=True, choses=()))


def vues_arrets(
    catalogue: Catalogue, dossier: Dossier, arrets: Mapping[str, Arret], resultats: Mapping[int, Iterable[Resultat]],
    mode: Mode,
) -> tuple[VueArret, ...]:  # fmt: skip
    """What was recalled and is recalled no more, the newest first, each with its reason and its source."""
    ranges = sorted(arrets.items(), key=lambda rangee: (rangee[1].le, rangee[0]), reverse=True)
    vues = (_arret(catalogue, dossier, nom, arret, resultats, mode) for nom, arret in ranges)
    return tuple(vue for vue in vues if vue is not None)


def _arret(
    catalogue: Catalogue, dossier: Dossier, nom: str, arret: Arret, resultats: Mapping[int, Iterable[Resultat]],
    mode: Mode,
) -> VueArret | None:  # fmt: skip
    numero, _, unite = nom.partition("/")
    qui, falc = dossier.trouver(int(numero)), mode is Mode.FALC
    if qui is None:
        return None
    jour = jour_complet if falc else jour_en_mots
    connue = unite in catalogue.par_id or unite in catalogue.vaccins.par_id
    vue = chose(catalogue, Echeance(unite, None), mode) if connue else None
    resultat = next((r for r in resultats.get(qui.numero, ()) if r.fiche.id == unite), None)
    debut = f"Nous vous l'avons rappelé le {jour(arret.dit_le)}."
    return VueArret(
        titre=vue.titre if vue else "Un conseil retiré",
        url=vue.url if vue else "",
        qui=_nom(qui),
        dit=typographie(debut if falc else f"{debut} Nous ne le rappelons plus depuis le {jour(arret.le)}."),
        raisons=tuple(map(typographie, _raisons(catalogue, arret, unite, resultat, qui, falc=falc))),
        source=typographie(_source(catalogue, unite, falc=falc)),
    )


def _raisons(
    catalogue: Catalogue, arret: Arret, unite: str, resultat: Resultat | None, qui: EtatNavigateur, *, falc: bool
) -> list[str]:
    if arret.cause is Cause.RETIRE:
        return ["Ce conseil n'est plus sur ce site."]
    if arret.cause is Cause.A_VERIFIER:
        if falc:
            return ["Ce conseil est à vérifier.", "Demandez à votre médecin."]
        return ["Ce conseil doit être relu : il n'est plus assez sûr pour être rappelé. Demandez à votre médecin."]
    voix = Voix.PROCHE if qui.proche else Voix.VOUS
    dites = [] if resultat is None else [texte(r, resultat.fiche, catalogue.faits, falc=falc, voix=voix)
                                         for r in resultat.raisons]  # fmt: skip
    if arret.cause is Cause.REGLE:
        jours = (p.changement.le for p in catalogue.changements if unite in p.changement.conseils)
        jour = next((jour for jour in jours if arret.dit_le <= jour <= arret.le), None)
        quand = f" le {(jour_complet if falc else jour_en_mots)(jour)}" if jour else ""
        return [f"La règle a changé{quand}.", *dites]
    return dites or ["L'âge ou les réponses ont changé."]


def _source(catalogue: Catalogue, unite: str, *, falc: bool) -> str:
    trouvee = catalogue.par_id.get(unite) or catalogue.vaccins.par_id.get(unite)
    if trouvee is None or not trouvee.sources or falc:
        return ""
    source = trouvee.sources[0]
    return f"Source : {source.editeur}, {source.titre}, {source.date}."


def _a_preciser(
    catalogue: Catalogue, dossier: Dossier, nom: str, rang: int, mode: Mode, champ: VueChamp | None
) -> VueChoseAPreciser | None:
    numero, unite, _ = nom.split("/", 2)
    qui = dossier.trouver(int(numero))
    conseil = unite in catalogue.par_id
    if qui is None or not (conseil or unite in catalogue.vaccins.par_id):
        return None
    vue = chose(catalogue, Echeance(unite, None), mode)
    return VueChoseAPreciser(
        choix=f"{CHOIX}{rang}",
        quand=f"{QUAND}{rang}",
        titre=vue.titre,
        qui=_nom(qui),
        vaccin=not conseil,
        coche=champ is not None,
        champ=champ or VueChamp(),
    )


def _nom(qui: EtatNavigateur) -> str:
    """The relative it is about; nobody when it is the reader."""
    return (qui.nom or "votre proche") if qui.proche else ""
