"""Holds the one list of the places of the site, for the menu, the foot and the site map. Knows no page's content."""

from typing import NamedTuple


class Entree(NamedTuple):
    """A page of the menu: its address without prefix, and its name in each way of reading."""

    chemin: str
    normal: str
    falc: str


#: In the order they are shown; only pages that exist.
MENU = (
    Entree("/conseils", "Mes conseils", "Mes conseils"),
    Entree("/vaccins", "Mes vaccins", "Mes vaccins"),
    Entree("/couts", "Les prix", "Les prix"),
    Entree("/mon-annee", "Mon année", "Mon année"),
    Entree("/rappels", "Mes rappels", "Mes rappels"),
    Entree("/bilan-prevention", "Mon bilan", "Mon bilan"),
    Entree("/creneaux", "Rendez-vous", "Rendez-vous"),
    Entree("/carnet", "Mon carnet", "Mon carnet"),
    Entree("/droits", "Mes droits", "Mes droits"),
    Entree("/reperes", "Repères", "Pages utiles"),
    Entree("/imprimer", "Imprimer", "Imprimer"),
    Entree("/hors-ligne", "Hors connexion", "Lire sans internet"),
)
#: The foot of every page, after the menu.
PIED = (
    Entree("/confidentialite", "Confidentialité", "Vos réponses"),
    Entree("/accessibilite", "Accessibilité : non conforme", "Un site pour tous"),
    Entree("/validation", "Vérification", "Qui a vérifié"),
    Entree("/ce-qui-a-change", "Ce qui a changé", "Ce qui a changé"),
    Entree("/plan-du-site", "Plan du site", "Toutes les pages"),
)


class Partie(NamedTuple):
    """A part of the site map."""

    id: str
    normal: str
    falc: str
    lieux: tuple[Entree, ...]


def _du_menu(*chemins: str) -> tuple[Entree, ...]:
    """These places under the name the menu or the foot gives them: a place has one name."""
    noms = {lieu.chemin: lieu for lieu in (*MENU, *PIED)}
    return tuple(noms[chemin] for chemin in chemins)


#: Every page that opens without an answer and without a carnet. A test compares it with the routes.
PLAN = (
    Partie(
        "prevention",
        "Votre prévention",
        "Votre santé",
        (
            Entree("/", "Accueil", "Le début du site"),
            *_du_menu("/conseils"),
            Entree("/questions", "Répondre à une question", "Répondre à une question"),
            *_du_menu("/vaccins"),
            Entree("/vaccins/regles", "Les règles des vaccins", "Comment marchent les vaccins"),
            *_du_menu("/bilan-prevention", "/reperes"),
            Entree("/campagnes", "Les campagnes de l'année", "Ce qui se passe dans l'année"),
            Entree("/proches", "Pour qui sont les conseils", "Pour vous ou un proche"),
        ),
    ),
    Partie(
        "prix",
        "Les prix et vos droits",
        "Les prix et vos droits",
        (
            *_du_menu("/couts"),
            Entree("/medicaments", "Le prix d'un médicament", "Le prix d'un médicament"),
            *_du_menu("/mon-annee"),
            Entree("/mon-annee/ajouter", "Ajouter un soin à mon année", "Noter un soin"),
            Entree("/mon-annee/autre", "Noter une dépense non remboursée", "Noter une autre dépense"),
            Entree("/cest-plus-cher", "C'est plus cher que prévu", "C'est plus cher que prévu"),
            *_du_menu("/droits"),
            Entree("/droits/test-c2s", "La complémentaire santé solidaire : un test", "Une aide pour payer vos soins"),
            Entree("/jai-renonce-a-un-soin", "J'ai renoncé à un soin", "J'ai renoncé à un soin"),
        ),
    ),
    Partie(
        "aller",
        "Où aller, quand",
        "Où aller et quand",
        (
            *_du_menu("/creneaux"),
            Entree("/rendez-vous", "Retrouver un rendez-vous", "Retrouver un rendez-vous"),
            Entree("/ou", "Où aller", "Où aller"),
            Entree("/ou-aller-ce-soir", "Où aller ce soir", "Où aller ce soir"),
            Entree("/avant-ma-consultation", "Avant ma consultation", "Avant de voir le médecin"),
            *_du_menu("/rappels"),
        ),
    ),
    Partie(
        "carnet",
        "Ce qui est gardé",
        "Ce que nous gardons",
        (
            *_du_menu("/carnet"),
            Entree("/carnet/recevoir", "Recevoir un carnet", "Recevoir un carnet"),
            Entree("/partage", "Lire un résumé, avec un code", "Lire un résumé avec un code"),
            Entree("/mes-donnees", "Mes données", "Mes données"),
            Entree("/consentements", "Mes accords", "Mes accords"),
            Entree("/transparence", "Transparence", "Ce que nous comptons"),
        ),
    ),
    Partie(
        "papier",
        "Sur papier, sans internet",
        "Sur papier et sans internet",
        (
            *_du_menu("/imprimer"),
            Entree("/imprimer/frigo", "La feuille du frigo", "La feuille du frigo"),
            Entree("/imprimer/bilan-prevention", "La feuille du bilan", "La feuille du bilan"),
            Entree("/imprimer/questionnaire-bilan", "Le questionnaire à remplir", "Les questions du bilan"),
            Entree("/sans-internet", "Appeler ou aller sur place", "Appeler ou aller sur place"),
            *_du_menu("/hors-ligne"),
        ),
    ),
    Partie("site", "Ce site", "Ce site", PIED),
)
