"""Reads the rows where people note their vaccines: any usual name, any usual date. Stores nothing, guesses nothing."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from starlette.datastructures import FormData

from app.domain.dates import DateApprochee
from app.domain.vaccination_codes import CodeVaccin
from app.domain.vaccination_dossier import Vaccination
from app.domain.vaccination_saisie import RechercheDeVaccin, plain
from app.rendering.carnet import SaisieMaladie, name_of
from app.rendering.vues import VueChamp
from app.rendering.vues_vaccins import VueSaisie
from app.routers.saisies import SECU, field, looks_like_secu, read_acte

NOM_MAX = 80
#: Beyond this a list is no longer a choice.
CHOIX_MAX = 8
RIEN = "Écrivez au moins un vaccin, et quand il a été fait."
SANS_NOM = "Écrivez le nom du vaccin : une marque, une maladie ou un nom courant."
INCONNU = "Nous ne connaissons pas ce vaccin. Recopiez le nom du carnet, ou écrivez la maladie, par exemple rougeole."
LEQUEL = "Plusieurs vaccins portent ce nom. Choisissez le vôtre ci-dessous, ou videz cette ligne si vous ne savez pas."
CONFIRMER = "Nous ne sommes pas sûrs. Touchez le bon vaccin ci-dessous, ou corrigez le nom."
TROP = "Trop de vaccins portent ce nom. Écrivez la marque ou la maladie."
LAQUELLE = "Choisissez une maladie dans la liste. Si elle n'y est pas, elle ne change pas les dates."
QUAND_MALADIE = "Écrivez quand cette maladie a eu lieu : 05/2015, mai 2015 ou 2015."
QUAND = "Écrivez quand ce vaccin a été fait : 05/2015, mai 2015 ou 2015."


class DoseLue(NamedTuple):
    """One row: the dose, or what to correct; `vide` when nothing was typed."""

    dose: Vaccination | None
    vue: VueSaisie
    vide: bool


class Lecteur(NamedTuple):
    """What is needed to read a row."""

    recherche: RechercheDeVaccin
    codes: Mapping[str, CodeVaccin]
    au: date
    naissance: DateApprochee | None


def read_rows(
    formulaire: FormData, nombre: int, lecteur: Lecteur
) -> tuple[tuple[Vaccination, ...], tuple[VueSaisie, ...]]:
    """The doses of the form, and the rows to show again when one of them cannot be read (then no dose at all)."""
    lues = [_read_row(formulaire, rang, lecteur) for rang in range(1, nombre + 1)]
    if all(lue.vide for lue in lues):
        premiere = lues[0].vue
        return (), (VueSaisie(premiere.rang, VueChamp("", RIEN), premiere.le), *(lue.vue for lue in lues[1:]))
    if all(lue.vide or lue.dose is not None for lue in lues):
        return tuple(lue.dose for lue in lues if lue.dose is not None), ()
    return (), tuple(lue.vue for lue in lues)


def _read_row(formulaire: FormData, rang: int, lecteur: Lecteur) -> DoseLue:
    nom, le = field(formulaire, f"vaccin-{rang}"), field(formulaire, f"le-{rang}")
    if not nom and not le:
        return DoseLue(None, VueSaisie(rang, VueChamp(), VueChamp()), vide=True)
    choisi = field(formulaire, f"choix-{rang}")
    code, erreur, choix = _read_nom(nom, choisi, lecteur)
    quand = read_acte(le, lecteur.au, lecteur.naissance) if le else None
    erreur_quand = quand.erreur if quand is not None else QUAND
    montre = "" if erreur == SECU else nom[:NOM_MAX]
    vue = VueSaisie(rang, VueChamp(montre, erreur), VueChamp(quand.saisie if quand else "", erreur_quand), choix, code)
    if not code or quand is None or quand.valeur is None:
        return DoseLue(None, vue, vide=False)
    return DoseLue(Vaccination(vaccin=code, le=quand.valeur), vue, vide=False)


def _read_nom(nom: str, choisi: str, lecteur: Lecteur) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The code meant, or the sentence that asks for it with what may be chosen."""
    if looks_like_secu(nom) or not nom:
        return "", SECU if nom else SANS_NOM, ()
    codes = lecteur.recherche.find(nom)
    # Our own words, as the field offers them, mean that vaccine alone: "Hépatite B" is also in the one for babies.
    codes = tuple(code for code in codes if plain(lecteur.codes[code].libelle) == plain(nom)) or codes
    doute = bool(codes) and lecteur.recherche.is_near(nom)
    if len(codes) == 1 and not doute:
        return codes[0], "", ()
    if not codes or len(codes) > CHOIX_MAX:
        return "", TROP if codes else INCONNU, ()
    choix = tuple((code, name_of(lecteur.codes[code])) for code in codes)
    if choisi in codes:
        return choisi, "", choix
    return "", CONFIRMER if doute else LEQUEL, choix


def read_maladie(
    formulaire: FormData, connues: Collection[str], au: date, naissance: DateApprochee | None
) -> tuple[str, DateApprochee | None, SaisieMaladie]:
    """The illness and its date, or the form as it was typed with what to correct (then no date)."""
    choisie, le = field(formulaire, "maladie"), field(formulaire, "le-maladie")
    nom = choisie if choisie in connues else ""
    quand = read_acte(le, au, naissance) if le else None
    erreur_quand = quand.erreur if quand is not None else QUAND_MALADIE
    champ = VueChamp(quand.saisie if quand else "", erreur_quand)
    valeur = quand.valeur if nom and quand is not None else None
    return nom, valeur, SaisieMaladie(nom, "" if nom else LAQUELLE, champ)
