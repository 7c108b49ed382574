"""Writes everything that is kept of the people here, in words. Judges nothing and hides nothing."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.carnet_en_ligne import EtatCarnet, GesteCarnet
from app.domain.catalogue import Catalogue
from app.domain.communes import PARIS
from app.domain.depenses import Couverture, Depenses
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.profil import Profil
from app.rendering.carnet import nom_de_la_maladie
from app.rendering.consentements import ligne_acte, ligne_entiere
from app.rendering.formats import date_approchee_en_mots, euros, jour_complet, jour_en_mots, majuscule, nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mes_donnees_carnet import rubriques_du_carnet
from app.rendering.mots_creneaux import heure
from app.rendering.page import Page
from app.rendering.proches import nom_de
from app.rendering.vues_carnet import Ligne, VueMesDonnees, VuePersonneGardee

TITRE, ADRESSE, FEUILLE = "Mes données", "/mes-donnees", "/imprimer/mes-donnees"
IMPORT_ILLISIBLE = "Ce fichier n'est pas une copie faite par ce site, ou elle a été changée. Rien n'est ajouté."
IMPORT_OCCUPE = "Il y a déjà des réponses ici. Pour reprendre une copie, effacez-les d'abord. Rien n'est ajouté."
_SEXES = {"F": "Femme", "M": "Homme"}
_COUVERTURES = {Couverture.RESPONSABLE: "Oui", Couverture.AUCUNE: "Non", Couverture.C2S: "C2S"}
_GESTES: Mapping[GesteCarnet, str] = {
    GesteCarnet.CREE: "Le carnet est créé",
    GesteCarnet.OUVERT: "Ouvert avec un code",
    GesteCarnet.OUVERT_CLE: "Ouvert avec une clé d'accès",
    GesteCarnet.OUVERT_IDENTITE: "Ouvert avec un compte relié",
    GesteCarnet.FERME: "Fermé sur un appareil",
    GesteCarnet.FERME_PARTOUT: "Fermé partout",
    GesteCarnet.CODES: "Nouvelle feuille de codes",
    GesteCarnet.CLE_AJOUTEE: "Une clé d'accès ajoutée",
    GesteCarnet.CLE_RETIREE: "Une clé d'accès retirée",
    GesteCarnet.CLE_REFUSEE: "Une clé d'accès refusée, peut-être copiée",
    GesteCarnet.PREUVE: "Preuve redonnée avant un changement",
    GesteCarnet.PREUVE_REFUSEE: "Une preuve refusée : mauvais code ou mauvaise clé",
    GesteCarnet.IDENTITE_LIEE: "Un compte relié",
    GesteCarnet.IDENTITE_DELIEE: "Un compte n'est plus relié",
    GesteCarnet.EXPORTE: "Copie téléchargée",
    GesteCarnet.IMPORTE: "Copie reprise",
    GesteCarnet.EFFACE_PERSONNE: "Une personne effacée",
    GesteCarnet.PARTAGE: "Code créé pour montrer un résumé",
    GesteCarnet.PARTAGE_LU: "Résumé lu par quelqu'un qui avait le code",
    GesteCarnet.PARTAGE_ARRETE: "Résumé arrêté",
    GesteCarnet.CODE_DONNE: "Code créé pour un proche de ce carnet",
    GesteCarnet.CODE_ANNULE: "Code pour un proche annulé",
    GesteCarnet.DON: "Un proche a pris son carnet : il n'est plus dans celui-ci",
    GesteCarnet.RECU: "Carnet reçu de la personne qui le gardait",
    GesteCarnet.SUIVI_DEBUT: "Un enfant est maintenant suivi à deux",
    GesteCarnet.SUIVI_MOI: "Vous avez changé la page d'un enfant suivi à deux",
    GesteCarnet.SUIVI_AUTRE: "L'autre adulte a changé la page d'un enfant suivi à deux",
    GesteCarnet.SUIVI_FINI: "Un enfant n'est plus suivi à deux",
    GesteCarnet.SUIVI_SEUL: "L'autre adulte ne suit plus un enfant : il reste dans ce carnet",
}
Rubrique = tuple[str, tuple[Ligne, ...]]


def page_mes_donnees(
    catalogue: Catalogue, dossier: Dossier, etat: EtatCarnet | None, mode: Mode, erreur: str = ""
) -> Page:
    """Everything kept here: in the carnet when `etat` is given, else in the browser."""
    return page("mes_donnees", Cadre(TITRE, ADRESSE, mode), _vue(catalogue, dossier, etat, mode, erreur=erreur))


def page_feuille_mes_donnees(
    catalogue: Catalogue, dossier: Dossier, etat: EtatCarnet | None, mode: Mode, au: date
) -> Page:
    """The same on a sheet of paper, which the PDF is made from."""
    cadre = Cadre(TITRE, FEUILLE, mode, feuille=True)
    return page("imprimer_mes_donnees", cadre, _vue(catalogue, dossier, etat, mode, au))


def _vue(
    catalogue: Catalogue,
    dossier: Dossier,
    etat: EtatCarnet | None,
    mode: Mode,
    au: date | None = None,
    erreur: str = "",
) -> VueMesDonnees:
    actes = etat.actes if etat else (dossier.accord,) if dossier.accord else ()
    return VueMesDonnees(
        personnes=tuple(_personne(catalogue, p, mode, etat) for p in dossier.personnes),
        carnet=etat is not None,
        gestes=tuple((_quand(le, mode), _GESTES[geste]) for le, geste in etat.gestes) if etat else (),
        actes=tuple((ligne_entiere if au else ligne_acte)(acte, catalogue.consentements, mode) for acte in actes),
        erreur=erreur,
        date=(jour_complet(au) if mode is Mode.FALC else jour_en_mots(au)) if au else "",
        fin=fin_de_garde(etat, mode) if etat else "",
        prevenu=avis_d_effacement(etat, mode) if etat else "",
        autour=tuple(rubriques_du_carnet(catalogue, dossier, etat)) if etat and mode is Mode.NORMAL else (),
    )


def fin_de_garde(etat: EtatCarnet, mode: Mode) -> str:
    """The day on which the carnet would be erased, should nobody come back."""
    jour = jour_en_mots(etat.efface_le)
    if mode is Mode.FALC:
        return f"Sans visite, nous effaçons ce carnet le {jour}."
    return f"Sans aucune visite d'ici là, le carnet sera effacé le {jour}. Chaque visite repousse cette date à 24 mois."


def avis_d_effacement(etat: EtatCarnet, mode: Mode) -> str:
    """What is told to who comes back just in time; nothing to the others."""
    if etat.prevenu_pour is None:
        return ""
    jour = jour_en_mots(etat.prevenu_pour)
    if mode is Mode.FALC:
        return "Personne n'ouvre ce carnet depuis longtemps."
    return f"Faute de visite, ce carnet allait être effacé le {jour}. Votre visite le garde 24 mois de plus."


def _personne(catalogue: Catalogue, personne: EtatNavigateur, mode: Mode, etat: EtatCarnet | None) -> VuePersonneGardee:
    nom = nom_de(personne)
    if mode is Mode.FALC and personne.proche and not personne.nom:
        nom = "Votre proche"
    rubriques = tuple(_resume(personne) if mode is Mode.FALC else rubriques_de(catalogue, personne))
    a_deux = etat is not None and personne.numero in etat.a_deux
    return VuePersonneGardee(personne.numero, nom, rubriques, a_deux)


def _resume(personne: EtatNavigateur) -> Iterator[Rubrique]:
    """Easy to read: how much of each, the whole being on the other page and in the copy."""
    profil = personne.profil
    comptes = (
        (len(profil.reponses), "réponse"),
        (len(profil.historique), "examen noté"),
        (len(personne.vaccinations), "vaccin noté"),
        (len(personne.maladies), "maladie notée"),
        (len(personne.questionnaire), "réponse pour le bilan"),
        (len(personne.depenses.lignes), "soin noté"),
    )
    naissance = profil.date_naissance
    lignes = [("Né ou née", date_approchee_en_mots(naissance))] if naissance else []
    lignes += [("Nous gardons", _compte(nombre, quoi)) for nombre, quoi in comptes if nombre]
    yield "", tuple(lignes)


def _compte(nombre: int, quoi: str) -> str:
    debut, pour, fin = quoi.partition(" pour ")
    return nombre_de(nombre, quoi, " ".join(f"{mot}s" for mot in debut.split()) + pour + fin)


def rubriques_de(catalogue: Catalogue, personne: EtatNavigateur) -> Iterator[Rubrique]:
    """Everything kept of one person, under its headings; no heading without a line."""
    profil = personne.profil
    rubriques = (
        ("La personne", tuple(_identite(profil))),
        ("La commune retenue", (("Commune", personne.commune),) if personne.commune else ()),
        ("Les réponses", tuple(_reponses(catalogue, profil))),
        ("Ce qui a été fait", tuple(_historique(catalogue, profil))),
        ("Les vaccins notés", tuple(_vaccins(catalogue, personne))),
        ("Les questions avant le bilan", tuple(_questionnaire(catalogue, personne))),
        ("Les soins de l'année", tuple(_depenses(catalogue, personne.depenses))),
    )
    yield from ((titre, lignes) for titre, lignes in rubriques if lignes)


def _identite(profil: Profil) -> Iterator[Ligne]:
    if profil.date_naissance:
        yield "Date de naissance", date_approchee_en_mots(profil.date_naissance).removeprefix("le ")
    if profil.sexe:
        yield "Sexe", _SEXES[profil.sexe]
    if profil.departement:
        yield "Département", profil.departement
    if profil.dernieres_regles:
        yield "Dernières règles", jour_en_mots(profil.dernieres_regles)
    if profil.terme_prevu:
        yield "Terme prévu", jour_en_mots(profil.terme_prevu)


def _reponses(catalogue: Catalogue, profil: Profil) -> Iterator[Ligne]:
    for nom, valeur in profil.reponses.items():
        fait = catalogue.faits.get(nom)
        libelle = fait.question.question if fait and fait.question else majuscule(nom.replace("_", " "))
        yield libelle, _valeur(valeur)


def _valeur(valeur: float | bool | None) -> str:
    if valeur is None:
        return "Sans réponse"
    if isinstance(valeur, bool):
        return "Oui" if valeur else "Non"
    return f"{valeur:g}".replace(".", ",")


def _historique(catalogue: Catalogue, profil: Profil) -> Iterator[Ligne]:
    for acte in profil.historique:
        yield catalogue.titre_du_fait(acte.id), date_approchee_en_mots(acte.le)
    for id_, nombre in profil.nombre_faits.items():
        fiche = catalogue.par_id.get(id_)
        yield (fiche.normal.titre if fiche else id_), f"{nombre} en tout"


def _vaccins(catalogue: Catalogue, personne: EtatNavigateur) -> Iterator[Ligne]:
    for dose in personne.vaccinations:
        code = catalogue.vaccins.codes.get(dose.vaccin)
        yield (code.libelle if code else dose.vaccin), date_approchee_en_mots(dose.le)
    for nom, le in personne.maladies:
        yield f"Maladie : {nom_de_la_maladie(nom, Mode.NORMAL)}", date_approchee_en_mots(le)


def _questionnaire(catalogue: Catalogue, personne: EtatNavigateur) -> Iterator[Ligne]:
    questions = {question.id: question for theme in catalogue.themes_du_bilan for question in theme.questions}
    for id_, valeur in personne.questionnaire:
        question = questions.get(id_)
        mots = {choix.valeur: choix.normal for choix in question.choix} if question else {}
        yield (question.normal if question else id_), mots.get(valeur, "Sans réponse")


def _depenses(catalogue: Catalogue, depenses: Depenses) -> Iterator[Ligne]:
    if depenses.couverture in _COUVERTURES:
        yield "Complémentaire santé", _COUVERTURES[depenses.couverture]
    for ligne in depenses.lignes:
        acte = catalogue.bareme.actes.get(ligne.acte)
        libelle = acte.normal.libelle if acte else ligne.libelle or ligne.acte
        prix = f", {euros(ligne.prix)}" if ligne.prix is not None else ""
        fois = f", {ligne.quantite} fois" if ligne.quantite > 1 else ""
        yield libelle, f"{jour_en_mots(ligne.le)}{fois}{prix}"


def _quand(instant: datetime, mode: Mode) -> str:
    jour = jour_en_mots(instant.astimezone(ZoneInfo(PARIS)).date())
    return f"{jour} à {heure(instant, PARIS, falc=mode is Mode.FALC)}"
