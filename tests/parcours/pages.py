"""The addresses every check of all pages visits. One list, so that a new page cannot be forgotten by one of them."""

from pathlib import Path

CONTENU = Path(__file__).resolve().parents[2] / "app" / "content"
#: A few units of each kind; all of them with `scripts/test --complet`.
EXEMPLES = (
    "depistage-cancer-sein",
    "mon-bilan-prevention-60-65",
    "alcool-reperes",
    "symptomes-consulter-sans-attendre",
)
DROITS = (
    "/droits",
    "/droits/test-c2s",
    "/droits/maladie-longue",
    "/cest-plus-cher",
    "/jai-renonce-a-un-soin",
    "/ou-aller-ce-soir",
    "/avant-ma-consultation",
    "/imprimer/droits/teleconsultation-six-points",
)
#: A doctor, a 100 % Santé basket, a stay, a medicine, a free price, an act for children, one that costs nothing.
COUTS = (
    "/couts", "/couts?q=lunettes", "/couts?q=zzzz", "/couts?famille=dentaire", "/couts/consultation-generaliste",
    "/couts/lunettes-100-sante", "/couts/sejour-medecine", "/couts/doliprane-1000", "/couts/specialiste-secteur-2",
    "/couts/consultation-generaliste-enfant", "/couts/mon-bilan-prevention", "/couts/acte-inconnu",
)  # fmt: skip
REPERES = ("suivi-diabete", "entretien-pharmacien-grossesse")
COMMUNES = (
    "", "/conseils", "/questions", "/imprimer", "/confidentialite", "/accessibilite", "/sans-internet", "/campagnes",
    "/campagnes?page=2", "/medicaments",
    "/hors-ligne", "/plan-du-site", "/reperes", "/validation", "/validation?sujet=cancers", "/validation?sujet=numeros",
    "/creneaux", "/rendez-vous", "/bilan-prevention", "/imprimer/questionnaire-bilan?tranche=45-50",
    "/ou", "/carnet", "/carnet/recevoir", "/consentements", "/mes-donnees", "/transparence", "/partage",
    "/validation?sujet=reperes",
    "/validation/depistage-cancer-sein", "/ce-qui-a-change", "/ce-qui-a-change?tout=oui",
    "/conseils/depistage-cancer-sein/avis", "/conseils/depistage-cancer-sein/avis?avis=faux",
    "/conseils/depistage-cancer-sein/avis?avis=recu",
    "/vaccins", "/vaccins?liste=suite", "/vaccins?liste=autres", "/vaccins?liste=ages", "/vaccins/carnet",
    "/vaccins/questions", "/vaccins/regles", "/imprimer/vaccins", "/vaccins/meningocoque-b-rattrapage",
    "/proches", "/proches/ajouter", "/proches/modifier", "/imprimer?pour=tous",
    "/mon-annee", "/mon-annee?page=2", "/mon-annee?page=3", "/mon-annee/ajouter", "/mon-annee/autre",
    "/imprimer/mon-annee",
    "/rappels", "/rappels?page=2", "/imprimer/frigo", "/imprimer/frigo?mots=clairs",
)  # fmt: skip


def chemins(*, complet: bool) -> list[str]:
    """Every page, normal then FALC, errors included."""
    fiches = sorted(fichier.stem for fichier in CONTENU.glob("recommandations/*.yaml")) if complet else EXEMPLES
    reperes = sorted(fichier.stem for fichier in CONTENU.glob("reperes/*.yaml")) if complet else REPERES
    pages = [
        *COMMUNES,
        *DROITS,
        *COUTS,
        *(f"/conseils/{fiche}" for fiche in fiches),
        *(f"/reperes/{nom}" for nom in reperes),
    ]
    pages += ["/conseils/inconnu", "/inconnue"]
    return [(prefixe + page) or "/" for prefixe in ("", "/falc") for page in pages]
