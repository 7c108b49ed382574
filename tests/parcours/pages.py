"""The addresses every check of all pages visits. One list, so that a new page cannot be forgotten by one of them."""

from pathlib import Path

RECOMMANDATIONS = Path(__file__).resolve().parents[2] / "app" / "content" / "recommandations"
#: A few units of each kind; all of them with `scripts/test --complet`.
EXEMPLES = (
    "depistage-cancer-sein",
    "mon-bilan-prevention-60-65",
    "alcool-reperes",
    "symptomes-consulter-sans-attendre",
)
COMMUNES = ("", "/conseils", "/questions", "/imprimer", "/confidentialite", "/accessibilite", "/sans-internet")


def chemins(*, complet: bool) -> list[str]:
    """Every page, normal then FALC, errors included."""
    fiches = sorted(fichier.stem for fichier in RECOMMANDATIONS.glob("*.yaml")) if complet else EXEMPLES
    pages = [*COMMUNES, *(f"/conseils/{fiche}" for fiche in fiches), "/conseils/inconnu", "/inconnue"]
    return [(prefixe + page) or "/" for prefixe in ("", "/falc") for page in pages]
