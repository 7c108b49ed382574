"""Reads what people type about one line of their year: a day, an amount, a number, some words. Stores nothing."""

import re
from dataclasses import replace
from datetime import date

from starlette.datastructures import FormData

from app.domain.dates import DateApprochee
from app.domain.depenses import LIBELLE_MAX, QUANTITE_MAX, Depense
from app.domain.dossier import clean_nom
from app.domain.euros import ZERO
from app.rendering.vues import VueChamp
from app.rendering.vues_annee import VueSaisie
from app.routers.saisies import FUTUR, LONGUEUR_MAX, SECU, VIDE_ACTE, field, looks_like_secu, read_acte
from app.routers.saisies_couts import MontantLu, read_prix

#: Day and month without a year: that of the page.
_SANS_ANNEE = re.compile(r"\s*\d{1,2}(?:er)?[\s/.\-–]+(?:\d{1,2}|[^\W\d]{3,10}\.?)\s*")
_QUANTITE = re.compile(r"\d{1,2}", re.ASCII)

EXEMPLE_DE_PRIX = "par exemple 30 ou 30,50"
VIDE = "Écrivez le jour, par exemple {}."
JOUR_MANQUE = "Écrivez aussi le jour : les plafonds se comptent jour par jour. Par exemple {}."
HORS_ANNEE = "Cette page compte l'année {0}, du 1er janvier au 31 décembre. Écrivez une date de {0}."
MONTANT_VIDE = f"Écrivez combien vous avez payé, {EXEMPLE_DE_PRIX}."
MONTANT_NUL = "Écrivez un montant plus grand que 0 euro."
QUANTITE_ILLISIBLE = f"Écrivez un nombre de 1 à {QUANTITE_MAX}, sans virgule."
LIBELLE_VIDE = "Écrivez ce que c'est, par exemple : ostéopathe."
LIBELLE_LONG = f"C'est trop long : {LIBELLE_MAX} caractères au plus."
RECHERCHE_LONGUE = f"C'est trop long. Écrivez 1 ou 2 mots, {LONGUEUR_MAX} caractères au plus."


def read_jour(brut: str, annee: int, naissance: DateApprochee | None) -> tuple[date | None, VueChamp]:
    """One exact day of the year, after birth; the year may be left out."""
    exemple = f"14/05/{annee}"
    complet = f"{brut} {annee}" if _SANS_ANNEE.fullmatch(brut) else brut
    lue = read_acte(complet, date(annee, 12, 31), naissance)
    saisie = "" if lue.erreur == SECU else brut[:LONGUEUR_MAX]
    if lue.valeur is None:
        refus = {FUTUR: HORS_ANNEE.format(annee), VIDE_ACTE: VIDE.format(exemple)}.get(lue.erreur, lue.erreur)
        return None, VueChamp(saisie, refus)
    if lue.valeur.dernier.year != annee:
        return None, VueChamp(saisie, HORS_ANNEE.format(annee))
    if not lue.valeur.exacte:
        return None, VueChamp(saisie, JOUR_MANQUE.format(exemple))
    return lue.valeur.premier, VueChamp(saisie)


def read_cout(brut: str) -> MontantLu:
    """What a cost was: an amount is needed, and more than nothing."""
    lu = read_prix(brut)
    if not brut:
        return MontantLu(None, VueChamp("", MONTANT_VIDE))
    return MontantLu(None, replace(lu.champ, erreur=MONTANT_NUL)) if lu.valeur == ZERO else lu


def read_quantite(brut: str) -> tuple[int, VueChamp]:
    """How many of one day."""
    if looks_like_secu(brut):
        return 0, VueChamp("", SECU)
    lue = int(brut) if _QUANTITE.fullmatch(brut) else 0
    return lue, VueChamp(brut[:LONGUEUR_MAX], "" if lue else QUANTITE_ILLISIBLE)


def read_libelle(brut: str) -> VueChamp:
    """A few words of the person's own, on one line."""
    if looks_like_secu(brut):
        return VueChamp("", SECU)
    libelle = clean_nom(brut)
    if len(libelle) > LIBELLE_MAX:
        return VueChamp(libelle[: 2 * LIBELLE_MAX], LIBELLE_LONG)
    return VueChamp(libelle, "" if libelle else LIBELLE_VIDE)


def read_recherche(brut: str) -> VueChamp:
    """The words looked for."""
    if looks_like_secu(brut):
        return VueChamp("", SECU)
    return VueChamp(brut[:LONGUEUR_MAX], RECHERCHE_LONGUE if len(brut) > LONGUEUR_MAX else "")


def read_depense(
    formulaire: FormData, vierge: VueSaisie, annee: int, naissance: DateApprochee | None
) -> tuple[Depense | None, VueSaisie]:
    """The line as the form describes it, and the form as it was typed, with what to correct."""
    note = not vierge.acte
    le, champ_le = read_jour(field(formulaire, "le"), annee, naissance)
    quantite, champ_quantite = (1, VueChamp()) if note else read_quantite(_quantite(formulaire))
    prix, champ_prix = (read_cout if note else read_prix)(field(formulaire, "prix"))
    libelle = read_libelle(field(formulaire, "libelle")) if note else VueChamp()
    vue = replace(vierge, le=champ_le, quantite=champ_quantite, prix=champ_prix, libelle=libelle)
    if vue.erreurs or le is None:
        return None, vue
    return Depense(le, vierge.acte, libelle.saisie, quantite, prix), vue


def _quantite(formulaire: FormData) -> str:
    """What was typed; once, for a form that does not ask."""
    return field(formulaire, "quantite") if "quantite" in formulaire else "1"
