"""Writes the three steps of the test about the complémentaire santé solidaire: never a refusal, always where to ask."""

from dataclasses import dataclass
from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.plafonds_c2s import PERSONNES_MAX, PlafondC2s, PlafondsDuFoyer, Tranche, plafond_au, plafonds_du_foyer
from app.rendering.droits import TEST_C2S
from app.rendering.feuille import numero_de
from app.rendering.fiche import PAS_RELU
from app.rendering.formats import euros, jour_en_mots, nombre_de, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.vues import VueSource
from app.rendering.vues_droits import VueProvenance, VueTestC2s

#: Whom to ask, in the order of the page.
OU_DEMANDER = ("tel-3646", "contact-cpam-guichet", "contact-france-services", "tel-sante-info-droits")
LIEUX = {"metropole": False, "outre-mer": True}
AILLEURS = "ailleurs"
ECRIVEZ = f"Écrivez un nombre de 1 à {PERSONNES_MAX}, en chiffres. Comptez-vous aussi."
CHOISISSEZ_LIEU = "Choisissez où vous vivez : le plafond n'est pas le même partout."
CHOISISSEZ_TRANCHE = "Choisissez une réponse. « Je ne sais pas » en est une."


@dataclass(frozen=True, slots=True)
class ReponsesC2s:
    """What the form said, as far as it could be read; `saisie` is what may be shown back."""

    personnes: int | None = None
    saisie: str = ""
    lieu: str = ""
    tranche: Tranche | None = None
    commence: bool = False
    tranche_demandee: bool = False


def page_test(catalogue: Catalogue, mode: Mode, au: date, reponses: ReponsesC2s) -> tuple[Page, int]:
    """The next step with its status: 422 when an answer could not be read, the form kept as it was typed."""
    ligne = plafond_au(catalogue.plafonds_c2s, au)
    lisible = reponses.personnes is not None and reponses.lieu in (*LIEUX, AILLEURS)
    plafonds = _plafonds(ligne, reponses) if lisible else None
    # Without a ceiling (Mayotte, a day we know nothing of) there is no band to ask: the page says where to ask.
    fini = lisible and (plafonds is None or reponses.tranche is not None)
    erreurs = _erreurs(reponses, lisible=lisible, fini=fini)
    vue = VueTestC2s(
        etape=3 if fini else 2 if lisible else 1,
        personnes=reponses.saisie,
        erreur_personnes=erreurs[0],
        lieu=reponses.lieu,
        erreur_lieu=erreurs[1],
        erreur_tranche=erreurs[2],
        foyer=typographie(nombre_de(reponses.personnes or 0, "personne")),
        gratuite=euros(plafonds.gratuite_mois) if plafonds else "",
        participation=euros(plafonds.participation_mois) if plafonds else "",
        par_an=f"{euros(plafonds.gratuite_an)} et {euros(plafonds.participation_an)}" if plafonds else "",
        tranche=str(reponses.tranche) if fini and plafonds and reponses.tranche else "",
        provenance=_provenance(ligne, au) if ligne else None,
        contacts=tuple(
            numero_de(catalogue.contacts[id_], mode, au) for id_ in OU_DEMANDER if id_ in catalogue.contacts
        ),
    )
    return page("test_c2s", Cadre("Un test en trois questions", TEST_C2S, mode), vue), 422 if any(erreurs) else 200


def _plafonds(ligne: PlafondC2s | None, reponses: ReponsesC2s) -> PlafondsDuFoyer | None:
    if ligne is None or reponses.personnes is None or reponses.lieu not in LIEUX:
        return None
    return plafonds_du_foyer(ligne, reponses.personnes, outre_mer=LIEUX[reponses.lieu])


def _erreurs(reponses: ReponsesC2s, *, lisible: bool, fini: bool) -> tuple[str, str, str]:
    if not reponses.commence:
        return "", "", ""
    if not lisible:
        return (
            ECRIVEZ if reponses.personnes is None else "",
            CHOISISSEZ_LIEU if reponses.lieu not in (*LIEUX, AILLEURS) else "",
            "",
        )
    return "", "", CHOISISSEZ_TRANCHE if reponses.tranche_demandee and not fini else ""


def _provenance(ligne: PlafondC2s, au: date) -> VueProvenance:
    doutes = [ligne.doute] if ligne.doute else []
    if ligne.certitude_le(au) != ligne.certitude:
        doutes.append("Un nouveau plafond existe sans doute depuis le 1er avril : nous ne l'avons pas encore.")
    return VueProvenance(
        doute=typographie(" ".join(doutes)),
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in ligne.sources),
        verifie=f"Plafonds depuis le {jour_en_mots(ligne.depuis)}, vérifiés le {jour_en_mots(ligne.verifie_le)}.",
        relecture=PAS_RELU,
    )
