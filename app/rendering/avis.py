"""Writes the page where a reader says what they think of an advice. Counts nothing."""

from app.domain.avis import TEXTE_MAX, Avis
from app.domain.fiches import Fiche
from app.rendering.formats import typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.vues_confiance import VueAvis

LIBELLES = {Avis.UTILE: "Utile", Avis.PAS_CLAIR: "Je ne comprends pas", Avis.FAUX: "C'est faux"}
VIDE = "Écrivez votre message, ou revenez au conseil : votre avis est déjà compté."
TROP_LONG = f"Votre message est trop long : {TEXTE_MAX} caractères au plus. Raccourcissez-le."
PERSONNEL = (
    "Votre message contient un numéro de Sécurité sociale ou une adresse e-mail. Nous ne l'avons pas gardé. "
    "Recommencez sans rien écrire sur vous."
)
CHOISIR = "Choisissez une des trois réponses."
PLEIN = "Nous avons déjà beaucoup de messages sur ce conseil. Le vôtre n'est pas gardé, mais votre avis compte."


def page_avis(
    fiche: Fiche, mode: Mode, avis: Avis | None, *, recu: bool = False, saisie: str = "", erreur: str = ""
) -> Page:
    """The three answers; then, once one is given, thanks and the words they may add."""
    falc = mode is Mode.FALC
    vue = VueAvis(
        id=fiche.id,
        titre=typographie(fiche.falc.titre if falc else fiche.normal.titre),
        avis=avis.value if avis else "",
        libelle=LIBELLES[avis] if avis else "",
        recu=recu,
        saisie=saisie,
        erreur=erreur,
    )
    etape = f"?avis={avis.value if avis else 'recu'}" if avis or recu else ""
    return page("avis", Cadre("Votre avis", f"/conseils/{fiche.id}/avis{etape}", mode), vue)
